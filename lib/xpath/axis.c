/* axis.c: the axes (XPath 2.0, 3.2.1.1) and node tests.
 *
 * Elements are the usual case and are found by scanning rows.  Only a test
 * that lets other kinds pass walks the gaps between rows as well.
 */
#include "../xml/walk.h"
#include "node.h"

#define BIT(kind) (1u << (kind))
/* What has rows of its own kind apart from elements and text. */
#define GAP_KINDS (BIT(EINV_XP_TEXT) | BIT(EINV_XP_COMMENT) | BIT(EINV_XP_PI))

static bool name_passes(const struct einv_xp_test *test,
                        const struct einv_xp_doc *doc,
                        const struct einv_qname *q)
{
    switch ((enum einv_xp_naming)test->naming) {
    case EINV_XP_ANY_NAME:
        return true;
    case EINV_XP_FULL_NAME:
        return q->name == doc->names[test->name];
    case EINV_XP_NS_NAME:
        return einv__text_eq(q->ns, test->ns);
    case EINV_XP_LOCAL_NAME:
        break;
    }
    return einv__text_eq(q->local, test->local);
}

bool einv__xp_test_node(const struct einv_xp_test *test,
                        const struct einv_xp_node *n)
{
    struct einv_qname room;
    const struct einv_qname *q;

    if ((test->kinds & BIT(n->kind)) == 0)
        return false;
    if (test->naming == EINV_XP_ANY_NAME)
        return true;
    q = einv__xp_node_name(n, &room);
    if (n->kind == EINV_XP_PI)
        return einv__text_eq(q->local, test->local);
    return q != NULL && name_passes(test, n->doc, q);
}

struct walk {
    struct einv_xp_run *run;
    const struct einv_xp_test *test;
    struct einv_xp_list *out;
};

static bool offer(struct walk *w, struct einv_xp_node n)
{
    struct einv_xp_item item;

    if (!einv__xp_test_node(w->test, &n))
        return true;
    item = einv__xp_node_item(n);
    return einv__xp_push(w->run, w->out, &item);
}

static bool offer_element(struct walk *w, const struct einv_xp_doc *doc,
                          einv_node e)
{
    const struct einv_tree *t = doc->tree;
    struct einv_xp_item item;

    if ((w->test->kinds & BIT(EINV_XP_ELEMENT)) == 0 ||
        !name_passes(w->test, doc, &t->qnames[t->elems[e].qname]))
        return true;
    item = einv__xp_node_item(einv__xp_node(doc, EINV_XP_ELEMENT, e));
    return einv__xp_push(w->run, w->out, &item);
}

static bool offer_extra(struct walk *w, const struct einv_xp_doc *doc,
                        size_t i)
{
    enum einv_xp_kind kind =
        doc->tree->extras[i].kind == EINV_EXTRA_PI ? EINV_XP_PI
                                                   : EINV_XP_COMMENT;

    return offer(w, einv__xp_node(doc, kind, (uint32_t)i));
}

static bool offer_text(struct walk *w, const struct einv_xp_doc *doc,
                       einv_node parent, uint32_t off)
{
    struct einv_xp_node n = einv__xp_node(doc, EINV_XP_TEXT, parent);

    n.off = off;
    return offer(w, n);
}

/* Extras outside the root element, in front of it or behind it. */
static bool outer_extras(struct walk *w, const struct einv_xp_doc *doc,
                         bool front)
{
    const struct einv_tree *t = doc->tree;

    for (size_t i = 0; i < t->n_extras; i++)
        if (t->extras[i].parent == EINV_NO_NODE &&
            (t->extras[i].before == 0) == front && !offer_extra(w, doc, i))
            return false;
    return true;
}

/* --- down ------------------------------------------------------------------ */

/* The next child of e that is not an element, in front of the element row
 * `next` (or the end of e): texts and extras between *off and it. */
