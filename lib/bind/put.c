/* put.c: writing: rows become a tree, and what they could not take becomes
 * the write ledger.
 *
 * One walk over the rows.  An element is opened, filled and kept only when
 * something in it is a reason to write it (strong): a field, a member of a
 * list, residue.  Constants and copies are weak: they ride along.
 */
#include "put.h"

uint32_t einv__put_qname(struct put_run *p, uint32_t qname)
{
    if (p->qnames[qname] == BIND_NONE) {
        const struct einv_qname *q = &p->r.b->qnames[qname];

        p->qnames[qname] = einv__build_qname(&p->build, q->prefix, q->ns,
                                             q->local);
    }
    return p->qnames[qname];
}

bool einv__put_may_write(struct put_run *p, const struct bind_row *row,
                         uint32_t at, struct einv_entry *record)
{
    if (p->residue && record->notes != NULL) {
        if (einv__put_holds(p, einv__note_find(record, EINV_NOTE_ABSENT, at),
                            record))
            return false;
        if (einv__put_holds(p, einv__note_find(record, EINV_NOTE_PLACE, at),
                            record))
            return true;
    }
    return !(row->flags & ROW_NO_WRITE) && einv__bind_once(row, record) &&
           einv__bind_holds(&p->r, row->cond_if, record) &&
           einv__put_has_keys(p, at, record);
}

bool einv__put_allowed(struct put_run *p, const struct bind_row *row,
                       uint32_t at, struct einv_entry *record)
{
    if (p->forced == at && at != 0) {
        p->forced = 0;
        return true;
    }
    return einv__put_may_write(p, row, at, record);
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
           einv__bind_sets_hold(&p->r, row, member) &&
           (!(row->flags & ROW_REST) || einv__put_is_left(p, at, member));
}

/* Has the row something to say among the attributes, or the elements?  A
 * sequence or a member can hold both. */
static bool serves(const struct einv_binding *b, uint32_t at, bool attributes)
{
    const struct bind_row *row = bind_row(b, at);

    if (!bind_is_virtual(row))
        return (row->kind == ROW_ATTRIBUTE) == attributes;
    for (uint32_t i = bind_first(b, at); i != 0; i = bind_next(b, i))
        if (serves(b, i, attributes))
            return true;
        else if (row->kind == ROW_CHOICE)
            return false;      /* as its first alternative is */
    return false;
}

void einv__put_has(const struct put_run *p, struct out_element *open)
{
    const struct einv_binding *b = p->r.b;
    const struct einv_entry *e = open->record->first;

    open->has[0] = open->has[1] = 0;
    for (; e != NULL; e = e->next) {
        uint32_t bit = bind_need_bit(b, open->record->place, e->place);

        open->has[bit >> 6] |= (uint64_t)1 << (bit & 63);
    }
}

/* Most rows have not. */
bool einv__put_skips(const struct put_run *p, const struct out_element *open,
                     const struct bind_row *row)
{
    return (row->flags & ROW_NEEDY) && !(open->has[0] & row->needs[0]) &&
           !(open->has[1] & row->needs[1]) &&
           !(p->residue && open->record->notes != NULL);
}

static enum written put_content(struct put_run *p, struct out_element *open,
                                uint32_t parent, bool attributes)
{
    const struct einv_binding *b = p->r.b;
    enum written result = NOTHING;

    for (uint32_t i = bind_first(b, parent); i != 0 && !p->r.nomem;
         i = bind_next(b, i)) {
        enum written one;

        if (einv__put_skips(p, open, bind_row(b, i)) ||
            !serves(b, i, attributes))
            continue;
        open->pass = attributes ? PASS_ATTRIBUTES : PASS_ELEMENTS;
        one = einv__put_row(p, open, i);
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
                   b->rows[i].kind != ROW_SKIP && b->rows[i].qname == q &&
                   !(b->rows[i].flags & ROW_SLOT_ONLY);
        if (!used)
            continue;
        einv__build_ns(&p->build, b->qnames[q].prefix, b->qnames[q].ns);
        p->qnames[q] = BIND_NONE - 1;       /* for a moment: declared */
    }
    for (uint32_t q = 0; q < b->n_qnames; q++)
        if (p->qnames[q] == BIND_NONE - 1)
            p->qnames[q] = BIND_NONE;
}

/* What a set says is written with its holder.  Of several values, a reader
 * may take another one. */
static void mark_set(struct put_run *p, const struct bind_set *set,
                     struct einv_entry *e, uint32_t at)
{
    struct einv_text back = set->has_like ? einv__bind_like(&p->r, set)
                            : p->r.b->texts[set->texts.first];

