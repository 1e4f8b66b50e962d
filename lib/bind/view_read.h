/* view_read.h: what the two halves of reading a view share.
 */
#ifndef EINV_LIB_BIND_VIEW_READ_H
#define EINV_LIB_BIND_VIEW_READ_H

#include "view.h"

/* Deeper than any document that einv reads (base/limits.def). */
#define VIEW_MAX_NEST 300

struct view_reader {
    const struct einv_view *v;
    const struct einv_model *m;
    const struct einv_binding *b;
    struct einv_invoice_data *inv;
    struct einv_report *report;
    uint32_t seen;                 /* a cursor for positions: offset, */
    struct einv_position at;       /* and where it is */
    bool bad, nomem;
};

/* An error about a value of the JSON text; the invoice goes without it. */
void einv__view_complain(struct view_reader *r, const char *code,
                         const struct einv_json *at, einv_place_id place,
                         struct einv_text found, struct einv_text expected);
/* The same, as a warning or an information that changes no status. */
void einv__view_say(struct view_reader *r, enum einv_severity severity,
                    const char *code, const struct einv_json *at,
                    struct einv_text found, struct einv_text expected);
/* Only characters that XML can hold? */
bool einv__view_is_text(struct einv_text text);

/* Reads the array of notes (view_residue.c). */
void einv__view_residue(struct view_reader *r, const struct einv_json *array);

#endif
