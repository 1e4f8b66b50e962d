/* view_residue.c: the notes of a view (view.h).
 *
 * A note names its record by the path of names and its row by the row's
 * label.  Foreign subtrees are XML again: all of them go into one tree that
 * the invoice owns.  A note that no longer fits (the binding has changed, or
 * the record is gone) is left aside with a warning: it is residue, and the
 * model beside it is whole.
 */
#include "view_read.h"

#include "fragment.h"
#include "waiting.h"

struct step {                  /* the path looked up last, for the next one */
    const struct einv_entry *parent;
    struct einv_entry *entry;
    size_t index;
};

struct label {                 /* labels seen, by hash */
    struct einv_text text;
    uint32_t row;
};

#define N_LABELS 256

struct residue {
    struct view_reader *r;
    struct fragments fragments;
    struct einv_buf scratch;
    const struct einv_entry *owner;    /* of the note added last */
    struct einv_note *tail;
    struct step steps[VIEW_MAX_NEST];
    struct label labels[N_LABELS];
};

static void skip_note(struct residue *s, const char *code,
                      const struct einv_json *at, struct einv_text found)
{
    einv__view_say(s->r, EINV_SEV_WARNING, code, at, found, EINV_NO_TEXT);
}

/* --- records -------------------------------------------------------------- */

/* name[n]: n from 1; false: not of this form. */
static bool split_step(struct einv_text *step, size_t *index)
{
    size_t i = 0, n = 0;

    *index = 1;
    while (i < step->len && step->ptr[i] != '[')
        i++;
    if (i == step->len)
        return true;
    if (step->ptr[step->len - 1] != ']' || step->len - i > 12)
        return false;
    *index = i + 1;
    for (; *index < step->len - 1; ++*index) {
        unsigned digit = (unsigned)(step->ptr[*index] - '0');

        if (digit > 9)
            return false;
        n = n * 10 + digit;
    }
    step->len = i;
    *index = n;
    return n > 0;
}

/* The index-th entry at the place, counted on from where the last path
 * ended: the notes of a long list come in its order. */
static struct einv_entry *enter(struct step *last, struct einv_entry *parent,
                                einv_place_id place, size_t index)
{
    struct einv_entry *e;

    if (last->entry == NULL || last->parent != parent ||
        last->entry->place != place || last->index > index) {
        last->parent = parent;
        last->entry = einv__entry_find(parent, place);
        last->index = 1;
    }
    for (e = last->entry; e != NULL && last->index < index; last->index++) {
        e = einv__entry_more(e);
        last->entry = e;
    }
    return e;
}

static struct einv_entry *find_record(struct residue *s,
                                      struct einv_text path)
{
    struct einv_entry *e = &s->r->inv->root;
    size_t depth, index;

    for (depth = 0; path.len > 0; depth++) {
        struct einv_text step = einv__text_cut(path, '/', &path);
        einv_place_id place;

        if (depth == VIEW_MAX_NEST || !split_step(&step, &index))
            return NULL;
        place = einv__model_child(s->r->m, e->place, step);
        if (place == EINV_NO_PLACE_ID)
            return NULL;
        e = enter(&s->steps[depth], e, place, index);
        if (e == NULL)
            return NULL;
    }
    return e;
}

/* --- rows ----------------------------------------------------------------- */

static uint32_t find_row(struct residue *s, struct einv_text label)
{
    uint32_t hash = einv__hash32(EINV_HASH32_SEED, label.ptr, label.len);
    struct label *l = &s->labels[hash % N_LABELS];

    if (l->text.ptr == NULL || !einv__text_eq(l->text, label)) {
        l->text = label;
        l->row = einv__bind_row(s->r->b, label);
    }
    return l->row;
}

/* --- subtrees ------------------------------------------------------------- */

/* Adds a fragment; its row, or EINV_NO_NODE. */
static einv_node add_fragment(struct residue *s, const struct einv_json *at,
                              struct einv_text xml, uint32_t *n_attrs)
{
    einv_node row = einv__fragment_add(&s->fragments, xml, n_attrs);

    if (s->fragments.nomem)
        s->r->nomem = true;
    else if (row == EINV_NO_NODE)
        einv__view_complain(s->r, "EINV-VIEW-0008", at, EINV_NO_PLACE_ID,
                            xml, EINV_NO_TEXT);
    return row;
}

