/* shortest.c: a double as the fewest digits that read back as the same.
 *
 * Steele and White 1990 (free-format, with whole numbers of any length): the
 * rest r / s and the half gaps to the neighbours are kept exactly.  Values
 * with up to fifteen digits, which is what people write, are found by trial
 * first.
 */
#include "double.h"
#include "bigbits.h"

#include <float.h>

/* The value is r / s; m_up and m_down (over s) are half the way to the
 * neighbours. */
struct state {
    struct einv_bigbits r, s, up, down;
    bool even;                  /* the ends of the interval read back, too */
};

static void start(struct state *t, const struct einv_xp_bits *b, int lowest,
                  int width)
{
    bool edge = b->mantissa == UINT64_C(1) << (width - 1) &&
                b->exponent > lowest;
    unsigned twice = edge ? 2 : 1;

    t->even = (b->mantissa & 1) == 0;
    einv__big_set(&t->r, b->mantissa);
    einv__big_set(&t->s, 1);
    einv__big_set(&t->up, 1);
    einv__big_set(&t->down, 1);
    einv__big_shift(&t->r, twice);
    einv__big_shift(&t->s, twice);
    if (edge)
        einv__big_shift(&t->up, 1);     /* the gap below is half as wide */
    if (b->exponent >= 0) {
        einv__big_shift(&t->r, (unsigned)b->exponent);
        einv__big_shift(&t->up, (unsigned)b->exponent);
        einv__big_shift(&t->down, (unsigned)b->exponent);
    } else {
        einv__big_shift(&t->s, (unsigned)-b->exponent);
    }
}

/* Does r + up reach s? */
static bool reaches(const struct state *t)
{
    struct einv_bigbits sum = t->r;
    int c;

    einv__big_add(&sum, &t->up);
    c = einv__big_cmp(&sum, &t->s);
    return t->even ? c >= 0 : c > 0;
}

static void times_ten(struct state *t)
{
    einv__big_mul(&t->r, 10, 0);
    einv__big_mul(&t->up, 10, 0);
    einv__big_mul(&t->down, 10, 0);
}

/* Scales so that the value is 0.d1d2... * 10^point. */
static int scale(struct state *t, const struct einv_xp_bits *b)
{
    int bits = b->exponent, point;

    for (uint64_t m = b->mantissa; m != 0; m >>= 1)
        bits++;
    /* About log10 of the value; at most one too low. */
    point = (int)(((int64_t)bits - 1) * 30103 / 100000);
    if (bits < 1)
        point--;
    if (point > 0) {
        einv__big_mul_ten(&t->s, (unsigned)point);
    } else {
        einv__big_mul_ten(&t->r, (unsigned)-point);
        einv__big_mul_ten(&t->up, (unsigned)-point);
        einv__big_mul_ten(&t->down, (unsigned)-point);
    }
    while (reaches(t)) {
        einv__big_mul(&t->s, 10, 0);
        point++;
    }
    return point;
}

static size_t generate(struct state *t, char digits[20])
{
    size_t n = 0;

    for (;;) {
        unsigned digit = 0;
        int c;
        bool low, high;

        times_ten(t);
        while (einv__big_cmp(&t->r, &t->s) >= 0) {
            einv__big_sub(&t->r, &t->s);
            digit++;
        }
        c = einv__big_cmp(&t->r, &t->down);
        low = t->even ? c <= 0 : c < 0;
        high = reaches(t);
        if (low && high) {      /* both neighbours do: the nearer */
            einv__big_shift(&t->r, 1);
            c = einv__big_cmp(&t->r, &t->s);
            high = c > 0 || (c == 0 && (digit & 1) != 0);
        }
        digits[n++] = (char)('0' + digit + high);
        if (low || high || n == 19)
            return n;
    }
}

/* Up to fifteen digits: value = m / 10^k with both exact means that it
 * reads back. */
