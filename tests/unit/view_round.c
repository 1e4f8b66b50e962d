/* What goes out comes in again: entries, and notes of every kind. */
#include "view_support.h"
#include "xml/write.h"
#include "../support/failing.h"

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

TestSuite(view_round, .init = set_up, .fini = tear_down);

static struct einv_buf written(const struct einv_invoice_data *inv)
{
    struct einv_buf out;

    einv__buf_init(&out, &einv__libc_allocator);
    cr_assert_eq(einv__view_write(inv, b, &toy_head, 2, &out), EINV_OK);
    return out;
}

static void read_back(struct einv_invoice_data *back, struct einv_text json)
{
    struct einv_report report;
    struct einv_view v;
    einv_status status;

    einv__report_init(&report, &einv__libc_allocator);
    einv__invoice_init(back, &m, &einv__libc_allocator);
    status = einv__view_open(&v, &einv__libc_allocator, json, NULL, &report);
    cr_assert_eq(status, EINV_OK, "%.*s",
                 report.first != NULL ? (int)report.first->rule.len : 0,
                 report.first != NULL ? report.first->rule.ptr : "");
    assert_text(v.head.format, T("toy"));
    status = einv__view_read(&v, b, back, &report);
    cr_assert_eq(status, EINV_OK, "%.*s in line %u",
                 (int)report.first->rule.len, report.first->rule.ptr,
                 report.first->pos.line);
    cr_assert_eq(report.n_findings, 0);
    einv__view_close(&v);
    einv__report_free(&report);
}

Test(view_round, a_national_code_comes_back)
{
    const struct einv_national national = {
        .format = EINV_TEXT("kz-esf"), .list = EINV_TEXT("okei"),
        .value = EINV_TEXT("796")
    };
    struct einv_invoice_data inv, back;
    struct einv_entry *e;
    struct einv_buf json, again;

    einv__invoice_init(&inv, &m, &einv__libc_allocator);
    cr_assert_eq(einv__entry_resolve(&inv, &inv.root, T("lines[1]/unit"), true,
                                     &e), EINV_OK);
    cr_assert(einv__entry_set(&inv, e, T("C62")));
    cr_assert(einv__entry_national(&inv, e, &national));
    json = written(&inv);
    cr_assert_not_null(strstr(json.data, "\"list\": \"okei\""));
    read_back(&back, einv__buf_get(&json));
    again = written(&back);
    assert_text(einv__buf_get(&again), einv__buf_get(&json));
    einv__buf_free(&json);
    einv__buf_free(&again);
    einv__invoice_clear(&inv);
    einv__invoice_clear(&back);
}

/* --- notes ---------------------------------------------------------------- */

static struct einv_note *hang(struct einv_invoice_data *inv,
                              struct einv_entry *on)
{
    struct einv_note *note = einv__arena_zero(&inv->arena, 1, sizeof(*note));
    struct einv_note **end = &on->notes;

    cr_assert_not_null(note);
    note->ref = note->source = EINV_NO_REF;
    while (*end != NULL)
        end = &(*end)->next;
    *end = note;
    return note;
}

static const char foreign_xml[] =
    "<x:a xmlns:x='urn:x' xmlns:y='urn:y' y:k='v&lt;&#10;&quot;' k2=' z '>"
    "<b xmlns='urn:b'> mixed <x:c/>text &amp; more</b><!-- why --><?p i?>"
    "</x:a>";

static void random_notes(struct einv_invoice_data *inv, struct einv_entry *e,
                         struct random *r, const struct einv_tree *tree)
{
    struct einv_entry *c;

