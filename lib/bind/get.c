/* get.c: reading: a tree becomes entries, notes and the read ledger.
 *
 * One walk over the elements.  Each is looked up among the rows of its
 * parent; what no row takes becomes a foreign note.  What the writer would
 * do otherwise than the source did is asked of the writer itself, after the
 * walk (LENS.md section 1: hand-made rules missed 2.5 % of documents).
 */
#include "get.h"

static enum content get_element(struct get_run *g, uint32_t row,
                                einv_node node, struct einv_entry *record);

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
                      ? einv__get_alternative(b, at, up) : 1;
    }
}

static void remember_like(struct get_run *g, struct einv_entry *e,
                          const struct bind_set *set)
{
    if (!einv__grow(g->r.inv->alloc, &g->likes, &g->cap_likes,
                    g->n_likes + 1, sizeof(*g->likes)))
        g->r.nomem = true;
    else
        g->likes[g->n_likes++] = (struct like){ e, set };
}

/* <set> of the row, in the record that its content belongs to.  Without
 * said, what the format only implies is not meant. */
static void apply_own_sets(struct get_run *g, const struct bind_row *row,
                           struct einv_entry *record, bool said)
{
    const struct einv_binding *b = g->r.b;

    for (uint32_t i = 0; i < row->sets.n; i++) {
        const struct bind_set *set = &b->sets[row->sets.first + i];
        struct einv_entry *e = said || !set->unasked
            ? einv__bind_need(&g->r, &set->path, record, false) : NULL;

        if (e != NULL && e->text == NULL) {
            einv__entry_lend(e, set->texts.n > 0
                                ? b->texts[set->texts.first]
                                : einv__bind_like(&g->r, set));
            if (set->unasked)
                e->flags |= EINV_ENTRY_IMPLIED;
        }
        if (e != NULL && set->has_like)
            remember_like(g, e, set);
    }
}

/* <set> of the row and of the sequences around it, up to a member.  Those of
 * an element that enters a record wait for it. */
void einv__get_sets(struct get_run *g, uint32_t at,
                    struct einv_entry *record, bool said)
{
    const struct einv_binding *b = g->r.b;
    const struct bind_row *row = bind_row(b, at);

    if (row->kind != ROW_ELEMENT || row->into.steps.n == 0)
        apply_own_sets(g, row, record, said);
    if (row->parent != 0 && bind_is_virtual(&b->rows[row->parent]) &&
        b->rows[row->parent].kind != ROW_MEMBER)
        einv__get_sets(g, row->parent, record, true);
}

/* The record that a row of the open element reads into: the element's, or
 * that of the member around the row, made when its first row is met. */
struct einv_entry *einv__get_record(struct get_run *g,
                                    const struct open_element *open,
                                    uint32_t at)
{
    const struct einv_binding *b = g->r.b;
    uint32_t member = bind_member(b, at);
    struct einv_entry *record;
    struct slot *slot;

    if (member == 0)
        return open->record;
    slot = &g->slots[open->slots + b->rows[member].slot];
    if (slot->member != NULL)
        return slot->member;
    record = einv__bind_need(&g->r, &b->rows[member].into,
                             einv__get_record(g, open, member), true);
    if (record == NULL)
        return open->record;
    slot->member = record;
    einv__get_sets(g, member, record, true);
    return record;
}

/* Which row reads the attribute: one whose constant it is, or else the first
 * without. */
static uint32_t pick_attribute(struct get_run *g,
                               const struct open_element *open, uint32_t name,
                               struct einv_text text)
{
    const struct einv_binding *b = g->r.b;
    uint32_t at = name == 0 ? 0 : bind_lookup(b, open->content, name);
    uint32_t fallback = 0;
    bool exact;

    for (; at != 0; at = b->rows[at].same_name) {
        if (!einv__get_allows(g, open, at))
            continue;
        if (b->rows[at].fixed || !bind_is_constant(&b->rows[at]) ||
            !(b->rows[at].flags & ROW_TWIN)) {
            fallback = fallback == 0 ? at : fallback;
        } else if (einv__bind_is_key(&g->r, &b->rows[at], open->record, text,
                                     &exact)) {
            return at;
        }
    }
    return fallback;
}

/* A place that is there for a field and empty implies nothing. */
static bool says_something(const struct get_run *g, uint32_t at,
                           struct einv_text text)
{
    const struct bind_row *row = bind_row(g->r.b, at);

    return row->to.n == 0 || row->end > at + 1 ||
           text.len > 0;
}

static bool element_says(const struct get_run *g, uint32_t at, einv_node e)
{
    return !einv__tree_is_leaf(g->tree, e) ||
           says_something(g, at, einv__tree_text(g->tree, e));
}