static bool gap(struct walk *w, const struct einv_xp_doc *doc, einv_node e,
                einv_node next, uint32_t *off, size_t *x)
{
    const struct einv_tree *t = doc->tree;
    uint32_t stop = next <= t->elems[e].end ? t->elems[next].text_off
                                            : t->elems[e].text_end;

    for (; *x < t->n_extras && t->extras[*x].before <= next; (*x)++) {
        if (t->extras[*x].parent != e)
            continue;
        if (t->extras[*x].text_off > *off &&
            !offer_text(w, doc, e, *off))
            return false;
        *off = t->extras[*x].text_off;
        if (!offer_extra(w, doc, *x))
            return false;
    }
    return stop <= *off || offer_text(w, doc, e, *off);
}

static bool children(struct walk *w, const struct einv_xp_doc *doc,
                     einv_node e)
{
    const struct einv_tree *t = doc->tree;
    bool gaps = (w->test->kinds & GAP_KINDS) != 0;
    uint32_t off = t->elems[e].text_off, steps = 1;
    size_t x = gaps ? einv__tree_extra_from(t, e + 1) : 0;
    einv_node c = e + 1, end = t->elems[e].end;

    for (; c <= end; c = t->elems[c].end + 1, steps++) {
        if (gaps && !gap(w, doc, e, c, &off, &x))
            return false;
        if (!offer_element(w, doc, c))
            return false;
        off = t->elems[c].text_end;
    }
    return (!gaps || gap(w, doc, e, end + 1, &off, &x)) &&
           einv__xp_step(w->run, steps);
}

static bool descendants(struct walk *w, const struct einv_xp_doc *doc,
                        einv_node e)
{
    const struct einv_tree *t = doc->tree;
    struct einv_walk walk;
    enum einv_walk_event event;
    bool ok = einv__xp_step(w->run, t->elems[e].end - e + 1);

    if ((w->test->kinds & GAP_KINDS) == 0) {
        for (einv_node d = e + 1; ok && d <= t->elems[e].end; d++)
            ok = offer_element(w, doc, d);
        return ok;
    }
    einv__walk_start(&walk, t, e);
    while (ok && (event = einv__walk_next(&walk)) != EINV_WALK_DONE) {
        if (event == EINV_WALK_START && walk.e != e)
            ok = offer_element(w, doc, walk.e);
        else if (event == EINV_WALK_EXTRA)
            ok = offer_extra(w, doc, walk.extra);
        else if (event == EINV_WALK_TEXT)
            ok = offer_text(w, doc, walk.open,
                            (uint32_t)(walk.text.ptr - t->text));
    }
    return ok;
}

static bool below(struct walk *w, const struct einv_xp_node *n, bool deep)
{
    bool (*down)(struct walk *, const struct einv_xp_doc *, einv_node) =
        deep ? descendants : children;

    if (n->kind == EINV_XP_ELEMENT)
        return down(w, n->doc, n->row);
    if (n->kind != EINV_XP_DOCUMENT)
        return true;
    if (!outer_extras(w, n->doc, true))
        return false;
    if (n->doc->tree->n_elems > 0 &&
        (!offer_element(w, n->doc, 0) ||
         (deep && !descendants(w, n->doc, 0))))
        return false;
    return outer_extras(w, n->doc, false);
}

static bool attributes(struct walk *w, const struct einv_xp_node *n)
{
    const struct einv_tree *t = n->doc->tree;
    uint32_t a, end;

    if (n->kind != EINV_XP_ELEMENT)
        return true;
    end = einv__tree_attrs(t, n->row, &a);
    if (!einv__xp_step(w->run, end - a + 1))
        return false;
    for (; a < end; a++)
        if (!offer(w, einv__xp_node(n->doc, EINV_XP_ATTRIBUTE, a)))
            return false;
    return true;
}

/* --- up and sideways --------------------------------------------------------- */

static bool ancestors(struct walk *w, struct einv_xp_node n)
{
    struct einv_xp_node up;

    while (einv__xp_parent(&n, &up)) {
        if (!offer(w, up) || !einv__xp_step(w->run, 1))
            return false;
        n = up;
    }
    return true;
}

static void reverse(struct einv_xp_list *list, size_t from)
{
    for (size_t i = from, j = list->n; i + 1 < j; i++) {
        struct einv_xp_item swap = list->items[i];

        list->items[i] = list->items[--j];
        list->items[j] = swap;
    }
}

