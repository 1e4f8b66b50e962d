/* report.h: what is wrong with a document, and what was not carried.
 *
 * The caller makes a report, hands it to a call, and it is filled whatever
 * the status.  Calls append, so one report may hold a whole conversion: the
 * findings and ledger rows of reading first, those of writing after them.
 *
 * Threads: a report belongs to one thread at a time.
 * Memory:  what a function returns belongs to the report and lives until it
 *          is cleared or freed; a buffer is yours.
 */
#ifndef EINV_REPORT_H
#define EINV_REPORT_H

#include <einv/base.h>
#include <einv/buffer.h>
#include <einv/ctx.h>

EINV_BEGIN_DECLS

typedef struct einv_report_handle einv_report;
typedef struct einv_finding einv_finding;
typedef struct einv_ledger_row einv_ledger_row;

/** How bad a finding is.  Permanent numbers, in rising order. */
typedef enum einv_finding_severity {
    EINV_SEVERITY_INFORMATION = 0,
    EINV_SEVERITY_WARNING = 1,
    EINV_SEVERITY_ERROR = 2,
    EINV_SEVERITY_FATAL = 3
} einv_finding_severity;

/** The texts of a finding. */
typedef enum einv_finding_field {
    EINV_FINDING_ORIGIN = 0,   /**< xml structure codes ... */
    EINV_FINDING_RULE_SET = 1,
    EINV_FINDING_KIND = 2,     /**< assert report error */
    EINV_FINDING_RULE = 3,     /**< permanent code: XML_DTD */
    EINV_FINDING_TERM = 4,     /**< BT-131 */
    EINV_FINDING_XPATH = 5,    /**< in the document's own prefixes */
    EINV_FINDING_FOUND = 6,
    EINV_FINDING_EXPECTED = 7,
    EINV_FINDING_ERROR = 8,    /**< FORG0001: a rule that could not be
                                    evaluated */
    EINV_FINDING_FLAG = 9,     /**< as the authority wrote it */
    EINV_FINDING_TEST = 10     /**< of a rule without an id */
} einv_finding_field;

/** The columns of a ledger row that are text. */
typedef enum einv_ledger_field {
    EINV_LEDGER_TERM = 0,
    EINV_LEDGER_XPATH = 1,
    EINV_LEDGER_VALUE = 2,     /**< the source's own text, whole */
    EINV_LEDGER_WHERE = 3      /**< the slot, the remedy, the kind of note */
} einv_ledger_field;

/** Which way a ledger row happened. */
typedef enum einv_ledger_direction {
    EINV_LEDGER_READ = 0,
    EINV_LEDGER_WRITE = 1
} einv_ledger_direction;

/** Why a ledger row is there.  Permanent numbers; einv(1) explains each. */
typedef enum einv_ledger_reason {
    EINV_REASON_NO_PLACE = 0,
    EINV_REASON_IN_SLOT = 1,
    EINV_REASON_EMBEDDED = 2,
    EINV_REASON_CODE_LOSSY = 3,
    EINV_REASON_TRUNCATED = 4,
    EINV_REASON_MERGED = 5,
    EINV_REASON_DERIVED = 6,
    EINV_REASON_DEFAULTED = 7,
    EINV_REASON_MISSING_REQUIRED = 8,
    EINV_REASON_SPELLING = 9,
    EINV_REASON_UNDECODABLE = 10,
    EINV_REASON_FOREIGN = 11,
    EINV_REASON_NOT_MAPPED = 12,
    EINV_REASON_SKIPPED = 13
} einv_ledger_reason;

/** Make an empty report.
 *
 * @return EINV_OK; EINV_EUSAGE: no context, or report is NULL; EINV_ENOMEM
 * @since 0.1
 */
EINV_API einv_status einv_report_new(einv_ctx *ctx, einv_report **report);

/** Free a report.  NULL is allowed.
 * @since 0.1 */
EINV_API void einv_report_free(einv_report *report);

/** Forget everything in it.
 * @return EINV_OK; EINV_EUSAGE: not a report
 * @since 0.1 */
EINV_API einv_status einv_report_clear(einv_report *report);

/** How many findings; 0 for NULL or another handle.
 * @since 0.1 */
EINV_API size_t einv_report_count(const einv_report *report);

/** How many findings of one severity.
 * @since 0.1 */
EINV_API size_t einv_report_count_severity(const einv_report *report,
                                           einv_finding_severity severity);

/** Findings and rows there was no room for (memory, or the limit
 * "findings").  Not 0: the report is not whole.
 * @since 0.1 */
EINV_API size_t einv_report_lost(const einv_report *report);

/** The i-th finding, from 0, in the order they were made; NULL: no such.
 * Asking in rising order is fast.
 * @since 0.1 */
EINV_API const einv_finding *einv_report_at(const einv_report *report,
                                            size_t i);

/** Get a text of a finding.
 *
 * @param text  UTF-8, not NUL-terminated; NULL when the finding has none
 * @param len   its length in bytes
 * @return EINV_OK; EINV_EABSENT; EINV_EUSAGE: no such field
 * @since 0.1
 */
