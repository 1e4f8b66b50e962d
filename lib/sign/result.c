/* result.c: results filled, named, and judged as a whole. */
#include "result.h"

#include "../base/date.h"

const char *einv_indication_name(einv_indication indication)
{
    static const char *const names[] = {
        "TOTAL_PASSED", "INDETERMINATE", "TOTAL_FAILED", "UNSIGNED",
        "UNREADABLE"
    };
    size_t i = (size_t)indication;

    return i < sizeof(names) / sizeof(names[0]) ? names[i] : "UNREADABLE";
}

const char *einv_sub_indication_name(einv_sub_indication sub)
{
    static const char *const names[] = {
        "", "FORMAT_FAILURE", "HASH_FAILURE", "SIG_CRYPTO_FAILURE",
        "REVOKED", "EXPIRED", "NOT_YET_VALID", "SIG_CONSTRAINTS_FAILURE",
        "CHAIN_CONSTRAINTS_FAILURE", "CERTIFICATE_CHAIN_GENERAL_FAILURE",
        "CRYPTO_CONSTRAINTS_FAILURE", "POLICY_PROCESSING_ERROR",
        "SIGNATURE_POLICY_NOT_AVAILABLE", "TIMESTAMP_ORDER_FAILURE",
        "NO_SIGNING_CERTIFICATE_FOUND", "NO_CERTIFICATE_CHAIN_FOUND",
        "NO_POE", "REVOKED_NO_POE", "REVOKED_CA_NO_POE",
        "OUT_OF_BOUNDS_NO_POE", "OUT_OF_BOUNDS_NOT_REVOKED",
        "CRYPTO_CONSTRAINTS_FAILURE_NO_POE", "TRY_LATER",
        "SIGNED_DATA_NOT_FOUND"
    };
    static const char *const ours[] = {     /* from EINV_SUB_COVERAGE on */
        "COVERAGE", "TRANSFORM", "TRANSFORM_LIMIT", "REFERENCE_URI",
        "REFERENCE_LIMIT", "SIGNATURE_LIMIT", "DUPLICATE_ID", "ALGORITHM",
        "ALGORITHM_UNKNOWN", "C14N"
    };
    size_t i = (size_t)sub;

    if (i < sizeof(names) / sizeof(names[0]))
        return names[i];
    i -= EINV_SUB_COVERAGE;
    return i < sizeof(ours) / sizeof(ours[0]) ? ours[i] : "";
}

void einv__result_init(struct einv_result *r, const einv_allocator *a)
{
    memset(r, 0, sizeof(*r));
    r->alloc = a;
    r->overall = EINV_UNSIGNED;
    einv__arena_init(&r->arena, a);
}

void einv__result_free(struct einv_result *r)
{
    for (size_t i = 0; i < r->n_sigs; i++) {
        einv__cert_free(r->sigs[i].signer);
        einv__certs_free(&r->sigs[i].chain);
    }
    einv__free(r->alloc, r->sigs, r->cap_sigs * sizeof(*r->sigs));
    r->sigs = NULL;
    r->n_sigs = r->cap_sigs = 0;
    einv__arena_free(&r->arena);
}

struct einv_sig *einv__result_add(struct einv_result *r)
{
    struct einv_sig *sig;

    if (!einv__grow(r->alloc, &r->sigs, &r->cap_sigs, r->n_sigs + 1,
                    sizeof(*r->sigs)))
        return NULL;
    sig = &r->sigs[r->n_sigs++];
    memset(sig, 0, sizeof(*sig));
    einv__certs_init(&sig->chain, r->alloc);
    sig->claimed = sig->best = EINV_NO_TIME;
    sig->revocation = EINV_REVOCATION_UNKNOWN;
    sig->level = EINV_TEXT("NONE");
    sig->signed_properties = EINV_TEXT("absent");
    return sig;
}

struct einv_part *einv__parts_add(struct einv_result *r,
                                  struct einv_parts *parts)
{
    struct einv_part *more, *part;

    if (parts->n == parts->cap) {
        size_t cap = parts->cap * 2 + 4;

        /* The old rows stay in the arena: few, and gone with it. */
        more = einv__arena_zero(&r->arena, cap, sizeof(*more));
        if (more == NULL)
            return NULL;
        if (parts->n > 0)
            memcpy(more, parts->at, parts->n * sizeof(*more));
        parts->at = more;
        parts->cap = cap;
    }
    part = &parts->at[parts->n++];
    memset(part, 0, sizeof(*part));
    part->node = EINV_NO_NODE;
    return part;
}

bool einv__sig_weak(struct einv_result *r, struct einv_sig *sig,
                    struct einv_text what)
{
    struct einv_text *more;

    for (size_t i = 0; i < sig->n_weak; i++)
        if (einv__text_eq(sig->weak[i], what))
            return true;
    more = einv__arena_zero(&r->arena, sig->n_weak + 1, sizeof(*more));
    if (more == NULL)
        return false;
    if (sig->n_weak > 0)
        memcpy(more, sig->weak, sig->n_weak * sizeof(*more));
    more[sig->n_weak++] = what;
    sig->weak = more;
    return true;
}

