/* put_value.c: the text of a place: its field, a constant, a copy, a default,
 * or what the source said there.
 */
#include "make.h"
#include "put.h"

static const struct piece no_piece = { { NULL, 0 }, NOTHING };

/* What the source said at a place whose field could not hold it. */
static bool noted_text(const struct put_run *p, uint32_t at,
                       struct einv_entry *owner, struct einv_text *text)
{
    const struct einv_note *note =
        einv__put_residue(p, owner, EINV_NOTE_TEXT, at);

    if (note == NULL)
        note = einv__put_residue(p, owner, EINV_NOTE_EMPTY, at);
    if (!einv__put_holds(p, note, owner))
        return false;
    *text = note->kind == EINV_NOTE_EMPTY ? EINV_TEXT("") : note->text;
    return true;
}

static struct piece put_constant(const struct put_run *p, uint32_t at,
                                 struct einv_entry *owner)
{
    const struct bind_row *row = bind_row(p->r.b, at);
    struct piece piece = { einv__bind_constant(&p->r, row, owner), WEAK };
    const struct einv_note *note;
    bool exact;

    if (noted_text(p, at, owner, &piece.text))
        return piece;
    note = einv__put_residue(p, owner, EINV_NOTE_KEPT, at);
    if (note != NULL &&
        einv__bind_is_key(&p->r, row, owner, note->text, &exact))
        piece.text = note->text;
    if (piece.text.ptr == NULL)
        piece.strength = NOTHING;
    return piece;
}

/* The kept spelling, when it still says what the fields say. */
static bool kept_text(struct put_run *p, const struct bind_row *row,
                      uint32_t at, const struct einv_entry *owner,
                      const struct bind_value *value, struct einv_text *text)
{
    const struct einv_note *note =
        einv__put_residue(p, owner, EINV_NOTE_KEPT, at);
    struct bind_value back = { 0 };

    if (note == NULL ||
        !einv__value_decode(p->r.b, row, note->text, p->r.arena, &back,
                            &p->r.nomem))
        return false;
    for (uint32_t i = 0; i < row->to.n; i++)
        if (!einv__text_eq(back.fields[i], value->fields[i]))
            return false;
    *text = note->text;
    return true;
}

/* Would a reader take the text for the constant of a row beside this one? */
static bool is_mistaken(const struct put_run *p, uint32_t at,
                        struct einv_entry *owner, struct einv_text text)
{
    const struct einv_binding *b = p->r.b;
    const struct bind_row *row = bind_row(b, at);
    bool exact;

    if (!(row->flags & ROW_TWIN))
        return false;
    for (uint32_t i = bind_lookup(b, row->state, row->name); i != 0;
         i = b->rows[i].same_name)
        if (i != at && (b->rows[i].flags & ROW_KEYED) &&
            bind_is_constant(&b->rows[i]) &&
            einv__bind_is_key(&p->r, &b->rows[i], owner, text, &exact))
            return true;
    return false;
}

/* Is it the beginning of the value, because the place holds no more? */
static bool is_cut(const struct einv_binding *b, const struct bind_row *row,
                   struct einv_text value, struct einv_text back)
{
    return row->facet != 0 && b->facets[row->facet].cut && back.len > 0 &&
           back.len < value.len && memcmp(back.ptr, value.ptr, back.len) == 0;
}

/* --- what many lines share ----------------------------------------------- */

/* A probe outlives what its texts point to. */
static bool is_shared(const struct put_run *p, const struct bind_row *row)
{
    return row->codecs.n > 0 && row->pattern.n == 0 &&
           row->to.n <= PUT_CODED_FIELDS && !p->probing;
}

/* As einv__text_eq, and absent is not empty. */
static bool is_same(struct einv_text a, struct einv_text b)
{
    return (a.ptr == NULL) == (b.ptr == NULL) && einv__text_eq(a, b);
}

