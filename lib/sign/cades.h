/* cades.h: signed data of CMS, judged by a policy.
 */
#ifndef EINV_LIB_SIGN_CADES_H
#define EINV_LIB_SIGN_CADES_H

#include "../crypt/cms.h"
#include "verify.h"

/* Fills the result with each signer of each layer; `content` gets what the
 * innermost layer signs: for reading, when all is TOTAL_PASSED.
 * EINV_OK: every required one is TOTAL_PASSED; EINV_EREJECTED;
 * EINV_EMALFORMED, EINV_EUNSUPPORTED: it is UNREADABLE, and a finding says
 * why; EINV_ENOMEM. */
einv_status einv__cades_verify(const struct einv_sign_policy *policy,
                               struct einv_text bytes,
                               struct einv_report *report,
                               struct einv_result *result,
                               struct einv_buf *content);

/* --- between its files --------------------------------------------------- */

/* One signer being judged. */
struct einv_cades {
    const struct einv_sign_policy *policy;
    const struct einv_profile *profile;
    struct einv_result *result;
    const struct einv_cms *cms;
    const struct einv_cms_signer *signer;
    struct einv_text content;
    struct einv_sig *sig;
    bool stamped, archived;     /* by a time-stamp that is good */
    bool nomem;
};

void einv__cades_stamps(struct einv_cades *c);

#endif
