/* base64.h: RFC 4648, section 4, as XML and PEM write it.
 */
#ifndef EINV_LIB_BASE64_H
#define EINV_LIB_BASE64_H

#include "memory.h"

/* Appends the bytes that the text stands for.  XML white space is skipped;
 * padding must be there and whole.  false: no base64 (or no memory: see
 * out->failed). */
bool einv__base64_decode(struct einv_text text, struct einv_buf *out);
/* Appends the text, on one line. */
void einv__base64_encode(const void *bytes, size_t len, struct einv_buf *out);

#endif
