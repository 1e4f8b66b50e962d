/* key.h: a private key behind its handle. */
#ifndef EINV_LIB_KEY_H
#define EINV_LIB_KEY_H

#include "../crypt/crypt.h"
#include "handle.h"

struct einv_key {
    uint32_t magic;
    einv_ctx *ctx;
    struct einv_secret *secret; /* NULL: for signing in two steps alone */
    struct einv_certs chain;    /* the signer's first */
};

static inline bool is_key(const einv_key *h)
{
    return h != NULL && h->magic == MAGIC_KEY;
}

#endif
