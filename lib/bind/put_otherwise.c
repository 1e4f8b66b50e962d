/* put_otherwise.c: where reading what is written gives something else than
 * the model says: other values, more values, members in another order.  The
 * slot needs it twice: to carry what is said, and to name records by what
 * will be read of them.
 */
#include "put.h"

#include <stdlib.h>

static size_t so_far(const struct put_run *p)
{
    return p->build.tree->n_elems + p->build.tree->n_attrs;
}

void einv__put_otherwise(struct put_run *p, struct einv_entry *e,
                         struct einv_text back)
{
    if (p->probing || !p->slots)
        return;
    if (!einv__grow(p->r.inv->alloc, &p->lossy, &p->cap_lossy,
                    p->n_lossy + 1, sizeof(*p->lossy))) {
        p->r.nomem = true;
        return;
    }
    p->lossy[p->n_lossy++] = (struct slot_lossy){ e, back, so_far(p) };
    e->flags |= EINV_ENTRY_LOSSY;
}

void einv__put_extra(struct put_run *p, uint32_t row, uint32_t i,
                     struct einv_entry *record, struct einv_text text)
{
    if (p->probing || !p->slots)
        return;
    if (!einv__grow(p->r.inv->alloc, &p->extras, &p->cap_extras,
                    p->n_extras + 1, sizeof(*p->extras))) {
        p->r.nomem = true;
        return;
    }
    p->extras[p->n_extras++] =
        (struct extra){ record != &p->nothing ? record : NULL,
                        bind_field(p->r.b, bind_row(p->r.b, row), i), text,
                        so_far(p) };
}

void einv__put_seat(struct put_run *p, uint32_t row,
                    struct einv_entry *member)
{
    const struct bind_row *r = bind_row(p->r.b, row);

    if (p->probing || !p->slots)
        return;
    member->flags |= EINV_ENTRY_USED;
    if (!(r->flags & ROW_LINKED) && r->kind != ROW_MEMBER)
        return;
    if (!einv__grow(p->r.inv->alloc, &p->seats, &p->cap_seats,
                    p->n_seats + 1, sizeof(*p->seats))) {
        p->r.nomem = true;
        return;
    }
    p->seats[p->n_seats++] = (struct seat){ member, so_far(p) - 1 };
}

void einv__put_forget(struct put_run *p, struct einv_build_mark mark)
{
    size_t from = mark.n_elems + mark.n_attrs;

    while (p->n_lossy > 0 && p->lossy[p->n_lossy - 1].at >= from)
        p->n_lossy--;
    while (p->n_extras > 0 && p->extras[p->n_extras - 1].at >= from)
        p->n_extras--;
    while (p->n_seats > 0 && p->seats[p->n_seats - 1].at >= from)
        p->n_seats--;
}

static int by_entry(const void *x, const void *y)
{
    const struct slot_lossy *a = x, *b = y;

    if (a->e != b->e)
        return (uintptr_t)a->e < (uintptr_t)b->e ? -1 : 1;
    return a->at < b->at ? -1 : a->at > b->at;
}

void einv__put_settle(struct put_run *p)
{
    size_t n = 0;

    if (p->n_lossy == 0)
        return;
    qsort(p->lossy, p->n_lossy, sizeof(*p->lossy), by_entry);
    for (size_t i = 0; i < p->n_lossy; i++)
        if (i + 1 == p->n_lossy || p->lossy[i].e != p->lossy[i + 1].e)
            p->lossy[n++] = p->lossy[i];       /* the last word counts */
    p->n_lossy = n;
}
