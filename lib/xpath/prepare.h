/* prepare.h: what is made of constant arguments while compiling.
 */
#ifndef EINV_LIB_XPATH_PREPARE_H
#define EINV_LIB_XPATH_PREPARE_H

#include "ast.h"

/* A call of a built-in function whose arguments are constant may keep what
 * it needs of them (a compiled regular expression) in u.fn.prepared.  A
 * wrong constant stays: it is an error only when it is evaluated.  false: no
 * memory. */
bool einv__xp_prepare(struct einv_xp_lib *lib, struct einv_xp_expr *call);
/* The literal text of an expression; false: it is no string literal. */
bool einv__xp_constant(const struct einv_xp_expr *e, struct einv_text *out);
/* The document's number; reads it through the library's opener. */
bool einv__xp_lib_document(struct einv_xp_lib *lib, struct einv_text href,
                           uint32_t *slot);

#endif
