/* put_gather.c: gather=: one place for what a model keeps apart, "street,
 * post code, city".  Reading takes the text into one field; writing puts the
 * texts of all of them into it, one after the other, and the ledger says of
 * each that it was merged.
 */
#include "put.h"

static struct einv_entry *field_at(const struct put_run *p,
                                   const struct bind_row *row, uint32_t i,
                                   struct einv_entry *owner)
{
    struct einv_entry *e =
        einv__bind_find(&p->r, &p->r.b->paths[row->gather.first + i], owner);

    return e != NULL && e->text != NULL && e->len > 0 ? e : NULL;
}

/* Reading finds the text in this field, which may have been empty. */
static void tell_own(struct put_run *p, uint32_t at, struct einv_entry *owner,
                     struct einv_text text)
{
    const struct bind_row *row = bind_row(p->r.b, at);
    const struct einv_entry *e =
        einv__bind_find(&p->r, &p->r.b->paths[row->to.first], owner);

    if (e == NULL || e->text == NULL)
        einv__ledger_write(&p->ledger, EINV_DERIVED, at, NULL,
                           bind_field(p->r.b, row, 0), text, text);
}

/* Has a field something to say beside the one that reading fills? */
static bool is_alone(const struct put_run *p, const struct bind_row *row,
                     struct einv_entry *owner)
{
    for (uint32_t i = 0; i < row->gather.n; i++) {
        const struct einv_entry *e = field_at(p, row, i, owner);

        if (e != NULL && e->place != bind_field(p->r.b, row, 0))
            return false;
    }
    return true;
}

static struct einv_text join(struct put_run *p, const struct bind_row *row,
                             struct einv_entry *owner)
{
    struct einv_buf buf;
    char *copy;

    einv__buf_init(&buf, p->r.inv->alloc);
    for (uint32_t i = 0; i < row->gather.n; i++) {
        const struct einv_entry *e = field_at(p, row, i, owner);

        if (e == NULL)
            continue;
        if (buf.len > 0)
            einv__buf_text(&buf, row->gather_by);
        einv__buf_text(&buf, einv__entry_text(e));
    }
    copy = buf.failed ? NULL
                      : einv__arena_dup(p->r.arena, einv__buf_get(&buf));
    p->r.nomem |= copy == NULL;
    einv__buf_free(&buf);
    return einv__text_of(copy != NULL ? copy : "");
}

bool einv__put_gather(struct put_run *p, uint32_t at,
                      struct einv_entry *owner, struct piece *piece)
{
    const struct bind_row *row = bind_row(p->r.b, at);
    struct einv_text text;
    bool good;

    if (row->gather.n == 0 || is_alone(p, row, owner))
        return false;
    text = join(p, row, owner);
    good = einv__facet_takes(p->r.b, row, &text);
    *piece = (struct piece){ text, STRONG };
    if (!good)
        *piece = (struct piece){ EINV_NO_TEXT, NOTHING };
    if (good && einv__bind_find(&p->r, &p->r.b->paths[row->to.first],
                                owner) == NULL)
        einv__put_extra(p, at, 0, owner, text);
    for (uint32_t i = 0; i < row->gather.n && !p->probing; i++) {
        struct einv_entry *e = field_at(p, row, i, owner);

        if (e == NULL)
            continue;
        e->flags |= good ? EINV_ENTRY_USED : EINV_ENTRY_REFUSED;
        if (good)
            einv__put_otherwise(p, e, e->place == bind_field(p->r.b, row, 0)
                                ? text : EINV_NO_TEXT);
        if (good)
            einv__ledger_write(&p->ledger, EINV_MERGED, at, e, e->place,
                               einv__entry_text(e), text);
    }
    if (good && !p->probing)
        tell_own(p, at, owner, text);
    return true;
}
