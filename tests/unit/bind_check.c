/* bind_check.c: what a binding can get wrong, each with its line. */
#include "bind_support.h"

static struct toy t;

static void start(void)
{
    toy_init(&t);
}

static void stop(void)
{
    toy_base = NULL;
    toy_free(&t);
}

TestSuite(bind_check, .init = start, .fini = stop);

static const struct einv_finding *find(const char *rule, unsigned line)
{
    for (const struct einv_finding *f = t.report.first; f != NULL;
         f = f->next)
        if (einv__text_is(f->rule, rule) && f->pos.line == line &&
            einv__text_is(f->xpath, "toy.xml"))
            return f;
    return NULL;
}

static void complains_whole(const char *xml, const char *rule, unsigned line,
                            const char *found)
{
    const struct einv_finding *f;
    einv_status status;
    bool error;

    status = toy_try(&t, xml, true);
    f = find(rule, line);
    error = f != NULL && f->severity == EINV_SEV_ERROR;
    if (f == NULL || (found != NULL && !einv__text_is(f->found, found)))
        toy_say(&t);
    cr_assert_not_null(f, "no %s at line %u", rule, line);
    cr_assert_eq(status, error ? EINV_EMALFORMED : EINV_OK);
    if (found != NULL)
        cr_assert(einv__text_is(f->found, found));
}

/* The rows start on line 3. */
#define complains(rows, rule, line, found) \
    complains_whole(TOY_HEAD "<document name='I'>\n" rows \
                    "</document>\n" TOY_FOOT, rule, line, found)
#define complains_head(rows, rule, line, found) \
    complains_whole(TOY_HEAD rows "<document name='I'/>\n" TOY_FOOT, rule, \
                    line, found)

/* The same rows, mended, compile without a word of this kind. */
#define compiles(rows) do { \
        einv_status status_ = toy_try(&t, TOY_HEAD "<document name='I'>\n" \
                                      rows "</document>\n" TOY_FOOT, false); \
        if (status_ != EINV_OK) \
            toy_say(&t); \
        cr_assert_eq(status_, EINV_OK); \
        cr_assert_eq(t.report.n_findings, 0); \
    } while (0)

Test(bind_check, an_unknown_field_is_named_with_the_one_that_was_meant)
{
    const struct einv_finding *f;

    cr_assert_eq(toy_try(&t, TOY("\n<element name='A' to='numbr'/>\n"), false),
                 EINV_EMALFORMED);
    f = find("EINV-BIND-0010", 3);
    cr_assert_not_null(f);
    cr_assert(einv__text_is(f->found, "numbr"));
    cr_assert_not_null(strstr(f->expected.ptr, "number"));
}

Test(bind_check, fields_below_records_are_searched_there)
{
    complains("<element name='A' to='seller/rate'/>\n", "EINV-BIND-0010", 3,
              "rate");
    complains("<element name='A' into='lines' occurs='*'>\n"
              "<element name='B' to='currency'/></element>\n",
              "EINV-BIND-0010", 4, "currency");
    compiles("<element name='A' into='lines' occurs='*'>\n"
             "<element name='B' to='/currency'/></element>\n");
}

Test(bind_check, conditions_have_four_forms)
{
    complains("<element name='A' to='number' if='number = 3'/>\n",
              "EINV-BIND-0011", 3, NULL);
    complains("<element name='A' to='number' if='has nothing'/>\n",
              "EINV-BIND-0010", 3, "nothing");
    compiles("<element name='A' to='number' if='has seller and not has buyer"
             " and type in 1 2 and type not in 3'/>\n");
}

Test(bind_check, lists_and_codecs_must_exist)
{
    complains("<element name='A' to='type' as='code(nowhere)'/>\n",
              "EINV-BIND-0012", 3, "nowhere");
    complains("<element name='A' to='type' as='rot13'/>\n", "EINV-BIND-0013",
              3, "rot13");
    complains("<element name='A' to='type' as='prefix'/>\n",
              "EINV-BIND-0014", 3, "prefix");
}

