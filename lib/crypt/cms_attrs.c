/* cms_attrs.c: attributes of a signer: what CMS and CAdES put beside a value.
 *
 * Each row of the table is one attribute; a signed one counts only among the
 * signed, an unsigned one only among the unsigned.
 */
#include "cms.h"
#include "der.h"
#include "inside.h"

/* The first value of an attribute. */
typedef einv_status read_fn(struct einv_cms *cms, struct einv_cms_signer *s,
                            const struct einv_tlv *value);

static einv_status set_once(struct einv_cms_signer *s, struct einv_text *to,
                            struct einv_text body)
{
    if (to->ptr != NULL)
        s->doubled = true;
    *to = body;
    return EINV_OK;
}

static einv_status content_type(struct einv_cms *cms,
                                struct einv_cms_signer *s,
                                const struct einv_tlv *value)
{
    (void)cms;
    if (value->tag != EINV_DER_OID)
        return EINV_EMALFORMED;
    return set_once(s, &s->content_type, value->body);
}

static einv_status message_digest(struct einv_cms *cms,
                                  struct einv_cms_signer *s,
                                  const struct einv_tlv *value)
{
    (void)cms;
    if (value->tag != EINV_DER_OCTETS)
        return EINV_EMALFORMED;
    return set_once(s, &s->message_digest, value->body);
}

static einv_status signing_time(struct einv_cms *cms,
                                struct einv_cms_signer *s,
                                const struct einv_tlv *value)
{
    (void)cms;
    if (!s->has_time)
        s->has_time = einv__der_time(value, &s->claimed);
    return EINV_OK;
}

/* IssuerSerial: GeneralNames with one directoryName, and the number. */
static void issuer_serial(struct einv_der *in, struct einv_cms_ref *ref)
{
    struct einv_der both, names, name;
    struct einv_tlv tlv;

    if (!einv__der_into(in, EINV_DER_SEQUENCE, &both)
        || !einv__der_into(&both, EINV_DER_SEQUENCE, &names)
        || !einv__der_into(&names, EINV_DER_CONTEXT | 4, &name)
        || !einv__der_take(&name, EINV_DER_SEQUENCE, &tlv))
        return;
    ref->issuer = tlv.all;
    if (einv__der_take(&both, EINV_DER_INTEGER, &tlv))
        ref->serial = tlv.body;
}

static einv_status one_ref(struct einv_cms_signer *s, struct einv_der in,
                           enum einv_digest digest, bool first)
{
    struct einv_cms_ref *ref;
    struct einv_der algorithm;
    struct einv_tlv tlv;
    char room[EINV_OID_MAX];

    if (s->n_refs == EINV_CMS_MOST_REFS)
        return EINV_ELIMIT;
    ref = &s->refs[s->n_refs++];
    *ref = (struct einv_cms_ref){ .digest = digest, .first = first };
    if (einv__der_into(&in, EINV_DER_SEQUENCE, &algorithm)) {
        if (!einv__der_take(&algorithm, EINV_DER_OID, &tlv))
            return EINV_EMALFORMED;
        ref->digest = einv__digest_by_oid(
            einv__der_oid(tlv.body, room, sizeof room));
        /* EN 319 122-1, 5.2.2.3: version 2 is for other digests than SHA-1,
         * which has version 1; here it means nothing. */
        if (ref->digest == EINV_DIGEST_SHA1)
            ref->digest = EINV_DIGEST_NONE;
    }
    if (!einv__der_take(&in, EINV_DER_OCTETS, &tlv))
        return EINV_EMALFORMED;
    ref->hash = tlv.body;
    issuer_serial(&in, ref);
    return EINV_OK;
}

static einv_status refs_of(struct einv_cms_signer *s,
                           const struct einv_tlv *value,
                           enum einv_digest digest)
{
    struct einv_der in = einv__der_of(value->body), certs, cert;
    einv_status status = EINV_OK;
    bool first = true;

    if (value->tag != EINV_DER_SEQUENCE
        || !einv__der_into(&in, EINV_DER_SEQUENCE, &certs))
        return EINV_EMALFORMED;
    for (; status == EINV_OK
           && einv__der_into(&certs, EINV_DER_SEQUENCE, &cert);
         first = false)
        status = one_ref(s, cert, digest, first);
    return status == EINV_OK && !einv__der_at_end(&certs) ? EINV_EMALFORMED
                                                          : status;
}

static einv_status refs_v1(struct einv_cms *cms, struct einv_cms_signer *s,
                           const struct einv_tlv *value)
{
    (void)cms;
    return refs_of(s, value, EINV_DIGEST_SHA1);
}

static einv_status refs_v2(struct einv_cms *cms, struct einv_cms_signer *s,
                           const struct einv_tlv *value)
{
    (void)cms;
    return refs_of(s, value, EINV_DIGEST_SHA256);
}

static einv_status policy_id(struct einv_cms *cms, struct einv_cms_signer *s,
                             const struct einv_tlv *value)
{
    struct einv_der in = einv__der_of(value->body);
    struct einv_text oid;
    struct einv_tlv tlv;
    char room[EINV_OID_MAX], *copy;

    if (value->tag != EINV_DER_SEQUENCE
        || !einv__der_take(&in, EINV_DER_OID, &tlv))
        return EINV_OK; /* implied: NULL */
    oid = einv__der_oid(tlv.body, room, sizeof room);
    copy = einv__arena_dup(&cms->arena, oid);
    if (copy == NULL)
        return EINV_ENOMEM;
    s->policy = einv__text(copy, oid.len);
    return EINV_OK;
}

