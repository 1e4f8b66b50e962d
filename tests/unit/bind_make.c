/* bind_make.c: values that are made of the invoice. */
#include <inttypes.h>

#include "bind_support.h"

#include "bind/make.h"

static struct toy t;

static void start(void)
{
    toy_init(&t);
}

static void stop(void)
{
    toy_free(&t);
}

TestSuite(bind_make, .init = start, .fini = stop);

/* --- words ---------------------------------------------------------------- */

static const char *words(const char *number)
{
    static char text[400];
    struct einv_buf buf;
    bool good;

    einv__buf_init(&buf, &einv__libc_allocator);
    good = einv__words_zh(einv__text_of(number), &buf);
    cr_assert(!buf.failed);
    snprintf(text, sizeof(text), "%.*s", good ? (int)buf.len : 0,
             buf.data != NULL ? buf.data : "");
    einv__buf_free(&buf);
    return text;
}

/* The examples of the rules themselves (1997, annex 1, section 4). */
Test(bind_make, words_agree_with_the_examples_of_the_rules)
{
    static const struct {
        const char *number, *a, *b;
    } examples[] = {
        { "1409.50", "人民币壹仟肆佰零玖元伍角", NULL },
        { "6007.14", "人民币陆仟零柒元壹角肆分", NULL },
        { "1680.32", "人民币壹仟陆佰捌拾元零叁角贰分",
          "人民币壹仟陆佰捌拾元叁角贰分" },
        { "107000.53", "人民币壹拾万柒仟元零伍角叁分",
          "人民币壹拾万零柒仟元伍角叁分" },
        { "16409.02", "人民币壹万陆仟肆佰零玖元零贰分", NULL },
        { "325.04", "人民币叁佰贰拾伍元零肆分", NULL }
    };

    for (size_t i = 0; i < sizeof(examples) / sizeof(*examples); i++) {
        struct einv_text made = einv__text_of(words(examples[i].number));

        cr_expect(made.len > 0 && einv__words_zh_same(
                      einv__text_of(examples[i].a), made),
                  "%s: %s", examples[i].number, made.ptr);
        cr_expect(examples[i].b == NULL || einv__words_zh_same(
                      einv__text_of(examples[i].b), made));
    }
}

Test(bind_make, words_say_zeros_where_the_rules_ask_for_them)
{
    cr_expect_str_eq(words("0"), "零圆整");
    cr_expect_str_eq(words("0.00"), "零圆整");
    cr_expect_str_eq(words("-0.00"), "零圆整");
    cr_expect_str_eq(words("0.05"), "伍分");
    cr_expect_str_eq(words("0.50"), "伍角整");
    cr_expect_str_eq(words("5"), "伍圆整");
    cr_expect_str_eq(words("5.61"), "伍圆陆角壹分");
    cr_expect_str_eq(words("10"), "壹拾圆整");
    cr_expect_str_eq(words("325.04"), "叁佰贰拾伍圆零肆分");
    cr_expect_str_eq(words("1060.00"), "壹仟零陆拾圆整");
    cr_expect_str_eq(words("1680.32"), "壹仟陆佰捌拾圆叁角贰分");
    cr_expect_str_eq(words("16000"), "壹万陆仟圆整");
    cr_expect_str_eq(words("107000.53"), "壹拾万零柒仟圆伍角叁分");
    cr_expect_str_eq(words("1050000"), "壹佰零伍万圆整");
    cr_expect_str_eq(words("100010000"), "壹亿零壹万圆整");
    cr_expect_str_eq(words("100000050.1"), "壹亿零伍拾圆壹角整");
    cr_expect_str_eq(words("999999999999.99"),
                     "玖仟玖佰玖拾玖亿玖仟玖佰玖拾玖万"
                     "玖仟玖佰玖拾玖圆玖角玖分");
    cr_expect_str_eq(words("-226.00"), "（负数）贰佰贰拾陆圆整");
    cr_expect_str_eq(words("+007.500"), "柒圆伍角整");
}

Test(bind_make, words_refuse_what_is_no_amount_of_yuan)
{
    cr_expect_str_eq(words(""), "");
    cr_expect_str_eq(words("many"), "");
    cr_expect_str_eq(words("1,5"), "");
    cr_expect_str_eq(words("1e3"), "");
    cr_expect_str_eq(words("."), "");
    cr_expect_str_eq(words("0.005"), "");
    cr_expect_str_eq(words("1000000000000"), "");
}

