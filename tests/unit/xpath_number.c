/* Unit tests of lib/xpath/double.c, shortest.c, arith.c, compare.c. */
#include "../support/failing.h"
#include "../../lib/xpath/double.h"
#include "xpath_value.h"

#include <float.h>
#include <math.h>

/* Runs a row of xpath_recorded.h. */
static bool compute(struct xp_bench *b, const char *op,
                    const struct einv_xp_item *x,
                    const struct einv_xp_item *y, struct einv_xp_item *out)
{
    static const char *const arith[] = { "+", "-", "*", "div", "idiv",
                                         "mod" };
    static const char *const compare[] = { "eq", "ne", "lt", "le", "gt",
                                           "ge" };
    bool is = false;

    for (int i = 0; i < 6; i++) {
        if (strcmp(op, arith[i]) == 0)
            return einv__xp_arithmetic(&b->run, (enum einv_xp_arith)i, x, y,
                                       out);
        if (strcmp(op, compare[i]) == 0) {
            bool ok = einv__xp_compare(&b->run, (enum einv_xp_compare)i, x,
                                       y, &is);

            *out = einv__xp_boolean(is);
            return ok;
        }
    }
    return false;
}

struct recorded {
    const char *op, *type_a, *a, *type_b, *b, *expected;
};

static const struct recorded recorded[] = {
#include "xpath_recorded.h"
};

/* What the standards say, by hand (F&O 6.2, 6.3, 10; IEEE 754). */
static const struct recorded by_hand[] = {
    { "div", "integer", "1", "integer", "3",
      "0.333333333333333333 decimal" },
    { "div", "integer", "2", "integer", "3",
      "0.666666666666666667 decimal" },
    { "div", "decimal", "0.1234567890123456789", "integer", "1",
      "0.1234567890123456789 decimal" },
    { "div", "integer", "1", "integer", "2000000000000000000",
      "0.0000000000000000005 decimal" },
    { "div", "integer", "6", "integer", "2", "3 decimal" },
    { "div", "integer", "1", "decimal", "0.0", "!FOAR0001" },
    { "div", "double", "1", "integer", "0", "INF double" },
    { "div", "double", "0", "double", "-0", "NaN double" },
    { "idiv", "integer", "-7", "integer", "2", "-3 integer" },
    { "idiv", "decimal", "9.5", "decimal", "0.3", "31 integer" },
    { "idiv", "double", "INF", "double", "1", "!FOAR0002" },
    { "idiv", "double", "INF", "double", "0", "!FOAR0001" },
    { "idiv", "double", "5", "double", "INF", "0 integer" },
    { "idiv", "double", "5", "double", "0", "!FOAR0001" },
    { "mod", "integer", "-7", "integer", "2", "-1 integer" },
    { "mod", "integer", "7", "integer", "-2", "1 integer" },
    { "mod", "decimal", "10.3", "integer", "3", "1.3 decimal" },
    { "mod", "double", "-5.5", "double", "2", "-1.5 double" },
    { "mod", "double", "5", "double", "INF", "5 double" },
    { "mod", "double", "1", "double", "0", "NaN double" },
    { "mod", "integer", "9007199254740993000000000000000000000000000000001",
      "integer", "97", "52 integer" },
    { "+", "double", "0.1", "double", "0.2", "0.30000000000000004 double" },
    { "*", "integer", "3", "double", "0.1", "0.30000000000000004 double" },
    { "+", "decimal", "0.1", "decimal", "0.2", "0.3 decimal" },
    { "+", "float", "16777216", "float", "1", "1.6777216E7 float" },
    { "+", "string", "1", "integer", "1", "!XPTY0004" },
    { "eq", "double", "NaN", "double", "NaN", "false boolean" },
    { "ne", "double", "NaN", "double", "NaN", "true boolean" },
    { "lt", "double", "NaN", "integer", "1", "false boolean" },
    { "eq", "decimal", "1.50", "decimal", "1.5", "true boolean" },
    { "eq", "decimal", "0.1", "double", "0.1", "true boolean" },
    { "eq", "float", "0.1", "double", "0.1", "false boolean" },
    { "eq", "double", "0", "double", "-0", "true boolean" },
    { "lt", "string", "a", "string", "b", "true boolean" },
    { "lt", "string", "\xef\xbf\xbd", "string", "\xf0\x90\x80\x80",
      "true boolean" },
    { "lt", "boolean", "false", "boolean", "true", "true boolean" },
    { "eq", "string", "1", "integer", "1", "!XPTY0004" },
    { "eq", "anyURI", "a", "string", "a", "true boolean" },
    { "eq", "date", "2024-01-01Z", "date", "2024-01-01", "true boolean" },
    { "lt", "time", "08:00:00+09:00", "time", "17:00:00-06:00",
      "true boolean" },
    { "eq", "dateTime", "1999-12-31T24:00:00", "dateTime",
      "2000-01-01T00:00:00", "true boolean" },
    { "eq", "duration", "P1Y", "yearMonthDuration", "P12M",
      "true boolean" },
    { "eq", "yearMonthDuration", "P0Y", "dayTimeDuration", "PT0S",
      "true boolean" },
    { "lt", "duration", "P1Y", "duration", "P2Y", "!XPTY0004" },
    { "+", "date", "2024-01-31", "yearMonthDuration", "P1M",
      "2024-02-29 date" },
    { "-", "date", "2024-03-01", "dayTimeDuration", "P1D",
      "2024-02-29 date" },
    { "-", "date", "2000-10-30", "date", "1999-11-28",
      "P337D dayTimeDuration" },
    { "+", "time", "23:12:00+03:00", "dayTimeDuration", "P1DT3H15M",
      "02:27:00+03:00 time" },
    { "*", "yearMonthDuration", "P2Y11M", "double", "2.3",
      "P6Y9M yearMonthDuration" },
    { "div", "yearMonthDuration", "P3Y4M", "yearMonthDuration", "-P1Y4M",
      "-2.5 decimal" },
    { "div", "dayTimeDuration", "P1DT2H30M10.5S", "double", "1.5",
      "PT17H40M7S dayTimeDuration" },
    { "*", "dayTimeDuration", "P1D", "double", "NaN", "!FOCA0005" },
    { "*", "dayTimeDuration", "P1D", "double", "INF", "!FODT0002" },
    { "div", "dayTimeDuration", "P1D", "integer", "0", "!FODT0002" },
    { "+", "date", "2024-01-01", "integer", "1", "!XPTY0004" },
};

