/* forms.h: forms of identifiers: a picture and check digits.
 *
 * The forms themselves are rows of schemas/identifiers.xml, which explains
 * the pictures and the checks.
 */
#ifndef EINV_LIB_FORMS_H
#define EINV_LIB_FORMS_H

#include <stdbool.h>
#include <stdint.h>

#include "../base/text.h"

#define EINV_FORM_WEIGHTS 20
#define EINV_FORM_CHECKS 2

struct einv_form_check {
    uint8_t weights[EINV_FORM_WEIGHTS], again[EINV_FORM_WEIGHTS];
    uint8_t n, n_again;        /* characters that count */
    uint8_t from;              /* those left out in front */
    uint8_t mod;
    struct einv_text digit;    /* "r", "m-r", or one character for each r */
};

struct einv_form {
    struct einv_text id, name;
    struct einv_text picture;
    struct einv_text alphabet; /* of X; empty: 0-9 A-Z */
    struct einv_form_check checks[EINV_FORM_CHECKS];
    uint8_t n_checks;
};

enum einv_form_fit {
    EINV_FORM_UNLIKE,          /* another picture */
    EINV_FORM_WRONG,           /* its picture, but a check digit is wrong */
    EINV_FORM_FITS
};

/* Is the text an identifier of this form? */
enum einv_form_fit einv__form_fit(const struct einv_form *form,
                                  struct einv_text text);
/* Can the check be made on texts of this picture?  (Its characters and the
 * digit lie within the part of the picture that must be there.) */
bool einv__form_is_sound(const struct einv_form *form);

#endif