    e->flags |= EINV_ENTRY_USED;
    if (einv__text_eq(einv__entry_text(e), back))
        return;
    einv__put_otherwise(p, e, back);
    einv__ledger_write(&p->ledger,
                       einv__type_equal(p->r.b->model->places[e->place].type,
                                        einv__entry_text(e), back)
                       ? EINV_SPELLING : EINV_CODE_LOSSY,
                       at, e, e->place, einv__entry_text(e), back);
}

/* The row is written, so its sets are said; but an empty place implies
 * nothing.  true: one of them asked for it. */
static bool mark_sets(struct put_run *p, const struct bind_row *row,
                      struct einv_entry *record, bool empty)
{
    uint32_t at = bind_is_virtual(row) ? bind_first(p->r.b, row->content)
                                       : row->content;
    bool asked = false;

    for (uint32_t i = 0; i < row->sets.n; i++) {
        const struct bind_set *set = &p->r.b->sets[row->sets.first + i];
        struct einv_entry *e = einv__bind_find(&p->r, &set->path, record);

        asked |= !set->unasked;
        if (p->probing || (empty && set->unasked))
            continue;
        if (e != NULL && e->text != NULL &&
            einv__bind_set_says(&p->r, set, e))
            mark_set(p, set, e, at);
        else if (set->unasked)
            einv__put_unsaid_set(p, at, set, record);
    }
    return asked;
}

/* The rows of a sequence or a member, as far as they stand where the element
 * is being filled. */
static enum written put_within(struct put_run *p, struct out_element *open,
                               uint32_t at)
{
    enum written result = NOTHING, one;

    if (open->pass != PASS_ELEMENTS)
        result = put_content(p, open, at, true);
    if (open->pass == PASS_ATTRIBUTES)
        return result;
    one = put_content(p, open, at, false);
    return one > result ? one : result;
}

/* What an element holds, once it is open. */
static enum written put_inside(struct put_run *p, struct out_element *open,
                               struct piece piece)
{
    enum written result = piece.strength, one = NOTHING;

    if (bind_row(p->r.b, open->content)->flags & ROW_HAS_ATTRS)
        one = put_content(p, open, open->content, true);
    if (one > result)
        result = one;
    einv__put_foreign_attrs(p, open);
    if (piece.text.ptr != NULL)
        einv__build_text(&p->build, piece.text);
    einv__put_foreign(p, open, 0, 0, false);
    if (bind_first(p->r.b, open->row) != 0) {
        one = put_content(p, open, open->content, false);
        if (one > result)
            result = one;
    }
    einv__put_foreign(p, open, BIND_NONE, 0, true);
    if (open->order != NULL)
        einv__put_order(p, open);
    return open->strong ? STRONG : result;
}

/* One element of a row, for one record or one value. */
struct instance {
    const struct bind_row *row;
    struct einv_entry *record;
    bool list;             /* the record is a member of the row's list */
    bool unsaid;           /* a leaf that is there for residue alone */
    bool empty;            /* the place of a field, and nothing in it */
    const struct einv_note *present;   /* it stood there, whatever is in it */
};

static void open_element(struct put_run *p, struct out_element *parent,
                         const struct instance *one, uint32_t at,
                         struct einv_entry *owner, struct out_element *open)
{
    bool noted = p->residue && owner->notes != NULL;

    open->row = at;
    open->content = one->row->content;
    open->record = open->owner = owner;
    open->foreign = noted && einv__put_has_foreign(p, owner, at);
    open->order = noted ? einv__put_residue(p, owner, EINV_NOTE_ORDER, at)
                        : NULL;
    open->kids = p->n_kids;
    if (parent != NULL && parent->record == one->record)
        memcpy(open->has, parent->has, sizeof(open->has));
    else
        einv__put_has(p, open);
}

/* What has come of it, now that it is filled. */
static enum written strength_of(struct put_run *p, const struct instance *one,
                                struct einv_entry *owner, enum written result)
{
    const struct bind_row *row = one->row;

    if (one->unsaid && result == WEAK)
        result = NOTHING;
    if (one->list || one->present != NULL)
        result = STRONG;
    if (row->sets.n > 0 && result != NOTHING && mark_sets(p, row, owner,
                                                         one->empty))
        result = STRONG;
    if (result == NOTHING && (row->flags & ROW_EMPTY))
        result = WEAK;
    /* A list without members: only a copy is a reason to write one. */
    if (result == WEAK && one->record == &p->nothing &&
        (row->flags & ROW_MANY))
        result = NOTHING;
    return result;
}

