/* xml_read.c: tests of the reader: what it takes and refuses, where, and
 * that it makes the tree that libxml2 makes.
 */
#define _POSIX_C_SOURCE 200809L
#include <time.h>

#include "xml_support.h"

/* --- one document at a time ---------------------------------------------- */

struct refusal {
    const char *bytes, *rule;
    uint32_t line, column;
};

static void expect_refused(const struct refusal *row)
{
    struct einv_report report;
    struct einv_tree t;
    struct bytes exact = { malloc(strlen(row->bytes) + 1), strlen(row->bytes) };
    einv_status status;

    memcpy(exact.ptr, row->bytes, exact.len);
    exact.ptr = realloc(exact.ptr, exact.len > 0 ? exact.len : 1);
    einv__report_init(&report, NULL);
    status = einv__xml_read(&t, NULL, text_of(exact), NULL, &report);
    cr_assert(status == EINV_EMALFORMED || status == EINV_ELIMIT,
              "taken: %s", row->bytes);
    cr_assert(report.n_findings == 1, "%s", row->bytes);
    cr_expect(einv__text_is(report.first->rule, row->rule), "%s: %.*s",
              row->bytes, (int)report.first->rule.len, report.first->rule.ptr);
    cr_expect(einv__text_is(report.first->origin, "xml"));
    cr_expect(report.first->pos.line == row->line &&
                  report.first->pos.column == row->column,
              "%s: at %u:%u", row->bytes, report.first->pos.line,
              report.first->pos.column);
    cr_assert(t.n_elems == 0 && t.elems == NULL);
    einv__report_free(&report);
    free(exact.ptr);
}

