/* engine.c: the life of an engine, and what it compiles on first use. */
#include "engine.h"
#include "identifiers.h"
#include "own_rules.h"

#include "../base/embedded.h"
#include "../diag/words.h"

#define CODES "codes/"
#define TSV ".tsv"
#define WORDS "rules/words.tsv"

static bool begins(const char *name, const char *with)
{
    return strncmp(name, with, strlen(with)) == 0;
}

static bool ends(const char *name, const char *with)
{
    size_t n = strlen(name), m = strlen(with);

    return n >= m && strcmp(name + n - m, with) == 0;
}

/* --- code lists ---------------------------------------------------------- */

static bool is_list(const char *name)
{
    return begins(name, CODES) && ends(name, TSV);
}

static einv_status find_lists(struct einv_engine *e)
{
    size_t n = 0;

    for (size_t i = 0; i < einv__embedded_count(); i++)
        n += is_list(einv__embedded_at(i)->name);
    e->lists = einv__alloc(&e->alloc, n, sizeof(*e->lists));
    if (e->lists == NULL)
        return EINV_ENOMEM;
    e->n_lists = n;
    n = 0;
    for (size_t i = 0; i < einv__embedded_count(); i++) {
        const struct einv_embedded *file = einv__embedded_at(i);

        if (!is_list(file->name))
            continue;
        e->lists[n].name = file->name + strlen(CODES);
        e->lists[n].file = file->name;
        e->lists[n].tsv = einv__text(file->data, file->len);
        atomic_init(&e->lists[n].body, NULL);
        n++;
    }
    return EINV_OK;
}

static void free_list_body(struct einv_engine *e, struct engine_list_body *b)
{
    if (b == NULL)
        return;
    einv__arena_free(&b->arena);
    einv__free(&e->alloc, b, sizeof(*b));
}

static einv_status compile_list(struct einv_engine *e, struct engine_list *l,
                                struct engine_list_body **out)
{
    struct engine_list_body *none = NULL, *b;
    struct einv_code_list *list = NULL;
    einv_status status;

    b = einv__alloc(&e->alloc, 1, sizeof(*b));
    if (b == NULL)
        return EINV_ENOMEM;
    einv__arena_init(&b->arena, &e->alloc);
    status = einv__codes_load(&list, &b->arena, l->tsv, l->file, NULL);
    b->list = list;
    if (status != EINV_OK) {
        free_list_body(e, b);
        return status == EINV_ENOMEM ? status : EINV_EINTERNAL;
    }
    if (atomic_compare_exchange_strong(&l->body, &none, b)) {
        *out = b;
    } else {
        free_list_body(e, b);
        *out = none;
    }
    return EINV_OK;
}

/* "currency" is the file codes/currency.tsv. */
static struct engine_list *list_named(struct einv_engine *e,
                                      struct einv_text name)
{
    for (size_t i = 0; i < e->n_lists; i++) {
        struct einv_text file = einv__text_of(e->lists[i].name);

        file.len -= strlen(TSV);
        if (einv__text_eq(file, name))
            return &e->lists[i];
    }
    return NULL;
}

einv_status einv__engine_codes(struct einv_engine *e, struct einv_text name,
                               const struct einv_code_list **out)
{
    struct engine_list *l = list_named(e, name);
    struct engine_list_body *b;
    einv_status status = EINV_OK;

    if (l == NULL)
        return EINV_EABSENT;
    b = atomic_load_explicit(&l->body, memory_order_acquire);
    if (b == NULL)
        status = compile_list(e, l, &b);
    if (status == EINV_OK)
        *out = b->list;
    return status;
}

/* --- messages ------------------------------------------------------------ */

static void free_messages(struct einv_engine *e, struct engine_messages *m)
{
    if (m == NULL)
        return;
    einv__arena_free(&m->arena);
    einv__free(&e->alloc, m, sizeof(*m));
}

static bool read_messages(struct engine_messages *m)
{
    const struct einv_embedded *file = einv__embedded_find("messages.xml"),
                               *words = einv__embedded_find(WORDS);
    struct einv_words *table;

    if (file == NULL || words == NULL ||
        einv__messages_load(&m->messages, &m->arena,
                            einv__text(file->data, file->len), NULL) !=
            EINV_OK ||
        einv__words_load(&table, &m->arena,
                         einv__text(words->data, words->len), NULL) !=
            EINV_OK)
        return false;
    m->messages->words = table;
    return true;
}

const struct einv_messages *einv__engine_messages(struct einv_engine *e)
{
    struct engine_messages *none = NULL, *m;

    m = atomic_load_explicit(&e->messages, memory_order_acquire);
    if (m != NULL)
        return m->messages;
    m = einv__alloc(&e->alloc, 1, sizeof(*m));
    if (m == NULL)
        return NULL;
    einv__arena_init(&m->arena, &e->alloc);
    if (!read_messages(m)) {
        free_messages(e, m);
        return NULL;
    }
    if (!atomic_compare_exchange_strong(&e->messages, &none, m)) {
        free_messages(e, m);
        m = none;
    }
    return m->messages;
}

/* --- bindings ------------------------------------------------------------ */

einv_status einv__engine_fetch(void *user, const char *kind,
                               struct einv_text name,
                               struct einv_text *bytes)
{
    struct einv_engine *e = user;
    const struct einv_format *f;
    struct engine_list *l;

