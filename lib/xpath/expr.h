/* expr.h: expressions compiled against a library.
 *
 * A library holds what expressions share: namespace prefixes, variables,
 * functions, keys, documents that rules read, and the pool of names.  It is
 * built once (declare everything, then compile), sealed, and never changes
 * after that; any number of threads may evaluate its expressions.
 *
 * Variables: a global one is evaluated at most once a document, on demand,
 * with the document node as the context (XSLT 2.0, 9.5).  Locals have slots
 * in a frame; a local that a scope declares with an expression is evaluated
 * on demand, too, so that one that nobody reads cannot fail.
 */
#ifndef EINV_LIB_XPATH_EXPR_H
#define EINV_LIB_XPATH_EXPR_H

#include "fn.h"

struct einv_xp_expr;            /* compiled, immutable, in the library */
struct einv_xp_pattern;         /* a match pattern (XSLT 2.0, 5.5) */

/* What is wrong with an expression. */
struct einv_xp_error {
    const char *code;           /* XPST0003 ... */
    size_t offset;              /* bytes into the expression */
    char what[160];             /* "expected ')' but found 'x'" */
};

enum { EINV_XP_COMPAT = 1 };    /* flags: XPath 1.0 compatible */

struct einv_xp_lib *einv__xp_lib_new(const einv_allocator *a);
void einv__xp_lib_free(struct einv_xp_lib *lib);
/* The library's memory, for what lives as long (rule sets put theirs here,
 * too). */
struct einv_arena *einv__xp_lib_arena(struct einv_xp_lib *lib);

/* The functions below return false when memory ended, or when `error` says
 * what is wrong. */

/* A prefix of expressions.  xs, xsd, fn, xsi and xml mean the usual, until
 * said otherwise.  The prefix "": the default element namespace
 * (xpath-default-namespace). */
bool einv__xp_lib_ns(struct einv_xp_lib *lib, struct einv_text prefix,
                     struct einv_text uri);
/* Declares a global variable; compiled by ..._global_expr later, so that
 * the order of declaration does not matter.  A name declared again takes
 * the place of the earlier one for what is compiled later. */
bool einv__xp_lib_global(struct einv_xp_lib *lib, struct einv_text qname,
                         uint32_t *global, struct einv_xp_error *error);
bool einv__xp_lib_global_expr(struct einv_xp_lib *lib, uint32_t global,
                              struct einv_text expr, struct einv_text as,
                              unsigned flags,
                              struct einv_xp_error *error);
/* Declares an xsl:function element (name and xsl:param); its body is
 * compiled by ..._bodies when everything is declared: one that does not
 * compile ends the call, and the next call goes on behind it. `tree` must live until
 * then. On error `*where` is the element that is not supported. */
bool einv__xp_lib_function(struct einv_xp_lib *lib,
                           const struct einv_tree *tree, einv_node function,
                           einv_node *where, struct einv_xp_error *error);
bool einv__xp_lib_bodies(struct einv_xp_lib *lib, einv_node *where,
                         const struct einv_tree **tree,
                         struct einv_xp_error *error);
/* xsl:key. */
bool einv__xp_lib_key(struct einv_xp_lib *lib, struct einv_text qname,
                      struct einv_text match, struct einv_text use,
                      struct einv_xp_error *error);
/* How document('literal') finds its text when compiling; the tree given
 * becomes the library's.  NULL (the default): XTDE0290... FODC0002. */
typedef bool einv_xp_open(void *user, struct einv_text href,
                          struct einv_tree *tree);
void einv__xp_lib_open(struct einv_xp_lib *lib, einv_xp_open *open,
                       void *user);

/* Names that an expression may use besides globals: locals, outermost
 * first.  A scope is a run of slots; the owner of the frame gives
 * frame->locals[i] for names[i]. */
struct einv_xp_scope {
    const struct einv_text *names;      /* as written: qname */
    size_t n;
};

/* Compiles an expression.  scope may be NULL.  The text is copied. */
const struct einv_xp_expr *
einv__xp_compile(struct einv_xp_lib *lib, struct einv_text expr,
                 const struct einv_xp_scope *scope, unsigned flags,
                 struct einv_xp_error *error);
/* The same, its value converted to a sequence type as xsl:variable's "as"
 * does (XSLT 2.0, 9.3); `as` empty: as it is. */
const struct einv_xp_expr *
einv__xp_compile_as(struct einv_xp_lib *lib, struct einv_text expr,
                    struct einv_text as, const struct einv_xp_scope *scope,
                    unsigned flags, struct einv_xp_error *error);
const struct einv_xp_pattern *
einv__xp_compile_pattern(struct einv_xp_lib *lib, struct einv_text pattern,
                         const struct einv_xp_scope *scope, unsigned flags,
                         struct einv_xp_error *error);
/* XSLT 2.0, 6.4: the default priority of the pattern. */
double einv__xp_pattern_priority(const struct einv_xp_pattern *pattern);
/* Ends building; nothing may be added after it. */
bool einv__xp_lib_seal(struct einv_xp_lib *lib);
/* The canonical print of an expression (parses to the same again). */
void einv__xp_print(const struct einv_xp_expr *expr, struct einv_buf *out);

/* --- running ------------------------------------------------------------ */

