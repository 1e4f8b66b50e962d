/* einv_validate.c: einv validate: what judges a file, and the verdict. */
#include "einv_cli.h"

#include <stdio.h>
#include <string.h>

/* What judges each file. */
struct judges {
    const struct args *a;
    einv_schema **schemas;      /* one for each --xsd */
    struct rule_sets sets;      /* those of --rules */
    const char *now;            /* the clock of rules: xs:dateTime */
    char now_text[32];
    einv_rendering *rendering;  /* of all documents; of SVRL, which only sets
                                   make: what else was found; NULL: JSON */
    struct svrl *svrl;          /* NULL: another report */
};

/* By rule sets; *silent: how many of them could not decide. */
static einv_status judge_rules(struct input *in, const struct judges *j,
                               einv_ruleset *const *sets, size_t n,
                               size_t *silent)
{
    einv_validate_options options = EINV_VALIDATE_OPTIONS_INIT;

    einv_report *report = j->svrl != NULL ? j->svrl->report : in->report;

    options.now = j->now;
    if (j->svrl != NULL)
        svrl_options(j->svrl, j->a, &options);
    for (size_t i = 0; i < n; i++) {
        einv_rules_verdict verdict = EINV_RULES_UNDECIDED;
        einv_status status = einv_doc_validate(
            in->doc, sets[i], &options, report, &verdict);

        if (status != EINV_OK && status != EINV_EREJECTED)
            return status;
        if (verdict == EINV_RULES_UNDECIDED)
            ++*silent;
    }
    return EINV_OK;
}

/* Against the schemas; *silent: how many of them could say nothing. */
static einv_status judge_schemas(struct input *in,
                                 einv_schema *const *schemas, size_t n,
                                 size_t *silent)
{
    for (size_t i = 0; i < n; i++) {
        einv_status status = einv_doc_validate_schema(
            in->doc, schemas[i], in->report);

        if (status == EINV_EUNKNOWN)
            ++*silent;
        else if (status != EINV_OK && status != EINV_EREJECTED)
            return status;
    }
    return EINV_OK;
}

/* As the scenario says that fits; none: it could not be decided. */
static einv_status judge_scenarios(einv_ctx *ctx, struct input *in,
                                   const struct judges *j, size_t *silent)
{
    struct scenario_set *set = j->sets.scenarios;
    einv_status status = EINV_OK;

    for (; set != NULL && status == EINV_OK; set = set->next) {
        const struct scenario *s = scenarios_choose(ctx, j->a, set, in);

        if (s == NULL) {
            ++*silent;
            continue;
        }
        status = judge_schemas(in, &s->schema, s->schema != NULL, silent);
        if (status == EINV_OK)
            status = judge_rules(in, j, s->sets, s->n, silent);
    }
    return status;
}

/* Reads and checks; what is wrong stands in the report.  What is no format
 * of ours is judged by the schemas alone. */
static einv_status judge(einv_ctx *ctx, struct input *in,
                         const struct judges *j, size_t item, size_t *silent)
{
    einv_validate_options options = EINV_VALIDATE_OPTIONS_INIT;
    einv_rules_verdict verdict = EINV_RULES_VALID;
    einv_invoice *inv = NULL;
    einv_status status = judge_schemas(in, j->schemas, j->a->n_xsd, silent);
    bool judged = j->a->n_xsd > 0 || j->sets.n > 0 ||
                  j->sets.scenarios != NULL;

    if (status == EINV_OK)
        status = judge_rules(in, j, j->sets.items, j->sets.n, silent);
    if (status == EINV_OK)
        status = judge_scenarios(ctx, in, j, silent);
    if (status != EINV_OK || !j->sets.ours || (judged &&
        einv_doc_get_verdict(in->doc) != EINV_DOC_SUPPORTED))
        return status;
    options.now = j->now;
    if (j->svrl != NULL)
        svrl_options(j->svrl, j->a, &options);
    status = einv_doc_read(in->doc, item, NULL, in->report, &inv);
    if (status == EINV_OK)
        status = einv_invoice_validate(inv, NULL, &options,
                                       j->svrl != NULL ? j->svrl->report
                                                       : in->report,
                                       &verdict);
    if (verdict == EINV_RULES_UNDECIDED)
        ++*silent;
    einv_invoice_free(inv);
    return status == EINV_EREJECTED ? EINV_OK : status;
}

static size_t found(const struct judges *j, const struct input *in,
                    einv_finding_severity severity)
{
    return einv_report_count_severity(in->report, severity) +
           (j->svrl == NULL ? 0 : einv_report_count_severity(
                j->svrl->report, severity));
}

/* Is there XML, be it in a container?  A container that was not opened is of
 * its own format. */
