/* sign.c: credit notes: whose amounts have the other sign in the model, and
 * how a format tells them that has no word for them.
 *
 * by= names a number (a total) whose sign tells.  as= is the type whose word
 * the format uses: with a negative total it is a credit note.  else= is the
 * type of a document that no place says the type of, unless its total is
 * negative.
 */
#include "codec.h"
#include "run.h"

static struct einv_entry *type_of(const struct bind_run *r)
{
    return einv__entry_find(&r->inv->root, r->b->type);
}

static bool is_among(const struct bind_run *r, const struct einv_entry *type)
{
    const struct einv_binding *b = r->b;

    for (uint32_t i = 0; type != NULL && i < b->credit.n; i++)
        if (type->text != NULL &&
            einv__text_eq(b->texts[b->credit.first + i],
                          einv__entry_text(type)))
            return true;
    return false;
}

static bool is_zero(struct einv_text number)
{
    for (size_t i = 0; i < number.len; i++)
        if (number.ptr[i] >= '1' && number.ptr[i] <= '9')
            return false;
    return true;
}

/* The sign of the number that tells: -1, 0 (also where it is not said), 1. */
static int told(const struct bind_run *r)
{
    const struct einv_entry *e = r->b->has_by
        ? einv__bind_find(r, &r->b->by, &r->inv->root) : NULL;
    struct einv_text text = e != NULL ? einv__entry_text(e) : EINV_NO_TEXT;

    return is_zero(text) ? 0 : text.ptr[0] == '-' ? -1 : 1;
}

bool einv__bind_is_credit(const struct bind_run *r)
{
    return r->b->credit.n > 0 && is_among(r, type_of(r));
}

struct einv_text einv__bind_turn(struct bind_run *r, struct einv_text number)
{
    char *text;

    if (is_zero(number))
        return number;
    if (number.ptr[0] == '-')
        return einv__text(number.ptr + 1, number.len - 1);
    if (number.ptr[0] == '+')
        number = einv__text(number.ptr + 1, number.len - 1);
    text = einv__arena_alloc(r->arena, number.len + 1);
    if (text == NULL) {
        r->nomem = true;
        return EINV_NO_TEXT;
    }
    text[0] = '-';
    memcpy(text + 1, number.ptr, number.len);
    return einv__text(text, number.len + 1);
}

struct einv_text einv__sign_implies(const struct bind_run *r, bool turned)
{
    const struct einv_binding *b = r->b;

    if (!b->has_by || b->sign_else.len == 0)
        return EINV_NO_TEXT;
    return told(r) == (turned ? 1 : -1) ? b->texts[b->credit.first]
                                        : b->sign_else;
}

void einv__sign_read(struct bind_run *r)
{
    const struct einv_binding *b = r->b;
    struct einv_entry *type = type_of(r);
    struct einv_text said = type != NULL ? einv__entry_text(type)
                                         : EINV_NO_TEXT;
    uint8_t implied = 0;

    if (!b->has_by)
        return;
    if (said.ptr == NULL && b->sign_else.len > 0) {
        type = einv__entry_need(r->inv, &r->inv->root, b->type);
        said = einv__sign_implies(r, false);
        implied = EINV_ENTRY_IMPLIED;
    } else if (said.ptr != NULL && b->sign_as.len > 0 &&
               einv__text_eq(said, b->sign_as) && told(r) < 0) {
        said = b->texts[b->credit.first];
    } else {
        return;
    }
    if (type == NULL) {
        r->nomem = true;
        return;
    }
    einv__entry_lend(type, said);
    type->flags |= implied;
}

bool einv__sign_writes(const struct bind_run *r)
{
    return einv__bind_is_credit(r) &&
           (r->b->sign_as.len == 0 || told(r) > 0);
}

/* Has a place of the type a word for this one? */
static bool has_word(struct bind_run *r, struct einv_text type)
{
    const struct einv_binding *b = r->b;
    struct bind_value value = { { type } };
    struct einv_text word;

    for (uint32_t i = 1; i < b->n_rows; i++)
        if (b->rows[i].to.n == 1 && bind_field(b, &b->rows[i], 0) == b->type &&
            einv__value_encode(b, &b->rows[i], &value, r->arena, &word,
                               &r->nomem) && word.ptr != NULL)
            return true;
    return false;
}

bool einv__sign_reads(struct bind_run *r, bool turned)
{
    const struct einv_binding *b = r->b;
    const struct einv_entry *type = type_of(r);
    struct einv_text said = type != NULL ? einv__entry_text(type)
                                         : EINV_NO_TEXT;
    bool negative = told(r) == (turned ? 1 : -1);

    if (turned && b->sign_as.len > 0)
        said = b->sign_as;
    if (said.ptr != NULL && !has_word(r, said))
        said = EINV_NO_TEXT;
    if (said.ptr == NULL)
        return b->sign_else.len > 0 && negative;
    return einv__text_eq(said, b->sign_as) ? negative : is_among(r, type);
}

struct einv_text einv__sign_type(const struct bind_run *r, bool turned,
                                 struct einv_text type)
{
    return turned && r->b->sign_as.len > 0 ? r->b->sign_as : type;
}
