/* file.h: whole files, for the calls that take a path.
 */
#ifndef EINV_LIB_FILE_H
#define EINV_LIB_FILE_H

#include "memory.h"

/* Appends the file's bytes.  EINV_OK; EINV_EIO: it cannot be read;
 * EINV_ELIMIT: it has more than `most`; EINV_ENOMEM. */
einv_status einv__file_read(const char *path, size_t most,
                            struct einv_buf *out);

#endif
