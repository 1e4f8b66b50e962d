/* trust.c: what a decision about a certificate may rest on.
 */
#include "inside.h"

/* SIGNATURES: answers and lists beyond this are an attack. */
enum { LARGEST_REVOCATION = 32 << 20, MOST_REVOCATION = 4096 };

void einv__trust_init(struct einv_trust_store *store, const einv_allocator *a)
{
    *store = (struct einv_trust_store){ .alloc = a };
    einv__certs_init(&store->anchors, a);
    einv__certs_init(&store->intermediates, a);
    einv__certs_init(&store->tsa, a);
    einv__certs_init(&store->signers, a);
}

void einv__trust_free(struct einv_trust_store *store)
{
    einv__certs_free(&store->anchors);
    einv__certs_free(&store->intermediates);
    einv__certs_free(&store->tsa);
    einv__certs_free(&store->signers);
    einv__blobs_free(store->alloc, &store->revocation);
}

void einv__blobs_free(const einv_allocator *a, struct einv_blobs *blobs)
{
    for (size_t i = 0; i < blobs->n; i++)
        einv__free(a, (void *)(uintptr_t)blobs->at[i].ptr, blobs->at[i].len);
    einv__free(a, blobs->at, blobs->cap * sizeof *blobs->at);
    *blobs = (struct einv_blobs){ NULL, 0, 0 };
}

einv_status einv__blobs_add(const einv_allocator *a, struct einv_blobs *blobs,
                            const void *bytes, size_t len)
{
    void *copy;

    if (len == 0 || len > LARGEST_REVOCATION || blobs->n >= MOST_REVOCATION)
        return EINV_ELIMIT;
    if (!einv__grow(a, &blobs->at, &blobs->cap, blobs->n + 1,
                    sizeof *blobs->at))
        return EINV_ENOMEM;
    copy = einv__alloc(a, len, 1);
    if (copy == NULL)
        return EINV_ENOMEM;
    memcpy(copy, bytes, len);
    blobs->at[blobs->n++] = einv__text(copy, len);
    return EINV_OK;
}

static einv_status add_der(struct einv_trust_store *store, const void *der,
                           size_t len)
{
    if (!einv__revocation_is(der, len))
        return EINV_EMALFORMED;
    return einv__blobs_add(store->alloc, &store->revocation, der, len);
}

static einv_status add_pem(struct einv_trust_store *store, const void *bytes,
                           size_t len)
{
    BIO *bio = BIO_new_mem_buf(bytes, (int)len);
    einv_status status = bio != NULL ? EINV_EMALFORMED : EINV_ENOMEM;
    char *name = NULL, *header = NULL;
    unsigned char *data = NULL;
    long size = 0;

    while (status != EINV_ENOMEM && bio != NULL
           && PEM_read_bio(bio, &name, &header, &data, &size) == 1) {
        status = add_der(store, data, (size_t)size);
        OPENSSL_free(name);
        OPENSSL_free(header);
        OPENSSL_free(data);
        if (status != EINV_OK)
            break;
    }
    BIO_free(bio);
    return status;
}

einv_status einv__trust_add_revocation(struct einv_trust_store *store,
                                       const void *bytes, size_t len)
{
    einv_status status;

    if (len == 0 || len > LARGEST_REVOCATION)
        return EINV_EMALFORMED;
    if (!einv__crypt_is_there())
        return EINV_EUNSUPPORTED;
    einv__crypt_begin();
    status = *(const unsigned char *)bytes == 0x30
                 ? add_der(store, bytes, len)
                 : add_pem(store, bytes, len);
    einv__crypt_end();
    return status;
}
