/* text.c: trimming, cutting, hashing, and what UTF-8 is.
 *
 * Only this file knows how UTF-8 is made (RFC 3629); everybody who looks at
 * characters asks here.
 */
#include "text.h"

struct einv_text einv__text_trim(struct einv_text text)
{
    while (text.len > 0 && einv__is_space(text.ptr[text.len - 1]))
        text.len--;
    while (text.len > 0 && einv__is_space(text.ptr[0])) {
        text.ptr++;
        text.len--;
    }
    return text;
}

struct einv_text einv__text_cut(struct einv_text text, char sep,
                                struct einv_text *rest)
{
    const char *at = text.len > 0 ? memchr(text.ptr, sep, text.len) : NULL;
    size_t before;

    if (at == NULL) {
        *rest = EINV_NO_TEXT;
        return text;
    }
    before = (size_t)(at - text.ptr);
    *rest = einv__text(at + 1, text.len - before - 1);
    return einv__text(text.ptr, before);
}

struct einv_text einv__text_word(struct einv_text *rest)
{
    const char *p = rest->ptr;
    const char *end = p != NULL ? p + rest->len : p;
    const char *start;

    while (p < end && einv__is_space(*p))
        p++;
    start = p;
    while (p < end && !einv__is_space(*p))
        p++;
    *rest = einv__text(p, (size_t)(end - p));
    return einv__text(start, (size_t)(p - start));
}

uint32_t einv__hash32(uint32_t seed, const void *bytes, size_t len)
{
    const unsigned char *p = bytes, *end = p + len;

    /* Each step waits for the one before; only the counting can be saved. */
    for (; end - p >= 4; p += 4) {
        seed = (seed ^ p[0]) * 16777619u;
        seed = (seed ^ p[1]) * 16777619u;
        seed = (seed ^ p[2]) * 16777619u;
        seed = (seed ^ p[3]) * 16777619u;
    }
    for (; p < end; p++)
        seed = (seed ^ *p) * 16777619u;
    return seed;
}

uint64_t einv__hash64(uint64_t seed, const void *bytes, size_t len)
{
    const unsigned char *p = bytes;

    for (size_t i = 0; i < len; i++)
        seed = (seed ^ p[i]) * UINT64_C(1099511628211);
    return seed;
}

/* The least byte first, whatever the machine; one load where it is that. */
static uint64_t load64(const unsigned char *p)
{
    return (uint64_t)p[0] | (uint64_t)p[1] << 8 | (uint64_t)p[2] << 16 |
           (uint64_t)p[3] << 24 | (uint64_t)p[4] << 32 |
           (uint64_t)p[5] << 40 | (uint64_t)p[6] << 48 |
           (uint64_t)p[7] << 56;
}

/* Both factors of a step can be undone: no two words give one result. */
static uint64_t hash_step(uint64_t h, uint64_t word)
{
    h = (h ^ word) * UINT64_C(0x9e3779b97f4a7c15);
    return h ^ h >> 32;
}

uint64_t einv__hash_long(uint64_t seed, const void *bytes, size_t len)
{
    const unsigned char *p = bytes;
    uint64_t h = hash_step(seed, len);
    unsigned char rest[8] = { 0 };

    for (; len >= 8; len -= 8, p += 8)
        h = hash_step(h, load64(p));
    if (len > 0)
        memcpy(rest, p, len);
    return hash_step(hash_step(h, load64(rest)), 0);
}

/* The length a lead byte announces, and the range of the second byte.  The
 * range is what keeps out over-long forms, surrogates and what lies behind
 * U+10FFFF (RFC 3629, section 4). */
static size_t sequence(unsigned char lead, unsigned char *low,
                       unsigned char *high)
{
    *low = 0x80;
    *high = 0xbf;
    if (lead < 0x80)
        return 1;
    if (lead >= 0xc2 && lead <= 0xdf)
        return 2;
    if (lead >= 0xe0 && lead <= 0xef) {
        if (lead == 0xe0)
            *low = 0xa0;
        else if (lead == 0xed)
            *high = 0x9f;
        return 3;
    }
    if (lead >= 0xf0 && lead <= 0xf4) {
        if (lead == 0xf0)
            *low = 0x90;
        else if (lead == 0xf4)
            *high = 0x8f;
        return 4;
    }
    return 0;
}

/* The length of the valid sequence at p, 0: none. */
static size_t valid_at(const unsigned char *p, const unsigned char *end)
{
    unsigned char low, high;
    size_t n = sequence(*p, &low, &high);

    if (n == 0 || (size_t)(end - p) < n)
        return 0;
    if (n > 1 && (p[1] < low || p[1] > high))
        return 0;
    for (size_t i = 2; i < n; i++)
        if ((p[i] & 0xc0) != 0x80)
            return 0;
    return n;
}

bool einv__utf8_valid(struct einv_text text)
{
    const unsigned char *p = (const unsigned char *)text.ptr;
    const unsigned char *end = text.len > 0 ? p + text.len : p;

    while (p < end) {
        uint64_t eight;
        size_t n;

        /* Most text is ASCII: eight bytes in one look. */
        while (end - p >= 8) {
            memcpy(&eight, p, 8);
            if ((eight & UINT64_C(0x8080808080808080)) != 0)
                break;
            p += 8;
        }
        if (p == end)
            return true;
        n = valid_at(p, end);
        if (n == 0)
            return false;
        p += n;
    }
    return true;
}

uint32_t einv__utf8_get(const char *ptr, const char *end, size_t *size)
{
    static const unsigned char first_bits[] = { 0, 0x7f, 0x1f, 0x0f, 0x07 };
    const unsigned char *p = (const unsigned char *)ptr;
    size_t n = valid_at(p, (const unsigned char *)end);
    uint32_t c;

    if (n == 0) {
        *size = 1;
        return 0xfffd;
    }
    *size = n;
    c = p[0] & first_bits[n];
    for (size_t i = 1; i < n; i++)
        c = (c << 6) | (p[i] & 0x3fu);
    return c;
}

size_t einv__utf8_put(uint32_t code_point, char out[4])
{
    uint32_t c = code_point;

    if (c > 0x10ffff || (c >= 0xd800 && c <= 0xdfff))
        c = 0xfffd;
    if (c < 0x80) {
        out[0] = (char)c;
        return 1;
    }
    if (c < 0x800) {
        out[0] = (char)(0xc0 | (c >> 6));
        out[1] = (char)(0x80 | (c & 0x3f));
        return 2;
    }
    if (c < 0x10000) {
        out[0] = (char)(0xe0 | (c >> 12));
        out[1] = (char)(0x80 | ((c >> 6) & 0x3f));
        out[2] = (char)(0x80 | (c & 0x3f));
        return 3;
    }
    out[0] = (char)(0xf0 | (c >> 18));
    out[1] = (char)(0x80 | ((c >> 12) & 0x3f));
    out[2] = (char)(0x80 | ((c >> 6) & 0x3f));
    out[3] = (char)(0x80 | (c & 0x3f));
    return 4;
}