static bool is_xml(const einv_doc *doc)
{
    const char *container = einv_doc_container(doc);

    return strcmp(container, "xml") == 0 || einv_doc_entry(doc)[0] != '\0' ||
           (strcmp(container, "gzip") == 0 &&
            strcmp(einv_doc_format(doc), container) != 0);
}

/* No rules are run on what is no invoice of ours: nobody can say. */
static const char *verdict_of(const struct judges *j, const struct input *in,
                              einv_status status, size_t silent)
{
    if (in->doc == NULL)
        return "unreadable";
    if (status == EINV_EUNKNOWN || status == EINV_EUNSUPPORTED)
        return is_xml(in->doc) ? "undecided" : "unreadable";
    if (status != EINV_OK)
        return "unreadable";
    if (silent > 0)
        return "undecided";
    if (found(j, in, EINV_SEVERITY_ERROR) > 0 ||
        found(j, in, EINV_SEVERITY_FATAL) > 0)
        return "invalid";
    return found(j, in, EINV_SEVERITY_WARNING) > 0 ? "warnings" : "valid";
}

static int code_of(const char *verdict, einv_status status)
{
    if (exit_of(status) == EXIT_FAULT)
        return EXIT_FAULT;
    if (strcmp(verdict, "unreadable") == 0)
        return EXIT_UNREADABLE;
    if (strcmp(verdict, "invalid") == 0 || strcmp(verdict, "undecided") == 0)
        return EXIT_REJECTED;
    return EXIT_ACCEPTED;
}

static void put_ids(einv_ruleset *const *sets, size_t n, struct text *out)
{
    for (size_t i = 0; i < n; i++) {
        text_str(out, out->data[out->len - 1] == '}' ? ",{" : "{");
        text_member(out, "id", einv_ruleset_id(sets[i]));
        rules_said(sets[i], out);
        text_str(out, "}");
    }
}

/* Our rules run on what is an invoice of ours. */
static void put_ours(const struct input *in, struct text *out)
{
    if (in->doc == NULL ||
        einv_doc_get_verdict(in->doc) != EINV_DOC_SUPPORTED)
        return;
    text_str(out, out->data[out->len - 1] == '}' ? ",{" : "{");
    text_member(out, "id", "einv");
    text_member(out, "release", einv_version());
    text_str(out, "}");
}

/* What judged the document, and which scenario said so. */
static void put_sets(const struct rule_sets *sets, const struct input *in,
                     struct text *out)
{
    const struct scenario_set *set;

    text_key(out, "rule_sets");
    text_str(out, "[");
    put_ids(sets->items, sets->n, out);
    for (set = sets->scenarios; set != NULL; set = set->next)
        if (set->chosen < set->n)
            put_ids(set->items[set->chosen].sets, set->items[set->chosen].n,
                    out);
    if (sets->ours)
        put_ours(in, out);
    text_str(out, "]");
    for (set = sets->scenarios; set != NULL; set = set->next)
        if (set->chosen < set->n)
            text_member(out, "scenario",
                        einv_scenarios_name(set->names, set->chosen));
}

static void validate_json(const struct judges *j, const struct input *in,
                          size_t item, const char *verdict, struct text *out)
{
    const struct args *a = j->a;
    char digest[65] = "";

    if (in->readable)
        einv_sha256(in->bytes.data, in->bytes.len, digest);
    if (out->len > 0 && out->data[out->len - 1] == '}')
        text_str(out, ",");
    text_str(out, "{");
    text_member(out, "file", in->file);
    text_key(out, "item");
    text_num(out, item);
    text_member(out, "sha256", digest);
    text_member(out, "format", in->doc != NULL ? einv_doc_format(in->doc)
                                               : "");
    text_member(out, "profile", in->doc != NULL ? einv_doc_profile(in->doc)
                                                : "");
    text_member(out, "verdict", verdict);
    put_sets(&j->sets, in, out);
    text_key(out, "findings");
    report_findings(a, in->report, NULL, out);
    text_str(out, "}");
}

/* Adds the document to the rendering.  Good news is what -q leaves out of
 * lines for people; what programs read stays whole. */
static int add_document(const struct judges *j, const struct input *in,
                        const char *verdict, int code)
{
    bool quiet = j->a->quiet && j->a->report <= REPORT_SVRL;
    einv_status status;

    if (quiet && code == EXIT_ACCEPTED)
        return code;
    status = einv_rendering_add(j->rendering, in->report, in->file,
                                quiet ? NULL : verdict);
    if (status == EINV_OK)
        return code;
    complain(in->file, status);
    return EXIT_FAULT;
}

static int validate_one(einv_ctx *ctx, const struct args *a,
                        const struct judges *j, const char *file,
                        struct text *out)
{
    size_t item = a->item > 0 ? a->item : 1, silent = 0;
    const char *verdict;
    einv_status status;
    struct input in;
    int code;

