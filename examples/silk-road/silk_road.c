/* silk_road.c: one consignment, four invoices: Shanghai, Almaty, Moscow,
 * Rotterdam.  Each sale is made from the invoice of the one before, and what
 * customs and tracking need is looked for in what was written.
 *
 *     silk_road FOLDER OUT
 *
 * FOLDER holds shanghai.xml, and for each further sale NAME.sale (what the
 * new seller knows: PATH=VALUE, or -PATH for what is no more) and NAME.json
 * (defaults: what the target asks for and no invoice of before says).  The
 * invoices go to the folder OUT.
 */
#include <einv/einv.h>

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define MOST 65536

static const struct leg {
    const char *city, *name, *format;
} legs[] = {
    { "Almaty", "almaty", "kz-esf" },
    { "Moscow", "moscow", "ru-upd" },
    { "Rotterdam", "rotterdam", "ubl" }
};

/* What is followed: a field of each line, or of each member of a list. */
static const struct fact {
    const char *label, *list, *field;
} facts[] = {
    { "commodity code", NULL, "customs/commodity_code" },
    { "origin", NULL, "item/origin" },
    { "declaration", "customs/declarations", "number" },
    { "its item", "customs/declarations", "item" },
    { "GTIN", NULL, "item/standard_id" },
    { "lot", "item/instances", "lot" },
    { "serial", "item/instances", "serial" },
    { "traceability", "item/instances", "trace_id" },
    { "packages", NULL, "customs/packages" },
    { "their marks", NULL, "customs/package_marks" },
    { "gross weight", NULL, "customs/gross_weight" }
};

struct file {
    char bytes[MOST];      /* with a NUL behind */
    size_t len;
};

static int read_file(const char *folder, const char *name, const char *ext,
                     struct file *out)
{
    char path[512];
    FILE *f;

    snprintf(path, sizeof(path), "%s/%s%s", folder, name, ext);
    f = fopen(path, "rb");
    if (f == NULL) {
        fprintf(stderr, "%s: not readable\n", path);
        return 0;
    }
    out->len = fread(out->bytes, 1, MOST - 1, f);
    out->bytes[out->len] = '\0';
    fclose(f);
    return 1;
}

static int write_file(const char *folder, const char *name,
                      const einv_buffer *b)
{
    char path[512];
    FILE *f;
    size_t n;

    snprintf(path, sizeof(path), "%s/%s.xml", folder, name);
    f = fopen(path, "wb");
    n = f != NULL ? fwrite(einv_buffer_data(b), 1, einv_buffer_len(b), f) : 0;
    if (f == NULL || fclose(f) != 0 || n != einv_buffer_len(b)) {
        fprintf(stderr, "%s: not written\n", path);
        return 0;
    }
    return 1;
}

/* One document, one invoice in it. */
static einv_status open_invoice(einv_ctx *ctx, const char *bytes, size_t len,
                                einv_report *report, einv_invoice **out)
{
    einv_doc *doc = NULL;
    einv_status status = einv_doc_parse(ctx, bytes, len, NULL, report, &doc);

    if (status == EINV_OK)
        status = einv_doc_read(doc, 1, NULL, report, out);
    einv_doc_free(doc);
    return status;
}

/* What the new seller knows. */
static einv_status apply_sale(einv_invoice *invoice, char *sale)
{
    einv_status status = EINV_OK;

    for (char *line = strtok(sale, "\n"); line != NULL && status == EINV_OK;
         line = strtok(NULL, "\n")) {
        char *value = strchr(line, '=');

        if (line[0] == '#')
            continue;
        if (line[0] == '-')
            status = einv_invoice_remove(invoice, line + 1);
        else if (value != NULL) {
            *value++ = '\0';
            status = einv_invoice_set_text(invoice, line, value,
                                           strlen(value));
        }
        if (status != EINV_OK)
            fprintf(stderr, "%s: %s\n", line, einv_status_name(status));
    }
    return status;
}

/* --- what the target asks for -------------------------------------------- */

