/* double.c: what a double is made of, and how one is read.
 *
 * No strtod (it asks the locale), no libm, and nothing that a wider register
 * of the machine (x87: FLT_EVAL_METHOD 2) could round twice: where floating
 * point is used to be quick, FLT_EVAL_METHOD must be 0, else the exact way
 * in whole numbers is taken.
 */
#include "double.h"
#include "bigbits.h"

#include <float.h>

enum { BIAS = 1075, MANTISSA = 52, MAX_DIGITS = 800 };

enum einv_xp_class einv__xp_bits(double value, struct einv_xp_bits *out)
{
    uint64_t bits, mantissa;
    int exponent;

    memcpy(&bits, &value, sizeof bits);
    mantissa = bits & ((UINT64_C(1) << MANTISSA) - 1);
    exponent = (int)(bits >> MANTISSA) & 0x7ff;
    out->negative = bits >> 63 != 0;
    if (exponent == 0x7ff)
        return mantissa == 0 ? EINV_XP_INFINITE : EINV_XP_NAN;
    if (exponent == 0)
        exponent = 1;
    else
        mantissa |= UINT64_C(1) << MANTISSA;
    out->mantissa = mantissa;
    out->exponent = exponent - BIAS;
    return EINV_XP_FINITE;
}

static double assemble(bool negative, uint64_t bits)
{
    double out;

    bits |= (uint64_t)negative << 63;
    memcpy(&out, &bits, sizeof out);
    return out;
}

double einv__xp_nan(void)
{
    return assemble(false, UINT64_C(0x7ff8000000000000));
}

double einv__xp_infinity(bool negative)
{
    return assemble(negative, UINT64_C(0x7ff0000000000000));
}

double einv__xp_from_bits(const struct einv_xp_bits *bits)
{
    uint64_t m = bits->mantissa;
    int e = bits->exponent;

    if (m == 0)
        return assemble(bits->negative, 0);
    while (m >> (MANTISSA + 1) != 0) {
        m >>= 1;
        e++;
    }
    while (m >> MANTISSA == 0 && e > 1 - BIAS) {
        m <<= 1;
        e--;
    }
    while (e < 1 - BIAS) {      /* exact by contract */
        m >>= 1;
        e++;
    }
    if (e + BIAS >= 0x7ff)
        return einv__xp_infinity(bits->negative);
    if (m >> MANTISSA == 0)
        return assemble(bits->negative, m);
    m &= (UINT64_C(1) << MANTISSA) - 1;
    return assemble(bits->negative, (uint64_t)(e + BIAS) << MANTISSA | m);
}

bool einv__xp_is_infinite(double value)
{
    struct einv_xp_bits bits;

    return einv__xp_bits(value, &bits) == EINV_XP_INFINITE;
}

bool einv__xp_is_negative(double value)
{
    struct einv_xp_bits bits;

    einv__xp_bits(value, &bits);
    return bits.negative;
}

/* The mantissa without its `drop` lowest bits, half to even. */
static uint64_t drop_bits(uint64_t m, int drop)
{
    uint64_t half, rest;

    if (drop <= 0)
        return m;
    if (drop > 54)
        return 0;
    half = UINT64_C(1) << (drop - 1);
    rest = m & ((half << 1) - 1);
    m >>= drop;
    return m + (rest > half || (rest == half && (m & 1) != 0));
}

double einv__xp_single(double value)
{
    struct einv_xp_bits b;
    int drop;

    if (einv__xp_bits(value, &b) != EINV_XP_FINITE || b.mantissa == 0)
        return value;
    while (b.mantissa >> MANTISSA == 0) {
        b.mantissa <<= 1;
        b.exponent--;
    }
    /* 24 bits, less below 2^-126. */
    drop = 29;
    if (b.exponent + drop < -149)
        drop = -149 - b.exponent;
    b.mantissa = drop_bits(b.mantissa, drop);
    b.exponent += drop;
    if (b.mantissa >> 24 != 0) {
        b.mantissa >>= 1;
        b.exponent++;
    }
    if (b.exponent > 104)
        return einv__xp_infinity(b.negative);
    return einv__xp_from_bits(&b);
}

