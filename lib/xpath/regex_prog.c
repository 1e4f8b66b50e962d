/* regex_prog.c: from the tree to the program.
 *
 * Emission goes backwards: each node is told where to go on, so that nothing
 * has to be patched but loops.  A repeat of one set beyond a few copies is a
 * counter: `.{1,6826666}` is one instruction.  Other repeats are copied; a
 * program that gets too large for that is refused.
 */
#include "regex_int.h"

struct emitter {
    const einv_allocator *alloc;
    struct regex_inst *prog;
    size_t n, cap, emits;
    uint32_t n_marks;
    uint32_t copies;            /* of one set at most; else a counter */
    bool marked;                /* loops over nothing must be noticed */
    bool has_count, has_bol;
    const char *error;
};

/* A new instruction; its number, 0 on errors (0 is `match`, which nothing
 * goes on from). */
static uint32_t put(struct emitter *e, enum regex_op op, uint32_t arg,
                    uint32_t next)
{
    if (e->error != NULL)
        return 0;
    if (e->n >= REGEX_MAX_PROG) {
        e->error = "EINV0001";
        return 0;
    }
    if (!einv__grow(e->alloc, &e->prog, &e->cap, e->n + 1,
                    sizeof *e->prog)) {
        e->error = "EINV0002";
        return 0;
    }
    e->prog[e->n] = (struct regex_inst){
        .op = (uint8_t)op, .next = next, .arg = arg };
    return (uint32_t)e->n++;
}

static uint32_t split(struct emitter *e, bool lazy, uint32_t into,
                      uint32_t past)
{
    return lazy ? put(e, REGEX_OP_SPLIT, into, past)
        : put(e, REGEX_OP_SPLIT, past, into);
}

static uint32_t emit(struct emitter *e, const struct regex_node *n,
                     uint32_t next);

/* any number of n, or at least one. */
static uint32_t loop(struct emitter *e, const struct regex_node *n,
                     bool lazy, bool once, uint32_t next)
{
    const struct regex_node *child = n->last;
    uint32_t top = split(e, lazy, 0, next), body, back = top, mark = 0;
    bool marked = e->marked && child->nullable;

    if (marked) {
        mark = e->n_marks++;
        back = put(e, REGEX_OP_CHECK, mark, top);
        if (e->error == NULL)
            e->prog[back].min = next;
    }
    body = emit(e, child, back);
    if (marked)
        body = put(e, REGEX_OP_MARK, mark, body);
    if (e->error != NULL)
        return 0;
    *(lazy ? &e->prog[top].arg : &e->prog[top].next) = body;
    return once ? body : top;
}

static uint32_t counter(struct emitter *e, const struct regex_node *n,
                        uint32_t next)
{
    uint32_t max = n->max, at;

    if (max == REGEX_INFINITE) {
        next = loop(e, n, n->lazy, false, next);
        max = n->min;
    }
    at = put(e, REGEX_OP_COUNT, n->last->arg, next);
    if (e->error == NULL) {
        e->prog[at].min = n->min;
        e->prog[at].max = max;
        e->prog[at].lazy = n->lazy;
        e->has_count = true;
    }
    return at;
}

static uint32_t repeat(struct emitter *e, const struct regex_node *n,
                       uint32_t next)
{
    uint32_t copies = n->min, past = next;

    if (n->max == 0)
        return next;
    if (n->last->kind == REGEX_SET &&
        (n->max == REGEX_INFINITE ? n->min : n->max) > e->copies)
        return counter(e, n, next);
    if (n->max == REGEX_INFINITE) {
        next = loop(e, n, n->lazy, copies > 0, next);
        copies -= copies > 0;
    } else {
        for (uint32_t i = n->min; i < n->max && e->error == NULL; i++)
            next = split(e, n->lazy, emit(e, n->last, next), past);
    }
    for (; copies > 0 && e->error == NULL; copies--)
        next = emit(e, n->last, next);
    return next;
}

static uint32_t alternatives(struct emitter *e, const struct regex_node *n,
                             uint32_t next)
{
    const struct regex_node *child = n->last;
    uint32_t at = emit(e, child, next);

    for (child = child->prev; child != NULL && e->error == NULL;
         child = child->prev)
        at = split(e, false, emit(e, child, next), at);
    return at;
}

static uint32_t group(struct emitter *e, const struct regex_node *n,
                      uint32_t next)
{
    if (n->arg == 0)
        return emit(e, n->last, next);
    next = put(e, REGEX_OP_SAVE, n->arg * 2 + 1, next);
    next = emit(e, n->last, next);
    return put(e, REGEX_OP_SAVE, n->arg * 2, next);
}

