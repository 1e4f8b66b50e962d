/* walk.c: the nodes of a path, one by one, without a sequence of them.
 *
 * Each step is walked from each node that the steps in front of it give, so
 * that the first node is met before the second is looked for.  What can be
 * told of order and doubles is told when compiling (einv__xp_walkable).
 */
#include "optimise.h"

/* --- when compiling ---------------------------------------------------------- */

static bool is_named(const struct einv_xp_expr *e, uint8_t axis)
{
    return e->op == EINV_XP_OP_STEP && e->sub == axis &&
           e->u.test.naming == EINV_XP_FULL_NAME;
}

#define ONE \
    (EINV_XP_WALKS | EINV_XP_WALK_ONCE | EINV_XP_WALK_ORDER | \
     EINV_XP_WALK_SINGLE | EINV_XP_WALK_FLAT)
#define SOME (ONE & ~(unsigned)EINV_XP_WALK_SINGLE)

/* Of a step from one node. */
static unsigned step_walks(const struct einv_xp_expr *e)
{
    bool elements = e->u.test.kinds == 1u << EINV_XP_ELEMENT;

    if (e->positional)
        return 0;
    if (e->sub == EINV_XP_SELF || e->sub == EINV_XP_PARENT)
        return ONE;
    if (is_named(e, EINV_XP_ATTRIBUTES))
        return ONE;
    if (e->sub == EINV_XP_CHILD && elements)
        return SOME;
    if (is_named(e, EINV_XP_DESCENDANT) && elements)
        return SOME & ~(unsigned)EINV_XP_WALK_FLAT;
    if (e->sub == EINV_XP_ANCESTOR || e->sub == EINV_XP_ANCESTOR_OR_SELF)
        return EINV_XP_WALKS | EINV_XP_WALK_ONCE;
    return 0;
}

static unsigned path_walks(const struct einv_xp_expr *e)
{
    const struct einv_xp_expr *right = e->args[1];
    unsigned a = e->args[0]->walks, b = right->walks;

    if ((a & b & EINV_XP_WALKS) == 0 || right->op == EINV_XP_OP_PATH)
        return 0;
    if ((a & EINV_XP_WALK_SINGLE) != 0)
        return b;
    /* Below nodes that do not lie in each other, all is apart. */
    if ((a & EINV_XP_WALK_FLAT) != 0 && (right->op != EINV_XP_OP_STEP ||
                                         right->sub != EINV_XP_PARENT))
        return a & b;
    if (is_named(right, EINV_XP_ATTRIBUTES) ||
        (right->op == EINV_XP_OP_STEP && right->sub == EINV_XP_CHILD))
        return (a & b & (EINV_XP_WALKS | EINV_XP_WALK_ONCE));
    return EINV_XP_WALKS;
}

static unsigned union_walks(const struct einv_xp_expr *e)
{
    unsigned walks = EINV_XP_WALKS | EINV_XP_WALK_ONCE | EINV_XP_WALK_FLAT;

    for (uint32_t i = 0; i < e->n; i++) {
        if ((e->args[i]->walks & EINV_XP_WALKS) == 0)
            return 0;
        if (!is_named(e->args[i], EINV_XP_CHILD))
            walks = EINV_XP_WALKS;
        for (uint32_t k = 0; k < i && walks != EINV_XP_WALKS; k++)
            if (e->args[k]->u.test.name == e->args[i]->u.test.name)
                walks = EINV_XP_WALKS;
    }
    return walks;
}

unsigned einv__xp_walkable(const struct einv_xp_expr *e)
{
    unsigned walks = 0;

    switch ((enum einv_xp_op)e->op) {
    case EINV_XP_OP_CONTEXT:
    case EINV_XP_OP_ROOT:
        walks = ONE;
        break;
    case EINV_XP_OP_STEP:
        walks = step_walks(e);
        break;
    case EINV_XP_OP_PATH:
        walks = path_walks(e);
        break;
    case EINV_XP_OP_UNION:
        walks = union_walks(e);
        break;
    default:
        break;
    }
    return (walks & EINV_XP_WALKS) == 0 ? 0
           : e->safe ? walks | EINV_XP_WALK_SAFE
                     : walks & ~(unsigned)EINV_XP_WALK_SAFE;
}

/* --- steps ------------------------------------------------------------------- */

struct walk {
    struct einv_xp_visit *v;
    bool all;                   /* v->stop does not count */
    const struct einv_xp_expr *right;   /* of what is walked; NULL: nothing
                                           more */
    const struct walk *then;
};

static bool go(const struct walk *w, const struct einv_xp_env *env,
               const struct einv_xp_expr *e, const struct einv_xp_node *from);

static bool is_over(const struct walk *w)
{
    return w->v->stop && !w->all;
}

static bool arrive(const struct walk *w, const struct einv_xp_env *env,
                   const struct einv_xp_node *node)
{
    if (w->right == NULL)
        return is_over(w) || w->v->node(w->v, env, node);
    return go(w->then, env, w->right, node);
}

