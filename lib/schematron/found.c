/* found.c: from a check that fired, or failed to say, to a finding.
 */
#include "run.h"

#include "../diag/messages.h"

/* --- messages ------------------------------------------------------------ */

/* An error in what is said changes no verdict and is forgotten; memory that
 * ended is none of it. */
static void forget_error(struct sch_run *r)
{
    const char *error = r->xp.error;

    if (error != NULL && strcmp(error, "EINV0002") == 0)
        r->nomem = true;
    einv__xp_run_clear(&r->xp);
}

/* What stands in for a part that could not be evaluated. */
static void mark(struct einv_buf *out, const char *error)
{
    einv__buf_str(out, "{");
    einv__buf_str(out, error != NULL ? error : "?");
    einv__buf_str(out, "}");
}

/* A named argument, copied: what it is made of serves the next one. */
static void add_text(struct sch_run *r, struct einv_finding *f,
                     struct einv_text name, struct einv_text value)
{
    struct einv_argument *arg = &r->args[f->n_args];

    if (f->n_args == sizeof r->args / sizeof r->args[0])
        return;
    arg->name = einv__text(einv__arena_dup(&r->said, name), name.len);
    arg->value = einv__text(einv__arena_dup(&r->said, value), value.len);
    r->nomem = r->nomem || arg->name.ptr == NULL || arg->value.ptr == NULL;
    f->args = r->args;
    f->n_args++;
}

/* A value of a message that is told in other languages, too. */
static void keep_value(struct sch_run *r, const struct sch_part *part,
                       struct einv_text text)
{
    struct einv_text name;

    if (r->n_values == SCH_MOST_VALUES)
        return;
    name = einv__sch_value_name(r->n_values++);
    add_text(r, r->values, name, text);
    if (einv__sch_holds(part->text, text)) {
        einv__buf_text(&r->ours, name);
        einv__buf_char(&r->ours, ' ');
    }
}

/* The value twice: as it is, and for who may not see it. */
static void put_value(struct sch_run *r, const struct sch_part *part,
                      const struct einv_xp_focus *focus,
                      struct einv_xp_frame *frame)
{
    static const struct einv_style hidden = { .redact = true };
    struct einv_mask mask;
    struct einv_text text;

    if (einv__xp_eval_text(&r->xp, part->expr, focus, frame, &text)) {
        einv__buf_text(&r->text, text);
        if (r->values != NULL)
            keep_value(r, part, text);
        if (part->kind == SCH_VALUE && !einv__sch_holds(part->text, text))
            text = einv__style_value(&hidden, text, &mask);
        einv__buf_text(&r->masked, text);
    } else {
        mark(&r->text, r->xp.error);
        mark(&r->masked, r->xp.error);
    }
    forget_error(r);
}

void einv__sch_normalize(struct einv_buf *buf)
{
    size_t to = 0, i;

    for (i = 0; i < buf->len; i++) {
        if (!einv__is_space(buf->data[i]))
            buf->data[to++] = buf->data[i];
        else if (to > 0 && buf->data[to - 1] != ' ')
            buf->data[to++] = ' ';
    }
    if (to > 0 && buf->data[to - 1] == ' ')
        to--;
    buf->len = to;
}

static void say(struct sch_run *r, const struct sch_check *check,
                const struct einv_xp_focus *focus,
                struct einv_xp_frame *frame)
{
    const struct sch_part *part;

    r->text.len = r->masked.len = 0;
    for (part = check->first; part != NULL; part = part->next)
        if (part->kind == SCH_TEXT) {
            einv__buf_text(&r->text, part->text);
            einv__buf_text(&r->masked, part->text);
        } else {
            put_value(r, part, focus, frame);
        }
    einv__sch_normalize(&r->text);
    einv__sch_normalize(&r->masked);
}

/* Does the message hold what stands in the document? */
static bool quotes(const struct sch_check *check)
{
    const struct sch_part *part = check->first;

    while (part != NULL && part->kind != SCH_VALUE)
        part = part->next;
    return part != NULL;
}

static void add_argument(struct sch_run *r, struct einv_finding *f,
                         const char *name, struct einv_text id,
                         const struct einv_buf *value)
{
    struct einv_buf whole;

    einv__buf_init(&whole, r->set->alloc);
    einv__buf_str(&whole, name);
    einv__buf_text(&whole, id);
    add_text(r, f, einv__buf_get(&whole), einv__buf_get(value));
    r->nomem = r->nomem || whole.failed || value->failed;
    einv__buf_free(&whole);
}

/* The message of a rule of ours, and the pattern that it was made of. */
static void say_twice(struct sch_run *r, const struct sch_check *check,
                      const struct einv_xp_focus *focus,
                      struct einv_xp_frame *frame, struct einv_finding *f)
{
    struct einv_buf pattern;

