"""Peers: the table of who is measured beside einv, how each is fetched by its
package client, and how one is asked to judge.

What this file knows: bench/peers.tsv, the clients' words, the drivers of
bench/peers.d/, and how much processor time and memory another process took.
The processor clock of a process is asked from outside: one clock for all.
"""
import os
import resource
import select
import shutil
import subprocess
import sys
import time

HERE = os.path.dirname(os.path.abspath(__file__))
DRIVERS = os.path.join(HERE, 'peers.d')
COLUMNS = ('id', 'client', 'packages', 'licence', 'driver', 'judges', 'rules',
           'note')
CLIENTS = ('maven', 'pip', 'npm', 'cargo')
JUDGES = ('en', 'en+peppol', '-')
POM = '''<project><modelVersion>4.0.0</modelVersion>
<groupId>bench</groupId><artifactId>peer</artifactId><version>1</version>
<dependencies>%s</dependencies></project>
'''
DEPENDENCY = '''<dependency><groupId>%s</groupId><artifactId>%s</artifactId>
<version>%s</version></dependency>'''


class Refused(Exception):
    """A peer cannot be had or does not answer; the text says why."""


class Peer:
    def __init__(self, row):
        for name, value in zip(COLUMNS, row):
            setattr(self, name, value)
        self.there = self.driver != '-'

    def versions(self):
        """The packages without the registry's ways of naming them."""
        return ' '.join(p.split(':', 1)[-1].replace('==', ' ').replace(
            ':', ' ') if self.client == 'maven' else p.replace('==', ' ')
            for p in self.packages.split())


def wrong(row):
    """What is wrong with a row of the table, or None."""
    if len(row) != len(COLUMNS):
        return '%d columns, not %d' % (len(row), len(COLUMNS))
    r = dict(zip(COLUMNS, row))
    if not all(row):
        return 'an empty column'
    if r['client'] not in CLIENTS:
        return 'client %s' % r['client']
    if r['judges'] not in JUDGES:
        return 'judges %s' % r['judges']
    if r['driver'] not in ('-', 'cli') and not os.path.isfile(
            os.path.join(DRIVERS, r['driver'])):
        return 'no driver %s' % r['driver']
    for p in r['packages'].split():
        pinned = {'maven': p.count(':') == 2, 'pip': '==' in p,
                  'npm': '@' in p[1:], 'cargo': '@' in p}[r['client']]
        if r['driver'] != '-' and not pinned:
            return '%s has no version' % p
    return None


def table(path=os.path.join(HERE, 'peers.tsv')):
    peers, seen = [], set()
    with open(path, encoding='utf-8') as f:
        for n, line in enumerate(f, 1):
            if line.startswith('#') or not line.strip():
                continue
            row = line.rstrip('\n').split('\t')
            why = wrong(row) or (row[0] in seen and 'twice') or None
            if why:
                raise Refused('%s:%d: %s' % (os.path.basename(path), n, why))
            seen.add(row[0])
            peers.append(Peer(row))
    return peers


# --- fetching ------------------------------------------------------------------

def run(args, cwd, timeout=1500):
    try:
        p = subprocess.run(args, cwd=cwd, stdin=subprocess.DEVNULL,
                           stdout=subprocess.PIPE, stderr=subprocess.STDOUT,
                           timeout=timeout)
    except (OSError, subprocess.TimeoutExpired) as e:
        raise Refused(str(e))
    if p.returncode != 0:
        said = [s for s in p.stdout.decode(errors='replace').splitlines()
                if s.strip()]
        raise Refused('%s: exit %d: %s' % (
            os.path.basename(args[0]), p.returncode,
            (said or [''])[-1][:120]))


def java_class(peer):
    return peer.driver[:-len('.java')]


def fetch_maven(peer, to):
    with open(os.path.join(to, 'pom.xml'), 'w', encoding='utf-8') as f:
        f.write(POM % ''.join(DEPENDENCY % tuple(p.split(':'))
                              for p in peer.packages.split()))
    run(['mvn', '-q', '-B', 'dependency:copy-dependencies',
         '-DoutputDirectory=jars'], to)


def fetch_pip(peer, to):
    run([sys.executable, '-m', 'venv', 'venv'], to)
    run([os.path.join('venv', 'bin', 'pip'), 'install', '-q']
        + peer.packages.split(), to)


def fetch_npm(peer, to):
    run(['npm', 'install', '--silent', '--no-audit', '--no-fund']
        + peer.packages.split(), to)


def fetch_cargo(peer, to):
    run(['cargo', 'install', '-q', '--locked', '--root', '.']
        + peer.packages.split(), to)


FETCH = {'maven': fetch_maven, 'pip': fetch_pip, 'npm': fetch_npm,
         'cargo': fetch_cargo}


def prepare(peer, to, sheets):
    """What is built anew whenever our drivers may have changed."""
    if peer.client == 'maven':
        shutil.rmtree(os.path.join(to, 'classes'), ignore_errors=True)
        run(['javac', '-nowarn', '-d', 'classes', '-cp', 'jars/*',
             os.path.join(DRIVERS, 'Loop.java'),
             os.path.join(DRIVERS, peer.driver)], to)
    if peer.client == 'npm':
        for s in sheets:
            sef = os.path.basename(s) + '.sef.json'
            if not os.path.isfile(os.path.join(to, sef)):
                run([os.path.join('node_modules', '.bin', 'xslt3'),
                     '-xsl:' + s, '-export:' + sef, '-nogo'], to)


