/* Unit tests of lib/xpath/fn_number.c, fn_date.c, fn_aggregate.c,
 * format_number.c.  Expected values: F&O 2.0 6.4, 10.5, 10.7, 15.4 and XSLT
 * 2.0 16.4 by hand; those marked "Saxon" as Saxon-HE 9.9.1.5 gives them. */
#include "xpath_value.h"

#include "../../lib/xpath/fn.h"
#include "../support/failing.h"

/* Arguments: "type:text type:text" between bars; "" is the empty
 * sequence. */
struct call_row {
    einv_xp_fn *fn;
    const char *args, *expected;
};

enum { MAX_ARGS = 3, MAX_ITEMS = 6 };

struct args {
    struct einv_xp_item items[MAX_ARGS][MAX_ITEMS];
    struct einv_xp_seq seqs[MAX_ARGS];
    char text[400];
};

/* Cuts `z` at `c`; what follows, or NULL. */
static char *cut(char *z, char c)
{
    char *at = strchr(z, c);

    if (at == NULL)
        return NULL;
    *at = '\0';
    return at + 1;
}

static void read_item(struct xp_bench *b, char *text,
                      struct einv_xp_item *out)
{
    char *value = cut(text, '=');

    cr_assert_not_null(value);
    cr_assert(xp_make(b, text, value, out), "%s=%s", text, value);
}

static void read_args(struct xp_bench *b, const char *text, struct args *a,
                      struct einv_xp_call *call)
{
    char *arg = a->text;

    cr_assert_lt(strlen(text), sizeof a->text);
    strcpy(a->text, text);
    memset(call, 0, sizeof *call);
    call->args = a->seqs;
    while (arg != NULL && call->n < MAX_ARGS) {
        char *next = cut(arg, '|');
        size_t n = 0;

        while (arg != NULL && *arg != '\0' && n < MAX_ITEMS) {
            char *more = cut(arg, '~');

            read_item(b, arg, &a->items[call->n][n++]);
            arg = more;
        }
        a->seqs[call->n] =
            (struct einv_xp_seq){ a->items[call->n], n };
        call->n++;
        arg = next;
    }
}

#define FN_(name) einv__xp_fn_##name

