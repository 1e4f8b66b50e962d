/* verify.c: a verification behind its handle. */
#include "policy.h"

#include "../json/json.h"
#include "../sign/cades.h"
#include "../sign/shelf.h"
#include "../sign/signed.h"

enum { N_FIELDS = EINV_SIGNATURE_SIGNED_PROPERTIES + 1 };

struct einv_verification {
    uint32_t magic;
    einv_ctx *ctx;
    einv_doc *doc;              /* NULL: could not be parsed */
    struct einv_buf content;    /* of CMS: what is signed */
    struct einv_result r;
    struct einv_text (*texts)[N_FIELDS];    /* of each signature */
};

static bool is_verification(const einv_verification *h)
{
    return h != NULL && h->magic == MAGIC_VERIFICATION;
}

static const struct einv_sig *sig_at(const einv_verification *h, size_t i)
{
    return i < h->r.n_sigs ? &h->r.sigs[i] : NULL;
}

void einv_verification_free(einv_verification *verification)
{
    einv_ctx *ctx;

    if (!is_verification(verification))
        return;
    ctx = verification->ctx;
    verification->magic = 0;
    einv__result_free(&verification->r);
    einv__buf_free(&verification->content);
    einv_doc_free(verification->doc);
    einv__free(ctx_alloc(ctx), verification, sizeof(*verification));
    einv_ctx_free(ctx);
}

/* --- texts --------------------------------------------------------------- */

static struct einv_text time_of(struct einv_result *r, int64_t when,
                                bool *nomem)
{
    struct einv_buf buf;
    char *copy;

    if (when == EINV_NO_TIME)
        return EINV_NO_TEXT;
    einv__buf_init(&buf, r->alloc);
    einv__time_text(when, &buf);
    copy = buf.failed ? NULL : einv__arena_dup(&r->arena,
                                               einv__buf_get(&buf));
    einv__buf_free(&buf);
    *nomem = *nomem || copy == NULL;
    return einv__text_of(copy);
}

static void fill(struct einv_result *r, const struct einv_sig *sig,
                 struct einv_text *texts, bool *nomem)
{
    texts[EINV_SIGNATURE_PROFILE] = sig->profile;
    texts[EINV_SIGNATURE_FORM] = sig->form;
    texts[EINV_SIGNATURE_LEVEL] = sig->level;
    texts[EINV_SIGNATURE_CLAIMED_TIME] = time_of(r, sig->claimed, nomem);
    texts[EINV_SIGNATURE_BEST_TIME] = time_of(r, sig->best, nomem);
    texts[EINV_SIGNATURE_PLACE] = sig->place;
    texts[EINV_SIGNATURE_ROLE] = sig->role;
    texts[EINV_SIGNATURE_ALGORITHM] = sig->algorithm;
    texts[EINV_SIGNATURE_SIGNED_PROPERTIES] = sig->signed_properties;
    if (sig->signer == NULL)
        return;
    texts[EINV_SIGNATURE_SUBJECT] = einv__cert_subject(sig->signer);
    texts[EINV_SIGNATURE_ISSUER] = einv__cert_issuer(sig->signer);
    texts[EINV_SIGNATURE_SERIAL] = einv__cert_serial(sig->signer);
    texts[EINV_SIGNATURE_TAX_ID] = einv__cert_tax_id(sig->signer);
}

/* Made now, so that asking changes nothing and threads may ask together. */
static bool fill_all(einv_verification *h)
{
    bool nomem = false;

    h->texts = einv__arena_zero(&h->r.arena, h->r.n_sigs + 1,
                                sizeof(*h->texts));
    for (size_t i = 0; h->texts != NULL && i < h->r.n_sigs; i++)
        fill(&h->r, &h->r.sigs[i], h->texts[i], &nomem);
    return h->texts != NULL && !nomem;
}

/* --- verifying ----------------------------------------------------------- */

static einv_status judge(einv_verification *h, const einv_policy *policy,
                         struct einv_report *report)
{
    struct einv_tree *t = &h->doc->d.tree;
    einv_status status = EINV_EREJECTED;

    if (t->n_elems > 0 && !t->json)
        status = einv__sign_verify_xml(&policy->p, t, &h->r);
    else
        h->r.overall = EINV_UNREADABLE;
    if (status == EINV_OK || status == EINV_EREJECTED)
        einv__result_findings(&h->r, report);
    return status;
}

/* Signed data of CMS; the document is what it holds, if that is one. */
static einv_status run_cms(einv_verification *h, struct einv_text bytes,
                           const einv_policy *policy,
                           struct einv_report *report)
{
    einv_status status = einv__cades_verify(&policy->p, bytes, report, &h->r,
                                            &h->content);

    if (status == EINV_OK || status == EINV_EREJECTED)
        einv__result_findings(&h->r, report);
    if (status == EINV_OK && h->content.len > 0 &&
        einv_doc_parse(h->ctx, h->content.data, h->content.len, NULL, NULL,
                       &h->doc) == EINV_ENOMEM)
        status = EINV_ENOMEM;
    if (status != EINV_ENOMEM && !fill_all(h))
        status = EINV_ENOMEM;
    return status;
}

