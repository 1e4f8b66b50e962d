/* moment_text.c: dates, times and durations as texts (XML Schema 1.0 part 2,
 * 3.2.6 to 3.2.9; F&O 10.3, 17.1.4, 17.1.5).
 *
 * A fraction of a second keeps nine digits; what lies behind them is cut.
 */
#include "moment.h"

#define MAX_YEAR INT64_C(100000000000)

struct cursor {
    const char *p, *end;
};

static bool eat(struct cursor *c, char what)
{
    if (c->p == c->end || *c->p != what)
        return false;
    c->p++;
    return true;
}

static bool is_digit(const struct cursor *c)
{
    return c->p < c->end && *c->p >= '0' && *c->p <= '9';
}

/* Exactly two digits. */
static bool two(struct cursor *c, uint8_t *out)
{
    if (c->end - c->p < 2 || !is_digit(c) || c->p[1] < '0' || c->p[1] > '9')
        return false;
    *out = (uint8_t)((c->p[0] - '0') * 10 + (c->p[1] - '0'));
    c->p += 2;
    return true;
}

/* Digits after a point. */
static bool fraction(struct cursor *c, uint32_t *nano)
{
    uint32_t unit = EINV_XP_NANOS / 10;

    *nano = 0;
    if (!is_digit(c))
        return false;
    for (; is_digit(c); c->p++) {
        *nano += (uint32_t)(*c->p - '0') * unit;
        unit /= 10;
    }
    return true;
}

/* Any number of digits; *large: more than `max`. */
static bool number(struct cursor *c, int64_t max, int64_t *out, bool *large)
{
    int64_t n = 0;

    if (!is_digit(c))
        return false;
    for (; is_digit(c); c->p++) {
        if (n > (max - (*c->p - '0')) / 10) {
            *large = true;
            n = 0;
        } else {
            n = n * 10 + (*c->p - '0');
        }
    }
    *out = n;
    return true;
}

static bool zone(struct cursor *c, struct einv_xp_moment *m)
{
    uint8_t hour, minute;
    bool minus;

    if (c->p == c->end)
        return true;
    m->has_zone = true;
    if (eat(c, 'Z'))
        return c->p == c->end;
    minus = *c->p == '-';
    if (!eat(c, '-') && !eat(c, '+'))
        return false;
    if (!two(c, &hour) || !eat(c, ':') || !two(c, &minute) ||
        c->p != c->end || minute > 59 || hour > 14 ||
        (hour == 14 && minute != 0))
        return false;
    m->zone = (int16_t)(hour * 60 + minute);
    if (minus)
        m->zone = (int16_t)-m->zone;
    return true;
}

static bool is_leap(int64_t year)
{
    int64_t y = year < 0 ? year + 1 : year;

    return y % 4 == 0 && (y % 100 != 0 || y % 400 == 0);
}

static bool date(struct cursor *c, struct einv_xp_moment *m, bool *large)
{
    static const uint8_t lengths[] = { 31, 28, 31, 30, 31, 30,
                                       31, 31, 30, 31, 30, 31 };
    bool minus = eat(c, '-');
    const char *start = c->p;
    unsigned length;

    if (!number(c, MAX_YEAR - 1, &m->year, large))
        return false;
    /* At least four digits, more only without zeros in front. */
    if (c->p - start < 4 || (c->p - start > 4 && *start == '0'))
        return false;
    if (!*large && m->year == 0)
        return false;
    if (minus)
        m->year = -m->year;
    if (!eat(c, '-') || !two(c, &m->month) || !eat(c, '-') ||
        !two(c, &m->day) || m->month < 1 || m->month > 12 || m->day < 1)
        return false;
    length = lengths[m->month - 1];
    if (m->month == 2 && (*large || is_leap(m->year)))
        length = 29;
    return m->day <= length;
}

/* *next: 24:00:00, which is the next day's beginning. */
static bool clock(struct cursor *c, struct einv_xp_moment *m, bool *next)
{
    if (!two(c, &m->hour) || !eat(c, ':') || !two(c, &m->minute) ||
        !eat(c, ':') || !two(c, &m->second))
        return false;
    if (eat(c, '.') && !fraction(c, &m->nano))
        return false;
    if (m->hour == 24) {
        *next = true;
        m->hour = 0;
        return m->minute == 0 && m->second == 0 && m->nano == 0;
    }
    return m->hour < 24 && m->minute < 60 && m->second < 60;
}