def fetch(peer, root, sheets):
    """The folder of a peer that is ready to run; fetched once."""
    to = os.path.join(root, peer.id)
    stamp = os.path.join(to, 'fetched')
    try:
        with open(stamp, encoding='utf-8') as f:
            fresh = f.read() == peer.packages
    except OSError:
        fresh = False
    if not fresh:
        shutil.rmtree(to, ignore_errors=True)
        os.makedirs(to)
        FETCH[peer.client](peer, to)
        with open(stamp, 'w', encoding='utf-8') as f:
            f.write(peer.packages)
    prepare(peer, to, sheets)
    return to


# --- asking ---------------------------------------------------------------------

def command(peer, to, sheets):
    """How the driver is started in `to`; None: the peer has only a program."""
    driver = os.path.join(DRIVERS, peer.driver)
    if peer.client == 'maven':
        return ['java', '-XX:+UseSerialGC', '-Xmx8g', '-cp',
                'jars/*:classes', java_class(peer)] + (
                    sheets if peer.rules == 'corpus' else [])
    if peer.client == 'pip':
        return [os.path.join(to, 'venv', 'bin', 'python'), driver] + sheets
    if peer.client == 'npm':
        return ['node', driver] + [os.path.basename(s) + '.sef.json'
                                   for s in sheets]
    return None


def once(command_line, path):
    """The same for one document and the end."""
    i = next(i for i, a in enumerate(command_line) if a.endswith(
        ('.py', '.js')) or a in ('Saxon', 'Phive')) + 1
    return command_line[:i] + ['--once', path] + command_line[i:]


class Driver:
    """A peer that stays: asked again and again, its clock read outside."""

    def __init__(self, name, args, cwd=None):
        self.name = name
        self.process = subprocess.Popen(
            args, cwd=cwd, stdin=subprocess.PIPE, stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL)
        self.rest = b''
        if self.line(300) != 'ready':
            raise Refused(name + ' does not start')

    def cpu(self):
        """Its processor time, of all its threads: the kernel's clock of a
        process has the id ~pid * 8 + 2."""
        return time.clock_gettime((~self.process.pid << 3) | 2)

    def line(self, timeout):
        fd, end = self.process.stdout.fileno(), time.monotonic() + timeout
        while b'\n' not in self.rest:
            left = end - time.monotonic()
            if left <= 0 or not select.select([fd], [], [], left)[0]:
                self.close()
                raise Refused('no answer in %d s' % timeout)
            more = os.read(fd, 65536)
            if not more:
                raise Refused(self.name + ' ended')
            self.rest += more
        line, _, self.rest = self.rest.partition(b'\n')
        return line.decode('utf-8', 'replace')

    def ask(self, path, count=1, timeout=300):
        """(seconds of processor, seconds, findings) of `count` runs."""
        if self.process is None:
            raise Refused('it was ended')
        cpu, wall = self.cpu(), time.monotonic()
        self.process.stdin.write(b'%d %s\n' % (count, os.fsencode(path)))
        self.process.stdin.flush()
        answer = self.line(timeout).split('\t')
        cpu, wall = self.cpu() - cpu, time.monotonic() - wall
        if answer[0] != 'ok':
            raise Refused(' '.join(answer[1:])[:120])
        return cpu, wall, answer[1:]

    def peak(self, fresh=False):
        """The most memory it held, bytes; fresh: count from here on."""
        where = '/proc/%d/' % self.process.pid
        if fresh:
            with open(where + 'clear_refs', 'w', encoding='ascii') as f:
                f.write('5')
        with open(where + 'status', encoding='ascii') as f:
            for line in f:
                if line.startswith('VmHWM:'):
                    return int(line.split()[1]) * 1024
        return 0

    def close(self):
        if self.process is not None:
            self.process.kill()
            self.process.wait()
            self.process = None


class Program:
    """A peer that is only a program: n documents less one is n - 1."""

    def __init__(self, name, args):
        self.name, self.args = name, args

    def spend(self, files, timeout):
        before = resource.getrusage(resource.RUSAGE_CHILDREN)
        wall = time.monotonic()
        try:
            subprocess.run(self.args + files, stdout=subprocess.DEVNULL,
                           stderr=subprocess.DEVNULL, timeout=timeout)
        except subprocess.TimeoutExpired:
            raise Refused('no answer in %d s' % timeout)
        after = resource.getrusage(resource.RUSAGE_CHILDREN)
        return (after.ru_utime + after.ru_stime - before.ru_utime
                - before.ru_stime, time.monotonic() - wall)

    def ask(self, path, count=1, timeout=300):
        many = self.spend([path] * (count + 1), timeout)
        one = self.spend([path], timeout)
        return many[0] - one[0], many[1] - one[1], []

    def close(self):
        pass
