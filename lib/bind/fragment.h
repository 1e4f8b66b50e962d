/* fragment.h: pieces of XML that notes hold: they all go into one tree, which
 * the invoice owns.
 */
#ifndef EINV_LIB_BIND_FRAGMENT_H
#define EINV_LIB_BIND_FRAGMENT_H

#include "run.h"

struct fragments {
    struct einv_invoice_data *inv;
    const struct einv_limits *limits;      /* NULL: the defaults */
    struct einv_tree *tree;                /* NULL: none yet */
    struct einv_build build;
    bool nomem;
};

/* Parses an element and adds it; its row, or EINV_NO_NODE: not XML, or no
 * memory.  *n_attrs: how many there are in it. */
einv_node einv__fragment_add(struct fragments *f, struct einv_text xml,
                             uint32_t *n_attrs);
/* No more will come.  false: no memory. */
bool einv__fragments_end(struct fragments *f);

#endif
