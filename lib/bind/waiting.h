/* waiting.h: residue of other formats, which waits for them to be written
 * again.
 */
#ifndef EINV_LIB_BIND_WAITING_H
#define EINV_LIB_BIND_WAITING_H

#include "run.h"

/* The notes of the source, taken off while those of another format hang in
 * their place; values that nobody had said in that format are put away. */
struct waiting_swap {
    struct waiting_taken {
        struct einv_entry *owner;
        struct einv_note *notes;
    } *notes;
    size_t n, cap;
    struct waiting_hidden {
        struct einv_entry *e, *parent, *before;
    } *hidden;
    size_t n_hidden, cap_hidden;
};

/* The residue of this format, made when missing; NULL: no memory. */
struct einv_waiting *einv__waiting_need(struct einv_invoice_data *inv,
                                        struct einv_text format,
                                        struct einv_text version,
                                        uint64_t hash);
/* Appends a note; NULL: no memory. */
struct einv_waiting_note *einv__waiting_add(struct einv_invoice_data *inv,
                                            struct einv_waiting *w,
                                            struct einv_entry *owner,
                                            enum einv_note_kind kind);
/* What waits for this binding; NULL: nothing, or that of another release of
 * it (a finding says so). */
struct einv_waiting *einv__waiting_for(const struct bind_run *r);
/* Is the entry still part of the invoice? */
bool einv__waiting_is_there(const struct einv_invoice_data *inv,
                            const struct einv_entry *e);

/* Hangs the notes on their entries; false: no memory.  leave: as it was. */
bool einv__waiting_enter(struct bind_run *r, struct einv_waiting *w,
                         struct waiting_swap *swap);
void einv__waiting_leave(struct bind_run *r, struct waiting_swap *swap);

#endif
