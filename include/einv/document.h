/* document.h: bytes, parsed and named, before they are an invoice.
 *
 * Threads: a document may be read by several threads at once.
 * Memory:  reference-counted; an invoice that was read keeps its document
 *          alive.  What a function returns belongs to the document.
 */
#ifndef EINV_DOCUMENT_H
#define EINV_DOCUMENT_H

#include <einv/base.h>
#include <einv/ctx.h>
#include <einv/report.h>
#include <einv/invoice.h>

EINV_BEGIN_DECLS

typedef struct einv_doc einv_doc;

/** What einv can do with a document. */
typedef enum einv_doc_verdict {
    EINV_DOC_UNKNOWN = 0,      /**< no format fits */
    EINV_DOC_RECOGNISED = 1,   /**< it can be named, not read */
    EINV_DOC_SUPPORTED = 2     /**< einv_doc_read will read it */
} einv_doc_verdict;

/** How a document is parsed.  All zero is the default. */
typedef struct einv_parse_options {
    size_t size;         /**< sizeof(einv_parse_options) */
    const char *format;  /**< read it as this format, whatever it looks
                              like; NULL: detect.  "json": the JSON view;
                              "pdf": a PDF file and nothing else */
    uint32_t flags;      /**< EINV_PARSE_* */
    uint32_t reserved;   /**< 0 */
} einv_parse_options;
#define EINV_PARSE_OPTIONS_INIT { sizeof(einv_parse_options), NULL, 0, 0 }
/** The bytes stay unchanged and in place as long as the document lives:
 * do not copy them. */
#define EINV_PARSE_LEND 1u

/** Parse bytes: decide the encoding, build the tree, name the format.
 *
 * A container is opened when it holds one document: gzip; an archive (ZIP and
 * what is built on it) and PDF, with exactly one file that is an invoice.
 * With none or several it is recognised as what it is, not read, and a finding
 * says so.  A container that programs could read differently is malformed.
 *
 * A document that no format fits is still a document: einv_doc_verdict says
 * so, and einv_doc_read refuses it.
 *
 * @param options  NULL: the defaults
 * @param report   findings; may be NULL
 * @param doc      the document; free it with einv_doc_free
 * @return EINV_OK; EINV_EMALFORMED: not well-formed; EINV_ELIMIT: a limit
 *         was passed; EINV_EUNKNOWN: options->format is no format;
 *         EINV_EUSAGE; EINV_EABI; EINV_ENOMEM
 * @since 0.1
 */
EINV_API einv_status
einv_doc_parse(einv_ctx *ctx, const char *bytes, size_t len,
               const einv_parse_options *options, einv_report *report,
               einv_doc **doc);

/** One more owner.
 * @since 0.1 */
EINV_API einv_doc *einv_doc_ref(einv_doc *doc);

/** One owner less; the last one frees.  NULL is allowed.
 * @since 0.1 */
EINV_API void einv_doc_free(einv_doc *doc);

/** @return EINV_DOC_*; EINV_DOC_UNKNOWN for NULL or another handle
 * @since 0.1 */
EINV_API einv_doc_verdict einv_doc_get_verdict(const einv_doc *doc);

/** "supported", "recognised", "unknown"; never NULL.
 * @since 0.1 */
EINV_API const char *einv_verdict_name(einv_doc_verdict verdict);

/** The id of its format ("json" for a JSON view); "" when unknown, NULL for
 * another handle.
 * @since 0.1 */
EINV_API const char *einv_doc_format(const einv_doc *doc);

/** The version of its format, what follows "@" in a format id; "" if none.
 * @since 0.1 */
EINV_API const char *einv_doc_version(const einv_doc *doc);

/** The profile, by the binding's name for it; "" if none, or one that the
 * binding does not know.
 * @since 0.1 */
EINV_API const char *einv_doc_profile(const einv_doc *doc);

/** The name of the format for people: "ZUGFeRD 1.0 invoice"; "" if none.
 * @since 0.1 */
EINV_API const char *einv_doc_name(const einv_doc *doc);

/** What the bytes are: "xml", "json", "pdf", "zip", "gzip", "html", "cms"
 * or "unknown".  In a container (gzip, an archive) it is the document that
 * is read: einv_doc_entry names it.
 * @since 0.1 */
EINV_API const char *einv_doc_container(const einv_doc *doc);

/** The file of an archive that the document is; "" if it is in none or its
 * container has no names.
 * @since 0.1 */
EINV_API const char *einv_doc_entry(const einv_doc *doc);

/** How many invoices it holds (0: none that can be read).
 * @since 0.1 */
EINV_API size_t einv_doc_count(const einv_doc *doc);

/** How a document is read.  All zero is the default. */
typedef struct einv_read_options {
    size_t   size;       /**< sizeof(einv_read_options) */
    uint32_t flags;      /**< none yet: 0 */
    uint32_t reserved;   /**< 0 */
} einv_read_options;
#define EINV_READ_OPTIONS_INIT { sizeof(einv_read_options), 0, 0 }

/** Read an invoice.
 *
 * Reading goes on after the first structure error; the invoice is then
 * partial (einv_invoice_is_partial).  What the model does not hold is kept
 * with the invoice, so that the same format comes back as it was, and is a
 * ledger row.
 *
 * @param item     which one, from 1
 * @param options  NULL: the defaults
 * @param report   findings and ledger; may be NULL
 * @param invoice  the invoice; free it with einv_invoice_free
 * @return EINV_OK, also with findings; EINV_EUNKNOWN: no format fits;
 *         EINV_EUNSUPPORTED: recognised, but not read; EINV_EMALFORMED: a
 *         JSON view that does not fit the model; EINV_EABSENT: no such
 *         item; EINV_EUSAGE; EINV_EABI; EINV_ENOMEM
 * @since 0.1
 */
EINV_API einv_status
einv_doc_read(einv_doc *doc, size_t item, const einv_read_options *options,
              einv_report *report, einv_invoice **invoice);

EINV_END_DECLS
#endif
