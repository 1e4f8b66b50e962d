#!/usr/bin/python3
"""Attacks on XML signatures: the verdict of EXPECTED.tsv, opening nothing.

Every sig/ and xsw/ file of corpus/security through `einv verify`: the
indication and the first reason, under 2 s of CPU and 256 MB; the program
connects nowhere and opens no file but those of its command line (seen by
strace where there is one).  Where the row names a value, that value is what
a reader of the document is given.

Usage: security_sig.py
"""
import os
import re
import sys
sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)),
                                '..', 'lib'))
sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
import corpus
import hostile
import prog
import tally

# The certificates of the corpus and its CRL are good on this day.
AT = '2026-11-25'
OVERALL = {'valid': 'TOTAL_PASSED', 'invalid': 'TOTAL_FAILED',
           'indeterminate': 'INDETERMINATE', 'unsigned': 'UNSIGNED',
           'reject': 'UNREADABLE'}
EXIT = {'TOTAL_PASSED': 0, 'UNREADABLE': 2}
# Where the model's JSON view holds what a row names.
VALUES = {'PayableAmount': r'"due": "([^"]*)"',
          'PayeeAccount': r'"account": "([^"]*)"'}


def keys(name):
    return corpus.path('corpus/security/keys/' + name)


def plain(code):
    return code.lower().replace('-', '_')


def reasons(expected):
    """The indications and reasons that a row allows."""
    kind, _, code = expected.partition(':')
    if code == 'HASH_FAILURE-or-ignored':
        return [('TOTAL_FAILED', 'hash_failure'), ('TOTAL_PASSED', '')]
    return [(OVERALL[kind], plain(code))]


def judge_extra(extra, sigs, path):
    name, _, value = extra.partition('=')
    if name == 'signer':
        got = sigs[0].get('signer', {}).get('subject', '')
        return [] if 'CN=' + value in got.split(',') else [
            'the signer is %r, not %r' % (got, value)]
    shown = prog.run('show', path, '--json').out.decode('utf-8')
    m = re.search(VALUES[name], shown)
    got = m.group(1) if m else None
    return [] if got == value else ['%s is %r, not %r' % (name, got, value)]


def judge(expected, r, doc, path):
    expected, _, extra = expected.partition(';')
    sigs = doc.get('signatures', [])
    rules = [plain(f.get('rule', '')) for f in doc.get('findings', [])]
    overall = doc.get('overall')
    sub = plain(sigs[0]['sub']) if sigs else ''
    out = []
    for want, code in reasons(expected):
        if overall == want and (code == sub or (not sigs and code in rules)):
            break
    else:
        if expected != 'unsigned' or overall != 'UNSIGNED':
            out.append('%s/%s, not %s' % (overall, sub or rules, expected))
    if r.code != EXIT.get(overall, 1):
        out.append('%s with exit %s' % (overall, r.code))
    if overall != 'TOTAL_PASSED' and not rules:
        out.append('no finding says why')
    if overall == 'TOTAL_PASSED' and not sigs[0]['covered']:
        out.append('nothing is covered')
    if extra:
        out += judge_extra(extra, sigs, path)
    return out


def check(item):
    file, path, expected, strace, trace = item
    given = (path, keys('ca.crt'), keys('ca.crl'))
    args = ('verify', path, '--anchor', given[1], '--crl', given[2], '--at',
            AT, '--report', 'json')
    r, cpu, peak = prog.measured(args, 4, 0)
    try:
        doc = r.json()['documents'][0]
    except (ValueError, KeyError, IndexError):
        return file, ['no JSON: ' + r.why()], cpu, peak
    out = judge(expected, r, doc, path)
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
                if not o.endswith(given[1:])]
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
        for r in corpus.rows('corpus/security/EXPECTED.tsv'):
            file = r['file']
            if file.startswith(('sig/', 'xsw/')):
                items.append((file, corpus.path('corpus/security/' + file),
                              r['expected'], strace,
                              w.path(file.replace('/', '-') + '.trace')))
        names = {i[0] for i in items}
        for d in ('sig', 'xsw'):
            for f in os.listdir(corpus.path('corpus/security/' + d)):
                if d + '/' + f not in names:
                    t.case(d + '/' + f, ['not in EXPECTED.tsv'])
        for file, problems, cpu, peak in tally.over(check, items, 2):
            t.case(file, problems)
            worst = [max(worst[0], cpu), max(worst[1], peak)]
    t.figure('%d files, at most %.2f s of CPU and %.0f MB'
             % (len(items), worst[0], worst[1]))
    return t.finish()


if __name__ == '__main__':
    sys.exit(main())
