#!/usr/bin/python3
"""The terms are really read.

For every UBL and CII document, what stands at the places of EN 16931 (two
independent tables: the syntax files of Peppol BIS, and the shared table of
terms) must stand in the JSON view's `invoice` at the path that `formats
describe` gives for the term; and what reading calls foreign must be nothing
that these tables name.

A place that EN 16931 lets occur once and a document repeats holds one value:
the further ones may be foreign (the model has no second BT-9).

Usage: terms.py [part of a file name]...
"""
import collections
import os
import re
import sys
from decimal import Decimal
sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)),
                                '..', 'lib'))
import json
import canon
import corpus
import modeltable
import places
import prog
import tally

DECIMAL = re.compile(r'^[+-]?(\d+(\.\d*)?|\.\d+)$')
# BT-8: UBL writes UNTDID 2005, CII UNTDID 2475; the model has one of them.
TAX_POINT = {'5': '3', '29': '35', '72': '432'}
NUMBER = ('Amount', 'Unit price amount', 'Quantity', 'Percentage')
DESCRIBED = {}
TERMS = {}
PEPPOL = {}
# Both syntaxes repeat the instruction for each account (model.xml): what
# the model keeps per payment has as many values.
REPEATED = 'BG-16'

# What the Peppol files say in words, and the table as a predicate: which of
# the elements of one name carries the term.  The rest has no term: a buyer's
# other tax numbers, a line's other documents, a charge on the price; and
# the breakdown is that of the document currency (NOTES of formats/core).
ONLY = (
    ('cac:DocumentReference/cbc:ID',
     "[normalize-space(../cbc:DocumentTypeCode)='130']", ('BT-128',)),
    ('cac:TaxTotal/cbc:TaxAmount', "[@currencyID=normalize-space("
     "/*/cbc:DocumentCurrencyCode) or @currencyID=normalize-space("
     "/*/cbc:TaxCurrencyCode)]", ('BT-110',)),
    ('', "[not(normalize-space(ancestor::cac:AdditionalDocumentReference/"
     "cbc:DocumentTypeCode)='130')]", ('BT-123', 'BT-124', 'BT-125')),
    ('cac:PartyTaxScheme/cbc:CompanyID', "[translate(normalize-space("
     "../cac:TaxScheme/cbc:ID),'vat','VAT')='VAT']", ('BT-48', 'BT-63')),
    ('cac:Price/cac:AllowanceCharge/cbc:Amount', "[normalize-space("
     "../cbc:ChargeIndicator)!='true']", ('BT-147',)),
    ('cac:Price/cac:AllowanceCharge/cbc:BaseAmount', "[normalize-space("
     "../cbc:ChargeIndicator)!='true']", ('BT-148',)),
    ('', "[not(ancestor::cac:TaxTotal/cbc:TaxAmount/@currencyID) or "
     "ancestor::cac:TaxTotal/cbc:TaxAmount/@currencyID="
     "normalize-space(/*/cbc:DocumentCurrencyCode)]",
     tuple('BT-%d' % n for n in range(116, 122))),
)


def only(path, ids):
    for end, predicate, which in ONLY:
        if set(ids) & set(which) and path.endswith(end):
            return predicate
    return ''


def ours(term, n):
    """The table's path has no predicate on the breakdown's currency."""
    if term.id not in ('BG-23',) + ONLY[-1][2]:
        return True
    e = node_of(n)
    return bool(e.xpath('boolean(self::*%s)' % ONLY[-1][1],
                        namespaces=places.NS))


def kind_of():
    return {r['id']: r for r in
            corpus.rows('formats/core/EN16931-TERMS.tsv')}


ROWS = {}


def norm(ident, text):
    """The value as the model keeps it; None: it does not read (then the
    field stays empty by design, and the text is residue)."""
    kind = ROWS[ident]['type']
    if kind in NUMBER:
        # The model's spelling: no plus, no point without digits.
        text = text.strip(' \t\r\n')
        return format(Decimal(text), 'f') if DECIMAL.match(text) else None
    if kind == 'Date':
        text = text.strip()
        if re.match(r'^\d{8}$', text):
            return '%s-%s-%s' % (text[:4], text[4:6], text[6:])
        m = re.match(r'^(\d{4}-\d\d-\d\d)(Z|[+-]\d\d:\d\d)?$', text)
        return m.group(1) if m else None
    if kind == 'Code':
        text = text.strip()
        return TAX_POINT.get(text, text) if ident == 'BT-8' else text
    return text


