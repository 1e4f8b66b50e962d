/* render_text.c: findings and ledger rows as lines for people.
 *
 * Knows what a terminal must not be sent.
 */
#include "render_text.h"

/* C0 and C1 controls, and the marks that reorder what is displayed. */
static bool is_unsafe(uint32_t c)
{
    return c < 0x20 || (c >= 0x7f && c <= 0x9f)
        || (c >= 0x200e && c <= 0x200f) || (c >= 0x2028 && c <= 0x202e)
        || (c >= 0x2066 && c <= 0x2069) || c == 0x061c || c == 0xfeff;
}

static void put_escape(struct einv_buf *out, uint32_t c)
{
    static const char digits[] = "0123456789ABCDEF";
    int shift = 28;

    einv__buf_str(out, "\\u{");
    while (shift > 4 && (c >> shift) == 0)
        shift -= 4;
    for (; shift >= 0; shift -= 4)
        einv__buf_char(out, digits[(c >> shift) & 15]);
    einv__buf_char(out, '}');
}

void einv__render_shown(struct einv_text text, struct einv_buf *out)
{
    const char *p = text.ptr, *run = p;
    const char *end = text.len > 0 ? p + text.len : p;

    while (p < end) {
        size_t size;
        uint32_t c = einv__utf8_get(p, end, &size);
        bool broken = c == 0xfffd && size == 1;

        if (broken || is_unsafe(c)) {
            einv__buf_put(out, run, (size_t)(p - run));
            put_escape(out, broken ? (unsigned char)*p : c);
            run = p + size;
        }
        p += size;
    }
    einv__buf_put(out, run, (size_t)(end - run));
}

/* A finding about a file of ours names it: in an argument, or where the
 * path in the document would stand. */
static struct einv_text own_file(const struct einv_finding *f)
{
    for (uint32_t i = 0; i < f->n_args; i++)
        if (einv__text_is(f->args[i].name, "file"))
            return f->args[i].value;
    return f->xpath.len > 0 && f->xpath.ptr[0] != '/' ? f->xpath
                                                      : EINV_NO_TEXT;
}

static void put_place(struct einv_buf *out, struct einv_text file,
                      struct einv_position pos)
{
    if (file.len > 0) {
        einv__render_shown(file, out);
        einv__buf_char(out, ':');
    }
    if (pos.line > 0) {
        einv__buf_uint(out, pos.line);
        einv__buf_char(out, ':');
        if (pos.column > 0) {
            einv__buf_uint(out, pos.column);
            einv__buf_char(out, ':');
        }
    }
    if (file.len > 0 || pos.line > 0)
        einv__buf_char(out, ' ');
}

/* The sentence goes through a buffer of its own, because what it quotes
 * must be made safe. */
static bool put_message(const struct einv_style *style,
                        const struct einv_finding *f,
                        enum einv_message_part part, const char *before,
                        struct einv_buf *out)
{
    struct einv_buf text;
    bool said;

    einv__buf_init(&text, out->alloc);
    said = einv__message_render(style, f, part, &text);
    if (said) {
        einv__buf_str(out, before);
        einv__render_shown(einv__buf_get(&text), out);
    }
    out->failed = out->failed || text.failed;
    einv__buf_free(&text);
    return said;
}

/* Words of ours and a blank. */
static void put_words(const struct einv_style *style, const char *words,
                      struct einv_buf *out)
{
    einv__buf_text(out, einv__style_words(style, words));
    einv__buf_char(out, ' ');
}

static void put_quoted(const struct einv_style *style, struct einv_text value,
                       struct einv_buf *out)
{
    struct einv_mask mask;

    einv__buf_char(out, '"');
    einv__render_shown(einv__style_value(style, value, &mask), out);
    einv__buf_char(out, '"');
}

