"""Whether what differs after a conversion is what its ledger says.

What this file knows: the reasons of the ledger and what each promises of the
model and of the leaves.  Numbers compare by value, all else by text.
"""
import re
from collections import Counter
from decimal import Decimal, InvalidOperation
import canon
import modeltable
import places

LOSS = ('no_place', 'not_mapped', 'code_lossy', 'truncated', 'merged')
OTHERWISE = ('code_lossy', 'truncated', 'merged')
MADE = ('derived', 'defaulted')
MODEL = modeltable.Model()


def plain(path):
    """Without positions; sub lines share the line's terms."""
    path = re.sub(r'\[\d+\]', '', path)
    while 'lines/lines/' in path:
        path = path.replace('lines/lines/', 'lines/')
    return path


def key(path, value):
    if MODEL.types.get(path) in modeltable.NUMBERS:
        try:
            return Decimal(value).normalize()
        except (InvalidOperation, TypeError):
            pass
    return value


def paths_of(row):
    term = row.get('term') or ''
    return MODEL.places.get(term) or [plain(term)]


# --- models ---------------------------------------------------------------


def said(view):
    """{plain path: multiset of values}"""
    out = {}
    for p, v in modeltable.flat(view).items():
        if v in (None, {}, []):
            continue
        p = plain(p)
        out.setdefault(p, Counter())[key(p, v)] += 1
    return out


def take(left, row, value):
    """Takes the value from the first place that the row may mean; the
    place, or None."""
    for p in paths_of(row):
        k = key(p, value)
        if left.get(p, Counter())[k] > 0:
            left[p][k] -= 1
            return p
    return None


def lost(rows, slots):
    """The rows of losses, but for what a slot brings back exactly."""
    inside = Counter()
    for r in rows:
        if slots == 'auto' and r['reason'] == 'in_slot':
            inside[r.get('term'), r.get('value')] += 1
    out = []
    for r in rows:
        k = r.get('term'), r.get('value')
        if r['reason'] not in LOSS:
            continue
        if inside[k] > 0:
            inside[k] -= 1
        else:
            out.append(r)
    return out


def models(before, after, leg, slots, unsaid=()):
    """Where two models and the write ledger between them disagree.

    `unsaid`: rows of the way there, of values that nobody had said and that
    a slot has remembered as such.
    """
    left, got, out = said(before), said(after), []
    rows = leg.written()
    for r in unsaid:
        take(left, r, r.get('value'))
    for r in lost(rows, slots):
        if take(left, r, r.get('value')) is None:
            out.append('a row of what was not there: %s %s %r' % (
                r['reason'], r.get('term'), r.get('value')))
    # What is left must have arrived; what arrived beyond that, was made.
    extra = {}
    for p in sorted(set(left) | set(got)):
        w, g = left.get(p, Counter()), got.get(p, Counter())
        for v in (w - g).elements():
            out.append('%s: %s is gone, and no row says so' % (p, v))
        extra[p] = g - w
    for r in rows:
        if r['reason'] in MADE:
            take(extra, r, r.get('value')) or (
                r['reason'] == 'defaulted' and
                take_as_written(extra, r, r.get('value'), leg))
        elif r['reason'] in OTHERWISE:
            take(extra, r, r.get('where')) or take_as_written(
                extra, r, r.get('where'), leg)
    for p in sorted(extra):
        for v in (+extra[p]).elements():
            out.append('%s: %s has come, and no row says so' % (p, v))
    return out


def take_as_written(extra, row, text, leg):
    """A default, and what a lossy code has become, is named by the text that
    the target has: it must stand at the place that the row names, and is one
    value of the term."""
    if not stands(leg.root, place(row.get('xpath') or ''), text):
        return None
    for p in paths_of(row):
        for v in +extra.get(p, Counter()):
            extra[p][v] -= 1
            return p
    return None


def stands(root, where, text):
    return any(text == v and place(canon.path_of(e) + (
        '/@' + canon.local(k) if k and k != '#text' else '')) == where
        for e, k, v in canon.leaves(root))


# --- leaves ---------------------------------------------------------------


def place(text):
    """Without positions, prefixes and the marks of twins."""
    text = re.sub(r'\[\d+\]|~\d+', '', text)
    return re.sub(r'(^|/|@)[^/@:]+:', r'\1', text).strip('/')


