/* svrl.c: the shape of a Schematron validation report.
 *
 * Locations need no prefix to be read: *:Invoice[namespace-uri()='...'][1],
 * as the ISO skeleton writes them.  An assert that could not be evaluated has
 * no place in the standard's grammar; it is a failed-assert whose role says
 * so, because silence would be taken for success.
 */
#include "svrl.h"

#include "../diag/markup.h"
#include "../diag/render_text.h"
#include "set.h"

/* What is handed to the sink at once, about. */
enum { PIECE = 1 << 16 };

struct writer {
    const struct einv_sch_svrl *what;
    struct einv_buf out, path;
    const struct einv_finding *next;    /* of this set, not yet written */
    size_t seen;                        /* findings of the run before it */
    bool stopped;
};

/* --- numbers ------------------------------------------------------------- */

static size_t count(const struct sch_checks *list)
{
    const struct sch_check *check;
    size_t n = 0;

    for (check = list->first; check != NULL; check = check->next)
        n += check->step == SCH_CHECK ? 1 : count(&check->inner);
    return n;
}

static void number(struct einv_sch_set *set, const struct sch_pattern *p,
                   const struct sch_rule *rule, const struct sch_checks *list)
{
    struct sch_check *check;

    for (check = list->first; check != NULL; check = check->next)
        if (check->step != SCH_CHECK) {
            number(set, p, rule, &check->inner);
        } else {
            set->known[set->n_known] = (struct sch_known){ p, rule, check };
            check->number = (uint32_t)++set->n_known;
        }
}

bool einv__sch_number(struct einv_sch_set *set)
{
    const struct sch_pattern *p;
    const struct sch_rule *rule;
    size_t n = 0;

    for (p = set->first; p != NULL; p = p->next)
        for (rule = p->first; rule != NULL; rule = rule->next)
            n += count(&rule->checks);
    set->n_known = 0;
    set->known = einv__arena_zero(set->arena, n + 1, sizeof *set->known);
    if (set->known == NULL)
        return false;
    for (p = set->first; p != NULL; p = p->next)
        for (rule = p->first; rule != NULL; rule = rule->next)
            number(set, p, rule, &rule->checks);
    return true;
}

/* --- places -------------------------------------------------------------- */

/* "p:Name[2]", the step at the start of a path of ours. */
struct step {
    struct einv_text name;      /* with its prefix */
    uint32_t position;
    bool attribute;
};

static bool take_step(struct einv_text *path, struct step *s)
{
    size_t i = 1;

    if (path->len < 2 || path->ptr[0] != '/')
        return false;
    s->attribute = path->ptr[1] == '@';
    s->position = 0;
    path->ptr += 1 + s->attribute;
    path->len -= 1 + (size_t)s->attribute;
    for (i = 0; i < path->len && path->ptr[i] != '/' && path->ptr[i] != '[';
         i++)
        ;
    s->name = einv__text(path->ptr, i);
    if (i < path->len && path->ptr[i] == '[')
        for (i++; i < path->len && path->ptr[i] != ']'; i++)
            s->position = s->position * 10 + (uint32_t)(path->ptr[i] - '0');
    i += i < path->len && path->ptr[i] == ']';
    path->ptr += i;
    path->len -= i;
    return true;
}

static bool named(const struct einv_qname *q, struct einv_text name)
{
    struct einv_text local, prefix = einv__text_cut(name, ':', &local);

    if (local.ptr == NULL)
        return q->prefix.len == 0 && einv__text_eq(q->local, prefix);
    return einv__text_eq(q->prefix, prefix) && einv__text_eq(q->local, local);
}

/* The element that a step means below e; e EINV_NO_NODE: the root. */
static einv_node step_to(const struct einv_tree *t, einv_node e,
                         const struct step *s)
{
    uint32_t n = 0, name = UINT32_MAX;
    einv_node c;

    if (e == EINV_NO_NODE)
        return einv__tree_root(t);
    /* Positions count siblings of one name, whatever their prefixes. */
    for (c = einv__tree_child(t, e); c != EINV_NO_NODE && name == UINT32_MAX;
         c = einv__tree_next(t, c))
        if (named(einv__tree_qname(t, c), s->name))
            name = einv__tree_qname(t, c)->name;
    for (c = einv__tree_child(t, e); c != EINV_NO_NODE;
         c = einv__tree_next(t, c))
        if (einv__tree_qname(t, c)->name == name && ++n == s->position)
            return c;
    return EINV_NO_NODE;
}