void einv__sig_fail(struct einv_sig *sig, enum einv_indication indication,
                    enum einv_sub_indication sub)
{
    if (indication <= sig->indication)
        return;
    sig->indication = indication;
    sig->sub = sub;
}

static enum einv_indication worst_of(const struct einv_result *r,
                                     struct einv_text role)
{
    enum einv_indication worst = EINV_TOTAL_PASSED;
    size_t n = 0;

    for (size_t i = 0; i < r->n_sigs; i++) {
        if (role.ptr != NULL && !einv__text_eq(r->sigs[i].role, role))
            continue;
        n++;
        if (r->sigs[i].indication > worst)
            worst = r->sigs[i].indication;
    }
    return n > 0 ? worst : EINV_UNSIGNED;
}

void einv__result_judge(struct einv_result *r, const struct einv_text *roles,
                        size_t n)
{
    r->overall = n == 0 ? worst_of(r, EINV_NO_TEXT) : EINV_TOTAL_PASSED;
    for (size_t i = 0; i < n; i++) {
        enum einv_indication one = worst_of(r, roles[i]);

        if (one > r->overall)
            r->overall = one;
    }
}

/* --- times --------------------------------------------------------------- */

/* Days since 1970-01-01 of a proleptic Gregorian date. */
static int64_t days_of(int64_t y, unsigned m, unsigned d)
{
    int64_t era, year;
    unsigned of_era, of_year;

    year = m <= 2 ? y - 1 : y;
    era = (year >= 0 ? year : year - 399) / 400;
    of_era = (unsigned)(year - era * 400);
    of_year = (153 * (m > 2 ? m - 3 : m + 9) + 2) / 5 + d - 1;
    return era * 146097 +
           (int64_t)(of_era * 365 + of_era / 4 - of_era / 100 + of_year) -
           719468;
}

static void put_digits(struct einv_buf *out, unsigned n, unsigned width)
{
    char text[8];

    for (unsigned i = width; i > 0; i--, n /= 10)
        text[i - 1] = (char)('0' + n % 10);
    einv__buf_put(out, text, width);
}

void einv__time_text(int64_t when, struct einv_buf *out)
{
    int64_t days = when / 86400, rest = when % 86400, z, era;
    unsigned of_era, year, of_year, mp, day, month;

    if (rest < 0) {
        rest += 86400;
        days--;
    }
    z = days + 719468;
    era = (z >= 0 ? z : z - 146096) / 146097;
    of_era = (unsigned)(z - era * 146097);
    year = (of_era - of_era / 1460 + of_era / 36524 - of_era / 146096) / 365;
    of_year = of_era - (365 * year + year / 4 - year / 100);
    mp = (5 * of_year + 2) / 153;
    day = of_year - (153 * mp + 2) / 5 + 1;
    month = mp < 10 ? mp + 3 : mp - 9;
    put_digits(out, (unsigned)((int64_t)year + era * 400 + (month <= 2)), 4);
    einv__buf_char(out, '-');
    put_digits(out, month, 2);
    einv__buf_char(out, '-');
    put_digits(out, day, 2);
    einv__buf_char(out, 'T');
    put_digits(out, (unsigned)(rest / 3600), 2);
    einv__buf_char(out, ':');
    put_digits(out, (unsigned)(rest / 60 % 60), 2);
    einv__buf_char(out, ':');
    put_digits(out, (unsigned)(rest % 60), 2);
    einv__buf_char(out, 'Z');
}

static bool is_digit(char c)
{
    return c >= '0' && c <= '9';
}

/* "", "Z", "+05:00", after a fraction or not. */
static bool read_zone(struct einv_text rest, int64_t *seconds)
{
    const char *p = rest.ptr;
    int sign;

    *seconds = 0;
    if (rest.len > 1 && p[0] == '.') {
        size_t i = 1;

        while (i < rest.len && is_digit(p[i]))
            i++;
        rest = einv__text(p + i, rest.len - i);
        p = rest.ptr;
    }
    if (rest.len == 0 || einv__text_is(rest, "Z"))
        return true;
    sign = p[0] == '-' ? -1 : 1;
    if (rest.len != 6 || (p[0] != '-' && p[0] != '+') || p[3] != ':' ||
        !is_digit(p[1]) || !is_digit(p[2]) || !is_digit(p[4]) ||
        !is_digit(p[5]))
        return false;
    *seconds = sign * (((p[1] - '0') * 10 + p[2] - '0') * 3600 +
                       ((p[4] - '0') * 10 + p[5] - '0') * 60);
    return true;
}

bool einv__time_read(struct einv_text text, int64_t *when)
{
    const struct einv_text picture = EINV_TEXT("yyyy-MM-ddTHH:mm:ss");
    struct einv_date date;
    int64_t zone;

    text = einv__text_trim(text);
    if (text.len < picture.len ||
        !einv__date_parse(&date, einv__text(text.ptr, picture.len),
                          picture) ||
        !read_zone(einv__text(text.ptr + picture.len,
                              text.len - picture.len), &zone))
        return false;
    *when = days_of(date.year, date.month, date.day) * 86400 +
            date.hour * 3600 + date.minute * 60 + date.second - zone;
    return true;
}
