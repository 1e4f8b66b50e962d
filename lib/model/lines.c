/* lines.c: what follows for each line where a target wants its tax said and
 * the source says it for the whole invoice alone.
 *
 * Knows three amounts of a line: what is taxed (net amount and excise), its
 * VAT (EN 16931-1 BR-CO-17, of one line), and both together; and the sum of
 * the first.  Only what is asked for is made.
 */
#include "totals.h"

#include "../base/decimal.h"

enum asked { TAXABLE, VAT, GROSS, SUM };   /* ORDER ASKED */

/* Where they stand: of a line, the last of the totals. */
static const char *const names[] = { "taxable_amount", "vat_amount",
                                     "gross_amount", "taxable" };

struct work {
    struct einv_invoice_data *inv;
    struct einv_arena arena;
    const struct einv_demand *asked;
    bool nomem;
};

static struct einv_entry *child(const struct work *w,
                                const struct einv_entry *e, const char *name)
{
    einv_place_id place = einv__model_child(w->inv->model, e->place,
                                            einv__text_of(name));

    return place == EINV_NO_PLACE_ID ? NULL : einv__entry_find(e, place);
}

static struct einv_text text(const struct work *w, const struct einv_entry *e,
                             const char *name)
{
    const struct einv_entry *field = child(w, e, name);

    return field != NULL ? einv__entry_text(field) : EINV_NO_TEXT;
}

static bool number(struct work *w, const struct einv_entry *e,
                   const char *name, struct einv_decimal *out)
{
    struct einv_text digits = text(w, e, name);

    return digits.len > 0 &&
           einv__decimal_parse(out, digits, &w->arena, &w->nomem);
}

static bool plus(struct work *w, struct einv_decimal *sum,
                 const struct einv_decimal *more)
{
    struct einv_decimal old = *sum;
    bool ok = einv__decimal_add(sum, &old, more, &w->arena);

    w->nomem |= !ok;
    return ok;
}

/* The net amount with excise; another tax may or may not belong to it. */
static bool taxable(struct work *w, const struct einv_entry *line,
                    struct einv_decimal *out)
{
    const struct einv_entry *tax = child(w, line, "taxes");
    struct einv_decimal one;

    if (number(w, line, names[TAXABLE], out))
        return true;
    if (!number(w, line, "net_amount", out))
        return false;
    for (; tax != NULL; tax = einv__entry_more(tax))
        if (!einv__text_is(text(w, tax, "type"), "EXC") ||
            !number(w, tax, "amount", &one) || !plus(w, out, &one))
            return false;
    return true;
}

/* A category that is taxed has a rate; the others have no tax without one. */
static bool vat(struct work *w, const struct einv_entry *line,
                const struct einv_decimal *base, struct einv_decimal *out)
{
    struct einv_text category = text(w, line, "vat_category");
    struct einv_decimal rate, hundredth, product;

    if (number(w, line, names[VAT], out))
        return true;
    if (category.len == 0)
        return false;
    memset(out, 0, sizeof(*out));
    if (text(w, line, "vat_rate").len == 0)
        return !einv__text_is(category, "S") &&
               !einv__text_is(category, "L") &&
               !einv__text_is(category, "M") &&
               einv__decimal_parse(out, EINV_TEXT("0"), NULL, NULL);
    memset(&hundredth, 0, sizeof(hundredth));
    if (!number(w, line, "vat_rate", &rate) ||
        !einv__decimal_parse(&hundredth, EINV_TEXT("0.01"), NULL, NULL))
        return false;
    if (einv__decimal_mul(&product, base, &rate, &w->arena) &&
        einv__decimal_mul(&rate, &product, &hundredth, &w->arena) &&
        einv__decimal_round(out, &rate, 2, EINV_ROUND_HALF_UP, &w->arena))
        return true;
    w->nomem = true;
    return false;
}

