/* explain_rule.c: what a rule of an official set demands, as the set says it.
 */
#include <einv/rules.h>

#include "../diag/words.h"
#include "../schematron/schematron.h"
#include "handle.h"

struct answer {
    struct einv_style style;
    struct einv_buf *out;
};

/* White space as one blank: authorities indent their sentences. */
static void put_flat(struct einv_buf *out, struct einv_text text)
{
    struct einv_text word;
    bool first = true;

    while ((word = einv__text_word(&text)).len > 0) {
        if (!first)
            einv__buf_char(out, ' ');
        einv__buf_text(out, word);
        first = false;
    }
}

static void line(struct answer *a, const char *label, struct einv_text text)
{
    if (einv__text_trim(text).len == 0)
        return;
    einv__buf_str(a->out, "  ");
    einv__buf_text(a->out, einv__style_words(&a->style, label));
    einv__buf_str(a->out, ": ");
    put_flat(a->out, text);
    einv__buf_char(a->out, '\n');
}

/* The terms that the sentence names, each once. */
static void put_terms(struct answer *a, struct einv_text sentence)
{
    struct einv_text rest = sentence, term;

    while ((term = einv__sch_next_term(&rest)).len > 0) {
        const struct einv_finding f = { .term = term };
        struct einv_text before = einv__text(sentence.ptr, (size_t)(
            term.ptr - sentence.ptr)), seen = EINV_NO_TEXT;

        while ((seen = einv__sch_next_term(&before)).len > 0)
            if (einv__text_eq(seen, term))
                break;
        if (seen.len > 0)
            continue;
        einv__buf_str(a->out, "  ");
        einv__buf_text(a->out, term);
        einv__buf_char(a->out, ' ');
        einv__style_title(&a->style, &f, a->out);
        einv__buf_char(a->out, '\n');
    }
}

/* What the rule says, with dots where values will stand.  The pattern is
 * filled in English here; what has no row in the language is, too. */
static void put_sentence(struct answer *a, const struct einv_sch_about *about,
                         struct einv_text pattern)
{
    struct einv_argument args[sizeof about->values / sizeof *about->values
                              + 2];
    struct einv_finding f = { .args = args };
    struct einv_buf said;

    for (size_t i = 0; i < about->n_values; i++)
        args[f.n_args++] = about->values[i];
    args[f.n_args++] = (struct einv_argument){ EINV_TEXT(EINV_ARG_PATTERN),
                                               pattern };
    args[f.n_args++] = (struct einv_argument){ EINV_TEXT(EINV_ARG_OURS),
        EINV_TEXT("1 2 3 4 5 6 7 8 9") };
    einv__buf_init(&said, a->out->alloc);
    if (!einv__words_sentence(&a->style, &f, &said))
        einv__words_fill(&a->style, &f, pattern, &said);
    line(a, "says", einv__buf_get(&said));
    a->out->failed = a->out->failed || said.failed;
    einv__buf_free(&said);
}

static void put_rule(struct answer *a, const struct einv_sch_set *s,
                     const struct einv_sch_about *about,
                     struct einv_text sentence)
{
    einv__buf_text(a->out, about->id);
    einv__buf_str(a->out, " (");
    einv__buf_text(a->out, einv__style_words(&a->style, einv__severity_name(
        about->severity)));
    einv__buf_str(a->out, "), ");
    einv__buf_text(a->out, einv__sch_id(s));
    if (einv__sch_release(s).len > 0) {
        einv__buf_char(a->out, ' ');
        einv__buf_text(a->out, einv__sch_release(s));
    }
    einv__buf_char(a->out, '\n');
    put_sentence(a, about, sentence);
    put_terms(a, sentence);
    line(a, "place", about->context);
    line(a, about->report ? "test (it fires when this holds)"
                          : "test (it fires when this does not hold)",
         about->test);
    line(a, "to mend it", einv__style_phrase(&a->style, about->fix));
}

bool einv__explain_rule(const struct einv_sch_set *set, struct einv_text rule,
                        const struct einv_style *style, struct einv_buf *out)
{
    struct answer a = { *style, out };
    struct einv_sch_about about;
    struct einv_buf sentence;
    size_t at = 0, n = 0;

    einv__buf_init(&sentence, out->alloc);
    while ((at = einv__sch_about(set, rule, at, &about, &sentence)) > 0) {
        put_rule(&a, set, &about, einv__buf_get(&sentence));
        sentence.len = 0;
        n++;
    }
    out->failed = out->failed || sentence.failed;
    einv__buf_free(&sentence);
    return n > 0;
}

einv_status einv_ruleset_explain(const einv_ruleset *set, const char *rule,
                                 const char *lang, einv_buffer **text)
{
    const struct einv_sch_set *s = einv__ruleset_set(set);
    struct einv_style style;
    einv_buffer *b;
    bool known;

    if (s == NULL || rule == NULL || text == NULL)
        return EINV_EUSAGE;
    *text = NULL;
    b = einv__buffer_new(einv__ruleset_ctx(set));
    if (b == NULL)
        return EINV_ENOMEM;
    style = einv__style_of(b->ctx, lang);
    known = einv__explain_rule(s, einv__text_of(rule), &style, &b->buf);
    return einv__buffer_give(b, known ? EINV_OK : EINV_EABSENT, text);
}
