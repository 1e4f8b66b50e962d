/* reader.c: files of rules, and the records that both readers make.
 *
 * Nothing is opened here: a file that rules name is asked of the caller.
 * What names a place outside (a scheme, a root) is not even asked for.
 */
#include "set.h"

#include "../xml/rows.h"

#define SCH_NS "http://purl.oclc.org/dsdl/schematron"
#define SCH_OLD_NS "http://www.ascc.net/xml/schematron"
#define XSL_NS "http://www.w3.org/1999/XSL/Transform"
#define SVRL_NS "http://purl.oclc.org/dsdl/svrl"

/* Includes nested deeper, or more of them, are an attack, not a rule set. */
#define MOST_DEPTH 16
#define MOST_FILES 256

/* --- complaints ---------------------------------------------------------- */

bool einv__sch_nomem(struct sch_reader *r)
{
    r->nomem = true;
    return false;
}

bool einv__sch_complain(struct sch_reader *r, struct sch_place at,
                        const char *code, struct einv_text found,
                        const char *expected)
{
    struct einv_finding f = einv__finding(EINV_SEV_ERROR, "rules", code,
                                          found, einv__text_of(expected));
    struct einv_argument args[3] = {
        { EINV_TEXT("found"), found },
        { EINV_TEXT("expected"), einv__text_of(expected) },
    };

    f.args = args;
    f.n_args = 2;
    if (at.file != NULL) {
        args[f.n_args].name = EINV_TEXT("file");
        args[f.n_args++].value = at.file->name;
        f.rule_set = at.file->name;
        if (at.node != EINV_NO_NODE)
            f.pos = einv__tree_position(&at.file->tree, at.node);
    }
    einv__report_add(r->report, &f);
    r->complaints++;
    return false;
}

/* --- memory -------------------------------------------------------------- */

void *einv__sch_new(struct sch_reader *r, size_t size)
{
    void *p = einv__arena_zero(r->set->arena, 1, size);

    if (p == NULL)
        einv__sch_nomem(r);
    return p;
}

bool einv__sch_remember(struct sch_reader *r, struct sch_place at,
                        struct sch_places *list)
{
    struct sch_item *item = einv__sch_new(r, sizeof(*item));

    if (item == NULL)
        return false;
    item->at = at;
    if (list->last != NULL)
        list->last->next = item;
    else
        list->first = item;
    list->last = item;
    return true;
}

bool einv__sch_copy(struct sch_reader *r, struct einv_text from,
                    struct einv_text *out)
{
    char *copy = einv__arena_dup(r->set->arena, from);

    if (copy == NULL)
        return einv__sch_nomem(r);
    *out = einv__text(copy, from.len);
    return true;
}

/* --- files --------------------------------------------------------------- */

/* The sets of two syntaxes lie side by side, what they share above them. */
#define MOST_UP 2

static bool reaches_out(struct einv_text href)
{
    size_t up = 0, i;

    for (i = 0; i + 1 < href.len; i++)
        up += href.ptr[i] == '.' && href.ptr[i + 1] == '.';
    if (up > MOST_UP || href.len == 0 || href.ptr[0] == '/' || href.ptr[0] == '\\')
        return true;
    for (i = 0; i < href.len; i++)
        if (href.ptr[i] == ':' || href.ptr[i] == '\0')
            return true;
    return false;
}

/* dir/of/from.sch + ../href -> dir/of/../href */
static bool name_of(struct sch_reader *r, const struct sch_file *from,
                    struct einv_text href, struct einv_text *out)
{
    size_t dir = 0, i;
    struct einv_buf buf;
    bool ok;

    if (from == NULL)
        return einv__sch_copy(r, href, out);
    for (i = 0; i < from->name.len; i++)
        if (from->name.ptr[i] == '/')
            dir = i + 1;
    while (href.len > 2 && memcmp(href.ptr, "./", 2) == 0)
        href = einv__text(href.ptr + 2, href.len - 2);
    einv__buf_init(&buf, r->set->alloc);
    einv__buf_put(&buf, from->name.ptr, dir);
    einv__buf_text(&buf, href);
    ok = buf.failed ? einv__sch_nomem(r)
                    : einv__sch_copy(r, einv__buf_get(&buf), out);
    einv__buf_free(&buf);
    return ok;
}

