/* depend.c: what a value depends on, and whether it can be an error.
 *
 * Both are said on the safe side: an operation that is not named here
 * depends on everything and may fail.
 */
#include "depend.h"

static bool is_one_of(const char *name, const char *const *list, size_t n)
{
    for (size_t i = 0; i < n; i++)
        if (strcmp(list[i], name) == 0)
            return true;
    return false;
}

#define ONE_OF(name, list) is_one_of(name, list, sizeof list / sizeof *list)

static const char *const of_names[] = { "name", "local-name",
                                        "namespace-uri" };
static const char *const of_nothing[] = {
    "true", "false", "current-date", "current-dateTime", "current-time",
    "implicit-timezone"
};

static unsigned of_args(const struct einv_xp_expr *e, uint32_t from)
{
    unsigned on = 0;

    for (uint32_t i = from; i < e->n; i++)
        on |= einv__xp_depends(e->args[i]);
    return on;
}

static unsigned of_call(const struct einv_xp_expr *e)
{
    const char *name = e->u.fn.row->name;

    if (ONE_OF(name, of_names) &&
        (e->n == 0 || e->args[0]->op == EINV_XP_OP_CONTEXT))
        return EINV_XP_ON_NAME;
    if (e->n == 0)
        return ONE_OF(name, of_nothing)
                   ? 0
                   : EINV_XP_ON_ITEM | EINV_XP_ON_ROOT;
    return of_args(e, 0);
}

/* What stands inside another focus. */
static unsigned inside(unsigned on)
{
    return on & ~(unsigned)EINV_XP_ON_FOCUS;
}

unsigned einv__xp_depends(const struct einv_xp_expr *e)
{
    if (e->known)
        return e->on;
    switch ((enum einv_xp_op)e->op) {
    case EINV_XP_OP_LITERAL:
    case EINV_XP_OP_ERROR:
    case EINV_XP_OP_DOCUMENT:
        return 0;
    case EINV_XP_OP_CONTEXT:
    case EINV_XP_OP_PREFIX:
        return EINV_XP_ON_ITEM | EINV_XP_ON_ROOT;
    case EINV_XP_OP_ROOT:
        return EINV_XP_ON_ROOT;
    case EINV_XP_OP_POSITION:
    case EINV_XP_OP_LAST:
        return EINV_XP_ON_PLACE;
    case EINV_XP_OP_CURRENT:
        return EINV_XP_ON_CURRENT;
    case EINV_XP_OP_LOCAL:
        return EINV_XP_ON_VARS;
    case EINV_XP_OP_SCOPE:
        return EINV_XP_ON_SCOPE;
    case EINV_XP_OP_GLOBAL:
        return EINV_XP_ON_GLOBAL;
    case EINV_XP_OP_STEP:
        return EINV_XP_ON_ITEM | EINV_XP_ON_ROOT | inside(of_args(e, 0));
    case EINV_XP_OP_KEY:
        return EINV_XP_ON_ROOT | of_args(e, 0);
    case EINV_XP_OP_PATH:
        return einv__xp_depends(e->args[0]) |
               inside(einv__xp_depends(e->args[1]));
    case EINV_XP_OP_FILTER:
        return einv__xp_depends(e->args[0]) | inside(of_args(e, 1));
    case EINV_XP_OP_EACH:
        return einv__xp_depends(e->args[0]) |
               (inside(einv__xp_depends(e->args[1])) &
                ~(unsigned)EINV_XP_ON_CURRENT);
    case EINV_XP_OP_CALL:
        return of_call(e);
    default:
        return of_args(e, 0);
    }
}

/* --- errors ------------------------------------------------------------------ */

/* Has it a truth for certain? */
static bool is_truth(const struct einv_xp_expr *e)
{
    return e->boolean || e->nodes ||
           (e->op == EINV_XP_OP_LITERAL &&
            e->u.literal.type == EINV_XP_STRING);
}

