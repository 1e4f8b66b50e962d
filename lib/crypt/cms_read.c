/* cms_read.c: the structure of signed data, by our own strict walk.
 *
 * DER is walked as it stands; BER is turned into DER first.  The forms that
 * mail systems make of it (base64, PEM) are undone before.
 */
#include "cms.h"
#include "der.h"
#include "inside.h"

#define PKCS7 "1.2.840.113549.1.7."
#define SIGNED_DATA PKCS7 "2"

/* --- the forms it comes in ----------------------------------------------- */

static bool starts_with(struct einv_text text, const char *z)
{
    return text.len >= strlen(z) && memcmp(text.ptr, z, strlen(z)) == 0;
}

/* Between "-----BEGIN ...-----" and "-----END"; else the whole. */
static struct einv_text pem_body(struct einv_text text)
{
    const char *at = text.ptr, *end = text.ptr + text.len;

    if (!starts_with(text, "-----BEGIN "))
        return text;
    while (at < end && *at != '\n')
        at++;
    for (const char *stop = at; stop < end; stop++)
        if (*stop == '-')
            return einv__text(at, (size_t)(stop - at));
    return einv__text(at, (size_t)(end - at));
}

static einv_status decode_base64(struct einv_text text, struct einv_buf *out)
{
    EVP_ENCODE_CTX *ctx = EVP_ENCODE_CTX_new();
    einv_status status = ctx != NULL ? EINV_OK : EINV_ENOMEM;
    unsigned char room[3 * 4096];
    int n = 0, more = 1;

    if (ctx != NULL)
        EVP_DecodeInit(ctx);
    for (size_t at = 0; status == EINV_OK && at < text.len; at += 4096) {
        size_t len = text.len - at < 4096 ? text.len - at : 4096;

        more = EVP_DecodeUpdate(ctx, room, &n,
                                (const unsigned char *)text.ptr + at,
                                (int)len);
        if (more < 0)
            status = EINV_EMALFORMED;
        else
            einv__buf_put(out, room, (size_t)n);
    }
    if (status == EINV_OK && EVP_DecodeFinal(ctx, room, &n) < 0)
        status = EINV_EMALFORMED;
    EVP_ENCODE_CTX_free(ctx);
    return status == EINV_OK && out->failed ? EINV_ENOMEM : status;
}

static struct einv_text skip_space(struct einv_text text)
{
    while (text.len > 0 && einv__is_space(*text.ptr))
        text = einv__text(text.ptr + 1, text.len - 1);
    return text;
}

bool einv__cms_is(struct einv_text bytes)
{
    struct einv_text text;

    if (bytes.len > 0 && *bytes.ptr == 0x30)
        return true;
    text = skip_space(bytes);
    return starts_with(text, "-----BEGIN PKCS7")
           || starts_with(text, "-----BEGIN PKCS #7")
           || starts_with(text, "-----BEGIN CMS")
           || starts_with(text, "MII") || starts_with(text, "MIA");
}

/* The message as DER, in `*der`: of the text itself where that is possible. */
static einv_status to_der(struct einv_cms *cms, struct einv_text bytes,
                          struct einv_text *der)
{
    einv_status status = EINV_OK;
    size_t used;

    if (bytes.len == 0)
        return EINV_EMALFORMED;
    if (*bytes.ptr != 0x30) {
        status = decode_base64(pem_body(skip_space(bytes)), &cms->plain);
        if (status != EINV_OK)
            return status;
        bytes = einv__buf_get(&cms->plain);
    }
    used = einv__der_plain(bytes);
    *der = einv__text(bytes.ptr, used);
    if (used == 0) {
        status = einv__der_normal(bytes, &cms->der, &used);
        if (status != EINV_OK)
            return status;
        *der = einv__buf_get(&cms->der);
    }
    for (size_t i = used; i < bytes.len; i++)
        if (bytes.ptr[i] != 0)
            return EINV_EMALFORMED;
    cms->trailing = bytes.len - used;
    return EINV_OK;
}

/* --- algorithms ---------------------------------------------------------- */

