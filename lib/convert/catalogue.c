/* catalogue.c: which formats there are, embedded and loaded, and how their
 * ids are read.
 */
#include "engine.h"

#include "../base/embedded.h"
#include "../base/nearest.h"

#define FORMATS "formats/"
#define BINDING "/binding.xml"
#define RECOGNISED "recognised.xml"

/* --- names --------------------------------------------------------------- */

/* The next run of digits or of other characters. */
static struct einv_text next_piece(struct einv_text *rest, bool *digits)
{
    struct einv_text piece = *rest;
    size_t n = 0;

    *digits = rest->len > 0 && rest->ptr[0] >= '0' && rest->ptr[0] <= '9';
    while (n < rest->len &&
           (rest->ptr[n] >= '0' && rest->ptr[n] <= '9') == *digits)
        n++;
    piece.len = n;
    *rest = einv__text(rest->ptr + n, rest->len - n);
    return piece;
}

static int cmp_bytes(struct einv_text a, struct einv_text b)
{
    size_t n = a.len < b.len ? a.len : b.len;
    int order = n > 0 ? memcmp(a.ptr, b.ptr, n) : 0;

    if (order == 0)
        order = (a.len > b.len) - (a.len < b.len);
    return order;
}

static struct einv_text drop_zeros(struct einv_text digits)
{
    while (digits.len > 1 && digits.ptr[0] == '0')
        digits = einv__text(digits.ptr + 1, digits.len - 1);
    return digits;
}

static int cmp_digits(struct einv_text a, struct einv_text b)
{
    a = drop_zeros(a);
    b = drop_zeros(b);
    if (a.len != b.len)
        return a.len < b.len ? -1 : 1;
    return cmp_bytes(a, b);
}

int einv__version_cmp(struct einv_text a, struct einv_text b)
{
    while (a.len > 0 && b.len > 0) {
        bool a_digits, b_digits;
        struct einv_text x = next_piece(&a, &a_digits);
        struct einv_text y = next_piece(&b, &b_digits);
        int order = a_digits && b_digits ? cmp_digits(x, y)
                                         : cmp_bytes(x, y);

        if (order != 0)
            return order < 0 ? -1 : 1;
    }
    return (a.len > 0) - (b.len > 0);
}

static int cmp_formats(const struct einv_format *a,
                       const struct einv_format *b)
{
    int order = strcmp(a->id, b->id);

    return order != 0 ? order
                      : einv__version_cmp(einv__text_of(a->version),
                                          einv__text_of(b->version));
}

static void tell_unknown(const struct einv_catalogue *c, struct einv_text id,
                         struct einv_report *report)
{
    struct einv_nearest near;
    struct einv_finding f;

    einv__nearest_start(&near, id);
    for (size_t i = 0; i < c->n; i++)
        einv__nearest_try(&near, einv__text_of(c->formats[i]->id));
    f = einv__finding(EINV_SEV_FATAL, "structure", "EINV-FORMAT-0001", id,
                      near.best);
    einv__report_add(report, &f);
}

einv_status einv__engine_find(struct einv_engine *e, struct einv_text id,
                              const struct einv_format *prefer,
                              struct einv_report *report,
                              const struct einv_format **out)
{
    const struct einv_catalogue *c = einv__engine_catalogue(e);
    struct einv_text version, name = einv__text_cut(id, '@', &version);
    const struct einv_format *found = NULL;

    for (size_t i = 0; i < c->n; i++) {
        const struct einv_format *f = c->formats[i];

        if (!einv__text_is(name, f->id))
            continue;
        if (version.ptr != NULL && !einv__text_is(version, f->version))
            continue;
        found = f;            /* rising: the last is the newest */
        if (f == prefer)
            break;
    }
    if (found == NULL) {
        tell_unknown(c, id, report);
        return EINV_EUNKNOWN;
    }
    *out = found;
    return EINV_OK;
}

/* --- making catalogues --------------------------------------------------- */

