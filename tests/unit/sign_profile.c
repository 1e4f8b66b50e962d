/* sign_profile.c: the table of profiles, places, filters, times, base64. */
#include <criterion/criterion.h>

#include "base/base64.h"
#include "sign/profile.h"
#include "sign/result.h"

#define HEAD "<signatures xmlns='urn:einv:signatures:1' xmlns:a='urn:a' " \
             "aged='SHA1'>"
#define ROW(extra, inside) HEAD "<profile id='p' c14n='exc' " \
    "algorithms='RSA-SHA256' digests='SHA256' ids='Id' " extra ">" inside \
    "<reference to='document' transforms='enveloped canon?'/>" \
    "</profile></signatures>"

static einv_status load(const char *xml, uint32_t *line)
{
    struct einv_profiles p;
    einv_status status = einv__profiles_load(&p, &einv__libc_allocator,
                                             einv__text_of(xml), line);

    if (status == EINV_OK)
        einv__profiles_free(&p);
    return status;
}

Test(sign_profile, our_own_table_means_something)
{
    struct einv_profiles p;

    cr_assert_eq(einv__profiles_own(&p, &einv__libc_allocator), EINV_OK);
    cr_assert_not_null(einv__profile_find(&p, EINV_TEXT("plain-xades-b")));
    einv__profiles_free(&p);
}

Test(sign_profile, a_word_that_means_nothing_is_refused)
{
    static const char *const wrong[] = {
        ROW("old='RSA-SHA257'", "<at>/a:A</at>"),
        ROW("", "<at>a:A</at>"),
        ROW("", "<at>/b:A</at>"),
        ROW("", "<at>/a:A[a:B='x]</at>"),
        ROW("", ""),
        ROW("", "<at>/a:A</at><reference to='x' transforms=''/>"),
        ROW("", "<at>/a:A</at><reference to='part' transforms='zip'/>"),
        ROW("", "<at>/a:A</at><oops/>"),
        HEAD "</signatures>"
    };
    uint32_t line;

    cr_assert_eq(load(ROW("", "<at>/a:A</at>"), &line), EINV_OK);
    for (size_t i = 0; i < sizeof(wrong) / sizeof(wrong[0]); i++) {
        cr_assert_eq(load(wrong[i], &line), EINV_EMALFORMED, "%s", wrong[i]);
        cr_assert_eq(line, 1);
    }
}

static struct einv_tree tree_of(const char *xml)
{
    struct einv_tree t;

    cr_assert_eq(einv__xml_read(&t, &einv__libc_allocator,
                                einv__text_of(xml), NULL, NULL), EINV_OK);
    return t;
}

Test(sign_profile, places_hold_where_they_say)
{
    static const struct { const char *place; einv_node first; } rows[] = {
        { "/a:A/B", 1 }, { "/*/B", 1 }, { "//B", 1 }, { "//a:C", 3 },
        { "/a:A/B/*:C", 3 }, { "/a:A/a:B", EINV_NO_NODE },
        { "/B", EINV_NO_NODE }, { "/a:A/B[D='x']", EINV_NO_NODE },
        { "/a:A/B[D='y']", EINV_NO_NODE }, { "/a:A/B[D='x*']", 4 }, { "/a:A/B[D]", 4 }
    };
    struct einv_tree t = tree_of("<a:A xmlns:a='urn:a'><B/><B><a:C/></B>"
                                 "<B><D>xyz</D></B></a:A>");
    struct einv_arena arena;

    einv__arena_init(&arena, &einv__libc_allocator);
    for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
        struct einv_place_of place;
        einv_node found;

        cr_assert(einv__place_read(&place, &arena, &t, 0,
                                   einv__text_of(rows[i].place)));
        found = einv__place_find(&place, &t);
        cr_assert_eq(found, rows[i].first, "%s: %u", rows[i].place, found);
        if (found != EINV_NO_NODE)
            cr_assert(einv__place_holds(&place, &t, found));
    }
    einv__arena_free(&arena);
    einv__tree_free(&t);
}

Test(sign_profile, times_are_read_and_written)
{
    static const struct { const char *text; int64_t when; } rows[] = {
        { "1970-01-01T00:00:00Z", 0 },
        { "2000-02-29T23:59:59Z", 951868799 },
        { "2026-01-15T10:00:00+05:00", 1768453200 },
        { "2026-01-15T10:00:00.250Z", 1768471200 },
        { "1969-12-31T23:59:59Z", -1 }
    };
    struct einv_buf out;
    int64_t when;

    for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
        cr_assert(einv__time_read(einv__text_of(rows[i].text), &when));
        cr_assert_eq(when, rows[i].when, "%s: %lld", rows[i].text,
                     (long long)when);
    }
    cr_assert(!einv__time_read(EINV_TEXT("2026-01-15"), &when));
    cr_assert(!einv__time_read(EINV_TEXT("2026-01-15T10:00:00+5"), &when));
    einv__buf_init(&out, &einv__libc_allocator);
    einv__time_text(951868799, &out);
    einv__time_text(-1, &out);
    cr_assert_str_eq(out.data, "2000-02-29T23:59:59Z1969-12-31T23:59:59Z");
    einv__buf_free(&out);
}

Test(sign_profile, base64_has_one_spelling)
{
    static const char *const bad[] = { "A", "AA", "AAA", "AA=", "AB==",
                                       "AAB=", "AA==A", "AA-A", "A===",
                                       "====" };
    struct einv_buf out;

    einv__buf_init(&out, &einv__libc_allocator);
    /* RFC 4648, 10. */
    cr_assert(einv__base64_decode(EINV_TEXT(" Zm9v\nYmE=\t"), &out));
    cr_assert_str_eq(out.data, "fooba");
    out.len = 0;
    einv__base64_encode("foob", 4, &out);
    cr_assert_str_eq(out.data, "Zm9vYg==");
    for (size_t i = 0; i < sizeof(bad) / sizeof(bad[0]); i++) {
        out.len = 0;
        cr_assert(!einv__base64_decode(einv__text_of(bad[i]), &out), "%s",
                  bad[i]);
    }
    einv__buf_free(&out);
}
