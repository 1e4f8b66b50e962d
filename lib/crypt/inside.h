/* inside.h: what the files of lib/crypt share and nobody else sees.
 */
#ifndef EINV_LIB_CRYPT_INSIDE_H
#define EINV_LIB_CRYPT_INSIDE_H

#include "crypt.h"
#include "openssl.h"

/* Around each use of OpenSSL: no configuration file is read, and what goes
 * wrong leaves nothing in the caller's queue of errors. */
void einv__crypt_begin(void);
void einv__crypt_end(void);

const char *einv__digest_openssl(enum einv_digest digest);
EVP_MD *einv__crypt_md(enum einv_digest digest);

/* --- of certificates ----------------------------------------------------- */

X509 *einv__crypt_x509(const struct einv_cert *cert);
struct einv_text einv__crypt_name(struct einv_arena *arena,
                                  const X509_NAME *name);
/* Dotted; returns the length, 0 when it does not fit. */
size_t einv__crypt_oid(const ASN1_OBJECT *object, char *out, size_t cap);
bool einv__crypt_time(const ASN1_TIME *time, int64_t *seconds);
enum einv_key_kind einv__crypt_key_kind(const EVP_PKEY *key);

/* --- of values ----------------------------------------------------------- */

struct value_how {
    const struct einv_algorithm *algorithm;
    enum einv_value_form form;
    enum einv_digest mgf;   /* of PSS; NONE: the algorithm's own */
};

/* `digest` NULL: the message is here. */
einv_status einv__crypt_verify(const struct value_how *how,
                               struct einv_text spki, struct einv_text message,
                               const unsigned char *digest,
                               struct einv_text value);
einv_status einv__crypt_sign(EVP_PKEY *key, const struct value_how *how,
                             struct einv_text message, struct einv_buf *value);

/* --- of CMS -------------------------------------------------------------- */

struct einv_cms;
struct einv_cms_signer;
einv_status einv__cms_add_cert(struct einv_cms *cms, struct einv_text der);
einv_status einv__cms_attributes(struct einv_cms *cms,
                                 struct einv_cms_signer *s);

#endif
