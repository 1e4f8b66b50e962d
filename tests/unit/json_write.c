/* json_write.c: tests of the JSON writer and of reports as JSON. */
#include <criterion/criterion.h>

#include "json/json.h"
#include "json/render.h"
#include "json/sarif.h"
#include "../support/failing.h"

static struct einv_buf out;
static struct einv_json_out j;

static void start(void)
{
    einv__buf_init(&out, NULL);
}

static void stop(void)
{
    einv__buf_free(&out);
}

TestSuite(json_write, .init = start, .fini = stop);

static void sample(uint32_t indent)
{
    out.len = 0;
    einv__json_begin(&j, &out, indent);
    einv__json_open(&j, '{');
    einv__json_field(&j, "a", EINV_TEXT("x"));
    einv__json_field(&j, "none", EINV_NO_TEXT);
    einv__json_key(&j, "empty");
    einv__json_string(&j, EINV_NO_TEXT);
    einv__json_key(&j, "list");
    einv__json_open(&j, '[');
    einv__json_uint(&j, 18446744073709551615u);
    einv__json_bool(&j, true);
    einv__json_open(&j, '{');
    einv__json_close(&j, '}');
    einv__json_close(&j, ']');
    einv__json_key(&j, "nothing");
    einv__json_open(&j, '[');
    einv__json_close(&j, ']');
    einv__json_key(&j, "grave");
    einv__json_bool(&j, false);
    einv__json_close(&j, '}');
}

Test(json_write, commas_and_lines_come_by_themselves)
{
    sample(2);
    cr_expect_str_eq(out.data,
        "{\n  \"a\": \"x\",\n  \"empty\": \"\",\n  \"list\": [\n"
        "    18446744073709551615,\n    true,\n    {}\n  ],\n"
        "  \"nothing\": [],\n  \"grave\": false\n}\n");
    sample(0);
    cr_expect_str_eq(out.data,
        "{\"a\": \"x\", \"empty\": \"\", \"list\": [18446744073709551615, "
        "true, {}], \"nothing\": [], \"grave\": false}\n");
}

static void quoted(const char *bytes, size_t len, const char *want)
{
    out.len = 0;
    einv__json_begin(&j, &out, 0);
    einv__json_string(&j, einv__text(bytes, len));
    cr_expect_str_eq(out.data, want);
}

Test(json_write, escapes_what_must_be_and_no_more)
{
    quoted("\"\\/\b\f\n\r\t", 8, "\"\\\"\\\\/\\b\\f\\n\\r\\t\"\n");
    quoted("\0\x01\x1f\x7f", 4, "\"\\u0000\\u0001\\u001f\x7f\"\n");
    quoted("\xe2\x80\xa8\xd0\xb6\xf0\x9f\x98\x80", 9,
           "\"\xe2\x80\xa8\xd0\xb6\xf0\x9f\x98\x80\"\n");
    quoted("\xef\xbf\xbd", 3, "\"\xef\xbf\xbd\"\n");
    quoted("a\xff" "b\xc3", 4, "\"a\xef\xbf\xbd" "b\xef\xbf\xbd\"\n");
    quoted("\xed\xa0\x80", 3,
           "\"\xef\xbf\xbd\xef\xbf\xbd\xef\xbf\xbd\"\n");
}

/* --- what is written is read ---------------------------------------------- */

static uint32_t state = 7;

static uint32_t rnd(uint32_t below)
{
    state ^= state << 13;
    state ^= state >> 17;
    state ^= state << 5;
    return state % below;
}

static struct einv_text random_text(char bytes[64])
{
    size_t n = 0;

    for (uint32_t i = rnd(12); i > 0; i--) {
        static const uint32_t tops[] = { 0x20, 0x80, 0x800, 0x10000,
                                         0x110000 };
        uint32_t c = rnd(tops[rnd(5)]);

        n += einv__utf8_put(c, bytes + n);
    }
    return einv__text(bytes, n);
}