/* Ways to be faster that can be switched off, each alone: what a rule set
 * says of a document is the same with any of them and without all, when only
 * the plain evaluator is left.  Tests compare. */
enum einv_xp_off {
    EINV_XP_OFF_DISPATCH = 1,   /* one walk for all contexts (schematron) */
    EINV_XP_OFF_NAMES = 2,      /* elements by name; names decided once */
    EINV_XP_OFF_LAZY = 4,       /* truth without making sequences */
    EINV_XP_OFF_MEMO = 8,       /* absolute paths once a document */
    EINV_XP_OFF_GROUP = 16,     /* x[key = value] from an index */
    EINV_XP_OFF_HASH = 32,      /* code lists and long comparisons by table */
    EINV_XP_OFF_FOLD = 64,      /* constants evaluated when compiling */
    EINV_XP_OFF_ALL = 127
};

struct einv_xp_options {
    unsigned off;                       /* enum einv_xp_off */
    const struct einv_limits *limits;   /* steps, scratch, calls; NULL: the
                                           defaults */
    bool has_now;
    struct einv_xp_moment now;
    int16_t zone;
};

/* A run over a document.  The lib must be sealed.  false: no memory. */
bool einv__xp_run_init(struct einv_xp_run *run, const einv_allocator *a,
                       const struct einv_xp_lib *lib,
                       const struct einv_tree *tree,
                       const struct einv_xp_options *options);
void einv__xp_run_free(struct einv_xp_run *run);
/* Before the next expression: forgets the error (not a limit passed). */
void einv__xp_run_clear(struct einv_xp_run *run);

struct einv_xp_local {
    const struct einv_xp_expr *expr;    /* on demand; NULL: value is set */
    struct einv_xp_focus focus;         /* ... with this focus */
    struct einv_xp_seq value;
    uint8_t state;                      /* 0: not yet evaluated */
    const char *error;
};

struct einv_xp_frame {
    struct einv_xp_local *locals;       /* one for each name of the scope */
    size_t n;
};

/* A frame of n locals, all unset, in the memory of frames; the run's earlier
 * frame, and all that was evaluated into it, is forgotten. */
bool einv__xp_frame(struct einv_xp_run *run, struct einv_xp_frame *frame,
                    size_t n);

struct einv_xp_item einv__xp_root(const struct einv_xp_run *run);
struct einv_xp_item einv__xp_element(const struct einv_xp_run *run,
                                     einv_node e);
struct einv_xp_item einv__xp_attribute(const struct einv_xp_run *run,
                                       uint32_t attr);
/* A focus of one item. */
struct einv_xp_focus einv__xp_focus(struct einv_xp_item item);

/* The value.  frame: NULL when the expression has no scope. */
bool einv__xp_eval(struct einv_xp_run *run, const struct einv_xp_expr *expr,
                   const struct einv_xp_focus *focus,
                   struct einv_xp_frame *frame, struct einv_xp_seq *out);
/* Its effective boolean value. */
bool einv__xp_eval_bool(struct einv_xp_run *run,
                        const struct einv_xp_expr *expr,
                        const struct einv_xp_focus *focus,
                        struct einv_xp_frame *frame, bool *out);
/* What xsl:value-of writes: the strings of the items with a blank between
 * (compatible: the first item's). */
bool einv__xp_eval_text(struct einv_xp_run *run,
                        const struct einv_xp_expr *expr,
                        const struct einv_xp_focus *focus,
                        struct einv_xp_frame *frame, struct einv_text *out);
/* Does the node match?  An error inside is no match (XSLT 2.0, 5.5.4); it
 * is left in run->error for a warning, and the result is true with *matches
 * false; false only for limits and memory. */
bool einv__xp_matches(struct einv_xp_run *run,
                      const struct einv_xp_pattern *pattern,
                      const struct einv_xp_item *node,
                      struct einv_xp_frame *frame, bool *matches);

/* What one alternative of a pattern can match. */
struct einv_xp_branch {
    const struct einv_xp_expr *expr;
    unsigned kinds;             /* bits 1 << enum einv_xp_kind */
    uint32_t name;              /* of elements: of the library; UINT32_MAX:
                                   any */
    uint32_t parent;            /* the same of what stands above them */
};
/* Gives the branches in the order of the pattern; one alternative may give
 * several, one for each name.  false: `take` said so. */
typedef bool einv_xp_take_branch(void *user,
                                 const struct einv_xp_branch *branch);
bool einv__xp_branches(const struct einv_xp_pattern *pattern,
                       einv_xp_take_branch *take, void *user);
/* As einv__xp_matches, for one alternative of the pattern. */
bool einv__xp_matches_branch(struct einv_xp_run *run,
                             const struct einv_xp_pattern *pattern,
                             const struct einv_xp_expr *branch,
                             const struct einv_xp_item *node,
                             struct einv_xp_frame *frame, bool *matches);
/* Can no element with the name of `node` match, whatever else it is?  Only
 * what is decided by the name and by global variables counts. */
bool einv__xp_branch_is_out(struct einv_xp_run *run,
                            const struct einv_xp_pattern *pattern,
                            const struct einv_xp_expr *branch,
                            const struct einv_xp_item *node);

#endif
