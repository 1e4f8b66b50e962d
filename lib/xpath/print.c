/* print.c: an expression as text, with every bracket: what it was understood
 * as.  It parses to the same again (but for what only functions of a
 * stylesheet are made of).
 */
#include <float.h>

#include "parse.h"

static void put(struct einv_buf *out, const char *z)
{
    einv__buf_str(out, z);
}

static const char *const compares[][2] = {  /* ORDER XP_COMPARE */
    { " = ", " eq " }, { " != ", " ne " }, { " < ", " lt " },
    { " <= ", " le " }, { " > ", " gt " }, { " >= ", " ge " }
};
static const char *const ariths[] = {       /* ORDER XP_ARITH */
    " + ", " - ", " * ", " div ", " idiv ", " mod "
};
static const char *const betweens[] = {
#define OP(name, evaluate, print, ...) print,
#include "op.def"
#undef OP
};

static void put_string(struct einv_buf *out, struct einv_text text)
{
    einv__buf_char(out, '\'');
    for (size_t i = 0; i < text.len; i++) {
        if (text.ptr[i] == '\'')
            einv__buf_char(out, '\'');
        einv__buf_char(out, text.ptr[i]);
    }
    einv__buf_char(out, '\'');
}

static void put_literal(struct einv_buf *out, const struct einv_xp_item *item)
{
    char text[40];
    size_t n;

    switch ((enum einv_xp_type)item->type) {
    case EINV_XP_BOOLEAN:
        put(out, item->u.boolean ? "true()" : "false()");
        return;
    case EINV_XP_INTEGER:
    case EINV_XP_DECIMAL:
        einv__decimal_format(&item->u.number, out);
        if (item->type == EINV_XP_DECIMAL && item->u.number.scale == 0)
            einv__buf_char(out, '.');
        return;
    case EINV_XP_DOUBLE:
        if (item->u.real > DBL_MAX) {       /* a literal beyond its type */
            put(out, "1e999");
            return;
        }
        n = einv__xp_double_format(item->u.real, false, text);
        einv__buf_put(out, text, n);
        if (memchr(text, 'E', n) == NULL)
            put(out, "e0");
        return;
    default:
        put_string(out, item->u.text);
    }
}

static void join(const struct einv_xp_expr *e, struct einv_buf *out,
                 uint32_t from, const char *between)
{
    for (uint32_t i = from; i < e->n; i++) {
        if (i > from)
            put(out, between);
        einv__xp_print(e->args[i], out);
    }
}

static void put_predicates(const struct einv_xp_expr *e, struct einv_buf *out,
                           uint32_t from)
{
    for (uint32_t i = from; i < e->n; i++) {
        einv__buf_char(out, '[');
        einv__xp_print(e->args[i], out);
        einv__buf_char(out, ']');
    }
}

/* (for $x in a return b) and its kin. */
static void put_binding(const struct einv_xp_expr *e, struct einv_buf *out,
                        const char *word, const char *in, const char *then)
{
    einv__buf_char(out, '(');
    put(out, word);
    einv__buf_text(out, e->name);
    put(out, in);
    einv__xp_print(e->args[0], out);
    put(out, then);
    einv__xp_print(e->args[1], out);
    einv__buf_char(out, ')');
}

static void put_typed(const struct einv_xp_expr *e, struct einv_buf *out,
                      const char *words)
{
    einv__buf_char(out, '(');
    einv__xp_print(e->args[0], out);
    put(out, words);
    einv__buf_text(out, e->name);
    if (e->op == EINV_XP_OP_CAST && e->u.type.occurs == '?' &&
        (e->name.len == 0 || e->name.ptr[e->name.len - 1] != '?'))
        einv__buf_char(out, '?');
    einv__buf_char(out, ')');
}

static void put_call(const struct einv_xp_expr *e, struct einv_buf *out)
{
    if (e->op == EINV_XP_OP_KEY || e->op == EINV_XP_OP_DOCUMENT) {
        put(out, e->op == EINV_XP_OP_KEY ? "key(" : "document(");
        put_string(out, e->name);
        if (e->n > 0)
            put(out, ", ");
    } else {
        einv__buf_text(out, e->name);
        einv__buf_char(out, '(');
    }
    join(e, out, 0, ", ");
    einv__buf_char(out, ')');
}

static void put_path(const struct einv_xp_expr *e, struct einv_buf *out)
{
    if (e->args[0]->op != EINV_XP_OP_ROOT)
        einv__xp_print(e->args[0], out);
    einv__buf_char(out, '/');
    einv__xp_print(e->args[1], out);
}

