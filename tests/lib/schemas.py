"""Official XML Schemas, and what their errors say is missing where.

What this file knows: how libxml2 words an error about a required place, and
that it reports one such error for an element's content at most.
"""
import os
import re
import needlxml  # noqa: F401
from lxml import etree
import canon
import places


def load(files):
    """{name: compiled schema} of those of {name: file} that are there."""
    return {name: etree.XMLSchema(etree.parse(file))
            for name, file in files.items() if file and os.path.isfile(file)}


def label(e):
    """The names from the root to an element, as a ledger row has them."""
    steps = []
    while e is not None:
        steps.append(('%s:' % e.prefix if e.prefix else '')
                     + canon.local(e.tag))
        e = e.getparent()
    return '/'.join(reversed(steps))


EXPECTED = re.compile(r'Expected is (?:one of )?\( (.*?) \)')
ATTRIBUTE = re.compile(r"The attribute '([^']+)' is required but missing")


def node_of(root, error):
    found = places.resolve(root, error.path)
    return found[0] if found else None


def within(e, nodes):
    while e is not None:
        if e in nodes:
            return True
        e = e.getparent()
    return False


def candidates(node, error, wanted):
    """[(tag, label)] of the elements that the schema misses, and where."""
    m = EXPECTED.search(error.message)
    missing = error.message.find('Missing child') >= 0
    parent = node if missing else node.getparent()
    if m is None or parent is None:
        return [], None, None
    out = []
    for n in m.group(1).split(','):
        tag = n.strip()
        uri = re.match(r'\{.*\}(.*)$', tag)
        out.append((tag, label(parent) + '/' + (uri.group(1) if uri else tag)))
    if len(out) >= 10:
        # libxml2 names ten of what is expected, and says no more.
        out += [(k.rsplit('/', 1)[1], k) for k in wanted
                if k.rsplit('/', 1)[0] == label(parent)]
    return out, parent, None if missing else node


def fill(node, error, wanted, opened, way):
    """Puts an empty element where the schema misses one, so that the next
    error of the same content shows: (the row's label, itself).  Where rows
    name places within it, the label is empty, and they are judged next:
    once a place, in `opened`."""
    tags, parent, before = candidates(node, error, wanted)
    for whole in (True, False):
        for tag, place in tags[::way]:
            if whole and wanted.get(place, 0) <= 0:
                continue
            if not whole and not any(n > 0 and k.startswith(place + '/')
                                     for k, n in wanted.items()):
                continue
            if not whole and (parent, tag) in opened:
                continue
            if not whole:
                opened.add((parent, tag))
            new = etree.Element(tag)
            if before is None:
                parent.append(new)
            else:
                before.addprevious(new)
            return place if whole else '', new
    return None, None


def explain(schema, data, rows):
    """Where a schema's errors and the rows {label: how many} of what is
    missing do not correspond: (errors without a row, labels of rows that no
    error answers to).

    Rows of the first element of a name and of those that follow it have one
    label here, so of a choice that is empty either alternative may be meant:
    both ways of reading are tried."""
    one = match(schema, canon.parse_bytes(data), rows, 1)
    if not one[0]:
        return one
    two = match(schema, canon.parse_bytes(data), rows, -1)
    return two if len(two[0]) < len(one[0]) else one


def match(schema, root, rows, way):
    tree, left, new = root.getroottree(), {}, set()
    for k, n in rows.items():
        # The second row of a name has ~2 in its label.
        k = re.sub(r'~\d+', '', k)
        left[k] = left.get(k, 0) + n
    out, done, opened = [], set(), set()
    while True:
        progress = False
        schema.validate(tree)
        for error in list(schema.error_log):
            node = node_of(root, error)
            if node is None or within(node, new):
                continue
            m = ATTRIBUTE.search(error.message)
            if m:
                place = '%s/@%s' % (label(node), m.group(1))
                if (node, place) in done:
                    continue
                done.add((node, place))
                if left.get(place, 0) > 0:
                    left[place] -= 1
                    continue
            else:
                place, e = fill(node, error, left, opened, way)
                if place is not None:
                    progress = True
                    if place:
                        left[place] -= 1
                        new.add(e)
                    break
                if (node, error.message) in done:
                    continue
                done.add((node, error.message))
            out.append('%s: %s' % (label(node), error.message[:300]))
        if not progress:
            break
    return out, sorted(k for k, n in left.items() for _ in range(n))
