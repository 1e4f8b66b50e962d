/* difference.c: how far an amount is from the one that was expected, and what
 * would explain it.
 */
#include "words.h"

#include "../base/decimal.h"

struct einv_text einv__style_why(const struct einv_style *style,
                                 const struct einv_finding *finding,
                                 struct einv_mask *mask)
{
    const struct einv_text name = EINV_TEXT(EINV_ARG_WHY);

    for (uint32_t i = 0; i < finding->n_args; i++)
        if (einv__text_eq(finding->args[i].name, name))
            return einv__words_ours(finding, name)
                 ? einv__style_phrase(style, finding->args[i].value)
                 : einv__style_value(style, finding->args[i].value, mask);
    return EINV_NO_TEXT;
}

void einv__style_difference(const struct einv_style *style,
                            const struct einv_finding *finding,
                            struct einv_buf *out)
{
    struct einv_decimal found, expected, difference;
    struct einv_arena arena;

    /* A bound or a count is no amount: those are words of ours. */
    if (style->redact || finding->check == 0 ||
        einv__words_ours(finding, EINV_TEXT("expected")))
        return;
    einv__arena_init(&arena, out->alloc);
    if (einv__decimal_parse(&found, finding->found, &arena, NULL) &&
        einv__decimal_parse(&expected, finding->expected, &arena, NULL) &&
        einv__decimal_sub(&difference, &found, &expected, &arena))
        einv__decimal_format(&difference, out);
    einv__arena_free(&arena);
}
