/* Pictures and check digits, on identifiers that are published and valid:
 * those of large banks and registers, and the standards' own examples.
 */
#include <criterion/criterion.h>

#include "code/forms.h"

#define T(literal) EINV_TEXT(literal)

static struct einv_form form(const char *picture, const char *weights,
                             const char *again, uint8_t mod,
                             const char *digit)
{
    struct einv_form f = { 0 };
    struct einv_form_check *check = &f.checks[0];

    f.id = f.name = T("f");
    f.picture = einv__text_of(picture);
    if (mod == 0)
        return f;
    for (; *weights != '\0'; weights++)
        check->weights[check->n++] = (uint8_t)(*weights - 'a');
    for (; *again != '\0'; again++)
        check->again[check->n_again++] = (uint8_t)(*again - 'a');
    check->mod = mod;
    check->digit = einv__text_of(digit);
    f.n_checks = 1;
    return f;
}

#define fit(f, text) einv__form_fit(&(f), einv__text_of(text))

Test(code_forms, a_picture_takes_digits_letters_and_literals)
{
    struct einv_form f = form("99-X", "", "", 0, "");

    cr_assert_eq(fit(f, "12-A"), EINV_FORM_FITS);
    cr_assert_eq(fit(f, "12-7"), EINV_FORM_FITS);
    cr_assert_eq(fit(f, "12-a"), EINV_FORM_UNLIKE);
    cr_assert_eq(fit(f, "1A-A"), EINV_FORM_UNLIKE);
    cr_assert_eq(fit(f, "12-"), EINV_FORM_UNLIKE);
    cr_assert_eq(fit(f, "12-AA"), EINV_FORM_UNLIKE);
    cr_assert_eq(fit(f, ""), EINV_FORM_UNLIKE);
}

Test(code_forms, an_end_may_be_missing_or_open)
{
    struct einv_form f = form("99[/9[9]]", "", "", 0, "");
    struct einv_form g = form("01*", "", "", 0, "");

    cr_assert_eq(fit(f, "12"), EINV_FORM_FITS);
    cr_assert_eq(fit(f, "12/3"), EINV_FORM_FITS);
    cr_assert_eq(fit(f, "12/34"), EINV_FORM_FITS);
    cr_assert_eq(fit(f, "12/"), EINV_FORM_UNLIKE);
    cr_assert_eq(fit(f, "12/345"), EINV_FORM_UNLIKE);
    cr_assert_eq(fit(g, "01"), EINV_FORM_UNLIKE);
    cr_assert_eq(fit(g, "01\x1d(x"), EINV_FORM_FITS);
}

Test(code_forms, a_date_within_must_be_one)
{
    struct einv_form f = form("99999/DDMMYY/9999999", "", "", 0, "");
    struct einv_form g = form("9999DDMMYYYYN99999", "", "", 0, "");

    cr_assert_eq(fit(f, "55301/280717/0044564"), EINV_FORM_FITS);
    cr_assert_eq(fit(f, "55301/290223/0044564"), EINV_FORM_UNLIKE);
    cr_assert_eq(fit(f, "55301/290224/0044564"), EINV_FORM_FITS);
    cr_assert_eq(fit(f, "55301/001224/0044564"), EINV_FORM_UNLIKE);
    cr_assert_eq(fit(g, "600716082017N01405"), EINV_FORM_FITS);
    cr_assert_eq(fit(g, "600716132017N01405"), EINV_FORM_UNLIKE);
}

/* 7707083893: the published INN of a Russian bank. */
Test(code_forms, remainder_modulo_ten)
{
    struct einv_form f = form("9999999999", "cekdfjegi", "", 11, "r");

    cr_assert(einv__form_is_sound(&f));
    cr_assert_eq(fit(f, "7707083893"), EINV_FORM_FITS);
    cr_assert_eq(fit(f, "7707083894"), EINV_FORM_WRONG);
    cr_assert_eq(fit(f, "7770083893"), EINV_FORM_WRONG);
    cr_assert_eq(fit(f, "770708389"), EINV_FORM_UNLIKE);
}

