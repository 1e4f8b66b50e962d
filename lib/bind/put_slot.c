/* put_slot.c: the stream of what has no place, cut into the values of the
 * slot's elements.
 */
#include "put.h"
#include "slot.h"

bool einv__put_slot_holds(struct put_run *p, const struct einv_note *note)
{
    if (note->witness == 0)
        return true;
    if (p->all == 0)
        p->all = einv__slot_all(&p->r.inv->root);
    if (note->witness != p->all)
        return false;
    p->replayed = true;
    return true;
}

/* Each cut stands between bars, because targets trim blanks. */
size_t einv__put_slot_room(const struct bind_slot *slot)
{
    /* The head of the stream, and what cuts between code points lose. */
    size_t room = (size_t)slot->max * (slot->value_max - 2);

    return room > 80 ? room - 80 : 0;
}

bool einv__put_slot_next(struct put_run *p, const struct bind_slot *slot,
                         uint32_t n, size_t *at)
{
    const char *start = p->stream.ptr + *at;
    size_t left = p->stream.len - *at, len = 0;
    uint32_t points = 0;
    char *text;

    if (p->stream.ptr == NULL || left == 0 || n >= slot->max)
        return false;
    while (len < left && points < slot->value_max - 2) {
        len++;
        while (len < left && ((unsigned char)start[len] & 0xC0) == 0x80)
            len++;
        points++;
    }
    text = einv__arena_alloc(p->r.arena, SLOT_KEY_LEN + len + 2);
    if (text == NULL) {
        p->r.nomem = true;
        return false;
    }
    memcpy(text, SLOT_KEY "00000", SLOT_KEY_LEN);
    p->key = einv__text(text, SLOT_KEY_LEN);
    for (size_t i = SLOT_KEY_LEN; n > 0; n /= 10)
        text[--i] = (char)('0' + n % 10);
    text += SLOT_KEY_LEN;
    text[0] = text[len + 1] = '|';
    memcpy(text + 1, start, len);
    p->cut = einv__text(text, len + 2);
    *at += len;
    return true;
}

void einv__put_slot_report(struct put_run *p, uint32_t row,
                           struct einv_entry *e)
{
    for (e = e->first; e != NULL; e = e->next) {
        if (e->text != NULL && (e->flags & EINV_ENTRY_SLOT) &&
            !(e->flags & EINV_ENTRY_USED)) {
            if (!p->replayed)
                einv__ledger_write(&p->ledger, EINV_IN_SLOT, row, e, e->place,
                                   einv__entry_text(e),
                                   EINV_TEXT("einv00000"));
            e->flags |= EINV_ENTRY_USED;
        }
        einv__put_slot_report(p, row, e);
    }
}
