/* put.c: writing: rows become a tree, and what they could not take becomes
 * the write ledger.
 *
 * One walk over the rows.  An element is opened, filled and kept only when
 * something in it is a reason to write it (strong): a field, a member of a
 * list, residue.  Constants and copies are weak: they ride along.
 */
#include "run.h"

enum written { NOTHING, WEAK, STRONG };

struct out_element {       /* an open element of the output */
    uint32_t row;
    uint32_t content;
    struct einv_entry *record;
    bool foreign;          /* its record has foreign notes of this row */
    const struct einv_note *order;
    size_t kids;           /* in the run's stack, when order is set */
    bool strong;           /* residue was written */
};

struct kid {               /* a finished child element */
    einv_node node;
    uint32_t row;          /* 0: foreign, belongs behind the one before */
};

struct unsaid {            /* required and missing, or defaulted */
    uint32_t row;
    bool defaulted;
    struct einv_entry *record;
};

struct put_run {
    struct bind_run r;
    struct einv_build build;
    bool residue;
    bool probing;          /* asked what it would do: no marks, no ledger */
    uint32_t serial;       /* marks the foreign notes written */
    uint32_t *qnames;      /* qname of the binding -> of the tree */
    struct einv_entry nothing;     /* an absent record */
    struct unsaid *unsaid;
    size_t n_unsaid, cap_unsaid;
    struct kid *kids;
    size_t n_kids, cap_kids;
    struct bind_ledger ledger;
};

static enum written put_row(struct put_run *p, struct out_element *open,
                            uint32_t at);

static struct einv_note *residue(const struct put_run *p,
                                 const struct einv_entry *owner,
                                 enum einv_note_kind kind, uint32_t row)
{
    return p->residue && owner->notes != NULL
           ? einv__note_find(owner, kind, row) : NULL;
}

static bool holds(const struct put_run *p, const struct einv_note *note,
                  struct einv_entry *owner)
{
    return note != NULL && einv__note_holds(&p->r, note, owner);
}

static void say_unsaid(struct put_run *p, uint32_t row, bool defaulted,
                       struct einv_entry *record)
{
    if (!einv__grow(p->r.inv->alloc, &p->unsaid, &p->cap_unsaid,
                    p->n_unsaid + 1, sizeof(*p->unsaid))) {
        p->r.nomem = true;
        return;
    }
    p->unsaid[p->n_unsaid++] = (struct unsaid){ row, defaulted, record };
}

/* --- residue ------------------------------------------------------------------ */

static void push_kid(struct put_run *p, const struct out_element *open,
                     einv_node node, uint32_t row)
{
    if (open->order == NULL)
        return;
    if (!einv__grow(p->r.inv->alloc, &p->kids, &p->cap_kids, p->n_kids + 1,
                    sizeof(*p->kids))) {
        p->r.nomem = true;
        return;
    }
    p->kids[p->n_kids++] = (struct kid){ node, row };
}

static void put_foreign_attr(struct put_run *p, const struct einv_note *note)
{
    uint32_t attr = note->ref & ~EINV_REF_ATTR;
    const struct einv_qname *q = einv__tree_attr_qname(note->tree, attr);

    einv__build_attr(&p->build, einv__build_qname(&p->build, q->prefix, q->ns,
                                                  q->local),
                     einv__tree_attr_text(note->tree, attr));
}

/* The foreign notes behind the nth element of `anchor` (all = those behind
 * any later one too). */
static void put_foreign(struct put_run *p, struct out_element *open,
                        uint32_t anchor, uint32_t nth, bool all)
{
    struct einv_note *note = open->foreign ? open->record->notes : NULL;

    for (; note != NULL; note = note->next) {
        if ((note->kind != EINV_NOTE_FOREIGN &&
             note->kind != EINV_NOTE_SKIPPED) || note->row != open->row ||
            note->mark == p->serial || note->tree == NULL ||
            (note->ref & EINV_REF_ATTR))
            continue;
        if (anchor != BIND_NONE &&
            (note->anchor != anchor || (all ? note->nth < nth
                                            : note->nth != nth)))
            continue;
        note->mark = p->serial;
        push_kid(p, open, (einv_node)p->build.tree->n_elems, 0);
        einv__build_copy(&p->build, note->tree, note->ref);
        open->strong = true;
    }
}

