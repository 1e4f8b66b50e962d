/* seal.c: electronic seals of a document that is an archive (GM/T 0031-2014,
 * GB/T 38540-2020; the document's own places: GB/T 33190-2016).
 *
 * A list names the digests of the files; the seal's structure holds the digest
 * of the list, and SM2 signs it.  The files that the list leaves out are not
 * protected, whatever the seal says: they are listed, and an invoice that is
 * among them is not one that was sealed.
 */
#include "shelf.h"

#include "../base/base64.h"
#include "../crypt/der.h"
#include "dsig.h"

#define OID_SM2 "1.2.156.10197.1.501"

struct seals {
    const struct einv_sign_policy *policy;
    const struct einv_profile *profile;
    struct einv_shelf shelf;
    struct einv_result *result;
    bool nomem;
};

/* One of them. */
struct seal {
    struct seals *all;
    struct einv_sig *sig;
    struct einv_text base;              /* the list's name */
    const struct einv_content *list, *value;
    struct einv_tree t;                 /* of the list */
};

/* SES_Signature, version 4. */
struct ses {
    struct einv_tlv tbs, stamp, hash, property;     /* what is signed */
    struct einv_tlv info, maker, maker_value, whole; /* the seal */
    struct einv_tlv cert, value;
    char room[EINV_OID_MAX], maker_room[EINV_OID_MAX];
    struct einv_text algorithm, maker_algorithm;
};

static struct einv_text keep(struct seals *s, struct einv_text text)
{
    char *copy = einv__arena_dup(&s->result->arena, text);

    s->nomem = s->nomem || copy == NULL;
    return einv__text(copy, copy != NULL ? text.len : 0);
}

static void fail(struct seal *s, enum einv_sub_indication sub)
{
    einv__sig_fail(s->sig, EINV_TOTAL_FAILED, sub);
}

/* --- names and XML -------------------------------------------------------- */

static bool is_local(const struct einv_tree *t, einv_node e, const char *name)
{
    return einv__text_is(einv__tree_qname(t, e)->local, name);
}

static einv_node child(const struct einv_tree *t, einv_node e,
                       const char *local)
{
    einv_node c = e == EINV_NO_NODE ? e : einv__tree_child(t, e);

    while (c != EINV_NO_NODE && !is_local(t, c, local))
        c = einv__tree_next(t, c);
    return c;
}

static struct einv_text child_text(const struct einv_tree *t, einv_node e,
                                   const char *local)
{
    einv_node c = child(t, e, local);

    return c == EINV_NO_NODE ? EINV_NO_TEXT
                             : einv__text_trim(einv__tree_text(t, c));
}

static struct einv_text attribute(const struct einv_tree *t, einv_node e,
                                  const char *local)
{
    uint32_t at, end = einv__tree_attrs(t, e, &at);

    for (; at < end; at++)
        if (einv__text_is(einv__tree_attr_qname(t, at)->local, local))
            return einv__tree_attr_text(t, at);
    return EINV_NO_TEXT;
}

/* A path from the root ("/a/b"), or beside the file that names it; some
 * producers write backslashes. */
static const struct einv_content *
find_file(struct seals *s, struct einv_text beside, struct einv_text path)
{
    const struct einv_content *file;
    struct einv_buf name;
    size_t folder = 0;

    einv__buf_init(&name, s->result->alloc);
    for (size_t i = 0; i < beside.len; i++)
        if (beside.ptr[i] == '/')
            folder = i + 1;
    if (path.len > 0 && (path.ptr[0] == '/' || path.ptr[0] == '\\'))
        path = einv__text(path.ptr + 1, path.len - 1);
    else
        einv__buf_put(&name, beside.ptr, folder);
    for (size_t i = 0; i < path.len; i++)
        einv__buf_char(&name, path.ptr[i] == '\\' ? '/' : path.ptr[i]);
    s->nomem = s->nomem || name.failed;
    file = name.failed ? NULL : einv__shelf_find(&s->shelf,
                                                 einv__buf_get(&name));
    einv__buf_free(&name);
    return file;
}

static bool read_tree(struct seals *s, const struct einv_content *file,
                      struct einv_tree *t)
{
    einv_status status = EINV_EABSENT;

    if (file != NULL)
        status = einv__xml_read(t, s->result->alloc, file->bytes, NULL, NULL);
    s->nomem = s->nomem || status == EINV_ENOMEM;
    return status == EINV_OK;
}

/* --- the structure -------------------------------------------------------- */

