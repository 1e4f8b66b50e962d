/* regex_sim.c: a test that follows all states at once, with counters.
 *
 * A counter (`set{min,max}`) may be entered at many positions before it is
 * left.  All its entries advance together and die together when a character
 * is not of the set, so that a queue of the positions where they entered is
 * all there is to know: the oldest has counted most.
 */
#include "regex_int.h"

static void push(struct einv_regex_memory *m, uint32_t *n, uint32_t pc)
{
    if (m->stamp[pc] != m->generation) {
        m->stamp[pc] = m->generation;
        m->stack[(*n)++] = pc;
    }
}

/* What may follow an instruction that reads nothing. */
static void follow(struct einv_regex_memory *m, const struct einv_regex *re,
                   const struct regex_inst *i, unsigned at, uint32_t *n)
{
    switch ((enum regex_op)i->op) {
    case REGEX_OP_SPLIT:
        push(m, n, i->arg);
        push(m, n, i->next);
        break;
    case REGEX_OP_BOL: case REGEX_OP_EOL:
        if (einv__regex_holds(re, i->op, at))
            push(m, n, i->next);
        break;
    case REGEX_OP_COUNT:
        if (i->min == 0)
            push(m, n, i->next);
        break;
    default:
        push(m, n, i->next);
    }
}

bool einv__regex_close(struct einv_regex_memory *m,
                       const struct einv_regex *re, const uint32_t *kernel,
                       size_t n, unsigned at, size_t *n_list)
{
    uint32_t n_stack = 0;

    einv__regex_generation(m);
    *n_list = 0;
    for (size_t k = 0; k < n; k++)
        push(m, &n_stack, kernel[k]);
    while (n_stack > 0) {
        uint32_t pc = m->stack[--n_stack];
        const struct regex_inst *i = &re->prog[pc];

        if (i->op == REGEX_OP_MATCH)
            return true;
        if (i->op == REGEX_OP_CHAR || i->op == REGEX_OP_COUNT)
            m->list[(*n_list)++] = pc;
        if (i->op != REGEX_OP_CHAR)
            follow(m, re, i, at, &n_stack);
    }
    return false;
}

/* --- counters ----------------------------------------------------------- */

struct sim {
    struct einv_xp_run *run;
    struct einv_regex_memory *m;
    const struct einv_regex *re;
    uint32_t n_queues;
    size_t n_next;
    size_t index;               /* characters read */
    bool counting;              /* some queue has entries */
    uint64_t spent;
};

static bool queues_begin(struct sim *s)
{
    struct einv_regex_memory *m = s->m;
    size_t old = m->queues_cap;

    if (!einv__regex_grow(s->run, &m->queue_of, &m->queue_of_cap,
                          s->re->n_prog, sizeof *m->queue_of))
        return false;
    for (uint32_t pc = 0; pc < s->re->n_prog; pc++)
        if (s->re->prog[pc].op == REGEX_OP_COUNT)
            m->queue_of[s->n_queues++] = pc;
    if (!einv__regex_grow(s->run, &m->queues, &m->queues_cap, s->n_queues,
                          sizeof *m->queues))
        return false;
    if (m->queues_cap > old)
        memset(m->queues + old, 0,
               (m->queues_cap - old) * sizeof *m->queues);
    for (uint32_t q = 0; q < s->n_queues; q++)
        m->queues[q].head = m->queues[q].n = 0;
    return true;
}

/* The queue of a counter: queue_of is ascending. */
static struct regex_queue *queue_at(struct sim *s, uint32_t pc)
{
    uint32_t lo = 0, hi = s->n_queues;

    while (hi - lo > 1) {
        uint32_t mid = lo + (hi - lo) / 2;

        if (s->m->queue_of[mid] <= pc)
            lo = mid;
        else
            hi = mid;
    }
    return &s->m->queues[lo];
}

static bool enter(struct sim *s, struct regex_queue *q)
{
    if (q->n > q->head && q->e[q->n - 1].last + 1 == s->index) {
        q->e[q->n - 1].last = s->index;
        return true;
    }
    if (q->n == q->cap && q->head > q->n / 2) {
        memmove(q->e, q->e + q->head, (q->n - q->head) * sizeof *q->e);
        q->n -= q->head;
        q->head = 0;
    }
    if (!einv__regex_grow(s->run, &q->e, &q->cap, q->n + 1, sizeof *q->e))
        return false;
    q->e[q->n++] = (struct regex_entry){ s->index, s->index };
    return true;
}

static void add_next(struct sim *s, uint32_t pc)
{
    if (s->m->stamp[pc] != s->m->generation) {
        s->m->stamp[pc] = s->m->generation;
        s->m->next[s->n_next++] = pc;
    }
}

/* One more character of class `class` was read: s->index counts it. */
static void count(struct sim *s, uint32_t class)
{
    s->counting = false;
    for (uint32_t k = 0; k < s->n_queues; k++) {
        struct regex_queue *q = &s->m->queues[k];
        const struct regex_inst *i = &s->re->prog[s->m->queue_of[k]];

        if (q->head == q->n)
            continue;
        if (!einv__regex_in(s->re, i->arg, class)) {
            q->head = q->n = 0;
            continue;
        }
        if (s->index - q->e[q->head].first >= i->min)
            add_next(s, i->next);
        while (q->head < q->n && s->index - q->e[q->head].first >= i->max)
            if (q->e[q->head].first++ == q->e[q->head].last)
                q->head++;
        s->counting = s->counting || q->head < q->n;
    }
}

/* --- the walk ----------------------------------------------------------- */

static bool read_class(struct sim *s, uint32_t class, size_t n_list)
{
    struct einv_regex_memory *m = s->m;

    einv__regex_generation(m);
    s->n_next = 0;
    for (size_t k = 0; k < n_list; k++) {
        const struct regex_inst *i = &s->re->prog[m->list[k]];

        if (!einv__regex_in(s->re, i->arg, class))
            continue;
        if (i->op == REGEX_OP_CHAR)
            add_next(s, i->next);
        else if (!enter(s, queue_at(s, m->list[k])))
            return false;
    }
    s->index++;
    if (s->n_queues > 0)
        count(s, class);
    if (!s->re->anchored)
        add_next(s, s->re->start);
    return true;
}

static bool spend(struct sim *s, size_t visited)
{
    s->spent += 2 + visited + s->n_queues;
    if (s->spent < 4096)
        return true;
    if (!einv__xp_step(s->run, s->spent / 8))
        return false;
    s->spent = 0;
    return true;
}

bool einv__regex_simulate(struct einv_xp_run *run,
                          const struct einv_regex *re, struct einv_text text,
                          size_t pos, size_t n_kernel, bool *found)
{
    struct sim s = { .run = run, .m = run->regex, .re = re };
    const char *end = text.ptr + text.len;

    *found = false;
    if (re->has_count && !queues_begin(&s))
        return false;
    for (;;) {
        unsigned at = einv__regex_before(text, pos) |
            einv__regex_behind(text, pos);
        size_t n_list, size;
        uint32_t class, *swap = s.m->kernel;

        if (einv__regex_close(s.m, re, s.m->kernel, n_kernel, at, &n_list)) {
            *found = true;
            break;
        }
        if (pos == text.len || (n_list == 0 && !s.counting && re->anchored))
            break;
        class = einv__regex_next(re, text.ptr + pos, end, &size);
        if (!read_class(&s, class, n_list) || !spend(&s, n_list + n_kernel))
            return false;
        pos += size;
        s.m->kernel = s.m->next;
        s.m->next = swap;
        n_kernel = s.n_next;
    }
    return einv__xp_step(run, s.spent / 8 + 1);
}
