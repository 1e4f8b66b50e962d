/* bind_support.h: a toy model, bindings and documents in text, for tests of
 * the binding language.
 *
 * What is compared is compared as trees: names, attributes as a set, texts,
 * order; never as bytes of our own writer.
 */
#ifndef EINV_TESTS_BIND_SUPPORT_H
#define EINV_TESTS_BIND_SUPPORT_H

#include <stdio.h>

#include <criterion/criterion.h>

#include "bind/bind.h"
#include "../support/same_tree.h"
#include "../support/toy.h"

#define T(literal) EINV_TEXT(literal)

struct toy {
    const einv_allocator *alloc;
    struct einv_model model;
    struct einv_binding *b;
    struct einv_report report;
    struct einv_tree source, out;
    struct einv_invoice_data inv;
    bool has_source, has_out, has_inv;
};

static inline void toy_init(struct toy *t)
{
    memset(t, 0, sizeof(*t));
    einv__report_init(&t->report, NULL);
    cr_assert_eq(einv__model_load(&t->model, &einv__libc_allocator,
                                  einv__text_of(toy_model), &t->report),
                 EINV_OK, "the toy model does not load: %s",
                 t->report.first != NULL ? t->report.first->rule.ptr : "");
}

static inline void toy_drop(struct toy *t)
{
    if (t->has_inv)
        einv__invoice_clear(&t->inv);
    if (t->has_source)
        einv__tree_free(&t->source);
    if (t->has_out)
        einv__tree_free(&t->out);
    t->has_inv = t->has_source = t->has_out = false;
    einv__report_free(&t->report);
    einv__report_init(&t->report, NULL);
}

static inline void toy_free(struct toy *t)
{
    toy_drop(t);
    einv__bind_free(t->b);
    einv__model_free(&t->model);
    einv__report_free(&t->report);
}

/* Head and foot of a binding; the body starts on line 2. */
#define TOY_HEAD "<binding xmlns='urn:einv:binding:1' id='toy' version='1'" \
                 " coverage='full'>\n"
#define TOY_FOOT "</binding>\n"
#define TOY(body) TOY_HEAD "<document name='I'>" body "</document>" TOY_FOOT

static inline einv_status toy_try(struct toy *t, const char *xml,
                                  bool warnings)
{
    struct einv_bind_options options = { toy_fetch, NULL, warnings };

    toy_drop(t);
    einv__bind_free(t->b);
    t->b = NULL;
    return einv__bind_compile(&t->b, &einv__libc_allocator, &t->model,
                              einv__text_of(xml), "toy.xml", &options,
                              &t->report);
}

static inline void toy_say(const struct toy *t)
{
    const struct einv_finding *f;
    const struct einv_ledger_row *r;

    for (f = t->report.first; f != NULL; f = f->next)
        fprintf(stderr, "%.*s:%u: %.*s found '%.*s' expected '%.*s'\n",
                (int)f->xpath.len, f->xpath.ptr, (unsigned)f->pos.line,
                (int)f->rule.len, f->rule.ptr, (int)f->found.len,
                f->found.ptr, (int)f->expected.len, f->expected.ptr);
    for (r = t->report.first_row; r != NULL; r = r->next)
        fprintf(stderr, "%s %s %.*s %.*s '%.*s' %.*s\n",
                r->direction == EINV_READ ? "read" : "write",
                einv__reason_name(r->reason), (int)r->term.len, r->term.ptr,
                (int)r->xpath.len, r->xpath.ptr, (int)r->value.len,
                r->value.ptr, (int)r->where.len, r->where.ptr);
}

static inline void toy_compile(struct toy *t, const char *xml)
{
    einv_status status = toy_try(t, xml, false);

    if (status != EINV_OK)
        toy_say(t);
    cr_assert_eq(status, EINV_OK, "does not compile: %d\n%s", (int)status,
                 xml);
}

/* --- documents ------------------------------------------------------------ */