    einv__buf_init(&pattern, r->set->alloc);
    einv__sch_pattern(check, &pattern);
    add_argument(r, f, EINV_ARG_PATTERN, EINV_NO_TEXT, &pattern);
    einv__buf_free(&pattern);
    r->values = f;
    r->n_values = 0;
    say(r, check, focus, frame);
    r->values = NULL;
}

/* What the check also says, then its message. */
static void say_all(struct sch_run *r, const struct sch_check *check,
                    const struct einv_xp_focus *focus,
                    struct einv_xp_frame *frame, struct einv_finding *f)
{
    const struct sch_check *also = check->also;

    for (; also != NULL && !r->nomem; also = also->next) {
        say(r, also, focus, frame);
        add_argument(r, f, EINV_ARG_DIAGNOSTIC, also->id, &r->text);
        if (quotes(also) && !r->nomem)
            add_argument(r, f, EINV_ARG_REDACTED " " EINV_ARG_DIAGNOSTIC,
                         also->id, &r->masked);
    }
    if (check->hint != NULL)
        say_twice(r, check, focus, frame, f);
    else
        say(r, check, focus, frame);
    if (quotes(check) && !r->nomem)
        add_argument(r, f, EINV_ARG_REDACTED, EINV_NO_TEXT, &r->masked);
}

static void say_error(struct sch_run *r, struct einv_text expr,
                      const char *what, const char *error)
{
    r->text.len = 0;
    einv__buf_str(&r->text, what);
    einv__buf_str(&r->text, " could not be evaluated (");
    einv__buf_str(&r->text, error);
    if (r->xp.limit != NULL) {
        einv__buf_str(&r->text, ", limit ");
        einv__buf_str(&r->text, r->xp.limit);
    }
    einv__buf_str(&r->text, "): ");
    einv__buf_text(&r->text, expr);
    einv__sch_normalize(&r->text);
}

/* --- places -------------------------------------------------------------- */

static einv_ref ref_of(const struct einv_xp_item *item)
{
    switch (item->u.node.kind) {
    case EINV_XP_ELEMENT:
    case EINV_XP_TEXT:
        return item->u.node.row;
    case EINV_XP_ATTRIBUTE:
        return item->u.node.row | EINV_REF_ATTR;
    default:
        return EINV_NO_REF;
    }
}

/* false: it is no finding. */
static bool locate(const struct sch_run *r, const struct sch_check *check,
                   const struct einv_xp_item *node, struct einv_finding *f,
                   struct einv_buf *path)
{
    const struct sch_hint *hint = check != NULL ? check->hint : NULL;
    einv_ref ref = ref_of(node);

    if (r->options->locate != NULL)
        return r->options->locate(r->options->user, ref,
                                  hint != NULL ? hint->needs : EINV_TEXT(""),
                                  f, path);
    if (ref == EINV_NO_REF)
        einv__buf_str(path, "/");
    else
        einv__tree_xpath(r->tree, ref, path);
    f->pos = einv__tree_position(r->tree, ref == EINV_NO_REF
                                              ? einv__tree_root(r->tree)
                                              : ref);
    return true;
}

/* false: it is no finding. */
static bool add(struct sch_run *r, const struct sch_check *check,
                struct einv_finding *f, const struct einv_xp_item *node)
{
    struct einv_buf path;
    bool is;

    einv__buf_init(&path, r->set->alloc);
    is = locate(r, check, node, f, &path);
    f->origin = EINV_TEXT("rules");
    f->rule_set = r->set->id;
    f->xpath = einv__buf_get(&path);
    f->message = einv__buf_get(&r->text);
    r->nomem = r->nomem || path.failed || r->text.failed;
    if (is)
        einv__report_add(r->report, f);
    einv__buf_free(&path);
    return is;
}

/* --- what a check teaches ------------------------------------------------- */

/* A value into the run's keeping; absent when it cannot be said. */
static struct einv_text teach(struct sch_run *r, const struct sch_hint *hint,
                              enum sch_hint_value what,
                              const struct einv_xp_focus *focus,
                              struct einv_xp_frame *frame)
{
    struct einv_text text = EINV_NO_TEXT;

    if (hint->expr[what] == NULL)
        return EINV_NO_TEXT;
    if (!einv__xp_eval_text(&r->xp, hint->expr[what], focus, frame, &text))
        text = EINV_NO_TEXT;
    forget_error(r);
    return text;
}

/* The node that a check points at; the context's when it does not say. */
static struct einv_xp_item pointed(struct sch_run *r,
                                   const struct sch_hint *hint,
                                   const struct einv_xp_focus *focus,
                                   struct einv_xp_frame *frame)
{
    struct einv_xp_item item = focus->item;
    struct einv_xp_seq seq;

