/* merge.c: all patterns of a set in one walk over the document.
 *
 * Each node is asked once which rules it fires; the first that matches wins
 * in each pattern.  What was found is then fired pattern by pattern, in
 * document order within a pattern, so that findings come in the order of the
 * plain way (run.c).  An error in a context takes its place in that order.
 * What matched may take a quarter of the limit "scratch"; more than that, and
 * the plain way judges in its place, which remembers nothing.
 */
#include "run.h"

#include "../xpath/node.h"

/* Above this many (name, candidate) pairs the plain way is no worse. */
#define MANY ((size_t)1 << 20)

/* A rule that fires, in few bytes: a large document has many. */
struct hit {
    uint32_t candidate;
    uint32_t row;               /* of an element; with OTHER: of others[] */
};
#define OTHER 0x80000000u       /* set in candidate */

/* What is not simply an element that matched. */
struct other {
    const char *error;          /* a doubt; NULL: it matched */
    uint32_t kind, row, off;    /* of the node */
};
#define OTHER_SIZE (sizeof(struct other) / sizeof(struct hit))

struct merge {
    struct sch_run *r;
    const struct sch_dispatch *d;
    uint32_t *lib_name;                 /* of a name of the tree; UINT32_MAX */
    struct sch_list *of_qname;          /* of == NULL: not yet made */
    struct hit *hits;
    size_t n_hits, cap_hits, most_hits;
    bool full;                          /* the plain way needs less memory */
    struct other *others;
    size_t n_others, cap_others;
};

/* --- candidates of a name ------------------------------------------------- */

static bool is_out(struct merge *m, const struct sch_candidate *c,
                   const struct einv_xp_item *node)
{
    return (m->r->xp.off & EINV_XP_OFF_NAMES) == 0 &&
           einv__xp_branch_is_out(&m->r->xp, c->rule->pattern, c->branch,
                                  node);
}

/* Merges the candidates of the name and those of any name. */
static bool make_list(struct merge *m, struct sch_list *out,
                      const struct einv_xp_item *node)
{
    const struct sch_dispatch *d = m->d;
    const struct einv_tree *t = m->r->tree;
    uint32_t q = t->elems[node->u.node.row].qname;
    uint32_t name = m->lib_name[t->qnames[q].name];
    size_t a = 0, a_end = 0, b = 0;

    if (name < d->n_names) {
        a = d->start[name];
        a_end = d->start[name + 1];
    }
    out->of = einv__arena_alloc(&m->r->dispatch,
                                (a_end - a + d->any.n + 1) *
                                    sizeof(*out->of));
    if (out->of == NULL) {
        m->r->nomem = true;
        return false;
    }
    while (a < a_end || b < d->any.n) {
        bool first = b == d->any.n ||
                     (a < a_end && d->named.of[a] < d->any.of[b]);
        uint32_t i = first ? d->named.of[a++] : d->any.of[b++];

        if (!is_out(m, &d->all[i], node))
            out->of[out->n++] = i;
    }
    return true;
}

/* --- asking a node -------------------------------------------------------- */

static bool note_other(struct merge *m, struct hit *hit,
                       const struct einv_xp_node *node, const char *error)
{
    if (!einv__grow(m->r->dispatch.alloc, &m->others, &m->cap_others,
                    m->n_others + 1, sizeof(*m->others)))
        return false;
    m->others[m->n_others] = (struct other){ error, node->kind, node->row,
                                             node->off };
    hit->candidate |= OTHER;
    hit->row = (uint32_t)m->n_others++;
    return true;
}

static bool note(struct merge *m, const struct sch_candidate *c,
                 const struct einv_xp_item *node, const char *error)
{
    struct hit hit = { (uint32_t)(c - m->d->all), node->u.node.row };

    if (error == NULL && m->n_hits + m->n_others * OTHER_SIZE >=
                             m->most_hits) {
        m->full = m->r->stop = true;
        return false;
    }
    if (!einv__grow(m->r->dispatch.alloc, &m->hits, &m->cap_hits,
                    m->n_hits + 1, sizeof(*m->hits)) ||
        ((error != NULL || node->u.node.kind != EINV_XP_ELEMENT) &&
         !note_other(m, &hit, &node->u.node, error))) {
        m->r->nomem = true;
        return false;
    }
    m->hits[m->n_hits++] = hit;
    return true;
}

