/* base_decimal.c: tests of decimals.
 *
 * The oracle for sums, products and comparisons is school arithmetic on
 * strings of digits; for quotients it is their definition, checked by
 * multiplying back.
 */
#include <stdio.h>

#include <criterion/criterion.h>

#include "base/decimal.h"
#include "../support/failing.h"

#define N 2000

static struct einv_arena arena;

static struct einv_decimal dec(const char *z)
{
    struct einv_decimal d;

    cr_assert(einv__decimal_parse(&d, einv__text_of(z), &arena, NULL), "%s",
              z);
    return d;
}

/* The last result stays valid until the call after next. */
static const char *str(const struct einv_decimal *d)
{
    static char out[2][2 * N];
    static int turn;
    struct einv_buf buf;

    turn = !turn;
    einv__buf_init(&buf, NULL);
    einv__decimal_format(d, &buf);
    cr_assert(!buf.failed && buf.len < sizeof out[0]);
    strcpy(out[turn], buf.data);
    einv__buf_free(&buf);
    return out[turn];
}

/* --- school arithmetic: digits, most significant first ------------------- */

static void zeros_off(char *a)
{
    size_t n = 0;

    while (a[n] == '0' && a[n + 1] != '\0')
        n++;
    memmove(a, a + n, strlen(a + n) + 1);
}

static int school_cmp(const char *a, const char *b)
{
    size_t x = strlen(a), y = strlen(b);

    if (x != y)
        return x < y ? -1 : 1;
    return strcmp(a, b) < 0 ? -1 : strcmp(a, b) > 0;
}

static int digit(const char *a, size_t right)
{
    size_t n = strlen(a);

    return right < n ? a[n - 1 - right] - '0' : 0;
}

/* out = a + sign * b, a not smaller than b when sign is -1 */
static void school_add(char *out, const char *a, const char *b, int sign)
{
    size_t n = (strlen(a) > strlen(b) ? strlen(a) : strlen(b)) + 1;
    int carry = 0;

    out[n] = '\0';
    for (size_t i = 0; i < n; i++) {
        int sum = digit(a, i) + sign * digit(b, i) + carry;

        carry = sum < 0 ? -1 : sum / 10;
        out[n - 1 - i] = (char)('0' + (sum + 10) % 10);
    }
    zeros_off(out);
}

static void school_mul(char *out, const char *a, const char *b)
{
    size_t x = strlen(a), y = strlen(b), n = x + y;
    static int sum[2 * N];

    memset(sum, 0, n * sizeof *sum);
    for (size_t i = 0; i < x; i++)
        for (size_t j = 0; j < y; j++)
            sum[i + j] += digit(a, i) * digit(b, j);
    for (size_t i = 0; i + 1 < n; i++) {
        sum[i + 1] += sum[i] / 10;
        sum[i] %= 10;
    }
    for (size_t i = 0; i < n; i++)
        out[n - 1 - i] = (char)('0' + sum[i]);
    out[n] = '\0';
    zeros_off(out);
}

struct school {
    bool negative;
    size_t scale;
    char digits[N];
};

static void school_scale(struct school *a, size_t scale)
{
    while (a->scale < scale) {
        strcat(a->digits, "0");
        a->scale++;
    }
    zeros_off(a->digits);
}

static void school_sum(struct school *out, struct school a, struct school b)
{
    int c;

    school_scale(&a, b.scale);
    school_scale(&b, a.scale);
    c = school_cmp(a.digits, b.digits);
    out->scale = a.scale;
    out->negative = c >= 0 ? a.negative : b.negative;
    if (a.negative == b.negative)
        school_add(out->digits, a.digits, b.digits, 1);
    else if (c >= 0)
        school_add(out->digits, a.digits, b.digits, -1);
    else
        school_add(out->digits, b.digits, a.digits, -1);
}

static void school_print(char *out, const struct school *a)
{
    char d[2 * N];
    size_t n = strlen(a->digits), pad = n <= a->scale ? a->scale + 1 - n : 0;

    memset(d, '0', pad);
    strcpy(d + pad, a->digits);
    n += pad;
    sprintf(out, "%s%.*s%s%s", a->negative && strspn(d, "0") < n ? "-" : "",
            (int)(n - a->scale), d, a->scale > 0 ? "." : "",
            d + n - a->scale);
}

/* --- random decimals ------------------------------------------------------ */

static uint32_t state = 20240229;

static uint32_t rnd(uint32_t below)
{
    state ^= state << 13;
    state ^= state >> 17;
    state ^= state << 5;
    return state % below;
}

