/* bind.h: formats as data: compile a binding, read and write through it.
 *
 * A binding (LENS.md, einv-format(5)) compiles to immutable integer tables
 * that many threads may use at once.  get: tree -> model + residue + ledger;
 * put: model + residue -> tree + ledger.  Both come from the same rows.
 */
#ifndef EINV_LIB_BIND_H
#define EINV_LIB_BIND_H

#include "../model/model.h"
#include "../xml/build.h"

struct einv_binding;
struct einv_codes;             /* code/codes.h */

/* How a binding asks for another file: base binding (extends) or code list.
 * `kind` is "format" (name: id@version) or "codes" (name: list).  The bytes
 * must live as long as the binding. */
typedef einv_status einv_fetch_fn(void *user, const char *kind,
                                  struct einv_text name,
                                  struct einv_text *bytes);

struct einv_bind_options {
    einv_fetch_fn *fetch;
    void *user;
    bool warnings;             /* also say what is only suspicious */
};

/* Compiles.  Findings say file:line: (xpath = file name, pos = line), origin
 * "structure", codes EINV-BIND-*.  EINV_OK; EINV_EMALFORMED with findings;
 * EINV_ENOMEM. */
einv_status einv__bind_compile(struct einv_binding **out,
                               const einv_allocator *a,
                               const struct einv_model *model,
                               struct einv_text xml, const char *file,
                               const struct einv_bind_options *options,
                               struct einv_report *report);
void einv__bind_free(struct einv_binding *b);

struct einv_bind_info {
    struct einv_text id, version, name, country, proof;
    bool full;                 /* coverage="full" */
    bool json;                 /* syntax="json" */
    bool read, write;
    struct einv_text encoding; /* output; empty: UTF-8 */
    uint32_t indent;
    bool bom, no_declaration;
    bool draft;                /* only a platform can issue it */
    uint64_t hash;             /* of the binding's bytes */
};
const struct einv_bind_info *einv__bind_info(const struct einv_binding *b);

/* Does the binding declare this element's place binary? (xml/tree.h) */
bool einv__bind_is_binary(void *binding, struct einv_text ns,
                          struct einv_text local);

/* Reads the tree into the invoice (initialised, empty).  The tree must live
 * as long as the invoice.  EINV_OK also with findings (then inv->partial may
 * be set); EINV_EUNKNOWN: no document row for this root; EINV_ENOMEM. */
einv_status einv__bind_get(const struct einv_binding *b,
                           const struct einv_tree *tree,
                           struct einv_invoice_data *inv,
                           struct einv_report *report);

struct einv_put_options {
    bool residue;              /* use the notes (they are this format's) */
    bool quiet;                /* no ledger */
    bool slots;                /* what has no place goes into the slot ... */
    const struct einv_binding *source;     /* ... and the notes, which are
                                  this one's; NULL: not */
    bool waiting;              /* use what waits for this binding */
};

/* Writes the invoice into `out` (initialised, empty).  EINV_OK also when the
 * ledger has rows; EINV_EUNSUPPORTED: no document row fits; EINV_ENOMEM. */
einv_status einv__bind_put(const struct einv_binding *b,
                           struct einv_invoice_data *inv,
                           const struct einv_put_options *options,
                           struct einv_tree *out, struct einv_report *report);

/* Which of these places would be missing (missing_required) in that document?
 * Nothing is written.  EINV_OK also where it is not known, because the first
 * member of a list does not demand all that its rows may or because what
 * waits for this binding is to be written: then nothing is asked.
 * EINV_ENOMEM. */
einv_status einv__bind_demands(const struct einv_binding *b,
                               struct einv_invoice_data *inv,
                               const struct einv_put_options *options,
                               struct einv_demand *demands, size_t n);

/* --- residue in the JSON view ------------------------------------------- */

const char *einv__note_name(enum einv_note_kind kind);
/* The stable label of a row: cac:InvoiceLine/cbc:ID, a second sibling row of
 * one name gets ~2.  Appends; row 0 gives nothing. */
void einv__bind_label(const struct einv_binding *b, uint32_t row,
                      struct einv_buf *out);
/* The row with this label; 0: none. */
uint32_t einv__bind_row(const struct einv_binding *b, struct einv_text label);
/* The alternative of a choice may be no element: then the first one in it
 * stands for it in labels; and back, for a note of `row`. */
uint32_t einv__bind_anchor(const struct einv_binding *b, uint32_t anchor);
uint32_t einv__bind_anchor_row(const struct einv_binding *b, uint32_t row,
                               struct einv_text label);
/* Resolves a prefix of the binding (foreign notes); empty: none. */

/* --- what a format holds -------------------------------------------------- */

/* Calls `each` for every place of the model with the format's own places
 * (row labels), or with why it lacks it.  Places below a list repeat not. */
struct einv_bind_place {
    einv_place_id place;
    const uint32_t *rows;      /* rows that bind it */
    size_t n_rows;
    struct einv_text lacks;    /* why; empty when bound */
    bool unsaid;               /* neither bound nor declared absent */
};
typedef void einv_bind_place_fn(void *user,
                                const struct einv_bind_place *place);
einv_status einv__bind_describe(const struct einv_binding *b,
                                einv_bind_place_fn *each, void *user);

/* Has the format a row for this place? */
bool einv__bind_binds(const struct einv_binding *b, einv_place_id place);

/* Rows and codec rows, for `formats check`. */
void einv__bind_count(const struct einv_binding *b, size_t *rows,
                      size_t *codec_rows);

#endif