static bool may_open(struct sch_reader *r, const struct sch_file *from,
                     struct sch_place at, struct einv_text href,
                     struct einv_text name)
{
    const struct sch_file *f;

    if (reaches_out(href))
        return einv__sch_complain(r, at, "EINV-RULES-0004", href,
                                  "a file beside the rules");
    for (f = from; f != NULL; f = f->from)
        if (einv__text_eq(f->name, name))
            return einv__sch_complain(r, at, "EINV-RULES-0004", href,
                                      "a file that does not include itself");
    if (from->depth >= MOST_DEPTH || r->n_files >= MOST_FILES)
        return einv__sch_complain(r, at, "EINV-RULES-0004", href,
                                  "fewer includes");
    return true;
}

/* What reading found stands in this file; the report keeps the name, for
 * the set's memory may end before it. */
static void name_file(struct einv_report *report, struct einv_finding *found,
                      struct einv_text name)
{
    struct einv_argument *args = einv__arena_zero(
        &report->arena, found->n_args + 1, sizeof(*args));
    char *copy = einv__arena_dup(&report->arena, name);

    if (args == NULL || copy == NULL)
        return;
    if (found->n_args > 0)
        memcpy(args, found->args, found->n_args * sizeof(*args));
    args[found->n_args].name = EINV_TEXT("file");
    args[found->n_args].value = einv__text(copy, name.len);
    found->args = args;
    found->n_args++;
    found->rule_set = einv__text(copy, name.len);
}

static bool parse(struct sch_reader *r, struct sch_file *f,
                  struct einv_text bytes)
{
    struct einv_read_xml_options options = { 0 };
    struct einv_finding *before = r->report != NULL ? r->report->last : NULL;
    struct einv_finding *found;
    einv_status status;

    options.limits = &r->limits;
    status = einv__xml_read(&f->tree, r->set->alloc, bytes, &options,
                            r->report);
    if (status == EINV_OK)
        return true;
    if (status == EINV_ENOMEM)
        return einv__sch_nomem(r);
    r->complaints++;
    found = r->report == NULL ? NULL
            : before != NULL ? before->next : r->report->first;
    for (; found != NULL; found = found->next)
        name_file(r->report, found, f->name);
    return false;
}

static const struct sch_file *keep_file(struct sch_reader *r,
                                        const struct sch_file *from,
                                        struct einv_text name,
                                        struct einv_text bytes)
{
    struct sch_file *f = einv__sch_new(r, sizeof(*f));

    if (f == NULL)
        return NULL;
    f->name = name;
    f->from = from;
    f->depth = from != NULL ? from->depth + 1 : 0;
    if (!parse(r, f, bytes))
        return NULL;
    if (r->last_file != NULL)
        r->last_file->next = f;
    else
        r->files = f;
    r->last_file = f;
    r->n_files++;
    return f;
}

const struct sch_file *einv__sch_file(struct sch_reader *r,
                                      const struct sch_file *from,
                                      struct sch_place at,
                                      struct einv_text href,
                                      const struct einv_text *bytes)
{
    const struct sch_file *f = NULL;
    struct einv_text name;
    struct einv_buf buf;

    if (!name_of(r, from, href, &name))
        return NULL;
    if (bytes != NULL)
        return keep_file(r, from, name, *bytes);
    if (!may_open(r, from, at, href, name))
        return NULL;
    for (f = r->files; f != NULL; f = f->next)
        if (f->from == from && einv__text_eq(f->name, name))
            return f;
    einv__buf_init(&buf, r->set->alloc);
    if (r->options->open == NULL ||
        !r->options->open(r->options->user, href, from->name, &buf))
        einv__sch_complain(r, at, "EINV-RULES-0004", href,
                           "a file that can be read");
    else if (buf.failed)
        einv__sch_nomem(r);
    else
        f = keep_file(r, from, name, einv__buf_get(&buf));
    einv__buf_free(&buf);
    return f;
}

/* --- elements ------------------------------------------------------------ */

struct einv_text einv__sch_local(struct sch_place at)
{
    return einv__tree_qname(&at.file->tree, at.node)->local;
}

struct einv_text einv__sch_ns(struct sch_place at)
{
    return einv__tree_qname(&at.file->tree, at.node)->ns;
}

static bool is(struct sch_place at, const char *ns, const char *local)
{
    return einv__text_is(einv__sch_ns(at), ns) &&
           (local == NULL || einv__text_is(einv__sch_local(at), local));
}

