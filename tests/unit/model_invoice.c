/* An invoice as entries: order, lists, paths. */
#include "model_support.h"
#include "../support/failing.h"

static struct einv_model m;
static struct einv_invoice_data inv;

static void set_up(void)
{
    load_model(&m);
    einv__invoice_init(&inv, &m, &einv__libc_allocator);
}

static void tear_down(void)
{
    einv__invoice_clear(&inv);
    einv__model_free(&m);
}

TestSuite(model_invoice, .init = set_up, .fini = tear_down);

static einv_place_id place(const char *path)
{
    return einv__model_find(&m, 0, einv__text_of(path));
}

static einv_status put(const char *path, const char *text)
{
    struct einv_entry *e;
    einv_status status = einv__entry_resolve(&inv, &inv.root,
                                             einv__text_of(path), true, &e);

    if (status == EINV_OK)
        cr_assert(einv__entry_set(&inv, e, einv__text_of(text)));
    return status;
}

static struct einv_text get(const char *path)
{
    struct einv_entry *e;

    if (einv__entry_resolve(&inv, &inv.root, einv__text_of(path), false,
                            &e) != EINV_OK)
        return EINV_NO_TEXT;
    return einv__entry_text(e);
}

static einv_status status_of(const char *path, bool make)
{
    struct einv_entry *e;

    return einv__entry_resolve(&inv, &inv.root, einv__text_of(path), make, &e);
}

Test(model_invoice, entries_are_sorted_by_place_and_lists_keep_their_order)
{
    struct einv_entry *a, *b, *e;
    size_t i;

    a = einv__entry_add(&inv, &inv.root, place("lines"));
    b = einv__entry_add(&inv, &inv.root, place("lines"));
    einv__entry_add(&inv, &inv.root, place("seller"));
    einv__entry_add(&inv, &inv.root, place("number"));
    einv__entry_add(&inv, &inv.root, place("notes"));
    for (e = inv.root.first, i = 1; e->next != NULL; e = e->next, i++)
        cr_assert_leq(e->place, e->next->place);
    cr_assert_eq(i, 5);
    cr_assert_eq(inv.root.last, b);
    cr_assert_eq(einv__entry_find(&inv.root, place("lines")), a);
    cr_assert_eq(einv__entry_more(a), b);
    cr_assert_null(einv__entry_more(b));
    cr_assert_eq(einv__entry_index(b, NULL), 2);
    cr_assert_null(einv__entry_find(&inv.root, place("buyer")));
}

Test(model_invoice, members_are_counted_on_from_the_last_one)
{
    struct einv_counted counted = { 0 };
    struct einv_entry *members[100], *other;

    for (size_t i = 0; i < 100; i++)
        members[i] = einv__entry_add(&inv, &inv.root, place("lines"));
    other = einv__entry_add(&inv, &inv.root, place("notes"));
    for (size_t i = 0; i < 100; i++)
        cr_assert_eq(einv__entry_index(members[i], &counted), i + 1);
    cr_assert_eq(counted.e, members[99]);
    cr_assert_eq(einv__entry_index(other, &counted), 1);
    for (size_t i = 100; i-- > 0;)
        cr_assert_eq(einv__entry_index(members[i], &counted), i + 1);
}

Test(model_invoice, a_removed_entry_leaves_the_others)
{
    struct einv_entry *a = einv__entry_add(&inv, &inv.root, place("lines"));
    struct einv_entry *b = einv__entry_add(&inv, &inv.root, place("lines"));

    einv__entry_remove(b);
    cr_assert_eq(inv.root.last, a);
    einv__entry_remove(a);
    cr_assert_null(inv.root.first);
    cr_assert_null(inv.root.last);
    cr_assert_eq(einv__entry_need(&inv, &inv.root, place("seller")),
                 einv__entry_need(&inv, &inv.root, place("seller")));
}

