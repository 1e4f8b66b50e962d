/* einv_io.c: files, read whole and written whole.
 *
 * A regular target appears or changes in one step: the bytes go to a
 * temporary file beside it, which is renamed over it when all of them are on
 * the disk.  Whatever fails before that leaves the old file, or none.
 */
#define _POSIX_C_SOURCE 200809L
#define _XOPEN_SOURCE 700
#include "einv_cli.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

/* More is no invoice: the library's hard cap, and one byte to see it. */
#define MOST_BYTES ((size_t)1 << 30)

static bool failed(const char *path, const char *why)
{
    fprintf(stderr, "einv: %s: %s\n", path, why);
    return false;
}

/* --- reading ------------------------------------------------------------- */

static bool grow(struct bytes *b, size_t *cap, size_t want)
{
    char *data;

    if (want <= *cap)
        return true;
    data = realloc(b->data, want);
    if (data == NULL)
        return false;
    b->data = data;
    *cap = want;
    return true;
}

static bool read_fd(int fd, const char *path, size_t hint, struct bytes *b)
{
    size_t cap = 0;

    if (!grow(b, &cap, hint + 2))
        return failed(path, "out of memory");
    for (;;) {
        ssize_t n;

        if (cap - b->len < 2 && !grow(b, &cap, cap * 2))
            return failed(path, "out of memory");
        n = read(fd, b->data + b->len, cap - b->len - 1);
        if (n < 0 && errno == EINTR)
            continue;
        if (n < 0)
            return failed(path, strerror(errno));
        b->len += (size_t)n;
        b->data[b->len] = '\0';
        /* The library says XML_LIMIT to what is too large. */
        if (n == 0 || b->len > MOST_BYTES)
            return true;
    }
}

bool io_read(const char *path, struct bytes *out)
{
    bool is_stdin = strcmp(path, "-") == 0;
    int fd = is_stdin ? STDIN_FILENO : open(path, O_RDONLY | O_CLOEXEC);
    struct stat st;
    size_t hint = 4096;
    bool ok;

    memset(out, 0, sizeof(*out));
    if (fd < 0)
        return failed(path, strerror(errno));
    if (fstat(fd, &st) == 0 && S_ISREG(st.st_mode) && st.st_size > 0)
        hint = (unsigned long long)st.st_size < MOST_BYTES
                   ? (size_t)st.st_size : MOST_BYTES;
    ok = read_fd(fd, path, hint, out);
    if (!is_stdin)
        close(fd);
    if (!ok)
        io_free(out);
    return ok;
}

void io_free(struct bytes *b)
{
    free(b->data);
    memset(b, 0, sizeof(*b));
}

/* --- writing ------------------------------------------------------------- */

static bool write_fd(int fd, const char *path, const char *bytes, size_t len)
{
    while (len > 0) {
        ssize_t n = write(fd, bytes, len);

        if (n < 0 && errno == EINTR)
            continue;
        if (n <= 0)
            return failed(path, n < 0 ? strerror(errno) : "nothing written");
        bytes += n;
        len -= (size_t)n;
    }
    return true;
}

static bool write_through(const char *path, const char *bytes, size_t len)
{
    int fd = open(path, O_WRONLY | O_CLOEXEC);
    bool ok;

    if (fd < 0)
        return failed(path, strerror(errno));
    ok = write_fd(fd, path, bytes, len);
    if (close(fd) != 0 && ok)
        ok = failed(path, strerror(errno));
    return ok;
}

/* Rights that a new file would have, or those of the one it replaces. */
static mode_t rights(const struct stat *old)
{
    mode_t mask;

    if (old != NULL)
        return old->st_mode & 07777;
    mask = umask(0);
    umask(mask);
    return 0666 & ~mask;
}

/* dir/.name.XXXXXX beside the target; NULL: no memory. */
static char *temp_name(const char *path)
{
    const char *slash = strrchr(path, '/');
    size_t dir = slash != NULL ? (size_t)(slash - path) + 1 : 0;
    size_t len = strlen(path);
    char *name = malloc(len + sizeof("..XXXXXX"));

    if (name == NULL)
        return NULL;
    memcpy(name, path, dir);
    name[dir] = '.';
    memcpy(name + dir + 1, path + dir, len - dir);
    memcpy(name + len + 1, ".XXXXXX", sizeof(".XXXXXX"));
    return name;
}

static bool fill_temp(int fd, const char *path, const struct stat *old,
                      const char *bytes, size_t len)
{
    bool ok = write_fd(fd, path, bytes, len);

    if (ok && (fchmod(fd, rights(old)) != 0 || fsync(fd) != 0))
        ok = failed(path, strerror(errno));
    if (close(fd) != 0 && ok)
        ok = failed(path, strerror(errno));
    return ok;
}

static bool replace(const char *path, const struct stat *old,
                    const char *bytes, size_t len)
{
    char *temp = temp_name(path);
    bool ok;
    int fd;

    if (temp == NULL)
        return failed(path, "out of memory");
    fd = mkstemp(temp);
    if (fd < 0) {
        free(temp);
        return failed(path, strerror(errno));
    }
    ok = fill_temp(fd, path, old, bytes, len);
    if (ok && rename(temp, path) != 0)
        ok = failed(path, strerror(errno));
    if (!ok)
        unlink(temp);
    free(temp);
    return ok;
}

bool io_write(const char *path, const char *bytes, size_t len)
{
    struct stat st;
    char *real;
    bool ok;

    if (strcmp(path, "-") == 0)
        return write_fd(STDOUT_FILENO, "standard output", bytes, len);
    if (stat(path, &st) != 0)
        return errno == ENOENT ? replace(path, NULL, bytes, len)
                               : failed(path, strerror(errno));
    if (S_ISDIR(st.st_mode))
        return failed(path, "is a directory");
    if (!S_ISREG(st.st_mode))
        return write_through(path, bytes, len);
    /* A link keeps pointing: what it names is replaced. */
    real = realpath(path, NULL);
    if (real == NULL)
        return failed(path, strerror(errno));
    ok = replace(real, &st, bytes, len);
    free(real);
    return ok;
}

bool io_write_text(const char *path, struct text *t)
{
    if (t->failed)
        return failed(path, "out of memory");
    return io_write(path, t->data, t->len);
}

bool io_is_dir(const char *path)
{
    struct stat st;

    return stat(path, &st) == 0 && S_ISDIR(st.st_mode);
}

bool io_same_file(const char *a, const char *b)
{
    struct stat x, y;

    return stat(a, &x) == 0 && stat(b, &y) == 0 && x.st_dev == y.st_dev &&
           x.st_ino == y.st_ino;
}

bool io_make_dir(const char *path)
{
    if (io_is_dir(path) || mkdir(path, 0777) == 0)
        return true;
    return failed(path, strerror(errno));
}