/* At most one node. */
static bool is_single(const struct einv_xp_expr *e)
{
    return e->op == EINV_XP_OP_CONTEXT || e->op == EINV_XP_OP_ROOT ||
           (e->op == EINV_XP_OP_STEP &&
            (e->sub == EINV_XP_SELF || e->sub == EINV_XP_PARENT ||
             (e->sub == EINV_XP_ATTRIBUTES &&
              e->u.test.naming == EINV_XP_FULL_NAME)));
}

static const char *const text_functions[] = {
    "normalize-space", "string", "upper-case", "lower-case", "contains",
    "starts-with", "ends-with", "string-length", "concat",
    "substring-before", "substring-after", "translate"
};

/* Strings and untyped values only. */
static bool is_text(const struct einv_xp_expr *e)
{
    return e->nodes || e->op == EINV_XP_OP_CONTEXT ||
           (e->op == EINV_XP_OP_LITERAL &&
            e->u.literal.type == EINV_XP_STRING) ||
           (e->op == EINV_XP_OP_CALL && e->u.fn.row->result[0] == 's');
}

static bool may_fail_any(const struct einv_xp_expr *e, uint32_t from)
{
    for (uint32_t i = from; i < e->n; i++)
        if (einv__xp_may_fail(e->args[i]))
            return true;
    return false;
}

static const char *const set_functions[] = { "exists", "empty", "count" };
static const char *const truth_functions[] = { "not", "boolean" };

static bool call_may_fail(const struct einv_xp_expr *e)
{
    const char *name = e->u.fn.row->name;

    if (e->n == 0)
        return !ONE_OF(name, of_names) && strcmp(name, "true") != 0 &&
               strcmp(name, "false") != 0 &&
               !ONE_OF(name, text_functions);
    if (may_fail_any(e, 0))
        return true;
    if (ONE_OF(name, set_functions))
        return false;
    if (ONE_OF(name, truth_functions))
        return !is_truth(e->args[0]);
    if (!ONE_OF(name, text_functions) && !ONE_OF(name, of_names))
        return true;
    for (uint32_t i = 0; i < e->n; i++)
        if (!is_single(e->args[i]) &&
            !(is_text(e->args[i]) && !e->args[i]->nodes))
            return true;
    return false;
}

static bool truths_may_fail(const struct einv_xp_expr *e)
{
    for (uint32_t i = 0; i < e->n; i++)
        if (!is_truth(e->args[i]))
            return true;
    return may_fail_any(e, 0);
}

bool einv__xp_may_fail(const struct einv_xp_expr *e)
{
    if (e->known)
        return !e->safe;
    switch ((enum einv_xp_op)e->op) {
    case EINV_XP_OP_LITERAL:
    case EINV_XP_OP_CONTEXT:
    case EINV_XP_OP_ROOT:
    case EINV_XP_OP_CURRENT:
    case EINV_XP_OP_POSITION:
    case EINV_XP_OP_LAST:
        return false;
    case EINV_XP_OP_STEP:
        for (uint32_t i = 0; i < e->n; i++)
            if (!is_truth(e->args[i]))
                return true;
        return may_fail_any(e, 0);
    case EINV_XP_OP_PATH:
        return !e->args[0]->nodes || !e->args[1]->nodes ||
               may_fail_any(e, 0);
    case EINV_XP_OP_UNION:
        for (uint32_t i = 0; i < e->n; i++)
            if (!e->args[i]->nodes)
                return true;
        return may_fail_any(e, 0);
    case EINV_XP_OP_AND:
    case EINV_XP_OP_OR:
        return truths_may_fail(e);
    case EINV_XP_OP_GENERAL:    /* texts are equal or not */
        return e->sub > EINV_XP_NE || !is_text(e->args[0]) ||
               !is_text(e->args[1]) || may_fail_any(e, 0);
    case EINV_XP_OP_CALL:
        return call_may_fail(e);
    default:
        return true;
    }
}
