/* parse.h: what the files of the parser share.
 */
#ifndef EINV_LIB_XPATH_PARSE_H
#define EINV_LIB_XPATH_PARSE_H

#include "ast.h"
#include "lex.h"

/* More brackets than this are an attack on the stack, not a rule. */
enum { EINV_XP_MAX_NESTING = 200, EINV_XP_MAX_VARS = 256 };

typedef const struct einv_xp_expr *einv_xp_ast;

struct einv_xp_var {
    struct einv_xp_name name;
    uint32_t slot;
};

struct einv_xp_parser {
    struct einv_xp_lexer lexer;
    struct einv_xp_lib *lib;
    const struct einv_xp_scope *scope;
    struct einv_xp_error *error;
    bool compat, failed;
    struct einv_xp_var vars[EINV_XP_MAX_VARS];  /* in scope, innermost last */
    uint32_t n_vars, next_slot, max_slots;
    uint32_t depth;
    uint32_t positions;         /* position() and last() met so far */
};

void einv__xp_parser_init(struct einv_xp_parser *p, struct einv_xp_lib *lib,
                          const struct einv_xp_scope *scope, unsigned flags,
                          struct einv_xp_error *error);
/* Parses a whole text as an expression. */
einv_xp_ast einv__xp_parse(struct einv_xp_parser *p, struct einv_text text);

/* --- between the files ---------------------------------------------------- */

/* Notes the first error; always NULL. */
einv_xp_ast einv__xp_syntax(struct einv_xp_parser *p, const char *code,
                            const char *what);
void einv__xp_next(struct einv_xp_parser *p);
bool einv__xp_at(const struct einv_xp_parser *p, const char *symbol);
/* Takes the symbol if it is there. */
bool einv__xp_take_symbol(struct einv_xp_parser *p, const char *symbol);
/* ... it must be. */
bool einv__xp_expect(struct einv_xp_parser *p, const char *symbol);
/* Is the character behind the current token this one (blanks aside)? */
bool einv__xp_before(const struct einv_xp_parser *p, const char *symbol);

/* The text from `from` up to the current token, without blanks at its end. */
struct einv_text einv__xp_since(const struct einv_xp_parser *p, size_t from);
const char *einv__xp_axis_name(uint8_t axis);

/* A new node with room for n arguments. */
struct einv_xp_expr *einv__xp_make(struct einv_xp_parser *p,
                                   enum einv_xp_op op, uint32_t n);
einv_xp_ast einv__xp_make1(struct einv_xp_parser *p, enum einv_xp_op op,
                           einv_xp_ast a);
einv_xp_ast einv__xp_make2(struct einv_xp_parser *p, enum einv_xp_op op,
                           einv_xp_ast a, einv_xp_ast b);
/* A list of nodes that grows while parsing. */
struct einv_xp_asts {
    einv_xp_ast *items;
    size_t n, cap;
};
bool einv__xp_asts_add(struct einv_xp_parser *p, struct einv_xp_asts *list,
                       einv_xp_ast item);

/* prefix:local -> expanded name; `element`: the default namespace is that of
 * elements.  false: no such prefix (XPST0081). */
bool einv__xp_expand(struct einv_xp_parser *p, struct einv_text qname,
                     bool element, struct einv_xp_name *out);
/* Enters a variable of the expression; false: too many. */
bool einv__xp_declare(struct einv_xp_parser *p, struct einv_xp_name name,
                      uint32_t *slot);
einv_xp_ast einv__xp_parse_variable(struct einv_xp_parser *p);

einv_xp_ast einv__xp_parse_expr(struct einv_xp_parser *p);      /* , */
einv_xp_ast einv__xp_parse_single(struct einv_xp_parser *p);
einv_xp_ast einv__xp_parse_path(struct einv_xp_parser *p);
einv_xp_ast einv__xp_parse_primary(struct einv_xp_parser *p);
einv_xp_ast einv__xp_parse_call(struct einv_xp_parser *p);
bool einv__xp_parse_kind_test(struct einv_xp_parser *p,
                              struct einv_xp_test *test);
bool einv__xp_at_kind_test(const struct einv_xp_parser *p);
bool einv__xp_parse_seqtype(struct einv_xp_parser *p,
                            struct einv_xp_seqtype *type);
/* What converts a value to the sequence type that `as` says. */
einv_xp_ast einv__xp_parse_as(struct einv_xp_parser *p, einv_xp_ast value,
                              struct einv_text as);
/* An atomic type with an optional `?` (cast). */
bool einv__xp_parse_single_type(struct einv_xp_parser *p,
                                struct einv_xp_seqtype *type);

#endif
