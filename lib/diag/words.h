/* words.h: what our rules say, in other languages than English.
 *
 * schemas/rules/words.tsv is its only source: a head line with languages,
 * then a row for each sentence, name of a term or word, English first.
 *
 * The pattern of a sentence has places: {1} is the first value that the rule
 * says, {t1} a term by name and id ("Seller name (BT-27)"), {b1} the id of
 * a term that has no name there.  So one row serves all rules that say the
 * same of different terms.
 *
 * A name that has no row of its own is put together: of "Seller name" by the
 * rows "of Seller" and "{role} name".
 */
#ifndef EINV_LIB_WORDS_H
#define EINV_LIB_WORDS_H

#include "messages.h"

/* Reads words.tsv, whose texts stay where they are.
 * EINV_OK; EINV_EMALFORMED: *line says where (may be NULL); EINV_ENOMEM. */
einv_status einv__words_load(struct einv_words **out,
                             struct einv_arena *arena, struct einv_text tsv,
                             uint32_t *line);

/* The row's text in a language ("zh-CN" is served by "zh"); empty: there is
 * none, or the language is English. */
struct einv_text einv__words_find(const struct einv_words *words,
                                  struct einv_text english,
                                  struct einv_text lang);

/* Appends a name that is put together.  false: it cannot be. */
bool einv__words_name(const struct einv_words *words, struct einv_text english,
                      struct einv_text lang, struct einv_buf *out);

/* Appends the finding's sentence, if it has a pattern that is known in the
 * style's language; the arguments fill it. */
bool einv__words_sentence(const struct einv_style *style,
                          const struct einv_finding *finding,
                          struct einv_buf *out);

/* Appends a text whose places are filled by the finding's arguments. */
void einv__words_fill(const struct einv_style *style,
                      const struct einv_finding *finding,
                      struct einv_text text, struct einv_buf *out);

/* Is what stands in this place of the finding ours ("missing"), and no value
 * of the document? */
bool einv__words_ours(const struct einv_finding *finding,
                      struct einv_text place);

#endif
