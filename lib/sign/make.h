/* make.h: a signature, made and put into its document. */
#ifndef EINV_LIB_SIGN_MAKE_H
#define EINV_LIB_SIGN_MAKE_H

#include "profile.h"

struct einv_make_request {
    const struct einv_profile *profile;
    struct einv_text bytes;             /* of the document */
    const struct einv_tree *t;          /* the same, read */
    const struct einv_certs *chain;     /* the signer's first */
    const struct einv_algorithm *algorithm;
    int64_t when;
    struct einv_text role, id;          /* ptr NULL: none */
};

/* Between the two steps. */
struct einv_making {
    const einv_allocator *alloc;
    struct einv_buf before, after;      /* the signed document around the
                                           text of SignatureValue */
    struct einv_buf message;            /* SignedInfo in canonical form */
    const struct einv_algorithm *algorithm;
};

/* Everything but the value.  EINV_OK; EINV_EREJECTED: the document has a
 * signature already, or no place for one; EINV_EUNSUPPORTED: an encoding that
 * nothing can be put into; EINV_ENOMEM.  einv__making_free in any case. */
einv_status einv__make_prepare(struct einv_making *m, const einv_allocator *a,
                               const struct einv_make_request *request);
/* Appends the signed document. */
einv_status einv__make_finish(const struct einv_making *m,
                              struct einv_text value, struct einv_buf *out);
/* The same of signed data of CMS; the value as a signer gives it (EC: r and s
 * side by side). */
einv_status einv__cades_prepare(struct einv_making *m, const einv_allocator *a,
                                const struct einv_make_request *request);
einv_status einv__cades_finish(const struct einv_making *m,
                               const struct einv_profile *profile,
                               const struct einv_certs *chain,
                               struct einv_text value, struct einv_buf *out);
void einv__making_free(struct einv_making *m);

/* What the profile signs with by such a key; NULL: it has nothing. */
const struct einv_algorithm *
einv__make_algorithm(const struct einv_profile *profile,
                     const struct einv_cert *cert);

#endif
