/* fn_date.c: functions on dates, times and durations (F&O 5.2, 10.5, 10.7,
 * 16.3 to 16.6).
 *
 * The library reads no clock: what the current moment is, the run says.
 */
#include "fn.h"
#include "moment.h"
#include "number.h"

/* --- parts ---------------------------------------------------------------- */

enum part {
    YEAR, MONTH, DAY, HOURS, MINUTES, SECONDS, ZONE,
    YEARS, MONTHS, DAYS, OF_HOURS, OF_MINUTES, OF_SECONDS
};

/* seconds + nano as a decimal */
static struct einv_xp_item seconds_of(int64_t seconds, int64_t nano)
{
    struct einv_xp_item item = { .type = EINV_XP_DECIMAL };
    bool negative = seconds < 0 || nano < 0;
    uint64_t n = (uint64_t)(negative ? -seconds : seconds) * EINV_XP_NANOS +
                 (uint64_t)(negative ? -nano : nano);

    item.u.number = einv__xp_small(n, negative, 9);
    return item;
}

static struct einv_xp_item minutes_east(int zone)
{
    struct einv_xp_item item = { .type = EINV_XP_DAYTIME };

    item.u.duration = (struct einv_xp_duration){ 0, zone * 60, 0 };
    return item;
}

static struct einv_xp_item moment_part(const struct einv_xp_moment *m,
                                       enum part part)
{
    switch (part) {
    case YEAR:
        return einv__xp_integer(m->year);
    case MONTH:
        return einv__xp_integer(m->month);
    case DAY:
        return einv__xp_integer(m->day);
    case HOURS:
        return einv__xp_integer(m->hour);
    case MINUTES:
        return einv__xp_integer(m->minute);
    case SECONDS:
        return seconds_of(m->second, m->nano);
    default:
        return minutes_east(m->zone);
    }
}

static struct einv_xp_item duration_part(const struct einv_xp_duration *d,
                                         enum part part)
{
    switch (part) {
    case YEARS:
        return einv__xp_integer(d->months / 12);
    case MONTHS:
        return einv__xp_integer(d->months % 12);
    case DAYS:
        return einv__xp_integer(d->seconds / EINV_XP_DAY);
    case OF_HOURS:
        return einv__xp_integer(d->seconds / 3600 % 24);
    case OF_MINUTES:
        return einv__xp_integer(d->seconds / 60 % 60);
    default:
        return seconds_of(d->seconds % 60, d->nano);
    }
}

/* The argument is none or one value; its row of fn.def has cast dates. */
static bool get_part(struct einv_xp_run *run, const struct einv_xp_call *call,
                     enum part part, struct einv_xp_seq *result)
{
    struct einv_xp_item item;

    *result = EINV_XP_EMPTY;
    if (call->args[0].n == 0)
        return true;
    item = call->args[0].items[0];
    if (part == ZONE && !item.u.moment.has_zone)
        return true;
    if (part < YEARS)
        return einv__xp_one(run, moment_part(&item.u.moment, part), result);
    if (item.type == EINV_XP_UNTYPED &&
        !einv__xp_cast(run, &item, EINV_XP_DURATION, EINV_XP_PLAIN, &item))
        return false;
    if (item.type < EINV_XP_DURATION || item.type > EINV_XP_YEARMONTH)
        return einv__xp_fail(run, "XPTY0004");
    return einv__xp_one(run, duration_part(&item.u.duration, part), result);
}

#define PART(function, part) \
    bool einv__xp_fn_##function(struct einv_xp_run *run, \
                                const struct einv_xp_call *call, \
                                struct einv_xp_seq *result) \
    { \
        return get_part(run, call, part, result); \
    }

