/* bind_takes.c: what a place takes: facets, what is refused and demanded,
 * the first and the rest, several fields gathered in one place.
 */
#include "bind_support.h"

static struct toy t;

static void start(void)
{
    toy_init(&t);
}

static void stop(void)
{
    toy_free(&t);
}

TestSuite(bind_takes, .init = start, .fini = stop);

/* Writes what the field says; the text, or "" when it was refused. */
static const char *written(const char *row, const char *field,
                           const char *value)
{
    static char text[200];
    char binding[1200];
    uint32_t a, end;

    snprintf(binding, sizeof(binding),
             TOY("<element name='E'><attribute name='A' to='%s' %s/>"
                 "</element>"), field, row);
    toy_compile(&t, binding);
    toy_make(&t);
    toy_set(&t, field, value);
    toy_put(&t, false);
    text[0] = '\0';
    if (t.out.n_elems > 1) {
        end = einv__tree_attrs(&t.out, 1, &a);
        if (a < end)
            snprintf(text, sizeof(text), "%.*s",
                     (int)einv__tree_attr_text(&t.out, a).len,
                     einv__tree_attr_text(&t.out, a).ptr);
    }
    cr_assert_eq(rows_of(&t, EINV_WRITE, EINV_NO_PLACE), text[0] == '\0');
    return text;
}

#define writes(row, field, value) \
    cr_assert_str_eq(written(row, field, value), value)
#define refuses(row, field, value) \
    cr_assert_str_eq(written(row, field, value), "")

Test(bind_takes, lengths_count_characters)
{
    writes("length='2..3'", "seller/name", "ab");
    writes("length='2..3'", "seller/name", "жёл");
    refuses("length='2..3'", "seller/name", "a");
    refuses("length='2..3'", "seller/name", "жёлт");
    writes("length='4'", "seller/name", "жёлт");
    refuses("length='4'", "seller/name", "жёл");
    writes("length='2..'", "seller/name", "abcdefgh");
}

Test(bind_takes, pictures)
{
    writes("picture='9{10}'", "number", "7707083893");
    refuses("picture='9{10}'", "number", "770708389");
    refuses("picture='9{10}'", "number", "77070838930");
    refuses("picture='9{10}'", "number", "770708389A");
    writes("picture='9{4}X{2}9{3}'", "number", "7707AB001");
    refuses("picture='9{4}X{2}9{3}'", "number", "7707ab001");
    writes("picture='9{8}/9{6}/9{7}'", "number", "10702070/010123/0001234");
    writes("picture='免税 | 税{2}'", "number", "免税");
    writes("picture='免税 | 税{2}'", "number", "税税");
    refuses("picture='免税 | 税{2}'", "number", "免费");
    refuses("picture='免税 | 税{2}'", "number", "免");
    writes("picture='A9 | A{2-3}'", "number", "B7");
    writes("picture='A9 | A{2-3}'", "number", "XYZ");
    refuses("picture='A9 | A{2-3}'", "number", "WXYZ");
    writes("picture='*{2-4}'", "number", "пять");
    refuses("picture='*{2-4}'", "number", "шесть");
    refuses("picture='9'", "number", "");
    writes("picture='9N | N9'", "number", "01");
    writes("picture='9N | N9'", "number", "10");
    refuses("picture='9N | N9'", "number", "00");
}

Test(bind_takes, decimals_by_value)
{
    writes("decimal='5.2'", "gross", "123.45");
    writes("decimal='5.2'", "gross", "00123.450");
    writes("decimal='5.2'", "gross", "-123.4");
    refuses("decimal='5.2'", "gross", "123.456");
    refuses("decimal='5.2'", "gross", "123456");
    writes("decimal='5.2 >=0'", "gross", "0.00");
    refuses("decimal='5.2 >=0'", "gross", "-0.01");
    refuses("decimal='5.2 >0'", "gross", "0.00");
    writes("decimal='5.2 >0'", "gross", "0.01");
    writes("decimal='3.0 >0'", "gross", "999");
    refuses("decimal='3.0 >0'", "gross", "1.5");
}

Test(bind_takes, one_of_some_texts)
{
    writes("among='a | b c'", "seller/name", "b c");
    refuses("among='a | b c'", "seller/name", "b");
}