static const struct refusal refusals[] = {
    { "", "XML_MALFORMED", 1, 1 },
    { " \n ", "XML_MALFORMED", 2, 2 },
    { "x", "XML_MALFORMED", 1, 2 },
    { "<a>", "XML_MALFORMED", 1, 4 },
    { "<a", "XML_MALFORMED", 1, 3 },
    { "<a></b>", "XML_MALFORMED", 1, 4 },
    { "<a>\n <b></a>", "XML_MALFORMED", 2, 5 },
    { "<a/><b/>", "XML_MALFORMED", 1, 5 },
    { "<a/>x", "XML_MALFORMED", 1, 5 },
    { "<a/><!DOCTYPE a>", "XML_MALFORMED", 1, 5 },
    { "x<a/>", "XML_MALFORMED", 1, 1 },
    { "<a b='1' b='2'/>", "XML_MALFORMED", 1, 10 },
    { "<a xmlns:p='u' xmlns:q='u' p:b='1' q:b='2'/>", "XML_MALFORMED", 1,
      36 },
    { "<a b=1/>", "XML_MALFORMED", 1, 6 },
    { "<a b/>", "XML_MALFORMED", 1, 5 },
    { "<a b='1'c='2'/>", "XML_MALFORMED", 1, 9 },
    { "<a b='<'/>", "XML_MALFORMED", 1, 7 },
    { "<a b='1/>", "XML_MALFORMED", 1, 9 },
    { "<a>&b;</a>", "XML_MALFORMED", 1, 4 },
    { "<a>&</a>", "XML_MALFORMED", 1, 4 },
    { "<a>\xd0\xb6&#0;</a>", "XML_MALFORMED", 1, 5 },
    { "<a>&#xD800;</a>", "XML_MALFORMED", 1, 4 },
    { "<a>&#99999999999999999999;</a>", "XML_MALFORMED", 1, 4 },
    { "<a>&#;</a>", "XML_MALFORMED", 1, 4 },
    { "<a>&#x;</a>", "XML_MALFORMED", 1, 4 },
    { "<a>]]></a>", "XML_MALFORMED", 1, 4 },
    { "<a>\x01</a>", "XML_MALFORMED", 1, 4 },
    { "<a>\xef\xbf\xbe</a>", "XML_MALFORMED", 1, 4 },
    { "<a><!-- -- --></a>", "XML_MALFORMED", 1, 9 },
    { "<a><!-- ></a>", "XML_MALFORMED", 1, 4 },
    { "<a><?xml b?></a>", "XML_MALFORMED", 1, 4 },
    { "<a><?XmL?></a>", "XML_MALFORMED", 1, 4 },
    { "<a><![CDATA[</a>", "XML_MALFORMED", 1, 4 },
    { "<a><![cdata[]]></a>", "XML_MALFORMED", 1, 4 },
    { "<1/>", "XML_MALFORMED", 1, 2 },
    { "< a/>", "XML_MALFORMED", 1, 2 },
    { "<:a/>", "XML_MALFORMED", 1, 2 },
    { "<a:/>", "XML_MALFORMED", 1, 2 },
    { "<a:b:c xmlns:a='u'/>", "XML_MALFORMED", 1, 2 },
    { "<p:a/>", "XML_MALFORMED", 1, 2 },
    { "<a p:b='1'/>", "XML_MALFORMED", 1, 4 },
    { "<a xmlns:p=''/>", "XML_MALFORMED", 1, 4 },
    { "<a xmlns:xml='u'/>", "XML_MALFORMED", 1, 4 },
    { "<a xmlns:xmlns='u'/>", "XML_MALFORMED", 1, 4 },
    { "<a xmlns='http://www.w3.org/2000/xmlns/'/>", "XML_MALFORMED", 1,
      4 },
    { "<a xmlns:p='u' xmlns:p='v'/>", "XML_MALFORMED", 1, 16 },
    { " <?xml version='1.0'?><a/>", "XML_MALFORMED", 1, 2 },
    { "<?xml encoding='UTF-8'?><a/>", "XML_MALFORMED", 1, 6 },
    { "<?xml version='1.0'encoding='UTF-8'?><a/>", "XML_MALFORMED", 1,
      20 },
    { "<?xml version='1.0' standalone='maybe'?><a/>", "XML_MALFORMED", 1,
      33 },
    { "<?xml version='1.1'?><a/>", "XML_VERSION", 1, 16 },
    { "<!DOCTYPE a><a/>", "XML_DTD", 1, 1 },
    { "<!-- b -->\n<!DOCTYPE a [<!ENTITY b 'c'>]><a>&b;</a>", "XML_DTD",
      2, 1 },
    { "<a>\xc0\xaf</a>", "XML_ENCODING", 1, 4 },
    { "<a>\xed\xa0\x80</a>", "XML_ENCODING", 1, 4 },
    { "<a>\n\xf8\x88\x80\x80\x80</a>", "XML_ENCODING", 2, 1 },
    { "<a>\xd0\xb6\xff</a>", "XML_ENCODING", 1, 5 },
    { "<?xml version='1.0' encoding='UTF-7'?><a/>", "XML_ENCODING", 1, 1 },
    { "<?xml version='1.0' encoding='UTF-16'?><a/>", "XML_ENCODING", 1,
      1 },
    { "<?xml version='1.0' encoding='IBM037'?><a/>", "XML_ENCODING", 1,
      1 },
};

Test(xml_read, refuses_what_is_no_xml_and_says_where)
{
    size_t i;

    for (i = 0; i < sizeof(refusals) / sizeof(refusals[0]); i++)
        expect_refused(&refusals[i]);
}

