/* image.h: a byte form of structures, described once for both directions.
 *
 * The same function writes a structure and reads it back: it names the
 * fields in order, and each call here puts the field's bytes or sets the field
 * from them.  Numbers take as many bytes as they need (7 bits a byte, least
 * first), texts their length and their bytes.
 *
 * An image may come from anywhere: a number that is too large, a text that
 * ends behind the image and a count that cannot fit set `bad`, and everything
 * read from then on is zero or empty.  So a reader asks once, where it would
 * otherwise use what it read as an index or a pointer.
 */
#ifndef EINV_LIB_IMAGE_H
#define EINV_LIB_IMAGE_H

#include "memory.h"

struct einv_image {
    struct einv_buf *out;       /* writing; NULL: reading */
    const char *p, *end;        /* reading: what is left */
    struct einv_arena *arena;   /* reading: what is made */
    bool bad;                   /* it is no image */
    bool nomem;
};

/* Neither bad nor without memory, so far. */
static inline bool einv__image_good(const struct einv_image *m)
{
    return !m->bad && !m->nomem;
}

/* The long way of the next. */
void einv__image_wide(struct einv_image *m, uint64_t *n);
static inline void einv__image_u64(struct einv_image *m, uint64_t *n)
{
    /* Nearly all are read, and of one byte. */
    if (m->out == NULL && m->p < m->end && (unsigned char)*m->p < 0x80 &&
        einv__image_good(m))
        *n = (unsigned char)*m->p++;
    else
        einv__image_wide(m, n);
}
/* ... that is at most `most`. */
void einv__image_u32(struct einv_image *m, uint32_t *n, uint32_t most);
void einv__image_u8(struct einv_image *m, uint8_t *n, uint8_t most);
void einv__image_bool(struct einv_image *m, bool *b);
/* So many truths in one byte, at most seven. */
void einv__image_bools(struct einv_image *m, bool *const *bools, unsigned n);
/* Read texts point into the image; absent (ptr NULL) and empty differ. */
void einv__image_text(struct einv_image *m, struct einv_text *text);
/* How many elements follow, each of one byte at least. */
void einv__image_count(struct einv_image *m, size_t *n);
/* Reading: n zeroed elements of the arena.  NULL: bad, or no memory. */
void *einv__image_make(struct einv_image *m, size_t n, size_t size);

#endif
