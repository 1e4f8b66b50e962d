/* Unit tests of lib/xpath/regex*.c and fn_regex.c.  Expected values: F&O 2.0
 * 7.6, XML Schema part 2 appendix F, and hand. */
#include <stdio.h>
#include <stdlib.h>

#include "xpath_support.h"

#include "../../lib/xpath/fn.h"

static void begin(struct xp_bench *b)
{
    xp_begin(b, "<r/>");
    b->run.steps = 1000000000;
}

/* --- tests -------------------------------------------------------------- */

struct test_row {
    const char *pattern, *flags, *text;
    const char *expected;               /* "1", "0" or an error code */
};

static const char *ask(struct xp_bench *b, const struct test_row *r)
{
    const struct einv_regex *re;
    bool found;

    b->run.error = NULL;
    re = einv__regex_get(&b->run, einv__text_of(r->pattern),
                         einv__text_of(r->flags));
    if (re == NULL ||
        !einv__regex_test(&b->run, re, einv__text_of(r->text), &found))
        return b->run.error;
    return found ? "1" : "0";
}

static void check_rows(const struct test_row *rows, size_t n)
{
    struct xp_bench b;

    begin(&b);
    for (size_t i = 0; i < n; i++)
        cr_expect_str_eq(ask(&b, &rows[i]), rows[i].expected,
                         "%s /%s on '%s': expected %s, got %s",
                         rows[i].pattern, rows[i].flags, rows[i].text,
                         rows[i].expected, ask(&b, &rows[i]));
    xp_end(&b);
}
#define CHECK(rows) check_rows(rows, sizeof rows / sizeof *rows)

Test(xpath_regex, what_patterns_match)
{
    static const struct test_row rows[] = {
        { "bra", "", "abracadabra", "1" },
        { "^a.*a$", "", "abracadabra", "1" },
        { "^bra", "", "abracadabra", "0" },
        { "", "", "", "1" }, { "a()b", "", "ab", "1" },
        { "a|b|", "", "x", "1" }, { "^(a|b)$", "", "b", "1" },
        { "^a{2}$", "", "aa", "1" }, { "^a{2}$", "", "aaa", "0" },
        { "^a{2,}$", "", "a", "0" }, { "^a{2,}$", "", "aaaa", "1" },
        { "^a{0,2}$", "", "aaa", "0" }, { "^a{0}$", "", "", "1" },
        { "^(ab){2,3}$", "", "ababab", "1" },
        { "^(ab){2,3}$", "", "abababab", "0" },
        { "^(?:a*)*$", "", "aaa", "1" }, { "^(a*)+b$", "", "b", "1" },
        { "(^|:)?Z", "", "kZ", "1" }, { "^{2}a", "", "a", "1" },
        { "a$+", "", "ba", "1" }, { "a$b", "", "ab", "0" },
        { "^.$", "", "\xF0\x90\x80\x80", "1" },
        { "^.{3}$", "", "\xC3\xA4\xE2\x82\xAC" "x", "1" },
        { "^.$", "", "\n", "0" }, { "^.$", "", "\r", "0" },
        { "^.$", "s", "\n", "1" },
        { "a$", "", "a\n", "0" }, { "a$", "m", "a\nb", "1" },
        { "^b", "", "a\nb", "0" }, { "^b", "m", "a\nb", "1" },
        { "^$", "m", "a\nb\n", "0" }, { "^$", "m", "a\n\nb", "1" },
        { "a b", "x", "ab", "1" }, { "a[ ]b", "x", "a b", "1" },
        { "a\\ sb", "x", "a b", "1" },
        { "a.b", "q", "a.b", "1" }, { "a.b", "q", "axb", "0" },
        { "A.b", "qi", "a.B", "1" }
    };

    CHECK(rows);
}

