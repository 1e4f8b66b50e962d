/* arith.h: the two halves of arithmetic.
 */
#ifndef EINV_LIB_XPATH_ARITH_H
#define EINV_LIB_XPATH_ARITH_H

#include "atomic.h"

/* Dates, times and durations; false with XPTY0004: not that, either. */
bool einv__xp_arith_moment(struct einv_xp_run *run, enum einv_xp_arith op,
                           const struct einv_xp_item *a,
                           const struct einv_xp_item *b,
                           struct einv_xp_item *out);

#endif