static struct einv_text dotted(struct einv_cms *cms, struct einv_text body)
{
    char room[EINV_OID_MAX], *copy;
    struct einv_text oid = einv__der_oid(body, room, sizeof room);

    if (oid.len == 0)
        return EINV_TEXT("");
    copy = einv__arena_dup(&cms->arena, oid);
    return copy != NULL ? einv__text(copy, oid.len) : EINV_NO_TEXT;
}

/* AlgorithmIdentifier: its OID, and what follows it. */
static bool algorithm_of(struct einv_cms *cms, struct einv_der *in,
                         struct einv_text *oid, struct einv_der *rest)
{
    struct einv_tlv tlv;

    if (!einv__der_into(in, EINV_DER_SEQUENCE, rest)
        || !einv__der_take(rest, EINV_DER_OID, &tlv))
        return false;
    *oid = dotted(cms, tlv.body);
    return true;
}

/* RSASSA-PSS-params (RFC 4055, 3.1): SHA-1 is what is not said. */
static void read_pss(struct einv_cms *cms, struct einv_der parameters,
                     struct einv_cms_signer *s)
{
    struct einv_der body = { NULL, NULL }, part, rest;
    enum einv_digest digest = EINV_DIGEST_SHA1, mgf = EINV_DIGEST_SHA1;
    struct einv_text oid;

    einv__der_into(&parameters, EINV_DER_SEQUENCE, &body);
    if (einv__der_into(&body, EINV_DER_CONTEXT, &part)
        && algorithm_of(cms, &part, &oid, &rest))
        digest = einv__digest_by_oid(oid);
    if (einv__der_into(&body, EINV_DER_CONTEXT | 1, &part)
        && algorithm_of(cms, &part, &oid, &rest)
        && algorithm_of(cms, &rest, &oid, &part))
        mgf = einv__digest_by_oid(oid);
    s->algorithm = einv__algorithm_of(EINV_KEY_RSA_PSS, digest);
    s->mgf = mgf;
}

/* Some say the kind of the key only: the digest stands beside it. */
static const struct {
    const char *oid;
    enum einv_key_kind kind;
} key_oids[] = {
    { "1.2.840.113549.1.1.1", EINV_KEY_RSA },
    { "1.2.840.10045.2.1", EINV_KEY_EC },
    { "1.2.156.10197.1.301", EINV_KEY_SM2 },
    { "1.2.156.10197.1.301.1", EINV_KEY_SM2 },
    { "1.2.840.10040.4.1", EINV_KEY_DSA },
};

static bool read_algorithm(struct einv_cms *cms, struct einv_der *in,
                           struct einv_cms_signer *s)
{
    struct einv_der rest;

    if (!algorithm_of(cms, in, &s->algorithm_oid, &rest))
        return false;
    if (einv__text_is(s->algorithm_oid, "1.2.840.113549.1.1.10")) {
        read_pss(cms, rest, s);
        return true;
    }
    s->algorithm = einv__algorithm_by_oid(s->algorithm_oid);
    for (size_t i = 0; i < sizeof(key_oids) / sizeof(*key_oids); i++)
        if (einv__text_is(s->algorithm_oid, key_oids[i].oid))
            s->algorithm = einv__algorithm_of(key_oids[i].kind, s->digest);
    return true;
}

/* --- signers ------------------------------------------------------------- */

static bool read_sid(struct einv_der *in, struct einv_cms_signer *s)
{
    struct einv_der sid;
    struct einv_tlv tlv;

    if (einv__der_take(in, EINV_DER_CONTEXT_PLAIN, &tlv)) {
        s->key_id = tlv.body;
        return true;
    }
    if (!einv__der_into(in, EINV_DER_SEQUENCE, &sid)
        || !einv__der_take(&sid, EINV_DER_SEQUENCE, &tlv))
        return false;
    s->issuer = tlv.all;
    if (!einv__der_take(&sid, EINV_DER_INTEGER, &tlv))
        return false;
    s->serial = tlv.body;
    return true;
}

static einv_status read_signer(struct einv_cms *cms, struct einv_tlv all,
                               struct einv_cms_signer *s)
{
    struct einv_der in = einv__der_of(all.body), rest;
    struct einv_tlv tlv;

