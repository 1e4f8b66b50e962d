/* memo.c: values that depend on the document alone, once a document.
 *
 * A long sequence is kept only while all kept ones stay small beside the
 * document; what is not kept is evaluated again, as the plain evaluator
 * does.
 */
#include "optimise.h"

/* Bytes of kept sequences: so many at least, and a share of the source. */
#define LEAST ((size_t)1 << 20)

static bool may_keep(const struct einv_xp_run *run, size_t n)
{
    size_t most = LEAST + run->docs[0].tree->text_len / 2;

    return n <= 1 || run->memo_bytes + n * sizeof(struct einv_xp_item) < most;
}

static bool keep(struct einv_xp_run *run, struct einv_xp_global *memo,
                 const struct einv_xp_seq *value)
{
    if (!may_keep(run, value->n))
        return true;
    if (!einv__xp_copy(run, &run->keep, value, &memo->value))
        return false;
    run->memo_bytes += value->n * sizeof(struct einv_xp_item);
    memo->state = EINV_XP_SET;
    return true;
}

/* Nothing that is said of the run's own document has any other answer. */
static bool applies(const struct einv_xp_env *env)
{
    return (env->run->off & EINV_XP_OFF_MEMO) == 0 &&
           env->run->memos != NULL && env->focus->has &&
           env->focus->item.type == EINV_XP_NODE &&
           env->focus->item.u.node.doc == &env->run->docs[0];
}

bool einv__xp_memo(const struct einv_xp_env *env,
                   const struct einv_xp_expr *e, struct einv_xp_seq *out,
                   bool *done)
{
    struct einv_xp_run *run = env->run;
    struct einv_xp_global *memo;

    *done = false;
    if (!applies(env))
        return true;
    memo = &run->memos[e->memo - 1];
    if (memo->state == EINV_XP_UNSET) {
        memo->state = EINV_XP_BUSY;     /* a second call goes the plain way */
        *done = true;
        if (!einv__xp_do_plain(env, e, out)) {
            memo->state = EINV_XP_UNSET;
            return false;
        }
        if (!keep(run, memo, out))
            return false;
        if (memo->state == EINV_XP_BUSY)
            memo->state = EINV_XP_UNSET;
        return true;
    }
    if (memo->state == EINV_XP_SET) {
        run->taken[EINV_XP_WAY_MEMO]++;
        *out = memo->value;
        *done = true;
    }
    return true;
}

/* --- truths that hang on a name ----------------------------------------------- */

/* Larger tables are for documents that are no invoices. */
#define MOST_TRUTHS ((size_t)1 << 18)

unsigned char *einv__xp_name_truth(const struct einv_xp_env *env,
                                   const struct einv_xp_expr *e)
{
    const struct einv_xp_item *item = &env->focus->item;
    struct einv_xp_run *run = env->run;
    const struct einv_tree *t;
    size_t n;

    if ((run->off & EINV_XP_OFF_NAMES) != 0 || run->memos == NULL ||
        !env->focus->has || item->type != EINV_XP_NODE ||
        item->u.node.kind != EINV_XP_ELEMENT ||
        item->u.node.doc != &run->docs[0])
        return NULL;
    t = run->docs[0].tree;
    n = t->n_qnames * run->lib->by_name.n;
    if (run->by_name == NULL && n <= MOST_TRUTHS &&
        run->arena.total + run->local.total + run->keep.total + n <
            run->bytes)
        run->by_name = einv__arena_zero(&run->keep, n + 1, 1);
    return run->by_name == NULL
               ? NULL
               : run->by_name + (e->by_name - 1) * t->n_qnames +
                     t->elems[item->u.node.row].qname;
}
