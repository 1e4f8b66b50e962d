/* nearest.h: which known word is meant by an unknown one ("did you mean"). */
#ifndef EINV_LIB_NEAREST_H
#define EINV_LIB_NEAREST_H

#include "text.h"

/* Words are short; a longer one is far from every other. */
#define EINV_NEAREST_MAX 64

/* How many bytes must be put in, taken out or replaced to make b of a;
 * EINV_NEAREST_MAX + 1 when one of them is longer than that. */
size_t einv__nearest_edits(struct einv_text a, struct einv_text b);

struct einv_nearest {
    struct einv_text word;     /* the unknown one */
    struct einv_text best;     /* the closest so far; ptr NULL: none is close */
    size_t edits;              /* a candidate needs fewer */
};

void einv__nearest_start(struct einv_nearest *n, struct einv_text word);
/* A known word; of two that are equally close, the first is kept. */
void einv__nearest_try(struct einv_nearest *n, struct einv_text known);

#endif
