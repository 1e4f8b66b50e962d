/* document.c: what the bytes are, and the tree or value in them. */
#include "unpack.h"

static const char none[] = "";

static bool is_space_byte(char c)
{
    return einv__is_space(c);
}

/* Can this be XML?  A '<' first, in any of the encodings that XML 1.0
 * appendix F tells apart, or EBCDIC's: the XML reader names the rest. */
static bool looks_xml(struct einv_text bytes)
{
    static const char bom8[] = "\xef\xbb\xbf";
    size_t i = 0;

    if (bytes.len >= 3 && memcmp(bytes.ptr, bom8, 3) == 0)
        i = 3;
    while (i < bytes.len && is_space_byte(bytes.ptr[i]))
        i++;
    if (i == bytes.len)
        return true;            /* nothing: the XML reader says so */
    return bytes.ptr[i] == '<' ||
           (i == 0 && bytes.len >= 2 &&
            (memcmp(bytes.ptr, "\xff\xfe", 2) == 0 ||
             memcmp(bytes.ptr, "\xfe\xff", 2) == 0 ||
             memcmp(bytes.ptr, "\0<", 2) == 0 ||
             memcmp(bytes.ptr, "\0\0", 2) == 0 ||
             memcmp(bytes.ptr, "\x4c\x6f", 2) == 0));
}

static bool looks_json(struct einv_text bytes)
{
    static const char bom8[] = "\xef\xbb\xbf";

    if (bytes.len >= 3 && memcmp(bytes.ptr, bom8, 3) == 0)
        bytes = einv__text(bytes.ptr + 3, bytes.len - 3);
    bytes = einv__text_trim(bytes);
    return bytes.len > 0 && bytes.ptr[0] == '{';
}

static bool keep(struct einv_document *doc, struct einv_text text,
                 const char **out)
{
    if (text.len == 0)
        return true;
    *out = einv__arena_dup(&doc->arena, text);
    return *out != NULL;
}

/* The catalogue's format with the detected id and version. */
static const struct einv_format *
format_of(struct einv_engine *e, const struct einv_detection *d)
{
    const struct einv_catalogue *c = einv__engine_catalogue(e);

    for (size_t i = 0; i < c->n; i++)
        if (einv__text_is(d->format, c->formats[i]->id) &&
            einv__text_is(d->version, c->formats[i]->version))
            return c->formats[i];
    return NULL;
}

static einv_status take_detection(struct einv_document *doc,
                                  const struct einv_detection *d)
{
    doc->verdict = d->verdict;
    if (!keep(doc, d->format, &doc->format_id) ||
        !keep(doc, d->version, &doc->version) ||
        !keep(doc, d->profile, &doc->profile) ||
        !keep(doc, d->name, &doc->name))
        return EINV_ENOMEM;
    if (d->verdict == EINV_SUPPORTED)
        doc->format = format_of(doc->engine, d);
    return EINV_OK;
}

/* --- XML ----------------------------------------------------------------- */

/* Asked only about a text that passes the limit of ordinary ones, so that
 * bindings are compiled for it only then. */
static bool is_binary(void *user, struct einv_text ns, struct einv_text local)
{
    struct einv_engine *e = user;
    const struct einv_catalogue *c = einv__engine_catalogue(e);

    for (size_t i = 0; i < c->n; i++) {
        const struct format_body *body;

        if (einv__format_body(c->formats[i], NULL, &body) == EINV_OK &&
            einv__bind_is_binary(body->binding, ns, local))
            return true;
    }
    return false;
}

static einv_status read_xml(struct einv_document *doc, struct einv_text bytes,
                            unsigned flags, struct einv_report *report)
{
    struct einv_read_xml_options options;

    memset(&options, 0, sizeof(options));
    options.limits = &doc->engine->limits;
    options.lend = (flags & DOCUMENT_LEND) != 0;
    options.binary = is_binary;
    options.user = doc->engine;
    doc->container = "xml";
    return einv__xml_read(&doc->tree, &doc->engine->alloc, bytes, &options,
                          report);
}

static einv_status name_xml(struct einv_document *doc,
                            struct einv_report *report)
{
    struct einv_detection d;
    einv_status status;

    einv__detect_tree(einv__engine_catalogue(doc->engine)->detector,
                      &doc->tree, &d, report);
    status = take_detection(doc, &d);
    if (status != EINV_OK)
        einv__tree_free(&doc->tree);
    return status;
}

static einv_status name_bytes(struct einv_document *doc,
                              const struct einv_detection *d)
{
    einv_status status = take_detection(doc, d);

    doc->container = doc->format_id;
    return status;
}

/* Not well-formed: a page of HTML is named as one. */
static einv_status parse_xml(struct einv_document *doc,
                             struct einv_text bytes, unsigned flags,
                             struct einv_report *report)
{
    struct einv_report own;
    struct einv_detection d;
    einv_status status;

    if (!einv__detect_bytes(bytes, &d)) {
        status = read_xml(doc, bytes, flags, report);
        return status == EINV_OK ? name_xml(doc, report) : status;
    }
    einv__report_init(&own, &doc->engine->alloc);
    status = read_xml(doc, bytes, flags, &own);
    einv__report_free(&own);
    if (status == EINV_OK)
        return name_xml(doc, report);
    return status == EINV_ENOMEM ? status : name_bytes(doc, &d);
}

