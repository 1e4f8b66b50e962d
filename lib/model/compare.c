/* compare.c: two invoices, value by value.
 *
 * The question is whether they say the same, not whether they are written
 * alike: numbers are compared by value, and the members of a list by the
 * natural key that model.xml gives it, so that an invoice whose lines were
 * sorted otherwise is the same invoice.
 */
#include "totals.h"

/* Deeper than any document that einv reads (base/limits.def). */
#define MAX_NEST 300

struct compare {
    const struct einv_model *m;
    const einv_allocator *alloc;
    einv_diff_fn *each;
    void *user;
    struct einv_buf path;
    bool nomem, deep;
};

struct run {                   /* the members of one list in one invoice */
    struct einv_entry *first;
    size_t n;
};

static void compare_children(struct compare *c, const struct einv_entry *a,
                             const struct einv_entry *b, unsigned depth);

/* --- one entry ------------------------------------------------------------ */

static bool same_text(const struct einv_place *p, const struct einv_entry *a,
                      const struct einv_entry *b)
{
    struct einv_text x = a != NULL ? einv__entry_text(a) : EINV_NO_TEXT;
    struct einv_text y = b != NULL ? einv__entry_text(b) : EINV_NO_TEXT;

    if (x.ptr == NULL || y.ptr == NULL)
        return x.ptr == y.ptr;
    return einv__type_equal((enum einv_type)p->type, x, y);
}

static size_t push(struct compare *c, einv_place_id place, size_t index)
{
    const struct einv_place *p = &c->m->places[place];
    size_t mark = c->path.len;

    if (mark > 0)
        einv__buf_char(&c->path, '/');
    einv__buf_text(&c->path, p->name);
    if ((p->flags & EINV_PLACE_MANY) != 0) {
        einv__buf_char(&c->path, '[');
        einv__buf_uint(&c->path, index);
        einv__buf_char(&c->path, ']');
    }
    return mark;
}

/* Either may be NULL.  Recursion: MAX_NEST deep. */
static void compare_entry(struct compare *c, const struct einv_entry *a,
                          const struct einv_entry *b, size_t index,
                          unsigned depth)
{
    einv_place_id place = a != NULL ? a->place : b->place;
    const struct einv_place *p = &c->m->places[place];
    size_t mark = push(c, place, index);

    if (c->path.failed) {
        c->nomem = true;
        return;
    }
    if (p->type != EINV_TYPE_RECORD && !same_text(p, a, b)) {
        struct einv_diff_row row = {
            einv__buf_get(&c->path), place,
            a != NULL ? einv__entry_text(a) : EINV_NO_TEXT,
            b != NULL ? einv__entry_text(b) : EINV_NO_TEXT
        };

        c->each(c->user, &row);
    }
    compare_children(c, a, b, depth + 1);
    c->path.len = mark;
}

/* --- lists ---------------------------------------------------------------- */

static struct run run_of(struct einv_entry *first)
{
    struct run r = { first, 0 };

    for (; first != NULL; first = einv__entry_more(first))
        r.n++;
    return r;
}

static struct einv_text key_part(const struct compare *c,
                                 const struct einv_entry *e,
                                 struct einv_text name, enum einv_type *type)
{
    einv_place_id place = einv__model_child(c->m, e->place, name);
    const struct einv_entry *part;

    *type = EINV_TYPE_TEXT;
    if (place == EINV_NO_PLACE_ID)
        return EINV_NO_TEXT;
    *type = (enum einv_type)c->m->places[place].type;
    part = einv__entry_find(e, place);
    return part != NULL ? einv__entry_text(part) : EINV_NO_TEXT;
}

static bool same_key(const struct compare *c, const struct einv_entry *a,
                     const struct einv_entry *b)
{
    struct einv_text rest = c->m->places[a->place].key;
    enum einv_type type;

    while (rest.ptr != NULL && rest.len > 0) {
        struct einv_text name = einv__text_cut(rest, ',', &rest);
        struct einv_text x = key_part(c, a, name, &type);

        if (!einv__type_equal(type, x, key_part(c, b, name, &type)))
            return false;
    }
    return true;
}

static uint32_t key_hash(const struct compare *c, const struct einv_entry *e)
{
    struct einv_text rest = c->m->places[e->place].key;
    uint32_t hash = EINV_HASH32_SEED;
    enum einv_type type;

    while (rest.ptr != NULL && rest.len > 0) {
        struct einv_text name = einv__text_cut(rest, ',', &rest);
        struct einv_text text = key_part(c, e, name, &type);

        hash = einv__type_hash(hash, type, text);
        hash = einv__hash32(hash, ",", 1);
    }
    return hash;
}

struct slot {                  /* a member of b that waits for its match */
    struct einv_entry *e;
    uint32_t hash, index;
    uint32_t next;             /* slot of the same bucket, 0 = none */
    bool taken;
};

struct table {
    struct slot *slots;        /* from 1 */
    uint32_t *buckets;
    size_t n, size;
};

