/* der.h: walking DER, making DER of BER, writing DER (ITU-T X.690).
 *
 * A reader is a pair of pointers; what it yields points into its bytes.
 * Nothing is read beyond the end, whatever lengths say.
 */
#ifndef EINV_LIB_CRYPT_DER_H
#define EINV_LIB_CRYPT_DER_H

#include "../base/memory.h"

/* First bytes of elements; numbers of tags above 30 are never asked for. */
enum {
    EINV_DER_BOOLEAN = 0x01, EINV_DER_INTEGER = 0x02, EINV_DER_BITS = 0x03,
    EINV_DER_OCTETS = 0x04, EINV_DER_NULL = 0x05, EINV_DER_OID = 0x06,
    EINV_DER_UTF8 = 0x0c, EINV_DER_UTC_TIME = 0x17, EINV_DER_TIME = 0x18,
    EINV_DER_SEQUENCE = 0x30, EINV_DER_SET = 0x31,
    EINV_DER_CONTEXT = 0xa0,        /* constructed; | 0..30 */
    EINV_DER_CONTEXT_PLAIN = 0x80   /* primitive; | 0..30 */
};

struct einv_der {
    const unsigned char *at, *end;
};

struct einv_tlv {
    unsigned tag;
    struct einv_text all, body;     /* with and without tag and length */
};

struct einv_der einv__der_of(struct einv_text bytes);
/* The next element; false: there is none, or it is not whole. */
bool einv__der_next(struct einv_der *in, struct einv_tlv *tlv);
/* The next if it has this tag; else nothing is taken. */
bool einv__der_take(struct einv_der *in, unsigned tag, struct einv_tlv *tlv);
/* The same, and into it. */
bool einv__der_into(struct einv_der *in, unsigned tag, struct einv_der *body);
/* Passes over the next if it has this tag. */
void einv__der_skip(struct einv_der *in, unsigned tag);
static inline bool einv__der_at_end(const struct einv_der *in)
{
    return in->at == in->end;
}

/* Dotted; empty: it does not fit or is none. */
struct einv_text einv__der_oid(struct einv_text body, char *room, size_t cap);
enum { EINV_OID_MAX = 80 };
/* false: negative, or it does not fit. */
bool einv__der_uint(struct einv_text body, uint64_t *number);
/* UTCTime or GeneralizedTime in Zulu; fractions are cut. */
bool einv__der_time(const struct einv_tlv *tlv, int64_t *seconds);

/* Appends the first element of `ber` as DER: definite lengths, octet strings
 * in one piece, the order of sets as it is.  `*used`: how long it was.
 * EINV_EMALFORMED; EINV_ELIMIT: deeper than 64; EINV_ENOMEM. */
einv_status einv__der_normal(struct einv_text ber, struct einv_buf *der,
                             size_t *used);
/* The length of the first element if it needs no such change; else 0. */
size_t einv__der_plain(struct einv_text ber);
/* Appends a SET OF's elements (without its head) as DER sorts them. */
einv_status einv__der_sorted(struct einv_text body, struct einv_buf *out);

/* --- writing ------------------------------------------------------------- */

/* Puts tag and length before all that the buffer holds from `from` on. */
void einv__der_wrap(struct einv_buf *out, unsigned tag, size_t from);
void einv__der_put(struct einv_buf *out, unsigned tag, struct einv_text body);
/* "1.2.840.113549": a constant, not a document's text. */
void einv__der_put_oid(struct einv_buf *out, const char *dotted);
void einv__der_put_uint(struct einv_buf *out, uint64_t number);
/* As CMS wants it: UTCTime before 2050 (RFC 5652, 11.3). */
void einv__der_put_time(struct einv_buf *out, int64_t seconds);

#endif