/* 971240001315, 940140000385: the published BINs of Kazakh banks; the second
 * and third weights are used where the first leave 10. */
Test(code_forms, other_weights_where_the_remainder_is_ten)
{
    struct einv_form f = form("999999999999", "bcdefghijkl",
                              "defghijklbc", 11, "r");
    char text[] = "000000000000";
    int again = 0, none = 0;

    cr_assert_eq(fit(f, "971240001315"), EINV_FORM_FITS);
    cr_assert_eq(fit(f, "940140000385"), EINV_FORM_FITS);
    cr_assert_eq(fit(f, "971240001316"), EINV_FORM_WRONG);
    for (int a = 0; a < 10; a++)           /* 10 by the first weights */
        for (int b = 0; b < 10; b++) {
            int first = (10 * a + 11 * b) % 11, second = (a + 2 * b) % 11;

            text[9] = (char)('0' + a);
            text[10] = (char)('0' + b);
            if (first != 10)
                continue;
            again++;
            if (second == 10) {
                none++;
                cr_assert_eq(fit(f, text), EINV_FORM_WRONG);
                continue;
            }
            text[11] = (char)('0' + second);
            cr_assert_eq(fit(f, text), EINV_FORM_FITS, "%s", text);
            text[11] = '0';
        }
    cr_assert_gt(again, none);
}

/* 4006381333931 and 106141411234567897: examples of GS1's own pages. */
Test(code_forms, modulus_less_the_remainder)
{
    struct einv_form f = form("9999999999999", "bdbdbdbdbdbd", "", 10, "m-r");
    struct einv_form g = form("999999999999999999", "dbdbdbdbdbdbdbdbd", "",
                              10, "m-r");

    cr_assert_eq(fit(f, "4006381333931"), EINV_FORM_FITS);
    cr_assert_eq(fit(f, "4006381333932"), EINV_FORM_WRONG);
    cr_assert_eq(fit(g, "106141411234567897"), EINV_FORM_FITS);
    cr_assert_eq(fit(g, "106141411234567890"), EINV_FORM_WRONG);
}

/* 11010519491231002X: the example of GB 11643. */
Test(code_forms, a_character_for_each_remainder)
{
    struct einv_form f = form("999999YYYYMMDD999X", "hjkfiecbgdhjkfiec", "",
                              11, "10X98765432");

    f.alphabet = T("0123456789X");
    cr_assert_eq(fit(f, "11010519491231002X"), EINV_FORM_FITS);
    cr_assert_eq(fit(f, "110105194912310021"), EINV_FORM_WRONG);
    cr_assert_eq(fit(f, "11010519491331002X"), EINV_FORM_UNLIKE);
}

/* 91350100M000100Y43: the example of GB 32100. */
Test(code_forms, an_alphabet_of_its_own)
{
    static const uint8_t weights[] = { 1, 3, 9, 27, 19, 26, 16, 17, 20, 29,
                                       25, 13, 8, 24, 10, 30, 28 };
    struct einv_form f = form("XXXXXXXXXXXXXXXXXX", "", "", 31, "m-r");

    memcpy(f.checks[0].weights, weights, sizeof(weights));
    f.checks[0].n = sizeof(weights);
    f.alphabet = T("0123456789ABCDEFGHJKLMNPQRTUWXY");
    cr_assert_eq(fit(f, "91350100M000100Y43"), EINV_FORM_FITS);
    cr_assert_eq(fit(f, "91350100M000100Y34"), EINV_FORM_WRONG);
    cr_assert_eq(fit(f, "91350100I000100Y43"), EINV_FORM_UNLIKE);
}

Test(code_forms, a_check_must_lie_within_the_picture)
{
    struct einv_form f = form("999[9]", "bbb", "", 10, "r");
    struct einv_form g = form("9-99", "bb", "", 10, "r");
    struct einv_form h = form("9999", "bbb", "", 10, "r");

    cr_assert_not(einv__form_is_sound(&f));
    cr_assert_not(einv__form_is_sound(&g));
    cr_assert(einv__form_is_sound(&h));
}
