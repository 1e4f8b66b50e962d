/* fn_string.c: functions on strings that need no collation and no pattern
 * (F&O 7.2, 7.4).
 */
#include "double.h"
#include "fn.h"
#include "node.h"
#include "fn_text.h"

/* --- helpers of the string functions (fn_text.h) ------------------------- */

bool einv__xp_put(struct einv_xp_run *run, struct einv_buf *buf,
                  struct einv_text piece)
{
    if (buf->len + piece.len > run->bytes) {
        einv__buf_free(buf);
        return einv__xp_fail_limit(run, "scratch");
    }
    einv__buf_text(buf, piece);
    if (buf->failed) {
        einv__buf_free(buf);
        return einv__xp_fail(run, "EINV0002");
    }
    return true;
}

bool einv__xp_give_text(struct einv_xp_run *run, struct einv_text text,
                        struct einv_xp_seq *result)
{
    if (text.ptr == NULL)
        text = EINV_TEXT("");
    return einv__xp_step(run, 1 + text.len / 64) &&
        einv__xp_one(run, einv__xp_text(EINV_XP_STRING, text), result);
}

bool einv__xp_give_buf(struct einv_xp_run *run, struct einv_buf *buf,
                       struct einv_xp_seq *result)
{
    struct einv_text text;

    return einv__xp_take(run, buf, &text) &&
        einv__xp_give_text(run, text, result);
}

/* The argument, or the context item's string value where there is none. */
static bool text_or_context(struct einv_xp_run *run,
                            const struct einv_xp_call *call,
                            struct einv_text *out)
{
    if (call->n > 0) {
        *out = einv__xp_arg_text(call, 0);
        return true;
    }
    if (call->focus == NULL || !call->focus->has)
        return einv__xp_fail(run, "XPDY0002");
    return einv__xp_atomize_string(run, &call->focus->item, out);
}

/* --- joining ------------------------------------------------------------ */

bool einv__xp_fn_concat(struct einv_xp_run *run,
                        const struct einv_xp_call *call,
                        struct einv_xp_seq *result)
{
    struct einv_buf buf;

    einv__xp_buf(run, &buf);
    for (size_t i = 0; i < call->n; i++) {
        struct einv_text piece = EINV_TEXT("");

        if (call->args[i].n > 0 &&
            !einv__xp_string(run, &call->args[i].items[0], &piece)) {
            einv__buf_free(&buf);
            return false;
        }
        if (!einv__xp_put(run, &buf, piece))
            return false;
    }
    return einv__xp_give_buf(run, &buf, result);
}

/* F&O 3.1 takes any atomic values, and the reference does in rules of 2.0,
 * too. */
bool einv__xp_fn_string_join(struct einv_xp_run *run,
                             const struct einv_xp_call *call,
                             struct einv_xp_seq *result)
{
    const struct einv_xp_seq *parts = &call->args[0];
    struct einv_text between = einv__xp_arg_text(call, 1), piece;
    struct einv_buf buf;

    if (parts->n == 1)
        return einv__xp_string(run, &parts->items[0], &piece) &&
            einv__xp_give_text(run, piece, result);
    einv__xp_buf(run, &buf);
    for (size_t i = 0; i < parts->n; i++) {
        if (!einv__xp_string(run, &parts->items[i], &piece)) {
            einv__buf_free(&buf);
            return false;
        }
        if ((i > 0 && !einv__xp_put(run, &buf, between)) ||
            !einv__xp_put(run, &buf, piece))
            return false;
    }
    return einv__xp_give_buf(run, &buf, result);
}

/* --- lengths and parts -------------------------------------------------- */

static size_t characters(struct einv_text text)
{
    size_t n = 0;

    for (size_t i = 0; i < text.len; i++)
        n += (text.ptr[i] & 0xC0) != 0x80;
    return n;
}

bool einv__xp_fn_string_length(struct einv_xp_run *run,
                               const struct einv_xp_call *call,
                               struct einv_xp_seq *result)
{
    struct einv_text text;

    return text_or_context(run, call, &text) &&
        einv__xp_step(run, 1 + text.len / 64) &&
        einv__xp_one(run, einv__xp_integer((int64_t)characters(text)),
                     result);
}

/* F&O 6.4.4: half goes up; NaN and the infinities stay. */
static double round_up(double d)
{
    double below = einv__xp_floor(d);

    return d - below < 0.5 || below == d ? below : below + 1;
}

/* F&O 7.4.3: the characters at positions p with from <= p < end, where both
 * may be anything; NaN compares with nothing. */
static struct einv_text between(struct einv_text text, double from,
                                double end, bool to_the_end)
{
    size_t at = 0, start = text.len, stop = text.len;
    double p = 1;

    if (!(from <= (double)text.len))
        return EINV_TEXT("");
    for (; at < text.len && !(from <= p); p++)
        do
            at++;
        while (at < text.len && (text.ptr[at] & 0xC0) == 0x80);
    start = at;
    if (to_the_end)
        return einv__text(text.ptr + start, text.len - start);
    for (; at < text.len && p < end; p++)
        do
            at++;
        while (at < text.len && (text.ptr[at] & 0xC0) == 0x80);
    stop = at;
    return einv__text(text.ptr + start, stop - start);
}

bool einv__xp_fn_substring(struct einv_xp_run *run,
                           const struct einv_xp_call *call,
                           struct einv_xp_seq *result)
{
    double from = round_up(call->args[1].items[0].u.real), end = 0;

    if (call->n > 2)
        end = from + round_up(call->args[2].items[0].u.real);
    return einv__xp_give_text(run, between(einv__xp_arg_text(call, 0), from,
                                           end, call->n == 2), result);
}

