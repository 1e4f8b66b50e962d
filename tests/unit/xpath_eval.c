/* xpath_eval.c: expressions from text to value: parsing, printing, errors,
 * limits, patterns, keys, functions.  Expected values are worked out from
 * XPath 2.0 and XSLT 2.0. */
#include "xpath_support.h"
#include "../../lib/base/limits.h"
#include "../../lib/xpath/expr.h"

static const char *const invoice =
    "<i:inv xmlns:i='urn:i' cur='EUR'><i:line id='1'><i:a>10.00</i:a>"
    "<i:c>S</i:c></i:line><i:line id='2'><i:a>2.50</i:a><i:c>Z</i:c></i:line>"
    "<i:line id='2'><i:a>x</i:a><i:c>S</i:c></i:line><!--n-->tail</i:inv>";

struct eval {
    struct einv_xp_lib *lib;
    struct einv_tree tree;
    struct einv_xp_run run;
};

static void begin(struct eval *e)
{
    memset(e, 0, sizeof *e);
    e->lib = einv__xp_lib_new(&einv__libc_allocator);
    cr_assert(e->lib != NULL);
    cr_assert(einv__xp_lib_ns(e->lib, EINV_TEXT("i"), EINV_TEXT("urn:i")));
    cr_assert_eq(einv__xml_read(&e->tree, &einv__libc_allocator,
                                einv__text_of(invoice), NULL, NULL), EINV_OK);
}

static void end(struct eval *e)
{
    einv__tree_free(&e->tree);
    einv__xp_lib_free(e->lib);
}

/* The value as text (or the error's code) with the document as context. */
static void assert_value(struct eval *e, const char *expr, unsigned flags,
                         const char *expected)
{
    struct einv_xp_error error;
    const struct einv_xp_expr *compiled = einv__xp_compile(
        e->lib, einv__text_of(expr), NULL, flags, &error);
    struct einv_xp_focus focus;
    struct einv_text text = EINV_TEXT("");

    if (compiled == NULL) {
        cr_expect_str_eq(error.code, expected, "%s: %s %s", expr, error.code,
                         error.what);
        return;
    }
    cr_assert(einv__xp_run_init(&e->run, &einv__libc_allocator, e->lib,
                                &e->tree, NULL));
    focus = einv__xp_focus(einv__xp_root(&e->run));
    if (!einv__xp_eval_text(&e->run, compiled, &focus, NULL, &text))
        text = einv__text_of(e->run.error);
    cr_expect(einv__text_is(text, expected), "%s: %.*s, not %s", expr,
              (int)text.len, text.ptr, expected);
    einv__xp_run_free(&e->run);
}

Test(xpath_eval, expressions_have_the_values_of_the_standard)
{
    static const char *const cases[][2] = {
        { "count(//i:line)", "3" },
        { "/i:inv/i:line[2]/i:a", "2.50" },
        { "//i:line[i:c = 'S'][last()]/@id", "2" },
        { "(//i:line)[position() = 2]/i:c", "Z" },
        { "//i:line/i:a[. castable as xs:decimal]", "10.00 2.50" },
        { "sum(//i:a[. castable as xs:decimal]/xs:decimal(.))", "12.5" },
        { "xs:decimal(//i:line[3]/i:a)", "FORG0001" },
        { "for $x in 1 to 3, $y in ($x, 2) return $x * $y", "1 2 4 4 9 6" },
        { "some $l in //i:line satisfies $l/i:c = 'Z'", "true" },
        { "every $l in //i:line satisfies $l/i:c = 'S'", "false" },
        { "if (//i:none) then 1 else 2", "2" },
        { "//i:line[2]/preceding-sibling::i:line/@id", "1" },
        { "//i:line[@id = preceding::i:line/@id]/i:a", "x" },
        { "distinct-values(//@id)", "1 2" },
        { "/i:inv/text()", "tail" },
        { "/i:inv/comment()", "n" },
        { "name(/*)", "i:inv" },
        { "local-name(/i:inv/@cur)", "cur" },
        { "//*:a[1]", "10.00 2.50 x" },
        { "count(//node())", "18" },
        { "1 div 0", "FOAR0001" },
        { "'a' < 1", "XPTY0004" },
        { "3 * 0.1 = 0.3", "true" },
        { "/i:inv/i:line[1]/i:a * 0.1", "1" },
        { "1 + 2 * 3 - -4", "11" },
        { "(1, 2) = (2, 3)", "true" },
        { "() = ()", "false" },
        { "1 is 2", "XPTY0004" },
        { "/i:inv is //i:inv", "true" },
        { "//i:a except //i:line[1]/i:a", "2.50 x" },
        { "count((//i:a | //i:c | //i:a))", "6" },
        { "//(i:c | i:a)/string(.)", "10.00 S 2.50 Z x S" },
        { "//(i:c[. = 'Z'] | i:a[1])", "10.00 2.50 Z x" },
        { "//(i:line[2] | i:none)/@id", "2" },
        { "//i:line/(i:a | @id)", "1 10.00 2 2.50 2 x" },
        { "count(//(i:line | .))", "19" },
        { "1/2", "XPTY0019" },
        { "$nobody", "XPST0008" },
        { "no-such(1)", "XPST0017" },
        { "q:a", "XPST0081" },
        { "1 +", "XPST0003" },
        { "(: a (: b :) :) 7", "7" },
        { "'it''s'", "it's" },
        { "10div 2", "XPST0003" },
        { "3 instance of xs:decimal", "true" },
        { "//i:a instance of element()+", "true" },
        { "document('http://example.org/x.xml')", "FODC0002" },
    };
    struct eval e;

    begin(&e);
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++)
        assert_value(&e, cases[i][0], 0, cases[i][1]);
    end(&e);
}

