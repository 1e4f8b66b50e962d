/* regex_dfa.c: the lazy automaton: a test at one look into a table a
 * character.
 *
 * A state is what einv__regex_close starts from, with what stood before it;
 * what stands behind it is the class that is read next (or the end), so that
 * ^ and $ need no states of their own.  States are made when they are first
 * needed.  An automaton that has grown too large stops growing; what it does
 * not know is then simulated from there on.
 */
#include <stdlib.h>

#include "regex_int.h"

/* Entries of the table of transitions; states follow. */
enum { UNKNOWN, ACCEPT, DEAD, FIRST };

struct dfa_state {
    uint32_t off, n;            /* in the pool */
    uint32_t before;            /* REGEX_AT_START, _LINE or 0 */
};

struct regex_dfa {
    const struct einv_regex *re;
    struct dfa_state *states;
    size_t n, states_cap;
    uint32_t *pool;
    size_t n_pool, pool_cap;
    uint32_t *trans;            /* state * (n_classes + 1) + class */
    size_t trans_cap;
    uint32_t *table;            /* by hash: state + 1 */
    size_t table_cap;
    uint32_t first[3];          /* states to start in, by what stood before */
};

static size_t bytes_of(const struct regex_dfa *d)
{
    return d->states_cap * sizeof *d->states + sizeof *d +
        (d->pool_cap + d->trans_cap + d->table_cap) * sizeof(uint32_t);
}

static void dfa_free(struct einv_regex_memory *m, struct regex_dfa *d)
{
    if (d == NULL)
        return;
    m->bytes -= bytes_of(d) - sizeof *d;
    einv__free(m->alloc, d->states, d->states_cap * sizeof *d->states);
    einv__free(m->alloc, d->pool, d->pool_cap * sizeof *d->pool);
    einv__free(m->alloc, d->trans, d->trans_cap * sizeof *d->trans);
    einv__free(m->alloc, d->table, d->table_cap * sizeof *d->table);
    einv__free(m->alloc, d, sizeof *d);
}

void einv__regex_dfas_free(struct einv_regex_memory *m)
{
    for (size_t i = 0; i < m->dfas_cap; i++)
        dfa_free(m, m->dfas[i]);
    m->bytes -= m->dfas_cap * sizeof *m->dfas;
    einv__free(m->alloc, m->dfas, m->dfas_cap * sizeof *m->dfas);
    m->dfas = NULL;
    m->dfas_cap = m->n_dfas = 0;
}

/* --- finding the automaton of an expression ----------------------------- */

static size_t place_of(struct regex_dfa **table, size_t cap,
                       const struct einv_regex *re)
{
    size_t at = (size_t)((uintptr_t)re >> 4) * 2654435761u;

    for (;; at++)
        if (table[at & (cap - 1)] == NULL ||
            table[at & (cap - 1)]->re == re)
            return at & (cap - 1);
}

static bool dfas_grow(struct einv_xp_run *run, struct einv_regex_memory *m)
{
    size_t cap = m->dfas_cap > 0 ? m->dfas_cap * 2 : 32;
    struct regex_dfa **table = einv__alloc(m->alloc, cap, sizeof *table);

    if (table == NULL)
        return einv__xp_fail(run, "EINV0002");
    for (size_t i = 0; i < cap; i++)
        table[i] = NULL;
    for (size_t i = 0; i < m->dfas_cap; i++)
        if (m->dfas[i] != NULL)
            table[place_of(table, cap, m->dfas[i]->re)] = m->dfas[i];
    m->bytes += (cap - m->dfas_cap) * sizeof *table;
    einv__free(m->alloc, m->dfas, m->dfas_cap * sizeof *table);
    m->dfas = table;
    m->dfas_cap = cap;
    return true;
}

static struct regex_dfa *dfa_of(struct einv_xp_run *run,
                                const struct einv_regex *re)
{
    struct einv_regex_memory *m = run->regex;
    struct regex_dfa *d;
    size_t at;

    if ((m->n_dfas + 1) * 2 > m->dfas_cap && !dfas_grow(run, m))
        return NULL;
    at = place_of(m->dfas, m->dfas_cap, re);
    if (m->dfas[at] != NULL)
        return m->dfas[at];
    d = einv__alloc(m->alloc, 1, sizeof *d);
    if (d == NULL) {
        einv__xp_fail(run, "EINV0002");
        return NULL;
    }
    memset(d, 0, sizeof *d);
    d->re = re;
    m->dfas[at] = d;
    m->n_dfas++;
    return d;
}

