/* guest.c: a process that has einv as its guest.
 *
 * Knows what hosts do: set a locale, share a context and compiled rules among
 * threads, fork.  Every way of converting and judging the same files must give
 * the same bytes.
 *
 *   guest plain   TARGET,TARGET FILE...   outcome of each, on stdout
 *   guest locale  TARGETS FILE...         the same after setlocale("")
 *   guest threads TARGETS FILE...         two threads, one context
 *   guest fork    TARGETS FILE...         the parent first, then children
 *
 * A TARGET is a format, or rules:FILE, a set of rules to judge by.
 */
#define _POSIX_C_SOURCE 200809L
#include <einv/einv.h>

#include <locale.h>
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

struct text {
    char *data;
    size_t len, cap;
};

struct target {
    char *name;
    einv_ruleset *rules;    /* NULL: a format */
};

struct job {
    einv_ctx *ctx;
    struct target *targets;
    int n_targets;
    char **files;
    int n_files, rounds;
    struct text out;    /* of the last round */
};

static void die(const char *what)
{
    fprintf(stderr, "guest: %s\n", what);
    exit(1);
}

static void put(struct text *t, const char *bytes, size_t len)
{
    if (t->len + len + 1 > t->cap) {
        t->cap = (t->len + len + 1) * 2;
        t->data = realloc(t->data, t->cap);
        if (t->data == NULL)
            die("no memory");
    }
    memcpy(t->data + t->len, bytes, len);
    t->len += len;
    t->data[t->len] = '\0';
}

static void put_buffer(struct text *t, einv_buffer *buffer)
{
    put(t, einv_buffer_data(buffer), einv_buffer_len(buffer));
    put(t, "\n", 1);
    einv_buffer_free(buffer);
}

static struct text read_file(const char *name)
{
    struct text t = { NULL, 0, 0 };
    char part[65536];
    size_t n;
    FILE *f = fopen(name, "rb");

    if (f == NULL)
        die(name);
    while ((n = fread(part, 1, sizeof(part), f)) > 0)
        put(&t, part, n);
    fclose(f);
    put(&t, "", 0);
    return t;
}

static void put_report(struct text *out, const einv_report *report)
{
    einv_buffer *b = NULL;

    if (einv_report_ledger_to_json(report, NULL, &b) != EINV_OK)
        die("the ledger");
    put_buffer(out, b);
    b = NULL;
    if (einv_report_findings_to_json(report, NULL, &b) != EINV_OK)
        die("the findings");
    put_buffer(out, b);
}

static void put_status(struct text *out, einv_status status)
{
    put(out, einv_status_name(status), strlen(einv_status_name(status)));
    put(out, "\n", 1);
}

static void judge(const einv_doc *doc, const einv_ruleset *rules,
                  einv_report *report, struct text *out)
{
    einv_rules_verdict verdict = EINV_RULES_UNDECIDED;

    put_status(out, einv_doc_validate(doc, rules, NULL, report, &verdict));
    put(out, &"0123"[verdict], 1);
}

static void convert(einv_doc *doc, const char *target,
                    einv_report *report, struct text *out)
{
    einv_write_options options = EINV_WRITE_OPTIONS_INIT;
    einv_invoice *invoice = NULL;
    einv_buffer *buffer = NULL;
    einv_status status;

    options.allow = EINV_WRITE_ALLOW_ALL;
    status = einv_doc_read(doc, 1, NULL, report, &invoice);
    if (status == EINV_OK)
        status = einv_invoice_write(invoice, target, &options, report,
                                    &buffer);
    put_status(out, status);
    if (buffer != NULL)
        put_buffer(out, buffer);
    einv_invoice_free(invoice);
}

static void one(struct job *job, const struct text *in,
                const struct target *target)
{
    einv_report *report = NULL;
    einv_doc *doc = NULL;
    einv_status status;

    if (einv_report_new(job->ctx, &report) != EINV_OK)
        die("no report");
    status = einv_doc_parse(job->ctx, in->data, in->len, NULL, report, &doc);
    if (status != EINV_OK)
        put_status(&job->out, status);
    else if (target->rules != NULL)
        judge(doc, target->rules, report, &job->out);
    else
        convert(doc, target->name, report, &job->out);
    put_report(&job->out, report);
    einv_doc_free(doc);
    einv_report_free(report);
}

