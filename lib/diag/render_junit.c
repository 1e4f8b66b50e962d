/* render_junit.c: the shape of JUnit's XML reports.
 *
 * There is no standard; what is written is what Jenkins' JUnit plugin and
 * GitLab both read: testsuites, testsuite, testcase, failure.
 */
#include "render_junit.h"

#include "render_text.h"

/* XML 1.0 [2] Char; the rest cannot be written, not even as a reference. */
static bool is_char(uint32_t c)
{
    return c == '\t' || c == '\n' || c == '\r' || (c >= 0x20 && c < 0xfffe)
        || c >= 0x10000;
}

static void put(struct einv_buf *out, struct einv_text text)
{
    const char *p = text.ptr, *end = text.len > 0 ? p + text.len : p;

    while (p < end && !out->failed) {
        size_t size;
        uint32_t c = einv__utf8_get(p, end, &size);

        if (c == '<')
            einv__buf_str(out, "&lt;");
        else if (c == '>')
            einv__buf_str(out, "&gt;");
        else if (c == '&')
            einv__buf_str(out, "&amp;");
        else if (c == '"')
            einv__buf_str(out, "&quot;");
        else if (c == '\n')
            einv__buf_str(out, "&#10;");
        else if (!is_char(c) || (c == 0xfffd && size == 1))
            einv__buf_str(out, "\xef\xbf\xbd");
        else
            einv__buf_put(out, p, size);
        p += size;
    }
}

static void attribute(struct einv_buf *out, const char *name,
                      struct einv_text value)
{
    einv__buf_char(out, ' ');
    einv__buf_str(out, name);
    einv__buf_str(out, "=\"");
    put(out, value);
    einv__buf_char(out, '"');
}

void einv__junit_open(struct einv_buf *out)
{
    einv__buf_str(out, "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n"
                       "<testsuites name=\"einv\">\n");
}

void einv__junit_close(struct einv_buf *out)
{
    einv__buf_str(out, "</testsuites>\n");
}

static void put_case(const struct einv_style *style,
                     const struct einv_finding *f, struct einv_buf *out)
{
    struct einv_buf text;
    bool fails = f->severity >= EINV_SEV_ERROR;

    einv__buf_init(&text, out->alloc);
    einv__buf_str(out, "    <testcase");
    attribute(out, "classname", einv__text_of(style->file));
    attribute(out, "name", f->rule);
    einv__buf_str(out, fails ? ">\n      <failure" : ">\n      <system-out>");
    if (fails) {
        attribute(out, "type",
                  einv__text_of(einv__severity_name(f->severity)));
        if (!einv__message_render(style, f, EINV_MESSAGE_TEXT, &text))
            einv__buf_text(&text, f->rule);
        attribute(out, "message", einv__buf_get(&text));
        einv__buf_char(out, '>');
        text.len = 0;
    }
    einv__render_finding(style, f, &text);
    put(out, einv__buf_get(&text));
    einv__buf_str(out, fails ? "</failure>\n" : "</system-out>\n");
    einv__buf_str(out, "    </testcase>\n");
    out->failed = out->failed || text.failed;
    einv__buf_free(&text);
}

void einv__junit_document(const struct einv_style *style,
                          const struct einv_report *report,
                          struct einv_buf *out)
{
    struct einv_text file = einv__text_of(style->file);
    size_t failures = 0, cases = 0;

    for (const struct einv_finding *f = report->first; f != NULL; f = f->next) {
        cases++;
        failures += f->severity >= EINV_SEV_ERROR;
    }
    einv__buf_str(out, "  <testsuite");
    attribute(out, "name", file);
    einv__buf_str(out, " tests=\"");
    einv__buf_uint(out, cases > 0 ? cases : 1);
    einv__buf_str(out, "\" failures=\"");
    einv__buf_uint(out, failures);
    einv__buf_str(out, "\" errors=\"0\" skipped=\"0\">\n");
    for (const struct einv_finding *f = report->first;
         f != NULL && !out->failed; f = f->next)
        put_case(style, f, out);
    if (cases == 0) {
        einv__buf_str(out, "    <testcase");
        attribute(out, "classname", file);
        einv__buf_str(out, " name=\"no findings\"/>\n");
    }
    einv__buf_str(out, "  </testsuite>\n");
}
