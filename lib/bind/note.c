/* note.c: notes of residue: making, finding, witnesses, and the labels that
 * name rows outside of a run.
 */
#include "run.h"

static const char *const note_names[] = {        /* ORDER NOTE */
    "foreign", "kept", "text", "absent", "present", "empty", "order",
    "place", "variant", "skipped", "unsaid"
};

const char *einv__note_name(enum einv_note_kind kind)
{
    return note_names[kind];
}

struct einv_note *einv__note_add(struct bind_run *r, struct einv_entry *owner,
                                 enum einv_note_kind kind, uint32_t row,
                                 struct einv_text text)
{
    struct einv_note *note = einv__arena_zero(r->arena, 1, sizeof(*note));
    struct einv_note **end = &owner->notes;

    if (note == NULL) {
        r->nomem = true;
        return NULL;
    }
    note->kind = (uint8_t)kind;
    note->row = row;
    note->text = text;
    note->ref = note->source = EINV_NO_REF;
    /* The tail is found by walking: an entry rarely has more than a few. */
    if (owner->notes != NULL && owner->notes->last_hint != NULL)
        end = &owner->notes->last_hint->next;
    while (*end != NULL)
        end = &(*end)->next;
    *end = note;
    owner->notes->last_hint = note;
    return note;
}

struct einv_note *einv__note_find(const struct einv_entry *owner,
                                  enum einv_note_kind kind, uint32_t row)
{
    struct einv_note *note = owner->notes;

    while (note != NULL && (note->row != row || note->kind != kind))
        note = note->next;
    return note;
}

static uint64_t hash_entry(uint64_t hash, const struct einv_entry *e)
{
    char mark = e == NULL ? 'a' : e->text != NULL ? 't' : 'r';

    hash = einv__hash64(hash, &mark, 1);
    if (e != NULL && e->text != NULL)
        hash = einv__hash64(hash, e->text, e->len);
    return hash;
}

/* What decides between the document rows. */
static uint64_t document_witness(const struct bind_run *r)
{
    const struct einv_binding *b = r->b;
    uint64_t hash = EINV_HASH64_SEED;

    for (uint32_t at = 1; at < b->n_rows; at = b->rows[at].end)
        for (uint32_t i = 0; i < b->rows[at].cond_if.n; i++)
            hash = hash_entry(hash, einv__bind_find(r,
                &b->conds[b->rows[at].cond_if.first + i].path,
                &r->inv->root));
    return hash != 0 ? hash : 1;
}

/* What a made text is made of. */
static uint64_t hash_made(const struct bind_run *r, uint32_t at,
                          struct einv_entry *record, uint64_t hash)
{
    const struct bind_make *make = &r->b->makes[at];

    for (uint32_t i = 0; i < make->paths.n; i++)
        hash = hash_entry(hash, einv__bind_find(r,
            &r->b->paths[make->paths.first + i], record));
    for (uint32_t i = 0; i < make->parts.n; i++) {
        const struct bind_part *part = &r->b->parts[make->parts.first + i];

        if (part->kind != PART_HOLE)
            continue;
        hash = part->length > 0 ? hash_made(r, part->length, record, hash)
             : hash_entry(hash, einv__bind_find(r, &r->b->paths[part->field],
                                                record));
    }
    return hash;
}

uint64_t einv__note_witness(const struct bind_run *r, uint32_t at,
                            struct einv_entry *record)
{
    const struct einv_binding *b = r->b;
    const struct bind_row *top = bind_row(b, at);
    uint64_t hash = EINV_HASH64_SEED;

    if (top->kind == ROW_DOCUMENT)
        return document_witness(r);
    for (uint32_t i = at; i < top->end; i++) {
        const struct bind_row *row = bind_row(b, i);

        if (row->same != BIND_NONE &&
            (b->paths[row->same].absolute || row->inside == top->record))
            hash = hash_entry(hash,
                einv__bind_find(r, &b->paths[row->same], record));
        if (row->record == top->record && row->into.steps.n > 0)
            hash = hash_entry(hash, einv__bind_find(r, &row->into, record));
        if (row->inside != top->record)
            continue;
        if (row->make != 0)
            hash = hash_made(r, row->make, record, hash);
        for (uint32_t k = 0; k < row->to.n; k++)
            hash = hash_entry(hash,
                einv__bind_find(r, &b->paths[row->to.first + k], record));
        for (uint32_t k = 0; k < row->gather.n; k++)
            hash = hash_entry(hash,
                einv__bind_find(r, &b->paths[row->gather.first + k], record));
    }
    return hash != 0 ? hash : 1;
}

bool einv__note_holds(const struct bind_run *r, const struct einv_note *note,
                      struct einv_entry *record)
{
    return note->witness == 0 ||
           note->witness == einv__note_witness(r, note->row, record);
}

