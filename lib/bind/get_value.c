/* get_value.c: reading values: decoded into fields, or kept as notes when the
 * model does not hold what the source said.
 */
#include "get.h"

struct einv_note *einv__get_note(struct get_run *g, struct einv_entry *owner,
                                  enum einv_note_kind kind, uint32_t row,
                                  einv_ref ref, struct einv_text text)
{
    struct einv_note *note = einv__note_add(&g->r, owner, kind, row, text);

    if (note != NULL)
        note->source = ref;
    return note;
}

struct einv_note *einv__get_kept_node(struct get_run *g,
                                      const struct open_element *open,
                                      enum einv_note_kind kind, einv_ref ref)
{
    struct einv_note *note = einv__get_note(g, open->record, kind, open->row,
                                            ref, EINV_NO_TEXT);

    if (note == NULL)
        return NULL;
    note->tree = g->tree;
    note->ref = ref;
    note->anchor = open->anchor;
    if (open->anchor != 0)
        note->nth = g->slots[open->slots +
                             bind_row(g->r.b, open->anchor)->slot].count;
    return note;
}

void einv__get_foreign(struct get_run *g, const struct open_element *open,
                       enum einv_note_kind kind, einv_ref ref, uint32_t row)
{
    struct einv_note *note = einv__get_kept_node(g, open, kind, ref);

    if (note != NULL)
        einv__ledger_note(&g->ledger, note, row);
}

void einv__get_witness(struct get_run *g, struct einv_note *note,
                             struct einv_entry *owner)
{
    if (note == NULL || !einv__grow(g->r.inv->alloc, &g->texts, &g->cap_texts,
                                    g->n_texts + 1, sizeof(*g->texts)))
        g->r.nomem = true;
    else
        g->texts[g->n_texts++] = (struct text_of){ note, owner };
}

enum text_note { UNREAD, UNLIKE };

/* A text that the model does not hold: it does not read, or it is unlike the
 * constant or the value of the field.  The note is void when the field
 * changes: its witness is made when all is read. */
static void note_text(struct get_run *g, struct einv_entry *owner,
                      uint32_t row, einv_ref ref, struct einv_text text,
                      enum text_note why)
{
    enum einv_note_kind kind = text.len == 0 ? EINV_NOTE_EMPTY
                                             : EINV_NOTE_TEXT;
    struct einv_note *note = einv__get_note(g, owner, kind, row, ref, text);

    if (note == NULL)
        return;
    note->undecodable = why == UNREAD && text.len > 0;
    einv__get_witness(g, note, owner);
    einv__ledger_note(&g->ledger, note, row);
}

static void note_kept(struct get_run *g, struct einv_entry *owner,
                      uint32_t row, einv_ref ref, struct einv_text text)
{
    struct einv_note *note = einv__get_note(g, owner, EINV_NOTE_KEPT, row, ref,
                                      text);

    if (note != NULL)
        einv__ledger_note(&g->ledger, note, row);
}

static void not_read(struct get_run *g, struct einv_entry *owner, uint32_t at,
                     einv_ref ref, struct einv_text text)
{
    const struct bind_row *row = bind_row(g->r.b, at);
    static const char *const wants[] = {       /* ORDER TYPE */
        "a record", "text", "an identifier", "a code", "a decimal number",
        "a decimal number", "a decimal number", "a decimal number", "a date",
        "true or false", "base64", "a reference"
    };
    const char *want = "a text of this place";

    if (row->to.n == 1)
        want = wants[g->r.b->model->places[bind_field(g->r.b, row, 0)].type];
    note_text(g, owner, at, ref, text, UNREAD);
    einv__ledger_find(&g->ledger, EINV_SEV_ERROR, "EINV-BIND-0104", ref, at,
                      text, einv__text_of(want));
}

static bool is_blank(struct einv_text text)
{
    return einv__text_trim(text).len == 0;
}

/* A constant: nothing to remember when it is what put writes. */
static enum content get_constant(struct get_run *g, uint32_t at,
                                 struct einv_entry *owner, einv_ref ref,
                                 struct einv_text text)
{
    bool exact;

