/* xpath_ways.c: each way around the plain evaluator is taken where it is
 * meant to be, and not where something is nearly the same.
 *
 * A case is a truth at one node of a document, worked out by hand.  It must
 * come out with every way, with the way off and with all off; and the run's
 * counter says whether the way was taken.
 */
#include "xpath_support.h"
#include "../../lib/xpath/expr.h"

enum { LINES = 300, ROWS = 8 };         /* rows of a line: <l> and what is in
                                           it */

struct case_of {
    const char *expr;
    char truth;                         /* 't', 'f', 'e': an error */
    unsigned row;                       /* of the line: the context node */
};

/* <r>, lines; the last one has the <a> of the first. */
static void write_lines(struct einv_buf *b)
{
    einv__buf_str(b, "<r cur='EUR'>");
    for (unsigned i = 0; i < LINES; i++) {
        einv__buf_str(b, "<l id='");
        einv__buf_uint(b, i);
        einv__buf_str(b, "'><a>1");
        einv__buf_uint(b, i == LINES - 1 ? 0 : i);
        einv__buf_str(b, ".50</a><c>S</c><s><i>VAT</i></s><e/><b>A B</b>"
                         "<n>a  b</n></l>");
    }
    einv__buf_str(b, "</r>");
}

struct ways {
    struct einv_xp_lib *lib;
    struct einv_tree tree;
};

static void begin(struct ways *w)
{
    struct einv_xp_error error;
    struct einv_buf b;
    uint32_t list;

    w->lib = einv__xp_lib_new(&einv__libc_allocator);
    cr_assert(w->lib != NULL);
    cr_assert(einv__xp_lib_global(w->lib, EINV_TEXT("list"), &list, &error));
    cr_assert(einv__xp_lib_global_expr(
        w->lib, list, EINV_TEXT("tokenize('A B C D E F', ' ')"),
        EINV_NO_TEXT, 0, &error));
    einv__buf_init(&b, &einv__libc_allocator);
    write_lines(&b);
    cr_assert_eq(einv__xml_read(&w->tree, &einv__libc_allocator,
                                einv__buf_get(&b), NULL, NULL), EINV_OK);
    einv__buf_free(&b);
}

static void end(struct ways *w)
{
    einv__tree_free(&w->tree);
    einv__xp_lib_free(w->lib);
}

/* The truth at the second to last line or a row of it, asked twice; `taken`
 * becomes how often a way was. */
static char truth(const struct ways *w, const struct einv_xp_expr *e,
                  unsigned row, unsigned off, enum einv_xp_way way,
                  uint64_t *taken)
{
    struct einv_xp_options options = { .off = off };
    struct einv_xp_run run;
    struct einv_xp_focus focus;
    char said = 'e';
    bool yes;

    cr_assert(einv__xp_run_init(&run, &einv__libc_allocator, w->lib, &w->tree,
                                &options));
    focus = einv__xp_focus(einv__xp_element(
        &run, 1 + (LINES - 2) * ROWS + row));
    for (int i = 0; i < 2; i++) {
        einv__xp_run_clear(&run);
        if (einv__xp_eval_bool(&run, e, &focus, NULL, &yes))
            said = yes ? 't' : 'f';
    }
    *taken = run.taken[way];
    einv__xp_run_free(&run);
    return said;
}

static void check(const struct ways *w, const struct case_of *c,
                  enum einv_xp_way way, bool fires)
{
    unsigned bit = (unsigned)EINV_XP_OFF_NAMES << way;
    struct einv_xp_error error;
    const struct einv_xp_expr *e = einv__xp_compile(
        w->lib, einv__text_of(c->expr), NULL, 0, &error);
    uint64_t taken;

