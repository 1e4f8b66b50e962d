/* cms_make.c: signed data with one signer, as CAdES-B wants it (ETSI
 * EN 319 122-1, 5): DER throughout, the certificate named in what is signed.
 */
#include "cms.h"
#include "der.h"
#include "inside.h"

#define PKCS7 "1.2.840.113549.1.7."
#define PKCS9 "1.2.840.113549.1.9."
#define SIGNING_CERTIFICATE_V2 PKCS9 "16.2.47"
#define RSASSA_PSS "1.2.840.113549.1.1.10"
#define MGF1 "1.2.840.113549.1.1.8"

enum einv_digest einv__cms_digest_of(const struct einv_algorithm *algorithm)
{
    /* RFC 8419, 3.1: Ed25519 goes with SHA-512. */
    return algorithm->key == EINV_KEY_ED25519 ? EINV_DIGEST_SHA512
                                              : algorithm->digest;
}

/* --- pieces -------------------------------------------------------------- */

static void put_digest_algorithm(struct einv_buf *out,
                                 enum einv_digest digest, bool with_null)
{
    size_t from = out->len;

    einv__der_put_oid(out, einv__digest_oid(digest));
    if (with_null)
        einv__der_put(out, EINV_DER_NULL, EINV_TEXT(""));
    einv__der_wrap(out, EINV_DER_SEQUENCE, from);
}

/* RFC 4055, 3.1: nothing is left to the defaults, which are SHA-1. */
static void put_pss(struct einv_buf *out, enum einv_digest digest)
{
    size_t all = out->len, part = all, mgf;

    put_digest_algorithm(out, digest, true);
    einv__der_wrap(out, EINV_DER_CONTEXT, part);
    part = mgf = out->len;
    einv__der_put_oid(out, MGF1);
    put_digest_algorithm(out, digest, true);
    einv__der_wrap(out, EINV_DER_SEQUENCE, mgf);
    einv__der_wrap(out, EINV_DER_CONTEXT | 1, part);
    part = out->len;
    einv__der_put_uint(out, einv__digest_size(digest));
    einv__der_wrap(out, EINV_DER_CONTEXT | 2, part);
    einv__der_wrap(out, EINV_DER_SEQUENCE, all);
}

static void put_algorithm(struct einv_buf *out,
                          const struct einv_algorithm *row)
{
    size_t from = out->len;

    if (row->key == EINV_KEY_RSA_PSS) {
        einv__der_put_oid(out, RSASSA_PSS);
        put_pss(out, row->digest);
    } else {
        einv__der_put_oid(out, row->oid);
        if (row->key == EINV_KEY_RSA)
            einv__der_put(out, EINV_DER_NULL, EINV_TEXT(""));
    }
    einv__der_wrap(out, EINV_DER_SEQUENCE, from);
}

static einv_status put_issuer(struct einv_buf *out,
                              const struct einv_cert *cert, bool as_general)
{
    const X509_NAME *name = X509_get_issuer_name(einv__crypt_x509(cert));
    const unsigned char *der = NULL;
    size_t len = 0, from = out->len;

    if (X509_NAME_get0_der(name, &der, &len) != 1)
        return EINV_EINTERNAL;
    einv__buf_put(out, der, len);
    if (as_general) {
        einv__der_wrap(out, EINV_DER_CONTEXT | 4, from);
        einv__der_wrap(out, EINV_DER_SEQUENCE, from);
    }
    return EINV_OK;
}

/* IssuerAndSerialNumber, or IssuerSerial with its GeneralNames. */
static einv_status put_issuer_serial(struct einv_buf *out,
                                     const struct einv_cert *cert,
                                     bool as_general)
{
    unsigned char *der = NULL;
    size_t from = out->len;
    einv_status status = put_issuer(out, cert, as_general);
    int len = i2d_ASN1_INTEGER(
        X509_get0_serialNumber(einv__crypt_x509(cert)), &der);

    if (len <= 0)
        status = EINV_EINTERNAL;
    else
        einv__buf_put(out, der, (size_t)len);
    OPENSSL_free(der);
    einv__der_wrap(out, EINV_DER_SEQUENCE, from);
    return status;
}

/* --- signed attributes --------------------------------------------------- */

/* An attribute of one value, which stands in `out` from `from` on. */
static void end_attribute(struct einv_buf *out, const char *type, size_t from)
{
    struct einv_buf head;

    einv__der_wrap(out, EINV_DER_SET, from);
    einv__buf_init(&head, out->alloc);
    einv__der_put_oid(&head, type);
    einv__buf_text(&head, einv__text(out->data + from, out->len - from));
    out->len = from;
    einv__der_put(out, EINV_DER_SEQUENCE, einv__buf_get(&head));
    out->failed = out->failed || head.failed;
    einv__buf_free(&head);
}