static void put_leaf(const struct einv_xp_expr *e, struct einv_buf *out)
{
    switch ((enum einv_xp_op)e->op) {
    case EINV_XP_OP_LITERAL:
        put_literal(out, &e->u.literal);
        return;
    case EINV_XP_OP_CONTEXT:
        put(out, ".");
        return;
    case EINV_XP_OP_ROOT:
        put(out, "(/)");
        return;
    case EINV_XP_OP_POSITION:
        put(out, "position()");
        return;
    case EINV_XP_OP_LAST:
        put(out, "last()");
        return;
    case EINV_XP_OP_CURRENT:
        put(out, "current()");
        return;
    case EINV_XP_OP_PREFIX:
        put(out, "namespace::");
        einv__buf_text(out, e->name);
        return;
    default:
        put(out, "$");
        einv__buf_text(out, e->name);
    }
}

static void put_step(const struct einv_xp_expr *e, struct einv_buf *out)
{
    put(out, einv__xp_axis_name(e->sub));
    put(out, "::");
    einv__buf_text(out, e->name);
    put_predicates(e, out, 0);
}

static void put_if(const struct einv_xp_expr *e, struct einv_buf *out)
{
    put(out, "(if (");
    einv__xp_print(e->args[0], out);
    put(out, ") then ");
    einv__xp_print(e->args[1], out);
    put(out, " else ");
    einv__xp_print(e->args[2], out);
    einv__buf_char(out, ')');
}

static void put_filter(const struct einv_xp_expr *e, struct einv_buf *out)
{
    einv__buf_char(out, '(');
    einv__xp_print(e->args[0], out);
    einv__buf_char(out, ')');
    put_predicates(e, out, 1);
}

/* Operations that are words around their operands. */
static const struct words {
    uint8_t op;
    const char *word, *in, *then;   /* in NULL: behind one operand */
} worded[] = {
    { EINV_XP_OP_FOR, "for $", " in ", " return " },
    { EINV_XP_OP_SOME, "some $", " in ", " satisfies " },
    { EINV_XP_OP_EVERY, "every $", " in ", " satisfies " },
    { EINV_XP_OP_LET, "let $", " := ", " return " },
    { EINV_XP_OP_EACH, "for-each ", "", " do " },
    { EINV_XP_OP_INSTANCE, " instance of ", NULL, NULL },
    { EINV_XP_OP_TREAT, " treat as ", NULL, NULL },
    { EINV_XP_OP_CASTABLE, " castable as ", NULL, NULL },
    { EINV_XP_OP_CAST, " cast as ", NULL, NULL }
};

static bool put_worded(const struct einv_xp_expr *e, struct einv_buf *out)
{
    for (size_t i = 0; i < sizeof worded / sizeof *worded; i++) {
        const struct words *row = &worded[i];

        if (row->op != e->op)
            continue;
        if (row->in != NULL)
            put_binding(e, out, row->word, row->in, row->then);
        else
            put_typed(e, out, row->word);
        return true;
    }
    return false;
}

/* What has one text between its operands; false: it is something else. */
static bool put_joined(const struct einv_xp_expr *e, struct einv_buf *out)
{
    const char *between = betweens[e->op];

    if (e->op == EINV_XP_OP_ARITH)
        between = ariths[e->sub];
    else if (e->op == EINV_XP_OP_GENERAL || e->op == EINV_XP_OP_VALUE)
        between = compares[e->sub][e->op == EINV_XP_OP_VALUE];
    if (between == NULL || e->op == EINV_XP_OP_PATH)
        return false;
    einv__buf_char(out, '(');
    join(e, out, 0, between);
    einv__buf_char(out, ')');
    return true;
}

void einv__xp_print(const struct einv_xp_expr *e, struct einv_buf *out)
{
    if (put_joined(e, out) || put_worded(e, out))
        return;
    switch ((enum einv_xp_op)e->op) {
    case EINV_XP_OP_NEGATE:
    case EINV_XP_OP_PLUS:
        put(out, e->op == EINV_XP_OP_NEGATE ? "(-" : "(+");
        einv__xp_print(e->args[0], out);
        einv__buf_char(out, ')');
        return;
    case EINV_XP_OP_IF:
        put_if(e, out);
        return;
    case EINV_XP_OP_CONVERT:
        einv__xp_print(e->args[0], out);
        return;
    case EINV_XP_OP_PATH:
        put_path(e, out);
        return;
    case EINV_XP_OP_STEP:
        put_step(e, out);
        return;
    case EINV_XP_OP_FILTER:
        put_filter(e, out);
        return;
    case EINV_XP_OP_CALL:
    case EINV_XP_OP_USER:
    case EINV_XP_OP_KEY:
    case EINV_XP_OP_DOCUMENT:
        put_call(e, out);
        return;
    default:
        put_leaf(e, out);
    }
}