Test(xml_read, takes_what_is_rare_and_allowed)
{
    static const char *const rows[] = {
        "<a/>", "<a />\n", "\n<a></a >", "<?xml version='1.0'?><a/>",
        "<?xml version=\"1.0\" standalone='yes' ?>\r\n<a/>",
        "<a b='>' c=\"'\">></a>", "<a>]] ></a>", "<a>]]&gt;</a>",
        "<a xmlns='u'><b xmlns=''/></a>", "<a xml:lang='de'/>",
        "<a xmlns:xml='http://www.w3.org/XML/1998/namespace'/>",
        "<\xd0\xb6\xc2\xb7/>", "<a/><!-- --><?b?>\n", "<!----><a><!----></a>",
        "<a><![CDATA[]]></a>", "<a><![CDATA[]]]]><![CDATA[>]]></a>",
        "<a>&#x10FFFF;&#9;</a>", "<a><?b ?\?></a>", "<a>\x7f\xc2\x80</a>",
        "<a xmlns:p='u' b='1' p:b='2'/>"
    };
    struct einv_tree t;
    size_t i;

    for (i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
        read_z(&t, rows[i]);
        einv__tree_free(&t);
    }
}

Test(xml_read, keeps_texts_as_xml_says)
{
    struct einv_text value;
    struct einv_tree t;

    read_z(&t, "<a b=' x\t\r\ny&#10;&amp;\"&lt; '>1\r\n2\r3&#13;<b> 4</b>"
               "<!-- no --><![CDATA[<5&]]>&apos;</a>");
    value = einv__tree_get_attr(&t, 0, "b");
    cr_assert(einv__text_is(value, " x  y\n&\"< "));
    cr_assert(einv__text_is(einv__tree_text(&t, 0), "1\n2\n3\r 4<5&'"));
    cr_assert(einv__text_is(einv__tree_text(&t, 1), " 4"));
    cr_assert(t.has_mixed && t.n_extras == 1);
    cr_assert(einv__tree_find_child(&t, 0, "b") == 1);
    cr_assert(einv__tree_find_child(&t, 0, "c") == EINV_NO_NODE);
    cr_assert_null(einv__tree_get_attr(&t, 1, "b").ptr);
    einv__tree_free(&t);
}

Test(xml_read, an_empty_attribute_is_not_an_absent_one)
{
    struct einv_tree t;

    read_z(&t, "<a b='' p:c='1' xmlns:p='u'/>");
    cr_assert_not_null(einv__tree_get_attr(&t, 0, "b").ptr);
    cr_assert(einv__tree_get_attr(&t, 0, "b").len == 0);
    cr_assert_null(einv__tree_get_attr(&t, 0, "c").ptr);
    einv__tree_free(&t);
}

Test(xml_read, tells_indentation_from_text_beside_elements)
{
    static const struct {
        const char *bytes;
        bool mixed;
    } rows[] = {
        { "<a>\n                <b>x</b>\r\n\t<b>y</b> </a>", false },
        { "<a><b>x</b>&#32;&#xD;<b/><![CDATA[ \t]]><!-- x --><b/></a>",
          false },
        { "<a> x <!-- --></a>", false },
        { "<a><b><c/></b>x</a>", true },
        { "<a>x<b/></a>", true },
        { "<a>\n        x       <b/></a>", true },
        { "<a>&#120;<b/></a>", true },
        { "<a><b/>&amp;</a>", true },
        { "<a><![CDATA[x]]><b/></a>", true },
        { "<a>\xc2\xa0<b/></a>", true },
        { "<a>><b/></a>", true },
        { "<a><b/>x<!-- --></a>", true },
    };
    struct einv_tree t;
    size_t i;

    for (i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
        read_z(&t, rows[i].bytes);
        cr_expect(t.has_mixed == rows[i].mixed, "%s", rows[i].bytes);
        einv__tree_free(&t);
    }
}

/* The reader remembers names, and which tag followed which: nothing of it
 * holds under other declarations or for a name that only begins alike. */
