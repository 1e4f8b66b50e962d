/* Stylesheets as the two compilers make them: which rules are found in them,
 * and what is refused rather than lost. */
#include <criterion/criterion.h>

#include "schematron/schematron.h"

#define SHEET "<x:stylesheet version='2.0' " \
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

/* "A B ": the ids that fire, in their order. */
static void expect_fired(const char *sheet, const char *document,
                         const char *expected)
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
        einv__buf_text(&ids, f->rule);
        einv__buf_char(&ids, ' ');
    }
    cr_expect_str_eq(ids.len > 0 ? ids.data : "", expected);
    einv__buf_free(&ids);
    einv__tree_free(&tree);
    einv__sch_free(set);
    einv__report_free(&report);
}

static void expect_refused(const char *sheet)
{
    struct einv_sch_set *set = NULL;
    struct einv_report report;

    einv__report_init(&report, &einv__libc_allocator);
    cr_expect_eq(load(sheet, &report, &set), EINV_EMALFORMED, "%s", sheet);
    cr_expect(report.first != NULL &&
              einv__text_is(report.first->rule, "EINV-RULES-0001"));
    einv__report_free(&report);
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

Test(schematron_recover, what_would_be_lost_is_refused)
{
    expect_refused(SHEET RULE("b", "1", "<x:for-each select='c'>"
                              ASSERT("A", "1") "</x:for-each>") END);
    expect_refused(SHEET RULE("b", "1", "<x:if test='c'>" FAILED("A")
                              "<x:if test='d'>" FAILED("B") "</x:if></x:if>")
                   END);
    expect_refused(SHEET RULE("b", "1", "<x:choose><x:when test='c'>"
                              FAILED("A") "</x:when><x:otherwise>"
                              FAILED("B") "</x:otherwise></x:choose>") END);
    expect_refused(SHEET RULE("b", "1", ASSERT("A", "1"))
                   "<x:template match='c' mode='M1'><x:if test='d'>"
                   FAILED("B") "</x:if></x:template>" END);
    expect_refused(SHEET "<x:template match='/'/>" END);
    expect_refused(SHEET "<x:import href='b.xsl'/>"
                   RULE("b", "1", ASSERT("A", "1")) END);
}
