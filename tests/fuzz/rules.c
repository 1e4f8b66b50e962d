/* rules.c: a file of rules: compiled whole or refused; what compiles judges
 * one small invoice within its limits.  Nothing else is ever opened. */
#include <stdlib.h>

#include "schematron/schematron.h"

#include "base/limits.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static const char invoice[] =
    "<i:inv xmlns:i='urn:i' cur='EUR'><i:line id='1'><i:a>10.00</i:a></i:line>"
    "<i:line id='2'><i:a>x</i:a><!--c--></i:line>tail</i:inv>";

/* An include that finds itself again. */
static bool open_again(void *user, struct einv_text href,
                       struct einv_text from, struct einv_buf *out)
{
    const struct einv_text *bytes = user;

    (void)href, (void)from;
    einv__buf_text(out, *bytes);
    return true;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct einv_text bytes = einv__text((const char *)data, size);
    struct einv_sch_options options = { .open = open_again, .user = &bytes };
    struct einv_sch_run_options run = { .strict = false };
    enum einv_sch_verdict verdict;
    struct einv_sch_set *set = NULL;
    struct einv_limits limits;
    struct einv_report report;
    struct einv_tree tree;

    einv__limits_default(&limits);
    limits.steps = 200000;
    limits.scratch = 1u << 26;
    run.xpath.limits = &limits;
    einv__report_init(&report, &einv__libc_allocator);
    report.max_findings = 1000;
    if (einv__sch_load(&einv__libc_allocator, bytes, EINV_TEXT("a.sch"),
                       &options, &report, &set) != EINV_OK) {
        if (set != NULL || report.n_of[EINV_SEV_ERROR] +
                report.n_of[EINV_SEV_FATAL] == 0)
            abort();                /* refused, and nobody said why */
    } else if (einv__xml_read(&tree, &einv__libc_allocator,
                              einv__text(invoice, sizeof invoice - 1), NULL,
                              NULL) == EINV_OK) {
        einv__sch_run(set, &einv__libc_allocator, &tree, &run, &report,
                      &verdict);
        einv__tree_free(&tree);
    }
    einv__sch_free(set);
    einv__report_free(&report);
    return 0;
}
