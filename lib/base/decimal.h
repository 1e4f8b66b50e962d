/* decimal.h: exact decimals, in three widths.
 *
 * A decimal is coefficient * 10^-scale.  Amounts keep the scale they were
 * written with.  No binary floating point anywhere.  The narrow form (64
 * bits) carries nearly every amount; the 128-bit form is for products; the
 * wide form (any number of digits, in an arena) is for what neither holds.
 * Which one a value has is private to decimal.c: callers use these
 * functions.
 */
#ifndef EINV_LIB_DECIMAL_H
#define EINV_LIB_DECIMAL_H

#include "memory.h"

struct einv_decimal {
    uint8_t width;       /* 64, 128, or 0 = wide */
    bool negative;
    uint32_t scale;      /* digits after the point */
    uint64_t lo, hi;     /* magnitude (two limbs) when not wide */
    const uint32_t *limbs; /* wide: base 10^9, least first */
    uint32_t n_limbs;
};

enum einv_round {
    EINV_ROUND_HALF_UP,   /* half away from zero (commercial) */
    EINV_ROUND_HALF_EVEN,
    EINV_ROUND_HALF_CEIL, /* half towards +infinity: XPath 2.0 fn:round */
    EINV_ROUND_DOWN,      /* towards zero */
    EINV_ROUND_HALF_DOWN  /* half towards zero */
};

/* Reads [+-]digits[.digits], XML white space around allowed (xs:decimal's
 * lexical form; "5." and ".5" included, exponents not).  false: not a
 * decimal, or no memory for a wide one (then `*nomem`, which may be NULL,
 * becomes true; it never becomes false: a run asks once at its end). */
bool einv__decimal_parse(struct einv_decimal *out, struct einv_text text,
                         struct einv_arena *arena, bool *nomem);
/* Is it lexically an xs:decimal?  Needs no memory. */
bool einv__decimal_is(struct einv_text text);
/* Appends the digits with exactly `scale` places: "-12.50". */
void einv__decimal_format(const struct einv_decimal *d, struct einv_buf *out);

/* -1, 0, 1 by value (1.0 equals 1). */
int einv__decimal_cmp(const struct einv_decimal *a,
                      const struct einv_decimal *b);
bool einv__decimal_is_zero(const struct einv_decimal *d);
/* Digits of the coefficient; none of zero. */
size_t einv__decimal_digits(const struct einv_decimal *d);
/* Zeros at the coefficient's right end; none of zero. */
size_t einv__decimal_zeros(const struct einv_decimal *d);
/* The shortest scale with the same value.  false: no memory. */
bool einv__decimal_strip(struct einv_decimal *out,
                         const struct einv_decimal *d,
                         struct einv_arena *arena);

/* Exact; the scale of a sum is the larger one, of a product the sum of
 * both.  false: no memory. */
bool einv__decimal_add(struct einv_decimal *out, const struct einv_decimal *a,
                       const struct einv_decimal *b, struct einv_arena *arena);
bool einv__decimal_sub(struct einv_decimal *out, const struct einv_decimal *a,
                       const struct einv_decimal *b, struct einv_arena *arena);
bool einv__decimal_mul(struct einv_decimal *out, const struct einv_decimal *a,
                       const struct einv_decimal *b, struct einv_arena *arena);
/* a / b to `scale` places.  false: b is zero, or no memory. */
bool einv__decimal_div(struct einv_decimal *out, const struct einv_decimal *a,
                       const struct einv_decimal *b, uint32_t scale,
                       enum einv_round mode, struct einv_arena *arena);
/* To `scale` places (more: zeros are added; fewer: rounded). */
bool einv__decimal_round(struct einv_decimal *out,
                         const struct einv_decimal *d, uint32_t scale,
                         enum einv_round mode, struct einv_arena *arena);

#endif