Test(model_invoice, a_path_of_names_ids_and_indices_reaches_its_entry)
{
    cr_assert_eq(put("BG-25[1]/BT-126", "one"), EINV_OK);
    cr_assert_eq(put("lines[2]/id", "two"), EINV_OK);
    cr_assert_eq(put("lines[2]/lines[1]/item/name", "sub"), EINV_OK);
    cr_assert_eq(put("seller/BT-29-1", "0088"), EINV_OK);
    cr_assert_eq(put("XT-710", "device 7"), EINV_OK);
    assert_text(get("BG-25[2]/BT-126"), T("two"));
    assert_text(get("BT-126"), T("one"));
    assert_text(get("/lines[2]/lines/BT-153"), T("sub"));
    assert_text(get("lines[2]/BG-DEX-01[1]/BG-31/name"), T("sub"));
    assert_text(get("seller/identifiers[1]/scheme"), T("0088"));
    assert_text(get("clearance/device"), T("device 7"));
    assert_text(get("BG-25[2]/BG-30/BT-126"), T("two"));
}

Test(model_invoice, what_is_not_there_and_what_cannot_be_differ)
{
    cr_assert_eq(status_of("seller/name", false), EINV_EABSENT);
    cr_assert_eq(status_of("seller/nome", false), EINV_EUSAGE);
    cr_assert_eq(status_of("lines[2]", true), EINV_EABSENT);
    cr_assert_eq(status_of("lines[1]", true), EINV_OK);
    cr_assert_eq(status_of("lines[2]", true), EINV_OK);
    cr_assert_eq(status_of("lines[4]", true), EINV_EABSENT);
    cr_assert_eq(status_of("lines[0]", true), EINV_EUSAGE);
    cr_assert_eq(status_of("lines[x]", true), EINV_EUSAGE);
    cr_assert_eq(status_of("lines[]", true), EINV_EUSAGE);
    cr_assert_eq(status_of("lines[1", true), EINV_EUSAGE);
    cr_assert_eq(status_of("[1]", true), EINV_EUSAGE);
    cr_assert_eq(status_of("lines[99999999999]", true), EINV_EUSAGE);
    cr_assert_eq(status_of("seller[2]", true), EINV_EUSAGE);
    cr_assert_eq(status_of("seller//name", true), EINV_EUSAGE);
    cr_assert_eq(status_of("BG-25/BT-27", true), EINV_EUSAGE);
}

Test(model_invoice, the_path_of_an_entry_leads_back_to_it)
{
    struct random r = { 7 };
    struct einv_entry *e = &inv.root, *back;
    unsigned count = 0;

    random_fill(&inv, &inv.root, &r, 0);
    while (e != NULL) {
        struct einv_buf path;

        einv__buf_init(&path, &einv__libc_allocator);
        einv__entry_path(&inv, e, NULL, &path);
        cr_assert_eq(einv__entry_resolve(&inv, &inv.root,
                                         einv__buf_get(&path), false, &back),
                     EINV_OK, "%s", path.data);
        cr_assert_eq(back, e, "%s", path.data);
        einv__buf_free(&path);
        count++;
        if (e->first != NULL) {
            e = e->first;
            continue;
        }
        while (e != NULL && e->next == NULL)
            e = e->parent;
        if (e != NULL)
            e = e->next;
    }
    cr_assert_gt(count, 100);
}

static void count_drop(void *what)
{
    ++*(int *)what;
}

Test(model_invoice, what_it_owns_is_dropped_once)
{
    int dropped = 0;

    cr_assert(einv__invoice_own(&inv, &dropped, count_drop));
    einv__invoice_clear(&inv);
    einv__invoice_clear(&inv);
    cr_assert_eq(dropped, 1);
}

Test(model_invoice, each_allocation_may_fail)
{
    struct failing f;

    FAILING_EACH(f, 500) {
        struct einv_invoice_data made;
        struct einv_entry *e;
        einv_status status;

        einv__invoice_init(&made, &m, &f.hooks);
        status = einv__entry_resolve(&made, &made.root,
                                     T("lines[1]/item/name"), true, &e);
        if (status == EINV_OK && !einv__entry_set(&made, e, T("pen")))
            status = EINV_ENOMEM;
        failing_judge(&f, status == EINV_OK);
        einv__invoice_clear(&made);
        cr_assert_eq(f.held, 0);
    }
}