static bool encode(struct put_run *p, uint32_t at,
                   const struct bind_value *value, struct einv_text *text)
{
    const struct bind_row *row = bind_row(p->r.b, at);
    struct put_coded *c = &p->coded[at % PUT_CODED];
    bool same = c->row == at;

    if (!is_shared(p, row))
        return einv__value_encode(p->r.b, row, value, p->r.arena, text,
                                  &p->r.nomem);
    for (uint32_t i = 0; i < row->to.n && same; i++)
        same = is_same(c->in[i], value->fields[i]);
    if (!same) {
        c->row = at;
        memcpy(c->in, value->fields, sizeof(c->in));
        c->text = EINV_NO_TEXT;
        c->good = einv__value_encode(p->r.b, row, value, p->r.arena,
                                     &c->text, &p->r.nomem);
    }
    *text = c->text;
    return c->good;
}

static bool decode(struct put_run *p, uint32_t at, struct einv_text text,
                   struct bind_value *value)
{
    const struct bind_row *row = bind_row(p->r.b, at);
    struct put_decoded *d = &p->decoded[at % PUT_CODED];

    if (is_shared(p, row) && d->row == at && is_same(d->in, text)) {
        memcpy(value->fields, d->out, sizeof(d->out));
        return d->good;
    }
    if (!is_shared(p, row))
        return einv__value_decode(p->r.b, row, text, p->r.arena, value,
                                  &p->r.nomem);
    d->row = at;
    d->in = text;
    d->good = einv__value_decode(p->r.b, row, text, p->r.arena, value,
                                 &p->r.nomem);
    memcpy(d->out, value->fields, sizeof(d->out));
    return d->good;
}

/* --- reading back -------------------------------------------------------- */

/* Reads what was written; without a text, what its absence says. */
static bool read_back(struct put_run *p, uint32_t at, struct einv_text text,
                      struct bind_value *back)
{
    const struct bind_row *row = bind_row(p->r.b, at);

    if (text.ptr != NULL)
        return decode(p, at, text, back);
    return einv__codes_decode(
        p->r.b->codec_uses[row->codecs.first + row->codecs.n - 1].list,
        EINV_NO_TEXT, back->fields);
}

/* What sign= is about: of a pattern's fields the one that is a number. */
static const struct einv_entry *number_of(const struct put_run *p,
                                          const struct bind_row *row,
                                          struct einv_entry **entries)
{
    for (uint32_t i = 0; row->pattern.n > 0 && i < row->to.n; i++)
        if (entries[i] != NULL && einv__type_is_number(
                p->r.b->model->places[entries[i]->place].type))
            return entries[i];
    return row->pattern.n > 0 ? NULL : entries[0];
}

/* A reader will take the document for a credit note, or not for one. */
static void turned_wrongly(struct put_run *p, uint32_t at,
                           const struct einv_entry *e, struct einv_text text)
{
    struct einv_text back = einv__bind_turn(&p->r, text);

    if (e == NULL || back.ptr == text.ptr)
        return;
    if (e->flags & EINV_ENTRY_DERIVED)     /* nobody had said it */
        einv__ledger_write(&p->ledger, EINV_DERIVED, at, NULL, e->place, back,
                           text);
    else
        einv__ledger_write(&p->ledger, EINV_CODE_LOSSY, at, e, e->place,
                           einv__entry_text(e), text);
}

/* A field of the row that comes back as another text, or not at all (`is`
 * is NULL), from what is written. */
static void differs(struct put_run *p, uint32_t at, uint32_t field,
                    struct einv_entry *entry, struct einv_text said,
                    struct einv_text is, struct einv_text text)
{
    const struct bind_row *row = bind_row(p->r.b, at);
    einv_place_id place = bind_field(p->r.b, row, field);
    enum einv_type type = p->r.b->model->places[place].type;
    enum einv_reason reason = EINV_CODE_LOSSY;