static void random_school(struct school *s)
{
    static const size_t lengths[] = { 1, 2, 5, 9, 10, 18, 19, 20, 27, 37, 38,
                                      39, 40, 45, 90, 250 };
    size_t n = lengths[rnd(sizeof lengths / sizeof lengths[0])];
    uint32_t kind = rnd(4);

    for (size_t i = 0; i < n; i++)
        s->digits[i] = (char)(kind == 0 ? '9' : kind == 1 && i > 0 ? '0'
                              : '0' + (int)rnd(10));
    s->digits[n] = '\0';
    s->scale = rnd(3) == 0 ? 0 : rnd((uint32_t)n + 3);
    s->negative = rnd(2) != 0;
    zeros_off(s->digits);
}

/* An odd base: the bounds of 64 and 128 bits, and one to either side. */
static void edge_school(struct school *s)
{
    static const char *const edges[] = {
        "18446744073709551614", "18446744073709551615",
        "18446744073709551616", "340282366920938463463374607431768211454",
        "340282366920938463463374607431768211455",
        "340282366920938463463374607431768211456", "999999999", "1000000000",
        "9999999999999999999", "10000000000000000000",
    };

    strcpy(s->digits, edges[rnd(sizeof edges / sizeof edges[0])]);
    s->scale = rnd(3);
    s->negative = rnd(2) != 0;
}

static struct einv_decimal random_decimal(struct school *s)
{
    char text[2 * N];

    if (rnd(4) == 0)
        edge_school(s);
    else
        random_school(s);
    school_print(text, s);
    return dec(text);
}

/* --- tests ---------------------------------------------------------------- */

Test(base_decimal, digits_come_back_as_written)
{
    static const char *const same[] = {
        "0", "0.00", "10.00", "-12.50", "1234567890123456789",
        "99999999999999999999", "-0.000000000000000000000000000001",
        "340282366920938463463374607431768211455",
        "340282366920938463463374607431768211456.0",
        "100000000000000000000000000000000000000000000000000000000.000000001",
    };

    einv__arena_init(&arena, NULL);
    for (size_t i = 0; i < sizeof same / sizeof same[0]; i++) {
        struct einv_decimal d = dec(same[i]);

        cr_expect_str_eq(str(&d), same[i]);
    }
    einv__arena_free(&arena);
}

Test(base_decimal, xs_decimal_in_its_lexical_forms)
{
    static const char *const good[][2] = {
        { "5.", "5" }, { ".5", "0.5" }, { "+1.0", "1.0" }, { "-0", "0" },
        { " \t12\n", "12" }, { "007", "7" }, { "-.50", "-0.50" },
        { "0000000000000000000000000000001.5", "1.5" },
    };
    static const char *const bad[] = {
        "", " ", ".", "+", "-", "1e3", "1,5", "1 2", "--1", "1.2.3", "0x1",
        "INF", "NaN", "+-1", "1.-", "\xd9\xa1", "1\xc2\xa0",
    };
    struct einv_decimal d;
    bool nomem = false;

    einv__arena_init(&arena, NULL);
    for (size_t i = 0; i < sizeof good / sizeof good[0]; i++) {
        d = dec(good[i][0]);
        cr_expect_str_eq(str(&d), good[i][1]);
        cr_expect(einv__decimal_is(einv__text_of(good[i][0])));
    }
    for (size_t i = 0; i < sizeof bad / sizeof bad[0]; i++) {
        struct einv_text text = einv__text_of(bad[i]);

        cr_expect_not(einv__decimal_is(text), "%s", bad[i]);
        cr_expect_not(einv__decimal_parse(&d, text, &arena, &nomem));
        cr_expect_not(nomem);
    }
    cr_expect_not(einv__decimal_is(EINV_NO_TEXT));
    cr_expect_not(einv__decimal_is(einv__text("1\0", 2)));
    einv__arena_free(&arena);
}

Test(base_decimal, sums_products_and_order_are_those_of_school)
{
    static struct school x, y, want;
    char text[2 * N];

    einv__arena_init(&arena, NULL);
    for (int i = 0; i < 6000; i++) {
        struct einv_arena_mark mark = einv__arena_mark(&arena);
        struct einv_decimal a = random_decimal(&x), b = random_decimal(&y), r;

        cr_assert(einv__decimal_add(&r, &a, &b, &arena));
        school_sum(&want, x, y);
        school_print(text, &want);
        cr_assert_str_eq(str(&r), text, "%s + %s", str(&a), str(&b));

        cr_assert(einv__decimal_mul(&r, &a, &b, &arena));
        school_mul(want.digits, x.digits, y.digits);
        want.scale = x.scale + y.scale;
        want.negative = x.negative != y.negative;
        school_print(text, &want);
        cr_assert_str_eq(str(&r), text, "%s * %s", str(&a), str(&b));

        cr_assert(einv__decimal_sub(&r, &a, &b, &arena));
        y.negative = !y.negative;
        school_sum(&want, x, y);
        school_print(text, &want);
        cr_assert_str_eq(str(&r), text, "%s - %s", str(&a), str(&b));
        cr_assert_eq(einv__decimal_is_zero(&r),
                     strspn(want.digits, "0") == strlen(want.digits));
        cr_assert_eq(einv__decimal_cmp(&a, &b),
                     einv__decimal_is_zero(&r) ? 0 : want.negative ? -1 : 1);
        einv__arena_reset(&arena, mark);
    }
    einv__arena_free(&arena);
}

