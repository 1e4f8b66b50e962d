/* sax.c: rows from libxml2's SAX2 callbacks.
 *
 * libxml2 builds no tree of its own, loads nothing and expands nothing: a
 * DOCTYPE ends the reading before its subset is looked at.  XML_PARSE_HUGE
 * switches its own guards off; ours stand here and in guard.c.
 *
 * Its dictionary gives equal names one address, so a small table by
 * addresses answers nearly every name without hashing it.
 */
#include "reader.h"

#include <libxml/parser.h>
#include <libxml/parserInternals.h>
#include <libxml/xmlerror.h>

#include "names.h"
#include "rows.h"

#define CACHE 512
#define MAX_DEPTH 256           /* the hard cap of limits.def */

struct cached {
    const xmlChar *local, *prefix, *uri;
    uint32_t qname;
};

struct reader {
    struct einv_tree *t;
    const struct einv_limits *limits;
    const struct einv_read_xml_options *options;
    xmlParserCtxtPtr parser;
    const char *text;
    size_t len;
    einv_node open;
    size_t run;                 /* where the current text node began */
    size_t most_text;           /* its limit */
    uint32_t depth;
    uint32_t n_ns;              /* declarations in scope */
    struct einv_xml_error *error;
    uint32_t ns_at[MAX_DEPTH + 1];
    struct cached cache[CACHE];
};

/* --- ending -------------------------------------------------------------- */

static size_t here(const struct reader *r)
{
    const char *cur = (const char *)r->parser->input->cur;

    return cur >= r->text && cur <= r->text + r->len
               ? (size_t)(cur - r->text)
               : r->len;
}

static bool stop(struct reader *r, einv_status status, const char *rule,
                 size_t offset)
{
    if (r->error->status == EINV_OK) {
        r->error->status = status;
        r->error->rule = rule;
        r->error->offset = offset;
        xmlStopParser(r->parser);
    }
    return false;
}

static bool stop_limit(struct reader *r, const char *limit, uint64_t allowed,
                       size_t offset)
{
    if (r->error->status == EINV_OK) {
        r->error->limit = limit;
        r->error->allowed = allowed;
    }
    return stop(r, EINV_ELIMIT, "XML_LIMIT", offset);
}

static bool stop_nomem(struct reader *r)
{
    return stop(r, EINV_ENOMEM, NULL, 0);
}

/* The '<' of the tag that the parser has just read: attribute values hold
 * none. */
static size_t tag_start(const struct reader *r)
{
    const char *p = r->text + here(r);

    while (p > r->text && *p != '<')
        p--;
    return (size_t)(p - r->text);
}

/* --- names --------------------------------------------------------------- */

static struct einv_text z(const xmlChar *s)
{
    return einv__text_of((const char *)s);
}

static uint32_t qname_of(struct reader *r, const xmlChar *local,
                         const xmlChar *prefix, const xmlChar *uri)
{
    uintptr_t h = (uintptr_t)local ^ ((uintptr_t)prefix << 3) ^
                  ((uintptr_t)uri >> 5);
    struct cached *c = &r->cache[(h ^ (h >> 9) ^ (h >> 17)) % CACHE];
    uint32_t q;

    if (c->local == local && c->prefix == prefix && c->uri == uri)
        return c->qname;
    q = einv__names_qname(r->t, z(prefix), z(uri), z(local));
    if (q == UINT32_MAX) {
        stop_nomem(r);
        return q;
    }
    *c = (struct cached){ local, prefix, uri, q };
    return q;
}

/* --- elements ------------------------------------------------------------ */

/* Text that stands beside elements: is it more than indentation? */
static void note_mixed(struct reader *r)
{
    if (!r->t->has_mixed &&
        !einv__is_blank(r->t->text + r->run, r->t->text_len - r->run))
        r->t->has_mixed = true;
}

