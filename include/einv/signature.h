/* signature.h: who signed a document, and what of it; and signing one.
 *
 * Verifying never says "valid" without saying what is: a verification holds,
 * for each signature, what it covers, and a document made of that alone
 * (einv_verification_signed_doc).  Read that one, not the file.
 *
 * A key inside a document proves nothing.  Trust comes from the anchors that
 * the policy holds, algorithms and transforms from the profile; a document
 * that asks for others is refused before anything of it is worked out.
 * Nothing is ever fetched: what a certificate or a reference points to comes
 * from the policy, or from its callback.
 *
 * Threads: a policy that nobody changes, and a verification, may be used by
 *          several threads at once.  A key signs in one thread at a time.
 * Memory:  what a function returns belongs to the object that was asked; a
 *          buffer or a handle that comes through a parameter is yours.
 * Sources: ETSI EN 319 102-1 (verification and its words), W3C XML Signature
 *          1.1, ETSI EN 319 132-1 (XAdES), EN 319 122-1 (CAdES), EN 319 162-1
 *          (ASiC), RFC 5652 (CMS), RFC 3161 (time-stamps), RFC 5280.
 */
#ifndef EINV_SIGNATURE_H
#define EINV_SIGNATURE_H

#include <einv/base.h>
#include <einv/buffer.h>
#include <einv/ctx.h>
#include <einv/document.h>
#include <einv/report.h>

EINV_BEGIN_DECLS

typedef struct einv_key einv_key;
typedef struct einv_policy einv_policy;
typedef struct einv_signer einv_signer;
typedef struct einv_verification einv_verification;

/* --- the answer ---------------------------------------------------------- */

/** The answer for one signature, or for all that are required (EN 319 102-1,
 * 5.1.3).  Permanent numbers.  Only EINV_TOTAL_PASSED is good. */
typedef enum einv_indication {
    EINV_TOTAL_PASSED = 0,
    EINV_INDETERMINATE = 1,
    EINV_TOTAL_FAILED = 2,
    EINV_UNSIGNED = 3,     /**< no signature where the profile has its place */
    EINV_UNREADABLE = 4    /**< no document or container that can be read */
} einv_indication;

/** Why it is not EINV_TOTAL_PASSED: the sub-indications of EN 319 102-1,
 * 5.1.3, tables 5 and 6, then einv's own.  Permanent numbers. */
typedef enum einv_sub_indication {
    EINV_SUB_NONE = 0,
    EINV_SUB_FORMAT_FAILURE = 1,
    EINV_SUB_HASH_FAILURE = 2,
    EINV_SUB_SIG_CRYPTO_FAILURE = 3,
    EINV_SUB_REVOKED = 4,
    EINV_SUB_EXPIRED = 5,
    EINV_SUB_NOT_YET_VALID = 6,
    EINV_SUB_SIG_CONSTRAINTS_FAILURE = 7,
    EINV_SUB_CHAIN_CONSTRAINTS_FAILURE = 8,
    EINV_SUB_CERTIFICATE_CHAIN_GENERAL_FAILURE = 9,
    EINV_SUB_CRYPTO_CONSTRAINTS_FAILURE = 10,
    EINV_SUB_POLICY_PROCESSING_ERROR = 11,
    EINV_SUB_SIGNATURE_POLICY_NOT_AVAILABLE = 12,
    EINV_SUB_TIMESTAMP_ORDER_FAILURE = 13,
    EINV_SUB_NO_SIGNING_CERTIFICATE_FOUND = 14,
    EINV_SUB_NO_CERTIFICATE_CHAIN_FOUND = 15,
    EINV_SUB_NO_POE = 16,
    EINV_SUB_REVOKED_NO_POE = 17,
    EINV_SUB_REVOKED_CA_NO_POE = 18,
    EINV_SUB_OUT_OF_BOUNDS_NO_POE = 19,
    EINV_SUB_OUT_OF_BOUNDS_NOT_REVOKED = 20,
    EINV_SUB_CRYPTO_CONSTRAINTS_FAILURE_NO_POE = 21,
    EINV_SUB_TRY_LATER = 22,
    EINV_SUB_SIGNED_DATA_NOT_FOUND = 23,
    EINV_SUB_COVERAGE = 64,          /**< something of the invoice is outside */
    EINV_SUB_TRANSFORM = 65,         /**< one that the profile does not have */
    EINV_SUB_TRANSFORM_LIMIT = 66,
    EINV_SUB_REFERENCE_URI = 67,     /**< a form that the profile lacks */
    EINV_SUB_REFERENCE_LIMIT = 68,
    EINV_SUB_SIGNATURE_LIMIT = 69,
    EINV_SUB_DUPLICATE_ID = 70,
    EINV_SUB_ALGORITHM = 71,         /**< refused by the profile */
    EINV_SUB_ALGORITHM_UNKNOWN = 72, /**< nobody here can work it out */
    EINV_SUB_C14N = 73               /**< what is signed has no canonical form */
} einv_sub_indication;

