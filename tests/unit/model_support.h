/* model_support.h: the embedded model and a small fixed random, for tests. */
#ifndef EINV_TESTS_MODEL_SUPPORT_H
#define EINV_TESTS_MODEL_SUPPORT_H

#include <criterion/criterion.h>

#include "base/embedded.h"
#include "model/model.h"

static inline struct einv_text embedded_text(const char *name)
{
    const struct einv_embedded *file = einv__embedded_find(name);

    cr_assert_not_null(file, "%s is not embedded", name);
    return einv__text(file->data, file->len);
}

static inline void load_model(struct einv_model *m)
{
    einv_status status = einv__model_load(m, &einv__libc_allocator,
                                          embedded_text("model.xml"), NULL);

    cr_assert_eq(status, EINV_OK, "model.xml does not load: %d", (int)status);
}

#define T(literal) EINV_TEXT(literal)

#define assert_text(got, want) do { \
        struct einv_text got_ = (got), want_ = (want); \
        cr_assert(einv__text_eq(got_, want_), "got \"%.*s\", want \"%.*s\"", \
                  (int)got_.len, got_.ptr, (int)want_.len, want_.ptr); \
    } while (0)

/* --- random invoices ------------------------------------------------------ */

struct random {
    uint64_t state;
};

static inline uint32_t random_below(struct random *r, uint32_t n)
{
    r->state = r->state * 6364136223846793005u + 1442695040888963407u;
    return (uint32_t)(r->state >> 33) % n;
}

/* A text that the type takes; some of them awkward. */
static inline struct einv_text random_text(struct random *r, int type)
{
    static const char *const texts[] = {
        "x", "", " two  words ", "a\"b\\c", "tab\there", "line\nbreak",
        "\xd0\x98\xd0\xb2\xd0\xb0\xd0\xbd", "\xe4\xbc\x8d\xe5\x9c\x86",
        "\xf0\x9f\x93\x84", "<&>", "]]>", "0012", "null", "\x7f"
    };
    static const char *const numbers[] = {
        "0", "-0.00", "10.00", "10", "+7", "0012.5000", "-1.5",
        "123456789012345678901234567890.123456789"
    };
    static const char *const codes[] = { "EUR", "380", "S", "a b", "\xd0\x9f" };
    static const char *const dates[] = { "2024-02-29", "1999-12-31" };
    static const char *const booleans[] = { "true", "false" };
    static const char *const binaries[] = { "", "QUJD", "QQ==", "QUJD\nQUI=" };
#define PICK(list) \
    einv__text_of(list[random_below(r, sizeof(list) / sizeof(list[0]))])

    if (einv__type_is_number((enum einv_type)type))
        return PICK(numbers);
    switch (type) {
    case EINV_TYPE_CODE: return PICK(codes);
    case EINV_TYPE_DATE: return PICK(dates);
    case EINV_TYPE_BOOLEAN: return PICK(booleans);
    case EINV_TYPE_BINARY: return PICK(binaries);
    default: return PICK(texts);
    }
}

static inline void random_fill(struct einv_invoice_data *inv,
                               struct einv_entry *at, struct random *r,
                               unsigned depth)
{
    const struct einv_place *p = &inv->model->places[at->place];
    uint16_t i;

    for (i = 0; i < p->count; i++) {
        einv_place_id place = (einv_place_id)(p->first + i);
        const struct einv_place *child = &inv->model->places[place];
        bool value = child->type != EINV_TYPE_RECORD;
        uint32_t n = random_below(r, value ? 3 : depth == 0 ? 2 : 4) == 0;

        if (n == 1 && (child->flags & EINV_PLACE_MANY) != 0)
            n += random_below(r, 3);
        for (; n > 0 && depth < 8; n--) {
            struct einv_entry *e = einv__entry_add(inv, at, place);

            cr_assert_not_null(e);
            if (value && random_below(r, 12) != 0)
                cr_assert(einv__entry_set(inv, e,
                                          random_text(r, child->type)));
            if (!value || random_below(r, 3) == 0 || e->text == NULL)
                random_fill(inv, e, r, depth + 1);
        }
    }
}

/* Entry for entry the same? */
static inline bool entries_equal(const struct einv_entry *a,
                                 const struct einv_entry *b)
{
    const struct einv_entry *x = a->first, *y = b->first;

    if (a->place != b->place || (a->text == NULL) != (b->text == NULL) ||
        !einv__text_eq(einv__entry_text(a), einv__entry_text(b)))
        return false;
    for (; x != NULL && y != NULL; x = x->next, y = y->next)
        if (!entries_equal(x, y))
            return false;
    return x == NULL && y == NULL;
}

#endif
