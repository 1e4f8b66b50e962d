/* run.c: a set of rules on a document.
 *
 * As the compilers of the authorities do it: pattern by pattern, every node
 * in document order, and the first rule of the pattern whose context matches
 * fires.  Plain: each pattern walks the tree; only rules that cannot match a
 * name are left out.  merge.c finds the same in one walk.
 */
#include "run.h"

#include "../xpath/node.h"

/* --- which rules a name may fire ----------------------------------------- */

static bool may_match(const struct sch_rule *rule, struct einv_text local)
{
    size_t i;

    if ((rule->kinds & SCH_ELEMENTS) == 0)
        return false;
    if (rule->names == NULL)
        return true;
    for (i = 0; i < rule->n_names; i++)
        if (einv__text_eq(rule->names[i], local))
            return true;
    return false;
}

static size_t fill(const struct sch_run *r, const struct sch_pattern *p,
                   const struct sch_rule **out)
{
    const struct einv_tree *t = r->tree;
    const struct sch_rule *rule;
    size_t q, n = 0;

    for (q = 0; q < t->n_qnames; q++) {
        if (out != NULL)
            r->start[q] = n;
        for (rule = p->first; rule != NULL; rule = rule->next)
            if (may_match(rule, t->qnames[q].local)) {
                if (out != NULL)
                    out[n] = rule;
                n++;
            }
    }
    if (out != NULL)
        r->start[q] = n;
    return n;
}

/* false: no memory. */
static bool prepare(struct sch_run *r, const struct sch_pattern *p, size_t *n)
{
    *n = fill(r, p, NULL);
    r->start = einv__arena_zero(&r->dispatch, r->tree->n_qnames + 1,
                                sizeof(*r->start));
    r->of_name = einv__arena_zero(&r->dispatch, *n + 1,
                                  sizeof(*r->of_name));
    if (r->start == NULL || r->of_name == NULL) {
        r->nomem = true;
        return false;
    }
    fill(r, p, r->of_name);
    return true;
}

/* --- a rule -------------------------------------------------------------- */

/* After something failed: does the run go on? */
bool einv__sch_go_on(struct sch_run *r)
{
    const char *error = r->xp.error;

    if (error != NULL && strcmp(error, "EINV0002") == 0)
        r->nomem = true;
    if (r->xp.limit != NULL || r->options->strict)
        r->stop = true;
    return !r->nomem && !r->stop;
}

/* A node of a rule, and what its expressions see. */
struct firing {
    struct sch_run *r;
    const struct sch_rule *rule;
    const struct einv_xp_focus *node;   /* of the rule itself */
    struct einv_xp_frame frame;
};

/* Something of a check, or of an instruction, cannot be evaluated. */
static bool fails(struct firing *f, const struct sch_check *check,
                  const struct einv_xp_focus *focus, const char *error)
{
    struct sch_run *r = f->r;
    bool ok;

    if (error == NULL)
        error = r->xp.error != NULL ? r->xp.error : "EINV0002";
    ok = einv__sch_go_on(r);
    if (focus->item.type != EINV_XP_NODE)
        focus = f->node;
    if (!r->nomem)
        einv__sch_found(r, check, focus, &f->frame, error);
    einv__xp_run_clear(&r->xp);
    return ok && !r->nomem;
}

/* The functions below: false ends the rule. */

static bool check_one(struct firing *f, const struct sch_check *check,
                      const struct einv_xp_focus *focus)
{
    struct sch_run *r = f->r;
    bool holds = check->report;

    if (!check->always &&
        !einv__xp_eval_bool(&r->xp, check->expr, focus, &f->frame, &holds))
        return fails(f, check, focus, NULL);
    if (holds != check->report)
        return true;
    /* What is found has a place, which only a node has. */
    if (focus->item.type != EINV_XP_NODE)
        return fails(f, check, focus, "XPTY0004");
    einv__sch_found(r, check, focus, &f->frame, NULL);
    return !r->nomem;
}

static bool run_checks(struct firing *f, const struct sch_checks *list,
                       const struct einv_xp_focus *focus);

/* The lets from one to another stand for their expressions at a focus. */
static void bind(struct firing *f, size_t from, size_t to,
                 const struct einv_xp_focus *focus)
{
    const struct sch_let *let = f->rule->lets.first;
    size_t i;

    for (i = 0; i < to; i++, let = let->next)
        if (i >= from) {
            memset(&f->frame.locals[i], 0, sizeof(f->frame.locals[i]));
            f->frame.locals[i].expr = let->expr;
            f->frame.locals[i].focus = *focus;
        }
}

/* `*holds`: it did, and what it has was run. */
static bool run_if(struct firing *f, const struct sch_check *check,
                   const struct einv_xp_focus *focus, bool *holds)
{
    *holds = true;
    einv__xp_run_clear(&f->r->xp);
    if (!check->always &&
        !einv__xp_eval_bool(&f->r->xp, check->expr, focus, &f->frame, holds)) {
        *holds = true;
        return fails(f, check, focus, NULL);
    }
    return !*holds || run_checks(f, &check->inner, focus);
}

