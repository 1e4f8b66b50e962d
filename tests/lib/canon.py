"""Canonical equality of two XML documents, and where they differ.

What this file knows: the equality of the laws, written from the design and
without the program under test.  Names are expanded names, attributes a set,
siblings keep their order, the text of a leaf counts to the last blank;
comments, processing instructions, prefixes, xsi:* attributes, CDATA and
white space between elements do not count.
"""
import needlxml  # noqa: F401  (first: it may start python anew)
import re
from collections import Counter
from difflib import SequenceMatcher
from lxml import etree

XSI = '{http://www.w3.org/2001/XMLSchema-instance}'
DS = '{http://www.w3.org/2000/09/xmldsig#}'


def parser():
    return etree.XMLParser(resolve_entities=False, no_network=True,
                           load_dtd=False, huge_tree=True,
                           remove_comments=True, remove_pis=True)


def parse_bytes(data):
    return etree.fromstring(data, parser())


def parse_file(path):
    with open(path, 'rb') as f:
        return parse_bytes(f.read())


def attributes(e):
    """The attributes that count, sorted."""
    return sorted((k, v) for k, v in e.attrib.items()
                  if not k.startswith(XSI))


def gaps(e):
    """The texts around the children; white space alone is nothing."""
    out = [e.text or ''] + [c.tail or '' for c in e]
    return [t if t.strip(' \t\r\n') else '' for t in out]


def key(e):
    """A number that is equal when the two elements are."""
    kids = tuple(key(c) for c in e)
    text = tuple(gaps(e)) if kids else (e.text or '',)
    return hash((e.tag, tuple(attributes(e)), text, kids))


def equal(a, b):
    """Exact comparison, walked side by side (no hash decides equality)."""
    stack = [(a, b)]
    while stack:
        x, y = stack.pop()
        if (x.tag != y.tag or len(x) != len(y)
                or attributes(x) != attributes(y)):
            return False
        if len(x):
            if gaps(x) != gaps(y):
                return False
            stack.extend(zip(x, y))
        elif (x.text or '') != (y.text or ''):
            return False
    return True


def local(tag):
    return tag.rsplit('}', 1)[-1]


def path_of(e):
    """/Invoice[1]/cac:Party[2] with the document's own prefixes."""
    steps = []
    while e is not None:
        up = e.getparent()
        nth = 1 if up is None else 1 + sum(
            1 for s in e.itersiblings(e.tag, preceding=True))
        name = local(e.tag)
        if e.prefix:
            name = e.prefix + ':' + name
        steps.append('%s[%d]' % (name, nth))
        e = up
    return '/' + '/'.join(reversed(steps))


def leaves(e):
    """(element, attribute name or None, text) of every leaf below e."""
    for n in e.iter(etree.Element):
        for k, v in attributes(n):
            yield n, k, v
        if len(n) == 0:
            yield n, None, n.text or ''
        else:
            # Text beside elements is content too.
            for g in gaps(n):
                if g:
                    yield n, '#text', g


class Difference:
    """One leaf: missing, extra or changed; or an order of siblings."""

    def __init__(self, kind, a, name, old, b, new):
        self.kind, self.a, self.name = kind, a, name
        self.old, self.b, self.new = old, b, new

    def place(self):
        e = self.a if self.a is not None else self.b
        p = path_of(e)
        if self.name and self.name != '#text':
            p += '/@' + local(self.name)
        return p

    def __str__(self):
        if self.kind == 'order':
            return 'order of the children of %s' % self.place()
        return '%s %s: %r -> %r' % (self.kind, self.place(), self.old,
                                    self.new)


def whole(out, kind, e):
    n = 0
    for x, k, v in leaves(e):
        n += 1
        if kind == 'missing':
            out.append(Difference(kind, x, k, v, None, None))
        else:
            out.append(Difference(kind, None, k, None, x, v))


def content(e):
    """The leaves of an element as a multiset."""
    return Counter((x.tag, k, v) for x, k, v in leaves(e))


def unlike(x, y):
    """How many leaves only one of two multisets has."""
    return sum(((x - y) + (y - x)).values())


def same_name(a, b, ia, jb):
    """Pairs children of one name: in order, or equal ones across.

    An element that lost a part may then equal its neighbour; so the pairing
    that explains more leaves wins, and order breaks the tie.
    """
    ca, cb = [content(a[i]) for i in ia], [content(b[j]) for j in jb]
    if len(ia) == len(jb):
        straight = sum(unlike(x, y) for x, y in zip(ca, cb))
        if straight == 0:
            return list(zip(ia, jb))
    left = list(range(len(jb)))
    match = {}
    # Equal ones in order first (a longest common run), then equal ones that
    # moved, then the nearest.
    ka, kb = [key(a[i]) for i in ia], [key(b[j]) for j in jb]
    for m in SequenceMatcher(None, ka, kb, False).get_matching_blocks():
        for k in range(m.size):
            match[m.a + k] = m.b + k
            left.remove(m.b + k)
    for k in range(len(ia)):
        j = next((j for j in left if k not in match and kb[j] == ka[k]), None)
        if j is not None:
            match[k] = j
            left.remove(j)
    for k in range(len(ia)):
        if k in match or not left:
            continue
        j = min(left, key=lambda j: (unlike(ca[k], cb[j]), abs(j - k)))
        match[k] = j
        left.remove(j)
    crossed = sorted(match.items())
    if len(ia) == len(jb):
        cost = sum(unlike(ca[k], cb[j]) for k, j in crossed)
        if straight <= cost:
            return list(zip(ia, jb))
    return [(ia[k], jb[j]) for k, j in crossed]


