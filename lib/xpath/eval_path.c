/* eval_path.c: paths, steps, predicates, sets of nodes.
 */
#include "../xml/rows.h"
#include "depend.h"
#include "optimise.h"

/* Is the axis one that runs backwards? */
static bool is_reverse(uint8_t axis)
{
    return axis >= EINV_XP_PARENT;
}

/* Is a number the position that is asked for? */
static bool is_place(struct einv_xp_run *run, const struct einv_xp_item *number,
                     size_t position)
{
    double wanted = einv__xp_number(run, number);
    double at = (double)position;

    return !(wanted < at) && !(wanted > at) && wanted > 0;
}

/* Does the predicate hold for the focus?  A number asks for a position. */
static bool holds(const struct einv_xp_env *env, const struct einv_xp_expr *p,
                  bool *out)
{
    struct einv_arena_mark mark = einv__arena_mark(&env->run->arena);
    struct einv_xp_seq value;
    bool ok;

    if (einv__xp_no_number(p))
        return einv__xp_do_bool(env, p, out);
    ok = einv__xp_do(env, p, &value);
    if (ok && value.n == 1 && einv__xp_is_number(&value.items[0])) {
        *out = is_place(env->run, &value.items[0], env->focus->position);
        ok = env->run->error == NULL;
    } else if (ok) {
        ok = einv__xp_ebv(env->run, &value, out);
    }
    einv__arena_reset(&env->run->arena, mark);
    return ok;
}

/* One that says the same of all items, as $digits[$i + 1]: it is asked
 * once. */
static bool is_fixed(const struct einv_xp_env *env,
                     const struct einv_xp_expr *p)
{
    return p->known && (p->on & EINV_XP_ON_FOCUS) == 0 &&
           (env->run->off & EINV_XP_OFF_LAZY) == 0;
}

static bool filter_once(const struct einv_xp_env *env,
                        const struct einv_xp_expr *predicate,
                        struct einv_xp_list *list, size_t from)
{
    struct einv_arena_mark mark = einv__arena_mark(&env->run->arena);
    struct einv_xp_focus focus = { true, list->items[from], 1,
                                   list->n - from };
    struct einv_xp_env inner = *env;
    struct einv_xp_seq value;
    size_t kept = from;
    bool yes = false, number, ok;

    inner.focus = &focus;
    ok = einv__xp_do(&inner, predicate, &value);
    number = ok && value.n == 1 && einv__xp_is_number(value.items);
    for (size_t i = from; number && i < list->n; i++)
        if (is_place(env->run, value.items, i - from + 1))
            list->items[kept++] = list->items[i];
    if (ok && !number)
        ok = einv__xp_ebv(env->run, &value, &yes);
    if (!yes)
        list->n = kept;
    einv__arena_reset(&env->run->arena, mark);
    env->run->taken[EINV_XP_WAY_LAZY]++;
    return ok && env->run->error == NULL;
}

/* Keeps of list[from ..] what one predicate lets pass. */
bool einv__xp_filter(const struct einv_xp_env *env,
                     const struct einv_xp_expr *predicate,
                     struct einv_xp_list *list, size_t from)
{
    struct einv_xp_env inner = *env;
    struct einv_xp_focus focus;
    size_t last = list->n - from, kept = from;
    bool yes = false;

    if (last > 1 && is_fixed(env, predicate))
        return filter_once(env, predicate, list, from);
    inner.focus = &focus;
    for (size_t i = 0; i < last; i++) {
        focus = (struct einv_xp_focus){ true, list->items[from + i], i + 1,
                                        last };
        if (!holds(&inner, predicate, &yes))
            return false;
        if (yes)
            list->items[kept++] = list->items[from + i];
    }
    list->n = kept;
    return true;
}

/* Appends what a step gives from one node, in document order. */
static bool step_from(const struct einv_xp_env *env,
                      const struct einv_xp_expr *e,
                      const struct einv_xp_node *node,
                      struct einv_xp_list *list)
{
    size_t from = list->n;
    bool done = false;