/* --- states ------------------------------------------------------------- */

static uint32_t hash_of(const uint32_t *kernel, size_t n, uint32_t before)
{
    return einv__hash32(EINV_HASH32_SEED + before, kernel,
                        n * sizeof *kernel);
}

/* Where the table has the state, or where it would be put. */
static uint32_t *slot_of(const struct regex_dfa *d, const uint32_t *kernel,
                         size_t n, uint32_t before)
{
    size_t at = hash_of(kernel, n, before);

    for (;; at++) {
        uint32_t *slot = &d->table[at & (d->table_cap - 1)];
        const struct dfa_state *s;

        if (*slot == 0)
            return slot;
        s = &d->states[*slot - 1];
        if (s->n == n && s->before == before &&
            memcmp(d->pool + s->off, kernel, n * sizeof *kernel) == 0)
            return slot;
    }
}

static bool table_grow(struct einv_xp_run *run, struct regex_dfa *d)
{
    struct einv_regex_memory *m = run->regex;
    size_t cap = d->table_cap > 0 ? d->table_cap * 2 : 16;
    uint32_t *table = einv__alloc(m->alloc, cap, sizeof *table);

    if (table == NULL)
        return einv__xp_fail(run, "EINV0002");
    memset(table, 0, cap * sizeof *table);
    einv__free(m->alloc, d->table, d->table_cap * sizeof *table);
    m->bytes += (cap - d->table_cap) * sizeof *table;
    d->table = table;
    d->table_cap = cap;
    for (size_t i = 0; i < d->n; i++)
        *slot_of(d, d->pool + d->states[i].off, d->states[i].n,
                 d->states[i].before) = (uint32_t)i + 1;
    return true;
}

static bool make_state(struct einv_xp_run *run, struct regex_dfa *d,
                       const uint32_t *kernel, size_t n, uint32_t before)
{
    size_t width = (size_t)d->re->n_classes + 1, old = d->trans_cap;

    if (!einv__regex_grow(run, &d->states, &d->states_cap, d->n + 1,
                          sizeof *d->states) ||
        !einv__regex_grow(run, &d->pool, &d->pool_cap, d->n_pool + n,
                          sizeof *d->pool) ||
        !einv__regex_grow(run, &d->trans, &d->trans_cap, (d->n + 1) * width,
                          sizeof *d->trans))
        return false;
    if (d->trans_cap > old)
        memset(d->trans + old, 0, (d->trans_cap - old) * sizeof *d->trans);
    memcpy(d->pool + d->n_pool, kernel, n * sizeof *kernel);
    d->states[d->n++] = (struct dfa_state){
        (uint32_t)d->n_pool, (uint32_t)n, before };
    d->n_pool += n;
    return true;
}

/* May the automaton grow by a state of n? */
static bool may_grow(const struct einv_regex_memory *m,
                     const struct regex_dfa *d, size_t n)
{
    size_t more = (n + d->re->n_classes + 8) * sizeof(uint32_t);

    return bytes_of(d) * 2 + more < REGEX_MAX_DFA * 2 &&
        m->bytes + bytes_of(d) + more < REGEX_MAX_MEMORY / 2;
}

/* The state of a kernel in m->kernel or elsewhere; UNKNOWN: the automaton is
 * full.  false: error. */
static bool state_of(struct einv_xp_run *run, struct regex_dfa *d,
                     const uint32_t *kernel, size_t n, uint32_t before,
                     uint32_t *out)
{
    uint32_t *slot;

    *out = UNKNOWN;
    if ((d->n + 1) * 2 > d->table_cap) {
        if (!may_grow(run->regex, d, n))
            return true;
        if (!table_grow(run, d))
            return false;
    }
    slot = slot_of(d, kernel, n, before);
    if (*slot == 0) {
        if (!may_grow(run->regex, d, n))
            return true;
        if (!make_state(run, d, kernel, n, before))
            return false;
        *slot = (uint32_t)d->n;
    }
    *out = FIRST + *slot - 1;
    return true;
}

/* --- transitions -------------------------------------------------------- */

static int by_value(const void *a, const void *b)
{
    const uint32_t *x = a, *y = b;

    return *x < *y ? -1 : *x > *y;
}

