/* bind_slot.c: what a target has no place for travels in its slot, comes back
 * when it is read, and never overrides what the document says.
 */
#include "bind_support.h"

#include "../support/failing.h"
#include "base/embedded.h"
#include "model_support.h"

static struct toy t;

static const char small[] =
    TOY_HEAD "<document name='I'><element name='N' to='number'/>"
    "<element name='S' into='seller'><element name='A' to='name'/></element>"
    "<element name='X' occurs='*' slot='document' value-max='40'>"
    "<element name='K' to='slot.key'/><element name='V' to='slot.value'/>"
    "</element>"
    "<element name='X' to='remarks' occurs='*'/>"
    "<element name='L' into='lines' occurs='*'><attribute name='id'"
    " to='id'/><element name='A' to='name'/></element></document>" TOY_FOOT;

static void start(void)
{
    toy_init(&t);
    toy_compile(&t, small);
}

static void stop(void)
{
    toy_free(&t);
}

TestSuite(bind_slot, .init = start, .fini = stop);

static const struct einv_put_options with_slots = { .slots = true };

static char document[1 << 16];
static size_t document_len;

static void print(const char *text, size_t len)
{
    cr_assert_lt(document_len + len, sizeof(document));
    memcpy(document + document_len, text, len);
    document_len += len;
    document[document_len] = '\0';
}

static void print_node(const struct einv_tree *tree, einv_node e)
{
    const struct einv_qname *q = einv__tree_qname(tree, e);
    einv_node i = einv__tree_child(tree, e);
    uint32_t a, end = einv__tree_attrs(tree, e, &a);

    print("<", 1);
    print(q->local.ptr, q->local.len);
    for (; a < end; a++) {
        print(" ", 1);
        print(einv__tree_attr_qname(tree, a)->local.ptr,
              einv__tree_attr_qname(tree, a)->local.len);
        print("='", 2);
        print(einv__tree_attr_text(tree, a).ptr,
              einv__tree_attr_text(tree, a).len);
        print("'", 1);
    }
    print(">", 1);
    if (i == EINV_NO_NODE)
        print(einv__tree_text(tree, e).ptr, einv__tree_text(tree, e).len);
    for (; i != EINV_NO_NODE; i = einv__tree_next(tree, i))
        print_node(tree, i);
    print("</", 2);
    print(q->local.ptr, q->local.len);
    print(">", 1);
}

/* What was written, as text: the toy documents need no escapes. */
static char *written(void)
{
    document_len = 0;
    print_node(&t.out, 0);
    return document;
}

static void fill(void)
{
    toy_make(&t);
    toy_set(&t, "number", "7");
    toy_set(&t, "currency", "EUR");
    toy_set(&t, "seller/name", "Ada");
    toy_set(&t, "seller/vat_id", "XX1");
    toy_set(&t, "seller/vat_id/scheme", "VAT");
    toy_set(&t, "buyer/name", "a = b; c\\d | e");
    toy_set(&t, "lines[1]/id", "1");
    toy_set(&t, "lines[1]/name", "one");
    toy_set(&t, "lines[1]/net", "10.50");
    toy_set(&t, "lines[1]/allowances[1]/amount", "1");
    toy_set(&t, "lines[1]/allowances[2]/amount", "2");
    toy_set(&t, "lines[2]/id", "2");
    toy_set(&t, "lines[2]/unit", "KGM");
}

static void holds_all(void)
{
    holds_text(&t, "currency", "EUR");
    holds_text(&t, "seller/vat_id", "XX1");
    holds_text(&t, "seller/vat_id/scheme", "VAT");
    holds_text(&t, "buyer/name", "a = b; c\\d | e");
    holds_text(&t, "lines[1]/net", "10.50");
    holds_text(&t, "lines[1]/allowances[1]/amount", "1");
    holds_text(&t, "lines[1]/allowances[2]/amount", "2");
    holds_text(&t, "lines[2]/unit", "KGM");
}

