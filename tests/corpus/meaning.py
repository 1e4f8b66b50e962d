#!/usr/bin/python3
"""What documents mean: values that a reader of the format's description finds
in them, and texts that it would write.  Written down by hand, no output of
the program.

tests/corpus/meaning/FORMAT.tsv has the rows
  read   document    field of the model    its value; - for none
  write  settings    place below the root  its text; - for none
Documents are our own samples or, with a folder, seen from the shared folder.
Numbers compare by value, all else by text.

Usage: meaning.py
"""
import json
import os
import re
import sys
from decimal import Decimal, InvalidOperation
HERE = os.path.dirname(os.path.abspath(__file__))
sys.path.insert(0, os.path.join(HERE, '..', 'lib'))
import canon
import corpus
import modeltable
import prog
import tally

TABLES = os.path.join(HERE, 'meaning')
MODEL = modeltable.Model()


def rows():
    """(format, kind, what, where, text)"""
    for name in sorted(os.listdir(TABLES)):
        with open(os.path.join(TABLES, name), encoding='utf-8') as f:
            for line in f:
                line = line.rstrip('\n')
                if line and not line.startswith('#'):
                    yield (name[:-len('.tsv')],) + tuple(line.split('\t'))


def same(path, a, b):
    plain = re.sub(r'\[\d+\]', '', path)
    if MODEL.types.get(plain) in modeltable.NUMBERS:
        try:
            return Decimal(a) == Decimal(b)
        except InvalidOperation:
            return False
    return a == b


def file_of(fmt, name):
    if '/' in name:
        return corpus.path(name)
    return os.path.join(corpus.SRC, 'schemas', 'formats', fmt, 'samples',
                        name)


def read(fmt, name, path, want, views):
    if name not in views:
        r = prog.run('convert', file_of(fmt, name), '--to', 'json')
        views[name] = (modeltable.flat(r.json()['invoice'])
                       if r.code == 0 else r.why())
    if not isinstance(views[name], dict):
        return [views[name]]
    got = views[name].get(path)
    if want == '-':
        return [] if got is None else ['read %r, and there is none' % got]
    return [] if got is not None and same(path, got, want) else [
        'read %r, not %r' % (got, want)]


def write(fmt, settings, place, want, w):
    m = w.write('m.json', json.dumps({'invoice': {
        'number': '26312000000900000017',
        'lines': [{'id': '1', 'item': {'name': 'x'}}]}}).encode())
    sets = [x for s in settings.split('; ') for x in ('--set', s)]
    r = prog.run('convert', m, '--from', 'json', '--to', fmt, '--allow-loss',
                 '--slots', 'none', '-o', w.path('out.xml'), *sets)
    if r.code != 0:
        return [r.why()]
    e = canon.parse_bytes(w.read('out.xml')).find(place)
    got = '-' if e is None else e.text or ''
    return [] if got == want else ['wrote %r, not %r' % (got, want)]


def version(t):
    """A document is of the version that it says; 0.32 where it says none."""
    for file, fmt in corpus.national():
        if fmt != 'cn-einvoice':
            continue
        e = canon.parse_file(corpus.path(file)).find('Header/Version')
        d = prog.run('detect', corpus.path(file), '--report', 'json').json()
        got = d['documents'][0].get('version')
        want = '0.32' if e is None else e.text
        t.case('version of ' + file, [] if got == want else [
            'detected as %s, it says %s' % (got, want)])


def main():
    prog.need()
    t, views = tally.Tally(__file__), {}
    there = not corpus.absent(t, 'documents of the corpus')
    with prog.Work() as w:
        for fmt, kind, what, where, text in rows():
            case = '%s %s %s %s' % (fmt, kind, what, where)
            if kind == 'write':
                t.case(case, write(fmt, what, where, text, w))
            elif there or '/' not in what:
                t.case(case, read(fmt, what, where, text, views))
    if there:
        version(t)
    return t.finish()


if __name__ == '__main__':
    sys.exit(main())
