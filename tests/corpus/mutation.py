#!/usr/bin/python3
"""A signed document that changed is never TOTAL_PASSED.

A small signed document (made here by einv): each byte changed, each element
moved to each end of the root, each Id given to each element, each element
doubled.  What is still TOTAL_PASSED must have the same canonical form by
libxml2: of the document without its signature, of SignedInfo and of the
signed properties.

Usage: mutation.py
"""
import copy
import os
import sys
sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)),
                                '..', 'lib'))
sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
import needlxml  # noqa: F401  (first: it may start python anew)
import prog
import signing
import tally

from lxml import etree

DS = '{http://www.w3.org/2000/09/xmldsig#}'
XA = '{http://uri.etsi.org/01903/v1.3.2#}'
DOC = ('<?xml version="1.0"?><doc xmlns="urn:d" xmlns:u="urn:u" Id="d1">'
       '<u:a k="v" l=\'w\'>one &amp; two</u:a><b><c>3.00</c>\n<c/></b></doc>')


def canonical(tree):
    """What the signature is about, and the signature that is read."""
    root = copy.deepcopy(tree.getroot())
    sigs = root.findall(DS + 'Signature')
    if not sigs:
        return None
    parts = [sigs[0].find(DS + 'SignedInfo'),
             sigs[0].find('.//' + XA + 'SignedProperties')]
    if None in parts:
        return None
    out = [etree.tostring(p, method='c14n', exclusive=True,
                          with_comments=False, with_tail=False)
           for p in parts]
    sig, before = sigs[0], sigs[0].getprevious()
    if sig.tail and before is not None:
        before.tail = (before.tail or '') + sig.tail
    elif sig.tail:
        root.text = (root.text or '') + sig.tail
    root.remove(sig)
    return out + [etree.tostring(root, method='c14n', exclusive=True,
                                 with_comments=False)]


def flipped(signed):
    for i in range(len(signed)):
        yield 'byte %d' % i, signed[:i] + bytes([signed[i] ^ 1]) + \
            signed[i + 1:]


def trees(signed):
    """One change each to a fresh tree."""
    count = len(list(etree.fromstring(signed).iter('*')))
    for n in range(1, count):
        for what in ('first', 'last', 'double', 'out'):
            root = etree.fromstring(signed)
            e = list(root.iter('*'))[n]
            if what == 'double':
                e.addnext(copy.deepcopy(e))
            elif what == 'out':
                e.getparent().remove(e)
            else:
                root.insert(0 if what == 'first' else len(root), e)
            yield '%s element %d' % (what, n), etree.tostring(root)
    ids = etree.fromstring(signed).xpath('//@Id')
    for n in range(count):
        for i in ids:
            root = etree.fromstring(signed)
            list(root.iter('*'))[n].set('Id', i)
            yield 'Id %s on element %d' % (i, n), etree.tostring(root)


def passed(w, names):
    """Which of the files are TOTAL_PASSED; one process for many files."""
    out = set()
    for i in range(0, len(names), 400):
        r = prog.run('verify', *names[i:i + 400], '--anchor',
                     w.path('p256.crt'), '--at', signing.AT, '--report',
                     'json')
        out |= {d['file'] for d in r.json()['documents']
                if d['overall'] == 'TOTAL_PASSED'}
    return out


def main():
    prog.need()
    t = tally.Tally(__file__)
    with prog.Work() as w:
        signing.make_keys(w)
        src, out = w.write('d.xml', DOC.encode()), w.path('signed.xml')
        r = prog.run('sign', src, '--profile', 'plain-xades-b', '--key',
                     w.path('p256.key'), '--cert', w.path('p256.crt'),
                     '--at', signing.AT, '-o', out)
        with open(out, 'rb') as f:
            signed = f.read()
        whole = canonical(etree.ElementTree(etree.fromstring(signed)))
        t.case('it is signed', [] if passed(w, [out]) else [r.why()])
        files = {}
        for name, data in list(flipped(signed)) + list(trees(signed)):
            if data != signed:
                files[w.write('m%d.xml' % len(files), data)] = name
        good = passed(w, list(files))
        for file, name in files.items():
            bad = []
            if file in good and canonical(etree.parse(file)) != whole:
                bad = ['TOTAL_PASSED, and what is signed is another']
            t.case(name, bad)
    t.figure('%d changes, %d of them without a meaning'
             % (len(files), len(good)))
    return t.finish()


if __name__ == '__main__':
    sys.exit(main())
