/* memory.c: how memory is asked for, grown and given back.
 *
 * Arena blocks start small (a cold conversion of a small invoice shall not
 * touch megabytes) and double up to a ceiling, so that hundreds of megabytes
 * need few blocks and the unused end of the last stays a small share.
 */
#include <stdlib.h>

#include "memory.h"

#define FIRST_BLOCK ((size_t)4096)
#define LARGEST_BLOCK ((size_t)8 << 20)

static void *libc_resize(void *user, void *ptr, size_t old_size,
                         size_t new_size)
{
    (void)user;
    (void)old_size;
    if (new_size == 0) {
        free(ptr);
        return NULL;
    }
    return realloc(ptr, new_size);
}

const einv_allocator einv__libc_allocator = { libc_resize, NULL };

/* NULL and an all-zero allocator both mean the C library's. */
static void *resize(const einv_allocator *a, void *ptr, size_t old_size,
                    size_t new_size)
{
    if (a == NULL || a->resize == NULL)
        a = &einv__libc_allocator;
    return a->resize(a->user, ptr, old_size, new_size);
}

/* What a block of this size really takes: 0 would free. */
static size_t at_least_one(size_t size)
{
    return size > 0 ? size : 1;
}

void *einv__alloc(const einv_allocator *a, size_t count, size_t size)
{
    if (size != 0 && count > SIZE_MAX / size)
        return NULL;
    return resize(a, NULL, 0, at_least_one(count * size));
}

void einv__free(const einv_allocator *a, void *ptr, size_t size)
{
    if (ptr != NULL)
        resize(a, ptr, at_least_one(size), 0);
}

bool einv__grow(const einv_allocator *a, void *ptr_to_ptr, size_t *cap,
                size_t need, size_t size)
{
    void *old, *grown;
    size_t larger;

    if (need <= *cap)
        return true;
    if (size == 0)
        size = 1;
    larger = *cap <= SIZE_MAX - *cap / 2 ? *cap + *cap / 2 : need;
    if (larger < 8)
        larger = 8;
    if (larger < need || larger > SIZE_MAX / size)
        larger = need;
    if (larger > SIZE_MAX / size)
        return false;
    /* ptr_to_ptr is a T**; memcpy, because void** may not alias it. */
    memcpy(&old, ptr_to_ptr, sizeof old);
    grown = resize(a, old, *cap * size, larger * size);
    if (grown == NULL)
        return false;
    memcpy(ptr_to_ptr, &grown, sizeof grown);
    *cap = larger;
    return true;
}

/* --- arenas ------------------------------------------------------------ */

struct einv_arena_block {
    struct einv_arena_block *older;
    size_t cap;              /* bytes behind this head */
};

#define HEAD ((sizeof(struct einv_arena_block) + 7) & ~(size_t)7)

static char *bytes_of(struct einv_arena_block *block)
{
    return (char *)block + HEAD;
}

void einv__arena_init(struct einv_arena *arena, const einv_allocator *a)
{
    memset(arena, 0, sizeof *arena);
    arena->alloc = a;
}

static void drop_newest(struct einv_arena *arena)
{
    struct einv_arena_block *block = arena->block;

    arena->block = block->older;
    arena->total -= HEAD + block->cap;
    einv__free(arena->alloc, block, HEAD + block->cap);
}

void einv__arena_free(struct einv_arena *arena)
{
    while (arena->block != NULL)
        drop_newest(arena);
    arena->used = arena->cap = 0;
}

static bool add_block(struct einv_arena *arena, size_t size)
{
    struct einv_arena_block *block;
    size_t cap = arena->block == NULL ? FIRST_BLOCK - HEAD
                                      : (arena->block->cap + HEAD) * 2 - HEAD;

    if (cap > LARGEST_BLOCK - HEAD)
        cap = LARGEST_BLOCK - HEAD;
    if (cap < size)
        cap = size;
    if (cap > SIZE_MAX - HEAD)
        return false;
    block = einv__alloc(arena->alloc, 1, HEAD + cap);
    if (block == NULL)
        return false;
    block->older = arena->block;
    block->cap = cap;
    arena->block = block;
    arena->used = 0;
    arena->cap = cap;
    arena->total += HEAD + cap;
    return true;
}

void *einv__arena_alloc(struct einv_arena *arena, size_t size)
{
    void *out;

    if (size > SIZE_MAX - 7 - HEAD)
        return NULL;
    size = (at_least_one(size) + 7) & ~(size_t)7;
    if (size > arena->cap - arena->used && !add_block(arena, size))
        return NULL;
    out = bytes_of(arena->block) + arena->used;
    arena->used += size;
    return out;
}

void *einv__arena_zero(struct einv_arena *arena, size_t count, size_t size)
{
    void *out;

    if (size != 0 && count > SIZE_MAX / size)
        return NULL;
    out = einv__arena_alloc(arena, count * size);
    if (out != NULL)
        memset(out, 0, count * size);
    return out;
}

char *einv__arena_dup(struct einv_arena *arena, struct einv_text text)
{
    char *out;

    if (text.len == SIZE_MAX)
        return NULL;
    out = einv__arena_alloc(arena, text.len + 1);
    if (out == NULL)
        return NULL;
    if (text.len > 0)
        memcpy(out, text.ptr, text.len);
    out[text.len] = '\0';
    return out;
}

struct einv_arena_mark einv__arena_mark(const struct einv_arena *arena)
{
    return (struct einv_arena_mark){ arena->block, arena->used };
}

void einv__arena_reset(struct einv_arena *arena, struct einv_arena_mark mark)
{
    while (arena->block != mark.block)
        drop_newest(arena);
    arena->used = mark.used;
    arena->cap = arena->block != NULL ? arena->block->cap : 0;
}

/* --- buffers ----------------------------------------------------------- */

void einv__buf_init(struct einv_buf *buf, const einv_allocator *a)
{
    memset(buf, 0, sizeof *buf);
    buf->alloc = a;
}

void einv__buf_free(struct einv_buf *buf)
{
    const einv_allocator *a = buf->alloc;

    einv__free(a, buf->data, buf->cap);
    einv__buf_init(buf, a);
}

void einv__buf_put(struct einv_buf *buf, const void *bytes, size_t len)
{
    if (buf->failed)
        return;
    if (buf->cap - buf->len <= len
        && (len >= SIZE_MAX - buf->len
            || !einv__grow(buf->alloc, &buf->data, &buf->cap,
                           buf->len + len + 1, 1))) {
        buf->failed = true;
        return;
    }
    if (len > 0)
        memcpy(buf->data + buf->len, bytes, len);
    buf->len += len;
    buf->data[buf->len] = '\0';
}

void einv__buf_text(struct einv_buf *buf, struct einv_text text)
{
    einv__buf_put(buf, text.ptr, text.len);
}

void einv__buf_str(struct einv_buf *buf, const char *z)
{
    einv__buf_put(buf, z, strlen(z));
}

void einv__buf_uint(struct einv_buf *buf, uint64_t n)
{
    char digits[20];
    size_t at = sizeof digits;

    do {
        digits[--at] = (char)('0' + n % 10);
        n /= 10;
    } while (n > 0);
    einv__buf_put(buf, digits + at, sizeof digits - at);
}