static void print_asked(const einv_report *report)
{
    for (size_t i = 0; i < einv_report_ledger_count(report); i++) {
        const einv_ledger_row *row = einv_report_ledger_at(report, i);
        const char *term = "", *where = "";
        size_t term_len = 0, where_len = 0;

        if (einv_ledger_row_get_reason(row) != EINV_REASON_MISSING_REQUIRED)
            continue;
        einv_ledger_row_get_text(row, EINV_LEDGER_TERM, &term, &term_len);
        einv_ledger_row_get_text(row, EINV_LEDGER_WHERE, &where, &where_len);
        printf("    %-9.*s %.*s\n", (int)term_len, term, (int)where_len,
               where);
    }
}

/* A first try, which writes nothing while something is missing. */
static einv_status ask(einv_ctx *ctx, einv_invoice *invoice,
                       const char *format)
{
    einv_write_options options = EINV_WRITE_OPTIONS_INIT;
    einv_report *report = NULL;
    einv_buffer *out = NULL;
    einv_status status = einv_report_new(ctx, &report);

    options.allow = 1u << EINV_REASON_NO_PLACE;
    if (status == EINV_OK)
        status = einv_invoice_write(invoice, format, &options, report, &out);
    if (status == EINV_ELOSS) {
        printf("  asked for, and supplied by the defaults:\n");
        print_asked(report);
    }
    einv_buffer_free(out);
    einv_report_free(report);
    return status == EINV_ELOSS ? EINV_OK : status;
}

/* --- what travelled ------------------------------------------------------ */

/* The path of the fact in the i-th line, the k-th member of its list. */
static void path_of(const struct fact *fact, size_t i, size_t k, char *out,
                    size_t size)
{
    if (fact->list == NULL)
        snprintf(out, size, "lines[%u]/%s", (unsigned)i, fact->field);
    else
        snprintf(out, size, "lines[%u]/%s[%u]/%s", (unsigned)i, fact->list,
                 (unsigned)k, fact->field);
}

static size_t members(const einv_invoice *invoice, const struct fact *fact,
                      size_t i)
{
    char path[128];
    size_t n = 0;

    if (fact->list == NULL)
        return 1;
    snprintf(path, sizeof(path), "lines[%u]/%s", (unsigned)i, fact->list);
    return einv_invoice_count(invoice, path, &n) == EINV_OK ? n : 0;
}

/* The last two steps of the place that the format has for the fact. */
static void print_step(const einv_description *format,
                       const struct fact *fact)
{
    char want[128];
    const char *text;
    size_t len, steps = 0;

    snprintf(want, sizeof(want), "lines/%s%s%s",
             fact->list != NULL ? fact->list : "",
             fact->list != NULL ? "/" : "", fact->field);
    for (size_t i = 0; i < einv_description_count(format); i++) {
        if (einv_description_get_text(format, i, EINV_PLACE_PATH, &text,
                                      &len) != EINV_OK ||
            len != strlen(want) || memcmp(text, want, len) != 0 ||
            einv_description_get_place(format, i, 0, &text, &len) != EINV_OK)
            continue;
        for (const char *end = text + len; end > text && steps < 2; end--)
            if (end[-1] == '/' && ++steps == 2) {
                len -= (size_t)(end - text);
                text = end;
                break;
            }
        printf(" %.*s", (int)len, text);
        return;
    }
}

/* Where the target says this text of the i-th line. */
static void print_place(const einv_invoice *written,
                        const einv_description *format,
                        const struct fact *fact, size_t i, const char *text,
                        size_t len)
{
    char path[128];
    const char *found;
    size_t found_len;
    uint32_t line, column;

    for (size_t k = 1; k <= members(written, fact, i); k++) {
        path_of(fact, i, k, path, sizeof(path));
        if (einv_invoice_get_text(written, path, &found, &found_len) !=
                EINV_OK || found_len != len ||
            memcmp(found, text, len) != 0)
            continue;
        if (einv_invoice_get_position(written, path, &line, &column) !=
            EINV_OK) {
            printf("in the slot\n");
            return;
        }
        printf("%u:%u", (unsigned)line, (unsigned)column);
        print_step(format, fact);
        printf("\n");
        return;
    }
    printf("- no place here\n");
}

