/* Configurations of scenarios: what is read of one, which scenario fits, and
 * what is refused. */
#include <criterion/criterion.h>

#include "schematron/scenario.h"
#include "support/failing.h"

#define TOP "<scenarios xmlns='http://www.xoev.de/de/validator/framework/1/" \
    "scenarios'><name>n</name>"
#define END "<noScenarioReport><resource/></noScenarioReport></scenarios>"
#define SCENARIO(name, match, more) \
    "<scenario><name>" name "</name><description/>" \
    "<namespace prefix='u'> urn:u </namespace>" \
    "<match>" match "</match>" more "</scenario>"
#define RULES(path) "<validateWithSchematron><resource><name>r</name>" \
    "<location>" path "</location></resource></validateWithSchematron>"
#define SCHEMA(path) "<validateWithXmlSchema><resource><name>s</name>" \
    "<location>" path "</location></resource></validateWithXmlSchema>"
#define LEVELS(more) "<createReport><resource/>" more "</createReport>" \
    "<acceptMatch>/report/accept</acceptMatch>"

static const char *const two = TOP
    SCENARIO("one", "/u:a[u:id = '1']",
             SCHEMA("x/s.xsd") RULES("r/1.xsl") RULES("r/2.sch")
             LEVELS("<customLevel level='warning'>A B</customLevel>"
                    "<customLevel level='error'> C </customLevel>"))
    SCENARIO("two", "exists(/u:a/u:id[. = ('2', '3')])", RULES("r/1.xsl"))
    SCENARIO("three", "/u:a/u:id + 0 = 3", "") END;

static einv_status load(const einv_allocator *a, const char *text,
                        struct einv_report *report,
                        struct einv_sch_scenarios **out)
{
    return einv__sch_scenarios_load(a, einv__text_of(text),
                                    EINV_TEXT("dir/of/scenarios.xml"), NULL,
                                    report, out);
}

/* "name", or "EINV_EABSENT code". */
static void expect_choice(const char *id, const char *name,
                          einv_status expected, const char *code)
{
    const einv_allocator *a = &einv__libc_allocator;
    struct einv_sch_scenarios *s;
    struct einv_report report;
    struct einv_tree tree;
    char document[80];
    size_t i = 99;

    snprintf(document, sizeof document,
             "<a xmlns='urn:u'><id>%s</id></a>", id);
    einv__report_init(&report, a);
    cr_assert_eq(load(a, two, &report, &s), EINV_OK);
    cr_assert_eq(einv__xml_read(&tree, a, einv__text_of(document), NULL,
                                NULL), EINV_OK);
    cr_expect_eq(einv__sch_scenarios_select(s, a, &tree, NULL, &report, &i),
                 expected, "%s", id);
    if (expected == EINV_OK)
        cr_expect_str_eq(einv__sch_scenario(s, i)->name, name);
    else
        cr_expect(i == 99 && einv__text_is(report.first->rule, code));
    einv__tree_free(&tree);
    einv__sch_scenarios_free(s);
    einv__report_free(&report);
}

static void expect_refused(const char *text, einv_status expected,
                           const char *code)
{
    struct einv_sch_scenarios *s = NULL;
    struct einv_report report;

    einv__report_init(&report, &einv__libc_allocator);
    cr_expect_eq(load(&einv__libc_allocator, text, &report, &s), expected,
                 "%s", text);
    cr_expect_null(s);
    if (code != NULL)
        cr_expect(report.first != NULL &&
                  einv__text_is(report.first->rule, code), "%s", text);
    einv__report_free(&report);
}

Test(schematron_scenario, it_says_what_judges_and_how_grave)
{
    struct einv_sch_scenarios *s;
    const struct einv_sch_scenario *one;

    cr_assert_eq(load(&einv__libc_allocator, two, NULL, &s), EINV_OK);
    one = einv__sch_scenario(s, 0);
    cr_expect_str_eq(one->name, "one");
    cr_expect_str_eq(one->levels, "A=warning B=warning C=error");
    cr_assert_eq(one->rules.n, 2);
    cr_expect_str_eq(one->rules.items[0], "dir/of/r/1.xsl");
    cr_expect_str_eq(one->rules.items[1], "dir/of/r/2.sch");
    cr_assert_eq(one->schemas.n, 1);
    cr_expect_str_eq(one->schemas.items[0], "dir/of/x/s.xsd");
    cr_expect_str_eq(einv__sch_scenario(s, 1)->levels, "");
    cr_expect_eq(einv__sch_scenario(s, 2)->rules.n, 0);
    cr_expect_null(einv__sch_scenario(s, 3));
    einv__sch_scenarios_free(s);
}

