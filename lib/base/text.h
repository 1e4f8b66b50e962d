/* text.h: pieces of text that belong to somebody else.
 *
 * A text is UTF-8 (or plain bytes), never NUL-terminated by contract.  The
 * owner is whoever the giving function names.
 */
#ifndef EINV_LIB_TEXT_H
#define EINV_LIB_TEXT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

struct einv_text {
    const char *ptr;
    size_t len;
};

#define EINV_TEXT(literal) ((struct einv_text){ literal, sizeof(literal) - 1 })
#define EINV_NO_TEXT ((struct einv_text){ NULL, 0 })

static inline struct einv_text einv__text(const char *ptr, size_t len)
{
    return (struct einv_text){ ptr, len };
}

static inline struct einv_text einv__text_of(const char *z)
{
    return (struct einv_text){ z, z != NULL ? strlen(z) : 0 };
}

static inline bool einv__text_eq(struct einv_text a, struct einv_text b)
{
    return a.len == b.len && (a.len == 0 || memcmp(a.ptr, b.ptr, a.len) == 0);
}

static inline bool einv__text_is(struct einv_text a, const char *z)
{
    return einv__text_eq(a, einv__text_of(z));
}

/* XML 1.0 [3] S: space, tab, CR, LF. */
static inline bool einv__is_space(char c)
{
    return c == ' ' || c == '\t' || c == '\n' || c == '\r';
}

/* Without XML white space at both ends. */
struct einv_text einv__text_trim(struct einv_text text);

/* The text before the first `sep`; `*rest` becomes what follows it, or
 * NULL-pointed when there is no `sep`. */
struct einv_text einv__text_cut(struct einv_text text, char sep,
                                struct einv_text *rest);

/* The next blank-separated word of `*rest`, which moves on; empty at the
 * end. */
struct einv_text einv__text_word(struct einv_text *rest);

/* FNV-1a, 32 and 64 bits, for tables and witnesses; `seed` chains calls. */
uint32_t einv__hash32(uint32_t seed, const void *bytes, size_t len);
uint64_t einv__hash64(uint64_t seed, const void *bytes, size_t len);
/* Eight bytes a step, for long texts: a check against accidents, and a name
 * for what is compared afterwards.  The same on every machine; a change in one
 * step's bytes alone always changes it. */
uint64_t einv__hash_long(uint64_t seed, const void *bytes, size_t len);
#define EINV_HASH32_SEED 2166136261u
#define EINV_HASH64_SEED 14695981039346656037u

/* Is this valid UTF-8 (RFC 3629: no surrogates, no over-long forms)? */
bool einv__utf8_valid(struct einv_text text);

/* The code point at ptr (ptr < end) and its length in bytes through
 * `*size`; 0xFFFD and 1 for bytes that are not UTF-8. */
uint32_t einv__utf8_get(const char *ptr, const char *end, size_t *size);

/* Writes a code point as UTF-8 into out[4]; returns the number of bytes. */
size_t einv__utf8_put(uint32_t code_point, char out[4]);

#endif
