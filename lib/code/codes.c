/* codes.c: what a code list says, both ways.
 *
 * Knows the file's shape and the reserved cells (ORDER CELL).  A map is
 * written so that the first row that fits wins in both directions; a cell
 * that fits many texts makes a row "loose", one whose cells are all literal
 * is found by hash.
 */
#include "codes.h"

#include "../base/decimal.h"

enum cell {            /* ORDER CELL */
    LITERAL,
    NUMBER,            /* national: any number above zero */
    ANY,               /* national: any text; field: not looked at */
    ABSENT,            /* national: the place is not there */
    SAME,              /* field: the national text */
    NONE               /* field: nothing */
};

static const char *const reserved[] = {      /* ORDER CELL */
    NULL, "\\number", "\\any", "\\absent", "\\same", "\\none",
};

#define NATIONAL_CELLS (1u << LITERAL | 1u << NUMBER | 1u << ANY | 1u << ABSENT)
#define FIELD_CELLS (1u << LITERAL | 1u << SAME | 1u << NONE | 1u << ANY)
#define MOST_COLUMNS 16
#define NOWHERE UINT32_MAX

struct row {
    struct einv_text *texts;     /* one a column */
    uint8_t *cells;              /* enum cell, one a column */
    uint32_t line;
    bool read, write;
    bool loose_read, loose_write;
    uint32_t next_read, next_write;  /* in the same bucket, rising */
};

struct einv_code_list {
    struct einv_text names[MOST_COLUMNS];
    size_t columns;              /* without dir */
    bool map;
    struct row *rows;
    uint32_t n_rows;
    uint32_t *by_code, *by_fields;   /* buckets: first row, NOWHERE */
    uint32_t mask;
    uint32_t *loose_read, *loose_write;  /* rows without hash, rising */
    uint32_t n_loose_read, n_loose_write;
};

struct loader {
    struct einv_code_list *list;
    struct einv_arena *arena;
    struct einv_report *report;
    const char *file;
    uint32_t line;
    bool bad, nomem;
};

/* --- complaining ---------------------------------------------------------- */

static void complain(struct loader *l, const char *rule, struct einv_text found,
                     const char *expected)
{
    struct einv_argument file = { EINV_TEXT("file"),
                                  einv__text_of(l->file) };
    struct einv_finding f = einv__finding(EINV_SEV_ERROR, "codes", rule,
                                          found, einv__text_of(expected));

    f.pos.line = l->line;
    f.pos.column = 1;
    f.args = &file;
    f.n_args = 1;
    l->bad = true;
    einv__report_add(l->report, &f);
}

/* --- cells ---------------------------------------------------------------- */

static bool above_zero(struct einv_text text)
{
    if (text.len == 0 || text.ptr[0] == '-' || !einv__decimal_is(text))
        return false;
    for (size_t i = 0; i < text.len; i++)
        if (text.ptr[i] >= '1' && text.ptr[i] <= '9')
            return true;
    return false;
}

static bool fits_national(const struct row *row, struct einv_text national)
{
    switch ((enum cell)row->cells[0]) {
    case ABSENT:
        return national.ptr == NULL;
    case ANY:
        return national.len > 0;
    case NUMBER:
        return national.ptr != NULL && above_zero(national);
    default:
        return national.ptr != NULL
            && einv__text_eq(row->texts[0], national);
    }
}

static bool fits_fields(const struct einv_code_list *list,
                        const struct row *row, const struct einv_text *fields)
{
    struct einv_text same = EINV_NO_TEXT;

    for (size_t i = 1; i < list->columns; i++) {
        struct einv_text field = fields[i - 1];

        switch ((enum cell)row->cells[i]) {
        case ANY:
            break;
        case NONE:
            if (field.len > 0)
                return false;
            break;
        case SAME:
            if (field.len == 0
                || (same.len > 0 && !einv__text_eq(same, field))
                || !fits_national(row, field))
                return false;
            same = field;
            break;
        default:
            if (!einv__text_eq(row->texts[i], field))
                return false;
        }
    }
    return true;
}

/* --- looking up ----------------------------------------------------------- */