Test(xpath_regex, classes)
{
    static const struct test_row rows[] = {
        { "^[a-c]+$", "", "abc", "1" }, { "^[a-c]+$", "", "abd", "0" },
        { "^[^a-c]$", "", "b", "0" }, { "^[^a-c]$", "", "\n", "1" },
        { "^[-a]+$", "", "-a", "1" }, { "^[a-]+$", "", "-a", "1" },
        { "^[a^]+$", "", "^a", "1" }, { "^[\\^a]+$", "", "^a", "1" },
        { "^[a-z-[aeiou]]+$", "", "xyz", "1" },
        { "^[a-z-[aeiou]]+$", "", "xaz", "0" },
        { "^[^a-z-[0-9]]$", "", "5", "0" },
        { "^[^a-z-[0-9]]$", "", "A", "1" },
        { "^\\d+$", "", "1\xD9\xA3", "1" },     /* U+0663 */
        { "^\\d$", "", "\xC2\xBD", "0" },       /* one half: No */
        { "^\\w+$", "", "a1\xC3\xA4$", "1" },   /* $ is Sc */
        { "^\\w$", "", "_", "0" },              /* Pc */
        { "^\\W$", "", ".", "1" }, { "^\\s+$", "", " \t\r\n", "1" },
        { "^\\s$", "", "\xC2\xA0", "0" },       /* no-break space */
        { "^\\S$", "", "\xC2\xA0", "1" },
        { "^\\i\\c*$", "", "a:-1", "1" }, { "^\\i$", "", "1", "0" },
        { "^\\I\\C$", "", "1 ", "1" },
        { "^\\p{Lu}\\p{Ll}$", "", "\xC3\x84\xC3\xA4", "1" },
        { "^\\P{L}$", "", "a", "0" }, { "^\\p{Sc}$", "", "\xE2\x82\xAC", "1" },
        { "^\\p{IsBasicLatin}$", "", "\x7F", "1" },
        { "^\\p{IsBasicLatin}$", "", "\xC2\x80", "0" },
        { "^\\p{IsGreek}$", "", "\xCE\xB1", "1" },
        { "^\\p{IsPrivateUse}$", "", "\xF3\xB0\x80\x80", "1" },
        { "^[\\p{IsCyrillic}\\d]+$", "", "\xD0\xB6" "1", "1" },
        { "^[\\s\\S]$", "", "\xF4\x8F\xBF\xBF", "1" }
    };

    CHECK(rows);
}

Test(xpath_regex, case_variants)
{
    static const struct test_row rows[] = {
        { "abc", "i", "ABC", "1" }, { "^[A-Z]+$", "i", "az", "1" },
        { "^[A-Z]$", "i", "\xE2\x84\xAA", "1" },        /* Kelvin */
        { "^k$", "i", "\xE2\x84\xAA", "1" },
        { "^[A-Z-[OI]]$", "i", "x", "1" },
        { "^[A-Z-[OI]]$", "i", "i", "0" },
        { "^[^Q]$", "i", "q", "0" }, { "^\\p{Lu}$", "i", "m", "0" },
        { "^\xC3\x84$", "i", "\xC3\xA4", "1" },
        { "^\xCE\xA3$", "i", "\xCF\x82", "1" },         /* final sigma */
        { "(a)\\1", "i", "aA", "1" }, { "(a)\\1", "", "aA", "0" }
    };

    CHECK(rows);
}

Test(xpath_regex, what_is_no_pattern)
{
    static const struct test_row rows[] = {
        { "?a", "", "", "FORX0002" }, { "a**", "", "", "FORX0002" },
        { "a{2,1}", "", "", "FORX0002" }, { "a{,2}", "", "", "FORX0002" },
        { "a{2", "", "", "FORX0002" }, { "(a", "", "", "FORX0002" },
        { "a)", "", "", "FORX0002" }, { "a]", "", "", "FORX0002" },
        { "a}", "", "", "FORX0002" }, { "[", "", "", "FORX0002" },
        { "[]", "", "", "FORX0002" }, { "[^]", "", "", "FORX0002" },
        { "[b-a]", "", "", "FORX0002" }, { "[a--]", "", "", "FORX0002" },
        { "[a-\\d]", "", "", "FORX0002" }, { "[-[a]]", "", "", "FORX0002" },
        { "[a-[b]", "", "", "FORX0002" }, { "[a[b]]", "", "", "FORX0002" },
        { "\\", "", "", "FORX0002" }, { "\\b", "", "", "FORX0002" },
        { "\\/", "", "", "FORX0002" }, { "\\p{L", "", "", "FORX0002" },
        { "\\p{Xx}", "", "", "FORX0002" }, { "\\p{Is}", "", "", "FORX0002" },
        { "\\p{Cs}", "", "", "FORX0002" },
        { "(?=a)", "", "", "FORX0002" }, { "(?<n>a)", "", "", "FORX0002" },
        { "\\1(a)", "", "", "FORX0002" }, { "(a\\1)", "", "", "FORX0002" },
        { "(a)\\2", "", "", "FORX0002" }, { "(a)[\\1]", "", "", "FORX0002" },
        { "\\0", "", "", "FORX0002" },
        { "a", "p", "", "FORX0001" }, { "a", " ", "", "FORX0001" }
    };

    CHECK(rows);
}

