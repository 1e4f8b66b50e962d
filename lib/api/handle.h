/* handle.h: what the public handles are made of.
 *
 * Each begins with a magic number, so that a handle of another kind, or one
 * that was freed and not yet reused, is EINV_EUSAGE and not a crash.
 */
#ifndef EINV_LIB_HANDLE_H
#define EINV_LIB_HANDLE_H

#include <einv/einv.h>

#include "../convert/convert.h"

enum {
    MAGIC_CTX = 0x45765843,
    MAGIC_REPORT = 0x45765250,
    MAGIC_DOC = 0x45764443,
    MAGIC_INVOICE = 0x45764956,
    MAGIC_BUFFER = 0x45764246,
    MAGIC_DIFF = 0x45764446,
    MAGIC_DESCRIPTION = 0x45764453,
    MAGIC_RULESET = 0x45765253,
    MAGIC_SCENARIOS = 0x45765343,
    MAGIC_SCHEMA = 0x45765853,
    MAGIC_XPATH = 0x45765850,
    MAGIC_XPATH_RESULT = 0x45765852,
    MAGIC_RENDERING = 0x4576524e,
    MAGIC_POLICY = 0x4576504f,
    MAGIC_VERIFICATION = 0x45765646,
    MAGIC_KEY = 0x45764b59,
    MAGIC_SIGNER = 0x45765347
};

struct einv_ctx {
    uint32_t magic;
    _Atomic(uint32_t) refs;
    struct einv_engine engine;
};

struct einv_report_handle {
    uint32_t magic;
    einv_ctx *ctx;
    struct einv_report r;
    /* Where the last question about the i-th was answered. */
    const struct einv_finding *at;
    const struct einv_ledger_row *row_at;
    size_t at_i, row_at_i;
};

struct einv_doc {
    uint32_t magic;
    _Atomic(uint32_t) refs;
    einv_ctx *ctx;
    struct einv_document d;
};

struct einv_invoice {
    uint32_t magic;
    einv_ctx *ctx;
    einv_doc *doc;           /* NULL: not read from one */
    struct einv_subject s;
};

struct einv_buffer {
    uint32_t magic;
    einv_ctx *ctx;
    struct einv_buf buf;
};

static inline bool is_ctx(const einv_ctx *h)
{
    return h != NULL && h->magic == MAGIC_CTX;
}

static inline bool is_report(const einv_report *h)
{
    return h != NULL && h->magic == MAGIC_REPORT;
}

static inline bool is_doc(const einv_doc *h)
{
    return h != NULL && h->magic == MAGIC_DOC;
}

static inline bool is_invoice(const einv_invoice *h)
{
    return h != NULL && h->magic == MAGIC_INVOICE;
}

static inline bool is_buffer(const einv_buffer *h)
{
    return h != NULL && h->magic == MAGIC_BUFFER;
}

/* The report behind a handle; NULL for none.  A wrong handle: false. */
static inline bool take_report(einv_report *h, struct einv_report **out)
{
    *out = NULL;
    if (h == NULL)
        return true;
    if (h->magic != MAGIC_REPORT)
        return false;
    *out = &h->r;
    return true;
}

static inline const einv_allocator *ctx_alloc(einv_ctx *ctx)
{
    return &ctx->engine.alloc;
}

/* Copies the caller's options over zeroed ones of our size: a smaller
 * struct leaves the rest zero, a larger one must have a zero tail.
 * EINV_OK; EINV_EUSAGE: size is nonsense; EINV_EABI. */
einv_status einv__options_take(void *ours, size_t size, const void *theirs);

/* An empty buffer handle; NULL: no memory. */
einv_buffer *einv__buffer_new(einv_ctx *ctx);
/* Gives the buffer away, or frees it when the status or the buffer is bad. */
einv_status einv__buffer_give(einv_buffer *buffer, einv_status status,
                              einv_buffer **out);

/* A document of a tree, which becomes its own whatever the status is. */
einv_status einv__doc_take(einv_ctx *ctx, struct einv_tree *tree,
                           einv_doc **doc);

/* The rules behind a handle; NULL for another one. */
struct einv_sch_set;
const struct einv_sch_set *einv__ruleset_set(const einv_ruleset *set);
einv_ctx *einv__ruleset_ctx(const einv_ruleset *set);

/* Appends what a rule demands; false: no such rule in the set. */
bool einv__explain_rule(const struct einv_sch_set *set, struct einv_text rule,
                        const struct einv_style *style, struct einv_buf *out);

/* How findings are shown in a language (NULL: English). */
struct einv_style einv__style_of(einv_ctx *ctx, const char *lang);

/* Text of a piece that may be absent. */
einv_status einv__text_give(struct einv_text from, const char **text,
                            size_t *len);

#endif
