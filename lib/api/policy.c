/* policy.c: what a verification may rest on, gathered from the caller. */
#include "policy.h"

#include "../sign/trust_list.h"

/* The public numbers are the inner ones. */
_Static_assert(EINV_TRUST_SIGNER == 3, "trust");

einv_status einv_policy_new(einv_ctx *ctx, int64_t when, einv_policy **policy)
{
    einv_policy *h;
    einv_status status;

    if (!is_ctx(ctx) || policy == NULL)
        return EINV_EUSAGE;
    *policy = NULL;
    h = einv__alloc(ctx_alloc(ctx), 1, sizeof(*h));
    if (h == NULL)
        return EINV_ENOMEM;
    memset(h, 0, sizeof(*h));
    status = einv__profiles_own(&h->profiles, ctx_alloc(ctx));
    if (status != EINV_OK) {
        einv__free(ctx_alloc(ctx), h, sizeof(*h));
        return status;
    }
    h->magic = MAGIC_POLICY;
    h->ctx = einv_ctx_ref(ctx);
    einv__arena_init(&h->arena, ctx_alloc(ctx));
    einv__trust_init(&h->trust, ctx_alloc(ctx));
    h->p.profiles = &h->profiles;
    h->p.trust = &h->trust;
    h->p.at = when;
    *policy = h;
    return EINV_OK;
}

void einv_policy_free(einv_policy *policy)
{
    einv_ctx *ctx;

    if (!is_policy(policy))
        return;
    ctx = policy->ctx;
    policy->magic = 0;
    einv__profiles_free(&policy->profiles);
    einv__trust_free(&policy->trust);
    einv__free(ctx_alloc(ctx), policy->contents,
               policy->cap_contents * sizeof(*policy->contents));
    einv__free(ctx_alloc(ctx), policy->required,
               policy->cap_required * sizeof(*policy->required));
    einv__arena_free(&policy->arena);
    einv__free(ctx_alloc(ctx), policy, sizeof(*policy));
    einv_ctx_free(ctx);
}

einv_status einv_policy_set_profile(einv_policy *policy, const char *profile)
{
    const struct einv_profile *p = NULL;

    if (!is_policy(policy))
        return EINV_EUSAGE;
    if (profile != NULL) {
        p = einv__profile_find(&policy->profiles, einv__text_of(profile));
        if (p == NULL)
            return EINV_EUNKNOWN;
    }
    policy->p.only = p;
    return EINV_OK;
}

einv_status einv_policy_add_certificates(einv_policy *policy, einv_trust as,
                                         const void *bytes, size_t len)
{
    struct einv_certs *to;

    if (!is_policy(policy) || (bytes == NULL && len > 0))
        return EINV_EUSAGE;
    switch (as) {
    case EINV_TRUST_ANCHOR: to = &policy->trust.anchors; break;
    case EINV_TRUST_INTERMEDIATE: to = &policy->trust.intermediates; break;
    case EINV_TRUST_TSA: to = &policy->trust.tsa; break;
    case EINV_TRUST_SIGNER: to = &policy->trust.signers; break;
    default: return EINV_EUSAGE;
    }
    if ((as == EINV_TRUST_ANCHOR || as == EINV_TRUST_TSA) &&
        einv__trust_list_is(einv__text(bytes, len)))
        return einv__trust_list_read(to, einv__text(bytes, len),
                                     as == EINV_TRUST_TSA);
    return einv__certs_read(to, bytes, len);
}

einv_status einv_policy_add_revocation(einv_policy *policy, const void *bytes,
                                       size_t len)
{
    if (!is_policy(policy) || (bytes == NULL && len > 0))
        return EINV_EUSAGE;
    return einv__trust_add_revocation(&policy->trust, bytes, len);
}

einv_status einv_policy_set_revocation(einv_policy *policy,
                                       einv_revocation_mode mode)
{
    if (!is_policy(policy) || (unsigned)mode > EINV_REVOCATION_OFF)
        return EINV_EUSAGE;
    policy->p.revocation = mode;
    return EINV_OK;
}

/* A copy of a name; false: no memory. */
static bool keep(einv_policy *h, const char *name, struct einv_text *out)
{
    char *copy;

    *out = EINV_NO_TEXT;
    if (name == NULL)
        return true;
    copy = einv__arena_dup(&h->arena, einv__text_of(name));
    *out = einv__text_of(copy);
    return copy != NULL;
}

einv_status einv_policy_add_content(einv_policy *policy, const char *name,
                                    const void *bytes, size_t len)
{
    struct einv_content *c;

    if (!is_policy(policy) || (bytes == NULL && len > 0))
        return EINV_EUSAGE;
    if (!einv__grow(ctx_alloc(policy->ctx), &policy->contents,
                    &policy->cap_contents, policy->p.n_contents + 1,
                    sizeof(*policy->contents)))
        return EINV_ENOMEM;
    policy->p.contents = policy->contents;
    c = &policy->contents[policy->p.n_contents];
    c->bytes = einv__text(bytes, len);
    if (!keep(policy, name, &c->name))
        return EINV_ENOMEM;
    policy->p.n_contents++;
    return EINV_OK;
}

einv_status einv_policy_require(einv_policy *policy, const char *role)
{
    if (!is_policy(policy) || role == NULL)
        return EINV_EUSAGE;
    if (!einv__grow(ctx_alloc(policy->ctx), &policy->required,
                    &policy->cap_required, policy->p.n_required + 1,
                    sizeof(*policy->required)))
        return EINV_ENOMEM;
    policy->p.required = policy->required;
    if (!keep(policy, role, &policy->required[policy->p.n_required]))
        return EINV_ENOMEM;
    policy->p.n_required++;
    return EINV_OK;
}

einv_status einv_policy_set_value_fn(einv_policy *policy, einv_value_fn *fn,
                                     void *user)
{
    if (!is_policy(policy))
        return EINV_EUSAGE;
    policy->p.value_fn = fn;
    policy->p.user = user;
    return EINV_OK;
}
