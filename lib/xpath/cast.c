/* cast.c: atomic values as other types.
 */
#include "atomic.h"

bool einv__xp_string(struct einv_xp_run *run, const struct einv_xp_item *in,
                     struct einv_text *out)
{
    if (einv__xp_is_text(in))
        *out = in->u.text;
    else if (in->type == EINV_XP_BOOLEAN)
        *out = in->u.boolean ? EINV_TEXT("true") : EINV_TEXT("false");
    else
        return einv__xp_fail(run, "XPTY0004");
    return true;
}
