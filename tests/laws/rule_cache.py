#!/usr/bin/env python3
"""A folder of compiled rule sets (validate --cache) never changes an answer:
not when a file that the rules include changes, not when an entry is damaged,
not when the folder is missing.
"""
import os
import sys

sys.path.insert(0, os.path.join(os.path.dirname(
    os.path.abspath(__file__)), '..', 'lib'))
import prog                                            # noqa: E402
import tally                                           # noqa: E402

MAIN = b'''<schema xmlns="http://purl.oclc.org/dsdl/schematron"
 queryBinding="xslt2"><include href="part.sch"/></schema>'''
PART = b'''<pattern xmlns="http://purl.oclc.org/dsdl/schematron">
 <rule context="/a"><let name="l" value="document('list.xml')/l/c"/>
 <assert id="%s" test="b = $l">b is not listed</assert></rule></pattern>'''
LIST = b'<l><c>%s</c></l>'
DOCUMENT = b'<a><b>1</b></a>'


class Folder:
    def __init__(self, work):
        self.work = work
        self.cache = work.path('cache')
        os.mkdir(self.cache)
        self.main = work.write('main.sch', MAIN)
        self.document = work.write('document.xml', DOCUMENT)
        self.part(b'R-1')
        self.list(b'1')

    def part(self, rule):
        self.work.write('part.sch', PART % rule)

    def list(self, code):
        self.work.write('list.xml', LIST % code)

    def says(self, *cache):
        return prog.run('validate', self.document, '--rules', self.main,
                        *cache)

    def same(self):
        """What is wrong with the answers, and which rules fired."""
        want = self.says()
        for _ in range(2):
            got = self.says('--cache', self.cache)
            if (got.code, got.out) != (want.code, want.out):
                return ['with the cache: %s' % got.why()], want
        return [], want

    def entries(self):
        return sorted(os.path.join(self.cache, n)
                      for n in os.listdir(self.cache))


def changes(t, folder):
    problems, first = folder.same()
    t.case('first', problems or (
        [] if first.code == 0 else ['not valid: ' + first.why()]))
    folder.list(b'2')
    problems, second = folder.same()
    t.case('a file that document() reads changes', problems or (
        [] if second.code == 1 and b'R-1' in second.out else [second.why()]))
    folder.part(b'R-2')
    problems, third = folder.same()
    t.case('a file that is included changes', problems or (
        [] if b'R-2' in third.out else [third.why()]))
    t.case('one entry serves', [] if len(folder.entries()) == 1
           else folder.entries())


def damage(t, folder):
    for path in folder.entries():
        with open(path, 'rb') as f:
            good = f.read()
        for what, bad in (
                ('empty', b''), ('half', good[:len(good) // 2]),
                ('other bytes', bytes(len(good))), ('longer', good + b'x')):
            with open(path, 'wb') as f:
                f.write(bad)
            t.case('an entry: ' + what, folder.same()[0])
            with open(path, 'rb') as f:
                t.case('mended: ' + what,
                       [] if f.read() == good else ['left as it was'])
        for at in range(0, len(good), 7):
            with open(path, 'wb') as f:
                f.write(good[:at] + bytes([good[at] ^ 0x55]) +
                        good[at + 1:])
            got = folder.says('--cache', folder.cache)
            want = folder.says()
            t.case('byte %d' % at, [] if (got.code, got.out) ==
                   (want.code, want.out) else [got.why()])


def missing(t, folder):
    none = os.path.join(folder.cache, 'none', 'such')
    got, want = folder.says('--cache', none), folder.says()
    t.case('no such folder', [] if (got.code, got.out) ==
           (want.code, want.out) and not os.path.exists(none)
           else [got.why()])


def images(t, folder):
    image = folder.work.path('image')
    made = prog.run('rules', 'compile', folder.main, '-o', image)
    t.case('compile', [] if made.code == 0 else [made.why()])
    got = prog.run('validate', folder.document, '--rules', image)
    t.case('an image', [] if got.code == folder.says().code
           else [got.why()])
    with open(image, 'rb') as f:
        good = f.read()
    with open(image, 'wb') as f:
        f.write(good[:-1])
    got = prog.run('validate', folder.document, '--rules', image)
    t.case('a damaged image is refused, and said how to mend', []
           if got.code == 2 and b'rules compile' in got.err
           else [got.why()])


def main():
    t = tally.Tally(__file__)
    prog.need()
    with prog.Work() as work:
        folder = Folder(work)
        changes(t, folder)
        damage(t, folder)
        missing(t, folder)
        images(t, folder)
    t.finish()
    return 1 if t.failed else 0


if __name__ == '__main__':
    sys.exit(main())
