/* diff.c: two invoices side by side.
 *
 * Numbers are compared by value, all else by text.  Members of a list that
 * has a natural key (a line's id, a tax's category and rate) are matched by
 * it, so that another order is no difference; others by their number.
 */
#include "handle.h"

#define DEEPEST 256          /* records within records; the model has fewer */

struct diff_row {
    struct diff_row *next;
    struct einv_text parts[4];   /* ORDER DIFF: term path a b */
};

struct einv_diff {
    uint32_t magic;
    einv_ctx *ctx;
    struct einv_arena arena;
    const struct einv_invoice_data *a, *b;
    struct diff_row *first, *last;
    struct diff_row **all;
    size_t n;
    bool nomem;
};

static bool keep(einv_diff *d, struct einv_text from, struct einv_text *to)
{
    char *copy;

    *to = EINV_NO_TEXT;
    if (from.ptr == NULL)
        return true;
    copy = einv__arena_dup(&d->arena, from);
    *to = einv__text(copy, copy != NULL ? from.len : 0);
    return copy != NULL;
}

static bool fill(einv_diff *d, struct diff_row *row,
                 const struct einv_entry *a, const struct einv_entry *b)
{
    const struct einv_entry *e = a != NULL ? a : b;
    const struct einv_place *p = &d->a->model->places[e->place];
    struct einv_text none = EINV_NO_TEXT;
    struct einv_buf path;
    bool ok;

    einv__buf_init(&path, ctx_alloc(d->ctx));
    einv__entry_path(a != NULL ? d->a : d->b, e, &path);
    ok = !path.failed && keep(d, einv__buf_get(&path), &row->parts[1]) &&
         keep(d, p->id.len > 0 ? p->id : einv__buf_get(&path),
              &row->parts[0]) &&
         keep(d, a != NULL ? einv__entry_text(a) : none, &row->parts[2]) &&
         keep(d, b != NULL ? einv__entry_text(b) : none, &row->parts[3]);
    einv__buf_free(&path);
    return ok;
}

static void differ(einv_diff *d, const struct einv_entry *a,
                   const struct einv_entry *b)
{
    struct diff_row *row = einv__arena_zero(&d->arena, 1, sizeof(*row));

    if (row == NULL || !fill(d, row, a, b)) {
        d->nomem = true;
        return;
    }
    if (d->last != NULL)
        d->last->next = row;
    else
        d->first = row;
    d->last = row;
    d->n++;
}

/* Everything that only one side says. */
static void only(einv_diff *d, const struct einv_entry *e, bool in_a,
                 unsigned depth)
{
    if (d->nomem || depth > DEEPEST)
        return;
    if (e->text != NULL)
        differ(d, in_a ? e : NULL, in_a ? NULL : e);
    for (const struct einv_entry *c = e->first; c != NULL; c = c->next)
        only(d, c, in_a, depth + 1);
}

static bool same_text(const einv_diff *d, const struct einv_entry *a,
                      const struct einv_entry *b)
{
    enum einv_type type = (enum einv_type)d->a->model->places[a->place].type;

    return einv__type_equal(type, einv__entry_text(a), einv__entry_text(b));
}

/* --- lists --------------------------------------------------------------------- */

/* Do both say the same in every field of the key ("category,rate")? */
static bool same_key(const einv_diff *d, struct einv_text key,
                     const struct einv_entry *a, const struct einv_entry *b)
{
    while (key.len > 0) {
        struct einv_text name = einv__text_cut(key, ',', &key);
        einv_place_id at = einv__model_child(d->a->model, a->place, name);
        const struct einv_entry *x = NULL, *y = NULL;

        if (at != EINV_NO_PLACE_ID) {
            x = einv__entry_find(a, at);
            y = einv__entry_find(b, at);
        }
        if ((x == NULL) != (y == NULL) || (x != NULL && !same_text(d, x, y)))
            return false;
    }
    return true;
}

/* The member of b's list that stands for a's: by key, the one at the same
 * distance from the last match first, since most lists agree in order. */
static const struct einv_entry *
match(const einv_diff *d, struct einv_text key, const struct einv_entry *a,
      const struct einv_entry *first, const struct einv_entry *expected)
{
    if (key.len == 0)
        return expected;
    if (expected != NULL && same_key(d, key, a, expected))
        return expected;
    for (const struct einv_entry *b = first; b != NULL;
         b = einv__entry_more(b))
        if (same_key(d, key, a, b))
            return b;
    return NULL;
}

