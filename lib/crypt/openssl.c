/* openssl.c: libcrypto's table of functions. */
#include "inside.h"

#ifdef EINV_LATE_LIBRARIES
#include "../base/door.h"

/* The headers know the number of their ABI. */
#define TEXT(x) #x
#define NAME(number) "libcrypto.so." TEXT(number)

const struct einv_openssl *einv__openssl(void)
{
    static _Atomic(void *) kept;
    static const char *const names[] = { EINV_DOOR_NAMES };

    return einv__door(&kept, NAME(OPENSSL_SHLIB_VERSION), names,
                      sizeof names / sizeof *names);
}

bool einv__crypt_is_there(void)
{
    return einv__openssl() != NULL;
}
#else
bool einv__crypt_is_there(void)
{
    return true;
}
#endif
