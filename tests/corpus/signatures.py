#!/usr/bin/python3
"""Published XML signatures: the verdict of EXPECTED.tsv.

The XML files of corpus/signatures (W3C, Santuario, DSS, invoices) through
`einv verify` without anchors: "valid" rows are right in their core (value and
every digest), "invalid" rows are TOTAL_FAILED for the row's reason,
"indeterminate" rows likewise.  Rows that say "unsettled" and nothing in
tests/data/signatures.tsv settles are skipped; what a production profile
refuses before it is worked out stands in tests/known/signatures.tsv.

Usage: signatures.py [--known]     prints what would stand in that list
"""
import os
import sys
sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)),
                                '..', 'lib'))
import corpus
import prog
import tally

AT = '2026-11-25'
FOLDERS = ('w3c-interop/', 'santuario/', 'dss-xades/', 'invoices/')
WHY = {
    'ALGORITHM': 'an algorithm of no production profile (HMAC, DSA, MD5 and '
                 'the like); the tests have no policy of their own yet',
    'TRANSFORM': 'a transform of no production profile; the tests have no '
                 'policy of their own yet',
    'TRANSFORM_LIMIT': 'more transforms than a production profile takes',
    'REFERENCE_URI': 'content from outside that the row does not give',
    'REFERENCE_LIMIT': 'more references than a production profile takes',
    'COVERAGE': 'its core may be right, but part of the document is not '
                'signed, and einv says so first',
    'NO_SIGNING_CERTIFICATE_FOUND': 'a bare key, or a certificate that the '
                                    'row gives apart from the file',
    'DUPLICATE_ID': 'two equal Ids are refused before a digest is made',
    'XML_DTD': 'a DOCTYPE is never read',
    'XML_ENCODING': 'refused before it is read'}


def settled():
    path = os.path.join(corpus.SRC, 'tests', 'data', 'signatures.tsv')
    with open(path, encoding='utf-8') as f:
        rows = [line.rstrip('\n').split('\t') for line in f
                if line.strip() and not line.startswith('#')]
    return {r[0]: r[1] for r in rows}


def is_right(sig):
    refs = sig['core']
    if sig.get('signed_properties') == 'not-signed':
        refs = refs[:1]
    return sig.get('value_ok') is True and refs and all(r['ok'] for r in refs)


def check(item):
    file, expected = item
    path = corpus.path('corpus/signatures/' + file)
    r = prog.run('verify', path, '--at', AT, '--report', 'json')
    try:
        doc = r.json()['documents'][0]
    except (ValueError, KeyError, IndexError):
        return file, ['no JSON: ' + r.why()], ''
    sigs = doc['signatures']
    got = sigs[0]['sub'] if sigs else ','.join(
        f['rule'] for f in doc['findings'])
    said = '%s/%s' % (doc['overall'], got)
    kind, _, code = expected.partition(',')[0].partition(':')
    if kind.startswith('valid'):
        good = bool(sigs) and is_right(sigs[0])
    elif kind == 'invalid':
        good = doc['overall'] == 'TOTAL_FAILED' and code in (got, '', 'xsw')
    elif kind == 'reject':
        good = doc['overall'] == 'UNREADABLE' and code in got
    elif kind == 'unsigned':
        good = doc['overall'] == 'UNSIGNED'
    elif kind == 'indeterminate':
        good = doc['overall'] == 'INDETERMINATE' and code == got
    else:
        good = doc['overall'] in ('INDETERMINATE', 'TOTAL_FAILED')
    return file, [] if good else ['%s, not %s' % (said, expected)], got


def main():
    corpus.need()
    prog.need()
    t = tally.Tally(__file__)
    known = '--known' in sys.argv
    ours, items, loose = settled(), [], 0
    for r in corpus.rows('corpus/signatures/EXPECTED.tsv'):
        file = r['file']
        if not file.endswith('.xml') or not file.startswith(FOLDERS):
            continue
        expected = ours.get(file, r['expected'])
        if expected == 'unsettled':
            loose += 1
        else:
            items.append((file, expected))
    for file, problems, got in tally.over(check, items, 2):
        if known and problems:
            print('%s\t%s' % (file, WHY.get(got, got)))
        t.case(file, problems)
    t.skip('%d unsettled rows' % loose, 'no oracle has settled them')
    t.figure('%d files' % len(items))
    return t.finish()


if __name__ == '__main__':
    sys.exit(main())
