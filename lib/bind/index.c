/* index.c: what can be known of the rows once all of them are there: names,
 * dispatch, slots, and which rows the writer may write though the reader did
 * not see them.
 */
#include "codec.h"
#include "slot.h"

static uint32_t name_hash(struct einv_text ns, struct einv_text local,
                          bool attribute)
{
    uint32_t hash = einv__hash32(EINV_HASH32_SEED, local.ptr, local.len);

    return einv__hash32(hash + attribute, ns.ptr, ns.len);
}

static bool grow_name_hash(struct einv_binding *b)
{
    uint32_t mask = b->name_mask == 0 ? 255 : b->name_mask * 2 + 1;
    uint32_t *table = einv__arena_zero(&b->arena, mask + 1, sizeof(*table));

    if (table == NULL)
        return false;
    for (uint32_t i = 1; i < b->n_names; i++) {
        const struct bind_name *name = &b->names[i];
        uint32_t at = name_hash(name->ns, name->local, name->attribute);

        while (table[at & mask] != 0)
            at++;
        table[at & mask] = i;
    }
    b->name_hash = table;
    b->name_mask = mask;
    return true;
}

uint32_t einv__bind_name_find(const struct einv_binding *b,
                              struct einv_text ns, struct einv_text local,
                              bool attribute)
{
    uint32_t at = name_hash(ns, local, attribute);

    if (b->name_hash == NULL)
        return 0;
    for (;; at++) {
        uint32_t i = b->name_hash[at & b->name_mask];

        if (i == 0 || (b->names[i].attribute == attribute &&
                       einv__text_eq(b->names[i].local, local) &&
                       einv__text_eq(b->names[i].ns, ns)))
            return i;
    }
}

uint32_t einv__bind_name_add(struct einv_binding *b, struct einv_text ns,
                             struct einv_text local, bool attribute)
{
    uint32_t found = einv__bind_name_find(b, ns, local, attribute), at;
    struct bind_name *name;

    if (found != 0)
        return found;
    if (!einv__grow(b->alloc, &b->names, &b->cap_names, b->n_names + 2,
                    sizeof(*b->names)))
        return 0;
    if (b->n_names == 0) {
        memset(&b->names[0], 0, sizeof(b->names[0]));
        b->n_names = 1;
    }
    name = &b->names[b->n_names];
    *name = (struct bind_name){ ns, local, attribute, false };
    if ((b->name_mask + 1) / 2 <= b->n_names && !grow_name_hash(b))
        return 0;
    at = name_hash(ns, local, attribute);
    while (b->name_hash[at & b->name_mask] != 0)
        at++;
    b->name_hash[at & b->name_mask] = (uint32_t)b->n_names;
    return (uint32_t)b->n_names++;
}

/* Dispatch and the chains of same-named rows, in the order of the rows. */
static bool index_names(struct einv_binding *b)
{
    uint32_t mask = 63;

    while (mask < b->n_rows * 3)
        mask = mask * 2 + 1;
    b->dispatch = einv__arena_zero(&b->arena, mask + 1, sizeof(*b->dispatch));
    if (b->dispatch == NULL)
        return false;
    b->dispatch_mask = mask;
    for (uint32_t i = (uint32_t)b->n_rows - 1; i > 0; i--) {
        struct bind_row *row = &b->rows[i];
        uint32_t at;

        if (bind_is_virtual(row))
            continue;
        at = row->state * 2654435761u ^ row->name * 2246822519u;
        for (at ^= at >> 15;; at++) {
            struct bind_dispatch *d = &b->dispatch[at & mask];

            if (d->row != 0 && (d->state != row->state ||
                                d->name != row->name))
                continue;
            row->same_name = d->row;
            *d = (struct bind_dispatch){ row->state, row->name, i };
            break;
        }
    }
    return true;
}

