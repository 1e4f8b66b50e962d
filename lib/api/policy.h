/* policy.h: what a verification policy is made of. */
#ifndef EINV_LIB_POLICY_H
#define EINV_LIB_POLICY_H

#include "../sign/verify.h"
#include "handle.h"

struct einv_policy {
    uint32_t magic;
    einv_ctx *ctx;
    struct einv_arena arena;            /* names, roles */
    struct einv_profiles profiles;
    struct einv_trust_store trust;
    struct einv_content *contents;
    struct einv_text *required;
    size_t cap_contents, cap_required;
    struct einv_sign_policy p;          /* points to all of these */
};

static inline bool is_policy(const einv_policy *h)
{
    return h != NULL && h->magic == MAGIC_POLICY;
}

#endif
