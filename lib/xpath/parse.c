/* parse.c: expressions from the comma down to the unary minus (XPath 2.0,
 * A.1 [2]..[20]); paths and what is below them are in parse_path.c.
 *
 * Recursive descent; the binary operators are rows of a table, by rank.
 */
#include "parse.h"

/* ORDER XP_BINARY: by rank, loosest first; sub: of the operation. */
enum ranks {
    RANK_OR, RANK_AND, RANK_COMPARE, RANK_RANGE, RANK_ADD, RANK_MUL,
    RANK_UNION, RANK_INTERSECT, RANK_TYPES
};

static const struct binary {
    const char *symbol;
    uint8_t rank, op, sub;
    bool boolean;
} binaries[] = {
    { "or", RANK_OR, EINV_XP_OP_OR, 0, true },
    { "and", RANK_AND, EINV_XP_OP_AND, 0, true },
    { "=", RANK_COMPARE, EINV_XP_OP_GENERAL, EINV_XP_EQ, true },
    { "!=", RANK_COMPARE, EINV_XP_OP_GENERAL, EINV_XP_NE, true },
    { "<", RANK_COMPARE, EINV_XP_OP_GENERAL, EINV_XP_LT, true },
    { "<=", RANK_COMPARE, EINV_XP_OP_GENERAL, EINV_XP_LE, true },
    { ">", RANK_COMPARE, EINV_XP_OP_GENERAL, EINV_XP_GT, true },
    { ">=", RANK_COMPARE, EINV_XP_OP_GENERAL, EINV_XP_GE, true },
    { "eq", RANK_COMPARE, EINV_XP_OP_VALUE, EINV_XP_EQ, false },
    { "ne", RANK_COMPARE, EINV_XP_OP_VALUE, EINV_XP_NE, false },
    { "lt", RANK_COMPARE, EINV_XP_OP_VALUE, EINV_XP_LT, false },
    { "le", RANK_COMPARE, EINV_XP_OP_VALUE, EINV_XP_LE, false },
    { "gt", RANK_COMPARE, EINV_XP_OP_VALUE, EINV_XP_GT, false },
    { "ge", RANK_COMPARE, EINV_XP_OP_VALUE, EINV_XP_GE, false },
    { "is", RANK_COMPARE, EINV_XP_OP_IS, 0, false },
    { "<<", RANK_COMPARE, EINV_XP_OP_BEFORE, 0, false },
    { ">>", RANK_COMPARE, EINV_XP_OP_AFTER, 0, false },
    { "to", RANK_RANGE, EINV_XP_OP_RANGE, 0, false },
    { "+", RANK_ADD, EINV_XP_OP_ARITH, EINV_XP_ADD, false },
    { "-", RANK_ADD, EINV_XP_OP_ARITH, EINV_XP_SUB, false },
    { "*", RANK_MUL, EINV_XP_OP_ARITH, EINV_XP_MUL, false },
    { "div", RANK_MUL, EINV_XP_OP_ARITH, EINV_XP_DIV, false },
    { "idiv", RANK_MUL, EINV_XP_OP_ARITH, EINV_XP_IDIV, false },
    { "mod", RANK_MUL, EINV_XP_OP_ARITH, EINV_XP_MOD, false },
    { "union", RANK_UNION, EINV_XP_OP_UNION, 0, false },
    { "|", RANK_UNION, EINV_XP_OP_UNION, 0, false },
    { "intersect", RANK_INTERSECT, EINV_XP_OP_INTERSECT, 0, false },
    { "except", RANK_INTERSECT, EINV_XP_OP_EXCEPT, 0, false }
};

/* Behind an operand: instance of, treat as, castable as, cast as; tightest
 * last. */
static const struct postfix {
    const char *word, *word2;
    uint8_t op;
} postfixes[] = {
    { "cast", "as", EINV_XP_OP_CAST },
    { "castable", "as", EINV_XP_OP_CASTABLE },
    { "treat", "as", EINV_XP_OP_TREAT },
    { "instance", "of", EINV_XP_OP_INSTANCE }
};

static einv_xp_ast parse_unary(struct einv_xp_parser *p)
{
    enum einv_xp_op op;
    einv_xp_ast operand;

    if (!einv__xp_at(p, "-") && !einv__xp_at(p, "+"))
        return einv__xp_parse_path(p);
    op = einv__xp_at(p, "-") ? EINV_XP_OP_NEGATE : EINV_XP_OP_PLUS;
    if (++p->depth > EINV_XP_MAX_NESTING)
        return einv__xp_syntax(p, "EINV0001", "nested too deeply");
    einv__xp_next(p);
    operand = parse_unary(p);
    p->depth--;
    return operand != NULL ? einv__xp_make1(p, op, operand) : NULL;
}

