/* names.h: the names of one tree, and what is computed about it later.
 *
 * Prefixes and namespaces are interned: two of them are equal when their
 * pointers are.  A qname is found by these two and its local name's text.
 * The table is the tree's own: hostile names are freed with their document.
 */
#ifndef EINV_LIB_NAMES_H
#define EINV_LIB_NAMES_H

#include <stdatomic.h>

#include "tree.h"

struct einv_tree_lines;     /* position.c */
struct einv_tree_order;

/* While a tree is being built its siblings are counted from the last answer
 * for the same parent and name. */
struct einv_names_memo {
    einv_node parent, node;
    uint32_t name, position;
};
#define EINV_NAMES_MEMO 64

struct einv_names {
    struct einv_text *strings;      /* open addressing, power of two */
    size_t n_strings, cap_strings;
    uint32_t *qnames;               /* qname number + 1; 0: free; by expanded
                                       name, so that its prefixes meet */
    size_t cap_qnames;
    uint64_t seed;
    /* Made at the first demand, perhaps by two threads at once. */
    _Atomic(struct einv_tree_lines *) lines;
    _Atomic(struct einv_tree_order *) order;
    bool building;                  /* rows still come and go */
    bool memo_used;
    struct einv_names_memo *memo;   /* EINV_NAMES_MEMO rows, or NULL */
};

/* The table of a tree, made when missing; NULL: no memory. */
struct einv_names *einv__names_of(struct einv_tree *t);
void einv__names_free(struct einv_tree *t);
/* The tree's own text; `stays`: the given one lives as long as the tree and
 * need not be copied.  false: no memory. */
bool einv__names_text(struct einv_tree *t, struct einv_text text, bool stays,
                      struct einv_text *out);
/* Number of a qname; prefix and ns are interned; UINT32_MAX: no memory. */
uint32_t einv__names_interned(struct einv_tree *t, struct einv_text prefix,
                              struct einv_text ns, struct einv_text local,
                              bool stays);
/* The same for any texts. */
uint32_t einv__names_qname(struct einv_tree *t, struct einv_text prefix,
                           struct einv_text ns, struct einv_text local);

/* Rows have changed or gone: what was computed about them is void. */
void einv__tree_forget(struct einv_tree *t);
void einv__lines_free(struct einv_tree *t, struct einv_tree_lines *lines);
void einv__order_free(struct einv_tree *t, struct einv_tree_order *order);

#endif
