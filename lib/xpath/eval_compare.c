/* eval_compare.c: comparisons and arithmetic of sequences (XPath 2.0, 3.4,
 * 3.5; I.1 in compatible mode).
 */
#include "optimise.h"

enum { MANY_PAIRS = 64 };       /* to compare: a table is faster */

bool einv__xp_do_atoms(const struct einv_xp_env *env,
                       const struct einv_xp_expr *e, bool single,
                       struct einv_xp_seq *out)
{
    struct einv_xp_seq seq;

    if (!einv__xp_do(env, e, &seq))
        return false;
    if (single && e->compat && seq.n > 1)
        seq.n = 1;
    return einv__xp_atomize(env->run, &seq, out);
}

bool einv__xp_do_atom(const struct einv_xp_env *env,
                      const struct einv_xp_expr *e, bool *has,
                      struct einv_xp_item *out)
{
    struct einv_xp_seq seq;

    if (!einv__xp_do_atoms(env, e, true, &seq))
        return false;
    if (seq.n > 1)
        return einv__xp_fail(env->run, "XPTY0004");
    *has = seq.n == 1;
    if (*has)
        *out = seq.items[0];
    return true;
}

/* An untyped operand as another type. */
static bool as_type(struct einv_xp_run *run, struct einv_xp_item *item,
                    enum einv_xp_type type)
{
    struct einv_xp_item made;

    if (item->type == EINV_XP_UNTYPED && type == EINV_XP_STRING) {
        item->type = EINV_XP_STRING;
        return true;
    }
    if (!einv__xp_cast(run, item, type, EINV_XP_PLAIN, &made))
        return false;
    *item = made;
    return true;
}

/* --- value comparison --------------------------------------------------------- */

bool einv__xp_do_value(const struct einv_xp_env *env,
                       const struct einv_xp_expr *e, struct einv_xp_seq *out)
{
    struct einv_xp_item a, b;
    bool has_a, has_b, result;

    if (!einv__xp_do_atom(env, e->args[0], &has_a, &a) ||
        !einv__xp_do_atom(env, e->args[1], &has_b, &b))
        return false;
    if (!has_a || !has_b)
        return true;
    if (a.type == EINV_XP_UNTYPED)
        a.type = EINV_XP_STRING;
    if (b.type == EINV_XP_UNTYPED)
        b.type = EINV_XP_STRING;
    return einv__xp_compare(env->run, (enum einv_xp_compare)e->sub, &a, &b,
                            &result) &&
           einv__xp_one(env->run, einv__xp_boolean(result), out);
}

/* --- general comparison --------------------------------------------------------- */

/* 3.5.2: what an untyped operand becomes beside the other one. */
static bool match_types(struct einv_xp_run *run, struct einv_xp_item *untyped,
                        const struct einv_xp_item *other)
{
    if (untyped->type != EINV_XP_UNTYPED)
        return true;
    if (other->type == EINV_XP_UNTYPED || einv__xp_is_text(other))
        return as_type(run, untyped, EINV_XP_STRING);
    if (einv__xp_is_number(other))
        return as_type(run, untyped, EINV_XP_DOUBLE);
    return as_type(run, untyped, (enum einv_xp_type)other->type);
}

/* I.1: numbers where one side is a number or the order is asked. */
static bool match_compat(struct einv_xp_run *run, enum einv_xp_compare op,
                         struct einv_xp_item *a, struct einv_xp_item *b)
{
    if (op < EINV_XP_LT && !einv__xp_is_number(a) && !einv__xp_is_number(b))
        return true;
    *a = einv__xp_double(einv__xp_number(run, a));
    *b = einv__xp_double(einv__xp_number(run, b));
    return run->error == NULL;
}

static bool pair_holds(struct einv_xp_run *run, const struct einv_xp_expr *e,
                       struct einv_xp_item a, struct einv_xp_item b,
                       bool *out)
{
    enum einv_xp_compare op = (enum einv_xp_compare)e->sub;

    if (einv__xp_is_text(&a) && einv__xp_is_text(&b) && op < EINV_XP_LT) {
        *out = einv__text_eq(a.u.text, b.u.text) == (op == EINV_XP_EQ);
        return true;
    }
    if (e->compat && !match_compat(run, op, &a, &b))
        return false;
    return match_types(run, &a, &b) && match_types(run, &b, &a) &&
           einv__xp_compare(run, op, &a, &b, out);
}