static void put_escaped(struct einv_buf *out, struct einv_text text)
{
    size_t i;

    for (i = 0; i < text.len; i++) {
        char c = text.ptr[i];

        if (c == '<' || c == '&' || c == '"' || (unsigned char)c < 0x20) {
            einv__buf_str(out, "&#");
            einv__buf_uint(out, (unsigned char)c);
            einv__buf_char(out, ';');
        } else {
            einv__buf_char(out, c);
        }
    }
}

/* An attribute is read as one: <a xmlns:p="ns" p:name="value"/>.  The parser
 * judges the name; anything it could smuggle in makes the count differ. */
static void add_attribute(struct residue *s, struct einv_note *note,
                          const struct einv_json *name,
                          const struct einv_json *ns,
                          const struct einv_json *value)
{
    struct einv_buf *xml = &s->scratch;
    struct einv_text local, prefix = einv__text_cut(name->text, ':', &local);
    uint32_t n_attrs = 0, attr;
    einv_node row;

    xml->len = 0;
    einv__buf_str(xml, "<a");
    if (ns != NULL && local.ptr != NULL &&
        !einv__text_is(prefix, "xml")) {
        einv__buf_str(xml, " xmlns:");
        einv__buf_text(xml, prefix);
        einv__buf_str(xml, "=\"");
        put_escaped(xml, ns->text);
        einv__buf_char(xml, '"');
    }
    einv__buf_char(xml, ' ');
    einv__buf_text(xml, name->text);
    einv__buf_str(xml, "=\"");
    put_escaped(xml, value->text);
    einv__buf_str(xml, "\"/>");
    if (xml->failed) {
        s->r->nomem = true;
        return;
    }
    row = add_fragment(s, name, einv__buf_get(xml), &n_attrs);
    if (row == EINV_NO_NODE)
        return;
    attr = s->fragments.tree->elems[row].first_attr;
    if (n_attrs != 1 ||
        !einv__text_eq(einv__tree_attr_qname(s->fragments.tree, attr)->local,
                       local.ptr != NULL ? local : prefix)) {
        einv__view_complain(s->r, "EINV-VIEW-0008", name, EINV_NO_PLACE_ID,
                            name->text, EINV_NO_TEXT);
        return;
    }
    note->tree = s->fragments.tree;
    note->ref = attr | EINV_REF_ATTR;
}

/* --- notes ---------------------------------------------------------------- */

enum key {                     /* ORDER KEY */
    K_RECORD, K_ROW, K_KIND, K_UNDECODABLE, K_TEXT, K_NAME, K_NS, K_VALUE,
    K_XML, K_ANCHOR, K_NTH, K_WITNESS, K_FORMAT, K_BINDING, K_SPARE, N_KEYS
};

static const struct {
    const char *name;
    enum einv_json_kind kind;
} keys[N_KEYS] = {             /* ORDER KEY */
    { "record", EINV_JSON_STRING }, { "row", EINV_JSON_STRING },
    { "kind", EINV_JSON_STRING }, { "undecodable", EINV_JSON_BOOL },
    { "text", EINV_JSON_STRING }, { "name", EINV_JSON_STRING },
    { "ns", EINV_JSON_STRING }, { "value", EINV_JSON_STRING },
    { "xml", EINV_JSON_STRING }, { "anchor", EINV_JSON_STRING },
    { "nth", EINV_JSON_NUMBER }, { "witness", EINV_JSON_STRING },
    { "format", EINV_JSON_STRING }, { "binding", EINV_JSON_STRING },
    { "spare", EINV_JSON_BOOL }
};

/* Sorts the members of a note into `parts`; false: something is wrong. */
static bool take_parts(struct residue *s, const struct einv_json *object,
                       const struct einv_json *parts[N_KEYS])
{
    const struct einv_json *member;
    size_t i;

    memset(parts, 0, sizeof(parts[0]) * N_KEYS);
    for (member = object->first; member != NULL; member = member->next) {
        for (i = 0; i < N_KEYS; i++)
            if (einv__text_is(member->key, keys[i].name))
                break;
        if (i == N_KEYS || member->kind != keys[i].kind ||
            (member->kind == EINV_JSON_STRING &&
             !einv__view_is_text(member->text))) {
            einv__view_complain(s->r, i == N_KEYS ? "EINV-VIEW-0002"
                                                  : "EINV-VIEW-0009",
                                member, EINV_NO_PLACE_ID, member->key,
                                EINV_NO_TEXT);
            return false;
        }
        parts[i] = member;
    }
    if (parts[K_RECORD] != NULL && parts[K_KIND] != NULL)
        return true;
    einv__view_complain(s->r, "EINV-VIEW-0009", object, EINV_NO_PLACE_ID,
                        EINV_NO_TEXT, EINV_TEXT("record, kind"));
    return false;
}

