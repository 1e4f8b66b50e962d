/* xml_write.c: tests of the serialiser.
 */
#define _POSIX_C_SOURCE 200809L
#include "xml_support.h"

static void expect_written(const char *bytes, uint32_t indent,
                           const char *expected)
{
    struct einv_write_xml_options o = { .no_declaration = true };
    struct einv_buf out;
    struct einv_tree t;

    o.indent = indent;
    read_z(&t, bytes);
    einv__buf_init(&out, NULL);
    cr_assert(einv__xml_write(&t, &o, &out) == EINV_OK);
    cr_expect(einv__text_is(einv__buf_get(&out), expected), "%s", out.data);
    einv__buf_free(&out);
    einv__tree_free(&t);
}

Test(xml_write, escapes_so_that_reading_gives_the_same)
{
    expect_written("<a b='&#9;&#10;&#13;&lt;&amp;&quot;&apos;>'>&#9;&#10;"
                   "&#13;&lt;&amp;]]&gt;\"'</a>",
                   0,
                   "<a b=\"&#9;&#10;&#13;&lt;&amp;&quot;'>\">\t\n"
                   "&#13;&lt;&amp;]]&gt;\"'</a>\n");
    expect_written("<?a b?><!-- c --><d><!--e--><?f?>g</d><!-- h -->", 0,
                   "<?a b?>\n<!-- c -->\n<d><!--e--><?f?>g</d>\n<!-- h -->\n");
    expect_written("<p:a xmlns='u' xmlns:p='v' p:b='1' c='2'/>", 0,
                   "<p:a xmlns=\"u\" xmlns:p=\"v\" p:b=\"1\" c=\"2\"/>\n");
}

Test(xml_write, indents_what_holds_only_elements)
{
    expect_written("<a><b>x</b><c/><d><e/> </d></a>", 2,
                   "<a>\n  <b>x</b>\n  <c/>\n  <d>\n    <e/>\n  </d>\n</a>\n");
    expect_written("<a> <b> </b><!-- c --></a>", 1,
                   "<a>\n <b> </b>\n <!-- c -->\n</a>\n");
    /* Mixed text and xml:space stay as they are, with all below. */
    expect_written("<a><b>x <c><d/></c></b><e><f/></e></a>", 2,
                   "<a>\n  <b>x <c><d/></c></b>\n  <e>\n    <f/>\n  </e>\n"
                   "</a>\n");
    expect_written("<a><b xml:space='preserve'><c/> <d/></b></a>", 2,
                   "<a>\n  <b xml:space=\"preserve\"><c/> <d/></b>\n</a>\n");
}

static void expect_node(const char *bytes, einv_node e, const char *expected)
{
    struct einv_tree t, u;
    struct einv_buf out;

    read_z(&t, bytes);
    einv__buf_init(&out, NULL);
    cr_assert(einv__xml_write_node(&t, e, &out) == EINV_OK);
    cr_expect(einv__text_is(einv__buf_get(&out), expected), "%s", out.data);
    read_or_die(&u, einv__buf_get(&out));
    cr_assert(einv__text_eq(einv__tree_text(&u, 0), einv__tree_text(&t, e)));
    einv__tree_free(&u);
    einv__buf_free(&out);
    einv__tree_free(&t);
}

Test(xml_write, a_fragment_declares_what_it_needs_and_no_more)
{
    expect_node("<a xmlns='u' xmlns:p='v' xmlns:q='w'><b p:c='1'>x</b></a>", 1,
                "<b xmlns=\"u\" xmlns:p=\"v\" p:c=\"1\">x</b>");
    expect_node("<a xmlns:p='v'><b><p:c/><p:d/></b></a>", 1,
                "<b><p:c xmlns:p=\"v\"/><p:d xmlns:p=\"v\"/></b>");
    expect_node("<a xmlns:xsi='http://www.w3.org/2001/XMLSchema-instance' "
                "xmlns:t='urn:t'><b><c xsi:type='t:d'/></b></a>",
                1,
                "<b xmlns:t=\"urn:t\"><c xmlns:xsi=\"http://www.w3.org/2001/"
                "XMLSchema-instance\" xsi:type=\"t:d\"/></b>");
}

/* --- what a built tree may lack ------------------------------------------ */

static struct einv_text z(const char *s)
{
    return einv__text_of(s);
}

static uint32_t qname(struct einv_build *b, const char *prefix,
                      const char *ns, const char *local)
{
    return einv__build_qname(b, z(prefix), z(ns), z(local));
}

