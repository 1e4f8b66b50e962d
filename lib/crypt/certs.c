/* certs.c: lists of certificates, and the two forms that they come in.
 */
#include "inside.h"

/* More in one list is no chain and no list of anchors. */
enum { MOST_CERTS = 10000 };

void einv__certs_init(struct einv_certs *certs, const einv_allocator *a)
{
    *certs = (struct einv_certs){ .alloc = a };
}

void einv__certs_free(struct einv_certs *certs)
{
    for (size_t i = 0; i < certs->n; i++)
        einv__cert_free(certs->at[i]);
    einv__free(certs->alloc, certs->at, certs->cap * sizeof *certs->at);
    einv__certs_init(certs, certs->alloc);
}

einv_status einv__certs_add(struct einv_certs *certs, struct einv_cert *cert)
{
    for (size_t i = 0; i < certs->n; i++)
        if (einv__cert_same(certs->at[i], cert))
            return EINV_OK;
    if (certs->n >= MOST_CERTS)
        return EINV_ELIMIT;
    if (!einv__grow(certs->alloc, &certs->at, &certs->cap, certs->n + 1,
                    sizeof *certs->at))
        return EINV_ENOMEM;
    certs->at[certs->n++] = einv__cert_ref(cert);
    return EINV_OK;
}

static einv_status add_der(struct einv_certs *certs, const void *der,
                           size_t len)
{
    struct einv_cert *cert = NULL;
    einv_status status = einv__cert_read(certs->alloc, der, len, &cert);

    if (status == EINV_OK)
        status = einv__certs_add(certs, cert);
    einv__cert_free(cert);
    return status;
}

static bool names_a_certificate(const char *name)
{
    return strcmp(name, PEM_STRING_X509) == 0
           || strcmp(name, PEM_STRING_X509_OLD) == 0;
}

/* The next block of PEM, other kinds than certificates passed over. */
static einv_status add_block(struct einv_certs *certs, BIO *bio, bool *end,
                             bool *any)
{
    char *name = NULL, *header = NULL;
    unsigned char *data = NULL;
    long len = 0;
    einv_status status = EINV_OK;

    *end = PEM_read_bio(bio, &name, &header, &data, &len) != 1;
    if (!*end && names_a_certificate(name)) {
        *any = true;
        status = add_der(certs, data, (size_t)len);
    }
    /* It may have been a key. */
    OPENSSL_clear_free(data, data != NULL ? (size_t)len : 0);
    OPENSSL_free(name);
    OPENSSL_free(header);
    return status;
}

static einv_status add_pem(struct einv_certs *certs, const void *bytes,
                           size_t len)
{
    BIO *bio = BIO_new_mem_buf(bytes, (int)len);
    einv_status status = bio != NULL ? EINV_OK : EINV_ENOMEM;
    bool any = false;

    for (bool end = false; status == EINV_OK && !end;)
        status = add_block(certs, bio, &end, &any);
    BIO_free(bio);
    return status == EINV_OK && !any ? EINV_EMALFORMED : status;
}

einv_status einv__certs_read(struct einv_certs *certs, const void *bytes,
                             size_t len)
{
    einv_status status;

    if (len == 0 || len > INT32_MAX)
        return EINV_EMALFORMED;
    if (*(const unsigned char *)bytes == 0x30)
        return add_der(certs, bytes, len);
    if (!einv__crypt_is_there())
        return EINV_EUNSUPPORTED;
    einv__crypt_begin();
    status = add_pem(certs, bytes, len);
    einv__crypt_end();
    return status;
}