static bool add_ns(struct reader *r, int n, const xmlChar **pairs)
{
    struct einv_tree *t = r->t;
    int i;

    r->ns_at[r->depth] = r->n_ns;
    if (n == 0)
        return true;
    if ((uint64_t)r->n_ns + (unsigned)n > r->limits->namespaces)
        return stop_limit(r, "namespaces", r->limits->namespaces,
                          tag_start(r));
    if (!einv__grow(t->alloc, &t->ns, &t->cap_ns, t->n_ns + (size_t)n,
                    sizeof(*t->ns)))
        return stop_nomem(r);
    for (i = 0; i < n; i++) {
        struct einv_tree_ns *row = &t->ns[t->n_ns];

        if (!einv__names_text(t, z(pairs[2 * i]), &row->prefix) ||
            !einv__names_text(t, z(pairs[2 * i + 1]), &row->uri))
            return stop_nomem(r);
        row->elem = (einv_node)(t->n_elems - 1);
        t->n_ns++;
    }
    r->n_ns += (uint32_t)n;
    return true;
}

static bool add_attrs(struct reader *r, int n, const xmlChar **five)
{
    struct einv_tree *t = r->t;
    int i;

    if (n == 0)
        return true;
    if ((unsigned)n > r->limits->attributes)
        return stop_limit(r, "attributes", r->limits->attributes,
                          tag_start(r));
    if (!einv__grow(t->alloc, &t->attrs, &t->cap_attrs, t->n_attrs + (size_t)n,
                    sizeof(*t->attrs)))
        return stop_nomem(r);
    for (i = 0; i < n; i++, five += 5) {
        struct einv_tree_attr *row = &t->attrs[t->n_attrs];
        size_t len = (size_t)(five[4] - five[3]);

        if (len > r->limits->attribute)
            return stop_limit(r, "attribute", r->limits->attribute,
                              tag_start(r));
        row->qname = qname_of(r, five[0], five[1], five[2]);
        if (row->qname == UINT32_MAX)
            return false;
        if (!einv__grow(t->alloc, &t->attr_text, &t->cap_attr_text,
                        t->attr_text_len + len, 1))
            return stop_nomem(r);
        row->value_off = (uint32_t)t->attr_text_len;
        row->value_len = (uint32_t)len;
        if (len > 0)
            memcpy(t->attr_text + t->attr_text_len, five[3], len);
        t->attr_text_len += len;
        t->n_attrs++;
    }
    return true;
}

static void on_start(void *user, const xmlChar *local, const xmlChar *prefix,
                     const xmlChar *uri, int n_ns, const xmlChar **ns,
                     int n_attrs, int n_defaulted, const xmlChar **attrs)
{
    struct reader *r = user;
    struct einv_tree *t = r->t;
    struct einv_tree_elem *row;
    uint32_t qname;

    (void)n_defaulted;
    if (r->error->status != EINV_OK)
        return;
    if (t->n_elems >= r->limits->elements) {
        stop_limit(r, "elements", r->limits->elements, tag_start(r));
        return;
    }
    if (r->depth >= r->limits->depth || r->depth >= MAX_DEPTH) {
        stop_limit(r, "depth", r->limits->depth, tag_start(r));
        return;
    }
    qname = qname_of(r, local, prefix, uri);
    if (qname == UINT32_MAX)
        return;
    if (t->n_elems + 2 > t->cap_elems &&
        !einv__grow(t->alloc, &t->elems, &t->cap_elems, t->n_elems + 2,
                    sizeof(*t->elems))) {
        stop_nomem(r);
        return;
    }
    if (r->open != EINV_NO_NODE)
        note_mixed(r);
    row = &t->elems[t->n_elems];
    row->qname = qname;
    row->parent = r->open;
    row->first_attr = (uint32_t)t->n_attrs;
    row->text_off = (uint32_t)t->text_len;
    row->tag_off = (uint32_t)tag_start(r);
    r->open = (einv_node)t->n_elems++;
    r->run = t->text_len;
    r->most_text = r->limits->text;
    if (add_ns(r, n_ns, ns) && add_attrs(r, n_attrs, attrs))
        r->depth++;
}

static void on_end(void *user, const xmlChar *local, const xmlChar *prefix,
                   const xmlChar *uri)
{
    struct reader *r = user;
    struct einv_tree *t = r->t;
    struct einv_tree_elem *row;

    (void)local;
    (void)prefix;
    (void)uri;
    if (r->error->status != EINV_OK)
        return;
    row = &t->elems[r->open];
    row->end = (einv_node)(t->n_elems - 1);
    row->text_end = (uint32_t)t->text_len;
    if (row->end != r->open)
        note_mixed(r);
    r->open = row->parent;
    r->n_ns = r->ns_at[--r->depth];
    r->run = t->text_len;
    r->most_text = r->limits->text;
}

