/* source.c: places in the file as given.
 *
 * A line ends with LF, CR LF or a lone CR.  Columns count code points.  A
 * byte order mark is in the offset but in no column.
 */
#include "source.h"

#include "place.h"

void einv__source_free(const einv_allocator *a, struct einv_tree_source *s)
{
    if (s == NULL)
        return;
    einv__free(a, s->own, s->own_size);
    einv__free(a, s->own_given, s->own_given_size);
    einv__free(a, s, sizeof(*s));
}

void einv__place_start(const struct einv_tree_source *s,
                       struct einv_place *place)
{
    place->src = 0;
    place->given = s->skip;
    place->line = 1;
    place->column = 1;
}

#define ONES 0x0101010101010101u
#define HIGHS 0x8080808080808080u

static size_t sum_bytes(uint64_t bits)
{
    return (size_t)((bits * ONES) >> 56);
}

/* Eight bytes without a control: their characters, and how many of these
 * are two units of UTF-16.  false: look at them one by one. */
static bool count_eight(const char *p, size_t *points, size_t *pairs)
{
    uint64_t w;

    memcpy(&w, p, 8);
    /* Is one of them below a blank?  Most are ASCII. */
    if (((w - 0x20 * ONES) & ~w & HIGHS) != 0)
        return false;
    if ((w & HIGHS) == 0) {
        *points += 8;
        return true;
    }
    *points += 8 - sum_bytes((w >> 7) & ~(w >> 6) & ONES);
    *pairs += sum_bytes((w >> 7) & (w >> 6) & (w >> 5) & (w >> 4) & ONES);
    return true;
}

/* How long the text from the place to `to` is in the bytes as given. */
static size_t given_length(const struct einv_tree_source *s,
                           const struct einv_place *place, size_t to,
                           size_t points, size_t pairs)
{
    switch (s->charset != NULL ? s->charset->kind : EINV_CHARSET_UTF8) {
    case EINV_CHARSET_UTF16:
    case EINV_CHARSET_UTF16LE:
    case EINV_CHARSET_UTF16BE:
        return 2 * (points + pairs);
    case EINV_CHARSET_SINGLE:
        return points;
    case EINV_CHARSET_MULTI:
        return einv__decode_length(
            s->charset,
            einv__text(s->given.ptr + place->given,
                       s->given.len - (size_t)place->given),
            to - place->src);
    default:
        return to - place->src;
    }
}

/* UTF-8 with LF alone, the usual case: whole lines need no counting of
 * characters. */
static void skip_lines(const struct einv_tree_source *s,
                       struct einv_place *place, size_t to)
{
    const char *p = s->text + place->src, *end = s->text + to, *at;

    if ((s->charset != NULL && s->charset->kind != EINV_CHARSET_UTF8) ||
        memchr(p, '\r', (size_t)(end - p)) != NULL)
        return;
    while ((at = memchr(p, '\n', (size_t)(end - p))) != NULL) {
        p = at + 1;
        place->line++;
        place->column = 1;
    }
    place->given += (size_t)(p - s->text) - place->src;
    place->src = (size_t)(p - s->text);
}

void einv__place_advance(const struct einv_tree_source *s,
                         struct einv_place *place, size_t to)
{
    const char *p, *end = s->text + to, *stop = s->text + s->len;
    size_t points = 0, pairs = 0, line = 0;     /* line: points before it */
    uint32_t column;

    skip_lines(s, place, to);
    p = s->text + place->src;
    column = place->column;
    while (p < end) {
        const char *some = end - p > 8 ? p + 8 : end;

        if (end - p >= 8 && count_eight(p, &points, &pairs))
            p = some;
        while (p < some) {
            unsigned char c = (unsigned char)*p++;

            if ((c & 0xc0) == 0x80)
                continue;
            points++;
            pairs += c >= 0xf0;
            if (c == '\n' || (c == '\r' && (p >= stop || *p != '\n'))) {
                place->line++;
                column = 1;
                line = points;
            }
        }
    }
    place->column = column + (uint32_t)(points - line);
    place->given += given_length(s, place, to, points, pairs);
    place->src = to;
}

struct einv_position einv__source_position(const struct einv_tree_source *s,
                                           size_t offset)
{
    struct einv_place place;

    einv__place_start(s, &place);
    einv__place_advance(s, &place, offset < s->len ? offset : s->len);
    return (struct einv_position){ place.line, place.column, place.given };
}
