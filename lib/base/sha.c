/* sha.c: FIPS 180-4: sections 5.1.1 (padding), 6.1.2 (SHA-1), 6.2.2
 * (SHA-256). */
#include "sha.h"

#include <string.h>

static uint32_t left(uint32_t x, unsigned n)
{
    return x << n | x >> (32 - n);
}

static uint32_t right(uint32_t x, unsigned n)
{
    return x >> n | x << (32 - n);
}

static void words(const uint8_t *block, uint32_t *w)
{
    for (unsigned t = 0; t < 16; t++)
        w[t] = (uint32_t)block[t * 4] << 24 | (uint32_t)block[t * 4 + 1] << 16
             | (uint32_t)block[t * 4 + 2] << 8 | block[t * 4 + 3];
}

/* --- SHA-1 --------------------------------------------------------------- */

static void mix1(struct einv_sha *s)
{
    static const uint32_t k[4] = {
        0x5a827999, 0x6ed9eba1, 0x8f1bbcdc, 0xca62c1d6
    };
    uint32_t w[80], v[5];

    words(s->block, w);
    for (unsigned t = 16; t < 80; t++)
        w[t] = left(w[t - 3] ^ w[t - 8] ^ w[t - 14] ^ w[t - 16], 1);
    memcpy(v, s->state, sizeof(v));
    for (unsigned t = 0; t < 80; t++) {
        uint32_t b = v[1], c = v[2], d = v[3], f, next;

        f = t < 20 ? (b & c) | (~b & d)
          : t >= 40 && t < 60 ? (b & c) | (b & d) | (c & d) : b ^ c ^ d;
        next = left(v[0], 5) + f + v[4] + k[t / 20] + w[t];
        v[4] = d;
        v[3] = c;
        v[2] = left(b, 30);
        v[1] = v[0];
        v[0] = next;
    }
    for (unsigned i = 0; i < 5; i++)
        s->state[i] += v[i];
}

void einv__sha1_begin(struct einv_sha *s)
{
    static const uint32_t start[5] = {
        0x67452301, 0xefcdab89, 0x98badcfe, 0x10325476, 0xc3d2e1f0
    };

    memcpy(s->state, start, sizeof(start));
    s->mix = mix1;
    s->len = 0;
}

/* --- SHA-256 ------------------------------------------------------------- */

static const uint32_t k256[64] = {
    0x428a2f98, 0x71374491, 0xb5c0fbcf, 0xe9b5dba5, 0x3956c25b, 0x59f111f1,
    0x923f82a4, 0xab1c5ed5, 0xd807aa98, 0x12835b01, 0x243185be, 0x550c7dc3,
    0x72be5d74, 0x80deb1fe, 0x9bdc06a7, 0xc19bf174, 0xe49b69c1, 0xefbe4786,
    0x0fc19dc6, 0x240ca1cc, 0x2de92c6f, 0x4a7484aa, 0x5cb0a9dc, 0x76f988da,
    0x983e5152, 0xa831c66d, 0xb00327c8, 0xbf597fc7, 0xc6e00bf3, 0xd5a79147,
    0x06ca6351, 0x14292967, 0x27b70a85, 0x2e1b2138, 0x4d2c6dfc, 0x53380d13,
    0x650a7354, 0x766a0abb, 0x81c2c92e, 0x92722c85, 0xa2bfe8a1, 0xa81a664b,
    0xc24b8b70, 0xc76c51a3, 0xd192e819, 0xd6990624, 0xf40e3585, 0x106aa070,
    0x19a4c116, 0x1e376c08, 0x2748774c, 0x34b0bcb5, 0x391c0cb3, 0x4ed8aa4a,
    0x5b9cca4f, 0x682e6ff3, 0x748f82ee, 0x78a5636f, 0x84c87814, 0x8cc70208,
    0x90befffa, 0xa4506ceb, 0xbef9a3f7, 0xc67178f2
};

