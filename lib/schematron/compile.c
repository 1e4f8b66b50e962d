/* compile.c: from texts to expressions.
 *
 * Lets of the schema and of patterns are global: the compilers that
 * authorities use make global variables of both, so a later pattern may use
 * an earlier one's.  Only where two patterns give one name different values
 * does each see its own.
 */
#include "set.h"

/* Does the expression name the variable? */
static bool names_variable(struct einv_text expr, struct einv_text name)
{
    struct einv_text rest;

    for (; expr.len > name.len; expr = einv__text(expr.ptr + 1,
                                                  expr.len - 1)) {
        rest = einv__text(expr.ptr + 1, name.len);
        if (expr.ptr[0] == '$' && einv__text_eq(rest, name))
            return true;
    }
    return false;
}

/* An unknown name may be that of a variable that was left out. */
static void name_trees(struct sch_reader *r, struct einv_text expr)
{
    const struct sch_item *i;

    for (i = r->trees.first; i != NULL; i = i->next)
        if (names_variable(expr, einv__sch_attr(r, i->at, "name")))
            einv__sch_complain(r, i->at, "EINV-RULES-0001",
                               EINV_TEXT("variable with content"), "");
}

/* Around the place in an expression where it stops making sense. */
#define SHOWN 60

bool einv__sch_refuse(struct sch_reader *r, struct sch_place at,
                      struct einv_text expr,
                      const struct einv_xp_error *error)
{
    char why[sizeof(error->what) + 40];
    size_t from = 0, n;

    if (error->code == NULL || strcmp(error->code, "EINV0002") == 0)
        return einv__sch_nomem(r);
    if (strcmp(error->code, "XPST0008") == 0)
        name_trees(r, expr);
    n = strlen(error->code) < 20 ? strlen(error->code) : 20;
    memcpy(why, error->code, n);
    why[n++] = ':';
    why[n++] = ' ';
    memcpy(why + n, error->what, sizeof(error->what));
    why[n + sizeof(error->what) - 1] = '\0';
    if (error->offset > SHOWN / 2 && error->offset <= expr.len)
        from = error->offset - SHOWN / 2;
    while (from > 0 && from < expr.len && (expr.ptr[from] & 0xc0) == 0x80)
        from--;
    n = expr.len - from < SHOWN ? expr.len - from : SHOWN;
    while (from + n < expr.len && (expr.ptr[from + n] & 0xc0) == 0x80)
        n++;
    return einv__sch_complain(r, at, "EINV-RULES-0006",
                              einv__text(expr.ptr + from, n), why);
}

static const struct einv_xp_expr *
converted(struct sch_reader *r, struct sch_place at, struct einv_text text,
          struct einv_text as, const struct einv_xp_scope *scope)
{
    struct einv_xp_error error = { 0 };
    const struct einv_xp_expr *e;

    r->set->counts.expressions++;
    e = einv__xp_compile_as(r->set->lib, text, as, scope, r->set->flags,
                            &error);
    if (e == NULL)
        einv__sch_refuse(r, at, text, &error);
    return e;
}

static const struct einv_xp_expr *
expression(struct sch_reader *r, struct sch_place at, struct einv_text text,
           const struct einv_xp_scope *scope)
{
    return converted(r, at, text, EINV_NO_TEXT, scope);
}

/* --- lets that are global ------------------------------------------------ */

static bool declared(const struct einv_sch_set *set,
                     const struct sch_let *until)
{
    const struct sch_pattern *p;
    const struct sch_let *let;

    for (let = set->lets.first; let != NULL; let = let->next)
        if (einv__text_eq(let->name, until->name))
            return let != until;
    for (p = set->first; p != NULL; p = p->next)
        for (let = p->lets.first; let != NULL; let = let->next)
            if (einv__text_eq(let->name, until->name))
                return let != until;
    return false;
}

static bool declare(struct sch_reader *r, struct sch_let *let)
{
    struct einv_xp_error error = { 0 };

    if (!einv__xp_lib_global(r->set->lib, let->name, &let->global, &error)) {
        einv__sch_refuse(r, let->at, let->name, &error);
        let->bad = true;
    }
    return !r->nomem;
}

static bool declare_all(struct sch_reader *r)
{
    struct sch_pattern *p;
    struct sch_let *let;

    for (let = r->set->lets.first; let != NULL; let = let->next)
        if (!declare(r, let))
            return false;
    for (p = r->set->first; p != NULL; p = p->next)
        for (let = p->lets.first; let != NULL; let = let->next) {
            let->again = declared(r->set, let);
            if (!let->again && !declare(r, let))
                return false;
        }
    return true;
}

static bool values(struct sch_reader *r, const struct sch_lets *lets)
{
    struct sch_let *let;

    for (let = lets->first; let != NULL; let = let->next) {
        struct einv_xp_error error = { 0 };

        if (let->again && !declare(r, let))
            return false;
        if (let->bad)
            continue;
        r->set->counts.expressions++;
        if (!einv__xp_lib_global_expr(r->set->lib, let->global, let->value,
                                      let->as, r->set->flags, &error))
            einv__sch_refuse(r, let->at, let->value, &error);
    }
    return !r->nomem;
}

