/* base_text.c: tests of trimming, cutting, hashing and UTF-8. */
#include <criterion/criterion.h>

#include "base/text.h"

static void expect(struct einv_text got, const char *want)
{
    cr_expect(einv__text_is(got, want), "got \"%.*s\", want \"%s\"",
              (int)got.len, got.len > 0 ? got.ptr : "", want);
}

Test(base_text, trims_xml_white_space_and_no_other)
{
    expect(einv__text_trim(EINV_TEXT(" \t\r\n a b \n")), "a b");
    expect(einv__text_trim(EINV_TEXT("\xc2\xa0x\f")), "\xc2\xa0x\f");
    expect(einv__text_trim(EINV_TEXT("   ")), "");
    expect(einv__text_trim(EINV_NO_TEXT), "");
}

Test(base_text, cuts_at_the_first_separator)
{
    struct einv_text rest;

    expect(einv__text_cut(EINV_TEXT("a/b/c"), '/', &rest), "a");
    expect(rest, "b/c");
    expect(einv__text_cut(EINV_TEXT("a/"), '/', &rest), "a");
    cr_expect(rest.ptr != NULL && rest.len == 0);
    expect(einv__text_cut(EINV_TEXT("a"), '/', &rest), "a");
    cr_expect(rest.ptr == NULL);
    einv__text_cut(EINV_NO_TEXT, '/', &rest);
    cr_expect(rest.ptr == NULL);
}

Test(base_text, words_come_one_by_one_then_empty)
{
    struct einv_text rest = EINV_TEXT("  one\ttwo  \n");

    expect(einv__text_word(&rest), "one");
    expect(einv__text_word(&rest), "two");
    expect(einv__text_word(&rest), "");
    expect(einv__text_word(&rest), "");
    rest = EINV_NO_TEXT;
    expect(einv__text_word(&rest), "");
}

/* The vectors that stand in the FNV reference code. */
Test(base_text, hashes_are_fnv_1a)
{
    cr_expect_eq(einv__hash32(EINV_HASH32_SEED, "", 0), 0x811c9dc5u);
    cr_expect_eq(einv__hash32(EINV_HASH32_SEED, "a", 1), 0xe40c292cu);
    cr_expect_eq(einv__hash32(EINV_HASH32_SEED, "foobar", 6), 0xbf9cf968u);
    cr_expect_eq(einv__hash64(EINV_HASH64_SEED, "a", 1),
                 UINT64_C(0xaf63dc4c8601ec8c));
    cr_expect_eq(einv__hash64(EINV_HASH64_SEED, "foobar", 6),
                 UINT64_C(0x85944171f73967e8));
}

Test(base_text, the_long_hash_sees_every_byte_and_the_length)
{
    char text[64] = { 0 };
    uint64_t seen[sizeof text];

    for (size_t n = 0; n < sizeof text; n++) {
        seen[n] = einv__hash_long(1, text, n);
        for (size_t i = 0; i < n; i++)
            cr_expect_neq(seen[i], seen[n], "%zu and %zu zeros", i, n);
        for (size_t i = 0; i < n; i++) {
            text[i] = 1;
            cr_expect_neq(einv__hash_long(1, text, n), seen[n],
                          "byte %zu of %zu", i, n);
            text[i] = 0;
        }
    }
    cr_expect_neq(einv__hash_long(2, "a", 1), einv__hash_long(1, "a", 1));
}

Test(base_text, every_code_point_comes_back)
{
    for (uint32_t c = 0; c <= 0x10ffff; c++) {
        char bytes[4];
        size_t size, n;

        if (c >= 0xd800 && c <= 0xdfff)
            continue;
        n = einv__utf8_put(c, bytes);
        cr_assert(einv__utf8_valid(einv__text(bytes, n)), "U+%04X", c);
        cr_assert_eq(einv__utf8_get(bytes, bytes + n, &size), c);
        cr_assert_eq(size, n);
        if (n > 1)
            cr_assert_not(einv__utf8_valid(einv__text(bytes, n - 1)));
    }
}

/* Every sequence of two bytes, and of three and four with edges in them,
 * against the table of RFC 3629, section 4, written out. */
static size_t rfc3629(const unsigned char *p, size_t n)
{
    unsigned a = p[0], b = n > 1 ? p[1] : 0, c = n > 2 ? p[2] : 0,
             d = n > 3 ? p[3] : 0;
    bool tail_b = b >= 0x80 && b <= 0xbf, tail_c = c >= 0x80 && c <= 0xbf,
         tail_d = d >= 0x80 && d <= 0xbf;

    if (a <= 0x7f)
        return 1;
    if (n >= 2 && a >= 0xc2 && a <= 0xdf && tail_b)
        return 2;
    if (n >= 3 && tail_c
        && ((a == 0xe0 && b >= 0xa0 && b <= 0xbf)
            || (a >= 0xe1 && a <= 0xec && tail_b)
            || (a == 0xed && b >= 0x80 && b <= 0x9f)
            || ((a == 0xee || a == 0xef) && tail_b)))
        return 3;
    if (n >= 4 && tail_c && tail_d
        && ((a == 0xf0 && b >= 0x90 && b <= 0xbf)
            || (a >= 0xf1 && a <= 0xf3 && tail_b)
            || (a == 0xf4 && b >= 0x80 && b <= 0x8f)))
        return 4;
    return 0;
}

Test(base_text, utf8_is_what_rfc_3629_says)
{
    static const unsigned char edge[] = { 0x00, 0x7f, 0x80, 0x8f, 0x90, 0x9f,
                                          0xa0, 0xbf, 0xc0, 0xff };

    for (unsigned a = 0; a < 256; a++)
        for (unsigned b = 0; b < 256; b++)
            for (size_t i = 0; i < 100; i++) {
                unsigned char bytes[4] = { (unsigned char)a, (unsigned char)b,
                                           edge[i / 10], edge[i % 10] };
                size_t want = rfc3629(bytes, 4), size;
                const char *p = (const char *)bytes;

                einv__utf8_get(p, p + 4, &size);
                cr_assert_eq(size, want > 0 ? want : 1);
                if (want == 4 || want == 0)
                    cr_assert_eq(einv__utf8_valid(einv__text(p, 4)),
                                 want == 4);
            }
}

Test(base_text, utf8_check_looks_at_the_end_of_long_texts)
{
    char bytes[40];

    memset(bytes, 'x', sizeof bytes);
    for (size_t i = 0; i < sizeof bytes; i++) {
        bytes[i] = '\xc3';
        cr_expect_not(einv__utf8_valid(einv__text(bytes, sizeof bytes)));
        bytes[i] = 'x';
    }
    cr_expect(einv__utf8_valid(einv__text(bytes, sizeof bytes)));
    cr_expect(einv__utf8_valid(EINV_NO_TEXT));
}
