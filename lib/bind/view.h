/* view.h: the model as JSON, out and in: the exchange form for ERPs.
 *
 *   {"einv","model","format","version","profile","partial",
 *    "invoice": {...}, "residue": [...]}
 *
 * `invoice` holds the model and nothing else: a key is a field's name, in
 * the order of model.xml; a record is an object, a list an array, a value a
 * string as the model keeps it, or {"value", "scheme", ...} when it carries
 * qualifiers.  `residue` holds the notes: one object a note.
 * doc/invoice.schema.json is made from the same table.
 */
#ifndef EINV_LIB_BIND_VIEW_H
#define EINV_LIB_BIND_VIEW_H

#include "bind.h"
#include "../json/json.h"

struct einv_view_head {
    struct einv_text einv;                     /* the library's version */
    struct einv_text format, version, profile; /* empty: left out */
};

/* Appends the view.  `b` names the rows of the notes; NULL: no residue.
 * EINV_OK; EINV_ELIMIT: records nest too deep; EINV_ENOMEM. */
einv_status einv__view_write(const struct einv_invoice_data *inv,
                             const struct einv_binding *b,
                             const struct einv_view_head *head,
                             uint32_t indent, struct einv_buf *out);

/* A view that was parsed but not read: what format it speaks of is known
 * before a binding is chosen.  `bytes` must outlive it. */
struct einv_view {
    struct einv_arena arena;
    struct einv_text bytes;
    const struct einv_json *root;
    struct einv_view_head head;
    struct einv_limits limits;     /* also of the fragments inside */
    bool partial;
};

/* Parses.  EINV_OK; EINV_EMALFORMED with findings JSON_* or EINV-VIEW-*;
 * EINV_ELIMIT; EINV_ENOMEM.  Nothing needs closing on failure. */
einv_status einv__view_open(struct einv_view *v, const einv_allocator *a,
                            struct einv_text bytes,
                            const struct einv_limits *limits,
                            struct einv_report *report);
void einv__view_close(struct einv_view *v);

/* Reads the view into the invoice (initialised, empty), which owns all of
 * it afterwards: the view may be closed.  The residue is read through `b`,
 * the binding of head.format; NULL: it is left aside, and an information
 * says so.
 * EINV_OK; EINV_EMALFORMED: findings EINV-VIEW-* say all that does not fit,
 * and the invoice holds what did; EINV_ENOMEM. */
einv_status einv__view_read(const struct einv_view *v,
                            const struct einv_binding *b,
                            struct einv_invoice_data *inv,
                            struct einv_report *report);

#endif