/* SESeal: what it says, who made it, by what, the value. */
static bool read_maker(struct ses *x)
{
    struct einv_der in = einv__der_of(x->whole.body);
    struct einv_tlv oid;

    if (!einv__der_take(&in, EINV_DER_SEQUENCE, &x->info) ||
        !einv__der_take(&in, EINV_DER_OCTETS, &x->maker) ||
        !einv__der_take(&in, EINV_DER_OID, &oid) ||
        !einv__der_take(&in, EINV_DER_BITS, &x->maker_value))
        return false;
    x->maker_algorithm = einv__der_oid(oid.body, x->maker_room,
                                       sizeof(x->maker_room));
    return einv__der_at_end(&in);
}

/* TBS_Sign: version, seal, time, digest of the list, its path. */
static bool read_tbs(struct ses *x, uint64_t *version)
{
    struct einv_der in = einv__der_of(x->tbs.body);
    struct einv_tlv number;

    return einv__der_take(&in, EINV_DER_INTEGER, &number) &&
           einv__der_uint(number.body, version) && *version == 4 &&
           einv__der_take(&in, EINV_DER_SEQUENCE, &x->whole) &&
           einv__der_take(&in, EINV_DER_TIME, &x->stamp) &&
           einv__der_take(&in, EINV_DER_BITS, &x->hash) &&
           einv__der_next(&in, &x->property) && read_maker(x);
}

static bool read_ses(struct ses *x, struct einv_text bytes, uint64_t *version)
{
    struct einv_der file = einv__der_of(bytes), in;
    struct einv_tlv oid;

    *version = 0;
    if (!einv__der_into(&file, EINV_DER_SEQUENCE, &in) ||
        !einv__der_at_end(&file) ||
        !einv__der_take(&in, EINV_DER_SEQUENCE, &x->tbs) ||
        !read_tbs(x, version) ||
        !einv__der_take(&in, EINV_DER_OCTETS, &x->cert) ||
        !einv__der_take(&in, EINV_DER_OID, &oid) ||
        !einv__der_take(&in, EINV_DER_BITS, &x->value))
        return false;
    x->algorithm = einv__der_oid(oid.body, x->room, sizeof(x->room));
    return true;
}

/* A bit string of whole bytes. */
static struct einv_text bits(const struct einv_tlv *tlv)
{
    if (tlv->body.len < 1 || tlv->body.ptr[0] != 0)
        return EINV_NO_TEXT;
    return einv__text(tlv->body.ptr + 1, tlv->body.len - 1);
}

/* --- what it is worth ----------------------------------------------------- */

static bool same_digest(struct seal *s, struct einv_text bytes,
                        struct einv_text expected)
{
    unsigned char computed[EINV_DIGEST_MAX];
    einv_status status = einv__digest(EINV_DIGEST_SM3, bytes.ptr, bytes.len,
                                      computed);

    if (status != EINV_OK) {
        einv__sig_fail(s->sig, EINV_INDETERMINATE, EINV_SUB_ALGORITHM_UNKNOWN);
        return false;
    }
    return expected.len == einv__digest_size(EINV_DIGEST_SM3) &&
           einv__same_bytes(computed, expected.ptr, expected.len);
}

/* The value of `signed_` by the certificate. */
static einv_status check_value(const struct einv_cert *cert,
                               struct einv_text oid, const struct einv_tlv *of,
                               const struct einv_tlv *value)
{
    if (!einv__text_is(oid, OID_SM2))
        return EINV_EUNSUPPORTED;
    return einv__value_verify(einv__algorithm_by_oid(oid), EINV_VALUE_DER,
                              einv__cert_spki(cert), of->all, bits(value));
}

static void judge_seal_value(struct seal *s, const struct ses *x)
{
    einv_status status = check_value(s->sig->signer, x->algorithm, &x->tbs,
                                     &x->value);

    s->sig->algorithm = keep(s->all, einv__text_is(x->algorithm, OID_SM2)
                             ? EINV_TEXT("SM2-SM3") : x->algorithm);
    s->sig->value_known = status == EINV_OK || status == EINV_EREJECTED;
    s->sig->value_ok = status == EINV_OK;
    s->all->nomem = s->all->nomem || status == EINV_ENOMEM;
    if (status == EINV_EREJECTED)
        fail(s, EINV_SUB_SIG_CRYPTO_FAILURE);
    else if (status != EINV_OK)
        einv__sig_fail(s->sig, EINV_INDETERMINATE,
                       EINV_SUB_ALGORITHM_UNKNOWN);
}