static bool fill_table(struct compare *c, struct table *t, struct run b,
                       size_t index)
{
    struct einv_entry *e = b.first;
    size_t i;

    for (t->size = 16; t->size < b.n; t->size *= 2)
        ;
    t->n = b.n;
    t->slots = einv__alloc(c->alloc, t->n + 1, sizeof(*t->slots));
    t->buckets = einv__alloc(c->alloc, t->size, sizeof(*t->buckets));
    if (t->slots == NULL || t->buckets == NULL)
        return false;
    memset(t->buckets, 0, t->size * sizeof(*t->buckets));
    for (i = 1; i <= t->n; i++, e = e->next)
        t->slots[i] = (struct slot){ e, key_hash(c, e),
                                     (uint32_t)(index + i - 1), 0, false };
    /* Backwards, so that a bucket's first is the list's first. */
    for (i = t->n; i > 0; i--) {
        uint32_t *bucket = &t->buckets[t->slots[i].hash & (t->size - 1)];

        t->slots[i].next = *bucket;
        *bucket = (uint32_t)i;
    }
    return true;
}

static struct einv_entry *take(struct compare *c, struct table *t,
                               const struct einv_entry *a)
{
    uint32_t hash = key_hash(c, a);
    uint32_t *at = &t->buckets[hash & (t->size - 1)];

    for (; *at != 0; at = &t->slots[*at].next) {
        struct slot *slot = &t->slots[*at];

        if (slot->hash == hash && same_key(c, a, slot->e)) {
            slot->taken = true;
            *at = slot->next;          /* members of one key stay linear */
            return slot->e;
        }
    }
    return NULL;
}

/* What is left of two lists, matched by key. */
static void match(struct compare *c, struct run a, struct run b, size_t index,
                  unsigned depth)
{
    struct table t = { NULL, NULL, 0, 0 };
    size_t i;

    if (!fill_table(c, &t, b, index)) {
        c->nomem = true;
    } else {
        struct einv_entry *e = a.first;

        for (i = 0; i < a.n && !c->nomem; i++, e = e->next)
            compare_entry(c, e, take(c, &t, e), index + i, depth);
        for (i = 1; i <= t.n && !c->nomem; i++)
            if (!t.slots[i].taken)
                compare_entry(c, NULL, t.slots[i].e, t.slots[i].index, depth);
    }
    if (t.slots != NULL)
        einv__free(c->alloc, t.slots, (t.n + 1) * sizeof(*t.slots));
    if (t.buckets != NULL)
        einv__free(c->alloc, t.buckets, t.size * sizeof(*t.buckets));
}

/* As long as both lists go the same way they need no table; without a key
 * that is until the shorter one ends. */
static void compare_lists(struct compare *c, struct run a, struct run b,
                          unsigned depth)
{
    size_t index = 1;

    for (; a.n > 0 && b.n > 0 && !c->nomem; index++) {
        if (!same_key(c, a.first, b.first)) {
            match(c, a, b, index, depth);
            return;
        }
        compare_entry(c, a.first, b.first, index, depth);
        a.first = a.first->next;
        b.first = b.first->next;
        a.n--;
        b.n--;
    }
    for (; a.n > 0 && !c->nomem; a.n--, index++, a.first = a.first->next)
        compare_entry(c, a.first, NULL, index, depth);
    for (; b.n > 0 && !c->nomem; b.n--, index++, b.first = b.first->next)
        compare_entry(c, NULL, b.first, index, depth);
}

/* --- records -------------------------------------------------------------- */

/* Takes the entries of the lowest place off both. */
static void compare_children(struct compare *c, const struct einv_entry *a,
                             const struct einv_entry *b, unsigned depth)
{
    struct einv_entry *x = a != NULL ? a->first : NULL;
    struct einv_entry *y = b != NULL ? b->first : NULL;

    if (depth > MAX_NEST) {
        c->deep = c->deep || x != NULL || y != NULL;
        return;
    }
    while ((x != NULL || y != NULL) && !c->nomem) {
        einv_place_id place = x == NULL || (y != NULL && y->place < x->place)
                                  ? y->place : x->place;
        struct run r = run_of(x != NULL && x->place == place ? x : NULL);
        struct run s = run_of(y != NULL && y->place == place ? y : NULL);

        compare_lists(c, r, s, depth);
        for (; r.n > 0; r.n--)
            x = x->next;
        for (; s.n > 0; s.n--)
            y = y->next;
    }
}

einv_status einv__model_compare(const struct einv_invoice_data *a,
                                const struct einv_invoice_data *b,
                                einv_diff_fn *each, void *user)
{
    struct compare c;

    memset(&c, 0, sizeof(c));
    c.m = a->model;
    c.alloc = a->alloc;
    c.each = each;
    c.user = user;
    einv__buf_init(&c.path, a->alloc);
    compare_children(&c, &a->root, &b->root, 0);
    einv__buf_free(&c.path);
    if (c.nomem)
        return EINV_ENOMEM;
    return c.deep ? EINV_ELIMIT : EINV_OK;
}
