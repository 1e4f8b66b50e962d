/* deep.c: X//@a without walking the nodes between.
 *
 * The attributes below an element are one run of rows.
 */
#include "optimise.h"

static bool is_anywhere(const struct einv_xp_expr *e)
{
    return e->op == EINV_XP_OP_STEP && e->n == 0 &&
           e->sub == EINV_XP_DESCENDANT_OR_SELF &&
           e->u.test.naming == EINV_XP_ANY_NAME &&
           (e->u.test.kinds & (1u << EINV_XP_ELEMENT)) != 0;
}

static bool is_deep(const struct einv_xp_expr *path)
{
    const struct einv_xp_expr *left = path->args[0], *right = path->args[1];

    return right->op == EINV_XP_OP_STEP && !right->positional &&
           right->sub == EINV_XP_ATTRIBUTES &&
           right->u.test.naming == EINV_XP_FULL_NAME &&
           left->op == EINV_XP_OP_PATH && is_anywhere(left->args[1]);
}

/* Appends the attributes of a name on a node's element and below it. */
static bool collect(struct einv_xp_run *run, const struct einv_xp_node *top,
                    uint32_t name, struct einv_xp_list *list)
{
    const struct einv_tree *t = top->doc->tree;
    size_t a = 0, end = t->n_attrs;
    struct einv_xp_item item =
        einv__xp_node_item(einv__xp_node(top->doc, EINV_XP_ATTRIBUTE, 0));

    if (top->kind == EINV_XP_ELEMENT) {
        a = t->elems[top->row].first_attr;
        end = t->elems[t->elems[top->row].end + 1].first_attr;
    }
    if (!einv__xp_step(run, (end - a) / 8 + 1))
        return false;
    for (; a < end; a++)
        if (t->qnames[t->attrs[a].qname].name == name) {
            item.u.node.row = (uint32_t)a;
            if (!einv__xp_push(run, list, &item))
                return false;
        }
    return true;
}

bool einv__xp_deep(const struct einv_xp_env *env,
                   const struct einv_xp_expr *path, struct einv_xp_seq *out,
                   bool *done)
{
    struct einv_xp_list list = { NULL, 0, 0 };
    const struct einv_xp_expr *right = path->args[1];
    const struct einv_xp_node *top;
    struct einv_xp_seq left;
    uint32_t name;

    *done = false;
    if ((env->run->off & EINV_XP_OFF_NAMES) != 0 || !is_deep(path) ||
        !path->args[0]->args[0]->safe)
        return true;
    if (!einv__xp_do(env, path->args[0]->args[0], &left))
        return false;
    if (left.n != 1 || left.items[0].type != EINV_XP_NODE)
        return true;
    top = &left.items[0].u.node;
    if (top->doc->start == NULL || top->kind > EINV_XP_ELEMENT)
        return true;
    *done = true;
    name = top->doc->names[right->u.test.name];
    if (name != UINT32_MAX && !collect(env->run, top, name, &list))
        return false;
    for (uint32_t i = 0; i < right->n; i++)
        if (!einv__xp_filter(env, right->args[i], &list, 0))
            return false;
    *out = einv__xp_list_seq(&list);
    return true;
}