static void print_travelled(const einv_invoice *sale,
                            const einv_invoice *written,
                            const einv_description *format)
{
    size_t n_lines = 0;

    einv_invoice_count(sale, "lines", &n_lines);
    for (size_t i = 1; i <= n_lines; i++)
        for (size_t f = 0; f < sizeof(facts) / sizeof(facts[0]); f++)
            for (size_t k = 1; k <= members(sale, &facts[f], i); k++) {
                char path[128];
                const char *text;
                size_t len;

                path_of(&facts[f], i, k, path, sizeof(path));
                if (einv_invoice_get_text(sale, path, &text, &len) != EINV_OK)
                    continue;
                printf("    line %u  %-15s %-28.*s ", (unsigned)i,
                       facts[f].label, (int)len, text);
                print_place(written, format, &facts[f], i, text, len);
            }
}

/* --- a sale -------------------------------------------------------------- */

/* Writes the invoice with the defaults, reads it back and compares. */
static einv_status sell(einv_ctx *ctx, einv_invoice *invoice,
                        const struct leg *leg, const struct file *defaults,
                        einv_report *report, einv_buffer **out)
{
    einv_write_options options = EINV_WRITE_OPTIONS_INIT;
    einv_description *format = NULL;
    einv_invoice *written = NULL;
    einv_status status;

    options.allow = 1u << EINV_REASON_NO_PLACE;
    status = einv_invoice_set_defaults(invoice, defaults->bytes,
                                       defaults->len, report);
    if (status == EINV_OK)
        status = einv_invoice_write(invoice, leg->format, &options, report,
                                    out);
    if (status == EINV_OK)
        status = open_invoice(ctx, einv_buffer_data(*out),
                              einv_buffer_len(*out), report, &written);
    if (status == EINV_OK)
        status = einv_format_describe(ctx, leg->format, report, &format);
    if (status == EINV_OK) {
        printf("  what travelled, and its line and place in %s.xml:\n",
               leg->name);
        print_travelled(invoice, written, format);
    } else {
        print_asked(report);
    }
    einv_description_free(format);
    einv_invoice_free(written);
    return status;
}

/* The next invoice from the one in `document`, which it replaces. */
static int travel(einv_ctx *ctx, const char *const *folders,
                  const struct leg *leg, struct file *document)
{
    static struct file sale, defaults;
    einv_invoice *invoice = NULL;
    einv_report *report = NULL;
    einv_buffer *out = NULL;
    einv_status status;
    int ok = read_file(folders[0], leg->name, ".sale", &sale) &&
             read_file(folders[0], leg->name, ".json", &defaults);

    if (!ok)
        return 0;
    printf("\nto %s: %s\n", leg->city, leg->format);
    status = einv_report_new(ctx, &report);
    if (status == EINV_OK)
        status = open_invoice(ctx, document->bytes, document->len, report,
                              &invoice);
    if (status == EINV_OK)
        status = apply_sale(invoice, sale.bytes);
    if (status == EINV_OK)
        status = ask(ctx, invoice, leg->format);
    if (status == EINV_OK)
        status = sell(ctx, invoice, leg, &defaults, report, &out);
    if (status != EINV_OK)
        fprintf(stderr, "%s: %s\n", leg->name, einv_status_name(status));
    ok = status == EINV_OK && einv_buffer_len(out) < MOST &&
         write_file(folders[1], leg->name, out);
    if (ok) {
        document->len = einv_buffer_len(out);
        memcpy(document->bytes, einv_buffer_data(out), document->len + 1);
    }
    einv_buffer_free(out);
    einv_report_free(report);
    einv_invoice_free(invoice);
    return ok;
}

int main(int argc, char **argv)
{
    static struct file document;
    const char *folders[2];
    einv_ctx *ctx = NULL;
    int ok;

    if (argc != 3) {
        fprintf(stderr, "silk_road FOLDER OUT\n");
        return 2;
    }
    folders[0] = argv[1];
    folders[1] = argv[2];
    ok = read_file(folders[0], "shanghai", ".xml", &document) &&
         einv_ctx_new(NULL, &ctx) == EINV_OK;
    if (ok)
        printf("from Shanghai: ubl\n");
    for (size_t i = 0; ok && i < sizeof(legs) / sizeof(legs[0]); i++)
        ok = travel(ctx, folders, &legs[i], &document);
    einv_ctx_free(ctx);
    return ok ? 0 : 1;
}
