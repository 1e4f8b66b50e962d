/* algorithm.c: the rows of algorithm.def, found by name, URI or OID.
 *
 * Needs no OpenSSL: what a document asks for can be named, and refused, in
 * any build.
 */
#include "crypt.h"

struct digest_row {
    const char *name, *openssl, *uri, *oid;
    size_t size;
    bool weak;
};

static const struct digest_row digests[EINV_N_DIGESTS] = {
#define DIGEST(id, name, size, openssl, weak, uri, oid) \
    [EINV_DIGEST_##id] = { name, openssl, uri, oid, size, weak },
#include "algorithm.def"
};

static const struct einv_algorithm algorithms[] = {
#define ALGORITHM(name, key, digest, known, weak, uri, oid) \
    { name, uri, oid, EINV_KEY_##key, EINV_DIGEST_##digest, known, weak },
#include "algorithm.def"
};

enum { N_ALGORITHMS = sizeof(algorithms) / sizeof(*algorithms) };

static const struct digest_row *row_of(enum einv_digest digest)
{
    return (size_t)digest < EINV_N_DIGESTS ? &digests[digest] : &digests[0];
}

const struct einv_algorithm *einv__algorithm_by_name(struct einv_text name)
{
    for (size_t i = 0; i < N_ALGORITHMS; i++)
        if (einv__text_is(name, algorithms[i].name))
            return &algorithms[i];
    return NULL;
}

const struct einv_algorithm *einv__algorithm_by_uri(struct einv_text uri)
{
    for (size_t i = 0; uri.len > 0 && i < N_ALGORITHMS; i++)
        if (einv__text_is(uri, algorithms[i].uri))
            return &algorithms[i];
    return NULL;
}

const struct einv_algorithm *einv__algorithm_by_oid(struct einv_text oid)
{
    for (size_t i = 0; oid.len > 0 && i < N_ALGORITHMS; i++)
        if (einv__text_is(oid, algorithms[i].oid))
            return &algorithms[i];
    return NULL;
}

const struct einv_algorithm *einv__algorithm_of(enum einv_key_kind key,
                                                enum einv_digest digest)
{
    if (key == EINV_KEY_ED25519)
        digest = EINV_DIGEST_NONE;
    for (size_t i = 0; i < N_ALGORITHMS; i++)
        if (algorithms[i].key == key && algorithms[i].digest == digest)
            return &algorithms[i];
    return NULL;
}

enum einv_digest einv__digest_by_uri(struct einv_text uri)
{
    for (size_t i = 1; uri.len > 0 && i < EINV_N_DIGESTS; i++)
        if (einv__text_is(uri, digests[i].uri))
            return (enum einv_digest)i;
    return EINV_DIGEST_NONE;
}

enum einv_digest einv__digest_by_oid(struct einv_text oid)
{
    for (size_t i = 1; oid.len > 0 && i < EINV_N_DIGESTS; i++)
        if (einv__text_is(oid, digests[i].oid))
            return (enum einv_digest)i;
    return EINV_DIGEST_NONE;
}

const char *einv__digest_uri(enum einv_digest digest)
{
    return row_of(digest)->uri;
}

const char *einv__digest_oid(enum einv_digest digest)
{
    return row_of(digest)->oid;
}

const char *einv__digest_name(enum einv_digest digest)
{
    return row_of(digest)->name;
}

const char *einv__digest_openssl(enum einv_digest digest)
{
    return row_of(digest)->openssl;
}

bool einv__digest_weak(enum einv_digest digest)
{
    return row_of(digest)->weak;
}

size_t einv__digest_size(enum einv_digest digest)
{
    return row_of(digest)->size;
}
