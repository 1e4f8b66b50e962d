/* slot_list.c: lists that a slot completes: members that the document has not,
 * each at its place, and members in the order that the source had.
 */
#include "slot_read.h"

#include <stdlib.h>

/* --- members that are made ----------------------------------------------- */

static size_t hash_of(const struct einv_entry *parent, einv_place_id place,
                      uint32_t index)
{
    uint64_t hash = einv__hash64(EINV_HASH64_SEED, &parent, sizeof(parent));

    hash = einv__hash64(hash, &place, sizeof(place));
    return (size_t)einv__hash64(hash, &index, sizeof(index));
}

/* Where it is, or would be. */
static uint32_t *slot_of(const struct slot_reader *s,
                         const struct einv_entry *parent, einv_place_id place,
                         uint32_t index)
{
    size_t at = hash_of(parent, place, index);

    for (;; at++) {
        uint32_t *slot = &s->made_hash[at & s->made_mask];
        const struct slot_made *made = &s->made[*slot > 0 ? *slot - 1 : 0];

        if (*slot == 0 || (made->parent == parent && made->place == place &&
                           made->index == index))
            return slot;
    }
}

static bool grow_hash(struct slot_reader *s)
{
    const einv_allocator *a = s->r->inv->alloc;
    size_t size = s->made_hash == NULL ? 64 : (s->made_mask + 1) * 2;
    uint32_t *table;

    if (s->made_hash != NULL && s->n_made * 2 < s->made_mask + 1)
        return true;
    table = einv__alloc(a, size, sizeof(*table));
    if (table == NULL)
        return false;
    memset(table, 0, size * sizeof(*table));
    if (s->made_hash != NULL)
        einv__free(a, s->made_hash, (s->made_mask + 1) * sizeof(*table));
    s->made_hash = table;
    s->made_mask = size - 1;
    for (size_t i = 0; i < s->n_made; i++)
        *slot_of(s, s->made[i].parent, s->made[i].place, s->made[i].index) =
            (uint32_t)i + 1;
    return true;
}

/* Not yet among its siblings: there each would be looked for from the
 * first. */
struct einv_entry *einv__slot_made(struct slot_reader *s,
                                   struct einv_entry *parent,
                                   einv_place_id place, uint32_t index,
                                   bool make)
{
    struct einv_entry *e;
    uint32_t *slot;

    if (!grow_hash(s)) {
        s->r->nomem = true;
        return NULL;
    }
    slot = slot_of(s, parent, place, index);
    if (*slot > 0)
        return s->made[*slot - 1].e;
    if (!make)
        return NULL;
    e = einv__arena_zero(s->r->arena, 1, sizeof(*e));
    if (e == NULL || !einv__grow(s->r->inv->alloc, &s->made, &s->cap_made,
                                 s->n_made + 1, sizeof(*s->made))) {
        s->r->nomem = true;
        return NULL;
    }
    e->parent = parent;
    e->place = place;
    e->source = EINV_NO_REF;
    e->flags = EINV_ENTRY_SLOT;
    s->made[s->n_made] = (struct slot_made){ parent, e, place, index };
    *slot = (uint32_t)++s->n_made;
    return e;
}

/* --- their siblings ------------------------------------------------------ */

struct list {
    struct einv_entry *parent, *before;    /* the sibling in front, or NULL */
    struct einv_entry **members;
    size_t n, cap;
};

static bool open_list(const struct slot_reader *s, struct list *l,
                      struct einv_entry *parent, einv_place_id place,
                      size_t more)
{
    struct einv_entry *e = parent->first;

    memset(l, 0, sizeof(*l));
    l->parent = parent;
    for (; e != NULL && e->place < place; e = e->next)
        l->before = e;
    for (struct einv_entry *i = e; i != NULL && i->place == place;
         i = i->next)
        l->n++;
    l->cap = l->n + more + 1;
    l->members = einv__alloc(s->r->inv->alloc, l->cap,
                             sizeof(struct einv_entry *));
    if (l->members == NULL) {
        s->r->nomem = true;
        return false;
    }
    for (size_t i = 0; i < l->n; i++, e = e->next)
        l->members[i] = e;
    l->members[l->n] = e;                  /* what follows them */
    return true;
}

