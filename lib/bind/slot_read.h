/* slot_read.h: one reading of a slot's stream.
 *
 * First all addresses are looked up, while the invoice says what the document
 * says; then the pairs are applied.
 */
#ifndef EINV_LIB_BIND_SLOT_READ_H
#define EINV_LIB_BIND_SLOT_READ_H

#include "fragment.h"
#include "slot.h"
#include "waiting.h"

enum pair_kind { PAIR_FIELD, PAIR_EXACT, PAIR_NATIONAL, PAIR_MEMBERS,
                 PAIR_RESIDUE, PAIR_ATTRIBUTE, PAIR_NOTE };

struct slot_pair {
    struct einv_text all;          /* as it stands in the stream */
    enum pair_kind kind;
    enum einv_note_kind note;
    struct einv_entry *e;          /* NULL: it says something else now */
    einv_place_id place;           /* members: of the list, below e */
    struct einv_text rest;         /* behind the address */
    struct einv_text text;
    struct einv_text was;          /* exact: what the document says */
};

struct slot_made {                 /* a member that the document has not */
    struct einv_entry *parent, *e;
    einv_place_id place;
    uint32_t index;                /* in its list, from 1 */
};

struct slot_reader {
    struct bind_run *r;
    struct slot_view view;
    struct slot_pair *pairs;
    size_t n_pairs, cap_pairs;
    struct slot_made *made;
    size_t n_made, cap_made;
    uint32_t *made_hash;           /* index + 1; 0: free */
    size_t made_mask;
    struct fragments fragments;
    struct einv_entry *last;       /* record of the pair before */
    struct einv_waiting *section;
    size_t unused;
};

/* --- slot_list.c --------------------------------------------------------- */

/* The index-th member of a list, which no document has; NULL: no memory, or
 * (unless `make`) not there. */
struct einv_entry *einv__slot_made(struct slot_reader *s,
                                   struct einv_entry *parent,
                                   einv_place_id place, uint32_t index,
                                   bool make);
/* Members in the order that the text says; false: it is not theirs. */
bool einv__slot_reorder(struct slot_reader *s, struct einv_entry *parent,
                        einv_place_id place, struct einv_text order);
/* Puts the members that were made where they belong, if they were used
 * (marked LOSSY). */
void einv__slot_place_made(struct slot_reader *s);

/* --- slot_exact.c -------------------------------------------------------- */

/* Would the value be written as the document says it? */
bool einv__slot_confirms(struct bind_run *r, struct bind_probe *probe,
                         struct einv_entry *e);

/* --- slot_apply.c -------------------------------------------------------- */

void einv__slot_apply(struct slot_reader *s);
/* The next number, of base 10 or 16, and a dot behind it; false: none. */
bool einv__slot_number(struct einv_text *text, uint32_t base, uint64_t *n);

#endif