static void index_slots(struct einv_binding *b)
{
    for (uint32_t i = 1; i < b->n_rows; i++) {
        struct bind_row *row = &b->rows[i], *state = &b->rows[row->state];
        uint32_t twin = bind_is_virtual(row) ? 0
                        : bind_lookup(b, row->state, row->name);

        if (row->state != 0)
            row->slot = state->n_slots++;
        for (; twin != 0; twin = b->rows[twin].same_name) {
            if (twin != i)
                row->flags |= ROW_TWIN;
            if (twin < i)
                row->label_n++;
        }
        if (row->kind == ROW_ATTRIBUTE)
            state->flags |= ROW_HAS_ATTRS;
        if (row->to.n > 0 || row->into.steps.n > 0 || row->sets.n > 0 ||
            (row->same != BIND_NONE && row->kind == ROW_ELEMENT))
            for (uint32_t up = row->parent; up != 0; up = b->rows[up].parent)
                b->rows[up].flags |= ROW_DEEP;
        if (row->content != i)
            row->flags |= ROW_DEEP;
        if (state->n_slots > b->max_slots)
            b->max_slots = state->n_slots;
    }
}

static void count_one(uint8_t *count, einv_place_id place)
{
    if (count[place] < 2)
        count[place]++;
}

/* How many rows of one document bind each place, by `to`, `same`, `set` or a
 * list's `into`. */
static void count_binders(const struct einv_binding *b, uint32_t document,
                          uint8_t *count)
{
    memset(count, 0, b->model->n_places);
    for (uint32_t i = document; i < b->rows[document].end; i++) {
        const struct bind_row *row = &b->rows[i];

        for (uint32_t k = 0; k < row->to.n && !(row->flags & ROW_SELF); k++)
            count_one(count, bind_field(b, row, k));
        for (uint32_t k = 0; k < row->sets.n; k++)
            count_one(count, b->sets[row->sets.first + k].path.place);
        if (row->into.steps.n > 0)
            count_one(count, row->into.place);
        if (row->same != BIND_NONE)
            count_one(count, b->paths[row->same].place);
    }
}

static void link_rows(struct einv_binding *b, uint32_t document,
                      const uint8_t *count)
{
    for (uint32_t i = document; i < b->rows[document].end; i++) {
        struct bind_row *row = &b->rows[i];

        /* A field of the whole invoice that each member repeats is there
         * for all of them, whoever read it; so is the type that a sign
         * told. */
        for (uint32_t k = 0; k < row->to.n; k++)
            if (count[bind_field(b, row, k)] > 1 ||
                (b->sign_else.len > 0 && bind_field(b, row, k) == b->type) ||
                (b->paths[row->to.first + k].absolute &&
                 row->inside != EINV_ROOT_PLACE))
                row->flags |= ROW_LINKED;
        if (row->into.steps.n > 0 && count[row->into.place] > 1 &&
            (b->model->places[row->into.place].flags & EINV_PLACE_MANY))
            row->flags |= ROW_LINKED;
    }
}

static void index_values(struct einv_binding *b)
{
    for (uint32_t i = 1; i < b->n_rows; i++) {
        struct bind_row *row = &b->rows[i];
        const struct einv_place *place;

        if (row->to.n > 0 || row->same != BIND_NONE || row->make != 0 ||
            bind_is_constant(row))
            row->flags |= ROW_SAYS;
        if (row->to.n != 1)
            continue;
        place = &b->model->places[bind_field(b, row, 0)];
        if ((place->flags & EINV_PLACE_MANY) && (row->flags & ROW_MANY) &&
            !(row->flags & ROW_SELF))
            row->flags |= ROW_LIST;
        if (row->codecs.n > 0 || row->pattern.n > 0)
            continue;
        if (place->type == EINV_TYPE_BINARY)
            b->names[row->name].binary = true;
        if (row->facet != 0)
            continue;              /* written only when it fits */
        row->flags |= ROW_PLAIN;
        if (place->type == EINV_TYPE_TEXT ||
            place->type == EINV_TYPE_IDENTIFIER ||
            place->type == EINV_TYPE_REFERENCE)
            row->flags |= ROW_RAW;
    }
}