/* The seal itself is signed by who made it. */
static void judge_maker(struct seal *s, const struct ses *x)
{
    struct einv_cert *cert;
    einv_status status = einv__cert_read(s->all->result->alloc,
                                         x->maker.body.ptr,
                                         x->maker.body.len, &cert);

    if (status == EINV_OK) {
        status = check_value(cert, x->maker_algorithm, &x->info,
                             &x->maker_value);
        einv__cert_free(cert);
    }
    s->all->nomem = s->all->nomem || status == EINV_ENOMEM;
    if (status != EINV_OK)
        fail(s, EINV_SUB_SIG_CONSTRAINTS_FAILURE);
}

/* Property of the seal: kind, name, kind of list, who may use it, when it was
 * made, from when and until when it holds. */
static bool may_seal(const struct seal *s, const struct ses *x, int64_t when)
{
    struct einv_der info = einv__der_of(x->info.body), in, list;
    struct einv_tlv one, from, to;
    uint64_t kind;
    int64_t first, last;
    bool named = false;

    einv__der_skip(&info, EINV_DER_SEQUENCE);       /* header */
    if (!einv__der_next(&info, &one) ||             /* number */
        !einv__der_into(&info, EINV_DER_SEQUENCE, &in) ||
        !einv__der_take(&in, EINV_DER_INTEGER, &one) ||
        !einv__der_next(&in, &one) ||
        !einv__der_take(&in, EINV_DER_INTEGER, &one) ||
        !einv__der_uint(one.body, &kind) ||
        !einv__der_into(&in, EINV_DER_SEQUENCE, &list) ||
        !einv__der_take(&in, EINV_DER_TIME, &one) ||
        !einv__der_take(&in, EINV_DER_TIME, &from) ||
        !einv__der_take(&in, EINV_DER_TIME, &to) ||
        !einv__der_time(&from, &first) || !einv__der_time(&to, &last))
        return false;
    while (kind == 1 && einv__der_take(&list, EINV_DER_OCTETS, &one))
        named = named || einv__text_eq(one.body,
                                       einv__cert_der(s->sig->signer));
    return (named || kind != 1) && first <= when && when <= last;
}

static void judge_path(struct seal *s)
{
    const struct einv_sign_policy *p = s->all->policy;
    struct einv_path path;
    einv_status status;

    if (p->core_only)
        return;
    if (p->trust == NULL) {
        einv__sig_fail(s->sig, EINV_INDETERMINATE,
                       EINV_SUB_NO_CERTIFICATE_CHAIN_FOUND);
        return;
    }
    status = einv__path_build(p->trust, NULL, s->sig->signer,
                              EINV_PURPOSE_SIGN, p->at, (int)p->revocation,
                              &path);
    if (status != EINV_OK) {
        s->all->nomem = s->all->nomem || status == EINV_ENOMEM;
        einv__sig_fail(s->sig, EINV_INDETERMINATE,
                       EINV_SUB_CERTIFICATE_CHAIN_GENERAL_FAILURE);
        return;
    }
    if (path.sub != 0)
        einv__sig_fail(s->sig, EINV_INDETERMINATE,
                       (enum einv_sub_indication)path.sub);
    s->sig->revocation = path.revocation;
    for (size_t i = 0; i < path.chain.n; i++)
        if (einv__certs_add(&s->sig->chain, path.chain.at[i]) != EINV_OK)
            s->all->nomem = true;
    einv__path_free(&path);
}

/* Is the seal that lies beside it this one? */
static void judge_copy(struct seal *s, const struct ses *x)
{
    einv_node info = child(&s->t, einv__tree_root(&s->t), "SignedInfo");
    struct einv_text path = child_text(&s->t, child(&s->t, info, "Seal"),
                                       "BaseLoc");
    const struct einv_content *file;

    if (path.len == 0)
        return;
    file = find_file(s->all, s->base, path);
    if (file == NULL || !einv__text_eq(file->bytes, x->whole.all))
        fail(s, EINV_SUB_SIG_CONSTRAINTS_FAILURE);
}

