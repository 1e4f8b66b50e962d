/* identifiers.h: schemas/identifiers.xml as tables: forms of identifiers, and
 * at which fields of the model they are looked for.
 */
#ifndef EINV_LIB_IDENTIFIERS_H
#define EINV_LIB_IDENTIFIERS_H

#include "engine.h"
#include "../code/forms.h"
#include "../xml/tree.h"

/* One place of a <use>. */
struct identifier_use {
    struct einv_text record, field;          /* at="party/vat_id" */
    struct einv_text country, scheme, kind;  /* NULL pointer: any */
    enum einv_severity severity;
    uint32_t first, n;                       /* into used[] */
};

struct engine_identifiers {
    struct einv_arena arena;
    struct einv_tree tree;                   /* the texts lie in it */
    struct einv_form *forms;
    struct identifier_use *uses;
    const struct einv_form **used;
    size_t n_forms, n_uses, n_used;
    uint8_t *looked;                         /* by place: has it a use? */
};

/* The tables, read on first use.  EINV_OK; EINV_EINTERNAL: what is embedded
 * does not load (findings EINV-ID-0100); EINV_ENOMEM. */
einv_status einv__engine_identifiers(struct einv_engine *e,
                                     struct einv_report *report,
                                     const struct engine_identifiers **out);
/* The tables of these bytes, which must outlive them.  Statuses as above;
 * `*out` is NULL unless EINV_OK. */
einv_status einv__identifiers_load(const struct einv_allocator *a,
                                   const struct einv_model *m,
                                   struct einv_text bytes,
                                   struct einv_report *report,
                                   struct engine_identifiers **out);
void einv__identifiers_free(const struct einv_allocator *a,
                            struct engine_identifiers *t);
/* Is it a use of this place of the model? */
bool einv__identifier_use_at(const struct einv_model *m,
                             const struct identifier_use *use,
                             einv_place_id place);

#endif