Test(xml_read, a_name_means_what_the_declarations_around_it_say)
{
    static const struct {
        const char *name, *ns;
    } rows[] = {
        { "r", "u" }, { "b", "u" }, { "c", "u" }, { "b", "u" }, { "c", "u" },
        { "b", "v" }, { "c", "v" }, { "b", "u" }, { "cc", "u" }, { "b", "u" },
        { "c", "w" }, { "b", "u" }, { "c", "u" }, { "c", "w" }, { "b", "u" },
        { "c", "u" },
    };
    struct einv_tree t;
    size_t i;

    read_z(&t, "<r xmlns='u' xmlns:p='w'><b/><c></c><b></b><c></c>"
               "<b xmlns='v'><c></c></b><b></b><cc></cc><b></b>"
               "<c xmlns='w'></c><b c='' p:c=''></b><c></c><p:c></p:c>"
               "<b></b><c ></c></r>");
    cr_assert(t.n_elems == sizeof(rows) / sizeof(rows[0]));
    for (i = 0; i < t.n_elems; i++) {
        const struct einv_qname *q = einv__tree_qname(&t, (einv_node)i);

        cr_expect(einv__text_is(q->local, rows[i].name) &&
                  einv__text_is(q->ns, rows[i].ns), "row %zu: {%.*s}%.*s", i,
                  (int)q->ns.len, q->ns.ptr, (int)q->local.len, q->local.ptr);
    }
    cr_assert(t.n_attrs == 2);
    cr_expect(einv__tree_attr_qname(&t, 0)->ns.len == 0);
    cr_expect(einv__text_is(einv__tree_attr_qname(&t, 1)->ns, "w"));
    einv__tree_free(&t);
}

Test(xml_read, numbers_names_by_namespace_and_not_by_prefix)
{
    struct einv_tree t;

    read_z(&t, "<p:a xmlns:p='u' xmlns:q='u' xmlns='v'><q:a/><a/><a xmlns='u'"
               "/></p:a>");
    cr_assert(einv__tree_qname(&t, 0)->name == einv__tree_qname(&t, 1)->name);
    cr_assert(einv__tree_qname(&t, 0)->name != einv__tree_qname(&t, 2)->name);
    cr_assert(einv__tree_qname(&t, 0)->name == einv__tree_qname(&t, 3)->name);
    cr_assert(t.elems[0].qname != t.elems[1].qname);
    einv__tree_free(&t);
}

Test(xml_read, a_tree_outlives_bytes_that_were_not_lent)
{
    char bytes[] = "<p:a xmlns:p='urn:p' b='1'>text</p:a>";
    struct einv_tree t;

    read_z(&t, bytes);
    memset(bytes, 'X', sizeof(bytes) - 1);
    cr_assert(einv__text_is(einv__tree_qname(&t, 0)->local, "a"));
    cr_assert(einv__text_is(einv__tree_qname(&t, 0)->ns, "urn:p"));
    cr_assert(einv__text_is(einv__tree_text(&t, 0), "text"));
    cr_assert(einv__tree_position(&t, 0).line == 1);
    einv__tree_free(&t);
}

static bool is_scan(void *user, struct einv_text ns, struct einv_text local)
{
    ++*(int *)user;
    return einv__text_is(ns, "u") && einv__text_is(local, "scan");
}

static einv_status read_with_text(const char *name, size_t len,
                                  struct einv_read_xml_options *o)
{
    char *text = malloc(len + 100);
    struct einv_tree t;
    einv_status status;
    int n = snprintf(text, 100, "<a xmlns='u'><%s>", name);

    memset(text + n, 'A', len);
    n += snprintf(text + n + len, 50, "</%s></a>", name);
    status = einv__xml_read(&t, NULL, einv__text(text, (size_t)n + len), o,
                            NULL);
    if (status == EINV_OK)
        einv__tree_free(&t);
    free(text);
    return status;
}