static size_t quick(double value, char digits[20], int *point)
{
#if defined(FLT_EVAL_METHOD) && FLT_EVAL_METHOD == 0
    static const double tens[] = { 1e0, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6,
                                   1e7, 1e8, 1e9, 1e10, 1e11, 1e12 };

    if (value < 1e-3 || value >= 1e15)
        return 0;
    for (int k = 0; k < 13; k++) {
        double up = value * tens[k] + 0.5;
        uint64_t m;
        size_t n = 0, zeros = 0;

        if (up >= 1e15)
            return 0;
        m = (uint64_t)up;
        if ((double)m / tens[k] != value)
            continue;
        for (; m % 10 == 0; m /= 10)
            zeros++;
        for (uint64_t rest = m; rest != 0; rest /= 10)
            n++;
        for (size_t i = n; i-- > 0; m /= 10)
            digits[i] = (char)('0' + m % 10);
        *point = (int)(n + zeros) - k;
        return n;
    }
#else
    (void)value;
    (void)digits;
    (void)point;
#endif
    return 0;
}

size_t einv__xp_shortest(double value, bool single, char digits[20],
                         int *point)
{
    struct einv_xp_bits b;
    struct state t;
    size_t n = 0;
    int lowest = single ? -149 : -1074, width = single ? 24 : 53;

    einv__xp_bits(value, &b);
    if (!single)
        n = quick(b.negative ? -value : value, digits, point);
    if (n > 0)
        return n;
    while (b.mantissa >> width != 0 ||
           (b.exponent < lowest && (b.mantissa & 1) == 0)) {
        b.mantissa >>= 1;       /* a float's low bits are zero */
        b.exponent++;
    }
    while (b.mantissa >> (width - 1) == 0 && b.exponent > lowest) {
        b.mantissa <<= 1;
        b.exponent--;
    }
    start(&t, &b, lowest, width);
    *point = scale(&t, &b);
    return generate(&t, digits);
}

/* --- XPath's form (F&O 17.1.2) -------------------------------------------- */

static size_t put(char *out, size_t n, const char *from, size_t len)
{
    memcpy(out + n, from, len);
    return n + len;
}

static size_t put_zeros(char *out, size_t n, int zeros)
{
    while (zeros-- > 0)
        out[n++] = '0';
    return n;
}

static size_t plain(char *out, size_t n, const char *digits, size_t len,
                    int point)
{
    if (point <= 0) {
        n = put(out, n, "0.", 2);
        n = put_zeros(out, n, -point);
        return put(out, n, digits, len);
    }
    if ((size_t)point >= len) {
        n = put(out, n, digits, len);
        return put_zeros(out, n, point - (int)len);
    }
    n = put(out, n, digits, (size_t)point);
    out[n++] = '.';
    return put(out, n, digits + point, len - (size_t)point);
}

static size_t scientific(char *out, size_t n, const char *digits, size_t len,
                         int exponent)
{
    unsigned e = (unsigned)(exponent < 0 ? -exponent : exponent);

    out[n++] = digits[0];
    out[n++] = '.';
    n = len > 1 ? put(out, n, digits + 1, len - 1) : put(out, n, "0", 1);
    out[n++] = 'E';
    if (exponent < 0)
        out[n++] = '-';
    if (e >= 100)
        out[n++] = (char)('0' + e / 100);
    if (e >= 10)
        out[n++] = (char)('0' + e / 10 % 10);
    out[n++] = (char)('0' + e % 10);
    return n;
}

size_t einv__xp_double_format(double value, bool single, char out[40])
{
    struct einv_xp_bits b;
    enum einv_xp_class is = einv__xp_bits(value, &b);
    char digits[20];
    size_t n = 0, len;
    int point;

    if (is == EINV_XP_NAN)
        return put(out, 0, "NaN", 3);
    if (b.negative)
        out[n++] = '-';
    if (is == EINV_XP_INFINITE)
        return put(out, n, "INF", 3);
    if (b.mantissa == 0)
        return put(out, n, "0", 1);
    len = einv__xp_shortest(value, single, digits, &point);
    /* [1e-6, 1e6) */
    if (point > -6 && point <= 6)
        return plain(out, n, digits, len, point);
    return scientific(out, n, digits, len, point - 1);
}
