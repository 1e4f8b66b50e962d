/* cms.h: signed data of CMS (RFC 5652) with the attributes of CAdES
 * (ETSI EN 319 122-1): reading it, working it out, making it.
 *
 * What is read is what the bytes say; whether it is good is judged in
 * lib/sign.  Texts point into the message, which lives as long as the struct.
 */
#ifndef EINV_LIB_CRYPT_CMS_H
#define EINV_LIB_CRYPT_CMS_H

#include "crypt.h"

/* SIGNATURES 8; more is an attack. */
enum { EINV_CMS_MOST_SIGNERS = 16, EINV_CMS_MOST_CERTS = 64,
       EINV_CMS_MOST_STAMPS = 16, EINV_CMS_MOST_REFS = 16 };

/* One entry of signing-certificate or signing-certificate-v2 (RFC 5035). */
struct einv_cms_ref {
    enum einv_digest digest;    /* NONE: not known here */
    struct einv_text hash;
    struct einv_text issuer, serial;    /* DER of the name, bytes; or none */
    bool first;                 /* of its attribute: the signer's own */
};

enum einv_cms_stamp_kind {      /* ORDER STAMP: names in sign/cades.c */
    EINV_STAMP_SIGNATURE, EINV_STAMP_CONTENT, EINV_STAMP_REFERENCES,
    EINV_STAMP_ARCHIVE_2, EINV_STAMP_ARCHIVE_3
};

struct einv_cms_stamp {
    enum einv_cms_stamp_kind kind;
    struct einv_text token;     /* ContentInfo, DER */
};

struct einv_cms_signer {
    struct einv_text issuer, serial;    /* of its certificate; or: */
    struct einv_text key_id;
    enum einv_digest digest;            /* of the content; NONE: unknown */
    const struct einv_algorithm *algorithm;     /* NULL: unknown */
    enum einv_digest mgf;               /* of PSS, where it is another */
    struct einv_text algorithm_oid, digest_oid; /* dotted */
    struct einv_text all;               /* the SignerInfo */
    struct einv_text signed_attrs;      /* the SET's body; ptr NULL: none */
    struct einv_text value;
    /* signed attributes */
    struct einv_text content_type;      /* OID, DER body */
    struct einv_text message_digest;    /* ptr NULL: none */
    bool has_time;
    int64_t claimed;
    struct einv_cms_ref refs[EINV_CMS_MOST_REFS];
    size_t n_refs;
    struct einv_text policy;            /* dotted OID; empty: none */
    bool doubled;                       /* an attribute stands twice */
    /* unsigned attributes, and the content's time-stamp */
    struct einv_cms_stamp stamps[EINV_CMS_MOST_STAMPS];
    size_t n_stamps;
    size_t n_countersigners;
    struct einv_text unsigned_attrs;    /* the SET's body */
};

struct einv_cms {
    const einv_allocator *alloc;
    struct einv_arena arena;            /* small texts */
    struct einv_buf der;                /* the message, when it was not DER */
    struct einv_buf plain;              /* the message, of base64 */
    struct einv_text content_type;      /* OID, DER body */
    bool attached;
    struct einv_text content;
    struct einv_evidence evidence;      /* certificates, lists, answers */
    struct einv_text certs, crls;       /* bodies of [0] and [1], as they are */
    struct einv_cms_signer *signers;
    size_t n_signers;
    size_t trailing;                    /* zero bytes behind it */
};

/* Does it look like CMS: DER, BER, PEM, base64? */
bool einv__cms_is(struct einv_text bytes);
/* The text is borrowed.  EINV_EMALFORMED; EINV_EUNSUPPORTED: CMS, but not
 * signed data; EINV_ELIMIT; EINV_ENOMEM. */
einv_status einv__cms_read(const einv_allocator *a, struct einv_text bytes,
                           struct einv_cms **cms);
void einv__cms_free(struct einv_cms *cms);

/* The certificate that the signer names, of these; NULL: it is not there. */
struct einv_cert *einv__cms_find(const struct einv_cms_signer *signer,
                                 const struct einv_certs *certs);
/* Do all references to the signer's certificate mean this one?
 * EINV_OK; EINV_EABSENT: there is no reference; EINV_EREJECTED. */
einv_status einv__cms_refers(const struct einv_cms_signer *signer,
                             const struct einv_cert *cert);

/* Is the message digest that of the content?  Without signed attributes: yes.
 * EINV_OK; EINV_EREJECTED; EINV_EUNSUPPORTED: unknown here. */
einv_status einv__cms_digest(const struct einv_cms_signer *signer,
                             struct einv_text content,
                             unsigned char computed[EINV_DIGEST_MAX]);
/* Is the value right for this certificate's key?  As einv__value_verify. */
einv_status einv__cms_value(const struct einv_cms *cms,
                            const struct einv_cms_signer *signer,
                            const struct einv_cert *cert,
                            struct einv_text content);
/* Does an archive time-stamp of version 3 (its token; `stamp` read of it)
 * cover all that its index names? */
bool einv__cms_archive_covers(const struct einv_cms *cms,
                              const struct einv_cms_signer *signer,
                              struct einv_text content,
                              struct einv_text token,
                              const struct einv_stamp *stamp);
/* What the value signs, for a callback: appends it. */
void einv__cms_message(const struct einv_cms_signer *signer,
                       struct einv_text content, struct einv_buf *out);

/* --- making (CAdES-B, one signer) ---------------------------------------- */

struct einv_cms_make {
    const struct einv_certs *certs;     /* the signer's first */
    const struct einv_algorithm *algorithm;
    int64_t when;                       /* signing time */
    bool detached;
};

/* The digest of the content that goes with a signature's algorithm. */
enum einv_digest einv__cms_digest_of(const struct einv_algorithm *algorithm);
/* Appends what is to be signed: the signed attributes, DER. */
einv_status einv__cms_to_sign(const struct einv_cms_make *how,
                              struct einv_text content, struct einv_buf *out);
/* Appends the message.  `attributes` as they were to be signed; `value` in
 * DER where it is of an elliptic curve. */
einv_status einv__cms_make(const struct einv_cms_make *how,
                           struct einv_text content,
                           struct einv_text attributes,
                           struct einv_text value, struct einv_buf *out);
/* Both at once. */
einv_status einv__cms_sign(const struct einv_cms_make *how,
                           struct einv_secret *secret,
                           struct einv_text content, struct einv_buf *out);
/* Appends the message (DER, one signer; `cms` is read of it) with a
 * time-stamp of its value: B-T. */
einv_status einv__cms_add_stamp(const struct einv_cms *cms,
                                struct einv_text message,
                                struct einv_text token, struct einv_buf *out);

#endif
