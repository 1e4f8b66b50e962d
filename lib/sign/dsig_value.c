/* dsig_value.c: digests and the value: what the crypto says.
 */
#include "dsig.h"

#include "../base/base64.h"

/* --- canonical bytes ------------------------------------------------------ */

einv_status einv__dsig_canon(const struct einv_dsig *d, einv_node e,
                             const struct einv_canon *canon,
                             struct einv_text inclusive,
                             const einv_node *skip, size_t n_skip,
                             einv_sink_fn *sink, void *user)
{
    struct einv_c14n_options o = { .without = EINV_NO_NODE };

    o.form = canon != NULL ? canon->form : EINV_C14N_10;
    o.comments = canon != NULL && canon->comments;
    o.inclusive = inclusive;
    o.skip = skip;
    o.n_skip = n_skip;
    return einv__xml_c14n(d->t, e, &o, sink, user);
}

/* XML Signature 1.1, 6.6.2: the text of the element, decoded. */
static einv_status feed_decoded(struct einv_dsig *d,
                                struct einv_dsig_reference *r,
                                struct einv_hash *hash)
{
    struct einv_buf buf;
    einv_status status = EINV_EREJECTED;

    einv__buf_init(&buf, d->result->alloc);
    if (einv__base64_decode(einv__tree_text(d->t, r->to), &buf))
        status = einv__hash_put(hash, buf.data, buf.len);
    else if (buf.failed)
        status = EINV_ENOMEM;
    einv__buf_free(&buf);
    return status;
}

/* XML Signature 1.1, 4.4.3.2: a reference to the same document leaves out
 * comments before any transform. */
static einv_status feed(struct einv_dsig *d, struct einv_dsig_reference *r,
                        struct einv_hash *hash)
{
    const struct einv_dsig_transform *last = NULL;
    struct einv_canon canon = { EINV_C14N_10, false, NULL, NULL };

    if (r->content != NULL)
        return einv__hash_put(hash, r->content->bytes.ptr,
                              r->content->bytes.len);
    for (size_t i = 0; i < r->n_transforms; i++) {
        if (r->transforms[i].kind == EINV_TRANSFORM_BASE64)
            return feed_decoded(d, r, hash);
        if (r->transforms[i].kind == EINV_TRANSFORM_CANON)
            last = &r->transforms[i];
    }
    if (last != NULL)
        canon = *last->canon;
    canon.comments = false;
    if (r->n_skip > 0 && r->skip[0] <= r->to)
        return EINV_EREJECTED;      /* nothing would be left */
    return einv__dsig_canon(d, r->to, &canon,
                            last != NULL ? last->inclusive : EINV_NO_TEXT,
                            r->skip, r->n_skip, einv__hash_put, hash);
}

static bool digest(struct einv_dsig *d, struct einv_dsig_reference *r,
                   struct einv_reference *out)
{
    unsigned char *bytes = einv__arena_alloc(&d->result->arena,
                                             EINV_DIGEST_MAX);
    struct einv_hash *hash = NULL;
    einv_status status = bytes == NULL ? EINV_ENOMEM
        : einv__hash_new(d->result->alloc, r->digest, &hash);

    if (status == EINV_OK)
        status = feed(d, r, hash);
    if (status == EINV_OK)
        status = einv__hash_end(hash, bytes);
    if (hash != NULL)
        einv__hash_free(hash);
    if (status == EINV_OK) {
        out->computed = einv__text((const char *)bytes,
                                   einv__digest_size(r->digest));
        return true;
    }
    if (status == EINV_ENOMEM)
        d->nomem = true;
    else if (status == EINV_EUNSUPPORTED)
        einv__dsig_doubt(d, EINV_SUB_ALGORITHM_UNKNOWN);
    else
        einv__dsig_fail(d, status == EINV_EREJECTED ? EINV_SUB_TRANSFORM
                                                    : EINV_SUB_C14N);
    return false;
}

