/* Writing: grave losses, formats by id, loading one at run time. */
#include <criterion/criterion.h>
#include <string.h>

#include <einv/einv.h>

static const char binding[] =
    "<binding xmlns='urn:einv:binding:1' id='slip' version='1' name='Slip'"
    " proof='unverified' coverage='en16931'>"
    "<detect root='slip' bid='60'/>"
    "<document name='slip'>"
    "<element name='no' to='number' occurs='1'/>"
    "<element name='due' to='totals/due'/>"
    "</document></binding>";

static einv_ctx *ctx;
static einv_invoice *inv;
static einv_report *report;

static void setup(void)
{
    cr_assert_eq(einv_ctx_new(NULL, &ctx), EINV_OK);
    cr_assert_eq(einv_report_new(ctx, &report), EINV_OK);
    cr_assert_eq(einv_ctx_load_format(ctx, binding, strlen(binding), "slip",
                                      report), EINV_OK);
    cr_assert_eq(einv_invoice_new(ctx, &inv), EINV_OK);
}

static void teardown(void)
{
    einv_invoice_free(inv);
    einv_report_free(report);
    einv_ctx_free(ctx);
}

TestSuite(api_write, .init = setup, .fini = teardown);

static void set(const char *path, const char *text)
{
    cr_assert_eq(einv_invoice_set_text(inv, path, text, strlen(text)),
                 EINV_OK, "%s", path);
}

static einv_status write_slip(uint32_t allow, einv_buffer **out)
{
    einv_write_options options = EINV_WRITE_OPTIONS_INIT;

    *out = NULL;
    options.allow = allow;
    return einv_invoice_write(inv, "slip", &options, report, out);
}

static int has_row(einv_ledger_reason reason, const char *term, int grave)
{
    for (size_t i = 0; i < einv_report_ledger_count(report); i++) {
        const einv_ledger_row *row = einv_report_ledger_at(report, i);
        const char *text = "";
        size_t n = 0;

        einv_ledger_row_get_text(row, EINV_LEDGER_TERM, &text, &n);
        if (einv_ledger_row_get_reason(row) == reason &&
            n == strlen(term) && memcmp(text, term, n) == 0)
            return einv_ledger_row_is_grave(row) == grave;
    }
    return 0;
}

Test(api_write, what_fits_is_written)
{
    einv_buffer *out = NULL;

    set("number", "7");
    set("totals/due", "1.50");
    cr_expect_eq(write_slip(0, &out), EINV_OK);
    cr_assert_not_null(out);
    cr_expect_not_null(strstr(einv_buffer_data(out), "<no>7</no>"));
    cr_expect_not_null(strstr(einv_buffer_data(out), "<due>1.50</due>"));
    cr_expect_eq(einv_buffer_len(out), strlen(einv_buffer_data(out)));
    cr_expect_eq(einv_report_ledger_count(report), 0);
    einv_buffer_free(out);
}

Test(api_write, a_grave_loss_is_refused_unless_its_reason_is_allowed)
{
    einv_buffer *out = NULL;

    set("number", "7");
    set("currency", "EUR");            /* grave, and the slip has no place */
    cr_expect_eq(write_slip(0, &out), EINV_ELOSS);
    cr_expect_null(out);
    cr_expect(has_row(EINV_REASON_NOT_MAPPED, "BT-5", 1));
    cr_expect_eq(write_slip(1u << EINV_REASON_MERGED, &out), EINV_ELOSS);
    cr_expect_eq(write_slip(1u << EINV_REASON_NOT_MAPPED, &out), EINV_OK);
    einv_buffer_free(out);
    cr_expect_eq(write_slip(EINV_WRITE_ALLOW_ALL, &out), EINV_OK);
    einv_buffer_free(out);
}

Test(api_write, what_is_not_grave_is_named_and_written)
{
    einv_buffer *out = NULL;

    set("number", "7");
    set("buyer_reference", "x");
    cr_expect_eq(write_slip(0, &out), EINV_OK);
    cr_expect(has_row(EINV_REASON_NOT_MAPPED, "BT-10", 0));
    einv_buffer_free(out);
}

Test(api_write, what_is_demanded_and_not_said_is_refused)
{
    einv_buffer *out = NULL;

    set("totals/due", "1");
    cr_expect_eq(write_slip(0, &out), EINV_ELOSS);
    cr_expect(has_row(EINV_REASON_MISSING_REQUIRED, "BT-1", 1));
    cr_expect_null(out);
}

Test(api_write, nobody_need_want_the_report)
{
    einv_buffer *out = NULL;

    cr_expect_eq(einv_invoice_write(inv, "slip", NULL, NULL, &out),
                 EINV_ELOSS);
    cr_expect_null(out);
    set("number", "7");
    cr_expect_eq(einv_invoice_write(inv, "slip@1", NULL, NULL, &out),
                 EINV_OK);
    einv_buffer_free(out);
}

