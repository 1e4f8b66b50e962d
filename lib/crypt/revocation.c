/* revocation.c: what CRLs (RFC 5280, 5 and 6.3) and OCSP answers (RFC 6960)
 * say about a certificate at a time.
 *
 * An answer counts only when whoever signed it may speak for the issuer: the
 * issuer itself or, for OCSP, whom the issuer made a responder.  Everything
 * else is as if it were not there: forged answers change nothing.
 *
 * Fresh is what was said at the time or later, or what was to hold at least
 * until then.
 */
#include "path.h"

/* An answer without an end holds for a day. */
enum { ONE_DAY = 86400 };

struct said {                /* by one answer */
    enum einv_revocation is;
    bool hold;
    int64_t revoked_at;
};

static bool is_fresh(int64_t this_update, const ASN1_TIME *next, int64_t when)
{
    int64_t until;

    if (next == NULL)
        return this_update >= when - ONE_DAY;
    return einv__crypt_time(next, &until) && until >= when;
}

static void set_revoked(struct said *said, const ASN1_TIME *at, bool hold)
{
    said->is = EINV_REVOCATION_BAD;
    said->hold = hold;
    if (!einv__crypt_time(at, &said->revoked_at))
        said->revoked_at = INT64_MIN; /* when is unknown: always */
}

/* --- CRLs ---------------------------------------------------------------- */

/* Does it speak of certificates of this kind, for all reasons? */
static bool crl_covers(X509_CRL *crl, X509 *cert)
{
    int critical = -1;
    ISSUING_DIST_POINT *point;
    bool is_ca = (X509_get_extension_flags(cert) & EXFLAG_CA) != 0;
    bool covers;

    if (X509_CRL_get_ext_by_NID(crl, NID_delta_crl, -1) >= 0)
        return false;
    point = X509_CRL_get_ext_d2i(crl, NID_issuing_distribution_point,
                                 &critical, NULL);
    if (point == NULL)
        return critical == -1; /* there, and not to be read: no */
    covers = point->indirectCRL <= 0 && point->onlyattr <= 0
             && point->onlysomereasons == NULL
             && !(point->onlyuser > 0 && is_ca)
             && !(point->onlyCA > 0 && !is_ca);
    ISSUING_DIST_POINT_free(point);
    return covers;
}

static bool crl_is_of(X509_CRL *crl, X509 *issuer)
{
    EVP_PKEY *key = X509_get0_pubkey(issuer);
    uint32_t usage = X509_get_key_usage(issuer);

    return X509_NAME_cmp(X509_CRL_get_issuer(crl),
                         X509_get_subject_name(issuer))
               == 0
           && (usage & KU_CRL_SIGN) != 0 && key != NULL
           && X509_CRL_verify(crl, key) == 1;
}

static bool has_unknown_critical(const X509_CRL *crl)
{
    for (int i = 0; i < X509_CRL_get_ext_count(crl); i++) {
        X509_EXTENSION *ext = X509_CRL_get_ext(crl, i);
        int nid = OBJ_obj2nid(X509_EXTENSION_get_object(ext));

        if (X509_EXTENSION_get_critical(ext) != 0
            && nid != NID_issuing_distribution_point)
            return true;
    }
    return false;
}

static bool is_hold(X509_REVOKED *entry)
{
    ASN1_ENUMERATED *reason
        = X509_REVOKED_get_ext_d2i(entry, NID_crl_reason, NULL, NULL);
    bool hold = reason != NULL
                && ASN1_ENUMERATED_get(reason)
                       == OCSP_REVOKED_STATUS_CERTIFICATEHOLD;

    ASN1_ENUMERATED_free(reason);
    return hold;
}

