/* Small sets of rules on small documents: what fires, and what is refused. */
#include <criterion/criterion.h>

#include "schematron/schematron.h"

#define TOP "<schema xmlns='http://purl.oclc.org/dsdl/schematron'"
#define TWO TOP " queryBinding='xslt2'>"
#define END "</schema>"

/* One file beside the rules, and one that includes itself. */
static bool beside(void *user, struct einv_text href, struct einv_text from,
                   struct einv_buf *out)
{
    (void)user, (void)from;
    if (einv__text_is(href, "part.sch"))
        einv__buf_str(out, "<pattern xmlns='http://purl.oclc.org/dsdl/"
                           "schematron'><rule context='a'><assert id='P' "
                           "test='false()'>p</assert></rule></pattern>");
    else if (einv__text_is(href, "bad.sch"))
        einv__buf_str(out, "<pattern xmlns='http://purl.oclc.org/dsdl/"
                           "schematron'>\n<rule context='('/></pattern>");
    else if (einv__text_is(href, "circle.sch"))
        einv__buf_str(out, TWO "<include href='circle.sch'/>" END);
    else
        return false;
    return true;
}

static einv_status load(const char *rules, const char *phase,
                        struct einv_report *report, struct einv_sch_set **set)
{
    struct einv_sch_options options = { 0 };

    options.open = beside;
    options.phase = einv__text_of(phase);
    return einv__sch_load(&einv__libc_allocator, einv__text_of(rules),
                          EINV_TEXT("rules.sch"), &options, report, set);
}

/* "id id ... verdict" */
static void expect_fired(const char *rules, const char *phase,
                         const char *document, const char *fired)
{
    const struct einv_allocator *a = &einv__libc_allocator;
    struct einv_sch_run_options options = { 0 };
    enum einv_sch_verdict verdict = EINV_SCH_VALID;
    struct einv_read_xml_options xml = { 0 };
    const struct einv_finding *f;
    struct einv_sch_set *set;
    struct einv_report report;
    struct einv_tree tree;
    struct einv_buf got;

    einv__report_init(&report, a);
    einv__tree_init(&tree, a);
    einv__buf_init(&got, a);
    cr_assert_eq(load(rules, phase, &report, &set), EINV_OK);
    cr_assert_eq(einv__xml_read(&tree, a, einv__text_of(document), &xml,
                                &report), EINV_OK);
    cr_assert_eq(einv__sch_run(set, a, &tree, &options, &report, &verdict),
                 EINV_OK);
    for (f = report.first; f != NULL; f = f->next) {
        einv__buf_text(&got, f->rule);
        einv__buf_str(&got, f->error.len > 0 ? "!" : "");
        einv__buf_text(&got, f->error);
        einv__buf_char(&got, ' ');
    }
    einv__buf_uint(&got, (uint64_t)verdict);
    cr_expect(einv__text_is(einv__buf_get(&got), fired), "%s for %s",
              got.data, fired);
    einv__buf_free(&got);
    einv__tree_free(&tree);
    einv__sch_free(set);
    einv__report_free(&report);
}

static void expect_refused(const char *rules, const char *code)
{
    struct einv_sch_set *set = NULL;
    struct einv_report report;

    einv__report_init(&report, &einv__libc_allocator);
    cr_expect_eq(load(rules, NULL, &report, &set), EINV_EMALFORMED);
    cr_expect_null(set);
    cr_assert_not_null(report.first, "%s", rules);
    cr_expect(einv__text_is(report.first->rule, code), "%.*s for %s",
              (int)report.first->rule.len, report.first->rule.ptr, code);
    einv__report_free(&report);
}

#define ASSERT(id, test) \
    "<assert id='" id "' flag='fatal' test='" test "'>m</assert>"

Test(schematron, the_first_rule_of_a_pattern_fires)
{
    expect_fired(TWO "<pattern><rule context='b[@x]'>" ASSERT("1", "false()")
                 "</rule><rule context='b'>" ASSERT("2", "false()")
                 "</rule></pattern>" END, NULL, "<a><b/><b x='1'/></a>",
                 "2 1 2");
}

Test(schematron, abstract_patterns_take_the_longest_name_first)
{
    expect_fired(TWO "<pattern abstract='true' id='p'><rule context='$x'>"
                 ASSERT("1", "$xy = 2") "</rule></pattern>"
                 "<pattern is-a='p'><param name='x' value='b'/>"
                 "<param name='xy' value='@n'/></pattern>" END, NULL,
                 "<a><b n='1'/><b n='2'/></a>", "1 2");
}

