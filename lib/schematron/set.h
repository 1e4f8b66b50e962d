/* set.h: what a set of rules is made of.
 *
 * Readers (read.c for Schematron, recover.c for stylesheets) make the same
 * lists of texts with their places; compile.c adds the compiled expressions.
 * Everything lies in the arena of the set's library.
 */
#ifndef EINV_LIB_SCHEMATRON_SET_H
#define EINV_LIB_SCHEMATRON_SET_H

#include "../base/limits.h"
#include "schematron.h"

/* A file that was read. */
struct sch_file {
    struct einv_text name;
    const struct sch_file *from;        /* that includes it; NULL: none */
    unsigned depth;
    struct einv_tree tree;
    struct sch_file *next;
};

struct sch_place {
    const struct sch_file *file;
    einv_node node;
};

struct sch_let {
    struct einv_text name, value;
    struct einv_text as;                /* a sequence type; empty: any */
    struct sch_place at;
    uint32_t global;                    /* of a schema or a pattern */
    bool again;                         /* its name was declared before */
    bool bad;                           /* its name is none */
    const struct einv_xp_expr *expr;    /* of a rule */
    struct sch_let *next;
};

struct sch_lets {
    struct sch_let *first, *last;
    size_t n;
};

enum sch_part_kind { SCH_TEXT, SCH_VALUE, SCH_NAME };

struct sch_part {                       /* of a message */
    enum sch_part_kind kind;
    struct einv_text text;              /* or the expression; empty with
                                           SCH_NAME: the context's name */
    const struct einv_xp_expr *expr;
    struct sch_part *next;
};

struct sch_checks {
    struct sch_check *first, *last;
};

/* A rule is a list of checks.  Stylesheets have instructions among them,
 * with checks of their own inside. */
enum sch_step {
    SCH_CHECK,
    SCH_IF,                             /* when the test holds, what it has */
    SCH_CHOOSE,                         /* the first SCH_IF of it that holds */
    SCH_EACH                            /* what it has, for each item */
};

/* What a set of our own says beside the message (doc/rules.md): attributes
 * of the namespace EINV_SCH_TEACH.  Empty texts: not said. */
enum sch_hint_value {
    SCH_FOUND, SCH_EXPECTED, SCH_AT, SCH_WHY, SCH_N_VALUES
};

struct sch_hint {
    struct einv_text text[SCH_N_VALUES];            /* expressions */
    const struct einv_xp_expr *expr[SCH_N_VALUES];  /* NULL: not said */
    struct einv_text fix, needs;
};

struct sch_check {
    enum sch_step step;
    uint32_t number;                    /* in the set, from 1 */
    bool report;                        /* fires when true */
    bool always;                        /* there is no test */
    struct einv_text id, flag, role, see, test, diagnostics;
    struct einv_text term;              /* BT-131 of the message, or empty */
    enum einv_severity severity;
    size_t n_lets;                      /* the rule's that stand before it */
    size_t end_lets;                    /* ... before its end */
    struct sch_checks inner;
    const struct einv_xp_expr *expr;
    struct sch_hint *hint;              /* NULL: nothing more is said */
    struct sch_part *first, *last;
    struct sch_check *also;             /* diagnostics: an id and parts */
    struct sch_place at;
    struct sch_check *next;
};

/* What a context can match, so that other nodes are not asked. */
enum { SCH_ELEMENTS = 1, SCH_ATTRIBUTES = 2, SCH_DOCUMENT = 4,
       SCH_OTHERS = 8 };

struct sch_rule {
    struct einv_text context, id;
    struct sch_lets lets;               /* those inside instructions, too */
    struct sch_checks checks;
    const struct einv_xp_pattern *pattern;
    bool even_so;                       /* also behind a rule that matched */
    bool goes_on;                       /* the rules behind it may match, too */
    unsigned kinds;
    const struct einv_text *names;      /* local names of elements; NULL with
                                           SCH_ELEMENTS: any */
    size_t n_names;
    struct sch_place at;
    struct sch_rule *next;
};

