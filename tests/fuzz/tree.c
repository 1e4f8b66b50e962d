/* tree.c: bytes -> tree -> bytes -> tree, and libxml2 as the judge.
 *
 * A document that we read, libxml2 reads too, into the same tree, and our
 * canonical forms are its.  A document that we call malformed (and that is
 * UTF-8) libxml2 refuses too, or finds names in it that have no namespace.
 * What we wrote reads back as the same tree.
 */
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <libxml/c14n.h>
#include <libxml/parser.h>
#include <libxml/parserInternals.h>
#include <libxml/uri.h>

#include "xml/charset.h"
#include "xml/import.h"
#include "xml/rows.h"
#include "xml/write.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void check(int good)
{
    if (!good)
        abort();
}

/* --- the judge ----------------------------------------------------------- */

struct verdict {
    int errors;
};

static void on_error(void *user, xmlErrorPtr e)
{
    struct verdict *v = ((xmlParserCtxtPtr)user)->_private;

    if (e->level >= XML_ERR_ERROR && e->code != XML_WAR_NS_URI &&
        e->code != XML_WAR_NS_URI_RELATIVE &&
        e->code != XML_DTD_XMLID_VALUE)
        v->errors++;
}

/* NULL: refused. */
static xmlDocPtr judge(const char *text, size_t len)
{
    struct verdict v = { 0 };
    xmlParserCtxtPtr p = xmlNewParserCtxt();
    xmlDocPtr doc;

    check(p != NULL);
    p->_private = &v;
    p->sax->serror = on_error;
    doc = xmlCtxtReadMemory(p, text, (int)len, NULL, NULL,
                            XML_PARSE_NOENT | XML_PARSE_NONET |
                                XML_PARSE_HUGE | XML_PARSE_IGNORE_ENC |
                                XML_PARSE_NOCDATA);
    if (doc != NULL && v.errors > 0) {
        xmlFreeDoc(doc);
        doc = NULL;
    }
    xmlFreeParserCtxt(p);
    return doc;
}

/* --- two trees ----------------------------------------------------------- */

static void same_qname(const struct einv_qname *a, const struct einv_qname *b)
{
    check(einv__text_eq(a->prefix, b->prefix));
    check(einv__text_eq(a->ns, b->ns));
    check(einv__text_eq(a->local, b->local));
}

static void same_sides(const struct einv_tree *a, const struct einv_tree *b)
{
    size_t i;

    check(a->n_ns == b->n_ns && a->n_extras == b->n_extras);
    for (i = 0; i < a->n_ns; i++)
        check(a->ns[i].elem == b->ns[i].elem &&
              einv__text_eq(a->ns[i].prefix, b->ns[i].prefix) &&
              einv__text_eq(a->ns[i].uri, b->ns[i].uri));
    for (i = 0; i < a->n_extras; i++)
        check(a->extras[i].kind == b->extras[i].kind &&
              a->extras[i].parent == b->extras[i].parent &&
              a->extras[i].before == b->extras[i].before &&
              a->extras[i].text_off == b->extras[i].text_off &&
              einv__text_eq(a->extras[i].target, b->extras[i].target) &&
              einv__text_eq(a->extras[i].data, b->extras[i].data));
}

static void same_trees(const struct einv_tree *a, const struct einv_tree *b)
{
    uint32_t i;

    check(a->n_elems == b->n_elems && a->n_attrs == b->n_attrs);
    check(einv__text_eq(einv__tree_text(a, 0), einv__tree_text(b, 0)));
    check(a->has_mixed == b->has_mixed);
    for (i = 0; i < a->n_elems; i++) {
        const struct einv_tree_elem *x = &a->elems[i], *y = &b->elems[i];

        check(x->parent == y->parent && x->end == y->end &&
              x->first_attr == y->first_attr && x->text_off == y->text_off &&
              x->text_end == y->text_end);
        same_qname(einv__tree_qname(a, i), einv__tree_qname(b, i));
    }
    for (i = 0; i < a->n_attrs; i++) {
        same_qname(einv__tree_attr_qname(a, i), einv__tree_attr_qname(b, i));
        check(einv__text_eq(einv__tree_attr_text(a, i),
                            einv__tree_attr_text(b, i)));
    }
    same_sides(a, b);
}

/* --- what follows from a tree -------------------------------------------- */

static einv_status collect(void *user, const void *bytes, size_t len)
{
    einv__buf_put(user, bytes, len);
    return EINV_OK;
}

/* libxml2 writes namespace names into its canonical form as they are; C14N
 * 2.3 says: escaped like other values. */
static int has_odd_ns(const struct einv_tree *t)
{
    size_t i, k;

    for (i = 0; i < t->n_ns; i++)
        for (k = 0; k < t->ns[i].uri.len; k++)
            if (strchr("&<\"\t\n\r", t->ns[i].uri.ptr[k]) != NULL)
                return 1;
    return 0;
}