/* Writes a random value and notes it in `flat`, which tells apart any two. */
static void write_random(struct einv_buf *flat, unsigned depth)
{
    char bytes[64];
    struct einv_text text = random_text(bytes);
    uint32_t kind = rnd(depth > 6 ? 3 : 5);

    einv__buf_uint(flat, kind);
    if (kind == 0) {
        einv__json_string(&j, text);
        einv__buf_uint(flat, text.len);
        einv__buf_text(flat, text);
    } else if (kind == 1) {
        uint64_t n = (uint64_t)rnd(UINT32_MAX) * rnd(UINT32_MAX);

        einv__json_uint(&j, n);
        einv__buf_uint(flat, n);
    } else if (kind == 2) {
        einv__json_bool(&j, text.len % 2 != 0);
        einv__buf_str(flat, text.len % 2 != 0 ? "true" : "false");
    } else {
        einv__json_open(&j, kind == 3 ? '[' : '{');
        for (uint32_t i = 0, n = rnd(5); i < n; i++) {
            char key[] = "k0";

            key[1] = (char)('0' + i);
            if (kind == 4) {
                einv__json_key(&j, key);
                einv__buf_str(flat, key);
            }
            write_random(flat, depth + 1);
        }
        einv__json_close(&j, kind == 3 ? ']' : '}');
        einv__buf_str(flat, "end");
    }
}

static void flatten(struct einv_buf *flat, const struct einv_json *v)
{
    static const char *const kinds[] = { "?", "2", "1", "0", "3", "4" };

    einv__buf_str(flat, kinds[v->kind]);
    if (v->kind == EINV_JSON_STRING)
        einv__buf_uint(flat, v->text.len);
    einv__buf_text(flat, v->text);
    if (v->kind < EINV_JSON_ARRAY)
        return;
    for (const struct einv_json *m = v->first; m != NULL; m = m->next) {
        einv__buf_text(flat, m->key);
        flatten(flat, m);
    }
    einv__buf_str(flat, "end");
}

Test(json_write, what_is_written_is_read_alike)
{
    struct einv_arena arena;
    struct einv_buf wrote, read;

    einv__buf_init(&wrote, NULL);
    einv__buf_init(&read, NULL);
    for (int i = 0; i < 3000; i++) {
        struct einv_json *v;

        wrote.len = read.len = out.len = 0;
        einv__json_begin(&j, &out, (uint32_t)i % 3);
        write_random(&wrote, 0);
        einv__arena_init(&arena, NULL);
        cr_assert_eq(einv__json_read(&v, &arena, einv__buf_get(&out), NULL,
                                     NULL), EINV_OK, "%s", out.data);
        flatten(&read, v);
        cr_assert(einv__text_eq(einv__buf_get(&wrote), einv__buf_get(&read)),
                  "%s\n%s", wrote.data, read.data);
        einv__arena_free(&arena);
    }
    einv__buf_free(&wrote);
    einv__buf_free(&read);
}

/* --- reports -------------------------------------------------------------- */

static void fill(struct einv_report *r)
{
    struct einv_ledger_row row = {
        .direction = EINV_WRITE, .reason = EINV_CODE_LOSSY, .grave = true,
        .term = EINV_TEXT("BT-130"), .xpath = EINV_TEXT("/a[1]"),
        .pos = { 4, 5, 60 }, .value = EINV_TEXT("\x01"),
        .where = EINV_TEXT("C62"),
    };
    struct einv_position pos = { 2, 3, 17 }, nowhere = { 0, 0, 0 };

    einv__diag(r, EINV_SEV_ERROR, "structure", "EINV-BIND-0104", pos,
               "found", "12,50", "expected", "a number", "term", "BT-131",
               "xpath", "/a[1]/b[2]", NULL);
    einv__diag(r, EINV_SEV_FATAL, "xml", "XML_DTD", nowhere, NULL);
    r->last->message = EINV_TEXT("no \"DTD\"");
    einv__ledger_add(r, &row);
    row = (struct einv_ledger_row){ .reason = EINV_SPELLING,
                                    .value = { "", 0 } };
    einv__ledger_add(r, &row);
}

