/* slot.c: what a record says in the target's document, for the one who writes
 * the slot and the one who reads it.
 *
 * Members of a list are found by what they say, through tables: a list of a
 * hundred thousand members is hashed once for each mask, not once for each
 * member.
 */
#include "slot.h"

#include <stdlib.h>

const struct bind_slot *einv__slot_of(const struct einv_binding *b,
                                      uint32_t row)
{
    for (size_t i = 0; i < b->n_slots; i++)
        if (b->slots[i].row >= row && b->slots[i].row < b->rows[row].end)
            return &b->slots[i];
    return NULL;
}

static bool is_white(char c)
{
    return c == ' ' || c == '\n' || c == '\r' || c == '\t';
}

struct einv_text einv__slot_behind(struct einv_text text,
                                   struct einv_text *before)
{
    static const char head[] = SLOT_KEY "00000|einv1 ";
    size_t n = sizeof(head) - 1;

    *before = text;
    for (size_t i = 0; i + n <= text.len; i++) {
        if (memcmp(text.ptr + i, head, n) != 0 ||
            (i > 0 && !is_white(text.ptr[i - 1])))
            continue;
        *before = einv__text(text.ptr, i > 0 ? i - 1 : 0);
        return einv__text(text.ptr + i, text.len - i);
    }
    return EINV_NO_TEXT;
}

static uint64_t mix(uint64_t hash, uint64_t word)
{
    hash = (hash ^ word) * UINT64_C(0x9e3779b97f4a7c15);
    return hash ^ hash >> 29;
}

/* Eight bytes at a time: all of an invoice, at each reading. */
static uint64_t mix_text(uint64_t hash, const char *text, size_t len)
{
    uint64_t word = 0;

    for (; len >= 8; text += 8, len -= 8) {
        memcpy(&word, text, 8);
        hash = mix(hash, word);
    }
    for (word = 0; len > 0; len--)
        word = word << 8 | (unsigned char)text[len - 1];
    return mix(hash, word);
}

/* The length and the end of each are mixed in, so no text can be taken for
 * another entry. */
static uint64_t hash_all(uint64_t hash, const struct einv_entry *e)
{
    for (e = e->first; e != NULL; e = e->next) {
        hash = mix(hash, (uint64_t)e->place << 34 | (uint64_t)e->len << 2 |
                         (e->text != NULL ? 1 : 2));
        if (e->text != NULL)
            hash = mix_text(hash, e->text, e->len);
        if (e->first != NULL)
            hash = mix(hash_all(hash, e), 3);
    }
    return hash;
}

uint64_t einv__slot_all(const struct einv_entry *root)
{
    uint64_t hash = hash_all(EINV_HASH64_SEED, root);

    return hash != 0 ? hash : 1;
}

/* --- records ------------------------------------------------------------- */

static size_t count_entries(const struct einv_entry *e)
{
    size_t n = 1;

    for (e = e->first; e != NULL; e = e->next)
        n += count_entries(e);
    return n;
}

void einv__slot_view_open(struct slot_view *v,
                          const struct einv_invoice_data *inv, bool writing)
{
    memset(v, 0, sizeof(*v));
    v->m = inv->model;
    v->alloc = inv->alloc;
    v->writing = writing;
    v->most = 64 * count_entries(&inv->root) + 10000;
}

void einv__slot_view_close(struct slot_view *v)
{
    for (size_t i = 0; i < SLOT_LEVELS; i++)
        for (size_t k = 0; k < SLOT_MASKS; k++)
            einv__free(v->alloc, v->tables[i][k].rows,
                       v->tables[i][k].cap * sizeof(struct slot_row));
}

static const struct slot_lossy *find_lossy(const struct slot_view *v,
                                           const struct einv_entry *e)
{
    size_t low = 0, high = v->n_lossy;

    while (low < high) {
        size_t mid = low + (high - low) / 2;

        if ((uintptr_t)v->lossy[mid].e < (uintptr_t)e)
            low = mid + 1;
        else
            high = mid;
    }
    return low < v->n_lossy && v->lossy[low].e == e ? &v->lossy[low] : NULL;
}

bool einv__slot_lossy(const struct slot_view *v, const struct einv_entry *e,
                      struct einv_text *back)
{
    const struct slot_lossy *lossy =
        e->flags & EINV_ENTRY_LOSSY ? find_lossy(v, e) : NULL;

