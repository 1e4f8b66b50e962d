/* Invoices made and asked by path and by term. */
#include <criterion/criterion.h>
#include <string.h>

#include <einv/einv.h>

static einv_ctx *ctx;
static einv_invoice *inv;

static void setup(void)
{
    cr_assert_eq(einv_ctx_new(NULL, &ctx), EINV_OK);
    cr_assert_eq(einv_invoice_new(ctx, &inv), EINV_OK);
}

static void teardown(void)
{
    einv_invoice_free(inv);
    einv_ctx_free(ctx);
}

TestSuite(api_invoice, .init = setup, .fini = teardown);

static einv_status set(const char *path, const char *text)
{
    return einv_invoice_set_text(inv, path, text, strlen(text));
}

static const char *get(const char *path)
{
    const char *text = NULL;

    return einv_invoice_get_string(inv, path, &text) == EINV_OK ? text : "-";
}

Test(api_invoice, names_and_ids_are_the_same_place)
{
    cr_expect_eq(set("seller/name", "A"), EINV_OK);
    cr_expect_str_eq(get("BT-27"), "A");
    cr_expect_eq(set("BT-44", "B"), EINV_OK);
    cr_expect_str_eq(get("buyer/name"), "B");
    cr_expect_eq(set("lines[1]/BT-131", "1.50"), EINV_OK);
    cr_expect_eq(set("BG-25[2]/net_amount", "2"), EINV_OK);
    cr_expect_str_eq(get("lines[1]/net_amount"), "1.50");
    cr_expect_str_eq(get("lines[2]/BT-131"), "2");
}

Test(api_invoice, a_list_grows_by_one)
{
    size_t n = 9;

    cr_expect_eq(set("lines[2]/id", "2"), EINV_EUSAGE);
    cr_expect_eq(set("lines[1]/id", "1"), EINV_OK);
    cr_expect_eq(set("lines[2]/id", "2"), EINV_OK);
    cr_expect_eq(einv_invoice_count(inv, "lines", &n), EINV_OK);
    cr_expect_eq(n, 2);
    cr_expect_eq(einv_invoice_remove(inv, "lines[1]"), EINV_OK);
    cr_expect_str_eq(get("lines[1]/id"), "2");
    cr_expect_eq(einv_invoice_remove(inv, "lines[2]"), EINV_EABSENT);
}

Test(api_invoice, what_does_not_fit_changes_nothing)
{
    const char *text;
    size_t n;

    cr_expect_eq(set("issue_date", "31.01.2026"), EINV_EMALFORMED);
    cr_expect_eq(set("issue_date", "2026-02-30"), EINV_EMALFORMED);
    cr_expect_eq(set("totals/due", "12,50"), EINV_EMALFORMED);
    cr_expect_eq(set("seller", "x"), EINV_EMALFORMED);
    cr_expect_eq(set("seller/nam", "x"), EINV_EUSAGE);
    cr_expect_eq(set("number", "\xff"), EINV_EMALFORMED);
    cr_expect_eq(einv_invoice_get_text(inv, "totals", &text, &n),
                 EINV_EABSENT);
    cr_expect_eq(einv_invoice_get_text(inv, "no/such", &text, &n),
                 EINV_EUSAGE);
    cr_expect_null(text);
}

Test(api_invoice, a_wrong_path_says_which_is_meant)
{
    einv_report *report = NULL;
    const char *text = NULL;
    size_t n = 0;

    cr_assert_eq(einv_report_new(ctx, &report), EINV_OK);
    cr_expect_eq(einv_invoice_set_reported(inv, "seller/nam", "x", 1,
                                           report), EINV_EUSAGE);
    cr_assert_eq(einv_report_count(report), 1);
    cr_expect_eq(einv_finding_get_text(einv_report_at(report, 0),
                                       EINV_FINDING_EXPECTED, &text, &n),
                 EINV_OK);
    cr_expect(n == 11 && memcmp(text, "seller/name", 11) == 0);
    einv_report_free(report);
}

Test(api_invoice, strings_follow_changes)
{
    const char *first;

    cr_expect_eq(set("number", "1"), EINV_OK);
    cr_expect_eq(einv_invoice_get_string(inv, "number", &first), EINV_OK);
    cr_expect_eq(set("number", "22"), EINV_OK);
    cr_expect_str_eq(get("number"), "22");
    cr_expect_str_eq(first, "1", "an old string was overwritten");
}

