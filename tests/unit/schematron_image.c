/* Images of sets: the same set comes back, and what is no image is refused. */
#include <criterion/criterion.h>

#include "schematron/image.h"
#include "support/every_rule.h"
#include "support/failing.h"

static struct einv_sch_set *compile(void)
{
    struct einv_sch_options options = { .open = every_rule_open };
    struct einv_report report;
    struct einv_sch_set *set = NULL;

    einv__report_init(&report, &einv__libc_allocator);
    cr_assert_eq(einv__sch_load(&einv__libc_allocator, EINV_TEXT(every_rule),
                                EINV_TEXT("r.sch"), &options, &report, &set),
                 EINV_OK, "%.*s", report.first == NULL ? 0 :
                 (int)report.first->expected.len, report.first == NULL ? "" :
                 report.first->expected.ptr);
    einv__report_free(&report);
    return set;
}

/* All that the findings say. */
static void judge(const struct einv_sch_set *set, struct einv_buf *out)
{
    const struct einv_allocator *a = &einv__libc_allocator;
    struct einv_sch_run_options run = { .strict = false };
    enum einv_sch_verdict verdict;
    const struct einv_finding *f;
    struct einv_report report;
    struct einv_tree tree;

    einv__report_init(&report, a);
    einv__tree_init(&tree, a);
    cr_assert_eq(einv__xml_read(&tree, a, EINV_TEXT(every_rule_document), NULL, NULL),
                 EINV_OK);
    cr_assert_eq(einv__sch_run(set, a, &tree, &run, &report, &verdict),
                 EINV_OK);
    for (f = report.first; f != NULL; f = f->next) {
        const struct einv_text parts[] = { f->rule_set, f->kind, f->rule,
                                           f->error, f->flag, f->term,
                                           f->test, f->xpath, f->message };

        einv__buf_uint(out, (uint64_t)f->severity);
        for (size_t i = 0; i < sizeof parts / sizeof *parts; i++) {
            einv__buf_char(out, '|');
            einv__buf_text(out, parts[i]);
        }
        einv__buf_char(out, '\n');
    }
    einv__buf_uint(out, (uint64_t)verdict);
    einv__tree_free(&tree);
    einv__report_free(&report);
}

static void save(const struct einv_sch_set *set, struct einv_buf *out)
{
    einv__buf_init(out, &einv__libc_allocator);
    cr_assert_eq(einv__sch_save(set, out), EINV_OK);
}

static einv_status restore(struct einv_text image, struct einv_sch_set **set)
{
    return einv__sch_restore(&einv__libc_allocator, image, EINV_NO_TEXT,
                             set);
}

Test(schematron_image, the_same_set_comes_back)
{
    struct einv_sch_set *set = compile(), *again = NULL;
    struct einv_buf image, second, want, got;

    save(set, &image);
    cr_assert(einv__sch_is_image(einv__buf_get(&image)));
    cr_assert_eq(restore(einv__buf_get(&image), &again), EINV_OK);
    save(again, &second);
    cr_expect_eq(image.len, second.len);
    cr_expect(einv__text_eq(einv__buf_get(&image), einv__buf_get(&second)));
    einv__buf_init(&want, &einv__libc_allocator);
    einv__buf_init(&got, &einv__libc_allocator);
    judge(set, &want);
    judge(again, &got);
    cr_expect_str_eq(want.data, got.data);
    cr_expect_gt(want.len, 200);
    cr_expect_eq(einv__sch_counts(again).asserts,
                 einv__sch_counts(set).asserts);
    einv__buf_free(&want);
    einv__buf_free(&got);
    einv__buf_free(&image);
    einv__buf_free(&second);
    einv__sch_free(set);
    einv__sch_free(again);
}

Test(schematron_image, part_of_an_image_or_a_changed_one_is_none)
{
    struct einv_sch_set *set = compile(), *again = NULL;
    struct einv_buf image;

    save(set, &image);
    for (size_t n = 0; n < image.len; n++)
        cr_assert_eq(restore(einv__text(image.data, n), &again),
                     EINV_EMALFORMED, "%zu bytes", n);
    for (size_t i = 0; i < image.len; i++) {
        image.data[i] ^= 1;
        cr_assert_eq(restore(einv__buf_get(&image), &again), EINV_EMALFORMED,
                     "byte %zu", i);
        image.data[i] ^= 1;
    }
    cr_assert_null(again);
    einv__buf_free(&image);
    einv__sch_free(set);
}

/* An attacker mends the checksum: whatever comes of it runs or is refused. */
Test(schematron_image, an_image_with_a_false_byte_does_no_harm)
{
    struct einv_sch_set *set = compile(), *again;
    size_t good = 0, bad = 0;
    struct einv_buf image, said;

    save(set, &image);
    for (size_t i = 23; i < image.len; i++) {
        static const unsigned char changes[] = { 1, 0x80, 0xff, 0x10 };

        for (size_t k = 0; k < sizeof changes; k++) {
            image.data[i] ^= (char)changes[k];
            einv__sch_image_mend(image.data, image.len);
            if (restore(einv__buf_get(&image), &again) == EINV_OK) {
                einv__buf_init(&said, &einv__libc_allocator);
                judge(again, &said);
                einv__buf_free(&said);
                einv__sch_free(again);
                good++;
            } else {
                bad++;
            }
            image.data[i] ^= (char)changes[k];
        }
    }
    cr_expect_gt(good, 100);
    cr_expect_gt(bad, 100);
    einv__buf_free(&image);
    einv__sch_free(set);
}

Test(schematron_image, every_allocation_may_fail)
{
    struct einv_sch_set *set = compile();
    struct einv_buf image, out;
    struct failing f;

    save(set, &image);
    FAILING_EACH(f, 2000) {
        struct einv_sch_set *again = NULL;
        einv_status status = einv__sch_restore(
            &f.hooks, einv__buf_get(&image), EINV_TEXT("b"), &again);

        cr_expect(status == EINV_OK || status == EINV_ENOMEM, "%d", status);
        if (status == EINV_OK) {
            einv__buf_init(&out, &f.hooks);
            status = einv__sch_save(again, &out);
            cr_expect(status == EINV_OK || status == EINV_ENOMEM);
            einv__buf_free(&out);
        }
        einv__sch_free(again);
        failing_judge(&f, status == EINV_OK);
    }
    cr_expect_eq(f.held, 0);
    cr_expect_eq(f.wrong, 0);
    einv__buf_free(&image);
    einv__sch_free(set);
}
