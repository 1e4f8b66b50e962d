/* Unit tests of lib/xpath/type.c, cast.c, lexical.c, moment_text.c: what F&O
 * 17 and XML Schema 1.0 part 2 say. */
#include "xpath_value.h"

struct cast_row {
    const char *from, *text, *to, *expected;
};

static const struct cast_row casts[] = {
    /* Lexical forms: white space goes, decimals have no exponent. */
    { "string", " +1 ", "decimal", "1 decimal" },
    { "string", ".5", "decimal", "0.5 decimal" },
    { "string", "5.", "decimal", "5 decimal" },
    { "string", "1e3", "decimal", "!FORG0001" },
    { "string", "12.50", "decimal", "12.5 decimal" },
    { "string", "-0.0", "decimal", "0 decimal" },
    { "string", "1.0", "integer", "!FORG0001" },
    { "string", "-0", "integer", "0 integer" },
    { "string", "123456789012345678901234567890123456789012", "integer",
      "123456789012345678901234567890123456789012 integer" },
    { "string", "", "integer", "!FORG0001" },
    { "string", "0", "boolean", "false boolean" },
    { "string", " true ", "boolean", "true boolean" },
    { "string", "TRUE", "boolean", "!FORG0001" },
    { "string", "1E3", "double", "1000 double" },
    { "string", "Inf", "double", "!FORG0001" },
    { "string", "1.1", "float", "1.1 float" },
    /* Between numbers. */
    { "double", "NaN", "decimal", "!FOCA0002" },
    { "double", "INF", "integer", "!FOCA0002" },
    { "double", "-3.9", "integer", "-3 integer" },
    { "double", "0.1", "decimal",
      "0.1000000000000000055511151231257827021181583404541015625 decimal" },
    { "double", "1e21", "integer", "1000000000000000000000 integer" },
    { "decimal", "3.99", "integer", "3 integer" },
    { "decimal", "16777217", "float", "1.6777216E7 float" },
    { "double", "1e300", "float", "INF float" },
    { "double", "NaN", "boolean", "false boolean" },
    { "decimal", "0.00", "boolean", "false boolean" },
    { "float", "-0.5", "boolean", "true boolean" },
    { "boolean", "true", "decimal", "1 decimal" },
    { "boolean", "true", "double", "1 double" },
    { "double", "1000000", "string", "1.0E6 string" },
    { "decimal", "1000000.0", "string", "1000000 string" },
    { "decimal", "-18446744073709551615", "string",
      "-18446744073709551615 string" },
    { "decimal", "-1.8446744073709551615", "string",
      "-1.8446744073709551615 string" },
    { "decimal", "0.0000000000000000001", "string",
      "0.0000000000000000001 string" },
    { "decimal", "0.00000000000000000001", "string",
      "0.00000000000000000001 string" },
    { "decimal", "184467440737095516150.5", "string",
      "184467440737095516150.5 string" },
    /* Ranges of derived integers. */
    { "string", "127", "byte", "127 byte" },
    { "string", "128", "byte", "!FORG0001" },
    { "string", "-128", "byte", "-128 byte" },
    { "string", "-129", "byte", "!FORG0001" },
    { "integer", "2147483648", "int", "!FORG0001" },
    { "integer", "-2147483648", "int", "-2147483648 int" },
    { "string", "9223372036854775808", "long", "!FORG0001" },
    { "string", "-9223372036854775808", "long",
      "-9223372036854775808 long" },
    { "string", "18446744073709551615", "unsignedLong",
      "18446744073709551615 unsignedLong" },
    { "string", "18446744073709551616", "unsignedLong", "!FORG0001" },
    { "string", "-0", "unsignedByte", "0 unsignedByte" },
    { "string", "0", "positiveInteger", "!FORG0001" },
    { "string", "0", "negativeInteger", "!FORG0001" },
    { "string", "0", "nonPositiveInteger", "0 nonPositiveInteger" },
    { "string", "1", "nonPositiveInteger", "!FORG0001" },
    { "double", "255.9", "unsignedByte", "255 unsignedByte" },
    /* Dates. */
    { "string", "2024-02-29", "date", "2024-02-29 date" },
    { "string", "2023-02-29", "date", "!FORG0001" },
    { "string", "1900-02-29", "date", "!FORG0001" },
    { "string", "2024-13-01", "date", "!FORG0001" },
    { "string", "2024-1-01", "date", "!FORG0001" },
    { "string", "24-01-01", "date", "!FORG0001" },
    { "string", "012024-01-01", "date", "!FORG0001" },
    { "string", "12024-01-01", "date", "12024-01-01 date" },
    { "string", "0000-01-01", "date", "!FORG0001" },
    { "string", "2024-01-01+14:00", "date", "2024-01-01+14:00 date" },
    { "string", "2024-01-01+14:01", "date", "!FORG0001" },
    { "string", "2024-01-01+00:00", "date", "2024-01-01Z date" },
    { "string", "2024-01-01T00:00:00", "date", "!FORG0001" },
    { "string", "20240101", "date", "!FORG0001" },
    { "string", "24:00:00", "time", "00:00:00 time" },
    { "string", "24:00:01", "time", "!FORG0001" },
    { "string", "12:30", "time", "!FORG0001" },
    { "string", "12:30:15.250Z", "time", "12:30:15.25Z time" },
    { "string", "12:30:60", "time", "!FORG0001" },
    { "string", "2023-12-31T24:00:00", "dateTime",
      "2024-01-01T00:00:00 dateTime" },
    { "dateTime", "2024-05-06T07:08:09+05:00", "date",
      "2024-05-06+05:00 date" },
    { "dateTime", "2024-05-06T07:08:09.5", "time", "07:08:09.5 time" },
    { "date", "2024-05-06Z", "dateTime", "2024-05-06T00:00:00Z dateTime" },
    { "date", "2024-05-06", "time", "!XPTY0004" },
    { "date", "2024-05-06", "integer", "!XPTY0004" },
    /* Durations. */
    { "string", "P1Y14M", "yearMonthDuration", "P2Y2M yearMonthDuration" },
    { "string", "P1D", "yearMonthDuration", "!FORG0001" },
    { "string", "-PT36H90M", "dayTimeDuration",
      "-P1DT13H30M dayTimeDuration" },
    { "string", "P1M", "dayTimeDuration", "!FORG0001" },
    { "string", "PT1M", "dayTimeDuration", "PT1M dayTimeDuration" },
    { "string", "P", "duration", "!FORG0001" },
    { "string", "P1YT", "duration", "!FORG0001" },
    { "string", "P1.5D", "duration", "!FORG0001" },
    { "string", "PT1.50S", "duration", "PT1.5S duration" },
    { "string", "P0Y", "yearMonthDuration", "P0M yearMonthDuration" },
    { "string", "P0D", "dayTimeDuration", "PT0S dayTimeDuration" },
    { "duration", "P1Y2DT3H", "dayTimeDuration",
      "P2DT3H dayTimeDuration" },
    { "duration", "P1Y2DT3H", "yearMonthDuration",
      "P1Y yearMonthDuration" },
    { "yearMonthDuration", "P1Y", "dayTimeDuration",
      "PT0S dayTimeDuration" },
    /* Strings. */
    { "string", " a \t b ", "token", "a b token" },
    { "string", " a\tb ", "normalizedString", " a b  normalizedString" },
    { "string", "en-GB", "language", "en-GB language" },
    { "string", "englishspeak", "language", "!FORG0001" },
    { "string", "1a", "NMTOKEN", "1a NMTOKEN" },
    { "string", "1a", "Name", "!FORG0001" },
    { "string", "a:b", "Name", "a:b Name" },
    { "string", "a:b", "NCName", "!FORG0001" },
    { "integer", "5", "anyURI", "!XPTY0004" },
    { "string", " http://a ", "anyURI", "http://a anyURI" },
    { "string", "a%20b", "anyURI", "a%20b anyURI" },
    { "string", "a%2", "anyURI", "!FORG0001" },
    { "string", ":/a", "anyURI", "!FORG0001" },
};