static void put_namespace(struct einv_buf *out, struct einv_text ns)
{
    /* In a literal of XPath the quote stands twice. */
    einv__buf_str(out, "[namespace-uri()='");
    for (size_t i = 0; i < ns.len; i++) {
        if (ns.ptr[i] == '\'')
            einv__buf_char(out, '\'');
        einv__buf_char(out, ns.ptr[i]);
    }
    einv__buf_str(out, "']");
}

static void put_attribute_step(const struct einv_tree *t, einv_node e,
                               const struct step *s, struct einv_buf *out)
{
    uint32_t a, end = e != EINV_NO_NODE ? einv__tree_attrs(t, e, &a) : 0;

    if (e == EINV_NO_NODE)
        return;
    for (; a < end; a++) {
        const struct einv_qname *q = einv__tree_attr_qname(t, a);

        if (!named(q, s->name))
            continue;
        einv__buf_str(out, q->ns.len > 0 ? "/@*:" : "/@");
        einv__buf_text(out, q->local);
        if (q->ns.len > 0)
            put_namespace(out, q->ns);
        return;
    }
}

/* A path of ours (with the document's prefixes) without prefixes. */
static void put_location(const struct einv_tree *t, struct einv_text path,
                         struct einv_buf *out)
{
    einv_node e = EINV_NO_NODE;
    struct step s;

    out->len = 0;
    while (take_step(&path, &s)) {
        if (s.attribute) {
            put_attribute_step(t, e, &s, out);
            return;
        }
        e = step_to(t, e, &s);
        if (e == EINV_NO_NODE)
            return;
        einv__buf_str(out, "/*:");
        einv__buf_text(out, einv__tree_qname(t, e)->local);
        put_namespace(out, einv__tree_qname(t, e)->ns);
        einv__buf_char(out, '[');
        einv__buf_uint(out, s.position);
        einv__buf_char(out, ']');
    }
    if (out->len == 0)
        einv__buf_char(out, '/');
}

/* --- findings ------------------------------------------------------------ */

/* The run's findings of this set follow each other. */
static void advance(struct writer *w, const struct einv_finding *from)
{
    w->next = from;
    while (w->next != NULL && !einv__text_eq(w->next->rule_set,
                                             w->what->set->id)) {
        w->next = w->next->next;
        w->seen++;
    }
}

static const struct sch_known *known(const struct writer *w,
                                     const struct einv_finding *f)
{
    return f->check > 0 && f->check <= w->what->set->n_known
         ? &w->what->set->known[f->check - 1] : NULL;
}

static void put_text(struct einv_buf *out, struct einv_text text)
{
    einv__buf_str(out, "<svrl:text>");
    einv__markup_text(out, text);
    einv__buf_str(out, "</svrl:text>");
}

/* "redacted diagnostic d1" stands behind "diagnostic d1", if it must. */
static struct einv_text shown(const struct writer *w,
                              const struct einv_finding *f, uint32_t i)
{
    static const char before[] = EINV_ARG_REDACTED " ";
    size_t n = sizeof before - 1;

    if (w->what->redact && i + 1 < f->n_args) {
        struct einv_text name = f->args[i + 1].name;

        if (name.len > n && memcmp(name.ptr, before, n) == 0)
            return f->args[i + 1].value;
    }
    return f->args[i].value;
}

static void put_diagnostics(struct writer *w, const struct einv_finding *f)
{
    static const char before[] = EINV_ARG_DIAGNOSTIC;
    size_t n = sizeof before - 1;

    for (uint32_t i = 0; i < f->n_args; i++) {
        struct einv_text name = f->args[i].name;

        if (name.len <= n || memcmp(name.ptr, before, n) != 0)
            continue;
        einv__buf_str(&w->out, "<svrl:diagnostic-reference");
        einv__markup_attribute(&w->out, "diagnostic",
                               einv__text(name.ptr + n, name.len - n));
        einv__buf_char(&w->out, '>');
        put_text(&w->out, shown(w, f, i));
        einv__buf_str(&w->out, "</svrl:diagnostic-reference>\n");
    }
}