/* Does the candidate match?  Its error, if any, is noted. */
static bool matches(struct merge *m, const struct sch_candidate *c,
                    const struct einv_xp_item *node, bool *failed)
{
    struct einv_xp_run *run = &m->r->xp;
    bool yes = false;

    *failed = false;
    if (einv__xp_matches_branch(run, c->rule->pattern, c->branch, node, NULL,
                                &yes)) {
        if (!yes && run->error != NULL) {
            *failed = true;
            note(m, c, node, run->error);
        }
    } else {
        m->r->undecided = m->r->stop = true;
        einv__sch_go_on(m->r);
        if (!m->r->nomem)
            note(m, c, node, "EINV0001");
    }
    if (run->error != NULL)
        einv__xp_run_clear(run);
    return yes;
}

/* Is the name above the node another one than the candidate needs? */
static bool is_elsewhere(const struct merge *m, const struct sch_candidate *c,
                         const struct einv_xp_item *node)
{
    const struct einv_tree *t = m->r->tree;
    einv_node up;

    if (c->parent == UINT32_MAX || node->u.node.kind != EINV_XP_ELEMENT ||
        (m->r->xp.off & EINV_XP_OFF_NAMES) != 0)
        return false;
    up = t->elems[node->u.node.row].parent;
    return up == EINV_NO_NODE ||
           t->qnames[t->elems[up].qname].name !=
               m->r->xp.docs[0].names[c->parent];
}

static void ask(struct merge *m, const struct sch_list *list,
                const struct einv_xp_item *node)
{
    const struct sch_rule *settled = NULL;  /* matched, or in error */
    uint32_t done = UINT32_MAX;         /* the pattern that has fired */
    size_t i;

    for (i = 0; i < list->n && !m->r->stop && !m->r->nomem; i++) {
        const struct sch_candidate *c = &m->d->all[list->of[i]];
        bool error, yes;

        if ((c->pattern == done && !c->rule->even_so) || c->rule == settled ||
            is_elsewhere(m, c, node))
            continue;
        yes = matches(m, c, node, &error);
        if (yes)
            note(m, c, node, NULL);
        if (yes && !c->rule->goes_on)
            done = c->pattern;
        if (yes || error)
            settled = c->rule;
    }
}

/* --- the walk ------------------------------------------------------------- */

static void element(struct merge *m, einv_node e)
{
    struct sch_list *list = &m->of_qname[m->r->tree->elems[e].qname];
    struct einv_xp_item node;

    if (list->of != NULL && list->n == 0)
        return;
    node = einv__xp_element(&m->r->xp, e);
    if (list->of == NULL && !make_list(m, list, &node))
        return;
    ask(m, list, &node);
}

static void attributes(struct merge *m, einv_node e)
{
    uint32_t a, end = einv__tree_attrs(m->r->tree, e, &a);

    for (; a < end; a++) {
        struct einv_xp_item node = einv__xp_attribute(&m->r->xp, a);

        ask(m, &m->d->attributes, &node);
    }
}

static void elements(struct merge *m)
{
    size_t e;

    for (e = 0; e < m->r->tree->n_elems && !m->r->stop && !m->r->nomem;
         e++) {
        element(m, (einv_node)e);
        if (m->d->attributes.n > 0)
            attributes(m, (einv_node)e);
    }
}

/* Rules for texts, comments or processing instructions: every node. */
static void every_node(struct merge *m)
{
    static const struct einv_xp_test any = {
        .kinds = 1 << EINV_XP_ELEMENT | 1 << EINV_XP_TEXT |
                 1 << EINV_XP_COMMENT | 1 << EINV_XP_PI,
        .naming = EINV_XP_ANY_NAME
    };
    struct einv_xp_item root = einv__xp_root(&m->r->xp);
    struct einv_xp_list list = { 0 };
    size_t i;

    if (!einv__xp_axis(&m->r->xp, &root.u.node, EINV_XP_DESCENDANT, &any,
                       &list)) {
        m->r->nomem = m->r->xp.limit == NULL;
        m->r->undecided = m->r->stop = true;
        return;
    }
    for (i = 0; i < list.n && !m->r->stop && !m->r->nomem; i++) {
        const struct einv_xp_item *node = &list.items[i];

        if (node->u.node.kind != EINV_XP_ELEMENT) {
            ask(m, &m->d->others, node);
            continue;
        }
        element(m, node->u.node.row);
        if (m->d->attributes.n > 0)
            attributes(m, node->u.node.row);
    }
}

