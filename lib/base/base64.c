/* base64.c: RFC 4648, section 4.
 *
 * Strict, because signatures are read with it: a value that could be written
 * in two ways (other characters, lost padding, bits behind the last byte)
 * is refused, not repaired.
 */
#include "base64.h"

static int value_of(char c)
{
    if (c >= 'A' && c <= 'Z')
        return c - 'A';
    if (c >= 'a' && c <= 'z')
        return c - 'a' + 26;
    if (c >= '0' && c <= '9')
        return c - '0' + 52;
    return c == '+' ? 62 : c == '/' ? 63 : -1;
}

/* The end: n digits of an unfinished quantum and `pad` signs behind them. */
static bool ends_well(uint32_t bits, unsigned n, unsigned pad,
                      struct einv_buf *out)
{
    if (n == 0)
        return pad == 0;
    /* Two digits hold 8 bits of 12, three hold 16 of 18. */
    if (n + pad != 4 || n == 1 || (bits & (n == 2 ? 0xfu : 0x3u)) != 0)
        return false;
    bits <<= 6 * (4 - n);
    einv__buf_char(out, (char)(bits >> 16 & 0xff));
    if (n == 3)
        einv__buf_char(out, (char)(bits >> 8 & 0xff));
    return true;
}

bool einv__base64_decode(struct einv_text text, struct einv_buf *out)
{
    unsigned n = 0, pad = 0;
    uint32_t bits = 0;

    for (size_t i = 0; i < text.len; i++) {
        int v = value_of(text.ptr[i]);

        if (einv__is_space(text.ptr[i]))
            continue;
        if (text.ptr[i] == '=') {
            pad++;
            continue;
        }
        if (v < 0 || pad > 0)
            return false;
        bits = bits << 6 | (uint32_t)v;
        if (++n == 4) {
            char three[3] = { (char)(bits >> 16 & 0xff),
                              (char)(bits >> 8 & 0xff),
                              (char)(bits & 0xff) };

            einv__buf_put(out, three, 3);
            n = 0;
            bits = 0;
        }
    }
    return ends_well(bits, n, pad, out) && !out->failed;
}

void einv__base64_encode(const void *bytes, size_t len, struct einv_buf *out)
{
    static const char digits[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
                                 "abcdefghijklmnopqrstuvwxyz0123456789+/";
    const unsigned char *p = bytes;

    for (size_t i = 0; i < len; i += 3) {
        size_t have = len - i < 3 ? len - i : 3;
        uint32_t bits = (uint32_t)p[i] << 16;

        if (have > 1)
            bits |= (uint32_t)p[i + 1] << 8;
        if (have > 2)
            bits |= p[i + 2];
        einv__buf_char(out, digits[bits >> 18 & 63]);
        einv__buf_char(out, digits[bits >> 12 & 63]);
        einv__buf_char(out, have > 1 ? digits[bits >> 6 & 63] : '=');
        einv__buf_char(out, have > 2 ? digits[bits & 63] : '=');
    }
}
