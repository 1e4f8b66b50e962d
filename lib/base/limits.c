/* limits.c: the limits by name; the rows stand in limits.def.
 */
#include "limits.h"

/* ORDER: name, offset in struct einv_limits, default, hard cap */
static const struct {
    const char *name;
    size_t offset;
    uint64_t normal, large;
} rows[] = {
#define LIMIT(name, normal, large, why) \
    { #name, offsetof(struct einv_limits, name), normal, large },
#include "limits.def"
#undef LIMIT
};

#define N_ROWS (sizeof rows / sizeof rows[0])

static void put(struct einv_limits *limits, size_t row, uint64_t value)
{
    memcpy((char *)limits + rows[row].offset, &value, sizeof value);
}

void einv__limits_default(struct einv_limits *limits)
{
    for (size_t i = 0; i < N_ROWS; i++)
        put(limits, i, rows[i].normal);
}

void einv__limits_large(struct einv_limits *limits)
{
    for (size_t i = 0; i < N_ROWS; i++)
        put(limits, i, rows[i].large);
}

bool einv__limits_set(struct einv_limits *limits, struct einv_text name,
                      uint64_t value)
{
    for (size_t i = 0; i < N_ROWS; i++) {
        if (!einv__text_is(name, rows[i].name))
            continue;
        if (value > rows[i].large)
            return false;
        put(limits, i, value);
        return true;
    }
    return false;
}
