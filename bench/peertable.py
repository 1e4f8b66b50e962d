"""The table of bench/peers: from figures to ratios, verdicts and text.

What this file knows: which figures there are, what a limit asks of them, and
how a table is laid out for a terminal and for a README.  Figures are
{"machine": ..., "peers": [{"id", "version", "cold", ...}], "limits": ...};
the first peer is einv.
"""
COLUMNS = (('cold', 'cold, 10 KB'), ('warm10', 'warm, 10 KB'),
           ('warm1400', 'warm, 1.4 MB'), ('memory', 'memory, 1.4 MB'))
# name, figure, whose, at least: against Saxon-HE's newest in the same run.
CACHED = 'einv --cache'
AGAINST = (('cold, 10 KB, from source', 'cold', 'einv', 60),
           ('cold, 10 KB, from the cache', 'cold', CACHED, 200),
           ('warm, 10 KB', 'warm10', 'einv', 30),
           ('warm, 1.4 MB', 'warm1400', 'einv', 30))
JUDGE = 'saxon-he'
# Medians whose middle half is wider than this part of them are not steady.
STEADY = 0.15


def median(values):
    v = sorted(values)
    n = len(v)
    return v[n // 2] if n % 2 else (v[n // 2 - 1] + v[n // 2]) / 2


def spread(values):
    """The width of the middle half, as a part of the median."""
    v = sorted(values)
    n = len(v)
    if n < 4 or not median(v):
        return None
    return (v[(3 * n) // 4] - v[n // 4]) / median(v)


def amount(value, key):
    if key == 'memory':
        return '%.0f MB' % (value / 1e6)
    if value >= 10:
        return '%.0f s' % value
    if value >= 1:
        return '%.1f s' % value
    return '%.*f ms' % (0 if value >= 0.01 else 2, value * 1e3)


def times(ratio):
    return '%.0f x' % ratio if ratio >= 10 else '%.1f x' % ratio


def cell(peer, einv, key):
    value = peer.get(key)
    if value is None:
        return '-'
    if peer is einv:
        return amount(value, key)
    base = einv.get(key)
    return amount(value, key) if not base else '%s (%s)' % (
        times(value / base), amount(value, key))


def of(part, whole):
    return '-' if part is None else '%d of %d' % (part, whole)


def rows(figures):
    peers = figures['peers']
    head = ['peer', 'version'] + [title for _, title in COLUMNS] + [
        'growth', 'other findings', 'other verdicts']
    out = [head]
    for p in peers:
        growth = p.get('growth')
        out.append([p['id'], p['version']]
                   + [cell(p, peers[0], key) for key, _ in COLUMNS]
                   + ['-' if growth is None else '%.2f' % growth,
                      of(p.get('differ'), p.get('documents', 0)),
                      of(p.get('verdicts'), p.get('documents', 0))])
    return out


def limits(figures):
    """[(name, value, 'at least' or 'at most', bound, passed)]; a value that is
    a text is why there is none: a miss.  passed None: was not measured."""
    by_id = {p['id']: p for p in figures['peers']}
    judge = by_id.get(JUDGE, {})
    out = []
    for name, key, whose, bound in AGAINST:
        ours = by_id.get(whose, {}).get(key)
        value = judge[key] / ours if judge.get(key) and ours else None
        out.append(('%s: %s / %s' % (name, JUDGE, whose), value, 'at least',
                    bound, None if value is None else value >= bound))
    for x in figures.get('limits', ()):
        value = x['value']
        if value is None:
            out.append((x['name'], x['why'], 'at most', x['bound'], False))
        else:
            out.append((x['name'], value, 'at most', x['bound'],
                        value <= x['bound']))
    return out


def text_table(lines):
    widths = [max(len(r[i]) for r in lines) for i in range(len(lines[0]))]
    return ['  '.join(c.ljust(w) for c, w in zip(r, widths)).rstrip()
            for r in lines]


def markdown_table(lines):
    out = ['| %s |' % ' | '.join(r) for r in lines]
    return out[:1] + ['|' + '---|' * len(lines[0])] + out[1:]


def limit_lines(figures):
    out = [['limit', 'figure', '', '']]
    for name, value, sense, bound, passed in limits(figures):
        out.append([name, '-' if value is None else value
                    if isinstance(value, str) else '%.3g' % value,
                    '%s %g' % (sense, bound),
                    'not measured' if passed is None
                    else 'PASS' if passed else 'MISS'])
    return out


def said(figures):
    """What stands under a table."""
    out = ['%s, %s.  Processor time, medians; a ratio is to einv in the same '
           'run.' % (figures['machine'], figures['date'])]
    wide = [p['id'] for p in figures['peers']
            if (p.get('spread') or 0) > STEADY]
    if wide:
        out.append('Not steady (the middle half of the runs is wider than '
                   '%d %% of their median): %s.' % (STEADY * 100,
                                                   ', '.join(wide)))
    if figures.get('quick'):
        out.append('Few runs after a short warm-up (--quick): nothing to '
                   'quote.')
    for p in figures['peers']:
        for note in p.get('notes', ()):
            out.append('%s: %s.' % (p['id'], note))
    for p in figures.get('absent', ()):
        out.append('Not measured: %s (%s).' % (p['id'], p['why']))
    return out


def render(figures, markdown=False):
    make = markdown_table if markdown else text_table
    parts = [make(rows(figures)), said(figures)]
    if markdown:
        parts[1] = ['\n'.join('- ' + s for s in parts[1])]
    if any(x[1] is not None for x in limits(figures)):
        parts.append(make(limit_lines(figures)))
    return '\n\n'.join('\n'.join(p) for p in parts) + '\n'
