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
    struct einv_sch_trace *trace;       /* NULL: short */
    bool redact;
    bool part;                          /* no XML declaration */
    bool begun;                         /* a set has written the head: this
                                           one goes on */
    bool open;                          /* another set goes on, or
                                           einv__sch_svrl_end */
    const struct einv_style *style;     /* says what has no message of its
                                           own; NULL: nobody */
    einv_sch_sink *sink;
    void *user;
};

/* EINV_OK; EINV_ECANCELLED: the sink took no more; EINV_ENOMEM. */
einv_status einv__sch_svrl(const struct einv_sch_svrl *what,
                           const einv_allocator *a);
/* Ends a report that was left open: the findings behind `after` that are of
 * no set are one more pattern. */
einv_status einv__sch_svrl_end(const struct einv_sch_svrl *what,
                               const einv_allocator *a);

#endif
