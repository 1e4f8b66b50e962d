/* bind_round.c: each construct of the language, read and written: with the
 * residue the document comes back, without it the canonical one is written.
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

TestSuite(bind_round, .init = start, .fini = stop);

Test(bind_round, a_field_and_a_path_of_names)
{
    toy_compile(&t, TOY("<element name='N' to='number'/>"
                        "<element name='S/Inner/Name' to='seller/name'/>"));
    round_trip(&t, "<I><N>17</N><S><Inner><Name>Ada</Name></Inner></S></I>",
               NULL);
    holds_text(&t, "number", "17");
    holds_text(&t, "seller/name", "Ada");
    round_trip(&t, "<I/>", NULL);
}

Test(bind_round, twins_are_told_apart_by_keys)
{
    toy_compile(&t, TOY(
        "<element name='P' into='seller'><attribute name='r' key='S | sell'/>"
        "<element name='N' to='name'/></element>"
        "<element name='P' into='buyer'><attribute name='r' key='B'/>"
        "<element name='N' to='name'/></element>"
        "<element name='P' to='order'/>"));
    round_trip(&t, "<I><P r='S'><N>a</N></P><P r='B'><N>b</N></P>"
                   "<P>o</P></I>", NULL);
    holds_text(&t, "seller/name", "a");
    holds_text(&t, "buyer/name", "b");
    holds_text(&t, "order", "o");
    /* Other spellings are accepted and kept; the first is written bare. */
    round_trip(&t, "<I><P r=' SELL'><N>a</N></P></I>",
               "<I><P r='S'><N>a</N></P></I>");
}

Test(bind_round, a_key_may_compare_with_a_field)
{
    toy_compile(&t, TOY(
        "<element name='C' to='currency'/><element name='D'"
        " to='tax_currency'/>"
        "<element name='V' to='vat'><attribute name='c' key='=/currency'/>"
        "</element><element name='V' to='vat_accounting'>"
        "<attribute name='c' key='=/tax_currency'/></element>"));
    round_trip(&t, "<I><C>EUR</C><D>SEK</D><V c='EUR'>1</V>"
                   "<V c='SEK'>2</V></I>", NULL);
    holds_text(&t, "vat", "1");
    holds_text(&t, "vat_accounting", "2");
}

Test(bind_round, of_a_choice_the_first_that_fits_is_written)
{
    toy_compile(&t, TOY("<choice><element name='A' to='number'/>"
                        "<element name='B' to='number' write='no'/>"
                        "</choice>"));
    round_trip(&t, "<I><A>1</A></I>", NULL);
    round_trip(&t, "<I><B>1</B></I>", "<I><A>1</A></I>");
    holds_text(&t, "number", "1");
    /* The second alternative is foreign. */
    round_trip(&t, "<I><A>1</A><B>2</B></I>", "<I><A>1</A></I>");
    holds_text(&t, "number", "1");
}

Test(bind_round, a_sequence_sets_what_its_elements_mean)
{
    toy_compile(&t, TOY("<choice>"
        "<seq><set to='type' value='381'/><element name='Credit'>"
        "<element name='N' to='number'/></element></seq>"
        "<seq><set to='type' value='380'/><element name='Debit'>"
        "<element name='N' to='number'/></element></seq></choice>"));
    round_trip(&t, "<I><Credit><N>7</N></Credit></I>", NULL);
    holds_text(&t, "type", "381");
    round_trip(&t, "<I><Debit><N>8</N></Debit></I>", NULL);
    holds_text(&t, "type", "380");
    toy_make(&t);
    toy_set(&t, "type", "999");
    toy_set(&t, "number", "1");
    toy_put(&t, false);
    toy_wrote(&t, "<I/>");
    cr_assert_eq(rows_of(&t, EINV_WRITE, EINV_NO_PLACE), 2);
}

