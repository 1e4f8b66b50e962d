/* lazy.c: whether something is so, without making sequences of it.
 *
 * Paths are walked node by node (walk.c) until one decides; where a later one
 * could be an error, all are walked.  Strings that are only compared stay
 * slices of the document, numbers that are only compared are not made
 * values.  All else goes the plain way: *done is false then, and what was
 * evaluated in vain leaves nothing behind, least of all an error: the plain
 * way meets it at its own place.
 */
#include "number.h"
#include "optimise.h"

static bool on_node(const struct einv_xp_env *env)
{
    return env->focus->has && env->focus->item.type == EINV_XP_NODE;
}

static bool walks(const struct einv_xp_expr *e, unsigned how)
{
    return (e->walks & how) == how && e->walks != 0 && e->memo == 0;
}

/* --- is there any? ---------------------------------------------------------- */

static bool found(struct einv_xp_visit *v, const struct einv_xp_env *env,
                  const struct einv_xp_node *node)
{
    (void)env, (void)node;
    v->n = 1;
    v->stop = true;
    return true;
}

/* child::* */
static bool is_any_child(const struct einv_xp_expr *e)
{
    return e->op == EINV_XP_OP_STEP && e->sub == EINV_XP_CHILD && e->n == 0 &&
           e->u.test.naming == EINV_XP_ANY_NAME;
}

static bool exists(const struct einv_xp_env *env,
                   const struct einv_xp_expr *e, bool *out, bool *done)
{
    struct einv_xp_visit v = { .node = found };

    *done = on_node(env) && walks(e, 0);
    if (!*done)
        return true;
    if (is_any_child(e) && env->focus->item.u.node.kind == EINV_XP_ELEMENT) {
        const struct einv_xp_node *node = &env->focus->item.u.node;

        *out = node->doc->tree->elems[node->row].end > node->row;
        return true;
    }
    if (!einv__xp_walk(env, e, &v))
        return false;
    *out = v.n > 0;
    return true;
}

/* --- numbers of things --------------------------------------------------------- */

static bool answer(uint8_t op, int c)
{
    switch ((enum einv_xp_compare)op) {
    case EINV_XP_EQ:
        return c == 0;
    case EINV_XP_NE:
        return c != 0;
    case EINV_XP_LT:
        return c < 0;
    case EINV_XP_LE:
        return c <= 0;
    case EINV_XP_GT:
        return c > 0;
    case EINV_XP_GE:
        break;
    }
    return c >= 0;
}

static bool counts(struct einv_xp_visit *v, const struct einv_xp_env *env,
                   const struct einv_xp_node *node)
{
    (void)env, (void)node;
    v->n++;
    v->stop = v->n > v->most;
    return true;
}

static bool size_of(const struct einv_xp_env *env,
                    const struct einv_xp_expr *e, size_t most, size_t *out,
                    bool *done)
{
    struct einv_xp_visit v = { .node = counts, .most = most };
    struct einv_text text;

    if (e->fn == EINV_XP_F_COUNT) {
        *done = walks(e->args[0], EINV_XP_WALK_ONCE);
        if (!*done)
            return true;
        if (!einv__xp_walk(env, e->args[0], &v))
            return false;
        *out = v.n;
        return true;
    }
    if (e->fn != EINV_XP_F_LENGTH || e->n != 1)
        return true;
    if (!einv__xp_slice_of(env, e->args[0], &text, done))
        return false;
    *out = 0;
    for (size_t i = 0; *done && i < text.len; i++)
        *out += (text.ptr[i] & 0xc0) != 0x80;
    return true;
}

/* count(nodes) <= 1, string-length(text) = 3 */
static bool sizes(const struct einv_xp_env *env, const struct einv_xp_expr *e,
                  bool *out, bool *done)
{
    const struct einv_xp_item *literal = &e->args[1]->u.literal;
    int64_t most;
    size_t n = 0;

    if (e->args[0]->op != EINV_XP_OP_CALL || e->args[0]->compat ||
        e->args[0]->memo != 0 ||
        literal->type != EINV_XP_INTEGER ||
        !einv__xp_int64(literal, &most) || most < 0 || most > INT32_MAX)
        return true;
    if (!size_of(env, e->args[0], (size_t)most, &n, done))
        return false;
    *out = answer(e->sub, (n > (size_t)most) - (n < (size_t)most));
    return true;
}

static bool numbers(struct einv_xp_visit *v, const struct einv_xp_env *env,
                    const struct einv_xp_node *node)
{
    struct einv_xp_item number = { .type = EINV_XP_DOUBLE };
    bool yes;

    if (v->stop)                /* what would not be compared any more */
        return true;
    if (node->kind > EINV_XP_ATTRIBUTE ||
        !einv__xp_double_parse(einv__xp_node_text(node), &number.u.real)) {
        v->bad = v->stop = true;
        return true;
    }
    if (!einv__xp_compare(env->run, (enum einv_xp_compare)v->op, &number,
                          v->item, &yes))
        return false;
    v->n += yes;
    v->stop = yes;
    return true;
}

