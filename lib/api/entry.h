/* entry.h: what asking by path and asking by term share. */
#ifndef EINV_LIB_API_ENTRY_H
#define EINV_LIB_API_ENTRY_H

#include "../model/model.h"

/* The entry's text is NUL-terminated and lies in the invoice's arena.  A bit
 * of einv_entry.flags that no other file uses. */
#define ENTRY_STRING 0x80

/* The text of e as a C string that the invoice keeps. */
einv_status einv__entry_string(struct einv_invoice_data *inv,
                               struct einv_entry *e, const char **text);

#endif