static einv_status add_stamp(struct einv_cms_signer *s,
                             enum einv_cms_stamp_kind kind,
                             const struct einv_tlv *value)
{
    if (s->n_stamps == EINV_CMS_MOST_STAMPS)
        return EINV_ELIMIT;
    s->stamps[s->n_stamps].kind = kind;
    s->stamps[s->n_stamps++].token = value->all;
    return EINV_OK;
}

#define STAMP_READER(name, kind)                                          \
    static einv_status name(struct einv_cms *cms,                         \
                            struct einv_cms_signer *s,                    \
                            const struct einv_tlv *value)                 \
    {                                                                     \
        (void)cms;                                                        \
        return add_stamp(s, kind, value);                                 \
    }
STAMP_READER(signature_stamp, EINV_STAMP_SIGNATURE)
STAMP_READER(content_stamp, EINV_STAMP_CONTENT)
STAMP_READER(references_stamp, EINV_STAMP_REFERENCES)
STAMP_READER(archive_stamp_2, EINV_STAMP_ARCHIVE_2)
STAMP_READER(archive_stamp_3, EINV_STAMP_ARCHIVE_3)

static einv_status countersignature(struct einv_cms *cms,
                                    struct einv_cms_signer *s,
                                    const struct einv_tlv *value)
{
    (void)cms;
    (void)value;
    s->n_countersigners++;
    return EINV_OK;
}

static einv_status certificate_values(struct einv_cms *cms,
                                      struct einv_cms_signer *s,
                                      const struct einv_tlv *value)
{
    struct einv_der in = einv__der_of(value->body);
    einv_status status = EINV_OK;
    struct einv_tlv tlv;

    (void)s;
    while (status == EINV_OK && einv__der_next(&in, &tlv))
        status = einv__cms_add_cert(cms, tlv.all);
    return status;
}

/* [0] lists, [1] answers. */
static einv_status revocation_values(struct einv_cms *cms,
                                     struct einv_cms_signer *s,
                                     const struct einv_tlv *value)
{
    struct einv_der in = einv__der_of(value->body), part, list;
    einv_status status = EINV_OK;
    struct einv_tlv tlv;

    (void)s;
    for (unsigned i = 0; i < 2; i++) {
        if (!einv__der_into(&in, EINV_DER_CONTEXT | i, &part)
            || !einv__der_into(&part, EINV_DER_SEQUENCE, &list))
            continue;
        while (status == EINV_OK && einv__der_next(&list, &tlv))
            status = einv__blobs_add(cms->alloc, &cms->evidence.revocation,
                                     tlv.all.ptr, tlv.all.len);
    }
    return status;
}

#define PKCS9 "1.2.840.113549.1.9."
#define SMIME PKCS9 "16.2."

static const struct {
    const char *oid;
    bool is_signed;
    read_fn *read;
} attributes[] = {
    { PKCS9 "3", true, content_type },
    { PKCS9 "4", true, message_digest },
    { PKCS9 "5", true, signing_time },
    { SMIME "12", true, refs_v1 },
    { SMIME "47", true, refs_v2 },
    { SMIME "15", true, policy_id },
    { SMIME "20", true, content_stamp },
    { PKCS9 "6", false, countersignature },
    { SMIME "14", false, signature_stamp },
    { SMIME "23", false, certificate_values },
    { SMIME "24", false, revocation_values },
    { SMIME "25", false, references_stamp },
    { SMIME "26", false, references_stamp },
    { SMIME "27", false, archive_stamp_2 },
    { SMIME "48", false, archive_stamp_2 },
    { "0.4.0.1733.2.4", false, archive_stamp_3 },
};

static einv_status one_attribute(struct einv_cms *cms,
                                 struct einv_cms_signer *s,
                                 struct einv_der in, bool is_signed)
{
    struct einv_der values;
    struct einv_tlv type, value;
    struct einv_text oid;
    char room[EINV_OID_MAX];
    einv_status status = EINV_OK;

    if (!einv__der_take(&in, EINV_DER_OID, &type)
        || !einv__der_into(&in, EINV_DER_SET, &values)
        || !einv__der_at_end(&in))
        return EINV_EMALFORMED;
    oid = einv__der_oid(type.body, room, sizeof room);
    for (size_t i = 0; i < sizeof(attributes) / sizeof(*attributes); i++) {
        if (attributes[i].is_signed != is_signed
            || !einv__text_is(oid, attributes[i].oid))
            continue;
        while (status == EINV_OK && einv__der_next(&values, &value))
            status = attributes[i].read(cms, s, &value);
        return status;
    }
    return EINV_OK;
}

static einv_status read_set(struct einv_cms *cms, struct einv_cms_signer *s,
                            struct einv_text body, bool is_signed)
{
    struct einv_der in = einv__der_of(body), attribute;
    einv_status status = EINV_OK;

    while (status == EINV_OK
           && einv__der_into(&in, EINV_DER_SEQUENCE, &attribute))
        status = one_attribute(cms, s, attribute, is_signed);
    return status == EINV_OK && !einv__der_at_end(&in) ? EINV_EMALFORMED
                                                       : status;
}

einv_status einv__cms_attributes(struct einv_cms *cms,
                                 struct einv_cms_signer *s)
{
    einv_status status = read_set(cms, s, s->signed_attrs, true);

    return status == EINV_OK ? read_set(cms, s, s->unsigned_attrs, false)
                             : status;
}
