/* sha1.c: FIPS 180-4 sections 5.1.1, 6.1.2. */
#include "sha1.h"

#include <string.h>

static uint32_t turn(uint32_t x, unsigned n)
{
    return x << n | x >> (32 - n);
}

void einv__sha1_begin(struct einv_sha1 *s)
{
    static const uint32_t start[5] = {
        0x67452301, 0xefcdab89, 0x98badcfe, 0x10325476, 0xc3d2e1f0
    };

    memcpy(s->state, start, sizeof(start));
    s->len = 0;
}

static void schedule(const uint8_t *block, uint32_t w[80])
{
    for (unsigned t = 0; t < 16; t++)
        w[t] = (uint32_t)block[t * 4] << 24 | (uint32_t)block[t * 4 + 1] << 16
             | (uint32_t)block[t * 4 + 2] << 8 | block[t * 4 + 3];
    for (unsigned t = 16; t < 80; t++)
        w[t] = turn(w[t - 3] ^ w[t - 8] ^ w[t - 14] ^ w[t - 16], 1);
}

static void mix(struct einv_sha1 *s)
{
    static const uint32_t k[4] = {
        0x5a827999, 0x6ed9eba1, 0x8f1bbcdc, 0xca62c1d6
    };
    uint32_t w[80], v[5];

    schedule(s->block, w);
    memcpy(v, s->state, sizeof(v));
    for (unsigned t = 0; t < 80; t++) {
        uint32_t b = v[1], c = v[2], d = v[3], f, next;

        f = t < 20 ? (b & c) | (~b & d)
          : t >= 40 && t < 60 ? (b & c) | (b & d) | (c & d) : b ^ c ^ d;
        next = turn(v[0], 5) + f + v[4] + k[t / 20] + w[t];
        v[4] = d;
        v[3] = c;
        v[2] = turn(b, 30);
        v[1] = v[0];
        v[0] = next;
    }
    for (unsigned i = 0; i < 5; i++)
        s->state[i] += v[i];
}

void einv__sha1_add(struct einv_sha1 *s, const void *bytes, size_t len)
{
    const uint8_t *from = bytes;

    while (len > 0) {
        size_t at = (size_t)(s->len % 64), n = 64 - at;

        if (n > len)
            n = len;
        memcpy(s->block + at, from, n);
        s->len += n;
        from += n;
        len -= n;
        if (at + n == 64)
            mix(s);
    }
}

void einv__sha1_end(struct einv_sha1 *s, uint8_t digest[20])
{
    static const uint8_t pad[64] = { 0x80 };
    uint64_t bits = s->len * 8;
    uint8_t length[8];

    for (unsigned i = 0; i < 8; i++)
        length[i] = (uint8_t)(bits >> (56 - 8 * i));
    einv__sha1_add(s, pad, 1 + (size_t)((119 - s->len % 64) % 64));
    einv__sha1_add(s, length, sizeof(length));
    for (unsigned i = 0; i < 20; i++)
        digest[i] = (uint8_t)(s->state[i / 4] >> (24 - 8 * (i % 4)));
}
