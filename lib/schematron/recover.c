/* recover.c: the rules inside a stylesheet that a compiler made.
 *
 * The ISO skeleton: patterns are modes, in the order of their first
 * template; a rule is a template of a mode that writes svrl:fired-rule; its
 * asserts are the tests of xsl:choose, its reports those of xsl:if.
 * SchXslt: all rules are of one mode and name their pattern; what the rule
 * writes stands in the xsl:otherwise of "has the pattern matched already?",
 * and the xsl:if of an assert says when it fails.
 *
 * Which rule is first is said by the priorities of the templates; of two
 * with the same one, the later (XSLT 2.0, 6.4).  The compiler's own
 * templates (locations, text, the root) are dropped.  What does not fit is
 * refused.
 */
#include "read.h"

#include "../xml/walk.h"

struct recovery {
    struct sch_pattern *pattern;        /* of the newest mode */
    struct sch_rule *rule;
};

/* The first child that is this element of SVRL; EINV_NO_NODE: none. */
static einv_node svrl_child(struct sch_place at, const char *local)
{
    const struct einv_tree *t = &at.file->tree;
    einv_node c;

    for (c = einv__tree_child(t, at.node); c != EINV_NO_NODE;
         c = einv__tree_next(t, c)) {
        struct sch_place child = { at.file, c };

        if (einv__sch_is_svrl(child, local))
            break;
    }
    return c;
}

/* Is it the only element of its parent?  What stands beside a check would
 * be lost. */
static bool is_alone(const struct einv_tree *t, einv_node e)
{
    return einv__tree_child(t, t->elems[e].parent) == e &&
           einv__tree_next(t, e) == EINV_NO_NODE;
}

static bool holds_svrl(struct sch_place at)
{
    einv_node end = at.file->tree.elems[at.node].end;

    for (; at.node <= end; at.node++)
        if (einv__sch_is_svrl(at, NULL))
            return true;
    return false;
}

/* --- checks -------------------------------------------------------------- */

static bool inline_part(struct sch_reader *r, struct sch_check *check,
                        struct sch_place at, bool *skip)
{
    *skip = einv__sch_is_xsl(at, "value-of");
    if (*skip)
        return einv__sch_add_part(r, check, SCH_VALUE,
                                  einv__sch_attr(r, at, "select"));
    if (einv__sch_is_xsl(at, "text") || einv__sch_is(at, NULL) ||
        !einv__sch_is_xsl(at, NULL))
        return true;
    return einv__sch_unsupported(r, at);
}

static bool message(struct sch_reader *r, struct sch_check *check,
                    struct sch_place text)
{
    enum einv_walk_event event;
    bool skip = false, ok = true;
    struct einv_text piece;
    struct einv_walk w;

    einv__walk_start(&w, &text.file->tree, text.node);
    while (ok && (event = einv__walk_next(&w)) != EINV_WALK_DONE) {
        if (event == EINV_WALK_TEXT) {
            ok = einv__sch_copy(r, w.text, &piece) &&
                 einv__sch_add_part(r, check, SCH_TEXT, piece);
        } else if (event == EINV_WALK_START && w.e != text.node) {
            struct sch_place at = { text.file, w.e };

            ok = inline_part(r, check, at, &skip);
            if (skip)
                einv__walk_skip(&w);
        }
    }
    return ok;
}

/* An attribute of what is found: of the element, or of xsl:attribute. */
static struct einv_text said(struct sch_reader *r, struct sch_place at,
                             const char *name)
{
    const struct einv_tree *t = &at.file->tree;
    struct einv_text text = einv__sch_attr(r, at, name);
    einv_node c;

    for (c = einv__tree_child(t, at.node); c != EINV_NO_NODE;
         c = einv__tree_next(t, c)) {
        struct sch_place child = { at.file, c };

        if (einv__sch_is_xsl(child, "attribute") &&
            einv__text_is(einv__sch_attr(r, child, "name"), name))
            (void)einv__sch_copy(r, einv__tree_text(t, c), &text);
    }
    return text;
}

static bool take_check(struct sch_reader *r, struct recovery *m,
                       struct sch_place at, struct einv_text test,
                       bool report)
{
    struct sch_check *check = einv__sch_add_check(r, m->rule, at);
    struct sch_place text = { at.file, svrl_child(at, "text") };

    if (check == NULL)
        return false;
    check->report = report;
    check->test = test;
    check->id = said(r, at, "id");
    check->flag = said(r, at, "flag");
    check->role = said(r, at, "role");
    check->see = said(r, at, "see");
    if (text.node != EINV_NO_NODE && !message(r, check, text))
        return false;
    einv__sch_judge(r, check);
    return !r->nomem;
}

/* <choose><when test/><otherwise>failed-assert</otherwise></choose> */
static bool take_choose(struct sch_reader *r, struct recovery *m,
                        struct sch_place at)
{
    const struct einv_tree *t = &at.file->tree;
    struct sch_place when = { at.file, einv__tree_child(t, at.node) };
    struct sch_place other = when, found = when;

    if (when.node != EINV_NO_NODE)
        other.node = einv__tree_next(t, when.node);
    if (when.node == EINV_NO_NODE || other.node == EINV_NO_NODE ||
        !einv__sch_is_xsl(when, "when") || !einv__tree_is_leaf(t, when.node) ||
        !einv__sch_is_xsl(other, "otherwise") ||
        einv__tree_next(t, other.node) != EINV_NO_NODE)
        return einv__sch_unsupported(r, at);
    found.node = svrl_child(other, "failed-assert");
    if (found.node == EINV_NO_NODE || !is_alone(t, found.node))
        return einv__sch_unsupported(r, at);
    return take_check(r, m, found, einv__sch_attr(r, when, "test"), false);
}

