/* charset.c: the encodings, as rows; UTF-8 and UTF-16 by ourselves, the
 * others by iconv.
 *
 * Refused by absence: UTF-7 (hides markup from filters), UTF-32 and EBCDIC
 * (nobody sends them, attackers do), ISO-2022 and HZ (they have states, so
 * that a byte's meaning depends on all before it).
 */
#include "charset.h"

#include <errno.h>
#include <iconv.h>

#define SINGLE EINV_CHARSET_SINGLE
#define MULTI EINV_CHARSET_MULTI

static const struct einv_charset charsets[] = {
    /* name, other names, iconv's, kind */
    { "UTF-8", { "UTF8" }, NULL, EINV_CHARSET_UTF8 },
    { "UTF-16", { "UTF16" }, NULL, EINV_CHARSET_UTF16 },
    { "UTF-16LE", { NULL }, NULL, EINV_CHARSET_UTF16LE },
    { "UTF-16BE", { NULL }, NULL, EINV_CHARSET_UTF16BE },
    { "US-ASCII", { "ASCII" }, "ASCII", SINGLE },
    { "ISO-8859-1", { "latin1", "ISO8859-1" }, "ISO-8859-1", SINGLE },
    { "ISO-8859-2", { "latin2" }, "ISO-8859-2", SINGLE },
    { "ISO-8859-3", { "latin3" }, "ISO-8859-3", SINGLE },
    { "ISO-8859-4", { "latin4" }, "ISO-8859-4", SINGLE },
    { "ISO-8859-5", { "cyrillic" }, "ISO-8859-5", SINGLE },
    { "ISO-8859-6", { "arabic" }, "ISO-8859-6", SINGLE },
    { "ISO-8859-7", { "greek" }, "ISO-8859-7", SINGLE },
    { "ISO-8859-8", { "hebrew" }, "ISO-8859-8", SINGLE },
    { "ISO-8859-9", { "latin5" }, "ISO-8859-9", SINGLE },
    { "ISO-8859-10", { "latin6" }, "ISO-8859-10", SINGLE },
    { "ISO-8859-11", { NULL }, "ISO-8859-11", SINGLE },
    { "ISO-8859-13", { NULL }, "ISO-8859-13", SINGLE },
    { "ISO-8859-14", { NULL }, "ISO-8859-14", SINGLE },
    { "ISO-8859-15", { "latin-9" }, "ISO-8859-15", SINGLE },
    { "ISO-8859-16", { NULL }, "ISO-8859-16", SINGLE },
    { "windows-1250", { "cp1250", "x-cp1250" }, "CP1250", SINGLE },
    { "windows-1251", { "cp1251", "x-cp1251" }, "CP1251", SINGLE },
    { "windows-1252", { "cp1252", "x-cp1252" }, "CP1252", SINGLE },
    { "windows-1253", { "cp1253", "x-cp1253" }, "CP1253", SINGLE },
    { "windows-1254", { "cp1254", "x-cp1254" }, "CP1254", SINGLE },
    { "windows-1255", { "cp1255", "x-cp1255" }, "CP1255", SINGLE },
    { "windows-1256", { "cp1256", "x-cp1256" }, "CP1256", SINGLE },
    { "windows-1257", { "cp1257", "x-cp1257" }, "CP1257", SINGLE },
    { "windows-1258", { "cp1258", "x-cp1258" }, "CP1258", SINGLE },
    { "windows-874", { "cp874", "TIS-620" }, "CP874", SINGLE },
    { "IBM866", { "cp866", "866" }, "CP866", SINGLE },
    { "KOI8-R", { NULL }, "KOI8-R", SINGLE },
    { "KOI8-U", { NULL }, "KOI8-U", SINGLE },
    { "GB18030", { NULL }, "GB18030", MULTI },
    { "GBK", { "cp936", "windows-936" }, "GBK", MULTI },
    { "GB2312", { "EUC-CN" }, "GB2312", MULTI },
    { "Big5", { "Big5-ETEN" }, "BIG5", MULTI },
    { "EUC-KR", { "KS_C_5601-1987" }, "EUC-KR", MULTI },
    { "EUC-JP", { NULL }, "EUC-JP", MULTI },
    { "Shift_JIS", { "SJIS", "Shift-JIS" }, "CP932", MULTI },
    { "windows-31j", { "cp932" }, "CP932", MULTI },
};

#define N_CHARSETS (sizeof(charsets) / sizeof(charsets[0]))
#define UTF8 (&charsets[0])
#define UTF16LE (&charsets[2])
#define UTF16BE (&charsets[3])

static char lower(char c)
{
    return c >= 'A' && c <= 'Z' ? (char)(c + ('a' - 'A')) : c;
}

