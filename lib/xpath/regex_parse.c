/* regex_parse.c: the grammar of patterns (F&O 2.0, 7.6.1; XML Schema part 2,
 * appendix F): branches, pieces, quantifiers, groups, back-references.
 *
 * (?: ) and flag q are of F&O 3.0: no pattern of 2.0 is read otherwise for
 * them.
 */
#include "regex_int.h"

bool einv__regex_bad(struct regex_parser *p, const char *code)
{
    if (p->error == NULL)
        p->error = code;
    return false;
}

static struct regex_node *fail(struct regex_parser *p, const char *code)
{
    einv__regex_bad(p, code);
    return NULL;
}

static struct regex_node *make(struct regex_parser *p, enum regex_kind kind,
                               bool nullable)
{
    struct regex_node *n = einv__arena_zero(p->arena, 1, sizeof *n);

    if (n == NULL)
        return fail(p, "EINV0002");
    n->kind = (uint8_t)kind;
    n->nullable = nullable;
    return n;
}

static struct regex_node *make_set(struct regex_parser *p,
                                   struct regex_ranges *rs)
{
    struct regex_node *n = make(p, REGEX_SET, false);

    if (n != NULL && !einv__regex_intern(p->sets, rs, &n->arg))
        n = fail(p, "EINV0002");
    einv__regex_ranges_free(rs);
    return n;
}

static struct regex_node *make_char(struct regex_parser *p, uint32_t c)
{
    struct regex_ranges rs = { .alloc = p->sets->alloc };

    einv__regex_add(&rs, c, c);
    if (p->caseless)
        einv__regex_add_variants(&rs, c, c);
    return make_set(p, &rs);
}

/* F&O 7.6.1: without flag s everything but the end of a line; F&O 3.0 made
 * clear that #xD is one, too. */
static struct regex_node *wildcard(struct regex_parser *p)
{
    struct regex_ranges rs = { .alloc = p->sets->alloc };

    if (!p->dotall) {
        einv__regex_add(&rs, '\n', '\n');
        einv__regex_add(&rs, '\r', '\r');
    }
    einv__regex_negate(&rs);
    return make_set(p, &rs);
}

/* \N: the longest number of a group that was opened (F&O 7.6.1). */
static struct regex_node *back_reference(struct regex_parser *p)
{
    uint32_t group = (uint32_t)(*p->p++ - '0');
    struct regex_node *n;

    while (p->p < p->end && *p->p >= '0' && *p->p <= '9') {
        uint32_t longer = group * 10 + (uint32_t)(*p->p - '0');

        if (longer > p->n_groups || longer >= EINV_REGEX_GROUPS)
            break;
        group = longer;
        p->p++;
    }
    if (group >= EINV_REGEX_GROUPS || !p->closed[group])
        return fail(p, "FORX0002");
    n = make(p, REGEX_BACK, true);
    if (n != NULL)
        n->arg = group;
    p->has_back = true;
    return n;
}

static struct regex_node *escape(struct regex_parser *p)
{
    struct regex_ranges rs = { .alloc = p->sets->alloc };
    bool single;
    uint32_t c;

    p->p++;
    if (p->p < p->end && *p->p >= '1' && *p->p <= '9')
        return back_reference(p);
    if (!einv__regex_escape(p, &rs, &single, &c)) {
        einv__regex_ranges_free(&rs);
        return NULL;
    }
    return single ? make_char(p, c) : make_set(p, &rs);
}

static struct regex_node *class_expr(struct regex_parser *p)
{
    struct regex_ranges rs = { .alloc = p->sets->alloc };

    p->p++;
    if (!einv__regex_class(p, &rs)) {
        einv__regex_ranges_free(&rs);
        return NULL;
    }
    return make_set(p, &rs);
}

static struct regex_node *alternatives(struct regex_parser *p);

static struct regex_node *group(struct regex_parser *p)
{
    struct regex_node *n = make(p, REGEX_GROUP, false);
    bool numbered = true;

    p->p++;
    if (einv__regex_peek(p, '?')) {
        if (p->end - p->p < 2 || p->p[1] != ':')
            return fail(p, "FORX0002");
        p->p += 2;
        numbered = false;
    }
    if (n == NULL)
        return NULL;
    if (++p->depth > REGEX_MAX_DEPTH)
        return fail(p, "EINV0001");
    if (numbered && ++p->n_groups < EINV_REGEX_GROUPS)
        n->arg = p->n_groups;
    n->last = alternatives(p);
    p->depth--;
    if (n->last == NULL)
        return NULL;
    if (!einv__regex_peek(p, ')'))
        return fail(p, "FORX0002");
    p->p++;
    p->closed[n->arg] = n->arg > 0;
    n->nullable = n->last->nullable;
    return n;
}

static struct regex_node *atom(struct regex_parser *p)
{
    size_t size;
    uint32_t c;