    s->all = all.all;
    if (all.tag != EINV_DER_SEQUENCE
        || !einv__der_take(&in, EINV_DER_INTEGER, &tlv) || !read_sid(&in, s)
        || !algorithm_of(cms, &in, &s->digest_oid, &rest))
        return EINV_EMALFORMED;
    s->digest = einv__digest_by_oid(s->digest_oid);
    if (einv__der_take(&in, EINV_DER_CONTEXT, &tlv))
        s->signed_attrs = tlv.body;
    if (!read_algorithm(cms, &in, s)
        || !einv__der_take(&in, EINV_DER_OCTETS, &tlv))
        return EINV_EMALFORMED;
    s->value = tlv.body;
    if (einv__der_take(&in, EINV_DER_CONTEXT | 1, &tlv))
        s->unsigned_attrs = tlv.body;
    if (!einv__der_at_end(&in) || s->algorithm_oid.ptr == NULL
        || s->digest_oid.ptr == NULL)
        return s->digest_oid.ptr == NULL ? EINV_ENOMEM : EINV_EMALFORMED;
    return einv__cms_attributes(cms, s);
}

static einv_status read_signers(struct einv_cms *cms, struct einv_der in)
{
    struct einv_der count = in;
    struct einv_tlv tlv;
    size_t n = 0;

    while (einv__der_next(&count, &tlv))
        n++;
    if (!einv__der_at_end(&count))
        return EINV_EMALFORMED;
    if (n > EINV_CMS_MOST_SIGNERS)
        return EINV_ELIMIT;
    cms->signers = einv__arena_zero(&cms->arena, n, sizeof *cms->signers);
    if (cms->signers == NULL)
        return EINV_ENOMEM;
    for (; cms->n_signers < n; cms->n_signers++) {
        einv_status status;

        (void)einv__der_next(&in, &tlv);
        status = read_signer(cms, tlv, &cms->signers[cms->n_signers]);
        if (status != EINV_OK)
            return status;
    }
    return EINV_OK;
}

/* --- certificates, revocation -------------------------------------------- */

einv_status einv__cms_add_cert(struct einv_cms *cms, struct einv_text der)
{
    struct einv_certs *certs = &cms->evidence.certs;
    struct einv_cert *cert = NULL;
    einv_status status;

    if (certs->n >= EINV_CMS_MOST_CERTS)
        return EINV_ELIMIT;
    status = einv__cert_read(cms->alloc, der.ptr, der.len, &cert);
    if (status == EINV_OK)
        status = einv__certs_add(certs, cert);
    einv__cert_free(cert);
    /* One that cannot be read is one that nobody can be: not there. */
    return status == EINV_EMALFORMED ? EINV_OK : status;
}

static einv_status read_certs(struct einv_cms *cms, struct einv_der in)
{
    struct einv_tlv tlv;
    einv_status status = EINV_OK;

    while (status == EINV_OK && einv__der_next(&in, &tlv))
        if (tlv.tag == EINV_DER_SEQUENCE)
            status = einv__cms_add_cert(cms, tlv.all);
    return status == EINV_OK && !einv__der_at_end(&in) ? EINV_EMALFORMED
                                                       : status;
}

/* A CRL, or [1] { type, answer } (RFC 5940). */
static einv_status read_revocation(struct einv_cms *cms, struct einv_der in)
{
    struct einv_tlv tlv;
    einv_status status = EINV_OK;

    while (status == EINV_OK && einv__der_next(&in, &tlv)) {
        struct einv_der other = einv__der_of(tlv.body);

        if (tlv.tag == (EINV_DER_CONTEXT | 1)) {
            einv__der_skip(&other, EINV_DER_OID);
            if (!einv__der_next(&other, &tlv))
                return EINV_EMALFORMED;
        }
        status = einv__blobs_add(cms->alloc, &cms->evidence.revocation,
                                 tlv.all.ptr, tlv.all.len);
    }
    return status;
}

/* --- the whole ----------------------------------------------------------- */