Test(bind_slot, what_has_no_place_comes_back)
{
    fill();
    toy_put_with(&t, &with_slots);
    cr_assert_eq(rows_of(&t, EINV_WRITE, EINV_IN_SLOT), 8);
    cr_assert_eq(t.report.n_rows, 8);
    toy_get(&t, written());
    holds_all();
    cr_assert_eq(t.report.n_findings, 0);
    cr_assert_eq(t.report.n_rows, 0);
}

Test(bind_slot, nobody_asks_for_a_slot_and_there_is_none)
{
    fill();
    toy_put(&t, false);
    toy_wrote(&t, "<I><N>7</N><S><A>Ada</A></S><L id='1'><A>one</A></L>"
                  "<L id='2'/></I>");
    cr_assert_eq(rows_of(&t, EINV_WRITE, EINV_NO_PLACE) +
                 rows_of(&t, EINV_WRITE, EINV_NOT_MAPPED), 8);
    /* Nothing to carry, nothing written. */
    toy_make(&t);
    toy_set(&t, "number", "7");
    toy_put_with(&t, &with_slots);
    toy_wrote(&t, "<I><N>7</N></I>");
}

Test(bind_slot, each_value_keeps_to_its_length)
{
    fill();
    toy_put_with(&t, &with_slots);
    for (einv_node e = 0; e < t.out.n_elems; e++)
        if (einv__text_is(einv__tree_qname(&t.out, e)->local, "V")) {
            struct einv_text v = einv__tree_text(&t.out, e);

            cr_assert_leq(v.len, 40u);
            cr_assert_eq(v.ptr[0], '|');
            cr_assert_eq(v.ptr[v.len - 1], '|');
        }
}

Test(bind_slot, the_same_document_comes_back_and_an_edit_voids_the_slot)
{
    struct einv_put_options both = { .residue = true, .slots = true };
    static char before[1 << 16];

    fill();
    toy_put_with(&t, &with_slots);
    strcpy(before, written());
    toy_get(&t, before);
    toy_put(&t, true);
    toy_wrote(&t, before);
    cr_assert_eq(t.report.n_rows, 0);
    toy_put_with(&t, &both);
    toy_wrote(&t, before);
    toy_set(&t, "lines[2]/unit", "MTR");
    toy_put(&t, true);
    cr_assert_null(strstr(written(), "einv0"));
    toy_put_with(&t, &both);
    toy_get(&t, strcpy(before, written()));
    holds_text(&t, "lines[2]/unit", "MTR");
    holds_text(&t, "lines[1]/net", "10.50");
}

static void replace(char *text, const char *from, const char *to)
{
    static char rest[1 << 16];
    char *at = strstr(text, from);

    cr_assert_not_null(at, "%s not in %s", from, text);
    strcpy(rest, at + strlen(from));
    strcpy(at, to);
    strcat(at, rest);
}

Test(bind_slot, the_visible_document_wins)
{
    fill();
    toy_put_with(&t, &with_slots);
    written();
    replace(document, "<A>one</A>", "<A>another</A>");
    toy_get(&t, document);
    cr_assert(has_finding(&t, "EINV-BIND-0108"));
    holds_text(&t, "lines[1]/net", "");
    holds_text(&t, "lines[2]/unit", "KGM");
    holds_text(&t, "currency", "EUR");
}

Test(bind_slot, members_may_be_reordered)
{
    fill();
    toy_put_with(&t, &with_slots);
    written();
    replace(document, "<L id='2'></L>", "");
    replace(document, "<L id='1'>", "<L id='2'></L><L id='1'>");
    toy_get(&t, document);
    holds_text(&t, "lines[1]/unit", "KGM");
    holds_text(&t, "lines[2]/net", "10.50");
    cr_assert_eq(t.report.n_findings, 0);
}

