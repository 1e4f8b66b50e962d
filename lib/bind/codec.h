/* codec.h: values between their text in a format and in the model.
 *
 * A codec is a pair, decode and encode, on text; it may refuse, it never
 * guesses.  The chain of a row ends in the spelling of the field's type.
 */
#ifndef EINV_LIB_BIND_CODEC_H
#define EINV_LIB_BIND_CODEC_H

#include "rows.h"

/* false: refused, or no memory (then *nomem). */
typedef bool bind_codec_fn(struct einv_arena *arena, struct einv_text in,
                           struct einv_text arg, struct einv_text *out,
                           bool *nomem);

struct bind_codec {
    const char *name;
    bind_codec_fn *decode, *encode;
    enum einv_type gives;       /* the type it ends in; TEXT: any text */
    bool needs_arg;
};

/* NULL: no such codec. */
const struct bind_codec *einv__codec_find(struct einv_text name);
/* Can a chain that ends in this codec (NULL: none) give this type? */
bool einv__codec_fits(const struct bind_codec *last, enum einv_type type);

#define BIND_MAX_FIELDS 8       /* fields of one fused code or pattern */

struct bind_value {
    struct einv_text fields[BIND_MAX_FIELDS];  /* NULL pointer: absent */
};

/* Text of a place -> the row's fields.  false: it does not read. */
bool einv__value_decode(const struct einv_binding *b,
                        const struct bind_row *row, struct einv_text text,
                        struct einv_arena *arena, struct bind_value *value,
                        bool *nomem);
/* Fields -> text.  *text with NULL pointer: the place is not written.
 * false: refused. */
bool einv__value_encode(const struct einv_binding *b,
                        const struct bind_row *row,
                        const struct bind_value *value,
                        struct einv_arena *arena, struct einv_text *text,
                        bool *nomem);
/* The row's pattern alone.  Encoding refuses what would not be decoded
 * alike. */
bool einv__pattern_decode(const struct einv_binding *b,
                          const struct bind_row *row, struct einv_text text,
                          struct einv_arena *arena, struct bind_value *value,
                          bool *nomem);
bool einv__pattern_encode(const struct einv_binding *b,
                          const struct bind_row *row,
                          const struct bind_value *value,
                          struct einv_arena *arena, struct einv_text *out,
                          bool *nomem);
/* May the text be written at the row's place (facet.c)?  It is cut where
 * cut= says so. */
bool einv__facet_takes(const struct einv_binding *b,
                       const struct bind_row *row, struct einv_text *text);
/* Is the text like one of the pictures "9{4} | A9{3}"? */
bool einv__facet_picture(struct einv_text pictures, struct einv_text text);
/* The place of the row's i-th field. */
static inline einv_place_id bind_field(const struct einv_binding *b,
                                       const struct bind_row *row, uint32_t i)
{
    return b->paths[row->to.first + i].place;
}

#endif
