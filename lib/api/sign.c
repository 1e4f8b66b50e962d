/* sign.c: signing, in one step and in two.
 *
 * What was made is verified with the certificate it was made for, by the
 * profile it was made by, before anybody gets it.
 */
#include "../sign/cades.h"
#include "../sign/make.h"
#include "../sign/verify.h"
#include "key.h"

struct einv_signer {
    uint32_t magic;
    einv_ctx *ctx;
    struct einv_profiles profiles;
    const struct einv_profile *profile;
    struct einv_certs chain;
    struct einv_making making;
    unsigned char digest[EINV_DIGEST_MAX];
};

static bool is_signer(const einv_signer *h)
{
    return h != NULL && h->magic == MAGIC_SIGNER;
}

void einv_signer_free(einv_signer *signer)
{
    einv_ctx *ctx;

    if (!is_signer(signer))
        return;
    ctx = signer->ctx;
    signer->magic = 0;
    einv__making_free(&signer->making);
    einv__certs_free(&signer->chain);
    einv__profiles_free(&signer->profiles);
    einv__free(ctx_alloc(ctx), signer, sizeof(*signer));
    einv_ctx_free(ctx);
}

static einv_status new_signer(einv_ctx *ctx, einv_signer **signer)
{
    einv_signer *h = einv__alloc(ctx_alloc(ctx), 1, sizeof(*h));
    einv_status status;

    if (h == NULL)
        return EINV_ENOMEM;
    memset(h, 0, sizeof(*h));
    status = einv__profiles_own(&h->profiles, ctx_alloc(ctx));
    if (status != EINV_OK) {
        einv__free(ctx_alloc(ctx), h, sizeof(*h));
        return status;
    }
    h->magic = MAGIC_SIGNER;
    h->ctx = einv_ctx_ref(ctx);
    einv__certs_init(&h->chain, ctx_alloc(ctx));
    *signer = h;
    return EINV_OK;
}

static einv_status take_chain(einv_signer *h, const einv_key *key)
{
    einv_status status = key->chain.n > 0 ? EINV_OK : EINV_EABSENT;

    for (size_t i = 0; i < key->chain.n && status == EINV_OK; i++)
        status = einv__certs_add(&h->chain, key->chain.at[i]);
    return status;
}

static einv_status take_profile(einv_signer *h, const char *id,
                                const einv_sign_options *options,
                                const struct einv_algorithm **algorithm)
{
    struct einv_text name = einv__text_of(options->algorithm);

    h->profile = einv__profile_find(&h->profiles, einv__text_of(id));
    if (h->profile == NULL)
        return EINV_EUNKNOWN;
    if (!h->profile->sign)
        return EINV_EUNSUPPORTED;
    *algorithm = name.ptr != NULL
        ? einv__algorithm_by_name(name)
        : einv__make_algorithm(h->profile, h->chain.at[0]);
    if (*algorithm == NULL)
        return name.ptr != NULL ? EINV_EUNSUPPORTED : EINV_EREJECTED;
    return einv__words_have(h->profile->algorithms, (*algorithm)->name)
               ? EINV_OK : EINV_EREJECTED;
}

static bool is_cms(const einv_signer *h)
{
    return einv__text_is(h->profile->container, "cms");
}

/* Of the document as a tree; or of its bytes, whatever they are. */
static einv_status prepare(einv_signer *h, struct einv_make_request *r,
                           struct einv_report *findings)
{
    struct einv_read_xml_options read = { .limits = &h->ctx->engine.limits,
                                          .lend = true };
    struct einv_tree t;
    einv_status status;

    if (is_cms(h))
        return einv__cades_prepare(&h->making, ctx_alloc(h->ctx), r);
    status = einv__xml_read(&t, ctx_alloc(h->ctx), r->bytes, &read, findings);
    if (status != EINV_OK)
        return status;
    r->t = &t;
    status = einv__make_prepare(&h->making, ctx_alloc(h->ctx), r);
    einv__tree_free(&t);
    return status;
}

static einv_status make(einv_signer *h, struct einv_text bytes,
                        const struct einv_algorithm *algorithm,
                        const einv_sign_options *o, einv_report *report)
{
    struct einv_make_request r = { .profile = h->profile, .bytes = bytes,
                                   .chain = &h->chain,
                                   .algorithm = algorithm, .when = o->when,
                                   .role = einv__text_of(o->role),
                                   .id = einv__text_of(o->id) };
    einv_status status = prepare(h, &r, report != NULL ? &report->r : NULL);

    if (status == EINV_OK && algorithm->digest != EINV_DIGEST_NONE)
        status = einv__digest(algorithm->digest, h->making.message.data,
                              h->making.message.len, h->digest);
    return status;
}

einv_status einv_sign_prepare(einv_ctx *ctx, const char *bytes, size_t len,
                              const char *profile, const einv_key *key,
                              const einv_sign_options *options,
                              einv_report *report, einv_signer **signer)
{
    const struct einv_algorithm *algorithm = NULL;
    einv_sign_options ours;
    einv_signer *h;
    einv_status status;

    if (!is_ctx(ctx) || signer == NULL || !is_key(key) || profile == NULL ||
        (bytes == NULL && len > 0) || (report != NULL && !is_report(report)))
        return EINV_EUSAGE;
    *signer = NULL;
    status = einv__options_take(&ours, sizeof(ours), options);
    if (status == EINV_OK && ours.when == 0)
        status = EINV_EUSAGE;
    if (status == EINV_OK && !einv__crypt_is_there())
        status = EINV_EUNSUPPORTED;
    if (status == EINV_OK)
        status = new_signer(ctx, &h);
    if (status != EINV_OK)
        return status;
    status = take_chain(h, key);
    if (status == EINV_OK)
        status = take_profile(h, profile, &ours, &algorithm);
    if (status == EINV_OK)
        status = make(h, einv__text(bytes, len), algorithm, &ours, report);
    if (status != EINV_OK)
        einv_signer_free(h);
    else
        *signer = h;
    return status;
}

