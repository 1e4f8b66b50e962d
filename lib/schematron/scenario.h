/* scenario.h: which rules judge which document, as an authority configures
 * it: a list of scenarios, each with an expression that says whether it fits,
 * the files that judge, and the severities that deviate.
 *
 * It is data: nothing is compiled but the expressions, and no file is opened.
 */
#ifndef EINV_LIB_SCHEMATRON_SCENARIO_H
#define EINV_LIB_SCHEMATRON_SCENARIO_H

#include "schematron.h"

struct einv_sch_scenarios;

struct einv_sch_paths {
    const char **items;         /* below the folder of the configuration */
    size_t n;
};

struct einv_sch_scenario {
    const char *name;
    const char *levels;         /* "BR-1=warning BR-2=error" */
    struct einv_sch_paths rules, schemas;
};

/* EINV_OK; EINV_EUNKNOWN: the root element is no list of scenarios;
 * EINV_EMALFORMED: refused (the findings say why); EINV_ENOMEM. */
einv_status einv__sch_scenarios_load(const einv_allocator *a,
                                     struct einv_text bytes,
                                     struct einv_text name,
                                     const struct einv_limits *limits,
                                     struct einv_report *report,
                                     struct einv_sch_scenarios **out);
void einv__sch_scenarios_free(struct einv_sch_scenarios *s);
/* NULL: there is no i-th. */
const struct einv_sch_scenario *
einv__sch_scenario(const struct einv_sch_scenarios *s, size_t i);

/* The one that fits.  EINV_EABSENT: none; EINV_EREJECTED: several, which the
 * authority treats as none (the findings say so); EINV_ENOMEM. */
einv_status einv__sch_scenarios_select(const struct einv_sch_scenarios *s,
                                       const einv_allocator *a,
                                       const struct einv_tree *tree,
                                       const struct einv_xp_options *options,
                                       struct einv_report *report,
                                       size_t *index);

#endif
