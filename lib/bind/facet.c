/* facet.c: what the text of a place may be: length=, picture=, among=,
 * decimal=, cut=.
 *
 * Facets judge what is about to be written: a value that its place cannot
 * take is refused like one that a codec refuses.  Reading takes what stands
 * there, so that a document that its own schema refuses is still read whole.
 */
#include "codec.h"

/* Code points; *end: where the n-th one ends. */
static size_t count_points(struct einv_text text, size_t n, size_t *end)
{
    size_t points = 0;

    *end = text.len;
    for (size_t i = 0; i < text.len; i++) {
        if (((unsigned char)text.ptr[i] & 0xC0) == 0x80)
            continue;
        if (points++ == n)
            *end = i;
    }
    return points;
}

/* --- pictures ------------------------------------------------------------ */

static bool in_class(char sort, char c)
{
    bool digit = c >= '0' && c <= '9', letter = c >= 'A' && c <= 'Z';

    return sort == '9' ? digit : sort == 'N' ? digit && c != '0'
         : sort == 'A' ? letter : sort == 'X' ? digit || letter
         : sort == '*' || sort == c;
}

/* "{n}" or "{n-m}" at the start of the picture; once without. */
static void take_repeat(struct einv_text *picture, size_t *least, size_t *most)
{
    size_t i = 1;

    *least = *most = 1;
    if (picture->len == 0 || picture->ptr[0] != '{')
        return;
    *least = *most = 0;
    for (; i < picture->len && picture->ptr[i] != '}' &&
         picture->ptr[i] != '-'; i++)
        *least = *least * 10 + (size_t)(picture->ptr[i] - '0');
    if (i < picture->len && picture->ptr[i] == '-')
        for (i++; i < picture->len && picture->ptr[i] != '}'; i++)
            *most = *most * 10 + (size_t)(picture->ptr[i] - '0');
    else
        *most = *least;
    *picture = einv__text(picture->ptr + i + 1, picture->len - i - 1);
}

static size_t point_length(struct einv_text text)
{
    size_t n = 1;

    while (n < text.len && ((unsigned char)text.ptr[n] & 0xC0) == 0x80)
        n++;
    return n;
}

/* Does the text begin with a character of this sort, or with this one? */
static bool begins_with(struct einv_text sort, struct einv_text text)
{
    return text.len > 0 &&
           (sort.len == 1 ? in_class(sort.ptr[0], text.ptr[0])
                          : text.len >= sort.len &&
                            memcmp(text.ptr, sort.ptr, sort.len) == 0);
}

/* Each step takes as many as it may: no step gives back. */
static bool fits_picture(struct einv_text picture, struct einv_text text)
{
    while (picture.len > 0) {
        size_t least, most, n = 0;
        struct einv_text sort = einv__text(picture.ptr,
                                           point_length(picture));

        picture = einv__text(picture.ptr + sort.len, picture.len - sort.len);
        take_repeat(&picture, &least, &most);
        while (n < most && begins_with(sort, text)) {
            size_t step = point_length(text);

            text = einv__text(text.ptr + step, text.len - step);
            n++;
        }
        if (n < least)
            return false;
    }
    return text.len == 0;
}

bool einv__facet_picture(struct einv_text pictures, struct einv_text text)
{
    while (pictures.ptr != NULL && pictures.len > 0) {
        struct einv_text one = einv__text_trim(
            einv__text_cut(pictures, '|', &pictures));

        if (fits_picture(one, text))
            return true;
    }
    return false;
}

/* --- numbers ------------------------------------------------------------- */

/* Digits are counted as XML Schema does: of the value, not of its text. */
static bool fits_decimal(const struct bind_facet *f, struct einv_text text)
{
    size_t digits = 0, scale = 0, zeros = 0;
    bool point = false, some = false;
    bool negative = text.len > 0 && text.ptr[0] == '-';

    for (size_t i = negative; i < text.len; i++) {
        char c = text.ptr[i];

        if (c == '.') {
            point = true;
            zeros = 0;
            continue;
        }
        if (c < '0' || c > '9')
            return false;
        some |= c != '0';
        if (digits > 0 || c != '0' || point)
            digits++;
        scale += point;
        zeros = c == '0' ? zeros + 1 : 0;
    }
    if (point) {
        digits -= zeros;
        scale -= zeros;
    }
    if ((f->floor == BIND_ABOVE_ZERO && (!some || negative)) ||
        (f->floor == BIND_FROM_ZERO && some && negative))
        return false;
    return digits <= f->digits && scale <= f->scale;
}

/* --- all of them --------------------------------------------------------- */

static bool is_among(const struct einv_binding *b, struct bind_range texts,
                     struct einv_text text)
{
    for (uint32_t i = 0; i < texts.n; i++)
        if (einv__text_eq(b->texts[texts.first + i], text))
            return true;
    return texts.n == 0;
}

bool einv__facet_takes(const struct einv_binding *b,
                       const struct bind_row *row, struct einv_text *text)
{
    const struct bind_facet *f;
    size_t points, end;

    if (row->facet == 0 || text->ptr == NULL)
        return true;
    f = &b->facets[row->facet];
    points = count_points(*text, f->most, &end);
    if (points > f->most) {
        if (!f->cut)
            return false;
        text->len = end;
        while (text->len > 0 && einv__is_space(text->ptr[text->len - 1]))
            text->len--;
        points = count_points(*text, f->most, &end);
    }
    return points >= f->least && is_among(b, f->among, *text) &&
           (f->picture.ptr == NULL || einv__facet_picture(f->picture, *text)) &&
           (f->digits == 0 || fits_decimal(f, *text));
}
