/* image.c: expressions and libraries as bytes, and back.
 *
 * What is read may be an attack: every number that the evaluator uses as an
 * index (slots, names, functions, arguments) is held to its bounds here, and
 * a variable is read only inside the expression that sets it.  A false but
 * well-formed image gives false answers, as a false rule set would.
 */
#include "../xml/write.h"
#include "image.h"
#include "optimise.h"
#include "parse.h"
#include "prepare.h"

/* What the union of an operation holds. */
enum payload {
    NOTHING, A_LITERAL, A_TEST, A_TYPE, A_CALL, A_FUNCTION, AN_ERROR,
    A_BINDING,                  /* a variable: set for args[1] */
    A_LOCAL, A_SCOPE, A_GLOBAL, A_KEY, A_DOCUMENT
};

enum { ANY = UINT16_MAX, MAX_DEPTH = 2000 };

static const struct shape {
    enum payload payload;
    uint16_t least, most;       /* operands */
    uint8_t subs;               /* values of `sub` */
} shapes[EINV_XP_N_OPS] = {
#define OP(name, evaluate, print, ...) { __VA_ARGS__ },
#include "op.def"
#undef OP
};

struct carrier {
    struct einv_image *m;
    struct einv_xp_lib *lib;
    uint32_t n_vars, n_scope;
    uint32_t depth;
    bool set[EINV_XP_MAX_VARS]; /* variables that have a value here */
};

static bool reading(const struct carrier *c)
{
    return c->m->out == NULL;
}

static void bad(struct carrier *c)
{
    c->m->bad = true;
}

/* An index below n. */
static void index_of(struct carrier *c, uint32_t *i, size_t n)
{
    einv__image_u32(c->m, i, n > 0 ? (uint32_t)(n - 1) : 0);
    if (n == 0)
        bad(c);
}

static void a_name(struct carrier *c, struct einv_xp_name *name)
{
    einv__image_text(c->m, &name->ns);
    einv__image_text(c->m, &name->local);
}

static void a_test(struct carrier *c, struct einv_xp_test *test)
{
    einv__image_u8(c->m, &test->kinds, 0x3f);
    einv__image_u8(c->m, &test->naming, EINV_XP_LOCAL_NAME);
    if (test->naming == EINV_XP_NS_NAME)
        einv__image_text(c->m, &test->ns);
    if (test->naming == EINV_XP_LOCAL_NAME)
        einv__image_text(c->m, &test->local);
    if (test->naming != EINV_XP_FULL_NAME)
        return;
    index_of(c, &test->name, c->lib->n_names);
    if (reading(c) && einv__image_good(c->m)) {
        test->ns = c->lib->names[test->name].ns;
        test->local = c->lib->names[test->name].local;
    }
}

static void a_type(struct carrier *c, struct einv_xp_seqtype *type)
{
    uint8_t occurs = (uint8_t)type->occurs;

    einv__image_u8(c->m, &type->kind, EINV_XP_S_NUMERIC);
    einv__image_u8(c->m, &type->type, EINV_XP_N_TYPES - 1);
    einv__image_u8(c->m, &type->derived, EINV_XP_N_DERIVED - 1);
    einv__image_u8(c->m, &occurs, 127);
    type->occurs = (char)occurs;
    if (type->kind == EINV_XP_S_NODE)
        a_test(c, &type->test);
    if ((type->kind == EINV_XP_S_ATOMIC && type->type == EINV_XP_NODE) ||
        occurs == 0 || strchr("1?*+", occurs) == NULL)
        bad(c);
}

/* --- literals ------------------------------------------------------------ */

