/* image.h: compiled expressions and libraries as bytes, and back.
 *
 * Each function writes or reads, as the image says (base/image.h).  What is
 * read lives in the library's arena and points into the image's bytes, which
 * must live as long as the library.  Nothing read may be used before the whole
 * image was found good.
 */
#ifndef EINV_LIB_XPATH_IMAGE_H
#define EINV_LIB_XPATH_IMAGE_H

#include "../base/image.h"
#include "expr.h"

/* Prefixes, names, documents, functions, keys, global variables.  Reading: the
 * library is new. */
void einv__xp_image_lib(struct einv_image *m, struct einv_xp_lib *lib);
/* An expression with so many variables in its scope; NULL is allowed. */
void einv__xp_image_expr(struct einv_image *m, struct einv_xp_lib *lib,
                         size_t n_scope, const struct einv_xp_expr **expr);
void einv__xp_image_pattern(struct einv_image *m, struct einv_xp_lib *lib,
                            const struct einv_xp_pattern **pattern);
/* A number that changes with the tables of operations and functions: images
 * of another table mean something else. */
uint32_t einv__xp_image_shape(void);

#endif
