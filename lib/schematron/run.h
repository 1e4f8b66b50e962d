/* run.h: what the files that run a set share. */
#ifndef EINV_LIB_SCHEMATRON_RUN_H
#define EINV_LIB_SCHEMATRON_RUN_H

#include "set.h"

struct sch_run {
    const struct einv_sch_set *set;
    const struct einv_tree *tree;
    const struct einv_sch_run_options *options;
    struct einv_report *report;
    struct einv_xp_run xp;
    struct einv_arena dispatch;         /* of one pattern */
    const struct sch_pattern *pattern;  /* that runs */
    size_t before;                      /* findings in front of the run */
    const struct sch_rule **of_name;    /* rules by name of the tree ... */
    size_t *start;                      /* ... those of qname q */
    struct einv_buf text;               /* the message that is made ... */
    struct einv_buf masked;             /* ... without values */
    struct einv_arena said;             /* arguments of a finding ... */
    struct einv_argument args[24];      /* ... and they */
    struct einv_finding *values;        /* takes the values of its message;
                                           NULL: English is enough */
    size_t n_values;
    struct einv_buf ours;               /* which of them are words of ours */
    bool warned, failed, undecided;
    bool stop, nomem;
};

/* run.c: fires a rule for a node. */
void einv__sch_fire(struct sch_run *r, const struct sch_rule *rule,
                    const struct einv_xp_item *node);
/* After something failed: does the run go on? */
bool einv__sch_go_on(struct sch_run *r);

/* merge.c: all patterns in one walk.  false: not this document; nothing has
 * been done. */
bool einv__sch_merged(struct sch_run *r);

/* found.c: one finding of a check; `error` NULL: it fired. */
void einv__sch_found(struct sch_run *r, const struct sch_check *check,
                     const struct einv_xp_focus *focus,
                     struct einv_xp_frame *frame, const char *error);
/* A context that cannot be evaluated: no match, and a warning. */
void einv__sch_doubt(struct sch_run *r, const struct sch_rule *rule,
                     const struct einv_xp_item *node, const char *error);

#endif
