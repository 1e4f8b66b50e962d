/* codes.c: lists of codes as tables.
 *
 * Rules ask for a code in two ways: `x = ('A', 'B', ...)`, also as `some $c
 * in (...) satisfies x = $c`, and contains(' A B ', concat(' ', x, ' ')).
 * The second finds also nothing between two blanks, and two codes with the
 * blank between them: an x that is empty or has a blank is asked the plain
 * way.
 */
#include "optimise.h"

enum {
    FEW = 6,                    /* shorter lists are as fast without */
    MANY = 16                   /* values to tell apart */
};

static uint32_t hash_of(struct einv_text text)
{
    return einv__hash32(EINV_HASH32_SEED, text.ptr, text.len);
}

bool einv__xp_has_code(const struct einv_xp_codes *codes,
                       struct einv_text text)
{
    size_t mask = codes->cap - 1, i = hash_of(text) & mask;

    for (; codes->slots[i] != 0; i = (i + 1) & mask)
        if (einv__text_eq(codes->texts[codes->slots[i] - 1], text))
            return true;
    return false;
}

/* Room for n texts; NULL: no memory. */
static struct einv_xp_codes *make(struct einv_arena *arena, size_t n)
{
    struct einv_xp_codes *codes = einv__arena_zero(arena, 1, sizeof *codes);

    if (codes == NULL)
        return NULL;
    for (codes->cap = 16; codes->cap < n * 2; codes->cap *= 2)
        ;
    codes->texts = einv__arena_zero(arena, n, sizeof *codes->texts);
    codes->slots = einv__arena_zero(arena, codes->cap, sizeof *codes->slots);
    return codes->texts != NULL && codes->slots != NULL ? codes : NULL;
}

/* false: it was there. */
static bool add(struct einv_xp_codes *codes, struct einv_text text)
{
    size_t mask = codes->cap - 1, i = hash_of(text) & mask;

    for (; codes->slots[i] != 0; i = (i + 1) & mask)
        if (einv__text_eq(codes->texts[codes->slots[i] - 1], text))
            return false;
    codes->texts[codes->n++] = text;
    codes->slots[i] = (uint32_t)codes->n;
    return true;
}

static bool text_of(const struct einv_xp_item *item, struct einv_text *out)
{
    if (item->type == EINV_XP_NODE)
        *out = einv__xp_node_text(&item->u.node);
    else if (einv__xp_is_text(item))
        *out = item->u.text;
    else
        return false;
    return true;
}

const struct einv_xp_codes *einv__xp_codes(struct einv_arena *arena,
                                           const struct einv_xp_seq *seq,
                                           bool *nomem)
{
    struct einv_xp_codes *codes;
    struct einv_text text;

    *nomem = false;
    if (seq->n < FEW || seq->n > UINT32_MAX / 4)
        return NULL;
    for (size_t i = 0; i < seq->n; i++)
        if (!text_of(&seq->items[i], &text))
            return NULL;
    codes = make(arena, seq->n);
    *nomem = codes == NULL;
    for (size_t i = 0; codes != NULL && i < seq->n; i++)
        if (text_of(&seq->items[i], &text))
            add(codes, text);
    return codes;
}

bool einv__xp_distinct(struct einv_xp_run *run, const struct einv_xp_seq *in,
                       struct einv_xp_list *out, bool *done)
{
    struct einv_xp_codes *codes;

    *done = false;
    if ((run->off & EINV_XP_OFF_HASH) != 0 || in->n < MANY ||
        in->n > UINT32_MAX / 4 ||
        run->arena.total + run->local.total + run->keep.total +
                in->n * 4 * sizeof(struct einv_text) > run->bytes)
        return true;
    for (size_t i = 0; i < in->n; i++)
        if (!einv__xp_is_text(&in->items[i]))
            return true;
    codes = make(&run->arena, in->n);
    if (codes == NULL)
        return einv__xp_fail(run, "EINV0002");
    for (size_t i = 0; i < in->n; i++)
        if (add(codes, in->items[i].u.text) &&
            !einv__xp_push(run, out, &in->items[i]))
            return false;
    *done = true;
    run->taken[EINV_XP_WAY_HASH]++;
    return einv__xp_step(run, in->n);
}