    if (!einv__bind_is_key(&g->r, bind_row(g->r.b, at), owner, text, &exact))
        note_text(g, owner, at, ref, text, UNLIKE);
    else if (!exact)
        note_kept(g, owner, at, ref, text);
    return WEAK;
}

/* Looks at it again when all is read. */
static void remember_copy(struct get_run *g, uint32_t at,
                          struct einv_entry *owner, einv_ref ref,
                          struct einv_text text)
{
    if (!einv__grow(g->r.inv->alloc, &g->copies, &g->cap_copies,
                    g->n_copies + 1, sizeof(*g->copies)))
        g->r.nomem = true;
    else
        g->copies[g->n_copies++] = (struct copy){ at, ref, owner, text };
}

static enum content get_copy(struct get_run *g, uint32_t at,
                             struct einv_entry *owner, einv_ref ref,
                             struct einv_text text)
{
    const struct bind_row *row = bind_row(g->r.b, at);
    const struct einv_entry *e =
        einv__bind_find(&g->r, &g->r.b->paths[row->same], owner);

    if (e == NULL || e->text == NULL || row->codecs.n > 0 ||
        !einv__text_eq(einv__entry_text(e), text))
        remember_copy(g, at, owner, ref, text);
    return row->kind == ROW_ATTRIBUTE || is_blank(text) ? WEAK : STRONG;
}

void einv__get_text_note(struct get_run *g, struct einv_entry *owner,
                         uint32_t row, einv_ref ref, struct einv_text text,
                         bool unread)
{
    note_text(g, owner, row, ref, text, unread ? UNREAD : UNLIKE);
}

void einv__get_signed(struct get_run *g, struct einv_entry *e)
{
    if (!einv__grow(g->r.inv->alloc, &g->turned, &g->cap_turned,
                    g->n_turned + 1, sizeof(struct einv_entry *)))
        g->r.nomem = true;
    else
        g->turned[g->n_turned++] = e;
}

/* Puts the decoded fields into the record; false: one of them is there
 * already, with another value. */
bool einv__get_store(struct get_run *g, const struct bind_row *row,
                     struct einv_entry *base, einv_ref ref,
                     const struct bind_value *value)
{
    const struct einv_binding *b = g->r.b;
    bool agrees = true;

    for (uint32_t i = 0; i < row->to.n; i++) {
        const struct bind_path *path = &b->paths[row->to.first + i];
        struct einv_entry *e;

        if (value->fields[i].ptr == NULL)
            continue;
        e = row->flags & ROW_SELF ? base
            : einv__bind_need(&g->r, path, base, row->flags & ROW_LIST);
        if (e == NULL)
            return true;
        if (e->text != NULL) {
            agrees &= einv__type_equal(b->model->places[path->place].type,
                                       einv__entry_text(e), value->fields[i]);
            continue;
        }
        einv__entry_lend(e, value->fields[i]);
        e->source = ref;
        if ((row->flags & ROW_SIGN) &&
            einv__type_is_number(b->model->places[path->place].type))
            einv__get_signed(g, e);
    }
    return agrees;
}

static bool same_spelling(struct get_run *g, const struct bind_row *row,
                          const struct bind_value *value,
                          struct einv_text text)
{
    struct einv_text back;

    if (row->flags & ROW_RAW)
        return true;
    return einv__value_encode(g->r.b, row, value, g->r.arena, &back,
                              &g->r.nomem) &&
           back.ptr != NULL && einv__text_eq(back, text);
}

/* The entries that a row's text has just filled. */
static void stored(struct get_run *g, const struct bind_row *row,
                   struct einv_entry *base, struct einv_entry **entries)
{
    for (uint32_t i = 0; i < row->to.n; i++) {
        entries[i] = row->flags & ROW_SELF ? base
            : einv__bind_find(&g->r, &g->r.b->paths[row->to.first + i], base);
        while ((row->flags & ROW_LIST) && entries[i] != NULL &&
               einv__entry_more(entries[i]) != NULL)
            entries[i] = einv__entry_more(entries[i]);
    }
}