static void walk(struct merge *m)
{
    struct einv_xp_item root = einv__xp_root(&m->r->xp);

    ask(m, &m->d->document, &root);
    if (m->d->others.n > 0)
        every_node(m);
    else if (m->d->named.n + m->d->any.n + m->d->attributes.n > 0)
        elements(m);
}

/* --- firing --------------------------------------------------------------- */

static const struct sch_candidate *candidate_of(const struct merge *m,
                                                const struct hit *hit)
{
    return &m->d->all[hit->candidate & ~OTHER];
}

/* What led to a stop is a doubt; then nothing else counts. */
static void fire(struct merge *m, const struct hit *hit, bool doubts_alone)
{
    const struct sch_candidate *c = candidate_of(m, hit);
    struct other simple = { NULL, EINV_XP_ELEMENT, hit->row, 0 };
    const struct other *o = (hit->candidate & OTHER) != 0
                                ? &m->others[hit->row] : &simple;
    struct einv_xp_item node = einv__xp_root(&m->r->xp);

    if (doubts_alone ? o->error == NULL : m->r->stop)
        return;
    node.u.node.kind = o->kind;
    node.u.node.row = o->row;
    node.u.node.off = o->off;
    m->r->pattern = m->d->patterns[c->pattern];
    if (o->error != NULL)
        einv__sch_doubt(m->r, c->rule, &node, o->error);
    else
        einv__sch_fire(m->r, c->rule, &node);
}

/* Puts the numbers of hits in the order of patterns; NULL: no memory. */
static uint32_t *sorted(struct merge *m)
{
    size_t *at = einv__arena_zero(&m->r->dispatch, m->d->n_patterns + 1,
                                  sizeof(*at));
    uint32_t *order = einv__arena_alloc(&m->r->dispatch,
                                        (m->n_hits + 1) * sizeof(*order));
    size_t i;

    if (at == NULL || order == NULL)
        return NULL;
    for (i = 0; i < m->n_hits; i++)
        at[candidate_of(m, &m->hits[i])->pattern + 1]++;
    for (i = 1; i <= m->d->n_patterns; i++)
        at[i] += at[i - 1];
    for (i = 0; i < m->n_hits; i++)
        order[at[candidate_of(m, &m->hits[i])->pattern]++] = (uint32_t)i;
    return order;
}

static void fire_all(struct merge *m)
{
    bool stopped = m->r->stop;
    uint32_t *order = sorted(m);
    size_t i;

    if (order == NULL) {
        m->r->nomem = true;
        return;
    }
    for (i = 0; i < m->n_hits && !m->r->nomem; i++)
        fire(m, &m->hits[order[i]], stopped);
}

/* --- the run -------------------------------------------------------------- */

static bool prepare(struct merge *m)
{
    const struct einv_tree *t = m->r->tree;
    const uint32_t *names = m->r->xp.docs[0].names;
    size_t i;

    m->lib_name = einv__arena_alloc(&m->r->dispatch,
                                    (t->n_names + 1) * sizeof(*m->lib_name));
    m->of_qname = einv__arena_zero(&m->r->dispatch, t->n_qnames + 1,
                                   sizeof(*m->of_qname));
    if (m->lib_name == NULL || m->of_qname == NULL)
        return false;
    memset(m->lib_name, 0xff, (t->n_names + 1) * sizeof(*m->lib_name));
    for (i = 0; i < m->d->n_names; i++)
        if (names[i] != UINT32_MAX)
            m->lib_name[names[i]] = (uint32_t)i;
    return true;
}

bool einv__sch_merged(struct sch_run *r)
{
    struct merge m = { .r = r, .d = &r->set->dispatch };
    const einv_allocator *a = r->dispatch.alloc;

    uint64_t steps = r->xp.steps;

    if (m.d->all == NULL || r->options->strict ||
        r->tree->n_qnames * (m.d->any.n + 1) > MANY)
        return false;
    m.most_hits = (size_t)(r->xp.bytes / 4 / sizeof(*m.hits));
    einv__xp_run_clear(&r->xp);
    if (prepare(&m)) {
        walk(&m);
        if (!r->nomem && !m.full)
            fire_all(&m);
    } else {
        r->nomem = true;
    }
    if (m.full) {                       /* nothing was fired yet */
        r->stop = r->undecided = false;
        r->xp.steps = steps;
    }
    einv__free(a, m.hits, m.cap_hits * sizeof(*m.hits));
    einv__free(a, m.others, m.cap_others * sizeof(*m.others));
    return !m.full || r->nomem;
}
