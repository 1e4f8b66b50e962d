/* fn_contains.c: functions that compare strings (F&O 7.3, 7.5).
 *
 * There is one collation: by code points, which is by the bytes of UTF-8.
 */
#include "fn.h"
#include "fn_text.h"

#define CODEPOINTS "http://www.w3.org/2005/xpath-functions/collation/codepoint"

/* Is the collation, argument `i` if it is there, the one we have? */
static bool collation(struct einv_xp_run *run,
                      const struct einv_xp_call *call, size_t i)
{
    return call->n <= i || einv__text_is(einv__xp_arg_text(call, i),
                                         CODEPOINTS) ||
        einv__xp_fail(run, "FOCH0002");
}

/* Where `part` starts in `in` first; SIZE_MAX: nowhere.  Time may be the
 * product of the lengths, so that comparisons count as steps. */
static bool find(struct einv_xp_run *run, struct einv_text in,
                 struct einv_text part, size_t *at)
{
    uint64_t work = in.len;

    *at = part.len == 0 ? 0 : SIZE_MAX;
    if (part.len == 0)
        return true;
    for (size_t i = 0; part.len <= in.len - i; i++) {
        const char *p = memchr(in.ptr + i, part.ptr[0],
                               in.len - i - part.len + 1);
        size_t same = 1;

        if (p == NULL)
            break;
        while (same < part.len && p[same] == part.ptr[same])
            same++;
        if (same == part.len) {
            *at = (size_t)(p - in.ptr);
            break;
        }
        i = (size_t)(p - in.ptr);
        work += same;
        if (work > 65536) {
            if (!einv__xp_step(run, work / 64))
                return false;
            work = 0;
        }
    }
    return einv__xp_step(run, 1 + work / 64);
}

static bool give(struct einv_xp_run *run, bool value,
                 struct einv_xp_seq *result)
{
    return einv__xp_one(run, einv__xp_boolean(value), result);
}

bool einv__xp_fn_contains(struct einv_xp_run *run,
                          const struct einv_xp_call *call,
                          struct einv_xp_seq *result)
{
    size_t at;

    return collation(run, call, 2) &&
        find(run, einv__xp_arg_text(call, 0), einv__xp_arg_text(call, 1),
             &at) &&
        give(run, at != SIZE_MAX, result);
}

bool einv__xp_fn_starts_with(struct einv_xp_run *run,
                             const struct einv_xp_call *call,
                             struct einv_xp_seq *result)
{
    struct einv_text in = einv__xp_arg_text(call, 0);
    struct einv_text part = einv__xp_arg_text(call, 1);

    return collation(run, call, 2) &&
        give(run, part.len <= in.len &&
             einv__text_eq(einv__text(in.ptr, part.len), part), result);
}

bool einv__xp_fn_ends_with(struct einv_xp_run *run,
                           const struct einv_xp_call *call,
                           struct einv_xp_seq *result)
{
    struct einv_text in = einv__xp_arg_text(call, 0);
    struct einv_text part = einv__xp_arg_text(call, 1);

    return collation(run, call, 2) &&
        give(run, part.len == 0 || (part.len <= in.len &&
             einv__text_eq(einv__text(in.ptr + in.len - part.len, part.len),
                           part)), result);
}

bool einv__xp_fn_substring_before(struct einv_xp_run *run,
                                  const struct einv_xp_call *call,
                                  struct einv_xp_seq *result)
{
    struct einv_text in = einv__xp_arg_text(call, 0);
    size_t at;

    return collation(run, call, 2) &&
        find(run, in, einv__xp_arg_text(call, 1), &at) &&
        einv__xp_give_text(run, einv__text(in.ptr, at == SIZE_MAX ? 0 : at),
                           result);
}

bool einv__xp_fn_substring_after(struct einv_xp_run *run,
                                 const struct einv_xp_call *call,
                                 struct einv_xp_seq *result)
{
    struct einv_text in = einv__xp_arg_text(call, 0);
    struct einv_text part = einv__xp_arg_text(call, 1);
    size_t at;

    if (!collation(run, call, 2) || !find(run, in, part, &at))
        return false;
    if (at == SIZE_MAX)
        return einv__xp_give_text(run, EINV_TEXT(""), result);
    return einv__xp_give_text(run, in.len == 0 ? in
        : einv__text(in.ptr + at + part.len, in.len - at - part.len),
        result);
}

/* By code points: < 0, 0, > 0. */
static int order(struct einv_text a, struct einv_text b)
{
    size_t n = a.len < b.len ? a.len : b.len;
    int c = n > 0 ? memcmp(a.ptr, b.ptr, n) : 0;

    return c != 0 ? c : (a.len > b.len) - (a.len < b.len);
}

bool einv__xp_fn_compare(struct einv_xp_run *run,
                         const struct einv_xp_call *call,
                         struct einv_xp_seq *result)
{
    int c;

    *result = EINV_XP_EMPTY;
    if (!collation(run, call, 2))
        return false;
    if (call->args[0].n == 0 || call->args[1].n == 0)
        return true;
    c = order(einv__xp_arg_text(call, 0), einv__xp_arg_text(call, 1));
    return einv__xp_one(run, einv__xp_integer((c > 0) - (c < 0)), result);
}

bool einv__xp_fn_codepoint_equal(struct einv_xp_run *run,
                                 const struct einv_xp_call *call,
                                 struct einv_xp_seq *result)
{
    *result = EINV_XP_EMPTY;
    if (call->args[0].n == 0 || call->args[1].n == 0)
        return true;
    return give(run, einv__text_eq(einv__xp_arg_text(call, 0),
                                   einv__xp_arg_text(call, 1)), result);
}