static uint32_t emit(struct emitter *e, const struct regex_node *n,
                     uint32_t next)
{
    /* ((){1000}){1000} makes no instructions but takes as long. */
    if (++e->emits > REGEX_MAX_EMITS && e->error == NULL)
        e->error = "EINV0001";
    if (e->error != NULL)
        return 0;
    switch ((enum regex_kind)n->kind) {
    case REGEX_SET: return put(e, REGEX_OP_CHAR, n->arg, next);
    case REGEX_BOL:
        e->has_bol = true;
        return put(e, REGEX_OP_BOL, 0, next);
    case REGEX_EOL: return put(e, REGEX_OP_EOL, 0, next);
    case REGEX_BACK: return put(e, REGEX_OP_BACK, n->arg, next);
    case REGEX_GROUP: return group(e, n, next);
    case REGEX_REPEAT: return repeat(e, n, next);
    case REGEX_ALT: return alternatives(e, n, next);
    case REGEX_CAT:
        for (n = n->last; n != NULL && e->error == NULL; n = n->prev)
            next = emit(e, n, next);
        return next;
    default:
        return next;
    }
}

/* Does every way through the node start with '^'? */
static bool starts_with_bol(const struct regex_node *n)
{
    const struct regex_node *child = n->last;

    switch ((enum regex_kind)n->kind) {
    case REGEX_BOL: return true;
    case REGEX_GROUP: return starts_with_bol(child);
    case REGEX_REPEAT: return n->min > 0 && starts_with_bol(child);
    case REGEX_CAT:
        while (child != NULL && child->prev != NULL)
            child = child->prev;
        return child != NULL && starts_with_bol(child);
    case REGEX_ALT:
        for (; child != NULL; child = child->prev)
            if (!starts_with_bol(child))
                return false;
        return true;
    default:
        return false;
    }
}

static const struct regex_node *inside(const struct regex_node *n)
{
    while (n->kind == REGEX_GROUP)
        n = n->last;
    return n;
}

/* Is it ^ set $ or ^ set{min,max} $? */
static void find_scan(struct einv_regex *re, const struct regex_node *tree)
{
    const struct regex_node *n = inside(tree), *middle;

    if (re->multi || n->kind != REGEX_CAT || n->last == NULL ||
        n->last->kind != REGEX_EOL || (middle = n->last->prev) == NULL ||
        middle->prev == NULL || middle->prev->kind != REGEX_BOL ||
        middle->prev->prev != NULL)
        return;
    middle = inside(middle);
    re->scan_min = re->scan_max = 1;
    if (middle->kind == REGEX_REPEAT) {
        re->scan_min = middle->min;
        re->scan_max = middle->max;
        middle = inside(middle->last);
    }
    re->scan = middle->kind == REGEX_SET;
    re->scan_set = middle->arg;
}

static uint32_t emit_whole(struct emitter *e, const struct regex_node *tree,
                           uint32_t copies)
{
    e->n = e->emits = e->n_marks = 0;
    e->copies = copies;
    e->error = NULL;
    e->has_count = false;
    return emit(e, tree, put(e, REGEX_OP_MATCH, 0, 0));
}

const char *einv__regex_emit(struct einv_regex *re, struct einv_arena *arena,
                             const einv_allocator *temp,
                             const struct regex_node *tree)
{
    struct emitter e = { .alloc = temp, .marked = re->has_back };
    struct regex_inst *prog = NULL;

    re->start = emit_whole(&e, tree, REGEX_MAX_COPIES);
    if (e.error != NULL && strcmp(e.error, "EINV0001") == 0)
        re->start = emit_whole(&e, tree, REGEX_FEW_COPIES);
    if (e.error == NULL) {
        prog = einv__arena_alloc(arena, e.n * sizeof *prog);
        if (prog == NULL)
            e.error = "EINV0002";
        else
            memcpy(prog, e.prog, e.n * sizeof *prog);
    }
    re->prog = prog;
    re->n_prog = (uint32_t)e.n;
    re->n_marks = e.n_marks;
    re->has_count = e.has_count;
    re->has_bol = e.has_bol;
    find_scan(re, tree);
    re->anchored = !re->multi && starts_with_bol(tree);
    einv__free(temp, e.prog, e.cap * sizeof *e.prog);
    return e.error;
}
