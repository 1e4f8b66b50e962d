"""One change to a valid invoice, the same for the same label.

Kinds: drop an element, blank it, give a code that no list has, add a cent to
an amount, say an element twice, give a word where a number stands.  For the
samples of national formats also: drop an attribute, give it a value that no
list has, a text longer than any limit, a sign, more decimals, another year,
blanks around a value.  Which
element: by a hash of (file, kind, number), so that a label regenerates its
document everywhere and for ever.
"""
import copy
import hashlib
import os
import re

import needlxml  # noqa: F401  (first: it may start python anew)
from lxml import etree

NUMBER = re.compile(r'^-?\d+(\.\d+)?$')
DATE = re.compile(r'^\d{4}-?\d\d-?\d\d')
CODE = re.compile(r'^[A-Z0-9]{1,6}$')
CODES = ('XX', 'ZZZ', '999', 'QQQQ', 'eur', '0')
WORDS = ('abc', '1,00', '1e', '--1', '12.3.4')


def pick(items, *seed):
    text = '\x1f'.join(str(s) for s in seed).encode('utf-8')
    number = int.from_bytes(hashlib.sha256(text).digest()[:8], 'big')
    return items[number % len(items)]


def text_of(e):
    return (e.text or '').strip()


def elements(root):
    return [e for e in root.iter() if isinstance(e.tag, str) and e is not root]


def leaves(root):
    return [e for e in elements(root) if len(e) == 0]


def drop(e, _):
    e.getparent().remove(e)


def blank(e, _):
    e.text = ''


def code(e, seed):
    e.text = pick([c for c in CODES if c != e.text], *seed, 'value')


def cent(e, _):
    whole, _, part = text_of(e).lstrip('-').partition('.')
    digits = max(2, len(part))
    value = int(whole + part.ljust(digits, '0')) + 10 ** (digits - 2)
    text = str(value).rjust(digits + 1, '0')
    sign = '-' if text_of(e).startswith('-') else ''
    e.text = '%s%s.%s' % (sign, text[:-digits], text[-digits:])


def duplicate(e, _):
    twin = copy.deepcopy(e)
    e.addnext(twin)


def word(e, seed):
    e.text = pick(WORDS, *seed, 'value')


def attribute(e, seed):
    """Name of one of its attributes."""
    return pick(sorted(e.attrib), *seed, 'attribute')


def bare(e, seed):
    del e.attrib[attribute(e, seed)]


def scheme(e, seed):
    e.set(attribute(e, seed), pick(CODES, *seed, 'value'))


def long(e, _):
    e.text = 'x' * 6000


def minus(e, _):
    e.text = '-' + text_of(e)


def fine(e, _):
    e.text = text_of(e) + ('123' if '.' in text_of(e) else '.123')


def year(e, seed):
    old = text_of(e)
    e.text = str(int(old[:4]) + pick((-1, 1, 9), *seed, 'value')) + old[4:]


def spaced(e, _):
    e.text = ' ' + text_of(e) + ' '


def attributed(root):
    return [e for e in elements(root) if e.attrib]


def dates(root):
    return [e for e in leaves(root) if DATE.match(text_of(e))]


def amounts(root):
    return [e for e in leaves(root) if NUMBER.match(text_of(e)) and
            ('mount' in e.tag or 'mount' in ''.join(e.getparent().tag))]


def numbers(root):
    return [e for e in leaves(root) if NUMBER.match(text_of(e))]


def codes(root):
    return [e for e in leaves(root) if CODE.match(text_of(e))]


KINDS = {
    'drop': (elements, drop), 'blank': (leaves, blank),
    'code': (codes, code), 'cent': (amounts, cent),
    'twice': (elements, duplicate), 'word': (numbers, word),
}
MORE = {
    'bare': (attributed, bare), 'scheme': (attributed, scheme),
    'long': (leaves, long), 'minus': (numbers, minus),
    'fine': (numbers, fine), 'year': (dates, year),
    'spaced': (leaves, spaced),
}


def mutate(path, file, kind, number):
    """The bytes of one mutated document; None: nothing to change there."""
    tree = etree.parse(path, etree.XMLParser(remove_blank_text=False))
    root = tree.getroot()
    choose, change = KINDS.get(kind) or MORE[kind]
    items = choose(root)
    if not items:
        return None
    seed = (file, kind, number)
    change(pick(items, *seed), seed)
    return etree.tostring(root, encoding='utf-8')


def remake(folder, label):
    """The document of a label."""
    file, kind, number = label.rsplit('~', 2)
    return mutate(os.path.join(folder, file), file, kind, int(number))


def mutations(path, file, each, kinds=tuple(KINDS)):
    """(label, bytes): `each` of every kind; label file~kind~number."""
    for kind in kinds:
        for number in range(each):
            data = mutate(path, file, kind, number)
            if data is not None:
                yield '%s~%s~%d' % (file, kind, number), data
