/* rows.h: the side tables of a tree: namespace declarations, comments and
 * processing instructions.
 */
#ifndef EINV_LIB_ROWS_H
#define EINV_LIB_ROWS_H

#include "tree.h"

/* A declaration made on an element, in the order of the document. */
struct einv_tree_ns {
    struct einv_text prefix, uri;   /* empty: the default; undeclared */
    einv_node elem;
};

enum einv_extra_kind { EINV_EXTRA_COMMENT, EINV_EXTRA_PI };

/* Stands inside `parent` (EINV_NO_NODE: outside the root) in front of the
 * element row `before` (which may be one past the last, or no child of
 * `parent`), where the text buffer had `text_off` bytes. */
struct einv_tree_extra {
    struct einv_text target, data;  /* target: of a PI */
    einv_node parent, before;
    uint32_t text_off;
    enum einv_extra_kind kind;
};

#define EINV_XML_NS "http://www.w3.org/XML/1998/namespace"
#define EINV_XSI_NS "http://www.w3.org/2001/XMLSchema-instance"

/* First declaration on an element >= e. */
size_t einv__tree_ns_from(const struct einv_tree *t, einv_node e);
/* First extra in front of a row >= e. */
size_t einv__tree_extra_from(const struct einv_tree *t, einv_node e);
/* What a prefix stands for at e, by the declarations in the tree. */
struct einv_text einv__tree_resolve(const struct einv_tree *t, einv_node e,
                                    struct einv_text prefix);
/* Prefixes that only values inside top use (xsi:type="xs:date") and that are
 * declared above it: one a call, `*i` starts at 0 and moves on; false: no
 * more. */
bool einv__tree_value_prefix(const struct einv_tree *t, einv_node top,
                             size_t *i, struct einv_text *prefix,
                             struct einv_text *uri);
/* Is there anything but white space? */
bool einv__is_blank(const char *ptr, size_t len);

#endif
