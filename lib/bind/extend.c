/* extend.c: extends=: a binding that says how it differs from another.
 *
 * The base's document is merged with this one, then each <change>, <drop>,
 * <insert> and <order> rewrites it, in the order written; what comes out is
 * compiled like any binding.  So changes reach groups before they are
 * expanded.  Where each element stood is remembered for complaints.
 */
#include "compile.h"

/* A base of a base of ... */
#define MAX_BASES 4

struct merged {
    struct einv_tree tree;
    einv_node *origin;     /* element -> of the own document; or none */
};

struct extender {
    struct bind_compiler *c;
    const struct einv_tree *own;       /* the document that extends */
    const struct merged *from;
    struct merged *to;
    struct einv_build build;
    einv_node op, target;              /* op: of own */
};

static const char *const ops[] = { "change", "drop", "insert", "order" };

static bool is(const struct einv_tree *t, einv_node e, const char *name)
{
    return einv__text_is(einv__tree_qname(t, e)->local, name);
}

static bool is_op(const struct einv_tree *t, einv_node e)
{
    for (size_t i = 0; i < sizeof(ops) / sizeof(*ops); i++)
        if (is(t, e, ops[i]))
            return true;
    return false;
}

static void error(struct extender *x, const char *rule,
                  struct einv_text found)
{
    struct bind_compiler *c = x->c;

    c->errors++;
    einv__bind_complain(c->report, c->file,
                        einv__tree_position(x->own, x->op).line,
                        EINV_SEV_ERROR, rule, found,
                        EINV_TEXT("a row of the binding that is extended"));
}

/* --- copying -------------------------------------------------------------- */

static void copy_attr(struct extender *x, const struct einv_tree *t,
                      uint32_t a)
{
    const struct einv_qname *q = einv__tree_attr_qname(t, a);

    einv__build_attr(&x->build, einv__build_qname(&x->build, q->prefix, q->ns,
                                                  q->local),
                     einv__tree_attr_text(t, a));
}

/* Opens a copy of the element; origin: where it stood in the own document. */
static void start(struct extender *x, const struct einv_tree *t, einv_node e,
                  einv_node origin)
{
    const struct einv_qname *q = einv__tree_qname(t, e);
    einv_node node = einv__build_start(&x->build,
        einv__build_qname(&x->build, q->prefix, q->ns, q->local));

    if (!x->build.failed)
        x->to->origin[node] = origin;
}

static void copy_ns(struct extender *x, const struct einv_tree *t)
{
    for (size_t i = 0; i < t->n_ns && t->ns[i].elem == 0; i++) {
        struct einv_text known;

        if (!einv__tree_ns_find(x->build.tree, 0, t->ns[i].prefix, &known))
            einv__build_ns(&x->build, t->ns[i].prefix, t->ns[i].uri);
    }
}

static void copy_own(struct extender *x, einv_node e)
{
    einv_node first = (einv_node)x->to->tree.n_elems;

    einv__build_copy(&x->build, x->own, e);
    for (einv_node i = first; i < x->to->tree.n_elems; i++)
        x->to->origin[i] = e + (i - first);
}

static void copy_from(struct extender *x, einv_node e)
{
    einv_node first = (einv_node)x->to->tree.n_elems;

    einv__build_copy(&x->build, &x->from->tree, e);
    for (einv_node i = first; i < x->to->tree.n_elems; i++)
        x->to->origin[i] = x->from->origin != NULL
                           ? x->from->origin[e + (i - first)] : EINV_NO_NODE;
}

/* --- merging -------------------------------------------------------------- */

/* Does the own document say this itself? */
static bool is_said(const struct extender *x, einv_node e)
{
    const struct einv_tree *t = &x->from->tree;
    struct einv_text name = einv__tree_get_attr(t, e, "name");
    einv_node own = einv__tree_child(x->own, 0);

    if (is(t, e, "lacks"))
        return false;
    if (!is(t, e, "group") && !is(t, e, "document") && !is(t, e, "sign") &&
        !is(t, e, "output"))
        return true;       /* about, detect, profile: of the base alone */
    for (; own != EINV_NO_NODE; own = einv__tree_next(x->own, own))
        if (einv__text_eq(einv__tree_qname(x->own, own)->local,
                          einv__tree_qname(t, e)->local) &&
            einv__text_eq(einv__tree_get_attr(x->own, own, "name"), name))
            return true;
    return false;
}