static void put_foreign_attrs(struct put_run *p, struct out_element *open)
{
    struct einv_note *note = open->foreign ? open->record->notes : NULL;

    for (; note != NULL; note = note->next)
        if (note->kind == EINV_NOTE_FOREIGN && note->row == open->row &&
            note->tree != NULL && (note->ref & EINV_REF_ATTR)) {
            put_foreign_attr(p, note);
            open->strong = true;
        }
}

static bool has_foreign(const struct put_run *p, const struct einv_entry *e,
                        uint32_t row)
{
    const struct einv_note *note = p->residue ? e->notes : NULL;

    while (note != NULL && (note->row != row ||
                            (note->kind != EINV_NOTE_FOREIGN &&
                             note->kind != EINV_NOTE_SKIPPED)))
        note = note->next;
    return note != NULL;
}

/* The next child of this row that has no place yet, and those that follow
 * it, go to the end of `order`. */
static size_t take_kid(const struct put_run *p, const struct out_element *open,
                       uint32_t row, bool *done, einv_node *order, size_t n)
{
    for (size_t i = open->kids; i < p->n_kids; i++) {
        if (done[i - open->kids] || (row != 0 && p->kids[i].row != row))
            continue;
        do {
            done[i - open->kids] = true;
            order[n++] = p->kids[i++].node;
        } while (i < p->n_kids && p->kids[i].row == 0);
        return n;
    }
    return n;
}

static void put_order(struct put_run *p, const struct out_element *open)
{
    size_t n = p->n_kids - open->kids, sorted = 0, before;
    const einv_allocator *a = p->r.inv->alloc;
    einv_node *order = einv__alloc(a, n + 1, sizeof(*order));
    bool *done = einv__alloc(a, n + 1, sizeof(*done));
    struct einv_text labels = open->order->text;

    if (order == NULL || done == NULL) {
        p->r.nomem = true;
    } else {
        memset(done, 0, (n + 1) * sizeof(*done));
        while (n > 0 && sorted < n && p->kids[open->kids + sorted].row == 0) {
            done[sorted] = true;
            order[sorted] = p->kids[open->kids + sorted].node;
            sorted++;
        }
        while (labels.len > 0) {
            struct einv_text step = einv__text_word(&labels);
            uint32_t row = einv__bind_step_row(p->r.b, open->content, step);

            if (row != 0)
                sorted = take_kid(p, open, row, done, order, sorted);
        }
        do {
            before = sorted;
            sorted = take_kid(p, open, 0, done, order, sorted);
        } while (sorted > before);
        einv__build_reorder(&p->build, order, sorted);
    }
    einv__free(a, order, (n + 1) * sizeof(*order));
    einv__free(a, done, (n + 1) * sizeof(*done));
}

/* --- values --------------------------------------------------------------------- */

struct piece {
    struct einv_text text;     /* NULL pointer: none */
    enum written strength;
};

static const struct piece no_piece = { { NULL, 0 }, NOTHING };

/* What the source said at a place whose field could not hold it. */
static bool noted_text(const struct put_run *p, uint32_t at,
                       struct einv_entry *owner, struct einv_text *text)
{
    const struct einv_note *note = residue(p, owner, EINV_NOTE_TEXT, at);

    if (note == NULL)
        note = residue(p, owner, EINV_NOTE_EMPTY, at);
    if (!holds(p, note, owner))
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
    note = residue(p, owner, EINV_NOTE_KEPT, at);
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
    const struct einv_note *note = residue(p, owner, EINV_NOTE_KEPT, at);
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

/* Reads back what is about to be written: a value that would come out
 * otherwise is written, and said. */
static void check_written(struct put_run *p, const struct bind_row *row,
                          uint32_t at, struct einv_entry *const *entries,
                          const struct bind_value *value,
                          struct einv_text text)
{
    struct bind_value back = { 0 };
    bool read;