static void put_finding(struct writer *w, const struct einv_finding *f,
                        const struct sch_check *check)
{
    struct einv_style style = { 0 };
    bool undone = f->error.len > 0;
    const char *tag = check->report && !undone ? "svrl:successful-report"
                                               : "svrl:failed-assert";
    struct einv_buf text;

    if (w->what->style != NULL)
        style = *w->what->style;
    style.redact = w->what->redact;
    put_location(w->what->tree, f->xpath, &w->path);
    einv__buf_char(&w->out, '<');
    einv__buf_str(&w->out, tag);
    einv__markup_attribute(&w->out, "test", check->test);
    einv__markup_optional(&w->out, "id", check->id);
    einv__markup_optional(&w->out, "flag", check->flag);
    einv__markup_optional(&w->out, "role", undone
                          ? EINV_TEXT("not-evaluated") : check->role);
    einv__markup_attribute(&w->out, "location", einv__buf_get(&w->path));
    einv__buf_str(&w->out, ">\n");
    put_diagnostics(w, f);
    einv__buf_init(&text, w->out.alloc);
    einv__message_render(&style, f, EINV_MESSAGE_TEXT, &text);
    put_text(&w->out, einv__buf_get(&text));
    w->out.failed = w->out.failed || text.failed;
    einv__buf_free(&text);
    einv__buf_str(&w->out, "\n</");
    einv__buf_str(&w->out, tag);
    einv__buf_str(&w->out, ">\n");
}

static void put_fired(struct writer *w, const struct sch_rule *rule)
{
    einv__buf_str(&w->out, "<svrl:fired-rule");
    einv__markup_optional(&w->out, "id", rule->id);
    einv__markup_attribute(&w->out, "context", rule->context);
    einv__buf_str(&w->out, "/>\n");
}

static void flush(struct writer *w, size_t least)
{
    if (w->out.len < least || w->out.failed || w->stopped)
        return;
    w->stopped = !w->what->sink(w->what->user, einv__buf_get(&w->out));
    w->out.len = 0;
}

/* Of one pattern: what was found, each behind the rule that fired. */
static void put_short(struct writer *w, const struct sch_pattern *p)
{
    const struct sch_rule *rule = NULL;
    struct einv_text at = EINV_NO_TEXT;

    while (w->next != NULL && !w->stopped) {
        const struct einv_finding *f = w->next;
        const struct sch_known *k = known(w, f);

        if (k != NULL && k->pattern != p)
            break;
        if (k != NULL) {
            if (k->rule != rule || !einv__text_eq(at, f->xpath))
                put_fired(w, k->rule);
            rule = k->rule;
            at = f->xpath;
            put_finding(w, f, k->check);
        }
        w->seen++;
        advance(w, f->next);
        flush(w, PIECE);
    }
}

/* The same with every rule that fired. */
static void put_full(struct writer *w, const struct sch_pattern *p,
                     const struct einv_sch_trace *trace, size_t *i)
{
    for (; *i < trace->n && trace->items[*i].pattern == p && !w->stopped;
         ++*i) {
        size_t until = *i + 1 < trace->n ? trace->items[*i + 1].findings
                                         : SIZE_MAX;

        put_fired(w, trace->items[*i].rule);
        while (w->next != NULL && w->seen < until) {
            const struct einv_finding *f = w->next;
            const struct sch_known *k = known(w, f);

            if (k != NULL)
                put_finding(w, f, k->check);
            w->seen++;
            advance(w, f->next);
        }
        flush(w, PIECE);
    }
}

/* --- the whole ----------------------------------------------------------- */

/* What is no finding of a check: contexts that could not be evaluated, and
 * that some findings are missing. */