static bool named(struct einv_text name, const char *z)
{
    size_t i;

    if (z == NULL || name.len != strlen(z))
        return false;
    for (i = 0; i < name.len; i++)
        if (lower(name.ptr[i]) != lower(z[i]))
            return false;
    return true;
}

const struct einv_charset *einv__charset_find(struct einv_text name)
{
    size_t i, k;

    if (name.len > EINV_CHARSET_NAME_MAX)
        return NULL;
    for (i = 0; i < N_CHARSETS; i++) {
        if (named(name, charsets[i].name))
            return &charsets[i];
        for (k = 0; k < 3 && charsets[i].alias[k] != NULL; k++)
            if (named(name, charsets[i].alias[k]))
                return &charsets[i];
    }
    return NULL;
}

/* --- deciding ------------------------------------------------------------ */

bool einv__xml_declared(struct einv_text text, const char *name,
                        struct einv_text *value)
{
    const char *p = text.ptr, *end = text.ptr + text.len;
    size_t len = strlen(name);

    if (text.len < 6 || memcmp(p, "<?xml", 5) != 0 || !einv__is_space(p[5]))
        return false;
    for (p += 5; p < end && *p != '?' && *p != '<' && *p != '>';) {
        const char *word, *start;
        char quote;

        while (p < end && einv__is_space(*p))
            p++;
        for (word = p; p < end && lower(*p) >= 'a' && lower(*p) <= 'z';)
            p++;
        start = p;                      /* end of the word, for now */
        while (p < end && (einv__is_space(*p) || *p == '='))
            p++;
        if (p >= end || (*p != '"' && *p != '\''))
            return false;
        quote = *p++;
        if ((size_t)(start - word) == len && memcmp(word, name, len) == 0) {
            for (start = p; p < end && *p != quote && *p != '<';)
                p++;
            *value = einv__text(start, (size_t)(p - start));
            return p < end && *p == quote;
        }
        while (p < end && *p != quote && *p != '<')
            p++;
        if (p < end && *p == quote)
            p++;
    }
    return false;
}

static bool starts(struct einv_text bytes, const char *with, size_t len)
{
    return bytes.len >= len && memcmp(bytes.ptr, with, len) == 0;
}

void einv__charset_guess(struct einv_text bytes,
                         struct einv_charset_guess *guess)
{
    static const struct {           /* first match decides */
        const char *start;
        size_t len, skip;
        const struct einv_charset *charset;
        const char *refused;
    } rows[] = {
        { "\xff\xfe\0\0", 4, 0, NULL, "UTF-32" },
        { "\0\0\xfe\xff", 4, 0, NULL, "UTF-32" },
        { "<\0\0\0", 4, 0, NULL, "UTF-32" },
        { "\0\0\0<", 4, 0, NULL, "UTF-32" },
        { "\xff\xfe", 2, 2, UTF16LE, NULL },
        { "\xfe\xff", 2, 2, UTF16BE, NULL },
        { "<\0", 2, 0, UTF16LE, NULL },
        { "\0<", 2, 0, UTF16BE, NULL },
        { "\xef\xbb\xbf", 3, 3, UTF8, NULL },
        { "\x4c\x6f\xa7\x94", 4, 0, NULL, "EBCDIC" },
        { "+/v", 3, 0, NULL, "UTF-7" },
        { "+ADw", 4, 0, NULL, "UTF-7" },
    };
    size_t i;

    memset(guess, 0, sizeof(*guess));
    for (i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
        if (!starts(bytes, rows[i].start, rows[i].len))
            continue;
        guess->charset = rows[i].charset;
        guess->skip = rows[i].skip;
        guess->refused = rows[i].refused;
        return;
    }
    guess->charset = UTF8;
    if (!einv__xml_declared(bytes, "encoding", &guess->declared))
        return;
    guess->charset = einv__charset_find(guess->declared);
    /* Bytes that spell out "UTF-16" in ASCII are not UTF-16. */
    if (guess->charset != NULL && guess->charset->kind >= EINV_CHARSET_UTF16 &&
        guess->charset->kind <= EINV_CHARSET_UTF16BE)
        guess->charset = NULL;
}

/* --- UTF-8 --------------------------------------------------------------- */

/* Length of the valid sequence at p (p[0] >= 0x80); 0: none. */
static size_t sequence(const unsigned char *p, size_t left)
{
    unsigned char a = p[0], low = 0x80, high = 0xbf;
    size_t n, i;

    if (a < 0xc2 || a > 0xf4)       /* continuation, over-long, too large */
        return 0;
    n = a < 0xe0 ? 2 : a < 0xf0 ? 3 : 4;
    if (left < n)
        return 0;
    if (a == 0xe0)
        low = 0xa0;                 /* over-long */
    else if (a == 0xed)
        high = 0x9f;                /* surrogates */
    else if (a == 0xf0)
        low = 0x90;                 /* over-long */
    else if (a == 0xf4)
        high = 0x8f;                /* beyond Unicode */
    if (p[1] < low || p[1] > high)
        return 0;
    for (i = 2; i < n; i++)
        if ((p[i] & 0xc0) != 0x80)
            return 0;
    return n;
}

