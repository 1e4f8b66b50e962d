/* tag.c: start tags: attributes, declarations, and what names mean.
 *
 * A name's meaning depends on the declarations in scope.  Each set of them
 * has a number (generation); a small table remembers the meaning of recent
 * names together with that number, and answers nearly every name.
 */
#include "scan.h"

#include "names.h"
#include "rows.h"

#define XMLNS_NS "http://www.w3.org/2000/xmlns/"

/* --- declarations -------------------------------------------------------- */

/* The declaration that a prefix means; NULL: none. */
static const struct einv_scan_ns *meaning(const struct einv_scan *s,
                                          struct einv_text prefix)
{
    size_t i;

    for (i = s->n_ns; i > 0; i--)
        if (einv__text_eq(s->ns[i - 1].prefix, prefix))
            return &s->ns[i - 1];
    return NULL;
}

/* Namespaces 1.0, section 3: reserved names, and no undeclaring. */
static const char *forbidden(struct einv_text prefix, struct einv_text uri)
{
    bool is_xml = einv__text_is(uri, EINV_XML_NS);

    if (einv__text_is(prefix, "xml"))
        return is_xml ? NULL : "the prefix xml means something else";
    if (is_xml)
        return "the namespace of xml has another prefix";
    if (einv__text_is(prefix, "xmlns") || einv__text_is(uri, XMLNS_NS))
        return "xmlns cannot be declared";
    if (prefix.len > 0 && uri.len == 0)
        return "a prefix cannot be undeclared";
    return NULL;
}

/* Room for one more namespace in the tree and in scope. */
static bool make_room(struct einv_scan *s)
{
    struct einv_tree *t = s->t;

    return einv__grow(t->alloc, &t->ns, &t->cap_ns, t->n_ns + 1,
                      sizeof(*t->ns)) &&
           einv__grow(t->alloc, &s->ns, &s->cap_ns, s->n_ns + 1,
                      sizeof(*s->ns));
}

/* The value stands at the end of attr_text, and was written at `raw`. */
static bool declare(struct einv_scan *s, const struct einv_scan_name *name,
                    size_t value, const char *raw)
{
    struct einv_tree *t = s->t;
    einv_node e = (einv_node)(t->n_elems - 1);
    struct einv_text uri =
        einv__text(t->attr_text + value, t->attr_text_len - value);
    struct einv_text prefix = EINV_NO_TEXT;
    const char *why;
    struct einv_tree_ns *row;
    bool plain;             /* the source has the name as it is */
    size_t i;

    if (name->prefix > 0)
        prefix = einv__text(name->ptr + 6, name->len - 6);
    why = forbidden(prefix, uri);
    if (why != NULL)
        return einv__scan_fail(s, name->ptr, why);
    t->attr_text_len = value;
    for (i = t->n_ns; i > 0 && t->ns[i - 1].elem == e; i--)
        if (einv__text_eq(t->ns[i - 1].prefix, prefix))
            return einv__scan_fail(s, name->ptr, "declared twice");
    if (einv__text_is(prefix, "xml"))
        return true;
    if (s->n_ns >= s->limits->namespaces)
        return einv__scan_limit(s, "namespaces", s->limits->namespaces,
                                name->ptr);
    if (!make_room(s))
        return einv__scan_nomem(s);
    row = &t->ns[t->n_ns];
    row->elem = e;
    plain = raw + uri.len == s->p - 1 &&
            (uri.len == 0 || memcmp(raw, uri.ptr, uri.len) == 0);
    if (plain)
        uri.ptr = raw;
    if (!einv__names_text(t, prefix, true, &row->prefix) ||
        !einv__names_text(t, uri, plain, &row->uri))
        return einv__scan_nomem(s);
    s->ns[s->n_ns++] =
        (struct einv_scan_ns){ row->prefix, row->uri, s->generation };
    s->generation = ++s->last;
    t->n_ns++;
    return true;
}

void einv__scan_leave(struct einv_scan *s)
{
    size_t keep = s->ns_at[--s->depth];

    while (s->n_ns > keep)
        s->generation = s->ns[--s->n_ns].before;
}

/* --- meaning of names ---------------------------------------------------- */

static uint64_t eight(const char *p)
{
    uint64_t w;

    memcpy(&w, p, 8);
    return w;
}

/* Ends, middle and length: enough to tell the names of a format apart. */
static size_t hash(const struct einv_scan_name *n)
{
    uint64_t h = n->len;
    uint32_t i;

    if (n->len >= 8)
        h ^= eight(n->ptr) * 0x9e3779b97f4a7c15u ^
             eight(n->ptr + n->len - 8) * 0xc2b2ae3d27d4eb4fu ^
             eight(n->ptr + (n->len - 8) / 2) * 0x165667b19e3779f9u;
    else
        for (i = 0; i < n->len; i++)
            h = (h ^ (unsigned char)n->ptr[i]) * 0x100000001b3u;
    h = (h ^ h >> 32) * 0x9e3779b97f4a7c15u;
    return (size_t)(h >> (64 - EINV_SCAN_CACHE_BITS));
}