/* A node that the axis gives: do its predicates let it pass? */
static bool offer(const struct walk *w, const struct einv_xp_env *env,
                  const struct einv_xp_expr *e,
                  const struct einv_xp_node *node)
{
    struct einv_xp_env inner = *env;
    struct einv_xp_focus focus;
    bool yes = true;

    if (e->n > 0) {
        focus = einv__xp_focus(einv__xp_node_item(*node));
        inner.focus = &focus;
        for (uint32_t i = 0; i < e->n && yes; i++)
            if (!einv__xp_do_bool(&inner, e->args[i], &yes))
                return false;
    }
    return !yes || arrive(w, env, node);
}

/* A name of the tree that the element cannot have inside. */
static bool is_empty(const struct einv_xp_node *from, uint32_t name)
{
    const struct einv_tree *t = from->doc->tree;

    return name == UINT32_MAX ||
           (from->kind == EINV_XP_ELEMENT &&
            !einv__xp_inside(from->doc,
                             t->qnames[t->elems[from->row].qname].name,
                             name));
}

static bool children(const struct walk *w, const struct einv_xp_env *env,
                     const struct einv_xp_expr *e,
                     const struct einv_xp_node *from)
{
    const struct einv_tree *t = from->doc->tree;
    bool named = e->u.test.naming == EINV_XP_FULL_NAME;
    uint32_t name = named ? from->doc->names[e->u.test.name] : 0;
    struct einv_xp_node node = *from;
    einv_node c = 0, end = 0;
    uint64_t steps = 1;

    node.kind = EINV_XP_ELEMENT;
    if ((named && is_empty(from, name)) || from->kind > EINV_XP_ELEMENT ||
        t->n_elems == 0)
        return true;
    if (from->kind == EINV_XP_ELEMENT) {
        c = from->row + 1;
        end = t->elems[from->row].end;
    }
    if (named && end > c && end - c > 64 && from->doc->start != NULL) {
        struct einv_xp_slice s = einv__xp_slice(from->doc, name, c, end);

        if (s.n == 0)
            return einv__xp_step(env->run, 1);
    }
    for (; c <= end && !is_over(w); c = t->elems[c].end + 1, steps++) {
        node.row = c;
        if (named ? t->qnames[t->elems[c].qname].name != name
                  : !einv__xp_test_node(&e->u.test, &node))
            continue;
        if (!offer(w, env, e, &node))
            return false;
    }
    return einv__xp_step(env->run, steps);
}

static bool attributes(const struct walk *w, const struct einv_xp_env *env,
                       const struct einv_xp_expr *e,
                       const struct einv_xp_node *from)
{
    const struct einv_tree *t = from->doc->tree;
    uint32_t name = from->doc->names[e->u.test.name], a, end;
    struct einv_xp_node node = *from;

    if (from->kind != EINV_XP_ELEMENT || is_empty(from, name))
        return true;
    node.kind = EINV_XP_ATTRIBUTE;
    end = einv__tree_attrs(t, from->row, &a);
    for (; a < end && !is_over(w); a++) {
        if (t->qnames[t->attrs[a].qname].name != name)
            continue;
        node.row = a;
        if (!offer(w, env, e, &node))
            return false;
    }
    return einv__xp_step(env->run, 1);
}

/* Every row below, from the index or one by one. */
static bool descendants(const struct walk *w, const struct einv_xp_env *env,
                        const struct einv_xp_expr *e,
                        const struct einv_xp_node *from)
{
    const struct einv_xp_doc *doc = from->doc;
    const struct einv_tree *t = doc->tree;
    uint32_t name = doc->names[e->u.test.name];
    struct einv_xp_slice s = { NULL, 0 };
    struct einv_xp_node node = *from;
    einv_node c = 0, end;

    if (name == UINT32_MAX || from->kind > EINV_XP_ELEMENT || t->n_elems == 0)
        return true;
    node.kind = EINV_XP_ELEMENT;
    end = t->elems[from->kind == EINV_XP_ELEMENT ? from->row : 0].end;
    if (from->kind == EINV_XP_ELEMENT)
        c = from->row + 1;
    if (doc->start != NULL) {
        s = einv__xp_slice(doc, name, c, end);
        for (uint32_t i = 0; i < s.n && !is_over(w); i++) {
            node.row = s.rows[i];
            if (!offer(w, env, e, &node))
                return false;
        }
        return einv__xp_step(env->run, s.n + 1);
    }
    for (; c <= end && !is_over(w); c++) {
        if (t->qnames[t->elems[c].qname].name != name)
            continue;
        node.row = c;
        if (!offer(w, env, e, &node))
            return false;
    }
    return einv__xp_step(env->run, end - (uint64_t)from->row + 1);
}

static bool ancestors(const struct walk *w, const struct einv_xp_env *env,
                      const struct einv_xp_expr *e, struct einv_xp_node node)
{
    bool self = e->sub == EINV_XP_ANCESTOR_OR_SELF;

    for (; !is_over(w) && (self || einv__xp_parent(&node, &node));
         self = false)
        if (!einv__xp_step(env->run, 1) ||
            (einv__xp_test_node(&e->u.test, &node) &&
             !offer(w, env, e, &node)))
            return false;
    return true;
}

