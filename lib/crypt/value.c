/* value.c: signature values: is it right, and making one.
 *
 * The value of an elliptic curve comes in two forms: DER (CMS, certificates),
 * and r and s side by side, each as long as the order of the curve (XML
 * Signature 1.1, 6.4.3).  OpenSSL speaks DER; here they are turned into one
 * another, and neither form is ever guessed.
 */
#include "inside.h"

/* GM/T 0009-2012, 10: what everybody uses when nothing else is agreed. */
#define SM2_IDENTITY "1234567812345678"

/* An RSA key of 16384 bits and a DER signature of any curve fit. */
enum { LARGEST_VALUE = 4096, LARGEST_SPKI = 65536 };

/* --- r and s ------------------------------------------------------------- */

/* Bytes of the order of the key's curve; 0: it is none. */
static size_t order_size(const EVP_PKEY *key)
{
    BIGNUM *order = NULL;
    size_t size = 0;

    if (EVP_PKEY_get_bn_param(key, OSSL_PKEY_PARAM_EC_ORDER, &order) == 1)
        size = (size_t)BN_num_bytes(order);
    BN_free(order);
    return size;
}

/* DER of r and s; NULL: no memory, or r or s is 0 (CVE-2022-21449). */
static unsigned char *der_of(const unsigned char *plain, size_t size,
                             int *len)
{
    BIGNUM *r = BN_bin2bn(plain, (int)size, NULL);
    BIGNUM *s = BN_bin2bn(plain + size, (int)size, NULL);
    ECDSA_SIG *sig = ECDSA_SIG_new();
    unsigned char *der = NULL;

    *len = -1;
    if (r != NULL && s != NULL && sig != NULL && !BN_is_zero(r)
        && !BN_is_zero(s) && ECDSA_SIG_set0(sig, r, s) == 1) {
        r = s = NULL; /* they are sig's now */
        *len = i2d_ECDSA_SIG(sig, &der);
    }
    BN_free(r);
    BN_free(s);
    ECDSA_SIG_free(sig);
    return der;
}

/* r and s of `der` side by side into out[2 * size]. */
static bool plain_of(const unsigned char *der, size_t len, size_t size,
                     unsigned char *out)
{
    const unsigned char *at = der;
    ECDSA_SIG *sig = d2i_ECDSA_SIG(NULL, &at, (long)len);
    bool good = false;

    if (sig != NULL)
        good = BN_bn2binpad(ECDSA_SIG_get0_r(sig), out, (int)size) >= 0
               && BN_bn2binpad(ECDSA_SIG_get0_s(sig), out + size, (int)size)
                      >= 0;
    ECDSA_SIG_free(sig);
    return good;
}

/* --- the key, and what it does ------------------------------------------- */

static bool fits(enum einv_key_kind key, enum einv_key_kind algorithm)
{
    return key == algorithm
           || (key == EINV_KEY_RSA && algorithm == EINV_KEY_RSA_PSS);
}

static EVP_PKEY *key_of(struct einv_text spki)
{
    const unsigned char *at = (const unsigned char *)spki.ptr;
    EVP_PKEY *key;

    if (spki.len == 0 || spki.len > LARGEST_SPKI)
        return NULL;
    key = d2i_PUBKEY(NULL, &at, (long)spki.len);
    if (key != NULL && at == (const unsigned char *)spki.ptr + spki.len)
        return key;
    EVP_PKEY_free(key);
    return NULL;
}

/* The padding of PSS: both digests are the same unless said otherwise. */
static bool set_pss(EVP_PKEY_CTX *ctx, const struct value_how *how,
                    bool making)
{
    enum einv_digest mgf = how->mgf != EINV_DIGEST_NONE
                               ? how->mgf
                               : how->algorithm->digest;
    EVP_MD *md = einv__crypt_md(mgf);
    bool good = md != NULL
                && EVP_PKEY_CTX_set_rsa_padding(ctx, RSA_PKCS1_PSS_PADDING) > 0
                && EVP_PKEY_CTX_set_rsa_mgf1_md(ctx, md) > 0
                && EVP_PKEY_CTX_set_rsa_pss_saltlen(
                       ctx, making ? RSA_PSS_SALTLEN_DIGEST
                                   : RSA_PSS_SALTLEN_AUTO)
                       > 0;

    EVP_MD_free(md);
    return good;
}

static bool set_up(EVP_PKEY_CTX *ctx, const struct value_how *how, bool making)
{
    EVP_MD *md = einv__crypt_md(how->algorithm->digest);
    bool good = md != NULL && EVP_PKEY_CTX_set_signature_md(ctx, md) > 0;

    EVP_MD_free(md);
    if (!good)
        return false;
    if (how->algorithm->key == EINV_KEY_RSA_PSS)
        return set_pss(ctx, how, making);
    if (how->algorithm->key == EINV_KEY_RSA)
        return EVP_PKEY_CTX_set_rsa_padding(ctx, RSA_PKCS1_PADDING) > 0;
    return true;
}

