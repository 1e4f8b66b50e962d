#!/usr/bin/python3
"""Hostile and broken input: the right answer, in bounds, opening nothing.

Every file of corpus/security in CLASSES: the code of EXPECTED.tsv stands in
the findings of `validate --report json` with the right exit status, under 2 s
of CPU and 256 MB, and the program connects nowhere and opens no file but its
libraries and the one it was given (seen by strace where there is one).

Usage: hostile.py
"""
import gzip
import os
import re
import shutil
import subprocess
import sys
sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)),
                                '..', 'lib'))
import corpus
import prog
import tally

SECONDS, MEGABYTES = 2.0, 256
CLASSES = ('xml', 'enc', 'zip', 'pdf')
# What any program with shared libraries opens before it reads anything.
SYSTEM = re.compile(
    r'^/(lib|usr/lib|usr/local/lib|etc/ld\.so|proc/self/|proc/cpuinfo|dev/|'
    r'sys/|usr/share/locale|usr/lib/locale|etc/localtime|'
    r'usr/share/zoneinfo)|/gconv|\.so(\.|$)')
CONNECTS = ('connect(', 'socket(AF_INET', 'sendto(', 'socket(AF_UNIX')


def traceable():
    """strace, when it is there and allowed to trace."""
    s = shutil.which('strace')
    if s is None:
        return None, 'no strace'
    p = subprocess.run([s, '-o', '/dev/null', 'true'],
                       stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    return (s, None) if p.returncode == 0 else (None, 'strace may not trace')


def opened(trace, given):
    """Files and connections in a trace that have no business there."""
    out = []
    for line in trace.splitlines():
        if any(c in line for c in CONNECTS):
            out.append('network: ' + line[:120])
        m = re.search(r'(open|openat|openat2|execve|creat)\((?:[^,"]*, )?"'
                      r'((?:[^"\\]|\\.)*)"(.*)$', line)
        if m is None or 'ENOENT' in m.group(3):
            # A file that is looked for and not there is still looked for.
            if m is None or SYSTEM.search(m.group(2)):
                continue
        call, path = m.group(1), m.group(2)
        if call == 'execve' or path == given or SYSTEM.search(path):
            continue
        out.append('%s: %s' % (call, path))
    return out


def codes(doc):
    return [str(f.get('rule') or '') for f in doc.get('findings', [])]


def judge(expected, r, doc):
    """What EXPECTED.tsv says against what was found."""
    out = []
    have = codes(doc)
    if ',' in expected:
        first, second = expected.split(',')
        return judge(first, r, doc) + judge(second, r, doc)
    kind, _, code = expected.partition(':')
    if kind == 'reject-or-repair':
        kind = 'reject'                 # nothing is repaired here
    refused = doc.get('verdict') == 'unreadable'
    if kind == 'reject':
        if code not in have:
            out.append('%s is not among %s' % (code, have[:6]))
        if r.code != 2 or not refused:
            out.append('exit %s, verdict %r: a refusal is 2, unreadable'
                       % (r.code, doc.get('verdict')))
    elif kind == 'ok-or-reject':
        if refused and code not in have:
            out.append('%s is not among %s' % (code, have[:6]))
    elif kind == 'ok':
        if refused or r.code not in (0, 1):
            out.append('exit %s, verdict %r: %s' % (
                r.code, doc.get('verdict'), have[:6]))
        if code.startswith('warn-') and not any(
                code[5:].lower() in c.lower() for c in have):
            out.append('no warning about %s: %s' % (code[5:], have[:6]))
    elif kind == 'unsigned':
        # `einv verify` says that; here it is an archive like others.
        if refused:
            out.append('unreadable: %s' % have[:6])
    elif kind == 'warn':
        found = [f.get('severity') for f in doc.get('findings', [])
                 if f.get('rule') == code]
        if found != ['warning']:
            out.append('%s stands there as %s' % (code, found))
    elif kind == 'rule-error':
        bad = [f for f in doc.get('findings', [])
               if f.get('severity') in ('error', 'fatal')]
        if r.code != 1 or not bad:
            out.append('exit %s without an error finding' % r.code)
    else:
        out.append('do not know what %r means' % expected)
    return out


def where_from(doc, expected):
    """A container's finding says so, in words, and how to mend it."""
    code = expected.partition(':')[2]
    for f in doc.get('findings', []):
        if f.get('rule') == code and f.get('origin') == 'container' and \
                f.get('message') and f.get('fix'):
            return []
    return ['no finding of the container with words: %s' % code]


def check(item):
    file, path, expected, strace, trace = item
    out = []
    args = ('validate', path, '--report', 'json')
    r, cpu, peak = prog.measured(args, 4, 0)
    try:
        doc = r.json()['documents'][0]
    except (ValueError, KeyError, IndexError):
        return file, ['no JSON: ' + r.why()], cpu, peak
    out += judge(expected, r, doc)
    if cpu > SECONDS:
        out.append('%.2f s of CPU' % cpu)
    if peak > MEGABYTES:
        out.append('%.0f MB' % peak)
    if strace:
        prog.measured(args, 60, 0, (strace, '-f', '-q', '-o', trace, '-e',
                                    'trace=network,open,openat,creat,'
                                    'execve'))
        with open(trace, errors='replace') as f:
            seen = f.read()
        out += opened(seen, path)
        if path not in seen:
            out.append('strace did not even see the file being opened')
        os.unlink(trace)
    if file.startswith(('zip/', 'pdf/')) and expected.startswith('reject'):
        out += where_from(doc, expected)
    # A conversion must not leave anything behind for a refused file.
    if expected.startswith('reject'):
        made = path + '.out'
        c = prog.run('convert', path, '--to', 'cii', '-o', made)
        if c.code != 2:
            out.append('convert: exit %s' % c.code)
        if os.path.exists(made):
            out.append('convert left a file')
            os.unlink(made)
    return file, out, cpu, peak


def main():
    corpus.need()
    prog.need()
    t = tally.Tally(__file__)
    strace, why = traceable()
    if strace is None:
        t.skip('opening nothing else', why)
    worst = [0.0, 0.0]
    with prog.Work() as w:
        items = []
        for r in corpus.rows('corpus/security/EXPECTED.tsv'):
            file = r['file']
            if file.split('/')[0] not in CLASSES:
                continue
            with open(corpus.path('corpus/security/' + file), 'rb') as f:
                data = f.read()
            name = file.replace('/', '-')
            if name.endswith('.gz'):
                # "unpack first"
                data, name = gzip.decompress(data), name[:-3]
            path = w.write(name, data)
            items.append((file, path, r['expected'], strace,
                          w.path(name + '.trace')))
        names = {i[0] for i in items}
        for d in CLASSES:
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
