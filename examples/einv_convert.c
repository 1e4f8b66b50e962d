/* einv_convert.c: einv convert. */
#include "einv_cli.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

struct job {
    einv_ctx *ctx;
    const struct args *a;
    struct input in;
    einv_invoice *inv;
    einv_buffer *doc;      /* what is to be written */
    char *out;             /* where; NULL: stdout */
    size_t told;           /* findings before writing */
    bool unsigned_;        /* --verify: it is not what somebody signed */
};

/* --- where the document goes --------------------------------------------- */

/* name without its last extension, in the directory: DIR/name.xml */
static char *name_in(const char *dir, const char *file, const char *ext)
{
    const char *base = strrchr(file, '/'), *dot;
    size_t stem, len = strlen(dir);
    char *name;

    base = base != NULL ? base + 1 : file;
    if (strcmp(file, "-") == 0)
        base = "invoice";
    dot = strrchr(base, '.');
    stem = dot != NULL && dot != base ? (size_t)(dot - base) : strlen(base);
    name = malloc(len + stem + strlen(ext) + 2);
    if (name == NULL)
        return NULL;
    memcpy(name, dir, len);
    if (len > 0 && dir[len - 1] != '/')
        name[len++] = '/';
    memcpy(name + len, base, stem);
    memcpy(name + len + stem, ext, strlen(ext) + 1);
    return name;
}

static bool is_dir_name(const char *out)
{
    size_t len = strlen(out);

    return (len > 0 && out[len - 1] == '/') || io_is_dir(out);
}

/* Settles j->out.  false: told. */
static bool choose_out(struct job *j)
{
    const char *out = j->a->out;
    const char *ext = strcmp(j->a->to, "json") == 0 ? ".json" : ".xml";

    if (out == NULL || strcmp(out, "-") == 0)
        return true;
    if (!is_dir_name(out)) {
        j->out = malloc(strlen(out) + 1);
        if (j->out != NULL)
            memcpy(j->out, out, strlen(out) + 1);
    } else {
        j->out = name_in(out, j->in.file, ext);
        if (j->out != NULL && io_same_file(j->out, j->in.file)) {
            fprintf(stderr, "einv: %s: would overwrite its source\n", j->out);
            return false;
        }
    }
    if (j->out == NULL)
        complain(out, EINV_ENOMEM);
    return j->out != NULL;
}

/* --- what is told -------------------------------------------------------- */

static const char *from_of(const struct job *j)
{
    return j->in.doc != NULL ? einv_doc_format(j->in.doc) : "";
}

/* To stdout, or to stderr when the document goes to stdout. */
static bool tell(const struct job *j, bool refused)
{
    const struct args *a = j->a;
    struct text t = { NULL, 0, 0, false };
    bool ok = true;

    if (a->report == REPORT_JSON) {
        ok = report_ledger_json(a, j->in.report, from_of(j), a->to, true, &t);
    } else {
        if (!a->quiet || refused)
            ok = report_findings(a, j->in.report, j->in.file, &t);
        if (ok && a->ledger == NULL && (!a->quiet || refused))
            ok = report_ledger_text(a, j->in.report, j->in.file, &t);
    }
    if (ok && t.len > 0) {
        if (j->out != NULL || (refused && j->a->out != NULL))
            ok = io_write_text("-", &t);
        else
            ok = fwrite(t.data, 1, t.len, stderr) == t.len;
    }
    text_free(&t);
    return ok;
}

static bool write_ledger(const struct job *j)
{
    struct text t = { NULL, 0, 0, false };
    bool ok;

    if (j->a->ledger == NULL)
        return true;
    ok = report_ledger_json(j->a, j->in.report, from_of(j), j->a->to, false,
                            &t) &&
         io_write_text(j->a->ledger, &t);
    text_free(&t);
    return ok;
}

/* --- the steps ----------------------------------------------------------- */

static einv_status apply_sets(struct job *j)
{
    einv_status status = EINV_OK, first = EINV_OK;

    for (size_t i = 0; i < j->a->n_sets; i++) {
        const char *set = j->a->sets[i], *equals = strchr(set, '=');
        size_t len = (size_t)(equals - set);
        char *path = malloc(len + 1);

        if (path == NULL)
            return EINV_ENOMEM;
        memcpy(path, set, len);
        path[len] = '\0';
        status = einv_invoice_set_reported(j->inv, path, equals + 1,
                                           strlen(equals + 1), j->in.report);
        free(path);
        if (first == EINV_OK)
            first = status;
    }
    return first;
}

static einv_status apply_defaults(struct job *j)
{
    struct bytes bytes;
    einv_status status;

    if (j->a->defaults == NULL)
        return EINV_OK;
    if (!io_read(j->a->defaults, &bytes))
        return EINV_EIO;
    status = einv_invoice_set_defaults(j->inv, bytes.data, bytes.len,
                                       j->in.report);
    io_free(&bytes);
    return status;
}

/* --validate: what stands in the target is read again, and judged by our rules
 * for it. */
