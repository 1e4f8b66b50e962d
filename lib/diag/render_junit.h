/* render_junit.h: findings as JUnit's XML, for build servers.
 *
 * A document is a suite, a finding a case in it; errors fail.  A document
 * without findings is one case that passes.
 */
#ifndef EINV_LIB_RENDER_JUNIT_H
#define EINV_LIB_RENDER_JUNIT_H

#include "messages.h"

void einv__junit_open(struct einv_buf *out);
void einv__junit_document(const struct einv_style *style,
                          const struct einv_report *report,
                          struct einv_buf *out);
void einv__junit_close(struct einv_buf *out);

#endif
