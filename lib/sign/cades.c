/* cades.c: what signed data of CMS is worth (RFC 5652, ETSI EN 319 122-1).
 *
 * The bytes that a signer signs are the content as it stands, whole: there is
 * nothing to wrap and nothing to leave out.  What can be wrong is who signed,
 * by what, and that the certificate is not named in what is signed, so that
 * another could be put in its place.
 */
#include "cades.h"

#include <stdio.h>

/* SIGNATURES 8. */
enum { MOST_LAYERS = 3 };

static void fail(struct einv_cades *c, enum einv_sub_indication sub)
{
    einv__sig_fail(c->sig, EINV_TOTAL_FAILED, sub);
}

static void doubt(struct einv_cades *c, enum einv_sub_indication sub)
{
    einv__sig_fail(c->sig, EINV_INDETERMINATE, sub);
}

static struct einv_text keep(struct einv_cades *c, struct einv_text text)
{
    char *copy;

    if (text.len == 0)
        return EINV_NO_TEXT;
    copy = einv__arena_dup(&c->result->arena, text);
    c->nomem = c->nomem || copy == NULL;
    return einv__text(copy, copy != NULL ? text.len : 0);
}

/* --- algorithms ---------------------------------------------------------- */

/* Weak: told, and enough only where the profile says so. */
static void weak(struct einv_cades *c, struct einv_text what, bool enough)
{
    struct einv_text copy = keep(c, what);

    if (copy.ptr == NULL || !einv__sig_weak(c->result, c->sig, copy))
        c->nomem = true;
    if (!enough)
        doubt(c, EINV_SUB_CRYPTO_CONSTRAINTS_FAILURE_NO_POE);
}

/* An algorithm or a digest by its name: may it sign at all? */
static bool may_sign(const struct einv_cades *c, struct einv_text name)
{
    const struct einv_profile *p = c->profile;

    return einv__words_have_text(p->algorithms, name)
           || einv__words_have_text(p->digests, name)
           || einv__words_have_text(p->old, name)
           || einv__words_have_text(c->policy->profiles->aged, name);
}

static void tell_weak(struct einv_cades *c, struct einv_text name)
{
    const struct einv_profile *p = c->profile;

    if (!einv__words_have_text(p->algorithms, name)
        && !einv__words_have_text(p->digests, name))
        weak(c, name, einv__words_have_text(p->old, name));
}

/* Before anything is worked out. */
static bool judge_algorithms(struct einv_cades *c)
{
    const struct einv_algorithm *row = c->signer->algorithm;
    enum einv_digest digest = c->signer->digest;

    c->sig->algorithm = keep(c, row != NULL ? einv__text_of(row->name)
                                            : c->signer->algorithm_oid);
    if ((row == NULL || may_sign(c, einv__text_of(row->name)))
        && (digest == EINV_DIGEST_NONE
            || may_sign(c, einv__text_of(einv__digest_name(digest)))))
        return true;
    fail(c, EINV_SUB_ALGORITHM);
    return false;
}

static void judge_strength(struct einv_cades *c)
{
    const struct einv_algorithm *row = c->signer->algorithm;
    enum einv_digest digest = c->signer->digest;

    if (row != NULL)
        tell_weak(c, einv__text_of(row->name));
    if (digest != EINV_DIGEST_NONE)
        tell_weak(c, einv__text_of(einv__digest_name(digest)));
}

static void judge_key(struct einv_cades *c)
{
    enum einv_key_kind kind = einv__cert_key_kind(c->sig->signer);
    unsigned bits = einv__cert_key_bits(c->sig->signer);
    char name[32];

    if ((kind != EINV_KEY_RSA && kind != EINV_KEY_RSA_PSS) || bits >= 2048)
        return;
    snprintf(name, sizeof name, "RSA-%u", bits);
    weak(c, einv__text_of(name), bits >= c->profile->rsa_bits);
}

/* --- digest and value ---------------------------------------------------- */

