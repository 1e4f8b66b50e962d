/* charset.h: which encodings we read and write, and deciding between them.
 */
#ifndef EINV_LIB_CHARSET_H
#define EINV_LIB_CHARSET_H

#include "../base/memory.h"

enum einv_charset_kind {
    EINV_CHARSET_UTF8,
    EINV_CHARSET_UTF16,     /* byte order by mark or first character */
    EINV_CHARSET_UTF16LE,
    EINV_CHARSET_UTF16BE,
    EINV_CHARSET_SINGLE,    /* one byte a character, ASCII below 128 */
    EINV_CHARSET_MULTI      /* one to four bytes, stateless */
};

struct einv_charset {
    const char *name;       /* as written in a declaration */
    const char *alias[3];   /* other names read */
    const char *iconv;      /* iconv's name */
    enum einv_charset_kind kind;
};

/* Longer names are no names. */
#define EINV_CHARSET_NAME_MAX 40

/* NULL: unknown or refused (UTF-7, UTF-32, EBCDIC, stateful ones). */
const struct einv_charset *einv__charset_find(struct einv_text name);

/* What the first bytes say. */
struct einv_charset_guess {
    const struct einv_charset *charset; /* NULL: refused */
    size_t skip;                        /* length of the byte order mark */
    struct einv_text declared;          /* encoding="..." when readable */
    const char *refused;                /* what it looks like */
};
void einv__charset_guess(struct einv_text bytes,
                         struct einv_charset_guess *guess);

/* Pseudo-attribute of an XML declaration at the start of `text` (ASCII):
 * "version", "encoding"; false: none. */
bool einv__xml_declared(struct einv_text text, const char *name,
                        struct einv_text *value);

enum einv_decode_error {
    EINV_DECODE_OK,
    EINV_DECODE_NOMEM,
    EINV_DECODE_BYTES,      /* not of this encoding */
    EINV_DECODE_CHAR        /* well encoded, but no character XML has */
};

/* Appends the UTF-8 of `bytes` to out; on failure `*bad` is the offset of
 * the first bad byte and `out` holds what comes before it. */
enum einv_decode_error einv__decode(const struct einv_charset *charset,
                                    struct einv_text bytes,
                                    struct einv_buf *out, size_t *bad);

/* How many bytes of `bytes` make the first `want` bytes of UTF-8? */
size_t einv__decode_length(const struct einv_charset *charset,
                           struct einv_text bytes, size_t want);

/* UTF-8, checked: the length of the valid start (= len: all of it).  NUL
 * ends it too.  `*bidi`: there are bidirectional overrides. */
size_t einv__utf8_check(const char *ptr, size_t len, bool *bidi);
/* The first bidirectional override in valid UTF-8; NULL: none. */
const char *einv__find_bidi(struct einv_text text);

#endif
