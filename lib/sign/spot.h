/* spot.h: where in a document's bytes something can be put in. */
#ifndef EINV_LIB_SIGN_SPOT_H
#define EINV_LIB_SIGN_SPOT_H

#include "../xml/tree.h"

struct einv_spot {
    size_t at;                  /* offset in the bytes */
    struct einv_text name;      /* of an empty-element tag that must become
                                   two: at is its "/>" ; ptr NULL: none */
};

/* Behind the start tag of the e-th element, or before its end tag.  The
 * document is well-formed, without a DOCTYPE, in an encoding whose marks are
 * ASCII's.  false: there is no such element. */
bool einv__spot_find(struct einv_text bytes, einv_node e, bool first,
                     struct einv_spot *spot);

#endif