/* --- text ---------------------------------------------------------------- */

/* The text is longer than most: is it an attachment? */
static bool may_be_long(struct reader *r, size_t len)
{
    const struct einv_qname *q = einv__tree_qname(r->t, r->open);

    if (r->most_text < r->limits->binary && r->options->binary != NULL &&
        r->options->binary(r->options->user, q->ns, q->local))
        r->most_text = r->limits->binary;
    return len <= r->most_text ||
           stop_limit(r, r->most_text == r->limits->text ? "text" : "binary",
                      r->most_text, r->t->elems[r->open].tag_off);
}

static void on_text(void *user, const xmlChar *bytes, int n)
{
    struct reader *r = user;
    struct einv_tree *t = r->t;
    size_t len = (size_t)n;

    if (r->error->status != EINV_OK || r->open == EINV_NO_NODE)
        return;
    if (t->text_len + len - r->run > r->most_text &&
        !may_be_long(r, t->text_len + len - r->run))
        return;
    if (len > t->cap_text - t->text_len &&
        !einv__grow(t->alloc, &t->text, &t->cap_text, t->text_len + len, 1)) {
        stop_nomem(r);
        return;
    }
    memcpy(t->text + t->text_len, bytes, len);
    t->text_len += len;
}

static void add_extra(struct reader *r, enum einv_extra_kind kind,
                      struct einv_text target, struct einv_text data)
{
    struct einv_tree *t = r->t;
    struct einv_tree_extra *x;
    char *copies[2];

    if (r->error->status != EINV_OK)
        return;
    if (data.len > r->limits->text) {
        stop_limit(r, "text", r->limits->text, here(r));
        return;
    }
    copies[0] = einv__arena_dup(&t->arena, target);
    copies[1] = einv__arena_dup(&t->arena, data);
    if (copies[0] == NULL || copies[1] == NULL ||
        !einv__grow(t->alloc, &t->extras, &t->cap_extras, t->n_extras + 1,
                    sizeof(*t->extras))) {
        stop_nomem(r);
        return;
    }
    x = &t->extras[t->n_extras++];
    x->kind = kind;
    x->target = einv__text(copies[0], target.len);
    x->data = einv__text(copies[1], data.len);
    x->parent = r->open;
    x->before = (einv_node)t->n_elems;
    x->text_off = (uint32_t)t->text_len;
}

static void on_comment(void *user, const xmlChar *data)
{
    add_extra(user, EINV_EXTRA_COMMENT, EINV_NO_TEXT, z(data));
}

static void on_pi(void *user, const xmlChar *target, const xmlChar *data)
{
    add_extra(user, EINV_EXTRA_PI, z(target), z(data));
}

/* --- what ends the reading ----------------------------------------------- */

/* Called after the name and the external id, before the internal subset. */
static void on_doctype(void *user, const xmlChar *name,
                       const xmlChar *public_id, const xmlChar *system_id)
{
    struct reader *r = user;
    size_t at = here(r);

    (void)name;
    (void)public_id;
    (void)system_id;
    while (at > 0 && !(r->len - at >= 9 &&
                       memcmp(r->text + at, "<!DOCTYPE", 9) == 0))
        at--;
    stop(r, EINV_EMALFORMED, "XML_DTD", at);
}

static xmlEntityPtr on_entity(void *user, const xmlChar *name)
{
    (void)user;
    (void)name;
    return NULL;                /* the five predefined never come here */
}

static void keep_detail(struct einv_xml_error *e, const char *message)
{
    size_t i;

    for (i = 0; i + 1 < sizeof(e->detail) && message[i] != '\0' &&
                message[i] != '\n';
         i++)
        e->detail[i] = message[i];
    e->detail[i] = '\0';
    /* A cut inside a character would not be UTF-8. */
    while (i > 0 && !einv__utf8_valid(einv__text(e->detail, i)))
        e->detail[--i] = '\0';
}

static void on_error(void *user, xmlErrorPtr error)
{
    struct reader *r = user;

    if (r->error->status != EINV_OK || error == NULL ||
        error->level < XML_ERR_ERROR)
        return;
    /* Odd namespace names are no fault of the document's form. */
    if (error->code == XML_WAR_NS_URI || error->code == XML_WAR_NS_URI_RELATIVE)
        return;
    if (error->code == XML_ERR_NO_MEMORY) {
        stop_nomem(r);
        return;
    }
    if (error->message != NULL)
        keep_detail(r->error, error->message);
    stop(r, EINV_EMALFORMED, "XML_MALFORMED", here(r));
}

