/* path.c: from a certificate to an anchor (RFC 5280, 6; EN 319 102-1, 5.2.6).
 *
 * OpenSSL builds and checks the path (names, constraints, lengths, critical
 * extensions, values); purpose, strength, time and revocation are judged here,
 * because their answers are told apart.  Nothing but what the caller gave is
 * looked at: no default store, no file.
 *
 * An anchor is a name and a key that somebody chose to trust: its own dates,
 * digest and extensions are not judged.
 */
#include <einv/signature.h>

#include "path.h"

enum {
    LONGEST_CHAIN = 8,         /* SIGNATURES 8 */
    SMALLEST_RSA = 2048,
    SMALLEST_EC = 224          /* NIST SP 800-57: 112 bits of strength */
};

/* --- what may be built with ---------------------------------------------- */

static bool push_all(STACK_OF(X509) *stack, const struct einv_certs *certs)
{
    for (size_t i = 0; certs != NULL && i < certs->n; i++)
        if (sk_X509_push(stack, einv__crypt_x509(certs->at[i])) <= 0)
            return false;
    return true;
}

static const struct einv_certs *anchors_of(const struct path_job *job)
{
    return job->purpose == EINV_PURPOSE_STAMP && job->store->tsa.n > 0
               ? &job->store->tsa
               : &job->store->anchors;
}

/* The certificate that a stack's entry came from. */
static struct einv_cert *owner_of(const struct einv_certs *certs,
                                  const X509 *x509)
{
    for (size_t i = 0; certs != NULL && i < certs->n; i++)
        if (einv__crypt_x509(certs->at[i]) == x509
            || X509_cmp(einv__crypt_x509(certs->at[i]), x509) == 0)
            return certs->at[i];
    return NULL;
}

static einv_status keep_chain(const struct path_job *job,
                              struct einv_cert *cert,
                              STACK_OF(X509) *chain, struct einv_path *path)
{
    einv_status status = EINV_OK;

    for (int i = 0; status == EINV_OK && i < sk_X509_num(chain); i++) {
        const X509 *x509 = sk_X509_value(chain, i);
        struct einv_cert *owner = i == 0 ? cert : NULL;

        if (owner == NULL && job->more != NULL)
            owner = owner_of(&job->more->certs, x509);
        if (owner == NULL)
            owner = owner_of(&job->store->intermediates, x509);
        if (owner == NULL)
            owner = owner_of(anchors_of(job), x509);
        status = owner != NULL ? einv__certs_add(&path->chain, owner)
                               : EINV_EINTERNAL;
    }
    return status;
}

/* --- building ------------------------------------------------------------ */

static int sub_of(int error)
{
    switch (error) {
    case X509_V_ERR_UNABLE_TO_GET_ISSUER_CERT:
    case X509_V_ERR_UNABLE_TO_GET_ISSUER_CERT_LOCALLY:
    case X509_V_ERR_UNABLE_TO_VERIFY_LEAF_SIGNATURE:
    case X509_V_ERR_DEPTH_ZERO_SELF_SIGNED_CERT:
    case X509_V_ERR_SELF_SIGNED_CERT_IN_CHAIN:
    case X509_V_ERR_CERT_UNTRUSTED:
        return EINV_SUB_NO_CERTIFICATE_CHAIN_FOUND;
    case X509_V_ERR_INVALID_CA:
    case X509_V_ERR_INVALID_NON_CA:
    case X509_V_ERR_PATH_LENGTH_EXCEEDED:
    case X509_V_ERR_CERT_CHAIN_TOO_LONG:
    case X509_V_ERR_INVALID_PURPOSE:
    case X509_V_ERR_KEYUSAGE_NO_CERTSIGN:
    case X509_V_ERR_UNHANDLED_CRITICAL_EXTENSION:
    case X509_V_ERR_INVALID_EXTENSION:
    case X509_V_ERR_PERMITTED_VIOLATION:
    case X509_V_ERR_EXCLUDED_VIOLATION:
    case X509_V_ERR_SUBTREE_MINMAX:
    case X509_V_ERR_UNSUPPORTED_CONSTRAINT_TYPE:
    case X509_V_ERR_UNSUPPORTED_CONSTRAINT_SYNTAX:
    case X509_V_ERR_UNSUPPORTED_NAME_SYNTAX:
    case X509_V_ERR_EC_KEY_EXPLICIT_PARAMS:
        return EINV_SUB_CHAIN_CONSTRAINTS_FAILURE;
    default:
        return EINV_SUB_CERTIFICATE_CHAIN_GENERAL_FAILURE;
    }
}

