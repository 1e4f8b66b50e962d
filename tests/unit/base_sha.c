/* base_sha.c: SHA-1 and SHA-256 against the examples that NIST publishes, and
 * pieces of any sizes.
 */
#include <stdio.h>
#include <string.h>

#include <criterion/criterion.h>

#include "base/sha.h"

static void expect(const char *text, size_t len, const char *want)
{
    struct einv_sha s;
    uint8_t digest[20];
    char hex[41];

    einv__sha1_begin(&s);
    einv__sha_add(&s, text, len);
    einv__sha_end(&s, digest, sizeof digest);
    for (int i = 0; i < 20; i++)
        snprintf(hex + 2 * i, 3, "%02x", digest[i]);
    cr_expect_str_eq(hex, want);
}

/* NIST CSRC, Cryptographic Standards and Guidelines: example values. */
Test(base_sha, agrees_with_the_published_examples)
{
    expect("", 0, "da39a3ee5e6b4b0d3255bfef95601890afd80709");
    expect("abc", 3, "a9993e364706816aba3e25717850c26c9cd0d89d");
    expect("abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq", 56,
           "84983e441c3bd26ebaae4aa1f95129e5e54670f1");
}

Test(base_sha, a_million_letters_in_pieces_of_any_size)
{
    static char letters[1000];
    struct einv_sha s;
    uint8_t digest[20];
    size_t left = 1000000;

    for (size_t i = 0; i < sizeof(letters); i++)
        letters[i] = 'a';
    einv__sha1_begin(&s);
    for (size_t n = 1; left > 0; n = n % 997 + 1) {
        size_t now = n < left ? n : left;

        einv__sha_add(&s, letters, now);
        left -= now;
    }
    einv__sha_end(&s, digest, sizeof digest);
    cr_expect_eq(digest[0], 0x34);
    cr_expect_eq(digest[1], 0xaa);
    cr_expect_eq(digest[19], 0x6f);
}

Test(base_sha, sha256_agrees_with_the_published_examples)
{
    static const struct {
        const char *text, *want;
    } cases[] = {
        { "", "e3b0c44298fc1c149afbf4c8996fb924"
              "27ae41e4649b934ca495991b7852b855" },
        { "abc", "ba7816bf8f01cfea414140de5dae2223"
                 "b00361a396177a9cb410ff61f20015ad" },
        { "abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq",
          "248d6a61d20638b8e5c026930c3e6039"
          "a33ce45964ff2167f6ecedd419db06c1" }
    };
    char hex[65];

    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        einv__sha256_hex(cases[i].text, strlen(cases[i].text), hex);
        cr_expect_str_eq(hex, cases[i].want);
    }
}
