/* What follows from what: sums derived, and sums checked.
 *
 * The figures are worked out by hand, line by line, beside each test.
 */
#include <stdio.h>

#include "model_support.h"
#include "model/totals.h"
#include "../support/failing.h"

static struct einv_model m;
static struct einv_invoice_data inv;
static struct einv_report report;

static void set_up(void)
{
    load_model(&m);
    einv__invoice_init(&inv, &m, &einv__libc_allocator);
    einv__report_init(&report, &einv__libc_allocator);
}

static void tear_down(void)
{
    einv__report_free(&report);
    einv__invoice_clear(&inv);
    einv__model_free(&m);
}

TestSuite(model_totals, .init = set_up, .fini = tear_down);

static void put(const char *path, const char *text)
{
    struct einv_entry *e;

    cr_assert_eq(einv__entry_resolve(&inv, &inv.root, einv__text_of(path),
                                     true, &e), EINV_OK, "%s", path);
    cr_assert(einv__entry_set(&inv, e, einv__text_of(text)));
}

static void line(const char *n, const char *net, const char *category,
                 const char *rate)
{
    char path[64];
    const char *const fields[] = { "net_amount", "vat_category", "vat_rate" };
    const char *const texts[] = { net, category, rate };

    for (int i = 0; i < 3; i++) {
        if (texts[i] == NULL)
            continue;
        snprintf(path, sizeof(path), "lines[%s]/%s", n, fields[i]);
        put(path, texts[i]);
    }
}

static void gives(const char *path, const char *want)
{
    struct einv_entry *e;
    einv_status status = einv__entry_resolve(&inv, &inv.root,
                                             einv__text_of(path), false, &e);

    if (want == NULL) {
        cr_expect_eq(status, EINV_EABSENT, "%s is there", path);
        return;
    }
    cr_assert_eq(status, EINV_OK, "%s is not there", path);
    cr_expect(einv__text_is(einv__entry_text(e), want), "%s is %.*s, not %s",
              path, (int)e->len, e->text, want);
    cr_expect(e->flags & EINV_ENTRY_DERIVED, "%s is not marked", path);
}

/* Two rates, an allowance at one of them, a charge at the other:
 *   S 19: 100.10 + 50.055 - 10.10 = 140.055 -> 140.06, tax 26.6114 -> 26.61
 *   S 7:  200 + 5.5 = 205.5, tax 14.385 -> 14.39 (half up)
 *   lines 350.155 -> 350.16; net 350.16 - 10.10 + 5.5 = 345.56
 *   gross 345.56 + 41.00 = 386.56; due 386.56 - 86.56 = 300.00 */
static void fill_two_rates(void)
{
    line("1", "100.10", "S", "19");
    line("2", "50.055", "S", "19.00");
    line("3", "200", "S", "7");
    put("allowances[1]/amount", "10.10");
    put("allowances[1]/vat_category", "S");
    put("allowances[1]/vat_rate", "19");
    put("charges[1]/amount", "5.5");
    put("charges[1]/vat_category", "S");
    put("charges[1]/vat_rate", "7.0");
    put("totals/paid", "86.56");
}

Test(model_totals, sums_and_breakdown_follow_from_the_lines)
{
    fill_two_rates();
    cr_assert_eq(einv__model_complete(&inv, &report), EINV_OK);
    gives("vat_breakdown[1]/base", "140.06");
    gives("vat_breakdown[1]/amount", "26.61");
    gives("vat_breakdown[2]/base", "205.5");
    gives("vat_breakdown[2]/amount", "14.39");
    gives("vat_breakdown[2]/rate", "7");
    gives("totals/lines", "350.16");
    gives("totals/allowances", "10.10");
    gives("totals/charges", "5.5");
    gives("totals/net", "345.56");
    gives("totals/vat", "41.00");
    gives("totals/gross", "386.56");
    gives("totals/due", "300.00");
    gives("totals/vat_accounting", NULL);
    /* Two breakdowns of four fields, and seven totals: each is said. */
    cr_assert_eq(report.n_rows, 2 * 4 + 7);
    cr_assert_eq(report.first_row->reason, EINV_DERIVED);
}

Test(model_totals, what_was_declared_stays_even_where_it_is_wrong)
{
    struct einv_entry *e;

    fill_two_rates();
    put("totals/net", "345.57");
    cr_assert_eq(einv__model_complete(&inv, &report), EINV_OK);
    cr_assert_eq(einv__entry_resolve(&inv, &inv.root, T("BT-109"), false, &e),
                 EINV_OK);
    assert_text(einv__entry_text(e), T("345.57"));
    cr_assert_not(e->flags & EINV_ENTRY_DERIVED);
    gives("totals/gross", "386.57");
}