bool einv__dsig_digests(struct einv_dsig *d)
{
    struct einv_reference *out;

    out = einv__arena_zero(&d->result->arena, d->n_refs, sizeof(*out));
    d->sig->references = out;
    d->nomem = d->nomem || out == NULL;
    if (out == NULL)
        return false;
    d->sig->n_references = d->n_refs;
    for (size_t i = 0; i < d->n_refs; i++) {
        out[i].uri = d->refs[i].uri;
        out[i].type = d->refs[i].type;
        out[i].digest = d->refs[i].digest;
    }
    for (size_t i = 0; i < d->n_refs; i++)
        if (!digest(d, &d->refs[i], &out[i]))
            return false;
    return true;
}

bool einv__dsig_by_digest(const struct einv_dsig *d)
{
    return einv__text_is(d->profile->rule, "digest");
}

bool einv__dsig_values(struct einv_dsig *d)
{
    bool good;

    d->value_bytes = einv__dsig_base64(d, einv__tree_text(d->t, d->value));
    good = d->value_bytes.len > 0;
    for (size_t i = 0; i < d->n_refs; i++) {
        struct einv_dsig_reference *r = &d->refs[i];

        r->value = einv__dsig_base64(d, einv__tree_text(d->t,
                                                        r->digest_value));
        d->sig->references[i].expected = r->value;
        if (einv__dsig_by_digest(d) && r->target != EINV_TARGET_DOCUMENT)
            continue;
        good = good && r->value.len == einv__digest_size(r->digest);
    }
    if (!good && !d->nomem)
        einv__dsig_fail(d, EINV_SUB_FORMAT_FAILURE);
    return good && !d->nomem;
}

void einv__dsig_compare(struct einv_dsig *d)
{
    for (size_t i = 0; i < d->n_refs; i++) {
        struct einv_reference *r = &d->sig->references[i];

        r->ok = r->computed.len > 0 &&
                r->computed.len == r->expected.len &&
                einv__same_bytes(r->computed.ptr, r->expected.ptr,
                                 r->computed.len);
        if (!r->ok && !(einv__dsig_by_digest(d) &&
                        d->refs[i].target != EINV_TARGET_DOCUMENT))
            einv__dsig_fail(d, EINV_SUB_HASH_FAILURE);
    }
}

/* --- the signing certificate and the value ------------------------------- */

static void take_certificate(struct einv_dsig *d, einv_node e)
{
    struct einv_text der = einv__dsig_base64(d, einv__tree_text(d->t, e));
    struct einv_cert *cert = NULL;
    einv_status status = EINV_EMALFORMED;

    if (der.len > 0 && einv__is_pure(d->t, e) &&
        d->certs.n < EINV_MAX_CERTIFICATES)
        status = einv__cert_read(d->result->alloc, der.ptr, der.len, &cert);
    if (status == EINV_OK && einv__certs_add(&d->certs, cert) != EINV_OK)
        status = EINV_ENOMEM;
    einv__cert_free(cert);
    d->nomem = d->nomem || status == EINV_ENOMEM;
}

/* X509Data/X509Certificate.  KeyValue, KeyName say nothing about who that is,
 * and RetrievalMethod is never followed. */
static void read_key_info(struct einv_dsig *d)
{
    const struct einv_tree *t = d->t;
    einv_node data, c;

    if (d->key_info == EINV_NO_NODE)
        return;
    for (data = einv__tree_child(t, d->key_info); data != EINV_NO_NODE;
         data = einv__tree_next(t, data)) {
        if (!einv__is_ds(t, data, "X509Data"))
            continue;
        for (c = einv__tree_child(t, data); c != EINV_NO_NODE;
             c = einv__tree_next(t, c))
            if (einv__is_ds(t, c, "X509Certificate"))
                take_certificate(d, c);
    }
}

static einv_status collect(void *user, const void *bytes, size_t len)
{
    einv__buf_put(user, bytes, len);
    return EINV_OK;
}