static void merge(struct extender *x)
{
    const struct einv_tree *base = &x->from->tree;
    uint32_t a, end = einv__tree_attrs(x->own, 0, &a);
    einv_node e;

    start(x, x->own, 0, 0);
    copy_ns(x, x->own);
    copy_ns(x, base);
    for (; a < end; a++)
        copy_attr(x, x->own, a);
    end = einv__tree_attrs(base, 0, &a);
    for (; a < end; a++)
        if (einv__text_is(einv__tree_attr_qname(base, a)->local, "ns") &&
            einv__tree_get_attr(x->own, 0, "ns").ptr == NULL)
            copy_attr(x, base, a);
    for (e = einv__tree_child(x->own, 0); e != EINV_NO_NODE;
         e = einv__tree_next(x->own, e))
        if (!is_op(x->own, e))
            copy_own(x, e);
    for (e = einv__tree_child(base, 0); e != EINV_NO_NODE;
         e = einv__tree_next(base, e))
        if (!is_said(x, e))
            copy_from(x, e);
    einv__build_end(&x->build);
}

/* --- at= ------------------------------------------------------------------ */

/* Takes the row's own name off the path; false: it is another row. */
static bool takes(const struct einv_tree *t, einv_node e,
                  struct einv_text *path, uint32_t *nth)
{
    struct einv_text name = einv__tree_get_attr(t, e, "name"), rest = *path;
    bool attribute = is(t, e, "attribute");

    if (!attribute && !is(t, e, "element") && !is(t, e, "skip"))
        return false;
    if (attribute != (rest.len > 0 && rest.ptr[0] == '@'))
        return false;
    if (attribute)
        rest = einv__text(rest.ptr + 1, rest.len - 1);
    if (rest.len < name.len || memcmp(rest.ptr, name.ptr, name.len) != 0)
        return false;
    rest = einv__text(rest.ptr + name.len, rest.len - name.len);
    *nth = 1;
    if (rest.len > 1 && rest.ptr[0] == '~') {
        *nth = (uint32_t)(rest.ptr[1] - '0');
        rest = einv__text(rest.ptr + 2, rest.len - 2);
    }
    if (rest.len > 0 && rest.ptr[0] != '/')
        return false;
    *path = rest.len > 0 ? einv__text(rest.ptr + 1, rest.len - 1) : rest;
    return true;
}

static einv_node find_below(const struct einv_tree *t, einv_node parent,
                            struct einv_text path, uint32_t *seen)
{
    einv_node e = einv__tree_child(t, parent), found = EINV_NO_NODE;

    if (path.len == 0)
        return parent;
    for (; e != EINV_NO_NODE && found == EINV_NO_NODE;
         e = einv__tree_next(t, e)) {
        struct einv_text rest = path;
        uint32_t nth, inner = 0;

        if (is(t, e, "choice") || is(t, e, "seq") || is(t, e, "member"))
            found = find_below(t, e, path, seen);
        else if (takes(t, e, &rest, &nth) && ++*seen == nth)
            found = find_below(t, e, rest, &inner);
    }
    return found;
}

static einv_node find_target(const struct einv_tree *t, struct einv_text path)
{
    struct einv_text first = einv__text_cut(path, '/', &path), group;
    const char *kind = "document";
    einv_node e;
    uint32_t seen = 0;

    if (first.len > 6 && memcmp(first.ptr, "group:", 6) == 0) {
        kind = "group";
        group = einv__text(first.ptr + 6, first.len - 6);
    } else {
        group = first;
    }
    for (e = einv__tree_child(t, 0); e != EINV_NO_NODE;
         e = einv__tree_next(t, e))
        if (is(t, e, kind) &&
            einv__text_eq(einv__tree_get_attr(t, e, "name"), group))
            return find_below(t, e, path, &seen);
    return EINV_NO_NODE;
}

/* --- rewriting ------------------------------------------------------------ */

static void rewrite(struct extender *x, einv_node e);

