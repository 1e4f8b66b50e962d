/* stamp.c: time-stamps (RFC 3161): reading a token, asking for one.
 *
 * A token is signed data whose content says: this digest was there at that
 * time.  Its authority's path is judged at the control time, not at the time
 * that it states: a key that is good no more could state any.
 */
#include <einv/signature.h>

#include "cms.h"
#include "der.h"
#include "inside.h"

#define TST_INFO "1.2.840.113549.1.9.16.1.4"

/* SIGNATURES 8. */
enum { LARGEST_TOKEN = 4 << 20 };

/* --- reading ------------------------------------------------------------- */

/* Fractions of a second are allowed here alone. */
static bool read_time(struct einv_tlv tlv, int64_t *when)
{
    char room[16];
    size_t n = 0;

    while (n < tlv.body.len && n < 14 && tlv.body.ptr[n] >= '0'
           && tlv.body.ptr[n] <= '9')
        room[n] = tlv.body.ptr[n], n++;
    if (n != 14 || tlv.tag != EINV_DER_TIME
        || tlv.body.ptr[tlv.body.len - 1] != 'Z')
        return false;
    room[n] = 'Z';
    tlv.body = einv__text(room, 15);
    return einv__der_time(&tlv, when);
}

static bool read_imprint(struct einv_der *in, enum einv_digest *digest,
                         struct einv_text *imprint)
{
    struct einv_der body, algorithm;
    struct einv_tlv tlv;
    char room[EINV_OID_MAX];

    if (!einv__der_into(in, EINV_DER_SEQUENCE, &body)
        || !einv__der_into(&body, EINV_DER_SEQUENCE, &algorithm)
        || !einv__der_take(&algorithm, EINV_DER_OID, &tlv))
        return false;
    *digest = einv__digest_by_oid(einv__der_oid(tlv.body, room, sizeof room));
    if (!einv__der_take(&body, EINV_DER_OCTETS, &tlv))
        return false;
    *imprint = tlv.body;
    return true;
}

struct tst {
    int64_t when;
    enum einv_digest digest;
    struct einv_text imprint;
    struct einv_text nonce;     /* ptr NULL: none */
};

static bool read_tst(struct einv_text content, struct tst *tst)
{
    struct einv_der outer = einv__der_of(content), in;
    struct einv_tlv tlv;

    *tst = (struct tst){ .digest = EINV_DIGEST_NONE };
    if (!einv__der_into(&outer, EINV_DER_SEQUENCE, &in)
        || !einv__der_at_end(&outer)
        || !einv__der_take(&in, EINV_DER_INTEGER, &tlv)
        || !einv__der_take(&in, EINV_DER_OID, &tlv)
        || !read_imprint(&in, &tst->digest, &tst->imprint)
        || !einv__der_take(&in, EINV_DER_INTEGER, &tlv)
        || !einv__der_next(&in, &tlv) || !read_time(tlv, &tst->when))
        return false;
    einv__der_skip(&in, EINV_DER_SEQUENCE); /* accuracy */
    einv__der_skip(&in, EINV_DER_BOOLEAN);  /* ordering */
    if (einv__der_take(&in, EINV_DER_INTEGER, &tlv))
        tst->nonce = tlv.body;
    return true;
}

static bool is_token(const struct einv_cms *cms, struct tst *tst)
{
    char room[EINV_OID_MAX];

    return cms->n_signers == 1 && cms->attached
           && einv__text_is(einv__der_oid(cms->content_type, room,
                                          sizeof room),
                            TST_INFO)
           && read_tst(cms->content, tst);
}

/* The authority's certificate: of the token, of the document, given. */
static struct einv_cert *find_tsa(const struct einv_trust_store *store,
                                  const struct einv_evidence *more,
                                  const struct einv_cms *cms)
{
    const struct einv_cms_signer *s = &cms->signers[0];
    struct einv_cert *cert = einv__cms_find(s, &cms->evidence.certs);

    if (cert == NULL && more != NULL)
        cert = einv__cms_find(s, &more->certs);
    if (cert == NULL)
        cert = einv__cms_find(s, &store->tsa);
    if (cert == NULL)
        cert = einv__cms_find(s, &store->intermediates);
    return cert;
}

