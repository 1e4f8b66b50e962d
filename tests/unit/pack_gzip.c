/* gzip files: members, what stands behind them, bombs. */
#include <criterion/criterion.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "pack/gzip.h"

/* Two members made by another program: "one " and "two". */
static const char members[] =
    "\x1f\x8b\x08\x00\x00\x00\x00\x00\x02\x03\xcb\xcf"
    "\x4b\x55\x00\x00\x49\x61\xac\x23\x04\x00\x00\x00"
    "\x1f\x8b\x08\x00\x00\x00\x00\x00\x02\x03\x2b\x29"
    "\xcf\x07\x00\x66\x8a\xca\x11\x03\x00\x00\x00";

static einv_status read_it(struct einv_text bytes,
                           const struct einv_limits *limits,
                           struct einv_buf *out, char code[32])
{
    struct einv_limits normal;
    struct einv_report report;
    einv_status status;

    einv__limits_default(&normal);
    einv__report_init(&report, &einv__libc_allocator);
    einv__buf_init(out, &einv__libc_allocator);
    status = einv__gzip_read(&einv__libc_allocator, bytes,
                             limits != NULL ? limits : &normal, out,
                             &report);
    code[0] = '\0';
    if (report.first != NULL)
        snprintf(code, 32, "%.*s", (int)report.first->rule.len,
                 report.first->rule.ptr);
    einv__report_free(&report);
    return status;
}

Test(pack_gzip, members_are_one_file)
{
    struct einv_text all = einv__text(members, sizeof(members) - 1);
    struct einv_buf out;
    char code[32];

    cr_assert_eq(read_it(all, NULL, &out, code), EINV_OK, "%s", code);
    cr_expect(einv__text_is(einv__buf_get(&out), "one two"));
    einv__buf_free(&out);
}

Test(pack_gzip, cut_or_followed_is_no_file)
{
    struct einv_text all = einv__text(members, sizeof(members) - 1);
    struct einv_buf out;
    char code[32], longer[sizeof(members) + 8];

    for (size_t n = 1; n < all.len; n++) {
        /* The end of the first member is the end of a file. */
        einv_status status = read_it(einv__text(all.ptr, n), NULL, &out,
                                     code);

        cr_expect(status == EINV_EMALFORMED ||
                  einv__text_is(einv__buf_get(&out), "one "), "%zu", n);
        einv__buf_free(&out);
    }
    memcpy(longer, all.ptr, all.len);
    memset(longer + all.len, 0, 8);
    cr_expect_eq(read_it(einv__text(longer, all.len + 8), NULL, &out, code),
                 EINV_EMALFORMED);
    cr_expect_str_eq(code, "ZIP_BOUNDS");
    einv__buf_free(&out);
}

Test(pack_gzip, no_bit_changes_the_text)
{
    struct einv_buf out;
    char code[32], copy[sizeof(members) - 1];

    for (size_t i = 0; i < sizeof(copy) * 8; i++) {
        memcpy(copy, members, sizeof(copy));
        copy[i / 8] = (char)(copy[i / 8] ^ 1 << i % 8);
        if (read_it(einv__text(copy, sizeof(copy)), NULL, &out, code) ==
                EINV_OK)
            cr_expect(einv__text_is(einv__buf_get(&out), "one two"),
                      "bit %zu of byte %zu", i % 8, i / 8);
        einv__buf_free(&out);
    }
}

Test(pack_gzip, limits)
{
    struct einv_text all = einv__text(members, sizeof(members) - 1);
    struct einv_limits limits;
    struct einv_buf out;
    char code[32];

    einv__limits_default(&limits);
    limits.unpacked = 6;
    cr_expect_eq(read_it(all, &limits, &out, code), EINV_ELIMIT);
    einv__buf_free(&out);
    limits.unpacked = 7;
    limits.entries = 1;
    cr_expect_eq(read_it(all, &limits, &out, code), EINV_ELIMIT);
    cr_expect_str_eq(code, "ZIP_LIMIT");
    einv__buf_free(&out);
    limits.entries = 2;
    cr_expect_eq(read_it(all, &limits, &out, code), EINV_OK);
    einv__buf_free(&out);
}
