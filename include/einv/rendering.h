/* rendering.h: the findings of one document or many as one text, in a form
 * that people, editors or build servers read.
 *
 *     einv_rendering_new(ctx, EINV_RENDERING_SARIF, NULL, &r);
 *     for each document: einv_rendering_add(r, report, "in.xml", "invalid");
 *     einv_rendering_end(r, &text);
 *     einv_rendering_free(r);
 *
 * Threads: a rendering belongs to one thread at a time.
 * Memory:  a rendering is yours and keeps its context alive; it keeps
 *          nothing of a report.
 */
#ifndef EINV_RENDERING_H
#define EINV_RENDERING_H

#include <einv/base.h>
#include <einv/buffer.h>
#include <einv/ctx.h>
#include <einv/report.h>

EINV_BEGIN_DECLS

typedef struct einv_rendering einv_rendering;

/** The forms.  Permanent numbers. */
typedef enum einv_rendering_form {
    EINV_RENDERING_TEXT = 0,   /**< lines for a terminal */
    EINV_RENDERING_SARIF = 1,  /**< SARIF 2.1.0 (OASIS): editors, forges */
    EINV_RENDERING_JUNIT = 2,  /**< JUnit's XML: build servers */
    EINV_RENDERING_HTML = 3    /**< a page that fetches nothing */
} einv_rendering_form;

/** Begin.
 *
 * @param options  lang and EINV_RENDER_REDACT; NULL: the defaults
 * @param out      free it with einv_rendering_free
 * @return EINV_OK; EINV_EUSAGE: no context, no such form; EINV_EABI;
 *         EINV_ENOMEM
 * @since 0.1
 */
EINV_API einv_status
einv_rendering_new(einv_ctx *ctx, einv_rendering_form form,
                   const einv_render_options *options, einv_rendering **out);

/** Add a document.
 *
 * @param report   its findings
 * @param file     its name; NULL: none
 * @param verdict  "valid", "warnings", "invalid", "undecided",
 *                 "unreadable"; NULL: nothing is said of it.  When no
 *                 finding is an error and the verdict is none of the first
 *                 two, SARIF and JUnit show it as one
 * @return EINV_OK; EINV_EUSAGE: wrong handles, another verdict, or it was
 *         ended; EINV_ENOMEM
 * @since 0.1
 */
EINV_API einv_status
einv_rendering_add(einv_rendering *rendering, const einv_report *report,
                   const char *file, const char *verdict);

/** End it.
 *
 * @param out  the whole text, UTF-8; yours
 * @return EINV_OK; EINV_EUSAGE: a wrong handle, or it was ended; EINV_ENOMEM
 * @since 0.1
 */
EINV_API einv_status
einv_rendering_end(einv_rendering *rendering, einv_buffer **out);

/** Free a rendering.  NULL is allowed.
 * @since 0.1 */
EINV_API void einv_rendering_free(einv_rendering *rendering);

EINV_END_DECLS
#endif
