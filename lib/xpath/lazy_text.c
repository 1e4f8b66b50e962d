/* lazy_text.c: strings that are only looked at stay slices of the document.
 *
 * A function that would change its argument goes the plain way; most texts of
 * an invoice are normal, and codes are upper case.
 */
#include "optimise.h"

bool einv__xp_forget(struct einv_xp_run *run, uint32_t nesting,
                     uint32_t depth)
{
    if (run->error == NULL)
        return true;
    if (run->limit != NULL || strcmp(run->error, "EINV0002") == 0)
        return false;
    run->error = NULL;
    run->forgot = true;
    run->nesting = nesting;
    run->depth = depth;
    return true;
}

static bool only(struct einv_xp_visit *v, const struct einv_xp_env *env,
                 const struct einv_xp_node *node)
{
    (void)env;
    if (v->n++ == 0)
        v->first = *node;
    v->stop = v->n > 1;
    return true;
}

/* Would normalize-space leave it as it is, once trimmed? */
static bool is_normal(struct einv_text t)
{
    for (size_t i = 0; i < t.len; i++)
        if (einv__is_space(t.ptr[i]) &&
            (t.ptr[i] != ' ' || t.ptr[i + 1] == ' '))
            return false;
    return true;
}

/* Would upper-case leave it as it is? */
static bool is_upper(struct einv_text t)
{
    for (size_t i = 0; i < t.len; i++)
        if ((t.ptr[i] >= 'a' && t.ptr[i] <= 'z') || (t.ptr[i] & 0x80) != 0)
            return false;
    return true;
}

/* Behind or in front of the first `part`, which is not empty. */
static struct einv_text cut(struct einv_text in, struct einv_text part,
                            bool behind)
{
    const char *at = in.ptr, *end = in.ptr + in.len;

    while (in.len >= part.len && (size_t)(end - at) >= part.len) {
        at = memchr(at, part.ptr[0], (size_t)(end - at) - part.len + 1);
        if (at == NULL)
            break;
        if (memcmp(at, part.ptr, part.len) == 0)
            return behind ? einv__text(at + part.len,
                                       (size_t)(end - at) - part.len)
                          : einv__text(in.ptr, (size_t)(at - in.ptr));
        at++;
    }
    return EINV_TEXT("");
}

/* substring-after(x, 'part') */
static bool cut_text(const struct einv_xp_env *env,
                     const struct einv_xp_expr *e, struct einv_text *out,
                     bool *done)
{
    const struct einv_xp_expr *part = e->args[1];

    *done = false;
    if (e->n != 2 || part->op != EINV_XP_OP_LITERAL ||
        part->u.literal.type != EINV_XP_STRING ||
        part->u.literal.u.text.len != 1)
        return true;
    if (!einv__xp_slice_of(env, e->args[0], out, done) || !*done)
        return !*done;
    *out = cut(*out, part->u.literal.u.text, e->fn == EINV_XP_F_AFTER);
    return true;
}

static bool call_text(const struct einv_xp_env *env,
                      const struct einv_xp_expr *e, struct einv_text *out,
                      bool *done)
{
    *done = false;
    if (e->compat || e->fn < EINV_XP_F_STRING || e->fn > EINV_XP_F_BEFORE ||
        e->fn == EINV_XP_F_LENGTH)
        return true;
    if (e->fn == EINV_XP_F_AFTER || e->fn == EINV_XP_F_BEFORE)
        return cut_text(env, e, out, done);
    if (e->n == 0) {
        *done = e->fn != EINV_XP_F_UPPER;
        if (*done)
            *out = einv__xp_node_text(&env->focus->item.u.node);
    } else if (!einv__xp_slice_of(env, e->args[0], out, done)) {
        return false;
    }
    if (!*done)
        return true;
    if (e->fn == EINV_XP_F_NORMAL) {
        *out = einv__text_trim(*out);
        *done = is_normal(*out);
    } else if (e->fn == EINV_XP_F_UPPER) {
        *done = is_upper(*out);
    }
    return true;
}

bool einv__xp_slice_of(const struct einv_xp_env *env,
                       const struct einv_xp_expr *e, struct einv_text *out,
                       bool *done)
{
    struct einv_xp_visit v = { .node = only };

    *done = e->memo == 0;
    if (!*done)
        return true;
    if (e->op == EINV_XP_OP_LITERAL) {
        *done = e->u.literal.type == EINV_XP_STRING;
        *out = e->u.literal.u.text;
        return true;
    }
    if (e->op == EINV_XP_OP_CALL)
        return call_text(env, e, out, done);
    *done = e->walks != 0;
    if (!*done)
        return true;
    if (!einv__xp_walk(env, e, &v))
        return false;
    *done = v.n <= 1 && (v.n == 0 || v.first.kind <= EINV_XP_ATTRIBUTE);
    *out = v.n == 1 ? einv__xp_node_text(&v.first) : EINV_TEXT("");
    return true;
}
