/* forms.c: does a text look like an identifier, and does its check digit
 * agree?
 */
#include "forms.h"

#include <string.h>

#include "../base/date.h"

static const char plain_alphabet[] = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ";

static struct einv_text alphabet_of(const struct einv_form *form)
{
    return form->alphabet.len > 0 ? form->alphabet
                                  : einv__text_of(plain_alphabet);
}

/* The value of a character; -1: not of the alphabet. */
static int value_of(const struct einv_form *form, char c)
{
    struct einv_text alphabet = alphabet_of(form);
    const char *at = memchr(alphabet.ptr, c, alphabet.len);

    return at != NULL ? (int)(at - alphabet.ptr) : -1;
}

/* --- pictures ------------------------------------------------------------- */

static bool is_digit(char c)
{
    return c >= '0' && c <= '9';
}

/* Does one character of the picture take this one? */
static bool takes(const struct einv_form *form, char picture, char c)
{
    switch (picture) {
    case '9': case 'D': case 'M': case 'Y':
        return is_digit(c);
    case 'X':
        return value_of(form, c) >= 0;
    default:
        return picture == c;
    }
}

/* The digits at the picture's letters, as a number; -1: no such letters. */
static int number_at(struct einv_text picture, struct einv_text text,
                     char letter)
{
    const char *at = memchr(picture.ptr, letter, picture.len);
    int n = 0;

    if (at == NULL)
        return -1;
    for (size_t i = (size_t)(at - picture.ptr);
         i < picture.len && i < text.len && picture.ptr[i] == letter; i++)
        n = n * 10 + (text.ptr[i] - '0');
    return n;
}

/* The parts of a date in the text are one (a year of two digits: 20YY). */
static bool is_date(struct einv_text picture, struct einv_text text)
{
    int day = number_at(picture, text, 'D');
    int month = number_at(picture, text, 'M');
    int year = number_at(picture, text, 'Y');
    struct einv_date date;
    char iso[] = "2000-00-00";

    if (day < 0 || month < 0 || year < 0)
        return true;
    if (year < 100)
        year += 2000;
    for (int i = 3; i >= 0; i--, year /= 10)
        iso[i] = (char)('0' + year % 10);
    iso[5] = (char)('0' + month / 10 % 10);
    iso[6] = (char)('0' + month % 10);
    iso[8] = (char)('0' + day / 10 % 10);
    iso[9] = (char)('0' + day % 10);
    return einv__date_parse(&date, einv__text_of(iso),
                            EINV_TEXT("yyyy-MM-dd"));
}

static bool fits_picture(const struct einv_form *form, struct einv_text text)
{
    struct einv_text picture = form->picture;
    bool may_end = false;
    size_t at = 0;

    for (size_t i = 0; i < picture.len; i++) {
        char p = picture.ptr[i];

        if (p == '[' || p == ']') {
            may_end |= p == '[';
            if (may_end && at == text.len)
                return is_date(picture, text);
            continue;
        }
        if (p == '*')
            return at < text.len && is_date(picture, text);
        if (at == text.len || !takes(form, p, text.ptr[at]))
            return false;
        at++;
    }
    return at == text.len && is_date(picture, text);
}

/* --- check digits --------------------------------------------------------- */

static uint32_t remainder_of(const struct einv_form *form,
                             const struct einv_form_check *check,
                             const uint8_t *weights, uint8_t n,
                             struct einv_text text)
{
    uint32_t sum = 0;

    for (uint8_t i = 0; i < n; i++)
        sum += weights[i] *
               (uint32_t)value_of(form, text.ptr[check->from + i]);
    return sum % check->mod;
}

static bool is_right(const struct einv_form *form,
                     const struct einv_form_check *check,
                     struct einv_text text)
{
    uint32_t r = remainder_of(form, check, check->weights, check->n, text);
    char digit = text.ptr[check->from + check->n];

    if (r == 10 && check->n_again > 0) {
        r = remainder_of(form, check, check->again, check->n_again, text);
        if (r == 10)
            return false;
    }
    if (einv__text_is(check->digit, "r"))
        return value_of(form, digit) == (int)(r % 10);
    if (einv__text_is(check->digit, "m-r"))
        return value_of(form, digit) == (int)((check->mod - r) % check->mod);
    return r < check->digit.len && check->digit.ptr[r] == digit;
}

enum einv_form_fit einv__form_fit(const struct einv_form *form,
                                  struct einv_text text)
{
    if (!fits_picture(form, text))
        return EINV_FORM_UNLIKE;
    for (uint8_t i = 0; i < form->n_checks; i++)
        if (!is_right(form, &form->checks[i], text))
            return EINV_FORM_WRONG;
    return EINV_FORM_FITS;
}

bool einv__form_is_sound(const struct einv_form *form)
{
    size_t sure = 0;

    while (sure < form->picture.len && form->picture.ptr[sure] != '[' &&
           form->picture.ptr[sure] != '*')
        sure++;
    for (uint8_t i = 0; i < form->n_checks; i++) {
        const struct einv_form_check *check = &form->checks[i];
        size_t last = (size_t)check->from + check->n;

        if (check->n == 0 || check->mod == 0 || last >= sure ||
            (check->n_again > 0 && check->n_again != check->n))
            return false;
        for (size_t k = check->from; k <= last; k++)
            if (strchr("9XDMY", form->picture.ptr[k]) == NULL)
                return false;
    }
    return form->picture.len > 0;
}
