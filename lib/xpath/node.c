/* node.c: identity, order, names and values of nodes.
 */
#include <stdlib.h>

#include "../xml/rows.h"
#include "atomic.h"
#include "node.h"

/* Where a node stands: rows of elements started in front of it (itself
 * included), what it is among what follows the last of them, and where. */
struct place {
    uint32_t before;
    uint32_t rank;              /* element 0, attribute 1, others 2 */
    uint32_t off;               /* attribute: its row; others: text offset */
    uint32_t tie;               /* at one offset extras come before text */
};

/* Rows of elements that start in front of the text at `off`. */
static uint32_t rows_before_text(const struct einv_tree *t, uint32_t off)
{
    size_t low = 0, high = t->n_elems;

    while (low < high) {
        size_t mid = low + (high - low) / 2;

        if (t->elems[mid].text_off <= off)
            low = mid + 1;
        else
            high = mid;
    }
    return (uint32_t)low;
}

static struct place place_of(const struct einv_xp_node *n)
{
    const struct einv_tree *t = n->doc->tree;

    switch ((enum einv_xp_kind)n->kind) {
    case EINV_XP_DOCUMENT:
        return (struct place){ 0, 0, 0, 0 };
    case EINV_XP_ELEMENT:
        return (struct place){ n->row + 1, 0, 0, 0 };
    case EINV_XP_ATTRIBUTE:
        return (struct place){ einv__tree_attr_owner(t, n->row) + 1, 1,
                               n->row, 0 };
    case EINV_XP_TEXT:
        return (struct place){ rows_before_text(t, n->off), 2, n->off,
                               UINT32_MAX };
    case EINV_XP_COMMENT:
    case EINV_XP_PI:
        break;
    }
    return (struct place){ t->extras[n->row].before, 2,
                           t->extras[n->row].text_off, n->row };
}

#define ORDER(a, b) \
    do { \
        if ((a) != (b)) \
            return (a) < (b) ? -1 : 1; \
    } while (0)

int einv__xp_node_cmp(const struct einv_xp_node *a,
                      const struct einv_xp_node *b)
{
    struct place pa, pb;

    ORDER(a->doc->number, b->doc->number);
    if (a->kind == b->kind && a->kind <= EINV_XP_ATTRIBUTE) {
        ORDER(a->row, b->row);
        return 0;
    }
    pa = place_of(a);
    pb = place_of(b);
    ORDER(pa.before, pb.before);
    ORDER(pa.rank, pb.rank);
    ORDER(pa.off, pb.off);
    ORDER(pa.tie, pb.tie);
    return 0;
}

bool einv__xp_node_same(const struct einv_xp_node *a,
                        const struct einv_xp_node *b)
{
    return a->kind == b->kind && a->row == b->row && a->off == b->off &&
           a->doc == b->doc;
}

bool einv__xp_parent(const struct einv_xp_node *n, struct einv_xp_node *out)
{
    const struct einv_tree *t = n->doc->tree;
    einv_node parent = EINV_NO_NODE;

    switch ((enum einv_xp_kind)n->kind) {
    case EINV_XP_DOCUMENT:
        return false;
    case EINV_XP_ELEMENT:
        parent = t->elems[n->row].parent;
        break;
    case EINV_XP_ATTRIBUTE:
        parent = einv__tree_attr_owner(t, n->row);
        break;
    case EINV_XP_TEXT:
        parent = n->row;
        break;
    case EINV_XP_COMMENT:
    case EINV_XP_PI:
        parent = t->extras[n->row].parent;
        break;
    }
    if (parent == EINV_NO_NODE)
        *out = einv__xp_node(n->doc, EINV_XP_DOCUMENT, 0);
    else
        *out = einv__xp_node(n->doc, EINV_XP_ELEMENT, parent);
    return true;
}

const struct einv_qname *einv__xp_node_name(const struct einv_xp_node *n,
                                            struct einv_qname *room)
{
    const struct einv_tree *t = n->doc->tree;

