/* engine.h: what a context holds: limits, the model, the known formats, the
 * code lists.
 *
 * Shared by threads without a lock.  What is compiled on first use is made
 * aside and published with one compare-and-swap; who comes second throws his
 * copy away.  So nothing is ever held across a fork(), and a thread that
 * dies in the middle leaves nothing behind.
 */
#ifndef EINV_LIB_ENGINE_H
#define EINV_LIB_ENGINE_H

#include <stdatomic.h>

#include "../base/limits.h"
#include "../bind/bind.h"
#include "../bind/detect.h"
#include "../code/codes.h"
#include "../diag/messages.h"

struct einv_engine;

enum format_string {          /* ORDER FORMAT: einv_format_field */
    FORMAT_ID, FORMAT_VERSION, FORMAT_NAME, FORMAT_COUNTRY, FORMAT_PROOF,
    FORMAT_COVERAGE, FORMAT_N_STRINGS
};

/* A binding, compiled, with its texts as C strings. */
struct format_body {
    struct einv_binding *binding;
    const struct einv_bind_info *info;
    struct einv_arena arena;
    const char *strings[FORMAT_N_STRINGS];
};

struct einv_format {
    struct einv_engine *engine;
    const char *id, *version, *name;     /* from the head */
    const char *file;                    /* for findings */
    struct einv_text bytes;
    struct einv_arena arena;             /* holds all of the above */
    _Atomic(struct format_body *) body;  /* NULL: not compiled yet */
    struct einv_format *next_owned;      /* all that the engine must free */
};

/* What is known at one moment; never changed once published. */
struct einv_catalogue {
    struct einv_format **formats;        /* by id, then version, rising */
    size_t n;
    struct einv_detector *detector;
    struct einv_catalogue *older;        /* still used by somebody */
};

/* A code list, compiled on first use. */
struct engine_list {
    const char *name;                    /* "currency" */
    struct einv_text tsv;
    const char *file;
    _Atomic(struct engine_list_body *) body;
};

struct engine_list_body {
    struct einv_arena arena;
    const struct einv_code_list *list;
};

/* The catalogue of messages, read on first use. */
struct engine_messages {
    struct einv_arena arena;
    struct einv_messages *messages;
};

struct engine_rules;          /* own_rules.h, compiled on first use */
struct engine_identifiers;    /* identifiers.h, read on first use */

struct einv_engine {
    einv_allocator alloc;
    struct einv_limits limits;
    struct einv_model model;
    _Atomic(struct einv_catalogue *) catalogue;
    _Atomic(struct einv_format *) owned;
    struct engine_list *lists;
    size_t n_lists;
    struct engine_rules *rules;
    size_t n_rules;
    _Atomic(struct engine_messages *) messages;
    _Atomic(struct engine_identifiers *) identifiers;
};

/* EINV_OK; EINV_ENOMEM; EINV_EINTERNAL: what is embedded does not load. */
einv_status einv__engine_init(struct einv_engine *e, const einv_allocator *a,
                              const struct einv_limits *limits,
                              struct einv_report *report);
void einv__engine_free(struct einv_engine *e);

/* The first catalogue: what is embedded (catalogue.c). */
einv_status einv__catalogue_init(struct einv_engine *e,
                                 struct einv_report *report);

static inline const struct einv_catalogue *
einv__engine_catalogue(struct einv_engine *e)
{
    return atomic_load_explicit(&e->catalogue, memory_order_acquire);
}

/* Adds a binding; `file` and the bytes are copied.  EINV_OK;
 * EINV_EMALFORMED with findings; EINV_ENOMEM. */
einv_status einv__engine_load(struct einv_engine *e, struct einv_text bytes,
                              const char *file, struct einv_report *report);

/* The format with this id ("x" or "x@1"); without a version: `prefer` when
 * it is of that id, else the newest.  EINV_OK; EINV_EUNKNOWN with a finding
 * EINV-FORMAT-0001. */
einv_status einv__engine_find(struct einv_engine *e, struct einv_text id,
                              const struct einv_format *prefer,
                              struct einv_report *report,
                              const struct einv_format **out);

/* The compiled binding.  EINV_OK; EINV_EINTERNAL: an embedded one does not
 * compile (findings); EINV_EMALFORMED: the same for a loaded one;
 * EINV_ENOMEM. */
einv_status einv__format_body(const struct einv_format *f,
                              struct einv_report *report,
                              const struct format_body **out);

/* How a binding asks for files (einv_fetch_fn); user: the engine. */
einv_status einv__engine_fetch(void *user, const char *kind,
                               struct einv_text name,
                               struct einv_text *bytes);

/* The code list of this name.  EINV_OK; EINV_EABSENT: no such list;
 * EINV_EINTERNAL: it does not load; EINV_ENOMEM. */
einv_status einv__engine_codes(struct einv_engine *e, struct einv_text name,
                               const struct einv_code_list **out);

/* The messages; NULL: no memory, or there are none. */
const struct einv_messages *einv__engine_messages(struct einv_engine *e);

/* -1, 0, 1: 2.1 before 2.10. */
int einv__version_cmp(struct einv_text a, struct einv_text b);

#endif
