/* invoice.c: an invoice as a tree of entries.
 */
#include "model.h"

/* Deeper than any path of the model, sub lines within sub lines included. */
#define MAX_STEPS 64

void einv__invoice_init(struct einv_invoice_data *inv,
                        const struct einv_model *m, const einv_allocator *a)
{
    memset(inv, 0, sizeof(*inv));
    inv->model = m;
    inv->alloc = a;
    inv->root.source = UINT32_MAX;
    einv__arena_init(&inv->arena, a);
}

void einv__invoice_clear(struct einv_invoice_data *inv)
{
    struct einv_owned *o;

    for (o = inv->owned; o != NULL; o = o->next)
        o->drop(o->what);
    einv__arena_free(&inv->arena);
    einv__invoice_init(inv, inv->model, inv->alloc);
}

bool einv__invoice_own(struct einv_invoice_data *inv, void *what,
                       void (*drop)(void *what))
{
    struct einv_owned *o = einv__arena_alloc(&inv->arena, sizeof(*o));

    if (o == NULL)
        return false;
    *o = (struct einv_owned){ inv->owned, what, drop };
    inv->owned = o;
    return true;
}

/* --- entries -------------------------------------------------------------- */

struct einv_entry *einv__entry_add(struct einv_invoice_data *inv,
                                   struct einv_entry *parent,
                                   einv_place_id place)
{
    struct einv_entry *e = einv__arena_zero(&inv->arena, 1, sizeof(*e));
    struct einv_entry *at = parent->last;

    if (e == NULL)
        return NULL;
    e->parent = parent;
    e->place = place;
    e->source = UINT32_MAX;
    /* Readers come in the order of the document, which is nearly ours. */
    if (at != NULL && at->place > place) {
        struct einv_entry *next = parent->first;

        at = NULL;
        while (next->place <= place) {
            at = next;
            next = next->next;
        }
    }
    e->next = at != NULL ? at->next : parent->first;
    if (at != NULL)
        at->next = e;
    else
        parent->first = e;
    if (e->next == NULL)
        parent->last = e;
    return e;
}

struct einv_entry *einv__entry_need(struct einv_invoice_data *inv,
                                    struct einv_entry *parent,
                                    einv_place_id place)
{
    struct einv_entry *e = einv__entry_find(parent, place);

    return e != NULL ? e : einv__entry_add(inv, parent, place);
}

void einv__entry_remove(struct einv_entry *e)
{
    struct einv_entry *parent = e->parent;
    struct einv_entry *before = NULL, *at;

    if (parent == NULL)
        return;
    for (at = parent->first; at != e; at = at->next)
        before = at;
    if (before != NULL)
        before->next = e->next;
    else
        parent->first = e->next;
    if (parent->last == e)
        parent->last = before;
    e->parent = NULL;
    e->next = NULL;
}

bool einv__entry_set(struct einv_invoice_data *inv, struct einv_entry *e,
                     struct einv_text text)
{
    char *copy;

    if (text.len > UINT32_MAX)
        return false;
    copy = einv__arena_dup(&inv->arena, text);
    if (copy == NULL)
        return false;
    einv__entry_lend(e, einv__text(copy, text.len));
    return true;
}

bool einv__entry_national(struct einv_invoice_data *inv, struct einv_entry *e,
                          const struct einv_national *national)
{
    struct einv_national *kept = einv__arena_alloc(&inv->arena,
                                                   sizeof(*kept));

    if (kept == NULL)
        return false;
    *kept = *national;
    e->national = kept;
    return true;
}

/* Members from `at`, the n-th, to e; 0: e does not come. */
static size_t count_to(const struct einv_entry *at, size_t n,
                       const struct einv_entry *e)
{
    for (; at != NULL && at->place == e->place; at = at->next, n++)
        if (at == e)
            return n;
    return 0;
}

/* Lists shorter than this are not worth remembering. */
#define LONG_LIST 16

size_t einv__entry_index(const struct einv_entry *e,
                         struct einv_counted *counted)
{
    size_t n = 0;

    if (e->parent == NULL)
        return 1;
    if (counted != NULL && counted->e != NULL &&
        counted->e->parent == e->parent && counted->e->place == e->place)
        n = count_to(counted->e, counted->index, e);
    if (n == 0)
        n = count_to(einv__entry_find(e->parent, e->place), 1, e);
    if (counted != NULL && n >= LONG_LIST)
        *counted = (struct einv_counted){ e, n };
    return n;
}

void einv__entry_path(const struct einv_invoice_data *inv,
                      const struct einv_entry *e,
                      struct einv_counted *counted, struct einv_buf *out)
{
    const struct einv_entry *path[MAX_STEPS];
    size_t n = 0;

