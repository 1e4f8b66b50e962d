/* eval_call.c: calls of built-in functions and of the rule set's own.
 */
#include "eval.h"

/* --- built in ----------------------------------------------------------------------- */

/* The letters of fn.h.  ORDER XP_PARAM */
static const struct param {
    uint8_t kind, type;
} params[128] = {
    ['s'] = { EINV_XP_S_ATOMIC, EINV_XP_STRING },
    ['b'] = { EINV_XP_S_ATOMIC, EINV_XP_BOOLEAN },
    ['i'] = { EINV_XP_S_ATOMIC, EINV_XP_INTEGER },
    ['d'] = { EINV_XP_S_ATOMIC, EINV_XP_DOUBLE },
    ['n'] = { EINV_XP_S_NUMERIC, 0 },
    ['c'] = { EINV_XP_S_ATOMIC, EINV_XP_DECIMAL },
    ['a'] = { EINV_XP_S_ANY_ATOMIC, 0 },
    ['t'] = { EINV_XP_S_ATOMIC, EINV_XP_DATE },
    ['m'] = { EINV_XP_S_ATOMIC, EINV_XP_DATETIME },
    ['h'] = { EINV_XP_S_ATOMIC, EINV_XP_TIME },
    ['D'] = { EINV_XP_S_ATOMIC, EINV_XP_DAYTIME },
    ['u'] = { EINV_XP_S_ATOMIC, EINV_XP_DURATION },
    ['q'] = { EINV_XP_S_ATOMIC, EINV_XP_QNAME },
    ['N'] = { EINV_XP_S_NODE, 0 },
    ['E'] = { EINV_XP_S_NODE, 0 },
    ['I'] = { EINV_XP_S_ITEM, 0 }
};

/* The type of the parameter at *at, which moves behind it; `...` stays, so that
 * the parameter before it serves again. */
static void param_type(const char **at, struct einv_xp_seqtype *type)
{
    const char *c = *at;
    unsigned letter;

    while (*c == ' ')
        c++;
    letter = (unsigned char)*c & 127u;
    type->kind = params[letter].kind;
    type->type = params[letter].type;
    type->occurs = '1';
    type->test.kinds = letter == 'E' ? 1u << EINV_XP_ELEMENT : 0x3f;
    if (*c != '\0')
        c++;
    if (*c == '?' || *c == '*' || *c == '+')
        type->occurs = *c++;
    if (*c != '.')
        *at = c;
}

bool einv__xp_do_call(const struct einv_xp_env *env,
                      const struct einv_xp_expr *e, struct einv_xp_seq *out)
{
    struct einv_xp_run *run = env->run;
    const char *at = e->u.fn.row->params;
    struct einv_xp_seq *args =
        einv__xp_alloc(run, e->n + 1, sizeof *args);
    struct einv_xp_call call = { args, e->n, env->focus, run->lib,
                                 e->u.fn.prepared };

    struct einv_xp_seqtype type = { .occurs = '1' };

    if (args == NULL)
        return false;
    for (uint32_t i = 0; i < e->n; i++) {
        param_type(&at, &type);
        if (!einv__xp_do(env, e->args[i], &args[i]) ||
            !einv__xp_convert(run, &args[i], &type, e->compat))
            return false;
    }
    run->compat = e->compat;
    return e->u.fn.row->call(run, &call, out);
}

/* --- the rule set's own --------------------------------------------------------------- */

bool einv__xp_do_user(const struct einv_xp_env *env,
                      const struct einv_xp_expr *e, struct einv_xp_seq *out)
{
    const struct einv_xp_function *f = e->u.function;
    struct einv_xp_run *run = env->run;
    struct einv_xp_focus none = { .has = false };
    struct einv_xp_env inner = { run, &none, NULL, NULL, NULL };
    bool ok;

    if (run->depth >= run->max_depth)
        return einv__xp_fail_limit(run, "calls");
    inner.vars = einv__xp_alloc(run, f->n_vars + 1, sizeof *inner.vars);
    if (inner.vars == NULL)
        return false;
    for (uint32_t i = 0; i < e->n; i++)
        if (!einv__xp_do(env, e->args[i], &inner.vars[i]) ||
            !einv__xp_convert(run, &inner.vars[i], &f->params[i], e->compat))
            return false;
    run->depth++;
    ok = einv__xp_do(&inner, f->body, out);
    run->depth--;
    return ok && (!f->typed ||
                  einv__xp_convert(run, out, &f->result, e->compat));
}

bool einv__xp_do_document(const struct einv_xp_env *env,
                          const struct einv_xp_expr *e,
                          struct einv_xp_seq *out)
{
    return einv__xp_one(env->run,
                        einv__xp_node_item(einv__xp_node(
                            &env->run->docs[1 + e->u.slot],
                            EINV_XP_DOCUMENT, 0)),
                        out);
}

/* key('name', values). */
bool einv__xp_do_key(const struct einv_xp_env *env,
                     const struct einv_xp_expr *e, struct einv_xp_seq *out)
{
    struct einv_xp_list list = { NULL, 0, 0 };
    struct einv_xp_seq values;

    if (!env->focus->has || env->focus->item.type != EINV_XP_NODE)
        return einv__xp_fail(env->run, "XTDE1270");
    if (!einv__xp_do_atoms(env, e->args[0], false, &values))
        return false;
    for (size_t i = 0; i < values.n; i++)
        if (!einv__xp_key_find(env, e->u.slot,
                               env->focus->item.u.node.doc, &values.items[i],
                               &list))
            return false;
    if (!einv__xp_sort(env->run, &list))
        return false;
    *out = einv__xp_list_seq(&list);
    return true;
}
