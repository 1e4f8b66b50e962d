/* unpack.c: which file of a container is the document.
 *
 * A person who packs an invoice means one file.  That is the one which is an
 * invoice; where more than one could be, nobody but the sender knows, and
 * guessing would be a way to show one invoice and book another.
 */
#include "unpack.h"

#include "../pack/gzip.h"
#include "../pack/zip.h"

/* Enough to see what a file is. */
enum { PEEK = 256 };

static bool starts(struct einv_text bytes, const char *what, size_t n)
{
    return bytes.len >= n && memcmp(bytes.ptr, what, n) == 0;
}

#define STARTS(bytes, literal) starts(bytes, literal, sizeof(literal) - 1)

/* A text or another kind of file is not looked at from behind. */
static bool ends_as_zip(struct einv_text bytes)
{
    size_t from = bytes.len - 22;

    return bytes.len >= 22 && memcmp(bytes.ptr + from, "PK\005\006", 4) == 0;
}

enum container einv__container_of(struct einv_text bytes)
{
    if (STARTS(bytes, "\037\213"))
        return CONTAINER_GZIP;
    if (STARTS(bytes, "PK\003\004") || STARTS(bytes, "PK\005\006") ||
        ends_as_zip(bytes))
        return CONTAINER_ZIP;
    return CONTAINER_NONE;
}

static void say(const struct parsing *p, const char *code,
                struct einv_text entry)
{
    struct einv_finding f = einv__finding(EINV_SEV_ERROR, "container", code,
                                          entry, EINV_NO_TEXT);

    einv__report_add(p->report, &f);
}

static einv_status too_deep(const struct parsing *p, struct einv_text entry)
{
    einv__zip_fault(p->report, "ZIP_NESTED", entry, 0);
    return EINV_ELIMIT;
}

/* What came out of the container is a document of its own. */
static einv_status parse_inside(struct einv_document *doc,
                                const struct parsing *p)
{
    struct parsing inside = *p;

    inside.flags |= DOCUMENT_LEND;
    inside.depth++;
    return einv__document_parse_bytes(doc, einv__buf_get(&doc->unpacked),
                                      &inside);
}

/* --- gzip ------------------------------------------------------------------ */

static einv_status unpack_gzip(struct einv_document *doc,
                               struct einv_text bytes,
                               const struct parsing *p)
{
    einv_status status = einv__gzip_read(&doc->engine->alloc, bytes,
                                         &doc->engine->limits, &doc->unpacked,
                                         p->report);

    if (status == EINV_OK)
        status = parse_inside(doc, p);
    doc->container = "gzip";
    return status;
}

/* --- an archive -------------------------------------------------------------- */

/* What a file of an archive may be, the likeliest document last. */
enum kind { KIND_OTHER, KIND_CONTAINER, KIND_JSON, KIND_XML, N_KINDS };

struct choosing {
    struct einv_document *doc;
    const struct einv_zip *zip;
    const struct parsing *p;
    struct einv_buf head;
    size_t n_of[N_KINDS];
    const struct einv_zip_entry *first_of[N_KINDS];
};

/* Files about the container: signatures and manifests (EN 319 162-1). */
static bool is_meta(struct einv_text name)
{
    return STARTS(name, "META-INF/");
}

static enum kind kind_of(struct einv_text head)
{
    if (einv__container_of(head) != CONTAINER_NONE)
        return KIND_CONTAINER;
    if (STARTS(head, "\xff\xfe") || STARTS(head, "\xfe\xff") ||
        STARTS(head, "<\0") || STARTS(head, "\0<"))
        return KIND_XML;
    if (STARTS(head, "\xef\xbb\xbf"))
        head = einv__text(head.ptr + 3, head.len - 3);
    head = einv__text_trim(head);
    if (STARTS(head, "<"))
        return KIND_XML;
    return STARTS(head, "{") ? KIND_JSON : KIND_OTHER;
}

static einv_status peek(struct choosing *c, const struct einv_zip_entry *e,
                        enum kind *kind)
{
    einv_status status;

    *kind = KIND_OTHER;
    if (e->folder || is_meta(e->name))
        return EINV_OK;
    c->head.len = 0;
    status = einv__zip_peek(c->zip, e, PEEK, &c->head);
    *kind = kind_of(einv__buf_get(&c->head));
    return status;
}

static einv_status count_kinds(struct choosing *c)
{
    einv_status status = EINV_OK;

    for (size_t i = 0; i < c->zip->n && status == EINV_OK; i++) {
        enum kind kind;

        status = peek(c, &c->zip->entries[i], &kind);
        if (c->n_of[kind]++ == 0)
            c->first_of[kind] = &c->zip->entries[i];
    }
    return status;
}

