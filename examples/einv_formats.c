/* einv_formats.c: einv formats, einv explain. */
#include "einv_cli.h"

#include <stdio.h>
#include <string.h>

static int finish(struct text *out, int code)
{
    if (!io_write_text("-", out))
        code = worse(code, out->failed ? EXIT_FAULT : EXIT_UNREADABLE);
    text_free(out);
    return code;
}

/* --- list ---------------------------------------------------------------- */

static const char *const list_keys[] = { "id", "version", "name", "country" };

static void list_json(const einv_format *f, struct text *out)
{
    if (out->data[out->len - 1] == '}')
        text_str(out, ",");
    text_str(out, "{");
    for (int i = 0; i < 4; i++)
        text_member(out, list_keys[i],
                    einv_format_get_string(f, (einv_format_field)i));
    text_key(out, "read");
    text_str(out, einv_format_can_read(f) ? "true" : "false");
    text_key(out, "write");
    text_str(out, einv_format_can_write(f) ? "true" : "false");
    text_member(out, "proof", einv_format_get_string(f, EINV_FORMAT_PROOF));
    text_str(out, "}");
}

static void pad(struct text *out, const char *word, size_t width)
{
    text_str(out, word);
    for (size_t n = strlen(word); n < width; n++)
        text_str(out, " ");
    text_str(out, " ");
}

static void list_text(const einv_format *f, struct text *out)
{
    pad(out, einv_format_get_string(f, EINV_FORMAT_ID), 15);
    pad(out, einv_format_get_string(f, EINV_FORMAT_VERSION), 8);
    pad(out, einv_format_can_read(f) ? "read" : "-", 4);
    pad(out, einv_format_can_write(f) ? "write" : "-", 5);
    pad(out, einv_format_get_string(f, EINV_FORMAT_PROOF), 13);
    text_str(out, einv_format_get_string(f, EINV_FORMAT_NAME));
    text_str(out, "\n");
}

static int list(einv_ctx *ctx, const struct args *a)
{
    struct text out = { NULL, 0, 0, false };
    int code = EXIT_ACCEPTED;

    if (a->report == REPORT_JSON)
        text_str(&out, "{\"formats\":[");
    for (size_t i = 0; i < einv_format_count(ctx); i++) {
        const einv_format *f;
        einv_status status = einv_format_at(ctx, i, &f);

        if (status != EINV_OK) {
            complain("a format", status);
            code = worse(code, exit_of(status));
        } else if (a->report == REPORT_JSON) {
            list_json(f, &out);
        } else {
            list_text(f, &out);
        }
    }
    if (a->report == REPORT_JSON)
        text_str(&out, "]}\n");
    return finish(&out, code);
}

/* --- check --------------------------------------------------------------- */

static void put_count(const struct args *a, struct text *out, const char *key,
                      const char *words, size_t n)
{
    if (a->report == REPORT_JSON) {
        text_key(out, key);
        text_num(out, n);
        return;
    }
    text_num(out, n);
    text_str(out, " ");
    text_str(out, words);
}

static void put_summary(const struct args *a, const einv_format_summary *s,
                        struct text *out)
{
    size_t tenths = s->rows > 0 ? s->codec_rows * 1000 / s->rows : 0;

    put_count(a, out, "rows", "rows, ", s->rows);
    put_count(a, out, "codec_rows", "of them with a codec (", s->codec_rows);
    if (a->report != REPORT_JSON) {
        text_num(out, tenths / 10);
        text_str(out, ".");
        text_num(out, tenths % 10);
        text_str(out, " %); ");
    }
    put_count(a, out, "bound", "terms bound, ", s->bound);
    put_count(a, out, "lacking", "declared absent, ", s->lacking);
    put_count(a, out, "unsaid", "neither\n", s->unsaid);
}

static int check(einv_ctx *ctx, const struct args *a, const char *file)
{
    einv_format_summary summary;
    struct text out = { NULL, 0, 0, false };
    einv_report *report = NULL;
    struct bytes bytes;
    einv_status status;
    int code;

    if (!io_read(file, &bytes))
        return EXIT_UNREADABLE;
    memset(&summary, 0, sizeof(summary));
    summary.size = sizeof(summary);
    status = einv_report_new(ctx, &report);
    if (status == EINV_OK)
        status = einv_format_check(ctx, bytes.data, bytes.len, file, report,
                                   &summary);
    code = status == EINV_EMALFORMED ? EXIT_REJECTED : exit_of(status);
    if (code == EXIT_FAULT)
        complain(file, status);
    if (a->report == REPORT_JSON) {
        text_str(&out, "{");
        text_member(&out, "file", file);
        text_key(&out, "ok");
        text_str(&out, status == EINV_OK ? "true" : "false");
        put_summary(a, &summary, &out);
        text_key(&out, "findings");
    }
    /* -q: warnings say what could be more, errors what is wrong. */
    if (report != NULL && (a->report == REPORT_JSON || !a->quiet ||
                           report_errors(report) > 0))
        report_findings(a, report, a->report == REPORT_JSON ? NULL : file,
                        &out);
    if (a->report == REPORT_JSON)
        text_str(&out, "}\n");
    else if (status == EINV_OK && !a->quiet)
        put_summary(a, &summary, &out);
    einv_report_free(report);
    io_free(&bytes);
    return finish(&out, code);
}

/* --- describe ------------------------------------------------------------ */

static void describe_json(const einv_description *d, size_t i,
                          struct text *out)
{
    size_t places = einv_description_count_places(d, i), n;
    const char *text;

