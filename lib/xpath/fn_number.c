/* fn_number.c: functions on numbers (F&O 6.4, 14.5).
 */
#include "fn.h"
#include "node.h"
#include "number.h"

static bool is_exact(const struct einv_xp_item *in)
{
    return in->type == EINV_XP_INTEGER || in->type == EINV_XP_DECIMAL;
}

typedef bool operation(struct einv_xp_run *run, struct einv_xp_item *item);

/* A numeric argument or nothing; the result has its primitive type. */
static bool apply(struct einv_xp_run *run, const struct einv_xp_call *call,
                  operation *what, struct einv_xp_seq *result)
{
    struct einv_xp_item item;

    *result = EINV_XP_EMPTY;
    if (call->args[0].n == 0)
        return true;
    item = call->args[0].items[0];
    if (!einv__xp_is_number(&item))
        return einv__xp_fail(run, "XPTY0004");
    item.derived = EINV_XP_PLAIN;
    return what(run, &item) && einv__xp_one(run, item, result);
}

static bool do_abs(struct einv_xp_run *run, struct einv_xp_item *item)
{
    (void)run;
    if (is_exact(item))
        item->u.number.negative = false;
    else if (einv__xp_is_negative(item->u.real))
        item->u.real = -item->u.real;
    return true;
}

static bool do_floor(struct einv_xp_run *run, struct einv_xp_item *item)
{
    if (!is_exact(item)) {
        item->u.real = einv__xp_floor(item->u.real);
        return true;
    }
    return einv__xp_decimal_floor(run, &item->u.number, false,
                                  &item->u.number);
}

/* -floor(-x) keeps the sign of a zero. */
static bool do_ceiling(struct einv_xp_run *run, struct einv_xp_item *item)
{
    if (!is_exact(item)) {
        item->u.real = -einv__xp_floor(-item->u.real);
        return true;
    }
    return einv__xp_decimal_floor(run, &item->u.number, true,
                                  &item->u.number);
}

/* Half towards positive infinity; what rounds to zero from below is -0. */
static double round_real(double value)
{
    volatile double down = einv__xp_floor(value), out = down;

    if (down == value || einv__xp_is_nan(value) ||
        einv__xp_is_infinite(value))
        return value;
    if (value - down >= 0.5)
        out = down + 1;
    return out == 0 && value < 0 ? -0.0 : out;
}

static bool do_round(struct einv_xp_run *run, struct einv_xp_item *item)
{
    if (!is_exact(item)) {
        item->u.real = round_real(item->u.real);
        return true;
    }
    return einv__xp_round_places(run, &item->u.number, 0,
                                 EINV_ROUND_HALF_CEIL, &item->u.number);
}

bool einv__xp_fn_abs(struct einv_xp_run *run, const struct einv_xp_call *call,
                     struct einv_xp_seq *result)
{
    return apply(run, call, do_abs, result);
}

bool einv__xp_fn_floor(struct einv_xp_run *run,
                       const struct einv_xp_call *call,
                       struct einv_xp_seq *result)
{
    return apply(run, call, do_floor, result);
}

bool einv__xp_fn_ceiling(struct einv_xp_run *run,
                         const struct einv_xp_call *call,
                         struct einv_xp_seq *result)
{
    return apply(run, call, do_ceiling, result);
}

/* --- rounding to places --------------------------------------------------- */

/* Which decimal stands for a double. */
enum { EXACT, SHORTEST };

static bool real_places(struct einv_xp_run *run, struct einv_xp_item *item,
                        int64_t places, enum einv_round mode, int how)
{
    double value = item->u.real;
    bool single = item->type == EINV_XP_FLOAT;
    bool negative = einv__xp_is_negative(value);
    struct einv_decimal d;

    if (value == 0 || einv__xp_is_nan(value) || einv__xp_is_infinite(value))
        return true;
    if (!(how == SHORTEST
              ? einv__xp_double_to_shortest(run, value, single, &d)
              : einv__xp_double_to_decimal(run, value, &d)) ||
        !einv__xp_round_places(run, &d, places, mode, &d) ||
        !einv__xp_decimal_to_double(run, &d, single, &value))
        return false;
    item->u.real = value == 0 && negative ? -0.0 : value;
    return true;
}

static bool to_places(struct einv_xp_run *run,
                      const struct einv_xp_call *call, enum einv_round mode,
                      int how, struct einv_xp_seq *result)
{
    struct einv_xp_item item;
    int64_t places = 0;

    *result = EINV_XP_EMPTY;
    if (call->args[0].n == 0)
        return true;
    item = call->args[0].items[0];
    if (!einv__xp_is_number(&item))
        return einv__xp_fail(run, "XPTY0004");
    item.derived = EINV_XP_PLAIN;
    if (call->n > 1 &&
        !einv__xp_int64(&call->args[1].items[0], &places))
        places = call->args[1].items[0].u.number.negative ? INT64_MIN / 2
                                                           : INT64_MAX / 2;
    if (!(is_exact(&item)
              ? einv__xp_round_places(run, &item.u.number, places, mode,
                                      &item.u.number)
              : real_places(run, &item, places, mode, how)))
        return false;
    return einv__xp_one(run, item, result);
}

/* With two arguments (XPath 3.0; rule sets use it) on a double: the decimal
 * that is written for it, as Saxon does; round(2.675, 2) is 2.68. */
bool einv__xp_fn_round(struct einv_xp_run *run,
                       const struct einv_xp_call *call,
                       struct einv_xp_seq *result)
{
    if (call->n == 1)
        return apply(run, call, do_round, result);
    return to_places(run, call, EINV_ROUND_HALF_CEIL, SHORTEST, result);
}

/* F&O 6.4.5: a double is cast to xs:decimal, which is exact. */
bool einv__xp_fn_round_half_to_even(struct einv_xp_run *run,
                                    const struct einv_xp_call *call,
                                    struct einv_xp_seq *result)
{
    return to_places(run, call, EINV_ROUND_HALF_EVEN, EXACT, result);
}

bool einv__xp_fn_number(struct einv_xp_run *run,
                        const struct einv_xp_call *call,
                        struct einv_xp_seq *result)
{
    struct einv_xp_item item;

    if (call->n == 0) {
        if (call->focus == NULL || !call->focus->has)
            return einv__xp_fail(run, "XPDY0002");
        if (!einv__xp_atomize_one(run, &call->focus->item, &item))
            return false;
    } else if (call->args[0].n == 0) {
        return einv__xp_one(run, einv__xp_double(einv__xp_nan()), result);
    } else {
        item = call->args[0].items[0];
    }
    item = einv__xp_double(einv__xp_number(run, &item));
    return run->error == NULL && einv__xp_one(run, item, result);
}
