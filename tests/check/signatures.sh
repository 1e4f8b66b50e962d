#!/bin/sh
# doc/signatures.md is what the table of profiles makes.
set -eu
root=${EINV_SRCDIR:-$(cd "$(dirname "$0")/../.." && pwd)}
tmp=$(mktemp)
trap 'rm -f "$tmp"' EXIT
cd "$root"
python3 build-aux/signatures.py schemas/signatures/profiles.xml >"$tmp"
diff doc/signatures.md "$tmp"