static void make(struct work *w, struct einv_entry *record, enum asked what,
                 const struct einv_decimal *amount)
{
    einv_place_id place = w->asked[what].place;
    struct einv_entry *e;
    struct einv_buf digits;

    if (place == EINV_NO_PLACE_ID || einv__entry_find(record, place) != NULL)
        return;
    einv__buf_init(&digits, w->inv->alloc);
    einv__decimal_format(amount, &digits);
    e = digits.failed ? NULL : einv__entry_add(w->inv, record, place);
    if (e == NULL ||
        !einv__entry_set(w->inv, e, einv__buf_get(&digits)))
        w->nomem = true;
    else
        e->flags |= EINV_ENTRY_DERIVED;
    w->inv->derived += e != NULL;
    einv__buf_free(&digits);
}

/* false: the line does not say what it takes. */
static bool complete_line(struct work *w, struct einv_entry *line,
                          struct einv_decimal *sum)
{
    struct einv_decimal base, tax, gross;

    if (!taxable(w, line, &base))
        return false;
    if (w->asked[TAXABLE].asked)
        make(w, line, TAXABLE, &base);
    if (vat(w, line, &base, &tax)) {
        if (w->asked[VAT].asked)
            make(w, line, VAT, &tax);
        gross = base;
        if (w->asked[GROSS].asked && plus(w, &gross, &tax))
            make(w, line, GROSS, &gross);
    }
    return plus(w, sum, &base);
}

static void complete_sum(struct work *w, const struct einv_decimal *sum)
{
    const struct einv_model *m = w->inv->model;
    einv_place_id place = einv__model_child(m, EINV_ROOT_PLACE,
                                            EINV_TEXT("totals"));
    struct einv_entry *totals = einv__entry_need(w->inv, &w->inv->root,
                                                 place);

    if (totals == NULL)
        w->nomem = true;
    else
        make(w, totals, SUM, sum);
}

void einv__model_line_demands(const struct einv_model *m,
                              struct einv_demand asked[EINV_LINE_DEMANDS])
{
    einv_place_id lines = einv__model_child(m, EINV_ROOT_PLACE,
                                            EINV_TEXT("lines"));
    einv_place_id totals = einv__model_child(m, EINV_ROOT_PLACE,
                                             EINV_TEXT("totals"));

    for (int i = 0; i < EINV_LINE_DEMANDS; i++) {
        einv_place_id in = i == SUM ? totals : lines;

        asked[i].asked = false;
        asked[i].place = in == EINV_NO_PLACE_ID ? in
            : einv__model_child(m, in, einv__text_of(names[i]));
    }
}

einv_status einv__model_complete_lines(struct einv_invoice_data *inv,
                                       const struct einv_ledger_row *rows)
{
    const struct einv_place *places = inv->model->places;
    struct einv_demand asked[EINV_LINE_DEMANDS];

    einv__model_line_demands(inv->model, asked);
    for (; rows != NULL; rows = rows->next)
        for (int i = 0; i < EINV_LINE_DEMANDS; i++)
            asked[i].asked |= rows->reason == EINV_MISSING_REQUIRED &&
                              asked[i].place != EINV_NO_PLACE_ID &&
                              einv__text_eq(rows->term,
                                            places[asked[i].place].id);
    return einv__model_derive_lines(inv, asked);
}

einv_status
einv__model_derive_lines(struct einv_invoice_data *inv,
                         const struct einv_demand asked[EINV_LINE_DEMANDS])
{
    struct work w = { 0 };
    struct einv_decimal sum = { 0 };
    struct einv_entry *line;
    bool all = einv__decimal_parse(&sum, EINV_TEXT("0"), NULL, NULL);

    w.inv = inv;
    w.asked = asked;
    if (!asked[TAXABLE].asked && !asked[VAT].asked && !asked[GROSS].asked &&
        !asked[SUM].asked)
        return EINV_OK;
    einv__arena_init(&w.arena, inv->alloc);
    line = einv__entry_find(&inv->root,
                            einv__model_child(inv->model, EINV_ROOT_PLACE,
                                              EINV_TEXT("lines")));
    all &= line != NULL;
    for (; line != NULL && !w.nomem; line = einv__entry_more(line))
        all &= complete_line(&w, line, &sum);
    if (all && asked[SUM].asked)
        complete_sum(&w, &sum);
    einv__arena_free(&w.arena);
    return w.nomem ? EINV_ENOMEM : EINV_OK;
}
