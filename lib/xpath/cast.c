/* cast.c: atomic values as other types (F&O 17).
 */
#include "moment.h"
#include "number.h"
#include "type.h"

/* --- to xs:string --------------------------------------------------------- */

static bool copy(struct einv_xp_run *run, const char *text, size_t len,
                 struct einv_text *out)
{
    char *bytes = einv__xp_alloc(run, len + 1, 1);

    if (bytes == NULL)
        return false;
    memcpy(bytes, text, len);
    bytes[len] = '\0';
    *out = einv__text(bytes, len);
    return true;
}

/* Twenty digits at most, a point, a zero before it, a sign. */
static size_t write_narrow(const struct einv_decimal *d, char out[24])
{
    char digits[20];
    size_t n = 0, len = 0;

    for (uint64_t rest = d->lo; rest != 0 || n <= d->scale; rest /= 10)
        digits[n++] = (char)('0' + rest % 10);
    if (d->negative)
        out[len++] = '-';
    while (n-- > 0) {
        out[len++] = digits[n];
        if (n == d->scale && n > 0)
            out[len++] = '.';
    }
    return len;
}

static bool decimal_string(struct einv_xp_run *run,
                           const struct einv_decimal *d,
                           struct einv_text *out)
{
    struct einv_decimal short_one;
    struct einv_buf buf;
    char room[24];

    if (!einv__decimal_strip(&short_one, d, &run->arena))
        return einv__xp_fail(run, "EINV0002");
    if (short_one.width == 64 && short_one.scale < 20)
        return copy(run, room, write_narrow(&short_one, room), out);
    einv__xp_buf(run, &buf);
    einv__decimal_format(&short_one, &buf);
    return einv__xp_take(run, &buf, out);
}

static bool qname_string(struct einv_xp_run *run,
                         const struct einv_xp_qname *name,
                         struct einv_text *out)
{
    struct einv_buf buf;

    einv__xp_buf(run, &buf);
    if (name->prefix.len > 0) {
        einv__buf_text(&buf, name->prefix);
        einv__buf_char(&buf, ':');
    }
    einv__buf_text(&buf, name->local);
    return einv__xp_take(run, &buf, out);
}

bool einv__xp_string(struct einv_xp_run *run, const struct einv_xp_item *in,
                     struct einv_text *out)
{
    char room[128];
    enum einv_xp_type type = (enum einv_xp_type)in->type;

    switch (type) {
    case EINV_XP_UNTYPED:
    case EINV_XP_STRING:
    case EINV_XP_ANYURI:
        *out = in->u.text;
        return true;
    case EINV_XP_BOOLEAN:
        *out = in->u.boolean ? EINV_TEXT("true") : EINV_TEXT("false");
        return true;
    case EINV_XP_INTEGER:
    case EINV_XP_DECIMAL:
        return decimal_string(run, &in->u.number, out);
    case EINV_XP_FLOAT:
    case EINV_XP_DOUBLE:
        return copy(run, room,
                    einv__xp_double_format(in->u.real,
                                           type == EINV_XP_FLOAT, room),
                    out);
    case EINV_XP_DATE:
    case EINV_XP_TIME:
    case EINV_XP_DATETIME:
        return copy(run, room,
                    einv__xp_moment_format(&in->u.moment, type, room), out);
    case EINV_XP_DURATION:
    case EINV_XP_DAYTIME:
    case EINV_XP_YEARMONTH:
        return copy(run, room,
                    einv__xp_duration_format(&in->u.duration, type, room),
                    out);
    case EINV_XP_QNAME:
        return qname_string(run, in->u.qname, out);
    case EINV_XP_NODE:
    case EINV_XP_N_TYPES:
        break;
    }
    return einv__xp_fail(run, "XPTY0004");
}

/* --- from a text ---------------------------------------------------------- */

static bool text_to_boolean(struct einv_text text, bool *out)
{
    text = einv__text_trim(text);
    *out = einv__text_is(text, "true") || einv__text_is(text, "1");
    return *out || einv__text_is(text, "false") || einv__text_is(text, "0");
}

static bool text_to_decimal(struct einv_xp_run *run, struct einv_text text,
                            bool whole, struct einv_decimal *out)
{
    bool nomem = false;

    text = einv__text_trim(text);
    if (whole)
        for (size_t i = 0; i < text.len; i++)
            if (text.ptr[i] == '.')
                return einv__xp_fail(run, "FORG0001");
    if (!einv__decimal_is(text))
        return einv__xp_fail(run, "FORG0001");
    if (text.len > 2 * EINV_XP_MAX_DIGITS)
        return einv__xp_fail_limit(run, "digits");
    if (!einv__decimal_parse(out, text, &run->arena, &nomem))
        return einv__xp_fail(run, "EINV0002");
    return einv__xp_settle(run, true, out);
}