static int judge_value(const struct einv_cms *cms,
                       const struct einv_cert *tsa)
{
    const struct einv_cms_signer *s = &cms->signers[0];
    unsigned char digest[EINV_DIGEST_MAX];
    einv_status is_digest = einv__cms_digest(s, cms->content, digest);
    einv_status is_value = einv__cms_value(cms, s, tsa, cms->content);

    if (is_digest == EINV_EREJECTED)
        return EINV_SUB_HASH_FAILURE;
    if (is_value == EINV_EREJECTED)
        return EINV_SUB_SIG_CRYPTO_FAILURE;
    if (is_digest != EINV_OK || is_value != EINV_OK)
        return EINV_SUB_ALGORITHM_UNKNOWN;
    /* RFC 3161, 2.4.2: its certificate is named in what is signed. */
    if (s->signed_attrs.ptr == NULL || s->doubled
        || !einv__text_eq(s->content_type, cms->content_type)
        || einv__cms_refers(s, tsa) != EINV_OK)
        return EINV_SUB_SIG_CONSTRAINTS_FAILURE;
    return EINV_SUB_NONE;
}

/* What the token and the document bring, together. */
static einv_status gather(const struct einv_evidence *more,
                          const struct einv_cms *cms,
                          struct einv_evidence *all)
{
    const struct einv_evidence *from[] = { &cms->evidence, more };
    einv_status status = EINV_OK;

    for (int k = 0; k < 2 && from[k] != NULL; k++) {
        for (size_t i = 0; status == EINV_OK && i < from[k]->certs.n; i++)
            status = einv__certs_add(&all->certs, from[k]->certs.at[i]);
        for (size_t i = 0; status == EINV_OK && i < from[k]->revocation.n;
             i++)
            status = einv__blobs_add(all->certs.alloc, &all->revocation,
                                     from[k]->revocation.at[i].ptr,
                                     from[k]->revocation.at[i].len);
    }
    return status;
}

static einv_status judge_path(const struct einv_trust_store *store,
                              const struct einv_evidence *more,
                              const struct einv_cms *cms, int64_t when,
                              int mode, struct einv_stamp *stamp)
{
    struct einv_evidence all = { { NULL, NULL, 0, 0 }, { NULL, 0, 0 } };
    struct einv_path path;
    einv_status status;

    einv__certs_init(&all.certs, store->alloc);
    status = gather(more, cms, &all);
    if (status == EINV_OK)
        status = einv__path_judge(store, &all, stamp->tsa, EINV_PURPOSE_STAMP,
                                  when, mode, &path);
    if (status == EINV_OK) {
        stamp->sub = path.sub;
        /* It was made while its certificate held. */
        if (stamp->sub == 0
            && (stamp->when < einv__cert_not_before(stamp->tsa)
                || stamp->when > einv__cert_not_after(stamp->tsa)))
            stamp->sub = EINV_SUB_OUT_OF_BOUNDS_NO_POE;
        einv__path_free(&path);
    }
    einv__certs_free(&all.certs);
    einv__blobs_free(store->alloc, &all.revocation);
    return status;
}

static einv_status judge(const struct einv_trust_store *store,
                         const struct einv_evidence *more,
                         const struct einv_cms *cms, int64_t when, int mode,
                         struct einv_stamp *stamp)
{
    struct tst tst;

    if (!is_token(cms, &tst)
        || tst.imprint.len != einv__digest_size(tst.digest)) {
        stamp->sub = EINV_SUB_FORMAT_FAILURE;
        return EINV_OK;
    }
    stamp->when = tst.when;
    stamp->digest = tst.digest;
    memcpy(stamp->imprint, tst.imprint.ptr, tst.imprint.len);
    stamp->weak = einv__digest_weak(tst.digest)
                  || einv__digest_weak(cms->signers[0].digest)
                  || (cms->signers[0].algorithm != NULL
                      && cms->signers[0].algorithm->weak);
    stamp->tsa = einv__cert_ref(find_tsa(store, more, cms));
    if (stamp->tsa == NULL) {
        stamp->sub = EINV_SUB_NO_SIGNING_CERTIFICATE_FOUND;
        return EINV_OK;
    }
    stamp->sub = judge_value(cms, stamp->tsa);
    return stamp->sub != 0
               ? EINV_OK
               : judge_path(store, more, cms, when, mode, stamp);
}

