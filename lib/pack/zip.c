/* zip.c: the directory of an archive, and whether the archive is what the
 * directory says.
 *
 * Every reader has its own idea of what a strange archive holds: from the
 * front or from the back, the first of two entries or the last.  Here only
 * that is an archive which all of them read alike.
 */
#include "zip.h"

#include <stdlib.h>

#include "inflate.h"

enum {                       /* APPNOTE 4.3: signatures and fixed sizes */
    SIG_LOCAL = 0x04034b50, SIZE_LOCAL = 30,
    SIG_ENTRY = 0x02014b50, SIZE_ENTRY = 46,
    SIG_END = 0x06054b50, SIZE_END = 22,
    SIG_END64 = 0x06064b50, SIZE_END64 = 56,
    SIG_WHERE64 = 0x07064b50, SIZE_WHERE64 = 20,
    SIG_BEHIND = 0x08074b50,
    EXTRA_64 = 0x0001, EXTRA_UNICODE = 0x7075
};

enum {                       /* APPNOTE 4.4.4: general purpose bits */
    FLAG_ENCRYPTED = 1 << 0, FLAG_BEHIND = 1 << 3, FLAG_PATCH = 1 << 5,
    FLAG_STRONG = 1 << 6, FLAG_UTF8 = 1 << 11, FLAG_MASKED = 1 << 13,
    FLAGS_REFUSED = FLAG_ENCRYPTED | FLAG_PATCH | FLAG_STRONG | FLAG_MASKED
};

#define MAX16 0xffffu
#define MAX32 0xffffffffu

struct opening {
    struct einv_zip *zip;
    struct einv_report *report;
    uint64_t end;            /* where the directory ends */
    uint64_t count;          /* entries, as the archive says */
};

static unsigned get16(const char *p)
{
    const unsigned char *b = (const unsigned char *)p;

    return (unsigned)(b[0] | b[1] << 8);
}

static uint32_t get32(const char *p)
{
    return get16(p) | (uint32_t)get16(p + 2) << 16;
}

static uint64_t get64(const char *p)
{
    return get32(p) | (uint64_t)get32(p + 4) << 32;
}

/* Where `size` bytes at `at` lie; NULL: outside. */
static const char *bytes_at(const struct einv_zip *zip, uint64_t at,
                            uint64_t size)
{
    if (at > zip->bytes.len || zip->bytes.len - at < size)
        return NULL;
    return zip->bytes.ptr + at;
}

einv_status einv__zip_fault(struct einv_report *report, const char *code,
                            struct einv_text entry, uint64_t offset)
{
    struct einv_finding f = einv__finding(EINV_SEV_FATAL, "container", code,
                                          entry, EINV_NO_TEXT);

    f.pos.offset = offset;
    einv__report_add(report, &f);
    return EINV_EMALFORMED;
}

static einv_status fault(const struct opening *o, const char *code,
                         const struct einv_zip_entry *e)
{
    return einv__zip_fault(o->report, code,
                           e != NULL ? e->name : EINV_NO_TEXT,
                           e != NULL ? e->header : 0);
}

static einv_status limit(const struct opening *o, const char *name)
{
    struct einv_position nowhere = { 0, 0, 0 };

    einv__diag(o->report, EINV_SEV_FATAL, "container", "ZIP_LIMIT", nowhere,
               "limit", name, NULL);
    return EINV_ELIMIT;
}

/* --- the end of the archive ---------------------------------------------- */

/* The end record reaches the end of the file with its comment.  Two that do
 * are two archives in one file. */