Test(xpath_eval, compatible_mode_takes_the_first_and_compares_numbers)
{
    static const char *const cases[][2] = {
        { "//i:a + 1", "11" },
        { "'abc' < 1", "false" },
        { "'7' < 8", "true" },
        { "//i:none + 1", "NaN" },
        { "string(//i:c)", "S" },
        { "true() = //i:line", "true" },
        { "1 div 0", "INF" },
    };
    struct eval e;

    begin(&e);
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++)
        assert_value(&e, cases[i][0], EINV_XP_COMPAT, cases[i][1]);
    end(&e);
}

Test(xpath_eval, what_is_printed_parses_to_the_same)
{
    static const char *const cases[] = {
        "a/b[c = 1.0]//d[position() = 1] | /e",
        "for $x in 1 to 3 return if ($x > 1e0) then -$x else ($x, 'it''s')",
        "some $x in //a, $y in $x/b satisfies $y castable as xs:date?",
        "@x cast as xs:integer + count(.//processing-instruction('p'))",
        "(a, b)[2]/string(.) instance of xs:string+",
        "a//(b | c[d])/e | //(f[1] | g)",
        "not(exists(//*:x[last()])) and 5. idiv 2 ge 2 or a << b",
    };
    struct eval e;
    struct einv_xp_error error;
    struct einv_buf once, twice;

    begin(&e);
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        const struct einv_xp_expr *x = einv__xp_compile(
            e.lib, einv__text_of(cases[i]), NULL, 0, &error);

        cr_assert(x != NULL, "%s: %s", cases[i], error.what);
        einv__buf_init(&once, &einv__libc_allocator);
        einv__buf_init(&twice, &einv__libc_allocator);
        einv__xp_print(x, &once);
        x = einv__xp_compile(e.lib, einv__buf_get(&once), NULL, 0, &error);
        cr_assert(x != NULL, "%s: %s: %s", cases[i], once.data, error.what);
        einv__xp_print(x, &twice);
        cr_expect_str_eq(once.data, twice.data);
        einv__buf_free(&once);
        einv__buf_free(&twice);
    }
    end(&e);
}

Test(xpath_eval, patterns_match_from_the_end_upwards)
{
    static const struct {
        const char *pattern;
        const char *matched;    /* rows of elements */
    } cases[] = {
        { "i:line", "147" }, { "i:line[2]", "4" }, { "/i:inv", "0" },
        { "i:inv//i:a", "258" }, { "//i:c[. = 'Z']", "6" },
        { "i:line[i:c = 'S']/i:a", "28" }, { "i:line/*", "235689" },
        { "i:a | i:c", "235689" }, { "*[self::i:inv]", "0" },
        { "i:line[last()]", "7" }, { "i:x/i:a", "" },
        { "i:line[xs:decimal(i:a) > 5]", "1" },
        { "(/i:inv | i:line)[i:c = 'S']", "17" },
        { "(i:line | i:x)[2]", "4" }, { "i:inv/(i:line)[last()]", "7" },
    };
    struct einv_xp_error error;
    struct eval e;

    begin(&e);
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        const struct einv_xp_pattern *p = einv__xp_compile_pattern(
            e.lib, einv__text_of(cases[i].pattern), NULL, 0, &error);
        char found[16] = "";
        size_t n = 0;

        cr_assert(p != NULL, "%s: %s", cases[i].pattern, error.what);
        cr_assert(einv__xp_run_init(&e.run, &einv__libc_allocator, e.lib,
                                    &e.tree, NULL));
        for (einv_node row = 0; row < e.tree.n_elems; row++) {
            struct einv_xp_item item = einv__xp_element(&e.run, row);
            bool yes;

            cr_assert(einv__xp_matches(&e.run, p, &item, NULL, &yes));
            if (yes)
                found[n++] = (char)('0' + row);
            einv__xp_run_clear(&e.run);
        }
        cr_expect_str_eq(found, cases[i].matched, "%s", cases[i].pattern);
        einv__xp_run_free(&e.run);
    }
    cr_expect(einv__xp_compile_pattern(e.lib, EINV_TEXT("1 + 1"), NULL, 0,
                                       &error) == NULL);
    cr_expect_str_eq(error.code, "XTSE0340");
    end(&e);
}