static const struct call_row rows[] = {
    { FN_(abs), "integer=-5", "5 integer" },
    { FN_(abs), "decimal=-5.5", "5.5 decimal" },
    { FN_(abs), "double=-0", "0 double" },
    { FN_(abs), "", "()" },
    { FN_(ceiling), "decimal=10.5", "11 decimal" },
    { FN_(ceiling), "decimal=-10.5", "-10 decimal" },
    { FN_(ceiling), "double=-0.5", "-0 double" },
    { FN_(ceiling), "double=1e300", "1.0E300 double" },
    { FN_(floor), "decimal=10.5", "10 decimal" },
    { FN_(floor), "decimal=-10.5", "-11 decimal" },
    { FN_(floor), "decimal=-10.0", "-10 decimal" },
    { FN_(floor), "double=-0.5", "-1 double" },
    { FN_(floor), "double=INF", "INF double" },
    { FN_(round), "decimal=2.5", "3 decimal" },
    { FN_(round), "decimal=2.4999", "2 decimal" },
    { FN_(round), "decimal=-2.5", "-2 decimal" },
    { FN_(round), "double=-2.5", "-2 double" },
    { FN_(round), "double=-0.4", "-0 double" },
    { FN_(round), "double=0.49999999999999994", "0 double" },
    { FN_(round), "double=4503599627370497.5", "4.503599627370498E15 double" },
    { FN_(round), "double=NaN", "NaN double" },
    { FN_(round), "float=2.5", "3 float" },
    { FN_(round), "integer=7", "7 integer" },
    { FN_(round), "decimal=-2.665|integer=2", "-2.66 decimal" },
    { FN_(round), "decimal=2.665|integer=2", "2.67 decimal" },
    { FN_(round), "integer=12350|integer=-2", "12400 integer" },
    { FN_(round), "double=1.125|integer=2", "1.13 double" },
    { FN_(round), "double=INF|integer=2", "INF double" },
    { FN_(round_half_to_even), "decimal=0.5", "0 decimal" },
    { FN_(round_half_to_even), "decimal=1.5", "2 decimal" },
    { FN_(round_half_to_even), "decimal=2.5", "2 decimal" },
    { FN_(round_half_to_even), "double=3567.812|integer=2",
      "3567.81 double" },
    { FN_(round_half_to_even), "double=4.7564E-3|integer=2", "0 double" },
    { FN_(round_half_to_even), "decimal=35612.25|integer=-2",
      "35600 decimal" },
    { FN_(round_half_to_even), "integer=250|integer=-2", "200 integer" },
    { FN_(round_half_to_even), "double=-0.5", "-0 double" },
    { FN_(round_half_to_even), "integer=5|integer=-99999999999999999999",
      "0 integer" },
    { FN_(number), "untypedAtomic= 1e2 ", "100 double" },
    { FN_(number), "string=1,5", "NaN double" },
    { FN_(number), "", "NaN double" },
    { FN_(number), "boolean=true", "1 double" },

    { FN_(sum), "", "0 integer" },
    { FN_(sum), "|string=zero", "zero string" },
    { FN_(sum), "|", "()" },
    { FN_(sum), "untypedAtomic=0.1~untypedAtomic=0.2~untypedAtomic=0.3",
      "0.6000000000000001 double" },
    { FN_(sum), "decimal=0.1~decimal=0.2~decimal=0.3", "0.6 decimal" },
    { FN_(sum), "int=1~int=2", "3 integer" },
    { FN_(sum), "integer=1~decimal=2.5", "3.5 decimal" },
    { FN_(sum), "untypedAtomic=x", "!FORG0001" },
    { FN_(sum), "string=1", "!FORG0006" },
    { FN_(sum), "integer=1~dayTimeDuration=P1D", "!FORG0006" },
    { FN_(sum), "dayTimeDuration=P1D~dayTimeDuration=PT1H",
      "P1DT1H dayTimeDuration" },
    { FN_(sum), "date=2024-01-01", "!FORG0006" },
    { FN_(avg), "integer=3~integer=4~integer=5", "4 decimal" },
    { FN_(avg), "integer=1~integer=2~integer=2",
      "1.666666666666666667 decimal" },
    { FN_(avg), "yearMonthDuration=P20Y~yearMonthDuration=P10M",
      "P10Y5M yearMonthDuration" },
    { FN_(avg), "", "()" },
    { FN_(max), "integer=1~double=2~decimal=2.5", "2.5 double" },
    { FN_(max), "integer=5~float=5", "5 float" },
    { FN_(max), "untypedAtomic=7~integer=10", "10 double" },
    { FN_(max), "untypedAtomic=10~untypedAtomic=9", "10 double" },
    { FN_(max), "string=10~string=9", "9 string" },
    { FN_(max), "integer=1~double=NaN~integer=3", "NaN double" },
    { FN_(max), "integer=3~date=2024-01-01", "!FORG0006" },
    { FN_(max), "string=a~integer=1", "!FORG0006" },
    { FN_(max), "string=a|string=http://example.com/none", "!FOCH0002" },
    { FN_(min), "string=a|string=http://www.w3.org/2005/xpath-functions/"
      "collation/codepoint", "a string" },
    { FN_(min), "date=2024-01-02~date=2023-12-31", "2023-12-31 date" },
    { FN_(min), "boolean=true~boolean=false", "false boolean" },
    { FN_(min), "duration=P1D~duration=P2D", "!FORG0006" },
    { FN_(min), "", "()" },

    { FN_(part_year), "date=-0002-06-01", "-2 integer" },
    { FN_(part_month), "dateTime=1999-05-31T13:20:00-05:00", "5 integer" },
    { FN_(part_hours), "dateTime=1999-05-31T08:20:00-05:00", "8 integer" },
    { FN_(part_seconds), "time=13:20:10.5", "10.5 decimal" },
    { FN_(part_zone), "date=1999-05-31-05:00", "-PT5H dayTimeDuration" },
    { FN_(part_zone), "date=1999-05-31", "()" },
    { FN_(part_zone), "time=13:20:00Z", "PT0S dayTimeDuration" },
    { FN_(part_years), "yearMonthDuration=-P15M", "-1 integer" },
    { FN_(part_months), "yearMonthDuration=-P20Y18M", "-6 integer" },
    { FN_(part_days), "dayTimeDuration=P3DT55H", "5 integer" },
    { FN_(part_of_hours), "dayTimeDuration=PT123H", "3 integer" },
    { FN_(part_of_minutes), "dayTimeDuration=-P5DT12H30M", "-30 integer" },
    { FN_(part_of_seconds), "dayTimeDuration=-PT256S", "-16 decimal" },
    { FN_(part_of_seconds), "dayTimeDuration=P3DT10H12.5S",
      "12.5 decimal" },
    { FN_(part_years), "dayTimeDuration=P1D", "0 integer" },
    { FN_(part_days), "untypedAtomic=P3D", "3 integer" },
    { FN_(part_days), "integer=3", "!XPTY0004" },

    { FN_(adjust), "dateTime=2002-03-07T10:00:00|dayTimeDuration=-PT10H",
      "2002-03-07T10:00:00-10:00 dateTime" },
    { FN_(adjust), "dateTime=2002-03-07T10:00:00-07:00|"
      "dayTimeDuration=-PT10H", "2002-03-07T07:00:00-10:00 dateTime" },
    { FN_(adjust), "dateTime=2002-03-07T00:00:00+01:00|"
      "dayTimeDuration=-PT8H", "2002-03-06T15:00:00-08:00 dateTime" },
    { FN_(adjust), "dateTime=2002-03-07T10:00:00-07:00|",
      "2002-03-07T10:00:00 dateTime" },
    { FN_(adjust), "date=2002-03-07-07:00|dayTimeDuration=-PT10H",
      "2002-03-06-10:00 date" },
    { FN_(adjust), "time=10:00:00-07:00|dayTimeDuration=PT10H",
      "03:00:00+10:00 time" },
    { FN_(adjust), "date=2002-03-07", "2002-03-07Z date" },
    { FN_(adjust), "date=2002-03-07|dayTimeDuration=PT14H1M",
      "!FODT0003" },
    { FN_(adjust), "date=2002-03-07|dayTimeDuration=PT1S", "!FODT0003" },
    { FN_(date_time), "date=1999-12-31|time=24:00:00",
      "1999-12-31T00:00:00 dateTime" },
    { FN_(date_time), "date=1999-12-31Z|time=10:00:00",
      "1999-12-31T10:00:00Z dateTime" },
    { FN_(date_time), "date=1999-12-31Z|time=10:00:00+01:00",
      "!FORG0008" },
    { FN_(current_date), "", "!EINV0003" },

    { FN_(format_number), "double=0.125|string=#.00", ".12 string" },
    { FN_(format_number), "double=0.135|string=#.00", ".14 string" },
    { FN_(format_number), "double=1.005|string=#.00", "1.00 string" },
    { FN_(format_number), "double=-0.005|string=0.00", "-0.00 string" },
    { FN_(format_number), "decimal=2.5|string=0", "2 string" },
    { FN_(format_number), "decimal=1234567.891|string=#,##0.00",
      "1,234,567.89 string" },
    { FN_(format_number), "integer=1234567|string=####,##0",
      "1234,567 string" },                                  /* Saxon */
    { FN_(format_number), "integer=1234567|string=#,##,##0",
      "12,34,567 string" },                                 /* Saxon */
    { FN_(format_number), "decimal=0.256|string=0.0%", "25.6% string" },
    { FN_(format_number), "decimal=0.256|string=#\xe2\x80\xb0",
      "256\xe2\x80\xb0 string" },
    /* In its own type: 0.57 * 100 is 56.99999999999999. */
    { FN_(format_number), "double=0.57|string=0.000000000000000%",
      "56.999999999999990% string" },
    { FN_(format_number), "decimal=0.57|string=0.00%", "57.00% string" },
    { FN_(format_number), "integer=-5|string=0;(0)", "(5) string" },
    { FN_(format_number), "integer=-5|string=$0", "-$5 string" },
    { FN_(format_number), "double=NaN|string=a0", "NaN string" },
    { FN_(format_number), "double=-INF|string=a0b", "-aInfinityb string" },
    { FN_(format_number), "|string=0", "NaN string" },
    { FN_(format_number), "integer=5|string=#.#", "5.0 string" }, /* Saxon */
    { FN_(format_number), "integer=0|string=#", "0 string" },
    { FN_(format_number), "decimal=123.45678|string=0.0,0,0,0",
      "123.4,5,6,8 string" },                               /* Saxon */
    { FN_(format_number), "integer=7|string=000", "007 string" },
    { FN_(format_number), "double=1e20|string=#,##0",
      "100,000,000,000,000,000,000 string" },
    { FN_(format_number), "integer=1|string=", "!FODF1310" },
    { FN_(format_number), "integer=1|string=abc", "!FODF1310" },
    { FN_(format_number), "integer=1|string=0.0.0", "!FODF1310" },
    { FN_(format_number), "integer=1|string=#0#", "!FODF1310" },
    { FN_(format_number), "integer=1|string=0.#0", "!FODF1310" },
    { FN_(format_number), "integer=1|string=0%%", "!FODF1310" },
    { FN_(format_number), "integer=1|string=0,.0", "!FODF1310" },
    { FN_(format_number), "integer=1|string=0a0", "!FODF1310" },
    { FN_(format_number), "integer=1|string=0;0;0", "!FODF1310" },
    { FN_(format_number), "integer=1|string=0;", "!FODF1310" },
};

