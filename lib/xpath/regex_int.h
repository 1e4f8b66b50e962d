/* regex_int.h: what the files of the regular expression engine share.
 *
 * A pattern becomes a tree (regex_parse.c, regex_class.c), the tree a
 * program (regex_prog.c) over sets of characters (regex_set.c).  All
 * characters that no set of the pattern tells apart are one class
 * (regex_alphabet.c), so that a program sees a small alphabet.  Programs run
 *     - as a lazy automaton, for a test (regex_dfa.c),
 *     - state by state, for a test with counters or when the automaton got
 *       too large (regex_sim.c),
 *     - with priorities and captures, to find (regex_pike.c),
 *     - by backtracking, when there are back-references (regex_back.c).
 */
#ifndef EINV_LIB_XPATH_REGEX_INT_H
#define EINV_LIB_XPATH_REGEX_INT_H

#include "../base/memory.h"
#include "regex.h"

/* --- limits ------------------------------------------------------------- */

enum {
    REGEX_MAX_PATTERN = 1 << 16,    /* bytes */
    REGEX_MAX_DEPTH = 200,          /* of parentheses, of subtractions */
    REGEX_MAX_PROG = 1 << 16,       /* instructions */
    REGEX_MAX_EMITS = 1 << 19,      /* nodes visited while emitting */
    REGEX_MAX_RANGES = 1 << 20,     /* of all classes; about 1,000 \w */
    REGEX_MAX_ALPHABET = 1 << 23,   /* work to find the classes */
    REGEX_MAX_BITS = 1 << 20,       /* words that say which class is where */
    REGEX_MAX_COPIES = 64,          /* of one set; more is a counter */
    REGEX_FEW_COPIES = 4,           /* ... when the program got too large */
    REGEX_MAX_MEMORY = 1 << 25,     /* bytes of one run, for all patterns */
    REGEX_MAX_DFA = 1 << 20,        /* bytes of one automaton */
    REGEX_MAX_CACHED = 64           /* patterns made while running */
};
#define REGEX_INFINITE UINT32_MAX

/* --- sets of characters ------------------------------------------------- */

struct regex_range {
    uint32_t first, last;
};

struct regex_ranges {           /* a set in the making */
    const einv_allocator *alloc;
    struct regex_range *r;
    size_t n, cap;
    bool failed;                /* no memory */
};

struct regex_set {
    const struct regex_range *r;
    size_t n;
};

struct regex_sets {             /* every set once */
    const einv_allocator *alloc;
    struct einv_arena *arena;
    struct regex_set *sets;
    size_t n, cap;
    uint32_t *table;            /* by hash: index + 1 */
    size_t table_cap;           /* a power of two */
};

void einv__regex_ranges_free(struct regex_ranges *rs);
void einv__regex_add(struct regex_ranges *rs, uint32_t first, uint32_t last);
/* Sorted, without overlap. */
void einv__regex_tidy(struct regex_ranges *rs);
/* These need tidy sets and give tidy ones. */
void einv__regex_negate(struct regex_ranges *rs);
void einv__regex_subtract(struct regex_ranges *rs,
                          const struct regex_ranges *minus);
/* Adds the case variants of all characters of first ... last. */
void einv__regex_add_variants(struct regex_ranges *rs, uint32_t first,
                              uint32_t last);
/* Adds the characters of some categories (enum einv_uc_category). */
void einv__regex_add_categories(struct regex_ranges *rs, uint32_t bits);
/* Tidies rs and gives its number; false: no memory. */
bool einv__regex_intern(struct regex_sets *sets, struct regex_ranges *rs,
                        uint32_t *index);
void einv__regex_sets_free(struct regex_sets *sets);

/* --- the tree ----------------------------------------------------------- */

enum regex_kind {
    REGEX_EMPTY, REGEX_SET, REGEX_CAT, REGEX_ALT, REGEX_REPEAT, REGEX_GROUP,
    REGEX_BOL, REGEX_EOL, REGEX_BACK
};

struct regex_node {
    uint8_t kind;
    bool lazy;                  /* repeat */
    bool nullable;              /* matches the empty string */
    uint32_t arg;               /* set, group (0: not numbered) */
    uint32_t min, max;          /* repeat */
    struct regex_node *last;    /* child; last of the children */
    struct regex_node *prev;    /* sibling */
};

