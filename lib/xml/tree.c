/* tree.c: making, freeing and looking into trees.
 */
#include "names.h"
#include "rows.h"
#include "source.h"

void einv__tree_init(struct einv_tree *t, const einv_allocator *a)
{
    memset(t, 0, sizeof(*t));
    t->alloc = a != NULL ? a : &einv__libc_allocator;
    einv__arena_init(&t->arena, t->alloc);
}

void einv__tree_free(struct einv_tree *t)
{
    const einv_allocator *a = t->alloc;

    if (a == NULL)
        return;
    einv__free(a, t->elems, t->cap_elems * sizeof(*t->elems));
    einv__free(a, t->attrs, t->cap_attrs * sizeof(*t->attrs));
    einv__free(a, t->qnames, t->cap_qnames * sizeof(*t->qnames));
    einv__free(a, t->text, t->cap_text);
    einv__free(a, t->attr_text, t->cap_attr_text);
    einv__free(a, t->ns, t->cap_ns * sizeof(*t->ns));
    einv__free(a, t->extras, t->cap_extras * sizeof(*t->extras));
    einv__names_free(t);
    einv__source_free(a, t->owned);
    einv__arena_free(&t->arena);
    einv__tree_init(t, a);
}

bool einv__is_blank(const char *ptr, size_t len)
{
    size_t i;

    for (i = 0; i < len; i++)
        if (!einv__is_space(ptr[i]))
            return false;
    return true;
}

struct einv_text einv__tree_get_attr(const struct einv_tree *t, einv_node e,
                                     const char *local)
{
    uint32_t i, end = einv__tree_attrs(t, e, &i);
    struct einv_text name = einv__text_of(local);

    for (; i < end; i++) {
        const struct einv_qname *q = einv__tree_attr_qname(t, i);

        if (q->ns.len == 0 && einv__text_eq(q->local, name)) {
            struct einv_text value = einv__tree_attr_text(t, i);

            return value.ptr != NULL ? value : EINV_TEXT("");
        }
    }
    return EINV_NO_TEXT;
}

einv_node einv__tree_attr_owner(const struct einv_tree *t, uint32_t attr)
{
    size_t low = 0, high = t->n_elems;      /* first_attr[low] <= attr */

    if (attr >= t->n_attrs)
        return EINV_NO_NODE;
    while (high - low > 1) {
        size_t mid = low + (high - low) / 2;

        if (t->elems[mid].first_attr <= attr)
            low = mid;
        else
            high = mid;
    }
    return (einv_node)low;
}

einv_node einv__tree_find_child(const struct einv_tree *t, einv_node e,
                                const char *local)
{
    einv_node c;

    for (c = einv__tree_child(t, e); c != EINV_NO_NODE;
         c = einv__tree_next(t, c))
        if (einv__text_is(einv__tree_qname(t, c)->local, local))
            return c;
    return EINV_NO_NODE;
}

size_t einv__tree_ns_from(const struct einv_tree *t, einv_node e)
{
    size_t low = 0, high = t->n_ns;

    while (low < high) {
        size_t mid = low + (high - low) / 2;

        if (t->ns[mid].elem < e)
            low = mid + 1;
        else
            high = mid;
    }
    return low;
}

size_t einv__tree_extra_from(const struct einv_tree *t, einv_node e)
{
    size_t low = 0, high = t->n_extras;

    while (low < high) {
        size_t mid = low + (high - low) / 2;

        if (t->extras[mid].before < e)
            low = mid + 1;
        else
            high = mid;
    }
    return low;
}

struct einv_text einv__tree_resolve(const struct einv_tree *t, einv_node e,
                                    struct einv_text prefix)
{
    for (; e != EINV_NO_NODE && t->n_ns > 0; e = t->elems[e].parent) {
        size_t i = einv__tree_ns_from(t, e);

        for (; i < t->n_ns && t->ns[i].elem == e; i++)
            if (einv__text_eq(t->ns[i].prefix, prefix))
                return t->ns[i].uri;
    }
    if (einv__text_is(prefix, "xml"))
        return EINV_TEXT(EINV_XML_NS);
    return EINV_NO_TEXT;
}

bool einv__tree_ns_find(const struct einv_tree *t, einv_node e,
                        struct einv_text prefix, struct einv_text *ns)
{
    *ns = einv__tree_resolve(t, e, prefix);
    return ns->ptr != NULL;
}

/* Is the prefix declared at e or between it and top? */
static bool is_declared(const struct einv_tree *t, einv_node e, einv_node top,
                        struct einv_text prefix)
{
    for (;; e = t->elems[e].parent) {
        size_t i = einv__tree_ns_from(t, e);

        for (; i < t->n_ns && t->ns[i].elem == e; i++)
            if (einv__text_eq(t->ns[i].prefix, prefix))
                return true;
        if (e == top)
            return false;
    }
}

bool einv__tree_value_prefix(const struct einv_tree *t, einv_node top,
                             size_t *i, struct einv_text *prefix,
                             struct einv_text *uri)
{
    size_t end = t->elems[t->elems[top].end + 1].first_attr;
    size_t a = t->elems[top].first_attr + *i;

    if (t->n_ns == 0 || t->elems[top].parent == EINV_NO_NODE)
        return false;
    for (; a < end; a++) {
        const struct einv_qname *q = einv__tree_attr_qname(t, (uint32_t)a);
        struct einv_text rest;
        einv_node owner;

        if (!einv__text_is(q->local, "type") ||
            !einv__text_is(q->ns, EINV_XSI_NS))
            continue;
        *prefix = einv__text_cut(einv__tree_attr_text(t, (uint32_t)a), ':',
                                 &rest);
        owner = einv__tree_attr_owner(t, (uint32_t)a);
        if (rest.ptr == NULL || is_declared(t, owner, top, *prefix))
            continue;
        *uri = einv__tree_resolve(t, top, *prefix);
        *i = a + 1 - t->elems[top].first_attr;
        if (uri->len > 0)
            return true;
    }
    return false;
}
