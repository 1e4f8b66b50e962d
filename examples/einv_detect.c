/* einv_detect.c: einv detect. */
#include "einv_cli.h"

#include <string.h>

void open_documents(const struct args *a, struct text *out)
{
    if (a->report != REPORT_JSON)
        return;
    text_str(out, "{");
    text_member(out, "einv", einv_version());
    text_key(out, "documents");
    text_str(out, "[");
}

int close_documents(const struct args *a, struct text *out, int code)
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
    if (doc != NULL && einv_doc_entry(doc)[0] != '\0')
        text_member(out, "entry", einv_doc_entry(doc));
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
    if (doc != NULL && einv_doc_entry(doc)[0] != '\0') {
        text_str(out, ", in the file ");
        text_shown(out, einv_doc_entry(doc), strlen(einv_doc_entry(doc)));
    }
    text_str(out, "\n");
}

static int detect_one(einv_ctx *ctx, const struct args *a, void *user,
                      const char *file, struct text *out)
{
    const char *verdict = "unreadable";
    struct input in;
    int code;

    (void)user;
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

int each_file(einv_ctx *ctx, const struct args *a, one_fn *one, void *user)
{
    struct text out = { NULL, 0, 0, false };
    int code = EXIT_ACCEPTED;

    open_documents(a, &out);
    for (size_t i = 0; i < a->n_files; i++)
        code = worse(code, one(ctx, a, user, a->files[i], &out));
    return close_documents(a, &out, code);
}

int verb_detect(einv_ctx *ctx, const struct args *a)
{
    return each_file(ctx, a, detect_one, NULL);
}
