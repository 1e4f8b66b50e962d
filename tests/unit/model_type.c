/* Types: what they take, and when two texts are one value. */
#include "model_support.h"

static bool takes(enum einv_type type, const char *text)
{
    return einv__type_accepts(type, einv__text_of(text));
}

Test(model_type, a_number_is_a_bare_decimal)
{
    cr_assert(takes(EINV_TYPE_AMOUNT, "-12.50"));
    cr_assert(takes(EINV_TYPE_PERCENT, "19"));
    cr_assert(takes(EINV_TYPE_QUANTITY, "+.5"));
    cr_assert_not(takes(EINV_TYPE_AMOUNT, "12,50"));
    cr_assert_not(takes(EINV_TYPE_AMOUNT, "1e3"));
    cr_assert_not(takes(EINV_TYPE_AMOUNT, " 1"));
    cr_assert_not(takes(EINV_TYPE_AMOUNT, "1\n"));
    cr_assert_not(takes(EINV_TYPE_AMOUNT, ""));
    cr_assert_not(takes(EINV_TYPE_AMOUNT, "."));
    cr_assert_not(takes(EINV_TYPE_PRICE, "NaN"));
}

Test(model_type, a_date_is_a_day_of_the_calendar)
{
    cr_assert(takes(EINV_TYPE_DATE, "2024-02-29"));
    cr_assert_not(takes(EINV_TYPE_DATE, "2023-02-29"));
    cr_assert_not(takes(EINV_TYPE_DATE, "2024-2-1"));
    cr_assert_not(takes(EINV_TYPE_DATE, "2024-02-01Z"));
    cr_assert_not(takes(EINV_TYPE_DATE, "20240201"));
}

Test(model_type, codes_booleans_and_binaries_are_strict)
{
    cr_assert(takes(EINV_TYPE_CODE, "EUR"));
    cr_assert_not(takes(EINV_TYPE_CODE, ""));
    cr_assert_not(takes(EINV_TYPE_CODE, "EUR "));
    cr_assert(takes(EINV_TYPE_BOOLEAN, "false"));
    cr_assert_not(takes(EINV_TYPE_BOOLEAN, "0"));
    cr_assert(takes(EINV_TYPE_BINARY, "QUJD\nQQ=="));
    cr_assert_not(takes(EINV_TYPE_BINARY, "QUJ"));
    cr_assert_not(takes(EINV_TYPE_BINARY, "QQ==QUJD"));
    cr_assert_not(takes(EINV_TYPE_BINARY, "Q-JD"));
    cr_assert(takes(EINV_TYPE_TEXT, " as it is "));
    cr_assert_not(takes(EINV_TYPE_RECORD, "x"));
}

static bool same(enum einv_type type, const char *a, const char *b)
{
    return einv__type_equal(type, einv__text_of(a), einv__text_of(b));
}

Test(model_type, numbers_are_compared_by_value_and_the_rest_by_text)
{
    cr_assert(same(EINV_TYPE_AMOUNT, "10.00", "10"));
    cr_assert(same(EINV_TYPE_AMOUNT, "+007.50", "7.5"));
    cr_assert(same(EINV_TYPE_AMOUNT, "-0", "0.00"));
    cr_assert(same(EINV_TYPE_AMOUNT, ".5", "0.50"));
    cr_assert_not(same(EINV_TYPE_AMOUNT, "-1", "1"));
    cr_assert_not(same(EINV_TYPE_AMOUNT, "10", "100"));
    cr_assert_not(same(EINV_TYPE_AMOUNT, "x", "y"));
    cr_assert_not(same(EINV_TYPE_IDENTIFIER, "10.00", "10"));
    cr_assert(same(EINV_TYPE_AMOUNT,
                   "123456789012345678901234567890.10",
                   "123456789012345678901234567890.1"));
}
