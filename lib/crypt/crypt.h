/* crypt.h: the one door to OpenSSL: digests, keys, values, certificates,
 * paths, time-stamps.
 *
 * No type of OpenSSL leaves this module: the others see opaque handles, bytes
 * and the enums below.  What a handle gives (texts, DER) belongs to it.
 * OpenSSL uses the process's allocator; what einv keeps is its own.
 *
 * A failure is never empty: a digest that could not be worked out is a status,
 * not zero bytes.
 */
#ifndef EINV_LIB_CRYPT_H
#define EINV_LIB_CRYPT_H

#include "../base/memory.h"
#include "../diag/report.h"

/* --- algorithms (rows of algorithm.def) ---------------------------------- */

enum einv_digest {
    EINV_DIGEST_NONE, EINV_DIGEST_MD5, EINV_DIGEST_SHA1, EINV_DIGEST_SHA224,
    EINV_DIGEST_SHA256, EINV_DIGEST_SHA384, EINV_DIGEST_SHA512,
    EINV_DIGEST_SHA3_224, EINV_DIGEST_SHA3_256, EINV_DIGEST_SHA3_384,
    EINV_DIGEST_SHA3_512, EINV_DIGEST_RIPEMD160, EINV_DIGEST_SM3,
    EINV_DIGEST_STREEBOG256, EINV_DIGEST_STREEBOG512, EINV_N_DIGESTS
};

enum einv_key_kind {
    EINV_KEY_NONE, EINV_KEY_RSA, EINV_KEY_RSA_PSS, EINV_KEY_EC, EINV_KEY_SM2,
    EINV_KEY_ED25519, EINV_KEY_DSA, EINV_KEY_HMAC, EINV_KEY_OTHER
};

/* A signature algorithm: a kind of key with a digest.  `known`: OpenSSL can
 * work it out here; a row that is not known goes to the caller's callback. */
struct einv_algorithm {
    const char *name;       /* "ECDSA-SHA256": of the API and reports */
    const char *uri;        /* of XML Signature; "": none */
    const char *oid;        /* of CMS and certificates; "": none */
    enum einv_key_kind key;
    enum einv_digest digest;
    bool known;
    bool weak;              /* only where a profile names it: SHA-1, MD5 ... */
};

const struct einv_algorithm *einv__algorithm_by_name(struct einv_text name);
const struct einv_algorithm *einv__algorithm_by_uri(struct einv_text uri);
const struct einv_algorithm *einv__algorithm_by_oid(struct einv_text oid);
/* CMS says rsaEncryption or id-RSASSA-PSS, and the digest beside it. */
const struct einv_algorithm *einv__algorithm_of(enum einv_key_kind key,
                                                enum einv_digest digest);

enum einv_digest einv__digest_by_uri(struct einv_text uri);
enum einv_digest einv__digest_by_oid(struct einv_text oid);
const char *einv__digest_uri(enum einv_digest digest);  /* "": none */
const char *einv__digest_oid(enum einv_digest digest);  /* "": none */
const char *einv__digest_name(enum einv_digest digest); /* "SHA256" */
bool einv__digest_weak(enum einv_digest digest);
size_t einv__digest_size(enum einv_digest digest);      /* 0: no digest */

/* --- digests ------------------------------------------------------------- */

enum { EINV_DIGEST_MAX = 64 };

struct einv_hash;   /* a digest being worked out */

/* false: built without OpenSSL, or it cannot be opened; what reads or makes
 * something is EINV_EUNSUPPORTED then. */
bool einv__crypt_is_there(void);

/* EINV_EUNSUPPORTED: not known here. */
einv_status einv__hash_new(const einv_allocator *a, enum einv_digest digest,
                           struct einv_hash **hash);
/* Fits einv_sink_fn: user is the hash. */
einv_status einv__hash_put(void *hash, const void *bytes, size_t len);
/* Writes einv__digest_size bytes; the hash may start again (`again`). */
einv_status einv__hash_end(struct einv_hash *hash, unsigned char *out);
einv_status einv__hash_again(struct einv_hash *hash);
void einv__hash_free(struct einv_hash *hash);
einv_status einv__digest(enum einv_digest digest, const void *bytes,
                         size_t len, unsigned char *out);
/* In constant time. */
bool einv__same_bytes(const void *a, const void *b, size_t len);

/* --- certificates -------------------------------------------------------- */

struct einv_cert;   /* counted by atomic references; read-only */

/* EINV_EMALFORMED: no certificate. */
einv_status einv__cert_read(const einv_allocator *a, const void *der,
                            size_t len, struct einv_cert **cert);
