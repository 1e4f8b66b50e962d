#!/usr/bin/python3
"""get-put: read and written in the same format, a document comes back.

Over every UBL and CII file of the corpus, the UBL dialects and the samples of
the countries' own formats:
  same   convert X --to F is X;
  json   convert X --to json, then --from json --to F, is X;
  bare   without the residue, what differs is exactly what the read ledger
         names: every differing leaf has its row with its place and value,
         and every row its difference.
Equality is tests/lib/canon.py's, not the program's.

Usage: get_put.py [part of a file name]...
Environment: EINV, EINV_BUILD, EINV_SHARED, EINV_WORKERS, EINV_SHOW.
"""
import json
import os
import re
import sys
sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)),
                                '..', 'lib'))
import canon
import corpus
import places
import prog
import tally

# A credit note read with an invoice's type code is written bare as the model
# says it: under the other root, with the other root's names.
RENAMED = {'CreditNote': 'Invoice', 'CreditNoteLine': 'InvoiceLine',
           'CreditedQuantity': 'InvoicedQuantity',
           'CreditNoteTypeCode': 'InvoiceTypeCode',
           'SubCreditNoteLine': 'SubInvoiceLine'}
# Notes on an element as a whole: their row stands above the leaves.
WHOLE = ('present', 'absent', 'order', 'place', 'variant', 'empty')


def bare_path(text):
    """Without positions and prefixes, so that two documents compare."""
    text = re.sub(r'\[\d+\]', '', text)
    text = re.sub(r'(^|/|@)[^/@:]+:', r'\1', text)
    return '/'.join(RENAMED.get(s, s) for s in text.split('/'))


def one_root(root):
    """Gives a credit note an invoice's names."""
    for e in root.iter(canon.etree.Element):
        name = canon.local(e.tag)
        if name in RENAMED:
            e.tag = e.tag.replace(name, RENAMED[name]).replace(
                'xsd:CreditNote-2', 'xsd:Invoice-2')


def sentence(out, limit=8):
    return [str(d) for d in out[:limit]]


def compare(source, data, label, problems, skips):
    """Whole equality; equality but for skipped signatures is counted."""
    try:
        got = canon.parse_bytes(data)
    except canon.etree.XMLSyntaxError as e:
        problems.append('%s: output is no XML: %s' % (label, e))
        return
    if canon.equal(source, got):
        return
    a, b = canon.parse_bytes(
        canon.etree.tostring(source, encoding='utf-8')), got
    n = canon.without_signatures(a)
    canon.without_signatures(b)
    if n and canon.equal(a, b):
        skips.append((label, n))
        return
    found = canon.differences(source, got)
    problems.append('%s: %d differences' % (label, len(found)))
    problems += sentence(found)


def rows_of(ledger, direction):
    return [r for r in ledger['rows'] if r.get('direction') == direction]


def node_id(place):
    """A hashable identity of (element, attribute name)."""
    if place is None:
        return None
    e, name = place
    return e.getroottree().getpath(e), None if name == '#text' else name


def at_node(d, by_node):
    """The row that names the very node of a difference."""
    if d.a is None:
        return None
    for x in by_node.get(node_id((d.a, d.name)), ()):
        kind = x[0].get('where')
        if (d.kind == 'order') == (kind == 'order') and (
                d.kind == 'order' or kind in WHOLE
                or (x[0].get('value') or '') == (d.old or '')):
            return x
    return None


def elsewhere(d, left):
    """The row that names a difference by its path: one of equal siblings, a
    place that the source has not, or an element above."""
    path = bare_path(d.place())
    best = None
    for x in left:
        kind, p = x[0].get('where'), x[2]
        if d.kind == 'order' or kind == 'order':
            continue
        if d.kind in ('missing', 'changed') and p == path and not x[3] and (
                x[0].get('value') or '') == (d.old or ''):
            # Which of equal siblings was paired is no fact.
            return x
        if kind in WHOLE and (path == p or path.startswith(p + '/')):
            if best is None or (best[3] and not x[3]):
                best = x
    return best


def moved(d, left):
    """The row of a value that stands at a later alternative of a choice (or
    in a root that the model would not choose): bare, it is written at the
    first, so the value that is missing here is extra there."""
    if d.kind != 'extra':
        return None
    above = bare_path(canon.path_of(d.b)).rsplit('/', 1)[0]
    for x in left:
        if x[0].get('where') == 'place' and (x[0].get('value') or '') == (
                d.new or '') and x[2].startswith(above + '/'):
            return x
    return None


def unwrapped(source, got):
    """A document that may stand alone or in a container is written bare in
    the container: the same document within."""
    if got.tag != source.tag:
        for e in got.iter(source.tag):
            return canon.parse_bytes(canon.etree.tostring(e))
    return got


