/* bind_support.h: a toy model, bindings and documents in text, for tests of
 * the binding language.
 *
 * What is compared is compared as trees: names, attributes as a set, texts,
 * order; never as bytes of our own writer.
 */
#ifndef EINV_TESTS_BIND_SUPPORT_H
#define EINV_TESTS_BIND_SUPPORT_H

#include <stdio.h>

#include <criterion/criterion.h>

#include "bind/bind.h"

#define T(literal) EINV_TEXT(literal)

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
    { "units", "national\tunit\tunit_text\tdir\n"
               "litre\tLTR\t\\any\t=\n"
               "month\tMON\t\\any\t=\n"
               "\\any\t\\any\t\\same\t=\n" },
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

struct toy {
    const einv_allocator *alloc;
    struct einv_model model;
    struct einv_binding *b;
    struct einv_report report;
    struct einv_tree source, out;
    struct einv_invoice_data inv;
    bool has_source, has_out, has_inv;
};

static inline void toy_init(struct toy *t)
{
    memset(t, 0, sizeof(*t));
    einv__report_init(&t->report, NULL);
    cr_assert_eq(einv__model_load(&t->model, &einv__libc_allocator,
                                  einv__text_of(toy_model), &t->report),
                 EINV_OK, "the toy model does not load: %s",
                 t->report.first != NULL ? t->report.first->rule.ptr : "");
}

static inline void toy_drop(struct toy *t)
{
    if (t->has_inv)
        einv__invoice_clear(&t->inv);
    if (t->has_source)
        einv__tree_free(&t->source);
    if (t->has_out)
        einv__tree_free(&t->out);
    t->has_inv = t->has_source = t->has_out = false;
    einv__report_free(&t->report);
    einv__report_init(&t->report, NULL);
}

static inline void toy_free(struct toy *t)
{
    toy_drop(t);
    einv__bind_free(t->b);
    einv__model_free(&t->model);
    einv__report_free(&t->report);
}

/* Head and foot of a binding; the body starts on line 2. */
#define TOY_HEAD "<binding xmlns='urn:einv:binding:1' id='toy' version='1'" \
                 " coverage='full'>\n"
#define TOY_FOOT "</binding>\n"
#define TOY(body) TOY_HEAD "<document name='I'>" body "</document>" TOY_FOOT

static inline einv_status toy_try(struct toy *t, const char *xml,
                                  bool warnings)
{
    struct einv_bind_options options = { toy_fetch, NULL, warnings };

    toy_drop(t);
    einv__bind_free(t->b);
    t->b = NULL;
    return einv__bind_compile(&t->b, &einv__libc_allocator, &t->model,
                              einv__text_of(xml), "toy.xml", &options,
                              &t->report);
}

static inline void toy_say(const struct toy *t)
{
    const struct einv_finding *f;
    const struct einv_ledger_row *r;

    for (f = t->report.first; f != NULL; f = f->next)
        fprintf(stderr, "%.*s:%u: %.*s found '%.*s' expected '%.*s'\n",
                (int)f->xpath.len, f->xpath.ptr, (unsigned)f->pos.line,
                (int)f->rule.len, f->rule.ptr, (int)f->found.len,
                f->found.ptr, (int)f->expected.len, f->expected.ptr);
    for (r = t->report.first_row; r != NULL; r = r->next)
        fprintf(stderr, "%s %s %.*s %.*s '%.*s' %.*s\n",
                r->direction == EINV_READ ? "read" : "write",
                einv__reason_name(r->reason), (int)r->term.len, r->term.ptr,
                (int)r->xpath.len, r->xpath.ptr, (int)r->value.len,
                r->value.ptr, (int)r->where.len, r->where.ptr);
}

static inline void toy_compile(struct toy *t, const char *xml)
{
    einv_status status = toy_try(t, xml, false);

    if (status != EINV_OK)
        toy_say(t);
    cr_assert_eq(status, EINV_OK, "does not compile: %d\n%s", (int)status,
                 xml);
}

/* --- documents -------------------------------------------------------------- */

/* The attributes of xsi: say nothing. */
static inline bool has_attr(const struct einv_tree *t, einv_node e,
                            const struct einv_qname *q, struct einv_text text)
{
    uint32_t a, end = einv__tree_attrs(t, e, &a);

    if (einv__text_is(q->ns, "http://www.w3.org/2001/XMLSchema-instance"))
        return true;
    for (; a < end; a++) {
        const struct einv_qname *p = einv__tree_attr_qname(t, a);

        if (einv__text_eq(q->ns, p->ns) && einv__text_eq(q->local, p->local))
            return einv__text_eq(einv__tree_attr_text(t, a), text);
    }
    return false;
}

static inline bool same_attrs(const struct einv_tree *a, einv_node x,
                              const struct einv_tree *b, einv_node y)
{
    uint32_t i, end;

    for (end = einv__tree_attrs(a, x, &i); i < end; i++)
        if (!has_attr(b, y, einv__tree_attr_qname(a, i),
                      einv__tree_attr_text(a, i)))
            return false;
    for (end = einv__tree_attrs(b, y, &i); i < end; i++)
        if (!has_attr(a, x, einv__tree_attr_qname(b, i),
                      einv__tree_attr_text(b, i)))
            return false;
    return true;
}

