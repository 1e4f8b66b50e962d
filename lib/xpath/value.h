/* value.h: items and sequences of the XPath 2.0 data model.
 *
 * An item is a node of a document or an atomic value.  A sequence is a run of
 * items in the memory of a run (run.h); nothing in it is freed on its own.
 * Texts in items may point into the document, the expression or the run.
 */
#ifndef EINV_LIB_XPATH_VALUE_H
#define EINV_LIB_XPATH_VALUE_H

#include "../base/decimal.h"
#include "../xml/tree.h"

/* XDM 2.0: the primitive atomic types.  xs:integer is apart from xs:decimal,
 * because arithmetic and string values are.  ORDER XP_TYPE: names in
 * type.c */
enum einv_xp_type {
    EINV_XP_NODE,
    EINV_XP_UNTYPED,            /* xs:untypedAtomic */
    EINV_XP_STRING,
    EINV_XP_ANYURI,
    EINV_XP_BOOLEAN,
    EINV_XP_INTEGER,
    EINV_XP_DECIMAL,
    EINV_XP_FLOAT,
    EINV_XP_DOUBLE,
    EINV_XP_DATE,
    EINV_XP_TIME,
    EINV_XP_DATETIME,
    EINV_XP_DURATION,
    EINV_XP_DAYTIME,            /* xs:dayTimeDuration */
    EINV_XP_YEARMONTH,          /* xs:yearMonthDuration */
    EINV_XP_QNAME,
    EINV_XP_N_TYPES
};

/* Types derived from a primitive one that occur by name.  0: none. */
enum einv_xp_derived {
    EINV_XP_PLAIN,
    EINV_XP_LONG, EINV_XP_INT, EINV_XP_SHORT, EINV_XP_BYTE,
    EINV_XP_NON_NEGATIVE, EINV_XP_POSITIVE, EINV_XP_NON_POSITIVE,
    EINV_XP_NEGATIVE,
    EINV_XP_UNSIGNED_LONG, EINV_XP_UNSIGNED_INT, EINV_XP_UNSIGNED_SHORT,
    EINV_XP_UNSIGNED_BYTE,
    EINV_XP_NORMALIZED, EINV_XP_TOKEN, EINV_XP_LANGUAGE, EINV_XP_NMTOKEN,
    EINV_XP_NAME, EINV_XP_NCNAME,
    EINV_XP_N_DERIVED
};

enum einv_xp_kind {
    EINV_XP_DOCUMENT,           /* row: unused */
    EINV_XP_ELEMENT,            /* row: of elems[] */
    EINV_XP_ATTRIBUTE,          /* row: of attrs[] */
    EINV_XP_TEXT,               /* row: the parent element; off: where the
                                   text starts in tree->text */
    EINV_XP_COMMENT,            /* row: of extras[] */
    EINV_XP_PI                  /* row: of extras[] */
};

struct einv_xp_doc;             /* a tree that a run knows: run.h */

struct einv_xp_node {
    const struct einv_xp_doc *doc;
    uint32_t kind;              /* enum einv_xp_kind */
    uint32_t row, off;
};

/* A moment: date, time or both; proleptic Gregorian calendar. */
struct einv_xp_moment {
    int64_t year;               /* 0 does not exist in XSD 1.0: -1 is 1 BC */
    uint8_t month, day, hour, minute, second;
    bool has_zone;
    int16_t zone;               /* minutes east of UTC */
    uint32_t nano;              /* of the second, 0 .. 999999999 */
};

struct einv_xp_duration {
    int64_t months;             /* both of one sign */
    int64_t seconds;
    int32_t nano;               /* the sign of seconds */
};

struct einv_xp_qname {
    struct einv_text prefix, ns, local;
};

struct einv_xp_item {
    uint8_t type;               /* enum einv_xp_type */
    uint8_t derived;            /* enum einv_xp_derived */
    union {
        struct einv_xp_node node;
        struct einv_text text;  /* untyped, string, anyURI */
        bool boolean;
        struct einv_decimal number;     /* integer (scale 0), decimal */
        double real;            /* double; float: rounded to 24 bits */
        struct einv_xp_moment moment;
        struct einv_xp_duration duration;
        struct einv_xp_qname *qname;
    } u;
};

struct einv_xp_seq {
    const struct einv_xp_item *items;
    size_t n;
};

#define EINV_XP_EMPTY ((struct einv_xp_seq){ NULL, 0 })

static inline bool einv__xp_is_number(const struct einv_xp_item *i)
{
    return i->type >= EINV_XP_INTEGER && i->type <= EINV_XP_DOUBLE;
}

static inline bool einv__xp_is_text(const struct einv_xp_item *i)
{
    return i->type >= EINV_XP_UNTYPED && i->type <= EINV_XP_ANYURI;
}

static inline struct einv_xp_item einv__xp_text(enum einv_xp_type type,
                                                struct einv_text text)
{
    struct einv_xp_item item = { .type = (uint8_t)type };

    item.u.text = text;
    return item;
}

static inline struct einv_xp_item einv__xp_boolean(bool value)
{
    struct einv_xp_item item = { .type = EINV_XP_BOOLEAN };

    item.u.boolean = value;
    return item;
}

static inline struct einv_xp_item einv__xp_double(double value)
{
    struct einv_xp_item item = { .type = EINV_XP_DOUBLE };

    item.u.real = value;
    return item;
}

static inline struct einv_xp_item einv__xp_integer(int64_t value)
{
    struct einv_xp_item item = { .type = EINV_XP_INTEGER };

    item.u.number.width = 64;
    item.u.number.negative = value < 0;
    item.u.number.lo = value < 0 ? 0 - (uint64_t)value : (uint64_t)value;
    return item;
}

#endif
