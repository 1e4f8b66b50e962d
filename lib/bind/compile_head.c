/* compile_head.c: what stands before the rows: names, output, lacks, sign.
 */
#include "compile.h"

/* <output> says how the bytes are written. */
static void compile_output(struct bind_compiler *c, einv_node e)
{
    struct einv_bind_info *info = &c->b->info;
    struct einv_text text;

    info->encoding = einv__compile_attr(c, e, "encoding");
    info->bom = einv__text_is(einv__compile_attr(c, e, "bom"), "yes");
    info->no_declaration =
        einv__text_is(einv__compile_attr(c, e, "declaration"), "no");
    info->draft = einv__text_is(einv__compile_attr(c, e, "draft"), "yes");
    text = einv__compile_attr(c, e, "indent");
    if (text.len == 1 && text.ptr[0] >= '0' && text.ptr[0] <= '9')
        info->indent = (uint32_t)(text.ptr[0] - '0');
}

static void add_lack(struct bind_compiler *c, einv_place_id place,
                     struct einv_text why, bool anywhere)
{
    struct bind_lack *lack = POOL_ADD(c, lacks);

    if (lack != NULL)
        *lack = (struct bind_lack){ place, why, anywhere };
}

/* party:kind: that field of the record in every role where no row binds it. */
static bool lacks_anywhere(struct bind_compiler *c, struct einv_text word,
                           struct einv_text why)
{
    const struct einv_model *m = c->b->model;
    struct einv_text field, record = einv__text_cut(word, ':', &field);
    einv_place_id role, last = EINV_NO_PLACE_ID;

    if (field.ptr == NULL)
        return false;
    for (role = einv__model_first(m, record); role != 0;
         role = m->places[role].alike) {
        einv_place_id at = einv__model_child(m, role, field);

        if (at == EINV_NO_PLACE_ID)
            return false;
        if (m->places[at].parent == role)   /* others share its children */
            add_lack(c, last = at, why, true);
    }
    return last != EINV_NO_PLACE_ID;
}

static void compile_lacks(struct bind_compiler *c, einv_node e)
{
    struct einv_text terms = einv__compile_attr(c, e, "terms");
    struct einv_text why = einv__compile_attr(c, e, "why");

    while (terms.len > 0) {
        struct einv_text word = einv__text_word(&terms);
        einv_place_id place;

        if (word.len == 0)
            break;
        if (einv__text_is(word, "*")) {
            add_lack(c, EINV_ROOT_PLACE, why, true);
            continue;
        }
        if (lacks_anywhere(c, word, why))
            continue;
        place = einv__model_find_id(c->b->model, word);
        if (place == EINV_NO_PLACE_ID)
            place = einv__model_find(c->b->model, EINV_ROOT_PLACE, word);
        if (place == EINV_NO_PLACE_ID) {
            einv__compile_error(c, e, "EINV-BIND-0010", word,
                                "a term or field of the model");
            continue;
        }
        add_lack(c, place, why, false);
    }
}

/* <sign credit="381 396"/>: the types whose amounts have the other sign. */
static void compile_sign(struct bind_compiler *c, einv_node e)
{
    c->b->credit = einv__compile_texts(c, einv__compile_attr(c, e, "credit"),
                                       ' ');
    c->b->type = einv__model_find_id(c->b->model, EINV_TEXT("BT-3"));
    if (c->b->credit.n == 0 || c->b->type == EINV_NO_PLACE_ID)
        einv__compile_error(c, e, "EINV-BIND-0055", EINV_TEXT("sign"),
                            "credit= with the types of credit notes");
    c->b->sign_as = einv__compile_attr(c, e, "as");
    c->b->sign_else = einv__compile_attr(c, e, "else");
    c->b->has_by = einv__compile_attr(c, e, "by").ptr != NULL &&
                   einv__compile_path(c, e, EINV_ROOT_PLACE,
                                      einv__compile_attr(c, e, "by"),
                                      &c->b->by);
    if (c->b->has_by
        ? (c->b->sign_as.len > 0) == (c->b->sign_else.len > 0)
        : c->b->sign_as.len > 0 || c->b->sign_else.len > 0)
        einv__compile_error(c, e, "EINV-BIND-0055", EINV_TEXT("sign"),
                            "by= with either as= or else=");
}

void einv__compile_head(struct bind_compiler *c)
{
    struct einv_bind_info *info = &c->b->info;
    einv_node root = einv__tree_root(c->t), e;

    info->id = einv__compile_attr(c, root, "id");
    info->version = einv__compile_attr(c, root, "version");
    info->name = einv__compile_attr(c, root, "name");
    info->country = einv__compile_attr(c, root, "country");
    info->proof = einv__compile_attr(c, root, "proof");
    info->full = einv__text_is(einv__compile_attr(c, root, "coverage"),
                               "full");
    info->json = einv__text_is(einv__compile_attr(c, root, "syntax"), "json");
    info->read = !einv__text_is(einv__compile_attr(c, root, "read"), "no");
    info->write = !einv__text_is(einv__compile_attr(c, root, "write"), "no");
    info->indent = 2;
    for (e = einv__tree_child(c->t, root); e != EINV_NO_NODE;
         e = einv__tree_next(c->t, e)) {
        struct einv_text name = einv__tree_qname(c->t, e)->local;

        if (!einv__text_eq(einv__tree_qname(c->t, e)->ns,
                           einv__tree_qname(c->t, root)->ns))
            continue;
        if (einv__text_is(name, "output"))
            compile_output(c, e);
        else if (einv__text_is(name, "lacks"))
            compile_lacks(c, e);
        else if (einv__text_is(name, "sign"))
            compile_sign(c, e);
    }
}
