#!/usr/bin/python3
"""The helpers of the laws find what is planted: a judge that cannot say no
proves nothing.

Usage: selftest.py        (needs no program; the corpus only for one part)
"""
import copy
import os
import random
import sys
sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
import canon
import corpus
import modeltable
import places
import tally

DOC = b"""<a xmlns="urn:a" xmlns:b="urn:b" xmlns:xsi=
"http://www.w3.org/2001/XMLSchema-instance" xsi:schemaLocation="x y" k="1">
  <b:c id="7"> leaf </b:c> <!-- no --> <d/><?pi no?>
  <e>one</e><e>two<!-- inside --> more</e> <f><e>x</e> tail </f></a>"""
SAME = b"""<?xml version="1.0"?><q:a xmlns:q="urn:a" xmlns:z="urn:b" k="1"
><z:c id="7"> leaf </z:c><q:d></q:d><q:e><![CDATA[one]]></q:e
><q:e>two m&#111;re</q:e><q:f><q:e>x</q:e> tail </q:f></q:a>"""
PLANTED = (
    ('attribute value', b'k="1"', b'k="2"', 'changed /a[1]/@k'),
    ('attribute gone', b' id="7"', b'', 'missing /a[1]/b:c[1]/@id'),
    ('leaf blank', b'> leaf <', b'>leaf <', 'changed /a[1]/b:c[1]'),
    ('leaf changed', b'<e>one</e>', b'<e>One</e>', 'changed /a[1]/e[1]'),
    ('leaf gone', b'<e>one</e>', b'', 'missing /a[1]/e[1]'),
    ('leaf more', b'<d/>', b'<d/><g>9</g>', 'extra /a[1]/g[1]'),
    ('order', b'<d/><?pi no?>\n  <e>one</e>', b'<e>one</e><d/>',
     'order of the children of /a[1]'),
    ('namespace', b'<d/>', b'<b:d/>', 'missing /a[1]/d[1]'),
    ('mixed text', b' tail ', b' t ', 'changed /a[1]/f[1]'),
    ('empty leaf filled', b'<d/>', b'<d>0</d>', 'changed /a[1]/d[1]'),
    ('element moved', b'<e>two<!-- inside --> more</e> <f>',
     b'<f><e>two more</e>', 'missing /a[1]/e[2]'),
)


def comparison(t):
    a, b = canon.parse_bytes(DOC), canon.parse_bytes(SAME)
    bad = [] if canon.equal(a, b) else [
        str(d) for d in canon.differences(a, b)] or ['not equal']
    if canon.differences(a, b):
        bad.append('differences between equal documents')
    if canon.key(a) != canon.key(b):
        bad.append('keys of equal documents differ')
    t.case('equal documents', bad)
    for name, old, new, want in PLANTED:
        assert old in DOC, name
        c = canon.parse_bytes(DOC.replace(old, new, 1))
        bad = []
        if canon.equal(a, c):
            bad.append('called equal')
        found = [str(d) for d in canon.differences(a, c)]
        if not any(f.startswith(want) for f in found):
            bad.append('found %s, wanted %s' % (found, want))
        if len(found) > 3:
            bad.append('one change, %d differences' % len(found))
        t.case('planted: ' + name, bad)


def resolving(t):
    a = canon.parse_bytes(DOC)
    bad = []
    for n, k, _ in canon.leaves(a):
        p = canon.path_of(n) + ('/@' + k if k and k != '#text' else '')
        if places.resolve(a, p) != (n, None if k == '#text' else k):
            bad.append('%s does not lead back' % p)
    if places.resolve(a, '/a[1]/e[3]') is not None:
        bad.append('/a[1]/e[3] should be nothing')
    t.case('xpaths lead back to their nodes', bad)


