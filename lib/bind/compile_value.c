/* compile_value.c: the attributes of a row that say what its value is:
 * paths into the model, constants, conditions, codecs.
 */
#include "compile.h"

#include "codec.h"

void *einv__pool_add(struct bind_compiler *c, void *ptr_to_ptr, size_t *n,
                     size_t *cap, size_t size)
{
    char **base = ptr_to_ptr;

    if (!einv__grow(c->b->alloc, ptr_to_ptr, cap, *n + 1, size)) {
        c->nomem = true;
        return NULL;
    }
    memset(*base + *n * size, 0, size);
    return *base + (*n)++ * size;
}

void einv__compile_ask(const struct bind_compiler *c, einv_node e)
{
    uint32_t a, end = einv__tree_attrs(c->t, e, &a);
    uint64_t mask = 0;

    for (; a < end; a++) {
        struct einv_text name = einv__tree_attr_qname(c->t, a)->local;

        mask |= bind_attr_bit(name.ptr, name.len);
    }
    *c->asked = (struct bind_asked){ e, mask };
}

struct einv_text einv__compile_find(const struct bind_compiler *c,
                                    einv_node e, const char *name)
{
    return einv__tree_get_attr(c->t, e, name);
}

static bool add_step(struct bind_compiler *c, struct bind_path *path,
                     einv_place_id place)
{
    einv_place_id *step = POOL_ADD(c, steps);

    if (step == NULL)
        return false;
    *step = place;
    path->steps.n++;
    path->place = place;
    return true;
}

/* An id (BT-131) stands for the whole way to its place. */
static bool add_id(struct bind_compiler *c, struct bind_path *path,
                   einv_place_id place, einv_place_id from)
{
    einv_place_id way[16];
    size_t n = 0;

    for (; place != from && place != EINV_ROOT_PLACE && n < 16;
         place = c->b->model->places[place].parent)
        way[n++] = place;
    if (place != from)
        path->absolute = true;
    while (n > 0)
        if (!add_step(c, path, way[--n]))
            return false;
    return true;
}

static void unknown_field(struct bind_compiler *c, einv_node e,
                          einv_place_id from, struct einv_text name)
{
    einv_place_id near = einv__model_suggest(c->b->model, from, name);
    char hint[96] = "a field of the model";

    if (near != EINV_NO_PLACE_ID) {
        struct einv_text text = c->b->model->places[near].name;
        static const char ask[] = "a field of the model; did you mean ";
        size_t n = sizeof(ask) - 1;

        memcpy(hint, ask, n);
        if (text.len < sizeof(hint) - n - 1) {
            memcpy(hint + n, text.ptr, text.len);
            hint[n + text.len] = '\0';
        }
    }
    einv__compile_error(c, e, "EINV-BIND-0010", name, hint);
}

bool einv__compile_path(struct bind_compiler *c, einv_node e,
                        einv_place_id record, struct einv_text text,
                        struct bind_path *out)
{
    const struct einv_model *m = c->b->model;
    einv_place_id at = record;

    memset(out, 0, sizeof(*out));
    out->steps.first = (uint32_t)c->b->n_steps;
    text = einv__text_trim(text);
    if (text.len > 0 && text.ptr[0] == '/') {
        out->absolute = true;
        at = EINV_ROOT_PLACE;
        text = einv__text(text.ptr + 1, text.len - 1);
    }
    out->place = at;
    while (text.ptr != NULL && text.len > 0) {
        struct einv_text name = einv__text_cut(text, '/', &text);
        einv_place_id next;

        if (einv__text_is(name, "."))
            continue;
        next = einv__model_child(m, at, name);
        if (next == EINV_NO_PLACE_ID) {
            next = einv__model_find_id(m, name);
            if (next == EINV_NO_PLACE_ID) {
                unknown_field(c, e, at, name);
                return false;
            }
            if (!add_id(c, out, next, at))
                return false;
        } else if (!add_step(c, out, next)) {
            return false;
        }
        at = next;
    }
    return true;
}