    if ((row->flags & ROW_PLAIN) || p->probing)
        return;
    read = einv__value_decode(p->r.b, row, text, p->r.arena, &back,
                              &p->r.nomem);
    for (uint32_t i = 0; i < row->to.n; i++) {
        enum einv_type type =
            p->r.b->model->places[bind_field(p->r.b, row, i)].type;

        if (entries[i] == NULL ||
            (read && einv__text_eq(back.fields[i], value->fields[i])))
            continue;
        einv__ledger_write(&p->ledger,
                           read && back.fields[i].ptr != NULL &&
                           einv__type_equal(type, back.fields[i],
                                            value->fields[i])
                           ? EINV_SPELLING : EINV_CODE_LOSSY,
                           at, entries[i], bind_field(p->r.b, row, i),
                           value->fields[i], text);
    }
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
        return no_piece;
    value.fields[0] = einv__entry_text(e);
    if (!kept_text(p, &row, at, owner, &value, &piece.text) &&
        (!einv__value_encode(p->r.b, &row, &value, p->r.arena, &piece.text,
                             &p->r.nomem) || piece.text.ptr == NULL))
        return no_piece;
    if (!p->probing)
        e->flags |= EINV_ENTRY_USED;
    return piece;
}

static struct piece unsaid_field(struct put_run *p, uint32_t at,
                                 struct einv_entry *owner)
{
    const struct bind_row *row = bind_row(p->r.b, at);

    if (!(row->flags & ROW_REQUIRED))
        return no_piece;
    say_unsaid(p, at, row->has_default, owner);
    return row->has_default ? (struct piece){ row->fallback, WEAK } : no_piece;
}

static void mark(const struct put_run *p, const struct bind_row *row,
                 struct einv_entry *const *entries, uint8_t flag)
{
    for (uint32_t i = 0; i < row->to.n && !p->probing; i++)
        if (entries[i] != NULL)
            entries[i]->flags |= flag;
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
        value.fields[i] = einv__entry_text(e);
        absent = false;
    }
    if (noted_text(p, at, owner, &piece.text))
        return piece;
    if (absent)
        return unsaid_field(p, at, owner);
    if (!kept_text(p, row, at, member != NULL ? member : owner, &value,
                   &piece.text)) {
        if (!einv__value_encode(p->r.b, row, &value, p->r.arena, &piece.text,
                                &p->r.nomem) || piece.text.ptr == NULL) {
            mark(p, row, entries, EINV_ENTRY_REFUSED);
            return no_piece;
        }
        check_written(p, row, at, entries, &value, piece.text);
    }
    mark(p, row, entries, EINV_ENTRY_USED);
    return piece;
}

static struct piece put_value(struct put_run *p, uint32_t at,
                              struct einv_entry *owner,
                              struct einv_entry *member)
{
    const struct bind_row *row = bind_row(p->r.b, at);

    if (bind_is_constant(row))
        return put_constant(p, at, owner);
    if (row->same != BIND_NONE)
        return put_copy(p, at, owner);
    return row->to.n > 0 ? put_field(p, at, owner, member) : no_piece;
}

/* --- elements ----------------------------------------------------------------------- */

static uint32_t tree_qname(struct put_run *p, uint32_t qname)
{
    if (p->qnames[qname] == BIND_NONE) {
        const struct einv_qname *q = &p->r.b->qnames[qname];

        p->qnames[qname] = einv__build_qname(&p->build, q->prefix, q->ns,
                                             q->local);
    }
    return p->qnames[qname];
}

/* May the row be written in this record at all? */
static bool allowed(const struct put_run *p, const struct bind_row *row,
                    uint32_t at, struct einv_entry *record)
{
    if (p->residue && record->notes != NULL) {
        if (holds(p, einv__note_find(record, EINV_NOTE_ABSENT, at), record))
            return false;
        if (holds(p, einv__note_find(record, EINV_NOTE_PLACE, at), record))
            return true;
    }
    return !(row->flags & ROW_NO_WRITE) && einv__bind_once(row, record) &&
           einv__bind_holds(&p->r, row->cond_if, record);
}

/* Of two rows into one list, does this one take the member? */
static bool takes(const struct put_run *p, const struct bind_row *row,
                  uint32_t at, struct einv_entry *member)
{
    if (p->residue)
        for (const struct einv_note *n = member->notes; n != NULL; n = n->next)
            if (n->kind == EINV_NOTE_PLACE &&
                bind_row(p->r.b, n->row)->into.place == member->place)
                return n->row == at;
    return einv__bind_holds(&p->r, row->cond_where, member) &&
           einv__bind_sets_hold(&p->r, row, member);
}

static bool is_attr_row(const struct einv_binding *b, uint32_t at)
{
    while (bind_is_virtual(bind_row(b, at))) {
        uint32_t first = bind_first(b, at);

        if (first == 0)
            return false;
        at = first;
    }
    return bind_row(b, at)->kind == ROW_ATTRIBUTE;
}

