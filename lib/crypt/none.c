/* none.c: the face of lib/crypt in a build without OpenSSL.
 *
 * Whatever is asked is EINV_EUNSUPPORTED, and no certificate or key can be
 * made, so nothing can be asked of one; what empties and frees works.
 */
#include "crypt.h"
#include "cms.h"

bool einv__crypt_is_there(void)
{
    return false;
}

einv_status einv__hash_new(const einv_allocator *a, enum einv_digest digest,
                           struct einv_hash **hash)
{
    (void)a;
    (void)digest;
    (void)hash;
    *hash = NULL;
    return EINV_EUNSUPPORTED;
}

einv_status einv__hash_put(void *hash, const void *bytes, size_t len)
{
    (void)hash;
    (void)bytes;
    (void)len;
    return EINV_EUNSUPPORTED;
}

einv_status einv__hash_end(struct einv_hash *hash, unsigned char *out)
{
    (void)hash;
    (void)out;
    return EINV_EUNSUPPORTED;
}

einv_status einv__hash_again(struct einv_hash *hash)
{
    (void)hash;
    return EINV_EUNSUPPORTED;
}

void einv__hash_free(struct einv_hash *hash)
{
    (void)hash;
}

einv_status einv__digest(enum einv_digest digest, const void *bytes,
                         size_t len, unsigned char *out)
{
    (void)digest;
    (void)bytes;
    (void)len;
    (void)out;
    return EINV_EUNSUPPORTED;
}

bool einv__same_bytes(const void *a, const void *b, size_t len)
{
    const unsigned char *x = a, *y = b;
    unsigned char difference = 0;

    for (size_t i = 0; i < len; i++)
        difference = (unsigned char)(difference | (x[i] ^ y[i]));
    return difference == 0;
}

einv_status einv__cert_read(const einv_allocator *a, const void *der,
                            size_t len, struct einv_cert **cert)
{
    (void)a;
    (void)der;
    (void)len;
    (void)cert;
    *cert = NULL;
    return EINV_EUNSUPPORTED;
}

struct einv_cert *einv__cert_ref(struct einv_cert *cert)
{
    (void)cert;
    return NULL;
}

void einv__cert_free(struct einv_cert *cert)
{
    (void)cert;
}

struct einv_text einv__cert_der(const struct einv_cert *cert)
{
    (void)cert;
    return EINV_NO_TEXT;
}

struct einv_text einv__cert_spki(const struct einv_cert *cert)
{
    (void)cert;
    return EINV_NO_TEXT;
}

struct einv_text einv__cert_subject(const struct einv_cert *cert)
{
    (void)cert;
    return EINV_NO_TEXT;
}

struct einv_text einv__cert_issuer(const struct einv_cert *cert)
{
    (void)cert;
    return EINV_NO_TEXT;
}

struct einv_text einv__cert_serial(const struct einv_cert *cert)
{
    (void)cert;
    return EINV_NO_TEXT;
}

struct einv_text einv__cert_serial_decimal(const struct einv_cert *cert)
{
    (void)cert;
    return EINV_NO_TEXT;
}

struct einv_text einv__cert_tax_id(const struct einv_cert *cert)
{
    (void)cert;
    return EINV_NO_TEXT;
}

enum einv_key_kind einv__cert_key_kind(const struct einv_cert *cert)
{
    (void)cert;
    return EINV_KEY_NONE;
}

unsigned einv__cert_key_bits(const struct einv_cert *cert)
{
    (void)cert;
    return 0;
}

bool einv__cert_curve_is_explicit(const struct einv_cert *cert)
{
    (void)cert;
    return false;
}

int64_t einv__cert_not_before(const struct einv_cert *cert)
{
    (void)cert;
    return 0;
}

int64_t einv__cert_not_after(const struct einv_cert *cert)
{
    (void)cert;
    return 0;
}

bool einv__cert_same(const struct einv_cert *a, const struct einv_cert *b)
{
    (void)a;
    (void)b;
    return false;
}

void einv__certs_init(struct einv_certs *certs, const einv_allocator *a)
{
    *certs = (struct einv_certs){ .alloc = a };
}

void einv__certs_free(struct einv_certs *certs)
{
    (void)certs;
}

einv_status einv__certs_add(struct einv_certs *certs, struct einv_cert *cert)
{
    (void)certs;
    (void)cert;
    return EINV_EUNSUPPORTED;
}

einv_status einv__certs_read(struct einv_certs *certs, const void *bytes,
                             size_t len)
{
    (void)certs;
    (void)bytes;
    (void)len;
    return EINV_EUNSUPPORTED;
}

