/* What does not fit is named, with its line and what was meant. */
#include <stdio.h>

#include "view_support.h"

static struct einv_model m;
static struct einv_binding *b;

static void set_up(void)
{
    load_model(&m);
    b = toy_binding(&m);
}

static void tear_down(void)
{
    einv__bind_free(b);
    einv__model_free(&m);
}

TestSuite(view_read, .init = set_up, .fini = tear_down);

struct outcome {
    einv_status status;
    char rule[32], found[64], expected[64];
    uint32_t line, column;
    size_t n;
    int severity;
};

static void keep(char *out, size_t cap, struct einv_text text)
{
    snprintf(out, cap, "%.*s", (int)text.len,
             text.ptr != NULL ? text.ptr : "");
}

static struct outcome read_json(const char *json,
                                const struct einv_binding *binding)
{
    struct einv_invoice_data inv;
    struct einv_report report;
    struct einv_view v;
    struct outcome o = { 0 };

    einv__report_init(&report, &einv__libc_allocator);
    einv__invoice_init(&inv, &m, &einv__libc_allocator);
    o.status = einv__view_open(&v, &einv__libc_allocator, einv__text_of(json),
                               NULL, &report);
    if (o.status == EINV_OK) {
        o.status = einv__view_read(&v, binding, &inv, &report);
        einv__view_close(&v);
    }
    o.n = report.n_findings;
    if (report.first != NULL) {
        keep(o.rule, sizeof(o.rule), report.first->rule);
        keep(o.found, sizeof(o.found), report.first->found);
        keep(o.expected, sizeof(o.expected), report.first->expected);
        o.line = report.first->pos.line;
        o.column = report.first->pos.column;
        o.severity = (int)report.first->severity;
    }
    einv__invoice_clear(&inv);
    einv__report_free(&report);
    return o;
}

static void refused(const char *json, const char *rule, uint32_t line)
{
    struct outcome o = read_json(json, b);

    cr_expect_eq(o.status, EINV_EMALFORMED, "%s: status %d", json,
                 (int)o.status);
    cr_expect_str_eq(o.rule, rule, "%s: %s", json, o.rule);
    cr_expect_eq(o.line, line, "%s: line %u", json, o.line);
}

Test(view_read, an_unknown_key_is_an_error_that_says_what_was_meant)
{
    struct outcome o = read_json("{\"invoice\": {\n  \"isue_date\":"
                                 " \"2024-01-01\"}}", b);

    cr_assert_eq(o.status, EINV_EMALFORMED);
    cr_assert_str_eq(o.rule, "EINV-VIEW-0002");
    cr_assert_str_eq(o.found, "isue_date");
    cr_assert_str_eq(o.expected, "issue_date");
    cr_assert_eq(o.line, 2);
    refused("{\"invoice\": {}, \"residu\": []}", "EINV-VIEW-0002", 1);
    refused("{\"invoice\": {\"currency\": {\"value\": \"EUR\",\n"
            "\"schema\": \"x\"}}}", "EINV-VIEW-0002", 2);
}

Test(view_read, every_mistake_is_named_in_one_run)
{
    struct outcome o = read_json(
        "{\"invoice\": {\"issue_date\": \"01.02.2024\", \"copy\": \"yes\","
        " \"totals\": {\"due\": \"12,50\", \"net\": \"10.00\"},"
        " \"lines\": {}}}", b);

    cr_assert_eq(o.n, 4);
}

Test(view_read, types_are_strict)
{
    refused("{\"invoice\": {\"totals\": {\"due\": 12.5}}}",
            "EINV-VIEW-0003", 1);
    refused("{\"invoice\": {\"totals\": [{\"due\": \"1\"}]}}",
            "EINV-VIEW-0003", 1);
    refused("{\"invoice\": {\"lines\": {\"id\": \"1\"}}}",
            "EINV-VIEW-0003", 1);
    refused("{\"invoice\": {\"lines\": [null]}}", "EINV-VIEW-0003", 1);
    refused("{\"invoice\": {\"issue_date\": \"2024-02-30\"}}",
            "EINV-VIEW-0004", 1);
    refused("{\"invoice\": {\"issue_date\": {\"scheme\": \"2024-02-01\"}}}",
            "EINV-VIEW-0002", 1);
    refused("{\"invoice\": {\"buyer_reference\": \"\\u0000\"}}",
            "EINV-VIEW-0004", 1);
    refused("{\"invoice\": {\"buyer_reference\": \"\\uffff\"}}",
            "EINV-VIEW-0004", 1);
    refused("[]", "EINV-VIEW-0003", 1);
    refused("{\"invoice\": []}", "EINV-VIEW-0003", 1);
    refused("{}", "EINV-VIEW-0001", 1);
    refused("{\"invoice\": {}, \"model\": \"2\"}", "EINV-VIEW-0005", 1);
}

