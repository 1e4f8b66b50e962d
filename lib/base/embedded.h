/* embedded.h: the files of schemas/, inside the library.
 *
 * The table is made from whatever lies in schemas/ when the library is
 * built (build-aux/embed.sh), in the order of the names' bytes.
 */
#ifndef EINV_LIB_EMBEDDED_H
#define EINV_LIB_EMBEDDED_H

#include "text.h"

struct einv_embedded {
    const char *name;   /* path below schemas/: "formats/x/binding.xml" */
    const char *data;   /* NUL-terminated; the NUL is not in len */
    size_t len;
};

/* NULL: no such file. */
const struct einv_embedded *einv__embedded_find(const char *name);

/* All of them, for who looks for a pattern of names: 0 .. count - 1. */
size_t einv__embedded_count(void);
const struct einv_embedded *einv__embedded_at(size_t i);

/* For embedded_find.c alone: made by build-aux/embed.sh. */
extern const struct einv_embedded einv__embedded_table[];
extern const size_t einv__embedded_n;

#endif
