/* eval_type.c: types of sequences: instance of, treat as, casts, the
 * function conversion rules.
 */
#include "eval.h"

static bool count_fits(size_t n, const struct einv_xp_seqtype *type)
{
    if (type->kind == EINV_XP_S_EMPTY)
        return n == 0;
    switch (type->occurs) {
    case '?':
        return n <= 1;
    case '+':
        return n >= 1;
    case '*':
        return true;
    default:
        return n == 1;
    }
}

static bool item_is(const struct einv_xp_item *item,
                    const struct einv_xp_seqtype *type)
{
    switch ((enum einv_xp_seqkind)type->kind) {
    case EINV_XP_S_ITEM:
        return true;
    case EINV_XP_S_NODE:
        return item->type == EINV_XP_NODE &&
               einv__xp_test_node(&type->test, &item->u.node);
    case EINV_XP_S_ATOMIC:
        return item->type != EINV_XP_NODE &&
               einv__xp_is_a((enum einv_xp_type)item->type,
                             (enum einv_xp_derived)item->derived,
                             (enum einv_xp_type)type->type,
                             (enum einv_xp_derived)type->derived);
    case EINV_XP_S_ANY_ATOMIC:
        return item->type != EINV_XP_NODE;
    case EINV_XP_S_NUMERIC:
        return einv__xp_is_number(item);
    case EINV_XP_S_EMPTY:
        break;
    }
    return false;
}

bool einv__xp_seq_is(const struct einv_xp_seq *seq,
                     const struct einv_xp_seqtype *type)
{
    if (!count_fits(seq->n, type))
        return false;
    for (size_t i = 0; i < seq->n; i++)
        if (!item_is(&seq->items[i], type))
            return false;
    return true;
}

bool einv__xp_do_instance(const struct einv_xp_env *env,
                          const struct einv_xp_expr *e,
                          struct einv_xp_seq *out)
{
    struct einv_xp_seq seq;

    return einv__xp_do(env, e->args[0], &seq) &&
           einv__xp_one(env->run,
                        einv__xp_boolean(einv__xp_seq_is(&seq, &e->u.type)),
                        out);
}

bool einv__xp_do_treat(const struct einv_xp_env *env,
                       const struct einv_xp_expr *e, struct einv_xp_seq *out)
{
    return einv__xp_do(env, e->args[0], out) &&
           (einv__xp_seq_is(out, &e->u.type) ||
            einv__xp_fail(env->run, "XPDY0050"));
}

/* --- casts ------------------------------------------------------------------------ */

bool einv__xp_do_cast(const struct einv_xp_env *env,
                      const struct einv_xp_expr *e, struct einv_xp_seq *out)
{
    struct einv_xp_item item, made;
    bool has;

    if (!einv__xp_do_atom(env, e->args[0], &has, &item))
        return false;
    if (!has)
        return e->u.type.occurs == '?' ||
               einv__xp_fail(env->run, "XPTY0004");
    return einv__xp_cast(env->run, &item, (enum einv_xp_type)e->u.type.type,
                         (enum einv_xp_derived)e->u.type.derived, &made) &&
           einv__xp_one(env->run, made, out);
}

bool einv__xp_do_castable(const struct einv_xp_env *env,
                          const struct einv_xp_expr *e,
                          struct einv_xp_seq *out)
{
    struct einv_xp_seq seq;
    bool yes = e->u.type.occurs == '?';

    if (!einv__xp_do_atoms(env, e->args[0], true, &seq))
        return false;
    if (seq.n > 1)
        yes = false;
    else if (seq.n == 1 &&
             !einv__xp_castable(env->run, &seq.items[0],
                                (enum einv_xp_type)e->u.type.type,
                                (enum einv_xp_derived)e->u.type.derived,
                                &yes))
        return false;
    return einv__xp_one(env->run, einv__xp_boolean(yes), out);
}

/* --- function conversion ------------------------------------------------------------ */

