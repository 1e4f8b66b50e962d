/* zip.c: any bytes as an archive, as gzip, and as a container of a document.
 *
 * The CRC of what a fuzzer changes is never right; so an archive that opens is
 * read entry by entry all the same.  What is read is what the directory says,
 * within the limits; and what was read, written again, reads the same. */
#include <stdlib.h>

#include <einv/einv.h>

#include "pack/gzip.h"
#include "pack/zip.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void write_again(const struct einv_zip_entry *e, struct einv_text text,
                        const struct einv_limits *limits)
{
    struct einv_buf out, again;
    struct einv_zip_out z;
    struct einv_zip zip;

    einv__buf_init(&out, NULL);
    einv__buf_init(&again, NULL);
    einv__zip_begin(&z, NULL, &out);
    einv__zip_put(&z, e->name, text, EINV_ZIP_STORED);
    if (einv__zip_end(&z) != EINV_OK ||
        einv__zip_open(&zip, NULL, einv__buf_get(&out), limits, NULL)
            != EINV_OK ||
        einv__zip_read(&zip, zip.entries, &again, NULL) != EINV_OK ||
        !einv__text_eq(text, einv__buf_get(&again)) ||
        !einv__text_eq(zip.entries[0].name, e->name))
        abort();
    einv__zip_free(&zip);
    einv__buf_free(&again);
    einv__buf_free(&out);
}

static void read_zip(struct einv_text bytes, const struct einv_limits *limits)
{
    struct einv_buf out;
    struct einv_zip zip;

    if (einv__zip_open(&zip, NULL, bytes, limits, NULL) != EINV_OK)
        return;
    einv__buf_init(&out, NULL);
    for (size_t i = 0; i < zip.n; i++) {
        const struct einv_zip_entry *e = &zip.entries[i];

        out.len = 0;
        if (!einv__zip_name_good(e->name) || e->data + e->packed > bytes.len)
            abort();
        if (einv__zip_read(&zip, e, &out, NULL) == EINV_OK && !e->folder) {
            if (out.len != e->size)
                abort();
            write_again(e, einv__buf_get(&out), limits);
        }
        einv__zip_peek(&zip, e, 64, &out);
    }
    einv__buf_free(&out);
    einv__zip_free(&zip);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct einv_text bytes = einv__text((const char *)data, size);
    struct einv_limits limits;
    struct einv_buf out;

    einv__limits_default(&limits);
    limits.unpacked = 1u << 20;
    read_zip(bytes, &limits);
    einv__buf_init(&out, NULL);
    einv__gzip_read(NULL, bytes, &limits, &out, NULL);
    if (out.len > limits.unpacked + (1u << 17))
        abort();
    einv__buf_free(&out);
    return 0;
}
