/* base_door.c: libraries opened at their first use. */
#include <criterion/criterion.h>

#include "base/door.h"

#ifdef EINV_LATE_LIBRARIES
#ifdef __GLIBC__
#define LIBRARY "libm.so.6"

Test(base_door, a_function_is_found_once_for_all)
{
    static const char *const names[] = { "floor", "ceil" };
    _Atomic(void *) kept = NULL;
    double (*const *table)(double) = einv__door(&kept, LIBRARY, names, 2);

    cr_assert_not_null(table);
    cr_assert(table[0](1.5) == 1 && table[1](1.5) == 2);
    cr_assert(einv__door(&kept, LIBRARY, names, 2) == (const void *)table);
}

Test(base_door, a_library_that_lacks_one_is_not_there)
{
    static const char *const names[] = { "floor", "einv_no_such_function" };
    _Atomic(void *) kept = NULL;

    cr_assert_null(einv__door(&kept, LIBRARY, names, 2));
    cr_assert_null(atomic_load(&kept));
}
#endif

Test(base_door, no_library)
{
    static const char *const names[] = { "floor" };
    _Atomic(void *) kept = NULL;

    cr_assert_null(einv__door(&kept, "libeinv-no-such-library.so.1", names,
                              1));
}
#else
Test(base_door, libraries_are_linked_here)
{
    cr_skip_test("built with --disable-late-libraries");
}
#endif
