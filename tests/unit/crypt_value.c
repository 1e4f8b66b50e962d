/* crypt_value.c: values against the examples that standards print; and what
 * is signed with each kind of key is verified, here and by the openssl
 * command.
 */
#include "crypt_support.h"

/* SubjectPublicKeyInfo of an uncompressed point: RFC 5480. */
#define P256 "3059301306072a8648ce3d020106082a8648ce3d03010703420004"
#define SM2P256 "3059301306072a8648ce3d020106082a811ccf5501822d03420004"

static einv_status plain(const char *algorithm, const char *spki,
                         struct einv_text message, struct einv_text value)
{
    return einv__value_verify(
        einv__algorithm_by_name(einv__text_of(algorithm)), EINV_VALUE_PLAIN,
        hex(spki), message, value);
}

/* RFC 6979, A.2.5: P-256, SHA-256, "sample". */
static const char sample_key[] = P256
    "60fed4ba255a9d31c961eb74c6356d68c049b8923b61fa6ce669622e60f29fb6"
    "7903fe1008b8bc99a41ae9e95628bc64f2f1b20c2d7e9f5177a3c294d4462299";
static const char sample_value[]
    = "efd48b2aacb6a8fd1140dd9cd45e81d69d2c877b56aaf991c34d0ea84eaf3716"
      "f7cb1c942d657c41d436c7a1b6e29f65f3e900dbb9aff4064dc4ab2f843acda8";

Test(crypt_value, ecdsa_as_in_rfc_6979)
{
    unsigned char digest[EINV_DIGEST_MAX];

    if (!einv__crypt_is_there())
        return;
    cr_expect_eq(plain("ECDSA-SHA256", sample_key, EINV_TEXT("sample"),
                       hex(sample_value)),
                 EINV_OK);
    cr_expect_eq(plain("ECDSA-SHA256", sample_key, EINV_TEXT("Sample"),
                       hex(sample_value)),
                 EINV_EREJECTED);
    cr_expect_eq(plain("ECDSA-SHA384", sample_key, EINV_TEXT("sample"),
                       hex(sample_value)),
                 EINV_EREJECTED);
    cr_expect_eq(plain("RSA-SHA256", sample_key, EINV_TEXT("sample"),
                       hex(sample_value)),
                 EINV_EREJECTED, "the key does not fit");
    cr_expect_eq(einv__digest(EINV_DIGEST_SHA256, "sample", 6, digest),
                 EINV_OK);
    cr_expect_eq(einv__value_verify_digest(
                     einv__algorithm_by_name(EINV_TEXT("ECDSA-SHA256")),
                     EINV_VALUE_PLAIN, hex(sample_key), digest,
                     hex(sample_value)),
                 EINV_OK);
}

Test(crypt_value, a_form_is_never_guessed)
{
    static const char der[]
        = "3046"
          "022100efd48b2aacb6a8fd1140dd9cd45e81d69d2c877b56aaf991c34d0ea84eaf"
          "3716"
          "022100f7cb1c942d657c41d436c7a1b6e29f65f3e900dbb9aff4064dc4ab2f843a"
          "cda8";
    const struct einv_algorithm *row
        = einv__algorithm_by_name(EINV_TEXT("ECDSA-SHA256"));
    struct einv_text spki = hex(sample_key);
    struct einv_text value = hex(sample_value);
    char longer[80] = { 0 };

    if (!einv__crypt_is_there())
        return;
    cr_expect_eq(einv__value_verify(row, EINV_VALUE_DER, spki,
                                    EINV_TEXT("sample"), hex(der)),
                 EINV_OK);
    cr_expect_eq(einv__value_verify(row, EINV_VALUE_PLAIN, spki,
                                    EINV_TEXT("sample"), hex(der)),
                 EINV_EREJECTED);
    cr_expect_eq(einv__value_verify(row, EINV_VALUE_DER, spki,
                                    EINV_TEXT("sample"), value),
                 EINV_EREJECTED);
    /* A byte more, a byte less, leading zeros, nothing. */
    memcpy(longer, value.ptr, value.len);
    for (size_t len = 0; len < 70; len++)
        cr_expect_eq(einv__value_verify(row, EINV_VALUE_PLAIN, spki,
                                        EINV_TEXT("sample"),
                                        einv__text(longer, len)),
                     len == 64 ? EINV_OK : EINV_EREJECTED, "%zu", len);
}

