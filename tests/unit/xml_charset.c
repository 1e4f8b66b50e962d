/* xml_charset.c: tests of encodings, read and written.
 */
#define _POSIX_C_SOURCE 200809L
#include <iconv.h>

#include "xml_support.h"

#include "xml/charset.h"

static const char *const names[] = {
    "UTF-8", "UTF-16", "windows-1250", "windows-1251", "windows-1252",
    "windows-1253", "windows-1254", "windows-1255", "windows-1256",
    "windows-1257", "windows-1258", "ISO-8859-1", "ISO-8859-2", "ISO-8859-5",
    "ISO-8859-7", "ISO-8859-9", "ISO-8859-15", "KOI8-R", "KOI8-U", "IBM866",
    "GB18030", "GBK", "GB2312", "Big5", "EUC-KR", "EUC-JP", "Shift_JIS",
    "windows-874", "US-ASCII"
};

#define N_NAMES (sizeof(names) / sizeof(names[0]))

/* All of Unicode that XML has, in leaves of 64; attributes and text. */
static struct bytes sampler(uint32_t from, uint32_t to)
{
    struct bytes b = { malloc(40u * (to - from) + 1000), 0 };
    uint32_t c;

    b.len = (size_t)sprintf(b.ptr, "<a>");
    for (c = from; c < to; c++) {
        if (c >= 0xd800 && c < 0xe000)
            continue;
        b.len += (size_t)sprintf(b.ptr + b.len, "<b c='&#%u;'>&#%u;x</b>\n",
                                 c, c);
    }
    b.len += (size_t)sprintf(b.ptr + b.len, "</a>");
    return b;
}

static void round_trip(const struct einv_tree *t, const char *name)
{
    struct einv_write_xml_options o = { 0 };
    struct einv_tree again;
    struct einv_buf out;

    o.encoding = einv__text_of(name);
    einv__buf_init(&out, NULL);
    cr_assert(einv__xml_write(t, &o, &out) == EINV_OK, "%s", name);
    read_or_die(&again, einv__buf_get(&out));
    same_trees(t, &again, true, name);
    einv__tree_free(&again);
    einv__buf_free(&out);
}

Test(xml_charset, every_character_comes_back_from_every_encoding)
{
    static const uint32_t ranges[][2] = {
        { 0x20, 0x3000 }, { 0x3000, 0x6000 }, { 0x6000, 0xa000 },
        { 0xf900, 0xfffe }, { 0x1f300, 0x1f700 }, { 0x20000, 0x20400 },
        { 0xe0000, 0xe0100 }, { 0x10ff00, 0x110000 }
    };
    size_t i, k;

    for (k = 0; k < sizeof(ranges) / sizeof(ranges[0]); k++) {
        struct bytes b = sampler(ranges[k][0], ranges[k][1]);
        struct einv_tree t;

        read_or_die(&t, text_of(b));
        for (i = 0; i < N_NAMES; i++)
            round_trip(&t, names[i]);
        einv__tree_free(&t);
        free(b.ptr);
    }
}

Test(xml_charset, what_an_encoding_has_is_not_written_as_a_reference)
{
    struct einv_write_xml_options o = { 0 };
    struct einv_buf out;
    struct einv_tree t;

    read_z(&t, "<\xd0\x96 \xd0\xb6='\xd1\x8f'>\xd0\xb9 \xe2\x82\xac \xe4\xbb"
               "\xb7</\xd0\x96>");
    o.encoding = EINV_TEXT("cp1251");
    einv__buf_init(&out, NULL);
    cr_assert(einv__xml_write(&t, &o, &out) == EINV_OK);
    cr_assert(einv__text_is(einv__buf_get(&out),
                            "<?xml version=\"1.0\" encoding=\"windows-1251\"?>"
                            "\n<\xc6 \xe6=\"\xff\">\xe9 \x88 &#20215;</\xc6>"
                            "\n"));
    out.len = 0;
    o.encoding = EINV_TEXT("ISO-8859-1");     /* lacks the name */
    cr_assert(einv__xml_write(&t, &o, &out) == EINV_EUNSUPPORTED);
    cr_assert(out.len == 0);
    o.encoding = EINV_TEXT("x-unknown");
    cr_assert(einv__xml_write(&t, &o, &out) == EINV_EUNSUPPORTED);
    einv__buf_free(&out);
    einv__tree_free(&t);
}

