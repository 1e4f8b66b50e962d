/* regex_class.c: class expressions and escapes (XML Schema part 2, F.1).
 */
#include "regex_int.h"
#include "unicode.h"

/* XML 1.0 (fifth edition) [4], [4a]; [:] included, as \i and \c have it. */
static const struct regex_range name_start[] = {
    { ':', ':' }, { 'A', 'Z' }, { '_', '_' }, { 'a', 'z' }, { 0xC0, 0xD6 },
    { 0xD8, 0xF6 }, { 0xF8, 0x2FF }, { 0x370, 0x37D }, { 0x37F, 0x1FFF },
    { 0x200C, 0x200D }, { 0x2070, 0x218F }, { 0x2C00, 0x2FEF },
    { 0x3001, 0xD7FF }, { 0xF900, 0xFDCF }, { 0xFDF0, 0xFFFD },
    { 0x10000, 0xEFFFF }
};
static const struct regex_range name_more[] = {
    { '-', '.' }, { '0', '9' }, { 0xB7, 0xB7 }, { 0x300, 0x36F },
    { 0x203F, 0x2040 }
};

#define BIT(category) ((uint32_t)1 << (category))
#define OTHERS (BIT(EINV_UC_CC) | BIT(EINV_UC_CF) | BIT(EINV_UC_CS) | \
                BIT(EINV_UC_CO) | BIT(EINV_UC_CN))
#define SEPARATORS (BIT(EINV_UC_ZS) | BIT(EINV_UC_ZL) | BIT(EINV_UC_ZP))
#define PUNCTUATION (BIT(EINV_UC_PC) | BIT(EINV_UC_PD) | BIT(EINV_UC_PS) | \
                     BIT(EINV_UC_PE) | BIT(EINV_UC_PI) | BIT(EINV_UC_PF) | \
                     BIT(EINV_UC_PO))
#define ALL (BIT(EINV_UC_N_CATEGORIES) - 1)

static bool add_block(struct regex_ranges *rs, struct einv_text name)
{
    bool found = false;

    for (size_t i = 0; i < einv__uc_n_blocks; i++)
        if (einv__text_is(name, einv__uc_blocks[i].name)) {
            einv__regex_add(rs, einv__uc_blocks[i].first,
                            einv__uc_blocks[i].last);
            found = true;
        }
    return found;
}

/* Counts the work of a class: a pattern of 20,000 classes is no pattern.
 * The tables that were looked through count a little, too. */
static bool count(struct regex_parser *p, size_t n_ranges)
{
    p->n_ranges += n_ranges + 8;
    return p->n_ranges <= REGEX_MAX_RANGES || einv__regex_bad(p, "EINV0001");
}

/* Joins `part` to rs, negated or not. */
static bool join(struct regex_parser *p, struct regex_ranges *rs,
                 struct regex_ranges *part, bool negated)
{
    size_t n = part->n;

    einv__regex_tidy(part);
    if (negated)
        einv__regex_negate(part);
    for (size_t i = 0; i < part->n; i++)
        einv__regex_add(rs, part->r[i].first, part->r[i].last);
    if (part->failed)
        rs->failed = true;
    einv__regex_ranges_free(part);
    return count(p, n);
}

/* {..} behind \p or \P. */
static bool property(struct regex_parser *p, struct regex_ranges *rs,
                     bool negated)
{
    struct regex_ranges part = { .alloc = rs->alloc };
    struct einv_text name;
    const char *close;
    uint32_t bits;

    if (!einv__regex_peek(p, '{'))
        return einv__regex_bad(p, "FORX0002");
    close = memchr(p->p, '}', (size_t)(p->end - p->p));
    if (close == NULL)
        return einv__regex_bad(p, "FORX0002");
    name = einv__text(p->p + 1, (size_t)(close - p->p) - 1);
    p->p = close + 1;
    bits = einv__uc_categories(name);
    if (bits != 0) {
        einv__regex_add_categories(&part, bits);
    } else if (name.len < 3 || memcmp(name.ptr, "Is", 2) != 0 ||
               !add_block(&part, einv__text(name.ptr + 2, name.len - 2))) {
        einv__regex_ranges_free(&part);
        return einv__regex_bad(p, "FORX0002");
    }
    return join(p, rs, &part, negated);
}

static void names(struct regex_ranges *part, bool more)
{
    for (size_t i = 0; i < sizeof name_start / sizeof *name_start; i++)
        einv__regex_add(part, name_start[i].first, name_start[i].last);
    for (size_t i = 0; more && i < sizeof name_more / sizeof *name_more; i++)
        einv__regex_add(part, name_more[i].first, name_more[i].last);
}

