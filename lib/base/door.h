/* door.h: libraries that are opened when they are first needed.
 *
 * libxml2 and libcrypto, with all that they bring, take longer to load than
 * most documents to convert, and most documents need neither.  So libeinv is
 * not linked with them: NAME.names lists what is used, build-aux/door.sh makes
 * NAME_door.h of it, and its macros call through a table that is filled when
 * the first function is called.  configure --disable-late-libraries links them
 * as usual.
 *
 * The table is the one thing here that outlives a call: it is published once,
 * by an atomic exchange, and stays until the process ends.  Threads may come
 * at the same time, and a child after fork() goes on using it.
 */
#ifndef EINV_LIB_DOOR_H
#define EINV_LIB_DOOR_H

#include <stdatomic.h>
#include <stddef.h>

/* The addresses of names[0 .. n) in this order; NULL: the library is not
 * there, lacks one of them, or there is no memory.  `kept` starts as NULL and
 * belongs to this door alone. */
const void *einv__door(_Atomic(void *) *kept, const char *library,
                       const char *const names[], size_t n);

#endif