/* --- labels -------------------------------------------------------------- */

/* Rows without a name are called by their kind and number. */
static struct einv_text virtual_name(const struct bind_row *row)
{
    return row->kind == ROW_CHOICE ? EINV_TEXT("choice")
         : row->kind == ROW_SEQ ? EINV_TEXT("seq") : EINV_TEXT("member");
}

void einv__bind_label_step(const struct einv_binding *b, uint32_t at,
                           struct einv_buf *out)
{
    const struct bind_row *row = bind_row(b, at);
    const struct einv_qname *q = &b->qnames[row->qname];

    if (bind_is_virtual(row)) {
        einv__buf_text(out, virtual_name(row));
        einv__buf_uint(out, row->slot);
        return;
    }
    if (row->kind == ROW_ATTRIBUTE)
        einv__buf_char(out, '@');
    if (q->prefix.len > 0) {
        einv__buf_text(out, q->prefix);
        einv__buf_char(out, ':');
    }
    einv__buf_text(out, q->local);
    if (row->label_n > 0) {
        einv__buf_char(out, '~');
        einv__buf_uint(out, row->label_n + 1);
    }
}

void einv__bind_label(const struct einv_binding *b, uint32_t row,
                      struct einv_buf *out)
{
    if (row == 0 || row >= b->n_rows)
        return;
    if (b->rows[row].state != 0) {
        einv__bind_label(b, b->rows[row].state, out);
        einv__buf_char(out, '/');
    }
    einv__bind_label_step(b, row, out);
}

/* Takes `part` off the front of `*rest`. */
static bool take(struct einv_text *rest, struct einv_text part)
{
    if (part.len > rest->len ||
        (part.len > 0 && memcmp(rest->ptr, part.ptr, part.len) != 0))
        return false;
    *rest = einv__text(rest->ptr + part.len, rest->len - part.len);
    return true;
}

static bool take_uint(struct einv_text *rest, uint32_t n)
{
    char digits[10];
    size_t at = sizeof(digits);

    do {
        digits[--at] = (char)('0' + n % 10);
        n /= 10;
    } while (n > 0);
    return take(rest, einv__text(digits + at, sizeof(digits) - at));
}

/* Does the row's last label step read like this?  The twin of
 * einv__bind_label_step; it needs no memory, because "no memory" would look
 * like "no such row". */
static bool is_step(const struct einv_binding *b, uint32_t at,
                    struct einv_text step)
{
    const struct bind_row *row = bind_row(b, at);
    const struct einv_qname *q = &b->qnames[row->qname];

    if (bind_is_virtual(row))
        return take(&step, virtual_name(row)) &&
               take_uint(&step, row->slot) && step.len == 0;
    if (row->kind == ROW_ATTRIBUTE && !take(&step, EINV_TEXT("@")))
        return false;
    if (q->prefix.len > 0 &&
        (!take(&step, q->prefix) || !take(&step, EINV_TEXT(":"))))
        return false;
    if (!take(&step, q->local))
        return false;
    if (row->label_n > 0 && (!take(&step, EINV_TEXT("~")) ||
                             !take_uint(&step, row->label_n + 1)))
        return false;
    return step.len == 0;
}

uint32_t einv__bind_step_row(const struct einv_binding *b, uint32_t state,
                             struct einv_text step)
{
    uint32_t first = state == 0 ? 1 : state + 1;
    uint32_t end = state == 0 ? (uint32_t)b->n_rows : b->rows[state].end;

    for (uint32_t i = first; i < end; i++)
        if (b->rows[i].state == state && is_step(b, i, step))
            return i;
    return 0;
}

uint32_t einv__bind_row(const struct einv_binding *b, struct einv_text label)
{
    uint32_t row = 0;

    while (label.ptr != NULL && label.len > 0) {
        struct einv_text step = einv__text_cut(label, '/', &label);

        row = einv__bind_step_row(b, row == 0 ? 0 : b->rows[row].content,
                                  step);
        if (row == 0)
            return 0;
    }
    return row;
}

uint32_t einv__bind_anchor(const struct einv_binding *b, uint32_t anchor)
{
    while (anchor != 0 && (b->rows[anchor].kind == ROW_SEQ ||
                           b->rows[anchor].kind == ROW_MEMBER))
        anchor = bind_first(b, anchor);
    return anchor;
}

uint32_t einv__bind_anchor_row(const struct einv_binding *b, uint32_t row,
                               struct einv_text label)
{
    uint32_t at = einv__bind_row(b, label);

    if (row == 0 || at <= row || at >= b->rows[row].end ||
        b->rows[row].kind != ROW_CHOICE)
        return at;
    while (b->rows[at].parent != row)
        at = b->rows[at].parent;
    return at;
}
