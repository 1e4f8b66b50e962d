/* diag_messages.c: tests of the catalogue and of reports as text. */
#include <criterion/criterion.h>

#include "base/embedded.h"
#include "diag/render_junit.h"
#include "diag/render_text.h"
#include "../support/failing.h"

static const char small[] =
    "<?xml version=\"1.0\"?>\n<!-- <message> -->\n"
    "<messages xmlns=\"urn:einv:messages:1\">\n"
    "  <message code=\"T-1\" severity=\"error\" origin=\"codes\">\n"
    "    <text lang=\"en\">a &lt;b&gt;\n      \"{found}\"[, not {expected}]"
    "[ by {who}]</text>\n"
    "    <text lang=\"ru\">не {found}</text>\n"
    "    <fix lang=\"en\">write {expected}</fix>\n"
    "  </message><message code=\"T-2\" severity=\"fatal\" origin=\"xml\">"
    "<text lang=\"en\">plain</text>"
    "<text lang=\"ru\">надо: {expected}</text></message>\n"
    "<phrase en=\"a date\"><text lang=\"ru\">дата</text></phrase>\n"
    "</messages>\n";

static struct einv_arena arena;
static struct einv_messages *messages;
static struct einv_buf out;

static void start(void)
{
    uint32_t line = 0;

    einv__arena_init(&arena, NULL);
    einv__buf_init(&out, NULL);
    cr_assert_eq(einv__messages_load(&messages, &arena,
                                     einv__text_of(small), &line), EINV_OK,
                 "line %u", line);
}

static void stop(void)
{
    einv__buf_free(&out);
    einv__arena_free(&arena);
}

TestSuite(diag_messages, .init = start, .fini = stop);

static struct einv_style style(const char *lang)
{
    return (struct einv_style){ .messages = messages,
                                .lang = einv__text_of(lang) };
}

static void says(const struct einv_style *s, const struct einv_finding *f,
                 enum einv_message_part part, const char *want)
{
    bool said;

    out.len = 0;
    said = einv__message_render(s, f, part, &out);
    cr_expect_eq(said, want != NULL);
    cr_expect(einv__text_is(einv__buf_get(&out), want), "\"%.*s\"",
              (int)out.len, out.data);
}

Test(diag_messages, templates_take_arguments_and_drop_empty_parts)
{
    struct einv_style en = style(NULL);
    struct einv_argument who = { EINV_TEXT("who"), EINV_TEXT("them") };
    struct einv_finding f = { .rule = EINV_TEXT("T-1"),
                              .found = EINV_TEXT("{x}[") };

    cr_expect_eq(messages->count, 2);
    says(&en, &f, EINV_MESSAGE_TEXT, "a <b> \"{x}[\"");
    f.expected = EINV_TEXT("y");
    says(&en, &f, EINV_MESSAGE_TEXT, "a <b> \"{x}[\", not y");
    f.args = &who;
    f.n_args = 1;
    says(&en, &f, EINV_MESSAGE_TEXT, "a <b> \"{x}[\", not y by them");
    says(&en, &f, EINV_MESSAGE_FIX, "write y");
}

Test(diag_messages, language_falls_back_to_english)
{
    struct einv_style ru = style("ru-RU"), fr = style("fr"),
                      odd = style("r");
    struct einv_finding f = { .rule = EINV_TEXT("T-1"),
                              .found = EINV_TEXT("z") };

    says(&ru, &f, EINV_MESSAGE_TEXT, "не z");
    says(&fr, &f, EINV_MESSAGE_TEXT, "a <b> \"z\"");
    says(&odd, &f, EINV_MESSAGE_TEXT, "a <b> \"z\"");
    f.expected = EINV_TEXT("y");
    says(&ru, &f, EINV_MESSAGE_FIX, "write y");
}

Test(diag_messages, our_own_words_are_translated_and_no_others)
{
    struct einv_style ru = style("ru"), fr = style("fr");
    struct einv_finding f = { .rule = EINV_TEXT("T-2"),
                              .expected = EINV_TEXT("a date") };

    says(&ru, &f, EINV_MESSAGE_TEXT, "надо: дата");
    f.expected = EINV_TEXT("EUR");
    says(&ru, &f, EINV_MESSAGE_TEXT, "надо: EUR");
    f.rule = EINV_TEXT("T-1");
    f.found = f.expected = EINV_TEXT("a date");
    says(&fr, &f, EINV_MESSAGE_TEXT, "a <b> \"a date\", not a date");
    says(&ru, &f, EINV_MESSAGE_TEXT, "не a date");
}

Test(diag_messages, ready_made_and_unknown)
{
    struct einv_style en = style("en"), none = { .messages = NULL };
    struct einv_finding f = { .rule = EINV_TEXT("T-9") };

    says(&en, &f, EINV_MESSAGE_TEXT, NULL);
    says(&none, &f, EINV_MESSAGE_TEXT, NULL);
    f.message = EINV_TEXT("[BR-1] as {published}");
    says(&en, &f, EINV_MESSAGE_TEXT, "[BR-1] as {published}");
    says(&en, &f, EINV_MESSAGE_FIX, NULL);
    f = (struct einv_finding){ .rule = EINV_TEXT("T-2") };
    says(&en, &f, EINV_MESSAGE_FIX, NULL);
}

