#!/bin/sh
# selftest.sh: the judges of the laws find what is planted (tests/lib).
set -eu
exec python3 "$EINV_SRCDIR/tests/lib/selftest.py"
