/* ast.h: what an expression is once it is parsed: a tree of operations.
 *
 * Names are resolved while parsing: variables are slots, functions rows of a
 * table, names numbers of the library.  The plain evaluator (eval.c) walks
 * this tree; the printer (print.c) writes it back as XPath.
 */
#ifndef EINV_LIB_XPATH_AST_H
#define EINV_LIB_XPATH_AST_H

#include "atomic.h"
#include "expr.h"
#include "node.h"

/* ORDER XP_OP: op.def has a row for each: name, evaluator. */
enum einv_xp_op {
#define OP(name, evaluate, print, ...) EINV_XP_OP_##name,
#include "op.def"
#undef OP
    EINV_XP_N_OPS
};

/* XPath 2.0, 2.5.3. */
enum einv_xp_seqkind {
    EINV_XP_S_ITEM, EINV_XP_S_NODE, EINV_XP_S_ATOMIC, EINV_XP_S_EMPTY,
    EINV_XP_S_ANY_ATOMIC, EINV_XP_S_NUMERIC
};

struct einv_xp_seqtype {
    uint8_t kind;               /* enum einv_xp_seqkind */
    uint8_t type, derived;      /* ATOMIC */
    char occurs;                /* '1' '?' '*' '+' */
    struct einv_xp_test test;   /* NODE */
};

struct einv_xp_function;        /* user's: function.c */
struct einv_xp_group;           /* optimise.h */
struct einv_xp_codes;           /* codes.c */
struct einv_xp_beside;          /* optimise.h */

/* Predicates of a step or filter are args[first .. n). */
struct einv_xp_expr {
    uint8_t op;                 /* enum einv_xp_op */
    uint8_t sub;                /* axis, comparison, arithmetic */
    bool compat;
    bool boolean;               /* the value is always one boolean */
    bool nodes;                 /* ... nodes or nothing */
    bool positional;            /* a step whose predicates count */
    /* optimise.c; the plain evaluator does not look at it. */
    bool known;                 /* it has been here */
    bool safe;                  /* no error, where the context is a node */
    uint8_t on;                 /* enum einv_xp_depends */
    uint8_t walks;              /* enum einv_xp_walks */
    uint8_t fn;                 /* CALL: enum einv_xp_known */
    uint32_t memo;              /* slot + 1; 0: none */
    uint32_t by_name;           /* ... of a truth that hangs on the name of
                                   the context node alone */
    const struct einv_xp_group *group;
    const struct einv_xp_beside *beside;    /* optimise.h */
    const struct einv_xp_seq *constant; /* fold.c: its value; NULL: it has
                                           to be evaluated */
    const struct einv_xp_codes *codes;  /* codes.c: the texts of a constant,
                                           the list that contains() asks */
    uint32_t offset;            /* in the text, for messages */
    uint32_t n;
    const struct einv_xp_expr **args;
    union {
        struct einv_xp_item literal;
        uint32_t slot;          /* variables, documents, keys */
        struct einv_xp_test test;
        struct einv_xp_seqtype type;
        struct {
            const struct einv_xp_fn_row *row;
            const void *prepared;
        } fn;
        const struct einv_xp_function *function;
        const char *error;      /* raised when evaluated */
    } u;
    struct einv_text name;      /* as written: variables, functions, tests */
    uint32_t n_vars;            /* at the top: own variables */
};

/* Can its value not be a number?  Then a predicate asks for its truth. */
static inline bool einv__xp_no_number(const struct einv_xp_expr *e)
{
    return e->boolean || e->nodes ||
           (e->op == EINV_XP_OP_PATH && e->args[1]->boolean);
}

/* --- the library -------------------------------------------------------- */

struct einv_xp_ns {
    struct einv_text prefix, uri;
    struct einv_xp_ns *next;
};

struct einv_xp_name {
    struct einv_text ns, local;
};

struct einv_xp_global_row {
    struct einv_xp_name name;
    const struct einv_xp_expr *expr;
    struct einv_xp_seqtype type;
    bool typed;
};

struct einv_xp_function {
    struct einv_xp_name name;
    uint32_t n_params, n_vars;
    struct einv_xp_seqtype *params;
    struct einv_text *param_names;
    bool typed;
    struct einv_xp_seqtype result;
    const struct einv_xp_expr *body;
    const struct einv_tree *tree;   /* until the body is compiled */
    einv_node at;
    struct einv_xp_function *next;
};

struct einv_xp_key {
    struct einv_xp_name name;
    const struct einv_xp_pattern *match;
    const struct einv_xp_expr *use;
    uint32_t number;
    struct einv_xp_key *next;
};

/* Expressions that are the same share a slot (optimise.c). */
struct einv_xp_slot {
    const struct einv_xp_expr *expr;
    uint32_t shape;
};

struct einv_xp_slots {
    struct einv_xp_slot *rows;
    size_t n, cap;
};

/* A rule set reads one code database, perhaps two. */
enum { EINV_XP_MAX_DOCS = 16 };

struct einv_xp_lib {
    const einv_allocator *alloc;
    struct einv_arena arena;
    struct einv_xp_ns *ns;
    struct einv_xp_name *names;     /* the pool; ids are rows */
    uint32_t *name_slots;           /* open addressing: id + 1 */
    size_t n_names, cap_names, cap_slots;
    struct einv_xp_global_row *globals;
    size_t n_globals, cap_globals;
    struct einv_xp_function *functions, *last_function;
    struct einv_xp_key *keys;
    size_t n_keys;
    struct einv_tree *docs;         /* read when compiling */
    struct einv_text doc_names[EINV_XP_MAX_DOCS];
    size_t n_docs, cap_docs;
    struct einv_xp_slots memos, groups, by_name;
    einv_xp_open *open;
    void *open_user;
    bool nomem;
};

/* The number of an expanded name, added when new; UINT32_MAX: no memory. */
uint32_t einv__xp_lib_name(struct einv_xp_lib *lib, struct einv_text ns,
                           struct einv_text local);
/* UINT32_MAX: not in the pool. */
uint32_t einv__xp_lib_find_name(const struct einv_xp_lib *lib,
                                struct einv_text ns, struct einv_text local);
/* The pattern that an expression is; NULL: it cannot be matched backwards, or
 * no memory (lib->nomem). */
const struct einv_xp_pattern *einv__xp_pattern(struct einv_xp_lib *lib,
                                               const struct einv_xp_expr *e);
const struct einv_xp_expr *
einv__xp_pattern_expr(const struct einv_xp_pattern *pattern);
bool einv__xp_lib_prefix(const struct einv_xp_lib *lib,
                         struct einv_text prefix, struct einv_text *uri);

#define EINV_XP_NS_XS "http://www.w3.org/2001/XMLSchema"
#define EINV_XP_NS_FN "http://www.w3.org/2005/xpath-functions"

#endif
