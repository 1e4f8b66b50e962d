/* door.c: opening a library, and finding what is used of it. */
#include "door.h"

#include <dlfcn.h>
#include <stdlib.h>

/* Not with einv's allocator: it belongs to a context, and this to all. */
static void **find_all(void *handle, const char *const names[], size_t n)
{
    void **table = malloc(n * sizeof(*table));

    for (size_t i = 0; table != NULL && i < n; i++) {
        table[i] = dlsym(handle, names[i]);
        if (table[i] == NULL) {
            free(table);
            return NULL;
        }
    }
    return table;
}

const void *einv__door(_Atomic(void *) *kept, const char *library,
                       const char *const names[], size_t n)
{
    void *table = atomic_load_explicit(kept, memory_order_acquire);
    void *first = NULL, *handle;

    if (table != NULL)
        return table;
    /* It stays open: taking a library out of a process that others may have
     * begun to use is not safe. */
    handle = dlopen(library, RTLD_NOW | RTLD_LOCAL);
    table = handle != NULL ? find_all(handle, names, n) : NULL;
    if (table == NULL || atomic_compare_exchange_strong(kept, &first, table))
        return table;
    free(table);        /* another thread was faster */
    return first;
}
