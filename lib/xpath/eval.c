/* eval.c: the plain evaluator: control, sequences, variables.
 */
#include "optimise.h"

/* Each operation takes a C frame: what a thread's stack bears. */
enum { MAX_NESTING = 4000 };

static einv_xp_evaluator *const evaluators[] = {
#define OP(name, evaluate, print, ...) einv__xp_do_##evaluate,
#include "op.def"
#undef OP
};

bool einv__xp_do(const struct einv_xp_env *env, const struct einv_xp_expr *e,
                 struct einv_xp_seq *out)
{
    bool done;

    if (e->constant != NULL && (env->run->off & EINV_XP_OFF_FOLD) == 0) {
        env->run->taken[EINV_XP_WAY_FOLD]++;
        *out = *e->constant;
        return einv__xp_step(env->run, 1);
    }
    if (e->memo == 0)
        return einv__xp_do_plain(env, e, out);
    return einv__xp_memo(env, e, out, &done) &&
           (done || einv__xp_do_plain(env, e, out));
}

bool einv__xp_do_plain(const struct einv_xp_env *env,
                       const struct einv_xp_expr *e, struct einv_xp_seq *out)
{
    struct einv_xp_run *run = env->run;
    bool ok;

    if (!einv__xp_step(run, 1))
        return false;
    if (run->nesting >= MAX_NESTING)
        return einv__xp_fail_limit(run, "calls");
    run->nesting++;
    *out = EINV_XP_EMPTY;
    ok = evaluators[e->op](env, e, out);
    run->nesting--;
    return ok;
}

/* --- effective boolean values ------------------------------------------------- */

bool einv__xp_ebv(struct einv_xp_run *run, const struct einv_xp_seq *seq,
                  bool *out)
{
    const struct einv_xp_item *item = seq->items;

    *out = false;
    if (seq->n == 0)
        return true;
    if (item->type == EINV_XP_NODE) {
        *out = true;
        return true;
    }
    if (seq->n > 1)
        return einv__xp_fail(run, "FORG0006");
    if (item->type == EINV_XP_BOOLEAN)
        *out = item->u.boolean;
    else if (einv__xp_is_text(item))
        *out = item->u.text.len > 0;
    else if (item->type == EINV_XP_FLOAT || item->type == EINV_XP_DOUBLE)
        *out = item->u.real < 0 || item->u.real > 0;    /* NaN: neither */
    else if (einv__xp_is_number(item))
        *out = !einv__decimal_is_zero(&item->u.number);
    else
        return einv__xp_fail(run, "FORG0006");
    return true;
}

static bool truth(const struct einv_xp_env *env, const struct einv_xp_expr *e,
                  bool *out)
{
    struct einv_xp_run *run = env->run;
    struct einv_arena_mark mark;
    unsigned off = run->off;
    struct einv_xp_seq seq;
    bool ok, done;

    if (!einv__xp_lazy(env, e, out, &done))
        return false;
    if (done)
        return true;
    /* What failed is not tried twice at each depth. */
    if (run->forgot)
        run->off |= EINV_XP_OFF_LAZY;
    run->forgot = false;
    mark = einv__arena_mark(&run->arena);
    ok = einv__xp_do(env, e, &seq) && einv__xp_ebv(run, &seq, out);
    einv__arena_reset(&run->arena, mark);
    run->off = off;
    return ok;
}

bool einv__xp_do_bool(const struct einv_xp_env *env,
                      const struct einv_xp_expr *e, bool *out)
{
    unsigned char *known = NULL;

    if (e->fn == EINV_XP_F_NOT && e->by_name == 0 && e->memo == 0 &&
        (env->run->off & EINV_XP_OFF_LAZY) == 0) {
        if (!einv__xp_step(env->run, 1) ||
            !einv__xp_do_bool(env, e->args[0], out))
            return false;
        *out = !*out;
        env->run->taken[EINV_XP_WAY_LAZY]++;
        return true;
    }
    if (e->by_name != 0)
        known = einv__xp_name_truth(env, e);
    if (known == NULL)
        return truth(env, e, out);
    if (*known == 0) {
        if (!truth(env, e, out))
            return false;
        *known = *out ? 2 : 1;
        return true;
    }
    *out = *known == 2;
    env->run->taken[EINV_XP_WAY_NAMES]++;
    return einv__xp_step(env->run, 1);
}

static bool give(const struct einv_xp_env *env, struct einv_xp_item item,
                 struct einv_xp_seq *out)
{
    return einv__xp_one(env->run, item, out);
}

static bool give_bool(const struct einv_xp_env *env, bool value,
                      struct einv_xp_seq *out)
{
    return give(env, einv__xp_boolean(value), out);
}

