/* slot_write.h: one writing of a slot's stream. */
#ifndef EINV_LIB_BIND_SLOT_WRITE_H
#define EINV_LIB_BIND_SLOT_WRITE_H

#include "put.h"
#include "slot.h"

/* The step of a list's member, [MASK.HASH.K], or a record's, {MASK.HASH},
 * which many addresses share. */
struct slot_step {
    const struct einv_entry *e;    /* NULL: none */
    bool witnessed;                /* it says that the record is the same */
    bool good;                     /* it can be said */
    uint8_t n;
    char text[56];
};

struct slot_writer {
    struct put_run *p;
    struct slot_view view;
    size_t room;                   /* bytes of pairs that there is room for */
    struct einv_buf *body;         /* the pairs ... */
    size_t n;                      /* ... so many */
    size_t before;                 /* where the one now written begins */
    size_t since;                  /* ... and the text of its address */
    bool good;                     /* it can be addressed */
    struct einv_buf address;       /* of `at` */
    struct einv_buf scratch;
    const struct einv_entry *at;   /* NULL: none */
    bool at_good;
    struct slot_step *steps;       /* by hash of the entry: the last one */
    size_t n_steps;                /* a power of two */
    const struct einv_entry *owner, *last;     /* record of this pair, and of
                                      the one before; NULL: none */
};

/* Begins a pair: kind: */
void einv__slot_begin(struct slot_writer *w, const char *kind);
/* The address of an entry, and of a place below it (its own: no more). */
void einv__slot_address(struct slot_writer *w, const struct einv_entry *e,
                        einv_place_id place);
/* =text, and whether there was room for it all; else the pair is gone. */
bool einv__slot_end(struct slot_writer *w, struct einv_text text);
void einv__slot_hex(struct einv_buf *out, uint64_t n);

/* --- slot_note.c --------------------------------------------------------- */

/* The residue of the source's format, and what waits for others. */
void einv__slot_notes(struct slot_writer *w);

#endif