/* I.1: beside one boolean the other side's effective boolean value counts. */
static bool beside_boolean(const struct einv_xp_env *env,
                           const struct einv_xp_expr *e,
                           struct einv_xp_seq *a, struct einv_xp_seq *b,
                           bool *done)
{
    bool bool_a = a->n == 1 && a->items[0].type == EINV_XP_BOOLEAN;
    bool bool_b = b->n == 1 && b->items[0].type == EINV_XP_BOOLEAN;
    struct einv_xp_seq *other = bool_a ? b : a;
    bool value;

    *done = e->compat && (bool_a || bool_b);
    return !*done ||
           (einv__xp_ebv(env->run, other, &value) &&
            einv__xp_one(env->run, einv__xp_boolean(value), other));
}

static bool all_texts(const struct einv_xp_seq *seq)
{
    for (size_t i = 0; i < seq->n; i++)
        if (!einv__xp_is_text(&seq->items[i]))
            return false;
    return true;
}

/* Are some of these texts in a table? */
static bool ask_table(struct einv_xp_run *run, const struct einv_xp_seq *seq,
                      const struct einv_xp_codes *codes, bool *yes,
                      bool *done)
{
    struct einv_xp_seq atoms;

    if (!einv__xp_atomize(run, seq, &atoms))
        return false;
    *done = all_texts(&atoms);
    for (size_t i = 0; *done && i < atoms.n && !*yes; i++)
        *yes = einv__xp_has_code(codes, atoms.items[i].u.text);
    run->taken[EINV_XP_WAY_HASH] += *done;
    return einv__xp_step(run, atoms.n);
}

/* Texts beside a value that is kept, or many beside many: one side becomes a
 * table.  *done false: each is compared with each. */
static bool by_table(struct einv_xp_run *run, const struct einv_xp_expr *e,
                     const struct einv_xp_seq *a, const struct einv_xp_seq *b,
                     bool *yes, bool *done)
{
    const struct einv_xp_codes *codes;
    bool nomem = false;

    *done = false;
    if (e->sub != EINV_XP_EQ || e->compat ||
        (run->off & EINV_XP_OFF_HASH) != 0)
        return true;
    codes = einv__xp_codes_of(run, e->args[1], b);
    if (codes != NULL)
        return ask_table(run, a, codes, yes, done);
    codes = einv__xp_codes_of(run, e->args[0], a);
    if (codes != NULL)
        return ask_table(run, b, codes, yes, done);
    if (run->error != NULL)
        return false;
    if (a->n < 2 || b->n < 2 || a->n < MANY_PAIRS / b->n ||
        run->arena.total + run->local.total + run->keep.total +
                b->n * 4 * sizeof(struct einv_text) > run->bytes)
        return true;
    codes = einv__xp_codes(&run->arena, b, &nomem);
    if (codes == NULL)
        return !nomem || einv__xp_fail(run, "EINV0002");
    return ask_table(run, a, codes, yes, done);
}

bool einv__xp_do_general(const struct einv_xp_env *env,
                         const struct einv_xp_expr *e, struct einv_xp_seq *out)
{
    struct einv_xp_run *run = env->run;
    struct einv_xp_seq a, b;
    bool yes = false, done;

    if (!einv__xp_do(env, e->args[0], &a) ||
        !einv__xp_do(env, e->args[1], &b) ||
        !by_table(run, e, &a, &b, &yes, &done))
        return false;
    if (done)
        return einv__xp_one(run, einv__xp_boolean(yes), out);
    if (!beside_boolean(env, e, &a, &b, &done) ||
        !einv__xp_atomize(run, &a, &a) || !einv__xp_atomize(run, &b, &b))
        return false;
    for (size_t i = 0; i < a.n && !yes; i++) {
        if (!einv__xp_step(run, b.n))
            return false;
        for (size_t k = 0; k < b.n && !yes; k++)
            if (!pair_holds(run, e, a.items[i], b.items[k], &yes))
                return false;
    }
    return einv__xp_one(run, einv__xp_boolean(yes), out);
}