    if (strcmp(kind, "codes") == 0) {
        l = list_named(e, name);
        if (l == NULL)
            return EINV_EABSENT;
        *bytes = l->tsv;
        return EINV_OK;
    }
    if (einv__engine_find(e, name, NULL, NULL, &f) != EINV_OK)
        return EINV_EABSENT;
    *bytes = f->bytes;
    return EINV_OK;
}

static void free_body(const struct einv_format *f, struct format_body *b)
{
    if (b == NULL)
        return;
    einv__bind_free(b->binding);
    einv__arena_free(&b->arena);
    einv__free(&f->engine->alloc, b, sizeof(*b));
}

static bool take_strings(struct format_body *b)
{
    const struct einv_bind_info *info = b->info;
    const struct einv_text texts[FORMAT_N_STRINGS] = { /* ORDER FORMAT */
        info->id, info->version, info->name, info->country, info->proof,
        info->full ? EINV_TEXT("full") : EINV_TEXT("en16931")
    };

    for (size_t i = 0; i < FORMAT_N_STRINGS; i++) {
        b->strings[i] = einv__arena_dup(&b->arena, texts[i]);
        if (b->strings[i] == NULL)
            return false;
    }
    return true;
}

static einv_status compile_body(const struct einv_format *f,
                                struct einv_report *report,
                                struct format_body **out)
{
    struct einv_bind_options options;
    struct format_body *b;
    einv_status status;

    b = einv__alloc(&f->engine->alloc, 1, sizeof(*b));
    if (b == NULL)
        return EINV_ENOMEM;
    memset(b, 0, sizeof(*b));
    einv__arena_init(&b->arena, &f->engine->alloc);
    memset(&options, 0, sizeof(options));
    options.fetch = einv__engine_fetch;
    options.user = f->engine;
    status = einv__bind_compile(&b->binding, &f->engine->alloc,
                                &f->engine->model, f->bytes, f->file,
                                &options, report);
    if (status == EINV_OK) {
        b->info = einv__bind_info(b->binding);
        if (!take_strings(b))
            status = EINV_ENOMEM;
    }
    if (status != EINV_OK) {
        free_body(f, b);
        return status;
    }
    *out = b;
    return EINV_OK;
}

/* Embedded bindings are ours; a broken one is our fault. */
static einv_status blame(const struct einv_format *f, einv_status status)
{
    bool ours = einv__embedded_find(f->file) != NULL;

    return status == EINV_EMALFORMED && ours ? EINV_EINTERNAL : status;
}

einv_status einv__format_body(const struct einv_format *f,
                              struct einv_report *report,
                              const struct format_body **out)
{
    struct einv_format *shared = (struct einv_format *)f;
    struct format_body *none = NULL, *b;
    einv_status status;

    b = atomic_load_explicit(&shared->body, memory_order_acquire);
    if (b == NULL) {
        status = compile_body(f, report, &b);
        if (status != EINV_OK)
            return blame(f, status);
        if (!atomic_compare_exchange_strong(&shared->body, &none, b)) {
            free_body(f, b);
            b = none;
        }
    }
    *out = b;
    return EINV_OK;
}

/* --- life ---------------------------------------------------------------- */

static void free_catalogues(struct einv_engine *e)
{
    struct einv_catalogue *c = atomic_load(&e->catalogue), *older;

    for (; c != NULL; c = older) {
        older = c->older;
        einv__detector_free(c->detector);
        einv__free(&e->alloc, c->formats, c->n * sizeof(struct einv_format *));
        einv__free(&e->alloc, c, sizeof(*c));
    }
}

static void free_formats(struct einv_engine *e)
{
    struct einv_format *f = atomic_load(&e->owned), *next;

    for (; f != NULL; f = next) {
        next = f->next_owned;
        free_body(f, atomic_load(&f->body));
        einv__arena_free(&f->arena);
        einv__free(&e->alloc, f, sizeof(*f));
    }
}

void einv__engine_free(struct einv_engine *e)
{
    free_catalogues(e);
    free_formats(e);
    for (size_t i = 0; i < e->n_lists; i++)
        free_list_body(e, atomic_load(&e->lists[i].body));
    free_messages(e, atomic_load(&e->messages));
    einv__engine_rules_free(e);
    einv__identifiers_free(&e->alloc, atomic_load(&e->identifiers));
    einv__free(&e->alloc, e->lists, e->n_lists * sizeof(*e->lists));
    einv__model_free(&e->model);
}

static einv_status load_model(struct einv_engine *e,
                              struct einv_report *report)
{
    const struct einv_embedded *file = einv__embedded_find("model.xml");
    einv_status status;

    if (file == NULL)
        return EINV_EINTERNAL;
    status = einv__model_load(&e->model, &e->alloc,
                              einv__text(file->data, file->len), report);
    return status == EINV_OK || status == EINV_ENOMEM ? status
                                                      : EINV_EINTERNAL;
}

einv_status einv__engine_init(struct einv_engine *e, const einv_allocator *a,
                              const struct einv_limits *limits,
                              struct einv_report *report)
{
    einv_status status;

    memset(e, 0, sizeof(*e));
    e->alloc = *a;
    e->limits = *limits;
    atomic_init(&e->catalogue, NULL);
    atomic_init(&e->owned, NULL);
    atomic_init(&e->messages, NULL);
    atomic_init(&e->identifiers, NULL);
    status = load_model(e, report);
    if (status != EINV_OK)
        return status;
    status = find_lists(e);
    if (status == EINV_OK)
        status = einv__engine_rules_init(e);
    if (status == EINV_OK)
        status = einv__catalogue_init(e, report);
    if (status != EINV_OK)
        einv__engine_free(e);
    return status;
}
