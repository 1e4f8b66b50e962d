/* scenario.c: the configuration of an authority's validator as data
 * (framework 1: scenarios.xsd).
 *
 * Read: what says which files judge which document (match, with the prefixes
 * of the scenario; validateWithXmlSchema, validateWithSchematron) and how
 * grave a rule is (customLevel).  Not read: how that validator's own report
 * is made and asked (createReport's resource, acceptMatch, noScenarioReport):
 * its report accepts what has no error, and so does our verdict.  What
 * belongs to neither is refused.
 */
#include "scenario.h"

#include "read.h"

#define SCENARIOS_NS "http://www.xoev.de/de/validator/framework/1/scenarios"

struct scenario {
    struct einv_sch_scenario s;
    struct einv_sch_set *set;           /* its prefixes and its expression */
    const struct einv_xp_expr *match;
    struct scenario *next;
};

struct einv_sch_scenarios {
    struct einv_sch_set *set;           /* the memory of all */
    struct scenario *first, *last;
};

/* What is being read. */
struct loading {
    struct einv_sch_scenarios *all;
    struct scenario *now;
    struct einv_buf levels;
    struct einv_sch_paths *paths;       /* of which kind a resource is */
    struct sch_place match;
};

static bool is(struct sch_place at, const char *local)
{
    return einv__text_is(einv__sch_ns(at), SCENARIOS_NS) &&
           einv__text_is(einv__sch_local(at), local);
}

static struct einv_text text_of(struct sch_place at)
{
    return einv__text_trim(einv__tree_text(&at.file->tree, at.node));
}

/* --- paths --------------------------------------------------------------- */

/* A file of the configuration lies beside it or below. */
static bool is_inside(struct einv_text href)
{
    size_t i;

    for (i = 0; i < href.len; i++)
        if (href.ptr[i] == ':' || href.ptr[i] == '\\' ||
            (href.ptr[i] == '.' && i + 1 < href.len &&
             href.ptr[i + 1] == '.'))
            return false;
    return href.len > 0 && href.ptr[0] != '/';
}

static bool add_path(struct sch_reader *r, struct einv_sch_paths *paths,
                     struct sch_place at)
{
    struct einv_text name = at.file->name, href = text_of(at);
    const char **items;
    struct einv_buf buf;

    if (!is_inside(href)) {
        einv__sch_complain(r, at, "EINV-RULES-0004", href,
                           "a file beside the configuration");
        return !r->nomem;
    }
    while (name.len > 0 && name.ptr[name.len - 1] != '/')
        name.len--;
    items = einv__arena_zero(r->set->arena, paths->n + 1, sizeof(*items));
    einv__buf_init(&buf, r->set->alloc);
    einv__buf_text(&buf, name);
    einv__buf_text(&buf, href);
    if (items != NULL && !buf.failed) {
        if (paths->n > 0)
            memcpy(items, paths->items, paths->n * sizeof(*items));
        items[paths->n] = einv__arena_dup(r->set->arena,
                                          einv__buf_get(&buf));
    }
    einv__buf_free(&buf);
    if (items == NULL || items[paths->n] == NULL)
        return einv__sch_nomem(r);
    paths->items = items;
    paths->n++;
    return true;
}

static bool in_resource(struct sch_reader *r, struct sch_place at, void *user)
{
    struct loading *l = user;

    if (is(at, "location"))
        return add_path(r, l->paths, at);
    return is(at, "name") || einv__sch_unsupported(r, at);
}

static bool in_judge(struct sch_reader *r, struct sch_place at, void *user)
{
    if (is(at, "resource"))
        return einv__sch_visit(r, at, in_resource, user);
    return einv__sch_unsupported(r, at);
}

/* --- a scenario ---------------------------------------------------------- */

/* customLevel: rules, and how grave they are here. */
static bool in_report(struct sch_reader *r, struct sch_place at, void *user)
{
    struct loading *l = user;
    struct einv_text rules = text_of(at), rule;
    struct einv_text level = einv__sch_attr(r, at, "level");

    if (is(at, "resource"))
        return true;
    if (!is(at, "customLevel"))
        return einv__sch_unsupported(r, at);
    if (!einv__text_is(level, "error") && !einv__text_is(level, "warning") &&
        !einv__text_is(level, "information")) {
        einv__sch_complain(r, at, "EINV-RULES-0005", level,
                           "error, warning or information");
        return !r->nomem;
    }
    while ((rule = einv__text_word(&rules)).len > 0) {
        if (l->levels.len > 0)
            einv__buf_char(&l->levels, ' ');
        einv__buf_text(&l->levels, rule);
        einv__buf_char(&l->levels, '=');
        einv__buf_text(&l->levels, level);
    }
    return !l->levels.failed || einv__sch_nomem(r);
}

