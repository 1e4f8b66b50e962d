/* einv_args.c: the flags, one row each, and what they set. */
#include "einv_cli.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

enum { NO_VALUE, VALUE, MAYBE_VALUE };

/* Verbs, as bits: where a flag has a meaning. */
enum {
    V_DETECT = 1, V_SHOW = 2, V_VALIDATE = 4, V_CONVERT = 8, V_DIFF = 16,
    V_EXPLAIN = 32, V_FORMATS = 64, V_RULES = 128, V_VERIFY = 256,
    V_SIGN = 512, V_ALL = 1023,
    V_READ = V_SHOW | V_VALIDATE | V_CONVERT | V_DIFF
};

static const struct verb_name {
    const char *name;
    unsigned bit;
} verbs[] = {
    { "detect", V_DETECT }, { "show", V_SHOW }, { "validate", V_VALIDATE },
    { "convert", V_CONVERT }, { "diff", V_DIFF }, { "explain", V_EXPLAIN },
    { "formats", V_FORMATS }, { "rules", V_RULES },
    { "verify", V_VERIFY }, { "sign", V_SIGN }
};

static bool wrong(const char *flag, const char *why)
{
    fprintf(stderr, "einv: %s: %s\n", flag, why);
    return false;
}

typedef bool set_fn(struct args *a, const char *flag, const char *value);

static bool set_report(struct args *a, const char *flag, const char *value)
{
    /* ORDER REPORT */
    static const char *const forms[] = { "text", "json", "svrl", "sarif",
                                         "junit", "html" };
    size_t i = 0, n = sizeof(forms) / sizeof(forms[0]);

    while (i < n && strcmp(value, forms[i]) != 0)
        i++;
    if (i == n)
        return wrong(flag, "text, json, svrl, sarif, junit or html");
    if (i > REPORT_JSON && (a->verb == NULL ||
                            strcmp(a->verb, "validate") != 0))
        return wrong(flag, "text or json (validate has svrl, sarif, junit "
                           "and html, too)");
    a->report = (enum report_form)i;
    return true;
}

static bool set_lang(struct args *a, const char *flag, const char *value)
{
    (void)flag;
    a->lang = value;
    return true;
}

static bool set_limits(struct args *a, const char *flag, const char *value)
{
    (void)flag;
    a->limits = value;
    return true;
}

static bool two_digits(const char *p, int low, int high)
{
    int n;

    if (p[0] < '0' || p[0] > '9' || p[1] < '0' || p[1] > '9')
        return false;
    n = (p[0] - '0') * 10 + (p[1] - '0');
    return n >= low && n <= high;
}

/* YYYY-MM-DD */
static bool set_at(struct args *a, const char *flag, const char *value)
{
    if (strlen(value) != 10 || value[4] != '-' || value[7] != '-' ||
        !two_digits(value, 0, 99) || !two_digits(value + 2, 0, 99) ||
        !two_digits(value + 5, 1, 12) || !two_digits(value + 8, 1, 31))
        return wrong(flag, "a date: YYYY-MM-DD");
    a->at = value;
    return true;
}

static bool set_redact(struct args *a, const char *flag, const char *value)
{
    (void)flag, (void)value;
    a->redact = true;
    return true;
}

static bool set_quiet(struct args *a, const char *flag, const char *value)
{
    (void)flag, (void)value;
    a->quiet = true;
    return true;
}

static bool set_fired(struct args *a, const char *flag, const char *value)
{
    (void)flag, (void)value;
    a->fired = true;
    return true;
}

static bool set_help(struct args *a, const char *flag, const char *value)
{
    (void)flag, (void)value;
    a->help = true;
    return true;
}

static bool set_version(struct args *a, const char *flag, const char *value)
{
    (void)flag, (void)value;
    a->version = true;
    return true;
}

static bool add_load(struct args *a, const char *flag, const char *value)
{
    if (a->n_loads == MOST_SETS)
        return wrong(flag, "too many");
    a->loads[a->n_loads++] = value;
    return true;
}

