/* xml_splice.c: other elements in the place of one: the tree is the one that
 * reading the same text gives.
 */
#define _POSIX_C_SOURCE 200809L
#include "xml_support.h"

#include "../support/same_tree.h"

static struct einv_tree read_text(const char *xml)
{
    struct einv_tree t;

    cr_assert_eq(einv__xml_read(&t, &einv__libc_allocator,
                                einv__text_of(xml), NULL, NULL), EINV_OK,
                 "%s", xml);
    return t;
}

static struct einv_tree copy_of(const struct einv_tree *from)
{
    struct einv_build b;
    struct einv_tree t;

    einv__tree_init(&t, &einv__libc_allocator);
    einv__build_init(&b, &t);
    einv__build_copy(&b, from, 0);
    cr_assert(!b.failed);
    return t;
}

/* The rows say the same as those of the tree that was read. */
static void rows_agree(const struct einv_tree *a, const struct einv_tree *b)
{
    cr_assert_eq(a->n_elems, b->n_elems);
    cr_assert_eq(a->n_attrs, b->n_attrs);
    cr_assert_eq(a->text_len, b->text_len);
    for (size_t i = 0; i <= a->n_elems; i++) {
        cr_assert_eq(a->elems[i].first_attr, b->elems[i].first_attr);
        if (i == a->n_elems)
            break;
        cr_assert_eq(a->elems[i].parent, b->elems[i].parent);
        cr_assert_eq(a->elems[i].end, b->elems[i].end);
        cr_assert_eq(a->elems[i].text_off, b->elems[i].text_off);
        cr_assert_eq(a->elems[i].text_end, b->elems[i].text_end);
    }
    cr_assert_eq(a->n_extras, b->n_extras);
    for (size_t i = 0; i < a->n_extras; i++) {
        cr_assert_eq(a->extras[i].parent, b->extras[i].parent);
        cr_assert_eq(a->extras[i].before, b->extras[i].before);
        cr_assert_eq(a->extras[i].text_off, b->extras[i].text_off);
    }
    cr_assert(same_nodes(a, 0, b, 0));
}

static void becomes(const char *xml, einv_node e, const char *pieces,
                    const char *want)
{
    struct einv_tree source = read_text(xml), wanted = read_text(want);
    struct einv_tree t = copy_of(&source), from, expected = copy_of(&wanted);
    struct einv_build b = { &t, EINV_NO_NODE, false };

    if (pieces != NULL) {
        struct einv_tree parsed = read_text(pieces);

        from = copy_of(&parsed);
        einv__tree_free(&parsed);
    }
    einv__build_replace(&b, e, pieces != NULL ? &from : NULL);
    cr_assert(!b.failed);
    rows_agree(&t, &expected);
    if (pieces != NULL)
        einv__tree_free(&from);
    einv__tree_free(&source);
    einv__tree_free(&wanted);
    einv__tree_free(&expected);
    einv__tree_free(&t);
}

Test(xml_splice, nothing_one_or_many_in_the_place_of_one)
{
    const char *xml = "<a x='1'><b y='2'>beta</b><c z='3'><d>delta</d></c>"
                      "<e w='4'>eps</e></a>";

    becomes(xml, 1, NULL,
            "<a x='1'><c z='3'><d>delta</d></c><e w='4'>eps</e></a>");
    becomes(xml, 2, NULL, "<a x='1'><b y='2'>beta</b><e w='4'>eps</e></a>");
    becomes(xml, 4, NULL,
            "<a x='1'><b y='2'>beta</b><c z='3'><d>delta</d></c></a>");
    becomes(xml, 3, NULL, "<a x='1'><b y='2'>beta</b><c z='3'/>"
                          "<e w='4'>eps</e></a>");
    becomes(xml, 1, "<r><f v='5'>phi</f></r>",
            "<a x='1'><f v='5'>phi</f><c z='3'><d>delta</d></c>"
            "<e w='4'>eps</e></a>");
    becomes(xml, 3, "<r><f>1</f><g v='6'><h u='7'>2</h>3</g><f/></r>",
            "<a x='1'><b y='2'>beta</b><c z='3'><f>1</f><g v='6'>"
            "<h u='7'>2</h>3</g><f/></c><e w='4'>eps</e></a>");
    becomes(xml, 4, "<r><f>1</f><f>2</f></r>",
            "<a x='1'><b y='2'>beta</b><c z='3'><d>delta</d></c>"
            "<f>1</f><f>2</f></a>");
}

Test(xml_splice, declarations_and_comments_behind_it_move)
{
    becomes("<a><b>1</b><!-- one --><c xmlns:p='urn:p'><p:d/><!-- two --></c>"
            "</a>", 1, "<r><f>10</f><f>20</f></r>",
            "<a><f>10</f><f>20</f><!-- one --><c xmlns:p='urn:p'><p:d/>"
            "<!-- two --></c></a>");
    becomes("<a><b>1</b><!-- one --><c xmlns:p='urn:p'><p:d/><!-- two --></c>"
            "</a>", 1, NULL,
            "<a><!-- one --><c xmlns:p='urn:p'><p:d/><!-- two --></c></a>");
}

Test(xml_splice, the_root_stays)
{
    struct einv_tree source = read_text("<a><b/></a>");
    struct einv_tree t = copy_of(&source);
    struct einv_build b = { &t, EINV_NO_NODE, false };

    einv__build_replace(&b, 0, NULL);
    cr_assert(b.failed);
    b.failed = false;
    einv__build_replace(&b, 7, NULL);
    cr_assert(b.failed);
    einv__tree_free(&source);
    einv__tree_free(&t);
}
