/* bind_notes.c: residue: what a document said beyond the model, where it
 * comes back, and what voids it.
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

TestSuite(bind_notes, .init = start, .fini = stop);

static size_t notes_below(const struct einv_entry *e, int kind)
{
    size_t n = 0;

    for (const struct einv_note *note = e->notes; note != NULL;
         note = note->next)
        n += (int)note->kind == kind;
    for (e = e->first; e != NULL; e = e->next)
        n += notes_below(e, kind);
    return n;
}

#define has_notes(kind, n) \
    cr_assert_eq(notes_below(&t.inv.root, EINV_NOTE_##kind), (size_t)(n))

static const char lines[] =
    TOY("<element name='N' to='number'/>"
        "<element name='L' into='lines' occurs='*'><attribute name='id'"
        " to='id'/><element name='A' to='name'/>"
        "<element name='R' to='category rate' as='code(rates)'/>"
        "<element name='Q' to='quantity'/></element>"
        "<element name='Z' to='order'/>");

Test(bind_notes, foreign_elements_come_back_where_they_stood)
{
    toy_compile(&t, lines);
    round_trip(&t, "<I><F>0</F><N>1</N><F>1</F><L id='1'><F/><A>a</A><F/>"
                   "</L><F>2</F><L id='2'><A>b</A></L><F>3</F><F>4</F>"
                   "<L id='3'/><F>5</F><Z>z</Z><F>6</F></I>",
               "<I><N>1</N><L id='1'><A>a</A></L><L id='2'><A>b</A></L>"
               "<L id='3'/><Z>z</Z></I>");
    has_notes(FOREIGN, 9);
    cr_assert_eq(rows_of(&t, EINV_READ, EINV_NOT_MAPPED), 9);
}

Test(bind_notes, foreign_elements_stay_with_their_neighbours_when_one_goes)
{
    struct einv_entry *line;

    toy_compile(&t, lines);
    toy_get(&t, "<I><L id='1'/><F>1</F><L id='2'/><F>2</F></I>");
    cr_assert_eq(einv__entry_resolve(&t.inv, &t.inv.root, T("lines[2]"),
                                     false, &line), EINV_OK);
    einv__entry_remove(line);
    toy_put(&t, true);
    toy_wrote(&t, "<I><L id='1'/><F>1</F><F>2</F></I>");
}

Test(bind_notes, foreign_attributes_and_subtrees_come_back)
{
    toy_compile(&t, lines);
    round_trip(&t, "<I x='1'><N y='2'>1</N><L id='1' z='3'><F a='b'><G>c</G>"
                   "</F></L></I>", "<I><N>1</N><L id='1'/></I>");
    /* An element in a leaf is foreign to it; so is the whole. */
    round_trip(&t, "<I><N><B>1</B></N></I>", "<I/>");
}

Test(bind_notes, what_skip_names_is_kept_and_said)
{
    toy_compile(&t, TOY("<element name='N' to='number'/>"
                        "<skip name='Sig' why='a signature'/>"));
    round_trip(&t, "<I><N>1</N><Sig><V>abc</V></Sig></I>",
               "<I><N>1</N></I>");
    has_notes(SKIPPED, 1);
    cr_assert_eq(rows_of(&t, EINV_READ, EINV_SKIPPED), 1);
}

Test(bind_notes, an_undecodable_text_stands_until_its_field_is_said)
{
    toy_compile(&t, lines);
    round_trip(&t, "<I><L id='1'><Q>many</Q></L></I>", "<I><L id='1'/></I>");
    has_notes(TEXT, 1);
    cr_assert_eq(rows_of(&t, EINV_READ, EINV_UNDECODABLE), 1);
    cr_assert(has_finding(&t, "EINV-BIND-0104"));
    toy_set(&t, "lines[1]/quantity", "3");
    toy_put(&t, true);
    toy_wrote(&t, "<I><L id='1'><Q>3</Q></L></I>");
}

Test(bind_notes, an_empty_element_stands_until_its_field_is_said)
{
    toy_compile(&t, lines);
    round_trip(&t, "<I><N/><L id=''><A/><Q/></L></I>", "<I><L/></I>");
    has_notes(EMPTY, 4);
    toy_set(&t, "lines[1]/name", "a");
    toy_put(&t, true);
    toy_wrote(&t, "<I><N/><L id=''><A>a</A><Q/></L></I>");
}