    *back = lossy != NULL ? lossy->back : EINV_NO_TEXT;
    return lossy != NULL;
}

struct einv_text einv__slot_value(const struct slot_view *v,
                                  const struct einv_entry *e)
{
    struct einv_text back;

    if (e->text == NULL)
        return EINV_NO_TEXT;
    if (!v->writing)
        return e->flags & EINV_ENTRY_SLOT ? EINV_NO_TEXT
                                          : einv__entry_text(e);
    if (e->flags & EINV_ENTRY_DERIVED)
        return EINV_NO_TEXT;
    if (einv__slot_lossy(v, e, &back))
        return back;
    return e->flags & EINV_ENTRY_USED ? einv__entry_text(e) : EINV_NO_TEXT;
}

bool einv__slot_there(const struct slot_view *v, const struct einv_entry *e)
{
    if (!v->writing)
        return !(e->flags & EINV_ENTRY_SLOT);
    if (einv__slot_value(v, e).ptr != NULL ||
        (e->text == NULL && (e->flags & EINV_ENTRY_USED)))
        return true;
    for (e = e->first; e != NULL; e = e->next)
        if (einv__slot_there(v, e))
            return true;
    return false;
}

/* Of a record itself: a target may reorder its lists. */
static struct einv_text own_value(const struct slot_view *v,
                                  const struct einv_entry *e)
{
    return v->m->places[e->place].flags & EINV_PLACE_MANY
           ? EINV_NO_TEXT : einv__slot_value(v, e);
}

uint64_t einv__slot_mask(const struct slot_view *v,
                         const struct einv_entry *e)
{
    uint64_t mask = 0;

    for (e = e->first; e != NULL; e = e->next)
        if (own_value(v, e).ptr != NULL)
            mask |= (uint64_t)1 << v->m->places[e->place].bit;
    return mask;
}

static uint32_t hash_value(const struct slot_view *v, uint32_t hash,
                           const struct einv_entry *e, struct einv_text text)
{
    struct einv_text name = v->m->places[e->place].name;

    hash = einv__hash32(hash, name.ptr, name.len);
    return einv__type_hash(hash, (enum einv_type)v->m->places[e->place].type,
                           text);
}

uint32_t einv__slot_hash(const struct slot_view *v,
                         const struct einv_entry *e, uint64_t mask)
{
    uint32_t hash = EINV_HASH32_SEED;
    struct einv_text text;

    if (v->m->places[e->place].type != EINV_TYPE_RECORD) {
        text = einv__slot_value(v, e);
        return text.ptr != NULL ? hash_value(v, hash, e, text) : hash;
    }
    for (e = e->first; e != NULL; e = e->next) {
        text = own_value(v, e);
        if (text.ptr != NULL &&
            (mask >> v->m->places[e->place].bit & 1))
            hash = hash_value(v, hash, e, text);
    }
    return hash;
}

/* --- members of lists ---------------------------------------------------- */

static int by_hash(const void *x, const void *y)
{
    const struct slot_row *a = x, *b = y;

    if (a->there != b->there)
        return a->there ? -1 : 1;
    if (a->hash != b->hash)
        return a->hash < b->hash ? -1 : 1;
    return a->index < b->index ? -1 : a->index > b->index;
}

static int by_entry(const void *x, const void *y)
{
    uintptr_t a = (uintptr_t)((const struct slot_row *)x)->e;
    uintptr_t b = (uintptr_t)((const struct slot_row *)y)->e;

    return a < b ? -1 : a > b;
}

/* Numbers members of one hash in the list's order, by an open hash of the
 * last one of each.  false: no memory, or somebody made them collide. */
static bool rank_all(struct slot_view *v, struct slot_table *t)
{
    size_t room = 4;
    uint32_t *last;

    while (room < 2 * t->n)
        room *= 2;
    last = einv__alloc(v->alloc, room, sizeof(*last));
    v->nomem |= last == NULL;
    if (last == NULL)
        return false;
    memset(last, 0, room * sizeof(*last));
    for (size_t i = 0; i < t->n && v->work <= v->most; i++) {
        struct slot_row *row = &t->rows[i];
        size_t at = (row->hash ^ row->hash >> 15) & (room - 1);

        if (!row->there)
            continue;
        for (; last[at] != 0 && t->rows[last[at] - 1].hash != row->hash;
             at = (at + 1) & (room - 1))
            v->work++;
        row->rank = last[at] != 0 ? t->rows[last[at] - 1].rank + 1 : 1;
        last[at] = (uint32_t)i + 1;
    }
    einv__free(v->alloc, last, room * sizeof(*last));
    return v->work <= v->most;
}