/* --- rules --------------------------------------------------------------- */

/* sch:name: the name of the context, or of what its path names. */
static bool name_of(struct sch_reader *r, struct einv_text *path)
{
    struct einv_buf buf;
    bool ok;

    einv__buf_init(&buf, r->set->alloc);
    einv__buf_str(&buf, "name(");
    einv__buf_text(&buf, path->len > 0 ? *path : EINV_TEXT("."));
    einv__buf_str(&buf, ")");
    ok = buf.failed ? einv__sch_nomem(r)
                    : einv__sch_copy(r, einv__buf_get(&buf), path);
    einv__buf_free(&buf);
    return ok;
}

static bool message(struct sch_reader *r, struct sch_check *check,
                    const struct einv_xp_scope *scope)
{
    struct sch_check *also = check->also;
    struct sch_part *part;

    for (part = check->first; part != NULL; part = part->next) {
        if (part->kind == SCH_TEXT)
            continue;
        if (part->kind == SCH_NAME && !name_of(r, &part->text))
            return false;
        part->expr = expression(r, check->at, part->text, scope);
    }
    for (; also != NULL && !r->nomem; also = also->next)
        message(r, also, scope);
    return !r->nomem;
}

static bool hint(struct sch_reader *r, struct sch_check *check,
                 const struct einv_xp_scope *scope)
{
    struct sch_hint *h = check->hint;
    size_t i;

    for (i = 0; h != NULL && i < SCH_N_VALUES; i++)
        if (h->text[i].len > 0)
            h->expr[i] = expression(r, check->at, h->text[i], scope);
    return !r->nomem;
}

static bool context(struct sch_reader *r, struct sch_rule *rule)
{
    struct einv_xp_error error = { 0 };

    r->set->counts.expressions++;
    rule->pattern = einv__xp_compile_pattern(r->set->lib, rule->context,
                                             NULL, r->set->flags, &error);
    if (rule->pattern == NULL)
        einv__sch_refuse(r, rule->at, rule->context, &error);
    return !r->nomem;
}

/* The lets of a rule that are in sight, in the order of the file. */
struct sight {
    struct einv_xp_scope scope;
    struct einv_text *names;
    struct sch_let *next;
};

/* Each let sees those before it. */
static void lets_until(struct sch_reader *r, struct sight *s, size_t n)
{
    while (s->scope.n < n && s->next != NULL) {
        struct sch_let *let = s->next;

        let->expr = converted(r, let->at, let->value, let->as, &s->scope);
        s->names[s->scope.n++] = let->name;
        s->next = let->next;
    }
}

static bool checks(struct sch_reader *r, struct sight *s,
                   const struct sch_checks *list);

/* What an instruction holds; its lets are not seen behind it. */
static bool inner(struct sch_reader *r, struct sight *s,
                  const struct sch_check *check)
{
    size_t i;

    if (!checks(r, s, &check->inner))
        return false;
    lets_until(r, s, check->end_lets);
    for (i = check->n_lets; i < check->end_lets; i++)
        s->names[i] = EINV_TEXT("");
    return !r->nomem;
}

/* Each check sees the lets that stand before it. */
static bool checks(struct sch_reader *r, struct sight *s,
                   const struct sch_checks *list)
{
    struct sch_check *check;

    for (check = list->first; check != NULL; check = check->next) {
        lets_until(r, s, check->n_lets);
        if (!check->always)
            check->expr = expression(r, check->at, check->test, &s->scope);
        if (check->step == SCH_CHECK ? !message(r, check, &s->scope) ||
                                           !hint(r, check, &s->scope)
                                     : !inner(r, s, check))
            return false;
    }
    return !r->nomem;
}

static bool rule(struct sch_reader *r, struct sch_rule *rule)
{
    struct sight s = { .next = rule->lets.first };

    s.names = einv__arena_zero(r->set->arena, rule->lets.n + 1,
                               sizeof(*s.names));
    s.scope.names = s.names;
    if (s.names == NULL)
        return einv__sch_nomem(r);
    if (!context(r, rule) || !checks(r, &s, &rule->checks))
        return false;
    lets_until(r, &s, rule->lets.n);
    return !r->nomem;
}

bool einv__sch_compile(struct sch_reader *r)
{
    struct sch_pattern *p;
    struct sch_rule *one;

    if (!declare_all(r) || !einv__sch_tops(r) ||
        !values(r, &r->set->lets))
        return false;
    if (!einv__sch_bodies(r))
        return false;
    for (p = r->set->first; p != NULL; p = p->next) {
        if (!values(r, &p->lets))
            return false;
        for (one = p->first; one != NULL; one = one->next)
            if (!rule(r, one))
                return false;
    }
    if (r->complaints == 0 && !einv__sch_dispatch(r->set))
        return einv__sch_nomem(r);
    return einv__xp_lib_seal(r->set->lib) || einv__sch_nomem(r);
}