/* Keeps of list[from ..] what stands behind `n` (or in front of it), and is
 * neither above nor below it. */
static void keep_side(struct einv_xp_list *list, size_t from,
                      const struct einv_xp_node *n, bool behind)
{
    const struct einv_tree *t = n->doc->tree;
    size_t kept = from;

    for (size_t i = from; i < list->n; i++) {
        const struct einv_xp_node *m = &list->items[i].u.node;
        int order = einv__xp_node_cmp(m, n);
        struct einv_xp_node up = behind ? *m : *n;
        const struct einv_xp_node *over = behind ? n : m;
        bool related = false;

        if (order == 0 || (order > 0) != behind)
            continue;
        if (over->kind == EINV_XP_ELEMENT && up.kind == EINV_XP_ELEMENT)
            related = up.row >= over->row && up.row <= t->elems[over->row].end;
        else
            while (!related && einv__xp_parent(&up, &up))
                related = einv__xp_node_same(&up, over);
        if (!related)
            list->items[kept++] = list->items[i];
    }
    list->n = kept;
}

static bool siblings(struct walk *w, const struct einv_xp_node *n,
                     bool behind)
{
    struct einv_xp_node parent;
    size_t from = w->out->n;

    if (n->kind == EINV_XP_ATTRIBUTE || !einv__xp_parent(n, &parent))
        return true;
    if (!below(w, &parent, false))
        return false;
    keep_side(w->out, from, n, behind);
    if (!behind)
        reverse(w->out, from);
    return true;
}

static bool side(struct walk *w, const struct einv_xp_node *n, bool behind)
{
    struct einv_xp_node root = einv__xp_node(n->doc, EINV_XP_DOCUMENT, 0);
    struct einv_xp_node owner = *n;
    size_t from = w->out->n;

    if (!below(w, &root, true))
        return false;
    /* What follows an attribute begins with its element's children. */
    if (n->kind == EINV_XP_ATTRIBUTE && !behind)
        einv__xp_parent(n, &owner);
    keep_side(w->out, from, &owner, behind);
    if (!behind)
        reverse(w->out, from);
    return true;
}

/* --- elements of one name, from the index -------------------------------------- */

enum { SHORT = 16 };            /* a slice that is asked, not the children */

static bool offer_slice(struct walk *w, const struct einv_xp_doc *doc,
                        struct einv_xp_slice slice)
{
    struct einv_xp_item item =
        einv__xp_node_item(einv__xp_node(doc, EINV_XP_ELEMENT, 0));

    if (!einv__xp_reserve(w->run, w->out, slice.n))
        return false;
    for (uint32_t i = 0; i < slice.n; i++) {
        item.u.node.row = slice.rows[i];
        w->out->items[w->out->n++] = item;
    }
    return einv__xp_step(w->run, slice.n + 1);
}

static bool named_children(struct walk *w, const struct einv_xp_doc *doc,
                           uint32_t name, einv_node e)
{
    const struct einv_tree *t = doc->tree;
    einv_node end = t->elems[e].end, c;
    struct einv_xp_item item =
        einv__xp_node_item(einv__xp_node(doc, EINV_XP_ELEMENT, 0));
    struct einv_xp_slice s = { NULL, SHORT + 1 };
    uint32_t steps = 1;

    if (end - e > SHORT)
        s = einv__xp_slice(doc, name, e + 1, end);
    if (s.n <= SHORT) {
        for (uint32_t i = 0; i < s.n; i++)
            if (t->elems[s.rows[i]].parent == e) {
                item.u.node.row = s.rows[i];
                if (!einv__xp_push(w->run, w->out, &item))
                    return false;
            }
        return einv__xp_step(w->run, s.n + 1);
    }
    for (c = e + 1; c <= end; c = t->elems[c].end + 1, steps++)
        if (t->qnames[t->elems[c].qname].name == name) {
            item.u.node.row = c;
            if (!einv__xp_push(w->run, w->out, &item))
                return false;
        }
    return einv__xp_step(w->run, steps);
}

