/* put.h: what the files that write share: one writing, its open elements, and
 * what it could not say.
 */
#ifndef EINV_LIB_BIND_PUT_H
#define EINV_LIB_BIND_PUT_H

#include "slot.h"

enum written { NOTHING, WEAK, STRONG };

/* Attributes are written before elements; AT_ONCE: a row alone, to see. */
enum pass { PASS_AT_ONCE, PASS_ATTRIBUTES, PASS_ELEMENTS };

struct out_element {       /* an open element of the output */
    uint32_t row;
    uint32_t content;
    struct einv_entry *record;     /* of its rows, now */
    struct einv_entry *owner;      /* of its own notes */
    bool foreign;          /* its record has foreign notes of this row */
    const struct einv_note *order;
    size_t kids;           /* in the run's stack, when order is set */
    bool strong;           /* residue was written */
    enum pass pass;
    uint64_t has[2];       /* fields of the record: bind_need_bit */
};

struct kid {               /* a finished child element */
    einv_node node;
    uint32_t row;          /* 0: foreign, belongs behind the one before */
};

struct unsaid {            /* required and missing, defaulted or made */
    uint32_t row;
    enum einv_reason reason;
    einv_place_id place;
    struct einv_text value;        /* what a reader will find instead */
    const struct bind_path *path;  /* from the record; NULL: the row's own,
                                      and value is as it was written */
    struct einv_entry *record;
};

struct extra {             /* reading gives a field that nobody said */
    struct einv_entry *record;     /* NULL: one that is not there yet */
    einv_place_id place;
    struct einv_text text;
    size_t at;             /* how far the output was */
};

struct seat {              /* a member of a list that several rows write */
    const struct einv_entry *e;
    size_t at;
};

/* What a place with codecs made of its fields last: the lines of an invoice
 * share their units, categories and rates. */
enum { PUT_CODED = 16, PUT_CODED_FIELDS = 2 };

struct put_coded {
    uint32_t row;          /* 0: none */
    struct einv_text in[PUT_CODED_FIELDS], text;
    bool good;
};

struct put_decoded {       /* and what reading made of its text */
    uint32_t row;
    struct einv_text in, out[PUT_CODED_FIELDS];
    bool good;
};

struct put_run {
    struct bind_run r;
    struct einv_build build;
    bool residue;
    bool credit;           /* the signs of sign="credit" rows are turned */
    bool reads_credit;     /* a reader would turn them back */
    bool probing;          /* asked what it would do: no marks, no ledger */
    bool brief;            /* probing: whether a row writes, not what */
    uint32_t forced;       /* alternative that the source took: asks nothing */
    uint32_t serial;       /* marks the foreign notes written */
    uint32_t *qnames;      /* qname of the binding -> of the tree */
    struct einv_entry nothing;     /* an absent record */
    struct unsaid *unsaid;
    size_t n_unsaid, cap_unsaid;
    size_t n_refused;      /* values that a required place could not say */
    struct kid *kids;
    size_t n_kids, cap_kids;
    struct einv_note **written;    /* foreign notes, to take back */
    size_t n_written, cap_written;
    struct bind_ledger ledger;
    uint64_t all;          /* hash of the invoice, when somebody asked */
    bool replayed;         /* the source's own slot was written */
    bool slots;            /* what has no place goes into the slot */
    einv_node slot_at;     /* an element keeps its place; 0: none */
    uint32_t slot_levels;  /* so many elements around it are only there
                              because of it */
    struct einv_text key, cut;     /* of the slot's element now written */
    struct einv_text before;       /* text that the slot's element begins
                                      with */
    struct slot_lossy *lossy;      /* what reading would not give as it is */
    size_t n_lossy, cap_lossy;
    struct extra *extras;
    size_t n_extras, cap_extras;
    struct seat *seats;
    size_t n_seats, cap_seats;
    /* The source's own residue, when it is not what is written now. */
    const struct einv_binding *source;
    const struct waiting_swap *swap;
    /* A survey: only these demands are of interest (put_demand.c). */
    struct einv_demand *demands;
    size_t n_demands;
    bool gave_up;          /* it cannot tell */
    struct put_coded coded[PUT_CODED];
    struct put_decoded decoded[PUT_CODED];
};

