/* einv_svrl.c: the reports of several rule sets about several documents.
 *
 * The standard's report is of one set about one document.  More of them are
 * put into one element of ours, so that the output stays one document:
 *
 *     <reports xmlns="urn:einv:reports:1">
 *       <document file="in.xml" sha256="..." verdict="invalid">
 *         <svrl:schematron-output ...>     one for each set
 */
#include "einv_cli.h"

#include <string.h>

int svrl_new(einv_ctx *ctx, struct svrl *s, bool alone)
{
    einv_status status;

    memset(s, 0, sizeof *s);
    s->alone = alone;
    status = einv_report_new(ctx, &s->report);
    if (status != EINV_OK)
        complain("report", status);
    return exit_of(status);
}

void svrl_free(struct svrl *s)
{
    einv_report_free(s->report);
    text_free(&s->text);
}

static int take(void *user, const char *bytes, size_t len)
{
    struct text *text = user;

    text_put(text, bytes, len);
    return !text->failed;
}

void svrl_options(struct svrl *s, const struct args *a,
                  einv_validate_options *options)
{
    options->svrl = take;
    options->svrl_user = &s->text;
    options->lang = a->lang;
    if (!s->alone)
        options->flags |= EINV_VALIDATE_PART;
    if (a->fired)
        options->flags |= EINV_VALIDATE_FIRED;
    if (a->redact)
        options->flags |= EINV_VALIDATE_REDACT;
}

void svrl_open(const struct svrl *s, struct text *out)
{
    if (!s->alone)
        text_str(out, "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n"
                      "<reports xmlns=\"urn:einv:reports:1\">\n");
}

void svrl_document(struct svrl *s, const struct input *in,
                   const char *verdict, struct text *out)
{
    char digest[65] = "";

    if (!s->alone) {
        if (in->readable)
            einv_sha256(in->bytes.data, in->bytes.len, digest);
        text_str(out, "<document");
        text_attribute(out, "file", in->file);
        text_attribute(out, "sha256", digest);
        text_attribute(out, "verdict", verdict);
        text_str(out, ">\n");
    }
    text_put(out, s->text.data, s->text.len);
    out->failed = out->failed || s->text.failed;
    if (!s->alone)
        text_str(out, "</document>\n");
    text_free(&s->text);
    (void)einv_report_clear(s->report);
}

void svrl_close(const struct svrl *s, struct text *out)
{
    if (!s->alone)
        text_str(out, "</reports>\n");
}
