/* run.h: one reading or writing of one document, shared by get and put.
 *
 * A run belongs to one thread and ends with the call; what outlives it lies
 * in the invoice's arena.
 */
#ifndef EINV_LIB_BIND_RUN_H
#define EINV_LIB_BIND_RUN_H

#include "codec.h"

struct bind_run {
    const struct einv_binding *b;
    struct einv_invoice_data *inv;
    struct einv_arena *arena;        /* the invoice's */
    struct einv_report *report;      /* NULL: nobody wants it */
    bool nomem;
    struct einv_counted *counted;    /* NULL: every index from the first */
};

/* --- paths and conditions (access.c) ------------------------------------- */

/* Walks from `from`; NULL: nothing there.  Lists are entered at their first
 * member. */
struct einv_entry *einv__bind_find(const struct bind_run *r,
                                   const struct bind_path *path,
                                   struct einv_entry *from);
/* Walks and makes; a list at the end gets a new member when `add`. */
struct einv_entry *einv__bind_need(struct bind_run *r,
                                   const struct bind_path *path,
                                   struct einv_entry *from, bool add);
bool einv__bind_holds(const struct bind_run *r, struct bind_range conds,
                      struct einv_entry *at);
/* Does the entry say what <set> says? */
bool einv__bind_set_says(const struct bind_run *r, const struct bind_set *set,
                         const struct einv_entry *e);
/* Does the record say what every <set> of the row asks for? */
bool einv__bind_sets_hold(const struct bind_run *r,
                          const struct bind_row *row, struct einv_entry *at);
/* Is the text one of the row's constants, white space and ASCII case aside?
 * *exact: it is the one that put writes. */
bool einv__bind_is_key(const struct bind_run *r, const struct bind_row *row,
                       struct einv_entry *at, struct einv_text text,
                       bool *exact);
/* Which of the texts of <set like=> the invoice says; else the first. */
struct einv_text einv__bind_like(const struct bind_run *r,
                                 const struct bind_set *set);
/* Is it one of the types that turn the signs of sign="credit"? */
bool einv__bind_is_credit(const struct bind_run *r);
/* Reading: the type, where the sign of a number says it. */
void einv__sign_read(struct bind_run *r);
/* Writing: are the signs turned? */
bool einv__sign_writes(const struct bind_run *r);
/* Would a reader turn them back? */
bool einv__sign_reads(struct bind_run *r, bool turned);
/* What a reader takes for the type where no place says it; NULL pointer: the
 * sign does not tell. */
struct einv_text einv__sign_implies(const struct bind_run *r, bool turned);
/* The type that the format has a word for. */
struct einv_text einv__sign_type(const struct bind_run *r, bool turned,
                                 struct einv_text type);
/* The number with the other sign; zeros stay as they are, so that turning
 * twice changes nothing.  NULL pointer: no memory. */
struct einv_text einv__bind_turn(struct bind_run *r, struct einv_text number);
/* The constant that put writes; NULL pointer: none (its field is absent). */
struct einv_text einv__bind_constant(const struct bind_run *r,
                                     const struct bind_row *row,
                                     struct einv_entry *at);

/* --- national codes (national.c) ----------------------------------------- */

/* Keeps the text beside the first code that it was translated to; `usual`: it
 * is what the row writes for these values.  false: not kept, or not as it was
 * written. */
bool einv__national_keep(struct bind_run *r, const struct bind_row *row,
                         struct einv_entry *const *entries,
                         struct einv_text text, bool usual);
/* The national code kept beside one of the entries, if this row has its list
 * and the list reads it as these values. */
bool einv__national_text(struct bind_run *r, const struct bind_row *row,
                         struct einv_entry *const *entries,
                         const struct bind_value *value,
                         struct einv_text *text);
/* The text that the place says: a national code that it is, is written. */
void einv__national_said(const struct bind_row *row,
                         struct einv_entry *const *entries,
                         struct einv_text text);

/* --- notes (note.c) ------------------------------------------------------ */

struct einv_note *einv__note_add(struct bind_run *r, struct einv_entry *owner,
                                 enum einv_note_kind kind, uint32_t row,
                                 struct einv_text text);
/* The owner's note of this kind and row; NULL: none. */
struct einv_note *einv__note_find(const struct einv_entry *owner,
                                  enum einv_note_kind kind, uint32_t row);
/* Hash of every field that the row and the rows below it bind in this
 * record, and of which records below exist.  Never 0. */