/* Keys of a row, and below it down to the next repeating or ambiguous row. */
static bool is_keyed(const struct einv_binding *b, uint32_t at)
{
    const struct bind_row *row = &b->rows[at];

    if ((row->flags & ROW_SLOT) ||
        (!row->fixed && (row->keys.n > 0 || row->key_path != BIND_NONE)) ||
        row->having != 0 || row->lacking != 0 || bind_reads_if(row))
        return true;
    if (row->content != at)
        return false;
    for (uint32_t i = bind_first(b, at); i != 0; i = bind_next(b, i)) {
        const struct bind_row *child = &b->rows[i];

        if (!(child->flags & (ROW_MANY | ROW_NO_WRITE | ROW_TWIN)) &&
            child->kind != ROW_CHOICE && is_keyed(b, i))
            return true;
    }
    return false;
}

/* Can put find anything strong to write below, though nothing was read? */
static bool has_shared(const struct einv_binding *b, uint32_t at)
{
    const struct bind_row *row = &b->rows[at];

    if ((row->flags & ROW_LINKED) || row->sets.n > 0)
        return true;
    if (row->kind == ROW_ELEMENT && row->same != BIND_NONE)
        return true;
    if (row->content != at)
        return false;
    for (uint32_t i = bind_first(b, at); i != 0; i = bind_next(b, i))
        if (has_shared(b, i))
            return true;
    return false;
}

/* Constants, defaults and copies, which ride along with their parent. */
static bool has_weak(const struct einv_binding *b, uint32_t at)
{
    const struct bind_row *row = &b->rows[at];

    if (bind_is_constant(row) || row->same != BIND_NONE || row->make != 0 ||
        (row->has_default && (row->flags & ROW_REQUIRED)))
        return true;
    if (row->content != at)
        return false;
    for (uint32_t i = bind_first(b, at); i != 0; i = bind_next(b, i))
        if (has_weak(b, i))
            return true;
    return false;
}

/* Required fields, which put would miss. */
static bool has_needed(const struct einv_binding *b, uint32_t at)
{
    const struct bind_row *row = &b->rows[at];

    if (!bind_is_virtual(row)) {
        if (!(row->flags & ROW_REQUIRED))
            return false;
        if (row->to.n > 0)
            return true;
        if (row->content != at)
            return false;
    }
    for (uint32_t i = bind_first(b, at); i != 0; i = bind_next(b, i))
        if (has_needed(b, i))
            return true;
    return false;
}

/* Can a required place of an alternative refuse its value? */
static bool may_refuse(const struct einv_binding *b, uint32_t choice)
{
    for (uint32_t i = choice; i < b->rows[choice].end; i++) {
        const struct bind_row *row = &b->rows[i];

        if ((row->flags & ROW_REQUIRED) && row->to.n > 0 &&
            (row->facet != 0 || row->codecs.n > 0 || row->pattern.n > 0 ||
             row->join != 0))
            return true;
    }
    return false;
}

static bool is_volatile(const struct einv_binding *b, uint32_t at)
{
    const struct bind_row *row = &b->rows[at];

    switch (row->kind) {
    case ROW_SKIP:
    case ROW_DOCUMENT:
        return false;
    case ROW_CHOICE:
        return true;
    case ROW_SEQ:
    case ROW_MEMBER:
        for (uint32_t i = bind_first(b, at); i != 0; i = bind_next(b, i))
            if (is_volatile(b, i))
                return true;
        return false;
    default:
        break;
    }
    if (row->flags & ROW_NO_WRITE)
        return false;
    if (bind_is_constant(row) || row->same != BIND_NONE ||
        (row->flags & (ROW_EMPTY | ROW_ABSENT | ROW_MADE)))
        return true;
    if ((row->flags & ROW_MANY) && !(row->flags & ROW_REQUIRED))
        return (row->flags & ROW_LINKED) != 0;
    return has_shared(b, at) ||
           ((row->flags & ROW_REQUIRED) &&
            (has_needed(b, at) || has_weak(b, at)));
}

