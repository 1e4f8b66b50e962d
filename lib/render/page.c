/* page.c: which part of an invoice stands where on the page.
 *
 * A few parts have a shape of their own (parties, lines, taxes, totals); all
 * else is listed under the titles of model.xml, so that a field which is new
 * in the model shows without a change here, and nothing that the invoice
 * says is missing on its page.
 */
#include "page.h"

#include "layout.h"

#define LABEL 34             /* columns of a label at most */
#define DEEPEST 12           /* nesting shown; deeper is an attack */

struct page {
    const struct einv_invoice_data *inv;
    struct einv_buf *out;
    size_t width;
    bool redact;
    struct einv_buf scratch[8];  /* texts of the cells of one row */
    size_t n_scratch;
};

/* --- values -------------------------------------------------------------- */

static const struct einv_place *place_of(const struct page *p,
                                         const struct einv_entry *e)
{
    return &p->inv->model->places[e->place];
}

static const struct einv_entry *child(const struct page *p,
                                      const struct einv_entry *e,
                                      const char *name)
{
    einv_place_id place;

    if (e == NULL)
        return NULL;
    place = einv__model_child(p->inv->model, e->place, einv__text_of(name));
    return place != EINV_NO_PLACE_ID ? einv__entry_find(e, place) : NULL;
}

/* A text for one cell, alive until the row is written. */
static struct einv_buf *scratch(struct page *p)
{
    struct einv_buf *b = &p->scratch[p->n_scratch++ % 8];

    b->len = 0;
    return b;
}

static struct einv_text masked(struct page *p, struct einv_text text)
{
    struct einv_buf *b;

    if (!p->redact || text.len == 0)
        return text;
    b = scratch(p);
    for (size_t i = 0; i < text.len; i++) {
        unsigned char c = (unsigned char)text.ptr[i];
        bool sign = c < 0x80 && !(c >= '0' && c <= '9') &&
                    !(c >= 'A' && c <= 'Z') && !(c >= 'a' && c <= 'z');

        if ((c & 0xc0) != 0x80)      /* one x a character */
            einv__buf_char(b, sign ? (char)c : 'x');
    }
    return einv__buf_get(b);
}

static struct einv_text value_of(struct page *p, const struct einv_entry *e)
{
    struct einv_buf *b;

    if (e == NULL || e->text == NULL)
        return EINV_NO_TEXT;
    if (place_of(p, e)->type != EINV_TYPE_BINARY)
        return masked(p, einv__entry_text(e));
    b = scratch(p);
    einv__buf_uint(b, e->len);
    einv__buf_str(b, " characters of base64");
    return einv__buf_get(b);
}

static struct einv_text value(struct page *p, const struct einv_entry *e,
                              const char *name)
{
    return value_of(p, child(p, e, name));
}

/* Some values of a record on one line: "12345 Almaty". */
static struct einv_text joined(struct page *p, const struct einv_entry *e,
                               const char *const *names, const char *between)
{
    struct einv_buf *b = scratch(p);

    for (; *names != NULL; names++) {
        const struct einv_entry *part = child(p, e, *names);

        if (part == NULL || part->text == NULL || part->len == 0)
            continue;
        if (b->len > 0)
            einv__buf_str(b, between);
        /* Masked in place: scratch texts must not run out. */
        for (size_t i = 0; i < part->len; i++) {
            char c = part->text[i];

            einv__buf_char(b, p->redact && c != ' ' && c != '.' ? 'x' : c);
        }
    }
    return einv__buf_get(b);
}

/* --- frames -------------------------------------------------------------- */

static void heading(struct page *p, const char *title)
{
    size_t n = strlen(title);

    einv__buf_char(p->out, '\n');
    einv__buf_str(p->out, title);
    einv__buf_char(p->out, '\n');
    while (n-- > 0)
        einv__buf_char(p->out, '-');
    einv__buf_char(p->out, '\n');
}

static void pair(struct page *p, size_t indent, struct einv_text label,
                 struct einv_text text)
{
    struct einv_cell cells[2];
    size_t used = indent + LABEL + 2;

    cells[0] = (struct einv_cell){ label, LABEL, false };
    cells[1] = (struct einv_cell){ text, p->width > used + 10 ?
                                   p->width - used : 10, false };
    einv__layout_row(p->out, indent, cells, 2);
}