struct sch_pattern {
    struct einv_text id, name;          /* name: for reports */
    struct sch_lets lets;
    struct sch_rule *first, *last;
    size_t n_rules;
    unsigned kinds;
    bool even_so;                       /* so is some rule of it */
    struct sch_place at;
    struct sch_pattern *next;
};

struct sch_prefix {                     /* for reports, in file order */
    struct einv_text prefix, uri;
    struct sch_prefix *next;
};

/* Where a check stands, by its number - 1. */
struct sch_known {
    const struct sch_pattern *pattern;
    const struct sch_rule *rule;
    const struct sch_check *check;
};

struct sch_level {
    struct einv_text rule;
    enum einv_severity severity;
    struct sch_level *next;
};

/* A rule that a node may fire, by one alternative of its context. */
struct sch_candidate {
    const struct sch_rule *rule;
    const struct einv_xp_expr *branch;
    uint32_t pattern;                   /* its number */
    unsigned kinds;                     /* of nodes */
    uint32_t name;                      /* UINT32_MAX: any */
    uint32_t parent;                    /* the name above; UINT32_MAX: any */
};

/* Numbers of candidates, in the order of the rules. */
struct sch_list {
    uint32_t *of;
    size_t n;
};

/* Which rules a node may fire: dispatch.c */
struct sch_dispatch {
    struct sch_candidate *all;
    size_t n, cap;                      /* cap: while it is filled */
    size_t n_names, n_patterns;
    const struct sch_pattern **patterns;
    size_t *start;                      /* by name of the library ... */
    struct sch_list named;              /* ... elements of this name */
    struct sch_list any;                /* elements of any name */
    struct sch_list document, attributes, others;
};

struct einv_sch_set {
    const einv_allocator *alloc;
    struct einv_xp_lib *lib;
    struct einv_arena *arena;           /* the library's */
    struct einv_text id;
    struct einv_text title, version, phase;     /* as its files say */
    struct sch_prefix *prefixes, *last_prefix;
    struct sch_known *known;            /* of every check */
    size_t n_known;
    unsigned flags;                     /* of expressions: EINV_XP_COMPAT */
    struct sch_lets lets;
    struct sch_pattern *first, *last;
    struct einv_sch_counts counts;
    struct sch_dispatch dispatch;
};

struct sch_item {
    struct sch_place at;
    struct sch_item *next;
};

struct sch_places {                     /* in the order of the files */
    struct sch_item *first, *last;
};

/* Reading: lives until the set is compiled. */
struct sch_reader {
    struct einv_sch_set *set;
    const struct einv_sch_options *options;
    struct einv_limits limits;
    struct einv_report *report;
    struct sch_file *files, *last_file;
    size_t n_files;
    struct sch_level *levels;
    struct sch_places tops;             /* xsl:function, xsl:key */
    struct sch_places trees;            /* variables that hold a tree */
    size_t complaints;
    bool nomem;
};

/* load.c: an empty set; NULL: no memory. */
struct einv_sch_set *einv__sch_new_set(const einv_allocator *a);

/* --- reader.c: what both readers need ------------------------------------ */

/* Reads a file; NULL: there was a complaint.  `from` NULL: the first one,
 * whose bytes are given. */
const struct sch_file *einv__sch_file(struct sch_reader *r,
                                      const struct sch_file *from,
                                      struct sch_place at,
                                      struct einv_text href,
                                      const struct einv_text *bytes);
/* Says what is wrong: a code of messages.xml, what was found, what would
 * do.  Always false. */
bool einv__sch_complain(struct sch_reader *r, struct sch_place at,
                        const char *code, struct einv_text found,
                        const char *expected);
bool einv__sch_nomem(struct sch_reader *r);
/* A zeroed record in the set's arena; NULL: no memory (noted). */
void *einv__sch_new(struct sch_reader *r, size_t size);
bool einv__sch_remember(struct sch_reader *r, struct sch_place at,
                        struct sch_places *list);
bool einv__sch_copy(struct sch_reader *r, struct einv_text from,
                    struct einv_text *out);
/* An attribute's text, copied; empty when it is absent. */
struct einv_text einv__sch_attr(struct sch_reader *r, struct sch_place at,
                                const char *name);
