/* format.c: the formats that are known, described and checked. */
#include "handle.h"

size_t einv_format_count(einv_ctx *ctx)
{
    return is_ctx(ctx) ? einv__engine_catalogue(&ctx->engine)->n : 0;
}

static einv_status give(const struct einv_format *f,
                        struct einv_report *report,
                        const einv_format **format)
{
    const struct format_body *body;
    einv_status status = einv__format_body(f, report, &body);

    if (status == EINV_OK)
        *format = f;
    return status;
}

einv_status einv_format_at(einv_ctx *ctx, size_t i,
                           const einv_format **format)
{
    const struct einv_catalogue *c;

    if (!is_ctx(ctx) || format == NULL)
        return EINV_EUSAGE;
    *format = NULL;
    c = einv__engine_catalogue(&ctx->engine);
    return i < c->n ? give(c->formats[i], NULL, format) : EINV_EABSENT;
}

einv_status einv_format_find(einv_ctx *ctx, const char *id,
                             einv_report *report, const einv_format **format)
{
    const struct einv_format *f;
    struct einv_report *r;
    einv_status status;

    if (!is_ctx(ctx) || id == NULL || format == NULL ||
        !take_report(report, &r))
        return EINV_EUSAGE;
    *format = NULL;
    status = einv__engine_find(&ctx->engine, einv__text_of(id), NULL, r, &f);
    return status == EINV_OK ? give(f, r, format) : status;
}

/* A public format was compiled when it was given. */
static const struct format_body *body_of(const einv_format *format)
{
    return format != NULL ? atomic_load_explicit(&format->body,
                                                 memory_order_acquire) : NULL;
}

const char *einv_format_get_string(const einv_format *format,
                                   einv_format_field field)
{
    const struct format_body *body = body_of(format);

    if (body == NULL || (unsigned)field >= FORMAT_N_STRINGS)
        return NULL;
    return body->strings[field];
}

int einv_format_can_read(const einv_format *format)
{
    const struct format_body *body = body_of(format);

    return body != NULL && body->info->read;
}

int einv_format_can_write(const einv_format *format)
{
    const struct format_body *body = body_of(format);

    return body != NULL && body->info->write;
}

/* --- describe ------------------------------------------------------------ */

struct described {
    struct described *next;
    struct einv_text term, path, lacks;
    struct einv_text *places;
    size_t n_places;
};

struct einv_description {
    uint32_t magic;
    einv_ctx *ctx;
    struct einv_arena arena;
    const struct einv_binding *binding;
    struct described *first, *last;
    struct described **all;
    size_t n;
    bool nomem;
};

static bool keep_text(einv_description *d, struct einv_text from,
                      struct einv_text *to)
{
    char *copy = einv__arena_dup(&d->arena, from);

    *to = einv__text(copy, copy != NULL ? from.len : 0);
    return copy != NULL;
}

static bool keep_path(einv_description *d, einv_place_id place,
                      struct einv_text *to)
{
    struct einv_buf buf;
    bool kept;

    einv__buf_init(&buf, ctx_alloc(d->ctx));
    einv__model_path(&d->ctx->engine.model, place, &buf);
    kept = !buf.failed && keep_text(d, einv__buf_get(&buf), to);
    einv__buf_free(&buf);
    return kept;
}

static bool keep_label(einv_description *d, uint32_t row,
                       struct einv_text *to)
{
    struct einv_buf buf;
    bool kept;

    einv__buf_init(&buf, ctx_alloc(d->ctx));
    einv__bind_label(d->binding, row, &buf);
    kept = !buf.failed && keep_text(d, einv__buf_get(&buf), to);
    einv__buf_free(&buf);
    return kept;
}

static bool fill(einv_description *d, struct described *t,
                 const struct einv_bind_place *place)
{
    const struct einv_place *p = &d->ctx->engine.model.places[place->place];

    t->n_places = place->n_rows;
    t->places = einv__arena_zero(&d->arena, place->n_rows + 1,
                                 sizeof(*t->places));
    if (t->places == NULL || !keep_path(d, place->place, &t->path) ||
        !keep_text(d, p->id.len > 0 ? p->id : t->path, &t->term))
        return false;
    if (place->lacks.len > 0 && !keep_text(d, place->lacks, &t->lacks))
        return false;
    for (size_t i = 0; i < place->n_rows; i++)
        if (!keep_label(d, place->rows[i], &t->places[i]))
            return false;
    return true;
}

static void add_place(void *user, const struct einv_bind_place *place)
{
    einv_description *d = user;
    struct described *t;

    if (d->nomem)
        return;
    t = einv__arena_zero(&d->arena, 1, sizeof(*t));
    if (t == NULL || !fill(d, t, place)) {
        d->nomem = true;
        return;
    }
    if (d->last != NULL)
        d->last->next = t;
    else
        d->first = t;
    d->last = t;
    d->n++;
}

