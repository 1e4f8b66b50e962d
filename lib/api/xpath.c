/* xpath.c: XPath behind handles (einv/ext/xpath.h). */
#include <einv/ext/xpath.h>

#include "../xpath/eval.h"
#include "handle.h"

struct einv_xpath {
    uint32_t magic;
    _Atomic(uint32_t) refs;
    einv_ctx *ctx;
    struct einv_xp_lib *lib;
    const struct einv_xp_expr *expr;
    struct einv_text text;
};

struct einv_xpath_result {
    uint32_t magic;
    einv_xpath *xpath;
    einv_doc *doc;
    struct einv_xp_run run;
    struct einv_xp_seq seq;
    struct einv_text *texts;
    int truth;
};

static bool is_xpath(const einv_xpath *h)
{
    return h != NULL && h->magic == MAGIC_XPATH;
}

static bool is_result(const einv_xpath_result *h)
{
    return h != NULL && h->magic == MAGIC_XPATH_RESULT;
}

static void say(struct einv_report *r, const char *code,
                struct einv_text found, struct einv_text expected)
{
    struct einv_finding finding =
        einv__finding(EINV_SEV_ERROR, "rules", code, found, expected);

    finding.message = expected;
    einv__report_add(r, &finding);
}

static einv_status compile(einv_xpath *x, const einv_xpath_options *options,
                           struct einv_text expr, struct einv_report *r)
{
    const char *const *ns = options->namespaces;
    struct einv_xp_error error = { NULL, 0, "" };

    x->lib = einv__xp_lib_new(ctx_alloc(x->ctx));
    if (x->lib == NULL)
        return EINV_ENOMEM;
    for (; ns != NULL && ns[0] != NULL; ns += 2)
        if (ns[1] == NULL ||
            !einv__xp_lib_ns(x->lib, einv__text_of(ns[0]),
                             einv__text_of(ns[1])))
            return ns[1] == NULL ? EINV_EUSAGE : EINV_ENOMEM;
    x->expr = einv__xp_compile(x->lib, expr, NULL,
                               (options->flags & EINV_XPATH_COMPATIBLE) != 0
                                   ? EINV_XP_COMPAT
                                   : 0,
                               &error);
    if (x->expr != NULL)
        return einv__xp_lib_seal(x->lib) ? EINV_OK : EINV_ENOMEM;
    if (x->lib->nomem)
        return EINV_ENOMEM;
    say(r, error.code, expr, einv__text_of(error.what));
    return EINV_EMALFORMED;
}

einv_status einv_xpath_new(einv_ctx *ctx, const char *expr, size_t len,
                           const einv_xpath_options *options,
                           einv_report *report, einv_xpath **xpath)
{
    einv_xpath_options ours;
    struct einv_report *r;
    einv_status status;
    einv_xpath *x;

    if (!is_ctx(ctx) || xpath == NULL || !take_report(report, &r) ||
        (expr == NULL && len > 0))
        return EINV_EUSAGE;
    *xpath = NULL;
    status = einv__options_take(&ours, sizeof ours, options);
    if (status != EINV_OK)
        return status;
    x = einv__alloc(ctx_alloc(ctx), 1, sizeof *x);
    if (x == NULL)
        return EINV_ENOMEM;
    memset(x, 0, sizeof *x);
    x->magic = MAGIC_XPATH;
    atomic_init(&x->refs, 1);
    x->ctx = einv_ctx_ref(ctx);
    status = compile(x, &ours, einv__text(expr, len), r);
    if (status == EINV_OK)
        *xpath = x;
    else
        einv_xpath_free(x);
    return status;
}

einv_xpath *einv_xpath_ref(einv_xpath *xpath)
{
    if (!is_xpath(xpath))
        return NULL;
    atomic_fetch_add_explicit(&xpath->refs, 1, memory_order_relaxed);
    return xpath;
}

void einv_xpath_free(einv_xpath *xpath)
{
    einv_ctx *ctx;

    if (!is_xpath(xpath) ||
        atomic_fetch_sub_explicit(&xpath->refs, 1, memory_order_acq_rel) != 1)
        return;
    ctx = xpath->ctx;
    einv__xp_lib_free(xpath->lib);
    xpath->magic = 0;
    einv__free(ctx_alloc(ctx), xpath, sizeof *xpath);
    einv_ctx_free(ctx);
}

/* --- results ---------------------------------------------------------------- */

