/* node.h: nodes of a document as XPath sees them: order, axes, names, string
 * values.
 *
 * Elements and attributes are rows of the tree.  A text node has no row: it
 * is named by its parent and the place where its text starts.  Where a text
 * node, a comment or a processing instruction stands among the elements is
 * said by the first element row that starts behind it (`before`).
 */
#ifndef EINV_LIB_XPATH_NODE_H
#define EINV_LIB_XPATH_NODE_H

#include "run.h"

enum einv_xp_axis { /* ORDER XP_AXIS: names in parse_path.c */
    EINV_XP_CHILD, EINV_XP_DESCENDANT, EINV_XP_ATTRIBUTES, EINV_XP_SELF,
    EINV_XP_DESCENDANT_OR_SELF, EINV_XP_FOLLOWING_SIBLING,
    EINV_XP_FOLLOWING, EINV_XP_NAMESPACE,
    EINV_XP_PARENT, EINV_XP_ANCESTOR, EINV_XP_PRECEDING_SIBLING,
    EINV_XP_PRECEDING, EINV_XP_ANCESTOR_OR_SELF  /* reverse from parent on */
};

static inline struct einv_xp_node einv__xp_node(
    const struct einv_xp_doc *doc, enum einv_xp_kind kind, uint32_t row)
{
    return (struct einv_xp_node){ doc, (uint32_t)kind, row, 0 };
}

static inline struct einv_xp_item einv__xp_node_item(struct einv_xp_node n)
{
    struct einv_xp_item item = { .type = EINV_XP_NODE };

    item.u.node = n;
    return item;
}

/* Document order: < 0, 0 (the same node), > 0. */
int einv__xp_node_cmp(const struct einv_xp_node *a,
                      const struct einv_xp_node *b);
bool einv__xp_node_same(const struct einv_xp_node *a,
                        const struct einv_xp_node *b);

/* false: there is none. */
bool einv__xp_parent(const struct einv_xp_node *n, struct einv_xp_node *out);

/* A node test: which kinds, and which names. */
enum einv_xp_naming {
    EINV_XP_ANY_NAME,           /* * or a kind test without a name */
    EINV_XP_FULL_NAME,          /* p:local */
    EINV_XP_NS_NAME,            /* p:* */
    EINV_XP_LOCAL_NAME          /* *:local */
};

struct einv_xp_test {
    uint8_t kinds;              /* bits 1 << enum einv_xp_kind */
    uint8_t naming;             /* enum einv_xp_naming */
    uint32_t name;              /* FULL_NAME: of the library */
    struct einv_text ns, local;
};

bool einv__xp_test_node(const struct einv_xp_test *test,
                        const struct einv_xp_node *n);
/* Appends the nodes of an axis that pass the test, in the order of the
 * axis (reverse axes: nearest first). */
bool einv__xp_axis(struct einv_xp_run *run, const struct einv_xp_node *from,
                   enum einv_xp_axis axis, const struct einv_xp_test *test,
                   struct einv_xp_list *out);

/* index.c: indexes the elements of a document by name.  false: no memory. */
bool einv__xp_index(struct einv_arena *arena, struct einv_xp_doc *doc);
/* Can an element of one name of the tree have a child or an attribute of the
 * other? */
static inline bool einv__xp_inside(const struct einv_xp_doc *doc,
                                   uint32_t name, uint32_t child)
{
    size_t bit = name * doc->tree->n_names + child;

    return doc->inside == NULL || (doc->inside[bit / 8] >> bit % 8 & 1) != 0;
}
struct einv_xp_slice {
    const uint32_t *rows;       /* rising */
    uint32_t n;
};
/* The elements of a name of the tree among the rows from .. to. */
struct einv_xp_slice einv__xp_slice(const struct einv_xp_doc *doc,
                                    uint32_t name, uint32_t from,
                                    uint32_t to);

/* The expanded name and the prefix; NULL: the node has none (document, text,
 * comment).  A processing instruction's target is a local name. */
const struct einv_qname *einv__xp_node_name(const struct einv_xp_node *n,
                                            struct einv_qname *room);
/* The string value (XDM 6); of a document or an element it is a slice of the
 * tree. */
struct einv_text einv__xp_node_text(const struct einv_xp_node *n);

/* The typed value: nodes are untyped here (no schema), comments and
 * processing instructions are strings (XDM 2.0, 5.2 ff.).  An atomic item
 * is itself. */
bool einv__xp_atomize_one(struct einv_xp_run *run,
                          const struct einv_xp_item *in,
                          struct einv_xp_item *out);
bool einv__xp_atomize(struct einv_xp_run *run, const struct einv_xp_seq *in,
                      struct einv_xp_seq *out);
/* fn:string of one item. */
bool einv__xp_atomize_string(struct einv_xp_run *run,
                             const struct einv_xp_item *in,
                             struct einv_text *out);
/* Puts nodes in document order without doubles (a sequence of nodes). */
bool einv__xp_sort(struct einv_xp_run *run, struct einv_xp_list *list);

#endif