Test(bind_round, conditions_decide_about_rows_and_members)
{
    toy_compile(&t, TOY(
        "<element name='F' to='point' as='date(yyyyMMdd)'"
        " if='type in 1 2 and not has date'/>"
        "<element name='T' to='type'/>"
        "<element name='D' to='date' as='date(yyyyMMdd)'/>"
        "<element name='Cash' into='payments' occurs='*'"
        " where='not has account'><element name='M' to='means'/></element>"
        "<element name='Bank' into='payments' occurs='*'"
        " where='has account'><element name='M' to='means'/>"
        "<element name='A' to='account'/></element>"));
    round_trip(&t, "<I><F>20240102</F><T>1</T></I>", NULL);
    holds_text(&t, "point", "2024-01-02");
    round_trip(&t, "<I><F>20240102</F><T>3</T></I>", "<I><T>3</T></I>");
    cr_assert_eq(rows_of(&t, EINV_WRITE, EINV_NO_PLACE), 1);
    round_trip(&t, "<I><Cash><M>1</M></Cash><Bank><M>2</M><A>x</A></Bank>"
                   "</I>", NULL);
    /* A member that its row's condition would have sent elsewhere. */
    round_trip(&t, "<I><Bank><M>2</M></Bank></I>",
               "<I><Cash><M>2</M></Cash></I>");
}

Test(bind_round, a_row_may_hold_itself)
{
    toy_compile(&t, TOY("<element name='L' into='lines' occurs='*'>"
                        "<element name='N' to='name'/>"
                        "<element name='Sub' into='lines' occurs='*'"
                        " recur='lines'/></element>"));
    round_trip(&t, "<I><L><N>1</N><Sub><N>1.1</N><Sub><N>1.1.1</N></Sub>"
                   "</Sub><Sub><N>1.2</N></Sub></L><L><N>2</N></L></I>",
               NULL);
    holds_text(&t, "lines[1]/lines[2]/name", "1.2");
    holds_text(&t, "lines[1]/lines[1]/lines[1]/name", "1.1.1");
}

Test(bind_round, copies_follow_their_field)
{
    toy_compile(&t, TOY("<element name='C' to='currency'/>"
                        "<element name='G' to='gross'>"
                        "<attribute name='c' same='/currency'/></element>"));
    round_trip(&t, "<I><C>EUR</C><G c='EUR'>1</G></I>", NULL);
    /* It sets the field when nobody else did. */
    round_trip(&t, "<I><G c='SEK'>1</G></I>",
               "<I><C>SEK</C><G c='SEK'>1</G></I>");
    holds_text(&t, "currency", "SEK");
    /* A copy that lies is kept, and said. */
    round_trip(&t, "<I><C>EUR</C><G c='USD'>1</G></I>",
               "<I><C>EUR</C><G c='EUR'>1</G></I>");
    cr_assert(has_finding(&t, "EINV-BIND-0106"));
    toy_set(&t, "currency", "SEK");
    toy_put(&t, true);
    toy_wrote(&t, "<I><C>SEK</C><G c='SEK'>1</G></I>");
}

Test(bind_round, defaults_are_written_and_said)
{
    toy_compile(&t, TOY("<element name='T' to='type' occurs='1'"
                        " default='380'/><element name='N' to='number'"
                        " occurs='1'/>"));
    round_trip(&t, "<I><T>1</T><N>1</N></I>", NULL);
    toy_make(&t);
    toy_put(&t, false);
    toy_wrote(&t, "<I><T>380</T></I>");
    cr_assert_eq(rows_of(&t, EINV_WRITE, EINV_DEFAULTED), 1);
    cr_assert_eq(rows_of(&t, EINV_WRITE, EINV_MISSING_REQUIRED), 1);
    /* What the source left out is not filled in. */
    round_trip(&t, "<I><N>1</N></I>", "<I><T>380</T><N>1</N></I>");
}