/* Unary minus binds tighter than `cast as` in XPath 2.0: [13]-[20]. */
static einv_xp_ast parse_postfix(struct einv_xp_parser *p)
{
    einv_xp_ast operand = parse_unary(p);

    for (size_t i = 0; operand != NULL &&
                       i < sizeof postfixes / sizeof *postfixes; i++) {
        const struct postfix *row = &postfixes[i];
        struct einv_xp_expr *made;
        bool single = row->op == EINV_XP_OP_CAST ||
                      row->op == EINV_XP_OP_CASTABLE;
        size_t from;

        if (!einv__xp_at(p, row->word))
            continue;
        einv__xp_next(p);
        if (!einv__xp_expect(p, row->word2))
            return NULL;
        made = einv__xp_make(p, (enum einv_xp_op)row->op, 1);
        if (made == NULL)
            return NULL;
        from = p->lexer.offset;
        made->args[0] = operand;
        made->boolean = row->op == EINV_XP_OP_CASTABLE ||
                        row->op == EINV_XP_OP_INSTANCE;
        if (single ? !einv__xp_parse_single_type(p, &made->u.type)
                   : !einv__xp_parse_seqtype(p, &made->u.type))
            return NULL;
        made->name = einv__xp_since(p, from);
        operand = made;
    }
    return operand;
}

static const struct binary *find_binary(const struct einv_xp_parser *p,
                                        uint8_t rank)
{
    for (size_t i = 0; i < sizeof binaries / sizeof *binaries; i++)
        if (binaries[i].rank == rank && einv__xp_at(p, binaries[i].symbol))
            return &binaries[i];
    return NULL;
}

/* a or b or c: one node of three operands. */
static bool joins(enum einv_xp_op op)
{
    return op == EINV_XP_OP_OR || op == EINV_XP_OP_AND ||
           op == EINV_XP_OP_UNION;
}

static einv_xp_ast join(struct einv_xp_parser *p, const struct binary *row,
                        const struct einv_xp_asts *list)
{
    struct einv_xp_expr *e =
        einv__xp_make(p, (enum einv_xp_op)row->op, (uint32_t)list->n);

    if (e == NULL)
        return NULL;
    e->sub = row->sub;
    e->boolean = row->boolean;
    e->nodes = row->rank == RANK_UNION || row->rank == RANK_INTERSECT;
    memcpy((void *)e->args, list->items, list->n * sizeof *list->items);
    return e;
}

static einv_xp_ast parse_binary(struct einv_xp_parser *p, uint8_t rank)
{
    struct einv_xp_asts list = { NULL, 0, 0 };
    const struct binary *row, *last = NULL;
    einv_xp_ast next;

    if (rank == RANK_TYPES)
        return parse_postfix(p);
    next = parse_binary(p, rank + 1);
    if (next == NULL || find_binary(p, rank) == NULL)
        return next;
    if (!einv__xp_asts_add(p, &list, next))
        return NULL;
    while ((row = find_binary(p, rank)) != NULL) {
        /* [7], [11]: comparisons and ranges do not chain. */
        if (last != NULL && (rank == RANK_COMPARE || rank == RANK_RANGE))
            return einv__xp_syntax(p, "XPST0003",
                                   "a second comparison needs brackets");
        if (last != NULL && !joins((enum einv_xp_op)row->op)) {
            list.items[0] = join(p, last, &list);
            list.n = 1;
            if (list.items[0] == NULL)
                return NULL;
        }
        einv__xp_next(p);
        next = parse_binary(p, rank + 1);
        if (next == NULL || !einv__xp_asts_add(p, &list, next))
            return NULL;
        last = row;
    }
    return join(p, last, &list);
}

/* --- for, some, every, if --------------------------------------------------- */

