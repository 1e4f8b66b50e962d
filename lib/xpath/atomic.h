/* atomic.h: what can be done with atomic values: casts, comparison,
 * arithmetic, string values (XPath 2.0 3.4, 3.5; F&O 2.0 6, 9, 10, 17).
 *
 * Nothing here knows a node: whoever calls has atomised.
 */
#ifndef EINV_LIB_XPATH_ATOMIC_H
#define EINV_LIB_XPATH_ATOMIC_H

#include "run.h"

enum einv_xp_compare { /* ORDER XP_COMPARE */
    EINV_XP_EQ, EINV_XP_NE, EINV_XP_LT, EINV_XP_LE, EINV_XP_GT, EINV_XP_GE
};

enum einv_xp_arith {   /* ORDER XP_ARITH */
    EINV_XP_ADD, EINV_XP_SUB, EINV_XP_MUL, EINV_XP_DIV, EINV_XP_IDIV,
    EINV_XP_MOD
};

/* "integer" -> (EINV_XP_INTEGER, EINV_XP_PLAIN), "int" -> (EINV_XP_INTEGER,
 * EINV_XP_INT): the atomic types of XML Schema by local name.  false: none
 * such. */
bool einv__xp_type_find(struct einv_text local, enum einv_xp_type *type,
                        enum einv_xp_derived *derived);
/* "xs:integer", "xs:int", "node()": for messages. */
const char *einv__xp_type_name(const struct einv_xp_item *item);
/* Is an item of `type`, `derived` one of the type `of`, `of_derived`
 * (xs:integer is one of xs:decimal, xs:int of xs:integer)? */
bool einv__xp_is_a(enum einv_xp_type type, enum einv_xp_derived derived,
                   enum einv_xp_type of, enum einv_xp_derived of_derived);

/* F&O 17: cast.  false: FORG0001 (no such value), XPTY0004 (never possible),
 * FOCA0002, FOCA0003, FODT0001 ... */
bool einv__xp_cast(struct einv_xp_run *run, const struct einv_xp_item *in,
                   enum einv_xp_type type, enum einv_xp_derived derived,
                   struct einv_xp_item *out);
/* The same asked: leaves no error behind but of memory or limits. */
bool einv__xp_castable(struct einv_xp_run *run, const struct einv_xp_item *in,
                       enum einv_xp_type type, enum einv_xp_derived derived,
                       bool *castable);
/* F&O 17.1.2: the value as xs:string. */
bool einv__xp_string(struct einv_xp_run *run, const struct einv_xp_item *in,
                     struct einv_text *out);
/* fn:number: NaN where a cast fails. */
double einv__xp_number(struct einv_xp_run *run,
                       const struct einv_xp_item *in);

/* Value comparison of two values that are not untyped (the caller has cast
 * them by the rules of `eq` or of `=`).  XPTY0004: the types are not
 * comparable. */
bool einv__xp_compare(struct einv_xp_run *run, enum einv_xp_compare op,
                      const struct einv_xp_item *a,
                      const struct einv_xp_item *b, bool *out);
/* Arithmetic on values that are not untyped. XPTY0004, FOAR0001, FOAR0002 */
bool einv__xp_arithmetic(struct einv_xp_run *run, enum einv_xp_arith op,
                         const struct einv_xp_item *a,
                         const struct einv_xp_item *b,
                         struct einv_xp_item *out);
bool einv__xp_negate(struct einv_xp_run *run, const struct einv_xp_item *in,
                     struct einv_xp_item *out);

/* xs:double without the locale.  parse: the lexical form of xs:double after
 * trimming ("INF", "-INF", "NaN" included, correctly rounded); false: not
 * one.  format: XPath's string value (F&O 17.1.2): "1.0E6", "0.1", "NaN";
 * `single`: as xs:float. */
bool einv__xp_double_parse(struct einv_text text, double *out);
size_t einv__xp_double_format(double value, bool single, char out[40]);
/* An int64 of an xs:integer; false: it does not fit. */
bool einv__xp_int64(const struct einv_xp_item *in, int64_t *out);

#endif
