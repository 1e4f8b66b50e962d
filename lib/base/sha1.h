/* sha1.h: SHA-1 (FIPS 180-4), for names, never for security: a UUID of
 * version 5 is made with it (RFC 9562 5.5).
 */
#ifndef EINV_LIB_SHA1_H
#define EINV_LIB_SHA1_H

#include <stddef.h>
#include <stdint.h>

struct einv_sha1 {
    uint32_t state[5];
    uint64_t len;              /* bytes so far */
    uint8_t block[64];
};

void einv__sha1_begin(struct einv_sha1 *s);
void einv__sha1_add(struct einv_sha1 *s, const void *bytes, size_t len);
void einv__sha1_end(struct einv_sha1 *s, uint8_t digest[20]);

#endif
