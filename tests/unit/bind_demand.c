/* bind_demand.c: what the rows demand and nobody said: one row for each place
 * that a schema would miss, with a remedy that --set understands.
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

TestSuite(bind_demand, .init = start, .fini = stop);

#define MISSING() rows_of(&t, EINV_WRITE, EINV_MISSING_REQUIRED)

/* Is there a missing_required row at this place with this remedy? */
static bool demands(const char *place, const char *remedy)
{
    for (const struct einv_ledger_row *r = t.report.first_row; r != NULL;
         r = r->next)
        if (r->reason == EINV_MISSING_REQUIRED &&
            einv__text_is(r->xpath, place) && einv__text_is(r->where, remedy))
            return true;
    toy_say(&t);
    return false;
}

Test(bind_demand, the_remedy_is_seen_from_the_record)
{
    toy_compile(&t, TOY("<element name='L' into='lines' occurs='*'>"
        "<element name='N' to='name'/><element name='Q' to='quantity'"
        " occurs='1'/></element>"));
    toy_make(&t);
    toy_set(&t, "lines[1]/quantity", "1");
    toy_set(&t, "lines[2]/name", "a");
    toy_put(&t, false);
    cr_assert_eq(MISSING(), 1);
    cr_assert(demands("I/L/Q", "--set lines[2]/quantity=..."));
}

Test(bind_demand, the_remedy_names_each_field_of_the_place)
{
    toy_compile(&t, TOY("<element name='L' into='lines' occurs='*'>"
        "<element name='N' to='name'/><element name='U' to='unit unit_text'"
        " as='code(units)' among='month' occurs='1'/></element>"));
    toy_make(&t);
    toy_set(&t, "lines[1]/name", "a");
    toy_set(&t, "lines[1]/unit", "LTR");
    toy_put(&t, false);
    cr_assert(demands("I/L/U", "--set lines[1]/unit=..."
                               " --set lines[1]/unit_text=..."));
}

Test(bind_demand, a_path_from_the_invoice_is_one)
{
    toy_compile(&t, TOY("<element name='S' into='seller'>"
        "<element name='N' to='name'/><element name='O' to='/order'"
        " occurs='1'/></element>"));
    toy_make(&t);
    toy_set(&t, "seller/name", "a");
    toy_put(&t, false);
    cr_assert(demands("I/S/O", "--set order=..."));
}

Test(bind_demand, a_member_that_is_not_there)
{
    toy_compile(&t, TOY("<element name='T' occurs='1'>"
        "<element name='G' to='gross'/>"
        "<member into='taxes'><set to='category' value='S'/>"
        "<element name='A' to='amount' occurs='1'/></member></element>"));
    toy_make(&t);
    toy_set(&t, "gross", "5");
    toy_set(&t, "taxes[1]/category", "Z");
    toy_put(&t, false);
    cr_assert(demands("I/T/A", "--set taxes[2]/category=S"
                               " --set taxes[2]/amount=..."));
    toy_make(&t);
    toy_set(&t, "gross", "5");
    toy_set(&t, "taxes[1]/category", "Z");
    toy_set(&t, "taxes[2]/category", "S");
    toy_set(&t, "taxes[2]/amount", "1");
    toy_put(&t, false);
    toy_wrote(&t, "<I><T><G>5</G><A>1</A></T></I>");
    cr_assert_eq(MISSING(), 0);
}

Test(bind_demand, a_list_of_values_without_one)
{
    toy_compile(&t, TOY("<element name='N' to='number'/>"
                        "<element name='R' to='remarks' occurs='+'/>"));
    toy_make(&t);
    toy_set(&t, "number", "1");
    toy_put(&t, false);
    toy_wrote(&t, "<I><N>1</N></I>");
    cr_assert_eq(MISSING(), 1);
    cr_assert(demands("I/R", "--set remarks=..."));
}

Test(bind_demand, a_required_copy)
{
    toy_compile(&t, TOY("<element name='C' to='currency'/>"
        "<element name='G' to='gross'><attribute name='c'"
        " same='/currency' occurs='1'/></element>"));
    toy_make(&t);
    toy_set(&t, "gross", "1");
    toy_put(&t, false);
    toy_wrote(&t, "<I><G>1</G></I>");
    cr_assert_eq(MISSING(), 1);
    cr_assert(demands("I/G/@c", "--set currency=..."));
}