const char *einv__xp_moment_parse(struct einv_text text,
                                  enum einv_xp_type type,
                                  struct einv_xp_moment *out)
{
    static const struct einv_xp_duration day = { 0, EINV_XP_DAY, 0 };
    /* F&O 10.8.4: a time is of this day when it must be of one. */
    struct einv_xp_moment m = { .year = 1972, .month = 12, .day = 31 };
    struct cursor c;
    bool large = false, next = false;

    text = einv__text_trim(text);
    if (text.len == 0)
        return "FORG0001";
    c.p = text.ptr;
    c.end = c.p + text.len;
    if (type != EINV_XP_TIME && !date(&c, &m, &large))
        return "FORG0001";
    if (type == EINV_XP_DATETIME && !eat(&c, 'T'))
        return "FORG0001";
    if (type != EINV_XP_DATE && !clock(&c, &m, &next))
        return "FORG0001";
    if (!zone(&c, &m))
        return "FORG0001";
    if (large)
        return "FODT0001";
    *out = m;
    if (next && type == EINV_XP_DATETIME &&
        !einv__xp_moment_add(&m, type, &day, false, out))
        return "FODT0001";
    return NULL;
}

/* --- durations ------------------------------------------------------------ */

/* A part of a duration: its letter, and what it counts. */
struct part_row {
    char letter;
    bool clock;                 /* behind the T */
    int64_t months, seconds;
};

static const struct part_row parts[] = {
    { 'Y', false, 12, 0 }, { 'M', false, 1, 0 },
    { 'D', false, 0, EINV_XP_DAY }, { 'H', true, 0, 3600 },
    { 'M', true, 0, 60 },  { 'S', true, 0, 1 },
};

enum { N_PARTS = sizeof parts / sizeof *parts };

static void add_part(int64_t *sum, int64_t n, int64_t unit, bool *large)
{
    if (unit == 0)
        return;
    if (n > (INT64_MAX / 2 - *sum) / unit)
        *large = true;
    else
        *sum += n * unit;
}

/* One number with its letter; *at: the first row that may follow. */
static bool part(struct cursor *c, bool in_clock, size_t *at,
                 struct einv_xp_duration *d, bool *large)
{
    int64_t n;
    uint32_t nano = 0;
    bool point;

    if (!number(c, INT64_MAX / 2, &n, large))
        return false;
    point = eat(c, '.');
    if (point && !fraction(c, &nano))
        return false;
    for (size_t i = *at; i < N_PARTS; i++) {
        const struct part_row *row = &parts[i];

        if (row->clock != in_clock || !eat(c, row->letter))
            continue;
        if (point && row->letter != 'S')
            return false;
        add_part(&d->months, n, row->months, large);
        add_part(&d->seconds, n, row->seconds, large);
        d->nano = (int32_t)nano;
        *at = i + 1;
        return true;
    }
    return false;
}

static bool duration(struct cursor *c, struct einv_xp_duration *d,
                     bool *large)
{
    size_t at = 0, n = 0;
    bool in_clock = false;

    if (!eat(c, 'P'))
        return false;
    while (c->p < c->end) {
        if (!in_clock && eat(c, 'T')) {
            in_clock = true;
            n = 0;
        }
        if (!part(c, in_clock, &at, d, large))
            return false;
        n++;
    }
    return n > 0;
}

const char *einv__xp_duration_parse(struct einv_text text,
                                    enum einv_xp_type type,
                                    struct einv_xp_duration *out)
{
    struct einv_xp_duration d = { 0, 0, 0 };
    struct cursor c;
    bool large = false, minus;

    text = einv__text_trim(text);
    if (text.len == 0)
        return "FORG0001";
    c.p = text.ptr;
    c.end = c.p + text.len;
    if (type != EINV_XP_DURATION)
        for (size_t i = 0; i < text.len; i++)
            if (text.ptr[i] == (type == EINV_XP_DAYTIME ? 'Y' : 'T') ||
                (type == EINV_XP_YEARMONTH && text.ptr[i] == 'D'))
                return "FORG0001";
    minus = eat(&c, '-');
    if (!duration(&c, &d, &large) ||
        (type == EINV_XP_DAYTIME && d.months != 0))
        return "FORG0001";
    if (large)
        return "FODT0002";
    if (minus) {
        d.months = -d.months;
        d.seconds = -d.seconds;
        d.nano = -d.nano;
    }
    *out = d;
    return NULL;
}