Test(bind_takes, a_longer_text_is_cut_and_said_to_be)
{
    cr_assert_str_eq(written("length='1..4' cut='yes'", "seller/name",
                             "жёл тый"), "жёл");
    cr_assert_eq(rows_of(&t, EINV_WRITE, EINV_TRUNCATED), 1);
    writes("length='1..4' cut='yes'", "seller/name", "четы");
    cr_assert_eq(rows_of(&t, EINV_WRITE, EINV_TRUNCATED), 0);
}

Test(bind_takes, what_the_source_says_comes_back_though_it_does_not_fit)
{
    toy_compile(&t, TOY("<element name='N' to='number' picture='9{10}'/>"));
    round_trip(&t, "<I><N>00000</N></I>", "<I/>");
    holds_text(&t, "number", "00000");
    cr_assert_eq(rows_of(&t, EINV_READ, EINV_SPELLING), 1);
    toy_set(&t, "number", "1234567890");
    toy_put(&t, true);
    toy_wrote(&t, "<I><N>1234567890</N></I>");
}

Test(bind_takes, a_required_place_that_refuses_is_demanded)
{
    toy_compile(&t, TOY("<element name='N' to='number' picture='9'"
                        " occurs='1'/>"));
    toy_make(&t);
    toy_set(&t, "number", "x");
    toy_put(&t, false);
    toy_wrote(&t, "<I/>");
    cr_assert_eq(rows_of(&t, EINV_WRITE, EINV_NO_PLACE), 1);
    cr_assert_eq(rows_of(&t, EINV_WRITE, EINV_MISSING_REQUIRED), 1);
}

Test(bind_takes, an_alternative_that_cannot_say_its_value_gives_way)
{
    toy_compile(&t, TOY("<element name='S' into='seller'><choice>"
        "<element name='L'><attribute name='t' to='vat_id' picture='9{3}'"
        " occurs='1'/><attribute name='n' to='name'/></element>"
        "<element name='F'><attribute name='i' to='vat_id'/>"
        "<attribute name='n' to='name'/></element></choice></element>"));
    toy_make(&t);
    toy_set(&t, "seller/vat_id", "123");
    toy_set(&t, "seller/name", "a");
    toy_put(&t, false);
    toy_wrote(&t, "<I><S><L t='123' n='a'/></S></I>");
    toy_set(&t, "seller/vat_id", "DE1");
    toy_put(&t, false);
    toy_wrote(&t, "<I><S><F i='DE1' n='a'/></S></I>");
    cr_assert_eq(t.report.n_rows, 0);
}

Test(bind_takes, attributes_are_told_apart_by_their_constants)
{
    toy_compile(&t, TOY("<element name='E'><choice>"
        "<attribute name='F' to='order'/>"
        "<seq><set to='type' value='380'/><attribute name='F' key='A'/></seq>"
        "<seq><set to='type' value='381'/><attribute name='F' key='B'/></seq>"
        "</choice></element>"));
    round_trip(&t, "<I><E F='B'/></I>", NULL);
    holds_text(&t, "type", "381");
    round_trip(&t, "<I><E F='C'/></I>", NULL);
    holds_text(&t, "type", "");
    holds_text(&t, "order", "C");
}

static const char rest[] =
    TOY("<element name='S' into='seller'><attribute name='n' to='name'/>"
        "</element>"
        "<element name='S' into='notes' occurs='*' rest='yes'>"
        "<attribute name='n' to='text'/></element>");

Test(bind_takes, the_first_and_the_rest)
{
    toy_compile(&t, rest);
    round_trip(&t, "<I><S n='a'/><S n='b'/><S n='c'/></I>", NULL);
    holds_text(&t, "seller/name", "a");
    holds_text(&t, "notes[2]/text", "c");
    cr_assert_eq(t.report.n_rows, 0);
    /* Without a first one, the second would be read as it. */
    toy_make(&t);
    toy_set(&t, "notes[1]/text", "b");
    toy_put(&t, false);
    toy_wrote(&t, "<I/>");
    cr_assert_eq(rows_of(&t, EINV_WRITE, EINV_NO_PLACE), 1);
}