/* The texts are made now, so that reading a result cannot fail. */
static bool complete(einv_xpath_result *result)
{
    struct einv_xp_run *run = &result->run;
    bool truth;

    result->texts =
        einv__xp_alloc(run, result->seq.n + 1, sizeof *result->texts);
    if (result->texts == NULL)
        return false;
    for (size_t i = 0; i < result->seq.n; i++)
        if (!einv__xp_atomize_string(run, &result->seq.items[i],
                                     &result->texts[i]))
            return false;
    if (einv__xp_ebv(run, &result->seq, &truth)) {
        result->truth = truth;
    } else {
        result->truth = -1;
        einv__xp_run_clear(run);
    }
    return true;
}

static einv_status evaluate(einv_xpath_result *result, struct einv_report *r)
{
    const einv_xpath *x = result->xpath;
    struct einv_xp_options options = {
        .limits = &x->ctx->engine.limits
    };
    struct einv_xp_run *run = &result->run;
    struct einv_xp_focus focus;

    if (!einv__xp_run_init(run, ctx_alloc(x->ctx), x->lib,
                           &result->doc->d.tree, &options))
        return EINV_ENOMEM;
    focus = einv__xp_focus(einv__xp_root(run));
    if (einv__xp_eval(run, x->expr, &focus, NULL, &result->seq) &&
        complete(result))
        return EINV_OK;
    if (strcmp(run->error, "EINV0002") == 0)
        return EINV_ENOMEM;
    say(r, run->error, einv__text_of(run->limit), EINV_NO_TEXT);
    return run->limit != NULL ? EINV_ELIMIT : EINV_EREJECTED;
}

einv_status einv_xpath_eval(einv_xpath *xpath, einv_doc *doc,
                            einv_report *report, einv_xpath_result **result)
{
    einv_xpath_result *made;
    struct einv_report *r;
    einv_status status;

    if (!is_xpath(xpath) || !is_doc(doc) || result == NULL ||
        !take_report(report, &r))
        return EINV_EUSAGE;
    *result = NULL;
    made = einv__alloc(ctx_alloc(xpath->ctx), 1, sizeof *made);
    if (made == NULL)
        return EINV_ENOMEM;
    memset(made, 0, sizeof *made);
    made->magic = MAGIC_XPATH_RESULT;
    made->xpath = einv_xpath_ref(xpath);
    made->doc = einv_doc_ref(doc);
    status = evaluate(made, r);
    if (status == EINV_OK)
        *result = made;
    else
        einv_xpath_result_free(made);
    return status;
}

void einv_xpath_result_free(einv_xpath_result *result)
{
    einv_xpath *xpath;

    if (!is_result(result))
        return;
    xpath = result->xpath;
    einv__xp_run_free(&result->run);
    einv_doc_free(result->doc);
    result->magic = 0;
    einv__free(ctx_alloc(xpath->ctx), result, sizeof *result);
    einv_xpath_free(xpath);
}

size_t einv_xpath_result_count(const einv_xpath_result *result)
{
    return is_result(result) ? result->seq.n : 0;
}

const char *einv_xpath_result_type(const einv_xpath_result *result, size_t i)
{
    static const char *const kinds[] = { "document", "element", "attribute",
                                         "text", "comment",
                                         "processing-instruction" };
    const struct einv_xp_item *item;

    if (!is_result(result) || i >= result->seq.n)
        return NULL;
    item = &result->seq.items[i];
    return item->type == EINV_XP_NODE ? kinds[item->u.node.kind]
                                      : einv__xp_type_name(item);
}

einv_status einv_xpath_result_get_text(const einv_xpath_result *result,
                                       size_t i, const char **text,
                                       size_t *len)
{
    if (!is_result(result) || text == NULL || len == NULL)
        return EINV_EUSAGE;
    if (i >= result->seq.n)
        return EINV_EABSENT;
    *text = result->texts[i].ptr != NULL ? result->texts[i].ptr : "";
    *len = result->texts[i].len;
    return EINV_OK;
}

einv_status einv_xpath_result_get_place(const einv_xpath_result *result,
                                        size_t i, uint32_t *line,
                                        uint32_t *column)
{
    const struct einv_xp_item *item;
    struct einv_position pos;

    if (!is_result(result) || line == NULL || column == NULL)
        return EINV_EUSAGE;
    if (i >= result->seq.n)
        return EINV_EABSENT;
    item = &result->seq.items[i];
    if (item->type != EINV_XP_NODE ||
        (item->u.node.kind != EINV_XP_ELEMENT &&
         item->u.node.kind != EINV_XP_ATTRIBUTE))
        return EINV_EABSENT;
    pos = einv__tree_position(item->u.node.doc->tree,
                              item->u.node.kind == EINV_XP_ATTRIBUTE
                                  ? item->u.node.row | EINV_REF_ATTR
                                  : item->u.node.row);
    *line = pos.line;
    *column = pos.column;
    return EINV_OK;
}

int einv_xpath_result_is_true(const einv_xpath_result *result)
{
    return is_result(result) ? result->truth : -1;
}
