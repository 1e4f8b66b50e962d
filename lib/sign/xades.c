/* xades.c: the properties that XAdES adds to a signature (EN 319 132-1).
 *
 * They count only when the signature covers them: one SignedProperties, one
 * Reference to it with its Type, and a SigningCertificate that is the
 * certificate which verified.
 */
#include "dsig.h"

static const char *const namespaces[] = {
    EINV_NS_XADES, "http://uri.etsi.org/01903/v1.2.2#",
    "http://uri.etsi.org/01903/v1.1.1#"
};

/* In any of XAdES's namespaces. */
static bool is_x(const struct einv_tree *t, einv_node e, const char *local)
{
    for (size_t i = 0; i < sizeof(namespaces) / sizeof(namespaces[0]); i++)
        if (einv__is_named(t, e, namespaces[i], local))
            return true;
    return false;
}

static einv_node x_child(const struct einv_tree *t, einv_node e,
                         const char *local)
{
    einv_node c = e != EINV_NO_NODE ? einv__tree_child(t, e) : EINV_NO_NODE;

    while (c != EINV_NO_NODE && !is_x(t, c, local))
        c = einv__tree_next(t, c);
    return c;
}

/* The one that is there; a second one: *more. */
static einv_node only_x(const struct einv_tree *t, einv_node e,
                        const char *local, bool *more)
{
    einv_node first = x_child(t, e, local), c = first;

    while (c != EINV_NO_NODE && (c = einv__tree_next(t, c)) != EINV_NO_NODE)
        *more = *more || is_x(t, c, local);
    return first;
}

bool einv__xades_find(struct einv_dsig *d)
{
    const struct einv_tree *t = d->t;
    bool more = false;
    einv_node o;

    d->properties = d->qualifying = EINV_NO_NODE;
    for (o = einv__tree_child(t, d->e); o != EINV_NO_NODE;
         o = einv__tree_next(t, o)) {
        einv_node q = einv__is_ds(t, o, "Object")
                          ? only_x(t, o, "QualifyingProperties", &more)
                          : EINV_NO_NODE;

        if (q == EINV_NO_NODE)
            continue;
        more = more || d->qualifying != EINV_NO_NODE;
        d->qualifying = q;
        d->properties = only_x(t, q, "SignedProperties", &more);
    }
    d->sig->form = d->qualifying != EINV_NO_NODE ? EINV_TEXT("XADES")
                                                 : EINV_TEXT("XMLDSIG");
    /* Properties beside those that are signed. */
    if (more)
        einv__dsig_fail(d, EINV_SUB_COVERAGE);
    return !more;
}

/* --- the signed properties ----------------------------------------------- */

static bool wrong(struct einv_dsig *d)
{
    einv__dsig_fail(d, EINV_SUB_SIG_CONSTRAINTS_FAILURE);
    return false;
}

/* Exactly one Reference, and it points to them. */
static bool are_signed(struct einv_dsig *d)
{
    size_t n = 0, right = 0;

    for (size_t i = 0; i < d->n_refs; i++) {
        n += d->refs[i].target == EINV_TARGET_PROPERTIES;
        right += d->refs[i].target == EINV_TARGET_PROPERTIES &&
                 d->refs[i].to == d->properties;
    }
    return n == 1 && right == 1;
}

static bool is_zero_led(struct einv_text text)
{
    return text.len > 1 && text.ptr[0] == '0';
}

/* Of v1: the serial number in decimal digits.  The issuer's name may be
 * written in many ways and adds nothing to the digest. */
static bool serial_fits(const struct einv_dsig *d, einv_node cert)
{
    einv_node issuer = x_child(d->t, cert, "IssuerSerial");
    einv_node serial = einv__ds_child(d->t, issuer, "X509SerialNumber");
    struct einv_text text;

    if (serial == EINV_NO_NODE)
        return true;
    text = einv__text_trim(einv__tree_text(d->t, serial));
    while (is_zero_led(text))
        text = einv__text(text.ptr + 1, text.len - 1);
    return einv__text_eq(text, einv__cert_serial_decimal(d->sig->signer));
}