Test(bind_takes, the_rest_of_a_list)
{
    toy_compile(&t, TOY(
        "<element name='B'><member into='notes' where='not has code'>"
        "<attribute name='s' to='text'/></member></element>"
        "<element name='D'><attribute name='c' to='currency'/>"
        "<member into='payments'><attribute name='n' to='account'/></member>"
        "</element>"
        "<element name='D' into='payments' occurs='*' rest='yes'>"
        "<attribute name='c' to='means'/><attribute name='n' to='account'/>"
        "</element>"
        "<element name='N' into='notes' occurs='*' where='has code'>"
        "<attribute name='c' to='code'/><attribute name='t' to='text'/>"
        "</element>"));
    round_trip(&t, "<I><B s='lot'/><D c='X' n='1'/><D c='Y' n='2'/>"
                   "<D n='3'/><N c='k' t='u'/></I>", NULL);
    holds_text(&t, "currency", "X");
    holds_text(&t, "payments[1]/account", "1");
    holds_text(&t, "payments[2]/means", "Y");
    holds_text(&t, "payments[3]/account", "3");
    holds_text(&t, "notes[1]/text", "lot");
    holds_text(&t, "notes[2]/code", "k");
    cr_assert_eq(t.report.n_rows, 0);
}

Test(bind_takes, several_fields_are_gathered_in_one_place)
{
    toy_compile(&t, TOY("<element name='A'><attribute name='t' to='order'"
        " gather='number order currency' by=', ' length='1..30'/></element>"));
    round_trip(&t, "<I><A t='a, b'/></I>", NULL);
    holds_text(&t, "order", "a, b");
    cr_assert_eq(t.report.n_rows, 0);
    toy_set(&t, "currency", "EUR");
    toy_put(&t, true);
    toy_wrote(&t, "<I><A t='a, b, EUR'/></I>");
    cr_assert_eq(rows_of(&t, EINV_WRITE, EINV_MERGED), 2);
    /* One alone in the place of another is merged as well. */
    toy_make(&t);
    toy_set(&t, "number", "7");
    toy_put(&t, false);
    toy_wrote(&t, "<I><A t='7'/></I>");
    cr_assert_eq(rows_of(&t, EINV_WRITE, EINV_MERGED), 1);
    cr_assert_eq(rows_of(&t, EINV_WRITE, EINV_DERIVED), 1);
    toy_set(&t, "currency", "a text that is much too long for it");
    toy_put(&t, false);
    toy_wrote(&t, "<I/>");
    cr_assert_eq(rows_of(&t, EINV_WRITE, EINV_NO_PLACE), 2);
}

Test(bind_takes, a_text_that_says_more_than_was_said)
{
    toy_compile(&t, TOY("<element name='L' into='lines' occurs='*'>"
        "<element name='R' to='category rate' as='code(rates)'/></element>"));
    toy_make(&t);
    toy_set(&t, "lines[1]/rate", "7");
    toy_set(&t, "lines[1]/category", "S");
    toy_put(&t, false);
    cr_assert_eq(rows_of(&t, EINV_WRITE, EINV_DERIVED), 0);
}

Test(bind_takes, blanks_around_a_part_are_kept)
{
    toy_compile(&t, TOY("<element name='S' into='seller'>"
        "<seq to='name' join='{f:w} {i:w}'><attribute name='f' part='f'"
        " length='1..9'/><attribute name='i' part='i'/></seq></element>"));
    round_trip(&t, "<I><S f='Ivanov ' i=' Ivan'/></I>",
               "<I><S f='Ivanov' i='Ivan'/></I>");
    holds_text(&t, "seller/name", "Ivanov Ivan");
    cr_assert_eq(rows_of(&t, EINV_READ, EINV_SPELLING), 2);
    round_trip(&t, "<I><S f='Christopherson' i='C'/></I>",
               "<I><S i='C'/></I>");
}

