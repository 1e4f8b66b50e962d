/* run.c: the memory, the budget and the error of an evaluation.
 */
#include "run.h"

bool einv__xp_fail(struct einv_xp_run *run, const char *code)
{
    if (run->error == NULL)
        run->error = code;
    return false;
}

bool einv__xp_fail_limit(struct einv_xp_run *run, const char *limit)
{
    if (run->limit == NULL)
        run->limit = limit;
    run->error = "EINV0001";    /* no other error may hide a limit */
    return false;
}

void *einv__xp_alloc(struct einv_xp_run *run, size_t count, size_t size)
{
    void *out;

    if (size > 0 && count > (SIZE_MAX / 2) / size) {
        einv__xp_fail_limit(run, "scratch");
        return NULL;
    }
    if ((uint64_t)run->arena.total + run->local.total + run->keep.total +
            count * size > run->bytes) {
        einv__xp_fail_limit(run, "scratch");
        return NULL;
    }
    out = einv__arena_alloc(&run->arena, count * size);
    if (out == NULL)
        einv__xp_fail(run, "EINV0002");
    return out;
}

bool einv__xp_push(struct einv_xp_run *run, struct einv_xp_list *list,
                   const struct einv_xp_item *item)
{
    if (list->n == list->cap) {
        size_t cap = list->cap < 4 ? 4 : list->cap * 2;
        struct einv_xp_item *items =
            einv__xp_alloc(run, cap, sizeof *items);

        if (items == NULL)
            return false;
        if (list->n > 0)
            memcpy(items, list->items, list->n * sizeof *items);
        list->items = items;
        list->cap = cap;
    }
    list->items[list->n++] = *item;
    return true;
}

bool einv__xp_one(struct einv_xp_run *run, struct einv_xp_item item,
                  struct einv_xp_seq *out)
{
    struct einv_xp_item *copy = einv__xp_alloc(run, 1, sizeof *copy);

    if (copy == NULL)
        return false;
    *copy = item;
    out->items = copy;
    out->n = 1;
    return true;
}

void einv__xp_buf(struct einv_xp_run *run, struct einv_buf *buf)
{
    einv__buf_init(buf, run->arena.alloc);
}

bool einv__xp_take(struct einv_xp_run *run, struct einv_buf *buf,
                   struct einv_text *out)
{
    char *copy = NULL;

    if (buf->failed)
        einv__xp_fail(run, "EINV0002");
    else
        copy = einv__xp_alloc(run, buf->len + 1, 1);
    if (copy != NULL) {
        if (buf->len > 0)
            memcpy(copy, buf->data, buf->len);
        copy[buf->len] = '\0';
        *out = einv__text(copy, buf->len);
    }
    einv__buf_free(buf);
    return copy != NULL;
}