static void judge_value_file(struct seal *s)
{
    struct ses x;
    uint64_t version;
    int64_t when;

    memset(&x, 0, sizeof(x));
    if (!read_ses(&x, s->value->bytes, &version)) {
        /* Version 1 puts its parts otherwise; it is not read. */
        if (version > 0 && version != 4)
            einv__sig_fail(s->sig, EINV_INDETERMINATE,
                           EINV_SUB_ALGORITHM_UNKNOWN);
        else
            fail(s, EINV_SUB_FORMAT_FAILURE);
        return;
    }
    if (einv__cert_read(s->all->result->alloc, x.cert.body.ptr, x.cert.body.len,
                        &s->sig->signer) != EINV_OK) {
        s->sig->signer = NULL;
        einv__sig_fail(s->sig, EINV_INDETERMINATE,
                       EINV_SUB_NO_SIGNING_CERTIFICATE_FOUND);
        return;
    }
    if (!same_digest(s, s->list->bytes, bits(&x.hash)))
        fail(s, EINV_SUB_HASH_FAILURE);
    judge_seal_value(s, &x);
    judge_maker(s, &x);
    judge_copy(s, &x);
    if (find_file(s->all, EINV_NO_TEXT, x.property.body) != s->list ||
        !einv__der_time(&x.stamp, &when))
        fail(s, EINV_SUB_SIG_CONSTRAINTS_FAILURE);
    else {
        s->sig->claimed = when;
        if (!may_seal(s, &x, when))
            einv__sig_fail(s->sig, EINV_INDETERMINATE,
                           EINV_SUB_SIG_CONSTRAINTS_FAILURE);
    }
    judge_path(s);
}

/* --- the list of files ---------------------------------------------------- */

static void judge_file(struct seal *s, einv_node e, struct einv_reference *ref)
{
    const struct einv_content *file = find_file(
        s->all, s->base, attribute(&s->t, e, "FileRef"));
    struct einv_buf expected;

    ref->digest = EINV_DIGEST_SM3;
    ref->uri = keep(s->all, file != NULL ? file->name
                                         : attribute(&s->t, e, "FileRef"));
    if (file == NULL) {
        einv__sig_fail(s->sig, EINV_INDETERMINATE,
                       EINV_SUB_SIGNED_DATA_NOT_FOUND);
        return;
    }
    einv__buf_init(&expected, s->all->result->alloc);
    if (einv__base64_decode(child_text(&s->t, e, "CheckValue"), &expected))
        ref->ok = same_digest(s, file->bytes, einv__buf_get(&expected));
    if (!ref->ok)
        fail(s, EINV_SUB_HASH_FAILURE);
    s->all->nomem = s->all->nomem || expected.failed;
    einv__buf_free(&expected);
}

static void judge_files(struct seal *s)
{
    einv_node info = child(&s->t, einv__tree_root(&s->t), "SignedInfo");
    einv_node list = child(&s->t, info, "References"), e;
    struct einv_text method;
    size_t n = 0, k = 0;

    if (list == EINV_NO_NODE) {
        fail(s, EINV_SUB_FORMAT_FAILURE);
        return;
    }
    method = attribute(&s->t, list, "CheckMethod");
    if (!einv__text_is(method, "SM3") &&
        einv__digest_by_oid(method) != EINV_DIGEST_SM3) {
        fail(s, EINV_SUB_ALGORITHM);
        return;
    }
    for (e = einv__tree_child(&s->t, list); e != EINV_NO_NODE;
         e = einv__tree_next(&s->t, e))
        n += is_local(&s->t, e, "Reference");
    s->sig->references = einv__arena_zero(&s->all->result->arena, n + 1,
                                          sizeof(*s->sig->references));
    if (s->sig->references == NULL) {
        s->all->nomem = true;
        return;
    }
    s->sig->n_references = n;
    for (e = einv__tree_child(&s->t, list); e != EINV_NO_NODE;
         e = einv__tree_next(&s->t, e))
        if (is_local(&s->t, e, "Reference"))
            judge_file(s, e, &s->sig->references[k++]);
}

static void add_part(struct seal *s, struct einv_parts *parts,
                     struct einv_text name, const char *why)
{
    struct einv_part *part = einv__parts_add(s->all->result, parts);

    if (part == NULL) {
        s->all->nomem = true;
        return;
    }
    part->name = keep(s->all, name);
    part->why = einv__text_of(why);
}

static void list_files(struct seal *s)
{
    for (size_t i = 0; i < s->all->shelf.n; i++) {
        const struct einv_content *file = &s->all->shelf.files[i];
        bool in = file == s->list;

        for (size_t k = 0; k < s->sig->n_references && !in; k++)
            in = s->sig->references[k].ok &&
                 einv__text_eq(s->sig->references[k].uri, file->name);
        if (in && s->sig->value_ok &&
            s->sig->indication != EINV_TOTAL_FAILED)
            add_part(s, &s->sig->covered, file->name, "");
        else
            add_part(s, &s->sig->not_covered, file->name,
                     file == s->value ? "signature" : "unsigned");
    }
}

/* --- all of them ---------------------------------------------------------- */

