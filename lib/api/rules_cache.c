/* rules_cache.c: an entry is what was given, the number of files that were read
 * beside the rules, for each of them its name, the name of the file that asked
 * and its bytes, and then the image (the forms of base/image.h).
 */
#include "../base/file.h"
#include "../base/image.h"
#include "../schematron/image.h"
#include "rules_cache.h"

static void put_hex(struct einv_buf *out, uint64_t n)
{
    static const char digits[] = "0123456789abcdef";

    for (unsigned shift = 64; shift > 0; shift -= 4)
        einv__buf_char(out, digits[n >> (shift - 4) & 15]);
}

void einv__rules_cache_begin(struct rules_cache *c,
                             const einv_ruleset_options *options,
                             struct einv_text bytes, const char *name)
{
    const struct einv_text given[RULES_CACHE_GIVEN] = {
        einv__text_of(einv_version()), einv__text_of(name),
        einv__text_of(options->id), einv__text_of(options->phase),
        einv__text_of(options->levels), bytes
    };
    uint64_t hash = EINV_HASH64_SEED;

    memcpy(c->given, given, sizeof given);
    for (size_t i = 0; i < RULES_CACHE_GIVEN; i++)
        hash = einv__hash_long(hash, given[i].ptr, given[i].len);
    einv__buf_init(&c->path, c->alloc);
    einv__buf_init(&c->read, c->alloc);
    c->n_read = 0;
    einv__buf_str(&c->path, options->cache);
    einv__buf_char(&c->path, '/');
    put_hex(&c->path, hash);
    einv__buf_str(&c->path, ".einv-rules");
}

void einv__rules_cache_end(struct rules_cache *c)
{
    einv__buf_free(&c->path);
    einv__buf_free(&c->read);
}

bool einv__rules_cache_open(void *user, struct einv_text href,
                            struct einv_text from, struct einv_buf *out)
{
    struct rules_cache *c = user;
    struct einv_image m = { .out = &c->read };
    struct einv_text text;

    if (c->open == NULL || !c->open(c->user, href, from, out))
        return false;
    text = einv__text(out->data != NULL ? out->data : "", out->len);
    einv__image_text(&m, &href);
    einv__image_text(&m, &from);
    einv__image_text(&m, &text);
    c->n_read++;
    return true;
}

/* Is what was given the same? */
static bool is_given(const struct rules_cache *c, struct einv_image *m)
{
    struct einv_text was;

    for (size_t i = 0; i < RULES_CACHE_GIVEN; i++) {
        einv__image_text(m, &was);
        if (m->bad || (was.ptr == NULL) != (c->given[i].ptr == NULL) ||
            !einv__text_eq(was, c->given[i]))
            return false;
    }
    return true;
}

/* One file that was read: is it as it was? */
static bool unchanged(struct rules_cache *c, struct einv_image *m)
{
    struct einv_text href, from, was;
    struct einv_buf now;
    bool same;

    einv__image_text(m, &href);
    einv__image_text(m, &from);
    einv__image_text(m, &was);
    if (m->bad || was.ptr == NULL || c->open == NULL)
        return false;
    einv__buf_init(&now, c->alloc);
    same = c->open(c->user, href, from, &now) && !now.failed &&
           einv__text_eq(einv__buf_get(&now), was);
    einv__buf_free(&now);
    return same;
}

struct einv_sch_set *einv__rules_cache_find(struct rules_cache *c)
{
    struct einv_sch_set *set = NULL;
    struct einv_image m = { 0 };
    struct einv_text image;
    struct einv_buf entry;
    size_t n = 0;

    einv__buf_init(&entry, c->alloc);
    if (!c->path.failed &&
        einv__file_read(c->path.data, c->most, &entry) == EINV_OK) {
        m.p = entry.data;
        m.end = entry.data + entry.len;
        m.bad = !is_given(c, &m);
        einv__image_count(&m, &n);
        while (n > 0 && unchanged(c, &m))
            n--;
        einv__image_text(&m, &image);
        if (n == 0 && !m.bad && m.p == m.end)
            einv__sch_restore(c->alloc, image, EINV_NO_TEXT, &set);
    }
    einv__buf_free(&entry);
    return set;
}

void einv__rules_cache_keep(struct rules_cache *c,
                            const struct einv_sch_set *set)
{
    struct einv_buf image, entry;
    struct einv_image m = { .out = &entry };
    struct einv_text text;

    einv__buf_init(&image, c->alloc);
    einv__buf_init(&entry, c->alloc);
    for (size_t i = 0; i < RULES_CACHE_GIVEN; i++)
        einv__image_text(&m, &c->given[i]);
    einv__image_count(&m, &c->n_read);
    einv__buf_put(&entry, c->read.data, c->read.len);
    if (einv__sch_save(set, &image) == EINV_OK) {
        text = einv__buf_get(&image);
        einv__image_text(&m, &text);
        if (!m.nomem && !c->read.failed && !c->path.failed)
            einv__file_replace(c->path.data, einv__buf_get(&entry));
    }
    einv__buf_free(&image);
    einv__buf_free(&entry);
}
