#!/usr/bin/python3
"""The circle: A -> B -> A' gives A back, but for what the ledgers name.

Every document of tests/lib/journey.py goes to every other format and home
again, with slots and without:
  model  what the model lost or gained on each way is what the write ledger of
         that way says, value by value, and no row says more;
  leaf   each leaf in which A' differs from A is named by a row with its place
         and value, or is the place of a term, for which the model answers;
         constants and copies go and come with what they stand beside;
  whole  where the ledgers name nothing but slots, A' is A;
  bytes  B does not hold A's bytes.
With slots it also goes through all other formats, one after the other, before
it comes home: then A' is A.

Usage: circle.py [part of a case]...
Environment: EINV, EINV_BUILD, EINV_SHARED, EINV_WORKERS, EINV_SHOW.
"""
import base64
import os
import re
import sys
from collections import Counter
sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)),
                                '..', 'lib'))
import account
import canon
import corpus
import journey
import prog
import tally

TERMS = {}


def terms_of(fmt):
    """{place without prefixes: {term paths}} of a format."""
    if fmt not in TERMS:
        r = prog.run('formats', 'describe', fmt, '--report', 'json')
        TERMS[fmt] = account.terms_at(r.json().get('terms', []))
    return TERMS[fmt]


def holds(data, source):
    """Does the one document stand in the other, plain or in base 64?"""
    text = re.sub(rb'<\?xml.*?\?>', b'', source, flags=re.S).strip()
    if text in data:
        return True
    # Base 64 depends on where its groups of three begin.
    return any(base64.b64encode(text[i:len(text) - (len(text) - i) % 3])
               in data for i in range(3))


def home(fmt, version):
    return fmt + '@' + version if version else fmt


def check(item):
    file, fmt, version, to, slots = item
    case = '%s -> %s %s' % (file, to, slots)
    full = journey.full(file)
    figures = Counter()
    with prog.Work() as w:
        out = journey.Leg(w, full, to, 'b', '--slots', slots)
        if out.problem:
            return case, ['to %s: %s' % (to, out.problem)], figures
        back = journey.Leg(w, out.file, home(fmt, version), 'a', '--slots',
                           slots)
        if back.problem:
            return case, ['back: ' + back.problem], figures
        r = Round(full, home(fmt, version), out, back, to, slots)
        problems = r.problems()
        if not problems and slots == 'none' and full.endswith('/good.xml'):
            problems = r.judge()
    with open(full, 'rb') as f:
        source = f.read()
    if holds(out.data, source):
        problems.append('bytes: the target holds the source')
    figures.update(exact=not r.found, slot=bool(r.rest))
    return case, problems, figures


class Round:
    """Both ways, and what must hold of them and their ledgers."""

    def __init__(self, full, fmt, out, back, to, slots):
        self.out, self.back, self.slots = out, back, slots
        self.source = canon.parse_file(full)
        self.rest = canon.without_slots(back.root)
        self.found = canon.differences(
            self.source, journey.like(self.source, back.root))
        self.terms = terms_of(fmt)
        self.views = []
        self.broken = []
        for file, f in ((full, fmt), (out.file, to), (back.file, fmt)):
            v, why = journey.view(file, f)
            self.views.append(v)
            self.broken += [why] if why else []

    def problems(self):
        if self.broken:
            return self.broken
        return self.models() + self.leaves()

    def models(self):
        """The two ways, each by its own ledger."""
        a, b, c = self.views
        unsaid = [r for r in self.out.written() if self.slots == 'auto'
                  and r['reason'] == 'in_slot'
                  and r.get('where', '').endswith('unsaid')]
        return ['model, there: ' + p for p in account.models(
            a, b, self.out, self.slots)] + [
                'model, home: ' + p for p in account.models(
                    b, c, self.back, self.slots, unsaid)]

    def leaves(self):
        out, back, problems = self.out, self.back, []
        if self.rest and not any(r['reason'] == 'in_slot'
                                 for r in back.rows):
            problems.append('a slot that the ledger does not name')
        losses = [r for r in out.written() + back.written()
                  if r['reason'] in account.LOSS + account.MADE]
        if self.found and self.slots == 'auto' and not losses:
            problems.append('whole: all was carried, and %s' % self.found[0])
        return problems + ['leaf: ' + p for p in account.leaves(
            self.found, out, back, self.terms, self.slots)]

    def judge(self):
        """A ledger that keeps silent about one loss must be found out."""
        for leg in (self.out, self.back):
            rows = leg.rows
            for i, r in enumerate(rows):
                leg.rows = rows[:i] + rows[i + 1:]
                if r['reason'] in account.LOSS + account.MADE and not (
                        self.problems()):
                    leg.rows = rows
                    return ['judge: nobody misses the row %s %s %r' % (
                        r['reason'], r.get('term'), r.get('value'))]
            leg.rows = rows
        return []