    cr_assert(e != NULL, "%s: %s", c->expr, error.what);
    cr_expect_eq(truth(w, e, c->row, 0, way, &taken), c->truth, "%s",
                 c->expr);
    cr_expect_eq(taken > 0, fires, "%s: %u times", c->expr,
                 (unsigned)taken);
    cr_expect_eq(truth(w, e, c->row, bit, way, &taken), c->truth,
                 "%s without", c->expr);
    cr_expect_eq(taken, 0, "%s: %u times though off", c->expr,
                 (unsigned)taken);
    cr_expect_eq(truth(w, e, c->row, EINV_XP_OFF_ALL, way, &taken), c->truth,
                 "%s plainly", c->expr);
    cr_expect_eq(taken, 0, "%s: %u times plainly", c->expr, (unsigned)taken);
}

#define CHECK(way, fires, ...) \
    do { \
        static const struct case_of cases[] = { __VA_ARGS__ }; \
        struct ways w; \
\
        begin(&w); \
        for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) \
            check(&w, &cases[i], way, fires); \
        end(&w); \
    } while (0)

Test(xpath_ways, code_lists_are_asked_of_a_table)
{
    CHECK(EINV_XP_WAY_HASH, true,
          { "c = ('A', 'B', 'C', 'D', 'E', 'S')", 't', 0 },
          { "('A', 'B', 'C', 'D', 'E', 'F') = c", 'f', 0 },
          { "some $x in ('A', 'B', 'C', 'D', 'E', 'S') satisfies $x = c",
            't', 0 },
          { "some $x in tokenize('A B C D E F', ' ') satisfies "
            "normalize-space(c) = $x", 'f', 0 },
          { "some $x in $list satisfies c = $x", 'f', 0 },
          { "s/normalize-space(upper-case(i)) = ('VAT', 'B', 'C', 'D', 'E',"
            " 'F')", 't', 0 },
          { "contains(' A B C D E S ', concat(' ', normalize-space(c), ' '))",
            't', 0 },
          { "contains(' A B C D E F ', concat(' ', c, ' '))", 'f', 0 });
}

Test(xpath_ways, long_comparisons_and_values_apart_are_asked_of_a_table)
{
    CHECK(EINV_XP_WAY_HASH, true,
          { "//a = //c", 'f', 0 },
          { "a = //l/a", 't', 0 },
          { "../l/a = ../l/s/i", 'f', 0 },
          { "count(distinct-values(../l/a)) = 299", 't', 0 });
}

Test(xpath_ways, what_is_nearly_a_code_list_is_not)
{
    CHECK(EINV_XP_WAY_HASH, false,
          { "c = ('A', 'S')", 't', 0 },                     /* few */
          { "c != ('A', 'B', 'C', 'D', 'E', 'S')", 't', 0 },
          { "c = (1, 2, 3, 4, 5, 6)", 'e', 0 },             /* no texts */
          { "c = ('S', 2, 'C', 'D', 'E', 'F')", 't', 0 },
          { "some $x in ('A', 'B', 'C', 'D', 'E', 'S') satisfies c != $x",
            't', 0 },
          { "some $x in ('A', 'B', 'C', 'D', 'E', 'F') satisfies "
            "concat($x, '') = $x", 't', 0 },                /* both sides */
          { "every $x in ('A', 'B', 'C', 'D', 'E', 'S') satisfies c = $x",
            'f', 0 },
          /* Nothing between two blanks, and two codes at once. */
          { "contains(' A B C D E S ', concat(' ', e, ' '))", 'f', 0 },
          { "contains(' A  B C D E S ', concat(' ', e, ' '))", 't', 0 },
          { "contains(' A B C D E S ', concat(' ', b, ' '))", 't', 0 },
          { "contains(' A B C D E S ', concat('-', c, ' '))", 'f', 0 },
          { "contains(' A B C D E S ', concat(' ', c))", 't', 0 },
          { "contains(' A S ', concat(' ', c, ' '))", 't', 0 });
}

Test(xpath_ways, constants_are_evaluated_when_compiling)
{
    CHECK(EINV_XP_WAY_FOLD, true,
          { "c = tokenize('A S', '\\s')", 't', 0 },
          { "a > xs:decimal('0.5')", 't', 0 },
          { "c = concat('', 'S')", 't', 0 },
          { "a < 10 * 10 * 10", 'f', 0 },
          { "c = ('A', 'B')", 'f', 0 });
}

