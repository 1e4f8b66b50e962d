/* needs.c: which fields of its record a row can be written for at all.
 *
 * Most rows of a format have nothing to say about a given record, and asking
 * each of them is most of the time that writing takes.  A row whose every
 * reason to be written is a field of its own record is skipped when the
 * record has none of these fields.
 */
#include "codec.h"
#include "slot.h"

static void need(const struct einv_binding *b, einv_place_id record,
                 const struct bind_path *path, uint64_t needs[2])
{
    uint32_t bit = bind_need_bit(b, record, b->steps[path->steps.first]);

    needs[bit >> 6] |= (uint64_t)1 << (bit & 63);
}

/* false: the path leaves the record, or is the record's own text. */
static bool need_path(const struct einv_binding *b, einv_place_id record,
                      const struct bind_path *path, uint64_t needs[2])
{
    if (path->absolute || path->steps.n == 0)
        return false;
    need(b, record, path, needs);
    return true;
}

static bool need_fields(const struct einv_binding *b,
                        const struct bind_row *row, uint64_t needs[2])
{
    for (uint32_t i = 0; i < row->to.n; i++)
        if (!need_path(b, row->inside, &b->paths[row->to.first + i], needs))
            return false;
    for (uint32_t i = 0; i < row->gather.n; i++)
        if (!need_path(b, row->inside, &b->paths[row->gather.first + i], needs))
            return false;
    for (uint32_t i = 0; i < row->sets.n; i++)
        if (!need_path(b, row->inside, &b->sets[row->sets.first + i].path,
                       needs))
            return false;
    return row->same == BIND_NONE || row->kind == ROW_ATTRIBUTE ||
           need_path(b, row->inside, &b->paths[row->same], needs);
}

/* Does anything below reach out of the record that the row enters? */
static bool reaches_out(const struct einv_binding *b, uint32_t at)
{
    for (uint32_t i = at; i < b->rows[at].end; i++) {
        const struct bind_row *row = &b->rows[i];

        for (uint32_t k = 0; k < row->to.n; k++)
            if (b->paths[row->to.first + k].absolute)
                return true;
        for (uint32_t k = 0; k < row->sets.n; k++)
            if (b->sets[row->sets.first + k].path.absolute)
                return true;
        if (row->into.absolute ||
            (row->same != BIND_NONE && row->kind == ROW_ELEMENT &&
             b->paths[row->same].absolute))
            return true;
    }
    return false;
}

/* Collects; false: something else than a field of the record is a reason. */
static bool needs_of(const struct einv_binding *b, uint32_t at,
                     uint64_t needs[2])
{
    const struct bind_row *row = &b->rows[at];

    if (row->kind == ROW_SKIP)
        return true;
    if (row->into.steps.n > 0) {
        if (reaches_out(b, at))
            return false;
        return need_path(b, row->record, &row->into, needs);
    }
    if (!need_fields(b, row, needs))
        return false;
    for (uint32_t i = bind_first(b, at); i != 0; i = bind_next(b, i))
        if (!needs_of(b, i, needs))
            return false;
    return true;
}

/* Written, or missed, without any field: constants, copies, requirements. */
static bool is_owed(const struct einv_binding *b, uint32_t at)
{
    const struct bind_row *row = &b->rows[at];

    if ((row->flags & (ROW_REQUIRED | ROW_EMPTY | ROW_ABSENT | ROW_MADE)) ||
        bind_is_constant(row) ||
        row->same != BIND_NONE)
        return true;
    if (!bind_is_virtual(row))
        return false;
    for (uint32_t i = bind_first(b, at); i != 0; i = bind_next(b, i))
        if (is_owed(b, i))
            return true;
    return false;
}

void einv__bind_needs(struct einv_binding *b)
{
    for (uint32_t i = 1; i < b->n_rows; i++) {
        struct bind_row *row = &b->rows[i];

        row->needs[0] = row->needs[1] = 0;
        if (!(row->flags & ROW_SLOT_ONLY) && einv__slot_of(b, i) == NULL &&
            row->kind != ROW_DOCUMENT && row->kind != ROW_MEMBER &&
            !is_owed(b, i) && needs_of(b, i, row->needs))
            row->flags |= ROW_NEEDY;
    }
}
