/* get.c: reading: a tree becomes entries, notes and the read ledger.
 *
 * One walk over the elements.  Each is looked up among the rows of its
 * parent; what no row takes becomes a foreign note.  What the writer would
 * do otherwise than the source did is asked of the writer itself, after the
 * walk (LENS.md section 1: hand-made rules missed 2.5 % of documents).
 */
#include "run.h"

static const char xsi_ns[] = "http://www.w3.org/2001/XMLSchema-instance";

/* What an element gave. */
enum content { NOTHING, WEAK, STRONG };

struct slot {              /* of one row within one open element */
    uint32_t count;        /* elements read by the row; choice: the row of
                              the alternative taken */
    einv_ref ref;          /* the last of them */
};

struct open_element {
    uint32_t row;          /* that reads it */
    uint32_t content;      /* whose rows read its children */
    einv_node node;
    struct einv_entry *record;
    size_t slots;          /* in the run's stack */
    size_t taken;          /* in the run's stack of rows */
    uint32_t highest;      /* row, to see disorder */
    uint32_t anchor;       /* row of the last child that one took */
    bool disorder;
    enum content gave;
};

enum topic { ASK_UNSEEN, ASK_CHOICE, ASK_SEEN, ASK_MEMBER };

struct question {          /* for the writer, after the walk */
    enum topic topic;
    uint32_t row;
    uint32_t taken;        /* choice: the alternative read */
    einv_ref ref;          /* what was read */
    einv_node parent;      /* the element it stands in, or would */
    bool residual;         /* only residue has that element written */
    struct einv_entry *record;
};

struct copy {              /* same=: compared when all is read */
    uint32_t row;
    einv_ref ref;
    struct einv_entry *record;
    struct einv_text text;
};

struct text_of {           /* a note that waits for its witness */
    struct einv_note *note;
    struct einv_entry *owner;
};

struct get_run {
    struct bind_run r;
    const struct einv_tree *tree;
    uint32_t *names;       /* qname of the tree -> name of the binding */
    uint32_t *attr_names;
    struct slot *slots;
    size_t n_slots, cap_slots;
    uint32_t *taken;       /* rows of the children read, open elements */
    size_t n_taken, cap_taken;
    struct question *questions;
    size_t n_questions, cap_questions;
    struct copy *copies;
    size_t n_copies, cap_copies;
    struct text_of *texts;
    size_t n_texts, cap_texts;
    struct bind_ledger ledger;
};

static enum content get_element(struct get_run *g, uint32_t row,
                                einv_node node, struct einv_entry *record);

/* --- notes ------------------------------------------------------------------- */

static struct einv_note *add_note(struct get_run *g, struct einv_entry *owner,
                                  enum einv_note_kind kind, uint32_t row,
                                  einv_ref ref, struct einv_text text)
{
    struct einv_note *note = einv__note_add(&g->r, owner, kind, row, text);

    if (note != NULL)
        note->source = ref;
    return note;
}

static void note_foreign(struct get_run *g, const struct open_element *open,
                         enum einv_note_kind kind, einv_ref ref, uint32_t row)
{
    struct einv_note *note = add_note(g, open->record, kind, open->row, ref,
                                      EINV_NO_TEXT);

    if (note == NULL)
        return;
    note->tree = g->tree;
    note->ref = ref;
    note->anchor = open->anchor;
    if (open->anchor != 0)
        note->nth = g->slots[open->slots +
                             bind_row(g->r.b, open->anchor)->slot].count;
    einv__ledger_note(&g->ledger, note, row);
}

/* --- values -------------------------------------------------------------------- */

static void wait_for_witness(struct get_run *g, struct einv_note *note,
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
    struct einv_note *note = add_note(g, owner, kind, row, ref, text);

    if (note == NULL)
        return;
    note->undecodable = why == UNREAD && text.len > 0;
    wait_for_witness(g, note, owner);
    einv__ledger_note(&g->ledger, note, row);
}

