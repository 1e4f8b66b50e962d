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

void einv__place_advance(const struct einv_tree_source *s,
                         struct einv_place *place, size_t to)
{
    const char *p = s->text + place->src, *end = s->text + to;
    const char *stop = s->text + s->len;
    size_t points = 0, pairs = 0;

    for (; p < end; p++) {
        unsigned char c = (unsigned char)*p;

        if (c == '\n' || (c == '\r' && (p + 1 >= stop || p[1] != '\n'))) {
            place->line++;
            place->column = 1;
            points++;
        } else if ((c & 0xc0) != 0x80) {
            place->column++;
            points++;
            pairs += c >= 0xf0;     /* two units of UTF-16 */
        }
    }
    switch (s->charset != NULL ? s->charset->kind : EINV_CHARSET_UTF8) {
    case EINV_CHARSET_UTF16:
    case EINV_CHARSET_UTF16LE:
    case EINV_CHARSET_UTF16BE:
        place->given += 2 * (points + pairs);
        break;
    case EINV_CHARSET_SINGLE:
        place->given += points;
        break;
    case EINV_CHARSET_MULTI:
        place->given += einv__decode_length(
            s->charset,
            einv__text(s->given.ptr + place->given,
                       s->given.len - (size_t)place->given),
            to - place->src);
        break;
    default:
        place->given += to - place->src;
    }
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
