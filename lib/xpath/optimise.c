/* optimise.c: marks what need not be evaluated again and again.
 *
 * Values that depend on the document alone get a slot (memo.c); steps that
 * pick nodes by a key get an index (group.c).  Expressions that are the same
 * share both.  Said on the safe side: an expression that is nested too deep,
 * or comes when the slots are used up, stays as it is.
 */
#include "depend.h"
#include "optimise.h"

enum { DEEPEST = 500, MOST_SLOTS = 4096 };

/* --- the same? ------------------------------------------------------------- */

static bool same_test(const struct einv_xp_test *a,
                      const struct einv_xp_test *b)
{
    if (a->kinds != b->kinds || a->naming != b->naming)
        return false;
    if (a->naming == EINV_XP_FULL_NAME)
        return a->name == b->name;
    return einv__text_eq(a->ns, b->ns) && einv__text_eq(a->local, b->local);
}

static bool same_literal(const struct einv_xp_item *a,
                         const struct einv_xp_item *b)
{
    if (a->type != b->type || a->derived != b->derived)
        return false;
    if (einv__xp_is_text(a))
        return einv__text_eq(a->u.text, b->u.text);
    if (a->type == EINV_XP_INTEGER || a->type == EINV_XP_DECIMAL)
        return a->u.number.scale == b->u.number.scale &&
               einv__decimal_cmp(&a->u.number, &b->u.number) == 0;
    return false;
}

static bool same_type(const struct einv_xp_seqtype *a,
                      const struct einv_xp_seqtype *b)
{
    return a->kind == b->kind && a->type == b->type &&
           a->derived == b->derived && a->occurs == b->occurs &&
           (a->kind != EINV_XP_S_NODE || same_test(&a->test, &b->test));
}

/* What the union of an operation holds. */
static bool same_rest(const struct einv_xp_expr *a,
                      const struct einv_xp_expr *b)
{
    switch ((enum einv_xp_op)a->op) {
    case EINV_XP_OP_LITERAL:
        return same_literal(&a->u.literal, &b->u.literal);
    case EINV_XP_OP_STEP:
        return same_test(&a->u.test, &b->u.test);
    case EINV_XP_OP_CALL:
        return a->u.fn.row == b->u.fn.row;
    case EINV_XP_OP_USER:
        return a->u.function == b->u.function;
    case EINV_XP_OP_GLOBAL:
    case EINV_XP_OP_KEY:
    case EINV_XP_OP_DOCUMENT:
        return a->u.slot == b->u.slot;
    case EINV_XP_OP_CAST:
    case EINV_XP_OP_CASTABLE:
    case EINV_XP_OP_INSTANCE:
    case EINV_XP_OP_TREAT:
    case EINV_XP_OP_CONVERT:
        return same_type(&a->u.type, &b->u.type);
    case EINV_XP_OP_ERROR:      /* and what binds or names variables */
    case EINV_XP_OP_PREFIX:
    case EINV_XP_OP_LOCAL:
    case EINV_XP_OP_SCOPE:
    case EINV_XP_OP_FOR:
    case EINV_XP_OP_LET:
    case EINV_XP_OP_SOME:
    case EINV_XP_OP_EVERY:
        return false;
    default:
        return true;
    }
}

bool einv__xp_same(const struct einv_xp_expr *a,
                   const struct einv_xp_expr *b)
{
    if (a == b)
        return true;
    if (a->op != b->op || a->sub != b->sub || a->compat != b->compat ||
        a->n != b->n || a->n_vars != b->n_vars || !same_rest(a, b))
        return false;
    for (uint32_t i = 0; i < a->n; i++)
        if (!einv__xp_same(a->args[i], b->args[i]))
            return false;
    return true;
}

/* --- slots ------------------------------------------------------------------- */

