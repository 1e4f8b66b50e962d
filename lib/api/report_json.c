/* report_json.c: findings and ledger rows, rendered as the caller asks.
 */
#include "handle.h"

#include "../diag/render_text.h"
#include "../json/render.h"

struct renderer {
    struct einv_style style;
    struct einv_buf *out;
};

static void findings_json(struct renderer *r, const struct einv_report *report)
{
    struct einv_json_out j;

    einv__json_begin(&j, r->out, 2);
    einv__json_findings(&j, &r->style, report);
}

static void ledger_json(struct renderer *r, const struct einv_report *report)
{
    struct einv_json_out j;

    einv__json_begin(&j, r->out, 2);
    einv__json_ledger(&j, &r->style, report);
}

static void findings_text(struct renderer *r, const struct einv_report *report)
{
    einv__render_findings(&r->style, report, r->out);
}

static void ledger_text(struct renderer *r, const struct einv_report *report)
{
    einv__render_ledger(&r->style, report, r->out);
}

/* The model's name of a term. */
static struct einv_text title_of(const void *model, struct einv_text term)
{
    const struct einv_model *m = model;
    einv_place_id at = einv__model_find_id(m, term);

    return at != EINV_NO_PLACE_ID ? m->places[at].title : EINV_NO_TEXT;
}

struct einv_style einv__style_of(einv_ctx *ctx, const char *lang)
{
    struct einv_style style;

    memset(&style, 0, sizeof(style));
    style.messages = einv__engine_messages(&ctx->engine);
    style.lang = einv__text_of(lang);
    style.title = title_of;
    style.model = &ctx->engine.model;
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
    r.style = einv__style_of(report->ctx, ours.lang);
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
    style = einv__style_of(report->ctx, lang);
    einv__message_render(&style, finding, EINV_MESSAGE_TEXT, &b->buf);
    return einv__buffer_give(b, EINV_OK, message);
}