def account(source, got, rows):
    """Where differences and read rows do not correspond."""
    out = []
    kinds = {r.get('where') for r in rows}
    variant = 'variant' in kinds
    if variant:
        got = unwrapped(source, got)
    if variant:
        one_root(got)
    left = []
    for r in rows:
        left.append([r, places.resolve(source, r.get('xpath')),
                     bare_path(r.get('xpath') or ''), False])
    if variant:
        # Resolved above, against the names of the source.
        ids = [node_id(x[1]) for x in left]
        one_root(source)
        for x, i in zip(left, ids):
            x[1] = None
            x[2] = bare_path(x[2])
    found = canon.differences(source, got)
    if variant:
        # The two roots order their heads otherwise.
        found = [d for d in found if d.kind != 'order']
        left = [x for x in left if x[0].get('where') != 'order']
    by_node = {}
    for x in left:
        if x[1] is not None:
            by_node.setdefault(node_id(x[1]), []).append(x)
    late = []
    for d in found:
        hit = at_node(d, by_node)
        if hit:
            hit[3] = True
        else:
            late.append(d)
    for d in late:
        hit = elsewhere(d, left) or moved(d, left)
        if hit:
            hit[3] = True
        else:
            out.append('no read row: %s' % d)
    nodes = {(node_id((d.a, d.name)), d.old) for d in found
             if d.a is not None}
    for r, node, p, used in left:
        # Two notes may speak of one place (the text differs, and the
        # writer would not write it at all).
        if used or (node_id(node), r.get('value')) in nodes or (r.get('where') == 'variant' and variant):
            continue
        out.append('row without a difference: %s %s %s = %r' % (
            r.get('reason'), r.get('where'), r.get('xpath'),
            (r.get('value') or '')[:60]))
    return out


def check(item):
    file, fmt = item
    full = corpus.path(file)
    problems, skips, figures = [], [], {}
    source = canon.parse_file(full)
    figures['leaves'] = sum(1 for _ in canon.leaves(source))
    with prog.Work() as w:
        r = prog.run('convert', full, '--to', fmt, '-o', w.path('same.xml'))
        if r.code != 0:
            problems.append('same: ' + r.why())
        else:
            compare(source, w.read('same.xml'), 'same', problems, skips)
        r = prog.run('convert', full, '--to', 'json', '-o',
                     w.path('view.json'), '--ledger', w.path('ledger.json'))
        if r.code != 0:
            problems.append('to json: ' + r.why())
            return file, problems, skips, figures
        r = prog.run('convert', w.path('view.json'), '--from', 'json',
                     '--to', fmt, '-o', w.path('back.xml'))
        if r.code != 0:
            problems.append('json: ' + r.why())
        else:
            compare(source, w.read('back.xml'), 'json', problems, skips)
        bare(w, source, fmt, problems, figures)
    return file, problems, skips, figures


def bare(w, source, fmt, problems, figures):
    try:
        view = json.loads(w.read('view.json'))
        ledger = json.loads(w.read('ledger.json'))
    except (ValueError, OSError) as e:
        problems.append('bare: %s' % e)
        return
    view.pop('residue', None)
    w.write('bare.json', json.dumps(view).encode())
    r = prog.run('convert', w.path('bare.json'), '--from', 'json', '--to',
                 fmt, '--allow-loss', '--slots', 'none',
                 '-o', w.path('bare.xml'))
    if r.code != 0:
        problems.append('bare: ' + r.why())
        return
    got = canon.parse_bytes(w.read('bare.xml'))
    rows = rows_of(ledger, 'read')
    figures['rows'] = len(rows)
    for x in rows:
        k = 'row ' + str(x.get('reason'))
        figures[k] = figures.get(k, 0) + 1
    problems += ['bare: ' + p for p in account(source, got, rows)]
    # A binding that claims the whole format has a place for all of a sample.
    problems += ['not_mapped: %s = %r' % (x.get('xpath'), x.get('value'))
                 for x in rows if x.get('reason') == 'not_mapped']


def main():
    corpus.need()
    prog.need()
    t = tally.Tally(__file__)
    files = [f for f in corpus.everything()
             if not sys.argv[1:] or any(a in f[0] for a in sys.argv[1:])]
    total, skipped = {}, 0
    for file, problems, skips, figures in tally.over(check, files):
        t.case(file, problems)
        skipped += len(skips)
        for k, v in figures.items():
            total[k] = total.get(k, 0) + v
    t.figure('%d documents, %s' % (len(files), ', '.join(
        '%d %s' % (v, k) for k, v in sorted(total.items()))))
    if skipped:
        t.figure('%d comparisons equal but for signatures that the binding '
                 'skips' % skipped)
    return t.finish()


if __name__ == '__main__':
    sys.exit(main())
