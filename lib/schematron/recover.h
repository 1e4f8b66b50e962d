/* recover.h: what the files that recover rules from stylesheets share. */
#ifndef EINV_LIB_SCHEMATRON_RECOVER_H
#define EINV_LIB_SCHEMATRON_RECOVER_H

#include "read.h"

struct guarded;

struct sch_recovery {
    bool listed;                /* the stylesheet says which patterns it has */
    const struct guarded *guarded;      /* the template, of SchXslt */
    struct sch_places told;             /* patterns of rules that go on */
    struct sch_pattern *pattern;        /* of the newest mode */
    struct sch_rule *rule;
    struct sch_checks *into;            /* of the rule, or of an instruction */
};

/* The first child that is this element of SVRL; EINV_NO_NODE: none. */
einv_node einv__sch_svrl_child(struct sch_place at, const char *local);
/* An attribute of what is written: the element's, or an xsl:attribute in
 * it. */
struct einv_text einv__sch_said(struct sch_reader *r, struct sch_place at,
                                const char *name);
/* Is there a check in it? */
bool einv__sch_holds_found(struct sch_place at);
/* A child of a rule or of an instruction in it (sch_visit_fn; user: the
 * recovery). */
bool einv__sch_in_body(struct sch_reader *r, struct sch_place at, void *user);

#endif