einv_status einv__value_verify(const struct einv_algorithm *algorithm,
                               enum einv_value_form form,
                               struct einv_text spki, struct einv_text message,
                               struct einv_text value)
{
    (void)algorithm;
    (void)form;
    (void)spki;
    (void)message;
    (void)value;
    return EINV_EUNSUPPORTED;
}

einv_status einv__value_verify_digest(const struct einv_algorithm *algorithm,
                                      enum einv_value_form form,
                                      struct einv_text spki,
                                      const unsigned char *digest,
                                      struct einv_text value)
{
    (void)algorithm;
    (void)form;
    (void)spki;
    (void)digest;
    (void)value;
    return EINV_EUNSUPPORTED;
}

einv_status einv__secret_pem(const einv_allocator *a, const void *bytes,
                             size_t len, const char *password,
                             struct einv_secret **secret,
                             struct einv_certs *chain)
{
    (void)a;
    (void)bytes;
    (void)len;
    (void)password;
    (void)secret;
    (void)chain;
    *secret = NULL;
    return EINV_EUNSUPPORTED;
}

einv_status einv__secret_p12(const einv_allocator *a, const void *bytes,
                             size_t len, const char *password,
                             struct einv_secret **secret,
                             struct einv_certs *chain)
{
    (void)a;
    (void)bytes;
    (void)len;
    (void)password;
    (void)secret;
    (void)chain;
    *secret = NULL;
    return EINV_EUNSUPPORTED;
}

einv_status einv__secret_callback(const einv_allocator *a, einv_secret_fn *fn,
                                  void *user, struct einv_secret **secret)
{
    (void)a;
    (void)fn;
    (void)user;
    (void)secret;
    *secret = NULL;
    return EINV_EUNSUPPORTED;
}

void einv__secret_free(struct einv_secret *secret)
{
    (void)secret;
}

enum einv_key_kind einv__secret_kind(const struct einv_secret *secret)
{
    (void)secret;
    return EINV_KEY_NONE;
}

bool einv__secret_fits(const struct einv_secret *secret,
                       const struct einv_cert *cert)
{
    (void)secret;
    (void)cert;
    return false;
}

einv_status einv__value_to_der(const struct einv_algorithm *algorithm,
                               struct einv_text plain, struct einv_buf *der)
{
    (void)algorithm;
    (void)plain;
    (void)der;
    return EINV_EUNSUPPORTED;
}

einv_status einv__value_sign(const struct einv_algorithm *algorithm,
                             enum einv_value_form form,
                             struct einv_secret *secret,
                             struct einv_text message, struct einv_buf *value)
{
    (void)algorithm;
    (void)form;
    (void)secret;
    (void)message;
    (void)value;
    return EINV_EUNSUPPORTED;
}

einv_status einv__blobs_add(const einv_allocator *a, struct einv_blobs *blobs,
                            const void *bytes, size_t len)
{
    (void)a;
    (void)blobs;
    (void)bytes;
    (void)len;
    return EINV_EUNSUPPORTED;
}

void einv__blobs_free(const einv_allocator *a, struct einv_blobs *blobs)
{
    (void)a;
    (void)blobs;
}

void einv__trust_init(struct einv_trust_store *store, const einv_allocator *a)
{
    *store = (struct einv_trust_store){ .alloc = a };
}

void einv__trust_free(struct einv_trust_store *store)
{
    (void)store;
}

einv_status einv__trust_add_revocation(struct einv_trust_store *store,
                                       const void *bytes, size_t len)
{
    (void)store;
    (void)bytes;
    (void)len;
    return EINV_EUNSUPPORTED;
}

bool einv__revocation_is(const void *der, size_t len)
{
    (void)der;
    (void)len;
    return false;
}

einv_status einv__path_judge(const struct einv_trust_store *store,
                             const struct einv_evidence *more,
                             struct einv_cert *cert, enum einv_purpose purpose,
                             int64_t when, int revocation_mode,
                             struct einv_path *path)
{
    (void)store;
    (void)more;
    (void)cert;
    (void)purpose;
    (void)when;
    (void)revocation_mode;
    (void)path;
    return EINV_EUNSUPPORTED;
}

einv_status einv__path_build(const struct einv_trust_store *store,
                             const struct einv_certs *more,
                             struct einv_cert *cert, enum einv_purpose purpose,
                             int64_t when, int revocation_mode,
                             struct einv_path *path)
{
    (void)store;
    (void)more;
    (void)cert;
    (void)purpose;
    (void)when;
    (void)revocation_mode;
    (void)path;
    return EINV_EUNSUPPORTED;
}

