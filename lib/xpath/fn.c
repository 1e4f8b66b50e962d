/* fn.c: the table of functions, and what is made of constant arguments.
 */
#include "prepare.h"
#include "regex.h"

const struct einv_xp_fn_row einv__xp_functions[] = {
#define FN(name, function, params, result) \
    { name, einv__xp_fn_##function, params, result },
#include "fn.def"
#undef FN
};
const size_t einv__xp_n_functions =
    sizeof einv__xp_functions / sizeof *einv__xp_functions;

bool einv__xp_fn_takes(const struct einv_xp_fn_row *row, size_t n)
{
    size_t letters = 0;
    bool more = false;

    for (const char *c = row->params; *c != '\0'; c++) {
        letters += strchr("?*+. ", *c) == NULL;
        more = more || *c == '.';
    }
    return n == letters || (more && n > letters);
}

/* matches, replace, tokenize: the pattern is argument 1, the flags are the
 * last argument where there is one more than `replace` (3) or the others (2)
 * need. */
bool einv__xp_prepare(struct einv_xp_lib *lib, struct einv_xp_expr *call)
{
    const char *name = call->u.fn.row->name;
    uint32_t flags_at = strcmp(name, "replace") == 0 ? 3 : 2;
    struct einv_text pattern, flags = EINV_TEXT("");

    if (call->n < 2 || !einv__xp_constant(call->args[1], &pattern) ||
        (call->n > flags_at &&
         !einv__xp_constant(call->args[flags_at], &flags)))
        return true;
    return einv__xp_prepare_regex(einv__xp_lib_arena(lib), name, pattern,
                                  flags, &call->u.fn.prepared);
}
