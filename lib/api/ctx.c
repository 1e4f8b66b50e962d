/* ctx.c: contexts, buffers, options, and what base.h declares. */
#include "../base/file.h"
#include "../base/sha.h"
#include "handle.h"


#ifndef PACKAGE_VERSION
#define PACKAGE_VERSION "0.1.0"
#endif

/* --- base.h -------------------------------------------------------------- */

const char *einv_version(void)
{
    return PACKAGE_VERSION;
}

const char *einv_status_name(einv_status status)
{
    static const char *const names[] = {
        "EINV_OK", "EINV_EUSAGE", "EINV_ENOMEM", "EINV_EABSENT",
        "EINV_EREJECTED", "EINV_EMALFORMED", "EINV_ELIMIT", "EINV_EIO",
        "EINV_EABI", "EINV_EINTERNAL", "EINV_EUNKNOWN", "EINV_EUNSUPPORTED",
        "EINV_ELOSS", "EINV_ECANCELLED"
    };
    size_t i = (size_t)status;

    return i < sizeof(names) / sizeof(names[0]) ? names[i] : "?";
}

/* --- options ------------------------------------------------------------- */

einv_status einv__options_take(void *ours, size_t size, const void *theirs)
{
    const unsigned char *bytes = theirs;
    size_t given;

    memset(ours, 0, size);
    if (theirs == NULL)
        return EINV_OK;
    memcpy(&given, theirs, sizeof(given));
    /* 0: the caller forgot; huge: it is not an options struct. */
    if (given < sizeof(given) || given > 4096)
        return EINV_EUSAGE;
    for (size_t i = size; i < given; i++)
        if (bytes[i] != 0)
            return EINV_EABI;
    memcpy(ours, theirs, given < size ? given : size);
    return EINV_OK;
}

einv_status einv__text_give(struct einv_text from, const char **text,
                            size_t *len)
{
    *text = from.ptr;
    if (len != NULL)
        *len = from.len;
    return from.ptr != NULL ? EINV_OK : EINV_EABSENT;
}

/* --- buffers ------------------------------------------------------------- */

einv_buffer *einv__buffer_new(einv_ctx *ctx)
{
    einv_buffer *b = einv__alloc(ctx_alloc(ctx), 1, sizeof(*b));

    if (b == NULL)
        return NULL;
    b->magic = MAGIC_BUFFER;
    b->ctx = einv_ctx_ref(ctx);
    einv__buf_init(&b->buf, ctx_alloc(ctx));
    return b;
}

einv_status einv__buffer_give(einv_buffer *buffer, einv_status status,
                              einv_buffer **out)
{
    if (status == EINV_OK && buffer->buf.failed)
        status = EINV_ENOMEM;
    if (status == EINV_OK)
        *out = buffer;
    else
        einv_buffer_free(buffer);
    return status;
}

const char *einv_buffer_data(const einv_buffer *buffer)
{
    if (!is_buffer(buffer))
        return NULL;
    return buffer->buf.data != NULL ? buffer->buf.data : "";
}

size_t einv_buffer_len(const einv_buffer *buffer)
{
    return is_buffer(buffer) ? buffer->buf.len : 0;
}

void einv_buffer_free(einv_buffer *buffer)
{
    einv_ctx *ctx;

    if (!is_buffer(buffer))
        return;
    ctx = buffer->ctx;
    einv__buf_free(&buffer->buf);
    buffer->magic = 0;
    einv__free(ctx_alloc(ctx), buffer, sizeof(*buffer));
    einv_ctx_free(ctx);
}

void einv_sha256(const char *bytes, size_t len, char hex[65])
{
    einv__sha256_hex(bytes, len, hex);
}

/* --- contexts ------------------------------------------------------------ */

/* "KEY=N" */
static bool set_limit(struct einv_limits *limits, struct einv_text word)
{
    struct einv_text value, name = einv__text_cut(word, '=', &value);
    uint64_t n = 0;

    if (value.len == 0 || value.len > 18)
        return false;
    for (size_t i = 0; i < value.len; i++) {
        if (value.ptr[i] < '0' || value.ptr[i] > '9')
            return false;
        n = n * 10 + (uint64_t)(value.ptr[i] - '0');
    }
    return einv__limits_set(limits, name, n);
}

static bool read_limits(struct einv_limits *limits, const char *text)
{
    struct einv_text rest = einv__text_of(text);

    einv__limits_default(limits);
    while (rest.len > 0) {
        struct einv_text word = einv__text_cut(rest, ',', &rest);

        if (einv__text_is(word, "large"))
            einv__limits_large(limits);
        else if (!einv__text_is(word, "default") && !set_limit(limits, word))
            return false;
    }
    return true;
}

einv_status einv_ctx_new(const einv_ctx_options *options, einv_ctx **ctx)
{
    const einv_allocator *alloc = &einv__libc_allocator;
    struct einv_limits limits;
    einv_ctx_options ours;
    einv_status status;
    einv_ctx *c;

    if (ctx == NULL)
        return EINV_EUSAGE;
    *ctx = NULL;
    status = einv__options_take(&ours, sizeof(ours), options);
    if (status != EINV_OK)
        return status;
    if (ours.alloc != NULL && ours.alloc->resize != NULL)
        alloc = ours.alloc;
    if (!read_limits(&limits, ours.limits))
        return EINV_EUSAGE;
    c = einv__alloc(alloc, 1, sizeof(*c));
    if (c == NULL)
        return EINV_ENOMEM;
    status = einv__engine_init(&c->engine, alloc, &limits, NULL);
    if (status != EINV_OK) {
        einv__free(alloc, c, sizeof(*c));
        return status;
    }
    c->magic = MAGIC_CTX;
    atomic_init(&c->refs, 1);
    *ctx = c;
    return EINV_OK;
}

einv_ctx *einv_ctx_ref(einv_ctx *ctx)
{
    if (!is_ctx(ctx))
        return NULL;
    atomic_fetch_add_explicit(&ctx->refs, 1, memory_order_relaxed);
    return ctx;
}

void einv_ctx_free(einv_ctx *ctx)
{
    einv_allocator alloc;

    if (!is_ctx(ctx) ||
        atomic_fetch_sub_explicit(&ctx->refs, 1, memory_order_acq_rel) != 1)
        return;
    alloc = ctx->engine.alloc;
    einv__engine_free(&ctx->engine);
    ctx->magic = 0;
    einv__free(&alloc, ctx, sizeof(*ctx));
}

einv_status einv_ctx_load_format(einv_ctx *ctx, const char *bytes, size_t len,
                                 const char *file, einv_report *report)
{
    struct einv_report *r;

    if (!is_ctx(ctx) || !take_report(report, &r) ||
        (bytes == NULL && len > 0))
        return EINV_EUSAGE;
    return einv__engine_load(&ctx->engine, einv__text(bytes, len),
                             file != NULL ? file : "binding", r);
}

einv_status einv_ctx_load_format_file(einv_ctx *ctx, const char *path,
                                      einv_report *report)
{
    struct einv_buf buf;
    einv_status status;

    if (!is_ctx(ctx) || path == NULL)
        return EINV_EUSAGE;
    einv__buf_init(&buf, ctx_alloc(ctx));
    status = einv__file_read(path, (size_t)ctx->engine.limits.bytes, &buf);
    if (status == EINV_OK)
        status = einv_ctx_load_format(ctx, buf.data, buf.len, path, report);
    einv__buf_free(&buf);
    return status;
}
