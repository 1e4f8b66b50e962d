/* Stylesheets as the two compilers make them: which rules are found in them,
 * and what is refused rather than lost. */
#include <criterion/criterion.h>

#include "schematron/schematron.h"

#define SHEET "<x:stylesheet version='2.0' " \
    "xmlns:xs='http://www.w3.org/2001/XMLSchema' " \
    "xmlns:x='http://www.w3.org/1999/XSL/Transform' " \
    "xmlns:svrl='http://purl.oclc.org/dsdl/svrl' " \
    "xmlns:schxslt='https://doi.org/10.5281/zenodo.1495494'>"
#define END "</x:stylesheet>"
#define ASSERT(id, test) \
    "<x:choose><x:when test=\"" test "\"/><x:otherwise>" FAILED(id) \
    "</x:otherwise></x:choose>"
#define FAILED(id) \
    "<svrl:failed-assert><x:attribute name='id'>" id "</x:attribute>" \
    "<x:attribute name='flag'>fatal</x:attribute><svrl:text>no " \
    "<x:value-of select='name()'/></svrl:text></svrl:failed-assert>"
#define RULE(match, priority, checks) \
    "<x:template match='" match "' mode='M1' priority='" priority "'>" \
    "<svrl:fired-rule context='" match "'/>" checks \
    "<x:apply-templates mode='M1' select='@*|*'/></x:template>"

static einv_status load(const char *sheet, struct einv_report *report,
                        struct einv_sch_set **set)
{
    struct einv_sch_options options = { 0 };

    return einv__sch_load(&einv__libc_allocator, einv__text_of(sheet),
                          EINV_TEXT("a.xslt"), &options, report, set);
}

/* "A B!CODE !CODE ": the ids that fire, in their order; !: with an error. */
static void name_finding(const struct einv_finding *f, struct einv_buf *out)
{
    einv__buf_text(out, f->rule);
    if (f->error.len > 0) {
        einv__buf_char(out, '!');
        einv__buf_text(out, f->error);
    }
}

static void place_finding(const struct einv_finding *f, struct einv_buf *out)
{
    einv__buf_text(out, f->xpath);
}

static void expect(const char *sheet, const char *document,
                   void (*say)(const struct einv_finding *,
                               struct einv_buf *), const char *expected)
{
    struct einv_sch_run_options options = { .strict = false };
    enum einv_sch_verdict verdict;
    struct einv_sch_set *set;
    struct einv_report report;
    struct einv_tree tree;
    struct einv_buf ids;

    einv__buf_init(&ids, &einv__libc_allocator);
    einv__buf_str(&ids, "");
    einv__report_init(&report, &einv__libc_allocator);
    cr_assert_eq(load(sheet, &report, &set), EINV_OK);
    cr_assert_eq(einv__xml_read(&tree, &einv__libc_allocator,
                                einv__text_of(document), NULL, NULL),
                 EINV_OK);
    cr_assert_eq(einv__sch_run(set, &einv__libc_allocator, &tree, &options,
                               &report, &verdict), EINV_OK);
    for (const struct einv_finding *f = report.first; f != NULL;
         f = f->next) {
        say(f, &ids);
        einv__buf_char(&ids, ' ');
    }
    cr_expect_str_eq(ids.len > 0 ? ids.data : "", expected);
    einv__buf_free(&ids);
    einv__tree_free(&tree);
    einv__sch_free(set);
    einv__report_free(&report);
}

static void expect_fired(const char *sheet, const char *document,
                         const char *expected)
{
    expect(sheet, document, name_finding, expected);
}

static void expect_at(const char *sheet, const char *document,
                      const char *expected)
{
    expect(sheet, document, place_finding, expected);
}

static void expect_refused_as(const char *sheet, const char *code)
{
    struct einv_sch_set *set = NULL;
    struct einv_report report;

    einv__report_init(&report, &einv__libc_allocator);
    cr_expect_eq(load(sheet, &report, &set), EINV_EMALFORMED, "%s", sheet);
    cr_expect(report.first != NULL &&
              einv__text_is(report.first->rule, code), "%s", sheet);
    einv__report_free(&report);
}

static void expect_refused(const char *sheet)
{
    expect_refused_as(sheet, "EINV-RULES-0001");
}

Test(schematron_recover, the_skeletons_higher_priority_is_asked_first)
{
    expect_fired(SHEET
                 RULE("b", "1000", ASSERT("LOW", "false()"))
                 RULE("b[@c]", "1001",
                      "<x:variable name='v' select='@c'/>"
                      ASSERT("HIGH", "$v = 2")
                      "<x:if test='$v = 1'><svrl:successful-report id='REP'>"
                      "<svrl:text>one</svrl:text></svrl:successful-report>"
                      "</x:if>")
                 "<x:template match='text()' mode='M1' priority='-1'/>" END,
                 "<a><b/><b c='1'/><b c='2'/></a>", "LOW HIGH REP ");
}