Test(bind_slot, a_slot_that_is_not_whole_is_not_used)
{
    fill();
    toy_put_with(&t, &with_slots);
    written();
    replace(document, "einv00001", "einv77777");
    toy_get(&t, document);
    cr_assert(has_finding(&t, "EINV-BIND-0107"));
    holds_text(&t, "currency", "");
    holds_text(&t, "number", "7");
    toy_put(&t, true);
    cr_assert(same_nodes(&t.source, 0, &t.out, 0));
    fill();
    toy_put_with(&t, &with_slots);
    written();
    replace(document, "EUR", "USD");
    toy_get(&t, document);
    cr_assert(has_finding(&t, "EINV-BIND-0107"));
    holds_text(&t, "currency", "");
}

Test(bind_slot, elements_of_others_are_none_of_the_slots)
{
    round_trip(&t, "<I><X>remark</X></I>", NULL);
    holds_text(&t, "remarks[1]", "remark");
    round_trip(&t, "<I><X><K>einvoice</K><V>x</V></X></I>", "<I/>");
    cr_assert_eq(t.report.n_findings, 0);
}

Test(bind_slot, what_does_not_fit_is_said_and_money_goes_first)
{
    toy_compile(&t, TOY_HEAD "<document name='I'>"
        "<element name='X' occurs='*' slot='document' value-max='60'"
        " max='2'><attribute name='k' to='slot.key'/><attribute name='v'"
        " to='slot.value'/></element></document>" TOY_FOOT);
    fill();
    toy_set(&t, "gross", "99");
    toy_put_with(&t, &with_slots);
    cr_assert_gt(rows_of(&t, EINV_WRITE, EINV_NOT_MAPPED), 0u);
    cr_assert_gt(rows_of(&t, EINV_WRITE, EINV_IN_SLOT), 0u);
    toy_get(&t, written());
    holds_text(&t, "gross", "99");
    cr_assert_eq(t.report.n_findings, 0);
}

static void comes_back(const char *body)
{
    static char binding[2000];

    snprintf(binding, sizeof(binding), TOY_HEAD "<document name='I'>"
             "<element name='N' to='number'/>%s<element name='L' into='lines'"
             " occurs='*'><attribute name='id' to='id'/></element>"
             "</document>" TOY_FOOT, body);
    toy_compile(&t, binding);
    fill();
    toy_put_with(&t, &with_slots);
    toy_get(&t, written());
    holds_all();
    cr_assert_eq(t.report.n_findings, 0);
    toy_put(&t, true);
    cr_assert(same_nodes(&t.source, 0, &t.out, 0));
}

Test(bind_slot, it_stands_in_single_elements_and_its_value_too)
{
    static const char deep[] =
        "<element name='E'><element name='X' occurs='*' slot='document'"
        " value-max='40'><element name='K' to='slot.key'/>"
        "<element name='C/D' to='slot.value'/></element></element>";

    comes_back(deep);
    cr_assert_not_null(strstr(document, "<E><X><K>einv00000</K><C><D>|"));
    /* The elements around it are there for it alone ... */
    toy_make(&t);
    toy_set(&t, "number", "7");
    toy_put_with(&t, &with_slots);
    toy_wrote(&t, "<I><N>7</N></I>");
    round_trip(&t, "<I><E/><L id='1'/></I>", "<I><L id='1'/></I>");
    round_trip(&t, "<I><E><F>x</F></E></I>", "<I/>");
    /* ... or for something else too. */
    comes_back("<element name='E'><element name='Y' to='date'"
               " as='date(yyyy-MM-dd)'/><element name='X' occurs='*'"
               " slot='document' value-max='40'>"
               "<attribute name='k' to='slot.key'/><element name='V'>"
               "<attribute name='v' to='slot.value'/></element></element>"
               "<element name='Z' to='order'/></element>");
    toy_make(&t);
    toy_set(&t, "order", "7");
    toy_put_with(&t, &with_slots);
    toy_wrote(&t, "<I><E><Z>7</Z></E></I>");
}

