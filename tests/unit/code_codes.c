/* code_codes.c: tests of code lists and maps, and of the lists we carry. */
#include <stdio.h>

#include <criterion/criterion.h>

#include "base/embedded.h"
#include "code/codes.h"
#include "../support/failing.h"

static struct einv_arena arena;
static struct einv_report report;

static void start(void)
{
    einv__arena_init(&arena, NULL);
    einv__report_init(&report, NULL);
}

static void stop(void)
{
    einv__report_free(&report);
    einv__arena_free(&arena);
}

TestSuite(code_codes, .init = start, .fini = stop);

static const struct einv_code_list *load(const char *tsv)
{
    struct einv_code_list *list;
    einv_status status = einv__codes_load(&list, &arena, einv__text_of(tsv),
                                          "test.tsv", &report);

    cr_assert_eq(status, EINV_OK, "%s", report.first != NULL
                 ? report.first->rule.ptr : "");
    return list;
}

static struct einv_text text(const char *z)
{
    return einv__text_of(z);
}

/* Decodes and compares; NULL: the field must stay empty. */
static void reads(const struct einv_code_list *list, const char *national,
                  const char *a, const char *b)
{
    struct einv_text f[2] = { EINV_TEXT("?"), EINV_TEXT("?") };

    cr_assert(einv__codes_decode(list, text(national), f), "%s", national);
    cr_expect(einv__text_is(f[0], a) && (f[0].ptr == NULL) == (a == NULL),
              "%s: %.*s", national, (int)f[0].len, f[0].ptr);
    cr_expect(einv__text_is(f[1], b) && (f[1].ptr == NULL) == (b == NULL),
              "%s: %.*s", national, (int)f[1].len, f[1].ptr);
}

static void writes(const struct einv_code_list *list, const char *a,
                   const char *b, const char *national)
{
    struct einv_text f[2] = { text(a), text(b) }, got = EINV_TEXT("?");

    cr_assert(einv__codes_encode(list, f, &got), "%s %s", a, b);
    cr_expect(einv__text_is(got, national)
              && (got.ptr == NULL) == (national == NULL), "%s %s: %.*s", a, b,
              (int)got.len, got.ptr);
}

static bool refuses(const struct einv_code_list *list, const char *a,
                    const char *b)
{
    struct einv_text f[2] = { text(a), text(b) }, got;

    return !einv__codes_encode(list, f, &got);
}

Test(code_codes, plain_list_knows_its_codes)
{
    const struct einv_code_list *list = load("code\tname\r\nA\tAlpha\n"
                                             "b\t\n\nc\tGamma");
    struct einv_text name, fields[1];

    cr_expect_not(einv__codes_is_map(list));
    cr_expect_eq(einv__codes_columns(list), 2);
    cr_expect(einv__codes_name(list, EINV_TEXT("A"), &name));
    cr_expect(einv__text_is(name, "Alpha"));
    cr_expect(einv__codes_name(list, EINV_TEXT("b"), &name));
    cr_expect_eq(name.len, 0);
    cr_expect(einv__codes_name(list, EINV_TEXT("c"), &name));
    cr_expect_not(einv__codes_name(list, EINV_TEXT("a"), &name));
    cr_expect_not(einv__codes_name(list, EINV_TEXT(""), &name));
    cr_expect_not(einv__codes_name(list, EINV_NO_TEXT, &name));
    cr_expect_not(einv__codes_decode(list, EINV_TEXT("A"), fields));
}

static const char tax[] =
    "national\tcategory\trate:percent\tdir\n"
    "free\tE\t\\none\t=\n"
    "outside\tO\t\\none\t=\n"
    "old\tO\t\\none\t>\n"
    "0\tZ\t0\t=\n"
    "\\number\tS\t\\same\t=\n"
    "\\absent\tG\t\\any\t=\n";

Test(code_codes, reserved_cells_mean_what_they_say)
{
    const struct einv_code_list *list = load(tax);

    cr_expect(einv__codes_is_map(list));
    cr_expect_eq(einv__codes_columns(list), 3);
    cr_expect(einv__text_is(einv__codes_column(list, 2), "rate:percent"));
    reads(list, "free", "E", NULL);
    reads(list, "old", "O", NULL);
    reads(list, "0", "Z", "0");
    reads(list, "12.5", "S", "12.5");
    reads(list, NULL, "G", NULL);
    writes(list, "E", NULL, "free");
    writes(list, "E", "", "free");
    writes(list, "O", NULL, "outside");
    writes(list, "Z", "0", "0");
    writes(list, "S", "12.5", "12.5");
    writes(list, "G", NULL, NULL);
    writes(list, "G", "7", NULL);
}

