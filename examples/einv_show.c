/* einv_show.c: einv show, einv diff. */
#define _POSIX_C_SOURCE 200809L
#include "einv_cli.h"

#include <stdio.h>
#include <string.h>
#include <sys/ioctl.h>
#include <unistd.h>

/* Findings go to stderr: the document itself is on stdout. */
static void tell_findings(const struct args *a, const einv_report *report,
                          const char *file)
{
    struct text t = { NULL, 0, 0, false };
    struct args plain = *a;

    if (a->quiet && report_errors(report) == 0)
        return;
    plain.report = REPORT_TEXT;
    if (report_findings(&plain, report, file, &t) && t.data != NULL)
        fputs(t.data, stderr);
    text_free(&t);
}

/* Reads one invoice; what is wrong is told.  *code: why not. */
static einv_invoice *read_invoice(struct input *in, einv_ctx *ctx,
                                  const struct args *a, const char *file,
                                  int *code)
{
    einv_invoice *inv = NULL;
    einv_status status;

    input_open(in, ctx, a, file);
    status = in->status;
    if (in->doc != NULL)
        status = einv_doc_read(in->doc, a->item > 0 ? a->item : 1, NULL,
                               in->report, &inv);
    *code = exit_of(status);
    if (in->report != NULL)
        tell_findings(a, in->report, file);
    if (status == EINV_EABSENT ||
        (status != EINV_OK && status != EINV_EIO &&
         (in->report == NULL || einv_report_count(in->report) == 0)))
        complain(file, status);
    return inv;
}

static uint32_t terminal_width(void)
{
    struct winsize size;

    if (ioctl(STDOUT_FILENO, TIOCGWINSZ, &size) == 0 && size.ws_col > 0)
        return size.ws_col;
    return 80;
}

static int give(einv_status status, einv_buffer *buffer, const char *file)
{
    int code = exit_of(status);

    if (status != EINV_OK)
        complain(file, status);
    else if (!io_write("-", einv_buffer_data(buffer),
                       einv_buffer_len(buffer)))
        code = EXIT_UNREADABLE;
    einv_buffer_free(buffer);
    return code;
}

int verb_show(einv_ctx *ctx, const struct args *a)
{
    einv_render_options options = EINV_RENDER_OPTIONS_INIT;
    einv_buffer *buffer = NULL;
    struct input in;
    einv_status status;
    int code;
    einv_invoice *inv = read_invoice(&in, ctx, a, a->files[0], &code);

    if (inv != NULL) {
        options.width = terminal_width();
        options.lang = a->lang;
        options.flags = a->redact ? EINV_RENDER_REDACT : 0;
        if (a->json || a->report == REPORT_JSON)
            status = einv_invoice_to_json(inv, &buffer);
        else
            status = einv_invoice_to_page(inv, &options, &buffer);
        code = give(status, buffer, a->files[0]);
    }
    einv_invoice_free(inv);
    input_free(&in);
    return code;
}

/* --- diff ---------------------------------------------------------------- */

static void diff_value(const struct args *a, const einv_diff *diff, size_t i,
                       einv_diff_field field, const char *key,
                       struct text *out)
{
    const char *text;
    size_t len;
    bool json = a->report == REPORT_JSON;

    if (json)
        text_key(out, key);
    if (einv_diff_get_text(diff, i, field, &text, &len) != EINV_OK) {
        text_str(out, json ? "null" : "(absent)");
    } else if (a->redact) {
        text_str(out, json ? "\"xxx\"" : "xxx");
    } else if (json) {
        text_json(out, text, len);
    } else {
        text_str(out, "\"");
        text_shown(out, text, len);
        text_str(out, "\"");
    }
}

static void diff_row(const struct args *a, const einv_diff *diff, size_t i,
                     struct text *out)
{
    const char *term, *path;
    size_t len, path_len;

    if (einv_diff_get_text(diff, i, EINV_DIFF_PATH, &path, &path_len) !=
        EINV_OK)
        path_len = 0;
    if (einv_diff_get_text(diff, i, EINV_DIFF_TERM, &term, &len) != EINV_OK) {
        term = path;
        len = path_len;
    }
    if (a->report == REPORT_JSON) {
        if (out->data[out->len - 1] == '}')
            text_str(out, ",");
        text_str(out, "{");
        text_key(out, "term");
        text_json(out, term, len);
        diff_value(a, diff, i, EINV_DIFF_A, "a", out);
        diff_value(a, diff, i, EINV_DIFF_B, "b", out);
        text_key(out, "path");
        text_json(out, path, path_len);
        text_str(out, "}");
        return;
    }
    text_put(out, term, len);
    text_str(out, " ");
    text_put(out, path, path_len);
    text_str(out, ": ");
    diff_value(a, diff, i, EINV_DIFF_A, "a", out);
    text_str(out, " -> ");
    diff_value(a, diff, i, EINV_DIFF_B, "b", out);
    text_str(out, "\n");
}

static int tell_diff(const struct args *a, const einv_diff *diff)
{
    struct text out = { NULL, 0, 0, false };
    size_t n = einv_diff_count(diff);
    int code = n == 0 ? EXIT_ACCEPTED : EXIT_REJECTED;

    if (a->report == REPORT_JSON) {
        text_str(&out, n == 0 ? "{\"equal\":true,\"rows\":["
                              : "{\"equal\":false,\"rows\":[");
        for (size_t i = 0; i < n; i++)
            diff_row(a, diff, i, &out);
        text_str(&out, "]}\n");
    } else if (!a->quiet) {
        for (size_t i = 0; i < n; i++)
            diff_row(a, diff, i, &out);
    }
    if (!io_write_text("-", &out))
        code = out.failed ? EXIT_FAULT : EXIT_UNREADABLE;
    text_free(&out);
    return code;
}

int verb_diff(einv_ctx *ctx, const struct args *a)
{
    struct input in[2];
    einv_invoice *inv[2];
    einv_diff *diff = NULL;
    int code[2], result;
    einv_status status;

    for (int i = 0; i < 2; i++)
        inv[i] = read_invoice(&in[i], ctx, a, a->files[i], &code[i]);
    result = worse(code[0], code[1]);
    if (inv[0] != NULL && inv[1] != NULL) {
        status = einv_invoice_diff(inv[0], inv[1], &diff);
        if (status == EINV_OK)
            result = tell_diff(a, diff);
        else
            complain("diff", status);
        result = worse(result, exit_of(status));
    }
    einv_diff_free(diff);
    for (int i = 0; i < 2; i++) {
        einv_invoice_free(inv[i]);
        input_free(&in[i]);
    }
    return result;
}
