/* convert_buffer.c: a document in memory into another format, with the
 * ledger of what was not carried.
 *
 *     convert_buffer invoice.xml [FORMAT]
 */
#include <einv/einv.h>

#include <stdio.h>
#include <stdlib.h>

/* The whole conversion.  *out is the caller's to free. */
static einv_status convert(einv_ctx *ctx, const char *bytes, size_t len,
                           const char *format, einv_report *report,
                           einv_buffer **out)
{
    einv_parse_options parse = EINV_PARSE_OPTIONS_INIT;
    einv_write_options write = EINV_WRITE_OPTIONS_INIT;
    einv_doc *doc = NULL;
    einv_invoice *invoice = NULL;
    einv_status status;

    parse.flags = EINV_PARSE_LEND;      /* the bytes outlive the document */
    status = einv_doc_parse(ctx, bytes, len, &parse, report, &doc);
    if (status == EINV_OK)
        status = einv_doc_read(doc, 1, NULL, report, &invoice);
    /* Losing a trading name would be fine, losing an amount would not:
     * nothing grave is allowed here. */
    if (status == EINV_OK)
        status = einv_invoice_write(invoice, format, &write, report, out);
    einv_invoice_free(invoice);
    einv_doc_free(doc);
    return status;
}

static void print_ledger(const einv_report *report)
{
    for (size_t i = 0; i < einv_report_ledger_count(report); i++) {
        const einv_ledger_row *row = einv_report_ledger_at(report, i);
        const char *term = "", *value = "";
        size_t term_len = 0, value_len = 0;

        einv_ledger_row_get_text(row, EINV_LEDGER_TERM, &term, &term_len);
        einv_ledger_row_get_text(row, EINV_LEDGER_VALUE, &value, &value_len);
        fprintf(stderr, "%s %.*s \"%.*s\"%s\n",
                einv_reason_name(einv_ledger_row_get_reason(row)),
                (int)term_len, term != NULL ? term : "", (int)value_len,
                value != NULL ? value : "",
                einv_ledger_row_is_grave(row) ? " (grave)" : "");
    }
}

int main(int argc, char **argv)
{
    const char *format = argc == 3 ? argv[2] : "cii";
    size_t most = (size_t)1 << 20, len = 0;
    char *bytes = malloc(most);
    einv_ctx *ctx = NULL;
    einv_report *report = NULL;
    einv_buffer *out = NULL;
    einv_status status = EINV_EIO;
    FILE *file;

    if (argc < 2 || bytes == NULL)
        return 2;
    file = fopen(argv[1], "rb");
    if (file != NULL) {
        len = fread(bytes, 1, most, file);
        fclose(file);
        status = einv_ctx_new(NULL, &ctx);
    }
    if (status == EINV_OK)
        status = einv_report_new(ctx, &report);
    if (status == EINV_OK)
        status = convert(ctx, bytes, len, format, report, &out);
    if (status == EINV_OK)
        fwrite(einv_buffer_data(out), 1, einv_buffer_len(out), stdout);
    print_ledger(report);
    if (status != EINV_OK)
        fprintf(stderr, "%s: %s\n", argv[1], einv_status_name(status));
    einv_buffer_free(out);
    einv_report_free(report);
    einv_ctx_free(ctx);
    free(bytes);
    return status == EINV_OK ? 0 : 1;
}