Test(xpath_eval, functions_and_keys_of_a_stylesheet)
{
    static const char *const xsl =
        "<x:s xmlns:x='http://www.w3.org/1999/XSL/Transform'>"
        "<x:function name='i:fact' as='xs:integer'><x:param name='n' "
        "as='xs:integer'/><x:choose><x:when test='$n le 1'>"
        "<x:sequence select='1'/></x:when><x:otherwise><x:variable name='m' "
        "select='$n - 1'/><x:sequence select='$n * i:fact($m)'/>"
        "</x:otherwise></x:choose></x:function></x:s>";
    struct einv_xp_error error;
    const struct einv_tree *where_tree;
    struct einv_tree tree;
    einv_node where;
    struct eval e;

    begin(&e);
    cr_assert_eq(einv__xml_read(&tree, &einv__libc_allocator,
                                einv__text_of(xsl), NULL, NULL), EINV_OK);
    cr_assert(einv__xp_lib_function(e.lib, &tree, 1, &where, &error));
    cr_assert(einv__xp_lib_bodies(e.lib, &where, &where_tree, &error), "%s",
              error.what);
    cr_assert(einv__xp_lib_key(e.lib, EINV_TEXT("k"), EINV_TEXT("i:line"),
                               EINV_TEXT("@id"), &error));
    cr_assert(einv__xp_lib_key(e.lib, EINV_TEXT("odd"),
                               EINV_TEXT("i:line[xs:decimal(i:a) > 0]"),
                               EINV_TEXT("@id"), &error));
    assert_value(&e, "count(key('odd', '2'))", 0, "1");
    assert_value(&e, "i:fact(5)", 0, "120");
    assert_value(&e, "i:fact(25)", 0, "15511210043330985984000000");
    assert_value(&e, "i:fact(1000)", 0, "EINV0001");
    assert_value(&e, "i:fact('x')", 0, "XPTY0004");
    assert_value(&e, "count(key('k', '2'))", 0, "2");
    assert_value(&e, "key('k', '1')/i:a", 0, "10.00");
    assert_value(&e, "key('nokey', '1')", 0, "XTDE1260");
    einv__tree_free(&tree);
    end(&e);
}

Test(xpath_eval, globals_are_evaluated_once_and_on_demand)
{
    struct einv_xp_error error;
    uint32_t a, b, c;
    struct eval e;

    begin(&e);
    cr_assert(einv__xp_lib_global(e.lib, EINV_TEXT("a"), &a,
                                  &error));
    cr_assert(einv__xp_lib_global(e.lib, EINV_TEXT("b"), &b,
                                  &error));
    cr_assert(einv__xp_lib_global(e.lib, EINV_TEXT("c"), &c,
                                  &error));
    cr_expect_not(einv__xp_lib_global(e.lib, EINV_TEXT("q:d"), &c, &error));
    cr_expect_str_eq(error.code, "XPST0081");
    cr_assert(einv__xp_lib_global_expr(e.lib, a, EINV_TEXT("$b + 1"),
                                       EINV_NO_TEXT, 0, &error));
    cr_assert(einv__xp_lib_global_expr(e.lib, b, EINV_TEXT("count(//i:line)"),
                                       EINV_NO_TEXT, 0, &error));
    cr_assert(einv__xp_lib_global_expr(e.lib, c, EINV_TEXT("$c"),
                                       EINV_NO_TEXT, 0, &error));
    assert_value(&e, "$a + $b", 0, "7");
    assert_value(&e, "true() or $c", 0, "true");
    assert_value(&e, "$c", 0, "XTDE0640");
    end(&e);
}

