/* schematron.h: sets of Schematron rules: compiled once, run on many trees.
 *
 * A set comes from a .sch file with its includes, or from the stylesheet
 * that a Schematron compiler made of one.  It compiles whole or is refused,
 * with everything that is not supported named.  A compiled set never changes
 * and may be shared by threads.
 */
#ifndef EINV_LIB_SCHEMATRON_H
#define EINV_LIB_SCHEMATRON_H

#include "../xpath/expr.h"

/* Attributes of asserts that say more than a message: found, expected, at
 * (expressions), fix, needs (texts). */
#define EINV_SCH_TEACH "urn:einv:rules"

struct einv_sch_set;

/* Gives the bytes of a file that rules name, relative to the file `from`;
 * false: there is none, or it may not be read. */
typedef bool einv_sch_open(void *user, struct einv_text href,
                           struct einv_text from, struct einv_buf *out);

struct einv_sch_options {
    const struct einv_limits *limits;   /* NULL: the defaults */
    einv_sch_open *open;                /* NULL: no file but the given one */
    void *user;
    struct einv_text phase;     /* empty: the set's default, else all */
    struct einv_text id;        /* what findings call the set; empty: name */
    /* Severities of the authority that deviate from the files' own:
     * "BR-CO-15=warning BR-DE-21=information". */
    struct einv_text levels;
};

struct einv_sch_counts {
    size_t patterns, rules, asserts, expressions;
};

/* EINV_OK; EINV_EMALFORMED: refused (the findings say why: rule_set is the
 * file); EINV_ELIMIT; EINV_ENOMEM. */
einv_status einv__sch_load(const einv_allocator *a, struct einv_text bytes,
                           struct einv_text name,
                           const struct einv_sch_options *options,
                           struct einv_report *report,
                           struct einv_sch_set **out);
void einv__sch_free(struct einv_sch_set *set);
struct einv_text einv__sch_id(const struct einv_sch_set *set);
/* As its files say; empty: they do not. */
struct einv_text einv__sch_title(const struct einv_sch_set *set);
struct einv_text einv__sch_release(const struct einv_sch_set *set);
struct einv_sch_counts einv__sch_counts(const struct einv_sch_set *set);

/* Which rules fired, in the order of the patterns. */
struct einv_sch_trace {
    const einv_allocator *alloc;
    struct einv_sch_fired {
        const struct sch_pattern *pattern;
        const struct sch_rule *rule;
        size_t findings;        /* of the run, before it fired */
    } *items;
    size_t n, cap;
};

/* Where a finding stands, when the tree that is judged is not what the reader
 * has before him: fills in pos and appends the path.  `needs`: paths that the
 * check asks for, "" when it does not say.  false: the finding is none. */
typedef bool einv_sch_locate(void *user, einv_ref ref, struct einv_text needs,
                             struct einv_finding *f, struct einv_buf *path);

/* What a set says about one of its checks. */
struct einv_sch_about {
    struct einv_text id, flag, context, test, fix;
    struct einv_argument values[9];     /* of its places; dots: not known
                                           before there is a document */
    size_t n_values;
    enum einv_severity severity;
    bool report;
};

/* The first check with this id from number `from` (0: the first one) on; its
 * sentence is appended, values as {1} {2} ....  0: there is none, else the
 * number to go on with. */
size_t einv__sch_about(const struct einv_sch_set *set, struct einv_text id,
                       size_t from, struct einv_sch_about *about,
                       struct einv_buf *sentence);
/* The next BT-131 or BG-25 in a text, which moves on; empty: none. */
struct einv_text einv__sch_next_term(struct einv_text *text);

struct einv_sch_run_options {
    struct einv_xp_options xpath;
    struct einv_text at;        /* the day that codes are judged by, for who
                                   makes the tree; empty: none */
    bool strict;                /* the first test that fails ends the run */
    einv_sch_locate *locate;    /* NULL: the tree is the reader's */
    void *user;
    struct einv_sch_trace *trace;   /* to be filled; NULL: nobody asks.  The
                                   caller frees items (cap of them) */
};

enum einv_sch_verdict {         /* permanent numbers */
    EINV_SCH_VALID, EINV_SCH_WARNINGS, EINV_SCH_INVALID, EINV_SCH_UNDECIDED
};

/* Runs all patterns.  EINV_OK, whatever the verdict; EINV_ENOMEM. */
einv_status einv__sch_run(const struct einv_sch_set *set,
                          const einv_allocator *a,
                          const struct einv_tree *tree,
                          const struct einv_sch_run_options *options,
                          struct einv_report *report,
                          enum einv_sch_verdict *verdict);

#endif
