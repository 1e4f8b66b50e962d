/* pattern.c: match patterns (XSLT 2.0, 5.5).
 *
 * A pattern is parsed as the path that it looks like and matched from its
 * end upwards: the node passes the last step, its parent (an ancestor for
 * `//`) passes the one before.
 */
#include "eval.h"
#include "parse.h"

/* --- compiling ---------------------------------------------------------------------- */

static bool is_step(const struct einv_xp_expr *e)
{
    return e->op == EINV_XP_OP_STEP &&
           (e->sub == EINV_XP_CHILD || e->sub == EINV_XP_ATTRIBUTES ||
            e->sub == EINV_XP_SELF || e->sub == EINV_XP_DESCENDANT ||
            e->sub == EINV_XP_DESCENDANT_OR_SELF);
}

/* Is it one of the paths that can be matched backwards? */
static bool is_pattern(const struct einv_xp_expr *e)
{
    if (e->op == EINV_XP_OP_UNION) {
        for (uint32_t i = 0; i < e->n; i++)
            if (!is_pattern(e->args[i]))
                return false;
        return true;
    }
    if (e->op == EINV_XP_OP_FILTER)     /* (a | /b)[c]: XSLT 3.0, 5.5.2 */
        return is_pattern(e->args[0]);
    if (e->op == EINV_XP_OP_PATH)
        return is_pattern(e->args[0]) && e->args[1]->op != EINV_XP_OP_ROOT &&
               is_pattern(e->args[1]);
    return e->op == EINV_XP_OP_ROOT || e->op == EINV_XP_OP_KEY ||
           e->op == EINV_XP_OP_CONTEXT || is_step(e);
}

/* 6.4 */
static double priority_of(const struct einv_xp_expr *e)
{
    if (e->op == EINV_XP_OP_ROOT)
        return -0.5;
    if (e->op != EINV_XP_OP_STEP || e->n > 0)
        return 0.5;
    switch ((enum einv_xp_naming)e->u.test.naming) {
    case EINV_XP_FULL_NAME:
        return 0;
    case EINV_XP_NS_NAME:
    case EINV_XP_LOCAL_NAME:
        return -0.25;
    case EINV_XP_ANY_NAME:
        break;
    }
    return -0.5;
}

const struct einv_xp_pattern *einv__xp_pattern(struct einv_xp_lib *lib,
                                               const struct einv_xp_expr *e)
{
    struct einv_xp_pattern *out;

    if (!is_pattern(e))
        return NULL;
    out = einv__arena_alloc(&lib->arena, sizeof *out);
    if (out == NULL) {
        lib->nomem = true;
        return NULL;
    }
    out->expr = e;
    out->priority = priority_of(e);
    return out;
}

const struct einv_xp_pattern *
einv__xp_compile_pattern(struct einv_xp_lib *lib, struct einv_text pattern,
                         const struct einv_xp_scope *scope, unsigned flags,
                         struct einv_xp_error *error)
{
    const struct einv_xp_expr *e =
        einv__xp_compile(lib, pattern, scope, flags, error);
    const struct einv_xp_pattern *out;

    if (e == NULL)
        return NULL;
    out = einv__xp_pattern(lib, e);
    if (out == NULL && lib->nomem) {
        error->code = "EINV0002";
    } else if (out == NULL) {
        error->code = "XTSE0340";
        error->offset = e->offset;
        memcpy(error->what, "not a match pattern", 20);
    }
    return out;
}

const struct einv_xp_expr *
einv__xp_pattern_expr(const struct einv_xp_pattern *pattern)
{
    return pattern->expr;
}

double einv__xp_pattern_priority(const struct einv_xp_pattern *pattern)
{
    return pattern->priority;
}

/* --- matching ------------------------------------------------------------------------ */

/* What must hold of the nodes above; NULL: nothing more. */
struct above {
    const struct einv_xp_expr *left;
    const struct above *next;
};

static bool match(const struct einv_xp_env *env, const struct einv_xp_expr *e,
                  const struct above *above, struct einv_xp_node node,
                  bool *yes);

/* Predicates of a step that a node passes; positions count among what the
 * step gives from the node's parent. */
static bool predicates(const struct einv_xp_env *env,
                       const struct einv_xp_expr *e,
                       const struct einv_xp_node *node, bool *yes)
{
    struct einv_xp_env inner = *env;
    struct einv_xp_focus focus = einv__xp_focus(einv__xp_node_item(*node));
    struct einv_xp_node parent;
    struct einv_xp_seq found;

    *yes = true;
    inner.focus = &focus;
    inner.current = &focus.item;
    if (!e->positional) {
        for (uint32_t i = 0; i < e->n && *yes; i++)
            if (!einv__xp_do_bool(&inner, e->args[i], yes))
                return false;
        return true;
    }
    *yes = false;
    if (!einv__xp_parent(node, &parent))
        return true;
    focus = einv__xp_focus(einv__xp_node_item(parent));
    if (!einv__xp_do(&inner, e, &found))
        return false;
    for (size_t i = 0; i < found.n && !*yes; i++)
        *yes = einv__xp_node_same(&found.items[i].u.node, node);
    return true;
}

/* Does something above the node (the node itself: `self`) match what stands
 * to the left? */