/* nodes >= 0 */
static bool amounts(const struct einv_xp_env *env,
                    const struct einv_xp_expr *e, bool *out, bool *done)
{
    struct einv_xp_visit v = { .node = numbers, .op = e->sub,
                               .item = &e->args[1]->u.literal };

    *done = walks(e->args[0], EINV_XP_WALK_ORDER | EINV_XP_WALK_SAFE);
    if (!*done)
        return true;
    if (!einv__xp_walk(env, e->args[0], &v))
        return false;
    *done = !v.bad;
    *out = v.n > 0;
    return true;
}

/* --- a truth of each node ------------------------------------------------------ */

static bool truth_of(struct einv_xp_visit *v, const struct einv_xp_env *env,
                     const struct einv_xp_node *node)
{
    struct einv_xp_focus focus = einv__xp_focus(einv__xp_node_item(*node));
    struct einv_xp_env inner = *env;
    bool yes;

    inner.focus = &focus;
    if (!einv__xp_do_bool(&inner, v->expr, &yes))
        return false;
    v->most += yes;
    v->bad = ++v->n > 1;        /* several have no truth: FORG0006 */
    return true;
}

/* nodes/(x = 'A') */
static bool truths(const struct einv_xp_env *env,
                   const struct einv_xp_expr *e, bool *out, bool *done)
{
    struct einv_xp_visit v = { .node = truth_of, .expr = e->args[1] };

    *done = on_node(env) && walks(e->args[0], EINV_XP_WALK_ONCE);
    if (!*done)
        return true;
    if (!einv__xp_walk(env, e->args[0], &v))
        return false;
    *done = !v.bad;
    *out = v.most > 0;
    return true;
}

/* --- texts ----------------------------------------------------------------------- */

static bool is_it(struct einv_xp_visit *v, struct einv_text text)
{
    return v->codes != NULL
               ? einv__xp_has_code(v->codes, text)
               : einv__text_eq(text, v->text) == (v->op == EINV_XP_EQ);
}

static bool compares(struct einv_xp_visit *v, const struct einv_xp_env *env,
                     const struct einv_xp_node *node)
{
    (void)env;
    if (is_it(v, einv__xp_node_text(node))) {
        v->n = 1;
        v->stop = true;
    }
    return true;
}

/* A function of each node: all have to be evaluated, for each may fail. */
static bool compares_call(struct einv_xp_visit *v,
                          const struct einv_xp_env *env,
                          const struct einv_xp_node *node)
{
    struct einv_xp_focus focus = einv__xp_focus(einv__xp_node_item(*node));
    struct einv_xp_env inner = *env;
    struct einv_text text;
    bool done;

    if (v->bad)
        return true;
    inner.focus = &focus;
    if (!einv__xp_slice_of(&inner, v->expr, &text, &done))
        return false;
    v->bad = !done;
    if (done && is_it(v, text))
        v->n = 1;
    return true;
}

/* Does the text that v wants come from e? */
static bool texts(const struct einv_xp_env *env, const struct einv_xp_expr *e,
                  struct einv_xp_visit *v, bool *out, bool *done)
{
    struct einv_text text;

    *done = false;
    if (e->memo != 0)
        return true;
    if (e->op == EINV_XP_OP_CALL) {
        if (!einv__xp_slice_of(env, e, &text, done))
            return false;
        *out = *done && is_it(v, text);
        return true;
    }
    v->node = compares;
    if (e->op == EINV_XP_OP_PATH && e->args[1]->op == EINV_XP_OP_CALL) {
        v->node = compares_call;
        v->expr = e->args[1];
        e = e->args[0];
    }
    *done = walks(e, 0);
    if (!*done)
        return true;
    if (!einv__xp_walk(env, e, v))
        return false;
    *done = !v->bad;
    *out = v->n > 0;
    return true;
}

/* The other side is a variable: of one text, or of nothing. */
static bool beside_variable(const struct einv_xp_env *env,
                            const struct einv_xp_expr *e, bool *out,
                            bool *done)
{
    struct einv_xp_visit v = { .op = e->sub };
    struct einv_xp_seq seq;

    *done = false;
    if (!walks(e->args[0], EINV_XP_WALK_SAFE))
        return true;
    if (!einv__xp_do(env, e->args[1], &seq))
        return false;
    if (seq.n == 0) {
        *out = false;
        *done = true;
        return true;
    }
    if (seq.n > 1 || (seq.items->type != EINV_XP_NODE &&
                      !einv__xp_is_text(seq.items)))
        return true;
    v.text = seq.items->type == EINV_XP_NODE
                 ? einv__xp_node_text(&seq.items->u.node)
                 : seq.items->u.text;
    return texts(env, e->args[0], &v, out, done);
}

