/* message.c: what an assert says about itself: how grave it is, and which
 * business term it is about.
 */
#include "set.h"

struct word {
    const char *word;
    enum einv_severity severity;
};

/* What authorities write into flag and role. */
static const struct word words[] = {
    { "fatal", EINV_SEV_FATAL },
    { "error", EINV_SEV_ERROR },
    { "warning", EINV_SEV_WARNING },
    { "warn", EINV_SEV_WARNING },
    { "information", EINV_SEV_INFORMATION },
    { "info", EINV_SEV_INFORMATION },
};

static bool same(struct einv_text text, const char *word)
{
    size_t i;

    for (i = 0; i < text.len && word[i] != '\0'; i++) {
        char c = text.ptr[i];

        if (c >= 'A' && c <= 'Z')
            c = (char)(c + ('a' - 'A'));
        if (c != word[i])
            return false;
    }
    return i == text.len && word[i] == '\0';
}

static bool severity_of(struct einv_text text, enum einv_severity *out)
{
    size_t i;

    text = einv__text_trim(text);
    for (i = 0; i < sizeof(words) / sizeof(words[0]); i++)
        if (same(text, words[i].word)) {
            *out = words[i].severity;
            return true;
        }
    return false;
}

static bool is_digit(char c)
{
    return c >= '0' && c <= '9';
}

static bool is_letter(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

struct einv_text einv__sch_term(struct einv_text t)
{
    size_t i, end;

    for (i = 0; i + 3 < t.len; i++) {
        if ((t.ptr[i] != 'B' && t.ptr[i] != 'X') ||
            (t.ptr[i + 1] != 'T' && t.ptr[i + 1] != 'G')
            || t.ptr[i + 2] != '-' || !is_digit(t.ptr[i + 3]) ||
            (i > 0 && (is_letter(t.ptr[i - 1]) || t.ptr[i - 1] == '-')))
            continue;
        for (end = i + 3; end < t.len && (is_digit(t.ptr[end]) ||
             (t.ptr[end] == '-' && end + 1 < t.len &&
              is_digit(t.ptr[end + 1]))); end++)
            ;
        return einv__text(t.ptr + i, end - i);
    }
    return EINV_TEXT("");
}

struct einv_text einv__sch_next_term(struct einv_text *text)
{
    struct einv_text term = einv__sch_term(*text);
    const char *end = text->ptr + text->len;

    if (term.len > 0)
        *text = einv__text(term.ptr + term.len,
                           (size_t)(end - term.ptr) - term.len);
    return term;
}

struct einv_text einv__sch_value_name(size_t n)
{
    static const char digits[] = "123456789";

    return einv__text(digits + n, 1);
}

void einv__sch_pattern(const struct sch_check *check, struct einv_buf *out)
{
    const struct sch_part *part;
    size_t n = 0;

    for (part = check->first; part != NULL; part = part->next) {
        if (part->kind == SCH_TEXT) {
            einv__buf_text(out, part->text);
        } else {
            einv__buf_char(out, '{');
            einv__buf_uint(out, ++n);
            einv__buf_char(out, '}');
        }
    }
    einv__sch_normalize(out);
}

bool einv__sch_holds(struct einv_text expr, struct einv_text value)
{
    size_t i;

    for (i = 0; value.len > 0 && i + value.len + 2 <= expr.len; i++)
        if (expr.ptr[i] == '\'' && expr.ptr[i + value.len + 1] == '\'' &&
            memcmp(expr.ptr + i + 1, value.ptr, value.len) == 0)
            return true;
    return false;
}

/* What an expression says of every document; empty: nobody knows. */
static struct einv_text constant(struct einv_text expr)
{
    struct einv_text inner = EINV_NO_TEXT;

    expr = einv__text_trim(expr);
    if (expr.len > 2 && expr.ptr[0] == '\'')
        inner = einv__text(expr.ptr + 1, expr.len - 2);
    return einv__sch_holds(expr, inner) &&
           memchr(inner.ptr, '\'', inner.len) == NULL ? inner : EINV_NO_TEXT;
}

/* The values of a message before there is a document: dots. */
static void put_values(const struct sch_check *check,
                       struct einv_sch_about *about)
{
    const struct sch_part *part;
    size_t n = 0;

    for (part = check->first; part != NULL; part = part->next) {
        struct einv_argument *arg = &about->values[n];

        if (part->kind == SCH_TEXT || n == SCH_MOST_VALUES)
            continue;
        arg->name = einv__sch_value_name(n++);
        arg->value = constant(part->text);
        if (arg->value.len == 0)
            arg->value = EINV_TEXT("...");
    }
    about->n_values = n;
}

size_t einv__sch_about(const struct einv_sch_set *set, struct einv_text id,
                       size_t from, struct einv_sch_about *about,
                       struct einv_buf *sentence)
{
    for (; from < set->n_known; from++) {
        const struct sch_known *k = &set->known[from];

        if (!einv__text_eq(k->check->id, id))
            continue;
        about->id = k->check->id;
        about->flag = k->check->flag;
        about->context = k->rule->context;
        about->test = k->check->test;
        about->fix = k->check->hint != NULL ? k->check->hint->fix
                                            : EINV_NO_TEXT;
        about->severity = k->check->severity;
        about->report = k->check->report;
        put_values(k->check, about);
        einv__sch_pattern(k->check, sentence);
        return from + 1;
    }
    return 0;
}

void einv__sch_judge(struct sch_reader *r, struct sch_check *check)
{
    const struct sch_level *level;
    const struct sch_part *part;

    check->severity = check->report ? EINV_SEV_INFORMATION : EINV_SEV_ERROR;
    if (!severity_of(check->flag, &check->severity))
        severity_of(check->role, &check->severity);
    for (level = r->levels; level != NULL; level = level->next)
        if (einv__text_eq(level->rule, check->id))
            check->severity = level->severity;
    for (part = check->first; part != NULL && check->term.len == 0;
         part = part->next)
        if (part->kind == SCH_TEXT)
            check->term = einv__sch_term(part->text);
}

bool einv__sch_levels(struct sch_reader *r, struct einv_text levels)
{
    struct sch_place nowhere = { NULL, EINV_NO_NODE };
    struct einv_text word, value;

    while ((word = einv__text_word(&levels)).len > 0) {
        struct sch_level *level = einv__sch_new(r, sizeof(*level));

        if (level == NULL ||
            !einv__sch_copy(r, einv__text_cut(word, '=', &value),
                            &level->rule))
            return false;
        if (!severity_of(value, &level->severity)) {
            einv__sch_complain(r, nowhere, "EINV-RULES-0005", word,
                               "RULE=fatal, error, warning or information");
            continue;
        }
        level->next = r->levels;
        r->levels = level;
    }
    return true;
}