Test(xml_charset, utf_16_has_its_mark_and_utf_8_when_asked)
{
    struct einv_write_xml_options o = { 0 };
    struct einv_buf out;
    struct einv_tree t;

    read_z(&t, "<a>\xf0\x9f\x98\x80</a>");
    einv__buf_init(&out, NULL);
    o.no_declaration = true;
    o.encoding = EINV_TEXT("UTF-16");
    cr_assert(einv__xml_write(&t, &o, &out) == EINV_OK);
    cr_assert(einv__text_eq(
        einv__buf_get(&out),
        EINV_TEXT("\xff\xfe<\0a\0>\0\x3d\xd8\0\xde<\0/\0a\0>\0\n\0")));
    out.len = 0;
    o.encoding = EINV_TEXT("UTF-16BE");
    cr_assert(einv__xml_write(&t, &o, &out) == EINV_OK);
    cr_assert(memcmp(out.data, "\xfe\xff\0<\0a", 6) == 0);
    out.len = 0;
    o.encoding = EINV_NO_TEXT;
    o.bom = true;
    cr_assert(einv__xml_write(&t, &o, &out) == EINV_OK);
    cr_assert(memcmp(out.data, "\xef\xbb\xbf<a>", 6) == 0);
    einv__buf_free(&out);
    einv__tree_free(&t);
}

/* --- places in other encodings ------------------------------------------- */

/* Line and column by decoding what stands before, with iconv alone. */
static void count(const char *from, const char *ptr, size_t len,
                  uint32_t *line, uint32_t *column)
{
    iconv_t cd = iconv_open("UTF-8", from);
    char *in = (char *)ptr, *text = malloc(4 * len + 8), *to = text;
    size_t room = 4 * len + 8, i;

    cr_assert(cd != (iconv_t)-1, "%s", from);
    cr_assert(iconv(cd, &in, &len, &to, &room) != (size_t)-1);
    *line = *column = 1;
    for (i = 0; text + i < to; i++) {
        if (text[i] == '\n') {
            ++*line;
            *column = 1;
        } else if (((unsigned char)text[i] & 0xc0) != 0x80) {
            ++*column;
        }
    }
    iconv_close(cd);
    free(text);
}

struct place_row {
    const char *encoding, *iconv;
    size_t mark;
};

static const struct place_row place_rows[] = {
    { "UTF-8", "UTF-8", 0 },            { "UTF-16", "UTF-16LE", 2 },
    { "UTF-16BE", "UTF-16BE", 2 },      { "windows-1251", "CP1251", 0 },
    { "GB18030", "GB18030", 0 },        { "GBK", "GBK", 0 },
    { "Shift_JIS", "CP932", 0 },        { "EUC-KR", "EUC-KR", 0 },
};

/* Each element's place in one encoding is where iconv counts it. */
static void expect_places(const struct einv_tree *t,
                          const struct place_row *row)
{
    struct einv_write_xml_options o = { 0 };
    struct einv_buf out;
    struct einv_tree u;
    einv_node e;

    o.encoding = einv__text_of(row->encoding);
    einv__buf_init(&out, NULL);
    cr_assert(einv__xml_write(t, &o, &out) == EINV_OK);
    read_or_die(&u, einv__buf_get(&out));
    for (e = 0; e < u.n_elems; e += 1 + e / 9) {
        struct einv_position pos = einv__tree_position(&u, e);
        uint32_t line, column;

        count(row->iconv, out.data + row->mark,
              (size_t)pos.offset - row->mark, &line, &column);
        cr_assert(line == pos.line && column == pos.column,
                  "%s row %u: %u:%u, not %u:%u", row->encoding, e, line,
                  column, pos.line, pos.column);
        cr_assert(out.data[pos.offset] == '<' ||
                  out.data[pos.offset + 1] == '<');
    }
    einv__tree_free(&u);
    einv__buf_free(&out);
}