/* The result of a row as a text; false: an error. */
static bool run_row(struct xp_bench *b, const struct recorded *r,
                    struct einv_text *text, const char **type)
{
    struct einv_xp_item x, y, out;

    if (!xp_make(b, r->type_a, r->a, &x))
        return false;
    if (strcmp(r->op, "cast") == 0) {
        enum einv_xp_type to;
        enum einv_xp_derived derived;

        cr_assert(einv__xp_type_find(einv__text_of(r->type_b), &to,
                                     &derived));
        if (!einv__xp_cast(&b->run, &x, to, derived, &out))
            return false;
    } else if (!xp_make(b, r->type_b, r->b, &y) ||
               !compute(b, r->op, &x, &y, &out)) {
        return false;
    }
    *type = einv__xp_type_name(&out) + 3;
    return einv__xp_string(&b->run, &out, text);
}

static void check(struct xp_bench *b, const struct recorded *r)
{
    struct einv_text text;
    const char *type;
    char shown[200];

    if (run_row(b, r, &text, &type))
        snprintf(shown, sizeof shown, "%.*s %s", (int)text.len, text.ptr,
                 type);
    else
        snprintf(shown, sizeof shown, "!%s", b->run.error);
    b->run.error = NULL;
    cr_expect_str_eq(shown, r->expected, "%s(%s) %s %s(%s): %s, not %s",
                     r->type_a, r->a, r->op, r->type_b, r->b, shown,
                     r->expected);
}

Test(xpath_number, results_are_those_of_the_standard)
{
    struct xp_bench b;

    xp_begin(&b, "<a/>");
    for (size_t i = 0; i < sizeof by_hand / sizeof *by_hand; i++)
        check(&b, &by_hand[i]);
    xp_end(&b);
}

Test(xpath_number, results_are_those_of_the_reference)
{
    struct xp_bench b;

    xp_begin(&b, "<a/>");
    for (size_t i = 0; i < sizeof recorded / sizeof *recorded; i++)
        check(&b, &recorded[i]);
    xp_end(&b);
}

