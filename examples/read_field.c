/* read_field.c: read an invoice in whatever format it is, and print fields.
 *
 *     read_field invoice.xml
 */
#include <einv/einv.h>

#include <stdio.h>
#include <stdlib.h>

static char *slurp(const char *path, size_t *len)
{
    FILE *file = fopen(path, "rb");
    char *bytes = malloc((size_t)1 << 20);

    *len = 0;
    if (file != NULL && bytes != NULL)
        *len = fread(bytes, 1, (size_t)1 << 20, file);
    if (file != NULL)
        fclose(file);
    return bytes;
}

static void print(einv_invoice *invoice, const char *label, const char *path)
{
    const char *text;

    if (einv_invoice_get_string(invoice, path, &text) == EINV_OK)
        printf("%-12s %s\n", label, text);
}

/* One line of the invoice, asked by term numbers. */
static void print_line(einv_group *line)
{
    const char *name = "?", *amount = "?";

    einv_group_get_string(line, EINV_BT_ITEM_NAME, &name);
    einv_group_get_string(line, EINV_BT_INVOICE_LINE_NET_AMOUNT, &amount);
    printf("  %-40s %12s\n", name, amount);
}

static void print_invoice(einv_invoice *invoice)
{
    einv_group *root, *line;

    print(invoice, "number", "number");            /* or "BT-1" */
    print(invoice, "seller", "seller/name");
    print(invoice, "buyer", "BT-44");
    print(invoice, "due", "totals/due");
    print(invoice, "currency", "currency");
    if (einv_invoice_get_group(invoice, "", &root) != EINV_OK)
        return;
    for (size_t i = 0;
         einv_group_at(root, EINV_BG_INVOICE_LINE, i, &line) == EINV_OK; i++)
        print_line(line);
}

int main(int argc, char **argv)
{
    einv_ctx *ctx = NULL;
    einv_report *report = NULL;
    einv_doc *doc = NULL;
    einv_invoice *invoice = NULL;
    einv_status status;
    char *bytes;
    size_t len;

    if (argc != 2)
        return 2;
    bytes = slurp(argv[1], &len);
    status = einv_ctx_new(NULL, &ctx);
    if (status == EINV_OK)
        status = einv_report_new(ctx, &report);
    if (status == EINV_OK)
        status = einv_doc_parse(ctx, bytes, len, NULL, report, &doc);
    if (status == EINV_OK)
        status = einv_doc_read(doc, 1, NULL, report, &invoice);
    if (status == EINV_OK)
        print_invoice(invoice);
    else
        fprintf(stderr, "%s: %s\n", argv[1], einv_status_name(status));

    /* In any order: each keeps what it needs alive. */
    einv_invoice_free(invoice);
    einv_doc_free(doc);
    einv_report_free(report);
    einv_ctx_free(ctx);
    free(bytes);
    return status == EINV_OK ? 0 : 1;
}