static enum written put_content(struct put_run *p, struct out_element *open,
                                uint32_t parent, bool attributes)
{
    const struct einv_binding *b = p->r.b;
    enum written result = NOTHING;

    for (uint32_t i = bind_first(b, parent); i != 0 && !p->r.nomem;
         i = bind_next(b, i)) {
        enum written one;

        if (is_attr_row(b, i) != attributes)
            continue;
        one = put_row(p, open, i);
        if (one > result)
            result = one;
    }
    return result;
}

static void put_namespaces(struct put_run *p, uint32_t document)
{
    const struct einv_binding *b = p->r.b;

    for (uint32_t q = 0; q < b->n_qnames; q++) {
        bool used = false, said = b->qnames[q].ns.len == 0;

        for (uint32_t k = 0; k < q && !said; k++)
            said = einv__text_eq(b->qnames[k].prefix, b->qnames[q].prefix) &&
                   p->qnames[k] == BIND_NONE - 1;
        for (uint32_t i = document; i < b->rows[document].end && !said &&
             !used; i++)
            used = !bind_is_virtual(&b->rows[i]) &&
                   b->rows[i].kind != ROW_SKIP && b->rows[i].qname == q;
        if (!used)
            continue;
        einv__build_ns(&p->build, b->qnames[q].prefix, b->qnames[q].ns);
        p->qnames[q] = BIND_NONE - 1;       /* for a moment: declared */
    }
    for (uint32_t q = 0; q < b->n_qnames; q++)
        if (p->qnames[q] == BIND_NONE - 1)
            p->qnames[q] = BIND_NONE;
}

static void mark_sets(struct put_run *p, const struct bind_row *row,
                      struct einv_entry *record)
{
    for (uint32_t i = 0; i < row->sets.n && !p->probing; i++) {
        struct einv_entry *e = einv__bind_find(&p->r,
            &p->r.b->sets[row->sets.first + i].path, record);

        if (e != NULL)
            e->flags |= EINV_ENTRY_USED;
    }
}

/* What an element holds, once it is open. */
static enum written put_inside(struct put_run *p, struct out_element *open,
                               struct piece piece)
{
    const struct bind_row *row = bind_row(p->r.b, open->row);
    enum written result = piece.strength, one = NOTHING;

    if (bind_row(p->r.b, open->content)->flags & ROW_HAS_ATTRS)
        one = put_content(p, open, open->content, true);
    if (one > result)
        result = one;
    put_foreign_attrs(p, open);
    if (piece.text.ptr != NULL)
        einv__build_text(&p->build, piece.text);
    put_foreign(p, open, 0, 0, false);
    if (bind_first(p->r.b, open->row) != 0) {
        one = put_content(p, open, open->content, false);
        if (one > result)
            result = one;
    }
    put_foreign(p, open, BIND_NONE, 0, true);
    if (open->order != NULL)
        put_order(p, open);
    if (row->sets.n > 0 && result != NOTHING) {
        mark_sets(p, row, open->record);
        result = STRONG;
    }
    return open->strong ? STRONG : result;
}

/* One element of the row, for one record or one value. */
static enum written put_instance(struct put_run *p, struct out_element *parent,
                                 uint32_t at, struct einv_entry *record,
                                 struct einv_entry *member)
{
    const struct bind_row *row = bind_row(p->r.b, at);
    struct out_element open = { 0 };
    struct einv_build_mark mark = einv__build_mark(&p->build);
    size_t n_unsaid = p->n_unsaid;
    bool noted = p->residue && record->notes != NULL;
    bool list = record != &p->nothing && row->into.steps.n > 0 &&
                (row->flags & ROW_MANY);
    struct piece piece = put_value(p, at, record, member);
    const struct einv_note *present = noted
        ? residue(p, record, EINV_NOTE_PRESENT, at) : NULL;
    enum written result;
    einv_node node;