static bool look_up(struct einv_scan *s, const struct einv_scan_name *name,
                    bool attr, uint32_t *qname)
{
    const struct einv_scan_ns *ns = NULL;
    struct einv_text prefix = einv__text(name->ptr, name->prefix);
    struct einv_text local = einv__text(name->ptr, name->len);

    if (name->prefix > 0) {
        local.ptr += name->prefix + 1;
        local.len -= name->prefix + 1;
    }
    if (name->prefix > 0 || !attr)
        ns = meaning(s, prefix);
    if (ns != NULL)
        *qname = einv__names_interned(s->t, ns->prefix, ns->uri, local, true);
    else if (name->prefix == 0)
        *qname = einv__names_interned(s->t, EINV_TEXT(""), EINV_TEXT(""),
                                      local, true);
    else if (einv__text_is(prefix, "xml"))
        *qname = einv__names_qname(s->t, prefix, EINV_TEXT(EINV_XML_NS),
                                   local);
    else
        return einv__scan_fail(s, name->ptr, "a prefix without a namespace");
    return *qname != UINT32_MAX || einv__scan_nomem(s);
}

/* Names of attributes have no default namespace. */
static uint32_t kind_of(const struct einv_scan_name *name, bool attr)
{
    return name->len << 1 | attr;
}

static bool is_cached(const struct einv_scan *s,
                      const struct einv_scan_cached *c,
                      const struct einv_scan_name *name, uint32_t kind)
{
    return c->generation == s->generation && c->kind == kind &&
           memcmp(s->text + c->at, name->ptr, name->len) == 0;
}

/* A name has two slots, so that two names that meet in one can stay.  NULL:
 * the reading has ended. */
static const struct einv_scan_cached *
find_name(struct einv_scan *s, const struct einv_scan_name *name, bool attr)
{
    size_t slot = hash(name);
    struct einv_scan_cached *c = &s->cache[slot], *other = &s->cache[slot ^ 1];
    uint32_t kind = kind_of(name, attr);

    if (is_cached(s, c, name, kind))
        return c;
    if (is_cached(s, other, name, kind))
        return other;
    *other = *c;
    if (!look_up(s, name, attr, &c->qname))
        return NULL;
    c->at = (uint32_t)(name->ptr - s->text);
    c->kind = kind;
    c->generation = s->generation;
    return c;
}

/* Remembers which tag follows which. */
static void follow(struct einv_scan *s, const struct einv_scan_cached *c)
{
    uint16_t slot = (uint16_t)(c - s->cache);

    s->after[s->slot] = slot;
    s->slot = slot;
}

/* Does the tag at s->p, which is behind '<', have the name that followed
 * last time, and nothing else?  Invoices repeat themselves. */
static bool is_as_before(struct einv_scan *s, uint32_t *qname)
{
    uint32_t slot = s->after[s->slot];
    const struct einv_scan_cached *c = &s->cache[slot];
    uint32_t len = c->kind >> 1;

    if (c->generation != s->generation || c->kind != len << 1 ||
        (size_t)(s->end - s->p) <= len || s->p[len] != '>' ||
        memcmp(s->text + c->at, s->p, len) != 0)
        return false;
    s->slot = slot;
    s->p += len;
    *qname = c->qname;
    return true;
}

/* --- attributes ---------------------------------------------------------- */

static bool is_declaration(const struct einv_scan_name *n)
{
    return n->len >= 5 && memcmp(n->ptr, "xmlns", 5) == 0 &&
           (n->len == 5 || n->prefix == 5);
}

/* One attribute: a row whose qname is still to come, or a declaration. */
static bool read_attribute(struct einv_scan *s, size_t n)
{
    struct einv_tree *t = s->t;
    struct einv_scan_name name;
    struct einv_tree_attr *row;
    size_t value = t->attr_text_len;
    const char *raw;

    if (!einv__scan_qname(s, &name))
        return false;
    einv__scan_space(s);
    if (*s->p != '=')
        return einv__scan_fail(s, s->p, "= is expected");
    s->p++;
    einv__scan_space(s);
    raw = s->p + 1;
    if (!einv__scan_value(s))
        return false;
    if (is_declaration(&name))
        return declare(s, &name, value, raw);
    if (n >= s->limits->attributes)
        return einv__scan_limit(s, "attributes", s->limits->attributes,
                                name.ptr);
    if (!einv__grow(t->alloc, &t->attrs, &t->cap_attrs, t->n_attrs + 1,
                    sizeof(*t->attrs)) ||
        !einv__grow(t->alloc, &s->names, &s->cap_names, n + 1,
                    sizeof(*s->names)))
        return einv__scan_nomem(s);
    row = &t->attrs[t->n_attrs++];
    row->value_off = (uint32_t)value;
    row->value_len = (uint32_t)(t->attr_text_len - value);
    s->names[n] = name;
    return true;
}

