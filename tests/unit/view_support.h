/* view_support.h: a toy binding, whose rows notes may name. */
#ifndef EINV_TESTS_VIEW_SUPPORT_H
#define EINV_TESTS_VIEW_SUPPORT_H

#include "model_support.h"
#include "bind/view.h"

static const char toy[] =
    "<binding xmlns='urn:einv:binding:1' xmlns:t='urn:toy' id='toy'"
    " version='1' name='Toy' proof='unverified' coverage='en16931'>"
    "<about>A toy.</about>"
    "<document name='t:Bill'>"
    "<element name='t:No' to='number'/>"
    "<element name='t:Day' to='issue_date' as='date(yyyy-MM-dd)'/>"
    "<element name='t:From' into='seller'>"
    "<attribute name='n' to='name'/></element>"
    "<element name='t:Line' into='lines' occurs='*'>"
    "<element name='t:Id' to='id'/></element>"
    "</document></binding>";

static inline struct einv_binding *toy_binding(const struct einv_model *m)
{
    struct einv_bind_options options = { NULL, NULL, false };
    struct einv_binding *b = NULL;
    struct einv_report report;
    einv_status status;

    einv__report_init(&report, &einv__libc_allocator);
    status = einv__bind_compile(&b, &einv__libc_allocator, m,
                                einv__text_of(toy), "toy.xml", &options,
                                &report);
    cr_assert_eq(status, EINV_OK, "the toy does not compile: %.*s",
                 report.first != NULL ? (int)report.first->rule.len : 0,
                 report.first != NULL ? report.first->rule.ptr : "");
    einv__report_free(&report);
    return b;
}

static const struct einv_view_head toy_head = {
    { "0", 1 }, { "toy", 3 }, { "1", 1 }, { NULL, 0 }
};

#endif