/* not(test) */
static bool negated(struct sch_reader *r, struct einv_text *test)
{
    struct einv_buf buf;
    bool ok;

    einv__buf_init(&buf, r->set->alloc);
    einv__buf_str(&buf, "not(");
    einv__buf_text(&buf, *test);
    einv__buf_str(&buf, ")");
    ok = buf.failed ? einv__sch_nomem(r)
                    : einv__sch_copy(r, einv__buf_get(&buf), test);
    einv__buf_free(&buf);
    return ok;
}

static bool take_if(struct sch_reader *r, struct recovery *m,
                    struct sch_place at)
{
    struct sch_place found = { at.file, svrl_child(at,
                                                   "successful-report") };
    struct einv_text test = einv__sch_attr(r, at, "test");
    bool report = found.node != EINV_NO_NODE;

    if (!report)
        found.node = svrl_child(at, "failed-assert");
    if (found.node == EINV_NO_NODE ||
        !is_alone(&at.file->tree, found.node))
        return einv__sch_unsupported(r, at);
    if (!report && !negated(r, &test))
        return false;
    return take_check(r, m, found, test, report);
}

/* --- templates ----------------------------------------------------------- */

static bool in_template(struct sch_reader *r, struct sch_place at, void *user)
{
    struct recovery *m = user;

    if (einv__sch_is_xsl(at, "choose"))
        return take_choose(r, m, at);
    if (einv__sch_is_xsl(at, "if"))
        return take_if(r, m, at);
    if (einv__sch_is_xsl(at, "variable") || einv__sch_is_xsl(at, "param"))
        return einv__sch_variable(r, at, &m->rule->lets);
    if (einv__sch_is_xsl(at, "apply-templates") ||
        einv__sch_is_svrl(at, "fired-rule"))
        return true;
    return einv__sch_unsupported(r, at);
}

/* The pattern with this id: it, or a new one. */
static bool take_pattern(struct sch_reader *r, struct recovery *m,
                         struct sch_place at, struct einv_text id)
{
    struct sch_pattern *p = r->set->first;

    while (p != NULL && !einv__text_eq(p->id, id))
        p = p->next;
    if (p == NULL && (p = einv__sch_add_pattern(r, at)) != NULL)
        p->id = id;
    m->pattern = p;
    return p != NULL;
}

/* SchXslt: choose/otherwise/rule of a template; EINV_NO_NODE: another. */
static struct sch_place inner_rule(struct sch_place template)
{
    static const char *const steps[] = { "choose", "otherwise", "rule" };
    struct sch_place at = template;

    for (size_t i = 0; i < 3 && at.node != EINV_NO_NODE; i++)
        at.node = einv__tree_find_child(&at.file->tree, at.node, steps[i]);
    if (at.node != EINV_NO_NODE &&
        svrl_child(at, "fired-rule") == EINV_NO_NODE)
        at.node = EINV_NO_NODE;
    return at;
}

/* Variables in front of the choose. */
static bool in_outer(struct sch_reader *r, struct sch_place at, void *user)
{
    struct recovery *m = user;

    if (einv__sch_is_xsl(at, "variable"))
        return einv__sch_variable(r, at, &m->rule->lets);
    if (einv__sch_is_xsl(at, "param") || einv__sch_is_xsl(at, "choose"))
        return true;
    return einv__sch_unsupported(r, at);
}

static bool take_template(struct sch_reader *r, struct recovery *m,
                          struct sch_place at)
{
    struct einv_text mode = einv__sch_attr(r, at, "mode");
    struct sch_place body = inner_rule(at);
    bool inner = body.node != EINV_NO_NODE;

    if (mode.len == 0)
        return true;            /* the compiler's own */
    if (!inner && svrl_child(at, "fired-rule") == EINV_NO_NODE)
        return !holds_svrl(at) || einv__sch_unsupported(r, at);
    if (!take_pattern(r, m, at, inner ? einv__sch_attr(r, body, "pattern")
                                      : mode))
        return false;
    m->rule = einv__sch_add_rule(r, m->pattern, at);
    if (m->rule == NULL)
        return false;
    m->rule->context = einv__sch_attr(r, at, "match");
    if (!einv__sch_context(r, m->rule) ||
        (inner && !einv__sch_visit(r, at, in_outer, m)) ||
        !einv__sch_visit(r, inner ? body : at, in_template, m))
        return false;
    m->pattern->kinds |= m->rule->kinds;
    return true;
}

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
    struct recovery *m = user;

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

static long priority_of(const struct sch_rule *rule)
{
    struct einv_text text = einv__tree_get_attr(
        &rule->at.file->tree, rule->at.node, "priority");
    long value = 0;

    for (size_t i = 0; i < text.len && value < 1000000; i++)
        if (text.ptr[i] >= '0' && text.ptr[i] <= '9')
            value = value * 10 + (text.ptr[i] - '0');
    return value;
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

bool einv__sch_recover(struct sch_reader *r, const struct sch_file *file)
{
    struct sch_place root = { file, einv__tree_root(&file->tree) };
    struct recovery m = { NULL, NULL };
    struct sch_pattern *p;

    if (einv__text_is(einv__sch_attr(r, root, "version"), "1.0"))
        r->set->flags |= EINV_XP_COMPAT;
    if (!einv__sch_prefixes(r, root) ||
        !einv__sch_visit(r, root, in_stylesheet, &m))
        return false;
    if (r->set->first == NULL)  /* made by another compiler */
        einv__sch_complain(r, root, "EINV-RULES-0001",
                           einv__sch_local(root), "");
    for (p = r->set->first; p != NULL; p = p->next)
        sort_rules(p);
    return !r->nomem;
}