static bool wants(const struct einv_xp_seqtype *type, enum einv_xp_type which)
{
    return type->kind == EINV_XP_S_ATOMIC && type->type == which &&
           type->derived == EINV_XP_PLAIN;
}

/* 3.1.5: untyped values are cast, numbers promoted, URIs are strings. */
static bool convert_item(struct einv_xp_run *run, struct einv_xp_item *item,
                         const struct einv_xp_seqtype *type, bool compat)
{
    enum einv_xp_type to = (enum einv_xp_type)type->type;
    struct einv_xp_item made;

    if (type->kind == EINV_XP_S_NUMERIC)
        to = EINV_XP_DOUBLE;
    if (compat && wants(type, EINV_XP_STRING)) {
        if (!einv__xp_string(run, item, &made.u.text))
            return false;
        *item = einv__xp_text(EINV_XP_STRING, made.u.text);
        return true;
    }
    if (compat && (wants(type, EINV_XP_DOUBLE) ||
                   type->kind == EINV_XP_S_NUMERIC)) {
        *item = einv__xp_double(einv__xp_number(run, item));
        return run->error == NULL;
    }
    if (item_is(item, type) &&
        !(item->type == EINV_XP_UNTYPED && type->kind == EINV_XP_S_NUMERIC))
        return true;
    if (item->type != EINV_XP_UNTYPED) {
        bool promoted = (wants(type, EINV_XP_DOUBLE) &&
                         einv__xp_is_number(item)) ||
                        (wants(type, EINV_XP_FLOAT) &&
                         einv__xp_is_number(item) &&
                         item->type != EINV_XP_DOUBLE) ||
                        (wants(type, EINV_XP_STRING) &&
                         item->type == EINV_XP_ANYURI);

        if (!promoted)
            return einv__xp_fail(run, "XPTY0004");
    }
    if (!einv__xp_cast(run, item, to, (enum einv_xp_derived)type->derived,
                       &made))
        return false;
    *item = made;
    return true;
}

bool einv__xp_convert(struct einv_xp_run *run, struct einv_xp_seq *seq,
                      const struct einv_xp_seqtype *type, bool compat)
{
    bool atomic = type->kind == EINV_XP_S_ATOMIC ||
                  type->kind == EINV_XP_S_ANY_ATOMIC ||
                  type->kind == EINV_XP_S_NUMERIC;
    struct einv_xp_item *items;

    /* I.: the first item where one is wanted. */
    if (compat && seq->n > 1 && (type->occurs == '1' || type->occurs == '?'))
        seq->n = 1;
    if (!atomic)
        return einv__xp_seq_is(seq, type) || einv__xp_fail(run, "XPTY0004");
    if (!einv__xp_atomize(run, seq, seq))
        return false;
    if (compat && seq->n == 0 && type->occurs == '1' &&
        (wants(type, EINV_XP_STRING) || wants(type, EINV_XP_DOUBLE))) {
        struct einv_xp_item none = { .type = EINV_XP_STRING };

        none.u.text = EINV_TEXT("");
        if (wants(type, EINV_XP_DOUBLE))
            none = einv__xp_double(einv__xp_number(run, &none));
        return einv__xp_one(run, none, seq);
    }
    if (!count_fits(seq->n, type))
        return einv__xp_fail(run, "XPTY0004");
    if (einv__xp_seq_is(seq, type) && !compat)
        return true;
    items = einv__xp_alloc(run, seq->n + 1, sizeof *items);
    if (items == NULL)
        return false;
    for (size_t i = 0; i < seq->n; i++) {
        items[i] = seq->items[i];
        if (!convert_item(run, &items[i], type, compat))
            return false;
    }
    seq->items = items;
    return true;
}

bool einv__xp_do_convert(const struct einv_xp_env *env,
                         const struct einv_xp_expr *e, struct einv_xp_seq *out)
{
    return einv__xp_do(env, e->args[0], out) &&
           einv__xp_convert(env->run, out, &e->u.type, e->compat);
}