static einv_status find_end(struct opening *o, uint64_t *at)
{
    const struct einv_text b = o->zip->bytes;
    size_t lowest = b.len > SIZE_END + MAX16 ? b.len - SIZE_END - MAX16 : 0;
    unsigned found = 0;

    if (b.len < SIZE_END)
        return fault(o, "ZIP_BOUNDS", NULL);
    for (size_t i = b.len - SIZE_END + 1; i-- > lowest; )
        if (get32(b.ptr + i) == SIG_END &&
            get16(b.ptr + i + 20) == b.len - SIZE_END - i) {
            *at = i;
            found++;
        }
    return found == 1 ? EINV_OK : fault(o, "ZIP_BOUNDS", NULL);
}

/* APPNOTE 4.3.14: the same in 64 bits, right before the locator, which is
 * right before the end record. */
static einv_status read_end64(struct opening *o, uint64_t end, uint64_t *size)
{
    struct einv_zip *zip = o->zip;
    const char *p = end < SIZE_WHERE64
                    ? NULL : bytes_at(zip, end - SIZE_WHERE64, SIZE_WHERE64);
    uint64_t at;

    if (p == NULL || get32(p) != SIG_WHERE64 || get32(p + 4) != 0)
        return fault(o, "ZIP_BOUNDS", NULL);
    at = get64(p + 8);
    p = bytes_at(zip, at, SIZE_END64);
    if (p == NULL || get32(p) != SIG_END64 || get32(p + 16) != 0 ||
        get32(p + 20) != 0 || get64(p + 24) != get64(p + 32) ||
        get64(p + 4) > zip->bytes.len ||
        at + 12 + get64(p + 4) != end - SIZE_WHERE64)
        return fault(o, "ZIP_BOUNDS", NULL);
    o->count = get64(p + 32);
    *size = get64(p + 40);
    zip->directory = get64(p + 48);
    o->end = at;
    return EINV_OK;
}

static einv_status read_end(struct opening *o)
{
    struct einv_zip *zip = o->zip;
    uint64_t at = 0, size;
    einv_status status = find_end(o, &at);
    const char *p = zip->bytes.ptr + at;

    if (status != EINV_OK)
        return status;
    o->count = get16(p + 10);
    size = get32(p + 12);
    zip->directory = get32(p + 16);
    o->end = at;
    if (o->count == MAX16 || size == MAX32 || zip->directory == MAX32)
        status = read_end64(o, at, &size);
    else if (get16(p + 4) != 0 || get16(p + 6) != 0 ||
             get16(p + 8) != o->count)
        status = fault(o, "ZIP_BOUNDS", NULL);
    if (status != EINV_OK)
        return status;
    if (zip->directory > o->end || size != o->end - zip->directory)
        return fault(o, "ZIP_BOUNDS", NULL);
    if (o->count > size / SIZE_ENTRY)
        return fault(o, "ZIP_BOUNDS", NULL);
    if (o->count > zip->limits.entries)
        return limit(o, "entries");
    return o->count > 0 ? EINV_OK : fault(o, "ZIP_EMPTY", NULL);
}

/* --- the directory -------------------------------------------------------- */

/* The extra field `id`; NULL-pointed: none. */
static struct einv_text find_extra(struct einv_text extra, unsigned id)
{
    while (extra.len >= 4) {
        size_t n = get16(extra.ptr + 2);

        if (n > extra.len - 4)
            break;
        if (get16(extra.ptr) == id)
            return einv__text(extra.ptr + 4, n);
        extra = einv__text(extra.ptr + 4 + n, extra.len - 4 - n);
    }
    return EINV_NO_TEXT;
}

/* APPNOTE 4.5.3: what did not fit into 32 bits, in this order. */
static bool widen(struct einv_text *wide, uint64_t *value)
{
    if (*value != MAX32)
        return true;
    if (wide->len < 8)
        return false;
    *value = get64(wide->ptr);
    *wide = einv__text(wide->ptr + 8, wide->len - 8);
    return true;
}

/* APPNOTE 4.6.9: the name in UTF-8, if it was made for this very name. */
static struct einv_text unicode_name(struct einv_text extra,
                                     struct einv_text raw)
{
    struct einv_text x = find_extra(extra, EXTRA_UNICODE);