struct bind_range einv__compile_texts(struct bind_compiler *c,
                                      struct einv_text text, char separator)
{
    struct bind_range range = { (uint32_t)c->b->n_texts, 0 };

    while (text.ptr != NULL) {
        struct einv_text one = separator == ' '
            ? einv__text_word(&text)
            : einv__text_trim(einv__text_cut(text, separator, &text));
        struct einv_text *slot;

        if (separator == ' ' && one.len == 0)
            break;
        slot = POOL_ADD(c, texts);
        if (slot == NULL)
            break;
        *slot = one;
        range.n++;
    }
    return range;
}

/* Takes the next "... and" clause of a condition. */
static struct einv_text next_clause(struct einv_text *rest)
{
    struct einv_text all = *rest;

    for (size_t i = 0; i + 5 <= all.len; i++) {
        if (memcmp(all.ptr + i, " and ", 5) != 0)
            continue;
        *rest = einv__text(all.ptr + i + 5, all.len - i - 5);
        return einv__text(all.ptr, i);
    }
    *rest = EINV_NO_TEXT;
    return all;
}

/* has P | not has P | P in a b | P not in a b */
static void one_cond(struct bind_compiler *c, einv_node e,
                     einv_place_id record, struct einv_text clause)
{
    struct einv_text rest = clause, path;
    struct einv_text word = einv__text_word(&rest);
    struct bind_cond cond = { 0 }, *slot;

    if (einv__text_is(word, "has")) {
        cond.op = COND_HAS;
        path = einv__text_word(&rest);
    } else if (einv__text_is(word, "not")) {
        cond.op = COND_HAS_NOT;
        word = einv__text_word(&rest);
        path = einv__text_word(&rest);
        if (!einv__text_is(word, "has"))
            path = EINV_NO_TEXT;
    } else {
        path = word;
        word = einv__text_word(&rest);
        cond.op = einv__text_is(word, "not") ? COND_NOT_IN : COND_IN;
        if (cond.op == COND_NOT_IN)
            word = einv__text_word(&rest);
        if (!einv__text_is(word, "in"))
            path = EINV_NO_TEXT;
        cond.texts = einv__compile_texts(c, rest, ' ');
    }
    if (path.len == 0) {
        einv__compile_error(c, e, "EINV-BIND-0011", clause,
                            "has P, not has P, P in a b, P not in a b");
        return;
    }
    if (!einv__compile_path(c, e, record, path, &cond.path))
        return;
    slot = POOL_ADD(c, conds);
    if (slot != NULL)
        *slot = cond;
}

struct bind_range einv__compile_cond(struct bind_compiler *c, einv_node e,
                                     einv_place_id record,
                                     struct einv_text text)
{
    struct bind_range range = { (uint32_t)c->b->n_conds, 0 };

    while (text.ptr != NULL && text.len > 0)
        one_cond(c, e, record, einv__text_trim(next_clause(&text)));
    range.n = (uint32_t)c->b->n_conds - range.first;
    return range;
}

const struct einv_code_list *einv__compile_list(struct bind_compiler *c,
                                                einv_node e,
                                                struct einv_text name)
{
    struct einv_code_list *list = NULL;
    struct einv_text bytes;
    char *file = einv__arena_dup(&c->b->arena, name);
    einv_status status;

    if (file == NULL) {
        c->nomem = true;
        return NULL;
    }
    if (c->options->fetch == NULL ||
        c->options->fetch(c->options->user, "codes", name, &bytes) != EINV_OK) {
        einv__compile_error(c, e, "EINV-BIND-0012", name, "a code list");
        return NULL;
    }
    status = einv__codes_load(&list, &c->b->arena, bytes, file, c->report);
    if (status == EINV_ENOMEM)
        c->nomem = true;
    else if (status != EINV_OK)
        c->errors++;
    return list;
}

/* A column "rate:percent" spells what it takes over by that codec. */
static void compile_columns(struct bind_compiler *c, einv_node e,
                            struct bind_codec_use *use)
{
    size_t n = use->list != NULL ? einv__codes_columns(use->list) - 1 : 0;