Test(xpath_ways, what_is_no_constant_is_not)
{
    CHECK(EINV_XP_WAY_FOLD, false,
          { "c = concat(c, '')", 't', 0 },
          { "c = 'S'", 't', 0 },
          { "position() = 1", 't', 0 },
          /* An error is one only where it is reached. */
          { "a > xs:decimal('x')", 'e', 0 },
          { "c or xs:integer('x') = 1", 't', 0 });
}

Test(xpath_ways, truths_need_no_sequences)
{
    CHECK(EINV_XP_WAY_LAZY, true,
          { "c", 't', 0 },
          { "not(x)", 't', 0 },
          { "exists(s/i)", 't', 0 },
          { "(x | s)/i", 't', 0 },
          { "*", 't', 0 },
          { "*", 'f', 1 },
          { "@id", 't', 0 },
          { "ancestor::r/@cur", 't', 0 },
          { "s[i = 'VAT']/i[normalize-space(.) = 'VAT']", 't', 0 },
          { "if (c) then x else s", 'f', 0 },
          { "s/(normalize-space(upper-case(i)) = 'VAT')", 't', 0 },
          { "*/(. = 'S')", 'e', 0 },    /* many, which is seen at the end */
          { "ends-with(name(), 'l')", 't', 0 },
          { "ends-with(name(), 'x')", 'f', 0 },
          { "ends-with(local-name(), 'xl')", 'f', 0 },
          { "../l[299] is .", 't', 0 },         /* asked once, not 300 times */
          { "normalize-space(e)", 'f', 0 });
}

Test(xpath_ways, comparisons_need_no_values)
{
    CHECK(EINV_XP_WAY_LAZY, true,
          { "c = 'S'", 't', 0 },
          { "c != 'S'", 'f', 0 },
          { "x = 'S'", 'f', 0 },
          { "count(s) <= 1", 't', 0 },
          { "count(*) = 6", 't', 0 },
          { "count(a | c) = 2", 't', 0 },
          { "a >= 0", 't', 0 },
          { "a < 1298.5", 'f', 0 },
          { "x >= 0", 'f', 0 },
          { "normalize-space(upper-case(s/i)) = 'VAT'", 't', 0 },
          { "string-length(substring-after(a, '.')) <= 2", 't', 0 },
          { "string-length(c) = 1", 't', 0 },
          { "some $x in c satisfies s/i = $x", 'f', 0 });
}

Test(xpath_ways, what_needs_a_value_goes_the_plain_way)
{
    CHECK(EINV_XP_WAY_LAZY, false,
          { "a + 1 > 0", 't', 0 },
          { "lower-case(c) = 's'", 't', 0 },
          { "ends-with(name(), ':l')", 'f', 0 },        /* of a prefix */
          { "ends-with(name(..), 'r')", 't', 0 },
          { "c >= 0", 'e', 0 },                         /* no number */
          { "(a | c) >= 0", 't', 0 },                   /* in any order */
          { "(c | s) >= 0", 'e', 0 },
          { "normalize-space(a | c) = 'S'", 'e', 0 },   /* two of them */
          { "upper-case(n) = 'A  B'", 't', 0 },         /* is changed */
          { "normalize-space(n) = 'a b'", 't', 0 },
          { "count((a, c)/..) = 1", 't', 0 },           /* met twice */
          { "count(a/..) = 1", 't', 0 },
          { "*[last()]", 't', 0 },
          { "*[position() = 1]", 't', 0 });
}

Test(xpath_ways, what_hangs_on_the_document_is_evaluated_once)
{
    CHECK(EINV_XP_WAY_MEMO, true,
          { "//c = 'S'", 't', 0 },
          { "count(/r/l) = 300", 't', 0 },
          { "/r/l[c = 'S']/a = a", 't', 0 });
    CHECK(EINV_XP_WAY_MEMO, false,
          { "../l/c = 'S'", 't', 0 },
          { "count(.//c) = 1", 't', 0 },
          { "some $x in c satisfies ../l[c = $x]", 't', 0 });
}

