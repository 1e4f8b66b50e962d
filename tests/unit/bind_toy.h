/* bind_toy.h: a binding that uses every construct, and random documents that
 * look like its own, more or less.
 */
#ifndef EINV_TESTS_BIND_TOY_H
#define EINV_TESTS_BIND_TOY_H

#include "bind_support.h"

static const char toy_all[] =
    "<binding xmlns='urn:einv:binding:1' id='all' version='1'"
    " coverage='full' xmlns:p='urn:p'>\n"
    "<about><doc>A toy.</doc></about><sign credit='1 19'/>"
    "<group name='cur'><attribute name='cur' same='/currency'/></group>"
    "<group name='party'><element name='{Who}Name' to='name'/>"
    "<element name='Id' into='ids' occurs='*' to='.'>"
    "<attribute name='s' to='scheme'/></element>"
    "<choice><element name='Vat' to='vat_id' as='prefix(XX)'/>"
    "<element name='Split' to='vat_id' join='{c:2}{n}'>"
    "<attribute name='c' part='c'/><element name='N' part='n'/></element>"
    "<element name='ForeignVat' to='vat_id'/></choice></group>"
    "<group name='line'><attribute name='id' to='id'/>"
    "<element name='Name' pattern='*{class:-*}*{name} | {name}'/>"
    "<element name='Rate' to='category rate' as='code(rates)'/>"
    "<element name='Unit' to='unit unit_text' as='code(units)'/>"
    "<element name='Quantity' to='quantity' as='comma'/>"
    "<element name='Net' to='net' with='cur' sign='credit'/>"
    "<element name='Adj' into='allowances' occurs='*'>"
    "<element name='Kind' key='false | 0' occurs='1'/>"
    "<element name='Amount' to='amount'/><element name='Why' to='reason'/>"
    "</element>"
    "<element name='Adj' into='charges' occurs='*'>"
    "<element name='Kind' key='true | 1' occurs='1'/>"
    "<element name='Amount' to='amount'/><element name='Why' to='reason'/>"
    "</element></group>"
    "<document name='p:Doc' if='type not in 381'>"
    "<attribute name='version' fixed='1'/>"
    "<attribute name='lines' make='count(lines)'/>"
    "<element name='Number' to='number' occurs='1' make='uuid5(date)'/>"
    "<element name='Date' to='date' as='date(yyyyMMdd)'/>"
    "<element name='Type' to='type' occurs='1' default='380'/>"
    "<element name='Cur' to='currency'/>"
    "<element name='TaxCur' to='tax_currency'/>"
    "<element name='p:Seller' into='seller'><use group='party' Who='Seller'/>"
    "<element name='Scheme' fixed='VAT' occurs='1'/></element>"
    "<element name='p:Buyer' into='buyer' occurs='1'>"
    "<use group='party' Who='Buyer'/></element>"
    "<element name='Note' into='notes' occurs='*'>"
    "<element name='Text' pattern='#{code:3}#{text} | {text}'/></element>"
    "<element name='Remark' to='remarks' occurs='*'/>"
    "<element name='Cash' into='payments' occurs='*'"
    " where='not has account'><element name='Means' to='means'/>"
    "<element name='Due' to='due' as='date(dd.MM.yyyy)'/></element>"
    "<element name='Bank' into='payments' occurs='*' where='has account'>"
    "<element name='Means' to='means'/>"
    "<element name='Account' to='account'/>"
    "<element name='Due' to='due' as='date(dd.MM.yyyy)'/></element>"
    "<choice><seq><set to='test' value='true'/>"
    "<element name='Trial' empty='yes' occurs='1'/></seq>"
    "<seq if='not has test'><element name='Real' fixed='yes' occurs='1'/>"
    "</seq></choice>"
    "<element name='Tax'><element name='Amount' to='vat'>"
    "<attribute name='cur' key='=/currency'/></element></element>"
    "<element name='Tax'><element name='Amount' to='vat_accounting'>"
    "<attribute name='cur' key='=/tax_currency'/></element></element>"
    "<member into='taxes'><set to='category' value='S'/>"
    "<set to='rate' value='19 | 10' like='lines/rate'/>"
    "<element name='StandardBase' to='base' sign='credit'/>"
    "<element name='StandardTax' to='amount'/></member>"
    "<element name='Taxes'><element name='Sub' into='taxes' occurs='*'"
    " where='category not in S'>"
    "<element name='Base' to='base' with='cur'/>"
    "<element name='Amount' to='amount' with='cur'/>"
    "<element name='Rate' to='category rate' as='code(rates)'/></element>"
    "</element>"
    "<element name='Gross' to='gross' with='cur' sign='credit'/>"
    "<element name='Words' make='words-zh(gross)' sign='credit'/>"
    "<element name='File' to='file'><attribute name='mime' to='file/mime'/>"
    "<attribute name='name' to='file/filename'/></element>"
    "<skip name='Signature' why='a signature'/>"
    "<element name='Line' into='lines' occurs='*' with='line'>"
    "<element name='Order' to='/order' once='yes'/>"
    "<element name='Sub' into='lines' occurs='*' recur='lines'/></element>"
    "</document>"
    "<document name='p:Credit' if='type in 381'>"
    "<element name='Number' to='number' occurs='1'/>"
    "<element name='Type' to='type' occurs='1'/></document>"
    "</binding>\n";

/* --- random documents ----------------------------------------------------- */

