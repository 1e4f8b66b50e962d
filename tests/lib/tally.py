"""Counting: what passed, what failed and where, what was skipped and why.

A list of known failures (tests/known/<script>.tsv: case, reason) may excuse
a failure.  A case in it that passes is a failure too, so that the list can
only shrink.
"""
import multiprocessing
import os
import sys

HERE = os.path.dirname(os.path.abspath(__file__))


def name_of(script):
    return os.path.splitext(os.path.basename(script))[0]


class Tally:
    def __init__(self, script, show=12):
        self.name = name_of(script)
        self.passed, self.failed, self.skipped, self.known = 0, [], [], 0
        self.show = int(os.environ.get('EINV_SHOW', show))
        self.excused, self.figures = {}, []
        known = os.path.join(HERE, '..', 'known', self.name + '.tsv')
        if os.path.isfile(known):
            with open(known, encoding='utf-8') as f:
                for line in f:
                    if line.strip() and not line.startswith('#'):
                        case, _, why = line.rstrip('\n').partition('\t')
                        self.excused[case] = why

    def case(self, case, problems):
        """One case: problems is a list of lines, empty when it passed."""
        why = self.excused.get(case)
        if problems and why is None:
            self.failed.append((case, problems))
        elif problems:
            self.known += 1
        elif why is not None:
            self.failed.append((case, ['passes, but is in the list of known '
                                       'failures (%s)' % why]))
        else:
            self.passed += 1

    def skip(self, case, why):
        self.skipped.append((case, why))

    def figure(self, text):
        self.figures.append(text)

    def finish(self):
        for case, problems in self.failed[:int(os.environ.get(
                'EINV_CASES', 60))]:
            print('FAIL %s' % case)
            for p in problems[:self.show]:
                print('     %s' % p)
            if len(problems) > self.show:
                print('     ... and %d more' % (len(problems) - self.show))
        for case, why in self.skipped:
            print('SKIP %s: %s' % (case, why))
        for f in self.figures:
            print('  %s' % f)
        if self.known:
            print('  %d known failures (tests/known/%s.tsv)'
                  % (self.known, self.name))
        # tests/support/job.sh reads this line.
        print('%d passed, %d failed, %d skipped'
              % (self.passed, len(self.failed),
                 len(self.skipped) + self.known))
        sys.stdout.flush()
        return 1 if self.failed else 0


def workers():
    return int(os.environ.get('EINV_WORKERS', '2'))


def over(work, items, chunk=8):
    """work(item) for every item in a few processes, in order.

    An exception in the test's own code must not look like silence.
    """
    items = list(items)
    if workers() < 2 or len(items) < 2:
        return map(work, items)
    pool = multiprocessing.get_context('fork').Pool(workers())
    try:
        out = pool.map(work, items, chunk)
    finally:
        pool.terminate()
    return out