static void put_notes(struct writer *w)
{
    const struct einv_style style = { 0 };
    const struct einv_finding *f = w->next;

    if (w->what->report->lost > 0) {
        einv__buf_str(&w->out, "<svrl:text>");
        einv__render_lost(&style, w->what->report, &w->out);
        einv__buf_str(&w->out, "</svrl:text>\n");
    }
    for (; f != NULL; f = f->next)
        if (f->check == 0 && einv__text_eq(f->rule_set, w->what->set->id)) {
            put_text(&w->out, f->message);
            einv__buf_char(&w->out, '\n');
        }
}

static void put_head(struct writer *w)
{
    const struct einv_sch_set *set = w->what->set;
    const struct sch_prefix *p;

    if (!w->what->part)
        einv__buf_str(&w->out, "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n");
    einv__buf_str(&w->out, "<svrl:schematron-output"
                           " xmlns:svrl=\"http://purl.oclc.org/dsdl/svrl\"");
    einv__markup_attribute(&w->out, "title", set->title.len > 0
                                                 ? set->title : set->id);
    einv__markup_optional(&w->out, "schemaVersion", set->version);
    einv__markup_optional(&w->out, "phase", set->phase);
    einv__buf_str(&w->out, ">\n");
    put_notes(w);
    for (p = set->prefixes; p != NULL; p = p->next) {
        einv__buf_str(&w->out, "<svrl:ns-prefix-in-attribute-values");
        einv__markup_attribute(&w->out, "prefix", p->prefix);
        einv__markup_attribute(&w->out, "uri", p->uri);
        einv__buf_str(&w->out, "/>\n");
    }
}

static void put_all(struct writer *w)
{
    const struct sch_pattern *p;
    size_t i = 0;

    if (!w->what->begun)
        put_head(w);
    for (p = w->what->set->first; p != NULL && !w->stopped; p = p->next) {
        einv__buf_str(&w->out, "<svrl:active-pattern");
        einv__markup_optional(&w->out, "id", p->id);
        einv__markup_optional(&w->out, "name", p->name);
        einv__buf_str(&w->out, "/>\n");
        if (w->what->trace == NULL)
            put_short(w, p);
        else
            put_full(w, p, w->what->trace, &i);
    }
    if (!w->what->open)
        einv__buf_str(&w->out, "</svrl:schematron-output>\n");
    flush(w, 1);
}

/* What was found without a set: by lists of codes, check digits, sums. */
static void put_others(struct writer *w, const struct einv_finding *f)
{
    bool any = false;

    for (; f != NULL && !w->stopped; f = f->next) {
        struct sch_check check = { .id = f->rule, .test = f->rule };

        if (f->check > 0 || f->rule_set.len > 0)
            continue;
        if (!any)
            einv__buf_str(&w->out, "<svrl:active-pattern id=\"others\"/>\n"
                                   "<svrl:fired-rule context=\"/\"/>\n");
        any = true;
        check.flag = einv__text_of(einv__severity_name(f->severity));
        put_finding(w, f, &check);
        flush(w, PIECE);
    }
}

static void begin(struct writer *w, const einv_allocator *a)
{
    einv__buf_init(&w->out, a);
    einv__buf_init(&w->path, a);
}

static einv_status end(struct writer *w)
{
    einv_status status = w->out.failed || w->path.failed ? EINV_ENOMEM
                         : w->stopped ? EINV_ECANCELLED : EINV_OK;

    einv__buf_free(&w->out);
    einv__buf_free(&w->path);
    return status;
}

static const struct einv_finding *first(const struct einv_sch_svrl *what)
{
    return what->after != NULL ? what->after->next : what->report->first;
}

einv_status einv__sch_svrl(const struct einv_sch_svrl *what,
                           const einv_allocator *a)
{
    struct writer w = { .what = what };

    begin(&w, a);
    advance(&w, first(what));
    put_all(&w);
    return end(&w);
}

einv_status einv__sch_svrl_end(const struct einv_sch_svrl *what,
                               const einv_allocator *a)
{
    struct writer w = { .what = what };

    begin(&w, a);
    put_others(&w, first(what));
    einv__buf_str(&w.out, "</svrl:schematron-output>\n");
    flush(&w, 1);
    return end(&w);
}
