#!/bin/sh
# lib/xpath/unicode_data.c is what build-aux/unicode.py makes.  Another
# Python may have another edition of Unicode: then this is skipped.
set -eu
root=${EINV_SRCDIR:-$(cd "$(dirname "$0")/../.." && pwd)}
tmp=$(mktemp -d)
trap 'rm -rf "$tmp"' EXIT
cd "$root"
edition=$(python3 build-aux/unicode.py --edition)
if ! grep -q "tables of Unicode $edition\\.\$" lib/xpath/unicode_data.c; then
    echo "skipped: python3 has Unicode $edition, the tables another edition"
    exit 77
fi
python3 build-aux/unicode.py build-aux/unicode-blocks.txt >"$tmp/data.c"
[ -s "$tmp/data.c" ]
diff lib/xpath/unicode_data.c "$tmp/data.c"
