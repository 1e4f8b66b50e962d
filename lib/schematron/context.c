/* context.c: which nodes a rule's context can match at all.
 *
 * Read off the text of the pattern: what stands behind the last slash of
 * each branch, predicates taken away.  It only says "cannot": the pattern
 * itself decides.
 */
#include "set.h"

/* Moves over a literal, a comment or a predicate; 0: there is none. */
static size_t aside(struct einv_text t, size_t i)
{
    char open = t.ptr[i];
    size_t depth = 0, from = i;

    if (open == '\'' || open == '"') {
        for (i++; i < t.len && t.ptr[i] != open; i++)
            ;
        return i + 1 - from;
    }
    if (open != '[')
        return 0;
    for (; i < t.len; i++) {
        if (t.ptr[i] == '\'' || t.ptr[i] == '"') {
            i += aside(t, i) - 1;
        } else if (t.ptr[i] == '[') {
            depth++;
        } else if (t.ptr[i] == ']' && --depth == 0) {
            return i + 1 - from;
        }
    }
    return t.len - from;
}

static bool is_name(struct einv_text t)
{
    size_t i;

    for (i = 0; i < t.len; i++) {
        char c = t.ptr[i];

        if (!((c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') ||
              (c >= '0' && c <= '9') || c == '_' || c == '-' || c == '.' ||
              (c & 0x80) != 0))
            return false;
    }
    return t.len > 0;
}

/* The last step of a branch without its predicates. */
static unsigned step(struct einv_text t, struct einv_text *local)
{
    struct einv_text prefix, rest;

    *local = EINV_TEXT("");
    t = einv__text_trim(t);
    if (t.len == 0)
        return SCH_DOCUMENT;            /* "/" */
    if (t.ptr[0] == '@')
        return SCH_ATTRIBUTES;
    prefix = einv__text_cut(t, ':', &rest);
    if (rest.ptr == NULL) {
        rest = prefix;
        prefix = EINV_TEXT("x");
    }
    if (is_name(rest) && (is_name(prefix) || einv__text_is(prefix, "*"))) {
        *local = rest;
        return SCH_ELEMENTS;
    }
    if (einv__text_is(rest, "*"))
        return SCH_ELEMENTS;
    return SCH_ELEMENTS | SCH_ATTRIBUTES | SCH_DOCUMENT | SCH_OTHERS;
}

struct branches {
    struct einv_text *names;
    size_t n;
    unsigned kinds;
    bool any;                           /* an element of any name */
};

static void branch(struct branches *b, struct einv_text t)
{
    struct einv_text local;
    unsigned kinds = step(t, &local);

    b->kinds |= kinds;
    if (local.len > 0)
        b->names[b->n++] = local;
    else if ((kinds & SCH_ELEMENTS) != 0)
        b->any = true;
}

/* Walks the text with predicates blanked out in `t`. */
static void split(struct branches *b, struct einv_text t)
{
    size_t depth = 0, from = 0, i;

    for (i = 0; i < t.len; i++) {
        char c = t.ptr[i];

        if (c == '(')
            depth++;
        else if (c == ')' && depth > 0)
            depth--;
        else if (c == '/' && depth == 0)
            from = i + 1;
        else if (c == '|' && depth == 0) {
            branch(b, einv__text(t.ptr + from, i - from));
            from = i + 1;
        }
    }
    branch(b, einv__text(t.ptr + from, t.len - from));
}

bool einv__sch_context(struct sch_reader *r, struct sch_rule *rule)
{
    struct einv_text t = rule->context;
    char *bare = einv__arena_dup(r->set->arena, t);
    struct branches b = { 0 };
    size_t i, n, most = 1;

    if (bare == NULL)
        return einv__sch_nomem(r);
    for (i = 0; i < t.len; i += n > 0 ? n : 1) {
        n = aside(t, i);
        memset(bare + i, ' ', n);
        if (n == 0 && t.ptr[i] == '|')
            most++;
    }
    b.names = einv__arena_zero(r->set->arena, most, sizeof(*b.names));
    if (b.names == NULL)
        return einv__sch_nomem(r);
    split(&b, einv__text(bare, t.len));
    rule->kinds = b.kinds;
    rule->names = b.any ? NULL : b.names;
    rule->n_names = b.any ? 0 : b.n;
    return true;
}