static bool set_json(struct args *a, const char *flag, const char *value)
{
    (void)flag, (void)value;
    a->json = true;
    return true;
}

static bool set_to(struct args *a, const char *flag, const char *value)
{
    (void)flag;
    a->to = value;
    return true;
}

static bool set_from(struct args *a, const char *flag, const char *value)
{
    (void)flag;
    a->from = value;
    return true;
}

static bool set_out(struct args *a, const char *flag, const char *value)
{
    if (value[0] == '\0')
        return wrong(flag, "a file or a directory");
    a->out = value;
    return true;
}

static bool set_ledger(struct args *a, const char *flag, const char *value)
{
    if (value[0] == '\0')
        return wrong(flag, "a file");
    a->ledger = value;
    return true;
}

static bool set_receipt(struct args *a, const char *flag, const char *value)
{
    if (value[0] == '\0')
        return wrong(flag, "a file");
    a->receipt = value;
    return true;
}

static bool set_defaults(struct args *a, const char *flag, const char *value)
{
    (void)flag;
    a->defaults = value;
    return true;
}

static bool set_item(struct args *a, const char *flag, const char *value)
{
    char *end;

    a->item = 0;
    if (value[0] >= '0' && value[0] <= '9')
        a->item = strtoul(value, &end, 10);
    if (a->item == 0 || *end != '\0')
        return wrong(flag, "a number from 1");
    return true;
}

static bool allow_one(struct args *a, const char *flag, const char *name,
                      size_t len)
{
    char word[32];
    int reason = -1;

    if (len < sizeof(word)) {
        memcpy(word, name, len);
        word[len] = '\0';
        reason = einv_reason_from_name(word);
    }
    if (reason < 0)
        return wrong(flag, "no such reason (einv explain no_place)");
    a->allow |= (uint32_t)1 << reason;
    return true;
}

static bool set_allow(struct args *a, const char *flag, const char *value)
{
    size_t len;

    if (value == NULL) {
        a->allow_all = true;
        return true;
    }
    for (;; value += len + 1) {
        len = strcspn(value, ",");
        if (!allow_one(a, flag, value, len))
            return false;
        if (value[len] == '\0')
            return true;
    }
}

static bool add_set(struct args *a, const char *flag, const char *value)
{
    const char *equals = strchr(value, '=');

    if (equals == NULL || equals == value)
        return wrong(flag, "PATH=VALUE");
    if (a->n_sets == MOST_SETS)
        return wrong(flag, "too many; use --defaults FILE");
    a->sets[a->n_sets++] = value;
    return true;
}

static bool set_slots(struct args *a, const char *flag, const char *value)
{
    if (strcmp(value, "auto") == 0)
        a->slots = EINV_SLOTS_AUTO;
    else if (strcmp(value, "none") == 0)
        a->slots = EINV_SLOTS_NONE;
    else if (strcmp(value, "embed") == 0)
        a->slots = EINV_SLOTS_EMBED;
    else
        return wrong(flag, "auto, none or embed");
    return true;
}

static bool set_validate(struct args *a, const char *flag, const char *value)
{
    (void)flag, (void)value;
    a->validate = true;
    return true;
}

static bool add_xsd(struct args *a, const char *flag, const char *value)
{
    if (a->n_xsd == MOST_SETS)
        return wrong(flag, "too many of them");
    a->xsd[a->n_xsd++] = value;
    return true;
}

static bool set_cache(struct args *a, const char *flag, const char *value)
{
    (void)flag;
    a->cache = value;
    return true;
}

static bool add_rules(struct args *a, const char *flag, const char *value)
{
    if (a->n_rules == MOST_SETS)
        return wrong(flag, "too many of them");
    a->rules[a->n_rules++] = value;
    return true;
}

/* A file more in one of the lists. */
static bool add_file(const char **list, size_t *n, const char *flag,
                     const char *value)
{
    if (*n == MOST_SETS)
        return wrong(flag, "too many of them");
    list[(*n)++] = value;
    return true;
}

