/* Unit tests of lib/xpath/fn_string.c, fn_case.c, fn_contains.c, fn_regex.c,
 * through expressions.  Expected values: the examples of F&O 2.0, 7, and
 * hand. */
#include "xpath_support.h"

#include "../../lib/xpath/expr.h"
#include "../../lib/xpath/unicode.h"
#include "../support/failing.h"

struct row {
    const char *expr, *expected;        /* "!code": an error */
};

static const char *value_of(const einv_allocator *a,
                            const struct einv_tree *tree, const char *expr,
                            char *out, size_t cap)
{
    struct einv_xp_lib *lib = einv__xp_lib_new(a);
    struct einv_xp_error error = { .code = NULL };
    struct einv_text text = EINV_TEXT("");
    const struct einv_xp_expr *e = NULL;
    struct einv_xp_focus focus;
    struct einv_xp_run run;

    snprintf(out, cap, "!EINV0002");
    if (lib != NULL)
        e = einv__xp_compile(lib, einv__text_of(expr), NULL, 0, &error);
    if (error.code != NULL)
        snprintf(out, cap, "!%s", error.code);
    if (e != NULL && einv__xp_lib_seal(lib) &&
        einv__xp_run_init(&run, a, lib, tree, NULL)) {
        focus = einv__xp_focus(einv__xp_root(&run));
        if (einv__xp_eval_text(&run, e, &focus, NULL, &text))
            snprintf(out, cap, "%.*s", (int)text.len,
                     text.len > 0 ? text.ptr : "");
        else
            snprintf(out, cap, "!%s", run.error);
        einv__xp_run_free(&run);
    }
    einv__xp_lib_free(lib);
    return out;
}

static void check_rows(const struct row *rows, size_t n)
{
    struct einv_tree tree;

    cr_assert_eq(einv__xml_read(&tree, &einv__libc_allocator,
                                EINV_TEXT("<r> a  b\n</r>"), NULL, NULL),
                 EINV_OK);
    for (size_t i = 0; i < n; i++) {
        char got[400];

        value_of(&einv__libc_allocator, &tree, rows[i].expr, got,
                 sizeof got);
        cr_expect_str_eq(got, rows[i].expected, "%s: expected %s, got %s",
                         rows[i].expr, rows[i].expected, got);
    }
    einv__tree_free(&tree);
}
#define CHECK(rows) check_rows(rows, sizeof rows / sizeof *rows)
#define POINTS "'http://www.w3.org/2005/xpath-functions/collation/codepoint'"

Test(xpath_string, parts_and_lengths)
{
    static const struct row rows[] = {
        { "concat('a', 1, (), true())", "a1true" },
        { "string-join(('a', 'b', 'c'), '-')", "a-b-c" },
        { "string-join((1, true()), '-')", "1-true" },
        { "string-join((), '-')", "" }, { "string-join(('a', 'b'))", "ab" },
        { "substring('motor car', 6)", " car" },
        { "substring('metadata', 4, 3)", "ada" },
        { "substring('12345', 1.5, 2.6)", "234" },
        { "substring('12345', 0, 3)", "12" },
        { "substring('12345', 5, -3)", "" },
        { "substring('12345', -3, 5)", "1" },
        { "substring('12345', 0 div 0e0, 3)", "" },
        { "substring('12345', 1, 0 div 0e0)", "" },
        { "substring((), 1, 3)", "" },
        { "substring('12345', -42, 1 div 0e0)", "12345" },
        { "substring('12345', -1 div 0e0, 1 div 0e0)", "" },
        { "substring('12345', -1 div 0e0)", "12345" },
        { "substring('12345', 0.5, 0.49999999999999994)", "" },
        { "substring('\xC3\xA4\xE2\x82\xAC\xF0\x9F\x98\x80z', 2, 2)",
          "\xE2\x82\xAC\xF0\x9F\x98\x80" },
        { "string-length('\xC3\xA4\xE2\x82\xAC\xF0\x9F\x98\x80z')", "4" },
        { "string-length(())", "0" }, { "string-length()", "6" },
        { "normalize-space()", "a b" },
        { "normalize-space(' a&#9;  b ')", "a&#9; b" },
        { "normalize-space('\t a \r\n b ')", "a b" },
        { "normalize-space('a b')", "a b" }, { "normalize-space(' ')", "" },
        { "translate('bar', 'abc', 'ABC')", "BAr" },
        { "translate('--aaa--', 'abc-', 'ABC')", "AAA" },
        { "translate('abcdabc', 'abc', 'AB')", "ABdAB" },
        { "translate('\xC3\xA4" "b\xC3\xA4', '\xC3\xA4" "b', "
          "'a\xE2\x82\xAC')", "a\xE2\x82\xAC" "a" },
        { "translate('aa', 'aa', 'xy')", "xx" },
        { "codepoints-to-string((8364, 65))", "\xE2\x82\xAC" "A" },
        { "codepoints-to-string(0)", "!FOCH0001" },
        { "codepoints-to-string(55296)", "!FOCH0001" },
        { "codepoints-to-string(())", "" },
        { "string-to-codepoints('A\xF0\x9F\x98\x80')", "65 128512" }
    };

    CHECK(rows);
}

