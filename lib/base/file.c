/* file.c: reading files that the caller names. */
#include <stdio.h>

#include "file.h"

einv_status einv__file_read(const char *path, size_t most,
                            struct einv_buf *out)
{
    FILE *file = fopen(path, "rb");
    einv_status status = EINV_OK;
    char piece[8192];
    size_t n;

    if (file == NULL)
        return EINV_EIO;
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