    for (; e != NULL && e->parent != NULL && n < MAX_STEPS; e = e->parent)
        path[n++] = e;
    while (n-- > 0) {
        const struct einv_place *p = &inv->model->places[path[n]->place];

        einv__buf_text(out, p->name);
        if ((p->flags & EINV_PLACE_MANY) != 0) {
            einv__buf_char(out, '[');
            einv__buf_uint(out, einv__entry_index(path[n], counted));
            einv__buf_char(out, ']');
        }
        if (n > 0)
            einv__buf_char(out, '/');
    }
}

/* --- paths ---------------------------------------------------------------- */

struct walker {
    struct einv_invoice_data *inv;
    bool make;
    struct einv_entry *at;     /* NULL: the model has it, the invoice not */
    einv_place_id place;
};

/* lines[2]: takes the index off; false: not an index, or on no list. */
static bool take_index(struct einv_text *step, size_t *index)
{
    size_t i, n = 0;

    *index = 0;
    if (step->len == 0 || step->ptr[step->len - 1] != ']')
        return step->len > 0;
    for (i = 0; step->ptr[i] != '[';)
        if (++i == step->len)
            return false;
    if (i == 0 || i + 2 >= step->len || step->len - i > 10)
        return false;
    *index = i;
    for (i++; i < step->len - 1; i++) {
        if (step->ptr[i] < '0' || step->ptr[i] > '9')
            return false;
        n = n * 10 + (size_t)(step->ptr[i] - '0');
    }
    step->len = *index;
    *index = n;
    return n > 0;
}

/* Enters the index-th (0: the first) entry of a child place. */
static einv_status enter(struct walker *w, einv_place_id place, size_t index)
{
    struct einv_entry *e, *last = NULL;
    size_t n = 1;

    if (index > 1 && (w->inv->model->places[place].flags &
                      EINV_PLACE_MANY) == 0)
        return EINV_EUSAGE;
    w->place = place;
    if (w->at == NULL)
        return EINV_OK;
    e = einv__entry_find(w->at, place);
    for (; e != NULL && n < index; n++) {
        last = e;
        e = einv__entry_more(e);
    }
    if (e == NULL && w->make) {
        if (index > n || (index > 1 && last == NULL))
            return EINV_EABSENT;       /* a gap in the list */
        e = einv__entry_add(w->inv, w->at, place);
        if (e == NULL)
            return EINV_ENOMEM;
    }
    w->at = e;
    return EINV_OK;
}

/* From the place of `w` down to `place`; the index is of the last step. */
static einv_status descend(struct walker *w, einv_place_id place,
                           size_t index)
{
    const struct einv_model *m = w->inv->model;
    einv_place_id steps[MAX_STEPS];
    einv_place_id first = m->places[w->place].first;
    uint16_t count = m->places[w->place].count;
    size_t n = 0;
    einv_status status = EINV_OK;

    for (;;) {
        steps[n++] = place;
        if (place >= first && place < first + count)
            break;
        if (n == MAX_STEPS || place == EINV_ROOT_PLACE)
            return EINV_EUSAGE;
        place = m->places[place].parent;
    }
    while (n-- > 0 && status == EINV_OK)
        status = enter(w, steps[n], n == 0 ? index : 0);
    return status;
}

static einv_status walk_step(struct walker *w, struct einv_text step)
{
    einv_place_id place;
    size_t index;

    if (einv__text_is(step, "."))
        return EINV_OK;
    if (!take_index(&step, &index))
        return EINV_EUSAGE;
    place = einv__model_find(w->inv->model, w->place, step);
    if (place == EINV_NO_PLACE_ID)
        return EINV_EUSAGE;
    if (place == w->place && !einv__model_below(w->inv->model, w->place,
                                                place))
        return index > 1 ? EINV_EUSAGE : EINV_OK;      /* a flat group */
    return descend(w, place, index);
}

einv_status einv__entry_resolve(struct einv_invoice_data *inv,
                                struct einv_entry *from, struct einv_text path,
                                bool make, struct einv_entry **out)
{
    struct walker w = { inv, make, from, from->place };
    einv_status status = EINV_OK;

    *out = NULL;
    if (path.len > 0 && path.ptr[0] == '/') {
        w.at = &inv->root;
        w.place = EINV_ROOT_PLACE;
        path = einv__text(path.ptr + 1, path.len - 1);
    }
    while (path.ptr != NULL && path.len > 0 && status == EINV_OK)
        status = walk_step(&w, einv__text_cut(path, '/', &path));
    if (status != EINV_OK)
        return status;
    *out = w.at;
    return w.at != NULL ? EINV_OK : EINV_EABSENT;
}
