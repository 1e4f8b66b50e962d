/* report.h: what is wrong with a document, and what was not carried.
 *
 * A report collects findings (every layer: reading, codes, rules) and ledger
 * rows (binding).  It copies what it is given into its own arena.  Adding
 * never fails for the caller: when there is no memory, or the limit is
 * reached, `lost` counts instead.
 *
 * A finding holds a code, a place and named arguments; the sentence is made
 * later, in the reader's language, from messages.xml.
 */
#ifndef EINV_LIB_REPORT_H
#define EINV_LIB_REPORT_H

#include "../base/memory.h"

enum einv_severity {          /* permanent numbers, in rising order */
    EINV_SEV_INFORMATION = 0,
    EINV_SEV_WARNING = 1,
    EINV_SEV_ERROR = 2,
    EINV_SEV_FATAL = 3
};

/* Where in the file as given.  All zero: unknown.  Lines and columns from 1,
 * columns in code points, offset in bytes from 0. */
struct einv_position {
    uint32_t line, column;
    uint64_t offset;
};

struct einv_argument {
    struct einv_text name, value;
};

/* Arguments of findings that bring their message: the message without values
 * of the document; a diagnostic, by its id ("diagnostic d1"). */
#define EINV_ARG_REDACTED "redacted"
#define EINV_ARG_DIAGNOSTIC "diagnostic "
/* Of findings of our own rules, for other languages (diag/words.h): the
 * sentence with places {1} {2} ..., of which each is an argument ("1"); and
 * those of them, and "expected", that hold words of ours. */
#define EINV_ARG_PATTERN "pattern"
#define EINV_ARG_OURS "ours"
/* What would explain the difference between found and expected. */
#define EINV_ARG_WHY "why"

struct einv_finding {
    enum einv_severity severity;
    struct einv_text origin;   /* xml structure xsd rules codes totals ... */
    struct einv_text rule_set; /* with rules; else empty */
    struct einv_text kind;     /* assert report error */
    struct einv_text rule;     /* permanent code: XML_DTD, EINV-BIND-0104 */
    struct einv_text error;    /* of a rule that could not be evaluated */
    struct einv_text flag;     /* as the authority wrote it */
    struct einv_text test;     /* of a rule without an id */
    struct einv_text term;     /* BT-131, or empty */
    struct einv_text xpath;
    struct einv_position pos;
    struct einv_text found, expected;
    struct einv_text message;  /* given ready-made (rules); else empty: the
                                  catalogue makes it from rule + args */
    struct einv_text fix;      /* likewise: how to mend it */
    const struct einv_argument *args;
    uint32_t n_args;
    uint32_t check;            /* the number of an assert or report in its
                                  rule set, from 1; 0: another finding */
    struct einv_finding *next;
};

enum einv_direction { EINV_READ = 0, EINV_WRITE = 1 };

enum einv_reason {             /* ORDER REASON: names in report.c */
    EINV_NO_PLACE, EINV_IN_SLOT, EINV_EMBEDDED, EINV_CODE_LOSSY,
    EINV_TRUNCATED, EINV_MERGED, EINV_DERIVED, EINV_DEFAULTED,
    EINV_MISSING_REQUIRED, EINV_SPELLING, EINV_UNDECODABLE, EINV_FOREIGN,
    EINV_NOT_MAPPED, EINV_SKIPPED, EINV_N_REASONS
};

struct einv_ledger_row {
    enum einv_direction direction;
    enum einv_reason reason;
    bool grave;
    bool weighty;              /* its field is one whose loss is grave */
    struct einv_text term;     /* BT-131, or a path of names */
    struct einv_text xpath;    /* in the source (read) or target (write) */
    struct einv_position pos;  /* in the source, when known */
    struct einv_text value;    /* the source's own text, whole */
    struct einv_text where;    /* the slot, the remedy, kind of the note */
    struct einv_ledger_row *next;
};

struct einv_report {
    struct einv_arena arena;
    const einv_allocator *alloc;
    struct einv_finding *first, *last;
    struct einv_ledger_row *first_row, *last_row;
    size_t n_findings, n_rows;
    size_t n_of[4];            /* findings by severity */
    size_t max_findings;       /* 0 = no limit */
    size_t lost;               /* findings or rows there was no room for */
    bool nomem;                /* ... because memory ended */
};

/* The start of a finding of kind "error"; the caller says where it stands
 * and adds it. */
struct einv_finding einv__finding(enum einv_severity severity,
                                  const char *origin, const char *rule,
                                  struct einv_text found,
                                  struct einv_text expected);

void einv__report_init(struct einv_report *r, const einv_allocator *a);
void einv__report_free(struct einv_report *r);

/* Copies a finding.  r may be NULL (nobody wants it).  The copy is returned
 * for completing, NULL when it was not kept. */
struct einv_finding *einv__report_add(struct einv_report *r,
                                      const struct einv_finding *finding);

/* The usual way to add one: named arguments as pairs of C strings, ended by
 * NULL.  "found" and "expected" also fill those members; "term" and "xpath"
 * likewise. */
void einv__diag(struct einv_report *r, enum einv_severity severity,
                const char *origin, const char *rule,
                struct einv_position pos, ...);

/* Copies a ledger row. */
void einv__ledger_add(struct einv_report *r, const struct einv_ledger_row *row);

const char *einv__reason_name(enum einv_reason reason);
/* EINV_N_REASONS: no such reason. */
enum einv_reason einv__reason_find(struct einv_text name);
const char *einv__severity_name(enum einv_severity severity);

#endif
