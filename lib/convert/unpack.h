/* unpack.h: the document in a container.
 */
#ifndef EINV_LIB_UNPACK_H
#define EINV_LIB_UNPACK_H

#include "convert.h"

/* How bytes are parsed. */
struct parsing {
    struct einv_text as;        /* read as this format; NULL pointer: detect */
    unsigned flags;             /* DOCUMENT_* */
    unsigned depth;             /* containers around these bytes */
    struct einv_report *report;
};

enum container { CONTAINER_NONE, CONTAINER_GZIP, CONTAINER_ZIP,
                 CONTAINER_PDF };

/* By the first bytes; of an archive also by the last: something before its
 * first entry is refused with the archive, not taken for another file. */
enum container einv__container_of(struct einv_text bytes);

/* Finds the one document in the container and parses it into doc; what it was
 * unpacked into becomes doc's.  No invoice, or several: the container is
 * named, with a finding EINV-PACK-0001, -0002; it cannot be opened by this
 * build: -0003. */
einv_status einv__unpack(struct einv_document *doc, struct einv_text bytes,
                         enum container container, const struct parsing *p);

/* document.c.  Parses bytes into doc, whose members are initialised; what doc
 * then owns is freed by its owner, also after a failure. */
einv_status einv__document_parse_bytes(struct einv_document *doc,
                                       struct einv_text bytes,
                                       const struct parsing *p);
/* Initialises the members. */
void einv__document_begin(struct einv_document *doc,
                          struct einv_engine *engine);
/* Names bytes that are not read further; false: not recognised. */
einv_status einv__document_name(struct einv_document *doc,
                                struct einv_text bytes);

#endif
