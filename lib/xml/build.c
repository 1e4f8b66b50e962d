/* build.c: appending rows, and taking them back.
 *
 * The end and the text of every open element are kept right after each
 * call, and so is the sentinel row: what has been built can be looked at
 * while it grows.
 */
#include "build.h"

#include "names.h"
#include "walk.h"

/* Rows stay below the bit that marks attributes. */
#define MAX_ROWS (EINV_REF_ATTR - 2)

void einv__build_init(struct einv_build *b, struct einv_tree *t)
{
    b->tree = t;
    b->open = EINV_NO_NODE;
    b->failed = false;
}

uint32_t einv__build_qname(struct einv_build *b, struct einv_text prefix,
                           struct einv_text ns, struct einv_text local)
{
    uint32_t q;

    if (b->failed)
        return UINT32_MAX;
    q = einv__names_qname(b->tree, prefix, ns, local);
    b->failed = q == UINT32_MAX;
    return q;
}

static bool fail(struct einv_build *b)
{
    b->failed = true;
    return false;
}

/* Can the open element still take attributes? */
static bool is_fresh(const struct einv_build *b)
{
    return b->open != EINV_NO_NODE && b->open + 1 == b->tree->n_elems;
}

/* Text between two children, or behind the last, that is not blank. */
static void note_mixed(struct einv_tree *t, einv_node parent, uint32_t from,
                       size_t to)
{
    if (!t->has_mixed && parent != EINV_NO_NODE &&
        !einv__is_blank(t->text + from, to - from))
        t->has_mixed = true;
}

/* Where the text of the open element begins that stands behind its last
 * child. */
static uint32_t tail_of(const struct einv_tree *t, einv_node open)
{
    einv_node c = t->elems[open].end;

    if (c == open)
        return t->elems[open].text_off;
    while (t->elems[c].parent != open)
        c = t->elems[c].parent;
    return t->elems[c].text_end;
}

einv_node einv__build_start(struct einv_build *b, uint32_t qname)
{
    struct einv_tree *t = b->tree;
    struct einv_names *names = einv__names_of(t);
    struct einv_tree_elem *row;
    einv_node e = (einv_node)t->n_elems;

    if (b->failed)
        return EINV_NO_NODE;
    if (names == NULL || qname >= t->n_qnames || t->n_elems >= MAX_ROWS ||
        (b->open == EINV_NO_NODE && e > 0) ||
        !einv__grow(t->alloc, &t->elems, &t->cap_elems, t->n_elems + 2,
                    sizeof(*t->elems)) ||
        !einv__grow(t->alloc, &t->text, &t->cap_text, 1, 1) ||
        !einv__grow(t->alloc, &t->attr_text, &t->cap_attr_text, 1, 1)) {
        fail(b);
        return EINV_NO_NODE;
    }
    if (!names->building) {
        einv__tree_forget(t);
        names->building = true;
    }
    if (b->open != EINV_NO_NODE)
        note_mixed(t, b->open, tail_of(t, b->open), t->text_len);
    row = &t->elems[e];
    row->qname = qname;
    row->parent = b->open;
    row->end = e;
    row->first_attr = (uint32_t)t->n_attrs;
    row->text_off = row->text_end = (uint32_t)t->text_len;
    row->tag_off = UINT32_MAX;
    t->n_elems++;
    memset(row + 1, 0, sizeof(*row));
    row[1].first_attr = (uint32_t)t->n_attrs;
    b->open = e;
    return e;
}

/* Appends to one of the two text buffers; the text may lie in it. */
static bool append(struct einv_build *b, char **buf, size_t *len, size_t *cap,
                   struct einv_text text)
{
    size_t inside = SIZE_MAX;

    if (text.len > UINT32_MAX - 1 - *len)
        return fail(b);
    if (*buf != NULL && text.ptr >= *buf && text.ptr < *buf + *len)
        inside = (size_t)(text.ptr - *buf);
    if (!einv__grow(b->tree->alloc, buf, cap, *len + text.len, 1))
        return fail(b);
    if (text.len > 0)
        memcpy(*buf + *len, inside != SIZE_MAX ? *buf + inside : text.ptr,
               text.len);
    *len += text.len;
    return true;
}

void einv__build_attr(struct einv_build *b, uint32_t qname,
                      struct einv_text value)
{
    struct einv_tree *t = b->tree;
    struct einv_tree_attr *row;
    size_t off = t->attr_text_len;

    if (b->failed)
        return;
    if (!is_fresh(b) || qname >= t->n_qnames || t->n_attrs >= MAX_ROWS ||
        !einv__grow(t->alloc, &t->attrs, &t->cap_attrs, t->n_attrs + 1,
                    sizeof(*t->attrs)) ||
        !append(b, &t->attr_text, &t->attr_text_len, &t->cap_attr_text,
                value)) {
        fail(b);
        return;
    }
    row = &t->attrs[t->n_attrs++];
    row->qname = qname;
    row->value_off = (uint32_t)off;
    row->value_len = (uint32_t)value.len;
    t->elems[t->n_elems].first_attr = (uint32_t)t->n_attrs;
}

void einv__build_ns(struct einv_build *b, struct einv_text prefix,
                    struct einv_text ns)
{
    struct einv_tree *t = b->tree;
    struct einv_tree_ns *row;

    if (b->failed)
        return;
    if (!is_fresh(b) || !einv__grow(t->alloc, &t->ns, &t->cap_ns, t->n_ns + 1,
                                    sizeof(*t->ns))) {
        fail(b);
        return;
    }
    row = &t->ns[t->n_ns];
    row->elem = b->open;
    if (einv__names_text(t, prefix, false, &row->prefix) &&
        einv__names_text(t, ns, false, &row->uri))
        t->n_ns++;
    else
        fail(b);
}

