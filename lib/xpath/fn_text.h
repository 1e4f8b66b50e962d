/* fn_text.h: what the functions on strings share.
 */
#ifndef EINV_LIB_XPATH_FN_TEXT_H
#define EINV_LIB_XPATH_FN_TEXT_H

#include "run.h"

/* Appends within the run's memory.  false: the error is set and the buffer
 * is freed. */
bool einv__xp_put(struct einv_xp_run *run, struct einv_buf *buf,
                  struct einv_text piece);
/* A result of one xs:string; its length is taken off the budget. */
bool einv__xp_give_text(struct einv_xp_run *run, struct einv_text text,
                        struct einv_xp_seq *result);
/* The same of a buffer, which becomes the run's. */
bool einv__xp_give_buf(struct einv_xp_run *run, struct einv_buf *buf,
                       struct einv_xp_seq *result);

#endif