static void a_number(struct carrier *c, struct einv_decimal *number)
{
    struct einv_text text = EINV_NO_TEXT;
    struct einv_buf buf;

    if (reading(c)) {
        einv__image_text(c->m, &text);
        if (einv__image_good(c->m) &&
            !einv__decimal_parse(number, text, c->m->arena, &c->m->nomem))
            bad(c);
        return;
    }
    einv__buf_init(&buf, c->m->out->alloc);
    einv__decimal_format(number, &buf);
    text = einv__buf_get(&buf);
    einv__image_text(c->m, &text);
    c->m->nomem = c->m->nomem || buf.failed;
    einv__buf_free(&buf);
}

static void a_real(struct carrier *c, double *real)
{
    uint64_t bits;

    memcpy(&bits, real, sizeof bits);
    einv__image_u64(c->m, &bits);
    memcpy(real, &bits, sizeof bits);
}

static void a_literal(struct carrier *c, struct einv_xp_item *item)
{
    einv__image_u8(c->m, &item->type, EINV_XP_N_TYPES - 1);
    einv__image_u8(c->m, &item->derived, EINV_XP_N_DERIVED - 1);
    switch ((enum einv_xp_type)item->type) {
    case EINV_XP_UNTYPED:
    case EINV_XP_STRING:
    case EINV_XP_ANYURI:
        einv__image_text(c->m, &item->u.text);
        break;
    case EINV_XP_BOOLEAN:
        einv__image_bool(c->m, &item->u.boolean);
        break;
    case EINV_XP_INTEGER:
    case EINV_XP_DECIMAL:
        a_number(c, &item->u.number);
        break;
    case EINV_XP_FLOAT:
    case EINV_XP_DOUBLE:
        a_real(c, &item->u.real);
        break;
    default:
        bad(c);                 /* no literal of XPath is of another type */
    }
}

/* --- operations ---------------------------------------------------------- */

static void a_call(struct carrier *c, struct einv_xp_expr *e)
{
    uint32_t row = reading(c) ? 0
                              : (uint32_t)(e->u.fn.row - einv__xp_functions);

    index_of(c, &row, einv__xp_n_functions);
    if (!reading(c))
        return;
    e->u.fn.row = &einv__xp_functions[row];
    if (!einv__xp_fn_takes(e->u.fn.row, e->n))
        bad(c);
}

static void a_function(struct carrier *c, struct einv_xp_expr *e)
{
    struct einv_xp_function *f = c->lib->functions;
    uint32_t number = 0;

    for (; !reading(c) && f != e->u.function; f = f->next)
        number++;
    einv__image_u32(c->m, &number, UINT32_MAX);
    if (!reading(c))
        return;
    for (; f != NULL && number > 0; number--)
        f = f->next;
    e->u.function = f;
    if (f == NULL || f->n_params != e->n)
        bad(c);
}

/* An error's code: the evaluator keeps the pointer. */
static void an_error(struct carrier *c, struct einv_xp_expr *e)
{
    struct einv_text code = einv__text_of(reading(c) ? "" : e->u.error);

    einv__image_text(c->m, &code);
    if (!reading(c))
        return;
    e->u.error = einv__arena_dup(c->m->arena, code);
    if (e->u.error == NULL)
        c->m->nomem = true;
}

static void a_local(struct carrier *c, uint32_t *slot)
{
    index_of(c, slot, c->n_vars);
    if (reading(c) && !c->set[*slot])
        bad(c);
}

static void payload(struct carrier *c, struct einv_xp_expr *e)
{
    switch (shapes[e->op].payload) {
    case NOTHING:
        break;
    case A_LITERAL:
        a_literal(c, &e->u.literal);
        break;
    case A_TEST:
        a_test(c, &e->u.test);
        break;
    case A_TYPE:
        a_type(c, &e->u.type);
        break;
    case A_CALL:
        a_call(c, e);
        break;
    case A_FUNCTION:
        a_function(c, e);
        break;
    case AN_ERROR:
        an_error(c, e);
        break;
    case A_BINDING:
        index_of(c, &e->u.slot, c->n_vars);
        break;
    case A_LOCAL:
        a_local(c, &e->u.slot);
        break;
    case A_SCOPE:
        index_of(c, &e->u.slot, c->n_scope);
        break;
    case A_GLOBAL:
        index_of(c, &e->u.slot, c->lib->n_globals);
        break;
    case A_KEY:
        index_of(c, &e->u.slot, c->lib->n_keys);
        break;
    case A_DOCUMENT:
        index_of(c, &e->u.slot, c->lib->n_docs);
        break;
    }
}