static void schedule256(const uint8_t *block, uint32_t w[64])
{
    words(block, w);
    for (unsigned t = 16; t < 64; t++) {
        uint32_t a = right(w[t - 15], 7) ^ right(w[t - 15], 18)
                   ^ w[t - 15] >> 3;
        uint32_t b = right(w[t - 2], 17) ^ right(w[t - 2], 19)
                   ^ w[t - 2] >> 10;

        w[t] = w[t - 16] + a + w[t - 7] + b;
    }
}

/* A round leaves a .. h where they are; the next one names them one further,
 * so that nothing is moved. */
#define ROUND(a, b, c, d, e, f, g, h, n) \
    do { \
        h += (right(e, 6) ^ right(e, 11) ^ right(e, 25)) \
           + (g ^ (e & (f ^ g))) + k256[t + n] + w[t + n]; \
        d += h; \
        h += (right(a, 2) ^ right(a, 13) ^ right(a, 22)) \
           + ((a & b) | (c & (a | b))); \
    } while (0)

static void mix256(struct einv_sha *s)
{
    uint32_t w[64], *v = s->state;
    uint32_t a = v[0], b = v[1], c = v[2], d = v[3];
    uint32_t e = v[4], f = v[5], g = v[6], h = v[7];

    schedule256(s->block, w);
    for (unsigned t = 0; t < 64; t += 8) {
        ROUND(a, b, c, d, e, f, g, h, 0);
        ROUND(h, a, b, c, d, e, f, g, 1);
        ROUND(g, h, a, b, c, d, e, f, 2);
        ROUND(f, g, h, a, b, c, d, e, 3);
        ROUND(e, f, g, h, a, b, c, d, 4);
        ROUND(d, e, f, g, h, a, b, c, 5);
        ROUND(c, d, e, f, g, h, a, b, 6);
        ROUND(b, c, d, e, f, g, h, a, 7);
    }
    v[0] += a;
    v[1] += b;
    v[2] += c;
    v[3] += d;
    v[4] += e;
    v[5] += f;
    v[6] += g;
    v[7] += h;
}

void einv__sha256_begin(struct einv_sha *s)
{
    static const uint32_t start[8] = {
        0x6a09e667, 0xbb67ae85, 0x3c6ef372, 0xa54ff53a,
        0x510e527f, 0x9b05688c, 0x1f83d9ab, 0x5be0cd19
    };

    memcpy(s->state, start, sizeof(start));
    s->mix = mix256;
    s->len = 0;
}

void einv__sha256_hex(const void *bytes, size_t len,
                      char hex[2 * EINV_SHA256_SIZE + 1])
{
    static const char digits[] = "0123456789abcdef";
    uint8_t digest[EINV_SHA256_SIZE];
    struct einv_sha s;

    einv__sha256_begin(&s);
    einv__sha_add(&s, bytes, len);
    einv__sha_end(&s, digest, sizeof(digest));
    for (unsigned i = 0; i < sizeof(digest); i++) {
        hex[2 * i] = digits[digest[i] >> 4];
        hex[2 * i + 1] = digits[digest[i] & 15];
    }
    hex[2 * sizeof(digest)] = '\0';
}

/* --- both ---------------------------------------------------------------- */

void einv__sha_add(struct einv_sha *s, const void *bytes, size_t len)
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
            s->mix(s);
    }
}

void einv__sha_end(struct einv_sha *s, uint8_t *digest, size_t size)
{
    static const uint8_t pad[64] = { 0x80 };
    uint64_t bits = s->len * 8;
    uint8_t length[8];

    for (unsigned i = 0; i < 8; i++)
        length[i] = (uint8_t)(bits >> (56 - 8 * i));
    einv__sha_add(s, pad, 1 + (size_t)((119 - s->len % 64) % 64));
    einv__sha_add(s, length, sizeof(length));
    for (size_t i = 0; i < size; i++)
        digest[i] = (uint8_t)(s->state[i / 4] >> (24 - 8 * (i % 4)));
}
