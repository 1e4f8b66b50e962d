/* memory.h: arenas and growing buffers over the caller's allocator.
 *
 * An arena frees everything at once.  All sizes are checked for overflow.
 * Everything here returns NULL or false when there is no memory, and
 * changes nothing then.
 */
#ifndef EINV_LIB_MEMORY_H
#define EINV_LIB_MEMORY_H

#include <einv/base.h>
#include "text.h"

/* The C library's allocator. */
extern const einv_allocator einv__libc_allocator;

/* One block; count * size is checked.  Zero sizes give a valid pointer. */
void *einv__alloc(const einv_allocator *a, size_t count, size_t size);
void einv__free(const einv_allocator *a, void *ptr, size_t size);

/* Grows *ptr (of *cap elements of `size` bytes) to hold at least `need`;
 * grows by half.  false: no memory or overflow, nothing changed. */
bool einv__grow(const einv_allocator *a, void *ptr_to_ptr, size_t *cap,
                size_t need, size_t size);

struct einv_arena_block;

struct einv_arena {
    const einv_allocator *alloc;
    struct einv_arena_block *block;  /* newest first */
    size_t used, cap;                /* in the newest block */
    size_t total;                    /* bytes held, for limits and tests */
};

struct einv_arena_mark {
    struct einv_arena_block *block;
    size_t used;
};

void einv__arena_init(struct einv_arena *arena, const einv_allocator *a);
void einv__arena_free(struct einv_arena *arena);

/* Aligned to 8; not cleared. */
void *einv__arena_alloc(struct einv_arena *arena, size_t size);
/* The same, zeroed; count * size is checked. */
void *einv__arena_zero(struct einv_arena *arena, size_t count, size_t size);
/* A NUL-terminated copy. */
char *einv__arena_dup(struct einv_arena *arena, struct einv_text text);

struct einv_arena_mark einv__arena_mark(const struct einv_arena *arena);
void einv__arena_reset(struct einv_arena *arena, struct einv_arena_mark mark);

/* A growing run of bytes.  Appending never returns an error: the first
 * failure sets `failed`, later calls do nothing, and the user looks once at
 * the end. */
struct einv_buf {
    const einv_allocator *alloc;
    char *data;      /* NUL-terminated whenever len > 0 or cap > 0 */
    size_t len, cap;
    bool failed;
};

void einv__buf_init(struct einv_buf *buf, const einv_allocator *a);
void einv__buf_free(struct einv_buf *buf);
void einv__buf_put(struct einv_buf *buf, const void *bytes, size_t len);
void einv__buf_text(struct einv_buf *buf, struct einv_text text);
void einv__buf_str(struct einv_buf *buf, const char *z);
static inline void einv__buf_char(struct einv_buf *buf, char c)
{
    if (buf->failed || buf->cap - buf->len < 2) {
        einv__buf_put(buf, &c, 1);
        return;
    }
    buf->data[buf->len++] = c;
    buf->data[buf->len] = '\0';
}
void einv__buf_uint(struct einv_buf *buf, uint64_t n);
static inline struct einv_text einv__buf_get(const struct einv_buf *buf)
{
    return einv__text(buf->data, buf->len);
}

#endif
