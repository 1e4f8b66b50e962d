/* report.c: how findings and ledger rows are kept, and the names of
 * severities and reasons.
 *
 * Everything is copied: what a finding points into (a tree, a buffer) may be
 * gone when the report is read.  Adding a finding is all or nothing; a copy
 * that fails halfway leaves the arena as it was.
 */
#include <stdarg.h>

#include "report.h"

/* More named arguments than any message has places for. */
#define MOST_ARGUMENTS 16

void einv__report_init(struct einv_report *r, const einv_allocator *a)
{
    memset(r, 0, sizeof *r);
    r->alloc = a;
    einv__arena_init(&r->arena, a);
}

void einv__report_free(struct einv_report *r)
{
    const einv_allocator *a = r->alloc;

    einv__arena_free(&r->arena);
    einv__report_init(r, a);
}

/* Copies in place; absent texts stay absent, empty ones stay empty. */
static bool keep(struct einv_arena *arena, struct einv_text *text)
{
    char *copy;

    if (text->ptr == NULL)
        return true;
    copy = einv__arena_dup(arena, *text);
    if (copy == NULL)
        return false;
    text->ptr = copy;
    return true;
}

static bool keep_args(struct einv_arena *arena, struct einv_finding *f)
{
    const struct einv_argument *from = f->args;
    struct einv_argument *args;

    f->args = NULL;
    if (f->n_args == 0)
        return true;
    args = einv__arena_zero(arena, f->n_args, sizeof *args);
    if (args == NULL)
        return false;
    for (uint32_t i = 0; i < f->n_args; i++) {
        args[i] = from[i];
        if (!keep(arena, &args[i].name) || !keep(arena, &args[i].value))
            return false;
    }
    f->args = args;
    return true;
}

static bool keep_finding(struct einv_arena *arena, struct einv_finding *f)
{
    return keep(arena, &f->origin) && keep(arena, &f->rule_set)
        && keep(arena, &f->kind) && keep(arena, &f->rule)
        && keep(arena, &f->error) && keep(arena, &f->flag)
        && keep(arena, &f->test)
        && keep(arena, &f->term) && keep(arena, &f->xpath)
        && keep(arena, &f->found) && keep(arena, &f->expected)
        && keep(arena, &f->message) && keep(arena, &f->fix)
        && keep_args(arena, f);
}

static void lose(struct einv_report *r, struct einv_arena_mark mark)
{
    einv__arena_reset(&r->arena, mark);
    r->nomem = true;
    r->lost++;
}

struct einv_finding *einv__report_add(struct einv_report *r,
                                      const struct einv_finding *finding)
{
    struct einv_arena_mark mark;
    struct einv_finding *f;

    if (r == NULL)
        return NULL;
    /* The severity is counted even when the finding is not kept: an exit
     * status must not depend on how many findings there was room for. */
    r->n_of[finding->severity]++;
    if (r->max_findings > 0 && r->n_findings >= r->max_findings) {
        r->lost++;
        return NULL;
    }
    mark = einv__arena_mark(&r->arena);
    f = einv__arena_alloc(&r->arena, sizeof *f);
    if (f != NULL) {
        *f = *finding;
        f->next = NULL;
    }
    if (f == NULL || !keep_finding(&r->arena, f)) {
        lose(r, mark);
        return NULL;
    }
    if (r->last != NULL)
        r->last->next = f;
    else
        r->first = f;
    r->last = f;
    r->n_findings++;
    return f;
}

struct einv_finding einv__finding(enum einv_severity severity,
                                  const char *origin, const char *rule,
                                  struct einv_text found,
                                  struct einv_text expected)
{
    return (struct einv_finding){
        .severity = severity,
        .origin = einv__text_of(origin),
        .kind = EINV_TEXT("error"),
        .rule = einv__text_of(rule),
        .found = found,
        .expected = expected,
    };
}

/* The members that an argument of this name also fills. */
static struct einv_text *member_of(struct einv_finding *f,
                                   struct einv_text name)
{
    if (einv__text_is(name, "found"))
        return &f->found;
    if (einv__text_is(name, "expected"))
        return &f->expected;
    if (einv__text_is(name, "term"))
        return &f->term;
    if (einv__text_is(name, "xpath"))
        return &f->xpath;
    return NULL;
}

void einv__diag(struct einv_report *r, enum einv_severity severity,
                const char *origin, const char *rule,
                struct einv_position pos, ...)
{
    struct einv_argument args[MOST_ARGUMENTS];
    struct einv_finding f = {
        .severity = severity,
        .origin = einv__text_of(origin),
        .rule = einv__text_of(rule),
        .pos = pos,
        .args = args,
    };
    const char *name;
    va_list list;

    va_start(list, pos);
    while ((name = va_arg(list, const char *)) != NULL
           && f.n_args < MOST_ARGUMENTS) {
        struct einv_argument *arg = &args[f.n_args++];
        struct einv_text *member;

        arg->name = einv__text_of(name);
        arg->value = einv__text_of(va_arg(list, const char *));
        member = member_of(&f, arg->name);
        if (member != NULL)
            *member = arg->value;
    }
    va_end(list);
    einv__report_add(r, &f);
}

/* Copies behind what is already there; absent texts stay absent. */
static char *move(char *to, struct einv_text *text)
{
    if (text->ptr == NULL)
        return to;
    memcpy(to, text->ptr, text->len);
    to[text->len] = '\0';
    text->ptr = to;
    return to + text->len + 1;
}

/* The row and its texts in one piece: documents can have a hundred thousand
 * rows. */
void einv__ledger_add(struct einv_report *r, const struct einv_ledger_row *row)
{
    struct einv_ledger_row *copy;
    char *to;

    if (r == NULL)
        return;
    copy = einv__arena_alloc(&r->arena, sizeof *copy + row->term.len +
                             row->xpath.len + row->value.len +
                             row->where.len + 4);
    if (copy == NULL) {
        lose(r, einv__arena_mark(&r->arena));
        return;
    }
    *copy = *row;
    copy->next = NULL;
    to = move((char *)(copy + 1), &copy->term);
    to = move(to, &copy->xpath);
    to = move(to, &copy->value);
    move(to, &copy->where);
    if (r->last_row != NULL)
        r->last_row->next = copy;
    else
        r->first_row = copy;
    r->last_row = copy;
    r->n_rows++;
}

/* ORDER REASON */
static const char *const reasons[EINV_N_REASONS] = {
    "no_place", "in_slot", "embedded", "code_lossy",
    "truncated", "merged", "derived", "defaulted",
    "missing_required", "spelling", "undecodable", "foreign",
    "not_mapped", "skipped",
};

const char *einv__reason_name(enum einv_reason reason)
{
    return (unsigned)reason < EINV_N_REASONS ? reasons[reason] : "?";
}

enum einv_reason einv__reason_find(struct einv_text name)
{
    unsigned i = 0;

    while (i < EINV_N_REASONS && !einv__text_is(name, reasons[i]))
        i++;
    return (enum einv_reason)i;
}

const char *einv__severity_name(enum einv_severity severity)
{
    static const char *const names[] = { "information", "warning", "error",
                                         "fatal" };

    return (unsigned)severity < 4 ? names[severity] : "?";
}