static bool run_choose(struct firing *f, const struct sch_check *check,
                       const struct einv_xp_focus *focus)
{
    const struct sch_check *when;
    bool holds = false, ok = true;

    for (when = check->inner.first; ok && !holds && when != NULL;
         when = when->next)
        ok = run_if(f, when, focus, &holds);
    return ok;
}

static bool run_each(struct firing *f, const struct sch_check *check,
                     const struct einv_xp_focus *focus)
{
    struct einv_arena_mark mark;
    struct einv_xp_focus each;
    struct einv_xp_seq items;
    bool ok = true;
    size_t i;

    einv__xp_run_clear(&f->r->xp);
    if (!einv__xp_eval(&f->r->xp, check->expr, focus, &f->frame, &items))
        return fails(f, check, focus, NULL);
    mark = einv__arena_mark(&f->r->xp.arena);
    for (i = 0; ok && i < items.n; i++) {
        each = einv__xp_focus(items.items[i]);
        each.position = i + 1;
        each.last = items.n;
        bind(f, check->n_lets, check->end_lets, &each);
        ok = run_checks(f, &check->inner, &each);
        einv__arena_reset(&f->r->xp.arena, mark);
    }
    return ok;
}

static bool run_checks(struct firing *f, const struct sch_checks *list,
                       const struct einv_xp_focus *focus)
{
    const struct sch_check *check;
    bool ok = true, holds;

    for (check = list->first; ok && check != NULL; check = check->next) {
        einv__xp_run_clear(&f->r->xp);
        switch (check->step) {
        case SCH_CHECK:
            ok = check_one(f, check, focus);
            break;
        case SCH_IF:
            ok = run_if(f, check, focus, &holds);
            break;
        case SCH_CHOOSE:
            ok = run_choose(f, check, focus);
            break;
        case SCH_EACH:
            ok = run_each(f, check, focus);
            break;
        }
    }
    return ok;
}

/* Notes that a rule fires, if somebody asks. */
static void trace(struct sch_run *r, const struct sch_rule *rule)
{
    struct einv_sch_trace *t = r->options->trace;

    if (t == NULL)
        return;
    if (!einv__grow(t->alloc, &t->items, &t->cap, t->n + 1,
                    sizeof *t->items)) {
        r->nomem = true;
        return;
    }
    t->items[t->n].pattern = r->pattern;
    t->items[t->n].rule = rule;
    t->items[t->n++].findings = r->report != NULL
                              ? r->report->n_findings - r->before : 0;
}

void einv__sch_fire(struct sch_run *r, const struct sch_rule *rule,
                    const struct einv_xp_item *node)
{
    struct einv_arena_mark mark = einv__arena_mark(&r->xp.arena);
    struct einv_xp_focus focus = einv__xp_focus(*node);
    struct firing f = { .r = r, .rule = rule, .node = &focus };

    trace(r, rule);
    if (!einv__xp_frame(&r->xp, &f.frame, rule->lets.n)) {
        r->nomem = true;
        return;
    }
    bind(&f, 0, rule->lets.n, &focus);
    run_checks(&f, &rule->checks, &focus);
    einv__arena_reset(&r->xp.arena, mark);
}

/* true: the rule's context matches (or the run ends). */
static bool try_rule(struct sch_run *r, const struct sch_rule *rule,
                     const struct einv_xp_item *node)
{
    struct einv_arena_mark mark = einv__arena_mark(&r->xp.arena);
    bool matches = false;

    einv__xp_run_clear(&r->xp);
    if (!einv__xp_matches(&r->xp, rule->pattern, node, NULL, &matches)) {
        r->undecided = true;
        r->stop = true;
        einv__sch_go_on(r);
        if (!r->nomem)
            einv__sch_doubt(r, rule, node, "EINV0001");
        return true;
    }
    if (!matches && r->xp.error != NULL)
        einv__sch_doubt(r, rule, node, r->xp.error);
    einv__xp_run_clear(&r->xp);
    einv__arena_reset(&r->xp.arena, mark);
    if (matches)
        einv__sch_fire(r, rule, node);
    return matches;
}

/* --- nodes --------------------------------------------------------------- */

/* The first rule that matches is the last one that is asked, but where a
 * stylesheet was edited so. */
static bool asked(struct sch_run *r, const struct sch_pattern *p,
                  const struct sch_rule *rule,
                  const struct einv_xp_item *node, bool *matched)
{
    if ((!*matched || rule->even_so) && try_rule(r, rule, node))
        *matched = *matched || !rule->goes_on;
    return (!*matched || p->even_so) && !r->nomem && !r->stop;
}

static void element(struct sch_run *r, const struct sch_pattern *p,
                    einv_node e)
{
    uint32_t q = r->tree->elems[e].qname;
    struct einv_xp_item node;
    bool matched = false;
    size_t i;

    if (r->start[q] == r->start[q + 1])
        return;
    node = einv__xp_element(&r->xp, e);
    for (i = r->start[q]; i < r->start[q + 1]; i++)
        if (!asked(r, p, r->of_name[i], &node, &matched))
            return;
}

