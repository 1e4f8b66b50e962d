#!/usr/bin/python3
"""put-get: what is written from a model is read back, or named.

At least 2,000 random invoices a format, made from schemas/model.xml by our
own reading of it (tests/lib/modeltable.py, fixed seeds).  Each is written
without residue and read again.  Numbers compare by value, all else by text.
Every difference must be a row of the write ledger with its place; a loss of
a whole term must be one that `formats describe` declares absent there.

Usage: put_get.py [format [count [first seed]]]
"""
import json
import os
import re
import sys
from collections import Counter
sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)),
                                '..', 'lib'))
import account
import modeltable
import prog
import tally

LOSS = ('no_place', 'in_slot', 'code_lossy', 'truncated', 'merged')
LOSSY = ('code_lossy', 'truncated', 'merged')
MADE = ('derived', 'defaulted')
# A party's identifiers are a set: EN 16931 gives BT-29 no order, and CII's
# schema has those without a scheme (ID) before those with one (GlobalID).
# So are the lots of an item: UPD has the one of the series, those with a
# traceability number and those with marks in three places.
UNORDERED = re.compile(r'/identifiers(/scheme|/version)?$|/instances(/|$)')
FORMATS = ['json', 'ubl', 'cii', 'kz-esf', 'ru-upd', 'ru-ukd', 'cn-einvoice']
MODEL = modeltable.Model()
DESCRIBED = {}


def tidy(value):
    """Drops what says nothing: None, {}, [] (a record without a field is
    not a statement)."""
    if isinstance(value, dict):
        out = {k: tidy(v) for k, v in value.items()}
        out = {k: v for k, v in out.items() if v not in (None, {}, [])}
        return out or None
    if isinstance(value, list):
        out = [tidy(v) for v in value]
        return [v for v in out if v not in (None, {}, [])] or None
    return value


def grouped(view):
    """{plain path: [(path, value)]} in order."""
    out = {}
    for p, v in modeltable.flat(view).items():
        out.setdefault(account.plain(p), []).append((p, v))
    return out


def members(pairs):
    """{list: number of members} of the lists in these paths."""
    out = {}
    for path, _ in pairs:
        for m in re.finditer(r'\[(\d+)\]', path):
            key = path[:m.start()]
            out[key] = max(out.get(key, 0), int(m.group(1)))
    return out


def subsequence(small, large):
    it = iter(large)
    return all(any(x == y for y in it) for x in small)


def take(rows, said):
    """Counts the rows of losses under the path whose value they name."""
    lost, lossy, out = {}, {}, []
    left = {p: Counter(account.key(p, v) for _, v in pairs)
            for p, pairs in said.items()}
    for r in rows:
        if r.get('reason') not in LOSS:
            continue
        for p in account.paths_of(r):
            k = account.key(p, r.get('value'))
            if left.get(p, {}).get(k, 0) > 0:
                left[p][k] -= 1
                lost.setdefault(p, Counter())[k] += 1
                if r['reason'] in LOSSY:
                    lossy[p] = lossy.get(p, 0) + 1
                break
        else:
            out.append('row names nothing that was written: %s %s %r' % (
                r.get('reason'), r.get('term'), r.get('value')))
    return lost, lossy, out


def compare(want, got, rows, fmt):
    """Differences that no row of the write ledger names."""
    said, read = grouped(tidy(want) or {}), grouped(got)
    lost, made, out = take(rows, said)
    for r in rows:
        if r.get('reason') in MADE:
            for p in account.paths_of(r):
                made[p] = made.get(p, 0) + 1
    for p in sorted(set(said) | set(read)):
        w = [account.key(p, v) for _, v in said.get(p, ())]
        g = [account.key(p, v) for _, v in read.get(p, ())]
        rest = Counter(w) - lost.get(p, Counter())
        missing, extra = rest - Counter(g), Counter(g) - rest
        for v in missing.elements():
            out.append('%s: wrote %r, and neither read it nor named it' % (
                p, v if isinstance(v, str) else str(v)))
        if sum(extra.values()) > made.get(p, 0):
            out.append('%s: read %s, which nobody wrote' % (
                p, [str(v) for v in extra.elements()][:4]))
        if missing or extra:
            continue
        if UNORDERED.search(p):
            continue
        if not subsequence(g, w):
            out.append('%s: the order of the values changed' % p)
        elif p not in lost and members(said[p]) == members(read[p]) and [
                x for x, _ in said[p]] != [x for x, _ in read[p]]:
            out.append('%s: a value moved to another member of a list' % p)
    return out


