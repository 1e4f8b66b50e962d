/* inflate.h: what deflate has packed, unpacked within bounds.
 *
 * The one door to zlib.  A packed byte can stand for a thousand, so every
 * caller says how much may come out, and how many times what went in.
 */
#ifndef EINV_LIB_INFLATE_H
#define EINV_LIB_INFLATE_H

#include "../base/memory.h"

/* What went wrong. */
enum einv_unpack {
    EINV_UNPACK_OK,
    EINV_UNPACK_BROKEN,     /* no deflate, or a check value that is wrong */
    EINV_UNPACK_SHORT,      /* the packed bytes end too early */
    EINV_UNPACK_MORE,       /* more than `most` comes out */
    EINV_UNPACK_RATIO,      /* ... or too many times what went in */
    EINV_UNPACK_NOMEM
};

enum einv_wrap {
    EINV_WRAP_NONE,         /* RFC 1951 */
    EINV_WRAP_ZLIB,         /* RFC 1950 */
    EINV_WRAP_GZIP          /* RFC 1952, one member */
};

struct einv_unpacking {
    const einv_allocator *alloc;
    enum einv_wrap wrap;
    uint64_t most;
    uint64_t ratio;         /* counts only above EINV_RATIO_FROM */
    struct einv_buf *out;   /* appended to; NULL: only looked at */
    uint64_t stop;          /* enough; 0: all of it */
    /* Filled: */
    uint64_t used, made;    /* bytes in and out */
    uint32_t crc;           /* CRC-32 of what came out */
};

/* Small things may well be very regular. */
#define EINV_RATIO_FROM ((uint64_t)1 << 20)

enum einv_unpack einv__inflate(struct einv_unpacking *u,
                               struct einv_text packed);

/* Are these too many bytes for what they were packed into? */
static inline bool einv__ratio_passed(uint64_t packed, uint64_t size,
                                      uint64_t ratio)
{
    return size > EINV_RATIO_FROM && size / (ratio > 0 ? ratio : 1) > packed;
}

/* The same bytes always give the same. */
bool einv__deflate(const einv_allocator *a, struct einv_text bytes,
                   struct einv_buf *out);
uint32_t einv__crc32(uint32_t crc, struct einv_text bytes);

#endif
