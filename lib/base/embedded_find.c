/* embedded_find.c: finds an embedded file by its name.
 *
 * Knows that the table is sorted by the names' bytes.
 */
#include "embedded.h"

size_t einv__embedded_count(void)
{
    return einv__embedded_n;
}

const struct einv_embedded *einv__embedded_at(size_t i)
{
    return i < einv__embedded_n ? &einv__embedded_table[i] : NULL;
}

const struct einv_embedded *einv__embedded_find(const char *name)
{
    size_t low = 0, high = einv__embedded_n;

    while (low < high) {
        size_t mid = low + (high - low) / 2;
        int order = strcmp(name, einv__embedded_table[mid].name);

        if (order == 0)
            return &einv__embedded_table[mid];
        if (order < 0)
            high = mid;
        else
            low = mid + 1;
    }
    return NULL;
}
