/* rows.h: a compiled binding: rows, and the pools that they point into.
 *
 * Rows stand in preorder, row 0 is nobody.  Integers and offsets only, so a
 * compiled binding is immutable and shared by threads.
 */
#ifndef EINV_LIB_BIND_ROWS_H
#define EINV_LIB_BIND_ROWS_H

#include "bind.h"
#include "../code/codes.h"

enum row_kind {            /* ORDER ROW: element names in compile.c */
    ROW_DOCUMENT, ROW_ELEMENT, ROW_ATTRIBUTE, ROW_CHOICE, ROW_SEQ,
    ROW_MEMBER, ROW_SKIP
};

enum {
    ROW_MANY = 1,          /* occurs * or + */
    ROW_REQUIRED = 2,      /* occurs 1 or + */
    ROW_NO_WRITE = 4,      /* write="no": accepted, never written bare */
    ROW_KEYED = 8,         /* has a key, here or below */
    ROW_VOLATILE = 16,     /* put may write it though get did not see it */
    ROW_SELF = 32,         /* to="." */
    ROW_PLAIN = 64,        /* its value is the text, by type alone */
    ROW_LIST = 128,        /* `to` is a list of values */
    ROW_RAW = 256,         /* plain text: nothing to trim or to check */
    ROW_LINKED = 512,      /* binds a field that another row binds too */
    ROW_ONCE = 4096,       /* once="yes": in the first member of its list */
    ROW_EMPTY = 8192,      /* empty="yes": required, be there nothing in it */
    ROW_TWIN = 16384,      /* another row of its name stands beside it */
    ROW_HAS_ATTRS = 1024,  /* its content has attribute rows */
    ROW_DEEP = 2048,       /* a row below binds a field or a record */
    ROW_ABSENT = 1 << 16,  /* its code list says what absence means */
    ROW_HAS_ABSENT = 1 << 17,  /* its content has such rows */
    ROW_NEEDY = 1 << 18,       /* nothing comes out of it without its needs */
    ROW_HAS_PARTS = 1 << 20,   /* its content has rows with part= */
    ROW_SLOT = 1 << 21,    /* takes what has no place (slot.h) */
    ROW_SLOT_KEY = 1 << 22, ROW_SLOT_VALUE = 1 << 23,
    ROW_TRIED = 1 << 27,   /* choice: an alternative of it may be refused */
    ROW_REST = 1 << 28,    /* takes what a row before it has left over */
    ROW_SIGN = 1 << 19,    /* negated in a credit note (<sign>) */
    ROW_SLOT_ONLY = 1 << 29,   /* stands there for the slot, nothing else */
    ROW_MADE = 1 << 24,    /* make= without to=: its text is made */
    ROW_SAYS = 1 << 25     /* it has a text: of a field, a constant, a copy */
};

struct bind_range {        /* a slice of a pool */
    uint32_t first;
    uint32_t n;
};

struct bind_path {         /* steps[]: places to walk through */
    struct bind_range steps;
    bool absolute;
    einv_place_id place;   /* where it ends */
};

enum cond_op { COND_HAS, COND_HAS_NOT, COND_IN, COND_NOT_IN };

struct bind_cond {
    enum cond_op op;
    struct bind_path path;
    struct bind_range texts;
};

struct bind_set {          /* <set to= value=>: first value is set */
    struct bind_path path;
    struct bind_range texts;
    einv_node node;        /* in the binding's own document */
    bool has_like;         /* of several values the one that occurs there;
                              without values, what stands there */
    bool unasked;          /* guard="no": writing does not ask for it */
    struct bind_path like;
};

struct bind_codec;         /* codec.h */

struct bind_codec_use {
    const struct bind_codec *codec;
    struct einv_text arg;
    const struct einv_code_list *list;
    const struct bind_codec **columns;  /* of \same cells, NULL: none */
};

enum part_kind { PART_TEXT, PART_HOLE };

struct bind_part {         /* of a pattern's alternative */
    enum part_kind kind;
    struct einv_text text; /* literal; hole: characters it may not have */
    uint32_t field;        /* hole: which of the row's fields */
    uint32_t length;       /* hole: exact length in code points, 0 = open */
    bool word;             /* hole: no blank inside */
    struct bind_range codecs;  /* hole: codec_uses[] of its text */
};

enum { BIND_ANY_SIGN, BIND_FROM_ZERO, BIND_ABOVE_ZERO };

struct bind_facet {        /* facet.c; what a written text may be */
    size_t least, most;    /* code points */
    bool cut;              /* what is longer is cut, not refused */
    struct einv_text picture;      /* NULL pointer: any */
    struct bind_range among;       /* texts[]; none: any */
    size_t digits, scale;  /* digits 0: any number */
    uint8_t floor;
};