    if (x.len < 6 || x.ptr[0] != 1 ||
        get32(x.ptr + 1) != einv__crc32(0, raw))
        return EINV_NO_TEXT;
    return einv__text(x.ptr + 5, x.len - 5);
}

/* A link points elsewhere; a device is no file (stat.h's S_IFMT). */
static bool plain(uint32_t mode)
{
    uint32_t kind = mode & 0170000;

    return kind == 0 || kind == 0100000 || kind == 0040000;
}

static einv_status read_name(struct opening *o, struct einv_zip_entry *e,
                             struct einv_text raw, struct einv_text extra)
{
    struct einv_text wide = unicode_name(extra, raw);
    bool utf8 = (e->flags & FLAG_UTF8) != 0;

    if (!einv__zip_name(o->zip, wide.ptr != NULL ? wide : raw,
                        utf8 || wide.ptr != NULL, &e->name))
        return EINV_ENOMEM;
    if (!einv__zip_name_good(e->name) || !plain(e->mode))
        return fault(o, "ZIP_NAME", e);
    e->folder = e->name.ptr[e->name.len - 1] == '/';
    return EINV_OK;
}

static einv_status judge_entry(const struct opening *o,
                               const struct einv_zip_entry *e)
{
    if ((e->flags & FLAGS_REFUSED) != 0 ||
        (e->method != EINV_ZIP_STORED && e->method != EINV_ZIP_DEFLATED))
        return fault(o, "ZIP_METHOD", e);
    if (e->method == EINV_ZIP_STORED && e->size != e->packed)
        return fault(o, "ZIP_MISMATCH", e);
    if (e->folder && e->size != 0)
        return fault(o, "ZIP_NAME", e);
    if (e->packed > o->zip->bytes.len)
        return fault(o, "ZIP_BOUNDS", e);
    if (einv__ratio_passed(e->packed, e->size, o->zip->limits.ratio)) {
        fault(o, "ZIP_RATIO", e);
        return EINV_ELIMIT;
    }
    return EINV_OK;
}

/* One record of the directory at *at, which moves on. */
static einv_status read_entry(struct opening *o, uint64_t *at,
                              struct einv_zip_entry *e)
{
    const char *p = *at > o->end || o->end - *at < SIZE_ENTRY
                    ? NULL : o->zip->bytes.ptr + *at;
    struct einv_text raw, extra, wide;
    uint64_t size;
    einv_status status;

    if (p == NULL || get32(p) != SIG_ENTRY)
        return fault(o, "ZIP_BOUNDS", NULL);
    raw = einv__text(p + SIZE_ENTRY, get16(p + 28));
    extra = einv__text(raw.ptr + raw.len, get16(p + 30));
    size = SIZE_ENTRY + raw.len + extra.len + get16(p + 32);
    if (o->end - *at < size || get16(p + 34) != 0)
        return fault(o, "ZIP_BOUNDS", NULL);
    *at += size;
    e->flags = (uint16_t)get16(p + 8);
    e->method = (uint16_t)get16(p + 10);
    e->crc = get32(p + 16);
    e->packed = get32(p + 20);
    e->size = get32(p + 24);
    e->mode = get32(p + 38) >> 16;
    e->header = get32(p + 42);
    e->raw = raw;
    wide = find_extra(extra, EXTRA_64);
    status = read_name(o, e, raw, extra);
    if (status != EINV_OK)
        return status;
    if (!widen(&wide, &e->size) || !widen(&wide, &e->packed) ||
        !widen(&wide, &e->header))
        return fault(o, "ZIP_BOUNDS", e);
    return judge_entry(o, e);
}