/* --- JSON ---------------------------------------------------------------- */

static einv_status parse_json(struct einv_document *doc,
                              struct einv_text bytes,
                              struct einv_report *report)
{
    struct einv_json *root;
    einv_status status;
    char *copy = einv__arena_dup(&doc->arena, bytes);

    if (copy == NULL)
        return EINV_ENOMEM;
    doc->container = "json";
    doc->bytes = einv__text(copy, bytes.len);
    status = einv__json_read(&root, &doc->arena, doc->bytes,
                             &doc->engine->limits, report);
    if (status != EINV_OK)
        return status;
    doc->view = root->kind == EINV_JSON_OBJECT &&
                einv__json_get(root, "invoice") != NULL;
    doc->verdict = doc->view ? EINV_SUPPORTED : EINV_UNKNOWN;
    if (doc->view) {
        doc->format_id = "json";
        doc->name = "JSON view of the model";
    }
    return EINV_OK;
}

/* --- both ---------------------------------------------------------------- */

einv_status einv__document_name(struct einv_document *doc,
                                struct einv_text bytes)
{
    struct einv_detection d;

    return einv__detect_bytes(bytes, &d) ? name_bytes(doc, &d) : EINV_OK;
}

static einv_status sniff(struct einv_document *doc, struct einv_text bytes,
                         const struct parsing *p)
{
    struct einv_detection d;

    if (looks_xml(bytes))
        return parse_xml(doc, bytes, p->flags, p->report);
    if (looks_json(bytes))
        return parse_json(doc, bytes, p->report);
    if (!einv__detect_bytes(bytes, &d))
        return read_xml(doc, bytes, p->flags, p->report);
    if (einv__text_is(d.format, "pdf"))   /* something stands before it */
        return einv__unpack(doc, bytes, CONTAINER_PDF, p);
    return name_bytes(doc, &d);
}

/* The caller says what it is. */
static einv_status parse_as(struct einv_document *doc, struct einv_text bytes,
                            const struct parsing *p)
{
    const struct einv_format *f;
    einv_status status;

    if (einv__text_is(p->as, "json")) {
        status = parse_json(doc, bytes, p->report);
        if (status == EINV_OK) {
            doc->view = true;
            doc->verdict = EINV_SUPPORTED;
            doc->format_id = "json";
        }
        return status;
    }
    status = einv__engine_find(doc->engine, p->as, NULL, p->report, &f);
    if (status == EINV_OK)
        status = read_xml(doc, bytes, p->flags, p->report);
    if (status == EINV_OK)
        status = name_xml(doc, NULL);
    if (status != EINV_OK)
        return status;
    if (f != doc->format)
        doc->profile = none;
    doc->format = f;
    doc->verdict = EINV_SUPPORTED;
    doc->format_id = f->id;
    doc->version = f->version;
    doc->name = f->name;
    return EINV_OK;
}

static einv_status too_large(struct einv_report *report)
{
    struct einv_position nowhere = { 0, 0, 0 };

    einv__diag(report, EINV_SEV_FATAL, "xml", "XML_LIMIT", nowhere,
               "limit", "bytes", NULL);
    return EINV_ELIMIT;
}

einv_status einv__document_parse_bytes(struct einv_document *doc,
                                       struct einv_text bytes,
                                       const struct parsing *p)
{
    enum container container;

    if (bytes.len > doc->engine->limits.bytes)
        return too_large(p->report);
    container = einv__text_is(p->as, "pdf") ? CONTAINER_PDF
                                            : einv__container_of(bytes);
    if (container != CONTAINER_NONE)
        return einv__unpack(doc, bytes, container, p);
    return p->as.ptr != NULL ? parse_as(doc, bytes, p) : sniff(doc, bytes, p);
}

void einv__document_begin(struct einv_document *doc,
                          struct einv_engine *engine)
{
    memset(doc, 0, sizeof(*doc));
    doc->engine = engine;
    doc->container = "unknown";
    doc->entry = none;
    doc->format_id = doc->version = doc->profile = doc->name = none;
    einv__arena_init(&doc->arena, &engine->alloc);
    einv__tree_init(&doc->tree, &engine->alloc);
    einv__buf_init(&doc->unpacked, &engine->alloc);
}

einv_status einv__document_take(struct einv_document *doc,
                                struct einv_engine *engine,
                                struct einv_tree *tree,
                                struct einv_report *report)
{
    einv_status status;

    einv__document_begin(doc, engine);
    doc->container = "xml";
    doc->tree = *tree;
    memset(tree, 0, sizeof(*tree));
    status = name_xml(doc, report);
    if (status != EINV_OK)
        einv__document_free(doc);
    return status;
}

einv_status einv__document_parse(struct einv_document *doc,
                                 struct einv_engine *engine,
                                 struct einv_text bytes, struct einv_text as,
                                 unsigned flags, struct einv_report *report)
{
    const struct parsing p = { as, flags, 0, report };
    einv_status status;

    einv__document_begin(doc, engine);
    status = einv__document_parse_bytes(doc, bytes, &p);
    if (status != EINV_OK)
        einv__document_free(doc);
    return status;
}

void einv__document_free(struct einv_document *doc)
{
    einv__tree_free(&doc->tree);
    einv__buf_free(&doc->unpacked);
    einv__arena_free(&doc->arena);
}