/* U+202A..202E and U+2066..2069: they make a reader see an order that is
 * not the order of the bytes. */
static bool is_bidi(const unsigned char *p)
{
    return p[0] == 0xe2 &&
           ((p[1] == 0x80 && p[2] >= 0xaa && p[2] <= 0xae) ||
            (p[1] == 0x81 && p[2] >= 0xa6 && p[2] <= 0xa9));
}

size_t einv__utf8_check(const char *ptr, size_t len, bool *bidi)
{
    const unsigned char *p = (const unsigned char *)ptr, *end = p + len;
    const void *nul = len > 0 ? memchr(ptr, 0, len) : NULL;

    *bidi = false;
    if (nul != NULL)
        end = nul;
    while (p < end) {
        size_t n;

        if (*p < 0x80) {
            uint64_t a, b;

            for (; end - p >= 16; p += 16) {
                memcpy(&a, p, 8);
                memcpy(&b, p + 8, 8);
                if (((a | b) & 0x8080808080808080u) != 0)
                    break;
            }
            while (p < end && *p < 0x80)
                p++;
            continue;
        }
        n = sequence(p, (size_t)(end - p));
        if (n == 0)
            break;
        if (n == 3 && is_bidi(p))
            *bidi = true;
        p += n;
    }
    return (size_t)(p - (const unsigned char *)ptr);
}

const char *einv__find_bidi(struct einv_text text)
{
    const char *p = text.ptr, *end = text.ptr + text.len;

    while (end - p >= 3 &&
           (p = memchr(p, 0xe2, (size_t)(end - p) - 2)) != NULL) {
        if (is_bidi((const unsigned char *)p))
            return p;
        p++;
    }
    return NULL;
}

/* --- decoding ------------------------------------------------------------ */

static uint32_t unit(const unsigned char *p, bool little)
{
    return little ? (uint32_t)p[0] | (uint32_t)p[1] << 8
                  : (uint32_t)p[1] | (uint32_t)p[0] << 8;
}

static enum einv_decode_error decode_utf16(struct einv_text bytes, bool little,
                                           struct einv_buf *out, size_t *bad)
{
    const unsigned char *p = (const unsigned char *)bytes.ptr;
    size_t i = 0, fill = 0, step;
    char chunk[1024];

    for (; bytes.len - i >= 2 && !out->failed; i += step) {
        uint32_t c = unit(p + i, little), d;

        step = 2;
        if (c >= 0xd800 && c < 0xe000) {
            d = bytes.len - i >= 4 ? unit(p + i + 2, little) : 0;
            if (c >= 0xdc00 || d < 0xdc00 || d >= 0xe000)
                break;
            c = 0x10000 + ((c - 0xd800) << 10) + (d - 0xdc00);
            step = 4;
        }
        if (c == 0)
            break;
        if (fill + 4 > sizeof(chunk)) {
            einv__buf_put(out, chunk, fill);
            fill = 0;
        }
        fill += einv__utf8_put(c, chunk + fill);
    }
    einv__buf_put(out, chunk, fill);
    *bad = i;
    if (out->failed)
        return EINV_DECODE_NOMEM;
    if (i == bytes.len)
        return EINV_DECODE_OK;
    return bytes.len - i == 1 ? EINV_DECODE_BYTES : EINV_DECODE_CHAR;
}

/* What each byte is in UTF-8, where a byte is a character: iconv takes some
 * sixty instructions a byte, a table six. */
struct byte_row {
    char utf8[3];
    uint8_t n;                      /* 0: no character */
};

/* false: some bytes wait for those behind them (Hebrew, Vietnamese), or iconv
 * says more than a table can. */
static bool make_rows(iconv_t cd, struct byte_row *rows)
{
    bool each = true;

    for (unsigned byte = 0; byte < 256 && each; byte++) {
        char one = (char)byte, chunk[16] = { 0 }, *in = &one, *to = chunk;
        size_t left = 1, room = sizeof(chunk), n;

        iconv(cd, NULL, NULL, NULL, NULL);
        n = iconv(cd, &in, &left, &to, &room);
        rows[byte].n = 0;
        if (n == (size_t)-1)
            continue;
        each = n == 0 && to > chunk && to <= chunk + 3;
        rows[byte].n = each ? (uint8_t)(to - chunk) : 0;
        memcpy(rows[byte].utf8, chunk, 3);
    }
    iconv(cd, NULL, NULL, NULL, NULL);
    return each;
}