static einv_status put_reference(struct einv_buf *out,
                                 const struct einv_cert *cert)
{
    unsigned char hash[EINV_DIGEST_MAX];
    struct einv_text der = einv__cert_der(cert);
    size_t from = out->len;
    einv_status status = einv__digest(EINV_DIGEST_SHA256, der.ptr, der.len,
                                      hash);

    if (status != EINV_OK)
        return status;
    /* SHA-256 is the default, so DER leaves its name out. */
    einv__der_put(out, EINV_DER_OCTETS, einv__text((char *)hash, 32));
    status = put_issuer_serial(out, cert, true);
    einv__der_wrap(out, EINV_DER_SEQUENCE, from);
    einv__der_wrap(out, EINV_DER_SEQUENCE, from);
    einv__der_wrap(out, EINV_DER_SEQUENCE, from);
    return status;
}

static einv_status put_attributes(const struct einv_cms_make *how,
                                  struct einv_text content,
                                  struct einv_buf *out)
{
    unsigned char hash[EINV_DIGEST_MAX];
    enum einv_digest digest = einv__cms_digest_of(how->algorithm);
    einv_status status = einv__digest(digest, content.ptr, content.len, hash);
    size_t from = out->len;

    if (status != EINV_OK)
        return status;
    einv__der_put_oid(out, PKCS7 "1");
    end_attribute(out, PKCS9 "3", from);
    from = out->len;
    einv__der_put_time(out, how->when);
    end_attribute(out, PKCS9 "5", from);
    from = out->len;
    einv__der_put(out, EINV_DER_OCTETS,
                  einv__text((char *)hash, einv__digest_size(digest)));
    end_attribute(out, PKCS9 "4", from);
    from = out->len;
    status = put_reference(out, how->certs->at[0]);
    end_attribute(out, SIGNING_CERTIFICATE_V2, from);
    return status;
}

einv_status einv__cms_to_sign(const struct einv_cms_make *how,
                              struct einv_text content, struct einv_buf *out)
{
    struct einv_buf attributes;
    size_t from = out->len;
    einv_status status;

    if (how->certs->n == 0)
        return EINV_EUSAGE;
    einv__buf_init(&attributes, out->alloc);
    einv__crypt_begin();
    status = put_attributes(how, content, &attributes);
    einv__crypt_end();
    if (status == EINV_OK && attributes.failed)
        status = EINV_ENOMEM;
    if (status == EINV_OK)
        status = einv__der_sorted(einv__buf_get(&attributes), out);
    einv__der_wrap(out, EINV_DER_SET, from);
    einv__buf_free(&attributes);
    return status == EINV_OK && out->failed ? EINV_ENOMEM : status;
}

/* --- the message --------------------------------------------------------- */

static einv_status put_signer(const struct einv_cms_make *how,
                              struct einv_text attributes,
                              struct einv_text value, struct einv_buf *out)
{
    size_t from = out->len, at;
    einv_status status;

    einv__der_put_uint(out, 1);
    status = put_issuer_serial(out, how->certs->at[0], false);
    put_digest_algorithm(out, einv__cms_digest_of(how->algorithm), false);
    at = out->len;
    einv__buf_text(out, attributes);
    if (!out->failed)
        out->data[at] = (char)EINV_DER_CONTEXT; /* SET, implicitly [0] */
    put_algorithm(out, how->algorithm);
    einv__der_put(out, EINV_DER_OCTETS, value);
    einv__der_wrap(out, EINV_DER_SEQUENCE, from);
    einv__der_wrap(out, EINV_DER_SET, from);
    return status;
}

static void put_content(const struct einv_cms_make *how,
                        struct einv_text content, struct einv_buf *out)
{
    size_t from = out->len, at;

    einv__der_put_oid(out, PKCS7 "1");
    at = out->len;
    if (!how->detached) {
        einv__der_put(out, EINV_DER_OCTETS, content);
        einv__der_wrap(out, EINV_DER_CONTEXT, at);
    }
    einv__der_wrap(out, EINV_DER_SEQUENCE, from);
}

/* A set: DER sorts it. */
static einv_status put_certs(const struct einv_certs *certs,
                             struct einv_buf *out)
{
    struct einv_buf all;
    size_t from = out->len;
    einv_status status;