/* What m->list goes on to behind a character, in m->kernel. */
static size_t advance(struct einv_regex_memory *m, const struct einv_regex *re,
                      uint32_t class, size_t n_list)
{
    uint32_t generation = einv__regex_generation(m);
    size_t n = 0;

    for (size_t k = 0; k < n_list; k++) {
        const struct regex_inst *i = &re->prog[m->list[k]];

        if (!einv__regex_in(re, i->arg, class) ||
            m->stamp[i->next] == generation)
            continue;
        m->stamp[i->next] = generation;
        m->kernel[n++] = i->next;
    }
    if (!re->anchored && m->stamp[re->start] != generation)
        m->kernel[n++] = re->start;
    qsort(m->kernel, n, sizeof *m->kernel, by_value);
    return n;
}

/* The transition of a state; class n_classes is the end. *n_kernel is the
 * kernel in m->kernel when the answer is UNKNOWN. */
static bool transition(struct einv_xp_run *run, struct regex_dfa *d,
                       uint32_t state, uint32_t class, uint32_t *out,
                       size_t *n_kernel)
{
    const struct einv_regex *re = d->re;
    struct einv_regex_memory *m = run->regex;
    const struct dfa_state *s = &d->states[state];
    bool end = class == re->n_classes, line = class == re->newline;
    unsigned at = s->before | (end ? REGEX_AT_END
                               : line ? REGEX_AT_NEWLINE : 0);
    size_t n_list, n;

    if (!einv__xp_step(run, 1 + s->n / 8))
        return false;
    if (einv__regex_close(m, re, d->pool + s->off, s->n, at, &n_list)) {
        *out = ACCEPT;
    } else if (end || (n = advance(m, re, class, n_list)) == 0) {
        *out = DEAD;
    } else {
        *n_kernel = n;
        if (!einv__xp_step(run, n_list / 8) ||
            !state_of(run, d, m->kernel, n,
                      line && re->multi && re->has_bol ? REGEX_AT_LINE : 0,
                      out))
            return false;
    }
    d->trans[state * ((size_t)re->n_classes + 1) + class] = *out;
    return true;
}

/* Follows the known transitions between states; stops before a character
 * that leads elsewhere, or at the end. */
static uint32_t follow(const struct regex_dfa *d, struct einv_text text,
                       size_t *pos, uint32_t state)
{
    const struct einv_regex *re = d->re;
    const char *p = text.ptr + *pos, *end = text.ptr + text.len;
    const uint32_t *trans = d->trans;
    size_t width = (size_t)re->n_classes + 1;

    while (p < end) {
        size_t size;
        uint32_t class = einv__regex_next(re, p, end, &size);
        uint32_t next = trans[state * width + class];

        if (next < FIRST)
            break;
        state = next - FIRST;
        p += size;
    }
    *pos = (size_t)(p - text.ptr);
    return state;
}

/* Goes on from a state.  *state becomes ACCEPT, DEAD or UNKNOWN (the kernel
 * is in m->kernel, *pos behind the character). */
static bool walk(struct einv_xp_run *run, struct regex_dfa *d,
                 struct einv_text text, size_t *pos, uint32_t *state,
                 size_t *n_kernel)
{
    const struct einv_regex *re = d->re;
    size_t width = (size_t)re->n_classes + 1;

    while (*state >= FIRST) {
        uint32_t class = re->n_classes, s;
        size_t size = 0, from = *pos;

        s = follow(d, text, pos, *state - FIRST);
        if (*pos < text.len)
            class = einv__regex_next(re, text.ptr + *pos,
                                     text.ptr + text.len, &size);
        *state = d->trans[s * width + class];
        if (*state == UNKNOWN &&
            !transition(run, d, s, class, state, n_kernel))
            return false;
        if (!einv__xp_step(run, (*pos - from) / 16))
            return false;
        *pos += size;
    }
    return einv__xp_step(run, 1);
}

bool einv__regex_run_dfa(struct einv_xp_run *run,
                         const struct einv_regex *re, struct einv_text text,
                         size_t from, bool *found)
{
    struct regex_dfa *d = dfa_of(run, re);
    uint32_t before = einv__regex_before(text, from), state;
    size_t n = 1;

    if (!re->has_bol || (before == REGEX_AT_LINE && !re->multi))
        before = 0;
    if (d == NULL)
        return false;
    /* REGEX_AT_START is 1, REGEX_AT_LINE 2. */
    state = d->first[before];
    if (state == UNKNOWN &&
        !state_of(run, d, &re->start, 1, before, &state))
        return false;
    d->first[before] = state;
    if (state == UNKNOWN)
        run->regex->kernel[0] = re->start;
    else if (!walk(run, d, text, &from, &state, &n))
        return false;
    if (state == UNKNOWN)
        return einv__regex_simulate(run, re, text, from, n, found);
    *found = state == ACCEPT;
    return true;
}
