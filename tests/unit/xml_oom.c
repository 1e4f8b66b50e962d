/* xml_oom.c: each allocation of the tree, the builder, the writer and the
 * canonicaliser fails in turn.
 */
#define _POSIX_C_SOURCE 200809L
#include "xml_support.h"

#include "../support/failing.h"

static const char document[] =
    "<?xml version='1.0' encoding='windows-1251'?><!-- a --><p:a xmlns:p='u' "
    "xmlns='urn:v'><b c='1' p:d='2'>\xe6\xe7 &amp; text</b><b/><?e f?>"
    "<g xmlns:h='urn:h'><h:i xml:lang='de'>mixed <j/> text</h:i></g></p:a>";

static einv_status drop(void *user, const void *bytes, size_t len)
{
    (void)bytes;
    *(size_t *)user += len;
    return EINV_OK;
}

Test(xml_oom, reading_and_asking_for_places)
{
    struct failing f;

    FAILING_EACH(f, 1000) {
        struct einv_tree t;
        einv_status status = einv__xml_read(
            &t, &f.hooks, einv__text_of(document), NULL, NULL);

        failing_judge(&f, status == EINV_OK);
        if (status == EINV_OK) {
            struct einv_buf out;

            /* Without memory for an index the answers are the same. */
            cr_assert(einv__tree_position(&t, 4).column == 151);
            einv__buf_init(&out, NULL);
            einv__tree_xpath(&t, 2, &out);
            cr_assert(einv__text_is(einv__buf_get(&out), "/p:a[1]/b[2]"));
            einv__buf_free(&out);
            einv__tree_free(&t);
        } else {
            cr_assert(status == EINV_ENOMEM);
        }
        cr_assert(f.held == 0 && !f.wrong);
    }
    cr_assert(f.runs > 10);
}

static void write_all(struct einv_tree *t, struct failing *f)
{
    static const char *const encodings[] = { "UTF-8", "UTF-16",
                                             "windows-1251" };
    size_t i, n = 0;

    for (i = 0; i < 3; i++) {
        struct einv_write_xml_options o = { 0 };
        struct einv_buf out;
        einv_status status;

        o.encoding = einv__text_of(encodings[i]);
        o.indent = 2;
        einv__buf_init(&out, &f->hooks);
        status = einv__xml_write(t, &o, &out);
        cr_assert(status == EINV_OK || status == EINV_ENOMEM);
        failing_judge(f, status == EINV_OK);
        einv__buf_free(&out);
    }
    for (i = 0; i < 3; i++) {
        struct einv_c14n_options o = { .form = (enum einv_c14n)i,
                                       .without = EINV_NO_NODE };
        einv_status status = einv__xml_c14n(t, 4, &o, drop, &n);

        cr_assert(status == EINV_OK || status == EINV_ENOMEM);
        failing_judge(f, status == EINV_OK);
    }
}

Test(xml_oom, building_and_writing)
{
    struct einv_tree from;
    struct failing f;

    read_z(&from, document);
    FAILING_EACH(f, 2000) {
        struct einv_tree t;
        struct einv_build b;
        struct einv_build_mark mark;
        einv_node order[3];
        uint32_t q;

        einv__tree_init(&t, &f.hooks);
        einv__build_init(&b, &t);
        q = einv__build_qname(&b, EINV_NO_TEXT, EINV_NO_TEXT,
                              EINV_TEXT("root"));
        einv__build_start(&b, q);
        einv__build_attr(&b, q, EINV_TEXT("value"));
        order[2] = (einv_node)t.n_elems;
        einv__build_copy(&b, &from, 1);
        order[0] = (einv_node)t.n_elems;
        einv__build_copy(&b, &from, 3);
        mark = einv__build_mark(&b);
        einv__build_copy(&b, &from, 0);
        einv__build_undo(&b, mark);
        order[1] = (einv_node)t.n_elems;
        einv__build_copy(&b, &from, 4);
        einv__build_reorder(&b, order, 3);
        einv__build_end(&b);
        failing_judge(&f, !b.failed);
        if (!b.failed)
            write_all(&t, &f);
        einv__tree_free(&t);
        cr_assert(f.held == 0 && !f.wrong);
    }
    cr_assert(f.runs > 20);
    einv__tree_free(&from);
}

Test(xml_oom, importing)
{
    struct failing f;
    xmlDocPtr doc = parse_dom(EINV_TEXT(
        "<p:a xmlns:p='u'><b c='1'>t<!-- x --></b><?y z?></p:a>"));

    FAILING_EACH(f, 1000) {
        struct einv_tree t;
        einv_status status = einv__xml_import(&t, &f.hooks, doc, NULL, NULL);

        cr_assert(status == EINV_OK || status == EINV_ENOMEM);
        failing_judge(&f, status == EINV_OK);
        if (status == EINV_OK)
            einv__tree_free(&t);
        cr_assert(f.held == 0 && !f.wrong);
    }
    xmlFreeDoc(doc);
}