Test(xpath_ways, nodes_are_found_by_their_keys)
{
    CHECK(EINV_XP_WAY_GROUP, true,
          { "some $x in c satisfies /r/l[c = $x]", 't', 0 },
          { "some $x in a satisfies count(//l[a = $x]) = 1", 't', 0 },
          { "some $x in ('12.50', '0') satisfies //l[$x = a]", 't', 0 });
    CHECK(EINV_XP_WAY_GROUP, false,
          { "some $x in c satisfies /r/l[c != $x]", 'f', 0 },
          { "some $x in c satisfies /r/l[c = $x][1]", 't', 0 },
          { "some $x in c satisfies s[i = $x]", 'f', 0 });  /* small */
}

Test(xpath_ways, a_second_one_is_found_by_its_key)
{
    CHECK(EINV_XP_WAY_GROUP, true,
          { "not(c = preceding-sibling::l/c)", 'f', 0 },
          { "not(a = preceding-sibling::l/a)", 't', 0 },
          { "following-sibling::l/c = c", 't', 0 },
          { "a = following-sibling::l/a", 'f', 0 },
          { "preceding::c/. = .", 't', 2 },
          { "preceding::a = .", 'f', 1 },
          { "following::c = .", 't', 2 },
          { "x = preceding::c", 'f', 0 },
          /* What is above or inside stands neither in front nor behind. */
          { ". = preceding::l", 'f', 1 },
          { "s/i = following::s", 't', 0 });
    CHECK(EINV_XP_WAY_GROUP, false,
          { "c != preceding-sibling::l/c", 'f', 0 },
          { "c = preceding-sibling::l[1]/c", 't', 0 },
          { "c = preceding-sibling::*/c", 't', 0 },
          { "c = ancestor::r/l/c", 't', 0 },
          { ". = preceding-sibling::i", 'f', 4 },           /* small */
          { "a = preceding-sibling::l/xs:decimal(e)", 'e', 0 },
          { "@id = preceding-sibling::l/a + 1", 'e', 0 });
}

Test(xpath_ways, what_hangs_on_a_name_is_found_by_it)
{
    CHECK(EINV_XP_WAY_NAMES, true,
          { "name() = 'l'", 't', 0 },
          { "not(ends-with(name(), 'Amount'))", 't', 0 },
          { "count(../l/c) = count(../l)", 't', 0 });
    CHECK(EINV_XP_WAY_NAMES, false,
          { "name(..) = 'r'", 't', 0 },
          { "string(@id) = '298'", 't', 0 },
          { "count(node()) = 6", 't', 0 });
}

/* Each level would be marked twice, each error met twice, at each depth. */
Test(xpath_ways, what_is_nested_deep_is_not_looked_at_again_and_again)
{
    struct einv_xp_error error;
    const struct einv_xp_expr *e;
    struct einv_buf keys, errors;
    uint64_t taken;
    struct ways w;

    begin(&w);
    einv__buf_init(&keys, &einv__libc_allocator);
    einv__buf_init(&errors, &einv__libc_allocator);
    for (int i = 0; i < 40; i++) {
        einv__buf_str(&keys, "a = preceding::l/a[");
        einv__buf_str(&errors, "ancestor-or-self::l[");
    }
    einv__buf_str(&keys, "c");
    einv__buf_str(&errors, "c >= 0");
    for (int i = 0; i < 40; i++) {
        einv__buf_char(&keys, ']');
        einv__buf_char(&errors, ']');
    }
    e = einv__xp_compile(w.lib, einv__buf_get(&keys), NULL, 0, &error);
    cr_assert(e != NULL, "%s", error.what);
    e = einv__xp_compile(w.lib, einv__buf_get(&errors), NULL, 0, &error);
    cr_assert(e != NULL, "%s", error.what);
    cr_expect_eq(truth(&w, e, 0, 0, EINV_XP_WAY_LAZY, &taken), 'e');
    cr_expect_eq(truth(&w, e, 0, EINV_XP_OFF_ALL, EINV_XP_WAY_LAZY, &taken),
                 'e');
    einv__buf_free(&keys);
    einv__buf_free(&errors);
    end(&w);
}
