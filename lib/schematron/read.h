/* read.h: what the files that read Schematron share. */
#ifndef EINV_LIB_SCHEMATRON_READ_H
#define EINV_LIB_SCHEMATRON_READ_H

#include "expand.h"

struct sch_schema {
    struct sch_places patterns, phases, diagnostics;
};

/* false ends it: no memory (a complaint does not). */
typedef bool sch_visit_fn(struct sch_reader *r, struct sch_place at,
                          void *user);
/* The element children, an include replaced by what it names. */
bool einv__sch_visit(struct sch_reader *r, struct sch_place at,
                     sch_visit_fn *fn, void *user);
bool einv__sch_unsupported(struct sch_reader *r, struct sch_place at);
/* Foreign elements are notes; those of Schematron and XSLT that nobody asked
 * for are not supported. */
bool einv__sch_foreign(struct sch_reader *r, struct sch_place at);
bool einv__sch_read_let(struct sch_reader *r, struct sch_place at,
                        const struct sch_param *params,
                        struct sch_lets *lets);
bool einv__sch_read_pattern(struct sch_reader *r,
                            const struct sch_schema *schema,
                            struct sch_place at);

#endif