static bool cast(struct xp_bench *b, const struct cast_row *row,
                 struct einv_xp_item *out)
{
    struct einv_xp_item in;
    enum einv_xp_type type;
    enum einv_xp_derived derived;

    cr_assert(einv__xp_type_find(einv__text_of(row->to), &type, &derived));
    cr_assert(xp_make(b, row->from, row->text, &in), "%s", row->text);
    return einv__xp_cast(&b->run, &in, type, derived, out);
}

Test(xpath_cast, casts_are_those_of_the_standard)
{
    struct xp_bench b;

    xp_begin(&b, "<a/>");
    for (size_t i = 0; i < sizeof casts / sizeof *casts; i++) {
        struct einv_xp_item out = { .type = EINV_XP_NODE };
        char shown[200];
        bool ok = cast(&b, &casts[i], &out);

        xp_show(&b, ok, &out, shown, sizeof shown);
        cr_expect_str_eq(shown, casts[i].expected, "%s to %s: %s, not %s",
                         casts[i].text, casts[i].to, shown,
                         casts[i].expected);
    }
    xp_end(&b);
}

Test(xpath_cast, castable_says_the_same_and_leaves_no_error)
{
    struct xp_bench b;

    xp_begin(&b, "<a/>");
    for (size_t i = 0; i < sizeof casts / sizeof *casts; i++) {
        struct einv_xp_item in;
        enum einv_xp_type type;
        enum einv_xp_derived derived;
        bool castable;

        cr_assert(einv__xp_type_find(einv__text_of(casts[i].to), &type,
                                     &derived));
        cr_assert(xp_make(&b, casts[i].from, casts[i].text, &in));
        cr_assert(einv__xp_castable(&b.run, &in, type, derived, &castable));
        cr_expect_null(b.run.error);
        cr_expect_eq(castable, casts[i].expected[0] != '!', "%s to %s",
                     casts[i].text, casts[i].to);
    }
    xp_end(&b);
}

