/* messages.h: the catalogue: what a finding's code says, in which language.
 *
 * schemas/messages.xml is its only source.  A template has places {name} for
 * the arguments of a finding ({found}, {expected} and {term} for the members
 * of that name); a part in [brackets] is left out when one of its places has
 * nothing to hold.  What the library itself says in {expected} ("a date") is
 * a phrase of the catalogue where the language is another.
 */
#ifndef EINV_LIB_MESSAGES_H
#define EINV_LIB_MESSAGES_H

#include "report.h"

enum einv_message_part { EINV_MESSAGE_TEXT, EINV_MESSAGE_FIX };

struct einv_message_template {
    enum einv_message_part part;
    struct einv_text lang, text;
    struct einv_message_template *next;
};

struct einv_message {
    struct einv_text code, severity, origin;
    struct einv_text values;    /* places other than {found} that hold values
                                   of the document: "expected detail" */
    struct einv_message_template *templates;   /* in the file's order */
    struct einv_message *next;
};

struct einv_words;                      /* words.h */

struct einv_messages {
    struct einv_message *first, *last;
    size_t count;
    struct einv_message *phrases;   /* code: the English words */
    const struct einv_words *words; /* NULL: none */
};

/* Reads messages.xml; everything is copied into the arena.  The reader
 * knows the few forms that file uses, not XML.
 * EINV_OK; EINV_EMALFORMED: *line says where (may be NULL); EINV_ENOMEM. */
einv_status einv__messages_load(struct einv_messages **out,
                                struct einv_arena *arena,
                                struct einv_text xml, uint32_t *line);

/* NULL: no such code. */
const struct einv_message *einv__message_find(const struct einv_messages *c,
                                              struct einv_text code);

/* Is a text in language `have` for who wants `want`? */
bool einv__message_serves(struct einv_text have, struct einv_text want);
/* The template in a language ("zh-CN" is served by "zh"), else in English;
 * empty: neither. */
struct einv_text einv__message_template(const struct einv_message *message,
                                        enum einv_message_part part,
                                        struct einv_text lang);

/* How findings are shown. */
struct einv_style {
    const struct einv_messages *messages;  /* NULL: codes alone */
    struct einv_text lang;                 /* empty: English */
    const char *file;                      /* before the line; NULL: none */
    const char *verdict;                   /* of the document; NULL: none */
    /* The name of a term (BT-131), empty: not known; NULL: nobody knows. */
    struct einv_text (*title)(const void *model, struct einv_text term);
    const void *model;
    bool redact;                           /* no values of the document */
};

/* Appends the sentence of a finding, or how to mend it.  A finding that
 * brings its message gives that.  false: there is nothing to say. */
bool einv__message_render(const struct einv_style *style,
                          const struct einv_finding *finding,
                          enum einv_message_part part, struct einv_buf *out);

/* Room for what stands in the place of a value. */
struct einv_mask {
    char text[32];
};

/* A value of the document as the style lets it be shown: itself, or that it
 * is left out and how many characters it has. */
struct einv_text einv__style_value(const struct einv_style *style,
                                   struct einv_text value,
                                   struct einv_mask *mask);
/* What a finding expects, in the style's language. */
struct einv_text einv__style_expected(const struct einv_style *style,
                                      const struct einv_finding *finding,
                                      struct einv_mask *mask);
/* What would explain the difference, in the style's language; empty: nothing
 * is known. */
struct einv_text einv__style_why(const struct einv_style *style,
                                 const struct einv_finding *finding,
                                 struct einv_mask *mask);
/* Appends found less expected, where both are amounts. */
void einv__style_difference(const struct einv_style *style,
                            const struct einv_finding *finding,
                            struct einv_buf *out);
/* Appends the name of a term, given in English, in the style's language. */
void einv__style_name(const struct einv_style *style, struct einv_text title,
                      struct einv_buf *out);
/* Appends the name of the finding's term; nothing: it has none. */
void einv__style_title(const struct einv_style *style,
                       const struct einv_finding *finding,
                       struct einv_buf *out);
/* Words of our own ("found", "invalid") in the style's language. */
struct einv_text einv__style_words(const struct einv_style *style,
                                   const char *words);
struct einv_text einv__style_phrase(const struct einv_style *style,
                                    struct einv_text words);

#endif
