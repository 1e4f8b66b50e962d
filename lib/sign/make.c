/* make.c: the text of a signature, and its place among the document's bytes.
 *
 * The document stays as it is, byte for byte: the signature is put in, and
 * where the profile wants elements around it that are missing, they are put
 * in before anything is digested.  What is digested is what a verifier will:
 * the trees of the document and of the signature's own text.
 */
#include "make.h"

#include "../base/base64.h"
#include "../base/sha.h"
#include "../diag/markup.h"
#include "dsig.h"
#include "spot.h"

struct maker {
    struct einv_making *m;
    const struct einv_make_request *r;
    struct einv_text wrap_open, wrap_close; /* elements around it */
    struct einv_buf wraps;      /* holds both */
    struct einv_spot spot;
    struct einv_buf sig;        /* the text of ds:Signature */
    size_t value_at;            /* where the value goes in it */
    char id[24];
    struct einv_text doc_digest, props_digest;      /* base64 */
    struct einv_buf digests;    /* holds both */
};

/* --- the place ----------------------------------------------------------- */

static const struct einv_make_rule *rule_of(const struct einv_make_request *r)
{
    struct einv_text ns = einv__tree_qname(r->t, 0)->ns;

    for (size_t i = 0; i < r->profile->n_makes; i++) {
        const struct einv_make_rule *rule = &r->profile->makes[i];

        if (rule->in.len == 0 || einv__pattern_holds(rule->in, ns))
            return rule;
    }
    return NULL;
}

/* The k-th name of the place's text, with the table's prefix. */
static struct einv_text step_text(const struct einv_make_rule *rule, size_t k)
{
    struct einv_text rest = einv__text(rule->place.text.ptr + 1,
                                       rule->place.text.len - 1), step;

    do
        step = einv__text_cut(rest, '/', &rest);
    while (k-- > 0);
    return step;
}

/* The elements of the rule below the one that is there, as text. */
static void put_wraps(struct maker *k, const struct einv_make_rule *rule,
                      size_t from)
{
    struct einv_buf *out = &k->wraps;
    size_t open;

    for (size_t i = from; i < rule->place.n; i++) {
        struct einv_text prefix, name = step_text(rule, i), local;

        prefix = einv__text_cut(name, ':', &local);
        einv__buf_char(out, '<');
        einv__buf_text(out, name);
        if (i == from) {
            einv__buf_str(out, " xmlns:");
            einv__buf_text(out, prefix);
            einv__buf_str(out, "=\"");
            einv__buf_text(out, rule->place.steps[i].ns);
            einv__buf_char(out, '"');
        }
        einv__buf_char(out, '>');
    }
    open = out->len;
    for (size_t i = rule->place.n; i > from; i--) {
        einv__buf_str(out, "</");
        einv__buf_text(out, step_text(rule, i - 1));
        einv__buf_char(out, '>');
    }
    k->wrap_open = einv__text(out->data, open);
    k->wrap_close = open < out->len ? einv__text(out->data + open,
                                                 out->len - open)
                                    : EINV_NO_TEXT;
}

/* Encodings in which '<', '>' and quotes are what they are in ASCII. */
static bool is_ascii_like(struct einv_text encoding)
{
    return !(encoding.len >= 5 && memcmp(encoding.ptr, "UTF-", 4) == 0 &&
             (encoding.ptr[4] == '1' || encoding.ptr[4] == '3'));
}

static einv_status find_place(struct maker *k)
{
    const struct einv_make_request *r = k->r;
    const struct einv_make_rule *rule = rule_of(r);
    einv_node parent = 0, c;
    size_t there = 1;

    for (einv_node e = 0; e < r->t->n_elems; e++)
        if (einv__is_ds(r->t, e, "Signature"))
            return EINV_EREJECTED;
    if (rule == NULL)
        return EINV_EREJECTED;
    if (!is_ascii_like(r->t->encoding))
        return EINV_EUNSUPPORTED;
    for (c = einv__tree_child(r->t, 0);
         c != EINV_NO_NODE && rule->place.n > 1;
         c = einv__tree_next(r->t, c)) {
        const struct einv_qname *q = einv__tree_qname(r->t, c);

        if (einv__text_eq(q->local, rule->place.steps[1].local) &&
            einv__text_eq(q->ns, rule->place.steps[1].ns)) {
            parent = c;
            there = 2;
            break;
        }
    }
    put_wraps(k, rule, there);
    if (k->wraps.failed)
        return EINV_ENOMEM;
    return einv__spot_find(r->bytes, parent, parent == 0 && rule->first,
                           &k->spot) ? EINV_OK : EINV_EINTERNAL;
}