/* --- operations ------------------------------------------------------------------ */

bool einv__xp_do_literal(const struct einv_xp_env *env,
                         const struct einv_xp_expr *e, struct einv_xp_seq *out)
{
    (void)env;
    *out = (struct einv_xp_seq){ &e->u.literal, 1 };
    return true;
}

bool einv__xp_do_error(const struct einv_xp_env *env,
                       const struct einv_xp_expr *e, struct einv_xp_seq *out)
{
    (void)out;
    return einv__xp_fail(env->run, e->u.error);
}

bool einv__xp_do_context(const struct einv_xp_env *env,
                         const struct einv_xp_expr *e, struct einv_xp_seq *out)
{
    (void)e;
    if (!env->focus->has)
        return einv__xp_fail(env->run, "XPDY0002");
    /* A copy: the value may outlive its focus. */
    return give(env, env->focus->item, out);
}

bool einv__xp_do_current(const struct einv_xp_env *env,
                         const struct einv_xp_expr *e, struct einv_xp_seq *out)
{
    (void)e;
    if (env->current == NULL)
        return einv__xp_fail(env->run, "XTDE1360");
    return give(env, *env->current, out);
}

bool einv__xp_do_position(const struct einv_xp_env *env,
                          const struct einv_xp_expr *e,
                          struct einv_xp_seq *out)
{
    (void)e;
    if (!env->focus->has)
        return einv__xp_fail(env->run, "XPDY0002");
    return give(env, einv__xp_integer((int64_t)env->focus->position), out);
}

bool einv__xp_do_last(const struct einv_xp_env *env,
                      const struct einv_xp_expr *e, struct einv_xp_seq *out)
{
    (void)e;
    if (!env->focus->has)
        return einv__xp_fail(env->run, "XPDY0002");
    return give(env, einv__xp_integer((int64_t)env->focus->last), out);
}

static bool add_all(struct einv_xp_run *run, struct einv_xp_list *list,
                    const struct einv_xp_seq *seq)
{
    for (size_t i = 0; i < seq->n; i++)
        if (!einv__xp_push(run, list, &seq->items[i]))
            return false;
    return true;
}

bool einv__xp_do_sequence(const struct einv_xp_env *env,
                          const struct einv_xp_expr *e,
                          struct einv_xp_seq *out)
{
    struct einv_xp_list list = { NULL, 0, 0 };
    struct einv_xp_seq part;

    for (uint32_t i = 0; i < e->n; i++)
        if (!einv__xp_do(env, e->args[i], &part) ||
            !add_all(env->run, &list, &part))
            return false;
    *out = einv__xp_list_seq(&list);
    return true;
}

/* One end of a range: an integer, or nothing. */
static bool range_end(const struct einv_xp_env *env,
                      const struct einv_xp_expr *e, bool *has,
                      struct einv_decimal *value)
{
    struct einv_xp_seqtype integer = { .kind = EINV_XP_S_ATOMIC,
                                       .type = EINV_XP_INTEGER,
                                       .occurs = '?' };
    struct einv_xp_seq seq;

    if (!einv__xp_do(env, e, &seq) ||
        !einv__xp_convert(env->run, &seq, &integer, e->compat))
        return false;
    *has = seq.n > 0;
    if (*has)
        *value = seq.items[0].u.number;
    return true;
}

/* How many integers there are from the one to the other, at most `most`. */
static bool range_count(struct einv_xp_run *run,
                        const struct einv_decimal *from,
                        const struct einv_decimal *to, int64_t most,
                        int64_t *count)
{
    struct einv_xp_item steps = einv__xp_integer(0);

    *count = 0;
    if (einv__decimal_cmp(from, to) > 0)
        return true;
    if (!einv__decimal_sub(&steps.u.number, to, from, &run->arena))
        return einv__xp_fail(run, "EINV0002");
    if (!einv__xp_int64(&steps, count) || *count >= most)
        return einv__xp_fail_limit(run, "scratch");
    ++*count;
    return true;
}

bool einv__xp_do_range(const struct einv_xp_env *env,
                       const struct einv_xp_expr *e, struct einv_xp_seq *out)
{
    struct einv_xp_item one = einv__xp_integer(1), item = one;
    struct einv_xp_list list = { NULL, 0, 0 };
    struct einv_xp_run *run = env->run;
    bool has_from, has_to;
    struct einv_decimal to;
    int64_t left;

    if (!range_end(env, e->args[0], &has_from, &item.u.number) ||
        !range_end(env, e->args[1], &has_to, &to))
        return false;
    if (!has_from || !has_to)
        return true;
    if (!range_count(run, &item.u.number, &to,
                     (int64_t)(run->bytes / sizeof(item)), &left))
        return false;
    while (left-- > 0) {
        if (!einv__xp_step(run, 1) || !einv__xp_push(run, &list, &item))
            return false;
        if (!einv__decimal_add(&item.u.number, &item.u.number, &one.u.number,
                               &run->arena))
            return einv__xp_fail(run, "EINV0002");
    }
    *out = einv__xp_list_seq(&list);
    return true;
}