struct einv_cert *einv__cert_ref(struct einv_cert *cert);
void einv__cert_free(struct einv_cert *cert);
struct einv_text einv__cert_der(const struct einv_cert *cert);
struct einv_text einv__cert_spki(const struct einv_cert *cert);
struct einv_text einv__cert_subject(const struct einv_cert *cert);/* RFC 4514 */
struct einv_text einv__cert_issuer(const struct einv_cert *cert);
struct einv_text einv__cert_serial(const struct einv_cert *cert); /* hex */
struct einv_text einv__cert_serial_decimal(const struct einv_cert *cert);
/* The holder's tax id: organizationIdentifier, serialNumber ... */
struct einv_text einv__cert_tax_id(const struct einv_cert *cert);
enum einv_key_kind einv__cert_key_kind(const struct einv_cert *cert);
unsigned einv__cert_key_bits(const struct einv_cert *cert);
bool einv__cert_curve_is_explicit(const struct einv_cert *cert);
int64_t einv__cert_not_before(const struct einv_cert *cert);
int64_t einv__cert_not_after(const struct einv_cert *cert);
bool einv__cert_same(const struct einv_cert *a, const struct einv_cert *b);

/* A growing list; owns one reference each. */
struct einv_certs {
    const einv_allocator *alloc;
    struct einv_cert **at;
    size_t n, cap;
};
void einv__certs_init(struct einv_certs *certs, const einv_allocator *a);
void einv__certs_free(struct einv_certs *certs);
einv_status einv__certs_add(struct einv_certs *certs, struct einv_cert *cert);
/* DER, or PEM with one or more. */
einv_status einv__certs_read(struct einv_certs *certs, const void *bytes,
                             size_t len);

/* --- values -------------------------------------------------------------- */

enum einv_value_form {
    EINV_VALUE_PLAIN,   /* EC: r and s side by side (XML Signature 1.1, 6.4.3) */
    EINV_VALUE_DER      /* EC: SEQUENCE { r, s } (CMS; where a row says so) */
};

/* Is `value` the signature of `message` by the key in spki?
 * EINV_OK: yes; EINV_EREJECTED: no, or the key does not fit the algorithm;
 * EINV_EUNSUPPORTED: not known here; EINV_ENOMEM. */
einv_status einv__value_verify(const struct einv_algorithm *algorithm,
                               enum einv_value_form form,
                               struct einv_text spki, struct einv_text message,
                               struct einv_text value);
/* The same when the message came in pieces and only its digest is here. */
einv_status einv__value_verify_digest(const struct einv_algorithm *algorithm,
                                      enum einv_value_form form,
                                      struct einv_text spki,
                                      const unsigned char *digest,
                                      struct einv_text value);

/* --- private keys -------------------------------------------------------- */

struct einv_secret;  /* a private key, or a callback that stands for it */

einv_status einv__secret_pem(const einv_allocator *a, const void *bytes,
                             size_t len, const char *password,
                             struct einv_secret **secret,
                             struct einv_certs *chain);
einv_status einv__secret_p12(const einv_allocator *a, const void *bytes,
                             size_t len, const char *password,
                             struct einv_secret **secret,
                             struct einv_certs *chain);
/* Signs outside: as einv_sign_fn of einv/signature.h. */
typedef int einv_secret_fn(void *user, const char *algorithm,
                           const void *digest, size_t digest_len,
                           const void *message, size_t message_len,
                           void *value, size_t *value_len);
einv_status einv__secret_callback(const einv_allocator *a, einv_secret_fn *fn,
                                  void *user, struct einv_secret **secret);
void einv__secret_free(struct einv_secret *secret);
/* EINV_KEY_NONE: of a callback. */
enum einv_key_kind einv__secret_kind(const struct einv_secret *secret);
/* A callback is believed. */
bool einv__secret_fits(const struct einv_secret *secret,
                       const struct einv_cert *cert);
/* Appends a value as DER (EC: of r and s side by side; others as they are).
 * EINV_EREJECTED: it is none. */
einv_status einv__value_to_der(const struct einv_algorithm *algorithm,
                               struct einv_text plain, struct einv_buf *der);
/* Appends the value. */
einv_status einv__value_sign(const struct einv_algorithm *algorithm,
                             enum einv_value_form form,
                             struct einv_secret *secret,
                             struct einv_text message, struct einv_buf *value);

/* --- trust (RFC 5280, EN 319 102-1 5.2) ---------------------------------- */

