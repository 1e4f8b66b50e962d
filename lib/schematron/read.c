/* read.c: the top of a Schematron file: bindings, prefixes, phases, and
 * which patterns there are.
 */
#include "read.h"

/* --- children, with includes resolved ------------------------------------ */

/* The element that "file#id" means. */
static einv_node part_of(const struct einv_tree *t, struct einv_text id)
{
    for (einv_node e = 0; e < t->n_elems; e++)
        if (einv__text_eq(einv__tree_get_attr(t, e, "id"), id))
            return e;
    return EINV_NO_NODE;
}

static bool visit_include(struct sch_reader *r, struct sch_place at,
                          sch_visit_fn *fn, void *user)
{
    struct einv_text part, href = einv__sch_attr(r, at, "href");
    const struct sch_file *file;
    einv_node node;

    href = einv__text_cut(href, '#', &part);
    file = einv__sch_file(r, at.file, at, href, NULL);
    if (file == NULL)
        return !r->nomem;
    node = part.len > 0 ? part_of(&file->tree, part)
                        : einv__tree_root(&file->tree);
    if (node == EINV_NO_NODE) {
        einv__sch_complain(r, at, "EINV-RULES-0004", part,
                           "an element with this id");
        return !r->nomem;
    }
    at = (struct sch_place){ file, node };
    if (einv__sch_is(at, "schema"))
        return einv__sch_visit(r, at, fn, user);
    return fn(r, at, user);
}

bool einv__sch_visit(struct sch_reader *r, struct sch_place at,
                     sch_visit_fn *fn, void *user)
{
    const struct einv_tree *t = &at.file->tree;
    einv_node c;

    for (c = einv__tree_child(t, at.node); c != EINV_NO_NODE;
         c = einv__tree_next(t, c)) {
        struct sch_place child = { at.file, c };

        if (einv__sch_is(child, "include")) {
            if (!visit_include(r, child, fn, user))
                return false;
        } else if (!fn(r, child, user)) {
            return false;
        }
    }
    return !r->nomem;
}

bool einv__sch_unsupported(struct sch_reader *r, struct sch_place at)
{
    einv__sch_complain(r, at, "EINV-RULES-0001", einv__sch_local(at), "");
    return !r->nomem;
}

/* An element of another vocabulary is a note of the authors, unless it is an
 * instruction. */
bool einv__sch_foreign(struct sch_reader *r, struct sch_place at)
{
    if (einv__sch_is(at, NULL) || einv__sch_is_xsl(at, NULL))
        return einv__sch_unsupported(r, at);
    return true;
}

/* --- lets ---------------------------------------------------------------- */

bool einv__sch_read_let(struct sch_reader *r, struct sch_place at,
                        const struct sch_param *params,
                        struct sch_lets *lets)
{
    struct sch_let *let = einv__sch_new(r, sizeof(*let));

    if (let == NULL)
        return false;
    let->at = at;
    let->name = einv__sch_attr(r, at, "name");
    let->value = einv__sch_attr(r, at, "value");
    if (let->name.len == 0) {
        einv__sch_complain(r, at, "EINV-RULES-0003", EINV_TEXT("let"),
                           "name");
        return true;
    }
    if (!einv__sch_has_attr(at, "value")) {
        einv__sch_complain(r, at, "EINV-RULES-0001",
                           EINV_TEXT("let with content"), "");
        return true;
    }
    einv__sch_add_let(lets, let);
    return einv__sch_expand(r, params, &let->name) &&
           einv__sch_expand(r, params, &let->value);
}

/* --- the top ------------------------------------------------------------- */

static bool read_ns(struct sch_reader *r, struct sch_place at)
{
    struct einv_text prefix = einv__sch_attr(r, at, "prefix");
    struct einv_text uri = einv__sch_attr(r, at, "uri");

    if (!einv__sch_has_attr(at, "prefix") || uri.len == 0) {
        einv__sch_complain(r, at, "EINV-RULES-0003", EINV_TEXT("ns"),
                           "prefix and uri");
        return true;
    }
    if (!einv__xp_lib_ns(r->set->lib, prefix, uri))
        return einv__sch_nomem(r);
    return einv__sch_add_prefix(r, prefix, uri);
}

static bool read_title(struct sch_reader *r, struct sch_place at)
{
    return einv__sch_copy(r, einv__tree_text(&at.file->tree, at.node),
                          &r->set->title);
}