/* From an index of keys (group.c). */
static bool grouped(const struct walk *w, const struct einv_xp_env *env,
                    const struct einv_xp_expr *e,
                    const struct einv_xp_node *from, bool *done)
{
    struct einv_xp_list list = { NULL, 0, 0 };

    if (!einv__xp_grouped(env, e, from, &list, done))
        return false;
    for (size_t i = 0; *done && i < list.n && !is_over(w); i++)
        if (!arrive(w, env, &list.items[i].u.node))
            return false;
    return true;
}

static bool step(const struct walk *w, const struct einv_xp_env *env,
                 const struct einv_xp_expr *e,
                 const struct einv_xp_node *from)
{
    struct einv_xp_node node = *from;
    bool done = false;

    if (e->group != NULL && !grouped(w, env, e, from, &done))
        return false;
    if (done)
        return true;
    switch ((enum einv_xp_axis)e->sub) {
    case EINV_XP_CHILD:
        return children(w, env, e, from);
    case EINV_XP_ATTRIBUTES:
        return attributes(w, env, e, from);
    case EINV_XP_DESCENDANT:
        return descendants(w, env, e, from);
    case EINV_XP_ANCESTOR:
    case EINV_XP_ANCESTOR_OR_SELF:
        return ancestors(w, env, e, node);
    case EINV_XP_PARENT:
        if (!einv__xp_parent(from, &node))
            return true;
        break;
    default:
        break;
    }
    return !einv__xp_test_node(&e->u.test, &node) ||
           offer(w, env, e, &node);
}

/* Is there, anywhere, an x in what e ends with?  (x: a name of the tree.) */
static bool may_hold(const struct einv_xp_expr *e, uint32_t x,
                     const struct einv_xp_node *from)
{
    uint32_t name;

    while (e->op == EINV_XP_OP_PATH)
        e = e->args[1];
    if (e->op == EINV_XP_OP_UNION) {
        for (uint32_t i = 0; i < e->n; i++)
            if (may_hold(e->args[i], x, from))
                return true;
        return false;
    }
    if (e->op != EINV_XP_OP_STEP || e->u.test.naming != EINV_XP_FULL_NAME ||
        e->u.test.kinds != 1u << EINV_XP_ELEMENT)
        return true;
    name = from->doc->names[e->u.test.name];
    return name != UINT32_MAX && einv__xp_inside(from->doc, name, x);
}

/* left/x: does no x occur in such a place of the document? */
static bool is_absent(const struct einv_xp_expr *path,
                      const struct einv_xp_node *from)
{
    const struct einv_xp_expr *e = path->args[1];
    uint32_t name;

    if (e->op != EINV_XP_OP_STEP || e->u.test.naming != EINV_XP_FULL_NAME)
        return false;
    name = from->doc->names[e->u.test.name];
    return name == UINT32_MAX ||
           ((e->sub == EINV_XP_CHILD || e->sub == EINV_XP_ATTRIBUTES) &&
            !may_hold(path->args[0], name, from));
}

/* What is kept for the whole document is not walked again. */
static bool kept(const struct walk *w, const struct einv_xp_env *env,
                 const struct einv_xp_expr *e,
                 const struct einv_xp_node *from)
{
    struct einv_xp_focus focus = einv__xp_focus(einv__xp_node_item(*from));
    struct einv_xp_env inner = *env;
    struct einv_xp_seq seq;

    inner.focus = &focus;
    if (!einv__xp_do(&inner, e, &seq))
        return false;
    for (size_t i = 0; i < seq.n && !is_over(w); i++)
        if (!arrive(w, env, &seq.items[i].u.node))
            return false;
    return true;
}

static bool go(const struct walk *w, const struct einv_xp_env *env,
               const struct einv_xp_expr *e, const struct einv_xp_node *from)
{
    struct einv_xp_node root;
    struct walk left;

    if (e->memo != 0 && (env->run->off & EINV_XP_OFF_MEMO) == 0)
        return kept(w, env, e, from);
    switch ((enum einv_xp_op)e->op) {
    case EINV_XP_OP_STEP:
        return step(w, env, e, from);
    case EINV_XP_OP_PATH:
        if (!w->all && is_absent(e, from))
            return true;
        left = (struct walk){ w->v, w->all, e->args[1], w };
        return go(&left, env, e->args[0], from);
    case EINV_XP_OP_UNION:
        for (uint32_t i = 0; i < e->n && !is_over(w); i++)
            if (!go(w, env, e->args[i], from))
                return false;
        return true;
    case EINV_XP_OP_ROOT:
        root = einv__xp_node(from->doc, EINV_XP_DOCUMENT, 0);
        return arrive(w, env, &root);
    default:
        return arrive(w, env, from);    /* . */
    }
}

bool einv__xp_walk(const struct einv_xp_env *env,
                   const struct einv_xp_expr *e, struct einv_xp_visit *v)
{
    struct walk w = { v, (e->walks & EINV_XP_WALK_SAFE) == 0, NULL, NULL };

    return go(&w, env, e, &env->focus->item.u.node);
}
