/* The model as a table: made from model.xml, looked up by name and id. */
#include <stdio.h>

#include <einv/terms.h>

#include "model_support.h"
#include "../support/failing.h"

static struct einv_model m;

static void set_up(void)
{
    load_model(&m);
}

static void tear_down(void)
{
    einv__model_free(&m);
}

TestSuite(model_table, .init = set_up, .fini = tear_down);

static const struct einv_place *at(const char *path)
{
    einv_place_id place = einv__model_find(&m, EINV_ROOT_PLACE,
                                           einv__text_of(path));

    cr_assert_neq(place, EINV_NO_PLACE_ID, "no place %s", path);
    return &m.places[place];
}

Test(model_table, a_role_gives_its_own_ids_to_a_shared_record)
{
    assert_text(at("seller/name")->id, T("BT-27"));
    assert_text(at("buyer/name")->id, T("BT-44"));
    assert_text(at("seller/address/line1")->id, T("BT-35"));
    assert_text(at("delivery/address/line1")->id, T("BT-75"));
    assert_text(at("seller/identifiers/scheme")->id, T("BT-29-1"));
    cr_assert_eq(at("seller/name")->term, 27);
    cr_assert_eq(at("lines")->term, 1025);
    cr_assert_eq(at("seller/identifiers/scheme")->term, 0);
}

Test(model_table, a_role_gives_its_own_title)
{
    assert_text(at("seller/address/line1")->title, T("Seller address line 1"));
    assert_text(at("buyer/vat_id")->title, T("Buyer VAT identifier"));
    assert_text(at("charges/amount")->title,
                T("Document level charge amount"));
    assert_text(at("buyer/endpoint/scheme")->title,
                T("Buyer electronic address scheme"));
}

Test(model_table, flags_come_from_field_and_role)
{
    cr_assert(at("lines")->flags & EINV_PLACE_MANY);
    cr_assert(at("lines")->flags & EINV_PLACE_REQUIRED);
    cr_assert(at("seller/name")->flags & EINV_PLACE_GRAVE);
    cr_assert_not(at("payee/name")->flags & EINV_PLACE_GRAVE);
    cr_assert(at("seller/endpoint/scheme")->flags & EINV_PLACE_QUALIFIER);
    assert_text(at("allowances/reason_code")->list, T("allowance-reason"));
    assert_text(at("charges/reason_code")->list, T("charge-reason"));
}

Test(model_table, siblings_lie_side_by_side_and_lines_come_last)
{
    size_t i, k;

    for (i = 0; i < m.n_places; i++)
        for (k = 0; k < m.places[i].count; k++)
            cr_assert_lt(m.places[i].first + k, m.n_places);
    for (i = 1; i < m.n_places; i++) {
        const struct einv_place *up = &m.places[m.places[i].parent];

        cr_assert(i >= up->first && i < (size_t)up->first + up->count);
    }
    assert_text(m.places[m.places[0].first + m.places[0].count - 1].name,
                T("lines"));
}

Test(model_table, a_record_within_itself_shares_its_children)
{
    einv_place_id sub = einv__model_find(&m, 0, T("lines/lines"));

    cr_assert_eq(m.places[sub].first, at("lines")->first);
    cr_assert_eq(einv__model_find(&m, 0, T("lines/lines/lines/item/name")),
                 einv__model_find(&m, 0, T("lines/item/name")));
    cr_assert_eq(einv__model_find(&m, sub, T("BT-131")),
                 einv__model_find_id(&m, T("BT-131")));
}

Test(model_table, every_place_is_found_by_its_path_and_its_id)
{
    size_t i;

    for (i = 1; i < m.n_places; i++) {
        struct einv_buf path;

        einv__buf_init(&path, &einv__libc_allocator);
        einv__model_path(&m, (einv_place_id)i, &path);
        cr_assert_eq(einv__model_find(&m, 0, einv__buf_get(&path)), i);
        if (m.places[i].id.len > 0)
            cr_assert_eq(einv__model_find_id(&m, m.places[i].id), i);
        if (m.places[i].term != 0)
            cr_assert_eq(einv__model_find_term(&m, m.places[i].term), i);
        einv__buf_free(&path);
    }
}

Test(model_table, the_numbers_of_terms_h_are_those_of_the_model)
{
    static const struct { int32_t term; const char *path; } rows[] = {
        { EINV_BT_SELLER_NAME, "seller/name" },
        { EINV_BG_INVOICE_LINE, "lines" },
        { EINV_BT_DEX_THIRD_PARTY_PAYMENT_AMOUNT,
          "third_party_payments/amount" },
        { EINV_XG_CLEARANCE, "clearance" },
        { EINV_XT_QR_CONTENT, "clearance/qr" },
        { EINV_BT_X_DOCUMENT_NAME, "name" },
    };
    size_t i;

    for (i = 0; i < sizeof(rows) / sizeof(rows[0]); i++)
        cr_expect_eq(einv__model_find_term(&m, rows[i].term),
                     einv__model_find(&m, 0, einv__text_of(rows[i].path)),
                     "%s", rows[i].path);
    cr_assert_eq(EINV_BT_SELLER_NAME, 27);
    cr_assert_eq(EINV_BG_LINE_VAT_INFORMATION, 1030);
    cr_assert_eq(einv__model_find_term(&m, EINV_BG_LINE_VAT_INFORMATION),
                 einv__model_find(&m, 0, T("lines")));
    cr_assert_eq(einv__model_find_term(&m, 0), EINV_NO_PLACE_ID);
}

