/* scope.h: which prefix means what, while an element and those below it are
 * written.
 *
 * A tree keeps the declarations of its document, and names that carry their
 * namespace.  A built or copied part may use a prefix that nobody declares,
 * or declares otherwise: the scope adds the declaration at the first element
 * that needs it, and takes another prefix where that is impossible.
 */
#ifndef EINV_LIB_SCOPE_H
#define EINV_LIB_SCOPE_H

#include "rows.h"

struct einv_scope_row {
    struct einv_text prefix, uri;
    einv_node elem;         /* EINV_NO_NODE: above the top */
    uint32_t before;        /* the generation without this row */
};

struct einv_scope_name {
    uint32_t generation;    /* the answer holds while this is the scope's */
    struct einv_text prefix;
    struct einv_text full;  /* prefix:local, as written */
};

struct einv_scope {
    const struct einv_tree *t;
    struct einv_scope_row *rows;
    size_t n, cap;
    size_t first;           /* rows of the element entered last: [first, n) */
    struct einv_scope_name *names;  /* of elements, then of attributes */
    uint32_t generation, last;
    uint32_t made;          /* prefixes invented */
    size_t next_ns;
    struct einv_arena arena;
    bool values;            /* also what values at the top use: xsi:type */
    bool nomem;
    bool bad;               /* a name that cannot be written */
};

/* `context`: declarations above top count. */
bool einv__scope_open(struct einv_scope *s, const struct einv_tree *t,
                      einv_node top, bool context);
void einv__scope_close(struct einv_scope *s);

/* Elements in document order. */
void einv__scope_enter(struct einv_scope *s, einv_node e);
static inline void einv__scope_leave(struct einv_scope *s, einv_node e)
{
    while (s->n > 0 && s->rows[s->n - 1].elem == e)
        s->generation = s->rows[--s->n].before;
}

/* The prefix to write, of the element entered last and its attributes. */
static inline struct einv_text
einv__scope_elem_prefix(const struct einv_scope *s, einv_node e)
{
    return s->names[s->t->elems[e].qname].prefix;
}
static inline struct einv_text
einv__scope_attr_prefix(const struct einv_scope *s, uint32_t attr)
{
    return s->names[s->t->n_qnames + s->t->attrs[attr].qname].prefix;
}

/* The whole names. */
static inline struct einv_text
einv__scope_elem_name(const struct einv_scope *s, einv_node e)
{
    return s->names[s->t->elems[e].qname].full;
}
static inline struct einv_text
einv__scope_attr_name(const struct einv_scope *s, uint32_t attr)
{
    return s->names[s->t->n_qnames + s->t->attrs[attr].qname].full;
}

/* Declarations to skip over when a subtree is left out. */
void einv__scope_skip(struct einv_scope *s, einv_node e);

#endif