static void all(struct job *job)
{
    job->out.len = 0;
    for (int i = 0; i < job->n_files; i++) {
        struct text in = read_file(job->files[i]);

        for (int k = 0; k < job->n_targets; k++)
            one(job, &in, &job->targets[k]);
        free(in.data);
    }
}

/* Cuts the list, and compiles the sets in it. */
static void read_targets(struct job *job, char *list)
{
    char *name;

    for (name = strtok(list, ","); name != NULL; name = strtok(NULL, ",")) {
        struct target *t;

        job->targets = realloc(job->targets, sizeof(*t) *
                               (size_t)(job->n_targets + 1));
        if (job->targets == NULL)
            die("no memory");
        t = &job->targets[job->n_targets++];
        t->name = name;
        t->rules = NULL;
        if (strncmp(name, "rules:", 6) == 0 &&
            einv_ruleset_compile_file(job->ctx, name + 6, NULL, NULL,
                                      &t->rules) != EINV_OK)
            die(name);
    }
}

static void free_targets(struct job *job)
{
    for (int i = 0; i < job->n_targets; i++)
        einv_ruleset_free(job->targets[i].rules);
    free(job->targets);
}

static void *work(void *arg)
{
    struct job *job = arg;

    for (int i = 0; i < job->rounds; i++)
        all(job);
    return NULL;
}

static void must_equal(const struct text *a, const struct text *b)
{
    if (a->len != b->len || memcmp(a->data, b->data, a->len) != 0)
        die("the same work gave other bytes");
}

/* Two threads start on a context that has compiled no format yet, and on sets
 * of rules that they share. */
static void in_threads(struct job *job)
{
    struct job two[2];
    pthread_t thread[2];

    job->rounds = 3;
    two[0] = two[1] = *job;
    for (int i = 0; i < 2; i++)
        if (pthread_create(&thread[i], NULL, work, &two[i]) != 0)
            die("no thread");
    for (int i = 0; i < 2; i++)
        pthread_join(thread[i], NULL);
    must_equal(&two[0].out, &two[1].out);
    all(job);
    must_equal(&two[0].out, &job->out);
    free(two[0].out.data);
    free(two[1].out.data);
}

/* The parent compiles; its children use what it made. */
static void in_children(struct job *job)
{
    struct text first;
    pid_t child[4];

    all(job);
    first = job->out;
    for (int i = 0; i < 4; i++) {
        child[i] = fork();
        if (child[i] < 0)
            die("no child");
        if (child[i] == 0) {
            memset(&job->out, 0, sizeof(job->out));
            all(job);
            must_equal(&first, &job->out);
            free(job->out.data);
            free(first.data);
            free_targets(job);
            einv_ctx_free(job->ctx);
            exit(0);
        }
    }
    for (int i = 0; i < 4; i++) {
        int status;

        if (waitpid(child[i], &status, 0) != child[i] || status != 0)
            die("a child failed");
    }
}

/* A locale with a decimal comma, or with another alphabet. */
static void set_locale(void)
{
    if (setlocale(LC_ALL, "") == NULL)
        die("the locale is not there");
    fprintf(stderr, "locale %s, decimal point %s\n",
            setlocale(LC_NUMERIC, NULL), localeconv()->decimal_point);
    if (strcmp(localeconv()->decimal_point, ",") != 0)
        die("this locale proves nothing");
}

int main(int argc, char **argv)
{
    struct job job;

    if (argc < 4)
        die("guest plain|locale|threads|fork TARGETS FILE...");
    memset(&job, 0, sizeof(job));
    job.files = argv + 3;
    job.n_files = argc - 3;
    if (strcmp(argv[1], "locale") == 0)
        set_locale();
    if (einv_ctx_new(NULL, &job.ctx) != EINV_OK)
        die("no context");
    read_targets(&job, argv[2]);
    if (strcmp(argv[1], "threads") == 0)
        in_threads(&job);
    else if (strcmp(argv[1], "fork") == 0)
        in_children(&job);
    else
        all(&job);
    free_targets(&job);
    einv_ctx_free(job.ctx);
    fwrite(job.out.data, 1, job.out.len, stdout);
    free(job.out.data);
    return fflush(stdout) != 0;
}