/* false: no such kind. */
static bool find_kind(struct einv_text name, uint8_t *kind)
{
    int i;

    for (i = EINV_NOTE_FOREIGN; i <= EINV_NOTE_UNSAID; i++) {
        if (einv__text_is(name, einv__note_name((enum einv_note_kind)i))) {
            *kind = (uint8_t)i;
            return true;
        }
    }
    return false;
}

static bool read_hex(struct einv_text hex, uint64_t *out)
{
    size_t i;

    *out = 0;
    for (i = 0; i < hex.len; i++) {
        char c = hex.ptr[i];
        unsigned digit = c >= '0' && c <= '9' ? (unsigned)(c - '0')
                         : c >= 'a' && c <= 'f' ? (unsigned)(c - 'a') + 10
                         : 16;

        if (digit == 16 || i == 16)
            return false;
        *out = *out << 4 | digit;
    }
    return hex.len > 0;
}

static bool read_nth(struct einv_text digits, uint32_t *out)
{
    size_t i;

    *out = 0;
    for (i = 0; i < digits.len; i++) {
        if (digits.ptr[i] < '0' || digits.ptr[i] > '9' || i == 9)
            return false;
        *out = *out * 10 + (uint32_t)(digits.ptr[i] - '0');
    }
    return true;
}

/* The numbers and labels of a note; false: a warning or an error says why. */
static bool fill_note(struct residue *s, struct einv_note *note,
                      const struct einv_json *parts[N_KEYS])
{
    const struct einv_json *row = parts[K_ROW], *anchor = parts[K_ANCHOR];
    const struct einv_json *wrong = NULL;

    note->ref = note->source = EINV_NO_REF;
    if (!find_kind(parts[K_KIND]->text, &note->kind))
        wrong = parts[K_KIND];
    if (parts[K_WITNESS] != NULL &&
        !read_hex(parts[K_WITNESS]->text, &note->witness))
        wrong = parts[K_WITNESS];
    if (parts[K_NTH] != NULL && !read_nth(parts[K_NTH]->text, &note->nth))
        wrong = parts[K_NTH];
    if (wrong != NULL) {
        einv__view_complain(s->r, "EINV-VIEW-0009", wrong, EINV_NO_PLACE_ID,
                            wrong->text, EINV_NO_TEXT);
        return false;
    }
    note->undecodable = parts[K_UNDECODABLE] != NULL &&
                        einv__text_is(parts[K_UNDECODABLE]->text, "true");
    note->spare = parts[K_SPARE] != NULL &&
                  einv__text_is(parts[K_SPARE]->text, "true");
    if (parts[K_FORMAT] != NULL)
        return true;           /* of a binding that is not here */
    if (row != NULL && (note->row = find_row(s, row->text)) == 0)
        skip_note(s, "EINV-VIEW-0010", row, row->text);
    else if (anchor != NULL &&
             (note->anchor = einv__bind_anchor_row(s->r->b, note->row,
                                                   anchor->text)) == 0)
        skip_note(s, "EINV-VIEW-0010", anchor, anchor->text);
    else
        return true;
    return false;
}

static void fill_subtree(struct residue *s, struct einv_note *note,
                         const struct einv_json *parts[N_KEYS])
{
    uint32_t n_attrs;
    einv_node row;

    if (parts[K_NAME] != NULL && parts[K_VALUE] != NULL)
        add_attribute(s, note, parts[K_NAME], parts[K_NS], parts[K_VALUE]);
    if (parts[K_XML] == NULL)
        return;
    row = add_fragment(s, parts[K_XML], parts[K_XML]->text, &n_attrs);
    if (row == EINV_NO_NODE)
        return;
    note->tree = s->fragments.tree;
    note->ref = row;
}

/* Appends; the notes of one entry come together, so the tail is known. */
static void append(struct residue *s, struct einv_entry *owner,
                   struct einv_note *note)
{
    if (s->owner != owner) {
        s->owner = owner;
        s->tail = owner->notes;
        while (s->tail != NULL && s->tail->next != NULL)
            s->tail = s->tail->next;
    }
    if (s->tail != NULL)
        s->tail->next = note;
    else
        owner->notes = note;
    s->tail = note;
    owner->notes->last_hint = note;
}

