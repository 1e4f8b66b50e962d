/* zip_name.c: names of entries: which bytes, which letters, which are safe.
 */
#include "zip.h"

/* Longer is no name of a file: most systems stop at 255. */
enum { LONGEST = 1024 };

/* The upper half of IBM's code page 437, APPNOTE appendix D's default. */
static const uint16_t upper[128] = {
    0x00c7, 0x00fc, 0x00e9, 0x00e2, 0x00e4, 0x00e0, 0x00e5, 0x00e7,
    0x00ea, 0x00eb, 0x00e8, 0x00ef, 0x00ee, 0x00ec, 0x00c4, 0x00c5,
    0x00c9, 0x00e6, 0x00c6, 0x00f4, 0x00f6, 0x00f2, 0x00fb, 0x00f9,
    0x00ff, 0x00d6, 0x00dc, 0x00a2, 0x00a3, 0x00a5, 0x20a7, 0x0192,
    0x00e1, 0x00ed, 0x00f3, 0x00fa, 0x00f1, 0x00d1, 0x00aa, 0x00ba,
    0x00bf, 0x2310, 0x00ac, 0x00bd, 0x00bc, 0x00a1, 0x00ab, 0x00bb,
    0x2591, 0x2592, 0x2593, 0x2502, 0x2524, 0x2561, 0x2562, 0x2556,
    0x2555, 0x2563, 0x2551, 0x2557, 0x255d, 0x255c, 0x255b, 0x2510,
    0x2514, 0x2534, 0x252c, 0x251c, 0x2500, 0x253c, 0x255e, 0x255f,
    0x255a, 0x2554, 0x2569, 0x2566, 0x2560, 0x2550, 0x256c, 0x2567,
    0x2568, 0x2564, 0x2565, 0x2559, 0x2558, 0x2552, 0x2553, 0x256b,
    0x256a, 0x2518, 0x250c, 0x2588, 0x2584, 0x258c, 0x2590, 0x2580,
    0x03b1, 0x00df, 0x0393, 0x03c0, 0x03a3, 0x03c3, 0x00b5, 0x03c4,
    0x03a6, 0x0398, 0x03a9, 0x03b4, 0x221e, 0x03c6, 0x03b5, 0x2229,
    0x2261, 0x00b1, 0x2265, 0x2264, 0x2320, 0x2321, 0x00f7, 0x2248,
    0x00b0, 0x2219, 0x00b7, 0x221a, 0x207f, 0x00b2, 0x25a0, 0x00a0
};

bool einv__zip_name(struct einv_zip *zip, struct einv_text raw, bool utf8,
                    struct einv_text *name)
{
    char *text;
    size_t n = 0;

    *name = raw;
    if (utf8 || raw.len > LONGEST || einv__utf8_valid(raw))
        return true;
    text = einv__arena_alloc(&zip->arena, raw.len * 3);
    if (text == NULL)
        return false;
    for (size_t i = 0; i < raw.len; i++) {
        unsigned char c = (unsigned char)raw.ptr[i];

        n += einv__utf8_put(c < 128 ? c : upper[c - 128], text + n);
    }
    *name = einv__text(text, n);
    return true;
}

static bool step_good(struct einv_text step)
{
    return step.len > 0 && !einv__text_is(step, ".") &&
           !einv__text_is(step, "..");
}

/* What a file system or another reader could take for something else: a
 * backslash, a drive ("C:"), control characters. */
static bool letters_good(struct einv_text name)
{
    for (size_t i = 0; i < name.len; i++) {
        unsigned char c = (unsigned char)name.ptr[i];

        if (c < 0x20 || c == 0x7f || c == '\\')
            return false;
    }
    return name.len < 2 || name.ptr[1] != ':';
}

bool einv__zip_name_good(struct einv_text name)
{
    if (name.len == 0 || name.len > LONGEST || !einv__utf8_valid(name) ||
        !letters_good(name))
        return false;
    if (name.ptr[name.len - 1] == '/')     /* a folder */
        name.len--;
    for (;;) {
        struct einv_text rest;

        if (!step_good(einv__text_cut(name, '/', &rest)))
            return false;
        if (rest.ptr == NULL)
            return true;
        name = rest;
    }
}
