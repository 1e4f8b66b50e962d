/* ZIP archives: what is written is read; nothing else is read. */
#include <criterion/criterion.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "pack/inflate.h"
#include "pack/zip.h"
#include "support/failing.h"

/* Made by another program: sizes behind the data, as a stream has them. */
static const char streamed[] =
    "\x50\x4b\x03\x04\x14\x00\x08\x00\x08\x00\x00\x00"
    "\x21\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00"
    "\x00\x00\x05\x00\x00\x00\x61\x2e\x74\x78\x74\x4b"
    "\x4c\xc4\x0e\x00\x50\x4b\x07\x08\x84\x7a\x02\xe6"
    "\x05\x00\x00\x00\x18\x00\x00\x00\x50\x4b\x01\x02"
    "\x14\x03\x14\x00\x08\x00\x08\x00\x00\x00\x21\x00"
    "\x84\x7a\x02\xe6\x05\x00\x00\x00\x18\x00\x00\x00"
    "\x05\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00"
    "\x80\x01\x00\x00\x00\x00\x61\x2e\x74\x78\x74\x50"
    "\x4b\x05\x06\x00\x00\x00\x00\x01\x00\x01\x00\x33"
    "\x00\x00\x00\x38\x00\x00\x00\x00\x00";
/* ... and sizes of 64 bits. */
static const char wide[] =
    "\x50\x4b\x03\x04\x2d\x00\x00\x00\x00\x00\x00\x00"
    "\x21\x00\xc2\x41\x24\x35\xff\xff\xff\xff\xff\xff"
    "\xff\xff\x05\x00\x14\x00\x61\x2e\x74\x78\x74\x01"
    "\x00\x10\x00\x03\x00\x00\x00\x00\x00\x00\x00\x03"
    "\x00\x00\x00\x00\x00\x00\x00\x61\x62\x63\x50\x4b"
    "\x01\x02\x2d\x03\x2d\x00\x00\x00\x00\x00\x00\x00"
    "\x21\x00\xc2\x41\x24\x35\x03\x00\x00\x00\x03\x00"
    "\x00\x00\x05\x00\x00\x00\x00\x00\x00\x00\x00\x00"
    "\x00\x00\x80\x01\x00\x00\x00\x00\x61\x2e\x74\x78"
    "\x74\x50\x4b\x05\x06\x00\x00\x00\x00\x01\x00\x01"
    "\x00\x33\x00\x00\x00\x3a\x00\x00\x00\x00\x00";
static const struct einv_text long_text =
    { "<a>aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa</a>", 51 };

static struct einv_text make(struct einv_buf *out, const einv_allocator *a)
{
    struct einv_zip_out z;

    einv__buf_init(out, a);
    einv__zip_begin(&z, a, out);
    einv__zip_put(&z, EINV_TEXT("mimetype"), EINV_TEXT("x/y"),
                  EINV_ZIP_STORED);
    einv__zip_put(&z, EINV_TEXT("d/\xc3\xa9.xml"), long_text,
                  EINV_ZIP_DEFLATED);
    if (einv__zip_end(&z) != EINV_OK)
        return EINV_NO_TEXT;
    return einv__buf_get(out);
}

/* The first finding's code; "" for none. */
static einv_status open_it(struct einv_zip *zip, struct einv_text bytes,
                           const struct einv_limits *limits, char code[32])
{
    struct einv_limits normal;
    struct einv_report report;
    einv_status status;

    einv__limits_default(&normal);
    einv__report_init(&report, &einv__libc_allocator);
    status = einv__zip_open(zip, &einv__libc_allocator, bytes,
                            limits != NULL ? limits : &normal, &report);
    if (status == EINV_OK) {
        status = einv__zip_check(zip, &report);
        if (status != EINV_OK)
            einv__zip_free(zip);
    }
    code[0] = '\0';
    if (report.first != NULL)
        snprintf(code, 32, "%.*s", (int)report.first->rule.len,
                 report.first->rule.ptr);
    einv__report_free(&report);
    return status;
}