static einv_status take_entry(struct choosing *c,
                              const struct einv_zip_entry *e)
{
    einv_status status;

    c->doc->entry = einv__arena_dup(&c->doc->arena, e->name);
    if (c->doc->entry == NULL) {
        c->doc->entry = "";
        return EINV_ENOMEM;
    }
    status = einv__zip_read(c->zip, e, &c->doc->unpacked, c->p->report);
    return status == EINV_OK ? parse_inside(c->doc, c->p) : status;
}

/* How much of a document is this?  It is read on its own, and forgotten. */
static einv_status weigh(struct choosing *c, const struct einv_zip_entry *e,
                         enum einv_verdict *verdict)
{
    struct parsing quiet = *c->p;
    struct einv_document other;
    einv_status status;

    quiet.report = NULL;
    quiet.as = EINV_NO_TEXT;
    einv__document_begin(&other, c->doc->engine);
    status = einv__zip_read(c->zip, e, &other.unpacked, c->p->report);
    if (status == EINV_OK)
        status = parse_inside(&other, &quiet);
    *verdict = status == EINV_OK ? other.verdict : EINV_UNKNOWN;
    einv__document_free(&other);
    return status == EINV_ENOMEM ? status : EINV_OK;
}

/* Of several XML files the only one that einv reads, or else can name. */
static einv_status choose_xml(struct choosing *c)
{
    const struct einv_zip_entry *first[3] = { NULL };
    enum einv_verdict verdict;
    size_t n[3] = { 0 };

    for (size_t i = 0; i < c->zip->n; i++) {
        const struct einv_zip_entry *e = &c->zip->entries[i];
        enum kind kind;
        einv_status status = peek(c, e, &kind);

        if (status == EINV_OK && kind == KIND_XML)
            status = weigh(c, e, &verdict);
        if (status != EINV_OK)
            return status;
        if (kind == KIND_XML && n[verdict]++ == 0)
            first[verdict] = e;
    }
    verdict = n[EINV_SUPPORTED] > 0 ? EINV_SUPPORTED
            : n[EINV_RECOGNISED] > 0 ? EINV_RECOGNISED : EINV_UNKNOWN;
    if (verdict != EINV_UNKNOWN && n[verdict] == 1)
        return take_entry(c, first[verdict]);
    say(c->p, verdict == EINV_UNKNOWN ? "EINV-PACK-0001" : "EINV-PACK-0002",
        verdict == EINV_UNKNOWN ? EINV_NO_TEXT : first[verdict]->name);
    return EINV_OK;
}

static einv_status choose(struct choosing *c)
{
    enum kind kind = KIND_XML;
    einv_status status = count_kinds(c);

    if (status != EINV_OK)
        return status;
    while (kind > KIND_OTHER && c->n_of[kind] == 0)
        kind--;
    if (kind == KIND_OTHER) {
        say(c->p, "EINV-PACK-0001", EINV_NO_TEXT);
        return EINV_OK;
    }
    if (kind == KIND_CONTAINER &&
        c->p->depth + 1 >= c->doc->engine->limits.nesting)
        return too_deep(c->p, c->first_of[kind]->name);
    if (c->n_of[kind] == 1)
        return take_entry(c, c->first_of[kind]);
    if (kind == KIND_XML)
        return choose_xml(c);
    say(c->p, "EINV-PACK-0002", c->first_of[kind]->name);
    return EINV_OK;
}

static einv_status unpack_zip(struct einv_document *doc,
                              struct einv_text bytes,
                              const struct parsing *p)
{
    struct choosing c;
    struct einv_zip zip;
    einv_status status;

    status = einv__zip_open(&zip, &doc->engine->alloc, bytes,
                            &doc->engine->limits, p->report);
    if (status != EINV_OK)
        return status;
    memset(&c, 0, sizeof(c));
    c.doc = doc;
    c.zip = &zip;
    c.p = p;
    einv__buf_init(&c.head, &doc->engine->alloc);
    status = einv__document_name(doc, bytes);
    if (status == EINV_OK)
        status = einv__zip_check(&zip, p->report);
    if (status == EINV_OK) {
        const char *container = doc->container;

        einv__zip_mimetype(&zip, p->report);
        status = choose(&c);
        doc->container = container;
    }
    einv__buf_free(&c.head);
    einv__zip_free(&zip);
    return status;
}

einv_status einv__unpack(struct einv_document *doc, struct einv_text bytes,
                         enum container container, const struct parsing *p)
{
    if (p->depth >= doc->engine->limits.nesting)
        return too_deep(p, EINV_NO_TEXT);
    return container == CONTAINER_GZIP ? unpack_gzip(doc, bytes, p)
                                       : unpack_zip(doc, bytes, p);
}