Test(api_invoice, terms_are_found_from_their_record)
{
    einv_group *root = NULL, *line = NULL, *seller = NULL;
    const char *text;
    size_t n;

    cr_assert_eq(einv_invoice_get_group(inv, "", &root), EINV_OK);
    cr_assert_eq(einv_group_add(root, EINV_BG_INVOICE_LINE, &line), EINV_OK);
    cr_expect_eq(einv_group_set_text(line, EINV_BT_ITEM_NAME, "Felt", 4),
                 EINV_OK);
    cr_expect_str_eq(get("lines[1]/item/name"), "Felt");
    cr_expect_eq(einv_group_get_text(line, EINV_BT_SELLER_NAME, &text, &n),
                 EINV_EUSAGE, "the seller is not in a line");
    cr_expect_eq(einv_group_get_text(line, EINV_BT_INVOICED_QUANTITY, &text,
                                     &n), EINV_EABSENT);
    cr_assert_eq(einv_group_add(root, EINV_BG_SELLER, &seller), EINV_OK);
    cr_expect_eq(einv_group_set_text(seller, EINV_BT_SELLER_NAME, "S", 1),
                 EINV_OK);
    cr_expect_eq(einv_group_get_text(seller, EINV_BT_BUYER_NAME, &text, &n),
                 EINV_EUSAGE, "the buyer's name is no term of the seller");
    cr_expect_str_eq(get("BT-27"), "S");
}

Test(api_invoice, sub_lines_are_asked_like_lines)
{
    einv_group *line = NULL, *sub = NULL;
    const char *text = NULL;

    cr_assert_eq(einv_invoice_add(inv, "lines", &line), EINV_OK);
    cr_assert_eq(einv_invoice_add(inv, "lines[1]/lines", &sub), EINV_OK);
    cr_expect_eq(einv_group_set_text(sub, EINV_BT_ITEM_NAME, "deep", 4),
                 EINV_OK);
    cr_expect_str_eq(get("lines[1]/lines[1]/item/name"), "deep");
    cr_expect_eq(einv_group_get_string(sub, EINV_BT_ITEM_NAME, &text),
                 EINV_OK);
    cr_expect_eq(einv_group_get_string(line, EINV_BT_ITEM_NAME, &text),
                 EINV_EABSENT);
}

Test(api_invoice, members_are_counted_and_removed_through_groups)
{
    einv_group *root = NULL, *a = NULL, *b = NULL, *at = NULL;
    size_t n = 0;

    cr_assert_eq(einv_invoice_get_group(inv, "", &root), EINV_OK);
    cr_assert_eq(einv_group_add(root, EINV_BG_INVOICE_LINE, &a), EINV_OK);
    cr_assert_eq(einv_group_add(root, EINV_BG_INVOICE_LINE, &b), EINV_OK);
    cr_expect_eq(einv_group_count(root, EINV_BG_INVOICE_LINE, &n), EINV_OK);
    cr_expect_eq(n, 2);
    cr_expect_eq(einv_group_at(root, EINV_BG_INVOICE_LINE, 1, &at), EINV_OK);
    cr_expect_eq(at, b);
    cr_expect_eq(einv_group_remove(a), EINV_OK);
    cr_expect_eq(einv_group_at(root, EINV_BG_INVOICE_LINE, 1, &at),
                 EINV_EABSENT);
    cr_expect_eq(einv_group_remove(root), EINV_EUSAGE);
    cr_expect_eq(einv_group_set_text(a, EINV_BT_ITEM_NAME, "x", 1),
                 EINV_EUSAGE, "a record that was taken out");
}

Test(api_invoice, defaults_fill_only_what_is_left_out)
{
    static const char json[] =
        "{\"number\":\"no\",\"buyer_reference\":\"yes\","
        "\"seller\":{\"name\":\"no\",\"legal_info\":\"yes\"},"
        "\"notes\":[{\"text\":\"a\"},{\"text\":\"b\"}],"
        "\"lines\":[{\"id\":\"no\"}]}";
    size_t n = 0;

    cr_expect_eq(set("number", "1"), EINV_OK);
    cr_expect_eq(set("seller/name", "S"), EINV_OK);
    cr_expect_eq(set("lines[1]/id", "own"), EINV_OK);
    cr_expect_eq(einv_invoice_set_defaults(inv, json, strlen(json), NULL),
                 EINV_OK);
    cr_expect_str_eq(get("number"), "1");
    cr_expect_str_eq(get("buyer_reference"), "yes");
    cr_expect_str_eq(get("seller/name"), "S");
    cr_expect_str_eq(get("seller/legal_info"), "yes");
    cr_expect_str_eq(get("notes[2]/text"), "b");
    cr_expect_eq(einv_invoice_count(inv, "lines", &n), EINV_OK);
    cr_expect_eq(n, 1);
    cr_expect_str_eq(get("lines[1]/id"), "own");
    cr_expect_eq(einv_invoice_set_defaults(inv, "{", 1, NULL),
                 EINV_EMALFORMED);
}

/* The finding with this rule; NULL: there is none. */
static const einv_finding *rule_of(const einv_report *report,
                                   const char *rule)
{
    for (size_t i = 0; i < einv_report_count(report); i++) {
        const einv_finding *f = einv_report_at(report, i);
        const char *text = NULL;
        size_t n = 0;

        einv_finding_get_text(f, EINV_FINDING_RULE, &text, &n);
        if (n == strlen(rule) && memcmp(text, rule, n) == 0)
            return f;
    }
    return NULL;
}

