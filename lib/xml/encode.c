/* encode.c: see encode.h.
 *
 * iconv implementations disagree about a character that the target lacks:
 * some stop, some write a star and count it.  So a piece is taken whole when
 * nothing happened, and else again, character by character.  Some also write
 * one character for another that looks alike (a yen sign as a backslash): so
 * what is not ASCII is read back and compared.  Where a byte is a character,
 * a table of all that iconv reads does the same, and does it faster.
 */
#include "encode.h"

#include <iconv.h>

/* Of an encoding of one byte a character: what each byte above ASCII is, by
 * the character, in an open hash with room for twice as many. */
struct single {
    uint32_t c[256];       /* 0: free */
    unsigned char byte[256];
    unsigned char two[0x800];   /* of characters of two bytes; 0: none */
};

struct einv_encoder {
    const einv_allocator *alloc;
    const struct einv_charset *charset;
    iconv_t cd, back;
    bool is_open, has_single;
    struct single single;
};

static void close_both(struct einv_encoder *e)
{
    if (e->cd != (iconv_t)-1)
        iconv_close(e->cd);
    if (e->back != (iconv_t)-1)
        iconv_close(e->back);
}

einv_status einv__encoder_open(struct einv_encoder **out,
                               const einv_allocator *a,
                               const struct einv_charset *charset)
{
    struct einv_encoder *e = einv__alloc(a, 1, sizeof(*e));

    *out = NULL;
    if (e == NULL)
        return EINV_ENOMEM;
    e->alloc = a;
    e->charset = charset;
    e->is_open = charset->iconv != NULL;
    e->has_single = false;
    if (e->is_open) {
        e->cd = iconv_open(charset->iconv, "UTF-8");
        e->back = iconv_open("UTF-8", charset->iconv);
        if (e->cd == (iconv_t)-1 || e->back == (iconv_t)-1) {
            close_both(e);
            einv__free(a, e, sizeof(*e));
            return EINV_EUNSUPPORTED;
        }
    }
    *out = e;
    return EINV_OK;
}

void einv__encoder_close(struct einv_encoder *e)
{
    if (e == NULL)
        return;
    if (e->is_open)
        close_both(e);
    einv__free(e->alloc, e, sizeof(*e));
}

static void put_unit(char *to, uint32_t unit, bool little)
{
    to[little ? 0 : 1] = (char)(unit & 0xff);
    to[little ? 1 : 0] = (char)(unit >> 8);
}

static void encode_utf16(struct einv_text text, bool little,
                         struct einv_buf *out)
{
    const char *p = text.ptr, *end = text.ptr + text.len;
    char chunk[1024];
    size_t fill = 0, n;

    for (; p < end; p += n) {
        uint32_t c = einv__utf8_get(p, end, &n);

        if (fill + 4 > sizeof(chunk)) {
            einv__buf_put(out, chunk, fill);
            fill = 0;
        }
        if (c >= 0x10000) {
            put_unit(chunk + fill, 0xd800 + ((c - 0x10000) >> 10), little);
            c = 0xdc00 + (c & 0x3ff);
            fill += 2;
        }
        put_unit(chunk + fill, c, little);
        fill += 2;
    }
    einv__buf_put(out, chunk, fill);
}

#define HIGHS 0x8080808080808080u

static bool is_ascii(const char *ptr, size_t len)
{
    unsigned char all = 0;
    uint64_t w;

    for (; len >= 8; ptr += 8, len -= 8) {
        memcpy(&w, ptr, 8);
        if ((w & HIGHS) != 0)
            return false;
    }
    while (len > 0)
        all |= (unsigned char)ptr[--len];
    return all < 0x80;
}

static bool reads_back(struct einv_encoder *e, char *in, size_t left,
                       const char *ptr, size_t len)
{
    char chunk[4096], *to = chunk;
    size_t room = sizeof(chunk);

    iconv(e->back, NULL, NULL, NULL, NULL);
    return iconv(e->back, &in, &left, &to, &room) == 0 && left == 0 &&
           sizeof(chunk) - room == len && memcmp(chunk, ptr, len) == 0;
}

/* --- one byte a character ------------------------------------------------ */

/* Where the character stands, or would. */
static unsigned single_slot(const struct single *s, uint32_t c)
{
    unsigned i = (c ^ c >> 6) & 255;

    while (s->c[i] != 0 && s->c[i] != c)
        i = (i + 1) & 255;
    return i;
}

