/* slot.c: what a record says, as a hash, for those who write a slot and those
 * who read it.
 */
#include "slot.h"

const struct bind_slot *einv__slot_of(const struct einv_binding *b,
                                      uint32_t row)
{
    for (size_t i = 0; i < b->n_slots; i++)
        if (b->slots[i].row >= row && b->slots[i].row < b->rows[row].end)
            return &b->slots[i];
    return NULL;
}

static bool counts(const struct einv_entry *e, bool used)
{
    return e->text != NULL && (used ? (e->flags & EINV_ENTRY_USED) != 0
                                    : !(e->flags & EINV_ENTRY_SLOT));
}

static uint32_t bit_of(const struct einv_model *m, const struct einv_entry *e)
{
    return (uint32_t)(e->place - m->places[e->parent->place].first) & 63;
}

uint64_t einv__slot_mask(const struct einv_model *m,
                         const struct einv_entry *e, bool used)
{
    uint64_t mask = 0;

    for (e = e->first; e != NULL; e = e->next)
        if (counts(e, used))
            mask |= (uint64_t)1 << bit_of(m, e);
    return mask;
}

uint32_t einv__slot_hash(const struct einv_model *m,
                         const struct einv_entry *e, uint64_t mask,
                         bool used)
{
    uint32_t hash = EINV_HASH32_SEED;

    for (e = e->first; e != NULL; e = e->next) {
        uint32_t bit = e->text != NULL ? bit_of(m, e) : 0;
        char mark = (char)bit;

        if (!counts(e, used) || !(mask >> bit & 1))
            continue;
        hash = einv__hash32(hash, &mark, 1);
        hash = einv__type_hash(hash, (enum einv_type)
                               m->places[e->place].type, einv__entry_text(e));
    }
    return hash;
}

static uint64_t hash_all(uint64_t hash, const struct einv_entry *e)
{
    for (e = e->first; e != NULL; e = e->next) {
        hash = einv__hash64(hash, &e->place, sizeof(e->place));
        hash = einv__hash64(hash, e->text != NULL ? "t" : "r", 1);
        if (e->text != NULL)
            hash = einv__hash64(hash, e->text, e->len);
        hash = hash_all(hash, e);
        hash = einv__hash64(hash, ")", 1);
    }
    return hash;
}

uint64_t einv__slot_all(const struct einv_entry *root)
{
    uint64_t hash = hash_all(EINV_HASH64_SEED, root);

    return hash != 0 ? hash : 1;
}
