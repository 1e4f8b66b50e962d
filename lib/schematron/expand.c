/* expand.c: how a pattern that is-a abstract one gets its texts.
 */
#include "expand.h"

void einv__sch_add_param(struct sch_param **list, struct sch_param *param)
{
    while (*list != NULL && (*list)->name.len >= param->name.len)
        list = &(*list)->next;
    param->next = *list;
    *list = param;
}

static const struct sch_param *find(const struct sch_param *params,
                                    struct einv_text rest)
{
    const struct sch_param *p;

    for (p = params; p != NULL; p = p->next)
        if (p->name.len > 0 && rest.len >= p->name.len &&
            memcmp(rest.ptr, p->name.ptr, p->name.len) == 0)
            return p;
    return NULL;
}

bool einv__sch_expand(struct sch_reader *r, const struct sch_param *params,
                      struct einv_text *text)
{
    const struct sch_param *p;
    struct einv_buf buf;
    bool ok = true;
    size_t i;

    if (params == NULL || text->len == 0 ||
        memchr(text->ptr, '$', text->len) == NULL)
        return true;
    einv__buf_init(&buf, r->set->alloc);
    for (i = 0; i < text->len; i++) {
        p = text->ptr[i] != '$' ? NULL
            : find(params, einv__text(text->ptr + i + 1, text->len - i - 1));
        if (p == NULL) {
            einv__buf_char(&buf, text->ptr[i]);
            continue;
        }
        einv__buf_text(&buf, p->value);
        i += p->name.len;
    }
    if (buf.failed)
        ok = einv__sch_nomem(r);
    else
        ok = einv__sch_copy(r, einv__buf_get(&buf), text);
    einv__buf_free(&buf);
    return ok;
}