static void start_row(struct page *p)
{
    p->n_scratch = 0;
}

/* --- whatever has no shape of its own ------------------------------------ */

static struct einv_text title_of(const struct einv_place *place)
{
    return place->title.len > 0 ? place->title : place->name;
}

static void list_entry(struct page *p, const struct einv_entry *e,
                       size_t indent, unsigned depth);

static void list_below(struct page *p, const struct einv_entry *e,
                       size_t indent, unsigned depth,
                       const char *const *without)
{
    for (const struct einv_entry *c = e->first; c != NULL; c = c->next) {
        struct einv_text name = place_of(p, c)->name;
        const char *const *w = without;

        while (w != NULL && *w != NULL && !einv__text_is(name, *w))
            w++;
        if (w == NULL || *w == NULL)
            list_entry(p, c, indent, depth);
    }
}

static void list_entry(struct page *p, const struct einv_entry *e,
                       size_t indent, unsigned depth)
{
    const struct einv_place *place = place_of(p, e);

    if (depth > DEEPEST)
        return;
    start_row(p);
    if (e->text != NULL) {
        pair(p, indent, title_of(place), value_of(p, e));
    } else if (e->first != NULL) {
        pair(p, indent, title_of(place), EINV_NO_TEXT);
    }
    list_below(p, e, indent + 2, depth + 1, NULL);
}

/* --- parties ------------------------------------------------------------- */

/* One text, a line for each thing a letter head says. */
static void head_line(struct einv_buf *b, const char *label,
                      struct einv_text text)
{
    if (text.len == 0)
        return;
    if (b->len > 0)
        einv__buf_char(b, '\n');
    einv__buf_str(b, label);
    einv__buf_text(b, text);
}

static void party_text(struct page *p, const struct einv_entry *party,
                       struct einv_buf *b)
{
    static const char *const lines[] = { "line1", "line2", "line3" };
    static const char *const place[] = { "post_code", "city", "subdivision",
                                         "country", NULL };
    const struct einv_entry *address = child(p, party, "address");
    const struct einv_entry *contact = child(p, party, "contact");

    start_row(p);
    head_line(b, "", value(p, party, "name"));
    head_line(b, "trading as ", value(p, party, "trading_name"));
    for (size_t i = 0; i < 3; i++)
        head_line(b, "", value(p, address, lines[i]));
    head_line(b, "", joined(p, address, place, " "));
    head_line(b, "VAT id ", value(p, party, "vat_id"));
    start_row(p);
    head_line(b, "tax id ", value(p, party, "tax_id"));
    head_line(b, "registered ", value(p, party, "legal_id"));
    head_line(b, "endpoint ", value(p, party, "endpoint"));
    head_line(b, "contact ", value(p, contact, "name"));
    head_line(b, "tel. ", value(p, contact, "telephone"));
    head_line(b, "", value(p, contact, "email"));
    start_row(p);
    for (const struct einv_entry *id = child(p, party, "identifiers");
         id != NULL; id = einv__entry_more(id))
        head_line(b, "id ", value_of(p, id));
    head_line(b, "", value(p, party, "legal_info"));
}

static void parties(struct page *p, const struct einv_entry *root)
{
    static const char *const without[] = {
        "name", "trading_name", "identifiers", "legal_id", "vat_id",
        "tax_id", "legal_info", "endpoint", "address", "contact", NULL
    };
    static const char *const roles[] = { "seller", "buyer" };
    size_t half = p->width >= 70 ? (p->width - 2) / 2 : p->width;
    struct einv_buf texts[2];
    struct einv_cell cells[2];

    for (size_t i = 0; i < 2; i++) {
        const struct einv_entry *party = child(p, root, roles[i]);

        einv__buf_init(&texts[i], p->out->alloc);
        einv__buf_str(&texts[i], i == 0 ? "SELLER" : "BUYER");
        if (party != NULL)
            party_text(p, party, &texts[i]);
        cells[i] = (struct einv_cell){ einv__buf_get(&texts[i]), half,
                                       false };
    }
    einv__buf_char(p->out, '\n');
    if (half < p->width) {
        einv__layout_row(p->out, 0, cells, 2);
    } else {
        einv__layout_row(p->out, 0, &cells[0], 1);
        einv__buf_char(p->out, '\n');
        einv__layout_row(p->out, 0, &cells[1], 1);
    }
    for (size_t i = 0; i < 2; i++) {
        const struct einv_entry *party = child(p, root, roles[i]);

        if (texts[i].failed)
            p->out->failed = true;
        einv__buf_free(&texts[i]);
        if (party != NULL)
            list_below(p, party, 2, 0, without);
    }
}

