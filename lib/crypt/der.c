/* der.c: elements of DER, and DER of BER (ITU-T X.690).
 */
#include <stdlib.h>

#include "der.h"

/* Deeper is an attack, not a signature. */
enum { DEEPEST = 64 };

struct head {
    unsigned tag;           /* the first byte */
    size_t size;            /* of tag and length */
    size_t len;             /* of the body */
    size_t tag_size;
    bool indefinite;
};

/* false: cut, or a form that no encoder writes. */
static bool read_head(const unsigned char *at, const unsigned char *end,
                      struct head *h)
{
    const unsigned char *start = at;
    size_t n;

    *h = (struct head){ 0, 0, 0, 0, false };
    if (end - at < 2)
        return false;
    h->tag = *at++;
    if ((h->tag & 0x1f) == 0x1f) {
        /* A tag number above 30: at most four more bytes. */
        for (n = 0; n < 4 && at < end && (*at & 0x80) != 0; n++)
            at++;
        if (n == 4 || end - at < 2)
            return false;
        at++;
    }
    h->tag_size = (size_t)(at - start);
    n = *at++;
    if (n == 0x80) {
        h->indefinite = true;
    } else if (n > 0x80) {
        n &= 0x7f;
        if (n > 8 || (size_t)(end - at) < n)
            return false;
        for (; n > 0; n--) {
            if (h->len > SIZE_MAX >> 8)
                return false;
            h->len = h->len << 8 | *at++;
        }
    } else {
        h->len = n;
    }
    h->size = (size_t)(at - start);
    return h->indefinite || h->len <= (size_t)(end - at);
}

struct einv_der einv__der_of(struct einv_text bytes)
{
    const unsigned char *at = (const unsigned char *)bytes.ptr;

    return (struct einv_der){ at, at != NULL ? at + bytes.len : NULL };
}

bool einv__der_next(struct einv_der *in, struct einv_tlv *tlv)
{
    struct head h;

    if (in->at == NULL || !read_head(in->at, in->end, &h) || h.indefinite)
        return false;
    tlv->tag = h.tag;
    tlv->all = einv__text((const char *)in->at, h.size + h.len);
    tlv->body = einv__text((const char *)in->at + h.size, h.len);
    in->at += h.size + h.len;
    return true;
}

bool einv__der_take(struct einv_der *in, unsigned tag, struct einv_tlv *tlv)
{
    struct einv_der ahead = *in;

    if (!einv__der_next(&ahead, tlv) || tlv->tag != tag)
        return false;
    *in = ahead;
    return true;
}

bool einv__der_into(struct einv_der *in, unsigned tag, struct einv_der *body)
{
    struct einv_tlv tlv;

    if (!einv__der_take(in, tag, &tlv))
        return false;
    *body = einv__der_of(tlv.body);
    return true;
}

void einv__der_skip(struct einv_der *in, unsigned tag)
{
    struct einv_tlv tlv;

    (void)einv__der_take(in, tag, &tlv);
}

/* --- values -------------------------------------------------------------- */

static size_t put_number(char *room, size_t cap, size_t at, uint64_t number)
{
    char digits[20];
    size_t n = 0;

    do {
        digits[n++] = (char)('0' + number % 10);
        number /= 10;
    } while (number > 0);
    if (cap - at < n + 1)
        return 0;
    if (at > 0)
        room[at++] = '.';
    while (n > 0)
        room[at++] = digits[--n];
    return at;
}

struct einv_text einv__der_oid(struct einv_text body, char *room, size_t cap)
{
    const unsigned char *bytes = (const unsigned char *)body.ptr;
    uint64_t number = 0;
    size_t len = 0;

    if (body.len == 0 || (bytes[body.len - 1] & 0x80) != 0)
        return EINV_NO_TEXT;
    for (size_t i = 0; i < body.len; i++) {
        if (number > UINT64_MAX >> 8)
            return EINV_NO_TEXT;
        number = number << 7 | (bytes[i] & 0x7f);
        if ((bytes[i] & 0x80) != 0)
            continue;
        if (len == 0) {
            uint64_t first = number < 80 ? number / 40 : 2;

            len = put_number(room, cap, 0, first);
            number -= first * 40;
        }
        len = put_number(room, cap, len, number);
        if (len == 0)
            return EINV_NO_TEXT;
        number = 0;
    }
    return einv__text(room, len);
}

