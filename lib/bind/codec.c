/* codec.c: the codecs: one record each, decode and encode.
 *
 * ORDER CODEC: alphabetical, for the reader; einv-format(5) has the list.
 */
#include "codec.h"

#include "../base/date.h"
#include "../base/decimal.h"

static char *make(struct einv_arena *arena, size_t len, bool *nomem)
{
    char *out = einv__arena_alloc(arena, len + 1);

    if (out == NULL)
        *nomem = true;
    else
        out[len] = '\0';
    return out;
}

/* --- text --------------------------------------------------------------- */

static bool collapse(struct einv_arena *arena, struct einv_text in,
                     struct einv_text arg, struct einv_text *out, bool *nomem)
{
    char *to = make(arena, in.len, nomem);
    size_t n = 0;

    (void)arg;
    if (to == NULL)
        return false;
    for (size_t i = 0; i < in.len; i++) {
        if (!einv__is_space(in.ptr[i]))
            to[n++] = in.ptr[i];
        else if (n > 0 && to[n - 1] != ' ')
            to[n++] = ' ';
    }
    while (n > 0 && to[n - 1] == ' ')
        n--;
    *out = einv__text(to, n);
    return true;
}

static bool same_text(struct einv_arena *arena, struct einv_text in,
                      struct einv_text arg, struct einv_text *out, bool *nomem)
{
    (void)arena;
    (void)arg;
    (void)nomem;
    *out = in;
    return true;
}

/* "8418 21 91" and "84182191": the digits alone. */
static bool digits(struct einv_arena *arena, struct einv_text in,
                   struct einv_text arg, struct einv_text *out, bool *nomem)
{
    char *to = make(arena, in.len, nomem);
    size_t n = 0;

    (void)arg;
    if (to == NULL)
        return false;
    for (size_t i = 0; i < in.len; i++) {
        if (in.ptr[i] >= '0' && in.ptr[i] <= '9')
            to[n++] = in.ptr[i];
        else if (!einv__is_space(in.ptr[i]))
            return false;
    }
    *out = einv__text(to, n);
    return n > 0;
}

/* The model holds the text with the prefix, the format without. */
static bool add_prefix(struct einv_arena *arena, struct einv_text in,
                       struct einv_text arg, struct einv_text *out,
                       bool *nomem)
{
    char *to = make(arena, arg.len + in.len, nomem);

    if (to == NULL || in.len == 0)
        return false;
    memcpy(to, arg.ptr, arg.len);
    memcpy(to + arg.len, in.ptr, in.len);
    *out = einv__text(to, arg.len + in.len);
    return true;
}

static bool drop_prefix(struct einv_arena *arena, struct einv_text in,
                        struct einv_text arg, struct einv_text *out,
                        bool *nomem)
{
    (void)arena;
    (void)nomem;
    if (in.len <= arg.len || memcmp(in.ptr, arg.ptr, arg.len) != 0)
        return false;
    *out = einv__text(in.ptr + arg.len, in.len - arg.len);
    return true;
}

/* --- dates --------------------------------------------------------------- */

static const struct einv_text iso_date = { "yyyy-MM-dd", 10 };

static bool put_date(struct einv_arena *arena, const struct einv_date *date,
                     struct einv_text picture, struct einv_text *out,
                     bool *nomem)
{
    char text[64];
    size_t n = einv__date_format(date, picture, text, sizeof(text));
    char *to = n > 0 ? make(arena, n, nomem) : NULL;

    if (to == NULL)
        return false;
    memcpy(to, text, n);
    *out = einv__text(to, n);
    return true;
}

/* With the ISO picture, xs:date's zone may follow; it is spelling. */
static bool date_decode(struct einv_arena *arena, struct einv_text in,
                        struct einv_text arg, struct einv_text *out,
                        bool *nomem)
{
    struct einv_date date;
    struct einv_text rest;

    in = einv__text_trim(in);
    if (einv__text_eq(arg, iso_date)) {
        if (!einv__date_parse_xs(&date, in, &rest) || date.has_time)
            return false;
        *out = einv__text(in.ptr, 10);
        return true;
    }
    return einv__date_parse(&date, in, arg) &&
           put_date(arena, &date, iso_date, out, nomem);
}