struct bind_maker;         /* make.h */

struct bind_make {         /* make="name(arguments)" */
    const struct bind_maker *maker;
    struct bind_range paths;   /* paths[] */
    struct bind_range parts;   /* parts[]: a template.  Holes: text is a
                                  date's picture, field in paths[], length
                                  in makes[] (0: the field) */
    struct einv_text text;     /* uuid5: the namespace */
};

struct bind_row {
    uint8_t kind;
    uint32_t flags;
    uint64_t needs[2];     /* fields of its record: bind_need_bit */
    uint16_t slot;         /* number within the state */
    uint16_t n_slots;      /* of the state that this row opens */
    uint32_t name;         /* binding's name, 0 = virtual */
    uint32_t qname;        /* into qnames[] */
    uint32_t having;       /* name of a child that makes it this row; 0 */
    uint32_t lacking;      /* ... that makes it another row; 0 */
    uint32_t parent;       /* row, virtual ones included; 0: a document */
    uint32_t state;        /* element or document row whose content holds it */
    uint32_t end;          /* first row after the subtree */
    uint32_t content;      /* row whose content it has: itself, or recur */
    uint32_t same_name;    /* dispatch: next row of this state and name */
    einv_place_id record;  /* place of the record that its paths start at */
    einv_place_id inside;  /* place of the record its content is read in */
    struct bind_path into; /* steps.n == 0: none */
    struct bind_range to;  /* paths[] */
    uint32_t join;         /* part=: the row with join=; 0: none */
    uint32_t part;         /* which of its holes */
    uint32_t same;         /* paths[], UINT32_MAX: none */
    uint32_t key_path;     /* key="=path": paths[], UINT32_MAX: none */
    struct bind_range keys;     /* texts[]: key or fixed alternatives */
    bool fixed;                 /* keys is one constant, not a selector */
    struct bind_range codecs;   /* codec_uses[] */
    struct bind_range pattern;  /* alternatives[] */
    struct bind_range sets;     /* sets[] */
    struct bind_range cond_if, cond_where;
    struct einv_text fallback;  /* default= */
    bool has_default;
    uint32_t facet;             /* facets[], 0: none */
    struct bind_range gather;   /* paths[]: fields that are written here */
    struct einv_text gather_by; /* between them */
    uint32_t make;              /* makes[], 0: none */
    struct einv_text doc;       /* <doc> or why= */
    uint32_t label_n;      /* how many rows of this name stand before it */
    einv_node node;        /* in the binding's own document */
};

struct bind_lack {
    einv_place_id place;
    struct einv_text why;
    bool anywhere;         /* said of a record's field in all its roles */
};

struct bind_slot {         /* slot.h */
    uint32_t row, key, value;          /* rows; key 0: in the value */
    uint32_t value_max;                /* code points */
    uint32_t max;                      /* elements */
    uint32_t beside;                   /* row of the text in front; 0: none */
};

struct bind_dispatch {     /* open hash on (state, name) */
    uint32_t state, name, row;
};

struct bind_name {
    struct einv_text ns, local;
    bool attribute;
    bool binary;           /* an element whose text is a binary object */
};

#define BIND_POOL(type, name) type *name; size_t n_##name, cap_##name

struct einv_binding {
    const einv_allocator *alloc;
    const struct einv_model *model;
    struct einv_arena arena;
    struct einv_tree tree;           /* its texts are used in place */
    struct einv_tree own;            /* extends=: the document as written */
    const einv_node *origin;         /* ... element of tree -> of own; NULL:
                                        nothing is extended */
    struct einv_bind_info info;
    BIND_POOL(struct bind_row, rows);
    BIND_POOL(struct einv_qname, qnames);
    BIND_POOL(struct bind_name, names);
    BIND_POOL(struct bind_path, paths);
    BIND_POOL(einv_place_id, steps);
    BIND_POOL(struct einv_text, texts);
    BIND_POOL(struct bind_cond, conds);
    BIND_POOL(struct bind_set, sets);
    BIND_POOL(struct bind_codec_use, codec_uses);
    BIND_POOL(struct bind_range, alternatives);
    BIND_POOL(struct bind_part, parts);
    BIND_POOL(struct bind_lack, lacks);
    BIND_POOL(struct bind_slot, slots);
    BIND_POOL(struct bind_facet, facets);
    BIND_POOL(struct bind_make, makes);     /* 0: nobody */
    struct bind_dispatch *dispatch;  /* a power of two */
    uint32_t dispatch_mask;
    uint32_t *name_hash;             /* (ns, local) -> name */
    uint32_t name_mask;
    struct bind_range credit;        /* texts[]: types of credit notes */
    struct bind_path by;             /* whose sign tells them (sign.c) */
    bool has_by;
    struct einv_text sign_as, sign_else;   /* types, or empty */
    einv_place_id type;              /* the field that says the type */
    uint8_t *bound;                  /* by place: 1 bound */
    uint32_t *lack;                  /* by place: lacks[] + 1 of it, or of a
                                        record around it; 0: none */
    uint32_t max_slots;
};

