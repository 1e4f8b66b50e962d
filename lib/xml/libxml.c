/* libxml.c: libxml2's table of functions. */
#include "libxml.h"

#ifdef EINV_LATE_LIBRARIES
#include "../base/door.h"

/* The ABI that the headers belong to; it changed with 2.14. */
#if LIBXML_VERSION >= 21400
#define LIBRARY "libxml2.so.16"
#else
#define LIBRARY "libxml2.so.2"
#endif

const struct einv_libxml *einv__libxml(void)
{
    static _Atomic(void *) kept;
    static const char *const names[] = { EINV_DOOR_NAMES };

    return einv__door(&kept, LIBRARY, names, sizeof names / sizeof *names);
}
#endif
