/* inside.h: what the files of lib/crypt share and nobody else sees.
 */
#ifndef EINV_LIB_CRYPT_INSIDE_H
#define EINV_LIB_CRYPT_INSIDE_H

#include <openssl/evp.h>
#include <openssl/x509.h>

#include "crypt.h"

/* Around each use of OpenSSL: no configuration file is read, and what goes
 * wrong leaves nothing in the caller's queue of errors. */
void einv__crypt_begin(void);
void einv__crypt_end(void);

const char *einv__digest_openssl(enum einv_digest digest);
EVP_MD *einv__crypt_md(enum einv_digest digest);

#endif
