#!/usr/bin/python3
"""Mutation: damaged documents come back as exactly as good ones.

At least 3,000 documents made from the corpus by one to four random changes:
an element or attribute deleted, siblings swapped, a foreign element or
attribute put in, a value altered or emptied, an element doubled.  Each is
converted to its own format and compared by tests/lib/canon.py.

Usage: mutate.py [count [first seed]]      a failing seed is printed: rerun
       it with `mutate.py 1 SEED`; EINV_KEEP=DIR keeps the documents.
"""
import os
import random
import sys
sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)),
                                '..', 'lib'))
import canon
import corpus
import prog
import tally

VALUES = ('', ' ', 'x', '0', '-1', '1e3', '12,50', ' 7 ', 'true', 'TRUE',
          '2026-02-30', '2026-01-31Z', '20260131', 'VAT', '380', '381',
          '\u00a0', 'EUR ', 'a\nb', '+5.00', '00.10', '#AAI#text', '#x#',
          'einv1', '130', 'S', '\u6c49\u5b57', '<&>"\'', '9' * 40)
NAMES = ('{urn:foreign}New', 'Plain', '{urn:foreign}Deep')


def elements(root, inner=False):
    return [e for e in root.iter(canon.etree.Element)
            if e is not root and (not inner or len(e))]


def drop(r, root):
    e = r.choice(elements(root))
    e.getparent().remove(e)


def drop_attribute(r, root):
    have = [e for e in root.iter(canon.etree.Element) if e.attrib]
    if have:
        e = r.choice(have)
        e.attrib.pop(r.choice(sorted(e.attrib)))


def swap(r, root):
    have = [e for e in root.iter(canon.etree.Element) if len(e) > 1]
    if have:
        e = r.choice(have)
        kids = list(e)
        i, j = r.sample(range(len(kids)), 2)
        kids[i], kids[j] = kids[j], kids[i]
        for k in list(e):
            e.remove(k)
        for k in kids:
            k.tail = None
            e.append(k)


def foreign(r, root):
    e = r.choice([x for x in root.iter(canon.etree.Element) if len(x)])
    new = canon.etree.Element(r.choice(NAMES))
    if r.random() < 0.5:
        new.text = r.choice(VALUES)
    else:
        canon.etree.SubElement(new, '{urn:foreign}In').text = 'x'
    if r.random() < 0.3:
        new.set('a', r.choice(VALUES))
    e.insert(r.randint(0, len(e)), new)


def foreign_attribute(r, root):
    e = r.choice(list(root.iter(canon.etree.Element)))
    e.set(r.choice(('new', '{urn:foreign}new', 'schemeID', 'currencyID',
                    'unitCode')), r.choice(VALUES))


def alter(r, root):
    leaf = [e for e in elements(root) if not len(e)]
    if leaf:
        r.choice(leaf).text = r.choice(VALUES)


def alter_attribute(r, root):
    have = [e for e in root.iter(canon.etree.Element) if e.attrib]
    if have:
        e = r.choice(have)
        e.set(r.choice(sorted(e.attrib)), r.choice(VALUES))


def empty(r, root):
    e = r.choice(elements(root))
    for k in list(e):
        e.remove(k)
    e.text = r.choice((None, None, '', ' '))


def double(r, root):
    import copy
    e = r.choice(elements(root))
    new = copy.deepcopy(e)
    new.tail = None
    at = e
    if r.random() < 0.3:
        at = e.getparent()[-1]
    at.addnext(new)


CHANGES = (drop, drop, drop_attribute, swap, foreign, foreign,
           foreign_attribute, alter, alter, alter_attribute, empty, double)
POOL = []
FEW = []        # of the national formats: every fourth case is one


def make(seed):
    """(file, format, names of the changes, bytes)"""
    r = random.Random(seed)
    file, fmt = r.choice(FEW if FEW and seed % 4 == 0 else POOL)
    root = canon.parse_file(corpus.path(file))
    done = []
    for _ in range(r.randint(1, 4)):
        c = r.choice(CHANGES)
        if len(root) > 1:
            c(r, root)
            done.append(c.__name__)
    return file, fmt, done, canon.etree.tostring(
        root, encoding='UTF-8', xml_declaration=True)


def check(seed):
    file, fmt, done, data = make(seed)
    case = 'seed %d %s (%s)' % (seed, file, ', '.join(done))
    source = canon.parse_bytes(data)
    problems = []
    with prog.Work() as w:
        full = w.write('in.xml', data)
        if os.environ.get('EINV_KEEP'):
            with open(os.path.join(os.environ['EINV_KEEP'],
                                   '%d.xml' % seed), 'wb') as f:
                f.write(data)
        # The format is given: a document that lost its root's marks is
        # still to come back.
        r = prog.run('convert', full, '--from', fmt, '--to', fmt, '-o',
                     w.path('out.xml'))
        if r.code != 0:
            return case, [r.why()]
        try:
            got = canon.parse_bytes(w.read('out.xml'))
        except canon.etree.XMLSyntaxError as e:
            return case, ['output is no XML: %s' % e]
        if not canon.equal(source, got):
            found = canon.differences(source, got)
            problems = ['%d differences' % len(found)]
            problems += [str(d) for d in found[:6]]
    return case, problems


def main():
    corpus.need()
    prog.need()
    t = tally.Tally(__file__, show=6)
    count = int(sys.argv[1]) if len(sys.argv) > 1 else 3000
    first = int(sys.argv[2]) if len(sys.argv) > 2 else 1
    # Small enough to run thousands; the large ones go through get_put.
    POOL.extend(f for f in corpus.everything()
                if os.path.getsize(corpus.path(f[0])) < 150000)
    FEW.extend(corpus.national())
    for case, problems in tally.over(check, range(first, first + count), 32):
        t.case(case, problems)
    t.figure('%d documents from %d files' % (count, len(POOL) + len(FEW)))
    return t.finish()


if __name__ == '__main__':
    sys.exit(main())