    while (random_below(r, 6) == 0) {
        struct einv_note *note = hang(inv, e);
        uint32_t first, end = einv__tree_attrs(tree, 0, &first);

        note->kind = (uint8_t)random_below(r, EINV_NOTE_SKIPPED + 1);
        note->row = einv__bind_row(b, random_below(r, 2) != 0
                                          ? T("t:Bill/t:Line/t:Id")
                                          : T("t:Bill/t:From/@n"));
        cr_assert_neq(note->row, 0);
        if (random_below(r, 4) == 0)
            note->row = 0;
        if (random_below(r, 2) == 0)
            note->anchor = einv__bind_row(b, T("t:Bill/t:No"));
        note->nth = random_below(r, 3);
        note->undecodable = random_below(r, 5) == 0;
        if (random_below(r, 2) == 0)
            note->witness = ((uint64_t)random_below(r, 1u << 30) << 33) | 5;
        if (random_below(r, 2) == 0)
            note->text = random_text(r, EINV_TYPE_TEXT);
        if (note->kind == EINV_NOTE_FOREIGN ||
            note->kind == EINV_NOTE_SKIPPED) {
            note->tree = tree;
            note->ref = random_below(r, (uint32_t)tree->n_elems);
            if (random_below(r, 3) == 0 && end > first)
                note->ref = (first + random_below(r, end - first)) |
                            EINV_REF_ATTR;
        }
    }
    for (c = e->first; c != NULL; c = c->next)
        random_notes(inv, c, r, tree);
}

static void assert_same_subtree(const struct einv_note *x,
                                const struct einv_note *y)
{
    struct einv_buf a, c;

    cr_assert_eq(x->tree == NULL, y->tree == NULL);
    if (x->tree == NULL)
        return;
    cr_assert_eq(x->ref & EINV_REF_ATTR, y->ref & EINV_REF_ATTR);
    if ((x->ref & EINV_REF_ATTR) != 0) {
        uint32_t i = x->ref & ~EINV_REF_ATTR, k = y->ref & ~EINV_REF_ATTR;

        assert_text(einv__tree_attr_text(y->tree, k),
                    einv__tree_attr_text(x->tree, i));
        assert_text(einv__tree_attr_qname(y->tree, k)->local,
                    einv__tree_attr_qname(x->tree, i)->local);
        assert_text(einv__tree_attr_qname(y->tree, k)->ns,
                    einv__tree_attr_qname(x->tree, i)->ns);
        return;
    }
    einv__buf_init(&a, &einv__libc_allocator);
    einv__buf_init(&c, &einv__libc_allocator);
    cr_assert_eq(einv__xml_write_node(x->tree, x->ref, &a), EINV_OK);
    cr_assert_eq(einv__xml_write_node(y->tree, y->ref, &c), EINV_OK);
    assert_text(einv__buf_get(&c), einv__buf_get(&a));
    einv__buf_free(&a);
    einv__buf_free(&c);
}

static size_t assert_same_notes(const struct einv_entry *a,
                                const struct einv_entry *c)
{
    const struct einv_note *x = a->notes, *y = c->notes;
    const struct einv_entry *p = a->first, *q = c->first;
    size_t n = 0;

    for (; x != NULL && y != NULL; x = x->next, y = y->next, n++) {
        cr_assert_eq(x->kind, y->kind);
        cr_assert_eq(x->row, y->row);
        cr_assert_eq(x->anchor, y->anchor);
        cr_assert_eq(x->nth, y->nth);
        cr_assert_eq(x->undecodable, y->undecodable);
        cr_assert(x->witness == y->witness);
        cr_assert_eq(x->text.ptr == NULL, y->text.ptr == NULL);
        assert_text(y->text, x->text);
        assert_same_subtree(x, y);
    }
    cr_assert(x == NULL && y == NULL, "a note more, or one less");
    for (; p != NULL; p = p->next, q = q->next)
        n += assert_same_notes(p, q);
    return n;
}