    switch (*p->p) {
    case '(': return group(p);
    case '[': return class_expr(p);
    case '\\': return escape(p);
    case '.': p->p++; return wildcard(p);
    case '^': p->p++; return make(p, REGEX_BOL, true);
    case '$': p->p++; return make(p, REGEX_EOL, true);
    case '?': case '*': case '+': case '{': case '}': case ']':
        return fail(p, "FORX0002");
    default:
        c = einv__utf8_get(p->p, p->end, &size);
        p->p += size;
        return make_char(p, c);
    }
}

/* Digits; a number that no text can reach stays what it is at most. */
static bool number(struct regex_parser *p, uint32_t *out)
{
    const char *from = p->p;
    uint64_t n = 0;

    for (; p->p < p->end && *p->p >= '0' && *p->p <= '9'; p->p++) {
        n = n * 10 + (uint64_t)(*p->p - '0');
        if (n >= REGEX_INFINITE)
            n = REGEX_INFINITE - 1;
    }
    *out = (uint32_t)n;
    return p->p > from || einv__regex_bad(p, "FORX0002");
}

static bool braces(struct regex_parser *p, uint32_t *min, uint32_t *max)
{
    p->p++;
    if (!number(p, min))
        return false;
    *max = *min;
    if (einv__regex_peek(p, ',')) {
        p->p++;
        *max = REGEX_INFINITE;
        if (!einv__regex_peek(p, '}') && !number(p, max))
            return false;
    }
    if (!einv__regex_peek(p, '}') || *max < *min)
        return einv__regex_bad(p, "FORX0002");
    p->p++;
    return true;
}

/* The quantifier behind an atom, if there is one. */
static struct regex_node *quantified(struct regex_parser *p,
                                     struct regex_node *child)
{
    uint32_t min = 0, max = REGEX_INFINITE;
    struct regex_node *n;

    if (child == NULL || p->p == p->end)
        return child;
    switch (*p->p) {
    case '?': max = 1; p->p++; break;
    case '*': p->p++; break;
    case '+': min = 1; p->p++; break;
    case '{':
        if (!braces(p, &min, &max))
            return NULL;
        break;
    default:
        return child;
    }
    n = make(p, REGEX_REPEAT, min == 0 || child->nullable);
    if (n == NULL)
        return NULL;
    n->lazy = einv__regex_peek(p, '?');
    if (n->lazy)
        p->p++;
    n->min = min;
    n->max = max;
    n->last = child;
    return n;
}

static struct regex_node *branch(struct regex_parser *p)
{
    struct regex_node *cat = make(p, REGEX_CAT, true);

    while (cat != NULL && p->p < p->end && *p->p != '|' && *p->p != ')') {
        struct regex_node *piece = quantified(p, atom(p));

        if (piece == NULL)
            return NULL;
        cat->nullable = cat->nullable && piece->nullable;
        piece->prev = cat->last;
        cat->last = piece;
    }
    if (cat != NULL && cat->last != NULL && cat->last->prev == NULL)
        return cat->last;
    return cat;
}

static struct regex_node *alternatives(struct regex_parser *p)
{
    struct regex_node *first = branch(p), *alt;

    if (first == NULL || !einv__regex_peek(p, '|'))
        return first;
    alt = make(p, REGEX_ALT, first->nullable);
    if (alt == NULL)
        return NULL;
    alt->last = first;
    while (einv__regex_peek(p, '|')) {
        struct regex_node *next;

        p->p++;
        next = branch(p);
        if (next == NULL)
            return NULL;
        alt->nullable = alt->nullable || next->nullable;
        next->prev = alt->last;
        alt->last = next;
    }
    return alt;
}

/* Flag x: white space outside of classes is not there (F&O 7.6.1.1). */
static bool despaced(struct regex_parser *p)
{
    size_t len = 0, depth = 0;
    char *copy = einv__arena_alloc(p->arena, (size_t)(p->end - p->p) + 1);

    if (copy == NULL)
        return einv__regex_bad(p, "EINV0002");
    for (const char *at = p->p; at < p->end; at++) {
        if (depth == 0 && einv__is_space(*at))
            continue;
        copy[len++] = *at;
        if (*at == '[')
            depth++;
        else if (*at == ']' && depth > 0)
            depth--;
        else if (*at == '\\' && at + 1 < p->end &&
                 !einv__is_space(at[1]))
            copy[len++] = *++at;
    }
    p->p = copy;
    p->end = copy + len;
    return true;
}

/* Flag q: every character for itself. */
static struct regex_node *literal(struct regex_parser *p)
{
    struct regex_node *cat = make(p, REGEX_CAT, p->p == p->end);

    while (cat != NULL && p->p < p->end) {
        size_t size;
        uint32_t c = einv__utf8_get(p->p, p->end, &size);
        struct regex_node *n = make_char(p, c);

        if (n == NULL)
            return NULL;
        p->p += size;
        n->prev = cat->last;
        cat->last = n;
    }
    return cat;
}

struct regex_node *einv__regex_parse(struct regex_parser *p)
{
    struct regex_node *tree;

    if (p->literal)
        return literal(p);
    if (p->spaced && !despaced(p))
        return NULL;
    tree = alternatives(p);
    if (tree != NULL && p->p < p->end)
        return fail(p, "FORX0002");     /* a ')' too many */
    return tree;
}
