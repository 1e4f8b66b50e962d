/* model.h: the common model as a table, and an invoice as entries in it.
 *
 * The table is made from schemas/model.xml: nothing else knows the list of
 * fields.  A *place* is a field at its position counted from the invoice
 * (seller/name and buyer/name are two places of the field party.name), so a
 * place knows its term.  The children of a place are numbered in the order
 * of model.xml and lie side by side.  A record that holds itself
 * (lines/lines) shares its children.
 *
 * An invoice is a tree of *entries*: a record has child entries, a value has
 * text, and a value with qualifiers (scheme, version ...) has both.  The
 * entries below one parent are sorted by place; members of a list keep their
 * order.  Everything lives in the invoice's arena, or in the source tree
 * that the invoice keeps alive.
 */
#ifndef EINV_LIB_MODEL_H
#define EINV_LIB_MODEL_H

#include "../base/memory.h"
#include "../diag/report.h"

enum einv_type {           /* ORDER TYPE: names in model.c */
    EINV_TYPE_RECORD, EINV_TYPE_TEXT, EINV_TYPE_IDENTIFIER, EINV_TYPE_CODE,
    EINV_TYPE_AMOUNT, EINV_TYPE_PRICE, EINV_TYPE_QUANTITY,
    EINV_TYPE_PERCENT, EINV_TYPE_DATE, EINV_TYPE_BOOLEAN, EINV_TYPE_BINARY,
    EINV_TYPE_REFERENCE, EINV_N_TYPES
};

/* Is it written with digits? */
static inline bool einv__type_is_number(enum einv_type type)
{
    return type >= EINV_TYPE_AMOUNT && type <= EINV_TYPE_PERCENT;
}

typedef uint16_t einv_place_id;
#define EINV_NO_PLACE_ID UINT16_MAX
#define EINV_ROOT_PLACE 0          /* the invoice */

enum {
    EINV_PLACE_MANY = 1,           /* a list */
    EINV_PLACE_GRAVE = 2,          /* losing it makes another invoice */
    EINV_PLACE_QUALIFIER = 4,      /* part of a value: scheme, mime ... */
    EINV_PLACE_REQUIRED = 8        /* EN 16931 says 1..1 or 1..n */
};

struct einv_place {
    struct einv_text name;         /* net_amount */
    struct einv_text id;           /* BT-131; empty: a qualifier without */
    struct einv_text title;        /* Invoice line net amount */
    struct einv_text record;       /* type RECORD: party */
    struct einv_text key;          /* natural key: a field of the record */
    struct einv_text list;         /* code: the code list's name */
    int32_t term;                  /* number of terms.h, 0 = none */
    einv_place_id parent, first;   /* children: first .. first + count */
    einv_place_id alike;           /* the next place of its record, 0 = none */
    uint16_t count;
    uint8_t type, flags;
    uint8_t bit;                   /* of a field with a text, among those of
                                      its record; by its name */
};

/* A group that the model keeps flat: its id stands for the record. */
struct einv_model_alias {
    struct einv_text id, title;
    int32_t term;
    einv_place_id place;
};

/* A record of model.xml, and the first place that is one. */
struct einv_model_record {
    struct einv_text name;
    einv_place_id first, last;         /* 0: the invoice, or nowhere */
};

struct einv_model {
    struct einv_arena arena;
    struct einv_text id, version;
    struct einv_place *places;
    size_t n_places, cap_places;
    struct einv_model_alias *aliases;
    size_t n_aliases;
    struct einv_model_record *records;
    size_t n_records;
    einv_place_id *by_id, *by_name;    /* open hashes, 0 = free */
    uint32_t mask;
};

const char *einv__type_name(enum einv_type type);
/* EINV_N_TYPES: no such type. */
enum einv_type einv__type_find(struct einv_text name);

/* Compiles model.xml (bind/model_load.c: this module reads no XML).
 * EINV_OK; EINV_EMALFORMED with findings EINV-MODEL-*; EINV_ENOMEM. */
einv_status einv__model_load(struct einv_model *m, const einv_allocator *a,
                             struct einv_text xml, struct einv_report *report);
void einv__model_free(struct einv_model *m);

/* The place of a path of names or ids without indices, seen from `from`; a
 * leading "/" starts at the invoice; "." is `from`.  EINV_NO_PLACE_ID: no
 * such path. */
einv_place_id einv__model_find(const struct einv_model *m, einv_place_id from,
                               struct einv_text path);
/* The place with this id (BT-131) anywhere; EINV_NO_PLACE_ID: none. */
einv_place_id einv__model_find_id(const struct einv_model *m,
                                  struct einv_text id);
/* The place with this term number; EINV_NO_PLACE_ID: none. */
einv_place_id einv__model_find_term(const struct einv_model *m, int32_t term);
/* Where the search for a child in by_name starts; `first` is the parent's
 * first child, so that places that share children share this too. */
uint32_t einv__model_name_hash(const struct einv_model *m,
                               einv_place_id first, struct einv_text name);
