/* read_pattern.c: patterns, rules, asserts and their messages.
 *
 * An abstract pattern is read once for each pattern that is-a it, with the
 * parameters put into its texts; an abstract rule once for each rule that
 * extends it.
 */
#include "read.h"

#include "../xml/walk.h"

/* Rules that extend rules deeper than this go round in circles. */
#define MOST_EXTENDS 16

struct pattern {
    const struct sch_schema *schema;
    struct sch_pattern *p;
    const struct sch_param *params;
    struct sch_rule *rule;              /* that is being read */
    unsigned extends;
};

static struct einv_text attr(struct sch_reader *r, const struct pattern *p,
                             struct sch_place at, const char *name)
{
    struct einv_text text = einv__sch_attr(r, at, name);

    einv__sch_expand(r, p->params, &text);
    return text;
}

/* --- messages ------------------------------------------------------------ */

static bool put_part(struct sch_reader *r, const struct pattern *p,
                     struct sch_check *check, enum sch_part_kind kind,
                     struct einv_text text)
{
    return einv__sch_expand(r, p->params, &text) &&
           einv__sch_add_part(r, check, kind, text);
}

/* An element in a message.  `*skip`: what it holds is no text. */
static bool inline_part(struct sch_reader *r, const struct pattern *p,
                        struct sch_check *check, struct sch_place at,
                        bool *skip)
{
    *skip = true;
    if (einv__sch_is(at, "value-of") || einv__sch_is_xsl(at, "value-of")) {
        if (!einv__sch_has_attr(at, "select"))
            return einv__sch_complain(r, at, "EINV-RULES-0003",
                                      EINV_TEXT("value-of"), "select") ||
                   !r->nomem;
        return put_part(r, p, check, SCH_VALUE,
                        einv__sch_attr(r, at, "select"));
    }
    if (einv__sch_is(at, "name"))
        return put_part(r, p, check, SCH_NAME,
                        einv__sch_attr(r, at, "path"));
    *skip = false;
    if (einv__sch_is(at, "emph") || einv__sch_is(at, "span") ||
        einv__sch_is(at, "dir") || einv__sch_is_xsl(at, "text"))
        return true;
    return einv__sch_foreign(r, at);
}

static bool message(struct sch_reader *r, const struct pattern *p,
                    struct sch_check *check)
{
    struct einv_walk w;
    enum einv_walk_event event;
    bool skip = false, ok = true;

    einv__walk_start(&w, &check->at.file->tree, check->at.node);
    while (ok && (event = einv__walk_next(&w)) != EINV_WALK_DONE) {
        if (event == EINV_WALK_TEXT) {
            ok = put_part(r, p, check, SCH_TEXT, w.text);
        } else if (event == EINV_WALK_START && w.e != check->at.node) {
            struct sch_place at = { check->at.file, w.e };

            ok = inline_part(r, p, check, at, &skip);
            if (skip)
                einv__walk_skip(&w);
        }
    }
    return ok;
}

/* The <diagnostic> with this id; false: there is none. */
static bool find_diagnostic(struct sch_reader *r, const struct pattern *p,
                            struct einv_text id, struct sch_place *at)
{
    const struct sch_item *i = p->schema->diagnostics.first;

    for (; i != NULL; i = i->next) {
        const struct einv_tree *t = &i->at.file->tree;

        at->file = i->at.file;
        for (at->node = einv__tree_child(t, i->at.node);
             at->node != EINV_NO_NODE; at->node = einv__tree_next(t, at->node))
            if (einv__sch_is(*at, "diagnostic") &&
                einv__text_eq(einv__sch_attr(r, *at, "id"), id))
                return true;
    }
    return false;
}

/* What the check names in its attribute; a name that nothing has is no
 * reason to refuse the set. */
static bool diagnostics(struct sch_reader *r, const struct pattern *p,
                        struct sch_check *check)
{
    struct einv_text id, rest = check->diagnostics;
    struct sch_check **last = &check->also;
    struct sch_place at;

    while ((id = einv__text_word(&rest)).len > 0) {
        if (!find_diagnostic(r, p, id, &at))
            continue;
        *last = einv__sch_new(r, sizeof(**last));
        if (*last == NULL)
            return false;
        (*last)->id = id;
        (*last)->at = at;
        (*last)->n_lets = check->n_lets;
        if (!message(r, p, *last))
            return false;
        last = &(*last)->next;
    }
    return true;
}