struct piece {
    struct einv_text text;     /* NULL pointer: none */
    enum written strength;
};

/* --- put_residue.c ------------------------------------------------------- */

/* The note of this kind and row, when residue is used. */
struct einv_note *einv__put_residue(const struct put_run *p,
                                    const struct einv_entry *owner,
                                    enum einv_note_kind kind, uint32_t row);
/* Is it there, and has nothing changed since? */
bool einv__put_holds(const struct put_run *p, const struct einv_note *note,
                     struct einv_entry *owner);
/* Remembers a finished child, when the order must be made again. */
void einv__put_kid(struct put_run *p, const struct out_element *open,
                   einv_node node, uint32_t row);
/* Writes the foreign notes behind the nth element of `anchor` (all: those
 * behind any later one too). */
void einv__put_foreign(struct put_run *p, struct out_element *open,
                       uint32_t anchor, uint32_t nth, bool all);
/* Forgets what was written since the mark; foreign notes are free again. */
void einv__put_take_back(struct put_run *p, struct einv_build_mark mark,
                         size_t n_written);
void einv__put_foreign_attrs(struct put_run *p, struct out_element *open);
bool einv__put_has_foreign(const struct put_run *p, const struct einv_entry *e,
                           uint32_t row);
/* Brings the finished children into the order of the source. */
void einv__put_order(struct put_run *p, const struct out_element *open);

/* --- put_value.c --------------------------------------------------------- */

/* The text of a row's place; `member` is one value when the row binds a
 * list of them. */
struct piece einv__put_value(struct put_run *p, uint32_t at,
                             struct einv_entry *owner,
                             struct einv_entry *member);

/* --- put_unsaid.c -------------------------------------------------------- */

/* Remembers that the row demands what the record does not say. */
void einv__put_unsaid(struct put_run *p, uint32_t row,
                      enum einv_reason reason, struct einv_text value,
                      struct einv_entry *record);
/* Remembers that a reader will read what guard="no" sets. */
void einv__put_unsaid_set(struct put_run *p, uint32_t row,
                          const struct bind_set *set,
                          struct einv_entry *record);
/* Remembers what a reader will read because the row's place is not there. */
void einv__put_unsaid_absent(struct put_run *p, uint32_t row,
                             struct einv_entry *record);
/* A list that must have a member has none: forgets what the member's rows
 * remembered since, and demands the member if one of them did. */
void einv__put_unsaid_list(struct put_run *p, uint32_t at, size_t n_unsaid,
                           struct einv_entry *record);
/* What reading will give where nobody had said anything: paths from the
 * record, and texts (NULL pointer: none), at most BIND_MAX_FIELDS; how
 * many. */
size_t einv__put_unsaid_values(struct put_run *p, const struct unsaid *u,
                               const struct bind_path **paths,
                               struct einv_text *texts);
void einv__put_unsaid_member(struct put_run *p,
                             const struct out_element *open, uint32_t at);
/* Once all is written: the sign says a type that no place says. */
void einv__put_sign_says(struct put_run *p);
/* The rows missing_required, derived and defaulted. */
void einv__put_unsaid_report(struct put_run *p);

/* --- put_demand.c -------------------------------------------------------- */

/* Asks each place that can be demanded at all; false: none. */
bool einv__put_may_demand(const struct einv_binding *b,
                          const struct einv_invoice_data *inv,
                          struct einv_demand *demands, size_t n);
/* All is written: only those that were missed stay asked. */
void einv__put_find_demands(struct put_run *p);
/* A survey has seen a member of the row's list, and what was missed since:
 * need it see no other one? */
