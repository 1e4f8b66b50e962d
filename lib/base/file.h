/* file.h: whole files, for the calls that take a path.
 */
#ifndef EINV_LIB_FILE_H
#define EINV_LIB_FILE_H

#include "memory.h"

/* Appends the file's bytes.  EINV_OK; EINV_EIO: it cannot be read;
 * EINV_ELIMIT: it has more than `most`; EINV_ENOMEM. */
einv_status einv__file_read(const char *path, size_t most,
                            struct einv_buf *out);

/* Writes a file under another name and then gives it its own, so that nobody
 * ever sees part of it.  EINV_OK; EINV_EIO: there is no such folder, or it
 * cannot be written; EINV_ENOMEM. */
einv_status einv__file_replace(const char *path, struct einv_text bytes);

#endif
