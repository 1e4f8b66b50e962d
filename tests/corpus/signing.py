#!/usr/bin/python3
"""What einv signs, xmlsec1 verifies; what xmlsec1 signs, einv verifies.

Each kind of key (made here by openssl) with each algorithm that fits it, on
documents with a declaration, comments, CDATA, an empty root, windows-1251,
and an invoice that needs an extension: the signed file is TOTAL_PASSED with
the signer as anchor and the whole document covered; xmlsec1 agrees; without
what was put in, the bytes are the document's; a byte changed in what is
signed is HASH_FAILURE.

Usage: signing.py
"""
import base64
import os
import re
import shutil
import subprocess
import sys
import time
sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)),
                                '..', 'lib'))
import needlxml  # noqa: F401  (first: it may start python anew)
import prog
import tally

from lxml import etree

AT = '2026-11-25'
KEYS = {
    'rsa': (['-algorithm', 'RSA', '-pkeyopt', 'rsa_keygen_bits:2048'],
            ['RSA-SHA256', 'RSA-SHA512', 'RSA-PSS-SHA256',
             'RSA-PSS-SHA512']),
    'p256': (['-algorithm', 'EC', '-pkeyopt', 'ec_paramgen_curve:P-256'],
             ['ECDSA-SHA256']),
    'p384': (['-algorithm', 'EC', '-pkeyopt', 'ec_paramgen_curve:P-384'],
             ['ECDSA-SHA384']),
    'p521': (['-algorithm', 'EC', '-pkeyopt', 'ec_paramgen_curve:P-521'],
             ['ECDSA-SHA512'])}
UBL = 'urn:oasis:names:specification:ubl:schema:xsd:'
DOCS = {
    'marks': '<?xml version="1.0"?>\n<!-- </doc> --><?p <doc> ?>'
             '<doc xmlns="urn:d" b="2" a="/>"><x a="&lt;\'>">\u00e9<![CDATA['
             '</doc>]]></x>\r\n<y\n/></doc>\n<!-- </doc> -->\n',
    'empty': '<d/>',
    'empty-prefixed': '<a:d xmlns:a="urn:a" a:x=\'"\' />',
    'cyrillic': '<?xml version="1.0" encoding="windows-1251"?>'
                '<\u0421\u0447\u0451\u0442><\u0421\u0443\u043c\u043c\u0430>1'
                '</\u0421\u0443\u043c\u043c\u0430></\u0421\u0447\u0451\u0442>',
    'invoice': '<Invoice xmlns="%sInvoice-2" xmlns:cbc="%sCommonBasic'
               'Components-2"><cbc:ID>1</cbc:ID></Invoice>' % (UBL, UBL)}
PUT_IN = (rb'(<ext:UBLExtensions xmlns:ext="[^"]*"><ext:UBLExtension>'
          rb'<ext:ExtensionContent>)?<ds:Signature .*</ds:Signature>'
          rb'(</ext:ExtensionContent></ext:UBLExtension>'
          rb'</ext:UBLExtensions>)?')


def openssl(*args):
    subprocess.run(('openssl',) + args, check=True,
                   stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)


def make_keys(w):
    for kind, (how, _) in KEYS.items():
        openssl('genpkey', *how, '-out', w.path(kind + '.key'))
        openssl('req', '-x509', '-new', '-key', w.path(kind + '.key'),
                '-out', w.path(kind + '.crt'), '-days', '3650', '-subj',
                '/O=Example \u00c4/CN=' + kind, '-utf8', '-addext',
                'keyUsage=critical,digitalSignature,keyCertSign')


def verdict(w, file, kind, *more):
    r = prog.run('verify', file, '--anchor', w.path(kind + '.crt'), '--at',
                 AT, '--report', 'json', *more)
    try:
        return r.json()['documents'][0]
    except (ValueError, KeyError, IndexError):
        return {'overall': r.why(), 'signatures': []}


def xmlsec(*args):
    p = subprocess.run(('xmlsec1',) + args, stdout=subprocess.PIPE,
                       stderr=subprocess.STDOUT)
    return [] if p.returncode == 0 else [
        'xmlsec1: ' + p.stdout.decode('utf-8', 'replace')[:300]]