    if (is.ptr != NULL && einv__type_equal(type, is, said))
        reason = EINV_SPELLING;
    else if (is.ptr != NULL && is_cut(p->r.b, row, said, is))
        reason = EINV_TRUNCATED;
    einv__put_otherwise(p, entry, is);
    /* Without a text: what its absence says. */
    einv__ledger_write(&p->ledger, reason, at, entry, place, said,
                       text.ptr != NULL ? text : is);
}

/* A field that nobody said, and that is read from what is written. */
static void says_more(struct put_run *p, uint32_t at, uint32_t field,
                      struct einv_entry *owner, struct einv_text is,
                      struct einv_text text)
{
    if (is.ptr == NULL)
        return;
    einv__ledger_write(&p->ledger, EINV_DERIVED, at, NULL,
                       bind_field(p->r.b, bind_row(p->r.b, at), field), is,
                       text);
    einv__put_extra(p, at, field, owner, is);
}

/* Reads back what is about to be written: a value that would come out
 * otherwise is written, and said. */
static void check_written(struct put_run *p, uint32_t at,
                          struct einv_entry *owner,
                          struct einv_entry **entries,
                          const struct bind_value *value,
                          struct einv_text text)
{
    const struct bind_row *row = bind_row(p->r.b, at);
    struct bind_value back = { 0 };
    bool read;

    if (p->probing)
        return;
    if ((row->flags & ROW_SIGN) && p->reads_credit != p->credit) {
        turned_wrongly(p, at, number_of(p, row, entries), text);
        return;
    }
    if ((row->flags & (ROW_PLAIN | ROW_TWIN)) == ROW_PLAIN)
        return;
    read = !(text.ptr != NULL && is_mistaken(p, at, owner, text)) &&
           read_back(p, at, text, &back);
    for (uint32_t i = 0; i < row->to.n; i++) {
        struct einv_text is = read ? back.fields[i] : EINV_NO_TEXT;

        if (read && einv__text_eq(is, value->fields[i]))
            continue;
        /* The text says more than was said, or else than was derived. */
        if (entries[i] != NULL && (entries[i]->flags & EINV_ENTRY_DERIVED))
            entries[i] = NULL;
        if (entries[i] == NULL)
            says_more(p, at, i, owner, is, text);
        else
            differs(p, at, i, entries[i], value->fields[i], is, text);
    }
}

/* What the format says for this value. */
static struct einv_text said(struct put_run *p, const struct bind_row *row,
                             const struct einv_entry *e)
{
    if (e->place == p->r.b->type && p->r.b->has_by)
        return einv__sign_type(&p->r, p->credit, einv__entry_text(e));
    return p->credit && (row->flags & ROW_SIGN) &&
           (row->pattern.n == 0 ||
            einv__type_is_number(p->r.b->model->places[e->place].type))
           ? einv__bind_turn(&p->r, einv__entry_text(e))
           : einv__entry_text(e);
}

/* A copy that the schema demands, of a field that nobody said or that has no
 * text here. */
static struct piece unsaid_copy(struct put_run *p, uint32_t at,
                                struct einv_entry *owner)
{
    if (bind_row(p->r.b, at)->flags & ROW_REQUIRED)
        einv__put_unsaid(p, at, EINV_MISSING_REQUIRED, EINV_NO_TEXT, owner);
    return no_piece;
}

static struct piece put_copy(struct put_run *p, uint32_t at,
                             struct einv_entry *owner)
{
    struct bind_row row = *bind_row(p->r.b, at);
    struct einv_entry *e =
        einv__bind_find(&p->r, &p->r.b->paths[row.same], owner);
    struct bind_value value = { 0 };
    struct piece piece = { { NULL, 0 },
                           row.kind == ROW_ATTRIBUTE ? WEAK : STRONG };

