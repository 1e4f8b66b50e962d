/* sarif.h: findings as SARIF 2.1.0 (OASIS), for code forges and editors.
 *
 * One run; the documents follow each other in it.
 */
#ifndef EINV_LIB_SARIF_H
#define EINV_LIB_SARIF_H

#include "../diag/messages.h"
#include "json.h"

void einv__sarif_open(struct einv_json_out *j, const char *version);
/* The findings of one document; style->file is its name. */
void einv__sarif_document(struct einv_json_out *j,
                          const struct einv_style *style,
                          const struct einv_report *report);
void einv__sarif_close(struct einv_json_out *j);

#endif
