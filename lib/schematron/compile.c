/* compile.c: from texts to expressions.
 *
 * Lets of the schema and of patterns are global: the compilers that
 * authorities use make global variables of both, so a later pattern may use
 * an earlier one's.  Only where two patterns give one name different values
 * does each see its own.
 */
#include "set.h"

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
expression(struct sch_reader *r, struct sch_place at, struct einv_text text,
           const struct einv_xp_scope *scope)
{
    struct einv_xp_error error = { 0 };
    const struct einv_xp_expr *e;

    r->set->counts.expressions++;
    e = einv__xp_compile(r->set->lib, text, scope, r->set->flags, &error);
    if (e == NULL)
        einv__sch_refuse(r, at, text, &error);
    return e;
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
                                      r->set->flags, &error))
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
    struct sch_part *part;

    for (part = check->first; part != NULL; part = part->next) {
        if (part->kind == SCH_TEXT)
            continue;
        if (part->kind == SCH_NAME && !name_of(r, &part->text))
            return false;
        part->expr = expression(r, check->at, part->text, scope);
    }
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

/* Each let sees those before it; each check those that stand before it. */
static bool rule(struct sch_reader *r, struct sch_rule *rule)
{
    struct einv_text *names = einv__arena_zero(r->set->arena,
                                               rule->lets.n + 1,
                                               sizeof(*names));
    struct einv_xp_scope scope = { names, 0 };
    struct sch_check *check = rule->first;
    struct sch_let *let = rule->lets.first;

    if (names == NULL)
        return einv__sch_nomem(r);
    if (!context(r, rule))
        return false;
    for (;;) {
        for (; check != NULL && check->n_lets == scope.n;
             check = check->next) {
            check->expr = expression(r, check->at, check->test, &scope);
            if (!message(r, check, &scope))
                return false;
        }
        if (let == NULL)
            break;
        let->expr = expression(r, let->at, let->value, &scope);
        names[scope.n++] = let->name;
        let = let->next;
    }
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
    return einv__xp_lib_seal(r->set->lib) || einv__sch_nomem(r);
}