static bool read_namespace(struct sch_reader *r, struct loading *l,
                           struct sch_place at)
{
    struct einv_text prefix = einv__sch_attr(r, at, "prefix");

    if (prefix.len == 0) {
        einv__sch_complain(r, at, "EINV-RULES-0003", einv__sch_local(at),
                           "prefix");
        return !r->nomem;
    }
    return einv__xp_lib_ns(l->now->set->lib, prefix, text_of(at)) ||
           einv__sch_nomem(r);
}

static bool in_scenario(struct sch_reader *r, struct sch_place at, void *user)
{
    struct loading *l = user;

    if (is(at, "name")) {
        l->now->s.name = einv__arena_dup(r->set->arena, text_of(at));
        return l->now->s.name != NULL || einv__sch_nomem(r);
    }
    if (is(at, "namespace"))
        return read_namespace(r, l, at);
    if (is(at, "match")) {
        l->match = at;
        return true;
    }
    if (is(at, "validateWithXmlSchema") || is(at, "validateWithSchematron")) {
        l->paths = is(at, "validateWithXmlSchema") ? &l->now->s.schemas
                                                   : &l->now->s.rules;
        return einv__sch_visit(r, at, in_judge, l);
    }
    if (is(at, "createReport"))
        return einv__sch_visit(r, at, in_report, l);
    return is(at, "description") || is(at, "acceptMatch") ||
           einv__sch_unsupported(r, at);
}

static bool compile_match(struct sch_reader *r, struct loading *l,
                          struct sch_place scenario)
{
    struct einv_xp_error error = { 0 };
    struct einv_text match;

    if (l->match.node == EINV_NO_NODE) {
        einv__sch_complain(r, scenario, "EINV-RULES-0003",
                           EINV_TEXT("scenario"), "match");
        return !r->nomem;
    }
    match = text_of(l->match);
    l->now->match = einv__xp_compile(l->now->set->lib, match, NULL, 0,
                                     &error);
    if (l->now->match == NULL)
        return einv__sch_refuse(r, l->match, match, &error) || !r->nomem;
    return einv__xp_lib_seal(l->now->set->lib) || einv__sch_nomem(r);
}

static bool new_scenario(struct sch_reader *r, struct loading *l)
{
    struct scenario *s = einv__sch_new(r, sizeof(*s));

    if (s == NULL)
        return false;
    s->set = einv__sch_new_set(r->set->alloc);
    if (s->set == NULL)
        return einv__sch_nomem(r);
    s->s.name = s->s.levels = "";
    if (l->all->last != NULL)
        l->all->last->next = s;
    else
        l->all->first = s;
    l->all->last = l->now = s;
    l->match.node = EINV_NO_NODE;
    l->levels.len = 0;
    return true;
}

static bool read_scenario(struct sch_reader *r, struct loading *l,
                          struct sch_place at)
{
    struct einv_sch_scenario *s;

    if (!new_scenario(r, l) || !einv__sch_visit(r, at, in_scenario, l))
        return false;
    s = &l->now->s;
    if (s->schemas.n > 1)
        einv__sch_complain(r, at, "EINV-RULES-0001",
                           EINV_TEXT("a schema of several resources"), "");
    s->levels = einv__arena_dup(r->set->arena, einv__buf_get(&l->levels));
    return s->levels != NULL ? compile_match(r, l, at) : einv__sch_nomem(r);
}

/* --- the list ------------------------------------------------------------ */

static bool in_scenarios(struct sch_reader *r, struct sch_place at,
                         void *user)
{
    static const char *const silent[] = { "name", "author", "date",
                                          "description",
                                          "noScenarioReport" };
    size_t i;

    if (is(at, "scenario"))
        return read_scenario(r, user, at);
    for (i = 0; i < sizeof(silent) / sizeof(silent[0]); i++)
        if (is(at, silent[i]))
            return true;
    return einv__sch_unsupported(r, at);
}

static einv_status read_all(struct sch_reader *r, struct loading *l,
                            struct einv_text bytes, struct einv_text name)
{
    struct sch_place root = { NULL, EINV_NO_NODE };

    root.file = einv__sch_file(r, NULL, root, name, &bytes);
    if (root.file == NULL)
        return r->nomem ? EINV_ENOMEM : EINV_EMALFORMED;
    root.node = einv__tree_root(&root.file->tree);
    if (!is(root, "scenarios"))
        return EINV_EUNKNOWN;
    einv__sch_visit(r, root, in_scenarios, l);
    if (r->nomem)
        return EINV_ENOMEM;
    if (l->all->first == NULL)
        einv__sch_complain(r, root, "EINV-RULES-0003",
                           EINV_TEXT("scenarios"), "scenario");
    return r->complaints == 0 ? EINV_OK : EINV_EMALFORMED;
}

