/* Each allocation of compiling and of judging fails in turn: the outcome is
 * the right one or EINV_ENOMEM, and nothing stays behind. */
#include <criterion/criterion.h>

#include "schematron/schematron.h"
#include "support/failing.h"

static const char *const rules =
    "<schema xmlns='http://purl.oclc.org/dsdl/schematron' "
    "queryBinding='xslt2' "
    "xmlns:x='http://www.w3.org/1999/XSL/Transform'>"
    "<ns prefix='u' uri='urn:u'/><let name='all' value='count(//b)'/>"
    "<x:key name='k' match='b' use='@c'/>"
    "<x:function name='u:f' as='xs:decimal'><x:param name='v'/>"
    "<x:variable name='w' select='xs:decimal($v)'/>"
    "<x:sequence select='$w * 2'/></x:function>"
    "<pattern id='p' abstract='true'><rule context='$where'>"
    "<assert id='A' test='$what'>BT-1 <value-of select='name(.)'/></assert>"
    "</rule></pattern>"
    "<pattern is-a='p'><param name='where' value='b'/>"
    "<param name='what' value=\"matches(@c, '^(x|y)+$')\"/></pattern>"
    "<pattern><rule context='b[@c]'><let name='v' value='u:f(@d)'/>"
    "<assert id='B' test='$v = 3 and count(key(\"k\", @c)) = $all'>b</assert>"
    "<report id='C' test=\"tokenize(@c, ',')[2] = string-join(('1', '2'), "
    "'')\">c</report></rule></pattern></schema>";
/* A stylesheet of the other compiler, edited by hand: the same findings. */
static const char *const sheet =
    "<x:stylesheet version='2.0' xmlns:s='https://doi.org/schxslt' "
    "xmlns:svrl='http://purl.oclc.org/dsdl/svrl' "
    "xmlns:xs='http://www.w3.org/2001/XMLSchema' "
    "xmlns:x='http://www.w3.org/1999/XSL/Transform'>"
    "<x:variable name='tree'><b/></x:variable>"
    "<x:template name='t'><s:pattern id='p'/></x:template>"
    "<x:template match='a' mode='m' priority='1'><x:param name='d'/>"
    "<x:choose><x:when test=\"$d[. = 'p']\"><x:next-match/></x:when>"
    "<x:otherwise><s:rule pattern='p'><svrl:fired-rule/>"
    "<x:for-each select='b'><x:variable name='v' as='xs:double' "
    "select='@d'/><x:choose><x:when test='$v = 3'/><x:otherwise>"
    "<svrl:failed-assert id='A'><svrl:text>a</svrl:text>"
    "</svrl:failed-assert><x:if test='@c'>"
    "<svrl:failed-assert><x:attribute name='id'>B</x:attribute>"
    "<svrl:text>b <x:value-of select='$v'/></svrl:text>"
    "</svrl:failed-assert></x:if></x:otherwise></x:choose></x:for-each>"
    "</s:rule><x:next-match><x:with-param name='d' select=\"($d, 'p')\"/>"
    "</x:next-match></x:otherwise></x:choose></x:template>"
    "</x:stylesheet>";
static const char *const document = "<a><b c='1' d='1.5'/><b c='2' d='2'/>"
                                    "</a>";

static bool outcome(const einv_allocator *hooks, const char *text,
                    const struct einv_tree *tree)
{
    struct einv_sch_options options = { 0 };
    struct einv_sch_run_options run = { .strict = false };
    enum einv_sch_verdict verdict;
    struct einv_sch_set *set = NULL;
    struct einv_report report;
    einv_status status;

    einv__report_init(&report, hooks);
    status = einv__sch_load(hooks, einv__text_of(text), EINV_TEXT("a.sch"),
                            &options, &report, &set);
    if (status == EINV_OK)
        status = einv__sch_run(set, hooks, tree, &run, &report, &verdict);
    cr_expect(status == EINV_OK || status == EINV_ENOMEM, "%d: %.*s", status,
              report.first != NULL ? (int)report.first->expected.len : 0,
              report.first != NULL ? report.first->expected.ptr : "");
    /* A report that lost a finding says so itself. */
    if (status == EINV_OK)
        cr_expect(verdict == EINV_SCH_INVALID &&
                  (report.n_findings == 4 || report.lost > 0),
                  "verdict %d, %zu findings", verdict, report.n_findings);
    einv__sch_free(set);
    einv__report_free(&report);
    return status == EINV_OK;
}

static void fail_each(const char *text)
{
    struct einv_tree tree;
    struct failing f;

    cr_assert_eq(einv__xml_read(&tree, &einv__libc_allocator,
                                einv__text_of(document), NULL, NULL),
                 EINV_OK);
    FAILING_EACH(f, 5000)
        failing_judge(&f, outcome(&f.hooks, text, &tree));
    cr_expect_eq(f.held, 0);
    cr_expect_eq(f.wrong, 0);
    cr_expect_gt(f.runs, 50);
    einv__tree_free(&tree);
}

Test(schematron_oom, every_allocation_may_fail)
{
    fail_each(rules);
}

Test(schematron_oom, every_allocation_of_a_stylesheet_may_fail)
{
    fail_each(sheet);
}
