/* regex_set.c: sets of characters: ranges, case variants, categories.
 */
#include <stdlib.h>

#include "regex_int.h"
#include "unicode.h"

void einv__regex_ranges_free(struct regex_ranges *rs)
{
    einv__free(rs->alloc, rs->r, rs->cap * sizeof *rs->r);
    rs->r = NULL;
    rs->n = rs->cap = 0;
}

static int by_first(const void *a, const void *b)
{
    const struct regex_range *x = a, *y = b;

    return x->first < y->first ? -1 : x->first > y->first;
}

void einv__regex_tidy(struct regex_ranges *rs)
{
    size_t n = 0;

    if (rs->n < 2)
        return;
    qsort(rs->r, rs->n, sizeof *rs->r, by_first);
    for (size_t i = 1; i < rs->n; i++) {
        if (rs->r[i].first <= rs->r[n].last + 1) {
            if (rs->r[i].last > rs->r[n].last)
                rs->r[n].last = rs->r[i].last;
        } else {
            rs->r[++n] = rs->r[i];
        }
    }
    rs->n = n + 1;
}

void einv__regex_add(struct regex_ranges *rs, uint32_t first, uint32_t last)
{
    size_t need;

    if (rs->failed || first > last)
        return;
    if (rs->n > 0 && rs->r[rs->n - 1].last + 1 == first) {
        rs->r[rs->n - 1].last = last;   /* as tables give them */
        return;
    }
    /* A class may name \w a thousand times. */
    need = rs->n + 1;
    if (rs->n == rs->cap && rs->n >= 2048) {
        einv__regex_tidy(rs);
        need = rs->n > rs->cap / 2 ? rs->cap + 1 : rs->n + 1;
    }
    if (!einv__grow(rs->alloc, &rs->r, &rs->cap, need, sizeof *rs->r)) {
        rs->failed = true;
        return;
    }
    rs->r[rs->n++] = (struct regex_range){ first, last };
}

void einv__regex_negate(struct regex_ranges *rs)
{
    struct regex_ranges out = { .alloc = rs->alloc, .failed = rs->failed };
    uint32_t from = 0;

    for (size_t i = 0; i < rs->n; i++) {
        if (rs->r[i].first > from)
            einv__regex_add(&out, from, rs->r[i].first - 1);
        from = rs->r[i].last + 1;
    }
    einv__regex_add(&out, from, EINV_UC_LAST);
    einv__regex_ranges_free(rs);
    *rs = out;
}

void einv__regex_subtract(struct regex_ranges *rs,
                          const struct regex_ranges *minus)
{
    struct regex_ranges out = { .alloc = rs->alloc,
                                .failed = rs->failed || minus->failed };
    size_t m = 0;

    for (size_t i = 0; i < rs->n; i++) {
        uint32_t from = rs->r[i].first, last = rs->r[i].last;

        while (m < minus->n && minus->r[m].last < from)
            m++;
        for (size_t k = m; k < minus->n && minus->r[k].first <= last; k++) {
            if (minus->r[k].first > from)
                einv__regex_add(&out, from, minus->r[k].first - 1);
            if (minus->r[k].last >= from)
                from = minus->r[k].last + 1;
        }
        einv__regex_add(&out, from, last);
    }
    einv__regex_ranges_free(rs);
    *rs = out;
}

void einv__regex_add_variants(struct regex_ranges *rs, uint32_t first,
                              uint32_t last)
{
    for (size_t i = 0; i < einv__uc_n_variants; i++) {
        const struct einv_uc_map *row = &einv__uc_variants[i];
        uint32_t c = row->first, end = row->last < last ? row->last : last;

        if (row->first > last)
            break;
        if (row->last < first)
            continue;
        if (c < first)
            c += (first - c + row->step - 1) / row->step * row->step;
        for (; c <= end; c += row->step) {
            uint32_t other = (uint32_t)((int32_t)c + row->distance);

            einv__regex_add(rs, other, other);
        }
    }
}

void einv__regex_add_categories(struct regex_ranges *rs, uint32_t bits)
{
    for (size_t i = 0; i < einv__uc_n_runs; i++) {
        uint32_t run = einv__uc_runs[i];
        uint32_t last = i + 1 < einv__uc_n_runs
            ? (einv__uc_runs[i + 1] >> 8) - 1 : EINV_UC_LAST;

        if (bits >> (run & 255) & 1)
            einv__regex_add(rs, run >> 8, last);
    }
}

/* --- every set once ----------------------------------------------------- */

static bool table_grow(struct regex_sets *s)
{
    size_t cap = s->table_cap > 0 ? s->table_cap * 2 : 64;
    uint32_t *table = einv__alloc(s->alloc, cap, sizeof *table);

    if (table == NULL)
        return false;
    memset(table, 0, cap * sizeof *table);
    for (size_t i = 0; i < s->n; i++) {
        size_t at = einv__hash32(EINV_HASH32_SEED, s->sets[i].r,
                                 s->sets[i].n * sizeof *s->sets[i].r);

        while (table[at & (cap - 1)] != 0)
            at++;
        table[at & (cap - 1)] = (uint32_t)i + 1;
    }
    einv__free(s->alloc, s->table, s->table_cap * sizeof *table);
    s->table = table;
    s->table_cap = cap;
    return true;
}

static bool append(struct regex_sets *s, const struct regex_ranges *rs)
{
    size_t bytes = rs->n * sizeof *rs->r;
    struct regex_range *copy;

    if (!einv__grow(s->alloc, &s->sets, &s->cap, s->n + 1, sizeof *s->sets))
        return false;
    copy = einv__arena_alloc(s->arena, bytes);
    if (copy == NULL)
        return false;
    if (bytes > 0)
        memcpy(copy, rs->r, bytes);
    s->sets[s->n++] = (struct regex_set){ copy, rs->n };
    return true;
}

bool einv__regex_intern(struct regex_sets *s, struct regex_ranges *rs,
                        uint32_t *index)
{
    size_t bytes, at;

    einv__regex_tidy(rs);
    if (rs->failed || ((s->n + 1) * 2 > s->table_cap && !table_grow(s)))
        return false;
    bytes = rs->n * sizeof *rs->r;
    at = einv__hash32(EINV_HASH32_SEED, rs->r, bytes);
    for (; s->table[at & (s->table_cap - 1)] != 0; at++) {
        uint32_t i = s->table[at & (s->table_cap - 1)] - 1;

        if (s->sets[i].n == rs->n &&
            (bytes == 0 || memcmp(s->sets[i].r, rs->r, bytes) == 0)) {
            *index = i;
            return true;
        }
    }
    if (!append(s, rs))
        return false;
    *index = (uint32_t)s->n - 1;
    s->table[at & (s->table_cap - 1)] = (uint32_t)s->n;
    return true;
}

void einv__regex_sets_free(struct regex_sets *s)
{
    einv__free(s->alloc, s->sets, s->cap * sizeof *s->sets);
    einv__free(s->alloc, s->table, s->table_cap * sizeof *s->table);
}