void einv__build_text(struct einv_build *b, struct einv_text text)
{
    struct einv_tree *t = b->tree;

    if (b->failed)
        return;
    if (b->open == EINV_NO_NODE) {
        fail(b);
        return;
    }
    if (append(b, &t->text, &t->text_len, &t->cap_text, text)) {
        t->elems[b->open].text_end = (uint32_t)t->text_len;
        if (t->elems[b->open].end != b->open)
            note_mixed(t, b->open, (uint32_t)(t->text_len - text.len),
                       t->text_len);
    }
}

void einv__build_end(struct einv_build *b)
{
    struct einv_tree *t = b->tree;
    struct einv_tree_elem *row, *parent;

    if (b->failed)
        return;
    if (b->open == EINV_NO_NODE) {
        fail(b);
        return;
    }
    row = &t->elems[b->open];
    row->end = (einv_node)(t->n_elems - 1);
    row->text_end = (uint32_t)t->text_len;
    b->open = row->parent;
    if (b->open == EINV_NO_NODE) {
        einv__tree_forget(t);
        t->names->building = false;
        return;
    }
    parent = &t->elems[b->open];
    parent->end = row->end;
    parent->text_end = row->text_end;
}

void einv__build_extra(struct einv_build *b, enum einv_extra_kind kind,
                       struct einv_text of, struct einv_text text)
{
    struct einv_tree *t = b->tree;
    struct einv_tree_extra x = { .kind = kind, .target = of, .data = text };
    char *target, *data;

    if (b->failed)
        return;
    target = einv__arena_dup(&t->arena, x.target);
    data = einv__arena_dup(&t->arena, x.data);
    if (target == NULL || data == NULL ||
        !einv__grow(t->alloc, &t->extras, &t->cap_extras, t->n_extras + 1,
                    sizeof(*t->extras))) {
        fail(b);
        return;
    }
    x.target.ptr = target;
    x.data.ptr = data;
    x.parent = b->open;
    x.before = (einv_node)t->n_elems;
    x.text_off = (uint32_t)t->text_len;
    t->extras[t->n_extras++] = x;
}

/* --- copying ------------------------------------------------------------- */

static void copy_extra(struct einv_build *b, const struct einv_tree_extra *x)
{
    einv__build_extra(b, x->kind, x->target, x->data);
}

static uint32_t copy_qname(struct einv_build *b, const struct einv_tree *from,
                           uint32_t qname)
{
    const struct einv_qname *q = &from->qnames[qname];

    return from == b->tree ? qname
                           : einv__build_qname(b, q->prefix, q->ns, q->local);
}

static void copy_start(struct einv_build *b, const struct einv_tree *from,
                       einv_node e, einv_node top)
{
    size_t i;
    uint32_t a, end;

    einv__build_start(b, copy_qname(b, from, from->elems[e].qname));
    for (i = einv__tree_ns_from(from, e);
         i < from->n_ns && from->ns[i].elem == e; i++)
        einv__build_ns(b, from->ns[i].prefix, from->ns[i].uri);
    if (e == top) {
        struct einv_text prefix, uri;

        for (i = 0; einv__tree_value_prefix(from, top, &i, &prefix, &uri);)
            einv__build_ns(b, prefix, uri);
    }
    end = einv__tree_attrs(from, e, &a);
    for (; a < end; a++)
        einv__build_attr(b, copy_qname(b, from, from->attrs[a].qname),
                         einv__tree_attr_text(from, a));
}

void einv__build_copy(struct einv_build *b, const struct einv_tree *from,
                      einv_node e)
{
    struct einv_walk w;
    enum einv_walk_event event;

    einv__walk_start(&w, from, e);
    while (!b->failed && (event = einv__walk_next(&w)) != EINV_WALK_DONE) {
        if (event == EINV_WALK_START)
            copy_start(b, from, w.e, e);
        else if (event == EINV_WALK_TEXT)
            einv__build_text(b, w.text);
        else if (event == EINV_WALK_EXTRA)
            copy_extra(b, &from->extras[w.extra]);
        else
            einv__build_end(b);
    }
}

/* --- undo ---------------------------------------------------------------- */

struct einv_build_mark einv__build_mark(const struct einv_build *b)
{
    const struct einv_tree *t = b->tree;

    return (struct einv_build_mark){
        t->n_elems, t->n_attrs, t->text_len, t->attr_text_len,
        t->n_ns, t->n_extras, b->open, t->has_mixed
    };
}

void einv__build_undo(struct einv_build *b, struct einv_build_mark mark)
{
    struct einv_tree *t = b->tree;
    einv_node e;

    if (b->failed)
        return;
    t->n_elems = mark.n_elems;
    t->n_attrs = mark.n_attrs;
    t->text_len = mark.text_len;
    t->attr_text_len = mark.attr_text_len;
    t->n_ns = mark.n_ns;
    t->n_extras = mark.n_extras;
    t->has_mixed = mark.has_mixed;
    b->open = mark.open;
    if (t->elems != NULL)
        t->elems[t->n_elems].first_attr = (uint32_t)t->n_attrs;
    for (e = b->open; e != EINV_NO_NODE; e = t->elems[e].parent) {
        t->elems[e].end = (einv_node)(t->n_elems - 1);
        t->elems[e].text_end = (uint32_t)t->text_len;
    }
    einv__tree_forget(t);
    if (t->names != NULL)
        t->names->building = true;
}
