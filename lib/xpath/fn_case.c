/* fn_case.c: upper and lower case, escaping for URIs (F&O 7.4.7 ff.).
 *
 * Cases are Unicode's full mappings, one character at a time: no language,
 * no neighbours (a final sigma is a sigma).
 */
#include "fn.h"
#include "fn_text.h"
#include "unicode.h"

typedef size_t change(uint32_t c, uint32_t out[3]);

static bool changed(struct einv_xp_run *run, struct einv_text text,
                    change *to, struct einv_xp_seq *result)
{
    const char *end = text.ptr + text.len;
    bool same = true;
    struct einv_buf buf;
    size_t size;

    einv__xp_buf(run, &buf);
    for (const char *p = text.ptr; p < end; p += size) {
        uint32_t c = einv__utf8_get(p, end, &size), out[3];
        size_t n = to(c, out);

        if (n == 1 && out[0] == c) {
            if (!same)
                einv__buf_put(&buf, p, size);
            continue;
        }
        if (same && p > text.ptr)
            einv__buf_put(&buf, text.ptr, (size_t)(p - text.ptr));
        same = false;
        for (size_t i = 0; i < n; i++) {
            char utf8[4];

            einv__buf_put(&buf, utf8, einv__utf8_put(out[i], utf8));
        }
    }
    if (!same)
        return einv__xp_give_buf(run, &buf, result);
    einv__buf_free(&buf);
    return einv__xp_give_text(run, text, result);
}

bool einv__xp_fn_upper_case(struct einv_xp_run *run,
                            const struct einv_xp_call *call,
                            struct einv_xp_seq *result)
{
    return changed(run, einv__xp_arg_text(call, 0), einv__uc_to_upper,
                   result);
}

bool einv__xp_fn_lower_case(struct einv_xp_run *run,
                            const struct einv_xp_call *call,
                            struct einv_xp_seq *result)
{
    return changed(run, einv__xp_arg_text(call, 0), einv__uc_to_lower,
                   result);
}

/* --- URIs --------------------------------------------------------------- */

static bool is_alphanumeric(unsigned char c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') ||
        (c >= '0' && c <= '9');
}

/* F&O 7.4.10: all but RFC 3986's unreserved characters. */
static bool stays_in_part(unsigned char c)
{
    return is_alphanumeric(c) || (c != 0 && strchr("-_.~", c) != NULL);
}

/* F&O 7.4.11: all that is not a character of URIs, but '%' stays. */
static bool stays_in_iri(unsigned char c)
{
    return c > 0x20 && c < 0x7F && strchr("<>\"{}|\\^`", c) == NULL;
}

/* F&O 7.4.12: all but the printable characters of US-ASCII. */
static bool stays_in_html(unsigned char c)
{
    return c >= 0x20 && c < 0x7F;
}

static bool escaped(struct einv_xp_run *run, struct einv_text text,
                    bool (*stays)(unsigned char), struct einv_xp_seq *result)
{
    static const char hex[] = "0123456789ABCDEF";
    struct einv_buf buf;

    einv__xp_buf(run, &buf);
    for (size_t i = 0; i < text.len; i++) {
        unsigned char c = (unsigned char)text.ptr[i];

        if (stays(c)) {
            einv__buf_char(&buf, (char)c);
        } else {
            einv__buf_char(&buf, '%');
            einv__buf_char(&buf, hex[c >> 4]);
            einv__buf_char(&buf, hex[c & 15]);
        }
    }
    return einv__xp_give_buf(run, &buf, result);
}

bool einv__xp_fn_encode_for_uri(struct einv_xp_run *run,
                                const struct einv_xp_call *call,
                                struct einv_xp_seq *result)
{
    return escaped(run, einv__xp_arg_text(call, 0), stays_in_part, result);
}

bool einv__xp_fn_iri_to_uri(struct einv_xp_run *run,
                            const struct einv_xp_call *call,
                            struct einv_xp_seq *result)
{
    return escaped(run, einv__xp_arg_text(call, 0), stays_in_iri, result);
}

bool einv__xp_fn_escape_html_uri(struct einv_xp_run *run,
                                 const struct einv_xp_call *call,
                                 struct einv_xp_seq *result)
{
    return escaped(run, einv__xp_arg_text(call, 0), stays_in_html, result);
}
