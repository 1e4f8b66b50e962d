/* secret.c: private keys: from PEM, from PKCS #12, and callbacks that stand
 * for one.
 *
 * A key lies in OpenSSL's EVP_PKEY and is never copied out of it; OpenSSL
 * wipes it when it is freed.  Nobody is ever asked for a password.
 */
#include "inside.h"

struct einv_secret {
    const einv_allocator *alloc;
    EVP_PKEY *key;          /* NULL: of a callback */
    einv_secret_fn *fn;
    void *user;
};

static einv_status secret_new(const einv_allocator *a,
                              struct einv_secret **secret)
{
    *secret = NULL;
    if (!einv__crypt_is_there())
        return EINV_EUNSUPPORTED;
    *secret = einv__alloc(a, 1, sizeof **secret);
    if (*secret == NULL)
        return EINV_ENOMEM;
    **secret = (struct einv_secret){ .alloc = a };
    return EINV_OK;
}

/* OpenSSL's default would ask on the terminal. */
static int give_password(char *room, int size, int writing, void *user)
{
    const char *password = user;
    size_t len = password != NULL ? strlen(password) : 0;

    (void)writing;
    if (password == NULL || size < 0 || len > (size_t)size)
        return -1;
    memcpy(room, password, len);
    return (int)len;
}

static EVP_PKEY *read_pem(const void *bytes, size_t len, const char *password)
{
    BIO *bio = BIO_new_mem_buf(bytes, (int)len);
    EVP_PKEY *key = NULL;

    if (bio != NULL)
        key = PEM_read_bio_PrivateKey_ex(bio, NULL, give_password,
                                         (void *)(uintptr_t)password, NULL,
                                         NULL);
    BIO_free(bio);
    return key;
}

/* The certificates that lie beside the key; none is no fault. */
static einv_status read_chain(const void *bytes, size_t len,
                              struct einv_certs *chain)
{
    einv_status status = einv__certs_read(chain, bytes, len);

    return status == EINV_EMALFORMED && chain->n == 0 ? EINV_OK : status;
}

einv_status einv__secret_pem(const einv_allocator *a, const void *bytes,
                             size_t len, const char *password,
                             struct einv_secret **secret,
                             struct einv_certs *chain)
{
    struct einv_secret *made;
    einv_status status = secret_new(a, &made);

    *secret = NULL;
    if (status != EINV_OK)
        return status;
    einv__crypt_begin();
    if (len > 0 && len <= INT32_MAX)
        made->key = read_pem(bytes, len, password);
    status = made->key != NULL ? read_chain(bytes, len, chain)
                               : EINV_EMALFORMED;
    einv__crypt_end();
    if (status != EINV_OK)
        einv__secret_free(made);
    else
        *secret = made;
    return status;
}

static einv_status add_x509(struct einv_certs *chain, const X509 *x509)
{
    struct einv_cert *cert = NULL;
    unsigned char *der = NULL;
    int len = i2d_X509(x509, &der);
    einv_status status = EINV_EMALFORMED;

    if (len > 0)
        status = einv__cert_read(chain->alloc, der, (size_t)len, &cert);
    if (status == EINV_OK)
        status = einv__certs_add(chain, cert);
    einv__cert_free(cert);
    OPENSSL_free(der);
    return status;
}

static einv_status read_p12(const void *bytes, size_t len,
                            const char *password, EVP_PKEY **key,
                            struct einv_certs *chain)
{
    const unsigned char *at = bytes;
    PKCS12 *p12 = d2i_PKCS12(NULL, &at, (long)len);
    STACK_OF(X509) *more = NULL;
    einv_status status = EINV_EMALFORMED;
    X509 *x509 = NULL;

    if (p12 != NULL && PKCS12_parse(p12, password, key, &x509, &more) == 1
        && *key != NULL)
        status = EINV_OK;
    if (status == EINV_OK && x509 != NULL)
        status = add_x509(chain, x509);
    for (int i = 0; status == EINV_OK && i < sk_X509_num(more); i++)
        status = add_x509(chain, sk_X509_value(more, i));
    sk_X509_pop_free(more, X509_free);
    X509_free(x509);
    PKCS12_free(p12);
    return status;
}

einv_status einv__secret_p12(const einv_allocator *a, const void *bytes,
                             size_t len, const char *password,
                             struct einv_secret **secret,
                             struct einv_certs *chain)
{
    struct einv_secret *made;
    einv_status status = secret_new(a, &made);

    *secret = NULL;
    if (status != EINV_OK)
        return status;
    einv__crypt_begin();
    status = len > 0 && len <= INT32_MAX
                 ? read_p12(bytes, len, password, &made->key, chain)
                 : EINV_EMALFORMED;
    einv__crypt_end();
    if (status != EINV_OK)
        einv__secret_free(made);
    else
        *secret = made;
    return status;
}

einv_status einv__secret_callback(const einv_allocator *a, einv_secret_fn *fn,
                                  void *user, struct einv_secret **secret)
{
    einv_status status = secret_new(a, secret);

    if (status == EINV_OK) {
        (*secret)->fn = fn;
        (*secret)->user = user;
    }
    return status;
}

void einv__secret_free(struct einv_secret *secret)
{
    if (secret == NULL)
        return;
    EVP_PKEY_free(secret->key);
    einv__free(secret->alloc, secret, sizeof *secret);
}

bool einv__secret_fits(const struct einv_secret *secret,
                       const struct einv_cert *cert)
{
    bool fits;

    if (secret->key == NULL)
        return true;
    einv__crypt_begin();
    fits = X509_check_private_key(einv__crypt_x509(cert), secret->key) == 1;
    einv__crypt_end();
    return fits;
}

enum einv_key_kind einv__secret_kind(const struct einv_secret *secret)
{
    return secret->key != NULL ? einv__crypt_key_kind(secret->key)
                               : EINV_KEY_NONE;
}

/* --- making a value ------------------------------------------------------ */

static einv_status ask(const struct einv_secret *secret,
                       const struct einv_algorithm *row,
                       enum einv_value_form form, struct einv_text message,
                       struct einv_buf *value)
{
    unsigned char digest[EINV_DIGEST_MAX], made[4096];
    size_t digest_len = einv__digest_size(row->digest), len = sizeof made;

    /* Nobody here may know the digest: then the message alone is given. */
    if (einv__digest(row->digest, message.ptr, message.len, digest)
        != EINV_OK)
        digest_len = 0;
    if (secret->fn(secret->user, row->name, digest, digest_len, message.ptr,
                   message.len, made, &len)
            != 1
        || len == 0 || len > sizeof made)
        return EINV_EREJECTED;
    if (form == EINV_VALUE_DER)
        return einv__value_to_der(row, einv__text((char *)made, len), value);
    einv__buf_put(value, made, len);
    return value->failed ? EINV_ENOMEM : EINV_OK;
}

einv_status einv__value_sign(const struct einv_algorithm *algorithm,
                             enum einv_value_form form,
                             struct einv_secret *secret,
                             struct einv_text message, struct einv_buf *value)
{
    struct value_how how = { algorithm, form, EINV_DIGEST_NONE };
    einv_status status;

    einv__crypt_begin();
    status = secret->key != NULL
                 ? einv__crypt_sign(secret->key, &how, message, value)
                 : ask(secret, algorithm, form, message, value);
    einv__crypt_end();
    return status;
}
