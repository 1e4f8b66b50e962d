/* Handles: wrong ones, options of other sizes, who keeps whom alive. */
#include <criterion/criterion.h>
#include <string.h>

#include <einv/einv.h>

static const char doc_bytes[] =
    "<invoice xmlns='urn:x'><number>7</number></invoice>";

static einv_ctx *new_ctx(void)
{
    einv_ctx *ctx = NULL;

    cr_assert_eq(einv_ctx_new(NULL, &ctx), EINV_OK);
    return ctx;
}

Test(api_handle, a_wrong_handle_is_a_usage_error)
{
    einv_ctx *ctx = new_ctx();
    einv_report *report = NULL;
    einv_doc *doc = NULL;
    einv_invoice *inv = NULL;
    einv_buffer *buffer = NULL;
    const char *text;
    size_t n;

    cr_assert_eq(einv_report_new(ctx, &report), EINV_OK);
    cr_expect_eq(einv_report_new((einv_ctx *)report, &report), EINV_EUSAGE);
    cr_expect_eq(einv_doc_parse((einv_ctx *)report, "x", 1, NULL, NULL, &doc),
                 EINV_EUSAGE);
    cr_expect_eq(einv_doc_parse(ctx, "x", 1, NULL, (einv_report *)ctx, &doc),
                 EINV_EUSAGE);
    cr_expect_eq(einv_doc_read((einv_doc *)ctx, 1, NULL, NULL, &inv),
                 EINV_EUSAGE);
    cr_expect_eq(einv_invoice_get_text((einv_invoice *)ctx, "number", &text,
                                       &n), EINV_EUSAGE);
    cr_expect_eq(einv_invoice_write((einv_invoice *)report, "json", NULL,
                                    NULL, &buffer), EINV_EUSAGE);
    cr_expect_null(einv_doc_format((einv_doc *)ctx));
    cr_expect_null(einv_buffer_data((einv_buffer *)ctx));
    cr_expect_eq(einv_report_count((einv_report *)ctx), 0);
    cr_expect_null(einv_ctx_ref((einv_ctx *)report));
    einv_buffer_free((einv_buffer *)ctx);      /* must free nothing */
    einv_invoice_free((einv_invoice *)ctx);
    einv_doc_free((einv_doc *)ctx);
    einv_report_free(report);
    einv_ctx_free(ctx);
}

Test(api_handle, null_is_a_usage_error_and_may_be_freed)
{
    einv_ctx *ctx = new_ctx();

    cr_expect_eq(einv_ctx_new(NULL, NULL), EINV_EUSAGE);
    cr_expect_eq(einv_report_new(ctx, NULL), EINV_EUSAGE);
    cr_expect_eq(einv_doc_parse(ctx, "x", 1, NULL, NULL, NULL), EINV_EUSAGE);
    cr_expect_eq(einv_group_remove(NULL), EINV_EUSAGE);
    einv_ctx_free(NULL);
    einv_report_free(NULL);
    einv_doc_free(NULL);
    einv_invoice_free(NULL);
    einv_buffer_free(NULL);
    einv_diff_free(NULL);
    einv_description_free(NULL);
    einv_ctx_free(ctx);
}

/* An options struct of a later header: ours, and something behind it. */
struct later {
    einv_parse_options known;
    uint64_t more;
};

Test(api_handle, options_of_other_sizes_are_taken_or_refused)
{
    einv_ctx *ctx = new_ctx();
    einv_doc *doc = NULL;
    struct later later;
    size_t small = sizeof(size_t);

    memset(&later, 0, sizeof(later));
    later.known.size = sizeof(later);
    cr_expect_eq(einv_doc_parse(ctx, doc_bytes, strlen(doc_bytes),
                                &later.known, NULL, &doc), EINV_OK);
    einv_doc_free(doc);
    doc = NULL;
    later.more = 1;
    cr_expect_eq(einv_doc_parse(ctx, doc_bytes, strlen(doc_bytes),
                                &later.known, NULL, &doc), EINV_EABI);
    cr_expect_null(doc);
    cr_expect_eq(einv_doc_parse(ctx, doc_bytes, strlen(doc_bytes),
                                (einv_parse_options *)(void *)&small, NULL,
                                &doc), EINV_OK);
    einv_doc_free(doc);
    later.known.size = 0;
    cr_expect_eq(einv_doc_parse(ctx, doc_bytes, strlen(doc_bytes),
                                &later.known, NULL, &doc), EINV_EUSAGE);
    einv_ctx_free(ctx);
}

Test(api_handle, everything_may_be_freed_in_any_order)
{
    static const char view[] = "{\"invoice\":{\"number\":\"7\"}}";
    einv_ctx *ctx = new_ctx();
    einv_doc *doc = NULL;
    einv_invoice *inv = NULL;
    einv_buffer *json = NULL;
    const char *text = NULL;
    char copy[sizeof(view)];

    memcpy(copy, view, sizeof(view));
    cr_assert_eq(einv_doc_parse(ctx, copy, strlen(copy), NULL, NULL, &doc),
                 EINV_OK);
    memset(copy, 'x', sizeof(copy));           /* the bytes were copied */
    cr_assert_eq(einv_doc_read(doc, 1, NULL, NULL, &inv), EINV_OK);
    einv_ctx_free(ctx);
    einv_doc_free(doc);
    cr_assert_eq(einv_invoice_get_string(inv, "number", &text), EINV_OK);
    cr_expect_str_eq(text, "7");
    cr_assert_eq(einv_invoice_to_json(inv, &json), EINV_OK);
    einv_invoice_free(inv);
    cr_expect_not_null(strstr(einv_buffer_data(json), "\"number\""));
    einv_buffer_free(json);
}

Test(api_handle, limits_are_read_from_words)
{
    einv_ctx_options options = EINV_CTX_OPTIONS_INIT;
    static const char *const good[] = { "default", "large", "depth=10",
                                        "large,depth=20,findings=5", "" };
    static const char *const bad[] = { "huge", "depth", "depth=", "depth=x",
                                       "nosuch=1", "depth=99999" };
    einv_ctx *ctx;

    for (size_t i = 0; i < 5; i++) {
        options.limits = good[i];
        ctx = NULL;
        cr_expect_eq(einv_ctx_new(&options, &ctx), EINV_OK, "%s", good[i]);
        einv_ctx_free(ctx);
    }
    for (size_t i = 0; i < 6; i++) {
        options.limits = bad[i];
        ctx = NULL;
        cr_expect_eq(einv_ctx_new(&options, &ctx), EINV_EUSAGE, "%s", bad[i]);
        cr_expect_null(ctx);
    }
}

Test(api_handle, names_of_statuses_and_reasons_are_known)
{
    cr_expect_str_eq(einv_status_name(EINV_ELOSS), "EINV_ELOSS");
    cr_expect_str_eq(einv_status_name(EINV_ECANCELLED), "EINV_ECANCELLED");
    cr_expect_str_eq(einv_reason_name(EINV_REASON_SKIPPED), "skipped");
    for (int i = 0; i <= EINV_REASON_SKIPPED; i++)
        cr_expect_eq(einv_reason_from_name(
            einv_reason_name((einv_ledger_reason)i)), i);
    cr_expect_eq(einv_reason_from_name("frob"), -1);
    cr_expect_str_eq(einv_severity_name(EINV_SEVERITY_ERROR), "error");
}