/* --- lines --------------------------------------------------------------- */

#define N_COLUMNS 6          /* id, item, quantity, price, VAT, net amount */

static void line_widths(const struct page *p, struct einv_cell *cells)
{
    static const size_t fixed[N_COLUMNS] = { 5, 0, 14, 13, 8, 14 };
    size_t used = 2 * (N_COLUMNS - 1);

    for (size_t i = 0; i < N_COLUMNS; i++) {
        cells[i].width = fixed[i];
        cells[i].right = i >= 2;
        used += fixed[i];
    }
    cells[1].width = p->width > used + 12 ? p->width - used : 12;
}

static void line_head(struct page *p)
{
    static const char *const titles[N_COLUMNS] = {
        "No.", "Item", "Quantity", "Price", "VAT", "Net amount"
    };
    struct einv_cell cells[N_COLUMNS];

    line_widths(p, cells);
    for (size_t i = 0; i < N_COLUMNS; i++)
        cells[i].text = einv__text_of(titles[i]);
    einv__layout_row(p->out, 0, cells, N_COLUMNS);
}

static void one_line(struct page *p, const struct einv_entry *line,
                     unsigned depth)
{
    static const char *const quantity[] = { "quantity", "unit", NULL };
    static const char *const vat[] = { "vat_category", "vat_rate", NULL };
    static const char *const without[] = { "id", "quantity", "unit",
                                           "vat_category", "vat_rate",
                                           "net_amount", "item", "price",
                                           "lines", NULL };
    static const char *const item_without[] = { "name", NULL };
    static const char *const price_without[] = { "net", NULL };
    const struct einv_entry *item = child(p, line, "item");
    const struct einv_entry *price = child(p, line, "price");
    struct einv_cell cells[N_COLUMNS];

    start_row(p);
    line_widths(p, cells);
    cells[0].text = value(p, line, "id");
    cells[1].text = value(p, item, "name");
    cells[2].text = joined(p, line, quantity, " ");
    cells[3].text = value(p, price, "net");
    cells[4].text = joined(p, line, vat, " ");
    cells[5].text = value(p, line, "net_amount");
    einv__layout_row(p->out, 2 * depth, cells, N_COLUMNS);
    if (item != NULL)
        list_below(p, item, 7 + 2 * depth, 0, item_without);
    if (price != NULL)
        list_below(p, price, 7 + 2 * depth, 0, price_without);
    list_below(p, line, 7 + 2 * depth, 0, without);
    if (depth > DEEPEST)
        return;
    for (const struct einv_entry *sub = child(p, line, "lines"); sub != NULL;
         sub = einv__entry_more(sub))
        one_line(p, sub, depth + 1);
}

static void lines(struct page *p, const struct einv_entry *root)
{
    const struct einv_entry *line = child(p, root, "lines");

    if (line == NULL)
        return;
    heading(p, "Lines");
    line_head(p);
    for (; line != NULL; line = einv__entry_more(line))
        one_line(p, line, 0);
}

/* --- taxes and totals ---------------------------------------------------- */

static void taxes(struct page *p, const struct einv_entry *root)
{
    static const char *const titles[4] = { "Category", "Rate", "Base",
                                           "VAT" };
    static const char *const fields[4] = { "category", "rate", "base",
                                           "amount" };
    static const char *const without[] = { "category", "rate", "base",
                                           "amount", NULL };
    static const size_t widths[4] = { 8, 8, 16, 16 };
    const struct einv_entry *tax = child(p, root, "vat_breakdown");
    struct einv_cell cells[4];

    if (tax == NULL)
        return;
    heading(p, "VAT");
    for (size_t i = 0; i < 4; i++)
        cells[i] = (struct einv_cell){ einv__text_of(titles[i]), widths[i],
                                       i > 0 };
    einv__layout_row(p->out, 0, cells, 4);
    for (; tax != NULL; tax = einv__entry_more(tax)) {
        start_row(p);
        for (size_t i = 0; i < 4; i++)
            cells[i].text = value(p, tax, fields[i]);
        einv__layout_row(p->out, 0, cells, 4);
        list_below(p, tax, 2, 0, without);
    }
}

