/* pdf_none.c: built without qpdf. */
#include "pdf.h"

einv_status einv__pdf_open(struct einv_pdf *pdf, const einv_allocator *a,
                           struct einv_text bytes,
                           const struct einv_limits *limits,
                           struct einv_report *report)
{
    (void)pdf, (void)a, (void)bytes, (void)limits, (void)report;
    return EINV_EUNSUPPORTED;
}

void einv__pdf_free(struct einv_pdf *pdf)
{
    (void)pdf;
}

einv_status einv__pdf_read(struct einv_pdf *pdf,
                           const struct einv_pdf_file *file,
                           struct einv_buf *out, struct einv_report *report)
{
    (void)pdf, (void)file, (void)out, (void)report;
    return EINV_EUNSUPPORTED;
}

einv_status einv__pdf_signatures(struct einv_pdf *pdf,
                                 struct einv_report *report,
                                 struct einv_pdf_signature **rows, size_t *n)
{
    (void)pdf, (void)report, (void)rows, (void)n;
    return EINV_EUNSUPPORTED;
}