/* --- rules --------------------------------------------------------------- */

/* An attribute of our namespace; empty: it is not there. */
static struct einv_text teach(struct sch_reader *r, const struct pattern *p,
                              struct sch_place at, const char *name)
{
    const struct einv_tree *t = &at.file->tree;
    struct einv_text text = EINV_TEXT("");
    uint32_t a, end = einv__tree_attrs(t, at.node, &a);

    for (; a < end; a++) {
        const struct einv_qname *q = einv__tree_attr_qname(t, a);

        if (!einv__text_is(q->local, name) ||
            !einv__text_is(q->ns, EINV_SCH_TEACH))
            continue;
        if (einv__sch_copy(r, einv__tree_attr_text(t, a), &text))
            einv__sch_expand(r, p->params, &text);
    }
    return text;
}

static bool read_hint(struct sch_reader *r, const struct pattern *p,
                      struct sch_check *check)
{
    static const char *const names[SCH_N_VALUES] = { "found", "expected",
                                                     "at", "why" };
    struct sch_hint hint = { .expr = { NULL } };
    size_t said, i;

    hint.fix = teach(r, p, check->at, "fix");
    hint.needs = teach(r, p, check->at, "needs");
    said = hint.fix.len + hint.needs.len;
    for (i = 0; i < SCH_N_VALUES; i++) {
        hint.text[i] = teach(r, p, check->at, names[i]);
        said += hint.text[i].len;
    }
    if (said == 0)
        return !r->nomem;
    check->hint = einv__sch_new(r, sizeof(*check->hint));
    if (check->hint == NULL)
        return false;
    *check->hint = hint;
    return !r->nomem;
}

static bool read_check(struct sch_reader *r, struct pattern *p,
                       struct sch_place at)
{
    struct sch_check *check;

    if (!einv__sch_has_attr(at, "test")) {
        einv__sch_complain(r, at, "EINV-RULES-0003", einv__sch_local(at),
                           "test");
        return !r->nomem;
    }
    if (einv__sch_has_attr(at, "subject"))
        einv__sch_complain(r, at, "EINV-RULES-0001", EINV_TEXT("subject"),
                           "");
    check = einv__sch_add_check(r, p->rule, &p->rule->checks, at);
    if (check == NULL)
        return false;
    r->set->counts.asserts++;
    check->report = einv__sch_is(at, "report");
    check->test = attr(r, p, at, "test");
    check->id = attr(r, p, at, "id");
    check->flag = attr(r, p, at, "flag");
    check->role = attr(r, p, at, "role");
    check->see = attr(r, p, at, "see");
    check->diagnostics = attr(r, p, at, "diagnostics");
    if (!message(r, p, check) || !diagnostics(r, p, check) ||
        !read_hint(r, p, check))
        return false;
    einv__sch_judge(r, check);
    return !r->nomem;
}

static bool in_rule(struct sch_reader *r, struct sch_place at, void *user);

struct wanted {
    struct einv_text id;
    struct sch_place at;
    bool found;
};

static bool is_wanted(struct sch_reader *r, struct sch_place at, void *user)
{
    struct wanted *w = user;

    if (!w->found && einv__sch_is(at, "rule") &&
        einv__text_is(einv__sch_attr(r, at, "abstract"), "true") &&
        einv__text_eq(einv__sch_attr(r, at, "id"), w->id)) {
        w->at = at;
        w->found = true;
    }
    return true;
}

static bool find_rule(struct sch_reader *r, const struct pattern *p,
                      struct wanted *w)
{
    const struct sch_item *i;

    if (!einv__sch_visit(r, p->p->at, is_wanted, w))
        return false;
    for (i = p->schema->patterns.first; i != NULL && !w->found; i = i->next)
        if (!einv__sch_visit(r, i->at, is_wanted, w))
            return false;
    return true;
}

static bool extend(struct sch_reader *r, struct pattern *p,
                   struct sch_place at)
{
    struct wanted w = { 0 };
    bool ok;

    if (einv__sch_has_attr(at, "href")) {
        einv__sch_complain(r, at, "EINV-RULES-0001",
                           EINV_TEXT("extends href"), "");
        return !r->nomem;
    }
    w.id = attr(r, p, at, "rule");
    if (!find_rule(r, p, &w))
        return false;
    if (!w.found || p->extends >= MOST_EXTENDS) {
        einv__sch_complain(r, at, "EINV-RULES-0005", w.id,
                           "an abstract rule that does not extend itself");
        return !r->nomem;
    }
    p->extends++;
    ok = einv__sch_visit(r, w.at, in_rule, p);
    p->extends--;
    return ok;
}

