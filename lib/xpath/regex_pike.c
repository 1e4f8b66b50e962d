/* regex_pike.c: finding a match with its groups, in linear time.
 *
 * Threads run side by side, the better one first; each carries what it has
 * captured.  A thread that reaches a match ends all that are worse.  A
 * counter's threads differ in how much they have counted.
 */
#include "regex_int.h"

struct pike_thread {
    uint32_t pc, count;
};

struct pike_list {
    struct pike_thread *threads;
    size_t n, cap;
    size_t *caps;               /* n_slots a thread */
    size_t caps_cap;
};

struct pike_todo {              /* go on at pc, or give a slot its old value */
    uint32_t pc;
    bool restore;
    size_t old;
};

struct regex_pike {
    struct pike_list lists[2];
    struct pike_todo *todo;
    size_t todo_cap;
    size_t slots[EINV_REGEX_GROUPS * 2];    /* of the thread in hand */
};

struct pike {
    struct einv_xp_run *run;
    struct einv_regex_memory *m;
    struct regex_pike *p;
    const struct einv_regex *re;
    struct einv_text text;
    struct pike_list *now, *next;
    size_t n_slots;
    size_t best[EINV_REGEX_GROUPS * 2];
    bool matched;
    uint64_t spent;
};

void einv__regex_pike_free(struct einv_regex_memory *m)
{
    struct regex_pike *p = m->pike;

    if (p == NULL)
        return;
    for (int i = 0; i < 2; i++) {
        struct pike_list *l = &p->lists[i];

        einv__free(m->alloc, l->threads, l->cap * sizeof *l->threads);
        einv__free(m->alloc, l->caps, l->caps_cap * sizeof *l->caps);
    }
    einv__free(m->alloc, p->todo, p->todo_cap * sizeof *p->todo);
    einv__free(m->alloc, p, sizeof *p);
}

/* --- adding threads ----------------------------------------------------- */

/* The thread in hand stops at pc, which reads. */
static bool append(struct pike *k, struct pike_list *l, uint32_t pc,
                   uint32_t count)
{
    if (!einv__regex_grow(k->run, &l->threads, &l->cap, l->n + 1,
                          sizeof *l->threads) ||
        !einv__regex_grow(k->run, &l->caps, &l->caps_cap,
                          (l->n + 1) * k->n_slots, sizeof *l->caps))
        return false;
    memcpy(l->caps + l->n * k->n_slots, k->p->slots,
           k->n_slots * sizeof *l->caps);
    l->threads[l->n++] = (struct pike_thread){ pc, count };
    return true;
}

static bool later(struct pike *k, size_t *n, struct pike_todo todo)
{
    if (!einv__regex_grow(k->run, &k->p->todo, &k->p->todo_cap, *n + 1,
                          sizeof *k->p->todo))
        return false;
    k->p->todo[(*n)++] = todo;
    return true;
}

static bool save(struct pike *k, const struct regex_inst *i, size_t pos,
                 size_t *n)
{
    size_t *slot = &k->p->slots[i->arg];

    if (i->arg >= k->n_slots)
        return true;
    if (!later(k, n, (struct pike_todo){ i->arg, true, *slot }))
        return false;
    *slot = pos;
    return true;
}

/* One instruction that reads nothing: where the thread goes on is left in
 * todo, the better way on top. */
static bool pass(struct pike *k, struct pike_list *l, uint32_t pc,
                 size_t pos, unsigned at, size_t *n)
{
    const struct regex_inst *i = &k->re->prog[pc];
    struct pike_todo next = { i->next, false, 0 };
    struct pike_todo other = { i->arg, false, 0 };

    switch ((enum regex_op)i->op) {
    case REGEX_OP_CHAR: case REGEX_OP_MATCH:
        return append(k, l, pc, 0);
    case REGEX_OP_SPLIT:
        return later(k, n, other) && later(k, n, next);
    case REGEX_OP_BOL: case REGEX_OP_EOL:
        return !einv__regex_holds(k->re, i->op, at) || later(k, n, next);
    case REGEX_OP_SAVE:
        return save(k, i, pos, n) && later(k, n, next);
    case REGEX_OP_COUNT:
        /* A lazy one leaves first: the thread that counts is behind
         * everything that leaving reaches. */
        if (i->min > 0 || !i->lazy)
            return append(k, l, pc, 0) && (i->min > 0 || later(k, n, next));
        return later(k, n, (struct pike_todo){ pc, false, 1 }) &&
            later(k, n, next);
    default:
        return later(k, n, next);
    }
}