    if (!input_open(&in, ctx, a, file)) {
        complain(file, in.status);
        input_free(&in);
        return EXIT_FAULT;
    }
    scenarios_forget(&j->sets);
    status = in.doc != NULL ? judge(ctx, &in, j, item, &silent) : in.status;
    if (status == EINV_EABSENT)
        complain(file, status);
    verdict = verdict_of(j, &in, status, silent);
    code = code_of(verdict, status);
    if (a->report == REPORT_JSON)
        validate_json(j, &in, item, verdict, out);
    else
        code = add_document(j, &in, verdict, code);
    if (j->svrl != NULL)
        svrl_document(j->svrl, &in, verdict, out);
    input_free(&in);
    return code;
}

static int load_schemas(einv_ctx *ctx, struct judges *j)
{
    for (size_t i = 0; i < j->a->n_xsd; i++) {
        einv_status status = einv_schema_load_file(
            ctx, j->a->xsd[i], NULL, &j->schemas[i]);

        if (status != EINV_OK) {
            complain(j->a->xsd[i], status);
            return exit_of(status) == EXIT_FAULT ? EXIT_FAULT
                                                 : EXIT_UNREADABLE;
        }
    }
    return EXIT_ACCEPTED;
}

/* Begins the rendering that the report asks for. */
static int open_rendering(einv_ctx *ctx, struct judges *j)
{
    static const einv_rendering_form forms[] = { /* ORDER REPORT */
        EINV_RENDERING_TEXT, EINV_RENDERING_TEXT, EINV_RENDERING_TEXT,
        EINV_RENDERING_SARIF, EINV_RENDERING_JUNIT, EINV_RENDERING_HTML
    };
    einv_render_options options = render_options(j->a, NULL);
    einv_status status;

    if (j->a->report == REPORT_JSON)
        return EXIT_ACCEPTED;
    status = einv_rendering_new(ctx, forms[j->a->report], &options,
                                &j->rendering);
    if (status != EINV_OK)
        complain("report", status);
    return exit_of(status);
}

static int close_rendering(struct judges *j, struct text *out, int code)
{
    einv_buffer *buffer = NULL;
    einv_status status;

    if (j->rendering == NULL)
        return code;
    status = einv_rendering_end(j->rendering, &buffer);
    if (status != EINV_OK) {
        complain("report", status);
        return EXIT_FAULT;
    }
    if (j->svrl != NULL)
        fwrite(einv_buffer_data(buffer), 1, einv_buffer_len(buffer), stderr);
    else
        text_put(out, einv_buffer_data(buffer), einv_buffer_len(buffer));
    einv_buffer_free(buffer);
    return code;
}

static int judge_all(einv_ctx *ctx, struct judges *j)
{
    struct text out = { NULL, 0, 0, false };
    int code = open_rendering(ctx, j);

    if (code != EXIT_ACCEPTED)
        return code;
    open_documents(j->a, &out);
    if (j->svrl != NULL)
        svrl_open(j->svrl, &out);
    for (size_t i = 0; i < j->a->n_files; i++)
        code = worse(code, validate_one(ctx, j->a, j, j->a->files[i], &out));
    if (j->svrl != NULL)
        svrl_close(j->svrl, &out);
    code = close_rendering(j, &out, code);
    einv_rendering_free(j->rendering);
    return close_documents(j->a, &out, code);
}

/* With --report svrl: what rule sets report goes its own way. */
static int judge_by_sets(einv_ctx *ctx, struct judges *j)
{
    struct svrl svrl;
    int code;

    if (j->a->report != REPORT_SVRL)
        return judge_all(ctx, j);
    code = svrl_new(ctx, &svrl, j->a->n_files == 1 &&
                                j->sets.scenarios == NULL &&
                                j->sets.n + j->sets.ours == 1);
    j->svrl = &svrl;
    if (code == EXIT_ACCEPTED)
        code = judge_all(ctx, j);
    svrl_free(&svrl);
    return code;
}

int verb_validate(einv_ctx *ctx, const struct args *a)
{
    einv_schema *schemas[MOST_SETS] = { NULL };
    struct judges j = { .a = a, .schemas = schemas };
    int code = load_schemas(ctx, &j);

    j.now = args_now(a, j.now_text, sizeof j.now_text);
    if (code == EXIT_ACCEPTED)
        code = rules_load(ctx, a, &j.sets);
    if (code == EXIT_ACCEPTED)
        code = judge_by_sets(ctx, &j);
    rules_free(&j.sets);
    for (size_t i = 0; i < a->n_xsd; i++)
        einv_schema_free(schemas[i]);
    return code;
}
