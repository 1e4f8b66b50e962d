#!/usr/bin/env python3
"""terms.py MODEL: writes include/einv/terms.h to standard output.

Every id that has a number becomes a constant: its prefix, then its name in
the model.  Numbers are permanent: a constant may gain a sibling, never
change.
"""
import os
import re
import sys

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
import modeltable                                      # noqa: E402

HEAD = '''/* terms.h: the numbers of terms and groups.
 *
 * Made by build-aux/terms.py from schemas/model.xml; do not edit.
 *
 * BT-n is n and BG-n is 1000 + n of %s;
 * XT-n is 5000 + n and XG-n is 6000 + n: einv's own (doc/model.md).  A path
 * that a constant names is said beside it.  Numbers are permanent.
 */
#ifndef EINV_TERMS_H
#define EINV_TERMS_H

enum {
'''


def constant(ident, title):
    prefix = re.match(r'[A-Z]+(-[A-Z]+)*', ident).group(0).replace('-', '_')
    name = re.sub(r"['’]", '', title).upper()
    return 'EINV_%s_%s' % (prefix, re.sub('[^A-Z0-9]+', '_', name).strip('_'))


def main():
    model = modeltable.Model(sys.argv[1])
    rows = [(p.number(model.blocks), p.id, p.title, p.path)
            for p in model.places]
    paths = {p.id: p.path for p in model.places}
    rows += [(modeltable.number_of(i, model.blocks), i, t, paths[of])
             for i, t, of in model.aliases]
    rows = sorted(r for r in rows if r[0])
    names = [constant(i, t) for _, i, t, _ in rows]
    twice = {n for n in names if names.count(n) > 1}
    if twice:
        sys.exit('terms.py: one name for two terms: ' + ' '.join(twice))
    out = [HEAD % model.edition]
    for (number, ident, _, path), name in zip(rows, names):
        comma = '' if number == rows[-1][0] else ','
        out.append('    %s = %d%s\n        /* %s %s */\n' %
                   (name, number, comma, ident, path))
    out.append('};\n\n#endif\n')
    sys.stdout.write(''.join(out))


if __name__ == '__main__':
    main()