def whole_terms(rows, invoice, fmt):
    """A term that never arrives must be declared absent."""
    out = []
    for r in rows:
        if r.get('reason') == 'not_mapped':
            out.append('not_mapped: %s' % r.get('term'))
        if r.get('reason') != 'no_place':
            continue
        found = [DESCRIBED[fmt].get(p) for p in account.paths_of(r)]
        if any(d is None or d.get('lacks') for d in found):
            if all(d is None for d in found):
                out.append('formats describe does not know %s' %
                           r.get('term'))
            continue
        # Bound: then only one more than the place holds, a value that the
        # place cannot express, or a record that has no place here; `where`
        # says which.
        if not r.get('where'):
            out.append('no_place on a bound term without a reason: %s %r'
                       % (r.get('term'), (r.get('value') or '')[:40]))
    return out


def check(item):
    fmt, seed = item
    case = '%s seed %d' % (fmt, seed)
    invoice = modeltable.Maker(MODEL, seed).invoice()
    problems = []
    with prog.Work() as w:
        data = json.dumps({'invoice': invoice}, ensure_ascii=False)
        m = w.write('m.json', data.encode('utf-8'))
        r = prog.run('convert', m, '--from', 'json', '--to', fmt, '-o',
                     w.path('out'), '--allow-loss', '--slots', 'none',
                     '--ledger', w.path('ledger.json'))
        if r.code != 0:
            return case, ['write: ' + r.why()], {}
        rows = [x for x in json.loads(w.read('ledger.json'))['rows']
                if x.get('direction') == 'write']
        if fmt == 'json':
            got = json.loads(w.read('out'))
        else:
            r = prog.run('convert', w.path('out'), '--from', fmt, '--to',
                         'json')
            if r.code != 0:
                return case, ['read: ' + r.why()], {}
            got = r.json()
        problems = compare(invoice, got.get('invoice', {}), rows, fmt)
        if fmt == 'json':
            if got.get('invoice') != tidy(invoice):
                problems.append('the JSON itself is not the same')
        else:
            problems += whole_terms(rows, invoice, fmt)
    figures = {}
    for x in rows:
        figures[x.get('reason')] = figures.get(x.get('reason'), 0) + 1
    return case, problems, figures


def describe(fmt):
    r = prog.run('formats', 'describe', fmt, '--report', 'json')
    DESCRIBED[fmt] = {}
    if r.code == 0:
        for t in r.json().get('terms', []):
            DESCRIBED[fmt].setdefault(t.get('path'), t)
    return r


def main():
    prog.need()
    t = tally.Tally(__file__, show=6)
    formats = [sys.argv[1]] if len(sys.argv) > 1 else FORMATS
    most = int(sys.argv[2] if len(sys.argv) > 2 else
               os.environ.get('EINV_MODELS', '600'))
    first = int(sys.argv[3]) if len(sys.argv) > 3 else 1
    for fmt in formats:
        # Together with all others a country's format has a share.
        count = most if len(formats) == 1 or fmt in FORMATS[:3] else most * 2 // 25
        if fmt != 'json':
            r = describe(fmt)
            t.case('formats describe ' + fmt,
                   [] if DESCRIBED[fmt] else [r.why()])
        total = {}
        for case, problems, figures in tally.over(
                check, [(fmt, s) for s in range(first, first + count)], 32):
            t.case(case, problems)
            for k, v in figures.items():
                total[k] = total.get(k, 0) + v
        t.figure('%s: %d models, write ledger: %s' % (fmt, count, ', '.join(
            '%d %s' % (v, k) for k, v in sorted(total.items())) or 'empty'))
    return t.finish()


if __name__ == '__main__':
    sys.exit(main())
