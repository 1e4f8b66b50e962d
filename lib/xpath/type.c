/* type.c: the names of the atomic types, which is derived from which, which
 * integers a type takes, and what may be cast to what (XML Schema 1.0 part
 * 2; F&O 17.1).
 */
#include "type.h"

struct type_row {
    const char *name;           /* xs:... */
    uint8_t type, derived;
};

static const struct type_row types[] = {
    /* ORDER XP_TYPE: the primitive ones in the order of their numbers. */
    { "node()", EINV_XP_NODE, 0 },
    { "xs:untypedAtomic", EINV_XP_UNTYPED, 0 },
    { "xs:string", EINV_XP_STRING, 0 },
    { "xs:anyURI", EINV_XP_ANYURI, 0 },
    { "xs:boolean", EINV_XP_BOOLEAN, 0 },
    { "xs:integer", EINV_XP_INTEGER, 0 },
    { "xs:decimal", EINV_XP_DECIMAL, 0 },
    { "xs:float", EINV_XP_FLOAT, 0 },
    { "xs:double", EINV_XP_DOUBLE, 0 },
    { "xs:date", EINV_XP_DATE, 0 },
    { "xs:time", EINV_XP_TIME, 0 },
    { "xs:dateTime", EINV_XP_DATETIME, 0 },
    { "xs:duration", EINV_XP_DURATION, 0 },
    { "xs:dayTimeDuration", EINV_XP_DAYTIME, 0 },
    { "xs:yearMonthDuration", EINV_XP_YEARMONTH, 0 },
    { "xs:QName", EINV_XP_QNAME, 0 },
    { "xs:long", EINV_XP_INTEGER, EINV_XP_LONG },
    { "xs:int", EINV_XP_INTEGER, EINV_XP_INT },
    { "xs:short", EINV_XP_INTEGER, EINV_XP_SHORT },
    { "xs:byte", EINV_XP_INTEGER, EINV_XP_BYTE },
    { "xs:nonNegativeInteger", EINV_XP_INTEGER, EINV_XP_NON_NEGATIVE },
    { "xs:positiveInteger", EINV_XP_INTEGER, EINV_XP_POSITIVE },
    { "xs:nonPositiveInteger", EINV_XP_INTEGER, EINV_XP_NON_POSITIVE },
    { "xs:negativeInteger", EINV_XP_INTEGER, EINV_XP_NEGATIVE },
    { "xs:unsignedLong", EINV_XP_INTEGER, EINV_XP_UNSIGNED_LONG },
    { "xs:unsignedInt", EINV_XP_INTEGER, EINV_XP_UNSIGNED_INT },
    { "xs:unsignedShort", EINV_XP_INTEGER, EINV_XP_UNSIGNED_SHORT },
    { "xs:unsignedByte", EINV_XP_INTEGER, EINV_XP_UNSIGNED_BYTE },
    { "xs:normalizedString", EINV_XP_STRING, EINV_XP_NORMALIZED },
    { "xs:token", EINV_XP_STRING, EINV_XP_TOKEN },
    { "xs:language", EINV_XP_STRING, EINV_XP_LANGUAGE },
    { "xs:NMTOKEN", EINV_XP_STRING, EINV_XP_NMTOKEN },
    { "xs:Name", EINV_XP_STRING, EINV_XP_NAME },
    { "xs:NCName", EINV_XP_STRING, EINV_XP_NCNAME },
};

enum { N_TYPES = sizeof types / sizeof *types };

/* What a derived type is directly derived from; 0: the primitive one. */
static const uint8_t parents[EINV_XP_N_DERIVED] = {
    [EINV_XP_INT] = EINV_XP_LONG,
    [EINV_XP_SHORT] = EINV_XP_INT,
    [EINV_XP_BYTE] = EINV_XP_SHORT,
    [EINV_XP_POSITIVE] = EINV_XP_NON_NEGATIVE,
    [EINV_XP_NEGATIVE] = EINV_XP_NON_POSITIVE,
    [EINV_XP_UNSIGNED_LONG] = EINV_XP_NON_NEGATIVE,
    [EINV_XP_UNSIGNED_INT] = EINV_XP_UNSIGNED_LONG,
    [EINV_XP_UNSIGNED_SHORT] = EINV_XP_UNSIGNED_INT,
    [EINV_XP_UNSIGNED_BYTE] = EINV_XP_UNSIGNED_SHORT,
    [EINV_XP_TOKEN] = EINV_XP_NORMALIZED,
    [EINV_XP_LANGUAGE] = EINV_XP_TOKEN,
    [EINV_XP_NMTOKEN] = EINV_XP_TOKEN,
    [EINV_XP_NAME] = EINV_XP_TOKEN,
    [EINV_XP_NCNAME] = EINV_XP_NAME,
};

bool einv__xp_type_find(struct einv_text local, enum einv_xp_type *type,
                        enum einv_xp_derived *derived)
{
    for (size_t i = 1; i < N_TYPES; i++)
        if (einv__text_is(local, types[i].name + 3)) {
            *type = (enum einv_xp_type)types[i].type;
            *derived = (enum einv_xp_derived)types[i].derived;
            return true;
        }
    return false;
}