/* x = ('A', 'B', ...) */
static bool among(const struct einv_xp_env *env, const struct einv_xp_expr *x,
                  const struct einv_xp_expr *list, bool *out, bool *done)
{
    struct einv_xp_visit v = { .op = EINV_XP_EQ };

    v.codes = einv__xp_constant_codes(env->run, list);
    *done = false;
    if (v.codes == NULL)
        return true;
    if (!texts(env, x, &v, out, done))
        return false;
    env->run->taken[EINV_XP_WAY_HASH] += *done;
    return true;
}

static bool general(const struct einv_xp_env *env,
                    const struct einv_xp_expr *e, bool *out, bool *done)
{
    const struct einv_xp_expr *left = e->args[0], *right = e->args[1];
    struct einv_xp_visit v = { .op = e->sub };

    if (e->compat || !on_node(env))
        return true;
    if (e->beside != NULL) {
        if (!einv__xp_is_beside(env, e->beside, out, done) || *done)
            return *done;
    }
    if (right->op != EINV_XP_OP_LITERAL) {
        if (e->sub == EINV_XP_EQ &&
            (!among(env, left, right, out, done) ||
             (!*done && !among(env, right, left, out, done))))
            return false;
        if (!*done && e->sub <= EINV_XP_NE &&
            (right->op == EINV_XP_OP_GLOBAL ||
             right->op == EINV_XP_OP_SCOPE || right->op == EINV_XP_OP_LOCAL))
            return beside_variable(env, e, out, done);
        return true;
    }
    if (einv__xp_is_number(&right->u.literal)) {
        if (!sizes(env, e, out, done))
            return false;
        return *done || amounts(env, e, out, done);
    }
    if (e->sub > EINV_XP_NE || right->u.literal.type != EINV_XP_STRING)
        return true;
    v.text = right->u.literal.u.text;
    return texts(env, left, &v, out, done);
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

static bool choice(const struct einv_xp_env *env,
                   const struct einv_xp_expr *e, bool *out)
{
    return einv__xp_do_bool(env, e->args[0], out) &&
           einv__xp_do_bool(env, e->args[*out ? 1 : 2], out);
}

/* contains(' A B ', concat(' ', x, ' ')) */
static bool listed(const struct einv_xp_env *env,
                   const struct einv_xp_expr *e, bool *out, bool *done)
{
    struct einv_text text;

    *done = false;
    if (e->codes == NULL || (env->run->off & EINV_XP_OFF_HASH) != 0 ||
        !on_node(env))
        return true;
    if (!einv__xp_slice_of(env, e->args[1]->args[1], &text, done))
        return false;
    *done = *done && text.len > 0 && memchr(text.ptr, ' ', text.len) == NULL;
    *out = *done && einv__xp_has_code(e->codes, text);
    env->run->taken[EINV_XP_WAY_HASH] += *done;
    return true;
}

/* ends-with(name(), 'Amount'): where no prefix is asked for */
static bool ends(const struct einv_xp_env *env, const struct einv_xp_expr *e,
                 bool *out, bool *done)
{
    const struct einv_xp_expr *of = e->args[0], *end = e->args[1];
    const struct einv_xp_node *node = &env->focus->item.u.node;
    struct einv_text local, part;

    *done = on_node(env) && e->n == 2 && !e->compat && of->n == 0 &&
            (of->fn == EINV_XP_F_NAME || of->fn == EINV_XP_F_LOCAL) &&
            end->op == EINV_XP_OP_LITERAL &&
            end->u.literal.type == EINV_XP_STRING &&
            node->kind == EINV_XP_ELEMENT;
    if (!*done)
        return true;
    local = einv__tree_qname(node->doc->tree, node->row)->local;
    part = end->u.literal.u.text;
    *done = part.len <= local.len || of->fn == EINV_XP_F_LOCAL;
    *out = part.len <= local.len &&
           einv__text_eq(einv__text(local.ptr + local.len - part.len,
                                    part.len), part);
    return true;
}

/* normalize-space(x), string(x) as a truth */
static bool has_text(const struct einv_xp_env *env,
                     const struct einv_xp_expr *e, bool *out, bool *done)
{
    struct einv_text text;

    *done = on_node(env) && !e->compat;
    if (!*done)
        return true;
    if (e->n == 0)
        text = einv__xp_node_text(&env->focus->item.u.node);
    else if (!einv__xp_slice_of(env, e->args[0], &text, done))
        return false;
    if (*done && e->fn == EINV_XP_F_NORMAL)
        text = einv__text_trim(text);
    *out = *done && text.len > 0;
    return true;
}

static bool call(const struct einv_xp_env *env, const struct einv_xp_expr *e,
                 bool *out, bool *done)
{
    *done = true;
    switch ((enum einv_xp_known)e->fn) {
    case EINV_XP_F_TRUE:
    case EINV_XP_F_FALSE:
        *out = e->fn == EINV_XP_F_TRUE;
        return true;
    case EINV_XP_F_NOT:
    case EINV_XP_F_BOOLEAN:
        if (!einv__xp_do_bool(env, e->args[0], out))
            return false;
        *out = *out != (e->fn == EINV_XP_F_NOT);
        return true;
    case EINV_XP_F_EMPTY:
    case EINV_XP_F_EXISTS:
        if (!exists(env, e->args[0], out, done))
            return false;
        *out = *out != (e->fn == EINV_XP_F_EMPTY);
        return true;
    case EINV_XP_F_CONTAINS:
        return listed(env, e, out, done);
    case EINV_XP_F_ENDS:
        return ends(env, e, out, done);
    case EINV_XP_F_STRING:
    case EINV_XP_F_NORMAL:
        return has_text(env, e, out, done);
    default:
        *done = false;
        return true;
    }
}

static bool uses_slot(const struct einv_xp_expr *e, uint32_t slot)
{
    if (e->op == EINV_XP_OP_LOCAL)
        return e->u.slot == slot;
    for (uint32_t i = 0; i < e->n; i++)
        if (uses_slot(e->args[i], slot))
            return true;
    return false;
}

/* some $c in (...) satisfies x = $c */
static bool some(const struct einv_xp_env *env, const struct einv_xp_expr *e,
                 bool *out, bool *done)
{
    const struct einv_xp_expr *test = e->args[1];
    uint32_t at;

    if (test->op != EINV_XP_OP_GENERAL || test->sub != EINV_XP_EQ ||
        test->compat || !on_node(env))
        return true;
    for (at = 0; at < 2; at++)
        if (test->args[at]->op == EINV_XP_OP_LOCAL &&
            test->args[at]->u.slot == e->u.slot)
            break;
    return at == 2 || uses_slot(test->args[1 - at], e->u.slot) ||
           among(env, test->args[1 - at], e->args[0], out, done);
}

/* What each operation can do; *done: it did. */
static bool by_kind(const struct einv_xp_env *env,
                    const struct einv_xp_expr *e, bool *out, bool *done)
{
    switch ((enum einv_xp_op)e->op) {
    case EINV_XP_OP_AND:
    case EINV_XP_OP_OR:
        *done = true;
        return logic(env, e, out);
    case EINV_XP_OP_IF:
        *done = true;
        return choice(env, e, out);
    case EINV_XP_OP_CALL:
        return call(env, e, out, done);
    case EINV_XP_OP_GENERAL:
        return general(env, e, out, done);
    case EINV_XP_OP_SOME:
        return some(env, e, out, done);
    case EINV_XP_OP_STEP:
        return exists(env, e, out, done);
    case EINV_XP_OP_PATH:
        if (e->args[1]->boolean)
            return truths(env, e, out, done);
        return exists(env, e, out, done);
    case EINV_XP_OP_UNION:
        return exists(env, e, out, done);
    default:
        return true;
    }
}

/* Only what tries: an error of `and` or `not` is the expression's own. */
static bool tries(const struct einv_xp_expr *e)
{
    return e->op != EINV_XP_OP_AND && e->op != EINV_XP_OP_OR &&
           e->op != EINV_XP_OP_IF &&
           (e->op != EINV_XP_OP_CALL || (e->fn != EINV_XP_F_NOT &&
                                         e->fn != EINV_XP_F_BOOLEAN));
}

bool einv__xp_lazy(const struct einv_xp_env *env,
                   const struct einv_xp_expr *e, bool *out, bool *done)
{
    struct einv_xp_run *run = env->run;
    uint32_t nesting = run->nesting, depth = run->depth;
    bool ok;

    *done = *out = false;
    if ((run->off & EINV_XP_OFF_LAZY) != 0 || e->memo != 0 || !e->known)
        return true;
    if (run->nesting >= 3000)           /* the plain way says which limit */
        return true;
    run->nesting++;
    ok = by_kind(env, e, out, done);
    if (!ok && tries(e)) {
        *done = false;
        ok = einv__xp_forget(run, nesting, depth);
    }
    run->nesting = nesting;
    run->taken[EINV_XP_WAY_LAZY] += *done;
    return ok && (!*done || einv__xp_step(run, 1));
}
