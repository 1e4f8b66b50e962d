/* lazy.c: whether something is so, without making sequences of it.
 *
 * Paths of safe steps (depend.c: no error can hide behind the first node
 * that is found) are walked node by node until one decides.  Strings that are
 * only compared stay slices of the document.  All else goes the plain way:
 * *done is false then, and nothing was evaluated.
 */
#include "optimise.h"

struct visit {
    bool (*node)(struct visit *v, const struct einv_xp_env *env,
                 const struct einv_xp_node *node);   /* false: an error */
    bool stop;
    struct einv_text text;      /* compared with, or the only one found */
    bool wanted;                /* equal, or not */
    size_t n;
    struct einv_xp_node first;
    const struct einv_xp_expr *right;   /* the rest of a path */
    struct visit *then;
};

static bool walk(const struct einv_xp_env *env, const struct einv_xp_expr *e,
                 struct visit *v);

/* --- paths -------------------------------------------------------------------- */

/* Can it be walked? */
static bool walks(const struct einv_xp_expr *e)
{
    if (!e->known || !e->safe || e->memo != 0)
        return false;
    if (e->op == EINV_XP_OP_PATH)
        return walks(e->args[0]) && e->args[1]->op == EINV_XP_OP_STEP &&
               walks(e->args[1]);
    if (e->op != EINV_XP_OP_STEP || e->positional || e->group != NULL)
        return e->op == EINV_XP_OP_CONTEXT;
    return e->sub == EINV_XP_SELF || e->sub == EINV_XP_PARENT ||
           ((e->sub == EINV_XP_CHILD || e->sub == EINV_XP_ATTRIBUTES) &&
            e->u.test.naming == EINV_XP_FULL_NAME);
}

/* A node that the axis gives: do its predicates let it pass? */
static bool offer(const struct einv_xp_env *env, const struct einv_xp_expr *e,
                  const struct einv_xp_node *node, struct visit *v)
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
    return !yes || v->node(v, env, node);
}

static bool children(const struct einv_xp_env *env,
                     const struct einv_xp_expr *e,
                     const struct einv_xp_node *from, struct visit *v)
{
    const struct einv_tree *t = from->doc->tree;
    uint32_t name = from->doc->names[e->u.test.name];
    struct einv_xp_node node = *from;
    einv_node c, end;
    uint64_t steps = 1;

    node.kind = EINV_XP_ELEMENT;
    if (name == UINT32_MAX || from->kind > EINV_XP_ELEMENT ||
        t->n_elems == 0)
        return true;
    c = from->kind == EINV_XP_ELEMENT ? from->row + 1 : 0;
    end = from->kind == EINV_XP_ELEMENT ? t->elems[from->row].end : 0;
    if (end > c && end - c > 64 && from->doc->start != NULL) {
        struct einv_xp_slice s = einv__xp_slice(from->doc, name, c, end);

        if (s.n == 0)
            return einv__xp_step(env->run, 1);
    }
    for (; c <= end && !v->stop; c = t->elems[c].end + 1, steps++) {
        if (t->qnames[t->elems[c].qname].name != name)
            continue;
        node.row = c;
        if (!offer(env, e, &node, v))
            return false;
    }
    return einv__xp_step(env->run, steps);
}

static bool attributes(const struct einv_xp_env *env,
                       const struct einv_xp_expr *e,
                       const struct einv_xp_node *from, struct visit *v)
{
    const struct einv_tree *t = from->doc->tree;
    uint32_t name = from->doc->names[e->u.test.name], a, end;
    struct einv_xp_node node = *from;

    if (name == UINT32_MAX || from->kind != EINV_XP_ELEMENT)
        return true;
    node.kind = EINV_XP_ATTRIBUTE;
    end = einv__tree_attrs(t, from->row, &a);
    for (; a < end && !v->stop; a++) {
        if (t->qnames[t->attrs[a].qname].name != name)
            continue;
        node.row = a;
        if (!offer(env, e, &node, v))
            return false;
    }
    return einv__xp_step(env->run, 1);
}

