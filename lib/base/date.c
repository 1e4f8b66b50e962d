/* date.c: reads and writes dates by picture, knows the calendar.
 *
 * ORDER PICTURE: a part is a run of letters; its length is the number of
 * digits, no more and no fewer.
 */
#include "date.h"

enum part { YEAR, MONTH, DAY, HOUR, MINUTE, SECOND, N_PARTS };

static const struct {
    const char *letters;
    uint8_t digits;
} parts[N_PARTS] = {
    { "yyyy", 4 }, { "MM", 2 }, { "dd", 2 },
    { "HH", 2 }, { "mm", 2 }, { "ss", 2 },
};

/* The part at the head of the picture; N_PARTS: a literal character. */
static enum part part_at(struct einv_text picture)
{
    for (unsigned p = 0; p < N_PARTS; p++)
        if (picture.len >= parts[p].digits
            && memcmp(picture.ptr, parts[p].letters, parts[p].digits) == 0)
            return (enum part)p;
    return N_PARTS;
}

static bool read_digits(struct einv_text *text, unsigned digits,
                        uint32_t *value)
{
    *value = 0;
    if (text->len < digits)
        return false;
    for (unsigned i = 0; i < digits; i++) {
        char c = text->ptr[i];

        if (c < '0' || c > '9')
            return false;
        *value = *value * 10 + (uint32_t)(c - '0');
    }
    text->ptr += digits;
    text->len -= digits;
    return true;
}

static unsigned days_in(uint32_t year, uint32_t month)
{
    static const uint8_t days[] = { 31, 28, 31, 30, 31, 30,
                                    31, 31, 30, 31, 30, 31 };

    if (month == 2
        && (year % 4 == 0 && (year % 100 != 0 || year % 400 == 0)))
        return 29;
    return days[month - 1];
}

/* A leap second (ss = 60) is a time xs:dateTime does not have either. */
static bool is_calendar(const uint32_t v[N_PARTS])
{
    return v[YEAR] >= 1 && v[MONTH] >= 1 && v[MONTH] <= 12 && v[DAY] >= 1
        && v[DAY] <= days_in(v[YEAR], v[MONTH]) && v[HOUR] <= 23
        && v[MINUTE] <= 59 && v[SECOND] <= 59;
}

static void keep(struct einv_date *out, const uint32_t v[N_PARTS],
                 bool has_time)
{
    *out = (struct einv_date){
        .year = (int32_t)v[YEAR],
        .month = (uint8_t)v[MONTH],
        .day = (uint8_t)v[DAY],
        .hour = (uint8_t)v[HOUR],
        .minute = (uint8_t)v[MINUTE],
        .second = (uint8_t)v[SECOND],
        .has_time = has_time,
    };
}

bool einv__date_parse(struct einv_date *out, struct einv_text text,
                      struct einv_text picture)
{
    uint32_t value[N_PARTS] = { 0 };
    bool has_time = false;

    while (picture.len > 0) {
        enum part p = part_at(picture);
        size_t step = 1;

        if (p != N_PARTS) {
            step = parts[p].digits;
            if (!read_digits(&text, parts[p].digits, &value[p]))
                return false;
            has_time = has_time || p >= HOUR;
        } else {
            if (text.len == 0 || text.ptr[0] != picture.ptr[0])
                return false;
            text.ptr++;
            text.len--;
        }
        picture.ptr += step;
        picture.len -= step;
    }
    if (text.len > 0 || !is_calendar(value))
        return false;
    keep(out, value, has_time);
    return true;
}

static void write_digits(char *out, unsigned digits, uint32_t value)
{
    for (unsigned i = digits; i-- > 0; value /= 10)
        out[i] = (char)('0' + value % 10);
}

size_t einv__date_format(const struct einv_date *date,
                         struct einv_text picture, char *out, size_t cap)
{
    const uint32_t value[N_PARTS] = {
        (uint32_t)date->year, date->month, date->day,
        date->hour, date->minute, date->second,
    };
    size_t len = 0;

    if (date->year < 0 || date->year > 9999)
        return 0;
    while (picture.len > 0) {
        enum part p = part_at(picture);
        size_t step = p != N_PARTS ? parts[p].digits : 1;

        if (cap - len < step)
            return 0;
        if (p != N_PARTS)
            write_digits(out + len, parts[p].digits, value[p]);
        else
            out[len] = picture.ptr[0];
        len += step;
        picture.ptr += step;
        picture.len -= step;
    }
    return len;
}

bool einv__date_parse_xs(struct einv_date *out, struct einv_text text,
                         struct einv_text *rest)
{
    const struct einv_text picture = EINV_TEXT("yyyy-MM-dd");

    if (text.len < picture.len
        || !einv__date_parse(out, einv__text(text.ptr, picture.len), picture))
        return false;
    *rest = einv__text(text.ptr + picture.len, text.len - picture.len);
    return true;
}
