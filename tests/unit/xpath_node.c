/* xpath_node.c: order, axes and string values of nodes. */
#include "xpath_support.h"

static const char *const doc =
    "<!--front--><r a=\"1\" b=\"2\">t1<x/><!--c-->t2<y>in<z/>out</y><?p d?>"
    "t3</r><!--back-->";

#define ALL 0x3f

/* "E(r) T(t1)": the nodes of an axis, as written by hand from the document. */
static void assert_axis(struct xp_bench *b, struct einv_xp_node from,
                        enum einv_xp_axis axis, unsigned kinds,
                        const char *expected)
{
    struct einv_xp_test test = { .kinds = (uint8_t)kinds };
    struct einv_xp_list list = { NULL, 0, 0 };
    struct einv_qname room;
    struct einv_buf buf;

    cr_assert(einv__xp_axis(&b->run, &from, axis, &test, &list));
    einv__buf_init(&buf, &einv__libc_allocator);
    einv__buf_str(&buf, "");
    for (size_t i = 0; i < list.n; i++) {
        const struct einv_xp_node *n = &list.items[i].u.node;
        const struct einv_qname *q = einv__xp_node_name(n, &room);

        einv__buf_char(&buf, "DEATCP"[n->kind]);
        einv__buf_char(&buf, '(');
        einv__buf_text(&buf, q != NULL ? q->local
                       : n->kind == EINV_XP_DOCUMENT
                           ? EINV_TEXT("")
                           : einv__xp_node_text(n));
        einv__buf_str(&buf, ") ");
    }
    cr_expect_str_eq(buf.len > 0 ? buf.data : "", expected);
    einv__buf_free(&buf);
}

static struct einv_xp_node element(struct xp_bench *b, einv_node e)
{
    return einv__xp_node(&b->doc, EINV_XP_ELEMENT, e);
}

Test(xpath_node, axes_give_every_kind_in_order)
{
    struct xp_bench b;
    struct einv_xp_node root;

    xp_begin(&b, doc);
    root = einv__xp_node(&b.doc, EINV_XP_DOCUMENT, 0);
    assert_axis(&b, root, EINV_XP_CHILD, ALL, "C(front) E(r) C(back) ");
    assert_axis(&b, root, EINV_XP_DESCENDANT, ALL,
                "C(front) E(r) T(t1) E(x) C(c) T(t2) E(y) T(in) E(z) T(out) "
                "P(p) T(t3) C(back) ");
    assert_axis(&b, element(&b, 0), EINV_XP_CHILD, ALL,
                "T(t1) E(x) C(c) T(t2) E(y) P(p) T(t3) ");
    assert_axis(&b, element(&b, 0), EINV_XP_ATTRIBUTES, ALL, "A(a) A(b) ");
    assert_axis(&b, element(&b, 2), EINV_XP_PRECEDING_SIBLING, ALL,
                "T(t2) C(c) E(x) T(t1) ");
    assert_axis(&b, element(&b, 1), EINV_XP_FOLLOWING_SIBLING, ALL,
                "C(c) T(t2) E(y) P(p) T(t3) ");
    assert_axis(&b, element(&b, 3), EINV_XP_PRECEDING, ALL,
                "T(in) T(t2) C(c) E(x) T(t1) C(front) ");
    assert_axis(&b, element(&b, 1), EINV_XP_FOLLOWING, ALL,
                "C(c) T(t2) E(y) T(in) E(z) T(out) P(p) T(t3) C(back) ");
    assert_axis(&b, element(&b, 3), EINV_XP_ANCESTOR, ALL,
                "E(y) E(r) D() ");
    assert_axis(&b, element(&b, 3), EINV_XP_PARENT, ALL, "E(y) ");
    xp_end(&b);
}

Test(xpath_node, sorting_puts_all_kinds_in_document_order_without_doubles)
{
    struct xp_bench b;
    struct einv_xp_test test = { .kinds = ALL };
    struct einv_xp_list list = { NULL, 0, 0 };
    struct einv_xp_node root;
    size_t n;

    xp_begin(&b, doc);
    root = einv__xp_node(&b.doc, EINV_XP_DOCUMENT, 0);
    cr_assert(einv__xp_axis(&b.run, &root, EINV_XP_DESCENDANT, &test, &list));
    n = list.n;
    cr_assert(einv__xp_axis(&b.run, &root, EINV_XP_DESCENDANT, &test, &list));
    for (size_t i = 0; i < list.n / 2; i += 2) {
        struct einv_xp_item swap = list.items[i];

        list.items[i] = list.items[list.n - 1 - i];
        list.items[list.n - 1 - i] = swap;
    }
    cr_assert(einv__xp_sort(&b.run, &list));
    cr_expect_eq(list.n, n);
    for (size_t i = 1; i < list.n; i++)
        cr_expect_lt(einv__xp_node_cmp(&list.items[i - 1].u.node,
                                       &list.items[i].u.node), 0);
    xp_end(&b);
}
