/* eval.h: what the files of the evaluator share.
 *
 * The plain evaluator: it walks the parsed tree, evaluates eagerly and
 * optimises next to nothing.  It stays as the measure of every faster way.
 */
#ifndef EINV_LIB_XPATH_EVAL_H
#define EINV_LIB_XPATH_EVAL_H

#include "ast.h"

struct einv_xp_pattern {        /* pattern.c */
    const struct einv_xp_expr *expr;
    double priority;
};

enum einv_xp_state { EINV_XP_UNSET, EINV_XP_BUSY, EINV_XP_SET };

struct einv_xp_env {
    struct einv_xp_run *run;
    const struct einv_xp_focus *focus;
    const struct einv_xp_item *current; /* XSLT's current(); NULL: none */
    struct einv_xp_frame *frame;        /* the scope's variables */
    struct einv_xp_seq *vars;           /* the expression's own */
};

typedef bool einv_xp_evaluator(const struct einv_xp_env *env,
                               const struct einv_xp_expr *e,
                               struct einv_xp_seq *out);
#define OP(name, evaluate, print, ...) einv_xp_evaluator einv__xp_do_##evaluate;
#include "op.def"
#undef OP

/* Evaluates any expression. */
bool einv__xp_do(const struct einv_xp_env *env, const struct einv_xp_expr *e,
                 struct einv_xp_seq *out);
/* The same without asking whether its value is known. */
bool einv__xp_do_plain(const struct einv_xp_env *env,
                       const struct einv_xp_expr *e, struct einv_xp_seq *out);
/* Its effective boolean value; what was allocated meanwhile is given back. */
bool einv__xp_do_bool(const struct einv_xp_env *env,
                      const struct einv_xp_expr *e, bool *out);
/* XPath 2.0, 2.4.3. */
bool einv__xp_ebv(struct einv_xp_run *run, const struct einv_xp_seq *seq,
                  bool *out);
/* Evaluates and atomises; in compatible mode only the first item stays when
 * `single`. */
bool einv__xp_do_atoms(const struct einv_xp_env *env,
                       const struct einv_xp_expr *e, bool single,
                       struct einv_xp_seq *out);
/* ... to none or one atomic value (XPTY0004: more). *has: is there one? */
bool einv__xp_do_atom(const struct einv_xp_env *env,
                      const struct einv_xp_expr *e, bool *has,
                      struct einv_xp_item *out);

/* The function conversion rules (XPath 2.0, 3.1.5). */
bool einv__xp_convert(struct einv_xp_run *run, struct einv_xp_seq *seq,
                      const struct einv_xp_seqtype *type, bool compat);
/* XPath 2.0, 2.5.4.2: does the sequence match the type? */
bool einv__xp_seq_is(const struct einv_xp_seq *seq,
                     const struct einv_xp_seqtype *type);

/* A copy that lives in another arena of the run. */
bool einv__xp_copy(struct einv_xp_run *run, struct einv_arena *arena,
                   const struct einv_xp_seq *in, struct einv_xp_seq *out);

/* The index of a key over a document, made at the first call. */
bool einv__xp_key_find(const struct einv_xp_env *env, uint32_t key,
                       const struct einv_xp_doc *doc,
                       const struct einv_xp_item *value,
                       struct einv_xp_list *out);

#endif