static inline bool same_nodes(const struct einv_tree *a, einv_node x,
                              const struct einv_tree *b, einv_node y)
{
    const struct einv_qname *q = einv__tree_qname(a, x);
    const struct einv_qname *p = einv__tree_qname(b, y);
    einv_node i = einv__tree_child(a, x), k = einv__tree_child(b, y);

    if (!einv__text_eq(q->ns, p->ns) || !einv__text_eq(q->local, p->local) ||
        !same_attrs(a, x, b, y))
        return false;
    if (i == EINV_NO_NODE && k == EINV_NO_NODE)
        return einv__text_eq(einv__tree_text(a, x), einv__tree_text(b, y));
    while (i != EINV_NO_NODE && k != EINV_NO_NODE) {
        if (!same_nodes(a, i, b, k))
            return false;
        i = einv__tree_next(a, i);
        k = einv__tree_next(b, k);
    }
    return i == k;
}

static inline void show_node(const struct einv_tree *t, einv_node e)
{
    uint32_t a, end = einv__tree_attrs(t, e, &a);
    const struct einv_qname *q = einv__tree_qname(t, e);
    einv_node i = einv__tree_child(t, e);

    fprintf(stderr, "<%.*s", (int)q->local.len, q->local.ptr);
    for (; a < end; a++) {
        struct einv_text v = einv__tree_attr_text(t, a);

        q = einv__tree_attr_qname(t, a);
        fprintf(stderr, " %.*s='%.*s'", (int)q->local.len, q->local.ptr,
                (int)v.len, v.ptr);
    }
    fprintf(stderr, ">");
    if (i == EINV_NO_NODE)
        fprintf(stderr, "%.*s", (int)einv__tree_text(t, e).len,
                einv__tree_text(t, e).ptr);
    for (; i != EINV_NO_NODE; i = einv__tree_next(t, i))
        show_node(t, i);
    fprintf(stderr, "</%.*s>", (int)einv__tree_qname(t, e)->local.len,
            einv__tree_qname(t, e)->local.ptr);
}

static inline void toy_get(struct toy *t, const char *xml)
{
    toy_drop(t);
    cr_assert_eq(einv__xml_read(&t->source, &einv__libc_allocator,
                                einv__text_of(xml), NULL, &t->report),
                 EINV_OK, "not XML: %s", xml);
    t->has_source = true;
    einv__invoice_init(&t->inv, &t->model, &einv__libc_allocator);
    t->has_inv = true;
    cr_assert_eq(einv__bind_get(t->b, &t->source, &t->inv, &t->report),
                 EINV_OK, "not read: %s", xml);
}

static inline void toy_put_with(struct toy *t,
                                const struct einv_put_options *options)
{
    if (t->has_out)
        einv__tree_free(&t->out);
    einv__tree_init(&t->out, &einv__libc_allocator);
    t->has_out = true;
    cr_assert_eq(einv__bind_put(t->b, &t->inv, options, &t->out, &t->report),
                 EINV_OK);
}

static inline void toy_put(struct toy *t, bool residue)
{
    struct einv_put_options options = { .residue = residue };

    toy_put_with(t, &options);
}

/* What was written is this document. */
static inline void toy_wrote(struct toy *t, const char *xml)
{
    struct einv_tree want;

    cr_assert_eq(einv__xml_read(&want, &einv__libc_allocator,
                                einv__text_of(xml), NULL, NULL), EINV_OK,
                 "not XML: %s", xml);
    if (!same_nodes(&t->out, 0, &want, 0)) {
        fprintf(stderr, "wrote ");
        show_node(&t->out, 0);
        fprintf(stderr, "\nwant  %s\n", xml);
        toy_say(t);
        cr_assert(0, "written otherwise: %s", xml);
    }
    einv__tree_free(&want);
}

/* Get-put: the document comes back; bare, it becomes `bare`. */
static inline void round_trip(struct toy *t, const char *xml,
                              const char *bare)
{
    toy_get(t, xml);
    toy_put(t, true);
    toy_wrote(t, xml);
    toy_put(t, false);
    toy_wrote(t, bare != NULL ? bare : xml);
}

/* The text at a path; "" also when there is nothing. */
static inline const char *toy_text(struct toy *t, const char *path)
{
    static char text[200];
    struct einv_entry *e;

    text[0] = '\0';
    if (einv__entry_resolve(&t->inv, &t->inv.root, einv__text_of(path), false,
                            &e) == EINV_OK && e->text != NULL)
        snprintf(text, sizeof(text), "%.*s", (int)e->len, e->text);
    return text;
}

#define holds_text(t, path, want) \
    cr_assert_str_eq(toy_text(t, path), want, "%s", path)

static inline void toy_set(struct toy *t, const char *path, const char *text)
{
    struct einv_entry *e;

    cr_assert_eq(einv__entry_resolve(&t->inv, &t->inv.root,
                                     einv__text_of(path), true, &e), EINV_OK,
                 "%s", path);
    cr_assert(einv__entry_set(&t->inv, e, einv__text_of(text)));
}

static inline void toy_make(struct toy *t)
{
    toy_drop(t);
    einv__invoice_init(&t->inv, &t->model, &einv__libc_allocator);
    t->has_inv = true;
}

static inline size_t rows_of(const struct toy *t, enum einv_direction way,
                             enum einv_reason reason)
{
    size_t n = 0;

    for (const struct einv_ledger_row *r = t->report.first_row; r != NULL;
         r = r->next)
        n += r->direction == way && r->reason == reason;
    return n;
}

static inline bool has_finding(const struct toy *t, const char *rule)
{
    for (const struct einv_finding *f = t->report.first; f != NULL;
         f = f->next)
        if (einv__text_is(f->rule, rule))
            return true;
    return false;
}

#endif