Test(bind_check, a_chain_ends_in_the_type_of_its_field)
{
    complains("<element name='A' to='date'/>\n", "EINV-BIND-0016", 3, "date");
    complains("<element name='A' to='date' as='comma'/>\n", "EINV-BIND-0016",
              3, "date");
    complains("<element name='A' to='gross' as='date(yyyyMMdd)'/>\n",
              "EINV-BIND-0016", 3, "gross");
    complains("<element name='A' to='test'/>\n", "EINV-BIND-0016", 3, "test");
    compiles("<element name='A' to='date' as='collapse | date(yyyyMMdd)'/>"
             "<element name='B' to='test' as='bool(1,0)'/>"
             "<element name='C' to='gross' as='comma'/>\n");
}

Test(bind_check, a_place_is_a_constant_or_a_field)
{
    complains("<element name='A' to='number' fixed='1'/>\n", "EINV-BIND-0017",
              3, NULL);
}

Test(bind_check, parameters_and_groups_must_be_given)
{
    complains_whole(TOY_HEAD "<group name='g'>\n<element name='{X}A'"
                    " to='number'/></group>\n<document name='I'>"
                    "<use group='g'/></document>\n" TOY_FOOT,
                    "EINV-BIND-0020", 3, "X");
    complains("<use group='nobody'/>\n", "EINV-BIND-0026", 3, "nobody");
    complains("<element name='A' with='nobody'/>\n", "EINV-BIND-0026", 3,
              "nobody");
}

Test(bind_check, a_group_that_holds_itself_needs_recur)
{
    complains_whole(TOY_HEAD "<group name='g'>\n<element name='A'>"
                    "<use group='g'/></element></group>\n"
                    "<document name='I'><use group='g'/></document>\n"
                    TOY_FOOT, "EINV-BIND-0027", 3, "g");
    cr_assert_eq(t.report.n_findings, 1, "said once");
    complains("<element name='A' into='lines' occurs='*' recur='lines'/>\n",
              "EINV-BIND-0024", 3, "lines");
}

Test(bind_check, groups_that_double_come_to_an_end)
{
    char xml[4096];
    int n = snprintf(xml, sizeof(xml), "%s", TOY_HEAD);

    for (int i = 0; i < 30; i++)
        n += snprintf(xml + n, sizeof(xml) - (size_t)n, "<group name='g%d'>"
                      "<use group='g%d'/><use group='g%d'/></group>", i,
                      i + 1, i + 1);
    snprintf(xml + n, sizeof(xml) - (size_t)n, "<group name='g30'/>"
             "<document name='I'><use group='g0'/></document>" TOY_FOOT);
    complains_whole(xml, "EINV-BIND-0023", 2, NULL);
}

Test(bind_check, names_occurrences_and_elements_are_of_the_language)
{
    complains("<element name='A' occurs='2'/>\n", "EINV-BIND-0021", 3, "2");
    complains("<element name='x:A'/>\n", "EINV-BIND-0022", 3, "x");
    complains("<element to='number'/>\n", "EINV-BIND-0025", 3, NULL);
    complains("<elment name='A'/>\n", "EINV-BIND-0028", 3, "elment");
    complains_whole("<schema/>", "EINV-BIND-0029", 1, "schema");
    complains_whole(TOY_HEAD TOY_FOOT, "EINV-BIND-0030", 1, "toy");
}

Test(bind_check, attributes_that_the_language_lacks_are_errors)
{
    const struct einv_finding *f;

    cr_assert_eq(toy_try(&t, TOY("\n<element name='A' ocurs='*'"
                                 " to='remarks'/>\n"), false),
                 EINV_EMALFORMED);
    f = find("EINV-BIND-0031", 3);
    cr_assert_not_null(f);
    cr_assert(einv__text_is(f->found, "ocurs"));
    cr_assert_not_null(strstr(f->expected.ptr, "occurs"));
    complains("<choice to='number'/>\n", "EINV-BIND-0031", 3, "to");
    complains("<seq><set to='type' value='1' vale='2'/></seq>\n",
              "EINV-BIND-0031", 3, "vale");
    complains_head("<lacks term='BT-1' why='x'/>\n", "EINV-BIND-0031", 2,
                   "term");
    complains_head("<output colour='red'/>\n", "EINV-BIND-0031", 2, "colour");
    complains_head("<grupo name='x'/>\n", "EINV-BIND-0028", 2, "grupo");
    complains_whole("<binding xmlns='urn:einv:binding:1' idd='x'>"
                    "<document name='I'/></binding>", "EINV-BIND-0031", 1,
                    "idd");
    /* Who uses a group may call its parameters anything. */
    toy_compile(&t, TOY_HEAD "<group name='g'><element name='{Any}'"
                " to='number'/></group><document name='I'>"
                "<use group='g' Any='A'/></document>" TOY_FOOT);
}

