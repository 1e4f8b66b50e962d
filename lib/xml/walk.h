/* walk.h: an element with all below it as a run of events, without
 * recursion.
 */
#ifndef EINV_LIB_WALK_H
#define EINV_LIB_WALK_H

#include "rows.h"

enum einv_walk_event {
    EINV_WALK_START,        /* w->e is the element */
    EINV_WALK_TEXT,         /* w->text: text between two other events */
    EINV_WALK_EXTRA,        /* w->extra is the row */
    EINV_WALK_END,          /* w->e is the element */
    EINV_WALK_DONE
};

struct einv_walk {
    const struct einv_tree *t;
    einv_node top;
    einv_node open;         /* innermost open element */
    einv_node next;         /* the row that starts next */
    einv_node e;
    uint32_t off;           /* text told so far */
    size_t next_extra, extra;
    struct einv_text text;
    bool started;
};

static inline void einv__walk_start(struct einv_walk *w,
                                    const struct einv_tree *t, einv_node top)
{
    w->t = t;
    w->top = top;
    w->next = top;
    w->open = EINV_NO_NODE;
    w->off = t->elems[top].text_off;
    w->next_extra = einv__tree_extra_from(t, top + 1);
    w->extra = 0;
    w->started = false;
}

static inline enum einv_walk_event einv__walk_open(struct einv_walk *w)
{
    w->e = w->open = w->next++;
    return EINV_WALK_START;
}

/* Leaves out the element that was just started, with all below it; no END
 * follows. */
static inline void einv__walk_skip(struct einv_walk *w)
{
    const struct einv_tree_elem *row = &w->t->elems[w->e];

    w->open = w->e == w->top ? EINV_NO_NODE : row->parent;
    w->next = row->end + 1;
    w->off = row->text_end;
    while (w->next_extra < w->t->n_extras &&
           w->t->extras[w->next_extra].before <= w->next &&
           w->t->extras[w->next_extra].parent != EINV_NO_NODE &&
           w->t->extras[w->next_extra].parent >= w->e &&
           w->t->extras[w->next_extra].parent <= row->end)
        w->next_extra++;
}

static inline enum einv_walk_event einv__walk_next(struct einv_walk *w)
{
    const struct einv_tree *t = w->t;
    const struct einv_tree_elem *row;
    const struct einv_tree_extra *x = NULL;
    uint32_t stop;

    if (w->open == EINV_NO_NODE) {
        if (w->started)
            return EINV_WALK_DONE;
        w->started = true;
        return einv__walk_open(w);
    }
    row = &t->elems[w->open];
    if (w->next_extra < t->n_extras) {
        x = &t->extras[w->next_extra];
        if (x->parent != w->open || x->before != w->next)
            x = NULL;
    }
    if (x != NULL)
        stop = x->text_off;
    else if (w->next <= row->end)
        stop = t->elems[w->next].text_off;
    else
        stop = row->text_end;
    if (stop > w->off) {
        w->text = einv__text(t->text + w->off, stop - w->off);
        w->off = stop;
        return EINV_WALK_TEXT;
    }
    if (x != NULL) {
        w->extra = w->next_extra++;
        return EINV_WALK_EXTRA;
    }
    if (w->next <= row->end)
        return einv__walk_open(w);
    w->e = w->open;
    w->open = w->e == w->top ? EINV_NO_NODE : row->parent;
    return EINV_WALK_END;
}

#endif
