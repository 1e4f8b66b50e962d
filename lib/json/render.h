/* render.h: findings and ledger rows as JSON (the shapes of doc/diagnostics:
 * append only, empty members left out). */
#ifndef EINV_LIB_JSON_RENDER_H
#define EINV_LIB_JSON_RENDER_H

#include "../diag/messages.h"
#include "json.h"

/* The array behind "findings". */
void einv__json_findings(struct einv_json_out *j,
                         const struct einv_style *style,
                         const struct einv_report *report);
/* The array behind "rows" of a ledger. */
void einv__json_ledger(struct einv_json_out *j, const struct einv_style *style,
                       const struct einv_report *report);

#endif
