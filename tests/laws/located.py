#!/usr/bin/python3
"""Findings of our own rules, which are judged on the model, point into the
file that the user has: the line is that of the element that the path names,
and what a code list found is the text that stands there.

Documents are our own samples, each with seeded changes of one leaf.

Usage: located.py
"""
import copy
import glob
import os
import random
import re
import sys
sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)),
                                '..', 'lib'))
import needlxml  # noqa: F401
from lxml import etree
import prog
import tally

ROOT = os.environ.get('EINV_SRCDIR') or os.path.join(
    os.path.dirname(os.path.abspath(__file__)), '..', '..')
EACH = 3


def local(e):
    return etree.QName(e).localname


def resolve(root, path):
    """(element, text or attribute) of /a:Invoice[1]/b:ID[1] or .../@x."""
    at = None
    for step in path.strip('/').split('/'):
        name = re.sub(r'\[\d+\]$', '', step).split(':')[-1]
        if step.startswith('@'):
            name = name.lstrip('@')
            for key, value in at.attrib.items():
                if etree.QName(key).localname == name:
                    return at, value
            return None, None
        n = int((re.findall(r'\[(\d+)\]$', step) or ['1'])[0])
        if at is None:
            at = root if local(root) == name else None
        else:
            same = [c for c in at if isinstance(c.tag, str) and
                    local(c) == name]
            at = same[n - 1] if n <= len(same) else None
        if at is None:
            return None, None
    return at, at.text


def judge(t, case, text, seen):
    root = etree.fromstring(text)
    with prog.Work() as w:
        r = prog.run('validate', '--report', 'json', w.write('in.xml', text))
    bad = []
    for f in r.json()['documents'][0]['findings']:
        if f['origin'] not in ('rules', 'codes', 'totals'):
            continue
        e, value = resolve(root, f.get('xpath', ''))
        seen[f['rule']] = seen.get(f['rule'], 0) + 1
        if e is None:
            bad.append('%s: nothing at %s' % (f['rule'], f.get('xpath')))
        elif e.sourceline != f.get('line'):
            bad.append('%s: line %s, %s is in line %d' % (
                f['rule'], f.get('line'), f['xpath'], e.sourceline))
        elif f['origin'] == 'codes' and f['found'] != (value or '').strip():
            bad.append('%s: found %s, there stands %s' % (f['rule'],
                                                          f['found'], value))
    t.case(case, bad)


def main():
    prog.need()
    t = tally.Tally(__file__)
    rng, seen = random.Random(7), {}
    for path in sorted(glob.glob(os.path.join(
            ROOT, 'examples/invoices/*.xml')) + glob.glob(os.path.join(
                ROOT, 'schemas/formats/*/samples/*.xml'))):
        name = os.path.relpath(path, ROOT)
        with open(path, 'rb') as f:
            text = f.read()
        judge(t, name, text, seen)
        tree = etree.fromstring(text)
        leaves = [i for i, e in enumerate(tree.iter()) if isinstance(
            e.tag, str) and not len(e) and (e.text or '').strip()]
        for i in rng.sample(leaves, min(EACH, len(leaves))):
            other = copy.deepcopy(tree)
            e = list(other.iter())[i]
            e.text = re.sub('[0-9]', lambda m: str(9 - int(m.group())),
                            e.text) if re.search('[0-9]', e.text) else 'ZZ9'
            judge(t, '%s, leaf %d' % (name, i), etree.tostring(
                other, encoding='utf-8', xml_declaration=True), seen)
    t.case('findings were seen', [] if len(seen) > 15 else [str(seen)])
    t.figure('%d findings of %d rules' % (sum(seen.values()), len(seen)))
    return t.finish()


sys.exit(main())