static void set_parameters(X509_STORE_CTX *ctx)
{
    X509_VERIFY_PARAM *param = X509_STORE_CTX_get0_param(ctx);

    /* Any given anchor ends a path, also one that is not self-signed.
     * Strength and time are judged here. */
    X509_VERIFY_PARAM_set_flags(param, X509_V_FLAG_PARTIAL_CHAIN
                                           | X509_V_FLAG_TRUSTED_FIRST
                                           | X509_V_FLAG_NO_CHECK_TIME);
    X509_VERIFY_PARAM_set_auth_level(param, 0);
    X509_VERIFY_PARAM_set_depth(param, LONGEST_CHAIN - 2);
}

static einv_status build(const struct path_job *job, struct einv_cert *cert,
                         STACK_OF(X509) *anchors, struct einv_path *path)
{
    X509_STORE_CTX *ctx = X509_STORE_CTX_new();
    einv_status status = EINV_ENOMEM;

    if (ctx != NULL
        && X509_STORE_CTX_init(ctx, NULL, einv__crypt_x509(cert),
                               job->untrusted)
               == 1) {
        X509_STORE_CTX_set0_trusted_stack(ctx, anchors);
        set_parameters(ctx);
        if (X509_verify_cert(ctx) == 1) {
            path->anchored = true;
            status = keep_chain(job, cert, X509_STORE_CTX_get0_chain(ctx),
                                path);
        } else {
            int error = X509_STORE_CTX_get_error(ctx);

            path->sub = sub_of(error);
            status = error == X509_V_ERR_OUT_OF_MEM
                         ? EINV_ENOMEM
                         : einv__certs_add(&path->chain, cert);
        }
    }
    X509_STORE_CTX_free(ctx);
    return status;
}

/* --- purpose ------------------------------------------------------------- */

/* Extended key usages that a signature of a document may be made under. */
static bool signs_documents(const ASN1_OBJECT *usage)
{
    static const char *const fits[] = {
        "2.5.29.37.0",            /* any */
        "1.3.6.1.5.5.7.3.36",     /* document signing, RFC 9336 */
        "1.3.6.1.5.5.7.3.4",      /* e-mail protection */
        "1.3.6.1.5.5.7.3.2",      /* client authentication */
        "1.3.6.1.4.1.311.10.3.12",/* document signing, Microsoft's */
        "1.2.840.113583.1.1.5",   /* authentic documents, Adobe's */
    };
    char oid[80];

    einv__crypt_oid(usage, oid, sizeof oid);
    for (size_t i = 0; i < sizeof(fits) / sizeof(*fits); i++)
        if (strcmp(oid, fits[i]) == 0)
            return true;
    return false;
}

static bool sign_usage_fits(X509 *x509)
{
    int critical = 0;
    EXTENDED_KEY_USAGE *usages
        = X509_get_ext_d2i(x509, NID_ext_key_usage, &critical, NULL);
    bool fits = critical <= 0; /* absent, or advice only */

    for (int i = 0; !fits && i < sk_ASN1_OBJECT_num(usages); i++)
        fits = signs_documents(sk_ASN1_OBJECT_value(usages, i));
    EXTENDED_KEY_USAGE_free(usages);
    /* -2: there twice. */
    return fits && critical != -2;
}

