#!/usr/bin/python3
"""Attacks on signed data of CMS: the verdict of EXPECTED.tsv, opening nothing.

Every cms/ file of corpus/security through `einv verify`, as security_sig.py
does for XML signatures: the indication and the first reason of each signer,
under 2 s of CPU and 256 MB, opening no file but those of the command line.

Usage: security_cms.py
"""
import os
import sys
sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)),
                                '..', 'lib'))
sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
import corpus
import hostile
import prog
import security_sig
import tally

OVERALL = security_sig.OVERALL
# What the command line must say more.  No byte looks like nothing: the
# profile says what it should have been.
MORE = {'cms/good-detached.p7s': ('--content', 'cms/good-content.xml'),
        'cms/empty.p7m': ('--profile', 'plain-cades-b')}


def answers(doc):
    return [(s['indication'], s['sub'], s.get('layer', 0))
            for s in doc['signatures']]


def judge(expected, code, doc):
    """The problems of one answer."""
    kind, _, why = expected.partition(':')
    rules = [f['rule'] for f in doc['findings']]
    got = answers(doc)
    good = ('TOTAL_PASSED', '', 0)
    want = {'valid': [good], 'warn': [good]}.get(kind)
    overall = 'TOTAL_PASSED' if want else OVERALL.get(kind, 'INDETERMINATE')
    out = []
    if why == 'nested=2':
        want = [good, ('TOTAL_PASSED', '', 1)]
    elif why == 'signers=2':
        want = [good, good]
    elif kind == 'mixed':
        want = [good, ('INDETERMINATE', 'NO_CERTIFICATE_CHAIN_FOUND', 0)]
    elif kind == 'reject':
        want = []
    elif want is None:
        want = [(overall, why, 0)]
    if sorted(got) != sorted(want):
        out.append('%s, not %s' % (got, want))
    if doc['overall'] != overall:
        out.append('%s, not %s' % (doc['overall'], overall))
    if kind in ('reject', 'warn') and rules != [why]:
        out.append('findings are %s' % rules)
    if kind == 'valid' and rules:
        out.append('findings are %s' % rules)
    if code != security_sig.EXIT.get(overall, 1):
        out.append('exit %s' % code)
    for s in doc['signatures']:
        if s['indication'] == 'TOTAL_PASSED' and not s['covered']:
            out.append('nothing is covered')
    return out


def check(item):
    file, path, expected, strace, trace = item
    option, value = MORE.get(file, (None, None))
    args = ['verify', path, '--anchor', security_sig.keys('ca.crt'), '--crl',
            security_sig.keys('ca.crl'), '--at', security_sig.AT, '--report',
            'json']
    if option == '--content':
        value = corpus.path('corpus/security/' + value)
    if option:
        args += [option, value]
    r, cpu, peak = prog.measured(args, 4, 0)
    try:
        doc = r.json()['documents'][0]
    except (ValueError, KeyError, IndexError):
        return file, ['no JSON: ' + r.why()], cpu, peak
    out = judge(expected, r.code, doc)
    if cpu > hostile.SECONDS:
        out.append('%.2f s of CPU' % cpu)
    if peak > hostile.MEGABYTES:
        out.append('%.0f MB' % peak)
    if strace:
        prog.measured(args, 60, 0, (strace, '-f', '-q', '-o', trace, '-e',
                                    'trace=network,open,openat,creat,'
                                    'execve'))
        with open(trace, errors='replace') as f:
            seen = f.read()
        os.unlink(trace)
        out += [o for o in hostile.opened(seen, path)
                if not o.endswith(tuple(a for a in args if '/' in a))]
        if path not in seen:
            out.append('strace did not even see the file being opened')
    return file, out, cpu, peak


def main():
    corpus.need()
    prog.need()
    t = tally.Tally(__file__)
    strace, why = hostile.traceable()
    if strace is None:
        t.skip('opening nothing else', why)
    worst = [0.0, 0.0]
    with prog.Work() as w:
        items = []
        names = set()
        for r in corpus.rows('corpus/security/EXPECTED.tsv'):
            file = r['file']
            names.add(file)
            if file.startswith('cms/') and r['class'] != 'control':
                items.append((file, corpus.path('corpus/security/' + file),
                              r['expected'], strace,
                              w.path(file.replace('/', '-') + '.trace')))
        for f in os.listdir(corpus.path('corpus/security/cms')):
            if 'cms/' + f not in names:
                t.case('cms/' + f, ['not in EXPECTED.tsv'])
        for file, problems, cpu, peak in tally.over(check, items, 2):
            t.case(file, problems)
            worst = [max(worst[0], cpu), max(worst[1], peak)]
    t.figure('%d files, at most %.2f s of CPU and %.0f MB'
             % (len(items), worst[0], worst[1]))
    return t.finish()


if __name__ == '__main__':
    sys.exit(main())