static bool is_hex(char c)
{
    return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f') ||
           (c >= 'A' && c <= 'F');
}

/* XML Schema 1.0 part 2, 3.2.17: what could be escaped counts as escaped;
 * left are a '%' that escapes nothing and a scheme without a name. */
static bool text_to_uri(struct einv_text text, struct einv_text *out)
{
    text = einv__text_trim(text);
    if (text.len > 0 && *text.ptr == ':')
        return false;
    for (size_t i = 0; i < text.len; i++)
        if (text.ptr[i] == '%' &&
            (text.len - i < 3 || !is_hex(text.ptr[i + 1]) ||
             !is_hex(text.ptr[i + 2])))
            return false;
    *out = text;
    return true;
}

static bool from_text(struct einv_xp_run *run, struct einv_text text,
                      enum einv_xp_type type, struct einv_xp_item *out)
{
    const char *error = NULL;

    switch (type) {
    case EINV_XP_ANYURI:
        return text_to_uri(text, &out->u.text) ||
               einv__xp_fail(run, "FORG0001");
    case EINV_XP_BOOLEAN:
        return text_to_boolean(text, &out->u.boolean) ||
               einv__xp_fail(run, "FORG0001");
    case EINV_XP_INTEGER:
    case EINV_XP_DECIMAL:
        return text_to_decimal(run, text, type == EINV_XP_INTEGER,
                               &out->u.number);
    case EINV_XP_FLOAT:
    case EINV_XP_DOUBLE:
        return einv__xp_real_parse(text, type == EINV_XP_FLOAT,
                                   &out->u.real) ||
               einv__xp_fail(run, "FORG0001");
    case EINV_XP_DATE:
    case EINV_XP_TIME:
    case EINV_XP_DATETIME:
        error = einv__xp_moment_parse(text, type, &out->u.moment);
        break;
    case EINV_XP_DURATION:
    case EINV_XP_DAYTIME:
    case EINV_XP_YEARMONTH:
        error = einv__xp_duration_parse(text, type, &out->u.duration);
        break;
    case EINV_XP_NODE:
    case EINV_XP_UNTYPED:
    case EINV_XP_STRING:
    case EINV_XP_QNAME:
    case EINV_XP_N_TYPES:
        error = "XPTY0004";
        break;
    }
    return error == NULL || einv__xp_fail(run, error);
}

/* --- between numbers ------------------------------------------------------ */

static bool to_boolean(const struct einv_xp_item *in)
{
    if (in->type == EINV_XP_BOOLEAN)
        return in->u.boolean;
    if (in->type == EINV_XP_FLOAT || in->type == EINV_XP_DOUBLE)
        return in->u.real != 0 && !einv__xp_is_nan(in->u.real);
    return !einv__decimal_is_zero(&in->u.number);
}

static bool to_decimal(struct einv_xp_run *run, const struct einv_xp_item *in,
                       bool whole, struct einv_decimal *out)
{
    if (in->type == EINV_XP_BOOLEAN) {
        *out = einv__xp_small(in->u.boolean, false, 0);
        return true;
    }
    if (in->type == EINV_XP_FLOAT || in->type == EINV_XP_DOUBLE)
        return einv__xp_double_to_decimal(
            run, whole ? einv__xp_trunc(in->u.real) : in->u.real, out);
    *out = in->u.number;
    if (!whole || out->scale == 0)
        return true;
    return einv__decimal_round(out, out, 0, EINV_ROUND_DOWN, &run->arena) ||
           einv__xp_fail(run, "EINV0002");
}

static bool to_real(struct einv_xp_run *run, const struct einv_xp_item *in,
                    bool single, double *out)
{
    if (in->type == EINV_XP_BOOLEAN)
        *out = in->u.boolean ? 1 : 0;
    else if (in->type == EINV_XP_FLOAT || in->type == EINV_XP_DOUBLE)
        *out = single ? einv__xp_single(in->u.real) : in->u.real;
    else
        return einv__xp_decimal_to_double(run, &in->u.number, single, out);
    return true;
}

static void to_moment(const struct einv_xp_moment *in, enum einv_xp_type type,
                      struct einv_xp_moment *out)
{
    *out = *in;
    if (type == EINV_XP_DATE) {
        out->hour = out->minute = out->second = 0;
        out->nano = 0;
    } else if (type == EINV_XP_TIME) {
        out->year = 1972;
        out->month = 12;
        out->day = 31;
    }
}

