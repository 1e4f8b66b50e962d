/* beside.c: comparisons with what stands in front of a node or behind it.
 *
 * `not(preceding::x/. = .)`, `id = preceding-sibling::line/id`: rules ask so
 * whether something occurs twice.  Asked of each of n nodes, that is n * n
 * comparisons; with the values of all x in an index (group.c) it is one
 * look-up each: the first place of a value tells whether it stands in front,
 * the last, whether behind.
 */
#include "depend.h"
#include "optimise.h"

#define OF_NODE \
    (EINV_XP_ON_NAME | EINV_XP_ON_ITEM | EINV_XP_ON_ROOT | EINV_XP_ON_GLOBAL)

static bool is_beside(uint8_t axis)
{
    return axis == EINV_XP_PRECEDING || axis == EINV_XP_FOLLOWING ||
           axis == EINV_XP_PRECEDING_SIBLING ||
           axis == EINV_XP_FOLLOWING_SIBLING;
}

/* The first step of a path, when it is of that kind; NULL: it is not. */
static const struct einv_xp_expr *first_of(const struct einv_xp_expr *e)
{
    while (e->op == EINV_XP_OP_PATH)
        e = e->args[0];
    return e->op == EINV_XP_OP_STEP && is_beside(e->sub) && e->n == 0 &&
                   e->u.test.naming == EINV_XP_FULL_NAME &&
                   e->u.test.kinds == 1u << EINV_XP_ELEMENT
               ? e
               : NULL;
}

static struct einv_xp_expr *make(struct einv_xp_lib *lib, uint8_t op,
                                 uint32_t n)
{
    struct einv_xp_expr *e = einv__arena_zero(&lib->arena, 1, sizeof *e);

    if (e == NULL)
        return NULL;
    e->op = op;
    e->n = n;
    e->args = einv__arena_zero(&lib->arena, n + 1, sizeof *e->args);
    return e->args != NULL ? e : NULL;
}

/* The path without its first step; NULL: no memory. */
static const struct einv_xp_expr *rest_of(struct einv_xp_lib *lib,
                                          const struct einv_xp_expr *e)
{
    struct einv_xp_expr *copy;

    if (e->op == EINV_XP_OP_STEP)
        return make(lib, EINV_XP_OP_CONTEXT, 0);
    if (e->args[0]->op != EINV_XP_OP_PATH)
        return e->args[1];
    copy = make(lib, EINV_XP_OP_PATH, 2);
    if (copy == NULL)
        return NULL;
    copy->nodes = e->nodes;
    copy->args[1] = e->args[1];
    copy->args[0] = rest_of(lib, e->args[0]);
    return copy->args[0] != NULL ? copy : NULL;
}

/* x[rest = key] */
static struct einv_xp_expr *keyed(struct einv_xp_lib *lib,
                                  const struct einv_xp_expr *first,
                                  const struct einv_xp_expr *rest,
                                  const struct einv_xp_expr *key)
{
    struct einv_xp_expr *step = make(lib, EINV_XP_OP_STEP, 1);
    struct einv_xp_expr *test = make(lib, EINV_XP_OP_GENERAL, 2);

    if (step == NULL || test == NULL)
        return NULL;
    test->sub = EINV_XP_EQ;
    test->boolean = true;
    test->args[0] = rest;
    test->args[1] = key;
    step->sub = first->sub == EINV_XP_PRECEDING ||
                        first->sub == EINV_XP_FOLLOWING
                    ? EINV_XP_DESCENDANT
                    : EINV_XP_CHILD;
    step->nodes = true;
    step->u.test = first->u.test;
    step->args[0] = test;
    return step;
}

bool einv__xp_plan_beside(struct einv_xp_lib *lib, struct einv_xp_expr *e)
{
    const struct einv_xp_expr *first = NULL, *rest;
    struct einv_xp_beside *plan;
    struct einv_xp_expr *step;
    uint32_t side;

    if (e->op != EINV_XP_OP_GENERAL || e->sub != EINV_XP_EQ || e->compat)
        return true;
    for (side = 0; side < 2 && first == NULL; side++)
        first = first_of(e->args[side]);
    if (first == NULL)
        return true;
    side--;
    rest = rest_of(lib, e->args[side]);
    plan = einv__arena_zero(&lib->arena, 1, sizeof *plan);
    if (rest == NULL || plan == NULL)
        return false;
    if ((einv__xp_depends(rest) & ~(unsigned)OF_NODE) != 0)
        return true;
    step = keyed(lib, first, rest, e->args[1 - side]);
    if (step == NULL || !einv__xp_plan_key(lib, step, 0, 0))
        return false;
    *plan = (struct einv_xp_beside){ step, e->args[1 - side], first->sub };
    if (step->group != NULL)
        e->beside = plan;
    return true;
}