    if (hint == NULL || hint->expr[SCH_AT] == NULL)
        return item;
    if (einv__xp_eval(&r->xp, hint->expr[SCH_AT], focus, frame, &seq) &&
        seq.n > 0 && seq.items[0].type == EINV_XP_NODE)
        item = seq.items[0];
    forget_error(r);
    return item;
}

static struct einv_text or_absent(struct einv_text text)
{
    return text.len > 0 ? text : EINV_NO_TEXT;
}

/* The value that was judged; none when it has parts. */
static struct einv_text value_of(const struct sch_run *r,
                                 const struct einv_xp_item *item)
{
    einv_ref ref = ref_of(item);

    if (ref == EINV_NO_REF)
        return EINV_NO_TEXT;
    if ((ref & EINV_REF_ATTR) != 0)
        return einv__tree_attr_text(r->tree, ref & ~EINV_REF_ATTR);
    return einv__tree_is_leaf(r->tree, ref) ? einv__tree_text(r->tree, ref)
                                            : EINV_NO_TEXT;
}

/* What would explain the difference. */
static void teach_why(struct sch_run *r, const struct sch_hint *hint,
                      const struct einv_xp_focus *focus,
                      struct einv_xp_frame *frame, struct einv_finding *f)
{
    struct einv_text why = teach(r, hint, SCH_WHY, focus, frame);

    if (why.len == 0)
        return;
    add_text(r, f, EINV_TEXT(EINV_ARG_WHY), why);
    if (einv__sch_holds(hint->text[SCH_WHY], why))
        einv__buf_str(&r->ours, " " EINV_ARG_WHY);
}

static void say_failed(struct sch_run *r, const struct sch_check *check,
                       struct einv_finding *f, const char *error)
{
    f->severity = EINV_SEV_ERROR;
    f->kind = EINV_TEXT("error");
    f->error = einv__text_of(error);
    say_error(r, check->test, "the test", error);
}

static void say_fired(struct sch_run *r, const struct sch_check *check,
                      const struct einv_xp_focus *focus,
                      struct einv_xp_frame *frame, struct einv_finding *f,
                      struct einv_xp_item *node)
{
    const struct sch_hint *hint = check->hint;

    f->kind = check->report ? EINV_TEXT("report") : EINV_TEXT("assert");
    r->ours.len = 0;
    say_all(r, check, focus, frame, f);
    f->found = value_of(r, &focus->item);
    if (hint == NULL)
        return;
    *node = pointed(r, hint, focus, frame);
    f->found = teach(r, hint, SCH_FOUND, focus, frame);
    f->expected = teach(r, hint, SCH_EXPECTED, focus, frame);
    if (einv__sch_holds(hint->text[SCH_EXPECTED], f->expected))
        einv__buf_str(&r->ours, "expected");
    teach_why(r, hint, focus, frame, f);
    if (r->ours.len > 0)
        add_argument(r, f, EINV_ARG_OURS, EINV_NO_TEXT, &r->ours);
    f->fix = or_absent(hint->fix);
}

void einv__sch_found(struct sch_run *r, const struct sch_check *check,
                     const struct einv_xp_focus *focus,
                     struct einv_xp_frame *frame, const char *error)
{
    struct einv_arena_mark said = einv__arena_mark(&r->said);
    struct einv_xp_item node = focus->item;
    struct einv_finding f = { 0 };

    f.check = check->number;
    f.severity = check->severity;
    f.rule = or_absent(check->id);
    f.flag = or_absent(check->flag.len > 0 ? check->flag : check->role);
    f.term = or_absent(check->term);
    if (check->id.len == 0)
        f.test = check->test;
    if (error != NULL)
        say_failed(r, check, &f, error);
    else
        say_fired(r, check, focus, frame, &f, &node);
    if (!r->nomem && add(r, check, &f, &node)) {
        r->undecided = r->undecided || error != NULL;
        r->warned = r->warned || f.severity == EINV_SEV_WARNING;
        r->failed = r->failed || f.severity >= EINV_SEV_ERROR;
    }
    einv__arena_reset(&r->said, said);
}

void einv__sch_doubt(struct sch_run *r, const struct sch_rule *rule,
                     const struct einv_xp_item *node, const char *error)
{
    struct einv_finding f = { 0 };

    /* An error in a context is no match; a limit ends the run. */
    f.severity = r->xp.limit != NULL ? EINV_SEV_ERROR : EINV_SEV_WARNING;
    f.kind = EINV_TEXT("error");
    f.rule = or_absent(rule->id);
    f.error = einv__text_of(error);
    f.test = rule->context;
    r->warned = true;
    say_error(r, rule->context, "the context", error);
    add(r, NULL, &f, node);
}