static einv_status read_directory(struct opening *o)
{
    struct einv_zip *zip = o->zip;
    uint64_t at = zip->directory, total = 0;

    zip->entries = einv__arena_zero(&zip->arena, (size_t)o->count,
                                    sizeof(*zip->entries));
    zip->order = einv__arena_zero(&zip->arena, (size_t)o->count,
                                  sizeof(*zip->order));
    if (zip->entries == NULL || zip->order == NULL)
        return EINV_ENOMEM;
    while (zip->n < o->count) {
        struct einv_zip_entry *e = &zip->entries[zip->n];
        einv_status status = read_entry(o, &at, e);

        if (status != EINV_OK)
            return status;
        if (e->size > zip->limits.unpacked - total)
            return limit(o, "unpacked");
        total += e->size;
        zip->order[zip->n++] = e;
    }
    return at == o->end ? EINV_OK : fault(o, "ZIP_BOUNDS", NULL);
}

/* --- local headers -------------------------------------------------------- */

static int by_place(const void *a, const void *b)
{
    const struct einv_zip_entry *const *x = a, *const *y = b;

    if ((*x)->header != (*y)->header)
        return (*x)->header < (*y)->header ? -1 : 1;
    return *x < *y ? -1 : *x > *y;
}

static einv_status find_data(const struct opening *o,
                             struct einv_zip_entry *e)
{
    const char *p = bytes_at(o->zip, e->header, SIZE_LOCAL);

    if (p == NULL || get32(p) != SIG_LOCAL)
        return fault(o, "ZIP_BOUNDS", e);
    e->data = e->header + SIZE_LOCAL + get16(p + 26) + get16(p + 28);
    if (bytes_at(o->zip, e->data, e->packed) == NULL ||
        e->data + e->packed > o->zip->directory)
        return fault(o, "ZIP_BOUNDS", e);
    return EINV_OK;
}

/* A size of the local header; 0 when it follows the data. */
static bool agrees(uint64_t local, uint64_t central, bool behind)
{
    return local == central || (behind && local == 0);
}

static bool header_agrees(const struct einv_zip *zip,
                          const struct einv_zip_entry *e)
{
    const char *p = zip->bytes.ptr + e->header;
    struct einv_text raw = einv__text(p + SIZE_LOCAL, get16(p + 26));
    struct einv_text wide = find_extra(
        einv__text(raw.ptr + raw.len, get16(p + 28)), EXTRA_64);
    bool behind = (e->flags & FLAG_BEHIND) != 0;
    uint64_t packed = get32(p + 18), size = get32(p + 22);

    return einv__text_eq(raw, e->raw) &&
           ((get16(p + 6) ^ e->flags) &
            (FLAGS_REFUSED | FLAG_BEHIND | FLAG_UTF8)) == 0 &&
           get16(p + 8) == e->method && widen(&wide, &size) &&
           widen(&wide, &packed) &&
           agrees(get32(p + 14), e->crc, behind) &&
           agrees(size, e->size, behind) && agrees(packed, e->packed, behind);
}

/* APPNOTE 4.3.9: CRC and sizes behind the data; its mark may be left out,
 * and the sizes may be wide. */
static bool behind_agrees(const struct einv_zip_entry *e, const char *p,
                          uint64_t len)
{
    if ((len == 16 || len == 24) && get32(p) == SIG_BEHIND) {
        p += 4;
        len -= 4;
    }
    if (get32(p) != e->crc)
        return false;
    if (len == 12)
        return get32(p + 4) == e->packed && get32(p + 8) == e->size;
    return len == 20 && get64(p + 4) == e->packed && get64(p + 12) == e->size;
}

/* What lies between an entry's bytes and the next thing. */
static einv_status judge_room(const struct opening *o,
                              const struct einv_zip_entry *e, uint64_t next)
{
    uint64_t end = e->data + e->packed;

    if (next < end)
        return fault(o, "ZIP_OVERLAP", e);
    if ((e->flags & FLAG_BEHIND) == 0)
        return next == end ? EINV_OK : fault(o, "ZIP_BOUNDS", e);
    if (next - end < 12 || next - end > 24)
        return fault(o, "ZIP_BOUNDS", e);
    return behind_agrees(e, o->zip->bytes.ptr + end, next - end)
           ? EINV_OK : fault(o, "ZIP_MISMATCH", e);
}

