/* einv_cli.h: what the files of the program share.
 *
 * The program is a client of the public API alone: an ERP can do all that it
 * does.
 */
#ifndef EINV_CLI_H
#define EINV_CLI_H

#include <einv/einv.h>

#include <stdbool.h>
#include <stddef.h>

/* Exit codes: a contract (einv(1)). */
enum {
    EXIT_ACCEPTED = 0,
    EXIT_REJECTED = 1,    /* read, and the answer is no */
    EXIT_UNREADABLE = 2,  /* not readable, a limit, I/O, usage */
    EXIT_FAULT = 3        /* einv's own fault, or no memory */
};

/* --- text (einv_text.c) -------------------------------------------------- */

/* A growing text; the first failure sticks and is asked for at the end. */
struct text {
    char *data;
    size_t len, cap;
    bool failed;
};

void text_put(struct text *t, const char *bytes, size_t len);
void text_str(struct text *t, const char *z);
void text_num(struct text *t, unsigned long long n);
void text_free(struct text *t);
/* "..." as a JSON string. */
void text_json(struct text *t, const char *bytes, size_t len);
/* ,"key":"value"  (no comma after an opening bracket) */
void text_member(struct text *t, const char *key, const char *value);
void text_key(struct text *t, const char *key);
/*  name="value"  in XML */
void text_attribute(struct text *t, const char *name, const char *value);
/* A text of the document on a terminal: control characters are shown. */
void text_shown(struct text *t, const char *bytes, size_t len);

/* --- the command line (einv_args.c) -------------------------------------- */

enum report_form {
    REPORT_TEXT, REPORT_JSON,
    /* of validate alone: */
    REPORT_SVRL, REPORT_SARIF, REPORT_JUNIT, REPORT_HTML
};
#define MOST_SETS 256

struct args {
    const char *verb;
    const char **files;              /* what is no flag */
    size_t n_files;
    enum report_form report;
    const char *lang, *limits, *at;
    bool redact, quiet, help, version, fired;
    const char *loads[MOST_SETS];    /* --load */
    size_t n_loads;
    bool json;                       /* show --json */
    const char *to, *from, *out, *ledger, *receipt, *defaults;
    unsigned long item;              /* 0: not given */
    bool allow_all;
    uint32_t allow;
    const char *sets[MOST_SETS];
    size_t n_sets;
    uint32_t slots;
    bool validate, verify;
    const char *xsd[MOST_SETS];      /* validate --xsd */
    size_t n_xsd;
    const char *rules[MOST_SETS];    /* validate --rules */
    size_t n_rules;
    const char *cache;               /* validate --cache; NULL: none */
    const char *anchors[MOST_SETS];  /* verify --anchor */
    size_t n_anchors;
    const char *certs[MOST_SETS];    /* --cert */
    size_t n_certs;
    const char *crls[MOST_SETS];     /* verify --crl */
    size_t n_crls;
    const char *tsas[MOST_SETS];     /* verify --tsa */
    size_t n_tsas;
    const char *content;             /* verify --content */
    const char *profile;             /* --profile */
    const char *key, *pass_file, *role, *algorithm;     /* sign */
};

/* Reads the command line; what is wrong goes to stderr.  false: usage. */
bool args_read(struct args *a, int argc, char **argv);
void args_free(struct args *a);
/* The control time in seconds since 1970: the end of the day of --at, or the
 * system's clock. */
int64_t args_when(const struct args *a);
/* The clock of rules as xs:dateTime: --at, or the system's; NULL: none. */
const char *args_now(const struct args *a, char *text, size_t size);

/* --- files (einv_io.c) --------------------------------------------------- */

struct bytes {
    char *data;          /* data[len] is 0 */
    size_t len;
};

/* "-" is stdin.  false: a message went to stderr. */
bool io_read(const char *path, struct bytes *out);
void io_free(struct bytes *b);
/* Whole or not at all when the target is absent or a regular file; devices
 * and pipes are written through; "-" is stdout. */
bool io_write(const char *path, const char *bytes, size_t len);
bool io_write_text(const char *path, struct text *t);
bool io_is_dir(const char *path);
bool io_same_file(const char *a, const char *b);
bool io_make_dir(const char *path);

/* --- reports (einv_report.c) --------------------------------------------- */

int exit_of(einv_status status);
int worse(int a, int b);
/* What einv can say of a status that no finding explains. */
void complain(const char *what, einv_status status);

/* The report's findings appended as JSON or text.  false: no memory. */
bool report_findings(const struct args *a, const einv_report *report,
                     const char *file, struct text *out);
/* What reports are rendered with. */
einv_render_options render_options(const struct args *a, const char *file);
bool report_ledger_json(const struct args *a, const einv_report *report,
                        const char *from, const char *to, bool findings,
                        struct text *out);
bool report_ledger_text(const struct args *a, const einv_report *report,
                        const char *file, struct text *out);
size_t report_errors(const einv_report *report);

