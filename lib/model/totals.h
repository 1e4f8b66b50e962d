/* totals.h: EN 16931's sums: deriving what is left out, checking what is
 * declared, and comparing two invoices.
 */
#ifndef EINV_LIB_MODEL_TOTALS_H
#define EINV_LIB_MODEL_TOTALS_H

#include "model.h"

/* Derives the sums and the VAT breakdown that nobody declared, where all
 * that they follow from is there; half-up at two decimals.  What is made is
 * marked EINV_ENTRY_DERIVED and has a ledger row (write, derived).  A
 * declared value is never touched.  EINV_OK; EINV_ENOMEM. */
einv_status einv__model_complete(struct einv_invoice_data *inv,
                                 struct einv_report *report);

/* Derives for each line what these rows demand of what a line's own tax says
 * (taxable amount, VAT, both together) and the sum of the first, where the
 * line says what it takes.  What is made is marked EINV_ENTRY_DERIVED.
 * EINV_OK; EINV_ENOMEM. */
einv_status einv__model_complete_lines(struct einv_invoice_data *inv,
                                       const struct einv_ledger_row *rows);

/* The same, when it is known what is asked: the places of these amounts,
 * none of them asked yet; and what is asked of them. */
enum { EINV_LINE_DEMANDS = 4 };
void einv__model_line_demands(const struct einv_model *m,
                              struct einv_demand asked[EINV_LINE_DEMANDS]);
einv_status
einv__model_derive_lines(struct einv_invoice_data *inv,
                         const struct einv_demand asked[EINV_LINE_DEMANDS]);

/* Fills in where an entry stands in the source; may be NULL.  false: what is
 * wrong there is said already. */
typedef bool einv_where_fn(void *user, const struct einv_entry *e,
                           struct einv_finding *f);

/* Declared against recomputed: findings EINV-TOTALS-*, origin "totals".
 * EINV_OK also with findings; EINV_ENOMEM. */
einv_status einv__model_check_totals(const struct einv_invoice_data *inv,
                                     einv_where_fn *where, void *user,
                                     struct einv_report *report);

/* --- comparison (compare.c) ----------------------------------------------- */

struct einv_diff_row {
    struct einv_text path;     /* lines[2]/net_amount, of a where it has it */
    einv_place_id place;
    struct einv_text a, b;     /* NULL pointer: not there */
};
typedef void einv_diff_fn(void *user, const struct einv_diff_row *row);

/* Calls `each` for every value that differs.  Members of a list are matched
 * by their natural key (model.xml), else by position; numbers by value.
 * EINV_OK; EINV_ELIMIT: records nest too deep; EINV_ENOMEM. */
einv_status einv__model_compare(const struct einv_invoice_data *a,
                                const struct einv_invoice_data *b,
                                einv_diff_fn *each, void *user);

#endif