Test(bind_slot, the_key_may_begin_the_value)
{
    comes_back("<element name='X' occurs='*' slot='document' value-max='40'"
               " to='slot.value'/>");
    cr_assert_not_null(strstr(document, "<X>einv00001|"));
    comes_back("<element name='X' occurs='*' slot='document' value-max='40'>"
               "<attribute name='v' to='slot.value'/></element>");
}

Test(bind_slot, a_condition_says_when)
{
    toy_compile(&t, TOY("<element name='N' to='number'/>"
        "<element name='X' occurs='*' slot='document' if='number not in 8'>"
        "<element name='K' to='slot.key'/><element name='V'"
        " to='slot.value'/></element>"));
    fill();
    toy_set(&t, "number", "8");
    toy_put_with(&t, &with_slots);
    toy_wrote(&t, "<I><N>8</N></I>");
    cr_assert_eq(rows_of(&t, EINV_WRITE, EINV_IN_SLOT), 0);
    toy_set(&t, "number", "7");
    toy_put_with(&t, &with_slots);
    cr_assert_gt(rows_of(&t, EINV_WRITE, EINV_IN_SLOT), 0u);
}

Test(bind_slot, it_keeps_its_place_when_the_order_is_another)
{
    struct einv_put_options both = { .residue = true, .slots = true };

    toy_get(&t, "<I><L id='1'/><S><A>a</A></S><N>7</N></I>");
    toy_set(&t, "currency", "EUR");
    toy_put_with(&t, &both);
    written();
    cr_assert_not_null(strstr(document, "einv00000"));
    cr_assert_null(strstr(document, "\1"));
    toy_get(&t, document);
    holds_text(&t, "currency", "EUR");
    holds_text(&t, "lines[1]/id", "1");
}

/* --- random models ------------------------------------------------------- */

struct values {
    struct einv_entry *entries[4096];
    size_t n;
};

static void collect(struct values *v, struct einv_entry *e)
{
    for (e = e->first; e != NULL; e = e->next) {
        if (e->text != NULL)
            v->entries[v->n++] = e;
        collect(v, e);
    }
}

static void no_blanks(struct einv_entry *e)
{
    for (e = e->first; e != NULL; e = e->next) {
        if (e->text != NULL &&
            einv__text_trim(einv__entry_text(e)).len == 0)
            einv__entry_lend(e, T("QQ=="));
        no_blanks(e);
    }
}

Test(bind_slot, random_models_come_back_whole)
{
    static struct values said, read;
    struct einv_invoice_data again;

    for (uint64_t seed = 1; seed <= 400; seed++) {
        struct random r = { seed };
        size_t left;

        toy_make(&t);
        random_fill(&t.inv, &t.inv.root, &r, 0);
        no_blanks(&t.inv.root);
        toy_put_with(&t, &with_slots);
        cr_assert_eq(rows_of(&t, EINV_WRITE, EINV_NO_PLACE), 0);
        cr_assert_eq(rows_of(&t, EINV_WRITE, EINV_NOT_MAPPED), 0);
        einv__invoice_init(&again, &t.model, &einv__libc_allocator);
        cr_assert_eq(einv__bind_get(t.b, &t.out, &again, &t.report), EINV_OK);
        cr_assert_eq(t.report.n_findings, 0, "seed %lu",
                     (unsigned long)seed);
        said.n = read.n = 0;
        collect(&said, &t.inv.root);
        collect(&read, &again.root);
        cr_assert_eq(said.n, read.n, "seed %lu: %lu said, %lu read",
                     (unsigned long)seed, (unsigned long)said.n,
                     (unsigned long)read.n);
        for (size_t i = 0; i < said.n; i++) {
            for (left = 0; left < read.n; left++)
                if (read.entries[left]->place == said.entries[i]->place &&
                    einv__text_eq(einv__entry_text(read.entries[left]),
                                  einv__entry_text(said.entries[i])))
                    break;
            cr_assert_lt(left, read.n, "seed %lu: %s", (unsigned long)seed,
                         said.entries[i]->text);
            read.entries[left] = read.entries[--read.n];
        }
        einv__invoice_clear(&again);
    }
}

