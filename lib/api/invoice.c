/* invoice.c: invoices behind handles, asked and changed by path. */
#include "handle.h"

#include "entry.h"

einv_status einv_invoice_new(einv_ctx *ctx, einv_invoice **invoice)
{
    einv_invoice *inv;

    if (!is_ctx(ctx) || invoice == NULL)
        return EINV_EUSAGE;
    *invoice = NULL;
    inv = einv__alloc(ctx_alloc(ctx), 1, sizeof(*inv));
    if (inv == NULL)
        return EINV_ENOMEM;
    inv->magic = MAGIC_INVOICE;
    inv->ctx = einv_ctx_ref(ctx);
    inv->doc = NULL;
    einv__subject_init(&inv->s, &ctx->engine);
    *invoice = inv;
    return EINV_OK;
}

void einv_invoice_free(einv_invoice *invoice)
{
    einv_ctx *ctx;

    if (!is_invoice(invoice))
        return;
    ctx = invoice->ctx;
    einv__subject_free(&invoice->s);
    einv_doc_free(invoice->doc);
    invoice->magic = 0;
    einv__free(ctx_alloc(ctx), invoice, sizeof(*invoice));
    einv_ctx_free(ctx);
}

int einv_invoice_is_partial(const einv_invoice *invoice)
{
    return is_invoice(invoice) && invoice->s.data.partial;
}

const char *einv_invoice_format(const einv_invoice *invoice)
{
    return is_invoice(invoice) ? invoice->s.format_id : NULL;
}

const char *einv_invoice_version(const einv_invoice *invoice)
{
    return is_invoice(invoice) ? invoice->s.version : NULL;
}

const char *einv_invoice_profile(const einv_invoice *invoice)
{
    return is_invoice(invoice) ? invoice->s.profile : NULL;
}

/* The entry at a path; looking changes nothing, so const may be dropped. */
static einv_status find(const einv_invoice *invoice, const char *path,
                        struct einv_entry **e)
{
    struct einv_invoice_data *data;

    if (!is_invoice(invoice) || path == NULL)
        return EINV_EUSAGE;
    data = (struct einv_invoice_data *)&invoice->s.data;
    if (path[0] == '\0') {
        *e = &data->root;
        return EINV_OK;
    }
    return einv__entry_resolve(data, &data->root, einv__text_of(path), false,
                               e);
}

einv_status einv_invoice_get_text(const einv_invoice *invoice,
                                  const char *path, const char **text,
                                  size_t *len)
{
    struct einv_entry *e;
    einv_status status;

    if (text == NULL)
        return EINV_EUSAGE;
    *text = NULL;
    if (len != NULL)
        *len = 0;
    status = find(invoice, path, &e);
    return status == EINV_OK
               ? einv__text_give(einv__entry_text(e), text, len) : status;
}

einv_status einv_invoice_get_string(einv_invoice *invoice, const char *path,
                                    const char **text)
{
    struct einv_entry *e;
    einv_status status;

    if (text == NULL)
        return EINV_EUSAGE;
    *text = NULL;
    status = find(invoice, path, &e);
    return status == EINV_OK ? einv__entry_string(&invoice->s.data, e, text)
                             : status;
}

einv_status einv_invoice_set_reported(einv_invoice *invoice, const char *path,
                                      const char *text, size_t len,
                                      einv_report *report)
{
    struct einv_report *r;

    if (!is_invoice(invoice) || path == NULL || !take_report(report, &r) ||
        (text == NULL && len > 0))
        return EINV_EUSAGE;
    return einv__subject_set(&invoice->s, einv__text_of(path),
                             einv__text(text != NULL ? text : "", len), r);
}

einv_status einv_invoice_set_text(einv_invoice *invoice, const char *path,
                                  const char *text, size_t len)
{
    return einv_invoice_set_reported(invoice, path, text, len, NULL);
}

einv_status einv_invoice_count(const einv_invoice *invoice, const char *path,
                               size_t *count)
{
    struct einv_entry *e;
    einv_status status;

    if (count == NULL)
        return EINV_EUSAGE;
    *count = 0;
    status = find(invoice, path, &e);
    if (status == EINV_EABSENT)
        return EINV_OK;
    for (; status == EINV_OK && e != NULL; e = einv__entry_more(e))
        ++*count;
    return status;
}

einv_status einv_invoice_remove(einv_invoice *invoice, const char *path)
{
    struct einv_entry *e;
    einv_status status = find(invoice, path, &e);

    if (status != EINV_OK)
        return status;
    if (e->parent == NULL)
        return EINV_EUSAGE;
    einv__entry_remove(e);
    return EINV_OK;
}

einv_status einv_invoice_get_group(einv_invoice *invoice, const char *path,
                                   einv_group **group)
{
    struct einv_entry *e;
    einv_status status;

    if (group == NULL)
        return EINV_EUSAGE;
    *group = NULL;
    status = find(invoice, path, &e);
    if (status == EINV_OK)
        *group = e;
    return status;
}

/* "seller/identifiers" -> the parent's entry, made, and the list's place. */
einv_status einv_invoice_add(einv_invoice *invoice, const char *path,
                             einv_group **group)
{
    struct einv_invoice_data *data;
    struct einv_text all, rest;
    struct einv_entry *parent;
    einv_status status = EINV_OK;
    einv_place_id place;
    size_t cut;

    if (!is_invoice(invoice) || path == NULL || group == NULL)
        return EINV_EUSAGE;
    *group = NULL;
    data = &invoice->s.data;
    parent = &data->root;
    all = einv__text_of(path);
    for (cut = all.len; cut > 0 && path[cut - 1] != '/';)
        cut--;
    rest = einv__text(path + cut, all.len - cut);
    /* The list must exist in the model before anything is made. */
    if (einv__entry_resolve(data, parent, all, false, group) == EINV_EUSAGE)
        return EINV_EUSAGE;
    *group = NULL;
    if (cut > 1)
        status = einv__entry_resolve(data, parent, einv__text(path, cut - 1),
                                     true, &parent);
    if (status != EINV_OK)
        return status;
    place = einv__model_find(data->model, parent->place, rest);
    if (place == EINV_NO_PLACE_ID ||
        (data->model->places[place].flags & EINV_PLACE_MANY) == 0)
        return EINV_EUSAGE;
    *group = einv__entry_add(data, parent, place);
    if (*group == NULL)
        return EINV_ENOMEM;
    (*group)->flags |= EINV_ENTRY_GIVEN;
    return EINV_OK;
}

einv_status einv_invoice_get_position(const einv_invoice *invoice,
                                      const char *path, uint32_t *line,
                                      uint32_t *column)
{
    struct einv_position pos;
    struct einv_entry *e;
    einv_status status = find(invoice, path, &e);

    if (status != EINV_OK)
        return status;
    if (invoice->s.data.source == NULL || e->source == EINV_NO_REF)
        return EINV_EABSENT;
    pos = einv__tree_position(invoice->s.data.source, e->source);
    if (line != NULL)
        *line = pos.line;
    if (column != NULL)
        *column = pos.column;
    return pos.line > 0 ? EINV_OK : EINV_EABSENT;
}
