/* recover.c: the rules inside a stylesheet that a compiler made.
 *
 * The ISO skeleton: patterns are modes, in the order of their first
 * template; a rule is a template of a mode that writes svrl:fired-rule; its
 * asserts are the tests of xsl:choose, its reports those of xsl:if.
 * SchXslt: all rules are of one mode and name their pattern, and a named
 * template lists the patterns.  What a rule writes stands in the
 * xsl:otherwise of "has the pattern matched already?"; the xsl:next-match
 * behind it tells the rules of lower priority that it has.  Edited by hand,
 * a rule may ask nothing (it fires even so), or tell that a pattern matched
 * that has no rule (the next one goes on).
 *
 * Which rule is first is said by the priorities of the templates; of two
 * with the same one, the later (XSLT 2.0, 6.4).  The compiler's own
 * templates (locations, text, the root) are dropped.  What does not fit is
 * refused.  recover_body.c reads what a rule does.
 */
#include "recover.h"

static bool holds_svrl(struct sch_place at)
{
    einv_node end = at.file->tree.elems[at.node].end;

    for (; at.node <= end; at.node++)
        if (einv__sch_is_svrl(at, NULL))
            return true;
    return false;
}

static struct sch_place child_of(struct sch_place at, const char *local)
{
    if (at.node != EINV_NO_NODE)
        at.node = einv__tree_find_child(&at.file->tree, at.node, local);
    return at;
}

/* The last 'text' in an expression; empty: there is none. */
static struct einv_text quoted(struct einv_text text)
{
    size_t to = text.len, from;

    while (to > 0 && text.ptr[to - 1] != '\'')
        to--;
    for (from = to; from > 1 && text.ptr[from - 2] != '\''; from--)
        ;
    return from > 1 ? einv__text(text.ptr + from - 1, to - from)
                    : EINV_TEXT("");
}

/* --- patterns ------------------------------------------------------------ */

/* The pattern with this id: it, or a new one; NULL: there was a complaint,
 * or memory ended. */
static struct sch_pattern *take_pattern(struct sch_reader *r,
                                        const struct sch_recovery *m,
                                        struct sch_place at,
                                        struct einv_text id)
{
    struct sch_pattern *p = r->set->first;

    while (p != NULL && !einv__text_eq(p->id, id))
        p = p->next;
    if (p != NULL)
        return p;
    if (m->listed) {            /* the report would not have its findings */
        einv__sch_complain(r, at, "EINV-RULES-0005", id,
                           "a pattern that the stylesheet lists");
        return NULL;
    }
    p = einv__sch_add_pattern(r, at);
    if (p != NULL)
        p->id = id;
    return p;
}

/* A named template of SchXslt lists patterns. */
static bool in_list(struct sch_reader *r, struct sch_place at, void *user)
{
    struct sch_recovery *m = user;

    if (einv__sch_is_xsl(at, NULL) || einv__sch_is_svrl(at, NULL) ||
        !einv__text_is(einv__sch_local(at), "pattern") ||
        !einv__sch_has_attr(at, "id"))
        return true;
    m->listed = false;
    if (take_pattern(r, m, at, einv__sch_attr(r, at, "id")) == NULL)
        return false;
    m->listed = true;
    return true;
}

/* --- templates ----------------------------------------------------------- */

/* A child of the skeleton's template. */
static bool in_template(struct sch_reader *r, struct sch_place at, void *user)
{
    struct sch_recovery *m = user;

    if (einv__sch_is_xsl(at, "param"))
        return einv__sch_variable(r, at, &m->rule->lets);
    if (einv__sch_is_xsl(at, "apply-templates") ||
        einv__sch_is_svrl(at, "fired-rule"))
        return true;
    return einv__sch_in_body(r, at, user);
}

/* A child of SchXslt's element of a rule. */
static bool in_rule(struct sch_reader *r, struct sch_place at, void *user)
{
    return einv__sch_is_svrl(at, "fired-rule") ||
           einv__sch_in_body(r, at, user);
}

static bool start_rule(struct sch_reader *r, struct sch_recovery *m,
                       struct sch_place at, struct einv_text pattern)
{
    m->pattern = take_pattern(r, m, at, pattern);
    m->rule = m->pattern != NULL ? einv__sch_add_rule(r, m->pattern, at)
                                 : NULL;
    if (m->rule == NULL)
        return false;
    m->into = &m->rule->checks;
    m->rule->context = einv__sch_attr(r, at, "match");
    if (!einv__sch_context(r, m->rule))
        return false;
    m->pattern->kinds |= m->rule->kinds;
    return true;
}

/* A template of SchXslt for a rule. */
struct guarded {
    struct sch_place template, choose, when, outer, rule, next, tells;
};

