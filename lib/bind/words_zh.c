/* words_zh.c: an amount in Chinese capitals: 1234.05 is
 * 壹仟贰佰叁拾肆圆零伍分.
 *
 * The rules are those for bills and vouchers (People's Bank of China,
 * Payment and Settlement Measures of 1997, annex 1, "basic rules for filling
 * in bills correctly"), the ones that invoices follow too:
 *   - 整 stands after 圆 when nothing follows; after 角 it may (here it
 *     does); after 分 never;
 *   - zeros between digits are one 零, those at the end none; where the units
 *     of 圆 are zeros and 角 is not, 零 may stand (here it does not);
 *   - 角 zero and 分 not: 零 stands after 圆.
 * Such latitude is why two texts are compared by what they say.
 */
#include "make.h"

#include "../base/decimal.h"

/* More digits would need units beyond 亿, which the rules do not name. */
#define MOST_DIGITS 12

static const char *const digits_zh[] = {
    "零", "壹", "贰", "叁", "肆", "伍", "陆", "柒", "捌", "玖"
};
static const char *const places_zh[] = { "", "拾", "佰", "仟" };
static const char *const sections_zh[] = { "", "万", "亿" };
static const char minus_zh[] = "（负数）";

struct amount {
    bool negative;
    struct einv_text whole;        /* without zeros that lead nowhere */
    unsigned jiao, fen;
};

static bool split(struct einv_text number, struct amount *a)
{
    struct einv_text rest;

    number = einv__text_trim(number);
    memset(a, 0, sizeof(*a));
    if (!einv__decimal_is(number))
        return false;
    a->negative = number.ptr[0] == '-';
    if (a->negative || number.ptr[0] == '+')
        number = einv__text(number.ptr + 1, number.len - 1);
    a->whole = einv__text_cut(number, '.', &rest);
    while (a->whole.len > 0 && a->whole.ptr[0] == '0')
        a->whole = einv__text(a->whole.ptr + 1, a->whole.len - 1);
    for (size_t i = 2; i < rest.len; i++)
        if (rest.ptr[i] != '0')
            return false;
    if (rest.len > 0)
        a->jiao = (unsigned)(rest.ptr[0] - '0');
    if (rest.len > 1)
        a->fen = (unsigned)(rest.ptr[1] - '0');
    return a->whole.len <= MOST_DIGITS;
}

static void say_whole(struct einv_text whole, struct einv_buf *out)
{
    bool gap = false, section = false;

    for (size_t i = 0; i < whole.len; i++) {
        size_t place = whole.len - 1 - i;
        unsigned digit = (unsigned)(whole.ptr[i] - '0');

        if (digit == 0) {
            gap = true;
        } else {
            if (gap)
                einv__buf_str(out, digits_zh[0]);
            gap = false;
            section = true;
            einv__buf_str(out, digits_zh[digit]);
            einv__buf_str(out, places_zh[place % 4]);
        }
        if (place % 4 == 0 && section) {
            einv__buf_str(out, sections_zh[place / 4]);
            section = false;
        }
    }
}

bool einv__words_zh(struct einv_text number, struct einv_buf *out)
{
    struct amount a;

    if (!split(number, &a))
        return false;
    if (a.negative && a.whole.len + a.jiao + a.fen > 0)
        einv__buf_str(out, minus_zh);
    if (a.whole.len > 0) {
        say_whole(a.whole, out);
        einv__buf_str(out, "圆");
    } else if (a.jiao + a.fen == 0) {
        einv__buf_str(out, "零圆");
    }
    if (a.jiao > 0) {
        einv__buf_str(out, digits_zh[a.jiao]);
        einv__buf_str(out, "角");
    } else if (a.fen > 0 && a.whole.len > 0) {
        einv__buf_str(out, digits_zh[0]);
    }
    if (a.fen > 0) {
        einv__buf_str(out, digits_zh[a.fen]);
        einv__buf_str(out, "分");
    } else {
        einv__buf_str(out, "整");
    }
    return true;
}

/* --- the same amount, written otherwise ---------------------------------- */

/* What may stand for what; "" may be left out.  With places named, 零 never
 * decides about the amount. */
static const struct {
    const char *from, *to;
} spellings[] = {
    { "零", "" }, { "整", "" }, { "正", "" }, { "人民币", "" }, { "¥", "" },
    { "￥", "" }, { "⊗", "" }, { " ", "" }, { "元", "圆" }, { "圓", "圆" },
    { "萬", "万" }, { "億", "亿" }, { "貳", "贰" }, { "陸", "陆" },
    { "叄", "叁" }, { "參", "叁" }, { "（负数）", "负" }, { "(负数)", "负" },
    { "（負數）", "负" }, { "負", "负" }
};

/* Takes the next piece in one spelling; empty: the end. */
static struct einv_text next_piece(struct einv_text *rest)
{
    while (rest->len > 0) {
        struct einv_text piece = EINV_NO_TEXT;
        size_t n;

        einv__utf8_get(rest->ptr, rest->ptr + rest->len, &n);
        piece = einv__text(rest->ptr, n);
        for (size_t i = 0; i < sizeof(spellings) / sizeof(*spellings); i++) {
            size_t len = strlen(spellings[i].from);

            if (len > rest->len ||
                memcmp(rest->ptr, spellings[i].from, len) != 0)
                continue;
            piece = einv__text_of(spellings[i].to);
            n = len;
            break;
        }
        *rest = einv__text(rest->ptr + n, rest->len - n);
        if (piece.len > 0)
            return piece;
    }
    return EINV_NO_TEXT;
}

bool einv__words_zh_same(struct einv_text a, struct einv_text b)
{
    struct einv_text x, y;

    do {
        x = next_piece(&a);
        y = next_piece(&b);
        if (!einv__text_eq(x, y))
            return false;
    } while (x.len > 0);
    return true;
}