Test(xpath_eval, every_limit_ends_in_a_named_error)
{
    static const struct {
        const char *expr, *limit;
    } cases[] = {
        { "count(for $a in 1 to 100000, $b in 1 to 100000 return 1)",
          "steps" },
        { "count(1 to 1000000)", "scratch" },
    };
    struct einv_limits limits;
    struct einv_xp_options options = { .limits = &limits };
    struct einv_xp_error error;
    struct einv_xp_seq seq;
    struct eval e;

    einv__limits_default(&limits);
    limits.steps = 2000000;
    limits.scratch = 1 << 20;
    begin(&e);
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        const struct einv_xp_expr *x = einv__xp_compile(
            e.lib, einv__text_of(cases[i].expr), NULL, 0, &error);
        struct einv_xp_focus focus;

        if (i == 0)
            limits.scratch = 1u << 30;
        else
            limits.scratch = 1 << 20;
        cr_assert(einv__xp_run_init(&e.run, &einv__libc_allocator, e.lib,
                                    &e.tree, &options));
        focus = einv__xp_focus(einv__xp_root(&e.run));
        cr_expect_not(einv__xp_eval(&e.run, x, &focus, NULL, &seq));
        cr_expect_str_eq(e.run.error, "EINV0001");
        cr_expect_str_eq(e.run.limit, cases[i].limit);
        einv__xp_run_free(&e.run);
    }
    end(&e);
}

/* 3,000 elements of one kind or other; `scratch` says how many bytes a run
 * over them may take. */
static void assert_frugal(const char *expr, uint64_t scratch,
                          const char *expected)
{
    struct einv_limits limits;
    struct einv_xp_options options = { .limits = &limits };
    struct einv_xp_error error;
    const struct einv_xp_expr *x;
    struct einv_xp_focus focus;
    struct einv_buf xml;
    struct einv_text text = EINV_TEXT("");
    struct eval e;

    begin(&e);
    einv__tree_free(&e.tree);
    einv__buf_init(&xml, &einv__libc_allocator);
    einv__buf_str(&xml, "<inv xmlns='urn:i'>");
    for (int i = 0; i < 1000; i++)
        einv__buf_str(&xml, "<a><b>1</b><b>2</b></a>");
    einv__buf_str(&xml, "<c>3</c></inv>");
    cr_assert_eq(einv__xml_read(&e.tree, &einv__libc_allocator,
                                einv__buf_get(&xml), NULL, NULL), EINV_OK);
    einv__limits_default(&limits);
    limits.scratch = scratch;
    x = einv__xp_compile(e.lib, einv__text_of(expr), NULL, 0, &error);
    cr_assert(x != NULL);
    cr_assert(einv__xp_run_init(&e.run, &einv__libc_allocator, e.lib,
                                &e.tree, &options));
    focus = einv__xp_focus(einv__xp_root(&e.run));
    cr_expect(einv__xp_eval_text(&e.run, x, &focus, NULL, &text),
              "%s: %s %s", expr, e.run.error,
              e.run.limit != NULL ? e.run.limit : "");
    cr_expect(einv__text_is(text, expected), "%s: %.*s", expr, (int)text.len,
              text.ptr);
    einv__xp_run_free(&e.run);
    einv__buf_free(&xml);
    end(&e);
}

Test(xpath_eval, a_union_at_any_depth_makes_no_sequence_of_every_node)
{
    assert_frugal("sum(//(i:c | i:d)/xs:decimal(.))", 1 << 16, "3");
}

/* A sequence of 2,000 items and one of their values, and little more. */
Test(xpath_eval, what_an_item_takes_meanwhile_is_given_back)
{
    assert_frugal("sum(//i:b/xs:decimal(.))", 1 << 19, "3000");
    assert_frugal("sum(for $b in //i:b return xs:decimal($b) * 10)", 1 << 19,
                  "30000");
    assert_frugal("count(//i:b/string(.)[. = '2'])", 1 << 19, "1000");
}

Test(xpath_eval, deep_nesting_is_refused_not_a_crash)
{
    static char text[100001];
    struct einv_xp_error error;
    struct eval e;

    begin(&e);
    memset(text, '(', 100000);
    cr_expect(einv__xp_compile(e.lib, einv__text(text, 100000), NULL, 0,
                               &error) == NULL);
    cr_expect_str_eq(error.code, "EINV0001");
    memset(text, '-', 100000);
    cr_expect(einv__xp_compile(e.lib, einv__text(text, 100000), NULL, 0,
                               &error) == NULL);
    cr_expect_str_eq(error.code, "EINV0001");
    end(&e);
}
