"""Running the program, one process a call, with limits.

What this file knows: how the program is found and what its command line
promises (exit status, where the document and the findings go).
"""
import json
import os
import resource
import shutil
import subprocess
import sys
import tempfile

HERE = os.path.dirname(os.path.abspath(__file__))


def find():
    given = os.environ.get('EINV')
    build = os.environ.get('EINV_BUILD')
    if build is None:
        build = os.path.join(HERE, '..', '..', 'build')
    tries = [given] if given else [
        os.path.join(build, d, 'einv') for d in ('', 'examples')]
    for t in tries:
        if t and os.path.isfile(t) and os.access(t, os.X_OK):
            return os.path.abspath(t)
    return None


def environment(prog):
    """libtool's wrapper is a shell script: run what it wraps."""
    env = dict(os.environ)
    env.setdefault('LC_ALL', 'C')
    real = os.path.join(os.path.dirname(prog), '.libs', 'einv')
    with open(prog, 'rb') as f:
        script = f.read(2) == b'#!'
    if script and os.path.isfile(real):
        here = os.path.dirname(prog)
        libs = [os.path.join(here, '.libs'),
                os.path.join(here, '..', '.libs')]
        old = env.get('LD_LIBRARY_PATH')
        env['LD_LIBRARY_PATH'] = ':'.join(libs + ([old] if old else []))
        prog = real
    return prog, env


PROG, ENV = None, None


def need():
    """Ends the test, failed, when there is no program."""
    global PROG, ENV
    p = find()
    if p is None:
        print('FAIL: no einv program (set EINV, or EINV_BUILD)')
        print('0 passed, 1 failed, 0 skipped')
        sys.exit(1)
    PROG, ENV = environment(p)


class Result:
    def __init__(self, code, out, err):
        self.code, self.out, self.err = code, out, err

    def why(self):
        text = (self.err or self.out).decode('utf-8', 'replace').strip()
        return 'exit %s: %s' % (self.code, ' | '.join(
            text.splitlines()[:3])[:400])

    def json(self):
        return json.loads(self.out.decode('utf-8'))


def run(*args, stdin=None, timeout=60):
    try:
        p = subprocess.run([PROG] + [str(a) for a in args], input=stdin,
                           stdin=None if stdin is not None
                           else subprocess.DEVNULL,
                           stdout=subprocess.PIPE, stderr=subprocess.PIPE,
                           env=ENV, timeout=timeout)
    except subprocess.TimeoutExpired:
        return Result('timeout', b'', b'')
    return Result(p.returncode, p.stdout, p.stderr)


def measured(args, seconds, megabytes, wrap=()):
    """Runs under limits: (result, cpu seconds, peak memory in MB).

    The address space is limited generously (libraries map more than they
    use); what is asserted is the resident peak that wait4 reports.
    """
    def limit():
        resource.setrlimit(resource.RLIMIT_CPU, (seconds + 1, seconds + 1))
        if megabytes:
            size = megabytes << 20
            resource.setrlimit(resource.RLIMIT_AS, (size, size))
    with tempfile.TemporaryFile() as out, tempfile.TemporaryFile() as err:
        p = subprocess.Popen(list(wrap) + [PROG] + [str(a) for a in args],
                             stdin=subprocess.DEVNULL, stdout=out,
                             stderr=err, env=ENV, preexec_fn=limit)
        _, status, use = os.wait4(p.pid, 0)
        p.returncode = os.waitstatus_to_exitcode(status)
        out.seek(0)
        err.seek(0)
        res = Result(p.returncode, out.read(), err.read())
    return res, use.ru_utime + use.ru_stime, use.ru_maxrss / 1024.0


class Work:
    """A folder for the files of one test, gone afterwards."""

    def __init__(self):
        self.dir = tempfile.mkdtemp(prefix='einv-test-')

    def path(self, name):
        return os.path.join(self.dir, name)

    def write(self, name, data):
        with open(self.path(name), 'wb') as f:
            f.write(data)
        return self.path(name)

    def read(self, name):
        with open(self.path(name), 'rb') as f:
            return f.read()

    def __enter__(self):
        return self

    def __exit__(self, *_):
        shutil.rmtree(self.dir, ignore_errors=True)
