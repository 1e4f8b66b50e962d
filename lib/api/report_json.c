/* report_json.c: findings and ledger rows as JSON and as text.
 *
 * The members of a finding and of a row are the contract of the command
 * line; new ones are only appended.
 */
#include "handle.h"

#include "../diag/render_text.h"

struct renderer {
    struct einv_style style;
    struct einv_buf *out;
};

static void json_position(struct einv_json_out *j, struct einv_position pos,
                          bool offset)
{
    if (pos.line == 0)
        return;
    einv__json_key(j, "line");
    einv__json_uint(j, pos.line);
    einv__json_key(j, "column");
    einv__json_uint(j, pos.column);
    if (offset) {
        einv__json_key(j, "offset");
        einv__json_uint(j, pos.offset);
    }
}

static void json_finding(struct renderer *r, struct einv_json_out *j,
                         const einv_finding *f)
{
    struct einv_text kind = f->kind;
    struct einv_buf message, fix;

    einv__buf_init(&message, r->out->alloc);
    einv__buf_init(&fix, r->out->alloc);
    einv__message_render(&r->style, f, EINV_MESSAGE_TEXT, &message);
    einv__message_render(&r->style, f, EINV_MESSAGE_FIX, &fix);
    einv__json_open(j, '{');
    einv__json_field(j, "origin", f->origin);
    einv__json_field(j, "rule_set", f->rule_set);
    einv__json_field(j, "kind", kind.len > 0 ? kind : EINV_TEXT("error"));
    einv__json_field(j, "rule", f->rule);
    einv__json_field(j, "severity",
                     einv__text_of(einv__severity_name(f->severity)));
    einv__json_field(j, "term", f->term);
    einv__json_field(j, "xpath", f->xpath);
    json_position(j, f->pos, true);
    if (f->found.ptr != NULL) {
        einv__json_key(j, "found");
        einv__json_string(j, einv__style_value(&r->style, f->found));
    }
    einv__json_field(j, "expected", f->expected);
    einv__json_field(j, "message", einv__buf_get(&message));
    einv__json_field(j, "fix", einv__buf_get(&fix));
    einv__json_close(j, '}');
    if (message.failed || fix.failed)
        r->out->failed = true;
    einv__buf_free(&message);
    einv__buf_free(&fix);
}

static void findings_json(struct renderer *r, const struct einv_report *report)
{
    struct einv_json_out j;

    einv__json_begin(&j, r->out, 2);
    einv__json_open(&j, '[');
    for (const einv_finding *f = report->first; f != NULL; f = f->next)
        json_finding(r, &j, f);
    einv__json_close(&j, ']');
}

static void json_row(struct renderer *r, struct einv_json_out *j,
                     const einv_ledger_row *row)
{
    einv__json_open(j, '{');
    einv__json_key(j, "direction");
    einv__json_string(j, row->direction == EINV_READ ? EINV_TEXT("read")
                                                     : EINV_TEXT("write"));
    einv__json_key(j, "reason");
    einv__json_string(j, einv__text_of(einv__reason_name(row->reason)));
    einv__json_field(j, "term", row->term);
    einv__json_field(j, "xpath", row->xpath);
    json_position(j, row->pos, false);
    if (row->value.ptr != NULL) {
        einv__json_key(j, "value");
        einv__json_string(j, einv__style_value(&r->style, row->value));
    }
    einv__json_field(j, "where", row->where);
    einv__json_key(j, "grave");
    einv__json_bool(j, row->grave);
    einv__json_close(j, '}');
}

static void ledger_json(struct renderer *r, const struct einv_report *report)
{
    struct einv_json_out j;

    einv__json_begin(&j, r->out, 2);
    einv__json_open(&j, '[');
    for (const einv_ledger_row *w = report->first_row; w != NULL; w = w->next)
        json_row(r, &j, w);
    einv__json_close(&j, ']');
}

static void findings_text(struct renderer *r, const struct einv_report *report)
{
    einv__render_findings(&r->style, report, r->out);
}

static void ledger_text(struct renderer *r, const struct einv_report *report)
{
    einv__render_ledger(&r->style, report, r->out);
}

static struct einv_style style_of(einv_ctx *ctx, const char *lang)
{
    struct einv_style style;

    memset(&style, 0, sizeof(style));
    style.messages = einv__engine_messages(&ctx->engine);
    style.lang = einv__text_of(lang);
    return style;
}

typedef void render_fn(struct renderer *r, const struct einv_report *report);

static einv_status render(const einv_report *report,
                          const einv_render_options *options,
                          render_fn *how, einv_buffer **out)
{
    einv_render_options ours;
    struct renderer r;
    einv_status status;
    einv_buffer *b;

    if (!is_report(report) || out == NULL)
        return EINV_EUSAGE;
    *out = NULL;
    status = einv__options_take(&ours, sizeof(ours), options);
    if (status != EINV_OK)
        return status;
    b = einv__buffer_new(report->ctx);
    if (b == NULL)
        return EINV_ENOMEM;
    r.style = style_of(report->ctx, ours.lang);
    r.style.file = ours.file;
    r.style.redact = (ours.flags & EINV_RENDER_REDACT) != 0;
    r.out = &b->buf;
    how(&r, &report->r);
    return einv__buffer_give(b, EINV_OK, out);
}

einv_status einv_report_findings_to_json(const einv_report *report,
                                         const einv_render_options *options,
                                         einv_buffer **out)
{
    return render(report, options, findings_json, out);
}

einv_status einv_report_ledger_to_json(const einv_report *report,
                                       const einv_render_options *options,
                                       einv_buffer **out)
{
    return render(report, options, ledger_json, out);
}

einv_status einv_report_findings_to_text(const einv_report *report,
                                         const einv_render_options *options,
                                         einv_buffer **out)
{
    return render(report, options, findings_text, out);
}

einv_status einv_report_ledger_to_text(const einv_report *report,
                                       const einv_render_options *options,
                                       einv_buffer **out)
{
    return render(report, options, ledger_text, out);
}

einv_status einv_finding_get_message(const einv_report *report,
                                     const einv_finding *finding,
                                     const char *lang, einv_buffer **message)
{
    struct einv_style style;
    einv_buffer *b;

    if (!is_report(report) || finding == NULL || message == NULL)
        return EINV_EUSAGE;
    *message = NULL;
    b = einv__buffer_new(report->ctx);
    if (b == NULL)
        return EINV_ENOMEM;
    style = style_of(report->ctx, lang);
    einv__message_render(&style, finding, EINV_MESSAGE_TEXT, &b->buf);
    return einv__buffer_give(b, EINV_OK, message);
}