/* The document with the wraps, and `inside` in them. */
static void put_document(const struct maker *k, struct einv_buf *out,
                         struct einv_text inside, struct einv_text value,
                         size_t value_at)
{
    const struct einv_text *bytes = &k->r->bytes;
    bool split = k->spot.name.ptr != NULL;
    size_t at = k->spot.at;

    einv__buf_put(out, bytes->ptr, at);
    if (split)
        einv__buf_char(out, '>');
    einv__buf_text(out, k->wrap_open);
    einv__buf_put(out, inside.ptr, value_at);
    einv__buf_text(out, value);
    einv__buf_put(out, inside.ptr + value_at, inside.len - value_at);
    einv__buf_text(out, k->wrap_close);
    if (split) {
        einv__buf_str(out, "</");
        einv__buf_text(out, k->spot.name);
        einv__buf_char(out, '>');
        at += 2;
    }
    einv__buf_put(out, bytes->ptr + at, bytes->len - at);
}

/* --- the text ------------------------------------------------------------ */

static void put(struct maker *k, const char *z)
{
    einv__buf_str(&k->sig, z);
}

static void put_method(struct maker *k, const char *name, const char *uri)
{
    put(k, "<ds:");
    put(k, name);
    put(k, " Algorithm=\"");
    put(k, uri);
    put(k, "\"/>");
}

static const struct einv_canon *canon_of(const struct maker *k)
{
    struct einv_text rest = k->r->profile->canons;

    return einv__canon_by_name(einv__text_word(&rest));
}

static enum einv_digest digest_of(const struct maker *k)
{
    struct einv_text rest = k->r->profile->digests;

    /* The value's own digest, where the row has it. */
    if (einv__words_have(rest, einv__digest_name(k->r->algorithm->digest)))
        return k->r->algorithm->digest;
    return einv__sign_digest_by_name(einv__text_word(&rest));
}

static void put_digest(struct maker *k, struct einv_text value)
{
    put_method(k, "DigestMethod", einv__digest_uri(digest_of(k)));
    put(k, "<ds:DigestValue>");
    einv__buf_text(&k->sig, value);
    put(k, "</ds:DigestValue>");
}

static void put_transform(struct maker *k, const char *uri)
{
    put(k, "<ds:Transform Algorithm=\"");
    put(k, uri);
    put(k, "\"/>");
}

static void put_signed_info(struct maker *k)
{
    put(k, "<ds:SignedInfo>");
    put_method(k, "CanonicalizationMethod", canon_of(k)->uri);
    put_method(k, "SignatureMethod", k->r->algorithm->uri);
    put(k, "<ds:Reference Id=\"");
    put(k, k->id);
    put(k, "-doc\" URI=\"\"><ds:Transforms>");
    put_transform(k, EINV_URI_ENVELOPED);
    put_transform(k, canon_of(k)->uri);
    put(k, "</ds:Transforms>");
    put_digest(k, k->doc_digest);
    put(k, "</ds:Reference><ds:Reference Type=\"" EINV_TYPE_PROPERTIES
        "\" URI=\"#");
    put(k, k->id);
    put(k, "-props\"><ds:Transforms>");
    put_transform(k, canon_of(k)->uri);
    put(k, "</ds:Transforms>");
    put_digest(k, k->props_digest);
    put(k, "</ds:Reference></ds:SignedInfo>");
}

static void put_key_info(struct maker *k)
{
    put(k, "<ds:KeyInfo><ds:X509Data>");
    for (size_t i = 0; i < k->r->chain->n; i++) {
        struct einv_text der = einv__cert_der(k->r->chain->at[i]);

        put(k, "<ds:X509Certificate>");
        einv__base64_encode(der.ptr, der.len, &k->sig);
        put(k, "</ds:X509Certificate>");
    }
    put(k, "</ds:X509Data></ds:KeyInfo>");
}

