/* zip_read.c: what an entry holds, and whether it is what was said of it. */
#include "zip.h"

#include "inflate.h"

const struct einv_zip_entry *einv__zip_find(const struct einv_zip *zip,
                                            struct einv_text name)
{
    for (size_t i = 0; i < zip->n; i++)
        if (!zip->entries[i].folder &&
            einv__text_eq(zip->entries[i].name, name))
            return &zip->entries[i];
    return NULL;
}

static struct einv_text packed_bytes(const struct einv_zip *zip,
                                     const struct einv_zip_entry *e)
{
    return einv__text(zip->bytes.ptr + e->data, (size_t)e->packed);
}

/* `made`: how many bytes an entry's own packed bytes really gave. */
static einv_status judge(const struct einv_zip_entry *e, uint64_t used,
                         uint64_t made, uint32_t crc,
                         struct einv_report *report)
{
    if (used != e->packed || made != e->size)
        return einv__zip_fault(report, "ZIP_MISMATCH", e->name, e->header);
    if (crc != e->crc)
        return einv__zip_fault(report, "ZIP_CRC", e->name, e->header);
    return EINV_OK;
}

static einv_status fault(enum einv_unpack what,
                         const struct einv_zip_entry *e,
                         struct einv_report *report)
{
    switch (what) {
    case EINV_UNPACK_NOMEM:
        return EINV_ENOMEM;
    case EINV_UNPACK_RATIO:
        einv__zip_fault(report, "ZIP_RATIO", e->name, e->header);
        return EINV_ELIMIT;
    case EINV_UNPACK_MORE:
        return einv__zip_fault(report, "ZIP_MISMATCH", e->name, e->header);
    default:
        return einv__zip_fault(report, "ZIP_DEFLATE", e->name, e->header);
    }
}

static einv_status unpack(const struct einv_zip *zip,
                          const struct einv_zip_entry *e,
                          struct einv_buf *out, struct einv_report *report)
{
    struct einv_text packed = packed_bytes(zip, e);
    struct einv_unpacking u = {
        .alloc = zip->arena.alloc, .wrap = EINV_WRAP_NONE, .most = e->size,
        .ratio = zip->limits.ratio, .out = out
    };
    enum einv_unpack what;

    if (e->method == EINV_ZIP_STORED) {
        if (out != NULL)
            einv__buf_text(out, packed);
        if (out != NULL && out->failed)
            return EINV_ENOMEM;
        return judge(e, packed.len, packed.len, einv__crc32(0, packed),
                     report);
    }
    what = einv__inflate(&u, packed);
    if (what != EINV_UNPACK_OK)
        return fault(what, e, report);
    return judge(e, u.used, u.made, u.crc, report);
}

einv_status einv__zip_read(const struct einv_zip *zip,
                           const struct einv_zip_entry *entry,
                           struct einv_buf *out, struct einv_report *report)
{
    return unpack(zip, entry, out, report);
}

einv_status einv__zip_check(const struct einv_zip *zip,
                            struct einv_report *report)
{
    einv_status status = EINV_OK;

    for (size_t i = 0; i < zip->n && status == EINV_OK; i++)
        status = unpack(zip, &zip->entries[i], NULL, report);
    return status;
}

einv_status einv__zip_peek(const struct einv_zip *zip,
                           const struct einv_zip_entry *entry, size_t size,
                           struct einv_buf *out)
{
    struct einv_text packed = packed_bytes(zip, entry);
    size_t before = out->len;
    struct einv_unpacking u = {
        .alloc = zip->arena.alloc, .wrap = EINV_WRAP_NONE,
        .most = entry->size, .ratio = zip->limits.ratio, .out = out,
        .stop = size
    };

    if (entry->method == EINV_ZIP_STORED)
        einv__buf_put(out, packed.ptr, packed.len < size ? packed.len : size);
    else if (einv__inflate(&u, packed) == EINV_UNPACK_NOMEM)
        return EINV_ENOMEM;
    if (out->failed)
        return EINV_ENOMEM;
    if (out->len - before > size)
        out->len = before + size;
    return EINV_OK;
}

/* EN 319 162-1, A.1: at byte 38 stands what the archive is. */
struct einv_text einv__zip_mimetype(const struct einv_zip *zip,
                                    struct einv_report *report)
{
    static const struct einv_text name = { "mimetype", 8 };
    const struct einv_zip_entry *e = einv__zip_find(zip, name);

    if (e == NULL)
        return EINV_NO_TEXT;
    if (e->header != 0 || e->method != EINV_ZIP_STORED || e->data != 38) {
        struct einv_finding f = einv__finding(
            EINV_SEV_WARNING, "container", "ASIC_MIMETYPE", e->name,
            EINV_NO_TEXT);

        einv__report_add(report, &f);
    }
    return e->method == EINV_ZIP_STORED ? packed_bytes(zip, e) : EINV_NO_TEXT;
}