static void head(struct carrier *c, struct einv_xp_expr *e)
{
    bool *const bools[] = { &e->compat, &e->boolean, &e->nodes,
                            &e->positional };
    const struct shape *shape;
    size_t n = e->n;

    einv__image_u8(c->m, &e->op, EINV_XP_N_OPS - 1);
    shape = &shapes[e->op];
    einv__image_u8(c->m, &e->sub, (uint8_t)(shape->subs - 1));
    einv__image_bools(c->m, bools, 4);
    einv__image_u32(c->m, &e->offset, UINT32_MAX);
    if (shape->least == shape->most)
        n = shape->least;
    else
        einv__image_count(c->m, &n);
    if (n < shape->least || n > shape->most) {
        bad(c);
        n = shape->least;
    }
    if (reading(c)) {
        e->n = (uint32_t)n;
        e->args = einv__image_make(c->m, n, sizeof *e->args);
    }
    einv__image_text(c->m, &e->name);
}

static void an_expr(struct carrier *c, const struct einv_xp_expr **expr)
{
    struct einv_xp_expr *e =
        reading(c) ? einv__image_make(c->m, 1, sizeof *e)
                   : (struct einv_xp_expr *)*expr;
    bool was = false;

    *expr = e;
    if (e == NULL || ++c->depth > MAX_DEPTH) {
        bad(c);
        return;
    }
    head(c, e);
    payload(c, e);
    for (uint32_t i = 0; i < e->n && einv__image_good(c->m); i++) {
        if (shapes[e->op].payload == A_BINDING && i == 1) {
            was = c->set[e->u.slot];
            c->set[e->u.slot] = true;
        }
        an_expr(c, &e->args[i]);
    }
    if (shapes[e->op].payload == A_BINDING && einv__image_good(c->m))
        c->set[e->u.slot] = was;
    if (reading(c) && e->op == EINV_XP_OP_CALL && einv__image_good(c->m) &&
        !einv__xp_prepare(c->lib, e))
        c->m->nomem = true;
    c->depth--;
}

void einv__xp_image_expr(struct einv_image *m, struct einv_xp_lib *lib,
                         size_t n_scope, const struct einv_xp_expr **expr)
{
    struct carrier c = { .m = m, .lib = lib, .n_scope = (uint32_t)n_scope };
    bool there = *expr != NULL;
    uint32_t n = 0;

    einv__image_bool(m, &there);
    if (!there) {
        *expr = NULL;
        return;
    }
    if (m->out != NULL)
        n = (*expr)->n_vars;
    einv__image_u32(m, &n, EINV_XP_MAX_VARS);
    c.n_vars = n;
    an_expr(&c, expr);
    if (m->out != NULL || !einv__image_good(m))
        return;
    ((struct einv_xp_expr *)*expr)->n_vars = n;
    if (!einv__xp_optimise(lib, (struct einv_xp_expr *)*expr))
        m->nomem = true;
}

void einv__xp_image_pattern(struct einv_image *m, struct einv_xp_lib *lib,
                            const struct einv_xp_pattern **pattern)
{
    const struct einv_xp_expr *e =
        m->out != NULL ? einv__xp_pattern_expr(*pattern) : NULL;

    einv__xp_image_expr(m, lib, 0, &e);
    if (m->out != NULL || !einv__image_good(m))
        return;
    *pattern = e != NULL ? einv__xp_pattern(lib, e) : NULL;
    m->nomem = lib->nomem;
    m->bad = *pattern == NULL && !m->nomem;
}

