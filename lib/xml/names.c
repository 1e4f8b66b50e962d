/* names.c: interning.
 *
 * Tables are open-addressed and at most three quarters full.  The seed of the
 * hash is an address, so that nobody can prepare colliding names; numbers are
 * given in the order of first use and do not depend on it.
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
    n->seed = (uint64_t)(uintptr_t)n * 0x9e3779b97f4a7c15u;
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
    einv__free(t->alloc, n->memo, EINV_NAMES_MEMO * sizeof(*n->memo));
    einv__free(t->alloc, n, sizeof(*n));
    t->names = NULL;
}

/* Eight bytes a step: names are looked up by the hundred thousand. */
static uint64_t hash(uint64_t seed, struct einv_text text)
{
    const char *p = text.ptr;
    size_t left = text.len;
    uint64_t h = seed ^ text.len, w;

    for (; left > 8; left -= 8, p += 8) {
        memcpy(&w, p, 8);
        h = (h ^ w) * 0x9e3779b97f4a7c15u;
        h ^= h >> 32;
    }
    if (text.len >= 8)          /* the last eight, which may overlap */
        memcpy(&w, p + left - 8, 8);
    else
        for (w = 0; left > 0; left--)
            w = w << 8 | (unsigned char)p[left - 1];
    h = (h ^ w) * 0xc2b2ae3d27d4eb4fu;
    return h ^ h >> 29;
}

static bool is_full(size_t n, size_t cap)
{
    return n + n / 3 >= cap;
}

/* --- texts --------------------------------------------------------------- */

static struct einv_text *find_text(struct einv_text *slots, size_t cap,
                                   uint64_t seed, struct einv_text text)
{
    size_t i = (size_t)hash(seed, text) & (cap - 1);

    while (slots[i].ptr != NULL && !einv__text_eq(slots[i], text))
        i = (i + 1) & (cap - 1);
    return &slots[i];
}

static bool grow_texts(struct einv_tree *t, struct einv_names *n)
{
    size_t cap = n->cap_strings == 0 ? 16 : n->cap_strings * 2, i;
    struct einv_text *slots = einv__alloc(t->alloc, cap, sizeof(*slots));

    if (slots == NULL)
        return false;
    memset(slots, 0, cap * sizeof(*slots));
    for (i = 0; i < n->cap_strings; i++)
        if (n->strings[i].ptr != NULL)
            *find_text(slots, cap, n->seed, n->strings[i]) = n->strings[i];
    einv__free(t->alloc, n->strings, n->cap_strings * sizeof(*n->strings));
    n->strings = slots;
    n->cap_strings = cap;
    return true;
}

bool einv__names_text(struct einv_tree *t, struct einv_text text, bool stays,
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
    if (is_full(n->n_strings, n->cap_strings) && !grow_texts(t, n))
        return false;
    slot = find_text(n->strings, n->cap_strings, n->seed, text);
    if (slot->ptr == NULL) {
        const char *own = stays ? text.ptr : einv__arena_dup(&t->arena, text);

        if (own == NULL)
            return false;
        *slot = einv__text(own, text.len);
        n->n_strings++;
    }
    *out = *slot;
    return true;
}

/* --- names --------------------------------------------------------------- */

/* The empty text is not interned and has one address per use. */
static bool same(struct einv_text a, struct einv_text b)
{
    return a.len == b.len && (a.len == 0 || a.ptr == b.ptr);
}

/* The slot of q, or the free one it goes into; q->name becomes the number of
 * its expanded name, UINT32_MAX when that is new. */
static uint32_t *find_name(const struct einv_tree *t, uint32_t *slots,
                           size_t cap, struct einv_qname *q)
{
    uint64_t seed = t->names->seed ^
                    (q->ns.len > 0 ? (uint64_t)(uintptr_t)q->ns.ptr : 0);
    size_t i = (size_t)hash(seed, q->local) & (cap - 1);

    q->name = UINT32_MAX;
    for (; slots[i] != 0; i = (i + 1) & (cap - 1)) {
        const struct einv_qname *other = &t->qnames[slots[i] - 1];

        if (!same(other->ns, q->ns) || !einv__text_eq(other->local, q->local))
            continue;
        q->name = other->name;
        if (same(other->prefix, q->prefix))
            break;
    }
    return &slots[i];
}

static bool grow_names(struct einv_tree *t, struct einv_names *n)
{
    size_t cap = n->cap_qnames == 0 ? 128 : n->cap_qnames * 2, i;
    uint32_t *slots = einv__alloc(t->alloc, cap, sizeof(*slots));

    if (slots == NULL)
        return false;
    memset(slots, 0, cap * sizeof(*slots));
    for (i = 0; i < t->n_qnames; i++) {
        struct einv_qname q = t->qnames[i];

        *find_name(t, slots, cap, &q) = (uint32_t)i + 1;
    }
    einv__free(t->alloc, n->qnames, n->cap_qnames * sizeof(*n->qnames));
    n->qnames = slots;
    n->cap_qnames = cap;
    return true;
}

static uint32_t add_qname(struct einv_tree *t, struct einv_qname *q,
                          bool stays, uint32_t *slot)
{
    uint32_t number = (uint32_t)t->n_qnames;

    if (t->n_qnames >= UINT32_MAX - 1 ||
        !einv__grow(t->alloc, &t->qnames, &t->cap_qnames, t->n_qnames + 1,
                    sizeof(*t->qnames)))
        return UINT32_MAX;
    if (!stays) {
        q->local.ptr = einv__arena_dup(&t->arena, q->local);
        if (q->local.ptr == NULL)
            return UINT32_MAX;
    }
    if (q->name == UINT32_MAX)
        q->name = (uint32_t)t->n_names++;
    t->qnames[number] = *q;
    t->n_qnames++;
    *slot = number + 1;
    return number;
}

uint32_t einv__names_interned(struct einv_tree *t, struct einv_text prefix,
                              struct einv_text ns, struct einv_text local,
                              bool stays)
{
    struct einv_names *n = einv__names_of(t);
    struct einv_qname q = { 0, prefix, ns, local };
    uint32_t *slot;

    if (n == NULL ||
        (is_full(t->n_qnames, n->cap_qnames) && !grow_names(t, n)))
        return UINT32_MAX;
    slot = find_name(t, n->qnames, n->cap_qnames, &q);
    return *slot != 0 ? *slot - 1 : add_qname(t, &q, stays, slot);
}

uint32_t einv__names_qname(struct einv_tree *t, struct einv_text prefix,
                           struct einv_text ns, struct einv_text local)
{
    if (!einv__names_text(t, prefix, false, &prefix) ||
        !einv__names_text(t, ns, false, &ns))
        return UINT32_MAX;
    return einv__names_interned(t, prefix, ns, local, false);
}