/* RFC 3161, 2.3: critical, and this one alone. */
static bool stamp_usage_fits(X509 *x509)
{
    int critical = 0;
    EXTENDED_KEY_USAGE *usages
        = X509_get_ext_d2i(x509, NID_ext_key_usage, &critical, NULL);
    bool fits = critical == 1 && sk_ASN1_OBJECT_num(usages) == 1
                && OBJ_obj2nid(sk_ASN1_OBJECT_value(usages, 0))
                       == NID_time_stamp;

    EXTENDED_KEY_USAGE_free(usages);
    return fits;
}

static bool purpose_fits(const struct path_job *job, X509 *x509)
{
    /* All ones when there is no such extension. */
    uint32_t usage = X509_get_key_usage(x509);

    if ((X509_get_extension_flags(x509) & EXFLAG_INVALID) != 0)
        return false;
    if ((usage & (KU_DIGITAL_SIGNATURE | KU_NON_REPUDIATION)) == 0)
        return false;
    return job->purpose == EINV_PURPOSE_STAMP ? stamp_usage_fits(x509)
                                              : sign_usage_fits(x509);
}

/* Between the signer and the anchor: an authority says of itself that it is
 * one; RFC 5280 6.1.4 (k).  OpenSSL takes old ones that do not. */
static bool authorities_are(const struct einv_path *path)
{
    for (size_t i = 1; i + 1 < path->chain.n; i++) {
        X509 *x509 = einv__crypt_x509(path->chain.at[i]);

        if ((X509_get_extension_flags(x509) & EXFLAG_CA) == 0
            || einv__cert_curve_is_explicit(path->chain.at[i]))
            return false;
    }
    return true;
}

/* --- strength, time ------------------------------------------------------ */

static bool key_is_weak(const struct einv_cert *cert)
{
    unsigned bits = einv__cert_key_bits(cert);

    switch (einv__cert_key_kind(cert)) {
    case EINV_KEY_RSA:
    case EINV_KEY_RSA_PSS:
        return bits < SMALLEST_RSA;
    case EINV_KEY_EC:
        return bits < SMALLEST_EC;
    case EINV_KEY_DSA:
        return true;
    default:
        return false;
    }
}

static bool digest_is_weak(const struct einv_cert *cert)
{
    int md = NID_undef;

    if (X509_get_signature_info(einv__crypt_x509(cert), &md, NULL, NULL, NULL)
        != 1)
        return false;
    return md == NID_md5 || md == NID_sha1 || md == NID_ripemd160
           || md == NID_md4 || md == NID_md2;
}

/* The signer's own key is judged by whoever knows the profile. */
static bool is_weak(const struct einv_path *path)
{
    for (size_t i = 0; i < path->chain.n; i++)
        if ((i > 0 && key_is_weak(path->chain.at[i]))
            || (i + 1 < path->chain.n && digest_is_weak(path->chain.at[i])))
            return true;
    return false;
}

static bool is_in_time(const struct einv_path *path, int64_t when)
{
    for (size_t i = 0; i == 0 || i + 1 < path->chain.n; i++)
        if (when < einv__cert_not_before(path->chain.at[i])
            || when > einv__cert_not_after(path->chain.at[i]))
            return false;
    return true;
}

/* --- revocation ---------------------------------------------------------- */

static int ask_revocation(const struct path_job *job, struct einv_path *path)
{
    for (size_t i = 0; i + 1 < path->chain.n; i++) {
        int64_t revoked_at;
        bool hold;
        enum einv_revocation is = einv__path_revocation(
            job, einv__crypt_x509(path->chain.at[i]),
            einv__crypt_x509(path->chain.at[i + 1]), &revoked_at, &hold);

        if (i == 0 || is == EINV_REVOCATION_BAD) {
            path->revocation = is;
            path->revoked_at = revoked_at;
        }
        if (is == EINV_REVOCATION_BAD && hold)
            return EINV_SUB_TRY_LATER;
        if (is == EINV_REVOCATION_BAD)
            return i == 0 ? EINV_SUB_REVOKED_NO_POE
                          : EINV_SUB_REVOKED_CA_NO_POE;
        if (is == EINV_REVOCATION_UNKNOWN
            && job->mode == EINV_REVOCATION_REQUIRED)
            return EINV_SUB_TRY_LATER;
    }
    return EINV_SUB_NONE;
}