Test(xpath_string, comparisons)
{
    static const struct row rows[] = {
        { "contains('tattoo', 't')", "true" },
        { "contains('tattoo', 'ttt')", "false" },
        { "contains('', ())", "true" }, { "contains('', 'a')", "false" },
        { "contains('aab', 'ab')", "true" },
        { "contains('tattoo', 'oo', " POINTS ")", "true" },
        { "contains('tattoo', 'oo', 'http://example.org/')", "!FOCH0002" },
        { "starts-with('tattoo', 'tat')", "true" },
        { "starts-with('tattoo', 'att')", "false" },
        { "starts-with((), ())", "true" },
        { "ends-with('tattoo', 'too')", "true" },
        { "ends-with('too', 'tattoo')", "false" },
        { "ends-with('a', '')", "true" },
        { "substring-before('tattoo', 'attoo')", "t" },
        { "substring-before('tattoo', 'tatto')", "" },
        { "substring-before('tattoo', 'x')", "" },
        { "substring-after('tattoo', 'tat')", "too" },
        { "substring-after('tattoo', 'tattoo')", "" },
        { "substring-after('tattoo', ())", "tattoo" },
        { "compare('abc', 'abd')", "-1" }, { "compare('b', 'a')", "1" },
        { "compare('a', 'a')", "0" }, { "compare((), 'a')", "" },
        { "compare('\xEF\xBF\xBD', '\xF0\x90\x80\x80')", "-1" },
        { "compare('a', 'ab', " POINTS ")", "-1" },
        { "codepoint-equal('abcd', 'abcd')", "true" },
        { "codepoint-equal('abcd', 'abcd ')", "false" },
        { "codepoint-equal('', ())", "" }
    };

    CHECK(rows);
}

Test(xpath_string, cases_and_uris)
{
    static const struct row rows[] = {
        { "upper-case('abCd0')", "ABCD0" },
        { "lower-case('ABc!D')", "abc!d" },
        { "upper-case('stra\xC3\x9F" "e')", "STRASSE" },
        { "upper-case('\xD0\xB6\xC3\xA4')", "\xD0\x96\xC3\x84" },
        { "lower-case('\xD0\x96\xC3\x84X')", "\xD0\xB6\xC3\xA4x" },
        { "lower-case('\xC4\xB0')", "i\xCC\x87" },
        { "upper-case('\xEF\xAC\x83')", "FFI" },
        { "encode-for-uri('~b\xC3\xA9" "b\xC3\xA9 100%/')",
          "~b%C3%A9b%C3%A9%20100%25%2F" },
        { "iri-to-uri('http://example.com/~b\xC3\xA9 <100%>')",
          "http://example.com/~b%C3%A9%20%3C100%%3E" },
        { "escape-html-uri('javascript:x(\xC3\xA9 < 1)')",
          "javascript:x(%C3%A9 < 1)" }
    };

    CHECK(rows);
}