/* As einv__value_verify; what OpenSSL does not know goes to the callback. */
static einv_status try_one(struct einv_dsig *d, const struct einv_cert *cert,
                           struct einv_text message)
{
    enum einv_value_form form = d->profile->der_value ? EINV_VALUE_DER
                                                      : EINV_VALUE_PLAIN;
    const struct einv_sign_policy *p = d->policy;
    struct einv_text spki = einv__cert_spki(cert);
    einv_status status = EINV_EUNSUPPORTED;
    char *uri;
    int said;

    if (d->algorithm != NULL)
        status = einv__value_verify(d->algorithm, form, spki, message,
                                    d->value_bytes);
    if (status != EINV_EUNSUPPORTED || p->value_fn == NULL)
        return status;
    uri = einv__arena_dup(&d->result->arena, d->algorithm_uri);
    if (uri == NULL)
        return EINV_ENOMEM;
    said = p->value_fn(p->user, uri, spki.ptr, spki.len, message.ptr,
                       message.len, d->value_bytes.ptr, d->value_bytes.len);
    return said > 0 ? EINV_OK : said == 0 ? EINV_EREJECTED
                                          : EINV_EUNSUPPORTED;
}

/* The certificate whose key verifies is the signer; the order of the document
 * means nothing. */
static einv_status try_all(struct einv_dsig *d, const struct einv_certs *certs,
                           struct einv_text message, einv_status so_far)
{
    for (size_t i = 0; i < certs->n; i++) {
        einv_status status = try_one(d, certs->at[i], message);

        if (status == EINV_OK)
            d->sig->signer = einv__cert_ref(certs->at[i]);
        if (status == EINV_OK || status == EINV_ENOMEM)
            return status;
        if (status == EINV_EUNSUPPORTED || so_far == EINV_EABSENT)
            so_far = status;
    }
    return so_far;
}

static bool say(struct einv_dsig *d, einv_status status)
{
    d->sig->value_known = status == EINV_OK || status == EINV_EREJECTED;
    d->sig->value_ok = status == EINV_OK;
    if (status == EINV_OK)
        return true;
    if (status == EINV_EABSENT)
        einv__dsig_doubt(d, EINV_SUB_NO_SIGNING_CERTIFICATE_FOUND);
    else if (status == EINV_EUNSUPPORTED)
        einv__dsig_doubt(d, EINV_SUB_ALGORITHM_UNKNOWN);
    else if (status == EINV_ENOMEM)
        d->nomem = true;
    else
        einv__dsig_fail(d, EINV_SUB_SIG_CRYPTO_FAILURE);
    return false;
}

/* What the value was made of: SignedInfo, or by the profile's rule the bytes
 * of the digest of the one document. */
static einv_status put_message(struct einv_dsig *d, struct einv_buf *out)
{
    if (!einv__dsig_by_digest(d))
        return einv__dsig_canon(d, d->signed_info, d->canon, d->inclusive,
                                NULL, 0, collect, out);
    if (d->refs[0].target != EINV_TARGET_DOCUMENT)
        return EINV_EMALFORMED;
    einv__buf_text(out, d->sig->references[0].computed);
    return EINV_OK;
}

bool einv__dsig_value(struct einv_dsig *d)
{
    einv_status status;
    struct einv_buf info;

    read_key_info(d);
    einv__buf_init(&info, d->result->alloc);
    status = put_message(d, &info);
    if (status == EINV_OK && info.failed)
        status = EINV_ENOMEM;
    if (status == EINV_EMALFORMED) {
        einv__dsig_fail(d, EINV_SUB_C14N);
        einv__buf_free(&info);
        return false;
    }
    if (status == EINV_OK)
        status = try_all(d, &d->certs, einv__buf_get(&info), EINV_EABSENT);
    if (status != EINV_OK && status != EINV_ENOMEM &&
        d->policy->trust != NULL)
        status = try_all(d, &d->policy->trust->signers, einv__buf_get(&info),
                         status);
    einv__buf_free(&info);
    return say(d, status);
}