/* What iconv reads each byte as; made when the first one is met. */
static void make_single(struct einv_encoder *e)
{
    struct single *s = &e->single;

    memset(s, 0, sizeof(*s));
    for (unsigned byte = 0x80; byte < 0x100; byte++) {
        char one = (char)byte, chunk[8], *in = &one, *to = chunk;
        size_t left = 1, room = sizeof(chunk), n;
        uint32_t c;
        unsigned i;

        iconv(e->back, NULL, NULL, NULL, NULL);
        if (iconv(e->back, &in, &left, &to, &room) != 0 || to == chunk)
            continue;
        c = einv__utf8_get(chunk, to, &n);
        i = single_slot(s, c);
        if (chunk + n == to && s->c[i] == 0) {
            s->c[i] = c;
            s->byte[i] = (unsigned char)byte;
            if (c < 0x800)
                s->two[c] = (unsigned char)byte;
        }
    }
    e->has_single = true;
}

static bool encode_single(struct einv_encoder *e, const char *p, size_t len,
                          struct einv_buf *out)
{
    const char *end = p + len;
    char chunk[512], *to = chunk;
    size_t n;

    if (!e->has_single)
        make_single(e);
    for (; p < end; p += n) {
        uint32_t c = (unsigned char)*p;

        n = 1;
        if ((c & 0xe0) == 0xc0) {
            c = e->single.two[(c & 0x1f) << 6 | ((unsigned char)p[1] & 0x3f)];
            n = 2;
            if (c == 0)
                return false;
        } else if (c >= 0x80) {
            unsigned i = single_slot(&e->single,
                                     einv__utf8_get(p, end, &n));

            if (e->single.c[i] == 0)
                return false;
            c = e->single.byte[i];
        }
        *to++ = (char)c;
    }
    einv__buf_put(out, chunk, (size_t)(to - chunk));
    return true;
}

/* --- any other ----------------------------------------------------------- */

/* One piece, at most 512 bytes; false: it lacks something. */
static bool encode_piece(struct einv_encoder *e, const char *ptr, size_t len,
                         struct einv_buf *out)
{
    char chunk[4096], *in = (char *)ptr, *to = chunk;
    size_t room = sizeof(chunk), left = len;

    if (is_ascii(ptr, len)) {
        einv__buf_put(out, ptr, len);
        return true;
    }
    if (e->charset->kind == EINV_CHARSET_SINGLE)
        return encode_single(e, ptr, len, out);
    iconv(e->cd, NULL, NULL, NULL, NULL);
    if (iconv(e->cd, &in, &left, &to, &room) != 0 || left > 0 ||
        !reads_back(e, chunk, sizeof(chunk) - room, ptr, len))
        return false;
    einv__buf_put(out, chunk, sizeof(chunk) - room);
    return true;
}

static einv_status encode_char(struct einv_encoder *e, const char *ptr,
                               size_t len, bool references,
                               struct einv_buf *out)
{
    struct einv_buf number;
    size_t size;
    bool done;

    if (encode_piece(e, ptr, len, out))
        return EINV_OK;
    if (!references)
        return EINV_EUNSUPPORTED;
    einv__buf_init(&number, e->alloc);
    einv__buf_str(&number, "&#");
    einv__buf_uint(&number, einv__utf8_get(ptr, ptr + len, &size));
    einv__buf_char(&number, ';');
    out->failed = out->failed || number.failed;
    done = number.failed || encode_piece(e, number.data, number.len, out);
    einv__buf_free(&number);
    return done ? EINV_OK : EINV_EUNSUPPORTED;
}

einv_status einv__encode(struct einv_encoder *e, struct einv_text text,
                         bool references, struct einv_buf *out)
{
    const char *p = text.ptr, *end = text.ptr + text.len;
    einv_status status = EINV_OK;

    if (!e->is_open) {
        encode_utf16(text, e->charset->kind != EINV_CHARSET_UTF16BE, out);
        return EINV_OK;
    }
    while (p < end && status == EINV_OK) {
        const char *stop = end - p > 512 ? p + 512 : end;

        while (stop < end && ((unsigned char)*stop & 0xc0) == 0x80)
            stop--;
        if (encode_piece(e, p, (size_t)(stop - p), out)) {
            p = stop;
            continue;
        }
        while (p < stop && status == EINV_OK) {
            size_t n;

            einv__utf8_get(p, stop, &n);
            status = encode_char(e, p, n, references, out);
            p += n;
        }
    }
    return status;
}