static einv_status judge(struct job *j)
{
    einv_validate_options clock = EINV_VALIDATE_OPTIONS_INIT;
    einv_parse_options options = EINV_PARSE_OPTIONS_INIT;
    char now[32];
    einv_invoice *inv = NULL;
    einv_doc *doc = NULL;
    einv_report *report;
    einv_status status;

    if (report_errors(j->in.report) > 0)
        return EINV_EREJECTED;
    status = einv_report_new(j->ctx, &report);
    if (status != EINV_OK)
        return status;
    clock.now = args_now(j->a, now, sizeof now);
    options.format = j->a->to;
    status = einv_doc_parse(j->ctx, einv_buffer_data(j->doc),
                            einv_buffer_len(j->doc), &options, report, &doc);
    if (status == EINV_OK)
        status = einv_doc_read(doc, 1, NULL, report, &inv);
    if (status == EINV_OK)
        status = einv_invoice_validate(inv, NULL, &clock, report, NULL);
    if (status == EINV_OK && report_errors(report) > 0)
        status = EINV_EREJECTED;
    if (status == EINV_EREJECTED) {
        struct text t = { NULL, 0, 0, false };

        if (report_findings(j->a, report, "output", &t) && t.data != NULL)
            fputs(t.data, stderr);
        text_free(&t);
    }
    einv_invoice_free(inv);
    einv_doc_free(doc);
    einv_report_free(report);
    return status;
}

static einv_status make(struct job *j)
{
    einv_write_options options = EINV_WRITE_OPTIONS_INIT;
    const struct args *a = j->a;
    einv_status status;

    status = einv_doc_read(j->in.doc, a->item > 0 ? a->item : 1, NULL,
                           j->in.report, &j->inv);
    if (status == EINV_OK)
        status = apply_sets(j);
    if (status == EINV_OK)
        status = apply_defaults(j);
    if (status != EINV_OK)
        return status;
    options.allow = a->allow_all ? EINV_WRITE_ALLOW_ALL : a->allow;
    options.slots = a->slots;
    status = einv_invoice_write(j->inv, a->to, &options, j->in.report,
                                &j->doc);
    if (status == EINV_OK && a->validate)
        status = judge(j);
    return status;
}

static bool write_receipt(const struct job *j)
{
    struct text t = { NULL, 0, 0, false };
    bool ok;

    if (j->a->receipt == NULL)
        return true;
    ok = receipt_json(j->ctx, j->a, &j->in, j->doc, &t) &&
         io_write_text(j->a->receipt, &t);
    text_free(&t);
    return ok;
}

/* Ledger and receipt first: a document never stands without them. */
static int deliver(struct job *j)
{
    const char *out = j->out != NULL ? j->out : "-";

    if (!write_ledger(j) || !write_receipt(j))
        return EXIT_UNREADABLE;
    if (j->out != NULL && j->a->out[strlen(j->a->out) - 1] == '/' &&
        !io_make_dir(j->a->out))
        return EXIT_UNREADABLE;
    if (!io_write(out, einv_buffer_data(j->doc), einv_buffer_len(j->doc)))
        return EXIT_UNREADABLE;
    return tell(j, false) ? EXIT_ACCEPTED : EXIT_UNREADABLE;
}

static int refuse(struct job *j, einv_status status)
{
    int code = exit_of(status);

    if (j->inv != NULL && !write_ledger(j))
        code = worse(code, EXIT_UNREADABLE);
    if (!tell(j, true))
        code = worse(code, EXIT_UNREADABLE);
    if (status == EINV_EABSENT)
        complain(j->in.file, status);
    else if (status == EINV_ELOSS)
        fprintf(stderr, "einv: %s: not written: the grave rows of the ledger "
                        "must be supplied (--set) or allowed "
                        "(--allow-loss)\n", j->in.file);
    else if (status == EINV_EREJECTED)
        fprintf(stderr, "einv: %s: not written: %s\n", j->in.file,
                j->unsigned_ ? "its signature does not hold"
                             : "it is not valid");
    else if (status != EINV_EIO && einv_report_count(j->in.report) == 0)
        complain(j->in.file, status);
    return code;
}

static int run(struct job *j)
{
    einv_status status;

    if (!input_open(&j->in, j->ctx, j->a, j->a->files[0])) {
        complain(j->a->files[0], j->in.status);
        return exit_of(j->in.status);
    }
    if (!choose_out(j))
        return EXIT_UNREADABLE;
    status = j->in.status;
    if (j->in.doc != NULL && j->a->verify)
        status = verify_input(j->ctx, j->a, &j->in);
    j->unsigned_ = j->in.doc != NULL && status != EINV_OK;
    if (j->in.doc != NULL && status == EINV_OK)
        status = make(j);
    return status == EINV_OK ? deliver(j) : refuse(j, status);
}

static bool is_stdout(const char *file)
{
    return file != NULL && strcmp(file, "-") == 0;
}

/* One thing at most goes to stdout.  false: told. */
static bool streams_are_clear(const struct args *a)
{
    bool document = a->out == NULL || is_stdout(a->out);

    if (is_stdout(a->ledger) && document)
        fprintf(stderr, "einv: --ledger -: the document is on stdout\n");
    else if (is_stdout(a->receipt) && document)
        fprintf(stderr, "einv: --receipt -: the document is on stdout\n");
    else if (is_stdout(a->receipt) && is_stdout(a->ledger))
        fprintf(stderr, "einv: --receipt -: the ledger is on stdout\n");
    else
        return true;
    return false;
}

int verb_convert(einv_ctx *ctx, const struct args *a)
{
    struct job j;
    int code;

    if (a->to == NULL) {
        fprintf(stderr, "einv: convert: --to FORMAT (einv formats)\n");
        return EXIT_UNREADABLE;
    }
    if (!streams_are_clear(a))
        return EXIT_UNREADABLE;
    memset(&j, 0, sizeof(j));
    j.ctx = ctx;
    j.a = a;
    code = run(&j);
    einv_buffer_free(j.doc);
    einv_invoice_free(j.inv);
    input_free(&j.in);
    free(j.out);
    return code;
}
