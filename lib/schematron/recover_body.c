/* recover_body.c: what a rule of a stylesheet does: its checks, and the
 * instructions around them.
 *
 * A check is a failed-assert or a successful-report that is written when a
 * test says so.  The compilers write one form of it each; whoever edits
 * what they made nests xsl:if and xsl:choose and puts checks into
 * xsl:for-each.  Those become steps of the rule.  What is neither a check,
 * a variable nor one of these instructions is refused: its effect would be
 * lost.
 */
#include "recover.h"

#include "../xml/walk.h"

/* The first child that is this element of SVRL; EINV_NO_NODE: none. */
einv_node einv__sch_svrl_child(struct sch_place at, const char *local)
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

static bool is_found(struct sch_place at)
{
    return einv__sch_is_svrl(at, "failed-assert") ||
           einv__sch_is_svrl(at, "successful-report");
}

bool einv__sch_holds_found(struct sch_place at)
{
    einv_node end = at.file->tree.elems[at.node].end;

    for (; at.node <= end; at.node++)
        if (is_found(at))
            return true;
    return false;
}

/* The only element in it is a check: that; else EINV_NO_NODE. */
static struct sch_place only_found(struct sch_place at)
{
    const struct einv_tree *t = &at.file->tree;
    struct sch_place child = { at.file, einv__tree_child(t, at.node) };

    if (child.node != EINV_NO_NODE &&
        (!is_found(child) || einv__tree_next(t, child.node) != EINV_NO_NODE))
        child.node = EINV_NO_NODE;
    return child;
}