static bool index_all(einv_description *d)
{
    size_t i = 0;

    d->all = einv__arena_zero(&d->arena, d->n + 1, sizeof(struct described *));
    if (d->all == NULL)
        return false;
    for (struct described *t = d->first; t != NULL; t = t->next)
        d->all[i++] = t;
    return true;
}

einv_status einv_format_describe(einv_ctx *ctx, const char *id,
                                 einv_report *report,
                                 einv_description **description)
{
    const struct einv_format *f;
    einv_description *d;
    einv_status status;

    if (description == NULL)
        return EINV_EUSAGE;
    *description = NULL;
    status = einv_format_find(ctx, id, report, &f);
    if (status != EINV_OK)
        return status;
    d = einv__alloc(ctx_alloc(ctx), 1, sizeof(*d));
    if (d == NULL)
        return EINV_ENOMEM;
    memset(d, 0, sizeof(*d));
    d->magic = MAGIC_DESCRIPTION;
    d->ctx = einv_ctx_ref(ctx);
    d->binding = body_of(f)->binding;
    einv__arena_init(&d->arena, ctx_alloc(ctx));
    status = einv__bind_describe(d->binding, add_place, d);
    if (status == EINV_OK && (d->nomem || !index_all(d)))
        status = EINV_ENOMEM;
    if (status != EINV_OK)
        einv_description_free(d);
    else
        *description = d;
    return status;
}

static const struct described *term_at(const einv_description *d, size_t i)
{
    return d != NULL && d->magic == MAGIC_DESCRIPTION && i < d->n
               ? d->all[i] : NULL;
}

size_t einv_description_count(const einv_description *description)
{
    return description != NULL && description->magic == MAGIC_DESCRIPTION
               ? description->n : 0;
}

einv_status einv_description_get_text(const einv_description *description,
                                      size_t i, einv_place_field field,
                                      const char **text, size_t *len)
{
    const struct described *t = term_at(description, i);

    if (t == NULL || text == NULL)
        return EINV_EUSAGE;
    switch (field) {
    case EINV_PLACE_TERM:
        return einv__text_give(t->term, text, len);
    case EINV_PLACE_PATH:
        return einv__text_give(t->path, text, len);
    case EINV_PLACE_LACKS:
        return einv__text_give(t->lacks, text, len);
    }
    *text = NULL;
    return EINV_EUSAGE;
}

size_t einv_description_count_places(const einv_description *description,
                                     size_t i)
{
    const struct described *t = term_at(description, i);

    return t != NULL ? t->n_places : 0;
}

einv_status einv_description_get_place(const einv_description *description,
                                       size_t i, size_t k, const char **text,
                                       size_t *len)
{
    const struct described *t = term_at(description, i);

    if (t == NULL || text == NULL)
        return EINV_EUSAGE;
    *text = NULL;
    return k < t->n_places ? einv__text_give(t->places[k], text, len)
                           : EINV_EABSENT;
}

void einv_description_free(einv_description *description)
{
    einv_ctx *ctx;

    if (description == NULL || description->magic != MAGIC_DESCRIPTION)
        return;
    ctx = description->ctx;
    einv__arena_free(&description->arena);
    description->magic = 0;
    einv__free(ctx_alloc(ctx), description, sizeof(*description));
    einv_ctx_free(ctx);
}

/* --- check --------------------------------------------------------------- */

static void count_place(void *user, const struct einv_bind_place *place)
{
    einv_format_summary *sum = user;

    if (place->n_rows > 0)
        sum->bound++;
    else if (place->unsaid)
        sum->unsaid++;
    else if (place->lacks.len > 0)
        sum->lacking++;
}

einv_status einv_format_check(einv_ctx *ctx, const char *bytes, size_t len,
                              const char *file, einv_report *report,
                              einv_format_summary *summary)
{
    struct einv_bind_options options;
    einv_format_summary sum;
    struct einv_binding *b;
    struct einv_report *r;
    einv_status status;

    if (!is_ctx(ctx) || bytes == NULL || !take_report(report, &r))
        return EINV_EUSAGE;
    if (summary != NULL && summary->size < sizeof(sum))
        return EINV_EABI;
    memset(&options, 0, sizeof(options));
    memset(&sum, 0, sizeof(sum));
    options.fetch = einv__engine_fetch;
    options.user = &ctx->engine;
    options.warnings = true;
    status = einv__bind_compile(&b, ctx_alloc(ctx), &ctx->engine.model,
                                einv__text(bytes, len),
                                file != NULL ? file : "binding", &options, r);
    if (status != EINV_OK)
        return status;
    einv__bind_count(b, &sum.rows, &sum.codec_rows);
    status = einv__bind_describe(b, count_place, &sum);
    einv__bind_free(b);
    if (status == EINV_OK && summary != NULL) {
        sum.size = summary->size;
        memcpy(summary, &sum, sizeof(sum));
    }
    return status;
}