    if (piece.text.ptr == NULL && present != NULL)
        piece.text = present->text;
    if (piece.text.ptr == NULL && !noted && !list && row->kind != ROW_DOCUMENT &&
        !(row->flags & ROW_DEEP) &&
        (row->to.n > 0 || row->same != BIND_NONE || bind_is_constant(row)))
        return NOTHING;
    open.row = at;
    open.content = row->content;
    open.record = record;
    open.foreign = noted && has_foreign(p, record, at);
    open.order = noted ? residue(p, record, EINV_NOTE_ORDER, at) : NULL;
    open.kids = p->n_kids;
    node = einv__build_start(&p->build, tree_qname(p, row->qname));
    if (row->kind == ROW_DOCUMENT)
        put_namespaces(p, at);
    result = put_inside(p, &open, piece);
    p->n_kids = open.kids;
    einv__build_end(&p->build);
    if (list || present != NULL)
        result = STRONG;
    if (result == NOTHING && (row->flags & ROW_EMPTY))
        result = WEAK;
    /* A list without members: only a copy is a reason to write one. */
    if (result == WEAK && record == &p->nothing && (row->flags & ROW_MANY))
        result = NOTHING;
    if (result == STRONG || row->kind == ROW_DOCUMENT ||
        (result == WEAK &&
         ((row->flags & ROW_REQUIRED) || bind_is_constant(row)))) {
        if (parent != NULL)
            push_kid(p, parent, node, at);
        return result;
    }
    einv__build_undo(&p->build, mark);
    if (!(row->flags & ROW_REQUIRED) || (row->flags & ROW_MANY))
        p->n_unsaid = n_unsaid;
    return NOTHING;
}

static enum written put_members(struct put_run *p, struct out_element *open,
                                uint32_t at, struct einv_entry *first,
                                bool records, uint32_t *n)
{
    const struct bind_row *row = bind_row(p->r.b, at);
    enum written result = NOTHING;

    for (struct einv_entry *e = first; e != NULL && !p->r.nomem;
         e = einv__entry_more(e)) {
        enum written one;

        if (records && !takes(p, row, at, e))
            continue;
        one = records ? put_instance(p, open, at, e, NULL)
                      : put_instance(p, open, at, open->record, e);
        if (one == NOTHING)
            continue;
        put_foreign(p, open, at, ++*n, false);
        if (one > result)
            result = one;
    }
    return result;
}

static enum written put_element(struct put_run *p, struct out_element *open,
                                uint32_t at)
{
    const struct bind_row *row = bind_row(p->r.b, at);
    struct einv_entry *record = open->record;
    enum written result;
    uint32_t n = 0;

    if (!allowed(p, row, at, record))
        return NOTHING;
    if (row->into.steps.n > 0) {
        record = einv__bind_find(&p->r, &row->into, record);
        if (record == NULL &&
            ((row->flags & ROW_MANY) || !(row->flags & ROW_VOLATILE)) &&
            (!(row->flags & ROW_REQUIRED) || row->content != at))
            return NOTHING;
    }
    if ((row->flags & ROW_MANY) && row->into.steps.n > 0 && record != NULL) {
        result = put_members(p, open, at, record, true, &n);
    } else if (row->flags & ROW_LIST) {
        result = put_members(p, open, at, einv__bind_find(&p->r,
            &p->r.b->paths[row->to.first], record), false, &n);
    } else {
        if (record == NULL) {
            p->nothing.place = row->into.place;
            record = &p->nothing;
        }
        if (row->sets.n > 0 && !einv__bind_sets_hold(&p->r, row, record))
            return NOTHING;
        result = put_instance(p, open, at, record, NULL);
        if (result != NOTHING)
            put_foreign(p, open, at, ++n, false);
    }
    put_foreign(p, open, at, n, true);
    return result;
}

static enum written put_attribute(struct put_run *p, struct out_element *open,
                                  uint32_t at)
{
    const struct bind_row *row = bind_row(p->r.b, at);
    struct piece piece;

    if (!allowed(p, row, at, open->record))
        return NOTHING;
    piece = put_value(p, at, open->record, NULL);
    if (piece.text.ptr == NULL)
        return NOTHING;
    einv__build_attr(&p->build, tree_qname(p, row->qname), piece.text);
    return piece.strength;
}

/* Tries the alternatives in their order; the first strong one stays, else
 * the first weak one.  *alternative: which. */