void einv__path_free(struct einv_path *path)
{
    (void)path;
}

einv_status einv__stamp_read(const struct einv_trust_store *store,
                             const struct einv_evidence *more,
                             struct einv_text token, int64_t when,
                             int revocation_mode, struct einv_stamp *stamp)
{
    (void)store;
    (void)more;
    (void)token;
    (void)when;
    (void)revocation_mode;
    (void)stamp;
    return EINV_EUNSUPPORTED;
}

void einv__stamp_free(struct einv_stamp *stamp)
{
    (void)stamp;
}

bool einv__stamp_covers(const struct einv_stamp *stamp, struct einv_text bytes)
{
    (void)stamp;
    (void)bytes;
    return false;
}

einv_status einv__stamp_request(enum einv_digest digest,
                                const unsigned char *imprint, uint64_t nonce,
                                struct einv_buf *out)
{
    (void)digest;
    (void)imprint;
    (void)nonce;
    (void)out;
    return EINV_EUNSUPPORTED;
}

einv_status einv__stamp_response(const einv_allocator *a,
                                 struct einv_text response,
                                 enum einv_digest digest,
                                 const unsigned char *imprint, uint64_t nonce,
                                 struct einv_text *token)
{
    (void)a;
    (void)response;
    (void)digest;
    (void)imprint;
    (void)nonce;
    (void)token;
    return EINV_EUNSUPPORTED;
}

bool einv__cms_is(struct einv_text bytes)
{
    (void)bytes;
    return false;
}

einv_status einv__cms_read(const einv_allocator *a, struct einv_text bytes,
                           struct einv_cms **cms)
{
    (void)a;
    (void)bytes;
    (void)cms;
    *cms = NULL;
    return EINV_EUNSUPPORTED;
}

void einv__cms_free(struct einv_cms *cms)
{
    (void)cms;
}

struct einv_cert *einv__cms_find(const struct einv_cms_signer *signer,
                                 const struct einv_certs *certs)
{
    (void)signer;
    (void)certs;
    return NULL;
}

einv_status einv__cms_refers(const struct einv_cms_signer *signer,
                             const struct einv_cert *cert)
{
    (void)signer;
    (void)cert;
    return EINV_EUNSUPPORTED;
}

einv_status einv__cms_digest(const struct einv_cms_signer *signer,
                             struct einv_text content,
                             unsigned char computed[EINV_DIGEST_MAX])
{
    (void)signer;
    (void)content;
    (void)computed;
    return EINV_EUNSUPPORTED;
}

einv_status einv__cms_value(const struct einv_cms *cms,
                            const struct einv_cms_signer *signer,
                            const struct einv_cert *cert,
                            struct einv_text content)
{
    (void)cms;
    (void)signer;
    (void)cert;
    (void)content;
    return EINV_EUNSUPPORTED;
}

bool einv__cms_archive_covers(const struct einv_cms *cms,
                              const struct einv_cms_signer *signer,
                              struct einv_text content, struct einv_text token,
                              const struct einv_stamp *stamp)
{
    (void)cms;
    (void)signer;
    (void)content;
    (void)token;
    (void)stamp;
    return false;
}

void einv__cms_message(const struct einv_cms_signer *signer,
                       struct einv_text content, struct einv_buf *out)
{
    (void)signer;
    (void)content;
    (void)out;
}

enum einv_digest einv__cms_digest_of(const struct einv_algorithm *algorithm)
{
    (void)algorithm;
    return 0;
}

einv_status einv__cms_to_sign(const struct einv_cms_make *how,
                              struct einv_text content, struct einv_buf *out)
{
    (void)how;
    (void)content;
    (void)out;
    return EINV_EUNSUPPORTED;
}

einv_status einv__cms_make(const struct einv_cms_make *how,
                           struct einv_text content,
                           struct einv_text attributes, struct einv_text value,
                           struct einv_buf *out)
{
    (void)how;
    (void)content;
    (void)attributes;
    (void)value;
    (void)out;
    return EINV_EUNSUPPORTED;
}

einv_status einv__cms_sign(const struct einv_cms_make *how,
                           struct einv_secret *secret,
                           struct einv_text content, struct einv_buf *out)
{
    (void)how;
    (void)secret;
    (void)content;
    (void)out;
    return EINV_EUNSUPPORTED;
}

einv_status einv__cms_add_stamp(const struct einv_cms *cms,
                                struct einv_text message,
                                struct einv_text token, struct einv_buf *out)
{
    (void)cms;
    (void)message;
    (void)token;
    (void)out;
    return EINV_EUNSUPPORTED;
}
