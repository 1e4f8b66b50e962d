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

/* Texts in a table (codes.c): of a constant, a variable, a code list. */
struct einv_xp_codes {
    struct einv_text *texts;
    size_t n;
    uint32_t *slots;            /* open addressing: text + 1 */
    size_t cap;                 /* a power of two */
};

/* key = preceding-sibling::x/rest, and the like: is there an x on that side
 * of the context node, whose rest is equal to the key? */
struct einv_xp_beside {
    const struct einv_xp_expr *step;    /* x[rest = ...], with a group: child
                                           of the parent, or anywhere */
    const struct einv_xp_expr *key;
    uint8_t axis;               /* enum einv_xp_axis */
};

/* Fills `known`, `on`, `safe`, `fn`, `walks`, `constant`, `codes`, `memo` and
 * `group` of a whole expression.
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

/* fold.c: `constant` of an expression whose operands have theirs.  false: no
 * memory. */
bool einv__xp_fold(struct einv_xp_lib *lib, struct einv_xp_expr *e);

/* walk.c: a walk over the nodes of a path without making a sequence. */
enum einv_xp_walks {
    EINV_XP_WALKS = 1,          /* it can be walked */
    EINV_XP_WALK_SAFE = 2,      /* ... without an error */
    EINV_XP_WALK_ONCE = 4,      /* no node is met twice */
    EINV_XP_WALK_ORDER = 8,     /* in document order */
    EINV_XP_WALK_SINGLE = 16,   /* at most one node */
    EINV_XP_WALK_FLAT = 32      /* no node lies in another */
};
/* Those of an expression whose operands have theirs. */
unsigned einv__xp_walkable(const struct einv_xp_expr *e);

struct einv_xp_visit {
    /* Asked for each node; false: an error. */
    bool (*node)(struct einv_xp_visit *v, const struct einv_xp_env *env,
                 const struct einv_xp_node *node);
    bool stop;                  /* set by `node`: no more of them */
    bool bad;                   /* ... and the plain way has to be gone */
    struct einv_text text;
    const struct einv_xp_expr *expr;
    const struct einv_xp_codes *codes;
    const struct einv_xp_item *item;
    uint8_t op;
    size_t n, most;
    struct einv_xp_node first;
};
/* `e` WALKS, the context item is a node.  Where it is not SAFE all nodes
 * are met, whatever v->stop says.  false: an error, which stays. */
bool einv__xp_walk(const struct einv_xp_env *env,
                   const struct einv_xp_expr *e, struct einv_xp_visit *v);

/* Functions that are known by more than their row (optimise.c).
 * ORDER XP_KNOWN */
enum einv_xp_known {
    EINV_XP_F_OTHER, EINV_XP_F_NOT, EINV_XP_F_BOOLEAN, EINV_XP_F_EXISTS,
    EINV_XP_F_EMPTY, EINV_XP_F_TRUE, EINV_XP_F_FALSE, EINV_XP_F_COUNT,
    EINV_XP_F_STRING, EINV_XP_F_NORMAL, EINV_XP_F_UPPER, EINV_XP_F_LENGTH,
    EINV_XP_F_AFTER, EINV_XP_F_BEFORE, EINV_XP_F_CONTAINS, EINV_XP_F_ENDS,
    EINV_XP_F_NAME, EINV_XP_F_LOCAL
};

/* lazy_text.c: the string of at most one node, or of a function of it, as a
 * slice of the document.  *done false: it is no such thing; the run's error
 * may be set even so, and is to be forgotten (einv__xp_forget). */
bool einv__xp_slice_of(const struct einv_xp_env *env,
                       const struct einv_xp_expr *e, struct einv_text *out,
                       bool *done);
/* Ways that were tried in vain leave no error behind but of limits and
 * memory: then false. */
bool einv__xp_forget(struct einv_xp_run *run, uint32_t nesting,
                     uint32_t depth);

/* codes.c: `codes` of a constant or of contains() with a list.  false: no
 * memory. */
bool einv__xp_code_list(struct einv_xp_lib *lib, struct einv_xp_expr *e);
bool einv__xp_has_code(const struct einv_xp_codes *codes,
                       struct einv_text text);
/* The table of a sequence of texts that is long enough, in an arena; NULL:
 * it is none, or no memory (*nomem). */
const struct einv_xp_codes *einv__xp_codes(struct einv_arena *arena,
                                           const struct einv_xp_seq *seq,
                                           bool *nomem);
/* The table of an operand that is constant, or a variable that is; NULL: it
 * has none. */
const struct einv_xp_codes *
einv__xp_constant_codes(const struct einv_xp_run *run,
                        const struct einv_xp_expr *e);
/* The table of an operand's value, which is kept as long as the run; NULL: it
 * has none, or the run's error is set. */
const struct einv_xp_codes *einv__xp_codes_of(struct einv_xp_run *run,
                                              const struct einv_xp_expr *e,
                                              const struct einv_xp_seq *value);

/* codes.c: the texts of a sequence, each once, in the order of their first
 * places; *done false: not all are texts, or they are few. */
bool einv__xp_distinct(struct einv_xp_run *run, const struct einv_xp_seq *in,
                       struct einv_xp_list *out, bool *done);

/* memo.c: the truth of an expression that has a slot `by_name`; NULL: not this
 * time.  0: not known yet, 1: false, 2: true. */
unsigned char *einv__xp_name_truth(const struct einv_xp_env *env,
                                   const struct einv_xp_expr *e);

/* group.c: the step's nodes from `node` by its index; *done false: not this
 * time, and nothing was evaluated. */
bool einv__xp_grouped(const struct einv_xp_env *env,
                      const struct einv_xp_expr *step,
                      const struct einv_xp_node *node,
                      struct einv_xp_list *list, bool *done);
/* beside.c: fills `beside`.  false: no memory. */
bool einv__xp_plan_beside(struct einv_xp_lib *lib, struct einv_xp_expr *e);
/* optimise.c: an index for a step by one side of one of its predicates; it
 * stays without when the slots are used up.  Marks what is inside the step.
 * false: no memory. */
bool einv__xp_plan_key(struct einv_xp_lib *lib, struct einv_xp_expr *step,
                       uint32_t predicate, uint32_t side);
/* group.c: the answer of a comparison that has `beside`; *done false: not this
 * time. */
bool einv__xp_is_beside(const struct einv_xp_env *env,
                        const struct einv_xp_beside *beside, bool *out,
                        bool *done);
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