static bool read_attributes(struct einv_scan *s)
{
    size_t first = s->t->n_attrs;

    for (;;) {
        const char *before = s->p;

        einv__scan_space(s);
        if (*s->p == '>' || *s->p == '/')
            return true;
        if (s->p == before)
            return einv__scan_fail(s, s->p, "a blank or > is expected");
        if (!read_attribute(s, s->t->n_attrs - first))
            return false;
    }
}

/* Few are compared in pairs, many by a mark a name. */
static bool is_repeated(struct einv_scan *s, size_t first, size_t i,
                        bool *repeated)
{
    const struct einv_tree *t = s->t;
    uint32_t name = t->qnames[t->attrs[first + i].qname].name;
    size_t cap = s->cap_seen, k;

    *repeated = false;
    if (t->n_attrs - first <= 8) {
        for (k = 0; k < i; k++)
            if (t->qnames[t->attrs[first + k].qname].name == name)
                *repeated = true;
        return true;
    }
    if (!einv__grow(t->alloc, &s->seen, &s->cap_seen, name + 1,
                    sizeof(*s->seen)))
        return einv__scan_nomem(s);
    memset(s->seen + cap, 0, (s->cap_seen - cap) * sizeof(*s->seen));
    *repeated = s->seen[name] == t->n_elems;
    s->seen[name] = (uint32_t)t->n_elems;
    return true;
}

static bool name_attributes(struct einv_scan *s, size_t first)
{
    struct einv_tree *t = s->t;
    size_t n = t->n_attrs - first, i;
    bool repeated;

    for (i = 0; i < n; i++) {
        const struct einv_scan_cached *c = find_name(s, &s->names[i], true);

        if (c == NULL)
            return false;
        t->attrs[first + i].qname = c->qname;
    }
    for (i = 0; n > 1 && i < n; i++) {
        if (!is_repeated(s, first, i, &repeated))
            return false;
        if (repeated)
            return einv__scan_fail(s, s->names[i].ptr,
                                   "an attribute stands twice");
    }
    return true;
}

/* --- the tag ------------------------------------------------------------- */

static struct einv_tree_elem *add_row(struct einv_scan *s)
{
    struct einv_tree *t = s->t;
    struct einv_tree_elem *row;

    if (t->n_elems >= s->limits->elements) {
        einv__scan_limit(s, "elements", s->limits->elements, s->p);
        return NULL;
    }
    if (s->depth >= s->limits->depth || s->depth >= EINV_SCAN_DEPTH) {
        einv__scan_limit(s, "depth", s->limits->depth, s->p);
        return NULL;
    }
    if (t->n_elems + 2 > t->cap_elems &&
        !einv__grow(t->alloc, &t->elems, &t->cap_elems, t->n_elems + 2,
                    sizeof(*t->elems))) {
        einv__scan_nomem(s);
        return NULL;
    }
    row = &t->elems[t->n_elems++];
    row->parent = s->open;
    row->first_attr = (uint32_t)t->n_attrs;
    row->text_off = (uint32_t)t->text_len;
    row->tag_off = (uint32_t)(s->p - s->text);
    return row;
}

/* What stands in the tag: its name and attributes. */
static bool read_tag(struct einv_scan *s, uint32_t *qname)
{
    const struct einv_scan_cached *c;
    struct einv_scan_name name;
    size_t first = s->t->n_attrs;

    if (!einv__scan_qname(s, &name) ||
        (*s->p != '>' && !read_attributes(s)))
        return false;
    c = find_name(s, &name, false);
    if (c == NULL)
        return false;
    follow(s, c);
    *qname = c->qname;
    return s->t->n_attrs == first || name_attributes(s, first);
}

bool einv__scan_start(struct einv_scan *s, bool *empty)
{
    struct einv_tree *t = s->t;
    struct einv_tree_elem *row = add_row(s);

    if (row == NULL)
        return false;
    s->ns_at[s->depth] = (uint32_t)s->n_ns;
    s->p++;
    if (!is_as_before(s, &row->qname) && !read_tag(s, &row->qname))
        return false;
    *empty = *s->p == '/';
    if (*empty)
        s->p++;
    if (*s->p != '>')
        return einv__scan_fail(s, s->p, "> is expected");
    s->p++;
    s->depth++;
    s->open = (einv_node)(t->n_elems - 1);
    s->inked = false;
    s->run = t->text_len;
    s->most_text = (size_t)s->limits->text;
    return true;
}