def plain_copy(data, name, out):
    """Without what was put in: the document as it was."""
    left = re.sub(PUT_IN, b'', data, flags=re.S)
    if name.startswith('empty'):
        tag = re.search(rb'></([^>]*)>$', left)
        left = left[:tag.start()] + b'/>'
    return [] if left == out else ['other bytes: %r' % left[:200]]


def check(w, name, data, kind, algorithm):
    src, out = w.path(name + '.xml'), w.path('out.xml')
    r = prog.run('sign', src, '--profile', 'plain-xades-b', '--key',
                 w.path(kind + '.key'), '--cert', w.path(kind + '.crt'),
                 '--algorithm', algorithm, '--at', AT, '-o', out)
    if r.code != 0:
        return [r.why()]
    with open(out, 'rb') as f:
        signed = f.read()
    bad = plain_copy(signed, name, data)
    doc = verdict(w, out, kind)
    sigs = doc['signatures']
    if doc['overall'] != 'TOTAL_PASSED' or sigs[0]['level'] != 'B':
        bad.append('%s %s' % (doc['overall'], [s['sub'] for s in sigs]))
    elif len(sigs[0]['not_covered']) != 1:
        bad.append('not covered: %s' % sigs[0]['not_covered'])
    # 1.2.37 has no RSA-PSS.
    if shutil.which('xmlsec1') and algorithm in URIS:
        bad += xmlsec('--verify', '--id-attr:Id', 'http://uri.etsi.org/01903/'
                      'v1.3.2#:SignedProperties', '--trusted-pem',
                      w.path(kind + '.crt'), out)
    return bad + tampered(w, kind, signed)


def tampered(w, kind, signed):
    """A digit of the digest; an attribute more on the root."""
    i = signed.index(b'<ds:DigestValue>') + len(b'<ds:DigestValue>')
    swapped = b'A' if signed[i:i + 1] != b'A' else b'B'
    k = signed.index(b'<ds:SignedInfo>') + len(b'<ds:SignedInfo>')
    out = []
    for what, data, subs in (
            ('digest', signed[:i] + swapped + signed[i + 1:],
             ('HASH_FAILURE',)),
            ('SignedInfo', signed[:k] + b' ' + signed[k:],
             ('SIG_CRYPTO_FAILURE',)),
            ('document', re.sub(rb'(?<!\?p )(<[^?!/][^ >/]*)', rb'\1 new="1"',
                                signed, count=1), ('HASH_FAILURE',))):
        doc = verdict(w, w.write('bad.xml', data), kind)
        if doc['overall'] != 'TOTAL_FAILED' or \
                doc['signatures'][0]['sub'] not in subs:
            out.append('%s changed: %s' % (what, doc['overall']))
    return out


TEMPLATE = '''<Signature xmlns="http://www.w3.org/2000/09/xmldsig#"><SignedInfo>
<CanonicalizationMethod Algorithm="%(c)s"/><SignatureMethod Algorithm="%(a)s"/>
<Reference URI=""><Transforms><Transform
Algorithm="http://www.w3.org/2000/09/xmldsig#enveloped-signature"/>
<Transform Algorithm="%(c)s"/></Transforms><DigestMethod
Algorithm="http://www.w3.org/2001/04/xmlenc#sha256"/><DigestValue/></Reference>
</SignedInfo><SignatureValue/><KeyInfo><X509Data><X509Certificate/></X509Data>
</KeyInfo></Signature>'''
MORE = 'http://www.w3.org/2001/04/xmldsig-more#'
URIS = {'RSA-SHA256': MORE + 'rsa-sha256', 'RSA-SHA512': MORE + 'rsa-sha512',
        'ECDSA-SHA256': MORE + 'ecdsa-sha256',
        'ECDSA-SHA384': MORE + 'ecdsa-sha384',
        'ECDSA-SHA512': MORE + 'ecdsa-sha512'}
CANONS = ('http://www.w3.org/2001/10/xml-exc-c14n#',
          'http://www.w3.org/TR/2001/REC-xml-c14n-20010315',
          'http://www.w3.org/2006/12/xml-c14n11')