/* false: it is none. */
static bool is_guarded(struct sch_place at, struct guarded *g)
{
    g->template = g->outer = at;
    g->choose = child_of(at, "choose");
    g->when = child_of(g->choose, "when");
    if (child_of(child_of(g->choose, "otherwise"), "next-match").node !=
        EINV_NO_NODE)
        g->outer = child_of(g->choose, "otherwise");
    else
        g->choose.node = EINV_NO_NODE;
    g->rule = child_of(g->outer, "rule");
    g->next = child_of(g->outer, "next-match");
    g->tells = child_of(g->next, "with-param");
    return g->next.node != EINV_NO_NODE && einv__sch_is_xsl(g->next, NULL);
}

/* Beside the rule: variables in front of the choose; the rest is known. */
static bool in_guarded(struct sch_reader *r, struct sch_place at, void *user)
{
    struct sch_recovery *m = user;
    const struct guarded *g = m->guarded;

    if (einv__sch_is_xsl(at, "variable"))
        return einv__sch_variable(r, at, &m->rule->lets);
    if (at.node == g->rule.node)
        return einv__sch_visit(r, at, in_rule, m);
    if (at.node == g->choose.node)
        return einv__sch_visit(r, g->outer, in_guarded, m);
    return einv__sch_is_xsl(at, "param") || at.node == g->next.node ||
           einv__sch_unsupported(r, at);
}

static bool take_guarded(struct sch_reader *r, struct sch_recovery *m,
                         const struct guarded *g)
{
    bool asks = g->choose.node != EINV_NO_NODE;
    struct einv_text asked = EINV_TEXT(""), tells = asked, pattern;

    if (asks)
        asked = quoted(einv__sch_attr(r, g->when, "test"));
    if (g->tells.node != EINV_NO_NODE)
        tells = quoted(einv__sch_attr(r, g->tells, "select"));
    pattern = g->rule.node != EINV_NO_NODE
                  ? einv__sch_attr(r, g->rule, "pattern") : asked;
    if (asks && ((asked.len > 0 && !einv__text_eq(asked, pattern)) ||
                 einv__sch_holds_found(g->when)))
        return einv__sch_unsupported(r, g->when);
    if (!start_rule(r, m, g->template, pattern))
        return !r->nomem;
    m->rule->even_so = !asks;
    m->pattern->even_so = m->pattern->even_so || !asks;
    m->rule->goes_on = tells.len > 0 && !einv__text_eq(tells, pattern);
    if (m->rule->goes_on && !einv__sch_remember(r, g->tells, &m->told))
        return false;
    m->guarded = g;
    return einv__sch_visit(r, g->template, in_guarded, m);
}

/* Rules that tell of another pattern must not tell another rule's. */
static bool nobody_asks(struct sch_reader *r, const struct sch_recovery *m)
{
    const struct sch_pattern *p;
    const struct sch_item *i;

    for (i = m->told.first; i != NULL; i = i->next)
        for (p = r->set->first; p != NULL; p = p->next)
            if (p->n_rules > 0 &&
                einv__text_eq(p->id, quoted(einv__sch_attr(r, i->at,
                                                           "select"))))
                einv__sch_unsupported(r, i->at);
    return !r->nomem;
}

static bool take_template(struct sch_reader *r, struct sch_recovery *m,
                          struct sch_place at)
{
    struct einv_text mode = einv__sch_attr(r, at, "mode");
    struct guarded g;

    if (mode.len == 0)          /* the compiler's own */
        return einv__sch_visit(r, at, in_list, m);
    if (is_guarded(at, &g))
        return take_guarded(r, m, &g);
    if (einv__sch_svrl_child(at, "fired-rule") == EINV_NO_NODE)
        return !holds_svrl(at) || einv__sch_unsupported(r, at);
    if (!start_rule(r, m, at, mode))
        return !r->nomem;
    return einv__sch_visit(r, at, in_template, m);
}

/* --- the stylesheet ------------------------------------------------------ */

/* The compiler's own parameters say where files lie. */
static bool is_own(struct sch_reader *r, struct sch_place at)
{
    static const char *const names[] = {
        "archiveDirParameter", "archiveNameParameter", "fileNameParameter",
        "fileDirParameter", "document-uri"
    };
    struct einv_text name = einv__sch_attr(r, at, "name");

    for (size_t i = 0; i < sizeof names / sizeof names[0]; i++)
        if (einv__text_is(name, names[i]))
            return true;
    return false;
}

static bool in_stylesheet(struct sch_reader *r, struct sch_place at,
                          void *user)
{
    struct sch_recovery *m = user;

    if (einv__sch_is_xsl(at, "template"))
        return take_template(r, m, at);
    if (einv__sch_is_xsl(at, "import") || einv__sch_is_xsl(at, "include"))
        return einv__sch_unsupported(r, at);
    if (!einv__sch_is_xsl(at, NULL) || is_own(r, at) ||
        einv__sch_is_xsl(at, "output") ||
        einv__sch_is_xsl(at, "strip-space") ||
        einv__sch_is_xsl(at, "preserve-space"))
        return true;
    if (einv__sch_is_xsl(at, "variable") || einv__sch_is_xsl(at, "param"))
        return einv__sch_variable(r, at, &r->set->lets);
    if (einv__text_is(einv__sch_attr(r, at, "name"), "schxslt:location"))
        return true;
    return einv__sch_top(r, at) || !r->nomem;
}

