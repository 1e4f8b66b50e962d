/* place.h: walking through a source, counting lines.
 */
#ifndef EINV_LIB_PLACE_H
#define EINV_LIB_PLACE_H

#include "source.h"

struct einv_place {
    size_t src;             /* offset in the UTF-8 text */
    uint64_t given;         /* offset in the bytes as given */
    uint32_t line, column;
};

void einv__place_start(const struct einv_tree_source *s,
                       struct einv_place *place);
/* Moves on to an offset in the text (a character's first byte). */
void einv__place_advance(const struct einv_tree_source *s,
                         struct einv_place *place, size_t to);

#endif