bool einv__sch_has_attr(struct sch_place at, const char *name);
/* The element's name. */
bool einv__sch_is(struct sch_place at, const char *local);  /* Schematron's */
bool einv__sch_is_xsl(struct sch_place at, const char *local);
bool einv__sch_is_svrl(struct sch_place at, const char *local);
struct einv_text einv__sch_local(struct sch_place at);
struct einv_text einv__sch_ns(struct sch_place at);

void einv__sch_add_let(struct sch_lets *lets, struct sch_let *let);
struct sch_pattern *einv__sch_add_pattern(struct sch_reader *r,
                                          struct sch_place at);
struct sch_rule *einv__sch_add_rule(struct sch_reader *r,
                                    struct sch_pattern *pattern,
                                    struct sch_place at);
/* A check of a rule, or of an instruction in it. */
struct sch_check *einv__sch_add_check(struct sch_reader *r,
                                      const struct sch_rule *rule,
                                      struct sch_checks *list,
                                      struct sch_place at);
bool einv__sch_add_part(struct sch_reader *r, struct sch_check *check,
                        enum sch_part_kind kind, struct einv_text text);
/* A prefix that reports declare. */
bool einv__sch_add_prefix(struct sch_reader *r, struct einv_text prefix,
                          struct einv_text uri);
/* The prefixes that are declared on an element, for expressions. */
bool einv__sch_prefixes(struct sch_reader *r, struct sch_place at);
/* What the check's flag, role and message say about it. */
void einv__sch_judge(struct sch_reader *r, struct sch_check *check);
bool einv__sch_levels(struct sch_reader *r, struct einv_text levels);
/* --- top.c --------------------------------------------------------------- */
/* xsl:function, xsl:key, xsl:variable and xsl:param at the top. false: it is
 * none of these. */
bool einv__sch_top(struct sch_reader *r, struct sch_place at);
/* A variable or parameter into a list of lets.  One that holds a tree is
 * refused where an expression names it. */
bool einv__sch_variable(struct sch_reader *r, struct sch_place at,
                        struct sch_lets *lets);
/* Compiles what was collected. */
bool einv__sch_tops(struct sch_reader *r);
bool einv__sch_bodies(struct sch_reader *r);

/* --- read.c, recover.c: false: out of memory (complaints are counted) ---- */
bool einv__sch_read(struct sch_reader *r, const struct sch_file *file);
bool einv__sch_recover(struct sch_reader *r, const struct sch_file *file);

/* --- svrl.c: numbers the checks; false: no memory ------------------------- */
bool einv__sch_number(struct einv_sch_set *set);

/* --- context.c ----------------------------------------------------------- */
bool einv__sch_context(struct sch_reader *r, struct sch_rule *rule);

/* --- compile.c ----------------------------------------------------------- */
bool einv__sch_compile(struct sch_reader *r);
/* An expression that does not compile, or memory that ended. */
bool einv__sch_refuse(struct sch_reader *r, struct sch_place at,
                      struct einv_text expr,
                      const struct einv_xp_error *error);

/* --- dispatch.c ---------------------------------------------------------- */
/* Of a set whose rules are all compiled; false: no memory. */
bool einv__sch_dispatch(struct einv_sch_set *set);

/* --- found.c ------------------------------------------------------------- */
/* XPath's normalize-space, in place. */
void einv__sch_normalize(struct einv_buf *buf);

/* --- message.c ----------------------------------------------------------- */
/* What a message says has at most so many values for other languages. */
enum { SCH_MOST_VALUES = 9 };
/* The name of the n-th value, from 0: "1", "2" ... */
struct einv_text einv__sch_value_name(size_t n);
/* The message with places {1}, {2} ... for its values. */
void einv__sch_pattern(const struct sch_check *check, struct einv_buf *out);
/* Is the value a text that the expression itself holds: 'missing'? */
bool einv__sch_holds(struct einv_text expr, struct einv_text value);
/* BT-131, BG-25, XT-1 in a text: the first one; empty: none. */
struct einv_text einv__sch_term(struct einv_text text);

#endif