EINV_API einv_status
einv_finding_get_text(const einv_finding *finding, einv_finding_field field,
                      const char **text, size_t *len);

/** @since 0.1 */
EINV_API einv_finding_severity
einv_finding_get_severity(const einv_finding *finding);

/** "information", "warning", "error", "fatal"; never NULL.
 * @since 0.1 */
EINV_API const char *einv_severity_name(einv_finding_severity severity);

/** Where in the file as given: line and column from 1 (columns in code
 * points), offset in bytes from 0.  Line 0: not known.  Each pointer may be
 * NULL.
 * @return EINV_OK; EINV_EABSENT: not known; EINV_EUSAGE
 * @since 0.1 */
EINV_API einv_status
einv_finding_get_position(const einv_finding *finding, uint32_t *line,
                          uint32_t *column, uint64_t *offset);

/** The sentence, in a language of the catalogue.
 *
 * @param report   the report that holds the finding
 * @param lang     "en", "zh", "ru", "kk", "de", "tr", "fr"; NULL or another:
 *                 English
 * @param message  the sentence; yours
 * @return EINV_OK; EINV_EUSAGE; EINV_ENOMEM
 * @since 0.1
 */
EINV_API einv_status
einv_finding_get_message(const einv_report *report,
                         const einv_finding *finding, const char *lang,
                         einv_buffer **message);

/** How many ledger rows.
 * @since 0.1 */
EINV_API size_t einv_report_ledger_count(const einv_report *report);

/** The i-th ledger row, from 0; NULL: no such.
 * @since 0.1 */
EINV_API const einv_ledger_row *
einv_report_ledger_at(const einv_report *report, size_t i);

/** Get a text of a ledger row.
 * @return EINV_OK; EINV_EABSENT; EINV_EUSAGE
 * @since 0.1 */
EINV_API einv_status
einv_ledger_row_get_text(const einv_ledger_row *row, einv_ledger_field field,
                         const char **text, size_t *len);

/** @since 0.1 */
EINV_API einv_ledger_reason
einv_ledger_row_get_reason(const einv_ledger_row *row);

/** @since 0.1 */
EINV_API einv_ledger_direction
einv_ledger_row_get_direction(const einv_ledger_row *row);

/** 1: this loss makes another invoice; the write was refused unless it was
 * allowed.
 * @since 0.1 */
EINV_API int einv_ledger_row_is_grave(const einv_ledger_row *row);

/** Line and column in the source, from 1.
 * @return EINV_OK; EINV_EABSENT: not known; EINV_EUSAGE
 * @since 0.1 */
EINV_API einv_status
einv_ledger_row_get_position(const einv_ledger_row *row, uint32_t *line,
                             uint32_t *column);

/** "no_place", "missing_required" ...; never NULL.
 * @since 0.1 */
EINV_API const char *einv_reason_name(einv_ledger_reason reason);

/** The reason with this name; -1: no such.
 * @since 0.1 */
EINV_API int einv_reason_from_name(const char *name);

/** What a rendered report looks like. */
typedef struct einv_render_options {
    size_t size;         /**< sizeof(einv_render_options) */
    const char *lang;    /**< of the sentences; NULL: English */
    uint32_t flags;      /**< EINV_RENDER_* */
    uint32_t width;      /**< of a page, in columns; 0: 80 */
    const char *file;    /**< put before each line of text; NULL: nothing */
} einv_render_options;
#define EINV_RENDER_OPTIONS_INIT { sizeof(einv_render_options), NULL, 0, 0, \
                                   NULL }
#define EINV_RENDER_REDACT 1u /**< values are masked, digits and letters */

/** The findings as a JSON array, as `einv validate --report json` has them.
 *
 * @param options  NULL: the defaults
 * @param out      UTF-8; yours
 * @return EINV_OK; EINV_EUSAGE; EINV_EABI; EINV_ENOMEM
 * @since 0.1
 */
EINV_API einv_status
einv_report_findings_to_json(const einv_report *report,
                             const einv_render_options *options,
                             einv_buffer **out);

/** The ledger rows as a JSON array, as `einv convert --ledger` has them.
 * @return as einv_report_findings_to_json
 * @since 0.1 */
EINV_API einv_status
einv_report_ledger_to_json(const einv_report *report,
                           const einv_render_options *options,
                           einv_buffer **out);

/** The findings as text, one a line: file:line:column: severity: sentence.
 * @return as einv_report_findings_to_json
 * @since 0.1 */
EINV_API einv_status
einv_report_findings_to_text(const einv_report *report,
                             const einv_render_options *options,
                             einv_buffer **out);

/** The ledger rows as text, one a line.
 * @return as einv_report_findings_to_json
 * @since 0.1 */
EINV_API einv_status
einv_report_ledger_to_text(const einv_report *report,
                           const einv_render_options *options,
                           einv_buffer **out);

EINV_END_DECLS
#endif