/* Is the file of the container that the document is covered by every
 * signature that counts? */
static bool entry_covered(const einv_verification *h)
{
    const char *entry = einv_doc_entry(h->doc);

    for (size_t i = 0; i < h->r.n_sigs; i++) {
        const struct einv_parts *parts = &h->r.sigs[i].covered;
        bool found = false;

        for (size_t k = 0; k < parts->n; k++)
            found = found || einv__text_is(parts->at[k].name, entry);
        if (!found)
            return false;
    }
    return entry[0] != '\0';
}

static bool is_archive(struct einv_text bytes)
{
    return bytes.len >= 4 && (memcmp(bytes.ptr, "PK\003\004", 4) == 0 ||
                              memcmp(bytes.ptr, "PK\005\006", 4) == 0);
}

static bool is_pdf(struct einv_text bytes)
{
    return bytes.len >= 5 && memcmp(bytes.ptr, "%PDF-", 5) == 0;
}

static einv_status judge_container(einv_verification *h,
                                   struct einv_text bytes,
                                   const einv_policy *policy,
                                   struct einv_report *report)
{
    const struct einv_limits *limits = &h->ctx->engine.limits;

    if (is_pdf(bytes))
        return einv__pades_verify(&policy->p, bytes, limits, report, &h->r);
    return einv__is_sealed(bytes, limits, ctx_alloc(h->ctx))
           ? einv__seal_verify(&policy->p, bytes, limits, report, &h->r)
           : einv__asic_verify(&policy->p, bytes, limits, report, &h->r);
}

/* The document is the one in it, if that is what was signed. */
static einv_status run_archive(einv_verification *h, struct einv_text bytes,
                               const einv_policy *policy,
                               struct einv_report *report)
{
    einv_status status = judge_container(h, bytes, policy, report);

    if (status == EINV_OK || status == EINV_EREJECTED)
        einv__result_findings(&h->r, report);
    if (status == EINV_OK &&
        einv_doc_parse(h->ctx, bytes.ptr, bytes.len, NULL, NULL, &h->doc) ==
            EINV_ENOMEM)
        status = EINV_ENOMEM;
    if (h->doc != NULL && !entry_covered(h)) {
        einv_doc_free(h->doc);
        h->doc = NULL;
    }
    if (status != EINV_ENOMEM && !fill_all(h))
        status = EINV_ENOMEM;
    return status;
}

static bool is_cms(const einv_policy *policy, struct einv_text bytes)
{
    const struct einv_profile *only = policy->p.only;

    return only != NULL ? einv__text_is(only->container, "cms")
                        : einv__cms_is(bytes);
}

static einv_status run(einv_verification *h, const char *bytes, size_t len,
                       const einv_policy *policy, einv_report *report)
{
    struct einv_text text = einv__text(bytes, len);
    einv_status status;

    if (is_cms(policy, text))
        return run_cms(h, text, policy, report != NULL ? &report->r : NULL);
    if (is_archive(text) || is_pdf(text))
        return run_archive(h, text, policy,
                           report != NULL ? &report->r : NULL);
    status = einv_doc_parse(h->ctx, bytes, len, NULL, report, &h->doc);

    if (status == EINV_EMALFORMED || status == EINV_ELIMIT) {
        h->r.overall = EINV_UNREADABLE;
        return status;
    }
    if (status == EINV_OK)
        status = judge(h, policy, report != NULL ? &report->r : NULL);
    if (status != EINV_ENOMEM && !fill_all(h))
        status = EINV_ENOMEM;
    return status;
}

/* The caller's policy, or one that trusts nobody. */
static einv_status verify_by(einv_verification *h, const char *bytes,
                             size_t len, const einv_policy *policy,
                             einv_report *report)
{
    einv_policy *own = NULL;
    einv_status status = EINV_OK;

    if (policy == NULL)
        status = einv_policy_new(h->ctx, 0, &own);
    if (status == EINV_OK)
        status = run(h, bytes, len, policy != NULL ? policy : own, report);
    einv_policy_free(own);
    return status;
}

einv_status einv_verify(einv_ctx *ctx, const char *bytes, size_t len,
                        const einv_policy *policy, einv_report *report,
                        einv_verification **verification)
{
    einv_verification *h;
    einv_status status;

    if (!is_ctx(ctx) || verification == NULL ||
        (policy != NULL && !is_policy(policy)) ||
        (report != NULL && !is_report(report)) || (bytes == NULL && len > 0))
        return EINV_EUSAGE;
    *verification = NULL;
    if (!einv__crypt_is_there())
        return EINV_EUNSUPPORTED;
    h = einv__alloc(ctx_alloc(ctx), 1, sizeof(*h));
    if (h == NULL)
        return EINV_ENOMEM;
    memset(h, 0, sizeof(*h));
    h->magic = MAGIC_VERIFICATION;
    h->ctx = einv_ctx_ref(ctx);
    einv__result_init(&h->r, ctx_alloc(ctx));
    einv__buf_init(&h->content, ctx_alloc(ctx));
    status = verify_by(h, bytes, len, policy, report);
    if (status == EINV_OK || status == EINV_EREJECTED ||
        status == EINV_EMALFORMED || status == EINV_ELIMIT)
        *verification = h;
    else
        einv_verification_free(h);
    return status;
}