static void check_canon(const struct einv_tree *t, xmlDocPtr doc)
{
    static const struct {
        enum einv_c14n ours;
        int theirs;
    } forms[] = {
        { EINV_C14N_10, XML_C14N_1_0 },
        { EINV_C14N_11, XML_C14N_1_1 },
        { EINV_C14N_EXCLUSIVE, XML_C14N_EXCLUSIVE_1_0 }
    };
    size_t i;

    for (i = 0; i < 3; i++) {
        struct einv_c14n_options o = { .form = forms[i].ours, .comments = true,
                                       .without = EINV_NO_NODE };
        xmlOutputBufferPtr out = xmlAllocOutputBuffer(NULL);
        struct einv_buf ours;
        einv_status status;
        int theirs = xmlC14NExecute(doc, NULL, NULL, forms[i].theirs, NULL, 1,
                                    out);

        einv__buf_init(&ours, NULL);
        status = einv__xml_c14n(t, 0, &o, collect, &ours);
        /* It also refuses namespace names that are no URIs. */
        if (theirs >= 0) {
            check(status == EINV_OK);
            check(ours.len == xmlOutputBufferGetSize(out));
            check(ours.len == 0 ||
                  memcmp(ours.data, xmlOutputBufferGetContent(out),
                         ours.len) == 0);
        }
        xmlOutputBufferClose(out);
        einv__buf_free(&ours);
    }
}

static void check_written(const struct einv_tree *t, const char *encoding)
{
    struct einv_write_xml_options o = { 0 };
    struct einv_read_xml_options r = { 0 };
    struct einv_limits limits;
    struct einv_tree again;
    struct einv_buf out;
    einv_status status;

    einv__limits_large(&limits);
    r.limits = &limits;
    r.lend = true;
    o.encoding = einv__text_of(encoding);
    einv__buf_init(&out, NULL);
    status = einv__xml_write(t, &o, &out);
    if (status != EINV_OK) {
        /* A name or a comment that the encoding lacks. */
        check(status == EINV_EUNSUPPORTED && strcmp(encoding, "UTF-8") != 0);
    } else {
        check(einv__xml_read(&again, NULL, einv__buf_get(&out), &r, NULL) ==
              EINV_OK);
        same_trees(t, &again);
        einv__tree_free(&again);
    }
    einv__buf_free(&out);
}

static void check_places(const struct einv_tree *t)
{
    struct einv_buf path;
    einv_node e = (einv_node)(t->n_elems / 2);
    struct einv_position pos = einv__tree_position(t, e);

    check(pos.line > 0 && pos.column > 0 && pos.offset < t->given.len);
    einv__buf_init(&path, NULL);
    einv__tree_xpath(t, e, &path);
    check(path.len > 0);
    einv__buf_free(&path);
}

static void check_read(const struct einv_tree *t, const char *encoding)
{
    struct einv_read_xml_options r = { 0 };
    struct einv_limits limits;
    struct einv_tree other;
    xmlDocPtr doc = judge(t->source, t->source_len);

    check(doc != NULL);
    einv__limits_large(&limits);
    r.limits = &limits;
    check(einv__xml_import(&other, NULL, doc, &r, NULL) == EINV_OK);
    same_trees(t, &other);
    einv__tree_free(&other);
    if (!has_odd_ns(t))
        check_canon(t, doc);
    check_written(t, "UTF-8");
    check_written(t, encoding);
    check_places(t);
    xmlFreeDoc(doc);
}

static void quiet(void *user, xmlErrorPtr e)
{
    (void)user;
    (void)e;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static const char *const encodings[] = {
        "UTF-16", "windows-1251", "GB18030", "Shift_JIS", "US-ASCII", "Big5"
    };
    struct einv_text bytes = einv__text((const char *)data, size);
    struct einv_read_xml_options r = { 0 };
    struct einv_charset_guess guess;
    struct einv_limits limits;
    struct einv_report report;
    struct einv_tree t;
    einv_status status;

    xmlSetStructuredErrorFunc(NULL, (xmlStructuredErrorFunc)quiet);
    einv__limits_large(&limits);
    limits.depth = 200;     /* libxml2's own stops at 256 */
    r.limits = &limits;
    r.lend = size % 2 != 0;
    einv__report_init(&report, NULL);
    status = einv__xml_read(&t, NULL, bytes, &r, &report);
    if (status == EINV_OK) {
        check_read(&t, encodings[size % 6]);
        einv__tree_free(&t);
    } else {
        check(report.n_findings == 1);
        einv__charset_guess(bytes, &guess);
        if (einv__text_is(report.first->rule, "XML_MALFORMED") && size > 0 &&
            guess.charset != NULL &&
            guess.charset->kind == EINV_CHARSET_UTF8 &&
            memchr(data, 0, size) == NULL)
            check(judge(bytes.ptr + guess.skip, size - guess.skip) == NULL);
    }
    einv__report_free(&report);
    return 0;
}
