/* tree.h: the one tree under everything: source, output, fragments.
 *
 * Elements are rows of an array in document order (preorder), so document
 * order, ancestry and descendant ranges are comparisons of integers:
 *   first child of e:  e + 1           when e < end(e)
 *   next sibling of e: end(e) + 1      when end(e) < end(parent(e))
 * All element text lies in one buffer in document order, so the string value
 * of every element is one slice (white space between children included).
 * Attribute values lie in another.  Comments and processing instructions are
 * rows of a side table, present only where they occur.  Mixed text needs no
 * rows: what lies between the slices of two neighbours is their parent's.
 *
 * A tree is read-only once it is built, except through a builder (build.h).
 * Texts belong to the tree.
 */
#ifndef EINV_LIB_TREE_H
#define EINV_LIB_TREE_H

#include "../base/memory.h"
#include "../base/limits.h"
#include "../diag/report.h"

typedef uint32_t einv_node;             /* row of an element */
#define EINV_NO_NODE UINT32_MAX

/* A reference to an element or to an attribute. */
typedef uint32_t einv_ref;
#define EINV_NO_REF UINT32_MAX
#define EINV_REF_ATTR 0x80000000u       /* set: the rest is an attribute row */

struct einv_tree_elem {
    uint32_t qname;      /* into qnames[] */
    einv_node parent;    /* EINV_NO_NODE for the root */
    einv_node end;       /* last descendant, itself when a leaf */
    uint32_t first_attr; /* attributes: first_attr .. first_attr of e + 1 */
    uint32_t text_off;   /* string value: text[text_off .. text_end) */
    uint32_t text_end;
    uint32_t tag_off;    /* start tag in the UTF-8 source; UINT32_MAX: none */
};

struct einv_tree_attr {
    uint32_t qname;
    uint32_t value_off, value_len;      /* into attr_text */
};

/* A prefix with a name; `name` numbers the expanded name (namespace, local),
 * the same for every prefix: compare names, print qnames. */
struct einv_qname {
    uint32_t name;
    struct einv_text prefix, ns, local; /* empty prefix, ns: none */
};

struct einv_tree_extra;  /* comment or PI: see rows.h */
struct einv_tree_ns;     /* namespace declaration: see rows.h */
struct einv_names;       /* hash over qnames and names: see names.h */

struct einv_tree {
    const einv_allocator *alloc;
    struct einv_tree_elem *elems;       /* one sentinel row behind the last */
    struct einv_tree_attr *attrs;
    struct einv_qname *qnames;
    char *text, *attr_text;
    size_t n_elems, n_attrs, n_qnames, n_names, text_len, attr_text_len;
    size_t cap_elems, cap_attrs, cap_qnames, cap_text, cap_attr_text;
    struct einv_tree_ns *ns;            /* by element, rising */
    size_t n_ns, cap_ns;
    struct einv_tree_extra *extras;     /* by position, rising */
    size_t n_extras, cap_extras;
    struct einv_names *names;
    struct einv_arena arena;            /* names, small texts */
    const char *source;                 /* the UTF-8 text, for positions */
    size_t source_len;
    struct einv_text given;             /* the bytes as given, if kept */
    struct einv_text encoding;          /* as decided: "UTF-8" ... */
    bool has_mixed;                     /* an element with children has text
                                           other than white space */
    bool json;                          /* read from JSON */
    struct einv_tree_source *owned;     /* see source.h; NULL: built */
};

/* --- looking ----------------------------------------------------------- */

static inline einv_node einv__tree_root(const struct einv_tree *t)
{
    return t->n_elems > 0 ? 0 : EINV_NO_NODE;
}

static inline einv_node einv__tree_child(const struct einv_tree *t, einv_node e)
{
    return e < t->elems[e].end ? e + 1 : EINV_NO_NODE;
}

static inline einv_node einv__tree_next(const struct einv_tree *t, einv_node e)
{
    einv_node parent = t->elems[e].parent;

    if (parent == EINV_NO_NODE || t->elems[e].end >= t->elems[parent].end)
        return EINV_NO_NODE;
    return t->elems[e].end + 1;
}

static inline bool einv__tree_is_leaf(const struct einv_tree *t, einv_node e)
{
    return t->elems[e].end == e;
}

