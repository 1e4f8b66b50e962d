/* branch.c: the alternatives of a match pattern: which nodes they can match,
 * and what is settled by a name.
 */
#include "depend.h"
#include "eval.h"

#define ALL_KINDS 0x3fu
#define BIT(kind) (1u << (kind))

struct search {
    const struct einv_xp_expr *top;     /* the alternative */
    uint32_t parent;                    /* a name that it must have */
    einv_xp_take_branch *take;
    void *user;
};

static bool give(const struct search *s, unsigned kinds, uint32_t name)
{
    struct einv_xp_branch branch = { s->top, kinds, name, s->parent };

    return s->take(s->user, &branch);
}

/* What a step reaches (pattern.c, match_step). */
static bool give_step(const struct search *s, const struct einv_xp_expr *e)
{
    bool self = e->sub == EINV_XP_SELF ||
                e->sub == EINV_XP_DESCENDANT_OR_SELF;
    unsigned kinds = e->u.test.kinds;

    if (!self) {
        kinds &= ~BIT(EINV_XP_DOCUMENT);
        if (e->sub != EINV_XP_ATTRIBUTES)
            kinds &= ~BIT(EINV_XP_ATTRIBUTE);
    }
    return give(s, kinds,
                e->u.test.naming == EINV_XP_FULL_NAME ? e->u.test.name
                                                      : UINT32_MAX);
}

/* What the last step of a path reaches. */
static bool ends(const struct search *s, const struct einv_xp_expr *e)
{
    switch ((enum einv_xp_op)e->op) {
    case EINV_XP_OP_UNION:
        for (uint32_t i = 0; i < e->n; i++)
            if (!ends(s, e->args[i]))
                return false;
        return true;
    case EINV_XP_OP_PATH:
        return ends(s, e->args[1]);
    case EINV_XP_OP_FILTER:
        return ends(s, e->args[0]);
    case EINV_XP_OP_ROOT:
        return give(s, BIT(EINV_XP_DOCUMENT), UINT32_MAX);
    case EINV_XP_OP_STEP:
        return give_step(s, e);
    default:
        return give(s, ALL_KINDS, UINT32_MAX);
    }
}

/* a/b: b's parent is an a, whatever else must hold. */
static uint32_t parent_of(const struct einv_xp_expr *e)
{
    if (e->op != EINV_XP_OP_PATH || e->args[1]->op != EINV_XP_OP_STEP ||
        e->args[1]->sub != EINV_XP_CHILD)
        return UINT32_MAX;
    e = e->args[0]->op == EINV_XP_OP_PATH ? e->args[0]->args[1] : e->args[0];
    return e->op == EINV_XP_OP_STEP &&
                   e->u.test.naming == EINV_XP_FULL_NAME &&
                   e->u.test.kinds == BIT(EINV_XP_ELEMENT)
               ? e->u.test.name
               : UINT32_MAX;
}

/* //x matches every x. */
static const struct einv_xp_expr *without_root(const struct einv_xp_expr *e)
{
    return e->op == EINV_XP_OP_PATH && e->args[0]->op == EINV_XP_OP_ROOT &&
                   e->args[1]->op == EINV_XP_OP_STEP &&
                   e->args[1]->sub == EINV_XP_DESCENDANT &&
                   !e->args[1]->positional
               ? e->args[1]
               : e;
}

bool einv__xp_branches(const struct einv_xp_pattern *pattern,
                       einv_xp_take_branch *take, void *user)
{
    const struct einv_xp_expr *e = pattern->expr;
    struct search s = { without_root(e), UINT32_MAX, take, user };

    s.parent = parent_of(e);
    if (e->op != EINV_XP_OP_UNION)
        return ends(&s, s.top);
    for (uint32_t i = 0; i < e->n; i++) {
        s.top = without_root(e->args[i]);
        s.parent = parent_of(s.top);
        if (!ends(&s, s.top))
            return false;
    }
    return true;
}

/* --- what a name settles ---------------------------------------------------- */

/* Is it matched, as far as it stands above the last step, without any
 * predicate that could fail first? */
static bool above_is_safe(const struct einv_xp_expr *e)
{
    if (e->op == EINV_XP_OP_PATH)
        return above_is_safe(e->args[0]) && above_is_safe(e->args[1]);
    return e->op == EINV_XP_OP_ROOT ||
           (e->op == EINV_XP_OP_STEP && !einv__xp_may_fail(e) &&
            !e->positional);
}

/* Of `a and b and ...` what comes first; evaluated alone it is false only
 * where the whole is. */
static const struct einv_xp_expr *leading(const struct einv_xp_expr *e)
{
    while (e->op == EINV_XP_OP_AND)
        e = e->args[0];
    return e;
}

/* The name of a step, as the document numbers it; UINT32_MAX: it does not
 * occur.  false: the step asks for more than a name, or less. */
static bool name_of(const struct einv_xp_doc *doc,
                    const struct einv_xp_expr *e, uint32_t *name)
{
    if (e->op != EINV_XP_OP_STEP || e->u.test.naming != EINV_XP_FULL_NAME ||
        (e->u.test.kinds != BIT(EINV_XP_ELEMENT) &&
         e->u.test.kinds != BIT(EINV_XP_ATTRIBUTE)))
        return false;
    *name = doc->names[e->u.test.name];
    return true;
}

/* Does a path ask for names, or for one inside another, that the document
 * does not have?  Steps are matched upwards before any predicate is asked,
 * so that no error can be missed. */
static bool is_strange(const struct einv_xp_doc *doc,
                       const struct einv_xp_expr *e)
{
    const struct einv_xp_expr *up;
    uint32_t name, above;

    for (; e->op == EINV_XP_OP_PATH; e = e->args[0]) {
        if (!name_of(doc, e->args[1], &name))
            continue;
        if (name == UINT32_MAX)
            return true;
        up = e->args[0]->op == EINV_XP_OP_PATH ? e->args[0]->args[1]
                                               : e->args[0];
        if ((e->args[1]->sub == EINV_XP_CHILD ||
             e->args[1]->sub == EINV_XP_ATTRIBUTES) &&
            name_of(doc, up, &above) && above != UINT32_MAX &&
            !einv__xp_inside(doc, above, name))
            return true;
    }
    return name_of(doc, e, &name) && name == UINT32_MAX;
}

bool einv__xp_branch_is_out(struct einv_xp_run *run,
                            const struct einv_xp_pattern *pattern,
                            const struct einv_xp_expr *branch,
                            const struct einv_xp_item *node)
{
    const struct einv_xp_expr *last = branch;
    struct einv_xp_focus focus = einv__xp_focus(*node);
    bool holds = true;

    if (is_strange(node->u.node.doc, branch))
        return true;
    if (branch->op == EINV_XP_OP_PATH) {
        if (!above_is_safe(branch->args[0]))
            return false;
        last = branch->args[1];
    }
    if (last->op != EINV_XP_OP_STEP || last->n == 0 || last->positional)
        return false;
    last = leading(last->args[0]);
    if ((einv__xp_depends(last) &
         ~(unsigned)(EINV_XP_ON_NAME | EINV_XP_ON_GLOBAL)) != 0 ||
        pattern->expr->n_vars > 0)
        return false;
    if (!einv__xp_eval_bool(run, last, &focus, NULL, &holds)) {
        einv__xp_run_clear(run);
        return false;
    }
    return !holds;
}