def theirs(w, kind, algorithm, canon):
    xml = ('<doc xmlns="urn:d" xmlns:u="urn:u"><u:x a="&#9;">\u00e9</u:x>%s'
           '</doc>' % (TEMPLATE % {'c': canon, 'a': URIS[algorithm]}))
    src, out = w.write('t.xml', xml.encode('utf-8')), w.path('t-out.xml')
    bad = xmlsec('--sign', '--privkey-pem', '%s,%s' % (
        w.path(kind + '.key'), w.path(kind + '.crt')), '--output', out, src)
    if bad:
        return bad
    doc = verdict(w, out, kind)
    return [] if doc['overall'] == 'TOTAL_PASSED' else ['%s %s' % (
        doc['overall'], [s['sub'] for s in doc['signatures']])]


def refusals(w, t):
    """What cannot be signed leaves no file."""
    out = w.path('none.xml')
    base = ('sign', w.path('empty.xml'), '--at', AT, '-o', out)
    key = ('--key', w.path('rsa.key'), '--cert', w.path('rsa.crt'))
    cases = {
        'signed already': ('sign', w.path('out.xml'), '--at', AT, '-o', out,
                           '--profile', 'plain-xades-b') + key,
        'no profile': base + key,
        'unknown profile': base + key + ('--profile', 'nobody'),
        'another place': base + key + ('--profile', 'th-etda'),
        'weak algorithm': base + key + ('--profile', 'plain-xades-b',
                                        '--algorithm', 'RSA-SHA1'),
        'another kind of key': base + key + (
            '--profile', 'plain-xades-b', '--algorithm', 'ECDSA-SHA256'),
        'certificate of another': base + (
            '--profile', 'plain-xades-b', '--key', w.path('rsa.key'),
            '--cert', w.path('p256.crt')),
        'no certificate': base + ('--profile', 'plain-xades-b', '--key',
                                  w.path('rsa.key'))}
    for name, args in cases.items():
        r = prog.run(*args)
        bad = [] if r.code in (1, 2) and r.err else ['exit %s' % r.code]
        if os.path.exists(out):
            bad.append('there is a file')
            os.unlink(out)
        t.case('refused: ' + name, bad)


TSA = """[tsa]
default_tsa = t
[t]
serial = {dir}/serial
crypto_device = builtin
signer_cert = {dir}/tsa.crt
signer_key = {dir}/tsa.key
signer_digest = sha256
default_policy = 1.2.3.4
digests = sha256
ess_cert_id_alg = sha256
"""


def time_stamps(w, t):
    """A time-stamp by openssl ts over SignatureValue makes level T."""
    openssl('genpkey', *KEYS['rsa'][0], '-out', w.path('tsa.key'))
    openssl('req', '-x509', '-new', '-key', w.path('tsa.key'), '-out',
            w.path('tsa.crt'), '-days', '3650', '-subj', '/CN=TSA', '-addext',
            'keyUsage=critical,digitalSignature', '-addext',
            'extendedKeyUsage=critical,timeStamping')
    w.write('tsa.cnf', TSA.format(dir=w.dir).encode())
    w.write('serial', b'01')
    out = w.path('out.xml')
    root = etree.parse(out).getroot()
    value = root.find('.//{http://www.w3.org/2000/09/xmldsig#}SignatureValue')
    w.write('value.c14n', etree.tostring(value, method='c14n',
                                         with_tail=False))
    openssl('ts', '-query', '-data', w.path('value.c14n'), '-sha256', '-cert',
            '-out', w.path('q.tsq'))
    openssl('ts', '-reply', '-queryfile', w.path('q.tsq'), '-config',
            w.path('tsa.cnf'), '-token_out', '-out', w.path('q.tst'))
    with open(w.path('q.tst'), 'rb') as f:
        token = base64.b64encode(f.read())
    with open(out, 'rb') as f:
        signed = f.read()
    at = time.strftime('%Y-%m-%d', time.gmtime(time.time() + 86400))
    for name, changed, trust, level in (
            ('good', token, ('--tsa', w.path('tsa.crt')), 'T'),
            ('of a TSA that nobody trusts', token, (), 'B'),
            ('broken', token[:-8] + b'AAAAAAA=', ('--tsa', w.path(
                'tsa.crt')), 'B')):
        stamped = signed.replace(
            b'</xades:SignedProperties>', b'</xades:SignedProperties><xades:'
            b'UnsignedProperties><xades:UnsignedSignatureProperties><xades:'
            b'SignatureTimeStamp><xades:EncapsulatedTimeStamp>' + changed +
            b'</xades:EncapsulatedTimeStamp></xades:SignatureTimeStamp>'
            b'</xades:UnsignedSignatureProperties>'
            b'</xades:UnsignedProperties>')
        r = prog.run('verify', w.write('st.xml', stamped), '--anchor',
                     w.path('p521.crt'), '--at', at, '--report', 'json',
                     *trust)
        doc = r.json()['documents'][0]
        sig = doc['signatures'][0]
        bad = [] if doc['overall'] == 'TOTAL_PASSED' and \
            sig['level'] == level else ['%s, level %s, %s' % (
                doc['overall'], sig['level'], sig.get('timestamps'))]
        if len(sig.get('timestamps', [])) != 1:
            bad.append('stamps: %s' % sig.get('timestamps'))
        elif (sig['timestamps'][0].get('sub', '') == '') != (level == 'T'):
            bad.append('stamp: %s' % sig['timestamps'])
        if level == 'T' and sig['times']['best'][:10] >= at:
            bad.append('best time is %s' % sig['times']['best'])
        t.case('time-stamp: ' + name, bad)


