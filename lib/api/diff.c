/* diff.c: two invoices side by side, behind a handle. */
#include "handle.h"

#include "../model/totals.h"

struct diff_row {
    struct diff_row *next;
    struct einv_text parts[4];   /* ORDER DIFF: term path a b */
};

struct einv_diff {
    uint32_t magic;
    einv_ctx *ctx;
    struct einv_arena arena;
    struct diff_row *first, *last;
    struct diff_row **all;
    size_t n;
    bool nomem;
};

static bool keep(einv_diff *d, struct einv_text from, struct einv_text *to)
{
    char *copy;

    *to = EINV_NO_TEXT;
    if (from.ptr == NULL)
        return true;
    copy = einv__arena_dup(&d->arena, from);
    *to = einv__text(copy, copy != NULL ? from.len : 0);
    return copy != NULL;
}

static void add_row(void *user, const struct einv_diff_row *from)
{
    einv_diff *d = user;
    const struct einv_place *p;
    struct diff_row *row;

    if (d->nomem)
        return;
    p = &d->ctx->engine.model.places[from->place];
    row = einv__arena_zero(&d->arena, 1, sizeof(*row));
    if (row == NULL ||
        !keep(d, p->id.len > 0 ? p->id : from->path, &row->parts[0]) ||
        !keep(d, from->path, &row->parts[1]) ||
        !keep(d, from->a, &row->parts[2]) ||
        !keep(d, from->b, &row->parts[3])) {
        d->nomem = true;
        return;
    }
    if (d->last != NULL)
        d->last->next = row;
    else
        d->first = row;
    d->last = row;
    d->n++;
}

static bool index_all(einv_diff *d)
{
    size_t i = 0;

    d->all = einv__arena_zero(&d->arena, d->n + 1, sizeof(*d->all));
    if (d->all == NULL)
        return false;
    for (struct diff_row *row = d->first; row != NULL; row = row->next)
        d->all[i++] = row;
    return true;
}

einv_status einv_invoice_diff(const einv_invoice *a, const einv_invoice *b,
                              einv_diff **diff)
{
    einv_status status;
    einv_diff *d;

    if (!is_invoice(a) || !is_invoice(b) || diff == NULL ||
        a->ctx != b->ctx)
        return EINV_EUSAGE;
    *diff = NULL;
    d = einv__alloc(ctx_alloc(a->ctx), 1, sizeof(*d));
    if (d == NULL)
        return EINV_ENOMEM;
    memset(d, 0, sizeof(*d));
    d->magic = MAGIC_DIFF;
    d->ctx = einv_ctx_ref(a->ctx);
    einv__arena_init(&d->arena, ctx_alloc(d->ctx));
    status = einv__model_compare(&a->s.data, &b->s.data, add_row, d);
    if (status == EINV_OK && (d->nomem || !index_all(d)))
        status = EINV_ENOMEM;
    if (status != EINV_OK)
        einv_diff_free(d);
    else
        *diff = d;
    return status;
}

size_t einv_diff_count(const einv_diff *diff)
{
    return diff != NULL && diff->magic == MAGIC_DIFF ? diff->n : 0;
}

einv_status einv_diff_get_text(const einv_diff *diff, size_t i,
                               einv_diff_field field, const char **text,
                               size_t *len)
{
    if (text == NULL)
        return EINV_EUSAGE;
    *text = NULL;
    if (i >= einv_diff_count(diff) || (unsigned)field > EINV_DIFF_B)
        return EINV_EUSAGE;
    return einv__text_give(diff->all[i]->parts[field], text, len);
}

void einv_diff_free(einv_diff *diff)
{
    einv_ctx *ctx;

    if (diff == NULL || diff->magic != MAGIC_DIFF)
        return;
    ctx = diff->ctx;
    einv__arena_free(&diff->arena);
    diff->magic = 0;
    einv__free(ctx_alloc(ctx), diff, sizeof(*diff));
    einv_ctx_free(ctx);
}