static enum written put_choice(struct put_run *p, struct out_element *open,
                               uint32_t at, uint32_t *alternative)
{
    const struct einv_binding *b = p->r.b;
    const struct einv_note *place = residue(p, open->record, EINV_NOTE_PLACE,
                                            at);
    uint32_t weak = 0;
    size_t n_unsaid = p->n_unsaid;

    *alternative = 0;
    if (!allowed(p, bind_row(b, at), at, open->record) &&
        !holds(p, place, open->record))
        return NOTHING;
    if (holds(p, place, open->record) && place->anchor != 0) {
        *alternative = place->anchor;
        return put_row(p, open, place->anchor);
    }
    for (uint32_t i = bind_first(b, at); i != 0; i = bind_next(b, i)) {
        struct einv_build_mark mark = einv__build_mark(&p->build);
        size_t n_kids = p->n_kids;
        enum written one = put_row(p, open, i);

        if (one == STRONG) {
            *alternative = i;
            return STRONG;
        }
        if (one == WEAK && weak == 0)
            weak = i;
        einv__build_undo(&p->build, mark);
        p->n_kids = n_kids;
        p->n_unsaid = n_unsaid;
    }
    *alternative = weak;
    return put_row(p, open, weak != 0 ? weak : bind_first(b, at));
}

static enum written put_seq(struct put_run *p, struct out_element *open,
                            uint32_t at)
{
    const struct bind_row *row = bind_row(p->r.b, at);
    enum written result;

    if (!allowed(p, row, at, open->record) ||
        !einv__bind_sets_hold(&p->r, row, open->record))
        return NOTHING;
    result = put_content(p, open, at, is_attr_row(p->r.b, at));
    if (row->sets.n > 0 && result != NOTHING) {
        mark_sets(p, row, open->record);
        result = STRONG;
    }
    return result;
}

static enum written put_row(struct put_run *p, struct out_element *open,
                            uint32_t at)
{
    uint32_t alternative;

    switch (bind_row(p->r.b, at)->kind) {
    case ROW_ATTRIBUTE:
        return put_attribute(p, open, at);
    case ROW_ELEMENT:
        return put_element(p, open, at);
    case ROW_CHOICE:
        return put_choice(p, open, at, &alternative);
    case ROW_SEQ:
        return put_seq(p, open, at);
    default:
        return NOTHING;
    }
}

/* --- runs ------------------------------------------------------------------------------ */

static bool begin(struct put_run *p, const struct bind_run *r,
                  struct einv_tree *out)
{
    size_t n = r->b->n_qnames + 1;

    p->r = *r;
    p->nothing.source = EINV_NO_REF;
    p->serial = ++r->inv->runs;
    einv__build_init(&p->build, out);
    p->qnames = einv__alloc(r->inv->alloc, n, sizeof(*p->qnames));
    if (p->qnames == NULL)
        return false;
    for (size_t i = 0; i < n; i++)
        p->qnames[i] = BIND_NONE;
    return true;
}

static void end(struct put_run *p)
{
    const einv_allocator *a = p->r.inv->alloc;

    einv__free(a, p->qnames, (p->r.b->n_qnames + 1) * sizeof(*p->qnames));
    einv__free(a, p->unsaid, p->cap_unsaid * sizeof(*p->unsaid));
    einv__free(a, p->kids, p->cap_kids * sizeof(*p->kids));
}

uint32_t einv__put_document(const struct bind_run *r)
{
    const struct einv_binding *b = r->b;
    uint32_t fallback = 0;

    for (uint32_t i = 1; i < b->n_rows; i = b->rows[i].end) {
        const struct bind_row *row = bind_row(b, i);

        if (row->kind != ROW_DOCUMENT)
            continue;
        if (einv__bind_holds(r, row->cond_if, &r->inv->root) &&
            einv__bind_sets_hold(r, row, &r->inv->root))
            return i;
        if (fallback == 0)
            fallback = i;
    }
    return fallback;
}

static void clear_marks(struct einv_entry *e)
{
    for (e = e->first; e != NULL; e = e->next) {
        e->flags &= (uint8_t)~(EINV_ENTRY_USED | EINV_ENTRY_REFUSED);
        if (e->first != NULL)
            clear_marks(e);
    }
}

static void report_unsaid(struct put_run *p)
{
    for (size_t i = 0; i < p->n_unsaid; i++) {
        const struct unsaid *u = &p->unsaid[i];
        const struct bind_row *row = bind_row(p->r.b, u->row);

        einv__ledger_write(&p->ledger,
                           u->defaulted ? EINV_DEFAULTED
                                        : EINV_MISSING_REQUIRED,
                           u->row, u->record == &p->nothing ? NULL : u->record,
                           bind_field(p->r.b, row, 0),
                           u->defaulted ? row->fallback : EINV_NO_TEXT,
                           row->doc);
    }
}