def paths_of(fmt, ident):
    return DESCRIBED[fmt].get(ident, [])


def said(view, fmt, ids):
    """What the view holds at the paths of these terms, as a multiset."""
    out = collections.Counter()
    for ident in ids:
        for p in paths_of(fmt, ident):
            for v in modeltable.values(view, p):
                if isinstance(v, str):
                    out[norm(ident, v)] += 1
    return out


def notes(view):
    """BT-21 and BT-22 share a place in UBL: #AAI#text."""
    out = collections.Counter()
    for n in view.get('notes', []):
        code, text = n.get('subject_code'), n.get('text', '')
        if isinstance(code, dict):
            code = code.get('value')
        out['#%s#%s' % (code, text) if code else text] += 1
    return out


def repeating(term):
    """The nearest group above the term that may repeat, or None."""
    g = ROWS.get(term.parent) if term.parent else None
    while g is not None:
        if g['card'].endswith('n'):
            return g
        if g['id'] == REPEATED and any(
                p.startswith('payments/') for f in DESCRIBED
                for p in paths_of(f, term.id)):
            return g
        g = ROWS.get(g['parent']) if g['parent'] else None
    return None


def owners(root):
    """{group id: set of its elements} for the groups that repeat."""
    out = {}
    for t in TERMS[root.tag]:
        if t.kind == 'group':
            out[t.id] = {n for n in t.select(root)}
    return out


def node_of(n):
    """The element of a selected node: an attribute's text knows it."""
    return n.getparent() if isinstance(n, str) else n


def excess(term, nodes, groups):
    """The nodes beyond the first below one record."""
    if ROWS[term.id]['card'].endswith('n'):
        return set()
    g = repeating(term)
    tops = groups.get(g['id'], set()) if g is not None else set()
    seen, out = {}, set()
    for i, n in enumerate(nodes):
        e = node_of(n)
        while e is not None and e not in tops:
            e = e.getparent()
        if e in seen:
            out.add(i)
        seen.setdefault(e, i)
    return out


def text_of(n):
    return str(n) if isinstance(n, str) else (n.text or '')


def stand_in(ids, n):
    """NA beside a sales order's number stands for no purchase order: the
    schema demands an ID (NOTES of formats/core)."""
    return ('BT-13' in ids and text_of(n).strip() == 'NA' and any(
        canon.local(x.tag) == 'SalesOrderID' for x in node_of(n).getparent()))


def missing(view, fmt, ids, nodes, spare, label):
    """Values at the nodes that the view does not hold."""
    out, left = [], len(spare)
    have = notes(view) if 'BT-22' in ids and fmt == 'ubl' else said(
        view, fmt, ids)
    for i, n in enumerate(nodes):
        text = text_of(n)
        if not text.strip() or stand_in(ids, n):
            continue
        v = norm(ids[0], text) if not (
            'BT-22' in ids and fmt == 'ubl') else text
        if v is None:
            continue
        if have.get(v, 0) > 0:
            have[v] -= 1
            continue
        # What one record repeats may stay behind, but only so many.
        if left > 0:
            left -= 1
            continue
        out.append('%s: %r at %s is not at %s' % (
            label, text[:60], canon.path_of(node_of(n)),
            ' '.join(p for x in ids for p in paths_of(fmt, x)) or 'any path'
            ' (formats describe names none)'))
    return out


def one_currency(root):
    """BT-6 equal to BT-5 selects the amount of BT-110 twice."""
    a, b = (root.xpath('string(//*[local-name()="%s"])' % n).strip()
            for n in ('TaxCurrencyCode', 'DocumentCurrencyCode'
                      if root.tag != corpus.CII else 'InvoiceCurrencyCode'))
    return a == b


