/* image.c: an image of rules with false bytes and a true checksum: refused, or a
 * set that judges one small document within its limits.
 *
 * The input is a list of changes, three bytes each: where (two bytes, least
 * first), and the byte that stands there then.
 */
#include <stdlib.h>

#include "base/limits.h"
#include "schematron/image.h"
#include "support/every_rule.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void make(struct einv_buf *image)
{
    struct einv_sch_options options = { .open = every_rule_open };
    struct einv_sch_set *set = NULL;

    einv__buf_init(image, &einv__libc_allocator);
    if (einv__sch_load(&einv__libc_allocator, EINV_TEXT(every_rule),
                       EINV_TEXT("a.sch"), &options, NULL, &set) != EINV_OK ||
        einv__sch_save(set, image) != EINV_OK)
        abort();
    einv__sch_free(set);
}

static void judge(const struct einv_sch_set *set)
{
    struct einv_sch_run_options run = { .strict = false };
    enum einv_sch_verdict verdict;
    struct einv_limits limits;
    struct einv_report report;
    struct einv_tree tree;

    einv__limits_default(&limits);
    limits.steps = 200000;
    limits.scratch = 1u << 26;
    run.xpath.limits = &limits;
    einv__report_init(&report, &einv__libc_allocator);
    report.max_findings = 1000;
    if (einv__xml_read(&tree, &einv__libc_allocator,
                       EINV_TEXT(every_rule_document), NULL, NULL) == EINV_OK)
        einv__sch_run(set, &einv__libc_allocator, &tree, &run, &report,
                      &verdict);
    einv__tree_free(&tree);
    einv__report_free(&report);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static struct einv_buf good;
    struct einv_sch_set *set = NULL;
    struct einv_buf image;

    if (good.data == NULL)
        make(&good);
    einv__buf_init(&image, &einv__libc_allocator);
    einv__buf_text(&image, einv__buf_get(&good));
    for (size_t i = 0; i + 3 <= size; i += 3) {
        size_t at = ((size_t)data[i] | (size_t)data[i + 1] << 8) % image.len;

        image.data[at] = (char)data[i + 2];
    }
    einv__sch_image_mend(image.data, image.len);
    if (einv__sch_restore(&einv__libc_allocator, einv__buf_get(&image),
                          EINV_NO_TEXT, &set) == EINV_OK)
        judge(set);
    else if (set != NULL)
        abort();
    einv__sch_free(set);
    einv__buf_free(&image);
    return 0;
}
