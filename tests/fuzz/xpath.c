/* xpath.c: an expression on the first line, a document behind it.  What
 * compiles prints as text that compiles to the same print; it is evaluated
 * and, where it may be one, matched as a pattern. */
#include <stdlib.h>

#include "base/limits.h"
#include "xpath/expr.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void check(int good)
{
    if (!good)
        abort();
}

/* Does the print hold what only a stylesheet can say?  No: only expressions
 * are given here. */
static void print_again(struct einv_xp_lib *lib, const struct einv_xp_expr *e)
{
    struct einv_xp_error error;
    struct einv_buf once, twice;

    einv__buf_init(&once, &einv__libc_allocator);
    einv__buf_init(&twice, &einv__libc_allocator);
    einv__xp_print(e, &once);
    e = einv__xp_compile(lib, einv__buf_get(&once), NULL, 0, &error);
    /* Brackets count as nesting, so a print may be too deep. */
    check(e != NULL || strcmp(error.code, "EINV0001") == 0);
    if (e != NULL) {
        einv__xp_print(e, &twice);
        check(einv__text_eq(einv__buf_get(&once), einv__buf_get(&twice)));
    }
    einv__buf_free(&once);
    einv__buf_free(&twice);
}

static void evaluate(struct einv_xp_lib *lib, const struct einv_xp_expr *e,
                     const struct einv_xp_pattern *pattern,
                     const struct einv_tree *tree)
{
    struct einv_xp_options options = { .limits = NULL };
    struct einv_limits limits;
    struct einv_xp_focus focus;
    struct einv_xp_run run;
    struct einv_text text;
    bool yes;

    einv__limits_default(&limits);
    limits.steps = 200000;
    limits.scratch = 1u << 26;
    options.limits = &limits;
    if (!einv__xp_run_init(&run, &einv__libc_allocator, lib, tree, &options))
        return;
    focus = einv__xp_focus(einv__xp_root(&run));
    check(einv__xp_eval_text(&run, e, &focus, NULL, &text) ||
          run.error != NULL);
    einv__xp_run_clear(&run);
    for (einv_node n = 0; pattern != NULL && n < tree->n_elems && n < 50;
         n++) {
        struct einv_xp_item item = einv__xp_element(&run, n);

        if (!einv__xp_matches(&run, pattern, &item, NULL, &yes))
            break;
        einv__xp_run_clear(&run);
    }
    einv__xp_run_free(&run);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct einv_text text = einv__text((const char *)data, size);
    struct einv_text expr = einv__text_cut(text, '\n', &text);
    struct einv_xp_lib *lib = einv__xp_lib_new(&einv__libc_allocator);
    const struct einv_xp_expr *e = NULL;
    struct einv_xp_error error;
    struct einv_tree tree;

    if (lib == NULL || text.ptr == NULL || !einv__utf8_valid(expr))
        goto out;
    e = einv__xp_compile(lib, expr, NULL, 0, &error);
    check(e != NULL || error.code != NULL);
    if (e == NULL)
        goto out;
    print_again(lib, e);
    if (einv__xml_read(&tree, &einv__libc_allocator, text, NULL, NULL) ==
        EINV_OK) {
        const struct einv_xp_pattern *pattern =
            einv__xp_compile_pattern(lib, expr, NULL, 0, &error);

        evaluate(lib, e, pattern, &tree);
        einv__tree_free(&tree);
    }
out:
    einv__xp_lib_free(lib);
    return 0;
}