Test(xpath_regex, back_references)
{
    static const struct test_row rows[] = {
        { ".*(\\d)\\1{2,}.*", "", "x12223", "1" },
        { ".*(\\d)\\1{2,}.*", "", "x122", "0" },
        { "^(a)(b)?\\2c$", "", "ac", "1" },     /* took no part: nothing */
        { "^(a*)b\\1$", "", "aabaa", "1" }, { "^(a*)b\\1$", "", "aaba", "0" },
        { "(#)abc\\11", "", "#abc#1", "1" },
        { "^(a*)*\\1b$", "", "aab", "1" },
        { "^(a)\\1{100}$", "", "aaa", "0" },
        { "^(.)[a-z]{70,90}\\1$", "",
          "1aaaaaaaaaabbbbbbbbbbccccccccccddddddddddeeeeeeeeeeffffffffff"
          "gggggggggghhhhhhhhhh1", "1" },
        { "^(.)[a-z]{70,90}?a\\1$", "",
          "1aaaaaaaaaabbbbbbbbbbccccccccccddddddddddeeeeeeeeeeffffffffff"
          "gggggggggghhhhhhhhhha1", "1" }
    };

    CHECK(rows);
}

/* --- counters ----------------------------------------------------------- */

/* `n` times c, with `tail` behind. */
static char *many(char c, size_t n, const char *tail)
{
    char *text = malloc(n + strlen(tail) + 1);

    cr_assert_not_null(text);
    memset(text, c, n);
    memcpy(text + n, tail, strlen(tail) + 1);
    return text;
}

Test(xpath_regex, counters)
{
    static const struct { const char *pattern; size_t n; const char *tail;
                          const char *expected; } rows[] = {
        { "^(.{1,6826666})$", 100000, "", "1" },
        { "^(.{1,6826666})$", 0, "", "0" },
        { "^a{70,80}$", 69, "", "0" }, { "^a{70,80}$", 70, "", "1" },
        { "^a{70,80}$", 80, "", "1" }, { "^a{70,80}$", 81, "", "0" },
        { "^a{70,}$", 69, "", "0" }, { "^a{70,}$", 500, "", "1" },
        { "^a{0,70}b$", 0, "b", "1" }, { "^a{0,70}b$", 71, "b", "0" },
        { "a{0,70}b", 71, "b", "1" },
        { "^(a{2,3})$", 1, "", "0" }, { "^(a{2,3})$", 2, "", "1" },
        { "^(a{2,3})$", 3, "", "1" }, { "^(a{2,3})$", 4, "", "0" },
        { "^([^b]+)$", 9, "b", "0" }, { "^a$", 2, "", "0" },
        { "^(a*)$", 0, "", "1" }, { "^((a{2}){3})$", 6, "", "1" },
        { "^((a{2}){3})$", 2, "", "0" }, { "^(a{70}b?){3}$", 210, "", "1" },
        { "^(a{70}b?){3}$", 211, "", "0" }, { "^a{70}a{70}$", 140, "", "1" },
        { "^a{70}a{70}$", 139, "", "0" },
        { "a{2147483647}", 100, "", "0" },
        { "a{99999999999999999999999999}", 100, "", "0" },
        { "^(ab?){300}$", 299, "", "0" }, { "^(ab?){300}$", 300, "", "1" },
        { "^(a{1,64}b?){900}$", 899, "", "0" },
        { "^(a{1,64}b?){900}$", 900, "", "1" },
        { "^(a{1,64}b?){900}$", 57601, "", "0" },
        { "((ab){1000}){1000}", 1, "", "EINV0001" }
    };
    struct xp_bench b;

    begin(&b);
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        char *text = many('a', rows[i].n, rows[i].tail);
        struct test_row r = { rows[i].pattern, "", text, NULL };

        cr_expect_str_eq(ask(&b, &r), rows[i].expected, "%s, %zu",
                         r.pattern, rows[i].n);
        free(text);
    }
    cr_expect_str_eq(b.run.limit, "regex");
    xp_end(&b);
}

/* What would take seconds to compile is refused. */
Test(xpath_regex, a_pattern_of_too_many_classes)
{
    enum { N = 20000 };
    char *pattern = malloc(N * 3 + 1);
    struct test_row r = { NULL, "", "a", "EINV0001" };
    struct xp_bench b;

    cr_assert_not_null(pattern);
    for (size_t i = 0; i < N; i++)
        memcpy(pattern + i * 3, i % 2 ? "\\wa" : "\\Wa", 3);
    pattern[N * 3] = '\0';
    r.pattern = pattern;
    begin(&b);
    cr_expect_str_eq(ask(&b, &r), r.expected);
    cr_expect_str_eq(b.run.limit, "regex");
    xp_end(&b);
    free(pattern);
}

/* --- linear ------------------------------------------------------------- */