/* Each allocation fails in turn: the same result or EINV0002. */
Test(xpath_number, no_memory_is_said)
{
    struct xp_bench b;

    xp_begin(&b, "<a/>");
    einv__arena_free(&b.run.arena);
    for (size_t i = 0; i < sizeof recorded / sizeof *recorded; i++) {
        bool may_fail = recorded[i].expected[0] == '!';
        struct failing f;

        FAILING_EACH(f, 100) {
            struct einv_text text;
            const char *type;
            bool ok;

            einv__arena_init(&b.run.arena, &f.hooks);
            ok = run_row(&b, &recorded[i], &text, &type);
            cr_expect(ok || may_fail ||
                          strcmp(b.run.error, "EINV0002") == 0,
                      "%s: %s", recorded[i].a, b.run.error);
            failing_judge(&f, ok || may_fail);
            b.run.error = b.run.limit = NULL;
            einv__arena_free(&b.run.arena);
            cr_assert_eq(f.held, 0);
        }
    }
    xp_end(&b);
}

static void reads_as(const char *text, double expected)
{
    double value = 0;

    cr_expect(einv__xp_double_parse(einv__text_of(text), &value), "%s",
              text);
    cr_expect_eq(memcmp(&value, &expected, sizeof value), 0, "%s: %a", text,
                 value);
}

/* The compiler's own constants are correctly rounded. */
Test(xpath_number, doubles_are_read_correctly_rounded)
{
    reads_as(" 1.5 ", 1.5);
    reads_as("+.5e1", 5.0);
    reads_as("5.", 5.0);
    reads_as("1e23", 1e23);
    reads_as("-0", -0.0);
    reads_as("9007199254740993", 9007199254740992.0);
    reads_as("9007199254740993.0000000000000000000000000000000001",
             9007199254740994.0);
    reads_as("2.2250738585072011e-308", 2.2250738585072011e-308);
    reads_as("2.4703282292062327208e-324", 0.0);
    reads_as("2.4703282292062328e-324", 4.9406564584124654e-324);
    reads_as("1.7976931348623157e308", 1.7976931348623157e308);
    reads_as("1.7976931348623159e308", (double)INFINITY);
    reads_as("1e99999999999", (double)INFINITY);
    reads_as("-1e-99999999999", -0.0);
    reads_as("-INF", -(double)INFINITY);
}

Test(xpath_number, what_is_no_double_is_refused)
{
    static const char *const bad[] = {
        "", " ", ".", "e1", "1e", "1e+", "+INF", "inf", "nan", "0x1",
        "1 2", "1,5", "--1", "1e1.5", "INFINITY", "1d"
    };
    double value;

    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++)
        cr_expect_not(einv__xp_double_parse(einv__text_of(bad[i]), &value),
                      "%s", bad[i]);
}

static void writes_as(double value, bool single, const char *expected)
{
    char out[40];
    size_t n = einv__xp_double_format(value, single, out);

    cr_expect_eq(n, strlen(expected), "%.*s, not %s", (int)n, out, expected);
    cr_expect(n == strlen(expected) && memcmp(out, expected, n) == 0,
              "%.*s, not %s", (int)n, out, expected);
}

/* F&O 17.1.2, and the shortest digits that read back. */
Test(xpath_number, doubles_are_written_as_xpath_writes_them)
{
    /* Without the store some machines keep more bits than a float has. */
    const volatile float tenth = 0.1f;

    writes_as(1, false, "1");
    writes_as(0.1, false, "0.1");
    writes_as(-0.0, false, "-0");
    writes_as(999999, false, "999999");
    writes_as(1e6, false, "1.0E6");
    writes_as(1234567.5, false, "1.2345675E6");
    writes_as(1e-6, false, "0.000001");
    writes_as(1e-7, false, "1.0E-7");
    writes_as(0.30000000000000004, false, "0.30000000000000004");
    writes_as(1e23, false, "1.0E23");
    writes_as(9007199254740993.0, false, "9.007199254740992E15");
    writes_as(1.7976931348623157e308, false, "1.7976931348623157E308");
    writes_as(2.2250738585072014e-308, false, "2.2250738585072014E-308");
    writes_as((double)INFINITY, false, "INF");
    writes_as(-(double)INFINITY, false, "-INF");
    writes_as((double)NAN, false, "NaN");
    writes_as((double)tenth, true, "0.1");
    writes_as((double)tenth, false, "0.10000000149011612");
    writes_as((double)3.4028234663852886e38f, true, "3.4028235E38");
    writes_as((double)1.1754943508222875e-38f, true, "1.1754944E-38");
}

static uint64_t chance(uint64_t *state)
{
    *state = *state * UINT64_C(6364136223846793005)
             + UINT64_C(1442695040888963407);
    return *state ^ (*state >> 29);
}

