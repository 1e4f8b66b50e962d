/* build.h: making a tree in document order, with undo.
 *
 * The builder appends rows to a tree.  Failure is sticky: after the first
 * one every call does nothing and `failed` says so.
 */
#ifndef EINV_LIB_BUILD_H
#define EINV_LIB_BUILD_H

#include "rows.h"

struct einv_build {
    struct einv_tree *tree;
    einv_node open;             /* innermost open element */
    bool failed;                /* no memory, or 4 GB passed */
};

struct einv_build_mark {        /* a state to come back to */
    size_t n_elems, n_attrs, text_len, attr_text_len, n_ns, n_extras;
    einv_node open;
    bool has_mixed;
};

/* t must be initialised and empty. */
void einv__build_init(struct einv_build *b, struct einv_tree *t);

/* Numbers a qname of the tree (interned); UINT32_MAX when failed. */
uint32_t einv__build_qname(struct einv_build *b, struct einv_text prefix,
                           struct einv_text ns, struct einv_text local);

/* Opens an element under the open one; returns its row. */
einv_node einv__build_start(struct einv_build *b, uint32_t qname);
/* On the open element, before its first child. */
void einv__build_attr(struct einv_build *b, uint32_t qname,
                      struct einv_text value);
/* Declares a namespace on the open element, before its first child. */
void einv__build_ns(struct einv_build *b, struct einv_text prefix,
                    struct einv_text ns);
/* Text of the open element. */
void einv__build_text(struct einv_build *b, struct einv_text text);
void einv__build_end(struct einv_build *b);
/* A comment (target empty) or a processing instruction, here. */
void einv__build_extra(struct einv_build *b, enum einv_extra_kind kind,
                       struct einv_text target, struct einv_text data);

/* Copies an element with all below it (attributes, namespaces in use,
 * comments, processing instructions, mixed text) under the open element. */
void einv__build_copy(struct einv_build *b, const struct einv_tree *from,
                      einv_node e);

struct einv_build_mark einv__build_mark(const struct einv_build *b);
/* Forgets everything since the mark. */
void einv__build_undo(struct einv_build *b, struct einv_build_mark mark);

/* Puts the children of the open element (complete elements) into another
 * order: order[i] is the row of the child that becomes the i-th.  Rows
 * change their numbers. */
void einv__build_reorder(struct einv_build *b, const einv_node *order,
                         size_t n);

/* In a tree whose root is closed: the children of `from`'s root (NULL: nothing)
 * in the place of e and all below it.  Neither may hold comments or
 * declarations.  Rows change their numbers. */
void einv__build_replace(struct einv_build *b, einv_node e,
                         const struct einv_tree *from);

#endif
