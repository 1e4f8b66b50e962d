/* pdf_inside.h: an open document of qpdf, between the files that ask it. */
#ifndef EINV_LIB_PDF_INSIDE_H
#define EINV_LIB_PDF_INSIDE_H

#include <qpdf/qpdf-c.h>

#include "pdf.h"

enum { DEEPEST = 64, MOST_OBJECTS = 100000 };

struct door {
#define DOOR(result, name, parameters) result (*name) parameters;
#include "pdf_door.def"
#undef DOOR
};

struct inside {
    struct door q;
    qpdf_data data;
    struct einv_report *report;
    size_t seen;                /* objects walked */
    int chain[DEEPEST];         /* numbers of the nodes above */
};

static inline enum qpdf_object_type_e type_of(const struct inside *in,
                                              qpdf_oh o)
{
    return in->q.qpdf_oh_get_type_code(in->data, o);
}

/* The value of a key; false: there is none. */
static inline bool get(const struct inside *in, qpdf_oh from, const char *key,
                qpdf_oh *value)
{
    enum qpdf_object_type_e type = type_of(in, from);

    if ((type != ot_dictionary && type != ot_stream) ||
        !in->q.qpdf_oh_has_key(in->data, from, key))
        return false;
    *value = in->q.qpdf_oh_get_key(in->data, from, key);
    return true;
}

/* A fatal finding by its code; EINV_EMALFORMED or EINV_ELIMIT. */
einv_status einv__pdf_tell(struct inside *in, const char *code,
                           struct einv_text name);
/* The same, by what qpdf has said. */
einv_status einv__pdf_broken(struct einv_pdf *pdf);
/* Goes down into a node; a node above itself is a loop. */
einv_status einv__pdf_enter(struct einv_pdf *pdf, qpdf_oh node,
                            unsigned depth);

#endif