bool einv__put_demands_no_more(struct put_run *p, uint32_t at,
                               size_t n_unsaid);

/* --- put_gather.c -------------------------------------------------------- */

/* The text of a row with gather=; false: nothing but its own field is said. */
bool einv__put_gather(struct put_run *p, uint32_t at,
                      struct einv_entry *owner, struct piece *piece);

/* --- put_otherwise.c ----------------------------------------------------- */

/* Reading will give `back` for this value (NULL pointer: nothing). */
void einv__put_otherwise(struct put_run *p, struct einv_entry *e,
                         struct einv_text back);
/* Reading will give the row's i-th field, which nobody said. */
void einv__put_extra(struct put_run *p, uint32_t row, uint32_t i,
                     struct einv_entry *record, struct einv_text text);
/* The member has a place, be it by one of several rows for its list. */
void einv__put_seat(struct put_run *p, uint32_t row,
                    struct einv_entry *member);
/* What was written since the mark is taken back. */
void einv__put_forget(struct put_run *p, struct einv_build_mark mark);
/* All is written: the lossy ones by entry, each once. */
void einv__put_settle(struct put_run *p);

/* --- slot_write.c -------------------------------------------------------- */

/* The stream of all that is not written as it is, at most `room` bytes of
 * pairs, appended to `out`; entries in it get the flag SLOT, the ledger its
 * rows.  false: no memory. */
bool einv__slot_write(struct put_run *p, size_t room, struct einv_buf *out);

/* --- put_slot.c ---------------------------------------------------------- */

/* Is the note no slot's, or has nothing at all changed since? */
bool einv__put_slot_holds(struct put_run *p, const struct einv_note *note);
/* Begins the element that keeps the slot's place; false: there is none to
 * write. */
bool einv__put_slot_begin(struct put_run *p);
void einv__put_slot_end(struct put_run *p);
/* Is the element, which nothing else asks for, there for the slot? */
bool einv__put_slot_only(struct put_run *p, einv_node node);
/* Now that the document is written: as many elements as what has no place
 * takes, or none. */
void einv__put_slot_fill(struct put_run *p, uint32_t document);

/* --- put_keys.c ---------------------------------------------------------- */

/* rest="yes": does no row before this one write the member? */
bool einv__put_is_left(const struct put_run *p, uint32_t at,
                       struct einv_entry *member);
/* Would a reader take the element of this row for this row's? */
bool einv__put_has_keys(struct put_run *p, uint32_t at,
                        struct einv_entry *record);

/* --- put.c --------------------------------------------------------------- */

/* Has the row nothing to say about the element's record?  Its fields tell. */
bool einv__put_skips(const struct put_run *p, const struct out_element *open,
                     const struct bind_row *row);
/* Fills open->has from the record. */
void einv__put_has(const struct put_run *p, struct out_element *open);
/* A name of the binding as a name of the output. */
uint32_t einv__put_qname(struct put_run *p, uint32_t qname);
enum written einv__put_row(struct put_run *p, struct out_element *open,
                           uint32_t at);
/* May the row be written in this record: of its own accord, or because the
 * source had it? */
bool einv__put_may_write(struct put_run *p, const struct bind_row *row,
                         uint32_t at, struct einv_entry *record);
bool einv__put_allowed(struct put_run *p, const struct bind_row *row,
                       uint32_t at, struct einv_entry *record);
/* Tries the alternatives in their order; the first strong one stays, else
 * the first weak one.  *alternative: which. */
enum written einv__put_choice(struct put_run *p, struct out_element *open,
                              uint32_t at, uint32_t *alternative);
/* The whole document, of this document row. */
void einv__put_root(struct put_run *p, uint32_t document);

/* --- put_run.c ----------------------------------------------------------- */

/* Ready to write into `out`.  false: no memory; einv__put_end all the same. */
bool einv__put_begin(struct put_run *p, const struct bind_run *r,
                     struct einv_tree *out);
void einv__put_end(struct put_run *p);

#endif