static void own(struct einv_engine *e, struct einv_format *f)
{
    struct einv_format *head = atomic_load(&e->owned);

    do
        f->next_owned = head;
    while (!atomic_compare_exchange_weak(&e->owned, &head, f));
}

static struct einv_format *new_format(struct einv_engine *e,
                                      struct einv_text bytes,
                                      const char *file)
{
    struct einv_format *f = einv__alloc(&e->alloc, 1, sizeof(*f));

    if (f == NULL)
        return NULL;
    memset(f, 0, sizeof(*f));
    f->engine = e;
    f->bytes = bytes;
    f->file = file;
    einv__arena_init(&f->arena, &e->alloc);
    atomic_init(&f->body, NULL);
    own(e, f);
    return f;
}

/* Reads the head of f into the detector, and f's names out of it. */
static einv_status take_head(struct einv_format *f, struct einv_detector *d,
                             struct einv_report *report)
{
    struct einv_detection head;
    einv_status status;

    status = einv__detector_add(d, f->bytes, f->file, report);
    if (status != EINV_OK)
        return status;
    if (!einv__detector_last(d, &head))
        return EINV_EMALFORMED;
    if (f->id != NULL)
        return EINV_OK;      /* an older catalogue read it already */
    f->id = einv__arena_dup(&f->arena, head.format);
    f->version = einv__arena_dup(&f->arena, head.version);
    f->name = einv__arena_dup(&f->arena, head.name);
    return f->id == NULL || f->version == NULL || f->name == NULL
               ? EINV_ENOMEM : EINV_OK;
}

static void free_catalogue(struct einv_engine *e, struct einv_catalogue *c,
                           size_t room)
{
    if (c == NULL)
        return;
    einv__detector_free(c->detector);
    einv__free(&e->alloc, c->formats, room * sizeof(*c->formats));
    einv__free(&e->alloc, c, sizeof(*c));
}

/* Room for n formats exactly: it is freed by its n. */
static struct einv_catalogue *new_catalogue(struct einv_engine *e, size_t n)
{
    struct einv_catalogue *c = einv__alloc(&e->alloc, 1, sizeof(*c));

    if (c == NULL)
        return NULL;
    memset(c, 0, sizeof(*c));
    c->formats = einv__alloc(&e->alloc, n, sizeof(*c->formats));
    if (c->formats == NULL ||
        einv__detector_new(&c->detector, &e->alloc) != EINV_OK) {
        free_catalogue(e, c, n);
        return NULL;
    }
    return c;
}

static void insert(struct einv_catalogue *c, struct einv_format *f)
{
    size_t at = c->n++;

    while (at > 0 && cmp_formats(c->formats[at - 1], f) > 0) {
        c->formats[at] = c->formats[at - 1];
        at--;
    }
    c->formats[at] = f;
}

static einv_status add_recognised(struct einv_catalogue *c,
                                  struct einv_report *report)
{
    const struct einv_embedded *file = einv__embedded_find(RECOGNISED);

    if (file == NULL)
        return EINV_OK;
    return einv__detector_add(c->detector, einv__text(file->data, file->len),
                              file->name, report);
}

static bool is_binding(const char *name)
{
    size_t len = strlen(name), tail = strlen(BINDING);

    return strncmp(name, FORMATS, strlen(FORMATS)) == 0 && len > tail &&
           strcmp(name + len - tail, BINDING) == 0;
}

static einv_status add_embedded(struct einv_engine *e,
                                struct einv_catalogue *c,
                                const struct einv_embedded *file,
                                struct einv_report *report)
{
    struct einv_format *f;
    einv_status status;

    f = new_format(e, einv__text(file->data, file->len), file->name);
    if (f == NULL)
        return EINV_ENOMEM;
    status = take_head(f, c->detector, report);
    if (status == EINV_OK)
        insert(c, f);
    return status;
}