static bool date_encode(struct einv_arena *arena, struct einv_text in,
                        struct einv_text arg, struct einv_text *out,
                        bool *nomem)
{
    struct einv_date date;

    if (!einv__date_parse(&date, in, iso_date))
        return false;
    if (einv__text_eq(arg, iso_date)) {
        *out = in;
        return true;
    }
    return put_date(arena, &date, arg, out, nomem);
}

/* --- numbers and booleans ------------------------------------------------ */

static bool swap_point(struct einv_arena *arena, struct einv_text in,
                       char from, char to_char, struct einv_text *out,
                       bool *nomem)
{
    char *to;

    if (memchr(in.ptr, to_char, in.len) != NULL)
        return false;
    to = make(arena, in.len, nomem);
    if (to == NULL)
        return false;
    for (size_t i = 0; i < in.len; i++)
        to[i] = in.ptr[i] == from ? to_char : in.ptr[i];
    *out = einv__text(to, in.len);
    return true;
}

static bool comma_decode(struct einv_arena *arena, struct einv_text in,
                         struct einv_text arg, struct einv_text *out,
                         bool *nomem)
{
    (void)arg;
    return swap_point(arena, in, ',', '.', out, nomem);
}

static bool comma_encode(struct einv_arena *arena, struct einv_text in,
                         struct einv_text arg, struct einv_text *out,
                         bool *nomem)
{
    (void)arg;
    return swap_point(arena, in, '.', ',', out, nomem);
}

/* Moves the point by two places and keeps every digit. */
static bool shift(struct einv_arena *arena, struct einv_text in, int by,
                  struct einv_text *out, bool *nomem)
{
    struct einv_decimal d;
    struct einv_buf buf;
    char *copy;

    in = einv__text_trim(in);
    if (!einv__decimal_parse(&d, in, arena, nomem))
        return false;
    if (by < 0)
        d.scale += 2;
    else if (d.scale >= 2)
        d.scale -= 2;
    else {
        struct einv_decimal wide;

        if (!einv__decimal_round(&wide, &d, 2, EINV_ROUND_DOWN, arena))
            return false;
        d = wide;
        d.scale = 0;
    }
    einv__buf_init(&buf, arena->alloc);
    einv__decimal_format(&d, &buf);
    copy = buf.failed ? NULL
                      : einv__arena_dup(arena, einv__buf_get(&buf));
    *out = einv__text(copy, buf.len);
    *nomem |= copy == NULL;
    einv__buf_free(&buf);
    return copy != NULL;
}

static bool percent_decode(struct einv_arena *arena, struct einv_text in,
                           struct einv_text arg, struct einv_text *out,
                           bool *nomem)
{
    (void)arg;
    return shift(arena, in, 1, out, nomem);
}

static bool percent_encode(struct einv_arena *arena, struct einv_text in,
                           struct einv_text arg, struct einv_text *out,
                           bool *nomem)
{
    (void)arg;
    return shift(arena, in, -1, out, nomem);
}

/* bool(true,false): the format's words for both. */
static bool bool_decode(struct einv_arena *arena, struct einv_text in,
                        struct einv_text arg, struct einv_text *out,
                        bool *nomem)
{
    struct einv_text no, yes = einv__text_cut(arg, ',', &no);

    (void)arena;
    (void)nomem;
    in = einv__text_trim(in);
    if (einv__text_eq(in, yes))
        *out = EINV_TEXT("true");
    else if (einv__text_eq(in, no))
        *out = EINV_TEXT("false");
    else
        return false;
    return true;
}