Test(bind_check, twins_need_keys_that_differ)
{
    complains("<element name='A' to='number'/>\n"
              "<element name='A' to='type'/>\n", "EINV-BIND-0040", 4, "A");
    complains("<element name='A' into='seller'><element name='K' key='x|y'/>"
              "</element>\n"
              "<element name='A' into='buyer'><element name='K' key='y'/>"
              "</element>\n", "EINV-BIND-0040", 4, "A");
    compiles("<element name='A' into='seller'><element name='K' key='x'/>"
             "</element><element name='A' into='buyer'/>");
    compiles("<choice><element name='A' to='number'/>"
             "<element name='A' to='type'/></choice>");
}

Test(bind_check, a_field_read_in_two_places_belongs_into_a_choice)
{
    complains("<element name='A' to='number'/>\n"
              "<element name='B' to='number'/>\n", "EINV-BIND-0041", 4, "B");
    compiles("<choice><element name='A' to='number'/>"
             "<element name='B' to='number'/></choice>");
    compiles("<element name='A' to='number'/>"
             "<element name='B' to='number' write='no'/>");
}

Test(bind_check, a_copy_copies_what_some_row_binds)
{
    complains("<element name='A' to='gross'>\n"
              "<attribute name='c' same='/currency'/></element>\n",
              "EINV-BIND-0042", 4, "c");
}

Test(bind_check, terms_must_be_bound_or_lacking)
{
    complains("<element name='A' to='number'/>\n", "EINV-BIND-0043", 1,
              "BT-2");
    complains_head("<lacks terms='BT-1 BT-999' why='x'/>\n", "EINV-BIND-0010",
                   2, "BT-999");
}

static const struct einv_ledger_row *write_row(const char *value)
{
    const struct einv_ledger_row *r = t.report.first_row;

    while (r != NULL && !einv__text_is(r->value, value))
        r = r->next;
    return r;
}

Test(bind_check, all_that_no_row_binds_can_lack_at_once)
{
    toy_compile(&t, TOY_HEAD "<lacks terms='BT-6' why='one currency'/>"
                "<lacks terms='*' why='the schema is closed'/>"
                "<document name='I'><element name='C' to='currency'/>"
                "</document>" TOY_FOOT);
    toy_make(&t);
    toy_set(&t, "currency", "EUR");
    toy_set(&t, "currency/list", "X1");
    toy_set(&t, "tax_currency", "USD");
    toy_set(&t, "lines[1]/name", "nail");
    toy_put(&t, false);
    cr_assert_null(write_row("EUR"));
    cr_assert(einv__text_is(write_row("USD")->where, "one currency"));
    cr_assert(einv__text_is(write_row("X1")->where, "the schema is closed"));
    cr_assert(einv__text_is(write_row("nail")->where,
                            "the schema is closed"));
    cr_assert_eq(rows_of(&t, EINV_WRITE, EINV_NOT_MAPPED), 0);
}

Test(bind_check, a_pattern_must_be_able_to_split_what_it_joins)
{
    complains("<element name='L' into='lines' occurs='*'>\n"
              "<element name='A' pattern='{class}{name}'/></element>\n",
              "EINV-BIND-0044", 4, "A");
    complains("<element name='L' into='lines' occurs='*'>\n"
              "<element name='A' pattern='#{class}#{name}{unit}'/>"
              "</element>\n", "EINV-BIND-0044", 4, NULL);
    complains("<element name='A' pattern='no hole'/>\n", "EINV-BIND-0044", 3,
              "A");
    compiles("<element name='L' into='lines' occurs='*'>"
             "<element name='A' pattern='{class:2}{name}'/>"
             "<element name='B' pattern='{unit} {unit_text}'/></element>"
             "<element name='D' pattern='{date:8:date(yyyyMMdd)}'/>");
}

