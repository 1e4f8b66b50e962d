/* put_demand.c: which places would a document demand that nobody said?
 *
 * Who derives what a target demands must know it before the document is
 * written, or it is written twice.  The lines of an invoice are alike, so
 * most often the first one demands all that the rows of a line can.  Where it
 * does not, the survey gives up: what is demanded is seen when all is
 * written.
 */
#include "put.h"

/* The same place, or one of the same term. */
static bool is_of(const struct einv_binding *b, einv_place_id place,
                  einv_place_id demanded)
{
    const struct einv_place *places = b->model->places;

    return place == demanded ||
           (demanded != EINV_NO_PLACE_ID && places[demanded].id.len > 0 &&
            einv__text_eq(places[place].id, places[demanded].id));
}

/* Can a row of these demand the place? */
static bool can_demand(const struct einv_binding *b, uint32_t from,
                       uint32_t end, einv_place_id place)
{
    for (uint32_t i = from; i < end; i++) {
        const struct bind_row *row = bind_row(b, i);

        if ((row->flags & ROW_REQUIRED) &&
            ((row->to.n > 0 && is_of(b, bind_field(b, row, 0), place)) ||
             (row->same != BIND_NONE &&
              is_of(b, b->paths[row->same].place, place))))
            return true;
    }
    return false;
}

/* Is there a record of the place's list without it?  Members within members
 * are not looked at: they may be. */
static bool may_lack(const struct einv_invoice_data *inv, einv_place_id place)
{
    const struct einv_place *places = inv->model->places;
    const struct einv_place *record = &places[places[place].parent];
    const struct einv_entry *e;

    if (record->parent != EINV_ROOT_PLACE)
        return true;
    e = einv__entry_find(&inv->root, places[place].parent);
    if (e == NULL)
        return true;
    for (; e != NULL; e = einv__entry_more(e)) {
        if (einv__entry_find(e, place) == NULL)
            return true;
        for (const struct einv_entry *c = e->first; c != NULL; c = c->next)
            if (places[c->place].first == record->first)
                return true;
    }
    return false;
}

bool einv__put_may_demand(const struct einv_binding *b,
                          const struct einv_invoice_data *inv,
                          struct einv_demand *demands, size_t n)
{
    bool one = false;

    for (size_t i = 0; i < n; i++) {
        demands[i].asked = demands[i].place != EINV_NO_PLACE_ID &&
            can_demand(b, 1, (uint32_t)b->n_rows, demands[i].place) &&
            may_lack(inv, demands[i].place);
        one |= demands[i].asked;
    }
    return one;
}

static bool is_missed(const struct put_run *p, size_t n_unsaid,
                      einv_place_id place)
{
    for (size_t i = n_unsaid; i < p->n_unsaid; i++)
        if (p->unsaid[i].reason == EINV_MISSING_REQUIRED &&
            is_of(p->r.b, p->unsaid[i].place, place))
            return true;
    return false;
}

void einv__put_find_demands(struct put_run *p)
{
    for (size_t i = 0; i < p->n_demands; i++)
        p->demands[i].asked = p->demands[i].asked &&
                              is_missed(p, 0, p->demands[i].place);
}

/* Does what was missed since demand all that the row's members can? */
static bool demands_all(const struct put_run *p, uint32_t at, size_t n_unsaid,
                        bool *any)
{
    const struct bind_row *row = bind_row(p->r.b, at);
    uint32_t end = p->r.b->rows[row->content].end;
    bool all = true;

    *any = false;
    for (size_t i = 0; i < p->n_demands; i++) {
        einv_place_id place = p->demands[i].place;

        if (!p->demands[i].asked ||
            !can_demand(p->r.b, row->content, end, place))
            continue;
        *any = true;
        all = all && is_missed(p, n_unsaid, place);
    }
    return all;
}

bool einv__put_demands_no_more(struct put_run *p, uint32_t at,
                               size_t n_unsaid)
{
    bool any, all;

    if (p->demands == NULL || p->probing)
        return false;
    all = demands_all(p, at, n_unsaid, &any);
    if (any && !all)
        p->gave_up = p->r.nomem = true;        /* as if memory had ended */
    return any;
}
