/* pdf.h: the files attached to a PDF document.
 *
 * Two lists name them: the document's name tree, which viewers show, and the
 * array AF, which PDF/A-3 and hybrid invoices use.  When the two disagree, a
 * person sees another invoice than a program; so they must agree.  Pages are
 * never looked at.
 *
 * The syntax is read by qpdf, through its C interface, and only that; streams
 * are unpacked here, within limits.  Nothing is mended: a damaged file is
 * refused (ISO 32000-1, 7.5 for the structure, 7.11 for attachments).
 */
#ifndef EINV_LIB_PDF_H
#define EINV_LIB_PDF_H

#include "../base/limits.h"
#include "../diag/report.h"

struct einv_pdf_file {
    struct einv_text name;      /* UTF-8, in the arena */
    uint32_t handle;            /* qpdf's, of the stream */
    int object;                 /* its number */
    bool listed, associated;    /* by the name tree, by AF */
};

struct einv_pdf {
    struct einv_arena arena;
    struct einv_text bytes;     /* lent */
    struct einv_limits limits;
    struct einv_pdf_file *files;
    size_t n, cap;
    bool updated;               /* it has more than one revision */
    void *inside;               /* the open document */
};

/* Findings PDF_*.  EINV_OK; EINV_EMALFORMED; EINV_ELIMIT; EINV_EUNSUPPORTED:
 * there is no qpdf here; EINV_ENOMEM.  On failure nothing is left to free. */
einv_status einv__pdf_open(struct einv_pdf *pdf, const einv_allocator *a,
                           struct einv_text bytes,
                           const struct einv_limits *limits,
                           struct einv_report *report);
void einv__pdf_free(struct einv_pdf *pdf);
/* Appends what the attached file holds. */
einv_status einv__pdf_read(struct einv_pdf *pdf,
                           const struct einv_pdf_file *file,
                           struct einv_buf *out, struct einv_report *report);

/* A signature of the document: it signs [0, gap) and [rest, end). */
struct einv_pdf_signature {
    struct einv_text contents;  /* in the arena of the document */
    uint64_t gap, rest, end;
    int object;
    bool good;                  /* the gap is the signature's own text */
    bool cms, etsi, stamp;      /* by SubFilter: CMS, of PAdES; a time-stamp */
};

/* In the order of the form's fields. */
einv_status einv__pdf_signatures(struct einv_pdf *pdf,
                                 struct einv_report *report,
                                 struct einv_pdf_signature **rows, size_t *n);

#endif