static uint32_t hash_fields(const struct einv_code_list *list,
                            const struct einv_text *fields)
{
    uint32_t h = EINV_HASH32_SEED;

    for (size_t i = 0; i + 1 < list->columns; i++) {
        h = einv__hash32(h, fields[i].ptr, fields[i].len);
        h = einv__hash32(h, "\t", 1);
    }
    return h & list->mask;
}

static uint32_t hash_code(const struct einv_code_list *list,
                          struct einv_text code)
{
    return einv__hash32(EINV_HASH32_SEED, code.ptr, code.len) & list->mask;
}

/* The first row that reads this; NOWHERE: none. */
static uint32_t find_read(const struct einv_code_list *list,
                          struct einv_text national)
{
    uint32_t at = NOWHERE;

    if (national.ptr != NULL)
        at = list->by_code[hash_code(list, national)];
    while (at != NOWHERE && !fits_national(&list->rows[at], national))
        at = list->rows[at].next_read;
    for (uint32_t i = 0; i < list->n_loose_read && list->loose_read[i] < at;
         i++)
        if (fits_national(&list->rows[list->loose_read[i]], national))
            return list->loose_read[i];
    return at;
}

static uint32_t find_write(const struct einv_code_list *list,
                           const struct einv_text *fields)
{
    uint32_t at = list->by_fields[hash_fields(list, fields)];

    while (at != NOWHERE && !fits_fields(list, &list->rows[at], fields))
        at = list->rows[at].next_write;
    for (uint32_t i = 0; i < list->n_loose_write && list->loose_write[i] < at;
         i++)
        if (fits_fields(list, &list->rows[list->loose_write[i]], fields))
            return list->loose_write[i];
    return at;
}

size_t einv__codes_columns(const struct einv_code_list *list)
{
    return list->columns;
}

struct einv_text einv__codes_column(const struct einv_code_list *list,
                                    size_t column)
{
    return column < list->columns ? list->names[column] : EINV_NO_TEXT;
}

bool einv__codes_is_map(const struct einv_code_list *list)
{
    return list->map;
}

bool einv__codes_name(const struct einv_code_list *list, struct einv_text code,
                      struct einv_text *name)
{
    uint32_t at = find_read(list, code);

    if (list->map || at == NOWHERE)
        return false;
    *name = list->columns > 1 ? list->rows[at].texts[1] : EINV_NO_TEXT;
    return true;
}

bool einv__codes_decode(const struct einv_code_list *list,
                        struct einv_text national, struct einv_text *fields)
{
    uint32_t at = find_read(list, national);
    const struct row *row;

    if (!list->map || at == NOWHERE)
        return false;
    row = &list->rows[at];
    for (size_t i = 1; i < list->columns; i++) {
        if (row->cells[i] == LITERAL)
            fields[i - 1] = row->texts[i];
        else
            fields[i - 1] = row->cells[i] == SAME ? national : EINV_NO_TEXT;
    }
    return true;
}

bool einv__codes_writes(const struct einv_code_list *list,
                        struct einv_text national)
{
    uint32_t at = find_read(list, national);

    return at != NOWHERE && list->rows[at].write;
}

bool einv__codes_encode(const struct einv_code_list *list,
                        const struct einv_text *fields,
                        struct einv_text *national)
{
    uint32_t at = list->map ? find_write(list, fields) : NOWHERE;
    const struct row *row;

    if (at == NOWHERE)
        return false;
    row = &list->rows[at];
    *national = row->cells[0] == LITERAL ? row->texts[0] : EINV_NO_TEXT;
    if (row->cells[0] == NUMBER || row->cells[0] == ANY)
        for (size_t i = 1; i < list->columns; i++)
            if (row->cells[i] == SAME)
                *national = fields[i - 1];
    return true;
}

/* --- loading -------------------------------------------------------------- */

static struct einv_text next_line(struct einv_text *rest)
{
    struct einv_text line = einv__text_cut(*rest, '\n', rest);

    if (line.len > 0 && line.ptr[line.len - 1] == '\r')
        line.len--;
    return line;
}

/* The cells of a line; more than MOST_COLUMNS + 1 are not told apart. */
static size_t cut_cells(struct einv_text line,
                        struct einv_text cells[MOST_COLUMNS + 1])
{
    size_t n = 0;