/* --- the library --------------------------------------------------------- */

static void prefixes(struct carrier *c)
{
    struct einv_xp_ns *ns;
    size_t n = 0;

    for (ns = c->lib->ns; ns != NULL; ns = ns->next)
        n++;
    if (reading(c))
        c->lib->ns = NULL;      /* the usual ones are in the image */
    einv__image_count(c->m, &n);
    for (struct einv_xp_ns **at = &c->lib->ns; n > 0; n--) {
        if (reading(c))
            *at = einv__image_make(c->m, 1, sizeof **at);
        if (*at == NULL)
            return;
        einv__image_text(c->m, &(*at)->prefix);
        einv__image_text(c->m, &(*at)->uri);
        at = &(*at)->next;
    }
}

static void names(struct carrier *c)
{
    size_t n = c->lib->n_names;

    einv__image_count(c->m, &n);
    for (size_t i = 0; i < n && einv__image_good(c->m); i++) {
        struct einv_xp_name name = { EINV_NO_TEXT, EINV_NO_TEXT };

        if (!reading(c))
            name = c->lib->names[i];
        a_name(c, &name);
        if (reading(c) && einv__image_good(c->m)) {
            uint32_t id = einv__xp_lib_name(c->lib, name.ns, name.local);

            if (id == UINT32_MAX)
                c->m->nomem = true;
            else if (id != i)
                bad(c);         /* a name twice */
        }
    }
}

static void document(struct carrier *c, size_t i)
{
    struct einv_text text = EINV_NO_TEXT;
    struct einv_buf buf;

    einv__image_text(c->m, &c->lib->doc_names[i]);
    if (!reading(c)) {
        einv__buf_init(&buf, c->lib->alloc);
        if (einv__xml_write(&c->lib->docs[i], NULL, &buf) != EINV_OK)
            c->m->nomem = true;
        text = einv__buf_get(&buf);
        einv__image_text(c->m, &text);
        einv__buf_free(&buf);
        return;
    }
    einv__image_text(c->m, &text);
    if (!einv__image_good(c->m))
        return;
    einv__tree_init(&c->lib->docs[i], c->lib->alloc);
    c->lib->n_docs = i + 1;
    switch (einv__xml_read(&c->lib->docs[i], c->lib->alloc, text, NULL,
                           NULL)) {
    case EINV_OK:
        break;
    case EINV_ENOMEM:
        c->m->nomem = true;
        break;
    default:
        bad(c);
    }
}

static void documents(struct carrier *c)
{
    size_t n = c->lib->n_docs;

    einv__image_count(c->m, &n);
    if (n > EINV_XP_MAX_DOCS) {
        bad(c);
        return;
    }
    if (reading(c) && einv__image_good(c->m) && n > 0 &&
        !einv__grow(c->lib->alloc, &c->lib->docs, &c->lib->cap_docs, n,
                    sizeof *c->lib->docs))
        c->m->nomem = true;
    for (size_t i = 0; i < n && einv__image_good(c->m); i++)
        document(c, i);
}

/* Names and types first: bodies call functions that stand behind them. */
static void a_declaration(struct carrier *c, struct einv_xp_function *f)
{
    size_t n = f->n_params;

    a_name(c, &f->name);
    einv__image_u32(c->m, &f->n_vars, EINV_XP_MAX_VARS);
    einv__image_count(c->m, &n);
    if (n > f->n_vars)
        bad(c);
    if (reading(c)) {
        f->n_params = (uint32_t)n;
        f->params = einv__image_make(c->m, n, sizeof *f->params);
    }
    for (size_t i = 0; i < n && einv__image_good(c->m); i++)
        a_type(c, &f->params[i]);
    einv__image_bool(c->m, &f->typed);
    if (f->typed)
        a_type(c, &f->result);
}

