/* totals.c: which amounts follow from which (EN 16931-1, BR-CO-10 to 17).
 *
 * The formulas are rows; completing and checking are two walks over them.
 * Nothing here decides whether an invoice may be sent: the official rules
 * do.  What is derived is what a target needs and nobody said.
 */
#include "totals.h"
#include "../base/decimal.h"

/* More categories and rates than this are no invoice. */
#define MAX_GROUPS 256

/* NEEDED: without this total nothing follows.  The members of a list may be
 * none at all, but each must say its amount. */
enum { NEEDED = 1, OPTIONAL = 2 };

struct addend {
    char sign;
    uint8_t need;
    const char *list, *field;  /* list "": the totals themselves */
};

static const struct formula {
    const char *field;         /* of totals */
    const char *rule;
    struct addend addends[4];
} formulas[] = {               /* in the order in which they build up */
    { "lines", "EINV-TOTALS-0001",
      { { '+', OPTIONAL, "lines", "net_amount" } } },
    { "allowances", "EINV-TOTALS-0002",
      { { '+', OPTIONAL, "allowances", "amount" } } },
    { "charges", "EINV-TOTALS-0003",
      { { '+', OPTIONAL, "charges", "amount" },
        { '+', OPTIONAL, "logistics_charges", "amount" } } },
    { "net", "EINV-TOTALS-0004",
      { { '+', NEEDED, "", "lines" }, { '-', OPTIONAL, "", "allowances" },
        { '+', OPTIONAL, "", "charges" } } },
    { "vat", "EINV-TOTALS-0005",
      { { '+', OPTIONAL, "vat_breakdown", "amount" } } },
    { "gross", "EINV-TOTALS-0006",
      { { '+', NEEDED, "", "net" }, { '+', NEEDED, "", "vat" },
        { '+', OPTIONAL, "taxes", "amount" } } },
    { "due", "EINV-TOTALS-0007",
      { { '+', NEEDED, "", "gross" }, { '-', OPTIONAL, "", "paid" },
        { '+', OPTIONAL, "", "rounding" },
        { '+', OPTIONAL, "third_party_payments", "amount" } } },
};

#define N_FORMULAS (sizeof(formulas) / sizeof(formulas[0]))

struct group {                 /* a category and rate, and what it taxes */
    struct einv_text category, rate;
    struct einv_decimal base;
};

struct calc {
    const struct einv_invoice_data *inv;
    struct einv_report *report;
    struct einv_arena arena;   /* of the decimals */
    einv_where_fn *where;
    void *user;
    struct group groups[MAX_GROUPS];
    size_t n_groups;
    bool nomem;
};

/* --- reading -------------------------------------------------------------- */

static einv_place_id child(const struct calc *c, einv_place_id parent,
                           const char *name)
{
    return einv__model_child(c->inv->model, parent, einv__text_of(name));
}

static struct einv_entry *find(const struct calc *c,
                               const struct einv_entry *parent,
                               const char *name)
{
    einv_place_id place;

    if (parent == NULL)
        return NULL;
    place = child(c, parent->place, name);
    return place == EINV_NO_PLACE_ID ? NULL : einv__entry_find(parent, place);
}

static struct einv_text text_of(const struct calc *c,
                                const struct einv_entry *parent,
                                const char *name)
{
    const struct einv_entry *e = find(c, parent, name);

    return e != NULL ? einv__entry_text(e) : EINV_NO_TEXT;
}

static bool parse(struct calc *c, struct einv_text text,
                  struct einv_decimal *out)
{
    return text.len > 0 &&
           einv__decimal_parse(out, text, &c->arena, &c->nomem);
}

/* A small constant needs no memory and cannot fail. */
static struct einv_decimal number(struct einv_text digits)
{
    struct einv_decimal d;

    memset(&d, 0, sizeof(d));
    (void)einv__decimal_parse(&d, digits, NULL, NULL);
    return d;
}

static struct einv_decimal zero(void)
{
    return number(EINV_TEXT("0"));
}

static bool add(struct calc *c, struct einv_decimal *sum, char sign,
                const struct einv_decimal *d)
{
    struct einv_decimal old = *sum;
    bool ok = sign == '-' ? einv__decimal_sub(sum, &old, d, &c->arena)
                          : einv__decimal_add(sum, &old, d, &c->arena);

    if (!ok)
        c->nomem = true;
    return ok;
}