static void verify_seal(struct seals *all, const struct einv_content *list)
{
    struct seal s = { .all = all, .list = list, .base = list->name };

    s.sig = einv__result_add(all->result);
    if (s.sig == NULL) {
        all->nomem = true;
        return;
    }
    s.sig->form = EINV_TEXT("SES");
    s.sig->profile = all->profile->id;
    s.sig->level = EINV_TEXT("NONE");
    s.sig->place = keep(all, list->name);
    s.sig->signed_properties = EINV_TEXT("signed");
    s.sig->best = all->policy->at;
    if (!read_tree(all, list, &s.t)) {
        fail(&s, EINV_SUB_FORMAT_FAILURE);
        list_files(&s);
        return;
    }
    s.value = find_file(all, s.base, child_text(&s.t,
                                                einv__tree_root(&s.t),
                                                "SignedValue"));
    judge_files(&s);
    if (s.value == NULL)
        fail(&s, EINV_SUB_FORMAT_FAILURE);
    else
        judge_value_file(&s);
    list_files(&s);
    einv__tree_free(&s.t);
}

/* A list that is named and not there is a seal taken away. */
static void verify_named(struct seals *all, const struct einv_content *from,
                         const struct einv_tree *t, einv_node e)
{
    const struct einv_content *list = find_file(
        all, from->name, attribute(t, e, "BaseLoc"));
    struct einv_sig *sig;

    if (list != NULL) {
        verify_seal(all, list);
        return;
    }
    sig = einv__result_add(all->result);
    if (sig == NULL) {
        all->nomem = true;
        return;
    }
    sig->form = EINV_TEXT("SES");
    sig->profile = all->profile->id;
    sig->place = keep(all, from->name);
    einv__sig_fail(sig, EINV_TOTAL_FAILED, EINV_SUB_FORMAT_FAILURE);
}

static void verify_body(struct seals *all, const struct einv_tree *t,
                        einv_node body)
{
    struct einv_text path = child_text(t, body, "Signatures");
    const struct einv_content *file;
    struct einv_tree names;
    size_t n = 0;

    if (path.len == 0)
        return;
    file = find_file(all, EINV_NO_TEXT, path);
    if (!read_tree(all, file, &names))
        return;
    for (einv_node e = einv__tree_child(&names, einv__tree_root(&names));
         e != EINV_NO_NODE && n < EINV_MAX_SIGNATURES && !all->nomem;
         e = einv__tree_next(&names, e))
        if (is_local(&names, e, "Signature")) {
            verify_named(all, file, &names, e);
            n++;
        }
    einv__tree_free(&names);
}

bool einv__is_sealed(struct einv_text bytes, const struct einv_limits *limits,
                     const einv_allocator *a)
{
    struct einv_zip zip;
    bool found;

    if (einv__zip_open(&zip, a, bytes, limits, NULL) != EINV_OK)
        return false;
    found = einv__zip_find(&zip, EINV_TEXT("OFD.xml")) != NULL;
    einv__zip_free(&zip);
    return found;
}

einv_status einv__seal_verify(const struct einv_sign_policy *policy,
                              struct einv_text bytes,
                              const struct einv_limits *limits,
                              struct einv_report *report,
                              struct einv_result *result)
{
    struct seals all = { .policy = policy, .result = result,
                         .profile = einv__container_profile(policy, "seal") };
    struct einv_tree t;
    einv_status status = EINV_OK;

    if (all.profile != NULL) {
        status = einv__shelf_open(&all.shelf, result->alloc, bytes, limits,
                                  report);
        if (status != EINV_OK) {
            result->overall = EINV_UNREADABLE;
            return status;
        }
        status = EINV_EMALFORMED;
        if (read_tree(&all, einv__shelf_find(&all.shelf,
                                             EINV_TEXT("OFD.xml")), &t)) {
            for (einv_node e = einv__tree_child(&t, einv__tree_root(&t));
                 e != EINV_NO_NODE && !all.nomem;
                 e = einv__tree_next(&t, e))
                if (is_local(&t, e, "DocBody"))
                    verify_body(&all, &t, e);
            einv__tree_free(&t);
            status = EINV_OK;
        }
        einv__shelf_free(&all.shelf);
    }
    if (all.nomem)
        return EINV_ENOMEM;
    if (status != EINV_OK) {
        result->overall = EINV_UNREADABLE;
        einv__zip_fault(report, "EINV-PACK-0004", EINV_TEXT("OFD.xml"), 0);
        return status;
    }
    einv__result_judge(result, policy->required, policy->n_required);
    return result->overall == EINV_TOTAL_PASSED ? EINV_OK : EINV_EREJECTED;
}