Test(model_totals, nothing_is_derived_from_what_is_not_there)
{
    line("1", "10", "S", "19");
    line("2", NULL, "S", "19");
    cr_assert_eq(einv__model_complete(&inv, &report), EINV_OK);
    cr_assert_null(einv__entry_find(&inv.root,
                                    einv__model_find(&m, 0, T("totals"))));
    cr_assert_null(einv__entry_find(&inv.root, einv__model_find(
        &m, 0, T("vat_breakdown"))));
    cr_assert_eq(report.n_rows, 0);
}

Test(model_totals, a_category_that_needs_a_rate_is_not_guessed)
{
    line("1", "10", "S", NULL);
    cr_assert_eq(einv__model_complete(&inv, &report), EINV_OK);
    gives("vat_breakdown[1]/base", NULL);
    gives("totals/vat", NULL);
    gives("totals/gross", NULL);
    gives("totals/net", "10");
}

Test(model_totals, a_category_without_tax_has_none)
{
    line("1", "10.005", "O", NULL);
    cr_assert_eq(einv__model_complete(&inv, &report), EINV_OK);
    gives("vat_breakdown[1]/base", "10.01");
    gives("vat_breakdown[1]/amount", "0");
    gives("totals/due", "10.01");
}

Test(model_totals, lines_that_only_group_do_not_count)
{
    line("1", "30", "S", "10");
    put("lines[1]/subtype", "GROUP");
    line("2", "10", "S", "10");
    put("lines[2]/subtype", "DETAIL");
    line("3", "20", "S", "10");
    put("lines[2]/lines[1]/net_amount", "10");
    cr_assert_eq(einv__model_complete(&inv, &report), EINV_OK);
    gives("totals/lines", "30");
    gives("vat_breakdown[1]/amount", "3.00");
}

Test(model_totals, completing_twice_changes_nothing)
{
    size_t rows;

    fill_two_rates();
    cr_assert_eq(einv__model_complete(&inv, &report), EINV_OK);
    rows = report.n_rows;
    cr_assert_eq(einv__model_complete(&inv, &report), EINV_OK);
    cr_assert_eq(report.n_rows, rows);
}

static const struct einv_finding *finding(const char *rule)
{
    const struct einv_finding *f = report.first;

    while (f != NULL && !einv__text_is(f->rule, rule))
        f = f->next;
    return f;
}

Test(model_totals, a_right_invoice_has_no_findings)
{
    fill_two_rates();
    put("vat_breakdown[1]/category", "S");
    put("vat_breakdown[1]/rate", "7.00");
    put("vat_breakdown[1]/base", "205.50");
    put("vat_breakdown[1]/amount", "14.39");
    put("totals/lines", "350.16");
    put("totals/net", "345.56");
    put("totals/charges", "5.50");
    put("totals/allowances", "10.1");
    cr_assert_eq(einv__model_check_totals(&inv, NULL, NULL, &report),
                 EINV_OK);
    cr_assert_eq(report.n_findings, 0);
}

Test(model_totals, declared_against_recomputed_says_both)
{
    const struct einv_finding *f;

    fill_two_rates();
    put("totals/lines", "350.15");
    put("totals/charges", "6.50");
    put("vat_breakdown[1]/category", "S");
    put("vat_breakdown[1]/rate", "7");
    put("vat_breakdown[1]/base", "200");
    put("vat_breakdown[1]/amount", "14.01");
    put("totals/vat", "140.10");
    cr_assert_eq(einv__model_check_totals(&inv, NULL, NULL, &report),
                 EINV_OK);
    f = finding("EINV-TOTALS-0001");
    cr_assert_not_null(f);
    assert_text(f->found, T("350.15"));
    assert_text(f->expected, T("350.16"));
    assert_text(f->term, T("BT-106"));
    cr_assert_eq(f->severity, EINV_SEV_INFORMATION);
    f = finding("EINV-TOTALS-0003");
    cr_assert_not_null(f);
    cr_assert_eq(f->severity, EINV_SEV_WARNING);
    cr_assert_not_null(finding("EINV-TOTALS-0005"));
    f = finding("EINV-TOTALS-0008");
    cr_assert_not_null(f);
    assert_text(f->expected, T("205.5"));
    f = finding("EINV-TOTALS-0009");
    cr_assert_not_null(f);
    assert_text(f->expected, T("14.00"));
    cr_assert_eq(report.n_findings, 5);
}