const char *einv__xp_type_name(const struct einv_xp_item *item)
{
    if (item->derived == EINV_XP_PLAIN)
        return item->type < EINV_XP_N_TYPES ? types[item->type].name : "?";
    for (size_t i = EINV_XP_N_TYPES; i < N_TYPES; i++)
        if (types[i].derived == item->derived)
            return types[i].name;
    return "?";
}

bool einv__xp_is_a(enum einv_xp_type type, enum einv_xp_derived derived,
                   enum einv_xp_type of, enum einv_xp_derived of_derived)
{
    if (of_derived == EINV_XP_PLAIN) {
        if (type == of)
            return true;
        return (type == EINV_XP_INTEGER && of == EINV_XP_DECIMAL) ||
               ((type == EINV_XP_DAYTIME || type == EINV_XP_YEARMONTH) &&
                of == EINV_XP_DURATION);
    }
    while (derived != EINV_XP_PLAIN && derived != of_derived)
        derived = (enum einv_xp_derived)parents[derived];
    return derived == of_derived;
}

/* --- ranges of integers --------------------------------------------------- */

/* The magnitudes of the smallest (not positive) and the largest. */
struct range_row {
    bool negative, positive;    /* may it be so at all? */
    bool nonzero;
    uint64_t low, high;         /* 0: no bound on this side */
};

static const struct range_row ranges[EINV_XP_N_DERIVED] = {
    [EINV_XP_PLAIN] = { true, true, false, 0, 0 },
    [EINV_XP_LONG] = { true, true, false, UINT64_C(9223372036854775808),
                       UINT64_C(9223372036854775807) },
    [EINV_XP_INT] = { true, true, false, 2147483648u, 2147483647u },
    [EINV_XP_SHORT] = { true, true, false, 32768, 32767 },
    [EINV_XP_BYTE] = { true, true, false, 128, 127 },
    [EINV_XP_NON_NEGATIVE] = { false, true, false, 0, 0 },
    [EINV_XP_POSITIVE] = { false, true, true, 0, 0 },
    [EINV_XP_NON_POSITIVE] = { true, false, false, 0, 0 },
    [EINV_XP_NEGATIVE] = { true, false, true, 0, 0 },
    [EINV_XP_UNSIGNED_LONG] = { false, true, false, 0, UINT64_MAX },
    [EINV_XP_UNSIGNED_INT] = { false, true, false, 0, UINT32_MAX },
    [EINV_XP_UNSIGNED_SHORT] = { false, true, false, 0, 65535 },
    [EINV_XP_UNSIGNED_BYTE] = { false, true, false, 0, 255 },
};

bool einv__xp_in_range(enum einv_xp_derived derived,
                       const struct einv_decimal *value)
{
    const struct range_row *row = &ranges[derived];
    uint64_t bound;

    if (einv__decimal_is_zero(value))
        return !row->nonzero;
    if (value->negative ? !row->negative : !row->positive)
        return false;
    bound = value->negative ? row->low : row->high;
    return bound == 0 || (value->width == 64 && value->lo <= bound);
}

/* --- what may be cast ----------------------------------------------------- */

#define BIT(name) (1u << EINV_XP_##name)
#define TEXTS (BIT(UNTYPED) | BIT(STRING))
#define NUMBERS (BIT(BOOLEAN) | BIT(INTEGER) | BIT(DECIMAL) | BIT(FLOAT) | \
                 BIT(DOUBLE))
#define DURATIONS (BIT(DURATION) | BIT(DAYTIME) | BIT(YEARMONTH))
#define MOMENTS (BIT(DATE) | BIT(TIME) | BIT(DATETIME))

static const uint32_t casts[EINV_XP_N_TYPES] = {
    [EINV_XP_UNTYPED] = TEXTS | BIT(ANYURI) | NUMBERS | DURATIONS | MOMENTS,
    [EINV_XP_STRING] = TEXTS | BIT(ANYURI) | NUMBERS | DURATIONS | MOMENTS,
    [EINV_XP_ANYURI] = TEXTS | BIT(ANYURI),
    [EINV_XP_BOOLEAN] = TEXTS | NUMBERS,
    [EINV_XP_INTEGER] = TEXTS | NUMBERS,
    [EINV_XP_DECIMAL] = TEXTS | NUMBERS,
    [EINV_XP_FLOAT] = TEXTS | NUMBERS,
    [EINV_XP_DOUBLE] = TEXTS | NUMBERS,
    [EINV_XP_DATE] = TEXTS | BIT(DATE) | BIT(DATETIME),
    [EINV_XP_TIME] = TEXTS | BIT(TIME),
    [EINV_XP_DATETIME] = TEXTS | MOMENTS,
    [EINV_XP_DURATION] = TEXTS | DURATIONS,
    [EINV_XP_DAYTIME] = TEXTS | DURATIONS,
    [EINV_XP_YEARMONTH] = TEXTS | DURATIONS,
    [EINV_XP_QNAME] = TEXTS | BIT(QNAME),
};

bool einv__xp_may_cast(enum einv_xp_type from, enum einv_xp_type to)
{
    return (casts[from] >> to & 1) != 0;
}
