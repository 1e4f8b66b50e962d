/* unpack.c: which file of a container is the document.
 *
 * A person who packs an invoice means one file.  That is the one which is an
 * invoice; where more than one could be, nobody but the sender knows, and
 * guessing would be a way to show one invoice and book another.
 */
#include "unpack.h"

#include "../pack/gzip.h"
#include "../pack/pdf.h"
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
    return STARTS(bytes, "%PDF-") ? CONTAINER_PDF : CONTAINER_NONE;
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

/* --- gzip ----------------------------------------------------------------- */

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

/* --- files in a container ------------------------------------------------- */

/* What a file may be, the likeliest document last. */
enum kind { KIND_OTHER, KIND_CONTAINER, KIND_JSON, KIND_XML, N_KINDS };

struct choosing {
    struct einv_document *doc;
    const struct parsing *p;
    const struct einv_zip *zip;     /* one of the two */
    struct einv_pdf *pdf;
    struct einv_buf head;
    size_t n_of[N_KINDS], first_of[N_KINDS];
};

static size_t count(const struct choosing *c)
{
    return c->zip != NULL ? c->zip->n : c->pdf->n;
}

static struct einv_text name_of(const struct choosing *c, size_t i)
{
    return c->zip != NULL ? c->zip->entries[i].name : c->pdf->files[i].name;
}

static einv_status read_file(const struct choosing *c, size_t i,
                             struct einv_buf *out)
{
    return c->zip != NULL
           ? einv__zip_read(c->zip, &c->zip->entries[i], out, c->p->report)
           : einv__pdf_read(c->pdf, &c->pdf->files[i], out, c->p->report);
}

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

static einv_status peek(struct choosing *c, size_t i, enum kind *kind)
{
    einv_status status;

    *kind = KIND_OTHER;
    if (c->zip != NULL &&
        (c->zip->entries[i].folder || is_meta(name_of(c, i))))
        return EINV_OK;
    c->head.len = 0;
    status = c->zip != NULL
             ? einv__zip_peek(c->zip, &c->zip->entries[i], PEEK, &c->head)
             : read_file(c, i, &c->head);
    *kind = kind_of(einv__buf_get(&c->head));
    return status;
}

static einv_status count_kinds(struct choosing *c)
{
    einv_status status = EINV_OK;

    for (size_t i = 0; i < count(c) && status == EINV_OK; i++) {
        enum kind kind;

        status = peek(c, i, &kind);
        if (c->n_of[kind]++ == 0)
            c->first_of[kind] = i;
    }
    return status;
}

static einv_status take_file(struct choosing *c, size_t i)
{
    const char *name = einv__arena_dup(&c->doc->arena, name_of(c, i));
    einv_status status;

    if (name == NULL)
        return EINV_ENOMEM;
    c->doc->entry = name;
    status = read_file(c, i, &c->doc->unpacked);
    return status == EINV_OK ? parse_inside(c->doc, c->p) : status;
}

/* How much of a document is this?  It is read on its own, and forgotten. */
static einv_status weigh(struct choosing *c, size_t i,
                         enum einv_verdict *verdict)
{
    struct parsing quiet = *c->p;
    struct einv_document other;
    einv_status status;

    quiet.report = NULL;
    quiet.as = EINV_NO_TEXT;
    einv__document_begin(&other, c->doc->engine);
    status = read_file(c, i, &other.unpacked);
    if (status == EINV_OK)
        status = parse_inside(&other, &quiet);
    *verdict = status == EINV_OK ? other.verdict : EINV_UNKNOWN;
    einv__document_free(&other);
    return status == EINV_ENOMEM ? status : EINV_OK;
}

