/* cover.h: sets of elements: what signatures cover.
 *
 * An element stands for itself, its attributes and its own text.  Elements
 * are numbered in document order, so a subtree is a run of numbers and a set
 * is a list of runs.
 */
#ifndef EINV_LIB_SIGN_COVER_H
#define EINV_LIB_SIGN_COVER_H

#include "../xml/tree.h"

struct einv_run { einv_node from, to; };    /* both in it */

struct einv_cover {
    const einv_allocator *alloc;
    struct einv_run *runs;      /* rising, apart from each other */
    size_t n, cap;
    bool failed;                /* no memory */
};

void einv__cover_init(struct einv_cover *c, const einv_allocator *a);
void einv__cover_free(struct einv_cover *c);
void einv__cover_add(struct einv_cover *c, einv_node from, einv_node to);
void einv__cover_remove(struct einv_cover *c, einv_node from, einv_node to);
bool einv__cover_has(const struct einv_cover *c, einv_node e);
/* The first element of [from, to] that is not in the set; EINV_NO_NODE: all
 * are. */
einv_node einv__cover_gap(const struct einv_cover *c, einv_node from,
                          einv_node to);

#endif