static bool step(const struct einv_xp_env *env, const struct einv_xp_expr *e,
                 const struct einv_xp_node *from, struct visit *v)
{
    struct einv_xp_node node = *from;

    if (e->sub == EINV_XP_CHILD)
        return children(env, e, from, v);
    if (e->sub == EINV_XP_ATTRIBUTES)
        return attributes(env, e, from, v);
    if (e->sub == EINV_XP_PARENT && !einv__xp_parent(from, &node))
        return true;
    return !einv__xp_test_node(&e->u.test, &node) ||
           offer(env, e, &node, v);
}

static bool go_right(struct visit *v, const struct einv_xp_env *env,
                     const struct einv_xp_node *node)
{
    if (!step(env, v->right, node, v->then))
        return false;
    v->stop = v->then->stop;
    return true;
}

/* The focus is a node. */
static bool walk(const struct einv_xp_env *env, const struct einv_xp_expr *e,
                 struct visit *v)
{
    struct visit left = { .node = go_right, .then = v };

    if (e->op == EINV_XP_OP_CONTEXT)
        return v->node(v, env, &env->focus->item.u.node);
    if (e->op == EINV_XP_OP_STEP)
        return step(env, e, &env->focus->item.u.node, v);
    left.right = e->args[1];
    return walk(env, e->args[0], &left);
}

static bool on_node(const struct einv_xp_env *env)
{
    return env->focus->has && env->focus->item.type == EINV_XP_NODE;
}

/* --- is there any? ---------------------------------------------------------- */

static bool found(struct visit *v, const struct einv_xp_env *env,
                  const struct einv_xp_node *node)
{
    (void)env, (void)node;
    v->n = 1;
    v->stop = true;
    return true;
}

static bool exists(const struct einv_xp_env *env,
                   const struct einv_xp_expr *e, bool *out, bool *done)
{
    struct visit v = { .node = found };

    *done = on_node(env) && walks(e);
    if (!*done)
        return true;
    if (!walk(env, e, &v))
        return false;
    *out = v.n > 0;
    return true;
}

/* --- texts --------------------------------------------------------------------- */

static bool only(struct visit *v, const struct einv_xp_env *env,
                 const struct einv_xp_node *node)
{
    (void)env;
    if (v->n++ == 0)
        v->first = *node;
    v->stop = v->n > 1;
    return true;
}

/* Would normalize-space leave it as it is, once trimmed? */
static bool is_normal(struct einv_text t)
{
    for (size_t i = 0; i < t.len; i++)
        if (einv__is_space(t.ptr[i]) &&
            (t.ptr[i] != ' ' || t.ptr[i + 1] == ' '))
            return false;
    return true;
}

/* Would upper-case leave it as it is? */
static bool is_upper(struct einv_text t)
{
    for (size_t i = 0; i < t.len; i++)
        if ((t.ptr[i] >= 'a' && t.ptr[i] <= 'z') || (t.ptr[i] & 0x80) != 0)
            return false;
    return true;
}

static bool text_of(const struct einv_xp_env *env,
                    const struct einv_xp_expr *e, struct einv_text *out,
                    bool *done);

static bool call_text(const struct einv_xp_env *env,
                      const struct einv_xp_expr *e, struct einv_text *out,
                      bool *done)
{
    const char *name = e->u.fn.row->name;
    bool normal = strcmp(name, "normalize-space") == 0;

    *done = false;
    if (e->n != 1 || e->compat ||
        (!normal && strcmp(name, "upper-case") != 0 &&
         strcmp(name, "string") != 0))
        return true;
    if (!text_of(env, e->args[0], out, done) || !*done)
        return !*done;
    if (normal) {
        *out = einv__text_trim(*out);
        *done = is_normal(*out);
    } else if (name[0] == 'u') {
        *done = is_upper(*out);
    }
    return true;
}

/* The string of at most one node, or of a function of it. */
static bool text_of(const struct einv_xp_env *env,
                    const struct einv_xp_expr *e, struct einv_text *out,
                    bool *done)
{
    struct visit v = { .node = only };

    *done = true;
    if (e->op == EINV_XP_OP_LITERAL) {
        *done = e->u.literal.type == EINV_XP_STRING;
        *out = e->u.literal.u.text;
        return true;
    }
    if (e->op == EINV_XP_OP_CALL)
        return call_text(env, e, out, done);
    *done = walks(e);
    if (!*done)
        return true;
    if (!walk(env, e, &v))
        return false;
    *done = v.n <= 1 && (v.n == 0 || v.first.kind <= EINV_XP_ATTRIBUTE);
    *out = v.n == 1 ? einv__xp_node_text(&v.first) : EINV_TEXT("");
    return true;
}