def terms_at(terms):
    """{place: {model paths}}: also below a sequence, which has no element."""
    out = {}
    for t in terms:
        for p in t.get('places') or ():
            p = re.sub(r'/(seq|member|choice)\d+$', '/*', place(p))
            out.setdefault(p, set()).add(plain(t['path']))
    return out


def terms(d, known):
    p = place(d.place())
    up = p.rsplit('/', 1)[0] + '/*'
    return known.get(p, set()) | known.get(up, set())


def leaves(found, out, back, known, slots):
    """Differences that nobody explains, and rows of residue that say more
    than there is."""
    rows, inside = {}, Counter()
    for r in out.rows:
        rows.setdefault(r.get('xpath'), []).append(r)
        if r['reason'] == 'in_slot' and slots == 'auto':
            inside[r.get('xpath'), r.get('value')] += 1
    touched = {d.place() for d in found}
    problems = ['no row: %s' % d for d in found if not (
        is_named(d, rows, known) or is_term(d, out, back, known) or
        is_beside(d, touched) or is_derived_anew(d, out, back, known) or
        is_copy(d, out.rows + back.rows))]
    # What nobody but the residue has said is gone where no slot has it.
    for r in out.read():
        at, k = r.get('xpath'), (r.get('xpath'), r.get('value'))
        if inside[k] > 0:
            inside[k] -= 1
        elif r.get('where') not in ('absent', 'order') and not any(
                t == at or t.startswith(at + '/') for t in touched) and (
                    not is_said_again(r, back, known)):
            problems.append('a row, and nothing differs: %s %s %r' % (
                r['reason'], at, r.get('value')))
    return problems


def is_term(d, out, back, known):
    """The place of a term of which a row speaks without having its place in
    the source: what a constant said, what was written in a lossy way, what
    the way home did.  The model answers for the values.  Without a row the
    value may have gone to another place of the term only, which the model
    knows, too."""
    here = terms(d, known)
    if d.kind == 'extra':
        return bool(here)
    said = {p for r in out.rows for p in paths_of(r)
            if r['reason'] != 'missing_required'
            and not (r.get('xpath') or '').startswith('/')}
    said.update(p for r in back.rows for p in paths_of(r)
                if r['reason'] != 'missing_required')
    return not here.isdisjoint(said)


def is_said_again(row, back, known):
    """A constant, what the way home has made of itself, or an element that
    had no content of its own: there again without anybody having brought
    it."""
    return row['reason'] == 'spelling' and (
        row.get('where') == 'present' or place(row['xpath']) not in known or
        any(r['reason'] in MADE and r.get('value') == row.get('value')
            for r in back.rows))


def is_named(d, rows, known):
    """A row has this place and this text, or the value of a term that is
    read from it (codes and dates stand otherwise in the model)."""
    here = rows.get(d.place(), ())
    if d.kind == 'order':
        return any(r.get('where') == 'order' for r in here)
    return any((r.get('value') or '') == (d.old or '') or
               d.kind == 'extra' and r.get('where') == 'absent' and
               r.get('value') == d.new or
               r['direction'] == 'write' and
               not terms(d, known).isdisjoint(paths_of(r)) for r in here)


def is_derived_anew(d, out, back, known):
    """The members of a list that was lost and that the way home has derived
    stand in the order of deriving."""
    if d.kind != 'order':
        return False
    here, p = d.place() + '/', place(d.place()) + '/'
    return any(r['reason'] in LOSS and (r.get('xpath') or '').startswith(here)
               for r in out.rows) and any(
        r['reason'] in MADE and any(
            t in known[k] for k in known if k.startswith(p)
            for t in paths_of(r)) for r in back.rows)


def is_copy(d, rows):
    """It repeats a term (the currency beside an amount) that was lost, and
    that is another since: both rows are there, with both texts."""
    def named(reasons, text):
        return {r.get('term') for r in rows
                if r['reason'] in reasons and r.get('value') == text}
    return d.kind == 'changed' and bool(
        named(LOSS, d.old) & named(MADE, d.new))


def is_beside(d, touched):
    """A constant or a copy: does what it stands beside differ too?  Its
    neighbours are the other leaves of the nearest element that has any."""
    me = d.place()
    e = d.a if d.a is not None else d.b
    if d.name is None:
        e = e.getparent()
    while e is not None:
        above = canon.path_of(e)
        if any(t != me and (t == above or t.startswith(above + '/'))
               for t in touched):
            return True
        if sum(1 for _ in canon.leaves(e)) > 1:
            return False
        e = e.getparent()
    return False
