#!/usr/bin/python3
"""Amounts survive: UBL -> CII -> UBL and CII -> UBL -> CII.

Over every invoice without a fatal finding of EN 16931's rules: every amount,
percentage, quantity, identifier, date and code of EN 16931, selected by the
shared table of places from the first and from the last document, is equal at
its own place; none of BT-92 to BT-152 stands in a ledger row (a spelling and
XRechnung's sub lines apart); and what is written is valid against the
official schemas when what was read was.

Usage: amounts.py [part of a file name]...
"""
import json
import os
import re
import sys
from decimal import Decimal, InvalidOperation
sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)),
                                '..', 'lib'))
import canon
import corpus
import places
import prog
import tally
import terms

KINDS = ('Amount', 'Unit price amount', 'Percentage', 'Quantity',
         'Identifier', 'Date', 'Code')
NUMBERS = KINDS[:4]
SCHEMAS = {
    'ubl-2.1-invoice': 'artefacts/ubl/2.1/xsdrt/maindoc/UBL-Invoice-2.1.xsd',
    'ubl-2.1-creditnote':
        'artefacts/ubl/2.1/xsdrt/maindoc/UBL-CreditNote-2.1.xsd',
}
LOADED, VALID, TERMS = {}, {}, {}


def find_schema(top, part):
    for d, _, files in sorted(os.walk(corpus.path(top))):
        for f in sorted(files):
            if f.endswith('.xsd') and part in f:
                return os.path.join(d, f)
    return None


def load_schemas():
    out = {k: corpus.path(v) for k, v in SCHEMAS.items()}
    out['cii-d16b-scrdm-uncoupled'] = find_schema(
        'artefacts/cii/D16B/xsd-scrdm-uncoupled', 'CrossIndustryInvoice_100')
    out['cii-d22b'] = find_schema('artefacts/cii/D22B/xsd',
                                  'CrossIndustryInvoice')
    out['factur-x-extended-1.09.2'] = find_schema(
        'artefacts/factur-x/1.09.2/xsd', 'EXTENDED.xsd')
    for name, file in out.items():
        if file and os.path.isfile(file):
            LOADED[name] = canon.etree.XMLSchema(canon.etree.parse(file))


def value(term, text):
    text = text.strip()
    if term.type in NUMBERS:
        try:
            return Decimal(text)
        except InvalidOperation:
            return text
    if term.type == 'Date':
        if re.match(r'^\d{8}$', text):
            return '%s-%s-%s' % (text[:4], text[4:6], text[6:])
        return text[:10]
    return text


def record_of(term, node, groups):
    """The repeating record that a node belongs to."""
    g = terms.repeating(term)
    tops = groups.get(g['id'], set()) if g is not None else set()
    e = terms.node_of(node)
    while e is not None and e not in tops:
        e = e.getparent()
    return e


# Values in an order without meaning: CII repeats BT-7 and BT-8 for each
# breakdown, and its schema puts ID before GlobalID.
SETS = ('BT-7', 'BT-8', 'BT-29')


def first_alternative(term, root, groups):
    """Of several places (in order of preference) the first that a record
    has: a base quantity beside the net price before one beside the gross."""
    by = {}
    for p in term.paths:
        mine = {}
        for n in p(root.getroottree()):
            if terms.text_of(n).strip():
                mine.setdefault(record_of(term, n, groups), []).append(n)
        for rec, nodes in mine.items():
            by.setdefault(rec, nodes)
    place = {e: i for i, e in enumerate(root.iter())}
    return [n for rec in sorted(by, key=lambda r: place.get(r, -1))
            for n in by[rec]]


def at_places(root):
    """{term: values}, what one record repeats beyond EN 16931 left out."""
    out, groups = {}, terms.owners(root)
    for t in TERMS[root.tag]:
        if len(t.paths) > 1 and t.id not in SETS:
            nodes = first_alternative(t, root, groups)
        else:
            nodes = t.select(root)
        nodes = [n for n in nodes if terms.ours(t, n)]
        if t.id == 'BT-111' and terms.one_currency(root):
            nodes = []
        if t.id in SETS:
            out[t.id] = sorted({value(t, terms.text_of(n)) for n in nodes
                                if terms.text_of(n).strip()}, key=str)
            continue
        spare = terms.excess(t, nodes, groups)
        out[t.id] = [value(t, terms.text_of(n)) for i, n in enumerate(nodes)
                     if i not in spare and terms.text_of(n).strip()]
    return out


def ledger_problems(rows, step):
    out = []
    for r in rows:
        m = re.match(r'^BT-(\d+)', r.get('term') or '')
        if m is None or not 92 <= int(m.group(1)) <= 152:
            continue
        where = (r.get('xpath') or '') + (r.get('where') or '')
        if r.get('reason') == 'spelling':
            continue
        # Residue in the slot: its row of reading is judged.
        if r.get('reason') == 'in_slot' and ' ' in (r.get('where') or ''):
            continue
        if re.search(r'Sub(Invoice|CreditNote)Line|DEX|lines\[\d+\]/lines',
                     where):
            continue
        out.append('%s: ledger row %s %s %s = %r' % (
            step, r.get('direction'), r.get('reason'), r.get('term') + ' '
            + (r.get('xpath') or ''), (r.get('value') or '')[:40]))
    return out


