#!/usr/bin/python3
"""Signatures in containers: ASiC, the seals of OFD, PDF.

Every dss-asic/, dss-pades/ and ofd/ row of corpus/signatures/EXPECTED.tsv through
`einv verify` without anchors, so that nothing can be TOTAL_PASSED:
valid-core is a good value with good digests and no TOTAL_FAILED; then the
same container, written again by another program with a byte of a signed file
changed, is a HASH_FAILURE, and with one more file that file is not covered.
In a PDF a changed byte of what is signed is never a good digest, and what is
appended is a later revision.  Rows that nobody has settled are only run.  The archives of corpus/security
are UNREADABLE, or UNSIGNED, here as well.

Usage: containers.py
"""
import io
import os
import random
import sys
import zipfile
sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)),
                                '..', 'lib'))
import corpus
import prog
import tally

ROOT = os.path.join(os.path.dirname(os.path.abspath(__file__)), '..', '..')
SECONDS, MEGABYTES = 2.0, 256


def known():
    with open(os.path.join(ROOT, 'tests/known/containers.tsv'),
              encoding='utf-8') as f:
        return {line.split('\t')[0] for line in f.read().splitlines()[1:]}


def verify(path):
    r, cpu, peak = prog.measured(('verify', path, '--report', 'json'), 4, 0)
    out = []
    try:
        doc = r.json()['documents'][0]
    except (ValueError, KeyError, IndexError):
        return None, ['no JSON: ' + r.why()], r
    if cpu > SECONDS or peak > MEGABYTES:
        out.append('%.2f s, %.0f MB' % (cpu, peak))
    return doc, out, r


def names(parts):
    return [p if isinstance(p, str) else p.get('name', p.get('path'))
            for p in parts]


def valid_core(doc):
    out = []
    if not doc['signatures']:
        out.append('no signature')
    for s in doc['signatures']:
        if not s.get('value_ok') or not s['core'] or \
                not all(c['ok'] for c in s['core']):
            out.append('value %s, digests %s' % (
                s.get('value_ok'), [c['ok'] for c in s['core']]))
        if s['indication'] == 'TOTAL_FAILED':
            out.append('%s %s' % (s['indication'], s['sub']))
    return out


def judge(expected, doc):
    if doc['overall'] == 'TOTAL_PASSED':
        return ['TOTAL_PASSED without an anchor']
    if expected == 'unsigned':
        return [] if doc['overall'] == 'UNSIGNED' else [doc['overall']]
    if expected.startswith('valid-core'):
        return valid_core(doc)
    return []


def copied(path, change=None, more=None):
    """The archive, written by Python."""
    out = io.BytesIO()
    with zipfile.ZipFile(path) as old, zipfile.ZipFile(out, 'w') as new:
        for i in old.infolist():
            if i.is_dir():
                continue
            data = old.read(i)
            if i.filename == change:
                data = bytes([data[0] ^ 1]) + data[1:] if data else b'x'
            n = zipfile.ZipInfo(i.filename, (1980, 1, 1, 0, 0, 0))
            n.compress_type = zipfile.ZIP_STORED if \
                i.filename == 'mimetype' else zipfile.ZIP_DEFLATED
            new.writestr(n, data)
        if more:
            new.writestr(more, b'not signed')
    return out.getvalue()


def changed(w, file, doc):
    """Nobody may change a covered file, or add one unseen."""
    out = []
    path = corpus.path('corpus/signatures/' + file)
    name = file.replace('/', '-')
    covered = [n for n in names(doc['signatures'][0]['covered'])
               if not n.endswith(('Signature.xml', 'OFD.xml'))]
    if not covered:
        return ['nothing covered']
    bad, problems, _ = verify(w.write(name, copied(path, covered[0])))
    out += problems
    if bad is None or bad['overall'] != 'TOTAL_FAILED' or \
            covered[0] in names(bad['signatures'][0]['covered']):
        out.append('%s changed, and %s' % (covered[0], bad and
                                           bad['overall']))
    bad, problems, _ = verify(w.write(name, copied(path, None, 'extra.txt')))
    out += problems
    for s in (bad or doc)['signatures']:
        if 'extra.txt' not in names(s['not_covered']):
            out.append('a file was added unseen')
        # What a CMS signature without a manifest signs is the only file.
        if not file.startswith('ofd/') and s['sub'] not in (
                'COVERAGE', 'SIGNED_DATA_NOT_FOUND'):
            out.append('a file was added: ' + s['sub'])
    return out