/* When reading, members are asked for by their hash. */
static void sort_by_hash(struct slot_table *t)
{
    qsort(t->rows, t->n, sizeof(*t->rows), by_hash);
    for (size_t i = 0; i < t->n; i++)
        t->rows[i].rank = i > 0 && t->rows[i - 1].there &&
                          t->rows[i - 1].hash == t->rows[i].hash
                          ? t->rows[i - 1].rank + 1 : 1;
}

static bool fill(struct slot_view *v, struct slot_table *t)
{
    const struct einv_entry *e = einv__entry_find(t->parent, t->place);
    const struct einv_entry *first = e;

    for (t->n = 0; e != NULL; e = einv__entry_more(e))
        t->n++;
    v->work += t->n;
    if (v->work > v->most)
        return false;
    if (!einv__grow(v->alloc, &t->rows, &t->cap, t->n, sizeof(*t->rows))) {
        v->nomem = true;
        return false;
    }
    for (e = first, t->n = t->there = 0; e != NULL; e = einv__entry_more(e)) {
        struct slot_row *row = &t->rows[t->n++];

        *row = (struct slot_row){ e, 0, (uint32_t)t->n, 1,
                                  einv__slot_there(v, e) };
        row->hash = row->there ? einv__slot_hash(v, e, t->mask) : 0;
        t->there += row->there;
    }
    if (v->writing)
        return t->there < 2 || rank_all(v, t);
    sort_by_hash(t);
    return true;
}

static struct slot_table *table_of(struct slot_view *v,
                                   const struct einv_entry *parent,
                                   einv_place_id place, uint64_t mask)
{
    const struct einv_entry *up = parent;
    struct slot_table *t;
    size_t level = 0;

    while ((up = up->parent) != NULL && level < SLOT_LEVELS - 1)
        level++;
    t = &v->tables[level][(mask ^ mask >> 33 ^ mask >> 17 ^ mask >> 9 ^
                           mask >> 4) &
                          (SLOT_MASKS - 1)];
    if (t->good && t->parent == parent && t->place == place &&
        t->mask == mask)
        return t;
    *t = (struct slot_table){ parent, place, mask, t->rows, t->cap,
                              0, 0, 0, false, false };
    t->good = fill(v, t);
    return t->good ? t : NULL;
}

/* So far ahead of the last one a member is looked for. */
#define NEAR 64

/* Mostly members are asked for in the list's order. */
static const struct slot_row *find_near(struct slot_table *t,
                                        const struct einv_entry *e)
{
    for (size_t i = 0, at = t->at; i < NEAR && i < t->n; i++, at++) {
        if (at >= t->n)
            at = 0;
        if (t->rows[at].e != e)
            continue;
        t->at = at;
        return &t->rows[at];
    }
    return NULL;
}

const struct slot_row *einv__slot_row(struct slot_view *v,
                                      const struct einv_entry *e,
                                      uint64_t mask)
{
    struct slot_table *t = table_of(v, e->parent, e->place, mask);
    struct slot_row key = { e, 0, 0, 0, false };
    const struct slot_row *row;

    if (t == NULL)
        return NULL;
    row = t->by_entry ? NULL : find_near(t, e);
    if (row != NULL)
        return row;
    if (!t->by_entry)
        qsort(t->rows, t->n, sizeof(*t->rows), by_entry);
    t->by_entry = true;
    return bsearch(&key, t->rows, t->n, sizeof(key), by_entry);
}

struct einv_entry *einv__slot_member(struct slot_view *v,
                                     const struct einv_entry *parent,
                                     einv_place_id place, uint64_t mask,
                                     uint32_t hash, uint64_t k)
{
    const struct slot_table *t = table_of(v, parent, place, mask);
    size_t low = 0, high = t != NULL ? t->there : 0;

    while (low < high) {
        size_t mid = low + (high - low) / 2;

        if (t->rows[mid].hash < hash)
            low = mid + 1;
        else
            high = mid;
    }
    if (t == NULL || k == 0 || k > t->there - low ||
        t->rows[low + k - 1].hash != hash)
        return NULL;
    /* The rows do not own what they point to. */
    return (struct einv_entry *)(uintptr_t)t->rows[low + k - 1].e;
}