struct regex_parser {
    const char *p, *end;
    bool dotall, multi, caseless, spaced, literal;  /* s m i x q */
    struct einv_arena *arena;   /* of the tree */
    struct regex_sets *sets;
    const char *error;          /* NULL: none */
    uint32_t depth;
    uint32_t n_groups;          /* opened so far */
    uint8_t closed[EINV_REGEX_GROUPS];
    bool has_back;
    size_t n_ranges;            /* of all classes, for the limit */
};

/* false, and sets the error if there is none. */
bool einv__regex_bad(struct regex_parser *p, const char *code);
/* The whole pattern; NULL: p->error. */
struct regex_node *einv__regex_parse(struct regex_parser *p);
/* An escape behind a backslash that p->p points at: a single character
 * (*single true, *c) or a set that is added to rs. */
bool einv__regex_escape(struct regex_parser *p, struct regex_ranges *rs,
                        bool *single, uint32_t *c);
/* A class expression behind its '['; takes the ']'. */
bool einv__regex_class(struct regex_parser *p, struct regex_ranges *rs);
/* Is a character next, and which; does not move. */
static inline bool einv__regex_peek(const struct regex_parser *p, char c)
{
    return p->p < p->end && *p->p == c;
}

/* --- the program -------------------------------------------------------- */

enum regex_op {
    REGEX_OP_CHAR,              /* one of set `arg`, then next */
    REGEX_OP_SPLIT,             /* next is better than arg */
    REGEX_OP_SAVE,              /* capture slot arg */
    REGEX_OP_BOL, REGEX_OP_EOL,
    REGEX_OP_COUNT,             /* min to max of set arg, then next */
    REGEX_OP_BACK,              /* what group arg matched */
    REGEX_OP_MARK,              /* an iteration starts: slot arg */
    REGEX_OP_CHECK,             /* it moved since slot arg: next; else min */
    REGEX_OP_MATCH
};

struct regex_inst {
    uint8_t op;
    bool lazy;
    uint32_t next, arg, min, max;
};

struct einv_regex {
    const struct regex_inst *prog;
    uint32_t n_prog, start;
    uint32_t n_groups;          /* 0 included, at most EINV_REGEX_GROUPS */
    uint32_t n_marks;
    bool multi, caseless, literal, has_back, has_count, has_bol;
    bool anchored;              /* matches only at the start of the text */
    bool empty;
    /* The whole pattern is ^ min to max of a set $ (groups aside): a test
     * needs no states. */
    bool scan;
    uint32_t scan_set, scan_min, scan_max;
    /* The alphabet. */
    uint32_t n_classes, words;  /* 32-bit words of a set in bits */
    const uint32_t *bits;       /* set * words: the classes it has */
    const uint32_t *bounds;     /* first characters, ascending */
    const uint32_t *classes;    /* ... and the class from there on */
    uint32_t n_bounds;
    uint32_t ascii[128];
    uint32_t newline;           /* its class */
};

static inline bool einv__regex_in(const struct einv_regex *re, uint32_t set,
                                  uint32_t class)
{
    return re->bits[(size_t)set * re->words + class / 32] >> class % 32 & 1;
}

uint32_t einv__regex_class_slow(const struct einv_regex *re, uint32_t c);
/* The class of the character at p (< end) and its size. */
static inline uint32_t einv__regex_next(const struct einv_regex *re,
                                        const char *p, const char *end,
                                        size_t *size)
{
    if ((unsigned char)*p < 128) {
        *size = 1;
        return re->ascii[(unsigned char)*p];
    }
    return einv__regex_class_slow(re, einv__utf8_get(p, end, size));
}

/* These allocate in the arena of the expression; an error code or NULL. */
const char *einv__regex_emit(struct einv_regex *re, struct einv_arena *arena,
                             const einv_allocator *temp,
                             const struct regex_node *tree);
const char *einv__regex_alphabet(struct einv_regex *re,
                                 struct einv_arena *arena,
                                 const einv_allocator *temp,
                                 const struct regex_sets *sets);

/* --- running ------------------------------------------------------------ */