static bool read_content(struct einv_cms *cms, struct einv_der *in)
{
    struct einv_der body, part;
    struct einv_tlv tlv;

    if (!einv__der_into(in, EINV_DER_SEQUENCE, &body)
        || !einv__der_take(&body, EINV_DER_OID, &tlv))
        return false;
    cms->content_type = tlv.body;
    if (einv__der_into(&body, EINV_DER_CONTEXT, &part)) {
        if (!einv__der_next(&part, &tlv) || !einv__der_at_end(&part))
            return false;
        cms->attached = true;
        /* PKCS #7 1.5 has other things than octets: without their head. */
        cms->content = tlv.body;
    }
    return einv__der_at_end(&body);
}

static einv_status read_signed_data(struct einv_cms *cms, struct einv_der in)
{
    struct einv_der part;
    struct einv_tlv tlv;
    einv_status status = EINV_OK;

    if (!einv__der_take(&in, EINV_DER_INTEGER, &tlv)
        || !einv__der_take(&in, EINV_DER_SET, &tlv)
        || !read_content(cms, &in))
        return EINV_EMALFORMED;
    if (einv__der_take(&in, EINV_DER_CONTEXT, &tlv)) {
        cms->certs = tlv.body;
        status = read_certs(cms, einv__der_of(tlv.body));
    }
    if (status == EINV_OK
        && einv__der_take(&in, EINV_DER_CONTEXT | 1, &tlv)) {
        cms->crls = tlv.body;
        status = read_revocation(cms, einv__der_of(tlv.body));
    }
    if (status != EINV_OK)
        return status;
    if (!einv__der_into(&in, EINV_DER_SET, &part) || !einv__der_at_end(&in))
        return EINV_EMALFORMED;
    return read_signers(cms, part);
}

static einv_status read_message(struct einv_cms *cms, struct einv_text bytes)
{
    struct einv_der in, body, part;
    struct einv_text der, type;
    struct einv_tlv tlv;
    char room[EINV_OID_MAX];
    einv_status status = to_der(cms, bytes, &der);

    if (status != EINV_OK)
        return status;
    in = einv__der_of(der);
    if (!einv__der_into(&in, EINV_DER_SEQUENCE, &body)
        || !einv__der_take(&body, EINV_DER_OID, &tlv))
        return EINV_EMALFORMED;
    type = einv__der_oid(tlv.body, room, sizeof room);
    if (!einv__text_is(type, SIGNED_DATA))
        return starts_with(type, "1.2.840.113549.1.") ? EINV_EUNSUPPORTED
                                                      : EINV_EMALFORMED;
    if (!einv__der_into(&body, EINV_DER_CONTEXT, &part)
        || !einv__der_at_end(&body)
        || !einv__der_into(&part, EINV_DER_SEQUENCE, &body)
        || !einv__der_at_end(&part))
        return EINV_EMALFORMED;
    return read_signed_data(cms, body);
}

einv_status einv__cms_read(const einv_allocator *a, struct einv_text bytes,
                           struct einv_cms **cms)
{
    struct einv_cms *made;
    einv_status status;

    *cms = NULL;
    if (!einv__crypt_is_there())
        return EINV_EUNSUPPORTED;
    made = einv__alloc(a, 1, sizeof *made);
    if (made == NULL)
        return EINV_ENOMEM;
    memset(made, 0, sizeof *made);
    made->alloc = a;
    einv__arena_init(&made->arena, a);
    einv__buf_init(&made->der, a);
    einv__buf_init(&made->plain, a);
    einv__certs_init(&made->evidence.certs, a);
    einv__crypt_begin();
    status = read_message(made, bytes);
    einv__crypt_end();
    if (status != EINV_OK)
        einv__cms_free(made);
    else
        *cms = made;
    return status;
}

void einv__cms_free(struct einv_cms *cms)
{
    if (cms == NULL)
        return;
    einv__certs_free(&cms->evidence.certs);
    einv__blobs_free(cms->alloc, &cms->evidence.revocation);
    einv__buf_free(&cms->der);
    einv__buf_free(&cms->plain);
    einv__arena_free(&cms->arena);
    einv__free(cms->alloc, cms, sizeof *cms);
}