Test(view_read, a_national_code_stands_beside_a_code_alone)
{
    refused("{\"invoice\": {\"type_code\": {\"value\": \"380\",\n"
            "\"national\": \"01\"}}}", "EINV-VIEW-0003", 2);
    refused("{\"invoice\": {\"type_code\": {\"value\": \"380\",\n"
            "\"national\": {\"code\": \"01\"}}}}", "EINV-VIEW-0002", 2);
    refused("{\"invoice\": {\"type_code\": {\"value\": \"380\",\n"
            "\"national\": {\"value\": \"\\u0001\"}}}}",
            "EINV-VIEW-0004", 2);
    refused("{\"invoice\": {\"buyer_reference\": {\"value\": \"1\",\n"
            "\"national\": {\"value\": \"01\"}}}}", "EINV-VIEW-0002", 2);
}

Test(view_read, null_says_nothing)
{
    struct outcome o = read_json("{\"profile\": null, \"invoice\": {\"number\""
                                 ": null, \"lines\": null}}", b);

    cr_assert_eq(o.status, EINV_OK);
    cr_assert_eq(o.n, 0);
}

#define NOTE(members) "{\"invoice\": {\"lines\": [{}]}, \"residue\": [{" \
    members "}]}"

Test(view_read, a_note_that_is_none_is_an_error)
{
    refused(NOTE("\"record\": \"\""), "EINV-VIEW-0009", 1);
    refused(NOTE("\"record\": \"\", \"kind\": \"odd\""), "EINV-VIEW-0009", 1);
    refused(NOTE("\"record\": \"\", \"kind\": \"foreign\""),
            "EINV-VIEW-0009", 1);
    refused(NOTE("\"record\": \"\", \"kind\": \"text\", \"nth\": -1"),
            "EINV-VIEW-0009", 1);
    refused(NOTE("\"record\": \"\", \"kind\": \"text\", \"witness\": \"xyz\""),
            "EINV-VIEW-0009", 1);
    refused(NOTE("\"record\": \"\", \"kind\": \"foreign\", \"xml\": \"<a>\""),
            "EINV-VIEW-0008", 1);
    refused(NOTE("\"record\": \"\", \"kind\": \"foreign\", \"xml\":"
                 " \"<!DOCTYPE a><a/>\""), "EINV-VIEW-0008", 1);
    refused(NOTE("\"record\": \"\", \"kind\": \"foreign\", \"name\":"
                 " \"a='1' b\", \"value\": \"\""), "EINV-VIEW-0008", 1);
    refused(NOTE("\"record\": \"\", \"kind\": \"foreign\", \"name\":"
                 " \"/><x k\", \"value\": \"\""), "EINV-VIEW-0008", 1);
    refused(NOTE("\"record\": \"\", \"kind\": \"foreign\", \"name\":"
                 " \"p:a\", \"value\": \"\""), "EINV-VIEW-0008", 1);
    refused("{\"invoice\": {}, \"residue\": [7]}", "EINV-VIEW-0009", 1);
}

static void left_aside(const char *json, const char *rule, int severity,
                       const struct einv_binding *binding)
{
    struct outcome o = read_json(json, binding);

    cr_expect_eq(o.status, EINV_OK, "%s: status %d", json, (int)o.status);
    cr_expect_str_eq(o.rule, rule, "%s: %s", json, o.rule);
    cr_expect_eq(o.severity, severity);
}

Test(view_read, a_note_that_fits_nothing_is_left_aside_with_a_warning)
{
    left_aside(NOTE("\"record\": \"\", \"kind\": \"absent\", \"row\": \"t:Q\""),
               "EINV-VIEW-0010", EINV_SEV_WARNING, b);
    left_aside(NOTE("\"record\": \"lines[2]\", \"kind\": \"absent\""),
               "EINV-VIEW-0011", EINV_SEV_WARNING, b);
    left_aside(NOTE("\"record\": \"lines[0]\", \"kind\": \"absent\""),
               "EINV-VIEW-0011", EINV_SEV_WARNING, b);
    left_aside(NOTE("\"record\": \"lines[\", \"kind\": \"absent\""),
               "EINV-VIEW-0011", EINV_SEV_WARNING, b);
    left_aside(NOTE("\"record\": \"\", \"kind\": \"absent\""),
               "EINV-VIEW-0007", EINV_SEV_INFORMATION, NULL);
}

Test(view_read, sub_lines_nest_only_so_deep)
{
    static char json[20000];
    size_t i, len = 0;
    struct einv_limits limits;
    struct einv_invoice_data inv;
    struct einv_report report;
    struct einv_view v;

    einv__limits_large(&limits);
    limits.depth = 2000;
    len += (size_t)sprintf(json, "{\"invoice\": {");
    for (i = 0; i < 400; i++)
        len += (size_t)sprintf(json + len, "\"lines\": [{");
    for (i = 0; i < 400; i++)
        len += (size_t)sprintf(json + len, "}]");
    len += (size_t)sprintf(json + len, "}}");
    einv__report_init(&report, &einv__libc_allocator);
    einv__invoice_init(&inv, &m, &einv__libc_allocator);
    cr_assert_eq(einv__view_open(&v, &einv__libc_allocator,
                                 einv__text(json, len), &limits, &report),
                 EINV_OK);
    cr_assert_eq(einv__view_read(&v, NULL, &inv, &report), EINV_EMALFORMED);
    assert_text(report.first->rule, T("EINV-VIEW-0006"));
    einv__view_close(&v);
    einv__invoice_clear(&inv);
    einv__report_free(&report);
}