Test(code_codes, what_fits_no_row_is_refused)
{
    const struct einv_code_list *list = load(tax);
    struct einv_text f[2];

    cr_expect_not(einv__codes_decode(list, EINV_TEXT("Free"), f));
    cr_expect_not(einv__codes_decode(list, EINV_TEXT("-5"), f));
    cr_expect_not(einv__codes_decode(list, EINV_TEXT("0.00"), f));
    cr_expect_not(einv__codes_decode(list, EINV_TEXT("12,5"), f));
    cr_expect_not(einv__codes_decode(list, EINV_TEXT(""), f));
    cr_expect(refuses(list, "E", "5"));
    cr_expect(refuses(list, "S", NULL));
    cr_expect(refuses(list, "S", "0"));
    cr_expect(refuses(list, "S", "-1"));
    cr_expect(refuses(list, "X", NULL));
    cr_expect(refuses(list, NULL, NULL));
}

Test(code_codes, first_row_wins_loose_or_not)
{
    const struct einv_code_list *list = load(
        "national\ta\tb\tdir\n"
        "x\t1\t\\any\t>\n"
        "y\t1\t\\any\t=\n"
        "z\t1\t2\t=\n"
        "\\any\t\\any\t\\same\t=\n");

    reads(list, "x", "1", NULL);
    reads(list, "z", "1", "2");
    reads(list, "-", NULL, "-");
    writes(list, "1", "2", "y");
    writes(list, "9", "kg", "kg");
    cr_expect(refuses(list, "9", NULL));
}

/* Each mistake is found, at its line, under its code. */
Test(code_codes, mistakes_are_told_with_their_line)
{
    static const struct { const char *tsv, *rule; uint32_t line; } bad[] = {
        { "", "EINV-CODE-0101", 1 },
        { "name\tcode\n", "EINV-CODE-0101", 1 },
        { "national\ta\n", "EINV-CODE-0101", 1 },
        { "national\tdir\n", "EINV-CODE-0101", 1 },
        { "code\tname\n\tx\n", "EINV-CODE-0102", 2 },
        { "national\ta\tdir\nx\t1\t=\ny\t\t=\n", "EINV-CODE-0102", 3 },
        { "national\ta\tdir\n\\same\t1\t=\n", "EINV-CODE-0103", 2 },
        { "national\ta\tdir\nx\t\\number\t=\n", "EINV-CODE-0103", 2 },
        { "national\ta\tdir\nx\t\\wat\t=\n", "EINV-CODE-0103", 2 },
        { "national\ta\tdir\nx\t1\t\n", "EINV-CODE-0104", 2 },
        { "national\ta\tdir\n\\any\t1\t=\n", "EINV-CODE-0105", 2 },
        { "national\ta\tdir\n\\absent\t\\same\t=\n", "EINV-CODE-0105", 2 },
        { "national\ta\tdir\nx\t=\n", "EINV-CODE-0106", 2 },
        { "national\ta\tdir\n\nx\t1\t=\ty\n", "EINV-CODE-0106", 3 },
        { "code\tname\na\tb\na\tc\n", "EINV-CODE-0107", 3 },
        { "national\ta\tdir\n\\any\t\\same\t=\nx\t1\t=\n",
          "EINV-CODE-0107", 3 },
        { "national\ta\tdir\nN3.4\tZ\t<\n", "EINV-CODE-0108", 2 },
    };

    for (size_t i = 0; i < sizeof bad / sizeof bad[0]; i++) {
        struct einv_report r;
        struct einv_code_list *list;

        einv__report_init(&r, NULL);
        cr_expect_eq(einv__codes_load(&list, &arena, text(bad[i].tsv),
                                      "bad.tsv", &r), EINV_EMALFORMED,
                     "%s", bad[i].tsv);
        cr_expect_null(list);
        cr_assert_not_null(r.first, "%s", bad[i].tsv);
        cr_expect(einv__text_is(r.first->rule, bad[i].rule), "%s: %s",
                  bad[i].tsv, r.first->rule.ptr);
        cr_expect_eq(r.first->pos.line, bad[i].line, "%s", bad[i].tsv);
        cr_expect(einv__text_is(r.first->args[0].value, "bad.tsv"));
        einv__report_free(&r);
    }
}

Test(code_codes, written_only_code_may_be_read_by_a_loose_row)
{
    const struct einv_code_list *list = load(
        "national\ta\tdir\nx\t1\t<\n\\any\t\\same\t=\n");
    struct einv_text field, got, one = EINV_TEXT("1");

    cr_assert(einv__codes_encode(list, &one, &got));
    cr_expect(einv__text_is(got, "x"));
    cr_assert(einv__codes_decode(list, got, &field));
    cr_expect(einv__text_is(field, "x"));
}