/* The thread in hand goes on at pc, at pos. */
static bool add(struct pike *k, struct pike_list *l, uint32_t pc, size_t pos)
{
    unsigned at = einv__regex_before(k->text, pos) |
        einv__regex_behind(k->text, pos);
    size_t n = 0;

    if (!later(k, &n, (struct pike_todo){ pc, false, 0 }))
        return false;
    while (n > 0) {
        struct pike_todo t = k->p->todo[--n];

        k->spent++;
        if (t.restore) {
            k->p->slots[t.pc] = t.old;
        } else if (t.old == 1) {        /* the lazy counter's thread */
            if (!append(k, l, t.pc, 0))
                return false;
        } else if (k->m->stamp[t.pc] != k->m->generation) {
            k->m->stamp[t.pc] = k->m->generation;
            if (!pass(k, l, t.pc, pos, at, &n))
                return false;
        }
    }
    return true;
}

/* --- the walk ----------------------------------------------------------- */

/* A counter has read one character more, up to `pos`. */
static bool count(struct pike *k, struct pike_thread t, size_t pos)
{
    const struct regex_inst *i = &k->re->prog[t.pc];
    uint32_t n = t.count + 1;
    bool more = n < i->max, enough = n >= i->min;

    if (more && !i->lazy && !append(k, k->next, t.pc, n))
        return false;
    if (enough && !add(k, k->next, i->next, pos))
        return false;
    return !more || !i->lazy || append(k, k->next, t.pc, n);
}

/* All threads read the character of class `class` up to `pos`; n_classes:
 * there is none. */
static bool step(struct pike *k, uint32_t class, size_t pos, size_t next)
{
    bool end = class == k->re->n_classes;

    einv__regex_generation(k->m);
    k->next->n = 0;
    for (size_t t = 0; t < k->now->n; t++) {
        struct pike_thread thread = k->now->threads[t];
        const struct regex_inst *i = &k->re->prog[thread.pc];
        const size_t *caps = k->now->caps + t * k->n_slots;

        if (i->op == REGEX_OP_MATCH) {
            memcpy(k->best, caps, k->n_slots * sizeof *caps);
            k->best[1] = pos;
            k->matched = true;
            break;
        }
        if (end || !einv__regex_in(k->re, i->arg, class))
            continue;
        memcpy(k->p->slots, caps, k->n_slots * sizeof *caps);
        if (i->op == REGEX_OP_CHAR ? !add(k, k->next, i->next, next)
            : !count(k, thread, next))
            return false;
    }
    k->spent += k->now->n * (1 + k->n_slots / 4);
    return true;
}

static bool begin(struct pike *k, size_t pos)
{
    for (size_t i = 0; i < k->n_slots; i++)
        k->p->slots[i] = SIZE_MAX;
    k->p->slots[0] = pos;
    return add(k, k->now, k->re->start, pos);
}

static bool spend(struct pike *k, uint64_t least)
{
    if (k->spent < least)
        return true;
    if (!einv__xp_step(k->run, k->spent / 4 + 1))
        return false;
    k->spent = 0;
    return true;
}

static bool walk(struct pike *k, size_t from)
{
    const char *end = k->text.ptr + k->text.len;
    size_t pos = from, size;

    einv__regex_generation(k->m);
    for (;; pos += size) {
        struct pike_list *swap = k->now;
        uint32_t class = k->re->n_classes;

        if (!k->matched && (!k->re->anchored || pos == 0) && !begin(k, pos))
            return false;
        if (k->now->n == 0 && (k->matched || k->re->anchored))
            break;
        size = 0;
        if (pos < k->text.len)
            class = einv__regex_next(k->re, k->text.ptr + pos, end, &size);
        k->spent += 2;
        if (!step(k, class, pos, pos + size) || !spend(k, 4096))
            return false;
        if (size == 0)
            break;
        k->now = k->next;
        k->next = swap;
    }
    return spend(k, 0);
}

static bool prepare(struct pike *k)
{
    if (k->m->pike == NULL) {
        k->m->pike = einv__alloc(k->m->alloc, 1, sizeof *k->m->pike);
        if (k->m->pike == NULL)
            return einv__xp_fail(k->run, "EINV0002");
        memset(k->m->pike, 0, sizeof *k->m->pike);
    }
    k->p = k->m->pike;
    k->now = &k->p->lists[0];
    k->next = &k->p->lists[1];
    k->now->n = k->next->n = 0;
    return true;
}

bool einv__regex_run_pike(struct einv_xp_run *run,
                          const struct einv_regex *re, struct einv_text text,
                          size_t from, struct einv_regex_span *spans,
                          size_t n_spans, bool *found)
{
    struct pike k = { .run = run, .m = run->regex, .re = re, .text = text };
    size_t groups = n_spans < re->n_groups ? n_spans : re->n_groups;

    k.n_slots = 2 * (groups > 0 ? groups : 1);
    if (!prepare(&k) || !walk(&k, from))
        return false;
    *found = k.matched;
    for (size_t i = 0; k.matched && i < n_spans; i++) {
        spans[i] = (struct einv_regex_span){ SIZE_MAX, SIZE_MAX };
        if (i < groups && k.best[i * 2 + 1] != SIZE_MAX)
            spans[i] = (struct einv_regex_span){
                k.best[i * 2], k.best[i * 2 + 1] };
    }
    return true;
}