/* --- writing -------------------------------------------------------------- */

static size_t put_number(char *out, size_t n, uint64_t value, unsigned least)
{
    char digits[20];
    unsigned count = 0;

    for (; value != 0 || count < least; value /= 10)
        digits[count++] = (char)('0' + value % 10);
    while (count > 0)
        out[n++] = digits[--count];
    return n;
}

/* ".5"; nothing for 0. */
static size_t put_fraction(char *out, size_t n, uint32_t nano)
{
    uint32_t unit = EINV_XP_NANOS / 10;

    if (nano == 0)
        return n;
    out[n++] = '.';
    for (; nano != 0; unit /= 10) {
        out[n++] = (char)('0' + nano / unit);
        nano %= unit;
    }
    return n;
}

size_t einv__xp_zone_format(int zone_minutes, char out[8])
{
    unsigned z = (unsigned)(zone_minutes < 0 ? -zone_minutes : zone_minutes);
    size_t n = 0;

    if (z == 0) {
        out[0] = 'Z';
        return 1;
    }
    out[n++] = zone_minutes < 0 ? '-' : '+';
    n = put_number(out, n, z / 60, 2);
    out[n++] = ':';
    return put_number(out, n, z % 60, 2);
}

size_t einv__xp_moment_format(const struct einv_xp_moment *m,
                              enum einv_xp_type type, char out[64])
{
    size_t n = 0;

    if (type != EINV_XP_TIME) {
        if (m->year < 0)
            out[n++] = '-';
        n = put_number(out, n,
                       (uint64_t)(m->year < 0 ? -m->year : m->year), 4);
        out[n++] = '-';
        n = put_number(out, n, m->month, 2);
        out[n++] = '-';
        n = put_number(out, n, m->day, 2);
    }
    if (type == EINV_XP_DATETIME)
        out[n++] = 'T';
    if (type != EINV_XP_DATE) {
        n = put_number(out, n, m->hour, 2);
        out[n++] = ':';
        n = put_number(out, n, m->minute, 2);
        out[n++] = ':';
        n = put_number(out, n, m->second, 2);
        n = put_fraction(out, n, m->nano);
    }
    if (m->has_zone)
        n += einv__xp_zone_format(m->zone, out + n);
    return n;
}

static size_t put_part(char *out, size_t n, uint64_t value, char letter)
{
    if (value == 0)
        return n;
    n = put_number(out, n, value, 1);
    out[n++] = letter;
    return n;
}

size_t einv__xp_duration_format(const struct einv_xp_duration *d,
                                enum einv_xp_type type, char out[128])
{
    bool minus = d->months < 0 || d->seconds < 0 || d->nano < 0;
    uint64_t months = (uint64_t)(minus ? -d->months : d->months);
    uint64_t seconds = (uint64_t)(minus ? -d->seconds : d->seconds);
    uint32_t nano = (uint32_t)(minus ? -d->nano : d->nano);
    size_t n = 0;

    if (minus)
        out[n++] = '-';
    out[n++] = 'P';
    n = put_part(out, n, months / 12, 'Y');
    n = put_part(out, n, months % 12, 'M');
    n = put_part(out, n, seconds / EINV_XP_DAY, 'D');
    seconds %= EINV_XP_DAY;
    if (seconds > 0 || nano > 0) {
        out[n++] = 'T';
        n = put_part(out, n, seconds / 3600, 'H');
        n = put_part(out, n, seconds / 60 % 60, 'M');
        if (seconds % 60 > 0 || nano > 0) {
            n = put_number(out, n, seconds % 60, 1);
            n = put_fraction(out, n, nano);
            out[n++] = 'S';
        }
    }
    if (out[n - 1] == 'P') {
        memcpy(out + n, type == EINV_XP_YEARMONTH ? "0M" : "T0S", 3);
        n += type == EINV_XP_YEARMONTH ? 2 : 3;
    }
    return n;
}
