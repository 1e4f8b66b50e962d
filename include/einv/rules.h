/* rules.h: official rule sets, run as they are published.
 *
 * A rule set is a Schematron file (ISO 19757-3, query bindings xslt, xslt2
 * and none) with the files that it includes, or the stylesheet that a
 * Schematron compiler made of one.  It compiles whole or is refused with
 * everything named that einv does not support.
 *
 * Threads: a rule set never changes; any number of threads may use it at
 *          once, each with its own document and report.
 * Memory:  reference-counted; a rule set keeps its context alive.
 */
#ifndef EINV_RULES_H
#define EINV_RULES_H

#include <einv/base.h>
#include <einv/buffer.h>
#include <einv/ctx.h>
#include <einv/document.h>
#include <einv/invoice.h>
#include <einv/report.h>

EINV_BEGIN_DECLS

typedef struct einv_ruleset einv_ruleset;

/** Gives a file that rules name (include, document()).
 *
 * Called on the thread that compiles, and only while it compiles.
 *
 * @param user   of the options
 * @param href   as the rules write it, relative to `from`; NUL-terminated
 * @param from   the name of the file that asks; NUL-terminated
 * @param bytes  the file's bytes; they must live until the next call or the
 *               end of compiling
 * @param len    how many
 * @return 1; 0: there is no such file, or it may not be read
 */
typedef int einv_ruleset_open(void *user, const char *href, const char *from,
                              const char **bytes, size_t *len);

/** How a rule set is compiled.  All zero is the default. */
typedef struct einv_ruleset_options {
    size_t size;             /**< sizeof(einv_ruleset_options) */
    const char *id;          /**< what findings call the set; NULL: its file's
                                  name without folder and ending */
    const char *phase;       /**< NULL: the set's own default, else all */
    const char *levels;      /**< severities of the authority that deviate
                                  from the file's: "BR-1=warning BR-2=error";
                                  NULL: none */
    einv_ruleset_open *open; /**< NULL: no other file may be asked for */
    void *user;
    const char *cache;       /**< a folder where compiled sets are kept, to be
                                  read instead of compiled while the rules and
                                  all that they include are unchanged; it must
                                  be there, and only those you trust may write
                                  to it; NULL: none */
} einv_ruleset_options;
#define EINV_RULESET_OPTIONS_INIT \
    { sizeof(einv_ruleset_options), NULL, NULL, NULL, NULL, NULL, NULL }

/** Compile a rule set.
 *
 * @param bytes   the file, or an image (einv_ruleset_save); not needed
 *                afterwards
 * @param name    its name, for findings and for what it includes
 * @param report  what is not supported or wrong: file (rule_set), line,
 *                column; may be NULL
 * @param set     free it with einv_ruleset_free
 * @return EINV_OK; EINV_EMALFORMED: refused; EINV_EUSAGE (also a phase or
 *         levels for an image: what it holds is decided); EINV_EABI;
 *         EINV_ENOMEM
 * @since 0.1
 */
EINV_API einv_status
einv_ruleset_compile(einv_ctx *ctx, const char *bytes, size_t len,
                     const char *name, const einv_ruleset_options *options,
                     einv_report *report, einv_ruleset **set);

/** The same from a file; what it includes is read beside it, at most two
 * folders up (options->open is not used).
 *
 * @return as einv_ruleset_compile; EINV_EIO: it cannot be read;
 *         EINV_ELIMIT: it is larger than the context's limit "bytes"
 * @since 0.1
 */
EINV_API einv_status
einv_ruleset_compile_file(einv_ctx *ctx, const char *path,
                          const einv_ruleset_options *options,
                          einv_report *report, einv_ruleset **set);

/** A compiled set as bytes, that einv_ruleset_compile takes at once.
 *
 * An image is a cache, no form of exchange: another release of einv may refuse
 * it.  It may come from anywhere: a false one is refused or gives false
 * findings, and does no other harm.
 *
 * @param image  free it with einv_buffer_free
 * @return EINV_OK; EINV_EUSAGE; EINV_ENOMEM
 * @since 0.1
 */
EINV_API einv_status einv_ruleset_save(const einv_ruleset *set,
                                       einv_buffer **image);

/** One more owner.
 * @return set, or NULL for NULL or another handle
 * @since 0.1 */
EINV_API einv_ruleset *einv_ruleset_ref(einv_ruleset *set);

/** One owner less; the last one frees.  NULL is allowed.
 * @since 0.1 */
EINV_API void einv_ruleset_free(einv_ruleset *set);

/** What findings call it; NULL for another handle.
 * @since 0.1 */
EINV_API const char *einv_ruleset_id(const einv_ruleset *set);

/** What a set says about itself. */
typedef enum einv_ruleset_text {
    EINV_RULESET_TITLE = 0,       /**< sch:title */
    EINV_RULESET_RELEASE = 1      /**< schemaVersion, as its authority
                                       writes it */
} einv_ruleset_text;

