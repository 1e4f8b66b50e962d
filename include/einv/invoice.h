/* invoice.h: read, change and write an invoice in the common model.
 *
 * A path is steps of names or ids, mixed freely: "seller/name", "BT-27",
 * "lines[2]/net_amount", "lines[2]/BT-131"; [n] counts from 1.  Values are
 * text: digits as written, dates YYYY-MM-DD, booleans true and false,
 * binary objects base64.
 *
 * Threads: an invoice belongs to one thread at a time.
 * Memory:  what a function returns belongs to the invoice; what it gives
 *          through an out-parameter with a free function is yours.
 */
#ifndef EINV_INVOICE_H
#define EINV_INVOICE_H

#include <einv/base.h>
#include <einv/buffer.h>
#include <einv/ctx.h>
#include <einv/report.h>

EINV_BEGIN_DECLS

typedef struct einv_invoice einv_invoice;

/** One record of an invoice: the seller, a line.  Borrowed: it lives as long
 * as its invoice and needs no freeing. */
typedef struct einv_entry einv_group;

/** Make an empty invoice.
 * @return EINV_OK; EINV_EUSAGE; EINV_ENOMEM
 * @since 0.1 */
EINV_API einv_status einv_invoice_new(einv_ctx *ctx, einv_invoice **invoice);

/** Free an invoice.  NULL is allowed.
 * @since 0.1 */
EINV_API void einv_invoice_free(einv_invoice *invoice);

/** 1: reading met a structure error, so something may be missing.
 * @since 0.1 */
EINV_API int einv_invoice_is_partial(const einv_invoice *invoice);

/** The format it was read from ("" when it was made), and its version.
 * @since 0.1 */
EINV_API const char *einv_invoice_format(const einv_invoice *invoice);
/** @since 0.1 */
EINV_API const char *einv_invoice_version(const einv_invoice *invoice);
/** @since 0.1 */
EINV_API const char *einv_invoice_profile(const einv_invoice *invoice);

/* --- by path ------------------------------------------------------------- */

/** Get the text at a path.
 *
 * @param text  UTF-8, not NUL-terminated; lives until the invoice changes
 *              it; NULL when absent
 * @param len   its length in bytes
 * @return EINV_OK; EINV_EABSENT; EINV_EUSAGE: no such path in the model
 * @since 0.1
 */
EINV_API einv_status
einv_invoice_get_text(const einv_invoice *invoice, const char *path,
                      const char **text, size_t *len);

/** Get a NUL-terminated copy, kept by the invoice.
 * @return EINV_OK; EINV_EABSENT; EINV_EUSAGE; EINV_ENOMEM
 * @since 0.1 */
EINV_API einv_status
einv_invoice_get_string(einv_invoice *invoice, const char *path,
                        const char **text);

/** Set the text at a path; records and members on the way are made ([n] may
 * be one past the end).
 * @return EINV_OK; EINV_EUSAGE: no such path; EINV_EMALFORMED: the text
 *         does not fit the type, nothing was changed; EINV_ENOMEM
 * @since 0.1 */
EINV_API einv_status
einv_invoice_set_text(einv_invoice *invoice, const char *path,
                      const char *text, size_t len);

/** The same, as a command line or a form gives it: a wrong path or value is
 * also a finding, with what was meant.
 * @return as einv_invoice_set_text
 * @since 0.1 */
EINV_API einv_status
einv_invoice_set_reported(einv_invoice *invoice, const char *path,
                          const char *text, size_t len, einv_report *report);

/** How many members a list has (1 or 0 for a single field).
 * @return EINV_OK; EINV_EUSAGE: no such path
 * @since 0.1 */
EINV_API einv_status
einv_invoice_count(const einv_invoice *invoice, const char *path,
                   size_t *count);

/** Take out what stands at a path, with all below it.
 * @return EINV_OK; EINV_EABSENT; EINV_EUSAGE
 * @since 0.1 */
EINV_API einv_status
einv_invoice_remove(einv_invoice *invoice, const char *path);

/** The record at a path; "" is the invoice itself.
 * @return EINV_OK; EINV_EABSENT; EINV_EUSAGE: no such path
 * @since 0.1 */
