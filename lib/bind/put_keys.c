/* put_keys.c: will the element be known again by its keys?
 */
#include "put.h"

/* The first key of the row that copies a field, here or below; 0: none.
 * *text: what it would say. */
static uint32_t field_key(const struct put_run *p, uint32_t at,
                          struct einv_entry *record, struct einv_text *text)
{
    const struct einv_binding *b = p->r.b;
    const struct bind_row *row = bind_row(b, at);

    if (!(row->flags & ROW_KEYED) || row->content != at)
        return 0;
    if (row->into.steps.n > 0)
        record = einv__bind_find(&p->r, &row->into, record);
    if (record == NULL)
        return 0;
    if (row->key_path != BIND_NONE) {
        *text = einv__bind_constant(&p->r, row, record);
        return at;
    }
    for (uint32_t i = bind_first(b, at); i != 0; i = bind_next(b, i)) {
        uint32_t key = bind_is_virtual(bind_row(b, i)) ||
                       (bind_row(b, i)->flags &
                        (ROW_MANY | ROW_NO_WRITE | ROW_TWIN))
                       ? 0 : field_key(p, i, record, text);

        if (key != 0)
            return key;
    }
    return 0;
}

/* Has the open element a child of this name? */
static bool has_child(const struct put_run *p, uint32_t qname)
{
    const struct einv_tree *t = p->build.tree;
    einv_node e = p->build.open + 1;

    for (; e < t->n_elems; e = t->elems[e].end + 1)
        if (t->elems[e].qname == qname)
            return true;
    return false;
}

/* Will the child that having= asks for be written? */
static bool has_sign(const struct put_run *p, uint32_t at,
                     struct einv_entry *record)
{
    const struct einv_binding *b = p->r.b;

    for (uint32_t i = bind_first(b, at); i != 0; i = bind_next(b, i))
        if (b->rows[i].name == b->rows[at].having)
            return b->rows[i].into.steps.n == 0 ||
                   einv__bind_find(&p->r, &b->rows[i].into, record) != NULL;
    return false;
}

/* Without the child that having= asks for, a later row of the same key would
 * read the element as its own. */
static bool is_mistaken(const struct put_run *p, uint32_t at,
                        struct einv_entry *record, struct einv_text text)
{
    const struct einv_binding *b = p->r.b;
    struct einv_text other;

    if (b->rows[at].having == 0 || has_sign(p, at, record))
        return false;
    for (uint32_t i = b->rows[at].same_name; i != 0; i = b->rows[i].same_name)
        if (!(b->rows[i].flags & ROW_NO_WRITE) && b->rows[i].having == 0 &&
            einv__bind_holds(&p->r, b->rows[i].cond_if, record) &&
            field_key(p, i, record, &other) != 0 && einv__text_eq(text, other))
            return true;
    return false;
}

/* The first member that the row may write. */
static struct einv_entry *first_of(const struct put_run *p,
                                   const struct bind_row *row,
                                   struct einv_entry *member)
{
    struct einv_entry *e = einv__entry_find(member->parent, member->place);

    while (e != NULL && (!einv__bind_holds(&p->r, row->cond_where, e) ||
                         !einv__bind_sets_hold(&p->r, row, e)))
        e = einv__entry_more(e);
    return e;
}

bool einv__put_is_left(const struct put_run *p, uint32_t at,
                       struct einv_entry *member)
{
    const struct einv_binding *b = p->r.b;

    for (uint32_t i = b->rows[at].state + 1; i < at; i++) {
        const struct bind_row *row = bind_row(b, i);

        if (row->into.steps.n == 0 || (row->flags & ROW_NO_WRITE) ||
            row->into.place != member->place)
            continue;
        if (row->flags & ROW_MANY
            ? einv__bind_holds(&p->r, row->cond_where, member) &&
              einv__bind_sets_hold(&p->r, row, member)
            : first_of(p, row, member) == member)
            return false;
    }
    return true;
}

/* Would a reader know the element again?  A key that copies a field needs
 * the field; and when an earlier row's key says the same, the earlier row
 * takes the first element. */
bool einv__put_has_keys(struct put_run *p, uint32_t at,
                        struct einv_entry *record)
{
    const struct einv_binding *b = p->r.b;
    struct einv_text text, other;

    if ((bind_row(b, at)->flags & ROW_REST) &&
        bind_lookup(b, b->rows[at].state, b->rows[at].name) != at &&
        !has_child(p, einv__put_qname(p, b->rows[at].qname)))
        return false;        /* it would be read as the first one */
    if (!(bind_row(b, at)->flags & ROW_KEYED) ||
        field_key(p, at, record, &text) == 0)
        return true;
    if (text.ptr == NULL || is_mistaken(p, at, record, text))
        return false;
    for (uint32_t i = bind_lookup(b, bind_row(b, at)->state,
                                  bind_row(b, at)->name);
         i != at && i != 0; i = b->rows[i].same_name)
        if (field_key(p, i, record, &other) != 0 &&
            einv__text_eq(text, other))
            return has_child(p, einv__put_qname(p, b->rows[at].qname));
    return true;
}