    if (out->data[out->len - 1] == '}')
        text_str(out, ",");
    text_str(out, "{");
    einv_description_get_text(d, i, EINV_PLACE_TERM, &text, &n);
    text_key(out, "term");
    text_json(out, text, n);
    einv_description_get_text(d, i, EINV_PLACE_PATH, &text, &n);
    text_key(out, "path");
    text_json(out, text, n);
    text_key(out, "places");
    for (size_t k = 0; k < places; k++) {
        einv_description_get_place(d, i, k, &text, &n);
        text_str(out, k > 0 ? "," : "[");
        text_json(out, text, n);
    }
    text_str(out, places > 0 ? "]" : "[]");
    if (einv_description_get_text(d, i, EINV_PLACE_LACKS, &text, &n) ==
        EINV_OK) {
        text_key(out, "lacks");
        text_json(out, text, n);
    }
    text_str(out, "}");
}

static void describe_text(const einv_description *d, size_t i,
                          struct text *out)
{
    size_t places = einv_description_count_places(d, i), n;
    const char *text;

    einv_description_get_text(d, i, EINV_PLACE_TERM, &text, &n);
    text_put(out, text, n);
    text_str(out, " ");
    einv_description_get_text(d, i, EINV_PLACE_PATH, &text, &n);
    text_put(out, text, n);
    for (size_t k = 0; k < places; k++) {
        einv_description_get_place(d, i, k, &text, &n);
        text_str(out, "\n    ");
        text_put(out, text, n);
    }
    if (einv_description_get_text(d, i, EINV_PLACE_LACKS, &text, &n) ==
        EINV_OK) {
        text_str(out, "\n    absent: ");
        text_put(out, text, n);
    }
    text_str(out, "\n");
}

static void describe_all(const einv_format *f, const einv_description *d,
                         bool json, struct text *out)
{
    if (json) {
        text_str(out, "{");
        text_member(out, "id", einv_format_get_string(f, EINV_FORMAT_ID));
        text_member(out, "version",
                    einv_format_get_string(f, EINV_FORMAT_VERSION));
        text_member(out, "coverage",
                    einv_format_get_string(f, EINV_FORMAT_COVERAGE));
        text_key(out, "terms");
        text_str(out, "[");
    }
    for (size_t i = 0; i < einv_description_count(d); i++)
        if (json)
            describe_json(d, i, out);
        else
            describe_text(d, i, out);
    if (json)
        text_str(out, "]}\n");
}

static int describe(einv_ctx *ctx, const struct args *a, const char *id)
{
    struct text out = { NULL, 0, 0, false };
    einv_description *d = NULL;
    const einv_format *f = NULL;
    einv_report *report = NULL;
    einv_status status;

    status = einv_report_new(ctx, &report);
    if (status == EINV_OK)
        status = einv_format_find(ctx, id, report, &f);
    if (status == EINV_OK)
        status = einv_format_describe(ctx, id, report, &d);
    if (status != EINV_OK) {
        if (report != NULL && report_findings(a, report, NULL, &out) &&
            out.data != NULL)
            fputs(out.data, stderr);
        if (exit_of(status) == EXIT_FAULT)
            complain(id, status);
        text_free(&out);
        einv_report_free(report);
        return exit_of(status);
    }
    describe_all(f, d, a->report == REPORT_JSON, &out);
    einv_description_free(d);
    einv_report_free(report);
    return finish(&out, EXIT_ACCEPTED);
}

int verb_formats(einv_ctx *ctx, const struct args *a)
{
    const char *what = a->n_files > 0 ? a->files[0] : "list";

    if (strcmp(what, "list") == 0 && a->n_files <= 1)
        return list(ctx, a);
    if (strcmp(what, "check") == 0 && a->n_files == 2)
        return check(ctx, a, a->files[1]);
    if (strcmp(what, "describe") == 0 && a->n_files == 2)
        return describe(ctx, a, a->files[1]);
    fprintf(stderr, "einv: formats: list, check FILE or describe ID\n");
    return EXIT_UNREADABLE;
}

/* --- explain ------------------------------------------------------------- */

/* What the rule sets of --rules say of the word; false: nothing. */
static bool explain_rule(const struct rule_sets *sets, const struct args *a,
                         struct text *out)
{
    size_t before = out->len;

    for (size_t i = 0; i < sets->n; i++) {
        einv_buffer *buffer = NULL;

        if (einv_ruleset_explain(sets->items[i], a->files[0], a->lang,
                                 &buffer) == EINV_OK)
            text_put(out, einv_buffer_data(buffer), einv_buffer_len(buffer));
        einv_buffer_free(buffer);
    }
    return out->len > before;
}

int verb_explain(einv_ctx *ctx, const struct args *a)
{
    struct text out = { NULL, 0, 0, false };
    einv_buffer *buffer = NULL;
    struct rule_sets sets;
    einv_status status;
    int code = rules_load(ctx, a, &sets);

    if (code != EXIT_ACCEPTED) {
        rules_free(&sets);
        return code;
    }
    status = einv_explain(ctx, a->files[0], a->lang, &buffer);
    if (status == EINV_OK)
        text_put(&out, einv_buffer_data(buffer), einv_buffer_len(buffer));
    einv_buffer_free(buffer);
    if (explain_rule(&sets, a, &out) && status == EINV_EABSENT)
        status = EINV_OK;
    rules_free(&sets);
    if (status == EINV_EABSENT)
        fprintf(stderr, "einv: %s: nothing is known under this name (a rule: "
                        "--rules SET)\n", a->files[0]);
    else if (status != EINV_OK)
        complain(a->files[0], status);
    if (status == EINV_OK)
        return finish(&out, EXIT_ACCEPTED);
    text_free(&out);
    return status == EINV_EABSENT ? EXIT_REJECTED : exit_of(status);
}