/* A number that is the same for expressions that are. */
static uint32_t shape_of(const struct einv_xp_expr *e, uint32_t hash,
                         unsigned left)
{
    unsigned char head[4] = { e->op, e->sub, (unsigned char)e->n, 0 };

    hash = einv__hash32(hash, head, sizeof head);
    if (e->op == EINV_XP_OP_STEP)
        hash = einv__hash32(hash, &e->u.test.name, sizeof e->u.test.name);
    if (e->op == EINV_XP_OP_LITERAL && einv__xp_is_text(&e->u.literal))
        hash = einv__hash32(hash, e->u.literal.u.text.ptr,
                            e->u.literal.u.text.len);
    for (uint32_t i = 0; i < e->n && left > 0; i++)
        hash = shape_of(e->args[i], hash, left - 1);
    return hash;
}

/* The slot of an expression in a table of them; UINT32_MAX: none left, or no
 * memory. */
static uint32_t slot_of(struct einv_xp_lib *lib, struct einv_xp_slots *slots,
                        const struct einv_xp_expr *e)
{
    uint32_t shape = shape_of(e, EINV_HASH32_SEED, 12);

    for (uint32_t i = 0; i < slots->n; i++)
        if (slots->rows[i].shape == shape &&
            einv__xp_same(slots->rows[i].expr, e))
            return i;
    if (slots->n == MOST_SLOTS)
        return UINT32_MAX;
    if (!einv__grow(lib->alloc, &slots->rows, &slots->cap, slots->n + 1,
                    sizeof *slots->rows)) {
        lib->nomem = true;
        return UINT32_MAX;
    }
    slots->rows[slots->n] = (struct einv_xp_slot){ e, shape };
    return (uint32_t)slots->n++;
}

/* --- what depends on the document alone -------------------------------------- */

static void memo(struct einv_xp_lib *lib, struct einv_xp_expr *e,
                 unsigned depth)
{
    uint32_t slot;

    if (!e->known || e->constant != NULL)
        return;
    if ((e->op == EINV_XP_OP_PATH || e->op == EINV_XP_OP_CALL ||
         e->op == EINV_XP_OP_FILTER) &&
        (e->on & EINV_XP_ON_ROOT) != 0 &&
        (e->on & ~(unsigned)(EINV_XP_ON_ROOT | EINV_XP_ON_GLOBAL)) == 0) {
        slot = slot_of(lib, &lib->memos, e);
        e->memo = slot == UINT32_MAX ? 0 : slot + 1;
        return;
    }
    if (e->boolean && (e->on & EINV_XP_ON_NAME) != 0 &&
        (e->on & ~(unsigned)(EINV_XP_ON_NAME | EINV_XP_ON_GLOBAL)) == 0) {
        slot = slot_of(lib, &lib->by_name, e);
        e->by_name = slot == UINT32_MAX ? 0 : slot + 1;
        return;
    }
    for (uint32_t i = 0; i < e->n && depth < DEEPEST; i++)
        memo(lib, (struct einv_xp_expr *)e->args[i], depth + 1);
}

/* --- steps with keys -------------------------------------------------------- */

#define OF_NODE \
    (EINV_XP_ON_NAME | EINV_XP_ON_ITEM | EINV_XP_ON_ROOT | EINV_XP_ON_GLOBAL)

static bool is_key(const struct einv_xp_expr *e)
{
    return e->known && (e->on & ~(unsigned)OF_NODE) == 0 &&
           (e->on & EINV_XP_ON_ITEM) != 0;
}

static bool is_outer(const struct einv_xp_expr *e)
{
    return e->known && (e->on & (EINV_XP_ON_NAME | EINV_XP_ON_ITEM |
                                 EINV_XP_ON_PLACE)) == 0;
}

/* Which side of the comparison is the key; 2: neither. */
static uint32_t key_side(const struct einv_xp_expr *p)
{
    if (p->op != EINV_XP_OP_GENERAL || p->sub != EINV_XP_EQ || p->compat)
        return 2;
    if (is_key(p->args[0]) && is_outer(p->args[1]))
        return 0;
    return is_key(p->args[1]) && is_outer(p->args[0]) ? 1 : 2;
}

/* The predicate to index: the first one whose other side changes from one
 * evaluation to the next, behind those that depend on the node alone; else
 * the first with a constant. */