struct toy_random {
    uint64_t state;
    char *out;
    size_t len, cap;
};

static inline uint32_t toy_below(struct toy_random *r, uint32_t n)
{
    r->state = r->state * 6364136223846793005u + 1442695040888963407u;
    return (uint32_t)(r->state >> 33) % n;
}

static inline void toy_add(struct toy_random *r, const char *text)
{
    size_t n = strlen(text);

    if (r->len + n + 1 > r->cap)
        return;
    memcpy(r->out + r->len, text, n + 1);
    r->len += n;
}

/* name: its attributes: its children; what a document of toy_all looks
 * like. */
static const struct toy_shape {
    const char *name, *attrs, *children;
} toy_shapes[] = {
    { "p:Doc", "version lines odd",
      "Number Date Type Cur TaxCur p:Seller p:Buyer"
      " Note Note Remark Remark Cash Bank Trial Real Tax Tax"
      " StandardBase StandardTax Taxes Gross Words File Signature"
      " Line Line Line Odd" },
    { "p:Credit", "odd", "Number Type Odd" },
    { "p:Seller", "odd", "SellerName Id Id Vat Split ForeignVat Scheme Odd" },
    { "p:Buyer", "", "BuyerName Id Vat ForeignVat" },
    { "Split", "c", "N Odd" }, { "Note", "", "Text Odd" },
    { "Cash", "", "Means Due Odd" },
    { "Bank", "", "Means Account Due" },
    { "Tax", "", "Amount Odd" }, { "Taxes", "", "Sub Sub Odd" },
    { "Sub", "id", "Base Amount Rate Name Net Sub Order" },
    { "Line", "id odd", "Name Rate Unit Quantity Net Adj Adj Order Sub Odd" },
    { "Adj", "", "Kind Amount Why Odd" },
    { "Amount", "cur", "" }, { "Net", "cur", "" }, { "Base", "cur", "" },
    { "Gross", "cur odd", "" }, { "Id", "s odd", "" },
    { "File", "mime name", "" }, { "Signature", "odd", "Odd Number" },
    { "Remark", "odd", "" }
};

static const char *const toy_texts[] = {
    "", "1", "380", "381", "EUR", "SEK", " EUR ", "20240229", "20241301",
    "01.02.2024", "*food*bread", "bread", "#AAI#text", "##", "exempt", "zero",
    "0", "19", "litre", "barrow", "12,50", "-3", "+007.50", ".5", "many",
    "false", "true", "XX17", "YY18", "yes", "VAT", "QUJD", "QUJ", "  ",
    "壹圆整", "（负数）壹拾玖元正", "a b", "KGM kilo", "2024-02-29",
    "Иванов", "one two three", "A-7"
};

static inline const char *toy_pick(struct toy_random *r)
{
    return toy_texts[toy_below(r, sizeof(toy_texts) / sizeof(*toy_texts))];
}

static inline const struct toy_shape *toy_shape(const char *name)
{
    for (size_t i = 0; i < sizeof(toy_shapes) / sizeof(*toy_shapes); i++)
        if (strcmp(toy_shapes[i].name, name) == 0)
            return &toy_shapes[i];
    return NULL;
}

static inline void toy_grow(struct toy_random *r, const char *name,
                            unsigned depth);

/* Each word of the list with some luck, now and then elsewhere. */
static inline void toy_children(struct toy_random *r, const char *list,
                                unsigned depth)
{
    char word[32];

    while (*list != '\0') {
        size_t n = strcspn(list, " ");

        snprintf(word, sizeof(word), "%.*s", (int)n, list);
        list += n + (list[n] == ' ');
        if (toy_below(r, 3) != 0)
            continue;
        if (toy_below(r, 25) == 0) {
            const struct toy_shape *other =
                &toy_shapes[toy_below(r, sizeof(toy_shapes) /
                                          sizeof(*toy_shapes))];

            toy_grow(r, other->name, depth);
        }
        toy_grow(r, word, depth);
        if (toy_below(r, 10) == 0)
            toy_grow(r, word, depth);
    }
}

static inline void toy_grow(struct toy_random *r, const char *name,
                            unsigned depth)
{
    const struct toy_shape *shape = toy_shape(name);
    char word[32];

    if (depth > 6)
        return;
    toy_add(r, "<");
    toy_add(r, name);
    if (depth == 0)
        toy_add(r, " xmlns:p='urn:p'");
    for (const char *a = shape != NULL ? shape->attrs : ""; *a != '\0';) {
        size_t n = strcspn(a, " ");

        snprintf(word, sizeof(word), "%.*s", (int)n, a);
        a += n + (a[n] == ' ');
        if (toy_below(r, 3) == 0)
            continue;
        toy_add(r, " ");
        toy_add(r, word);
        toy_add(r, "='");
        toy_add(r, toy_pick(r));
        toy_add(r, "'");
    }
    toy_add(r, ">");
    if (shape == NULL || shape->children[0] == '\0' || toy_below(r, 30) == 0)
        toy_add(r, toy_pick(r));
    else
        toy_children(r, shape->children, depth + 1);
    toy_add(r, "</");
    toy_add(r, name);
    toy_add(r, ">");
}

static inline const char *toy_document(struct toy_random *r)
{
    r->len = 0;
    toy_grow(r, toy_below(r, 8) == 0 ? "p:Credit" : "p:Doc", 0);
    return r->out;
}

#endif
