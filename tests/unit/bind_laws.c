/* bind_laws.c: the laws of LENS.md on random documents and random models:
 * get-put is exact, put-get loses what the ledger says, and no allocation
 * may fail badly.
 */
#include "bind_toy.h"

#include "../support/failing.h"
#include "base/embedded.h"
#include "model_support.h"

static struct toy t;
static char bytes[1 << 16];

static void start(void)
{
    toy_init(&t);
    toy_compile(&t, toy_all);
}

static void stop(void)
{
    toy_free(&t);
}

TestSuite(bind_laws, .init = start, .fini = stop);

Test(bind_laws, a_document_of_everything_comes_back)
{
    round_trip(&t,
        "<p:Doc xmlns:p='urn:p' version='1' lines='1'><Number>7</Number>"
        "<Date>20240229</Date><Type>380</Type><Cur>EUR</Cur>"
        "<TaxCur>SEK</TaxCur><p:Seller><SellerName>a</SellerName>"
        "<Id s='0088'>1</Id><Id>2</Id><Vat>17</Vat><Scheme>VAT</Scheme>"
        "</p:Seller><p:Buyer><BuyerName>b</BuyerName></p:Buyer>"
        "<Note><Text>#AAI#x</Text></Note><Note><Text>y</Text></Note>"
        "<Remark>r</Remark><Cash><Means>10</Means></Cash><Bank><Means>30"
        "</Means><Account>A</Account><Due>01.02.2024</Due></Bank><Trial/>"
        "<Tax><Amount cur='EUR'>1</Amount></Tax>"
        "<Tax><Amount cur='SEK'>11</Amount></Tax>"
        "<StandardBase>10</StandardBase><Taxes><Sub><Base cur='EUR'>10</Base>"
        "<Amount cur='EUR'>1</Amount><Rate>exempt</Rate></Sub></Taxes>"
        "<Gross cur='EUR'>11</Gross><Words>壹拾壹圆整</Words>"
        "<File mime='text/plain' name='f'>QUJD</File>"
        "<Line id='1'><Name>*food*bread</Name><Rate>exempt</Rate>"
        "<Unit>litre</Unit><Quantity>2,5</Quantity><Net cur='EUR'>10</Net>"
        "<Adj><Kind>false</Kind><Amount>1</Amount></Adj>"
        "<Adj><Kind>true</Kind><Amount>1</Amount></Adj><Order>o</Order>"
        "<Sub id='1.1'><Name>crumb</Name></Sub></Line></p:Doc>", NULL);
    cr_assert_eq(t.report.n_findings, 0);
    cr_assert_eq(t.report.n_rows, 0);
}

static void get_put(uint64_t seed)
{
    struct toy_random r = { seed, bytes, 0, sizeof(bytes) };
    const char *xml = toy_document(&r);

    toy_get(&t, xml);
    toy_put(&t, true);
    if (!same_nodes(&t.source, 0, &t.out, 0)) {
        fprintf(stderr, "seed %lu\n%s\n", (unsigned long)seed, xml);
        show_node(&t.out, 0);
        fprintf(stderr, "\n");
        toy_say(&t);
    }
    cr_assert(same_nodes(&t.source, 0, &t.out, 0));
}

Test(bind_laws, get_put_is_exact_on_random_documents)
{
    for (uint64_t seed = 1; seed <= 4000; seed++)
        get_put(seed);
}

/* --- put-get -------------------------------------------------------------- */

struct pool {              /* values of one invoice, to be paired off */
    struct einv_entry *entries[4096];
    size_t n;
};

static void collect(struct pool *pool, struct einv_entry *e, bool all)
{
    for (e = e->first; e != NULL; e = e->next) {
        if (e->text != NULL && (all || (e->flags & EINV_ENTRY_USED)) &&
            pool->n < 4096)
            pool->entries[pool->n++] = e;
        collect(pool, e, all);
    }
}

static bool take(struct pool *pool, const struct einv_entry *e)
{
    for (size_t i = 0; i < pool->n; i++) {
        struct einv_entry *other = pool->entries[i];

        if (other->place != e->place ||
            !einv__type_equal(t.model.places[e->place].type,
                              einv__entry_text(e), einv__entry_text(other)))
            continue;
        pool->entries[i] = pool->entries[--pool->n];
        return true;
    }
    return false;
}

/* What a lossy code was read back as. */
static bool take_any(struct pool *pool, const struct einv_entry *e)
{
    for (size_t i = 0; i < pool->n; i++)
        if (pool->entries[i]->place == e->place) {
            pool->entries[i] = pool->entries[--pool->n];
            break;
        }
    return true;
}

static bool says(enum einv_reason reason, struct einv_text value)
{
    for (const struct einv_ledger_row *r = t.report.first_row; r != NULL;
         r = r->next)
        if (r->direction == EINV_WRITE && r->reason == reason &&
            (reason == EINV_DEFAULTED || einv__text_eq(r->value, value)))
            return true;
    return false;
}

/* No text that a reader takes for nothing. */
static void no_blanks(struct einv_entry *e)
{
    for (e = e->first; e != NULL; e = e->next) {
        if (e->text != NULL &&
            einv__text_trim(einv__entry_text(e)).len == 0)
            einv__entry_lend(e, T("QQ=="));
        no_blanks(e);
    }
}

