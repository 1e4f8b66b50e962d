/* arith.c: arithmetic on numbers (XPath 2.0 3.4; F&O 6.2).
 *
 * A float is reckoned with as a double and then rounded to 24 bits, which is
 * exact for one operation.
 */
#include "arith.h"
#include "number.h"

/* --- decimals and integers ------------------------------------------------ */

static bool is_word(const struct einv_decimal *d)
{
    return d->width == 64 && !d->negative && d->lo <= INT32_MAX;
}

/* Places behind the point, less than none for zeros in front of it: those of
 * decimals count, those of integers among themselves unless both fit 31
 * bits. */
static int64_t scale_of(const struct einv_xp_item *i, bool short_zeros)
{
    const struct einv_decimal *d = &i->u.number;

    if (i->type == EINV_XP_INTEGER && !short_zeros)
        return 0;
    return (int64_t)d->scale - (int64_t)einv__decimal_zeros(d);
}

/* A quotient of few digits, which most of an invoice are: found by trial,
 * without limbs. */
static bool divide_short(const struct einv_decimal *x,
                         const struct einv_decimal *y,
                         struct einv_decimal *out)
{
    uint64_t n = x->lo;
    int64_t scale = (int64_t)x->scale - y->scale;

    if (x->width != 64 || y->width != 64 || scale > 10)
        return false;
    for (int i = 0; n % y->lo != 0 || scale < 0; i++, scale++) {
        if (i == 8 || n > UINT64_MAX / 10)
            return false;
        n *= 10;
    }
    *out = einv__xp_small(n / y->lo, x->negative != y->negative,
                          (uint32_t)scale);
    return einv__decimal_strip(out, out, NULL);
}

/* F&O 6.2.4 leaves the precision of a decimal quotient open.  This is that
 * of Saxon 9.9: max(18, 18 + scale of a - scale of b) places, half towards
 * zero. */
static bool divide(struct einv_xp_run *run, const struct einv_xp_item *a,
                   const struct einv_xp_item *b, struct einv_decimal *out)
{
    const struct einv_decimal *x = &a->u.number, *y = &b->u.number;
    bool both = a->type == EINV_XP_INTEGER && b->type == EINV_XP_INTEGER;
    bool short_zeros = both && !(is_word(x) && is_word(y));
    int64_t scale;

    if (einv__decimal_is_zero(y))
        return einv__xp_fail(run, "FOAR0001");
    if (divide_short(x, y, out))
        return true;
    scale = 18 + scale_of(a, short_zeros) - scale_of(b, short_zeros);
    if (scale < 18)
        scale = 18;
    return einv__xp_settle(
        run,
        einv__decimal_div(out, x, y, (uint32_t)scale, EINV_ROUND_HALF_DOWN,
                          &run->arena) &&
            einv__decimal_strip(out, out, &run->arena),
        out);
}

static bool whole_divide(struct einv_xp_run *run,
                         const struct einv_decimal *x,
                         const struct einv_decimal *y,
                         struct einv_decimal *out)
{
    if (einv__decimal_is_zero(y))
        return einv__xp_fail(run, "FOAR0001");
    return einv__xp_settle(
        run,
        einv__decimal_div(out, x, y, 0, EINV_ROUND_DOWN, &run->arena), out);
}

/* The sign is the dividend's. */
static bool modulo(struct einv_xp_run *run, const struct einv_decimal *x,
                   const struct einv_decimal *y, struct einv_decimal *out)
{
    struct einv_decimal q;

    if (x->width == 64 && y->width == 64 && x->scale == y->scale &&
        y->lo != 0) {
        *out = einv__xp_small(x->lo % y->lo, x->negative, x->scale);
        return true;
    }
    if (!whole_divide(run, x, y, &q))
        return false;
    return einv__xp_settle(
        run,
        einv__decimal_mul(&q, &q, y, &run->arena) &&
            einv__decimal_sub(out, x, &q, &run->arena),
        out);
}

static bool exact(struct einv_xp_run *run, enum einv_xp_arith op,
                  const struct einv_xp_item *a, const struct einv_xp_item *b,
                  struct einv_xp_item *out)
{
    const struct einv_decimal *x = &a->u.number, *y = &b->u.number;
    struct einv_decimal *to = &out->u.number;
    bool whole = a->type == EINV_XP_INTEGER && b->type == EINV_XP_INTEGER;

