/* trust_list.h: certificates of a trust list (ETSI TS 119 612). */
#ifndef EINV_LIB_SIGN_TRUST_LIST_H
#define EINV_LIB_SIGN_TRUST_LIST_H

#include "../crypt/crypt.h"

/* XML, and so no certificate. */
bool einv__trust_list_is(struct einv_text bytes);
/* Adds the authorities that are granted today, or (`stamps`) the time-stamp
 * services.  EINV_EMALFORMED: no list, or none of them in it. */
einv_status einv__trust_list_read(struct einv_certs *certs,
                                  struct einv_text xml, bool stamps);

#endif
