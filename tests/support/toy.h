/* toy.h: a small model, code lists, and where bindings find them, for tests of
 * the binding language.
 */
#ifndef EINV_TESTS_TOY_H
#define EINV_TESTS_TOY_H

#include "bind/bind.h"

/* Enough of everything: single records, lists, a record that holds itself,
 * values with qualifiers, each type. */
static const char toy_model[] =
    "<model xmlns='urn:einv:model:1' id='toy' version='1'"
    " edition='none'>"
    "<numbers prefix='BT-' base='0'/><numbers prefix='BG-' base='1000'/>"
    "<qualifiers type='identifier'><field name='scheme' type='code'/>"
    "<field name='version' type='text'/></qualifiers>"
    "<qualifiers type='code'><field name='list' type='code'/></qualifiers>"
    "<qualifiers type='binary'><field name='mime' type='code'/>"
    "<field name='filename' type='text'/></qualifiers>"
    "<record name='party'><field name='name' type='text' title='name'/>"
    "<field name='vat_id' type='identifier' title='VAT'/>"
    "<field name='ids' type='identifier' many='yes' title='id'/></record>"
    "<record name='tax'><field name='category' type='code' title='c'/>"
    "<field name='rate' type='percent' title='r'/>"
    "<field name='base' type='amount' title='b' grave='yes'/>"
    "<field name='amount' type='amount' title='a' grave='yes'/></record>"
    "<record name='note'><field name='code' type='code' title='c'/>"
    "<field name='text' type='text' title='t'/></record>"
    "<record name='allowance'>"
    "<field name='amount' type='amount' title='a'/>"
    "<field name='reason' type='text' title='r'/></record>"
    "<record name='payment'><field name='means' type='code' title='m'/>"
    "<field name='account' type='identifier' title='a'/>"
    "<field name='due' type='date' title='d'/></record>"
    "<record name='line'><field name='id' type='identifier' title='i'/>"
    "<field name='name' type='text' title='n'/>"
    "<field name='class' type='text' title='c'/>"
    "<field name='quantity' type='quantity' title='q'/>"
    "<field name='unit' type='code' title='u'/>"
    "<field name='unit_text' type='text' title='u'/>"
    "<field name='net' type='amount' title='n'/>"
    "<field name='category' type='code' title='c'/>"
    "<field name='rate' type='percent' title='r'/>"
    "<field name='order' type='reference' title='o'/>"
    "<field name='allowances' record='allowance' many='yes' title='a'/>"
    "<field name='charges' record='allowance' many='yes' title='c'/>"
    "<field name='lines' record='line' many='yes' title='l'/></record>"
    "<record name='invoice'>"
    "<field name='number' type='identifier' id='BT-1' title='Number'/>"
    "<field name='date' type='date' id='BT-2' title='Date'/>"
    "<field name='type' type='code' id='BT-3' title='Type'/>"
    "<field name='currency' type='code' id='BT-5' title='Currency'/>"
    "<field name='tax_currency' type='code' id='BT-6' title='Tax currency'/>"
    "<field name='point' type='date' id='BT-7' title='Point'/>"
    "<field name='order' type='reference' id='BT-13' title='Order'/>"
    "<field name='seller' record='party' id='BG-4' title='Seller'/>"
    "<field name='buyer' record='party' id='BG-7' title='Buyer'/>"
    "<field name='notes' record='note' many='yes' id='BG-1' title='Notes'/>"
    "<field name='remarks' type='text' many='yes' id='BT-22' title='R'/>"
    "<field name='payments' record='payment' many='yes' id='BG-16'"
    " title='Payments'/>"
    "<field name='taxes' record='tax' many='yes' id='BG-23' title='Taxes'/>"
    "<field name='vat' type='amount' id='BT-110' title='VAT'/>"
    "<field name='vat_accounting' type='amount' id='BT-111' title='VAT 2'/>"
    "<field name='gross' type='amount' id='BT-112' title='Gross'"
    " grave='yes'/>"
    "<field name='test' type='boolean' id='BT-200' title='Test'/>"
    "<field name='file' type='binary' id='BT-125' title='File'/>"
    "<field name='lines' record='line' many='yes' key='id' id='BG-25'"
    " title='Lines'/>"
    "</record></model>";

struct toy_list {
    const char *name, *tsv;
};

static const struct toy_list toy_lists[] = {
    { "rates", "national\tcategory\trate\tdir\n"
               "exempt\tE\t\\none\t=\n"
               "zero\tZ\t0\t=\n"
               "0\tZ\t0\t>\n"
               "\\absent\tO\t\\none\t=\n"
               "\\number\tS\t\\same\t=\n" },
    { "shares", "national\tcategory\trate:percent\tdir\n"
      "free\tZ\t0\t=\n\\number\tS\t\\same\t=\n"
      "\\absent\tE\t\\none\t=\n\\absent\tO\t\\none\t<\n" },
    { "units", "national\tunit\tunit_text\tdir\n"
               "litre\tLTR\t\\any\t=\n"
               "liter\tLTR\t\\any\t=\n"
               "month\tMON\t\\any\t=\n"
               "\\any\t\\any\t\\same\t=\n" },
    { "types2", "national\ttype\tdir\n01\t380\t=\n03\t384\t=\n" },
    { "types", "national\ttype\tdir\n01\t380\t=\n02\t381\t=\n" },
    { "onlyout", "national\ttype\tdir\n01\t380\t=\n02\t381\t<\n" },
    { "codes", "code\tname\nA\tfirst\nB\tsecond\n" }
};

/* Other bindings that extends= may ask for. */
static const char *toy_base;

static einv_status toy_fetch(void *user, const char *kind,
                             struct einv_text name, struct einv_text *bytes)
{
    (void)user;
    if (strcmp(kind, "codes") == 0) {
        for (size_t i = 0; i < sizeof(toy_lists) / sizeof(*toy_lists); i++)
            if (einv__text_is(name, toy_lists[i].name)) {
                *bytes = einv__text_of(toy_lists[i].tsv);
                return EINV_OK;
            }
    } else if (toy_base != NULL && einv__text_is(name, "base@1")) {
        *bytes = einv__text_of(toy_base);
        return EINV_OK;
    }
    return EINV_EABSENT;
}

#endif
