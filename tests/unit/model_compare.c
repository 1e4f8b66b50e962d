/* Two invoices: equal, or what differs and where. */
#include <stdio.h>

#include "model_support.h"
#include "model/totals.h"
#include "../support/failing.h"

static struct einv_model m;
static struct einv_invoice_data a, b;
static char diff[4096];

static void set_up(void)
{
    load_model(&m);
    einv__invoice_init(&a, &m, &einv__libc_allocator);
    einv__invoice_init(&b, &m, &einv__libc_allocator);
}

static void tear_down(void)
{
    einv__invoice_clear(&a);
    einv__invoice_clear(&b);
    einv__model_free(&m);
}

TestSuite(model_compare, .init = set_up, .fini = tear_down);

static void put(struct einv_invoice_data *inv, const char *path,
                const char *text)
{
    struct einv_entry *e;

    cr_assert_eq(einv__entry_resolve(inv, &inv->root, einv__text_of(path),
                                     true, &e), EINV_OK, "%s", path);
    cr_assert(einv__entry_set(inv, e, einv__text_of(text)));
}

static const char *shown(struct einv_text text)
{
    return text.ptr != NULL ? text.ptr : "-";
}

static void note(void *user, const struct einv_diff_row *row)
{
    size_t len = strlen(diff);

    (void)user;
    snprintf(diff + len, sizeof(diff) - len, "%.*s %s %s;",
             (int)row->path.len, row->path.ptr, shown(row->a),
             shown(row->b));
}

static void differs(const char *want)
{
    diff[0] = '\0';
    cr_assert_eq(einv__model_compare(&a, &b, note, NULL), EINV_OK);
    cr_expect_str_eq(diff, want, "got %s", diff);
}

Test(model_compare, numbers_are_equal_by_value_and_texts_by_letter)
{
    put(&a, "totals/due", "10.00");
    put(&b, "totals/due", "10");
    differs("");
    put(&a, "number", "7");
    put(&b, "number", "7.0");
    differs("number 7 7.0;");
}

Test(model_compare, what_one_side_lacks_is_shown_value_by_value)
{
    put(&a, "seller/address/city", "Almaty");
    put(&a, "seller/identifiers[1]/scheme", "0088");
    put(&b, "buyer/name", "Tashkent Foods");
    differs("seller/identifiers[1]/scheme 0088 -;"
            "seller/address/city Almaty -;buyer/name - Tashkent Foods;");
}

Test(model_compare, lines_are_matched_by_their_identifier)
{
    put(&a, "lines[1]/id", "1");
    put(&a, "lines[1]/net_amount", "5");
    put(&a, "lines[2]/id", "2");
    put(&a, "lines[2]/net_amount", "6");
    put(&b, "lines[1]/id", "2");
    put(&b, "lines[1]/net_amount", "6.0");
    put(&b, "lines[2]/id", "1");
    put(&b, "lines[2]/net_amount", "7");
    differs("lines[1]/net_amount 5 7;");
    put(&b, "lines[3]/id", "9");
    differs("lines[1]/net_amount 5 7;lines[3]/id - 9;");
}

Test(model_compare, a_key_of_two_fields_compares_its_numbers_by_value)
{
    put(&a, "vat_breakdown[1]/category", "S");
    put(&a, "vat_breakdown[1]/rate", "19");
    put(&a, "vat_breakdown[1]/amount", "1");
    put(&a, "vat_breakdown[2]/category", "Z");
    put(&b, "vat_breakdown[1]/category", "Z");
    put(&b, "vat_breakdown[2]/category", "S");
    put(&b, "vat_breakdown[2]/rate", "19.00");
    put(&b, "vat_breakdown[2]/amount", "2");
    differs("vat_breakdown[1]/amount 1 2;");
}

Test(model_compare, lists_without_a_key_go_by_position)
{
    put(&a, "notes[1]/text", "one");
    put(&a, "notes[2]/text", "two");
    put(&b, "notes[1]/text", "two");
    differs("notes[1]/text one two;notes[2]/text two -;");
}

Test(model_compare, members_with_one_key_are_matched_in_order)
{
    put(&a, "lines[1]/id", "x");
    put(&a, "lines[2]/id", "1");
    put(&a, "lines[2]/note", "p");
    put(&a, "lines[3]/id", "1");
    put(&a, "lines[3]/note", "q");
    put(&b, "lines[1]/id", "1");
    put(&b, "lines[1]/note", "p");
    put(&b, "lines[2]/id", "1");
    put(&b, "lines[2]/note", "q");
    put(&b, "lines[3]/id", "x");
    differs("");
}

Test(model_compare, a_random_invoice_equals_itself_and_nothing_else)
{
    struct random r = { 3 }, again = { 3 }, other = { 4 };
    struct einv_invoice_data c;

    random_fill(&a, &a.root, &r, 0);
    random_fill(&b, &b.root, &again, 0);
    differs("");
    einv__invoice_init(&c, &m, &einv__libc_allocator);
    random_fill(&c, &c.root, &other, 0);
    diff[0] = '\0';
    cr_assert_eq(einv__model_compare(&a, &c, note, NULL), EINV_OK);
    cr_assert_str_neq(diff, "");
    einv__invoice_clear(&c);
}

Test(model_compare, each_allocation_may_fail)
{
    struct failing f;

    put(&b, "lines[1]/id", "2");
    put(&b, "lines[2]/id", "1");
    FAILING_EACH(f, 500) {
        struct einv_invoice_data made;
        einv_status status;
        struct einv_entry *e;

        einv__invoice_init(&made, &m, &f.hooks);
        status = einv__entry_resolve(&made, &made.root, T("lines[1]/id"),
                                     true, &e);
        if (status == EINV_OK) {
            einv__entry_lend(e, T("1"));
            diff[0] = '\0';
            status = einv__model_compare(&made, &b, note, NULL);
        }
        failing_judge(&f, status == EINV_OK);
        cr_assert(status == EINV_OK || status == EINV_ENOMEM);
        einv__invoice_clear(&made);
        cr_assert_eq(f.held, 0);
        cr_assert_not(f.wrong);
    }
}