/* What stands before and behind a position. */
enum { REGEX_AT_START = 1, REGEX_AT_LINE = 2, REGEX_AT_END = 4,
       REGEX_AT_NEWLINE = 8 };

struct regex_queue {            /* entries of a counter, oldest first */
    struct regex_entry { size_t first, last; } *e;  /* runs of positions */
    size_t head, n, cap;
};

struct regex_dfa;
struct regex_pike;

struct einv_regex_memory {
    const einv_allocator *alloc;
    size_t bytes;
    /* Room for programs of `room` instructions. */
    uint32_t *stamp, *stack, *list, *kernel, *next;
    size_t stamp_cap, stack_cap, list_cap, kernel_cap, next_cap;
    uint32_t generation;
    struct regex_queue *queues;     /* of the counters of one program */
    size_t queues_cap;
    uint32_t *queue_of;             /* instruction -> queue */
    size_t queue_of_cap;
    struct regex_dfa **dfas;        /* by the address of the expression */
    size_t n_dfas, dfas_cap;
    struct regex_pike *pike;
    struct einv_arena cached;       /* expressions made while running */
    struct regex_cached *cache;
    size_t n_cached, cache_cap;
};

/* The run's, made at first use; NULL: error in the run. */
struct einv_regex_memory *einv__regex_memory(struct einv_xp_run *run);
/* einv__grow within the limits. */
bool einv__regex_grow(struct einv_xp_run *run, void *ptr_to_ptr, size_t *cap,
                      size_t need, size_t size);
/* Makes room for a program. */
bool einv__regex_room(struct einv_xp_run *run, const struct einv_regex *re);
/* A new generation of stamps. */
uint32_t einv__regex_generation(struct einv_regex_memory *m);

/* Follows everything that reads nothing from kernel[0 .. n) on; what reads
 * goes to m->list.  true: a match is reached. */
bool einv__regex_close(struct einv_regex_memory *m,
                       const struct einv_regex *re, const uint32_t *kernel,
                       size_t n, unsigned at, size_t *n_list);
/* The test, state by state, from m->kernel[0 .. n) at `pos` on. */
bool einv__regex_simulate(struct einv_xp_run *run,
                          const struct einv_regex *re, struct einv_text text,
                          size_t pos, size_t n_kernel, bool *found);
/* The test from `from` on; only for programs without counters and
 * back-references. */
bool einv__regex_run_dfa(struct einv_xp_run *run,
                         const struct einv_regex *re, struct einv_text text,
                         size_t from, bool *found);
void einv__regex_cache_free(struct einv_regex_memory *m);
void einv__regex_dfas_free(struct einv_regex_memory *m);
bool einv__regex_run_pike(struct einv_xp_run *run,
                          const struct einv_regex *re, struct einv_text text,
                          size_t from, struct einv_regex_span *spans,
                          size_t n_spans, bool *found);
void einv__regex_pike_free(struct einv_regex_memory *m);
bool einv__regex_run_back(struct einv_xp_run *run,
                          const struct einv_regex *re, struct einv_text text,
                          size_t from, struct einv_regex_span *spans,
                          size_t n_spans, bool *found);

/* What stands before `pos`. */
static inline unsigned einv__regex_before(struct einv_text text, size_t pos)
{
    if (pos == 0)
        return REGEX_AT_START;
    return text.ptr[pos - 1] == '\n' ? REGEX_AT_LINE : 0;
}
/* ... and behind it. */
static inline unsigned einv__regex_behind(struct einv_text text, size_t pos)
{
    if (pos == text.len)
        return REGEX_AT_END;
    return text.ptr[pos] == '\n' ? REGEX_AT_NEWLINE : 0;
}
/* F&O 7.6.1.1: does ^, $ hold?  In multi-line mode no line starts behind a
 * newline that ends the text. */
static inline bool einv__regex_holds(const struct einv_regex *re, uint8_t op,
                                     unsigned at)
{
    if (op == REGEX_OP_BOL)
        return (at & REGEX_AT_START) != 0 ||
            (re->multi && (at & REGEX_AT_LINE) && !(at & REGEX_AT_END));
    return (at & REGEX_AT_END) != 0 ||
        (re->multi && (at & REGEX_AT_NEWLINE));
}

#endif
