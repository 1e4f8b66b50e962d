/* fn_regex.c: matches, replace, tokenize (F&O 7.6).
 */
#include "fn.h"
#include "regex.h"

/* A pattern that was known when compiling.  Its error waits until it is
 * evaluated. */
struct prepared {
    const struct einv_regex *re;
    const char *error;
};

bool einv__xp_prepare_regex(struct einv_arena *arena, const char *function,
                            struct einv_text pattern, struct einv_text flags,
                            const void **prepared)
{
    struct prepared *p;

    *prepared = NULL;
    if (strcmp(function, "matches") != 0 && strcmp(function, "replace") != 0
        && strcmp(function, "tokenize") != 0)
        return true;
    p = einv__arena_zero(arena, 1, sizeof *p);
    if (p == NULL)
        return false;
    p->re = einv__regex_new(arena, pattern, flags, &p->error);
    if (p->re == NULL && strcmp(p->error, "EINV0002") == 0)
        return false;
    *prepared = p;
    return true;
}

/* The expression of a call; its flags are argument `flags`, if there. */
static const struct einv_regex *regex_of(struct einv_xp_run *run,
                                         const struct einv_xp_call *call,
                                         size_t flags)
{
    const struct prepared *p = call->prepared;

    if (p == NULL)
        return einv__regex_get(run, einv__xp_arg_text(call, 1),
                               einv__xp_arg_text(call, flags));
    if (p->re == NULL)
        einv__regex_fail(run, p->error);
    return p->re;
}

bool einv__xp_fn_matches(struct einv_xp_run *run,
                         const struct einv_xp_call *call,
                         struct einv_xp_seq *result)
{
    const struct einv_regex *re = regex_of(run, call, 2);
    bool found;

    return re != NULL &&
        einv__regex_test(run, re, einv__xp_arg_text(call, 0), &found) &&
        einv__xp_one(run, einv__xp_boolean(found), result);
}

/* --- replace ------------------------------------------------------------ */

static bool is_digit(char c)
{
    return c >= '0' && c <= '9';
}

/* F&O 7.6.3: \\, \$, $N and nothing else behind \ and $. */
static bool valid_replacement(struct einv_text r)
{
    for (size_t i = 0; i < r.len; i++) {
        char next = i + 1 < r.len ? r.ptr[i + 1] : '\0';

        if (r.ptr[i] == '\\') {
            if (next != '\\' && next != '$')
                return false;
            i++;
        } else if (r.ptr[i] == '$' && !is_digit(next)) {
            return false;
        }
    }
    return true;
}

/* Appends within the run's memory. */
static bool put(struct einv_xp_run *run, struct einv_buf *buf,
                struct einv_text piece)
{
    if (buf->len + piece.len > run->bytes)
        return einv__xp_fail_limit(run, "scratch");
    einv__buf_text(buf, piece);
    return !buf->failed || einv__xp_fail(run, "EINV0002");
}

/* $N: the longest number that is a group's; *i stays on the last digit. */
static size_t group_of(struct einv_text r, size_t *i, size_t n_groups)
{
    size_t group = (size_t)(r.ptr[*i] - '0');

    while (*i + 1 < r.len && is_digit(r.ptr[*i + 1]) &&
           group * 10 + (size_t)(r.ptr[*i + 1] - '0') <= n_groups)
        group = group * 10 + (size_t)(r.ptr[++*i] - '0');
    return group;
}

static bool put_replacement(struct einv_xp_run *run, struct einv_buf *buf,
                            struct einv_text r, struct einv_text text,
                            const struct einv_regex_span *spans,
                            size_t n_groups)
{
    for (size_t i = 0; i < r.len; i++) {
        struct einv_text piece = einv__text(r.ptr + i, 1);

        if (r.ptr[i] == '\\') {
            piece = einv__text(r.ptr + ++i, 1);
        } else if (r.ptr[i] == '$') {
            size_t group;

            i++;
            group = group_of(r, &i, n_groups);
            piece = EINV_TEXT("");
            if (group <= n_groups && spans[group].end != SIZE_MAX)
                piece = einv__text(text.ptr + spans[group].start,
                                   spans[group].end - spans[group].start);
        }
        if (!put(run, buf, piece))
            return false;
    }
    return einv__xp_step(run, 1 + r.len / 8);
}

static bool replace_all(struct einv_xp_run *run, const struct einv_regex *re,
                        struct einv_text text, struct einv_text r,
                        struct einv_buf *buf)
{
    struct einv_regex_span spans[EINV_REGEX_GROUPS];
    size_t n_groups = einv__regex_groups(re), from = 0;
    size_t n_spans = memchr(r.ptr, '$', r.len) != NULL ? n_groups + 1 : 1;
    bool found, literal = einv__regex_is_literal(re);

    for (;;) {
        if (!einv__regex_find(run, re, text, from, spans, n_spans, &found))
            return false;
        if (!found)
            break;
        if (!put(run, buf, einv__text(text.ptr + from,
                                      spans[0].start - from)) ||
            !(literal ? put(run, buf, r)
              : put_replacement(run, buf, r, text, spans, n_groups)))
            return false;
        from = spans[0].end;
    }
    return put(run, buf, einv__text(text.ptr + from, text.len - from));
}

bool einv__xp_fn_replace(struct einv_xp_run *run,
                         const struct einv_xp_call *call,
                         struct einv_xp_seq *result)
{
    const struct einv_regex *re = regex_of(run, call, 3);
    struct einv_text text = einv__xp_arg_text(call, 0);
    struct einv_text r = einv__xp_arg_text(call, 2), out;
    struct einv_buf buf;

    if (re == NULL)
        return false;
    if (einv__regex_is_empty(re))
        return einv__xp_fail(run, "FORX0003");
    if (r.ptr == NULL)
        r = EINV_TEXT("");
    if (text.ptr == NULL)
        text = EINV_TEXT("");
    if (!einv__regex_is_literal(re) && !valid_replacement(r))
        return einv__xp_fail(run, "FORX0004");
    einv__xp_buf(run, &buf);
    if (!replace_all(run, re, text, r, &buf)) {
        einv__buf_free(&buf);
        return false;
    }
    return einv__xp_take(run, &buf, &out) &&
        einv__xp_one(run, einv__xp_text(EINV_XP_STRING, out), result);
}

/* --- tokenize ----------------------------------------------------------- */

bool einv__xp_fn_tokenize(struct einv_xp_run *run,
                          const struct einv_xp_call *call,
                          struct einv_xp_seq *result)
{
    const struct einv_regex *re = regex_of(run, call, 2);
    struct einv_text text = einv__xp_arg_text(call, 0);
    struct einv_xp_list list = { .n = 0 };
    bool found = true;

    if (re == NULL)
        return false;
    if (einv__regex_is_empty(re))
        return einv__xp_fail(run, "FORX0003");
    *result = EINV_XP_EMPTY;
    if (text.len == 0)
        return true;
    for (size_t from = 0; found;) {
        struct einv_regex_span span = { text.len, text.len };
        struct einv_xp_item item;

        if (!einv__regex_find(run, re, text, from, &span, 1, &found))
            return false;
        if (!found)
            span.start = text.len;
        item = einv__xp_text(EINV_XP_STRING,
                             einv__text(text.ptr + from, span.start - from));
        if (!einv__xp_push(run, &list, &item))
            return false;
        from = span.end;
    }
    *result = einv__xp_list_seq(&list);
    return true;
}