    *out = (struct einv_xp_item){
        .type = whole ? EINV_XP_INTEGER : EINV_XP_DECIMAL
    };
    switch (op) {
    case EINV_XP_ADD:
        return einv__xp_settle(
            run, einv__decimal_add(to, x, y, &run->arena), to);
    case EINV_XP_SUB:
        return einv__xp_settle(
            run, einv__decimal_sub(to, x, y, &run->arena), to);
    case EINV_XP_MUL:
        return einv__xp_settle(
            run, einv__decimal_mul(to, x, y, &run->arena), to);
    case EINV_XP_DIV:
        out->type = EINV_XP_DECIMAL;
        return divide(run, a, b, to);
    case EINV_XP_IDIV:
        out->type = EINV_XP_INTEGER;
        return whole_divide(run, x, y, to);
    case EINV_XP_MOD:
        break;
    }
    return modulo(run, x, y, to);
}

/* --- doubles and floats --------------------------------------------------- */

/* F&O 6.2.5: the quotient cut to an integer. */
static bool real_idiv(struct einv_xp_run *run, double x, double y,
                      bool single, struct einv_xp_item *out)
{
    double q;

    out->type = EINV_XP_INTEGER;
    if (y == 0)
        return einv__xp_fail(run, "FOAR0001");
    if (einv__xp_is_nan(x) || einv__xp_is_nan(y) || einv__xp_is_infinite(x))
        return einv__xp_fail(run, "FOAR0002");
    q = einv__xp_operate(EINV_XP_DIV, x, y);
    if (single)
        q = einv__xp_single(q);
    if (einv__xp_is_infinite(q))
        return einv__xp_fail(run, "FOAR0002");
    return einv__xp_double_to_decimal(run, einv__xp_trunc(q),
                                      &out->u.number);
}

static bool real(struct einv_xp_run *run, enum einv_xp_arith op, double x,
                 double y, bool single, struct einv_xp_item *out)
{
    double r;

    *out = (struct einv_xp_item){
        .type = single ? EINV_XP_FLOAT : EINV_XP_DOUBLE
    };
    if (op == EINV_XP_IDIV)
        return real_idiv(run, x, y, single, out);
    r = op == EINV_XP_MOD ? einv__xp_rest(x, y)
                          : einv__xp_operate(op, x, y);
    out->u.real = single ? einv__xp_single(r) : r;
    return true;
}

/* A number promoted to what the operation is done in. */
static bool promote(struct einv_xp_run *run, const struct einv_xp_item *in,
                    bool single, double *out)
{
    if (in->type == EINV_XP_FLOAT || in->type == EINV_XP_DOUBLE) {
        *out = in->u.real;
        return true;
    }
    return einv__xp_decimal_to_double(run, &in->u.number, single, out);
}

bool einv__xp_arithmetic(struct einv_xp_run *run, enum einv_xp_arith op,
                         const struct einv_xp_item *a,
                         const struct einv_xp_item *b,
                         struct einv_xp_item *out)
{
    bool single = a->type != EINV_XP_DOUBLE && b->type != EINV_XP_DOUBLE;
    double x, y;

    if (!einv__xp_is_number(a) || !einv__xp_is_number(b))
        return einv__xp_arith_moment(run, op, a, b, out);
    if (a->type <= EINV_XP_DECIMAL && b->type <= EINV_XP_DECIMAL) {
        struct einv_xp_item r;

        if (!exact(run, op, a, b, &r))
            return false;
        *out = r;
        return true;
    }
    return promote(run, a, single, &x) && promote(run, b, single, &y) &&
           real(run, op, x, y, single, out);
}

bool einv__xp_negate(struct einv_xp_run *run, const struct einv_xp_item *in,
                     struct einv_xp_item *out)
{
    struct einv_xp_item r = *in;

    if (!einv__xp_is_number(in))
        return einv__xp_fail(run, "XPTY0004");
    r.derived = EINV_XP_PLAIN;
    if (in->type == EINV_XP_FLOAT || in->type == EINV_XP_DOUBLE)
        r.u.real = -in->u.real;
    else if (!einv__decimal_is_zero(&in->u.number))
        r.u.number.negative = !in->u.number.negative;
    *out = r;
    return true;
}