/* \s \i \c \d \w and their complements; false: not one. */
static bool multi_char(struct regex_parser *p, struct regex_ranges *rs,
                       char c)
{
    struct regex_ranges part = { .alloc = rs->alloc };

    switch (c | 0x20) {
    case 's':
        einv__regex_add(&part, '\t', '\n');
        einv__regex_add(&part, '\r', '\r');
        einv__regex_add(&part, ' ', ' ');
        break;
    case 'i': names(&part, false); break;
    case 'c': names(&part, true); break;
    case 'd':
        einv__regex_add_categories(&part, BIT(EINV_UC_ND));
        break;
    case 'w':
        einv__regex_add_categories(
            &part, ALL & ~(OTHERS | SEPARATORS | PUNCTUATION));
        break;
    default:
        return false;
    }
    return join(p, rs, &part, (c & 0x20) == 0);
}

bool einv__regex_escape(struct regex_parser *p, struct regex_ranges *rs,
                        bool *single, uint32_t *c)
{
    char e;

    if (p->p == p->end)
        return einv__regex_bad(p, "FORX0002");
    e = *p->p++;
    *single = e != '\0' && strchr("nrt\\|.-^?*+{}()[]$", e) != NULL;
    if (*single) {
        *c = e == 'n' ? '\n' : e == 'r' ? '\r' : e == 't' ? '\t'
            : (uint32_t)e;
        return true;
    }
    if (e == 'p' || e == 'P')
        return property(p, rs, e == 'P');
    return (e != '\0' && strchr("sSiIcCdDwW", e) != NULL &&
            multi_char(p, rs, e)) || einv__regex_bad(p, "FORX0002");
}

static bool add_chars(struct regex_parser *p, struct regex_ranges *rs,
                      uint32_t first, uint32_t last)
{
    size_t n = rs->n;

    einv__regex_add(rs, first, last);
    if (p->caseless)
        einv__regex_add_variants(rs, first, last);
    return count(p, rs->n > n ? rs->n - n : 0);
}

/* One character of a class, escaped or not. */
static bool class_char(struct regex_parser *p, struct regex_ranges *rs,
                       bool *single, uint32_t *c)
{
    size_t size;

    if (*p->p == '\\') {
        p->p++;
        return einv__regex_escape(p, rs, single, c);
    }
    if (*p->p == '[')
        return einv__regex_bad(p, "FORX0002");
    *single = true;
    *c = einv__utf8_get(p->p, p->end, &size);
    p->p += size;
    return true;
}

/* A character, an escape or a range.  *loose: a '-' may follow for itself,
 * as it cannot make a range (XML Schema 1.1; 1.0 knows it only at both
 * ends). */
static bool class_item(struct regex_parser *p, struct regex_ranges *rs,
                       bool *loose)
{
    uint32_t first, last;
    bool single;

    if (!class_char(p, rs, &single, &first))
        return false;
    *loose = true;
    if (!single)
        return true;
    if (p->end - p->p < 2 || *p->p != '-' || p->p[1] == ']' ||
        p->p[1] == '[') {
        *loose = false;
        return add_chars(p, rs, first, first);
    }
    p->p++;
    if (*p->p == '-' || !class_char(p, rs, &single, &last))
        return einv__regex_bad(p, "FORX0002");
    if (!single || last < first)
        return einv__regex_bad(p, "FORX0002");
    return add_chars(p, rs, first, last);
}

/* -[..] at the end of a class. */
static bool subtraction(struct regex_parser *p, struct regex_ranges *rs)
{
    struct regex_ranges minus = { .alloc = rs->alloc };
    bool ok;

    p->p += 2;
    if (++p->depth > REGEX_MAX_DEPTH)
        return einv__regex_bad(p, "EINV0001");
    ok = einv__regex_class(p, &minus);
    p->depth--;
    if (ok)
        einv__regex_subtract(rs, &minus);
    einv__regex_ranges_free(&minus);
    if (!ok)
        return false;
    if (!einv__regex_peek(p, ']'))
        return einv__regex_bad(p, "FORX0002");
    p->p++;
    return true;
}

/* The group's items up to ']' or a subtraction. */
static bool class_items(struct regex_parser *p, struct regex_ranges *rs)
{
    bool some = false, loose = true;

    while (p->p < p->end && *p->p != ']') {
        if (*p->p == '-') {
            bool before_close = p->end - p->p > 1 && p->p[1] == ']';

            if (p->end - p->p > 1 && p->p[1] == '[')
                break;
            if (!loose && !before_close)
                return einv__regex_bad(p, "FORX0002");
            /* "--" would start a range at '-', which cannot be. */
            if (p->end - p->p > 1 && p->p[1] == '-' && !before_close)
                return einv__regex_bad(p, "FORX0002");
            if (!add_chars(p, rs, '-', '-'))
                return false;
            p->p++;
        } else if (!class_item(p, rs, &loose)) {
            return false;
        }
        some = true;
    }
    if (!some || p->p == p->end)
        return einv__regex_bad(p, "FORX0002");
    return true;
}

bool einv__regex_class(struct regex_parser *p, struct regex_ranges *rs)
{
    bool negated = einv__regex_peek(p, '^');

    if (negated)
        p->p++;
    if (!class_items(p, rs))
        return false;
    einv__regex_tidy(rs);
    if (negated)
        einv__regex_negate(rs);
    if (*p->p == '-')
        return subtraction(p, rs);
    p->p++;
    return true;
}