static inline void show_node(const struct einv_tree *t, einv_node e)
{
    uint32_t a, end = einv__tree_attrs(t, e, &a);
    const struct einv_qname *q = einv__tree_qname(t, e);
    einv_node i = einv__tree_child(t, e);

    fprintf(stderr, "<%.*s", (int)q->local.len, q->local.ptr);
    for (; a < end; a++) {
        struct einv_text v = einv__tree_attr_text(t, a);

        q = einv__tree_attr_qname(t, a);
        fprintf(stderr, " %.*s='%.*s'", (int)q->local.len, q->local.ptr,
                (int)v.len, v.ptr);
    }
    fprintf(stderr, ">");
    if (i == EINV_NO_NODE)
        fprintf(stderr, "%.*s", (int)einv__tree_text(t, e).len,
                einv__tree_text(t, e).ptr);
    for (; i != EINV_NO_NODE; i = einv__tree_next(t, i))
        show_node(t, i);
    fprintf(stderr, "</%.*s>", (int)einv__tree_qname(t, e)->local.len,
            einv__tree_qname(t, e)->local.ptr);
}

static inline void toy_get(struct toy *t, const char *xml)
{
    toy_drop(t);
    cr_assert_eq(einv__xml_read(&t->source, &einv__libc_allocator,
                                einv__text_of(xml), NULL, &t->report),
                 EINV_OK, "not XML: %s", xml);
    t->has_source = true;
    einv__invoice_init(&t->inv, &t->model, &einv__libc_allocator);
    t->has_inv = true;
    cr_assert_eq(einv__bind_get(t->b, &t->source, &t->inv, &t->report),
                 EINV_OK, "not read: %s", xml);
}

static inline void toy_put_with(struct toy *t,
                                const struct einv_put_options *options)
{
    if (t->has_out)
        einv__tree_free(&t->out);
    einv__tree_init(&t->out, &einv__libc_allocator);
    t->has_out = true;
    cr_assert_eq(einv__bind_put(t->b, &t->inv, options, &t->out, &t->report),
                 EINV_OK);
}

static inline void toy_put(struct toy *t, bool residue)
{
    struct einv_put_options options = { .residue = residue };

    toy_put_with(t, &options);
}

/* What was written is this document. */
static inline void toy_wrote(struct toy *t, const char *xml)
{
    struct einv_tree want;

    cr_assert_eq(einv__xml_read(&want, &einv__libc_allocator,
                                einv__text_of(xml), NULL, NULL), EINV_OK,
                 "not XML: %s", xml);
    if (!same_nodes(&t->out, 0, &want, 0)) {
        fprintf(stderr, "wrote ");
        show_node(&t->out, 0);
        fprintf(stderr, "\nwant  %s\n", xml);
        toy_say(t);
        cr_assert(0, "written otherwise: %s", xml);
    }
    einv__tree_free(&want);
}

/* Get-put: the document comes back; bare, it becomes `bare`. */
static inline void round_trip(struct toy *t, const char *xml,
                              const char *bare)
{
    toy_get(t, xml);
    toy_put(t, true);
    toy_wrote(t, xml);
    toy_put(t, false);
    toy_wrote(t, bare != NULL ? bare : xml);
}

/* The text at a path; "" also when there is nothing. */
static inline const char *toy_text(struct toy *t, const char *path)
{
    static char text[200];
    struct einv_entry *e;

    text[0] = '\0';
    if (einv__entry_resolve(&t->inv, &t->inv.root, einv__text_of(path), false,
                            &e) == EINV_OK && e->text != NULL)
        snprintf(text, sizeof(text), "%.*s", (int)e->len, e->text);
    return text;
}

#define holds_text(t, path, want) \
    cr_assert_str_eq(toy_text(t, path), want, "%s", path)

static inline void toy_set(struct toy *t, const char *path, const char *text)
{
    struct einv_entry *e;

    cr_assert_eq(einv__entry_resolve(&t->inv, &t->inv.root,
                                     einv__text_of(path), true, &e), EINV_OK,
                 "%s", path);
    cr_assert(einv__entry_set(&t->inv, e, einv__text_of(text)));
}

static inline void toy_make(struct toy *t)
{
    toy_drop(t);
    einv__invoice_init(&t->inv, &t->model, &einv__libc_allocator);
    t->has_inv = true;
}

static inline size_t rows_of(const struct toy *t, enum einv_direction way,
                             enum einv_reason reason)
{
    size_t n = 0;

    for (const struct einv_ledger_row *r = t->report.first_row; r != NULL;
         r = r->next)
        n += r->direction == way && r->reason == reason;
    return n;
}

static inline bool has_finding(const struct toy *t, const char *rule)
{
    for (const struct einv_finding *f = t->report.first; f != NULL;
         f = f->next)
        if (einv__text_is(f->rule, rule))
            return true;
    return false;
}

#endif
