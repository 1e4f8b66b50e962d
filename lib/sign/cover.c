/* cover.c: runs of elements. */
#include "cover.h"

void einv__cover_init(struct einv_cover *c, const einv_allocator *a)
{
    *c = (struct einv_cover){ .alloc = a };
}

void einv__cover_free(struct einv_cover *c)
{
    if (c->alloc != NULL)
        einv__free(c->alloc, c->runs, c->cap * sizeof(*c->runs));
    einv__cover_init(c, c->alloc);
}

/* The first run that ends at or behind e. */
static size_t find(const struct einv_cover *c, einv_node e)
{
    size_t low = 0, high = c->n;

    while (low < high) {
        size_t mid = low + (high - low) / 2;

        if (c->runs[mid].to < e)
            low = mid + 1;
        else
            high = mid;
    }
    return low;
}

/* Puts `with` (n of them) in the place of runs [i, k). */
static void replace(struct einv_cover *c, size_t i, size_t k,
                    const struct einv_run *with, size_t n)
{
    size_t len = c->n - (k - i) + n;

    if (c->failed || !einv__grow(c->alloc, &c->runs, &c->cap, len + 1,
                                 sizeof(*c->runs))) {
        c->failed = true;
        return;
    }
    memmove(c->runs + i + n, c->runs + k, (c->n - k) * sizeof(*c->runs));
    if (n > 0)
        memcpy(c->runs + i, with, n * sizeof(*with));
    c->n = len;
}

void einv__cover_add(struct einv_cover *c, einv_node from, einv_node to)
{
    size_t i = find(c, from > 0 ? from - 1 : 0), k = i;
    struct einv_run run = { from, to };

    for (; k < c->n && c->runs[k].from <= to + 1; k++) {
        if (c->runs[k].from < run.from)
            run.from = c->runs[k].from;
        if (c->runs[k].to > run.to)
            run.to = c->runs[k].to;
    }
    replace(c, i, k, &run, 1);
}

void einv__cover_remove(struct einv_cover *c, einv_node from, einv_node to)
{
    size_t i = find(c, from), k = i, n = 0;
    struct einv_run left[2];

    for (; k < c->n && c->runs[k].from <= to; k++) {
        if (c->runs[k].from < from)
            left[n++] = (struct einv_run){ c->runs[k].from, from - 1 };
        if (c->runs[k].to > to)
            left[n++] = (struct einv_run){ to + 1, c->runs[k].to };
    }
    if (k > i)
        replace(c, i, k, left, n);
}

bool einv__cover_has(const struct einv_cover *c, einv_node e)
{
    size_t i = find(c, e);

    return i < c->n && c->runs[i].from <= e;
}

einv_node einv__cover_gap(const struct einv_cover *c, einv_node from,
                          einv_node to)
{
    size_t i = find(c, from);

    if (from > to)
        return EINV_NO_NODE;
    if (i == c->n || c->runs[i].from > from)
        return from;
    return c->runs[i].to >= to ? EINV_NO_NODE : c->runs[i].to + 1;
}
