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

static bool grow(struct einv_xp_run *run, struct einv_xp_list *list,
                 size_t cap)
{
    struct einv_xp_item *items = einv__xp_alloc(run, cap, sizeof *items);

    if (items == NULL)
        return false;
    if (list->n > 0)
        memcpy(items, list->items, list->n * sizeof *items);
    list->items = items;
    list->cap = cap;
    return true;
}

bool einv__xp_push(struct einv_xp_run *run, struct einv_xp_list *list,
                   const struct einv_xp_item *item)
{
    if (list->n == list->cap &&
        !grow(run, list, list->cap < 4 ? 4 : list->cap * 2))
        return false;
    list->items[list->n++] = *item;
    return true;
}

bool einv__xp_reserve(struct einv_xp_run *run, struct einv_xp_list *list,
                      size_t more)
{
    size_t cap = list->n + more;

    if (cap <= list->cap)
        return true;
    /* Asked again and again it must double, too. */
    return grow(run, list, cap < list->cap * 2 ? list->cap * 2 : cap);
}

static bool is_in(const char *ptr, const char *from, size_t len)
{
    return from != NULL && ptr >= from && ptr < from + len;
}

/* Is all of it in the item, or in the document? */
static bool is_light(const struct einv_xp_run *run,
                     const struct einv_xp_item *item)
{
    if (einv__xp_is_text(item)) {
        const struct einv_tree *t = run->docs[0].tree;
        const char *ptr = item->u.text.ptr;

        return is_in(ptr, t->text, t->text_len) ||
               is_in(ptr, t->attr_text, t->attr_text_len);
    }
    if (item->type == EINV_XP_INTEGER || item->type == EINV_XP_DECIMAL)
        return item->u.number.width != 0;
    return item->type != EINV_XP_QNAME;
}

bool einv__xp_gather(struct einv_xp_run *run, struct einv_xp_list *list,
                     struct einv_arena_mark mark,
                     const struct einv_xp_seq *part)
{
    enum { FEW = 4 };
    struct einv_xp_item few[FEW];
    const struct einv_xp_item *items = part->items;
    bool light = part->n <= FEW;

    for (size_t i = 0; i < part->n && light; i++) {
        light = is_light(run, &items[i]);
        few[i] = items[i];
    }
    if (light) {
        einv__arena_reset(&run->arena, mark);
        items = few;
    }
    for (size_t i = 0; i < part->n; i++)
        if (!einv__xp_push(run, list, &items[i]))
            return false;
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
