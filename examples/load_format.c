/* load_format.c: teach a context a format at run time, and use it.
 *
 *     load_format
 *
 * The binding below is all there is of the format "note": no C knows it.
 */
#include <einv/einv.h>

#include <stdio.h>
#include <string.h>

static const char binding[] =
    "<binding xmlns='urn:einv:binding:1' id='note' version='1'\n"
    "         name='Invoice note' proof='unverified' coverage='en16931'>\n"
    "  <detect root='invoice' bid='60'/>\n"
    "  <document name='invoice'>\n"
    "    <attribute name='number' to='number'/>\n"
    "    <element name='date' to='issue_date' as='date(dd.MM.yyyy)'/>\n"
    "    <element name='from' to='seller/name'/>\n"
    "    <element name='to' to='buyer/name'/>\n"
    "    <element name='pay' to='totals/due'>\n"
    "      <attribute name='in' to='/currency'/></element>\n"
    "  </document>\n"
    "</binding>\n";

static const char document[] =
    "<invoice number='7'><date>02.03.2026</date><from>Saddlery Ablai</from>"
    "<to>Tea House Samovar</to><pay in='EUR'>302.50</pay></invoice>";

static void tell(const einv_report *report)
{
    einv_buffer *text = NULL;

    if (einv_report_findings_to_text(report, NULL, &text) == EINV_OK)
        fputs(einv_buffer_data(text), stderr);
    einv_buffer_free(text);
}

int main(void)
{
    einv_ctx *ctx = NULL;
    einv_report *report = NULL;
    einv_doc *doc = NULL;
    einv_invoice *invoice = NULL;
    einv_buffer *json = NULL;
    einv_status status = einv_ctx_new(NULL, &ctx);

    if (status == EINV_OK)
        status = einv_report_new(ctx, &report);
    if (status == EINV_OK)
        status = einv_ctx_load_format(ctx, binding, strlen(binding),
                                      "note/binding.xml", report);
    if (status == EINV_OK)
        status = einv_doc_parse(ctx, document, strlen(document), NULL,
                                report, &doc);
    if (status == EINV_OK) {
        printf("this is %s@%s\n", einv_doc_format(doc),
               einv_doc_version(doc));
        status = einv_doc_read(doc, 1, NULL, report, &invoice);
    }
    if (status == EINV_OK)
        status = einv_invoice_write(invoice, "json", NULL, report, &json);
    if (status == EINV_OK)
        fwrite(einv_buffer_data(json), 1, einv_buffer_len(json), stdout);
    else
        fprintf(stderr, "%s\n", einv_status_name(status));
    tell(report);
    einv_buffer_free(json);
    einv_invoice_free(invoice);
    einv_doc_free(doc);
    einv_report_free(report);
    einv_ctx_free(ctx);
    return status == EINV_OK ? 0 : 1;
}
