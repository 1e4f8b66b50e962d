/* format.h: which formats are known, and what each of them holds.
 *
 * Threads: as ctx.h.
 * Memory:  a format belongs to its context; a description is yours.
 */
#ifndef EINV_FORMAT_H
#define EINV_FORMAT_H

#include <einv/base.h>
#include <einv/buffer.h>
#include <einv/ctx.h>
#include <einv/report.h>

EINV_BEGIN_DECLS

typedef struct einv_format einv_format;

/** The texts of a format. */
typedef enum einv_format_field {
    EINV_FORMAT_ID = 0,
    EINV_FORMAT_VERSION = 1,
    EINV_FORMAT_NAME = 2,
    EINV_FORMAT_COUNTRY = 3,  /**< ISO 3166; "" for international ones */
    EINV_FORMAT_PROOF = 4,    /**< official reconstructed samples unverified */
    EINV_FORMAT_COVERAGE = 5  /**< full en16931 */
} einv_format_field;

/** How many formats the context knows.
 * @since 0.1 */
EINV_API size_t einv_format_count(einv_ctx *ctx);

/** The i-th format, from 0, by id and version.
 * @param format  borrowed; lives as long as the context
 * @return EINV_OK; EINV_EABSENT: no such; EINV_EINTERNAL: a binding inside
 *         the library does not compile; EINV_EUSAGE; EINV_ENOMEM
 * @since 0.1 */
EINV_API einv_status
einv_format_at(einv_ctx *ctx, size_t i, const einv_format **format);

/** The format with an id, with or without its version.
 * @param report  a finding says which one may be meant; may be NULL
 * @return EINV_OK; EINV_EUNKNOWN; else as einv_format_at
 * @since 0.1 */
EINV_API einv_status
einv_format_find(einv_ctx *ctx, const char *id, einv_report *report,
                 const einv_format **format);

/** A text of a format, NUL-terminated; "" if it has none, NULL: no such
 * field.
 * @since 0.1 */
EINV_API const char *einv_format_get_string(const einv_format *format,
                                            einv_format_field field);

/** @since 0.1 */
EINV_API int einv_format_can_read(const einv_format *format);
/** @since 0.1 */
EINV_API int einv_format_can_write(const einv_format *format);

/* --- what a format holds ------------------------------------------------- */

typedef struct einv_description einv_description;

/** The texts of a place of the model in a format. */
typedef enum einv_place_field {
    EINV_PLACE_TERM = 0,   /**< BT-131 */
    EINV_PLACE_PATH = 1,   /**< lines/net_amount */
    EINV_PLACE_LACKS = 2   /**< why the format has no place for it */
} einv_place_field;

/** Say where a format keeps each term of the model.
 * @return EINV_OK; EINV_EUNKNOWN; EINV_EUSAGE; EINV_ENOMEM
 * @since 0.1 */
EINV_API einv_status
einv_format_describe(einv_ctx *ctx, const char *id, einv_report *report,
                     einv_description **description);

/** @since 0.1 */
EINV_API size_t einv_description_count(const einv_description *description);

/** A text of the i-th term, from 0.
 * @return EINV_OK; EINV_EABSENT; EINV_EUSAGE
 * @since 0.1 */
EINV_API einv_status
einv_description_get_text(const einv_description *description, size_t i,
                          einv_place_field field, const char **text,
                          size_t *len);

/** How many places the i-th term has in the format.
 * @since 0.1 */
EINV_API size_t
einv_description_count_places(const einv_description *description, size_t i);

/** The k-th place of the i-th term: cac:InvoiceLine/cbc:LineExtensionAmount.
 * @return EINV_OK; EINV_EABSENT: no such; EINV_EUSAGE
 * @since 0.1 */
EINV_API einv_status
einv_description_get_place(const einv_description *description, size_t i,
                           size_t k, const char **text, size_t *len);

/** NULL is allowed.
 * @since 0.1 */
EINV_API void einv_description_free(einv_description *description);

/** What a check of a binding counted. */
typedef struct einv_format_summary {
    size_t size;          /**< sizeof(einv_format_summary), set by the caller */
    size_t rows;          /**< rows after groups are expanded */
    size_t codec_rows;    /**< of them with a codec */
    size_t bound;         /**< places of the model that are bound */
    size_t lacking;       /**< declared absent */
    size_t unsaid;        /**< neither: each is a warning */
} einv_format_summary;

/** Check a binding, as `einv formats check` does.
 *
 * @param file     its name, for findings
 * @param report   findings; line numbers are of the binding
 * @param summary  what was counted; may be NULL
 * @return EINV_OK, also with warnings; EINV_EMALFORMED: it does not
 *         compile; EINV_EUSAGE; EINV_EABI; EINV_ENOMEM
 * @since 0.1
 */
EINV_API einv_status
einv_format_check(einv_ctx *ctx, const char *bytes, size_t len,
                  const char *file, einv_report *report,
                  einv_format_summary *summary);

/** Explain a term (BT-131, lines/net_amount), a finding's code
 * (EINV-CODE-0001), a reason of the ledger or a code of a list
 * (currency/EUR).
 *
 * @param lang  as einv_finding_get_message
 * @param text  some lines for people; yours
 * @return EINV_OK; EINV_EABSENT: nothing is known under this name;
 *         EINV_EUSAGE; EINV_ENOMEM
 * @since 0.1
 */
EINV_API einv_status
einv_explain(einv_ctx *ctx, const char *what, const char *lang,
             einv_buffer **text);

EINV_END_DECLS
#endif
