/* cms_check.c: is a signer of CMS right: certificate, digest, value.
 */
#include "cms.h"
#include "der.h"
#include "inside.h"

/* --- the certificate ----------------------------------------------------- */

static struct einv_text der_of_name(const X509_NAME *name)
{
    const unsigned char *der = NULL;
    size_t len = 0;

    if (X509_NAME_get0_der(name, &der, &len) != 1)
        return EINV_NO_TEXT;
    return einv__text((const char *)der, len);
}

/* As OpenSSL compares names: case and white space do not count. */
static bool same_name(const X509_NAME *name, struct einv_text der)
{
    const unsigned char *at = (const unsigned char *)der.ptr;
    X509_NAME *other;
    bool same;

    if (einv__text_eq(der_of_name(name), der))
        return true;
    other = d2i_X509_NAME(NULL, &at, (long)der.len);
    same = other != NULL && X509_NAME_cmp(name, other) == 0;
    X509_NAME_free(other);
    return same;
}

static bool same_number(const X509 *x509, struct einv_text body)
{
    unsigned char *der = NULL;
    int len = i2d_ASN1_INTEGER(X509_get0_serialNumber(x509), &der);
    struct einv_der in;
    struct einv_tlv tlv;
    bool same = false;

    if (len > 0) {
        in = einv__der_of(einv__text((char *)der, (size_t)len));
        same = einv__der_take(&in, EINV_DER_INTEGER, &tlv)
               && einv__text_eq(tlv.body, body);
    }
    OPENSSL_free(der);
    return same;
}

static bool is_named(const struct einv_cms_signer *s, X509 *x509)
{
    const ASN1_OCTET_STRING *id;

    if (s->key_id.ptr == NULL)
        return same_number(x509, s->serial)
               && same_name(X509_get_issuer_name(x509), s->issuer);
    id = X509_get0_subject_key_id(x509);
    return id != NULL
           && einv__text_eq(einv__text((const char *)ASN1_STRING_get0_data(id),
                                       (size_t)ASN1_STRING_length(id)),
                            s->key_id);
}

struct einv_cert *einv__cms_find(const struct einv_cms_signer *signer,
                                 const struct einv_certs *certs)
{
    struct einv_cert *found = NULL;

    einv__crypt_begin();
    for (size_t i = 0; found == NULL && i < certs->n; i++)
        if (is_named(signer, einv__crypt_x509(certs->at[i])))
            found = certs->at[i];
    einv__crypt_end();
    return found;
}

static bool ref_means(const struct einv_cms_ref *ref,
                      const struct einv_cert *cert)
{
    struct einv_text der = einv__cert_der(cert);
    const X509 *x509 = einv__crypt_x509(cert);
    unsigned char hash[EINV_DIGEST_MAX];

    if (ref->hash.len != einv__digest_size(ref->digest)
        || einv__digest(ref->digest, der.ptr, der.len, hash) != EINV_OK
        || !einv__same_bytes(hash, ref->hash.ptr, ref->hash.len))
        return false;
    return ref->issuer.ptr == NULL
           || (same_number(x509, ref->serial)
               && same_name(X509_get_issuer_name(x509), ref->issuer));
}

einv_status einv__cms_refers(const struct einv_cms_signer *signer,
                             const struct einv_cert *cert)
{
    einv_status status = EINV_EABSENT;

    einv__crypt_begin();
    /* The first of each attribute is the signer's (RFC 5035, 3). */
    for (size_t i = 0; i < signer->n_refs; i++) {
        if (!signer->refs[i].first)
            continue;
        status = EINV_OK;
        if (!ref_means(&signer->refs[i], cert)) {
            status = EINV_EREJECTED;
            break;
        }
    }
    einv__crypt_end();
    return status;
}

/* --- digest and value ---------------------------------------------------- */

einv_status einv__cms_digest(const struct einv_cms_signer *signer,
                             struct einv_text content,
                             unsigned char computed[EINV_DIGEST_MAX])
{
    einv_status status
        = einv__digest(signer->digest, content.ptr, content.len, computed);

    if (status != EINV_OK || signer->signed_attrs.ptr == NULL)
        return status;
    if (signer->message_digest.len != einv__digest_size(signer->digest)
        || !einv__same_bytes(signer->message_digest.ptr, computed,
                             signer->message_digest.len))
        return EINV_EREJECTED;
    return EINV_OK;
}

void einv__cms_message(const struct einv_cms_signer *signer,
                       struct einv_text content, struct einv_buf *out)
{
    size_t from = out->len;

    if (signer->signed_attrs.ptr == NULL) {
        einv__buf_text(out, content);
        return;
    }
    if (einv__der_sorted(signer->signed_attrs, out) == EINV_OK)
        einv__der_wrap(out, EINV_DER_SET, from);
    else
        out->failed = true;
}

static einv_status try_by(const struct einv_cms_signer *signer,
                          const struct einv_algorithm *algorithm,
                          const struct einv_cert *cert,
                          struct einv_text message)
{
    struct value_how how = { algorithm, EINV_VALUE_DER, signer->mgf };

    return einv__crypt_verify(&how, einv__cert_spki(cert), message, NULL,
                              signer->value);
}

/* The digest of the signature's algorithm and that of the content should be
 * the same (RFC 8933).  Where they are not, some signers mean the second. */
static einv_status try_value(const struct einv_cms_signer *signer,
                             const struct einv_cert *cert,
                             struct einv_text message)
{
    const struct einv_algorithm *row = signer->algorithm, *other = NULL;
    einv_status status = try_by(signer, row, cert, message);

    if (row != NULL && row->key != EINV_KEY_RSA_PSS
        && row->digest != signer->digest)
        other = einv__algorithm_of(row->key, signer->digest);
    if (status == EINV_EREJECTED && other != NULL && other != row)
        status = try_by(signer, other, cert, message);
    return status;
}

/* RFC 5652, 5.4: over the attributes in DER, in which a set is sorted.  Many
 * signers do not sort, and sign what they write. */
einv_status einv__cms_value(const struct einv_cms *cms,
                            const struct einv_cms_signer *signer,
                            const struct einv_cert *cert,
                            struct einv_text content)
{
    struct einv_buf message;
    einv_status status = EINV_ENOMEM;

    if (signer->signed_attrs.ptr == NULL)
        return try_value(signer, cert, content);
    einv__buf_init(&message, cms->alloc);
    einv__der_put(&message, EINV_DER_SET, signer->signed_attrs);
    if (!message.failed)
        status = try_value(signer, cert, einv__buf_get(&message));
    if (status == EINV_EREJECTED) {
        message.len = 0;
        einv__cms_message(signer, content, &message);
        status = message.failed
                     ? EINV_ENOMEM
                     : try_value(signer, cert, einv__buf_get(&message));
    }
    einv__buf_free(&message);
    return status;
}