    row.to = (struct bind_range){ row.same, 1 };
    if (row.codecs.n == 0)
        row.flags |= ROW_PLAIN;
    if (noted_text(p, at, owner, &piece.text))
        return piece;
    if (e == NULL || e->text == NULL)
        return unsaid_copy(p, at, owner);
    value.fields[0] = said(p, &row, e);
    if (!kept_text(p, &row, at, owner, &value, &piece.text) &&
        (!einv__value_encode(p->r.b, &row, &value, p->r.arena, &piece.text,
                             &p->r.nomem) || piece.text.ptr == NULL))
        return unsaid_copy(p, at, owner);
    if (!p->probing)
        e->flags |= EINV_ENTRY_USED;
    return piece;
}

static struct piece unsaid_field(struct put_run *p, uint32_t at,
                                 struct einv_entry *owner)
{
    const struct bind_row *row = bind_row(p->r.b, at);
    enum einv_reason reason = EINV_MISSING_REQUIRED;
    struct piece piece = no_piece;

    if (row->flags & ROW_ABSENT)
        einv__put_unsaid_absent(p, at, owner);
    if (!(row->flags & ROW_REQUIRED))
        return no_piece;
    if (row->make != 0 && einv__make_text(&p->r, row, owner, p->credit,
                                          &piece.text)) {
        reason = EINV_DERIVED;
        piece.strength = WEAK;
    } else if (row->has_default) {
        reason = EINV_DEFAULTED;
        piece = (struct piece){ row->fallback, WEAK };
    }
    einv__put_unsaid(p, at, reason, piece.text, owner);
    return piece;
}

/* What a maker makes of the record; nothing, when it refuses. */
static struct piece put_made(struct put_run *p, uint32_t at,
                             struct einv_entry *owner)
{
    struct piece piece = { { NULL, 0 }, WEAK };

    if (noted_text(p, at, owner, &piece.text) ||
        einv__make_text(&p->r, bind_row(p->r.b, at), owner, p->credit,
                        &piece.text))
        return piece;
    return no_piece;
}

static void mark(const struct put_run *p, const struct bind_row *row,
                 struct einv_entry *const *entries, uint8_t flag)
{
    for (uint32_t i = 0; i < row->to.n && !p->probing; i++)
        if (entries[i] != NULL)
            entries[i]->flags |= flag;
}

/* The place cannot say the value: it is refused, and where the place must be
 * there, it is demanded as well. */
static struct piece refuse(struct put_run *p, uint32_t at,
                           struct einv_entry *owner,
                           struct einv_entry *const *entries)
{
    const struct bind_row *row = bind_row(p->r.b, at);

    struct bind_value back = { 0 };

    mark(p, row, entries, EINV_ENTRY_REFUSED);
    p->n_refused += (row->flags & ROW_REQUIRED) != 0;
    if ((row->flags & ROW_REQUIRED) && row->has_default && row->join == 0 &&
        einv__value_decode(p->r.b, row, row->fallback, p->r.arena, &back,
                           &p->r.nomem))
        for (uint32_t i = 0; i < row->to.n; i++)
            if (entries[i] != NULL)
                einv__put_otherwise(p, entries[i], back.fields[i]);
    return unsaid_field(p, at, owner);
}

static void mark_not(const struct bind_row *row,
                     struct einv_entry *const *entries, uint8_t flag)
{
    for (uint32_t i = 0; i < row->to.n; i++)
        if (entries[i] != NULL)
            entries[i]->flags &= (uint8_t)~flag;
}

/* The national code, where this version of the format has it too.  A document
 * that comes back as it was is not judged. */
static bool national_text(struct put_run *p, const struct bind_row *row,
                          struct einv_entry *const *entries,
                          const struct bind_value *value,
                          struct einv_text *text)
{
    struct einv_text whole;

    if (!einv__national_text(&p->r, row, entries, value, text))
        return false;
    whole = *text;
    if (p->residue || (einv__facet_takes(p->r.b, row, text) &&
                       einv__text_eq(*text, whole)))
        return true;
    mark_not(row, entries, EINV_ENTRY_NATIONAL);
    return false;
}

