/* fold.c: what is constant is evaluated when compiling.
 *
 * The value stands beside the expression, which stays as it was written: it
 * is printed, kept in images and evaluated plainly as before.  An expression
 * that fails has no value: it fails when, and only when, it is evaluated.
 */
#include "optimise.h"
#include "regex.h"

/* Larger values are not kept; longer work is not done twice. */
enum { MOST_ITEMS = 50000, MOST_STEPS = 1 << 22, MOST_BYTES = 1 << 24 };

static bool is_pure(const char *name)
{
    static const char *const pure[] = {
        "tokenize", "concat", "normalize-space", "upper-case", "lower-case",
        "translate", "substring", "substring-before", "substring-after",
        "string-length", "string-join"
    };

    for (size_t i = 0; i < sizeof pure / sizeof *pure; i++)
        if (strcmp(pure[i], name) == 0)
            return true;
    return false;
}

/* Types whose values do not hang on the run. */
static bool is_simple(const struct einv_xp_seqtype *type)
{
    return type->type == EINV_XP_STRING || type->type == EINV_XP_BOOLEAN ||
           type->type == EINV_XP_DATE ||
           (type->type >= EINV_XP_INTEGER && type->type <= EINV_XP_DOUBLE);
}

static bool folds(const struct einv_xp_expr *e)
{
    if (e->compat || e->n == 0)
        return false;
    for (uint32_t i = 0; i < e->n; i++)
        if (e->args[i]->op != EINV_XP_OP_LITERAL &&
            e->args[i]->constant == NULL)
            return false;
    switch ((enum einv_xp_op)e->op) {
    case EINV_XP_OP_SEQUENCE:
    case EINV_XP_OP_ARITH:
    case EINV_XP_OP_NEGATE:
        return true;
    case EINV_XP_OP_CAST:
        return is_simple(&e->u.type);
    case EINV_XP_OP_CALL:
        return is_pure(e->u.fn.row->name);
    default:
        return false;
    }
}

static void keep(struct einv_xp_lib *lib, struct einv_xp_run *run,
                 const struct einv_xp_seq *value, struct einv_xp_expr *e)
{
    struct einv_xp_seq *copy;

    if (value->n > MOST_ITEMS)
        return;
    copy = einv__arena_zero(&lib->arena, 1, sizeof *copy);
    if (copy == NULL)
        einv__xp_fail(run, "EINV0002");
    else if (einv__xp_copy(run, &lib->arena, value, copy))
        e->constant = copy;
}

bool einv__xp_fold(struct einv_xp_lib *lib, struct einv_xp_expr *e)
{
    struct einv_xp_run run = { .lib = lib, .steps = MOST_STEPS,
                               .bytes = MOST_BYTES, .max_depth = 1 };
    struct einv_xp_focus none = { .has = false };
    struct einv_xp_env env = { &run, &none, NULL, NULL, NULL };
    struct einv_xp_seq value;

    if (!folds(e))
        return true;
    einv__arena_init(&run.arena, lib->alloc);
    einv__arena_init(&run.local, lib->alloc);
    einv__arena_init(&run.keep, lib->alloc);
    if (einv__xp_do_plain(&env, e, &value))
        keep(lib, &run, &value, e);
    einv__regex_memory_free(run.regex);
    einv__arena_free(&run.arena);
    return run.error == NULL || strcmp(run.error, "EINV0002") != 0;
}