static bool match_above(const struct einv_xp_env *env,
                        const struct above *above, struct einv_xp_node node,
                        bool self, bool any, bool *yes)
{
    *yes = true;
    if (above == NULL)
        return true;
    *yes = false;
    if (!self && !einv__xp_parent(&node, &node))
        return true;
    do {
        if (!match(env, above->left, above->next, node, yes))
            return false;
    } while (!*yes && any && einv__xp_parent(&node, &node));
    return true;
}

static bool match_step(const struct einv_xp_env *env,
                       const struct einv_xp_expr *e,
                       const struct above *above, struct einv_xp_node node,
                       bool *yes)
{
    bool self = e->sub == EINV_XP_SELF ||
                e->sub == EINV_XP_DESCENDANT_OR_SELF;

    *yes = einv__xp_test_node(&e->u.test, &node) &&
           (self || node.kind != EINV_XP_DOCUMENT) &&
           (node.kind != EINV_XP_ATTRIBUTE || self ||
            e->sub == EINV_XP_ATTRIBUTES);
    if (!*yes)
        return true;
    if (!match_above(env, above, node, self,
                     e->sub == EINV_XP_DESCENDANT ||
                         e->sub == EINV_XP_DESCENDANT_OR_SELF,
                     yes) ||
        !*yes)
        return env->run->error == NULL;
    return predicates(env, e, &node, yes);
}

/* (a | b)[c].  A predicate that may count counts what the whole gives from
 * some node above. */
static bool match_filter(const struct einv_xp_env *env,
                         const struct einv_xp_expr *e,
                         const struct above *above, struct einv_xp_node node,
                         bool *yes)
{
    struct einv_xp_env inner = *env;
    struct einv_xp_focus focus = einv__xp_focus(einv__xp_node_item(node));
    struct einv_xp_item self = focus.item;
    struct einv_xp_node from = node;
    struct einv_xp_seq found;

    if (!match(env, e->args[0], above, node, yes) || !*yes)
        return env->run->error == NULL;
    inner.focus = &focus;
    inner.current = &self;
    for (uint32_t i = 1; i < e->n && *yes && !e->positional; i++)
        if (!einv__xp_do_bool(&inner, e->args[i], yes))
            return false;
    if (!e->positional)
        return true;
    *yes = false;
    do {
        focus = einv__xp_focus(einv__xp_node_item(from));
        if (!einv__xp_do(&inner, e, &found))
            return false;
        for (size_t i = 0; i < found.n && !*yes; i++)
            *yes = einv__xp_node_same(&found.items[i].u.node, &node);
    } while (!*yes && einv__xp_parent(&from, &from));
    return true;
}

static bool match_key(const struct einv_xp_env *env,
                      const struct einv_xp_expr *e, struct einv_xp_node node,
                      bool *yes)
{
    struct einv_xp_env inner = *env;
    struct einv_xp_focus focus = einv__xp_focus(einv__xp_node_item(node));
    struct einv_xp_seq found;

    inner.focus = &focus;
    *yes = false;
    if (!einv__xp_do(&inner, e, &found))
        return false;
    for (size_t i = 0; i < found.n && !*yes; i++)
        *yes = einv__xp_node_same(&found.items[i].u.node, &node);
    return true;
}

static bool match(const struct einv_xp_env *env, const struct einv_xp_expr *e,
                  const struct above *above, struct einv_xp_node node,
                  bool *yes)
{
    struct above left = { NULL, above };

    *yes = false;
    if (!einv__xp_step(env->run, 1))
        return false;
    switch ((enum einv_xp_op)e->op) {
    case EINV_XP_OP_UNION:
        for (uint32_t i = 0; i < e->n && !*yes; i++)
            if (!match(env, e->args[i], above, node, yes))
                return false;
        return true;
    case EINV_XP_OP_PATH:
        left.left = e->args[0];
        return match(env, e->args[1], &left, node, yes);
    case EINV_XP_OP_ROOT:
        *yes = node.kind == EINV_XP_DOCUMENT && above == NULL;
        return true;
    case EINV_XP_OP_CONTEXT:
        return match_above(env, above, node, true, false, yes);
    case EINV_XP_OP_FILTER:
        return match_filter(env, e, above, node, yes);
    case EINV_XP_OP_KEY:
        return match_key(env, e, node, yes);
    default:
        return match_step(env, e, above, node, yes);
    }
}

bool einv__xp_matches(struct einv_xp_run *run,
                      const struct einv_xp_pattern *pattern,
                      const struct einv_xp_item *node,
                      struct einv_xp_frame *frame, bool *matches)
{
    return einv__xp_matches_branch(run, pattern, pattern->expr, node, frame,
                                   matches);
}

bool einv__xp_matches_branch(struct einv_xp_run *run,
                             const struct einv_xp_pattern *pattern,
                             const struct einv_xp_expr *branch,
                             const struct einv_xp_item *node,
                             struct einv_xp_frame *frame, bool *matches)
{
    struct einv_arena_mark mark = einv__arena_mark(&run->arena);
    struct einv_xp_focus focus = einv__xp_focus(*node);
    struct einv_xp_env env = { run, &focus, &focus.item, frame, NULL };
    bool ok = true;

    *matches = false;
    if (pattern->expr->n_vars > 0) {
        env.vars = einv__xp_alloc(run, pattern->expr->n_vars,
                                  sizeof *env.vars);
        ok = env.vars != NULL;
    }
    if (!ok || !match(&env, branch, NULL, node->u.node, matches))
        *matches = false;
    einv__arena_reset(&run->arena, mark);
    return run->error == NULL || (run->limit == NULL &&
                                  strcmp(run->error, "EINV0002") != 0);
}
