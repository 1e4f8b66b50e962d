#!/usr/bin/python3
"""doc/matrix.md is what the program does: every format to every other one and
home again, over our own samples.

A leaf (a text or an attribute) of the source counts as carried in a place
when it comes back with --slots none, as carried in the slot when it comes
back with --slots auto only, and else as lost.  That every loss has its row in
a ledger is the business of tests/laws/circle.py.

Usage: matrix.py [--update]
Environment: EINV, EINV_BUILD, EINV_WORKERS.
"""
import os
import sys
from collections import Counter
sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)),
                                '..', 'lib'))
import canon
import corpus
import journey
import prog
import tally

PAGE = os.path.join(corpus.SRC, 'doc', 'matrix.md')
HEAD = """# What comes back: every format to every other one

This page is made by `tests/check/matrix.py --update` from our own samples
(`schemas/formats/*/samples/`, `examples/invoices/`); a test holds it to what
the program does. A document goes from the first format to the second and back.
Of its leaves, texts and attributes, there come back

- **in a place**: those for which the second format has a place
  (`--slots none`);
- **in the slot**: those that return only with `--slots auto`, in the place
  that the second format leaves to anybody;
- **lost**: those that do not return. Each of them stands in the ledger of one
  of the two conversions, with its place and value (`tests/laws/circle.py`).

What a format derives or demands of itself (sums, defaults) is not counted: the
source does not say it. A constant that stands beside a lost value is lost with
it.

| from | to | documents | leaves | in a place | in the slot | lost |
| --- | --- | ---: | ---: | ---: | ---: | ---: |
"""


def counts(e, name, text):
    """An element that has only attributes is no leaf of its own."""
    return not (name is None and not text and canon.attributes(e))


def gone(source, root):
    canon.without_slots(root)
    return sum(d.kind in ('missing', 'changed') and
               counts(d.a, d.name, d.old) for d in canon.differences(
                   source, journey.like(source, root)))


def measure(item):
    """(leaves, not back without a slot, not back with it), or a problem."""
    file, fmt, version, to = item
    full = journey.full(file)
    source = canon.parse_file(full)
    out = [sum(counts(*x) for x in canon.leaves(source))]
    with prog.Work() as w:
        for slots in ('none', 'auto'):
            at = full
            for name, f in (('b', to), ('a', fmt + '@' + version)):
                leg = journey.Leg(w, at, f, name, '--slots', slots)
                if leg.problem:
                    return '%s -> %s %s: %s' % (file, to, slots, leg.problem)
                at = leg.file
            out.append(gone(source, leg.root))
    return out


def page(t):
    known, items = journey.stations(), []
    for file in journey.own():
        fmt, version = journey.detect(journey.full(file))
        items += [(file, fmt, version, to) for to in known if to != fmt]
    total = {}
    for item, got in zip(items, tally.over(measure, items)):
        if isinstance(got, str):
            t.case(item[0], [got])
            continue
        leaves, none, auto = got
        total.setdefault((item[1], item[3]), Counter()).update(
            n=1, leaves=leaves, slot=max(none - auto, 0), lost=auto)
    lines = []
    for a in known:
        for b in known:
            c = total.get((a, b))
            if c:
                lines.append('| `%s` | `%s` | %d | %d | %d | %d | %d |\n' % (
                    a, b, c['n'], c['leaves'], c['leaves'] - c['slot']
                    - c['lost'], c['slot'], c['lost']))
    return HEAD + ''.join(lines)


def main():
    prog.need()
    t = tally.Tally(__file__)
    made = page(t)
    if '--update' in sys.argv[1:] and not t.failed:
        with open(PAGE, 'w', encoding='utf-8') as f:
            f.write(made)
    try:
        with open(PAGE, encoding='utf-8') as f:
            stands = f.read()
    except OSError:
        stands = ''
    t.case('doc/matrix.md', [] if made == stands else [
        'is not what the program does; tests/check/matrix.py --update'] + [
            x for x in made.splitlines() if x not in stands.splitlines()])
    return t.finish()


if __name__ == '__main__':
    sys.exit(main())
