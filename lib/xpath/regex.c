/* regex.c: expressions as others see them: made, kept, run.
 */
#include "regex_int.h"

struct regex_cached {
    struct einv_text pattern, flags;
    const struct einv_regex *re;        /* NULL: error */
    const char *error;
};

static bool read_flags(struct regex_parser *p, struct einv_text flags)
{
    for (size_t i = 0; i < flags.len; i++)
        switch (flags.ptr[i]) {
        case 's': p->dotall = true; break;
        case 'm': p->multi = true; break;
        case 'i': p->caseless = true; break;
        case 'x': p->spaced = true; break;
        case 'q': p->literal = true; break;
        default: return einv__regex_bad(p, "FORX0001");
        }
    return true;
}

static struct einv_regex *build(struct einv_arena *arena,
                                struct regex_parser *p)
{
    const einv_allocator *temp = p->sets->alloc;
    struct regex_node *tree = einv__regex_parse(p);
    struct einv_regex *re;

    if (tree == NULL)
        return NULL;
    re = einv__arena_zero(arena, 1, sizeof *re);
    if (re == NULL) {
        einv__regex_bad(p, "EINV0002");
        return NULL;
    }
    re->multi = p->multi;
    re->caseless = p->caseless;
    re->literal = p->literal;
    re->has_back = p->has_back;
    re->empty = tree->nullable;
    re->n_groups = 1 + (p->n_groups < EINV_REGEX_GROUPS - 1
                        ? p->n_groups : EINV_REGEX_GROUPS - 1);
    p->error = einv__regex_emit(re, arena, temp, tree);
    if (p->error == NULL)
        p->error = einv__regex_alphabet(re, arena, temp, p->sets);
    return p->error == NULL ? re : NULL;
}

const struct einv_regex *einv__regex_new(struct einv_arena *arena,
                                         struct einv_text pattern,
                                         struct einv_text flags,
                                         const char **error)
{
    struct einv_arena scratch;
    struct regex_sets sets = { .alloc = arena->alloc, .arena = &scratch };
    struct regex_parser p = {
        .p = pattern.len > 0 ? pattern.ptr : "", .arena = &scratch,
        .sets = &sets };
    struct einv_regex *re = NULL;

    p.end = p.p + pattern.len;
    einv__arena_init(&scratch, arena->alloc);
    if (pattern.len > REGEX_MAX_PATTERN)
        einv__regex_bad(&p, "EINV0001");
    else if (read_flags(&p, flags))
        re = build(arena, &p);
    einv__regex_sets_free(&sets);
    einv__arena_free(&scratch);
    *error = p.error;
    return re;
}

bool einv__regex_is_empty(const struct einv_regex *regex)
{
    return regex->empty;
}

bool einv__regex_is_literal(const struct einv_regex *regex)
{
    return regex->literal;
}

size_t einv__regex_groups(const struct einv_regex *regex)
{
    return regex->n_groups - 1;
}

/* --- running ------------------------------------------------------------ */

/* The test of ^ set{min,max} $. */
static bool scan(struct einv_xp_run *run, const struct einv_regex *re,
                 struct einv_text text, bool *found)
{
    const char *p = text.ptr, *end = text.ptr + text.len;
    size_t n = 0, size;

    for (; p < end && n <= re->scan_max; n++, p += size)
        if (!einv__regex_in(re, re->scan_set,
                            einv__regex_next(re, p, end, &size)))
            break;
    *found = p == end && n >= re->scan_min && n <= re->scan_max;
    return einv__xp_step(run, 1 + n / 64);
}

/* Is there a match from `from` on?  For programs without
 * back-references. */
static bool test_from(struct einv_xp_run *run, const struct einv_regex *re,
                      struct einv_text text, size_t from, bool *found)
{
    if (re->scan && from == 0)
        return scan(run, re, text, found);
    if (!re->has_count)
        return einv__regex_run_dfa(run, re, text, from, found);
    run->regex->kernel[0] = re->start;
    return einv__regex_simulate(run, re, text, from, 1, found);
}