einv_status einv__stamp_read(const struct einv_trust_store *store,
                             const struct einv_evidence *more,
                             struct einv_text token, int64_t when,
                             int revocation_mode, struct einv_stamp *stamp)
{
    struct einv_cms *cms = NULL;
    einv_status status = EINV_EMALFORMED;

    *stamp = (struct einv_stamp){ .sub = EINV_SUB_FORMAT_FAILURE };
    if (token.len > 0 && token.len <= LARGEST_TOKEN && *token.ptr == 0x30)
        status = einv__cms_read(store->alloc, token, &cms);
    if (status == EINV_OK)
        status = judge(store, more, cms, when, revocation_mode, stamp);
    else if (status != EINV_ENOMEM)
        status = EINV_OK; /* no token: sub says so */
    einv__cms_free(cms);
    if (status != EINV_OK)
        einv__stamp_free(stamp);
    return status;
}

void einv__stamp_free(struct einv_stamp *stamp)
{
    einv__cert_free(stamp->tsa);
    stamp->tsa = NULL;
}

bool einv__stamp_covers(const struct einv_stamp *stamp, struct einv_text bytes)
{
    unsigned char digest[EINV_DIGEST_MAX];

    return stamp->digest != EINV_DIGEST_NONE
           && einv__digest(stamp->digest, bytes.ptr, bytes.len, digest)
                  == EINV_OK
           && einv__same_bytes(digest, stamp->imprint,
                               einv__digest_size(stamp->digest));
}

/* --- asking for one ------------------------------------------------------ */

static void put_imprint(struct einv_buf *out, enum einv_digest digest,
                        const unsigned char *imprint)
{
    size_t outer = out->len, inner = out->len;

    einv__der_put_oid(out, einv__digest_oid(digest));
    einv__der_put(out, EINV_DER_NULL, EINV_TEXT(""));
    einv__der_wrap(out, EINV_DER_SEQUENCE, inner);
    einv__der_put(out, EINV_DER_OCTETS,
                  einv__text((const char *)imprint,
                             einv__digest_size(digest)));
    einv__der_wrap(out, EINV_DER_SEQUENCE, outer);
}

einv_status einv__stamp_request(enum einv_digest digest,
                                const unsigned char *imprint, uint64_t nonce,
                                struct einv_buf *out)
{
    size_t from = out->len;

    if (einv__digest_size(digest) == 0)
        return EINV_EUNSUPPORTED;
    einv__der_put_uint(out, 1);
    put_imprint(out, digest, imprint);
    einv__der_put_uint(out, nonce);
    /* Its certificate in the answer. */
    einv__der_put(out, EINV_DER_BOOLEAN, EINV_TEXT("\xff"));
    einv__der_wrap(out, EINV_DER_SEQUENCE, from);
    return out->failed ? EINV_ENOMEM : EINV_OK;
}

/* Is the token an answer to what was asked? */
static einv_status fits(const einv_allocator *a, struct einv_text token,
                        enum einv_digest digest, const unsigned char *imprint,
                        uint64_t nonce)
{
    struct einv_cms *cms = NULL;
    einv_status status = einv__cms_read(a, token, &cms);
    struct tst tst;
    uint64_t number = 0;

    if (status == EINV_OK
        && (!is_token(cms, &tst) || tst.digest != digest
            || tst.imprint.len != einv__digest_size(digest)
            || !einv__same_bytes(tst.imprint.ptr, imprint, tst.imprint.len)
            || !einv__der_uint(tst.nonce, &number) || number != nonce))
        status = EINV_EREJECTED;
    einv__cms_free(cms);
    return status;
}

einv_status einv__stamp_response(const einv_allocator *a,
                                 struct einv_text response,
                                 enum einv_digest digest,
                                 const unsigned char *imprint, uint64_t nonce,
                                 struct einv_text *token)
{
    struct einv_der outer = einv__der_of(response), in, said;
    struct einv_tlv tlv;
    uint64_t number;

    *token = EINV_NO_TEXT;
    if (response.len > LARGEST_TOKEN
        || !einv__der_into(&outer, EINV_DER_SEQUENCE, &in)
        || !einv__der_into(&in, EINV_DER_SEQUENCE, &said)
        || !einv__der_take(&said, EINV_DER_INTEGER, &tlv)
        || !einv__der_uint(tlv.body, &number))
        return EINV_EMALFORMED;
    /* 0: granted; 1: granted with changes. */
    if (number > 1 || !einv__der_take(&in, EINV_DER_SEQUENCE, &tlv))
        return EINV_EREJECTED;
    *token = tlv.all;
    return fits(a, tlv.all, digest, imprint, nonce);
}
