/* detect_bytes.c: bytes that are no XML, by their first bytes.
 *
 * Nothing is opened or unpacked here: a container is only named.
 */
#include "detect.h"

struct magic {
    const char *bytes;
    size_t len;
    size_t within;        /* begins at one of the first `within` bytes */
    const char *format, *name;
};

#define MAGIC(bytes, within, format, name) \
    { bytes, sizeof(bytes) - 1, within, format, name }

/* The first that fits wins: the special before the general. */
static const struct magic magics[] = {
    MAGIC("%PDF-", 1024, "pdf", "PDF document"),
    /* The name of an archive's member stands in its local header. */
    MAGIC("PK\003\004", 1, "zip", "ZIP archive"),
    MAGIC("PK\005\006", 1, "zip", "ZIP archive, empty"),
    MAGIC("\037\213", 1, "gzip", "gzip file"),
    MAGIC("-----BEGIN PKCS7", 1, "cms", "CMS message (PEM)"),
    MAGIC("-----BEGIN CMS", 1, "cms", "CMS message (PEM)"),
    MAGIC("\211PNG\r\n", 1, "png", "PNG picture"),
    MAGIC("\377\330\377", 1, "jpeg", "JPEG picture"),
    MAGIC("II*\000", 1, "tiff", "TIFF picture"),
    MAGIC("MM\000*", 1, "tiff", "TIFF picture"),
    MAGIC("UNA:+", 1, "edifact", "EDIFACT interchange"),
    MAGIC("UNB+UNO", 1, "edifact", "EDIFACT interchange"),
};

static bool find(struct einv_text bytes, const char *what, size_t len,
                 size_t within)
{
    const char *p = bytes.ptr, *end;

    if (bytes.len < len)
        return false;
    end = p + (bytes.len - len < within ? bytes.len - len + 1 : within);
    while (p < end && (p = memchr(p, what[0], (size_t)(end - p))) != NULL) {
        if (memcmp(p, what, len) == 0)
            return true;
        p++;
    }
    return false;
}

/* Signed data: SEQUENCE { OID 1.2.840.113549.1.7.2 ... (RFC 5652, 3) */
static bool is_cms(struct einv_text bytes)
{
    static const char oid[] = "\x06\x09\x2a\x86\x48\x86\xf7\x0d\x01\x07";

    return bytes.len > 20 && bytes.ptr[0] == 0x30 &&
           find(bytes, oid, sizeof(oid) - 1, 8);
}

static char lower(char c)
{
    return c >= 'A' && c <= 'Z' ? (char)(c + 32) : c;
}

static bool starts_word(struct einv_text text, const char *word)
{
    size_t i = 0;

    while (word[i] != '\0' && i < text.len && lower(text.ptr[i]) == word[i])
        i++;
    return word[i] == '\0';
}

/* Leading white space and comments left out. */
static struct einv_text skip_prolog(struct einv_text text)
{
    for (;;) {
        text = einv__text_trim(text);
        if (!starts_word(text, "<!--"))
            return text;
        while (text.len > 3 && memcmp(text.ptr, "-->", 3) != 0)
            text = einv__text(text.ptr + 1, text.len - 1);
        if (text.len <= 3)
            return text;
        text = einv__text(text.ptr + 3, text.len - 3);
    }
}

/* A document type with an internal subset is an attack, not a page. */
static bool is_html(struct einv_text text)
{
    text = skip_prolog(text);
    if (starts_word(text, "<html"))
        return true;
    if (!starts_word(text, "<!doctype html"))
        return false;
    for (size_t i = 0; i < text.len && text.ptr[i] != '>'; i++)
        if (text.ptr[i] == '[')
            return false;
    return true;
}

static void name_it(struct einv_detection *out, const char *format,
                    const char *name)
{
    memset(out, 0, sizeof(*out));
    out->verdict = EINV_RECOGNISED;
    out->format = einv__text_of(format);
    out->name = einv__text_of(name);
}

bool einv__detect_bytes(struct einv_text bytes, struct einv_detection *out)
{
    struct einv_text text = bytes;

    for (size_t i = 0; i < sizeof(magics) / sizeof(magics[0]); i++) {
        const struct magic *m = &magics[i];

        if (!find(bytes, m->bytes, m->len, m->within))
            continue;
        if (einv__text_is(einv__text_of(m->format), "zip") &&
            find(bytes, "OFD.xml", 7, 4096))
            name_it(out, "ofd", "OFD document");
        else
            name_it(out, m->format, m->name);
        return true;
    }
    if (is_cms(bytes)) {
        name_it(out, "cms", "CMS message");
        return true;
    }
    if (text.len >= 3 && memcmp(text.ptr, "\xef\xbb\xbf", 3) == 0)
        text = einv__text(text.ptr + 3, text.len - 3);
    if (is_html(text)) {
        name_it(out, "html", "HTML page");
        return true;
    }
    text = einv__text_trim(text);
    if (text.len > 0 && (text.ptr[0] == '{' || text.ptr[0] == '[')) {
        name_it(out, "json", "JSON text");
        return true;
    }
    return false;
}
