/* base_sha1.c: SHA-1 against the examples that NIST publishes, and its pieces
 * in any sizes.
 */
#include <stdio.h>

#include <criterion/criterion.h>

#include "base/sha1.h"

static void expect(const char *text, size_t len, const char *want)
{
    struct einv_sha1 s;
    uint8_t digest[20];
    char hex[41];

    einv__sha1_begin(&s);
    einv__sha1_add(&s, text, len);
    einv__sha1_end(&s, digest);
    for (int i = 0; i < 20; i++)
        snprintf(hex + 2 * i, 3, "%02x", digest[i]);
    cr_expect_str_eq(hex, want);
}

/* NIST CSRC, Cryptographic Standards and Guidelines: example values. */
Test(base_sha1, agrees_with_the_published_examples)
{
    expect("", 0, "da39a3ee5e6b4b0d3255bfef95601890afd80709");
    expect("abc", 3, "a9993e364706816aba3e25717850c26c9cd0d89d");
    expect("abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq", 56,
           "84983e441c3bd26ebaae4aa1f95129e5e54670f1");
}

Test(base_sha1, a_million_letters_in_pieces_of_any_size)
{
    static char letters[1000];
    struct einv_sha1 s;
    uint8_t digest[20];
    size_t left = 1000000;

    for (size_t i = 0; i < sizeof(letters); i++)
        letters[i] = 'a';
    einv__sha1_begin(&s);
    for (size_t n = 1; left > 0; n = n % 997 + 1) {
        size_t now = n < left ? n : left;

        einv__sha1_add(&s, letters, now);
        left -= now;
    }
    einv__sha1_end(&s, digest);
    cr_expect_eq(digest[0], 0x34);
    cr_expect_eq(digest[1], 0xaa);
    cr_expect_eq(digest[19], 0x6f);
}
