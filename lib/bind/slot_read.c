/* slot_read.c: a stream of pairs: is it whole, and what are they about?
 */
#include "slot_read.h"

bool einv__slot_number(struct einv_text *text, uint32_t base, uint64_t *n)
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

/* --- addresses ----------------------------------------------------------- */

/* MASK.HASH: does the record still say this? */
static bool is_witnessed(const struct slot_reader *s,
                         const struct einv_entry *e, struct einv_text inside)
{
    uint64_t mask, hash;

    return einv__slot_number(&inside, 16, &mask) &&
           einv__slot_number(&inside, 16, &hash) && inside.len == 0 &&
           einv__slot_hash(&s->view, e, mask) == hash;
}

static struct einv_entry *enter_member(struct slot_reader *s,
                                       struct einv_entry *at,
                                       einv_place_id place,
                                       struct einv_text inside, bool make)
{
    uint64_t mask, hash, k;

    if (!(s->view.m->places[place].flags & EINV_PLACE_MANY))
        return NULL;
    if (inside.len > 0 && inside.ptr[0] == '+') {
        inside = einv__text(inside.ptr + 1, inside.len - 1);
        return einv__slot_number(&inside, 10, &k) && inside.len == 0 &&
               k > 0 && k < UINT32_MAX
               ? einv__slot_made(s, at, place, (uint32_t)k, make) : NULL;
    }
    if (!einv__slot_number(&inside, 16, &mask) ||
        !einv__slot_number(&inside, 16, &hash) || hash > UINT32_MAX ||
        !einv__slot_number(&inside, 10, &k) || inside.len > 0)
        return NULL;
    return einv__slot_member(&s->view, at, place, mask,
                             (uint32_t)hash, k);
}

static struct einv_entry *enter_single(struct slot_reader *s,
                                       struct einv_entry *at,
                                       einv_place_id place, bool make)
{
    struct einv_entry *e = einv__entry_find(at, place);

    if ((s->view.m->places[place].flags & EINV_PLACE_MANY) ||
        (e == NULL && !make))
        return NULL;
    if (e == NULL)
        e = einv__entry_add(s->r->inv, at, place);
    s->r->nomem |= e == NULL;
    return e;
}

/* Takes [...] or {...} off the end; *inside: NULL pointer, none. */
static struct einv_text split(struct einv_text step, char *bracket,
                              struct einv_text *inside)
{
    size_t i = 0;

    *inside = EINV_NO_TEXT;
    *bracket = '\0';
    while (i < step.len && step.ptr[i] != '[' && step.ptr[i] != '{')
        i++;
    if (i + 1 >= step.len)
        return step;
    *bracket = step.ptr[i];
    *inside = einv__text(step.ptr + i + 1, step.len - i - 2);
    return einv__text(step.ptr, i);
}

/* One step; NULL: there is no such record (any more). */
static struct einv_entry *enter(struct slot_reader *s, struct einv_entry *at,
                                struct einv_text step, bool make)
{
    struct einv_text inside, name;
    einv_place_id place;
    char bracket;

    name = split(step, &bracket, &inside);
    if (name.len == 0)                      /* the invoice itself */
        return at->parent == NULL && bracket == '{' &&
               is_witnessed(s, at, inside) ? at : NULL;
    if (einv__text_is(name, "~"))
        return at->parent == NULL ? s->last : NULL;
    place = einv__model_child(s->view.m, at->place, name);
    if (place == EINV_NO_PLACE_ID)
        return NULL;
    if (bracket == '[')
        return enter_member(s, at, place, inside, make);
    at = enter_single(s, at, place, make);
    return at == NULL || bracket == '\0' || is_witnessed(s, at, inside)
           ? at : NULL;
}

static struct einv_entry *resolve(struct slot_reader *s,
                                  struct einv_text address, bool make)
{
    struct einv_entry *at = &s->r->inv->root;

    while (address.ptr != NULL && address.len > 0 && at != NULL)
        at = enter(s, at, einv__text_cut(address, '/', &address), make);
    return at;
}

/* The list of a pair `members`: its last step is no member. */
static void resolve_list(struct slot_reader *s, struct slot_pair *pair,
                         struct einv_text address)
{
    size_t i = address.len;

    while (i > 0 && address.ptr[i - 1] != '/')
        i--;
    pair->e = resolve(s, einv__text(address.ptr, i > 0 ? i - 1 : 0), false);
    pair->place = pair->e == NULL ? EINV_NO_PLACE_ID
        : einv__model_child(s->view.m, pair->e->place,
                            einv__text(address.ptr + i, address.len - i));
    if (pair->place == EINV_NO_PLACE_ID ||
        !(s->view.m->places[pair->place].flags & EINV_PLACE_MANY))
        pair->e = NULL;
}

/* --- pairs --------------------------------------------------------------- */

/* The text without escapes; NULL pointer: no memory. */
static struct einv_text plain(struct slot_reader *s, struct einv_text text)
{
    size_t n = 0;
    char *copy;