static void rewrite_children(struct extender *x, einv_node e)
{
    const struct einv_tree *t = &x->from->tree;
    einv_node i = einv__tree_child(t, e);

    if (i == EINV_NO_NODE && einv__tree_text(t, e).len > 0)
        einv__build_text(&x->build, einv__tree_text(t, e));
    for (; i != EINV_NO_NODE; i = einv__tree_next(t, i))
        rewrite(x, i);
}

static bool has_attr(const struct einv_tree *t, einv_node e,
                     struct einv_text local)
{
    uint32_t a, end = einv__tree_attrs(t, e, &a);

    while (a < end &&
           !einv__text_eq(einv__tree_attr_qname(t, a)->local, local))
        a++;
    return a < end;
}

static void open_like(struct extender *x, einv_node e)
{
    const struct einv_tree *t = &x->from->tree;
    uint32_t a, end = einv__tree_attrs(t, e, &a);
    bool change = e == x->target && is(x->own, x->op, "change");

    start(x, t, e, change ? x->op : x->from->origin[e]);
    if (e == 0)
        copy_ns(x, t);
    for (; a < end; a++)
        if (!change || !has_attr(x->own, x->op,
                                 einv__tree_attr_qname(t, a)->local))
            copy_attr(x, t, a);
    if (!change)
        return;
    end = einv__tree_attrs(x->own, x->op, &a);
    for (; a < end; a++)
        if (!einv__text_is(einv__tree_attr_qname(x->own, a)->local, "at"))
            copy_attr(x, x->own, a);
}

static void insert_rows(struct extender *x)
{
    einv_node i = einv__tree_child(x->own, x->op);

    for (; i != EINV_NO_NODE; i = einv__tree_next(x->own, i))
        copy_own(x, i);
}

/* The child of the target with this name; EINV_NO_NODE: none. */
static einv_node named(struct extender *x, struct einv_text name)
{
    const struct einv_tree *t = &x->from->tree;
    einv_node i = einv__tree_child(t, x->target);
    uint32_t seen = 0;

    while (i != EINV_NO_NODE) {
        struct einv_text rest = name;
        uint32_t nth;

        if (takes(t, i, &rest, &nth) && rest.len == 0 && ++seen == nth)
            return i;
        i = einv__tree_next(t, i);
    }
    return EINV_NO_NODE;
}

static bool is_listed(struct extender *x, einv_node e)
{
    struct einv_text names = einv__tree_text(x->own, x->op);

    while (names.len > 0) {
        struct einv_text name = einv__text_word(&names);

        if (name.len > 0 && named(x, name) == e)
            return true;
    }
    return false;
}

/* The rows named stand in the order of their names, where they stood. */
static void reorder(struct extender *x)
{
    const struct einv_tree *t = &x->from->tree;
    struct einv_text names = einv__tree_text(x->own, x->op);
    einv_node i = einv__tree_child(t, x->target);

    for (; i != EINV_NO_NODE; i = einv__tree_next(t, i)) {
        if (is_listed(x, i)) {
            struct einv_text name = einv__text_word(&names);
            einv_node next = named(x, name);

            if (next != EINV_NO_NODE)
                copy_from(x, next);
            else
                error(x, "EINV-BIND-0051", name);
        } else {
            copy_from(x, i);
        }
    }
    names = einv__text_trim(names);
    if (names.len > 0)
        error(x, "EINV-BIND-0051", names);
}

static void rewrite(struct extender *x, einv_node e)
{
    const struct einv_tree *t = &x->from->tree;
    const struct einv_tree *own = x->own;
    bool here = e == x->target;

    if (x->target < e || x->target > t->elems[e].end) {
        copy_from(x, e);
        return;
    }
    if (here && is(own, x->op, "drop"))
        return;
    if (here && einv__tree_get_attr(own, x->op, "before").ptr != NULL)
        insert_rows(x);
    open_like(x, e);
    if (here && is(own, x->op, "order"))
        reorder(x);
    else
        rewrite_children(x, e);
    if (here && einv__tree_get_attr(own, x->op, "into").ptr != NULL)
        insert_rows(x);
    einv__build_end(&x->build);
    if (here && einv__tree_get_attr(own, x->op, "after").ptr != NULL)
        insert_rows(x);
}

static struct einv_text target_path(const struct einv_tree *own, einv_node op)
{
    static const char *const names[] = { "at", "after", "before", "into" };
    struct einv_text path = EINV_NO_TEXT;