Test(json_write, findings_in_their_shape)
{
    struct einv_style style = { .lang = EINV_TEXT("en") };
    struct einv_report r;

    einv__report_init(&r, NULL);
    fill(&r);
    einv__json_begin(&j, &out, 0);
    einv__json_findings(&j, &style, &r);
    cr_expect_str_eq(out.data,
        "[{\"origin\": \"structure\", \"kind\": \"error\", "
        "\"rule\": \"EINV-BIND-0104\", "
        "\"severity\": \"error\", \"term\": \"BT-131\", "
        "\"xpath\": \"/a[1]/b[2]\", \"line\": 2, \"column\": 3, "
        "\"offset\": 17, \"found\": \"12,50\", \"expected\": \"a number\"}, "
        "{\"origin\": \"xml\", \"kind\": \"error\", \"rule\": \"XML_DTD\", "
        "\"severity\": \"fatal\", \"message\": \"no \\\"DTD\\\"\"}]\n");
    out.len = 0;
    style.redact = true;
    einv__json_begin(&j, &out, 0);
    einv__json_findings(&j, &style, &r);
    cr_expect_null(strstr(out.data, "12,50"));
    einv__report_free(&r);
}

Test(json_write, ledger_in_its_shape)
{
    struct einv_style style = { .lang = EINV_TEXT("en") };
    struct einv_report r;

    einv__report_init(&r, NULL);
    fill(&r);
    einv__json_begin(&j, &out, 0);
    einv__json_ledger(&j, &style, &r);
    cr_expect_str_eq(out.data,
        "[{\"direction\": \"write\", \"reason\": \"code_lossy\", "
        "\"term\": \"BT-130\", \"xpath\": \"/a[1]\", \"line\": 4, "
        "\"column\": 5, \"value\": \"\\u0001\", \"where\": \"C62\", "
        "\"grave\": true}, {\"direction\": \"read\", "
        "\"reason\": \"spelling\", \"value\": \"\", \"grave\": false}]\n");
    einv__report_free(&r);
}

Test(json_write, findings_as_sarif)
{
    struct einv_style style = { .file = "in \xd0\xb6.xml" };
    struct einv_report r;

    einv__report_init(&r, NULL);
    fill(&r);
    einv__json_begin(&j, &out, 0);
    einv__sarif_open(&j, "1.2.3");
    einv__sarif_document(&j, &style, &r);
    einv__sarif_close(&j);
    cr_expect_str_eq(out.data,
        "{\"$schema\": \"https://json.schemastore.org/sarif-2.1.0.json\", "
        "\"version\": \"2.1.0\", \"runs\": [{\"tool\": {\"driver\": "
        "{\"name\": \"einv\", \"version\": \"1.2.3\"}}, "
        "\"columnKind\": \"unicodeCodePoints\", \"results\": ["
        "{\"ruleId\": \"EINV-BIND-0104\", \"level\": \"error\", "
        "\"message\": {\"text\": \"EINV-BIND-0104 (BT-131)\"}, "
        "\"locations\": [{\"physicalLocation\": {\"artifactLocation\": "
        "{\"uri\": \"in%20%D0%B6.xml\"}, \"region\": {\"startLine\": 2, "
        "\"startColumn\": 3}}, \"logicalLocations\": "
        "[{\"fullyQualifiedName\": \"/a[1]/b[2]\"}]}], \"properties\": "
        "{\"origin\": \"structure\", \"severity\": \"error\", "
        "\"term\": \"BT-131\", \"found\": \"12,50\", "
        "\"expected\": \"a number\"}}, "
        "{\"ruleId\": \"XML_DTD\", \"level\": \"error\", "
        "\"message\": {\"text\": \"no \\\"DTD\\\"\"}, \"locations\": "
        "[{\"physicalLocation\": {\"artifactLocation\": "
        "{\"uri\": \"in%20%D0%B6.xml\"}}}], \"properties\": "
        "{\"origin\": \"xml\", \"severity\": \"fatal\"}}]}]}\n");
    einv__report_free(&r);
}

Test(json_write, each_failing_allocation_is_told)
{
    struct einv_style style = { .lang = EINV_TEXT("en") };
    struct einv_report r;
    struct failing f;

    einv__report_init(&r, NULL);
    fill(&r);
    FAILING_EACH(f, 100) {
        struct einv_buf buf;

        einv__buf_init(&buf, &f.hooks);
        einv__json_begin(&j, &buf, 2);
        einv__json_findings(&j, &style, &r);
        failing_judge(&f, !buf.failed);
        einv__buf_free(&buf);
        cr_assert_eq(f.held, 0);
    }
    cr_expect_gt(f.runs, 4);
    einv__report_free(&r);
}