/* --- white space -------------------------------------------------------- */

static bool is_normal(struct einv_text text)
{
    bool after_space = true;

    for (size_t i = 0; i < text.len; i++) {
        bool space = einv__is_space(text.ptr[i]);

        if (space && (after_space || text.ptr[i] != ' '))
            return false;
        after_space = space;
    }
    return text.len == 0 || !after_space;
}

bool einv__xp_fn_normalize_space(struct einv_xp_run *run,
                                 const struct einv_xp_call *call,
                                 struct einv_xp_seq *result)
{
    struct einv_text text, word;
    struct einv_buf buf;

    if (!text_or_context(run, call, &text))
        return false;
    text = einv__text_trim(text);
    if (is_normal(text))
        return einv__xp_give_text(run, text, result);
    einv__xp_buf(run, &buf);
    while ((word = einv__text_word(&text)).len > 0)
        if ((buf.len > 0 && !einv__xp_put(run, &buf, EINV_TEXT(" "))) ||
            !einv__xp_put(run, &buf, word))
            return false;
    return einv__xp_give_buf(run, &buf, result);
}

/* --- translate ---------------------------------------------------------- */

enum { STAYS = 0, GOES = 0x110000 };     /* no characters of XML */

struct translation {
    struct einv_text map, trans;
    uint32_t ascii[128];        /* STAYS, GOES or what it becomes */
};

/* What c becomes: the character of trans at the place where map has c
 * first.  *work counts characters that were looked at. */
static uint32_t translated(const struct translation *t, uint32_t c,
                           uint64_t *work)
{
    const char *m = t->map.ptr, *m_end = m + t->map.len;
    const char *r = t->trans.ptr, *r_end = r + t->trans.len;
    size_t size;

    for (; m < m_end; m += size) {
        uint32_t to = GOES;

        ++*work;
        if (r < r_end) {
            to = einv__utf8_get(r, r_end, &size);
            r += size;
        }
        if (einv__utf8_get(m, m_end, &size) == c)
            return to;
    }
    return STAYS;
}

static bool translate_all(struct einv_xp_run *run,
                          const struct translation *t, struct einv_text text,
                          struct einv_buf *buf)
{
    const char *end = text.ptr + text.len;
    uint64_t work = 0;
    size_t size;

    for (const char *p = text.ptr; p < end; p += size) {
        uint32_t c = einv__utf8_get(p, end, &size), to;
        char utf8[4];

        to = c < 128 ? t->ascii[c] : translated(t, c, &work);
        if (to == STAYS)
            einv__buf_put(buf, p, size);
        else if (to != GOES)
            einv__buf_put(buf, utf8, einv__utf8_put(to, utf8));
        if (work > 4096) {
            if (!einv__xp_step(run, work / 16))
                return false;
            work = 0;
        }
    }
    return true;
}

bool einv__xp_fn_translate(struct einv_xp_run *run,
                           const struct einv_xp_call *call,
                           struct einv_xp_seq *result)
{
    struct einv_text text = einv__xp_arg_text(call, 0);
    struct translation t = { .map = einv__xp_arg_text(call, 1),
                             .trans = einv__xp_arg_text(call, 2) };
    uint64_t work = 0;
    struct einv_buf buf;

    if (text.len == 0 || t.map.len == 0)
        return einv__xp_give_text(run, text, result);
    for (uint32_t c = 0; c < 128; c++)
        t.ascii[c] = translated(&t, c, &work);
    if (!einv__xp_step(run, work / 16))
        return false;
    einv__xp_buf(run, &buf);
    if (!translate_all(run, &t, text, &buf)) {
        einv__buf_free(&buf);
        return false;
    }
    return einv__xp_give_buf(run, &buf, result);
}

/* --- code points -------------------------------------------------------- */

/* XML 1.0 [2] Char. */
static bool is_xml_char(int64_t c)
{
    return c == 9 || c == 10 || c == 13 || (c >= 0x20 && c <= 0xD7FF) ||
        (c >= 0xE000 && c <= 0xFFFD) || (c >= 0x10000 && c <= 0x10FFFF);
}

bool einv__xp_fn_codepoints_to_string(struct einv_xp_run *run,
                                      const struct einv_xp_call *call,
                                      struct einv_xp_seq *result)
{
    const struct einv_xp_seq *in = &call->args[0];
    struct einv_buf buf;

    einv__xp_buf(run, &buf);
    for (size_t i = 0; i < in->n; i++) {
        char utf8[4];
        int64_t c;

        if (!einv__xp_int64(&in->items[i], &c) || !is_xml_char(c)) {
            einv__buf_free(&buf);
            return einv__xp_fail(run, "FOCH0001");
        }
        einv__buf_put(&buf, utf8, einv__utf8_put((uint32_t)c, utf8));
    }
    return einv__xp_give_buf(run, &buf, result);
}

bool einv__xp_fn_string_to_codepoints(struct einv_xp_run *run,
                                      const struct einv_xp_call *call,
                                      struct einv_xp_seq *result)
{
    struct einv_text text = einv__xp_arg_text(call, 0);
    struct einv_xp_list list = { .n = 0 };
    size_t size;

    for (size_t i = 0; i < text.len; i += size) {
        struct einv_xp_item item = einv__xp_integer(
            einv__utf8_get(text.ptr + i, text.ptr + text.len, &size));

        if (!einv__xp_push(run, &list, &item))
            return false;
    }
    *result = einv__xp_list_seq(&list);
    return einv__xp_step(run, 1 + list.n / 8);
}