static bool choose(const struct einv_xp_expr *e, struct einv_xp_group *group)
{
    bool found = false;

    for (uint32_t i = 0; i < e->n; i++) {
        const struct einv_xp_expr *p = e->args[i];
        uint32_t key = key_side(p);
        bool moves = key < 2 && p->args[1 - key]->op != EINV_XP_OP_LITERAL;

        if (key < 2 && (moves || !found)) {
            *group = (struct einv_xp_group){ 0, i, key };
            found = true;
        }
        if (moves || !p->known || (p->on & ~(unsigned)OF_NODE) != 0)
            break;
    }
    return found;
}

static bool index_by(struct einv_xp_lib *lib, struct einv_xp_expr *e,
                     struct einv_xp_group group)
{
    struct einv_xp_group *kept;
    struct einv_xp_expr *key;

    /* The step up to the key stands for all that have it. */
    key = einv__arena_zero(&lib->arena, 1, sizeof *key);
    kept = einv__arena_zero(&lib->arena, 1, sizeof *kept);
    if (key == NULL || kept == NULL)
        return false;
    *key = *e;
    key->args = einv__arena_zero(&lib->arena, group.predicate + 1,
                                 sizeof *key->args);
    if (key->args == NULL)
        return false;
    for (uint32_t i = 0; i < group.predicate; i++)
        key->args[i] = e->args[i];
    key->args[group.predicate] = e->args[group.predicate]->args[group.key];
    key->n = group.predicate + 1;
    group.slot = slot_of(lib, &lib->groups, key);
    if (group.slot == UINT32_MAX)
        return !lib->nomem;
    *kept = group;
    e->group = kept;
    return true;
}

static bool index_step(struct einv_xp_lib *lib, struct einv_xp_expr *e)
{
    struct einv_xp_group group;

    if (e->op != EINV_XP_OP_STEP || e->positional || e->n == 0 ||
        (e->sub != EINV_XP_CHILD && e->sub != EINV_XP_DESCENDANT) ||
        e->u.test.naming != EINV_XP_FULL_NAME || !choose(e, &group))
        return true;
    return index_by(lib, e, group);
}

/* ORDER XP_KNOWN */
static uint8_t known_function(const char *name)
{
    static const char *const names[] = {
        "", "not", "boolean", "exists", "empty", "true", "false", "count",
        "string", "normalize-space", "upper-case", "string-length",
        "substring-after", "substring-before", "contains", "ends-with",
        "name", "local-name"
    };

    for (size_t i = 1; i < sizeof names / sizeof *names; i++)
        if (strcmp(names[i], name) == 0)
            return (uint8_t)i;
    return EINV_XP_F_OTHER;
}

/* --- the walk ---------------------------------------------------------------- */

static bool mark(struct einv_xp_lib *lib, struct einv_xp_expr *e,
                 unsigned depth)
{
    if (depth == DEEPEST || e->known)
        return true;
    for (uint32_t i = 0; i < e->n; i++)
        if (!mark(lib, (struct einv_xp_expr *)e->args[i], depth + 1))
            return false;
    for (uint32_t i = 0; i < e->n; i++)
        if (!e->args[i]->known)
            return true;
    e->on = (uint8_t)einv__xp_depends(e);
    e->safe = !einv__xp_may_fail(e);
    e->known = true;
    e->fn = e->op == EINV_XP_OP_CALL ? known_function(e->u.fn.row->name) : 0;
    e->walks = (uint8_t)einv__xp_walkable(e);
    return einv__xp_fold(lib, e) && einv__xp_code_list(lib, e) &&
           index_step(lib, e) && einv__xp_plan_beside(lib, e);
}

bool einv__xp_plan_key(struct einv_xp_lib *lib, struct einv_xp_expr *step,
                       uint32_t predicate, uint32_t side)
{
    struct einv_xp_expr *key =
        (struct einv_xp_expr *)step->args[predicate]->args[side];

    return mark(lib, key, DEEPEST - 20) &&
           index_by(lib, step, (struct einv_xp_group){ 0, predicate, side });
}

bool einv__xp_optimise(struct einv_xp_lib *lib, struct einv_xp_expr *e)
{
    if (!mark(lib, e, 0)) {
        lib->nomem = true;
        return false;
    }
    memo(lib, e, 0);
    return !lib->nomem;
}
