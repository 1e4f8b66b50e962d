/* reorder.c: children in another order.
 *
 * A child moves with its rows, its attributes, declarations, comments and
 * texts, and with what stands between it and the child in front of it.  What
 * follows the last child stays last.
 */
#include "build.h"

#include "names.h"
#include "rows.h"

struct moved {                      /* the old rows, and where to write */
    struct einv_tree *t;
    einv_node open, first;          /* children begin at first */
    struct einv_tree_elem *elems;   /* copies; [0] is row `first` */
    struct einv_tree_attr *attrs;
    struct einv_tree_ns *ns;
    struct einv_tree_extra *extras;
    char *text;
    size_t n_elems, n_attrs, n_ns, n_extras, n_text;
    size_t attr0, ns0, extra0, text0;   /* where the copies stood */
    size_t elem, attr, nsd, extra, off; /* written so far */
};

static void *copy_of(struct einv_tree *t, const void *rows, size_t n,
                     size_t size)
{
    void *copy = einv__alloc(t->alloc, n, size);

    if (copy != NULL && n > 0)
        memcpy(copy, rows, n * size);
    return copy;
}

static bool save(struct moved *m, struct einv_build *b)
{
    struct einv_tree *t = m->t = b->tree;

    m->open = b->open;
    m->first = b->open + 1;
    m->n_elems = t->n_elems - m->first;
    m->attr0 = t->elems[m->first].first_attr;
    m->n_attrs = t->n_attrs - m->attr0;
    m->ns0 = einv__tree_ns_from(t, m->first);
    m->n_ns = t->n_ns - m->ns0;
    m->extra0 = einv__tree_extra_from(t, m->first);
    m->n_extras = t->n_extras - m->extra0;
    m->text0 = t->elems[m->open].text_off;
    m->n_text = t->text_len - m->text0;
    m->elems = copy_of(t, t->elems + m->first, m->n_elems, sizeof(*m->elems));
    m->attrs = copy_of(t, t->attrs + m->attr0, m->n_attrs, sizeof(*m->attrs));
    m->ns = copy_of(t, t->ns + m->ns0, m->n_ns, sizeof(*m->ns));
    m->extras =
        copy_of(t, t->extras + m->extra0, m->n_extras, sizeof(*m->extras));
    m->text = copy_of(t, t->text + m->text0, m->n_text, 1);
    m->elem = m->first;
    m->attr = m->attr0;
    m->nsd = m->ns0;
    m->extra = m->extra0;
    m->off = m->text0;
    return m->elems != NULL && m->attrs != NULL && m->ns != NULL &&
           m->extras != NULL && m->text != NULL;
}

static void release(struct moved *m)
{
    const einv_allocator *a = m->t->alloc;

    einv__free(a, m->elems, m->n_elems * sizeof(*m->elems));
    einv__free(a, m->attrs, m->n_attrs * sizeof(*m->attrs));
    einv__free(a, m->ns, m->n_ns * sizeof(*m->ns));
    einv__free(a, m->extras, m->n_extras * sizeof(*m->extras));
    einv__free(a, m->text, m->n_text);
}

static const struct einv_tree_elem *old_row(const struct moved *m, einv_node e)
{
    return &m->elems[e - m->first];
}

/* Where the text in front of child c begins. */
static size_t gap_of(const struct moved *m, einv_node c)
{
    einv_node p;

    if (c == m->first)
        return m->text0;
    p = c - 1;
    while (old_row(m, p)->parent != m->open)
        p = old_row(m, p)->parent;
    return old_row(m, p)->text_end;
}

static void move_side_rows(struct moved *m, einv_node c, einv_node delta,
                           uint32_t text_delta)
{
    einv_node end = old_row(m, c)->end;
    size_t i;

    for (i = 0; i < m->n_ns; i++) {
        if (m->ns[i].elem < c || m->ns[i].elem > end)
            continue;
        m->t->ns[m->nsd] = m->ns[i];
        m->t->ns[m->nsd++].elem += delta;
    }
    for (i = 0; i < m->n_extras; i++) {
        struct einv_tree_extra x = m->extras[i];
        bool in_front = x.parent == m->open && x.before == c;

        if (!in_front && (x.parent < c || x.parent > end))
            continue;
        if (!in_front)
            x.parent += delta;
        x.before += delta;
        x.text_off += text_delta;
        m->t->extras[m->extra++] = x;
    }
}

/* Unsigned differences wrap around and come back right. */
static void move_child(struct moved *m, einv_node c)
{
    const struct einv_tree_elem *child = old_row(m, c);
    size_t gap = gap_of(m, c), n = child->end - c + 1, i;
    einv_node delta = (einv_node)m->elem - c;
    uint32_t text_delta = (uint32_t)(m->off - gap);
    uint32_t attr_delta = (uint32_t)m->attr - child->first_attr;
    size_t attr_end = child->end + 1 < m->first + m->n_elems
                          ? old_row(m, child->end + 1)->first_attr
                          : m->attr0 + m->n_attrs;

    for (i = 0; i < n; i++) {
        struct einv_tree_elem row = child[i];

        if (i > 0)
            row.parent += delta;
        row.end += delta;
        row.first_attr += attr_delta;
        row.text_off += text_delta;
        row.text_end += text_delta;
        m->t->elems[m->elem++] = row;
    }
    n = attr_end - child->first_attr;
    if (n > 0)
        memcpy(m->t->attrs + m->attr, m->attrs + (child->first_attr - m->attr0),
               n * sizeof(*m->attrs));
    m->attr += n;
    move_side_rows(m, c, delta, text_delta);
    if (child->text_end > gap)
        memcpy(m->t->text + m->off, m->text + (gap - m->text0),
               child->text_end - gap);
    m->off += child->text_end - gap;
}

/* Are these all the children, each once?  `seen` has a byte a row. */
static bool is_permutation(const struct einv_build *b, const einv_node *order,
                           size_t n, char *seen)
{
    const struct einv_tree *t = b->tree;
    size_t rows = 0, i;

    for (i = 0; i < n; i++) {
        if (order[i] >= t->n_elems || t->elems[order[i]].parent != b->open ||
            seen[order[i] - b->open] != 0)
            return false;
        seen[order[i] - b->open] = 1;
        rows += t->elems[order[i]].end - order[i] + 1;
    }
    return rows == t->n_elems - b->open - 1;
}

static bool is_usable(const struct einv_build *b, const einv_node *order,
                      size_t n)
{
    const einv_allocator *a = b->tree->alloc;
    size_t size = b->tree->n_elems - b->open;
    char *seen = einv__alloc(a, size, 1);
    bool usable;

    if (seen == NULL)
        return false;
    memset(seen, 0, size);
    usable = is_permutation(b, order, n, seen);
    einv__free(a, seen, size);
    return usable;
}

static bool is_sorted(const einv_node *order, size_t n)
{
    size_t i;

    for (i = 1; i < n; i++)
        if (order[i - 1] >= order[i])
            return false;
    return true;
}

void einv__build_reorder(struct einv_build *b, const einv_node *order,
                         size_t n)
{
    struct moved m;
    size_t i;

    if (b->failed || n == 0 || is_sorted(order, n))
        return;
    if (b->open == EINV_NO_NODE || !is_usable(b, order, n)) {
        b->failed = true;
        return;
    }
    if (save(&m, b)) {
        for (i = 0; i < n; i++)
            move_child(&m, order[i]);
        einv__tree_forget(b->tree);
    } else {
        b->failed = true;
    }
    release(&m);
}
