/* group.c: records of an invoice, asked and changed by term number.
 *
 * A term number knows its place in the whole model; from a record, the steps
 * between the record and that place are walked.  A record that holds itself
 * (a line with sub lines) shares its children, so the walk upwards ends at
 * any place with the same children.
 */
#include "handle.h"

#include "entry.h"

/* Deeper than the model. */
#define MOST_STEPS 16

einv_status einv__entry_string(struct einv_invoice_data *inv,
                               struct einv_entry *e, const char **text)
{
    if (e->text == NULL)
        return EINV_EABSENT;
    if ((e->flags & ENTRY_STRING) == 0 || e->text[e->len] != '\0') {
        if (!einv__entry_set(inv, e, einv__entry_text(e)))
            return EINV_ENOMEM;
        e->flags |= ENTRY_STRING;
    }
    *text = e->text;
    return EINV_OK;
}

/* The invoice that a record belongs to; NULL: it was taken out. */
static einv_invoice *invoice_of(const einv_group *group)
{
    const struct einv_entry *root = group;
    const char *at;
    einv_invoice *inv;

    while (root->parent != NULL)
        root = root->parent;
    if (root->place != EINV_ROOT_PLACE)
        return NULL;
    at = (const char *)root - offsetof(struct einv_invoice_data, root) -
         offsetof(struct einv_subject, data) -
         offsetof(struct einv_invoice, s);
    inv = (einv_invoice *)(uintptr_t)at;
    return inv->magic == MAGIC_INVOICE ? inv : NULL;
}

struct way {                      /* from a record down to a term */
    einv_invoice *inv;
    einv_place_id steps[MOST_STEPS];   /* the last step first */
    size_t n;
};

static bool find_way(const einv_group *group, int32_t term, struct way *w)
{
    const struct einv_model *m;
    const struct einv_place *here;
    einv_place_id at;

    w->n = 0;
    w->inv = group != NULL ? invoice_of(group) : NULL;
    if (w->inv == NULL)
        return false;
    m = w->inv->s.data.model;
    here = &m->places[group->place];
    at = einv__model_find_term(m, term);
    while (at != EINV_NO_PLACE_ID && at != EINV_ROOT_PLACE &&
           w->n < MOST_STEPS) {
        w->steps[w->n++] = at;
        at = m->places[at].parent;
        if (at == group->place ||
            (here->count > 0 && m->places[at].first == here->first))
            return true;
    }
    return false;
}

/* Walks; lists between are entered at their first member. */
static struct einv_entry *walk(const struct way *w, einv_group *from,
                               size_t steps)
{
    for (size_t i = 0; i < steps && from != NULL; i++)
        from = einv__entry_find(from, w->steps[w->n - 1 - i]);
    return from;
}

static struct einv_entry *walk_making(const struct way *w, einv_group *from,
                                      size_t steps)
{
    for (size_t i = 0; i < steps && from != NULL; i++) {
        from = einv__entry_need(&w->inv->s.data, from,
                                w->steps[w->n - 1 - i]);
        if (from != NULL)
            from->flags |= EINV_ENTRY_GIVEN;
    }
    return from;
}

einv_status einv_group_get_text(const einv_group *group, int32_t term,
                                const char **text, size_t *len)
{
    const struct einv_entry *e;
    struct way w;

    if (text == NULL)
        return EINV_EUSAGE;
    *text = NULL;
    if (len != NULL)
        *len = 0;
    if (!find_way(group, term, &w))
        return EINV_EUSAGE;
    e = walk(&w, (einv_group *)group, w.n);
    return e != NULL ? einv__text_give(einv__entry_text(e), text, len)
                     : EINV_EABSENT;
}

einv_status einv_group_get_string(einv_group *group, int32_t term,
                                  const char **text)
{
    struct einv_entry *e;
    struct way w;

    if (text == NULL)
        return EINV_EUSAGE;
    *text = NULL;
    if (!find_way(group, term, &w))
        return EINV_EUSAGE;
    e = walk(&w, group, w.n);
    return e != NULL ? einv__entry_string(&w.inv->s.data, e, text)
                     : EINV_EABSENT;
}

einv_status einv_group_set_text(einv_group *group, int32_t term,
                                const char *text, size_t len)
{
    struct einv_text value = einv__text(text != NULL ? text : "", len);
    struct einv_entry *e;
    enum einv_type type;
    struct way w;

    if ((text == NULL && len > 0) || !find_way(group, term, &w))
        return EINV_EUSAGE;
    type = (enum einv_type)w.inv->s.data.model->places[w.steps[0]].type;
    if (type == EINV_TYPE_RECORD)
        return EINV_EUSAGE;
    if (!einv__utf8_valid(value) || !einv__type_accepts(type, value))
        return EINV_EMALFORMED;
    e = walk_making(&w, group, w.n);
    if (e == NULL || !einv__entry_set(&w.inv->s.data, e, value))
        return EINV_ENOMEM;
    e->flags &= (uint8_t)~EINV_ENTRY_DERIVED;
    return EINV_OK;
}

einv_status einv_group_count(const einv_group *group, int32_t term,
                             size_t *count)
{
    const struct einv_entry *e;
    struct way w;

    if (count == NULL)
        return EINV_EUSAGE;
    *count = 0;
    if (!find_way(group, term, &w))
        return EINV_EUSAGE;
    for (e = walk(&w, (einv_group *)group, w.n); e != NULL;
         e = einv__entry_more(e))
        ++*count;
    return EINV_OK;
}

einv_status einv_group_at(einv_group *group, int32_t term, size_t i,
                          einv_group **member)
{
    struct einv_entry *e;
    struct way w;

    if (member == NULL)
        return EINV_EUSAGE;
    *member = NULL;
    if (!find_way(group, term, &w))
        return EINV_EUSAGE;
    e = walk(&w, group, w.n);
    while (e != NULL && i-- > 0)
        e = einv__entry_more(e);
    *member = e;
    return e != NULL ? EINV_OK : EINV_EABSENT;
}

einv_status einv_group_add(einv_group *group, int32_t term,
                           einv_group **member)
{
    const struct einv_place *p;
    struct einv_entry *parent;
    struct way w;

    if (member == NULL)
        return EINV_EUSAGE;
    *member = NULL;
    if (!find_way(group, term, &w))
        return EINV_EUSAGE;
    p = &w.inv->s.data.model->places[w.steps[0]];
    parent = walk_making(&w, group, w.n - 1);
    if (parent == NULL)
        return EINV_ENOMEM;
    *member = (p->flags & EINV_PLACE_MANY) != 0
                  ? einv__entry_add(&w.inv->s.data, parent, w.steps[0])
                  : einv__entry_need(&w.inv->s.data, parent, w.steps[0]);
    if (*member == NULL)
        return EINV_ENOMEM;
    (*member)->flags |= EINV_ENTRY_GIVEN;
    return EINV_OK;
}

einv_status einv_group_remove(einv_group *group)
{
    if (group == NULL || group->parent == NULL)
        return EINV_EUSAGE;
    einv__entry_remove(group);
    return EINV_OK;
}
