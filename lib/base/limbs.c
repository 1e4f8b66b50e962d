/* limbs.c: arithmetic on whole numbers of any length, in base 10^9.
 *
 * Least limb first.  That base makes shifting by powers of ten, reading and
 * writing cheap, and a product of two limbs fits uint64_t on every machine,
 * so that no __int128 is needed.
 */
#include "limbs.h"

const uint64_t einv__power_of_ten[EINV_N_POWERS] = {
    1u, 10u, 100u, 1000u, 10000u, 100000u, 1000000u, 10000000u, 100000000u,
    1000000000u, UINT64_C(10000000000), UINT64_C(100000000000),
    UINT64_C(1000000000000), UINT64_C(10000000000000),
    UINT64_C(100000000000000), UINT64_C(1000000000000000),
    UINT64_C(10000000000000000), UINT64_C(100000000000000000),
    UINT64_C(1000000000000000000), UINT64_C(10000000000000000000),
};

size_t einv__limbs_strip(const uint32_t *limbs, size_t n)
{
    while (n > 0 && limbs[n - 1] == 0)
        n--;
    return n;
}

/* hi:lo becomes limbs, by long division of four words of 32 bits. */
size_t einv__limbs_split(uint64_t hi, uint64_t lo,
                         uint32_t out[EINV_LIMBS_OF_128])
{
    uint32_t word[4] = { (uint32_t)(hi >> 32), (uint32_t)hi,
                         (uint32_t)(lo >> 32), (uint32_t)lo };

    for (size_t i = 0; i < EINV_LIMBS_OF_128; i++) {
        uint64_t rest = 0;

        for (size_t j = 0; j < 4; j++) {
            rest = (rest << 32) | word[j];
            word[j] = (uint32_t)(rest / EINV_LIMB_BASE);
            rest %= EINV_LIMB_BASE;
        }
        out[i] = (uint32_t)rest;
    }
    return einv__limbs_strip(out, EINV_LIMBS_OF_128);
}

/* The reverse; false: more than 128 bits. */
bool einv__limbs_join(const uint32_t *limbs, size_t n, uint64_t *hi,
                      uint64_t *lo)
{
    uint32_t word[4] = { 0, 0, 0, 0 };     /* least first */

    if (n > EINV_LIMBS_OF_128)
        return false;
    while (n-- > 0) {
        uint64_t carry = limbs[n];

        for (size_t j = 0; j < 4; j++) {
            carry += (uint64_t)word[j] * EINV_LIMB_BASE;
            word[j] = (uint32_t)carry;
            carry >>= 32;
        }
        if (carry != 0)
            return false;
    }
    *hi = ((uint64_t)word[3] << 32) | word[2];
    *lo = ((uint64_t)word[1] << 32) | word[0];
    return true;
}

int einv__limbs_compare(const uint32_t *a, size_t n_a, const uint32_t *b,
                   size_t n_b)
{
    n_a = einv__limbs_strip(a, n_a);
    n_b = einv__limbs_strip(b, n_b);
    if (n_a != n_b)
        return n_a < n_b ? -1 : 1;
    while (n_a-- > 0)
        if (a[n_a] != b[n_a])
            return a[n_a] < b[n_a] ? -1 : 1;
    return 0;
}

/* Limbs that einv__limbs_shift() writes. */
size_t einv__limbs_shifted_size(size_t n, uint32_t digits)
{
    return n + digits / EINV_LIMB_DIGITS + 1;
}

/* out = a * 10^digits. */
void einv__limbs_shift(uint32_t *out, struct einv_limbs a, uint32_t digits)
{
    size_t whole = digits / EINV_LIMB_DIGITS;
    uint64_t by = einv__power_of_ten[digits % EINV_LIMB_DIGITS];
    uint64_t carry = 0;

    for (size_t i = 0; i < whole; i++)
        out[i] = 0;
    for (size_t i = 0; i < a.n; i++) {
        carry += a.at[i] * by;
        out[whole + i] = (uint32_t)(carry % EINV_LIMB_BASE);
        carry /= EINV_LIMB_BASE;
    }
    out[whole + a.n] = (uint32_t)carry;
}

/* out = x + y, one limb longer than the longer; out may be x. */
void einv__limbs_add(uint32_t *out, struct einv_limbs x, struct einv_limbs y)
{
    size_t n = x.n > y.n ? x.n : y.n;
    uint32_t carry = 0;

    for (size_t i = 0; i < n; i++) {
        carry += (i < x.n ? x.at[i] : 0) + (i < y.n ? y.at[i] : 0);
        out[i] = carry >= EINV_LIMB_BASE ? carry - EINV_LIMB_BASE : carry;
        carry = carry >= EINV_LIMB_BASE;
    }
    out[n] = carry;
}

