/* key.c: keys, and which of their certificates is the signer's. */
#include "key.h"

static einv_status new_key(einv_ctx *ctx, einv_key **key)
{
    einv_key *h = einv__alloc(ctx_alloc(ctx), 1, sizeof(*h));

    if (h == NULL)
        return EINV_ENOMEM;
    memset(h, 0, sizeof(*h));
    h->magic = MAGIC_KEY;
    h->ctx = einv_ctx_ref(ctx);
    einv__certs_init(&h->chain, ctx_alloc(ctx));
    *key = h;
    return EINV_OK;
}

void einv_key_free(einv_key *key)
{
    einv_ctx *ctx;

    if (!is_key(key))
        return;
    ctx = key->ctx;
    key->magic = 0;
    einv__secret_free(key->secret);
    einv__certs_free(&key->chain);
    einv__free(ctx_alloc(ctx), key, sizeof(*key));
    einv_ctx_free(ctx);
}

/* The one that belongs to the key goes to the front. */
static void put_own_first(einv_key *h)
{
    if (h->secret == NULL || einv__secret_kind(h->secret) == EINV_KEY_NONE)
        return;
    for (size_t i = 0; i < h->chain.n; i++) {
        struct einv_cert *cert = h->chain.at[i];

        if (!einv__secret_fits(h->secret, cert))
            continue;
        for (; i > 0; i--)
            h->chain.at[i] = h->chain.at[i - 1];
        h->chain.at[0] = cert;
        return;
    }
}

typedef einv_status read_fn(const einv_allocator *a, const void *bytes,
                            size_t len, const char *password,
                            struct einv_secret **secret,
                            struct einv_certs *chain);

static einv_status read_key(einv_ctx *ctx, read_fn *read, const void *bytes,
                            size_t len, const char *password, einv_key **key)
{
    einv_key *h;
    einv_status status;

    if (!is_ctx(ctx) || key == NULL || (bytes == NULL && len > 0))
        return EINV_EUSAGE;
    *key = NULL;
    status = new_key(ctx, &h);
    if (status != EINV_OK)
        return status;
    status = read(ctx_alloc(ctx), bytes, len, password, &h->secret,
                  &h->chain);
    if (status != EINV_OK) {
        einv_key_free(h);
        return status;
    }
    put_own_first(h);
    *key = h;
    return EINV_OK;
}

einv_status einv_key_from_pem(einv_ctx *ctx, const void *bytes, size_t len,
                              const char *password, einv_key **key)
{
    return read_key(ctx, einv__secret_pem, bytes, len, password, key);
}

einv_status einv_key_from_p12(einv_ctx *ctx, const void *bytes, size_t len,
                              const char *password, einv_key **key)
{
    return read_key(ctx, einv__secret_p12, bytes, len, password, key);
}

einv_status einv_key_from_callback(einv_ctx *ctx, const void *certificates,
                                   size_t len, einv_sign_fn *fn, void *user,
                                   einv_key **key)
{
    einv_key *h;
    einv_status status;

    if (!is_ctx(ctx) || key == NULL || (certificates == NULL && len > 0))
        return EINV_EUSAGE;
    *key = NULL;
    status = new_key(ctx, &h);
    if (status != EINV_OK)
        return status;
    if (fn != NULL)
        status = einv__secret_callback(ctx_alloc(ctx), fn, user, &h->secret);
    if (status == EINV_OK)
        status = einv__certs_read(&h->chain, certificates, len);
    if (status != EINV_OK)
        einv_key_free(h);
    else
        *key = h;
    return status;
}

einv_status einv_key_add_certificates(einv_key *key, const void *bytes,
                                      size_t len)
{
    einv_status status;

    if (!is_key(key) || (bytes == NULL && len > 0))
        return EINV_EUSAGE;
    status = einv__certs_read(&key->chain, bytes, len);
    put_own_first(key);
    return status;
}
