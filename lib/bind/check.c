/* check.c: what can be wrong with rows that compile: a node that two rows
 * claim, a field that two places claim, a term that nobody mentions.
 */
#include "codec.h"

struct checker {
    const struct einv_binding *b;
    const char *file;
    bool warnings;
    struct einv_report *report;
    bool failed;
};

static void error(struct checker *c, uint32_t row, const char *rule,
                  struct einv_text found, const char *what)
{
    c->failed = true;
    einv__bind_complain(c->report, c->file, c->b->rows[row].line,
                        EINV_SEV_ERROR, rule, found, einv__text_of(what));
}

static struct einv_text name_of(const struct checker *c, uint32_t row)
{
    return c->b->qnames[c->b->rows[row].qname].local;
}

/* The choice that both rows stand in, in different alternatives of it. */
static bool exclude_each_other(const struct einv_binding *b, uint32_t x,
                               uint32_t y)
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

    /* having= is tried first, so it stands first. */
    if (p->having != 0 && q->having == 0)
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

static void check_twins(struct checker *c, uint32_t x)
{
    const struct einv_binding *b = c->b;

    for (uint32_t y = b->rows[x].same_name; y != 0; y = b->rows[y].same_name) {
        bool x_keyed = (b->rows[x].flags & ROW_KEYED) != 0;
        bool y_keyed = (b->rows[y].flags & ROW_KEYED) != 0;

        if (x_keyed != y_keyed || exclude_each_other(b, x, y) ||
            (x_keyed && keys_differ(b, x, y)))
            continue;
        error(c, y, "EINV-BIND-0040", name_of(c, y),
              "keys that differ from those of the other row of this name");
    }
}

/* Two rows outside of a choice that bind one field of the invoice. */
static void check_fields(struct checker *c)
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
                exclude_each_other(b, x, y))
                continue;
            error(c, y, "EINV-BIND-0041", name_of(c, y),
                  "both places of the field in one <choice>");
        }
    }
}

static void check_copies(struct checker *c)
{
    const struct einv_binding *b = c->b;

    for (uint32_t x = 1; x < b->n_rows; x++) {
        const struct bind_row *row = bind_row(b, x);

        if (row->same == BIND_NONE || row->kind != ROW_ATTRIBUTE ||
            (b->bound[b->paths[row->same].place] & 1))
            continue;
        error(c, x, "EINV-BIND-0042", name_of(c, x),
              "same= of a field that some row binds");
    }
}

static bool is_said(const struct einv_binding *b, einv_place_id place)
{
    for (;; place = b->model->places[place].parent) {
        if (b->bound[place] & 2)
            return true;
        if (place == EINV_ROOT_PLACE)
            return false;
    }
}

static void check_terms(struct checker *c)
{
    const struct einv_model *m = c->b->model;

    for (size_t i = 1; c->warnings && i < m->n_places; i++) {
        if (m->places[i].type == EINV_TYPE_RECORD || m->places[i].id.len == 0 ||
            (c->b->bound[i] & 1) || is_said(c->b, (einv_place_id)i))
            continue;
        einv__bind_complain(c->report, c->file, 1, EINV_SEV_WARNING,
                            "EINV-BIND-0043", m->places[i].id,
                            EINV_TEXT("a row, or a mention in <lacks>"));
    }
}

bool einv__bind_check(const struct einv_binding *b, const char *file,
                      bool warnings, struct einv_report *report)
{
    struct checker c = { b, file, warnings, report, false };

    for (uint32_t i = 1; i < b->n_rows; i++)
        if (!bind_is_virtual(bind_row(b, i)))
            check_twins(&c, i);
    check_fields(&c);
    check_copies(&c);
    check_terms(&c);
    return !c.failed;
}
