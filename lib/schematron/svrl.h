/* svrl.h: what a set found, as ISO/IEC 19757-3:2016, annex D: the Schematron
 * validation report language.
 *
 * It is made of the findings that a run left in a report.  Short: of the
 * rules that fired, those that found something.  Full: all of them, which a
 * trace of the run tells.
 */
#ifndef EINV_LIB_SCHEMATRON_SVRL_H
#define EINV_LIB_SCHEMATRON_SVRL_H

#include "schematron.h"
#include "../diag/messages.h"

/* Takes what was written so far; false: no more. */
typedef bool einv_sch_sink(void *user, struct einv_text text);

struct einv_sch_svrl {
    const struct einv_sch_set *set;
    const struct einv_tree *tree;
    const struct einv_report *report;
    const struct einv_finding *after;   /* the last one of before the run;
                                           NULL: there was none */
    const struct einv_sch_trace *trace; /* NULL: short */
    bool redact;
    bool part;                          /* no XML declaration */
    einv_sch_sink *sink;
    void *user;
};

/* EINV_OK; EINV_ECANCELLED: the sink took no more; EINV_ENOMEM. */
einv_status einv__sch_svrl(const struct einv_sch_svrl *what,
                           const einv_allocator *a);

#endif