    switch ((enum einv_xp_kind)n->kind) {
    case EINV_XP_ELEMENT:
        return einv__tree_qname(t, n->row);
    case EINV_XP_ATTRIBUTE:
        return einv__tree_attr_qname(t, n->row);
    case EINV_XP_PI:
        memset(room, 0, sizeof *room);
        room->name = UINT32_MAX;
        room->local = t->extras[n->row].target;
        return room;
    case EINV_XP_DOCUMENT:
    case EINV_XP_TEXT:
    case EINV_XP_COMMENT:
        break;
    }
    return NULL;
}

/* Where the text node that starts at `off` ends: at the next markup inside
 * its parent. */
static uint32_t text_stop(const struct einv_tree *t, const struct einv_xp_node *n)
{
    uint32_t next = rows_before_text(t, n->off);
    uint32_t stop = next <= t->elems[n->row].end ? t->elems[next].text_off
                                                 : t->elems[n->row].text_end;

    for (size_t i = einv__tree_extra_from(t, next);
         i < t->n_extras && t->extras[i].before == next; i++)
        if (t->extras[i].parent == n->row && t->extras[i].text_off > n->off &&
            t->extras[i].text_off < stop)
            stop = t->extras[i].text_off;
    return stop;
}

struct einv_text einv__xp_node_text(const struct einv_xp_node *n)
{
    const struct einv_tree *t = n->doc->tree;

    switch ((enum einv_xp_kind)n->kind) {
    case EINV_XP_DOCUMENT:
        return t->n_elems > 0 ? einv__tree_text(t, 0) : EINV_TEXT("");
    case EINV_XP_ELEMENT:
        return einv__tree_text(t, n->row);
    case EINV_XP_ATTRIBUTE:
        return einv__tree_attr_text(t, n->row);
    case EINV_XP_TEXT:
        return einv__text(t->text + n->off, text_stop(t, n) - n->off);
    case EINV_XP_COMMENT:
    case EINV_XP_PI:
        break;
    }
    return t->extras[n->row].data;
}

/* --- typed values -------------------------------------------------------- */

bool einv__xp_atomize_one(struct einv_xp_run *run,
                          const struct einv_xp_item *in,
                          struct einv_xp_item *out)
{
    (void)run;
    if (in->type != EINV_XP_NODE) {
        *out = *in;
        return true;
    }
    *out = einv__xp_text(in->u.node.kind == EINV_XP_COMMENT ||
                                 in->u.node.kind == EINV_XP_PI
                             ? EINV_XP_STRING
                             : EINV_XP_UNTYPED,
                         einv__xp_node_text(&in->u.node));
    return true;
}

bool einv__xp_atomize(struct einv_xp_run *run, const struct einv_xp_seq *in,
                      struct einv_xp_seq *out)
{
    struct einv_xp_item *items;
    size_t i = 0;

    while (i < in->n && in->items[i].type != EINV_XP_NODE)
        i++;
    if (i == in->n) {
        *out = *in;
        return true;
    }
    items = einv__xp_alloc(run, in->n, sizeof *items);
    if (items == NULL)
        return false;
    for (i = 0; i < in->n; i++)
        if (!einv__xp_atomize_one(run, &in->items[i], &items[i]))
            return false;
    *out = (struct einv_xp_seq){ items, in->n };
    return true;
}

bool einv__xp_atomize_string(struct einv_xp_run *run,
                             const struct einv_xp_item *in,
                             struct einv_text *out)
{
    if (in->type == EINV_XP_NODE) {
        *out = einv__xp_node_text(&in->u.node);
        return true;
    }
    return einv__xp_string(run, in, out);
}

/* --- document order -------------------------------------------------------- */

static int by_order(const void *a, const void *b)
{
    const struct einv_xp_item *x = a, *y = b;

    return einv__xp_node_cmp(&x->u.node, &y->u.node);
}

bool einv__xp_sort(struct einv_xp_run *run, struct einv_xp_list *list)
{
    size_t n = 0;
    bool sorted = true;

    for (size_t i = 1; i < list->n && sorted; i++)
        sorted = by_order(&list->items[i - 1], &list->items[i]) < 0;
    if (sorted)
        return true;
    if (!einv__xp_step(run, list->n))
        return false;
    qsort(list->items, list->n, sizeof *list->items, by_order);
    for (size_t i = 0; i < list->n; i++)
        if (n == 0 || by_order(&list->items[n - 1], &list->items[i]) != 0)
            list->items[n++] = list->items[i];
    list->n = n;
    return true;
}