Test(schematron_recover, the_other_compiler_names_the_pattern_of_a_rule)
{
    expect_fired(SHEET
                 "<x:template match='b' mode='m' priority='1'>"
                 "<x:param name='done'/><x:choose><x:when test='$done'/>"
                 "<x:otherwise><schxslt:rule pattern='p'><svrl:fired-rule/>"
                 "<x:if test='not(@c)'>" FAILED("ONE") "</x:if>"
                 "</schxslt:rule><x:next-match/></x:otherwise></x:choose>"
                 "</x:template>" END,
                 "<a><b/><b c='1'/></a>", "ONE ");
}

/* --- edited by hand after the compiler ----------------------------------- */

Test(schematron_recover, conditions_nest)
{
    expect_fired(SHEET RULE("b", "1",
                            "<x:if test='@c'>" FAILED("OUTER")
                            "<x:if test='@c &gt; 1'>" FAILED("INNER")
                            "</x:if><x:if test='@d'><x:if test='@e'>"
                            FAILED("DEEP") "</x:if></x:if></x:if>") END,
                 "<a><b/><b c='1' d='1'/><b c='2' d='1' e='1'/></a>",
                 "OUTER OUTER INNER DEEP ");
}

Test(schematron_recover, the_first_branch_that_holds_is_taken)
{
    expect_fired(SHEET RULE("b", "1",
                            "<x:choose><x:when test='@c = 1'>" FAILED("ONE")
                            "</x:when><x:when test='@c'><x:if test='@d'>"
                            FAILED("TWO") "</x:if></x:when><x:otherwise>"
                            FAILED("NONE") "</x:otherwise></x:choose>")
                 RULE("d", "2", "<x:choose><x:when test='@c'>" FAILED("D")
                      "</x:when></x:choose>") END,
                 "<a><b c='1'/><b c='2'/><b c='2' d='1'/><b/><d/>"
                 "<d c='1'/></a>",
                 "ONE TWO NONE D ");
}

Test(schematron_recover, each_item_is_the_context_with_its_own_variables)
{
    const char *sheet = SHEET RULE("a", "1",
        "<x:for-each select='b'><x:variable name='v' select='@c * 2'/>"
        "<x:if test='$v &gt; 2'>" FAILED("V") "</x:if>"
        "<x:if test='position() = last()'>" FAILED("LAST") "</x:if>"
        "<x:for-each select='d'><x:if test='current()/@e = $v'>"
        FAILED("D") "</x:if></x:for-each></x:for-each>"
        "<x:if test='count(b) = 3'>" FAILED("COUNT") "</x:if>") END;

    expect_fired(sheet,
                 "<a><b c='1'><d e='2'/><d e='3'/></b><b c='2'/>"
                 "<b c='1'><d e='2'/></b></a>", "D V LAST D COUNT ");
    expect_at(sheet, "<a><b c='2'/></a>", "/a[1]/b[1] /a[1]/b[1] ");
}

Test(schematron_recover, an_item_that_is_no_node_has_no_place)
{
    const char *sheet = SHEET RULE("a", "1",
        "<x:for-each select='1 to 3'><x:if test='. = 2'>" FAILED("TWO")
        "</x:if></x:for-each>" ASSERT("NEXT", "b")) END;

    expect_fired(sheet, "<a/>", "TWO!XPTY0004 NEXT ");
}

Test(schematron_recover, a_condition_that_fails_leaves_its_checks_unsaid)
{
    expect_fired(SHEET RULE("a", "1",
                            "<x:if test='@c + 1 = 2'><x:if test='1'>"
                            FAILED("A") "</x:if></x:if>"
                            "<x:choose><x:when test='@c + 1 = 2'>"
                            FAILED("B") "</x:when><x:otherwise>" FAILED("C")
                            "</x:otherwise></x:choose>"
                            "<x:for-each select='b, @c + 1'>" FAILED("D")
                            "</x:for-each>" ASSERT("NEXT", "b")) END,
                 "<a c='x'/>",
                 "!FORG0001 !FORG0001 !FORG0001 NEXT ");
}

Test(schematron_recover, a_variable_is_what_its_type_says)
{
    expect_fired(SHEET "<x:variable name='g' select='0.1' as='xs:float'/>"
                 RULE("a", "1", "<x:variable name='i' as='xs:integer' "
                      "select='@c'/><x:variable name='w' as='xs:integer' "
                      "select='@d'/>"
                      ASSERT("INTEGER", "$i instance of xs:integer")
                      ASSERT("FLOAT", "$g = xs:float('0.1')")
                      ASSERT("DOUBLE", "$g = 0.1e0")
                      ASSERT("WRONG", "$w = 1")) END,
                 "<a c='1' d='x'/>", "DOUBLE WRONG!FORG0001 ");
}

