/* run.h: the state of one evaluation: memory, budget, clock, error.
 *
 * An expression never changes; whatever changes while it is evaluated is
 * here, so that threads share expressions and each has its own run.
 *
 * Every function that can fail returns false, and the run says why: `error`
 * is an error code of the standards (FORG0001, XPTY0004 ...) or one of ours:
 * EINV0001 a limit (its name stands in `limit`), EINV0002 no memory,
 * EINV0003 no clock was given.  The first error stays.
 */
#ifndef EINV_LIB_XPATH_RUN_H
#define EINV_LIB_XPATH_RUN_H

#include "value.h"

struct einv_xp_lib;             /* expr.h */
struct einv_regex_memory;       /* regex.h */
struct einv_xp_index;
struct einv_xp_groups;
struct einv_xp_codes;

/* How often a way around the plain evaluator was taken: tests ask, whether
 * an optimisation comes into play where it should and only there.  One for
 * each bit of enum einv_xp_off, but the first (schematron's). */
enum einv_xp_way {
    EINV_XP_WAY_NAMES, EINV_XP_WAY_LAZY, EINV_XP_WAY_MEMO,
    EINV_XP_WAY_GROUP, EINV_XP_WAY_HASH, EINV_XP_WAY_FOLD,
    EINV_XP_N_WAYS
};

/* A tree in a run. */
struct einv_xp_doc {
    const struct einv_tree *tree;
    uint32_t number;            /* document order between trees */
    const struct einv_xp_lib *lib;  /* whose names `names` translates */
    const uint32_t *names;      /* name of the library -> name of the tree,
                                   UINT32_MAX: does not occur */
    const uint32_t *start, *rows;   /* index.c: rows of elements by name of
                                   the tree; NULL: no index */
    const unsigned char *inside;    /* a bit for each pair of names: has an
                                   element of the one a child or an attribute
                                   of the other?  NULL: not known */
};

struct einv_xp_global {         /* a variable of the library, on demand */
    uint8_t state;              /* enum einv_xp_state in eval.h */
    const char *error;
    struct einv_xp_seq value;
    const struct einv_xp_codes *codes;  /* its texts; made when asked */
    bool no_codes;              /* they are none, or few */
};

struct einv_xp_run {
    struct einv_arena arena;    /* scratch: reset by whoever took a mark */
    struct einv_arena local;    /* as long as a frame: its variables */
    struct einv_arena_mark frame;   /* where the locals begin */
    struct einv_arena keep;     /* as long as the document: globals, memos */
    const char *error;          /* NULL: none */
    const char *limit;          /* with EINV0001: which */
    /* The budget, counted down. */
    uint64_t steps;             /* of the evaluator; einv__xp_step */
    uint64_t bytes;             /* that arena and keep may hold together */
    uint32_t depth, max_depth;  /* of nested calls */
    uint32_t nesting;           /* of operations, for the stack's sake */
    unsigned off;               /* enum einv_xp_off: what is switched off */
    /* The dynamic context. */
    bool has_now;
    struct einv_xp_moment now;  /* with a zone */
    int16_t zone;               /* implicit time zone, minutes; default UTC */
    const struct einv_xp_lib *lib;
    struct einv_xp_doc *docs;   /* [0] is the document that is judged */
    size_t n_docs;
    struct einv_xp_global *globals;
    struct einv_xp_global *memos;   /* memo.c */
    size_t memo_bytes;
    unsigned char *by_name;     /* memo.c: truths by slot and name */
    struct einv_xp_groups *groups;  /* group.c */
    struct einv_xp_index **keys;    /* eval_key.c: by document and key */
    struct einv_regex_memory *regex;
    uint64_t taken[EINV_XP_N_WAYS];
    bool forgot;                /* an error was met by a way around */
    bool compat;                /* the running expression is XPath 1.0
                                   compatible (XPath 2.0, I.) */
};

/* Sets the error, if there is none yet; always false. */
bool einv__xp_fail(struct einv_xp_run *run, const char *code);
bool einv__xp_fail_limit(struct einv_xp_run *run, const char *limit);

/* Memory of the scratch arena; NULL: the error is set (EINV0002, or
 * EINV0001 when the budget of bytes is used up). */
void *einv__xp_alloc(struct einv_xp_run *run, size_t count, size_t size);

/* Takes `n` steps off the budget. */
static inline bool einv__xp_step(struct einv_xp_run *run, uint64_t n)
{
    if (run->steps < n) {
        run->steps = 0;
        return einv__xp_fail_limit(run, "steps");
    }
    run->steps -= n;
    return true;
}

/* A sequence that grows. */
struct einv_xp_list {
    struct einv_xp_item *items;
    size_t n, cap;
};

bool einv__xp_push(struct einv_xp_run *run, struct einv_xp_list *list,
                   const struct einv_xp_item *item);
/* Makes room for so many more at once: no need to double and copy. */
bool einv__xp_reserve(struct einv_xp_run *run, struct einv_xp_list *list,
                      size_t more);
/* Appends what was evaluated since the mark, and gives back what that took
 * beside its items; not where they lie in that memory themselves. */
bool einv__xp_gather(struct einv_xp_run *run, struct einv_xp_list *list,
                     struct einv_arena_mark mark,
                     const struct einv_xp_seq *part);
static inline struct einv_xp_seq einv__xp_list_seq(
    const struct einv_xp_list *list)
{
    return (struct einv_xp_seq){ list->items, list->n };
}
/* A sequence of one item. */
bool einv__xp_one(struct einv_xp_run *run, struct einv_xp_item item,
                  struct einv_xp_seq *out);
/* A text that is made piece by piece: a buffer whose bytes become the run's.
 */
bool einv__xp_take(struct einv_xp_run *run, struct einv_buf *buf,
                   struct einv_text *out);
void einv__xp_buf(struct einv_xp_run *run, struct einv_buf *buf);

#endif