Test(bind_round, a_list_that_must_have_a_member)
{
    toy_compile(&t, TOY("<element name='L' into='lines' occurs='+'>"
                        "<element name='N' to='name' occurs='1'/>"
                        "<element name='Q' to='quantity'/></element>"));
    round_trip(&t, "<I><L><N>a</N></L><L><N>b</N></L></I>", NULL);
    toy_make(&t);
    toy_put(&t, false);
    toy_wrote(&t, "<I/>");
    cr_assert_eq(rows_of(&t, EINV_WRITE, EINV_MISSING_REQUIRED), 1);
    /* What the source left out is not asked for. */
    toy_get(&t, "<I/>");
    toy_put(&t, true);
    cr_assert_eq(rows_of(&t, EINV_WRITE, EINV_MISSING_REQUIRED), 0);
    /* Nothing is asked for when a default would say it. */
    toy_compile(&t, TOY("<element name='L' into='lines' occurs='+'>"
                        "<element name='N' to='name' occurs='1'"
                        " default='x'/></element>"));
    toy_make(&t);
    toy_put(&t, false);
    toy_wrote(&t, "<I/>");
    cr_assert_eq(rows_of(&t, EINV_WRITE, EINV_MISSING_REQUIRED), 0);
}

Test(bind_round, a_value_that_reads_like_a_constant_is_said)
{
    toy_compile(&t, TOY("<element name='S' into='seller'><choice>"
        "<seq if='not has name'><element name='N' key='none' occurs='1'/>"
        "</seq><element name='N' to='name'/></choice>"
        "<element name='V' to='vat_id'/></element>"));
    round_trip(&t, "<I><S><N>a</N></S></I>", NULL);
    round_trip(&t, "<I><S><N>none</N><V>1</V></S></I>", NULL);
    holds_text(&t, "seller/name", "");
    toy_make(&t);
    toy_set(&t, "seller/name", "none");
    toy_put(&t, false);
    toy_wrote(&t, "<I><S><N>none</N></S></I>");
    cr_assert_eq(rows_of(&t, EINV_WRITE, EINV_CODE_LOSSY), 1);
}

Test(bind_round, constants_ride_along_with_their_parent)
{
    toy_compile(&t, TOY("<element name='P' into='seller'>"
                        "<element name='S' fixed='VAT' occurs='1'/>"
                        "<element name='N' to='name'/></element>"));
    round_trip(&t, "<I><P><S>VAT</S><N>a</N></P></I>", NULL);
    round_trip(&t, "<I/>", NULL);
    round_trip(&t, "<I><P><N>a</N></P></I>",
               "<I><P><S>VAT</S><N>a</N></P></I>");
    round_trip(&t, "<I><P><S>GST</S><N>a</N></P></I>",
               "<I><P><S>VAT</S><N>a</N></P></I>");
    /* Nothing in it is a reason to write it, but it was there. */
    round_trip(&t, "<I><P><S>VAT</S></P></I>", "<I/>");
}

Test(bind_round, patterns_split_one_place_into_fields)
{
    toy_compile(&t, TOY("<element name='L' into='lines' occurs='*'>"
        "<element name='N' pattern='*{class:-*}*{name} | {name}'/>"
        "<element name='Q' pattern='{unit:3} {unit_text:w}'/></element>"));
    round_trip(&t, "<I><L><N>*food*bread</N><Q>KGM kilo</Q></L></I>", NULL);
    holds_text(&t, "lines[1]/class", "food");
    holds_text(&t, "lines[1]/name", "bread");
    holds_text(&t, "lines[1]/unit", "KGM");
    round_trip(&t, "<I><L><N>bread</N></L></I>", NULL);
    holds_text(&t, "lines[1]/class", "");
    /* A text that would be read back otherwise is not written. */
    toy_make(&t);
    toy_set(&t, "lines[1]/class", "a*b");
    toy_set(&t, "lines[1]/name", "bread");
    toy_put(&t, false);
    toy_wrote(&t, "<I><L/></I>");
    cr_assert_eq(rows_of(&t, EINV_WRITE, EINV_NO_PLACE), 2);
}