bool einv__der_uint(struct einv_text body, uint64_t *number)
{
    const unsigned char *bytes = (const unsigned char *)body.ptr;

    *number = 0;
    if (body.len == 0 || body.len > 9 || (bytes[0] & 0x80) != 0
        || (body.len == 9 && bytes[0] != 0))
        return false;
    for (size_t i = 0; i < body.len; i++)
        *number = *number << 8 | bytes[i];
    return true;
}

static int64_t digits_of(const char *at, size_t n)
{
    int64_t number = 0;

    for (size_t i = 0; i < n; i++) {
        if (at[i] < '0' || at[i] > '9')
            return -1;
        number = number * 10 + (at[i] - '0');
    }
    return number;
}

/* Days since 1970-01-01 (Gregorian, proleptic). */
static int64_t days_of(int64_t year, int64_t month, int64_t day)
{
    int64_t shifted = month > 2 ? month - 3 : month + 9;
    int64_t y = month > 2 ? year : year - 1;

    return y * 365 + y / 4 - y / 100 + y / 400 + (shifted * 153 + 2) / 5 + day
           - 1 - 719468;
}

bool einv__der_time(const struct einv_tlv *tlv, int64_t *seconds)
{
    const char *at = tlv->body.ptr;
    size_t digits = tlv->tag == EINV_DER_UTC_TIME ? 2 : 4;
    int64_t part[6];

    if ((tlv->tag != EINV_DER_UTC_TIME && tlv->tag != EINV_DER_TIME)
        || tlv->body.len < digits + 11 || at[tlv->body.len - 1] != 'Z')
        return false;
    part[0] = digits_of(at, digits);
    for (size_t i = 1; i < 6; i++)
        part[i] = digits_of(at + digits + 2 * (i - 1), 2);
    for (size_t i = 0; i < 6; i++)
        if (part[i] < 0)
            return false;
    if (digits == 2)
        part[0] += part[0] < 50 ? 2000 : 1900;
    if (part[1] < 1 || part[1] > 12 || part[2] < 1 || part[2] > 31
        || part[3] > 23 || part[4] > 59 || part[5] > 60)
        return false;
    *seconds = days_of(part[0], part[1], part[2]) * 86400 + part[3] * 3600
               + part[4] * 60 + part[5];
    return true;
}

/* --- DER of BER ---------------------------------------------------------- */

struct normal {
    const unsigned char *at, *end;
    struct einv_buf *out;
};

static einv_status element(struct normal *n, unsigned depth, bool merging);

/* The elements of a constructed one, until its end or its end-of-contents. */
static einv_status elements(struct normal *n, const struct head *h,
                            unsigned depth, bool merging)
{
    const unsigned char *outer = n->end;
    einv_status status = EINV_OK;

    if (!h->indefinite)
        n->end = n->at + h->len;
    while (status == EINV_OK) {
        if (!h->indefinite && n->at == n->end)
            break;
        if (h->indefinite && n->end - n->at >= 2 && n->at[0] == 0
            && n->at[1] == 0) {
            n->at += 2;
            break;
        }
        status = element(n, depth + 1, merging);
    }
    n->end = outer;
    return status;
}

/* The pieces of an octet string become one. */
static einv_status octets(struct normal *n, const struct head *h,
                          unsigned depth, bool merging)
{
    size_t from = n->out->len;
    einv_status status = elements(n, h, depth, true);

    if (status == EINV_OK && !merging)
        einv__der_wrap(n->out, EINV_DER_OCTETS, from);
    return status;
}

static einv_status constructed(struct normal *n, const struct head *h,
                               const unsigned char *tag, unsigned depth)
{
    size_t from = n->out->len;
    einv_status status = elements(n, h, depth, false);
    struct einv_buf *out = n->out;
    unsigned char more[5];

    if (status != EINV_OK)
        return status;
    memcpy(more, tag, h->tag_size);
    einv__der_wrap(out, h->tag, from);
    /* A long tag: its other bytes follow the first. */
    if (h->tag_size > 1 && !out->failed) {
        einv__buf_put(out, more, h->tag_size - 1);
        if (!out->failed) {
            memmove(out->data + from + h->tag_size, out->data + from + 1,
                    out->len - from - h->tag_size);
            memcpy(out->data + from, more, h->tag_size);
        }
    }
    return EINV_OK;
}