/** Get one of these texts.
 *
 * @param text  UTF-8, not NUL-terminated; NULL when the set does not say
 * @param len   its length in bytes
 * @return EINV_OK; EINV_EABSENT; EINV_EUSAGE: no such text, another handle
 * @since 0.1
 */
EINV_API einv_status
einv_ruleset_get_text(const einv_ruleset *set, einv_ruleset_text what,
                      const char **text, size_t *len);

/** Say what a rule of the set demands: its authority's sentence, how grave
 * it is, the terms that it names, where it looks and what it tests.
 *
 * @param rule  its id: "BR-CO-15"
 * @param lang  of the words around, as einv_finding_get_message
 * @param text  UTF-8; yours
 * @return EINV_OK; EINV_EABSENT: no such rule in it; EINV_EUSAGE;
 *         EINV_ENOMEM
 * @since 0.1
 */
EINV_API einv_status
einv_ruleset_explain(const einv_ruleset *set, const char *rule,
                     const char *lang, einv_buffer **text);

/** How much a set holds. */
typedef enum einv_ruleset_count_of {
    EINV_RULESET_PATTERNS = 0,
    EINV_RULESET_RULES = 1,
    EINV_RULESET_ASSERTS = 2,     /**< asserts and reports */
    EINV_RULESET_EXPRESSIONS = 3
} einv_ruleset_count_of;

/** @return 0 for another handle
 * @since 0.1 */
EINV_API size_t einv_ruleset_count(const einv_ruleset *set,
                                   einv_ruleset_count_of what);

/** What rules say of a document.  Permanent numbers, in rising order. */
typedef enum einv_rules_verdict {
    EINV_RULES_VALID = 0,
    EINV_RULES_WARNINGS = 1,
    EINV_RULES_INVALID = 2,
    EINV_RULES_UNDECIDED = 3      /**< a rule could not be evaluated, or a
                                       limit was passed */
} einv_rules_verdict;

/** Takes a piece of a text.
 *
 * @param user   of the options
 * @return 1; 0: no more
 */
typedef int einv_rules_write(void *user, const char *bytes, size_t len);

/** How a document is judged.  All zero is the default. */
typedef struct einv_validate_options {
    size_t size;             /**< sizeof(einv_validate_options) */
    const char *now;         /**< xs:dateTime, for current-date(); NULL: there
                                  is no clock, and rules that ask for it
                                  cannot be evaluated (EINV0003).  Of
                                  einv's own rules: the day as of which codes
                                  are judged that came or went; NULL: the
                                  newest lists */
    uint32_t flags;          /**< EINV_VALIDATE_* */
    uint32_t reserved;       /**< 0 */
    einv_rules_write *svrl;  /**< given a report as ISO/IEC 19757-3, annex D,
                                  describes it, in pieces; NULL: none */
    void *svrl_user;
    const char *lang;        /**< of what einv's own rules say in SVRL; NULL:
                                  English */
} einv_validate_options;
#define EINV_VALIDATE_OPTIONS_INIT \
    { sizeof(einv_validate_options), NULL, 0, 0, NULL, NULL, NULL }
/** The first rule that cannot be evaluated ends the run. */
#define EINV_VALIDATE_STRICT 1u
/** Of SVRL: every rule that fired, not only those that found something. */
#define EINV_VALIDATE_FIRED 4u
/** Of SVRL: no XML declaration; it becomes a part of another document. */
#define EINV_VALIDATE_PART 8u
/** Of SVRL: no values of the document in texts. */
#define EINV_VALIDATE_REDACT 16u
/** Only the plain evaluator: much slower, the same findings.  For comparing.
 */
#define EINV_VALIDATE_PLAIN 2u

/** Run a rule set on a document.
 *
 * @param options  NULL: the defaults
 * @param report   one finding for each assert that failed, each report that
 *                 fired and each rule that could not be evaluated; may be
 *                 NULL
 * @param verdict  may be NULL
 * @return EINV_OK: valid or warnings; EINV_EREJECTED: invalid or undecided;
 *         EINV_EUSAGE: wrong handles, or now is no xs:dateTime; EINV_EABI;
 *         EINV_ECANCELLED: svrl took no more; EINV_ENOMEM
 * @since 0.1
 */
EINV_API einv_status
einv_doc_validate(const einv_doc *doc, const einv_ruleset *set,
                  const einv_validate_options *options, einv_report *report,
                  einv_rules_verdict *verdict);

