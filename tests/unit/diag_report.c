/* diag_report.c: tests of reports: what they keep, and what they lose. */
#include <stdio.h>

#include <criterion/criterion.h>

#include "diag/report.h"
#include "../support/failing.h"

static void is(struct einv_text got, const char *want)
{
    cr_expect(einv__text_is(got, want), "got \"%.*s\", want \"%s\"",
              (int)got.len, got.len > 0 ? got.ptr : "", want);
}

Test(diag_report, finding_is_copied_whole)
{
    struct einv_report r;
    char found[] = "12,50";
    struct einv_position pos = { 3, 7, 99 };
    const struct einv_finding *f;

    einv__report_init(&r, NULL);
    einv__diag(&r, EINV_SEV_ERROR, "structure", "EINV-BIND-0104", pos,
               "found", found, "expected", "a decimal", "term", "BT-131",
               "xpath", "/a[1]", "codec", "comma", NULL);
    memset(found, 'x', 5);
    f = r.first;
    cr_assert_not_null(f);
    is(f->origin, "structure");
    is(f->rule, "EINV-BIND-0104");
    is(f->found, "12,50");
    is(f->expected, "a decimal");
    is(f->term, "BT-131");
    is(f->xpath, "/a[1]");
    cr_expect_eq(f->pos.line, 3);
    cr_expect_eq(f->pos.column, 7);
    cr_expect_eq(f->pos.offset, 99);
    cr_expect_eq(f->n_args, 5);
    is(f->args[4].name, "codec");
    is(f->args[4].value, "comma");
    cr_expect_null(f->rule_set.ptr);
    cr_expect_eq(r.n_of[EINV_SEV_ERROR], 1);
    einv__report_free(&r);
    cr_expect_null(r.first);
}

Test(diag_report, findings_and_rows_keep_their_order)
{
    struct einv_report r;
    struct einv_ledger_row row = { .reason = EINV_NO_PLACE, .grave = true,
                                   .value = { "", 0 } };
    struct einv_position nowhere = { 0, 0, 0 };
    int n = 0;

    einv__report_init(&r, NULL);
    for (int i = 0; i < 1000; i++) {
        char rule[16];

        snprintf(rule, sizeof rule, "R%d", i);
        einv__diag(&r, EINV_SEV_WARNING, "rules", rule, nowhere, NULL);
        row.term = einv__text_of(rule);
        einv__ledger_add(&r, &row);
    }
    for (const struct einv_finding *f = r.first; f != NULL; f = f->next) {
        char rule[16];

        snprintf(rule, sizeof rule, "R%d", n++);
        is(f->rule, rule);
    }
    cr_expect_eq(n, 1000);
    cr_expect_eq(r.n_rows, 1000);
    is(r.last_row->term, "R999");
    cr_expect(r.last_row->grave);
    cr_expect_not_null(r.last_row->value.ptr, "empty is not absent");
    cr_expect_null(r.last_row->where.ptr);
    einv__report_free(&r);
}

Test(diag_report, what_passes_the_limit_is_counted)
{
    struct einv_report r;
    struct einv_position nowhere = { 0, 0, 0 };

    einv__report_init(&r, NULL);
    r.max_findings = 3;
    for (int i = 0; i < 10; i++)
        einv__diag(&r, i < 9 ? EINV_SEV_WARNING : EINV_SEV_FATAL, "xml", "X",
                   nowhere, NULL);
    cr_expect_eq(r.n_findings, 3);
    cr_expect_eq(r.lost, 7);
    cr_expect_not(r.nomem);
    cr_expect_eq(r.n_of[EINV_SEV_FATAL], 1, "the verdict is not lost");
    einv__report_free(&r);
}

Test(diag_report, nobody_wants_it)
{
    struct einv_finding f = { .severity = EINV_SEV_ERROR };
    struct einv_ledger_row row = { .reason = EINV_MERGED };
    struct einv_position nowhere = { 0, 0, 0 };

    cr_expect_null(einv__report_add(NULL, &f));
    einv__diag(NULL, EINV_SEV_ERROR, "xml", "X", nowhere, NULL);
    einv__ledger_add(NULL, &row);
}

Test(diag_report, names_go_both_ways)
{
    static const char *const all[] = {
        "no_place", "in_slot", "embedded", "code_lossy", "truncated",
        "merged", "derived", "defaulted", "missing_required", "spelling",
        "undecodable", "foreign", "not_mapped", "skipped",
    };

    cr_assert_eq(EINV_N_REASONS, sizeof all / sizeof all[0]);
    for (unsigned i = 0; i < EINV_N_REASONS; i++) {
        cr_expect_eq(einv__reason_find(einv__text_of(all[i])), i);
        cr_expect_str_eq(einv__reason_name((enum einv_reason)i), all[i]);
    }
    cr_expect_eq(einv__reason_find(EINV_TEXT("lost")), EINV_N_REASONS);
    cr_expect_str_eq(einv__reason_name(EINV_N_REASONS), "?");
    cr_expect_str_eq(einv__reason_name(EINV_MISSING_REQUIRED),
                     "missing_required");
    cr_expect_str_eq(einv__severity_name(EINV_SEV_FATAL), "fatal");
    cr_expect_str_eq(einv__severity_name(EINV_SEV_INFORMATION),
                     "information");
}

Test(diag_report, each_failing_allocation_is_counted_as_lost)
{
    struct failing f;

    FAILING_EACH(f, 500) {
        struct einv_report r;
        struct einv_ledger_row row = { .value = EINV_TEXT("v") };
        struct einv_position nowhere = { 0, 0, 0 };
        size_t n = 0;

        einv__report_init(&r, &f.hooks);
        for (int i = 0; i < 200; i++) {
            einv__diag(&r, EINV_SEV_ERROR, "xml", "XML_MALFORMED", nowhere,
                       "found", "a longer text that fills the block", NULL);
            einv__ledger_add(&r, &row);
        }
        cr_assert_eq(r.n_findings + r.n_rows + r.lost, 400);
        cr_assert_eq(r.nomem, r.lost > 0);
        cr_assert_eq(r.n_of[EINV_SEV_ERROR], 200);
        for (const struct einv_finding *x = r.first; x != NULL; x = x->next)
            n++;
        cr_assert_eq(n, r.n_findings);
        failing_judge(&f, r.lost == 0);
        einv__report_free(&r);
        cr_assert_eq(f.held, 0);
        cr_assert_not(f.wrong);
    }
    cr_expect_gt(f.runs, 4);
}