Test(bind_slot, any_stream_is_read_without_harm)
{
    static const char *const streams[] = {
        "", "einv1", "einv1 model 1 1 0 x", "einv1 model 1 0 811c9dc5 ",
        "einv1 model 9 0 811c9dc5 ", "einv1 other 1 0 811c9dc5 "
    };
    struct random r = { 7 };
    static char xml[2000];

    for (size_t i = 0; i < sizeof(streams) / sizeof(*streams); i++) {
        snprintf(xml, sizeof(xml), "<I><X><K>einv00000</K><V>|%s|</V></X></I>",
                 streams[i]);
        toy_get(&t, xml);
        toy_put(&t, true);
        cr_assert(same_nodes(&t.source, 0, &t.out, 0));
    }
    /* Pairs of all shapes, with a sum that is right. */
    for (int n = 0; n < 3000; n++) {
        static const char alphabet[] = "lines/seller[]{}#+.=0123af\\;name|";
        char body[60];
        size_t len = random_below(&r, sizeof(body) - 1), pairs = len > 0;

        for (size_t i = 0; i < len; i++)
            body[i] = alphabet[random_below(&r, sizeof(alphabet) - 1)];
        for (size_t i = 0; i + 1 < len; i++)
            if (body[i] == '\\') {
                pairs += body[i + 1] == ';' && i + 2 < len;
                i++;
            }
        snprintf(xml, sizeof(xml), "<I><S><A>a</A></S><X><K>einv00000</K><V>|"
                 "einv1 model 1 %lu %x %.*s|</V></X><L id='1'/></I>",
                 (unsigned long)pairs,
                 (unsigned)einv__hash32(EINV_HASH32_SEED, body, len),
                 (int)len, body);
        toy_get(&t, xml);
        toy_put(&t, true);
        cr_assert(same_nodes(&t.source, 0, &t.out, 0), "%s", xml);
    }
}

static bool through(const einv_allocator *a)
{
    struct einv_invoice_data inv;
    struct einv_report report;
    struct einv_tree tree, out;
    bool good = false;

    einv__report_init(&report, a);
    einv__invoice_init(&inv, &t.model, a);
    einv__tree_init(&out, a);
    if (einv__xml_read(&tree, a, einv__text_of(document), NULL, NULL) ==
        EINV_OK) {
        struct einv_put_options bare = { .slots = true };

        good = einv__bind_get(t.b, &tree, &inv, &report) == EINV_OK &&
               einv__bind_put(t.b, &inv, &bare, &out, &report) == EINV_OK;
        cr_assert(!good || same_nodes(&tree, 0, &out, 0));
        einv__invoice_clear(&inv);
        einv__tree_free(&tree);
    }
    einv__tree_free(&out);
    einv__report_free(&report);
    return good;
}

Test(bind_slot, memory_may_end_at_any_moment)
{
    struct failing f;

    fill();
    toy_put_with(&t, &with_slots);
    written();
    FAILING_EACH(f, 20000) {
        failing_judge(&f, through(&f.hooks));
        cr_assert_eq(f.held, 0);
    }
    cr_assert(!f.wrong);
}

/* A national code that does not follow from the other stays beside it. */
static void set_national(const char *path)
{
    struct einv_national national = {
        .format = EINV_TEXT("yonder"), .list = EINV_TEXT("units"),
        .value = EINV_TEXT("sack of flour")
    };
    struct einv_entry *e;

    cr_assert_eq(einv__entry_resolve(&t.inv, &t.inv.root,
                                     einv__text_of(path), false, &e),
                 EINV_OK);
    cr_assert(einv__entry_national(&t.inv, e, &national));
}