static void put_certificate(struct maker *k)
{
    const struct einv_cert *cert = k->r->chain->at[0];
    bool v1 = k->r->profile->cert_v1;
    const char *name = v1 ? "xades:SigningCertificate>"
                          : "xades:SigningCertificateV2>";
    struct einv_text der = einv__cert_der(cert);
    unsigned char digest[EINV_DIGEST_MAX];
    enum einv_digest kind = digest_of(k);

    if (einv__digest(kind, der.ptr, der.len, digest) != EINV_OK)
        k->sig.failed = true;
    put(k, "<");
    put(k, name);
    put(k, "<xades:Cert><xades:CertDigest>");
    put_method(k, "DigestMethod", einv__digest_uri(kind));
    put(k, "<ds:DigestValue>");
    einv__base64_encode(digest, einv__digest_size(kind), &k->sig);
    put(k, "</ds:DigestValue></xades:CertDigest>");
    if (v1) {
        put(k, "<xades:IssuerSerial><ds:X509IssuerName>");
        einv__markup_text(&k->sig, einv__cert_issuer(cert));
        put(k, "</ds:X509IssuerName><ds:X509SerialNumber>");
        einv__buf_text(&k->sig, einv__cert_serial_decimal(cert));
        put(k, "</ds:X509SerialNumber></xades:IssuerSerial>");
    }
    put(k, "</xades:Cert></");
    put(k, name);
}

static void put_policy(struct maker *k)
{
    const struct einv_profile *p = k->r->profile;

    if (p->policy.len == 0)
        return;
    put(k, "<xades:SignaturePolicyIdentifier><xades:SignaturePolicyId>"
        "<xades:SigPolicyId><xades:Identifier>");
    einv__markup_text(&k->sig, p->policy);
    put(k, "</xades:Identifier></xades:SigPolicyId><xades:SigPolicyHash>");
    put_method(k, "DigestMethod", einv__digest_uri(EINV_DIGEST_SHA1));
    put(k, "<ds:DigestValue>");
    einv__buf_text(&k->sig, p->policy_digest);
    put(k, "</ds:DigestValue></xades:SigPolicyHash></xades:SignaturePolicyId>"
        "</xades:SignaturePolicyIdentifier>");
}

static void put_role(struct maker *k)
{
    bool v1 = k->r->profile->cert_v1;

    if (k->r->role.len == 0)
        return;
    put(k, v1 ? "<xades:SignerRole>" : "<xades:SignerRoleV2>");
    put(k, "<xades:ClaimedRoles><xades:ClaimedRole>");
    einv__markup_text(&k->sig, k->r->role);
    put(k, "</xades:ClaimedRole></xades:ClaimedRoles>");
    put(k, v1 ? "</xades:SignerRole>" : "</xades:SignerRoleV2>");
}

static void put_properties(struct maker *k)
{
    put(k, "<ds:Object><xades:QualifyingProperties xmlns:xades=\""
        EINV_NS_XADES "\" Target=\"#");
    put(k, k->id);
    put(k, "\"><xades:SignedProperties Id=\"");
    put(k, k->id);
    put(k, "-props\"><xades:SignedSignatureProperties><xades:SigningTime>");
    einv__time_text(k->r->when, &k->sig);
    put(k, "</xades:SigningTime>");
    put_certificate(k);
    put_policy(k);
    put_role(k);
    put(k, "</xades:SignedSignatureProperties>"
        "<xades:SignedDataObjectProperties><xades:DataObjectFormat "
        "ObjectReference=\"#");
    put(k, k->id);
    put(k, "-doc\"><xades:MimeType>text/xml</xades:MimeType>"
        "</xades:DataObjectFormat></xades:SignedDataObjectProperties>"
        "</xades:SignedProperties></xades:QualifyingProperties></ds:Object>");
}

static void put_signature(struct maker *k)
{
    k->sig.len = 0;
    put(k, "<ds:Signature xmlns:ds=\"" EINV_NS_DS "\" Id=\"");
    put(k, k->id);
    put(k, "\">");
    put_signed_info(k);
    put(k, "<ds:SignatureValue>");
    k->value_at = k->sig.len;
    put(k, "</ds:SignatureValue>");
    put_key_info(k);
    put_properties(k);
    put(k, "</ds:Signature>");
}

