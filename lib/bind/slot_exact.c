/* slot_exact.c: a value whose place says it otherwise is taken from the slot
 * only if it is the one that was written: written again, it must give the
 * document's own text.  So a slot cannot make a document say another sum.
 */
#include "slot_read.h"

static bool same_record(const struct einv_model *m, einv_place_id a,
                        einv_place_id b)
{
    /* A record that holds itself shares its children. */
    return a == b || (m->places[a].count > 0 &&
                      m->places[a].first == m->places[b].first);
}

/* The record that the row's paths start at, around the value. */
static struct einv_entry *owner_of(const struct bind_run *r,
                                   const struct bind_row *row,
                                   struct einv_entry *e)
{
    while (e != NULL && !same_record(r->b->model, e->place, row->record))
        e = e->parent;
    return e;
}

static bool binds(const struct einv_binding *b, const struct bind_row *row,
                  einv_place_id place)
{
    for (uint32_t i = 0; i < row->to.n; i++)
        if (same_record(b->model, b->paths[row->to.first + i].place, place))
            return true;
    for (uint32_t i = 0; i < row->gather.n; i++)
        if (b->paths[row->gather.first + i].place == place)
            return true;
    return false;
}

static bool says(const struct bind_run *r, const struct einv_text *text,
                 einv_ref ref)
{
    const struct einv_tree *t = r->inv->source;

    return einv__text_eq(*text, ref & EINV_REF_ATTR
                         ? einv__tree_attr_text(t, ref & ~EINV_REF_ATTR)
                         : einv__tree_text(t, ref));
}

/* One value of a list, or the text of a record: the row's text alone. */
static bool encodes(struct bind_run *r, const struct bind_row *row,
                    const struct einv_entry *e)
{
    struct bind_value value = { { einv__entry_text(e) } };
    struct einv_text text = EINV_NO_TEXT;

    return einv__value_encode(r->b, row, &value, r->arena, &text,
                              &r->nomem) &&
           text.ptr != NULL && says(r, &text, e->source);
}

/* Was the value read because the row's place is not there?  Then what it was
 * read from is what the place would stand in. */
static bool is_absent(const struct bind_run *r, const struct bind_row *row,
                      einv_ref ref)
{
    const struct einv_tree *t = r->inv->source;
    const struct einv_qname *q;

    if (!(row->flags & ROW_ABSENT) || (ref & EINV_REF_ATTR))
        return false;
    q = einv__tree_qname(t, ref);
    return row->kind == ROW_ATTRIBUTE ||
           einv__bind_name_find(r->b, q->ns, q->local, false) != row->name;
}

/* What the writer would write for the row. */
static bool writes(struct bind_run *r, struct bind_probe *probe, uint32_t at,
                   struct einv_entry *owner, einv_ref ref)
{
    const struct einv_tree *t = einv__probe_tree(probe);
    struct einv_text text;

    if (einv__probe_row(probe, at, owner) != PROBE_WRITES)
        return is_absent(r, bind_row(r->b, at), ref);
    if (is_absent(r, bind_row(r->b, at), ref))
        return false;
    if (bind_row(r->b, at)->kind == ROW_ATTRIBUTE)
        text = einv__tree_attr_text(t, (uint32_t)t->n_attrs - 1);
    else if (t->n_elems > 1)
        text = einv__tree_text(t, 1);
    else
        return false;
    return says(r, &text, ref);
}

/* Set by a constant: one of those that it may be. */
static bool is_set(const struct bind_run *r, const struct einv_entry *e)
{
    const struct einv_binding *b = r->b;
    enum einv_type type = (enum einv_type)b->model->places[e->place].type;

    for (size_t i = 0; i < b->n_sets; i++) {
        const struct bind_set *set = &b->sets[i];

        if (set->path.place != e->place)
            continue;
        if (set->has_like && einv__type_equal(type, einv__bind_like(r, set),
                                              einv__entry_text(e)))
            return true;
        for (uint32_t k = 0; k < set->texts.n; k++)
            if (einv__type_equal(type, b->texts[set->texts.first + k],
                                 einv__entry_text(e)))
                return true;
    }
    return false;
}

bool einv__slot_confirms(struct bind_run *r, struct bind_probe *probe,
                         struct einv_entry *e)
{
    const struct einv_binding *b = r->b;

    if (e->source == EINV_NO_REF)
        return is_set(r, e);
    for (uint32_t i = 1; i < b->n_rows && !r->nomem; i++) {
        const struct bind_row *row = bind_row(b, i);
        struct einv_entry *owner;

        if (!binds(b, row, e->place))
            continue;
        owner = owner_of(r, row, e);
        if (row->flags & (ROW_SELF | ROW_LIST)
            ? encodes(r, row, e)
            : owner != NULL && writes(r, probe, i, owner, e->source))
            return true;
    }
    return false;
}
