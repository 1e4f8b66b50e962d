/* compile.h: what the files that compile a binding share. */
#ifndef EINV_LIB_BIND_COMPILE_H
#define EINV_LIB_BIND_COMPILE_H

#include "rows.h"

/* Parameters of <use>, innermost first: {Doc} in a name. */
struct bind_params {
    const struct bind_params *outer;
    einv_node use;
};

/* join=: several places, one field. */
struct bind_join {
    struct bind_join *outer;
    uint32_t row;
    struct bind_range to;              /* the field */
    struct einv_text names[8];         /* BIND_MAX_FIELDS; of the holes */
    uint32_t n, used;                  /* used: bits */
};

#define BIND_MAX_GROUPS 32      /* within each other */
#define BIND_MAX_USES 200000    /* of groups: each may use the next one twice */

/* Which attributes an element may have: most of those asked for are not
 * there, and this says so at once. */
struct bind_asked {
    einv_node element;
    uint64_t mask;                     /* of bind_attr_bit */
};

struct bind_compiler {
    struct einv_binding *b;
    struct bind_asked *asked;
    const struct einv_tree *t;         /* b->tree */
    const char *file;
    const struct einv_bind_options *options;
    struct einv_report *report;
    einv_node *by_name;                /* the groups: an open hash, 0 = free */
    uint32_t mask;                     /* its size - 1 */
    einv_node groups[BIND_MAX_GROUPS]; /* open, the outermost first */
    uint32_t depth;                    /* how many of them */
    uint32_t uses;                     /* of groups, so far */
    bool stopped;                      /* it would never end */
    struct bind_join *join;            /* around what is compiled */
    bool joining;                      /* holes are parts, not fields */
    size_t errors;
    bool nomem;
};

/* Appends one element to a pool; NULL: no memory (c->nomem is set). */
void *einv__pool_add(struct bind_compiler *c, void *ptr_to_ptr, size_t *n,
                     size_t *cap, size_t size);
#define POOL_ADD(c, name) \
    einv__pool_add((c), &(c)->b->name, &(c)->b->n_##name, \
                   &(c)->b->cap_##name, sizeof(*(c)->b->name))

/* An error at the element e of the binding file. */
void einv__compile_error(struct bind_compiler *c, einv_node e,
                         const char *rule, struct einv_text found,
                         const char *expected);

static inline uint64_t bind_attr_bit(const char *name, size_t len)
{
    return (uint64_t)1 << ((len * 7 + (unsigned char)name[0]) & 63);
}

/* Makes the mask of an element. */
void einv__compile_ask(const struct bind_compiler *c, einv_node e);
struct einv_text einv__compile_find(const struct bind_compiler *c,
                                    einv_node e, const char *name);

/* The text of an attribute; empty with NULL pointer: absent. */
static inline struct einv_text
einv__compile_attr(const struct bind_compiler *c, einv_node e,
                   const char *name)
{
    if (c->asked->element != e)
        einv__compile_ask(c, e);
    return c->asked->mask & bind_attr_bit(name, strlen(name))
           ? einv__compile_find(c, e, name) : EINV_NO_TEXT;
}

/* The head of the binding (compile_head.c). */
void einv__compile_head(struct bind_compiler *c);
/* extends=: the tree becomes what the document means (extend.c).  false:
 * errors, or no memory. */
bool einv__compile_extend(struct bind_compiler *c);
/* Refuses elements and attributes that the language lacks (words.c). */
void einv__compile_words(struct bind_compiler *c);

/* The <group> of this name; EINV_NO_NODE: none. */
einv_node einv__compile_group(struct bind_compiler *c, struct einv_text name);
/* The <set>s of the row that e says, also those in its groups. */
void einv__compile_sets(struct bind_compiler *c, einv_node e, uint32_t at);
/* to= same= into=: a path seen from `record`. */
bool einv__compile_path(struct bind_compiler *c, einv_node e,
                        einv_place_id record, struct einv_text text,
                        struct bind_path *out);
/* "a | b | c" into texts[]. */
struct bind_range einv__compile_texts(struct bind_compiler *c,
                                      struct einv_text text, char separator);
struct bind_range einv__compile_cond(struct bind_compiler *c, einv_node e,
                                     einv_place_id record,
                                     struct einv_text text);
struct bind_range einv__compile_codecs(struct bind_compiler *c, einv_node e,
                                       struct einv_text text);
/* pattern= of the row: fills row->to and row->pattern. */
void einv__compile_pattern(struct bind_compiler *c, einv_node e,
                           struct bind_row *row, struct einv_text text);
/* join= of the row: false: it has none.  What is compiled until
 * einv__compile_joined stands in it. */
bool einv__compile_join(struct bind_compiler *c, einv_node e, uint32_t at,
                        struct bind_join *join);
void einv__compile_joined(struct bind_compiler *c, einv_node e);
/* part= of the row. */
void einv__compile_part(struct bind_compiler *c, einv_node e,
                        struct bind_row *row, struct einv_text name);
/* make= of the row, whose to= and as= are known. */
void einv__compile_make(struct bind_compiler *c, einv_node e,
                        struct bind_row *row, struct einv_text text);
/* slot= of the row, whose content is compiled. */
void einv__compile_slot(struct bind_compiler *c, einv_node e, uint32_t at);
/* to="slot.key" and to="slot.value"; false: another path. */
bool einv__compile_slot_to(struct bind_row *row, struct einv_text to);
/* length= picture= among= decimal= cut= of the row (compile_facet.c). */
void einv__compile_facet(struct bind_compiler *c, einv_node e,
                         struct bind_row *row);
/* gather= of the row, whose field is compiled. */
void einv__compile_gather(struct bind_compiler *c, einv_node e,
                          struct bind_row *row);
/* Everything that says what the value of a row is. */
void einv__compile_value(struct bind_compiler *c, einv_node e,
                         struct bind_row *row);
/* A code list, loaded; NULL: none (an error was given). */
const struct einv_code_list *einv__compile_list(struct bind_compiler *c,
                                                einv_node e,
                                                struct einv_text name);

/* --- compile_names.c ------------------------------------------------------ */

/* The name with its {parameters} filled in; the text may be new. */
struct einv_text einv__compile_params(struct bind_compiler *c, einv_node e,
                                      struct einv_text name,
                                      const struct bind_params *params);
/* Resolves p:local by the binding's own declarations. */
struct einv_qname einv__compile_resolve(struct bind_compiler *c, einv_node e,
                                        struct einv_text text, bool attribute);
/* The names of a row: the binding's, and the one that is written. */
void einv__compile_name(struct bind_compiler *c, einv_node e,
                        struct bind_row *row, struct einv_text text);

#endif
