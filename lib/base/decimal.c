/* decimal.c: how decimals are held and reckoned with.
 *
 * Two ways through each operation.  The narrow one is for coefficients of 64
 * bits, which is nearly every amount of an invoice, and leaves as soon as
 * something does not fit.  The general one works on limbs in base 10^9,
 * least first: that base makes shifting by powers of ten, reading and
 * writing cheap, and a product of two limbs fits uint64_t on every machine,
 * so that no __int128 is needed.  A value of 128 bits is five limbs and
 * never needs memory.
 */
#include "decimal.h"

#define BASE 1000000000u
#define BASE_DIGITS 9u
/* 2^128 < 10^45 */
#define LIMBS_OF_128 5u
/* Limbs that an operation may use without asking the arena: two values of
 * 128 bits multiplied, or one shifted by some twenty digits. */
#define PAD 24u

static const uint64_t power[] = {
    1u, 10u, 100u, 1000u, 10000u, 100000u, 1000000u, 10000000u, 100000000u,
    1000000000u, UINT64_C(10000000000), UINT64_C(100000000000),
    UINT64_C(1000000000000), UINT64_C(10000000000000),
    UINT64_C(100000000000000), UINT64_C(1000000000000000),
    UINT64_C(10000000000000000), UINT64_C(100000000000000000),
    UINT64_C(1000000000000000000), UINT64_C(10000000000000000000),
};
#define N_POWERS (sizeof power / sizeof power[0])

/* --- limbs -------------------------------------------------------------- */

struct limbs {
    const uint32_t *at;
    size_t n;                      /* no zero limbs at the top; 0 = zero */
};

/* Where an operation works; small things need no arena. */
struct work {
    struct einv_arena *arena;
    uint32_t pad[PAD];
};

static uint32_t *take(struct work *w, size_t n)
{
    if (n <= PAD)
        return w->pad;
    if (w->arena == NULL || n > SIZE_MAX / sizeof(uint32_t))
        return NULL;
    return einv__arena_alloc(w->arena, n * sizeof(uint32_t));
}

static size_t strip(const uint32_t *limbs, size_t n)
{
    while (n > 0 && limbs[n - 1] == 0)
        n--;
    return n;
}

/* hi:lo becomes limbs, by long division of four words of 32 bits. */
static size_t split(uint64_t hi, uint64_t lo, uint32_t out[LIMBS_OF_128])
{
    uint32_t word[4] = { (uint32_t)(hi >> 32), (uint32_t)hi,
                         (uint32_t)(lo >> 32), (uint32_t)lo };

    for (size_t i = 0; i < LIMBS_OF_128; i++) {
        uint64_t rest = 0;

        for (size_t j = 0; j < 4; j++) {
            rest = (rest << 32) | word[j];
            word[j] = (uint32_t)(rest / BASE);
            rest %= BASE;
        }
        out[i] = (uint32_t)rest;
    }
    return strip(out, LIMBS_OF_128);
}

