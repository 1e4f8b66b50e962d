"""The limits of bench/peers that concern einv alone.

What this file knows: the drivers in C and how they are built, and what is
asked: growth with lines and with the shapes that are dear to rules, memory
for a large file, loading, two threads.  A limit that is missed is measured
again: another process can only make einv look slower than it is.
"""
import os
import shutil
import subprocess

import make
import peer
import peertable
import prog

HERE = os.path.dirname(os.path.abspath(__file__))
TRIES = 3
XRECHNUNG = os.path.join('artefacts', 'xrechnung', '3.0.2-sch2.5.0', 'ubl',
                         'XRechnung-UBL-validation.sch')


def compiled(work, source, *more):
    exe = work.path('bin-' + os.path.basename(source)[:-2])
    p = subprocess.run(
        [os.environ.get('CC', 'cc'), '-O2', '-std=c11', '-Wall', '-Wextra',
         source, '-o', exe] + list(more), stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT)
    if p.returncode != 0:
        raise RuntimeError(p.stdout.decode(errors='replace').strip())
    return exe


def driver(work, lib):
    libs = os.path.join(lib, '.libs')
    return compiled(work, os.path.join(HERE, 'peers.d', 'einv.c'),
                    '-I' + os.path.join(HERE, '..', 'include'),
                    os.path.join(libs, 'libeinv.so'), '-Wl,-rpath,' + libs,
                    '-pthread')


def numbers(args, cwd=None, timeout=900):
    """{name: value} of a program that prints them so."""
    try:
        p = subprocess.run(args, cwd=cwd, stdout=subprocess.PIPE,
                           stderr=subprocess.DEVNULL, env=prog.ENV,
                           timeout=timeout)
    except subprocess.TimeoutExpired:
        raise RuntimeError('no answer in %d s' % timeout)
    out = dict(line.rsplit(None, 1)
               for line in p.stdout.decode(errors='replace').splitlines()
               if len(line.split()) == 2)
    if p.returncode != 0:
        raise RuntimeError('exit %s' % out.get('exit', p.returncode))
    return out


def cold(exe, command, cwd=None, timeout=900):
    """What one run of a program costs: cpu, kilobytes."""
    program = shutil.which(command[0]) or command[0]
    out = numbers([exe, '1', program] + command[1:], cwd, timeout)
    return {k: float(out[k]) for k in ('cpu', 'kilobytes')}


# --- what is asked --------------------------------------------------------------

def seconds(exe, sets, paths, rounds, patience):
    """Medians of the processor time of each path, in turn, by one driver."""
    d = peer.Driver('einv', [exe] + sets)
    took = {p: [] for p in paths}
    try:
        for n in range(rounds + 1):
            for p in paths:
                cpu = d.ask(p, 1, patience)[0]
                if n > 0:
                    took[p].append(cpu)
    finally:
        d.close()
    return [peertable.median(took[p]) for p in paths]


def growth(work, exe, sets, shape, small, large, rounds, patience):
    """Time at `large` by that at `small`."""
    paths = [work.write('%s-%d.xml' % (shape, n), make.SHAPES[shape](n))
             for n in (small, large)]
    a, b = seconds(exe, sets, paths, rounds, patience)
    return b / a


def limit(bound, measure):
    """The best of a few, or None with the reason."""
    best = None
    for _ in range(TRIES):
        value = measure()
        best = value if best is None else min(best, value)
        if best <= bound:
            break
    return best


def peak(work, cold_exe, sets, lines, patience):
    data = make.peppol(lines)
    path = work.write('peak.xml', data)
    args = [a for s in sets for a in ('--rules', s)]
    out = cold(cold_exe, [prog.PROG, 'validate', '--limits', 'large']
               + args + [path], None, patience)
    return out['kilobytes'] * 1024 / len(data)


def images(work, sets):
    paths = [work.path('%d.image' % i) for i in range(len(sets))]
    for source, path in zip(sets, paths):
        r = prog.run('rules', 'compile', source, '-o', path)
        if r.code != 0:
            raise RuntimeError(r.why())
    return paths


def threads(exe, sets, path):
    out = numbers([exe, '--threads', '40', path] + sets)
    return float(out['two']) / float(out['one'])


def all_limits(work, exe, cold_exe, sets, shared, quick):
    """[{name, bound, value, why}]; --quick asks a tenth of the lines.  What
    takes too long has no value: that is a miss too."""
    lines, patience = (1000, 60) if quick else (10000, 300)
    small = work.write('small.xml', make.peppol(5))
    sub = [sets[0], os.path.join(shared, XRECHNUNG)]
    asked = [
        ('time a line, %d / %d lines' % (10 * lines, lines), 1.15,
         lambda: growth(work, exe, sets, 'peppol', lines, 10 * lines,
                        2, patience) / 10)]
    for shape, rules, what in (('rates', sets, 'rates of VAT'),
                               ('payments', sets, 'payment ids'),
                               ('sublines', sub, 'sub-lines')):
        asked.append(('time, 2,000 / 1,000 ' + what, 2.3,
                      lambda s=shape, r=rules: growth(work, exe, r, s, 1000,
                                                      2000, 3, patience)))
    asked += [
        ('loading both sets from source, ms', 60, lambda: 1e3 * float(
            numbers([exe, '--load', '21'] + sets)['load'])),
        ('loading both sets from their images, ms', 10, lambda: 1e3 * float(
            numbers([exe, '--load', '21'] + images(work, sets))['load'])),
        ('CPU of two threads / twice one', 1.1,
         lambda: threads(exe, sets, small))]
    if not quick:                      # in a small file, fixed tables are most
        asked.append(('peak memory / file, 46 MB', 3.0, lambda: peak(
            work, cold_exe, sets, 39000, patience)))
    out = []
    for name, bound, measure in asked:
        value, why = None, None
        try:
            value = limit(bound, measure)
        except (peer.Refused, RuntimeError) as e:
            why = str(e)
        out.append({'name': name, 'bound': bound, 'value': value,
                    'why': why})
    return out
