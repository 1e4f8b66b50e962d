/* markup.h: text as XML and HTML take it. */
#ifndef EINV_LIB_MARKUP_H
#define EINV_LIB_MARKUP_H

#include "../base/memory.h"

/* Appends text as content or as a quoted value: what XML 1.0 cannot write,
 * and bytes that are not UTF-8, become U+FFFD. */
void einv__markup_text(struct einv_buf *out, struct einv_text text);
/* Appends ` name="value"`. */
void einv__markup_attribute(struct einv_buf *out, const char *name,
                            struct einv_text value);
/* The same, but nothing when the value is empty. */
void einv__markup_optional(struct einv_buf *out, const char *name,
                           struct einv_text value);

#endif
