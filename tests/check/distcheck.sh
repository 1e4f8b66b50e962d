#!/bin/sh
# "make distcheck": the tarball holds everything, builds from a read-only
# source in another folder, passes its unit tests, installs, uninstalls and
# cleans up.
set -u
root=${EINV_SRCDIR:-$(cd "$(dirname "$0")/../.." && pwd)}
build=${EINV_BUILD:-$root/build}
mkdir -p "$build/dist"
cd "$build/dist" || exit 1
unset MAKEFLAGS MFLAGS
[ -f Makefile ] || "$root/configure" -q CFLAGS=-O1 >configure.log 2>&1 || {
    tail configure.log
    exit 1
}
make distcheck DISTCHECK_CONFIGURE_FLAGS='CFLAGS=-O1' \
    XZ_OPT=-1 >distcheck.log 2>&1 || {
    grep -E -B2 -A8 'rror|FAIL' distcheck.log | head -n 60
    tail -n 20 distcheck.log
    exit 1
}
tail -n 5 distcheck.log
