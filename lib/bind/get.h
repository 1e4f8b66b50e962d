/* get.h: what the files that read share: one reading, its open elements, and
 * its questions to the writer.
 */
#ifndef EINV_LIB_BIND_GET_H
#define EINV_LIB_BIND_GET_H

#include "run.h"

/* What an element gave. */
enum content { NOTHING, WEAK, STRONG };

struct slot {              /* of one row within one open element */
    uint32_t count;        /* elements read by the row; choice: the row of
                              the alternative taken */
    einv_ref ref;          /* the last of them */
    struct einv_entry *member;     /* member: its record */
};

struct open_element {
    uint32_t row;          /* that reads it */
    uint32_t content;      /* whose rows read its children */
    einv_node node;
    struct einv_entry *record;
    size_t slots;          /* in the run's stack */
    size_t taken;          /* in the run's stack of rows */
    uint32_t highest;      /* row, to see disorder */
    uint32_t anchor;       /* row of the last child that one took */
    bool disorder;
    enum content gave;
};

enum topic { ASK_UNSEEN, ASK_CHOICE, ASK_SEEN, ASK_MEMBER };

struct question {          /* for the writer, after the walk */
    enum topic topic;
    uint32_t row;
    uint32_t taken;        /* choice: the alternative read */
    einv_ref ref;          /* what was read */
    einv_node parent;      /* the element it stands in, or would */
    bool residual;         /* only residue has that element written */
    struct einv_entry *record;
};

struct copy {              /* same=, make=: compared when all is read */
    uint32_t row;
    einv_ref ref;
    struct einv_entry *record;
    struct einv_text text;
};

struct text_of {           /* a note that waits for its witness */
    struct einv_note *note;
    struct einv_entry *owner;
};

struct get_run {
    struct bind_run r;
    const struct einv_tree *tree;
    uint32_t *names;       /* qname of the tree -> name of the binding */
    uint32_t *attr_names;
    struct slot *slots;
    size_t n_slots, cap_slots;
    uint32_t *taken;       /* rows of the children read, open elements */
    size_t n_taken, cap_taken;
    struct question *questions;
    size_t n_questions, cap_questions;
    struct copy *copies;
    size_t n_copies, cap_copies;
    struct text_of *texts;
    size_t n_texts, cap_texts;
    struct like {          /* <set like=>: decided when all is read */
        struct einv_entry *e;
        const struct bind_set *set;
    } *likes;
    size_t n_likes, cap_likes;
    struct slot_piece {    /* an element of a slot */
        uint32_t n;
        struct einv_text text;
        einv_ref ref;
        struct einv_note *note;
    } *pieces;
    size_t n_pieces, cap_pieces;
    struct einv_text shared;       /* of an element, without its slot ... */
    einv_node shared_node;         /* ... this one; 0: none */
    struct einv_entry **turned;    /* numbers of sign="credit" rows */
    size_t n_turned, cap_turned;
    struct bind_ledger ledger;
};

/* --- get_value.c: notes and values --------------------------------------- */

struct einv_note *einv__get_note(struct get_run *g, struct einv_entry *owner,
                                 enum einv_note_kind kind, uint32_t row,
                                 einv_ref ref, struct einv_text text);
/* Keeps what no row took, with its anchor; `row` says why it is skipped. */
void einv__get_foreign(struct get_run *g, const struct open_element *open,
                       enum einv_note_kind kind, einv_ref ref, uint32_t row);
/* The note gets its witness when all is read. */
void einv__get_witness(struct get_run *g, struct einv_note *note,
                       struct einv_entry *owner);
/* The value of an element or attribute that a row reads. */
enum content einv__get_value(struct get_run *g, uint32_t at,
                             struct einv_entry *base, einv_ref ref,
                             struct einv_text text);
/* Puts decoded fields into the record; false: one of them is there already,
 * with another value. */
bool einv__get_store(struct get_run *g, const struct bind_row *row,
                     struct einv_entry *base, einv_ref ref,
                     const struct bind_value *value);
/* Remembers a number whose sign the type decides about. */
void einv__get_signed(struct get_run *g, struct einv_entry *e);
/* Keeps a text that the model does not hold. */
void einv__get_text_note(struct get_run *g, struct einv_entry *owner,
                         uint32_t row, einv_ref ref, struct einv_text text,
                         bool unread);
/* Compares a copy with its field, now that all is read. */
void einv__get_settle(struct get_run *g, const struct copy *copy);

/* Keeps a node with its anchor; the ledger says nothing.  NULL: no memory. */
struct einv_note *einv__get_kept_node(struct get_run *g,
                                      const struct open_element *open,
                                      enum einv_note_kind kind, einv_ref ref);

/* --- get_slot.c ---------------------------------------------------------- */

/* Is this element one that a slot row takes? */
bool einv__get_is_slot(const struct get_run *g, uint32_t at, einv_node node);
/* The row of the field whose text stands in the same element, and is to be
 * read (`shared`); 0: none. */
uint32_t einv__get_slot(struct get_run *g, const struct open_element *open,
                        uint32_t at, einv_node node);
/* Reads what the slots say, now that all else is read. */
void einv__get_slots(struct get_run *g);

/* --- get_make.c ---------------------------------------------------------- */

/* Compares what makers make with what the document says. */
void einv__get_made(struct get_run *g);

/* --- get.c: the walk ----------------------------------------------------- */

/* Reads what stands in an element of the row. */
enum content einv__get_content(struct get_run *g, uint32_t row,
                               einv_node node, struct einv_entry *record);
/* Says of the record what the row sets, and the sequences around it. */
void einv__get_sets(struct get_run *g, uint32_t at,
                    struct einv_entry *record, bool said);
/* Notes an element that was there though nothing in it is a reason to write
 * it; `text_alone`: all but its text is. */
void einv__get_present(struct get_run *g, struct einv_entry *record,
                       uint32_t row, einv_node node, bool text_alone);

/* --- get_join.c, get.c --------------------------------------------------- */

/* Makes fields of the parts that the element had. */
void einv__get_joins(struct get_run *g, const struct open_element *open);
/* The record that a row of the open element reads into. */
struct einv_entry *einv__get_record(struct get_run *g,
                                    const struct open_element *open,
                                    uint32_t at);

/* --- get_pick.c: which row reads a node? --------------------------------- */

uint32_t einv__get_alternative(const struct einv_binding *b, uint32_t row,
                               uint32_t choice);
bool einv__get_allows(struct get_run *g, const struct open_element *open,
                      uint32_t row);
uint32_t einv__get_pick(struct get_run *g, const struct open_element *open,
                        uint32_t name, einv_node node);

/* --- get_ask.c: what would the writer do otherwise? ---------------------- */

void einv__get_ask(struct get_run *g, enum topic topic, uint32_t row,
                   struct slot seen, einv_node parent,
                   struct einv_entry *record);
/* Asks about the rows of an element that ends. */
void einv__get_ask_unlike(struct get_run *g, const struct open_element *open,
                          uint32_t parent);
void einv__get_answers(struct get_run *g);
struct einv_note *einv__get_unlike(struct get_run *g,
                                   enum einv_note_kind kind,
                                   const struct question *q);

#endif