einv_status einv__catalogue_init(struct einv_engine *e,
                                 struct einv_report *report)
{
    struct einv_catalogue *c;
    einv_status status = EINV_OK;
    size_t n = 0;

    for (size_t i = 0; i < einv__embedded_count(); i++)
        n += is_binding(einv__embedded_at(i)->name);
    c = new_catalogue(e, n);
    if (c == NULL)
        return EINV_ENOMEM;
    for (size_t i = 0; i < einv__embedded_count() && status == EINV_OK; i++)
        if (is_binding(einv__embedded_at(i)->name))
            status = add_embedded(e, c, einv__embedded_at(i), report);
    if (status == EINV_OK)
        status = add_recognised(c, report);
    if (status != EINV_OK) {
        free_catalogue(e, c, n);
        return status == EINV_ENOMEM ? status : EINV_EINTERNAL;
    }
    atomic_store(&e->catalogue, c);
    return EINV_OK;
}

/* --- loading ------------------------------------------------------------- */

static struct einv_format *copy_format(struct einv_engine *e,
                                       struct einv_text bytes,
                                       const char *file)
{
    struct einv_format *f = new_format(e, EINV_NO_TEXT, NULL);

    if (f == NULL)
        return NULL;
    f->file = einv__arena_dup(&f->arena, einv__text_of(file));
    f->bytes = einv__text(einv__arena_dup(&f->arena, bytes), bytes.len);
    return f->file != NULL && f->bytes.ptr != NULL ? f : NULL;
}

static size_t index_of(const struct einv_catalogue *c,
                       const struct einv_format *f)
{
    size_t i = 0;

    while (i < c->n && cmp_formats(c->formats[i], f) != 0)
        i++;
    return i;
}

/* The old catalogue with f: in the place of its namesake, or one more. */
static einv_status extend(struct einv_engine *e, struct einv_format *f,
                          struct einv_catalogue *old,
                          struct einv_report *report,
                          struct einv_catalogue **out)
{
    size_t twin = index_of(old, f), n = old->n + (twin == old->n);
    struct einv_catalogue *c = new_catalogue(e, n);
    einv_status status;

    if (c == NULL)
        return EINV_ENOMEM;
    status = take_head(f, c->detector, report);
    if (status == EINV_OK)
        insert(c, f);
    for (size_t i = 0; i < old->n && status == EINV_OK; i++) {
        if (i == twin)
            continue;
        status = take_head(old->formats[i], c->detector, report);
        insert(c, old->formats[i]);
    }
    if (status == EINV_OK)
        status = add_recognised(c, report);
    if (status != EINV_OK) {
        free_catalogue(e, c, n);
        return status;
    }
    c->older = old;
    *out = c;
    return EINV_OK;
}

/* The names of f, before it stands in a catalogue. */
static einv_status read_names(struct einv_engine *e, struct einv_format *f,
                              struct einv_report *report)
{
    struct einv_detector *d;
    einv_status status = einv__detector_new(&d, &e->alloc);

    if (status != EINV_OK)
        return status;
    status = take_head(f, d, report);
    einv__detector_free(d);
    return status;
}

einv_status einv__engine_load(struct einv_engine *e, struct einv_text bytes,
                              const char *file, struct einv_report *report)
{
    struct einv_format *f = copy_format(e, bytes, file);
    const struct format_body *body;
    struct einv_catalogue *old, *c;
    einv_status status;

    if (f == NULL)
        return EINV_ENOMEM;
    status = read_names(e, f, report);
    if (status == EINV_OK)
        status = einv__format_body(f, report, &body);
    old = atomic_load(&e->catalogue);
    while (status == EINV_OK) {
        status = extend(e, f, old, report, &c);
        if (status != EINV_OK)
            break;
        if (atomic_compare_exchange_strong(&e->catalogue, &old, c))
            return EINV_OK;
        free_catalogue(e, c, c->n);   /* somebody else loaded one meanwhile */
    }
    return status;
}
