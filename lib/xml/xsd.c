/* xsd.c: see xsd.h.
 *
 * What this file knows: how a schema is handed to libxml2 so that it opens
 * nothing but the files of the set, and which of its complaints is wrong.
 *
 * libxml2 opens what a schema imports by itself.  It opens one file a
 * namespace, the first that is named: so what the set has for a namespace
 * that some schema takes from elsewhere (an http location, say) is imported
 * first, in the main schema, and the other location is never followed.
 */
#include "xsd.h"

#include <stdio.h>
#include <string.h>

#include "rows.h"
#include "write.h"
#include "xsd_files.h"

struct einv_xsd {
    struct xsd_files files;
};

/* The caller of the library, while libxml2 talks. */
struct talk {
    struct einv_report *report;
    const struct einv_tree *tree;   /* NULL: compiling */
    const char *path;
    size_t errors;
};

#if LIBXML_VERSION >= 21200
typedef const xmlError complaint;
#else
typedef xmlError complaint;
#endif

/* libxml2 reads integers of at most 24 digits; serial numbers of
 * certificates have up to 49 (RFC 5280, 4.1.2.2: 20 octets). */
enum { DIGITS = 24 };

static void say(struct einv_report *report, enum einv_severity severity,
                const char *rule, const char *found, const char *expected,
                const char *detail)
{
    struct einv_position none = { 0, 0, 0 };

    einv__diag(report, severity, "xsd", rule, none, "found", found,
               "expected", expected, "detail", detail, NULL);
}

/* --- compiling ------------------------------------------------------------ */

static void message_of(complaint *e, char *out, size_t size)
{
    size_t len;

    (void)snprintf(out, size, "%s", e->message != NULL ? e->message : "");
    len = strlen(out);
    while (len > 0 && einv__is_space(out[len - 1]))
        out[--len] = '\0';
}

static void on_schema(void *user, complaint *e)
{
    struct talk *t = user;
    char text[600], detail[1200];

    if (e->level < XML_ERR_ERROR)
        return;
    message_of(e, text, sizeof(text));
    (void)snprintf(detail, sizeof(detail), "%s:%d: %s",
                   e->file != NULL ? e->file : t->path, e->line, text);
    if (t->errors++ == 0)
        say(t->report, EINV_SEV_ERROR, "EINV-XSD-0004", t->path, "", detail);
}

/* Puts an import in front of everything else. */
static bool import_first(xmlNode *root, const struct xsd_file *f)
{
    xmlNode *n = xmlNewDocNode(root->doc, root->ns,
                               (const xmlChar *)"import", NULL);

    if (n == NULL)
        return false;
    if ((f->ns.len > 0 &&
         xmlNewProp(n, (const xmlChar *)"namespace",
                    (const xmlChar *)f->ns.ptr) == NULL) ||
        xmlNewProp(n, (const xmlChar *)"schemaLocation",
                   (const xmlChar *)f->path) == NULL) {
        xmlFreeNode(n);
        return false;
    }
    if (root->children != NULL)
        return xmlAddPrevSibling(root->children, n) != NULL;
    return xmlAddChild(root, n) != NULL;
}

/* Imports of the main schema itself whose location is no file of the set. */
static void mend_imports(struct einv_xsd *set, const struct xsd_file *main,
                         xmlNode *root)
{
    xmlNode *n;

    for (n = root->children; n != NULL; n = n->next) {
        xmlChar *said;
        const char *path;

        if (n->type != XML_ELEMENT_NODE || n->ns == NULL ||
            strcmp((const char *)n->ns->href, XSD_NS) != 0 ||
            strcmp((const char *)n->name, "import") != 0)
            continue;
        said = xmlGetNoNsProp(n, (const xmlChar *)"schemaLocation");
        if (said == NULL)
            continue;
        path = einv__xsd_resolve(&set->files, main->path,
                                 einv__text_of((const char *)said));
        if (path == NULL || einv__xsd_file_at(&set->files, path) == NULL)
            (void)xmlUnsetProp(n, (const xmlChar *)"schemaLocation");
        xmlFree(said);
    }
}