/* --- asking -------------------------------------------------------------- */

einv_indication
einv_verification_overall(const einv_verification *verification)
{
    return is_verification(verification) ? verification->r.overall
                                         : EINV_UNREADABLE;
}

size_t einv_verification_count(const einv_verification *verification)
{
    return is_verification(verification) ? verification->r.n_sigs : 0;
}

einv_status einv_verification_get(const einv_verification *verification,
                                  size_t i, einv_indication *indication,
                                  einv_sub_indication *sub)
{
    const struct einv_sig *sig;

    if (!is_verification(verification))
        return EINV_EUSAGE;
    sig = sig_at(verification, i);
    if (sig == NULL)
        return EINV_EABSENT;
    if (indication != NULL)
        *indication = sig->indication;
    if (sub != NULL)
        *sub = sig->sub;
    return EINV_OK;
}

einv_status einv_verification_get_text(const einv_verification *verification,
                                       size_t i, einv_signature_field field,
                                       const char **text, size_t *len)
{
    struct einv_text found;

    if (!is_verification(verification) || text == NULL ||
        (unsigned)field >= N_FIELDS)
        return EINV_EUSAGE;
    *text = NULL;
    if (sig_at(verification, i) == NULL)
        return EINV_EABSENT;
    found = verification->texts[i][field];
    return einv__text_give(found.len > 0 ? found : EINV_NO_TEXT, text, len);
}

einv_status
einv_verification_get_certificate(const einv_verification *verification,
                                  size_t i, const unsigned char **der,
                                  size_t *len)
{
    const struct einv_sig *sig;
    struct einv_text bytes;

    if (!is_verification(verification) || der == NULL || len == NULL)
        return EINV_EUSAGE;
    *der = NULL;
    sig = sig_at(verification, i);
    if (sig == NULL || sig->signer == NULL)
        return EINV_EABSENT;
    bytes = einv__cert_der(sig->signer);
    *der = (const unsigned char *)bytes.ptr;
    *len = bytes.len;
    return EINV_OK;
}

static einv_status make_doc(const einv_verification *h,
                            const struct einv_sig *sig, einv_doc **doc)
{
    const struct einv_tree *t = &h->doc->d.tree;
    struct einv_tree signed_part;
    einv_status status;

    einv__tree_init(&signed_part, ctx_alloc(h->ctx));
    status = einv__signed_tree(t, sig, &signed_part);
    return status == EINV_OK ? einv__doc_take(h->ctx, &signed_part, doc)
                             : status;
}

einv_status
einv_verification_signed_doc(const einv_verification *verification, size_t i,
                             einv_doc **doc)
{
    const struct einv_sig *sig;

    if (!is_verification(verification) || doc == NULL)
        return EINV_EUSAGE;
    *doc = NULL;
    sig = sig_at(verification, i);
    if (sig == NULL || sig->indication != EINV_TOTAL_PASSED ||
        verification->doc == NULL)
        return EINV_EABSENT;
    return make_doc(verification, sig, doc);
}

einv_status
einv_verification_to_json(const einv_verification *verification,
                          einv_buffer **json)
{
    struct einv_json_out j;
    einv_buffer *buffer;

    if (!is_verification(verification) || json == NULL)
        return EINV_EUSAGE;
    *json = NULL;
    buffer = einv__buffer_new(verification->ctx);
    if (buffer == NULL)
        return EINV_ENOMEM;
    einv__json_begin(&j, &buffer->buf, 0);
    einv__json_open(&j, '{');
    einv__result_json(&verification->r, &j);
    einv__json_close(&j, '}');
    return einv__buffer_give(buffer, EINV_OK, json);
}

einv_status
einv_verification_to_text(const einv_verification *verification,
                          const einv_render_options *options,
                          einv_buffer **text)
{
    einv_render_options ours;
    struct einv_style style;
    einv_buffer *buffer;
    einv_status status;

    if (!is_verification(verification) || text == NULL)
        return EINV_EUSAGE;
    *text = NULL;
    status = einv__options_take(&ours, sizeof(ours), options);
    if (status != EINV_OK)
        return status;
    style = einv__style_of(verification->ctx, ours.lang);
    style.file = ours.file;
    style.redact = (ours.flags & EINV_RENDER_REDACT) != 0;
    buffer = einv__buffer_new(verification->ctx);
    if (buffer == NULL)
        return EINV_ENOMEM;
    einv__result_text(&verification->r, &style, &buffer->buf);
    return einv__buffer_give(buffer, EINV_OK, text);
}
