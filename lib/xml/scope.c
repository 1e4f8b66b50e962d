/* scope.c: see scope.h.
 */
#include "scope.h"

bool einv__scope_open(struct einv_scope *s, const struct einv_tree *t,
                      einv_node top, bool context)
{
    einv_node e;
    size_t n = 0;

    memset(s, 0, sizeof(*s));
    s->t = t;
    s->generation = s->last = 1;
    einv__arena_init(&s->arena, t->alloc);
    s->next_ns = einv__tree_ns_from(t, top);
    s->names = einv__alloc(t->alloc, 2 * t->n_qnames, sizeof(*s->names));
    if (s->names == NULL)
        return false;
    memset(s->names, 0, 2 * t->n_qnames * sizeof(*s->names));
    if (!context || t->n_ns == 0)
        return true;
    for (e = t->elems[top].parent; e != EINV_NO_NODE; e = t->elems[e].parent)
        for (size_t i = einv__tree_ns_from(t, e);
             i < t->n_ns && t->ns[i].elem == e; i++)
            n++;
    if (n == 0)
        return true;
    if (!einv__grow(t->alloc, &s->rows, &s->cap, n, sizeof(*s->rows)))
        return false;
    s->n = n;
    for (e = t->elems[top].parent; e != EINV_NO_NODE; e = t->elems[e].parent) {
        size_t i = einv__tree_ns_from(t, e), k = i;

        while (k < t->n_ns && t->ns[k].elem == e)
            k++;
        while (k-- > i)                 /* outermost first */
            s->rows[--n] = (struct einv_scope_row){
                t->ns[k].prefix, t->ns[k].uri, EINV_NO_NODE, 1
            };
    }
    s->first = s->n;
    return true;
}

void einv__scope_close(struct einv_scope *s)
{
    einv__free(s->t->alloc, s->rows, s->cap * sizeof(*s->rows));
    einv__free(s->t->alloc, s->names,
               2 * s->t->n_qnames * sizeof(*s->names));
    einv__arena_free(&s->arena);
}

void einv__scope_skip(struct einv_scope *s, einv_node e)
{
    s->next_ns = einv__tree_ns_from(s->t, s->t->elems[e].end + 1);
}

static const struct einv_scope_row *find(const struct einv_scope *s,
                                         struct einv_text prefix)
{
    size_t i;

    for (i = s->n; i > 0; i--)
        if (einv__text_eq(s->rows[i - 1].prefix, prefix))
            return &s->rows[i - 1];
    return NULL;
}

static struct einv_text meaning(const struct einv_scope *s,
                                struct einv_text prefix)
{
    const struct einv_scope_row *row = find(s, prefix);

    return row != NULL ? row->uri : EINV_NO_TEXT;
}

static void push(struct einv_scope *s, einv_node e, struct einv_text prefix,
                 struct einv_text uri)
{
    if (!einv__grow(s->t->alloc, &s->rows, &s->cap, s->n + 1,
                    sizeof(*s->rows))) {
        s->nomem = true;
        return;
    }
    s->rows[s->n++] =
        (struct einv_scope_row){ prefix, uri, e, s->generation };
    s->generation = ++s->last;
}

/* Declared on the element itself? */
static const struct einv_scope_row *find_here(const struct einv_scope *s,
                                              struct einv_text prefix)
{
    size_t i;

    for (i = s->first; i < s->n; i++)
        if (einv__text_eq(s->rows[i].prefix, prefix))
            return &s->rows[i];
    return NULL;
}

static void declare(struct einv_scope *s, einv_node e,
                    const struct einv_tree_ns *ns)
{
    const struct einv_scope_row *row = find_here(s, ns->prefix);

    if (einv__text_is(ns->prefix, "xml"))
        return;
    if (row == NULL)
        push(s, e, ns->prefix, ns->uri);
    else if (!einv__text_eq(row->uri, ns->uri))
        s->bad = true;
}

static void declare_values(struct einv_scope *s, einv_node top)
{
    struct einv_tree_ns ns = { .elem = top };
    size_t i = 0;

    s->values = false;
    while (einv__tree_value_prefix(s->t, top, &i, &ns.prefix, &ns.uri))
        declare(s, top, &ns);
}

/* Would declaring the prefix here change a name of this element that has
 * been settled already? */
static bool is_used(const struct einv_scope *s, einv_node e, uint32_t attr,
                    struct einv_text prefix, struct einv_text ns)
{
    const struct einv_tree *t = s->t;
    uint32_t a = t->elems[e].first_attr;

