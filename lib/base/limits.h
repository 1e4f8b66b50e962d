/* limits.h: how much a document may ask of us.
 *
 * One row a limit: name, default, hard cap, what it stops (limits.def).
 */
#ifndef EINV_LIB_LIMITS_H
#define EINV_LIB_LIMITS_H

#include "text.h"

struct einv_limits {
#define LIMIT(name, normal, large, why) uint64_t name;
#include "limits.def"
#undef LIMIT
};

/* Fills with the defaults or with the hard caps. */
void einv__limits_default(struct einv_limits *limits);
void einv__limits_large(struct einv_limits *limits);
/* Sets one by name; false: no such limit, or above its hard cap. */
bool einv__limits_set(struct einv_limits *limits, struct einv_text name,
                      uint64_t value);

#endif