Test(model_table, names_and_ids_mix_in_a_path)
{
    einv_place_id want = einv__model_find(&m, 0, T("lines/price/net"));

    cr_assert_eq(einv__model_find(&m, 0, T("BG-25/BT-146")), want);
    cr_assert_eq(einv__model_find(&m, 0, T("lines/BG-29/net")), want);
    cr_assert_eq(einv__model_find(&m, 5, T("/BT-146")), want);
    cr_assert_eq(einv__model_find(&m, 0, T("BG-25/BG-30/BT-151")),
                 einv__model_find_id(&m, T("BT-151")));
    cr_assert_eq(einv__model_find(&m, 0, T("seller/BT-146")),
                 EINV_NO_PLACE_ID);
    cr_assert_eq(einv__model_find(&m, 0, T("")), EINV_NO_PLACE_ID);
    cr_assert_eq(einv__model_find(&m, 0, T("seller/")), EINV_NO_PLACE_ID);
    cr_assert_eq(einv__model_find(&m, 0, T("BT-4")), EINV_NO_PLACE_ID);
    cr_assert_eq(einv__model_find(&m, 7, T(".")), 7);
    cr_assert_eq(einv__model_find(&m, 7, T("/")), 0);
}

Test(model_table, a_close_name_is_suggested_and_a_far_one_not)
{
    assert_text(m.places[einv__model_suggest(&m, 0, T("seller/tax_number"))]
                    .name, T("tax_id"));
    assert_text(m.places[einv__model_suggest(&m, 0, T("isue_date"))].name,
                T("issue_date"));
    cr_assert_eq(einv__model_suggest(&m, 0, T("xyzzy")), EINV_NO_PLACE_ID);
    cr_assert_eq(einv__model_suggest(&m, 0, T("")), EINV_NO_PLACE_ID);
}

static const char *rule_of(const char *xml)
{
    static char rule[32];
    struct einv_model made;
    struct einv_report report;
    einv_status status;

    einv__report_init(&report, &einv__libc_allocator);
    status = einv__model_load(&made, &einv__libc_allocator,
                              einv__text_of(xml), &report);
    cr_assert_eq(status, EINV_EMALFORMED, "accepted: %s", xml);
    cr_assert_not_null(report.first);
    snprintf(rule, sizeof(rule), "%.*s", (int)report.first->rule.len,
             report.first->rule.ptr);
    einv__report_free(&report);
    return rule;
}

#define MODEL(inside) "<model xmlns='urn:einv:model:1'>" inside "</model>"

Test(model_table, mistakes_in_model_xml_are_named)
{
    cr_assert_str_eq(rule_of(MODEL("<thing/>")), "EINV-MODEL-0001");
    cr_assert_str_eq(rule_of(MODEL("<record name='invoice' x='1'/>")),
                     "EINV-MODEL-0002");
    cr_assert_str_eq(rule_of(MODEL("<record name='invoice'><field name='a'"
                                   " type='float'/></record>")),
                     "EINV-MODEL-0003");
    cr_assert_str_eq(rule_of(MODEL("<record name='invoice'><field name='a'"
                                   " record='b'/></record>")),
                     "EINV-MODEL-0005");
    cr_assert_str_eq(rule_of(MODEL("<record name='a'/>")), "EINV-MODEL-0006");
    cr_assert_str_eq(rule_of(MODEL("<record name='invoice'><field name='a'"
                                   " type='text'><term of='b' id='BT-1'/>"
                                   "</field></record>")),
                     "EINV-MODEL-0007");
    cr_assert_str_eq(rule_of(MODEL("<record name='invoice'><field name='a'"
                                   " type='text' id='BT-1'/><field name='b'"
                                   " type='text' id='BT-1'/></record>")),
                     "EINV-MODEL-0008");
}

Test(model_table, each_allocation_may_fail)
{
    struct failing f;

    FAILING_EACH(f, 2000) {
        struct einv_model made;
        einv_status status = einv__model_load(&made, &f.hooks,
                                              embedded_text("model.xml"),
                                              NULL);

        failing_judge(&f, status == EINV_OK);
        cr_assert(status == EINV_OK || status == EINV_ENOMEM);
        if (status == EINV_OK)
            einv__model_free(&made);
        cr_assert_eq(f.held, 0);
        cr_assert_not(f.wrong);
    }
}
