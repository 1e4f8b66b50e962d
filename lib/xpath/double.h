/* double.h: binary floating point without libm, the locale or rounding
 * twice.
 */
#ifndef EINV_LIB_XPATH_DOUBLE_H
#define EINV_LIB_XPATH_DOUBLE_H

#include "atomic.h"

/* A positive finite double taken apart: mantissa * 2^exponent.  */
struct einv_xp_bits {
    bool negative;
    int exponent;
    uint64_t mantissa;          /* below 2^53 */
};

enum einv_xp_class { EINV_XP_FINITE, EINV_XP_INFINITE, EINV_XP_NAN };

enum einv_xp_class einv__xp_bits(double value, struct einv_xp_bits *out);
/* mantissa * 2^exponent, which must be a double. */
double einv__xp_from_bits(const struct einv_xp_bits *bits);
double einv__xp_nan(void);
double einv__xp_infinity(bool negative);
static inline bool einv__xp_is_nan(double value)
{
    return value != value;
}
bool einv__xp_is_infinite(double value);
bool einv__xp_is_negative(double value);     /* -0 is */

/* To 24 bits. */
double einv__xp_single(double value);
/* Towards zero; floor; the rest of a division (C's fmod): exact. */
double einv__xp_trunc(double value);
double einv__xp_floor(double value);
double einv__xp_rest(double a, double b);

/* x op y (+ - * div), rounded once; soft: in whole numbers. */
double einv__xp_operate(enum einv_xp_arith op, double x, double y);
double einv__xp_soft(enum einv_xp_arith op, double x, double y);

/* The nearest number of `precision` bits to num / den (neither zero; both
 * are used up) whose last bit is not below 2^lowest. */
struct einv_bigbits;
double einv__xp_nearest(struct einv_bigbits *num, struct einv_bigbits *den,
                        bool negative, int precision, int lowest);

/* The lexical form of xs:double; single: the nearest xs:float. */
bool einv__xp_real_parse(struct einv_text text, bool single, double *out);
/* The shortest digits that read back as the value (finite, not zero):
 * 0.DIGITS * 10^*point.  Returns how many. */
size_t einv__xp_shortest(double value, bool single, char digits[20],
                         int *point);

#endif