static void get_attributes(struct get_run *g, struct open_element *open)
{
    uint32_t a, end = einv__tree_attrs(g->tree, open->node, &a);

    for (; a < end; a++) {
        einv_ref ref = a | EINV_REF_ATTR;
        uint32_t name = g->attr_names[g->tree->attrs[a].qname], at;
        struct einv_entry *record;
        enum content gave;

        if (name == BIND_NONE)
            continue;
        at = pick_attribute(g, open, name, einv__tree_attr_text(g->tree, a));
        if (at == 0) {
            einv__get_foreign(g, open, EINV_NOTE_FOREIGN, ref, 0);
            continue;
        }
        take_row(g, open, at, ref);
        record = einv__get_record(g, open, at);
        einv__get_sets(g, at, record,
                   says_something(g, at, einv__tree_attr_text(g->tree, a)));
        gave = einv__get_value(g, at, record, ref,
                               einv__tree_attr_text(g->tree, a));
        if (gave > open->gave)
            open->gave = gave;
    }
}

/* A row with a value, or with nothing below: elements in it are foreign. */
static bool holds_no_elements(const struct bind_row *row, uint32_t at)
{
    if (row->kind == ROW_SKIP)
        return false;
    return row->to.n > 0 ? !(row->flags & ROW_SELF) || row->end == at + 1
           : (row->flags & ROW_SAYS) ||
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

/* Does the element hold a member for its list? */
static bool is_member(struct get_run *g, uint32_t at, einv_node e)
{
    struct einv_text text = einv__tree_text(g->tree, e);
    struct bind_value value;

    return einv__text_trim(text).len > 0 &&
           einv__value_decode(g->r.b, bind_row(g->r.b, at), text, g->r.arena,
                              &value, &g->r.nomem);
}

/* An element that is no member of its list of values. */
static void get_no_member(struct get_run *g, struct open_element *open,
                          uint32_t at, einv_node e)
{
    struct einv_text text = einv__tree_text(g->tree, e);

    einv__get_foreign(g, open, EINV_NOTE_FOREIGN, e, 0);
    if (einv__text_trim(text).len > 0)
        einv__ledger_find(&g->ledger, EINV_SEV_ERROR, "EINV-BIND-0104", e, at,
                          text, EINV_TEXT("a text of this place"));
}

static void get_child(struct get_run *g, struct open_element *open,
                      einv_node e)
{
    uint32_t name = g->names[g->tree->elems[e].qname];
    uint32_t at = name == 0 ? 0 : einv__get_pick(g, open, name, e);
    const struct bind_row *row = bind_row(g->r.b, at);
    struct einv_entry *record;
    enum content gave;

    if (at == 0 ||
        (holds_no_elements(row, at) && !einv__tree_is_leaf(g->tree, e))) {
        einv__get_foreign(g, open, EINV_NOTE_FOREIGN, e, 0);
        return;
    }
    if (row->kind == ROW_SKIP) {
        einv__get_foreign(g, open, EINV_NOTE_SKIPPED, e, at);
        return;
    }
    if (row->flags & ROW_SLOT) {
        open->gave = STRONG;   /* what it stands in is there for it */
        at = einv__get_slot(g, open, at, e);
        row = bind_row(g->r.b, at);
        if (at == 0)
            return;
    }
    if ((row->flags & ROW_LIST) && !is_member(g, at, e)) {
        get_no_member(g, open, at, e);
        return;
    }
    take_row(g, open, at, e);
    if (!push_taken(g, at))
        return;
    if (at < open->highest)
        open->disorder = true;
    else
        open->highest = at;
    record = einv__get_record(g, open, at);
    einv__get_sets(g, at, record, element_says(g, at, e));
    gave = get_element(g, at, e, record);
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
    note = einv__get_note(g, open->record, EINV_NOTE_ORDER, open->row,
                          open->node, einv__text_of(copy));
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

static bool member_is_there(const struct get_run *g,
                            const struct open_element *open, uint32_t at)
{
    uint32_t member = bind_member(g->r.b, at);

    return member == 0 ||
           g->slots[open->slots + g->r.b->rows[member].slot].member != NULL;
}

/* A place that is not there, where the code list knows what that means. */
static void get_absent(struct get_run *g, const struct open_element *open)
{
    const struct einv_binding *b = g->r.b;

    for (uint32_t i = open->content + 1; i < b->rows[open->content].end; i++) {
        const struct bind_row *row = bind_row(b, i);
        const struct bind_codec_use *use;
        struct bind_value value = { 0 };

        if (!(row->flags & ROW_ABSENT) || row->state != open->content ||
            g->slots[open->slots + row->slot].count > 0 ||
            !einv__get_allows(g, open, i) || !member_is_there(g, open, i))
            continue;
        use = &b->codec_uses[row->codecs.first + row->codecs.n - 1];
        if (einv__codes_decode(use->list, EINV_NO_TEXT, value.fields))
            einv__get_store(g, row, einv__get_record(g, open, i), open->node,
                            &value);
    }
}

/* The content of an element: attributes, children, and what is missing. */
enum content einv__get_content(struct get_run *g, uint32_t row,
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
    if (bind_row(g->r.b, open.content)->flags & ROW_HAS_PARTS)
        einv__get_joins(g, &open);
    if (bind_row(g->r.b, open.content)->flags & ROW_HAS_ABSENT)
        get_absent(g, &open);
    einv__get_ask_unlike(g, &open, open.content);
    g->n_slots = open.slots;
    return open.gave;
}

static bool is_list(const struct get_run *g, const struct bind_row *row)
{
    return row->into.steps.n > 0 && (row->flags & ROW_MANY) &&
           (g->r.b->model->places[row->into.place].flags & EINV_PLACE_MANY);
}

/* Written by the source, though nothing in it is a reason to write it. */
void einv__get_present(struct get_run *g, struct einv_entry *record,
                         uint32_t row, einv_node node, bool text_alone)
{
    struct einv_text text = einv__tree_is_leaf(g->tree, node)
                            ? einv__tree_text(g->tree, node) : EINV_NO_TEXT;
    struct einv_note *note =
        einv__get_note(g, record, EINV_NOTE_PRESENT, row, node, text);

    if (note == NULL)
        return;
    note->text_alone = text_alone;
    einv__ledger_note(&g->ledger, note, row);
}

/* One value of a list: what stands beside it hangs on the value itself. */
static enum content get_list_value(struct get_run *g, uint32_t at,
                                   einv_node node, struct einv_entry *record)
{
    struct einv_entry *e;

    einv__get_value(g, at, record, node, einv__tree_text(g->tree, node));
    e = einv__bind_find(&g->r,
                        &g->r.b->paths[bind_row(g->r.b, at)->to.first],
                        record);
    while (e != NULL && einv__entry_more(e) != NULL)
        e = einv__entry_more(e);
    if (e != NULL)
        einv__get_content(g, at, node, e);
    return STRONG;
}

/* The record that the row's element stands for; NULL: no memory. */
static struct einv_entry *enter(struct get_run *g, uint32_t at,
                                einv_node node, struct einv_entry *outer)
{
    const struct bind_row *row = bind_row(g->r.b, at);
    bool list = is_list(g, row);
    struct einv_entry *record =
        einv__bind_need(&g->r, &row->into, outer, list);

    if (record == NULL)
        return NULL;
    if (record->source == EINV_NO_REF)
        record->source = node;
    apply_own_sets(g, row, record, true);
    if (list && (row->cond_where.n > 0 || row->sets.n > 0))
        einv__get_ask(g, ASK_MEMBER, at, (struct slot){ at, node, NULL },
                      node, record);
    return record;
}

/* Qualifiers without a value: put writes the same empty element. */
static void note_empty(struct get_run *g, uint32_t at, einv_node node,
                       struct einv_entry *record)
{
    const struct bind_row *row = bind_row(g->r.b, at);
    struct einv_note *note =
        einv__get_note(g, record, EINV_NOTE_EMPTY, at, node, EINV_NO_TEXT);

    einv__get_witness(g, note, record);
    if (note != NULL && ((row->flags & ROW_LINKED) || row->has_default))
        einv__ledger_note(&g->ledger, note, at);
    else if (note != NULL)
        note->spare = true;
}

/* An element that said nothing, or only what put writes of itself; `asked`:
 * how many questions there were before it. */
static enum content get_silent(struct get_run *g, uint32_t at, einv_node node,
                               struct einv_entry *record, enum content gave,
                               size_t asked)
{
    const struct bind_row *row = bind_row(g->r.b, at);

    if ((gave == WEAK && (row->flags & ROW_REQUIRED)) ||
        (row->flags & ROW_EMPTY))
        return WEAK;
    einv__get_present(g, record, at, node, false);
    /* An optional element, that is: put writes a required one bare too. */
    for (; asked < g->n_questions && !(row->flags & ROW_REQUIRED); asked++)
        g->questions[asked].residual = true;
    return NOTHING;
}

static enum content get_element(struct get_run *g, uint32_t at,
                                einv_node node, struct einv_entry *record)
{
    const struct bind_row *row = bind_row(g->r.b, at);
    struct einv_text text = einv__tree_text(g->tree, node);
    enum content gave = NOTHING, inner;
    size_t asked = g->n_questions;

    if (node == g->shared_node && g->shared.ptr != NULL)
        text = g->shared;
    if (row->into.steps.n > 0)
        record = enter(g, at, node, record);
    if (record == NULL)
        return NOTHING;
    if (row->flags & ROW_LIST)
        return get_list_value(g, at, node, record);
    inner = einv__get_content(g, at, node, record);
    if (row->to.n > 0 && inner == STRONG && text.len == 0) {
        note_empty(g, at, node, record);
        return STRONG;
    }
    if (row->flags & ROW_SAYS)
        gave = einv__get_value(g, at, record, node, text);
    if (inner > gave)
        gave = inner;
    if (is_list(g, row))
        gave = STRONG;
    if (g->r.nomem || (row->flags & ROW_SAYS))
        return gave;
    /* Text where only elements have a meaning is kept with the element. */
    if (einv__tree_is_leaf(g->tree, node) && text.len > 0) {
        einv__get_present(g, record, at, node, gave == STRONG);
        return gave;
    }
    return gave == STRONG ? gave
                          : get_silent(g, at, node, record, gave, asked);
}
