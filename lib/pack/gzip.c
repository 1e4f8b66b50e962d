/* gzip.c: gzip files.
 *
 * Several members are one file (RFC 1952, 2.2); whatever else stands behind
 * the last one was not packed, and nobody else would see it.
 */
#include "gzip.h"

#include "inflate.h"
#include "zip.h"

static einv_status fault(enum einv_unpack what, uint64_t offset,
                         struct einv_report *report)
{
    struct einv_position nowhere = { 0, 0, 0 };

    switch (what) {
    case EINV_UNPACK_OK:
        return EINV_OK;
    case EINV_UNPACK_NOMEM:
        return EINV_ENOMEM;
    case EINV_UNPACK_MORE:
        einv__diag(report, EINV_SEV_FATAL, "container", "ZIP_LIMIT", nowhere,
                   "limit", "unpacked", NULL);
        return EINV_ELIMIT;
    case EINV_UNPACK_RATIO:
        einv__zip_fault(report, "ZIP_RATIO", EINV_NO_TEXT, offset);
        return EINV_ELIMIT;
    case EINV_UNPACK_SHORT:
        return einv__zip_fault(report, "ZIP_BOUNDS", EINV_NO_TEXT, offset);
    case EINV_UNPACK_BROKEN:
        break;
    }
    return einv__zip_fault(report, "ZIP_DEFLATE", EINV_NO_TEXT, offset);
}

/* A member costs more than its twenty bytes. */
static einv_status too_many(struct einv_report *report)
{
    struct einv_position nowhere = { 0, 0, 0 };

    einv__diag(report, EINV_SEV_FATAL, "container", "ZIP_LIMIT", nowhere,
               "limit", "entries", NULL);
    return EINV_ELIMIT;
}

einv_status einv__gzip_read(const einv_allocator *a, struct einv_text bytes,
                            const struct einv_limits *limits,
                            struct einv_buf *out,
                            struct einv_report *report)
{
    uint64_t at = 0, made = 0, members = 0;

    while (at < bytes.len) {
        struct einv_unpacking u = {
            .alloc = a, .wrap = EINV_WRAP_GZIP,
            .most = limits->unpacked - made, .ratio = limits->ratio,
            .out = out
        };
        struct einv_text rest = einv__text(bytes.ptr + at,
                                           bytes.len - (size_t)at);
        einv_status status;

        if (at > 0 && (rest.len < 2 || memcmp(rest.ptr, "\037\213", 2) != 0))
            return fault(EINV_UNPACK_SHORT, at, report);
        if (++members > limits->entries)
            return too_many(report);
        status = fault(einv__inflate(&u, rest), at, report);
        if (status != EINV_OK)
            return status;
        at += u.used;
        made += u.made;
    }
    return EINV_OK;
}
