/* inflate.c: zlib, with the caller's memory and in pieces, so that a limit
 * stops the work and not only the result. */
#include "inflate.h"

#include <zlib.h>

enum { PIECE = 1 << 16, INPUT_PIECE = 1 << 24 };

/* zlib does not say how large a block was that it gives back: the size
 * stands before it. */
enum { HEAD = 16 };

static voidpf get_block(voidpf user, uInt items, uInt size)
{
    size_t bytes = (size_t)items * size + HEAD;
    char *block = einv__alloc(user, bytes, 1);

    if (block == NULL)
        return NULL;
    memcpy(block, &bytes, sizeof(bytes));
    return block + HEAD;
}

static void put_block(voidpf user, voidpf at)
{
    char *block = at;
    size_t bytes;

    if (block == NULL)
        return;
    block -= HEAD;
    memcpy(&bytes, block, sizeof(bytes));
    einv__free(user, block, bytes);
}

static void prepare(z_stream *z, const einv_allocator *a)
{
    memset(z, 0, sizeof(*z));
    z->zalloc = get_block;
    z->zfree = put_block;
    z->opaque = (voidpf)(uintptr_t)a;
}

uint32_t einv__crc32(uint32_t crc, struct einv_text bytes)
{
    while (bytes.len > 0) {
        size_t n = bytes.len < INPUT_PIECE ? bytes.len : INPUT_PIECE;

        crc = (uint32_t)crc32(crc, (const Bytef *)bytes.ptr, (uInt)n);
        bytes = einv__text(bytes.ptr + n, bytes.len - n);
    }
    return crc;
}

/* Takes what came out of one call. */
static enum einv_unpack take(struct einv_unpacking *u, const char *piece,
                             size_t n)
{
    u->made += n;
    if (u->made > u->most)
        return EINV_UNPACK_MORE;
    u->crc = einv__crc32(u->crc, einv__text(piece, n));
    if (u->out == NULL)
        return EINV_UNPACK_OK;
    einv__buf_put(u->out, piece, n);
    return u->out->failed ? EINV_UNPACK_NOMEM : EINV_UNPACK_OK;
}

static void feed(z_stream *z, struct einv_text packed, uint64_t used)
{
    size_t left = packed.len - (size_t)used;

    /* zlib's pointer has no const, but it only reads. */
    z->next_in = (Bytef *)(uintptr_t)(packed.ptr + used);
    z->avail_in = (uInt)(left < INPUT_PIECE ? left : INPUT_PIECE);
}

/* inflate() until the end, a limit or a fault. */
static enum einv_unpack run(struct einv_unpacking *u, z_stream *z,
                            struct einv_text packed, char *piece)
{
    for (;;) {
        enum einv_unpack fault;
        uInt before;
        int zs;

        feed(z, packed, u->used);
        before = z->avail_in;
        z->next_out = (Bytef *)piece;
        z->avail_out = PIECE;
        zs = inflate(z, Z_NO_FLUSH);
        u->used += before - z->avail_in;
        if (zs != Z_OK && zs != Z_STREAM_END && zs != Z_BUF_ERROR)
            return zs == Z_MEM_ERROR ? EINV_UNPACK_NOMEM : EINV_UNPACK_BROKEN;
        fault = take(u, piece, PIECE - z->avail_out);
        if (fault != EINV_UNPACK_OK)
            return fault;
        if (einv__ratio_passed(u->used, u->made, u->ratio))
            return EINV_UNPACK_RATIO;
        if (zs == Z_STREAM_END || (u->stop > 0 && u->made >= u->stop))
            return EINV_UNPACK_OK;
        if (u->used == packed.len && z->avail_out > 0)
            return EINV_UNPACK_SHORT;
    }
}

enum einv_unpack einv__inflate(struct einv_unpacking *u,
                               struct einv_text packed)
{
    static const int window[] = { -MAX_WBITS, MAX_WBITS, 16 + MAX_WBITS };
    enum einv_unpack result;
    z_stream z;
    char *piece;

    u->used = u->made = 0;
    u->crc = 0;
    if (packed.len == 0)
        return EINV_UNPACK_SHORT;
    piece = einv__alloc(u->alloc, PIECE, 1);
    if (piece == NULL)
        return EINV_UNPACK_NOMEM;
    prepare(&z, u->alloc);
    if (inflateInit2(&z, window[u->wrap]) != Z_OK) {
        einv__free(u->alloc, piece, PIECE);
        return EINV_UNPACK_NOMEM;
    }
    result = run(u, &z, packed, piece);
    inflateEnd(&z);
    einv__free(u->alloc, piece, PIECE);
    return result;
}

bool einv__deflate(const einv_allocator *a, struct einv_text bytes,
                   struct einv_buf *out)
{
    size_t used = 0;
    z_stream z;
    char *piece = einv__alloc(a, PIECE, 1);
    int zs;

    if (piece == NULL)
        return false;
    prepare(&z, a);
    zs = deflateInit2(&z, 9, Z_DEFLATED, -MAX_WBITS, 8, Z_DEFAULT_STRATEGY);
    if (zs != Z_OK) {
        einv__free(a, piece, PIECE);
        return false;
    }
    while (zs == Z_OK || zs == Z_BUF_ERROR) {
        uInt before;

        feed(&z, bytes, used);
        before = z.avail_in;
        z.next_out = (Bytef *)piece;
        z.avail_out = PIECE;
        zs = deflate(&z, used + before == bytes.len ? Z_FINISH : Z_NO_FLUSH);
        used += before - z.avail_in;
        einv__buf_put(out, piece, PIECE - z.avail_out);
    }
    deflateEnd(&z);
    einv__free(a, piece, PIECE);
    return zs == Z_STREAM_END && !out->failed;
}
