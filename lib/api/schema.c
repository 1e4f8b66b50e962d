/* schema.c: schemas behind handles. */
#include "handle.h"

#include <einv/schema.h>

#include "../xml/xsd.h"

struct einv_schema {
    uint32_t magic;
    einv_ctx *ctx;
    struct einv_xsd *set;
};

static bool is_schema(const einv_schema *h)
{
    return h != NULL && h->magic == MAGIC_SCHEMA;
}

einv_status einv_schema_load_file(einv_ctx *ctx, const char *path,
                                  einv_report *report, einv_schema **schema)
{
    struct einv_report *r;
    einv_status status;
    einv_schema *s;

    if (!is_ctx(ctx) || path == NULL || schema == NULL ||
        !take_report(report, &r))
        return EINV_EUSAGE;
    *schema = NULL;
    s = einv__alloc(ctx_alloc(ctx), 1, sizeof(*s));
    if (s == NULL)
        return EINV_ENOMEM;
    status = einv__xsd_load(ctx_alloc(ctx), path, r, &s->set);
    if (status != EINV_OK) {
        einv__free(ctx_alloc(ctx), s, sizeof(*s));
        return status;
    }
    s->magic = MAGIC_SCHEMA;
    s->ctx = einv_ctx_ref(ctx);
    *schema = s;
    return EINV_OK;
}

void einv_schema_free(einv_schema *schema)
{
    einv_ctx *ctx;

    if (!is_schema(schema))
        return;
    ctx = schema->ctx;
    einv__xsd_free(schema->set);
    schema->magic = 0;
    einv__free(ctx_alloc(ctx), schema, sizeof(*schema));
    einv_ctx_free(ctx);
}

einv_status einv_doc_validate_schema(const einv_doc *doc, einv_schema *schema,
                                     einv_report *report)
{
    struct einv_report *r;

    if (!is_doc(doc) || !is_schema(schema) || !take_report(report, &r))
        return EINV_EUSAGE;
    return einv__xsd_validate(schema->set, &doc->d.tree, r);
}