Test(xml_charset, places_are_in_the_bytes_as_given)
{
    struct einv_buf doc;
    struct einv_tree t;
    size_t i, k;

    einv__buf_init(&doc, NULL);
    einv__buf_str(&doc, "<a>");
    for (k = 0; k < 900; k++) {
        einv__buf_str(&doc, "\n <b>\xd0\x96\xd0\xb6 \xd0\xaf</b>");
        if (k % 3 == 0)
            einv__buf_str(&doc, "<c d='\xd1\x8e'/>");
    }
    einv__buf_str(&doc, "</a>");
    read_or_die(&t, einv__buf_get(&doc));
    for (i = 0; i < sizeof(place_rows) / sizeof(place_rows[0]); i++)
        expect_places(&t, &place_rows[i]);
    einv__tree_free(&t);
    einv__buf_free(&doc);
}

/* --- deciding ------------------------------------------------------------ */

struct guess_row {
    const char *bytes;
    size_t len;
    const char *name;       /* NULL: refused */
};

#define ROW(bytes, name) { bytes, sizeof(bytes) - 1, name }

Test(xml_charset, the_first_bytes_decide)
{
    static const struct guess_row rows[] = {
        ROW("<a/>", "UTF-8"),
        ROW("\xef\xbb\xbf<?xml version='1.0' encoding='windows-1251'?>",
            "UTF-8"),
        ROW("\xff\xfe<\0", "UTF-16LE"), ROW("\xfe\xff\0<", "UTF-16BE"),
        ROW("<\0a\0", "UTF-16LE"), ROW("\0<\0a", "UTF-16BE"),
        ROW("\xff\xfe\0\0", NULL), ROW("\0\0\xfe\xff", NULL),
        ROW("<\0\0\0", NULL), ROW("\0\0\0<", NULL),
        ROW("\x4c\x6f\xa7\x94", NULL), ROW("+ADw-a", NULL),
        ROW("<?xml version='1.0' encoding='Windows-1251'?>", "windows-1251"),
        ROW("<?xml version='1.0' encoding = \"cp1251\" ?>", "windows-1251"),
        ROW("<?xml version='1.0' encoding='utf-8'?>", "UTF-8"),
        ROW("<?xml version='1.0' encoding='UTF-7'?>", NULL),
        ROW("<?xml version='1.0' encoding='UTF-32'?>", NULL),
        ROW("<?xml version='1.0' encoding='UTF-16'?>", NULL),
        ROW("<?xml version='1.0' encoding='ISO-2022-JP'?>", NULL),
        ROW("<?xml version='1.0' encoding='HZ'?>", NULL),
        ROW("<?xml version='1.0' encoding='EBCDIC-CP-US'?>", NULL),
        ROW("<?xml version='1.0' encoding='aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa"
            "aaaaaaaaaaaaaaaaaaa'?>", NULL),
        ROW("<?xml version='1.0' standalone='yes'?>", "UTF-8"),
        ROW("<?xml-stylesheet encoding='UTF-7'?>", "UTF-8"),
    };
    struct einv_charset_guess guess;
    size_t i;

    for (i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
        einv__charset_guess(einv__text(rows[i].bytes, rows[i].len), &guess);
        if (rows[i].name == NULL)
            cr_expect(guess.charset == NULL, "row %zu", i);
        else
            cr_expect(guess.charset != NULL &&
                          strcmp(guess.charset->name, rows[i].name) == 0,
                      "row %zu", i);
    }
}

Test(xml_charset, utf_8_is_checked_byte_by_byte)
{
    unsigned char s[5];
    uint32_t a, b;
    bool bidi;

    /* Every pair of bytes, alone and completed: against the base's judge. */
    for (a = 0x80; a < 0x100; a++)
        for (b = 0; b < 0x100; b++) {
            size_t len;

            s[0] = (unsigned char)a;
            s[1] = (unsigned char)b;
            s[2] = s[3] = 0x80;
            for (len = 1; len <= 4; len++) {
                struct einv_text text = einv__text((char *)s, len);
                size_t good = einv__utf8_check(text.ptr, len, &bidi);

                if (b == 0)
                    continue;       /* NUL ends what is checked */
                cr_assert((good == len) == einv__utf8_valid(text),
                          "%02x %02x, %zu bytes", a, b, len);
            }
        }
    cr_assert(einv__utf8_check("abc\0d", 5, &bidi) == 3);
    cr_assert(einv__utf8_check("a\xe2\x80\xae", 4, &bidi) == 4 && bidi);
}