Test(crypt_value, zeros_sign_nothing)
{
    static const char zeros[128];
    char half[64];
    struct einv_text value = hex(sample_value);

    if (!einv__crypt_is_there())
        return;
    cr_expect_eq(plain("ECDSA-SHA256", sample_key, EINV_TEXT("sample"),
                       einv__text(zeros, 64)),
                 EINV_EREJECTED);
    memcpy(half, value.ptr, 64);
    memset(half, 0, 32);
    cr_expect_eq(plain("ECDSA-SHA256", sample_key, EINV_TEXT("sample"),
                       einv__text(half, 64)),
                 EINV_EREJECTED);
    memcpy(half, value.ptr, 64);
    memset(half + 32, 0, 32);
    cr_expect_eq(plain("ECDSA-SHA256", sample_key, EINV_TEXT("sample"),
                       einv__text(half, 64)),
                 EINV_EREJECTED);
}

/* GB/T 32918.5-2017, A.2: identity 1234567812345678, "message digest". */
Test(crypt_value, sm2_as_in_its_standard)
{
    static const char key[] = SM2P256
        "09f9df311e5421a150dd7d161e4bc5c672179fad1833fc076bb08ff356f35020"
        "ccea490ce26775a52dc6ea718cc1aa600aed05fbf35e084a6632f6072da9ad13";
    static const char value[]
        = "f5a03b0648d2c4630eeac513e1bb81a15944da3827d5b74143ac7eaceee720b3"
          "b1b6aa29df212fd8763182bc0d421ca1bb9038fd1f7f42d4840b69c485bbc1aa";

    if (!einv__crypt_is_there())
        return;
    cr_expect_eq(plain("SM2-SM3", key, EINV_TEXT("message digest"),
                       hex(value)),
                 EINV_OK);
    cr_expect_eq(plain("SM2-SM3", key, EINV_TEXT("message digesT"),
                       hex(value)),
                 EINV_EREJECTED);
    cr_expect_eq(plain("ECDSA-SHA256", key, EINV_TEXT("message digest"),
                       hex(value)),
                 EINV_EREJECTED);
}

/* RFC 8032, 7.1, test 2. */
Test(crypt_value, ed25519_as_in_rfc_8032)
{
    static const char key[] = "302a300506032b6570032100"
        "3d4017c3e843895a92b70aa74d1b7ebc9c982ccf2ec4968cc0cd55f12af4660c";
    static const char value[]
        = "92a009a9f0d4cab8720e820b5f642540a2b27b5416503f8fb3762223ebdb69da"
          "085ac1e43e15996e458f3613d0f11d8c387b2eaeb4302aeeb00d291612bb0c00";

    if (!einv__crypt_is_there())
        return;
    cr_expect_eq(plain("ED25519", key, hex("72"), hex(value)), EINV_OK);
    cr_expect_eq(plain("ED25519", key, hex("73"), hex(value)),
                 EINV_EREJECTED);
}

Test(crypt_value, what_nobody_here_knows_is_said)
{
    cr_expect_eq(plain("GOST2012-256", sample_key, EINV_TEXT("sample"),
                       hex(sample_value)),
                 EINV_EUNSUPPORTED);
    cr_expect_eq(plain("HMAC-SHA256", sample_key, EINV_TEXT("sample"),
                       hex(sample_value)),
                 EINV_EUNSUPPORTED);
}

/* --- each kind of key ---------------------------------------------------- */