static inline struct einv_text einv__tree_text(const struct einv_tree *t,
                                               einv_node e)
{
    const struct einv_tree_elem *row = &t->elems[e];

    return einv__text(t->text + row->text_off, row->text_end - row->text_off);
}

/* Attribute rows of e are [*first, end returned). */
static inline uint32_t einv__tree_attrs(const struct einv_tree *t, einv_node e,
                                        uint32_t *first)
{
    *first = t->elems[e].first_attr;
    return t->elems[e + 1].first_attr;  /* the sentinel holds n_attrs */
}

static inline struct einv_text einv__tree_attr_text(const struct einv_tree *t,
                                                    uint32_t attr)
{
    return einv__text(t->attr_text + t->attrs[attr].value_off,
                      t->attrs[attr].value_len);
}

static inline const struct einv_qname *
einv__tree_qname(const struct einv_tree *t, einv_node e)
{
    return &t->qnames[t->elems[e].qname];
}

static inline const struct einv_qname *
einv__tree_attr_qname(const struct einv_tree *t, uint32_t attr)
{
    return &t->qnames[t->attrs[attr].qname];
}

/* The value of the attribute with this local name in no namespace; ptr NULL:
 * there is none. */
struct einv_text einv__tree_get_attr(const struct einv_tree *t, einv_node e,
                                     const char *local);
/* The element an attribute stands on (binary search). */
einv_node einv__tree_attr_owner(const struct einv_tree *t, uint32_t attr);
/* First child with this local name (any namespace); EINV_NO_NODE: none. */
einv_node einv__tree_find_child(const struct einv_tree *t, einv_node e,
                                const char *local);

/* The namespace that a prefix means at e (the prefix "" : the default one);
 * false: not declared. */
bool einv__tree_ns_find(const struct einv_tree *t, einv_node e,
                        struct einv_text prefix, struct einv_text *ns);

/* Line, column, offset in the file as given (of the attribute's element for
 * an attribute).  All zero when the tree was built. */
struct einv_position einv__tree_position(const struct einv_tree *t,
                                         einv_ref ref);
/* The same, counted from an element whose position is known, if that is
 * nearer than a line of the index. */
struct einv_position einv__tree_position_from(const struct einv_tree *t,
                                              einv_ref ref, einv_ref known,
                                              struct einv_position from);
/* Appends /i:Invoice[1]/a:Party[2]/@x: the document's prefixes, every
 * step with its position among siblings of its name. */
void einv__tree_xpath(const struct einv_tree *t, einv_ref ref,
                      struct einv_buf *out);
/* The same for many nodes of one tree, one after the other: `out` begins with
 * the path of the element asked for last, and is kept by the caller for this
 * alone.  Starts all zero. */
enum { EINV_WAY_MAX = 24 };
struct einv_way {
    size_t n;
    einv_node nodes[EINV_WAY_MAX];       /* from the root */
    size_t ends[EINV_WAY_MAX];           /* of their paths */
};
struct einv_text einv__tree_xpath_next(const struct einv_tree *t, einv_ref ref,
                                       struct einv_way *way,
                                       struct einv_buf *out);

void einv__tree_init(struct einv_tree *t, const einv_allocator *a);
void einv__tree_free(struct einv_tree *t);

/* --- reading ----------------------------------------------------------- */

struct einv_read_xml_options {
    const struct einv_limits *limits;   /* NULL: the defaults */
    bool lend;     /* the bytes outlive the tree: do not copy them */
    /* May this element hold a long base64 text (limits->binary)?  NULL: no. */
    bool (*binary)(void *user, struct einv_text ns, struct einv_text local);
    void *user;
};

/* Reads a document: decides the encoding (BOM, declaration, UTF-8), decodes
 * by iconv where needed, refuses a DOCTYPE, keeps to the limits.
 * EINV_OK; EINV_EMALFORMED, EINV_ELIMIT (with a finding XML_DTD, XML_LIMIT,
 * XML_MALFORMED, XML_ENCODING or XML_VERSION; origin "xml"); EINV_ENOMEM.
 * On failure the tree is empty and needs no freeing. */
einv_status einv__xml_read(struct einv_tree *t, const einv_allocator *a,
                           struct einv_text bytes,
                           const struct einv_read_xml_options *options,
                           struct einv_report *report);

#endif