Test(bind_round, a_pattern_may_have_parts_that_can_be_missing)
{
    toy_compile(&t, TOY("<element name='L' into='lines' occurs='*'>"
        "<element name='N' pattern='{class:w}[ ({unit:w})][ {name}]'/>"
        "</element>"));
    round_trip(&t, "<I><L><N>a (b) c d</N></L><L><N>a</N></L>"
                   "<L><N>a (b)</N></L><L><N>a c d</N></L></I>", NULL);
    holds_text(&t, "lines[1]/unit", "b");
    holds_text(&t, "lines[1]/name", "c d");
    holds_text(&t, "lines[2]/class", "a");
    holds_text(&t, "lines[3]/unit", "b");
    holds_text(&t, "lines[3]/name", "");
    holds_text(&t, "lines[4]/unit", "");
    holds_text(&t, "lines[4]/name", "c d");
}

Test(bind_round, codes_that_mean_several_fields)
{
    toy_compile(&t, TOY("<element name='L' into='lines' occurs='*'>"
        "<element name='N' to='name'/>"
        "<element name='R' to='category rate' as='code(rates)'/>"
        "<element name='U' to='unit unit_text' as='code(units)'/>"
        "</element>"));
    round_trip(&t, "<I><L><N>a</N><R>exempt</R><U>litre</U></L>"
                   "<L><N>b</N><R>19</R><U>barrow</U></L>"
                   "<L><N>c</N><R>zero</R></L></I>", NULL);
    holds_text(&t, "lines[1]/category", "E");
    holds_text(&t, "lines[1]/rate", "");
    holds_text(&t, "lines[1]/unit", "LTR");
    holds_text(&t, "lines[2]/category", "S");
    holds_text(&t, "lines[2]/rate", "19");
    holds_text(&t, "lines[2]/unit_text", "barrow");
    /* Read only: kept, and the other written bare. */
    round_trip(&t, "<I><L><N>c</N><R>0</R></L></I>",
               "<I><L><N>c</N><R>zero</R></L></I>");
    /* Unknown: the field stays empty, the text is kept. */
    round_trip(&t, "<I><L><N>c</N><R>many</R></L></I>",
               "<I><L><N>c</N></L></I>");
    holds_text(&t, "lines[1]/category", "");
    cr_assert(has_finding(&t, "EINV-BIND-0104"));
    toy_set(&t, "lines[1]/category", "E");
    toy_put(&t, true);
    toy_wrote(&t, "<I><L><N>c</N><R>exempt</R></L></I>");
}

Test(bind_round, the_national_code_stays_beside_the_code)
{
    toy_compile(&t, TOY("<element name='L' into='lines' occurs='*'>"
        "<element name='N' to='name'/>"
        "<element name='U' to='unit unit_text' as='code(units)'/>"
        "</element>"));
    /* Two names for one unit: each comes back, also without residue. */
    round_trip(&t, "<I><L><N>a</N><U>litre</U></L><L><N>b</N><U>liter</U></L>"
                   "</I>", NULL);
    holds_text(&t, "lines[2]/unit", "LTR");
    cr_assert_eq(rows_of(&t, EINV_READ, EINV_SPELLING), 0);
    /* It says nothing any more once the code is another one. */
    toy_set(&t, "lines[2]/unit", "MON");
    toy_put(&t, true);
    toy_wrote(&t, "<I><L><N>a</N><U>litre</U></L><L><N>b</N><U>month</U></L>"
                  "</I>");
    /* Blanks are a spelling of it. */
    round_trip(&t, "<I><L><N>a</N><U> liter</U></L></I>",
               "<I><L><N>a</N><U>liter</U></L></I>");
    cr_assert_eq(rows_of(&t, EINV_READ, EINV_SPELLING), 1);
}

Test(bind_round, an_absent_code_can_mean_something)
{
    toy_compile(&t, TOY("<element name='L' into='lines' occurs='*'>"
        "<element name='N' to='name'/>"
        "<element name='R' to='category rate' as='code(rates)'/>"
        "</element>"));
    round_trip(&t, "<I><L><N>a</N></L></I>", NULL);
    holds_text(&t, "lines[1]/category", "O");
    toy_make(&t);
    toy_set(&t, "lines[1]/name", "a");
    toy_set(&t, "lines[1]/category", "O");
    toy_put(&t, false);
    toy_wrote(&t, "<I><L><N>a</N></L></I>");
    cr_assert_eq(rows_of(&t, EINV_WRITE, EINV_NO_PLACE), 0);
}