/* Compilers write whole numbers. */
static long priority_of(const struct sch_rule *rule)
{
    struct einv_text text = einv__tree_get_attr(
        &rule->at.file->tree, rule->at.node, "priority");
    long value = 0;

    for (size_t i = 0; i < text.len && value < 1000000; i++)
        if (text.ptr[i] >= '0' && text.ptr[i] <= '9')
            value = value * 10 + (text.ptr[i] - '0');
    return text.len > 0 && text.ptr[0] == '-' ? -value : value;
}

static bool is_whole(struct einv_text text)
{
    size_t i, from = text.len > 1 && text.ptr[0] == '-';

    for (i = from; i < text.len && text.ptr[i] >= '0' && text.ptr[i] <= '9';
         i++)
        ;
    return text.len > 0 && i == text.len;
}

/* Other rules of a pattern with no priority, or half a one, stand nobody
 * knows where. */
static void check_priorities(struct sch_reader *r,
                             const struct sch_pattern *p)
{
    const struct sch_rule *rule = p->first;

    for (; rule != NULL && p->n_rules > 1; rule = rule->next)
        if (!is_whole(einv__sch_attr(r, rule->at, "priority")))
            einv__sch_complain(r, rule->at, "EINV-RULES-0005",
                               einv__sch_attr(r, rule->at, "priority"),
                               "a priority, a whole number");
}

static void sort_rules(struct sch_pattern *p)
{
    struct sch_rule *sorted = NULL, *rule, *next, **at;

    for (rule = p->first; rule != NULL; rule = next) {
        long priority = priority_of(rule);

        next = rule->next;
        for (at = &sorted; *at != NULL && priority_of(*at) > priority;
             at = &(*at)->next)
            ;
        rule->next = *at;
        *at = rule;
    }
    p->first = p->last = sorted;
    while (p->last != NULL && p->last->next != NULL)
        p->last = p->last->next;
}

/* The skeleton's head of a report: what patterns are called stands in front
 * of the instruction that runs their mode. */
static void name_pattern(struct sch_reader *r, struct sch_place at)
{
    const struct einv_tree *t = &at.file->tree;
    struct sch_place runs = { at.file, einv__tree_next(t, at.node) };
    struct einv_text mode;
    struct sch_pattern *p = r->set->first;

    if (runs.node == EINV_NO_NODE || !einv__sch_is_xsl(runs,
                                                       "apply-templates"))
        return;
    mode = einv__sch_attr(r, runs, "mode");
    while (p != NULL && !einv__text_eq(p->id, mode))
        p = p->next;
    if (p == NULL)
        return;
    p->id = einv__sch_said(r, at, "id");
    p->name = einv__sch_said(r, at, "name");
}

/* What the stylesheet writes at the head of its reports. */
static bool labels(struct sch_reader *r, struct sch_place at)
{
    const struct einv_tree *t = &at.file->tree;

    for (at.node = 0; at.node < t->n_elems && !r->nomem; at.node++) {
        if (einv__sch_is_svrl(at, "ns-prefix-in-attribute-values"))
            einv__sch_add_prefix(r, einv__sch_attr(r, at, "prefix"),
                                 einv__sch_attr(r, at, "uri"));
        else if (einv__sch_is_svrl(at, "active-pattern"))
            name_pattern(r, at);
        else if (einv__sch_is_svrl(at, "schematron-output")) {
            r->set->title = einv__sch_attr(r, at, "title");
            r->set->version = einv__sch_attr(r, at, "schemaVersion");
        }
    }
    return !r->nomem;
}

bool einv__sch_recover(struct sch_reader *r, const struct sch_file *file)
{
    struct sch_place root = { file, einv__tree_root(&file->tree) };
    struct sch_recovery m = { .listed = false };
    struct sch_pattern *p;

    if (einv__text_is(einv__sch_attr(r, root, "version"), "1.0"))
        r->set->flags |= EINV_XP_COMPAT;
    if (!einv__sch_prefixes(r, root) ||
        !einv__sch_visit(r, root, in_stylesheet, &m) || !nobody_asks(r, &m))
        return false;
    if (r->set->counts.rules == 0)      /* made by another compiler */
        einv__sch_complain(r, root, "EINV-RULES-0001",
                           einv__sch_local(root), "");
    for (p = r->set->first; p != NULL; p = p->next) {
        check_priorities(r, p);
        sort_rules(p);
    }
    return labels(r, root);
}