static bool add_anchor(struct args *a, const char *flag, const char *value)
{
    return add_file(a->anchors, &a->n_anchors, flag, value);
}

static bool add_cert(struct args *a, const char *flag, const char *value)
{
    return add_file(a->certs, &a->n_certs, flag, value);
}

static bool add_crl(struct args *a, const char *flag, const char *value)
{
    return add_file(a->crls, &a->n_crls, flag, value);
}

static bool add_tsa(struct args *a, const char *flag, const char *value)
{
    return add_file(a->tsas, &a->n_tsas, flag, value);
}

static bool set_content(struct args *a, const char *flag, const char *value)
{
    (void)flag;
    a->content = value;
    return true;
}

static bool set_profile(struct args *a, const char *flag, const char *value)
{
    (void)flag;
    a->profile = value;
    return true;
}

static bool set_key(struct args *a, const char *flag, const char *value)
{
    (void)flag;
    a->key = value;
    return true;
}

static bool set_pass_file(struct args *a, const char *flag, const char *value)
{
    (void)flag;
    a->pass_file = value;
    return true;
}

static bool set_role(struct args *a, const char *flag, const char *value)
{
    (void)flag;
    a->role = value;
    return true;
}

static bool set_algorithm(struct args *a, const char *flag, const char *value)
{
    (void)flag;
    a->algorithm = value;
    return true;
}

static bool set_verify(struct args *a, const char *flag, const char *value)
{
    (void)flag, (void)value;
    a->verify = true;
    return true;
}

static const struct flag {
    const char *name;
    int value;
    unsigned verbs;
    set_fn *set;
} flags[] = {
    { "--report", VALUE, V_ALL, set_report },
    { "--lang", VALUE, V_ALL, set_lang },
    { "--limits", VALUE, V_ALL, set_limits },
    { "--at", VALUE, V_ALL, set_at },
    { "--redact", NO_VALUE, V_ALL, set_redact },
    { "-q", NO_VALUE, V_ALL, set_quiet },
    { "--quiet", NO_VALUE, V_ALL, set_quiet },
    { "--help", NO_VALUE, V_ALL, set_help },
    { "-h", NO_VALUE, V_ALL, set_help },
    { "--version", NO_VALUE, V_ALL, set_version },
    { "--load", VALUE, V_ALL, add_load },
    { "--json", NO_VALUE, V_SHOW, set_json },
    { "--to", VALUE, V_CONVERT, set_to },
    { "--from", VALUE, V_READ, set_from },
    { "-o", VALUE, V_CONVERT | V_RULES | V_SIGN, set_out },
    { "--ledger", VALUE, V_CONVERT, set_ledger },
    { "--defaults", VALUE, V_CONVERT, set_defaults },
    { "--item", VALUE, V_READ, set_item },
    { "--allow-loss", MAYBE_VALUE, V_CONVERT, set_allow },
    { "--set", VALUE, V_CONVERT, add_set },
    { "--slots", VALUE, V_CONVERT, set_slots },
    { "--validate", NO_VALUE, V_CONVERT, set_validate },
    { "--verify", NO_VALUE, V_CONVERT, set_verify },
    { "--receipt", VALUE, V_CONVERT, set_receipt },
    { "--rules", VALUE, V_VALIDATE | V_EXPLAIN, add_rules },
    { "--xsd", VALUE, V_VALIDATE, add_xsd },
    { "--cache", VALUE, V_VALIDATE | V_EXPLAIN | V_RULES, set_cache },
    { "--fired", NO_VALUE, V_VALIDATE, set_fired },
    { "--anchor", VALUE, V_VERIFY | V_CONVERT, add_anchor },
    { "--cert", VALUE, V_VERIFY | V_SIGN | V_CONVERT, add_cert },
    { "--crl", VALUE, V_VERIFY | V_CONVERT, add_crl },
    { "--tsa", VALUE, V_VERIFY, add_tsa },
    { "--content", VALUE, V_VERIFY, set_content },
    { "--profile", VALUE, V_VERIFY | V_SIGN, set_profile },
    { "--key", VALUE, V_SIGN, set_key },
    { "--pass-file", VALUE, V_SIGN, set_pass_file },
    { "--role", VALUE, V_SIGN, set_role },
    { "--algorithm", VALUE, V_SIGN, set_algorithm }
};

