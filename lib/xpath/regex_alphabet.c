/* regex_alphabet.c: classes of characters that a pattern does not tell
 * apart.
 *
 * The sets of a pattern cut the code points into pieces; pieces that belong
 * to the same sets are one class.  Most patterns have less than ten.
 */
#include <stdlib.h>

#include "regex_int.h"
#include "unicode.h"

struct splitter {
    uint32_t *bounds;           /* first characters of the pieces */
    uint32_t *classes;          /* of the pieces */
    uint32_t *renamed, *stamp;  /* by class, for one set */
    size_t n, room;             /* pieces; entries of renamed and stamp */
    uint32_t n_classes;
    size_t work;
};

static int by_value(const void *a, const void *b)
{
    const uint32_t *x = a, *y = b;

    return *x < *y ? -1 : *x > *y;
}

static bool collect(struct splitter *s, const einv_allocator *temp,
                    const struct regex_sets *sets, size_t cap)
{
    size_t n = 0, kept = 0;

    s->bounds = einv__alloc(temp, cap, sizeof *s->bounds);
    if (s->bounds == NULL)
        return false;
    s->bounds[n++] = 0;
    s->bounds[n++] = '\n';              /* for multi-line mode */
    s->bounds[n++] = '\n' + 1;
    for (size_t i = 0; i < sets->n; i++)
        for (size_t k = 0; k < sets->sets[i].n; k++) {
            s->bounds[n++] = sets->sets[i].r[k].first;
            s->bounds[n++] = sets->sets[i].r[k].last + 1;
        }
    qsort(s->bounds, n, sizeof *s->bounds, by_value);
    for (size_t i = 1; i < n; i++)
        if (s->bounds[i] != s->bounds[kept])
            s->bounds[++kept] = s->bounds[i];
    s->n = kept + 1;
    return true;
}

static size_t piece_of(const struct splitter *s, uint32_t first)
{
    size_t lo = 0, hi = s->n;

    while (hi - lo > 1) {
        size_t mid = lo + (hi - lo) / 2;

        if (s->bounds[mid] <= first)
            lo = mid;
        else
            hi = mid;
    }
    return lo;
}

/* The pieces inside the set get classes of their own. */
static bool divide(struct splitter *s, const struct regex_set *set)
{
    uint32_t old_classes = s->n_classes;

    memset(s->renamed, 0, old_classes * sizeof *s->renamed);
    for (size_t k = 0; k < set->n; k++) {
        size_t at = piece_of(s, set->r[k].first);

        for (; at < s->n && s->bounds[at] <= set->r[k].last; at++) {
            uint32_t old = s->classes[at];

            if (s->renamed[old] == 0)
                s->renamed[old] = s->n_classes++;
            s->classes[at] = s->renamed[old];
            s->work++;
        }
    }
    s->work += old_classes / 16;
    return s->work <= REGEX_MAX_ALPHABET;
}

/* Drops the classes that no piece has any more. */
static void compact(struct splitter *s)
{
    uint32_t n = 0;

    memset(s->stamp, 0, s->n_classes * sizeof *s->stamp);
    for (size_t i = 0; i < s->n; i++) {
        uint32_t *name = &s->stamp[s->classes[i]];

        if (*name == 0)
            *name = ++n;
        s->classes[i] = *name - 1;
    }
    s->n_classes = n;
    s->work += s->n;
}

static const char *partition(struct splitter *s, const einv_allocator *temp,
                             const struct regex_sets *sets)
{
    static const struct regex_range newline = { '\n', '\n' };
    const struct regex_set line = { &newline, 1 };

    s->room = s->n * 3 + 8;
    s->classes = einv__alloc(temp, s->n, sizeof *s->classes);
    s->renamed = einv__alloc(temp, s->room, sizeof *s->renamed);
    s->stamp = einv__alloc(temp, s->room, sizeof *s->stamp);
    if (s->classes == NULL || s->renamed == NULL || s->stamp == NULL)
        return "EINV0002";
    memset(s->classes, 0, s->n * sizeof *s->classes);
    s->n_classes = 1;
    divide(s, &line);
    for (size_t i = 0; i < sets->n; i++) {
        if (!divide(s, &sets->sets[i]))
            return "EINV0001";
        if (s->n_classes > s->n * 2)
            compact(s);
    }
    compact(s);
    return NULL;
}

static void *copy_of(struct einv_arena *arena, const uint32_t *from, size_t n)
{
    void *copy = einv__arena_alloc(arena, n * sizeof *from);

    if (copy != NULL)
        memcpy(copy, from, n * sizeof *from);
    return copy;
}

static const char *store(struct einv_regex *re, struct einv_arena *arena,
                         const struct splitter *s,
                         const struct regex_sets *sets)
{
    uint32_t words = (s->n_classes + 31) / 32, *bits;

    if (sets->n > REGEX_MAX_BITS / words)
        return "EINV0001";
    bits = einv__arena_zero(arena, sets->n * words + 1, sizeof *bits);
    re->bounds = copy_of(arena, s->bounds, s->n);
    re->classes = copy_of(arena, s->classes, s->n);
    if (bits == NULL || re->bounds == NULL || re->classes == NULL)
        return "EINV0002";
    for (size_t i = 0; i < sets->n; i++)
        for (size_t k = 0; k < sets->sets[i].n; k++) {
            const struct regex_range *r = &sets->sets[i].r[k];
            size_t at = piece_of(s, r->first);

            for (; at < s->n && s->bounds[at] <= r->last; at++)
                bits[i * words + s->classes[at] / 32] |=
                    (uint32_t)1 << s->classes[at] % 32;
        }
    re->bits = bits;
    re->words = words;
    re->n_classes = s->n_classes;
    re->n_bounds = (uint32_t)s->n;
    for (uint32_t c = 0; c < 128; c++)
        re->ascii[c] = s->classes[piece_of(s, c)];
    re->newline = re->ascii['\n'];
    return NULL;
}

const char *einv__regex_alphabet(struct einv_regex *re,
                                 struct einv_arena *arena,
                                 const einv_allocator *temp,
                                 const struct regex_sets *sets)
{
    struct splitter s = { .n = 0 };
    size_t cap = 3;
    const char *error;

    for (size_t i = 0; i < sets->n; i++)
        cap += sets->sets[i].n * 2;
    if (!collect(&s, temp, sets, cap))
        return "EINV0002";
    error = partition(&s, temp, sets);
    if (error == NULL)
        error = store(re, arena, &s, sets);
    einv__free(temp, s.bounds, cap * sizeof *s.bounds);
    einv__free(temp, s.classes, s.n * sizeof *s.classes);
    einv__free(temp, s.renamed, s.room * sizeof *s.renamed);
    einv__free(temp, s.stamp, s.room * sizeof *s.stamp);
    return error;
}

uint32_t einv__regex_class_slow(const struct einv_regex *re, uint32_t c)
{
    size_t lo = 0, hi = re->n_bounds;

    while (hi - lo > 1) {
        size_t mid = lo + (hi - lo) / 2;

        if (re->bounds[mid] <= c)
            lo = mid;
        else
            hi = mid;
    }
    return re->classes[lo];
}