/* A line that only groups or explains others carries no amount of its own
 * into the sum (BT-X-8: DETAIL counts, GROUP and INFORMATION do not). */
static bool counts(const struct calc *c, const struct einv_entry *member)
{
    struct einv_text subtype;

    if (child(c, member->place, "subtype") == EINV_NO_PLACE_ID)
        return true;
    subtype = text_of(c, member, "subtype");
    return subtype.len == 0 || einv__text_is(subtype, "DETAIL");
}

/* Adds up one addend; *n counts what was there.  false: a member does not
 * say its amount, or there is no memory. */
static bool sum_addend(struct calc *c, const struct addend *a,
                       struct einv_decimal *sum, size_t *n)
{
    const struct einv_entry *root = &c->inv->root, *e;
    struct einv_decimal d;

    if (a->list[0] == '\0') {
        if (!parse(c, text_of(c, find(c, root, "totals"), a->field), &d))
            return false;
        ++*n;
        return add(c, sum, a->sign, &d);
    }
    for (e = find(c, root, a->list); e != NULL; e = einv__entry_more(e)) {
        if (!counts(c, e))
            continue;
        if (!parse(c, text_of(c, e, a->field), &d) ||
            !add(c, sum, a->sign, &d))
            return false;
        ++*n;
    }
    return true;
}

/* false: it does not follow from what is there. */
static bool compute(struct calc *c, const struct formula *f,
                    struct einv_decimal *sum)
{
    size_t i, n = 0;

    *sum = zero();
    for (i = 0; i < 4 && f->addends[i].field != NULL; i++) {
        const struct addend *a = &f->addends[i];

        if (!sum_addend(c, a, sum, &n) &&
            (a->need == NEEDED || a->list[0] != '\0'))
            return false;
    }
    return n > 0 && !c->nomem;
}

/* Two decimals, as amounts have them (BR-DEC-*); fewer stay fewer. */
static bool round_amount(struct calc *c, struct einv_decimal *d)
{
    struct einv_decimal old = *d;

    if (d->scale <= 2)
        return true;
    if (einv__decimal_round(d, &old, 2, EINV_ROUND_HALF_UP, &c->arena))
        return true;
    c->nomem = true;
    return false;
}

/* --- the VAT breakdown ---------------------------------------------------- */

static struct group *group_of(struct calc *c, struct einv_text category,
                              struct einv_text rate)
{
    size_t i;

    for (i = 0; i < c->n_groups; i++)
        if (einv__text_eq(c->groups[i].category, category) &&
            einv__type_equal(EINV_TYPE_PERCENT, c->groups[i].rate, rate))
            return &c->groups[i];
    if (c->n_groups == MAX_GROUPS)
        return NULL;
    c->groups[i] = (struct group){ category, rate, zero() };
    c->n_groups++;
    return &c->groups[i];
}

/* Adds the members of a list to their groups; false: one of them does not
 * say its category or amount. */
static bool group_list(struct calc *c, const char *list, char sign,
                       const char *field)
{
    const struct einv_entry *e = find(c, &c->inv->root, list);

    for (; e != NULL; e = einv__entry_more(e)) {
        struct einv_text category = text_of(c, e, "vat_category");
        struct group *g;
        struct einv_decimal d;

        if (!counts(c, e))
            continue;
        if (category.len == 0 || !parse(c, text_of(c, e, field), &d))
            return false;
        g = group_of(c, category, text_of(c, e, "vat_rate"));
        if (g == NULL || !add(c, &g->base, sign, &d))
            return false;
    }
    return true;
}

/* A service charge says its tax in a list; one tax is understood here. */
static bool group_services(struct calc *c)
{
    return find(c, &c->inv->root, "logistics_charges") == NULL;
}

static bool make_groups(struct calc *c)
{
    c->n_groups = 0;
    return group_list(c, "lines", '+', "net_amount") &&
           group_list(c, "allowances", '-', "amount") &&
           group_list(c, "charges", '+', "amount") &&
           group_services(c) && c->n_groups > 0;
}

/* BR-CO-17; a category without a rate has no tax, unless it is one that
 * must have a rate. */
static bool tax_of(struct calc *c, struct einv_text category,
                   struct einv_text rate, const struct einv_decimal *base,
                   struct einv_decimal *tax)
{
    struct einv_decimal percent = number(EINV_TEXT("0.01"));
    struct einv_decimal r, product;