static void check(struct xp_bench *b, const struct call_row *row)
{
    struct einv_xp_call call;
    struct einv_xp_seq result = EINV_XP_EMPTY;
    struct args a;
    char shown[200];
    bool ok;

    read_args(b, row->args, &a, &call);
    ok = row->fn(&b->run, &call, &result);
    if (ok && result.n == 0)
        strcpy(shown, "()");
    else
        xp_show(b, ok, ok ? result.items : NULL, shown, sizeof shown);
    cr_expect_str_eq(shown, row->expected, "(%s): %s, not %s", row->args,
                     shown, row->expected);
}

Test(xpath_function, results_are_those_of_the_standard)
{
    struct xp_bench b;

    xp_begin(&b, "<a/>");
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++)
        check(&b, &rows[i]);
    xp_end(&b);
}

Test(xpath_function, the_clock_is_the_runs)
{
    static const struct call_row clock[] = {
        { FN_(current_date), "", "2026-03-01+05:00 date" },
        { FN_(current_time), "", "23:30:15+05:00 time" },
        { FN_(current_date_time), "",
          "2026-03-01T23:30:15+05:00 dateTime" },
        { FN_(implicit_timezone), "", "PT5H dayTimeDuration" },
        { FN_(adjust), "date=2002-03-07", "2002-03-07+05:00 date" },
    };
    struct xp_bench b;

    xp_begin(&b, "<a/>");
    b.run.has_now = true;
    b.run.zone = 300;
    b.run.now = (struct einv_xp_moment){ .year = 2026, .month = 3, .day = 1,
                                         .hour = 23, .minute = 30,
                                         .second = 15, .has_zone = true,
                                         .zone = 300 };
    for (size_t i = 0; i < sizeof clock / sizeof *clock; i++)
        check(&b, &clock[i]);
    xp_end(&b);
}

