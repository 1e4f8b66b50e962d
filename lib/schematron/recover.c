#include "set.h"
bool einv__sch_recover(struct sch_reader *r, const struct sch_file *file)
{
    struct sch_place at = { file, 0 };
    einv__sch_complain(r, at, "EINV-RULES-0001", EINV_TEXT("stylesheet"), "");
    return !r->nomem;
}
