/* start.c: a run from its beginning to its end, and the doors to the
 * evaluator.
 */
#include "../base/limits.h"
#include "eval.h"
#include "regex.h"

static bool use_tree(struct einv_xp_run *run, size_t i,
                     const struct einv_tree *tree)
{
    const struct einv_xp_lib *lib = run->lib;
    uint32_t *names = einv__arena_alloc(&run->keep,
                                        (lib->n_names + 1) * sizeof *names);

    if (names == NULL)
        return false;
    memset(names, 0xff, (lib->n_names + 1) * sizeof *names);
    for (size_t q = 0; q < tree->n_qnames; q++) {
        uint32_t id = einv__xp_lib_find_name(lib, tree->qnames[q].ns,
                                             tree->qnames[q].local);

        if (id != UINT32_MAX)
            names[id] = tree->qnames[q].name;
    }
    run->docs[i] = (struct einv_xp_doc){ .tree = tree, .number = (uint32_t)i,
                                         .lib = lib, .names = names };
    return i > 0 || (run->off & EINV_XP_OFF_NAMES) != 0 ||
           einv__xp_index(&run->keep, &run->docs[i]);
}

static bool use_trees(struct einv_xp_run *run, const struct einv_tree *tree)
{
    const struct einv_xp_lib *lib = run->lib;

    run->n_docs = 1 + lib->n_docs;
    run->docs = einv__arena_zero(&run->keep, run->n_docs, sizeof *run->docs);
    run->globals = einv__arena_zero(&run->keep, lib->n_globals + 1,
                                    sizeof *run->globals);
    run->keys = einv__arena_zero(&run->keep, run->n_docs * (lib->n_keys + 1),
                                 sizeof *run->keys);
    run->memos = einv__arena_zero(&run->keep, lib->memos.n + 1,
                                  sizeof *run->memos);
    if (run->docs == NULL || run->globals == NULL || run->keys == NULL ||
        run->memos == NULL ||
        !use_tree(run, 0, tree))
        return false;
    for (size_t i = 0; i < lib->n_docs; i++)
        if (!use_tree(run, i + 1, &lib->docs[i]))
            return false;
    return true;
}

bool einv__xp_run_init(struct einv_xp_run *run, const einv_allocator *a,
                       const struct einv_xp_lib *lib,
                       const struct einv_tree *tree,
                       const struct einv_xp_options *options)
{
    struct einv_limits limits;

    memset(run, 0, sizeof *run);
    einv__limits_default(&limits);
    if (options != NULL && options->limits != NULL)
        limits = *options->limits;
    if (options != NULL) {
        run->off = options->off;
        run->has_now = options->has_now;
        run->now = options->now;
        run->zone = options->zone;
    }
    run->lib = lib;
    run->steps = limits.steps;
    run->bytes = limits.scratch;
    run->max_depth = (uint32_t)limits.calls;
    einv__arena_init(&run->arena, a);
    einv__arena_init(&run->local, a);
    einv__arena_init(&run->keep, a);
    /* Their first blocks stay: a mark in an empty arena would give back even
     * those, each time. */
    if (use_trees(run, tree) &&
        einv__arena_alloc(&run->arena, 1) != NULL &&
        einv__arena_alloc(&run->local, 1) != NULL) {
        run->frame = einv__arena_mark(&run->local);
        return true;
    }
    einv__xp_run_free(run);
    return false;
}

void einv__xp_run_free(struct einv_xp_run *run)
{
    einv__regex_memory_free(run->regex);
    run->regex = NULL;
    einv__arena_free(&run->arena);
    einv__arena_free(&run->local);
    einv__arena_free(&run->keep);
}

void einv__xp_run_clear(struct einv_xp_run *run)
{
    if (run->limit == NULL)
        run->error = NULL;
    run->nesting = 0;
    run->depth = 0;
}

bool einv__xp_frame(struct einv_xp_run *run, struct einv_xp_frame *frame,
                    size_t n)
{
    *frame = (struct einv_xp_frame){ NULL, 0 };
    if (n == 0)                 /* most rules have none */
        return true;
    einv__arena_reset(&run->local, run->frame);
    frame->locals = einv__arena_zero(&run->local, n,
                                     sizeof *frame->locals);
    frame->n = n;
    return frame->locals != NULL || einv__xp_fail(run, "EINV0002");
}

struct einv_xp_item einv__xp_root(const struct einv_xp_run *run)
{
    return einv__xp_node_item(
        einv__xp_node(&run->docs[0], EINV_XP_DOCUMENT, 0));
}

struct einv_xp_item einv__xp_element(const struct einv_xp_run *run,
                                     einv_node e)
{
    return einv__xp_node_item(
        einv__xp_node(&run->docs[0], EINV_XP_ELEMENT, e));
}

struct einv_xp_item einv__xp_attribute(const struct einv_xp_run *run,
                                       uint32_t attr)
{
    return einv__xp_node_item(
        einv__xp_node(&run->docs[0], EINV_XP_ATTRIBUTE, attr));
}

struct einv_xp_focus einv__xp_focus(struct einv_xp_item item)
{
    return (struct einv_xp_focus){ true, item, 1, 1 };
}

static bool enter(struct einv_xp_env *env, struct einv_xp_run *run,
                  const struct einv_xp_expr *expr,
                  const struct einv_xp_focus *focus,
                  struct einv_xp_frame *frame)
{
    env->run = run;
    env->focus = focus;
    env->current = focus->has ? &focus->item : NULL;
    env->frame = frame;
    env->vars = NULL;
    if (run->error != NULL)
        return false;
    if (expr->n_vars > 0)
        env->vars = einv__xp_alloc(run, expr->n_vars, sizeof *env->vars);
    return expr->n_vars == 0 || env->vars != NULL;
}

bool einv__xp_eval(struct einv_xp_run *run, const struct einv_xp_expr *expr,
                   const struct einv_xp_focus *focus,
                   struct einv_xp_frame *frame, struct einv_xp_seq *out)
{
    struct einv_xp_env env;

    return enter(&env, run, expr, focus, frame) &&
           einv__xp_do(&env, expr, out);
}

bool einv__xp_eval_bool(struct einv_xp_run *run,
                        const struct einv_xp_expr *expr,
                        const struct einv_xp_focus *focus,
                        struct einv_xp_frame *frame, bool *out)
{
    struct einv_arena_mark mark = einv__arena_mark(&run->arena);
    struct einv_xp_env env;
    bool ok = enter(&env, run, expr, focus, frame) &&
              einv__xp_do_bool(&env, expr, out);

    einv__arena_reset(&run->arena, mark);
    return ok;
}

bool einv__xp_eval_text(struct einv_xp_run *run,
                        const struct einv_xp_expr *expr,
                        const struct einv_xp_focus *focus,
                        struct einv_xp_frame *frame, struct einv_text *out)
{
    struct einv_xp_seq seq;
    struct einv_text part;
    struct einv_buf buf;

    if (!einv__xp_eval(run, expr, focus, frame, &seq) ||
        !einv__xp_atomize(run, &seq, &seq))
        return false;
    if (expr->compat && seq.n > 1)
        seq.n = 1;
    einv__xp_buf(run, &buf);
    for (size_t i = 0; i < seq.n; i++) {
        if (!einv__xp_string(run, &seq.items[i], &part)) {
            einv__buf_free(&buf);
            return false;
        }
        if (i > 0)
            einv__buf_char(&buf, ' ');
        einv__buf_text(&buf, part);
    }
    return einv__xp_take(run, &buf, out);
}