Test(model_totals, each_allocation_may_fail)
{
    struct failing f;

    FAILING_EACH(f, 3000) {
        struct einv_invoice_data made;
        struct einv_entry *e;
        einv_status status;

        einv__invoice_init(&made, &m, &f.hooks);
        status = einv__entry_resolve(&made, &made.root,
                                     T("lines[1]/net_amount"), true, &e);
        if (status == EINV_OK)
            einv__entry_lend(e, T("123456789012345678901234567890.125"));
        if (status == EINV_OK)
            status = einv__model_complete(&made, NULL);
        if (status == EINV_OK)
            status = einv__model_check_totals(&made, NULL, NULL, NULL);
        failing_judge(&f, status == EINV_OK);
        cr_assert(status == EINV_OK || status == EINV_ENOMEM);
        einv__invoice_clear(&made);
        cr_assert_eq(f.held, 0);
        cr_assert_not(f.wrong);
    }
}

/* --- of lines ------------------------------------------------------------ */

/* Derives what these terms ask for. */
static void complete_lines(const char *const *terms)
{
    struct einv_report asked;

    einv__report_init(&asked, &einv__libc_allocator);
    for (; *terms != NULL; terms++) {
        struct einv_ledger_row row = { 0 };

        row.direction = EINV_WRITE;
        row.reason = EINV_MISSING_REQUIRED;
        row.term = einv__text_of(*terms);
        einv__ledger_add(&asked, &row);
    }
    cr_assert_eq(einv__model_complete_lines(&inv, asked.first_row), EINV_OK);
    einv__report_free(&asked);
}

/* BT-X-95, BT-X-330, XT-341, XT-208: VAT, with VAT, taxable, its sum.
 *   1: 100.10 + 9.90 excise = 110.00; 16 % is 17.60; together 127.60
 *   2: 33.33 exempt, without a rate: no tax
 *   3: 10.05 at 19 %: 1.9095 -> 1.91 (half up)
 *   sum 110.00 + 33.33 + 10.05 = 153.38 */
Test(model_totals, the_tax_of_a_line_follows_from_the_line)
{
    static const char *const all[] = { "BT-X-95", "BT-X-330", "XT-341",
                                       "XT-208", NULL };

    line("1", "100.10", "S", "16");
    put("lines[1]/taxes[1]/type", "EXC");
    put("lines[1]/taxes[1]/amount", "9.90");
    line("2", "33.33", "E", NULL);
    line("3", "10.05", "S", "19");
    complete_lines(all);
    gives("lines[1]/taxable_amount", "110.00");
    gives("lines[1]/vat_amount", "17.60");
    gives("lines[1]/gross_amount", "127.60");
    gives("lines[2]/vat_amount", "0");
    gives("lines[2]/gross_amount", "33.33");
    gives("lines[3]/vat_amount", "1.91");
    gives("totals/taxable", "153.38");
}

Test(model_totals, only_what_is_asked_for_is_derived_of_a_line)
{
    static const char *const vat[] = { "BT-X-95", NULL };
    static const char *const none[] = { "BT-110", NULL };

    line("1", "100", "S", "16");
    complete_lines(none);
    gives("lines[1]/vat_amount", NULL);
    complete_lines(vat);
    gives("lines[1]/vat_amount", "16.00");
    gives("lines[1]/gross_amount", NULL);
    gives("lines[1]/taxable_amount", NULL);
}

Test(model_totals, nothing_is_guessed_of_a_line)
{
    static const char *const all[] = { "BT-X-95", "XT-341", "XT-208", NULL };

    /* No category; a taxed category without a rate; a tax that may or may
     * not belong to what is taxed. */
    line("1", "100", NULL, "16");
    line("2", "100", "S", NULL);
    line("3", "100", "S", "16");
    put("lines[3]/taxes[1]/type", "ENV");
    put("lines[3]/taxes[1]/amount", "1");
    complete_lines(all);
    gives("lines[1]/vat_amount", NULL);
    gives("lines[2]/vat_amount", NULL);
    gives("lines[2]/taxable_amount", "100");
    gives("lines[3]/taxable_amount", NULL);
    gives("totals/taxable", NULL);
}

/* 100 + 16 VAT + 10 excise: a tax beside the VAT is part of the total. */
Test(model_totals, other_taxes_are_part_of_the_total)
{
    put("totals/net", "100");
    put("totals/vat", "16");
    put("taxes[1]/type", "EXC");
    put("taxes[1]/amount", "10");
    cr_assert_eq(einv__model_complete(&inv, &report), EINV_OK);
    gives("totals/gross", "126");
    gives("totals/due", "126");
}