    if (e->group != NULL && !einv__xp_grouped(env, e, node, list, &done))
        return false;
    if (done)
        return true;
    if (!einv__xp_axis(env->run, node, (enum einv_xp_axis)e->sub,
                       &e->u.test, list))
        return false;
    for (uint32_t i = 0; i < e->n; i++)
        if (!einv__xp_filter(env, e->args[i], list, from))
            return false;
    if (is_reverse(e->sub))
        for (size_t i = from, j = list->n; i + 1 < j; i++) {
            struct einv_xp_item swap = list->items[i];

            list->items[i] = list->items[--j];
            list->items[j] = swap;
        }
    return true;
}

bool einv__xp_do_step(const struct einv_xp_env *env,
                      const struct einv_xp_expr *e, struct einv_xp_seq *out)
{
    struct einv_xp_list list = { NULL, 0, 0 };

    if (!env->focus->has)
        return einv__xp_fail(env->run, "XPDY0002");
    if (env->focus->item.type != EINV_XP_NODE)
        return einv__xp_fail(env->run, "XPTY0020");
    if (!step_from(env, e, &env->focus->item.u.node, &list))
        return false;
    *out = einv__xp_list_seq(&list);
    return true;
}

/* namespace::p: the URI of a prefix in scope, or nothing. */
bool einv__xp_do_prefix(const struct einv_xp_env *env,
                        const struct einv_xp_expr *e, struct einv_xp_seq *out)
{
    const struct einv_xp_node *node;
    struct einv_text uri;

    if (!env->focus->has || env->focus->item.type != EINV_XP_NODE)
        return einv__xp_fail(env->run, "XPTY0020");
    node = &env->focus->item.u.node;
    if (node->kind != EINV_XP_ELEMENT ||
        !einv__tree_ns_find(node->doc->tree, node->row, e->name, &uri))
        return true;
    return einv__xp_one(env->run, einv__xp_text(EINV_XP_STRING, uri), out);
}

bool einv__xp_do_root(const struct einv_xp_env *env,
                      const struct einv_xp_expr *e, struct einv_xp_seq *out)
{
    (void)e;
    if (!env->focus->has)
        return einv__xp_fail(env->run, "XPDY0002");
    if (env->focus->item.type != EINV_XP_NODE)
        return einv__xp_fail(env->run, "XPTY0020");
    return einv__xp_one(env->run,
                        einv__xp_node_item(einv__xp_node(
                            env->focus->item.u.node.doc, EINV_XP_DOCUMENT, 0)),
                        out);
}

/* XPath 2.0, 3.2: all nodes (then a set in document order) or none. */
static bool finish(const struct einv_xp_env *env, struct einv_xp_list *list,
                   struct einv_xp_seq *out)
{
    size_t nodes = 0;

    for (size_t i = 0; i < list->n; i++)
        nodes += list->items[i].type == EINV_XP_NODE;
    if (nodes > 0 && nodes < list->n)
        return einv__xp_fail(env->run, "XPTY0018");
    if (nodes > 0 && !einv__xp_sort(env->run, list))
        return false;
    *out = einv__xp_list_seq(list);
    return true;
}

/* What the right side, which is no step, gives for each item. */
static bool go_right(const struct einv_xp_env *env,
                     const struct einv_xp_expr *right,
                     const struct einv_xp_seq *left, struct einv_xp_list *list)
{
    struct einv_xp_run *run = env->run;
    struct einv_xp_env inner = *env;
    struct einv_xp_focus focus;
    struct einv_xp_seq part;

    if (left->n > 1 && !einv__xp_reserve(run, list, left->n))
        return false;
    inner.focus = &focus;
    for (size_t i = 0; i < left->n; i++) {
        struct einv_arena_mark mark = einv__arena_mark(&run->arena);

        if (left->items[i].type != EINV_XP_NODE)
            return einv__xp_fail(run, "XPTY0019");
        focus = (struct einv_xp_focus){ true, left->items[i], i + 1,
                                        left->n };
        if (!einv__xp_do(&inner, right, &part) ||
            !einv__xp_gather(run, list, mark, &part))
            return false;
    }
    return true;
}

