/* image.c: numbers and texts of images.
 */
#include "image.h"

static uint64_t get(struct einv_image *m)
{
    uint64_t n = 0;
    unsigned shift = 0;

    while (einv__image_good(m) && m->p < m->end) {
        unsigned char c = (unsigned char)*m->p++;

        if (shift == 63 && c > 1)
            break;
        n |= (uint64_t)(c & 0x7f) << shift;
        if (c < 0x80)
            return n;
        shift += 7;
        if (shift > 63)
            break;
    }
    m->bad = true;
    return 0;
}

static void put(struct einv_image *m, uint64_t n)
{
    while (n >= 0x80) {
        einv__buf_char(m->out, (char)((n & 0x7f) | 0x80));
        n >>= 7;
    }
    einv__buf_char(m->out, (char)n);
    m->nomem = m->nomem || m->out->failed;
}

void einv__image_wide(struct einv_image *m, uint64_t *n)
{
    if (m->out != NULL)
        put(m, *n);
    else
        *n = get(m);
}

void einv__image_u32(struct einv_image *m, uint32_t *n, uint32_t most)
{
    uint64_t wide = *n;

    einv__image_u64(m, &wide);
    if (wide > most) {
        m->bad = true;
        wide = 0;
    }
    *n = (uint32_t)wide;
}

void einv__image_u8(struct einv_image *m, uint8_t *n, uint8_t most)
{
    uint32_t wide = *n;

    einv__image_u32(m, &wide, most);
    *n = (uint8_t)wide;
}

void einv__image_bool(struct einv_image *m, bool *b)
{
    uint8_t n = *b;

    einv__image_u8(m, &n, 1);
    *b = n != 0;
}

void einv__image_bools(struct einv_image *m, bool *const *bools, unsigned n)
{
    uint8_t bits = 0;

    for (unsigned i = 0; i < n; i++)
        bits |= (uint8_t)(*bools[i] << i);
    einv__image_u8(m, &bits, (uint8_t)((1u << n) - 1));
    for (unsigned i = 0; i < n; i++)
        *bools[i] = (bits >> i & 1) != 0;
}

/* Length + 1; 0: absent. */
void einv__image_text(struct einv_image *m, struct einv_text *text)
{
    uint64_t n = m->out == NULL || text->ptr == NULL ? 0
                                                     : (uint64_t)text->len + 1;

    einv__image_u64(m, &n);
    if (m->out != NULL) {
        if (text->ptr != NULL)
            einv__buf_text(m->out, *text);
        m->nomem = m->nomem || m->out->failed;
        return;
    }
    *text = EINV_NO_TEXT;
    if (n == 0)
        return;
    if (n - 1 > (uint64_t)(m->end - m->p)) {
        m->bad = true;
        return;
    }
    *text = einv__text(m->p, (size_t)(n - 1));
    m->p += n - 1;
}

void einv__image_count(struct einv_image *m, size_t *n)
{
    uint64_t wide = *n;

    einv__image_u64(m, &wide);
    if (m->out == NULL && wide > (uint64_t)(m->end - m->p)) {
        m->bad = true;
        wide = 0;
    }
    *n = (size_t)wide;
}

void *einv__image_make(struct einv_image *m, size_t n, size_t size)
{
    void *made = NULL;

    if (einv__image_good(m)) {
        made = einv__arena_zero(m->arena, n, size);
        m->nomem = made == NULL;
    }
    return made;
}