/* Links the n members, which may be others now. */
static void close_list(const struct slot_reader *s, struct list *l,
                       struct einv_entry *next)
{
    for (size_t i = 0; i < l->n; i++) {
        struct einv_entry *e = l->members[i];

        if (l->before != NULL)
            l->before->next = e;
        else
            l->parent->first = e;
        e->next = next;
        l->before = e;
    }
    if (next == NULL && l->n > 0)
        l->parent->last = l->before;
    einv__free(s->r->inv->alloc, l->members,
               l->cap * sizeof(struct einv_entry *));
}

/* The members as the numbers say: each once, none left out. */
static bool permute(const struct slot_reader *s, struct list *l,
                    struct einv_text order)
{
    const einv_allocator *a = s->r->inv->alloc;
    struct einv_entry **to = einv__alloc(a, l->n + 1,
                                         sizeof(struct einv_entry *));
    size_t n = 0;
    bool good = to != NULL;

    s->r->nomem |= to == NULL;
    for (; good && order.len > 0; n++) {
        struct einv_text word = einv__text_word(&order);
        uint64_t at;

        good = einv__slot_number(&word, 10, &at) && word.len == 0 &&
               n < l->n && at >= 1 && at <= l->n &&
               l->members[at - 1] != NULL;
        if (!good)
            break;
        to[n] = l->members[at - 1];
        l->members[at - 1] = NULL;
    }
    good = good && n == l->n;
    if (good)
        memcpy(l->members, to, n * sizeof(struct einv_entry *));
    if (to != NULL)
        einv__free(a, to, (l->n + 1) * sizeof(struct einv_entry *));
    return good;
}

bool einv__slot_reorder(struct slot_reader *s, struct einv_entry *parent,
                        einv_place_id place, struct einv_text order)
{
    struct einv_entry *next;
    struct list l;
    bool good;

    if (!open_list(s, &l, parent, place, 0))
        return false;
    next = l.members[l.n];
    good = permute(s, &l, order);
    if (!good)
        l.n = 0;                           /* they stay linked as they are */
    close_list(s, &l, next);
    return good;
}

static int by_list(const void *x, const void *y)
{
    const struct slot_made *a = x, *b = y;

    if (a->parent != b->parent)
        return (uintptr_t)a->parent < (uintptr_t)b->parent ? -1 : 1;
    if (a->place != b->place)
        return a->place < b->place ? -1 : 1;
    return a->index < b->index ? -1 : a->index > b->index;
}

/* The n made ones among those of the document. */
static void place_members(struct slot_reader *s, const struct slot_made *made,
                          size_t n)
{
    struct einv_entry *next, **old;
    size_t from = 0, done = 0;
    struct list l;

    if (!open_list(s, &l, made->parent, made->place, 2 * n))
        return;
    /* The document's go to the end of the room, and from there back. */
    next = l.members[l.n];
    old = l.members + n;
    memmove(old, l.members, l.n * sizeof(struct einv_entry *));
    for (size_t i = 0; i < l.n + n; i++)
        l.members[i] = done < n && (from == l.n || made[done].index <= i + 1)
                       ? made[done++].e : old[from++];
    l.n += n;
    close_list(s, &l, next);
}

/* Without those that nothing was said of after all. */
static void drop_unused(struct slot_reader *s)
{
    size_t n = 0;

    for (size_t i = 0; i < s->n_made; i++) {
        if (!(s->made[i].e->flags & EINV_ENTRY_LOSSY))
            continue;
        s->made[i].e->flags &= (uint8_t)~EINV_ENTRY_LOSSY;
        s->made[n++] = s->made[i];
    }
    s->n_made = n;
}

void einv__slot_place_made(struct slot_reader *s)
{
    size_t first = 0;

    drop_unused(s);
    if (s->n_made == 0)
        return;
    qsort(s->made, s->n_made, sizeof(*s->made), by_list);
    for (size_t i = 1; i <= s->n_made && !s->r->nomem; i++) {
        if (i < s->n_made && s->made[i].parent == s->made[first].parent &&
            s->made[i].place == s->made[first].place)
            continue;
        place_members(s, s->made + first, i - first);
        first = i;
    }
}
