/* number.h: numbers between their types, and rounding.
 */
#ifndef EINV_LIB_XPATH_NUMBER_H
#define EINV_LIB_XPATH_NUMBER_H

#include "double.h"

/* Digits of a decimal that are too many: a number like that is an attack,
 * not an invoice. */
enum { EINV_XP_MAX_DIGITS = 4096 };

/* What every decimal result passes: EINV0002 when ok is false (no memory),
 * EINV0001 when it is too long; strips zeros that only cost. */
bool einv__xp_settle(struct einv_xp_run *run, bool ok,
                     struct einv_decimal *d);
/* The exact value. FOCA0002: NaN or infinite. */
bool einv__xp_double_to_decimal(struct einv_xp_run *run, double value,
                                struct einv_decimal *out);
/* Correctly rounded. */
bool einv__xp_decimal_to_double(struct einv_xp_run *run,
                                const struct einv_decimal *d, bool single,
                                double *out);
/* The shortest decimal that reads back as the value (finite). */
bool einv__xp_double_to_shortest(struct einv_xp_run *run, double value,
                                 bool single, struct einv_decimal *out);
/* Any number as a double (single: through float). */
bool einv__xp_to_double(struct einv_xp_run *run,
                        const struct einv_xp_item *in, double *out);
struct einv_decimal einv__xp_small(uint64_t value, bool negative,
                                   uint32_t scale);
/* To `places` digits behind the point, negative ones included (1234 to -2
 * is 1200). */
bool einv__xp_round_places(struct einv_xp_run *run,
                           const struct einv_decimal *d, int64_t places,
                           enum einv_round mode, struct einv_decimal *out);
/* The largest integer not above (up: the smallest not below). */
bool einv__xp_decimal_floor(struct einv_xp_run *run,
                            const struct einv_decimal *d, bool up,
                            struct einv_decimal *out);

#endif
