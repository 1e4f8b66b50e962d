/* fn_aggregate.c: sum, avg, min, max (F&O 15.4).
 */
#include "fn.h"
#include "double.h"

/* What an aggregate takes: untyped values are doubles. */
static bool take(struct einv_xp_run *run, const struct einv_xp_item *in,
                 struct einv_xp_item *out)
{
    if (in->type == EINV_XP_UNTYPED)
        return einv__xp_cast(run, in, EINV_XP_DOUBLE, EINV_XP_PLAIN, out);
    *out = *in;
    out->derived = EINV_XP_PLAIN;
    return true;
}

static bool is_length(const struct einv_xp_item *i)
{
    return i->type == EINV_XP_DAYTIME || i->type == EINV_XP_YEARMONTH;
}

/* In order, each with the sum so far (as the reference does: values of
 * several numeric types are not brought to one first). */
static bool add_up(struct einv_xp_run *run, const struct einv_xp_seq *in,
                   struct einv_xp_item *sum)
{
    for (size_t i = 0; i < in->n; i++) {
        struct einv_xp_item item;

        if (!take(run, &in->items[i], &item))
            return false;
        if (!einv__xp_is_number(&item) && !is_length(&item))
            return einv__xp_fail(run, "FORG0006");
        if (i == 0) {
            *sum = item;
            continue;
        }
        if (einv__xp_is_number(&item) != einv__xp_is_number(sum) ||
            (is_length(&item) && item.type != sum->type))
            return einv__xp_fail(run, "FORG0006");
        if (!einv__xp_arithmetic(run, EINV_XP_ADD, sum, &item, sum))
            return false;
    }
    return einv__xp_step(run, in->n);
}

bool einv__xp_fn_sum(struct einv_xp_run *run, const struct einv_xp_call *call,
                     struct einv_xp_seq *result)
{
    struct einv_xp_item sum;

    if (call->args[0].n == 0) {
        if (call->n > 1) {
            *result = call->args[1];
            return true;
        }
        return einv__xp_one(run, einv__xp_integer(0), result);
    }
    return add_up(run, &call->args[0], &sum) &&
           einv__xp_one(run, sum, result);
}

bool einv__xp_fn_avg(struct einv_xp_run *run, const struct einv_xp_call *call,
                     struct einv_xp_seq *result)
{
    struct einv_xp_item sum, n, avg;

    *result = EINV_XP_EMPTY;
    if (call->args[0].n == 0)
        return true;
    n = einv__xp_integer((int64_t)call->args[0].n);
    return add_up(run, &call->args[0], &sum) &&
           einv__xp_arithmetic(run, EINV_XP_DIV, &sum, &n, &avg) &&
           einv__xp_one(run, avg, result);
}

/* --- least and greatest --------------------------------------------------- */

static bool is_ordered(const struct einv_xp_item *i)
{
    return i->type != EINV_XP_NODE && i->type != EINV_XP_QNAME &&
           i->type != EINV_XP_DURATION;
}

static bool is_nan(const struct einv_xp_item *i)
{
    return (i->type == EINV_XP_DOUBLE || i->type == EINV_XP_FLOAT) &&
           einv__xp_is_nan(i->u.real);
}

static bool comparable(const struct einv_xp_item *a,
                       const struct einv_xp_item *b)
{
    return (einv__xp_is_number(a) && einv__xp_is_number(b)) ||
           (einv__xp_is_text(a) && einv__xp_is_text(b)) ||
           a->type == b->type;
}

static bool next_best(struct einv_xp_run *run,
                      const struct einv_xp_item *item,
                      enum einv_xp_compare op, struct einv_xp_item *best)
{
    bool better;

    if (!is_ordered(item) || !comparable(item, best))
        return einv__xp_fail(run, "FORG0006");
    if (is_nan(best) || is_nan(item)) {
        if (is_nan(item) && !is_nan(best))
            *best = *item;
        return true;
    }
    if (!einv__xp_compare(run, op, item, best, &better))
        return false;
    if (better)
        *best = *item;
    return true;
}

/* The result is of the type that all numbers are promoted to. */
static bool promote(struct einv_xp_run *run, const struct einv_xp_seq *in,
                    struct einv_xp_item *best)
{
    enum einv_xp_type type = EINV_XP_DECIMAL;

    if (!einv__xp_is_number(best))
        return true;
    for (size_t i = 0; i < in->n; i++) {
        if (in->items[i].type == EINV_XP_DOUBLE ||
            in->items[i].type == EINV_XP_UNTYPED)
            type = EINV_XP_DOUBLE;
        else if (in->items[i].type == EINV_XP_FLOAT &&
                 type == EINV_XP_DECIMAL)
            type = EINV_XP_FLOAT;
    }
    return type == EINV_XP_DECIMAL || best->type == type ||
           einv__xp_cast(run, best, type, EINV_XP_PLAIN, best);
}

static bool is_codepoints(const struct einv_xp_call *call)
{
    return call->n < 2 ||
           einv__text_is(einv__xp_arg_text(call, 1),
                         "http://www.w3.org/2005/xpath-functions/"
                         "collation/codepoint");
}

static bool find_best(struct einv_xp_run *run,
                      const struct einv_xp_call *call,
                      enum einv_xp_compare op, struct einv_xp_seq *result)
{
    const struct einv_xp_seq *in = &call->args[0];
    struct einv_xp_item best, item;

    *result = EINV_XP_EMPTY;
    if (!is_codepoints(call))
        return einv__xp_fail(run, "FOCH0002");
    if (in->n == 0)
        return true;
    if (!einv__xp_step(run, in->n) || !take(run, &in->items[0], &best))
        return false;
    if (!is_ordered(&best))
        return einv__xp_fail(run, "FORG0006");
    for (size_t i = 1; i < in->n; i++)
        if (!take(run, &in->items[i], &item) ||
            !next_best(run, &item, op, &best))
            return false;
    return promote(run, in, &best) && einv__xp_one(run, best, result);
}

bool einv__xp_fn_max(struct einv_xp_run *run, const struct einv_xp_call *call,
                     struct einv_xp_seq *result)
{
    return find_best(run, call, EINV_XP_GT, result);
}

bool einv__xp_fn_min(struct einv_xp_run *run, const struct einv_xp_call *call,
                     struct einv_xp_seq *result)
{
    return find_best(run, call, EINV_XP_LT, result);
}