double einv__xp_trunc(double value)
{
    struct einv_xp_bits b;

    if (einv__xp_bits(value, &b) != EINV_XP_FINITE || b.exponent >= 0)
        return value;
    if (b.exponent <= -53)
        return assemble(b.negative, 0);
    b.mantissa &= ~((UINT64_C(1) << -b.exponent) - 1);
    return einv__xp_from_bits(&b);
}

double einv__xp_floor(double value)
{
    volatile double t = einv__xp_trunc(value);

    if (t > value)
        t = t - 1;
    return t;
}

double einv__xp_rest(double a, double b)
{
    struct einv_xp_bits x, y;
    uint64_t rest;

    if (einv__xp_bits(a, &x) != EINV_XP_FINITE ||
        einv__xp_bits(b, &y) == EINV_XP_NAN || b == 0)
        return einv__xp_nan();
    if (einv__xp_bits(b, &y) == EINV_XP_INFINITE || x.mantissa == 0)
        return a;
    /* Both to one exponent; the larger one is shifted bit by bit. */
    while (y.exponent > x.exponent && y.mantissa >> 62 == 0) {
        y.mantissa <<= 1;
        y.exponent--;
    }
    if (y.exponent > x.exponent)
        return a;
    while ((y.mantissa & 1) == 0 && y.exponent < x.exponent) {
        y.mantissa >>= 1;
        y.exponent++;
    }
    rest = x.mantissa % y.mantissa;
    for (; x.exponent > y.exponent; x.exponent--)
        rest = (rest << 1) % y.mantissa;
    x.mantissa = rest;
    return einv__xp_from_bits(&x);
}

/* --- reading -------------------------------------------------------------- */

struct scanned {
    bool negative;
    char digits[MAX_DIGITS + 1];    /* without zeros at the left */
    size_t n;
    bool more;                  /* a digit that is not zero was left out */
    int64_t exponent;           /* of the last digit kept */
};

static void scan_digit(struct scanned *s, char c, bool fraction)
{
    if (s->n == 0 && c == '0') {
        s->exponent -= fraction;
    } else if (s->n < MAX_DIGITS) {
        s->digits[s->n++] = c;
        s->exponent -= fraction;
    } else {
        s->more = s->more || c != '0';
        s->exponent += !fraction;
    }
}

static const char *scan_digits(struct scanned *s, const char *p,
                               const char *end, bool fraction)
{
    for (; p < end && *p >= '0' && *p <= '9'; p++)
        scan_digit(s, *p, fraction);
    return p;
}

/* [eE][+-]?digits up to the end. */
static bool scan_exponent(struct scanned *s, const char *p, const char *end)
{
    bool negative = false;
    int64_t e = 0;

    if (p < end && (*p == '+' || *p == '-'))
        negative = *p++ == '-';
    if (p == end)
        return false;
    for (; p < end; p++) {
        if (*p < '0' || *p > '9')
            return false;
        if (e < 100000000)
            e = e * 10 + (*p - '0');
    }
    s->exponent += negative ? -e : e;
    return true;
}

static bool scan(struct scanned *s, struct einv_text text)
{
    const char *p = text.ptr, *end = p + text.len, *start;
    size_t n;

    s->n = 0;
    s->more = false;
    s->exponent = 0;
    s->negative = p < end && *p == '-';
    if (p < end && (*p == '-' || *p == '+'))
        p++;
    start = p;
    p = scan_digits(s, p, end, false);
    n = (size_t)(p - start);
    if (p < end && *p == '.') {
        start = ++p;
        p = scan_digits(s, p, end, true);
        n += (size_t)(p - start);
    }
    if (n == 0)
        return false;
    if (p == end)
        return true;
    return (*p == 'e' || *p == 'E') && scan_exponent(s, p + 1, end);
}