static void judge_digest(struct einv_cades *c)
{
    unsigned char computed[EINV_DIGEST_MAX];
    einv_status status = einv__cms_digest(c->signer, c->content, computed);
    struct einv_reference *ref;

    ref = einv__arena_zero(&c->result->arena, 1, sizeof *ref);
    if (ref == NULL) {
        c->nomem = true;
        return;
    }
    ref->digest = c->signer->digest;
    ref->expected = keep(c, c->signer->message_digest);
    ref->ok = status == EINV_OK;
    if (status == EINV_OK || status == EINV_EREJECTED)
        ref->computed = keep(c, einv__text((char *)computed,
                                           einv__digest_size(ref->digest)));
    c->sig->references = ref;
    c->sig->n_references = 1;
    if (status == EINV_EREJECTED)
        fail(c, EINV_SUB_HASH_FAILURE);
    else if (status != EINV_OK)
        doubt(c, EINV_SUB_ALGORITHM_UNKNOWN);
}

/* What OpenSSL does not know goes to the caller's callback. */
static einv_status ask_callback(struct einv_cades *c)
{
    const struct einv_sign_policy *p = c->policy;
    struct einv_text spki = einv__cert_spki(c->sig->signer);
    struct einv_text oid = keep(c, c->signer->algorithm_oid);
    struct einv_buf message;
    int said = -1;

    if (p->value_fn == NULL || oid.ptr == NULL)
        return EINV_EUNSUPPORTED;
    einv__buf_init(&message, c->result->alloc);
    einv__cms_message(c->signer, c->content, &message);
    c->nomem = c->nomem || message.failed;
    if (!message.failed)
        said = p->value_fn(p->user, oid.ptr, spki.ptr, spki.len, message.data,
                           message.len, c->signer->value.ptr,
                           c->signer->value.len);
    einv__buf_free(&message);
    return said > 0 ? EINV_OK : said == 0 ? EINV_EREJECTED
                                          : EINV_EUNSUPPORTED;
}

static void judge_value(struct einv_cades *c)
{
    einv_status status = einv__cms_value(c->cms, c->signer, c->sig->signer,
                                         c->content);

    if (status == EINV_EUNSUPPORTED)
        status = ask_callback(c);
    c->sig->value_known = status == EINV_OK || status == EINV_EREJECTED;
    c->sig->value_ok = status == EINV_OK;
    if (status == EINV_ENOMEM)
        c->nomem = true;
    else if (status == EINV_EREJECTED)
        fail(c, EINV_SUB_SIG_CRYPTO_FAILURE);
    else if (status != EINV_OK)
        doubt(c, EINV_SUB_ALGORITHM_UNKNOWN);
}

/* --- attributes ---------------------------------------------------------- */

static void judge_attributes(struct einv_cades *c)
{
    const struct einv_cms_signer *s = c->signer;
    bool is_signed = s->signed_attrs.ptr != NULL;

    c->sig->signed_properties = is_signed ? EINV_TEXT("signed")
                                          : EINV_TEXT("absent");
    if (s->has_time)
        c->sig->claimed = s->claimed;
    c->sig->policy = keep(c, s->policy);
    if (!is_signed || s->doubled || s->message_digest.ptr == NULL
        || !einv__text_eq(s->content_type, c->cms->content_type)
        || einv__cms_refers(s, c->sig->signer) != EINV_OK)
        doubt(c, EINV_SUB_SIG_CONSTRAINTS_FAILURE);
}

/* --- the path ------------------------------------------------------------ */

static void keep_path(struct einv_cades *c, const struct einv_path *path)
{
    c->sig->revocation = path->revocation;
    for (size_t i = 0; i < path->chain.n; i++)
        if (einv__certs_add(&c->sig->chain, path->chain.at[i]) != EINV_OK)
            c->nomem = true;
}

/* Where a row takes old algorithms, certificates may be signed by them. */
static int sub_of(const struct einv_cades *c, const struct einv_path *path)
{
    return einv__words_have(c->profile->old, "SHA1") ? path->sub_old
                                                     : path->sub;
}