Test(xml_read, limits_hold_to_the_byte)
{
    struct einv_limits limits;
    int asked = 0;
    struct einv_read_xml_options o = { .limits = &limits };

    einv__limits_default(&limits);
    limits.text = 1000;
    limits.binary = 3000;
    cr_assert(read_with_text("b", 1000, &o) == EINV_OK);
    cr_assert(read_with_text("b", 1001, &o) == EINV_ELIMIT);
    o.binary = is_scan;
    o.user = &asked;
    cr_assert(read_with_text("scan", 1000, &o) == EINV_OK && asked == 0);
    cr_assert(read_with_text("scan", 3000, &o) == EINV_OK && asked == 1);
    cr_assert(read_with_text("scan", 3001, &o) == EINV_ELIMIT);
    cr_assert(read_with_text("b", 1001, &o) == EINV_ELIMIT);
}

struct limit_row {
    const char *name, *bytes;
    uint64_t enough;
};

Test(xml_read, each_limit_is_what_it_says)
{
    static const struct limit_row rows[] = {
        { "bytes", "<a/>", 4 },
        { "depth", "<a><b><c/></b><b/></a>", 3 },
        { "attributes", "<a b='1' c='2'><d e='3' f='4'/></a>", 2 },
        { "namespaces", "<a xmlns='u'><b xmlns:p='v'/><c xmlns:p='w'/></a>",
          2 },
        { "attribute", "<a b='123&amp;5'/>", 5 },
        { "elements", "<a><b/><c/></a>", 3 },
    };
    struct einv_limits limits;
    struct einv_read_xml_options o = { .limits = &limits };
    struct einv_report report;
    struct einv_tree t;
    size_t i;

    for (i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
        struct einv_text name = einv__text_of(rows[i].name);
        struct einv_text bytes = einv__text_of(rows[i].bytes);

        einv__limits_default(&limits);
        cr_assert(einv__limits_set(&limits, name, rows[i].enough));
        cr_assert(einv__xml_read(&t, NULL, bytes, &o, NULL) == EINV_OK, "%s",
                  rows[i].name);
        einv__tree_free(&t);
        cr_assert(einv__limits_set(&limits, name, rows[i].enough - 1));
        einv__report_init(&report, NULL);
        cr_assert(einv__xml_read(&t, NULL, bytes, &o, &report) == EINV_ELIMIT,
                  "%s", rows[i].name);
        cr_assert(einv__text_is(report.first->rule, "XML_LIMIT"));
        cr_assert(einv__text_eq(report.first->args[0].value, name), "%s",
                  rows[i].name);
        einv__report_free(&report);
    }
}

/* --- places -------------------------------------------------------------- */

static struct einv_position count(const char *bytes, size_t offset)
{
    struct einv_position pos = { 1, 1, offset };
    size_t i;

    for (i = 0; i < offset; i++) {
        if (bytes[i] == '\n' || (bytes[i] == '\r' && bytes[i + 1] != '\n')) {
            pos.line++;
            pos.column = 1;
        } else if (((unsigned char)bytes[i] & 0xc0) != 0x80) {
            pos.column++;
        }
    }
    return pos;
}

/* Every start tag in turn; the text has no '<' that is none. */
static void expect_places(const char *bytes)
{
    struct einv_tree t;
    const char *p = strchr(bytes, '<');
    einv_node e = 0;

    read_z(&t, bytes);
    for (; p != NULL; p = strchr(p + 1, '<')) {
        struct einv_position want, got;

        if (p[1] == '/' || p[1] == '?')
            continue;
        want = count(bytes, (size_t)(p - bytes));
        got = einv__tree_position(&t, e++);
        cr_assert(want.line == got.line && want.column == got.column &&
                      want.offset == got.offset,
                  "%u:%u %llu, not %u:%u %llu", want.line, want.column,
                  (unsigned long long)want.offset, got.line, got.column,
                  (unsigned long long)got.offset);
    }
    cr_assert(e == t.n_elems);
    einv__tree_free(&t);
}