static bool in_rule(struct sch_reader *r, struct sch_place at, void *user)
{
    struct pattern *p = user;

    if (einv__sch_is(at, "assert") || einv__sch_is(at, "report"))
        return read_check(r, p, at);
    if (einv__sch_is(at, "let"))
        return einv__sch_read_let(r, at, p->params, &p->rule->lets);
    if (einv__sch_is(at, "extends"))
        return extend(r, p, at);
    if (einv__sch_is(at, "p"))
        return true;
    return einv__sch_foreign(r, at);
}

static bool read_rule(struct sch_reader *r, struct pattern *p,
                      struct sch_place at)
{
    if (einv__text_is(einv__sch_attr(r, at, "abstract"), "true"))
        return true;
    if (!einv__sch_has_attr(at, "context")) {
        einv__sch_complain(r, at, "EINV-RULES-0003", EINV_TEXT("rule"),
                           "context");
        return !r->nomem;
    }
    p->rule = einv__sch_add_rule(r, p->p, at);
    if (p->rule == NULL)
        return false;
    p->rule->context = attr(r, p, at, "context");
    p->rule->id = attr(r, p, at, "id");
    if (!einv__sch_context(r, p->rule) ||
        !einv__sch_visit(r, at, in_rule, p))
        return false;
    p->p->kinds |= p->rule->kinds;
    return true;
}

/* --- patterns ------------------------------------------------------------ */

static bool in_pattern(struct sch_reader *r, struct sch_place at, void *user)
{
    struct pattern *p = user;

    if (einv__sch_is(at, "rule"))
        return read_rule(r, p, at);
    if (einv__sch_is(at, "let"))
        return einv__sch_read_let(r, at, p->params, &p->p->lets);
    if (einv__sch_is(at, "title"))
        return einv__sch_copy(r, einv__tree_text(&at.file->tree, at.node),
                              &p->p->name);
    if (einv__sch_is(at, "param") || einv__sch_is(at, "p"))
        return true;
    return einv__sch_foreign(r, at);
}

static bool take_param(struct sch_reader *r, struct sch_place at, void *user)
{
    struct sch_param **params = user, *p;

    if (!einv__sch_is(at, "param"))
        return true;
    p = einv__sch_new(r, sizeof(*p));
    if (p == NULL)
        return false;
    p->name = einv__sch_attr(r, at, "name");
    p->value = einv__sch_attr(r, at, "value");
    einv__sch_add_param(params, p);
    return true;
}

static const struct sch_item *find_abstract(struct sch_reader *r,
                                            const struct sch_schema *schema,
                                            struct einv_text id)
{
    const struct sch_item *i;

    for (i = schema->patterns.first; i != NULL; i = i->next)
        if (einv__text_is(einv__sch_attr(r, i->at, "abstract"), "true") &&
            einv__text_eq(einv__sch_attr(r, i->at, "id"), id))
            return i;
    return NULL;
}

bool einv__sch_read_pattern(struct sch_reader *r,
                            const struct sch_schema *schema,
                            struct sch_place at)
{
    struct einv_text is_a = einv__sch_attr(r, at, "is-a");
    struct sch_param *params = NULL;
    const struct sch_item *abstract;
    struct pattern p = { 0 };

    p.schema = schema;
    if (einv__sch_has_attr(at, "documents"))
        einv__sch_complain(r, at, "EINV-RULES-0001", EINV_TEXT("documents"),
                           "");
    p.p = einv__sch_add_pattern(r, at);
    if (p.p == NULL)
        return false;
    p.p->id = einv__sch_attr(r, at, "id");
    if (is_a.len == 0)
        return einv__sch_visit(r, at, in_pattern, &p);
    abstract = find_abstract(r, schema, is_a);
    if (abstract == NULL) {
        einv__sch_complain(r, at, "EINV-RULES-0005", is_a,
                           "an abstract pattern");
        return !r->nomem;
    }
    if (!einv__sch_visit(r, at, take_param, &params))
        return false;
    p.params = params;
    return einv__sch_visit(r, abstract->at, in_pattern, &p);
}
