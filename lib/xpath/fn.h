/* fn.h: functions.  fn.def is the only place that knows one by name.
 *
 * A row of fn.def:
 *     FN(local name, function, "parameters", "result")
 * One row for each number of arguments; `...` behind the last parameter: any
 * number more of it (concat).  A parameter is a sequence type in short:
 *     s string    b boolean   i integer   d double    n any numeric
 *     c decimal   a any atomic value      t date      m dateTime
 *     h time      D dayTimeDuration       q QName
 *     N node      E element   I any item
 * followed by ? (none or one), * (any number), + (one or more) or nothing
 * (exactly one).  The evaluator applies the function conversion rules (XPath
 * 2.0, 3.1.5) before it calls: an argument is atomised and cast where the
 * type is atomic, and its cardinality is checked (XPTY0004).  So a function
 * gets what its row says and nothing else; only I and a keep what came.
 * "n" with an untyped value gets a double.
 */
#ifndef EINV_LIB_XPATH_FN_H
#define EINV_LIB_XPATH_FN_H

#include "run.h"

struct einv_xp_focus {
    bool has;                   /* there is a context item */
    struct einv_xp_item item;
    size_t position, last;
};

struct einv_xp_call {
    const struct einv_xp_seq *args;
    size_t n;
    const struct einv_xp_focus *focus;
    const struct einv_xp_lib *lib;      /* static context: namespaces */
    const void *prepared;       /* what `prepare` made of constant arguments
                                   when compiling (regex), or NULL */
};

typedef bool einv_xp_fn(struct einv_xp_run *run,
                        const struct einv_xp_call *call,
                        struct einv_xp_seq *result);

struct einv_xp_fn_row {
    const char *name;
    einv_xp_fn *call;
    const char *params, *result;
};

extern const struct einv_xp_fn_row einv__xp_functions[];
extern const size_t einv__xp_n_functions;
/* Does a row take n arguments? "s?d" takes two, "a?a?..." two or more. */
bool einv__xp_fn_takes(const struct einv_xp_fn_row *row, size_t n);

#define FN(name, function, params, result) einv_xp_fn einv__xp_fn_##function;
#include "fn.def"
#undef FN

/* What matches, replace and tokenize make of a pattern and flags ("" when
 * there are none) that are constants, for einv_xp_call.prepared; NULL for
 * other functions.  A pattern in error is no error here: it is one when it is
 * evaluated.  false: no memory.  (fn_regex.c) */
bool einv__xp_prepare_regex(struct einv_arena *arena, const char *function,
                            struct einv_text pattern, struct einv_text flags,
                            const void **prepared);

/* The text of an argument that its row declares s or s?: "" for nothing. */
static inline struct einv_text einv__xp_arg_text(
    const struct einv_xp_call *call, size_t i)
{
    if (i >= call->n || call->args[i].n == 0)
        return EINV_TEXT("");
    return call->args[i].items[0].u.text;
}

#endif