/* Each digit that the words name is at its place: read back by a table. */
static int64_t spoken(const char *text)
{
    static const struct {
        const char *sign;
        int digit;
        int64_t place;
    } signs[] = {
        { "零", 0, 0 }, { "壹", 1, 0 }, { "贰", 2, 0 }, { "叁", 3, 0 },
        { "肆", 4, 0 }, { "伍", 5, 0 }, { "陆", 6, 0 }, { "柒", 7, 0 },
        { "捌", 8, 0 }, { "玖", 9, 0 }, { "拾", -1, 10 }, { "佰", -1, 100 },
        { "仟", -1, 1000 }, { "万", -1, 10000 }, { "亿", -1, 100000000 },
        { "圆", -1, 1 }, { "整", -2, 0 }
    };
    int64_t all = 0, section = 0, digit = 0;

    while (*text != '\0') {
        size_t i = 0;

        while (strncmp(text, signs[i].sign, 3) != 0)
            i++;
        text += 3;
        if (signs[i].digit >= 0) {
            digit = signs[i].digit;
        } else if (signs[i].place >= 10 && signs[i].place < 10000) {
            section += digit * signs[i].place;
            digit = 0;
        } else if (signs[i].digit == -1) {
            all += (section + digit) * signs[i].place;
            section = digit = 0;
        }
    }
    return all;
}

Test(bind_make, words_name_every_digit_of_random_numbers)
{
    uint64_t state = 1;
    char text[32];

    for (int i = 0; i < 20000; i++) {
        int64_t number;

        state = state * 6364136223846793005u + 1442695040888963407u;
        number = (int64_t)((state >> 20) % UINT64_C(1000000000000));
        for (unsigned k = 0; k < 12; k++)      /* many zeros */
            if ((state >> (k + 40)) & 1)
                for (int64_t p = 1, n = 0; n <= (int)k; n++, p *= 10)
                    if (n == (int)k)
                        number -= number / p % 10 * p;
        snprintf(text, sizeof(text), "%" PRId64, number);
        cr_assert_eq(spoken(words(text)), number, "%s: %s", text,
                     words(text));
    }
}

/* --- in a document ------------------------------------------------------- */

Test(bind_make, a_made_text_rides_along_and_other_words_for_it_are_kept)
{
    toy_compile(&t, TOY("<element name='Gross' to='gross'/>"
                        "<element name='Words' make='words-zh(gross)'/>"));
    round_trip(&t, "<I><Gross>5.61</Gross><Words>伍圆陆角壹分</Words></I>",
               NULL);
    cr_expect_eq(t.report.n_rows, 0);
    round_trip(&t, "<I><Gross>5.61</Gross><Words>伍元陆角壹分</Words></I>",
               "<I><Gross>5.61</Gross><Words>伍圆陆角壹分</Words></I>");
    cr_expect_eq(rows_of(&t, EINV_READ, EINV_SPELLING), 1);
    cr_expect_eq(t.report.n_findings, 0);
    round_trip(&t, "<I><Gross>5.61</Gross></I>",
               "<I><Gross>5.61</Gross><Words>伍圆陆角壹分</Words></I>");
    cr_expect_eq(rows_of(&t, EINV_READ, EINV_SPELLING), 1);
    round_trip(&t, "<I><Words>伍圆整</Words></I>", "<I/>");
    round_trip(&t, "<I><Gross>0.005</Gross><Words/></I>",
               "<I><Gross>0.005</Gross></I>");
}

Test(bind_make, words_for_another_amount_are_a_finding_until_an_edit)
{
    toy_compile(&t, TOY("<element name='Gross' to='gross'/>"
                        "<element name='Words' make='words-zh(gross)'/>"));
    round_trip(&t, "<I><Gross>6</Gross><Words>伍圆整</Words></I>",
               "<I><Gross>6</Gross><Words>陆圆整</Words></I>");
    cr_expect(has_finding(&t, "EINV-BIND-0109"));
    toy_set(&t, "gross", "7");
    toy_put(&t, true);
    toy_wrote(&t, "<I><Gross>7</Gross><Words>柒圆整</Words></I>");
}

Test(bind_make, words_have_the_sign_of_the_document)
{
    toy_compile(&t, TOY_HEAD "<sign credit='381'/><document name='I'>"
                "<element name='Words' make='words-zh(gross)'"
                " sign='credit'/>"
                "<element name='Gross' to='gross' sign='credit'/>"
                "<element name='Type' to='type'/></document>" TOY_FOOT);
    round_trip(&t, "<I><Words>（负数）伍圆整</Words><Gross>-5</Gross>"
               "<Type>381</Type></I>", NULL);
    cr_expect_eq(t.report.n_rows, 0);
    holds_text(&t, "gross", "5");
    round_trip(&t, "<I><Words>(负数)伍元正</Words><Gross>-5</Gross>"
               "<Type>381</Type></I>",
               "<I><Words>（负数）伍圆整</Words><Gross>-5</Gross>"
               "<Type>381</Type></I>");
    cr_expect_eq(t.report.n_findings, 0);
    round_trip(&t, "<I><Words>伍圆整</Words><Gross>5</Gross>"
               "<Type>380</Type></I>", NULL);
}

