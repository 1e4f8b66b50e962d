/* xml_c14n.c: canonical forms, byte for byte against libxml2's.
 */
#define _POSIX_C_SOURCE 200809L
#include "xml_support.h"

static const struct {
    enum einv_c14n ours;
    int theirs;
    const char *inclusive;
} forms[] = {
    { EINV_C14N_10, XML_C14N_1_0, NULL },
    { EINV_C14N_11, XML_C14N_1_1, NULL },
    { EINV_C14N_EXCLUSIVE, XML_C14N_EXCLUSIVE_1_0, NULL },
    { EINV_C14N_EXCLUSIVE, XML_C14N_EXCLUSIVE_1_0, "p #default cbc xsi ds" },
};
#define N_FORMS (sizeof(forms) / sizeof(forms[0]))

static xmlChar *const inclusive[] = { (xmlChar *)"p", (xmlChar *)"#default",
                                      (xmlChar *)"cbc", (xmlChar *)"xsi",
                                      (xmlChar *)"ds", NULL };

static einv_status collect(void *user, const void *bytes, size_t len)
{
    einv__buf_put(user, bytes, len);
    return EINV_OK;
}

/* Is the node in the subtree?  Of a namespace node the element counts. */
static int is_below(void *user, xmlNodePtr node, xmlNodePtr parent)
{
    if (node->type == XML_NAMESPACE_DECL)
        node = parent;
    for (; node != NULL; node = node->parent)
        if (node == user)
            return 1;
    return 0;
}

/* The n-th element in document order. */
static xmlNodePtr nth(xmlNodePtr root, uint32_t n)
{
    xmlNodePtr c = root;

    while (c != NULL) {
        if (c->type == XML_ELEMENT_NODE && n-- == 0)
            return c;
        if (c->type == XML_ELEMENT_NODE && c->children != NULL) {
            c = c->children;
            continue;
        }
        while (c != NULL && c != root && c->next == NULL)
            c = c->parent;
        c = c == NULL || c == root ? NULL : c->next;
    }
    return NULL;
}

/* libxml2 writes namespace names as they are; C14N 2.3: escaped. */
static bool has_odd_ns(const struct einv_tree *t)
{
    size_t i, k;

    for (i = 0; i < t->n_ns; i++)
        for (k = 0; k < t->ns[i].uri.len; k++)
            if (strchr("&<\"", t->ns[i].uri.ptr[k]) != NULL)
                return true;
    return false;
}

struct tally {
    long compared, refused;
};

static void compare_one(const struct einv_tree *t, xmlDocPtr doc, einv_node e,
                        size_t form, bool comments, const char *where,
                        struct tally *tally)
{
    struct einv_c14n_options o = { .form = forms[form].ours,
                                   .comments = comments,
                                   .without = EINV_NO_NODE };
    xmlNodePtr node = e > 0 ? nth(xmlDocGetRootElement(doc), e) : NULL;
    xmlOutputBufferPtr theirs = xmlAllocOutputBuffer(NULL);
    struct einv_buf ours;
    einv_status status;
    int result = xmlC14NExecute(
        doc, e > 0 ? is_below : NULL, node, forms[form].theirs,
        forms[form].inclusive != NULL ? (xmlChar **)inclusive : NULL,
        comments, theirs);

    o.inclusive = einv__text_of(forms[form].inclusive);
    einv__buf_init(&ours, NULL);
    status = einv__xml_c14n(t, e, &o, collect, &ours);
    if (result < 0) {
        /* A relative namespace name (or one that is no URI at all, which
         * only libxml2 looks at) somewhere in the document. */
        tally->refused++;
    } else {
        size_t len = xmlOutputBufferGetSize(theirs);

        cr_assert(status == EINV_OK, "%s", where);
        cr_assert(ours.len == len &&
                      memcmp(ours.data, xmlOutputBufferGetContent(theirs),
                             len) == 0,
                  "%s: element %u, form %zu:\n%.*s\n%.*s", where, e, form,
                  (int)len, (const char *)xmlOutputBufferGetContent(theirs),
                  (int)ours.len, ours.data);
        tally->compared++;
    }
    xmlOutputBufferClose(theirs);
    einv__buf_free(&ours);
}