    for (size_t i = 0; i < n; i++) {
        struct einv_text codec, name =
            einv__text_cut(einv__codes_column(use->list, i + 1), ':', &codec);

        (void)name;
        if (codec.ptr == NULL || !einv__codes_is_map(use->list))
            continue;
        if (use->columns == NULL)
            use->columns = einv__arena_zero(&c->b->arena, n,
                                            sizeof(*use->columns));
        if (use->columns == NULL) {
            c->nomem = true;
            return;
        }
        use->columns[i] = einv__codec_find(codec);
        if (use->columns[i] == NULL || use->columns[i]->needs_arg)
            einv__compile_error(c, e, "EINV-BIND-0013", codec,
                                "a codec without an argument");
    }
}

/* name or name(argument) */
static void one_codec(struct bind_compiler *c, einv_node e,
                      struct einv_text text)
{
    struct bind_codec_use *use = POOL_ADD(c, codec_uses);
    struct einv_text arg = EINV_NO_TEXT, name = text;
    const char *open = memchr(text.ptr, '(', text.len);

    if (use == NULL)
        return;
    if (open != NULL && text.ptr[text.len - 1] == ')') {
        name = einv__text(text.ptr, (size_t)(open - text.ptr));
        arg = einv__text(open + 1, text.len - name.len - 2);
    }
    use->arg = arg;
    use->codec = einv__codec_find(name);
    if (use->codec == NULL)
        einv__compile_error(c, e, "EINV-BIND-0013", name, "a codec");
    else if (use->codec->needs_arg && arg.len == 0)
        einv__compile_error(c, e, "EINV-BIND-0014", name,
                            "an argument in brackets");
    else if (strcmp(use->codec->name, "code") == 0) {
        use->list = einv__compile_list(c, e, arg);
        compile_columns(c, e, use);
    }
}

struct bind_range einv__compile_codecs(struct bind_compiler *c, einv_node e,
                                       struct einv_text text)
{
    struct bind_range range = { (uint32_t)c->b->n_codec_uses, 0 };

    while (text.ptr != NULL && text.len > 0)
        one_codec(c, e, einv__text_trim(einv__text_cut(text, '|', &text)));
    range.n = (uint32_t)c->b->n_codec_uses - range.first;
    return range;
}

/* to= names one field, or as many as a code list has columns. */
static void compile_to(struct bind_compiler *c, einv_node e,
                       struct bind_row *row, struct einv_text text)
{
    row->to.first = (uint32_t)c->b->n_paths;
    if (einv__compile_slot_to(row, text))
        return;
    if (einv__text_is(einv__text_trim(text), "."))
        row->flags |= ROW_SELF;
    while (text.len > 0) {
        struct einv_text word = einv__text_word(&text);
        struct bind_path path, *slot;

        if (word.len == 0)
            break;
        if (!einv__compile_path(c, e, row->inside, word, &path))
            continue;
        slot = POOL_ADD(c, paths);
        if (slot == NULL)
            return;
        *slot = path;
        row->to.n++;
    }
    if (row->to.n > BIND_MAX_FIELDS)
        einv__compile_error(c, e, "EINV-BIND-0015", text,
                            "fewer fields in one place");
}

static uint32_t add_path(struct bind_compiler *c, einv_node e,
                         einv_place_id record, struct einv_text text)
{
    struct bind_path path, *slot;

    if (!einv__compile_path(c, e, record, text, &path))
        return BIND_NONE;
    slot = POOL_ADD(c, paths);
    if (slot == NULL)
        return BIND_NONE;
    *slot = path;
    return (uint32_t)c->b->n_paths - 1;
}

static void compile_key(struct bind_compiler *c, einv_node e,
                        struct bind_row *row, struct einv_text key)
{
    if (key.len > 0 && key.ptr[0] == '=')
        row->key_path = add_path(c, e, row->inside,
                                 einv__text(key.ptr + 1, key.len - 1));
    else
        row->keys = einv__compile_texts(c, key, '|');
}

