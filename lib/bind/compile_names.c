/* compile_names.c: names of the document: what <use> puts into them, and the
 * namespaces of their prefixes.
 */
#include "compile.h"

/* {Doc} becomes what the nearest <use> says.  The text may be new. */
struct einv_text einv__compile_params(struct bind_compiler *c, einv_node e,
                                      struct einv_text name,
                                      const struct bind_params *params)
{
    struct einv_buf buf;
    char *copy;
    size_t i = 0;

    if (name.ptr == NULL || memchr(name.ptr, '{', name.len) == NULL)
        return name;
    einv__buf_init(&buf, c->b->alloc);
    while (i < name.len) {
        const char *close = name.ptr[i] == '{'
            ? memchr(name.ptr + i, '}', name.len - i) : NULL;
        struct einv_text value = EINV_NO_TEXT;
        char param[32] = "";
        size_t n;

        if (close == NULL) {
            einv__buf_char(&buf, name.ptr[i++]);
            continue;
        }
        n = (size_t)(close - name.ptr) - i - 1;
        if (n < sizeof(param))
            memcpy(param, name.ptr + i + 1, n);
        for (const struct bind_params *p = params;
             p != NULL && value.ptr == NULL; p = p->outer)
            value = einv__tree_get_attr(c->t, p->use, param);
        if (value.ptr == NULL)
            einv__compile_error(c, e, "EINV-BIND-0020", einv__text_of(param),
                                "a parameter given by <use>");
        einv__buf_text(&buf, value);
        i += n + 2;
    }
    copy = einv__arena_dup(&c->b->arena, einv__buf_get(&buf));
    c->nomem |= buf.failed || copy == NULL;
    einv__buf_free(&buf);
    return copy != NULL ? einv__text_of(copy) : EINV_NO_TEXT;
}

static bool same_qname(const struct einv_qname *q, struct einv_text prefix,
                       uint32_t name)
{
    return q->name == name && einv__text_eq(q->prefix, prefix);
}

/* Resolves p:local by the binding's own declarations. */
struct einv_qname einv__compile_resolve(struct bind_compiler *c, einv_node e,
                                        struct einv_text text, bool attribute)
{
    struct einv_qname q = { 0 };

    q.prefix = einv__text_cut(text, ':', &q.local);
    if (q.local.ptr == NULL) {
        q.local = q.prefix;
        q.prefix = EINV_TEXT("");
        if (!attribute)
            q.ns = einv__compile_attr(c, einv__tree_root(c->t), "ns");
    } else if (!einv__tree_ns_find(c->t, e, q.prefix, &q.ns)) {
        einv__compile_error(c, e, "EINV-BIND-0022", q.prefix,
                            "a prefix declared on <binding>");
    }
    q.name = einv__bind_name_add(c->b, q.ns, q.local, attribute);
    c->nomem |= q.name == 0;
    return q;
}

void einv__compile_name(struct bind_compiler *c, einv_node e,
                        struct bind_row *row, struct einv_text text)
{
    struct einv_binding *b = c->b;
    struct einv_qname q = einv__compile_resolve(c, e, text,
                                                row->kind == ROW_ATTRIBUTE);
    struct einv_qname *slot;

    row->name = q.name;
    for (size_t i = 0; i < b->n_qnames; i++)
        if (same_qname(&b->qnames[i], q.prefix, q.name)) {
            row->qname = (uint32_t)i;
            return;
        }
    row->qname = (uint32_t)b->n_qnames;
    slot = POOL_ADD(c, qnames);
    if (slot != NULL)
        *slot = q;
}