/* The child of `parent` with this name. */
einv_place_id einv__model_child(const struct einv_model *m,
                                einv_place_id parent, struct einv_text name);
/* The first place of this record: others follow by `alike`.  0: none. */
einv_place_id einv__model_first(const struct einv_model *m,
                                struct einv_text record);
/* Does `place` lie below `from`? */
bool einv__model_below(const struct einv_model *m, einv_place_id from,
                       einv_place_id place);
/* Appends the path of names: lines/net_amount ("" for the invoice). */
void einv__model_path(const struct einv_model *m, einv_place_id place,
                      struct einv_buf *out);
/* The closest known name ("did you mean"), EINV_NO_PLACE_ID: none close. */
einv_place_id einv__model_suggest(const struct einv_model *m,
                                  einv_place_id from, struct einv_text name);

/* --- an invoice ---------------------------------------------------------- */

struct einv_tree;

enum einv_note_kind {          /* ORDER NOTE: names in bind/note.c */
    EINV_NOTE_FOREIGN, EINV_NOTE_KEPT, EINV_NOTE_TEXT, EINV_NOTE_ABSENT,
    EINV_NOTE_PRESENT, EINV_NOTE_EMPTY, EINV_NOTE_ORDER, EINV_NOTE_PLACE,
    EINV_NOTE_VARIANT, EINV_NOTE_SKIPPED,
    EINV_NOTE_UNSAID       /* waiting: nobody had said this value before */
};

/* What a document said and the model does not hold (LENS.md section 1). */
struct einv_note {
    struct einv_note *next;    /* in the order of the document */
    struct einv_note *last_hint;   /* first note of a list: near its end */
    uint8_t kind;
    bool undecodable;          /* kind text: a field's text did not read */
    bool spare;                /* writing without it gives the same */
    bool text_alone;           /* kind present: all but its text is covered */
    uint32_t row;              /* of the binding; foreign: the parent's row */
    uint32_t anchor;           /* foreign: the row before it, 0 = none */
    uint32_t nth;              /* foreign: how many of that row stand before */
    uint64_t witness;          /* 0: none */
    uint32_t mark;             /* scratch of the writer: written by run n */
    struct einv_text text;     /* kept, text: the text; order: labels */
    const struct einv_tree *tree;  /* foreign, skipped: where the subtree is */
    uint32_t ref;              /* its element or attribute (einv_ref) */
    uint32_t source;           /* place in the source tree, for positions */
};

/* Residue of another format than the one that the invoice was read from: it
 * came through a slot, and waits for that format to be written again. */
struct einv_waiting_note {
    struct einv_waiting_note *next;
    struct einv_entry *owner;
    struct einv_text row, anchor;  /* labels: the rows are looked up then */
    struct einv_note note;
};

struct einv_waiting {
    struct einv_waiting *next;
    struct einv_text format, version;
    uint64_t hash;             /* of the binding that made the notes */
    struct einv_waiting_note *first, *last;
};

enum {
    EINV_ENTRY_DERIVED = 1,    /* made by complete */
    EINV_ENTRY_GIVEN = 2,      /* set by the caller (--set, API) */
    EINV_ENTRY_USED = 4,       /* scratch: the writer has written it */
    EINV_ENTRY_REFUSED = 8,    /* scratch: its place cannot say it */
    EINV_ENTRY_TOLD = 8,       /* scratch of judging: a rule spoke of it */
    EINV_ENTRY_SLOT = 16,      /* read out of a slot, or to go into one */
    EINV_ENTRY_LOSSY = 32,     /* scratch: its place says something else */
    EINV_ENTRY_NATIONAL = 64,  /* scratch: its national code is written */
    EINV_ENTRY_IMPLIED = 128   /* no place says it: the format means it */
};

/* The national code that a code was translated from. */
struct einv_national {
    struct einv_text format;       /* id of the binding that read it */
    struct einv_text list;         /* schemas/codes/LIST.tsv */
    struct einv_text value;
    bool usual;                    /* what the format writes for the code */
};

struct einv_entry {
    struct einv_entry *parent;     /* NULL: the invoice */
    struct einv_entry *next;       /* sibling */
    struct einv_entry *first, *last;
    struct einv_note *notes;
    const char *text;              /* NULL: a record, or qualifiers only */
    const struct einv_national *national;      /* NULL: none */
    uint32_t len;
    uint32_t source;               /* einv_ref in the source tree */
    einv_place_id place;
    uint8_t flags;
};

/* Something that lives as long as the invoice (a parsed fragment). */
struct einv_owned {
    struct einv_owned *next;
    void *what;
    void (*drop)(void *what);
};

struct einv_invoice_data {
    const struct einv_model *model;
    const einv_allocator *alloc;
    struct einv_arena arena;
    struct einv_entry root;
    const struct einv_tree *source;    /* NULL: made, not read */
    bool partial;                      /* reading met a structure error */
    uint32_t runs;                     /* how often it was written */
    uint32_t derived;                  /* how many entries were ever derived */
    struct einv_waiting *waiting;
    struct einv_owned *owned;          /* dropped by clear */
};