/* --- all of it ----------------------------------------------------------- */

/* The reasons in the order in which they outweigh one another. */
static void judge(const struct path_job *job, struct einv_cert *cert,
                  struct einv_path *path)
{
    bool weak;

    if (!path->anchored)
        return;
    if (!purpose_fits(job, einv__crypt_x509(cert)) || !authorities_are(path))
        path->sub = EINV_SUB_CHAIN_CONSTRAINTS_FAILURE;
    weak = is_weak(path);
    if (path->sub == 0 && !is_in_time(path, job->when))
        path->sub = EINV_SUB_OUT_OF_BOUNDS_NO_POE;
    if (path->sub == 0 && job->mode != EINV_REVOCATION_OFF)
        path->sub = ask_revocation(job, path);
    path->sub_old = path->sub;
    if (weak && (path->sub == 0 || path->sub == EINV_SUB_TRY_LATER))
        path->sub = EINV_SUB_CRYPTO_CONSTRAINTS_FAILURE_NO_POE;
}

static einv_status run(struct path_job *job, struct einv_cert *cert,
                       struct einv_path *path)
{
    STACK_OF(X509) *anchors = sk_X509_new_null();
    einv_status status = EINV_ENOMEM;

    job->untrusted = sk_X509_new_null();
    if (anchors != NULL && job->untrusted != NULL
        && push_all(anchors, anchors_of(job))
        && push_all(job->untrusted, &job->store->intermediates)
        && (job->more == NULL
            || push_all(job->untrusted, &job->more->certs))) {
        status = build(job, cert, anchors, path);
        if (status == EINV_OK)
            judge(job, cert, path);
    }
    sk_X509_free(anchors);
    sk_X509_free(job->untrusted);
    return status;
}

einv_status einv__path_judge(const struct einv_trust_store *store,
                             const struct einv_evidence *more,
                             struct einv_cert *cert, enum einv_purpose purpose,
                             int64_t when, int revocation_mode,
                             struct einv_path *path)
{
    struct path_job job = { store, more, NULL, purpose, when,
                            revocation_mode };
    einv_status status = EINV_OK;

    *path = (struct einv_path){ .revocation = EINV_REVOCATION_UNKNOWN };
    einv__certs_init(&path->chain, store->alloc);
    /* Before anything is made of such a key (CVE-2020-0601). */
    if (einv__cert_curve_is_explicit(cert)) {
        path->sub = path->sub_old = EINV_SUB_CHAIN_CONSTRAINTS_FAILURE;
        return einv__certs_add(&path->chain, cert);
    }
    einv__crypt_begin();
    status = run(&job, cert, path);
    einv__crypt_end();
    if (!path->anchored)
        path->sub_old = path->sub;
    if (status != EINV_OK)
        einv__path_free(path);
    return status;
}

einv_status einv__path_build(const struct einv_trust_store *store,
                             const struct einv_certs *more,
                             struct einv_cert *cert, enum einv_purpose purpose,
                             int64_t when, int revocation_mode,
                             struct einv_path *path)
{
    struct einv_evidence evidence = { { NULL, NULL, 0, 0 }, { NULL, 0, 0 } };

    if (more != NULL)
        evidence.certs = *more;
    return einv__path_judge(store, &evidence, cert, purpose, when,
                            revocation_mode, path);
}

void einv__path_free(struct einv_path *path)
{
    einv__certs_free(&path->chain);
}