def pair(a, b):
    """Pairs the children of a and b: (pairs, rest of a, rest of b)."""
    names = {}
    for i, c in enumerate(a):
        names.setdefault(c.tag, ([], []))[0].append(i)
    for j, c in enumerate(b):
        names.setdefault(c.tag, ([], []))[1].append(j)
    pairs = []
    for ia, jb in names.values():
        if ia and jb:
            pairs += same_name(a, b, ia, jb)
    pairs.sort()
    used_a, used_b = {i for i, _ in pairs}, {j for _, j in pairs}
    return (pairs, [i for i in range(len(a)) if i not in used_a],
            [j for j in range(len(b)) if j not in used_b])


def differences(a, b, out=None):
    """What must be said to turn document a into document b."""
    out = [] if out is None else out
    if a.tag != b.tag:
        whole(out, 'missing', a)
        whole(out, 'extra', b)
        return out
    da, db = dict(attributes(a)), dict(attributes(b))
    for k in sorted(set(da) | set(db)):
        if k not in db:
            out.append(Difference('missing', a, k, da[k], None, None))
        elif k not in da:
            out.append(Difference('extra', None, k, None, b, db[k]))
        elif da[k] != db[k]:
            out.append(Difference('changed', a, k, da[k], b, db[k]))
    if not len(a) and not len(b):
        if (a.text or '') != (b.text or ''):
            out.append(Difference('changed', a, None, a.text or '', b,
                                  b.text or ''))
        return out
    ta = ''.join(gaps(a)) if len(a) else (a.text or '')
    tb = ''.join(gaps(b)) if len(b) else (b.text or '')
    if bool(len(a)) != bool(len(b)) and not ta.strip() and not tb.strip():
        ta = tb = ''
        if not len(a):
            out.append(Difference('changed', a, None, a.text or '', b, None))
    if ta != tb:
        out.append(Difference('changed', a, '#text', ta, b, tb))
    pairs, lost, new = pair(a, b)
    for i in lost:
        whole(out, 'missing', a[i])
    for j in new:
        whole(out, 'extra', b[j])
    for i, j in pairs:
        if not equal(a[i], b[j]):
            differences(a[i], b[j], out)
    js = [j for _, j in pairs]
    if js != sorted(js):
        out.append(Difference('order', a, None, None, b, None))
    return out


def without_signatures(root):
    """Takes out what a binding skips by design: signatures.

    Returns how many leaves went.  The extension that holds nothing else, and
    the extensions element that then holds nothing, go with them.
    """
    n = 0
    marks = ('{urn:oasis:names:specification:ubl:schema:xsd:'
             'CommonSignatureComponents-2}UBLDocumentSignatures',
             DS + 'Signature')
    for mark in marks:
        for s in list(root.iter(mark)):
            e = s
            while True:
                up = e.getparent()
                if up is None:
                    break
                if local(up.tag) == 'UBLExtension' or len(up) == 1:
                    if up.getparent() is None:
                        break
                    e = up
                    continue
                break
            if e.getparent() is None:
                continue
            n += sum(1 for _ in leaves(e))
            # The tail is white space between elements.
            e.getparent().remove(e)
    return n


SLOT = re.compile(r'einv\d{5}(\||$)')
# A text for people, and the slot on a line of its own.
BEHIND = re.compile(r'(.+)\n(einv00000\|einv1 .*\|)$', re.S)


def without_slots(root):
    """Takes out the elements in which einv carries what has no place.

    They are known by their key: a leaf or an attribute that says einv00000,
    or a leaf that begins so.  What held nothing else goes with them.  Where a
    text stands before the slot in one leaf, the text stays.
    Returns the texts that went, joined.
    """
    out = []
    for e in list(root.iter(etree.Element)):
        keys = [v for k, v in attributes(e)]
        shared = BEHIND.match(e.text or '') if len(e) == 0 else None
        if shared:
            e.text = shared.group(1)
            out.append(shared.group(2))
            continue
        if len(e) == 0:
            keys.append(e.text or '')
        if not any(SLOT.match(k.strip()) for k in keys):
            continue
        slot = e
        if len(e) == 0 and re.match(r'einv\d{5}$', (e.text or '').strip()):
            slot = e.getparent()
        while slot is not None and slot.getparent() is not None:
            up = slot.getparent()
            out += [v for _, k, v in leaves(slot)]
            up.remove(slot)
            if len(up) or attributes(up) or up is root:
                break
            slot = up
    return ''.join(out)