/* Amounts end in the same column; the rest of the record is listed. */
static void totals(struct page *p, const struct einv_entry *root)
{
    const struct einv_entry *all = child(p, root, "totals");
    struct einv_cell cells[3];

    if (all == NULL)
        return;
    heading(p, "Totals");
    for (const struct einv_entry *e = all->first; e != NULL; e = e->next) {
        if (e->text == NULL) {
            list_entry(p, e, 0, 0);
            continue;
        }
        start_row(p);
        cells[0] = (struct einv_cell){ title_of(place_of(p, e)), 44, false };
        cells[1] = (struct einv_cell){ value_of(p, e), 18, true };
        cells[2] = (struct einv_cell){ value(p, root, "currency"), 8, false };
        einv__layout_row(p->out, 0, cells, 3);
    }
}

static void notes(struct page *p, const struct einv_entry *root)
{
    static const char *const parts[] = { "subject_code", "text", NULL };
    const struct einv_entry *note = child(p, root, "notes");
    struct einv_cell cell = { EINV_NO_TEXT, p->width, false };

    if (note == NULL)
        return;
    heading(p, "Notes");
    for (; note != NULL; note = einv__entry_more(note)) {
        start_row(p);
        cell.text = joined(p, note, parts, ": ");
        einv__layout_row(p->out, 0, &cell, 1);
    }
}

/* --- the page ------------------------------------------------------------ */

static void title(struct page *p, const struct einv_entry *root)
{
    struct einv_buf *b;
    struct einv_cell cell = { EINV_NO_TEXT, p->width, false };

    start_row(p);
    b = scratch(p);
    einv__buf_str(b, "INVOICE ");
    einv__buf_text(b, value(p, root, "number"));
    if (child(p, root, "issue_date") != NULL) {
        einv__buf_str(b, " of ");
        einv__buf_text(b, value(p, root, "issue_date"));
    }
    cell.text = einv__buf_get(b);
    einv__layout_row(p->out, 0, &cell, 1);
    if (p->inv->partial)
        einv__buf_str(p->out, "(partial: the document has errors)\n");
}

/* Whatever else the invoice says: simple fields first, then groups. */
static void others(struct page *p, const struct einv_entry *root,
                   bool groups)
{
    static const char *const shaped[] = { "number", "issue_date", "seller",
                                          "buyer", "lines", "vat_breakdown",
                                          "totals", "notes", NULL };
    bool headed = false;

    for (const struct einv_entry *e = root->first; e != NULL; e = e->next) {
        const char *const *s = shaped;

        while (*s != NULL && !einv__text_is(place_of(p, e)->name, *s))
            s++;
        if (*s != NULL || (e->text == NULL) != groups)
            continue;
        if (!headed && groups)
            heading(p, "Further");
        headed = true;
        list_entry(p, e, 0, 0);
    }
}

einv_status einv__page_render(const struct einv_invoice_data *inv,
                              const struct einv_page_options *options,
                              struct einv_buf *out)
{
    const struct einv_entry *root = &inv->root;
    struct page p;

    memset(&p, 0, sizeof(p));
    p.inv = inv;
    p.out = out;
    p.width = options->width > 0 ? options->width : 80;
    if (p.width < 40)
        p.width = 40;
    if (p.width > 160)
        p.width = 160;
    p.redact = options->redact;
    for (size_t i = 0; i < 8; i++)
        einv__buf_init(&p.scratch[i], out->alloc);
    title(&p, root);
    others(&p, root, false);
    parties(&p, root);
    lines(&p, root);
    taxes(&p, root);
    totals(&p, root);
    notes(&p, root);
    others(&p, root, true);
    for (size_t i = 0; i < 8; i++) {
        out->failed = out->failed || p.scratch[i].failed;
        einv__buf_free(&p.scratch[i]);
    }
    return out->failed ? EINV_ENOMEM : EINV_OK;
}
