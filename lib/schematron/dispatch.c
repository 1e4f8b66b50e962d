/* dispatch.c: which rules a node may fire, read off the contexts once a set.
 *
 * A context's alternatives (`a/b | c`) become candidates, in the order of
 * the patterns and their rules.  Those for elements of one name are found by
 * the name's number; all others are few.
 */
#include "set.h"

#include "../xpath/node.h"

struct filling {
    struct einv_sch_set *set;
    const struct sch_rule *rule;
    uint32_t pattern;
};

static bool take(void *user, const struct einv_xp_branch *branch)
{
    struct filling *f = user;
    struct sch_dispatch *d = &f->set->dispatch;
    struct sch_candidate *c = &d->all[d->n];

    if (d->n == d->cap)
        return false;
    *c = (struct sch_candidate){ f->rule, branch->expr, f->pattern,
                                 branch->kinds, branch->name,
                                 branch->parent };
    d->n++;
    return true;
}

static bool count(void *user, const struct einv_xp_branch *branch)
{
    struct filling *f = user;

    (void)branch;
    f->set->dispatch.cap++;
    return true;
}

static void each(struct einv_sch_set *set, einv_xp_take_branch *how)
{
    struct filling f = { set, NULL, 0 };
    const struct sch_pattern *p;

    for (p = set->first; p != NULL; p = p->next, f.pattern++)
        for (f.rule = p->first; f.rule != NULL; f.rule = f.rule->next)
            einv__xp_branches(f.rule->pattern, how, &f);
    set->dispatch.n_patterns = f.pattern;
}

/* Candidates of some kinds; named 1: with a name, 0: of any, -1: both. */
static bool list(struct einv_sch_set *set, unsigned kinds, int named,
                 struct sch_list *out)
{
    struct sch_dispatch *d = &set->dispatch;
    size_t i;

    out->of = einv__arena_zero(set->arena, d->n + 1, sizeof(*out->of));
    if (out->of == NULL)
        return false;
    for (i = 0; i < d->n; i++) {
        const struct sch_candidate *c = &d->all[i];

        if ((c->kinds & kinds) != 0 &&
            (named < 0 || (c->name != UINT32_MAX) == (named > 0)))
            out->of[out->n++] = (uint32_t)i;
    }
    return true;
}

/* Sorts the named ones by name; their order stays within a name. */
static bool by_name(struct einv_sch_set *set)
{
    struct sch_dispatch *d = &set->dispatch;
    size_t i, n = 0, *at;
    uint32_t *sorted;

    for (i = 0; i < d->named.n; i++)
        if (d->all[d->named.of[i]].name >= n)
            n = d->all[d->named.of[i]].name + (size_t)1;
    d->n_names = n;
    d->start = einv__arena_zero(set->arena, n + 2, sizeof(*d->start));
    sorted = einv__arena_zero(set->arena, d->named.n + 1,
                              sizeof(*sorted));
    if (d->start == NULL || sorted == NULL)
        return false;
    at = d->start + 1;
    for (i = 0; i < d->named.n; i++)
        at[d->all[d->named.of[i]].name + 1]++;
    for (i = 1; i <= n; i++)
        at[i] += at[i - 1];
    for (i = 0; i < d->named.n; i++)
        sorted[at[d->all[d->named.of[i]].name]++] = d->named.of[i];
    d->named.of = sorted;
    return true;
}

static bool patterns(struct einv_sch_set *set)
{
    struct sch_dispatch *d = &set->dispatch;
    const struct sch_pattern *p;
    size_t i = 0;

    d->patterns = einv__arena_zero(set->arena, d->n_patterns + 1,
                                   sizeof(*d->patterns));
    if (d->patterns == NULL)
        return false;
    for (p = set->first; p != NULL; p = p->next)
        d->patterns[i++] = p;
    return true;
}

bool einv__sch_dispatch(struct einv_sch_set *set)
{
    struct sch_dispatch *d = &set->dispatch;

    each(set, count);
    d->all = einv__arena_zero(set->arena, d->cap + 1, sizeof(*d->all));
    if (d->all == NULL || !patterns(set))
        return false;
    each(set, take);
    return list(set, 1u << EINV_XP_ELEMENT, 1, &d->named) && by_name(set) &&
           list(set, 1u << EINV_XP_ELEMENT, 0, &d->any) &&
           list(set, 1u << EINV_XP_DOCUMENT, -1, &d->document) &&
           list(set, 1u << EINV_XP_ATTRIBUTE, -1, &d->attributes) &&
           list(set, 1u << EINV_XP_TEXT | 1u << EINV_XP_COMMENT |
                       1u << EINV_XP_PI, -1, &d->others);
}