static void compare(einv_diff *d, const struct einv_entry *a,
                    const struct einv_entry *b, unsigned depth);

/* Members of a that b has not, pairs, then members of b that a has not. */
static void compare_list(einv_diff *d, const struct einv_entry *a,
                         const struct einv_entry *b, unsigned depth)
{
    struct einv_text key = d->a->model->places[a->place].key;
    const struct einv_entry *expected = b, *x, *y;

    for (x = a; x != NULL; x = einv__entry_more(x)) {
        y = match(d, key, x, b, expected);
        if (y != NULL)
            compare(d, x, y, depth + 1);
        else
            only(d, x, true, depth + 1);
        if (y != NULL)
            expected = einv__entry_more(y);
    }
    expected = a;
    for (y = b; y != NULL; y = einv__entry_more(y)) {
        x = match(d, key, y, a, expected);
        if (x == NULL)
            only(d, y, false, depth + 1);
        else
            expected = einv__entry_more(x);
    }
}

/* The first entry of the next place. */
static const struct einv_entry *next_place(const struct einv_entry *e)
{
    einv_place_id place = e->place;

    while (e != NULL && e->place == place)
        e = e->next;
    return e;
}

static void only_place(einv_diff *d, const struct einv_entry *e, bool in_a,
                       unsigned depth)
{
    for (; e != NULL; e = einv__entry_more(e))
        only(d, e, in_a, depth + 1);
}

static void compare(einv_diff *d, const struct einv_entry *a,
                    const struct einv_entry *b, unsigned depth)
{
    const struct einv_entry *x = a->first, *y = b->first;

    if (d->nomem || depth > DEEPEST)
        return;
    if ((a->text != NULL) != (b->text != NULL) ||
        (a->text != NULL && !same_text(d, a, b)))
        differ(d, a, b);
    while (x != NULL || y != NULL) {
        if (y == NULL || (x != NULL && x->place < y->place)) {
            only_place(d, x, true, depth);
            x = next_place(x);
        } else if (x == NULL || y->place < x->place) {
            only_place(d, y, false, depth);
            y = next_place(y);
        } else {
            compare_list(d, x, y, depth);
            x = next_place(x);
            y = next_place(y);
        }
    }
}

/* --- the handle ------------------------------------------------------------------ */

static bool index_all(einv_diff *d)
{
    size_t i = 0;

    d->all = einv__arena_zero(&d->arena, d->n + 1, sizeof(*d->all));
    if (d->all == NULL)
        return false;
    for (struct diff_row *row = d->first; row != NULL; row = row->next)
        d->all[i++] = row;
    return true;
}

einv_status einv_invoice_diff(const einv_invoice *a, const einv_invoice *b,
                              einv_diff **diff)
{
    einv_diff *d;

    if (!is_invoice(a) || !is_invoice(b) || diff == NULL ||
        a->ctx != b->ctx)
        return EINV_EUSAGE;
    *diff = NULL;
    d = einv__alloc(ctx_alloc(a->ctx), 1, sizeof(*d));
    if (d == NULL)
        return EINV_ENOMEM;
    memset(d, 0, sizeof(*d));
    d->magic = MAGIC_DIFF;
    d->ctx = einv_ctx_ref(a->ctx);
    d->a = &a->s.data;
    d->b = &b->s.data;
    einv__arena_init(&d->arena, ctx_alloc(d->ctx));
    compare(d, &d->a->root, &d->b->root, 0);
    if (d->nomem || !index_all(d)) {
        einv_diff_free(d);
        return EINV_ENOMEM;
    }
    *diff = d;
    return EINV_OK;
}

size_t einv_diff_count(const einv_diff *diff)
{
    return diff != NULL && diff->magic == MAGIC_DIFF ? diff->n : 0;
}

einv_status einv_diff_get_text(const einv_diff *diff, size_t i,
                               einv_diff_field field, const char **text,
                               size_t *len)
{
    if (text == NULL)
        return EINV_EUSAGE;
    *text = NULL;
    if (i >= einv_diff_count(diff) || (unsigned)field > EINV_DIFF_B)
        return EINV_EUSAGE;
    return einv__text_give(diff->all[i]->parts[field], text, len);
}

void einv_diff_free(einv_diff *diff)
{
    einv_ctx *ctx;

    if (diff == NULL || diff->magic != MAGIC_DIFF)
        return;
    ctx = diff->ctx;
    einv__arena_free(&diff->arena);
    diff->magic = 0;
    einv__free(ctx_alloc(ctx), diff, sizeof(*diff));
    einv_ctx_free(ctx);
}
