/* rules_cache.c: an entry is the number of files that were read beside the
 * rules, for each of them its name, the name of the file that asked and the
 * digest of its bytes, and then the image (the forms of base/image.h).
 */
#include "../base/file.h"
#include "../base/image.h"
#include "../schematron/image.h"
#include "rules_cache.h"

static void add(struct einv_sha *s, const void *bytes, size_t len)
{
    uint64_t n = len;

    einv__sha_add(s, &n, sizeof n);     /* ("ab", "c") is not ("a", "bc") */
    einv__sha_add(s, bytes, len);
}

static void add_text(struct einv_sha *s, const char *text)
{
    add(s, text != NULL ? text : "", text != NULL ? strlen(text) : 0);
}

static void put_hex(struct einv_buf *out, const uint8_t *bytes, size_t n)
{
    static const char digits[] = "0123456789abcdef";

    for (size_t i = 0; i < n; i++) {
        einv__buf_char(out, digits[bytes[i] >> 4]);
        einv__buf_char(out, digits[bytes[i] & 15]);
    }
}

void einv__rules_cache_begin(struct rules_cache *c,
                             const einv_ruleset_options *options,
                             struct einv_text bytes, const char *name)
{
    uint8_t digest[EINV_SHA256_SIZE];
    struct einv_sha s;

    einv__buf_init(&c->path, c->alloc);
    einv__buf_init(&c->read, c->alloc);
    c->n_read = 0;
    einv__sha256_begin(&s);
    add_text(&s, einv_version());
    add_text(&s, name);
    add_text(&s, options->id);
    add_text(&s, options->phase);
    add_text(&s, options->levels);
    add(&s, bytes.ptr, bytes.len);
    einv__sha_end(&s, digest, sizeof digest);
    einv__buf_str(&c->path, options->cache);
    einv__buf_char(&c->path, '/');
    put_hex(&c->path, digest, sizeof digest);
    einv__buf_str(&c->path, ".einv-rules");
}

void einv__rules_cache_end(struct rules_cache *c)
{
    einv__buf_free(&c->path);
    einv__buf_free(&c->read);
}

static void digest_of(const struct einv_buf *buf,
                      uint8_t digest[EINV_SHA256_SIZE])
{
    struct einv_sha s;

    einv__sha256_begin(&s);
    einv__sha_add(&s, buf->data, buf->len);
    einv__sha_end(&s, digest, EINV_SHA256_SIZE);
}

bool einv__rules_cache_open(void *user, struct einv_text href,
                            struct einv_text from, struct einv_buf *out)
{
    struct rules_cache *c = user;
    struct einv_image m = { .out = &c->read };
    uint8_t digest[EINV_SHA256_SIZE];
    struct einv_text text;

    if (c->open == NULL || !c->open(c->user, href, from, out))
        return false;
    digest_of(out, digest);
    text = einv__text((const char *)digest, sizeof digest);
    einv__image_text(&m, &href);
    einv__image_text(&m, &from);
    einv__image_text(&m, &text);
    c->n_read++;
    return true;
}

/* One file that was read: is it as it was? */
static bool unchanged(struct rules_cache *c, struct einv_image *m)
{
    uint8_t digest[EINV_SHA256_SIZE];
    struct einv_text href, from, was;
    struct einv_buf now;
    bool same;

    einv__image_text(m, &href);
    einv__image_text(m, &from);
    einv__image_text(m, &was);
    if (m->bad || was.len != sizeof digest || c->open == NULL)
        return false;
    einv__buf_init(&now, c->alloc);
    same = c->open(c->user, href, from, &now) && !now.failed;
    digest_of(&now, digest);
    einv__buf_free(&now);
    return same && memcmp(digest, was.ptr, sizeof digest) == 0;
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
