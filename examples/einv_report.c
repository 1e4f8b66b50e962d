/* einv_report.c: exit codes, reports, and a file on its way in. */
#include "einv_cli.h"

#include <stdio.h>
#include <string.h>

int exit_of(einv_status status)
{
    switch (status) {
    case EINV_OK:
        return EXIT_ACCEPTED;
    case EINV_EREJECTED:
    case EINV_ELOSS:
        return EXIT_REJECTED;
    case EINV_ENOMEM:
    case EINV_EABI:
    case EINV_EINTERNAL:
        return EXIT_FAULT;
    default:
        return EXIT_UNREADABLE;
    }
}

int worse(int a, int b)
{
    return a > b ? a : b;
}

void complain(const char *what, einv_status status)
{
    const char *why = status == EINV_ENOMEM ? "out of memory"
                      : status == EINV_EINTERNAL ? "internal error"
                      : status == EINV_EABSENT ? "no such invoice in it"
                      : einv_status_name(status);

    fprintf(stderr, "einv: %s: %s\n", what, why);
}

einv_render_options render_options(const struct args *a, const char *file)
{
    einv_render_options o = EINV_RENDER_OPTIONS_INIT;

    o.lang = a->lang;
    o.flags = a->redact ? EINV_RENDER_REDACT : 0;
    o.file = file;
    return o;
}

/* Appends a rendered part of the report. */
typedef einv_status render_fn(const einv_report *report,
                              const einv_render_options *options,
                              einv_buffer **out);

static bool rendered(render_fn *how, const einv_report *report,
                     const struct args *a, const char *file,
                     struct text *out)
{
    einv_render_options options = render_options(a, file);
    einv_buffer *buffer = NULL;

    if (how(report, &options, &buffer) != EINV_OK)
        return false;
    text_put(out, einv_buffer_data(buffer), einv_buffer_len(buffer));
    einv_buffer_free(buffer);
    return !out->failed;
}

bool report_findings(const struct args *a, const einv_report *report,
                     const char *file, struct text *out)
{
    return rendered(a->report == REPORT_JSON ? einv_report_findings_to_json
                                             : einv_report_findings_to_text,
                    report, a, file, out);
}

void report_complaints(const struct args *a, const einv_report *report,
                       const char *file, struct text *out)
{
    rendered(einv_report_findings_to_text, report, a, file, out);
}

bool report_ledger_json(const struct args *a, const einv_report *report,
                        const char *from, const char *to, bool findings,
                        struct text *out)
{
    text_str(out, "{");
    text_member(out, "from", from);
    text_member(out, "to", to);
    text_key(out, "rows");
    if (!rendered(einv_report_ledger_to_json, report, a, NULL, out))
        return false;
    if (findings) {
        text_key(out, "findings");
        if (!rendered(einv_report_findings_to_json, report, a, NULL, out))
            return false;
    }
    text_str(out, "}\n");
    return !out->failed;
}

bool report_ledger_text(const struct args *a, const einv_report *report,
                        const char *file, struct text *out)
{
    return rendered(einv_report_ledger_to_text, report, a, file, out);
}

size_t report_errors(const einv_report *report)
{
    return einv_report_count_severity(report, EINV_SEVERITY_ERROR) +
           einv_report_count_severity(report, EINV_SEVERITY_FATAL);
}

static bool is_called_pdf(const char *file)
{
    static const char end[] = ".pdf";
    size_t n = strlen(file);

    if (n < sizeof end)
        return false;
    for (size_t i = 0; i < sizeof end - 1; i++)
        if ((file[n - sizeof end + 1 + i] | 0x20) != (end[i] | 0x20))
            return false;
    return true;
}

/* Nothing that can be read: as a PDF, which its name says it is, it is
 * refused for what is wrong with it. */
static void parse_as_pdf(struct input *in, einv_ctx *ctx)
{
    einv_parse_options options = EINV_PARSE_OPTIONS_INIT;
    einv_report *report = NULL;

    options.format = "pdf";
    options.flags = EINV_PARSE_LEND;
    if (einv_report_new(ctx, &report) != EINV_OK) {
        in->status = EINV_ENOMEM;
        return;
    }
    in->status = einv_doc_parse(ctx, in->bytes.data, in->bytes.len, &options,
                                report, &in->doc);
    einv_report_free(in->report);
    in->report = report;
}

bool input_open(struct input *in, einv_ctx *ctx, const struct args *a,
                const char *file)
{
    einv_parse_options options = EINV_PARSE_OPTIONS_INIT;

    memset(in, 0, sizeof(*in));
    in->file = file;
    in->status = einv_report_new(ctx, &in->report);
    if (in->status != EINV_OK)
        return false;
    in->readable = io_read(file, &in->bytes);
    if (!in->readable) {
        in->status = EINV_EIO;
        return true;
    }
    options.format = a->from;
    options.flags = EINV_PARSE_LEND;
    in->status = einv_doc_parse(ctx, in->bytes.data, in->bytes.len, &options,
                                in->report, &in->doc);
    if (in->status == EINV_EMALFORMED && a->from == NULL &&
        is_called_pdf(file))
        parse_as_pdf(in, ctx);
    return in->status != EINV_ENOMEM;
}

void input_free(struct input *in)
{
    einv_doc_free(in->doc);
    einv_report_free(in->report);
    io_free(&in->bytes);
}