einv_status einv__sch_scenarios_load(const einv_allocator *a,
                                     struct einv_text bytes,
                                     struct einv_text name,
                                     const struct einv_limits *limits,
                                     struct einv_report *report,
                                     struct einv_sch_scenarios **out)
{
    static const struct einv_sch_options none = { .limits = NULL };
    struct einv_sch_set *set = einv__sch_new_set(a);
    struct sch_reader r = { .set = set, .options = &none, .report = report };
    struct loading l = { .match = { NULL, EINV_NO_NODE } };
    struct sch_file *f;
    einv_status status = EINV_ENOMEM;

    *out = NULL;
    if (set == NULL)
        return EINV_ENOMEM;
    einv__limits_default(&r.limits);
    if (limits != NULL)
        r.limits = *limits;
    einv__buf_init(&l.levels, a);
    l.all = einv__sch_new(&r, sizeof(*l.all));
    if (l.all != NULL) {
        l.all->set = set;
        status = read_all(&r, &l, bytes, name);
    }
    for (f = r.files; f != NULL; f = f->next)
        einv__tree_free(&f->tree);
    einv__buf_free(&l.levels);
    if (status == EINV_OK)
        *out = l.all;
    else if (l.all != NULL)
        einv__sch_scenarios_free(l.all);
    else
        einv__sch_free(set);
    return status;
}

void einv__sch_scenarios_free(struct einv_sch_scenarios *s)
{
    const struct scenario *one;

    if (s == NULL)
        return;
    for (one = s->first; one != NULL; one = one->next)
        einv__sch_free(one->set);
    einv__sch_free(s->set);
}

const struct einv_sch_scenario *
einv__sch_scenario(const struct einv_sch_scenarios *s, size_t i)
{
    const struct scenario *one = s->first;

    for (; one != NULL && i > 0; i--)
        one = one->next;
    return one != NULL ? &one->s : NULL;
}

/* --- which one ----------------------------------------------------------- */

static void say(struct einv_report *report, const char *code,
                struct einv_text found, struct einv_text expected)
{
    struct einv_argument args[2] = {
        { EINV_TEXT("found"), found }, { EINV_TEXT("expected"), expected }
    };
    struct einv_finding f = einv__finding(EINV_SEV_ERROR, "rules", code,
                                          found, expected);

    f.args = args;
    f.n_args = 2;
    einv__report_add(report, &f);
}

/* An expression that cannot be evaluated does not fit. */
static einv_status fits(const struct scenario *s, const einv_allocator *a,
                        const struct einv_tree *tree,
                        const struct einv_xp_options *options, bool *result)
{
    struct einv_xp_focus focus;
    struct einv_xp_run run;
    einv_status status = EINV_OK;

    *result = false;
    if (!einv__xp_run_init(&run, a, s->set->lib, tree, options))
        return EINV_ENOMEM;
    focus = einv__xp_focus(einv__xp_root(&run));
    if (!einv__xp_eval_bool(&run, s->match, &focus, NULL, result)) {
        *result = false;
        if (run.error != NULL && strcmp(run.error, "EINV0002") == 0)
            status = EINV_ENOMEM;
    }
    einv__xp_run_free(&run);
    return status;
}

einv_status einv__sch_scenarios_select(const struct einv_sch_scenarios *s,
                                       const einv_allocator *a,
                                       const struct einv_tree *tree,
                                       const struct einv_xp_options *options,
                                       struct einv_report *report,
                                       size_t *index)
{
    struct einv_text root = einv__tree_qname(tree,
                                             einv__tree_root(tree))->local;
    const struct scenario *one, *found = NULL;
    einv_status status;
    size_t i = 0, at = 0;
    bool yes;

    for (one = s->first; one != NULL; one = one->next, i++) {
        status = fits(one, a, tree, options, &yes);
        if (status != EINV_OK)
            return status;
        if (yes && found != NULL) {
            say(report, "EINV-RULES-0009", einv__text_of(found->s.name),
                einv__text_of(one->s.name));
            return EINV_EREJECTED;
        }
        if (yes) {
            found = one;
            at = i;
        }
    }
    if (found != NULL) {
        *index = at;
        return EINV_OK;
    }
    say(report, "EINV-RULES-0008", root, EINV_NO_TEXT);
    return EINV_EABSENT;
}