static void note_kept(struct get_run *g, struct einv_entry *owner,
                      uint32_t row, einv_ref ref, struct einv_text text)
{
    struct einv_note *note = add_note(g, owner, EINV_NOTE_KEPT, row, ref,
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

static enum content get_copy(struct get_run *g, uint32_t at,
                             struct einv_entry *owner, einv_ref ref,
                             struct einv_text text)
{
    const struct bind_row *row = bind_row(g->r.b, at);
    const struct einv_entry *e =
        einv__bind_find(&g->r, &g->r.b->paths[row->same], owner);
    struct copy *copy;

    if (e == NULL || e->text == NULL || row->codecs.n > 0 ||
        !einv__text_eq(einv__entry_text(e), text)) {
        if (!einv__grow(g->r.inv->alloc, &g->copies, &g->cap_copies,
                        g->n_copies + 1, sizeof(*copy))) {
            g->r.nomem = true;
            return NOTHING;
        }
        copy = &g->copies[g->n_copies++];
        *copy = (struct copy){ at, ref, owner, text };
    }
    return row->kind == ROW_ATTRIBUTE || is_blank(text) ? WEAK : STRONG;
}

/* Puts the decoded fields into the record; false: one of them is there
 * already, with another value. */
static bool store(struct get_run *g, const struct bind_row *row,
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

static enum content get_field(struct get_run *g, uint32_t at,
                              struct einv_entry *base, einv_ref ref,
                              struct einv_text text)
{
    const struct bind_row *row = bind_row(g->r.b, at);
    struct bind_value value;
    struct einv_entry *owner = base;

    if (text.len == 0 || is_blank(text)) {
        note_text(g, owner, at, ref, text, UNLIKE);
        return NOTHING;
    }
    if (!einv__value_decode(g->r.b, row, text, g->r.arena, &value,
                            &g->r.nomem)) {
        not_read(g, owner, at, ref, text);
        return NOTHING;
    }
    if (!store(g, row, base, ref, &value)) {
        note_text(g, owner, at, ref, text, UNLIKE);
        einv__ledger_find(&g->ledger, EINV_SEV_WARNING, "EINV-BIND-0105", ref,
                          at, text, EINV_TEXT("the value read before"));
        return NOTHING;
    }
    if (!same_spelling(g, row, &value, text)) {
        if (row->flags & ROW_LIST) {
            struct einv_entry *e = einv__bind_find(&g->r,
                &g->r.b->paths[row->to.first], base);

            while (e != NULL && einv__entry_more(e) != NULL)
                e = einv__entry_more(e);
            owner = e != NULL ? e : owner;
        }
        note_kept(g, owner, at, ref, text);
    }
    return STRONG;
}

/* The value of an element or attribute that a row reads. */
static enum content get_value(struct get_run *g, uint32_t at,
                              struct einv_entry *base, einv_ref ref,
                              struct einv_text text)
{
    const struct bind_row *row = bind_row(g->r.b, at);

    if (bind_is_constant(row))
        return get_constant(g, at, base, ref, text);
    if (row->same != BIND_NONE)
        return get_copy(g, at, base, ref, text);
    if (row->to.n > 0)
        return get_field(g, at, base, ref, text);
    return NOTHING;
}

/* --- which row? -------------------------------------------------------------------- */

static bool keys_match(struct get_run *g, uint32_t at, einv_node node,
                       struct einv_entry *record, bool twin);

static bool attr_matches(struct get_run *g, uint32_t at, einv_node node,
                         struct einv_entry *record)
{
    const struct bind_row *row = bind_row(g->r.b, at);
    uint32_t a, end = einv__tree_attrs(g->tree, node, &a);
    bool exact;

    for (; a < end; a++)
        if (g->attr_names[g->tree->attrs[a].qname] == row->name)
            return einv__bind_is_key(&g->r, row, record,
                                     einv__tree_attr_text(g->tree, a), &exact);
    return false;
}

static bool child_matches(struct get_run *g, uint32_t at, einv_node node,
                          struct einv_entry *record)
{
    uint32_t name = bind_row(g->r.b, at)->name;
    einv_node e = einv__tree_child(g->tree, node);

    for (; e != EINV_NO_NODE; e = einv__tree_next(g->tree, e))
        if (g->names[g->tree->elems[e].qname] == name)
            return keys_match(g, at, e, record, true);
    return false;
}

static bool has_child(const struct get_run *g, einv_node node, uint32_t name)
{
    einv_node e = einv__tree_child(g->tree, node);

    while (e != EINV_NO_NODE && g->names[g->tree->elems[e].qname] != name)
        e = einv__tree_next(g->tree, e);
    return e != EINV_NO_NODE;
}

/* Do the keys of this row, and below it, fit this element? */
static bool keys_match(struct get_run *g, uint32_t at, einv_node node,
                       struct einv_entry *record, bool twin)
{
    const struct einv_binding *b = g->r.b;
    const struct bind_row *row = bind_row(b, at);
    bool exact;

    if (row->having != 0 && !has_child(g, node, row->having))
        return false;
    if (!row->fixed && bind_is_constant(row) &&
        !einv__bind_is_key(&g->r, row, record,
                           einv__tree_text(g->tree, node), &exact))
        return false;
    if (row->content != at)
        return true;
    for (uint32_t i = bind_first(b, at); i != 0; i = bind_next(b, i)) {
        const struct bind_row *child = bind_row(b, i);

        if (!(child->flags & ROW_KEYED) ||
            (child->flags & (ROW_MANY | ROW_NO_WRITE | ROW_TWIN)) ||
            bind_is_virtual(child) ||
            /* Alone of its name, a row is chosen by its own leaves only. */
            (!(row->flags & ROW_TWIN) && !twin && !bind_is_constant(child)))
            continue;
        if (child->kind == ROW_ATTRIBUTE
            ? !attr_matches(g, i, node, record)
            : !child_matches(g, i, node, record))
            return false;
    }
    return true;
}

/* The alternative of a choice that the row stands in. */
static uint32_t alternative_of(const struct einv_binding *b, uint32_t row,
                               uint32_t choice)
{
    while (b->rows[row].parent != choice)
        row = b->rows[row].parent;
    return row;
}

static bool choice_allows(struct get_run *g, const struct open_element *open,
                          uint32_t row)
{
    const struct einv_binding *b = g->r.b;

    for (uint32_t up = b->rows[row].parent; up != open->content && up != 0;
         up = b->rows[up].parent) {
        uint32_t taken = g->slots[open->slots + b->rows[up].slot].count;

        if (b->rows[up].kind == ROW_CHOICE && taken != 0 &&
            taken != alternative_of(b, row, up))
            return false;
    }
    return true;
}

static uint32_t pick_row(struct get_run *g, const struct open_element *open,
                         uint32_t name, einv_node node)
{
    const struct einv_binding *b = g->r.b;
    uint32_t fallback = 0;

    for (uint32_t i = bind_lookup(b, open->content, name); i != 0;
         i = b->rows[i].same_name) {
        const struct bind_row *row = bind_row(b, i);

        if ((!(row->flags & ROW_MANY) &&
             g->slots[open->slots + row->slot].count > 0) ||
            !choice_allows(g, open, i))
            continue;
        if (!(row->flags & ROW_KEYED)) {
            if (fallback == 0)
                fallback = i;
        } else if (keys_match(g, i, node, open->record, false)) {
            return i;
        }
    }
    return fallback;
}

/* --- elements ------------------------------------------------------------------------ */

static void take_row(struct get_run *g, const struct open_element *open,
                     uint32_t at, einv_ref ref)
{
    const struct einv_binding *b = g->r.b;
    struct slot *slot = &g->slots[open->slots + b->rows[at].slot];

    slot->count++;
    slot->ref = ref;
    for (uint32_t up = b->rows[at].parent; up != open->content && up != 0;
         up = b->rows[up].parent) {
        slot = &g->slots[open->slots + b->rows[up].slot];
        slot->ref = ref;
        slot->count = b->rows[up].kind == ROW_CHOICE
                      ? alternative_of(b, at, up) : 1;
    }
}

/* <set> of the row and of the sequences around it. */
static void apply_sets(struct get_run *g, uint32_t at,
                       struct einv_entry *record)
{
    const struct einv_binding *b = g->r.b;
    const struct bind_row *row = bind_row(b, at);

    for (uint32_t i = 0; i < row->sets.n; i++) {
        const struct bind_set *set = &b->sets[row->sets.first + i];
        struct einv_entry *e = einv__bind_need(&g->r, &set->path, record,
                                               false);

        if (e != NULL && e->text == NULL)
            einv__entry_lend(e, b->texts[set->texts.first]);
    }
    if (row->parent != 0 && bind_is_virtual(&b->rows[row->parent]))
        apply_sets(g, row->parent, record);
}

static void get_attributes(struct get_run *g, struct open_element *open)
{
    uint32_t a, end = einv__tree_attrs(g->tree, open->node, &a);

    for (; a < end; a++) {
        einv_ref ref = a | EINV_REF_ATTR;
        uint32_t name = g->attr_names[g->tree->attrs[a].qname], at = 0;

        if (name == BIND_NONE)
            continue;
        if (name != 0)
            at = bind_lookup(g->r.b, open->content, name);
        while (at != 0 && !choice_allows(g, open, at))
            at = g->r.b->rows[at].same_name;
        if (at == 0) {
            note_foreign(g, open, EINV_NOTE_FOREIGN, ref, 0);
            continue;
        }
        take_row(g, open, at, ref);
        {
            enum content gave = get_value(g, at, open->record, ref,
                                          einv__tree_attr_text(g->tree, a));

            if (gave > open->gave)
                open->gave = gave;
        }
    }
}

/* A row with a value, or with nothing below: elements in it are foreign. */
static bool holds_no_elements(const struct bind_row *row, uint32_t at)
{
    if (row->kind == ROW_SKIP)
        return false;
    return row->to.n > 0 ? !(row->flags & ROW_SELF) || row->end == at + 1
           : row->same != BIND_NONE || bind_is_constant(row) ||
             (row->end == at + 1 && row->content == at);
}

static bool push_taken(struct get_run *g, uint32_t row)
{
    if (!einv__grow(g->r.inv->alloc, &g->taken, &g->cap_taken,
                    g->n_taken + 1, sizeof(*g->taken))) {
        g->r.nomem = true;
        return false;
    }
    g->taken[g->n_taken++] = row;
    return true;
}

static void get_child(struct get_run *g, struct open_element *open,
                      einv_node e)
{
    uint32_t name = g->names[g->tree->elems[e].qname];
    uint32_t at = name == 0 ? 0 : pick_row(g, open, name, e);
    const struct bind_row *row = bind_row(g->r.b, at);
    enum content gave;

    if (at == 0 ||
        (holds_no_elements(row, at) && !einv__tree_is_leaf(g->tree, e))) {
        note_foreign(g, open, EINV_NOTE_FOREIGN, e, 0);
        return;
    }
    if (row->kind == ROW_SKIP) {
        note_foreign(g, open, EINV_NOTE_SKIPPED, e, at);
        return;
    }
    take_row(g, open, at, e);
    if (!push_taken(g, at))
        return;
    if (at < open->highest)
        open->disorder = true;
    else
        open->highest = at;
    apply_sets(g, at, open->record);
    gave = get_element(g, at, e, open->record);
    if (gave > open->gave)
        open->gave = gave;
    open->anchor = at;
}

/* Remembers the order of the rows where it is not the grammar's: the labels
 * of all children that rows took, in the order of the source. */
static void note_order(struct get_run *g, const struct open_element *open,
                       const uint32_t *taken, size_t n)
{
    struct einv_buf buf;
    char *copy;
    struct einv_note *note;

    einv__buf_init(&buf, g->r.inv->alloc);
    for (size_t i = 0; i < n; i++) {
        if (i > 0)
            einv__buf_char(&buf, ' ');
        einv__bind_label_step(g->r.b, taken[i], &buf);
    }
    copy = buf.failed ? NULL
                      : einv__arena_dup(g->r.arena, einv__buf_get(&buf));
    einv__buf_free(&buf);
    if (copy == NULL) {
        g->r.nomem = true;
        return;
    }
    note = add_note(g, open->record, EINV_NOTE_ORDER, open->row, open->node,
                    einv__text_of(copy));
    if (note != NULL)
        einv__ledger_note(&g->ledger, note, open->row);
}

static void get_children(struct get_run *g, struct open_element *open)
{
    einv_node e = einv__tree_child(g->tree, open->node);

    open->taken = g->n_taken;
    for (; e != EINV_NO_NODE && !g->r.nomem; e = einv__tree_next(g->tree, e))
        get_child(g, open, e);
    if (open->disorder && !g->r.nomem)
        note_order(g, open, g->taken + open->taken,
                   g->n_taken - open->taken);
    g->n_taken = open->taken;
}

static void ask(struct get_run *g, enum topic topic, uint32_t row,
                struct slot seen, einv_node parent, struct einv_entry *record)
{
    if (!einv__grow(g->r.inv->alloc, &g->questions, &g->cap_questions,
                    g->n_questions + 1, sizeof(*g->questions))) {
        g->r.nomem = true;
        return;
    }
    g->questions[g->n_questions++] =
        (struct question){ topic, row, seen.count, seen.ref, parent, false,
                           record };
}

static void ask_unlike(struct get_run *g, const struct open_element *open,
                       uint32_t parent);

static void ask_row(struct get_run *g, const struct open_element *open,
                    uint32_t at)
{
    const struct bind_row *row = bind_row(g->r.b, at);
    struct slot slot = g->slots[open->slots + row->slot];
    uint16_t unusual = ROW_NO_WRITE | ROW_ONCE;

    if (row->kind == ROW_SEQ)
        ask_unlike(g, open, at);
    else if (slot.count == 0 && (row->flags & ROW_VOLATILE))
        ask(g, ASK_UNSEEN, at, slot, open->node, open->record);
    else if (slot.count > 0 && (row->cond_if.n > 0 || (row->flags & unusual)))
        ask(g, ASK_SEEN, at, slot, open->node, open->record);
}

/* Rows that the source did not use and the writer might; and the other way
 * round. */
static void ask_unlike(struct get_run *g, const struct open_element *open,
                       uint32_t parent)
{
    const struct einv_binding *b = g->r.b;

    for (uint32_t i = bind_first(b, parent); i != 0; i = bind_next(b, i)) {
        const struct bind_row *row = bind_row(b, i);
        struct slot slot = g->slots[open->slots + row->slot];

        if (row->kind == ROW_CHOICE) {
            ask(g, ASK_CHOICE, i, slot, open->node, open->record);
            if (slot.count != 0)
                ask_row(g, open, slot.count);
        } else {
            ask_row(g, open, i);
        }
    }
}

static bool open_slots(struct get_run *g, struct open_element *open)
{
    size_t n = bind_row(g->r.b, open->content)->n_slots;

    open->slots = g->n_slots;
    if (!einv__grow(g->r.inv->alloc, &g->slots, &g->cap_slots, g->n_slots + n,
                    sizeof(*g->slots))) {
        g->r.nomem = true;
        return false;
    }
    memset(g->slots + g->n_slots, 0, n * sizeof(*g->slots));
    g->n_slots += n;
    return true;
}

/* The content of an element: attributes, children, and what is missing. */
static enum content get_content(struct get_run *g, uint32_t row,
                                einv_node node, struct einv_entry *record)
{
    struct open_element open = { 0 };

    open.row = row;
    open.content = bind_row(g->r.b, row)->content;
    open.node = node;
    open.record = record;
    if (!open_slots(g, &open))
        return NOTHING;
    get_attributes(g, &open);
    get_children(g, &open);
    ask_unlike(g, &open, open.content);
    g->n_slots = open.slots;
    return open.gave;
}

static bool is_list(const struct get_run *g, const struct bind_row *row)
{
    return row->into.steps.n > 0 && (row->flags & ROW_MANY) &&
           (g->r.b->model->places[row->into.place].flags & EINV_PLACE_MANY);
}

/* Written by the source, though nothing in it is a reason to write it. */
static void note_present(struct get_run *g, struct einv_entry *record,
                         uint32_t row, einv_node node)
{
    struct einv_text text = einv__tree_is_leaf(g->tree, node)
                            ? einv__tree_text(g->tree, node) : EINV_NO_TEXT;
    struct einv_note *note = add_note(g, record, EINV_NOTE_PRESENT, row, node,
                                      text);

    if (note != NULL)
        einv__ledger_note(&g->ledger, note, row);
}

static enum content get_element(struct get_run *g, uint32_t at,
                                einv_node node, struct einv_entry *record)
{
    const struct bind_row *row = bind_row(g->r.b, at);
    bool list = is_list(g, row);
    enum content gave = NOTHING, inner;
    size_t asked = g->n_questions;

    if (row->into.steps.n > 0) {
        record = einv__bind_need(&g->r, &row->into, record, list);
        if (record == NULL)
            return NOTHING;
        if (record->source == EINV_NO_REF)
            record->source = node;
        if (list && (row->cond_where.n > 0 || row->sets.n > 0))
            ask(g, ASK_MEMBER, at, (struct slot){ at, node }, node,
                record);
    }
    inner = get_content(g, at, node, record);
    /* Qualifiers without a value: put writes the same empty element. */
    if (row->to.n > 0 && inner == STRONG &&
        einv__tree_text(g->tree, node).len == 0) {
        struct einv_note *note = add_note(g, record, EINV_NOTE_EMPTY, at, node,
                                          EINV_NO_TEXT);

        wait_for_witness(g, note, record);
        if (note != NULL && ((row->flags & ROW_LINKED) || row->has_default))
            einv__ledger_note(&g->ledger, note, at);
        return STRONG;
    }
    if (row->to.n > 0 || row->same != BIND_NONE || bind_is_constant(row))
        gave = get_value(g, at, record, node, einv__tree_text(g->tree, node));
    if (inner > gave)
        gave = inner;
    if (list)
        gave = STRONG;
    if (g->r.nomem || row->to.n > 0 || row->same != BIND_NONE ||
        bind_is_constant(row))
        return gave;
    /* Text where only elements have a meaning is kept with the element. */
    if (einv__tree_is_leaf(g->tree, node) &&
        einv__tree_text(g->tree, node).len > 0) {
        note_present(g, record, at, node);
        return gave;
    }
    if (gave == STRONG)
        return gave;
    if ((gave == WEAK && (row->flags & ROW_REQUIRED)) ||
        (row->flags & ROW_EMPTY))
        return WEAK;
    note_present(g, record, at, node);
    /* An optional element, that is: put writes a required one bare too. */
    for (; asked < g->n_questions && !(row->flags & ROW_REQUIRED); asked++)
        g->questions[asked].residual = true;
    return NOTHING;
}

/* --- after the walk ------------------------------------------------------------------- */

static void settle_copy(struct get_run *g, const struct copy *copy)
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

static void note_unlike(struct get_run *g, enum einv_note_kind kind,
                        const struct question *q)
{
    bool present = kind == EINV_NOTE_PLACE || kind == EINV_NOTE_VARIANT;
    struct einv_note *note = add_note(g, q->record, kind, q->row,
                                      present ? q->ref : EINV_NO_REF,
                                      EINV_NO_TEXT);

    if (note == NULL)
        return;
    if (!present)
        note->source = q->parent;
    note->anchor = q->taken;
    if (q->topic != ASK_MEMBER)
        note->witness = einv__note_witness(&g->r, q->row, q->record);
    einv__ledger_note(&g->ledger, note, q->row);
}

/* Put would write it, the source did not. */
static void note_absent(struct get_run *g, struct bind_probe *probe,
                        const struct question *q, bool writes)
{
    note_unlike(g, EINV_NOTE_ABSENT, q);
    if (writes)
        einv__ledger_absent(&g->ledger, einv__probe_tree(probe), q->parent,
                            q->row);
}

static void answer(struct get_run *g, struct bind_probe *probe,
                   const struct question *q)
{
    const struct bind_row *row = bind_row(g->r.b, q->row);
    enum probe_answer would;
    uint32_t choice;

    switch (q->topic) {
    case ASK_CHOICE:
        choice = einv__probe_choice(probe, q->row, q->record);
        if (choice != q->taken && q->taken == 0)
            note_absent(g, probe, q, !q->residual);
        else if (choice != q->taken)
            note_unlike(g, EINV_NOTE_PLACE, q);
        break;
    case ASK_SEEN:
        if ((row->flags & ROW_NO_WRITE) || !einv__bind_once(row, q->record) ||
            !einv__bind_holds(&g->r, row->cond_if, q->record))
            note_unlike(g, EINV_NOTE_PLACE, q);
        break;
    case ASK_MEMBER:
        if (!einv__bind_holds(&g->r, row->cond_where, q->record) ||
            !einv__bind_sets_hold(&g->r, row, q->record))
            note_unlike(g, EINV_NOTE_PLACE, q);
        break;
    case ASK_UNSEEN:
        would = einv__probe_row(probe, q->row, q->record);
        if (would != PROBE_NOTHING)
            note_absent(g, probe, q,
                        would == PROBE_WRITES && !q->residual);
        break;
    }
}

static void answer_all(struct get_run *g)
{
    struct bind_probe *probe;

    if (g->n_questions == 0)
        return;
    if (einv__probe_new(&probe, &g->r) != EINV_OK) {
        g->r.nomem = true;
        return;
    }
    for (size_t i = 0; i < g->n_questions && !g->r.nomem; i++)
        answer(g, probe, &g->questions[i]);
    einv__probe_free(probe);
}

static bool map_names(struct get_run *g)
{
    const struct einv_tree *t = g->tree;
    const einv_allocator *a = g->r.inv->alloc;

    g->names = einv__alloc(a, t->n_qnames * 2 + 1, sizeof(*g->names));
    if (g->names == NULL)
        return false;
    g->attr_names = g->names + t->n_qnames;
    for (size_t i = 0; i < t->n_qnames; i++) {
        const struct einv_qname *q = &t->qnames[i];

        g->names[i] = einv__bind_name_find(g->r.b, q->ns, q->local, false);
        g->attr_names[i] = einv__text_is(q->ns, xsi_ns) ? BIND_NONE
            : einv__bind_name_find(g->r.b, q->ns, q->local, true);
    }
    return true;
}

static uint32_t find_document(const struct get_run *g)
{
    return bind_lookup(g->r.b, 0,
                       g->names[g->tree->elems[einv__tree_root(g->tree)].qname]);
}

static void get_document(struct get_run *g, uint32_t row)
{
    struct einv_invoice_data *inv = g->r.inv;
    struct question root = { ASK_SEEN, row, row, 0, 0, false, &inv->root };

    inv->root.source = einv__tree_root(g->tree);
    apply_sets(g, row, &inv->root);
    get_content(g, row, einv__tree_root(g->tree), &inv->root);
    for (size_t i = 0; i < g->n_copies && !g->r.nomem; i++)
        settle_copy(g, &g->copies[i]);
    for (size_t i = 0; i < g->n_texts; i++)
        g->texts[i].note->witness =
            einv__note_witness(&g->r, g->texts[i].note->row,
                               g->texts[i].owner);
    answer_all(g);
    if (einv__put_document(&g->r) != row)
        note_unlike(g, EINV_NOTE_VARIANT, &root);
}

einv_status einv__bind_get(const struct einv_binding *b,
                           const struct einv_tree *tree,
                           struct einv_invoice_data *inv,
                           struct einv_report *report)
{
    struct get_run g = { 0 };
    const einv_allocator *a = inv->alloc;
    einv_status status = EINV_ENOMEM;
    uint32_t row;

    g.r = (struct bind_run){ b, inv, &inv->arena, report, false };
    g.tree = inv->source = tree;
    einv__ledger_begin(&g.ledger, &g.r, tree);
    if (map_names(&g)) {
        row = find_document(&g);
        if (row != 0)
            get_document(&g, row);
        status = row == 0 ? EINV_EUNKNOWN
                 : g.r.nomem || g.ledger.nomem ? EINV_ENOMEM : EINV_OK;
    }
    einv__ledger_end(&g.ledger);
    einv__free(a, g.names, (tree->n_qnames * 2 + 1) * sizeof(*g.names));
    einv__free(a, g.slots, g.cap_slots * sizeof(*g.slots));
    einv__free(a, g.taken, g.cap_taken * sizeof(*g.taken));
    einv__free(a, g.questions, g.cap_questions * sizeof(*g.questions));
    einv__free(a, g.texts, g.cap_texts * sizeof(*g.texts));
    einv__free(a, g.copies, g.cap_copies * sizeof(*g.copies));
    return status;
}