static void compare(const char *where, struct bytes b, void *user)
{
    struct tally *tally = user;
    struct einv_tree t;
    xmlDocPtr doc;
    size_t form;
    einv_node e, step;

    if (einv__xml_read(&t, NULL, text_of(b), NULL, NULL) != EINV_OK)
        return;
    doc = parse_dom(einv__text(t.source, t.source_len));
    cr_assert(doc != NULL, "%s", where);
    step = (einv_node)(b.len < 2000    ? 1
                       : b.len < 15000 ? t.n_elems / 3 + 1
                                       : t.n_elems);
    for (e = 0; e < t.n_elems && !has_odd_ns(&t); e += step)
        for (form = 0; form < N_FORMS; form++) {
            compare_one(&t, doc, e, form, false, where, tally);
            if (e == 0 || b.len < 2000)
                compare_one(&t, doc, e, form, true, where, tally);
        }
    xmlFreeDoc(doc);
    einv__tree_free(&t);
}

Test(xml_c14n, every_document_as_libxml2_has_it)
{
    const char *folder = shared_dir("corpus");
    struct tally tally = { 0, 0 };
    char copy[4096];

    snprintf(copy, sizeof(copy), "%s", folder);
    each_xml(copy, compare, &tally);
    each_xml(shared_dir("formats"), compare, &tally);
    cr_assert(tally.compared > 20000, "only %ld", tally.compared);
    printf("%ld canonical forms equal to libxml2's, %ld refused by it\n",
           tally.compared, tally.refused);
}

/* --- generated documents ------------------------------------------------- */

static const char *const uris[] = { "urn:a", "urn:b", "http://c/d" };
static const char *const prefixes[] = { "p", "q", "cbc" };

struct maker {
    struct dice dice;
    char *out;
    unsigned bound;         /* bit: the prefix is declared */
    bool default_ns;
};

static void put(struct maker *m, const char *s)
{
    size_t len = strlen(s);

    memcpy(m->out, s, len + 1);
    m->out += len;
}

static void put_texts(struct maker *m)
{
    static const char *const texts[] = {
        "", "", " x\n", "&lt;&amp;&gt;\"'", "&#13;\t", "<!-- c&d -->",
        "<?pi e?>", "<?pi?>", "<![CDATA[<&]]>", "\xd0\x96"
    };

    put(m, texts[roll(&m->dice, 10)]);
}

static void put_attributes(struct maker *m)
{
    static const char *const xml[] = {
        " xml:lang='de'", " xml:space='default'", " xml:base='../b/c'",
        " xml:base='http://h/i/j'", " xml:id='k'", " xml:other='l'",
        " xml:base=''", " xml:base='.'"
    };
    unsigned k;

    if (roll(&m->dice, 3) == 0)
        put(m, xml[roll(&m->dice, 8)]);
    if (roll(&m->dice, 2) == 0)
        put(m, " z='&#9;&#10;&#13;&lt;\"'");
    if (roll(&m->dice, 2) == 0)
        put(m, " b='1' a=' 2 '");
    for (k = 0; k < 3; k++)
        if ((m->bound >> k & 1) != 0 && roll(&m->dice, 3) == 0) {
            put(m, " ");
            put(m, prefixes[k]);
            put(m, k == 1 ? ":b2='3'" : k == 0 ? ":b1='4'" : ":a3='5'");
        }
}

static void put_element(struct maker *m, int depth)
{
    unsigned bound = m->bound, k;
    bool default_ns = m->default_ns;
    char name[20], declared[400] = "", part[100];

    for (k = 0; k < 3; k++)
        if (roll(&m->dice, 4) == 0) {
            snprintf(part, sizeof(part), " xmlns:%s='%s'", prefixes[k],
                     uris[roll(&m->dice, 3)]);
            strcat(declared, part);
            m->bound |= 1u << k;
        }
    if (roll(&m->dice, 4) == 0) {
        m->default_ns = roll(&m->dice, 3) != 0;
        snprintf(part, sizeof(part), " xmlns='%s'",
                 m->default_ns ? uris[roll(&m->dice, 3)] : "");
        strcat(declared, part);
    }
    k = roll(&m->dice, 4);
    snprintf(name, sizeof(name), "%s%s",
             k < 3 && (m->bound >> k & 1) != 0 ? prefixes[k] : "",
             k < 3 && (m->bound >> k & 1) != 0 ? ":e" : "e");
    put(m, "<");
    put(m, name);
    put(m, declared);
    put_attributes(m);
    put(m, ">");
    put_texts(m);
    if (depth < 5)
        for (k = roll(&m->dice, 4); k > 0; k--) {
            put_element(m, depth + 1);
            put_texts(m);
        }
    put(m, "</");
    put(m, name);
    put(m, ">");
    m->bound = bound;
    m->default_ns = default_ns;
}