Test(bind_notes, blanks_come_back_too)
{
    toy_compile(&t, lines);
    round_trip(&t, "<I><N> 1 </N><L id='1'><A>  </A></L></I>",
               "<I><N> 1 </N><L id='1'/></I>");
}

Test(bind_notes, absent_holds_until_what_lies_below_changes)
{
    toy_compile(&t, TOY("<element name='T' to='type' occurs='1'"
                        " default='380'/><element name='S' occurs='1'>"
                        "<element name='K' fixed='k' occurs='1'/>"
                        "<element name='N' to='number'/></element>"));
    round_trip(&t, "<I/>", "<I><T>380</T><S><K>k</K></S></I>");
    has_notes(ABSENT, 2);
    toy_set(&t, "type", "381");
    toy_put(&t, true);
    toy_wrote(&t, "<I><T>381</T></I>");
    toy_set(&t, "number", "5");
    toy_put(&t, true);
    toy_wrote(&t, "<I><T>381</T><S><K>k</K><N>5</N></S></I>");
}

Test(bind_notes, present_writes_what_has_no_content)
{
    toy_compile(&t, lines);
    round_trip(&t, "<I><N>1</N></I>", NULL);
    toy_compile(&t, TOY("<element name='S' into='seller'><element name='N'"
                        " to='name'/></element>"));
    round_trip(&t, "<I><S/></I>", "<I/>");
    has_notes(PRESENT, 1);
    round_trip(&t, "<I><S>odd text</S></I>", "<I/>");
}

Test(bind_notes, order_is_kept_where_it_is_not_the_grammars)
{
    toy_compile(&t, lines);
    round_trip(&t, "<I><Z>z</Z><L id='1'><Q>1</Q><A>a</A></L><N>1</N>"
                   "<L id='2'/></I>",
               "<I><N>1</N><L id='1'><A>a</A><Q>1</Q></L><L id='2'/>"
               "<Z>z</Z></I>");
    has_notes(ORDER, 2);
    /* New members go behind the last old one, foreign ones with their
     * element. */
    toy_get(&t, "<I><Z>z</Z><F>f</F><L id='1'/><N>1</N></I>");
    toy_set(&t, "lines[2]/id", "2");
    toy_put(&t, true);
    toy_wrote(&t, "<I><Z>z</Z><F>f</F><L id='1'/><L id='2'/><N>1</N></I>");
}

Test(bind_notes, a_later_alternative_is_remembered_while_nothing_changes)
{
    toy_compile(&t, TOY("<choice><element name='A' to='number'/>"
                        "<element name='B' to='number' write='no'/>"
                        "</choice><element name='T' to='type'/>"));
    round_trip(&t, "<I><B>1</B></I>", "<I><A>1</A></I>");
    cr_assert_geq(notes_below(&t.inv.root, EINV_NOTE_PLACE), 1u);
    toy_set(&t, "type", "x");
    toy_put(&t, true);
    toy_wrote(&t, "<I><B>1</B><T>x</T></I>");
    toy_set(&t, "number", "2");
    toy_put(&t, true);
    toy_wrote(&t, "<I><A>2</A><T>x</T></I>");
}

Test(bind_notes, a_second_element_of_a_single_place_is_foreign)
{
    toy_compile(&t, lines);
    round_trip(&t, "<I><N>1</N><N>2</N></I>", "<I><N>1</N></I>");
    holds_text(&t, "number", "1");
}

Test(bind_notes, two_places_of_one_field_that_disagree)
{
    toy_compile(&t, TOY("<element name='A' to='number'/>"
                        "<element name='B' to='number' write='no'/>"));
    round_trip(&t, "<I><A>1</A><B>2</B></I>", "<I><A>1</A></I>");
    cr_assert(has_finding(&t, "EINV-BIND-0105"));
    toy_set(&t, "number", "3");
    toy_put(&t, true);
    toy_wrote(&t, "<I><A>3</A></I>");
}

Test(bind_notes, residue_of_a_removed_record_goes_with_it)
{
    struct einv_entry *line;

    toy_compile(&t, lines);
    toy_get(&t, "<I><L id='1'><Q>odd</Q><F/></L><N>1</N></I>");
    cr_assert_eq(einv__entry_resolve(&t.inv, &t.inv.root, T("lines[1]"),
                                     false, &line), EINV_OK);
    einv__entry_remove(line);
    toy_put(&t, true);
    toy_wrote(&t, "<I><N>1</N></I>");
}
