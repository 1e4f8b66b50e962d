/* unicode.c: how the tables of Unicode are read.
 */
#include "unicode.h"

/* ORDER UC_CATEGORY */
static const char category_names[EINV_UC_N_CATEGORIES][3] = {
    "Lu", "Ll", "Lt", "Lm", "Lo", "Mn", "Mc", "Me", "Nd", "Nl", "No",
    "Pc", "Pd", "Ps", "Pe", "Pi", "Pf", "Po", "Zs", "Zl", "Zp",
    "Sm", "Sc", "Sk", "So", "Cc", "Cf", "Cs", "Co", "Cn"
};

uint32_t einv__uc_categories(struct einv_text name)
{
    uint32_t bits = 0;

    if (name.len != 1 && name.len != 2)
        return 0;
    if (einv__text_is(name, "Cs"))      /* no characters of XML */
        return 0;
    for (size_t i = 0; i < EINV_UC_N_CATEGORIES; i++)
        if (memcmp(category_names[i], name.ptr, name.len) == 0)
            bits |= (uint32_t)1 << i;
    return bits;
}

/* The rows do not overlap: the last one that starts at or before c is the
 * only one that can hold it. */
static bool map_one(const struct einv_uc_map *rows, size_t n, uint32_t c,
                    uint32_t *out)
{
    size_t lo = 0, hi = n;

    while (lo < hi) {
        size_t mid = lo + (hi - lo) / 2;

        if (rows[mid].first <= c)
            lo = mid + 1;
        else
            hi = mid;
    }
    if (lo == 0)
        return false;
    rows += lo - 1;
    if (c > rows->last || (c - rows->first) % rows->step != 0)
        return false;
    *out = (uint32_t)((int32_t)c + rows->distance);
    return true;
}

static size_t map_full(const struct einv_uc_full *rows, size_t n, uint32_t c,
                       uint32_t out[3])
{
    size_t lo = 0, hi = n;

    while (lo < hi) {
        size_t mid = lo + (hi - lo) / 2;

        if (rows[mid].from < c)
            lo = mid + 1;
        else
            hi = mid;
    }
    if (lo == n || rows[lo].from != c)
        return 0;
    memcpy(out, rows[lo].to, sizeof rows[lo].to);
    return out[2] != 0 ? 3 : 2;
}

size_t einv__uc_to_upper(uint32_t c, uint32_t out[3])
{
    size_t n;

    out[0] = c;
    if (c < 128) {
        if (c >= 'a' && c <= 'z')
            out[0] = c - 32;
        return 1;
    }
    n = map_full(einv__uc_upper_full, einv__uc_n_upper_full, c, out);
    if (n > 0)
        return n;
    map_one(einv__uc_upper, einv__uc_n_upper, c, out);
    return 1;
}

size_t einv__uc_to_lower(uint32_t c, uint32_t out[3])
{
    size_t n;

    out[0] = c;
    if (c < 128) {
        if (c >= 'A' && c <= 'Z')
            out[0] = c + 32;
        return 1;
    }
    n = map_full(einv__uc_lower_full, einv__uc_n_lower_full, c, out);
    if (n > 0)
        return n;
    map_one(einv__uc_lower, einv__uc_n_lower, c, out);
    return 1;
}

bool einv__uc_same_caseless(uint32_t a, uint32_t b)
{
    if (a == b)
        return true;
    for (size_t i = 0; i < einv__uc_n_variants; i++) {
        const struct einv_uc_map *row = &einv__uc_variants[i];

        if (row->first > a)
            break;
        if (a <= row->last && (a - row->first) % row->step == 0 &&
            (uint32_t)((int32_t)a + row->distance) == b)
            return true;
    }
    return false;
}