/* The reverse; false: more than 128 bits. */
static bool join(const uint32_t *limbs, size_t n, uint64_t *hi, uint64_t *lo)
{
    uint32_t word[4] = { 0, 0, 0, 0 };     /* least first */

    if (n > LIMBS_OF_128)
        return false;
    while (n-- > 0) {
        uint64_t carry = limbs[n];

        for (size_t j = 0; j < 4; j++) {
            carry += (uint64_t)word[j] * BASE;
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

static struct limbs view(const struct einv_decimal *d,
                         uint32_t store[LIMBS_OF_128])
{
    if (d->width == 0)
        return (struct limbs){ d->limbs, strip(d->limbs, d->n_limbs) };
    return (struct limbs){ store, split(d->width == 128 ? d->hi : 0, d->lo,
                                        store) };
}

static void set_narrow(struct einv_decimal *out, uint64_t value,
                       bool negative, uint32_t scale)
{
    *out = (struct einv_decimal){
        .width = 64,
        .negative = negative && value != 0,
        .scale = scale,
        .lo = value,
    };
}

/* Gives a result the narrowest form that holds it. */
static bool settle(struct einv_decimal *out, struct work *w,
                   const uint32_t *limbs, size_t n, bool negative,
                   uint32_t scale)
{
    struct einv_decimal d = { .negative = negative, .scale = scale };
    uint32_t *copy;

    n = strip(limbs, n);
    if (join(limbs, n, &d.hi, &d.lo)) {
        d.width = d.hi != 0 ? 128 : 64;
        d.negative = negative && n > 0;
        *out = d;
        return true;
    }
    if (w->arena == NULL || n > UINT32_MAX)
        return false;
    copy = einv__arena_alloc(w->arena, n * sizeof *copy);
    if (copy == NULL)
        return false;
    memcpy(copy, limbs, n * sizeof *copy);
    d.limbs = copy;
    d.n_limbs = (uint32_t)n;
    *out = d;
    return true;
}

static int compare(const uint32_t *a, size_t n_a, const uint32_t *b,
                   size_t n_b)
{
    n_a = strip(a, n_a);
    n_b = strip(b, n_b);
    if (n_a != n_b)
        return n_a < n_b ? -1 : 1;
    while (n_a-- > 0)
        if (a[n_a] != b[n_a])
            return a[n_a] < b[n_a] ? -1 : 1;
    return 0;
}

/* Limbs that shifted() writes. */
static size_t shifted_size(size_t n, uint32_t digits)
{
    return n + digits / BASE_DIGITS + 1;
}

/* out = a * 10^digits. */
static void shifted(uint32_t *out, struct limbs a, uint32_t digits)
{
    size_t whole = digits / BASE_DIGITS;
    uint64_t by = power[digits % BASE_DIGITS];
    uint64_t carry = 0;

    for (size_t i = 0; i < whole; i++)
        out[i] = 0;
    for (size_t i = 0; i < a.n; i++) {
        carry += a.at[i] * by;
        out[whole + i] = (uint32_t)(carry % BASE);
        carry /= BASE;
    }
    out[whole + a.n] = (uint32_t)carry;
}

/* --- reading and writing ------------------------------------------------ */

/* The parts of a lexical decimal. */
struct lexical {
    bool negative;
    const char *whole, *fraction;
    size_t n_whole, n_fraction;
};

static const char *skip_digits(const char *p, const char *end)
{
    while (p < end && (unsigned char)(*p - '0') <= 9)
        p++;
    return p;
}

static bool is_lexical(struct einv_text text, struct lexical *lex)
{
    const char *p, *end;

    text = einv__text_trim(text);
    p = text.ptr;
    end = text.len > 0 ? p + text.len : p;
    lex->negative = p < end && *p == '-';
    if (p < end && (*p == '-' || *p == '+'))
        p++;
    lex->whole = p;
    p = skip_digits(p, end);
    lex->n_whole = (size_t)(p - lex->whole);
    lex->fraction = p;
    lex->n_fraction = 0;
    if (p < end && *p == '.') {
        lex->fraction = ++p;
        p = skip_digits(p, end);
        lex->n_fraction = (size_t)(p - lex->fraction);
    }
    return p == end && lex->n_whole + lex->n_fraction > 0;
}

bool einv__decimal_is(struct einv_text text)
{
    struct lexical lex;

    return is_lexical(text, &lex);
}

static uint64_t read_narrow(uint64_t value, const char *p, size_t n)
{
    while (n-- > 0)
        value = value * 10 + (uint64_t)(*p++ - '0');
    return value;
}

/* The digit i places from the right. */
static uint32_t lexical_digit(const struct lexical *lex, size_t i)
{
    char c;

    if (i < lex->n_fraction)
        c = lex->fraction[lex->n_fraction - 1 - i];
    else
        c = lex->whole[lex->n_whole - 1 - (i - lex->n_fraction)];
    return (uint32_t)(c - '0');
}

static bool parse_general(struct einv_decimal *out, const struct lexical *lex,
                          struct einv_arena *arena)
{
    struct work w = { .arena = arena };
    size_t digits = lex->n_whole + lex->n_fraction;
    size_t n = digits / BASE_DIGITS + 1;
    uint32_t *limbs = take(&w, n);

    if (limbs == NULL)
        return false;
    for (size_t i = 0; i < n; i++)
        limbs[i] = 0;
    for (size_t i = 0; i < digits; i++)
        limbs[i / BASE_DIGITS] += lexical_digit(lex, i)
                                * (uint32_t)power[i % BASE_DIGITS];
    return settle(out, &w, limbs, n, lex->negative,
                  (uint32_t)lex->n_fraction);
}

bool einv__decimal_parse(struct einv_decimal *out, struct einv_text text,
                         struct einv_arena *arena, bool *nomem)
{
    struct lexical lex;

    if (nomem != NULL)
        *nomem = false;
    if (!is_lexical(text, &lex))
        return false;
    /* 10^19 - 1 fits 64 bits. */
    if (lex.n_whole + lex.n_fraction < N_POWERS) {
        uint64_t value = read_narrow(0, lex.whole, lex.n_whole);

        value = read_narrow(value, lex.fraction, lex.n_fraction);
        set_narrow(out, value, lex.negative, (uint32_t)lex.n_fraction);
        return true;
    }
    if (lex.n_fraction <= UINT32_MAX && parse_general(out, &lex, arena))
        return true;
    if (nomem != NULL)
        *nomem = true;
    return false;
}

/* The digits of a limb, with all its leading zeros. */
static void limb_digits(uint32_t limb, char out[BASE_DIGITS])
{
    for (size_t i = BASE_DIGITS; i-- > 0; limb /= 10)
        out[i] = (char)('0' + limb % 10);
}

static unsigned digits_of(uint32_t limb)
{
    unsigned n = 1;

    while (limb >= 10) {
        limb /= 10;
        n++;
    }
    return n;
}

static size_t count_digits(struct limbs a)
{
    return a.n == 0 ? 0
                    : (a.n - 1) * BASE_DIGITS + digits_of(a.at[a.n - 1]);
}

/* Appends the digits first .. first + n - 1 from the left, of `total`. */
static void put_digits(struct einv_buf *out, struct limbs a, size_t total,
                       size_t first, size_t n)
{
    for (size_t i = first; i < first + n && !out->failed;) {
        size_t right = total - 1 - i;            /* place from the right */
        size_t in_limb = right % BASE_DIGITS;
        size_t run = in_limb + 1;                /* digits left in the limb */
        char digits[BASE_DIGITS];

        limb_digits(a.at[right / BASE_DIGITS], digits);
        if (run > first + n - i)
            run = first + n - i;
        einv__buf_put(out, digits + (BASE_DIGITS - 1 - in_limb), run);
        i += run;
    }
}

void einv__decimal_format(const struct einv_decimal *d, struct einv_buf *out)
{
    uint32_t store[LIMBS_OF_128];
    struct limbs a = view(d, store);
    size_t total = count_digits(a);
    size_t whole = total > d->scale ? total - d->scale : 0;

    if (d->negative && a.n > 0)
        einv__buf_char(out, '-');
    if (whole > 0)
        put_digits(out, a, total, 0, whole);
    else
        einv__buf_char(out, '0');
    if (d->scale == 0)
        return;
    einv__buf_char(out, '.');
    for (size_t i = total; i < d->scale && !out->failed; i++)
        einv__buf_char(out, '0');
    put_digits(out, a, total, whole, total - whole);
}

/* --- comparing ----------------------------------------------------------- */

bool einv__decimal_is_zero(const struct einv_decimal *d)
{
    if (d->width == 0)
        return strip(d->limbs, d->n_limbs) == 0;
    return d->lo == 0 && (d->width == 64 || d->hi == 0);
}

static uint32_t digit_at(struct limbs a, size_t right)
{
    return (uint32_t)(a.at[right / BASE_DIGITS]
                      / (uint32_t)power[right % BASE_DIGITS] % 10);
}

/* By magnitude, without memory: first where the leading digit stands, then
 * digit by digit from the left, as if the shorter ended in zeros. */
static int compare_digits(struct limbs a, uint32_t scale_a, struct limbs b,
                          uint32_t scale_b)
{
    size_t n_a = count_digits(a), n_b = count_digits(b);
    int64_t top_a = (int64_t)n_a - scale_a, top_b = (int64_t)n_b - scale_b;

    if (a.n == 0 || b.n == 0)
        return (a.n > 0) - (b.n > 0);
    if (top_a != top_b)
        return top_a < top_b ? -1 : 1;
    for (size_t i = 0; i < n_a || i < n_b; i++) {
        uint32_t x = i < n_a ? digit_at(a, n_a - 1 - i) : 0;
        uint32_t y = i < n_b ? digit_at(b, n_b - 1 - i) : 0;

        if (x != y)
            return x < y ? -1 : 1;
    }
    return 0;
}

int einv__decimal_cmp(const struct einv_decimal *a,
                      const struct einv_decimal *b)
{
    bool minus_a = a->negative && !einv__decimal_is_zero(a);
    bool minus_b = b->negative && !einv__decimal_is_zero(b);
    uint32_t store_a[LIMBS_OF_128], store_b[LIMBS_OF_128];
    int c;

    if (minus_a != minus_b)
        return minus_a ? -1 : 1;
    if (a->width == 64 && b->width == 64 && a->scale == b->scale)
        c = (a->lo > b->lo) - (a->lo < b->lo);
    else
        c = compare_digits(view(a, store_a), a->scale, view(b, store_b),
                           b->scale);
    return minus_a ? -c : c;
}

/* --- adding -------------------------------------------------------------- */

/* value * 10^digits in 64 bits; false: does not fit. */
static bool shift_narrow(uint64_t *value, uint32_t digits)
{
    if (*value == 0)
        return true;
    if (digits >= N_POWERS || *value > UINT64_MAX / power[digits])
        return false;
    *value *= power[digits];
    return true;
}

static bool add_narrow(struct einv_decimal *out, const struct einv_decimal *a,
                       const struct einv_decimal *b)
{
    uint64_t x = a->lo, y = b->lo;
    uint32_t scale = a->scale > b->scale ? a->scale : b->scale;

    if (a->width != 64 || b->width != 64
        || !shift_narrow(&x, scale - a->scale)
        || !shift_narrow(&y, scale - b->scale))
        return false;
    if (a->negative != b->negative) {
        if (x >= y)
            set_narrow(out, x - y, a->negative, scale);
        else
            set_narrow(out, y - x, b->negative, scale);
        return true;
    }
    if (x > UINT64_MAX - y)
        return false;
    set_narrow(out, x + y, a->negative, scale);
    return true;
}

/* out = x + y, one limb longer than the longer; out may be x. */
static void add_limbs(uint32_t *out, struct limbs x, struct limbs y)
{
    size_t n = x.n > y.n ? x.n : y.n;
    uint32_t carry = 0;

    for (size_t i = 0; i < n; i++) {
        carry += (i < x.n ? x.at[i] : 0) + (i < y.n ? y.at[i] : 0);
        out[i] = carry >= BASE ? carry - BASE : carry;
        carry = carry >= BASE;
    }
    out[n] = carry;
}

/* out = x - y, x not smaller; out may be x. */
static void sub_limbs(uint32_t *out, struct limbs x, struct limbs y)
{
    uint32_t borrow = 0;

    for (size_t i = 0; i < x.n; i++) {
        uint32_t less = (i < y.n ? y.at[i] : 0) + borrow;

        borrow = x.at[i] < less;
        out[i] = borrow ? x.at[i] + BASE - less : x.at[i] - less;
    }
}

static bool add_general(struct einv_decimal *out, const struct einv_decimal *a,
                        const struct einv_decimal *b, struct einv_arena *arena)
{
    struct work w = { .arena = arena };
    uint32_t store_a[LIMBS_OF_128], store_b[LIMBS_OF_128];
    struct limbs x = view(a, store_a), y = view(b, store_b);
    uint32_t scale = a->scale > b->scale ? a->scale : b->scale;
    size_t n_x = shifted_size(x.n, scale - a->scale);
    size_t n_y = shifted_size(y.n, scale - b->scale);
    size_t n = (n_x > n_y ? n_x : n_y) + 1;
    uint32_t *at = take(&w, n + n_y), *second;
    bool negative = a->negative;

    if (at == NULL)
        return false;
    second = at + n;
    shifted(at, x, scale - a->scale);
    shifted(second, y, scale - b->scale);
    x = (struct limbs){ at, strip(at, n_x) };
    y = (struct limbs){ second, strip(second, n_y) };
    if (a->negative == b->negative) {
        n = (x.n > y.n ? x.n : y.n) + 1;
        add_limbs(at, x, y);
    } else if (compare(x.at, x.n, y.at, y.n) >= 0) {
        n = x.n;
        sub_limbs(at, x, y);
    } else {
        n = y.n;
        sub_limbs(second, y, x);
        at = second;
        negative = b->negative;
    }
    return settle(out, &w, at, n, negative, scale);
}

bool einv__decimal_add(struct einv_decimal *out, const struct einv_decimal *a,
                       const struct einv_decimal *b, struct einv_arena *arena)
{
    return add_narrow(out, a, b) || add_general(out, a, b, arena);
}

bool einv__decimal_sub(struct einv_decimal *out, const struct einv_decimal *a,
                       const struct einv_decimal *b, struct einv_arena *arena)
{
    struct einv_decimal minus = *b;

    minus.negative = !b->negative;
    return einv__decimal_add(out, a, &minus, arena);
}

/* --- multiplying --------------------------------------------------------- */

static bool mul_general(struct einv_decimal *out, const struct einv_decimal *a,
                        const struct einv_decimal *b, struct einv_arena *arena)
{
    struct work w = { .arena = arena };
    uint32_t store_a[LIMBS_OF_128], store_b[LIMBS_OF_128];
    struct limbs x = view(a, store_a), y = view(b, store_b);
    uint32_t *at = take(&w, x.n + y.n);

    if (at == NULL)
        return false;
    for (size_t i = 0; i < x.n + y.n; i++)
        at[i] = 0;
    for (size_t i = 0; i < x.n; i++) {
        uint64_t carry = 0;

        for (size_t j = 0; j < y.n; j++) {
            carry += (uint64_t)x.at[i] * y.at[j] + at[i + j];
            at[i + j] = (uint32_t)(carry % BASE);
            carry /= BASE;
        }
        at[i + y.n] = (uint32_t)carry;
    }
    return settle(out, &w, at, x.n + y.n, a->negative != b->negative,
                  a->scale + b->scale);
}

bool einv__decimal_mul(struct einv_decimal *out, const struct einv_decimal *a,
                       const struct einv_decimal *b, struct einv_arena *arena)
{
    if (a->scale > UINT32_MAX - b->scale)
        return false;
    if (a->width == 64 && b->width == 64
        && (a->lo == 0 || b->lo <= UINT64_MAX / a->lo)) {
        set_narrow(out, a->lo * b->lo, a->negative != b->negative,
                   a->scale + b->scale);
        return true;
    }
    return mul_general(out, a, b, arena);
}

/* --- dividing and rounding ----------------------------------------------- */

/* Is the magnitude one more?  `half`: the rest against half the divisor. */
static bool goes_up(enum einv_round mode, bool negative, int half, bool odd)
{
    switch (mode) {
    case EINV_ROUND_HALF_UP:
        return half >= 0;
    case EINV_ROUND_HALF_EVEN:
        return half > 0 || (half == 0 && odd);
    case EINV_ROUND_HALF_CEIL:
        return negative ? half > 0 : half >= 0;
    case EINV_ROUND_DOWN:
        break;
    }
    return false;
}

static bool div_narrow(struct einv_decimal *out, uint64_t x, uint64_t y,
                       bool negative, uint32_t scale, enum einv_round mode)
{
    uint64_t q = x / y, rest = x % y;
    int half = rest == y - rest ? 0 : rest > y - rest ? 1 : -1;

    if (goes_up(mode, negative, half, (q & 1) != 0)) {
        if (q == UINT64_MAX)
            return false;
        q++;
    }
    set_narrow(out, q, negative, scale);
    return true;
}

static void times_small(uint32_t *limbs, size_t n, uint32_t by)
{
    uint64_t carry = 0;

    for (size_t i = 0; i < n; i++) {
        carry += (uint64_t)limbs[i] * by;
        limbs[i] = (uint32_t)(carry % BASE);
        carry /= BASE;
    }
}

/* Knuth, The Art of Computer Programming 2, 4.3.1 D, step D3: a digit of
 * the quotient from the top limbs, at most one too large. */
static uint64_t guess(const uint32_t *u, const uint32_t *v, size_t n)
{
    uint64_t top = (uint64_t)u[n] * BASE + u[n - 1];
    uint64_t q = top / v[n - 1], rest = top % v[n - 1];

    while (q >= BASE
           || (n > 1 && q * v[n - 2] > rest * BASE + u[n - 2])) {
        q--;
        rest += v[n - 1];
        if (rest >= BASE)
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
        less = (uint32_t)(carry % BASE) + borrow;
        carry /= BASE;
        borrow = u[i] < less;
        u[i] = borrow ? u[i] + BASE - less : u[i] - less;
    }
    if (borrow == 0)
        return (uint32_t)q;
    for (size_t i = 0; i <= n; i++) {
        sum += u[i] + (i < n ? v[i] : 0);
        u[i] = sum >= BASE ? sum - BASE : sum;
        sum = sum >= BASE;
    }
    return (uint32_t)(q - 1);
}

/* u (n_u limbs and one free) / v (n limbs, the top one not zero): quotient
 * of n_u - n + 1 limbs; u becomes the rest.  Both are scaled alike, which
 * changes neither the quotient nor how the rest compares with v. */
static void divide(uint32_t *quotient, uint32_t *u, size_t n_u, uint32_t *v,
                   size_t n)
{
    uint32_t by = BASE / (v[n - 1] + 1);

    u[n_u] = 0;
    times_small(u, n_u + 1, by);
    times_small(v, n, by);
    for (size_t j = n_u - n + 1; j-- > 0;)
        quotient[j] = reduce(u + j, v, n, guess(u + j, v, n));
}

/* The rest (n limbs and one free) against half of v. */
static int against_half(uint32_t *rest, const uint32_t *v, size_t n)
{
    rest[n] = 0;
    times_small(rest, n + 1, 2);
    return compare(rest, n + 1, v, n);
}

/* x * 10^up_x / (y * 10^up_y), rounded. */
static bool div_general(struct einv_decimal *out, struct limbs x,
                        uint32_t up_x, struct limbs y, uint32_t up_y,
                        bool negative, uint32_t scale, enum einv_round mode,
                        struct einv_arena *arena)
{
    struct work w = { .arena = arena };
    size_t n_u = shifted_size(x.n, up_x), n_v = shifted_size(y.n, up_y);
    size_t n_q, room = n_u > n_v ? n_u : n_v;
    uint32_t *u = take(&w, (room + 1) + n_v + (room + 2)), *v, *q;

    if (u == NULL)
        return false;
    v = u + room + 1;
    q = v + n_v;
    shifted(u, x, up_x);
    shifted(v, y, up_y);
    n_v = strip(v, n_v);
    while (n_u < n_v)
        u[n_u++] = 0;
    n_q = n_u - n_v + 1;
    divide(q, u, n_u, v, n_v);
    q[n_q] = 0;
    if (goes_up(mode, negative, against_half(u, v, n_v), (q[0] & 1) != 0)) {
        static const uint32_t one = 1;

        add_limbs(q, (struct limbs){ q, n_q }, (struct limbs){ &one, 1 });
    }
    return settle(out, &w, q, n_q + 1, negative, scale);
}

bool einv__decimal_div(struct einv_decimal *out, const struct einv_decimal *a,
                       const struct einv_decimal *b, uint32_t scale,
                       enum einv_round mode, struct einv_arena *arena)
{
    bool negative = a->negative != b->negative;
    int64_t up = (int64_t)scale + b->scale - a->scale;
    uint32_t store_a[LIMBS_OF_128], store_b[LIMBS_OF_128];
    uint32_t up_a, up_b;
    uint64_t x = a->lo, y = b->lo;

    if (einv__decimal_is_zero(b) || up > UINT32_MAX || -up > UINT32_MAX)
        return false;
    up_a = up > 0 ? (uint32_t)up : 0;
    up_b = up < 0 ? (uint32_t)-up : 0;
    if (a->width == 64 && b->width == 64 && shift_narrow(&x, up_a)
        && shift_narrow(&y, up_b)
        && div_narrow(out, x, y, negative, scale, mode))
        return true;
    return div_general(out, view(a, store_a), up_a, view(b, store_b), up_b,
                       negative, scale, mode, arena);
}

bool einv__decimal_round(struct einv_decimal *out,
                         const struct einv_decimal *d, uint32_t scale,
                         enum einv_round mode, struct einv_arena *arena)
{
    struct einv_decimal one;

    set_narrow(&one, 1, false, 0);
    return einv__decimal_div(out, d, &one, scale, mode, arena);
}