einv_status einv__bind_put(const struct einv_binding *b,
                           struct einv_invoice_data *inv,
                           const struct einv_put_options *options,
                           struct einv_tree *out, struct einv_report *report)
{
    struct put_run p = { 0 };
    struct bind_run r = { b, inv, &inv->arena,
                          options->quiet ? NULL : report, false };
    const struct einv_note *variant;
    uint32_t document = einv__put_document(&r);
    bool failed;

    if (document == 0)
        return EINV_EUNSUPPORTED;
    if (!begin(&p, &r, out))
        return EINV_ENOMEM;
    p.residue = options->residue;
    clear_marks(&inv->root);
    for (variant = p.residue ? inv->root.notes : NULL; variant != NULL;
         variant = variant->next)
        if (variant->kind == EINV_NOTE_VARIANT &&
            einv__note_holds(&r, variant, &inv->root))
            document = variant->row;
    einv__ledger_begin(&p.ledger, &p.r, inv->source);
    put_instance(&p, NULL, document, &inv->root, NULL);
    if (!p.r.nomem && r.report != NULL) {
        report_unsaid(&p);
        einv__ledger_rest(&p.ledger);
    }
    failed = p.r.nomem || p.build.failed || p.ledger.nomem;
    einv__ledger_end(&p.ledger);
    end(&p);
    return failed ? EINV_ENOMEM : EINV_OK;
}

/* --- probes -------------------------------------------------------------------------------- */

struct bind_probe {
    struct put_run p;
    struct einv_tree tree;
    struct einv_build_mark mark;
};

einv_status einv__probe_new(struct bind_probe **out, struct bind_run *r)
{
    struct bind_probe *probe = einv__alloc(r->inv->alloc, 1, sizeof(*probe));

    *out = NULL;
    if (probe == NULL)
        return EINV_ENOMEM;
    memset(probe, 0, sizeof(*probe));
    einv__tree_init(&probe->tree, r->inv->alloc);
    if (!begin(&probe->p, r, &probe->tree)) {
        einv__probe_free(probe);
        return EINV_ENOMEM;
    }
    probe->p.residue = probe->p.probing = true;
    probe->p.r.report = NULL;
    einv__build_start(&probe->p.build,
        einv__build_qname(&probe->p.build, EINV_TEXT(""), EINV_TEXT(""),
                          EINV_TEXT("probe")));
    probe->mark = einv__build_mark(&probe->p.build);
    *out = probe;
    return EINV_OK;
}

void einv__probe_free(struct bind_probe *probe)
{
    const einv_allocator *a = probe->tree.alloc;

    if (probe->p.r.inv != NULL)
        end(&probe->p);
    einv__tree_free(&probe->tree);
    einv__free(a, probe, sizeof(*probe));
}

static struct out_element probe_open(struct bind_probe *probe, uint32_t row,
                                     struct einv_entry *record)
{
    struct out_element open = { 0 };

    open.row = open.content = bind_row(probe->p.r.b, row)->state;
    open.record = record;
    einv__build_undo(&probe->p.build, probe->mark);
    probe->p.n_unsaid = probe->p.n_kids = 0;
    return open;
}

enum probe_answer einv__probe_row(struct bind_probe *probe, uint32_t row,
                                  struct einv_entry *record)
{
    struct out_element open = probe_open(probe, row, record);
    const struct einv_tree *t = &probe->tree;

    put_row(&probe->p, &open, row);
    if (t->n_elems > probe->mark.n_elems || t->n_attrs > probe->mark.n_attrs)
        return PROBE_WRITES;
    return probe->p.n_unsaid > 0 ? PROBE_MISSING : PROBE_NOTHING;
}

const struct einv_tree *einv__probe_tree(const struct bind_probe *probe)
{
    return &probe->tree;
}

uint32_t einv__probe_choice(struct bind_probe *probe, uint32_t choice,
                            struct einv_entry *record)
{
    struct out_element open = probe_open(probe, choice, record);
    uint32_t alternative;

    put_choice(&probe->p, &open, choice, &alternative);
    return alternative;
}