/* --- digests ------------------------------------------------------------- */

static einv_status collect(void *user, const void *bytes, size_t len)
{
    einv__buf_put(user, bytes, len);
    return EINV_OK;
}

static einv_status canonical(const struct maker *k, const struct einv_tree *t,
                             einv_node e, einv_sink_fn *sink, void *user)
{
    struct einv_c14n_options o = { .form = canon_of(k)->form,
                                   .without = EINV_NO_NODE };

    return einv__xml_c14n(t, e, &o, sink, user);
}

/* Appends the digest of e's canonical form in base64. */
static einv_status digest_into(struct maker *k, const struct einv_tree *t,
                               einv_node e)
{
    enum einv_digest kind = digest_of(k);
    unsigned char bytes[EINV_DIGEST_MAX];
    struct einv_hash *hash = NULL;
    einv_status status = einv__hash_new(k->m->alloc, kind, &hash);

    if (status == EINV_OK)
        status = canonical(k, t, e, einv__hash_put, hash);
    if (status == EINV_OK)
        status = einv__hash_end(hash, bytes);
    if (hash != NULL)
        einv__hash_free(hash);
    if (status == EINV_OK)
        einv__base64_encode(bytes, einv__digest_size(kind), &k->digests);
    if (status == EINV_EMALFORMED)
        status = EINV_EREJECTED;
    return status == EINV_OK && k->digests.failed ? EINV_ENOMEM : status;
}

static einv_status read_bytes(const struct maker *k, struct einv_text bytes,
                              struct einv_tree *t)
{
    struct einv_limits limits;
    struct einv_read_xml_options o = { .limits = &limits, .lend = true };
    einv_status status;

    /* What was read once within the caller's limits. */
    einv__limits_large(&limits);
    status = einv__xml_read(t, k->m->alloc, bytes, &o, NULL);
    return status == EINV_EMALFORMED ? EINV_EINTERNAL : status;
}

static einv_status digest_document(struct maker *k)
{
    struct einv_buf bytes;
    struct einv_tree t;
    einv_status status;

    if (k->wrap_open.len == 0)
        return digest_into(k, k->r->t, 0);
    einv__buf_init(&bytes, k->m->alloc);
    put_document(k, &bytes, EINV_TEXT(""), EINV_TEXT(""), 0);
    status = bytes.failed ? EINV_ENOMEM
                          : read_bytes(k, einv__buf_get(&bytes), &t);
    if (status == EINV_OK) {
        status = digest_into(k, &t, 0);
        einv__tree_free(&t);
    }
    einv__buf_free(&bytes);
    return status;
}

/* The signature as a verifier will see it: its exclusive form does not ask
 * what is around it, so it may stand alone. */
static einv_status read_signature(struct maker *k, struct einv_buf *bytes,
                                  struct einv_tree *t, einv_node *e)
{
    einv_status status;

    bytes->len = 0;
    if (canon_of(k)->form == EINV_C14N_EXCLUSIVE)
        einv__buf_text(bytes, einv__buf_get(&k->sig));
    else
        put_document(k, bytes, einv__buf_get(&k->sig), EINV_TEXT(""),
                     k->value_at);
    if (bytes->failed || k->sig.failed)
        return EINV_ENOMEM;
    status = read_bytes(k, einv__buf_get(bytes), t);
    if (status != EINV_OK)
        return status;
    *e = 0;
    while (*e < t->n_elems && !einv__is_ds(t, *e, "Signature"))
        (*e)++;
    return EINV_OK;
}

static einv_node below(const struct einv_tree *t, einv_node top,
                       const char *local)
{
    for (einv_node e = top; e <= t->elems[top].end; e++)
        if (einv__text_is(einv__tree_qname(t, e)->local, local))
            return e;
    return top;
}