Test(xpath_cast, types_are_derived_as_the_standard_says)
{
    cr_expect(einv__xp_is_a(EINV_XP_INTEGER, EINV_XP_INT, EINV_XP_DECIMAL,
                            EINV_XP_PLAIN));
    cr_expect(einv__xp_is_a(EINV_XP_INTEGER, EINV_XP_BYTE, EINV_XP_INTEGER,
                            EINV_XP_LONG));
    cr_expect(einv__xp_is_a(EINV_XP_INTEGER, EINV_XP_UNSIGNED_BYTE,
                            EINV_XP_INTEGER, EINV_XP_NON_NEGATIVE));
    cr_expect_not(einv__xp_is_a(EINV_XP_INTEGER, EINV_XP_UNSIGNED_BYTE,
                                EINV_XP_INTEGER, EINV_XP_INT));
    cr_expect_not(einv__xp_is_a(EINV_XP_INTEGER, EINV_XP_PLAIN,
                                EINV_XP_INTEGER, EINV_XP_INT));
    cr_expect_not(einv__xp_is_a(EINV_XP_DECIMAL, EINV_XP_PLAIN,
                                EINV_XP_INTEGER, EINV_XP_PLAIN));
    cr_expect(einv__xp_is_a(EINV_XP_DAYTIME, EINV_XP_PLAIN,
                            EINV_XP_DURATION, EINV_XP_PLAIN));
    cr_expect(einv__xp_is_a(EINV_XP_STRING, EINV_XP_NCNAME, EINV_XP_STRING,
                            EINV_XP_TOKEN));
    cr_expect_not(einv__xp_is_a(EINV_XP_UNTYPED, EINV_XP_PLAIN,
                                EINV_XP_STRING, EINV_XP_PLAIN));
}

Test(xpath_cast, number_is_nan_where_a_cast_fails)
{
    struct xp_bench b;
    struct einv_xp_item x;
    double d;

    xp_begin(&b, "<a/>");
    cr_assert(xp_make(&b, "untypedAtomic", " 12.5 ", &x));
    cr_expect_eq(einv__xp_number(&b.run, &x), 12.5);
    cr_assert(xp_make(&b, "untypedAtomic", "12,5", &x));
    d = einv__xp_number(&b.run, &x);
    cr_expect(d != d);
    cr_assert(xp_make(&b, "date", "2024-01-01", &x));
    d = einv__xp_number(&b.run, &x);
    cr_expect(d != d);
    cr_assert(xp_make(&b, "boolean", "true", &x));
    cr_expect_eq(einv__xp_number(&b.run, &x), 1);
    cr_expect_null(b.run.error);
    xp_end(&b);
}
