/* scan.h: between scan.c (the document), tag.c (start tags) and refs.c
 * (names, references, values).
 */
#ifndef EINV_LIB_SCAN_H
#define EINV_LIB_SCAN_H

#include "chars.h"
#include "reader.h"

#define EINV_SCAN_CACHE_BITS 8
#define EINV_SCAN_CACHE (1u << EINV_SCAN_CACHE_BITS)
#define EINV_SCAN_DEPTH 256     /* the hard cap of limits.def */

/* A name as it stands in the text. */
struct einv_scan_name {
    const char *ptr;
    uint32_t len, prefix;       /* prefix: its length; 0: none */
};

/* What a name meant: valid while the same declarations are in scope. */
struct einv_scan_cached {
    uint32_t at;                /* in the text */
    uint32_t kind;              /* see kind_of() */
    uint32_t generation, qname;
};

struct einv_scan_ns {
    struct einv_text prefix, uri;
    uint32_t before;            /* the generation without it */
};

struct einv_scan {
    struct einv_tree *t;
    const struct einv_limits *limits;
    const struct einv_read_xml_options *options;
    struct einv_xml_error *error;
    const char *text, *p;
    const char *end;            /* behind the last '>': scans stop there */
    const char *stop;           /* behind the last byte */
    einv_node open;
    uint32_t depth;
    size_t run;                 /* where the current text node began */
    bool inked;                 /* more than white space since the last tag */
    size_t most_text;           /* its limit */
    struct einv_scan_ns *ns;    /* declarations in scope */
    size_t n_ns, cap_ns;
    uint32_t generation, last;
    struct einv_scan_name *names;   /* of the tag's attributes */
    size_t cap_names;
    uint32_t *seen;             /* by name: the element that had it last */
    size_t cap_seen;
    uint32_t slot;              /* of the last start tag's name */
    uint16_t after[EINV_SCAN_CACHE];    /* by slot: which one followed */
    struct einv_scan_cached cache[EINV_SCAN_CACHE];
    uint32_t ns_at[EINV_SCAN_DEPTH + 1];    /* by depth; never cleared */
};

/* Ends the reading; always false. */
bool einv__scan_fail(struct einv_scan *s, const char *at, const char *detail);
bool einv__scan_limit(struct einv_scan *s, const char *limit,
                      uint64_t allowed, const char *at);
bool einv__scan_nomem(struct einv_scan *s);

/* refs.c */

static inline void einv__scan_space(struct einv_scan *s)
{
    while (einv__char_is(*s->p, EINV_CH_SPACE))
        s->p++;
}

/* Does the rest begin with this? */
static inline bool einv__scan_is(const struct einv_scan *s, const char *what,
                                 size_t len)
{
    return s->p < s->end && (size_t)(s->end - s->p) >= len &&
           memcmp(s->p, what, len) == 0;
}

/* Past a name without colons; false: none here (no error yet). */
bool einv__scan_ncname(struct einv_scan *s);
/* A name with at most one colon inside. */
bool einv__scan_qname(struct einv_scan *s, struct einv_scan_name *name);
/* A reference at s->p: its character as UTF-8. */
bool einv__scan_reference(struct einv_scan *s, char out[4], size_t *len);
/* A quoted value, normalised, appended to attr_text. */
bool einv__scan_value(struct einv_scan *s);

/* tag.c */

/* A start tag at s->p, which is '<'; *empty: it was <a/>. */
bool einv__scan_start(struct einv_scan *s, bool *empty);
/* Forgets the declarations of the innermost element. */
void einv__scan_leave(struct einv_scan *s);

#endif