/* First the properties' digest, then SignedInfo, which holds it. */
static einv_status digest_signature(struct maker *k)
{
    size_t from = k->digests.len;
    struct einv_buf bytes;
    struct einv_tree t;
    einv_status status;
    einv_node e;

    einv__buf_init(&bytes, k->m->alloc);
    put_signature(k);
    status = read_signature(k, &bytes, &t, &e);
    if (status == EINV_OK) {
        status = digest_into(k, &t, below(&t, e, "SignedProperties"));
        einv__tree_free(&t);
    }
    if (status == EINV_OK) {
        k->doc_digest = einv__text(k->digests.data, from);
        k->props_digest = einv__text(k->digests.data + from,
                                     k->digests.len - from);
        put_signature(k);
        status = read_signature(k, &bytes, &t, &e);
    }
    if (status == EINV_OK) {
        status = canonical(k, &t, below(&t, e, "SignedInfo"), collect,
                           &k->m->message);
        einv__tree_free(&t);
    }
    einv__buf_free(&bytes);
    return status == EINV_OK && k->m->message.failed ? EINV_ENOMEM : status;
}

/* Ids that no other document has, and the same each time. */
static void make_id(struct maker *k)
{
    char hex[2 * EINV_SHA256_SIZE + 1];
    struct einv_text seed = k->r->id.len > 0 ? k->r->id : k->r->bytes;

    einv__sha256_hex(seed.ptr, seed.len, hex);
    memcpy(k->id, "sig-", 4);
    memcpy(k->id + 4, hex, 16);
    k->id[20] = '\0';
}

static einv_status run(struct maker *k)
{
    einv_status status = find_place(k);
    size_t doc;

    if (status != EINV_OK)
        return status;
    make_id(k);
    status = digest_document(k);
    k->doc_digest = einv__buf_get(&k->digests);
    if (status == EINV_OK)
        status = digest_signature(k);
    if (status != EINV_OK)
        return status;
    put_document(k, &k->m->before, einv__buf_get(&k->sig), EINV_TEXT(""),
                 k->value_at);
    doc = k->spot.at + (k->spot.name.ptr != NULL) + k->wrap_open.len +
          k->value_at;
    if (!k->m->before.failed)
        einv__buf_put(&k->m->after, k->m->before.data + doc,
                      k->m->before.len - doc);
    if (k->m->before.failed || k->m->after.failed)
        return EINV_ENOMEM;
    k->m->before.len = doc;
    return EINV_OK;
}

einv_status einv__make_prepare(struct einv_making *m, const einv_allocator *a,
                               const struct einv_make_request *request)
{
    struct maker k;
    einv_status status;

    memset(m, 0, sizeof(*m));
    m->alloc = a;
    m->algorithm = request->algorithm;
    einv__buf_init(&m->before, a);
    einv__buf_init(&m->after, a);
    einv__buf_init(&m->message, a);
    memset(&k, 0, sizeof(k));
    k.m = m;
    k.r = request;
    einv__buf_init(&k.wraps, a);
    einv__buf_init(&k.sig, a);
    einv__buf_init(&k.digests, a);
    status = run(&k);
    einv__buf_free(&k.wraps);
    einv__buf_free(&k.sig);
    einv__buf_free(&k.digests);
    return status;
}

einv_status einv__make_finish(const struct einv_making *m,
                              struct einv_text value, struct einv_buf *out)
{
    einv__buf_text(out, einv__buf_get(&m->before));
    einv__base64_encode(value.ptr, value.len, out);
    einv__buf_text(out, einv__buf_get(&m->after));
    return out->failed ? EINV_ENOMEM : EINV_OK;
}

void einv__making_free(struct einv_making *m)
{
    if (m->alloc == NULL)
        return;
    einv__buf_free(&m->before);
    einv__buf_free(&m->after);
    einv__buf_free(&m->message);
}

const struct einv_algorithm *
einv__make_algorithm(const struct einv_profile *profile,
                     const struct einv_cert *cert)
{
    enum einv_key_kind kind = einv__cert_key_kind(cert);
    unsigned bits = einv__cert_key_bits(cert);
    enum einv_digest first = kind != EINV_KEY_EC || bits <= 256
                                 ? EINV_DIGEST_SHA256
                             : bits <= 384 ? EINV_DIGEST_SHA384
                                           : EINV_DIGEST_SHA512;
    struct einv_text rest = profile->algorithms, word;
    const struct einv_algorithm *any = NULL;

    while ((word = einv__text_word(&rest)).len > 0) {
        const struct einv_algorithm *a = einv__algorithm_by_name(word);

        if (a == NULL || a->key != kind)
            continue;
        if (a->digest == first)
            return a;
        any = any != NULL ? any : a;
    }
    return any;
}
