/* type.h: facts about atomic types that casting asks.
 */
#ifndef EINV_LIB_XPATH_TYPE_H
#define EINV_LIB_XPATH_TYPE_H

#include "atomic.h"

/* Is the integer within the derived type's range? */
bool einv__xp_in_range(enum einv_xp_derived derived,
                       const struct einv_decimal *value);
/* F&O 17.1: the casts between primitive types that are ever possible. */
bool einv__xp_may_cast(enum einv_xp_type from, enum einv_xp_type to);
/* Is a text, after the white space treatment of the type, one of the derived
 * string type?  `*text` becomes what it is then. */
bool einv__xp_derived_text(struct einv_xp_run *run,
                           enum einv_xp_derived derived,
                           struct einv_text *text, bool *is);

#endif