Test(bind_demand, of_a_choice_with_nothing_to_say_what_could_be_written)
{
    toy_compile(&t, TOY("<element name='N' to='number'/><choice>"
        "<element name='A' to='order' if='has date' occurs='1'/>"
        "<element name='B' to='type' occurs='1'/></choice>"));
    toy_make(&t);
    toy_set(&t, "number", "1");
    toy_put(&t, false);
    cr_assert_eq(MISSING(), 1);
    cr_assert(demands("I/B", "--set type=..."));
}

Test(bind_demand, a_condition_looks_into_every_member)
{
    toy_compile(&t, TOY("<element name='F' fixed='0' occurs='1'"
        " if='not has lines/rate'/><element name='N' to='number'/>"
        "<element name='L' into='lines' occurs='*'><element name='R'"
        " to='rate'/><element name='Q' to='quantity'/></element>"));
    toy_make(&t);
    toy_set(&t, "number", "1");
    toy_set(&t, "lines[1]/quantity", "1");
    toy_put(&t, false);
    toy_wrote(&t, "<I><F>0</F><N>1</N><L><Q>1</Q></L></I>");
    toy_set(&t, "lines[2]/rate", "5");
    toy_put(&t, false);
    toy_wrote(&t, "<I><N>1</N><L><Q>1</Q></L><L><R>5</R></L></I>");
}

Test(bind_demand, a_national_code_that_the_version_has_not)
{
    toy_compile(&t, TOY("<element name='N' to='number'/><element name='U'"
        " to='lines/unit lines/unit_text' as='code(units)' among='litre |"
        " month'/>"));
    toy_get(&t, "<I><N>1</N><U>liter</U></I>");
    /* The document itself comes back; from elsewhere, the list decides. */
    toy_put(&t, true);
    toy_wrote(&t, "<I><N>1</N><U>liter</U></I>");
    toy_put(&t, false);
    toy_wrote(&t, "<I><N>1</N><U>litre</U></I>");
}

Test(bind_demand, what_the_source_lacks_is_demanded_of_no_copy_of_it)
{
    toy_compile(&t, TOY(
        "<element name='L' into='lines' occurs='*'>"
        "<element name='D' occurs='1'><choice>"
        "<element name='U' to='name' occurs='1'/>"
        "<element name='V' to='unit'/></choice></element></element>"));
    toy_get(&t, "<I><L/></I>");
    toy_put(&t, true);
    toy_wrote(&t, "<I><L/></I>");
    cr_assert_eq(rows_of(&t, EINV_WRITE, EINV_MISSING_REQUIRED), 0);
    toy_put(&t, false);
    cr_assert_eq(rows_of(&t, EINV_WRITE, EINV_MISSING_REQUIRED), 1);
}

/* --- demands that are known before anything is written -------------------- */

#define QUANTITIES TOY("<element name='N' to='number'/>" \
    "<element name='L' into='lines' occurs='*'><element name='M' to='name'/>" \
    "<element name='Q' to='quantity' occurs='1'/></element>")

static bool is_asked(const char *path)
{
    struct einv_put_options options = { .residue = false };
    struct einv_demand d = { einv__model_find(&t.model, EINV_ROOT_PLACE,
                                              einv__text_of(path)), true };

    cr_assert_neq(d.place, EINV_NO_PLACE_ID, "%s", path);
    cr_assert_eq(einv__bind_demands(t.b, &t.inv, &options, &d, 1), EINV_OK);
    return d.asked;
}

Test(bind_demand, the_first_member_tells_what_all_are_asked)
{
    toy_compile(&t, QUANTITIES);
    toy_make(&t);
    toy_set(&t, "lines[1]/name", "a");
    toy_set(&t, "lines[2]/name", "b");
    cr_assert(is_asked("lines/quantity"));
    cr_assert(!is_asked("lines/name"), "no row demands it");
}

Test(bind_demand, what_is_said_everywhere_is_not_asked)
{
    toy_compile(&t, QUANTITIES);
    toy_make(&t);
    toy_set(&t, "lines[1]/quantity", "1");
    cr_assert(!is_asked("lines/quantity"));
}

Test(bind_demand, a_first_member_that_demands_less_tells_nothing)
{
    toy_compile(&t, QUANTITIES);
    toy_make(&t);
    toy_set(&t, "lines[1]/quantity", "1");
    toy_set(&t, "lines[2]/name", "b");
    cr_assert(!is_asked("lines/quantity"));
    /* The document that is written tells it all the same. */
    toy_put(&t, false);
    cr_assert_eq(MISSING(), 1);
}