def model(t):
    m = modeltable.Model()
    bad = []
    for ident, path in (('BT-27', 'seller/name'), ('BT-44', 'buyer/name'),
                        ('BT-131', 'lines/net_amount'),
                        ('BT-29-1', 'seller/identifiers/scheme'),
                        ('BT-35', 'seller/address/line1'),
                        ('BT-80', 'delivery/address/country'),
                        ('BT-134', 'lines/period/start_date'),
                        ('BT-141', 'lines/charges/amount'),
                        ('BT-125-1', 'attachments/content/mime')):
        if m.ids.get(ident) != path:
            bad.append('%s is %s, not %s' % (ident, m.ids.get(ident), path))
    t.case('terms have their paths', bad)
    seen, depth = set(), 0
    for seed in range(300):
        inv = modeltable.Maker(m, seed).invoice()
        for p in modeltable.flat(inv):
            seen.add('/'.join(s for s, _ in modeltable.steps(p)))
            depth = max(depth, sum(s == 'lines' for s, _ in
                                   modeltable.steps(p)))
    missing = [p for p, k in m.types.items() if k != 'record'
               and p not in seen and not p.endswith('/list')
               and not p.endswith('/version')]
    bad = ['never made: ' + p for p in missing]
    if depth != 2:
        bad.append('lines nest to %d, not 2' % depth)
    a = modeltable.Maker(m, 7).invoice()
    if a != modeltable.Maker(m, 7).invoice():
        bad.append('one seed, two invoices')
    t.case('random invoices reach every field', bad)
    bad = []
    if modeltable.values({'l': [{'a': '1'}, {'a': {'value': '2'}}]},
                         'l/a') != ['1', '2']:
        bad.append('values')
    t.case('values of a view', bad)


def table(t):
    if corpus.absent(t, 'places of terms'):
        return
    n, used = 0, set()
    tt = {k: places.terms(k) for k in places.COLUMN}
    for file, _ in corpus.invoices()[:80]:
        root = canon.parse_file(corpus.path(file))
        for term in tt[root.tag]:
            hit = term.select(root)
            n += len(hit)
            if hit:
                used.add(term.id)
    bad = [] if n > 5000 and len(used) > 120 else [
        'only %d places of %d terms met' % (n, len(used))]
    t.case('the table of terms selects', bad)
    bad = []
    for name, least in (('ubl-invoice.xml', 150), ('ubl-creditnote.xml',
                                                   140)):
        found = places.peppol(name)
        if len(found) < least:
            bad.append('%s: %d places' % (name, len(found)))
    t.case('the syntax files are read whole', bad)


def random_damage(t):
    """Any single damage to a real document must be seen."""
    if corpus.absent(t, 'damage to real documents'):
        return
    r, bad, n = random.Random(5), [], 0
    for file, _ in corpus.invoices()[::25]:
        root = canon.parse_file(corpus.path(file))
        for _ in range(6):
            c = copy.deepcopy(root)
            e = r.choice([x for x in c.iter(canon.etree.Element)
                          if x is not c])
            kind = r.choice(('drop', 'text', 'attr', 'dup'))
            if kind == 'drop':
                e.getparent().remove(e)
            elif kind == 'text' and not len(e):
                e.text = (e.text or '') + 'x'
            elif kind == 'dup':
                e.addnext(copy.deepcopy(e))
            else:
                e.set('new', '1')
            n += 1
            if canon.equal(root, c) or not canon.differences(root, c):
                bad.append('%s: %s at %s unseen' % (
                    file, kind, canon.path_of(e)))
    t.case('damage to real documents is seen (%d)' % n, bad)


def accounting(t):
    """The bare law's bookkeeping sees a missing and a needless row."""
    sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(
        __file__)), '..', 'laws'))
    import get_put

    def row(xpath, value, where='foreign'):
        return {'direction': 'read', 'reason': 'foreign', 'xpath': xpath,
                'value': value, 'where': where}

    lost = DOC.replace(b'<e>one</e>', b'').replace(b' k="1"', b'')
    right = [row('/a[1]/e[1]', 'one'), row('/a[1]/@k', '1')]
    for name, rows, wanted in (
            ('exact', right, 0), ('a row too few', right[:1], 1),
            ('a row too many', right + [row('/a[1]/d[1]', '')], 1),
            ('a wrong value', [right[0], row('/a[1]/@k', '2')], 2),
            ('a wrong place', [right[1], row('/a[1]/e[2]', 'one')], 0),
            ('a place elsewhere', [right[1], row('/a[1]/f[1]/e[1]', 'one')],
             2)):
        # Equal siblings are told apart by value, not by position.
        found = get_put.account(canon.parse_bytes(DOC),
                                canon.parse_bytes(lost), rows)
        t.case('ledger: ' + name, [] if len(found) == wanted else found
               or ['nothing found'])


def main():
    t = tally.Tally(__file__)
    accounting(t)
    comparison(t)
    resolving(t)
    model(t)
    table(t)
    random_damage(t)
    return t.finish()


if __name__ == '__main__':
    sys.exit(main())