/* One file on its way: bytes, report, document. */
struct input {
    const char *file;
    struct bytes bytes;
    bool readable;           /* the file was read */
    einv_report *report;
    einv_doc *doc;           /* NULL: status says why */
    einv_status status;
};

/* Reads and parses; input_free whatever it returns.  false: no memory. */
bool input_open(struct input *in, einv_ctx *ctx, const struct args *a,
                const char *file);
void input_free(struct input *in);

/* --- rule sets (einv_rules.c) -------------------------------------------- */

/* A configuration of scenarios; each is loaded when a document needs it. */
struct scenario {
    bool tried, usable;
    einv_ruleset **sets;
    size_t n;
    einv_schema *schema;     /* NULL: it has none */
};

struct scenario_set {
    einv_scenarios *names;
    struct scenario *items;
    size_t n;
    size_t chosen;           /* for the newest document; n: none */
    struct scenario_set *next;
};

struct rule_sets {
    einv_ruleset *items[MOST_SETS];
    size_t n;
    struct scenario_set *scenarios;
    bool ours;               /* einv's own checks, too */
};

/* Those of --rules; what is wrong goes to stderr.  The exit code. */
int rules_load(einv_ctx *ctx, const struct args *a, struct rule_sets *sets);
void rules_free(struct rule_sets *sets);
/* ,"title":"...","release":"..." where the set says so. */
void rules_said(const einv_ruleset *set, struct text *out);
/* Compiles one file; what is wrong goes to stderr.  The exit code. */
int rules_compile(einv_ctx *ctx, const struct args *a, const char *path,
                  const char *levels, einv_ruleset **set);

/* --- scenarios (einv_scenarios.c) ---------------------------------------- */

/* Adds the configuration that the file is; *is_one false: it is none, or it
 * is not there.  The exit code. */
int scenarios_add(einv_ctx *ctx, const struct args *a, const char *path,
                  struct rule_sets *sets, bool *is_one);
void scenarios_free(struct rule_sets *sets);
/* Before another document: none is chosen. */
void scenarios_forget(const struct rule_sets *sets);
/* The scenario that fits the document, loaded; NULL: there is none (the
 * report says why), or it cannot be used (stderr says why). */
const struct scenario *scenarios_choose(einv_ctx *ctx, const struct args *a,
                                        struct scenario_set *set,
                                        const struct input *in);
/* What a rule set was refused for: FILE:LINE:COLUMN: error: MESSAGE. */
void report_complaints(const struct args *a, const einv_report *report,
                       const char *file, struct text *out);

/* --- SVRL (einv_svrl.c) --------------------------------------------------- */

/* The reports of rule sets: of one set about one document as the standard
 * has it; others in <reports>. */
struct svrl {
    einv_report *report;     /* the sets' findings about one document */
    struct text text;        /* ... and what they wrote */
    bool alone;              /* one set, one document */
};

/* The exit code. */
int svrl_new(einv_ctx *ctx, struct svrl *s, bool alone);
void svrl_free(struct svrl *s);
void svrl_options(struct svrl *s, const struct args *a,
                  einv_validate_options *options);
void svrl_open(const struct svrl *s, struct text *out);
void svrl_document(struct svrl *s, const struct input *in,
                   const char *verdict, struct text *out);
void svrl_close(const struct svrl *s, struct text *out);

/* --- the verbs ----------------------------------------------------------- */

int verb_detect(einv_ctx *ctx, const struct args *a);
int verb_show(einv_ctx *ctx, const struct args *a);
/* A verb over each file: its findings and the documents of its report. */
typedef int one_fn(einv_ctx *ctx, const struct args *a, void *user,
                   const char *file, struct text *out);
int each_file(einv_ctx *ctx, const struct args *a, one_fn *one, void *user);
/* What stands before the documents of a JSON report, and behind them; the
 * latter writes `out` and frees it. */
void open_documents(const struct args *a, struct text *out);
int close_documents(const struct args *a, struct text *out, int code);

int verb_validate(einv_ctx *ctx, const struct args *a);
/* The document that is made of what the first signature covers takes the
 * place of the input's.  EINV_OK: all required signatures are TOTAL_PASSED. */
einv_status verify_input(einv_ctx *ctx, const struct args *a,
                         struct input *in);
int verb_sign(einv_ctx *ctx, const struct args *a);
int verb_verify(einv_ctx *ctx, const struct args *a);
int verb_convert(einv_ctx *ctx, const struct args *a);
int verb_diff(einv_ctx *ctx, const struct args *a);
int verb_explain(einv_ctx *ctx, const struct args *a);
int verb_formats(einv_ctx *ctx, const struct args *a);
int verb_rules(einv_ctx *ctx, const struct args *a);

/* convert --receipt, as JSON (einv_receipt.c).  false: no memory. */
bool receipt_json(einv_ctx *ctx, const struct args *a, const struct input *in,
                  const einv_buffer *doc, struct text *out);

#endif
