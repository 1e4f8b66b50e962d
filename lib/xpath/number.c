/* number.c: how numbers become other numbers.
 */
#include "number.h"

#include <float.h>

struct einv_decimal einv__xp_small(uint64_t value, bool negative,
                                   uint32_t scale)
{
    return (struct einv_decimal){ .width = 64,
                                  .negative = negative && value != 0,
                                  .scale = scale,
                                  .lo = value };
}

bool einv__xp_settle(struct einv_xp_run *run, bool ok,
                     struct einv_decimal *d)
{
    if (!ok)
        return einv__xp_fail(run, "EINV0002");
    if (d->width == 64 && d->scale <= 18)
        return true;
    if (!einv__decimal_strip(d, d, &run->arena))
        return einv__xp_fail(run, "EINV0002");
    if (d->scale > EINV_XP_MAX_DIGITS ||
        einv__decimal_digits(d) > EINV_XP_MAX_DIGITS)
        return einv__xp_fail_limit(run, "digits");
    if ((uint64_t)run->arena.total + run->keep.total > run->bytes)
        return einv__xp_fail_limit(run, "scratch");
    return true;
}

/* base ^ power */
static bool raise(struct einv_xp_run *run, unsigned base, unsigned power,
                  struct einv_decimal *out)
{
    struct einv_decimal square = einv__xp_small(base, false, 0);

    *out = einv__xp_small(1, false, 0);
    for (; power > 0; power >>= 1) {
        if ((power & 1) != 0 &&
            !einv__decimal_mul(out, out, &square, &run->arena))
            return false;
        if (power > 1 &&
            !einv__decimal_mul(&square, &square, &square, &run->arena))
            return false;
    }
    return true;
}

bool einv__xp_double_to_decimal(struct einv_xp_run *run, double value,
                                struct einv_decimal *out)
{
    struct einv_xp_bits b;
    struct einv_decimal m, factor;
    bool up;

    if (einv__xp_bits(value, &b) != EINV_XP_FINITE)
        return einv__xp_fail(run, "FOCA0002");
    while (b.mantissa != 0 && (b.mantissa & 1) == 0 && b.exponent < 0) {
        b.mantissa >>= 1;
        b.exponent++;
    }
    if (b.mantissa == 0)
        b.exponent = 0;
    m = einv__xp_small(b.mantissa, b.negative, 0);
    /* m * 2^-e is m * 5^e / 10^e */
    up = b.exponent >= 0;
    if (!raise(run, up ? 2 : 5, (unsigned)(up ? b.exponent : -b.exponent),
               &factor))
        return einv__xp_fail(run, "EINV0002");
    if (!up)
        factor.scale = (uint32_t)-b.exponent;
    return einv__xp_settle(
        run, einv__decimal_mul(out, &m, &factor, &run->arena), out);
}

static bool quick(const struct einv_decimal *d, bool single, double *out)
{
#if defined(FLT_EVAL_METHOD) && FLT_EVAL_METHOD == 0
    static const double tens[] = {
        1e0, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9, 1e10, 1e11, 1e12,
        1e13, 1e14, 1e15, 1e16, 1e17, 1e18, 1e19, 1e20, 1e21, 1e22
    };

    if (single || d->width != 64 || d->lo >> 53 != 0 || d->scale > 22)
        return false;
    *out = (double)d->lo / tens[d->scale];
    if (d->negative)
        *out = -*out;
    return true;
#else
    (void)d;
    (void)single;
    (void)out;
    return false;
#endif
}

bool einv__xp_decimal_to_double(struct einv_xp_run *run,
                                const struct einv_decimal *d, bool single,
                                double *out)
{
    struct einv_buf buf;
    bool ok;

    if (einv__decimal_is_zero(d)) {
        *out = 0;
        return true;
    }
    if (quick(d, single, out))
        return true;
    einv__xp_buf(run, &buf);
    einv__decimal_format(d, &buf);
    ok = !buf.failed &&
         einv__xp_real_parse(einv__buf_get(&buf), single, out);
    einv__buf_free(&buf);
    return ok || einv__xp_fail(run, "EINV0002");
}

bool einv__xp_double_to_shortest(struct einv_xp_run *run, double value,
                                 bool single, struct einv_decimal *out)
{
    char digits[20];
    size_t n;
    int point;
    uint64_t m = 0;

    if (value == 0) {
        *out = einv__xp_small(0, false, 0);
        return true;
    }
    n = einv__xp_shortest(value, single, digits, &point);
    for (size_t i = 0; i < n; i++)
        m = m * 10 + (uint64_t)(digits[i] - '0');
    *out = einv__xp_small(m, value < 0, 0);
    if (point <= (int)n) {
        out->scale = (uint32_t)((int)n - point);
        return true;
    }
    /* Zeros behind: to a negative scale and back. */
    if (!einv__decimal_round(out, out, (uint32_t)(point - (int)n),
                             EINV_ROUND_DOWN, &run->arena))
        return einv__xp_fail(run, "EINV0002");
    out->scale = 0;
    return true;
}

bool einv__xp_to_double(struct einv_xp_run *run,
                        const struct einv_xp_item *in, double *out)
{
    if (in->type == EINV_XP_INTEGER || in->type == EINV_XP_DECIMAL)
        return einv__xp_decimal_to_double(run, &in->u.number, false, out);
    *out = in->u.real;
    return true;
}

/* d rounded to a whole number of 10^up. */
static bool round_tens(struct einv_xp_run *run, const struct einv_decimal *d,
                       uint32_t up, enum einv_round mode,
                       struct einv_decimal *out)
{
    struct einv_decimal shifted = *d;

    /* The point moved left is the larger scale; then rounded to units, and
     * the zeros come back as digits. */
    shifted.scale += up;
    if (!einv__decimal_round(out, &shifted, 0, mode, &run->arena) ||
        !einv__decimal_round(out, out, up, mode, &run->arena))
        return einv__xp_fail(run, "EINV0002");
    out->scale = 0;
    return true;
}

bool einv__xp_round_places(struct einv_xp_run *run,
                           const struct einv_decimal *d, int64_t places,
                           enum einv_round mode, struct einv_decimal *out)
{
    if (places >= (int64_t)d->scale) {
        *out = *d;
        return true;
    }
    if (places >= 0)
        return einv__decimal_round(out, d, (uint32_t)places, mode,
                                   &run->arena) ||
               einv__xp_fail(run, "EINV0002");
    if (places < -(int64_t)EINV_XP_MAX_DIGITS) {
        *out = einv__xp_small(0, false, 0);
        return true;
    }
    return round_tens(run, d, (uint32_t)-places, mode, out);
}

bool einv__xp_decimal_floor(struct einv_xp_run *run,
                            const struct einv_decimal *d, bool up,
                            struct einv_decimal *out)
{
    struct einv_decimal one = einv__xp_small(1, !up, 0), from = *d;

    if (!einv__decimal_round(out, &from, 0, EINV_ROUND_DOWN, &run->arena))
        return einv__xp_fail(run, "EINV0002");
    if (from.negative == up || einv__decimal_cmp(out, &from) == 0)
        return true;
    return einv__decimal_add(out, out, &one, &run->arena) ||
           einv__xp_fail(run, "EINV0002");
}