static void judge_path(struct einv_cades *c)
{
    struct einv_path path;
    einv_status status = einv__path_judge(
        c->policy->trust, &c->cms->evidence, c->sig->signer,
        EINV_PURPOSE_SIGN, c->sig->best, (int)c->policy->revocation, &path);

    if (status != EINV_OK) {
        c->nomem = c->nomem || status == EINV_ENOMEM;
        doubt(c, EINV_SUB_CERTIFICATE_CHAIN_GENERAL_FAILURE);
        return;
    }
    if (sub_of(c, &path) != 0)
        doubt(c, (enum einv_sub_indication)sub_of(c, &path));
    keep_path(c, &path);
    einv__path_free(&path);
}

/* EN 319 122-1, 6: by what is there and holds. */
static struct einv_text level_of(const struct einv_cades *c)
{
    const struct einv_sig *sig = c->sig;

    if (c->signer->n_refs == 0 || !sig->value_ok
        || sig->indication == EINV_TOTAL_FAILED)
        return EINV_TEXT("NONE");
    if (!c->stamped)
        return EINV_TEXT("B");
    if (sig->revocation != EINV_REVOCATION_GOOD
        || c->cms->evidence.revocation.n == 0)
        return EINV_TEXT("T");
    return c->archived ? EINV_TEXT("LTA") : EINV_TEXT("LT");
}

/* --- one signer ---------------------------------------------------------- */

static struct einv_cert *find_signer(const struct einv_cades *c)
{
    const struct einv_trust_store *trust = c->policy->trust;
    struct einv_cert *cert = einv__cms_find(c->signer,
                                            &c->cms->evidence.certs);

    if (cert == NULL && trust != NULL)
        cert = einv__cms_find(c->signer, &trust->signers);
    if (cert == NULL && trust != NULL)
        cert = einv__cms_find(c->signer, &trust->intermediates);
    return cert;
}

static void cover(struct einv_cades *c)
{
    struct einv_part *part = einv__parts_add(c->result, &c->sig->covered);

    if (part == NULL) {
        c->nomem = true;
        return;
    }
    part->name = EINV_TEXT("content");
    part->to = c->content.len;
}

static void judge_trust(struct einv_cades *c)
{
    judge_strength(c);
    if (c->policy->core_only)
        return;
    judge_key(c);
    if (c->policy->trust == NULL) {
        doubt(c, EINV_SUB_NO_CERTIFICATE_CHAIN_FOUND);
        return;
    }
    judge_path(c);
}

static void run_steps(struct einv_cades *c)
{
    if (c->content.ptr == NULL) {
        doubt(c, EINV_SUB_SIGNED_DATA_NOT_FOUND);
        return;
    }
    if (!judge_algorithms(c))
        return;
    c->sig->signer = einv__cert_ref(find_signer(c));
    judge_digest(c);
    if (c->sig->signer == NULL) {
        doubt(c, EINV_SUB_NO_SIGNING_CERTIFICATE_FOUND);
        return;
    }
    judge_value(c);
    if (c->sig->indication == EINV_TOTAL_FAILED)
        return;
    judge_attributes(c);
    if (c->sig->value_ok)
        cover(c);
    if (c->policy->trust != NULL)
        einv__cades_stamps(c);
    judge_trust(c);
}

static bool judge_signer(struct einv_cades *c, size_t number, uint32_t layer)
{
    char place[40];

    c->sig = einv__result_add(c->result);
    if (c->sig == NULL)
        return false;
    snprintf(place, sizeof place, "SignerInfo[%u]", (unsigned)number + 1);
    c->sig->form = c->signer->n_refs > 0 ? EINV_TEXT("CADES")
                                         : EINV_TEXT("CMS");
    c->sig->profile = c->profile->id;
    c->sig->place = keep(c, einv__text_of(place));
    c->sig->best = c->policy->at;
    c->sig->layer = layer;
    c->stamped = c->archived = false;
    run_steps(c);
    c->sig->level = level_of(c);
    return !c->nomem;
}

/* Signed data that nobody signed: a list of certificates. */
static bool nobody(struct einv_cades *c, uint32_t layer)
{
    c->sig = einv__result_add(c->result);
    if (c->sig == NULL)
        return false;
    c->sig->form = EINV_TEXT("CMS");
    c->sig->profile = c->profile->id;
    c->sig->layer = layer;
    fail(c, EINV_SUB_FORMAT_FAILURE);
    return true;
}

