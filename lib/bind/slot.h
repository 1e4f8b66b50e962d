/* slot.h: fields that a target has no place for, carried in a place that the
 * target has for anything: pairs of path and text in one stream of text, cut
 * into the values of the slot's elements.
 *
 *   einv1 model VERSION COUNT CRC path=text\;path=text
 *
 * A record is named by what was written of it, so a target may reorder or
 * leave out its members:
 *   lines[MASK.HASH.K]  the K-th member whose fields MASK have this hash
 *   lines[#K]           the K-th of those written, without fields of its own
 *   lines[+K]           the K-th of those that were not written at all
 *   seller{MASK.HASH}   the single record, if it still says this
 * A field is set only where the document says nothing.
 */
#ifndef EINV_LIB_BIND_SLOT_H
#define EINV_LIB_BIND_SLOT_H

#include "run.h"

#define SLOT_KEY "einv"                /* and five digits */
#define SLOT_KEY_LEN 9

/* Says which rows there are for the slot alone. */
void einv__slot_index(struct einv_binding *b);
/* The slot in the subtree of a row; NULL: none. */
const struct bind_slot *einv__slot_of(const struct einv_binding *b,
                                      uint32_t row);

/* Which of its own fields the record has: USED ones, or (read) those that no
 * slot has set. */
uint64_t einv__slot_mask(const struct einv_model *m,
                         const struct einv_entry *e, bool used);
uint32_t einv__slot_hash(const struct einv_model *m,
                         const struct einv_entry *e, uint64_t mask,
                         bool used);
/* Of everything the invoice says; never 0. */
uint64_t einv__slot_all(const struct einv_entry *root);

/* The stream of all that is not USED, at most `room` bytes (grave ones
 * first), appended to `out`.  Entries in it get the flag SLOT. */
bool einv__slot_write(struct bind_run *r, size_t room, struct einv_buf *out);
/* Reads the stream into the invoice; false: it is not complete.  *unused:
 * pairs whose record says something else now. */
bool einv__slot_read(struct bind_run *r, struct einv_text stream,
                     size_t *unused);

#endif
