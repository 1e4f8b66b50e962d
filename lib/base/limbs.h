/* limbs.h: whole numbers of any length, for decimal.c alone.
 *
 * Base 10^9, least limb first.  Nothing here takes memory: who calls gives
 * the room, as much as each function says.
 */
#ifndef EINV_LIB_LIMBS_H
#define EINV_LIB_LIMBS_H

#include "text.h"

#define EINV_LIMB_BASE 1000000000u
#define EINV_LIMB_DIGITS 9u
/* 2^128 < 10^45 */
#define EINV_LIMBS_OF_128 5u

/* Those that fit 64 bits. */
#define EINV_N_POWERS 20u
extern const uint64_t einv__power_of_ten[EINV_N_POWERS];

struct einv_limbs {
    const uint32_t *at;
    size_t n;                      /* no zero limbs at the top; 0 = zero */
};

/* n without zero limbs at the top. */
size_t einv__limbs_strip(const uint32_t *limbs, size_t n);

/* hi:lo becomes limbs; returns how many. */
size_t einv__limbs_split(uint64_t hi, uint64_t lo,
                         uint32_t out[EINV_LIMBS_OF_128]);
/* The reverse; false: more than 128 bits. */
bool einv__limbs_join(const uint32_t *limbs, size_t n, uint64_t *hi,
                      uint64_t *lo);

int einv__limbs_compare(const uint32_t *a, size_t n_a, const uint32_t *b,
                        size_t n_b);

/* out = a * 10^digits; out has room for shifted_size limbs. */
size_t einv__limbs_shifted_size(size_t n, uint32_t digits);
void einv__limbs_shift(uint32_t *out, struct einv_limbs a, uint32_t digits);

/* out = x + y, one limb more than the longer has; out may be x. */
void einv__limbs_add(uint32_t *out, struct einv_limbs x, struct einv_limbs y);
/* out = x - y, x not smaller, x.n limbs; out may be x. */
void einv__limbs_sub(uint32_t *out, struct einv_limbs x, struct einv_limbs y);
/* out = x * y, x.n + y.n limbs. */
void einv__limbs_mul(uint32_t *out, struct einv_limbs x, struct einv_limbs y);

/* u (n_u limbs and one free, n_u >= n) / v (n limbs, the top one not zero):
 * quotient of n_u - n + 1 limbs; u becomes the rest, both u and v scaled
 * alike, so that the rest can still be compared with v. */
void einv__limbs_divide(uint32_t *quotient, uint32_t *u, size_t n_u,
                        uint32_t *v, size_t n);
/* That rest (n limbs and one free; doubled by this) against half of v. */
int einv__limbs_against_half(uint32_t *rest, const uint32_t *v, size_t n);

#endif
