/* compile_join.c: join= and part=: several places that hold one field.
 *
 * The row with join= gets the pattern and no field; its parts share the
 * field, so that everything that is asked about a field is asked of them.
 */
#include "compile.h"

#include "codec.h"

bool einv__compile_join(struct bind_compiler *c, einv_node e, uint32_t at,
                        struct bind_join *join)
{
    struct einv_text text = einv__compile_attr(c, e, "join");
    struct bind_row *row;

    if (text.ptr == NULL)
        return false;
    if (bind_is_virtual(&c->b->rows[at]))
        einv__compile_value(c, e, &c->b->rows[at]);
    row = &c->b->rows[at];
    memset(join, 0, sizeof(*join));
    join->outer = c->join;
    join->row = at;
    join->to = row->to;
    if (row->to.n != 1 || row->codecs.n > 0 || row->pattern.n > 0 ||
        bind_is_constant(row))
        einv__compile_error(c, e, "EINV-BIND-0053", text,
                            "to= with one field, and no codec");
    c->join = join;
    c->joining = true;
    einv__compile_pattern(c, e, row, text);
    c->joining = false;
    row->to.n = 0;
    return true;
}

void einv__compile_joined(struct bind_compiler *c, einv_node e)
{
    struct bind_join *join = c->join;

    if (join->used != (1u << join->n) - 1)
        einv__compile_error(c, e, "EINV-BIND-0053",
                            einv__compile_attr(c, e, "join"),
                            "a row with part= for every hole");
    c->join = join->outer;
}

void einv__compile_part(struct bind_compiler *c, einv_node e,
                        struct bind_row *row, struct einv_text name)
{
    const struct bind_join *join = c->join;
    const struct bind_row *outer;
    uint32_t i = 0;

    while (join != NULL && i < join->n &&
           !einv__text_eq(join->names[i], name))
        i++;
    if (join == NULL || i == join->n || row->to.n > 0) {
        einv__compile_error(c, e, "EINV-BIND-0053", name,
                            "the name of a hole in the join= around it");
        return;
    }
    outer = &c->b->rows[join->row];
    if (row->state != (bind_is_virtual(outer) ? outer->state : join->row) ||
        row->inside != outer->inside || (row->flags & ROW_MANY)) {
        einv__compile_error(c, e, "EINV-BIND-0053", name,
                            "parts directly in the row with join=");
        return;
    }
    c->join->used |= 1u << i;
    row->to = join->to;
    row->join = join->row;
    row->part = i;
    c->b->rows[row->state].flags |= ROW_HAS_PARTS;
}