/* --- the lists we carry --------------------------------------------------- */

static struct einv_code_list *carried(const char *name)
{
    char path[80];
    const struct einv_embedded *file;
    struct einv_code_list *list;

    snprintf(path, sizeof path, "codes/%s.tsv", name);
    file = einv__embedded_find(path);
    cr_assert_not_null(file, "%s", path);
    cr_assert_eq(einv__codes_load(&list, &arena,
                                  einv__text(file->data, file->len), path,
                                  &report), EINV_OK, "%s", path);
    return list;
}

Test(code_codes, every_list_loads)
{
    size_t n = 0;

    for (size_t i = 0; i < einv__embedded_count(); i++) {
        const struct einv_embedded *file = einv__embedded_at(i);
        struct einv_code_list *list;

        if (strncmp(file->name, "codes/", 6) != 0)
            continue;
        n++;
        cr_expect_eq(einv__codes_load(&list, &arena,
                                      einv__text(file->data, file->len),
                                      file->name, &report), EINV_OK, "%s",
                     file->name);
    }
    cr_expect_geq(n, 17);
    cr_expect_eq(report.n_findings, 0);
}

/* Codes that the standards publish, one or two a list. */
Test(code_codes, lists_hold_codes_of_their_standards)
{
    static const char *const known[][2] = {
        { "invoice-type", "380" }, { "invoice-type", "381" },
        { "currency", "EUR" }, { "currency", "KZT" }, { "currency", "XCG" },
        { "tax-point", "35" }, { "country", "DE" }, { "country", "XI" },
        { "note-subject", "REG" }, { "payment-means", "58" },
        { "vat-category", "AE" }, { "vat-category", "B" },
        { "allowance-reason", "95" }, { "charge-reason", "FC" },
        { "vat-exemption", "VATEX-EU-IC" }, { "unit", "C62" },
        { "unit", "XPX" }, { "eas", "0204" }, { "eas", "EM" },
        { "icd", "0088" }, { "item-classification", "STI" },
        { "mime", "application/pdf" }, { "object-scheme", "AAJ" },
    };
    static const char *const unknown[][2] = {
        { "invoice-type", "999" }, { "currency", "EURO" },
        { "country", "XX" }, { "unit", "c62" }, { "vat-category", "A" },
        { "icd", "SEPA" }, { "mime", "text/html" },
    };
    struct einv_text name;

    for (size_t i = 0; i < sizeof known / sizeof known[0]; i++)
        cr_expect(einv__codes_name(carried(known[i][0]), text(known[i][1]),
                                   &name), "%s %s", known[i][0], known[i][1]);
    for (size_t i = 0; i < sizeof unknown / sizeof unknown[0]; i++)
        cr_expect_not(einv__codes_name(carried(unknown[i][0]),
                                       text(unknown[i][1]), &name),
                      "%s %s", unknown[i][0], unknown[i][1]);
}

Test(code_codes, tax_points_of_2475_are_those_of_2005)
{
    static const char *const pairs[][2] = { { "5", "3" }, { "29", "35" },
                                            { "72", "432" } };
    struct einv_code_list *map = carried("tax-point-2475");
    struct einv_code_list *list = carried("tax-point");

    for (int i = 0; i < 3; i++) {
        struct einv_text field, name, want = text(pairs[i][1]);

        cr_assert(einv__codes_decode(map, text(pairs[i][0]), &field));
        cr_expect(einv__text_eq(field, want));
        cr_expect(einv__codes_name(list, field, &name));
        cr_assert(einv__codes_encode(map, &want, &field));
        cr_expect(einv__text_is(field, pairs[i][0]));
    }
}

Test(code_codes, each_failing_allocation_is_told)
{
    struct failing f;

    FAILING_EACH(f, 300) {
        struct einv_arena own;
        struct einv_report r;
        struct einv_code_list *list;
        einv_status status;
        char tsv[6000] = "national\ta\tdir\n";

        for (int i = 0; i < 300; i++)
            sprintf(tsv + strlen(tsv), "n%d\tf%d\t=\n", i, i);
        einv__arena_init(&own, &f.hooks);
        einv__report_init(&r, &f.hooks);
        status = einv__codes_load(&list, &own, text(tsv), "t", &r);
        cr_assert(status == EINV_OK || status == EINV_ENOMEM);
        cr_assert_eq(list != NULL, status == EINV_OK);
        failing_judge(&f, status == EINV_OK);
        einv__report_free(&r);
        einv__arena_free(&own);
        cr_assert_eq(f.held, 0);
    }
    cr_expect_gt(f.runs, 4);
}
