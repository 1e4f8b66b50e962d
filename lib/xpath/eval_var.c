/* eval_var.c: variables: the expression's own, a frame's, the library's.
 */
#include "eval.h"

/* Numbers of many digits and names lie outside the item. */
static bool copy_item(struct einv_arena *arena, struct einv_xp_item *item)
{
    if (einv__xp_is_text(item)) {
        char *text = einv__arena_dup(arena, item->u.text);

        item->u.text.ptr = text;
        return text != NULL;
    }
    if ((item->type == EINV_XP_INTEGER || item->type == EINV_XP_DECIMAL) &&
        item->u.number.width == 0) {
        size_t size = item->u.number.n_limbs * sizeof *item->u.number.limbs;
        uint32_t *limbs = einv__arena_alloc(arena, size);

        if (limbs == NULL)
            return false;
        memcpy(limbs, item->u.number.limbs, size);
        item->u.number.limbs = limbs;
    }
    if (item->type == EINV_XP_QNAME) {
        struct einv_xp_qname *copy = einv__arena_alloc(arena, sizeof *copy);

        if (copy == NULL)
            return false;
        copy->prefix.ptr = einv__arena_dup(arena, item->u.qname->prefix);
        copy->prefix.len = item->u.qname->prefix.len;
        copy->ns.ptr = einv__arena_dup(arena, item->u.qname->ns);
        copy->ns.len = item->u.qname->ns.len;
        copy->local.ptr = einv__arena_dup(arena, item->u.qname->local);
        copy->local.len = item->u.qname->local.len;
        item->u.qname = copy;
        return copy->prefix.ptr != NULL && copy->ns.ptr != NULL &&
               copy->local.ptr != NULL;
    }
    return true;
}

bool einv__xp_copy(struct einv_xp_run *run, struct einv_arena *arena,
                   const struct einv_xp_seq *in, struct einv_xp_seq *out)
{
    struct einv_xp_item *items;

    if (run->arena.total + run->local.total + run->keep.total +
            in->n * sizeof *items > run->bytes)
        return einv__xp_fail_limit(run, "scratch");
    items = einv__arena_zero(arena, in->n, sizeof *items);
    if (items == NULL)
        return einv__xp_fail(run, "EINV0002");
    for (size_t i = 0; i < in->n; i++) {
        items[i] = in->items[i];
        if (!copy_item(arena, &items[i]))
            return einv__xp_fail(run, "EINV0002");
    }
    *out = (struct einv_xp_seq){ items, in->n };
    return true;
}

bool einv__xp_do_local(const struct einv_xp_env *env,
                       const struct einv_xp_expr *e, struct einv_xp_seq *out)
{
    *out = env->vars[e->u.slot];
    return true;
}

/* Evaluates what a variable stands for and keeps the value, or the error:
 * it will be the same the next time. */
static bool demand(struct einv_xp_run *run, const struct einv_xp_expr *expr,
                   const struct einv_xp_focus *focus,
                   struct einv_xp_frame *frame, struct einv_arena *arena,
                   struct einv_xp_seq *value)
{
    struct einv_arena_mark mark = einv__arena_mark(&run->arena);
    struct einv_xp_seq seq;
    bool ok = einv__xp_eval(run, expr, focus, frame, &seq) &&
              einv__xp_copy(run, arena, &seq, value);

    einv__arena_reset(&run->arena, mark);
    return ok;
}

bool einv__xp_do_scope(const struct einv_xp_env *env,
                       const struct einv_xp_expr *e, struct einv_xp_seq *out)
{
    struct einv_xp_run *run = env->run;
    struct einv_xp_local *local = &env->frame->locals[e->u.slot];

    if (local->state == EINV_XP_BUSY)
        return einv__xp_fail(run, "XTDE0640");
    if (local->state == EINV_XP_UNSET && local->expr != NULL) {
        local->state = EINV_XP_BUSY;
        if (!demand(run, local->expr, &local->focus, env->frame, &run->local,
                    &local->value))
            local->error = run->error;
        local->state = EINV_XP_SET;
    }
    if (local->error != NULL)
        return einv__xp_fail(run, local->error);
    *out = local->value;
    return true;
}

bool einv__xp_do_global(const struct einv_xp_env *env,
                        const struct einv_xp_expr *e, struct einv_xp_seq *out)
{
    struct einv_xp_run *run = env->run;
    struct einv_xp_global *global = &run->globals[e->u.slot];
    const struct einv_xp_global_row *row = &run->lib->globals[e->u.slot];
    struct einv_xp_focus focus = einv__xp_focus(einv__xp_root(run));

    if (global->state == EINV_XP_BUSY)
        return einv__xp_fail(run, "XTDE0640");
    if (global->state == EINV_XP_UNSET) {
        global->state = EINV_XP_BUSY;
        if (row->expr == NULL)
            global->error = "XTDE0050";     /* a parameter nobody gave */
        else if (!demand(run, row->expr, &focus, NULL, &run->keep,
                         &global->value))
            global->error = run->error;
        global->state = EINV_XP_SET;
    }
    if (global->error != NULL)
        return einv__xp_fail(run, global->error);
    *out = global->value;
    return true;
}