Test(api_write, what_was_made_has_no_source_to_embed)
{
    static const struct {
        uint32_t slots;
        einv_status status;
    } rows[] = {
        { EINV_SLOTS_AUTO, EINV_OK }, { EINV_SLOTS_NONE, EINV_OK },
        { EINV_SLOTS_EMBED, EINV_OK }, { 3, EINV_EUSAGE },
    };

    set("number", "7");
    for (size_t i = 0; i < sizeof(rows) / sizeof(*rows); i++) {
        einv_write_options options = EINV_WRITE_OPTIONS_INIT;
        einv_buffer *out = NULL;

        options.slots = rows[i].slots;
        cr_expect_eq(einv_invoice_write(inv, "slip", &options, report, &out),
                     rows[i].status, "%u", rows[i].slots);
        cr_expect_eq(out == NULL, rows[i].status != EINV_OK);
        einv_buffer_free(out);
    }
}

Test(api_write, an_unknown_format_says_which_is_meant)
{
    const char *text = NULL;
    einv_buffer *out = NULL;
    size_t n = 0;

    cr_expect_eq(einv_invoice_write(inv, "slib", NULL, report, &out),
                 EINV_EUNKNOWN);
    cr_expect_eq(einv_invoice_write(inv, "slip@2", NULL, NULL, &out),
                 EINV_EUNKNOWN);
    cr_assert_eq(einv_report_count(report), 1);
    einv_finding_get_text(einv_report_at(report, 0), EINV_FINDING_EXPECTED,
                          &text, &n);
    cr_expect(n == 4 && memcmp(text, "slip", 4) == 0);
}

Test(api_write, writing_changes_nothing)
{
    einv_buffer *before = NULL, *after = NULL, *out = NULL;

    set("number", "7");
    set("lines[1]/net_amount", "10.00");
    set("lines[2]/net_amount", "5.00");
    cr_assert_eq(einv_invoice_to_json(inv, &before), EINV_OK);
    einv_invoice_write(inv, "ubl", NULL, report, &out);
    einv_invoice_write(inv, "slip", NULL, report, &out);
    cr_assert_eq(einv_invoice_to_json(inv, &after), EINV_OK);
    cr_expect_str_eq(einv_buffer_data(before), einv_buffer_data(after));
    einv_buffer_free(before);
    einv_buffer_free(after);
    einv_buffer_free(out);
}

Test(api_write, a_document_comes_back_with_what_no_row_takes)
{
    static const char bytes[] = "<slip><no>7</no><odd x='1'>y</odd></slip>";
    einv_doc *doc = NULL;
    einv_invoice *read = NULL;
    einv_buffer *out = NULL;

    cr_assert_eq(einv_doc_parse(ctx, bytes, strlen(bytes), NULL, report,
                                &doc), EINV_OK);
    cr_expect_str_eq(einv_doc_format(doc), "slip");
    cr_expect_eq(einv_doc_read(doc, 0, NULL, report, &read), EINV_EUSAGE);
    cr_expect_eq(einv_doc_read(doc, 2, NULL, report, &read), EINV_EABSENT);
    cr_assert_eq(einv_doc_read(doc, 1, NULL, report, &read), EINV_OK);
    cr_expect_eq(einv_invoice_write(read, "slip", NULL, report, &out),
                 EINV_OK);
    cr_expect_not_null(strstr(einv_buffer_data(out), "<odd x=\"1\">y</odd>"));
    einv_buffer_free(out);
    einv_invoice_free(read);
    einv_doc_free(doc);
}

Test(api_write, two_invoices_are_compared)
{
    einv_invoice *other = NULL;
    einv_diff *diff = NULL;
    const char *text = NULL;
    size_t n = 0;

    set("number", "7");
    set("totals/due", "1.50");
    cr_assert_eq(einv_invoice_new(ctx, &other), EINV_OK);
    einv_invoice_set_text(other, "number", "8", 1);
    einv_invoice_set_text(other, "totals/due", "1.5", 3);
    cr_assert_eq(einv_invoice_diff(inv, other, &diff), EINV_OK);
    cr_assert_eq(einv_diff_count(diff), 1, "1.50 is 1.5");
    cr_expect_eq(einv_diff_get_text(diff, 0, EINV_DIFF_TERM, &text, &n),
                 EINV_OK);
    cr_expect(n == 4 && memcmp(text, "BT-1", 4) == 0);
    cr_expect_eq(einv_diff_get_text(diff, 1, EINV_DIFF_A, &text, &n),
                 EINV_EUSAGE);
    einv_diff_free(diff);
    einv_invoice_free(other);
}
