#!/usr/bin/env python3
"""unicode.py BLOCKS: writes lib/xpath/unicode_data.c to standard output.

General categories and case mappings come from Python's unicodedata, so the
edition of Unicode is Python's; it stands in the head of what is written.
Block names come from the file BLOCKS.  With --edition it writes only
Python's edition.
"""
import sys
import unicodedata

CATEGORIES = ('Lu Ll Lt Lm Lo Mn Mc Me Nd Nl No Pc Pd Ps Pe Pi Pf Po '
              'Zs Zl Zp Sm Sc Sk So Cc Cf Cs Co Cn').split()
HEAD = '''/* unicode_data.c: the tables of Unicode %s.
 *
 * Made by build-aux/unicode.py; do not edit.
 */
#include "unicode.h"

'''


def wrapped(out, cells):
    line = '   '
    for cell in cells:
        if len(line) + len(cell) + 2 > 79:
            out.append(line + '\n')
            line = '   '
        line += ' ' + cell + ','
    out.append(line + '\n};\n')


def categories(out):
    cells, last = [], None
    for c in range(0x110000):
        category = CATEGORIES.index(unicodedata.category(chr(c)))
        if category != last:
            cells.append('0x%X' % (c << 8 | category))
            last = category
    out.append('/* First code point << 8 | category; up to the next row. */\n'
               'const uint32_t einv__uc_runs[] = {\n')
    wrapped(out, cells)
    out.append('const size_t einv__uc_n_runs = %d;\n' % len(cells))


def rows_of(pairs):
    """(code point, other) as rows (first, last, step, distance)."""
    by_distance, rows = {}, []
    for c, other in sorted(pairs):
        by_distance.setdefault(other - c, []).append(c)
    for distance, points in by_distance.items():
        at = 0
        while at < len(points):
            end, step = at, 1
            if at + 1 < len(points) and points[at + 1] - points[at] < 3:
                step = points[at + 1] - points[at]
                while end + 1 < len(points) \
                        and points[end + 1] - points[end] == step:
                    end += 1
            rows.append((points[at], points[end], step, distance))
            at = end + 1
    return sorted(rows)


def mapping(out, name, title, pairs):
    rows = rows_of(pairs)
    out.append('\n/* %s: first, last, distance, step. */\n'
               'const struct einv_uc_map einv__uc_%s[] = {\n' % (title, name))
    wrapped(out, ['{0x%X, 0x%X, %d, %d}' % (f, l, d, s)
                  for f, l, s, d in rows])
    out.append('const size_t einv__uc_n_%s = %d;\n' % (name, len(rows)))


def simple(change):
    for c in range(0x110000):
        other = change(chr(c))
        if len(other) == 1 and ord(other) != c:
            yield c, ord(other)


def full(out, name, title, change):
    cells = []
    for c in range(0x110000):
        other = [ord(o) for o in change(chr(c))]
        if len(other) > 1:
            other += [0] * (3 - len(other))
            cells.append('{0x%X, {0x%X, 0x%X, 0x%X}}' % (c, *other))
    out.append('\n/* %s. */\n'
               'const struct einv_uc_full einv__uc_%s[] = {\n'
               % (title, name))
    wrapped(out, cells)
    out.append('const size_t einv__uc_n_%s = %d;\n' % (name, len(cells)))


def variants():
    """F&O 7.6.1.1: case variants have one lower case or one upper case."""
    groups = {}
    for c in range(0x110000):
        if not 0xD800 <= c < 0xE000:
            groups.setdefault((0, chr(c).lower()), []).append(c)
            groups.setdefault((1, chr(c).upper()), []).append(c)
    return {(a, b) for g in groups.values() for a in g for b in g if a != b}


def blocks(out, path):
    cells = []
    with open(path, encoding='utf-8') as lines:
        for line in lines:
            if not line.startswith('#'):
                first, last, name = line.split(None, 2)
                cells.append('{"%s", 0x%s, 0x%s}' % (
                    ''.join(name.split()), first, last))
    out.append('\n/* Blocks by name without blanks. */\n'
               'const struct einv_uc_block einv__uc_blocks[] = {\n')
    wrapped(out, cells)
    out.append('const size_t einv__uc_n_blocks = %d;\n' % len(cells))


def main():
    if sys.argv[1] == '--edition':
        print(unicodedata.unidata_version)
        return
    out = [HEAD % unicodedata.unidata_version]
    categories(out)
    mapping(out, 'upper', 'Upper case, one for one', simple(str.upper))
    mapping(out, 'lower', 'Lower case, one for one', simple(str.lower))
    mapping(out, 'variants', 'Variants in case', variants())
    full(out, 'upper_full', 'Upper case, one for many', str.upper)
    full(out, 'lower_full', 'Lower case, one for many', str.lower)
    blocks(out, sys.argv[1])
    sys.stdout.write(''.join(out))


if __name__ == '__main__':
    main()