def conversions(w, t):
    """convert --verify reads what is signed, or writes nothing."""
    src = os.path.join(prog.HERE, '..', '..', 'schemas', 'formats', 'ubl',
                       'samples', 'good.xml')
    signed, out = w.path('inv.xml'), w.path('inv-cii.xml')
    r = prog.run('sign', src, '--profile', 'plain-xades-b', '--key',
                 w.path('rsa.key'), '--cert', w.path('rsa.crt'), '--at', AT,
                 '-o', signed)
    t.case('an invoice is signed', [] if r.code == 0 else [r.why()])
    with open(signed, 'rb') as f:
        data = f.read()
    w.write('inv-bad.xml', data.replace(b'cbc:ID>', b'cbc:ID >', 1).replace(
        b'</cbc:IssueDate>', b' </cbc:IssueDate>', 1))
    base = ('--to', 'cii', '--verify', '--at', AT, '-o', out, '--allow-loss')
    trust = ('--anchor', w.path('rsa.crt'))
    for name, args, code in (
            ('signed', (signed,) + trust, 0),
            ('changed', (w.path('inv-bad.xml'),) + trust, 1),
            ('nobody is trusted', (signed,), 1),
            ('unsigned', (src,) + trust, 1)):
        r = prog.run('convert', *args, *base)
        bad = [] if r.code == code else ['exit %s: %s' % (r.code, r.why())]
        if os.path.exists(out) != (code == 0):
            bad.append('written: %s' % os.path.exists(out))
        if os.path.exists(out):
            with open(out, 'rb') as f:
                if b'Signature' in f.read():
                    bad.append('the signature came along')
            os.unlink(out)
        t.case('convert --verify: ' + name, bad)


def main():
    prog.need()
    t = tally.Tally(__file__)
    if not shutil.which('xmlsec1'):
        t.skip('xmlsec1 agrees', 'no xmlsec1')
    with prog.Work() as w:
        make_keys(w)
        for name, text in DOCS.items():
            data = text.encode('cp1251' if name == 'cyrillic' else 'utf-8')
            w.write(name + '.xml', data)
            for kind, (_, algorithms) in KEYS.items():
                for a in algorithms if name == 'marks' else algorithms[:1]:
                    t.case('%s %s %s' % (name, kind, a),
                           check(w, name, data, kind, a))
        time_stamps(w, t)
        refusals(w, t)
        conversions(w, t)
        if shutil.which('xmlsec1'):
            for kind, (_, algorithms) in KEYS.items():
                for a in algorithms:
                    for canon in CANONS if a in URIS else ():
                        t.case('xmlsec1 %s %s' % (a, canon[-12:]),
                               theirs(w, kind, a, canon))
    return t.finish()


if __name__ == '__main__':
    sys.exit(main())