static void ask_crl(X509_CRL *crl, X509 *cert, int64_t when, struct said *said)
{
    X509_REVOKED *entry = NULL;
    int64_t this_update = 0, not_after = 0;
    int found = X509_CRL_get0_by_cert(crl, &entry, cert);

    if (found == 1) {
        set_revoked(said, X509_REVOKED_get0_revocationDate(entry),
                    is_hold(entry));
        return;
    }
    /* Expired certificates may have left the list. */
    if (einv__crypt_time(X509_CRL_get0_lastUpdate(crl), &this_update)
        && einv__crypt_time(X509_get0_notAfter(cert), &not_after)
        && this_update <= not_after
        && is_fresh(this_update, X509_CRL_get0_nextUpdate(crl), when))
        said->is = EINV_REVOCATION_GOOD;
}

static bool try_crl(struct einv_text blob, X509 *cert, X509 *issuer,
                    int64_t when, struct said *said)
{
    const unsigned char *at = (const unsigned char *)blob.ptr;
    X509_CRL *crl = d2i_X509_CRL(NULL, &at, (long)blob.len);

    if (crl != NULL && crl_is_of(crl, issuer) && crl_covers(crl, cert)
        && !has_unknown_critical(crl))
        ask_crl(crl, cert, when, said);
    X509_CRL_free(crl);
    return crl != NULL;
}

/* --- OCSP ---------------------------------------------------------------- */

/* The basic answer in a response, or a basic answer alone (as CAdES and
 * XAdES keep them). */
static OCSP_BASICRESP *basic_of(struct einv_text blob)
{
    const unsigned char *at = (const unsigned char *)blob.ptr;
    OCSP_RESPONSE *response = d2i_OCSP_RESPONSE(NULL, &at, (long)blob.len);
    OCSP_BASICRESP *basic;

    if (response != NULL) {
        basic = OCSP_response_status(response)
                        == OCSP_RESPONSE_STATUS_SUCCESSFUL
                    ? OCSP_response_get1_basic(response)
                    : NULL;
        OCSP_RESPONSE_free(response);
        return basic;
    }
    at = (const unsigned char *)blob.ptr;
    return d2i_OCSP_BASICRESP(NULL, &at, (long)blob.len);
}

static bool may_respond(X509 *signer, X509 *issuer, int64_t produced)
{
    EVP_PKEY *key = X509_get0_pubkey(issuer);
    int64_t from, to;

    if (X509_cmp(signer, issuer) == 0)
        return true;
    return (X509_get_extension_flags(signer) & EXFLAG_XKUSAGE) != 0
           && (X509_get_extended_key_usage(signer) & XKU_OCSP_SIGN) != 0
           && X509_check_issued(issuer, signer) == X509_V_OK && key != NULL
           && X509_verify(signer, key) == 1
           && einv__crypt_time(X509_get0_notBefore(signer), &from)
           && einv__crypt_time(X509_get0_notAfter(signer), &to)
           && from <= produced && produced <= to;
}

/* Is it signed by somebody who may speak for the issuer? */
static bool ocsp_is_of(OCSP_BASICRESP *basic, X509 *issuer,
                       STACK_OF(X509) *others)
{
    STACK_OF(X509) *known = sk_X509_dup(others);
    X509 *signer = NULL;
    int64_t produced;
    bool good = known != NULL && sk_X509_push(known, issuer) > 0
                && OCSP_resp_get0_signer(basic, &signer, known) == 1
                && einv__crypt_time(OCSP_resp_get0_produced_at(basic),
                                    &produced)
                && may_respond(signer, issuer, produced)
                && OCSP_basic_verify(basic, known, NULL, OCSP_NOVERIFY) == 1;

    sk_X509_free(known);
    return good;
}

