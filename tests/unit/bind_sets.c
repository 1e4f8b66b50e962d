/* bind_sets.c: what a format says without a place: values that it implies,
 * columns of code lists that are spelled otherwise, codes said by absence,
 * credit notes told by the sign of a total, what a text's form says.
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

TestSuite(bind_sets, .init = start, .fini = stop);

/* The first write row of this reason. */
static const struct einv_ledger_row *row_of(enum einv_reason reason)
{
    const struct einv_ledger_row *r = t.report.first_row;

    while (r != NULL && (r->direction != EINV_WRITE || r->reason != reason))
        r = r->next;
    return r;
}

Test(bind_sets, what_is_implied_is_read_and_not_asked_for)
{
    toy_compile(&t, TOY("<element name='S' into='seller'>"
        "<set to='vat_id' value='XX9' guard='no'/>"
        "<element name='N' to='name'/></element>"));
    round_trip(&t, "<I><S><N>a</N></S></I>", NULL);
    holds_text(&t, "seller/vat_id", "XX9");
    cr_assert_null(row_of(EINV_DEFAULTED));
    cr_assert_null(row_of(EINV_NO_PLACE));
    /* Nobody said it: a reader will, so the ledger does. */
    toy_make(&t);
    toy_set(&t, "seller/name", "a");
    toy_put(&t, false);
    toy_wrote(&t, "<I><S><N>a</N></S></I>");
    cr_assert_not_null(row_of(EINV_DEFAULTED));
    cr_assert(einv__text_is(row_of(EINV_DEFAULTED)->value, "XX9"));
    /* Another value has no place, and a reader will read the implied one. */
    toy_make(&t);
    toy_set(&t, "seller/name", "a");
    toy_set(&t, "seller/vat_id", "YY1");
    toy_put(&t, false);
    toy_wrote(&t, "<I><S><N>a</N></S></I>");
    cr_assert_not_null(row_of(EINV_DEFAULTED));
    cr_assert_not_null(row_of(EINV_NO_PLACE));
    cr_assert(einv__text_is(row_of(EINV_NO_PLACE)->value, "YY1"));
    /* It is no reason to write anything. */
    toy_make(&t);
    toy_set(&t, "seller/vat_id", "XX9");
    toy_put(&t, false);
    toy_wrote(&t, "<I/>");
}

Test(bind_sets, a_member_may_say_what_stands_elsewhere)
{
    toy_compile(&t, TOY("<element name='C' to='currency'/>"
        "<member into='payments'><set to='means' like='currency'/>"
        "<element name='A' to='account'/></member>"));
    round_trip(&t, "<I><C>EUR</C><A>7</A></I>", NULL);
    holds_text(&t, "payments[1]/means", "EUR");
    round_trip(&t, "<I><A>7</A></I>", NULL);
    holds_text(&t, "payments[1]/means", "");
    /* The member is the one that says the same. */
    toy_make(&t);
    toy_set(&t, "currency", "EUR");
    toy_set(&t, "payments[1]/means", "USD");
    toy_set(&t, "payments[1]/account", "7");
    toy_set(&t, "payments[2]/means", "EUR");
    toy_set(&t, "payments[2]/account", "8");
    toy_put(&t, false);
    toy_wrote(&t, "<I><C>EUR</C><A>8</A></I>");
    cr_assert_eq(rows_of(&t, EINV_WRITE, EINV_NO_PLACE), 2);
}

Test(bind_sets, a_column_may_be_spelled_by_a_codec)
{
    toy_compile(&t, TOY("<element name='L' into='lines' occurs='*'>"
        "<element name='N' to='name'/>"
        "<element name='R' to='category rate' as='code(shares)'/></element>"));
    round_trip(&t, "<I><L><N>a</N><R>0.13</R></L><L><N>b</N><R>free</R></L>"
                   "</I>", NULL);
    holds_text(&t, "lines[1]/rate", "13");
    holds_text(&t, "lines[2]/rate", "0");
    round_trip(&t, "<I><L><N>a</N><R>0.130000</R></L></I>", NULL);
    holds_text(&t, "lines[1]/rate", "13.0000");
    /* Numbers are looked up by value. */
    toy_set(&t, "lines[1]/category", "Z");
    toy_set(&t, "lines[1]/rate", "0.00");
    toy_put(&t, false);
    toy_wrote(&t, "<I><L><N>a</N><R>free</R></L></I>");
}

