/* bigbits.c: whole numbers in base 2^32, as far as doubles need them.
 */
#include "bigbits.h"

static void put(struct einv_bigbits *b, size_t i, uint32_t word)
{
    if (i < EINV_BIGBITS)
        b->at[i] = word;
}

static void strip(struct einv_bigbits *b)
{
    while (b->n > 0 && b->at[b->n - 1] == 0)
        b->n--;
}

void einv__big_set(struct einv_bigbits *b, uint64_t value)
{
    b->at[0] = (uint32_t)value;
    b->at[1] = (uint32_t)(value >> 32);
    b->n = 2;
    strip(b);
}

void einv__big_mul(struct einv_bigbits *b, uint32_t by, uint32_t plus)
{
    uint64_t carry = plus;

    for (size_t i = 0; i < b->n; i++) {
        carry += (uint64_t)b->at[i] * by;
        b->at[i] = (uint32_t)carry;
        carry >>= 32;
    }
    if (carry != 0 && b->n < EINV_BIGBITS)
        b->at[b->n++] = (uint32_t)carry;
}

void einv__big_mul_ten(struct einv_bigbits *b, unsigned power)
{
    static const uint32_t small[] = { 1, 10, 100, 1000, 10000, 100000,
                                      1000000, 10000000, 100000000 };

    for (; power >= 9; power -= 9)
        einv__big_mul(b, 1000000000, 0);
    einv__big_mul(b, small[power], 0);
}

void einv__big_shift(struct einv_bigbits *b, unsigned bits)
{
    size_t words = bits / 32, n = b->n;
    unsigned by = bits % 32;

    if (n == 0)
        return;
    if (n + words + 1 > EINV_BIGBITS)
        return;         /* never: callers' numbers are smaller */
    b->at[n] = 0;
    for (size_t i = n + 1; i-- > 0;) {
        uint32_t low = i > 0 && by > 0 ? b->at[i - 1] >> (32 - by) : 0;

        put(b, i + words, (b->at[i] << by) | low);
    }
    for (size_t i = 0; i < words; i++)
        b->at[i] = 0;
    b->n = n + words + 1;
    strip(b);
}

int einv__big_cmp(const struct einv_bigbits *a, const struct einv_bigbits *b)
{
    if (a->n != b->n)
        return a->n < b->n ? -1 : 1;
    for (size_t i = a->n; i-- > 0;)
        if (a->at[i] != b->at[i])
            return a->at[i] < b->at[i] ? -1 : 1;
    return 0;
}

void einv__big_add(struct einv_bigbits *a, const struct einv_bigbits *b)
{
    size_t n = a->n > b->n ? a->n : b->n;
    uint64_t carry = 0;

    for (size_t i = 0; i < n; i++) {
        carry += i < a->n ? a->at[i] : 0;
        carry += i < b->n ? b->at[i] : 0;
        a->at[i] = (uint32_t)carry;
        carry >>= 32;
    }
    a->n = n;
    if (carry != 0 && n < EINV_BIGBITS)
        a->at[a->n++] = (uint32_t)carry;
}

void einv__big_sub(struct einv_bigbits *a, const struct einv_bigbits *b)
{
    uint64_t borrow = 0;

    for (size_t i = 0; i < a->n; i++) {
        uint64_t less = borrow + (i < b->n ? b->at[i] : 0);

        borrow = a->at[i] < less;
        a->at[i] = (uint32_t)(a->at[i] - less);
    }
    strip(a);
}

int einv__big_bits(const struct einv_bigbits *b)
{
    uint32_t top = b->n > 0 ? b->at[b->n - 1] : 0;
    int bits = 0;

    if (b->n == 0)
        return 0;
    while (top != 0) {
        bits++;
        top >>= 1;
    }
    return (int)(b->n - 1) * 32 + bits;
}
