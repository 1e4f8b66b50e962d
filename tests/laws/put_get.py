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
from decimal import Decimal, InvalidOperation
sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)),
                                '..', 'lib'))
import modeltable
import prog
import tally

LOSS = ('no_place', 'in_slot', 'code_lossy', 'truncated', 'merged')
MADE = ('derived', 'defaulted')
MODEL = modeltable.Model()
DESCRIBED = {}


def plain(path):
    return re.sub(r'\[\d+\]', '', path)


def same_value(path, a, b):
    if a == b:
        return True
    if MODEL.types.get(plain(path).replace('lines/lines/', 'lines/')) \
            in modeltable.NUMBERS:
        try:
            return Decimal(a) == Decimal(b)
        except (InvalidOperation, TypeError):
            return False
    return False


def row_path(row):
    """The model path that a write row speaks of."""
    for k in ('xpath', 'term'):
        v = (row.get(k) or '').strip('/')
        if v.startswith('invoice/'):
            v = v[len('invoice/'):]
        if v and not re.match(r'^(BT|BG|XT|XG)-', v):
            return v
    return MODEL.ids.get(row.get('term') or '', '')


def is_below(path, top):
    return path == top or path.startswith(top + '/') or \
        path.startswith(top + '[')


def without(invoice, path):
    """Takes one path out of a JSON invoice; lists close up.  Members that
    then say nothing go too.  False: nothing was there."""
    steps = list(modeltable.steps(path))
    trail, at = [], invoice
    for name, n in steps:
        if not isinstance(at, dict) or name not in at:
            return False
        trail.append((at, name))
        at = at[name]
        if isinstance(at, list):
            i = (n or 1) - 1
            if i >= len(at):
                return False
            trail.append((at, i))
            at = at[i]
    holder, key = trail.pop()
    if isinstance(holder, list):
        holder[key] = None        # closed up at the end
    else:
        value = holder[key]
        if isinstance(value, dict) and 'value' in value and len(steps) and \
                modeltable.is_value('value', path):
            del holder[key]
        else:
            del holder[key]
    return True


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


def compare(want, got, rows, fmt):
    """Differences that no row of the write ledger names."""
    out = []
    want = json.loads(json.dumps(want))
    used = [False] * len(rows)
    loss = [(i, r, row_path(r)) for i, r in enumerate(rows)
            if r.get('reason') in LOSS]
    for i, r, p in loss:
        # A row must speak of something that was said.
        if without(want, p):
            used[i] = True
    want = tidy(want) or {}
    a, b = modeltable.flat(want), modeltable.flat(got)
    made = [row_path(r) for r in rows if r.get('reason') in MADE]
    lossy = [p for _, r, p in loss]
    for p in sorted(set(a) | set(b)):
        if p in a and p in b and same_value(p, a[p], b[p]):
            continue
        if p not in a and (
                any(is_below(plain(p), plain(m)) for m in made)
                # What came back of a value that was named as lossy.
                or any(is_below(p, q) for q in lossy)):
            continue
        out.append('%s: wrote %r, read %r' % (p, a.get(p), b.get(p)))
    for i, r, p in loss:
        if not used[i]:
            out.append('row names nothing that was written: %s %s %r' % (
                r.get('reason'), p or r, (r.get('value') or '')[:40]))
    return out


def whole_terms(rows, invoice, fmt):
    """A term that never arrives must be declared absent."""
    out = []
    for r in rows:
        if r.get('reason') == 'not_mapped':
            out.append('not_mapped: %s' % row_path(r))
        if r.get('reason') != 'no_place':
            continue
        p = plain(row_path(r)).replace('lines/lines/', 'lines/')
        d = DESCRIBED[fmt].get(p)
        if d is None or d.get('lacks'):
            continue
        # Bound: then only one more than the place holds, or a value that
        # the place cannot express; the row says which.
        if not r.get('where'):
            out.append('no_place on a bound term without a reason: %s %r'
                       % (p, (r.get('value') or '')[:40]))
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
    formats = [sys.argv[1]] if len(sys.argv) > 1 else ['json', 'ubl', 'cii']
    count = int(sys.argv[2]) if len(sys.argv) > 2 else 2000
    first = int(sys.argv[3]) if len(sys.argv) > 3 else 1
    for fmt in formats:
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
