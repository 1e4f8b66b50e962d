/* chars.c: see chars.h.
 */
#include "chars.h"

/* A row is 16 bytes; sums of EINV_CH_*.  '>' ends runs although it may stand
 * in them: the last one in a document stops every scan, so that none needs
 * to look for the end.  0xEF may begin U+FFFE and U+FFFF. */
const unsigned char einv__chars[256] = {
    35, 35, 35, 35, 35, 35, 35, 35, 35, 6, 6, 35, 35, 7, 35, 35,
    35, 35, 35, 35, 35, 35, 35, 35, 35, 35, 35, 35, 35, 35, 35, 35,
    4, 0, 2, 0, 0, 0, 3, 2, 0, 0, 0, 0, 0, 8, 8, 0,
    8, 8, 8, 8, 8, 8, 8, 8, 8, 8, 0, 0, 3, 0, 3, 0,
    0, 24, 24, 24, 24, 24, 24, 24, 24, 24, 24, 24, 24, 24, 24, 24,
    24, 24, 24, 24, 24, 24, 24, 24, 24, 24, 24, 0, 0, 0, 0, 24,
    0, 24, 24, 24, 24, 24, 24, 24, 24, 24, 24, 24, 24, 24, 24, 24,
    24, 24, 24, 24, 24, 24, 24, 24, 24, 24, 24, 0, 0, 0, 0, 0,
    0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0,
    0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0,
    0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0,
    0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0,
    64, 64, 64, 64, 64, 64, 64, 64, 64, 64, 64, 64, 64, 64, 64, 64,
    64, 64, 64, 64, 64, 64, 64, 64, 64, 64, 64, 64, 64, 64, 64, 64,
    64, 64, 64, 64, 64, 64, 64, 64, 64, 64, 64, 64, 64, 64, 64, 67,
    64, 64, 64, 64, 64, 64, 64, 64, 64, 64, 64, 64, 64, 64, 64, 64,
};

struct range {
    uint32_t from, to;
};

/* XML 1.0 fifth edition, [4] NameStartChar beyond ASCII. */
static const struct range starts[] = {
    { 0xc0, 0xd6 }, { 0xd8, 0xf6 }, { 0xf8, 0x2ff }, { 0x370, 0x37d },
    { 0x37f, 0x1fff }, { 0x200c, 0x200d }, { 0x2070, 0x218f },
    { 0x2c00, 0x2fef }, { 0x3001, 0xd7ff }, { 0xf900, 0xfdcf },
    { 0xfdf0, 0xfffd }, { 0x10000, 0xeffff }
};
/* [4a]: these too, behind the first. */
static const struct range more[] = {
    { 0xb7, 0xb7 }, { 0x300, 0x36f }, { 0x203f, 0x2040 }
};

static bool within(const struct range *rows, size_t n, uint32_t c)
{
    size_t i;

    for (i = 0; i < n; i++)
        if (c >= rows[i].from && c <= rows[i].to)
            return true;
    return false;
}

bool einv__is_name_start(uint32_t c)
{
    return within(starts, sizeof(starts) / sizeof(starts[0]), c);
}

bool einv__is_name_char(uint32_t c)
{
    return einv__is_name_start(c) ||
           within(more, sizeof(more) / sizeof(more[0]), c);
}

bool einv__is_xml_char(uint32_t c)
{
    return c == '\t' || c == '\n' || c == '\r' || (c >= 0x20 && c < 0xd800) ||
           (c >= 0xe000 && c < 0xfffe) || (c >= 0x10000 && c < 0x110000);
}