Test(xml_read, places_are_those_of_the_file)
{
    char *many = malloc(200000), *p = many;
    struct dice d = { 7 };
    int i;

    expect_places("<a><b/>\n <b/>\r\n\t<b/>\r<b/>\xd0\xb6\xe2\x82\xac<b x='"
                  "\xf0\x9f\x98\x80'><c/></b></a>");
    p += sprintf(p, "<?xml version='1.0'?>\n<a>");
    for (i = 0; i < 3000; i++)
        switch (roll(&d, 5)) {
        case 0: p += sprintf(p, "<b/>\n"); break;
        case 1: p += sprintf(p, "<b>\xd0\x96\xd0\xb6</b>"); break;
        case 2: p += sprintf(p, "\r\n   <c d='1'/>"); break;
        case 3: p += sprintf(p, "\r<c>\xe2\x82\xac</c>"); break;
        default: p += sprintf(p, "<d>%0*d</d>", (int)roll(&d, 60) + 1, 1);
        }
    sprintf(p, "</a>");
    expect_places(many);
    free(many);
}

Test(xml_read, a_path_has_prefixes_and_numbers_among_equals)
{
    static const char *const paths[] = {
        "/p:a[1]", "/p:a[1]/b[1]", "/p:a[1]/q:b[1]", "/p:a[1]/b[2]",
        "/p:a[1]/b[2]/p:b[1]", "/p:a[1]/p:b[2]"
    };
    struct einv_buf out;
    struct einv_tree t;
    einv_node e;

    /* q:b and p:b are one name: the same namespace. */
    read_z(&t, "<p:a xmlns:p='u' xmlns:q='u'><b/><q:b/><b><p:b/></b>"
               "<p:b q:x='1'/></p:a>");
    for (e = 0; e < t.n_elems; e++) {
        einv__buf_init(&out, NULL);
        einv__tree_xpath(&t, e, &out);
        cr_expect(einv__text_is(einv__buf_get(&out), paths[e]), "%s",
                  out.data);
        einv__buf_free(&out);
    }
    einv__buf_init(&out, NULL);
    einv__tree_xpath(&t, EINV_REF_ATTR | 0, &out);
    cr_expect(einv__text_is(einv__buf_get(&out), "/p:a[1]/p:b[2]/@q:x"));
    einv__buf_free(&out);
    cr_expect(einv__tree_attr_owner(&t, 0) == 5);
    einv__tree_free(&t);
}

/* --- the corpus ---------------------------------------------------------- */

struct meter {
    size_t held, peak;
};

static void *metered(void *user, void *ptr, size_t old_size, size_t new_size)
{
    struct meter *m = user;

    m->held += new_size - old_size;
    if (m->held > m->peak)
        m->peak = m->held;
    if (new_size == 0) {
        free(ptr);
        return NULL;
    }
    return realloc(ptr, new_size);
}

static bool has_finding(const struct einv_report *r, const char *rule)
{
    const struct einv_finding *f;

    for (f = r->first; f != NULL; f = f->next)
        if (einv__text_is(f->rule, rule))
            return true;
    return false;
}

/* expected: ok..., reject:CODE, ok-or-reject:CODE; what later layers find
 * (rule-error) is well-formed. */
/* How many times slower than a machine this is: an emulator or the thread
 * sanitizer says so itself. */
static double slowness(void)
{
    const char *n = getenv("EINV_TEST_SLOW");

    return n != NULL && n[0] >= '1' && n[0] <= '9' ? (double)atoi(n) : 1.0;
}

