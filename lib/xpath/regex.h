/* regex.h: the regular expressions of XPath 2.0 (F&O 7.6.1), in linear time.
 *
 * A compiled expression never changes and may be shared.  What grows while
 * matching (automaton states, capture stacks) is the run's memory.
 */
#ifndef EINV_LIB_XPATH_REGEX_H
#define EINV_LIB_XPATH_REGEX_H

#include "run.h"

struct einv_regex;

enum { EINV_REGEX_GROUPS = 100 };       /* numbered groups, 0 included */

struct einv_regex_span {
    size_t start, end;          /* bytes; SIZE_MAX: the group took no part */
};

/* Compiles a pattern with flags (smixq) into the arena.  NULL: `*error` is
 * FORX0002 (pattern), FORX0001 (flags), EINV0001 (too large) or EINV0002. */
const struct einv_regex *einv__regex_new(struct einv_arena *arena,
                                         struct einv_text pattern,
                                         struct einv_text flags,
                                         const char **error);
/* Does it match the empty string (FORX0003)? */
bool einv__regex_is_empty(const struct einv_regex *regex);
/* Flag q. */
bool einv__regex_is_literal(const struct einv_regex *regex);
size_t einv__regex_groups(const struct einv_regex *regex);

/* Does it match anywhere?  Linear in the text.  false: error in the run. */
bool einv__regex_test(struct einv_xp_run *run,
                      const struct einv_regex *regex,
                      struct einv_text text, bool *found);
/* The first (leftmost, with XPath's priorities) match at or after `from`;
 * spans[0] is the whole, spans[1..] the groups. */
bool einv__regex_find(struct einv_xp_run *run,
                      const struct einv_regex *regex, struct einv_text text,
                      size_t from, struct einv_regex_span *spans,
                      size_t n_spans, bool *found);
/* The expression of a pattern that is known only while running; the run
 * keeps some of them.  It is good until the next call.  NULL: error. */
const struct einv_regex *einv__regex_get(struct einv_xp_run *run,
                                         struct einv_text pattern,
                                         struct einv_text flags);
/* Sets the error that einv__regex_new gave. */
void einv__regex_fail(struct einv_xp_run *run, const char *error);
void einv__regex_memory_free(struct einv_regex_memory *memory);

#endif
