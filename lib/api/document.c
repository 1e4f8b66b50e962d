/* document.c: documents behind handles. */
#include "handle.h"

static einv_status new_doc(einv_ctx *ctx, einv_doc **doc)
{
    einv_doc *d = einv__alloc(ctx_alloc(ctx), 1, sizeof(*d));

    if (d == NULL)
        return EINV_ENOMEM;
    d->magic = MAGIC_DOC;
    atomic_init(&d->refs, 1);
    d->ctx = einv_ctx_ref(ctx);
    *doc = d;
    return EINV_OK;
}

static void drop_doc(einv_doc *doc)
{
    einv_ctx *ctx = doc->ctx;

    doc->magic = 0;
    einv__free(ctx_alloc(ctx), doc, sizeof(*doc));
    einv_ctx_free(ctx);
}

einv_status einv_doc_parse(einv_ctx *ctx, const char *bytes, size_t len,
                           const einv_parse_options *options,
                           einv_report *report, einv_doc **doc)
{
    einv_parse_options ours;
    struct einv_report *r;
    unsigned flags = 0;
    einv_status status;
    einv_doc *d;

    if (!is_ctx(ctx) || doc == NULL || !take_report(report, &r) ||
        (bytes == NULL && len > 0))
        return EINV_EUSAGE;
    *doc = NULL;
    status = einv__options_take(&ours, sizeof(ours), options);
    if (status == EINV_OK)
        status = new_doc(ctx, &d);
    if (status != EINV_OK)
        return status;
    if ((ours.flags & EINV_PARSE_LEND) != 0)
        flags |= DOCUMENT_LEND;
    status = einv__document_parse(&d->d, &ctx->engine, einv__text(bytes, len),
                                  einv__text_of(ours.format), flags, r);
    if (status != EINV_OK)
        drop_doc(d);
    else
        *doc = d;
    return status;
}

einv_status einv__doc_take(einv_ctx *ctx, struct einv_tree *tree,
                           einv_doc **doc)
{
    einv_doc *d;
    einv_status status = new_doc(ctx, &d);

    if (status != EINV_OK) {
        einv__tree_free(tree);
        return status;
    }
    status = einv__document_take(&d->d, &ctx->engine, tree, NULL);
    if (status != EINV_OK)
        drop_doc(d);
    else
        *doc = d;
    return status;
}

einv_doc *einv_doc_ref(einv_doc *doc)
{
    if (!is_doc(doc))
        return NULL;
    atomic_fetch_add_explicit(&doc->refs, 1, memory_order_relaxed);
    return doc;
}

void einv_doc_free(einv_doc *doc)
{
    if (!is_doc(doc) ||
        atomic_fetch_sub_explicit(&doc->refs, 1, memory_order_acq_rel) != 1)
        return;
    einv__document_free(&doc->d);
    drop_doc(doc);
}

einv_doc_verdict einv_doc_get_verdict(const einv_doc *doc)
{
    if (!is_doc(doc))
        return EINV_DOC_UNKNOWN;
    switch (doc->d.verdict) {
    case EINV_SUPPORTED:
        return EINV_DOC_SUPPORTED;
    case EINV_RECOGNISED:
        return EINV_DOC_RECOGNISED;
    case EINV_UNKNOWN:
        break;
    }
    return EINV_DOC_UNKNOWN;
}

const char *einv_verdict_name(einv_doc_verdict verdict)
{
    switch (verdict) {
    case EINV_DOC_SUPPORTED:
        return "supported";
    case EINV_DOC_RECOGNISED:
        return "recognised";
    case EINV_DOC_UNKNOWN:
        break;
    }
    return "unknown";
}

const char *einv_doc_format(const einv_doc *doc)
{
    return is_doc(doc) ? doc->d.format_id : NULL;
}

const char *einv_doc_version(const einv_doc *doc)
{
    return is_doc(doc) ? doc->d.version : NULL;
}

const char *einv_doc_profile(const einv_doc *doc)
{
    return is_doc(doc) ? doc->d.profile : NULL;
}

const char *einv_doc_name(const einv_doc *doc)
{
    return is_doc(doc) ? doc->d.name : NULL;
}

const char *einv_doc_container(const einv_doc *doc)
{
    return is_doc(doc) ? doc->d.container : NULL;
}

const char *einv_doc_entry(const einv_doc *doc)
{
    return is_doc(doc) ? doc->d.entry : NULL;
}

size_t einv_doc_count(const einv_doc *doc)
{
    return is_doc(doc) && doc->d.verdict == EINV_SUPPORTED ? 1 : 0;
}

einv_status einv_doc_read(einv_doc *doc, size_t item,
                          const einv_read_options *options,
                          einv_report *report, einv_invoice **invoice)
{
    einv_read_options ours;
    struct einv_report *r;
    einv_status status;
    einv_invoice *inv;

    if (!is_doc(doc) || invoice == NULL || !take_report(report, &r))
        return EINV_EUSAGE;
    *invoice = NULL;
    status = einv__options_take(&ours, sizeof(ours), options);
    if (status != EINV_OK)
        return status;
    if (item != 1)
        return item == 0 ? EINV_EUSAGE : EINV_EABSENT;
    status = einv_invoice_new(doc->ctx, &inv);
    if (status != EINV_OK)
        return status;
    inv->doc = einv_doc_ref(doc);
    status = einv__subject_read(&inv->s, &doc->d, r);
    if (status != EINV_OK)
        einv_invoice_free(inv);
    else
        *invoice = inv;
    return status;
}
