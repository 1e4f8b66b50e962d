/* get_ask.c: where would the writer do otherwise than the source did?  It is
 * asked, after the walk (LENS.md section 1: hand-made rules missed 2.5 % of
 * documents).
 */
#include "get.h"

void einv__get_ask(struct get_run *g, enum topic topic, uint32_t row,
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

static void ask_row(struct get_run *g, const struct open_element *open,
                    uint32_t at)
{
    const struct bind_row *row = bind_row(g->r.b, at);
    struct slot slot = g->slots[open->slots + row->slot];
    uint32_t unusual = ROW_NO_WRITE | ROW_ONCE;

    if (row->kind == ROW_SEQ) {
        einv__get_ask_unlike(g, open, at);
        return;
    }
    if (row->kind == ROW_MEMBER && slot.member != NULL) {
        struct open_element inner = *open;

        inner.record = slot.member;
        einv__get_ask_unlike(g, &inner, at);
        return;
    }
    if (slot.count == 0 && (row->flags & ROW_VOLATILE))
        einv__get_ask(g, ASK_UNSEEN, at, slot, open->node, open->record);
    else if (slot.count > 0 && (row->cond_if.n > 0 || (row->flags & unusual)))
        einv__get_ask(g, ASK_SEEN, at, slot, open->node, open->record);
}

/* Rows that the source did not use and the writer might; and the other way
 * round. */
void einv__get_ask_unlike(struct get_run *g, const struct open_element *open,
                       uint32_t parent)
{
    const struct einv_binding *b = g->r.b;

    for (uint32_t i = bind_first(b, parent); i != 0; i = bind_next(b, i)) {
        const struct bind_row *row = bind_row(b, i);
        struct slot slot = g->slots[open->slots + row->slot];

        if (row->kind == ROW_CHOICE) {
            einv__get_ask(g, ASK_CHOICE, i, slot, open->node, open->record);
            if (slot.count != 0)
                ask_row(g, open, slot.count);
        } else {
            ask_row(g, open, i);
        }
    }
}

struct einv_note *einv__get_unlike(struct get_run *g,
                                   enum einv_note_kind kind,
                                   const struct question *q)
{
    bool present = kind == EINV_NOTE_PLACE || kind == EINV_NOTE_VARIANT;
    struct einv_note *note = einv__get_note(g, q->record, kind, q->row,
                                      present ? q->ref : EINV_NO_REF,
                                      EINV_NO_TEXT);

    if (note == NULL)
        return NULL;
    if (!present)
        note->source = q->parent;
    note->anchor = q->taken;
    if (q->topic != ASK_MEMBER)
        note->witness = einv__note_witness(&g->r, q->row, q->record);
    einv__ledger_note(&g->ledger, note, q->row);
    return note;
}

/* Put would write it, the source did not. */
static void note_absent(struct get_run *g, struct bind_probe *probe,
                        const struct question *q, bool writes, bool misses)
{
    struct einv_note *note = einv__get_unlike(g, EINV_NOTE_ABSENT, q);

    if (note != NULL)
        note->spare = misses;  /* nothing is written in any case */
    if (writes)
        einv__ledger_absent(&g->ledger, einv__probe_tree(probe), q->parent,
                            q->row);
}

/* Would put come to the row at all?  The sequences around it have
 * conditions of their own. */
static bool is_reached(const struct get_run *g, const struct question *q)
{
    const struct einv_binding *b = g->r.b;

    for (uint32_t up = b->rows[q->row].parent;
         bind_is_virtual(&b->rows[up]) && b->rows[up].kind != ROW_MEMBER;
         up = b->rows[up].parent)
        if (b->rows[up].kind == ROW_SEQ &&
            (!einv__bind_holds(&g->r, b->rows[up].cond_if, q->record) ||
             !einv__bind_sets_hold(&g->r, &b->rows[up], q->record)))
            return false;
    return true;
}

static void answer(struct get_run *g, struct bind_probe *probe,
                   const struct question *q)
{
    const struct bind_row *row = bind_row(g->r.b, q->row);
    enum probe_answer would;
    uint32_t choice;

    switch (q->topic) {
    case ASK_CHOICE:
        choice = einv__probe_choice(probe, q->row, q->record, false);
        if (q->taken == 0 && choice != 0)      /* all of it is told */
            choice = einv__probe_choice(probe, q->row, q->record, true);
        if (q->taken == 0 && choice == 0 && einv__probe_demands(probe))
            note_absent(g, probe, q, false, true);
        else if (choice != q->taken && q->taken == 0)
            note_absent(g, probe, q, !q->residual, false);
        else if (choice != q->taken)
            einv__get_unlike(g, EINV_NOTE_PLACE, q);
        break;
    case ASK_SEEN:
        if ((row->flags & ROW_NO_WRITE) || !einv__bind_once(row, q->record) ||
            !einv__bind_holds(&g->r, row->cond_if, q->record))
            einv__get_unlike(g, EINV_NOTE_PLACE, q);
        break;
    case ASK_MEMBER:
        if (!einv__bind_holds(&g->r, row->cond_where, q->record) ||
            !einv__bind_sets_hold(&g->r, row, q->record))
            einv__get_unlike(g, EINV_NOTE_PLACE, q);
        break;
    case ASK_UNSEEN:
        if (!is_reached(g, q))
            break;
        would = einv__probe_row(probe, q->row, q->record);
        if (would != PROBE_NOTHING)
            note_absent(g, probe, q, would == PROBE_WRITES && !q->residual,
                        would == PROBE_MISSING);
        break;
    }
}

void einv__get_answers(struct get_run *g)
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
    g->r.nomem |= einv__probe_failed(probe);
    einv__probe_free(probe);
}
