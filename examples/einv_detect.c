/* einv_detect.c: einv detect, einv validate. */
#include "einv_cli.h"

#include <string.h>

/* What stands before the documents, and behind them. */
static void open_documents(const struct args *a, struct text *out)
{
    if (a->report != REPORT_JSON)
        return;
    text_str(out, "{");
    text_member(out, "einv", einv_version());
    text_key(out, "documents");
    text_str(out, "[");
}

static int close_documents(const struct args *a, struct text *out, int code)
{
    if (a->report == REPORT_JSON)
        text_str(out, "]}\n");
    if (!io_write_text("-", out))
        code = worse(code, out->failed ? EXIT_FAULT : EXIT_UNREADABLE);
    text_free(out);
    return code;
}

/* --- detect -------------------------------------------------------------- */

static void detect_json(const struct input *in, const char *verdict,
                        struct text *out)
{
    const einv_doc *doc = in->doc;

    if (out->len > 0 && out->data[out->len - 1] == '}')
        text_str(out, ",");
    text_str(out, "{");
    text_member(out, "file", in->file);
    text_member(out, "container", doc != NULL ? einv_doc_container(doc)
                                              : "unknown");
    text_member(out, "format", doc != NULL ? einv_doc_format(doc) : "");
    text_member(out, "version", doc != NULL ? einv_doc_version(doc) : "");
    text_member(out, "profile", doc != NULL ? einv_doc_profile(doc) : "");
    text_member(out, "verdict", verdict);
    if (doc != NULL && einv_doc_name(doc)[0] != '\0')
        text_member(out, "name", einv_doc_name(doc));
}

static void detect_text(const struct input *in, const char *verdict,
                        struct text *out)
{
    const einv_doc *doc = in->doc;

    text_shown(out, in->file, strlen(in->file));
    text_str(out, ": ");
    if (doc != NULL && einv_doc_format(doc)[0] != '\0') {
        text_str(out, einv_doc_format(doc));
        if (einv_doc_version(doc)[0] != '\0') {
            text_str(out, "@");
            text_str(out, einv_doc_version(doc));
        }
        text_str(out, ", ");
    }
    if (doc != NULL && einv_doc_profile(doc)[0] != '\0') {
        text_str(out, "profile ");
        text_shown(out, einv_doc_profile(doc),
                   strlen(einv_doc_profile(doc)));
        text_str(out, ", ");
    }
    text_str(out, verdict);
    if (doc != NULL && einv_doc_name(doc)[0] != '\0') {
        text_str(out, " (");
        text_str(out, einv_doc_name(doc));
        text_str(out, ")");
    }
    text_str(out, "\n");
}

static int detect_one(einv_ctx *ctx, const struct args *a, const char *file,
                      struct text *out)
{
    const char *verdict = "unreadable";
    struct input in;
    int code;

    if (!input_open(&in, ctx, a, file)) {
        complain(file, in.status);
        code = exit_of(in.status);
    } else {
        code = exit_of(in.status);
        if (in.doc != NULL) {
            verdict = einv_verdict_name(einv_doc_get_verdict(in.doc));
            if (einv_doc_get_verdict(in.doc) == EINV_DOC_UNKNOWN)
                code = EXIT_REJECTED;
        }
        if (a->report == REPORT_JSON) {
            detect_json(&in, verdict, out);
            if (in.doc == NULL) {
                text_key(out, "findings");
                report_findings(a, in.report, NULL, out);
            }
            text_str(out, "}");
        } else {
            detect_text(&in, verdict, out);
            if (!a->quiet)
                report_findings(a, in.report, file, out);
        }
    }
    input_free(&in);
    return code;
}

typedef int one_fn(einv_ctx *ctx, const struct args *a, const char *file,
                   struct text *out);

static int each_file(einv_ctx *ctx, const struct args *a, one_fn *one)
{
    struct text out = { NULL, 0, 0, false };
    int code = EXIT_ACCEPTED;

    open_documents(a, &out);
    for (size_t i = 0; i < a->n_files; i++)
        code = worse(code, one(ctx, a, a->files[i], &out));
    return close_documents(a, &out, code);
}