    if (text.len == 0 || memchr(text.ptr, '\\', text.len) == NULL)
        return text;                       /* the stream lives as long */
    copy = einv__arena_dup(s->r->arena, text);
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

static bool find_kind(struct einv_text word, struct slot_pair *pair)
{
    static const char *const kinds[] = {           /* ORDER PAIR */
        "field", "exact", "national", "members", "residue", "attribute"
    };

    pair->note = EINV_NOTE_FOREIGN;
    for (int i = PAIR_FIELD; i < PAIR_NOTE; i++)
        if (einv__text_is(word, kinds[i])) {
            pair->kind = (enum pair_kind)i;
            return true;
        }
    pair->kind = PAIR_NOTE;
    for (int i = EINV_NOTE_FOREIGN; i <= EINV_NOTE_UNSAID; i++)
        if (i != EINV_NOTE_SKIPPED &&
            einv__text_is(word, einv__note_name((enum einv_note_kind)i))) {
            pair->note = (enum einv_note_kind)i;
            return true;
        }
    return false;
}

static bool is_member_or_record(const struct slot_reader *s,
                                const struct einv_entry *e)
{
    const struct einv_place *p = &s->view.m->places[e->place];

    return p->type == EINV_TYPE_RECORD || (p->flags & EINV_PLACE_MANY);
}

/* kind:address=text; what it is about is looked up. */
static void take_pair(struct slot_reader *s, struct einv_text all)
{
    struct einv_text text, address, word;
    struct slot_pair pair = { 0 };

    word = einv__text_cut(einv__text_cut(all, '=', &text), ':', &address);
    if (text.ptr == NULL || address.ptr == NULL || !find_kind(word, &pair)) {
        s->unused++;
        return;
    }
    pair.text = plain(s, text);
    if (pair.kind == PAIR_RESIDUE)
        pair.rest = address;
    else if (pair.kind == PAIR_MEMBERS)
        resolve_list(s, &pair, address);
    else
        pair.e = resolve(s, einv__text_cut(address, ' ', &pair.rest),
                         pair.kind != PAIR_NATIONAL &&
                         pair.note != EINV_NOTE_UNSAID);
    if (pair.kind != PAIR_RESIDUE)
        s->last = pair.e == NULL || pair.e->parent == NULL ||
                  is_member_or_record(s, pair.e) ? pair.e : pair.e->parent;
    s->pairs[s->n_pairs++] = pair;
}

/* The next pair, up to a \; that is no escape of a backslash. */
static struct einv_text next_pair(struct einv_text *rest)
{
    struct einv_text all = *rest;
    const char *end = all.ptr + all.len, *at = all.ptr;

    while (end - at >= 2 &&
           (at = memchr(at, '\\', (size_t)(end - at - 1))) != NULL) {
        if (at[1] == ';') {
            *rest = einv__text(at + 2, (size_t)(end - at) - 2);
            return einv__text(all.ptr, (size_t)(at - all.ptr));
        }
        at += 2;
    }
    *rest = EINV_NO_TEXT;
    return all;
}

/* No pair is looked up before all of them are known to be there. */
static bool find_pairs(struct slot_reader *s, struct einv_text body,
                       uint64_t count)
{
    while (body.ptr != NULL && body.len > 0) {
        if (s->n_pairs == count)
            return false;
        if (!einv__grow(s->r->inv->alloc, &s->pairs, &s->cap_pairs,
                        s->n_pairs + 1, sizeof(*s->pairs))) {
            s->r->nomem = true;
            return false;
        }
        s->pairs[s->n_pairs++].all = next_pair(&body);
    }
    return s->n_pairs == count;
}

/* einv1 MODEL COUNT CRC: finds the pairs behind it; false: they are not
 * whole. */
static bool check_head(struct slot_reader *s, struct einv_text *stream)
{
    struct einv_text word = einv__text_cut(*stream, ' ', stream);
    uint64_t count, crc;

    if (!einv__text_is(word, "einv1") ||
        !einv__text_eq(einv__text_cut(*stream, ' ', stream),
                       s->view.m->version))
        return false;
    word = einv__text_cut(*stream, ' ', stream);
    if (word.ptr == NULL || !einv__slot_number(&word, 10, &count))
        return false;
    word = einv__text_cut(*stream, ' ', stream);
    return word.ptr != NULL && einv__slot_number(&word, 16, &crc) &&
           stream->ptr != NULL &&
           einv__hash32(EINV_HASH32_SEED, stream->ptr, stream->len) == crc &&
           find_pairs(s, *stream, count);
}

bool einv__slot_read(struct bind_run *r, struct einv_text stream,
                     size_t *unused)
{
    struct slot_reader s = { .r = r };
    const einv_allocator *a = r->inv->alloc;
    size_t n;
    bool whole;

    einv__slot_view_open(&s.view, r->inv, false);
    s.fragments.inv = r->inv;
    whole = check_head(&s, &stream);
    n = s.n_pairs;
    s.n_pairs = 0;                         /* those that can be taken stay */
    for (size_t i = 0; i < n && whole && !r->nomem; i++)
        take_pair(&s, s.pairs[i].all);
    if (whole && !r->nomem)
        einv__slot_apply(&s);
    r->nomem |= s.view.nomem;
    *unused = s.unused;
    einv__slot_view_close(&s.view);
    einv__free(a, s.pairs, s.cap_pairs * sizeof(*s.pairs));
    einv__free(a, s.made, s.cap_made * sizeof(*s.made));
    if (s.made_hash != NULL)
        einv__free(a, s.made_hash, (s.made_mask + 1) * sizeof(*s.made_hash));
    return whole;
}
