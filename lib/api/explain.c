/* explain.c: what a name means: a term, a finding's code, a reason of the
 * ledger, a code of a list.
 */
#include "../convert/own_rules.h"
#include "handle.h"

struct question {
    einv_ctx *ctx;
    struct einv_style style;       /* the words around */
    struct einv_text what;
    struct einv_buf *out;
    bool known;
};

static void say(struct question *q, const char *words)
{
    einv__buf_text(q->out, einv__style_words(&q->style, words));
}

static void line(struct question *q, const char *label, struct einv_text text)
{
    if (text.len == 0)
        return;
    einv__buf_str(q->out, "  ");
    say(q, label);
    einv__buf_str(q->out, ": ");
    einv__buf_text(q->out, text);
    einv__buf_char(q->out, '\n');
}

/* A line whose text is words of ours. */
static void words(struct question *q, const char *label, const char *said)
{
    line(q, label, einv__style_words(&q->style, said));
}

/* --- terms --------------------------------------------------------------- */

static const char *const type_names[] = { /* ORDER TYPE */
    "group", "text", "identifier", "code", "amount", "unit price",
    "quantity", "percentage", "date", "boolean", "binary object", "reference"
};

static void explain_place(struct question *q, einv_place_id at)
{
    const struct einv_model *m = &q->ctx->engine.model;
    const struct einv_place *p = &m->places[at];
    struct einv_buf path;

    einv__buf_init(&path, q->out->alloc);
    einv__model_path(m, at, &path);
    einv__buf_text(q->out, p->id.len > 0 ? p->id : p->name);
    if (p->title.len > 0) {
        einv__buf_char(q->out, ' ');
        einv__style_name(&q->style, p->title, q->out);
    }
    einv__buf_char(q->out, '\n');
    line(q, "path", einv__buf_get(&path));
    words(q, "type", type_names[p->type]);
    line(q, "code list", p->list);
    line(q, "natural key", p->key);
    if ((p->flags & EINV_PLACE_MANY) != 0)
        words(q, "how many", "a list");
    if ((p->flags & EINV_PLACE_REQUIRED) != 0)
        words(q, "EN 16931", "required");
    if ((p->flags & EINV_PLACE_GRAVE) != 0)
        words(q, "grave", "losing it makes another invoice");
    if (path.failed)
        q->out->failed = true;
    einv__buf_free(&path);
    q->known = true;
}

static void explain_term(struct question *q)
{
    const struct einv_model *m = &q->ctx->engine.model;
    einv_place_id at = einv__model_find_id(m, q->what);

    if (at == EINV_NO_PLACE_ID)
        at = einv__model_find(m, EINV_ROOT_PLACE, q->what);
    if (at != EINV_NO_PLACE_ID && at != EINV_ROOT_PLACE)
        explain_place(q, at);
}

/* --- findings ------------------------------------------------------------ */

static struct einv_text severity_of(struct question *q,
                                    const struct einv_message *m)
{
    for (int i = EINV_SEV_INFORMATION; i <= EINV_SEV_FATAL; i++) {
        const char *name = einv__severity_name((enum einv_severity)i);

        if (einv__text_is(m->severity, name))
            return einv__style_words(&q->style, name);
    }
    return m->severity;
}

static void explain_code(struct question *q)
{
    const struct einv_messages *all = einv__engine_messages(&q->ctx->engine);
    const struct einv_message *m;

    if (all == NULL)
        return;
    m = einv__message_find(all, q->what);
    if (m == NULL)
        return;
    einv__buf_text(q->out, m->code);
    einv__buf_str(q->out, " (");
    einv__buf_text(q->out, severity_of(q, m));
    einv__buf_str(q->out, ")\n");
    line(q, "says", einv__message_template(m, EINV_MESSAGE_TEXT,
                                           q->style.lang));
    line(q, "to mend it", einv__message_template(m, EINV_MESSAGE_FIX,
                                                 q->style.lang));
    q->known = true;
}