def check(item):
    file, fmt = item
    problems, figures = [], {}
    root = canon.parse_file(corpus.path(file))
    with prog.Work() as w:
        r = prog.run('convert', corpus.path(file), '--to', 'json', '-o',
                     w.path('v.json'), '--ledger', w.path('l.json'))
        if r.code != 0:
            return file, ['to json: ' + r.why()], figures
        view = json.loads(w.read('v.json'))['invoice']
        rows = json.loads(w.read('l.json'))['rows']
    groups = owners(root)
    named, n = {}, 0
    for t in TERMS[root.tag]:
        if t.kind == 'group' or t.id == 'BT-21' and fmt == 'ubl':
            continue
        nodes = [x for x in t.select(root) if ours(t, x)]
        if t.id == 'BT-111' and one_currency(root):
            continue
        spare = excess(t, nodes, groups)
        n += len(nodes)
        for i, x in enumerate(nodes):
            if i not in spare and text_of(x).strip() and norm(
                    t.id, text_of(x)) is not None:
                key = node_of(x), x.attrname if isinstance(x, str) else None
                named[key] = t.id
        problems += missing(view, fmt, [t.id], nodes, spare, t.id)
    figures['places'] = n
    for path, ids, sel in PEPPOL.get(root.tag, ()):
        nodes = sel(root.getroottree())
        terms = [t for t in TERMS[root.tag] if t.id in ids]
        spare = set()
        for t in terms:
            spare |= {(node_of(x)) for i, x in enumerate(
                t.select(root)) if i in excess(t, t.select(root), groups)}
        figures['peppol'] = figures.get('peppol', 0) + len(nodes)
        problems += missing(view, fmt, ids, nodes, spare,
                            'Peppol %s (%s)' % (path, ' '.join(ids)))
    for x in rows:
        if x.get('direction') != 'read' or x.get('reason') not in (
                'foreign', 'not_mapped'):
            continue
        p = places.resolve(root, x.get('xpath'))
        if p is None:
            problems.append('foreign row names nothing: %s' % x.get('xpath'))
        elif p in named:
            problems.append('foreign, but it is %s: %s = %r' % (
                named[p], x.get('xpath'), x.get('value')))
    return file, sorted(set(problems)), figures


def prepare():
    ROWS.update(kind_of())
    for tag in places.COLUMN:
        TERMS[tag] = places.terms(tag)
    for tag, name in ((corpus.UBL_INVOICE, 'ubl-invoice.xml'),
                      (corpus.UBL_CREDIT, 'ubl-creditnote.xml')):
        top = 'inv:Invoice' if tag == corpus.UBL_INVOICE else 'cn:CreditNote'
        PEPPOL[tag] = []
        for path, ids in places.peppol(name):
            # Groups hold nothing; a type code beside BT-18 is a mark.
            ids = [i for i in ids if i.startswith('BT-') and i in ROWS]
            if not ids or path.endswith('DocumentTypeCode'):
                continue
            if (tag == corpus.UBL_CREDIT and 'BT-122' in ids):
                # A credit note's project reference is one of them, by its
                # type code 50 (the shared table; Peppol's file is silent).
                ids = ids + ['BT-11']
            PEPPOL[tag].append((path, ids, canon.etree.XPath(
                '/' + top + path + only(path, ids),
                namespaces=places.NS)))


def load_descriptions():
    """{format: {term: [paths]}}, and what went wrong."""
    wrong = {}
    for fmt in ('ubl', 'cii'):
        r = prog.run('formats', 'describe', fmt, '--report', 'json')
        DESCRIBED[fmt] = {}
        if r.code != 0:
            wrong[fmt] = [r.why()]
            continue
        for x in r.json()['terms']:
            if x.get('term') and not x.get('lacks'):
                DESCRIBED[fmt].setdefault(x['term'], []).append(x['path'])
        # Every term of the standard has a path in both.
        wrong[fmt] = [i for i, x in ROWS.items() if x['kind'] != 'group'
                      and i not in DESCRIBED[fmt]]
    return wrong


def describe(t):
    for fmt, problems in load_descriptions().items():
        t.case('formats describe %s names every term' % fmt, problems)


def main():
    corpus.need()
    prog.need()
    t = tally.Tally(__file__)
    prepare()
    describe(t)
    files = [f for f in corpus.invoices()
             if not sys.argv[1:] or any(a in f[0] for a in sys.argv[1:])]
    total = {}
    for file, problems, figures in tally.over(check, files):
        t.case(file, problems)
        for k, v in figures.items():
            total[k] = total.get(k, 0) + v
    t.figure('%d documents, %d values at the table\'s places, %d at '
             'Peppol\'s' % (len(files), total.get('places', 0),
                            total.get('peppol', 0)))
    return t.finish()


if __name__ == '__main__':
    sys.exit(main())
