#!/usr/bin/python3
"""doc/add-a-format.md, done: its files, its commands, both ways.

The files are taken out of the text; the commands ("    $ einv ...") run as
they stand there; then both laws are judged over the document of the page and
over variants of it.  No C is compiled.

Usage: add_a_format.py
"""
import os
import re
import shlex
import sys
import xml.etree.ElementTree as ET
sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)),
                                '..', 'lib'))
import prog
import tally

ROOT = os.environ.get('EINV_SRCDIR') or os.path.join(
    os.path.dirname(os.path.abspath(__file__)), '..', '..')


def leaves(data):
    """(path, text) of every attribute and leaf, in order, paths by name."""
    out = []

    def walk(e, path):
        for k in sorted(e.attrib):
            out.append((path + '/@' + k, e.attrib[k]))
        if len(e) == 0:
            out.append((path, e.text or ''))
        for c in e:
            walk(c, path + '/' + c.tag)
    root = ET.fromstring(data)
    walk(root, root.tag)
    return out


def commands(text):
    for block in re.findall(r'(?m)^    \$ (einv (?:.*\\\n)*.*)$', text):
        yield shlex.split(block.replace('\\\n', ' '))[1:]


def main():
    t = tally.Tally(__file__)
    prog.need()
    with open(os.path.join(ROOT, 'doc', 'add-a-format.md'),
              encoding='utf-8') as f:
        text = f.read()
    files = re.findall(r'<!-- file: (\S+) -->\n```xml\n(.*?)```', text, re.S)
    t.case('the page has its files', [] if sorted(n for n, _ in files) == [
        'bill.xml', 'binding.xml'] else [str(files)[:200]])
    here = os.getcwd()
    with prog.Work() as w:
        for name, data in files:
            w.write(name, data.encode())
        os.chdir(w.dir)
        try:
            use(t, w, text)
        finally:
            os.chdir(here)
    return t.finish()


def use(t, w, text):
    ran = 0
    for args in commands(text):
        r = prog.run(*args)
        t.case('einv ' + ' '.join(args), [] if r.code == 0 else [r.why()])
        ran += 1
    t.case('commands', [] if ran >= 6 else ['only %d found' % ran])

    load = ['--load', 'binding.xml']
    bill = w.read('bill.xml')
    d = prog.run('detect', '--report', 'json', 'bill.xml', *load).json()
    d = d['documents'][0]
    t.case('detected', [] if (d['format'], d['version'], d['verdict']) ==
           ('market-bill', '1', 'supported') else [str(d)])
    r = prog.run('detect', 'bill.xml')
    t.case('unknown without the binding', [] if r.code == 1 else [r.why()])

    inv = prog.run('show', 'bill.xml', '--json', *load).json()['invoice']
    want = [('number', '2026/17'), ('issue_date', '2026-03-05'),
            ('type_code', '380'), ('currency', 'EUR')]
    bad = ['%s: %s' % (k, inv.get(k)) for k, v in want if inv.get(k) != v]
    if inv['lines'][1]['net_amount'] != '49.50' or \
            inv['lines'][1]['quantity'] != '3' or \
            inv['seller']['vat_id'] != 'NL000000000B01' or \
            inv['notes'][0]['text'] != 'paid in three weeks':
        bad.append(str(inv))
    t.case('the model', bad)

    variants = {'as it stands': bill,
                'a return': bill.replace(b'>sale<', b'>return<'),
                'no town': bill.replace(b'    <town>Berlin</town>\n', b''),
                'two remarks': bill.replace(
                    b'<stamp>', b'<remark>x</remark><stamp>'),
                'another scale': bill.replace(b'>250,00<', b'>250<'),
                'an unknown kind': bill.replace(b'>sale<', b'>gift<')}
    for name, data in sorted(variants.items()):
        w.write('v.xml', data)
        r = prog.run('convert', 'v.xml', '--to', 'market-bill',
                     '--allow-loss', *load)
        t.case('get-put: ' + name, [r.why()] if r.code != 0 else [
            '%s / %s' % d for d in zip(leaves(data), leaves(r.out))
            if d[0] != d[1]] + ([] if len(leaves(data)) ==
                                len(leaves(r.out)) else ['lengths differ']))
        for to in ('ubl', 'cii'):
            a = prog.run('convert', 'v.xml', '--to', to, '-o', 'a.xml',
                         '--allow-loss', *load)
            b = prog.run('convert', 'a.xml', '--to', 'market-bill', '-o',
                         'b.xml', '--allow-loss', *load)
            c = prog.run('diff', 'v.xml', 'b.xml', *load)
            t.case('through %s: %s' % (to, name), [
                r.why() + r.out.decode()[:200] for r in (a, b, c)
                if r.code != 0])


if __name__ == '__main__':
    sys.exit(main())