/* The type of the row's value must be what its codecs give. */
static void check_type(struct bind_compiler *c, einv_node e,
                       const struct bind_row *row)
{
    const struct bind_codec *last = NULL;
    enum einv_type type;

    if (row->to.n != 1 || row->pattern.n > 0)
        return;
    type = c->b->model->places[bind_field(c->b, row, 0)].type;
    if (row->codecs.n > 0) {
        last = c->b->codec_uses[row->codecs.first + row->codecs.n - 1].codec;
        if (last == NULL)
            return;
    }
    if (!einv__codec_fits(last, type))
        einv__compile_error(c, e, "EINV-BIND-0016",
                            c->b->model->places[bind_field(c->b, row, 0)].name,
                            "a codec that gives the field's type: "
                            "as=\"date(...)\" for a date");
}

/* One of these fields is a number. */
static bool has_number(const struct bind_compiler *c, struct bind_range paths)
{
    for (uint32_t i = 0; i < paths.n; i++)
        if (einv__type_is_number((enum einv_type)c->b->model->places[
                c->b->paths[paths.first + i].place].type))
            return true;
    return false;
}

/* sign="credit": a number that credit notes have with the other sign.  Of a
 * pattern's fields it is about the numbers. */
static void compile_turn(struct bind_compiler *c, einv_node e,
                         struct bind_row *row, struct einv_text text)
{
    struct bind_range paths = row->to;

    if (row->same != BIND_NONE)
        paths = (struct bind_range){ row->same, 1 };
    else if (row->to.n == 0 && (row->flags & ROW_MADE))
        paths = c->b->makes[row->make].paths;
    row->flags |= ROW_SIGN;
    if (!einv__text_is(text, "credit") || c->b->credit.n == 0 ||
        (paths.n != 1 && row->pattern.n == 0) || !has_number(c, paths))
        einv__compile_error(c, e, "EINV-BIND-0055", text,
                            "sign=\"credit\" on an amount or a quantity, "
                            "and <sign credit=...>");
}

static void compile_constants(struct bind_compiler *c, einv_node e,
                              struct bind_row *row)
{
    struct einv_text text = einv__compile_attr(c, e, "fixed");

    if (text.ptr != NULL) {
        row->keys = einv__compile_texts(c, text, '|');
        row->fixed = true;
        if (row->to.n > 0)
            einv__compile_error(c, e, "EINV-BIND-0017", text,
                                "either fixed or to, not both");
    }
    text = einv__compile_attr(c, e, "default");
    if (text.ptr != NULL) {
        row->fallback = text;
        row->has_default = true;
    }
}

void einv__compile_value(struct bind_compiler *c, einv_node e,
                         struct bind_row *row)
{
    struct einv_text text;

    row->same = row->key_path = BIND_NONE;
    text = einv__compile_attr(c, e, "to");
    if (text.ptr != NULL)
        compile_to(c, e, row, text);
    text = einv__compile_attr(c, e, "pattern");
    if (text.ptr != NULL)
        einv__compile_pattern(c, e, row, text);
    text = einv__compile_attr(c, e, "same");
    if (text.ptr != NULL)
        row->same = add_path(c, e, row->inside, text);
    text = einv__compile_attr(c, e, "as");
    if (text.ptr != NULL)
        row->codecs = einv__compile_codecs(c, e, text);
    text = einv__compile_attr(c, e, "key");
    if (text.ptr != NULL)
        compile_key(c, e, row, text);
    compile_constants(c, e, row);
    check_type(c, e, row);
    einv__compile_facet(c, e, row);
    einv__compile_gather(c, e, row);
    text = einv__compile_attr(c, e, "part");
    if (text.ptr != NULL)
        einv__compile_part(c, e, row, text);
    text = einv__compile_attr(c, e, "make");
    if (text.ptr != NULL)
        einv__compile_make(c, e, row, text);
    text = einv__compile_attr(c, e, "sign");
    if (text.ptr != NULL)
        compile_turn(c, e, row, text);
}
