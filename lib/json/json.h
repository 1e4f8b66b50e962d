/* json.h: strict JSON (RFC 8259): values with positions, digits as written.
 */
#ifndef EINV_LIB_JSON_H
#define EINV_LIB_JSON_H

#include "../xml/tree.h"

/* --- reading, value by value ------------------------------------------- */

enum einv_json_kind {
    EINV_JSON_NULL, EINV_JSON_BOOL, EINV_JSON_NUMBER, EINV_JSON_STRING,
    EINV_JSON_ARRAY, EINV_JSON_OBJECT
};

/* A parsed value; members and items in document order. */
struct einv_json {
    enum einv_json_kind kind;
    struct einv_text key;        /* in an object; decoded */
    struct einv_text text;       /* string: decoded; number: its digits;
                                    bool: "true" or "false" */
    struct einv_json *first, *next;
    uint32_t offset;             /* of the value in the bytes */
};

/* Reads a whole text: UTF-8 (a BOM is allowed), no duplicate keys, no
 * trailing bytes, no lone surrogates, limits kept.  The values live in the
 * arena; they may point into `bytes`.
 * EINV_OK; EINV_EMALFORMED, EINV_ELIMIT with a finding JSON_MALFORMED,
 * JSON_DUPLICATE, JSON_LIMIT, JSON_ENCODING (origin "json"); EINV_ENOMEM. */
einv_status einv__json_read(struct einv_json **out, struct einv_arena *arena,
                            struct einv_text bytes,
                            const struct einv_limits *limits,
                            struct einv_report *report);

/* The member with this key, NULL: none. */
const struct einv_json *einv__json_get(const struct einv_json *object,
                                       const char *key);
/* Its line and column. */
struct einv_position einv__json_position(struct einv_text bytes,
                                         const struct einv_json *value);

/* --- writing ------------------------------------------------------------ */

/* Writes indented JSON; commas, quotes and line ends come by themselves. */
struct einv_json_out {
    struct einv_buf *buf;
    uint32_t depth, indent;      /* indent 0: on one line */
    bool first;                  /* nothing yet at this level */
    bool after_key;
};

void einv__json_begin(struct einv_json_out *j, struct einv_buf *buf,
                      uint32_t indent);
void einv__json_open(struct einv_json_out *j, char bracket);  /* { or [ */
void einv__json_close(struct einv_json_out *j, char bracket); /* } or ] */
void einv__json_key(struct einv_json_out *j, const char *key);
void einv__json_string(struct einv_json_out *j, struct einv_text text);
void einv__json_uint(struct einv_json_out *j, uint64_t n);
void einv__json_bool(struct einv_json_out *j, bool value);
/* key and string at once; nothing when the text is empty */
void einv__json_field(struct einv_json_out *j, const char *key,
                      struct einv_text text);

#endif