    while (line.ptr != NULL && n <= MOST_COLUMNS)
        cells[n++] = einv__text_cut(line, '\t', &line);
    return n;
}

static void load_head(struct loader *l, struct einv_text line)
{
    struct einv_code_list *list = l->list;
    struct einv_text cells[MOST_COLUMNS + 1];
    size_t n = cut_cells(line, cells);

    list->map = n > 0 && einv__text_is(cells[0], "national");
    if (n > MOST_COLUMNS
        || (!list->map && (n == 0 || !einv__text_is(cells[0], "code")))) {
        complain(l, "EINV-CODE-0101", line,
                 "a head line: code, name; or national, fields, dir");
        return;
    }
    if (list->map && (n < 3 || !einv__text_is(cells[n - 1], "dir"))) {
        complain(l, "EINV-CODE-0101", line, "dir as the last column");
        return;
    }
    list->columns = list->map ? n - 1 : n;
    memcpy(list->names, cells, list->columns * sizeof *cells);
}

static void load_cell(struct loader *l, struct row *row, size_t column,
                      struct einv_text text)
{
    unsigned allowed = column == 0 ? NATIONAL_CELLS : FIELD_CELLS;

    row->texts[column] = text;
    row->cells[column] = LITERAL;
    if (!l->list->map) {
        if (column == 0 && text.len == 0)
            complain(l, "EINV-CODE-0102", text, "a code");
        return;
    }
    if (text.len == 0)
        complain(l, "EINV-CODE-0102", text, "\\none or \\absent");
    if (text.len == 0 || text.ptr[0] != '\\')
        return;
    for (unsigned cell = NUMBER; cell <= NONE; cell++)
        if (einv__text_is(text, reserved[cell])
            && (allowed & 1u << cell) != 0) {
            row->cells[column] = (uint8_t)cell;
            return;
        }
    complain(l, "EINV-CODE-0103", text,
             column == 0 ? "\\number, \\any or \\absent"
                         : "\\same, \\none or \\any");
}

static void load_dir(struct loader *l, struct row *row, struct einv_text dir)
{
    row->read = row->write = true;
    if (einv__text_is(dir, ">"))
        row->write = false;
    else if (einv__text_is(dir, "<"))
        row->read = false;
    else if (!einv__text_is(dir, "="))
        complain(l, "EINV-CODE-0104", dir, "= > or <");
}

/* A row that writes "some number" must say which: a field has it. */
static void check_same(struct loader *l, const struct row *row)
{
    bool same = false, loose = row->cells[0] == NUMBER || row->cells[0] == ANY;

    for (size_t i = 1; i < l->list->columns; i++)
        same = same || row->cells[i] == SAME;
    if (row->write && loose && !same)
        complain(l, "EINV-CODE-0105", row->texts[0],
                 "a field with \\same, or dir >");
    if (same && row->cells[0] == ABSENT)
        complain(l, "EINV-CODE-0105", row->texts[0],
                 "\\none: what is absent has no text");
}

static void load_row(struct loader *l, struct einv_text line)
{
    struct einv_code_list *list = l->list;
    struct einv_text cells[MOST_COLUMNS + 1];
    size_t n = cut_cells(line, cells), want = list->columns + list->map;
    struct row *row = &list->rows[list->n_rows];

    if (n != want) {
        complain(l, "EINV-CODE-0106", line, "as many cells as the head line");
        return;
    }
    row->texts = einv__arena_zero(l->arena, list->columns,
                                  sizeof *row->texts);
    row->cells = einv__arena_zero(l->arena, list->columns, 1);
    if (row->texts == NULL || row->cells == NULL) {
        l->nomem = true;
        return;
    }
    row->line = l->line;
    row->read = true;
    row->next_read = row->next_write = NOWHERE;
    for (size_t i = 0; i < list->columns; i++)
        load_cell(l, row, i, cells[i]);
    if (list->map) {
        load_dir(l, row, cells[n - 1]);
        check_same(l, row);
    }
    row->loose_read = row->cells[0] != LITERAL;
    for (size_t i = 1; i < list->columns; i++)
        row->loose_write = row->loose_write || row->cells[i] != LITERAL;
    list->n_rows++;
}

