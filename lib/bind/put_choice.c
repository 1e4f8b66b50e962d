/* put_choice.c: which alternative of a choice is written.
 *
 * An alternative may refuse what it should say, which only writing it tells:
 * so alternatives are tried, and taken back.
 */
#include "put.h"

/* The alternative to write; 0: none has anything to say.  Each is written to
 * see, and taken back; *one: what came of the last. */
static uint32_t try_choice(struct put_run *p, struct out_element *open,
                           uint32_t at, enum written *one)
{
    const struct einv_binding *b = p->r.b;
    bool tried = (b->rows[at].flags & ROW_TRIED) != 0, probing = p->probing;
    bool brief = p->brief;
    uint32_t weak = 0, refused = 0;
    size_t n_unsaid = p->n_unsaid;

    for (uint32_t i = bind_first(b, at); i != 0; i = bind_next(b, i)) {
        struct einv_build_mark mark = einv__build_mark(&p->build);
        size_t n_kids = p->n_kids, n_written = p->n_written;
        size_t n_refused = p->n_refused;
        bool strong = open->strong;

        /* What is only tried leaves no marks and no rows behind. */
        p->probing = probing || tried;
        p->brief = brief && !tried;        /* any member may be refused */
        *one = einv__put_row(p, open, i);
        p->probing = probing;
        p->brief = brief;
        if (*one == STRONG && !tried)
            return i;
        einv__put_take_back(p, mark, n_written);
        open->strong = strong;
        p->n_kids = n_kids;
        p->n_unsaid = n_unsaid;
        if (*one == STRONG && p->n_refused == n_refused) {
            *one = NOTHING;
            return i;
        }
        if (*one == STRONG && refused == 0)
            refused = i;
        if (*one == WEAK && weak == 0)
            weak = i;
        *one = NOTHING;
    }
    return refused != 0 ? refused : weak;
}

/* The one alternative that may be written here; 0: there are more, or none.
 * It needs no trial, which would write a list of lines twice. */
static uint32_t only_choice(struct put_run *p, const struct out_element *open,
                            uint32_t at)
{
    const struct einv_binding *b = p->r.b;
    uint32_t only = 0;

    if (!(b->rows[at].flags & ROW_TRIED))
        return 0;
    for (uint32_t i = bind_first(b, at); i != 0; i = bind_next(b, i)) {
        if (!einv__put_may_write(p, bind_row(b, i), i, open->record))
            continue;
        if (only != 0)
            return 0;
        only = i;
    }
    return only;
}

/* Of a choice that has nothing to say, the alternative whose demands are
 * reported: the first that could be written. */
static uint32_t demanded(struct put_run *p, const struct out_element *open,
                         uint32_t at)
{
    const struct einv_binding *b = p->r.b;

    for (uint32_t i = bind_first(b, at); i != 0; i = bind_next(b, i))
        if (einv__put_allowed(p, bind_row(b, i), i, open->record) &&
            (b->rows[i].kind != ROW_SEQ ||
             einv__bind_sets_hold(&p->r, bind_row(b, i), open->record)))
            return i;
    return bind_first(b, at);
}

enum written einv__put_choice(struct put_run *p, struct out_element *open,
                               uint32_t at, uint32_t *alternative)
{
    const struct einv_binding *b = p->r.b;
    const struct einv_note *place =
        einv__put_residue(p, open->record, EINV_NOTE_PLACE, at);
    enum written one = NOTHING;
    uint32_t only;

    *alternative = 0;
    if (!einv__put_allowed(p, bind_row(b, at), at, open->record) &&
        !einv__put_holds(p, place, open->record))
        return NOTHING;
    if (einv__put_holds(p, place, open->record) && place->anchor != 0) {
        *alternative = p->forced = place->anchor;
        return einv__put_row(p, open, place->anchor);
    }
    only = only_choice(p, open, at);
    if (only != 0) {
        one = einv__put_row(p, open, only);
        *alternative = one != NOTHING ? only : 0;
        return one;
    }
    *alternative = try_choice(p, open, at, &one);
    if (one == STRONG)
        return STRONG;
    return einv__put_row(p, open, *alternative != 0 ? *alternative
                                                    : demanded(p, open, at));
}
