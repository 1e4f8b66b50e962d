#!/bin/sh
# bench.sh: the limits of bench/run hold, in its quick form.  The ratios need
# the shared library of the optimised build.
set -eu
if [ ! -x "${EINV:-}" ]; then
    echo "SKIP bench: no optimised build (EINV)"
    exit 77
fi
exec python3 "$EINV_SRCDIR/bench/run" --quick