/* Of a digest: RSA, ECDSA, DSA. */
static einv_status verify_digest(EVP_PKEY *key, const struct value_how *how,
                                 const unsigned char *digest,
                                 const unsigned char *value, size_t len)
{
    EVP_PKEY_CTX *ctx = EVP_PKEY_CTX_new_from_pkey(NULL, key, NULL);
    einv_status status = ctx != NULL ? EINV_EREJECTED : EINV_ENOMEM;

    if (ctx != NULL && EVP_PKEY_verify_init(ctx) > 0
        && set_up(ctx, how, false)
        && EVP_PKEY_verify(ctx, value, len, digest,
                           einv__digest_size(how->algorithm->digest))
               == 1)
        status = EINV_OK;
    EVP_PKEY_CTX_free(ctx);
    return status;
}

/* Ed25519 and SM2 mix something into the message before they digest it. */
static EVP_MD_CTX *whole_new(EVP_PKEY *key, const struct einv_algorithm *row,
                             bool making)
{
    EVP_PKEY_CTX *pctx = EVP_PKEY_CTX_new_from_pkey(NULL, key, NULL);
    EVP_MD_CTX *ctx = EVP_MD_CTX_new();
    EVP_MD *md = einv__crypt_md(row->digest);
    bool good = pctx != NULL && ctx != NULL
                && (md != NULL || row->digest == EINV_DIGEST_NONE);

    if (good && row->key == EINV_KEY_SM2)
        good = EVP_PKEY_CTX_set1_id(pctx, SM2_IDENTITY,
                                    sizeof(SM2_IDENTITY) - 1)
               > 0;
    if (good) {
        EVP_MD_CTX_set_pkey_ctx(ctx, pctx);
        good = (making ? EVP_DigestSignInit(ctx, NULL, md, NULL, key)
                       : EVP_DigestVerifyInit(ctx, NULL, md, NULL, key))
               == 1;
    }
    EVP_MD_free(md);
    if (good)
        return ctx;
    EVP_MD_CTX_free(ctx);
    EVP_PKEY_CTX_free(pctx);
    return NULL;
}

/* A context whose key context was set from outside does not free it. */
static void whole_free(EVP_MD_CTX *ctx)
{
    EVP_PKEY_CTX *pctx = ctx != NULL ? EVP_MD_CTX_get_pkey_ctx(ctx) : NULL;

    EVP_MD_CTX_free(ctx);
    EVP_PKEY_CTX_free(pctx);
}

static einv_status verify_whole(EVP_PKEY *key,
                                const struct einv_algorithm *row,
                                struct einv_text message,
                                const unsigned char *value, size_t len)
{
    EVP_MD_CTX *ctx = whole_new(key, row, false);
    einv_status status = EINV_EREJECTED;

    if (ctx != NULL
        && EVP_DigestVerify(ctx, value, len,
                            (const unsigned char *)message.ptr, message.len)
               == 1)
        status = EINV_OK;
    whole_free(ctx);
    return status;
}

/* --- verifying ----------------------------------------------------------- */

static bool is_curve(enum einv_key_kind kind)
{
    return kind == EINV_KEY_EC || kind == EINV_KEY_SM2;
}

/* `digest` NULL: of the message. */
static einv_status verify_der(EVP_PKEY *key, const struct value_how *how,
                              struct einv_text message,
                              const unsigned char *digest,
                              const unsigned char *value, size_t len)
{
    unsigned char own[EINV_DIGEST_MAX];
    enum einv_key_kind kind = how->algorithm->key;
    einv_status status;

    if (kind == EINV_KEY_SM2 || kind == EINV_KEY_ED25519)
        return digest != NULL ? EINV_EUNSUPPORTED
                              : verify_whole(key, how->algorithm, message,
                                             value, len);
    if (digest == NULL) {
        status = einv__digest(how->algorithm->digest, message.ptr,
                              message.len, own);
        if (status != EINV_OK)
            return status;
        digest = own;
    }
    return verify_digest(key, how, digest, value, len);
}

static einv_status verify_form(EVP_PKEY *key, const struct value_how *how,
                               struct einv_text message,
                               const unsigned char *digest,
                               struct einv_text value)
{
    const unsigned char *bytes = (const unsigned char *)value.ptr;
    size_t size;
    unsigned char *der;
    einv_status status;
    int len;

    if (how->form == EINV_VALUE_DER || !is_curve(how->algorithm->key))
        return verify_der(key, how, message, digest, bytes, value.len);
    size = order_size(key);
    if (size == 0 || value.len != 2 * size)
        return EINV_EREJECTED;
    der = der_of(bytes, size, &len);
    if (der == NULL || len <= 0)
        return EINV_EREJECTED;
    status = verify_der(key, how, message, digest, der, (size_t)len);
    OPENSSL_free(der);
    return status;
}

einv_status einv__crypt_verify(const struct value_how *how,
                               struct einv_text spki, struct einv_text message,
                               const unsigned char *digest,
                               struct einv_text value)
{
    const struct einv_algorithm *row = how->algorithm;
    einv_status status = EINV_EREJECTED;
    EVP_PKEY *key;