/* Walks what a file reaches.  Adds to the main schema's document the imports
 * that must come first; false: something is no file of the set. */
static bool vet(struct einv_xsd *set, struct xsd_file *f, xmlNode *root,
                struct einv_report *report)
{
    struct xsd_ref *ref;

    if (f->seen)
        return true;
    f->seen = true;
    if (f->bad != NULL) {
        say(report, EINV_SEV_ERROR, "EINV-XSD-0004", f->path, "", f->bad);
        return false;
    }
    for (ref = f->refs; ref != NULL; ref = ref->next) {
        struct xsd_file *to = einv__xsd_file_of(&set->files, ref);
        bool first = ref->path == NULL || to == NULL ||
            strcmp(to->path, ref->path) != 0;

        if (to == NULL && ref->import && ref->said.ptr == NULL)
            continue;           /* only says that the namespace is used */
        if (to == NULL) {
            say(report, EINV_SEV_ERROR, "EINV-XSD-0005", f->path,
                ref->said.ptr, "");
            return false;
        }
        if (first && !to->seen && !import_first(root, to))
            return false;
        if (!vet(set, to, root, report))
            return false;
    }
    return true;
}

static xmlSchema *parse_schema(xmlDoc *doc, struct talk *t)
{
    xmlSchemaParserCtxt *ctxt = xmlSchemaNewDocParserCtxt(doc);
    xmlSchema *schema;

    if (ctxt == NULL)
        return NULL;
    xmlSchemaSetParserStructuredErrors(ctxt, (xmlStructuredErrorFunc)
                                       on_schema, t);
    schema = xmlSchemaParse(ctxt);
    xmlSchemaFreeParserCtxt(ctxt);
    return schema;
}

static void compile(struct einv_xsd *set, struct xsd_file *main,
                    struct einv_report *report)
{
    struct talk t = { report, NULL, main->path, 0 };
    struct xsd_file *f;
    xmlNode *root;
    xmlDoc *doc;

    main->tried = true;
    doc = einv__xsd_file_parse(&set->files, main->path, XML_PARSE_NOENT);
    root = doc != NULL ? xmlDocGetRootElement(doc) : NULL;
    if (root == NULL) {
        xmlFreeDoc(doc);
        return;
    }
    for (f = set->files.first; f != NULL; f = f->next)
        f->seen = false;
    if (vet(set, main, root, report)) {
        mend_imports(set, main, root);
        main->schema = parse_schema(doc, &t);
    }
    xmlFreeDoc(doc);
}

/* --- which schema --------------------------------------------------------- */

static bool declares(const struct xsd_file *f, const struct einv_qname *name)
{
    const struct xsd_name *e;

    if (f->bad != NULL || !einv__text_eq(f->ns, name->ns))
        return false;
    for (e = f->elements; e != NULL; e = e->next)
        if (einv__text_eq(e->name, name->local))
            return true;
    return false;
}

/* One file: it, whatever it declares.  A folder: the one that declares the
 * root; a folder of several profiles has several, and any of them would be a
 * guess. */
static struct xsd_file *choose(struct einv_xsd *set,
                               const struct einv_qname *name,
                               struct einv_report *report)
{
    struct xsd_file *f, *found = NULL;
    char wanted[500];

    if (!set->files.folder)
        return set->files.first;
    (void)snprintf(wanted, sizeof(wanted), "{%.*s}%.*s", (int)name->ns.len,
                   name->ns.ptr != NULL ? name->ns.ptr : "",
                   (int)name->local.len, name->local.ptr);
    for (f = set->files.first; f != NULL; f = f->next) {
        if (!declares(f, name))
            continue;
        if (found != NULL) {
            say(report, EINV_SEV_ERROR, "EINV-XSD-0007", wanted, found->path,
                f->path);
            return NULL;
        }
        found = f;
    }
    if (found == NULL)
        say(report, EINV_SEV_ERROR, "EINV-XSD-0003", wanted, "", "");
    return found;
}

