/* base_date.c: tests of dates by picture. */
#include <stdio.h>

#include <criterion/criterion.h>

#include "base/date.h"

static bool reads(const char *text, const char *picture)
{
    struct einv_date d;

    return einv__date_parse(&d, einv__text_of(text), einv__text_of(picture));
}

Test(base_date, each_picture_reads_what_it_writes)
{
    static const char *const samples[][2] = {
        { "2024-02-29", "yyyy-MM-dd" }, { "20240229", "yyyyMMdd" },
        { "29.02.2024", "dd.MM.yyyy" }, { "02/29/2024", "MM/dd/yyyy" },
        { "202402291305", "yyyyMMddHHmm" },
        { "2024-02-29T23:59:58", "yyyy-MM-ddTHH:mm:ss" },
    };

    for (size_t i = 0; i < sizeof samples / sizeof samples[0]; i++) {
        struct einv_text text = einv__text_of(samples[i][0]);
        struct einv_text picture = einv__text_of(samples[i][1]);
        struct einv_date d;
        char out[32];
        size_t n;

        cr_assert(einv__date_parse(&d, text, picture), "%s", text.ptr);
        cr_expect(d.year == 2024 && d.month == 2 && d.day == 29);
        cr_expect_eq(d.has_time, strchr(samples[i][1], 'H') != NULL);
        n = einv__date_format(&d, picture, out, sizeof out);
        cr_expect(einv__text_eq(einv__text(out, n), text), "%s", text.ptr);
        cr_expect_eq(einv__date_format(&d, picture, out, n), n);
        cr_expect_eq(einv__date_format(&d, picture, out, n - 1), 0);
    }
}

Test(base_date, what_is_no_date_is_refused)
{
    static const char *const bad[] = {
        "2023-02-29", "1900-02-29", "2100-02-29", "2024-04-31", "2024-13-01",
        "2024-00-01", "2024-01-00", "2024-01-32", "0000-01-01", "2024-1-01",
        "2024-01-01 ", " 2024-01-01", "2024-01-1", "2024/01/01", "",
        "2024-01-0\xd9", "+024-01-01",
    };

    for (size_t i = 0; i < sizeof bad / sizeof bad[0]; i++)
        cr_expect_not(reads(bad[i], "yyyy-MM-dd"), "%s", bad[i]);
    cr_expect(reads("2000-02-29", "yyyy-MM-dd"));
    cr_expect(reads("9999-12-31", "yyyy-MM-dd"));
    cr_expect_not(reads("2024-01-01T24:00:00", "yyyy-MM-ddTHH:mm:ss"));
    cr_expect_not(reads("2024-01-01T23:60:00", "yyyy-MM-ddTHH:mm:ss"));
    cr_expect_not(reads("2024-01-01T23:59:60", "yyyy-MM-ddTHH:mm:ss"));
    cr_expect_not(reads("", ""));
}

/* The count of days from one date to the next, by the civil calendar's own
 * rule: a day is a date exactly when it is one of 146097 in 400 years. */
Test(base_date, four_hundred_years_have_146097_days)
{
    unsigned days = 0;

    for (unsigned y = 1600; y < 2000; y++)
        for (unsigned m = 0; m <= 13; m++)
            for (unsigned d = 0; d <= 32; d++) {
                char text[11];

                snprintf(text, sizeof text, "%04u-%02u-%02u", y, m, d);
                days += reads(text, "yyyy-MM-dd");
            }
    cr_expect_eq(days, 146097);
}

Test(base_date, xs_date_leaves_what_follows)
{
    struct einv_date d;
    struct einv_text rest;

    cr_assert(einv__date_parse_xs(&d, EINV_TEXT("2014-12-18+01:00"), &rest));
    cr_expect(einv__text_is(rest, "+01:00"));
    cr_expect(d.year == 2014 && d.month == 12 && d.day == 18 && !d.has_time);
    cr_assert(einv__date_parse_xs(&d, EINV_TEXT("2014-12-18"), &rest));
    cr_expect_eq(rest.len, 0);
    cr_expect_not(einv__date_parse_xs(&d, EINV_TEXT("2014-12-1"), &rest));
    cr_expect_not(einv__date_parse_xs(&d, EINV_NO_TEXT, &rest));
}