#define BIND_NONE UINT32_MAX

static inline const struct bind_row *bind_row(const struct einv_binding *b,
                                              uint32_t row)
{
    return &b->rows[row];
}

static inline bool bind_is_virtual(const struct bind_row *row)
{
    return row->kind == ROW_CHOICE || row->kind == ROW_SEQ ||
           row->kind == ROW_MEMBER;
}

/* The nearest <member> that the row stands in, within its state; 0: none. */
static inline uint32_t bind_member(const struct einv_binding *b, uint32_t row)
{
    uint32_t up = b->rows[row].parent;

    while (up != b->rows[row].state && b->rows[up].kind != ROW_MEMBER)
        up = b->rows[up].parent;
    return up != b->rows[row].state ? up : 0;
}

/* First child row of a row's content; 0: none. */
static inline uint32_t bind_first(const struct einv_binding *b, uint32_t row)
{
    uint32_t content = b->rows[row].content;

    return content + 1 < b->rows[content].end ? content + 1 : 0;
}

/* The next row under the same parent; 0: none. */
static inline uint32_t bind_next(const struct einv_binding *b, uint32_t row)
{
    uint32_t end = b->rows[row].end;

    return end < b->rows[b->rows[row].parent].end ? end : 0;
}

/* Is it a leaf that holds a constant and nothing else? */
static inline bool bind_is_constant(const struct bind_row *row)
{
    return (row->keys.n > 0 || row->key_path != BIND_NONE) && row->to.n == 0;
}

/* Does its if= say when it is read (it is never written)? */
static inline bool bind_reads_if(const struct bind_row *row)
{
    return (row->flags & ROW_NO_WRITE) && row->cond_if.n > 0;
}

/* Fields of one record as bits; two fields may share one. */
static inline uint32_t bind_need_bit(const struct einv_binding *b,
                                     einv_place_id record, einv_place_id field)
{
    return (uint32_t)(field - b->model->places[record].first) & 127;
}

/* --- compile.c, index.c -------------------------------------------------- */

/* Numbers a name; 0: no memory. */
uint32_t einv__bind_name_add(struct einv_binding *b, struct einv_text ns,
                             struct einv_text local, bool attribute);
/* The number of a name; 0: the binding does not know it. */
uint32_t einv__bind_name_find(const struct einv_binding *b,
                              struct einv_text ns, struct einv_text local,
                              bool attribute);
/* Which fields a row can be written for at all (needs.c). */
void einv__bind_needs(struct einv_binding *b);
/* After all rows are there: dispatch, slots, flags.  false: no memory. */
bool einv__bind_index(struct einv_binding *b);
/* First row of this name in the state; 0: none. */
static inline uint32_t bind_lookup(const struct einv_binding *b,
                                   uint32_t state, uint32_t name)
{
    uint32_t at = (state * 2654435761u ^ name * 2246822519u);

    for (at = at ^ at >> 15;; at++) {
        const struct bind_dispatch *d = &b->dispatch[at & b->dispatch_mask];

        if (d->row == 0 || (d->state == state && d->name == name))
            return d->row;
    }
}

/* --- check.c ------------------------------------------------------------- */

/* The static checks of LENS.md section 3.  EINV_EMALFORMED: errors were
 * found. */
einv_status einv__bind_check(const struct einv_binding *b, const char *file,
                             bool warnings, struct einv_report *report);
/* The line of an element of the binding's own document: found when it is
 * needed, since finding it means counting from the start. */
static inline uint32_t bind_line(const struct einv_binding *b, einv_node e)
{
    if (b->origin == NULL)
        return einv__tree_position(&b->tree, e).line;
    /* What comes from the base is the affair of extends=. */
    return einv__tree_position(&b->own, b->origin[e] != EINV_NO_NODE
                                        ? b->origin[e] : 0).line;
}

/* A finding about a row of the binding file. */
void einv__bind_complain(struct einv_report *report, const char *file,
                         uint32_t line, enum einv_severity severity,
                         const char *rule, struct einv_text found,
                         struct einv_text what);

#endif
