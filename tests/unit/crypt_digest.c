/* crypt_digest.c: digests against the examples that their standards print,
 * and the table of names.
 */
#include <stdio.h>
#include <string.h>

#include <criterion/criterion.h>

#include "crypt/crypt.h"

static const char *hex_of(const unsigned char *bytes, size_t len)
{
    static char hex[2 * EINV_DIGEST_MAX + 1];

    for (size_t i = 0; i < len; i++)
        snprintf(hex + 2 * i, 3, "%02x", bytes[i]);
    return hex;
}

/* FIPS 180-4, FIPS 202 (NIST's example values), GB/T 32905-2016 appendix A,
 * RFC 1321 A.5, ISO/IEC 10118-3: the digest of "abc". */
static const struct {
    enum einv_digest digest;
    const char *want;
} abc[] = {
    { EINV_DIGEST_MD5, "900150983cd24fb0d6963f7d28e17f72" },
    { EINV_DIGEST_SHA1, "a9993e364706816aba3e25717850c26c9cd0d89d" },
    { EINV_DIGEST_SHA224,
      "23097d223405d8228642a477bda255b32aadbce4bda0b3f7e36c9da7" },
    { EINV_DIGEST_SHA256,
      "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad" },
    { EINV_DIGEST_SHA384,
      "cb00753f45a35e8bb5a03d699ac65007272c32ab0eded163"
      "1a8b605a43ff5bed8086072ba1e7cc2358baeca134c825a7" },
    { EINV_DIGEST_SHA512,
      "ddaf35a193617abacc417349ae20413112e6fa4e89a97ea20a9eeee64b55d39a"
      "2192992a274fc1a836ba3c23a3feebbd454d4423643ce80e2a9ac94fa54ca49f" },
    { EINV_DIGEST_SHA3_224,
      "e642824c3f8cf24ad09234ee7d3c766fc9a3a5168d0c94ad73b46fdf" },
    { EINV_DIGEST_SHA3_256,
      "3a985da74fe225b2045c172d6bd390bd855f086e3e9d525b46bfe24511431532" },
    { EINV_DIGEST_SHA3_384,
      "ec01498288516fc926459f58e2c6ad8df9b473cb0fc08c25"
      "96da7cf0e49be4b298d88cea927ac7f539f1edf228376d25" },
    { EINV_DIGEST_SHA3_512,
      "b751850b1a57168a5693cd924b6b096e08f621827444f70d884f5d0240d2712e"
      "10e116e9192af3c91a7ec57647e3934057340b4cf408d5a56592f8274eec53f0" },
    { EINV_DIGEST_RIPEMD160, "8eb208f7e05d987a9b044a8e98c6b087f15a0bfc" },
    { EINV_DIGEST_SM3,
      "66c7f0f462eeedd9d1f2d46bdc10e4e24167c4875cf2f7a2297da02b8f4ba8e0" },
};

Test(crypt_digest, agrees_with_the_published_examples)
{
    unsigned char out[EINV_DIGEST_MAX];

    if (!einv__crypt_is_there())
        return;
    for (size_t i = 0; i < sizeof(abc) / sizeof(*abc); i++) {
        cr_expect_eq(einv__digest(abc[i].digest, "abc", 3, out), EINV_OK);
        cr_expect_str_eq(hex_of(out, einv__digest_size(abc[i].digest)),
                         abc[i].want, "%s",
                         einv__digest_name(abc[i].digest));
    }
}

Test(crypt_digest, in_pieces_and_again)
{
    /* GB/T 32905-2016 appendix A.2: "abcd" sixteen times. */
    static const char want[]
        = "debe9ff92275b8a138604889c18e5a4d6fdb70e5387e5765293dcba39c0c5732";
    unsigned char out[EINV_DIGEST_MAX];
    struct einv_hash *hash = NULL;

    if (!einv__crypt_is_there())
        return;
    cr_assert_eq(einv__hash_new(NULL, EINV_DIGEST_SM3, &hash), EINV_OK);
    for (int round = 0; round < 2; round++) {
        for (int i = 0; i < 16; i++) {
            cr_expect_eq(einv__hash_put(hash, "abc", 3), EINV_OK);
            cr_expect_eq(einv__hash_put(hash, "d", 1), EINV_OK);
        }
        cr_expect_eq(einv__hash_end(hash, out), EINV_OK);
        cr_expect_str_eq(hex_of(out, 32), want);
        cr_expect_eq(einv__hash_again(hash), EINV_OK);
    }
    einv__hash_free(hash);
}