static bool is_kept(struct put_run *p, const struct bind_row *row,
                    enum written result, einv_node node)
{
    return result == STRONG || row->kind == ROW_DOCUMENT ||
           (result == WEAK && ((row->flags & (ROW_REQUIRED | ROW_MADE)) ||
                               bind_is_constant(row))) ||
           einv__put_slot_only(p, node);
}

/* Which of the four it is, before its element is open. */
static void describe(struct put_run *p, struct instance *one, uint32_t at,
                     struct einv_entry *owner, struct piece *piece)
{
    const struct bind_row *row = one->row;

    one->list = one->record != &p->nothing && row->into.steps.n > 0 &&
                (row->flags & ROW_MANY);
    one->empty = piece->text.ptr != NULL && piece->text.len == 0 &&
                 row->to.n > 0 && row->end == at + 1;
    one->present = einv__put_residue(p, owner, EINV_NOTE_PRESENT, at);
    if (piece->text.ptr == NULL && one->present != NULL)
        piece->text = one->present->text;
    one->unsaid = piece->text.ptr == NULL && !one->list &&
                  row->kind != ROW_DOCUMENT && !(row->flags & ROW_DEEP) &&
                  (row->flags & ROW_SAYS);
}

static enum written put_instance(struct put_run *p, struct out_element *parent,
                                 uint32_t at, struct einv_entry *record,
                                 struct einv_entry *member)
{
    struct instance one = { .row = bind_row(p->r.b, at), .record = record };
    struct einv_entry *owner = member != NULL ? member : record;
    struct out_element open = { 0 };
    struct einv_build_mark mark = einv__build_mark(&p->build);
    size_t n_unsaid = p->n_unsaid, n_written = p->n_written;
    struct piece piece = einv__put_value(p, at, record, member);
    enum written result;
    einv_node node;

    describe(p, &one, at, owner, &piece);
    if (one.unsaid && !(p->residue && owner->notes != NULL))
        return NOTHING;
    open_element(p, parent, &one, at, owner, &open);
    node = einv__build_start(&p->build, einv__put_qname(p, one.row->qname));
    if (one.row->kind == ROW_DOCUMENT)
        put_namespaces(p, at);
    result = put_inside(p, &open, piece);
    p->n_kids = open.kids;
    einv__build_end(&p->build);
    result = strength_of(p, &one, open.record, result);
    if (is_kept(p, one.row, result, node)) {
        if (parent != NULL)
            einv__put_kid(p, parent, node, at);
        return result;
    }
    einv__put_take_back(p, mark, n_written);
    if (!(one.row->flags & ROW_REQUIRED))
        p->n_unsaid = n_unsaid;
    else if (one.row->flags & ROW_MANY)
        einv__put_unsaid_list(p, at, n_unsaid, parent->record);
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
        size_t n_unsaid = p->n_unsaid;
        enum written one;

        if (records && !takes(p, row, at, e))
            continue;
        one = records ? put_instance(p, open, at, e, NULL)
                      : put_instance(p, open, at, open->record, e);
        if (one == NOTHING)
            continue;
        einv__put_seat(p, at, e);
        einv__put_foreign(p, open, at, ++*n, false);
        if (one > result)
            result = one;
        if (einv__put_demands_no_more(p, at, n_unsaid) ||
            (p->brief && result == STRONG))
            break;
    }
    return result;
}

/* An element that keeps the place, until it is known what has none; it is no
 * reason to write what it stands in. */
static enum written put_slot(struct put_run *p, struct out_element *open,
                             uint32_t at)
{
    if (einv__put_allowed(p, bind_row(p->r.b, at), at, open->record) &&
        einv__put_slot_begin(p)) {
        put_instance(p, open, at, open->record, NULL);
        einv__put_slot_end(p);
    }
    return NOTHING;
}

/* The members of a list, of records or of values; one must be there where the
 * row is required. */
static enum written put_list(struct put_run *p, struct out_element *open,
                             uint32_t at, struct einv_entry *record,
                             uint32_t *n)
{
    const struct bind_row *row = bind_row(p->r.b, at);
    bool values = (row->flags & ROW_LIST) != 0;
    struct einv_entry *first = !values ? record
        : einv__bind_find(&p->r, &p->r.b->paths[row->to.first], record);
    enum written result = put_members(p, open, at, first, !values, n);

    if (*n == 0 && (row->flags & ROW_REQUIRED))
        einv__put_unsaid(p, at, EINV_MISSING_REQUIRED, EINV_NO_TEXT,
                         open->record);
    return result;
}

