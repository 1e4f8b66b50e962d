/* sarif.c: the shape of SARIF 2.1.0 as far as findings need it.
 *
 * Columns are code points, which SARIF must be told (3.14.17); a file name
 * is a URI reference there (3.10.1).
 */
#include "sarif.h"

static void field(struct einv_json_out *j, const char *key, const char *value)
{
    einv__json_field(j, key, einv__text_of(value));
}

static void open_member(struct einv_json_out *j, const char *key, char bracket)
{
    einv__json_key(j, key);
    einv__json_open(j, bracket);
}

void einv__sarif_open(struct einv_json_out *j, const char *version)
{
    einv__json_open(j, '{');
    field(j, "$schema", "https://json.schemastore.org/sarif-2.1.0.json");
    field(j, "version", "2.1.0");
    open_member(j, "runs", '[');
    einv__json_open(j, '{');
    open_member(j, "tool", '{');
    open_member(j, "driver", '{');
    field(j, "name", "einv");
    field(j, "version", version);
    einv__json_close(j, '}');
    einv__json_close(j, '}');
    field(j, "columnKind", "unicodeCodePoints");
    open_member(j, "results", '[');
}

void einv__sarif_close(struct einv_json_out *j)
{
    einv__json_close(j, ']');
    einv__json_close(j, '}');
    einv__json_close(j, ']');
    einv__json_close(j, '}');
}

/* RFC 3986: what may stand in a path; all else as %XX. */
static void put_uri(struct einv_buf *out, const char *file)
{
    static const char hex[] = "0123456789ABCDEF";
    static const char plain[] = "-._~!$&'()*+,;=@/";

    for (const char *p = file; *p != '\0'; p++) {
        unsigned char c = (unsigned char)*p;

        if ((c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z')
            || (c >= '0' && c <= '9') || strchr(plain, c) != NULL) {
            einv__buf_char(out, *p);
            continue;
        }
        einv__buf_char(out, '%');
        einv__buf_char(out, hex[c >> 4]);
        einv__buf_char(out, hex[c & 15]);
    }
}

static void put_region(struct einv_json_out *j, struct einv_position pos)
{
    if (pos.line == 0)
        return;
    open_member(j, "region", '{');
    einv__json_key(j, "startLine");
    einv__json_uint(j, pos.line);
    if (pos.column > 0) {
        einv__json_key(j, "startColumn");
        einv__json_uint(j, pos.column);
    }
    einv__json_close(j, '}');
}

static void put_location(struct einv_json_out *j, const char *file,
                         const struct einv_finding *f)
{
    struct einv_buf uri;

    open_member(j, "locations", '[');
    einv__json_open(j, '{');
    if (file != NULL) {
        einv__buf_init(&uri, j->buf->alloc);
        put_uri(&uri, file);
        open_member(j, "physicalLocation", '{');
        open_member(j, "artifactLocation", '{');
        einv__json_field(j, "uri", einv__buf_get(&uri));
        einv__json_close(j, '}');
        put_region(j, f->pos);
        einv__json_close(j, '}');
        j->buf->failed = j->buf->failed || uri.failed;
        einv__buf_free(&uri);
    }
    if (f->xpath.len > 0) {
        open_member(j, "logicalLocations", '[');
        einv__json_open(j, '{');
        einv__json_field(j, "fullyQualifiedName", f->xpath);
        einv__json_close(j, '}');
        einv__json_close(j, ']');
    }
    einv__json_close(j, '}');
    einv__json_close(j, ']');
}

/* A message must have a text (3.11.3): at least the code. */
static void put_message(struct einv_json_out *j,
                        const struct einv_style *style,
                        const struct einv_finding *f)
{
    struct einv_buf text;

    einv__buf_init(&text, j->buf->alloc);
    if (!einv__message_render(style, f, EINV_MESSAGE_TEXT, &text))
        einv__buf_text(&text, f->rule.len > 0 ? f->rule : f->test);
    if (f->term.len > 0) {
        einv__buf_str(&text, " (");
        einv__buf_text(&text, f->term);
        einv__buf_char(&text, ')');
    }
    open_member(j, "message", '{');
    einv__json_field(j, "text", einv__buf_get(&text));
    einv__json_close(j, '}');
    j->buf->failed = j->buf->failed || text.failed;
    einv__buf_free(&text);
}

static void put_fix(struct einv_json_out *j, const struct einv_style *style,
                    const struct einv_finding *f)
{
    struct einv_buf text;

    einv__buf_init(&text, j->buf->alloc);
    if (einv__message_render(style, f, EINV_MESSAGE_FIX, &text))
        einv__json_field(j, "fix", einv__buf_get(&text));
    j->buf->failed = j->buf->failed || text.failed;
    einv__buf_free(&text);
}

/* What SARIF has no member for (3.8). */
static void put_properties(struct einv_json_out *j,
                           const struct einv_style *style,
                           const struct einv_finding *f)
{
    struct einv_mask mask;

    open_member(j, "properties", '{');
    einv__json_field(j, "origin", f->origin);
    einv__json_field(j, "rule_set", f->rule_set);
    einv__json_field(j, "kind", f->kind);
    einv__json_field(j, "error", f->error);
    field(j, "severity", einv__severity_name(f->severity));
    einv__json_field(j, "flag", f->flag);
    einv__json_field(j, "term", f->term);
    einv__json_field(j, "test", f->test);
    einv__json_field(j, "found", einv__style_value(style, f->found, &mask));
    einv__json_field(j, "expected", einv__style_expected(style, f, &mask));
    einv__json_field(j, "why", einv__style_why(style, f, &mask));
    put_fix(j, style, f);
    einv__json_close(j, '}');
}

/* What no finding says: the document was not accepted. */
static void put_verdict(struct einv_json_out *j,
                        const struct einv_style *style,
                        const struct einv_report *report)
{
    static const struct einv_finding nowhere;

    if (style->verdict == NULL || strcmp(style->verdict, "valid") == 0 ||
        strcmp(style->verdict, "warnings") == 0 ||
        report->n_of[EINV_SEV_ERROR] + report->n_of[EINV_SEV_FATAL] > 0)
        return;
    einv__json_open(j, '{');
    field(j, "ruleId", "verdict");
    field(j, "level", "error");
    open_member(j, "message", '{');
    einv__json_field(j, "text", einv__style_words(style, style->verdict));
    einv__json_close(j, '}');
    put_location(j, style->file, &nowhere);
    einv__json_close(j, '}');
}

void einv__sarif_document(struct einv_json_out *j,
                          const struct einv_style *style,
                          const struct einv_report *report)
{
    static const char *const levels[] = { "note", "warning", "error",
                                          "error" };
    const struct einv_finding *f = report->first;

    for (; f != NULL && !j->buf->failed; f = f->next) {
        einv__json_open(j, '{');
        einv__json_field(j, "ruleId", f->rule);
        field(j, "level", levels[f->severity]);
        put_message(j, style, f);
        if (style->file != NULL || f->xpath.len > 0)
            put_location(j, style->file, f);
        put_properties(j, style, f);
        einv__json_close(j, '}');
    }
    put_verdict(j, style, report);
}
