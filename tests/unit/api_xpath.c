/* api_xpath.c: XPath through the public interface. */
#include <criterion/criterion.h>
#include <einv/ext/xpath.h>
#include <string.h>

static const char *const bytes =
    "<i:a xmlns:i=\"urn:i\">\n  <i:b c=\"1\">x</i:b><i:b>y</i:b></i:a>";
static const char *const prefixes[] = { "i", "urn:i", NULL };

static einv_xpath *compiled(einv_ctx *ctx, const char *expr)
{
    einv_xpath_options options = EINV_XPATH_OPTIONS_INIT;
    einv_xpath *xpath;

    options.namespaces = prefixes;
    cr_assert_eq(einv_xpath_new(ctx, expr, strlen(expr), &options, NULL,
                                &xpath), EINV_OK, "%s", expr);
    return xpath;
}

Test(api_xpath, nodes_have_types_texts_and_places)
{
    einv_xpath_result *result;
    einv_xpath *xpath;
    const char *text;
    uint32_t line, column;
    einv_ctx *ctx;
    einv_doc *doc;
    size_t len;

    cr_assert_eq(einv_ctx_new(NULL, &ctx), EINV_OK);
    cr_assert_eq(einv_doc_parse(ctx, bytes, strlen(bytes), NULL, NULL, &doc),
                 EINV_OK);
    xpath = compiled(ctx, "(//i:b[2], //@c, 1.50)");
    cr_assert_eq(einv_xpath_eval(xpath, doc, NULL, &result), EINV_OK);
    einv_doc_free(doc);
    einv_xpath_free(xpath);
    einv_ctx_free(ctx);
    cr_assert_eq(einv_xpath_result_count(result), 3);
    cr_expect_str_eq(einv_xpath_result_type(result, 0), "element");
    cr_expect_str_eq(einv_xpath_result_type(result, 1), "attribute");
    cr_expect_str_eq(einv_xpath_result_type(result, 2), "xs:decimal");
    cr_expect_null(einv_xpath_result_type(result, 3));
    cr_assert_eq(einv_xpath_result_get_text(result, 2, &text, &len), EINV_OK);
    cr_expect(len == 3 && memcmp(text, "1.5", 3) == 0);
    cr_assert_eq(einv_xpath_result_get_place(result, 0, &line, &column),
                 EINV_OK);
    cr_expect(line == 2 && column == 21, "%u:%u", line, column);
    cr_expect_eq(einv_xpath_result_get_place(result, 2, &line, &column),
                 EINV_EABSENT);
    cr_expect_eq(einv_xpath_result_is_true(result), 1);
    einv_xpath_result_free(result);
}

Test(api_xpath, errors_have_a_code_and_limits_a_status)
{
    einv_ctx_options options = EINV_CTX_OPTIONS_INIT;
    einv_xpath_result *result;
    einv_report *report;
    einv_xpath *xpath;
    einv_ctx *ctx;
    einv_doc *doc;

    options.limits = "steps=1000";
    cr_assert_eq(einv_ctx_new(&options, &ctx), EINV_OK);
    cr_assert_eq(einv_report_new(ctx, &report), EINV_OK);
    cr_assert_eq(einv_doc_parse(ctx, bytes, strlen(bytes), NULL, NULL, &doc),
                 EINV_OK);
    cr_expect_eq(einv_xpath_new(ctx, "1 +", 3, NULL, report, &xpath),
                 EINV_EMALFORMED);
    cr_expect_null(xpath);
    cr_expect_eq(einv_report_count(report), 1);
    xpath = compiled(ctx, "xs:decimal('x')");
    cr_expect_eq(einv_xpath_eval(xpath, doc, report, &result),
                 EINV_EREJECTED);
    cr_expect_eq(einv_report_count(report), 2);
    einv_xpath_free(xpath);
    xpath = compiled(ctx, "count(1 to 100000)");
    cr_expect_eq(einv_xpath_eval(xpath, doc, report, &result), EINV_ELIMIT);
    einv_xpath_free(xpath);
    cr_expect_eq(einv_xpath_eval(NULL, doc, report, &result), EINV_EUSAGE);
    einv_doc_free(doc);
    einv_report_free(report);
    einv_ctx_free(ctx);
}