enum einv_revocation { EINV_REVOCATION_GOOD, EINV_REVOCATION_BAD,
                       EINV_REVOCATION_UNKNOWN };

struct einv_blobs { struct einv_text *at; size_t n, cap; };   /* copies */
einv_status einv__blobs_add(const einv_allocator *a, struct einv_blobs *blobs,
                            const void *bytes, size_t len);
void einv__blobs_free(const einv_allocator *a, struct einv_blobs *blobs);

/* All that a decision about a certificate may rest on. */
struct einv_trust_store {
    const einv_allocator *alloc;
    /* No tsa: time-stamp authorities are asked of the anchors, too. */
    struct einv_certs anchors, intermediates, tsa, signers;
    struct einv_blobs revocation;
};
void einv__trust_init(struct einv_trust_store *store, const einv_allocator *a);
void einv__trust_free(struct einv_trust_store *store);
/* A CRL or an OCSP answer, DER or PEM.  EINV_EMALFORMED: neither. */
einv_status einv__trust_add_revocation(struct einv_trust_store *store,
                                       const void *bytes, size_t len);
/* DER: is it a CRL, an OCSP response or a basic answer of one? */
bool einv__revocation_is(const void *der, size_t len);

/* What a document brings along; proves nothing by itself. */
struct einv_evidence {
    struct einv_certs certs;
    struct einv_blobs revocation;
};

/* Why a path is not good, as a number of einv_sub_indication
 * (einv/signature.h); 0: it is good. */
struct einv_path {
    struct einv_certs chain;      /* the signer's first */
    int sub;
    int sub_old;                  /* the same where a profile takes SHA-1 and
                                     short keys of authorities */
    bool anchored;
    enum einv_revocation revocation;   /* the signer's, or the first bad one */
    int64_t revoked_at;
};
/* Builds and judges the path of `cert` at `when`: anchors, purpose
 * (digitalSignature or nonRepudiation; a critical extended key usage must
 * fit), names, depth, named curves only, weak digests and keys of the
 * authorities (the signer's own key is judged by whoever knows the profile),
 * revocation by `mode` (EINV_REVOCATION_* of einv/signature.h).  A failure to
 * trust is path->sub; the status is EINV_ENOMEM or EINV_EINTERNAL only. */
enum einv_purpose { EINV_PURPOSE_SIGN, EINV_PURPOSE_STAMP };
einv_status einv__path_judge(const struct einv_trust_store *store,
                             const struct einv_evidence *more,
                             struct einv_cert *cert, enum einv_purpose purpose,
                             int64_t when, int revocation_mode,
                             struct einv_path *path);
/* The same when the document brings certificates alone. */
einv_status einv__path_build(const struct einv_trust_store *store,
                             const struct einv_certs *more,
                             struct einv_cert *cert, enum einv_purpose purpose,
                             int64_t when, int revocation_mode,
                             struct einv_path *path);
void einv__path_free(struct einv_path *path);

/* --- time-stamps (RFC 3161) ---------------------------------------------- */

struct einv_stamp {
    int64_t when;
    enum einv_digest digest;       /* of the imprint */
    unsigned char imprint[EINV_DIGEST_MAX];
    struct einv_cert *tsa;         /* the one that signed it; may be NULL */
    int sub;                       /* 0: genuine and its TSA is trusted */
    bool weak;
};
/* Reads a token (CMS SignedData with TSTInfo), checks its own signature, and
 * the TSA's path at the control time `when`.  What is wrong with it is
 * stamp->sub; the status is EINV_ENOMEM or EINV_EINTERNAL only. */
einv_status einv__stamp_read(const struct einv_trust_store *store,
                             const struct einv_evidence *more,
                             struct einv_text token, int64_t when,
                             int revocation_mode, struct einv_stamp *stamp);
void einv__stamp_free(struct einv_stamp *stamp);
/* Is it a time-stamp of these bytes? */
bool einv__stamp_covers(const struct einv_stamp *stamp,
                        struct einv_text bytes);

/* Appends a request (TimeStampReq) for a digest. */
einv_status einv__stamp_request(enum einv_digest digest,
                                const unsigned char *imprint, uint64_t nonce,
                                struct einv_buf *out);
/* The token in an answer (TimeStampResp) to that request; of its bytes.
 * EINV_EREJECTED: refused, or the answer to another request. */
einv_status einv__stamp_response(const einv_allocator *a,
                                 struct einv_text response,
                                 enum einv_digest digest,
                                 const unsigned char *imprint, uint64_t nonce,
                                 struct einv_text *token);

#endif