    if (row == NULL || !row->known || row->key == EINV_KEY_HMAC)
        return EINV_EUNSUPPORTED;
    if (value.len == 0 || value.len > LARGEST_VALUE)
        return EINV_EREJECTED;
    if (!einv__crypt_is_there())
        return EINV_EUNSUPPORTED;
    einv__crypt_begin();
    key = key_of(spki);
    if (key != NULL && fits(einv__crypt_key_kind(key), row->key))
        status = verify_form(key, how, message, digest, value);
    EVP_PKEY_free(key);
    einv__crypt_end();
    return status;
}

einv_status einv__value_verify(const struct einv_algorithm *algorithm,
                               enum einv_value_form form,
                               struct einv_text spki, struct einv_text message,
                               struct einv_text value)
{
    struct value_how how = { algorithm, form, EINV_DIGEST_NONE };

    return einv__crypt_verify(&how, spki, message, NULL, value);
}

einv_status einv__value_verify_digest(const struct einv_algorithm *algorithm,
                                      enum einv_value_form form,
                                      struct einv_text spki,
                                      const unsigned char *digest,
                                      struct einv_text value)
{
    struct value_how how = { algorithm, form, EINV_DIGEST_NONE };

    return einv__crypt_verify(&how, spki, EINV_NO_TEXT, digest, value);
}

/* --- making -------------------------------------------------------------- */

static bool sign_digest(EVP_PKEY *key, const struct value_how *how,
                        const unsigned char *digest, unsigned char *out,
                        size_t *len)
{
    EVP_PKEY_CTX *ctx = EVP_PKEY_CTX_new_from_pkey(NULL, key, NULL);
    bool good = ctx != NULL && EVP_PKEY_sign_init(ctx) > 0
                && set_up(ctx, how, true)
                && EVP_PKEY_sign(ctx, out, len, digest,
                                 einv__digest_size(how->algorithm->digest))
                       == 1;

    EVP_PKEY_CTX_free(ctx);
    return good;
}

static bool sign_whole(EVP_PKEY *key, const struct einv_algorithm *row,
                       struct einv_text message, unsigned char *out,
                       size_t *len)
{
    EVP_MD_CTX *ctx = whole_new(key, row, true);
    bool good = ctx != NULL
                && EVP_DigestSign(ctx, out, len,
                                  (const unsigned char *)message.ptr,
                                  message.len)
                       == 1;

    whole_free(ctx);
    return good;
}

static einv_status put_form(const EVP_PKEY *key, const struct value_how *how,
                            const unsigned char *der, size_t len,
                            struct einv_buf *value)
{
    unsigned char plain[2 * 128];
    size_t size;

    if (how->form == EINV_VALUE_DER || !is_curve(how->algorithm->key)) {
        einv__buf_put(value, der, len);
        return value->failed ? EINV_ENOMEM : EINV_OK;
    }
    size = order_size(key);
    if (size == 0 || 2 * size > sizeof plain
        || !plain_of(der, len, size, plain))
        return EINV_EINTERNAL;
    einv__buf_put(value, plain, 2 * size);
    return value->failed ? EINV_ENOMEM : EINV_OK;
}

einv_status einv__crypt_sign(EVP_PKEY *key, const struct value_how *how,
                             struct einv_text message, struct einv_buf *value)
{
    const struct einv_algorithm *row = how->algorithm;
    unsigned char digest[EINV_DIGEST_MAX], out[LARGEST_VALUE];
    size_t len = sizeof out;
    einv_status status;

    if (!row->known || row->key == EINV_KEY_HMAC)
        return EINV_EUNSUPPORTED;
    if (!fits(einv__crypt_key_kind(key), row->key))
        return EINV_EREJECTED;
    if (row->key == EINV_KEY_SM2 || row->key == EINV_KEY_ED25519) {
        if (!sign_whole(key, row, message, out, &len))
            return EINV_EREJECTED;
    } else {
        status = einv__digest(row->digest, message.ptr, message.len, digest);
        if (status != EINV_OK)
            return status;
        if (!sign_digest(key, how, digest, out, &len))
            return EINV_EREJECTED;
    }
    return put_form(key, how, out, len, value);
}

einv_status einv__value_to_der(const struct einv_algorithm *algorithm,
                               struct einv_text plain, struct einv_buf *der)
{
    unsigned char *made;
    int len;

    if (!is_curve(algorithm->key)) {
        einv__buf_text(der, plain);
        return der->failed ? EINV_ENOMEM : EINV_OK;
    }
    if (plain.len == 0 || plain.len % 2 != 0 || plain.len > LARGEST_VALUE)
        return EINV_EREJECTED;
    einv__crypt_begin();
    made = der_of((const unsigned char *)plain.ptr, plain.len / 2, &len);
    einv__crypt_end();
    if (made == NULL || len <= 0)
        return EINV_EREJECTED;
    einv__buf_put(der, made, (size_t)len);
    OPENSSL_free(made);
    return der->failed ? EINV_ENOMEM : EINV_OK;
}
