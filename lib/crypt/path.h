/* path.h: what building a path and asking about revocation share.
 */
#ifndef EINV_LIB_CRYPT_PATH_H
#define EINV_LIB_CRYPT_PATH_H

#include "inside.h"

struct path_job {
    const struct einv_trust_store *store;
    const struct einv_evidence *more;  /* of the document; may be NULL */
    STACK_OF(X509) *untrusted;         /* all that may be built with */
    enum einv_purpose purpose;
    int64_t when;
    int mode;
};

/* What is said about `cert` as of job->when.  `hold`: it is suspended. */
enum einv_revocation einv__path_revocation(const struct path_job *job,
                                           X509 *cert, X509 *issuer,
                                           int64_t *revoked_at, bool *hold);

#endif