/** "TOTAL_PASSED" ...; never NULL.
 * @since 0.1 */
EINV_API const char *einv_indication_name(einv_indication indication);

/** "HASH_FAILURE", ..., "COVERAGE"; "" for EINV_SUB_NONE; never NULL.
 * @since 0.1 */
EINV_API const char *einv_sub_indication_name(einv_sub_indication sub);

/** What is known about a signature, as text. */
typedef enum einv_signature_field {
    EINV_SIGNATURE_PROFILE = 0,   /**< its row of the profile table */
    EINV_SIGNATURE_FORM = 1,      /**< XMLDSIG XADES CMS CADES PADES SES
                                       NATIVE */
    EINV_SIGNATURE_LEVEL = 2,     /**< NONE B T LT LTA */
    EINV_SIGNATURE_SUBJECT = 3,   /**< of the certificate that verified,
                                       RFC 4514 */
    EINV_SIGNATURE_ISSUER = 4,
    EINV_SIGNATURE_SERIAL = 5,    /**< hexadecimal */
    EINV_SIGNATURE_TAX_ID = 6,    /**< the signer's, found in the certificate */
    EINV_SIGNATURE_CLAIMED_TIME = 7, /**< what the signer says: ISO 8601, UTC */
    EINV_SIGNATURE_BEST_TIME = 8, /**< proved: of the earliest valid
                                       time-stamp, else the control time */
    EINV_SIGNATURE_PLACE = 9,     /**< XPath, or the file in a container */
    EINV_SIGNATURE_ROLE = 10,     /**< seller, tax-office ...: by the profile */
    EINV_SIGNATURE_ALGORITHM = 11,/**< "ECDSA P-256 SHA256" */
    EINV_SIGNATURE_SIGNED_PROPERTIES = 12 /**< signed not-signed absent */
} einv_signature_field;

/** Verify what a document holds of signatures.
 *
 * @param bytes         the file
 * @param policy        NULL: profile by the document, no anchors, so that
 *                      nothing can be EINV_TOTAL_PASSED
 * @param report        findings in words; may be NULL
 * @param verification  made whatever the answer is: NULL only for
 *                      EINV_EUSAGE, EINV_EUNSUPPORTED and EINV_ENOMEM
 * @return EINV_OK: every required signature is EINV_TOTAL_PASSED;
 *         EINV_EREJECTED: read, and the answer is another; EINV_EMALFORMED,
 *         EINV_ELIMIT: EINV_UNREADABLE; EINV_EUNSUPPORTED: built without
 *         OpenSSL; EINV_EUSAGE; EINV_ENOMEM
 * @since 0.1
 */
EINV_API EINV_MUST_CHECK einv_status
einv_verify(einv_ctx *ctx, const char *bytes, size_t len,
            const einv_policy *policy, einv_report *report,
            einv_verification **verification);