static enum content get_field(struct get_run *g, uint32_t at,
                              struct einv_entry *base, einv_ref ref,
                              struct einv_text text)
{
    const struct bind_row *row = bind_row(g->r.b, at);
    struct einv_entry *entries[BIND_MAX_FIELDS] = { NULL };
    struct bind_value value;
    bool spelled;

    if (text.len == 0 || is_blank(text)) {
        note_text(g, base, at, ref, text, UNLIKE);
        return NOTHING;
    }
    if (!einv__value_decode(g->r.b, row, text, g->r.arena, &value,
                            &g->r.nomem)) {
        not_read(g, base, at, ref, text);
        return NOTHING;
    }
    if (!einv__get_store(g, row, base, ref, &value)) {
        note_text(g, base, at, ref, text, UNLIKE);
        einv__ledger_find(&g->ledger, EINV_SEV_WARNING, "EINV-BIND-0105", ref,
                          at, text, EINV_TEXT("the value read before"));
        return NOTHING;
    }
    spelled = same_spelling(g, row, &value, text);
    if (spelled && row->codecs.n == 0)
        return STRONG;
    stored(g, row, base, entries);
    if (!einv__national_keep(&g->r, row, entries, text, spelled) && !spelled)
        note_kept(g, (row->flags & ROW_LIST) && entries[0] != NULL
                     ? entries[0] : base, at, ref, text);
    return STRONG;
}

/* The value of an element or attribute that a row reads. */
enum content einv__get_value(struct get_run *g, uint32_t at,
                              struct einv_entry *base, einv_ref ref,
                              struct einv_text text)
{
    const struct bind_row *row = bind_row(g->r.b, at);

    if (row->join != 0) {        /* put together when the element ends */
        if (einv__text_trim(text).len > 0)
            return STRONG;
        note_text(g, base, at, ref, text, UNLIKE);
        return NOTHING;
    }
    if (bind_is_constant(row))
        return get_constant(g, at, base, ref, text);
    if (row->same != BIND_NONE)
        return get_copy(g, at, base, ref, text);
    if (row->to.n > 0)
        return get_field(g, at, base, ref, text);
    if (row->flags & ROW_MADE)
        remember_copy(g, at, base, ref, text);
    return row->flags & ROW_MADE ? WEAK : NOTHING;
}

void einv__get_settle(struct get_run *g, const struct copy *copy)
{
    const struct bind_row *row = bind_row(g->r.b, copy->row);
    const struct bind_path *path = &g->r.b->paths[row->same];
    enum einv_type type = g->r.b->model->places[path->place].type;
    struct einv_entry *e = einv__bind_find(&g->r, path, copy->record);
    struct bind_row plain = *row;
    struct bind_value value = { 0 };

    /* A copy decodes like the field that it repeats. */
    plain.to = (struct bind_range){ row->same, 1 };
    if (row->codecs.n == 0)
        plain.flags |= ROW_PLAIN;
    if (is_blank(copy->text)) {
        note_text(g, copy->record, copy->row, copy->ref, copy->text, UNLIKE);
        return;
    }
    if (!einv__value_decode(g->r.b, &plain, copy->text, g->r.arena, &value,
                            &g->r.nomem) || value.fields[0].ptr == NULL) {
        not_read(g, copy->record, copy->row, copy->ref, copy->text);
        return;
    }
    if (e == NULL || e->text == NULL) {
        e = einv__bind_need(&g->r, path, copy->record, false);
        if (e == NULL)
            return;
        einv__entry_lend(e, value.fields[0]);
        e->source = copy->ref;
        if (row->flags & ROW_SIGN)
            einv__get_signed(g, e);
    }
    if (!einv__type_equal(type, einv__entry_text(e), value.fields[0])) {
        note_text(g, copy->record, copy->row, copy->ref, copy->text, UNLIKE);
        einv__ledger_find(&g->ledger, EINV_SEV_WARNING, "EINV-BIND-0106",
                          copy->ref, copy->row, copy->text,
                          einv__entry_text(e));
    } else if (!same_spelling(g, &plain, &(struct bind_value){
                   { einv__entry_text(e) } }, copy->text)) {
        note_kept(g, copy->record, copy->row, copy->ref, copy->text);
    }
}
