/* validate_rules.c: judge an invoice by a published rule set.
 *
 *     validate_rules invoice.xml PEPPOL-EN16931-UBL.sch
 *
 * Without a rule set it runs a small one of its own.
 */
#include <einv/einv.h>

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static const char *const own_rules =
    "<schema xmlns='http://purl.oclc.org/dsdl/schematron'"
    " queryBinding='xslt2'><pattern>"
    "<rule context='/*'>"
    "<assert id='OWN-1' flag='warning' test='string-length(.) &lt; 20000'>"
    "The invoice is unusually long.</assert>"
    "<report id='OWN-2' flag='information' test='.//*:Note'>"
    "There is a note: <value-of select='(.//*:Note)[1]'/></report>"
    "</rule></pattern></schema>";

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

static void print_report(const einv_report *report, const char *file)
{
    einv_render_options options = EINV_RENDER_OPTIONS_INIT;
    einv_buffer *text = NULL;

    options.file = file;
    if (einv_report_findings_to_text(report, &options, &text) == EINV_OK)
        fputs(einv_buffer_data(text), stdout);
    einv_buffer_free(text);
}

/* Compile once; the set may then judge any number of documents, from any
 * number of threads. */
static einv_status judge(einv_ctx *ctx, const char *path, const char *rules,
                         einv_report *report)
{
    static const char *const words[] = { "valid", "valid, with warnings",
                                         "invalid", "undecided" };
    einv_validate_options options = EINV_VALIDATE_OPTIONS_INIT;
    einv_rules_verdict verdict = EINV_RULES_UNDECIDED;
    einv_ruleset *set = NULL;
    einv_doc *doc = NULL;
    size_t len;
    char *bytes = slurp(path, &len);
    einv_status status =
        rules != NULL
            ? einv_ruleset_compile_file(ctx, rules, NULL, report, &set)
            : einv_ruleset_compile(ctx, own_rules, strlen(own_rules),
                                   "own.sch", NULL, report, &set);

    if (status == EINV_OK)
        status = einv_doc_parse(ctx, bytes, len, NULL, report, &doc);
    options.now = "2026-11-25T00:00:00Z";      /* rules may ask for today */
    if (status == EINV_OK)
        status = einv_doc_validate(doc, set, &options, report, &verdict);
    print_report(report, path);
    if (status == EINV_OK || status == EINV_EREJECTED)
        printf("%s: %s\n", einv_ruleset_id(set), words[verdict]);
    einv_doc_free(doc);
    einv_ruleset_free(set);
    free(bytes);
    return status;
}

int main(int argc, char **argv)
{
    einv_report *report = NULL;
    einv_ctx *ctx = NULL;
    einv_status status;

    if (argc < 2) {
        fprintf(stderr, "usage: validate_rules INVOICE [RULES]\n");
        return 2;
    }
    status = einv_ctx_new(NULL, &ctx);
    if (status == EINV_OK)
        status = einv_report_new(ctx, &report);
    if (status == EINV_OK)
        status = judge(ctx, argv[1], argc > 2 ? argv[2] : NULL, report);
    einv_report_free(report);
    einv_ctx_free(ctx);
    return status == EINV_OK ? 0 : 1;
}