static void expect_built(struct einv_build *b, const char *expected)
{
    struct einv_write_xml_options o = { .no_declaration = true };
    struct einv_tree again;
    struct einv_buf out;

    cr_assert(!b->failed);
    einv__buf_init(&out, NULL);
    cr_assert(einv__xml_write(b->tree, &o, &out) == EINV_OK);
    cr_expect(einv__text_is(einv__buf_get(&out), expected), "%s", out.data);
    read_or_die(&again, einv__buf_get(&out));
    cr_assert(again.n_elems == b->tree->n_elems);
    einv__tree_free(&again);
    einv__buf_free(&out);
    einv__tree_free(b->tree);
}

Test(xml_write, declares_where_a_declaration_is_missing)
{
    struct einv_tree t;
    struct einv_build b;

    einv__tree_init(&t, NULL);
    einv__build_init(&b, &t);
    einv__build_start(&b, qname(&b, "", "u", "a"));
    einv__build_start(&b, qname(&b, "p", "v", "b"));
    einv__build_attr(&b, qname(&b, "q", "w", "c"), z("1"));
    einv__build_end(&b);
    einv__build_start(&b, qname(&b, "", "", "d"));
    einv__build_end(&b);
    einv__build_end(&b);
    expect_built(&b, "<a xmlns=\"u\"><p:b xmlns:p=\"v\" xmlns:q=\"w\" "
                     "q:c=\"1\"/><d xmlns=\"\"/></a>\n");
}

Test(xml_write, takes_another_prefix_where_two_would_clash)
{
    struct einv_tree t;
    struct einv_build b;

    einv__tree_init(&t, NULL);
    einv__build_init(&b, &t);
    einv__build_start(&b, qname(&b, "p", "u", "a"));
    einv__build_attr(&b, qname(&b, "p", "v", "b"), z("1"));
    einv__build_attr(&b, qname(&b, "", "w", "c"), z("2"));
    einv__build_end(&b);
    expect_built(&b, "<p:a xmlns:p=\"u\" xmlns:ns1=\"v\" xmlns:ns2=\"w\" "
                     "ns1:b=\"1\" ns2:c=\"2\"/>\n");
    einv__build_init(&b, &t);
    einv__build_start(&b, qname(&b, "p", "u", "a"));
    einv__build_ns(&b, z("p"), z("v"));
    einv__build_ns(&b, z("q"), z("u"));
    einv__build_end(&b);
    expect_built(&b, "<q:a xmlns:p=\"v\" xmlns:q=\"u\"/>\n");
}

Test(xml_write, says_when_xml_cannot_hold_a_text)
{
    static const char *const rows[] = { "\x01", "a\x1f", "\xef\xbf\xbf" };
    struct einv_tree t;
    struct einv_build b;
    struct einv_buf out;
    size_t i;

    for (i = 0; i < 3; i++) {
        einv__tree_init(&t, NULL);
        einv__build_init(&b, &t);
        einv__build_start(&b, qname(&b, "", "", "a"));
        einv__build_text(&b, z(rows[i]));
        einv__build_end(&b);
        einv__buf_init(&out, NULL);
        cr_assert(einv__xml_write(&t, NULL, &out) == EINV_EUNSUPPORTED);
        cr_assert(out.len == 0);
        einv__buf_free(&out);
        einv__tree_free(&t);
    }
}

/* --- the corpus ---------------------------------------------------------- */

static void round_trip(const char *path, struct bytes b, void *user)
{
    static const char *const encodings[] = { "UTF-8", "UTF-16",
                                             "windows-1251", "GB18030" };
    struct einv_tree t, u;
    size_t i;

    if (einv__xml_read(&t, NULL, text_of(b), NULL, NULL) != EINV_OK)
        return;
    for (i = 0; i < 4; i++) {
        struct einv_write_xml_options o = { 0 };
        struct einv_buf out;
        einv_status status;

        o.encoding = einv__text_of(encodings[i]);
        einv__buf_init(&out, NULL);
        status = einv__xml_write(&t, &o, &out);
        /* A comment or a name that windows-1251 lacks. */
        cr_assert(status == EINV_OK || i == 2, "%s: %s", path, encodings[i]);
        if (status == EINV_OK) {
            read_or_die(&u, einv__buf_get(&out));
            same_trees(&t, &u, true, path);
            einv__tree_free(&u);
        }
        einv__buf_free(&out);
    }
    einv__tree_free(&t);
    ++*(int *)user;
}

Test(xml_write, every_document_reads_back_the_same)
{
    const char *folder = shared_dir("corpus/eu");
    int n = 0;

    each_xml(folder, round_trip, &n);
    each_xml(shared_dir("formats"), round_trip, &n);
    cr_assert(n > 800, "only %d files", n);
    printf("%d documents written and read again\n", n);
}