static uint64_t steps_of(const char *pattern, size_t n, bool find)
{
    char *text = many('a', n, "");
    struct einv_regex_span span;
    const struct einv_regex *re;
    struct xp_bench b;
    uint64_t before;
    bool found, ok;

    begin(&b);
    re = einv__regex_get(&b.run, einv__text_of(pattern), EINV_TEXT(""));
    cr_assert_not_null(re);
    before = b.run.steps;
    ok = find
        ? einv__regex_find(&b.run, re, einv__text_of(text), 0, &span, 1,
                           &found)
        : einv__regex_test(&b.run, re, einv__text_of(text), &found);
    cr_assert(ok, "%s: %s", pattern, b.run.error);
    before -= b.run.steps;
    xp_end(&b);
    free(text);
    return before;
}

Test(xpath_regex, hostile_patterns_take_linear_time)
{
    static const char *const patterns[] = {
        "(a+)+b", "([a-z]+)*@", "^(([a-z])+.)+[A-Z]([a-z])+$", "(a|aa)+$",
        "(x+x+)+y", ".*.*.*=", "(.*a){20}b", "^(.{1,6826666})$",
        "a{1,9999}b", "(a{0,100}b?){30}c"
    };

    for (size_t i = 0; i < sizeof patterns / sizeof *patterns; i++)
        for (int find = 0; find < 2; find++) {
            uint64_t small = steps_of(patterns[i], 100000, find != 0);
            uint64_t large = steps_of(patterns[i], 1000000, find != 0);

            cr_expect(large < small * 11, "%s: %llu steps, then %llu",
                      patterns[i], (unsigned long long)small,
                      (unsigned long long)large);
        }
}

Test(xpath_regex, back_references_end_with_the_budget)
{
    char *text = many('a', 200, "");
    struct test_row r = { "^(a*)*(a*)*\\1c$", "", text, "EINV0001" };
    struct xp_bench b;

    begin(&b);
    b.run.steps = 1000000;
    cr_expect_str_eq(ask(&b, &r), r.expected);
    cr_expect_str_eq(b.run.limit, "steps");
    xp_end(&b);
    free(text);
}

/* The automaton has 2 to the power of 20 states: it must give up growing,
 * and the answer must be right. */
Test(xpath_regex, a_large_automaton_is_simulated)
{
    struct xp_bench b;
    char text[4001];
    uint32_t seed = 1;

    begin(&b);
    for (size_t i = 0; i < sizeof text - 1; i++) {
        seed = seed * 1664525 + 1013904223;
        text[i] = seed >> 24 & 1 ? 'a' : 'b';
    }
    text[4000] = '\0';
    text[4000 - 21] = 'a';
    cr_expect_str_eq(ask(&b, &(struct test_row){ "a[ab]{20}$", "", text, 0 }),
                     "1");
    text[4000 - 21] = 'b';
    cr_expect_str_eq(ask(&b, &(struct test_row){ "a[ab]{20}$", "", text, 0 }),
                     "0");
    xp_end(&b);
}

/* --- finding ------------------------------------------------------------ */

Test(xpath_regex, groups_of_a_match)
{
    static const struct { const char *pattern, *text, *expected; } rows[] = {
        { "a.*?a", "abracadabra", "0-4 " },
        { "a.*a", "abracadabra", "0-11 " },
        { "(ab)|(a)", "xab", "1-3 1-3 - " },
        { "(a)|(ab)", "xab", "1-2 1-2 - " },
        { "^(.*?)d(.*)$", "darted", "0-6 0-0 1-6 " },
        { "(\\d+)-(\\d+)", "x12-345y", "1-7 1-3 4-7 " },
        { "(a|b)*", "abx", "0-2 1-2 " },
        { "x{70,80}?", NULL, "0-70 " }, { "x{70,80}", NULL, "0-80 " },
        { "(x{70,80}?)(x*)", NULL, "0-100 0-70 70-100 " },
        { "(x{0,70}?)(x{0,70})", NULL, "0-70 0-0 0-70 " },
        { "(.)\\1", "abbc", "1-3 1-2 " },
        { "(x*)\\1y?", NULL, "0-100 0-50 " }
    };
    char *xs = many('x', 100, "");
    struct xp_bench b;

    begin(&b);
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        struct einv_regex_span spans[4];
        const struct einv_regex *re = einv__regex_get(
            &b.run, einv__text_of(rows[i].pattern), EINV_TEXT(""));
        char got[80] = "";
        bool found = false;

        cr_assert_not_null(re);
        cr_expect(einv__regex_find(
            &b.run, re, einv__text_of(rows[i].text != NULL ? rows[i].text
                                      : xs), 0, spans, 4, &found));
        for (size_t g = 0; found && g <= einv__regex_groups(re); g++)
            if (spans[g].end == SIZE_MAX)
                strcat(got, "- ");
            else
                sprintf(got + strlen(got), "%zu-%zu ", spans[g].start,
                        spans[g].end);
        cr_expect_str_eq(got, rows[i].expected, "%s: %s", rows[i].pattern,
                         got);
    }
    xp_end(&b);
    free(xs);
}