static const struct einv_national *national_of(const char *path)
{
    struct einv_entry *e;

    cr_assert_eq(einv__entry_resolve(&t.inv, &t.inv.root,
                                     einv__text_of(path), false, &e),
                 EINV_OK);
    return e->national;
}

Test(bind_slot, a_national_code_travels_with_its_code)
{
    const struct einv_national *back;

    fill();
    set_national("lines[2]/unit");
    toy_put_with(&t, &with_slots);
    toy_get(&t, written());
    back = national_of("lines[2]/unit");
    cr_assert_not_null(back);
    cr_expect(einv__text_is(back->value, "sack of flour"));
    cr_expect(einv__text_is(back->list, "units"));
    cr_expect(einv__text_is(back->format, "yonder"));
    cr_assert_null(national_of("lines[1]/net"));
}

Test(bind_slot, a_national_code_is_gone_when_its_code_is_another)
{
    toy_compile(&t, TOY(
        "<element name='X' occurs='*' slot='document' value-max='40'"
        " to='slot.value'/><element name='L' into='lines' occurs='*'>"
        "<element name='U' to='unit'/></element>"));
    toy_make(&t);
    toy_set(&t, "lines[1]/unit", "KGM");
    set_national("lines[1]/unit");
    toy_put_with(&t, &with_slots);
    written();
    toy_get(&t, document);
    cr_assert_not_null(national_of("lines[1]/unit"));
    toy_put_with(&t, &with_slots);
    written();
    replace(document, "<U>KGM</U>", "<U>MTR</U>");
    toy_get(&t, document);
    cr_assert_null(national_of("lines[1]/unit"));
    holds_text(&t, "lines[1]/unit", "MTR");
}

static const char implied[] =
    TOY_HEAD "<document name='I'><set to='currency' value='CNY' guard='no'/>"
    "<set to='gross' value='1' guard='no'/>"
    "<element name='N' to='number'/><element name='X' occurs='*'"
    " slot='document' value-max='40' to='slot.value'/></document>" TOY_FOOT;

Test(bind_slot, what_a_format_implies_does_not_stand_against_the_slot)
{
    toy_compile(&t, implied);
    toy_make(&t);
    toy_set(&t, "number", "7");
    toy_set(&t, "currency", "EUR");
    toy_put_with(&t, &with_slots);
    toy_get(&t, written());
    holds_text(&t, "currency", "EUR");
    toy_put_with(&t, &(struct einv_put_options){ 0 });
    toy_get(&t, written());
    holds_text(&t, "currency", "CNY");
}

Test(bind_slot, what_a_format_implies_against_a_grave_value_is_grave)
{
    const struct einv_ledger_row *r;
    size_t grave = 0;

    toy_compile(&t, implied);
    toy_make(&t);
    toy_set(&t, "number", "7");
    toy_set(&t, "currency", "EUR");
    toy_put_with(&t, &with_slots);
    for (r = t.report.first_row; r != NULL; r = r->next)
        cr_assert_not(r->grave);
    toy_set(&t, "gross", "5");
    toy_put_with(&t, &with_slots);
    for (r = t.report.first_row; r != NULL; r = r->next)
        if (r->direction == EINV_WRITE && r->reason == EINV_DEFAULTED)
            grave += r->grave;
    cr_assert_eq(grave, 1);
}

/* --- a field and the slot in one element --------------------------------- */

static void compile_shared(const char *max)
{
    char binding[512];

    snprintf(binding, sizeof(binding), TOY_HEAD "<document name='I'>"
             "<element name='N' to='number'/><element name='X'"
             " slot='document' to='slot.value' value-max='%s'/>"
             "<element name='X' to='order'/><element name='S' into='seller'>"
             "<element name='A' to='name'/></element></document>" TOY_FOOT,
             max);
    toy_compile(&t, binding);
}