static bool bool_encode(struct einv_arena *arena, struct einv_text in,
                        struct einv_text arg, struct einv_text *out,
                        bool *nomem)
{
    struct einv_text no, yes = einv__text_cut(arg, ',', &no);

    (void)arena;
    (void)nomem;
    *out = einv__text_is(in, "true") ? yes : no;
    return true;
}

/* RFC 4648: only base64's characters and white space, whole quanta. */
static bool base64(struct einv_arena *arena, struct einv_text in,
                   struct einv_text arg, struct einv_text *out, bool *nomem)
{
    size_t n = 0, pad = 0;

    (void)arena;
    (void)arg;
    (void)nomem;
    for (size_t i = 0; i < in.len; i++) {
        char c = in.ptr[i];

        if (einv__is_space(c))
            continue;
        if (c == '=')
            pad++;
        else if (pad > 0 ||
                 !((c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') ||
                   (c >= '0' && c <= '9') || c == '+' || c == '/'))
            return false;
        n++;
    }
    *out = in;
    return n % 4 == 0 && pad <= 2;
}

/* Two letters, two digits, 11 to 30 letters and digits; blanks may stand
 * between.  The form alone: a wrong check digit is no other kind of number. */
static bool is_iban(struct einv_text in)
{
    size_t n = 0;

    for (size_t i = 0; i < in.len; i++) {
        char c = in.ptr[i];
        bool digit = c >= '0' && c <= '9';
        bool letter = (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z');

        if (c == ' ')
            continue;
        if (n < 2 ? !letter : n < 4 ? !digit : !digit && !letter)
            return false;
        n++;
    }
    return n >= 15 && n <= 34;
}

static bool any_text(struct einv_arena *arena, struct einv_text in,
                     struct einv_text arg, struct einv_text *out, bool *nomem)
{
    (void)arena;
    (void)arg;
    (void)nomem;
    *out = in;
    return true;
}

/* iban(yes) writes what has the form of an IBAN, iban(no) all else. */
static bool iban_encode(struct einv_arena *arena, struct einv_text in,
                        struct einv_text arg, struct einv_text *out,
                        bool *nomem)
{
    return is_iban(in) == einv__text_is(arg, "yes") &&
           any_text(arena, in, arg, out, nomem);
}

static const struct bind_codec codecs[] = {
    /* name       decode          encode          gives              arg */
    { "base64", base64, base64, EINV_TYPE_BINARY, false },
    { "bool", bool_decode, bool_encode, EINV_TYPE_BOOLEAN, true },
    { "code", NULL, NULL, EINV_TYPE_TEXT, true },
    { "collapse", collapse, same_text, EINV_TYPE_TEXT, false },
    { "comma", comma_decode, comma_encode, EINV_TYPE_AMOUNT, false },
    { "date", date_decode, date_encode, EINV_TYPE_DATE, true },
    { "digits", digits, same_text, EINV_TYPE_TEXT, false },
    { "iban", any_text, iban_encode, EINV_TYPE_TEXT, true },
    { "percent", percent_decode, percent_encode, EINV_TYPE_AMOUNT, false },
    { "prefix", add_prefix, drop_prefix, EINV_TYPE_TEXT, true },
};

const struct bind_codec *einv__codec_find(struct einv_text name)
{
    for (size_t i = 0; i < sizeof(codecs) / sizeof(codecs[0]); i++)
        if (einv__text_is(name, codecs[i].name))
            return &codecs[i];
    return NULL;
}

bool einv__codec_fits(const struct bind_codec *last, enum einv_type type)
{
    if (type == EINV_TYPE_RECORD)
        return false;
    if (type == EINV_TYPE_DATE || type == EINV_TYPE_BOOLEAN)
        return last != NULL && last->gives == type;
    return last == NULL || last->gives == EINV_TYPE_TEXT ||
           last->gives == type ||
           (last->gives == EINV_TYPE_AMOUNT && einv__type_is_number(type));
}
