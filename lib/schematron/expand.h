/* expand.h: the parameters of an abstract pattern. */
#ifndef EINV_LIB_SCHEMATRON_EXPAND_H
#define EINV_LIB_SCHEMATRON_EXPAND_H

#include "set.h"

struct sch_param {
    struct einv_text name, value;
    struct sch_param *next;
};

/* Adds one where the longer names come first. */
void einv__sch_add_param(struct sch_param **list, struct sch_param *param);
/* Puts the values in: $name, the longest name first, whatever the text is
 * (ISO 19757-3, 5.4.12: before parsing).  The text stays when there is
 * nothing to put in. */
bool einv__sch_expand(struct sch_reader *r, const struct sch_param *params,
                      struct einv_text *text);

#endif