    if (attr == UINT32_MAX)
        return false;
    if (einv__text_eq(einv__scope_elem_prefix(s, e), prefix) &&
        !einv__text_eq(einv__tree_qname(t, e)->ns, ns))
        return true;
    for (; a < attr; a++)
        if (prefix.len > 0 &&
            einv__text_eq(einv__scope_attr_prefix(s, a), prefix) &&
            !einv__text_eq(einv__tree_attr_qname(t, a)->ns, ns))
            return true;
    return false;
}

/* Another prefix with that meaning, or a new one. */
static struct einv_text other_prefix(struct einv_scope *s, einv_node e,
                                     struct einv_text ns, bool attr)
{
    struct einv_text prefix = EINV_NO_TEXT;
    char name[16];
    size_t i;

    for (i = s->n; i > 0; i--) {
        const struct einv_scope_row *row = &s->rows[i - 1];

        if (einv__text_eq(row->uri, ns) && !(attr && row->prefix.len == 0) &&
            find(s, row->prefix) == row)
            return row->prefix;
    }
    do {
        size_t len = 0, digit;
        uint32_t n = ++s->made, scale = 1;

        while (n / scale >= 10)
            scale *= 10;
        name[len++] = 'n';
        name[len++] = 's';
        for (; scale > 0; scale /= 10) {
            digit = n / scale % 10;
            name[len++] = (char)('0' + digit);
        }
        prefix = einv__text(name, len);
    } while (find(s, prefix) != NULL);
    prefix.ptr = einv__arena_dup(&s->arena, prefix);
    if (prefix.ptr == NULL) {
        s->nomem = true;
        return EINV_NO_TEXT;
    }
    push(s, e, prefix, ns);
    return prefix;
}

/* The slow way: settles the prefix of a name. */
static struct einv_text settle(struct einv_scope *s, einv_node e,
                               uint32_t attr, const struct einv_qname *q)
{
    bool is_attr = attr != UINT32_MAX;

    if (is_attr && q->ns.len == 0) {
        s->bad = s->bad || q->prefix.len > 0;
        return EINV_NO_TEXT;
    }
    if (einv__text_is(q->prefix, "xml") && einv__text_is(q->ns, EINV_XML_NS))
        return q->prefix;
    if (q->ns.len == 0) {
        if (meaning(s, EINV_NO_TEXT).len > 0) {
            if (find_here(s, EINV_NO_TEXT) != NULL)
                s->bad = true;
            push(s, e, EINV_NO_TEXT, EINV_NO_TEXT);
        }
        s->bad = s->bad || q->prefix.len > 0;
        return EINV_NO_TEXT;
    }
    if (q->prefix.len > 0 || !is_attr) {
        if (einv__text_eq(meaning(s, q->prefix), q->ns))
            return q->prefix;
        if (!einv__text_is(q->prefix, "xml") &&
            find_here(s, q->prefix) == NULL &&
            !is_used(s, e, attr, q->prefix, q->ns)) {
            push(s, e, q->prefix, q->ns);
            return q->prefix;
        }
    }
    return other_prefix(s, e, q->ns, is_attr);
}

/* Settles a name and puts it together, unless it was so before. */
static void settle_name(struct einv_scope *s, einv_node e, uint32_t attr,
                        const struct einv_qname *q,
                        struct einv_scope_name *name)
{
    struct einv_text prefix = settle(s, e, attr, q);
    size_t colon = prefix.len > 0;
    char *full;

    name->generation = s->generation;
    if (name->full.ptr != NULL && einv__text_eq(prefix, name->prefix))
        return;
    name->prefix = prefix;
    name->full = q->local;
    if (colon == 0)
        return;
    full = einv__arena_alloc(&s->arena, prefix.len + 1 + q->local.len);
    if (full == NULL) {
        s->nomem = true;
        return;
    }
    memcpy(full, prefix.ptr, prefix.len);
    full[prefix.len] = ':';
    memcpy(full + prefix.len + 1, q->local.ptr, q->local.len);
    name->full = einv__text(full, prefix.len + 1 + q->local.len);
}

void einv__scope_enter(struct einv_scope *s, einv_node e)
{
    const struct einv_tree *t = s->t;
    struct einv_scope_name *name = &s->names[t->elems[e].qname];
    uint32_t a = t->elems[e].first_attr, end = t->elems[e + 1].first_attr;

    s->first = s->n;
    for (; s->next_ns < t->n_ns && t->ns[s->next_ns].elem == e; s->next_ns++)
        declare(s, e, &t->ns[s->next_ns]);
    if (s->values)
        declare_values(s, e);
    if (name->generation != s->generation)
        settle_name(s, e, UINT32_MAX, einv__tree_qname(t, e), name);
    for (; a < end; a++) {
        name = &s->names[t->n_qnames + t->attrs[a].qname];
        if (name->generation != s->generation)
            settle_name(s, e, a, einv__tree_attr_qname(t, a), name);
    }
}
