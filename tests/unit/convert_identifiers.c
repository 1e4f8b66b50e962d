/* convert_identifiers.c: a table of identifiers that is not sound is refused,
 * with the place and the reason.
 */
#include <criterion/criterion.h>

#include "convert/identifiers.h"
#include "../support/failing.h"
#include "model_support.h"

static struct einv_model model;
static struct einv_report report;

static void start(void)
{
    load_model(&model);
    einv__report_init(&report, NULL);
}

static void stop(void)
{
    einv__report_free(&report);
    einv__model_free(&model);
}

TestSuite(convert_identifiers, .init = start, .fini = stop);

#define TABLE(rows) "<identifiers>\n" rows "</identifiers>"
#define FORM "<form id='two' name='Two digits' picture='99'/>\n"

static einv_status load(const char *xml, const einv_allocator *a,
                        struct engine_identifiers **out)
{
    return einv__identifiers_load(a, &model, einv__text_of(xml), &report,
                                  out);
}

Test(convert_identifiers, rows_become_tables)
{
    struct engine_identifiers *t;

    cr_assert_eq(load(TABLE(FORM
        "<use at='party/vat_id address/post_code' forms='two' country='XX'/>"),
        &einv__libc_allocator, &t), EINV_OK);
    cr_assert_eq(t->n_forms, 1);
    cr_assert_eq(t->n_uses, 2);
    cr_expect(einv__text_is(t->uses[1].record, "address"));
    cr_expect(einv__text_is(t->uses[1].field, "post_code"));
    cr_expect(einv__text_is(t->used[t->uses[1].first]->id, "two"));
    cr_expect_eq(t->uses[0].severity, EINV_SEV_WARNING);
    einv__identifiers_free(&einv__libc_allocator, t);
}

static void is_refused(const char *xml, unsigned line, const char *found)
{
    struct engine_identifiers *t;
    const struct einv_finding *f;

    cr_assert_eq(load(xml, &einv__libc_allocator, &t), EINV_EINTERNAL, "%s",
                 xml);
    cr_assert_null(t);
    f = report.first;
    cr_assert_not_null(f, "%s", xml);
    cr_expect(einv__text_is(f->rule, "EINV-ID-0100"), "%s", xml);
    cr_expect_eq(f->pos.line, line, "%s: line %u", xml,
                 (unsigned)f->pos.line);
    cr_expect(einv__text_is(f->found, found), "%s: found %.*s", xml,
              (int)f->found.len, f->found.ptr);
    einv__report_free(&report);
    einv__report_init(&report, NULL);
}

#define CHECKED(check) \
    TABLE("<form id='f' name='F' picture='999'>" check "</form>")

Test(convert_identifiers, what_is_not_sound_is_refused)
{
    is_refused(TABLE(FORM "<rule/>"), 3, "rule");
    is_refused(TABLE("<form id='f' picture='9'/>"), 2, "f");
    is_refused(TABLE("<form name='F' picture='9'/>"), 2, "");
    is_refused(CHECKED("<check weights='1 2' mod='11'/>"), 2, "");
    is_refused(CHECKED("<check weights='1 2' mod='11' digit='01'/>"), 2,
               "01");
    is_refused(CHECKED("<check weights='1 256' mod='11' digit='r'/>"), 2,
               "f");
    is_refused(CHECKED("<check weights='1 x' mod='11' digit='r'/>"), 2, "f");
    is_refused(CHECKED("<check weights='1 2' digit='r'/>"), 2, "f");
    is_refused(CHECKED("<check weights='1 2 3' mod='11' digit='r'/>"), 2,
               "f");
    is_refused(CHECKED("<check weights='1' mod='11' digit='r'/>"
                       "<check weights='1' mod='11' digit='r'/>"
                       "<check weights='1' mod='11' digit='r'/>"), 2, "f");
    is_refused(TABLE(FORM "<use at='party/vat_id' forms='three'/>"), 3,
               "three");
    is_refused(TABLE(FORM "<use at='party/vat_id'/>"), 3, "");
    is_refused(TABLE(FORM "<use at='party/none' forms='two'/>"), 3,
               "party/none");
    is_refused(TABLE(FORM "<use at='party/vat_id' forms='two two two two two"
        " two two two two two two two two two two two two'/>"), 3,
        "two two two two two two two two two two two two two two two two"
        " two");
}

Test(convert_identifiers, what_is_no_xml_is_refused)
{
    struct engine_identifiers *t;

    cr_assert_eq(load("<identifiers>", &einv__libc_allocator, &t),
                 EINV_EINTERNAL);
    cr_assert_null(t);
}

Test(convert_identifiers, no_memory_leaves_nothing)
{
    static const char xml[] =
        TABLE(FORM "<use at='party/vat_id' forms='two'/>");
    struct failing fail;

    FAILING_EACH(fail, 1000) {
        struct engine_identifiers *t;

        failing_judge(&fail, load(xml, &fail.hooks, &t) == EINV_OK);
        einv__identifiers_free(&fail.hooks, t);
        cr_assert_eq(fail.held, 0);
    }
    cr_assert_gt(fail.runs, 6);
    cr_assert_not(fail.wrong);
}