/* Does a target demand the place where nobody said it? */
struct einv_demand {
    einv_place_id place;
    bool asked;
};

void einv__invoice_init(struct einv_invoice_data *inv,
                        const struct einv_model *m, const einv_allocator *a);
void einv__invoice_clear(struct einv_invoice_data *inv);
/* Hands something over: clear drops it.  false: no memory, still yours. */
bool einv__invoice_own(struct einv_invoice_data *inv, void *what,
                       void (*drop)(void *what));

static inline struct einv_text einv__entry_text(const struct einv_entry *e)
{
    return einv__text(e->text, e->len);
}

/* The first entry at this place below parent, NULL: none. */
static inline struct einv_entry *
einv__entry_find(const struct einv_entry *parent, einv_place_id place)
{
    struct einv_entry *e = parent->first;

    if (parent->last == NULL || parent->last->place < place)
        return NULL;
    while (e != NULL && e->place < place)
        e = e->next;
    return e != NULL && e->place == place ? e : NULL;
}

/* The next member of the same list, NULL: none. */
static inline struct einv_entry *einv__entry_more(const struct einv_entry *e)
{
    return e->next != NULL && e->next->place == e->place ? e->next : NULL;
}

/* Was the whole record added for one writing (convert/embed.c)?  It is marked
 * derived, and what it says is not: no formula made it. */
static inline bool einv__entry_is_added(const struct einv_entry *e)
{
    return e->text == NULL && (e->flags & EINV_ENTRY_DERIVED) != 0 &&
           e->first != NULL && (e->first->flags & EINV_ENTRY_DERIVED) == 0;
}

/* Appends a member to a list (or makes a single entry).  NULL: no memory. */
struct einv_entry *einv__entry_add(struct einv_invoice_data *inv,
                                   struct einv_entry *parent,
                                   einv_place_id place);
/* Finds or makes. */
struct einv_entry *einv__entry_need(struct einv_invoice_data *inv,
                                    struct einv_entry *parent,
                                    einv_place_id place);
/* Takes an entry (and all below it) out of its parent. */
void einv__entry_remove(struct einv_entry *e);
/* Sets the text to a copy; false: no memory. */
bool einv__entry_set(struct einv_invoice_data *inv, struct einv_entry *e,
                     struct einv_text text);
/* Sets the text without copying: it must live as long as the invoice.  The
 * national code of the text before goes. */
static inline void einv__entry_lend(struct einv_entry *e,
                                    struct einv_text text)
{
    e->text = text.ptr;
    e->len = (uint32_t)text.len;
    e->national = NULL;
}
/* Keeps the national code beside the code; the texts must live as long as
 * the invoice.  false: no memory. */
bool einv__entry_national(struct einv_invoice_data *inv, struct einv_entry *e,
                          const struct einv_national *national);

/* The entry behind e in the order of the whole invoice: its first child, else
 * the next one after it; NULL: the last. */
static inline const struct einv_entry *
einv__entry_walk(const struct einv_entry *e)
{
    if (e->first != NULL)
        return e->first;
    while (e != NULL && e->next == NULL)
        e = e->parent;
    return e != NULL ? e->next : NULL;
}
/* The member of a long list that was counted last: the next one is counted
 * from there.  Good while no list changes; starts as zero. */
struct einv_counted {
    const struct einv_entry *e;
    size_t index;
};

/* Index in its list, from 1; `counted` may be NULL. */
size_t einv__entry_index(const struct einv_entry *e,
                         struct einv_counted *counted);
/* Appends lines[2]/net_amount: [n] where the place is a list; `counted` may
 * be NULL. */
void einv__entry_path(const struct einv_invoice_data *inv,
                      const struct einv_entry *e,
                      struct einv_counted *counted, struct einv_buf *out);
/* Resolves a path of names, ids and [n], from the entry `from`: finds, or
 * with `make` makes what is missing ([n] may be one past the end).
 * EINV_OK; EINV_EABSENT: nothing there (not made); EINV_EUSAGE: no such path
 * in the model; EINV_ENOMEM. */
einv_status einv__entry_resolve(struct einv_invoice_data *inv,
                                struct einv_entry *from, struct einv_text path,
                                bool make, struct einv_entry **out);

/* Is this text fit for the type?  Dates are ISO 8601 (YYYY-MM-DD), numbers
 * xs:decimal in the model's spelling, booleans true or false. */
bool einv__type_accepts(enum einv_type type, struct einv_text text);
/* Are two texts the same value of the type (numbers by value, all else by
 * text)? */
bool einv__type_equal(enum einv_type type, struct einv_text a,
                      struct einv_text b);
/* Equal values have equal hashes; `seed` chains calls. */
uint32_t einv__type_hash(uint32_t seed, enum einv_type type,
                         struct einv_text text);

#endif
