/* get_pick.c: which row reads a node?  Keys tell rows of one name apart; a
 * choice admits the rows of one alternative.
 */
#include "get.h"

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

    if ((row->having != 0 && !has_child(g, node, row->having)) ||
        (row->lacking != 0 && has_child(g, node, row->lacking)) ||
        (bind_reads_if(row) &&
         !einv__bind_holds(&g->r, row->cond_if, record)))
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
uint32_t einv__get_alternative(const struct einv_binding *b, uint32_t row,
                               uint32_t choice)
{
    while (b->rows[row].parent != choice)
        row = b->rows[row].parent;
    return row;
}

bool einv__get_allows(struct get_run *g, const struct open_element *open,
                          uint32_t row)
{
    const struct einv_binding *b = g->r.b;

    for (uint32_t up = b->rows[row].parent; up != open->content && up != 0;
         up = b->rows[up].parent) {
        uint32_t taken = g->slots[open->slots + b->rows[up].slot].count;

        if (b->rows[up].kind == ROW_CHOICE && taken != 0 &&
            taken != einv__get_alternative(b, row, up))
            return false;
    }
    return true;
}

uint32_t einv__get_pick(struct get_run *g, const struct open_element *open,
                         uint32_t name, einv_node node)
{
    const struct einv_binding *b = g->r.b;
    uint32_t fallback = 0;

    for (uint32_t i = bind_lookup(b, open->content, name); i != 0;
         i = b->rows[i].same_name) {
        const struct bind_row *row = bind_row(b, i);

        if ((!(row->flags & ROW_MANY) &&
             g->slots[open->slots + row->slot].count > 0) ||
            !einv__get_allows(g, open, i))
            continue;
        if (row->flags & ROW_SLOT) {
            if (einv__get_is_slot(g, i, node))
                return i;
        } else if (!(row->flags & ROW_KEYED)) {
            if (fallback == 0)
                fallback = i;
        } else if (keys_match(g, i, node, open->record, false)) {
            return i;
        }
    }
    return fallback;
}