EINV_API einv_status
einv_invoice_get_group(einv_invoice *invoice, const char *path,
                       einv_group **group);

/** Append a member to the list at a path: "lines".
 * @return EINV_OK; EINV_EUSAGE: no such path, or no list; EINV_ENOMEM
 * @since 0.1 */
EINV_API einv_status
einv_invoice_add(einv_invoice *invoice, const char *path,
                 einv_group **group);

/** Line and column in the source file of what stands at a path.
 * @return EINV_OK; EINV_EABSENT: nothing there, or it was not read;
 *         EINV_EUSAGE
 * @since 0.1 */
EINV_API einv_status
einv_invoice_get_position(const einv_invoice *invoice, const char *path,
                          uint32_t *line, uint32_t *column);

/* --- by term, from a record ---------------------------------------------- */

/** Get the text of a term.
 *
 * @param group  the record that holds the term, itself or further down
 * @param term   an EINV_BT_* or EINV_XT_* number (terms.h)
 * @param text   UTF-8, not NUL-terminated; NULL when the term is absent
 * @param len    its length in bytes
 * @return EINV_OK; EINV_EABSENT; EINV_EUSAGE: no such term in this group
 * @since 0.1
 */
EINV_API einv_status
einv_group_get_text(const einv_group *group, int32_t term,
                    const char **text, size_t *len);

/** Get a NUL-terminated copy, kept by the invoice.
 * @return EINV_OK; EINV_EABSENT; EINV_EUSAGE; EINV_ENOMEM
 * @since 0.1 */
EINV_API einv_status
einv_group_get_string(einv_group *group, int32_t term, const char **text);

/** Set the text of a term; records between are made.
 * @return as einv_invoice_set_text
 * @since 0.1 */
EINV_API einv_status
einv_group_set_text(einv_group *group, int32_t term, const char *text,
                    size_t len);

/** How many members the list of this term has (1 or 0 for a single one).
 * @return EINV_OK; EINV_EUSAGE: no such term in this group
 * @since 0.1 */
EINV_API einv_status
einv_group_count(const einv_group *group, int32_t term, size_t *count);

/** The i-th member, from 0 (i = 0 for a single one).
 * @return EINV_OK; EINV_EABSENT; EINV_EUSAGE
 * @since 0.1 */
EINV_API einv_status
einv_group_at(einv_group *group, int32_t term, size_t i, einv_group **member);

/** Append a member to the list of this term, or make the single one.
 * @return EINV_OK; EINV_EUSAGE; EINV_ENOMEM
 * @since 0.1 */
EINV_API einv_status
einv_group_add(einv_group *group, int32_t term, einv_group **member);

/** Take a record out of its invoice, with all below it.  The handle is dead
 * afterwards.
 * @return EINV_OK; EINV_EUSAGE: the invoice itself
 * @since 0.1 */
EINV_API einv_status einv_group_remove(einv_group *group);

/* --- writing (judging: einv_invoice_validate in rules.h) ----------------- */

/** How an invoice is written.  All zero is the default. */
typedef struct einv_write_options {
    size_t   size;      /**< sizeof(einv_write_options) */
    uint32_t flags;     /**< EINV_WRITE_* */
    uint32_t allow;     /**< bit 1u << EINV_REASON_*: this loss is allowed
                             although it is grave; EINV_WRITE_ALLOW_ALL */
    uint32_t slots;     /**< EINV_SLOTS_* */
    uint32_t reserved;  /**< 0 */
} einv_write_options;
#define EINV_WRITE_OPTIONS_INIT { sizeof(einv_write_options), 0, 0, 0, 0 }
#define EINV_WRITE_ALLOW_ALL UINT32_MAX
/** Leave out what only the source's own format could say (residue). */
#define EINV_WRITE_BARE 1u
/** Derive nothing that the source leaves out. */
#define EINV_WRITE_AS_IS 2u
/** What the target has no place for goes into its slot, if it has one. */
#define EINV_SLOTS_AUTO 0u
#define EINV_SLOTS_NONE 1u
/** As EINV_SLOTS_AUTO, and the source document, whole, as an attachment where
 *  the target takes any (a row "embedded"; else a warning EINV-WRITE-0004). */