/* Of several XML files the only one that einv reads, or else can name. */
static einv_status choose_xml(struct choosing *c)
{
    enum einv_verdict verdict = EINV_UNKNOWN;
    size_t n[3] = { 0 }, first[3] = { 0 };

    for (size_t i = 0; i < count(c); i++) {
        enum kind kind;
        einv_status status = peek(c, i, &kind);

        if (status == EINV_OK && kind == KIND_XML)
            status = weigh(c, i, &verdict);
        if (status != EINV_OK)
            return status;
        if (kind == KIND_XML && n[verdict]++ == 0)
            first[verdict] = i;
    }
    verdict = n[EINV_SUPPORTED] > 0 ? EINV_SUPPORTED
            : n[EINV_RECOGNISED] > 0 ? EINV_RECOGNISED : EINV_UNKNOWN;
    if (verdict != EINV_UNKNOWN && n[verdict] == 1)
        return take_file(c, first[verdict]);
    if (verdict == EINV_UNKNOWN)
        say(c->p, "EINV-PACK-0001", EINV_NO_TEXT);
    else
        say(c->p, "EINV-PACK-0002", name_of(c, first[verdict]));
    return EINV_OK;
}

static einv_status choose_kind(struct choosing *c)
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
        return too_deep(c->p, name_of(c, c->first_of[kind]));
    if (c->n_of[kind] == 1)
        return take_file(c, c->first_of[kind]);
    if (kind == KIND_XML)
        return choose_xml(c);
    say(c->p, "EINV-PACK-0002", name_of(c, c->first_of[kind]));
    return EINV_OK;
}

static einv_status choose(struct choosing *c)
{
    const char *container = c->doc->container;
    einv_status status;

    einv__buf_init(&c->head, &c->doc->engine->alloc);
    status = choose_kind(c);
    einv__buf_free(&c->head);
    c->doc->container = container;
    return status;
}

static einv_status unpack_zip(struct einv_document *doc,
                              struct einv_text bytes,
                              const struct parsing *p)
{
    struct einv_zip zip;
    struct choosing c = { .doc = doc, .p = p, .zip = &zip };
    einv_status status;

    status = einv__zip_open(&zip, &doc->engine->alloc, bytes,
                            &doc->engine->limits, p->report);
    if (status != EINV_OK)
        return status;
    status = einv__document_name(doc, bytes);
    if (status == EINV_OK)
        status = einv__zip_check(&zip, p->report);
    if (status == EINV_OK) {
        einv__zip_mimetype(&zip, p->report);
        status = choose(&c);
    }
    einv__zip_free(&zip);
    return status;
}

static einv_status unpack_pdf(struct einv_document *doc,
                              struct einv_text bytes,
                              const struct parsing *p)
{
    struct parsing any = *p;
    struct einv_pdf pdf;
    struct choosing c = { .doc = doc, .p = &any, .pdf = &pdf };
    einv_status status;

    if (einv__text_is(p->as, "pdf"))
        any.as = EINV_NO_TEXT;
    status = einv__pdf_open(&pdf, &doc->engine->alloc, bytes,
                            &doc->engine->limits, p->report);
    if (status != EINV_OK && status != EINV_EUNSUPPORTED)
        return status;
    if (einv__document_name(doc, bytes) != EINV_OK)
        status = EINV_ENOMEM;
    if (status == EINV_EUNSUPPORTED) {
        say(p, "EINV-PACK-0003", EINV_NO_TEXT);
        return EINV_OK;
    }
    if (status == EINV_OK)
        status = choose(&c);
    einv__pdf_free(&pdf);
    return status;
}

einv_status einv__unpack(struct einv_document *doc, struct einv_text bytes,
                         enum container container, const struct parsing *p)
{
    if (p->depth >= doc->engine->limits.nesting)
        return too_deep(p, EINV_NO_TEXT);
    switch (container) {
    case CONTAINER_GZIP:
        return unpack_gzip(doc, bytes, p);
    case CONTAINER_PDF:
        return unpack_pdf(doc, bytes, p);
    default:
        return unpack_zip(doc, bytes, p);
    }
}
