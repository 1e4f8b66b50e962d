/* verify.h: signatures of a document, judged by a policy.
 */
#ifndef EINV_LIB_SIGN_VERIFY_H
#define EINV_LIB_SIGN_VERIFY_H

#include "profile.h"
#include "result.h"

/* What the caller gives for a reference to something outside. */
struct einv_content {
    struct einv_text name, bytes;   /* name.ptr NULL: the only one */
};

/* All that a judgement may rest on, beside the document. */
struct einv_sign_policy {
    const struct einv_profiles *profiles;
    const struct einv_profile *only;    /* NULL: by the document */
    const struct einv_trust_store *trust;
    int64_t at;                         /* the control time */
    enum einv_revocation_mode revocation;
    const struct einv_content *contents;
    size_t n_contents;
    const struct einv_text *required;   /* roles; none: all that are there */
    size_t n_required;
    einv_value_fn *value_fn;            /* for what OpenSSL does not know */
    void *user;
    bool core_only;                     /* the tests' own: neither coverage
                                           nor trust is asked about */
};

/* Fills the result (initialised) with what the XML document holds of
 * signatures.  EINV_OK: every required one is TOTAL_PASSED; EINV_EREJECTED;
 * EINV_ENOMEM. */
einv_status einv__sign_verify_xml(const struct einv_sign_policy *policy,
                                  const struct einv_tree *t,
                                  struct einv_result *result);

#endif