Test(schematron_scenario, the_one_that_fits_is_found)
{
    expect_choice("1", "one", EINV_OK, NULL);
    expect_choice("2", "two", EINV_OK, NULL);
}

Test(schematron_scenario, none_or_two_are_no_choice)
{
    expect_choice("4", NULL, EINV_EABSENT, "EINV-RULES-0008");
    expect_choice("3", NULL, EINV_EREJECTED, "EINV-RULES-0009");
}

Test(schematron_scenario, an_expression_that_fails_does_not_fit)
{
    expect_choice("x", NULL, EINV_EABSENT, "EINV-RULES-0008");
}

Test(schematron_scenario, a_prefix_is_that_of_its_scenario)
{
    expect_refused(TOP SCENARIO("one", "/u:a", "")
                   "<scenario><match>/u:a</match></scenario>" END,
                   EINV_EMALFORMED, "EINV-RULES-0006");
}

Test(schematron_scenario, files_lie_beside_the_configuration)
{
    expect_refused(TOP SCENARIO("n", "1", RULES("../r.sch")) END,
                   EINV_EMALFORMED, "EINV-RULES-0004");
    expect_refused(TOP SCENARIO("n", "1", RULES("/etc/r.sch")) END,
                   EINV_EMALFORMED, "EINV-RULES-0004");
    expect_refused(TOP SCENARIO("n", "1", SCHEMA("http://h/r.xsd")) END,
                   EINV_EMALFORMED, "EINV-RULES-0004");
}

Test(schematron_scenario, what_is_not_understood_is_refused)
{
    expect_refused("<schema/>", EINV_EUNKNOWN, NULL);
    expect_refused("<scenarios", EINV_EMALFORMED, NULL);
    expect_refused(TOP END, EINV_EMALFORMED, "EINV-RULES-0003");
    expect_refused(TOP "<scenario/>" END, EINV_EMALFORMED,
                   "EINV-RULES-0003");
    expect_refused(TOP SCENARIO("n", "1 +", "") END, EINV_EMALFORMED,
                   "EINV-RULES-0006");
    expect_refused(TOP SCENARIO("n", "1", "<validateWithRelaxNG/>") END,
                   EINV_EMALFORMED, "EINV-RULES-0001");
    expect_refused(TOP SCENARIO("n", "1", SCHEMA("a.xsd") SCHEMA("b.xsd"))
                   END, EINV_EMALFORMED, "EINV-RULES-0001");
    expect_refused(TOP SCENARIO("n", "1", LEVELS(
                       "<customLevel level='mild'>A</customLevel>")) END,
                   EINV_EMALFORMED, "EINV-RULES-0005");
}

static bool outcome(const einv_allocator *hooks, const struct einv_tree *tree)
{
    struct einv_sch_scenarios *s = NULL;
    struct einv_report report;
    einv_status status;
    size_t i = 99;

    einv__report_init(&report, hooks);
    status = load(hooks, two, &report, &s);
    if (status == EINV_OK)
        status = einv__sch_scenarios_select(s, hooks, tree, NULL, &report,
                                            &i);
    cr_expect(status == EINV_OK ? i == 0 : status == EINV_ENOMEM, "%d %zu",
              status, i);
    einv__sch_scenarios_free(s);
    einv__report_free(&report);
    return status == EINV_OK;
}

Test(schematron_scenario, every_allocation_may_fail)
{
    struct einv_tree tree;
    struct failing f;

    cr_assert_eq(einv__xml_read(
                     &tree, &einv__libc_allocator,
                     EINV_TEXT("<a xmlns='urn:u'><id>1</id></a>"), NULL,
                     NULL), EINV_OK);
    FAILING_EACH(f, 5000)
        failing_judge(&f, outcome(&f.hooks, &tree));
    cr_expect_eq(f.held, 0);
    cr_expect_eq(f.wrong, 0);
    cr_expect_gt(f.runs, 20);
    einv__tree_free(&tree);
}
