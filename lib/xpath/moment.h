/* moment.h: dates, times and durations: reading, writing, reckoning.
 */
#ifndef EINV_LIB_XPATH_MOMENT_H
#define EINV_LIB_XPATH_MOMENT_H

#include "atomic.h"

enum { EINV_XP_DAY = 86400 };
#define EINV_XP_NANOS 1000000000

/* A point or a length of time: seconds and nanoseconds of one sign are kept
 * by durations; points have nano >= 0. */
struct einv_xp_instant {
    int64_t seconds;            /* since 1970-01-01T00:00:00Z */
    int32_t nano;
};

/* The lexical forms of xs:date, xs:time, xs:dateTime after trimming; NULL,
 * or FORG0001 (not one), FODT0001 (a year too large). */
const char *einv__xp_moment_parse(struct einv_text text,
                                  enum einv_xp_type type,
                                  struct einv_xp_moment *out);
/* ... of xs:duration and the two derived from it; FODT0002. */
const char *einv__xp_duration_parse(struct einv_text text,
                                    enum einv_xp_type type,
                                    struct einv_xp_duration *out);
size_t einv__xp_moment_format(const struct einv_xp_moment *m,
                              enum einv_xp_type type, char out[64]);
size_t einv__xp_duration_format(const struct einv_xp_duration *d,
                                enum einv_xp_type type, char out[128]);
size_t einv__xp_zone_format(int zone, char out[8]);

/* Days from 1970-01-01; the year as the calendar counts (no year 0). */
int64_t einv__xp_days(int64_t year, unsigned month, unsigned day);
/* In UTC; zone: that of a moment without one. */
struct einv_xp_instant einv__xp_instant(const struct einv_xp_moment *m,
                                        int zone);
/* The same clock face in the zone of `like` (or none). false: a year too
 * large. */
bool einv__xp_from_instant(struct einv_xp_instant at, bool has_zone,
                           int zone, struct einv_xp_moment *out);
int einv__xp_instant_cmp(struct einv_xp_instant a, struct einv_xp_instant b);

/* m + (sign) d.  type: DATE, TIME or DATETIME.  false: FODT0001. */
bool einv__xp_moment_add(const struct einv_xp_moment *m,
                         enum einv_xp_type type,
                         const struct einv_xp_duration *d, bool minus,
                         struct einv_xp_moment *out);
/* To another zone (has_zone), or without one.  F&O 10.7; type as above. */
bool einv__xp_moment_adjust(const struct einv_xp_moment *m,
                            enum einv_xp_type type, bool has_zone, int zone,
                            struct einv_xp_moment *out);
/* seconds and nano of any signs as a dayTimeDuration. */
struct einv_xp_duration einv__xp_daytime(int64_t seconds, int64_t nano);

#endif