Test(diag_messages, long_values_are_cut_and_hidden_ones_hidden)
{
    struct einv_style en = style("en");
    struct einv_finding f = { .rule = EINV_TEXT("T-1") };
    char value[300], want[400] = "a <b> \"";

    for (int i = 0; i < 100; i++) {
        memcpy(value + 2 * i, "\xd0\xb6", 2);
        if (i < 80)
            strcat(want, "\xd0\xb6");
    }
    strcat(want, "\xe2\x80\xa6\"");
    f.found = einv__text(value, 200);
    says(&en, &f, EINV_MESSAGE_TEXT, want);
    en.redact = true;
    says(&en, &f, EINV_MESSAGE_TEXT, "a <b> \"[redacted 100]\"");
}

/* Every file but the right one: each cut short, and some more. */
Test(diag_messages, a_broken_catalogue_is_refused_with_its_line)
{
    static const struct { const char *xml; uint32_t line; } bad[] = {
        { "<messages><message severity=\"error\"></message></messages>", 1 },
        { "<messages>\n<message code=\"A\" wat=\"1\"></message></messages>",
          2 },
        { "<messages><message code=\"A\"></message>\n"
          "<message code=\"A\"></message></messages>", 2 },
        { "<messages><message code=\"A\"><text>x</text></message></messages>",
          1 },
        { "<messages>\n\n<message code=\"A\"><text lang=\"en\">&nbsp;</text>"
          "</message></messages>", 3 },
        { "<messages></messages>\nx", 2 },
        { "<messages><message code=\"A\"><wat lang=\"en\">x</wat></message>"
          "</messages>", 1 },
    };
    struct einv_messages *m;
    uint32_t line;
    size_t n = strlen(small);

    for (size_t i = 0; i < sizeof bad / sizeof bad[0]; i++) {
        cr_expect_eq(einv__messages_load(&m, &arena,
                                         einv__text_of(bad[i].xml), &line),
                     EINV_EMALFORMED, "%s", bad[i].xml);
        cr_expect_null(m);
        cr_expect_eq(line, bad[i].line, "%s", bad[i].xml);
    }
    for (size_t i = 0; i + 2 < n; i++)
        cr_expect_eq(einv__messages_load(&m, &arena, einv__text(small, i),
                                         NULL), EINV_EMALFORMED);
}

Test(diag_messages, the_catalogue_we_carry_loads)
{
    const struct einv_embedded *file = einv__embedded_find("messages.xml");
    const struct einv_message *m;
    struct einv_style zh;
    struct einv_finding f = { .rule = EINV_TEXT("EINV-BIND-0104"),
                              .found = EINV_TEXT("12,50") };
    uint32_t line = 0;

    cr_assert_not_null(file);
    cr_assert_eq(einv__messages_load(&messages, &arena,
                                     einv__text(file->data, file->len),
                                     &line), EINV_OK, "line %u", line);
    for (m = messages->first; m != NULL; m = m->next) {
        cr_expect_gt(einv__message_template(m, EINV_MESSAGE_TEXT,
                                            EINV_TEXT("kk")).len, 0);
        cr_expect_gt(einv__message_template(m, EINV_MESSAGE_FIX,
                                            EINV_TEXT("zh")).len, 0);
    }
    zh = style("zh-CN");
    out.len = 0;
    cr_expect(einv__message_render(&zh, &f, EINV_MESSAGE_TEXT, &out));
    cr_expect_not_null(strstr(out.data, "12,50"));
    cr_expect_null(strchr(out.data, '{'));
    cr_expect_null(strchr(out.data, '['));
}

Test(diag_messages, finding_as_text)
{
    struct einv_style s = style("en");
    struct einv_finding f = {
        .severity = EINV_SEV_ERROR,
        .rule = EINV_TEXT("T-1"),
        .term = EINV_TEXT("BT-131"),
        .xpath = EINV_TEXT("/Invoice[1]/Line[3]"),
        .pos = { 12, 7, 300 },
        .found = EINV_TEXT("12,50"),
        .expected = EINV_TEXT("a number"),
    };

    s.file = "in.xml";
    einv__render_finding(&s, &f, &out);
    cr_expect_str_eq(out.data,
        "in.xml:12:7: error: T-1: a <b> \"12,50\", not a number (BT-131)\n"
        "    at /Invoice[1]/Line[3]\n"
        "    fix: write a number\n");
    out.len = 0;
    f.message = EINV_TEXT("said by a rule");
    f.severity = EINV_SEV_WARNING;
    f.term = f.xpath = EINV_NO_TEXT;
    f.pos = (struct einv_position){ 0, 0, 0 };
    einv__render_finding(&s, &f, &out);
    cr_expect_str_eq(out.data,
        "in.xml: warning: T-1: said by a rule\n"
        "    found \"12,50\", expected a number\n"
        "    fix: write a number\n");
    out.len = 0;
    f = (struct einv_finding){ .rule = EINV_TEXT("T-7"), .pos = { 4, 0, 0 },
                               .xpath = EINV_TEXT("x/binding.xml") };
    einv__render_finding(&s, &f, &out);
    cr_expect_str_eq(out.data, "x/binding.xml:4: information: T-7\n");
}