/* Clinger: both operands are exact, so the one operation rounds right. */
static bool quick(const struct scanned *s, double *out)
{
#if defined(FLT_EVAL_METHOD) && FLT_EVAL_METHOD == 0
    static const double tens[] = {
        1e0, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9, 1e10, 1e11, 1e12,
        1e13, 1e14, 1e15, 1e16, 1e17, 1e18, 1e19, 1e20, 1e21, 1e22
    };
    uint64_t m = 0;

    if (s->n > 15 || s->exponent < -22 || s->exponent > 22)
        return false;
    for (size_t i = 0; i < s->n; i++)
        m = m * 10 + (uint64_t)(s->digits[i] - '0');
    *out = (double)m;
    if (s->exponent < 0)
        *out /= tens[-s->exponent];
    else
        *out *= tens[s->exponent];
    if (s->negative)
        *out = -*out;
    return true;
#else
    (void)s;
    (void)out;
    return false;
#endif
}

/* numerator / denominator, in [1, 2) * 2^*exponent after this. */
static void align(struct einv_bigbits *num, struct einv_bigbits *den,
                  int *exponent)
{
    int shift = einv__big_bits(num) - einv__big_bits(den);

    if (shift > 0)
        einv__big_shift(den, (unsigned)shift);
    else
        einv__big_shift(num, (unsigned)-shift);
    if (einv__big_cmp(num, den) < 0) {
        einv__big_shift(num, 1);
        shift--;
    }
    *exponent = shift;
}

/* Long division, bit by bit. */
double einv__xp_nearest(struct einv_bigbits *num, struct einv_bigbits *den,
                        bool negative, int precision, int lowest)
{
    struct einv_xp_bits out = { .negative = negative };
    int exponent, half;

    align(num, den, &exponent);
    if (exponent - precision + 1 < lowest)
        precision = exponent - lowest + 1;
    if (precision < 0)
        return assemble(negative, 0);
    for (int i = 0; i < precision; i++) {
        out.mantissa <<= 1;
        if (einv__big_cmp(num, den) >= 0) {
            out.mantissa |= 1;
            einv__big_sub(num, den);
        }
        einv__big_shift(num, 1);
    }
    half = einv__big_cmp(num, den);
    if (half > 0 || (half == 0 && (out.mantissa & 1) != 0))
        out.mantissa++;
    out.exponent = exponent - precision + 1;
    return einv__xp_from_bits(&out);
}

static double slow(const struct scanned *s, bool single)
{
    struct einv_bigbits num, den;
    int64_t top = (int64_t)s->n + s->exponent;
    double out;

    if (s->n == 0 || top < -330)
        return assemble(s->negative, 0);
    if (top > 310)
        return einv__xp_infinity(s->negative);
    einv__big_set(&num, 0);
    num.n = 0;
    for (size_t i = 0; i < s->n; i++) {
        if (num.n == 0)
            einv__big_set(&num, (uint64_t)(s->digits[i] - '0'));
        else
            einv__big_mul(&num, 10, (uint32_t)(s->digits[i] - '0'));
    }
    einv__big_set(&den, 1);
    if (s->exponent > 0)
        einv__big_mul_ten(&num, (unsigned)s->exponent);
    else
        einv__big_mul_ten(&den, (unsigned)-s->exponent);
    if (!single)
        return einv__xp_nearest(&num, &den, s->negative, 53, -1074);
    out = einv__xp_nearest(&num, &den, s->negative, 24, -149);
    /* 2^128 is beyond xs:float; adding nothing to 24 bits, this only
     * finds that. */
    return einv__xp_single(out);
}

bool einv__xp_real_parse(struct einv_text text, bool single, double *out)
{
    struct scanned s;

    text = einv__text_trim(text);
    if (einv__text_is(text, "NaN"))
        *out = einv__xp_nan();
    else if (einv__text_is(text, "INF"))
        *out = einv__xp_infinity(false);
    else if (einv__text_is(text, "-INF"))
        *out = einv__xp_infinity(true);
    else if (text.len == 0 || !scan(&s, text))
        return false;
    else if (single || !quick(&s, out)) {
        /* More digits than 800 decide nothing but a tie. */
        if (s.more)
            s.digits[s.n++] = '1', s.exponent--;
        *out = slow(&s, single);
    }
    return true;
}

bool einv__xp_double_parse(struct einv_text text, double *out)
{
    return einv__xp_real_parse(text, false, out);
}
