/* table.h: a draft of the model (records and fields as model.xml says them)
 * and its expansion into places.
 *
 * The draft is filled in document order: a record, its fields, the terms of
 * each field.  Who fills it decides where it comes from; this module reads
 * no XML.
 */
#ifndef EINV_LIB_MODEL_TABLE_H
#define EINV_LIB_MODEL_TABLE_H

#include "model.h"

/* What a path below a field is called in this role. */
struct einv_draft_term {
    struct einv_text of;           /* path below the field */
    struct einv_text id, title, list;
    uint8_t flags;                 /* EINV_PLACE_REQUIRED, _GRAVE */
    bool used;
    uint32_t where;                /* for draft.position */
};

struct einv_draft_field {
    struct einv_text name, id, title, record, key, list;
    uint8_t type, flags;
    uint32_t of;                   /* record type: which record */
    uint32_t first_term, n_terms;
    uint32_t where;                /* for draft.position */
};

/* A group of EN 16931 that the model keeps flat: its id names the record. */
struct einv_draft_alias {
    struct einv_text id, title;
    uint32_t record;
};

struct einv_draft_record {
    struct einv_text name;
    uint32_t first_field, n_fields;
    uint32_t where;                /* for draft.position */
};

/* How ids become the numbers of terms.h: BT-131 is 131 with ("BT-", 0). */
struct einv_draft_block {
    struct einv_text prefix;
    int32_t base;
};

struct einv_draft {
    const einv_allocator *alloc;
    struct einv_position (*position)(void *user, uint32_t where);
    void *user;
    struct einv_draft_record *records;
    struct einv_draft_field *fields;
    struct einv_draft_term *terms;
    struct einv_draft_alias *aliases;
    struct einv_draft_block *blocks;
    size_t n_records, n_fields, n_terms, n_aliases, n_blocks;
    size_t cap_records, cap_fields, cap_terms, cap_aliases, cap_blocks;
    uint32_t qualifiers[EINV_N_TYPES]; /* record of a type, UINT32_MAX none */
};

void einv__draft_init(struct einv_draft *d, const einv_allocator *a);
void einv__draft_free(struct einv_draft *d);

/* Each appends a zeroed row (a field to the last record, a term to the last
 * field); NULL: no memory.  The texts must outlive the model. */
struct einv_draft_record *einv__draft_record(struct einv_draft *d);
struct einv_draft_field *einv__draft_field(struct einv_draft *d);
struct einv_draft_term *einv__draft_term(struct einv_draft *d);
struct einv_draft_alias *einv__draft_alias(struct einv_draft *d);
struct einv_draft_block *einv__draft_block(struct einv_draft *d);

/* Makes the places of m (its arena initialised) from the record "invoice".
 * EINV_OK; EINV_EMALFORMED with findings EINV-MODEL-*; EINV_ENOMEM. */
einv_status einv__model_build(struct einv_model *m, struct einv_draft *d,
                              struct einv_report *report);

#endif