static uint32_t count_lines(struct einv_text text)
{
    uint32_t n = 1;

    for (size_t i = 0; i < text.len; i++)
        n += text.ptr[i] == '\n';
    return n;
}

static void load_rows(struct loader *l, struct einv_text rest)
{
    struct einv_code_list *list = l->list;
    uint32_t room = count_lines(rest);

    list->rows = einv__arena_zero(l->arena, room, sizeof *list->rows);
    if (list->rows == NULL) {
        l->nomem = true;
        return;
    }
    while (rest.ptr != NULL && !l->nomem) {
        struct einv_text line = next_line(&rest);

        l->line++;
        if (line.len > 0)
            load_row(l, line);
    }
}

/* Buckets and lists of loose rows, filled from the last row to the first so
 * that each chain rises. */
static bool make_index(struct loader *l)
{
    struct einv_code_list *list = l->list;
    uint32_t size = 8, *loose;

    while (size < list->n_rows)
        size *= 2;
    list->mask = size - 1;
    list->by_code = einv__arena_alloc(l->arena, size * sizeof(uint32_t));
    list->by_fields = einv__arena_alloc(l->arena, size * sizeof(uint32_t));
    loose = einv__arena_zero(l->arena, list->n_rows, 2 * sizeof(uint32_t));
    if (list->by_code == NULL || list->by_fields == NULL || loose == NULL)
        return false;
    for (uint32_t i = 0; i < size; i++)
        list->by_code[i] = list->by_fields[i] = NOWHERE;
    list->loose_read = loose;
    list->loose_write = loose + list->n_rows;
    for (uint32_t i = 0; i < list->n_rows; i++) {
        const struct row *row = &list->rows[i];

        if (row->read && row->loose_read)
            list->loose_read[list->n_loose_read++] = i;
        if (row->write && row->loose_write)
            list->loose_write[list->n_loose_write++] = i;
    }
    return true;
}

static void fill_index(struct einv_code_list *list)
{
    for (uint32_t i = list->n_rows; i-- > 0;) {
        struct row *row = &list->rows[i];
        uint32_t *bucket;

        if (row->read && !row->loose_read) {
            bucket = &list->by_code[hash_code(list, row->texts[0])];
            row->next_read = *bucket;
            *bucket = i;
        }
        if (row->write && !row->loose_write) {
            bucket = &list->by_fields[hash_fields(list, row->texts + 1)];
            row->next_write = *bucket;
            *bucket = i;
        }
    }
}

/* A literal code that reading never comes to, or that is written and not
 * read, is a mistake of the list. */
static void check_reach(struct loader *l)
{
    const struct einv_code_list *list = l->list;

    for (uint32_t i = 0; i < list->n_rows; i++) {
        const struct row *row = &list->rows[i];
        uint32_t at;

        if (row->cells[0] != LITERAL)
            continue;
        at = find_read(list, row->texts[0]);
        l->line = row->line;
        if (row->read && at != i)
            complain(l, "EINV-CODE-0107", row->texts[0],
                     "a code that no row above reads");
        if (!row->read && at == NOWHERE)
            complain(l, "EINV-CODE-0108", row->texts[0],
                     "a row that reads what this one writes");
    }
}

einv_status einv__codes_load(struct einv_code_list **out,
                             struct einv_arena *arena, struct einv_text tsv,
                             const char *file, struct einv_report *report)
{
    struct loader l = { .arena = arena, .report = report, .file = file };

    *out = NULL;
    l.list = einv__arena_zero(arena, 1, sizeof *l.list);
    if (l.list == NULL)
        return EINV_ENOMEM;
    l.line = 1;
    load_head(&l, next_line(&tsv));
    if (l.bad)
        return EINV_EMALFORMED;
    load_rows(&l, tsv);
    if (l.nomem || !make_index(&l))
        return EINV_ENOMEM;
    fill_index(l.list);
    check_reach(&l);
    if (l.bad)
        return EINV_EMALFORMED;
    *out = l.list;
    return EINV_OK;
}