/* Is what is ASCII in UTF-8 the same here? */
static bool has_ascii(const struct byte_row *rows)
{
    bool each = true;

    for (int byte = 0; byte < 0x80 && each; byte++)
        each = rows[byte].n == 1 && rows[byte].utf8[0] == (char)byte;
    return each;
}

/* Eight bytes of ASCII from the i-th on. */
static bool is_ascii(struct einv_text bytes, size_t i)
{
    uint64_t w;

    if (bytes.len - i < 8)
        return false;
    memcpy(&w, bytes.ptr + i, 8);
    return (w & 0x8080808080808080u) == 0;
}

/* How many bytes it could decode. */
static size_t decode_rows(const struct byte_row *rows, struct einv_text bytes,
                          struct einv_buf *out)
{
    bool ascii = has_ascii(rows);
    char chunk[4096], *to = chunk;
    size_t i = 0;

    for (; i < bytes.len; i++) {
        for (; ascii && is_ascii(bytes, i) &&
               to <= chunk + sizeof(chunk) - 12; i += 8, to += 8)
            memcpy(to, bytes.ptr + i, 8);
        if (i == bytes.len)
            break;
        const struct byte_row *row = &rows[(unsigned char)bytes.ptr[i]];

        if (row->n == 0)
            break;
        memcpy(to, row->utf8, 3);
        to += row->n;
        if (to > chunk + sizeof(chunk) - 3) {
            einv__buf_put(out, chunk, (size_t)(to - chunk));
            to = chunk;
        }
    }
    einv__buf_put(out, chunk, (size_t)(to - chunk));
    return i;
}

/* Where making the table costs less than it saves. */
#define ROWS_PAY 4096

static enum einv_decode_error decode_iconv(const struct einv_charset *charset,
                                           struct einv_text bytes,
                                           struct einv_buf *out, size_t *bad)
{
    iconv_t cd = iconv_open("UTF-8", charset->iconv);
    char *in = (char *)bytes.ptr;   /* iconv does not write there */
    size_t left = bytes.len;
    enum einv_decode_error error = EINV_DECODE_OK;
    struct byte_row rows[256];
    char chunk[4096];

    *bad = 0;
    if (cd == (iconv_t)-1)
        return errno == ENOMEM ? EINV_DECODE_NOMEM : EINV_DECODE_BYTES;
    if (charset->kind == SINGLE && left > ROWS_PAY && make_rows(cd, rows)) {
        size_t done = decode_rows(rows, bytes, out);

        in += done;                 /* what stopped it is iconv's to judge */
        left -= done;
        error = out->failed ? EINV_DECODE_NOMEM : EINV_DECODE_OK;
    }
    while (left > 0 && error == EINV_DECODE_OK) {
        char *to = chunk;
        size_t room = sizeof(chunk), n = iconv(cd, &in, &left, &to, &room);

        einv__buf_put(out, chunk, sizeof(chunk) - room);
        if (out->failed)
            error = EINV_DECODE_NOMEM;
        else if (n == (size_t)-1 && errno != E2BIG)
            error = EINV_DECODE_BYTES;
    }
    iconv_close(cd);
    *bad = bytes.len - left;
    return error;
}

enum einv_decode_error einv__decode(const struct einv_charset *charset,
                                    struct einv_text bytes,
                                    struct einv_buf *out, size_t *bad)
{
    bool bidi;

    switch (charset->kind) {
    case EINV_CHARSET_UTF16LE:
    case EINV_CHARSET_UTF16BE:
        return decode_utf16(bytes, charset->kind == EINV_CHARSET_UTF16LE, out,
                            bad);
    case EINV_CHARSET_SINGLE:
    case EINV_CHARSET_MULTI:
        return decode_iconv(charset, bytes, out, bad);
    default:
        *bad = einv__utf8_check(bytes.ptr, bytes.len, &bidi);
        einv__buf_put(out, bytes.ptr, *bad);
        if (out->failed)
            return EINV_DECODE_NOMEM;
        return *bad == bytes.len ? EINV_DECODE_OK : EINV_DECODE_BYTES;
    }
}

/* UTF-16 and the single-byte sets need no decoding to count, but need the
 * text; the callers that have it count there.  Here: iconv only. */
size_t einv__decode_length(const struct einv_charset *charset,
                           struct einv_text bytes, size_t want)
{
    iconv_t cd = iconv_open("UTF-8", charset->iconv);
    char *in = (char *)bytes.ptr;
    size_t left = bytes.len;
    char chunk[4096];

    if (cd == (iconv_t)-1)
        return 0;
    while (want > 0 && left > 0) {
        char *to = chunk;
        size_t size = want < sizeof(chunk) ? want : sizeof(chunk);
        size_t room = size, n = iconv(cd, &in, &left, &to, &room);

        if (room == size && n == (size_t)-1)
            break;                  /* not one character more */
        want -= size - room;
    }
    iconv_close(cd);
    return bytes.len - left;
}
