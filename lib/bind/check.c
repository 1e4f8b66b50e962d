/* check.c: what can be wrong with rows that compile: a node that two rows
 * claim, a field that two places claim, a term that nobody mentions.
 */
#include "check.h"

static struct einv_text name_of(const struct bind_checker *c, uint32_t row)
{
    return c->b->qnames[c->b->rows[row].qname].local;
}

static void complain(struct bind_checker *c, uint32_t row,
                     enum einv_severity severity, const char *rule,
                     const char *what)
{
    const struct bind_row *r = bind_row(c->b, row);
    struct einv_text name = !bind_is_virtual(r) ? name_of(c, row)
        : r->into.steps.n > 0 ? c->b->model->places[r->into.place].name
                              : EINV_NO_TEXT;

    c->failed |= severity == EINV_SEV_ERROR;
    einv__bind_complain(c->report, c->file,
                        bind_line(c->b, c->b->rows[row].node), severity,
                        rule, name, einv__text_of(what));
}

void einv__check_error(struct bind_checker *c, uint32_t row,
                       const char *rule, const char *what)
{
    complain(c, row, EINV_SEV_ERROR, rule, what);
}

void einv__check_warn(struct bind_checker *c, uint32_t row, const char *rule,
                      const char *what)
{
    complain(c, row, EINV_SEV_WARNING, rule, what);
}

/* The choice that both rows stand in, in different alternatives of it. */
bool einv__check_apart(const struct einv_binding *b, uint32_t x, uint32_t y)
{
    uint32_t state = b->rows[x].state;

    for (uint32_t p = x; p != state; p = b->rows[p].parent)
        for (uint32_t q = y; q != state; q = b->rows[q].parent)
            if (p != q && b->rows[p].parent == b->rows[q].parent &&
                b->rows[b->rows[p].parent].kind == ROW_CHOICE)
                return true;
    return false;
}

static bool overlap(const struct einv_binding *b, const struct bind_row *x,
                    const struct bind_row *y)
{
    if (x->key_path != BIND_NONE || y->key_path != BIND_NONE)
        return x->key_path != BIND_NONE && y->key_path != BIND_NONE &&
               b->paths[x->key_path].place == b->paths[y->key_path].place;
    for (uint32_t i = 0; i < x->keys.n; i++)
        for (uint32_t k = 0; k < y->keys.n; k++)
            if (einv__text_eq(b->texts[x->keys.first + i],
                              b->texts[y->keys.first + k]))
                return true;
    return false;
}

/* Do the keys of two rows of one name differ on a path that both have? */
static bool keys_differ(const struct einv_binding *b, uint32_t x, uint32_t y)
{
    const struct bind_row *p = bind_row(b, x), *q = bind_row(b, y);

    /* Rows with having=, lacking= or what they are read if are tried in the
     * order of the file. */
    if ((p->having | q->having | p->lacking | q->lacking) != 0 ||
        bind_reads_if(p) || bind_reads_if(q))
        return true;
    if (bind_is_constant(p) && bind_is_constant(q) && !p->fixed && !q->fixed)
        return !overlap(b, p, q);
    for (uint32_t i = bind_first(b, x); i != 0; i = bind_next(b, i))
        for (uint32_t k = bind_first(b, y); k != 0; k = bind_next(b, k))
            if (b->rows[i].name == b->rows[k].name &&
                (b->rows[i].flags & b->rows[k].flags & ROW_KEYED) &&
                !bind_is_virtual(bind_row(b, i)) && keys_differ(b, i, k))
                return true;
    return false;
}

static void check_twins(struct bind_checker *c, uint32_t x)
{
    const struct einv_binding *b = c->b;

    for (uint32_t y = b->rows[x].same_name; y != 0; y = b->rows[y].same_name) {
        bool x_keyed = (b->rows[x].flags & ROW_KEYED) != 0;
        bool y_keyed = (b->rows[y].flags & ROW_KEYED) != 0;

        /* The first one, and all others. */
        if (!x_keyed && !y_keyed && !(b->rows[x].flags & ROW_MANY) &&
            (b->rows[y].flags & ROW_REST))
            continue;
        /* A slot takes what begins with its own word. */
        if ((b->rows[x].flags ^ b->rows[y].flags) & ROW_SLOT)
            continue;
        if (x_keyed != y_keyed || einv__check_apart(b, x, y) ||
            (x_keyed && keys_differ(b, x, y)))
            continue;
        einv__check_error(c, y, "EINV-BIND-0040",
                          "keys that differ from those of the other row of "
                          "this name");
    }
}

/* Two rows outside of a choice that bind one field of the invoice. */
static void check_fields(struct bind_checker *c)
{
    const struct einv_binding *b = c->b;

    for (uint32_t x = 1; x < b->n_rows; x++) {
        const struct bind_row *row = bind_row(b, x);

        if (row->to.n != 1 || (row->flags & (ROW_SELF | ROW_NO_WRITE)) ||
            !(row->flags & ROW_LINKED))
            continue;
        for (uint32_t y = x + 1; y < b->n_rows; y++) {
            const struct bind_row *other = bind_row(b, y);

            if (other->to.n != 1 || other->state != row->state ||
                (other->flags & (ROW_SELF | ROW_NO_WRITE)) ||
                bind_field(b, row, 0) != bind_field(b, other, 0) ||
                bind_member(b, x) != bind_member(b, y) ||
                (row->join != 0 && row->join == other->join) ||
                einv__check_apart(b, x, y))
                continue;
            einv__check_error(c, y, "EINV-BIND-0041",
                          "both places of the field in one <choice>");
        }
    }
}

static void check_copies(struct bind_checker *c)
{
    const struct einv_binding *b = c->b;

    for (uint32_t x = 1; x < b->n_rows; x++) {
        const struct bind_row *row = bind_row(b, x);

        if (row->same == BIND_NONE || row->kind != ROW_ATTRIBUTE ||
            (b->bound[b->paths[row->same].place] & 1))
            continue;
        einv__check_error(c, x, "EINV-BIND-0042",
                          "same= of a field that some row binds");
    }
}

static void check_terms(struct bind_checker *c)
{
    const struct einv_model *m = c->b->model;

    for (size_t i = 1; c->warnings && i < m->n_places; i++) {
        if (m->places[i].type == EINV_TYPE_RECORD || m->places[i].id.len == 0 ||
            (c->b->bound[i] & 1) || c->b->lack[i] != 0)
            continue;
        einv__bind_complain(c->report, c->file, 1, EINV_SEV_WARNING,
                            "EINV-BIND-0043", m->places[i].id,
                            EINV_TEXT("a row, or a mention in <lacks>"));
    }
}

einv_status einv__bind_check(const struct einv_binding *b, const char *file,
                             bool warnings, struct einv_report *report)
{
    struct bind_checker c = { 0 };

    c.b = b;
    c.file = file;
    c.warnings = warnings;
    c.report = report;
    einv__arena_init(&c.arena, b->alloc);
    for (uint32_t i = 1; i < b->n_rows; i++)
        if (!bind_is_virtual(bind_row(b, i)))
            check_twins(&c, i);
    check_fields(&c);
    check_copies(&c);
    einv__check_values(&c);
    check_terms(&c);
    einv__arena_free(&c.arena);
    if (c.nomem)
        return EINV_ENOMEM;
    return c.failed ? EINV_EMALFORMED : EINV_OK;
}
