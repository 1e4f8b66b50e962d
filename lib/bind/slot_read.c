/* slot_read.c: a stream of pairs, back into the invoice.
 */
#include "slot.h"

struct slot_reader {
    struct bind_run *r;
    bool changed;          /* the record says something else now */
};

/* The next number of a bracket, up to `stop`; false: none. */
static bool take_number(struct einv_text *text, uint32_t base, uint64_t *n)
{
    size_t i = 0;

    *n = 0;
    for (; i < text->len; i++) {
        char c = text->ptr[i];
        uint32_t digit = c >= '0' && c <= '9' ? (uint32_t)(c - '0')
                         : c >= 'a' && c <= 'f' ? (uint32_t)(c - 'a') + 10
                         : 99;

        if (digit >= base || i == 16)
            break;
        *n = *n * base + digit;
    }
    *text = einv__text(text->ptr + i, text->len - i);
    if (text->len > 0 && text->ptr[0] == '.')
        *text = einv__text(text->ptr + 1, text->len - 1);
    return i > 0;
}

static bool by_slot(const struct einv_entry *e)
{
    return (e->flags & EINV_ENTRY_SLOT) != 0;
}

static struct einv_entry *new_member(struct slot_reader *s,
                                     struct einv_entry *parent,
                                     einv_place_id place)
{
    struct einv_entry *e = einv__entry_add(s->r->inv, parent, place);

    if (e == NULL)
        s->r->nomem = true;
    else
        e->flags |= EINV_ENTRY_SLOT;
    return e;
}

/* The k-th that the document has (or: that slots have made). */
static struct einv_entry *nth(struct slot_reader *s,
                              struct einv_entry *parent, einv_place_id place,
                              uint64_t k, bool made)
{
    struct einv_entry *e = einv__entry_find(parent, place);
    uint64_t n = 0;

    for (; e != NULL; e = einv__entry_more(e))
        if (by_slot(e) == made && ++n == k)
            return e;
    for (e = NULL; made && n < k && k < 100000 && !s->r->nomem; n++)
        e = new_member(s, parent, place);
    return e;
}

static struct einv_entry *like(struct slot_reader *s,
                               struct einv_entry *parent, einv_place_id place,
                               struct einv_text rest)
{
    const struct einv_model *m = s->r->inv->model;
    struct einv_entry *e = einv__entry_find(parent, place);
    uint64_t mask, hash, k = 1;

    if (!take_number(&rest, 16, &mask) || !take_number(&rest, 16, &hash))
        return NULL;
    if (rest.len > 0 && !take_number(&rest, 10, &k))
        return NULL;
    for (; e != NULL; e = einv__entry_more(e))
        if (!by_slot(e) && einv__slot_hash(m, e, mask, false) == hash &&
            --k == 0)
            return e;
    return NULL;
}

/* One step; NULL: there is no such record (any more). */
static struct einv_entry *step(struct slot_reader *s, struct einv_entry *at,
                               struct einv_text text)
{
    struct einv_text name = text, inside = EINV_NO_TEXT;
    einv_place_id place;
    uint64_t k;
    size_t i = 0;

    while (i < text.len && text.ptr[i] != '[' && text.ptr[i] != '{')
        i++;
    if (i + 1 < text.len) {
        name = einv__text(text.ptr, i);
        inside = einv__text(text.ptr + i + 1, text.len - i - 2);
    }
    place = einv__model_child(s->r->inv->model, at->place, name);
    if (place == EINV_NO_PLACE_ID)
        return NULL;
    if (inside.ptr == NULL) {
        at = einv__entry_need(s->r->inv, at, place);
        s->r->nomem |= at == NULL;
        return at;
    }
    if (inside.len > 1 && (inside.ptr[0] == '+' || inside.ptr[0] == '#')) {
        bool made = inside.ptr[0] == '+';

        inside = einv__text(inside.ptr + 1, inside.len - 1);
        return take_number(&inside, 10, &k)
               ? nth(s, at, place, k, made) : NULL;
    }
    return like(s, at, place, inside);
}

/* The text without escapes; NULL pointer: no memory. */
static struct einv_text plain(struct slot_reader *s, struct einv_text text)
{
    char *copy = einv__arena_dup(s->r->arena, text);
    size_t n = 0;

    if (copy == NULL) {
        s->r->nomem = true;
        return EINV_NO_TEXT;
    }
    for (size_t i = 0; i < text.len; i++) {
        char c = text.ptr[i];

        if (c == '\\' && i + 1 < text.len) {
            c = text.ptr[++i];
            c = c == 'n' ? '\n' : c == 'r' ? '\r' : c == 't' ? '\t' : c;
        }
        copy[n++] = c;
    }
    return einv__text(copy, n);
}

static void take_pair(struct slot_reader *s, struct einv_text pair)
{
    struct einv_text text, path = einv__text_cut(pair, '=', &text);
    struct einv_entry *at = &s->r->inv->root;
    const struct einv_model *m = s->r->inv->model;

    while (path.ptr != NULL && path.len > 0 && at != NULL)
        at = step(s, at, einv__text_cut(path, '/', &path));
    if (at == NULL || text.ptr == NULL || at->parent == NULL ||
        m->places[at->place].type == EINV_TYPE_RECORD) {
        s->changed = true;
        return;
    }
    if (at->text != NULL)
        return;                        /* the document says it itself */
    text = plain(s, text);
    if (text.ptr == NULL ||
        !einv__type_accepts((enum einv_type)m->places[at->place].type, text)) {
        s->changed = true;
        return;
    }
    einv__entry_lend(at, text);
    at->flags |= EINV_ENTRY_SLOT;
}

/* The next pair, up to a \; that is no escape of a backslash. */
static struct einv_text next_pair(struct einv_text *rest)
{
    struct einv_text all = *rest;

    for (size_t i = 0; i + 1 < all.len; i++) {
        if (all.ptr[i] != '\\')
            continue;
        if (all.ptr[i + 1] == ';') {
            *rest = einv__text(all.ptr + i + 2, all.len - i - 2);
            return einv__text(all.ptr, i);
        }
        i++;
    }
    *rest = EINV_NO_TEXT;
    return all;
}

static size_t count_pairs(struct einv_text body)
{
    size_t n = 0;

    while (body.ptr != NULL && body.len > 0) {
        next_pair(&body);
        n++;
    }
    return n;
}

bool einv__slot_read(struct bind_run *r, struct einv_text stream,
                     size_t *unused)
{
    struct slot_reader s = { r, false };
    struct einv_text word = einv__text_cut(stream, ' ', &stream);
    uint64_t count, crc;

    *unused = 0;
    if (!einv__text_is(word, "einv1") ||
        !einv__text_is(einv__text_cut(stream, ' ', &stream), "model") ||
        !einv__text_eq(einv__text_cut(stream, ' ', &stream),
                       r->inv->model->version))
        return false;
    word = einv__text_cut(stream, ' ', &stream);
    if (word.ptr == NULL || !take_number(&word, 10, &count))
        return false;
    word = einv__text_cut(stream, ' ', &stream);
    if (word.ptr == NULL || !take_number(&word, 16, &crc) ||
        stream.ptr == NULL || count_pairs(stream) != count ||
        einv__hash32(EINV_HASH32_SEED, stream.ptr, stream.len) != crc)
        return false;
    while (stream.ptr != NULL && stream.len > 0 && !r->nomem) {
        s.changed = false;
        take_pair(&s, next_pair(&stream));
        *unused += s.changed;
    }
    return true;
}