static void other(struct sch_run *r, const struct sch_pattern *p,
                  unsigned kind, const struct einv_xp_item *node)
{
    const struct sch_rule *rule;
    bool matched = false;

    for (rule = p->first; rule != NULL; rule = rule->next)
        if ((rule->kinds & kind) != 0 &&
            !asked(r, p, rule, node, &matched))
            return;
}

static void attributes(struct sch_run *r, const struct sch_pattern *p,
                       einv_node e)
{
    uint32_t a, end = einv__tree_attrs(r->tree, e, &a);

    for (; a < end && !r->stop && !r->nomem; a++) {
        struct einv_xp_item node = einv__xp_attribute(&r->xp, a);

        other(r, p, SCH_ATTRIBUTES, &node);
    }
}

/* Patterns for texts, comments, processing instructions: every node. */
static void every_node(struct sch_run *r, const struct sch_pattern *p)
{
    static const struct einv_xp_test any = {
        .kinds = 1 << EINV_XP_ELEMENT | 1 << EINV_XP_TEXT |
                 1 << EINV_XP_COMMENT | 1 << EINV_XP_PI,
        .naming = EINV_XP_ANY_NAME
    };
    struct einv_xp_item root = einv__xp_root(&r->xp);
    struct einv_xp_list list = { 0 };
    size_t i;

    if (!einv__xp_axis(&r->xp, &root.u.node, EINV_XP_DESCENDANT, &any,
                       &list)) {
        r->nomem = !r->xp.limit;
        r->undecided = r->stop = true;
        return;
    }
    for (i = 0; i < list.n && !r->stop && !r->nomem; i++) {
        const struct einv_xp_item *node = &list.items[i];

        if (node->u.node.kind != EINV_XP_ELEMENT) {
            other(r, p, SCH_OTHERS, node);
            continue;
        }
        element(r, p, node->u.node.row);
        attributes(r, p, node->u.node.row);
    }
}

static void pattern(struct sch_run *r, const struct sch_pattern *p)
{
    const struct einv_tree *t = r->tree;
    struct einv_xp_item root = einv__xp_root(&r->xp);
    einv_node e;
    size_t n;

    if (!prepare(r, p, &n))
        return;
    if ((p->kinds & SCH_DOCUMENT) != 0)
        other(r, p, SCH_DOCUMENT, &root);
    if ((p->kinds & SCH_OTHERS) != 0) {
        every_node(r, p);
        return;
    }
    if (n == 0 && (p->kinds & SCH_ATTRIBUTES) == 0)
        return;
    for (e = 0; e < t->n_elems && !r->stop && !r->nomem; e++) {
        element(r, p, e);
        if ((p->kinds & SCH_ATTRIBUTES) != 0)
            attributes(r, p, e);
    }
}

/* --- the run ------------------------------------------------------------- */

static enum einv_sch_verdict verdict_of(const struct sch_run *r)
{
    if (r->undecided)
        return EINV_SCH_UNDECIDED;
    if (r->failed)
        return EINV_SCH_INVALID;
    return r->warned ? EINV_SCH_WARNINGS : EINV_SCH_VALID;
}

static void run_all(struct sch_run *r)
{
    struct einv_arena_mark mark = einv__arena_mark(&r->dispatch);
    const struct sch_pattern *p;

    /* A trace is in the order of the patterns. */
    if (r->options->trace == NULL &&
        (r->xp.off & EINV_XP_OFF_DISPATCH) == 0 && einv__sch_merged(r))
        return;
    for (p = r->set->first; p != NULL && !r->stop && !r->nomem; p = p->next) {
        r->pattern = p;
        pattern(r, p);
        einv__arena_reset(&r->dispatch, mark);
    }
}

einv_status einv__sch_run(const struct einv_sch_set *set,
                          const einv_allocator *a,
                          const struct einv_tree *tree,
                          const struct einv_sch_run_options *options,
                          struct einv_report *report,
                          enum einv_sch_verdict *verdict)
{
    struct sch_run r = { 0 };

    *verdict = EINV_SCH_UNDECIDED;
    r.set = set;
    r.tree = tree;
    r.options = options;
    r.report = report;
    r.before = report != NULL ? report->n_findings : 0;
    einv__buf_init(&r.text, a);
    einv__buf_init(&r.masked, a);
    einv__buf_init(&r.ours, a);
    einv__arena_init(&r.said, a);
    einv__arena_init(&r.dispatch, a);
    if (einv__xp_run_init(&r.xp, a, set->lib, tree, &options->xpath)) {
        run_all(&r);
        einv__xp_run_free(&r.xp);
    } else {
        r.nomem = true;
    }
    einv__arena_free(&r.dispatch);
    einv__arena_free(&r.said);
    einv__buf_free(&r.masked);
    einv__buf_free(&r.ours);
    einv__buf_free(&r.text);
    if (!r.nomem)
        *verdict = verdict_of(&r);
    return r.nomem ? EINV_ENOMEM : EINV_OK;
}
