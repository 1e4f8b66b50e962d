/* view.c: any bytes as a JSON view, then the model, and back.
 *
 * What reads without a finding must be written, read again as the same and
 * written alike: a view that does not survive itself would lose something.
 */
#include <stdint.h>
#include <stdlib.h>

#include "base/embedded.h"
#include "bind/view.h"
#include "model/totals.h"

static const char toy[] =
    "<binding xmlns='urn:einv:binding:1' xmlns:t='urn:toy' id='toy'"
    " version='1' name='Toy' proof='unverified' coverage='en16931'>"
    "<about>A toy.</about>"
    "<document name='t:Bill'>"
    "<element name='t:No' to='number'/>"
    "<element name='t:Line' into='lines' occurs='*'>"
    "<element name='t:Id' to='id'/></element>"
    "</document></binding>";

static const struct einv_view_head head = {
    { "0", 1 }, { "toy", 3 }, { "1", 1 }, { NULL, 0 }
};

static struct einv_model model;
static struct einv_binding *binding;

static void load(void)
{
    const struct einv_embedded *file = einv__embedded_find("model.xml");
    struct einv_bind_options options = { NULL, NULL, false };

    if (binding != NULL)
        return;
    if (einv__model_load(&model, &einv__libc_allocator,
                         einv__text(file->data, file->len), NULL) != EINV_OK ||
        einv__bind_compile(&binding, &einv__libc_allocator, &model,
                           einv__text_of(toy), "toy.xml", &options,
                           NULL) != EINV_OK)
        abort();
}

/* Reads; true: without an error. */
static bool read_view(struct einv_invoice_data *inv, struct einv_text json,
                      size_t *findings)
{
    struct einv_report report;
    struct einv_view v;
    einv_status status;

    einv__invoice_init(inv, &model, &einv__libc_allocator);
    einv__report_init(&report, &einv__libc_allocator);
    status = einv__view_open(&v, &einv__libc_allocator, json, NULL, &report);
    if (status == EINV_OK) {
        status = einv__view_read(&v, binding, inv, &report);
        einv__view_close(&v);
    }
    *findings = report.n_findings;
    if (status != EINV_OK && report.n_findings == 0)
        abort();                       /* refused without a reason */
    einv__report_free(&report);
    return status == EINV_OK;
}

static void write_view(const struct einv_invoice_data *inv,
                       struct einv_buf *out)
{
    einv__buf_init(out, &einv__libc_allocator);
    if (einv__view_write(inv, binding, &head, 1, out) != EINV_OK)
        abort();
}

static void ignore(void *user, const struct einv_diff_row *row)
{
    (void)row;
    *(bool *)user = true;
}

static void again(struct einv_invoice_data *inv)
{
    struct einv_invoice_data back;
    struct einv_buf first, second;
    bool differs = false;
    size_t findings;

    write_view(inv, &first);
    if (!read_view(&back, einv__buf_get(&first), &findings) || findings != 0)
        abort();
    write_view(&back, &second);
    if (!einv__text_eq(einv__buf_get(&first), einv__buf_get(&second)))
        abort();
    if (einv__model_compare(inv, &back, ignore, &differs) != EINV_OK ||
        differs)
        abort();
    einv__buf_free(&first);
    einv__buf_free(&second);
    einv__invoice_clear(&back);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct einv_invoice_data inv;
    size_t findings;

    load();
    if (read_view(&inv, einv__text((const char *)data, size), &findings))
        again(&inv);
    if (einv__model_complete(&inv, NULL) != EINV_OK ||
        einv__model_check_totals(&inv, NULL, NULL, NULL) != EINV_OK)
        abort();
    einv__invoice_clear(&inv);
    return 0;
}