Test(diag_messages, the_terminal_is_not_steered)
{
    struct einv_style s = style("en");
    struct einv_finding f = {
        .severity = EINV_SEV_ERROR,
        .rule = EINV_TEXT("T-1"),
        .found = EINV_TEXT("\x1b[2J\r\xe2\x80\xae\xff\xc2\x9b\xf0\x9f\x98\x80"),
    };

    einv__render_finding(&s, &f, &out);
    cr_expect_str_eq(out.data, "error: T-1: a <b> \"\\u{1B}[2J\\u{0D}"
                     "\\u{202E}\\u{FF}\\u{9B}\xf0\x9f\x98\x80\"\n"
                     "    fix: write \n");
}

Test(diag_messages, ledger_as_text)
{
    struct einv_style s = style("en");
    struct einv_report r;
    struct einv_ledger_row row = {
        .direction = EINV_WRITE, .reason = EINV_NO_PLACE, .grave = true,
        .term = EINV_TEXT("BT-11"), .xpath = EINV_TEXT("/I[1]/P[1]"),
        .pos = { 5, 3, 0 }, .value = EINV_TEXT("Project 7"),
        .where = EINV_TEXT("--set x=…"),
    };

    einv__report_init(&r, NULL);
    einv__ledger_add(&r, &row);
    einv__render_ledger(&s, &r, &out);
    cr_expect_str_eq(out.data, "5:3: write: no_place: BT-11 \"Project 7\": "
                     "--set x=… (grave)\n    at /I[1]/P[1]\n");
    einv__report_free(&r);
}

Test(diag_messages, report_as_junit)
{
    struct einv_style s = style("en");
    struct einv_report r;
    struct einv_position pos = { 2, 3, 0 };

    s.file = "a&b.xml";
    einv__report_init(&r, NULL);
    einv__junit_open(&out);
    einv__junit_document(&s, &r, &out);
    einv__diag(&r, EINV_SEV_ERROR, "xml", "T-1", pos, "found", "<\x01\xff>",
               NULL);
    einv__diag(&r, EINV_SEV_WARNING, "xml", "T-2", pos, NULL);
    einv__junit_document(&s, &r, &out);
    einv__junit_close(&out);
    cr_expect_str_eq(out.data,
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n"
        "<testsuites name=\"einv\">\n"
        "  <testsuite name=\"a&amp;b.xml\" tests=\"1\" failures=\"0\" "
        "errors=\"0\" skipped=\"0\">\n"
        "    <testcase classname=\"a&amp;b.xml\" name=\"no findings\"/>\n"
        "  </testsuite>\n"
        "  <testsuite name=\"a&amp;b.xml\" tests=\"2\" failures=\"1\" "
        "errors=\"0\" skipped=\"0\">\n"
        "    <testcase classname=\"a&amp;b.xml\" name=\"T-1\">\n"
        "      <failure type=\"error\" message=\"a &lt;b&gt; &quot;&lt;"
        "\xef\xbf\xbd\xef\xbf\xbd&gt;&quot;\">"
        "a&amp;b.xml:2:3: error: T-1: a &lt;b&gt; &quot;&lt;\\u{01}\\u{FF}&gt;"
        "&quot;&#10;    fix: write &#10;</failure>\n"
        "    </testcase>\n"
        "    <testcase classname=\"a&amp;b.xml\" name=\"T-2\">\n"
        "      <system-out>a&amp;b.xml:2:3: warning: T-2: plain&#10;"
        "</system-out>\n"
        "    </testcase>\n"
        "  </testsuite>\n"
        "</testsuites>\n");
    einv__report_free(&r);
}

Test(diag_messages, lost_findings_are_named)
{
    struct einv_style s = style("en");
    struct einv_report r;

    einv__report_init(&r, NULL);
    r.lost = 7;
    einv__render_findings(&s, &r, &out);
    cr_expect_str_eq(out.data, "7 more: --limits findings=N\n");
    einv__report_free(&r);
}

Test(diag_messages, each_failing_allocation_is_told)
{
    struct failing f;

    FAILING_EACH(f, 300) {
        struct einv_arena own;
        struct einv_messages *m;
        struct einv_buf text;
        struct einv_style s = { .lang = EINV_TEXT("en") };
        struct einv_finding finding = { .rule = EINV_TEXT("T-1"),
                                        .found = EINV_TEXT("x") };
        einv_status status;

        einv__arena_init(&own, &f.hooks);
        einv__buf_init(&text, &f.hooks);
        status = einv__messages_load(&m, &own, einv__text_of(small), NULL);
        cr_assert(status == EINV_OK || status == EINV_ENOMEM);
        s.messages = m;
        einv__render_finding(&s, &finding, &text);
        failing_judge(&f, status == EINV_OK && !text.failed);
        einv__buf_free(&text);
        einv__arena_free(&own);
        cr_assert_eq(f.held, 0);
    }
    cr_expect_gt(f.runs, 4);
}
