/* get_run.c: a reading from its first element to the last answer: names, the
 * walk, and what can be settled only when all is read.
 */
#include "get.h"

static const char xsi_ns[] = "http://www.w3.org/2001/XMLSchema-instance";

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
    einv_node root = einv__tree_root(g->tree);

    return bind_lookup(g->r.b, 0, g->names[g->tree->elems[root].qname]);
}

/* The type may stand last, so the signs are turned when all is read. */
static void turn_signs(struct get_run *g)
{
    einv__sign_read(&g->r);
    if (!einv__bind_is_credit(&g->r))
        return;
    for (size_t i = 0; i < g->n_turned && !g->r.nomem; i++)
        einv__entry_lend(g->turned[i],
            einv__bind_turn(&g->r, einv__entry_text(g->turned[i])));
}

static void get_document(struct get_run *g, uint32_t row)
{
    struct einv_invoice_data *inv = g->r.inv;
    struct question root = { ASK_SEEN, row, row, 0, 0, false, &inv->root };

    inv->root.source = einv__tree_root(g->tree);
    einv__get_sets(g, row, &inv->root, true);
    einv__get_content(g, row, einv__tree_root(g->tree), &inv->root);
    if (einv__tree_is_leaf(g->tree, einv__tree_root(g->tree)) &&
        einv__tree_text(g->tree, einv__tree_root(g->tree)).len > 0)
        einv__get_present(g, &inv->root, row, einv__tree_root(g->tree), false);
    for (size_t i = 0; i < g->n_copies && !g->r.nomem; i++)
        if (!(bind_row(g->r.b, g->copies[i].row)->flags & ROW_MADE))
            einv__get_settle(g, &g->copies[i]);
    for (size_t i = 0; i < g->n_likes; i++)
        einv__entry_lend(g->likes[i].e,
                         einv__bind_like(&g->r, g->likes[i].set));
    turn_signs(g);
    einv__get_slots(g);
    einv__get_made(g);
    for (size_t i = 0; i < g->n_texts; i++)
        g->texts[i].note->witness =
            einv__note_witness(&g->r, g->texts[i].note->row,
                               g->texts[i].owner);
    einv__get_answers(g);
    if (einv__put_document(&g->r) != row)
        einv__get_unlike(g, EINV_NOTE_VARIANT, &root);
}

einv_status einv__bind_get(const struct einv_binding *b,
                           const struct einv_tree *tree,
                           struct einv_invoice_data *inv,
                           struct einv_report *report)
{
    struct get_run g = { 0 };
    struct einv_counted counted = { 0 };
    const einv_allocator *a = inv->alloc;
    einv_status status = EINV_ENOMEM;
    uint32_t row;

    g.r = (struct bind_run){ b, inv, &inv->arena, report, false,
                             &counted };
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
    einv__free(a, g.pieces, g.cap_pieces * sizeof(*g.pieces));
    einv__free(a, g.likes, g.cap_likes * sizeof(*g.likes));
    einv__free(a, g.turned, g.cap_turned * sizeof(*g.turned));
    einv__free(a, g.copies, g.cap_copies * sizeof(*g.copies));
    return status;
}