    if (rate.len == 0) {
        *tax = zero();
        return !einv__text_is(category, "S") &&
               !einv__text_is(category, "L") && !einv__text_is(category, "M");
    }
    if (!parse(c, rate, &r))
        return false;
    if (einv__decimal_mul(&product, base, &r, &c->arena) &&
        einv__decimal_mul(tax, &product, &percent, &c->arena))
        return round_amount(c, tax);
    c->nomem = true;
    return false;
}

/* --- making --------------------------------------------------------------- */

static struct einv_entry *make(struct calc *c, struct einv_invoice_data *inv,
                               struct einv_entry *parent, einv_place_id place,
                               bool many)
{
    struct einv_entry *e = many ? NULL : einv__entry_find(parent, place);

    if (e != NULL)
        return e;
    e = einv__entry_add(inv, parent, place);
    if (e == NULL)
        c->nomem = true;
    else
        e->flags |= EINV_ENTRY_DERIVED;
    inv->derived += e != NULL;
    return e;
}

static void set(struct calc *c, struct einv_invoice_data *inv,
                struct einv_entry *record, const char *name,
                struct einv_text text)
{
    struct einv_entry *e;

    if (text.len == 0)
        return;
    e = make(c, inv, record, child(c, record->place, name), false);
    if (e != NULL && !einv__entry_set(inv, e, text))
        c->nomem = true;
}

/* Sets a field that nobody stated, and says so. */
static void derive(struct calc *c, struct einv_invoice_data *inv,
                   struct einv_entry *record, const char *name,
                   struct einv_text text)
{
    struct einv_ledger_row row;

    if (text.len == 0)
        return;
    set(c, inv, record, name, text);
    memset(&row, 0, sizeof(row));
    row.direction = EINV_WRITE;
    row.reason = EINV_DERIVED;
    row.term = inv->model->places[child(c, record->place, name)].id;
    row.value = text;
    row.where = EINV_TEXT("EN 16931-1 6.4.2");
    if (c->report != NULL)
        einv__ledger_add(c->report, &row);
}

static void set_amount(struct calc *c, struct einv_invoice_data *inv,
                       struct einv_entry *record, const char *name,
                       const struct einv_decimal *amount)
{
    struct einv_buf text;

    einv__buf_init(&text, inv->alloc);
    einv__decimal_format(amount, &text);
    if (text.failed)
        c->nomem = true;
    else
        derive(c, inv, record, name, einv__buf_get(&text));
    einv__buf_free(&text);
}

static void complete_breakdown(struct calc *c, struct einv_invoice_data *inv)
{
    einv_place_id place = child(c, EINV_ROOT_PLACE, "vat_breakdown");
    struct einv_decimal taxes[MAX_GROUPS];
    size_t i;

    if (find(c, &inv->root, "vat_breakdown") != NULL || !make_groups(c))
        return;
    for (i = 0; i < c->n_groups; i++)
        if (!round_amount(c, &c->groups[i].base) ||
            !tax_of(c, c->groups[i].category, c->groups[i].rate,
                    &c->groups[i].base, &taxes[i]))
            return;                    /* all of them or none */
    for (i = 0; i < c->n_groups && !c->nomem; i++) {
        struct group *g = &c->groups[i];
        struct einv_entry *e = make(c, inv, &inv->root, place, true);

        if (e == NULL)
            return;
        derive(c, inv, e, "category", g->category);
        derive(c, inv, e, "rate", g->rate);
        set_amount(c, inv, e, "base", &g->base);
        set_amount(c, inv, e, "amount", &taxes[i]);
    }
}

static void complete_totals(struct calc *c, struct einv_invoice_data *inv)
{
    einv_place_id place = child(c, EINV_ROOT_PLACE, "totals");
    struct einv_decimal sum;
    size_t i;

    for (i = 0; i < N_FORMULAS && !c->nomem; i++) {
        const struct formula *f = &formulas[i];
        struct einv_entry *totals;

        if (text_of(c, find(c, &inv->root, "totals"), f->field).len > 0 ||
            !compute(c, f, &sum) || !round_amount(c, &sum))
            continue;
        totals = make(c, inv, &inv->root, place, false);
        if (totals != NULL)
            set_amount(c, inv, totals, f->field, &sum);
    }
}

static void begin(struct calc *c, const struct einv_invoice_data *inv,
                  struct einv_report *report)
{
    c->inv = inv;
    c->report = report;
    c->n_groups = 0;
    c->nomem = false;
    c->where = NULL;
    c->user = NULL;
    einv__arena_init(&c->arena, inv->alloc);
}

