/* lex.h: tokens of XPath 2.0 (A.2).
 *
 * The scanner knows no grammar: `and`, `div` or `*` are what the parser
 * takes them for at that place (A.2.2: whether an operand or an operator may
 * stand there decides).
 */
#ifndef EINV_LIB_XPATH_LEX_H
#define EINV_LIB_XPATH_LEX_H

#include "../base/text.h"

enum einv_xp_token {
    EINV_XP_T_END,
    EINV_XP_T_NAME,             /* local or prefix:local */
    EINV_XP_T_NS_WILD,          /* prefix:* */
    EINV_XP_T_LOCAL_WILD,       /* *:local */
    EINV_XP_T_STRING,           /* text: with its quotes */
    EINV_XP_T_INTEGER, EINV_XP_T_DECIMAL, EINV_XP_T_DOUBLE,
    EINV_XP_T_SYMBOL,           /* text: the characters */
    EINV_XP_T_BAD               /* no token begins here */
};

struct einv_xp_lexer {
    struct einv_text input;
    size_t at;                  /* where the next token may start */
    enum einv_xp_token kind;    /* of the current one */
    struct einv_text text;
    size_t offset;
    const char *bad;            /* with BAD: what is wrong */
};

/* Moves on to the next token. */
void einv__xp_lex(struct einv_xp_lexer *lexer);
/* Is the current token this symbol or this name? */
bool einv__xp_lex_is(const struct einv_xp_lexer *lexer, const char *symbol);

#endif
