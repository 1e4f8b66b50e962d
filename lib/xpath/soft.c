/* soft.c: + - * div on doubles, rounded once, whatever the machine's
 * registers are.
 *
 * Registers wider than a double (x87: FLT_EVAL_METHOD 2) round a result
 * twice, which is another number in one case of ten thousand. There whole
 * numbers do it: the exact result is a fraction, and its nearest double is
 * found as when one is read.
 */
#include "double.h"
#include "bigbits.h"

#include <float.h>

#if defined(__clang__)
#pragma STDC FP_CONTRACT OFF
#endif

static double by_machine(enum einv_xp_arith op, double x, double y)
{
    volatile double r = 0;

    switch (op) {
    case EINV_XP_ADD:
        r = x + y;
        break;
    case EINV_XP_SUB:
        r = x - y;
        break;
    case EINV_XP_MUL:
        r = x * y;
        break;
    case EINV_XP_DIV:
        r = x / y;      /* IEEE 754: 1 / 0 is INF, 0 / 0 NaN */
        break;
    case EINV_XP_IDIV:
    case EINV_XP_MOD:
        break;
    }
    return r;
}

/* Both with the smaller of their exponents, which is returned. */
static int to_one_exponent(const struct einv_xp_bits *a,
                           const struct einv_xp_bits *b,
                           struct einv_bigbits *x, struct einv_bigbits *y)
{
    int e = a->exponent < b->exponent ? a->exponent : b->exponent;

    einv__big_set(x, a->mantissa);
    einv__big_set(y, b->mantissa);
    einv__big_shift(x, (unsigned)(a->exponent - e));
    einv__big_shift(y, (unsigned)(b->exponent - e));
    return e;
}

/* *num of the exact sum; its exponent. */
static int sum(const struct einv_xp_bits *a, const struct einv_xp_bits *b,
               struct einv_bigbits *num, bool *negative)
{
    struct einv_bigbits other;
    int e = to_one_exponent(a, b, num, &other);

    *negative = a->negative;
    if (a->negative == b->negative) {
        einv__big_add(num, &other);
    } else if (einv__big_cmp(num, &other) >= 0) {
        einv__big_sub(num, &other);
    } else {
        einv__big_sub(&other, num);
        *num = other;
        *negative = b->negative;
    }
    return e;
}

static int product(const struct einv_xp_bits *a, const struct einv_xp_bits *b,
                   struct einv_bigbits *num, bool *negative)
{
    struct einv_bigbits high;

    einv__big_set(num, a->mantissa);
    einv__big_set(&high, a->mantissa);
    einv__big_mul(num, (uint32_t)b->mantissa, 0);
    einv__big_mul(&high, (uint32_t)(b->mantissa >> 32), 0);
    einv__big_shift(&high, 32);
    einv__big_add(num, &high);
    *negative = a->negative != b->negative;
    return a->exponent + b->exponent;
}

double einv__xp_soft(enum einv_xp_arith op, double x, double y)
{
    struct einv_xp_bits a, b;
    struct einv_bigbits num, den;
    bool negative;
    int e;

    if (einv__xp_bits(x, &a) != EINV_XP_FINITE || a.mantissa == 0 ||
        einv__xp_bits(y, &b) != EINV_XP_FINITE || b.mantissa == 0)
        return by_machine(op, x, y);    /* exact on any */
    einv__big_set(&den, 1);
    if (op == EINV_XP_MUL) {
        e = product(&a, &b, &num, &negative);
    } else if (op == EINV_XP_DIV) {
        einv__big_set(&num, a.mantissa);
        einv__big_set(&den, b.mantissa);
        negative = a.negative != b.negative;
        e = a.exponent - b.exponent;
    } else {
        b.negative = b.negative != (op == EINV_XP_SUB);
        e = sum(&a, &b, &num, &negative);
        if (num.n == 0)
            return 0;
    }
    einv__big_shift(e >= 0 ? &num : &den, (unsigned)(e >= 0 ? e : -e));
    return einv__xp_nearest(&num, &den, negative, 53, -1074);
}

double einv__xp_operate(enum einv_xp_arith op, double x, double y)
{
#if defined(FLT_EVAL_METHOD) && FLT_EVAL_METHOD == 0
    return by_machine(op, x, y);
#else
    return einv__xp_soft(op, x, y);
#endif
}
