/* openssl.h: the door to libcrypto (base/door.h).  Nobody else includes it:
 * what is declared here is all of OpenSSL that lib/crypt uses.
 */
#ifndef EINV_LIB_OPENSSL_H
#define EINV_LIB_OPENSSL_H

#include <stdbool.h>

#include <openssl/bn.h>
#include <openssl/core_names.h>
#include <openssl/crypto.h>
#include <openssl/ec.h>
#include <openssl/err.h>
#include <openssl/evp.h>
#include <openssl/objects.h>
#include <openssl/ocsp.h>
#include <openssl/pem.h>
#include <openssl/pkcs12.h>
#include <openssl/rsa.h>
#include <openssl/x509.h>
#include <openssl/x509_vfy.h>
#include <openssl/x509v3.h>

#ifdef EINV_LATE_LIBRARIES
#include "openssl_door.h"

/* NULL: it is not there. */
const struct einv_openssl *einv__openssl(void);
#endif

#endif