/** @since 0.1 */
EINV_API void einv_verification_free(einv_verification *verification);

/** The worst of the signatures that the policy requires.
 * EINV_UNREADABLE for NULL or another handle.
 * @since 0.1 */
EINV_API einv_indication
einv_verification_overall(const einv_verification *verification);

/** How many signatures, those ignored not counted.
 * @since 0.1 */
EINV_API size_t
einv_verification_count(const einv_verification *verification);

/** The answer for the i-th signature, from 0.
 * @return EINV_OK; EINV_EABSENT: no such; EINV_EUSAGE
 * @since 0.1 */
EINV_API einv_status
einv_verification_get(const einv_verification *verification, size_t i,
                      einv_indication *indication, einv_sub_indication *sub);

/** Get a text about the i-th signature.
 *
 * @param text  UTF-8, not NUL-terminated; NULL when there is none
 * @return EINV_OK; EINV_EABSENT; EINV_EUSAGE
 * @since 0.1
 */
EINV_API einv_status
einv_verification_get_text(const einv_verification *verification, size_t i,
                           einv_signature_field field, const char **text,
                           size_t *len);

/** The certificate (DER) that verified the i-th signature.
 * @return EINV_OK; EINV_EABSENT: none was found; EINV_EUSAGE
 * @since 0.1 */
EINV_API einv_status
einv_verification_get_certificate(const einv_verification *verification,
                                  size_t i, const unsigned char **der,
                                  size_t *len);

/** The document made only of what the i-th signature covers: the same parse
 * tree, without what lies outside.  Read invoices from this.
 *
 * @param doc  one more owner; free it with einv_doc_free
 * @return EINV_OK; EINV_EABSENT: the signature is not TOTAL_PASSED, or what
 *         it covers is no document; EINV_EUSAGE; EINV_ENOMEM
 * @since 0.1
 */
EINV_API einv_status
einv_verification_signed_doc(const einv_verification *verification, size_t i,
                             einv_doc **doc);

/** All of it: an object with the members "overall", "signatures" and, if
 * there are such, "ignored", as `einv verify --report json` has them.
 * @return EINV_OK; EINV_EUSAGE; EINV_ENOMEM
 * @since 0.1 */
EINV_API einv_status
einv_verification_to_json(const einv_verification *verification,
                          einv_buffer **json);

/** For people: who signed, when, what is covered, what is not, and why the
 * answer is what it is.
 *
 * @param options  language, file name, masking; NULL: the defaults
 * @return EINV_OK; EINV_EUSAGE; EINV_EABI; EINV_ENOMEM
 * @since 0.1 */
EINV_API einv_status
einv_verification_to_text(const einv_verification *verification,
                          const einv_render_options *options,
                          einv_buffer **text);

/* --- the policy ---------------------------------------------------------- */

/** Make a policy: no anchors, revocation used where it is given.
 *
 * @param when    the control time, in seconds since 1970-01-01T00:00:00Z:
 *                einv reads no clock
 * @param policy  free it with einv_policy_free
 * @return EINV_OK; EINV_EUSAGE; EINV_ENOMEM
 * @since 0.1
 */
EINV_API einv_status
einv_policy_new(einv_ctx *ctx, int64_t when, einv_policy **policy);

/** @since 0.1 */
EINV_API void einv_policy_free(einv_policy *policy);

/** Only this profile.  NULL: the one whose place the document has.
 * @return EINV_OK; EINV_EUNKNOWN: no such profile; EINV_EUSAGE; EINV_ENOMEM
 * @since 0.1 */
EINV_API einv_status
einv_policy_set_profile(einv_policy *policy, const char *profile);

/** What certificates are given for. */
typedef enum einv_trust {
    EINV_TRUST_ANCHOR = 0,       /**< of signers */
    EINV_TRUST_INTERMEDIATE = 1, /**< for building paths; not trusted */
    EINV_TRUST_TSA = 2,          /**< anchors of time-stamp authorities */
    EINV_TRUST_SIGNER = 3        /**< the signer's own, where the document
                                      does not hold it; not trusted by that */
} einv_trust;

