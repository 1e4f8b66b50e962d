/* render_html.c: the page's shape and looks.
 *
 * XML that browsers read as HTML, too: what reads XML can take it apart.
 */
#include "render_html.h"

#include "markup.h"
#include "render_text.h"

static const char looks[] =
"body{font:15px/1.45 sans-serif;margin:2em auto;max-width:72em;"
"padding:0 1em;color:#222}\n"
"h2{font-size:1.1em;margin:2em 0 .5em;overflow-wrap:anywhere}\n"
".verdict{border-radius:3px;padding:.1em .5em;background:#ddd}\n"
".valid{background:#cfe8cf}.warnings{background:#fbe7b2}\n"
".invalid,.unreadable,.undecided{background:#f6c9c9}\n"
"table{border-collapse:collapse;width:100%}\n"
"th,td{text-align:left;vertical-align:top;padding:.4em .6em;"
"border-top:1px solid #ccc}\n"
"td:first-child{white-space:nowrap;border-left:4px solid #999}\n"
".error td:first-child,.fatal td:first-child{border-left-color:#c00}\n"
".warning td:first-child{border-left-color:#d90}\n"
"code{font-size:.85em;color:#555;overflow-wrap:anywhere}\n"
"p{margin:.2em 0}.fix{color:#060}\n"
"@media print{body{margin:0;max-width:none}}\n";

static void words(const struct einv_style *style, const char *said,
                  struct einv_buf *out)
{
    einv__markup_text(out, einv__style_words(style, said));
}

void einv__html_open(const struct einv_style *style, struct einv_buf *out)
{
    einv__buf_str(out, "<!DOCTYPE html>\n<html"
                       " xmlns=\"http://www.w3.org/1999/xhtml\"");
    einv__markup_attribute(out, "lang", style->lang.len > 0
                                            ? style->lang : EINV_TEXT("en"));
    einv__buf_str(out, ">\n<head>\n<meta charset=\"utf-8\"/>\n<title>einv: ");
    words(style, "findings", out);
    einv__buf_str(out, "</title>\n<style>\n");
    einv__buf_str(out, looks);
    einv__buf_str(out, "</style>\n</head>\n<body>\n<h1>");
    words(style, "findings", out);
    einv__buf_str(out, "</h1>\n");
}

void einv__html_close(struct einv_buf *out)
{
    einv__buf_str(out, "</body>\n</html>\n");
}

/* A paragraph with a label; nothing without a text. */
static void labelled(const struct einv_style *style, const char *label,
                     struct einv_text text, struct einv_buf *out)
{
    if (text.len == 0)
        return;
    einv__buf_str(out, "<p");
    einv__markup_attribute(out, "class", einv__text_of(label));
    einv__buf_char(out, '>');
    words(style, label, out);
    einv__buf_str(out, ": ");
    einv__markup_text(out, text);
    einv__buf_str(out, "</p>");
}

/* What the finding is about. */
static void put_term(const struct einv_style *style,
                     const struct einv_finding *f, struct einv_buf *out)
{
    struct einv_buf title;

    if (f->term.len == 0)
        return;
    einv__buf_init(&title, out->alloc);
    einv__style_title(style, f, &title);
    einv__buf_str(out, "<p>");
    einv__markup_text(out, f->term);
    einv__buf_char(out, ' ');
    einv__markup_text(out, einv__buf_get(&title));
    einv__buf_str(out, "</p>");
    out->failed = out->failed || title.failed;
    einv__buf_free(&title);
}

static void put_place(const struct einv_style *style,
                      const struct einv_finding *f, struct einv_buf *out)
{
    if (f->pos.line > 0) {
        einv__buf_str(out, "<p>");
        words(style, "line", out);
        einv__buf_char(out, ' ');
        einv__buf_uint(out, f->pos.line);
        if (f->pos.column > 0) {
            einv__buf_char(out, ':');
            einv__buf_uint(out, f->pos.column);
        }
        einv__buf_str(out, "</p>");
    }
    put_term(style, f, out);
    if (f->xpath.len > 0) {
        einv__buf_str(out, "<code>");
        einv__markup_text(out, f->xpath);
        einv__buf_str(out, "</code>");
    }
}

