/* date.h: calendar dates (proleptic Gregorian) by picture.
 *
 * A picture is made of yyyy, MM, dd, HH, mm, ss and literal characters:
 * "dd.MM.yyyy", "yyyyMMdd".
 */
#ifndef EINV_LIB_DATE_H
#define EINV_LIB_DATE_H

#include "text.h"

struct einv_date {
    int32_t year;
    uint8_t month, day, hour, minute, second;
    bool has_time;
};

/* false: the text does not match the picture exactly, or is no date. */
bool einv__date_parse(struct einv_date *out, struct einv_text text,
                      struct einv_text picture);
/* Writes into out[cap], returns the length, 0 when it does not fit. */
size_t einv__date_format(const struct einv_date *date,
                         struct einv_text picture, char *out, size_t cap);
/* Reads xs:date or xs:dateTime: the first ten characters must be
 * YYYY-MM-DD; a time and a zone may follow (`*rest` = what follows). */
bool einv__date_parse_xs(struct einv_date *out, struct einv_text text,
                         struct einv_text *rest);

#endif