static struct einv_decimal absolute(struct einv_decimal d)
{
    d.negative = false;
    return d;
}

/* Is q the multiple of 10^-scale that `mode` gives for a / b?  The error
 * |a - q * b| * 2 * 10^scale is compared with |b|: less, or a tie that the
 * mode decides; cut off it is less than |b| and q not farther from zero. */
static void judge_quotient(const struct einv_decimal *a,
                           const struct einv_decimal *b,
                           const struct einv_decimal *q, uint32_t scale,
                           enum einv_round mode)
{
    struct einv_decimal back, error, twice, unit, size, exact;
    char two[300] = "2";
    bool a_minus = a->negative && !einv__decimal_is_zero(a);
    bool minus = a_minus != b->negative;
    int c, far;
    const char *text;

    cr_assert_eq(q->scale, scale);
    for (uint32_t i = 0; i < scale; i++)
        strcat(two, "0");
    unit = dec(two);
    size = absolute(*b);
    cr_assert(einv__decimal_mul(&back, q, b, &arena));
    cr_assert(einv__decimal_sub(&error, a, &back, &arena));
    back = absolute(back);
    exact = absolute(*a);
    far = einv__decimal_cmp(&back, &exact); /* > 0: went away from zero */
    error = absolute(error);
    cr_assert(einv__decimal_mul(&twice, &error, &unit, &arena));
    c = einv__decimal_cmp(&twice, &size);
    if (mode == EINV_ROUND_DOWN) {
        cr_assert(einv__decimal_add(&size, &size, &size, &arena));
        cr_assert_lt(einv__decimal_cmp(&twice, &size), 0);
        cr_assert_leq(far, 0);
        return;
    }
    cr_assert_leq(c, 0, "%s / %s", str(a), str(b));
    if (c < 0)
        return;
    text = str(q);
    if (mode == EINV_ROUND_HALF_UP)
        cr_assert_gt(far, 0);
    else if (mode == EINV_ROUND_HALF_CEIL)
        cr_assert_eq(far > 0, !minus);
    else
        cr_assert_eq((text[strlen(text) - 1] - '0') % 2, 0);
}

Test(base_decimal, quotients_are_the_nearest_in_their_mode)
{
    static struct school x, y;
    static const uint32_t scales[] = { 0, 1, 2, 4, 17, 40 };

    einv__arena_init(&arena, NULL);
    for (int i = 0; i < 8000; i++) {
        struct einv_arena_mark mark = einv__arena_mark(&arena);
        struct einv_decimal a = random_decimal(&x), b = random_decimal(&y), q;
        struct einv_decimal one = dec("1");
        uint32_t scale = scales[rnd(6)];
        enum einv_round mode = (enum einv_round)rnd(4);

        if (rnd(3) == 0)
            b = dec(rnd(2) ? "2" : "-0.08");
        if (einv__decimal_is_zero(&b)) {
            cr_assert_not(einv__decimal_div(&q, &a, &b, scale, mode, &arena));
        } else {
            cr_assert(einv__decimal_div(&q, &a, &b, scale, mode, &arena));
            judge_quotient(&a, &b, &q, scale, mode);
        }
        cr_assert(einv__decimal_round(&q, &a, scale, mode, &arena));
        judge_quotient(&a, &one, &q, scale, mode);
        einv__arena_reset(&arena, mark);
    }
    einv__arena_free(&arena);
}

Test(base_decimal, ties_go_where_the_mode_says)
{
    /* value, half up, half even, half towards +infinity, down */
    static const char *const rows[][5] = {
        { "2.5", "3", "2", "3", "2" },       { "-2.5", "-3", "-2", "-2", "-2" },
        { "3.5", "4", "4", "4", "3" },       { "-0.5", "-1", "0", "0", "0" },
        { "0.4", "0", "0", "0", "0" },
        { "-2.51", "-3", "-3", "-3", "-2" },
        { "18446744073709551615.5", "18446744073709551616",
          "18446744073709551616", "18446744073709551616",
          "18446744073709551615" },
        { "999999999999999999999999999999999999999999.5",
          "1000000000000000000000000000000000000000000",
          "1000000000000000000000000000000000000000000",
          "1000000000000000000000000000000000000000000",
          "999999999999999999999999999999999999999999" },
    };

    einv__arena_init(&arena, NULL);
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++)
        for (int mode = 0; mode < 4; mode++) {
            struct einv_decimal d = dec(rows[i][0]);

            cr_assert(einv__decimal_round(&d, &d, 0, (enum einv_round)mode,
                                          &arena));
            cr_expect_str_eq(str(&d), rows[i][1 + mode], "%s in mode %d",
                             rows[i][0], mode);
        }
    einv__arena_free(&arena);
}

