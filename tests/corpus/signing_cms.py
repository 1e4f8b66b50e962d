#!/usr/bin/python3
"""What einv signs as CMS, openssl verifies; what openssl signs, einv verifies.

Each kind of key with each algorithm that fits it, around the document and
beside it, on bytes of several kinds: TOTAL_PASSED at level B with the signer
as anchor; `openssl cms -verify -cades` agrees and gives the same bytes; a
byte changed in what is signed is HASH_FAILURE, one in the signed attributes
SIG_CRYPTO_FAILURE or worse than INDETERMINATE.

Usage: signing_cms.py
"""
import os
import subprocess
import sys
sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)),
                                '..', 'lib'))
sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
import prog
import signing
import tally

AT = signing.AT
DOCS = {'invoice': signing.DOCS['invoice'].encode('utf-8'),
        'cyrillic': signing.DOCS['cyrillic'].encode('cp1251'),
        'no document': bytes(range(256)) * 40}


def openssl_verifies(w, kind, out, data, detached):
    args = ['openssl', 'cms', '-verify', '-cades', '-binary', '-inform',
            'DER', '-in', out, '-CAfile', w.path(kind + '.crt'), '-purpose',
            'any', '-out', w.path('back')]
    if detached:
        args += ['-content', w.path('doc')]
    p = subprocess.run(args, stdout=subprocess.PIPE, stderr=subprocess.STDOUT)
    if p.returncode != 0:
        return ['openssl: ' + p.stdout.decode('utf-8', 'replace')[:300]]
    with open(w.path('back'), 'rb') as f:
        return [] if f.read() == data else ['openssl gives other bytes']


def passed(doc):
    sigs = doc['signatures']
    if doc['overall'] != 'TOTAL_PASSED':
        return ['%s %s' % (doc['overall'], [s['sub'] for s in sigs])]
    if [s['level'] for s in sigs] != ['B'] or not sigs[0]['covered']:
        return ['level %s, covered %s' % (sigs[0]['level'],
                                          sigs[0]['covered'])]
    return []


def failed(doc, subs):
    sigs = doc['signatures']
    if doc['overall'] == 'TOTAL_FAILED' and sigs and sigs[0]['sub'] in subs:
        return []
    return ['changed, and %s %s' % (doc['overall'],
                                    [s['sub'] for s in sigs])]


def tampered(w, kind, signed, data, detached, content):
    """A byte of the content; the last of the value."""
    changed = bytearray(signed)
    changed[-1] ^= 1
    out = failed(signing.verdict(w, w.write('bad', bytes(changed)), kind,
                                 *content), ('SIG_CRYPTO_FAILURE',))
    other = b'x' + data[1:]
    if detached:
        content = ('--content', w.write('other', other))
    else:
        signed = signed.replace(data, other)
    return out + failed(signing.verdict(w, w.write('bad', signed), kind,
                                        *content), ('HASH_FAILURE',))


def ours(w, kind, algorithm, data, profile):
    detached = profile.endswith('detached')
    src, out = w.write('doc', data), w.path('out.p7m')
    r = prog.run('sign', src, '--profile', profile, '--key',
                 w.path(kind + '.key'), '--cert', w.path(kind + '.crt'),
                 '--algorithm', algorithm, '--at', AT, '-o', out)
    if r.code != 0:
        return [r.why()]
    with open(out, 'rb') as f:
        signed = f.read()
    content = ('--content', src) if detached else ()
    return (passed(signing.verdict(w, out, kind, *content)) +
            openssl_verifies(w, kind, out, data, detached) +
            tampered(w, kind, signed, data, detached, content))


def theirs(w, kind, options):
    src, out = w.write('doc', DOCS['invoice']), w.path('theirs.p7m')
    signing.openssl('cms', '-sign', '-cades', '-binary', '-in', src,
                    '-signer', w.path(kind + '.crt'), '-inkey',
                    w.path(kind + '.key'), '-out', out, *options)
    content = () if '-nodetach' in options else ('--content', src)
    return passed(signing.verdict(w, out, kind, *content))


def refusals(w, t):
    out = w.path('none')
    key = ('--key', w.path('rsa.key'), '--profile', 'plain-cades-b')
    base = ('sign', w.path('doc'), '--at', AT, '-o', out)
    for name, args in {
            'certificate of another': key + ('--cert', w.path('p256.crt')),
            'no certificate': key,
            'weak algorithm': key + ('--cert', w.path('rsa.crt'),
                                     '--algorithm', 'RSA-SHA1'),
            'a role': key + ('--cert', w.path('rsa.crt'), '--role',
                             'supplier')}.items():
        r = prog.run(*(base + args))
        bad = [] if r.code in (1, 2) and r.err else ['exit %s' % r.code]
        if os.path.exists(out):
            bad.append('there is a file')
            os.unlink(out)
        t.case('refused: ' + name, bad)


def main():
    prog.need()
    t = tally.Tally(__file__)
    with prog.Work() as w:
        signing.make_keys(w)
        for name, data in DOCS.items():
            for kind, (_, algorithms) in signing.KEYS.items():
                for a in algorithms if name == 'invoice' else algorithms[:1]:
                    for p in ('plain-cades-b', 'plain-cades-b-detached'):
                        t.case('%s %s %s' % (name, a, p),
                               ours(w, kind, a, data, p))
        t.case('the profile of a country',
               ours(w, 'rsa', 'RSA-SHA256', DOCS['invoice'],
                    'it-fatturapa-cades'))
        refusals(w, t)
        for kind in signing.KEYS:
            for options in (('-nodetach', '-outform', 'DER'),
                            ('-outform', 'PEM'),
                            ('-nodetach', '-stream', '-outform', 'DER'),
                            ('-nodetach', '-keyid', '-outform', 'DER'),
                            ('-nodetach', '-md', 'sha512', '-outform',
                             'DER')):
                t.case('openssl %s %s' % (kind, ' '.join(options)),
                       theirs(w, kind, options))
    return t.finish()


if __name__ == '__main__':
    sys.exit(main())