static const struct {
    const char *make, *algorithms[4];
} kinds[] = {
    { "-algorithm RSA -pkeyopt rsa_keygen_bits:2048",
      { "RSA-SHA256", "RSA-SHA3-384", "RSA-PSS-SHA512", "RSA-SHA1" } },
    { "-algorithm RSA-PSS -pkeyopt rsa_keygen_bits:2048",
      { "RSA-PSS-SHA256", "RSA-PSS-SHA3-256" } },
    { "-algorithm EC -pkeyopt ec_paramgen_curve:P-256",
      { "ECDSA-SHA256", "ECDSA-SHA3-512" } },
    { "-algorithm EC -pkeyopt ec_paramgen_curve:P-384", { "ECDSA-SHA384" } },
    { "-algorithm EC -pkeyopt ec_paramgen_curve:P-521", { "ECDSA-SHA512" } },
    { "-algorithm EC -pkeyopt ec_paramgen_curve:secp256k1",
      { "ECDSA-SHA256" } },
    { "-algorithm EC -pkeyopt ec_paramgen_curve:brainpoolP256r1",
      { "ECDSA-SHA256" } },
    { "-algorithm EC -pkeyopt ec_paramgen_curve:brainpoolP384r1",
      { "ECDSA-SHA384" } },
    { "-algorithm EC -pkeyopt ec_paramgen_curve:brainpoolP512r1",
      { "ECDSA-SHA512" } },
    { "-algorithm SM2", { "SM2-SM3" } },
    { "-algorithm ED25519", { "ED25519" } },
};

static void round_trip(struct einv_secret *secret, struct einv_text spki,
                       const char *name)
{
    const struct einv_algorithm *row
        = einv__algorithm_by_name(einv__text_of(name));
    struct einv_text message = EINV_TEXT("an invoice");

    for (int form = EINV_VALUE_PLAIN; form <= EINV_VALUE_DER; form++) {
        struct einv_buf value;

        einv__buf_init(&value, NULL);
        cr_assert_eq(einv__value_sign(row, (enum einv_value_form)form, secret,
                                      message, &value),
                     EINV_OK, "%s", name);
        cr_expect_eq(einv__value_verify(row, (enum einv_value_form)form, spki,
                                        message, einv__buf_get(&value)),
                     EINV_OK, "%s", name);
        value.data[value.len / 2] ^= 1;
        cr_expect_eq(einv__value_verify(row, (enum einv_value_form)form, spki,
                                        message, einv__buf_get(&value)),
                     EINV_EREJECTED, "%s", name);
        einv__buf_free(&value);
    }
}

Test(crypt_value, each_kind_of_key_signs_and_verifies)
{
    if (!can_sign_here())
        return;
    for (size_t i = 0; i < sizeof(kinds) / sizeof(*kinds); i++) {
        struct blob pem = output_of("openssl genpkey %s 2>/dev/null",
                                    kinds[i].make);
        struct blob spki = output_of(
            "openssl pkey -pubout -outform DER <<'PEM'\n%s\nPEM\n", pem.ptr);
        struct einv_secret *secret = NULL;
        struct einv_certs chain;

        cr_assert_not_null(spki.ptr, "%s", kinds[i].make);
        einv__certs_init(&chain, NULL);
        cr_assert_eq(einv__secret_pem(NULL, pem.ptr, pem.len, NULL, &secret,
                                      &chain),
                     EINV_OK, "%s", kinds[i].make);
        for (int j = 0; j < 4 && kinds[i].algorithms[j] != NULL; j++)
            round_trip(secret, blob_text(spki), kinds[i].algorithms[j]);
        einv__secret_free(secret);
        einv__certs_free(&chain);
        free(pem.ptr);
        free(spki.ptr);
    }
}

/* --- keys ---------------------------------------------------------------- */