Test(bind_sets, what_absence_cannot_say_is_lossy)
{
    toy_compile(&t, TOY("<element name='L' into='lines' occurs='*'>"
        "<element name='N' to='name'/>"
        "<element name='R' to='category rate' as='code(shares)'/></element>"));
    round_trip(&t, "<I><L><N>a</N></L></I>", NULL);
    holds_text(&t, "lines[1]/category", "E");
    toy_put(&t, false);
    cr_assert_eq(rows_of(&t, EINV_WRITE, EINV_CODE_LOSSY), 0);
    toy_set(&t, "lines[1]/category", "O");
    toy_put(&t, false);
    toy_wrote(&t, "<I><L><N>a</N></L></I>");
    cr_assert_eq(rows_of(&t, EINV_WRITE, EINV_CODE_LOSSY), 1);
    cr_assert(einv__text_is(row_of(EINV_CODE_LOSSY)->value, "O"));
}

Test(bind_sets, a_group_may_set_what_it_is_the_content_of)
{
    toy_compile(&t, TOY_HEAD "<group name='inner'>"
        "<set to='vat_id' value='XX9' guard='no'/></group>"
        "<group name='g'><use group='inner'/><element name='N' to='name'/>"
        "</group><document name='I'>"
        "<element name='S' into='seller' with='g'/>"
        "<element name='B' into='buyer'><use group='g'/></element></document>"
        TOY_FOOT);
    round_trip(&t, "<I><S><N>a</N></S><B><N>b</N></B></I>", NULL);
    holds_text(&t, "seller/vat_id", "XX9");
    holds_text(&t, "buyer/vat_id", "XX9");
}

Test(bind_sets, what_absence_says_is_said_in_the_ledger)
{
    toy_compile(&t, TOY("<element name='L' into='lines' occurs='*'>"
        "<element name='N' to='name'/>"
        "<element name='R' to='category rate' as='code(shares)'/></element>"));
    /* Nobody said a category: a reader will read E. */
    toy_make(&t);
    toy_set(&t, "lines[1]/name", "a");
    toy_put(&t, false);
    toy_wrote(&t, "<I><L><N>a</N></L></I>");
    cr_assert_not_null(row_of(EINV_DEFAULTED));
    cr_assert(einv__text_is(row_of(EINV_DEFAULTED)->value, "E"));
    /* A category that the list cannot say: a reader will read E, too. */
    toy_make(&t);
    toy_set(&t, "lines[1]/name", "a");
    toy_set(&t, "lines[1]/category", "AE");
    toy_set(&t, "lines[1]/rate", "7");
    toy_put(&t, false);
    toy_wrote(&t, "<I><L><N>a</N></L></I>");
    cr_assert_eq(rows_of(&t, EINV_WRITE, EINV_CODE_LOSSY), 2);
    cr_assert_null(row_of(EINV_NO_PLACE));
    cr_assert_null(row_of(EINV_DEFAULTED));
}

/* The word says "a difference"; its sign says which way. */
static const char difference[] =
    TOY_HEAD "<sign credit='381' by='gross' as='380'/><document name='I'>"
    "<element name='T' to='type' as='code(types2)'/>"
    "<element name='G' to='gross' sign='credit'/>"
    "<element name='L' into='lines' occurs='*'>"
    "<element name='Q' to='quantity' sign='credit'/></element></document>"
    TOY_FOOT;

Test(bind_sets, an_empty_place_implies_nothing)
{
    toy_compile(&t, TOY("<element name='S' into='seller'>"
        "<element name='N' to='name'>"
        "<set to='vat_id' value='XX9' guard='no'/></element></element>"));
    round_trip(&t, "<I><S><N>a</N></S></I>", NULL);
    holds_text(&t, "seller/vat_id", "XX9");
    toy_get(&t, "<I><S><N/></S></I>");
    holds_text(&t, "seller/vat_id", "");
    toy_put(&t, true);
    toy_wrote(&t, "<I><S><N/></S></I>");
    cr_assert_null(row_of(EINV_DEFAULTED));
}

Test(bind_sets, the_sign_of_a_total_tells_a_credit_note)
{
    toy_compile(&t, difference);
    round_trip(&t, "<I><T>01</T><G>-5</G><L><Q>-2</Q></L></I>", NULL);
    holds_text(&t, "type", "381");
    holds_text(&t, "gross", "5");
    holds_text(&t, "lines[1]/quantity", "2");
    cr_assert_eq(rows_of(&t, EINV_WRITE, EINV_CODE_LOSSY), 0);
    round_trip(&t, "<I><T>01</T><G>5</G><L><Q>-2</Q></L></I>", NULL);
    holds_text(&t, "type", "380");
    holds_text(&t, "lines[1]/quantity", "-2");
    round_trip(&t, "<I><T>03</T><G>-5</G></I>", NULL);
    holds_text(&t, "type", "384");
    holds_text(&t, "gross", "-5");
}