Test(xpath_function, number_without_an_argument_takes_the_context)
{
    struct xp_bench b;
    struct einv_xp_focus focus = { .has = false };
    struct einv_xp_call call = { .n = 0, .focus = &focus };
    struct einv_xp_seq result = EINV_XP_EMPTY;

    xp_begin(&b, "<a> 4.50 </a>");
    cr_expect_not(einv__xp_fn_number(&b.run, &call, &result));
    cr_expect_str_eq(b.run.error, "XPDY0002");
    b.run.error = NULL;
    focus.has = true;
    focus.item = einv__xp_node_item(
        einv__xp_node(&b.doc, EINV_XP_DOCUMENT, 0));
    cr_assert(einv__xp_fn_number(&b.run, &call, &result));
    cr_expect_eq(result.items[0].u.real, 4.5);
    xp_end(&b);
}

/* One call with memory that fails; what it was given lives elsewhere. */
static bool call_failing(struct xp_bench *b, struct failing *f,
                         const struct call_row *row)
{
    struct einv_xp_call call;
    struct einv_xp_seq result = EINV_XP_EMPTY;
    struct args a;
    struct einv_arena given;
    bool ok;

    read_args(b, row->args, &a, &call);
    given = b->run.arena;
    einv__arena_init(&b->run.arena, &f->hooks);
    ok = row->fn(&b->run, &call, &result);
    einv__arena_free(&b->run.arena);
    einv__arena_free(&given);
    einv__arena_init(&b->run.arena, &einv__libc_allocator);
    return ok;
}

/* Without memory each call says so, whatever it was about to do. */
Test(xpath_function, no_memory_is_said)
{
    struct xp_bench b;

    xp_begin(&b, "<a/>");
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        bool may_fail = rows[i].expected[0] == '!';
        struct failing f;

        FAILING_EACH(f, 100) {
            bool ok = call_failing(&b, &f, &rows[i]);

            cr_expect(ok || may_fail ||
                          strcmp(b.run.error, "EINV0002") == 0,
                      "%s: %s", rows[i].args, b.run.error);
            failing_judge(&f, ok || may_fail);
            b.run.error = b.run.limit = NULL;
            cr_assert_eq(f.held, 0);
        }
    }
    xp_end(&b);
}
