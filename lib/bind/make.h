/* make.h: values that are made of the invoice: make="words-zh(gross)".
 *
 * A maker is a pure function of the record (and what lies around it): no
 * clock, no counter, nothing random.  It may refuse.
 */
#ifndef EINV_LIB_BIND_MAKE_H
#define EINV_LIB_BIND_MAKE_H

#include "run.h"

struct make_call {
    struct bind_run *r;
    const struct bind_make *make;
    struct einv_entry *at;         /* the record of its paths */
    bool turned;                   /* the document has the other sign */
    struct einv_buf *out;
};

enum make_args {
    MAKE_NOTHING,                  /* no argument */
    MAKE_PATHS,                    /* paths; a UUID may stand first */
    MAKE_NUMBER, MAKE_LIST, MAKE_ANY,  /* one path: to a number, a list */
    MAKE_TEMPLATE                  /* text with {holes} */
};

struct bind_maker {                /* ORDER MAKER: alphabetical */
    const char *name;
    enum make_args args;
    enum einv_type gives;
    /* Appends the text; false: refused. */
    bool (*make)(const struct make_call *call);
    /* Do two texts say the same?  NULL: equal ones do. */
    bool (*same)(struct einv_text a, struct einv_text b);
};

/* NULL: no such maker. */
const struct bind_maker *einv__maker_find(struct einv_text name);
/* Every maker's name, for an error; ORDER MAKER. */
extern const char einv__maker_names[];

/* 8-4-4-4-12 hexadecimal digits; false: it is none. */
bool einv__make_uuid_read(struct einv_text text, uint8_t uuid[16]);
/* The text that the row's make= gives in this record, through its codecs;
 * false: refused, or no memory. */
bool einv__make_text(struct bind_run *r, const struct bind_row *row,
                     struct einv_entry *at, bool credit,
                     struct einv_text *out);
/* Does the text say what the made one says, in other words? */
bool einv__make_same(const struct bind_run *r, const struct bind_row *row,
                     struct einv_text text, struct einv_text made);

/* --- words_zh.c --------------------------------------------------------- */

/* An amount of yuan in Chinese capitals.  false: not a number, more than 12
 * digits before the point, or more than two behind it. */
bool einv__words_zh(struct einv_text number, struct einv_buf *out);
/* Are both the same amount: 元 for 圆, 正 for 整, a zero that may stand? */
bool einv__words_zh_same(struct einv_text a, struct einv_text b);

#endif