static void put_said(const struct einv_style *style,
                     const struct einv_finding *f, struct einv_buf *out)
{
    struct einv_buf text, difference;
    struct einv_mask mask;

    einv__buf_init(&text, out->alloc);
    einv__buf_init(&difference, out->alloc);
    if (!einv__message_render(style, f, EINV_MESSAGE_TEXT, &text))
        einv__buf_text(&text, f->test);
    einv__buf_str(out, "<p class=\"message\">");
    einv__markup_text(out, einv__buf_get(&text));
    einv__buf_str(out, "</p>");
    labelled(style, "found", einv__style_value(style, f->found, &mask), out);
    labelled(style, "expected", einv__style_expected(style, f, &mask), out);
    einv__style_difference(style, f, &difference);
    labelled(style, "difference", einv__buf_get(&difference), out);
    out->failed = out->failed || difference.failed;
    einv__buf_free(&difference);
    labelled(style, "why", einv__style_why(style, f, &mask), out);
    text.len = 0;
    if (einv__message_render(style, f, EINV_MESSAGE_FIX, &text))
        labelled(style, "fix", einv__buf_get(&text), out);
    out->failed = out->failed || text.failed;
    einv__buf_free(&text);
}

static void put_row(const struct einv_style *style,
                    const struct einv_finding *f, struct einv_buf *out)
{
    const char *severity = einv__severity_name(f->severity);

    einv__buf_str(out, "<tr");
    einv__markup_attribute(out, "class", einv__text_of(severity));
    einv__buf_str(out, ">\n<td>");
    words(style, severity, out);
    einv__buf_str(out, "</td>\n<td><p class=\"rule\">");
    einv__markup_text(out, f->rule);
    einv__buf_str(out, "</p><code>");
    einv__markup_text(out, f->rule_set.len > 0 ? f->rule_set : f->origin);
    einv__buf_str(out, "</code></td>\n<td>");
    put_place(style, f, out);
    einv__buf_str(out, "</td>\n<td>");
    put_said(style, f, out);
    einv__buf_str(out, "</td>\n</tr>\n");
}

static void put_head(const struct einv_style *style, struct einv_buf *out)
{
    static const char *const columns[] = { "severity", "rule", "place",
                                           "message" };

    einv__buf_str(out, "<table>\n<thead><tr>");
    for (size_t i = 0; i < sizeof columns / sizeof columns[0]; i++) {
        einv__buf_str(out, "<th>");
        words(style, columns[i], out);
        einv__buf_str(out, "</th>");
    }
    einv__buf_str(out, "</tr></thead>\n<tbody>\n");
}

static bool accepted(const struct einv_style *style)
{
    return style->verdict == NULL || strcmp(style->verdict, "valid") == 0
        || strcmp(style->verdict, "warnings") == 0;
}

void einv__html_document(const struct einv_style *style,
                         const struct einv_report *report,
                         struct einv_buf *out)
{
    const struct einv_finding *f = report->first;

    einv__buf_str(out, "<section>\n<h2>");
    einv__markup_text(out, einv__text_of(style->file));
    if (style->verdict != NULL) {
        einv__buf_str(out, " <span class=\"verdict ");
        einv__buf_str(out, style->verdict);
        einv__buf_str(out, "\">");
        words(style, style->verdict, out);
        einv__buf_str(out, "</span>");
    }
    einv__buf_str(out, "</h2>\n");
    if (f == NULL && accepted(style)) {
        einv__buf_str(out, "<p>");
        words(style, "no findings", out);
        einv__buf_str(out, "</p>\n");
    } else if (f != NULL) {
        put_head(style, out);
        for (; f != NULL && !out->failed; f = f->next)
            put_row(style, f, out);
        einv__buf_str(out, "</tbody>\n</table>\n");
    }
    if (report->lost > 0) {
        einv__buf_str(out, "<p>");
        einv__render_lost(style, report, out);
        einv__buf_str(out, "</p>\n");
    }
    einv__buf_str(out, "</section>\n");
}