Test(bind_check, a_list_says_what_it_lists)
{
    complains("<element name='A' occurs='*'><element name='B' to='number'/>"
              "</element>\n", "EINV-BIND-0045", 3, "A");
    complains("<element name='A' occurs='*' to='number'/>\n",
              "EINV-BIND-0045", 3, "A");
    complains("<element name='A' occurs='+' into='seller'/>\n",
              "EINV-BIND-0045", 3, "A");
    compiles("<element name='A' occurs='*' to='remarks'/>");
    complains("<element name='A' occurs='*' to='remarks'>\n"
              "<attribute name='c' to='order'/></element>\n",
              "EINV-BIND-0045", 4, "c");
}

Test(bind_check, a_key_compares_with_what_was_read_before)
{
    complains("<element name='T'><element name='A' to='vat'>\n"
              "<attribute name='c' key='=/currency'/></element></element>\n"
              "<element name='C' to='currency'/>\n", "EINV-BIND-0046", 4,
              "c");
    complains("<element name='A' to='vat'>\n"
              "<attribute name='c' key='=/currency'/></element>\n",
              "EINV-BIND-0046", 4, "c");
    compiles("<element name='C' to='currency'/><element name='A' to='vat'>"
             "<attribute name='c' key='=/currency'/></element>");
}

Test(bind_check, constants_must_be_fit_for_their_fields)
{
    complains("<element name='A' to='gross' occurs='1' default='none'/>\n",
              "EINV-BIND-0047", 3, "none");
    complains("<element name='A' to='date' as='date(yyyyMMdd)' occurs='1'"
              " default='2024-01-01'/>\n", "EINV-BIND-0047", 3,
              "2024-01-01");
    complains("<seq>\n<set to='date' value='20240101'/>"
              "<element name='A' to='number'/></seq>\n", "EINV-BIND-0047", 4,
              "20240101");
    compiles("<element name='A' to='date' as='date(yyyyMMdd)' occurs='1'"
             " default='20240101'/>");
}

Test(bind_check, an_alternative_behind_its_like_is_never_written)
{
    complains("<choice><element name='A' to='number'/>\n"
              "<element name='B' to='number'/></choice>\n", "EINV-BIND-0048",
              4, "B");
    cr_assert_eq(toy_try(&t, TOY("<choice><element name='A' to='number'/>\n"
                 "<element name='B' to='number' write='no'/></choice>\n"
                 "<choice><element name='C' to='type' as='code(types)'/>\n"
                 "<element name='D' to='type'/></choice>"
                 "<choice><element name='E' to='order' if='has type'/>\n"
                 "<element name='F' to='order'/></choice><choice>"
                 "<element name='G' to='vat_accounting' decimal='3.0'/>\n"
                 "<element name='H' to='vat_accounting'/></choice>"), true),
                 EINV_OK);
    cr_assert(!has_finding(&t, "EINV-BIND-0048"));
}

Test(bind_check, codes_that_can_be_written_must_be_read)
{
    einv_status status = toy_try(&t, TOY("<element name='A' to='type'"
                                         " as='code(onlyout)'/>"), false);

    cr_assert_eq(status, EINV_EMALFORMED);
    cr_assert(has_finding(&t, "EINV-CODE-0107") ||
              has_finding(&t, "EINV-CODE-0108"));
}

Test(bind_check, signs_are_for_numbers_and_need_their_types)
{
    complains("<element name='A' to='gross' sign='credit'/>\n",
              "EINV-BIND-0055", 3, "credit");
    complains_whole(TOY_HEAD "<sign credit='381'/><document name='I'>\n"
                    "<element name='A' to='number' sign='credit'/>"
                    "</document>" TOY_FOOT, "EINV-BIND-0055", 3, "credit");
    complains_whole(TOY_HEAD "<sign credit='381'/><document name='I'>\n"
                    "<element name='A' to='gross' sign='debit'/>"
                    "</document>" TOY_FOOT, "EINV-BIND-0031", 3, "debit");
    complains_head("<sign credit=''/>\n", "EINV-BIND-0055", 2, "sign");
}

