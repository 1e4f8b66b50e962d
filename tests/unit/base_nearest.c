/* How unlike two words are, and which one is meant. */
#include <criterion/criterion.h>

#include "base/nearest.h"

#define EDITS(a, b) einv__nearest_edits(EINV_TEXT(a), EINV_TEXT(b))

/* The distances are Levenshtein's, worked out by hand. */
Test(base_nearest, edits_are_insertions_deletions_and_replacements)
{
    cr_expect_eq(EDITS("", ""), 0);
    cr_expect_eq(EDITS("seller", "seller"), 0);
    cr_expect_eq(EDITS("", "buyer"), 5);
    cr_expect_eq(EDITS("buyer", ""), 5);
    cr_expect_eq(EDITS("kitten", "sitting"), 3);
    cr_expect_eq(EDITS("sitting", "kitten"), 3);
    cr_expect_eq(EDITS("saturday", "sunday"), 3);
    cr_expect_eq(EDITS("ab", "ba"), 2);
    cr_expect_eq(EDITS("name", "nmae"), 2);
}

Test(base_nearest, a_long_word_is_far_from_every_other)
{
    char word[EINV_NEAREST_MAX + 1];
    struct einv_text longest = einv__text(word, EINV_NEAREST_MAX);
    struct einv_text longer = einv__text(word, EINV_NEAREST_MAX + 1);

    memset(word, 'x', sizeof(word));
    cr_expect_eq(einv__nearest_edits(longest, longest), 0);
    cr_expect_eq(einv__nearest_edits(longest, EINV_TEXT("x")),
                 EINV_NEAREST_MAX - 1);
    cr_expect_eq(einv__nearest_edits(longer, longer), EINV_NEAREST_MAX + 1);
    cr_expect_eq(einv__nearest_edits(longer, longest), EINV_NEAREST_MAX + 1);
    cr_expect_eq(einv__nearest_edits(longest, longer), EINV_NEAREST_MAX + 1);
}

static struct einv_text meant(const char *word)
{
    static const char *const known[] = { "occurs", "key", "to", "fixed",
                                         "default", "if", "as" };
    struct einv_nearest n;

    einv__nearest_start(&n, einv__text_of(word));
    for (size_t i = 0; i < sizeof(known) / sizeof(*known); i++)
        einv__nearest_try(&n, einv__text_of(known[i]));
    return n.best;
}

Test(base_nearest, the_closest_word_is_meant)
{
    cr_expect(einv__text_is(meant("occur"), "occurs"));
    cr_expect(einv__text_is(meant("ocurrs"), "occurs"));
    cr_expect(einv__text_is(meant("keys"), "key"));
    cr_expect(einv__text_is(meant("defaults"), "default"));
    cr_expect(einv__text_is(meant("too"), "to"));
}

Test(base_nearest, what_is_close_to_nothing_gets_no_advice)
{
    cr_expect_null(meant("zzz").ptr);
    cr_expect_null(meant("constant").ptr);
    cr_expect_null(meant("x").ptr);
    cr_expect_null(meant("").ptr);
}
