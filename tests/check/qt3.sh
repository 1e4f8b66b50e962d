#!/bin/sh
# The W3C suite: every listed case passes, every other one is explained.
set -u
build=${EINV_BUILD:-$EINV_SRCDIR/build}
suite=${EINV_SHARED:-$EINV_SRCDIR/../shared}/corpus/qt3
if [ ! -d "$suite" ]; then
    echo "SKIP the W3C suite is not at $suite"
    exit 77
fi
make -C "$build" tests/xpath/qt3 >/dev/null || exit 1
"$build/tests/xpath/qt3" "$suite" "$EINV_SRCDIR/tests"
