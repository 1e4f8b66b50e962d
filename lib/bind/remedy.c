/* remedy.c: what to supply where a place is missing, in the words of --set.
 *
 * The path is seen from the record that the row stands in.  A member that is
 * not there yet is made by what its row sets, so that is part of the remedy.
 */
#include "run.h"

/* The steps from the record at `top` down to a place below it; false: it is
 * not below it (a row whose path starts at the invoice). */
static bool path_below(const struct einv_model *m, einv_place_id top,
                       einv_place_id place, struct einv_buf *out)
{
    if (place == top)
        return true;
    if (place == EINV_ROOT_PLACE ||
        !path_below(m, top, m->places[place].parent, out))
        return false;
    einv__buf_char(out, '/');
    einv__buf_text(out, m->places[place].name);
    return true;
}

static void path_of(const struct bind_run *r, const struct einv_entry *e,
                    einv_place_id place, struct einv_buf *out)
{
    size_t mark = out->len;

    if (e != NULL && e->parent != NULL) {
        einv__entry_path(r->inv, e, r->counted, out);
        if (path_below(r->b->model, e->place, place, out))
            return;
        out->len = mark;
    }
    einv__model_path(r->b->model, place, out);
}

static void set_to(struct einv_buf *out, struct einv_text base,
                   const struct bind_run *r, einv_place_id top,
                   einv_place_id place, struct einv_text value)
{
    einv__buf_str(out, out->len > 0 ? " --set " : "--set ");
    einv__buf_text(out, base);
    path_below(r->b->model, top, place, out);
    einv__buf_char(out, '=');
    einv__buf_text(out, value);
}

/* How many members the list has. */
static unsigned members(const struct bind_run *r, const struct bind_path *path,
                        const struct einv_entry *outer)
{
    const struct einv_entry *at = path->absolute ? &r->inv->root : outer;
    unsigned n = 0;

    for (uint32_t i = 0; i < path->steps.n && at != NULL; i++)
        at = einv__entry_find(at, r->b->steps[path->steps.first + i]);
    for (; at != NULL; at = einv__entry_more(at))
        n++;
    return n;
}

/* A field of a member that is not there yet. */
static void new_member(const struct bind_run *r, uint32_t member,
                       const struct einv_entry *outer, einv_place_id place,
                       struct einv_buf *out)
{
    const struct bind_row *row = bind_row(r->b, member);
    einv_place_id top = row->into.place;
    struct einv_buf base;
    unsigned n = 1 + members(r, &row->into, outer);

    einv__buf_init(&base, r->inv->alloc);
    path_of(r, row->into.absolute ? NULL : outer, top, &base);
    if (r->b->model->places[top].flags & EINV_PLACE_MANY) {
        einv__buf_char(&base, '[');
        einv__buf_uint(&base, n);
        einv__buf_char(&base, ']');
    }
    for (uint32_t i = 0; i < row->sets.n; i++) {
        const struct bind_set *set = &r->b->sets[row->sets.first + i];

        set_to(out, einv__buf_get(&base), r, top, set->path.place,
               set->has_like ? einv__bind_like(r, set)
                             : r->b->texts[set->texts.first]);
    }
    set_to(out, einv__buf_get(&base), r, top, place, EINV_TEXT("..."));
    einv__buf_free(&base);
}

void einv__remedy(const struct bind_run *r, uint32_t at,
                  const struct einv_entry *e, einv_place_id place,
                  struct einv_buf *out)
{
    const struct einv_binding *b = r->b;
    const struct bind_row *row = bind_row(b, at);
    uint32_t member = at != 0 ? bind_member(b, at) : 0;

    if (member != 0 && e != NULL && e->place == b->rows[member].record &&
        b->rows[member].record != b->rows[member].inside) {
        new_member(r, member, e, place, out);
        return;
    }
    einv__buf_str(out, "--set ");
    path_of(r, e, place, out);
    if (b->model->places[place].type == EINV_TYPE_RECORD)
        einv__buf_str(out, "[1]/...");
    einv__buf_str(out, "=...");
    for (uint32_t i = 1; at != 0 && i < row->to.n; i++) {
        einv__buf_str(out, " --set ");
        path_of(r, e, b->paths[row->to.first + i].place, out);
        einv__buf_str(out, "=...");
    }
}
