/* arith_moment.c: arithmetic on dates, times and durations: which
 * operations exist (F&O 10.6, 10.8, appendix B of XPath 2.0), one row each.
 */
#include "arith.h"
#include "moment.h"
#include "number.h"

typedef bool operation(struct einv_xp_run *run, const struct einv_xp_item *a,
                       const struct einv_xp_item *b, bool flag,
                       struct einv_xp_item *out);

/* A duration as a number of its smallest unit. */
static bool units(struct einv_xp_run *run, const struct einv_xp_item *in,
                  struct einv_decimal *out)
{
    const struct einv_xp_duration *d = &in->u.duration;
    int64_t n = in->type == EINV_XP_YEARMONTH ? d->months : d->seconds;
    struct einv_decimal nano =
        einv__xp_small((uint64_t)(d->nano < 0 ? -d->nano : d->nano),
                       d->nano < 0, 9);

    *out = einv__xp_small(n < 0 ? 0 - (uint64_t)n : (uint64_t)n, n < 0, 0);
    if (in->type == EINV_XP_YEARMONTH)
        return true;
    return einv__decimal_add(out, out, &nano, &run->arena) ||
           einv__xp_fail(run, "EINV0002");
}

static bool to_int64(const struct einv_decimal *d, int64_t *out)
{
    if (d->width != 64 || d->lo > (uint64_t)INT64_MAX / 2)
        return false;
    *out = d->negative ? -(int64_t)d->lo : (int64_t)d->lo;
    return true;
}

/* The reverse of units; months round as fn:round does. */
static bool from_units(struct einv_xp_run *run, const struct einv_decimal *d,
                       enum einv_xp_type type, struct einv_xp_item *out)
{
    bool months = type == EINV_XP_YEARMONTH;
    struct einv_decimal rounded, whole;
    int64_t n;
    uint32_t nano = 0;

    if (!einv__decimal_round(&rounded, d, months ? 0 : 9,
                             months ? EINV_ROUND_HALF_CEIL
                                    : EINV_ROUND_HALF_EVEN,
                             &run->arena) ||
        !einv__decimal_round(&whole, &rounded, 0, EINV_ROUND_DOWN,
                             &run->arena))
        return einv__xp_fail(run, "EINV0002");
    if (!to_int64(&whole, &n))
        return einv__xp_fail(run, "FODT0002");
    if (months) {
        out->u.duration = (struct einv_xp_duration){ n, 0, 0 };
        return true;
    }
    if (!einv__decimal_sub(&rounded, &rounded, &whole, &run->arena))
        return einv__xp_fail(run, "EINV0002");
    nano = (uint32_t)rounded.lo;        /* nine places behind the point */
    out->u.duration = (struct einv_xp_duration){
        0, n, rounded.negative ? -(int32_t)nano : (int32_t)nano
    };
    return true;
}

/* flag: minus */
static bool shift_moment(struct einv_xp_run *run,
                         const struct einv_xp_item *a,
                         const struct einv_xp_item *b, bool minus,
                         struct einv_xp_item *out)
{
    return einv__xp_moment_add(&a->u.moment, (enum einv_xp_type)a->type,
                               &b->u.duration, minus, &out->u.moment) ||
           einv__xp_fail(run, "FODT0001");
}

static bool moment_shift(struct einv_xp_run *run,
                         const struct einv_xp_item *a,
                         const struct einv_xp_item *b, bool minus,
                         struct einv_xp_item *out)
{
    return shift_moment(run, b, a, minus, out);
}

static bool differ(struct einv_xp_run *run, const struct einv_xp_item *a,
                   const struct einv_xp_item *b, bool minus,
                   struct einv_xp_item *out)
{
    struct einv_xp_instant x = einv__xp_instant(&a->u.moment, run->zone);
    struct einv_xp_instant y = einv__xp_instant(&b->u.moment, run->zone);

    (void)minus;
    out->u.duration = einv__xp_daytime(x.seconds - y.seconds,
                                       (int64_t)x.nano - y.nano);
    return true;
}

static bool too_long(int64_t n)
{
    return n > INT64_MAX / 2 || n < -(INT64_MAX / 2);
}

static bool sum(struct einv_xp_run *run, const struct einv_xp_item *a,
                const struct einv_xp_item *b, bool minus,
                struct einv_xp_item *out)
{
    const struct einv_xp_duration *x = &a->u.duration;
    struct einv_xp_duration y = b->u.duration, r;

    if (minus) {
        y.months = -y.months;
        y.seconds = -y.seconds;
        y.nano = -y.nano;
    }
    if (too_long(x->seconds) || too_long(y.seconds))
        return einv__xp_fail(run, "FODT0002");
    r = einv__xp_daytime(x->seconds + y.seconds, (int64_t)x->nano + y.nano);
    r.months = x->months + y.months;
    if (too_long(r.seconds) || too_long(r.months))
        return einv__xp_fail(run, "FODT0002");
    out->u.duration = r;
    return true;
}

/* flag: division */
static bool scale(struct einv_xp_run *run, const struct einv_xp_item *a,
                  const struct einv_xp_item *b, bool divide,
                  struct einv_xp_item *out)
{
    struct einv_decimal d, by;

