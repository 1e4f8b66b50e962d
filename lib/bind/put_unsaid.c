/* put_unsaid.c: what the rows demand and nobody said.
 *
 * It is remembered while writing, because an element that is not kept in the
 * end demands nothing, and reported when all is written.
 */
#include "put.h"

void einv__put_unsaid(struct put_run *p, uint32_t row, bool defaulted,
                      struct einv_entry *record)
{
    if (!einv__grow(p->r.inv->alloc, &p->unsaid, &p->cap_unsaid,
                    p->n_unsaid + 1, sizeof(*p->unsaid))) {
        p->r.nomem = true;
        return;
    }
    p->unsaid[p->n_unsaid++] = (struct unsaid){ row, defaulted, record };
}

/* A list that must have a member has none.  What the member would have to
 * say is demanded as one; when all of that has a default, nothing is. */
void einv__put_unsaid_list(struct put_run *p, uint32_t at, size_t n_unsaid,
                           struct einv_entry *record)
{
    bool demanded = false;

    for (size_t i = n_unsaid; i < p->n_unsaid; i++)
        demanded |= !p->unsaid[i].defaulted;
    p->n_unsaid = n_unsaid;
    if (demanded)
        einv__put_unsaid(p, at, false, record);
}

void einv__put_unsaid_report(struct put_run *p)
{
    for (size_t i = 0; i < p->n_unsaid; i++) {
        const struct unsaid *u = &p->unsaid[i];
        const struct bind_row *row = bind_row(p->r.b, u->row);

        einv__ledger_write(&p->ledger,
                           u->defaulted ? EINV_DEFAULTED
                                        : EINV_MISSING_REQUIRED,
                           u->row, u->record == &p->nothing ? NULL : u->record,
                           row->to.n > 0 ? bind_field(p->r.b, row, 0)
                                         : row->into.place,
                           u->defaulted ? row->fallback : EINV_NO_TEXT,
                           row->doc);
    }
}