static void a_body(struct carrier *c, struct einv_xp_function *f)
{
    memset(c->set, 0, sizeof c->set);
    for (uint32_t i = 0; i < f->n_params; i++)
        c->set[i] = true;
    c->n_vars = f->n_vars;
    an_expr(c, &f->body);
    c->n_vars = 0;
}

static void functions(struct carrier *c)
{
    struct einv_xp_lib *lib = c->lib;
    size_t n = 0;

    for (struct einv_xp_function *f = lib->functions; f != NULL; f = f->next)
        n++;
    einv__image_count(c->m, &n);
    for (struct einv_xp_function **at = &lib->functions; n > 0; n--) {
        if (reading(c))
            lib->last_function = *at = einv__image_make(c->m, 1, sizeof **at);
        if (*at == NULL)
            return;
        a_declaration(c, *at);
        at = &(*at)->next;
    }
}

static void keys(struct carrier *c)
{
    struct einv_xp_lib *lib = c->lib;
    size_t n = lib->n_keys;

    einv__image_count(c->m, &n);
    lib->n_keys = n;
    for (struct einv_xp_key **at = &lib->keys; n > 0; n--) {
        if (reading(c))
            *at = einv__image_make(c->m, 1, sizeof **at);
        if (*at == NULL)
            return;
        a_name(c, &(*at)->name);
        (*at)->number = (uint32_t)(n - 1);      /* the newest is first */
        at = &(*at)->next;
    }
}

static void globals(struct carrier *c)
{
    struct einv_xp_lib *lib = c->lib;
    size_t n = lib->n_globals;

    einv__image_count(c->m, &n);
    if (reading(c) && einv__image_good(c->m) && n > 0) {
        if (!einv__grow(lib->alloc, &lib->globals, &lib->cap_globals, n,
                        sizeof *lib->globals)) {
            c->m->nomem = true;
            return;
        }
        memset(lib->globals, 0, n * sizeof *lib->globals);
        lib->n_globals = n;
    }
    for (size_t i = 0; i < n && einv__image_good(c->m); i++) {
        a_name(c, &lib->globals[i].name);
        einv__image_bool(c->m, &lib->globals[i].typed);
        if (lib->globals[i].typed)
            a_type(c, &lib->globals[i].type);
    }
}

/* What uses what was declared above. */
static void bodies(struct carrier *c)
{
    struct einv_xp_lib *lib = c->lib;
    struct einv_xp_function *f = lib->functions;
    struct einv_xp_key *key = lib->keys;

    for (; f != NULL && einv__image_good(c->m); f = f->next)
        a_body(c, f);
    for (; key != NULL && einv__image_good(c->m); key = key->next) {
        einv__xp_image_pattern(c->m, lib, &key->match);
        einv__xp_image_expr(c->m, lib, 0, &key->use);
    }
    for (size_t i = 0; i < lib->n_globals && einv__image_good(c->m); i++)
        einv__xp_image_expr(c->m, lib, 0, &lib->globals[i].expr);
}

void einv__xp_image_lib(struct einv_image *m, struct einv_xp_lib *lib)
{
    struct carrier c = { .m = m, .lib = lib };

    prefixes(&c);
    names(&c);
    documents(&c);
    functions(&c);
    keys(&c);
    globals(&c);
    if (einv__image_good(m))
        bodies(&c);
}

uint32_t einv__xp_image_shape(void)
{
    static const char ops[] =
#define OP(name, evaluate, print, ...) #name " "
#include "op.def"
#undef OP
        ;
    uint32_t hash = einv__hash32(EINV_HASH32_SEED, ops, sizeof ops);

    for (size_t i = 0; i < einv__xp_n_functions; i++) {
        const struct einv_xp_fn_row *row = &einv__xp_functions[i];

        hash = einv__hash32(hash, row->name, strlen(row->name));
        hash = einv__hash32(hash, row->params, strlen(row->params));
    }
    return hash;
}