def judge(root):
    """The schemas of its kind that the document is valid against."""
    kind = {corpus.UBL_INVOICE: ('ubl-2.1-invoice',),
            corpus.UBL_CREDIT: ('ubl-2.1-creditnote',)}.get(
        root.tag, ('cii-d16b-scrdm-uncoupled', 'cii-d22b',
                   'factur-x-extended-1.09.2'))
    out, first = set(), None
    for k in kind:
        s = LOADED.get(k)
        if s is None:
            continue
        if s.validate(root.getroottree()):
            out.add(k)
        elif first is None:
            e = s.error_log[0]
            first = '%s line %d: %s' % (k, e.line, e.message[:220])
    return out, first


def schema_problems(step, data, was, same_kind):
    """`was`: the schemas that the source was valid against."""
    if not was:
        return [], 0
    now, first = judge(canon.parse_bytes(data))
    want = was if same_kind else None
    if (want and not want <= now) or (not want and not now):
        return ['%s: invalid: %s' % (step, first)], 1
    return [], 1


def has_sub_lines(root):
    return any(canon.local(e.tag).startswith('Sub') and
               canon.local(e.tag).endswith('Line')
               for e in root.iter(canon.etree.Element))


def check(item):
    file, fmt = item
    other = 'cii' if fmt == 'ubl' else 'ubl'
    root = canon.parse_file(corpus.path(file))
    problems, figures = [], {'values': 0, 'xsd': 0}
    was = {r['schema'] for r in VALID.get(file, ())
           if r['verdict'] == 'valid' and r['schema'] in LOADED}
    with prog.Work() as w:
        step = ['convert', corpus.path(file), '--to', other, '-o',
                w.path('b.xml'), '--ledger', w.path('b.json')]
        if has_sub_lines(root):
            # The one thing of a clean invoice that the other format lacks
            # and that is grave: its ledger rows are judged below.
            step.append('--allow-loss')
        r = prog.run(*step)
        if r.code != 0:
            return file, ['%s to %s: %s' % (fmt, other, r.why())], figures
        problems += ledger_problems(json.loads(w.read('b.json'))['rows'],
                                    'to ' + other)
        p, n = schema_problems('to ' + other, w.read('b.xml'), was, False)
        problems += p
        figures['xsd'] += n
        r = prog.run('convert', w.path('b.xml'), '--to', fmt, '-o',
                     w.path('c.xml'), '--ledger', w.path('c.json'))
        if r.code != 0:
            return file, problems + ['back to %s: %s' % (fmt, r.why())], \
                figures
        problems += ledger_problems(json.loads(w.read('c.json'))['rows'],
                                    'back to ' + fmt)
        p, n = schema_problems('back to ' + fmt, w.read('c.xml'), was, True)
        problems += p
        figures['xsd'] += n
        last = canon.parse_bytes(w.read('c.xml'))
        demanded = {x.get('term') for name in ('b.json', 'c.json')
                    for x in json.loads(w.read(name))['rows']
                    if x.get('reason') in ('defaulted', 'derived')}
    if last.tag != root.tag:
        problems.append('came back as %s' % last.tag)
        return file, problems, figures
    a, b = at_places(root), at_places(last)
    for k in a:
        figures['values'] += len(a[k])
        if not a[k] and b[k] and k in demanded:
            # Nobody said it, the format in between demands it, and the
            # ledger says that it was put there (DESIGN, promise 3).
            figures['demanded'] = figures.get('demanded', 0) + 1
        elif a[k] != b[k]:
            problems.append('%s: %s -> %s' % (
                k, [str(x) for x in a[k]][:6], [str(x) for x in b[k]][:6]))
    return file, problems, figures


def main():
    corpus.need()
    prog.need()
    t = tally.Tally(__file__)
    load_schemas()
    for name in list(SCHEMAS) + ['cii-d16b-scrdm-uncoupled', 'cii-d22b',
                                 'factur-x-extended-1.09.2']:
        if name not in LOADED:
            t.skip('schema ' + name, 'not among the artefacts')
    VALID.update(corpus.expected('xsd.tsv'))
    for tag in places.COLUMN:
        TERMS[tag] = [x for x in places.terms(tag) if x.type in KINDS]
    terms.prepare()
    terms.load_descriptions()
    clean = corpus.clean_en16931()
    files = [(r['file'], corpus.FORMAT_OF_KIND[r['kind']])
             for r in corpus.classify()
             if r['kind'] in corpus.FORMAT_OF_KIND and r['file'] in clean
             and (not sys.argv[1:] or any(a in r['file']
                                          for a in sys.argv[1:]))]
    total = {}
    for file, problems, figures in tally.over(check, files):
        t.case(file, problems)
        for k, v in figures.items():
            total[k] = total.get(k, 0) + v
    t.figure('%d invoices without a fatal finding, %d values compared, %d '
             'outputs checked against schemas, %d values demanded on the way'
             % (len(files), total.get('values', 0), total.get('xsd', 0),
                total.get('demanded', 0)))
    return t.finish()


if __name__ == '__main__':
    sys.exit(main())
