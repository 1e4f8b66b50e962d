/* moment.c: the calendar (proleptic Gregorian, no year 0: XML Schema 1.0),
 * and reckoning with it (F&O 10.7, 10.8).
 */
#include "moment.h"

/* Beyond this a count of nanoseconds still fits when split into seconds. */
#define MAX_YEAR INT64_C(100000000000)

/* Astronomical: 1 BC is the year 0. */
static int64_t astronomical(int64_t year)
{
    return year < 0 ? year + 1 : year;
}

static int64_t floor_div(int64_t a, int64_t b)
{
    return a / b - (a % b != 0 && (a < 0) != (b < 0));
}

static int64_t floor_mod(int64_t a, int64_t b)
{
    return a - floor_div(a, b) * b;
}

/* Days from 1970-01-01 of a day in an astronomical year: years that begin
 * in March have their leap day at the end. */
static int64_t days_of(int64_t year, unsigned month, unsigned day)
{
    int64_t y = month <= 2 ? year - 1 : year;
    int64_t era = floor_div(y, 400);
    int64_t of_era = y - era * 400;
    int64_t of_year = (153 * (month > 2 ? month - 3 : month + 9) + 2) / 5
                      + day - 1;

    return era * 146097 + of_era * 365 + of_era / 4 - of_era / 100 + of_year
           - 719468;
}

int64_t einv__xp_days(int64_t year, unsigned month, unsigned day)
{
    return days_of(astronomical(year), month, day);
}

/* The reverse of days_of. */
static void civil(int64_t days, struct einv_xp_moment *out)
{
    int64_t z = days + 719468;
    int64_t era = floor_div(z, 146097);
    int64_t of_era = z - era * 146097;
    int64_t y = (of_era - of_era / 1460 + of_era / 36524 - of_era / 146096)
                / 365;
    int64_t of_year = of_era - (365 * y + y / 4 - y / 100);
    int64_t m = (5 * of_year + 2) / 153;

    out->day = (uint8_t)(of_year - (153 * m + 2) / 5 + 1);
    out->month = (uint8_t)(m < 10 ? m + 3 : m - 9);
    y += era * 400 + (out->month <= 2);
    out->year = y <= 0 ? y - 1 : y;
}

struct einv_xp_instant einv__xp_instant(const struct einv_xp_moment *m,
                                        int zone)
{
    int offset = m->has_zone ? m->zone : zone;
    struct einv_xp_instant out = {
        .seconds = einv__xp_days(m->year, m->month, m->day) * EINV_XP_DAY +
                   m->hour * 3600 + m->minute * 60 + m->second -
                   offset * 60,
        .nano = (int32_t)m->nano
    };

    return out;
}

bool einv__xp_from_instant(struct einv_xp_instant at, bool has_zone,
                           int zone, struct einv_xp_moment *out)
{
    int64_t local = at.seconds + (has_zone ? zone * 60 : 0);
    int64_t days = floor_div(local, EINV_XP_DAY);
    int64_t rest = local - days * EINV_XP_DAY;

    civil(days, out);
    out->hour = (uint8_t)(rest / 3600);
    out->minute = (uint8_t)(rest / 60 % 60);
    out->second = (uint8_t)(rest % 60);
    out->nano = (uint32_t)at.nano;
    out->has_zone = has_zone;
    out->zone = (int16_t)(has_zone ? zone : 0);
    return out->year < MAX_YEAR && out->year > -MAX_YEAR;
}

int einv__xp_instant_cmp(struct einv_xp_instant a, struct einv_xp_instant b)
{
    if (a.seconds != b.seconds)
        return a.seconds < b.seconds ? -1 : 1;
    return (a.nano > b.nano) - (a.nano < b.nano);
}

struct einv_xp_duration einv__xp_daytime(int64_t seconds, int64_t nano)
{
    struct einv_xp_duration d = { 0, seconds + nano / EINV_XP_NANOS,
                                  (int32_t)(nano % EINV_XP_NANOS) };

    if (d.seconds > 0 && d.nano < 0) {
        d.seconds--;
        d.nano += EINV_XP_NANOS;
    } else if (d.seconds < 0 && d.nano > 0) {
        d.seconds++;
        d.nano -= EINV_XP_NANOS;
    }
    return d;
}

static unsigned days_in(int64_t year, unsigned month)
{
    return (unsigned)(month == 12
                          ? 31
                          : days_of(year, month + 1, 1) -
                                days_of(year, month, 1));
}

/* XML Schema part 2, appendix E: the day is pinned to the new month. */
static bool add_months(struct einv_xp_moment *m, int64_t months)
{
    int64_t year, of_year;

    if (months > 12 * MAX_YEAR || months < -12 * MAX_YEAR)
        return false;
    year = astronomical(m->year);
    of_year = m->month - 1 + months;
    year += floor_div(of_year, 12);
    m->month = (uint8_t)(floor_mod(of_year, 12) + 1);
    if (m->day > days_in(year, m->month))
        m->day = (uint8_t)days_in(year, m->month);
    m->year = year <= 0 ? year - 1 : year;
    return m->year < MAX_YEAR && m->year > -MAX_YEAR;
}

bool einv__xp_moment_add(const struct einv_xp_moment *m,
                         enum einv_xp_type type,
                         const struct einv_xp_duration *d, bool minus,
                         struct einv_xp_moment *out)
{
    struct einv_xp_moment r = *m;
    struct einv_xp_instant at;
    int64_t nano, seconds = d->seconds;

    if (d->months != 0 && !add_months(&r, minus ? -d->months : d->months))
        return false;
    if (type == EINV_XP_TIME)
        seconds %= EINV_XP_DAY;
    if (seconds > MAX_YEAR * 31557600 || seconds < -MAX_YEAR * 31557600)
        return false;
    /* The clock face is what is reckoned with, the zone stays. */
    at = einv__xp_instant(&r, 0);
    if (r.has_zone)
        at.seconds += r.zone * 60;
    at.seconds += minus ? -seconds : seconds;
    nano = at.nano + (minus ? -(int64_t)d->nano : d->nano);
    at.seconds += floor_div(nano, EINV_XP_NANOS);
    at.nano = (int32_t)floor_mod(nano, EINV_XP_NANOS);
    if (!einv__xp_from_instant(at, false, 0, out))
        return false;
    out->has_zone = r.has_zone;
    out->zone = r.zone;
    if (type == EINV_XP_DATE) {
        out->hour = out->minute = out->second = 0;
        out->nano = 0;
    } else if (type == EINV_XP_TIME) {
        out->year = m->year;
        out->month = m->month;
        out->day = m->day;
    }
    return true;
}

bool einv__xp_moment_adjust(const struct einv_xp_moment *m,
                            enum einv_xp_type type, bool has_zone, int zone,
                            struct einv_xp_moment *out)
{
    struct einv_xp_moment r = *m;

    if (!has_zone || !m->has_zone) {
        r.has_zone = has_zone;
        r.zone = (int16_t)(has_zone ? zone : 0);
        *out = r;
        return true;
    }
    if (!einv__xp_from_instant(einv__xp_instant(m, 0), true, zone, out))
        return false;
    if (type == EINV_XP_DATE) {
        out->hour = out->minute = out->second = 0;
        out->nano = 0;
    } else if (type == EINV_XP_TIME) {
        out->year = m->year;
        out->month = m->month;
        out->day = m->day;
    }
    return true;
}