/* Left to right; the first that decides ends it. */
static bool logic(const struct einv_xp_env *env, const struct einv_xp_expr *e,
                  bool decides, struct einv_xp_seq *out)
{
    bool value;

    for (uint32_t i = 0; i < e->n; i++) {
        if (!einv__xp_do_bool(env, e->args[i], &value))
            return false;
        if (value == decides)
            return give_bool(env, decides, out);
    }
    return give_bool(env, !decides, out);
}

bool einv__xp_do_or(const struct einv_xp_env *env,
                    const struct einv_xp_expr *e, struct einv_xp_seq *out)
{
    return logic(env, e, true, out);
}

bool einv__xp_do_and(const struct einv_xp_env *env,
                     const struct einv_xp_expr *e, struct einv_xp_seq *out)
{
    return logic(env, e, false, out);
}

bool einv__xp_do_if(const struct einv_xp_env *env,
                    const struct einv_xp_expr *e, struct einv_xp_seq *out)
{
    bool yes;

    return einv__xp_do_bool(env, e->args[0], &yes) &&
           einv__xp_do(env, e->args[yes ? 1 : 2], out);
}

bool einv__xp_do_let(const struct einv_xp_env *env,
                     const struct einv_xp_expr *e, struct einv_xp_seq *out)
{
    struct einv_xp_seq value;

    if (!einv__xp_do(env, e->args[0], &value))
        return false;
    env->vars[e->u.slot] = value;
    return einv__xp_do(env, e->args[1], out);
}

bool einv__xp_do_for(const struct einv_xp_env *env,
                     const struct einv_xp_expr *e, struct einv_xp_seq *out)
{
    struct einv_xp_list list = { NULL, 0, 0 };
    struct einv_xp_seq in, part;

    if (!einv__xp_do(env, e->args[0], &in) ||
        (in.n > 1 && !einv__xp_reserve(env->run, &list, in.n)))
        return false;
    for (size_t i = 0; i < in.n; i++) {
        struct einv_arena_mark mark = einv__arena_mark(&env->run->arena);

        env->vars[e->u.slot] = (struct einv_xp_seq){ &in.items[i], 1 };
        if (!einv__xp_do(env, e->args[1], &part) ||
            !einv__xp_gather(env->run, &list, mark, &part))
            return false;
    }
    *out = einv__xp_list_seq(&list);
    return true;
}

bool einv__xp_do_quantified(const struct einv_xp_env *env,
                            const struct einv_xp_expr *e,
                            struct einv_xp_seq *out)
{
    bool some = e->op == EINV_XP_OP_SOME, value;
    struct einv_xp_seq in;

    if (!einv__xp_do(env, e->args[0], &in))
        return false;
    for (size_t i = 0; i < in.n; i++) {
        env->vars[e->u.slot] = (struct einv_xp_seq){ &in.items[i], 1 };
        if (!einv__xp_do_bool(env, e->args[1], &value))
            return false;
        if (value == some)
            return give_bool(env, some, out);
    }
    return give_bool(env, !some, out);
}

/* xsl:for-each. */
bool einv__xp_do_each(const struct einv_xp_env *env,
                      const struct einv_xp_expr *e, struct einv_xp_seq *out)
{
    struct einv_xp_list list = { NULL, 0, 0 };
    struct einv_xp_seq in, part;
    struct einv_xp_focus focus;
    struct einv_xp_env inner = *env;

    if (!einv__xp_do(env, e->args[0], &in) ||
        (in.n > 1 && !einv__xp_reserve(env->run, &list, in.n)))
        return false;
    inner.focus = &focus;
    inner.current = &focus.item;
    for (size_t i = 0; i < in.n; i++) {
        struct einv_arena_mark mark = einv__arena_mark(&env->run->arena);

        focus = (struct einv_xp_focus){ true, in.items[i], i + 1, in.n };
        if (!einv__xp_do(&inner, e->args[1], &part) ||
            !einv__xp_gather(env->run, &list, mark, &part))
            return false;
    }
    *out = einv__xp_list_seq(&list);
    return true;
}
