/* own_rules.h: our own sets of rules, embedded; compiled on first use. */
#ifndef EINV_LIB_OWN_RULES_H
#define EINV_LIB_OWN_RULES_H

#include "engine.h"

#include "../schematron/schematron.h"

/* A file of schemas/ that ends with .sch. */
struct engine_rules {
    const char *file;                  /* "rules/en16931.sch" */
    struct einv_text bytes;
    _Atomic(struct einv_sch_set *) set;
};

/* Finds what is embedded.  EINV_OK; EINV_ENOMEM. */
einv_status einv__engine_rules_init(struct einv_engine *e);
void einv__engine_rules_free(struct einv_engine *e);

/* The compiled set of the file.  EINV_OK; EINV_EABSENT: there is none;
 * EINV_EINTERNAL: it does not compile (findings); EINV_ENOMEM. */
einv_status einv__engine_rules(struct einv_engine *e, const char *file,
                               struct einv_report *report,
                               const struct einv_sch_set **out);

#endif