Test(bind_takes, a_field_can_be_lacking_in_every_role)
{
    const struct einv_ledger_row *r;

    toy_compile(&t, TOY_HEAD "<lacks terms='party:name' why='nowhere'/>"
        "<document name='I'><element name='S' to='seller/name'/></document>"
        TOY_FOOT);
    toy_make(&t);
    toy_set(&t, "seller/name", "a");
    toy_set(&t, "buyer/name", "b");
    toy_set(&t, "buyer/vat_id", "c");
    toy_put(&t, false);
    toy_wrote(&t, "<I><S>a</S></I>");
    cr_assert_eq(rows_of(&t, EINV_WRITE, EINV_NO_PLACE), 1);
    cr_assert_eq(rows_of(&t, EINV_WRITE, EINV_NOT_MAPPED), 1);
    for (r = t.report.first_row; r->reason != EINV_NO_PLACE; r = r->next)
        ;
    cr_assert(einv__text_is(r->where, "nowhere"));
}

Test(bind_takes, what_an_element_sets_is_of_the_record_it_enters)
{
    toy_compile(&t, TOY("<element name='A' into='notes' occurs='*'>"
        "<set to='code' value='a'/><attribute name='t' to='text'/></element>"
        "<element name='B' into='notes' occurs='*' to='text'>"
        "<set to='code' value='b'/></element>"));
    round_trip(&t, "<I><A t='1'/><A t='2'/><B>3</B></I>", NULL);
    holds_text(&t, "notes[2]/code", "a");
    holds_text(&t, "notes[3]/code", "b");
    cr_assert_eq(t.report.n_rows, 0);
}

Test(bind_takes, a_sequence_that_is_not_written_demands_nothing)
{
    toy_compile(&t, TOY("<seq><set to='type' value='384'/><element name='R'"
        " occurs='1' empty='yes'><attribute name='n' to='order' occurs='1'/>"
        "</element></seq><element name='N' to='number'/>"));
    round_trip(&t, "<I><N>1</N></I>", NULL);
    cr_assert_eq(t.report.n_rows, 0);
    round_trip(&t, "<I><R n='2'/><N>1</N></I>", NULL);
    toy_set(&t, "order", "");
    toy_make(&t);
    toy_set(&t, "type", "384");
    toy_put(&t, false);
    toy_wrote(&t, "<I><R/></I>");
    cr_assert_eq(rows_of(&t, EINV_WRITE, EINV_MISSING_REQUIRED), 1);
}

Test(bind_takes, a_member_may_hold_attributes_and_elements)
{
    toy_compile(&t, TOY("<element name='T'><member into='payments'>"
        "<attribute name='a' to='account'/><element name='M' to='means'/>"
        "</member><element name='M' into='payments' occurs='*' rest='yes'"
        " to='means'/></element>"));
    round_trip(&t, "<I><T a='1'><M>x</M><M>y</M></T></I>", NULL);
    holds_text(&t, "payments[1]/account", "1");
    holds_text(&t, "payments[1]/means", "x");
    holds_text(&t, "payments[2]/means", "y");
    round_trip(&t, "<I><T><M>x</M></T></I>", NULL);
    round_trip(&t, "<I><T a='1'/></I>", NULL);
}

Test(bind_takes, an_alternative_of_the_source_asks_nothing)
{
    toy_compile(&t, TOY("<element name='E' occurs='1'><choice>"
        "<element name='A' to='vat' occurs='1'/>"
        "<seq if='type in x'><element name='B' fixed='no' occurs='1'/></seq>"
        "</choice></element>"));
    round_trip(&t, "<I><E><B>no</B></E></I>", "<I/>");
    cr_assert_eq(rows_of(&t, EINV_WRITE, EINV_MISSING_REQUIRED), 1);
    round_trip(&t, "<I><E/></I>", "<I/>");
}

Test(bind_takes, nothing_is_demanded_of_a_source_that_left_a_choice_out)
{
    toy_compile(&t, TOY("<choice><element name='A' to='number' occurs='1'/>"
        "<element name='B' to='order'/></choice><element name='C'"
        " to='type'/>"));
    toy_get(&t, "<I><C>1</C></I>");
    toy_put(&t, true);
    toy_wrote(&t, "<I><C>1</C></I>");
    cr_assert_eq(t.report.n_rows, 0);
    toy_put(&t, false);
    cr_assert_eq(rows_of(&t, EINV_WRITE, EINV_MISSING_REQUIRED), 1);
}