/* What stands in front of e without being above it, nearest first. */
static bool named_preceding(struct walk *w, const struct einv_xp_doc *doc,
                            uint32_t name, einv_node e)
{
    const struct einv_tree *t = doc->tree;
    struct einv_xp_slice s = { NULL, 0 };
    struct einv_xp_item item =
        einv__xp_node_item(einv__xp_node(doc, EINV_XP_ELEMENT, 0));

    if (e > 0)
        s = einv__xp_slice(doc, name, 0, e - 1);
    for (uint32_t i = s.n; i-- > 0;) {
        item.u.node.row = s.rows[i];
        if (t->elems[s.rows[i]].end < e &&
            !einv__xp_push(w->run, w->out, &item))
            return false;
    }
    return einv__xp_step(w->run, s.n + 1);
}

/* *done false: not by the index. */
static bool by_name(struct walk *w, const struct einv_xp_node *from,
                    enum einv_xp_axis axis, bool *done)
{
    const struct einv_xp_doc *doc = from->doc;
    const struct einv_tree *t = doc->tree;
    uint32_t name;

    *done = doc->start != NULL && w->test->naming == EINV_XP_FULL_NAME &&
            w->test->kinds == BIT(EINV_XP_ELEMENT) &&
            from->kind <= EINV_XP_ELEMENT &&
            (axis == EINV_XP_CHILD || axis == EINV_XP_DESCENDANT ||
             axis == EINV_XP_FOLLOWING || axis == EINV_XP_PRECEDING);
    if (!*done)
        return true;
    name = doc->names[w->test->name];
    if (name == UINT32_MAX)
        return einv__xp_step(w->run, 1);
    if (axis == EINV_XP_CHILD && from->kind == EINV_XP_ELEMENT)
        return named_children(w, doc, name, from->row);
    if (from->kind == EINV_XP_DOCUMENT) {
        struct einv_xp_slice none = { doc->rows, 0 };

        return offer_slice(w, doc,
                           axis == EINV_XP_CHILD
                               ? einv__xp_slice(doc, name, 0, 0)
                           : axis == EINV_XP_DESCENDANT
                               ? einv__xp_slice(doc, name, 0, UINT32_MAX)
                               : none);
    }
    if (axis == EINV_XP_PRECEDING)
        return named_preceding(w, doc, name, from->row);
    return offer_slice(
        w, doc,
        axis == EINV_XP_DESCENDANT
            ? einv__xp_slice(doc, name, from->row + 1,
                             t->elems[from->row].end)
            : einv__xp_slice(doc, name, t->elems[from->row].end + 1,
                             UINT32_MAX));
}

bool einv__xp_axis(struct einv_xp_run *run, const struct einv_xp_node *from,
                   enum einv_xp_axis axis, const struct einv_xp_test *test,
                   struct einv_xp_list *out)
{
    struct walk w = { run, test, out };
    struct einv_xp_node up;
    bool done;

    if (!by_name(&w, from, axis, &done))
        return false;
    run->taken[EINV_XP_WAY_NAMES] += done;
    if (done)
        return true;
    switch (axis) {
    case EINV_XP_CHILD:
        return below(&w, from, false);
    case EINV_XP_DESCENDANT:
        return below(&w, from, true);
    case EINV_XP_DESCENDANT_OR_SELF:
        return offer(&w, *from) && below(&w, from, true);
    case EINV_XP_ATTRIBUTES:
        return attributes(&w, from);
    case EINV_XP_SELF:
        return offer(&w, *from);
    case EINV_XP_PARENT:
        return !einv__xp_parent(from, &up) || offer(&w, up);
    case EINV_XP_ANCESTOR:
        return ancestors(&w, *from);
    case EINV_XP_ANCESTOR_OR_SELF:
        return offer(&w, *from) && ancestors(&w, *from);
    case EINV_XP_FOLLOWING_SIBLING:
        return siblings(&w, from, true);
    case EINV_XP_PRECEDING_SIBLING:
        return siblings(&w, from, false);
    case EINV_XP_FOLLOWING:
        return side(&w, from, true);
    case EINV_XP_PRECEDING:
        return side(&w, from, false);
    case EINV_XP_NAMESPACE:
        break;
    }
    return true;    /* the namespace axis is the compiler's: eval_step.c */
}