bool einv__xp_do_path(const struct einv_xp_env *env,
                      const struct einv_xp_expr *e, struct einv_xp_seq *out)
{
    const struct einv_xp_expr *right = e->args[1];
    struct einv_xp_list list = { NULL, 0, 0 };
    struct einv_xp_seq left;
    bool done;

    if (!einv__xp_deep(env, e, out, &done))
        return false;
    if (done)
        return true;
    if (!einv__xp_do(env, e->args[0], &left))
        return false;
    if (right->op != EINV_XP_OP_STEP)
        return go_right(env, right, &left, &list) && finish(env, &list, out);
    for (size_t i = 0; i < left.n; i++) {
        if (left.items[i].type != EINV_XP_NODE)
            return einv__xp_fail(env->run, "XPTY0019");
        if (!step_from(env, right, &left.items[i].u.node, &list))
            return false;
    }
    return finish(env, &list, out);
}

bool einv__xp_do_filter(const struct einv_xp_env *env,
                        const struct einv_xp_expr *e, struct einv_xp_seq *out)
{
    struct einv_xp_list list = { NULL, 0, 0 };
    struct einv_xp_seq seq;

    if (!einv__xp_do(env, e->args[0], &seq) ||
        !einv__xp_reserve(env->run, &list, seq.n))
        return false;
    for (size_t i = 0; i < seq.n; i++)
        list.items[list.n++] = seq.items[i];
    for (uint32_t i = 1; i < e->n; i++)
        if (!einv__xp_filter(env, e->args[i], &list, 0))
            return false;
    *out = einv__xp_list_seq(&list);
    return true;
}

/* --- sets ------------------------------------------------------------------------- */

static bool as_set(const struct einv_xp_env *env, const struct einv_xp_expr *e,
                   struct einv_xp_list *list)
{
    struct einv_xp_seq seq;

    if (!einv__xp_do(env, e, &seq) ||
        !einv__xp_reserve(env->run, list, seq.n))
        return false;
    for (size_t i = 0; i < seq.n; i++) {
        if (seq.items[i].type != EINV_XP_NODE)
            return einv__xp_fail(env->run, "XPTY0004");
        list->items[list->n++] = seq.items[i];
    }
    return true;
}

/* Keeps of a (in order) what is in b (in order), or what is not. */
static void meet(struct einv_xp_list *a, const struct einv_xp_list *b,
                 bool wanted)
{
    size_t kept = 0, j = 0;

    for (size_t i = 0; i < a->n; i++) {
        int order = 1;

        while (j < b->n &&
               (order = einv__xp_node_cmp(&a->items[i].u.node,
                                          &b->items[j].u.node)) > 0)
            j++;
        if ((j < b->n && order == 0) == wanted)
            a->items[kept++] = a->items[i];
    }
    a->n = kept;
}

bool einv__xp_do_node_set(const struct einv_xp_env *env,
                          const struct einv_xp_expr *e,
                          struct einv_xp_seq *out)
{
    struct einv_xp_list a = { NULL, 0, 0 }, b = { NULL, 0, 0 };

    for (uint32_t i = 0; i < e->n; i++) {
        bool first = i == 0 || e->op == EINV_XP_OP_UNION;

        if (!as_set(env, e->args[i], first ? &a : &b))
            return false;
    }
    if (!einv__xp_sort(env->run, &a) || !einv__xp_sort(env->run, &b))
        return false;
    if (e->op != EINV_XP_OP_UNION)
        meet(&a, &b, e->op == EINV_XP_OP_INTERSECT);
    *out = einv__xp_list_seq(&a);
    return true;
}