static bool holds(const struct einv_zip *zip, const char *name,
                  struct einv_text want)
{
    const struct einv_zip_entry *e = einv__zip_find(zip,
                                                    einv__text_of(name));
    struct einv_buf out;
    bool same;

    einv__buf_init(&out, &einv__libc_allocator);
    same = e != NULL && einv__zip_read(zip, e, &out, NULL) == EINV_OK &&
           einv__text_eq(einv__buf_get(&out), want);
    einv__buf_free(&out);
    return same;
}

Test(pack_zip, crc_is_the_standards)
{
    /* The check value of CRC-32 in ISO 3309 and RFC 1952's program. */
    cr_expect_eq(einv__crc32(0, EINV_TEXT("123456789")), 0xcbf43926u);
}

Test(pack_zip, what_is_written_is_read_and_always_the_same)
{
    struct einv_buf one, two;
    struct einv_text a = make(&one, &einv__libc_allocator);
    struct einv_text b = make(&two, &einv__libc_allocator);
    struct einv_zip zip;
    char code[32];

    cr_assert(a.len > 0 && einv__text_eq(a, b));
    cr_expect(memcmp(a.ptr + 30, "mimetypex/y", 11) == 0);
    cr_assert_eq(open_it(&zip, a, NULL, code), EINV_OK, "%s", code);
    cr_expect_eq(zip.n, 2);
    cr_expect(holds(&zip, "mimetype", EINV_TEXT("x/y")));
    cr_expect(holds(&zip, "d/\xc3\xa9.xml", long_text));
    cr_expect_null(einv__zip_find(&zip, EINV_TEXT("d/")));
    cr_expect(einv__text_is(einv__zip_mimetype(&zip, NULL), "x/y"));
    einv__zip_free(&zip);
    einv__buf_free(&one);
    einv__buf_free(&two);
}

Test(pack_zip, archives_of_streams_and_wide_ones_are_read)
{
    struct einv_zip zip;
    char code[32];

    cr_assert_eq(open_it(&zip, einv__text(streamed, sizeof(streamed) - 1),
                         NULL, code), EINV_OK, "%s", code);
    cr_expect(holds(&zip, "a.txt", EINV_TEXT("aaaaaaaaaaaaaaaaaaaaaaaa")));
    einv__zip_free(&zip);
    cr_assert_eq(open_it(&zip, einv__text(wide, sizeof(wide) - 1), NULL,
                         code), EINV_OK, "%s", code);
    cr_expect(holds(&zip, "a.txt", EINV_TEXT("abc")));
    einv__zip_free(&zip);
}

/* Times, versions and attributes mean nothing here; whatever else changes
 * must be seen. */
static void flip_each(struct einv_text bytes, const char *name,
                      struct einv_text want)
{
    char *copy = malloc(bytes.len), code[32];
    struct einv_zip zip;
    size_t read = 0;

    cr_assert_not_null(copy);
    for (size_t i = 0; i < bytes.len * 8; i++) {
        memcpy(copy, bytes.ptr, bytes.len);
        copy[i / 8] = (char)(copy[i / 8] ^ 1 << i % 8);
        if (open_it(&zip, einv__text(copy, bytes.len), NULL, code) != EINV_OK)
            continue;
        read++;
        cr_expect(holds(&zip, name, want), "bit %zu of byte %zu", i % 8,
                  i / 8);
        einv__zip_free(&zip);
    }
    cr_expect(read < bytes.len * 4, "%zu of %zu", read, bytes.len * 8);
    free(copy);
}

Test(pack_zip, no_bit_changes_what_is_read)
{
    struct einv_buf out;
    struct einv_text bytes = make(&out, &einv__libc_allocator);

    flip_each(bytes, "d/\xc3\xa9.xml", long_text);
    flip_each(einv__text(streamed, sizeof(streamed) - 1), "a.txt",
              EINV_TEXT("aaaaaaaaaaaaaaaaaaaaaaaa"));
    flip_each(einv__text(wide, sizeof(wide) - 1), "a.txt", EINV_TEXT("abc"));
    einv__buf_free(&out);
}

