/* bind_extend.c: a binding that says how it differs from another. */
#include "bind_support.h"

#include "../support/failing.h"

static struct toy t;

static const char base[] =
    "<binding xmlns='urn:einv:binding:1' id='base' version='1'"
    " xmlns:p='urn:p'>\n"
    "<about><doc>x</doc></about><sign credit='381'/>"
    "<detect root='p:I' bid='1'/>"
    "<lacks terms='BT-7' why='none'/>"
    "<group name='line'><attribute name='id' to='id'/>"
    "<element name='A' to='name'/><element name='B' to='class'/>"
    "<choice><element name='C' to='unit'/></choice></group>"
    "<document name='p:I'><element name='N' to='number'/>"
    "<element name='Deep/Er' to='order'/>"
    "<element name='p:S' into='seller'><element name='Name' to='name'/>"
    "<attribute name='v' to='vat_id'/></element>"
    "<element name='G' to='gross' sign='credit'/>"
    "<element name='L' into='lines' occurs='*' with='line'/></document>"
    "</binding>";

static void start(void)
{
    toy_init(&t);
    toy_base = base;
}

static void stop(void)
{
    toy_base = NULL;
    toy_free(&t);
}

TestSuite(bind_extend, .init = start, .fini = stop);

#define EXTENDS(changes) \
    "<binding xmlns='urn:einv:binding:1' id='more' version='2'" \
    " extends='base@1'>\n" changes "</binding>"

Test(bind_extend, without_changes_it_reads_what_the_base_reads)
{
    toy_compile(&t, EXTENDS(""));
    cr_assert(einv__text_is(einv__bind_info(t.b)->id, "more"));
    cr_assert(einv__text_is(einv__bind_info(t.b)->version, "2"));
    round_trip(&t, "<p:I xmlns:p='urn:p'><N>1</N><Deep><Er>o</Er></Deep>"
                   "<p:S v='7'><Name>a</Name></p:S><G>-1</G><L id='1'>"
                   "<A>a</A><B>b</B><C>c</C></L></p:I>", NULL);
    holds_text(&t, "lines[1]/unit", "c");
}

Test(bind_extend, rows_change_and_go)
{
    toy_compile(&t, EXTENDS(
        "<change at='p:I/N' name='Number'/>"
        "<change at='p:I/Deep/Er' name='Deeper'/>"
        "<change at='p:I/p:S/@v' name='w' key='x' to=''/>"
        "<drop at='p:I/G'/><change at='group:line/C' name='Unit'/>"));
    round_trip(&t, "<p:I xmlns:p='urn:p'><Number>1</Number><Deeper>o</Deeper>"
                   "<L><A>a</A><Unit>c</Unit></L></p:I>", NULL);
    round_trip(&t, "<p:I xmlns:p='urn:p'><G>-1</G></p:I>",
               "<p:I xmlns:p='urn:p'/>");
}

Test(bind_extend, rows_come_in_and_are_put_in_order)
{
    toy_compile(&t, EXTENDS(
        "<insert after='p:I/N'><element name='T' to='type'/></insert>"
        "<insert before='p:I/N'><element name='Cur' to='currency'/>"
        "</insert>"
        "<insert into='group:line'><element name='Q' to='quantity'/>"
        "</insert>"
        "<order at='group:line'>Q B A</order>"));
    round_trip(&t, "<p:I xmlns:p='urn:p'><Cur>EUR</Cur><N>1</N><T>380</T>"
                   "<L id='1'><Q>2</Q><B>b</B><C>c</C><A>a</A></L></p:I>",
               NULL);
    cr_assert_eq(t.report.n_rows, 0);
}

Test(bind_extend, own_groups_and_documents_stand_for_the_bases)
{
    toy_compile(&t, EXTENDS(
        "<group name='line'><element name='Only' to='name'/></group>"
        "<document name='J'><element name='M' to='number'/></document>"));
    round_trip(&t, "<J><M>1</M></J>", "<J><M>1</M></J>");
    round_trip(&t, "<p:I xmlns:p='urn:p'><L><Only>a</Only></L></p:I>",
               "<J/>");
}

static bool complains(const char *xml, const char *rule, unsigned line)
{
    einv_status status = toy_try(&t, xml, false);

    for (const struct einv_finding *f = t.report.first; f != NULL;
         f = f->next)
        if (einv__text_is(f->rule, rule) && f->pos.line == line)
            return status == EINV_EMALFORMED;
    toy_say(&t);
    return false;
}

Test(bind_extend, what_meets_nothing_is_an_error_with_its_line)
{
    cr_assert(complains(EXTENDS("\n<change at='p:I/X' name='Y'/>"),
                        "EINV-BIND-0051", 3));
    cr_assert(complains(EXTENDS("<drop at='group:none/A'/>"),
                        "EINV-BIND-0051", 2));
    cr_assert(complains(EXTENDS("\n\n<insert after='p:I/@N'>"
                                "<element name='T' to='type'/></insert>"),
                        "EINV-BIND-0051", 4));
    cr_assert(complains(EXTENDS("<order at='group:line'>B Z</order>"),
                        "EINV-BIND-0051", 2));
    cr_assert(complains(EXTENDS("<order at='group:line'>B A B</order>"),
                        "EINV-BIND-0051", 2));
}

Test(bind_extend, errors_of_changed_rows_have_their_own_lines)
{
    cr_assert(complains(EXTENDS("\n<change at='p:I/N' to='nobody'/>"),
                        "EINV-BIND-0010", 3));
    cr_assert(complains(EXTENDS("\n<change at='p:I/N' tow='number'/>"),
                        "EINV-BIND-0031", 3));
    cr_assert(complains(EXTENDS("<insert after='p:I/N'>\n"
                                "<element name='N' to='type'/></insert>"),
                        "EINV-BIND-0040", 3));
}

Test(bind_extend, the_base_must_be_there)
{
    cr_assert(complains("<binding xmlns='urn:einv:binding:1' extends='no@1'"
                        "/>", "EINV-BIND-0052", 1));
    cr_assert(complains("<binding xmlns='urn:einv:binding:1' id='x'>\n"
                        "<drop at='I'/><document name='I'/></binding>",
                        "EINV-BIND-0052", 2));
    toy_base = "<nothing";
    cr_assert_neq(toy_try(&t, EXTENDS(""), false), EINV_OK);
}

Test(bind_extend, a_base_that_extends_itself_ends)
{
    toy_base = EXTENDS("");
    cr_assert(complains(EXTENDS(""), "EINV-BIND-0052", 1));
}

Test(bind_extend, memory_may_end_at_any_moment)
{
    static const char xml[] = EXTENDS(
        "<change at='p:I/N' name='M'/><drop at='p:I/G'/>"
        "<order at='group:line'>B A</order>");
    struct einv_bind_options options = { toy_fetch, NULL, false };
    struct failing f;

    FAILING_EACH(f, 10000) {
        struct einv_binding *b;
        einv_status status = einv__bind_compile(&b, &f.hooks, &t.model,
                                                einv__text_of(xml), "toy.xml",
                                                &options, NULL);

        failing_judge(&f, status == EINV_OK);
        cr_assert(status == EINV_OK || status == EINV_ENOMEM);
        einv__bind_free(b);
        cr_assert_eq(f.held, 0);
    }
    cr_assert(!f.wrong);
}
