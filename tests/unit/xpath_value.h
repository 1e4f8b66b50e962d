/* xpath_value.h: atomic values in tests: a type and a text, and back.
 */
#ifndef EINV_TEST_XPATH_VALUE_H
#define EINV_TEST_XPATH_VALUE_H

#include <stdio.h>

#include "../../lib/xpath/atomic.h"
#include "xpath_support.h"

/* xs:type("text"); false: the error is in the run. */
static inline bool xp_make(struct xp_bench *b, const char *type,
                           const char *text, struct einv_xp_item *out)
{
    struct einv_xp_item in =
        einv__xp_text(EINV_XP_STRING, einv__text_of(text));
    enum einv_xp_type t;
    enum einv_xp_derived d;

    cr_assert(einv__xp_type_find(einv__text_of(type), &t, &d), "type %s",
              type);
    return einv__xp_cast(&b->run, &in, t, d, out);
}

/* "text type" of a value, or "!error". */
static inline void xp_show(struct xp_bench *b, bool ok,
                           const struct einv_xp_item *item, char *out,
                           size_t cap)
{
    struct einv_text text;

    if (!ok || !einv__xp_string(&b->run, item, &text))
        snprintf(out, cap, "!%s", b->run.error);
    else
        snprintf(out, cap, "%.*s %s", (int)text.len, text.ptr,
                 einv__xp_type_name(item) + 3);
    b->run.error = NULL;
}

#endif
