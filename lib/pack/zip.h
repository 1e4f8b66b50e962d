/* zip.h: ZIP archives: the strict reader, and the writer.
 *
 * A signature over an archive is worth what the reading of the archive is
 * worth: two readers that see other files in the same bytes are an attack.
 * So the directory at the end is the truth, each local header must agree
 * with it, entries do not overlap and leave no room between them, and what
 * differs between readers is refused (SIGNATURES.md section 6 of the design;
 * PKWARE's APPNOTE for the fields).  Nothing is ever written to disk.
 */
#ifndef EINV_LIB_ZIP_H
#define EINV_LIB_ZIP_H

#include "../base/limits.h"
#include "../diag/report.h"

enum { EINV_ZIP_STORED = 0, EINV_ZIP_DEFLATED = 8 };

struct einv_zip_entry {
    struct einv_text name;   /* UTF-8; of the archive's bytes or its arena */
    struct einv_text raw;    /* as the bytes have it */
    uint64_t size, packed;   /* bytes out and in */
    uint64_t header;         /* where the local header begins */
    uint64_t data;           /* where the packed bytes begin */
    uint32_t crc, mode;      /* mode: of Unix, 0 when unknown */
    uint16_t method, flags;
    bool folder;
};

struct einv_zip {
    struct einv_arena arena;
    struct einv_text bytes;            /* lent */
    struct einv_limits limits;
    struct einv_zip_entry *entries;    /* as the directory has them */
    size_t n;
    uint64_t directory;                /* where it begins */
    const struct einv_zip_entry **order;  /* scratch: sorted */
};

/* Reads the directory and compares it with each entry; nothing is unpacked.
 * Findings ZIP_*.  EINV_OK (with warnings); EINV_EMALFORMED; EINV_ELIMIT;
 * EINV_ENOMEM.  On failure nothing is left to free. */
einv_status einv__zip_open(struct einv_zip *zip, const einv_allocator *a,
                           struct einv_text bytes,
                           const struct einv_limits *limits,
                           struct einv_report *report);
void einv__zip_free(struct einv_zip *zip);

/* The entry of this very name; NULL: none. */
const struct einv_zip_entry *einv__zip_find(const struct einv_zip *zip,
                                            struct einv_text name);
/* Appends what the entry holds, size and CRC checked. */
einv_status einv__zip_read(const struct einv_zip *zip,
                           const struct einv_zip_entry *entry,
                           struct einv_buf *out, struct einv_report *report);
/* Unpacks every entry to see whether it holds what the directory says. */
einv_status einv__zip_check(const struct einv_zip *zip,
                            struct einv_report *report);
/* The first bytes of the entry, `size` at most; fewer when it is broken. */
einv_status einv__zip_peek(const struct einv_zip *zip,
                           const struct einv_zip_entry *entry, size_t size,
                           struct einv_buf *out);

/* An entry "mimetype" must be the archive's first bytes, stored and without
 * extra fields, so that a reader of bytes finds it (EN 319 162-1, annex A);
 * else a warning ASIC_MIMETYPE.  Its text, of the archive; NULL-pointed:
 * there is none, or it is packed. */
struct einv_text einv__zip_mimetype(const struct einv_zip *zip,
                                    struct einv_report *report);

/* zip_name.c.  The name in UTF-8: as it is, or from code page 437 when the
 * flag of UTF-8 is not set and it is none.  false: no memory. */
bool einv__zip_name(struct einv_zip *zip, struct einv_text raw, bool utf8,
                    struct einv_text *name);
/* Is it a relative path of plain steps, within the limit? */
bool einv__zip_name_good(struct einv_text name);

/* A fatal finding about the archive, or about one entry.  EINV_EMALFORMED,
 * always. */
einv_status einv__zip_fault(struct einv_report *report, const char *code,
                            struct einv_text entry, uint64_t offset);

/* --- writing -------------------------------------------------------------- */

struct einv_zip_out {
    const einv_allocator *alloc;
    struct einv_buf *out;          /* of the caller */
    struct einv_buf directory;
    uint32_t n;
    bool failed;
};

/* The same entries give the same bytes: the time is always 1980-01-01, the
 * beginning of the format's calendar. */
void einv__zip_begin(struct einv_zip_out *zip, const einv_allocator *a,
                     struct einv_buf *out);
void einv__zip_put(struct einv_zip_out *zip, struct einv_text name,
                   struct einv_text bytes, int method);
/* EINV_OK; EINV_ENOMEM; EINV_ELIMIT: larger than 4 GB or 65535 entries. */
einv_status einv__zip_end(struct einv_zip_out *zip);

#endif
