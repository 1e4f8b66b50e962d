/* result_text.c: a result as lines for people, and as findings.
 *
 *     file: TOTAL_PASSED
 *       signature 1: TOTAL_PASSED, plain-xades-b, XADES B
 *         signed by: CN=...
 *         covered: /Invoice[1]
 *         not covered: /Invoice[1]/.../ds:Signature[1] (signature)
 *         why: HASH_FAILURE: the sentence of the catalogue
 */
#include "result.h"

#include "../diag/messages.h"
#include "../diag/render_text.h"

struct page {
    const struct einv_style *style;
    struct einv_buf *out;
};

static void words(struct page *p, const char *english)
{
    einv__buf_text(p->out, einv__style_words(p->style, english));
}

/* The same for words that a table has. */
static void words_of(struct page *p, struct einv_text english)
{
    char z[80];

    if (english.len >= sizeof(z)) {
        einv__buf_text(p->out, english);
        return;
    }
    memcpy(z, english.ptr, english.len);
    z[english.len] = '\0';
    words(p, z);
}

/* What the document says: it must not steer the terminal, and is masked on
 * demand. */
static void value(struct page *p, struct einv_text text)
{
    struct einv_mask mask;

    einv__render_shown(einv__style_value(p->style, text, &mask), p->out);
}

static void line(struct page *p, const char *label, struct einv_text text)
{
    if (text.len == 0)
        return;
    einv__buf_str(p->out, "    ");
    words(p, label);
    einv__buf_str(p->out, ": ");
    value(p, text);
    einv__buf_char(p->out, '\n');
}

static void time_line(struct page *p, const char *label, int64_t when)
{
    if (when == EINV_NO_TIME)
        return;
    einv__buf_str(p->out, "    ");
    words(p, label);
    einv__buf_str(p->out, ": ");
    einv__time_text(when, p->out);
    einv__buf_char(p->out, '\n');
}

/* More parts are told by number. */
enum { SHOWN_PARTS = 10 };

static void part_lines(struct page *p, const char *label,
                       const struct einv_parts *parts)
{
    for (size_t i = 0; i < parts->n && i < SHOWN_PARTS; i++) {
        const struct einv_part *part = &parts->at[i];

        einv__buf_str(p->out, "    ");
        words(p, label);
        einv__buf_str(p->out, ": ");
        einv__render_shown(part->name, p->out);
        if (part->why.len > 0) {
            einv__buf_str(p->out, " (");
            words_of(p, part->why);
            einv__buf_str(p->out, ")");
        }
        einv__buf_char(p->out, '\n');
    }
    if (parts->n > SHOWN_PARTS) {
        einv__buf_str(p->out, "    ");
        words(p, label);
        einv__buf_str(p->out, ": +");
        einv__buf_uint(p->out, parts->n - SHOWN_PARTS);
        einv__buf_char(p->out, '\n');
    }
}

static void why_line(struct page *p, const struct einv_sig *sig)
{
    const char *name = einv_sub_indication_name(sig->sub);
    struct einv_finding f;

    if (sig->sub == EINV_SUB_NONE)
        return;
    einv__buf_str(p->out, "    ");
    words(p, "why");
    einv__buf_str(p->out, ": ");
    einv__buf_str(p->out, name);
    f = einv__finding(EINV_SEV_ERROR, "signature", name, EINV_NO_TEXT,
                      EINV_NO_TEXT);
    einv__buf_str(p->out, ": ");
    if (!einv__message_render(p->style, &f, EINV_MESSAGE_TEXT, p->out))
        p->out->len -= 2;
    einv__buf_char(p->out, '\n');
}

static void weak_line(struct page *p, const struct einv_sig *sig)
{
    if (sig->n_weak == 0)
        return;
    einv__buf_str(p->out, "    ");
    words(p, "weak");
    einv__buf_char(p->out, ':');
    for (size_t i = 0; i < sig->n_weak; i++) {
        einv__buf_char(p->out, ' ');
        einv__buf_text(p->out, sig->weak[i]);
    }
    einv__buf_char(p->out, '\n');
}

static void word_of(struct page *p, struct einv_text word)
{
    if (word.len == 0)
        return;
    einv__buf_str(p->out, ", ");
    einv__buf_text(p->out, word);
}

static void signature(struct page *p, const struct einv_sig *sig, size_t i)
{
    einv__buf_str(p->out, "  ");
    words(p, "signature");
    einv__buf_char(p->out, ' ');
    einv__buf_uint(p->out, i + 1);
    einv__buf_str(p->out, ": ");
    einv__buf_str(p->out, einv_indication_name(sig->indication));
    word_of(p, sig->profile);
    word_of(p, sig->role);
    word_of(p, sig->form);
    if (!einv__text_is(sig->level, "NONE")) {
        einv__buf_char(p->out, ' ');
        einv__buf_text(p->out, sig->level);
    }
    einv__buf_char(p->out, '\n');
    why_line(p, sig);
    if (sig->signer != NULL) {
        line(p, "signed by", einv__cert_subject(sig->signer));
        line(p, "certificate from", einv__cert_issuer(sig->signer));
        line(p, "tax number", einv__cert_tax_id(sig->signer));
    }
    time_line(p, "signing time as claimed", sig->claimed);
    part_lines(p, "covered", &sig->covered);
    part_lines(p, "not covered", &sig->not_covered);
    weak_line(p, sig);
}

void einv__result_text(const struct einv_result *r,
                       const struct einv_style *style, struct einv_buf *out)
{
    struct page p = { style, out };

    if (style->file != NULL) {
        einv__render_shown(einv__text_of(style->file), out);
        einv__buf_str(out, ": ");
    }
    einv__buf_str(out, einv_indication_name(r->overall));
    einv__buf_char(out, '\n');
    for (size_t i = 0; i < r->n_sigs; i++)
        signature(&p, &r->sigs[i], i);
    part_lines(&p, "ignored", &r->ignored);
}

void einv__result_findings(const struct einv_result *r,
                           struct einv_report *report)
{
    struct einv_position nowhere = { 0, 0, 0 };

    for (size_t i = 0; i < r->n_sigs; i++) {
        const struct einv_sig *sig = &r->sigs[i];
        struct einv_finding f = einv__finding(
            EINV_SEV_ERROR, "signature", einv_sub_indication_name(sig->sub),
            EINV_NO_TEXT, EINV_NO_TEXT);

        f.xpath = sig->place;
        f.pos = sig->pos;
        if (sig->indication != EINV_TOTAL_PASSED)
            einv__report_add(report, &f);
    }
    if (r->overall == EINV_UNSIGNED)
        einv__diag(report, EINV_SEV_ERROR, "signature", "UNSIGNED", nowhere,
                   NULL);
}
