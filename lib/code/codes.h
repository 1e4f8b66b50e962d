/* codes.h: code lists, and maps from national codes to the model's.
 *
 * A list is schemas/codes/<name>.tsv: a head line, then rows.  A plain list
 * has the columns code, name; a map has national, then one column a field,
 * then dir (= both ways, > read only, < write only).  Source, version and
 * licence of each stand in schemas/codes/SOURCES.
 */
#ifndef EINV_LIB_CODES_H
#define EINV_LIB_CODES_H

#include "../base/memory.h"
#include "../diag/report.h"

struct einv_code_list;

/* Compiles a list; texts point into `tsv`, which must outlive the list.
 * Findings say file:line:.  EINV_OK; EINV_EMALFORMED; EINV_ENOMEM. */
einv_status einv__codes_load(struct einv_code_list **out,
                             struct einv_arena *arena, struct einv_text tsv,
                             const char *file, struct einv_report *report);

size_t einv__codes_columns(const struct einv_code_list *list);
/* The name of a column, as the head line has it: "rate:percent". */
struct einv_text einv__codes_column(const struct einv_code_list *list,
                                    size_t column);
/* Is it a map (first column "national")? */
bool einv__codes_is_map(const struct einv_code_list *list);
/* Plain list: the name of a code; false: not in the list. */
bool einv__codes_name(const struct einv_code_list *list, struct einv_text code,
                      struct einv_text *name);

/* Map, reading: the first row whose national column fits `national` (NULL
 * pointer: the place is absent).  Fills fields[columns - 1]; an empty text
 * with NULL pointer = the field stays empty.  false: no row fits. */
bool einv__codes_decode(const struct einv_code_list *list,
                        struct einv_text national, struct einv_text *fields);
/* Map: may the national code be written too (the row that reads it has the
 * direction =)? */
bool einv__codes_writes(const struct einv_code_list *list,
                        struct einv_text national);
/* Map, writing: the national code for these fields; NULL pointer = the place
 * is not written.  false: no row fits. */
bool einv__codes_encode(const struct einv_code_list *list,
                        const struct einv_text *fields,
                        struct einv_text *national);

#endif
