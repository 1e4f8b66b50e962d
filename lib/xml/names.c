/* names.c: interning.
 *
 * Tables are open-addressed and at most half full.  The seed of the hash is
 * an address, so that nobody can prepare colliding names; numbers are given
 * in the order of first use and do not depend on it.
 */
#include "names.h"

struct einv_names *einv__names_of(struct einv_tree *t)
{
    struct einv_names *n = t->names;

    if (n != NULL)
        return n;
    n = einv__alloc(t->alloc, 1, sizeof(*n));
    if (n == NULL)
        return NULL;
    memset(n, 0, sizeof(*n));
    n->seed = (uint32_t)((uintptr_t)n >> 4) ^ EINV_HASH32_SEED;
    atomic_init(&n->lines, NULL);
    atomic_init(&n->order, NULL);
    t->names = n;
    return n;
}

void einv__names_free(struct einv_tree *t)
{
    struct einv_names *n = t->names;

    if (n == NULL)
        return;
    einv__lines_free(t, atomic_load(&n->lines));
    einv__order_free(t, atomic_load(&n->order));
    einv__free(t->alloc, n->strings, n->cap_strings * sizeof(*n->strings));
    einv__free(t->alloc, n->qnames, n->cap_qnames * sizeof(*n->qnames));
    einv__free(t->alloc, n->names, n->cap_qnames * sizeof(*n->names));
    einv__free(t->alloc, n, sizeof(*n));
    t->names = NULL;
}

/* --- texts --------------------------------------------------------------- */

static struct einv_text *find_text(struct einv_text *slots, size_t cap,
                                   uint32_t hash, struct einv_text text)
{
    size_t i = hash & (cap - 1);

    while (slots[i].ptr != NULL && !einv__text_eq(slots[i], text))
        i = (i + 1) & (cap - 1);
    return &slots[i];
}

static bool grow_texts(struct einv_tree *t, struct einv_names *n)
{
    size_t cap = n->cap_strings == 0 ? 64 : n->cap_strings * 2, i;
    struct einv_text *slots = einv__alloc(t->alloc, cap, sizeof(*slots));

    if (slots == NULL)
        return false;
    memset(slots, 0, cap * sizeof(*slots));
    for (i = 0; i < n->cap_strings; i++) {
        struct einv_text s = n->strings[i];

        if (s.ptr != NULL)
            *find_text(slots, cap, einv__hash32(n->seed, s.ptr, s.len), s) = s;
    }
    einv__free(t->alloc, n->strings, n->cap_strings * sizeof(*n->strings));
    n->strings = slots;
    n->cap_strings = cap;
    return true;
}

bool einv__names_text(struct einv_tree *t, struct einv_text text,
                      struct einv_text *out)
{
    struct einv_names *n = einv__names_of(t);
    struct einv_text *slot;

    if (n == NULL)
        return false;
    if (text.len == 0) {
        *out = EINV_TEXT("");
        return true;
    }
    if (n->n_strings * 2 >= n->cap_strings && !grow_texts(t, n))
        return false;
    slot = find_text(n->strings, n->cap_strings,
                     einv__hash32(n->seed, text.ptr, text.len), text);
    if (slot->ptr == NULL) {
        const char *copy = einv__arena_dup(&t->arena, text);

        if (copy == NULL)
            return false;
        *slot = einv__text(copy, text.len);
        n->n_strings++;
    }
    *out = *slot;
    return true;
}

/* --- names --------------------------------------------------------------- */

static uint32_t mix(const void *a, const void *b, const void *c)
{
    uint64_t h = (uint64_t)(uintptr_t)a * 0x9e3779b97f4a7c15u;

    h = (h ^ (uint64_t)(uintptr_t)b) * 0xff51afd7ed558ccdu;
    h = (h ^ (h >> 32) ^ (uint64_t)(uintptr_t)c) * 0xc4ceb9fe1a85ec53u;
    return (uint32_t)(h >> 32);
}

/* Interned texts are equal when they are the same; the empty text is not
 * interned and has one address per use. */