Test(bind_sets, a_type_that_a_reader_would_take_for_another_is_lossy)
{
    toy_compile(&t, difference);
    toy_make(&t);
    toy_set(&t, "type", "380");
    toy_set(&t, "gross", "-5");
    toy_put(&t, false);
    toy_wrote(&t, "<I><T>01</T><G>-5</G></I>");
    cr_assert_eq(rows_of(&t, EINV_WRITE, EINV_CODE_LOSSY), 2);
    /* A credit note with a negative total has no word. */
    toy_make(&t);
    toy_set(&t, "type", "381");
    toy_set(&t, "gross", "-5");
    toy_put(&t, false);
    toy_wrote(&t, "<I><G>-5</G></I>");
    cr_assert_eq(rows_of(&t, EINV_WRITE, EINV_CODE_LOSSY), 0);
    cr_assert_eq(rows_of(&t, EINV_WRITE, EINV_NO_PLACE), 1);
}

Test(bind_sets, without_a_word_the_total_tells)
{
    toy_compile(&t, TOY_HEAD "<sign credit='381' by='gross' else='380'/>"
        "<document name='I'><element name='T' to='type' as='code(types)'/>"
        "<element name='G' to='gross' sign='credit'/></document>" TOY_FOOT);
    round_trip(&t, "<I><G>-5</G></I>", "<I><T>02</T><G>-5</G></I>");
    holds_text(&t, "type", "381");
    holds_text(&t, "gross", "5");
    toy_get(&t, "<I><G>-5</G></I>");
    toy_put(&t, true);
    toy_wrote(&t, "<I><G>-5</G></I>");
    cr_assert_eq(rows_of(&t, EINV_WRITE, EINV_NO_PLACE), 0);
    cr_assert_eq(rows_of(&t, EINV_WRITE, EINV_DEFAULTED), 0);
    round_trip(&t, "<I><G>5</G></I>", "<I><T>01</T><G>5</G></I>");
    holds_text(&t, "type", "380");
    round_trip(&t, "<I><T>02</T><G>-5</G></I>", NULL);
    holds_text(&t, "gross", "5");
    /* No word for the type: a reader goes by the total. */
    toy_make(&t);
    toy_set(&t, "type", "384");
    toy_set(&t, "gross", "-5");
    toy_put(&t, false);
    toy_wrote(&t, "<I><G>-5</G></I>");
    cr_assert(einv__text_is(row_of(EINV_DEFAULTED)->value, "381"));
    cr_assert(einv__text_is(row_of(EINV_CODE_LOSSY)->value, "-5"));
    cr_assert(einv__text_is(row_of(EINV_NO_PLACE)->value, "384"));
}

Test(bind_sets, a_hole_has_codecs_and_what_they_refuse_is_the_next_text)
{
    toy_compile(&t, TOY_HEAD "<sign credit='381'/><document name='I'>"
        "<element name='T' to='type'/>"
        "<element name='D' pattern='{date:8:date(yyyyMMdd)}{order:4} |"
        " {date:10}'/><element name='L' into='lines' occurs='*'>"
        "<element name='Q' pattern='{/point:8:date(yyyyMMdd)} | {quantity}'"
        " sign='credit'/></element></document>" TOY_FOOT);
    round_trip(&t, "<I><T>380</T><D>202609140947</D></I>", NULL);
    holds_text(&t, "date", "2026-09-14");
    holds_text(&t, "order", "0947");
    round_trip(&t, "<I><T>380</T><D>2026-09-14</D></I>", NULL);
    holds_text(&t, "date", "2026-09-14");
    round_trip(&t, "<I><T>380</T><L><Q>20260914</Q></L></I>", NULL);
    holds_text(&t, "point", "2026-09-14");
    holds_text(&t, "lines[1]/quantity", "");
    /* The thirty-first of June is a number. */
    round_trip(&t, "<I><T>380</T><L><Q>20260631</Q></L></I>", NULL);
    holds_text(&t, "point", "");
    holds_text(&t, "lines[1]/quantity", "20260631");
    /* The sign is about the number alone. */
    round_trip(&t, "<I><T>381</T><L><Q>-7</Q></L></I>", NULL);
    holds_text(&t, "lines[1]/quantity", "7");
    round_trip(&t, "<I><T>381</T><L><Q>20260914</Q></L></I>", NULL);
    holds_text(&t, "point", "2026-09-14");
}