uint64_t einv__note_witness(const struct bind_run *r, uint32_t row,
                            struct einv_entry *record);
/* Has nothing changed since the note was made? */
bool einv__note_holds(const struct bind_run *r, const struct einv_note *note,
                      struct einv_entry *record);
/* Last step of a row's label: cac:AllowanceCharge~2. */
void einv__bind_label_step(const struct einv_binding *b, uint32_t row,
                           struct einv_buf *out);
/* The row of this last step among the rows of a state; 0: none. */
uint32_t einv__bind_step_row(const struct einv_binding *b, uint32_t state,
                             struct einv_text step);

/* --- put, for asking what it would do (put.c) ---------------------------- */

struct bind_probe;

/* Ready to be asked about this invoice. */
einv_status einv__probe_new(struct bind_probe **out, struct bind_run *r);
void einv__probe_free(struct bind_probe *p);
enum probe_answer { PROBE_NOTHING, PROBE_MISSING, PROBE_WRITES };
/* What would put do with this row in this record? */
enum probe_answer einv__probe_row(struct bind_probe *p, uint32_t row,
                                  struct einv_entry *record);
/* Which alternative of the choice would put take; 0: none.  Not `whole`: of
 * long lists no more is written than it takes to know. */
uint32_t einv__probe_choice(struct bind_probe *p, uint32_t choice,
                            struct einv_entry *record, bool whole);
/* Would put, asked last, have demanded what nobody said? */
bool einv__probe_demands(const struct bind_probe *p);
/* Has memory ended?  Then no answer was one. */
bool einv__probe_failed(const struct bind_probe *p);
/* What the last answer would have written, below the root of this tree. */
const struct einv_tree *einv__probe_tree(const struct bind_probe *p);
/* Which document row would put take; 0: none. */
uint32_t einv__put_document(const struct bind_run *r);

/* --- the ledger (ledger.c) ----------------------------------------------- */

struct bind_ledger {
    const struct bind_run *run;
    const struct einv_tree *tree;    /* the source; NULL: none */
    uint8_t *reported;               /* by element, then by attribute */
    struct einv_buf text;            /* scratch */
    struct einv_buf path;            /* of the tree's element reported last */
    struct einv_buf term, remedy;    /* scratch */
    struct einv_way way;
    einv_ref asked;                  /* whose position was asked for last */
    struct einv_position pos;
    struct einv_text *labels;        /* of rows, where already made */
    struct einv_arena made;          /* their texts */
    bool nomem;
};

void einv__ledger_begin(struct bind_ledger *l, const struct bind_run *r,
                        const struct einv_tree *tree);
void einv__ledger_end(struct bind_ledger *l);
/* The rows of one read note. */
void einv__ledger_note(struct bind_ledger *l, const struct einv_note *note,
                       uint32_t row);
/* The rows of a note `absent`: each leaf that put would write below the
 * source's element `parent` (an attribute's owner), as `would` has it. */
void einv__ledger_absent(struct bind_ledger *l, const struct einv_tree *would,
                         einv_node parent, uint32_t row);
/* A finding about a place of the source. */
void einv__ledger_find(struct bind_ledger *l, enum einv_severity severity,
                       const char *rule, einv_ref ref, uint32_t row,
                       struct einv_text found, struct einv_text expected);
/* What a slot carries of the residue, as the rows of reading named it; `of`:
 * the binding that made the note, NULL: it is not here. */
void einv__ledger_carried(struct bind_ledger *l, const struct einv_binding *of,
                          const struct einv_note *note);
/* What put left out: every value that no row has written. */
void einv__ledger_rest(struct bind_ledger *l);
/* One row of writing. */
void einv__ledger_write(struct bind_ledger *l, enum einv_reason reason,
                        uint32_t row, const struct einv_entry *entry,
                        einv_place_id place, struct einv_text value,
                        struct einv_text where);

/* What to supply where a row misses a field: "--set PATH=..." (remedy.c). */
void einv__remedy(const struct bind_run *r, uint32_t row,
                  const struct einv_entry *record, einv_place_id place,
                  struct einv_buf *out);

/* once="yes": may the row be written in this record? */
static inline bool einv__bind_once(const struct bind_row *row,
                                   const struct einv_entry *record)
{
    return !(row->flags & ROW_ONCE) || record->parent == NULL ||
           (record->place == row->record &&      /* no member of a member */
            einv__entry_find(record->parent, record->place) == record);
}

#endif