/* --- reasons ------------------------------------------------------------- */

static const char *const reasons[EINV_N_REASONS] = { /* ORDER REASON */
    "the target has no place for it: a term it lacks, a value its type or "
    "list cannot express, one more than it holds",
    "carried in the target's extension slot: not lost",
    "carried with the source as an attachment: not lost",
    "written, but reading it back gives less: the target's code is coarser",
    "written, but cut to the length that the target allows",
    "written, but several records became one",
    "not said by the source, derived by EN 16931's formulas",
    "not said by the source, written by the target's default",
    "the target demands it and nobody said it: supply it with --set or "
    "--defaults",
    "the same value, otherwise written: information, never a loss",
    "a known place whose text its type or code list does not read: kept, "
    "with a finding; the field stays empty",
    "kept, but beyond what this format's binding claims to cover",
    "kept or left out, and the binding does not know it: a defect of the "
    "binding",
    "known, and by design not in the model"
};

static void explain_reason(struct question *q)
{
    enum einv_reason reason = einv__reason_find(q->what);

    if (reason >= EINV_N_REASONS)
        return;
    einv__buf_text(q->out, q->what);
    einv__buf_str(q->out, " (");
    say(q, "a reason of the ledger");
    einv__buf_str(q->out, ")\n");
    line(q, "says", einv__text_of(reasons[reason]));
    q->known = true;
}

/* --- our own rules --------------------------------------------------------- */

static void explain_own_rule(struct question *q)
{
    struct einv_engine *e = &q->ctx->engine;
    const struct einv_sch_set *set;

    for (size_t i = 0; i < e->n_rules; i++)
        if (einv__engine_rules(e, e->rules[i].file, NULL, &set) == EINV_OK &&
            einv__explain_rule(set, q->what, &q->style, q->out))
            q->known = true;
}

/* --- codes of lists ------------------------------------------------------ */

static void explain_in_list(struct question *q, struct einv_text list,
                            struct einv_text code)
{
    const struct einv_code_list *codes;
    struct einv_text name;

    if (einv__engine_codes(&q->ctx->engine, list, &codes) != EINV_OK ||
        einv__codes_is_map(codes) || !einv__codes_name(codes, code, &name))
        return;
    einv__buf_text(q->out, list);
    einv__buf_char(q->out, '/');
    einv__buf_text(q->out, code);
    einv__buf_char(q->out, '\n');
    line(q, "name", name);
    q->known = true;
}

/* "currency/EUR", or "EUR" in whichever lists have it. */
static void explain_list_code(struct question *q)
{
    const struct einv_engine *e = &q->ctx->engine;
    struct einv_text code, list = einv__text_cut(q->what, '/', &code);

    if (code.ptr != NULL) {
        explain_in_list(q, list, code);
        return;
    }
    for (size_t i = 0; i < e->n_lists; i++) {
        struct einv_text file = einv__text_of(e->lists[i].name);

        if (file.len > 4)          /* without .tsv */
            file.len -= 4;
        explain_in_list(q, file, q->what);
    }
}

einv_status einv_explain(einv_ctx *ctx, const char *what, const char *lang,
                         einv_buffer **text)
{
    struct question q;
    einv_buffer *b;

    if (!is_ctx(ctx) || what == NULL || text == NULL)
        return EINV_EUSAGE;
    *text = NULL;
    b = einv__buffer_new(ctx);
    if (b == NULL)
        return EINV_ENOMEM;
    q.ctx = ctx;
    q.what = einv__text_of(what);
    q.style = einv__style_of(ctx, lang);
    q.out = &b->buf;
    q.known = false;
    explain_term(&q);
    explain_code(&q);
    explain_reason(&q);
    explain_list_code(&q);
    if (!q.known)               /* rules are compiled for this */
        explain_own_rule(&q);
    return einv__buffer_give(b, q.known ? EINV_OK : EINV_EABSENT, text);
}