einv_status einv_signer_get(const einv_signer *signer, const char **algorithm,
                            const unsigned char **digest, size_t *digest_len,
                            const unsigned char **message,
                            size_t *message_len)
{
    if (!is_signer(signer))
        return EINV_EUSAGE;
    if (algorithm != NULL)
        *algorithm = signer->making.algorithm->name;
    if (digest != NULL)
        *digest = signer->digest;
    if (digest_len != NULL)
        *digest_len = einv__digest_size(signer->making.algorithm->digest);
    if (message != NULL)
        *message = (const unsigned char *)signer->making.message.data;
    if (message_len != NULL)
        *message_len = signer->making.message.len;
    return EINV_OK;
}

/* Right in all but trust, which the signer's own program cannot judge. */
static bool is_right(const struct einv_result *r)
{
    const struct einv_sig *sig = r->n_sigs == 1 ? &r->sigs[0] : NULL;

    return sig != NULL && sig->value_ok &&
           (sig->indication == EINV_TOTAL_PASSED ||
            (sig->indication == EINV_INDETERMINATE &&
             sig->sub == EINV_SUB_NO_CERTIFICATE_CHAIN_FOUND));
}

static einv_status verify_cms(const einv_signer *h,
                              const struct einv_sign_policy *p,
                              struct einv_text bytes,
                              struct einv_report *report,
                              struct einv_result *r)
{
    struct einv_content given = { EINV_NO_TEXT,
                                  einv__buf_get(&h->making.before) };
    struct einv_sign_policy policy = *p;
    struct einv_buf content;
    einv_status status;

    policy.contents = &given;
    policy.n_contents = 1;
    einv__buf_init(&content, ctx_alloc(h->ctx));
    status = einv__cades_verify(&policy, bytes, report, r, &content);
    einv__buf_free(&content);
    return status;
}

static einv_status verify_xml(const einv_signer *h,
                              const struct einv_sign_policy *p,
                              struct einv_text bytes,
                              struct einv_report *report,
                              struct einv_result *r)
{
    struct einv_read_xml_options read = { .limits = &h->ctx->engine.limits,
                                          .lend = true };
    struct einv_tree t;
    einv_status status = einv__xml_read(&t, ctx_alloc(h->ctx), bytes, &read,
                                        report);

    if (status != EINV_OK)
        return status;
    status = einv__sign_verify_xml(p, &t, r);
    einv__tree_free(&t);
    return status;
}

static einv_status verify_own(const einv_signer *h, struct einv_text bytes,
                              struct einv_report *report)
{
    struct einv_sign_policy p = { .profiles = &h->profiles,
                                  .only = h->profile };
    struct einv_result r;
    einv_status status;

    einv__result_init(&r, ctx_alloc(h->ctx));
    status = (is_cms(h) ? verify_cms : verify_xml)(h, &p, bytes, report, &r);
    if (status != EINV_ENOMEM)
        status = is_right(&r) ? EINV_OK : EINV_EREJECTED;
    if (status == EINV_EREJECTED)
        einv__result_findings(&r, report);
    einv__result_free(&r);
    return status;
}

einv_status einv_sign_finish(einv_signer *signer, const void *value,
                             size_t value_len, einv_report *report,
                             einv_buffer **signed_)
{
    struct einv_report *findings;
    einv_buffer *out;
    einv_status status;

    if (!is_signer(signer) || signed_ == NULL ||
        (value == NULL && value_len > 0) || !take_report(report, &findings))
        return EINV_EUSAGE;
    *signed_ = NULL;
    out = einv__buffer_new(signer->ctx);
    if (out == NULL)
        return EINV_ENOMEM;
    status = is_cms(signer)
                 ? einv__cades_finish(&signer->making, signer->profile,
                                      &signer->chain,
                                      einv__text(value, value_len),
                                      &out->buf)
                 : einv__make_finish(&signer->making,
                                     einv__text(value, value_len),
                                     &out->buf);
    if (status == EINV_OK)
        status = verify_own(signer, einv__buf_get(&out->buf), findings);
    return einv__buffer_give(out, status, signed_);
}

einv_status einv_sign(einv_ctx *ctx, const char *bytes, size_t len,
                      const char *profile, einv_key *key,
                      const einv_sign_options *options, einv_report *report,
                      einv_buffer **signed_)
{
    einv_signer *h = NULL;
    struct einv_buf value;
    einv_status status;

    if (signed_ == NULL || !is_key(key) || key->secret == NULL)
        return EINV_EUSAGE;
    *signed_ = NULL;
    status = einv_sign_prepare(ctx, bytes, len, profile, key, options, report,
                               &h);
    if (status != EINV_OK)
        return status;
    einv__buf_init(&value, ctx_alloc(ctx));
    status = einv__value_sign(h->making.algorithm,
                              h->profile->der_value ? EINV_VALUE_DER
                                                    : EINV_VALUE_PLAIN,
                              key->secret, einv__buf_get(&h->making.message),
                              &value);
    if (status == EINV_OK)
        status = value.failed ? EINV_ENOMEM
                              : einv_sign_finish(h, value.data, value.len,
                                                 report, signed_);
    einv__buf_free(&value);
    einv_signer_free(h);
    return status;
}