/* --- running ------------------------------------------------------------- */

static void set_handlers(xmlSAXHandler *sax)
{
    memset(sax, 0, sizeof(*sax));
    sax->initialized = XML_SAX2_MAGIC;
    sax->startElementNs = on_start;
    sax->endElementNs = on_end;
    sax->characters = on_text;
    sax->ignorableWhitespace = on_text;
    sax->cdataBlock = on_text;
    sax->comment = on_comment;
    sax->processingInstruction = on_pi;
    sax->internalSubset = on_doctype;
    sax->getEntity = on_entity;
    sax->serror = on_error;
}

static xmlParserCtxtPtr open_parser(struct reader *r)
{
    xmlParserCtxtPtr p = xmlNewParserCtxt();
    xmlParserInputPtr input;

    if (p == NULL)
        return NULL;
    set_handlers(p->sax);
    p->userData = r;
    /* NOENT: without it an &amp; in an attribute comes as "&#38;".  There are
     * no other entities: no DOCTYPE, and on_entity() knows none. */
    xmlCtxtUseOptions(p, XML_PARSE_NOENT | XML_PARSE_NONET | XML_PARSE_HUGE |
                             XML_PARSE_IGNORE_ENC);
    input = xmlNewInputStream(p);
    if (input == NULL) {
        xmlFreeParserCtxt(p);
        return NULL;
    }
    /* No buffer behind it: libxml2 neither copies nor shifts the text, and
     * its NUL is the end. */
    input->base = input->cur = (const xmlChar *)r->text;
    input->end = input->base + r->len;
    input->length = (int)r->len;
    inputPush(p, input);
    return p;
}

/* Sizes that ordinary invoices need, so that few rows are moved. */
static bool reserve(struct einv_tree *t, size_t len)
{
    return einv__grow(t->alloc, &t->elems, &t->cap_elems, len / 48 + 16,
                      sizeof(*t->elems)) &&
           einv__grow(t->alloc, &t->attrs, &t->cap_attrs, len / 160 + 16,
                      sizeof(*t->attrs)) &&
           einv__grow(t->alloc, &t->text, &t->cap_text, len / 3 + 64, 1) &&
           einv__grow(t->alloc, &t->attr_text, &t->cap_attr_text,
                      len / 160 + 64, 1);
}

static void run(struct reader *r)
{
    xmlParseDocument(r->parser);
    if (r->error->status != EINV_OK)
        return;
    if (r->parser->errNo == XML_ERR_NO_MEMORY) {
        r->error->status = EINV_ENOMEM;
    } else if (r->parser->wellFormed == 0 || r->t->n_elems == 0 ||
               r->open != EINV_NO_NODE) {
        r->error->status = EINV_EMALFORMED;
        r->error->rule = "XML_MALFORMED";
        r->error->offset = here(r);
    }
}

einv_status einv__sax_read(struct einv_tree *t, const char *text, size_t len,
                           const struct einv_limits *limits,
                           const struct einv_read_xml_options *options,
                           struct einv_xml_error *error)
{
    struct reader *r;

    if (!reserve(t, len))
        return error->status = EINV_ENOMEM;
    r = einv__alloc(t->alloc, 1, sizeof(*r));
    if (r == NULL)
        return error->status = EINV_ENOMEM;
    memset(r, 0, sizeof(*r));
    r->t = t;
    r->limits = limits;
    r->options = options;
    r->text = text;
    r->len = len;
    r->open = EINV_NO_NODE;
    r->most_text = limits->text;
    r->error = error;
    r->parser = open_parser(r);
    if (r->parser == NULL) {
        error->status = EINV_ENOMEM;
    } else {
        run(r);
        xmlFreeParserCtxt(r->parser);
    }
    if (t->elems != NULL) {
        memset(&t->elems[t->n_elems], 0, sizeof(*t->elems));
        t->elems[t->n_elems].first_attr = (uint32_t)t->n_attrs;
    }
    einv__free(t->alloc, r, sizeof(*r));
    return error->status;
}