static bool speaks_of(const OCSP_SINGLERESP *single, X509 *cert, X509 *issuer)
{
    const OCSP_CERTID *id = OCSP_SINGLERESP_get0_id(single);
    ASN1_OBJECT *algorithm = NULL;
    OCSP_CERTID *want;
    const EVP_MD *md;
    bool same;

    if (OCSP_id_get0_info(NULL, &algorithm, NULL, NULL,
                          (OCSP_CERTID *)(uintptr_t)id)
        != 1)
        return false;
    md = EVP_get_digestbyobj(algorithm);
    want = md != NULL ? OCSP_cert_to_id(md, cert, issuer) : NULL;
    same = want != NULL && OCSP_id_cmp(want, id) == 0;
    OCSP_CERTID_free(want);
    return same;
}

static void ask_single(OCSP_SINGLERESP *single, int64_t when,
                       struct said *said)
{
    ASN1_GENERALIZEDTIME *revoked = NULL, *this_update = NULL, *next = NULL;
    int reason = -1;
    int status = OCSP_single_get0_status(single, &reason, &revoked,
                                         &this_update, &next);
    int64_t since;

    if (status == V_OCSP_CERTSTATUS_REVOKED)
        set_revoked(said, revoked,
                    reason == OCSP_REVOKED_STATUS_CERTIFICATEHOLD);
    else if (status == V_OCSP_CERTSTATUS_GOOD
             && einv__crypt_time(this_update, &since)
             && is_fresh(since, next, when))
        said->is = EINV_REVOCATION_GOOD;
}

static void try_ocsp(struct einv_text blob, const struct path_job *job,
                     X509 *cert, X509 *issuer, struct said *said)
{
    OCSP_BASICRESP *basic = basic_of(blob);

    for (int i = 0; basic != NULL && i < OCSP_resp_count(basic); i++) {
        OCSP_SINGLERESP *single = OCSP_resp_get0(basic, i);

        if (!speaks_of(single, cert, issuer))
            continue;
        if (ocsp_is_of(basic, issuer, job->untrusted))
            ask_single(single, job->when, said);
        break;
    }
    OCSP_BASICRESP_free(basic);
}

/* --- all of them --------------------------------------------------------- */

static void ask_all(const struct path_job *job, const struct einv_blobs *blobs,
                    X509 *cert, X509 *issuer, struct said *sum)
{
    for (size_t i = 0; i < blobs->n; i++) {
        struct said said = { EINV_REVOCATION_UNKNOWN, false, 0 };

        if (!try_crl(blobs->at[i], cert, issuer, job->when, &said))
            try_ocsp(blobs->at[i], job, cert, issuer, &said);
        /* Of several, the worst; of two revocations, the earlier. */
        if (said.is == EINV_REVOCATION_BAD
            && (sum->is != EINV_REVOCATION_BAD
                || said.revoked_at < sum->revoked_at))
            *sum = said;
        else if (said.is == EINV_REVOCATION_GOOD
                 && sum->is == EINV_REVOCATION_UNKNOWN)
            *sum = said;
    }
}

enum einv_revocation einv__path_revocation(const struct path_job *job,
                                           X509 *cert, X509 *issuer,
                                           int64_t *revoked_at, bool *hold)
{
    struct said sum = { EINV_REVOCATION_UNKNOWN, false, 0 };

    ask_all(job, &job->store->revocation, cert, issuer, &sum);
    if (job->more != NULL)
        ask_all(job, &job->more->revocation, cert, issuer, &sum);
    *revoked_at = sum.revoked_at;
    *hold = sum.hold;
    /* Revoked later than the time in question: it was good then. */
    if (sum.is == EINV_REVOCATION_BAD && sum.revoked_at > job->when)
        return EINV_REVOCATION_GOOD;
    return sum.is;
}

bool einv__revocation_is(const void *der, size_t len)
{
    const unsigned char *at = der;
    X509_CRL *crl = d2i_X509_CRL(NULL, &at, (long)len);
    OCSP_BASICRESP *basic = NULL;
    bool is = crl != NULL;

    if (!is)
        basic = basic_of(einv__text(der, len));
    is = is || basic != NULL;
    X509_CRL_free(crl);
    OCSP_BASICRESP_free(basic);
    return is;
}
