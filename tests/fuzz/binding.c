/* binding.c: bytes -> a compiled binding -> an empty invoice written and
 * read through it.
 */
#include <stdlib.h>

#include "../support/toy.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static struct einv_model model;

static void check(bool good)
{
    if (!good)
        abort();
}

static void each_place(void *user, const struct einv_bind_place *place)
{
    (void)user;
    check(place->n_rows == 0 || place->rows != NULL);
}

static void each_row(const struct einv_binding *b)
{
    struct einv_buf label;
    size_t rows, codecs;

    einv__buf_init(&label, &einv__libc_allocator);
    einv__bind_count(b, &rows, &codecs);
    for (uint32_t i = 1; i < rows && i < 500; i++) {
        label.len = 0;
        einv__bind_label(b, i, &label);
        einv__bind_row(b, einv__buf_get(&label));
    }
    einv__buf_free(&label);
    check(einv__bind_describe(b, each_place, NULL) == EINV_OK);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct einv_bind_options options = { toy_fetch, NULL, size % 2 != 0 };
    struct einv_put_options put = { .residue = false };
    struct einv_invoice_data inv, again;
    struct einv_binding *b;
    struct einv_report report;
    struct einv_tree out;
    einv_status status;

    if (model.n_places == 0)
        check(einv__model_load(&model, &einv__libc_allocator,
                               einv__text_of(toy_model), NULL) == EINV_OK);
    einv__report_init(&report, NULL);
    status = einv__bind_compile(&b, &einv__libc_allocator, &model,
                                einv__text((const char *)data, size),
                                "fuzz.xml", &options, &report);
    check(status == EINV_OK || report.n_findings > 0);
    if (status == EINV_OK) {
        each_row(b);
        einv__invoice_init(&inv, &model, &einv__libc_allocator);
        einv__tree_init(&out, &einv__libc_allocator);
        check(einv__bind_put(b, &inv, &put, &out, &report) == EINV_OK);
        einv__invoice_init(&again, &model, &einv__libc_allocator);
        check(einv__bind_get(b, &out, &again, &report) == EINV_OK);
        einv__invoice_clear(&again);
        einv__invoice_clear(&inv);
        einv__tree_free(&out);
    }
    einv__bind_free(b);
    einv__report_free(&report);
    return 0;
}
