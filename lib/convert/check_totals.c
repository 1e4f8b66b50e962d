/* check_totals.c: the declared sums against the recomputed ones, with the
 * place of each in the source.
 */
#include "convert.h"

#include "../model/totals.h"

struct finder {
    const struct einv_subject *s;
    const struct einv_tree *tree;
    struct einv_buf path;
};

static bool find_place(void *user, const struct einv_entry *e,
                       struct einv_finding *f)
{
    struct finder *finder = user;

    if ((e->flags & EINV_ENTRY_TOLD) != 0)
        return false;
    if (finder->tree == NULL || e->source == EINV_NO_REF)
        return true;
    if (einv__subject_told(finder->s, e->source))
        return false;
    finder->path.len = 0;
    f->pos = einv__tree_position(finder->tree, e->source);
    einv__tree_xpath(finder->tree, e->source, &finder->path);
    f->xpath = einv__buf_get(&finder->path);
    return true;
}

einv_status einv__check_totals(struct einv_subject *s,
                               struct einv_report *report)
{
    struct finder finder;
    einv_status status;

    finder.s = s;
    finder.tree = s->data.source;
    einv__buf_init(&finder.path, &s->engine->alloc);
    status = einv__model_check_totals(&s->data, find_place, &finder, report);
    einv__buf_free(&finder.path);
    return status;
}