bool einv__sch_is(struct sch_place at, const char *local)
{
    return is(at, SCH_NS, local) || is(at, SCH_OLD_NS, local);
}

bool einv__sch_is_xsl(struct sch_place at, const char *local)
{
    return is(at, XSL_NS, local);
}

bool einv__sch_is_svrl(struct sch_place at, const char *local)
{
    return is(at, SVRL_NS, local);
}

bool einv__sch_has_attr(struct sch_place at, const char *name)
{
    return einv__tree_get_attr(&at.file->tree, at.node, name).ptr != NULL;
}

struct einv_text einv__sch_attr(struct sch_reader *r, struct sch_place at,
                                const char *name)
{
    struct einv_text text = einv__tree_get_attr(&at.file->tree, at.node,
                                                name);
    struct einv_text copy = EINV_TEXT("");

    if (text.len > 0)
        einv__sch_copy(r, text, &copy);
    return copy;
}

bool einv__sch_prefixes(struct sch_reader *r, struct sch_place at)
{
    const struct einv_tree *t = &at.file->tree;
    size_t i;

    for (i = einv__tree_ns_from(t, at.node);
         i < t->n_ns && t->ns[i].elem == at.node; i++) {
        struct einv_text prefix, uri;

        if (t->ns[i].prefix.len == 0)
            continue;
        if (!einv__sch_copy(r, t->ns[i].prefix, &prefix) ||
            !einv__sch_copy(r, t->ns[i].uri, &uri))
            return false;
        if (!einv__xp_lib_ns(r->set->lib, prefix, uri))
            return einv__sch_nomem(r);
    }
    return true;
}

bool einv__sch_add_prefix(struct sch_reader *r, struct einv_text prefix,
                          struct einv_text uri)
{
    struct sch_prefix *p = einv__sch_new(r, sizeof(*p));

    if (p == NULL)
        return false;
    p->prefix = prefix;
    p->uri = uri;
    if (r->set->last_prefix != NULL)
        r->set->last_prefix->next = p;
    else
        r->set->prefixes = p;
    r->set->last_prefix = p;
    return true;
}

/* --- records ------------------------------------------------------------- */

void einv__sch_add_let(struct sch_lets *lets, struct sch_let *let)
{
    if (lets->last != NULL)
        lets->last->next = let;
    else
        lets->first = let;
    lets->last = let;
    lets->n++;
}

struct sch_pattern *einv__sch_add_pattern(struct sch_reader *r,
                                          struct sch_place at)
{
    struct sch_pattern *p = einv__sch_new(r, sizeof(*p));
    struct einv_sch_set *set = r->set;

    if (p == NULL)
        return NULL;
    p->at = at;
    if (set->last != NULL)
        set->last->next = p;
    else
        set->first = p;
    set->last = p;
    set->counts.patterns++;
    return p;
}

struct sch_rule *einv__sch_add_rule(struct sch_reader *r,
                                    struct sch_pattern *pattern,
                                    struct sch_place at)
{
    struct sch_rule *rule = einv__sch_new(r, sizeof(*rule));

    if (rule == NULL)
        return NULL;
    rule->at = at;
    if (pattern->last != NULL)
        pattern->last->next = rule;
    else
        pattern->first = rule;
    pattern->last = rule;
    pattern->n_rules++;
    r->set->counts.rules++;
    return rule;
}

struct sch_check *einv__sch_add_check(struct sch_reader *r,
                                      const struct sch_rule *rule,
                                      struct sch_checks *list,
                                      struct sch_place at)
{
    struct sch_check *check = einv__sch_new(r, sizeof(*check));

    if (check == NULL)
        return NULL;
    check->at = at;
    check->n_lets = rule->lets.n;
    if (list->last != NULL)
        list->last->next = check;
    else
        list->first = check;
    list->last = check;
    return check;
}

bool einv__sch_add_part(struct sch_reader *r, struct sch_check *check,
                        enum sch_part_kind kind, struct einv_text text)
{
    struct sch_part *part = einv__sch_new(r, sizeof(*part));

    if (part == NULL || !einv__sch_copy(r, text, &part->text))
        return false;
    part->kind = kind;
    if (check->last != NULL)
        check->last->next = part;
    else
        check->first = part;
    check->last = part;
    return true;
}