Test(xpath_number, every_double_reads_back_as_itself)
{
    uint64_t state = 42;

    for (int i = 0; i < 20000; i++) {
        uint64_t bits = chance(&state);
        double value, back = 0;
        char out[40];
        size_t n;

        memcpy(&value, &bits, sizeof value);
        if (value != value)
            continue;
        n = einv__xp_double_format(value, false, out);
        cr_assert(einv__xp_double_parse(einv__text(out, n), &back));
        cr_assert_eq(memcmp(&value, &back, sizeof value), 0, "%.*s", (int)n,
                     out);
    }
}

/* A double of any size, or close to another one. */
static double any_double(uint64_t *state, double near)
{
    uint64_t bits = chance(state);
    double out;

    if (chance(state) % 2 == 0)
        return near * (1 + (double)(chance(state) % 2001) / 1e3);
    memcpy(&out, &bits, sizeof out);
    return out;
}

/* Whole numbers give what a machine with IEEE 754's doubles gives. */
Test(xpath_number, soft_operations_are_the_machines)
{
    uint64_t state = 7;

#if FLT_EVAL_METHOD == 0
    for (int i = 0; i < 40000; i++) {
        enum einv_xp_arith op = (enum einv_xp_arith)(i % 4);
        double x = any_double(&state, 1e3), y = any_double(&state, -x);
        double hard = einv__xp_operate(op, x, y);
        double soft = einv__xp_soft(op, x, y);

        cr_assert(memcmp(&hard, &soft, sizeof hard) == 0 || hard != hard,
                  "%a %d %a: %a, not %a", x, (int)op, y, soft, hard);
        cr_assert(hard == hard || soft != soft);
    }
#endif
    /* 1 + 2^-53 is a tie, a little more is not; 3 / 3; the smallest. */
    cr_expect_eq(einv__xp_soft(EINV_XP_ADD, 1, 0x1p-53), 1);
    cr_expect_eq(einv__xp_soft(EINV_XP_ADD, 1, 0x1.0000000000001p-53),
                 0x1.0000000000001p0);
    cr_expect_eq(einv__xp_soft(EINV_XP_DIV, 3, 3), 1);
    cr_expect_eq(einv__xp_soft(EINV_XP_MUL, 0x1p-1074, 0.75), 0x1p-1074);
    cr_expect_eq(einv__xp_soft(EINV_XP_MUL, 0x1p-1074, 0.5), 0);
    cr_expect_eq(einv__xp_soft(EINV_XP_MUL, 1e308, 10), (double)INFINITY);
    (void)state;
    (void)any_double;
}

Test(xpath_number, too_many_digits_are_a_limit)
{
    struct xp_bench b;
    struct einv_xp_item x, out;
    bool ok = true;

    xp_begin(&b, "<a/>");
    cr_assert(xp_make(&b, "integer", "99999999999999999999", &x));
    for (int i = 0; i < 12 && ok; i++) {
        ok = einv__xp_arithmetic(&b.run, EINV_XP_MUL, &x, &x, &out);
        x = out;
    }
    cr_assert_not(ok);
    cr_expect_str_eq(b.run.error, "EINV0001");
    cr_expect_str_eq(b.run.limit, "digits");
    xp_end(&b);
}

Test(xpath_number, negation_keeps_type_and_zero)
{
    struct xp_bench b;
    struct einv_xp_item x, out;
    char shown[100];

    xp_begin(&b, "<a/>");
    cr_assert(xp_make(&b, "int", "5", &x));
    xp_show(&b, einv__xp_negate(&b.run, &x, &out), &out, shown,
            sizeof shown);
    cr_expect_str_eq(shown, "-5 integer");
    cr_assert(xp_make(&b, "decimal", "0.0", &x));
    xp_show(&b, einv__xp_negate(&b.run, &x, &out), &out, shown,
            sizeof shown);
    cr_expect_str_eq(shown, "0 decimal");
    cr_assert(xp_make(&b, "double", "0", &x));
    xp_show(&b, einv__xp_negate(&b.run, &x, &out), &out, shown,
            sizeof shown);
    cr_expect_str_eq(shown, "-0 double");
    cr_assert(xp_make(&b, "string", "0", &x));
    xp_show(&b, einv__xp_negate(&b.run, &x, &out), &out, shown,
            sizeof shown);
    cr_expect_str_eq(shown, "!XPTY0004");
    xp_end(&b);
}
