/* compile_make.c: make= becomes a maker and what it is made of. */
#include "compile.h"

#include "make.h"

/* Makers within templates within makers: nobody needs more. */
#define MAX_DEPTH 2

static void wrong(struct bind_compiler *c, einv_node e, struct einv_text text,
                  const char *expected)
{
    einv__compile_error(c, e, "EINV-BIND-0056", text, expected);
}

static uint32_t compile_call(struct bind_compiler *c, einv_node e,
                             einv_place_id record, struct einv_text text,
                             unsigned depth);

static bool add_path(struct bind_compiler *c, einv_node e,
                     einv_place_id record, struct einv_text text,
                     struct bind_path *path)
{
    struct bind_path *slot;

    if (!einv__compile_path(c, e, record, text, path))
        return false;
    slot = POOL_ADD(c, paths);
    if (slot != NULL)
        *slot = *path;
    return slot != NULL;
}

static bool place_fits(const struct bind_compiler *c, enum make_args args,
                       einv_place_id at)
{
    const struct einv_place *place = &c->b->model->places[at];

    switch (args) {
    case MAKE_NUMBER:
        return einv__type_is_number((enum einv_type)place->type);
    case MAKE_LIST:
        return (place->flags & EINV_PLACE_MANY) != 0;
    case MAKE_PATHS:
        return place->type != EINV_TYPE_RECORD;
    default:
        return true;
    }
}

/* Paths, a UUID before them where there may be several. */
static void compile_paths(struct bind_compiler *c, einv_node e,
                          einv_place_id record, struct einv_text args,
                          struct bind_make *make)
{
    enum make_args kind = make->maker->args;
    struct einv_text all = args;
    uint8_t uuid[16];

    make->paths.first = (uint32_t)c->b->n_paths;
    for (;;) {
        struct einv_text word = einv__text_word(&args);
        struct bind_path path;

        if (word.len == 0)
            break;
        if (kind == MAKE_PATHS && make->paths.n == 0 &&
            make->text.len == 0 && einv__make_uuid_read(word, uuid)) {
            make->text = word;
            continue;
        }
        if (!add_path(c, e, record, word, &path))
            return;
        make->paths.n++;
        if (!place_fits(c, kind, path.place))
            wrong(c, e, word, einv__maker_names);
    }
    if (make->paths.n == 0 || (kind != MAKE_PATHS && make->paths.n > 1))
        wrong(c, e, all, einv__maker_names);
}

/* {path}, {path:dd.MM.yyyy}, {uuid5(path path)} */
static void compile_hole(struct bind_compiler *c, einv_node e,
                         einv_place_id record, struct einv_text inside,
                         struct bind_part *part, unsigned depth)
{
    struct einv_text name, picture;
    struct bind_path path;

    part->kind = PART_HOLE;
    if (memchr(inside.ptr, '(', inside.len) != NULL) {
        part->length = compile_call(c, e, record, inside, depth + 1);
        return;
    }
    name = einv__text_cut(inside, ':', &picture);
    part->text = picture;
    part->field = (uint32_t)c->b->n_paths;
    if (add_path(c, e, record, name, &path) && picture.len > 0 &&
        c->b->model->places[path.place].type != EINV_TYPE_DATE)
        wrong(c, e, inside, "a date before the picture");
}

static void compile_template(struct bind_compiler *c, einv_node e,
                             einv_place_id record, struct einv_text text,
                             struct bind_make *make, unsigned depth)
{
    struct bind_part parts[32];
    struct bind_part *slot;
    uint32_t n = 0;

    for (; text.len > 0 && n < 32; n++) {
        const char *open = memchr(text.ptr, '{', text.len), *close = NULL;
        size_t len = open == NULL ? text.len : (size_t)(open - text.ptr);

        memset(&parts[n], 0, sizeof(parts[n]));
        if (len == 0)
            close = memchr(text.ptr, '}', text.len);
        if (close != NULL) {
            len = (size_t)(close - text.ptr) + 1;
            compile_hole(c, e, record, einv__text(text.ptr + 1, len - 2),
                         &parts[n], depth);
        } else {
            len += len == 0;
            parts[n].text = einv__text(text.ptr, len);
        }
        text = einv__text(text.ptr + len, text.len - len);
    }
    if (text.len > 0 || n == 0)
        wrong(c, e, text, "1 to 32 texts and {fields}");
    make->parts.first = (uint32_t)c->b->n_parts;
    for (uint32_t i = 0; i < n; i++) {
        slot = POOL_ADD(c, parts);
        if (slot == NULL)
            return;
        *slot = parts[i];
        make->parts.n++;
    }
}

/* name or name(arguments); 0: an error was given. */
static uint32_t compile_call(struct bind_compiler *c, einv_node e,
                             einv_place_id record, struct einv_text text,
                             unsigned depth)
{
    struct einv_text args = EINV_NO_TEXT, name = text;
    const char *open = memchr(text.ptr, '(', text.len);
    struct bind_make make = { 0 }, *slot;

    if (open != NULL && text.ptr[text.len - 1] == ')') {
        name = einv__text(text.ptr, (size_t)(open - text.ptr));
        args = einv__text(open + 1, text.len - name.len - 2);
    }
    make.maker = einv__maker_find(name);
    if (make.maker == NULL || depth > MAX_DEPTH ||
        (make.maker->args == MAKE_NOTHING) != (args.len == 0)) {
        wrong(c, e, text, einv__maker_names);
        return 0;
    }
    if (make.maker->args == MAKE_TEMPLATE)
        compile_template(c, e, record, args, &make, depth);
    else if (make.maker->args != MAKE_NOTHING)
        compile_paths(c, e, record, args, &make);
    slot = POOL_ADD(c, makes);
    if (slot == NULL)
        return 0;
    *slot = make;
    return (uint32_t)c->b->n_makes - 1;
}

/* Does a made text fit the field that it fills? */
static bool fits_field(const struct bind_compiler *c,
                       const struct bind_row *row, enum einv_type gives)
{
    enum einv_type type;

    if (row->to.n != 1)
        return row->to.n == 0;
    type = (enum einv_type)
        c->b->model->places[c->b->paths[row->to.first].place].type;
    return type == gives || type == EINV_TYPE_TEXT ||
           type == EINV_TYPE_IDENTIFIER || type == EINV_TYPE_REFERENCE ||
           type == EINV_TYPE_CODE ||
           (einv__type_is_number(type) && einv__type_is_number(gives));
}

void einv__compile_make(struct bind_compiler *c, einv_node e,
                        struct bind_row *row, struct einv_text text)
{
    row->make = compile_call(c, e, row->inside, einv__text_trim(text), 0);
    if (row->make == 0)
        return;
    if (row->keys.n > 0 || row->key_path != BIND_NONE ||
        row->same != BIND_NONE || row->pattern.n > 0 ||
        (row->has_default && row->to.n == 0))
        wrong(c, e, text, "no fixed, key, same or pattern beside it");
    else if (!fits_field(c, row, c->b->makes[row->make].maker->gives))
        wrong(c, e, text, "one field whose type takes what is made");
    else if (row->to.n > 0 && !(row->flags & ROW_REQUIRED))
        wrong(c, e, text, "occurs=\"1\": the field is only made when the "
                          "place demands one");
    else if (row->to.n == 0 && (row->flags & ROW_MANY))
        wrong(c, e, text, "one place");
    if (row->to.n == 0)
        row->flags |= ROW_MADE;
}