static einv_status element(struct normal *n, unsigned depth, bool merging)
{
    const unsigned char *start = n->at;
    struct head h;

    if (depth > DEEPEST)
        return EINV_ELIMIT;
    if (!read_head(n->at, n->end, &h) || (h.tag == 0 && h.tag_size == 1))
        return EINV_EMALFORMED;
    n->at += h.size;
    if (h.tag == (EINV_DER_OCTETS | 0x20))
        return octets(n, &h, depth, merging);
    if (merging && h.tag != EINV_DER_OCTETS)
        return EINV_EMALFORMED;
    if ((h.tag & 0x20) != 0)
        return constructed(n, &h, start, depth);
    if (h.indefinite)
        return EINV_EMALFORMED;
    einv__buf_put(n->out, merging ? n->at : start,
                  merging ? h.len : h.size + h.len);
    n->at += h.len;
    return n->out->failed ? EINV_ENOMEM : EINV_OK;
}

/* Is the element DER already, as far as einv__der_normal would change it?
 * Malformed ones are not. */
static bool is_plain(const unsigned char *at, const unsigned char *end,
                     unsigned depth, size_t *size)
{
    const unsigned char *in;
    struct head h;
    size_t len;

    if (depth > DEEPEST || !read_head(at, end, &h) || h.indefinite
        || h.tag == 0 || h.tag == (EINV_DER_OCTETS | 0x20))
        return false;
    *size = h.size + h.len;
    in = at + h.size;
    end = in + h.len;
    for (; (h.tag & 0x20) != 0 && in < end; in += len)
        if (!is_plain(in, end, depth + 1, &len))
            return false;
    return true;
}

size_t einv__der_plain(struct einv_text ber)
{
    const unsigned char *at = (const unsigned char *)ber.ptr;
    size_t size = 0;

    return ber.len > 0 && is_plain(at, at + ber.len, 0, &size) ? size : 0;
}

einv_status einv__der_normal(struct einv_text ber, struct einv_buf *der,
                             size_t *used)
{
    const unsigned char *start = (const unsigned char *)ber.ptr;
    struct normal n = { start, start != NULL ? start + ber.len : NULL, der };
    einv_status status
        = ber.len > 0 ? element(&n, 0, false) : EINV_EMALFORMED;

    *used = ber.len > 0 ? (size_t)(n.at - start) : 0;
    return status == EINV_OK && der->failed ? EINV_ENOMEM : status;
}

/* X.690, 11.6: as octet strings, the shorter padded with zeros. */
static int by_bytes(const void *a, const void *b)
{
    const struct einv_text *x = a, *y = b;
    int order = memcmp(x->ptr, y->ptr, x->len < y->len ? x->len : y->len);

    return order != 0 ? order : (x->len > y->len) - (x->len < y->len);
}

enum { MOST_ATTRIBUTES = 256 };

einv_status einv__der_sorted(struct einv_text body, struct einv_buf *out)
{
    struct einv_text parts[MOST_ATTRIBUTES];
    struct einv_der in = einv__der_of(body);
    struct einv_tlv tlv;
    size_t n = 0;

    for (; n < MOST_ATTRIBUTES && einv__der_next(&in, &tlv); n++)
        parts[n] = tlv.all;
    if (!einv__der_at_end(&in))
        return n == MOST_ATTRIBUTES ? EINV_ELIMIT : EINV_EMALFORMED;
    qsort(parts, n, sizeof *parts, by_bytes);
    for (size_t i = 0; i < n; i++)
        einv__buf_text(out, parts[i]);
    return out->failed ? EINV_ENOMEM : EINV_OK;
}

/* --- writing ------------------------------------------------------------- */

