/* json_read.c: tests of the JSON reader: what it takes, what it refuses and
 * where, and that it keeps to its limits. */
#include <stdio.h>

#include <criterion/criterion.h>

#include "json/json.h"
#include "../support/failing.h"

static struct einv_arena arena;
static struct einv_report report;
static struct einv_limits limits;

static void start(void)
{
    einv__arena_init(&arena, NULL);
    einv__report_init(&report, NULL);
    einv__limits_default(&limits);
}

static void stop(void)
{
    einv__report_free(&report);
    einv__arena_free(&arena);
}

TestSuite(json_read, .init = start, .fini = stop);

/* Reads an exact copy, so that a byte too far is seen by the sanitizer. */
static einv_status read_bytes(struct einv_json **v, const char *bytes,
                              size_t len)
{
    char *copy = malloc(len + !len);
    einv_status status;
    struct einv_json *kept;

    memcpy(copy, bytes, len);
    einv__report_free(&report);
    einv__report_init(&report, NULL);
    status = einv__json_read(&kept, &arena, einv__text(copy, len), &limits,
                             &report);
    free(copy);
    if (status != EINV_OK) {
        cr_expect_null(kept);
        *v = NULL;
        return status;
    }
    /* The values point into the bytes: once more from bytes that stay. */
    return einv__json_read(v, &arena, einv__text(bytes, len), &limits,
                           &report);
}

static const struct einv_json *good(const char *z)
{
    struct einv_json *v;

    cr_assert_eq(read_bytes(&v, z, strlen(z)), EINV_OK, "%s", z);
    cr_assert_eq(report.n_findings, 0);
    return v;
}

static void bad(const char *z, size_t len, const char *rule)
{
    struct einv_json *v;
    einv_status status = read_bytes(&v, z, len);

    cr_expect_eq(status, strcmp(rule, "JSON_LIMIT") == 0 ? EINV_ELIMIT
                                                         : EINV_EMALFORMED,
                 "%s: %d", z, status);
    cr_assert_eq(report.n_findings, 1, "%s", z);
    cr_expect(einv__text_is(report.first->rule, rule), "%s: %s", z,
              report.first->rule.ptr);
    cr_expect(einv__text_is(report.first->origin, "json"));
}

static void is(struct einv_text got, const char *want, size_t len)
{
    cr_expect(einv__text_eq(got, einv__text(want, len)), "got \"%.*s\"",
              (int)got.len, got.ptr);
}

#define IS(text, literal) is(text, literal, sizeof(literal) - 1)

Test(json_read, each_kind_of_value)
{
    const struct einv_json *v = good(
        " {\"n\":null,\"t\":true,\"f\":false,\"i\":-0.10e+05,\"s\":\"x\","
        "\"a\":[1,[],{}],\"\":{\"k\":2}}\r\n\t");

    cr_assert_eq(v->kind, EINV_JSON_OBJECT);
    cr_expect_eq(v->offset, 1);
    cr_expect_eq(einv__json_get(v, "n")->kind, EINV_JSON_NULL);
    IS(einv__json_get(v, "t")->text, "true");
    IS(einv__json_get(v, "f")->text, "false");
    cr_expect_eq(einv__json_get(v, "i")->kind, EINV_JSON_NUMBER);
    IS(einv__json_get(v, "i")->text, "-0.10e+05");
    IS(einv__json_get(v, "s")->text, "x");
    v = einv__json_get(v, "a");
    cr_assert_eq(v->kind, EINV_JSON_ARRAY);
    IS(v->first->text, "1");
    cr_expect_eq(v->first->next->kind, EINV_JSON_ARRAY);
    cr_expect_null(v->first->next->first);
    cr_expect_eq(v->first->next->next->kind, EINV_JSON_OBJECT);
    cr_expect_null(v->first->next->next->next);
    IS(einv__json_get(v->next, "k")->text, "2");
    cr_expect_null(einv__json_get(v->next, "x"));
    cr_expect_null(einv__json_get(v, "k"));
    cr_expect_null(einv__json_get(NULL, "k"));
}

