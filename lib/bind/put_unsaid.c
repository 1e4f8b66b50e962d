/* put_unsaid.c: what the rows demand and nobody said.
 *
 * It is remembered while writing, because an element that is not kept in the
 * end demands nothing, and reported when all is written.
 */
#include "codec.h"
#include "put.h"

static void remember(struct put_run *p, struct unsaid one)
{
    if (!einv__grow(p->r.inv->alloc, &p->unsaid, &p->cap_unsaid,
                    p->n_unsaid + 1, sizeof(*p->unsaid))) {
        p->r.nomem = true;
        return;
    }
    if (one.record == &p->nothing)
        one.record = NULL;
    p->unsaid[p->n_unsaid++] = one;
}

void einv__put_unsaid(struct put_run *p, uint32_t at, enum einv_reason reason,
                      struct einv_text value, struct einv_entry *record)
{
    const struct bind_row *row = bind_row(p->r.b, at);
    einv_place_id place = row->to.n > 0 ? bind_field(p->r.b, row, 0)
        : row->same != BIND_NONE ? p->r.b->paths[row->same].place
        : row->into.place;

    remember(p, (struct unsaid){ at, reason, place, value, NULL, record });
}

void einv__put_unsaid_set(struct put_run *p, uint32_t at,
                          const struct bind_set *set,
                          struct einv_entry *record)
{
    struct einv_text value = set->texts.n > 0
        ? p->r.b->texts[set->texts.first] : EINV_NO_TEXT;

    if (set->has_like)
        value = einv__bind_like(&p->r, set);
    if (value.ptr != NULL)
        remember(p, (struct unsaid){ at, EINV_DEFAULTED, set->path.place,
                                     value, &set->path, record });
}

void einv__put_unsaid_absent(struct put_run *p, uint32_t at,
                             struct einv_entry *record)
{
    const struct einv_binding *b = p->r.b;
    const struct bind_row *row = bind_row(b, at);
    struct bind_value value = { 0 };

    einv__codes_decode(
        b->codec_uses[row->codecs.first + row->codecs.n - 1].list,
        EINV_NO_TEXT, value.fields);
    for (uint32_t i = 0; i < row->to.n; i++)
        if (value.fields[i].ptr != NULL)
            remember(p, (struct unsaid){ at, EINV_DEFAULTED,
                                         bind_field(b, row, i),
                                         value.fields[i],
                                         &b->paths[row->to.first + i],
                                         record });
}

size_t einv__put_unsaid_values(struct put_run *p, const struct unsaid *u,
                               const struct bind_path **paths,
                               struct einv_text *texts)
{
    const struct bind_row *row = bind_row(p->r.b, u->row);
    struct bind_value value = { 0 };

    if (u->reason == EINV_MISSING_REQUIRED)
        return 0;
    if (u->path != NULL) {
        paths[0] = u->path;
        texts[0] = u->value;
        return 1;
    }
    if (!einv__value_decode(p->r.b, row, u->value, p->r.arena, &value,
                            &p->r.nomem))
        return 0;
    for (uint32_t i = 0; i < row->to.n; i++) {
        paths[i] = &p->r.b->paths[row->to.first + i];
        texts[i] = value.fields[i];
    }
    return row->to.n;
}

/* A list that must have a member has none.  What the member would have to
 * say is demanded as one; when all of that has a default, nothing is. */
void einv__put_unsaid_list(struct put_run *p, uint32_t at, size_t n_unsaid,
                           struct einv_entry *record)
{
    bool demanded = false;

    for (size_t i = n_unsaid; i < p->n_unsaid; i++)
        demanded |= p->unsaid[i].reason == EINV_MISSING_REQUIRED;
    p->n_unsaid = n_unsaid;
    if (demanded)
        einv__put_unsaid(p, at, EINV_MISSING_REQUIRED, EINV_NO_TEXT, record);
}

/* What the places of a member demand when there is no such member. */
void einv__put_unsaid_member(struct put_run *p,
                             const struct out_element *open, uint32_t at)
{
    const struct einv_binding *b = p->r.b;

    for (uint32_t i = bind_first(b, at); i != 0; i = bind_next(b, i)) {
        const struct bind_row *row = bind_row(b, i);
        enum pass pass = row->kind == ROW_ATTRIBUTE ? PASS_ATTRIBUTES
                                                    : PASS_ELEMENTS;

        if ((row->flags & ROW_REQUIRED) && row->to.n > 0 &&
            !(row->flags & ROW_LIST) &&
            (open->pass == pass || open->pass == PASS_AT_ONCE))
            einv__put_unsaid(p, i, EINV_MISSING_REQUIRED, EINV_NO_TEXT,
                             open->record);
    }
}

/* A type that no place says, as in the source, is said by the sign. */
void einv__put_sign_says(struct put_run *p)
{
    struct einv_entry *type = einv__entry_find(&p->r.inv->root, p->r.b->type);
    struct einv_text implied = einv__sign_implies(&p->r, p->credit);

    if (type != NULL && type->text != NULL && implied.ptr != NULL &&
        einv__text_eq(einv__entry_text(type), implied))
        type->flags |= EINV_ENTRY_USED;
}

/* The type, where the sign of a number will say another one. */
static void report_sign(struct put_run *p)
{
    const struct einv_binding *b = p->r.b;
    const struct einv_entry *type = einv__entry_find(&p->r.inv->root, b->type);
    struct einv_text credit = b->texts[b->credit.first];

    if (b->sign_as.len > 0) {
        if (type != NULL && p->reads_credit != p->credit)
            einv__ledger_write(&p->ledger, EINV_CODE_LOSSY, 0, type, b->type,
                               einv__entry_text(type), credit);
    } else if (type == NULL || !(type->flags & EINV_ENTRY_USED)) {
        einv__ledger_write(&p->ledger, EINV_DEFAULTED, 0, NULL, b->type,
                           p->reads_credit ? credit : b->sign_else,
                           EINV_NO_TEXT);
    }
}

/* What the format implies, where the model says something else: an invoice
 * in euros must not become one in yuan because a slot remembers the euros. */
static bool is_contrary(const struct put_run *p, const struct unsaid *u)
{
    const struct einv_entry *e;

    if (u->reason != EINV_DEFAULTED || u->path == NULL ||
        !(p->r.b->model->places[u->place].flags & EINV_PLACE_GRAVE))
        return false;
    e = einv__bind_find(&p->r, u->path, u->record != NULL
                        ? u->record : &p->r.inv->root);
    return e != NULL && e->text != NULL &&
           !(e->flags & EINV_ENTRY_DERIVED);
}

void einv__put_unsaid_report(struct put_run *p)
{
    if (p->r.b->has_by)
        report_sign(p);
    for (size_t i = 0; i < p->n_unsaid; i++) {
        const struct unsaid *u = &p->unsaid[i];

        einv__ledger_write(&p->ledger, u->reason, u->row, u->record, u->place,
                           u->value, bind_row(p->r.b, u->row)->doc);
        if (is_contrary(p, u) && p->r.report->last_row != NULL)
            p->r.report->last_row->grave = true;
    }
}