Test(xpath_string, patterns)
{
    static const struct row rows[] = {
        { "matches('abracadabra', 'bra')", "true" },
        { "matches((), 'a?')", "true" },
        { "matches('a', '[')", "!FORX0002" },
        { "matches('a', 'a', 'z')", "!FORX0001" },
        { "if (true()) then 1 else matches('a', '[')", "1" },
        { "matches('x', concat('[', ''))", "!FORX0002" },
        { "string-join(for $f in ('', 'i') return "
          "string(matches('A', concat('a', ''), $f)), ' ')", "false true" },
        { "replace('abracadabra', 'bra', '*')", "a*cada*" },
        { "replace('abracadabra', 'a.*?a', '*')", "*c*bra" },
        { "replace('abracadabra', 'a(.)', 'a$1$1')", "abbraccaddabbra" },
        { "replace('AAAA', 'A+?', 'b')", "bbbb" },
        { "replace('darted', '^(.*?)d(.*)$', '$1c$2')", "carted" },
        { "replace('abcd', '(ab)|(a)', '[1=$1][2=$2]')", "[1=ab][2=]cd" },
        { "replace('abc', '(b)', '$12$0\\$\\\\')", "ab2b$\\c" },
        { "replace('abc', 'b', '$1')", "ac" },
        { "replace('a.c', '.', '$', 'q')", "a$c" },
        { "replace('aaa', '^a', 'b')", "baa" },
        { "replace('a b', 'A', 'x', 'i')", "x b" },
        { "replace('a', 'a*', 'b')", "!FORX0003" },
        { "replace('a', 'a', '\\1')", "!FORX0004" },
        { "replace('a', 'x', '$')", "!FORX0004" },
        { "replace('a', '^|$', 'x')", "!FORX0003" },
        { "replace((), 'a', 'b')", "" },
        { "string-join(tokenize('The cat sat', '\\s+'), '|')",
          "The|cat|sat" },
        { "string-join(tokenize(',a,,b,', ','), '|')", "|a||b|" },
        { "string-join(tokenize('abracadabra', '(ab)|(a)'), '#')",
          "#r#c#d#r#" },
        { "count(tokenize('', ','))", "0" },
        { "count(tokenize((), ','))", "0" },
        { "tokenize('abba', '.?')", "!FORX0003" },
        { "string-join(tokenize('a1b22c', '\\d{1,2}', 'x'), '|')", "a|b|c" }
    };

    CHECK(rows);
}

/* map_one looks at one row only: no row may hide another.  (That the rows are
 * Unicode's is the matter of tests/check/unicode.sh.) */
Test(xpath_string, case_tables_are_found)
{
    for (size_t i = 0; i < einv__uc_n_upper; i++) {
        const struct einv_uc_map *row = &einv__uc_upper[i];

        for (uint32_t c = row->first; c <= row->last; c += row->step) {
            uint32_t out[3];

            cr_assert_eq(einv__uc_to_upper(c, out), 1);
            cr_assert_eq(out[0], (uint32_t)((int32_t)c + row->distance),
                         "U+%04X", (unsigned)c);
        }
    }
    for (size_t i = 0; i < einv__uc_n_lower; i++) {
        const struct einv_uc_map *row = &einv__uc_lower[i];

        for (uint32_t c = row->first; c <= row->last; c += row->step) {
            uint32_t out[3];

            einv__uc_to_lower(c, out);
            cr_assert_eq(out[0], (uint32_t)((int32_t)c + row->distance),
                         "U+%04X", (unsigned)c);
        }
    }
}

Test(xpath_string, memory_that_fails)
{
    static const char *const exprs[] = {
        "string-join(tokenize(replace('a-b-c', '(\\w)-', '$1+'), "
        "concat('[', '+]')), '|')",
        "concat(upper-case('stra\xC3\x9F" "e'), matches('aXa', "
        "concat('(a)x\\1', ''), 'i'), normalize-space(' a  b '), "
        "translate('abc', 'ab', 'x'), matches('aa', '^a{1,100}$'))"
    };
    struct einv_tree tree;
    struct failing f;

    cr_assert_eq(einv__xml_read(&tree, &einv__libc_allocator,
                                EINV_TEXT("<r/>"), NULL, NULL), EINV_OK);
    for (size_t i = 0; i < 2; i++) {
        FAILING_EACH(f, 3000) {
            char got[200];

            value_of(&f.hooks, &tree, exprs[i], got, sizeof got);
            failing_judge(&f, strcmp(got, "!EINV0002") != 0);
        }
        cr_expect_eq(f.held, 0);
    }
    einv__tree_free(&tree);
}