/* --- when compiling ---------------------------------------------------------- */

/* What stands between two blanks of ' A B '. */
static bool list_of(struct einv_xp_lib *lib, struct einv_text text,
                    struct einv_xp_expr *e)
{
    struct einv_xp_codes *codes;
    size_t n = 0, from = SIZE_MAX;

    for (size_t i = 0; i < text.len; i++)
        n += text.ptr[i] == ' ';
    if (n < FEW)
        return true;
    codes = make(&lib->arena, n);
    if (codes == NULL)
        return false;
    for (size_t i = 0; i < text.len; i++)
        if (text.ptr[i] == ' ') {
            if (from != SIZE_MAX)
                add(codes, einv__text(text.ptr + from, i - from));
            from = i + 1;
        }
    e->codes = codes;
    return true;
}

static bool is_blank(const struct einv_xp_expr *e)
{
    return e->op == EINV_XP_OP_LITERAL &&
           e->u.literal.type == EINV_XP_STRING &&
           einv__text_is(e->u.literal.u.text, " ");
}

/* concat(' ', x, ' ') */
static bool is_padded(const struct einv_xp_expr *e)
{
    return e->op == EINV_XP_OP_CALL && e->n == 3 && !e->compat &&
           strcmp(e->u.fn.row->name, "concat") == 0 &&
           is_blank(e->args[0]) && is_blank(e->args[2]);
}

bool einv__xp_code_list(struct einv_xp_lib *lib, struct einv_xp_expr *e)
{
    bool nomem;

    if (e->constant != NULL) {
        e->codes = einv__xp_codes(&lib->arena, e->constant, &nomem);
        return !nomem;
    }
    if (e->op == EINV_XP_OP_CALL && e->n == 2 && !e->compat &&
        strcmp(e->u.fn.row->name, "contains") == 0 &&
        e->args[0]->op == EINV_XP_OP_LITERAL &&
        e->args[0]->u.literal.type == EINV_XP_STRING && is_padded(e->args[1]))
        return list_of(lib, e->args[0]->u.literal.u.text, e);
    return true;
}

/* --- when evaluating ----------------------------------------------------------- */

/* A variable's, or a memo's: made from its value when it is first asked. */
static const struct einv_xp_codes *of_value(struct einv_xp_run *run,
                                            struct einv_xp_global *kept)
{
    bool nomem;

    if (kept->codes != NULL || kept->no_codes)
        return kept->codes;
    if (run->arena.total + run->local.total + run->keep.total +
            kept->value.n * 4 * sizeof(struct einv_text) < run->bytes) {
        kept->codes = einv__xp_codes(&run->keep, &kept->value, &nomem);
        if (nomem)
            einv__xp_fail(run, "EINV0002");
    }
    kept->no_codes = kept->codes == NULL;
    return kept->codes;
}

const struct einv_xp_codes *
einv__xp_constant_codes(const struct einv_xp_run *run,
                        const struct einv_xp_expr *e)
{
    const struct einv_xp_expr *set;

    if ((run->off & (EINV_XP_OFF_HASH | EINV_XP_OFF_FOLD)) != 0)
        return NULL;
    set = e->op == EINV_XP_OP_GLOBAL ? run->lib->globals[e->u.slot].expr : e;
    return set != NULL && set->constant != NULL ? set->codes : NULL;
}

const struct einv_xp_codes *einv__xp_codes_of(struct einv_xp_run *run,
                                              const struct einv_xp_expr *e,
                                              const struct einv_xp_seq *value)
{
    struct einv_xp_global *kept = NULL;

    if ((run->off & EINV_XP_OFF_HASH) != 0 || value->n < FEW)
        return NULL;
    if (e->op == EINV_XP_OP_GLOBAL)
        kept = &run->globals[e->u.slot];
    else if (e->memo != 0 && run->memos != NULL)
        kept = &run->memos[e->memo - 1];
    return kept != NULL && kept->state == EINV_XP_SET &&
                   kept->value.items == value->items
               ? of_value(run, kept)
               : NULL;
}