    by = b->u.number;
    if (b->type == EINV_XP_FLOAT || b->type == EINV_XP_DOUBLE) {
        if (einv__xp_is_nan(b->u.real))
            return einv__xp_fail(run, "FOCA0005");
        if (einv__xp_is_infinite(b->u.real)) {
            if (!divide)
                return einv__xp_fail(run, "FODT0002");
            out->u.duration = (struct einv_xp_duration){ 0, 0, 0 };
            return true;
        }
        /* The digits that are written for it: P35M * 2.3 is 80.5 months
         * (F&O 10.6.3), which the exact value of 2.3 falls short of. */
        if (!einv__xp_double_to_shortest(run, b->u.real,
                                         b->type == EINV_XP_FLOAT, &by))
            return false;
    }
    if (divide && einv__decimal_is_zero(&by))
        return einv__xp_fail(run, "FODT0002");
    if (!units(run, a, &d))
        return false;
    /* Ten places more than are kept: a half is seen as one. */
    if (!(divide ? einv__decimal_div(&d, &d, &by, 19, EINV_ROUND_DOWN,
                                     &run->arena)
                 : einv__decimal_mul(&d, &d, &by, &run->arena)))
        return einv__xp_fail(run, "EINV0002");
    return from_units(run, &d, (enum einv_xp_type)a->type, out);
}

static bool scale_by_left(struct einv_xp_run *run,
                          const struct einv_xp_item *a,
                          const struct einv_xp_item *b, bool divide,
                          struct einv_xp_item *out)
{
    return scale(run, b, a, divide, out);
}

/* How many times b is in a: twenty places, as Saxon 9.9. */
static bool ratio(struct einv_xp_run *run, const struct einv_xp_item *a,
                  const struct einv_xp_item *b, bool divide,
                  struct einv_xp_item *out)
{
    struct einv_decimal x, y;

    (void)divide;
    if (!units(run, a, &x) || !units(run, b, &y))
        return false;
    if (einv__decimal_is_zero(&y))
        return einv__xp_fail(run, "FOAR0001");
    return einv__xp_settle(run,
                           einv__decimal_div(&out->u.number, &x, &y, 20,
                                             EINV_ROUND_HALF_EVEN,
                                             &run->arena) &&
                               einv__decimal_strip(&out->u.number,
                                                   &out->u.number,
                                                   &run->arena),
                           &out->u.number);
}

enum { ANY_NUMBER = EINV_XP_N_TYPES };

struct operation_row {
    uint8_t op, left, right;    /* ANY_NUMBER: a numeric one */
    uint8_t result;
    bool flag;
    operation *run;
};

static const struct operation_row rows[] = {
#define ROW(op, left, right, result, flag, run) \
    { EINV_XP_##op, EINV_XP_##left, EINV_XP_##right, EINV_XP_##result, \
      flag, run }
    ROW(ADD, DATE, YEARMONTH, DATE, false, shift_moment),
    ROW(ADD, DATE, DAYTIME, DATE, false, shift_moment),
    ROW(ADD, DATETIME, YEARMONTH, DATETIME, false, shift_moment),
    ROW(ADD, DATETIME, DAYTIME, DATETIME, false, shift_moment),
    ROW(ADD, TIME, DAYTIME, TIME, false, shift_moment),
    ROW(ADD, YEARMONTH, DATE, DATE, false, moment_shift),
    ROW(ADD, DAYTIME, DATE, DATE, false, moment_shift),
    ROW(ADD, YEARMONTH, DATETIME, DATETIME, false, moment_shift),
    ROW(ADD, DAYTIME, DATETIME, DATETIME, false, moment_shift),
    ROW(ADD, DAYTIME, TIME, TIME, false, moment_shift),
    ROW(SUB, DATE, YEARMONTH, DATE, true, shift_moment),
    ROW(SUB, DATE, DAYTIME, DATE, true, shift_moment),
    ROW(SUB, DATETIME, YEARMONTH, DATETIME, true, shift_moment),
    ROW(SUB, DATETIME, DAYTIME, DATETIME, true, shift_moment),
    ROW(SUB, TIME, DAYTIME, TIME, true, shift_moment),
    ROW(SUB, DATE, DATE, DAYTIME, true, differ),
    ROW(SUB, DATETIME, DATETIME, DAYTIME, true, differ),
    ROW(SUB, TIME, TIME, DAYTIME, true, differ),
    ROW(ADD, DAYTIME, DAYTIME, DAYTIME, false, sum),
    ROW(ADD, YEARMONTH, YEARMONTH, YEARMONTH, false, sum),
    ROW(SUB, DAYTIME, DAYTIME, DAYTIME, true, sum),
    ROW(SUB, YEARMONTH, YEARMONTH, YEARMONTH, true, sum),
    ROW(MUL, DAYTIME, N_TYPES, DAYTIME, false, scale),
    ROW(MUL, YEARMONTH, N_TYPES, YEARMONTH, false, scale),
    ROW(MUL, N_TYPES, DAYTIME, DAYTIME, false, scale_by_left),
    ROW(MUL, N_TYPES, YEARMONTH, YEARMONTH, false, scale_by_left),
    ROW(DIV, DAYTIME, N_TYPES, DAYTIME, true, scale),
    ROW(DIV, YEARMONTH, N_TYPES, YEARMONTH, true, scale),
    ROW(DIV, DAYTIME, DAYTIME, DECIMAL, true, ratio),
    ROW(DIV, YEARMONTH, YEARMONTH, DECIMAL, true, ratio),
#undef ROW
};

static uint8_t class_of(const struct einv_xp_item *i)
{
    return einv__xp_is_number(i) ? (uint8_t)ANY_NUMBER : i->type;
}

bool einv__xp_arith_moment(struct einv_xp_run *run, enum einv_xp_arith op,
                           const struct einv_xp_item *a,
                           const struct einv_xp_item *b,
                           struct einv_xp_item *out)
{
    uint8_t left = class_of(a), right = class_of(b);

    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        struct einv_xp_item r = { .type = rows[i].result };

        if (rows[i].op != op || rows[i].left != left ||
            rows[i].right != right)
            continue;
        if (!rows[i].run(run, a, b, rows[i].flag, &r))
            return false;
        *out = r;
        return true;
    }
    return einv__xp_fail(run, "XPTY0004");
}
