"""Where the library lies, and how bench/*.c is compiled against it."""
import os
import subprocess

import prog

HERE = os.path.dirname(os.path.abspath(__file__))


def folder():
    """Where the library lies that the program was built with."""
    for d in (os.environ.get('EINV_LIBDIR'), os.path.dirname(prog.find()),
              os.environ.get('EINV_BUILD')):
        if d and os.path.isfile(os.path.join(d, '.libs', 'libeinv.so')):
            return os.path.abspath(d)
    return None


def compiler(w, source, *more):
    """(program, what the compiler said)"""
    exe = w.path(source[:-2])
    p = subprocess.run(
        [os.environ.get('CC', 'cc'), '-O2', '-std=c11', '-Wall', '-Wextra',
         os.path.join(HERE, source), '-o', exe] + list(more),
        stdout=subprocess.PIPE, stderr=subprocess.STDOUT)
    return exe if p.returncode == 0 else None, p.stdout.decode()


def build(w, lib):
    flags = subprocess.run(['pkg-config', '--cflags', '--libs',
                            'libxml-2.0'], stdout=subprocess.PIPE,
                           check=True).stdout.decode().split()
    return compiler(w, 'speed.c', '-D_POSIX_C_SOURCE=200809L',
                    '-I' + os.path.join(HERE, '..', 'include'),
                    os.path.join(lib, '.libs', 'libeinv.so'),
                    '-Wl,-rpath,' + os.path.join(lib, '.libs'), *flags)
