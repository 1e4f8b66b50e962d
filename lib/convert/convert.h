/* convert.h: from bytes to an invoice and from an invoice to bytes.
 *
 *     bytes -> sniff -> tree (or JSON view) -> detect -> get -> invoice
 *     invoice -> complete -> put -> grave check -> serialise -> bytes
 */
#ifndef EINV_LIB_CONVERT_H
#define EINV_LIB_CONVERT_H

#include "engine.h"
#include "../bind/tree_view.h"
#include "../bind/view.h"
#include "../schematron/svrl.h"

/* --- a document ---------------------------------------------------------- */

struct einv_document {
    struct einv_engine *engine;
    struct einv_arena arena;
    struct einv_tree tree;          /* empty: no XML */
    struct einv_text bytes;         /* of a JSON text: a copy */
    const char *container;          /* "xml", "json", "pdf" ... */
    struct einv_buf unpacked;       /* what came out of a container */
    const char *entry;              /* the file of the container that it is;
                                       never NULL */
    const struct einv_format *format;  /* NULL: unknown, or the JSON view */
    enum einv_verdict verdict;
    bool view;                      /* it is a JSON view */
    const char *format_id, *version, *profile, *name;   /* never NULL */
};

enum { DOCUMENT_LEND = 1 };

/* Fills doc (uninitialised).  `as`: read it as this format; NULL pointer:
 * detect.  EINV_OK; EINV_EMALFORMED, EINV_ELIMIT, EINV_EUNKNOWN (`as`) with
 * findings; EINV_ENOMEM.  On failure nothing is left to free. */
einv_status einv__document_parse(struct einv_document *doc,
                                 struct einv_engine *engine,
                                 struct einv_text bytes, struct einv_text as,
                                 unsigned flags, struct einv_report *report);
/* The same for a tree that is there: it becomes the document's, whatever the
 * status is. */
einv_status einv__document_take(struct einv_document *doc,
                                struct einv_engine *engine,
                                struct einv_tree *tree,
                                struct einv_report *report);
void einv__document_free(struct einv_document *doc);

/* --- an invoice, and where it came from ---------------------------------- */

struct einv_subject {
    struct einv_engine *engine;
    struct einv_invoice_data data;
    const struct einv_format *format;  /* its residue is this format's; NULL:
                                          it has none */
    const char *format_id, *version, *profile;      /* never NULL */
    /* A bit for each element of the source, then each attribute: a rule has
     * said what is wrong there.  NULL: none has. */
    uint8_t *told;
    /* The day as of which codes are judged (2026-01-31); empty: the newest
     * lists. */
    struct einv_text at;
};

static inline size_t einv__subject_told_bit(const struct einv_subject *s,
                                            einv_ref ref)
{
    return (ref & EINV_REF_ATTR) != 0
               ? s->data.source->n_elems + (ref & ~EINV_REF_ATTR) : ref;
}

static inline bool einv__subject_told(const struct einv_subject *s,
                                      einv_ref ref)
{
    size_t bit;

    if (s->told == NULL || ref == EINV_NO_REF)
        return false;
    bit = einv__subject_told_bit(s, ref);
    return (s->told[bit / 8] >> bit % 8 & 1) != 0;
}

void einv__subject_init(struct einv_subject *s, struct einv_engine *engine);
void einv__subject_free(struct einv_subject *s);

/* Reads the document's invoice into s (initialised, empty).  The document
 * must live as long as s.  EINV_OK; EINV_EUNKNOWN, EINV_EUNSUPPORTED,
 * EINV_EMALFORMED with findings; EINV_ENOMEM. */
einv_status einv__subject_read(struct einv_subject *s,
                               const struct einv_document *doc,
                               struct einv_report *report);
/* Reads a JSON view, or with `defaults` fills what s leaves out. */
einv_status einv__subject_from_json(struct einv_subject *s,
                                    struct einv_text bytes, bool defaults,
                                    struct einv_report *report);
einv_status einv__subject_to_json(const struct einv_subject *s,
                                  struct einv_buf *out);

/* Sets one value by path; a finding EINV-SET-0001 (no such path), -0002
 * (the text does not fit the type).  EINV_OK; EINV_EUSAGE; EINV_EMALFORMED;
 * EINV_ENOMEM. */
einv_status einv__subject_set(struct einv_subject *s, struct einv_text path,
                              struct einv_text text,
                              struct einv_report *report);

struct einv_convert_options {
    struct einv_text format;    /* "x", "x@1", "json" */
    uint32_t allow;             /* bits 1 << reason */
    bool bare, as_is;
    bool slots;                 /* what has no place goes into the slot */
    bool embed;                 /* the source becomes an attachment */
};

/* Writes.  EINV_OK; EINV_ELOSS: a grave row that is not allowed;
 * EINV_EUNKNOWN, EINV_EUNSUPPORTED with findings; EINV_ENOMEM.  Whatever is
 * in `out` after a failure is rubbish. */
einv_status einv__subject_write(struct einv_subject *s,
                                const struct einv_convert_options *options,
                                struct einv_report *report,
                                struct einv_buf *out);

/* Rules on the model: of `set`, or (NULL) all that is ours: the common rules
 * and those of the invoice's format, then the three checks below where no
 * rule has spoken.  Findings stand where their values stood in the
 * source.  svrl: how a report is written, its sink and what it shows; all that
 * is ours is one report; NULL: none.
 * EINV_OK, whatever the verdict; EINV_EINTERNAL: ours do not compile
 * (findings); EINV_ECANCELLED: the sink took no more; EINV_ELIMIT: records
 * nest too deep; EINV_ENOMEM. */
einv_status einv__subject_validate(struct einv_subject *s,
                                   const struct einv_sch_set *set,
                                   const struct einv_sch_run_options *options,
                                   const struct einv_sch_svrl *svrl,
                                   struct einv_report *report,
                                   enum einv_sch_verdict *verdict);

/* Does the code stand in the list of its place on that day (empty: in the
 * newest), or has that none?  EINV_OK;
 * EINV_EINTERNAL; EINV_ENOMEM. */
einv_status einv__code_listed(struct einv_engine *e, einv_place_id place,
                              struct einv_text code, struct einv_text at,
                              enum einv_listed *listed);
/* Codes against their lists: findings EINV-CODE-0001, origin "codes".
 * EINV_OK also with findings; EINV_ENOMEM; EINV_EINTERNAL. */
einv_status einv__check_codes(struct einv_subject *s,
                              struct einv_report *report);
/* Identifiers against their forms and check digits: findings EINV-ID-0001 (a
 * wrong check digit) and -0002 (another form), origin "codes".  EINV_OK also
 * with findings; EINV_ENOMEM; EINV_EINTERNAL. */
einv_status einv__check_identifiers(struct einv_subject *s,
                                    struct einv_report *report);
/* Declared sums against recomputed ones: findings EINV-TOTALS-*, origin
 * "totals".  EINV_OK also with findings; EINV_ENOMEM. */
einv_status einv__check_totals(struct einv_subject *s,
                               struct einv_report *report);

#endif