Test(base_decimal, narrow_values_need_no_arena)
{
    struct einv_decimal a, b, r;
    bool nomem = false;
    char nines[200];

    cr_assert(einv__decimal_parse(
        &a, EINV_TEXT("99999999999999999999999999999999999999"), NULL, NULL));
    cr_assert(einv__decimal_parse(&b, EINV_TEXT("0.01"), NULL, NULL));
    cr_expect(einv__decimal_add(&r, &b, &b, NULL));
    cr_expect(einv__decimal_round(&r, &a, 0, EINV_ROUND_HALF_UP, NULL));
    cr_expect(einv__decimal_mul(&r, &b, &a, NULL));
    cr_expect_not(einv__decimal_mul(&r, &a, &a, NULL));
    memset(nines, '9', sizeof nines);
    cr_expect_not(einv__decimal_parse(&a, einv__text(nines, sizeof nines),
                                      NULL, &nomem));
    cr_expect(nomem);
}

/* A run asks once, at its end, whether memory was lost. */
Test(base_decimal, lost_memory_is_not_forgotten_by_what_is_read_later)
{
    static const char nines[] =
        "999999999999999999999999999999999999999999999999999999999999";
    struct einv_decimal d;
    bool nomem = false;

    cr_expect_not(einv__decimal_parse(&d, EINV_TEXT(nines), NULL, &nomem));
    cr_assert(nomem);
    cr_expect(einv__decimal_parse(&d, EINV_TEXT("1.50"), NULL, &nomem));
    cr_expect(nomem);
    cr_expect_not(einv__decimal_parse(&d, EINV_TEXT("x"), NULL, &nomem));
    cr_expect(nomem);
}

Test(base_decimal, each_failing_allocation_is_told)
{
    struct failing f;
    char long_one[1500];

    memset(long_one, '7', sizeof long_one);
    FAILING_EACH(f, 100) {
        struct einv_arena own;
        struct einv_decimal a, b, r;
        struct einv_buf buf;
        bool ok, nomem = false;

        einv__arena_init(&own, &f.hooks);
        einv__buf_init(&buf, &f.hooks);
        ok = einv__decimal_parse(
            &a, einv__text(long_one, sizeof long_one), &own, &nomem);
        cr_expect_neq(ok, nomem);
        ok = ok && einv__decimal_parse(&b, einv__text(long_one, 900), &own,
                                       NULL);
        ok = ok && einv__decimal_mul(&r, &a, &b, &own);
        ok = ok && einv__decimal_div(&r, &r, &b, 0, EINV_ROUND_DOWN, &own);
        ok = ok && einv__decimal_sub(&r, &r, &a, &own);
        cr_expect(!ok || einv__decimal_is_zero(&r));
        if (ok)
            einv__decimal_format(&a, &buf);
        failing_judge(&f, ok && !buf.failed);
        einv__buf_free(&buf);
        einv__arena_free(&own);
        cr_assert_eq(f.held, 0);
    }
    cr_expect_gt(f.runs, 4);
}

Test(base_decimal, digits_and_zeros_are_counted_and_stripped)
{
    static const struct {
        const char *text, *stripped;
        size_t digits, zeros;
    } rows[] = {
        { "0", "0", 0, 0 },
        { "0.000", "0", 0, 0 },
        { "12.50", "12.5", 4, 1 },
        { "-100", "-100", 3, 2 },
        { "100.00", "100", 5, 4 },
        { "0.001", "0.001", 1, 0 },
        { "123456789012345678901234567890.12300",
          "123456789012345678901234567890.123", 35, 2 },
        { "10000000000000000000000000000000000000000000000000.00",
          "10000000000000000000000000000000000000000000000000", 52, 51 },
    };

    einv__arena_init(&arena, &einv__libc_allocator);
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        struct einv_decimal d = dec(rows[i].text), s;

        cr_expect_eq(einv__decimal_digits(&d), rows[i].digits, "%s",
                     rows[i].text);
        cr_expect_eq(einv__decimal_zeros(&d), rows[i].zeros, "%s",
                     rows[i].text);
        cr_assert(einv__decimal_strip(&s, &d, &arena));
        cr_expect_str_eq(str(&s), rows[i].stripped);
    }
    einv__arena_free(&arena);
}