static einv_xp_ast parse_binding(struct einv_xp_parser *p, enum einv_xp_op op,
                                 const char *then)
{
    struct einv_xp_expr *e = einv__xp_make(p, op, 2);
    struct einv_xp_name name;
    uint32_t known = p->n_vars, slot = p->next_slot;

    if (e == NULL || !einv__xp_expect(p, "$"))
        return NULL;
    if (p->lexer.kind != EINV_XP_T_NAME)
        return einv__xp_syntax(p, "XPST0003", "a variable's name");
    e->name = p->lexer.text;
    e->boolean = op != EINV_XP_OP_FOR;
    if (!einv__xp_expand(p, p->lexer.text, false, &name))
        return NULL;
    einv__xp_next(p);
    if (!einv__xp_expect(p, "in"))
        return NULL;
    e->args[0] = einv__xp_parse_single(p);
    if (e->args[0] == NULL || !einv__xp_declare(p, name, &e->u.slot))
        return NULL;
    if (++p->depth > EINV_XP_MAX_NESTING)
        return einv__xp_syntax(p, "EINV0001", "nested too deeply");
    if (einv__xp_take_symbol(p, ","))
        e->args[1] = parse_binding(p, op, then);
    else
        e->args[1] = einv__xp_expect(p, then) ? einv__xp_parse_single(p)
                                              : NULL;
    p->depth--;
    p->n_vars = known;
    p->next_slot = slot;
    return e->args[1] != NULL ? e : NULL;
}

static einv_xp_ast parse_if(struct einv_xp_parser *p)
{
    struct einv_xp_expr *e = einv__xp_make(p, EINV_XP_OP_IF, 3);

    if (e == NULL)
        return NULL;
    einv__xp_next(p);
    if (!einv__xp_expect(p, "(") ||
        (e->args[0] = einv__xp_parse_expr(p)) == NULL ||
        !einv__xp_expect(p, ")") || !einv__xp_expect(p, "then") ||
        (e->args[1] = einv__xp_parse_single(p)) == NULL ||
        !einv__xp_expect(p, "else") ||
        (e->args[2] = einv__xp_parse_single(p)) == NULL)
        return NULL;
    e->boolean = e->args[1]->boolean && e->args[2]->boolean;
    return e;
}

static einv_xp_ast parse_single_inner(struct einv_xp_parser *p)
{
    static const struct {
        const char *word, *next, *then;
        enum einv_xp_op op;
    } rows[] = {
        { "for", "$", "return", EINV_XP_OP_FOR },
        { "some", "$", "satisfies", EINV_XP_OP_SOME },
        { "every", "$", "satisfies", EINV_XP_OP_EVERY }
    };

    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++)
        if (einv__xp_at(p, rows[i].word) && einv__xp_before(p, rows[i].next)) {
            einv__xp_next(p);
            return parse_binding(p, rows[i].op, rows[i].then);
        }
    if (einv__xp_at(p, "if") && einv__xp_before(p, "("))
        return parse_if(p);
    return parse_binary(p, RANK_OR);
}

einv_xp_ast einv__xp_parse_single(struct einv_xp_parser *p)
{
    einv_xp_ast e;

    if (++p->depth > EINV_XP_MAX_NESTING)
        return einv__xp_syntax(p, "EINV0001", "nested too deeply");
    e = parse_single_inner(p);
    p->depth--;
    return e;
}

einv_xp_ast einv__xp_parse_expr(struct einv_xp_parser *p)
{
    static const struct binary comma = { ",", 0, EINV_XP_OP_SEQUENCE, 0,
                                         false };
    struct einv_xp_asts list = { NULL, 0, 0 };
    einv_xp_ast e = einv__xp_parse_single(p);

    if (e == NULL || !einv__xp_at(p, ","))
        return e;
    if (!einv__xp_asts_add(p, &list, e))
        return NULL;
    while (einv__xp_take_symbol(p, ",")) {
        e = einv__xp_parse_single(p);
        if (e == NULL || !einv__xp_asts_add(p, &list, e))
            return NULL;
    }
    return join(p, &comma, &list);
}

einv_xp_ast einv__xp_parse(struct einv_xp_parser *p, struct einv_text text)
{
    einv_xp_ast e;

    p->lexer.input = text;
    p->lexer.at = 0;
    einv__xp_next(p);
    e = einv__xp_parse_expr(p);
    if (e != NULL && p->lexer.kind != EINV_XP_T_END)
        return einv__xp_syntax(p, "XPST0003", "an operator or the end");
    return e;
}

einv_xp_ast einv__xp_parse_as(struct einv_xp_parser *p, einv_xp_ast value,
                              struct einv_text as)
{
    struct einv_xp_expr *convert = einv__xp_make(p, EINV_XP_OP_CONVERT, 1);
    struct einv_xp_lexer outer = p->lexer;

    if (convert == NULL)
        return NULL;
    convert->args[0] = value;
    p->lexer.input = as;
    p->lexer.at = 0;
    einv__xp_next(p);
    if (!einv__xp_parse_seqtype(p, &convert->u.type))
        return NULL;
    if (p->lexer.kind != EINV_XP_T_END)
        return einv__xp_syntax(p, "XPST0003", "the end of a type");
    p->lexer = outer;
    return convert;
}
