/* sha.h: SHA-1 and SHA-256 (FIPS 180-4).
 *
 * SHA-1 is for names, never for security: a UUID of version 5 is made with it
 * (RFC 9562 5.5).  SHA-256 says which bytes somebody speaks of.
 */
#ifndef EINV_LIB_SHA_H
#define EINV_LIB_SHA_H

#include <stddef.h>
#include <stdint.h>

enum { EINV_SHA1_SIZE = 20, EINV_SHA256_SIZE = 32 };

struct einv_sha {
    void (*mix)(struct einv_sha *s);    /* one block into the state */
    uint32_t state[8];
    uint64_t len;               /* bytes so far */
    uint8_t block[64];
};

void einv__sha1_begin(struct einv_sha *s);
void einv__sha256_begin(struct einv_sha *s);
void einv__sha_add(struct einv_sha *s, const void *bytes, size_t len);
/* The digest has the size of the kind that was begun. */
void einv__sha_end(struct einv_sha *s, uint8_t *digest, size_t size);
/* The whole at once, in lower-case digits, with a NUL. */
void einv__sha256_hex(const void *bytes, size_t len,
                      char hex[2 * EINV_SHA256_SIZE + 1]);

#endif
