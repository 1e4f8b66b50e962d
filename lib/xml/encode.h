/* encode.h: UTF-8 into the encoding of a file.
 */
#ifndef EINV_LIB_ENCODE_H
#define EINV_LIB_ENCODE_H

#include "charset.h"

struct einv_encoder;

/* EINV_OK; EINV_EUNSUPPORTED: iconv does not know it; EINV_ENOMEM. */
einv_status einv__encoder_open(struct einv_encoder **out,
                               const einv_allocator *a,
                               const struct einv_charset *charset);
void einv__encoder_close(struct einv_encoder *e);

/* Appends the text; a character that the encoding lacks becomes a character
 * reference when `references`, else EINV_EUNSUPPORTED.  Running out of
 * memory shows in out->failed. */
einv_status einv__encode(struct einv_encoder *e, struct einv_text text,
                         bool references, struct einv_buf *out);

#endif