    for (size_t i = 0; i < 4 && path.ptr == NULL; i++)
        path = einv__tree_get_attr(own, op, names[i]);
    return path;
}

/* --- all of it ------------------------------------------------------------ */

static bool begin(struct extender *x, struct merged *to, size_t n)
{
    const einv_allocator *a = x->c->b->alloc;

    einv__tree_init(&to->tree, a);
    to->origin = einv__arena_zero(&x->c->b->arena, n + 1,
                                  sizeof(*to->origin));
    einv__build_init(&x->build, &to->tree);
    x->to = to;
    return to->origin != NULL;
}

/* One operation: `from` becomes another. */
static bool operate(struct extender *x, struct merged *from)
{
    struct merged to;
    struct einv_text path = target_path(x->own, x->op);

    x->from = from;
    x->target = path.ptr == NULL ? EINV_NO_NODE
                                 : find_target(&from->tree, path);
    if (x->target == EINV_NO_NODE) {
        error(x, "EINV-BIND-0051", path);
        return true;
    }
    if (!begin(x, &to, from->tree.n_elems + x->own->n_elems))
        return false;
    rewrite(x, 0);
    einv__tree_free(&from->tree);
    *from = to;
    return !x->build.failed;
}

static bool read_base(struct bind_compiler *c, const struct einv_tree *own,
                      struct einv_tree *base, uint32_t depth)
{
    struct einv_text name = einv__tree_get_attr(own, 0, "extends"), bytes;
    struct extender x = { 0 };
    einv_status status = EINV_EABSENT;

    x.c = c;
    x.own = own;
    if (depth < MAX_BASES && c->options->fetch != NULL)
        status = c->options->fetch(c->options->user, "format", name, &bytes);
    if (status != EINV_OK) {
        error(&x, "EINV-BIND-0052", name);
        return false;
    }
    c->b->info.hash = einv__hash64(c->b->info.hash, bytes.ptr, bytes.len);
    status = einv__xml_read(base, c->b->alloc, bytes, NULL, c->report);
    c->nomem |= status == EINV_ENOMEM;
    c->errors += status != EINV_OK;
    return status == EINV_OK;
}

/* Makes of a document that extends what it means, into `out`. */
static bool extend(struct bind_compiler *c, const struct einv_tree *own,
                   struct merged *out, uint32_t depth)
{
    struct extender x = { 0 };
    struct merged base = { 0 };
    bool good;

    if (!read_base(c, own, &base.tree, depth))
        return false;
    if (einv__tree_get_attr(&base.tree, 0, "extends").ptr != NULL) {
        struct einv_tree inner = base.tree;

        good = extend(c, &inner, &base, depth + 1);
        einv__tree_free(&inner);
        if (!good)
            return false;
        base.origin = NULL;            /* places in another file */
    }
    x.c = c;
    x.own = own;
    x.from = &base;
    good = begin(&x, out, base.tree.n_elems + own->n_elems);
    if (good)
        merge(&x);
    einv__tree_free(&base.tree);
    good &= !x.build.failed;
    for (einv_node e = einv__tree_child(own, 0); good && e != EINV_NO_NODE;
         e = einv__tree_next(own, e))
        if (is_op(own, e)) {
            x.op = e;
            good = operate(&x, out);
        }
    if (!good)
        einv__tree_free(&out->tree);
    c->nomem |= !good && c->errors == 0;
    return good;
}

bool einv__compile_extend(struct bind_compiler *c)
{
    struct einv_binding *b = c->b;
    struct merged merged;
    einv_node e;

    if (einv__tree_get_attr(&b->tree, 0, "extends").ptr != NULL) {
        if (!extend(c, &b->tree, &merged, 0))
            return false;
        b->own = b->tree;
        b->tree = merged.tree;
        b->origin = merged.origin;
        return c->errors == 0;
    }
    for (e = einv__tree_child(&b->tree, 0); e != EINV_NO_NODE;
         e = einv__tree_next(&b->tree, e))
        if (is_op(&b->tree, e))
            einv__compile_error(c, e, "EINV-BIND-0052",
                                einv__tree_qname(&b->tree, e)->local,
                                "extends= on <binding>");
    return c->errors == 0;
}