Test(view_round, random_invoices_and_their_notes_come_back)
{
    struct einv_tree foreign;
    size_t notes = 0;
    uint64_t seed;

    cr_assert_eq(einv__xml_read(&foreign, &einv__libc_allocator,
                                einv__text_of(foreign_xml), NULL, NULL),
                 EINV_OK);
    for (seed = 1; seed <= 60; seed++) {
        struct einv_invoice_data inv, back;
        struct random r = { seed };
        struct einv_buf json, again;

        einv__invoice_init(&inv, &m, &einv__libc_allocator);
        inv.partial = seed % 2 == 0;
        random_fill(&inv, &inv.root, &r, 0);
        random_notes(&inv, &inv.root, &r, &foreign);
        json = written(&inv);
        read_back(&back, einv__buf_get(&json));
        cr_assert(entries_equal(&inv.root, &back.root));
        cr_assert_eq(inv.partial, back.partial);
        notes += assert_same_notes(&inv.root, &back.root);
        again = written(&back);
        assert_text(einv__buf_get(&again), einv__buf_get(&json));
        einv__buf_free(&json);
        einv__buf_free(&again);
        einv__invoice_clear(&inv);
        einv__invoice_clear(&back);
    }
    cr_assert_gt(notes, 500);
    einv__tree_free(&foreign);
}

Test(view_round, the_shape_is_the_one_that_the_design_gives)
{
    struct einv_invoice_data inv;
    struct einv_entry *e;
    struct einv_buf out;

    einv__invoice_init(&inv, &m, &einv__libc_allocator);
    e = einv__entry_add(&inv, &inv.root, einv__model_find(&m, 0, T("lines")));
    cr_assert_eq(einv__entry_resolve(&inv, e, T("net_amount"), true, &e),
                 EINV_OK);
    cr_assert(einv__entry_set(&inv, e, T("10.00")));
    cr_assert_eq(einv__entry_resolve(&inv, &inv.root, T("BT-29-1"), true, &e),
                 EINV_OK);
    cr_assert(einv__entry_set(&inv, e, T("0088")));
    cr_assert(einv__entry_set(&inv, e->parent, T("400")));
    cr_assert_eq(einv__entry_resolve(&inv, &inv.root, T("period"), true, &e),
                 EINV_OK);
    hang(&inv, e)->kind = EINV_NOTE_PRESENT;
    einv__buf_init(&out, &einv__libc_allocator);
    cr_assert_eq(einv__view_write(&inv, b, &toy_head, 0, &out), EINV_OK);
    assert_text(einv__buf_get(&out), T(
        "{\"einv\": \"0\", \"model\": \"1\", \"format\": \"toy\", "
        "\"version\": \"1\", \"partial\": false, \"invoice\": {"
        "\"seller\": {\"identifiers\": [{\"value\": \"400\", "
        "\"scheme\": \"0088\"}]}, \"period\": {}, "
        "\"lines\": [{\"net_amount\": \"10.00\"}]}, "
        "\"residue\": [{\"record\": \"period\", \"kind\": \"present\"}]}\n"));
    einv__buf_free(&out);
    einv__invoice_clear(&inv);
}

Test(view_round, each_allocation_may_fail)
{
    static const char json[] =
        "{\"invoice\": {\"number\": \"7\", \"lines\": [{\"id\": \"1\"}]},"
        " \"residue\": [{\"record\": \"lines[1]\", \"kind\": \"foreign\","
        " \"row\": \"t:Bill/t:Line\", \"xml\": \"<a><b/></a>\"},"
        " {\"record\": \"\", \"kind\": \"foreign\", \"name\": \"k\","
        " \"value\": \"v\"}, {\"record\": \"\", \"kind\": \"text\","
        " \"text\": \"t\"}]}";
    struct failing f;

    FAILING_EACH(f, 2000) {
        struct einv_invoice_data inv;
        struct einv_buf out;
        struct einv_view v;
        einv_status status;

        einv__invoice_init(&inv, &m, &f.hooks);
        einv__buf_init(&out, &f.hooks);
        status = einv__view_open(&v, &f.hooks, einv__text_of(json), NULL,
                                 NULL);
        if (status == EINV_OK) {
            status = einv__view_read(&v, b, &inv, NULL);
            einv__view_close(&v);
        }
        if (status == EINV_OK)
            status = einv__view_write(&inv, b, &toy_head, 2, &out);
        failing_judge(&f, status == EINV_OK);
        cr_assert(status == EINV_OK || status == EINV_ENOMEM);
        einv__buf_free(&out);
        einv__invoice_clear(&inv);
        cr_assert_eq(f.held, 0);
        cr_assert_not(f.wrong);
    }
}
