/* check.h: what the files that check a compiled binding share. */
#ifndef EINV_LIB_BIND_CHECK_H
#define EINV_LIB_BIND_CHECK_H

#include "codec.h"

struct bind_checker {
    const struct einv_binding *b;
    const char *file;
    bool warnings;
    struct einv_report *report;
    struct einv_arena arena;       /* scratch */
    bool failed, nomem;
};

/* A finding about a row, found = its name. */
void einv__check_error(struct bind_checker *c, uint32_t row,
                       const char *rule, const char *what);
void einv__check_warn(struct bind_checker *c, uint32_t row, const char *rule,
                      const char *what);
/* Do the rows stand in different alternatives of one choice? */
bool einv__check_apart(const struct einv_binding *b, uint32_t x, uint32_t y);

/* Rows one by one (check_values.c). */
void einv__check_values(struct bind_checker *c);

#endif
