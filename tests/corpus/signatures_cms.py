#!/usr/bin/python3
"""Signatures of CMS that others made: the verdict of EXPECTED.tsv.

Every dss-cades/ row of corpus/signatures through `einv verify` without an
anchor, so that no answer is better than INDETERMINATE: `valid-core` is that
the content's digest and the value are right.  Rows that the table leaves
unsettled stand in tests/data/settled_cms.tsv, with how they were settled.

Usage: signatures_cms.py
"""
import os
import re
import subprocess
import sys
sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)),
                                '..', 'lib'))
import corpus
import prog
import tally

# Levels by the names that the upstream tests give, at a time when every
# certificate held, with the roots in the file as anchors; a copied archive
# time-stamp is one of another file, and proves nothing here.
LEVELS = (('cades-lta-duplicated-atst.p7m', '2023-12-20', 'LTA'),
          ('cades-lta-copied-atst.p7m', '2023-12-20', 'LT'),
          ('CAdESDoubleLTA.p7m', '2019-06-10', 'T'))

HERE = os.path.dirname(os.path.abspath(__file__))
AT = '2026-11-25'
BROKEN = ('HASH_FAILURE', 'SIG_CRYPTO_FAILURE', 'FORMAT_FAILURE')


def table(name):
    """The rows of a table of the tests, by file."""
    with open(os.path.join(HERE, '..', name), encoding='utf-8') as f:
        rows = [line.rstrip('\n').split('\t') for line in f]
    return {r[0]: r[1:] for r in rows[1:]}


def judge_core(doc):
    out = []
    for s in doc['signatures']:
        if s.get('value_ok') is not True:
            out.append('the value is not right')
        if [c['ok'] for c in s['core']] != [True]:
            out.append('the digest is not right')
        if s['indication'] != 'INDETERMINATE':
            out.append('%s without an anchor' % s['indication'])
    return out if doc['signatures'] else ['no signature']


def judge_stamps(doc):
    subs = [t.get('sub') for s in doc['signatures']
            for t in s.get('timestamps', [])]
    return [] if any(s in BROKEN for s in subs) else [
        'its time-stamp is not refused: %s' % subs]


def judge(expected, doc):
    kind, _, sub = expected.partition(':')
    if kind == 'valid-core':
        return judge_core(doc)
    if kind == 'valid-core,timestamp-invalid':
        return judge_core(doc) + judge_stamps(doc)
    want = {'invalid': 'TOTAL_FAILED', 'indeterminate': 'INDETERMINATE'}[kind]
    got = [(s['indication'], s['sub']) for s in doc['signatures']]
    return [] if got and set(got) == {(want, sub)} else [
        '%s %s, not %s' % (doc['overall'], got, expected)]


def check(item):
    file, path, expected = item
    r = prog.run('verify', path, '--at', AT, '--report', 'json')
    try:
        return file, judge(expected, r.json()['documents'][0])
    except (ValueError, KeyError, IndexError):
        return file, ['no JSON: ' + r.why()]


def roots(data):
    """The self-signed certificates anywhere in the bytes, as PEM."""
    out = b''
    for m in re.finditer(rb'\x30\x82(..)\x30\x82', data, re.S):
        der = data[m.start():m.start() + 4 + int.from_bytes(m.group(1),
                                                            'big')]
        p = subprocess.run(['openssl', 'x509', '-inform', 'DER', '-subject',
                            '-issuer'], input=der, stdout=subprocess.PIPE,
                           stderr=subprocess.DEVNULL)
        lines = p.stdout.split(b'\n', 2)
        if p.returncode == 0 and lines[0][8:] == lines[1][7:]:
            out += lines[2]
    return out


def check_level(w, name, at, level):
    path = corpus.path('corpus/signatures/dss-cades/validation/' + name)
    with open(path, 'rb') as f:
        anchors = w.write('roots.pem', roots(f.read()))
    r = prog.run('verify', path, '--anchor', anchors, '--at', at, '--report',
                 'json')
    s = r.json()['documents'][0]['signatures'][0]
    return [] if (s['indication'], s['level']) == ('TOTAL_PASSED', level) \
        else ['%s %s at level %s, not %s' % (s['indication'], s['sub'],
                                             s['level'], level)]


def main():
    corpus.need()
    prog.need()
    t = tally.Tally(__file__)
    settled = table('data/settled_cms.tsv')
    items = []
    for r in corpus.rows('corpus/signatures/EXPECTED.tsv'):
        file = r['file']
        if not file.startswith('dss-cades/'):
            continue
        expected = r['expected']
        if expected == 'unsettled':
            if file not in settled:
                t.case(file, ['unsettled, and nobody has settled it'])
                continue
            expected = settled[file][0]
        items.append((file, corpus.path('corpus/signatures/' + file),
                      expected))
    for file, problems in tally.over(check, items, 2):
        t.case(file, problems)
    with prog.Work() as w:
        for name, at, level in LEVELS:
            t.case('level of ' + name, check_level(w, name, at, level))
    t.figure('%d files' % len(items))
    return t.finish()


if __name__ == '__main__':
    sys.exit(main())
