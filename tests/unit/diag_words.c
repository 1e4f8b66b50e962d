/* diag_words.c: tests of sentences of rules in other languages. */
#include <criterion/criterion.h>

#include "diag/words.h"
#include "../support/failing.h"

static const char table[] =
    "en\tde\tzh\n"
    "{t1} is {1}; the lines ({b1}) make {2}\t"
    "{t1}: {1}; Zeilen ({b1}): {2}\t{1}\xe2\x86\x90{t1} {2} {b1}\n"
    "Total\tSumme\tT\n"
    "of Seller\tdes Verk\xc3\xa4ufers\tS\n"
    "of Seller agent\tdes Agenten\tA\n"
    "{role} name\tName {role}\t{role}N\n"
    "missing\tfehlt\tM\n";

static struct einv_arena arena;
static struct einv_messages messages;
static struct einv_buf out;

static einv_status load(const char *tsv, uint32_t *line)
{
    struct einv_words *words = NULL;
    einv_status status = einv__words_load(&words, &arena, einv__text_of(tsv),
                                          line);

    messages.words = words;
    return status;
}

static void start(void)
{
    einv__arena_init(&arena, NULL);
    einv__buf_init(&out, NULL);
    cr_assert_eq(load(table, NULL), EINV_OK);
}

static void stop(void)
{
    einv__arena_free(&arena);
    einv__buf_free(&out);
}

TestSuite(diag_words, .init = start, .fini = stop);

static struct einv_text title(const void *model, struct einv_text term)
{
    (void)model;
    return einv__text_is(term, "BT-106") ? EINV_TEXT("Total") : EINV_NO_TEXT;
}

static struct einv_style style_in(const char *lang)
{
    struct einv_style style = { .messages = &messages, .title = title };

    style.lang = einv__text_of(lang);
    return style;
}

static const char *said(const char *lang, const char *pattern,
                        const char *value, const char *ours, bool redact)
{
    struct einv_argument args[] = {
        { EINV_TEXT(EINV_ARG_PATTERN), einv__text_of(pattern) },
        { EINV_TEXT("1"), einv__text_of(value) },
        { EINV_TEXT("2"), EINV_TEXT("30") },
        { EINV_TEXT(EINV_ARG_OURS), einv__text_of(ours) },
    };
    struct einv_finding f = { .args = args, .n_args = 4 };
    struct einv_style style = style_in(lang);

    style.redact = redact;
    out.len = 0;
    einv__buf_str(&out, "");
    return einv__words_sentence(&style, &f, &out) ? out.data : NULL;
}

#define TOTAL "total (BT-106) is {1}; the lines (BT-131) make {2}"

Test(diag_words, a_sentence_is_found_by_its_pattern_and_filled)
{
    cr_assert_str_eq(said("de", TOTAL, "29", "", false),
                     "Summe (BT-106): 29; Zeilen (BT-131): 30");
    cr_assert_str_eq(said("zh-CN", TOTAL, "29", "", false),
                     "29\xe2\x86\x90T (BT-106) 30 BT-131");
    cr_assert_null(said("de", "Total (BT-106) is gone", "29", "", false));
    cr_assert_null(said("en", TOTAL, "29", "", false));
    cr_assert_null(said("ru", TOTAL, "29", "", false));
}

Test(diag_words, what_is_ours_is_translated_and_not_masked)
{
    cr_assert_str_eq(said("de", TOTAL, "missing", "1 expected", true),
                     "Summe (BT-106): fehlt; Zeilen (BT-131): [redacted 2]");
    /* The document itself may say "missing". */
    cr_assert_str_eq(said("de", TOTAL, "missing", "", false),
                     "Summe (BT-106): missing; Zeilen (BT-131): 30");
}

Test(diag_words, a_name_is_put_together_of_role_and_rest)
{
    out.len = 0;
    cr_assert(einv__words_name(messages.words, EINV_TEXT("Seller name"),
                               EINV_TEXT("de"), &out));
    cr_assert_str_eq(out.data, "Name des Verk\xc3\xa4ufers");
    out.len = 0;
    cr_assert(einv__words_name(messages.words, EINV_TEXT("Seller agent name"),
                               EINV_TEXT("zh"), &out));
    cr_assert_str_eq(out.data, "AN");
    out.len = 0;
    cr_assert_not(einv__words_name(messages.words, EINV_TEXT("Buyer name"),
                                   EINV_TEXT("de"), &out));
    cr_assert_eq(out.len, 0);
}

Test(diag_words, a_table_that_is_wrong_is_refused_with_its_line)
{
    uint32_t line = 0;

    cr_assert_eq(load("en\tde\na\tb\nc\n", &line), EINV_EMALFORMED);
    cr_assert_eq(line, 3, "%u", line);
    cr_assert_eq(load("en\tde\na\t\n", &line), EINV_EMALFORMED);
    cr_assert_eq(line, 2, "%u", line);
    cr_assert_eq(load("en\tde\na\tb\na\tc\n", &line), EINV_EMALFORMED);
    cr_assert_eq(line, 3, "%u", line);
    cr_assert_eq(load("en\tde\na\tb", &line), EINV_EMALFORMED);
    cr_assert_eq(load("", &line), EINV_EMALFORMED);
}

Test(diag_words, a_pattern_of_many_terms_stays_within_its_bounds)
{
    cr_assert_null(said("de", "(BT-1) (BT-2) (BT-3) (BT-4) (BT-5) (BT-6) "
                        "(BT-7) (BT-8) (BT-9) (BT-10) {99} {} {",
                        "x", "", false));
}
