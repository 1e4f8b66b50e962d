/* write.c: invoices as documents, views and pages. */
#include "handle.h"

#include "../render/page.h"

einv_status einv_invoice_write(einv_invoice *invoice, const char *format,
                               const einv_write_options *options,
                               einv_report *report, einv_buffer **buffer)
{
    struct einv_convert_options convert;
    einv_write_options ours;
    struct einv_report *r;
    einv_status status;
    einv_buffer *b;

    if (!is_invoice(invoice) || format == NULL || buffer == NULL ||
        !take_report(report, &r))
        return EINV_EUSAGE;
    *buffer = NULL;
    status = einv__options_take(&ours, sizeof(ours), options);
    if (status != EINV_OK)
        return status;
    if (ours.slots > EINV_SLOTS_EMBED)
        return EINV_EUSAGE;
    b = einv__buffer_new(invoice->ctx);
    if (b == NULL)
        return EINV_ENOMEM;
    memset(&convert, 0, sizeof(convert));
    convert.format = einv__text_of(format);
    convert.allow = ours.allow;
    convert.bare = (ours.flags & EINV_WRITE_BARE) != 0;
    convert.as_is = (ours.flags & EINV_WRITE_AS_IS) != 0;
    convert.slots = ours.slots != EINV_SLOTS_NONE;
    convert.embed = ours.slots == EINV_SLOTS_EMBED;
    status = einv__subject_write(&invoice->s, &convert, r, &b->buf);
    return einv__buffer_give(b, status, buffer);
}

einv_status einv_invoice_to_json(const einv_invoice *invoice,
                                 einv_buffer **json)
{
    einv_status status;
    einv_buffer *b;

    if (!is_invoice(invoice) || json == NULL)
        return EINV_EUSAGE;
    *json = NULL;
    b = einv__buffer_new(invoice->ctx);
    if (b == NULL)
        return EINV_ENOMEM;
    status = einv__subject_to_json(&invoice->s, &b->buf);
    return einv__buffer_give(b, status, json);
}

einv_status einv_invoice_from_json(einv_ctx *ctx, const char *json,
                                   size_t len, einv_report *report,
                                   einv_invoice **invoice)
{
    struct einv_report *r;
    einv_status status;
    einv_invoice *inv;

    if (invoice == NULL || !take_report(report, &r) ||
        (json == NULL && len > 0))
        return EINV_EUSAGE;
    status = einv_invoice_new(ctx, &inv);
    *invoice = NULL;
    if (status != EINV_OK)
        return status;
    status = einv__subject_from_json(&inv->s, einv__text(json, len), false,
                                     r);
    if (status != EINV_OK)
        einv_invoice_free(inv);
    else
        *invoice = inv;
    return status;
}

einv_status einv_invoice_set_defaults(einv_invoice *invoice, const char *json,
                                      size_t len, einv_report *report)
{
    struct einv_report *r;

    if (!is_invoice(invoice) || !take_report(report, &r) ||
        (json == NULL && len > 0))
        return EINV_EUSAGE;
    return einv__subject_from_json(&invoice->s, einv__text(json, len), true,
                                   r);
}

einv_status einv_invoice_to_page(const einv_invoice *invoice,
                                 const einv_render_options *options,
                                 einv_buffer **page)
{
    struct einv_page_options how;
    einv_render_options ours;
    einv_status status;
    einv_buffer *b;

    if (!is_invoice(invoice) || page == NULL)
        return EINV_EUSAGE;
    *page = NULL;
    status = einv__options_take(&ours, sizeof(ours), options);
    if (status != EINV_OK)
        return status;
    b = einv__buffer_new(invoice->ctx);
    if (b == NULL)
        return EINV_ENOMEM;
    how.width = ours.width;
    how.redact = (ours.flags & EINV_RENDER_REDACT) != 0;
    status = einv__page_render(&invoice->s.data, &how, &b->buf);
    return einv__buffer_give(b, status, page);
}