Test(json_read, strings_are_decoded)
{
    IS(good("\"\"")->text, "");
    IS(good("\"\\\"\\\\\\/\\b\\f\\n\\r\\t\"")->text, "\"\\/\b\f\n\r\t");
    IS(good("\"\\u0000a\"")->text, "\0a");
    IS(good("\"\\u00e9\\u20AC\\ud83d\\uDE00\"")->text,
       "\xc3\xa9\xe2\x82\xac\xf0\x9f\x98\x80");
    IS(good("\"\xe2\x82\xac\x7f\xe2\x80\xa8\"")->text,
       "\xe2\x82\xac\x7f\xe2\x80\xa8");
    IS(good("\xef\xbb\xbf\"bom\"")->text, "bom");
    IS(good("{\"a\\u0062\":1}")->first->key, "ab");
}

Test(json_read, what_is_not_json_is_refused)
{
    static const char *const malformed[] = {
        "", " ", "x", "nul", "nulll", "True", "[", "]", "{", "}", "[1", "[1,",
        "[1,]", "[,1]", "[1 2]", "[1}", "{\"a\"}", "{\"a\":}", "{\"a\":1,}",
        "{a:1}", "{'a':1}", "{1:1}", "{\"a\" 1}", "{\"a\":1 \"b\":2}",
        "{\"a\":1]", "1 2", "[] []", "// c\n1", "/* c */ 1", "[1]//",
        "01", "-01", "+1", ".5", "5.", "-", "1e", "1e+", "1.e5", "-.5", "0x1",
        "1_0", "NaN", "Infinity", "--1", "1.2.3", "\"", "\"a", "'a'", "\"\\",
        "\"\\x\"", "\"\\u12\"", "\"\\u12G4\"", "\"\\u\"", "\"\\U0041\"",
        "\"a\nb\"", "\"\t\"", "\"\x01\"", "\v1", "\xc2\xa0" "1", "1\f",
        "[\"a\"\"b\"]", "{\"a\":1,,\"b\":2}", "\"\\ud83d", "tru", "[true",
    };

    for (size_t i = 0; i < sizeof malformed / sizeof malformed[0]; i++)
        bad(malformed[i], strlen(malformed[i]), "JSON_MALFORMED");
    bad("1\0", 2, "JSON_MALFORMED");
    bad("\"a\0b\"", 5, "JSON_MALFORMED");
}

Test(json_read, what_is_not_unicode_is_refused)
{
    static const char *const broken[] = {
        "\"\xff\"", "\"\xc0\x80\"", "\"\xed\xa0\x80\"", "\"\xf4\x90\x80\x80\"",
        "\"\xe2\x82\"", "\xff\xfe" "1", "\"\\ud83d\"", "\"\\ude00\"",
        "\"\\ud83dx\"", "\"\\ud83d\\u0041\"", "\"\\ud83d\\ud83d\"",
        "\"\\ud83d\\n\"", "1 \x80",
    };

    for (size_t i = 0; i < sizeof broken / sizeof broken[0]; i++)
        bad(broken[i], strlen(broken[i]), "JSON_ENCODING");
}

Test(json_read, duplicate_keys_are_refused_at_any_depth)
{
    static char many[60000];
    const struct einv_json *v;

    bad("{\"a\":1,\"a\":1}", 13, "JSON_DUPLICATE");
    bad("[{\"b\":{\"a\":1,\"b\":2,\"\\u0061\":3}}]", 32, "JSON_DUPLICATE");
    cr_expect_eq(report.first->pos.column, 29);
    IS(report.first->found, "a");
    bad("{\"\":1,\"\":2}", 11, "JSON_DUPLICATE");
    good("[{\"a\":1},{\"a\":1}]");
    good("{\"a\":{\"a\":{\"a\":1}},\"A\":1}");
    strcpy(many, "{");
    for (int i = 0; i < 3000; i++)
        sprintf(many + strlen(many), "\"k%d\":%d,", i * 7919 % 3000, i);
    sprintf(many + strlen(many), "\"last\":0}");
    v = good(many);
    cr_expect_not_null(einv__json_get(v, "k2999"));
    sprintf(many + strlen(many) - 1, ",\"k1234\":1}");
    bad(many, strlen(many), "JSON_DUPLICATE");
    IS(report.first->found, "k1234");
}

/* Keys in one order, in the other, and of one length: none may take time
 * that grows with the square. */
