/* einv_validate.c: einv validate: what judges a file, and the verdict. */
#include "einv_cli.h"

#include <string.h>

/* What judges each file. */
struct judges {
    const struct args *a;
    einv_schema **schemas;      /* one for each --xsd */
};

/* Against the schemas; *silent: how many of them could say nothing. */
static einv_status judge_schemas(struct input *in, const struct judges *j,
                                 size_t *silent)
{
    for (size_t i = 0; i < j->a->n_xsd; i++) {
        einv_status status = einv_doc_validate_schema(
            in->doc, j->schemas[i], in->report);

        if (status == EINV_EUNKNOWN)
            ++*silent;
        else if (status != EINV_OK && status != EINV_EREJECTED)
            return status;
    }
    return EINV_OK;
}

/* Reads and checks; what is wrong stands in the report.  What is no format
 * of ours is judged by the schemas alone. */
static einv_status judge(struct input *in, const struct judges *j,
                         size_t item, size_t *silent)
{
    einv_invoice *inv = NULL;
    einv_status status = judge_schemas(in, j, silent);

    if (status != EINV_OK || (j->a->n_xsd > 0 &&
        einv_doc_get_verdict(in->doc) != EINV_DOC_SUPPORTED))
        return status;
    status = einv_doc_read(in->doc, item, NULL, in->report, &inv);
    if (status == EINV_OK)
        status = einv_invoice_check(inv, in->report);
    einv_invoice_free(inv);
    return status == EINV_EREJECTED ? EINV_OK : status;
}

/* No rules are run on what is no invoice of ours: nobody can say. */
static const char *verdict_of(const struct input *in, einv_status status,
                              size_t silent)
{
    bool xml = in->doc != NULL &&
               strcmp(einv_doc_container(in->doc), "xml") == 0;

    if (in->doc == NULL)
        return "unreadable";
    if (status == EINV_EUNKNOWN || status == EINV_EUNSUPPORTED)
        return xml ? "undecided" : "unreadable";
    if (status != EINV_OK)
        return "unreadable";
    /* Whoever could say nothing left one error finding. */
    if (report_errors(in->report) > silent)
        return "invalid";
    if (silent > 0)
        return "undecided";
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

static void say_verdict(const struct args *a, const struct input *in,
                        const char *verdict, int code, struct text *out)
{
    if (!a->quiet || code != EXIT_ACCEPTED)
        report_findings(a, in->report, in->file, out);
    if (a->quiet)
        return;
    text_shown(out, in->file, strlen(in->file));
    text_str(out, ": ");
    text_str(out, verdict);
    text_str(out, "\n");
}

static int validate_one(einv_ctx *ctx, const struct args *a, void *user,
                        const char *file, struct text *out)
{
    size_t item = a->item > 0 ? a->item : 1, silent = 0;
    const struct judges *j = user;
    const char *verdict;
    einv_status status;
    struct input in;
    int code;

    if (!input_open(&in, ctx, a, file)) {
        complain(file, in.status);
        input_free(&in);
        return EXIT_FAULT;
    }
    status = in.doc != NULL ? judge(&in, j, item, &silent) : in.status;
    if (status == EINV_EABSENT)
        complain(file, status);
    verdict = verdict_of(&in, status, silent);
    code = code_of(verdict, status);
    if (a->report == REPORT_JSON)
        validate_json(a, &in, item, verdict, out);
    else
        say_verdict(a, &in, verdict, code, out);
    input_free(&in);
    return code;
}

static int load_schemas(einv_ctx *ctx, struct judges *j)
{
    for (size_t i = 0; i < j->a->n_xsd; i++) {
        einv_status status = einv_schema_load_file(
            ctx, j->a->xsd[i], NULL, &j->schemas[i]);

        if (status != EINV_OK) {
            complain(j->a->xsd[i], status);
            return exit_of(status) == EXIT_FAULT ? EXIT_FAULT
                                                 : EXIT_UNREADABLE;
        }
    }
    return EXIT_ACCEPTED;
}

int verb_validate(einv_ctx *ctx, const struct args *a)
{
    einv_schema *schemas[MOST_SETS] = { NULL };
    struct judges j = { a, schemas };
    int code = load_schemas(ctx, &j);

    if (code == EXIT_ACCEPTED)
        code = each_file(ctx, a, validate_one, &j);
    for (size_t i = 0; i < a->n_xsd; i++)
        einv_schema_free(schemas[i]);
    return code;
}
