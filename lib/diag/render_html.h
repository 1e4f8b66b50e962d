/* render_html.h: findings as one page of HTML, for people who are sent a
 * report.
 *
 * A document is a section: its verdict and a table.  The page holds all that
 * it needs and fetches nothing; no scripts.
 */
#ifndef EINV_LIB_RENDER_HTML_H
#define EINV_LIB_RENDER_HTML_H

#include "messages.h"

void einv__html_open(const struct einv_style *style, struct einv_buf *out);
void einv__html_document(const struct einv_style *style,
                         const struct einv_report *report,
                         struct einv_buf *out);
void einv__html_close(struct einv_buf *out);

#endif
