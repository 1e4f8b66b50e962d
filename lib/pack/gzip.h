/* gzip.h: gzip files (RFC 1952).
 */
#ifndef EINV_LIB_GZIP_H
#define EINV_LIB_GZIP_H

#include "../base/limits.h"
#include "../diag/report.h"

/* Appends what the file holds: its members, one after the other.  Findings
 * ZIP_* as of an archive.  EINV_OK; EINV_EMALFORMED; EINV_ELIMIT;
 * EINV_ENOMEM. */
einv_status einv__gzip_read(const einv_allocator *a, struct einv_text bytes,
                            const struct einv_limits *limits,
                            struct einv_buf *out,
                            struct einv_report *report);

#endif