Test(bind_round, lists_of_plain_values_keep_their_order)
{
    toy_compile(&t, TOY("<element name='R' to='remarks' occurs='*'/>"
                        "<element name='D' to='remarks' occurs='*'"
                        " write='no'/>"));
    round_trip(&t, "<I><R>b</R><R>a</R></I>", NULL);
    holds_text(&t, "remarks[2]", "a");
    round_trip(&t, "<I><R>b</R><R/><R>a</R></I>", "<I><R>b</R><R>a</R></I>");
}

Test(bind_round, a_list_may_have_a_codec)
{
    toy_compile(&t, TOY("<element name='R' to='remarks' as='prefix(x-)'"
                        " occurs='*'/>"));
    round_trip(&t, "<I><R>1</R><R>2</R></I>", NULL);
    holds_text(&t, "remarks[1]", "x-1");
    holds_text(&t, "remarks[2]", "x-2");
}

Test(bind_round, values_carry_qualifiers)
{
    toy_compile(&t, TOY("<element name='S' into='seller'>"
        "<element name='Id' into='ids' occurs='*' to='.'>"
        "<attribute name='s' to='scheme'/></element>"
        "<element name='V' to='vat_id'><attribute name='s'"
        " to='vat_id/scheme'/></element></element>"));
    round_trip(&t, "<I><S><Id s='0088'>1</Id><Id>2</Id><V s='x'>3</V></S>"
                   "</I>", NULL);
    holds_text(&t, "seller/ids[1]/scheme", "0088");
    holds_text(&t, "seller/vat_id/scheme", "x");
    /* Order is that of the document. */
    holds_text(&t, "seller/ids[2]", "2");
}

Test(bind_round, once_is_for_the_first_member)
{
    toy_compile(&t, TOY("<element name='L' into='lines' occurs='*'>"
        "<element name='N' to='name'/>"
        "<element name='P' to='/order' once='yes'/></element>"));
    round_trip(&t, "<I><L><N>a</N><P>7</P></L><L><N>b</N></L></I>", NULL);
    holds_text(&t, "order", "7");
    round_trip(&t, "<I><L><N>a</N></L><L><N>b</N><P>7</P></L></I>",
               "<I><L><N>a</N><P>7</P></L><L><N>b</N></L></I>");
}

Test(bind_round, empty_is_written_with_nothing_in_it)
{
    toy_compile(&t, TOY("<element name='E' occurs='1' empty='yes'>"
                        "<element name='N' to='number'/></element>"));
    round_trip(&t, "<I><E/></I>", NULL);
    round_trip(&t, "<I><E><N>1</N></E></I>", NULL);
    round_trip(&t, "<I/>", "<I><E/></I>");
}

Test(bind_round, having_looks_for_a_child)
{
    toy_compile(&t, TOY(
        "<element name='P' into='seller' having='V'>"
        "<element name='V' to='vat_id'/></element>"
        "<element name='P' into='buyer'><element name='N' to='name'/>"
        "</element>"));
    round_trip(&t, "<I><P><V>1</V></P><P><N>b</N></P></I>", NULL);
    holds_text(&t, "seller/vat_id", "1");
    holds_text(&t, "buyer/name", "b");
}

Test(bind_round, lacking_looks_for_none)
{
    toy_compile(&t, TOY(
        "<element name='P' into='seller' having='V'>"
        "<element name='V' to='vat_id'/><element name='N' to='name'/>"
        "</element>"
        "<element name='P' into='seller' lacking='W' write='no'>"
        "<element name='N' to='name'/></element>"));
    toy_get(&t, "<I><P><N>b</N></P></I>");
    holds_text(&t, "seller/name", "b");
    toy_get(&t, "<I><P><N>b</N><W/></P></I>");
    holds_text(&t, "seller/name", "");
}