static void says(const einv_finding *f, einv_finding_field field,
                 const char *want)
{
    const char *text = NULL;
    size_t n = 0;

    cr_assert_not_null(f);
    einv_finding_get_text(f, field, &text, &n);
    cr_expect(n == strlen(want) && memcmp(text, want, n) == 0, "%.*s",
              (int)n, text != NULL ? text : "");
}

Test(api_invoice, our_rules_judge_what_was_made)
{
    einv_rules_verdict verdict = EINV_RULES_VALID;
    einv_report *report = NULL;

    cr_assert_eq(einv_report_new(ctx, &report), EINV_OK);
    cr_expect_eq(set("totals/lines", "100.00"), EINV_OK);
    cr_expect_eq(set("totals/net", "90.00"), EINV_OK);
    cr_expect_eq(set("lines[1]/net_amount", "100.00"), EINV_OK);
    cr_expect_eq(set("currency", "EURO"), EINV_OK);
    cr_expect_eq(einv_invoice_validate(inv, NULL, NULL, report, &verdict),
                 EINV_EREJECTED);
    cr_expect_eq(verdict, EINV_RULES_INVALID);
    cr_expect_null(rule_of(report, "BR-CO-10"));
    says(rule_of(report, "BR-CO-13"), EINV_FINDING_FOUND, "90.00");
    says(rule_of(report, "BR-CO-13"), EINV_FINDING_EXPECTED, "100");
    says(rule_of(report, "BR-CO-13"), EINV_FINDING_XPATH,
         "/invoice[1]/totals[1]/net[1]");
    says(rule_of(report, "BR-CL-04"), EINV_FINDING_TERM, "BT-5");
    cr_expect_eq(einv_invoice_validate(NULL, NULL, NULL, NULL, NULL),
                 EINV_EUSAGE);
    einv_report_free(report);
}

/* How many findings speak of this term. */
static size_t count_of(const einv_report *report, const char *term)
{
    size_t n = 0;

    for (size_t i = 0; i < einv_report_count(report); i++) {
        const char *text = NULL;
        size_t len = 0;

        einv_finding_get_text(einv_report_at(report, i), EINV_FINDING_TERM,
                              &text, &len);
        n += len == strlen(term) && memcmp(text, term, len) == 0;
    }
    return n;
}

Test(api_invoice, one_fault_of_what_was_made_is_one_finding)
{
    einv_report *report = NULL;

    cr_assert_eq(einv_report_new(ctx, &report), EINV_OK);
    cr_expect_eq(set("currency", "EURO"), EINV_OK);
    cr_expect_eq(set("lines[1]/unit", "PIECES"), EINV_OK);
    for (int i = 1; i <= 2; i++) {      /* what was told is forgotten */
        cr_assert_eq(einv_report_clear(report), EINV_OK);
        cr_expect_eq(einv_invoice_validate(inv, NULL, NULL, report, NULL),
                     EINV_EREJECTED);
        cr_expect_eq(count_of(report, "BT-5"), 1);
        cr_expect_eq(count_of(report, "BT-130"), 1);
        says(rule_of(report, "BR-CL-04"), EINV_FINDING_FOUND, "EURO");
        says(rule_of(report, "BR-CL-23"), EINV_FINDING_FOUND, "PIECES");
        cr_expect_null(rule_of(report, "EINV-CODE-0001"));
    }
    einv_report_free(report);
}

Test(api_invoice, a_caller_may_write_rules_on_the_model)
{
    static const char rules[] =
        "<schema xmlns='http://purl.oclc.org/dsdl/schematron'"
        " xmlns:e='urn:einv:rules' queryBinding='xslt2'><pattern>"
        "<rule context='/invoice'><assert id='OWN-1' flag='error'"
        " test='starts-with(number, &quot;A&quot;)' e:at='number'"
        " e:found='string(number)' e:expected='&quot;A...&quot;'"
        " e:fix='number it anew'>The number (BT-1) is foreign</assert>"
        "</rule></pattern></schema>";
    einv_ruleset *own = NULL;
    einv_report *report = NULL;

    cr_assert_eq(einv_report_new(ctx, &report), EINV_OK);
    cr_assert_eq(einv_ruleset_compile(ctx, rules, strlen(rules), "own.sch",
                                      NULL, report, &own), EINV_OK);
    cr_expect_eq(set("number", "A-1"), EINV_OK);
    cr_expect_eq(einv_invoice_validate(inv, own, NULL, report, NULL),
                 EINV_OK);
    cr_expect_eq(set("number", "B-1"), EINV_OK);
    cr_expect_eq(einv_invoice_validate(inv, own, NULL, report, NULL),
                 EINV_EREJECTED);
    says(rule_of(report, "OWN-1"), EINV_FINDING_FOUND, "B-1");
    says(rule_of(report, "OWN-1"), EINV_FINDING_EXPECTED, "A...");
    says(rule_of(report, "OWN-1"), EINV_FINDING_XPATH,
         "/invoice[1]/number[1]");
    einv_ruleset_free(own);
    einv_report_free(report);
}
