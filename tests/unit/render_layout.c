/* Columns of a terminal: widths, breaking, cells. */
#include <criterion/criterion.h>

#include "render/layout.h"

Test(render_layout, wide_characters_take_two_columns)
{
    cr_expect_eq(einv__text_width(EINV_TEXT("abc")), 3);
    cr_expect_eq(einv__text_width(EINV_TEXT("发票")), 4);
    cr_expect_eq(einv__text_width(EINV_TEXT("счёт")), 4);
    cr_expect_eq(einv__text_width(EINV_TEXT("e\xcc\x81")), 1);
    cr_expect_eq(einv__text_width(EINV_TEXT("ｱ")), 1);
    cr_expect_eq(einv__text_width(EINV_TEXT("Ａ")), 2);
    cr_expect_eq(einv__text_width(EINV_TEXT("")), 0);
}

static void expect_lines(const char *text, size_t width,
                         const char *const *lines)
{
    struct einv_text rest = einv__text_of(text);

    for (; *lines != NULL; lines++) {
        struct einv_text line = einv__layout_line(&rest, width);

        cr_expect(einv__text_is(line, *lines), "%.*s for %s", (int)line.len,
                  line.ptr, *lines);
    }
    cr_expect_eq(rest.len, 0);
}

Test(render_layout, lines_break_at_blanks_then_anywhere)
{
    expect_lines("one two three", 8,
                 (const char *const[]){ "one two", "three", NULL });
    expect_lines("one two three", 7,
                 (const char *const[]){ "one two", "three", NULL });
    expect_lines("abcdefgh", 3,
                 (const char *const[]){ "abc", "def", "gh", NULL });
    expect_lines("a\nb", 8, (const char *const[]){ "a", "b", NULL });
    expect_lines("发票号", 5, (const char *const[]){ "发票", "号", NULL });
    expect_lines("发", 1, (const char *const[]){ "发", NULL });
}

Test(render_layout, cells_stand_side_by_side)
{
    struct einv_cell cells[3] = {
        { EINV_TEXT("a b c"), 3, false },
        { EINV_TEXT("1.50"), 6, true },
        { EINV_TEXT("x\033[2J"), 8, false }
    };
    struct einv_buf out;

    einv__buf_init(&out, &einv__libc_allocator);
    einv__layout_row(&out, 1, cells, 3);
    cr_expect_str_eq(out.data, " a b    1.50  x?[2J\n c\n");
    einv__buf_free(&out);
}

Test(render_layout, an_empty_row_is_an_empty_line)
{
    struct einv_cell cell = { EINV_TEXT("  "), 10, false };
    struct einv_buf out;

    einv__buf_init(&out, &einv__libc_allocator);
    einv__layout_row(&out, 4, &cell, 1);
    cr_expect_str_eq(out.data, "\n");
    einv__buf_free(&out);
}
