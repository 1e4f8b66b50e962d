/* lex.c: the scanner.
 */
#include "../xml/chars.h"
#include "lex.h"

static const char *const symbols[] = {  /* longest first */
    "<<", ">>", "<=", ">=", "!=", "//", "..", "::",
    "(", ")", "[", "]", ",", "/", "|", "+", "-", "*", "=", "<", ">", "$",
    "@", ".", "?", ":", "{", "}"
};

static char peek(const struct einv_xp_lexer *l, size_t ahead)
{
    return l->at + ahead < l->input.len ? l->input.ptr[l->at + ahead] : '\0';
}

static bool is_digit(char c)
{
    return c >= '0' && c <= '9';
}

static void bad(struct einv_xp_lexer *l, const char *why)
{
    l->kind = EINV_XP_T_BAD;
    l->bad = why;
    l->at = l->input.len;
}

/* White space and comments, which may nest (A.2.4.1, 2.6). */
static bool skip_blank(struct einv_xp_lexer *l)
{
    size_t depth = 0;

    while (l->at < l->input.len) {
        if (peek(l, 0) == '(' && peek(l, 1) == ':') {
            depth++;
            l->at += 2;
        } else if (depth > 0 && peek(l, 0) == ':' && peek(l, 1) == ')') {
            depth--;
            l->at += 2;
        } else if (depth > 0 || einv__is_space(peek(l, 0))) {
            l->at++;
        } else {
            break;
        }
    }
    return depth == 0;
}

/* The length of an NCName at `at`; 0: none. */
static size_t name_length(const struct einv_xp_lexer *l, size_t at)
{
    const char *start = l->input.ptr + at;
    const char *end = l->input.ptr + l->input.len, *p = start;

    while (p < end) {
        size_t size;
        uint32_t c = einv__utf8_get(p, end, &size);
        bool fits = c < 0x80
            ? einv__char_is(*p, p == start ? EINV_CH_START
                                           : EINV_CH_NAME | EINV_CH_START)
            : p == start ? einv__is_name_start(c) : einv__is_name_char(c);

        if (!fits)
            break;
        p += size;
    }
    return (size_t)(p - start);
}

static bool lex_name(struct einv_xp_lexer *l)
{
    size_t n = name_length(l, l->at), more;

    if (n == 0)
        return false;
    l->kind = EINV_XP_T_NAME;
    l->at += n;
    if (peek(l, 0) == ':' && peek(l, 1) == '*') {
        l->kind = EINV_XP_T_NS_WILD;
        l->at += 2;
    } else if (peek(l, 0) == ':' && peek(l, 1) != ':') {
        more = name_length(l, l->at + 1);
        if (more > 0)
            l->at += 1 + more;
    }
    return true;
}

static void lex_number(struct einv_xp_lexer *l)
{
    size_t n;

    l->kind = EINV_XP_T_INTEGER;
    while (is_digit(peek(l, 0)))
        l->at++;
    if (peek(l, 0) == '.') {
        l->kind = EINV_XP_T_DECIMAL;
        l->at++;
        while (is_digit(peek(l, 0)))
            l->at++;
    }
    if (peek(l, 0) == 'e' || peek(l, 0) == 'E') {
        n = peek(l, 1) == '+' || peek(l, 1) == '-' ? 2 : 1;
        if (!is_digit(peek(l, n))) {
            bad(l, "a number with an exponent that has no digits");
            return;
        }
        l->kind = EINV_XP_T_DOUBLE;
        l->at += n;
        while (is_digit(peek(l, 0)))
            l->at++;
    }
    /* A.2.2: a number and a name need something between them. */
    if (name_length(l, l->at) > 0)
        bad(l, "a number that runs into a name");
}

static void lex_string(struct einv_xp_lexer *l, char quote)
{
    l->kind = EINV_XP_T_STRING;
    for (l->at++; l->at < l->input.len; l->at++) {
        if (peek(l, 0) != quote)
            continue;
        l->at++;
        if (peek(l, 0) != quote)
            return;
    }
    bad(l, "a string that does not end");
}

static void lex_symbol(struct einv_xp_lexer *l)
{
    size_t more;

    if (peek(l, 0) == '*' && peek(l, 1) == ':' &&
        (more = name_length(l, l->at + 2)) > 0) {
        l->kind = EINV_XP_T_LOCAL_WILD;
        l->at += 2 + more;
        return;
    }
    l->kind = EINV_XP_T_SYMBOL;
    for (size_t i = 0; i < sizeof symbols / sizeof *symbols; i++) {
        size_t n = strlen(symbols[i]);

        if (l->input.len - l->at >= n &&
            memcmp(l->input.ptr + l->at, symbols[i], n) == 0) {
            l->at += n;
            return;
        }
    }
    bad(l, "a character that no token begins with");
}

void einv__xp_lex(struct einv_xp_lexer *l)
{
    char c;

    if (!skip_blank(l)) {
        l->offset = l->input.len;
        bad(l, "a comment that does not end");
        return;
    }
    l->offset = l->at;
    c = peek(l, 0);
    if (l->at >= l->input.len)
        l->kind = EINV_XP_T_END;
    else if (is_digit(c) || (c == '.' && is_digit(peek(l, 1))))
        lex_number(l);
    else if (c == '"' || c == '\'')
        lex_string(l, c);
    else if (!lex_name(l))
        lex_symbol(l);
    l->text = einv__text(l->input.ptr + l->offset, l->at - l->offset);
}

bool einv__xp_lex_is(const struct einv_xp_lexer *l, const char *symbol)
{
    return (l->kind == EINV_XP_T_SYMBOL || l->kind == EINV_XP_T_NAME) &&
           einv__text_is(l->text, symbol);
}