Test(pack_zip, a_part_of_an_archive_is_none)
{
    struct einv_buf out;
    struct einv_text bytes = make(&out, &einv__libc_allocator);
    struct einv_zip zip;
    char code[32];

    for (size_t n = 0; n < bytes.len; n++) {
        cr_expect_eq(open_it(&zip, einv__text(bytes.ptr, n), NULL, code),
                     EINV_EMALFORMED);
        cr_expect_str_eq(code, "ZIP_BOUNDS");
        cr_expect_eq(open_it(&zip, einv__text(bytes.ptr + n + 1,
                                              bytes.len - n - 1), NULL, code),
                     EINV_EMALFORMED);
    }
    einv__buf_free(&out);
}

Test(pack_zip, names)
{
    static const struct { const char *name; bool good; } rows[] = {
        { "a", true }, { "a/b.xml", true }, { "a/", true },
        { "a/.b/..c", true }, { "\xe5\x8f\x91.xml", true },
        { "", false }, { "/", false }, { "/a", false }, { "..", false },
        { "a/../b", false }, { "a/./b", false }, { "a//b", false },
        { "a\\b", false }, { "C:a", false }, { "a\nb", false },
        { "a/..", false }, { "\xff", false }
    };
    struct einv_zip zip;
    struct einv_text name;

    for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++)
        cr_expect_eq(einv__zip_name_good(einv__text_of(rows[i].name)),
                     rows[i].good, "%s", rows[i].name);
    cr_expect_not(einv__zip_name_good(einv__text("a\0b", 3)));
    /* Code page 437: 0x81 is u with dots, 0xe1 a sharp s. */
    einv__arena_init(&zip.arena, &einv__libc_allocator);
    cr_assert(einv__zip_name(&zip, EINV_TEXT("\x81\xe1"), false, &name));
    cr_expect(einv__text_is(name, "\xc3\xbc\xc3\x9f"));
    einv__arena_free(&zip.arena);
}

Test(pack_zip, limits)
{
    struct einv_buf out;
    struct einv_text bytes = make(&out, &einv__libc_allocator);
    struct einv_limits limits;
    struct einv_zip zip;
    char code[32];

    einv__limits_default(&limits);
    limits.entries = 1;
    cr_expect_eq(open_it(&zip, bytes, &limits, code), EINV_ELIMIT);
    cr_expect_str_eq(code, "ZIP_LIMIT");
    limits.entries = 2;
    limits.unpacked = long_text.len + 2;
    cr_expect_eq(open_it(&zip, bytes, &limits, code), EINV_ELIMIT);
    limits.unpacked++;
    cr_assert_eq(open_it(&zip, bytes, &limits, code), EINV_OK, "%s", code);
    einv__zip_free(&zip);
    einv__buf_free(&out);
}

Test(pack_zip, each_allocation_fails_in_turn)
{
    struct failing f;
    struct einv_limits limits;

    einv__limits_default(&limits);
    FAILING_EACH(f, 1000) {
        struct einv_buf out, read;
        struct einv_text bytes = make(&out, &f.hooks);
        struct einv_zip zip;
        einv_status status = bytes.len > 0 ? EINV_OK : EINV_ENOMEM;

        einv__buf_init(&read, &f.hooks);
        if (status == EINV_OK) {
            status = einv__zip_open(&zip, &f.hooks, bytes, &limits, NULL);
            if (status == EINV_OK) {
                status = einv__zip_read(&zip, &zip.entries[1], &read, NULL);
                einv__zip_free(&zip);
            }
        }
        cr_assert(status == EINV_OK || status == EINV_ENOMEM);
        failing_judge(&f, status == EINV_OK);
        einv__buf_free(&read);
        einv__buf_free(&out);
    }
    cr_expect_eq(f.held, 0);
    cr_expect_not(f.wrong);
    cr_expect(f.runs > 10);
}