/* RFC 9562 A.4: www.example.com in the namespace of domain names. */
Test(bind_make, a_uuid_is_that_of_the_rfc)
{
    toy_compile(&t, TOY("<element name='U' make='uuid5("
                        "6ba7b810-9dad-11d1-80b4-00c04fd430c8 number)'/>"
                        "<element name='N' to='number'/>"));
    toy_make(&t);
    toy_set(&t, "number", "www.example.com");
    toy_put(&t, false);
    toy_wrote(&t, "<I><U>2ed6657d-e927-568b-95e1-2665a8aea6a2</U>"
              "<N>www.example.com</N></I>");
    toy_make(&t);
    toy_set(&t, "currency", "EUR");
    toy_put(&t, false);
    toy_wrote(&t, "<I/>");
}

Test(bind_make, counts_and_presence_are_spelled_as_codecs_say)
{
    toy_compile(&t, TOY("<attribute name='lines' make='count(lines)'/>"
                        "<attribute name='order' make='has(order)'"
                        " as='bool(1,0)'/><element name='O' to='order'/>"
                        "<element name='L' into='lines' occurs='*'>"
                        "<element name='N' to='name'/></element>"));
    round_trip(&t, "<I lines='2' order='1'><O>7</O><L><N>a</N></L>"
               "<L><N>b</N></L></I>", NULL);
    cr_expect_eq(t.report.n_rows, 0);
    round_trip(&t, "<I lines='3' order='0'><L><N>a</N></L></I>",
               "<I lines='1' order='0'><L><N>a</N></L></I>");
    cr_expect(has_finding(&t, "EINV-BIND-0109"));
}

/* With to=, the field is made when nobody said it, and the ledger says so. */
Test(bind_make, a_field_that_nobody_said_is_made)
{
    toy_compile(&t, TOY("<element name='L' into='lines' occurs='*'>"
                        "<element name='Id' to='id' make='position'"
                        " occurs='1'/><element name='N' to='name'/>"
                        "</element>"));
    round_trip(&t, "<I><L><Id>9</Id><N>a</N></L><L><N>b</N></L></I>",
               "<I><L><Id>9</Id><N>a</N></L><L><Id>2</Id><N>b</N></L></I>");
    cr_expect_eq(rows_of(&t, EINV_READ, EINV_SPELLING), 1);
    cr_expect_eq(rows_of(&t, EINV_WRITE, EINV_DERIVED), 1);
    cr_expect_eq(rows_of(&t, EINV_WRITE, EINV_MISSING_REQUIRED), 0);
    toy_compile(&t, TOY("<element name='N' to='number' occurs='1'"
                        " make='uuid5(order)' default='none'/>"
                        "<element name='C' to='currency'/>"));
    toy_make(&t);
    toy_set(&t, "currency", "EUR");
    toy_put(&t, false);
    toy_wrote(&t, "<I><N>none</N><C>EUR</C></I>");
    cr_expect_eq(rows_of(&t, EINV_WRITE, EINV_DEFAULTED), 1);
}

Test(bind_make, a_file_name_is_put_together)
{
    toy_compile(&t, TOY("<attribute name='f' to='file/filename' occurs='1'"
                        " make='file-name(ON_{buyer/vat_id}_{seller/vat_id}_"
                        "{date:yyyyMMdd}_{uuid5("
                        "6ba7b810-9dad-11d1-80b4-00c04fd430c8 number)}_0)'/>"
                        "<element name='N' to='number'/>"));
    toy_make(&t);
    toy_set(&t, "number", "www.example.com");
    toy_set(&t, "date", "2026-07-01");
    toy_set(&t, "seller/vat_id", "11");
    toy_set(&t, "buyer/vat_id", "22");
    toy_put(&t, false);
    toy_wrote(&t, "<I f='ON_22_11_20260701_"
              "2ed6657d-e927-568b-95e1-2665a8aea6a2_0'>"
              "<N>www.example.com</N></I>");
    toy_set(&t, "buyer/vat_id", "../x");
    toy_put(&t, false);
    toy_wrote(&t, "<I><N>www.example.com</N></I>");
    cr_expect_eq(rows_of(&t, EINV_WRITE, EINV_MISSING_REQUIRED), 1);
    toy_set(&t, "file/filename", "own");
    toy_put(&t, false);
    toy_wrote(&t, "<I f='own'><N>www.example.com</N></I>");
}