Test(schematron, a_phase_leaves_patterns_out)
{
    const char *rules =
        TWO "<phase id='q'><active pattern='two'/></phase>"
        "<pattern id='one'><rule context='a'>" ASSERT("1", "false()")
        "</rule></pattern><pattern id='two'><rule context='a'>"
        ASSERT("2", "false()") "</rule></pattern>" END;

    expect_fired(rules, NULL, "<a/>", "1 2 2");
    expect_fired(rules, "q", "<a/>", "2 2");
}

Test(schematron, lets_see_their_own_context)
{
    expect_fired(TWO "<let name='g' value='//b'/><pattern>"
                 "<rule context='b'><let name='n' value='@n'/>"
                 "<let name='m' value='$n + 1'/>"
                 ASSERT("1", "count($g) = 2") ASSERT("2", "$m = 2")
                 "</rule></pattern>" END, NULL,
                 "<a><b n='1'/><b n='2'/></a>", "2 2");
}

Test(schematron, what_cannot_be_evaluated_is_undecided_and_the_rest_runs)
{
    expect_fired(TWO "<pattern><rule context='a'>"
                 ASSERT("1", "xs:decimal(.) = 1") ASSERT("2", "false()")
                 "</rule></pattern>" END, NULL, "<a>x</a>",
                 "1!FORG0001 2 3");
}

Test(schematron, no_binding_is_xpath_1)
{
    expect_fired(TOP "><pattern><rule context='a'>"
                 ASSERT("1", "b + 1 = 2") "</rule></pattern>" END, NULL,
                 "<a><b>1</b><b>5</b></a>", "0");
}

Test(schematron, includes_are_read_and_circles_refused)
{
    expect_fired(TWO "<include href='part.sch'/>" END, NULL, "<a/>", "P 2");
    expect_refused(TWO "<include href='circle.sch'/>" END,
                   "EINV-RULES-0004");
}

Test(schematron, nothing_outside_is_reached)
{
    expect_refused(TWO "<include href='http://x.example/r.sch'/>" END,
                   "EINV-RULES-0004");
    expect_refused(TWO "<include href='/etc/passwd'/>" END,
                   "EINV-RULES-0004");
    expect_refused("<!DOCTYPE schema [<!ENTITY e 'x'>]>" TWO END, "XML_DTD");
}

Test(schematron, what_is_not_supported_is_refused_by_name)
{
    expect_refused(TWO "<pattern><rule context='a'><frobnicate/></rule>"
                   "</pattern>" END, "EINV-RULES-0001");
    expect_refused(TWO "<pattern><rule context='a'>" ASSERT("1", "(((")
                   "</rule></pattern>" END, "EINV-RULES-0006");
    expect_refused(TWO "<pattern is-a='nobody'/>" END, "EINV-RULES-0005");
}

Test(schematron, every_complaint_is_made_and_names_its_file)
{
    static const char *const rules =
        TWO "<let name='no:such' value='1'/>"
        "<x:function xmlns:x='http://www.w3.org/1999/XSL/Transform' "
        "name='xs:f'><x:sequence select='1 +'/></x:function>"
        "<x:function xmlns:x='http://www.w3.org/1999/XSL/Transform' "
        "name='xs:g'><x:copy/></x:function>"
        "<include href='bad.sch'/>" END;
    static const char *const files[] = { "rules.sch", "rules.sch", "rules.sch",
                                         "bad.sch" };
    struct einv_sch_set *set = NULL;
    const struct einv_finding *f;
    struct einv_report report;
    size_t n = 0;

    einv__report_init(&report, &einv__libc_allocator);
    cr_expect_eq(load(rules, NULL, &report, &set), EINV_EMALFORMED);
    for (f = report.first; f != NULL; f = f->next, n++) {
        cr_assert_lt(n, 4);
        cr_expect(einv__text_is(f->rule, "EINV-RULES-0006"));
        cr_expect(einv__text_is(f->args[f->n_args - 1].name, "file"));
        cr_expect(einv__text_is(f->args[f->n_args - 1].value, files[n]),
                  "%zu: %.*s", n, (int)f->args[f->n_args - 1].value.len,
                  f->args[f->n_args - 1].value.ptr);
        cr_expect_gt(f->pos.line, 0);
    }
    cr_expect_eq(n, 4);
    einv__report_free(&report);
}
