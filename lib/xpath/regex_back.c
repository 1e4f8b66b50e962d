/* regex_back.c: patterns with back-references, by backtracking.
 *
 * This may take exponential time; the budget of steps ends it.  What has to
 * be undone is on a stack of its own, not on C's.
 */
#include "regex_int.h"
#include "unicode.h"

struct back_frame {
    enum { GO, SLOT, GREEDY, LAZY } kind;
    uint32_t pc;                /* GO: try it at `at`; SLOT: which */
    size_t at;                  /* SLOT: the old value */
    size_t end;                 /* GREEDY: of what is matched, back to at;
                                   LAZY: from at on */
    uint32_t count;             /* LAZY: characters matched */
};

struct back {
    struct einv_xp_run *run;
    const struct einv_regex *re;
    struct einv_text text;
    size_t *slots;              /* groups, then marks */
    size_t n_slots;
    struct back_frame *frames;
    size_t n, cap;
    uint64_t spent;
};

static bool push(struct back *b, struct back_frame f)
{
    if (!einv__regex_grow(b->run, &b->frames, &b->cap, b->n + 1,
                          sizeof *b->frames))
        return false;
    b->frames[b->n++] = f;
    return true;
}

static bool set_slot(struct back *b, uint32_t slot, size_t value)
{
    if (!push(b, (struct back_frame){ SLOT, slot, b->slots[slot], 0, 0 }))
        return false;
    b->slots[slot] = value;
    return true;
}

/* Reads a character of the set at *pos. */
static bool read_set(const struct back *b, uint32_t set, size_t *pos)
{
    size_t size;
    uint32_t class;

    if (*pos == b->text.len)
        return false;
    class = einv__regex_next(b->re, b->text.ptr + *pos,
                             b->text.ptr + b->text.len, &size);
    if (!einv__regex_in(b->re, set, class))
        return false;
    *pos += size;
    return true;
}

/* Reads what group matched; a group that took no part matched nothing. */
static bool read_group(struct back *b, uint32_t group, size_t *pos)
{
    size_t at = b->slots[group * 2], end = b->slots[group * 2 + 1];
    const char *stop = b->text.ptr + b->text.len;

    if (at == SIZE_MAX || end == SIZE_MAX)
        return true;
    b->spent += end - at;
    while (at < end) {
        size_t n, m;
        uint32_t c, d;

        if (*pos == b->text.len)
            return false;
        c = einv__utf8_get(b->text.ptr + at, stop, &n);
        d = einv__utf8_get(b->text.ptr + *pos, stop, &m);
        if (c != d && !(b->re->caseless && einv__uc_same_caseless(c, d)))
            return false;
        at += n;
        *pos += m;
    }
    return true;
}

/* A counter at *pos: as many as it can (or as few as it must), the rest is
 * left to be tried.  *ok: it got that far.  false: error. */
static bool read_count(struct back *b, uint32_t pc, size_t *pos, bool *ok)
{
    const struct regex_inst *i = &b->re->prog[pc];
    size_t least = *pos;
    uint32_t n = 0;

    while (n < i->min && read_set(b, i->arg, pos))
        n++;
    b->spent += n;
    *ok = n == i->min;
    if (!*ok || n == i->max)
        return true;
    least = *pos;
    if (i->lazy)
        return push(b, (struct back_frame){ LAZY, pc, least, 0, n });
    for (; n < i->max && read_set(b, i->arg, pos); n++)
        b->spent++;
    return *pos == least ||
        push(b, (struct back_frame){ GREEDY, pc, least, *pos, 0 });
}

/* Takes up what was left to try.  *pc, *pos: where; false: nothing left, or
 * an error. */
static bool retry(struct back *b, uint32_t *pc, size_t *pos)
{
    while (b->n > 0) {
        struct back_frame *f = &b->frames[b->n - 1];
        const struct regex_inst *i = &b->re->prog[f->pc];

        b->spent++;
        *pc = f->pc;
        *pos = f->at;
        switch (f->kind) {
        case SLOT:
            b->slots[f->pc] = f->at;
            b->n--;
            continue;
        case GO:
            b->n--;
            return true;
        case GREEDY:
            do
                f->end--;
            while (f->end > f->at && (b->text.ptr[f->end] & 0xC0) == 0x80);
            *pos = f->end;
            *pc = i->next;
            b->n -= f->end == f->at;
            return true;
        default:
            if (f->count >= i->max || !read_set(b, i->arg, &f->at)) {
                b->n--;
                continue;
            }
            f->count++;
            *pos = f->at;
            *pc = i->next;
            return true;
        }
    }
    return false;
}

