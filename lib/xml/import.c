/* import.c: see import.h.
 *
 * The same rows as reading makes; one walk, without recursion.
 */
#include "import.h"

#include "build.h"
#include "libxml.h"
#include "names.h"
#include "rows.h"
#include "source.h"

struct importer {
    struct einv_build b;
    struct einv_tree *t;
    const struct einv_limits *limits;
    struct einv_report *report;
    size_t depth;
    einv_status status;
};

static struct einv_text z(const xmlChar *s)
{
    return einv__text_of((const char *)s);
}

static void refuse(struct importer *m, einv_status status, const char *rule,
                   const char *name, const char *what, const xmlNode *at)
{
    long line = at != NULL ? xmlGetLineNo(at) : -1;
    struct einv_position pos = { 0, 0, 0 };

    if (m->status != EINV_OK)
        return;
    m->status = status;
    if (line > 0)
        pos = (struct einv_position){ (uint32_t)line, 1, 0 };
    einv__diag(m->report, EINV_SEV_FATAL, "xml", rule, pos, name, what, NULL);
}

static void refuse_limit(struct importer *m, const char *limit,
                         const xmlNode *at)
{
    refuse(m, EINV_ELIMIT, "XML_LIMIT", "limit", limit, at);
}

static uint32_t qname_of(struct importer *m, const xmlChar *name,
                         const xmlNs *ns)
{
    return einv__build_qname(&m->b, z(ns != NULL ? ns->prefix : NULL),
                             z(ns != NULL ? ns->href : NULL), z(name));
}

/* The value of an attribute is a list of texts. */
static void add_attribute(struct importer *m, const xmlAttr *attr,
                          const xmlNode *owner)
{
    const xmlNode *n;
    struct einv_buf value;

    einv__buf_init(&value, m->t->alloc);
    for (n = attr->children; n != NULL; n = n->next) {
        if (n->type == XML_TEXT_NODE || n->type == XML_CDATA_SECTION_NODE)
            einv__buf_text(&value, z(n->content));
        else
            refuse(m, EINV_EMALFORMED, "XML_MALFORMED", "detail",
                   "an entity in an attribute", owner);
    }
    if (value.len > m->limits->attribute)
        refuse_limit(m, "attribute", owner);
    if (value.failed)
        m->b.failed = true;
    einv__build_attr(&m->b, qname_of(m, attr->name, attr->ns),
                     einv__buf_get(&value));
    einv__buf_free(&value);
}

static void start(struct importer *m, const xmlNode *n)
{
    const xmlNs *ns;
    const xmlAttr *attr;
    size_t attrs = 0, in_scope = 0;
    long line = xmlGetLineNo(n);
    einv_node e;

    if (m->t->n_elems >= m->limits->elements)
        refuse_limit(m, "elements", n);
    if (++m->depth > m->limits->depth)
        refuse_limit(m, "depth", n);
    e = einv__build_start(&m->b, qname_of(m, n->name, n->ns));
    if (e == EINV_NO_NODE || m->status != EINV_OK)
        return;
    m->t->elems[e].tag_off = line > 0 ? (uint32_t)line : 0;
    for (ns = n->nsDef; ns != NULL; ns = ns->next) {
        if (++in_scope > m->limits->namespaces)
            refuse_limit(m, "namespaces", n);
        einv__build_ns(&m->b, z(ns->prefix), z(ns->href));
    }
    for (attr = n->properties; attr != NULL && m->status == EINV_OK;
         attr = attr->next) {
        if (++attrs > m->limits->attributes)
            refuse_limit(m, "attributes", n);
        add_attribute(m, attr, n);
    }
}

static void add_text(struct importer *m, const xmlNode *n)
{
    struct einv_text text = z(n->content);

    if (text.len > m->limits->binary)
        refuse_limit(m, "text", n);
    else
        einv__build_text(&m->b, text);
}

static void visit(struct importer *m, const xmlNode *n)
{
    switch (n->type) {
    case XML_ELEMENT_NODE:
        start(m, n);
        break;
    case XML_TEXT_NODE:
    case XML_CDATA_SECTION_NODE:
        add_text(m, n);
        break;
    case XML_COMMENT_NODE:
        einv__build_extra(&m->b, EINV_EXTRA_COMMENT, EINV_NO_TEXT,
                          z(n->content));
        break;
    case XML_PI_NODE:
        einv__build_extra(&m->b, EINV_EXTRA_PI, z(n->name), z(n->content));
        break;
    case XML_DTD_NODE:
        refuse(m, EINV_EMALFORMED, "XML_DTD", "detail", "", NULL);
        break;
    default:
        refuse(m, EINV_EMALFORMED, "XML_MALFORMED", "detail",
               "a node that no document without a DTD has", n);
    }
}

static void walk(struct importer *m, const xmlNode *n)
{
    const xmlNode *up;

    while (n != NULL && m->status == EINV_OK && !m->b.failed) {
        visit(m, n);
        if (m->status != EINV_OK || m->b.failed)
            return;
        if (n->type == XML_ELEMENT_NODE && n->children != NULL) {
            n = n->children;
            continue;
        }
        for (;;) {
            if (n->type == XML_ELEMENT_NODE) {
                einv__build_end(&m->b);
                m->depth--;
            }
            if (n->next != NULL)
                break;
            up = n->parent;
            if (up == NULL || up->type != XML_ELEMENT_NODE)
                return;
            n = up;
        }
        n = n->next;
    }
}

einv_status einv__xml_import(struct einv_tree *t, const einv_allocator *a,
                             const struct _xmlDoc *doc,
                             const struct einv_read_xml_options *options,
                             struct einv_report *report)
{
    struct einv_limits limits;
    struct importer m;

    memset(&m, 0, sizeof(m));
    einv__tree_init(t, a);
    if (!einv__libxml_is_there())
        return EINV_EUNSUPPORTED;
    einv__limits_default(&limits);
    m.t = t;
    m.report = report;
    m.limits = options != NULL && options->limits != NULL ? options->limits
                                                          : &limits;
    einv__build_init(&m.b, t);
    t->owned = einv__alloc(t->alloc, 1, sizeof(*t->owned));
    if (t->owned != NULL) {
        memset(t->owned, 0, sizeof(*t->owned));
        t->owned->lines = true;
        walk(&m, doc->children);
    }
    if (t->owned == NULL || m.b.failed)
        m.status = EINV_ENOMEM;
    else if (t->n_elems == 0)
        refuse(&m, EINV_EMALFORMED, "XML_MALFORMED", "detail",
               "no root element", NULL);
    t->encoding = EINV_TEXT("UTF-8");
    if (m.status != EINV_OK)
        einv__tree_free(t);
    return m.status;
}