static bool says(const struct einv_style *style, const struct einv_finding *f,
                 const char *place)
{
    const struct einv_message *m = einv__message_find(style->messages,
                                                      f->rule);
    struct einv_text text;
    size_t n = strlen(place);

    if (m == NULL || f->message.len > 0)
        return false;
    text = einv__message_template(m, EINV_MESSAGE_TEXT, style->lang);
    for (; text.len >= n; text.ptr++, text.len--)
        if (memcmp(text.ptr, place, n) == 0)
            return true;
    return false;
}

static void put_difference(const struct einv_style *style,
                           const struct einv_finding *f,
                           struct einv_buf *out)
{
    struct einv_buf text;

    einv__buf_init(&text, out->alloc);
    einv__style_difference(style, f, &text);
    if (text.len > 0) {
        einv__buf_str(out, ", ");
        put_words(style, "difference", out);
        einv__buf_text(out, einv__buf_get(&text));
    }
    out->failed = out->failed || text.failed;
    einv__buf_free(&text);
}

/* Found and expected, where the sentence does not hold them already. */
static void put_values(const struct einv_style *style,
                       const struct einv_finding *f, struct einv_buf *out)
{
    bool found = f->found.len > 0 && !says(style, f, "{found}");
    bool expected = f->expected.len > 0 && !says(style, f, "{expected}");
    struct einv_mask mask;

    if (!found && !expected)
        return;
    einv__buf_str(out, "    ");
    if (found) {
        put_words(style, "found", out);
        put_quoted(style, f->found, out);
    }
    if (expected) {
        if (found)
            einv__buf_str(out, ", ");
        put_words(style, "expected", out);
        einv__render_shown(einv__style_expected(style, f, &mask), out);
    }
    if (found && expected)
        put_difference(style, f, out);
    einv__buf_char(out, '\n');
}

/* Which rounding would explain the difference. */
static void put_why(const struct einv_style *style,
                    const struct einv_finding *f, struct einv_buf *out)
{
    struct einv_mask mask;
    struct einv_text why = einv__style_why(style, f, &mask);

    if (why.len == 0)
        return;
    einv__buf_str(out, "    ");
    einv__buf_text(out, einv__style_words(style, "why"));
    einv__buf_str(out, ": ");
    einv__render_shown(why, out);
    einv__buf_char(out, '\n');
}

/* BT-1 does not stand in "BT-106", nor BT-34 in "BT-34-1". */
static bool goes_on(char c)
{
    return (c >= '0' && c <= '9') || c == '-';
}

static bool holds(struct einv_text text, struct einv_text piece)
{
    for (size_t i = 0; i + piece.len <= text.len; i++)
        if (memcmp(text.ptr + i, piece.ptr, piece.len) == 0 &&
            (i + piece.len == text.len || !goes_on(text.ptr[i + piece.len])))
            return true;
    return false;
}

/* Its number where the sentence does not say it, and its name; nothing where
 * it says both. */
static void put_term(const struct einv_style *style,
                     const struct einv_finding *f, size_t sentence,
                     struct einv_buf *out)
{
    struct einv_text told = out->failed || sentence >= out->len
                          ? EINV_NO_TEXT
                          : einv__text(out->data + sentence,
                                       out->len - sentence);
    bool said = f->term.len == 0 || says(style, f, "{term}");
    struct einv_buf title;

    einv__buf_init(&title, out->alloc);
    einv__style_title(style, f, &title);
    if ((!said || title.len > 0) &&
        !(title.len > 0 && holds(told, einv__buf_get(&title)) &&
          holds(told, f->term))) {
        einv__buf_str(out, " (");
        if (!said)
            einv__render_shown(f->term, out);
        if (!said && title.len > 0)
            einv__buf_char(out, ' ');
        einv__render_shown(einv__buf_get(&title), out);
        einv__buf_char(out, ')');
    }
    out->failed = out->failed || title.failed;
    einv__buf_free(&title);
}