#define N_FLAGS (sizeof(flags) / sizeof(flags[0]))

static const struct flag *find_flag(const char *word, size_t len)
{
    for (size_t i = 0; i < N_FLAGS; i++)
        if (strlen(flags[i].name) == len &&
            memcmp(flags[i].name, word, len) == 0)
            return &flags[i];
    return NULL;
}

static unsigned verb_bit(const char *verb)
{
    for (size_t i = 0; i < sizeof(verbs) / sizeof(verbs[0]); i++)
        if (verb != NULL && strcmp(verbs[i].name, verb) == 0)
            return verbs[i].bit;
    return V_ALL;
}

/* One flag at argv[*i]; takes the next word when it needs a value. */
static bool read_flag(struct args *a, int argc, char **argv, int *i)
{
    const char *word = argv[*i];
    size_t len = strncmp(word, "--", 2) == 0 ? strcspn(word, "=")
                                             : strlen(word);
    const struct flag *f = find_flag(word, len);
    const char *value = word[len] == '=' ? word + len + 1 : NULL;

    if (f == NULL)
        return wrong(word, "no such flag");
    if ((f->verbs & verb_bit(a->verb)) == 0)
        return wrong(f->name, "has no meaning here");
    if (f->value == NO_VALUE && value != NULL)
        return wrong(f->name, "takes no value");
    if (f->value == VALUE && value == NULL) {
        if (*i + 1 >= argc)
            return wrong(f->name, "needs a value");
        value = argv[++*i];
    }
    return f->set(a, f->name, value);
}

bool args_read(struct args *a, int argc, char **argv)
{
    bool only_files = false;

    memset(a, 0, sizeof(*a));
    a->files = calloc((size_t)argc + 1, sizeof(*a->files));
    if (a->files == NULL)
        return wrong("arguments", "out of memory");
    /* The verb first: flags may stand before it. */
    for (int i = 1; i < argc && a->verb == NULL; i++) {
        size_t len = strcspn(argv[i], "=");
        const struct flag *f = find_flag(argv[i], len);

        if (argv[i][0] != '-')
            a->verb = argv[i];
        else if (f != NULL && f->value == VALUE && argv[i][len] != '=')
            i++;
    }
    for (int i = 1; i < argc; i++) {
        if (only_files || argv[i][0] != '-' || argv[i][1] == '\0') {
            if (argv[i] != a->verb)
                a->files[a->n_files++] = argv[i];
        } else if (strcmp(argv[i], "--") == 0) {
            only_files = true;
        } else if (!read_flag(a, argc, argv, &i)) {
            return false;
        }
    }
    return true;
}

void args_free(struct args *a)
{
    free(a->files);
}

const char *args_now(const struct args *a, char *text, size_t size)
{
    time_t now = time(NULL);
    struct tm *utc = gmtime(&now);

    if (a->at != NULL)
        snprintf(text, size, "%sT00:00:00Z", a->at);
    else if (utc == NULL ||
             strftime(text, size, "%Y-%m-%dT%H:%M:%SZ", utc) == 0)
        return NULL;
    return text;
}

/* Days since 1970-01-01. */
static int64_t days_of(int y, int m, int d)
{
    int64_t year = m <= 2 ? y - 1 : y;
    int64_t era = year / 400, of_era = year - era * 400;
    int64_t of_year = (153 * (m > 2 ? m - 3 : m + 9) + 2) / 5 + d - 1;

    return era * 146097 + of_era * 365 + of_era / 4 - of_era / 100 + of_year -
           719468;
}

int64_t args_when(const struct args *a)
{
    if (a->at == NULL)
        return (int64_t)time(NULL);
    return (days_of(atoi(a->at), atoi(a->at + 5), atoi(a->at + 8)) + 1) *
               86400 - 1;
}