static enum written put_element(struct put_run *p, struct out_element *open,
                                uint32_t at)
{
    const struct bind_row *row = bind_row(p->r.b, at);
    struct einv_entry *record = open->record;
    enum written result;
    uint32_t n = 0;

    if (row->flags & ROW_SLOT)
        return put_slot(p, open, at);
    if (!einv__put_allowed(p, row, at, record))
        return NOTHING;
    if (row->into.steps.n > 0) {
        record = einv__bind_find(&p->r, &row->into, record);
        if (record == NULL &&
            ((row->flags & ROW_MANY) || !(row->flags & ROW_VOLATILE)) &&
            (!(row->flags & ROW_REQUIRED) || row->content != at))
            return NOTHING;
    }
    if ((row->flags & ROW_LIST) ||
        ((row->flags & ROW_MANY) && row->into.steps.n > 0 && record != NULL)) {
        result = put_list(p, open, at, record, &n);
    } else {
        if (record == NULL) {
            p->nothing.place = row->into.place;
            record = &p->nothing;
        }
        if (row->sets.n > 0 && !einv__bind_sets_hold(&p->r, row, record))
            return NOTHING;
        result = put_instance(p, open, at, record, NULL);
        if (result != NOTHING)
            einv__put_foreign(p, open, at, ++n, false);
    }
    einv__put_foreign(p, open, at, n, true);
    return result;
}

static enum written put_attribute(struct put_run *p, struct out_element *open,
                                  uint32_t at)
{
    const struct bind_row *row = bind_row(p->r.b, at);
    struct piece piece;

    if (!einv__put_allowed(p, row, at, open->record))
        return NOTHING;
    piece = einv__put_value(p, at, open->record, NULL);
    if (piece.text.ptr == NULL)
        return NOTHING;
    einv__build_attr(&p->build, einv__put_qname(p, row->qname), piece.text);
    return piece.strength;
}

static enum written put_seq(struct put_run *p, struct out_element *open,
                            uint32_t at)
{
    const struct bind_row *row = bind_row(p->r.b, at);
    enum written result;

    if (!einv__put_allowed(p, row, at, open->record) ||
        !einv__bind_sets_hold(&p->r, row, open->record))
        return NOTHING;
    result = put_within(p, open, at);
    if (row->sets.n > 0 && result != NOTHING &&
        mark_sets(p, row, open->record, false))
        result = STRONG;
    return result;
}

/* A record without an element of its own: the first that says what the
 * member sets.  Another one like it has no place. */
static enum written put_member(struct put_run *p, struct out_element *open,
                               uint32_t at)
{
    const struct bind_row *row = bind_row(p->r.b, at);
    struct einv_build_mark mark = einv__build_mark(&p->build);
    size_t n_written = p->n_written, n_kids = p->n_kids;
    struct einv_entry *outer = open->record;
    struct einv_entry *e = einv__bind_find(&p->r, &row->into, outer);
    enum written result;

    if (!einv__put_allowed(p, row, at, outer))
        return NOTHING;
    while (e != NULL && (!einv__bind_sets_hold(&p->r, row, e) ||
                         !einv__bind_holds(&p->r, row->cond_where, e)))
        e = einv__entry_more(e);
    if (e == NULL) {
        einv__put_unsaid_member(p, open, at);
        return NOTHING;
    }
    open->record = e;
    einv__put_has(p, open);
    result = put_within(p, open, at);
    open->record = outer;
    einv__put_has(p, open);
    if (result == STRONG) {
        mark_sets(p, row, e, false);
        einv__put_seat(p, at, e);
        return STRONG;
    }
    einv__put_take_back(p, mark, n_written);
    p->n_kids = n_kids;
    return NOTHING;
}

enum written einv__put_row(struct put_run *p, struct out_element *open,
                            uint32_t at)
{
    uint32_t alternative;

    switch (bind_row(p->r.b, at)->kind) {
    case ROW_ATTRIBUTE:
        return put_attribute(p, open, at);
    case ROW_ELEMENT:
        return put_element(p, open, at);
    case ROW_CHOICE:
        return einv__put_choice(p, open, at, &alternative);
    case ROW_SEQ:
        return put_seq(p, open, at);
    case ROW_MEMBER:
        return put_member(p, open, at);
    default:
        return NOTHING;
    }
}

void einv__put_root(struct put_run *p, uint32_t document)
{
    put_instance(p, NULL, document, &p->r.inv->root, NULL);
}