def around(item):
    """Through all other formats before it comes home."""
    file, fmt, version, way = item
    case = '%s -> all auto' % file
    full, skipped, made = journey.full(file), set(), set()
    with prog.Work() as w:
        at = full
        for n, to in enumerate(way + (home(fmt, version),)):
            leg = journey.Leg(w, at, to, 'b%d' % n, '--slots', 'auto')
            if leg.problem:
                return case, ['to %s: %s' % (to, leg.problem)]
            at = leg.file
            # Where nothing needed a slot on the way, nothing remembers who
            # had not said what is derived later; the ledger has it.
            made.update(r['value'] for r in leg.rows
                        if r['reason'] == 'derived')
            if n == 0:
                skipped = {r.get('xpath') for r in leg.rows
                           if r['reason'] == 'skipped'}
        canon.without_slots(leg.root)
        source = canon.parse_file(full)
        found = canon.differences(source, journey.like(source, leg.root))
        derived = {d.place() for d in found if d.old is None
                   and d.new in made}
        return case, [str(d) for d in found if not (
            d.place() in skipped | derived or d.old is None
            and account.is_beside(d, derived))]


def documents(t):
    files = journey.own()
    if not corpus.absent(t, 'national samples and corpus'):
        files += journey.shared()
    if sys.argv[1:]:
        files = [f for f in files if any(
            f in a or a in f for a in (x.split(' ')[0]
                                       for x in sys.argv[1:]))]
    return [(f,) + journey.detect(journey.full(f)) for f in files]


def main():
    prog.need()
    t = tally.Tally(__file__)
    known, items = journey.stations(), []
    for file, fmt, version in documents(t):
        if fmt not in known:
            t.case(file, ['is no format that is written: %s' % fmt])
            continue
        items += [(file, fmt, version, to, slots) for to in known
                  if to != fmt for slots in ('auto', 'none')]
    if sys.argv[1:]:
        items = [i for i in items if all(
            p in '%s -> %s %s' % (i[0], i[3], i[4]) for p in sys.argv[1:])]
    for i in items:
        terms_of(home(i[1], i[2]))
    exact, n, slots = Counter(), Counter(), 0
    for (item, (case, problems, figures)) in zip(
            items, tally.over(check, items)):
        t.case(case, problems)
        pair = item[1], item[3], item[4]
        n[pair] += 1
        exact[pair] += figures['exact']
        slots += figures['slot']
    trips = sorted({i[:3] + (tuple(x for x in known if x != i[1]),)
                    for i in items if i[4] == 'auto'})
    for case, problems in tally.over(around, trips):
        t.case(case, problems)
    for how in ('auto', 'none'):
        t.figure('%s: back exactly: %s' % (how, ', '.join(
            '%s-%s %d/%d' % (a, b, exact[a, b, s], n[a, b, s])
            for a, b, s in sorted(n) if s == how)))
    t.figure('%d came home with a slot of their own' % slots)
    return t.finish()


if __name__ == '__main__':
    sys.exit(main())
