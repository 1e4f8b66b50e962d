/* layout.h: text in columns of a terminal. */
#ifndef EINV_LIB_LAYOUT_H
#define EINV_LIB_LAYOUT_H

#include "../base/memory.h"

/* How many columns the code point takes: 0, 1 or 2. */
unsigned einv__char_width(uint32_t code_point);
/* How many the text takes on one line. */
size_t einv__text_width(struct einv_text text);

/* The first line of *rest that fits `width` columns, broken at a blank where
 * there is one; *rest moves on.  Takes at least one character. */
struct einv_text einv__layout_line(struct einv_text *rest, size_t width);

struct einv_cell {
    struct einv_text text;
    size_t width;
    bool right;            /* aligned to the right */
};

/* Appends one row of cells, two blanks between them, as many lines as the
 * longest needs.  Control characters are replaced: a document must not steer
 * the terminal. */
void einv__layout_row(struct einv_buf *out, size_t indent,
                      const struct einv_cell *cells, size_t n);

#endif
