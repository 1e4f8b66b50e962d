/* layout.c: how wide characters are, and cells side by side.
 *
 * Widths follow Unicode's East Asian Width (UAX #11): wide and full-width
 * characters take two columns, combining marks and format characters none.
 * Blocks, not single characters: a terminal is a few columns off for a rare
 * sign, never for the scripts that invoices are written in.
 */
#include "layout.h"

#define MOST_CELLS 8

struct range {
    uint32_t first, last;
};

static const struct range wide[] = {
    { 0x1100, 0x115f }, { 0x2e80, 0x303e }, { 0x3041, 0x33ff },
    { 0x3400, 0x4dbf }, { 0x4e00, 0x9fff }, { 0xa000, 0xa4cf },
    { 0xa960, 0xa97f }, { 0xac00, 0xd7a3 }, { 0xf900, 0xfaff },
    { 0xfe30, 0xfe6f }, { 0xff01, 0xff60 }, { 0xffe0, 0xffe6 },
    { 0x1f300, 0x1f64f }, { 0x1f680, 0x1f6ff }, { 0x1f900, 0x1f9ff },
    { 0x20000, 0x3fffd }
};

static const struct range none[] = {
    { 0x0300, 0x036f }, { 0x0483, 0x0489 }, { 0x0591, 0x05bd },
    { 0x0610, 0x061a }, { 0x064b, 0x065f }, { 0x0670, 0x0670 },
    { 0x0900, 0x0902 }, { 0x093c, 0x093c }, { 0x0941, 0x0948 },
    { 0x094d, 0x094d }, { 0x0e31, 0x0e31 }, { 0x0e34, 0x0e3a },
    { 0x0e47, 0x0e4e }, { 0x1ab0, 0x1aff }, { 0x1dc0, 0x1dff },
    { 0x200b, 0x200f }, { 0x202a, 0x202e }, { 0x2060, 0x2069 },
    { 0x20d0, 0x20ff }, { 0xfe00, 0xfe0f }, { 0xfe20, 0xfe2f },
    { 0xfeff, 0xfeff }
};

static bool in(const struct range *ranges, size_t n, uint32_t c)
{
    size_t low = 0, high = n;

    while (low < high) {
        size_t mid = (low + high) / 2;

        if (c > ranges[mid].last)
            low = mid + 1;
        else
            high = mid;
    }
    return low < n && c >= ranges[low].first;
}

unsigned einv__char_width(uint32_t code_point)
{
    if (code_point < 0x300)
        return 1;
    if (in(none, sizeof(none) / sizeof(none[0]), code_point))
        return 0;
    return in(wide, sizeof(wide) / sizeof(wide[0]), code_point) ? 2 : 1;
}

size_t einv__text_width(struct einv_text text)
{
    const char *at = text.ptr, *end = text.ptr + text.len;
    size_t width = 0, size;

    for (; at < end; at += size)
        width += einv__char_width(einv__utf8_get(at, end, &size));
    return width;
}

static struct einv_text take(struct einv_text *rest, size_t line, size_t skip)
{
    struct einv_text piece = einv__text(rest->ptr, line);

    *rest = einv__text(rest->ptr + line + skip, rest->len - line - skip);
    return piece;
}

struct einv_text einv__layout_line(struct einv_text *rest, size_t width)
{
    const char *end = rest->ptr + rest->len;
    size_t at = 0, blank = 0, used = 0, size;

    while (at < rest->len) {
        uint32_t c = einv__utf8_get(rest->ptr + at, end, &size);

        if (c == '\n')
            return take(rest, at, 1);
        if (used + einv__char_width(c) > width && at > 0)
            break;
        if (c == ' ')
            blank = at;
        used += einv__char_width(c);
        at += size;
    }
    if (at == rest->len)
        return take(rest, at, 0);
    if (rest->ptr[at] == ' ')
        return take(rest, at, 1);
    return blank > 0 ? take(rest, blank, 1) : take(rest, at, 0);
}

static void blanks(struct einv_buf *out, size_t n)
{
    while (n-- > 0)
        einv__buf_char(out, ' ');
}

/* C0, C1 and the marks that turn the direction of writing. */
static bool steers(uint32_t c)
{
    return c < 0x20 || (c >= 0x7f && c < 0xa0) ||
           (c >= 0x200e && c <= 0x200f) || (c >= 0x202a && c <= 0x202e) ||
           (c >= 0x2066 && c <= 0x2069);
}

static void put_shown(struct einv_buf *out, struct einv_text text)
{
    const char *at = text.ptr, *end = text.ptr + text.len;
    size_t size;

    for (; at < end; at += size) {
        uint32_t c = einv__utf8_get(at, end, &size);

        if (c == '\t' || c == '\r')
            einv__buf_char(out, ' ');
        else if (steers(c))
            einv__buf_char(out, '?');
        else
            einv__buf_put(out, at, size);
    }
}

/* Blanks are owed until something follows them: no line ends in blanks. */
static void put_piece(struct einv_buf *out, struct einv_text piece,
                      const struct einv_cell *cell, size_t *owed)
{
    size_t used = einv__text_width(piece);
    size_t left = used < cell->width ? cell->width - used : 0;

    if (piece.len == 0) {
        *owed += cell->width + 2;
        return;
    }
    blanks(out, *owed + (cell->right ? left : 0));
    put_shown(out, piece);
    *owed = (cell->right ? 0 : left) + 2;
}

void einv__layout_row(struct einv_buf *out, size_t indent,
                      const struct einv_cell *cells, size_t n)
{
    struct einv_text rest[MOST_CELLS];
    bool more = true;

    if (n > MOST_CELLS)
        n = MOST_CELLS;
    for (size_t i = 0; i < n; i++)
        rest[i] = einv__text_trim(cells[i].text);
    while (more) {
        size_t owed = indent;

        more = false;
        for (size_t i = 0; i < n; i++) {
            struct einv_text piece = EINV_NO_TEXT;

            if (rest[i].len > 0)
                piece = einv__layout_line(&rest[i], cells[i].width);
            put_piece(out, piece, &cells[i], &owed);
            more = more || rest[i].len > 0;
        }
        einv__buf_char(out, '\n');
    }
}