static bool top(struct sch_reader *r, struct sch_place at, void *user)
{
    /* A rule outside a pattern is run by no compiler. */
    static const char *const silent[] = { "p", "rule" };
    struct sch_schema *s = user;
    size_t i;

    if (einv__sch_is(at, "ns"))
        return read_ns(r, at);
    if (einv__sch_is(at, "let"))
        return einv__sch_read_let(r, at, NULL, &r->set->lets);
    if (einv__sch_is(at, "title"))
        return read_title(r, at);
    if (einv__sch_is(at, "diagnostics"))
        return einv__sch_remember(r, at, &s->diagnostics);
    if (einv__sch_is(at, "pattern"))
        return einv__sch_remember(r, at, &s->patterns);
    if (einv__sch_is(at, "phase"))
        return einv__sch_remember(r, at, &s->phases);
    for (i = 0; i < sizeof(silent) / sizeof(silent[0]); i++)
        if (einv__sch_is(at, silent[i]))
            return true;
    if (einv__sch_is_xsl(at, NULL) && einv__sch_top(r, at))
        return !r->nomem;
    return einv__sch_foreign(r, at);
}

/* --- phases -------------------------------------------------------------- */

struct phase {
    struct sch_schema *schema;
    struct einv_text id;
    bool all;
    struct sch_places active;
};

static bool in_phase(struct sch_reader *r, struct sch_place at, void *user)
{
    struct phase *p = user;

    if (einv__sch_is(at, "active"))
        return einv__sch_remember(r, at, &p->active);
    if (einv__sch_is(at, "let"))
        return einv__sch_read_let(r, at, NULL, &r->set->lets);
    if (einv__sch_is(at, "p"))
        return true;
    return einv__sch_foreign(r, at);
}

static bool find_phase(struct sch_reader *r, struct sch_place root,
                       struct phase *p)
{
    const struct sch_item *i;

    p->id = r->options->phase;
    if (p->id.len == 0 || einv__text_is(p->id, "#DEFAULT"))
        p->id = einv__sch_attr(r, root, "defaultPhase");
    p->all = p->id.len == 0 || einv__text_is(p->id, "#ALL");
    if (p->all)
        return true;
    for (i = p->schema->phases.first; i != NULL; i = i->next)
        if (einv__text_eq(einv__sch_attr(r, i->at, "id"), p->id))
            return einv__sch_visit(r, i->at, in_phase, p);
    einv__sch_complain(r, root, "EINV-RULES-0005", p->id, "a phase");
    return !r->nomem;
}

static bool is_active(struct sch_reader *r, const struct phase *p,
                      struct sch_place pattern)
{
    struct einv_text id = einv__sch_attr(r, pattern, "id");
    const struct sch_item *i;

    if (p->all)
        return true;
    for (i = p->active.first; i != NULL && id.len > 0; i = i->next)
        if (einv__text_eq(einv__sch_attr(r, i->at, "pattern"), id))
            return true;
    return false;
}

/* --- the file ------------------------------------------------------------ */

static bool binding(struct sch_reader *r, struct sch_place root)
{
    static const char *const one[] = { "", "xslt", "xslt1", "xpath",
                                       "xpath1" };
    static const char *const two[] = { "xslt2", "xpath2", "xslt3",
                                       "xpath3", "xpath31" };
    struct einv_text name = einv__sch_attr(r, root, "queryBinding");
    size_t i;

    for (i = 0; i < 5; i++) {
        if (einv__text_is(name, two[i]))
            return true;
        if (einv__text_is(name, one[i])) {
            r->set->flags |= EINV_XP_COMPAT;
            return true;
        }
    }
    einv__sch_complain(r, root, "EINV-RULES-0002", name, "xslt or xslt2");
    return !r->nomem;
}

bool einv__sch_read(struct sch_reader *r, const struct sch_file *file)
{
    struct sch_place root = { file, einv__tree_root(&file->tree) };
    struct sch_schema schema = { 0 };
    struct phase phase = { 0 };
    const struct sch_item *i;

    phase.schema = &schema;
    if (!einv__sch_prefixes(r, root) || !binding(r, root) ||
        !einv__sch_visit(r, root, top, &schema) ||
        !find_phase(r, root, &phase))
        return false;
    r->set->version = einv__sch_attr(r, root, "schemaVersion");
    if (!phase.all)
        r->set->phase = phase.id;
    for (i = schema.patterns.first; i != NULL; i = i->next)
        if (!einv__text_is(einv__sch_attr(r, i->at, "abstract"), "true") &&
            is_active(r, &phase, i->at) &&
            !einv__sch_read_pattern(r, &schema, i->at))
            return false;
    return !r->nomem;
}
