/* faults.c: the n-th call of the C library's input and output fails.
 *
 * Loaded before the C library (LD_PRELOAD) into the program.  FAULT_AT=n
 * names the call, FAULT_GOOD=1 lets all behind it fail too, FAULT_LOG=FILE
 * receives the number of calls met.  Only files, not the terminal: what is
 * written to descriptors 1 and 2 is left alone.
 */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/types.h>
#include <unistd.h>

static long met;

static void *real(const char *name)
{
    return dlsym(RTLD_NEXT, name);
}

/* Is it this call's turn? */
static int fails(int error)
{
    const char *at = getenv("FAULT_AT");
    const char *good = getenv("FAULT_GOOD");
    long n = at != NULL ? atol(at) : 0;

    met++;
    if (n == 0 || !(met == n || (good != NULL && met > n)))
        return 0;
    errno = error;
    return 1;
}

__attribute__((destructor)) static void tell(void)
{
    const char *name = getenv("FAULT_LOG");
    int (*open_)(const char *, int, ...) = real("open");
    char line[32];
    int fd, n = snprintf(line, sizeof(line), "%ld\n", met);

    if (name == NULL || (fd = open_(name, O_WRONLY | O_CREAT | O_TRUNC,
                                    0644)) < 0)
        return;
    ((ssize_t(*)(int, const void *, size_t))real("write"))(fd, line,
                                                           (size_t)n);
    ((int (*)(int))real("close"))(fd);
}

#define FAULT(type, name, params, args, error, bad)                         \
    type name params;                                                       \
    type name params                                                        \
    {                                                                       \
        type (*next) params = real(#name);                                  \
        if (fails(error))                                                   \
            return bad;                                                     \
        return next args;                                                   \
    }

FAULT(FILE *, fopen, (const char *p, const char *m), (p, m), EACCES, NULL)
FAULT(FILE *, fopen64, (const char *p, const char *m), (p, m), EACCES, NULL)
FAULT(FILE *, fdopen, (int fd, const char *m), (fd, m), ENOMEM, NULL)
FAULT(size_t, fread, (void *b, size_t s, size_t n, FILE *f), (b, s, n, f),
      EIO, 0)
FAULT(ssize_t, read, (int fd, void *b, size_t n), (fd, b, n), EIO, -1)
FAULT(int, fsync, (int fd), (fd), EIO, -1)
FAULT(int, fdatasync, (int fd), (fd), EIO, -1)
FAULT(int, mkstemp, (char *t), (t), EACCES, -1)
FAULT(int, mkstemp64, (char *t), (t), EACCES, -1)
FAULT(int, rename, (const char *a, const char *b), (a, b), EACCES, -1)
FAULT(int, fchmod, (int fd, mode_t m), (fd, m), EACCES, -1)
FAULT(int, mkdir, (const char *p, mode_t m), (p, m), EACCES, -1)

ssize_t write(int fd, const void *bytes, size_t n)
{
    ssize_t (*next)(int, const void *, size_t) = real("write");

    return fd > 2 && fails(ENOSPC) ? -1 : next(fd, bytes, n);
}

size_t fwrite(const void *bytes, size_t size, size_t n, FILE *f)
{
    size_t (*next)(const void *, size_t, size_t, FILE *) = real("fwrite");

    return fileno(f) > 2 && fails(ENOSPC) ? 0 : next(bytes, size, n, f);
}

int fflush(FILE *f)
{
    int (*next)(FILE *) = real("fflush");

    return f != NULL && fileno(f) > 2 && fails(ENOSPC) ? EOF : next(f);
}

/* The descriptor is closed all the same, as the system does it. */
int close(int fd)
{
    int (*next)(int) = real("close");
    int bad = fd > 2 && fails(EIO);
    int result = next(fd);

    return bad ? -1 : result;
}

int fclose(FILE *f)
{
    int (*next)(FILE *) = real("fclose");
    int bad = fileno(f) > 2 && fails(EIO);
    int result = next(f);

    return bad ? EOF : result;
}

int open(const char *path, int flags, ...)
{
    int (*next)(const char *, int, ...) = real("open");
    mode_t mode = 0;
    va_list args;

    va_start(args, flags);
    if (flags & O_CREAT)
        mode = va_arg(args, mode_t);
    va_end(args);
    return fails(EACCES) ? -1 : next(path, flags, mode);
}