static void judge_hostile(const char *path, const char *expected)
{
    struct meter m = { 0, 0 };
    einv_allocator hooks = { metered, &m };
    struct bytes b = load(path);
    struct einv_report report;
    struct einv_tree t;
    clock_t start = clock();
    const char *code = strstr(expected, "reject:");
    einv_status status;

    einv__report_init(&report, NULL);
    status = einv__xml_read(&t, &hooks, text_of(b), NULL, &report);
    cr_expect((double)(clock() - start) / CLOCKS_PER_SEC < 2.0 * slowness(),
              "%s", path);
    cr_expect(m.peak + b.len < (size_t)256 << 20, "%s: %zu", path, m.peak);
    if (status == EINV_OK) {
        cr_expect(code == NULL || strncmp(expected, "ok", 2) == 0,
                  "%s was taken", path);
        if (strstr(expected, "warn-bidi") != NULL)
            cr_expect(has_finding(&report, "XML_BIDI"), "%s", path);
        else
            cr_expect(report.n_findings == 0, "%s", path);
        einv__tree_free(&t);
    } else {
        cr_expect(code != NULL && has_finding(&report, code + 7),
                  "%s: %s expected", path, expected);
    }
    cr_expect(m.held == 0, "%s", path);
    einv__report_free(&report);
    free(b.ptr);
}

Test(xml_read, every_hostile_file_gets_its_answer)
{
    const char *folder = shared_dir("corpus/security");
    char line[2000], file[300], class[100], expected[200], path[5000];
    FILE *list;
    int n = 0;

    snprintf(path, sizeof(path), "%s/EXPECTED.tsv", folder);
    list = fopen(path, "r");
    cr_assert(list != NULL);
    while (fgets(line, sizeof(line), list) != NULL) {
        if (sscanf(line, "%299[^\t]\t%99[^\t]\t%199[^\t]", file, class,
                   expected) != 3 ||
            (strcmp(class, "xml") != 0 && strcmp(class, "encoding") != 0))
            continue;
        snprintf(path, sizeof(path), "%s/%s", folder, file);
        judge_hostile(path, expected);
        n++;
    }
    fclose(list);
    cr_assert(n >= 60, "only %d files", n);
}

static void compare_with_dom(const char *path, struct bytes b, void *user)
{
    struct einv_tree ours, theirs;
    struct einv_limits limits;
    struct einv_read_xml_options o = { .limits = &limits, .lend = true };
    xmlDocPtr doc;

    einv__limits_large(&limits);
    if (einv__xml_read(&ours, NULL, text_of(b), &o, NULL) != EINV_OK)
        return;
    doc = parse_dom(einv__text(ours.source, ours.source_len));
    cr_assert(doc != NULL, "libxml2 refuses %s", path);
    cr_assert(einv__xml_import(&theirs, NULL, doc, &o, NULL) == EINV_OK, "%s",
              path);
    same_trees(&ours, &theirs, true, path);
    xmlFreeDoc(doc);
    einv__tree_free(&theirs);
    einv__tree_free(&ours);
    ++*(int *)user;
}

Test(xml_read, makes_the_tree_that_libxml2_makes)
{
    static const char *const folders[] = { "corpus", "formats" };
    int n = 0;
    size_t i;

    for (i = 0; i < 2; i++) {
        const char *folder = shared_dir(folders[i]);
        char copy[4096];

        snprintf(copy, sizeof(copy), "%s", folder);
        each_xml(copy, compare_with_dom, &n);
    }
    cr_assert(n > 2000, "only %d files", n);
    printf("%d documents compared with libxml2\n", n);
}

Test(xml_read, an_imported_document_knows_its_lines)
{
    struct einv_tree t;
    xmlDocPtr doc = parse_dom(EINV_TEXT("<a>\n <b/>\n\n <c/></a>"));

    cr_assert(einv__xml_import(&t, NULL, doc, NULL, NULL) == EINV_OK);
    xmlFreeDoc(doc);
    cr_assert(einv__tree_position(&t, 1).line == 2);
    cr_assert(einv__tree_position(&t, 2).line == 4);
    einv__tree_free(&t);
    doc = parse_dom(EINV_TEXT("<!DOCTYPE a [<!ENTITY b 'c'>]><a/>"));
    cr_assert(einv__xml_import(&t, NULL, doc, NULL, NULL) == EINV_EMALFORMED);
    xmlFreeDoc(doc);
}