Test(xml_c14n, generated_documents_and_all_their_elements)
{
    char *buffer = malloc(1 << 20);
    struct tally tally = { 0, 0 };
    int seed;

    for (seed = 0; seed < 400; seed++) {
        struct maker m = { .dice = { (uint64_t)seed * 77777 }, .out = buffer };
        struct bytes b;
        char where[32];

        put(&m, "<?x y?><!-- z -->\n");
        put_element(&m, 2);
        put(&m, "\n<!-- a --><?b c?>");
        b.ptr = buffer;
        b.len = (size_t)(m.out - buffer);
        snprintf(where, sizeof(where), "seed %d", seed);
        /* Two attributes can get one expanded name: then neither reads it. */
        compare(where, b, &tally);
    }
    cr_assert(tally.compared > 5000, "only %ld", tally.compared);
    printf("%ld generated forms equal to libxml2's\n", tally.compared);
    free(buffer);
}

/* --- the rest ------------------------------------------------------------ */

static void expect(const char *bytes, einv_node e, struct einv_c14n_options o,
                   einv_status want, const char *expected)
{
    struct einv_buf out;
    struct einv_tree t;

    read_z(&t, bytes);
    einv__buf_init(&out, NULL);
    cr_assert(einv__xml_c14n(&t, e, &o, collect, &out) == want, "%s", bytes);
    if (want == EINV_OK)
        cr_expect(einv__text_is(einv__buf_get(&out), expected), "%s",
                  out.data);
    einv__buf_free(&out);
    einv__tree_free(&t);
}

Test(xml_c14n, leaves_out_the_enveloped_signature)
{
    struct einv_c14n_options o = { .without = 2 };
    const char *doc = "<a><b/> <s xmlns:d='urn:d'><d:x/><!-- y --></s><!--z-->"
                      "<c xmlns:d='urn:e'><d:f/></c>t</a>";

    expect(doc, 0, o, EINV_OK,
           "<a><b></b> <c xmlns:d=\"urn:e\"><d:f></d:f></c>t</a>");
    o.comments = true;
    o.form = EINV_C14N_EXCLUSIVE;
    expect(doc, 0, o, EINV_OK,
           "<a><b></b> <!--z--><c><d:f xmlns:d=\"urn:e\"></d:f></c>t</a>");
}

Test(xml_c14n, escapes_namespace_names)
{
    struct einv_c14n_options o = { .without = EINV_NO_NODE };

    expect("<a xmlns='urn:b&amp;c'/>", 0, o, EINV_OK,
           "<a xmlns=\"urn:b&amp;c\"></a>");
}

Test(xml_c14n, refuses_relative_namespace_names)
{
    struct einv_c14n_options o = { .without = EINV_NO_NODE };

    expect("<a xmlns:p='esf'/>", 0, o, EINV_EMALFORMED, "");
    expect("<a xmlns:p='../p'><b/></a>", 1, o, EINV_EMALFORMED, "");
    expect("<a xmlns:p=':p'/>", 0, o, EINV_EMALFORMED, "");
    expect("<a xmlns:p='p:'/>", 0, o, EINV_OK, "<a xmlns:p=\"p:\"></a>");
}

static einv_status stop(void *user, const void *bytes, size_t len)
{
    (void)bytes;
    (void)len;
    ++*(int *)user;
    return EINV_ECANCELLED;
}

Test(xml_c14n, stops_when_the_sink_says_so)
{
    struct einv_c14n_options o = { .without = EINV_NO_NODE };
    char *doc = malloc(100020);
    struct einv_tree t;
    int calls = 0;

    memset(doc, 'x', 100007);
    memcpy(doc, "<a>", 3);
    memcpy(doc + 100003, "</a>", 5);
    read_z(&t, doc);
    cr_assert(einv__xml_c14n(&t, 0, &o, stop, &calls) == EINV_ECANCELLED);
    cr_assert(calls == 1);
    einv__tree_free(&t);
    free(doc);
}
