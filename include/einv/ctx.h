/* ctx.h: the context: tables, limits, memory, the formats that are known.
 *
 * Threads: one context may be used by any number of threads at once.  No
 *          lock is held anywhere, so a child after fork() may go on using
 *          what its parent made.
 * Memory:  reference-counted.  Documents, reports and invoices keep their
 *          context alive.
 */
#ifndef EINV_CTX_H
#define EINV_CTX_H

#include <einv/base.h>

EINV_BEGIN_DECLS

typedef struct einv_ctx einv_ctx;

/** How a context is made.  All zero is the default. */
typedef struct einv_ctx_options {
    size_t size;                 /**< sizeof(einv_ctx_options) */
    const einv_allocator *alloc; /**< copied; NULL: the C library's.  Its
                                      resize must bear several threads when
                                      the context is shared */
    const char *limits;          /**< "default", "large" or "KEY=N,...",
                                      also "large,depth=80"; NULL: default */
} einv_ctx_options;
#define EINV_CTX_OPTIONS_INIT { sizeof(einv_ctx_options), NULL, NULL }

/** Make a context.
 *
 * @param options  NULL: the defaults
 * @param ctx      the new context; free it with einv_ctx_free
 * @return EINV_OK; EINV_EUSAGE: ctx is NULL, or a limit that does not exist
 *         or passes its hard cap; EINV_EABI; EINV_ENOMEM; EINV_EINTERNAL:
 *         the model inside the library does not compile
 * @since 0.1
 */
EINV_API einv_status
einv_ctx_new(const einv_ctx_options *options, einv_ctx **ctx);

/** One more owner.
 * @return ctx, or NULL for NULL or another handle
 * @since 0.1 */
EINV_API einv_ctx *einv_ctx_ref(einv_ctx *ctx);

/** One owner less; the last one frees.  NULL is allowed.
 * @since 0.1 */
EINV_API void einv_ctx_free(einv_ctx *ctx);

struct einv_report_handle;

/** Add a format at run time: a binding as einv-format(5) describes it.
 *
 * A binding with the id and version of one already known takes its place
 * for documents parsed afterwards.  Other threads may go on using the
 * context meanwhile.
 *
 * @param bytes   the binding; copied
 * @param len     its length in bytes
 * @param file    its name, for findings; NULL: "binding"
 * @param report  an einv_report for what is wrong with it; may be NULL
 * @return EINV_OK; EINV_EMALFORMED: it does not compile (the findings say
 *         why); EINV_EUSAGE; EINV_ENOMEM
 * @since 0.1
 */
EINV_API einv_status
einv_ctx_load_format(einv_ctx *ctx, const char *bytes, size_t len,
                     const char *file, struct einv_report_handle *report);

/** The same from a file.
 *
 * @param path  the file's name; its bytes are read once
 * @return as einv_ctx_load_format; EINV_EIO: the file cannot be read;
 *         EINV_ELIMIT: it is larger than the context's limit "bytes"
 * @since 0.1
 */
EINV_API einv_status
einv_ctx_load_format_file(einv_ctx *ctx, const char *path,
                          struct einv_report_handle *report);

EINV_END_DECLS
#endif