bool einv__regex_test(struct einv_xp_run *run,
                      const struct einv_regex *re,
                      struct einv_text text, bool *found)
{
    *found = false;
    if (text.ptr == NULL)
        text = EINV_TEXT("");
    if (re->scan)
        return scan(run, re, text, found);
    if (!einv__regex_room(run, re))
        return false;
    if (re->has_back)
        return einv__regex_run_back(run, re, text, 0, NULL, 0, found);
    return test_from(run, re, text, 0, found);
}

bool einv__regex_find(struct einv_xp_run *run,
                      const struct einv_regex *re, struct einv_text text,
                      size_t from, struct einv_regex_span *spans,
                      size_t n_spans, bool *found)
{
    *found = false;
    if (text.ptr == NULL)
        text = EINV_TEXT("");
    if (!einv__regex_room(run, re))
        return false;
    if (re->has_back)
        return einv__regex_run_back(run, re, text, from, spans, n_spans,
                                    found);
    /* The test is much cheaper where there is no match. */
    return test_from(run, re, text, from, found) && (!*found ||
        einv__regex_run_pike(run, re, text, from, spans, n_spans, found));
}

/* --- patterns made while running ---------------------------------------- */

void einv__regex_cache_free(struct einv_regex_memory *m)
{
    einv__free(m->alloc, m->cache, m->cache_cap * sizeof *m->cache);
}

/* Forgets all of them, and the automata, which know expressions by their
 * address. */
static void forget(struct einv_regex_memory *m)
{
    einv__regex_dfas_free(m);
    einv__arena_free(&m->cached);
    einv__arena_init(&m->cached, m->alloc);
    m->n_cached = 0;
}

static bool copy_text(struct einv_arena *arena, struct einv_text from,
                      struct einv_text *out)
{
    *out = einv__text(einv__arena_dup(arena, from), from.len);
    return out->ptr != NULL;
}

static struct regex_cached *cache_add(struct einv_xp_run *run,
                                      struct einv_text pattern,
                                      struct einv_text flags)
{
    struct einv_regex_memory *m = run->regex;
    struct regex_cached c = { .re = NULL };

    if (m->n_cached == REGEX_MAX_CACHED ||
        m->cached.total > REGEX_MAX_MEMORY / 8)
        forget(m);
    if (!einv__xp_step(run, 16 + pattern.len) ||
        !einv__regex_grow(run, &m->cache, &m->cache_cap, m->n_cached + 1,
                          sizeof *m->cache))
        return NULL;
    if (copy_text(&m->cached, pattern, &c.pattern) &&
        copy_text(&m->cached, flags, &c.flags))
        c.re = einv__regex_new(&m->cached, pattern, flags, &c.error);
    else
        c.error = "EINV0002";
    m->cache[m->n_cached] = c;
    return &m->cache[m->n_cached++];
}

const struct einv_regex *einv__regex_get(struct einv_xp_run *run,
                                         struct einv_text pattern,
                                         struct einv_text flags)
{
    struct einv_regex_memory *m = einv__regex_memory(run);
    struct regex_cached *c = NULL;

    if (m == NULL)
        return NULL;
    for (size_t i = 0; i < m->n_cached && c == NULL; i++)
        if (einv__text_eq(m->cache[i].pattern, pattern) &&
            einv__text_eq(m->cache[i].flags, flags))
            c = &m->cache[i];
    if (c == NULL && (c = cache_add(run, pattern, flags)) == NULL)
        return NULL;
    if (c->re == NULL)
        einv__regex_fail(run, c->error);
    return c->re;
}

void einv__regex_fail(struct einv_xp_run *run, const char *error)
{
    if (strcmp(error, "EINV0001") == 0)
        einv__xp_fail_limit(run, "regex");
    else
        einv__xp_fail(run, error);
}