/** Add certificates: DER, or PEM with one or more.  For EINV_TRUST_ANCHOR and
 * EINV_TRUST_TSA also an ETSI trust list (TS 119 612, XML): the authorities,
 * or the time-stamp services, that are granted in it today.  Verify the list
 * itself first: what stands in it is believed.
 * @return EINV_OK; EINV_EMALFORMED; EINV_EUSAGE; EINV_ENOMEM
 * @since 0.1 */
EINV_API einv_status
einv_policy_add_certificates(einv_policy *policy, einv_trust as,
                             const void *bytes, size_t len);

/** Add a CRL or an OCSP answer, DER or PEM.
 * @since 0.1 */
EINV_API einv_status
einv_policy_add_revocation(einv_policy *policy, const void *bytes, size_t len);

/** Whether revocation must be known. */
typedef enum einv_revocation_mode {
    EINV_REVOCATION_IF_GIVEN = 0, /**< what is there is used; none is no fault */
    EINV_REVOCATION_REQUIRED = 1, /**< none: INDETERMINATE, TRY_LATER */
    EINV_REVOCATION_OFF = 2
} einv_revocation_mode;

/** @since 0.1 */
EINV_API einv_status
einv_policy_set_revocation(einv_policy *policy, einv_revocation_mode mode);

/** Content that a detached signature covers.
 *
 * @param name   as the signature names it; NULL: the only one
 * @param bytes  lent: they must outlive the policy
 * @since 0.1 */
EINV_API einv_status
einv_policy_add_content(einv_policy *policy, const char *name,
                        const void *bytes, size_t len);

/** A signature that must be there, by its role in the profile ("seller").
 * None required: all that are there count.
 * @since 0.1 */
EINV_API einv_status
einv_policy_require(einv_policy *policy, const char *role);

/** Works out a value that OpenSSL does not know (GOST R 34.10, O'z DSt,
 * BelT).  Called on the thread that verifies.
 *
 * @param algorithm  URI or object identifier, NUL-terminated
 * @param spki       the public key, SubjectPublicKeyInfo in DER
 * @param message    what was signed, not yet digested
 * @return 1: it is right; 0: it is wrong; -1: unknown here too
 */
typedef int einv_value_fn(void *user, const char *algorithm,
                          const void *spki, size_t spki_len,
                          const void *message, size_t message_len,
                          const void *value, size_t value_len);

/** @since 0.1 */
EINV_API einv_status
einv_policy_set_value_fn(einv_policy *policy, einv_value_fn *fn, void *user);

/* --- keys and signing ---------------------------------------------------- */

/** A private key, and the certificates that belong to it, from PEM.
 *
 * @param password  NULL: not encrypted
 * @return EINV_OK; EINV_EMALFORMED: no key, or a wrong password; EINV_EUSAGE;
 *         EINV_EUNSUPPORTED; EINV_ENOMEM
 * @since 0.1
 */
EINV_API einv_status
einv_key_from_pem(einv_ctx *ctx, const void *bytes, size_t len,
                  const char *password, einv_key **key);

/** The same from PKCS #12.
 * @since 0.1 */
EINV_API einv_status
einv_key_from_p12(einv_ctx *ctx, const void *bytes, size_t len,
                  const char *password, einv_key **key);

/** Signs outside: an HSM, a remote service, a national CSP.
 *
 * @param algorithm  "RSA-SHA256", "ECDSA-SHA256" ...; NUL-terminated
 * @param digest     of the message, by that algorithm's digest
 * @param message    the message itself
 * @param value      room for the value (EC: r and s side by side)
 * @param value_len  in: the room; out: the length
 * @return 1; 0: it could not be done
 */
