/* build_invoice.c: an invoice from nothing, written as XML to stdout.
 *
 *     build_invoice [FORMAT]
 *
 * What the invoice does not say and EN 16931's formulas give (the sums) is
 * derived on writing and named in the ledger.  What nobody said and the
 * format demands is refused, by name.
 */
#include <einv/einv.h>

#include <stdio.h>
#include <string.h>

static const struct field {
    const char *path, *text;
} fields[] = {
    { "process/specification", "urn:cen.eu:en16931:2017" },
    { "number", "2026-0042" },
    { "issue_date", "2026-03-02" },
    { "type_code", "380" },
    { "currency", "EUR" },
    { "due_date", "2026-04-01" },
    { "seller/name", "Saddlery Ablai" },
    { "seller/vat_id", "NL000000000B01" },
    { "seller/address/city", "Rotterdam" },
    { "seller/address/country", "NL" },
    { "buyer/name", "Tea House Samovar" },
    { "buyer/address/city", "Berlin" },
    { "buyer/address/country", "DE" },
    { "payments[1]/means_code", "58" },
    { "payments[1]/credit_transfer/account", "NL00BANK0000000000" },
    { "vat_breakdown[1]/category", "S" },
    { "vat_breakdown[1]/rate", "21" },
    { "vat_breakdown[1]/base", "250.00" },
    { "vat_breakdown[1]/amount", "52.50" },
    { "totals/lines", "250.00" },
    { "totals/net", "250.00" },
    { "totals/vat", "52.50" },
    { "totals/gross", "302.50" },
    { "totals/due", "302.50" }
};

/* A line, by term numbers: a loop over an ERP's rows looks like this. */
static const struct term {
    int32_t term;
    const char *text;
} terms[] = {
    { EINV_BT_INVOICE_LINE_IDENTIFIER, "1" },
    { EINV_BT_ITEM_NAME, "Saddle, felt" },
    { EINV_BT_INVOICED_QUANTITY, "2" },
    { EINV_BT_INVOICED_QUANTITY_UNIT_OF_MEASURE_CODE, "H87" },
    { EINV_BT_ITEM_NET_PRICE, "125.00" },
    { EINV_BT_INVOICE_LINE_NET_AMOUNT, "250.00" },
    { EINV_BT_INVOICED_ITEM_VAT_CATEGORY_CODE, "S" },
    { EINV_BT_INVOICED_ITEM_VAT_RATE, "21" }
};

static einv_status fill(einv_invoice *invoice)
{
    einv_status status = EINV_OK;
    einv_group *line;

    for (size_t i = 0; i < sizeof(fields) / sizeof(fields[0]); i++) {
        status = einv_invoice_set_text(invoice, fields[i].path,
                                       fields[i].text,
                                       strlen(fields[i].text));
        if (status != EINV_OK) {
            fprintf(stderr, "%s\n", fields[i].path);
            return status;
        }
    }
    status = einv_invoice_add(invoice, "lines", &line);
    for (size_t i = 0; i < sizeof(terms) / sizeof(terms[0]) &&
         status == EINV_OK; i++)
        status = einv_group_set_text(line, terms[i].term, terms[i].text,
                                     strlen(terms[i].text));
    return status;
}

/* What is wrong, and what would be lost. */
static void tell(const einv_report *report)
{
    einv_buffer *text = NULL;

    if (einv_report_findings_to_text(report, NULL, &text) == EINV_OK)
        fputs(einv_buffer_data(text), stderr);
    einv_buffer_free(text);
    text = NULL;
    if (einv_report_ledger_to_text(report, NULL, &text) == EINV_OK)
        fputs(einv_buffer_data(text), stderr);
    einv_buffer_free(text);
}

int main(int argc, char **argv)
{
    /* "build_invoice FORMAT"; an argument that is a file name is none. */
    const char *format = argc == 2 && strchr(argv[1], '.') == NULL ? argv[1]
                                                                   : "ubl";
    einv_ctx *ctx = NULL;
    einv_report *report = NULL;
    einv_invoice *invoice = NULL;
    einv_buffer *xml = NULL;
    einv_status status = einv_ctx_new(NULL, &ctx);

    if (status == EINV_OK)
        status = einv_report_new(ctx, &report);
    if (status == EINV_OK)
        status = einv_invoice_new(ctx, &invoice);
    if (status == EINV_OK)
        status = fill(invoice);
    if (status == EINV_OK)
        status = einv_invoice_write(invoice, format, NULL, report, &xml);
    if (status == EINV_OK)
        fwrite(einv_buffer_data(xml), 1, einv_buffer_len(xml), stdout);
    else
        fprintf(stderr, "%s\n", einv_status_name(status));
    tell(report);
    einv_buffer_free(xml);
    einv_invoice_free(invoice);
    einv_report_free(report);
    einv_ctx_free(ctx);
    return status == EINV_OK ? 0 : 1;
}