Test(bind_slot, a_text_for_people_stands_before_the_slot)
{
    struct einv_put_options both = { .residue = true, .slots = true };
    static char first[1 << 16];

    compile_shared("5000");
    fill();
    toy_set(&t, "order", "as agreed");
    toy_put_with(&t, &with_slots);
    written();
    cr_assert_not_null(strstr(document,
                              "<X>as agreed\neinv00000|einv1 "));
    cr_assert_null(strstr(strstr(document, "<X>") + 1, "<X>"));
    strcpy(first, document);
    toy_get(&t, first);
    cr_assert_eq(t.report.n_findings, 0);
    cr_assert_eq(t.report.n_rows, 0);
    holds_text(&t, "order", "as agreed");
    holds_all();
    toy_put(&t, true);
    toy_wrote(&t, first);
    toy_put_with(&t, &both);
    toy_wrote(&t, first);
    toy_set(&t, "order", "otherwise");
    toy_put(&t, true);
    cr_assert_not_null(strstr(written(), "<X>otherwise</X>"));
    toy_put_with(&t, &both);
    toy_get(&t, written());
    holds_text(&t, "order", "otherwise");
    holds_text(&t, "currency", "EUR");
}

Test(bind_slot, without_a_text_the_slot_stands_alone)
{
    compile_shared("5000");
    fill();
    toy_put_with(&t, &with_slots);
    cr_assert_not_null(strstr(written(), "<X>einv00000|einv1 "));
    toy_get(&t, document);
    cr_assert_eq(t.report.n_rows, 0);
    holds_text(&t, "order", "");
    holds_all();
    toy_put(&t, true);
    toy_wrote(&t, document);
}

Test(bind_slot, without_a_slot_the_text_stands_alone)
{
    compile_shared("5000");
    toy_make(&t);
    toy_set(&t, "order", "7");
    toy_put_with(&t, &with_slots);
    toy_wrote(&t, "<I><X>7</X></I>");
    toy_set(&t, "currency", "EUR");
    toy_put(&t, false);
    toy_wrote(&t, "<I><X>7</X></I>");
}

Test(bind_slot, another_white_space_may_part_them)
{
    compile_shared("5000");
    fill();
    toy_set(&t, "order", "as agreed");
    toy_put_with(&t, &with_slots);
    written();
    *strstr(document, "\neinv00000") = ' ';
    toy_get(&t, document);
    holds_text(&t, "order", "as agreed");
    holds_all();
}

Test(bind_slot, both_together_keep_to_the_length)
{
    struct einv_text x;

    compile_shared("240");
    fill();
    toy_set(&t, "buyer/name", "a name that needs much more room than there is "
                              "in an element of two hundred and forty: it "
                              "has no place");
    toy_set(&t, "order", "a text of thirty-two characters.");
    toy_put_with(&t, &with_slots);
    x = einv__tree_text(&t.out, 2);
    cr_assert_gt(x.len, 100u);
    cr_assert_leq(x.len, 240u);
    cr_assert_gt(rows_of(&t, EINV_WRITE, EINV_NOT_MAPPED), 0u);
    cr_assert_gt(rows_of(&t, EINV_WRITE, EINV_IN_SLOT), 0u);
    toy_get(&t, written());
    cr_assert_eq(t.report.n_findings, 0);
    compile_shared("100");
    fill();
    toy_set(&t, "order", "a text of thirty-two characters.");
    toy_put_with(&t, &with_slots);
    cr_assert_eq(rows_of(&t, EINV_WRITE, EINV_IN_SLOT), 0);
    cr_assert_not_null(strstr(written(),
                              "<X>a text of thirty-two characters.</X>"));
}

Test(bind_slot, memory_may_end_where_both_share_an_element)
{
    struct failing f;

    compile_shared("5000");
    fill();
    toy_set(&t, "order", "as agreed");
    toy_put_with(&t, &with_slots);
    written();
    FAILING_EACH(f, 20000) {
        failing_judge(&f, through(&f.hooks));
        cr_assert_eq(f.held, 0);
    }
    cr_assert(!f.wrong);
}
