#!/bin/sh
# peers.sh: bench/peers reads its table, says who is in it, and makes of
# figures the ratios and verdicts that a hand makes of them.  No network.
set -eu
exec python3 "$EINV_SRCDIR/tests/check/peers.py"