/* --- nodes ------------------------------------------------------------------------ */

static bool one_node(const struct einv_xp_env *env,
                     const struct einv_xp_expr *e, bool *has,
                     struct einv_xp_node *out)
{
    struct einv_xp_seq seq;

    if (!einv__xp_do(env, e, &seq))
        return false;
    if (seq.n > 1 || (seq.n == 1 && seq.items[0].type != EINV_XP_NODE))
        return einv__xp_fail(env->run, "XPTY0004");
    *has = seq.n == 1;
    if (*has)
        *out = seq.items[0].u.node;
    return true;
}

bool einv__xp_do_node_order(const struct einv_xp_env *env,
                            const struct einv_xp_expr *e,
                            struct einv_xp_seq *out)
{
    struct einv_xp_node a, b;
    bool has_a, has_b;
    int order;

    if (!one_node(env, e->args[0], &has_a, &a) ||
        !one_node(env, e->args[1], &has_b, &b))
        return false;
    if (!has_a || !has_b)
        return true;
    order = einv__xp_node_cmp(&a, &b);
    return einv__xp_one(env->run,
                        einv__xp_boolean(e->op == EINV_XP_OP_IS ? order == 0
                                         : e->op == EINV_XP_OP_BEFORE
                                             ? order < 0
                                             : order > 0),
                        out);
}

/* --- arithmetic ------------------------------------------------------------------- */

/* An operand: untyped is a double; compatible: everything is. */
static bool operand(const struct einv_xp_env *env,
                    const struct einv_xp_expr *e, bool compat, bool *has,
                    struct einv_xp_item *out)
{
    struct einv_xp_seq seq;

    if (!einv__xp_do(env, e, &seq))
        return false;
    if (compat && seq.n > 1)
        seq.n = 1;
    if (!einv__xp_atomize(env->run, &seq, &seq))
        return false;
    if (seq.n > 1)
        return einv__xp_fail(env->run, "XPTY0004");
    *has = seq.n == 1;
    if (*has)
        *out = seq.items[0];
    if (compat && (!*has || einv__xp_is_text(out) ||
                   out->type == EINV_XP_BOOLEAN)) {
        if (!*has)              /* nothing is not a number */
            *out = einv__xp_text(EINV_XP_STRING, EINV_TEXT(""));
        *out = einv__xp_double(einv__xp_number(env->run, out));
        *has = true;
        return env->run->error == NULL;
    }
    return !*has || out->type != EINV_XP_UNTYPED ||
           as_type(env->run, out, EINV_XP_DOUBLE);
}

bool einv__xp_do_arith(const struct einv_xp_env *env,
                       const struct einv_xp_expr *e, struct einv_xp_seq *out)
{
    struct einv_xp_item a, b, result;
    bool has_a, has_b;

    if (!operand(env, e->args[0], e->compat, &has_a, &a) ||
        !operand(env, e->args[1], e->compat, &has_b, &b))
        return false;
    if (!has_a || !has_b)
        return true;
    /* I.1: integers divide and add as doubles, too. */
    if (e->compat && einv__xp_is_number(&a) && einv__xp_is_number(&b) &&
        e->sub != EINV_XP_IDIV) {
        a = einv__xp_double(einv__xp_number(env->run, &a));
        b = einv__xp_double(einv__xp_number(env->run, &b));
    }
    return einv__xp_arithmetic(env->run, (enum einv_xp_arith)e->sub, &a, &b,
                               &result) &&
           einv__xp_one(env->run, result, out);
}

bool einv__xp_do_negate(const struct einv_xp_env *env,
                        const struct einv_xp_expr *e, struct einv_xp_seq *out)
{
    struct einv_xp_item a, result;
    bool has;

    if (!operand(env, e->args[0], e->compat, &has, &a))
        return false;
    if (!has)
        return true;
    if (e->op == EINV_XP_OP_NEGATE) {
        if (!einv__xp_negate(env->run, &a, &result))
            return false;
    } else if (!einv__xp_is_number(&a)) {
        return einv__xp_fail(env->run, "XPTY0004");
    } else {
        result = a;
    }
    return einv__xp_one(env->run, result, out);
}