/* --- messages ------------------------------------------------------------ */

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
struct einv_text einv__sch_said(struct sch_reader *r, struct sch_place at,
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

/* --- checks -------------------------------------------------------------- */

static struct sch_check *add(struct sch_reader *r,
                             const struct sch_recovery *m,
                             struct sch_place at, enum sch_step step)
{
    struct sch_check *check = einv__sch_add_check(r, m->rule, m->into, at);

    if (check != NULL)
        check->step = step;
    return check;
}

/* A check that fires as its test says; test.ptr NULL: whenever it is
 * reached. */
static bool take_check(struct sch_reader *r, struct sch_recovery *m,
                       struct sch_place at, struct einv_text test)
{
    struct sch_check *check = add(r, m, at, SCH_CHECK);
    struct sch_place text = { at.file, einv__sch_svrl_child(at, "text") };

    if (check == NULL)
        return false;
    r->set->counts.asserts++;
    check->report = einv__sch_is_svrl(at, "successful-report");
    check->always = test.ptr == NULL;
    check->test = check->always ? einv__sch_said(r, at, "test") : test;
    check->id = einv__sch_said(r, at, "id");
    check->flag = einv__sch_said(r, at, "flag");
    check->role = einv__sch_said(r, at, "role");
    check->see = einv__sch_said(r, at, "see");
    if (text.node != EINV_NO_NODE && !message(r, check, text))
        return false;
    einv__sch_judge(r, check);
    return !r->nomem;
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

/* --- instructions -------------------------------------------------------- */

/* What stands in an instruction. */
static bool take_inner(struct sch_reader *r, struct sch_recovery *m,
                       struct sch_place at, struct sch_check *step)
{
    struct sch_checks *outer = m->into;
    bool ok;

    m->into = &step->inner;
    ok = einv__sch_visit(r, at, einv__sch_in_body, m);
    m->into = outer;
    step->end_lets = m->rule->lets.n;
    return ok;
}

/* An instruction with an expression in an attribute; NULL: it has none. */
static bool take_step(struct sch_reader *r, struct sch_recovery *m,
                      struct sch_place at, enum sch_step kind,
                      const char *attribute)
{
    struct sch_check *step = add(r, m, at, kind);

    if (step == NULL)
        return false;
    step->always = attribute == NULL;
    if (attribute != NULL && !einv__sch_has_attr(at, attribute)) {
        einv__sch_complain(r, at, "EINV-RULES-0003", einv__sch_local(at),
                           attribute);
        return !r->nomem;
    }
    if (attribute != NULL)
        step->test = einv__sch_attr(r, at, attribute);
    return take_inner(r, m, at, step);
}

static bool take_if(struct sch_reader *r, struct sch_recovery *m,
                    struct sch_place at)
{
    struct sch_place found = only_found(at);
    struct einv_text test = einv__sch_attr(r, at, "test");

    if (found.node == EINV_NO_NODE || !einv__sch_has_attr(at, "test"))
        return take_step(r, m, at, SCH_IF, "test");
    if (einv__sch_is_svrl(found, "failed-assert") && !negated(r, &test))
        return false;
    return take_check(r, m, found, test);
}

/* A branch of xsl:choose; xsl:otherwise is the last. */
static bool take_branch(struct sch_reader *r, struct sch_place at, void *user)
{
    struct sch_recovery *m = user;
    bool is_last = m->into->last != NULL && m->into->last->always;

    if (einv__sch_is_xsl(at, "when") && !is_last)
        return take_step(r, m, at, SCH_IF, "test");
    if (einv__sch_is_xsl(at, "otherwise") && !is_last)
        return take_step(r, m, at, SCH_IF, NULL);
    return einv__sch_unsupported(r, at);
}

/* <choose><when test/><otherwise>failed-assert</otherwise></choose>: the
 * assert; EINV_NO_NODE: another form. */
static struct sch_place plain_assert(struct sch_place at)
{
    const struct einv_tree *t = &at.file->tree;
    struct sch_place when = { at.file, einv__tree_child(t, at.node) };
    struct sch_place other = { at.file, EINV_NO_NODE };

    if (when.node == EINV_NO_NODE || !einv__sch_is_xsl(when, "when") ||
        !einv__tree_is_leaf(t, when.node) ||
        !einv__sch_has_attr(when, "test"))
        return other;
    other.node = einv__tree_next(t, when.node);
    if (other.node == EINV_NO_NODE ||
        !einv__sch_is_xsl(other, "otherwise") ||
        einv__tree_next(t, other.node) != EINV_NO_NODE)
        return (struct sch_place){ at.file, EINV_NO_NODE };
    other = only_found(other);
    if (other.node != EINV_NO_NODE &&
        !einv__sch_is_svrl(other, "failed-assert"))
        other.node = EINV_NO_NODE;
    return other;
}

static bool take_choose(struct sch_reader *r, struct sch_recovery *m,
                        struct sch_place at)
{
    struct sch_place found = plain_assert(at), when = at;
    struct sch_checks *outer = m->into;
    struct sch_check *step;
    bool ok;

    if (found.node != EINV_NO_NODE) {
        when.node = einv__tree_child(&at.file->tree, at.node);
        return take_check(r, m, found, einv__sch_attr(r, when, "test"));
    }
    step = add(r, m, at, SCH_CHOOSE);
    if (step == NULL)
        return false;
    step->always = true;
    m->into = &step->inner;
    ok = einv__sch_visit(r, at, take_branch, m);
    m->into = outer;
    step->end_lets = m->rule->lets.n;
    return ok;
}

bool einv__sch_in_body(struct sch_reader *r, struct sch_place at, void *user)
{
    struct sch_recovery *m = user;

    if (einv__sch_is_xsl(at, "choose"))
        return take_choose(r, m, at);
    if (einv__sch_is_xsl(at, "if"))
        return take_if(r, m, at);
    if (einv__sch_is_xsl(at, "for-each"))
        return take_step(r, m, at, SCH_EACH, "select");
    if (is_found(at))
        return take_check(r, m, at, EINV_NO_TEXT);
    if (einv__sch_is_xsl(at, "variable"))
        return einv__sch_variable(r, at, &m->rule->lets) || !r->nomem;
    return einv__sch_unsupported(r, at);
}
