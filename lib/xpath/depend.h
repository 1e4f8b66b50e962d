/* depend.h: what the value of an expression depends on, read off its tree.
 */
#ifndef EINV_LIB_XPATH_DEPEND_H
#define EINV_LIB_XPATH_DEPEND_H

#include "ast.h"

enum einv_xp_depends {
    EINV_XP_ON_NAME = 1,        /* the name of the context node */
    EINV_XP_ON_ITEM = 2,        /* anything else of the context item */
    EINV_XP_ON_PLACE = 4,       /* position(), last() */
    EINV_XP_ON_CURRENT = 8,     /* current() */
    EINV_XP_ON_VARS = 16,       /* variables of the expression itself */
    EINV_XP_ON_SCOPE = 32,      /* variables of a rule */
    EINV_XP_ON_GLOBAL = 64,     /* variables of the library */
    EINV_XP_ON_ROOT = 128       /* the document of the context item */
};
#define EINV_XP_ON_FOCUS \
    (EINV_XP_ON_NAME | EINV_XP_ON_ITEM | EINV_XP_ON_PLACE | EINV_XP_ON_ROOT)

/* Bits of enum einv_xp_depends; it may only ever say too many. */
unsigned einv__xp_depends(const struct einv_xp_expr *e);

/* May its evaluation end in an error, when the context item is a node?  It
 * may only ever say "yes" too often. */
bool einv__xp_may_fail(const struct einv_xp_expr *e);

#endif
