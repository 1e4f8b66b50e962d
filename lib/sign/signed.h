/* signed.h: a document made of what a signature covers. */
#ifndef EINV_LIB_SIGN_SIGNED_H
#define EINV_LIB_SIGN_SIGNED_H

#include "result.h"

/* Makes `out` (initialised) of the elements of t that the signature covers:
 * the same nodes with the same places in the file, without what lies outside.
 * EINV_OK; EINV_EABSENT: the root itself is outside; EINV_ENOMEM.  On failure
 * nothing is left to free. */
einv_status einv__signed_tree(const struct einv_tree *t,
                              const struct einv_sig *sig,
                              struct einv_tree *out);

#endif
