/* regex.c: flags on the first line, a pattern on the second, the rest is the
 * text.  What the test says, finding and simulating must say, too; spans lie
 * inside the text, one in another's order. */
#include <stdlib.h>

#include "xpath/regex_int.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void check(int good)
{
    if (!good)
        abort();
}

static void check_spans(const struct einv_regex_span *spans, size_t n,
                        size_t len)
{
    check(spans[0].start <= spans[0].end && spans[0].end <= len);
    for (size_t i = 1; i < n; i++)
        check(spans[i].end == SIZE_MAX ||
              (spans[i].start >= spans[0].start &&
               spans[i].start <= spans[i].end &&
               spans[i].end <= spans[0].end));
}

/* false: a limit ended it. */
static bool compare(struct einv_xp_run *run, const struct einv_regex *re,
                    struct einv_text text)
{
    struct einv_regex_span spans[EINV_REGEX_GROUPS];
    size_t n = einv__regex_groups(re) + 1;
    bool found, again;

    if (!einv__regex_test(run, re, text, &found) ||
        !einv__regex_find(run, re, text, 0, spans, n, &again))
        return false;
    check(found == again);
    if (found)
        check_spans(spans, n, text.len);
    if (text.len == 0)
        check(!einv__regex_is_empty(re) || found);
    if (re->has_back)
        return true;
    run->regex->kernel[0] = re->start;
    if (!einv__regex_simulate(run, re, text, 0, 1, &again))
        return false;
    check(found == again);
    if (!einv__regex_run_pike(run, re, text, 0, spans, n, &again))
        return false;
    check(found == again);
    return true;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct einv_text text = einv__text((const char *)data, size);
    struct einv_text flags = einv__text_cut(text, '\n', &text), pattern;
    const struct einv_regex *re;
    struct einv_xp_run run;

    pattern = einv__text_cut(text, '\n', &text);
    memset(&run, 0, sizeof run);
    einv__arena_init(&run.arena, NULL);
    einv__arena_init(&run.keep, NULL);
    run.steps = 3000000;
    run.bytes = 1u << 26;
    if (text.ptr == NULL)
        text = EINV_TEXT("");
    re = einv__regex_get(&run, pattern, flags);
    if (re != NULL && !compare(&run, re, text))
        check(run.error != NULL);
    if (re == NULL)
        check(run.error != NULL);
    einv__regex_memory_free(run.regex);
    einv__arena_free(&run.arena);
    einv__arena_free(&run.keep);
    return 0;
}
