/* chars.h: XML 1.0's character classes, for bytes and code points.
 */
#ifndef EINV_LIB_CHARS_H
#define EINV_LIB_CHARS_H

#include "../base/text.h"

enum {
    EINV_CH_TEXT = 1,       /* ends a plain run of text */
    EINV_CH_VALUE = 2,      /* ends a plain run of an attribute value */
    EINV_CH_SPACE = 4,
    EINV_CH_NAME = 8,       /* goes on in a name: ASCII, without ':' */
    EINV_CH_START = 16,     /* begins a name: ASCII, without ':' */
    EINV_CH_BAD = 32,       /* [2] no character of XML */
    EINV_CH_HIGH = 64       /* first byte of a longer sequence */
};

extern const unsigned char einv__chars[256];

static inline unsigned einv__char_is(char c, unsigned classes)
{
    return einv__chars[(unsigned char)c] & classes;
}

/* [4], [4a]: beyond ASCII. */
bool einv__is_name_start(uint32_t code_point);
bool einv__is_name_char(uint32_t code_point);
/* [2] Char. */
bool einv__is_xml_char(uint32_t code_point);

/* U+FFFE or U+FFFF at p (p[0] is 0xEF, the sequence is whole)? */
static inline bool einv__is_nonchar(const char *p)
{
    return (unsigned char)p[1] == 0xbf && ((unsigned char)p[2] & 0xfe) == 0xbe;
}

#endif
