/* slot.h: what a target has no place for, carried in a place that the target
 * has for anything: one stream of text, cut into the values of the slot's
 * elements.
 *
 *   einv1 MODEL COUNT CRC kind:address=text\;kind:address=text ...
 *
 * MODEL is the model's version, COUNT that of the pairs, CRC a hash of them.
 * The kinds:
 *   field     a value that has no place
 *   exact     a value whose place says it otherwise
 *   national  the national code beside a value: LIST FORMAT CODE
 *   members   the order of a list that the target writes in another one
 *   residue   ID@VERSION=HASH: the notes that follow are this format's
 *   (a note)  kept, absent ...: ADDRESS ROW ANCHOR NTH WITNESS=text
 *   unsaid    nobody had said this value: the target's default
 *
 * An address is a path of names from the invoice.  It names a record by what
 * was written of it, so a target may reorder or leave out its members:
 *   lines[MASK.HASH.K]  the K-th member whose fields MASK have this hash
 *   remarks[0.HASH.K]   the K-th value that has this hash
 *   lines[+I]           the I-th of the list, which was not written at all
 *   seller{MASK.HASH}   the single record, if it still says this
 *   ~                   the record of the pair before
 * The nearest record around a pair that says anything is its witness: when
 * it says something else, the pair is not used.
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
/* Where a slot begins in an element that a field shares with it; *before:
 * the field's text, which ends with one white space.  NULL pointer: there is
 * none. */
struct einv_text einv__slot_behind(struct einv_text text,
                                   struct einv_text *before);
/* Of everything the invoice says; never 0. */
uint64_t einv__slot_all(const struct einv_entry *root);

/* --- what records say (slot.c) ------------------------------------------- */

/* What reading gives where the writer has put something else; a NULL pointer:
 * nothing. */
struct slot_lossy {
    const struct einv_entry *e;
    struct einv_text back;
    size_t at;                         /* how far the output was */
};

struct slot_row {                      /* a member of a list */
    const struct einv_entry *e;
    uint32_t hash, index, rank;        /* rank: among equals, from 1 */
    bool there;                        /* in the document */
};

struct slot_table {                    /* a list seen through a mask */
    const struct einv_entry *parent;
    einv_place_id place;
    uint64_t mask;
    struct slot_row *rows;
    size_t cap, n, there;
    size_t at;                         /* the row that was asked for last */
    bool by_entry;                     /* the order of the rows */
    bool good;                         /* else: to be filled */
};

enum { SLOT_LEVELS = 16, SLOT_MASKS = 8 };

/* An invoice as the target's document tells it. */
struct slot_view {
    const struct einv_model *m;
    const einv_allocator *alloc;
    bool writing;                      /* else: it was read */
    const struct slot_lossy *lossy;    /* by entry */
    size_t n_lossy;
    struct slot_table tables[SLOT_LEVELS][SLOT_MASKS];
    size_t work, most;                 /* so that no list is an attack */
    bool nomem;
};

void einv__slot_view_open(struct slot_view *v,
                          const struct einv_invoice_data *inv, bool writing);
void einv__slot_view_close(struct slot_view *v);
/* Does reading give something else?  *back: what; NULL pointer: nothing. */
bool einv__slot_lossy(const struct slot_view *v, const struct einv_entry *e,
                      struct einv_text *back);
/* The value that the document has; NULL pointer: it has none. */
struct einv_text einv__slot_value(const struct slot_view *v,
                                  const struct einv_entry *e);
/* Is anything of it in the document? */
bool einv__slot_there(const struct slot_view *v, const struct einv_entry *e);
/* Which of its own fields the record has in the document, by name. */
uint64_t einv__slot_mask(const struct slot_view *v,
                         const struct einv_entry *e);
uint32_t einv__slot_hash(const struct slot_view *v,
                         const struct einv_entry *e, uint64_t mask);
/* The member's row in the table of its list; NULL: no memory, or too much
 * work. */
const struct slot_row *einv__slot_row(struct slot_view *v,
                                      const struct einv_entry *e,
                                      uint64_t mask);
/* The k-th member with this hash; NULL: there is none. */
struct einv_entry *einv__slot_member(struct slot_view *v,
                                     const struct einv_entry *parent,
                                     einv_place_id place, uint64_t mask,
                                     uint32_t hash, uint64_t k);

/* --- reading (slot_read.c) ----------------------------------------------- */

/* Reads the stream into the invoice; false: it is not complete.  *unused:
 * pairs whose record says something else now. */
bool einv__slot_read(struct bind_run *r, struct einv_text stream,
                     size_t *unused);

#endif