PART(part_year, YEAR)
PART(part_month, MONTH)
PART(part_day, DAY)
PART(part_hours, HOURS)
PART(part_minutes, MINUTES)
PART(part_seconds, SECONDS)
PART(part_zone, ZONE)
PART(part_years, YEARS)
PART(part_months, MONTHS)
PART(part_days, DAYS)
PART(part_of_hours, OF_HOURS)
PART(part_of_minutes, OF_MINUTES)
PART(part_of_seconds, OF_SECONDS)

/* --- the clock ------------------------------------------------------------ */

static bool now_as(struct einv_xp_run *run, enum einv_xp_type type,
                   struct einv_xp_seq *result)
{
    struct einv_xp_item now = { .type = EINV_XP_DATETIME };

    if (!run->has_now)
        return einv__xp_fail(run, "EINV0003");
    now.u.moment = run->now;
    return einv__xp_cast(run, &now, type, EINV_XP_PLAIN, &now) &&
           einv__xp_one(run, now, result);
}

#define NOW(function, type) \
    bool einv__xp_fn_##function(struct einv_xp_run *run, \
                                const struct einv_xp_call *call, \
                                struct einv_xp_seq *result) \
    { \
        (void)call; \
        return now_as(run, type, result); \
    }

NOW(current_date, EINV_XP_DATE)
NOW(current_time, EINV_XP_TIME)
NOW(current_date_time, EINV_XP_DATETIME)

bool einv__xp_fn_implicit_timezone(struct einv_xp_run *run,
                                   const struct einv_xp_call *call,
                                   struct einv_xp_seq *result)
{
    (void)call;
    return einv__xp_one(run, minutes_east(run->zone), result);
}

/* --- zones ---------------------------------------------------------------- */

/* FODT0003: beyond 14 hours, or not whole minutes. */
static bool zone_of(struct einv_xp_run *run, const struct einv_xp_item *in,
                    int *zone)
{
    const struct einv_xp_duration *d = &in->u.duration;

    if (d->seconds > 14 * 3600 || d->seconds < -14 * 3600 ||
        d->seconds % 60 != 0 || d->nano != 0)
        return einv__xp_fail(run, "FODT0003");
    *zone = (int)(d->seconds / 60);
    return true;
}

bool einv__xp_fn_adjust(struct einv_xp_run *run,
                        const struct einv_xp_call *call,
                        struct einv_xp_seq *result)
{
    int zone = run->zone;
    bool has_zone = true;
    struct einv_xp_item item;

    *result = EINV_XP_EMPTY;
    if (call->args[0].n == 0)
        return true;
    item = call->args[0].items[0];
    item.derived = EINV_XP_PLAIN;
    if (call->n > 1 && call->args[1].n == 0)
        has_zone = false;
    else if (call->n > 1 && !zone_of(run, &call->args[1].items[0], &zone))
        return false;
    if (!einv__xp_moment_adjust(&item.u.moment, (enum einv_xp_type)item.type,
                                has_zone, zone, &item.u.moment))
        return einv__xp_fail(run, "FODT0001");
    return einv__xp_one(run, item, result);
}

/* dateTime(date, time) */
bool einv__xp_fn_date_time(struct einv_xp_run *run,
                           const struct einv_xp_call *call,
                           struct einv_xp_seq *result)
{
    struct einv_xp_item out = { .type = EINV_XP_DATETIME };
    const struct einv_xp_moment *date, *time;
    struct einv_xp_moment *m = &out.u.moment;

    *result = EINV_XP_EMPTY;
    if (call->args[0].n == 0 || call->args[1].n == 0)
        return true;
    date = &call->args[0].items[0].u.moment;
    time = &call->args[1].items[0].u.moment;
    if (date->has_zone && time->has_zone && date->zone != time->zone)
        return einv__xp_fail(run, "FORG0008");
    *m = *time;
    m->year = date->year;
    m->month = date->month;
    m->day = date->day;
    if (date->has_zone) {
        m->has_zone = true;
        m->zone = date->zone;
    }
    return einv__xp_one(run, out, result);
}
