/* shelf.c: the files of a container by name. */
#include "shelf.h"

einv_status einv__shelf_open(struct einv_shelf *shelf,
                             const einv_allocator *a, struct einv_text bytes,
                             const struct einv_limits *limits,
                             struct einv_report *report)
{
    size_t at = 0;
    einv_status status = einv__zip_open(&shelf->zip, a, bytes, limits,
                                        report);

    if (status != EINV_OK)
        return status;
    einv__buf_init(&shelf->bytes, a);
    shelf->n = 0;
    shelf->files = einv__arena_zero(&shelf->zip.arena, shelf->zip.n,
                                    sizeof(*shelf->files));
    if (shelf->files == NULL)
        status = EINV_ENOMEM;
    for (size_t i = 0; i < shelf->zip.n && status == EINV_OK; i++) {
        const struct einv_zip_entry *e = &shelf->zip.entries[i];

        if (e->folder)
            continue;
        status = einv__zip_read(&shelf->zip, e, &shelf->bytes, report);
        shelf->files[shelf->n++].name = e->name;
    }
    /* The buffer moved while it grew. */
    for (size_t i = 0, k = 0; i < shelf->zip.n && status == EINV_OK; i++) {
        const struct einv_zip_entry *e = &shelf->zip.entries[i];

        if (e->folder)
            continue;
        shelf->files[k++].bytes =
            einv__text(e->size > 0 ? shelf->bytes.data + at : "",
                       (size_t)e->size);
        at += (size_t)e->size;
    }
    if (status != EINV_OK)
        einv__shelf_free(shelf);
    return status;
}

void einv__shelf_free(struct einv_shelf *shelf)
{
    einv__buf_free(&shelf->bytes);
    einv__zip_free(&shelf->zip);
}

const struct einv_content *einv__shelf_find(const struct einv_shelf *shelf,
                                            struct einv_text name)
{
    for (size_t i = 0; i < shelf->n; i++)
        if (einv__text_eq(shelf->files[i].name, name))
            return &shelf->files[i];
    return NULL;
}

static int digit(char c)
{
    if (c >= '0' && c <= '9')
        return c - '0';
    if (c >= 'a' && c <= 'f')
        return c - 'a' + 10;
    return c >= 'A' && c <= 'F' ? c - 'A' + 10 : -1;
}

bool einv__uri_is(struct einv_text uri, struct einv_text name)
{
    size_t n = 0;

    for (size_t i = 0; i < uri.len; i++, n++) {
        int c = (unsigned char)uri.ptr[i];

        if (c == '%' && i + 2 < uri.len && digit(uri.ptr[i + 1]) >= 0 &&
            digit(uri.ptr[i + 2]) >= 0) {
            c = digit(uri.ptr[i + 1]) * 16 + digit(uri.ptr[i + 2]);
            i += 2;
        }
        if (n >= name.len || (unsigned char)name.ptr[n] != c)
            return false;
    }
    return n == name.len;
}

const struct einv_profile *
einv__container_profile(const struct einv_sign_policy *policy,
                        const char *container)
{
    const struct einv_profiles *table = policy->profiles;

    for (size_t i = 0; i < table->n; i++)
        if (einv__text_is(table->rows[i].container, container) &&
            (policy->only == NULL || policy->only == &table->rows[i]))
            return &table->rows[i];
    return NULL;
}
