#!/usr/bin/python3
"""Signatures of CMS that others made: the verdict of EXPECTED.tsv.

Every dss-cades/ row of corpus/signatures through `einv verify` without an
anchor, so that no answer is better than INDETERMINATE: `valid-core` is that
the content's digest and the value are right.  Rows that the table leaves
unsettled stand in tests/data/settled_cms.tsv, with how they were settled.

Usage: signatures_cms.py
"""
import os
import sys
sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)),
                                '..', 'lib'))
import corpus
import prog
import tally

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
    t.figure('%d files' % len(items))
    return t.finish()


if __name__ == '__main__':
    sys.exit(main())