/* --- layers -------------------------------------------------------------- */

static const struct einv_profile *
profile_of(const struct einv_sign_policy *policy)
{
    const struct einv_profiles *table = policy->profiles;

    if (policy->only != NULL)
        return policy->only;
    for (size_t i = 0; i < table->n; i++)
        if (table->rows[i].fallback
            && einv__text_is(table->rows[i].container, "cms"))
            return &table->rows[i];
    return NULL;
}

/* The content that the caller gives for a detached signature. */
static struct einv_text given(const struct einv_sign_policy *policy)
{
    return policy->n_contents == 1 ? policy->contents[0].bytes : EINV_NO_TEXT;
}

struct layers {
    const struct einv_sign_policy *policy;
    const struct einv_profile *profile;
    struct einv_report *report;
    struct einv_result *result;
    struct einv_buf *content;
};

static void tell(struct einv_report *report, enum einv_severity severity,
                 const char *rule)
{
    struct einv_finding finding = einv__finding(
        severity, "signature", rule, EINV_NO_TEXT, EINV_NO_TEXT);

    einv__report_add(report, &finding);
}

static einv_status run_layer(struct layers *l, const struct einv_cms *cms,
                             uint32_t layer, struct einv_text *content)
{
    struct einv_cades c = { .policy = l->policy, .profile = l->profile,
                            .result = l->result, .cms = cms };

    if (cms->trailing > 0)
        tell(l->report, EINV_SEV_WARNING, "CMS_TRAILING");
    c.content = cms->attached ? cms->content : given(l->policy);
    *content = c.content;
    if (cms->n_signers == 0)
        return nobody(&c, layer) ? EINV_OK : EINV_ENOMEM;
    for (size_t i = 0; i < cms->n_signers; i++) {
        c.signer = &cms->signers[i];
        if (!judge_signer(&c, i, layer))
            return EINV_ENOMEM;
    }
    return EINV_OK;
}

/* Signed data in signed data.  Content that only looks so is content. */
static einv_status run_layers(struct layers *l, struct einv_text bytes)
{
    struct einv_cms *cms[MOST_LAYERS] = { NULL };
    struct einv_text content = bytes;
    einv_status status = EINV_OK;
    uint32_t n = 0;

    while (status == EINV_OK && n < MOST_LAYERS) {
        status = einv__cms_read(l->result->alloc, content, &cms[n]);
        if (status != EINV_OK)
            break;
        status = run_layer(l, cms[n], n, &content);
        n++;
        if (!einv__cms_is(content))
            break;
    }
    /* The first layer must be one. */
    if (n > 0 && status != EINV_ENOMEM)
        status = EINV_OK;
    if (status == EINV_OK) {
        einv__buf_text(l->content, content);
        status = l->content->failed ? EINV_ENOMEM : EINV_OK;
    }
    while (n > 0)
        einv__cms_free(cms[--n]);
    return status;
}

einv_status einv__cades_verify(const struct einv_sign_policy *policy,
                               struct einv_text bytes,
                               struct einv_report *report,
                               struct einv_result *result,
                               struct einv_buf *content)
{
    struct layers l = { policy, profile_of(policy), report, result, content };
    einv_status status;

    if (l.profile == NULL)
        return EINV_EINTERNAL;
    status = run_layers(&l, bytes);
    if (status == EINV_OK) {
        einv__result_judge(result, policy->required, policy->n_required);
        return result->overall == EINV_TOTAL_PASSED ? EINV_OK
                                                    : EINV_EREJECTED;
    }
    result->overall = EINV_UNREADABLE;
    if (status == EINV_EUNSUPPORTED)
        tell(report, EINV_SEV_FATAL, "CMS_TYPE");
    else if (status != EINV_ENOMEM)
        tell(report, EINV_SEV_FATAL, "CMS_FORMAT");
    return status == EINV_ELIMIT || status == EINV_EUNSUPPORTED
               ? EINV_EMALFORMED
               : status;
}