static bool digest_fits(struct einv_dsig *d, einv_node cert)
{
    einv_node digest = x_child(d->t, cert, "CertDigest");
    einv_node method = einv__ds_child(d->t, digest, "DigestMethod");
    einv_node value = einv__ds_child(d->t, digest, "DigestValue");
    struct einv_text der = einv__cert_der(d->sig->signer), want;
    unsigned char have[EINV_DIGEST_MAX];
    enum einv_digest kind;

    if (method == EINV_NO_NODE || value == EINV_NO_NODE)
        return false;
    kind = einv__digest_by_uri(einv__tree_get_attr(d->t, method,
                                                   "Algorithm"));
    want = einv__dsig_base64(d, einv__tree_text(d->t, value));
    return kind != EINV_DIGEST_NONE && want.len == einv__digest_size(kind) &&
           einv__digest(kind, der.ptr, der.len, have) == EINV_OK &&
           einv__same_bytes(have, want.ptr, want.len);
}

/* EN 319 132-1, 5.2.2: the first is the signer's, others are of its path. */
static bool certificate_fits(struct einv_dsig *d, einv_node props)
{
    einv_node all = x_child(d->t, props, "SigningCertificateV2");
    einv_node cert;

    if (all == EINV_NO_NODE)
        all = x_child(d->t, props, "SigningCertificate");
    cert = x_child(d->t, all, "Cert");
    return cert != EINV_NO_NODE && digest_fits(d, cert) &&
           serial_fits(d, cert);
}

static void read_time(struct einv_dsig *d, einv_node props)
{
    einv_node e = x_child(d->t, props, "SigningTime");

    if (e != EINV_NO_NODE &&
        !einv__time_read(einv__tree_text(d->t, e), &d->sig->claimed))
        wrong(d);
}

static void read_policy(struct einv_dsig *d, einv_node props)
{
    einv_node e = x_child(d->t, props, "SignaturePolicyIdentifier");

    e = x_child(d->t, x_child(d->t, e, "SignaturePolicyId"), "SigPolicyId");
    e = x_child(d->t, e, "Identifier");
    if (e != EINV_NO_NODE)
        d->sig->policy = einv__text_trim(einv__tree_text(d->t, e));
}

static bool has_need(const struct einv_dsig *d, einv_node props,
                     struct einv_text need)
{
    einv_node data = x_child(d->t, d->properties,
                             "SignedDataObjectProperties"), c;

    if (einv__text_is(need, "SigningCertificate"))
        return true;            /* always asked for */
    for (c = einv__tree_child(d->t, props); c != EINV_NO_NODE;
         c = einv__tree_next(d->t, c))
        if (einv__text_eq(einv__tree_qname(d->t, c)->local, need))
            return true;
    for (c = data != EINV_NO_NODE ? einv__tree_child(d->t, data)
                                  : EINV_NO_NODE;
         c != EINV_NO_NODE; c = einv__tree_next(d->t, c))
        if (einv__text_eq(einv__tree_qname(d->t, c)->local, need))
            return true;
    return false;
}

/* QualifyingProperties/@Target is this signature (6.3.1). */
static bool target_fits(const struct einv_dsig *d)
{
    struct einv_text target = einv__tree_get_attr(d->t, d->qualifying,
                                                  "Target");
    struct einv_text id = einv__tree_get_attr(d->t, d->e, "Id");

    return target.len > 1 && target.ptr[0] == '#' &&
           einv__text_eq(einv__text(target.ptr + 1, target.len - 1), id);
}

static void check_properties(struct einv_dsig *d)
{
    einv_node props = x_child(d->t, d->properties,
                              "SignedSignatureProperties");
    struct einv_text needs = d->profile->needs, need;

    if (props == EINV_NO_NODE || !certificate_fits(d, props)) {
        wrong(d);
        return;
    }
    while ((need = einv__text_word(&needs)).len > 0)
        if (!has_need(d, props, need))
            wrong(d);
    read_time(d, props);
    read_policy(d, props);
    if (d->sig->indication != EINV_TOTAL_FAILED)
        d->sig->level = EINV_TEXT("B");
}

void einv__xades_check(struct einv_dsig *d)
{
    if (d->qualifying == EINV_NO_NODE) {
        if (d->profile->xades == EINV_XADES_REQUIRED)
            wrong(d);
        return;
    }
    d->sig->signed_properties = EINV_TEXT("not-signed");
    if (einv__dsig_by_digest(d))
        return;                 /* whatever they say, nobody signed it */
    if (d->properties == EINV_NO_NODE || !are_signed(d) || !target_fits(d)) {
        wrong(d);
        return;
    }
    d->sig->signed_properties = EINV_TEXT("signed");
    if (d->sig->signer != NULL)
        check_properties(d);
}