Test(crypt_digest, what_is_unknown_here_is_a_status)
{
    unsigned char out[EINV_DIGEST_MAX];
    struct einv_hash *hash = NULL;

    cr_expect_eq(einv__digest(EINV_DIGEST_STREEBOG256, "abc", 3, out),
                 EINV_EUNSUPPORTED);
    cr_expect_eq(einv__digest(EINV_DIGEST_NONE, "abc", 3, out),
                 EINV_EUNSUPPORTED);
    cr_expect_eq(einv__hash_new(NULL, EINV_DIGEST_STREEBOG512, &hash),
                 EINV_EUNSUPPORTED);
    cr_expect_null(hash);
}

Test(crypt_digest, a_digest_that_has_ended_takes_no_more)
{
    unsigned char out[EINV_DIGEST_MAX];
    struct einv_hash *hash = NULL;

    if (!einv__crypt_is_there())
        return;
    cr_assert_eq(einv__hash_new(NULL, EINV_DIGEST_SHA256, &hash), EINV_OK);
    cr_expect_eq(einv__hash_end(hash, out), EINV_OK);
    cr_expect_str_eq(
        hex_of(out, 32),
        "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
    cr_expect_eq(einv__hash_end(hash, out), EINV_EINTERNAL);
    einv__hash_free(hash);
}

Test(crypt_digest, algorithms_are_found_by_each_of_their_names)
{
    const struct einv_algorithm *by_name, *by_uri, *by_oid;

    by_name = einv__algorithm_by_name(EINV_TEXT("ECDSA-SHA384"));
    by_uri = einv__algorithm_by_uri(EINV_TEXT(
        "http://www.w3.org/2001/04/xmldsig-more#ecdsa-sha384"));
    by_oid = einv__algorithm_by_oid(EINV_TEXT("1.2.840.10045.4.3.3"));
    cr_assert_not_null(by_name);
    cr_expect_eq(by_name, by_uri);
    cr_expect_eq(by_name, by_oid);
    cr_expect_eq(by_name, einv__algorithm_of(EINV_KEY_EC,
                                             EINV_DIGEST_SHA384));
    cr_expect_eq(by_name->digest, EINV_DIGEST_SHA384);
    cr_expect_not(by_name->weak);
    cr_expect_null(einv__algorithm_by_uri(EINV_NO_TEXT));
    cr_expect_null(einv__algorithm_by_oid(EINV_NO_TEXT));
    cr_expect_null(einv__algorithm_by_uri(EINV_TEXT("")));
    cr_expect_eq(einv__digest_by_uri(EINV_TEXT(
                     "http://www.w3.org/2001/04/xmlenc#sha256")),
                 EINV_DIGEST_SHA256);
    cr_expect_eq(einv__digest_by_oid(EINV_TEXT("1.2.156.10197.1.401")),
                 EINV_DIGEST_SM3);
    cr_expect_eq(einv__digest_by_oid(EINV_NO_TEXT), EINV_DIGEST_NONE);
    cr_expect(einv__digest_weak(EINV_DIGEST_SHA1));
    cr_expect(einv__algorithm_by_name(EINV_TEXT("RSA-SHA1"))->weak);
    cr_expect_not(
        einv__algorithm_by_name(EINV_TEXT("GOST2012-256"))->known);
}

Test(crypt_digest, bytes_are_compared_whole)
{
    cr_expect(einv__same_bytes("abc", "abc", 3));
    cr_expect_not(einv__same_bytes("abc", "abd", 3));
    cr_expect(einv__same_bytes("", "", 0));
}