/* The field's text; `value` is one member when the row binds a list. */
static struct piece put_field(struct put_run *p, uint32_t at,
                              struct einv_entry *owner,
                              struct einv_entry *member)
{
    const struct bind_row *row = bind_row(p->r.b, at);
    struct einv_entry *entries[BIND_MAX_FIELDS] = { NULL };
    struct bind_value value = { 0 };
    struct piece piece = { { NULL, 0 }, STRONG };
    bool absent = true;

    for (uint32_t i = 0; i < row->to.n; i++) {
        struct einv_entry *e = member != NULL ? member
            : row->flags & ROW_SELF ? owner
            : einv__bind_find(&p->r, &p->r.b->paths[row->to.first + i], owner);

        if (e == NULL || e->text == NULL)
            continue;
        entries[i] = e;
        value.fields[i] = said(p, row, e);
        absent = false;
    }
    if (noted_text(p, at, owner, &piece.text))
        return piece;
    if (absent)
        return unsaid_field(p, at, owner);
    if (kept_text(p, row, at, member != NULL ? member : owner, &value,
                  &piece.text)) {
        einv__national_said(row, entries, piece.text);
    } else if (!national_text(p, row, entries, &value, &piece.text)) {
        if (!encode(p, at, &value, &piece.text)) {
            if (!(row->flags & ROW_ABSENT))
                return refuse(p, at, owner, entries);
            /* Written or not, the place says something. */
            piece.text = EINV_NO_TEXT;
        }
        if (piece.text.ptr == NULL)
            piece.strength = NOTHING;     /* said by not being there */
        check_written(p, at, owner, entries, &value, piece.text);
    }
    mark(p, row, entries, EINV_ENTRY_USED);
    return piece;
}

/* One part of a field that several places hold. */
static struct piece put_part(struct put_run *p, uint32_t at,
                             struct einv_entry *owner)
{
    const struct bind_row *row = bind_row(p->r.b, at);
    struct einv_entry *e =
        einv__bind_find(&p->r, &p->r.b->paths[row->to.first], owner);
    struct piece piece = { { NULL, 0 }, STRONG };
    struct bind_value value = { 0 };

    if (noted_text(p, at, owner, &piece.text)) {
        mark(p, row, &e, EINV_ENTRY_USED);
        return piece;
    }
    if (e == NULL || e->text == NULL)
        return unsaid_field(p, at, owner);
    if (!einv__pattern_decode(p->r.b, bind_row(p->r.b, row->join),
                              einv__entry_text(e), p->r.arena, &value,
                              &p->r.nomem) ||
        !einv__facet_takes(p->r.b, row, &value.fields[row->part]))
        return refuse(p, at, owner, &e);
    mark(p, row, &e, EINV_ENTRY_USED);
    piece.text = value.fields[row->part];
    return piece.text.ptr != NULL ? piece : no_piece;
}

struct piece einv__put_value(struct put_run *p, uint32_t at,
                              struct einv_entry *owner,
                              struct einv_entry *member)
{
    const struct bind_row *row = bind_row(p->r.b, at);
    struct piece piece;

    if (row->flags & (ROW_SLOT_KEY | ROW_SLOT_VALUE)) {
        struct einv_text text = row->flags & ROW_SLOT_KEY ? p->key : p->cut;

        return (struct piece){ text, text.ptr != NULL ? STRONG : NOTHING };
    }
    if (row->join != 0)
        return put_part(p, at, owner);
    if (bind_is_constant(row))
        return put_constant(p, at, owner);
    if (row->same != BIND_NONE)
        return put_copy(p, at, owner);
    if (einv__put_gather(p, at, owner, &piece))
        return piece;
    if (row->flags & ROW_MADE)
        return put_made(p, at, owner);
    return row->to.n > 0 ? put_field(p, at, owner, member) : no_piece;
}
