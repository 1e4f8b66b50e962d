/* regex_memory.c: what matching keeps in a run: room for states, automata.
 */
#include "regex_int.h"

struct einv_regex_memory *einv__regex_memory(struct einv_xp_run *run)
{
    const einv_allocator *a = run->arena.alloc;

    if (run->regex == NULL) {
        run->regex = einv__alloc(a, 1, sizeof *run->regex);
        if (run->regex == NULL) {
            einv__xp_fail(run, "EINV0002");
            return NULL;
        }
        memset(run->regex, 0, sizeof *run->regex);
        run->regex->alloc = a;
        einv__arena_init(&run->regex->cached, a);
    }
    return run->regex;
}

bool einv__regex_grow(struct einv_xp_run *run, void *ptr_to_ptr, size_t *cap,
                      size_t need, size_t size)
{
    struct einv_regex_memory *m = run->regex;
    size_t old = *cap;

    if (need <= old)
        return true;
    if (need > REGEX_MAX_MEMORY / size ||
        m->bytes + (need - old) * size > REGEX_MAX_MEMORY)
        return einv__xp_fail_limit(run, "regex");
    if (!einv__grow(m->alloc, ptr_to_ptr, cap, need, size))
        return einv__xp_fail(run, "EINV0002");
    m->bytes += (*cap - old) * size;
    return true;
}

bool einv__regex_room(struct einv_xp_run *run, const struct einv_regex *re)
{
    struct einv_regex_memory *m = einv__regex_memory(run);
    size_t n = re->n_prog, old;

    if (m == NULL)
        return false;
    old = m->stamp_cap;
    if (!einv__regex_grow(run, &m->stamp, &m->stamp_cap, n,
                          sizeof *m->stamp))
        return false;
    if (m->stamp_cap > old)
        memset(m->stamp + old, 0, (m->stamp_cap - old) * sizeof *m->stamp);
    return einv__regex_grow(run, &m->stack, &m->stack_cap, n,
                            sizeof *m->stack) &&
        einv__regex_grow(run, &m->list, &m->list_cap, n, sizeof *m->list) &&
        einv__regex_grow(run, &m->kernel, &m->kernel_cap, n,
                         sizeof *m->kernel) &&
        einv__regex_grow(run, &m->next, &m->next_cap, n, sizeof *m->next);
}

uint32_t einv__regex_generation(struct einv_regex_memory *m)
{
    if (++m->generation == 0) {
        memset(m->stamp, 0, m->stamp_cap * sizeof *m->stamp);
        m->generation = 1;
    }
    return m->generation;
}

void einv__regex_memory_free(struct einv_regex_memory *m)
{
    if (m == NULL)
        return;
    einv__regex_dfas_free(m);
    einv__regex_pike_free(m);
    for (size_t i = 0; i < m->queues_cap; i++)
        einv__free(m->alloc, m->queues[i].e,
                   m->queues[i].cap * sizeof *m->queues[i].e);
    einv__free(m->alloc, m->queues, m->queues_cap * sizeof *m->queues);
    einv__free(m->alloc, m->queue_of, m->queue_of_cap * sizeof *m->queue_of);
    einv__free(m->alloc, m->stamp, m->stamp_cap * sizeof *m->stamp);
    einv__free(m->alloc, m->stack, m->stack_cap * sizeof *m->stack);
    einv__free(m->alloc, m->list, m->list_cap * sizeof *m->list);
    einv__free(m->alloc, m->kernel, m->kernel_cap * sizeof *m->kernel);
    einv__free(m->alloc, m->next, m->next_cap * sizeof *m->next);
    einv__regex_cache_free(m);
    einv__arena_free(&m->cached);
    einv__free(m->alloc, m, sizeof *m);
}
