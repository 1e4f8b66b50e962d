/* source.h: where a tree was read from.
 *
 * The UTF-8 text that the parser saw, the bytes as given when they were in
 * another encoding, and how an offset in the one becomes a place in the
 * other.
 */
#ifndef EINV_LIB_SOURCE_H
#define EINV_LIB_SOURCE_H

#include "charset.h"
#include "tree.h"

struct einv_tree_source {
    const char *text;       /* UTF-8, without a byte order mark */
    size_t len;
    struct einv_text given; /* the bytes as given */
    size_t skip;            /* a byte order mark before the text */
    const struct einv_charset *charset;
    char *own;              /* block of `text` when ours, NUL-terminated */
    size_t own_size;
    char *own_given;        /* block of `given` when ours */
    size_t own_given_size;
    bool lines;             /* imported: tag_off is a line, no text */
};

void einv__source_free(const einv_allocator *a, struct einv_tree_source *s);

/* A place in the file as given, for an offset in the text; counts from the
 * start. */
struct einv_position einv__source_position(const struct einv_tree_source *s,
                                           size_t offset);

#endif
