/* guard.h: what must be refused before libxml2 sees it.
 */
#ifndef EINV_LIB_GUARD_H
#define EINV_LIB_GUARD_H

#include "../base/text.h"

/* The offset of the first start tag with more than `most` attributes and
 * declarations; SIZE_MAX: none. */
size_t einv__guard_attributes(struct einv_text text, size_t most);

#endif
