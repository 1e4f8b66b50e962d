/* digest.c: digests by OpenSSL.
 *
 * OpenSSL would read its configuration file at the first use of its default
 * library context; verifying opens no file, so begin() says no to that first.
 * A program that wants the file loads it before it calls einv.
 */
#include "inside.h"

struct einv_hash {
    const einv_allocator *alloc;
    EVP_MD_CTX *ctx;
    EVP_MD *md;
    bool broken;    /* it failed, or its value was taken */
};

void einv__crypt_begin(void)
{
    OPENSSL_init_crypto(OPENSSL_INIT_NO_LOAD_CONFIG, NULL);
    ERR_set_mark();
}

void einv__crypt_end(void)
{
    ERR_pop_to_mark();
}

/* The digest as OpenSSL has it; NULL: it has none. */
EVP_MD *einv__crypt_md(enum einv_digest digest)
{
    const char *name = einv__digest_openssl(digest);

    return name != NULL ? EVP_MD_fetch(NULL, name, NULL) : NULL;
}

static einv_status start(struct einv_hash *hash)
{
    hash->broken = EVP_DigestInit_ex(hash->ctx, hash->md, NULL) != 1;
    return hash->broken ? EINV_EINTERNAL : EINV_OK;
}

static einv_status fill(struct einv_hash *hash, enum einv_digest digest)
{
    hash->md = einv__crypt_md(digest);
    if (hash->md == NULL)
        return EINV_EUNSUPPORTED;
    hash->ctx = EVP_MD_CTX_new();
    if (hash->ctx == NULL)
        return EINV_ENOMEM;
    return start(hash);
}

einv_status einv__hash_new(const einv_allocator *a, enum einv_digest digest,
                           struct einv_hash **hash)
{
    struct einv_hash *made;
    einv_status status;

    *hash = NULL;
    if (!einv__crypt_is_there())
        return EINV_EUNSUPPORTED;
    made = einv__alloc(a, 1, sizeof *made);
    if (made == NULL)
        return EINV_ENOMEM;
    *made = (struct einv_hash){ .alloc = a };
    einv__crypt_begin();
    status = fill(made, digest);
    einv__crypt_end();
    if (status != EINV_OK)
        einv__hash_free(made);
    else
        *hash = made;
    return status;
}

einv_status einv__hash_put(void *user, const void *bytes, size_t len)
{
    struct einv_hash *hash = user;

    if (len > 0 && !hash->broken)
        hash->broken = EVP_DigestUpdate(hash->ctx, bytes, len) != 1;
    return hash->broken ? EINV_EINTERNAL : EINV_OK;
}

einv_status einv__hash_end(struct einv_hash *hash, unsigned char *out)
{
    bool good = !hash->broken && EVP_DigestFinal_ex(hash->ctx, out, NULL) == 1;

    hash->broken = true;
    return good ? EINV_OK : EINV_EINTERNAL;
}

einv_status einv__hash_again(struct einv_hash *hash)
{
    einv_status status;

    einv__crypt_begin();
    status = start(hash);
    einv__crypt_end();
    return status;
}

void einv__hash_free(struct einv_hash *hash)
{
    if (hash == NULL)
        return;
    EVP_MD_CTX_free(hash->ctx);
    EVP_MD_free(hash->md);
    einv__free(hash->alloc, hash, sizeof *hash);
}

einv_status einv__digest(enum einv_digest digest, const void *bytes,
                         size_t len, unsigned char *out)
{
    einv_status status = EINV_EUNSUPPORTED;
    EVP_MD *md;

    if (!einv__crypt_is_there())
        return EINV_EUNSUPPORTED;
    einv__crypt_begin();
    md = einv__crypt_md(digest);
    if (md != NULL)
        status = EVP_Digest(len > 0 ? bytes : "", len, out, NULL, md, NULL)
                         == 1
                     ? EINV_OK
                     : EINV_EINTERNAL;
    EVP_MD_free(md);
    einv__crypt_end();
    return status;
}

bool einv__same_bytes(const void *a, const void *b, size_t len)
{
    return len == 0 || CRYPTO_memcmp(a, b, len) == 0;
}