/* out = x - y, x not smaller; out may be x. */
void einv__limbs_sub(uint32_t *out, struct einv_limbs x, struct einv_limbs y)
{
    uint32_t borrow = 0;

    for (size_t i = 0; i < x.n; i++) {
        uint32_t less = (i < y.n ? y.at[i] : 0) + borrow;

        borrow = x.at[i] < less;
        out[i] = borrow ? x.at[i] + EINV_LIMB_BASE - less : x.at[i] - less;
    }
}

void einv__limbs_mul(uint32_t *out, struct einv_limbs x, struct einv_limbs y)
{
    for (size_t i = 0; i < x.n + y.n; i++)
        out[i] = 0;
    for (size_t i = 0; i < x.n; i++) {
        uint64_t carry = 0;

        for (size_t j = 0; j < y.n; j++) {
            carry += (uint64_t)x.at[i] * y.at[j] + out[i + j];
            out[i + j] = (uint32_t)(carry % EINV_LIMB_BASE);
            carry /= EINV_LIMB_BASE;
        }
        out[i + y.n] = (uint32_t)carry;
    }
}

static void times_small(uint32_t *limbs, size_t n, uint32_t by)
{
    uint64_t carry = 0;

    for (size_t i = 0; i < n; i++) {
        carry += (uint64_t)limbs[i] * by;
        limbs[i] = (uint32_t)(carry % EINV_LIMB_BASE);
        carry /= EINV_LIMB_BASE;
    }
}

/* Knuth, The Art of Computer Programming 2, 4.3.1 D, step D3: a digit of
 * the quotient from the top limbs, at most one too large. */
static uint64_t guess(const uint32_t *u, const uint32_t *v, size_t n)
{
    uint64_t top = (uint64_t)u[n] * EINV_LIMB_BASE + u[n - 1];
    uint64_t q = top / v[n - 1], rest = top % v[n - 1];

    while (q >= EINV_LIMB_BASE
           || (n > 1 && q * v[n - 2] > rest * EINV_LIMB_BASE + u[n - 2])) {
        q--;
        rest += v[n - 1];
        if (rest >= EINV_LIMB_BASE)
            break;
    }
    return q;
}

/* Steps D4 to D6: u -= q * v; the digit that really goes. */
static uint32_t reduce(uint32_t *u, const uint32_t *v, size_t n, uint64_t q)
{
    uint64_t carry = 0;
    uint32_t borrow = 0, sum = 0;

    for (size_t i = 0; i <= n; i++) {
        uint32_t less;

        carry += i < n ? q * v[i] : 0;
        less = (uint32_t)(carry % EINV_LIMB_BASE) + borrow;
        carry /= EINV_LIMB_BASE;
        borrow = u[i] < less;
        u[i] = borrow ? u[i] + EINV_LIMB_BASE - less : u[i] - less;
    }
    if (borrow == 0)
        return (uint32_t)q;
    for (size_t i = 0; i <= n; i++) {
        sum += u[i] + (i < n ? v[i] : 0);
        u[i] = sum >= EINV_LIMB_BASE ? sum - EINV_LIMB_BASE : sum;
        sum = sum >= EINV_LIMB_BASE;
    }
    return (uint32_t)(q - 1);
}

/* u (n_u limbs and one free) / v (n limbs, the top one not zero): quotient
 * of n_u - n + 1 limbs; u becomes the rest.  Both are scaled alike, which
 * changes neither the quotient nor how the rest compares with v. */
void einv__limbs_divide(uint32_t *quotient, uint32_t *u, size_t n_u,
                        uint32_t *v, size_t n)
{
    uint32_t by = EINV_LIMB_BASE / (v[n - 1] + 1);

    u[n_u] = 0;
    times_small(u, n_u + 1, by);
    times_small(v, n, by);
    for (size_t j = n_u - n + 1; j-- > 0;)
        quotient[j] = reduce(u + j, v, n, guess(u + j, v, n));
}

/* The rest (n limbs and one free) against half of v. */
int einv__limbs_against_half(uint32_t *rest, const uint32_t *v, size_t n)
{
    rest[n] = 0;
    times_small(rest, n + 1, 2);
    return einv__limbs_compare(rest, n + 1, v, n);
}

