/* optimise.h: what is read off an expression once, so that it runs faster.
 *
 * Nothing here changes an expression's value: the plain evaluator does not
 * look at it, and each use of it can be switched off (enum einv_xp_off).
 */
#ifndef EINV_LIB_XPATH_OPTIMISE_H
#define EINV_LIB_XPATH_OPTIMISE_H

#include "eval.h"

/* x[key = outer] or x[outer = key] in a step: predicates in front of it and
 * the key depend on the node only, outer on anything else. */
struct einv_xp_group {
    uint32_t slot;              /* steps with one slot share an index */
    uint32_t predicate;         /* which */
    uint32_t key;               /* which side: 0 or 1 */
};

/* Fills `known`, `on`, `safe`, `memo` and `group` of a whole expression.
 * false: no memory. */
bool einv__xp_optimise(struct einv_xp_lib *lib, struct einv_xp_expr *e);
/* Are they the same, name by name? */
bool einv__xp_same(const struct einv_xp_expr *a,
                   const struct einv_xp_expr *b);

/* memo.c: the value of an expression that has a slot.  *done false: not this
 * time. */
bool einv__xp_memo(const struct einv_xp_env *env,
                   const struct einv_xp_expr *e, struct einv_xp_seq *out,
                   bool *done);

/* group.c: the step's nodes from `node` by its index; *done false: not this
 * time, and nothing was evaluated. */
bool einv__xp_grouped(const struct einv_xp_env *env,
                      const struct einv_xp_expr *step,
                      const struct einv_xp_node *node,
                      struct einv_xp_list *list, bool *done);
/* lazy.c: the effective boolean value; *done false: not by this way, and
 * nothing was evaluated. */
bool einv__xp_lazy(const struct einv_xp_env *env,
                   const struct einv_xp_expr *e, bool *out, bool *done);
/* deep.c: X//@a; *done false: it is no such path, or not that simple. */
bool einv__xp_deep(const struct einv_xp_env *env,
                   const struct einv_xp_expr *path, struct einv_xp_seq *out,
                   bool *done);
/* eval_path.c: keeps of list[from ..] what the predicate lets pass. */
bool einv__xp_filter(const struct einv_xp_env *env,
                     const struct einv_xp_expr *predicate,
                     struct einv_xp_list *list, size_t from);

#endif