/* --- comparisons ------------------------------------------------------------ */

static bool compares(struct visit *v, const struct einv_xp_env *env,
                     const struct einv_xp_node *node)
{
    (void)env;
    if (einv__text_eq(einv__xp_node_text(node), v->text) == v->wanted) {
        v->n = 1;
        v->stop = true;
    }
    return true;
}

/* text = 'literal', nodes = 'literal'; NE likewise. */
static bool general(const struct einv_xp_env *env,
                    const struct einv_xp_expr *e, bool *out, bool *done)
{
    const struct einv_xp_expr *left = e->args[0], *right = e->args[1];
    struct visit v = { .node = compares };
    struct einv_text a;

    *done = false;
    if (e->sub > EINV_XP_NE || e->compat || !on_node(env) ||
        right->op != EINV_XP_OP_LITERAL ||
        right->u.literal.type != EINV_XP_STRING || left->memo != 0)
        return true;
    v.text = right->u.literal.u.text;
    v.wanted = e->sub == EINV_XP_EQ;
    if (left->op == EINV_XP_OP_CALL) {
        if (!call_text(env, left, &a, done) || !*done)
            return !*done;
        *out = einv__text_eq(a, v.text) == v.wanted;
        return true;
    }
    *done = walks(left);
    if (!*done)
        return true;
    if (!walk(env, left, &v))
        return false;
    *out = v.n > 0;
    return true;
}

/* --- truths -------------------------------------------------------------------- */

static bool logic(const struct einv_xp_env *env, const struct einv_xp_expr *e,
                  bool *out)
{
    bool decides = e->op == EINV_XP_OP_OR;

    for (uint32_t i = 0; i < e->n; i++) {
        if (!einv__xp_do_bool(env, e->args[i], out))
            return false;
        if (*out == decides)
            return true;
    }
    *out = !decides;
    return true;
}

static bool call(const struct einv_xp_env *env, const struct einv_xp_expr *e,
                 bool *out, bool *done)
{
    const char *name = e->u.fn.row->name;
    bool negate = strcmp(name, "not") == 0;

    *done = true;
    if (e->n == 0) {
        *out = strcmp(name, "true") == 0;
        *done = *out || strcmp(name, "false") == 0;
        return true;
    }
    if (negate || strcmp(name, "boolean") == 0) {
        if (!einv__xp_do_bool(env, e->args[0], out))
            return false;
        *out = *out != negate;
        return true;
    }
    negate = strcmp(name, "empty") == 0;
    if (!negate && strcmp(name, "exists") != 0) {
        *done = false;
        return true;
    }
    if (!exists(env, e->args[0], out, done))
        return false;
    *out = *out != negate;
    return true;
}

bool einv__xp_lazy(const struct einv_xp_env *env,
                   const struct einv_xp_expr *e, bool *out, bool *done)
{
    struct einv_xp_run *run = env->run;
    bool ok = true;

    *done = *out = false;
    if ((run->off & EINV_XP_OFF_LAZY) != 0 || e->memo != 0 || !e->known)
        return true;
    if (run->nesting >= 3000)           /* the plain way says which limit */
        return true;
    run->nesting++;
    switch ((enum einv_xp_op)e->op) {
    case EINV_XP_OP_AND:
    case EINV_XP_OP_OR:
        *done = true;
        ok = logic(env, e, out);
        break;
    case EINV_XP_OP_CALL:
        ok = call(env, e, out, done);
        break;
    case EINV_XP_OP_GENERAL:
        ok = general(env, e, out, done);
        break;
    case EINV_XP_OP_STEP:
    case EINV_XP_OP_PATH:
        ok = exists(env, e, out, done);
        break;
    default:
        break;
    }
    run->nesting--;
    return ok && (!*done || einv__xp_step(run, 1));
}
