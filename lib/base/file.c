/* file.c: files that the caller names. */
#include <limits.h>
#include <stdio.h>

#include "file.h"

/* How long the file says it is: room for it at once.  0: it does not. */
static size_t length_of(FILE *file)
{
    long end = fseek(file, 0, SEEK_END) == 0 ? ftell(file) : -1;

    if (fseek(file, 0, SEEK_SET) != 0)
        clearerr(file);         /* a pipe, say: read from where it is */
    return end > 0 && end < LONG_MAX ? (size_t)end : 0;
}

einv_status einv__file_read(const char *path, size_t most,
                            struct einv_buf *out)
{
    FILE *file = fopen(path, "rb");
    einv_status status = EINV_OK;
    char piece[8192];
    size_t n;

    if (file == NULL)
        return EINV_EIO;
    n = length_of(file);
    if (n <= most && n < SIZE_MAX - out->len &&
        einv__grow(out->alloc, &out->data, &out->cap, out->len + n + 1, 1)) {
        out->len += fread(out->data + out->len, 1, n, file);
        out->data[out->len] = '\0';
    }
    if (out->len > most)
        status = EINV_ELIMIT;
    while (status == EINV_OK &&
           (n = fread(piece, 1, sizeof piece, file)) > 0) {
        if (out->len + n > most)
            status = EINV_ELIMIT;
        else
            einv__buf_put(out, piece, n);
    }
    if (status == EINV_OK && ferror(file))
        status = EINV_EIO;
    fclose(file);
    return status == EINV_OK && out->failed ? EINV_ENOMEM : status;
}

/* A new file beside `path`; another that writes now, or died while it did,
 * may have taken some of the names. */
static FILE *beside(const char *path, struct einv_buf *name)
{
    size_t len;

    einv__buf_str(name, path);
    einv__buf_str(name, ".new");
    len = name->len;
    for (unsigned i = 0; i < 16 && !name->failed; i++) {
        FILE *file;

        name->len = len;
        einv__buf_uint(name, i);
        if (!name->failed && (file = fopen(name->data, "wbx")) != NULL)
            return file;
    }
    return NULL;
}

einv_status einv__file_replace(const char *path, struct einv_text bytes)
{
    struct einv_buf name;
    FILE *file;
    bool ok;

    einv__buf_init(&name, &einv__libc_allocator);
    file = beside(path, &name);
    if (file == NULL) {
        bool nomem = name.failed;

        einv__buf_free(&name);
        return nomem ? EINV_ENOMEM : EINV_EIO;
    }
    ok = fwrite(bytes.ptr, 1, bytes.len, file) == bytes.len;
    ok = fclose(file) == 0 && ok;
    ok = ok && rename(name.data, path) == 0;
    if (!ok)
        remove(name.data);
    einv__buf_free(&name);
    return ok ? EINV_OK : EINV_EIO;
}
