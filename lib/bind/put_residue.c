/* put_residue.c: writing what the model does not hold: foreign subtrees behind
 * their anchors, and the order of the source.
 */
#include "put.h"

struct einv_note *einv__put_residue(const struct put_run *p,
                                 const struct einv_entry *owner,
                                 enum einv_note_kind kind, uint32_t row)
{
    return p->residue && owner->notes != NULL
           ? einv__note_find(owner, kind, row) : NULL;
}

bool einv__put_holds(const struct put_run *p, const struct einv_note *note,
                  struct einv_entry *owner)
{
    return note != NULL && einv__note_holds(&p->r, note, owner);
}

void einv__put_kid(struct put_run *p, const struct out_element *open,
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

/* Each is written once, unless what it was written into is taken back. */
static void mark_written(struct put_run *p, struct einv_note *note)
{
    if (!einv__grow(p->r.inv->alloc, &p->written, &p->cap_written,
                    p->n_written + 1, sizeof(struct einv_note *))) {
        p->r.nomem = true;
        return;
    }
    p->written[p->n_written++] = note;
    note->mark = p->serial;
}

void einv__put_take_back(struct put_run *p, struct einv_build_mark mark,
                         size_t n_written)
{
    einv__build_undo(&p->build, mark);
    einv__put_forget(p, mark);
    while (p->n_written > n_written)
        p->written[--p->n_written]->mark = 0;
}

/* The foreign notes behind the nth element of `anchor` (all = those behind
 * any later one too). */
void einv__put_foreign(struct put_run *p, struct out_element *open,
                        uint32_t anchor, uint32_t nth, bool all)
{
    struct einv_note *note = open->foreign ? open->owner->notes : NULL;

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
        if (!einv__put_slot_holds(p, note))
            continue;
        mark_written(p, note);
        einv__put_kid(p, open, (einv_node)p->build.tree->n_elems, 0);
        einv__build_copy(&p->build, note->tree, note->ref);
        open->strong = true;
    }
}

void einv__put_foreign_attrs(struct put_run *p, struct out_element *open)
{
    struct einv_note *note = open->foreign ? open->owner->notes : NULL;

    for (; note != NULL; note = note->next)
        if (note->kind == EINV_NOTE_FOREIGN && note->row == open->row &&
            note->tree != NULL && (note->ref & EINV_REF_ATTR)) {
            put_foreign_attr(p, note);
            open->strong = true;
        }
}

bool einv__put_has_foreign(const struct put_run *p, const struct einv_entry *e,
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
                       uint32_t row, bool *done, struct kid *order, size_t n)
{
    for (size_t i = open->kids; i < p->n_kids; i++) {
        if (done[i - open->kids] || p->kids[i].row != row)
            continue;
        do {
            done[i - open->kids] = true;
            order[n++] = p->kids[i++];
        } while (i < p->n_kids && p->kids[i].row == 0);
        return n;
    }
    return n;
}

/* Where a child that the source did not have goes: behind the last one of its
 * row; else before the first that the grammar has behind it. */
static size_t seat_for(const struct kid *order, size_t n, uint32_t row)
{
    size_t at = n;

    while (at > 0 && order[at - 1].row != row)
        at--;
    if (at == 0)
        while (at < n && order[at].row <= row)
            at++;
    else
        while (at < n && order[at].row == 0)
            at++;
    return at;
}

/* The child and those that follow it take their seats. */
static size_t insert_kid(const struct put_run *p,
                         const struct out_element *open, size_t i, bool *done,
                         struct kid *order, size_t n)
{
    size_t at = seat_for(order, n, p->kids[i].row), many = 0;

    do
        many++;
    while (i + many < p->n_kids && p->kids[i + many].row == 0);
    memmove(order + at + many, order + at, (n - at) * sizeof(*order));
    for (size_t k = 0; k < many; k++) {
        done[i + k - open->kids] = true;
        order[at + k] = p->kids[i + k];
    }
    return n + many;
}

static size_t sort_kids(const struct put_run *p,
                        const struct out_element *open, bool *done,
                        struct kid *order)
{
    struct einv_text labels = open->order->text;
    size_t n = p->n_kids - open->kids, sorted = 0;

    while (sorted < n && p->kids[open->kids + sorted].row == 0) {
        done[sorted] = true;
        order[sorted] = p->kids[open->kids + sorted];
        sorted++;
    }
    while (labels.len > 0) {
        struct einv_text step = einv__text_word(&labels);
        uint32_t row = einv__bind_step_row(p->r.b, open->content, step);

        if (row != 0)
            sorted = take_kid(p, open, row, done, order, sorted);
    }
    for (size_t i = 0; i < n; i++)
        if (!done[i])
            sorted = insert_kid(p, open, open->kids + i, done, order, sorted);
    return sorted;
}

void einv__put_order(struct put_run *p, const struct out_element *open)
{
    size_t n = p->n_kids - open->kids, sorted;
    const einv_allocator *a = p->r.inv->alloc;
    struct kid *order = einv__alloc(a, n + 1, sizeof(*order));
    einv_node *nodes = einv__alloc(a, n + 1, sizeof(*nodes));
    bool *done = einv__alloc(a, n + 1, sizeof(*done));

    if (order == NULL || nodes == NULL || done == NULL) {
        p->r.nomem = true;
    } else {
        memset(done, 0, (n + 1) * sizeof(*done));
        sorted = sort_kids(p, open, done, order);
        for (size_t i = 0; i < sorted; i++)
            nodes[i] = order[i].node;
        einv__build_reorder(&p->build, nodes, sorted);
    }
    einv__free(a, order, (n + 1) * sizeof(*order));
    einv__free(a, nodes, (n + 1) * sizeof(*nodes));
    einv__free(a, done, (n + 1) * sizeof(*done));
}