/* --- validating ----------------------------------------------------------- */

/* Is it an integer, only longer than libxml2 reads? */
static bool is_long_integer(const xmlNode *n, complaint *e)
{
    xmlChar *content;
    struct einv_text text;
    size_t i = 0, digits;

    if (e->code != XML_SCHEMAV_CVC_DATATYPE_VALID_1_2_1 || n == NULL ||
        n->type != XML_ELEMENT_NODE || e->message == NULL ||
        strstr(e->message, "'xs:integer'") == NULL)
        return false;
    content = xmlNodeGetContent(n);
    if (content == NULL)
        return false;
    text = einv__text_trim(einv__text_of((const char *)content));
    if (text.len > 0 && (text.ptr[0] == '-' || text.ptr[0] == '+'))
        i = 1;
    for (digits = 0; i < text.len && text.ptr[i] >= '0' &&
         text.ptr[i] <= '9'; i++)
        digits++;
    xmlFree(content);
    return i == text.len && digits > DIGITS;
}

/* The row of our tree behind a node of libxml2's (see number_nodes). */
static einv_node row_of(const struct talk *t, const xmlNode *n)
{
    size_t row;

    while (n != NULL && n->type != XML_ELEMENT_NODE)
        n = n->parent;
    if (n == NULL)
        return EINV_NO_NODE;
    row = (size_t)(uintptr_t)n->_private;
    return row < t->tree->n_elems ? (einv_node)row : EINV_NO_NODE;
}

static void on_document(void *user, complaint *e)
{
    struct talk *t = user;
    const xmlNode *n = e->node;
    struct einv_position pos = { 0, 0, 0 };
    einv_node row = row_of(t, n);
    bool longer = is_long_integer(n, e);
    struct einv_buf path;
    char text[1000];

    if (e->level < XML_ERR_ERROR)
        return;
    message_of(e, text, sizeof(text));
    einv__buf_init(&path, t->tree->alloc);
    if (row != EINV_NO_NODE) {
        pos = einv__tree_position(t->tree, row);
        einv__tree_xpath(t->tree, row, &path);
    }
    einv__diag(t->report, longer ? EINV_SEV_INFORMATION : EINV_SEV_ERROR,
               "xsd", longer ? "EINV-XSD-0002" : "EINV-XSD-0001", pos,
               "xpath", path.len > 0 ? path.data : "", "detail", text, NULL);
    einv__buf_free(&path);
    t->errors += !longer;
}

/* Writes into each element the row that it has in our tree: both are in
 * document order. */
static void number_nodes(xmlDoc *doc)
{
    xmlNode *n = xmlDocGetRootElement(doc);
    uintptr_t row = 0;

    while (n != NULL) {
        if (n->type == XML_ELEMENT_NODE)
            n->_private = (void *)row++;
        if (n->type == XML_ELEMENT_NODE && n->children != NULL) {
            n = n->children;
            continue;
        }
        while (n != NULL && n->next == NULL)
            n = n->parent != (xmlNode *)doc ? n->parent : NULL;
        if (n != NULL)
            n = n->next;
    }
}

