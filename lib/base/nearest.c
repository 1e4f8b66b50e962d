/* nearest.c: how unlike two words are, and how unlike is too much.
 *
 * Levenshtein's distance with one row of its table.
 */
#include "nearest.h"

static size_t min2(size_t a, size_t b)
{
    return a < b ? a : b;
}

size_t einv__nearest_edits(struct einv_text a, struct einv_text b)
{
    size_t row[EINV_NEAREST_MAX + 1], i, k;

    if (a.len > EINV_NEAREST_MAX || b.len > EINV_NEAREST_MAX)
        return EINV_NEAREST_MAX + 1;
    for (k = 0; k <= b.len; k++)
        row[k] = k;
    for (i = 1; i <= a.len; i++) {
        size_t corner = row[0];

        row[0] = i;
        for (k = 1; k <= b.len; k++) {
            size_t replace = corner + (a.ptr[i - 1] != b.ptr[k - 1]);

            corner = row[k];
            row[k] = min2(replace, min2(row[k], row[k - 1]) + 1);
        }
    }
    return row[b.len];
}

/* One slip in a very short word, three in a long one: with more of them the
 * advice would be a guess. */
void einv__nearest_start(struct einv_nearest *n, struct einv_text word)
{
    n->word = word;
    n->best = EINV_NO_TEXT;
    n->edits = word.len <= 3 ? 2 : word.len <= 6 ? 3 : 4;
}

void einv__nearest_try(struct einv_nearest *n, struct einv_text known)
{
    size_t edits = einv__nearest_edits(n->word, known);

    /* All of it replaced is another word. */
    if (edits < n->edits && edits < n->word.len) {
        n->edits = edits;
        n->best = known;
    }
}
