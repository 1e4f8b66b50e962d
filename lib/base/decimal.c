/* decimal.c: how decimals are held and reckoned with.
 *
 * Two ways through each operation.  The narrow one is for coefficients of 64
 * bits, which is nearly every amount of an invoice, and leaves as soon as
 * something does not fit.  The general one works on limbs (limbs.h); a value
 * of 128 bits is five of them and never needs memory.
 */
#include "decimal.h"
#include "limbs.h"

/* Limbs that an operation may use without asking the arena: two values of
 * 128 bits multiplied, or one shifted by some twenty digits. */
#define PAD 24u

/* --- limbs -------------------------------------------------------------- */

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

static struct einv_limbs view(const struct einv_decimal *d,
                              uint32_t store[EINV_LIMBS_OF_128])
{
    if (d->width == 0)
        return (struct einv_limbs){
            d->limbs, einv__limbs_strip(d->limbs, d->n_limbs)
        };
    return (struct einv_limbs){
        store,
        einv__limbs_split(d->width == 128 ? d->hi : 0, d->lo, store)
    };
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

    n = einv__limbs_strip(limbs, n);
    if (einv__limbs_join(limbs, n, &d.hi, &d.lo)) {
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
    size_t n = digits / EINV_LIMB_DIGITS + 1;
    uint32_t *limbs = take(&w, n);

    if (limbs == NULL)
        return false;
    for (size_t i = 0; i < n; i++)
        limbs[i] = 0;
    for (size_t i = 0; i < digits; i++)
        limbs[i / EINV_LIMB_DIGITS] +=
            lexical_digit(lex, i)
            * (uint32_t)einv__power_of_ten[i % EINV_LIMB_DIGITS];
    return settle(out, &w, limbs, n, lex->negative,
                  (uint32_t)lex->n_fraction);
}

bool einv__decimal_parse(struct einv_decimal *out, struct einv_text text,
                         struct einv_arena *arena, bool *nomem)
{
    struct lexical lex;

    if (!is_lexical(text, &lex))
        return false;
    /* 10^19 - 1 fits 64 bits. */
    if (lex.n_whole + lex.n_fraction < EINV_N_POWERS) {
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
static void limb_digits(uint32_t limb, char out[EINV_LIMB_DIGITS])
{
    for (size_t i = EINV_LIMB_DIGITS; i-- > 0; limb /= 10)
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

static size_t count_digits(struct einv_limbs a)
{
    return a.n == 0 ? 0
                    : (a.n - 1) * EINV_LIMB_DIGITS + digits_of(a.at[a.n - 1]);
}

/* Appends the digits first .. first + n - 1 from the left, of `total`. */
static void put_digits(struct einv_buf *out, struct einv_limbs a, size_t total,
                       size_t first, size_t n)
{
    for (size_t i = first; i < first + n && !out->failed;) {
        size_t right = total - 1 - i;            /* place from the right */
        size_t in_limb = right % EINV_LIMB_DIGITS;
        size_t run = in_limb + 1;                /* digits left in the limb */
        char digits[EINV_LIMB_DIGITS];

        limb_digits(a.at[right / EINV_LIMB_DIGITS], digits);
        if (run > first + n - i)
            run = first + n - i;
        einv__buf_put(out, digits + (EINV_LIMB_DIGITS - 1 - in_limb), run);
        i += run;
    }
}

void einv__decimal_format(const struct einv_decimal *d, struct einv_buf *out)
{
    uint32_t store[EINV_LIMBS_OF_128];
    struct einv_limbs a = view(d, store);
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
        return einv__limbs_strip(d->limbs, d->n_limbs) == 0;
    return d->lo == 0 && (d->width == 64 || d->hi == 0);
}

static uint32_t digit_at(struct einv_limbs a, size_t right)
{
    uint32_t limb = a.at[right / EINV_LIMB_DIGITS];

    return limb / (uint32_t)einv__power_of_ten[right % EINV_LIMB_DIGITS] % 10;
}

size_t einv__decimal_digits(const struct einv_decimal *d)
{
    uint32_t store[EINV_LIMBS_OF_128];

    return count_digits(view(d, store));
}

size_t einv__decimal_zeros(const struct einv_decimal *d)
{
    uint32_t store[EINV_LIMBS_OF_128];
    struct einv_limbs a = view(d, store);
    size_t n = 0;

    if (a.n == 0)
        return 0;
    while (digit_at(a, n) == 0)
        n++;
    return n;
}

/* By magnitude, without memory: first where the leading digit stands, then
 * digit by digit from the left, as if the shorter ended in zeros. */
static int compare_digits(struct einv_limbs a, uint32_t scale_a,
                          struct einv_limbs b, uint32_t scale_b)
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

/* value * 10^digits in 64 bits; false: does not fit. */
static bool shift_narrow(uint64_t *value, uint32_t digits)
{
    if (*value == 0)
        return true;
    if (digits >= EINV_N_POWERS
        || *value > UINT64_MAX / einv__power_of_ten[digits])
        return false;
    *value *= einv__power_of_ten[digits];
    return true;
}

/* By magnitude in 64 bits; false: does not fit. */
static bool compare_narrow(const struct einv_decimal *a,
                           const struct einv_decimal *b, int *c)
{
    uint64_t x = a->lo, y = b->lo;

    if (a->width != 64 || b->width != 64)
        return false;
    if (a->scale < b->scale ? !shift_narrow(&x, b->scale - a->scale)
                            : !shift_narrow(&y, a->scale - b->scale))
        return false;
    *c = (x > y) - (x < y);
    return true;
}

int einv__decimal_cmp(const struct einv_decimal *a,
                      const struct einv_decimal *b)
{
    bool minus_a = a->negative && !einv__decimal_is_zero(a);
    bool minus_b = b->negative && !einv__decimal_is_zero(b);
    uint32_t store_a[EINV_LIMBS_OF_128], store_b[EINV_LIMBS_OF_128];
    int c;

    if (minus_a != minus_b)
        return minus_a ? -1 : 1;
    if (!compare_narrow(a, b, &c))
        c = compare_digits(view(a, store_a), a->scale, view(b, store_b),
                           b->scale);
    return minus_a ? -c : c;
}

/* --- adding -------------------------------------------------------------- */

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

static bool add_general(struct einv_decimal *out, const struct einv_decimal *a,
                        const struct einv_decimal *b, struct einv_arena *arena)
{
    struct work w = { .arena = arena };
    uint32_t store_a[EINV_LIMBS_OF_128], store_b[EINV_LIMBS_OF_128];
    struct einv_limbs x = view(a, store_a), y = view(b, store_b);
    uint32_t scale = a->scale > b->scale ? a->scale : b->scale;
    size_t n_x = einv__limbs_shifted_size(x.n, scale - a->scale);
    size_t n_y = einv__limbs_shifted_size(y.n, scale - b->scale);
    size_t n = (n_x > n_y ? n_x : n_y) + 1;
    uint32_t *at = take(&w, n + n_y), *second;
    bool negative = a->negative;

    if (at == NULL)
        return false;
    second = at + n;
    einv__limbs_shift(at, x, scale - a->scale);
    einv__limbs_shift(second, y, scale - b->scale);
    x = (struct einv_limbs){ at, einv__limbs_strip(at, n_x) };
    y = (struct einv_limbs){ second, einv__limbs_strip(second, n_y) };
    if (a->negative == b->negative) {
        n = (x.n > y.n ? x.n : y.n) + 1;
        einv__limbs_add(at, x, y);
    } else if (einv__limbs_compare(x.at, x.n, y.at, y.n) >= 0) {
        n = x.n;
        einv__limbs_sub(at, x, y);
    } else {
        n = y.n;
        einv__limbs_sub(second, y, x);
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
    uint32_t store_a[EINV_LIMBS_OF_128], store_b[EINV_LIMBS_OF_128];
    struct einv_limbs x = view(a, store_a), y = view(b, store_b);
    uint32_t *at = take(&w, x.n + y.n);

    if (at == NULL)
        return false;
    einv__limbs_mul(at, x, y);
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
    case EINV_ROUND_HALF_DOWN:
        return half > 0;
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

/* x * 10^up_x / (y * 10^up_y), rounded. */
static bool div_general(struct einv_decimal *out, struct einv_limbs x,
                        uint32_t up_x, struct einv_limbs y, uint32_t up_y,
                        bool negative, uint32_t scale, enum einv_round mode,
                        struct einv_arena *arena)
{
    struct work w = { .arena = arena };
    size_t n_u = einv__limbs_shifted_size(x.n, up_x);
    size_t n_v = einv__limbs_shifted_size(y.n, up_y);
    size_t n_q, room = n_u > n_v ? n_u : n_v;
    uint32_t *u = take(&w, (room + 1) + n_v + (room + 2)), *v, *q;

    if (u == NULL)
        return false;
    v = u + room + 1;
    q = v + n_v;
    einv__limbs_shift(u, x, up_x);
    einv__limbs_shift(v, y, up_y);
    n_v = einv__limbs_strip(v, n_v);
    while (n_u < n_v)
        u[n_u++] = 0;
    n_q = n_u - n_v + 1;
    einv__limbs_divide(q, u, n_u, v, n_v);
    q[n_q] = 0;
    if (goes_up(mode, negative, einv__limbs_against_half(u, v, n_v),
                (q[0] & 1) != 0)) {
        static const uint32_t one = 1;

        einv__limbs_add(q, (struct einv_limbs){ q, n_q },
                        (struct einv_limbs){ &one, 1 });
    }
    return settle(out, &w, q, n_q + 1, negative, scale);
}

bool einv__decimal_div(struct einv_decimal *out, const struct einv_decimal *a,
                       const struct einv_decimal *b, uint32_t scale,
                       enum einv_round mode, struct einv_arena *arena)
{
    bool negative = a->negative != b->negative;
    int64_t up = (int64_t)scale + b->scale - a->scale;
    uint32_t store_a[EINV_LIMBS_OF_128], store_b[EINV_LIMBS_OF_128];
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

bool einv__decimal_strip(struct einv_decimal *out,
                         const struct einv_decimal *d,
                         struct einv_arena *arena)
{
    size_t zeros;

    if (d->scale == 0) {
        *out = *d;
        return true;
    }
    if (d->width == 64) {
        uint64_t value = d->lo;
        uint32_t scale = value == 0 ? 0 : d->scale;

        while (scale > 0 && value % 10 == 0) {
            value /= 10;
            scale--;
        }
        set_narrow(out, value, d->negative, scale);
        return true;
    }
    zeros = einv__decimal_zeros(d);
    if (zeros == 0 && !einv__decimal_is_zero(d)) {
        *out = *d;
        return true;
    }
    if (zeros > d->scale || einv__decimal_is_zero(d))
        zeros = d->scale;
    return einv__decimal_round(out, d, d->scale - (uint32_t)zeros,
                               EINV_ROUND_DOWN, arena);
}
