/* same_tree.h: are two trees the same document?  Names, attributes as a set,
 * texts of leaves, order; prefixes, comments and xsi: aside.
 */
#ifndef EINV_TESTS_SAME_TREE_H
#define EINV_TESTS_SAME_TREE_H

#include "xml/tree.h"

/* The attributes of xsi: say nothing. */
static inline bool has_attr(const struct einv_tree *t, einv_node e,
                            const struct einv_qname *q, struct einv_text text)
{
    uint32_t a, end = einv__tree_attrs(t, e, &a);

    if (einv__text_is(q->ns, "http://www.w3.org/2001/XMLSchema-instance"))
        return true;
    for (; a < end; a++) {
        const struct einv_qname *p = einv__tree_attr_qname(t, a);

        if (einv__text_eq(q->ns, p->ns) && einv__text_eq(q->local, p->local))
            return einv__text_eq(einv__tree_attr_text(t, a), text);
    }
    return false;
}

static inline bool same_attrs(const struct einv_tree *a, einv_node x,
                              const struct einv_tree *b, einv_node y)
{
    uint32_t i, end;

    for (end = einv__tree_attrs(a, x, &i); i < end; i++)
        if (!has_attr(b, y, einv__tree_attr_qname(a, i),
                      einv__tree_attr_text(a, i)))
            return false;
    for (end = einv__tree_attrs(b, y, &i); i < end; i++)
        if (!has_attr(a, x, einv__tree_attr_qname(b, i),
                      einv__tree_attr_text(b, i)))
            return false;
    return true;
}

static inline bool same_nodes(const struct einv_tree *a, einv_node x,
                              const struct einv_tree *b, einv_node y)
{
    const struct einv_qname *q = einv__tree_qname(a, x);
    const struct einv_qname *p = einv__tree_qname(b, y);
    einv_node i = einv__tree_child(a, x), k = einv__tree_child(b, y);

    if (!einv__text_eq(q->ns, p->ns) || !einv__text_eq(q->local, p->local) ||
        !same_attrs(a, x, b, y))
        return false;
    if (i == EINV_NO_NODE && k == EINV_NO_NODE)
        return einv__text_eq(einv__tree_text(a, x), einv__tree_text(b, y));
    while (i != EINV_NO_NODE && k != EINV_NO_NODE) {
        if (!same_nodes(a, i, b, k))
            return false;
        i = einv__tree_next(a, i);
        k = einv__tree_next(b, k);
    }
    return i == k;
}

#endif