static einv_status read_headers(struct opening *o)
{
    struct einv_zip *zip = o->zip;
    einv_status status = EINV_OK;

    for (size_t i = 0; i < zip->n && status == EINV_OK; i++)
        status = find_data(o, &zip->entries[i]);
    if (status != EINV_OK)
        return status;
    qsort(zip->order, zip->n, sizeof(*zip->order), by_place);
    if (zip->order[0]->header != 0)
        return fault(o, "ZIP_BOUNDS", NULL);
    for (size_t i = 0; i < zip->n && status == EINV_OK; i++)
        status = judge_room(o, zip->order[i], i + 1 < zip->n
                            ? zip->order[i + 1]->header : zip->directory);
    for (size_t i = 0; i < zip->n && status == EINV_OK; i++)
        if (!header_agrees(zip, &zip->entries[i]))
            status = fault(o, "ZIP_MISMATCH", &zip->entries[i]);
    return status;
}

/* --- names ---------------------------------------------------------------- */

static unsigned char lower(char c)
{
    return (unsigned char)(c >= 'A' && c <= 'Z' ? c + 32 : c);
}

/* Without regard to case; then as they are. */
static int compare_names(struct einv_text a, struct einv_text b, bool *same)
{
    size_t n = a.len < b.len ? a.len : b.len;

    *same = false;
    for (size_t i = 0; i < n; i++)
        if (lower(a.ptr[i]) != lower(b.ptr[i]))
            return lower(a.ptr[i]) < lower(b.ptr[i]) ? -1 : 1;
    if (a.len != b.len)
        return a.len < b.len ? -1 : 1;
    *same = true;
    return n > 0 ? memcmp(a.ptr, b.ptr, n) : 0;
}

static int by_name(const void *a, const void *b)
{
    const struct einv_zip_entry *const *x = a, *const *y = b;
    bool same;
    int order = compare_names((*x)->name, (*y)->name, &same);

    return order != 0 ? order : *x < *y ? -1 : *x > *y;
}

static einv_status judge_names(struct opening *o)
{
    struct einv_zip *zip = o->zip;

    qsort(zip->order, zip->n, sizeof(*zip->order), by_name);
    for (size_t i = 1; i < zip->n; i++) {
        bool same;

        if (compare_names(zip->order[i - 1]->name, zip->order[i]->name,
                          &same) == 0)
            return fault(o, "ZIP_DUPLICATE", zip->order[i]);
        if (same) {
            struct einv_finding f = einv__finding(
                EINV_SEV_WARNING, "container", "ZIP_DUPLICATE",
                zip->order[i]->name, zip->order[i - 1]->name);

            einv__report_add(o->report, &f);
        }
    }
    return EINV_OK;
}

/* --- the face ------------------------------------------------------------- */

einv_status einv__zip_open(struct einv_zip *zip, const einv_allocator *a,
                           struct einv_text bytes,
                           const struct einv_limits *limits,
                           struct einv_report *report)
{
    struct opening o = { zip, report, 0, 0 };
    einv_status status;

    memset(zip, 0, sizeof(*zip));
    einv__arena_init(&zip->arena, a);
    zip->bytes = bytes;
    zip->limits = *limits;
    status = read_end(&o);
    if (status == EINV_OK)
        status = read_directory(&o);
    if (status == EINV_OK)
        status = judge_names(&o);
    if (status == EINV_OK)
        status = read_headers(&o);
    if (status != EINV_OK)
        einv__zip_free(zip);
    return status;
}

void einv__zip_free(struct einv_zip *zip)
{
    einv__arena_free(&zip->arena);
    zip->n = 0;
}
