/* zip_write.c: archives that are the same whenever they are made. */
#include "zip.h"

#include "inflate.h"

enum {
    NEEDED = 20,            /* APPNOTE 4.4.3: deflate, folders */
    FLAG_UTF8 = 1 << 11,
    DATE = 1 << 5 | 1        /* 1980-01-01 */
};

static void put16(struct einv_buf *b, unsigned v)
{
    einv__buf_char(b, (char)(v & 0xff));
    einv__buf_char(b, (char)(v >> 8 & 0xff));
}

static void put32(struct einv_buf *b, uint32_t v)
{
    put16(b, v & 0xffff);
    put16(b, v >> 16);
}

/* What a local header and a record of the directory have in common. */
static void put_common(struct einv_buf *b, struct einv_text name, int method,
                       uint32_t crc, size_t packed, size_t size)
{
    bool ascii = true;

    for (size_t i = 0; i < name.len; i++)
        ascii &= (unsigned char)name.ptr[i] < 128;
    put16(b, NEEDED);
    put16(b, ascii ? 0 : FLAG_UTF8);
    put16(b, (unsigned)method);
    put16(b, 0);
    put16(b, DATE);
    put32(b, crc);
    put32(b, (uint32_t)packed);
    put32(b, (uint32_t)size);
    put16(b, (unsigned)name.len);
    put16(b, 0);             /* no extra fields */
}

void einv__zip_begin(struct einv_zip_out *zip, const einv_allocator *a,
                     struct einv_buf *out)
{
    memset(zip, 0, sizeof(*zip));
    zip->alloc = a;
    zip->out = out;
    einv__buf_init(&zip->directory, a);
}

void einv__zip_put(struct einv_zip_out *zip, struct einv_text name,
                   struct einv_text bytes, int method)
{
    uint32_t crc = einv__crc32(0, bytes);
    size_t header = zip->out->len;
    struct einv_buf packed;
    struct einv_text body = bytes;

    einv__buf_init(&packed, zip->alloc);
    if (method == EINV_ZIP_DEFLATED) {
        if (!einv__deflate(zip->alloc, bytes, &packed))
            zip->out->failed = true;
        body = einv__buf_get(&packed);
    }
    if (name.len > 0xffff || bytes.len > 0xfffffffe ||
        body.len > 0xfffffffe || header > 0xfffffffe || zip->n >= 0xfffe)
        zip->failed = true;
    put32(zip->out, 0x04034b50);
    put_common(zip->out, name, method, crc, body.len, bytes.len);
    einv__buf_text(zip->out, name);
    einv__buf_text(zip->out, body);
    put32(&zip->directory, 0x02014b50);
    put16(&zip->directory, NEEDED);
    put_common(&zip->directory, name, method, crc, body.len, bytes.len);
    put16(&zip->directory, 0);          /* no comment */
    put16(&zip->directory, 0);          /* first disk */
    put16(&zip->directory, 0);
    put32(&zip->directory, 0);          /* attributes */
    put32(&zip->directory, (uint32_t)header);
    einv__buf_text(&zip->directory, name);
    zip->n++;
    einv__buf_free(&packed);
}

einv_status einv__zip_end(struct einv_zip_out *zip)
{
    size_t at = zip->out->len;
    struct einv_text directory = einv__buf_get(&zip->directory);
    bool nomem;

    einv__buf_text(zip->out, directory);
    put32(zip->out, 0x06054b50);
    put32(zip->out, 0);                 /* disks */
    put16(zip->out, zip->n);
    put16(zip->out, zip->n);
    put32(zip->out, (uint32_t)directory.len);
    put32(zip->out, (uint32_t)at);
    put16(zip->out, 0);                 /* no comment */
    nomem = zip->out->failed || zip->directory.failed;
    einv__buf_free(&zip->directory);
    if (nomem)
        return EINV_ENOMEM;
    return zip->failed || zip->out->len > 0xfffffffe ? EINV_ELIMIT : EINV_OK;
}