int verb_detect(einv_ctx *ctx, const struct args *a)
{
    return each_file(ctx, a, detect_one);
}

/* --- validate ------------------------------------------------------------ */

/* Reads and checks; what is wrong stands in the report. */
static einv_status judge(struct input *in, size_t item)
{
    einv_invoice *inv = NULL;
    einv_status status;

    status = einv_doc_read(in->doc, item, NULL, in->report, &inv);
    if (status == EINV_OK)
        status = einv_invoice_check(inv, in->report);
    einv_invoice_free(inv);
    return status == EINV_EREJECTED ? EINV_OK : status;
}

/* No rules are run on what is no invoice of ours: nobody can say. */
static const char *verdict_of(const struct input *in, einv_status status)
{
    bool xml = in->doc != NULL &&
               strcmp(einv_doc_container(in->doc), "xml") == 0;

    if (in->doc == NULL)
        return "unreadable";
    if (status == EINV_EUNKNOWN || status == EINV_EUNSUPPORTED)
        return xml ? "undecided" : "unreadable";
    if (status != EINV_OK)
        return "unreadable";
    if (report_errors(in->report) > 0)
        return "invalid";
    return einv_report_count_severity(in->report, EINV_SEVERITY_WARNING) > 0
               ? "warnings" : "valid";
}

static int code_of(const char *verdict, einv_status status)
{
    if (exit_of(status) == EXIT_FAULT)
        return EXIT_FAULT;
    if (strcmp(verdict, "unreadable") == 0)
        return EXIT_UNREADABLE;
    if (strcmp(verdict, "invalid") == 0 || strcmp(verdict, "undecided") == 0)
        return EXIT_REJECTED;
    return EXIT_ACCEPTED;
}

static void validate_json(const struct args *a, const struct input *in,
                          size_t item, const char *verdict, struct text *out)
{
    char digest[65] = "";

    if (in->readable)
        sha256_hex(in->bytes.data, in->bytes.len, digest);
    if (out->len > 0 && out->data[out->len - 1] == '}')
        text_str(out, ",");
    text_str(out, "{");
    text_member(out, "file", in->file);
    text_key(out, "item");
    text_num(out, item);
    text_member(out, "sha256", digest);
    text_member(out, "format", in->doc != NULL ? einv_doc_format(in->doc)
                                               : "");
    text_member(out, "profile", in->doc != NULL ? einv_doc_profile(in->doc)
                                                : "");
    text_member(out, "verdict", verdict);
    text_key(out, "rule_sets");
    text_str(out, "[]");
    text_key(out, "findings");
    report_findings(a, in->report, NULL, out);
    text_str(out, "}");
}

static int validate_one(einv_ctx *ctx, const struct args *a,
                        const char *file, struct text *out)
{
    size_t item = a->item > 0 ? a->item : 1;
    const char *verdict;
    einv_status status;
    struct input in;
    int code;

    if (!input_open(&in, ctx, a, file)) {
        complain(file, in.status);
        input_free(&in);
        return EXIT_FAULT;
    }
    status = in.doc != NULL ? judge(&in, item) : in.status;
    if (status == EINV_EABSENT)
        complain(file, status);
    verdict = verdict_of(&in, status);
    code = code_of(verdict, status);
    if (a->report == REPORT_JSON) {
        validate_json(a, &in, item, verdict, out);
    } else {
        if (!a->quiet || code != EXIT_ACCEPTED)
            report_findings(a, in.report, file, out);
        if (!a->quiet) {
            text_shown(out, file, strlen(file));
            text_str(out, ": ");
            text_str(out, verdict);
            text_str(out, "\n");
        }
    }
    input_free(&in);
    return code;
}

int verb_validate(einv_ctx *ctx, const struct args *a)
{
    return each_file(ctx, a, validate_one);
}