static void put_fix(const struct einv_style *style,
                    const struct einv_finding *f, struct einv_buf *out)
{
    size_t before = out->len;

    einv__buf_str(out, "    ");
    einv__buf_text(out, einv__style_words(style, "fix"));
    if (put_message(style, f, EINV_MESSAGE_FIX, ": ", out))
        einv__buf_char(out, '\n');
    else if (!out->failed)
        out->data[out->len = before] = '\0';
}

void einv__render_finding(const struct einv_style *style,
                          const struct einv_finding *finding,
                          struct einv_buf *out)
{
    struct einv_text own = own_file(finding);
    size_t sentence;

    put_place(out, own.len > 0 ? own : einv__text_of(style->file),
              finding->pos);
    einv__buf_text(out, einv__style_words(style, einv__severity_name(
        finding->severity)));
    if (finding->rule.len > 0) {
        einv__buf_str(out, ": ");
        einv__render_shown(finding->rule, out);
    }
    sentence = out->len;
    put_message(style, finding, EINV_MESSAGE_TEXT, ": ", out);
    put_term(style, finding, sentence, out);
    einv__buf_char(out, '\n');
    if (finding->xpath.len > 0 && finding->xpath.ptr[0] == '/') {
        einv__buf_str(out, "    ");
        put_words(style, "at", out);
        einv__render_shown(finding->xpath, out);
        einv__buf_char(out, '\n');
    }
    put_values(style, finding, out);
    put_why(style, finding, out);
    put_fix(style, finding, out);
}

void einv__render_findings(const struct einv_style *style,
                           const struct einv_report *report,
                           struct einv_buf *out)
{
    const struct einv_finding *f = report->first;

    for (; f != NULL && !out->failed; f = f->next)
        einv__render_finding(style, f, out);
    if (report->lost == 0)
        return;
    put_place(out, einv__text_of(style->file), (struct einv_position){ 0 });
    einv__render_lost(style, report, out);
    einv__buf_char(out, '\n');
}

void einv__render_lost(const struct einv_style *style,
                       const struct einv_report *report,
                       struct einv_buf *out)
{
    einv__buf_uint(out, report->lost);
    einv__buf_char(out, ' ');
    einv__buf_text(out, einv__style_words(style, report->nomem
        ? "more: no memory to keep them" : "more: --limits findings=N"));
}

void einv__render_verdict(const struct einv_style *style,
                          struct einv_buf *out)
{
    if (style->verdict == NULL)
        return;
    put_place(out, einv__text_of(style->file), (struct einv_position){ 0 });
    einv__buf_text(out, einv__style_words(style, style->verdict));
    einv__buf_char(out, '\n');
}

void einv__render_row(const struct einv_style *style,
                      const struct einv_ledger_row *row,
                      struct einv_buf *out)
{
    put_place(out, einv__text_of(style->file), row->pos);
    einv__buf_str(out, row->direction == EINV_READ ? "read: " : "write: ");
    einv__buf_str(out, einv__reason_name(row->reason));
    einv__buf_char(out, ':');
    if (row->term.len > 0) {
        einv__buf_char(out, ' ');
        einv__render_shown(row->term, out);
    }
    if (row->value.ptr != NULL) {
        einv__buf_char(out, ' ');
        put_quoted(style, row->value, out);
    }
    if (row->where.len > 0) {
        einv__buf_str(out, ": ");
        einv__render_shown(row->where, out);
    }
    einv__buf_str(out, row->grave ? " (grave)\n" : "\n");
    if (row->xpath.len > 0) {
        einv__buf_str(out, "    at ");
        einv__render_shown(row->xpath, out);
        einv__buf_char(out, '\n');
    }
}

void einv__render_ledger(const struct einv_style *style,
                         const struct einv_report *report,
                         struct einv_buf *out)
{
    const struct einv_ledger_row *row = report->first_row;

    for (; row != NULL && !out->failed; row = row->next)
        einv__render_row(style, row, out);
}
