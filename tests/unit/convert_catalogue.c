/* Format ids, versions, formats loaded one over another. */
#include <criterion/criterion.h>
#include <stdio.h>

#include "convert/engine.h"

static int cmp(const char *a, const char *b)
{
    return einv__version_cmp(einv__text_of(a), einv__text_of(b));
}

Test(convert_catalogue, versions_are_compared_as_numbers)
{
    cr_expect_eq(cmp("2.1", "2.1"), 0);
    cr_expect_eq(cmp("2.1", "2.10"), -1);
    cr_expect_eq(cmp("2.9", "2.10"), -1);
    cr_expect_eq(cmp("10", "9"), 1);
    cr_expect_eq(cmp("2", "2.1"), -1);
    cr_expect_eq(cmp("D16B", "D22B"), -1);
    cr_expect_eq(cmp("5.03", "5.3"), 0);
}

struct fixture {
    struct einv_engine engine;
    struct einv_limits limits;
};

static void start(struct fixture *f)
{
    einv__limits_default(&f->limits);
    cr_assert_eq(einv__engine_init(&f->engine, &einv__libc_allocator,
                                   &f->limits, NULL), EINV_OK);
}

static einv_status load(struct fixture *f, const char *id,
                        const char *version, const char *root)
{
    char xml[512];
    int n = snprintf(xml, sizeof(xml),
        "<binding xmlns='urn:einv:binding:1' id='%s' version='%s' name='n'>"
        "<detect root='%s' bid='60'/><document name='%s'>"
        "<element name='no' to='number'/></document></binding>",
        id, version, root, root);

    return einv__engine_load(&f->engine, einv__text(xml, (size_t)n), "test",
                             NULL);
}

static const struct einv_format *find(struct fixture *f, const char *id)
{
    const struct einv_format *out = NULL;

    return einv__engine_find(&f->engine, einv__text_of(id), NULL, NULL,
                             &out) == EINV_OK ? out : NULL;
}

Test(convert_catalogue, without_a_version_the_newest_is_meant)
{
    struct fixture f;
    const struct einv_format *old, *found;

    start(&f);
    cr_assert_eq(load(&f, "t", "9", "a"), EINV_OK);
    cr_assert_eq(load(&f, "t", "10", "b"), EINV_OK);
    cr_assert_eq(load(&f, "t", "2", "c"), EINV_OK);
    cr_expect_str_eq(find(&f, "t")->version, "10");
    cr_expect_str_eq(find(&f, "t@9")->version, "9");
    cr_expect_null(find(&f, "t@3"));
    cr_expect_null(find(&f, "T"));
    old = find(&f, "t@2");
    cr_expect_eq(einv__engine_find(&f.engine, EINV_TEXT("t"), old, NULL,
                                   &found), EINV_OK);
    cr_expect_eq(found, old, "the source's own version is preferred");
    einv__engine_free(&f.engine);
}

Test(convert_catalogue, a_namesake_takes_the_place)
{
    struct fixture f;
    const struct einv_format *first;
    size_t n;

    start(&f);
    cr_assert_eq(load(&f, "t", "1", "a"), EINV_OK);
    n = einv__engine_catalogue(&f.engine)->n;
    first = find(&f, "t@1");
    cr_assert_eq(load(&f, "t", "1", "b"), EINV_OK);
    cr_expect_eq(einv__engine_catalogue(&f.engine)->n, n);
    cr_expect_neq(find(&f, "t@1"), first);
    cr_expect_str_eq(first->id, "t", "the old one lives on for who has it");
    einv__engine_free(&f.engine);
}

Test(convert_catalogue, a_binding_that_does_not_compile_is_not_added)
{
    struct fixture f;
    size_t n;

    start(&f);
    n = einv__engine_catalogue(&f.engine)->n;
    cr_expect_eq(einv__engine_load(&f.engine, EINV_TEXT("<binding/>"), "x",
                                   NULL), EINV_EMALFORMED);
    cr_expect_eq(einv__engine_load(&f.engine, EINV_TEXT("<bind"), "x", NULL),
                 EINV_EMALFORMED);
    cr_expect_eq(einv__engine_catalogue(&f.engine)->n, n);
    einv__engine_free(&f.engine);
}

Test(convert_catalogue, every_embedded_format_and_list_compiles)
{
    const struct einv_catalogue *c;
    struct fixture f;

    start(&f);
    c = einv__engine_catalogue(&f.engine);
    cr_expect_geq(c->n, 2);
    for (size_t i = 0; i < c->n; i++) {
        const struct format_body *body, *again;

        cr_expect_eq(einv__format_body(c->formats[i], NULL, &body), EINV_OK,
                     "%s", c->formats[i]->id);
        cr_expect_eq(einv__format_body(c->formats[i], NULL, &again),
                     EINV_OK);
        cr_expect_eq(body, again, "compiled twice");
    }
    cr_expect_geq(f.engine.n_lists, 10);
    for (size_t i = 0; i < f.engine.n_lists; i++) {
        struct einv_text name = einv__text_of(f.engine.lists[i].name);
        const struct einv_code_list *list;

        name.len -= 4;
        cr_expect_eq(einv__engine_codes(&f.engine, name, &list), EINV_OK,
                     "%s", f.engine.lists[i].name);
    }
    einv__engine_free(&f.engine);
}
