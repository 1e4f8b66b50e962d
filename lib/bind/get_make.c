/* get_make.c: a place whose text is made: what the document says there is
 * compared with what would be made of all that was read.
 */
#include "get.h"
#include "make.h"

static void compare(struct get_run *g, const struct copy *copy, bool credit)
{
    const struct bind_row *row = bind_row(g->r.b, copy->row);
    struct einv_text made;
    bool blank = einv__text_trim(copy->text).len == 0;

    if (!einv__make_text(&g->r, row, copy->record, credit, &made))
        made = EINV_NO_TEXT;
    if (made.ptr != NULL && einv__text_eq(made, copy->text))
        return;
    einv__get_text_note(g, copy->record, copy->row, copy->ref, copy->text,
                        false);
    if (!blank && made.ptr != NULL &&
        !einv__make_same(&g->r, row, copy->text, made))
        einv__ledger_find(&g->ledger, EINV_SEV_WARNING, "EINV-BIND-0109",
                          copy->ref, copy->row, copy->text, made);
}

void einv__get_made(struct get_run *g)
{
    bool credit = einv__bind_is_credit(&g->r);

    for (size_t i = 0; i < g->n_copies && !g->r.nomem; i++)
        if (bind_row(g->r.b, g->copies[i].row)->flags & ROW_MADE)
            compare(g, &g->copies[i], credit);
}