/* One instruction.  *ok: it went well; false: error. */
static bool step(struct back *b, uint32_t *pc, size_t *pos, bool *ok)
{
    const struct regex_inst *i = &b->re->prog[*pc];
    uint32_t mark = (uint32_t)b->re->n_groups * 2 + i->arg;
    uint32_t here = *pc;

    *ok = true;
    *pc = i->next;
    switch ((enum regex_op)i->op) {
    case REGEX_OP_CHAR:
        *ok = read_set(b, i->arg, pos);
        return true;
    case REGEX_OP_SPLIT:
        return push(b, (struct back_frame){ GO, i->arg, *pos, 0, 0 });
    case REGEX_OP_SAVE:
        return set_slot(b, i->arg, *pos);
    case REGEX_OP_COUNT:
        return read_count(b, here, pos, ok);
    case REGEX_OP_BACK:
        *ok = read_group(b, i->arg, pos);
        return true;
    case REGEX_OP_MARK:
        return set_slot(b, mark, *pos);
    case REGEX_OP_CHECK:
        if (b->slots[mark] == *pos)
            *pc = i->min;
        return true;
    default:                    /* ^ and $ */
        *ok = einv__regex_holds(b->re, i->op,
                                einv__regex_before(b->text, *pos) |
                                einv__regex_behind(b->text, *pos));
        return true;
    }
}

/* A match that starts at `from`; its end. */
static bool match_at(struct back *b, size_t from, size_t *end, bool *found)
{
    uint32_t pc = b->re->start;
    size_t pos = from;

    b->n = 0;
    *found = false;
    for (size_t i = 0; i < b->n_slots; i++)
        b->slots[i] = SIZE_MAX;
    for (;;) {
        bool ok;

        if (b->re->prog[pc].op == REGEX_OP_MATCH) {
            *end = pos;
            *found = true;
            return true;
        }
        if (!step(b, &pc, &pos, &ok))
            return false;
        if (!ok && !retry(b, &pc, &pos))
            return true;
        if (++b->spent >= 1024) {
            if (!einv__xp_step(b->run, b->spent))
                return false;
            b->spent = 0;
        }
    }
}

static bool walk(struct back *b, size_t from, struct einv_regex_span *whole,
                 bool *found)
{
    for (size_t at = from;;) {
        size_t size;

        whole->start = at;
        if (!match_at(b, at, &whole->end, found))
            return false;
        if (*found || at == b->text.len || b->re->anchored)
            return einv__xp_step(b->run, b->spent + 1);
        einv__utf8_get(b->text.ptr + at, b->text.ptr + b->text.len, &size);
        at += size;
    }
}

bool einv__regex_run_back(struct einv_xp_run *run,
                          const struct einv_regex *re, struct einv_text text,
                          size_t from, struct einv_regex_span *spans,
                          size_t n_spans, bool *found)
{
    struct einv_regex_memory *m = run->regex;
    struct back b = { .run = run, .re = re, .text = text };
    struct einv_regex_span whole = { 0, 0 };
    size_t slots_cap = 0;
    bool ok;

    b.n_slots = (size_t)re->n_groups * 2 + re->n_marks;
    ok = einv__regex_grow(run, &b.slots, &slots_cap, b.n_slots,
                          sizeof *b.slots) &&
        walk(&b, from, &whole, found);
    for (size_t i = 0; ok && *found && i < n_spans; i++) {
        spans[i] = (struct einv_regex_span){ SIZE_MAX, SIZE_MAX };
        if (i == 0)
            spans[i] = whole;
        else if (i < re->n_groups && b.slots[i * 2 + 1] != SIZE_MAX)
            spans[i] = (struct einv_regex_span){ b.slots[i * 2],
                                                 b.slots[i * 2 + 1] };
    }
    m->bytes -= slots_cap * sizeof *b.slots + b.cap * sizeof *b.frames;
    einv__free(m->alloc, b.slots, slots_cap * sizeof *b.slots);
    einv__free(m->alloc, b.frames, b.cap * sizeof *b.frames);
    return ok;
}
