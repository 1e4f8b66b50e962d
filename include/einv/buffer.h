/* buffer.h: bytes that einv made and you own.
 *
 * Threads: a buffer belongs to one thread at a time.
 * Memory:  free it with einv_buffer_free; it keeps its context alive.
 */
#ifndef EINV_BUFFER_H
#define EINV_BUFFER_H

#include <einv/base.h>

EINV_BEGIN_DECLS

typedef struct einv_buffer einv_buffer;

/** The bytes; never NULL for a buffer, followed by a NUL that len does not
 * count.  They live until the buffer is freed.
 *
 * @param buffer  a buffer; NULL or another handle gives NULL
 * @since 0.1
 */
EINV_API const char *einv_buffer_data(const einv_buffer *buffer);

/** How many bytes; 0 for NULL or another handle.
 * @since 0.1 */
EINV_API size_t einv_buffer_len(const einv_buffer *buffer);

/** Free a buffer.  NULL is allowed.
 * @since 0.1 */
EINV_API void einv_buffer_free(einv_buffer *buffer);

/** The SHA-256 digest of bytes (FIPS 180-4), as reports and receipts give it.
 *
 * @param hex  receives 64 lower-case digits and a NUL
 * @since 0.1
 */
EINV_API void einv_sha256(const char *bytes, size_t len, char hex[65]);

EINV_END_DECLS
#endif