#define EINV_SLOTS_EMBED 2u

/** Write an invoice.
 *
 * Nothing is written when the ledger has a grave row that the options do not
 * allow: buffer stays NULL, the report names the rows.
 *
 * @param format   "json", or a format's id, with or without its version:
 *                 "ubl", "ubl@2.1"
 * @param options  NULL: the defaults
 * @param report   findings and ledger; may be NULL
 * @param buffer   the document; yours
 * @return EINV_OK; EINV_ELOSS: a grave loss; EINV_EUNKNOWN: no such format
 *         (a finding says which one may be meant); EINV_EUNSUPPORTED: it is
 *         not written, or cannot express this kind of document, or its
 *         encoding is not available; EINV_EUSAGE; EINV_EABI; EINV_ENOMEM
 * @since 0.1
 */
EINV_API einv_status
einv_invoice_write(einv_invoice *invoice, const char *format,
                   const einv_write_options *options, einv_report *report,
                   einv_buffer **buffer);

/* --- the JSON view, pages, comparison ------------------------------------ */

/** The invoice as its JSON view, residue included.
 * @return EINV_OK; EINV_EUSAGE; EINV_ENOMEM
 * @since 0.1 */
EINV_API einv_status
einv_invoice_to_json(const einv_invoice *invoice, einv_buffer **json);

/** Read a JSON view.
 *
 * @param report   findings; may be NULL
 * @return EINV_OK; EINV_EMALFORMED: no JSON, or not a view of this model;
 *         EINV_ELIMIT; EINV_EUSAGE; EINV_ENOMEM
 * @since 0.1
 */
EINV_API einv_status
einv_invoice_from_json(einv_ctx *ctx, const char *json, size_t len,
                       einv_report *report, einv_invoice **invoice);

/** Fill in what an invoice leaves out: a JSON object with the members of a
 * view's "invoice" (or a whole view).  What the invoice says already stays;
 * a list is taken only when the invoice has none.
 * @return as einv_invoice_from_json
 * @since 0.1 */
EINV_API einv_status
einv_invoice_set_defaults(einv_invoice *invoice, const char *json, size_t len,
                          einv_report *report);

/** A readable page for a terminal: parties, lines in columns, taxes, totals.
 * Nothing is recomputed.
 *
 * @param options  lang, width, redact; NULL: the defaults
 * @return EINV_OK; EINV_EUSAGE; EINV_EABI; EINV_ENOMEM
 * @since 0.1
 */
EINV_API einv_status
einv_invoice_to_page(const einv_invoice *invoice,
                     const einv_render_options *options, einv_buffer **page);

/** The differences of two invoices. */
typedef struct einv_diff einv_diff;

/** The parts of a difference. */
typedef enum einv_diff_field {
    EINV_DIFF_TERM = 0,  /**< the id: BT-131 */
    EINV_DIFF_PATH = 1,  /**< lines[2]/net_amount */
    EINV_DIFF_A = 2,     /**< absent: a does not say it */
    EINV_DIFF_B = 3
} einv_diff_field;

/** Compare two invoices, numbers by value and all else by text.
 *
 * @param diff  the differences, perhaps none; free with einv_diff_free
 * @return EINV_OK, whether they differ or not (einv_diff_count);
 *         EINV_ELIMIT: records nest too deep; EINV_EUSAGE: also when the
 *         two belong to different contexts; EINV_ENOMEM
 * @since 0.1
 */
EINV_API einv_status
einv_invoice_diff(const einv_invoice *a, const einv_invoice *b,
                  einv_diff **diff);

/** How many differences; 0: equal.
 * @since 0.1 */
EINV_API size_t einv_diff_count(const einv_diff *diff);

/** Get a part of the i-th difference, from 0.
 * @return EINV_OK; EINV_EABSENT; EINV_EUSAGE: no such difference or field
 * @since 0.1 */
EINV_API einv_status
einv_diff_get_text(const einv_diff *diff, size_t i, einv_diff_field field,
                   const char **text, size_t *len);

/** NULL is allowed.
 * @since 0.1 */
EINV_API void einv_diff_free(einv_diff *diff);

EINV_END_DECLS
#endif
