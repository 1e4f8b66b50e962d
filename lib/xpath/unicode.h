/* unicode.h: what Unicode says of a code point: category, case, block.
 *
 * The tables (unicode_data.c) are made by build-aux/unicode.py.
 */
#ifndef EINV_LIB_XPATH_UNICODE_H
#define EINV_LIB_XPATH_UNICODE_H

#include "../base/text.h"

enum einv_uc_category { /* ORDER UC_CATEGORY: build-aux/unicode.py */
    EINV_UC_LU, EINV_UC_LL, EINV_UC_LT, EINV_UC_LM, EINV_UC_LO,
    EINV_UC_MN, EINV_UC_MC, EINV_UC_ME,
    EINV_UC_ND, EINV_UC_NL, EINV_UC_NO,
    EINV_UC_PC, EINV_UC_PD, EINV_UC_PS, EINV_UC_PE, EINV_UC_PI, EINV_UC_PF,
    EINV_UC_PO,
    EINV_UC_ZS, EINV_UC_ZL, EINV_UC_ZP,
    EINV_UC_SM, EINV_UC_SC, EINV_UC_SK, EINV_UC_SO,
    EINV_UC_CC, EINV_UC_CF, EINV_UC_CS, EINV_UC_CO, EINV_UC_CN,
    EINV_UC_N_CATEGORIES
};

#define EINV_UC_LAST 0x10FFFFu          /* the last code point */

struct einv_uc_map {                    /* first, first + step ... last */
    uint32_t first, last;
    int32_t distance;
    uint32_t step;
};
struct einv_uc_full { uint32_t from, to[3]; };
struct einv_uc_block { const char *name; uint32_t first, last; };

extern const uint32_t einv__uc_runs[];
extern const size_t einv__uc_n_runs;
extern const struct einv_uc_map einv__uc_upper[], einv__uc_lower[],
    einv__uc_variants[];
extern const size_t einv__uc_n_upper, einv__uc_n_lower, einv__uc_n_variants;
extern const struct einv_uc_full einv__uc_upper_full[],
    einv__uc_lower_full[];
extern const size_t einv__uc_n_upper_full, einv__uc_n_lower_full;
extern const struct einv_uc_block einv__uc_blocks[];
extern const size_t einv__uc_n_blocks;

/* The categories of a name ("L", "Lu"; what XML Schema part 2, F.1.1 has)
 * as bits 1 << enum einv_uc_category; 0: no such name. */
uint32_t einv__uc_categories(struct einv_text name);
/* Upper or lower case of a code point, in full: 1 to 3 code points.
 * Independent of its neighbours and of languages. */
size_t einv__uc_to_upper(uint32_t c, uint32_t out[3]);
size_t einv__uc_to_lower(uint32_t c, uint32_t out[3]);
/* Are these variants in case (F&O 7.6.1.1, flag i)? */
bool einv__uc_same_caseless(uint32_t a, uint32_t b);

#endif