Test(json_read, many_keys_are_quick, .timeout = 20)
{
    struct einv_buf buf;
    struct einv_json *v;

    einv__buf_init(&buf, NULL);
    einv__buf_str(&buf, "{");
    for (uint64_t i = 0; i < 200000; i++) {
        einv__buf_str(&buf, i > 0 ? ",\"" : "\"");
        einv__buf_uint(&buf, 1000000 + i);
        einv__buf_str(&buf, "\":0");
    }
    einv__buf_str(&buf, "}");
    cr_expect_eq(einv__json_read(&v, &arena, einv__buf_get(&buf), NULL, NULL),
                 EINV_OK);
    einv__buf_free(&buf);
}

Test(json_read, findings_say_where)
{
    static const struct {
        const char *text;
        uint32_t line, column;
        uint64_t offset;
    } at[] = {
        { "x", 1, 1, 0 }, { "[1,\n  x]", 2, 3, 6 },
        { "{\r\n\"\xd0\xb6\xd0\xb6\": x}", 2, 7, 11 },
        { "[\r\r1 2]", 3, 3, 5 }, { "\xef\xbb\xbf[1,]", 1, 4, 6 },
        { "[\n", 2, 1, 2 }, { "\"\\u12G4\"", 1, 6, 5 },
    };

    for (size_t i = 0; i < sizeof at / sizeof at[0]; i++) {
        bad(at[i].text, strlen(at[i].text), "JSON_MALFORMED");
        cr_expect_eq(report.first->pos.line, at[i].line, "%s", at[i].text);
        cr_expect_eq(report.first->pos.column, at[i].column, "%s: %u",
                     at[i].text, report.first->pos.column);
        cr_expect_eq(report.first->pos.offset, at[i].offset, "%s", at[i].text);
    }
}

Test(json_read, limits_are_kept)
{
    static char deep[400];

    memset(deep, '[', 100);
    memset(deep + 100, ']', 100);
    good(deep);
    memset(deep, '[', 101);
    memset(deep + 101, ']', 101);
    bad(deep, 202, "JSON_LIMIT");
    IS(report.first->args[0].value, "depth");
    IS(report.first->args[1].value, "100");
    limits.elements = 3;
    good("[1,2,3]");
    bad("[1,2,{\"a\":3}]", 13, "JSON_LIMIT");
    limits.text = limits.binary = 4;
    good("\"1234\"");
    bad("\"12345\"", 7, "JSON_LIMIT");
    limits.bytes = 6;
    bad("[1    ]", 7, "JSON_LIMIT");
}

Test(json_read, a_million_brackets_do_not_end_the_stack)
{
    size_t n = 1000000;
    char *deep = malloc(n);
    struct einv_json *v;

    memset(deep, '[', n);
    limits.depth = n + 1;
    cr_expect_eq(read_bytes(&v, deep, n), EINV_EMALFORMED);
    free(deep);
}

Test(json_read, each_failing_allocation_is_told)
{
    static const char text[] =
        "{\"a\":[1,2,{\"b\":\"\\u0041\"}],\"c\":{\"1\":1,\"2\":2,\"3\":3,"
        "\"4\":4,\"5\":5,\"6\":6,\"7\":7,\"8\":8,\"9\":9,\"10\":10,\"11\":11,"
        "\"12\":12,\"13\":13,\"14\":14,\"15\":15,\"16\":16,\"17\":17},"
        "\"d\":[[[[[[[[[[[[[[[[[[]]]]]]]]]]]]]]]]]]}";
    struct failing f;

    FAILING_EACH(f, 300) {
        struct einv_arena own;
        struct einv_report r;
        struct einv_json *v;
        einv_status status;

        einv__arena_init(&own, &f.hooks);
        einv__report_init(&r, &f.hooks);
        for (int i = 0; i < 3; i++)          /* more blocks */
            einv__arena_alloc(&own, 1300);
        status = einv__json_read(&v, &own, einv__text_of(text), NULL, &r);
        cr_assert(status == EINV_OK || status == EINV_ENOMEM);
        cr_assert_eq(v != NULL, status == EINV_OK);
        cr_assert_eq(r.n_findings, 0);
        failing_judge(&f, status == EINV_OK);
        einv__report_free(&r);
        einv__arena_free(&own);
        cr_assert_eq(f.held, 0);
        cr_assert_not(f.wrong);
    }
    cr_expect_gt(f.runs, 4);
}
