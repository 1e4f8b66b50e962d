/* base.h: what every other header needs: status, memory, marks.
 *
 * Threads: nothing here keeps state.
 */
#ifndef EINV_BASE_H
#define EINV_BASE_H

#include <stddef.h>
#include <stdint.h>

#ifdef __cplusplus
#define EINV_BEGIN_DECLS extern "C" {
#define EINV_END_DECLS }
#else
#define EINV_BEGIN_DECLS
#define EINV_END_DECLS
#endif

#if defined(EINV_STATIC)
#define EINV_API
#elif defined(_WIN32)
#if defined(EINV_BUILDING)
#define EINV_API __declspec(dllexport)
#else
#define EINV_API __declspec(dllimport)
#endif
#elif defined(__GNUC__) && defined(EINV_BUILDING)
#define EINV_API __attribute__((visibility("default")))
#else
#define EINV_API
#endif

#if defined(__GNUC__)
#define EINV_MUST_CHECK __attribute__((warn_unused_result))
#else
#define EINV_MUST_CHECK
#endif

EINV_BEGIN_DECLS

/** What became of a call.  0 is good news and nothing else.
 *
 * The numbers are permanent.
 */
typedef enum einv_status {
    EINV_OK = 0,
    EINV_EUSAGE = 1,       /**< a wrong argument, handle or order of calls */
    EINV_ENOMEM = 2,       /**< no memory */
    EINV_EABSENT = 3,      /**< what was asked for is not there */
    EINV_EREJECTED = 4,    /**< read, and the answer is no */
    EINV_EMALFORMED = 5,   /**< the bytes are not well-formed */
    EINV_ELIMIT = 6,       /**< the document passed a limit */
    EINV_EIO = 7,          /**< a read or a write failed */
    EINV_EABI = 8,         /**< an options struct from a newer header */
    EINV_EINTERNAL = 9,    /**< einv's own fault */
    EINV_EUNKNOWN = 10,    /**< no format fits, or no such format */
    EINV_EUNSUPPORTED = 11,/**< recognised, but not read or not written */
    EINV_ELOSS = 12,       /**< not written: the loss was not allowed */
    EINV_ECANCELLED = 13   /**< the caller's callback or deadline said so */
} einv_status;

/** The name of a status ("EINV_ELIMIT"); never NULL.
 * @since 0.1 */
EINV_API const char *einv_status_name(einv_status status);

/** The version of the library in use, as "0.1.0".
 * @since 0.1 */
EINV_API const char *einv_version(void);

/** Memory hooks for einv's own memory.
 *
 * `resize` has realloc's contract with the old size given: ptr NULL makes,
 * new_size 0 frees and returns NULL; NULL otherwise means no memory and the
 * old block stays.  It is called from the thread that calls einv.  All zero
 * means the C library's allocator.
 */
typedef struct einv_allocator {
    void *(*resize)(void *user, void *ptr, size_t old_size, size_t new_size);
    void *user;
} einv_allocator;

EINV_END_DECLS
#endif