    einv__buf_init(&all, out->alloc);
    for (size_t i = 0; i < certs->n; i++)
        einv__buf_text(&all, einv__cert_der(certs->at[i]));
    status = all.failed ? EINV_ENOMEM
                        : einv__der_sorted(einv__buf_get(&all), out);
    einv__der_wrap(out, EINV_DER_CONTEXT, from);
    einv__buf_free(&all);
    return status;
}

einv_status einv__cms_make(const struct einv_cms_make *how,
                           struct einv_text content,
                           struct einv_text attributes,
                           struct einv_text value, struct einv_buf *out)
{
    size_t all = out->len, body, digests;
    einv_status status;

    einv__der_put_oid(out, PKCS7 "2");
    body = out->len;
    einv__der_put_uint(out, 1);
    digests = out->len;
    put_digest_algorithm(out, einv__cms_digest_of(how->algorithm), false);
    einv__der_wrap(out, EINV_DER_SET, digests);
    put_content(how, content, out);
    status = put_certs(how->certs, out);
    if (status == EINV_OK) {
        einv__crypt_begin();
        status = put_signer(how, attributes, value, out);
        einv__crypt_end();
    }
    einv__der_wrap(out, EINV_DER_SEQUENCE, body);
    einv__der_wrap(out, EINV_DER_CONTEXT, body);
    einv__der_wrap(out, EINV_DER_SEQUENCE, all);
    return status == EINV_OK && out->failed ? EINV_ENOMEM : status;
}

einv_status einv__cms_sign(const struct einv_cms_make *how,
                           struct einv_secret *secret,
                           struct einv_text content, struct einv_buf *out)
{
    struct einv_buf attributes, value;
    einv_status status;

    einv__buf_init(&attributes, out->alloc);
    einv__buf_init(&value, out->alloc);
    status = einv__cms_to_sign(how, content, &attributes);
    if (status == EINV_OK)
        status = einv__value_sign(how->algorithm, EINV_VALUE_DER, secret,
                                  einv__buf_get(&attributes), &value);
    if (status == EINV_OK)
        status = einv__cms_make(how, content, einv__buf_get(&attributes),
                                einv__buf_get(&value), out);
    einv__buf_free(&attributes);
    einv__buf_free(&value);
    return status;
}

/* --- B-T ----------------------------------------------------------------- */

/* The unsigned attribute goes behind the value, so each length around it
 * grows: the message is taken apart and put together again. */
einv_status einv__cms_add_stamp(const struct einv_cms *cms,
                                struct einv_text message,
                                struct einv_text token, struct einv_buf *out)
{
    const struct einv_cms_signer *s = &cms->signers[0];
    size_t signer_at, all = out->len, body, info, attribute;
    struct einv_der in = einv__der_of(message), seq, part;
    struct einv_tlv tlv;

    if (cms->n_signers != 1 || !einv__der_into(&in, EINV_DER_SEQUENCE, &seq)
        || !einv__der_take(&seq, EINV_DER_OID, &tlv)
        || !einv__der_into(&seq, EINV_DER_CONTEXT, &part)
        || !einv__der_take(&part, EINV_DER_SEQUENCE, &tlv))
        return EINV_EUNSUPPORTED;
    einv__der_put_oid(out, PKCS7 "2");
    body = out->len;
    part = einv__der_of(tlv.body);
    while (einv__der_next(&part, &tlv) && !einv__der_at_end(&part))
        einv__buf_text(out, tlv.all);
    signer_at = out->len;
    part = einv__der_of(s->all);
    einv__der_into(&part, EINV_DER_SEQUENCE, &seq);
    while (einv__der_next(&seq, &tlv) && tlv.tag != (EINV_DER_CONTEXT | 1))
        einv__buf_text(out, tlv.all);
    info = attribute = out->len;
    einv__buf_text(out, token);
    end_attribute(out, PKCS9 "16.2.14", attribute);
    einv__buf_text(out, s->unsigned_attrs);
    einv__der_wrap(out, EINV_DER_CONTEXT | 1, info);
    einv__der_wrap(out, EINV_DER_SEQUENCE, signer_at);
    einv__der_wrap(out, EINV_DER_SET, signer_at);
    einv__der_wrap(out, EINV_DER_SEQUENCE, body);
    einv__der_wrap(out, EINV_DER_CONTEXT, body);
    einv__der_wrap(out, EINV_DER_SEQUENCE, all);
    return out->failed ? EINV_ENOMEM : EINV_OK;
}