/** Run a rule set on an invoice, whatever format it came from.
 *
 * The rules are written on the model: einv's own ones, or a set that the
 * caller compiled (doc/rules.md shows the tree that they see).  A finding
 * points into the document that the invoice was read from; in an invoice
 * that was made, its xpath is a path of the model.  What reading found is
 * not repeated, so read with a report.
 *
 * @param set      NULL: einv's own: the business rules of EN 16931 under
 *                 their official ids and those of the invoice's format, codes
 *                 against their lists, identifiers against their check
 *                 digits, sums.  Rules that ask for what the format has no
 *                 place for are not applied.  All that is its own is one
 *                 report as SVRL; what no rule but a list of codes, a check
 *                 digit or a sum says is its pattern "others".
 * @param options  NULL: the defaults
 * @param report   the findings; may be NULL
 * @param verdict  may be NULL
 * @return EINV_OK: valid or warnings; EINV_EREJECTED: invalid or undecided;
 *         EINV_EUSAGE: wrong handles, or now is no xs:dateTime; EINV_EABI;
 *         EINV_ECANCELLED: svrl took no more; EINV_ELIMIT: records nest too
 *         deep; EINV_ENOMEM; EINV_EINTERNAL
 * @since 0.1
 */
EINV_API EINV_MUST_CHECK einv_status
einv_invoice_validate(einv_invoice *invoice, const einv_ruleset *set,
                      const einv_validate_options *options,
                      einv_report *report, einv_rules_verdict *verdict);

/* --- which rules ------------------------------------------------------- */

/** An authority's configuration of its validator (scenarios.xml, framework
 * 1): which files judge which document, and which rules are graver or less
 * grave than they say themselves.
 *
 * It is data: no file that it names is opened.  Its createReport and
 * acceptMatch speak of that validator's own report and are not read; what
 * they accept is a document without errors, and so is ours.
 *
 * Threads: as a rule set: it never changes.
 * Memory:  reference-counted; it keeps its context alive, and the texts that
 *          it gives live as long as it does.
 */
typedef struct einv_scenarios einv_scenarios;

/** Read a configuration.
 *
 * @param bytes   the file; not needed afterwards
 * @param name    its name; the files that it names lie beside it
 * @param report  what is wrong in it: file (rule_set), line, column; may be
 *                NULL
 * @param scenarios  free it with einv_scenarios_free
 * @return EINV_OK; EINV_EUNKNOWN: it is XML, but no such configuration;
 *         EINV_EMALFORMED: refused; EINV_EUSAGE; EINV_ENOMEM
 * @since 0.1
 */
EINV_API einv_status
einv_scenarios_read(einv_ctx *ctx, const char *bytes, size_t len,
                    const char *name, einv_report *report,
                    einv_scenarios **scenarios);

/** The same from a file.
 *
 * @return as einv_scenarios_read; EINV_EIO: it cannot be read; EINV_ELIMIT:
 *         it is larger than the context's limit "bytes"
 * @since 0.1
 */
EINV_API einv_status
einv_scenarios_read_file(einv_ctx *ctx, const char *path,
                         einv_report *report, einv_scenarios **scenarios);

/** One more owner.
 * @return scenarios, or NULL for NULL or another handle
 * @since 0.1 */
EINV_API einv_scenarios *einv_scenarios_ref(einv_scenarios *scenarios);

/** One owner less; the last one frees.  NULL is allowed.
 * @since 0.1 */
EINV_API void einv_scenarios_free(einv_scenarios *scenarios);

/** Find the scenario that fits a document.
 *
 * @param report  says why there is none; may be NULL
 * @param index   for the functions below; unchanged when there is none
 * @return EINV_OK; EINV_EABSENT: none fits; EINV_EREJECTED: several fit,
 *         which the authority's validator does not decide either;
 *         EINV_EUSAGE; EINV_ENOMEM
 * @since 0.1
 */
EINV_API einv_status
einv_scenarios_find(const einv_scenarios *scenarios, const einv_doc *doc,
                    einv_report *report, size_t *index);

/** A scenario's name; NULL: there is no such scenario, or another handle.
 * @since 0.1 */
EINV_API const char *einv_scenarios_name(const einv_scenarios *scenarios,
                                         size_t index);

/** What a scenario has its files for. */
typedef enum einv_scenario_files {
    EINV_SCENARIO_RULES = 0,      /**< for einv_ruleset_compile_file */
    EINV_SCENARIO_SCHEMA = 1      /**< for einv_schema_load_file; at most
                                       one */
} einv_scenario_files;

/** The path of a scenario's n-th file (from 0); NULL: it has no more.
 * @since 0.1 */
EINV_API const char *einv_scenarios_file(const einv_scenarios *scenarios,
                                         size_t index,
                                         einv_scenario_files what, size_t n);

/** A scenario's severities, for einv_ruleset_options.levels; NULL: there is
 * no such scenario, or another handle.
 * @since 0.1 */
EINV_API const char *einv_scenarios_levels(const einv_scenarios *scenarios,
                                           size_t index);

EINV_END_DECLS
#endif
