/* render_junit.c: the shape of JUnit's XML reports.
 *
 * There is no standard; what is written is what Jenkins' JUnit plugin and
 * GitLab both read: testsuites, testsuite, testcase, failure.
 */
#include "render_junit.h"

#include "markup.h"
#include "render_text.h"

void einv__junit_open(struct einv_buf *out)
{
    einv__buf_str(out, "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n"
                       "<testsuites name=\"einv\">\n");
}

void einv__junit_close(struct einv_buf *out)
{
    einv__buf_str(out, "</testsuites>\n");
}

/* Rules without an id are known by their test. */
static struct einv_text name_of(const struct einv_finding *f)
{
    return f->rule.len > 0 ? f->rule : f->test;
}

static void open_case(const struct einv_style *style, struct einv_text name,
                      struct einv_buf *out)
{
    einv__buf_str(out, "    <testcase");
    einv__markup_attribute(out, "classname", einv__text_of(style->file));
    einv__markup_attribute(out, "name", name);
}

static void open_failure(const struct einv_style *style,
                         const struct einv_finding *f, struct einv_buf *out)
{
    struct einv_buf text;

    einv__buf_init(&text, out->alloc);
    einv__buf_str(out, ">\n      <failure");
    einv__markup_attribute(out, "type",
        einv__text_of(einv__severity_name(f->severity)));
    if (!einv__message_render(style, f, EINV_MESSAGE_TEXT, &text))
        einv__buf_text(&text, name_of(f));
    einv__markup_attribute(out, "message", einv__buf_get(&text));
    einv__buf_char(out, '>');
    out->failed = out->failed || text.failed;
    einv__buf_free(&text);
}

static void put_case(const struct einv_style *style,
                     const struct einv_finding *f, struct einv_buf *out)
{
    struct einv_buf text;
    bool fails = f->severity >= EINV_SEV_ERROR;

    einv__buf_init(&text, out->alloc);
    open_case(style, name_of(f), out);
    if (fails)
        open_failure(style, f, out);
    else
        einv__buf_str(out, ">\n      <system-out>");
    einv__render_finding(style, f, &text);
    einv__markup_text(out, einv__buf_get(&text));
    einv__buf_str(out, fails ? "</failure>\n" : "</system-out>\n");
    einv__buf_str(out, "    </testcase>\n");
    out->failed = out->failed || text.failed;
    einv__buf_free(&text);
}

/* No finding says it, but the document was not accepted. */
static bool refused(const struct einv_style *style, size_t failures)
{
    return failures == 0 && style->verdict != NULL
        && strcmp(style->verdict, "valid") != 0
        && strcmp(style->verdict, "warnings") != 0;
}

/* The case of what no finding says: that there is none, or the verdict. */
static void put_rest(const struct einv_style *style, size_t cases,
                     bool unsaid, struct einv_buf *out)
{
    if (unsaid) {
        open_case(style, EINV_TEXT("verdict"), out);
        einv__buf_str(out, ">\n      <failure");
        einv__markup_attribute(out, "message", einv__style_words(
            style, style->verdict));
        einv__buf_str(out, "></failure>\n    </testcase>\n");
    } else if (cases == 0) {
        open_case(style, einv__style_words(style, "no findings"), out);
        einv__buf_str(out, "/>\n");
    }
}

static void put_lost(const struct einv_style *style,
                     const struct einv_report *report, struct einv_buf *out)
{
    if (report->lost == 0)
        return;
    einv__buf_str(out, "    <system-err>");
    einv__render_lost(style, report, out);
    einv__buf_str(out, "</system-err>\n");
}

void einv__junit_document(const struct einv_style *style,
                          const struct einv_report *report,
                          struct einv_buf *out)
{
    const struct einv_finding *f;
    size_t failures = 0, cases = 0;
    bool unsaid;

    for (f = report->first; f != NULL; f = f->next) {
        cases++;
        failures += f->severity >= EINV_SEV_ERROR;
    }
    unsaid = refused(style, failures);
    einv__buf_str(out, "  <testsuite");
    einv__markup_attribute(out, "name", einv__text_of(style->file));
    einv__buf_str(out, " tests=\"");
    einv__buf_uint(out, cases + (unsaid || cases == 0));
    einv__buf_str(out, "\" failures=\"");
    einv__buf_uint(out, failures + unsaid);
    einv__buf_str(out, "\" errors=\"0\" skipped=\"0\">\n");
    for (f = report->first; f != NULL && !out->failed; f = f->next)
        put_case(style, f, out);
    put_rest(style, cases, unsaid, out);
    put_lost(style, report, out);
    einv__buf_str(out, "  </testsuite>\n");
}
