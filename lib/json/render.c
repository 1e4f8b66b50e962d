/* render.c: the shapes of findings and ledger rows in JSON.
 *
 * Other programs rely on the names and their order; a member that has
 * nothing to say is left out, but "grave" and "kind" always stand: what is
 * neither an assert nor a report of a rule is an "error" that we found.
 */
#include "render.h"

static void field_uint(struct einv_json_out *j, const char *key, uint64_t n)
{
    einv__json_key(j, key);
    einv__json_uint(j, n);
}

/* Line and column start at 1; without a line nothing is known. */
static void place(struct einv_json_out *j, struct einv_text xpath,
                  struct einv_position pos, bool offset)
{
    einv__json_field(j, "xpath", xpath);
    if (pos.line == 0)
        return;
    field_uint(j, "line", pos.line);
    if (pos.column > 0)
        field_uint(j, "column", pos.column);
    if (offset)
        field_uint(j, "offset", pos.offset);
}

static void sentence(struct einv_json_out *j, const char *key,
                     const struct einv_style *style,
                     const struct einv_finding *f, enum einv_message_part part)
{
    struct einv_buf text;

    einv__buf_init(&text, j->buf->alloc);
    if (einv__message_render(style, f, part, &text))
        einv__json_field(j, key, einv__buf_get(&text));
    j->buf->failed = j->buf->failed || text.failed;
    einv__buf_free(&text);
}

/* What the document says: "" is something, absent is not. */
static void value(struct einv_json_out *j, const char *key,
                  const struct einv_style *style, struct einv_text text)
{
    struct einv_mask mask;

    if (text.ptr == NULL)
        return;
    einv__json_key(j, key);
    einv__json_string(j, einv__style_value(style, text, &mask));
}

static void finding(struct einv_json_out *j, const struct einv_style *style,
                    const struct einv_finding *f)
{
    struct einv_style plain = *style;
    struct einv_mask mask;

    plain.lang = EINV_NO_TEXT;      /* members are for programs */
    einv__json_open(j, '{');
    einv__json_field(j, "origin", f->origin);
    einv__json_field(j, "rule_set", f->rule_set);
    einv__json_field(j, "kind",
                     f->kind.len > 0 ? f->kind : EINV_TEXT("error"));
    einv__json_field(j, "rule", f->rule);
    einv__json_field(j, "error", f->error);
    einv__json_field(j, "severity",
                     einv__text_of(einv__severity_name(f->severity)));
    einv__json_field(j, "flag", f->flag);
    einv__json_field(j, "term", f->term);
    einv__json_field(j, "test", f->test);
    place(j, f->xpath, f->pos, true);
    value(j, "found", style, f->found);
    einv__json_field(j, "expected", einv__style_expected(&plain, f,
                                                      &mask));
    einv__json_field(j, "why", einv__style_why(style, f, &mask));
    sentence(j, "message", style, f, EINV_MESSAGE_TEXT);
    sentence(j, "fix", style, f, EINV_MESSAGE_FIX);
    einv__json_close(j, '}');
}

void einv__json_findings(struct einv_json_out *j,
                         const struct einv_style *style,
                         const struct einv_report *report)
{
    const struct einv_finding *f = report->first;

    einv__json_open(j, '[');
    for (; f != NULL && !j->buf->failed; f = f->next)
        finding(j, style, f);
    einv__json_close(j, ']');
}

static void ledger_row(struct einv_json_out *j, const struct einv_style *style,
                       const struct einv_ledger_row *row)
{
    einv__json_open(j, '{');
    einv__json_field(j, "direction",
                     row->direction == EINV_READ ? EINV_TEXT("read")
                                                 : EINV_TEXT("write"));
    einv__json_field(j, "reason",
                     einv__text_of(einv__reason_name(row->reason)));
    einv__json_field(j, "term", row->term);
    place(j, row->xpath, row->pos, false);
    value(j, "value", style, row->value);
    einv__json_field(j, "where", row->where);
    einv__json_key(j, "grave");
    einv__json_bool(j, row->grave);
    einv__json_close(j, '}');
}

void einv__json_ledger(struct einv_json_out *j, const struct einv_style *style,
                       const struct einv_report *report)
{
    const struct einv_ledger_row *row = report->first_row;

    einv__json_open(j, '[');
    for (; row != NULL && !j->buf->failed; row = row->next)
        ledger_row(j, style, row);
    einv__json_close(j, ']');
}
