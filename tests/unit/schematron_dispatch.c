/* schematron_dispatch.c: contexts that a name settles are not asked of each
 * node.
 *
 * Forty patterns and two thousand elements: whoever asks each pattern of each
 * element needs more steps than the run has here.
 */
#include <criterion/criterion.h>

#include "base/limits.h"
#include "schematron/schematron.h"

enum { PATTERNS = 40, ELEMENTS = 2000, STEPS = 40000 };

static void write_rules(struct einv_buf *b, const char *before,
                        const char *behind)
{
    einv__buf_str(b, "<schema xmlns='http://purl.oclc.org/dsdl/schematron' "
                     "queryBinding='xslt2'>");
    for (unsigned i = 0; i < PATTERNS; i++) {
        einv__buf_str(b, "<pattern><rule context=\"");
        einv__buf_str(b, before);
        einv__buf_uint(b, i);
        einv__buf_str(b, behind);
        einv__buf_str(b, "\"><assert id='A' test='false()'>a</assert></rule>"
                         "</pattern>");
    }
    einv__buf_str(b, "</schema>");
}

static void write_document(struct einv_buf *b)
{
    einv__buf_str(b, "<r>");
    for (unsigned i = 0; i < ELEMENTS; i++)
        einv__buf_str(b, "<x>y</x>");
    einv__buf_str(b, "</r>");
}

static enum einv_sch_verdict judge(const char *before, const char *behind,
                                   unsigned off)
{
    const struct einv_allocator *a = &einv__libc_allocator;
    struct einv_sch_run_options run = { .xpath.off = off };
    enum einv_sch_verdict verdict = EINV_SCH_INVALID;
    struct einv_sch_options options = { 0 };
    struct einv_limits limits;
    struct einv_sch_set *set;
    struct einv_report report;
    struct einv_tree tree;
    struct einv_buf rules, document;

    einv__limits_default(&limits);
    limits.steps = STEPS;
    run.xpath.limits = &limits;
    einv__report_init(&report, a);
    einv__buf_init(&rules, a);
    einv__buf_init(&document, a);
    write_rules(&rules, before, behind);
    write_document(&document);
    cr_assert_eq(einv__sch_load(a, einv__buf_get(&rules),
                                EINV_TEXT("rules.sch"), &options, &report,
                                &set), EINV_OK);
    cr_assert_eq(einv__xml_read(&tree, a, einv__buf_get(&document), NULL,
                                NULL), EINV_OK);
    cr_assert_eq(einv__sch_run(set, a, &tree, &run, &report, &verdict),
                 EINV_OK);
    einv__tree_free(&tree);
    einv__sch_free(set);
    einv__buf_free(&rules);
    einv__buf_free(&document);
    einv__report_free(&report);
    return verdict;
}

Test(schematron_dispatch, what_a_name_settles_is_asked_once_a_name)
{
    cr_expect_eq(judge("*[name() = 'z", "']", 0), EINV_SCH_VALID);
    cr_expect_eq(judge("//*[local-name() = 'z", "' and . = 'n']", 0),
                 EINV_SCH_VALID);
    cr_expect_eq(judge("x/z", "", 0), EINV_SCH_VALID);
    /* Names that nowhere stand in each other. */
    cr_expect_eq(judge("x/r[. = '", "']/x", 0), EINV_SCH_VALID);
}

Test(schematron_dispatch, what_a_name_does_not_settle_is_asked_of_each)
{
    cr_expect_eq(judge("*[. = 'z", "']", 0), EINV_SCH_UNDECIDED);
    cr_expect_eq(judge("*[. = 'n' and name() = 'z", "']", 0),
                 EINV_SCH_UNDECIDED);
    cr_expect_eq(judge("r/x[. = '", "']", 0), EINV_SCH_UNDECIDED);
}

Test(schematron_dispatch, without_the_switches_each_is_asked)
{
    cr_expect_eq(judge("*[name() = 'z", "']", EINV_XP_OFF_DISPATCH),
                 EINV_SCH_UNDECIDED);
    cr_expect_eq(judge("*[name() = 'z", "']", EINV_XP_OFF_NAMES),
                 EINV_SCH_UNDECIDED);
    cr_expect_eq(judge("*[name() = 'z", "']", EINV_XP_OFF_ALL),
                 EINV_SCH_UNDECIDED);
}