Test(schematron_recover, a_tree_that_nobody_reads_does_no_harm)
{
    expect_fired(SHEET "<x:variable name='list'><e key='1'>one</e>"
                 "</x:variable>" RULE("a", "1", ASSERT("A", "b")) END,
                 "<a/>", "A ");
    expect_refused(SHEET "<x:variable name='list'><e key='1'>one</e>"
                   "</x:variable>" RULE("a", "1", ASSERT("A", "$list/e"))
                   END);
}

#define GUARDED(match, priority, asks, pattern, checks, tells) \
    "<x:template match='" match "' mode='m' priority='" priority "'>" \
    "<x:param name='done'/><x:choose><x:when test=\"$done[. = '" asks \
    "']\"><x:next-match/></x:when><x:otherwise><schxslt:rule pattern='" \
    pattern "'><svrl:fired-rule/>" checks "</schxslt:rule>" \
    TELLS(tells) "</x:otherwise></x:choose></x:template>"
#define TELLS(pattern) \
    "<x:next-match><x:with-param name='done' select=\"($done, '" \
    pattern "')\"/></x:next-match>"
#define LIST "<x:template name='n'><schxslt:pattern id='q'/>" \
    "<schxslt:pattern id='p'/></x:template>"

Test(schematron_recover, patterns_are_in_the_order_of_their_list)
{
    expect_fired(SHEET LIST GUARDED("a", "3", "p", "p", FAILED("P"), "p")
                 GUARDED("a", "2", "q", "q", FAILED("Q"), "q")
                 GUARDED("a", "1", "p", "p", FAILED("LATE"), "p") END,
                 "<a/>", "Q P ");
}

Test(schematron_recover, a_rule_that_asks_nothing_fires_even_so)
{
    expect_fired(SHEET GUARDED("a", "3", "p", "p", FAILED("FIRST"), "p")
                 "<x:template match='*' mode='m' priority='2'>"
                 "<schxslt:rule pattern='p'><svrl:fired-rule/>"
                 FAILED("EVEN") "</schxslt:rule>" TELLS("p")
                 "</x:template>"
                 GUARDED("*", "1", "p", "p", FAILED("LATE"), "p") END,
                 "<a><b/></a>", "FIRST EVEN EVEN ");
}

Test(schematron_recover, a_rule_that_tells_of_no_other_lets_the_next_one_fire)
{
    expect_fired(SHEET GUARDED("a", "3", "p", "p", FAILED("FIRST"), "x")
                 GUARDED("a", "2", "p", "p", FAILED("SECOND"), "p")
                 GUARDED("a", "1", "p", "p", FAILED("LATE"), "p") END,
                 "<a/>", "FIRST SECOND ");
}

Test(schematron_recover, a_rule_may_do_nothing_but_tell)
{
    expect_fired(SHEET "<x:template match='a' mode='m' priority='2'>"
                 "<x:choose><x:when test=\"$done[. = 'p']\">"
                 "<x:next-match/></x:when><x:otherwise>" TELLS("p")
                 "</x:otherwise></x:choose></x:template>"
                 GUARDED("*", "1", "p", "p", FAILED("REST"), "p") END,
                 "<a><b/></a>", "REST ");
}

Test(schematron_recover, what_would_be_lost_is_refused)
{
    expect_refused(SHEET RULE("b", "1", "<x:call-template name='c'/>") END);
    expect_refused(SHEET RULE("b", "1", "<x:for-each select='c'>"
                              "<x:sort select='d'/>" FAILED("A")
                              "</x:for-each>") END);
    expect_refused(SHEET RULE("b", "1", "<x:if test='c'>" FAILED("A")
                              "<x:message/></x:if>") END);
    expect_refused(SHEET RULE("b", "1", "<x:choose><x:otherwise>"
                              FAILED("A") "</x:otherwise><x:when test='c'>"
                              FAILED("B") "</x:when></x:choose>") END);
    expect_refused(SHEET RULE("b", "1", ASSERT("A", "1"))
                   "<x:template match='c' mode='M1'><x:if test='d'>"
                   FAILED("B") "</x:if></x:template>" END);
    expect_refused(SHEET "<x:template match='/'/>" END);
    expect_refused(SHEET "<x:import href='b.xsl'/>"
                   RULE("b", "1", ASSERT("A", "1")) END);
}

Test(schematron_recover, what_the_rules_tell_each_other_must_fit)
{
    expect_refused(SHEET GUARDED("a", "1", "q", "p", FAILED("A"), "p") END);
    expect_refused(SHEET GUARDED("a", "2", "p", "p", FAILED("A"), "q")
                   GUARDED("a", "1", "q", "q", FAILED("B"), "q") END);
    expect_refused_as(SHEET LIST GUARDED("a", "1", "r", "r", FAILED("A"),
                                         "r") END, "EINV-RULES-0005");
    expect_refused_as(SHEET RULE("b", "1", ASSERT("A", "1"))
                      RULE("c", "0.5", ASSERT("B", "1")) END,
                      "EINV-RULES-0005");
    expect_refused_as(SHEET RULE("b", "1", "<x:if>" FAILED("A") "</x:if>")
                      END, "EINV-RULES-0003");
}
