/* access.c: from a row's paths, conditions and constants to the entries of
 * an invoice.
 */
#include "run.h"

struct einv_entry *einv__bind_find(const struct bind_run *r,
                                   const struct bind_path *path,
                                   struct einv_entry *from)
{
    struct einv_entry *at = path->absolute ? &r->inv->root : from;
    const einv_place_id *step = r->b->steps + path->steps.first;

    for (uint32_t i = 0; i < path->steps.n && at != NULL; i++)
        at = einv__entry_find(at, step[i]);
    return at;
}

struct einv_entry *einv__bind_need(struct bind_run *r,
                                   const struct bind_path *path,
                                   struct einv_entry *from, bool add)
{
    struct einv_entry *at = path->absolute ? &r->inv->root : from;
    const einv_place_id *step = r->b->steps + path->steps.first;

    for (uint32_t i = 0; i < path->steps.n; i++) {
        at = add && i + 1 == path->steps.n
             ? einv__entry_add(r->inv, at, step[i])
             : einv__entry_need(r->inv, at, step[i]);
        if (at == NULL) {
            r->nomem = true;
            return NULL;
        }
    }
    return at;
}

/* Does the entry say one of the texts?  Numbers by value: 19 is 19.00. */
static bool among(const struct einv_binding *b, struct bind_range texts,
                  const struct einv_entry *e)
{
    enum einv_type type = b->model->places[e->place].type;

    for (uint32_t i = 0; i < texts.n; i++)
        if (einv__type_equal(type, b->texts[texts.first + i],
                             einv__entry_text(e)))
            return true;
    return false;
}

static bool has_content(const struct einv_entry *e)
{
    return e != NULL && (e->text != NULL || e->first != NULL);
}

/* Is there content at the end of the path, in any member on the way? */
static bool anywhere(const einv_place_id *step, uint32_t n,
                     const struct einv_entry *at)
{
    const struct einv_entry *e = n > 0 ? einv__entry_find(at, *step) : at;

    if (n <= 1)
        return has_content(e);
    for (; e != NULL; e = einv__entry_more(e))
        if (anywhere(step + 1, n - 1, e))
            return true;
    return false;
}

bool einv__bind_holds(const struct bind_run *r, struct bind_range conds,
                      struct einv_entry *at)
{
    for (uint32_t i = 0; i < conds.n; i++) {
        const struct bind_cond *cond = &r->b->conds[conds.first + i];
        const struct einv_entry *e = einv__bind_find(r, &cond->path, at);
        bool in = e != NULL && e->text != NULL &&
                  among(r->b, cond->texts, e);
        bool has = anywhere(r->b->steps + cond->path.steps.first,
                            cond->path.steps.n,
                            cond->path.absolute ? &r->inv->root : at);

        if ((cond->op == COND_HAS && !has) ||
            (cond->op == COND_HAS_NOT && has) ||
            (cond->op == COND_IN && !in) || (cond->op == COND_NOT_IN && in))
            return false;
    }
    return true;
}

bool einv__bind_set_says(const struct bind_run *r, const struct bind_set *set,
                         const struct einv_entry *e)
{
    bool said = e != NULL && e->text != NULL;

    if (set->texts.n > 0)
        return said && among(r->b, set->texts, e);
    if (!said)
        return einv__bind_like(r, set).ptr == NULL;
    return einv__type_equal(r->b->model->places[e->place].type,
                            einv__bind_like(r, set), einv__entry_text(e));
}

bool einv__bind_sets_hold(const struct bind_run *r,
                          const struct bind_row *row, struct einv_entry *at)
{
    for (uint32_t i = 0; i < row->sets.n; i++) {
        const struct bind_set *set = &r->b->sets[row->sets.first + i];
        const struct einv_entry *e = einv__bind_find(r, &set->path, at);

        if (!set->unasked && !einv__bind_set_says(r, set, e))
            return false;
    }
    return true;
}

static char upper(char c)
{
    return c >= 'a' && c <= 'z' ? (char)(c - 'a' + 'A') : c;
}

static bool same_key(struct einv_text a, struct einv_text b)
{
    if (a.len != b.len)
        return false;
    for (size_t i = 0; i < a.len; i++)
        if (upper(a.ptr[i]) != upper(b.ptr[i]))
            return false;
    return true;
}

struct einv_text einv__bind_constant(const struct bind_run *r,
                                     const struct bind_row *row,
                                     struct einv_entry *at)
{
    const struct einv_entry *e;

    if (row->key_path == BIND_NONE)
        return row->keys.n > 0 ? r->b->texts[row->keys.first] : EINV_NO_TEXT;
    e = einv__bind_find(r, &r->b->paths[row->key_path], at);
    return e != NULL ? einv__entry_text(e) : EINV_NO_TEXT;
}

bool einv__bind_is_key(const struct bind_run *r, const struct bind_row *row,
                       struct einv_entry *at, struct einv_text text,
                       bool *exact)
{
    struct einv_text first = einv__bind_constant(r, row, at);
    struct einv_text trimmed = einv__text_trim(text);

    *exact = first.ptr != NULL && einv__text_eq(first, text);
    if (*exact || (first.ptr != NULL && same_key(first, trimmed)))
        return true;
    for (uint32_t i = 1; i < row->keys.n; i++)
        if (same_key(r->b->texts[row->keys.first + i], trimmed))
            return true;
    return false;
}

/* Is one of these texts said somewhere at the end of the steps? */
static struct einv_text find_like(const struct bind_run *r,
                                  const struct bind_set *set, uint32_t step,
                                  const struct einv_entry *at)
{
    const struct einv_binding *b = r->b;
    struct einv_text found = EINV_NO_TEXT;

    if (step == set->like.steps.n) {
        for (uint32_t i = 0; at->text != NULL && i < set->texts.n; i++)
            if (einv__type_equal(b->model->places[at->place].type,
                                 b->texts[set->texts.first + i],
                                 einv__entry_text(at)))
                return b->texts[set->texts.first + i];
        return set->texts.n == 0 ? einv__entry_text(at) : EINV_NO_TEXT;
    }
    at = einv__entry_find(at, b->steps[set->like.steps.first + step]);
    for (; at != NULL && found.ptr == NULL; at = einv__entry_more(at))
        found = find_like(r, set, step + 1, at);
    return found;
}

struct einv_text einv__bind_like(const struct bind_run *r,
                                 const struct bind_set *set)
{
    struct einv_text found = find_like(r, set, 0, &r->inv->root);

    return found.ptr != NULL || set->texts.n == 0
           ? found : r->b->texts[set->texts.first];
}