typedef int einv_sign_fn(void *user, const char *algorithm,
                         const void *digest, size_t digest_len,
                         const void *message, size_t message_len,
                         void *value, size_t *value_len);

/** @param certificates  PEM or DER: the signer's first
 * @param fn            NULL: for einv_sign_prepare alone
 * @since 0.1 */
EINV_API einv_status
einv_key_from_callback(einv_ctx *ctx, const void *certificates, size_t len,
                       einv_sign_fn *fn, void *user, einv_key **key);

/** Add certificates (PEM or DER) to the key's chain; one that belongs to the
 * key becomes the signer's.
 * @return EINV_OK; EINV_EMALFORMED; EINV_EUSAGE; EINV_ENOMEM
 * @since 0.1 */
EINV_API einv_status
einv_key_add_certificates(einv_key *key, const void *bytes, size_t len);

/** Frees the key and wipes what it held.
 * @since 0.1 */
EINV_API void einv_key_free(einv_key *key);

/** How a document is signed. */
typedef struct einv_sign_options {
    size_t size;             /**< sizeof(einv_sign_options) */
    int64_t when;            /**< signing time, seconds since 1970; einv reads
                                  no clock, so it must be given */
    const char *algorithm;   /**< "RSA-SHA256", "RSA-PSS-SHA256", "ECDSA-SHA256"
                                  ...; NULL: by the profile and the key */
    const char *role;        /**< the claimed role; NULL: none */
    const char *id;          /**< seed of the Ids in the signature; NULL: from
                                  the document's digest */
} einv_sign_options;
#define EINV_SIGN_OPTIONS_INIT \
    { sizeof(einv_sign_options), 0, NULL, NULL, NULL }

/** Sign: the document comes back as it was, with the signature in the place
 * of the profile.  What is made is verified before it is returned.
 *
 * @param bytes    the document, XML
 * @param profile  an id of the profile table: "plain-xades-b"
 * @param report   findings; may be NULL
 * @param signed_  the signed bytes; yours
 * @return EINV_OK; EINV_EREJECTED: it has a signature already, the key does
 *         not fit the profile, or the key's own part failed; EINV_EUNKNOWN:
 *         no such profile; EINV_EUNSUPPORTED: none that signs, an encoding
 *         that cannot take a signature, or no OpenSSL; EINV_EABSENT: the key
 *         has no certificate; EINV_EMALFORMED; EINV_ELIMIT; EINV_EUSAGE;
 *         EINV_EABI; EINV_ENOMEM
 * @since 0.1
 */
EINV_API einv_status
einv_sign(einv_ctx *ctx, const char *bytes, size_t len, const char *profile,
          einv_key *key, const einv_sign_options *options, einv_report *report,
          einv_buffer **signed_);

/** Signing in two steps, for keys elsewhere: prepare gives what is to be
 * signed, finish takes the value.
 *
 * @param key      holds the certificates; its private part is not asked
 * @param signer   free it with einv_signer_free
 * @since 0.1
 */
EINV_API einv_status
einv_sign_prepare(einv_ctx *ctx, const char *bytes, size_t len,
                  const char *profile, const einv_key *key,
                  const einv_sign_options *options, einv_report *report,
                  einv_signer **signer);

/** The algorithm, the message and its digest, that the value is made of.
 * Each pointer may be NULL.
 * @since 0.1 */
EINV_API einv_status
einv_signer_get(const einv_signer *signer, const char **algorithm,
                const unsigned char **digest, size_t *digest_len,
                const unsigned char **message, size_t *message_len);

/** Put the value in (EC: r and s side by side).
 * @return as einv_sign; EINV_EREJECTED: the value does not verify
 * @since 0.1 */
EINV_API einv_status
einv_sign_finish(einv_signer *signer, const void *value, size_t value_len,
                 einv_report *report, einv_buffer **signed_);

/** @since 0.1 */
EINV_API void einv_signer_free(einv_signer *signer);

EINV_END_DECLS
#endif
