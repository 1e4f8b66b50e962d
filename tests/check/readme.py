#!/usr/bin/python3
"""README.md tells the truth: its commands run, what it shows of a conversion
is what comes out, its table holds each format that there is and no other, and
what it points at is there.

Usage: readme.py
"""
import os
import re
import shlex
import shutil
import sys
HERE = os.path.dirname(os.path.abspath(__file__))
sys.path.insert(0, os.path.join(HERE, '..', 'lib'))
import prog                                            # noqa: E402
import tally                                           # noqa: E402

ROOT = os.environ.get('EINV_SRCDIR') or os.path.join(HERE, '..', '..')
SAMPLE = 'examples/invoices/bearings.xml'


def blocks(text):
    """The indented blocks, each a list of lines without the indent."""
    out, block = [], []
    for line in text.splitlines() + ['']:
        if line.startswith('    '):
            block.append(line[4:])
        elif block:
            out.append(block)
            block = []
    return out


def commands(t, all_blocks):
    """einv VERB invoice.xml ...   what it does"""
    lines = [line for b in all_blocks for line in b
             if line.startswith('einv ')]
    for line in lines:
        words = shlex.split(line.split('  ')[0])[1:]
        done = prog.run(*words)
        # These invoices may differ: the ledger says where.
        right = (0, 1) if words[0] == 'diff' else (0,)
        t.case(line, [] if done.code in right and not (
            done.code and done.err) else [done.why()])
    t.case('commands', [] if len(lines) >= 5 else ['only %d' % len(lines)])


def shown(t, all_blocks):
    """$ einv ...   and below it what comes out"""
    seen = 0
    for block in all_blocks:
        if not block[0].startswith('$ einv '):
            continue
        seen += 1
        done = prog.run(*shlex.split(block[0])[2:])
        out = (done.out + done.err).decode('utf-8').splitlines()
        t.case(block[0], [] if done.code == 0 and out == block[1:] else
               ['exit %s' % done.code] +
               ['README: ' + x for x in block[1:] if x not in out] +
               ['einv:   ' + x for x in out if x not in block[1:]])
    t.case('a conversion', [] if seen else ['none is shown'])


def table(t, text):
    rows = {m.group(1): (m.group(2), m.group(3)) for m in re.finditer(
        r'^\| `([^`]+)` \|[^|]*\| (yes|no) \| (yes|no) \|', text, re.M)}
    real = {'json': ('yes', 'yes')}
    for f in prog.run('formats', '--report', 'json').json()['formats']:
        real[f['id']] = tuple('yes' if f[k] else 'no'
                              for k in ('read', 'write'))
    t.case('the table of formats', [
        '%s: README %s, einv %s' % (i, rows.get(i), real.get(i))
        for i in sorted(set(rows) | set(real)) if rows.get(i) != real.get(i)])


def paths(t, text):
    names = re.findall(r'\]\(([^):]+)\)|`([a-z]+/[a-zA-Z./]*)`', text)
    t.case('what it points at', ['not there: ' + p for pair in names
                                 for p in pair if p and not os.path.exists(
                                     os.path.join(ROOT, p))]
           or ([] if len(names) > 5 else ['only %d names' % len(names)]))


def main():
    prog.need()
    t = tally.Tally(__file__)
    with open(os.path.join(ROOT, 'README.md'), encoding='utf-8') as f:
        text = f.read()
    with prog.Work() as w:
        os.makedirs(w.path(os.path.dirname(SAMPLE)))
        for name in (SAMPLE, 'invoice.xml'):
            shutil.copy(os.path.join(ROOT, SAMPLE), w.path(name))
        os.chdir(w.dir)
        commands(t, blocks(text))
        shown(t, blocks(text))
    os.chdir(ROOT)
    table(t, text)
    paths(t, text)
    return t.finish()


if __name__ == '__main__':
    sys.exit(main())
