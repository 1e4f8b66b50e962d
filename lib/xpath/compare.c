/* compare.c: value comparison (XPath 2.0 3.5.1; F&O 6.3, 8, 10.4).
 */
#include "moment.h"
#include "number.h"

static bool answer(enum einv_xp_compare op, int c)
{
    switch (op) {
    case EINV_XP_EQ:
        return c == 0;
    case EINV_XP_NE:
        return c != 0;
    case EINV_XP_LT:
        return c < 0;
    case EINV_XP_LE:
        return c <= 0;
    case EINV_XP_GT:
        return c > 0;
    case EINV_XP_GE:
        break;
    }
    return c >= 0;
}

/* UTF-8 sorts as its code points do. */
static int text_cmp(struct einv_text a, struct einv_text b)
{
    size_t n = a.len < b.len ? a.len : b.len;
    int c = n > 0 ? memcmp(a.ptr, b.ptr, n) : 0;

    return c != 0 ? c : (a.len > b.len) - (a.len < b.len);
}

/* Promotion: decimal to float or double, float to double. */
static bool compare_numbers(struct einv_xp_run *run, enum einv_xp_compare op,
                            const struct einv_xp_item *a,
                            const struct einv_xp_item *b, bool *out)
{
    bool exact_a = a->type <= EINV_XP_DECIMAL;
    bool exact_b = b->type <= EINV_XP_DECIMAL;
    bool single = a->type != EINV_XP_DOUBLE && b->type != EINV_XP_DOUBLE;
    double x, y;

    if (exact_a && exact_b) {
        *out = answer(op, einv__decimal_cmp(&a->u.number, &b->u.number));
        return true;
    }
    x = a->u.real;
    y = b->u.real;
    if (exact_a &&
        !einv__xp_decimal_to_double(run, &a->u.number, single, &x))
        return false;
    if (exact_b &&
        !einv__xp_decimal_to_double(run, &b->u.number, single, &y))
        return false;
    if (einv__xp_is_nan(x) || einv__xp_is_nan(y))
        *out = op == EINV_XP_NE;
    else
        *out = answer(op, (x > y) - (x < y));
    return true;
}

static bool compare_durations(struct einv_xp_run *run,
                              enum einv_xp_compare op,
                              const struct einv_xp_item *a,
                              const struct einv_xp_item *b, bool *out)
{
    const struct einv_xp_duration *x = &a->u.duration, *y = &b->u.duration;
    int c = 0;

    if (op > EINV_XP_NE &&
        (a->type != b->type || a->type == EINV_XP_DURATION))
        return einv__xp_fail(run, "XPTY0004");
    if (x->months != y->months)
        c = x->months < y->months ? -1 : 1;
    else if (x->seconds != y->seconds)
        c = x->seconds < y->seconds ? -1 : 1;
    else if (x->nano != y->nano)
        c = x->nano < y->nano ? -1 : 1;
    *out = answer(op, c);
    return true;
}

static bool is_duration(const struct einv_xp_item *i)
{
    return i->type >= EINV_XP_DURATION && i->type <= EINV_XP_YEARMONTH;
}

static bool same_name(const struct einv_xp_qname *a,
                      const struct einv_xp_qname *b)
{
    return einv__text_eq(a->ns, b->ns) && einv__text_eq(a->local, b->local);
}

/* Two values of one primitive type. */
static bool compare_same(struct einv_xp_run *run, enum einv_xp_compare op,
                         const struct einv_xp_item *a,
                         const struct einv_xp_item *b, bool *out)
{
    switch ((enum einv_xp_type)a->type) {
    case EINV_XP_BOOLEAN:
        *out = answer(op, a->u.boolean - b->u.boolean);
        return true;
    case EINV_XP_DATE:
    case EINV_XP_TIME:
    case EINV_XP_DATETIME:
        *out = answer(op, einv__xp_instant_cmp(
                              einv__xp_instant(&a->u.moment, run->zone),
                              einv__xp_instant(&b->u.moment, run->zone)));
        return true;
    case EINV_XP_QNAME:
        if (op > EINV_XP_NE)
            break;
        *out = answer(op, !same_name(a->u.qname, b->u.qname));
        return true;
    default:
        break;
    }
    return einv__xp_fail(run, "XPTY0004");
}

bool einv__xp_compare(struct einv_xp_run *run, enum einv_xp_compare op,
                      const struct einv_xp_item *a,
                      const struct einv_xp_item *b, bool *out)
{
    if (einv__xp_is_number(a) && einv__xp_is_number(b))
        return compare_numbers(run, op, a, b, out);
    if (einv__xp_is_text(a) && einv__xp_is_text(b)) {
        *out = answer(op, text_cmp(a->u.text, b->u.text));
        return true;
    }
    if (is_duration(a) && is_duration(b))
        return compare_durations(run, op, a, b, out);
    if (a->type == b->type)
        return compare_same(run, op, a, b, out);
    return einv__xp_fail(run, "XPTY0004");
}
