/* type.c: which texts a type takes, and when two of them are one value.
 *
 * The model's own spelling: numbers as xs:decimal, dates as YYYY-MM-DD,
 * booleans as true and false, no white space around any of them.
 */
#include "model.h"
#include "../base/date.h"
#include "../base/decimal.h"

static bool is_trimmed(struct einv_text t)
{
    return t.len > 0 && !einv__is_space(t.ptr[0]) &&
           !einv__is_space(t.ptr[t.len - 1]);
}

static bool is_date(struct einv_text t)
{
    struct einv_date date;

    return t.len == 10 &&
           einv__date_parse(&date, t, EINV_TEXT("yyyy-MM-dd"));
}

static bool is_base64_char(char c)
{
    return (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') ||
           (c >= '0' && c <= '9') || c == '+' || c == '/';
}

/* RFC 4648 section 4, line breaks allowed (XML Schema's base64Binary). */
static bool is_base64(struct einv_text t)
{
    size_t i, n = 0, pad = 0;

    for (i = 0; i < t.len; i++) {
        if (einv__is_space(t.ptr[i]))
            continue;
        if (t.ptr[i] == '=')
            pad++;
        else if (pad > 0 || !is_base64_char(t.ptr[i]))
            return false;
        n++;
    }
    return n % 4 == 0 && pad <= 2;
}

bool einv__type_accepts(enum einv_type type, struct einv_text text)
{
    switch (type) {
    case EINV_TYPE_TEXT:
    case EINV_TYPE_IDENTIFIER:
    case EINV_TYPE_REFERENCE:
        return true;
    case EINV_TYPE_CODE:
        return is_trimmed(text);
    case EINV_TYPE_AMOUNT:
    case EINV_TYPE_PRICE:
    case EINV_TYPE_QUANTITY:
    case EINV_TYPE_PERCENT:
        return is_trimmed(text) && einv__decimal_is(text);
    case EINV_TYPE_DATE:
        return is_date(text);
    case EINV_TYPE_BOOLEAN:
        return einv__text_is(text, "true") || einv__text_is(text, "false");
    case EINV_TYPE_BINARY:
        return is_base64(text);
    default:
        return false;
    }
}

/* A decimal in parts: sign, digits without leading zeros, fraction without
 * trailing ones.  Comparing these needs no memory, whatever the width. */
struct parts {
    bool negative;
    struct einv_text whole, fraction;
};

static struct parts split(struct einv_text t)
{
    struct parts p = { false, EINV_NO_TEXT, EINV_NO_TEXT };

    t = einv__text_trim(t);
    if (t.len > 0 && (t.ptr[0] == '-' || t.ptr[0] == '+')) {
        p.negative = t.ptr[0] == '-';
        t = einv__text(t.ptr + 1, t.len - 1);
    }
    p.whole = einv__text_cut(t, '.', &p.fraction);
    while (p.whole.len > 0 && p.whole.ptr[0] == '0')
        p.whole = einv__text(p.whole.ptr + 1, p.whole.len - 1);
    while (p.fraction.len > 0 && p.fraction.ptr[p.fraction.len - 1] == '0')
        p.fraction.len--;
    if (p.whole.len == 0 && p.fraction.len == 0)
        p.negative = false;            /* -0 is 0 */
    return p;
}

static bool is_same_number(struct einv_text a, struct einv_text b)
{
    struct parts p, q;

    if (!einv__decimal_is(a) || !einv__decimal_is(b))
        return false;
    p = split(a);
    q = split(b);
    return p.negative == q.negative && einv__text_eq(p.whole, q.whole) &&
           einv__text_eq(p.fraction, q.fraction);
}

bool einv__type_equal(enum einv_type type, struct einv_text a,
                      struct einv_text b)
{
    return einv__text_eq(a, b) ||
           (einv__type_is_number(type) && is_same_number(a, b));
}

uint32_t einv__type_hash(uint32_t seed, enum einv_type type,
                         struct einv_text text)
{
    struct parts p;

    if (!einv__type_is_number(type) || !einv__decimal_is(text))
        return einv__hash32(seed, text.ptr, text.len);
    p = split(text);
    seed = einv__hash32(seed, p.negative ? "-" : "+", 1);
    seed = einv__hash32(seed, p.whole.ptr, p.whole.len);
    seed = einv__hash32(seed, ".", 1);
    return einv__hash32(seed, p.fraction.ptr, p.fraction.len);
}
