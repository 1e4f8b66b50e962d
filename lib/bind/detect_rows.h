/* detect_rows.h: detection rows, as loaded (detect_load.c) and as asked
 * (detect.c).
 */
#ifndef EINV_LIB_DETECT_ROWS_H
#define EINV_LIB_DETECT_ROWS_H

#include "detect.h"

struct det_step {
    struct einv_text ns, local;
    bool attribute;
};

/* One condition set of a format: all that is given must hold. */
struct det_row {
    struct det_row *next;
    struct einv_text ns, local;      /* root; local empty: any root */
    const struct det_step *steps;    /* path below the root; the same rows
                                        when the row before has this path */
    size_t n_steps;
    struct einv_text in;             /* blank-separated; empty: any text */
    struct einv_text starts;
    struct einv_text profile;        /* <profile>: its id; else empty */
    uint32_t bid;
    bool must;
};

struct det_format {
    struct det_format *next;         /* in the order they were added */
    struct einv_text id, version, name;
    enum einv_verdict verdict;
    struct det_row *detects, *profiles;
};

#define DET_BUCKETS 128              /* a power of two */

/* A root name leads to the formats that ask for it. */
struct det_root {
    struct det_root *next;
    struct einv_text ns, local;
    struct det_format *format;
};

struct einv_detector {
    const einv_allocator *alloc;
    struct einv_arena arena;
    struct det_format *first, *last;
    struct det_root *buckets[DET_BUCKETS];
};

static inline uint32_t det_hash(struct einv_text ns, struct einv_text local)
{
    uint32_t h = einv__hash32(EINV_HASH32_SEED, local.ptr, local.len);

    return einv__hash32(h, ns.ptr, ns.len) & (DET_BUCKETS - 1);
}

#endif