static struct einv_text keep(struct residue *s, const struct einv_json *part)
{
    struct einv_text text = EINV_NO_TEXT;

    if (part == NULL)
        return text;
    text.ptr = einv__arena_dup(&s->r->inv->arena, part->text);
    text.len = part->text.len;
    s->r->nomem |= text.ptr == NULL;
    return text;
}

/* "format": "x@1": it waits for that format. */
static struct einv_note *add_waiting(struct residue *s,
                                     struct einv_entry *owner,
                                     const struct einv_json *parts[N_KEYS])
{
    struct einv_text version, format = parts[K_FORMAT]->text;
    struct einv_waiting_note *n;
    struct einv_waiting *of;
    uint64_t hash = 0;

    format = einv__text_cut(format, '@', &version);
    if (format.len == 0 || version.ptr == NULL ||
        (parts[K_BINDING] != NULL &&
         !read_hex(parts[K_BINDING]->text, &hash))) {
        einv__view_complain(s->r, "EINV-VIEW-0009", parts[K_FORMAT],
                            EINV_NO_PLACE_ID, parts[K_FORMAT]->text,
                            EINV_NO_TEXT);
        return NULL;
    }
    of = einv__waiting_need(s->r->inv, format, version, hash);
    n = of == NULL ? NULL : einv__waiting_add(s->r->inv, of, owner,
                                              EINV_NOTE_FOREIGN);
    if (n == NULL) {
        s->r->nomem = true;
        return NULL;
    }
    n->row = keep(s, parts[K_ROW]);
    n->anchor = keep(s, parts[K_ANCHOR]);
    return &n->note;
}

/* A note with a place to be in; NULL: it has none. */
static struct einv_note *new_note(struct residue *s, struct einv_entry *owner,
                                  const struct einv_json *parts[N_KEYS])
{
    struct einv_note *note;

    if (parts[K_FORMAT] != NULL)
        return add_waiting(s, owner, parts);
    if (s->r->b == NULL)
        return NULL;
    note = einv__arena_zero(&s->r->inv->arena, 1, sizeof(*note));
    s->r->nomem |= note == NULL;
    return note;
}

static void read_note(struct residue *s, const struct einv_json *object)
{
    const struct einv_json *parts[N_KEYS];
    struct einv_entry *owner;
    struct einv_note *note;

    if (object->kind != EINV_JSON_OBJECT) {
        einv__view_complain(s->r, "EINV-VIEW-0009", object, EINV_NO_PLACE_ID,
                            EINV_NO_TEXT, EINV_NO_TEXT);
        return;
    }
    if (!take_parts(s, object, parts))
        return;
    owner = find_record(s, parts[K_RECORD]->text);
    if (owner == NULL) {
        skip_note(s, "EINV-VIEW-0011", object, parts[K_RECORD]->text);
        return;
    }
    note = new_note(s, owner, parts);
    if (note == NULL || !fill_note(s, note, parts))
        return;
    note->text = keep(s, parts[K_TEXT]);
    fill_subtree(s, note, parts);
    if (parts[K_FORMAT] != NULL || s->r->nomem)
        return;
    /* A foreign note without what was foreign says nothing. */
    if (note->kind != EINV_NOTE_FOREIGN || note->tree != NULL)
        append(s, owner, note);
    else if (!s->r->nomem && !s->r->bad)
        einv__view_complain(s->r, "EINV-VIEW-0009", object, EINV_NO_PLACE_ID,
                            EINV_NO_TEXT, EINV_TEXT("xml"));
}

void einv__view_residue(struct view_reader *r, const struct einv_json *array)
{
    const einv_allocator *a = r->inv->alloc;
    struct residue *s = einv__alloc(a, 1, sizeof(*s));
    const struct einv_json *item;

    if (s == NULL) {
        r->nomem = true;
        return;
    }
    memset(s, 0, sizeof(*s));
    s->r = r;
    s->fragments.inv = r->inv;
    s->fragments.limits = &r->v->limits;
    einv__buf_init(&s->scratch, a);
    /* Without a binding only what waits for another format is read. */
    for (item = array->first; item != NULL && !r->nomem; item = item->next)
        if (r->b != NULL || (item->kind == EINV_JSON_OBJECT &&
                             einv__json_get(item, "format") != NULL))
            read_note(s, item);
    r->nomem |= !einv__fragments_end(&s->fragments);
    einv__buf_free(&s->scratch);
    einv__free(a, s, sizeof(*s));
}