void einv__der_wrap(struct einv_buf *out, unsigned tag, size_t from)
{
    size_t len, n = 0, left;
    unsigned char head[2 + sizeof len];

    if (out->failed)
        return;
    len = out->len - from;
    head[n++] = (unsigned char)tag;
    if (len < 0x80) {
        head[n++] = (unsigned char)len;
    } else {
        size_t bytes = 1;

        for (left = len; left > 0xff; left >>= 8)
            bytes++;
        head[n++] = (unsigned char)(0x80 | bytes);
        for (size_t i = bytes; i > 0; i--)
            head[n++] = (unsigned char)(len >> (8 * (i - 1)));
    }
    einv__buf_put(out, head, n);
    if (out->failed)
        return;
    memmove(out->data + from + n, out->data + from, len);
    memcpy(out->data + from, head, n);
}

void einv__der_put(struct einv_buf *out, unsigned tag, struct einv_text body)
{
    size_t from = out->len;

    einv__buf_text(out, body);
    einv__der_wrap(out, tag, from);
}

static void put_base128(struct einv_buf *out, uint64_t number)
{
    unsigned char bytes[10];
    size_t n = 0;

    do {
        bytes[n++] = (unsigned char)(number & 0x7f);
        number >>= 7;
    } while (number > 0);
    while (n > 1)
        einv__buf_char(out, (char)(bytes[--n] | 0x80));
    einv__buf_char(out, (char)bytes[0]);
}

void einv__der_put_oid(struct einv_buf *out, const char *dotted)
{
    size_t from = out->len;
    uint64_t number = 0, first = 0;
    int arcs = 0;

    for (const char *at = dotted;; at++) {
        if (*at >= '0' && *at <= '9') {
            number = number * 10 + (uint64_t)(*at - '0');
            continue;
        }
        if (arcs == 0)
            first = number * 40;
        else
            put_base128(out, arcs == 1 ? first + number : number);
        arcs++;
        number = 0;
        if (*at == '\0')
            break;
    }
    einv__der_wrap(out, EINV_DER_OID, from);
}

void einv__der_put_uint(struct einv_buf *out, uint64_t number)
{
    size_t from = out->len;
    int shift = 56;

    while (shift > 0 && number >> shift == 0)
        shift -= 8;
    if ((number >> shift & 0x80) != 0)
        einv__buf_char(out, '\0');
    for (; shift >= 0; shift -= 8)
        einv__buf_char(out, (char)(number >> shift & 0xff));
    einv__der_wrap(out, EINV_DER_INTEGER, from);
}

/* Year, month and day of days since 1970-01-01. */
static void date_of(int64_t days, int64_t out[3])
{
    int64_t z = days + 719468;
    int64_t era = (z >= 0 ? z : z - 146096) / 146097;
    int64_t doe = z - era * 146097;
    int64_t yoe = (doe - doe / 1460 + doe / 36524 - doe / 146096) / 365;
    int64_t doy = doe - (365 * yoe + yoe / 4 - yoe / 100);
    int64_t mp = (5 * doy + 2) / 153;

    out[2] = doy - (153 * mp + 2) / 5 + 1;
    out[1] = mp < 10 ? mp + 3 : mp - 9;
    out[0] = yoe + era * 400 + (out[1] <= 2);
}

static void put_digits(struct einv_buf *out, int64_t number, int n)
{
    int64_t unit = 1;

    while (--n > 0)
        unit *= 10;
    for (; unit > 0; unit /= 10)
        einv__buf_char(out, (char)('0' + number / unit % 10));
}

void einv__der_put_time(struct einv_buf *out, int64_t seconds)
{
    size_t from = out->len;
    int64_t date[3];
    int64_t days = seconds / 86400 - (seconds % 86400 < 0);
    int64_t rest = seconds - days * 86400;
    bool utc;

    date_of(days, date);
    utc = date[0] >= 1950 && date[0] < 2050;
    put_digits(out, utc ? date[0] % 100 : date[0], utc ? 2 : 4);
    put_digits(out, date[1], 2);
    put_digits(out, date[2], 2);
    put_digits(out, rest / 3600, 2);
    put_digits(out, rest / 60 % 60, 2);
    put_digits(out, rest % 60, 2);
    einv__buf_char(out, 'Z');
    einv__der_wrap(out, utc ? EINV_DER_UTC_TIME : EINV_DER_TIME, from);
}
