/* none.c: the face of lib/crypt in a build without OpenSSL.
 *
 * Everything says EINV_EUNSUPPORTED; nothing pretends.
 */
#include "crypt.h"

bool einv__crypt_is_there(void)
{
    return false;
}

einv_status einv__hash_new(const einv_allocator *a, enum einv_digest digest,
                           struct einv_hash **hash)
{
    (void)a;
    (void)digest;
    *hash = NULL;
    return EINV_EUNSUPPORTED;
}

einv_status einv__hash_put(void *hash, const void *bytes, size_t len)
{
    (void)hash;
    (void)bytes;
    (void)len;
    return EINV_EUNSUPPORTED;
}

einv_status einv__hash_end(struct einv_hash *hash, unsigned char *out)
{
    (void)hash;
    (void)out;
    return EINV_EUNSUPPORTED;
}

einv_status einv__hash_again(struct einv_hash *hash)
{
    (void)hash;
    return EINV_EUNSUPPORTED;
}

void einv__hash_free(struct einv_hash *hash)
{
    (void)hash;
}

einv_status einv__digest(enum einv_digest digest, const void *bytes,
                         size_t len, unsigned char *out)
{
    (void)digest;
    (void)bytes;
    (void)len;
    (void)out;
    return EINV_EUNSUPPORTED;
}

bool einv__same_bytes(const void *a, const void *b, size_t len)
{
    const unsigned char *x = a, *y = b;
    unsigned char difference = 0;

    for (size_t i = 0; i < len; i++)
        difference = (unsigned char)(difference | (x[i] ^ y[i]));
    return difference == 0;
}
