/* rendering.c: which renderer makes which form, and what stands before the
 * documents and behind them.
 */
#include <einv/rendering.h>

#include "../diag/render_html.h"
#include "../diag/render_junit.h"
#include "../diag/render_text.h"
#include "../json/sarif.h"
#include "handle.h"

struct einv_rendering {
    uint32_t magic;
    einv_ctx *ctx;
    struct einv_style style;
    char lang[24];              /* longer tags are cut behind a subtag */
    const struct form *form;
    einv_buffer *text;          /* NULL: it was ended */
    struct einv_json_out json;
};

struct form {
    void (*open)(einv_rendering *r);
    void (*document)(einv_rendering *r, const struct einv_report *report);
    void (*close)(einv_rendering *r);
};

static void nothing(einv_rendering *r)
{
    (void)r;
}

static void text_document(einv_rendering *r, const struct einv_report *report)
{
    einv__render_findings(&r->style, report, &r->text->buf);
    einv__render_verdict(&r->style, &r->text->buf);
}

static void sarif_open(einv_rendering *r)
{
    einv__json_begin(&r->json, &r->text->buf, 2);
    einv__sarif_open(&r->json, einv_version());
}

static void sarif_document(einv_rendering *r, const struct einv_report *report)
{
    einv__sarif_document(&r->json, &r->style, report);
}

static void sarif_close(einv_rendering *r)
{
    einv__sarif_close(&r->json);
}

static void junit_open(einv_rendering *r)
{
    einv__junit_open(&r->text->buf);
}

static void junit_document(einv_rendering *r, const struct einv_report *report)
{
    einv__junit_document(&r->style, report, &r->text->buf);
}

static void junit_close(einv_rendering *r)
{
    einv__junit_close(&r->text->buf);
}

static void html_open(einv_rendering *r)
{
    einv__html_open(&r->style, &r->text->buf);
}

static void html_document(einv_rendering *r, const struct einv_report *report)
{
    einv__html_document(&r->style, report, &r->text->buf);
}

static void html_close(einv_rendering *r)
{
    einv__html_close(&r->text->buf);
}

static const struct form forms[] = { /* ORDER RENDERING */
    { nothing, text_document, nothing },
    { sarif_open, sarif_document, sarif_close },
    { junit_open, junit_document, junit_close },
    { html_open, html_document, html_close }
};

static bool is_rendering(const einv_rendering *h)
{
    return h != NULL && h->magic == MAGIC_RENDERING;
}

static void set_lang(einv_rendering *r, const char *lang)
{
    size_t n = 0;

    while (lang != NULL && lang[n] != '\0' && n + 1 < sizeof r->lang) {
        r->lang[n] = lang[n];
        n++;
    }
    r->style.lang = einv__text(r->lang, n);
}

einv_status einv_rendering_new(einv_ctx *ctx, einv_rendering_form form,
                               const einv_render_options *options,
                               einv_rendering **out)
{
    einv_render_options ours;
    einv_rendering *r;
    einv_status status;

    if (!is_ctx(ctx) || out == NULL ||
        (size_t)form >= sizeof forms / sizeof forms[0])
        return EINV_EUSAGE;
    *out = NULL;
    status = einv__options_take(&ours, sizeof ours, options);
    if (status != EINV_OK)
        return status;
    r = einv__alloc(ctx_alloc(ctx), 1, sizeof *r);
    if (r == NULL)
        return EINV_ENOMEM;
    memset(r, 0, sizeof *r);
    r->text = einv__buffer_new(ctx);
    if (r->text == NULL) {
        einv__free(ctx_alloc(ctx), r, sizeof *r);
        return EINV_ENOMEM;
    }
    r->magic = MAGIC_RENDERING;
    r->ctx = einv_ctx_ref(ctx);
    r->form = &forms[form];
    if (form != EINV_RENDERING_TEXT)
        r->style = einv__style_of(ctx, NULL);
    r->style.redact = (ours.flags & EINV_RENDER_REDACT) != 0;
    set_lang(r, ours.lang);
    r->form->open(r);
    *out = r;
    return EINV_OK;
}

/* The table of messages is long.  Good news in the language of the code is
 * said without it. */
static bool needs_messages(const einv_rendering *r,
                           const struct einv_report *report)
{
    return r->form != &forms[EINV_RENDERING_TEXT] ||
           report->n_findings > 0 || report->lost > 0 ||
           (r->style.lang.len > 0 && !einv__text_is(r->style.lang, "en"));
}

/* The inside's own word for a verdict. */
static bool take_verdict(const char *verdict, const char **out)
{
    static const char *const words[] = { "valid", "warnings", "invalid",
                                         "undecided", "unreadable" };

    *out = NULL;
    if (verdict == NULL)
        return true;
    for (size_t i = 0; i < sizeof words / sizeof words[0]; i++)
        if (strcmp(verdict, words[i]) == 0)
            *out = words[i];
    return *out != NULL;
}

einv_status einv_rendering_add(einv_rendering *rendering,
                               const einv_report *report, const char *file,
                               const char *verdict)
{
    einv_rendering *r = rendering;
    const char *word;

    if (!is_rendering(rendering) || !is_report(report) ||
        rendering->text == NULL || !take_verdict(verdict, &word))
        return EINV_EUSAGE;
    if (r->style.messages == NULL && needs_messages(r, &report->r)) {
        struct einv_text lang = r->style.lang;
        bool redact = r->style.redact;

        r->style = einv__style_of(r->ctx, NULL);
        r->style.lang = lang;
        r->style.redact = redact;
    }
    rendering->style.file = file;
    rendering->style.verdict = word;
    rendering->form->document(rendering, &report->r);
    rendering->style.file = NULL;
    return rendering->text->buf.failed ? EINV_ENOMEM : EINV_OK;
}

einv_status einv_rendering_end(einv_rendering *rendering, einv_buffer **out)
{
    einv_buffer *text;

    if (!is_rendering(rendering) || out == NULL || rendering->text == NULL)
        return EINV_EUSAGE;
    *out = NULL;
    rendering->form->close(rendering);
    text = rendering->text;
    rendering->text = NULL;
    return einv__buffer_give(text, EINV_OK, out);
}

void einv_rendering_free(einv_rendering *rendering)
{
    einv_ctx *ctx;

    if (!is_rendering(rendering))
        return;
    ctx = rendering->ctx;
    einv_buffer_free(rendering->text);
    rendering->magic = 0;
    einv__free(ctx_alloc(ctx), rendering, sizeof *rendering);
    einv_ctx_free(ctx);
}