Test(bind_round, what_is_only_read_may_be_read_under_a_condition)
{
    toy_compile(&t, TOY(
        "<element name='C' to='number'/>"
        "<element name='P' into='seller' if='not has /number' write='no'>"
        "<element name='N' to='name'/></element>"));
    toy_get(&t, "<I><P><N>b</N></P></I>");
    holds_text(&t, "seller/name", "b");
    toy_get(&t, "<I><C>1</C><P><N>b</N></P></I>");
    holds_text(&t, "seller/name", "");
}

Test(bind_round, spellings_are_kept_while_the_value_stands)
{
    toy_compile(&t, TOY("<element name='G' to='gross'/>"
                        "<element name='T' to='test' as='bool(1,0)'/>"
                        "<element name='D' to='date'"
                        " as='date(dd.MM.yyyy)'/>"));
    round_trip(&t, "<I><G> +007.50</G><T>1</T><D>01.02.2024</D></I>",
               "<I><G>7.50</G><T>1</T><D>01.02.2024</D></I>");
    holds_text(&t, "gross", "7.50");
    holds_text(&t, "test", "true");
    holds_text(&t, "date", "2024-02-01");
    toy_set(&t, "gross", "7.5");
    toy_put(&t, true);
    toy_wrote(&t, "<I><G>7.5</G><T>1</T><D>01.02.2024</D></I>");
}

Test(bind_round, groups_take_parameters)
{
    toy_compile(&t, TOY_HEAD
        "<group name='p'><element name='{Who}Name' to='name'/></group>"
        "<document name='I'><element name='S' into='seller'>"
        "<use group='p' Who='Seller'/></element><element name='B'"
        " into='buyer'><use group='p' Who='Buyer'/></element></document>"
        TOY_FOOT);
    round_trip(&t, "<I><S><SellerName>a</SellerName></S><B>"
                   "<BuyerName>b</BuyerName></B></I>", NULL);
}

Test(bind_round, of_two_roots_the_model_chooses)
{
    toy_compile(&t, TOY_HEAD
        "<document name='I' if='type not in 381'><element name='T'"
        " to='type'/></document>"
        "<document name='C' if='type in 381'><element name='T' to='type'/>"
        "</document>" TOY_FOOT);
    round_trip(&t, "<I><T>380</T></I>", NULL);
    round_trip(&t, "<C><T>381</T></C>", NULL);
    round_trip(&t, "<C><T>380</T></C>", "<I><T>380</T></I>");
    toy_set(&t, "type", "381");
    toy_put(&t, true);
    toy_wrote(&t, "<C><T>381</T></C>");
    cr_assert_eq(einv__bind_get(t.b, &t.source, &t.inv, NULL), EINV_OK);
}

Test(bind_round, a_strange_root_is_refused)
{
    toy_compile(&t, TOY("<element name='N' to='number'/>"));
    toy_make(&t);
    cr_assert_eq(einv__xml_read(&t.source, &einv__libc_allocator,
                                T("<X><N>1</N></X>"), NULL, NULL), EINV_OK);
    t.has_source = true;
    cr_assert_eq(einv__bind_get(t.b, &t.source, &t.inv, NULL),
                 EINV_EUNKNOWN);
}

Test(bind_round, credit_notes_have_the_other_sign)
{
    toy_compile(&t, TOY_HEAD "<sign credit='381 396'/><document name='I'>"
        "<element name='G' to='gross' sign='credit' as='comma'/>"
        "<element name='H' same='/gross' sign='credit' as='comma'/>"
        "<element name='V' to='vat' sign='credit'/>"
        "<element name='L' into='lines' occurs='*'>"
        "<element name='Q' to='quantity' sign='credit'/></element>"
        "<element name='T' to='type'/></document>" TOY_FOOT);
    /* The type stands last. */
    round_trip(&t, "<I><G>-12,50</G><H>-12,50</H><V>0.00</V><L><Q>3</Q></L>"
                   "<T>381</T></I>", NULL);
    holds_text(&t, "gross", "12.50");
    holds_text(&t, "vat", "0.00");
    holds_text(&t, "lines[1]/quantity", "-3");
    round_trip(&t, "<I><G>-12,50</G><H>-12,50</H><L><Q>3</Q></L><T>380</T>"
                   "</I>", NULL);
    holds_text(&t, "gross", "-12.50");
    /* Another spelling, a zero with a sign, a text that does not read. */
    round_trip(&t, "<I><G>-012,50</G><H>-12,50</H><V>-0.0</V><L><Q>x</Q></L>"
                   "<T>396</T></I>",
               "<I><G>-12,50</G><H>-12,50</H><V>-0.0</V><L/><T>396</T></I>");
    toy_set(&t, "type", "380");
    toy_put(&t, false);
    toy_wrote(&t, "<I><G>12,50</G><H>12,50</H><V>-0.0</V><L/><T>380</T></I>");
}