/* The document as it was given; a tree that was built is written first. */
static xmlDoc *document_of(const struct einv_tree *tree)
{
    static const struct einv_write_xml_options plain = {
        .no_declaration = true };
    struct einv_text text = einv__text(tree->source, tree->source_len);
    struct einv_buf buf;
    xmlParserCtxt *ctxt;
    xmlDoc *doc = NULL;

    einv__buf_init(&buf, tree->alloc);
    if (text.ptr == NULL) {
        if (einv__xml_write(tree, &plain, &buf) == EINV_OK)
            text = einv__buf_get(&buf);
    }
    ctxt = text.len > 0 && text.len < INT32_MAX ? xmlNewParserCtxt() : NULL;
    if (ctxt != NULL) {
        doc = xmlCtxtReadMemory(ctxt, text.ptr, (int)text.len, NULL, "UTF-8",
                                XML_PARSE_NONET | XML_PARSE_NOERROR |
                                XML_PARSE_NOWARNING | XML_PARSE_HUGE |
                                XML_PARSE_COMPACT);
        xmlFreeParserCtxt(ctxt);
    }
    einv__buf_free(&buf);
    return doc;
}

static einv_status run(xmlSchema *schema, const struct einv_tree *tree,
                       struct einv_report *report)
{
    struct talk t = { report, tree, "", 0 };
    xmlSchemaValidCtxt *ctxt;
    xmlDoc *doc = document_of(tree);
    int result;

    if (doc == NULL)
        return EINV_ENOMEM;
    number_nodes(doc);
    ctxt = xmlSchemaNewValidCtxt(schema);
    if (ctxt == NULL) {
        xmlFreeDoc(doc);
        return EINV_ENOMEM;
    }
    xmlSchemaSetValidStructuredErrors(ctxt, (xmlStructuredErrorFunc)
                                      on_document, &t);
    result = xmlSchemaValidateDoc(ctxt, doc);
    xmlSchemaFreeValidCtxt(ctxt);
    xmlFreeDoc(doc);
    if (result < 0)
        return EINV_EINTERNAL;
    return t.errors > 0 ? EINV_EREJECTED : EINV_OK;
}

einv_status einv__xsd_validate(struct einv_xsd *set,
                               const struct einv_tree *tree,
                               struct einv_report *report)
{
    einv_node root = einv__tree_root(tree);
    struct xsd_file *f;

    if (root == EINV_NO_NODE || tree->json) {
        say(report, EINV_SEV_ERROR, "EINV-XSD-0003", "JSON", "", "");
        return EINV_EUNKNOWN;
    }
    f = choose(set, einv__tree_qname(tree, root), report);
    if (f == NULL)
        return EINV_EUNKNOWN;
    if (!f->tried)
        compile(set, f, report);
    else if (f->schema == NULL)
        say(report, EINV_SEV_ERROR, "EINV-XSD-0004", f->path, "", "");
    return f->schema != NULL ? run(f->schema, tree, report) : EINV_EUNKNOWN;
}

/* --- a set ---------------------------------------------------------------- */

einv_status einv__xsd_load(const einv_allocator *a, const char *path,
                           struct einv_report *report, struct einv_xsd **out)
{
    struct einv_xsd *set = einv__alloc(a, 1, sizeof(*set));
    einv_status status;

    *out = NULL;
    if (set == NULL)
        return EINV_ENOMEM;
    if (!einv__libxml_is_there()) {
        say(report, EINV_SEV_ERROR, "EINV-XSD-0008", path, "", "");
        einv__free(a, set, sizeof(*set));
        return EINV_EUNSUPPORTED;
    }
    memset(set, 0, sizeof(*set));
    set->files.alloc = a;
    einv__arena_init(&set->files.arena, a);
    status = einv__xsd_files_read(&set->files, path);
    if (status == EINV_OK && set->files.n == 0)
        status = EINV_EABSENT;
    if (status != EINV_OK && status != EINV_ENOMEM)
        say(report, EINV_SEV_ERROR, "EINV-XSD-0006", path, "", "");
    if (status != EINV_OK)
        einv__xsd_free(set);
    else
        *out = set;
    return status;
}

void einv__xsd_free(struct einv_xsd *set)
{
    const einv_allocator *a;

    if (set == NULL)
        return;
    a = set->files.alloc;
    einv__xsd_files_free(&set->files);
    einv__free(a, set, sizeof(*set));
}