Test(bind_check, members_of_one_list_say_different_things)
{
    complains("<member into='taxes'><set to='category' value='S'/>"
              "<set to='rate' value='5'/><element name='A' to='base'/>"
              "</member>\n<member into='taxes'><set to='category'"
              " value='S'/><set to='rate' value='8 | 5.0'/>"
              "<element name='B' to='base'/></member>\n",
              "EINV-BIND-0050", 4, "taxes");
    complains("<member into='seller'><element name='A' to='name'/>"
              "</member>\n", "EINV-BIND-0045", 3, "seller");
    complains("<member into='taxes' merge='sum'/>\n", "EINV-BIND-0031", 3,
              "merge");
    compiles("<member into='taxes'><set to='category' value='S'/>"
             "<element name='A' to='base'/></member><member into='taxes'>"
             "<set to='category' value='Z'/><element name='B' to='base'/>"
             "</member>");
}

Test(bind_check, parts_and_joins_belong_together)
{
    complains("<element name='A' join='{a}-{b}' to='number'>\n"
              "<element name='B' part='a'/></element>\n", "EINV-BIND-0053",
              3, "{a}-{b}");
    complains("<element name='A' join='{a}-{b}' to='number'>\n"
              "<element name='B' part='a'/><element name='C' part='c'/>"
              "</element>\n", "EINV-BIND-0053", 4, "c");
    complains("<element name='B' part='a'/>\n", "EINV-BIND-0053", 3, "a");
    complains("<element name='A' join='{a}'><element name='B' part='a'/>"
              "</element>\n", "EINV-BIND-0053", 3, "{a}");
    complains("<element name='A' join='{a}{b}' to='number'>"
              "<element name='B' part='a'/><element name='C' part='b'/>"
              "</element>\n", "EINV-BIND-0044", 3, "A");
    complains("<element name='A' join='{a}' to='number'><element name='X'>\n"
              "<element name='B' part='a'/></element></element>\n",
              "EINV-BIND-0053", 4, "a");
    complains("<seq to='number'><element name='B' to='type'/></seq>\n",
              "EINV-BIND-0053", 3, "number");
}

/* Constructs of the design that are not built yet must not pass. */
Test(bind_check, what_is_not_built_is_refused)
{
    complains("<element name='A' occurs='*' slot='line'/>\n",
              "EINV-BIND-0031", 3, "line");
    complains("<element name='A' to='number' occurs='1' make='counter'/>\n",
              "EINV-BIND-0056", 3, "counter");
    complains("<element name='A' to='date' occurs='1' make='now'/>\n",
              "EINV-BIND-0056", 3, "now");
    complains("<element name='A' into='lines' occurs='*' hoist='/order'/>\n",
              "EINV-BIND-0031", 3, "hoist");
    complains("<element name='A' order='free'/>\n", "EINV-BIND-0031", 3,
              "order");
    complains("<element name='A' invoice='yes'/>\n", "EINV-BIND-0031", 3,
              "invoice");
    complains("<element name='A' to='number' json='number'/>\n",
              "EINV-BIND-0031", 3, "json");
    complains("<element name='A' to='order' as='ref(lines)'/>\n",
              "EINV-BIND-0013", 3, "ref");
    complains("<element name='A' to='number' as='fold(200)'/>\n",
              "EINV-BIND-0013", 3, "fold");
    complains_whole("<binding xmlns='urn:einv:binding:1' syntax='json'>"
                    "<document name='I'/></binding>", "EINV-BIND-0031", 1,
                    "json");
}

Test(bind_check, values_of_the_language_are_checked)
{
    complains("<element name='A' to='number' write='never'/>\n",
              "EINV-BIND-0031", 3, "never");
    complains("<element name='A' empty='true'/>\n", "EINV-BIND-0031", 3,
              "true");
}