def changed_pdf(w, file, doc):
    """Bytes of what is signed, and something behind its end."""
    out = []
    with open(corpus.path('corpus/signatures/' + file), 'rb') as f:
        data = f.read()
    name = file.replace('/', '-')
    end = max(p['to'] for s in doc['signatures'] for p in s['covered']
              if p.get('name') == 'bytes')
    gaps = [(p['from'], p['to']) for s in doc['signatures']
            for p in s['not_covered'] if p.get('name') == 'bytes']
    rng, tried = random.Random(file), 0
    while tried < 8:
        at = rng.randrange(end)
        if any(a <= at < b for a, b in gaps):
            continue
        tried += 1
        bad, problems, _ = verify(w.write(name, data[:at] + bytes(
            [data[at] ^ 1 << rng.randrange(8)]) + data[at + 1:]))
        out += problems
        for s in (bad or {}).get('signatures', []):
            covered = [p['to'] for p in s['covered']
                       if p.get('name') == 'bytes']
            if covered and covered[0] > at and not valid_core(
                    {'signatures': [s]}):
                out.append('byte %d changed unseen' % at)
    more, problems, _ = verify(w.write(name, data + b'\n% more\n'
                                       + data[data.rindex(b'startxref'):]))
    out += problems
    for s in (more or doc)['signatures']:
        if not any(p.get('why') == 'later revision'
                   for p in s['not_covered']):
            out.append('a later revision is not told')
    return out


def hostile(t):
    for r in corpus.rows('corpus/security/EXPECTED.tsv'):
        kind = r['expected'].partition(':')[0]
        if not r['file'].startswith('zip/') or \
                kind not in ('reject', 'unsigned'):
            continue
        if r['expected'].endswith('ZIP_NESTED'):
            continue                # a signature may cover an archive
        if r['file'] == 'zip/prepended.zip':
            continue                # no archive at its beginning: validate
        doc, out, p = verify(corpus.path('corpus/security/' + r['file']))
        want = ('UNREADABLE', 2) if kind == 'reject' else ('UNSIGNED', 1)
        if doc is not None and (doc['overall'], p.code) != want:
            out.append('%s, exit %s' % (doc['overall'], p.code))
        t.case(r['file'], out)


def main():
    corpus.need()
    prog.need()
    t = tally.Tally(__file__)
    skip, unsettled, stale = known(), 0, []
    with prog.Work() as w:
        for r in corpus.rows('corpus/signatures/EXPECTED.tsv'):
            file, expected = r['file'], r['expected']
            if not file.startswith(('dss-asic/', 'ofd/', 'dss-pades/')):
                continue
            doc, out, p = verify(corpus.path('corpus/signatures/' + file))
            if doc is not None:
                out += judge(expected, doc)
                if p.code != (2 if doc['overall'] == 'UNREADABLE' else 1):
                    out.append('exit %s' % p.code)
            unsettled += expected == 'unsettled'
            if file in skip:
                if not out:
                    stale.append('%s is right now: take its row out' % file)
                continue
            if doc is not None and expected == 'valid-core' and not out:
                out += changed_pdf(w, file, doc) if 'pades' in file else \
                    changed(w, file, doc)
            t.case(file, out)
    t.case('tests/known/containers.tsv', stale)
    hostile(t)
    t.figure('%d rows of the signatures are not settled, %d known to differ'
             % (unsettled, len(skip)))
    return t.finish()


if __name__ == '__main__':
    sys.exit(main())