static const char members[] =
    TOY("<member into='taxes'><set to='category' value='S'/>"
        "<set to='rate' value='23 | 22' like='lines/rate'/>"
        "<element name='B1' to='base'/><element name='T1' to='amount'/>"
        "</member>"
        "<member into='taxes'><set to='category' value='S'/>"
        "<set to='rate' value='8'/><element name='B2' to='base'/>"
        "<element name='T2' to='amount'/></member>"
        "<member into='taxes'><set to='category' value='E'/>"
        "<element name='B3' to='base'/></member>"
        "<element name='L' into='lines' occurs='*'>"
        "<element name='R' to='rate'/></element>");

Test(bind_round, a_record_may_have_no_element_of_its_own)
{
    toy_compile(&t, members);
    round_trip(&t, "<I><B1>10</B1><T1>2.3</T1><B2>5</B2><B3>7</B3></I>",
               NULL);
    holds_text(&t, "taxes[1]/category", "S");
    holds_text(&t, "taxes[1]/rate", "23");
    holds_text(&t, "taxes[1]/amount", "2.3");
    holds_text(&t, "taxes[2]/rate", "8");
    holds_text(&t, "taxes[3]/category", "E");
    holds_text(&t, "taxes[3]/rate", "");
    round_trip(&t, "<I><T2>5</T2></I>", NULL);
    round_trip(&t, "<I/>", NULL);
}

Test(bind_round, of_several_readings_the_one_of_the_lines_is_set)
{
    toy_compile(&t, members);
    round_trip(&t, "<I><B1>10</B1><L><R>8</R></L><L><R>22.0</R></L></I>",
               NULL);
    holds_text(&t, "taxes[1]/rate", "22");
    toy_make(&t);
    toy_set(&t, "taxes[1]/category", "S");
    toy_set(&t, "taxes[1]/rate", "22.00");
    toy_set(&t, "taxes[1]/base", "10");
    toy_set(&t, "lines[1]/rate", "22");
    toy_put(&t, false);
    toy_wrote(&t, "<I><B1>10</B1><L><R>22</R></L></I>");
    /* The same rate, in other digits. */
    cr_assert_eq(t.report.n_rows, 1);
    cr_assert_eq(rows_of(&t, EINV_WRITE, EINV_SPELLING), 1);
    /* Who reads it would take the first. */
    toy_set(&t, "lines[1]/rate", "5");
    toy_put(&t, false);
    toy_wrote(&t, "<I><B1>10</B1><L><R>5</R></L></I>");
    cr_assert_eq(rows_of(&t, EINV_WRITE, EINV_CODE_LOSSY), 1);
}

Test(bind_round, a_member_that_has_no_place_is_said)
{
    toy_compile(&t, members);
    toy_make(&t);
    toy_set(&t, "taxes[1]/category", "E");
    toy_set(&t, "taxes[1]/base", "1");
    toy_set(&t, "taxes[2]/category", "E");
    toy_set(&t, "taxes[2]/base", "2");
    toy_set(&t, "taxes[3]/category", "Z");
    toy_set(&t, "taxes[3]/base", "3");
    toy_put(&t, false);
    toy_wrote(&t, "<I><B3>1</B3></I>");
    cr_assert_eq(rows_of(&t, EINV_WRITE, EINV_NO_PLACE), 4);
}

