/* Reports in the standard's language: places, sinks, failing allocations. */
#include <criterion/criterion.h>

#include "schematron/svrl.h"
#include "support/failing.h"

static const char *const rules =
    "<schema xmlns='http://purl.oclc.org/dsdl/schematron' "
    "queryBinding='xslt2'><ns prefix='u' uri='urn:it&apos;s'/>"
    "<pattern id='p'><rule context='u:b'><assert id='A' test='@c' "
    "diagnostics='d'>is <value-of select='.'/></assert></rule>"
    "<rule context='@u:e'><report test='true()'>e</report></rule></pattern>"
    "<diagnostics><diagnostic id='d'>also <value-of select='.'/>"
    "</diagnostic></diagnostics></schema>";
static const char *const document =
    "<a xmlns:x=\"urn:it's\"><x:b>1</x:b><y:b xmlns:y=\"urn:it's\" "
    "y:e='2'>2&lt;</y:b></a>";

struct told {
    struct einv_buf text;
    int left;               /* pieces that it takes */
};

static bool take(void *user, struct einv_text text)
{
    struct told *t = user;

    einv__buf_text(&t->text, text);
    return --t->left >= 0 && !t->text.failed;
}

static einv_status tell(const einv_allocator *a, struct einv_sch_set *set,
                        const struct einv_tree *tree, bool full,
                        struct told *told)
{
    struct einv_sch_trace trace = { .alloc = a };
    struct einv_sch_run_options run = { .trace = full ? &trace : NULL };
    enum einv_sch_verdict verdict;
    struct einv_report report;
    struct einv_sch_svrl svrl = {
        .set = set, .tree = tree, .report = &report,
        .trace = full ? &trace : NULL, .redact = full, .part = true,
        .sink = take, .user = told
    };
    einv_status status;

    einv__report_init(&report, a);
    status = einv__sch_run(set, a, tree, &run, &report, &verdict);
    if (status == EINV_OK)
        status = einv__sch_svrl(&svrl, a);
    if (report.lost > 0)
        status = EINV_ENOMEM;       /* the report would say so */
    einv__free(a, trace.items, trace.cap * sizeof *trace.items);
    einv__report_free(&report);
    return status;
}

static void load(struct einv_sch_set **set, struct einv_tree *tree)
{
    const struct einv_allocator *a = &einv__libc_allocator;
    struct einv_sch_options options = { 0 };
    struct einv_read_xml_options xml = { 0 };

    einv__tree_init(tree, a);
    cr_assert_eq(einv__sch_load(a, einv__text_of(rules), EINV_TEXT("r.sch"),
                                &options, NULL, set), EINV_OK);
    cr_assert_eq(einv__xml_read(tree, a, einv__text_of(document), &xml, NULL),
                 EINV_OK);
}

#define NS "[namespace-uri()='urn:it''s']"

Test(schematron_svrl, places_need_no_prefix)
{
    struct told told = { .left = 9 };
    struct einv_sch_set *set;
    struct einv_tree tree;

    load(&set, &tree);
    einv__buf_init(&told.text, &einv__libc_allocator);
    cr_assert_eq(tell(&einv__libc_allocator, set, &tree, false, &told),
                 EINV_OK);
    cr_expect_str_eq(told.text.data,
        "<svrl:schematron-output xmlns:svrl=\"http://purl.oclc.org/dsdl/svrl\""
        " title=\"r.sch\">\n"
        "<svrl:ns-prefix-in-attribute-values prefix=\"u\" uri=\"urn:it's\"/>\n"
        "<svrl:active-pattern id=\"p\"/>\n"
        "<svrl:fired-rule context=\"u:b\"/>\n"
        "<svrl:failed-assert test=\"@c\" id=\"A\" "
        "location=\"/*:a[namespace-uri()=''][1]/*:b" NS "[1]\">\n"
        "<svrl:diagnostic-reference diagnostic=\"d\"><svrl:text>also 1"
        "</svrl:text></svrl:diagnostic-reference>\n"
        "<svrl:text>is 1</svrl:text>\n</svrl:failed-assert>\n"
        "<svrl:fired-rule context=\"u:b\"/>\n"
        "<svrl:failed-assert test=\"@c\" id=\"A\" "
        "location=\"/*:a[namespace-uri()=''][1]/*:b" NS "[2]\">\n"
        "<svrl:diagnostic-reference diagnostic=\"d\"><svrl:text>also 2&lt;"
        "</svrl:text></svrl:diagnostic-reference>\n"
        "<svrl:text>is 2&lt;</svrl:text>\n</svrl:failed-assert>\n"
        "<svrl:fired-rule context=\"@u:e\"/>\n"
        "<svrl:successful-report test=\"true()\" "
        "location=\"/*:a[namespace-uri()=''][1]/*:b" NS "[2]/@*:e" NS "\">\n"
        "<svrl:text>e</svrl:text>\n</svrl:successful-report>\n"
        "</svrl:schematron-output>\n");
    told.left = 0;
    cr_expect_eq(tell(&einv__libc_allocator, set, &tree, false, &told),
                 EINV_ECANCELLED);
    einv__buf_free(&told.text);
    einv__sch_free(set);
    einv__tree_free(&tree);
}

Test(schematron_svrl, values_are_masked_in_the_full_form)
{
    struct told told = { .left = 9 };
    struct einv_sch_set *set;
    struct einv_tree tree;

    load(&set, &tree);
    einv__buf_init(&told.text, &einv__libc_allocator);
    cr_assert_eq(tell(&einv__libc_allocator, set, &tree, true, &told),
                 EINV_OK);
    cr_expect_null(strstr(told.text.data, "2&lt;"));
    cr_expect_not_null(strstr(told.text.data, "also [redacted 2]"));
    cr_expect_not_null(strstr(told.text.data, "is [redacted 1]"));
    einv__buf_free(&told.text);
    einv__sch_free(set);
    einv__tree_free(&tree);
}

Test(schematron_svrl, each_failing_allocation_is_told)
{
    struct einv_sch_set *set;
    struct einv_tree tree;
    struct failing f;

    load(&set, &tree);
    FAILING_EACH(f, 2000) {
        struct told told = { .left = 9 };
        einv_status status;

        einv__buf_init(&told.text, &einv__libc_allocator);
        status = tell(&f.hooks, set, &tree, true, &told);
        cr_assert(status == EINV_OK || status == EINV_ENOMEM);
        failing_judge(&f, status == EINV_OK);
        einv__buf_free(&told.text);
        cr_assert_eq(f.held, 0);
    }
    cr_expect_gt(f.runs, 10);
    einv__sch_free(set);
    einv__tree_free(&tree);
}
