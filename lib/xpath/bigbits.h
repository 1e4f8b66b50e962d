/* bigbits.h: whole numbers in base 2^32 of a bounded size, for double.c and
 * shortest.c: as large as the largest double with 800 digits written out.
 */
#ifndef EINV_LIB_XPATH_BIGBITS_H
#define EINV_LIB_XPATH_BIGBITS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* 10^(800 + 342) < 2^3800, and room to shift by as much as a double's
 * exponent. */
enum { EINV_BIGBITS = 160 };

struct einv_bigbits {
    size_t n;                   /* words used; the top one is not zero */
    uint32_t at[EINV_BIGBITS];  /* least first */
};

void einv__big_set(struct einv_bigbits *b, uint64_t value);
/* b = b * by + plus */
void einv__big_mul(struct einv_bigbits *b, uint32_t by, uint32_t plus);
void einv__big_mul_ten(struct einv_bigbits *b, unsigned power);
void einv__big_shift(struct einv_bigbits *b, unsigned bits);
int einv__big_cmp(const struct einv_bigbits *a, const struct einv_bigbits *b);
void einv__big_add(struct einv_bigbits *a, const struct einv_bigbits *b);
/* a >= b */
void einv__big_sub(struct einv_bigbits *a, const struct einv_bigbits *b);
/* Bits without the leading zeros. */
int einv__big_bits(const struct einv_bigbits *b);

#endif
