/* model.c: finding places: by path, by id, by number, and what was meant.
 */
#include "model.h"

#include "../base/nearest.h"

static const char *const type_names[EINV_N_TYPES] = { /* ORDER TYPE */
    "record", "text", "identifier", "code", "amount", "price", "quantity",
    "percent", "date", "boolean", "binary", "reference"
};

const char *einv__type_name(enum einv_type type)
{
    return (unsigned)type < EINV_N_TYPES ? type_names[type] : "?";
}

enum einv_type einv__type_find(struct einv_text name)
{
    int i = 0;

    while (i < EINV_N_TYPES && !einv__text_is(name, type_names[i]))
        i++;
    return (enum einv_type)i;
}

void einv__model_free(struct einv_model *m)
{
    einv__free(m->arena.alloc, m->places,
               m->cap_places * sizeof(*m->places));
    einv__arena_free(&m->arena);
    memset(m, 0, sizeof(*m));
}

uint32_t einv__model_name_hash(const struct einv_model *m,
                               einv_place_id first, struct einv_text name)
{
    return einv__hash32(EINV_HASH32_SEED ^ first * 0x9E3779B1u, name.ptr,
                        name.len) & m->mask;
}

einv_place_id einv__model_child(const struct einv_model *m,
                                einv_place_id parent, struct einv_text name)
{
    const struct einv_place *p = &m->places[parent];
    uint32_t h;

    if (p->count == 0)
        return EINV_NO_PLACE_ID;
    h = einv__model_name_hash(m, p->first, name);
    for (; m->by_name[h] != 0; h = (h + 1) & m->mask) {
        einv_place_id at = m->by_name[h];

        if (at >= p->first && at < p->first + p->count &&
            einv__text_eq(m->places[at].name, name))
            return at;
    }
    return EINV_NO_PLACE_ID;
}

einv_place_id einv__model_first(const struct einv_model *m,
                                struct einv_text record)
{
    for (size_t i = 0; i < m->n_records; i++)
        if (einv__text_eq(m->records[i].name, record))
            return m->records[i].first;
    return 0;
}

einv_place_id einv__model_find_id(const struct einv_model *m,
                                  struct einv_text id)
{
    uint32_t h = einv__hash32(EINV_HASH32_SEED, id.ptr, id.len) & m->mask;
    size_t i;

    if (id.len == 0)
        return EINV_NO_PLACE_ID;
    for (; m->by_id[h] != 0; h = (h + 1) & m->mask)
        if (einv__text_eq(m->places[m->by_id[h]].id, id))
            return m->by_id[h];
    for (i = 0; i < m->n_aliases; i++)
        if (einv__text_eq(m->aliases[i].id, id))
            return m->aliases[i].place;
    return EINV_NO_PLACE_ID;
}

einv_place_id einv__model_find_term(const struct einv_model *m, int32_t term)
{
    size_t i;

    if (term == 0)
        return EINV_NO_PLACE_ID;
    for (i = 0; i < m->n_places; i++)
        if (m->places[i].term == term)
            return (einv_place_id)i;
    for (i = 0; i < m->n_aliases; i++)
        if (m->aliases[i].term == term)
            return m->aliases[i].place;
    return EINV_NO_PLACE_ID;
}

bool einv__model_below(const struct einv_model *m, einv_place_id from,
                       einv_place_id place)
{
    const struct einv_place *f = &m->places[from];

    while (place != EINV_ROOT_PLACE) {
        if (f->count > 0 && place >= f->first && place < f->first + f->count)
            return true;
        place = m->places[place].parent;
    }
    return false;
}

static einv_place_id find_step(const struct einv_model *m, einv_place_id from,
                               struct einv_text step)
{
    einv_place_id place;

    if (einv__text_is(step, "."))
        return from;
    place = einv__model_child(m, from, step);
    if (place != EINV_NO_PLACE_ID)
        return place;
    /* Names are lower case and ids are not: no name is taken for an id. */
    place = einv__model_find_id(m, step);
    if (place == from && !einv__text_eq(m->places[from].id, step))
        return from;                   /* a flat group of this record */
    if (place == EINV_NO_PLACE_ID || !einv__model_below(m, from, place))
        return EINV_NO_PLACE_ID;
    return place;
}

einv_place_id einv__model_find(const struct einv_model *m, einv_place_id from,
                               struct einv_text path)
{
    if (path.len > 0 && path.ptr[0] == '/') {
        from = EINV_ROOT_PLACE;
        path = einv__text(path.ptr + 1, path.len - 1);
        if (path.len == 0)
            return from;
    }
    do {
        struct einv_text step = einv__text_cut(path, '/', &path);

        from = find_step(m, from, step);
    } while (path.ptr != NULL && from != EINV_NO_PLACE_ID);
    return from;
}

void einv__model_path(const struct einv_model *m, einv_place_id place,
                      struct einv_buf *out)
{
    einv_place_id path[32];
    size_t n = 0;

    /* Records nest 12 deep at most (table.c), and a value has one level of
     * qualifiers. */
    for (; place != EINV_ROOT_PLACE && n < 32; n++) {
        path[n] = place;
        place = m->places[place].parent;
    }
    while (n-- > 0) {
        einv__buf_text(out, m->places[path[n]].name);
        if (n > 0)
            einv__buf_char(out, '/');
    }
}

/* --- did you mean --------------------------------------------------------- */

/* Half of a name may be wrong when the words are the same otherwise:
 * tax_number for tax_id.  A shared first word makes two names closer. */
static size_t unlikeness(struct einv_text name, struct einv_text known)
{
    size_t d = einv__nearest_edits(name, known);
    struct einv_text rest;
    struct einv_text word = einv__text_cut(name, '_', &rest);
    struct einv_text other = einv__text_cut(known, '_', &rest);

    return d * 4 - (einv__text_eq(word, other) ? d * 2 : 0);
}

einv_place_id einv__model_suggest(const struct einv_model *m,
                                  einv_place_id from, struct einv_text name)
{
    const struct einv_place *p;
    einv_place_id best = EINV_NO_PLACE_ID, at;
    struct einv_text step, rest;
    size_t best_d;
    uint16_t i;

    for (;;) {                         /* as far as the path goes */
        step = einv__text_cut(name, '/', &rest);
        at = find_step(m, from, step);
        if (at == EINV_NO_PLACE_ID || rest.ptr == NULL)
            break;
        from = at;
        name = rest;
    }
    if (step.len == 0 || step.len > EINV_NEAREST_MAX)
        return EINV_NO_PLACE_ID;
    p = &m->places[from];
    best_d = step.len * 2 + 1;         /* at most half of it is wrong */
    for (i = 0; i < p->count; i++) {
        struct einv_text known = m->places[p->first + i].name;
        size_t d = unlikeness(step, known);

        if (d < best_d) {
            best_d = d;
            best = (einv_place_id)(p->first + i);
        }
    }
    return best;
}
