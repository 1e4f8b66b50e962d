/* xpath.h: XPath 2.0 over a document: compile once, evaluate anywhere.
 *
 * The headers of ext/ promise less than the others: names may change between
 * minor releases.  einv/einv.h does not include them.
 *
 * Threads: an expression never changes; any number of threads may evaluate
 *          it at once, each on its document.  A result belongs to one thread.
 * Memory:  expressions are reference-counted and keep their context alive.
 *          What a result gives lives as long as the result, and the result
 *          keeps its document alive.
 */
#ifndef EINV_EXT_XPATH_H
#define EINV_EXT_XPATH_H

#include <einv/document.h>
#include <einv/report.h>

EINV_BEGIN_DECLS

typedef struct einv_xpath einv_xpath;
typedef struct einv_xpath_result einv_xpath_result;

/** Evaluate as XPath 1.0 would (XPath 2.0, appendix I). */
#define EINV_XPATH_COMPATIBLE 1u

/** How an expression is compiled.  All zero is the default. */
typedef struct einv_xpath_options {
    size_t size;             /**< sizeof(einv_xpath_options) */
    uint32_t flags;          /**< EINV_XPATH_* */
    uint32_t reserved;       /**< 0 */
    const char *const *namespaces; /**< prefix, URI, prefix, URI ... NULL;
                                        "" is the default element namespace;
                                        xs, fn, xsi and xml are known.  NULL:
                                        no others */
} einv_xpath_options;
#define EINV_XPATH_OPTIONS_INIT { sizeof(einv_xpath_options), 0, 0, NULL }

/** Compile an expression (XPath 2.0, second edition).
 *
 * @param expr    UTF-8, `len` bytes; copied
 * @param report  what is wrong with it: rule is the error's code (XPST0003
 *                ...), found the expression, expected what should stand
 *                there; may be NULL
 * @param xpath   the expression; free it with einv_xpath_free
 * @return EINV_OK; EINV_EMALFORMED: it does not compile; EINV_EUSAGE;
 *         EINV_EABI; EINV_ENOMEM
 * @since 0.1
 */
EINV_API einv_status
einv_xpath_new(einv_ctx *ctx, const char *expr, size_t len,
               const einv_xpath_options *options, einv_report *report,
               einv_xpath **xpath);

/** One more owner.
 * @return xpath, or NULL for NULL or another handle
 * @since 0.1 */
EINV_API einv_xpath *einv_xpath_ref(einv_xpath *xpath);

/** One owner less; the last one frees.  NULL is allowed.
 * @since 0.1 */
EINV_API void einv_xpath_free(einv_xpath *xpath);

/** Evaluate with the document node as the context item.
 *
 * The context's limits `steps`, `scratch` and `calls` bound the work.  There
 * is no clock: current-date() is the error EINV0003.
 *
 * @param report  a dynamic error (origin "rules", rule its code: FORG0001,
 *                XPTY0004, ...); may be NULL
 * @param result  free it with einv_xpath_result_free
 * @return EINV_OK; EINV_EREJECTED: a dynamic error; EINV_ELIMIT: a limit was
 *         passed; EINV_EUSAGE; EINV_ENOMEM
 * @since 0.1
 */
EINV_API einv_status
einv_xpath_eval(einv_xpath *xpath, einv_doc *doc, einv_report *report,
                einv_xpath_result **result);

/** How many items; 0 for another handle.
 * @since 0.1 */
EINV_API size_t einv_xpath_result_count(const einv_xpath_result *result);

/** The type of item i (from 0): "element", "attribute", "text", "comment",
 * "processing-instruction", "document", or an atomic type: "xs:decimal" ...;
 * NULL: there is no such item.
 * @since 0.1 */
EINV_API const char *einv_xpath_result_type(const einv_xpath_result *result,
                                            size_t i);

/** The string value of item i (F&O 2.0, 2.3).
 *
 * @param text  UTF-8, not NUL-terminated
 * @param len   its length in bytes
 * @return EINV_OK; EINV_EABSENT: there is no such item; EINV_EUSAGE
 * @since 0.1
 */
EINV_API einv_status
einv_xpath_result_get_text(const einv_xpath_result *result, size_t i,
                           const char **text, size_t *len);

/** Where item i stands in the file as given: line and column from 1, of the
 * element (of an attribute: its element).
 *
 * @return EINV_OK; EINV_EABSENT: no such item, or it is no element or
 *         attribute; EINV_EUSAGE
 * @since 0.1
 */
EINV_API einv_status
einv_xpath_result_get_place(const einv_xpath_result *result, size_t i,
                            uint32_t *line, uint32_t *column);

/** The effective boolean value (XPath 2.0, 2.4.3): 1, 0; -1: it has none, or
 * another handle.
 * @since 0.1 */
EINV_API int einv_xpath_result_is_true(const einv_xpath_result *result);

/** Free a result.  NULL is allowed.
 * @since 0.1 */
EINV_API void einv_xpath_result_free(einv_xpath_result *result);

EINV_END_DECLS
#endif