einv_status einv__model_complete(struct einv_invoice_data *inv,
                                 struct einv_report *report)
{
    struct calc *c = einv__alloc(inv->alloc, 1, sizeof(*c));
    bool nomem;

    if (c == NULL)
        return EINV_ENOMEM;
    begin(c, inv, report);
    complete_breakdown(c, inv);
    complete_totals(c, inv);
    nomem = c->nomem;
    einv__arena_free(&c->arena);
    einv__free(inv->alloc, c, sizeof(*c));
    return nomem ? EINV_ENOMEM : EINV_OK;
}

/* --- checking ------------------------------------------------------------- */

static void differ(struct calc *c, const char *rule,
                   enum einv_severity severity, const struct einv_entry *e,
                   const struct einv_decimal *want)
{
    struct einv_finding f;
    struct einv_buf text;

    einv__buf_init(&text, c->inv->alloc);
    einv__decimal_format(want, &text);
    f = einv__finding(severity, "totals", rule, einv__entry_text(e),
                      einv__buf_get(&text));
    f.term = c->inv->model->places[e->place].id;
    if (text.failed)
        c->nomem = true;
    else if (c->where == NULL || c->where(c->user, e, &f))
        einv__report_add(c->report, &f);
    einv__buf_free(&text);
}

static void check_value(struct calc *c, const char *rule,
                        const struct einv_entry *e, struct einv_decimal want)
{
    struct einv_decimal have, gap, one, minus_one;
    enum einv_severity severity = EINV_SEV_WARNING;

    if (e == NULL || (e->flags & EINV_ENTRY_DERIVED) != 0 ||
        !parse(c, einv__entry_text(e), &have) || !round_amount(c, &want) ||
        einv__decimal_cmp(&have, &want) == 0)
        return;
    if (!einv__decimal_sub(&gap, &have, &want, &c->arena)) {
        c->nomem = true;
        return;
    }
    /* Less than one unit is how other sums round; no more than a hint. */
    one = number(EINV_TEXT("1"));
    minus_one = number(EINV_TEXT("-1"));
    if (einv__decimal_cmp(&gap, &one) < 0 &&
        einv__decimal_cmp(&gap, &minus_one) > 0)
        severity = EINV_SEV_INFORMATION;
    differ(c, rule, severity, e, &want);
}

static void check_totals(struct calc *c)
{
    const struct einv_entry *totals = find(c, &c->inv->root, "totals");
    struct einv_decimal sum;
    size_t i;

    for (i = 0; i < N_FORMULAS && !c->nomem; i++)
        if (find(c, totals, formulas[i].field) != NULL &&
            compute(c, &formulas[i], &sum))
            check_value(c, formulas[i].rule,
                        find(c, totals, formulas[i].field), sum);
}

/* EN 16931-1 BR-CO-17, and BR-S-08 and its siblings. */
static void check_breakdown(struct calc *c)
{
    const struct einv_entry *e = find(c, &c->inv->root, "vat_breakdown");
    bool grouped = e != NULL && make_groups(c);

    for (; e != NULL && !c->nomem; e = einv__entry_more(e)) {
        struct einv_text category = text_of(c, e, "category");
        struct einv_text rate = text_of(c, e, "rate");
        struct einv_decimal base, tax;
        size_t known = c->n_groups;

        if (grouped) {
            struct group *g = group_of(c, category, rate);

            if (g != NULL && c->n_groups == known)
                check_value(c, "EINV-TOTALS-0008", find(c, e, "base"),
                            g->base);
            c->n_groups = known;
        }
        if (parse(c, text_of(c, e, "base"), &base) &&
            tax_of(c, category, rate, &base, &tax))
            check_value(c, "EINV-TOTALS-0009", find(c, e, "amount"), tax);
    }
}

einv_status einv__model_check_totals(const struct einv_invoice_data *inv,
                                     einv_where_fn *where, void *user,
                                     struct einv_report *report)
{
    struct calc *c = einv__alloc(inv->alloc, 1, sizeof(*c));
    bool nomem;

    if (c == NULL)
        return EINV_ENOMEM;
    begin(c, inv, report);
    c->where = where;
    c->user = user;
    check_totals(c);
    check_breakdown(c);
    nomem = c->nomem;
    einv__arena_free(&c->arena);
    einv__free(inv->alloc, c, sizeof(*c));
    return nomem ? EINV_ENOMEM : EINV_OK;
}