/* Values that the document itself implies. */
static bool implied(const struct einv_entry *e)
{
    struct einv_text name = t.model.places[e->place].name;

    return einv__text_is(name, "category") || einv__text_is(name, "rate") ||
           (einv__text_is(name, "type") &&
            says(EINV_DEFAULTED, EINV_NO_TEXT)) ||
           says(EINV_DERIVED, einv__entry_text(e));
}

static const char *name_of(const struct einv_entry *e)
{
    static char name[40];
    struct einv_text text = t.model.places[e->place].name;

    snprintf(name, sizeof(name), "%.*s", (int)text.len, text.ptr);
    return name;
}

static void put_get(uint64_t seed)
{
    static struct pool said, read;
    struct random r = { seed };
    struct einv_invoice_data again;

    toy_make(&t);
    random_fill(&t.inv, &t.inv.root, &r, 0);
    no_blanks(&t.inv.root);
    toy_put(&t, false);
    einv__invoice_init(&again, &t.model, &einv__libc_allocator);
    cr_assert_eq(einv__bind_get(t.b, &t.out, &again, NULL), EINV_OK);
    said.n = read.n = 0;
    collect(&said, &t.inv.root, false);
    collect(&read, &again.root, true);
    for (size_t i = 0; i < said.n; i++)
        if (take(&read, said.entries[i]))
            said.entries[i] = NULL;
    for (size_t i = 0; i < said.n; i++)
        cr_assert(said.entries[i] == NULL ||
                  (says(EINV_CODE_LOSSY, einv__entry_text(said.entries[i])) &&
                   take_any(&read, said.entries[i])),
                  "seed %lu: %s = %s was written and not read",
                  (unsigned long)seed, name_of(said.entries[i]),
                  said.entries[i]->text);
    for (size_t i = 0; i < read.n; i++)
        cr_assert(implied(read.entries[i]),
                  "seed %lu: %s was read and never said",
                  (unsigned long)seed, name_of(read.entries[i]));
    einv__invoice_clear(&again);
}

Test(bind_laws, put_get_holds_on_random_models)
{
    for (uint64_t seed = 1; seed <= 1500; seed++)
        put_get(seed);
}

/* What is not written stands in the ledger, once. */
Test(bind_laws, what_is_not_written_is_said)
{
    static struct pool all, used;

    for (uint64_t seed = 1; seed <= 300; seed++) {
        struct random r = { seed };

        toy_make(&t);
        random_fill(&t.inv, &t.inv.root, &r, 0);
        toy_put(&t, false);
        all.n = used.n = 0;
        collect(&all, &t.inv.root, true);
        collect(&used, &t.inv.root, false);
        cr_assert_eq(all.n - used.n, rows_of(&t, EINV_WRITE, EINV_NO_PLACE) +
                     rows_of(&t, EINV_WRITE, EINV_NOT_MAPPED));
    }
}

/* --- memory --------------------------------------------------------------- */

static const char small[] =
    "<p:Doc xmlns:p='urn:p' odd='1'><Type>1</Type><Number> 7</Number><Odd/>"
    "<p:Seller><Vat>7</Vat></p:Seller><Remark/><Gross cur='USD'>x</Gross>"
    "<Words>y</Words>"
    "<Line id='1'><Net cur='EUR'>+7</Net><Odd/></Line></p:Doc>";

static bool everything(const einv_allocator *a)
{
    struct einv_bind_options options = { toy_fetch, NULL, true };
    struct einv_put_options put = { .residue = true };
    struct einv_binding *b = NULL;
    struct einv_report report;
    struct einv_tree tree, out;
    struct einv_invoice_data inv;
    bool read = false, good = false;

    einv__report_init(&report, a);
    einv__tree_init(&out, a);
    einv__invoice_init(&inv, &t.model, a);
    if (einv__bind_compile(&b, a, &t.model, einv__text_of(toy_all), "toy.xml",
                           &options, &report) != EINV_OK)
        goto done;
    read = einv__xml_read(&tree, a, einv__text_of(small), NULL, &report) ==
           EINV_OK;
    if (!read || einv__bind_get(b, &tree, &inv, &report) != EINV_OK ||
        einv__bind_put(b, &inv, &put, &out, &report) != EINV_OK)
        goto done;
    good = same_nodes(&tree, 0, &out, 0);
    if (!good)
        show_node(&out, 0);
    cr_assert(good, "no memory, and it was not said");
done:
    einv__invoice_clear(&inv);
    einv__tree_free(&out);
    if (read)
        einv__tree_free(&tree);
    einv__bind_free(b);
    einv__report_free(&report);
    return good;
}

Test(bind_laws, memory_may_end_at_any_moment, .timeout = 300)
{
    struct failing f;

    FAILING_EACH(f, 100000) {
        failing_judge(&f, everything(&f.hooks));
        cr_assert_eq(f.held, 0, "after failure %lu", (unsigned long)f.fail_at);
    }
    cr_assert(!f.wrong);
    cr_assert_gt(f.runs, 100u);
}