Test(crypt_value, a_password_that_is_wrong_opens_nothing)
{
    struct blob p12 = corpus("security/keys/signer-rsa.p12");
    struct einv_cert *cert = corpus_cert("security/keys/signer-rsa.crt");
    struct einv_secret *secret = NULL;
    struct einv_certs chain;

    if (p12.ptr == NULL || !einv__crypt_is_there())
        return;
    einv__certs_init(&chain, NULL);
    cr_expect_eq(einv__secret_p12(NULL, p12.ptr, p12.len, "wrong", &secret,
                                  &chain),
                 EINV_EMALFORMED);
    cr_expect_null(secret);
    cr_expect_eq(einv__secret_p12(NULL, p12.ptr, p12.len, "test", &secret,
                                  &chain),
                 EINV_OK);
    cr_assert_not_null(secret);
    cr_assert(chain.n > 0);
    cr_expect(einv__cert_same(chain.at[0], cert));
    cr_expect(einv__secret_fits(secret, cert));
    einv__secret_free(secret);
    einv__certs_free(&chain);
    einv__cert_free(cert);
    free(p12.ptr);
}

Test(crypt_value, a_key_of_pem_may_have_a_password)
{
    struct einv_secret *secret = NULL;
    struct einv_certs chain;
    struct blob pem;

    if (!can_sign_here())
        return;
    pem = output_of("openssl genpkey -algorithm ED25519 -aes-256-cbc "
                    "-pass pass:open 2>/dev/null");
    cr_assert_not_null(pem.ptr);
    einv__certs_init(&chain, NULL);
    cr_expect_eq(einv__secret_pem(NULL, pem.ptr, pem.len, NULL, &secret,
                                  &chain),
                 EINV_EMALFORMED);
    cr_expect_eq(einv__secret_pem(NULL, pem.ptr, pem.len, "shut", &secret,
                                  &chain),
                 EINV_EMALFORMED);
    cr_expect_eq(einv__secret_pem(NULL, pem.ptr, pem.len, "open", &secret,
                                  &chain),
                 EINV_OK);
    cr_expect_eq(einv__secret_kind(secret), EINV_KEY_ED25519);
    einv__secret_free(secret);
    einv__certs_free(&chain);
    free(pem.ptr);
}

static int remote(void *user, const char *algorithm, const void *digest,
                  size_t digest_len, const void *message, size_t message_len,
                  void *value, size_t *value_len)
{
    (void)user;
    (void)digest;
    (void)message;
    cr_expect_str_eq(algorithm, "ECDSA-SHA256");
    cr_expect_eq(digest_len, 32);
    cr_expect_eq(message_len, 6);
    memcpy(value, hex(sample_value).ptr, 64);
    *value_len = 64;
    return 1;
}

static int refusing(void *user, const char *algorithm, const void *digest,
                    size_t digest_len, const void *message,
                    size_t message_len, void *value, size_t *value_len)
{
    (void)algorithm;
    (void)digest;
    (void)digest_len;
    (void)message;
    (void)message_len;
    (void)value;
    if (user == NULL)
        return 0;
    *value_len = *(size_t *)user;
    return 1;
}

Test(crypt_value, a_callback_stands_for_a_key)
{
    const struct einv_algorithm *row
        = einv__algorithm_by_name(EINV_TEXT("ECDSA-SHA256"));
    struct einv_secret *secret = NULL;
    struct einv_buf value;
    size_t wrong[] = { 0, 5000 };

    if (!einv__crypt_is_there())
        return;
    einv__buf_init(&value, NULL);
    cr_assert_eq(einv__secret_callback(NULL, remote, NULL, &secret), EINV_OK);
    cr_expect_eq(einv__value_sign(row, EINV_VALUE_DER, secret,
                                  EINV_TEXT("sample"), &value),
                 EINV_OK);
    cr_expect_eq(einv__value_verify(row, EINV_VALUE_DER, hex(sample_key),
                                    EINV_TEXT("sample"),
                                    einv__buf_get(&value)),
                 EINV_OK);
    einv__secret_free(secret);
    value.len = 0;
    for (size_t i = 0; i < 3; i++) {
        cr_assert_eq(einv__secret_callback(NULL, refusing,
                                           i < 2 ? &wrong[i] : NULL, &secret),
                     EINV_OK);
        cr_expect_eq(einv__value_sign(row, EINV_VALUE_PLAIN, secret,
                                      EINV_TEXT("sample"), &value),
                     EINV_EREJECTED);
        cr_expect_eq(value.len, 0);
        einv__secret_free(secret);
    }
    einv__buf_free(&value);
}
