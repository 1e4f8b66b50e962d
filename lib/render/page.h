/* page.h: an invoice as a page for a terminal. */
#ifndef EINV_LIB_PAGE_H
#define EINV_LIB_PAGE_H

#include "../model/model.h"

struct einv_page_options {
    uint32_t width;      /* columns; 0: 80 */
    bool redact;         /* letters and digits of values become x */
};

/* Appends the page.  Nothing is recomputed: what the invoice does not say
 * does not stand there.  EINV_OK; EINV_ENOMEM. */
einv_status einv__page_render(const struct einv_invoice_data *inv,
                              const struct einv_page_options *options,
                              struct einv_buf *out);

#endif