Test(bind_check, a_slot_is_complete)
{
    complains("<element name='A' occurs='*' slot='document'/>\n",
              "EINV-BIND-0054", 3, "A");
    complains("<element name='A' occurs='*' slot='document' value-max='9'>"
              "<element name='K' to='slot.key'/><element name='V'"
              " to='slot.value'/></element>\n", "EINV-BIND-0054", 3, "A");
    complains("<element name='A' slot='document'>"
              "<element name='K' to='slot.key'/><element name='V'"
              " to='slot.value'/></element>\n", "EINV-BIND-0054", 3, "A");
    complains("<element name='A' slot='document'><attribute name='v'"
              " to='slot.value'/></element>\n", "EINV-BIND-0054", 3, "A");
    complains("<element name='B' into='notes' occurs='*'>\n"
              "<element name='A' occurs='*' slot='document'>"
              "<element name='K' to='slot.key'/><element name='V'"
              " to='slot.value'/></element></element>\n",
              "EINV-BIND-0054", 4, "A");
    complains("<choice>\n<element name='A' occurs='*' slot='document'>"
              "<element name='V' to='slot.value'/></element></choice>\n",
              "EINV-BIND-0054", 4, "A");
    complains("<element name='A' occurs='*' slot='document'"
              " value-max='24'><element name='V' to='slot.value'/>"
              "</element>\n", "EINV-BIND-0054", 3, "A");
    complains("<element name='A' occurs='*' slot='document' key-max='8'>"
              "<element name='K' to='slot.key'/><element name='V'"
              " to='slot.value'/></element>\n", "EINV-BIND-0054", 3, "A");
}

Test(bind_check, facets_and_what_is_gathered)
{
    complains("<element name='A' to='number' length='x'/>\n",
              "EINV-BIND-0060", 3, "x");
    complains("<element name='A' to='number' length='4..2'/>\n",
              "EINV-BIND-0060", 3, "4..2");
    complains("<element name='A' to='gross' decimal='19'/>\n",
              "EINV-BIND-0060", 3, "19");
    complains("<element name='A' to='gross' decimal='19.2 positive'/>\n",
              "EINV-BIND-0060", 3, "19.2 positive");
    complains("<element name='A' to='number' picture='9{x}'/>\n",
              "EINV-BIND-0060", 3, "9{x}");
    complains("<element name='A' to='number' cut='yes'/>\n",
              "EINV-BIND-0060", 3, "cut");
    complains("<element name='A' to='number' occurs='1' default='12'"
              " length='1'/>\n", "EINV-BIND-0047", 3, "12");
    complains("<element name='A' to='number' gather='order currency'"
              " by=' '/>\n", "EINV-BIND-0061", 3, "order currency");
    complains("<element name='A' to='number' gather='number order'/>\n",
              "EINV-BIND-0061", 3, "number order");
    complains("<element name='A' to='number'/><element name='A' occurs='*'"
              " to='remarks'/>\n", "EINV-BIND-0040", 3, "A");
    compiles("<element name='A' to='number'/><element name='A' occurs='*'"
             " to='remarks' rest='yes'/>");
}

Test(bind_check, what_is_made_has_a_maker_and_something_to_make_it_of)
{
    complains("<element name='A' make='tea(gross)'/>\n", "EINV-BIND-0056",
              3, "tea(gross)");
    complains("<element name='A' make='words-zh'/>\n", "EINV-BIND-0056", 3,
              "words-zh");
    complains("<element name='A' make='words-zh(number)'/>\n",
              "EINV-BIND-0056", 3, "number");
    complains("<element name='A' make='words-zh(gross vat)'/>\n",
              "EINV-BIND-0056", 3, "gross vat");
    complains("<element name='A' make='count(order)'/>\n", "EINV-BIND-0056",
              3, "order");
    complains("<element name='A' make='uuid5(seller)'/>\n",
              "EINV-BIND-0056", 3, "seller");
    complains("<element name='A' make='has(odder)'/>\n", "EINV-BIND-0010",
              3, "odder");
    complains("<element name='A' make='file-name(a{date:yy}b{number:yy})'/>\n",
              "EINV-BIND-0056", 3, "number:yy");
    complains("<element name='A' make='position' fixed='1'/>\n",
              "EINV-BIND-0056", 3, "position");
    complains("<element name='A' to='gross' make='has(order)' occurs='1'/>\n",
              "EINV-BIND-0056", 3, "has(order)");
    complains("<element name='A' to='number' make='has(order)'/>\n",
              "EINV-BIND-0056", 3, "has(order)");
    complains_whole(TOY_HEAD "<sign credit='381'/><document name='I'>\n"
                    "<element name='A' make='has(order)' sign='credit'/>"
                    "</document>" TOY_FOOT, "EINV-BIND-0055", 3, "credit");
    compiles("<element name='A' make='file-name({number})'/>"
             "<element name='B' to='gross' make='count(lines)' occurs='1'/>");
}