/* Does the code list say what it means that the place is not there? */
static bool means_absent(const struct einv_binding *b,
                         const struct bind_row *row)
{
    struct einv_text fields[BIND_MAX_FIELDS];
    const struct bind_codec_use *last;

    if (row->codecs.n == 0 || row->to.n == 0)
        return false;
    last = &b->codec_uses[row->codecs.first + row->codecs.n - 1];
    return last->list != NULL && einv__codes_is_map(last->list) &&
           einv__codes_decode(last->list, EINV_NO_TEXT, fields);
}

static void mark_bound(struct einv_binding *b, einv_place_id place)
{
    b->bound[place] |= 1;
}

/* The lack of each place: its own, that of a record around it, or what is
 * said of all that no row binds. */
static bool index_lacks(struct einv_binding *b)
{
    const struct einv_place *places = b->model->places;
    uint32_t rest = 0;

    b->lack = einv__arena_zero(&b->arena, b->model->n_places,
                               sizeof(*b->lack));
    if (b->lack == NULL)
        return false;
    for (uint32_t i = 0; i < b->n_lacks; i++) {
        const struct bind_lack *lack = &b->lacks[i];

        if (lack->place == EINV_ROOT_PLACE)
            rest = i + 1;
        else if ((!lack->anywhere || !(b->bound[lack->place] & 1)) &&
                 b->lack[lack->place] == 0)
            b->lack[lack->place] = i + 1;
    }
    for (size_t i = 1; i < b->model->n_places; i++) {
        einv_place_id up = (einv_place_id)i;

        while (up != EINV_ROOT_PLACE && b->lack[up] == 0)
            up = places[up].parent;
        b->lack[i] = b->lack[up] != 0 ? b->lack[up]
                     : b->bound[i] & 1 ? 0 : rest;
    }
    return true;
}

static void index_bound(struct einv_binding *b)
{
    for (uint32_t i = 1; i < b->n_rows; i++) {
        const struct bind_row *row = &b->rows[i];

        for (uint32_t k = 0; k < row->to.n; k++)
            mark_bound(b, bind_field(b, row, k));
        for (uint32_t k = 0; k < row->gather.n; k++)
            mark_bound(b, b->paths[row->gather.first + k].place);
        for (uint32_t k = 0; k < row->sets.n; k++)
            mark_bound(b, b->sets[row->sets.first + k].path.place);
        if (row->same != BIND_NONE && row->kind == ROW_ELEMENT)
            mark_bound(b, b->paths[row->same].place);
        for (uint32_t k = 0; k < row->into.steps.n; k++)
            mark_bound(b, b->steps[row->into.steps.first + k]);
    }
}

bool einv__bind_index(struct einv_binding *b)
{
    uint8_t *count = einv__arena_zero(&b->arena, b->model->n_places, 1);

    b->bound = einv__arena_zero(&b->arena, b->model->n_places, 1);
    if (count == NULL || b->bound == NULL || !index_names(b))
        return false;
    index_slots(b);
    einv__slot_index(b);
    index_values(b);
    for (uint32_t i = 1; i < b->n_rows; i = b->rows[i].end) {
        count_binders(b, i, count);
        link_rows(b, i, count);
    }
    for (uint32_t i = 1; i < b->n_rows; i++)
        if (means_absent(b, &b->rows[i])) {
            b->rows[i].flags |= ROW_ABSENT;
            b->rows[b->rows[i].state].flags |= ROW_HAS_ABSENT;
        }
    for (uint32_t i = 1; i < b->n_rows; i++)
        if (is_keyed(b, i))
            b->rows[i].flags |= ROW_KEYED;
    for (uint32_t i = 1; i < b->n_rows; i++)
        if (is_volatile(b, i))
            b->rows[i].flags |= ROW_VOLATILE;
    for (uint32_t i = 1; i < b->n_rows; i++)
        if (b->rows[i].kind == ROW_CHOICE && may_refuse(b, i))
            b->rows[i].flags |= ROW_TRIED;
    index_bound(b);
    if (!index_lacks(b))
        return false;
    einv__bind_needs(b);
    return true;
}

bool einv__bind_is_binary(void *binding, struct einv_text ns,
                          struct einv_text local)
{
    const struct einv_binding *b = binding;

    return b->names[einv__bind_name_find(b, ns, local, false)].binary;
}