Test(bind_round, residue_and_order_in_members)
{
    toy_compile(&t, members);
    round_trip(&t, "<I><F>0</F><T1> 2</T1><F>1</F><B1 x='1'>many</B1>"
                   "<B3/><B2>8</B2><F>2</F></I>",
               "<I><T1>2</T1><B2>8</B2></I>");
    toy_set(&t, "taxes[1]/base", "9");
    toy_put(&t, true);
    toy_wrote(&t, "<I><F>0</F><T1> 2</T1><F>1</F><B1 x='1'>9</B1>"
                  "<B3/><B2>8</B2><F>2</F></I>");
}

static const char joins[] =
    TOY("<element name='S' into='seller'>"
        "<element name='V' to='vat_id' join='{c:2}{n}'>"
        "<element name='C' part='c'/><element name='N' part='n'/></element>"
        "<seq to='name' join='{f:w} {i:w}[ {o}]'><attribute name='f'"
        " part='f'/><attribute name='i' part='i'/><attribute name='o'"
        " part='o'/></seq></element>"
        "<element name='T' to='type'/>");

Test(bind_round, several_places_hold_one_field)
{
    toy_compile(&t, joins);
    round_trip(&t, "<I><S f='Pushkin' i='Alexander' o='Sergeyevich'><V>"
                   "<C>KZ</C><N>123</N></V></S></I>", NULL);
    holds_text(&t, "seller/vat_id", "KZ123");
    holds_text(&t, "seller/name", "Pushkin Alexander Sergeyevich");
    cr_assert_eq(t.report.n_rows, 0);
    round_trip(&t, "<I><S f='Pushkin' i='Alexander'/></I>", NULL);
    holds_text(&t, "seller/name", "Pushkin Alexander");
    toy_set(&t, "seller/name", "a b c d");
    toy_put(&t, true);
    toy_wrote(&t, "<I><S f='a' i='b' o='c d'/></I>");
    toy_set(&t, "seller/name", "one");
    toy_put(&t, true);
    toy_wrote(&t, "<I/>");
    cr_assert_eq(rows_of(&t, EINV_WRITE, EINV_NO_PLACE), 1);
}

Test(bind_round, a_join_has_text_that_the_document_has_not)
{
    toy_compile(&t, TOY("<element name='S' into='seller'>"
                        "<seq to='vat_id' join='XX{n}'><attribute name='n'"
                        " part='n' picture='9{3}'/></seq></element>"));
    round_trip(&t, "<I><S n='123'/></I>", NULL);
    holds_text(&t, "seller/vat_id", "XX123");
    toy_set(&t, "seller/vat_id", "YY124");
    toy_put(&t, true);
    toy_wrote(&t, "<I/>");
    cr_assert_eq(rows_of(&t, EINV_WRITE, EINV_NO_PLACE), 1);
    toy_set(&t, "seller/vat_id", "XX1245");
    toy_put(&t, true);
    toy_wrote(&t, "<I/>");
    cr_assert_eq(rows_of(&t, EINV_WRITE, EINV_NO_PLACE), 2);
    toy_set(&t, "seller/vat_id", "XX124");
    toy_put(&t, true);
    toy_wrote(&t, "<I><S n='124'/></I>");
}

Test(bind_round, parts_that_make_no_field_are_kept_until_it_is_said)
{
    toy_compile(&t, joins);
    round_trip(&t, "<I><S f='a b' i='c'><V><C>KAZ</C><N>1</N></V></S></I>",
               "<I/>");
    holds_text(&t, "seller/vat_id", "");
    cr_assert(has_finding(&t, "EINV-BIND-0104"));
    toy_set(&t, "seller/vat_id", "KZ7");
    toy_put(&t, true);
    toy_wrote(&t, "<I><S f='a b' i='c'><V><C>KZ</C><N>7</N></V></S></I>");
    round_trip(&t, "<I><S><V><N>1</N></V></S></I>", "<I/>");
    round_trip(&t, "<I><S o='x'><V><C/><N> </N></V></S></I>", "<I/>");
}