/* Between primitive types, neither of them a text. */
static bool convert(struct einv_xp_run *run, const struct einv_xp_item *in,
                    enum einv_xp_type type, struct einv_xp_item *out)
{
    switch (type) {
    case EINV_XP_BOOLEAN:
        out->u.boolean = to_boolean(in);
        return true;
    case EINV_XP_INTEGER:
    case EINV_XP_DECIMAL:
        return to_decimal(run, in, type == EINV_XP_INTEGER, &out->u.number);
    case EINV_XP_FLOAT:
    case EINV_XP_DOUBLE:
        return to_real(run, in, type == EINV_XP_FLOAT, &out->u.real);
    case EINV_XP_DATE:
    case EINV_XP_TIME:
    case EINV_XP_DATETIME:
        to_moment(&in->u.moment, type, &out->u.moment);
        return true;
    case EINV_XP_DURATION:
    case EINV_XP_DAYTIME:
    case EINV_XP_YEARMONTH:
        out->u.duration = in->u.duration;
        if (type == EINV_XP_DAYTIME)
            out->u.duration.months = 0;
        if (type == EINV_XP_YEARMONTH)
            out->u.duration.seconds = out->u.duration.nano = 0;
        return true;
    case EINV_XP_QNAME:
        out->u.qname = in->u.qname;
        return true;
    case EINV_XP_NODE:
    case EINV_XP_UNTYPED:
    case EINV_XP_STRING:
    case EINV_XP_ANYURI:
    case EINV_XP_N_TYPES:
        break;
    }
    return einv__xp_fail(run, "XPTY0004");
}

/* --- all ------------------------------------------------------------------ */

static bool to_text(struct einv_xp_run *run, const struct einv_xp_item *in,
                    enum einv_xp_derived derived, struct einv_text *out)
{
    bool is;

    if (!einv__xp_string(run, in, out) ||
        !einv__xp_derived_text(run, derived, out, &is))
        return false;
    return is || einv__xp_fail(run, "FORG0001");
}

bool einv__xp_cast(struct einv_xp_run *run, const struct einv_xp_item *in,
                   enum einv_xp_type type, enum einv_xp_derived derived,
                   struct einv_xp_item *out)
{
    struct einv_xp_item r = { .type = (uint8_t)type,
                              .derived = (uint8_t)derived };

    if (in->type == type &&
        einv__xp_is_a((enum einv_xp_type)in->type,
                      (enum einv_xp_derived)in->derived, type, derived)) {
        *out = *in;
        out->derived = (uint8_t)derived;
        return true;
    }
    if (!einv__xp_may_cast((enum einv_xp_type)in->type, type))
        return einv__xp_fail(run, "XPTY0004");
    if (type == EINV_XP_STRING || type == EINV_XP_UNTYPED) {
        if (!to_text(run, in, derived, &r.u.text))
            return false;
    } else if (einv__xp_is_text(in)) {
        if (!from_text(run, in->u.text, type, &r))
            return false;
    } else if (!convert(run, in, type, &r)) {
        return false;
    }
    if (type == EINV_XP_INTEGER &&
        !einv__xp_in_range(derived, &r.u.number))
        return einv__xp_fail(run, "FORG0001");
    *out = r;
    return true;
}

bool einv__xp_castable(struct einv_xp_run *run, const struct einv_xp_item *in,
                       enum einv_xp_type type, enum einv_xp_derived derived,
                       bool *castable)
{
    const char *before = run->error;
    struct einv_xp_item out;

    run->error = NULL;
    *castable = einv__xp_cast(run, in, type, derived, &out);
    if (!*castable && (strcmp(run->error, "EINV0001") == 0 ||
                       strcmp(run->error, "EINV0002") == 0))
        return false;
    run->error = before;
    return true;
}

double einv__xp_number(struct einv_xp_run *run, const struct einv_xp_item *in)
{
    double out;

    if (einv__xp_is_text(in)) {
        if (in->type == EINV_XP_ANYURI ||
            !einv__xp_real_parse(in->u.text, false, &out))
            out = einv__xp_nan();
    } else if (in->type < EINV_XP_BOOLEAN || in->type > EINV_XP_DOUBLE ||
               !to_real(run, in, false, &out)) {
        out = einv__xp_nan();
    }
    return out;
}

bool einv__xp_int64(const struct einv_xp_item *in, int64_t *out)
{
    const struct einv_decimal *d = &in->u.number;

    if (in->type != EINV_XP_INTEGER || d->width != 64 || d->scale != 0 ||
        d->lo > (uint64_t)INT64_MAX + d->negative)
        return false;
    if (d->negative && d->lo > (uint64_t)INT64_MAX)
        *out = INT64_MIN;
    else
        *out = d->negative ? -(int64_t)d->lo : (int64_t)d->lo;
    return true;
}