static bool same(struct einv_text a, struct einv_text b)
{
    return a.len == b.len && (a.len == 0 || a.ptr == b.ptr);
}

static const char *key(struct einv_text text)
{
    return text.len > 0 ? text.ptr : NULL;
}

static uint32_t *find_name(const struct einv_tree *t, uint32_t *slots,
                           size_t cap, const struct einv_qname *q)
{
    size_t i = mix(NULL, key(q->ns), key(q->local)) & (cap - 1);

    while (slots[i] != 0) {
        const struct einv_qname *other = &t->qnames[slots[i] - 1];

        if (same(other->local, q->local) && same(other->ns, q->ns))
            break;
        i = (i + 1) & (cap - 1);
    }
    return &slots[i];
}

static uint32_t *find_qname(const struct einv_tree *t, uint32_t *slots,
                            size_t cap, const struct einv_qname *q)
{
    size_t i = mix(key(q->prefix), key(q->ns), key(q->local)) & (cap - 1);

    while (slots[i] != 0) {
        const struct einv_qname *other = &t->qnames[slots[i] - 1];

        if (same(other->local, q->local) && same(other->ns, q->ns) &&
            same(other->prefix, q->prefix))
            break;
        i = (i + 1) & (cap - 1);
    }
    return &slots[i];
}

static bool grow_names(struct einv_tree *t, struct einv_names *n)
{
    size_t cap = n->cap_qnames == 0 ? 64 : n->cap_qnames * 2, i;
    uint32_t *qnames = einv__alloc(t->alloc, cap, sizeof(*qnames));
    uint32_t *names = einv__alloc(t->alloc, cap, sizeof(*names));

    if (qnames == NULL || names == NULL) {
        einv__free(t->alloc, qnames, cap * sizeof(*qnames));
        einv__free(t->alloc, names, cap * sizeof(*names));
        return false;
    }
    memset(qnames, 0, cap * sizeof(*qnames));
    memset(names, 0, cap * sizeof(*names));
    for (i = 0; i < t->n_qnames; i++) {
        uint32_t *slot = find_name(t, names, cap, &t->qnames[i]);

        if (*slot == 0)
            *slot = (uint32_t)i + 1;
        *find_qname(t, qnames, cap, &t->qnames[i]) = (uint32_t)i + 1;
    }
    einv__free(t->alloc, n->qnames, n->cap_qnames * sizeof(*n->qnames));
    einv__free(t->alloc, n->names, n->cap_qnames * sizeof(*n->names));
    n->qnames = qnames;
    n->names = names;
    n->cap_qnames = cap;
    return true;
}

static uint32_t add_qname(struct einv_tree *t, struct einv_names *n,
                          struct einv_qname *q, uint32_t *slot)
{
    uint32_t *name = find_name(t, n->names, n->cap_qnames, q);
    uint32_t number = (uint32_t)t->n_qnames;

    if (t->n_qnames >= UINT32_MAX - 1 ||
        !einv__grow(t->alloc, &t->qnames, &t->cap_qnames, t->n_qnames + 1,
                    sizeof(*t->qnames)))
        return UINT32_MAX;
    if (*name == 0) {
        q->name = (uint32_t)t->n_names++;
        *name = number + 1;
    } else {
        q->name = t->qnames[*name - 1].name;
    }
    t->qnames[number] = *q;
    t->n_qnames++;
    *slot = number + 1;
    return number;
}

uint32_t einv__names_qname(struct einv_tree *t, struct einv_text prefix,
                           struct einv_text ns, struct einv_text local)
{
    struct einv_names *n = einv__names_of(t);
    struct einv_qname q;
    uint32_t *slot;

    if (n == NULL || !einv__names_text(t, prefix, &q.prefix) ||
        !einv__names_text(t, ns, &q.ns) ||
        !einv__names_text(t, local, &q.local))
        return UINT32_MAX;
    if (t->n_qnames * 2 >= n->cap_qnames && !grow_names(t, n))
        return UINT32_MAX;
    slot = find_qname(t, n->qnames, n->cap_qnames, &q);
    return *slot != 0 ? *slot - 1 : add_qname(t, n, &q, slot);
}
